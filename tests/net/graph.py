"""Microsoft Graph v1.0 as far as ringup uses it (graph-api.md 5 to 8), over the tenant of people.py.

What tests may set (POST /control/state): page (rows of a page of users and of users/delta, 0: what is asked for), number_page,
operation_polls (an assignment is done at once, and its operation says so at the so-many-th poll), operation_ms (it is done
after so many milliseconds, asked for or not), voice_ms (how long after its licence somebody is ready for a number),
lag_ms (how long reads of users lie behind writes), strict (unknown options and members are refused; else only noted),
batch_teams (parts of admin/teams are carried out in a batch), shuffle (the parts' order), cloud (whose tokens are taken: with
another than the global one's address nothing of admin/teams is there)."""
import asyncio
import base64
import binascii
import json
import random
import re
import time
import urllib.parse

import schema
from http1 import Reply, Request
from people import CALLING, PART_OF, PLANS, SKUS, TENANT

V1 = "/v1.0"
GLOBAL = "https://graph.microsoft.com"
NUMBERS = V1 + "/admin/teams/telephoneNumberManagement"
USER_DEFAULT = ("businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage",
                "surname", "userPrincipalName", "id")
PAGING = {"$top", "$filter", "$select"}
FILTER = re.compile(r"\s*(?:(\w+)\s+eq\s+(?:'((?:[^']|'')*)'|(\w+))|(\w+)/any\(\w+:\w+(?:/(\w+))?\s+eq\s+(?:'([^']*)'|([\w-]+))\))\s*")
# The permission that each path needs: any of these (graph-api.md 2.7).
SCOPES = [(method, re.compile(path), set(names.split())) for method, path, names in (
    ("GET", r"/organization$", "Organization.Read.All User.Read"),
    ("GET", r"/subscribedSkus$", "LicenseAssignment.Read.All Organization.Read.All LicenseAssignment.ReadWrite.All"),
    ("GET", r"/users", "User.Read.All User.ReadWrite.All"),
    ("GET", r"/me$", "User.Read User.Read.All User.ReadWrite.All"),
    ("PATCH", r"/users/", "User.ReadWrite.All"),
    ("POST", r"/assignLicense$", "LicenseAssignment.ReadWrite.All User.ReadWrite.All"),
    ("GET", r"/telephoneNumberManagement/", "TeamsTelephoneNumber.Read.All TeamsTelephoneNumber.ReadWrite.All"),
    ("POST", r"/numberAssignments/", "TeamsTelephoneNumber.ReadWrite.All"),
    ("GET", r"/userConfigurations", "TeamsUserConfiguration.Read.All"),
    ("*", r"/admin/teams/policy/", "TeamsPolicyUserAssign.ReadWrite.All"),
    ("POST", r"/sendMail$", "Mail.Send"))]


def no(status, code, message):
    return Reply(status, {"error": {"code": code, "message": message,
                                    "innerError": {"date": "2026-08-21T09:20:11", "code": str(status)}}})


def bad(wrong):
    reply = no(400, "Request_BadRequest", "; ".join(wrong))
    reply.violations = wrong
    return reply


def keep(query):
    """A filter as a function of a row; ValueError: not understood."""
    text = query.get("$filter", "")
    if not text:
        return lambda row: True
    tests, at = [[]], 0
    while at < len(text):
        match = FILTER.match(text, at)
        if not match:
            raise ValueError(text)
        name, word, bare, many, member, any_word, any_bare = match.groups()
        if many:
            tests[-1].append(lambda row, m=many, k=member, v=any_word or any_bare: any((one.get(k) if k else one) == v
                                                                                     for one in row.get(m) or []))
        else:
            value = word.replace("''", "'") if word is not None else {"true": True, "false": False, "null": None}.get(bare, bare)
            tests[-1].append(lambda row, n=name, v=value: row.get(n) == v)
        at = match.end()
        joined = re.compile(r"(and|or)\s+").match(text, at)
        if joined:
            at = joined.end()
            if joined.group(1) == "or":
                tests.append([])
        elif at < len(text):
            raise ValueError(text)
    return lambda row: any(all(test(row) for test in tests_of) for tests_of in tests)


