"""HTTP/1.1 of the test servers: requests in, replies out, and every way of misbehaving in between.

A connection hands each request to `world.answer(request)`, which gives a Reply or a future of one. What a fault
rule (faults.py) wants of the wire happens here: nothing else in the servers knows of it."""
import asyncio
import itertools
import json
import struct
import socket
import urllib.parse

REASONS = {200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 302: "Found", 400: "Bad Request", 401: "Unauthorized",
           403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 412: "Precondition Failed",
           424: "Failed Dependency", 429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}
numbers = itertools.count(1)


class Request:
    """One request. `query` maps a name to its (last) value; `number` counts all requests of the process."""
    __slots__ = ("method", "target", "path", "query", "headers", "body", "number", "secure", "token", "rules", "row")

    def __init__(self, method, target, headers, body, secure=False):
        self.method, self.target, self.headers, self.body, self.secure = method, target, headers, body, secure
        path, _, query = target.partition("?")
        self.path = urllib.parse.unquote(path)
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True)) if query else {}
        self.number = next(numbers)
        self.token = None   # what the bearer token stands for (login.Token), once it has been looked at
        self.rules = []     # fault rules that this request has met
        self.row = None     # of the log of requests

    def json(self):
        """The body; ValueError when it is no JSON."""
        return json.loads(self.body) if self.body else None

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def id(self):
        return self.headers.get("client-request-id", "")


class Reply:
    """What is answered: body is bytes, or anything that becomes JSON; None is no body. `effects` are short texts of
    what the request changed ("usageLocation p1@contoso.example US"): they go to the audit."""
    __slots__ = ("status", "body", "headers", "effects", "violations")

    def __init__(self, status=200, body=None, headers=None, effects=(), violations=()):
        self.status, self.body, self.headers = status, body, headers or {}
        self.effects, self.violations = list(effects), list(violations)

    def bytes(self):
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def head(self, length):
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Status')}"]
        if self.status != 204:
            lines.append(f"Content-Length: {length}")
        if length and "Content-Type" not in self.headers:
            lines.append("Content-Type: application/json")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Connection(asyncio.Protocol):
    def __init__(self, world, secure=False):
        self.world, self.secure = world, secure
        self.buffer, self.busy, self.transport = bytearray(), False, None

    def connection_made(self, transport):
        self.transport = transport
        self.world.connections += 1

    def connection_lost(self, _):
        self.transport = None

    def data_received(self, data):
        self.buffer += data
        if not self.busy:
            self.next()

    def next(self):
        """Takes the next whole request out of the buffer."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0 or self.busy or not self.transport:
            return
        lines = bytes(self.buffer[:end]).decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        if headers.get("expect", "").lower() == "100-continue" and len(self.buffer) == end + 4:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding", "").lower() == "chunked":
            whole = self.chunks(end + 4)
        else:
            length = int(headers.get("content-length", 0))
            whole = (bytes(self.buffer[end + 4:end + 4 + length]), end + 4 + length)
            if len(self.buffer) < whole[1]:
                return
        if whole is None:
            return
        body, used = whole
        del self.buffer[:used]
        try:
            method, target, _ = lines[0].split(" ", 2)
        except ValueError:
            self.transport.abort()
            return
        self.busy = True
        self.take(Request(method, target, headers, body, self.secure))

    def chunks(self, at):
        body = bytearray()
        while True:
            end = self.buffer.find(b"\r\n", at)
            if end < 0:
                return None
            size = int(bytes(self.buffer[at:end]).split(b";")[0], 16)
            if len(self.buffer) < end + 2 + size + 2:
                return None
            body += self.buffer[end + 2:end + 2 + size]
            at = end + 2 + size + 2
            if size == 0:
                return bytes(body), at

    def take(self, request):
        world = self.world
        delay = world.arrived(request)
        answer = None if request.rules and self.before(request) else world.answer(request)
        if answer is None:
            world.left(request, None)
        elif isinstance(answer, asyncio.Future):
            answer.add_done_callback(lambda done: self.give(request, done.result()))
        elif delay > 0:
            asyncio.get_running_loop().call_later(delay, self.give, request, answer)
        else:
            self.give(request, answer)

    def before(self, request):
        """Faults that come instead of doing what was asked. True: nothing more is to be answered."""
        for rule in request.rules:
            if rule.do == "kill-before":
                rule.kill()
            elif rule.do == "drop":
                self.transport.abort()
                return True
            elif rule.do == "hang":
                return True
        return False

    def give(self, request, reply):
        world, transport = self.world, self.transport
        world.left(request, reply)
        if not transport:
            return
        body = reply.bytes()
        head = reply.head(len(body))
        # A kill comes first: in a batch it may stand behind what else happens to the answer.
        for rule in request.rules:
            if rule.do == "kill":  # also of a request whose answer another rule takes away
                rule.kill()
        for rule in request.rules:
            if rule.do == "lost":
                transport.abort()
                return
            elif rule.do == "reset":
                transport.write(head + body[:len(body) // 2] if body else head[:len(head) // 2])
                self.reset()
                return
            elif rule.do == "truncate":
                body = body[:len(body) // 2]
                head = reply.head(len(body))
            elif rule.do == "drip":
                asyncio.ensure_future(self.drip(head + body, rule))
                return
        transport.write(head + body)
        self.done()

    def done(self):
        self.busy = False
        if self.buffer:
            asyncio.get_running_loop().call_soon(self.next)

    def reset(self):
        """Closes with RST, behind what was written."""
        sock = self.transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.close()

    async def drip(self, data, rule):
        piece = max(1, len(data) // rule.pieces)
        for at in range(0, len(data), piece):
            if not self.transport:
                return
            self.transport.write(data[at:at + piece])
            await asyncio.sleep(rule.milliseconds / 1000)
        self.done()
