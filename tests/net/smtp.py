#!/usr/bin/python3
"""A mail server on loopback that takes, refuses or loses mail as it is told, and notes what it took.

smtp.py --ready FILE --log FILE [--tls starttls|smtps|none] [--cert FILE --key FILE] [--auth USER:PASSWORD]
        [--no-utf8] [--fault STAGE[=CODE][@ADDRESS][*TIMES]]...

The chosen port is written to the file (or fifo) `ready`. The log has a line of JSON a message that was taken, and one a refusal.
Stages: connect, mail, rcpt, data (at its end); drop (the message is taken, the link closed without a word), cut (it is
taken, the link closed within the answer that says so), lose (it is closed in the middle, nothing is taken). A fault counts down its TIMES; without them it stays.
"""
import argparse
import asyncio
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Fault:
    def __init__(self, text):
        text, _, times = text.partition("*")
        text, _, self.address = text.partition("@")
        self.stage, _, code = text.partition("=")
        self.code = code or "451"
        self.times = int(times) if times else None

    def comes(self, stage, address=""):
        if stage != self.stage or not address.startswith(self.address) or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Handler:
    def __init__(self, options):
        self.faults = [Fault(text) for text in options.fault]
        self.log = open(options.log, "a", encoding="utf-8")

    def note(self, **what):
        self.log.write(json.dumps(what) + "\n")
        self.log.flush()

    def fault(self, stage, address=""):
        for fault in self.faults:
            if fault.comes(stage, address):
                self.note(fault=stage, address=address, code=fault.code)
                return f"{fault.code} told to say so at {stage}"
        return None

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.fault("mail", address)
        if not answer:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.fault("rcpt", address)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        answer = self.fault("data", to)
        if answer:
            return answer
        if self.fault("lose", to):
            server.transport.abort()
            return "451 lost"
        self.note(taken=to, sender=envelope.mail_from, options=envelope.mail_options, session=id(session),
                  tls=session.ssl is not None, user=str(session.auth_data or ""),
                  message=envelope.content.decode("utf-8", "replace"))
        if self.fault("drop", to):
            server.transport.abort()
        if self.fault("cut", to):
            server.transport.write(b"250-2.0.0 queued as 4711\r\n")
            server.transport.close()
        return "250 2.0.0 queued as 4711"


class Server(SMTP):
    def connection_made(self, transport):
        super().connection_made(transport)
        answer = self.event_handler.fault("connect")
        if answer:
            transport.write((answer + "\r\n").encode())
            transport.close()


def main():
    parser = argparse.ArgumentParser()
    for name in ("ready", "log", "cert", "key", "auth"):
        parser.add_argument("--" + name)
    parser.add_argument("--tls", default="none", choices=("starttls", "smtps", "none"))
    parser.add_argument("--no-utf8", action="store_true")
    parser.add_argument("--fault", action="append", default=[])
    options = parser.parse_args()
    handler = Handler(options)
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login + b":" + data.password).decode() == options.auth
        handler.note(auth=mechanism, good=good)
        return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)

    def factory():
        return Server(handler, enable_SMTPUTF8=not options.no_utf8, hostname="mail.example",
                      tls_context=context if options.tls == "starttls" else None,
                      require_starttls=options.tls == "starttls",
                      auth_required=bool(options.auth), auth_require_tls=options.tls == "starttls",
                      authenticator=authenticate if options.auth else None)

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(loop.create_server(
        factory, "127.0.0.1", 0, ssl=context if options.tls == "smtps" else None))
    with open(options.ready, "w", encoding="ascii") as file:
        file.write(str(server.sockets[0].getsockname()[1]) + "\n")
    loop.run_forever()


main()
