/* core/net/geocode.c: asks Azure Maps or a Nominatim server where an address is, and reads what it
 * answers as outside text (facts: graph-api.md 10). */
#include "core/net/geocode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/store/json.h"

enum {
	ANSWER_MOST = 256 * 1024, /* bytes: five places need some thousand */
	MILLISECONDS = 20000,     /* a person waits */
	PACE = 1000,              /* milliseconds between two questions to a Nominatim */
	RANK_HOUSE = 28,          /* Nominatim's place_rank of a house or what is finer */
	REMEMBERED = 16,
	KEY_MOST = 256
};

/* An answer that was given: asking again costs nobody anything. */
struct memory {
	char *url;
	struct geocode_place places[GEOCODE_PLACES];
	int count;
};

struct geocode {
	struct loop *loop;
	struct http *http;
	const struct provider *provider;
	struct json_reader *reader;
	char *base, *key_env, *language;
	struct str key; /* wiped */
	struct memory memory[REMEMBERED];
	int remembered;   /* counts on; the oldest is overwritten */
	int64_t asked_at; /* clock_ticks of the last question; 0: none yet */
	/* The question under way: */
	struct str url;
	char postal_code[20], house_number[24];
	int timer;
	int64_t flight;
	geocode_done *done;
	void *data;
};

/* ---- texts out of an answer ---- */

/* A value as it may be shown, cut at a character. */
static const char *take(
	struct json_reader *reader, const char *at, const char *name, char *out, size_t size)
{
	char path[120];
	struct str value = { 0 }, printable = { 0 };
	snprintf(path, sizeof path, "%s.%s", at, name);
	json_get(reader, path, &value);
	text_printable(&printable, str_text(&value));
	text_copy(out, size, str_text(&printable));
	str_fini(&value);
	str_fini(&printable);
	return out;
}

static bool has_word(struct json_reader *reader, const char *at, const char *name, const char *word)
{
	char value[40];
	return strcasecmp(take(reader, at, name, value, sizeof value), word) == 0;
}

/* Plain decimal degrees, cut after the seventh decimal (a centimetre); false: it is none. The text
 * is read by its characters: strtod would want the decimal comma of the person's language. */
static bool take_degrees(struct json_reader *reader, const char *at, const char *name, int limit,
	char *out, size_t size)
{
	char text[40];
	take(reader, at, name, text, sizeof text);
	const char *digits = text + (*text == '-');
	size_t whole = strspn(digits, "0123456789");
	size_t part = digits[whole] == '.' ? strspn(digits + whole + 1, "0123456789") : 0;
	size_t end = whole + (part ? part + 1 : 0);
	int value = whole > 0 && whole <= 3 ? atoi(digits) : limit + 1;
	bool more = strspn(digits + whole, ".0") != strlen(digits + whole);
	if (digits[end] || value > limit || (value == limit && more))
		return false;
	end = part > 7 ? whole + 8 : end;
	snprintf(out, size, "%s%.*s", digits > text ? "-" : "", (int)end, digits);
	return true;
}

/* A part of a line, cut at a character. */
static void copy_part(char *out, size_t size, const char *text, size_t len)
{
	char *part = xstrndup(text, len);
	text_copy(out, size, part);
	free(part);
}

/* "18 Alder Way" and "Marktplatz 5b" into number and street: the number is the first or the last
 * word, and begins with a digit. */
static void split_line(struct geocode_place *place, const char *line)
{
	const char *blank = strchr(line, ' '), *last = strrchr(line, ' ');
	const char *street = line, *number = "";
	size_t street_len = strlen(line), number_len = 0;
	if (blank && isdigit((unsigned char)*line)) {
		number = line;
		number_len = (size_t)(blank - line);
		street = blank + 1;
		street_len = strlen(street);
	} else if (last && isdigit((unsigned char)last[1])) {
		number = last + 1;
		number_len = strlen(number);
		street_len = (size_t)(last - line);
	}
	copy_part(place->house_number, sizeof place->house_number, number, number_len);
	copy_part(place->street, sizeof place->street, street, street_len);
}

static void take_country(
	struct json_reader *reader, const char *at, const char *name, struct geocode_place *place)
{
	char code[8];
	take(reader, at, name, code, sizeof code);
	bool two = strlen(code) == 2 && isalpha((unsigned char)code[0]) &&
		   isalpha((unsigned char)code[1]);
	for (int i = 0; two && i < 2; i++)
		place->country[i] = (char)toupper((unsigned char)code[i]);
}

