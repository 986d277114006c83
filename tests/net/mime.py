#!/usr/bin/python3
"""Reads mails back with Python's own mail package and says what is wrong with them: one line a fault, nothing if all is well.

mime.py LIST.json (FILE.log | FOLDER): the people of `ringup notify --json`, and the log of smtp.py or a folder of .eml files.
"""
import email
import email.header
import email.policy
import email.utils
import json
import os
import re
import sys

HEADERS = {"Date", "From", "To", "Subject", "Message-ID", "X-Unsent", "Auto-Submitted", "Content-Language", "MIME-Version",
           "Content-Type"}


def mails(path):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            with open(os.path.join(path, name), "rb") as file:
                yield file.read()
        return
    with open(path, encoding="utf-8") as log:
        for line in log:
            entry = json.loads(line)
            if "taken" in entry:
                yield entry["message"].encode()


def words(text):
    return " ".join(text.split())


def faults(raw, people):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    if mail.defects:
        yield f"defects: {mail.defects}"
    if set(mail.keys()) - HEADERS or len(mail.keys()) != len(set(mail.keys())):
        yield f"headers: {mail.keys()}"
    if len(mail["To"].addresses) != 1 or len(mail["From"].addresses) != 1:
        yield f"not one sender and one receiver: {mail['From']}, {mail['To']}"
    to = mail["To"].addresses[0]
    person = people.get(to.username)
    if not person:
        yield f"nobody is {to}"
        return
    # The new parser keeps the blanks between encoded words of a phrase (Python 3.11), which RFC 2047 drops.
    name, _ = email.utils.parseaddr(email.message_from_bytes(raw)["To"])
    name = str(email.header.make_header(email.header.decode_header(name)))
    if name != person["name"]:
        yield f"{name!r} is not {person['name']!r}"
    if person["message_id"] and mail["Message-ID"] != person["message_id"]:
        yield f"its id is {mail['Message-ID']}, not {person['message_id']}"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    if mail.get_content_type() != "multipart/alternative" or [p.get_content_type() for p in mail.iter_parts()] != [
            "text/plain", "text/html"]:
        yield "its parts are others"
    shown = re.sub(r"&[#a-z0-9]*;", "'", re.sub(r"<[^>]*>", " ", html.get_content()))
    for text in (words(plain.get_content()), words(shown)):
        for part in (person["number"], "911"):
            if part not in text:
                yield f"{part} is missing"
        if "\ufffd" in text:
            yield "a character was lost"
    if len(re.findall("<li>", html.get_content())) != 3:
        yield "the emergency notice is not whole"
    if max(map(len, raw.split(b"\r\n"))) > 998 or b"\n" in raw.replace(b"\r\n", b""):
        yield "its lines are no lines of a mail"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        listed = [person for person in json.load(file) if person["number"]]
    people = {(person["mail"] or person["upn"]).split("@")[0]: person for person in listed}
    count = 0
    for raw in mails(sys.argv[2]):
        count += 1
        for fault in faults(raw, people):
            print(f"mail {count}: {fault}")
    if count != len(listed):
        print(f"{count} mails for {len(listed)} people")


main()
