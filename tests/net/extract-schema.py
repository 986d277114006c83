#!/usr/bin/env python3
"""Makes graph-schema.json, what the test server checks requests against, from Graph's own schema.

    extract-schema.py graph-v1.csdl.json >graph-schema.json

{"types": {NAME: {"open": true, "members": {MEMBER: TYPE}}}, "enums": {NAME: [VALUE]}, "actions": {NAME: {PARAMETER: TYPE}}}
TYPE: "Guid", "Boolean", "Int32", "String" ..., or the name of a type; "?" behind it: may be null; "[]" before it: a list."""
import json
import sys

SPACES = ("microsoft.graph", "microsoft.graph.teamsAdministration")
ROOTS = ("user", "organization", "subscribedSku", "licenseDetails", "message", "fileAttachment", "numberAssignment",
         "telephoneNumberLongRunningOperation", "teamsUserConfiguration", "teamsPolicyUserAssignment", "policyIdentifierDetail")
ACTIONS = ("assignLicense", "sendMail", "assignNumber", "unassignNumber", "updateNumber", "assign", "unassign")


def short(name):
    return name.rsplit(".", 1)[-1]


def spelled(member):
    kind = short(member.get("$Type", "Edm.String"))
    return ("[]" if member.get("$Collection") else "") + kind + ("?" if member.get("$Nullable") else "")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    every = {}
    for space in SPACES:
        every.update({name: value for name, value in schema[space].items() if name[0] != "$"})
    out = {"types": {}, "enums": {}, "actions": {}}
    wanted = list(ROOTS)

    def take(name):
        kind = every.get(name)
        if not isinstance(kind, dict) or name in out["types"] or name in out["enums"]:
            return
        if kind["$Kind"] == "EnumType":
            out["enums"][name] = [value for value in kind if value[0] not in "$@"]
            return
        members, base = {}, kind
        while base:
            for member, value in base.items():
                if member[0] not in "$@" and value.get("$Kind") != "NavigationProperty":
                    members.setdefault(member, spelled(value))
            base = every.get(short(base.get("$BaseType", "")))
        if name == "message":
            members["attachments"] = "[]fileAttachment"
        out["types"][name] = {"members": dict(sorted(members.items()))}
        if kind.get("$OpenType"):
            out["types"][name]["open"] = True
        wanted.extend(value.strip("[]?") for value in members.values())

    for name in ACTIONS:
        parameters = {p["$Name"]: spelled(p) for p in every[name][0]["$Parameter"] if p["$Name"] != "bindingParameter"}
        out["actions"][name] = parameters
        wanted.extend(value.strip("[]?") for value in parameters.values())
    while wanted:
        take(wanted.pop())
    for part in out:
        out[part] = dict(sorted(out[part].items()))
    rows = []
    for part, values in out.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())
        rows.append(f"{json.dumps(part)}: {{\n{lines}\n}}")
    print("{\n" + ",\n".join(rows) + "\n}")


main()