/* ---- Azure Maps ---- */

static bool azure_house(struct json_reader *reader, const char *at)
{
	for (int i = 0; i < 4; i++) {
		char point[100];
		snprintf(point, sizeof point, "%s.properties.geocodePoints[%d]", at, i);
		if (has_word(reader, point, "calculationMethod", "Rooftop") ||
			has_word(reader, point, "calculationMethod", "Parcel"))
			return has_word(reader, at, "properties.type", "Address");
	}
	return false;
}

/* Its own word for certainty: high confidence, and no match code but Good. */
static bool azure_sure(struct json_reader *reader, const char *at)
{
	char codes[100], path[120];
	snprintf(codes, sizeof codes, "%s.properties.matchCodes", at);
	int64_t count = json_get_count(reader, codes);
	bool good = count > 0 && has_word(reader, at, "properties.confidence", "High");
	for (int64_t i = 0; good && i < count; i++) {
		snprintf(path, sizeof path, "properties.matchCodes[%lld]", (long long)i);
		good = has_word(reader, at, path, "Good");
	}
	return good;
}

static bool azure_place(struct json_reader *reader, int index, struct geocode_place *place)
{
	char at[60], line[160];
	snprintf(at, sizeof at, "$.features[%d]", index);
	/* GeoJSON: longitude comes first. */
	if (!take_degrees(reader, at, "geometry.coordinates[0]", 180, place->longitude,
		    sizeof place->longitude) ||
		!take_degrees(reader, at, "geometry.coordinates[1]", 90, place->latitude,
			sizeof place->latitude))
		return false;
	snprintf(at, sizeof at, "$.features[%d].properties.address", index);
	take(reader, at, "formattedAddress", place->address, sizeof place->address);
	split_line(place, take(reader, at, "addressLine", line, sizeof line));
	if (*take(reader, at, "streetName", line, sizeof line)) {
		text_copy(place->street, sizeof place->street, line);
		take(reader, at, "streetNumber", place->house_number, sizeof place->house_number);
	}
	take(reader, at, "locality", place->city, sizeof place->city);
	take(reader, at, "adminDistricts[0].shortName", place->state, sizeof place->state);
	take(reader, at, "postalCode", place->postal_code, sizeof place->postal_code);
	take_country(reader, at, "countryRegion.ISO", place);
	snprintf(at, sizeof at, "$.features[%d]", index);
	place->house = azure_house(reader, at);
	place->exact = place->house && azure_sure(reader, at);
	return true;
}

static void param(struct str *url, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	str_addf(url, "&%s=", name);
	http_encode(url, value);
}

/* Number and street in one, as `after` says. */
static void param_street(
	struct str *url, const char *name, const struct geocode_query *query, bool after)
{
	const char *number = query->house_number ? query->house_number : "";
	const char *street = query->street ? query->street : "";
	struct str line = { 0 };
	str_addf(&line, "%s%s%s", after ? street : number, *number && *street ? " " : "",
		after ? number : street);
	param(url, name, str_text(&line));
	str_fini(&line);
}

static void azure_url(struct str *url, const struct geocode_query *query)
{
	str_addf(url, "/geocode?api-version=2023-06-01&top=%d", GEOCODE_PLACES);
	param_street(url, "addressLine", query, query->number_after);
	param(url, "locality", query->city);
	param(url, "adminDistrict", query->state);
	param(url, "postalCode", query->postal_code);
	param(url, "countryRegion", query->country);
}

/* ---- Nominatim ---- */

/* The street and the town go by several names; the first that is there. */
static void take_first(struct json_reader *reader, const char *at, const char *const *names,
	char *out, size_t size)
{
	*out = '\0';
	for (int i = 0; names[i] && !*out; i++)
		take(reader, at, names[i], out, size);
}

