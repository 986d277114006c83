#!/usr/bin/env python3
"""The test servers: a sign-in service, a small Graph and their neighbours in one process, over one simulated tenant.

    server.py [--people N] [--numbers N] [--seats N] [--located N] [--licensed N] [--assigned N] [--latency MS]
              [--certificate PEM] [--tls CERT KEY] [--plug-in FILE.py ...] [--ready FILE]

Listens on loopback on ports that the kernel chooses, and says "PORT n", "TRAP n" and with --tls "TLS n" on one line of its
output (and of the file or FIFO --ready). The trap is another server to which redirects and foreign links lead: it notes who
came and whether a token came along.

What a test asks under /control (JSON, on any of the ports):
  GET  audit      every write: n, method, path, body, id, status, effects, answered (false: the answer was lost)
  GET  requests   every request: method, target, status, id, token (whether one came)
  GET  summary    everybody by userPrincipalName: usageLocation, skus, numbers, places, and how often each was changed;
                  violations: what was sent that is not in Graph's schema
  GET  looked     the command lines that rules of "look" saw
  GET  trap       who came to the trap
  GET  stats      requests, connections, flying, peak, seconds since the first request
  GET  replay     all requests as a configuration of curl (-K), with TOKEN where the token stood
  GET  wait       ?count=N&match=METHOD%20REGEX: answers when N such requests have come (at once if they have)
  POST faults     a rule or a list of rules (faults.py); GET shows them with how often they came; DELETE forgets them
  POST state      sets what login.py, graph.py and plug-ins say tests may set, and latency (ms), seats {PART: N},
                  people {UPN: {member: value}}, gone [UPN], places [id], delta_age (another word: all delta tokens are too old)
  POST approve    {"user_code": CODE}: a person typed the code; {}: every code
  POST revoke     all tokens are of no use
  POST reset      everything is as it was when the server started: tenant, settings, faults, audit; tokens are of no use
  POST forget     the audit, requests and counts begin anew

A plug-in is a Python file with `def routes(world)` that returns rows (METHOD, regular expression of the path, handler);
handler(request, *groups) returns a Reply (http1.py), or a future of one. What it changes it says in Reply.effects; to be set
by POST state, it puts an object with plain members into world.settings."""
import argparse
import asyncio
import importlib.util
import json
import os
import re
import ssl
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from faults import Rule  # noqa: E402
from graph import Graph, no  # noqa: E402
from http1 import Connection, Reply  # noqa: E402
from login import Login  # noqa: E402
from people import Tenant  # noqa: E402

INSTEAD = ("status", "redirect", "expire", "revoke")


