"""A plug-in of server.py: Partner Center's catalogue, carts and checkout for one customer (graph-api.md 9.2). What is ordered
becomes seats of the tenant. A request that comes again under its MS-RequestId is answered as before and does nothing.

GET /control/partner: carts, checkouts (requests), orders, bought {catalogItemId: quantity}.
POST /control/state: "partner_customer": the tenant id that it sells to."""
import json
import time

from http1 import Reply

BOM = b"\xef\xbb\xbf"
PRODUCTS = {"CFQ7TTC0PHONE": ("Microsoft Teams Phone Standard", "MCOEV"),
            "CFQ7TTC0PLAN1": ("Microsoft Teams Domestic Calling Plan", "MCOPSTN1"),
            "CFQ7TTC0BUNDLE": ("Microsoft Teams Phone with Calling Plan", "MCOTEAMS_ESSENTIALS"),
            "CFQ7TTC0OTHER": ("Microsoft Teams Phone Standard for Faculty", "MCOEV_FACULTY")}


def marked(body, status=200):
    return Reply(status, BOM + json.dumps(body).encode(), {"Content-Type": "application/json"})


def denied(status, code, text):
    return Reply(status, {"code": code, "description": text, "data": [], "source": "PartnerFD"})


class Partner:
    def __init__(self, world):
        self.world = world
        self.partner_customer = world.tenant.organization()["id"]
        self.carts, self.answers, self.bought = {}, {}, {}
        self.checkouts = self.orders = 0

    def routes(self):
        base = r"/v1/customers/([^/]+)"
        return [("GET", base + r"/products$", self.products), ("GET", base + r"/products/([^/]+)/skus$", self.skus),
                ("GET", base + r"/products/([^/]+)/skus/([^/]+)/availabilities$", self.availabilities),
                ("POST", base + r"/carts$", self.cart), ("GET", base + r"/carts/([^/]+)$", self.look),
                ("POST", base + r"/carts/([^/]+)/checkout$", self.checkout),
                ("GET", r"/control/partner$", lambda request: Reply(200, {
                    "carts": len(self.carts), "checkouts": self.checkouts, "orders": self.orders, "bought": self.bought}))]

    def check(self, request, customer):
        token = self.world.login.check(request, "https://api.partnercenter.microsoft.com")
        if token is None:
            return denied(401, "401", "token")
        if customer != self.partner_customer:
            return denied(403, "2023", "Customer tenant is not a customer of this partner.")
        if "ms-requestid" not in request.headers or "ms-correlationid" not in request.headers:
            return denied(400, "2000", "MS-RequestId")
        return None

    def products(self, request, customer):
        rows = [{"id": key, "title": title, "productType": {"id": "OnlineServicesNCE"}} for key, (title, _) in PRODUCTS.items()]
        return self.check(request, customer) or marked({"totalCount": len(rows), "items": rows, "links": {}})

    def skus(self, request, customer, product):
        if product not in PRODUCTS:
            return self.check(request, customer) or denied(404, "400013", "product")
        rows = [{"id": "0001", "title": PRODUCTS[product][0], "minimumQuantity": 1, "maximumQuantity": 300, "isTrial": False,
                 "supportedBillingCycles": ["monthly", "annual"]},
                {"id": "0009", "title": PRODUCTS[product][0] + " Trial", "isTrial": True}]
        return self.check(request, customer) or marked({"items": rows})

    def availabilities(self, request, customer, product, sku):
        rows = [{"catalogItemId": f"{product}:{sku}:A{n}", "country": country, "isPurchasable": True, "segment": "commercial",
                 "terms": [{"duration": term, "billingCycle": "monthly"} for term in ("P1M", "P1Y")]}
                for n, country in enumerate(("US", "FR"))]
        return self.check(request, customer) or marked({"items": rows})

    def cart(self, request, customer):
        wrong = self.check(request, customer)
        if wrong:
            return wrong
        known = self.answers.get(request.headers["ms-requestid"])
        if known:
            return marked(self.carts[known], 201)
        lines = request.json()["lineItems"]
        for line in lines:
            error = not 1 <= line["quantity"] <= 300
            line["error"] = {"errorCode": "800024", "errorDescription": "quantity"} if error else None
        name = f"cart-{len(self.carts) + 1}"
        self.carts[name] = {"id": name, "status": "Active", "lineItems": lines,
                            "creationTimestamp": time.strftime("%Y-%m-%dT%H:%M:%S.0000000Z", time.gmtime())}
        self.answers[request.headers["ms-requestid"]] = name
        return marked(self.carts[name], 201)

    def look(self, request, customer, name):
        if name not in self.carts:
            return self.check(request, customer) or denied(404, "800003", "cart")
        return self.check(request, customer) or marked(self.carts[name])

    def checkout(self, request, customer, name):
        wrong = self.check(request, customer)
        if wrong:
            return wrong
        self.checkouts += 1
        cart = self.carts[name]
        if cart["status"] == "Active":
            cart["status"] = "Ordered"
            for line in cart["lineItems"]:
                self.order(line)
        elif self.answers.get(request.headers["ms-requestid"]) != name + " ordered":
            return denied(400, "800002", "The cart was ordered already.")
        self.answers[request.headers["ms-requestid"]] = name + " ordered"
        lines = [{"lineItemNumber": 0, "offerId": line["catalogItemId"], "quantity": line["quantity"]} for line in cart["lineItems"]]
        return marked({"orders": [{"id": "o-" + name, "status": "completed", "lineItems": lines}], "orderErrors": []}, 201)

    def order(self, line):
        self.orders += 1
        item = line["catalogItemId"]
        self.bought[item] = self.bought.get(item, 0) + line["quantity"]
        part = PRODUCTS[item.split(":")[0]][1]
        seats = self.world.tenant.seats
        seats[part] = seats.get(part, 0) + line["quantity"]


def routes(world):
    partner = Partner(world)
    world.settings.append(partner)
    world.login.tenants.add("partner.example")
    return partner.routes()