static bool nominatim_place(struct json_reader *reader, int index, struct geocode_place *place)
{
	static const char *const streets[] = { "road", "pedestrian", "square", "place", NULL };
	static const char *const towns[] = { "city", "town", "village", "municipality", "hamlet",
		NULL };
	/* "US-WA": short as Microsoft wants it, else the name. */
	static const char *const states[] = { "\"ISO3166-2-lvl4\"", "state", NULL };
	char at[60], rank[60], state[60];
	snprintf(at, sizeof at, "$[%d]", index);
	if (!take_degrees(reader, at, "lat", 90, place->latitude, sizeof place->latitude) ||
		!take_degrees(reader, at, "lon", 180, place->longitude, sizeof place->longitude))
		return false;
	take(reader, at, "display_name", place->address, sizeof place->address);
	snprintf(rank, sizeof rank, "$[%d].place_rank", index);
	snprintf(at, sizeof at, "$[%d].address", index);
	take(reader, at, "house_number", place->house_number, sizeof place->house_number);
	take_first(reader, at, streets, place->street, sizeof place->street);
	take_first(reader, at, towns, place->city, sizeof place->city);
	take_first(reader, at, states, state, sizeof state);
	bool coded = strlen(state) > 3 && state[2] == '-';
	text_copy(place->state, sizeof place->state, state + (coded ? 3 : 0));
	take(reader, at, "postcode", place->postal_code, sizeof place->postal_code);
	take_country(reader, at, "country_code", place);
	place->house = place->house_number[0] && json_get_number(reader, rank, 0) >= RANK_HOUSE;
	place->exact = place->house;
	return true;
}

/* Its documentation wants the number in front of the street everywhere. */
static void nominatim_url(struct str *url, const struct geocode_query *query)
{
	str_addf(url, "/search?format=jsonv2&addressdetails=1&layer=address&limit=%d",
		GEOCODE_PLACES);
	param_street(url, "street", query, false);
	param(url, "city", query->city);
	param(url, "state", query->state);
	param(url, "postalcode", query->postal_code);
	param(url, "countrycodes", query->country);
}

/* ---- both ---- */

static const struct provider {
	const char *name, *base, *credit;
	void (*url)(struct str *url, const struct geocode_query *query);
	bool (*place)(struct json_reader *reader, int index, struct geocode_place *place);
	const char *list; /* path of the array of what was found */
	bool key, paced;
} providers[] = {
	[GEOCODE_AZURE] = { .name = "Azure Maps",
		.base = "https://atlas.microsoft.com",
		.credit = N_("Azure Maps, © Microsoft and its suppliers"),
		.url = azure_url,
		.place = azure_place,
		.list = "$.features",
		.key = true },
	[GEOCODE_NOMINATIM] = { .name = "Nominatim",
		.base = "https://nominatim.openstreetmap.org",
		.credit = N_("© OpenStreetMap contributors"),
		.url = nominatim_url,
		.place = nominatim_place,
		.list = "$",
		.paced = true },
};

/* The same code written differently: without blanks and case; "98501" is "98501-1234" too. */
static bool same_code(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (!*a || !*b)
			return (!*a || *a == '-') && (!*b || *b == '-');
		if (toupper((unsigned char)*a) != toupper((unsigned char)*b))
			return false;
	}
}

/* What the provider is sure of must also be the only one, and what was asked for. */
static void places_judge(
	const struct geocode *geocode, struct geocode_place *places, int count, bool only)
{
	for (int i = 0; i < count; i++) {
		struct geocode_place *place = &places[i];
		place->exact = place->exact && only && geocode->postal_code[0] &&
			       same_code(place->postal_code, geocode->postal_code) &&
			       strcasecmp(place->house_number, geocode->house_number) == 0;
	}
}

static int places_read(struct geocode *geocode, struct geocode_place *places)
{
	const struct provider *provider = geocode->provider;
	int64_t listed = json_get_count(geocode->reader, provider->list);
	int count = 0;
	for (int i = 0; i < listed && count < GEOCODE_PLACES; i++) {
		places[count] = (struct geocode_place){ .house = false };
		if (provider->place(geocode->reader, i, &places[count]))
			count++;
	}
	places_judge(geocode, places, count, listed == 1);
	return count;
}

/* ---- what went wrong ---- */