class World:
    """Everything behind the ports. One of it."""

    def __init__(self, options):
        self.options = options
        self.port = self.trap_port = self.tls_port = 0
        self.count, self.connections, self.waiting = 0, 0, []
        self.reset()

    def reset(self):
        """As it was in the beginning, on the same ports."""
        options = self.options
        self.tenant = Tenant(options.people, options.numbers, options.seats, options.located, options.licensed, options.assigned)
        self.latency = options.latency / 1000
        self.delta_age, self.rules = "a", []
        self.login, self.graph = Login(self), Graph(self)
        self.login.certificate = options.certificate
        self.settings = [self.login, self.graph]
        self.forget()
        self.routes = {}
        self.add(self.login.routes() + self.graph.routes() + self.control_routes())
        for path in options.plug_in:
            spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            self.add(module.routes(self))

    def forget(self):
        self.audit, self.requests, self.trapped, self.violations = [], [], [], []
        self.bodies = []  # (method, target, body) for replay
        self.looked = []
        self.flying = self.peak = 0
        self.began = None

    def add(self, rows):
        for method, path, handler in rows:
            self.routes.setdefault(method, []).append((re.compile(path), handler))

    def serial(self):
        self.count += 1
        return self.count

    def base(self, request):
        return f"{'https' if request.secure else 'http'}://{request.headers.get('host', f'127.0.0.1:{self.port}')}"

    def trap(self):
        return f"http://127.0.0.1:{self.trap_port}"

    # ---- a request comes and goes ----

    def arrived(self, request):
        """Notes it and finds its fault rules. Returns after how many seconds it is to be answered."""
        if request.path.startswith("/control/"):
            return 0
        self.began = self.began or time.monotonic()
        self.flying += 1
        self.peak = max(self.peak, self.flying)
        self.requests.append([request.method, request.target, 0, request.id, "authorization" in request.headers])
        request.row = self.requests[-1]
        self.bodies.append((request.method, request.target, request.body))
        request.rules = [rule for rule in self.rules if rule.meets(request.method, request.target)]
        for rule in request.rules:
            if rule.do == "look":
                self.looked += rule.look()
        self.count_down(request)
        return self.latency + sum(rule.milliseconds / 1000 for rule in request.rules if rule.do == "delay")

    def count_down(self, request):
        for row in self.waiting:
            if row["match"](request.method, request.target):
                row["left"] -= 1
                if row["left"] <= 0 and not row["future"].done():
                    row["future"].set_result(Reply(200, {}))
        self.waiting = [row for row in self.waiting if not row["future"].done()]

    def left(self, request, reply):
        if not request.path.startswith("/control/"):
            self.flying = max(0, self.flying - 1)
            request.row[2] = reply.status if reply else 0

    def answer(self, request):
        fault = self.instead(request)
        reply = fault or self.route(request)
        if isinstance(reply, asyncio.Future):
            return reply
        lost = any(rule.do in ("lost", "reset", "truncate") for rule in request.rules)
        self.note(request, reply, not lost)
        if request.path.startswith("/v1.0/"):
            self.stamp(request, reply)
        if any(rule.do == "foreign" for rule in request.rules):
            self.turn(request, reply)
        return reply

    @staticmethod
    def stamp(request, reply):
        """Graph's own ids."""
        reply.headers["request-id"] = f"{request.number:08x}-5b00-4000-8000-000000000000"
        reply.headers["client-request-id"] = request.id
        if isinstance(reply.body, dict) and "error" in reply.body:
            reply.body["error"].setdefault("innerError", {}).update(
                {"request-id": reply.headers["request-id"], "client-request-id": request.id})

    def instead(self, request):
        """The reply of a fault that comes instead of what was asked, or None."""
        for rule in request.rules:
            if rule.do not in INSTEAD:
                continue
            if rule.do == "redirect":
                return Reply(302, None, {"Location": self.trap() + request.target})
            if rule.do == "status":
                code = rule.code or {429: "TooManyRequests", 503: "serviceUnavailable"}.get(rule.status, "generalException")
                reply = no(rule.status, code, "The server was told to say so.")
                if rule.retry_after is not None:
                    reply.headers["Retry-After"] = str(rule.retry_after)
                return reply
            if rule.do == "revoke":
                self.login.revoke()
            self.login.expire(request)
            return no(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
        return None

    def turn(self, request, reply):
        """Addresses in a reply lead to the trap."""
        here, there = self.base(request), self.trap()
        if reply.body is not None:
            reply.body = reply.bytes().replace(here.encode(), there.encode())
        if "Location" in reply.headers:
            reply.headers["Location"] = reply.headers["Location"].replace(here, there)

    def route(self, request):
        for path, handler in self.routes.get(request.method, ()):
            match = path.match(request.path)
            if match:
                return handler(request, *match.groups())
        return no(404, "BadRequest", f"Resource not found for the segment '{request.path}'.")

    def part(self, outer, inner):
        """A part of a batch: its own faults, where they are replies; those of the wire are its envelope's."""
        inner.rules = [rule for rule in self.rules if rule.meets(inner.method, inner.target)]
        outer.rules += [rule for rule in inner.rules if rule.do not in INSTEAD]
        self.count_down(inner)
        killers = [rule for rule in inner.rules if rule.do == "kill-before"]
        for rule in killers:
            rule.kill()
        reply = no(503, "serviceUnavailable", "Not done.") if killers else self.instead(inner) or self.route(inner)
        self.requests.append([inner.method, inner.target, reply.status, inner.id or outer.id, True])
        lost = any(rule.do in ("lost", "reset", "truncate") for rule in outer.rules)
        self.note(inner, reply, not lost)
        self.stamp(inner, reply)
        return reply

    def note(self, request, reply, answered):
        self.violations += reply.violations
        if request.method == "GET" or request.path.startswith("/control/") or "/oauth2/" in request.path:
            return
        if request.path.endswith("/$batch") and reply.status == 200:
            return  # its parts are noted one by one
        try:
            body = request.json()
        except ValueError:
            body = request.body.decode("utf-8", "replace")
        self.audit.append({"n": request.number, "method": request.method, "path": request.path, "body": body, "id": request.id,
                           "status": reply.status, "effects": reply.effects, "answered": answered})

    def late(self, request, effects):
        """What an accepted request did in the end."""
        for row in self.audit:
            if row["n"] == request.number:
                row["effects"] = effects

    # ---- what tests ask ----

    def control_routes(self):
        def shown(get):
            return lambda request: Reply(200, get())
        return [("GET", r"/control/audit$", shown(lambda: self.audit)), ("GET", r"/control/requests$", shown(self.all_requests)),
                ("GET", r"/control/summary$", shown(self.summary)), ("GET", r"/control/trap$", shown(lambda: self.trapped)),
                ("GET", r"/control/stats$", shown(self.stats)), ("GET", r"/control/wait$", self.wait),
                ("GET", r"/control/looked$", shown(lambda: self.looked)),
                ("GET", r"/control/replay$", self.replay),
                ("GET", r"/control/mails$", shown(lambda: self.graph.mails)),
                ("GET", r"/control/faults$", shown(lambda: [rule.shown() for rule in self.rules])),
                ("POST", r"/control/faults$", self.set_faults), ("DELETE", r"/control/faults$", self.set_faults),
                ("POST", r"/control/state$", self.set_state), ("POST", r"/control/approve$", self.approve),
                ("POST", r"/control/revoke$", lambda request: Reply(200, self.login.revoke() or {})),
                ("POST", r"/control/reset$", lambda request: Reply(200, self.reset() or {})),
                ("POST", r"/control/forget$", lambda request: Reply(200, self.forget() or {}))]

    def all_requests(self):
        return [dict(zip(("method", "target", "status", "id", "token"), row)) for row in self.requests]

    def replay(self, request):
        rows = []
        for method, target, body in self.bodies:
            if "/oauth2/" in target:
                continue
            row = [f'url = "{self.base(request)}{target}"', f'request = "{method}"', 'header = "Authorization: Bearer TOKEN"',
                   'output = "/dev/null"']
            if body:
                text = body.decode().replace("\\", "\\\\").replace('"', '\\"')
                row += ['header = "Content-Type: application/json"', f'data-binary = "{text}"']
            rows.append("\n".join(row))
        return Reply(200, ("\nnext\n".join(rows) + "\n").encode(), {"Content-Type": "text/plain"})

    def stats(self):
        return {"requests": len(self.requests), "connections": self.connections, "flying": self.flying, "peak": self.peak,
                "seconds": time.monotonic() - self.began if self.began else 0, "writes": len(self.audit)}

    def summary(self):
        people = {}
        for person in self.tenant.people:
            people[person.upn] = {"usageLocation": person.location, "skus": sorted(person.skus),
                                  "numbers": [number.e164 for number in person.numbers],
                                  "places": [number.location for number in person.numbers], "changes": {}}
        owner = {number: upn for upn, row in people.items() for number in row["numbers"]}
        for row in self.audit:
            for effect in row["effects"]:
                kind, name = effect.split(" ")[:2]
                changes = people.get(owner.get(name, name), {}).get("changes")
                if changes is not None:
                    changes[kind] = changes.get(kind, 0) + 1
        return {"people": people, "violations": self.violations, "seats": self.tenant.used}

    def wait(self, request):
        method, _, path = request.query.get("match", "* .").partition(" ")
        pattern, count = re.compile(path, re.IGNORECASE), int(request.query.get("count", 1))

        def match(one, target):
            return bool({"*", one} & set(method.split("|"))) and bool(pattern.search(target))

        count -= sum(1 for row in self.requests if match(row[0], row[1]))
        if count <= 0:
            return Reply(200, {})
        future = asyncio.get_running_loop().create_future()
        self.waiting.append({"match": match, "left": count, "future": future})
        return future

    def set_faults(self, request):
        if request.method == "DELETE":
            self.rules = []
            return Reply(200, {})
        rows = request.json()
        try:
            self.rules += [Rule(row) for row in (rows if isinstance(rows, list) else [rows])]
        except (ValueError, KeyError, re.error) as why:
            return Reply(400, {"error": {"code": "fault", "message": str(why)}})
        return Reply(200, {})

    def set_state(self, request):
        special = {"latency": lambda value: setattr(self, "latency", value / 1000), "seats": self.tenant.seats.update,
                   "delta_age": lambda value: setattr(self, "delta_age", value),
                   "places": lambda value: setattr(self.tenant, "places", tuple(value)),
                   "people": self.set_people, "gone": self.set_gone}
        for name, value in request.json().items():
            owner = next((one for one in self.settings if hasattr(one, name)), None)
            if name in special:
                special[name](value)
            elif owner is not None:
                setattr(owner, name, value)
            else:
                return Reply(400, {"error": {"code": "state", "message": f"nothing is called {name}"}})
        return Reply(200, {})

    def set_people(self, rows):
        for upn, members in rows.items():
            person = self.tenant.person(upn)
            if "usageLocation" in members:
                person.location = members.pop("usageLocation")
            person.extra = dict(person.extra or {}, **members)
            self.tenant.touch(person)

    def set_gone(self, upns):
        for upn in upns:
            person = self.tenant.person(upn)
            self.tenant.people.remove(person)
            self.tenant.version += 1
            self.tenant.gone.append((self.tenant.version, person.id))
            del self.tenant.by_name[person.id], self.tenant.by_name[person.upn]

    def approve(self, request):
        self.login.approve((request.json() or {}).get("user_code", ""))
        return Reply(200, {})


class Trap:
    """The other server: takes everything, answers nothing of use, and remembers whether a token came."""

    def __init__(self, world):
        self.world, self.connections = world, 0

    def arrived(self, request):
        self.world.trapped.append({"method": request.method, "target": request.target, "token": "authorization" in request.headers,
                                   "secret": b"PLANTED" in request.body or "PLANTED" in request.target})
        return 0

    def answer(self, _):
        return Reply(200, {"value": []})

    def left(self, request, reply):
        pass


async def main():
    parser = argparse.ArgumentParser()
    for name, value in (("people", 12), ("numbers", 12), ("seats", 12), ("located", 0), ("licensed", 0), ("assigned", 0)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--certificate", default="")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--plug-in", action="append", default=[])
    parser.add_argument("--ready", default="")
    options = parser.parse_args()
    world, loop = World(options), asyncio.get_running_loop()

    async def listen(make, context=None):
        server = await loop.create_server(make, "127.0.0.1", 0, ssl=context, backlog=512)
        return server.sockets[0].getsockname()[1]

    trap = Trap(world)
    world.port = await listen(lambda: Connection(world))
    world.trap_port = await listen(lambda: Connection(trap))
    words = f"PORT {world.port} TRAP {world.trap_port}"
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
        world.tls_port = await listen(lambda: Connection(world, secure=True), context)
        words += f" TLS {world.tls_port}"
    print(words, flush=True)
    if options.ready:
        with open(options.ready, "w", encoding="ascii") as file:
            print(words, file=file)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
