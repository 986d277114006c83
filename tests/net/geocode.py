"""A plug-in of server.py: Azure Maps' /geocode and a Nominatim's /search, which find what `places` says (graph-api.md 10).

POST /control/state: "places": rows of number, street, city, state, postal, country, lat, lon, and for a doubtful one
"rough": true; a row is found when its city is asked for. "maps_key": the key that is good."""
from http1 import Reply

PLACES = [
    {"number": "12", "street": "rue de la République", "city": "Lyon", "state": "ARA", "postal": "69002", "country": "FR",
     "lat": 45.765712, "lon": 4.836345},
    {"number": "12", "street": "place de la République", "city": "Lyon", "state": "ARA", "postal": "69002", "country": "FR",
     "lat": 45.7602, "lon": 4.8359, "rough": True},
    {"number": "500", "street": "108th Ave NE", "city": "Bellevue", "state": "WA", "postal": "98004", "country": "US",
     "lat": 47.6147, "lon": -122.1966},
    {"number": "1", "street": "Unter den Linden", "city": "Berlin", "state": "BE", "postal": "10117", "country": "DE",
     "lat": 52.517, "lon": 13.3889},
]


class Maps:
    def __init__(self):
        self.places, self.maps_key = PLACES, "PLANTED-maps-key"

    def found(self, city):
        return [place for place in self.places if place["city"].casefold() == city.casefold()]

    def azure(self, request):
        if request.headers.get("subscription-key") != self.maps_key or "subscription-key" in request.query:
            return Reply(401, {"error": {"code": "401", "message": "Access denied due to invalid subscription key."}})
        if request.query.get("api-version") != "2023-06-01":
            return Reply(400, {"error": {"code": "400", "message": "api-version"}})
        features = []
        for place in self.found(request.query.get("locality", "")):
            rough = place.get("rough", False)
            line = f'{place["number"]} {place["street"]}'
            point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
            features.append({"type": "Feature", "geometry": point, "properties": {
                "type": "Address", "confidence": "Medium" if rough else "High", "matchCodes": ["Ambiguous" if rough else "Good"],
                "address": {"addressLine": line, "locality": place["city"], "postalCode": place["postal"],
                            "adminDistricts": [{"shortName": place["state"]}], "countryRegion": {"ISO": place["country"]},
                            "formattedAddress": f'{line}, {place["postal"]} {place["city"]}'},
                "geocodePoints": [{"geometry": point, "calculationMethod": "Interpolation" if rough else "Rooftop"}]}})
        return Reply(200, {"type": "FeatureCollection", "features": features}, {"Content-Type": "application/geo+json"})

    def nominatim(self, request):
        if "User-Agent".lower() not in request.headers or request.query.get("format") != "jsonv2" or "q" in request.query:
            return Reply(403, {"error": "say who you are, and ask by parts"})
        return Reply(200, [{
            "lat": str(place["lat"]), "lon": str(place["lon"]), "place_rank": 26 if place.get("rough") else 30,
            "display_name": f'{place["number"]}, {place["street"]}, {place["city"]}, {place["postal"]}',
            "address": {"house_number": place["number"], "road": place["street"], "city": place["city"],
                        "postcode": place["postal"], "ISO3166-2-lvl4": f'{place["country"]}-{place["state"]}',
                        "country_code": place["country"].lower()}} for place in self.found(request.query.get("city", ""))])


def routes(world):
    maps = Maps()
    world.settings.append(maps)
    return [("GET", r"/geocode$", maps.azure), ("GET", r"/search$", maps.nominatim)]