static void status_say(const struct geocode *geocode, const struct http_reply *reply,
	const char *words, struct error *err)
{
	const char *name = geocode->provider->name;
	bool keyed = geocode->provider->key;
	if (reply->status == 401 && keyed)
		error_set(err, ERROR_REFUSED,
			_("%s does not accept the key. Check what the environment variable %s holds."),
			name, geocode->key_env);
	else if (reply->status == 403 && keyed)
		error_set(err, ERROR_REFUSED,
			_("%s does not allow this with the key. Check the account's permissions, or enter the coordinates by hand."),
			name);
	else if (reply->status == 401 || reply->status == 403)
		error_set(err, ERROR_REFUSED,
			_("%s refuses to answer, as it does when it was asked too often. Enter the coordinates by hand, or use a server of your own."),
			name);
	else if (reply->status == 429)
		error_set(err, ERROR_TRANSIENT,
			_("%s was asked too often. Wait a minute, then ask again."), name);
	else
		error_set(err, reply->status >= 500 ? ERROR_TRANSIENT : ERROR_REFUSED,
			_("%s answers with status %d%s%s. Ask again later, or enter the coordinates by hand."),
			name, reply->status, *words ? ": " : "", words);
}

static void trouble_say(
	const struct geocode *geocode, const struct http_reply *reply, struct error *err)
{
	char words[120] = "";
	if (reply->trouble != HTTP_FINE) {
		error_set(err, ERROR_TRANSIENT,
			_("%s could not be asked: %s. Ask again later, or enter the coordinates by hand."),
			geocode->provider->name,
			reply->trouble == HTTP_LARGE ? _("its answer is too long") : reply->words);
		return;
	}
	if (json_read(geocode->reader, reply->body, reply->body_len))
		take(geocode->reader, "$.error", "message", words, sizeof words);
	status_say(geocode, reply, words, err);
}

/* ---- asking ---- */

static void finish(struct geocode *geocode, const struct geocode_place *places, int count,
	const struct error *why)
{
	geocode_done *done = geocode->done;
	geocode->done = NULL;
	if (done)
		done(geocode->data, places, count, why);
}

static struct memory *memory_of(struct geocode *geocode)
{
	for (int i = 0; i < REMEMBERED; i++)
		if (geocode->memory[i].url &&
			strcmp(geocode->memory[i].url, str_text(&geocode->url)) == 0)
			return &geocode->memory[i];
	return NULL;
}

static struct memory *memory_new(struct geocode *geocode)
{
	struct memory *memory = &geocode->memory[geocode->remembered++ % REMEMBERED];
	free(memory->url);
	memory->url = xstrdup(str_text(&geocode->url));
	memory->count = 0;
	return memory;
}

static void on_answer(void *data, const struct http_reply *reply)
{
	struct geocode *geocode = data;
	struct error err = { 0 };
	geocode->flight = 0;
	if (reply->status != 200)
		trouble_say(geocode, reply, &err);
	else if (!json_read(geocode->reader, reply->body, reply->body_len))
		error_set(&err, ERROR_TRANSIENT,
			_("%s answers with something that cannot be read. Enter the coordinates by hand."),
			geocode->provider->name);
	if (err.code != ERROR_NONE) {
		finish(geocode, NULL, 0, &err);
		return;
	}
	struct memory *memory = memory_new(geocode);
	memory->count = places_read(geocode, memory->places);
	finish(geocode, memory->places, memory->count, NULL);
}

static void send(struct geocode *geocode)
{
	struct str key = { 0 }, language = { 0 };
	struct http_request request = { .method = "GET",
		.url = str_text(&geocode->url),
		.most = ANSWER_MOST,
		.milliseconds = MILLISECONDS };
	struct error err = { 0 };
	int headers = 0;
	request.headers[headers++] = "Accept: application/json";
	if (geocode->language) {
		str_addf(&language, "Accept-Language: %s", geocode->language);
		request.headers[headers++] = str_text(&language);
	}
	if (geocode->key.len) {
		str_addf(&key, "subscription-key: %s", str_text(&geocode->key));
		request.headers[headers++] = str_text(&key);
	}
	geocode->asked_at = clock_ticks();
	geocode->flight = http_send(geocode->http, &request, on_answer, geocode, &err);
	if (key.text)
		explicit_bzero(key.text, key.room);
	str_fini(&key);
	str_fini(&language);
	if (!geocode->flight)
		finish(geocode, NULL, 0, &err);
}

static void on_turn(void *data)
{
	struct geocode *geocode = data;
	struct memory *memory = memory_of(geocode);
	geocode->timer = 0;
	if (memory) {
		finish(geocode, memory->places, memory->count, NULL);
		return;
	}
	send(geocode);
}

