"""Checks what is sent against Graph's schema (graph-schema.json, made by extract-schema.py).

Each check returns a list of sentences: what was sent that Graph does not know. Stricter than Graph, which lets unknown members
of open types pass: a misspelled member is a bug of ours."""
import json
import os
import re

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "graph-schema.json"), encoding="utf-8") as file:
    SCHEMA = json.load(file)
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
PLAIN = {"String": str, "Guid": str, "Boolean": bool, "Int32": int, "DateTimeOffset": str, "Binary": str, "Date": str}
# Parameters that must be there (graph-api.md 6.6, 7.2, 7.4, 7.7, 8.1).
REQUIRED = {"assignLicense": ("addLicenses", "removeLicenses"), "assignNumber": ("telephoneNumber", "assignmentTargetId", "numberType"),
            "unassignNumber": ("telephoneNumber",), "updateNumber": ("telephoneNumber",), "assign": ("value",), "unassign": ("value",),
            "sendMail": ("message",)}


def check_value(value, kind, where):
    if value is None:
        return [] if kind.endswith("?") else [f"{where} is null"]
    kind = kind.rstrip("?")
    if kind.startswith("[]"):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [word for at, row in enumerate(value) for word in check_value(row, kind[2:], f"{where}[{at}]")]
    if kind in SCHEMA["enums"]:
        known = [word.lower() for word in SCHEMA["enums"][kind]]
        return [] if isinstance(value, str) and value.lower() in known else [f"{where} is no {kind}: {value!r}"]
    if kind in SCHEMA["types"]:
        return check_members(value, SCHEMA["types"][kind]["members"], where)
    if not isinstance(value, PLAIN.get(kind, object)):
        return [f"{where} is no {kind}: {value!r}"]
    if kind == "Guid" and not GUID.match(value):
        return [f"Cannot convert a primitive value to the expected type 'Edm.Guid': {where} is {value!r}"]
    return []


def check_members(value, members, where):
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    wrong = []
    for name, member in value.items():
        if name.startswith("@odata."):
            continue
        if name in members:
            wrong += check_value(member, members[name], f"{where}.{name}")
        else:
            wrong.append(f"{where}.{name} is not in the schema")
    return wrong


def check_entity(value, kind):
    return check_members(value, SCHEMA["types"][kind]["members"], kind)


def check_action(value, action):
    """Parameters' names begin with a small letter in JSON, whatever the schema writes."""
    members = {name[0].lower() + name[1:]: kind for name, kind in SCHEMA["actions"][action].items()}
    wrong = check_members(value, members, action)
    if isinstance(value, dict):
        wrong += [f"{action}.{name} is missing" for name in REQUIRED[action] if name not in value]
    return wrong


def check_query(query, allowed, kind=""):
    """allowed: names of the options; the members of $select must be of the type."""
    wrong = [f"query option {name} is not known here" for name in query if name not in allowed]
    if "$select" in query and kind:
        members = SCHEMA["types"][kind]["members"]
        wrong += [f"$select: {name} is not in {kind}" for name in query["$select"].split(",") if name not in members]
    if "$top" in query and not query["$top"].isdigit():
        wrong.append("$top is no number")
    return wrong
