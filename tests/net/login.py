"""The sign-in service: device code, authorization code with PKCE, client secret, client assertion, refresh with rotation
(graph-api.md 2). Every secret that it gives out begins with PLANTED, so that a test can look for it anywhere.

What tests may set (POST /control/state): token_seconds and token_uses (how long and for how many requests an access token is
good; 0 uses: any), device_interval, device_auto (approved at the so-many-th poll; 0: by /control/approve), declined, blocked
(AADSTS number that every request for a token gets), app_scopes (application permissions; None: all)."""
import base64
import hashlib
import json
import os
import secrets
import subprocess
import tempfile
import time
import urllib.parse

from http1 import Reply

CLIENT = "6c1f2a10-aaaa-4bbb-8ccc-0123456789ab"
SECRET = "PLANTED~secret+&=%/1"
RESOURCES = ("https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us",
             "https://microsoftgraph.chinacloudapi.cn", "48ac35b8-9aa8-4d74-927d-1f4a14a0b239", "https://api.partnercenter.microsoft.com",
             "https://atlas.microsoft.com")
PLAIN = ("openid", "profile", "offline_access", "email")
TEXTS = {70016: ("authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
         70019: ("bad_verification_code", "Verification code expired or wrong."),
         70020: ("expired_token", "The provided value for the input parameter 'device_code' has expired."),
         65004: ("authorization_declined", "User declined to consent to access the app."),
         70000: ("invalid_grant", "The provided grant is invalid or malformed."),
         70008: ("invalid_grant", "The provided authorization code or refresh token has expired due to inactivity."),
         70011: ("invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
         50173: ("invalid_grant", "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
         501481: ("invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
         7000215: ("invalid_client", "Invalid client secret provided."),
         7000218: ("invalid_client", "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
         700016: ("unauthorized_client", "Application with identifier was not found in the directory."),
         700027: ("invalid_client", "The certificate with identifier used to sign the client assertion is not registered."),
         90002: ("invalid_request", "Tenant not found."),
         900144: ("invalid_request", "The request body must contain a parameter that is missing.")}


class Token:
    """app: of an application; scopes: short names (of an application: its permissions, None: all)."""
    __slots__ = ("app", "scopes", "resource", "until", "uses")

    def __init__(self, app, scopes, resource, until, uses):
        self.app, self.scopes, self.resource, self.until, self.uses = app, scopes, resource, until, uses


class Login:
    def __init__(self, world):
        self.world = world
        self.access, self.refresh, self.devices, self.codes = {}, {}, {}, {}
        self.revoked, self.jtis = set(), set()
        self.count = 0
        self.tenants = set()   # further ones, of plug-ins
        self.certificate = ""  # PEM file of the application's certificate
        self.token_seconds, self.token_uses = 4301, 0
        self.device_interval, self.device_auto, self.declined, self.blocked, self.app_scopes = 5, 0, False, 0, None

    def routes(self):
        return [("POST", r"/([^/]+)/oauth2/v2\.0/devicecode$", self.devicecode),
                ("POST", r"/([^/]+)/oauth2/v2\.0/token$", self.token),
                ("GET", r"/([^/]+)/oauth2/v2\.0/authorize$", self.authorize)]

    # ---- what Graph asks ----

    def check(self, request, resource):
        """The token of a request, or None: it is not good here."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = self.access.get(text) if scheme.lower() == "bearer" else None
        if token is None or time.monotonic() > token.until or (resource and token.resource != resource):
            return None
        if token.uses is not None:
            token.uses -= 1
            if token.uses < 0:
                return None
        return token

    def expire(self, request):
        self.access.pop(request.headers.get("authorization", "").partition(" ")[2], None)

    def revoke(self):
        self.revoked |= set(self.refresh)
        self.refresh.clear()
        self.access.clear()

    # ---- the sign-in service ----

    def no(self, number, status=400, words=""):
        error, text = TEXTS.get(number, ("interaction_required", "A policy of the tenant stands against this."))
        trace = f"{self.world.serial():08x}-1111-4222-8333-444455556666"
        return Reply(status, {"error": error, "error_description": f"AADSTS{number}: {words or text} Trace ID: {trace}",
                              "error_codes": [number], "timestamp": "2026-08-21 09:12:03Z", "trace_id": trace,
                              "correlation_id": "9a8b7c6d-2222-4333-8444-555566667777",
                              "error_uri": f"https://login.microsoftonline.com/error?code={number}"})

    def made(self, kind):
        self.count += 1
        return f"PLANTED{kind}.{self.count}.{secrets.token_urlsafe(24)}"

    @staticmethod
    def asked(scope):
        """(resource, short names, plain names); ValueError: of more than one resource, or of none that is known."""
        resources, short, plain = set(), [], []
        for word in scope.split():
            if word in PLAIN:
                plain.append(word)
                continue
            resource, _, name = word.rpartition("/")
            if not resource:
                resource, name = RESOURCES[0], word
            resources.add(resource)
            short.append(name)
        if len(resources) > 1 or not resources <= set(RESOURCES):
            raise ValueError(scope)
        return (resources.pop() if resources else RESOURCES[0]), short, plain

    def give(self, scope, app, refresh_of=None):
        """The answer with an access token, and with a refresh token where one is due."""
        try:
            resource, short, plain = self.asked(scope)
        except ValueError:
            return self.no(70011)
        if app and short != [".default"]:
            return self.no(70011, words="The scope of an application is RESOURCE/.default.")
        until = time.monotonic() + self.token_seconds
        granted = self.app_scopes if app or short == [".default"] else short
        text = self.made("access")
        self.access[text] = Token(app, granted, resource, until, self.token_uses or None)
        answer = {"token_type": "Bearer", "expires_in": int(self.token_seconds), "ext_expires_in": int(self.token_seconds),
                  "access_token": text}
        if not app:
            answer["scope"] = " ".join(short + plain)
            if refresh_of is not None or "offline_access" in plain:
                answer["refresh_token"] = self.made("refresh")
                self.refresh[answer["refresh_token"]] = scope
            if "openid" in plain:
                answer["id_token"] = self.made("id")
        return Reply(200, answer)

    def wrong(self, tenant, form):
        """What is wrong with any request, or None."""
        known = {self.world.tenant.organization()["id"], "organizations"}
        known |= {row["name"] for row in self.world.tenant.organization()["verifiedDomains"]}
        if tenant not in known | self.tenants:
            return self.no(90002, words=f"Tenant '{tenant}' not found.")
        if form.get("client_id") != CLIENT:
            return self.no(700016)
        if self.blocked:
            return self.no(self.blocked)
        return None

    def devicecode(self, request, tenant):
        form = request.form()
        wrong = self.wrong(tenant, form)
        if wrong:
            return wrong
        if "scope" not in form:
            return self.no(900144)
        code, user = self.made("device"), f"K7QX{self.count:05d}"
        self.devices[code] = {"user": user, "scope": form["scope"], "tenant": tenant, "approved": False, "polls": 0}
        return Reply(200, {"device_code": code, "user_code": user, "verification_uri": "https://microsoft.com/devicelogin",
                           "expires_in": 900, "interval": self.device_interval,
                           "message": f"To sign in, open https://microsoft.com/devicelogin and enter the code {user}"})

    def approve(self, user=""):
        """A person typed the code; "": every code that waits."""
        for device in self.devices.values():
            if user in ("", device["user"]):
                device["approved"] = True

    def authorize(self, request, tenant):
        """The browser's page: signs in at once and sends it back to the loopback address."""
        query = request.query
        missing = [name for name in ("client_id", "redirect_uri", "scope", "state", "code_challenge") if not query.get(name)]
        host = urllib.parse.urlsplit(query.get("redirect_uri", "")).hostname
        if missing or query.get("response_type") != "code" or query.get("code_challenge_method") != "S256":
            return self.no(900144, words=f"missing or wrong: {missing or 'response_type, code_challenge_method'}")
        if host not in ("localhost", "127.0.0.1") or self.wrong(tenant, query):
            return self.wrong(tenant, query) or self.no(900144, words="The redirect address is not registered.")
        back = {"state": query["state"]}
        if self.declined:
            back.update(error="access_denied", error_description="AADSTS65004: User declined to consent to access the app.")
        else:
            back["code"] = self.made("code")
            self.codes[back["code"]] = (query["redirect_uri"], query["scope"], query["code_challenge"])
        return Reply(302, None, {"Location": query["redirect_uri"] + "?" + urllib.parse.urlencode(back)})

    def token(self, request, tenant):
        if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
            return self.no(900144, words="The content type is wrong.")
        form = request.form()
        grants = {"urn:ietf:params:oauth:grant-type:device_code": self.by_device, "authorization_code": self.by_code,
                  "refresh_token": self.by_refresh, "client_credentials": self.by_app}
        grant = grants.get(form.get("grant_type"))
        return self.wrong(tenant, form) or (grant(form, tenant, request) if grant else self.no(900144))

    def by_device(self, form, tenant, _):
        device = self.devices.get(form.get("device_code"))
        if device is None or device["tenant"] != tenant:
            return self.no(70019)
        device["polls"] += 1
        if self.declined:
            return self.no(65004)
        if self.device_auto and device["polls"] >= self.device_auto:
            device["approved"] = True
        if not device["approved"]:
            return self.no(70016)
        del self.devices[form["device_code"]]
        return self.give(device["scope"], False)

    def by_code(self, form, _, __):
        redirect, scope, challenge = self.codes.pop(form.get("code"), ("", "", ""))
        if not scope or form.get("redirect_uri") != redirect:
            return self.no(70000)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            return self.no(501481)
        return self.give(scope, False)

    def by_refresh(self, form, _, __):
        """Each is good once: the new one takes its place."""
        text = form.get("refresh_token", "")
        if text in self.revoked:
            return self.no(50173)
        if text not in self.refresh:
            return self.no(70000)
        scope = form.get("scope") or self.refresh[text]
        answer = self.give(scope, False, refresh_of=text)
        if answer.status == 200:
            del self.refresh[text]
        return answer

    def by_app(self, form, tenant, request):
        if tenant in ("common", "organizations"):
            return self.no(900144, words="An application signs in to one tenant.")
        if "client_assertion" in form:
            wrong = self.assertion(form, tenant, request)
            if wrong:
                return self.no(700027, 401, words=wrong)
        elif "client_secret" not in form:
            return self.no(7000218, 401)
        elif form["client_secret"] != SECRET:
            return self.no(7000215, 401)
        return self.give(form.get("scope", ""), True)

    # ---- the client assertion (graph-api.md 2.4) ----

    def assertion(self, form, tenant, request):
        """What is wrong with it; "" : nothing."""
        if form.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
            return "client_assertion_type is wrong"
        try:
            head64, body64, signature64 = form["client_assertion"].split(".")
            head, body = json.loads(unbase64(head64)), json.loads(unbase64(body64))
            signature = unbase64(signature64)
        except ValueError as why:
            return f"the assertion is no JWT: {why}"
        now = time.time()
        host = request.headers.get("host", "")
        audience = f"{'https' if request.secure else 'http'}://{host}/{tenant}/oauth2/v2.0/token"
        claims = (("alg", head.get("alg") == "PS256"), ("typ", head.get("typ") == "JWT"),
                  ("x5t#S256", head.get("x5t#S256") == self.thumbprint()), ("aud", body.get("aud") == audience),
                  ("iss", body.get("iss") == CLIENT), ("sub", body.get("sub") == CLIENT),
                  ("nbf", body.get("nbf", now + 999) <= now + 5), ("exp", now < body.get("exp", 0) <= now + 660),
                  ("jti", bool(body.get("jti")) and body["jti"] not in self.jtis))
        wrong = [name for name, fine in claims if not fine]
        if wrong:
            return f"these claims are wrong: {', '.join(wrong)}"
        self.jtis.add(body["jti"])
        return "" if self.signed(f"{head64}.{body64}".encode(), signature) else "the signature is wrong"

    def thumbprint(self):
        der = subprocess.run(["openssl", "x509", "-in", self.certificate, "-outform", "DER"], check=True, stdout=subprocess.PIPE).stdout
        return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")

    def signed(self, data, signature):
        """Asks openssl, as Python's own library has no RSA."""
        with tempfile.TemporaryDirectory() as folder:
            paths = {name: os.path.join(folder, name) for name in ("key", "data", "signature")}
            with open(paths["data"], "wb") as file:
                file.write(data)
            with open(paths["signature"], "wb") as file:
                file.write(signature)
            subprocess.run(["openssl", "x509", "-in", self.certificate, "-pubkey", "-noout", "-out", paths["key"]], check=True)
            said = subprocess.run(["openssl", "dgst", "-sha256", "-verify", paths["key"], "-signature", paths["signature"], "-sigopt",
                                   "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", paths["data"]],
                                  check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return said.returncode == 0


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
