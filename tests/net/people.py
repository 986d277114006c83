"""The simulated tenant: N people, M numbers, products with seats. Everything is made by rule, so that two runs are alike."""
import base64

DOMAIN = "contoso.example"
TENANT = "0d5c6f2e-7b6a-4a53-8f0d-7a0f6b1c2d3e"
PLANS = {"TEAMS1": "57ff2da0-773e-42df-b2af-ffb7a2317929", "MCOSTANDARD": "0feaeb32-d00e-4d66-bd5a-43b5b83db82c",
         "EXCHANGE_S_STANDARD": "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "MCOEV": "4828c8ec-dc2e-4779-b502-87ac9ce28ab7",
         "MCOPSTN1": "4ed3ff63-69d7-4fb7-b984-5aec7f605ca8", "MCOPSTN2": "5a10155d-f5c1-411a-a8ec-e99aae125390",
         "MCOPSTN5": "54a152dc-90de-4996-93d2-bc47e670fc06", "MCOPSTNC": "505e180f-f7e0-4b65-91d4-00d670bbd18c",
         "MCOMEETADV": "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MCOEV_VIRTUALUSER": "f47330e9-c134-43b3-9993-e7f004506889"}
SKUS = {"O365_BUSINESS_PREMIUM": ("f245ecc8-75af-4f8e-b61f-27d8114de5f3", ("EXCHANGE_S_STANDARD", "MCOSTANDARD", "TEAMS1")),
        "MCOTEAMS_ESSENTIALS": ("ae2343d1-0999-43f6-ae18-d816516f6e78", ("MCOEV", "MCOPSTN1")),
        "MCOEV": ("e43b5b99-8dfb-405f-9987-dc307f34bcbd", ("MCOEV",)),
        "MCOPSTN1": ("0dab259f-bf13-4952-b7f8-7db8f131b28d", ("MCOPSTN1",)),
        "MCOPSTN2": ("d3b4fe1f-9992-4930-8acb-ca6ec609365e", ("MCOPSTN2",)),
        "MCOPSTN5": ("54a152dc-90de-4996-93d2-bc47e670fc06", ("MCOPSTN5",)),
        "MCOPSTNC": ("47794cd0-f0e5-45c5-9033-2eb6b5fc84e0", ("MCOPSTNC",)),
        "MCOMEETADV": ("0c266dff-15dd-4b49-8397-2bb16070ed52", ("MCOMEETADV",)),
        "PHONESYSTEM_VIRTUALUSER": ("440eaaa8-b3e0-484b-a8be-62870b9ba70a", ("MCOEV_VIRTUALUSER",))}
PART_OF = {sku: part for part, (sku, _) in SKUS.items()}
CALLING = {"MCOPSTN1", "MCOPSTN2", "MCOPSTN5"}
GIVEN = ("Ines", "Jürgen", "Zoë", "Łukasz", "Mei", "Olu", "Aoife", "Tom", "Nadia", "Pavel", "Ana", "Kim")
SURNAMES = ("Okafor", "Müller", "O'Brien", "Nowak", "Lin", "Adeyemi", "Byrne", "Smith", "Haddad", "Dvořák", "García", "Park")
DEPARTMENTS = ("Office", "Sales", "Kitchen")
THEN = "2026-02-03T10:00:00Z"