/* Milliseconds until the next question may be asked. */
static int64_t wait_of(struct geocode *geocode)
{
	int64_t due = geocode->asked_at + PACE, now = clock_ticks();
	if (!geocode->provider->paced || !geocode->asked_at || memory_of(geocode) || due <= now)
		return 0;
	return due - now;
}

bool geocode_ask(struct geocode *geocode, const struct geocode_query *query, geocode_done *done,
	void *data, struct error *err)
{
	bool street = query->street && *query->street, city = query->city && *query->city;
	if (!street && !city && !(query->postal_code && *query->postal_code))
		return error_set(err, ERROR_INPUT,
			_("The address has neither a street nor a city nor a postal code to look for."));
	geocode_stop(geocode);
	geocode->done = done;
	geocode->data = data;
	text_copy(geocode->postal_code, sizeof geocode->postal_code,
		query->postal_code ? query->postal_code : "");
	text_copy(geocode->house_number, sizeof geocode->house_number,
		query->house_number ? query->house_number : "");
	str_clear(&geocode->url);
	str_add(&geocode->url, geocode->base);
	geocode->provider->url(&geocode->url, query);
	geocode->timer = loop_after(geocode->loop, wait_of(geocode), on_turn, geocode);
	return true;
}

void geocode_stop(struct geocode *geocode)
{
	loop_cancel(geocode->loop, geocode->timer);
	if (geocode->flight)
		http_cancel(geocode->http, geocode->flight);
	geocode->timer = 0;
	geocode->flight = 0;
	geocode->done = NULL;
}

/* ---- beginning and end ---- */

/* The key as a header's value: what would break a header is no key. */
static bool key_take(struct geocode *geocode, struct error *err)
{
	const char *name = geocode->key_env;
	const char *key = name && *name ? getenv(name) : NULL;
	if (!name || !*name)
		return error_set(err, ERROR_USAGE,
			_("Azure Maps needs a key: name the environment variable that holds it as key_env under [geocode]."));
	if (!key || !*key)
		return error_set(err, ERROR_USAGE,
			_("The environment variable %s holds no key of Azure Maps. Set it, and start ringup again."),
			name);
	for (const char *at = key; *at; at++)
		if (*at <= ' ' || *at > '~' || at - key >= KEY_MOST)
			return error_set(err, ERROR_USAGE,
				_("What the environment variable %s holds is no key of Azure Maps."),
				name);
	str_add(&geocode->key, key);
	return true;
}

static char *base_of(const char *url)
{
	size_t len = strlen(url);
	while (len > 0 && url[len - 1] == '/')
		len--;
	return xstrndup(url, len);
}

static bool language_ok(const char *language)
{
	return language && *language && strlen(language) < 36 &&
	       language[strspn(language, "abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
}

struct geocode *geocode_new(struct loop *loop, struct http *http,
	const struct geocode_options *options, struct error *err)
{
	const struct provider *provider = &providers[options->provider];
	struct geocode *geocode = xcalloc(1, sizeof *geocode);
	geocode->loop = loop;
	geocode->http = http;
	geocode->provider = provider;
	geocode->reader = json_reader_new();
	geocode->base = base_of(options->url && *options->url ? options->url : provider->base);
	geocode->key_env = options->key_env ? xstrdup(options->key_env) : NULL;
	geocode->language = language_ok(options->language) ? xstrdup(options->language) : NULL;
	if (!http_address_ok(geocode->base, err) || (provider->key && !key_take(geocode, err))) {
		geocode_free(geocode);
		return NULL;
	}
	return geocode;
}

void geocode_free(struct geocode *geocode)
{
	if (!geocode)
		return;
	geocode_stop(geocode);
	for (int i = 0; i < REMEMBERED; i++)
		free(geocode->memory[i].url);
	if (geocode->key.text)
		explicit_bzero(geocode->key.text, geocode->key.room);
	str_fini(&geocode->key);
	str_fini(&geocode->url);
	json_reader_free(geocode->reader);
	free(geocode->base);
	free(geocode->key_env);
	free(geocode->language);
	free(geocode);
}

const char *geocode_credit(const struct geocode *geocode)
{
	return _(geocode->provider->credit);
}