class Graph:
    def __init__(self, world):
        self.world, self.tenant = world, world.tenant
        self.page, self.number_page = 0, 0
        self.operation_polls, self.operation_ms, self.voice_ms, self.lag_ms = 1, 0, 0, 0
        self.strict, self.batch_teams, self.shuffle = True, True, True
        self.cloud = GLOBAL   # another cloud's Graph has no management of numbers (graph-api.md 1)
        self.operations = {}
        self.pages = {}      # of users, as they were sent: the same page of an unchanged tenant is not made twice
        self.random = random.Random(4)
        self.mails = []

    def routes(self):
        rows = [("GET", r"/organization$", self.organization), ("GET", r"/subscribedSkus$", self.skus),
                ("GET", r"/users$", self.users), ("GET", r"/users/delta(?:\(\))?$", self.delta), ("GET", r"/me$", self.me),
                ("GET", r"/users/([^/]+)$", self.user), ("PATCH", r"/users/([^/]+)$", self.patch),
                ("POST", r"/users/([^/]+)/assignLicense$", self.license), ("POST", r"/users/([^/]+)/sendMail$", self.mail),
                ("POST", r"/me/sendMail$", self.mail), ("POST", r"/\$batch$", self.batch),
                ("GET", r"/admin/teams/userConfigurations$", self.configurations),
                ("GET", r"/admin/teams/userConfigurations/([^/]+)$", self.configuration),
                ("GET", r"/admin/teams/policy/getPolicyId\(type='([^']*)',name='([^']*)'\)$", self.policy),
                ("POST", r"/admin/teams/policy/userAssignments/(assign|unassign)$", self.policies)]
        base = r"/admin/teams/telephoneNumberManagement"
        rows += [("GET", base + r"/numberAssignments$", self.numbers), ("GET", base + r"/numberAssignments/([^/]+)$", self.number),
                 ("POST", base + r"/numberAssignments/assignNumber$", self.assign),
                 ("POST", base + r"/numberAssignments/unassignNumber$", self.unassign),
                 ("POST", base + r"/numberAssignments/updateNumber$", self.update),
                 ("GET", base + r"/operations(?:\('([^']*)'\)|/([^/]+))$", self.operation)]
        return [(method, re.escape(V1) + path, self.guarded(handler)) for method, path, handler in rows]

    def guarded(self, handler):
        """Who may do it, before it is done."""
        def run(request, *groups):
            token = self.world.login.check(request, self.cloud) if request.token is None else request.token
            if token is None:
                reply = no(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
                reply.headers["WWW-Authenticate"] = 'Bearer realm="", error="invalid_token"'
                return reply
            request.token = token
            for method, path, names in SCOPES:
                if method in ("*", request.method) and path.search(request.path):
                    if token.scopes is not None and not names & set(token.scopes):
                        return no(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
                    break
            if self.cloud != GLOBAL and "/admin/teams/" in request.path:
                return no(400, "BadRequest", "Resource not found for the segment 'teams'.")
            if request.body and "json" in request.headers.get("content-type", ""):
                try:
                    request.json()
                except ValueError:
                    return bad(["the body is no JSON"])
            return handler(request, *groups)
        return run

    def wrong(self, words):
        """A reply to what is not in the schema, or None where it is only noted."""
        if words and self.strict:
            return bad(words)
        self.world.violations += words
        return None

    # ---- reading ----

    def organization(self, request):
        select = request.query.get("$select")
        row = self.tenant.organization()
        if select:
            row = {name: row.get(name) for name in ["id"] + select.split(",")}
        return self.wrong(schema.check_query(request.query, {"$select"}, "organization")) or Reply(200, {"value": [row]})

    def skus(self, request):
        rows = self.tenant.skus()
        select = request.query.get("$select")
        if select:
            rows = [{name: row.get(name) for name in ["id"] + select.split(",")} for row in rows]
        return self.wrong(schema.check_query(request.query, {"$select"}, "subscribedSku")) or Reply(200, {"value": rows})

    @staticmethod
    def chosen(person, names):
        """A user's JSON with these members: kept, as most pages are asked for again by the next test of the same size."""
        if person.cache and person.cache[0] is names:
            return person.cache[1]
        row = person.graph()
        text = json.dumps({name: row.get(name) for name in names})
        person.cache = (names, text)
        return text

    def names(self, query):
        """The members that are asked for: the same tuple for the same question."""
        select = query.get("$select", "")
        if select not in self.pages:
            names = tuple(dict.fromkeys(["id"] + select.split(","))) if select else USER_DEFAULT
            self.pages[select] = names
        return self.pages[select]

    def link(self, request, path, query):
        return self.world.base(request) + path + "?" + urllib.parse.urlencode(query, safe="$,")

    def users(self, request):
        query = request.query
        wrong = self.wrong(schema.check_query(query, PAGING | {"$count", "$skiptoken", "$orderby"}, "user"))
        if wrong:
            return wrong
        try:
            test = keep(query)
        except ValueError as why:
            return no(400, "Request_UnsupportedQuery", f"Unsupported filter: {why}")
        top = min(int(query.get("$top", 100)), 999)
        if top < 1:
            return bad(["$top is out of range"])
        size = min(self.page or top, top)
        at = int(query.get("$skiptoken", "0").lstrip("m~") or 0)
        names, people = self.names(query), self.tenant.people
        if query.get("$filter"):
            people = [person for person in people if test(person.graph())]
        rows = ",".join(self.chosen(person, names) for person in people[at:at + size])
        more = ""
        if at + size < len(people):
            more = json.dumps(self.link(request, V1 + "/users", dict(query, **{"$skiptoken": f"m~{at + size}"})))
            more = f'"@odata.nextLink":{more},'
        return Reply(200, f'{{"@odata.context":"x#users",{more}"value":[{rows}]}}'.encode())

    def delta(self, request):
        """$skiptoken: at, the version that the round began at, the version that it began from; $deltatoken: the version."""
        query = request.query
        wrong = self.wrong(schema.check_query(query, {"$select", "$skiptoken", "$deltatoken", "$filter"}, "user"))
        if wrong:
            return wrong
        try:
            at, now, since = 0, self.tenant.version, 0
            if "$deltatoken" in query:
                since = int(query["$deltatoken"].rsplit("~", 1)[1])
                if query["$deltatoken"].split("~")[0] != self.world.delta_age:
                    return no(410, "syncStateNotFound", "The sync state generation is not found.")
            elif "$skiptoken" in query:
                at, now, since = map(int, query["$skiptoken"].split("~"))
        except (ValueError, IndexError):
            return bad(["the token is not one of ours"])
        asked = re.search(r"odata\.maxpagesize=(\d+)", request.headers.get("prefer", ""))
        size = self.page or min(int(asked.group(1)) if asked else 100, 999)
        names, people = self.names(query), self.tenant.people
        if since:
            people = [person for person in people if person.changed > since]
        rows = [self.chosen(person, names) for person in people[at:at + size]]
        kept = {name: value for name, value in query.items() if name == "$select"}
        if at + size < len(people):
            link = self.link(request, V1 + "/users/delta", dict(kept, **{"$skiptoken": f"{at + size}~{now}~{since}"}))
            link = f'"@odata.nextLink":{json.dumps(link)},'
        else:
            rows += [json.dumps({"id": who, "@removed": {"reason": "changed"}}) for version, who in self.tenant.gone if version > since]
            link = self.link(request, V1 + "/users/delta", dict(kept, **{"$deltatoken": f"{self.world.delta_age}~{now}"}))
            link = f'"@odata.deltaLink":{json.dumps(link)},'
        return Reply(200, f'{{"@odata.context":"x#users/$delta",{link}"value":[{",".join(rows)}]}}'.encode())

    def me(self, request):
        if request.token.app:
            return no(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
        return self.user(request, self.tenant.people[0].id)

    def user(self, request, name):
        wrong = self.wrong(schema.check_query(request.query, {"$select"}, "user"))
        person = self.tenant.person(urllib.parse.unquote(name))
        if wrong or not person:
            return wrong or no(404, "Request_ResourceNotFound", f"Resource '{name}' does not exist.")
        return Reply(200, self.chosen(person, self.names(request.query)).encode())

    def numbers(self, request):
        query = request.query
        wrong = self.wrong(schema.check_query(query, {"$filter", "$top", "$skip"}))
        if wrong:
            return wrong
        top, skip = int(query.get("$top", 500)), int(query.get("$skip", 0))
        if not 1 <= top <= 1000:
            return bad(["$top is out of range"])
        try:
            test = keep(query)
        except ValueError as why:
            return no(400, "BadRequest", f"Unsupported filter: {why}")
        single = re.fullmatch(r"telephoneNumber eq '(\+\d+)'", query.get("$filter", ""))
        if single:
            number = self.tenant.numbers.get(single.group(1))
            return Reply(200, {"value": [number.graph()] if number else []})
        target = re.fullmatch(r"assignmentTargetId eq '([^']+)'", query.get("$filter", ""))
        if target:
            person = self.tenant.person(target.group(1))
            return Reply(200, {"value": [number.graph() for number in person.numbers] if person else []})
        rows = self.tenant.numbers.values()
        if query.get("$filter"):
            rows = [number for number in rows if test(number.graph())]
        size = min(self.number_page or top, top)
        return Reply(200, {"value": [number.graph() for number in list(rows)[skip:skip + size]]})

    def number(self, _, name):
        number = self.tenant.by_number_id.get(urllib.parse.unquote(name))
        return Reply(200, number.graph()) if number else no(404, "NotFound", "There is no such number.")

    def voice(self, person):
        """The Teams side of a user, as far as it has caught up."""
        plans = person.plans() if time.monotonic() >= person.ready_at else ["TEAMS1"]
        features = ["Teams"] * ("TEAMS1" in plans) + ["PhoneSystem"] * ("MCOEV" in plans) + \
            ["CallingPlan"] * bool(CALLING & set(plans)) + ["AudioConferencing"] * ("MCOMEETADV" in plans)
        policies = [{"policyType": kind, "policyAssignment": {"displayName": name, "assignmentType": "direct", "policyId": name,
                                                               "groupId": None}} for kind, name in (person.policies or {}).items()]
        return {"id": person.id, "userPrincipalName": person.upn, "tenantId": TENANT,
                "accountType": "resourceAccount" if "MCOEV_VIRTUALUSER" in plans else "user",
                "isEnterpriseVoiceEnabled": bool(person.numbers), "featureTypes": features,
                "telephoneNumbers": [{"telephoneNumber": number.e164, "assignmentCategory": "primary"} for number in person.numbers],
                "effectivePolicyAssignments": policies}

    def configurations(self, request):
        query = request.query
        wrong = self.wrong(schema.check_query(query, PAGING | {"$skiptoken", "$expand", "$orderby"}, "teamsUserConfiguration"))
        if wrong:
            return wrong
        try:
            test = keep(query)
        except ValueError as why:
            return no(400, "BadRequest", f"Unsupported filter: {why}")
        at, top = int(query.get("$skiptoken", 0)), min(int(query.get("$top", 500)), 999)
        people = self.tenant.people
        if query.get("$filter"):
            people = [person for person in people if test(self.voice(person))]
        answer = {"value": [self.shown(person, query) for person in people[at:at + top]]}
        if at + top < len(people):
            answer["@odata.nextLink"] = self.link(request, V1 + "/admin/teams/userConfigurations",
                                                  dict(query, **{"$skiptoken": str(at + top)}))
        return Reply(200, answer)

    def shown(self, person, query):
        row = self.voice(person)
        if "$select" in query:
            row = {name: row.get(name) for name in ["id"] + query["$select"].split(",")}
        return row

    def configuration(self, request, name):
        wrong = self.wrong(schema.check_query(request.query, {"$select", "$expand"}, "teamsUserConfiguration"))
        person = self.tenant.person(name)
        if wrong or not person:
            return wrong or no(404, "NotFound", "There is no such user.")
        return Reply(200, self.shown(person, request.query))

    # ---- writing ----

    def patch(self, request, name):
        body = request.json()
        wrong = self.wrong(schema.check_entity(body, "user"))
        person = self.tenant.person(urllib.parse.unquote(name))
        if wrong or not person:
            return wrong or no(404, "Request_ResourceNotFound", f"Resource '{name}' does not exist.")
        effects = []
        for member, value in body.items():
            if member == "usageLocation":
                if not (isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value)):
                    return no(400, "Request_BadRequest", "Invalid value specified for property 'usageLocation' of resource 'User'.")
                if person.location != value:
                    effects.append(f"usageLocation {person.upn} {value}")
                person.location = value
            elif person.graph().get(member) != value:
                person.extra = dict(person.extra or {}, **{member: value})
                effects.append(f"{member} {person.upn} {value}")
        if effects:
            self.tenant.touch(person)
        return Reply(204, effects=effects)

    def license(self, request, name):
        body = request.json()
        wrong = self.wrong(schema.check_action(body, "assignLicense"))
        person = self.tenant.person(urllib.parse.unquote(name))
        if wrong or not person:
            return wrong or no(404, "Request_ResourceNotFound", f"Resource '{name}' does not exist.")
        add = [PART_OF.get(row["skuId"].lower()) for row in body["addLicenses"]]
        remove = [PART_OF.get(sku.lower()) for sku in body["removeLicenses"]]
        after = [part for part in person.skus if part not in remove]
        after += [part for part in add if part not in after]
        words = self.unlicensed(person, add, remove, after)
        if words:
            return no(400, "Request_BadRequest", words)
        effects = [f"licence {person.upn} +{part}" for part in after if part not in person.skus]
        effects += [f"licence {person.upn} -{part}" for part in person.skus if part not in after]
        for part in set(after) - set(person.skus):
            self.tenant.used[part] += 1
        for part in set(person.skus) - set(after):
            self.tenant.used[part] -= 1
        if effects:
            person.skus = after
            person.ready_at = time.monotonic() + self.voice_ms / 1000
            self.tenant.touch(person)
        return Reply(200, {"id": person.id, "userPrincipalName": person.upn,
                           "assignedLicenses": [{"skuId": SKUS[part][0], "disabledPlans": []} for part in person.skus]}, effects=effects)

    def unlicensed(self, person, add, remove, after):
        """Why a licence cannot be assigned, in Microsoft's words (graph-api.md 6.6); "" : it can."""
        tenant, plans = self.tenant, [plan for part in after for plan in SKUS[part][1]] if None not in after else []
        if None in add + remove:
            return "License assignment failed because the subscription does not exist in this company."
        if add and not person.location:
            return "License assignment cannot be done for user with invalid usage location."
        for part in set(after) - set(person.skus):
            if tenant.used[part] >= tenant.seats[part]:
                return f"Subscription with SKU {SKUS[part][0]} does not have any available licenses."
        calling = sorted(CALLING & set(plans))
        if len(calling) > 1:
            return f"License assignment failed because service plans {', '.join(PLANS[plan] for plan in calling)} are mutually exclusive."
        if "MCOEV" in plans and "TEAMS1" not in plans and "MCOSTANDARD" not in plans:
            return f"License assignment failed because service plan {PLANS['MCOEV']} depends on the service plan(s) {PLANS['MCOSTANDARD']}"
        return ""

    def accepted(self, request, number, finish):
        """202 and an operation: finish() says what is wrong, or "" and does it."""
        name = base64.b64encode(f"op{self.world.serial()}".encode()).decode()
        operation = {"number": number, "polls": 0, "status": "running", "detail": None}
        self.operations[name] = operation
        effects = []

        def done():
            number.pending = ""
            operation["detail"] = finish(effects) or None
            operation["status"] = "failed" if operation["detail"] else "succeeded"

        if self.operation_ms > 0:
            number.pending = "assignmentPending"

            def late():
                done()
                self.world.late(request, effects)
            asyncio.get_running_loop().call_later(self.operation_ms / 1000, late)
        else:
            done()
        where = f"{self.world.base(request)}{NUMBERS}/operations('{name}')"
        return Reply(202, None, {"Location": where}, effects=effects)

    def operation(self, request, quoted, plain):
        operation = self.operations.get(quoted or plain)
        if operation is None:
            return no(404, "NotFound", "There is no such operation.")
        operation["polls"] += 1
        status = operation["status"] if operation["polls"] >= self.operation_polls else "running"
        detail = operation["detail"] if status == "failed" else None
        where = f"{self.world.base(request)}{NUMBERS}/numberAssignments/{operation['number'].id()}"
        return Reply(200, {"id": quoted or plain, "createdDateTime": "2026-08-21T09:31:00Z", "status": status,
                           "numbers": [{"resourceLocation": where, "status": status, "statusDetail": detail}]})

    def named(self, request, action):
        """The number that a request names, or a reply that says no."""
        body = request.json()
        wrong = self.wrong(schema.check_action(body, action))
        if wrong:
            return None, wrong
        number = self.tenant.numbers.get(body["telephoneNumber"])
        if number is None:
            return None, no(404, "NotFound", f"Telephone number {body['telephoneNumber']} is not in the tenant.")
        if number.pending:
            return None, no(409, "Conflict", "Another operation on this number is under way.")
        return number, body

    def assign(self, request):
        number, body = self.named(request, "assignNumber")
        if number is None:
            return body
        person, place = self.tenant.person(body["assignmentTargetId"]), body.get("locationId")
        if person is None:
            return no(404, "NotFound", "There is no such user.")

        def finish(effects):
            ready = set(person.plans()) if time.monotonic() >= person.ready_at else set()
            why = (("MCOEV" not in ready, "User is not licensed with Phone System."),
                   (not CALLING & ready, "User does not have a Calling Plan licence."),
                   (person.location != "US", "The usage location of the user does not match the country of the number."),
                   (not place and not number.location, "Location id is required for this telephone number."),
                   (bool(place) and place not in self.tenant.places, "Location id is not found."),
                   (number.person not in (None, person), "Telephone number is already assigned to another user."),
                   (bool(person.numbers) and number.person is not person, "User already has a telephone number."))
            for wrong, words in why:
                if wrong:
                    return words
            if number.person is person and (not place or number.location == place):
                return ""
            effects.append(f"assign {person.upn} {number.e164} {place or number.location}")
            if number.person is not person:
                person.numbers.append(number)
            number.person, number.location, number.civic = person, place or number.location, self.tenant.civic
            return ""

        return self.accepted(request, number, finish)

    def unassign(self, request):
        number, body = self.named(request, "unassignNumber")
        if number is None:
            return body

        def finish(effects):
            if number.person:
                effects.append(f"unassign {number.person.upn} {number.e164}")
                number.person.numbers.remove(number)
                number.person = None
            return ""

        return self.accepted(request, number, finish)

    def update(self, request):
        number, body = self.named(request, "updateNumber")
        if number is None:
            return body
        place = body.get("locationId")
        if place == "":
            return no(400, "BadRequest", "The location of a Calling Plan number cannot be cleared.")
        if place and place not in self.tenant.places:
            return no(400, "BadRequest", "Location id is not found.")
        if not place or number.location == place:
            return Reply(200)
        number.location, number.civic = place, self.tenant.civic
        return Reply(200, effects=[f"place {number.e164} {place}"])

    # ---- policies, mail, batches ----

    def policy(self, _, kind, name):
        found = self.tenant.policies.get((kind, name.replace("''", "'")))
        return Reply(200, {"value": [{"id": found, "name": name, "policyId": found}] if found else []})

    def policies(self, request, verb):
        body = request.json()
        wrong = self.wrong(schema.check_action(body, verb))
        if wrong:
            return wrong
        effects = []
        for row in body["value"]:
            person, policy = self.tenant.person(row["userId"]), row.get("policyId") if verb == "assign" else None
            if person is None or (policy and policy not in self.tenant.policies.values()):
                return no(404, "NotFound", "There is no such user or policy.")
            person.policies = person.policies or {}
            if person.policies.get(row["policyType"]) != policy:
                effects.append(f"policy {person.upn} {row['policyType']} {policy}")
            person.policies[row["policyType"]] = policy
        return Reply(204, effects=effects)

    def mail(self, request, name=""):
        if not name and request.token.app:
            return no(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
        sender = self.tenant.person(urllib.parse.unquote(name)) if name else self.tenant.people[0]
        if sender is None:
            return no(404, "ErrorInvalidUser", "The requested user is invalid.")
        if request.headers.get("content-type", "").startswith("text/plain"):
            try:
                text = base64.b64decode(request.body, validate=True).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                return no(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.")
            mail = {"from": sender.upn, "mime": text}
            to = re.search(r"^To:\s*(.*)$", text, re.MULTILINE | re.IGNORECASE)
            mail["to"] = re.findall(r"[^\s<>,\"]+@[^\s<>,\"]+", to.group(1)) if to else []
        else:
            body = request.json()
            wrong = self.wrong(schema.check_action(body, "sendMail"))
            if wrong:
                return wrong
            message = body["message"]
            odd = [row["name"] for row in message.get("internetMessageHeaders", []) if not row["name"].lower().startswith("x-")]
            if odd:
                return no(400, "InvalidInternetMessageHeader", f"The internet message header name '{odd[0]}' should start with 'x-'.")
            mail = {"from": sender.upn, "message": message,
                    "to": [row["emailAddress"]["address"] for row in message.get("toRecipients", [])]}
        if not mail["to"]:
            return no(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
        self.mails.append(mail)
        return Reply(202, effects=[f"mail {' '.join(mail['to'])}"])

    def batch(self, request):
        body = request.json()
        parts = body.get("requests") if isinstance(body, dict) else None
        if not isinstance(parts, list) or not 1 <= len(parts) <= 20:
            return bad([f"a batch has 1 to 20 parts, not {len(parts or [])}"])
        ids = [str(part.get("id", "")).lower() for part in parts]
        wrong = [f"a part has a member that is not known: {name}" for part in parts for name in part
                 if name not in ("id", "method", "url", "headers", "body", "dependsOn")]
        wrong += ["a part has a body and no Content-Type" for part in parts
                  if "body" in part and "content-type" not in {name.lower() for name in part.get("headers", {})}]
        wrong += ["a part's id is missing or there twice"] * (len(set(ids)) != len(ids) or "" in ids)
        wrong += ["a part depends on more than one"] * any(len(part.get("dependsOn", [])) > 1 for part in parts)
        if wrong:
            return self.wrong(wrong) or bad(wrong)
        replies = {}
        for part in parts:
            replies[part["id"]] = self.part(request, part, replies)
        rows = [{"id": name, "status": reply.status, "headers": dict(reply.headers, **{"Content-Type": "application/json"}),
                 "body": json.loads(reply.bytes() or b"null")} for name, reply in replies.items()]
        if self.shuffle:
            self.random.shuffle(rows)
        return Reply(200, {"responses": rows})

    def part(self, request, part, replies):
        needs = part.get("dependsOn", [])
        if any(replies[name].status >= 400 for name in needs if name in replies):
            return no(424, "FailedDependency", "A part that this one depends on failed.")
        headers = {name.lower(): value for name, value in part.get("headers", {}).items()}
        headers["host"] = request.headers.get("host", "")
        body = part.get("body")
        inner = Request(part["method"], V1 + part["url"], headers, json.dumps(body).encode() if body is not None else b"", request.secure)
        inner.token = request.token
        if "/admin/teams/" in inner.path and not self.batch_teams:
            return no(400, "BadRequest", "This resource cannot be asked for in a batch.")
        return self.world.part(request, inner)