class Person:
    """One user. `changed` is the tenant's version at the last change, for delta."""
    __slots__ = ("id", "number", "upn", "location", "skus", "changed", "ready_at", "extra", "policies", "cache", "numbers")

    def __init__(self, number, location, skus):
        self.id = f"{number:08x}-1111-4000-8000-{number:012x}"
        self.number, self.location, self.skus = number, location, skus
        self.upn = f"p{number}@{DOMAIN}"
        self.changed, self.ready_at = 0, 0.0
        self.extra, self.policies, self.cache = None, None, None
        self.numbers = []

    def plans(self):
        return [plan for part in self.skus for plan in SKUS[part][1]]

    def graph(self):
        """All members that a user can be asked for, in Graph's words."""
        number = self.number
        given, surname = GIVEN[number % 12], SURNAMES[number // 12 % 12]
        user = {"id": self.id, "userPrincipalName": self.upn, "displayName": f"{given} {surname} {number}", "givenName": given,
                "surname": surname, "mail": self.upn, "department": DEPARTMENTS[number % 3], "jobTitle": None, "officeLocation": "2F",
                "streetAddress": "18 Alder Way", "city": "Olympia", "state": "WA", "postalCode": "98501", "country": "United States",
                "usageLocation": self.location, "preferredLanguage": "fr-FR" if number % 5 == 0 else "en-US", "accountEnabled": True,
                "userType": "Member", "businessPhones": [], "mobilePhone": None, "onPremisesSyncEnabled": None,
                "isResourceAccount": None, "proxyAddresses": [], "createdDateTime": THEN,
                "assignedLicenses": [{"skuId": SKUS[part][0], "disabledPlans": []} for part in self.skus],
                "assignedPlans": [{"servicePlanId": PLANS[plan], "service": plan, "capabilityStatus": "Enabled",
                                   "assignedDateTime": THEN} for plan in self.plans()],
                "licenseAssignmentStates": [{"skuId": SKUS[part][0], "assignedByGroup": None, "disabledPlans": [], "state": "Active",
                                             "error": "None", "lastUpdatedDateTime": THEN} for part in self.skus]}
        if self.extra:
            user.update(self.extra)
        return user


class Number:
    __slots__ = ("e164", "person", "location", "civic", "pending", "kind")

    def __init__(self, e164, location, civic):
        self.e164, self.location, self.civic = e164, location, civic
        self.person, self.pending, self.kind = None, "", "userAssignment"

    def id(self):
        return base64.urlsafe_b64encode(b"operator|" + self.e164.encode()).decode().rstrip("=")

    def graph(self):
        return {"id": self.id(), "telephoneNumber": self.e164, "operatorId": "11111111-2222-4333-8444-555555555555",
                "numberType": "callingPlan", "activationState": self.pending or "activated", "capabilities": [self.kind],
                "locationId": self.location, "civicAddressId": self.civic, "networkSiteId": None,
                "assignmentTargetId": self.person.id if self.person else None,
                "assignmentCategory": "primary" if self.person else None, "portInStatus": None,
                "assignmentStatus": "userAssigned" if self.person else "unassigned", "isoCountryCode": "US", "city": "Olympia",
                "numberSource": "online", "supportedCustomerActions": ["locationUpdate", "release"], "reverseNumberLookupOptions": []}


class Tenant:
    """`civic` and `places` are the emergency address and its locations that assignments may name."""
    civic = "2f0b7c31-8a14-4f0e-9c55-0a6d1b2c3d4e"
    places = ("7b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f", "8c0e0d1f-4b76-4c4f-9e10-6a3c2d4e5f60")

    def __init__(self, people=12, numbers=12, seats=12, located=0, licensed=0, assigned=0):
        """located, licensed, assigned: so many people, the first ones, have a usage location, Teams Phone with Calling Plan,
        a number at the first place already; each needs what stands before it."""
        self.version = 1
        licensed = max(licensed, assigned)
        located = max(located, licensed)
        self.people = [Person(at, "US" if at <= located else None, ["O365_BUSINESS_PREMIUM"]) for at in range(1, people + 1)]
        for person in self.people[:licensed]:
            person.skus.append("MCOTEAMS_ESSENTIALS")
        self.by_name = {}
        for person in self.people:
            self.by_name[person.id] = self.by_name[person.upn] = person
        self.gone = []  # (version, id) of people who are deleted
        self.numbers = {}
        for at in range(numbers):
            number = Number(f"+1425{5550100 + at:07d}", None, None)
            self.numbers[number.e164] = number
        for person, number in zip(self.people[:assigned], self.numbers.values()):
            person.numbers.append(number)
            number.person, number.location, number.civic = person, self.places[0], self.civic
        self.by_number_id = {number.id(): number for number in self.numbers.values()}
        self.seats = {"O365_BUSINESS_PREMIUM": people, "MCOTEAMS_ESSENTIALS": seats, "MCOEV": 0, "MCOPSTN1": 0, "MCOPSTN2": 0,
                      "MCOPSTN5": 0, "MCOPSTNC": 0, "MCOMEETADV": 0, "PHONESYSTEM_VIRTUALUSER": 0}
        self.used = {part: 0 for part in self.seats}
        self.used["O365_BUSINESS_PREMIUM"], self.used["MCOTEAMS_ESSENTIALS"] = people, min(people, licensed)
        self.policies = {("TeamsEmergencyCallingPolicy", "HQ"): "emergency-hq", ("TeamsCallingPolicy", "AllowCalling"): "allow-calling"}

    def touch(self, person):
        self.version += 1
        person.changed, person.cache = self.version, None

    def person(self, name):
        return self.by_name.get(name) or self.by_name.get(name.lower())

    def organization(self):
        return {"id": TENANT, "displayName": "Contoso Test", "countryLetterCode": "US", "country": None, "city": "Olympia",
                "state": "WA", "street": "18 Alder Way", "postalCode": "98501", "preferredLanguage": "en", "tenantType": "AAD",
                "defaultUsageLocation": None, "onPremisesSyncEnabled": None, "createdDateTime": THEN, "partnerTenantType": None,
                "technicalNotificationMails": [f"it@{DOMAIN}"], "assignedPlans": [], "provisionedPlans": [],
                "verifiedDomains": [
                    {"name": DOMAIN, "isDefault": True, "isInitial": False, "type": "Managed", "capabilities": "Email"},
                    {"name": "contosotest.onmicrosoft.com", "isDefault": False, "isInitial": True, "type": "Managed",
                     "capabilities": "Email"}]}

    def skus(self):
        rows = []
        for part, enabled in self.seats.items():
            if enabled <= 0:
                continue
            sku, plans = SKUS[part]
            rows.append({"id": f"{TENANT}_{sku}", "skuId": sku, "skuPartNumber": part, "appliesTo": "User",
                         "capabilityStatus": "Enabled", "consumedUnits": self.used[part], "accountId": TENANT,
                         "accountName": "contosotest", "subscriptionIds": [sku],
                         "prepaidUnits": {"enabled": enabled, "warning": 0, "suspended": 0, "lockedOut": 0},
                         "servicePlans": [{"servicePlanId": PLANS[plan], "servicePlanName": plan, "provisioningStatus": "Success",
                                           "appliesTo": "User"} for plan in plans]})
        return rows
