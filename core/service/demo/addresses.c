/* The simulated address desk: it corrects what it can, refuses what it must, and keeps both texts
 * apart. A place inside an address is never validated. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/rules/address.h"
#include "core/service/demo/world.h"
#include "core/tenant/address.h"

#define FIELD_SIZE 256
#define PAGE 999

static const char SQL_SPELLING[] =
	"SELECT text FROM spelling WHERE country = :country AND folded = :folded";
static const char SQL_CORRECTION[] =
	"SELECT json_insert(:list, '$[#]', json_object('field', :field, 'theirs', :theirs))";
static const char SQL_SET_FIELD[] = "SELECT json_set(:fields, '$.' || :field, :text)";
static const char SQL_SAVE[] =
	"INSERT INTO address (civic_id, request_id, description, fields, corrections, country, area_codes, validation,"
	" words, answers_at) VALUES (:civic, :request, :description, :fields, :corrections, :country, :codes, :validation,"
	" :words, :now + :delay) ON CONFLICT (civic_id) DO UPDATE SET request_id = excluded.request_id,"
	" description = excluded.description, fields = excluded.fields, corrections = excluded.corrections,"
	" country = excluded.country, area_codes = excluded.area_codes, validation = excluded.validation,"
	" words = excluded.words, answers_at = excluded.answers_at";
static const char SQL_ADD_LOCATION[] =
	"INSERT OR IGNORE INTO location (location_id, civic_id, name) VALUES (:location, :civic, :name)";
static const char SQL_BY_REQUEST[] =
	"SELECT civic_id FROM address WHERE request_id = :request AND :request <> ''";
static const char SQL_BY_CIVIC[] = "SELECT civic_id FROM address WHERE civic_id = :civic";
static const char SQL_SAME[] =
	"SELECT civic_id FROM address WHERE description = :description AND fields = :fields AND validation = 'Valid'";
static const char SQL_UNFINISHED[] =
	"SELECT civic_id FROM address WHERE description = :description AND validation <> 'Valid'";
static const char SQL_IS_VALID[] =
	"SELECT validation = 'Valid' FROM address WHERE civic_id = :civic";
static const char SQL_STATE[] =
	"SELECT a.validation, a.words, a.answers_at, a.corrections, l.location_id FROM address a"
	" JOIN location l ON l.civic_id = a.civic_id AND l.name = '' WHERE a.civic_id = :civic";
static const char SQL_LOCATION[] =
	"SELECT a.validation = 'Valid' AND a.answers_at <= :now, a.country, a.area_codes, l.location_id"
	" FROM location l JOIN address a ON a.civic_id = l.civic_id"
	" WHERE l.location_id = :id OR (a.civic_id = :id AND l.name = '')";
static const char SQL_PLACE[] =
	"SELECT location_id FROM location WHERE civic_id = :civic AND name = :name";
static const char SQL_PLACE_NAME[] = "SELECT name FROM location WHERE location_id = :location";
static const char SQL_USED[] =
	"SELECT EXISTS (SELECT 1 FROM location l JOIN number n ON l.location_id IN (n.location_id, n.person_location_id)"
	" WHERE n.released_at = 0 AND (l.location_id = :id OR l.civic_id = :id))";
static const char SQL_REMOVE_PLACE[] = "DELETE FROM location WHERE location_id = :location";
static const char SQL_REMOVE[] = "DELETE FROM address WHERE civic_id = :civic";
static const char SQL_PAGE[] =
	"SELECT json_object('value', json_group_array(json_patch(json_object('civicAddressId', a.civic_id,"
	" 'description', a.description, 'validationStatus', iif(a.answers_at > :now, 'NotValidated', a.validation),"
	" 'locations', json((SELECT json_group_array(json_object('locationId', l.location_id, 'location', l.name))"
	"  FROM location l WHERE l.civic_id = a.civic_id))), a.fields)))"
	" FROM (SELECT * FROM address WHERE civic_id > :from ORDER BY civic_id LIMIT :rows) a";
static const char SQL_PAGE_END[] =
	"SELECT max(civic_id) FROM (SELECT civic_id FROM address WHERE civic_id > :from ORDER BY civic_id LIMIT :rows)"
	" HAVING count(*) = :rows";

/* The fields as the store's columns name them, in JSON as well. */
static const char *const columns[ADDRESS_FIELD_COUNT] = {
	[ADDRESS_COMPANY] = "company_name",
	[ADDRESS_HOUSE_NUMBER] = "house_number",
	[ADDRESS_HOUSE_SUFFIX] = "house_number_suffix",
	[ADDRESS_HOUSE_NAME] = "house_name",
	[ADDRESS_PRE_DIRECTIONAL] = "pre_directional",
	[ADDRESS_STREET] = "street_name",
	[ADDRESS_STREET_SUFFIX] = "street_suffix",
	[ADDRESS_POST_DIRECTIONAL] = "post_directional",
	[ADDRESS_CITY] = "city",
	[ADDRESS_CITY_ALIAS] = "city_alias",
	[ADDRESS_STATE] = "state",
	[ADDRESS_POSTAL_CODE] = "postal_code",
	[ADDRESS_COUNTRY] = "country",
	[ADDRESS_TAX_ID] = "company_tax_id",
	[ADDRESS_LATITUDE] = "latitude",
	[ADDRESS_LONGITUDE] = "longitude",
	[ADDRESS_ELIN] = "elin",
};

/* One address on the desk: what was sent, and what it becomes. */
struct desk {
	struct world *world;
	char sent[ADDRESS_FIELD_COUNT][FIELD_SIZE];
	char text[ADDRESS_FIELD_COUNT][FIELD_SIZE];
	const char *country; /* its code: text[ADDRESS_COUNTRY] */
	struct address_format format;
	char area_codes[64];
	const char *validation;
	char words[300];
};

static bool desk_say(struct desk *desk, const char *validation, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The outcome, once; false. */
static bool desk_say(struct desk *desk, const char *validation, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(desk->words, sizeof desk->words, format, args);
	va_end(args);
	desk->validation = validation;
	return false;
}

static void desk_take(struct desk *desk, const struct address *address)
{
	const char *sent[ADDRESS_FIELD_COUNT] = {
		[ADDRESS_DESCRIPTION] = address->name,
		[ADDRESS_COMPANY] = address->company_name,
		[ADDRESS_HOUSE_NUMBER] = address->house_number,
		[ADDRESS_HOUSE_SUFFIX] = address->house_number_suffix,
		[ADDRESS_HOUSE_NAME] = address->house_name,
		[ADDRESS_PRE_DIRECTIONAL] = address->pre_directional,
		[ADDRESS_STREET] = address->street_name,
		[ADDRESS_STREET_SUFFIX] = address->street_suffix,
		[ADDRESS_POST_DIRECTIONAL] = address->post_directional,
		[ADDRESS_CITY] = address->city,
		[ADDRESS_CITY_ALIAS] = address->city_alias,
		[ADDRESS_STATE] = address->state,
		[ADDRESS_POSTAL_CODE] = address->postal_code,
		[ADDRESS_COUNTRY] = address->country,
		[ADDRESS_TAX_ID] = address->company_tax_id,
		[ADDRESS_LATITUDE] = address->latitude,
		[ADDRESS_LONGITUDE] = address->longitude,
		[ADDRESS_ELIN] = address->elin,
	};
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++) {
		snprintf(desk->sent[i], FIELD_SIZE, "%s", sent[i]);
		char copy[FIELD_SIZE];
		memcpy(copy, desk->sent[i], FIELD_SIZE);
		snprintf(desk->text[i], FIELD_SIZE, "%s", text_trim(copy));
	}
	desk->country = desk->text[ADDRESS_COUNTRY];
}

/* ---- corrections ---- */

static bool folds_alike(const char *one, const char *other)
{
	struct str a = { 0 }, b = { 0 };
	text_fold(&a, one);
	text_fold(&b, other);
	bool alike = strcmp(str_text(&a), str_text(&b)) == 0;
	str_fini(&a);
	str_fini(&b);
	return alike;
}

/* Appends one word as the country's street names spell it. */
static void spell_word(struct desk *desk, struct str *out, const char *word)
{
	static const char strasse[] = "strasse";
	struct str folded = { 0 };
	char text[FIELD_SIZE];
	size_t len = strlen(word), tail = sizeof strasse - 1;
	text_fold(&folded, word);
	if (world_text(desk->world, SQL_SPELLING,
		    BINDS(TEXT(":country", desk->country), TEXT(":folded", str_text(&folded))),
		    text, sizeof text))
		str_add(out, text);
	else if (strcmp(desk->country, "DE") == 0 && len > tail &&
		 strcmp(word + len - tail, strasse) == 0)
		str_addf(out, "%.*sstraße", (int)(len - tail), word);
	else
		str_add(out, word);
	str_fini(&folded);
}

/* Case and accents of each word: "rue de la Republique" becomes "Rue de la République". */
static void correct_words(struct desk *desk, char *text)
{
	struct str out = { 0 };
	char word[FIELD_SIZE];
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, " -'");
		snprintf(word, sizeof word, "%.*s", (int)len, at);
		if (len)
			spell_word(desk, &out, word);
		at += len;
		if (*at)
			str_addc(&out, *at++);
	}
	snprintf(text, FIELD_SIZE, "%s", str_text(&out));
	str_fini(&out);
}

static void upper(char *text)
{
	for (; *text; text++)
		*text = (char)toupper((unsigned char)*text);
}

/* Capitals, no stray spaces, and the one space that the country writes. */
static void correct_postal_code(struct desk *desk)
{
	char *code = desk->text[ADDRESS_POSTAL_CODE], bare[FIELD_SIZE];
	size_t len = 0;
	upper(code);
	for (const char *c = code; *c; c++)
		if (*c != ' ')
			bare[len++] = *c;
	bare[len] = '\0';
	bool split = strcmp(desk->country, "GB") == 0 || strcmp(desk->country, "CA") == 0;
	if (split && len > 3)
		snprintf(code, FIELD_SIZE, "%.*s %s", (int)len - 3, bare, bare + len - 3);
	else if (desk->country[0] && strspn(bare, "0123456789") == len)
		snprintf(code, FIELD_SIZE, "%s", bare);
}

/* "WA - Washington", "Washington" and "wa" become "WA". False if the country has states and this is
 * none of them. */
static bool correct_state(struct desk *desk)
{
	struct subdivision *list = xcalloc(256, sizeof *list);
	int count = reference_subdivisions(desk->world->ref, desk->country, list, 256), named = 0;
	char *state = desk->text[ADDRESS_STATE];
	size_t code = strcspn(state, " ");
	bool found = state[0] == '\0';
	for (int i = 0; i < count && i < 256 && !found; i++) {
		named += list[i].in_address;
		found = folds_alike(state, list[i].name) || strcasecmp(state, list[i].code) == 0 ||
			(strncmp(state + code, " - ", 3) == 0 && strlen(list[i].code) == code &&
				strncasecmp(state, list[i].code, code) == 0);
		if (found)
			snprintf(state, FIELD_SIZE, "%s", list[i].code);
	}
	free(list);
	return found || named == 0;
}

/* The city's own spelling and its area codes, where the city is known; a city that is not may pass
 * (R-297). */
static void correct_city(struct desk *desk)
{
	struct area *areas = xcalloc(16, sizeof *areas);
	char *city = desk->text[ADDRESS_CITY];
	const char *state = desk->text[ADDRESS_STATE];
	int count = city[0] ? reference_areas(
				      desk->world->ref, desk->country, NULL, city, NULL, areas, 16)
			    : 0;
	for (int i = 0; i < count && i < 16; i++) {
		if (state[0] && areas[i].state[0] &&
			strcmp(desk->format.state_label, "none") != 0 &&
			strcmp(state, areas[i].state) != 0)
			continue;
		snprintf(city, FIELD_SIZE, "%s", areas[i].city);
		size_t used = strlen(desk->area_codes);
		snprintf(desk->area_codes + used, sizeof desk->area_codes - used, "%s%s ",
			used ? "" : " ", areas[i].area_code);
	}
	free(areas);
}

/* ---- validation ---- */

static bool required_missing(struct desk *desk)
{
	unsigned required = address_fields_of(desk->format.required_fields);
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++)
		if (required & 1u << i && !desk->text[i][0])
			return !desk_say(desk, "Invalid", "InvalidAddress: %s is required.",
				address_field_label((enum address_field)i));
	return false;
}

/* What the rules find in the corrected text; false if something forbids it. */
static bool desk_check(struct desk *desk)
{
	struct address_form form = {
		.postal_regex = desk->format.postal_code_regex,
		.english = address_english(desk->country),
		.strict_british = strcmp(desk->country, "GB") == 0,
	};
	struct address_text text;
	struct address_finding findings[ADDRESS_FIELD_COUNT];
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++)
		text.field[i] = desk->text[i];
	int count = address_check(&form, &text, findings, ADDRESS_FIELD_COUNT);
	for (int i = 0; i < count && i < ADDRESS_FIELD_COUNT; i++) {
		if (findings[i].verdict.answer != VERDICT_NO)
			continue;
		const char *suggestion = findings[i].suggestion;
		return desk_say(desk, "Invalid", "InvalidAddress: %s: %s%s%s",
			address_field_label(findings[i].field), findings[i].verdict.why,
			suggestion[0] ? " Did you mean: " : "", suggestion);
	}
	return true;
}

static void desk_validate(struct desk *desk)
{
	if (!desk->text[ADDRESS_COMPANY][0] ||
		!reference_address_format(desk->world->ref, desk->country, &desk->format, NULL)) {
		desk_say(desk, "Invalid",
			"InvalidAddress: The company name and a valid country or region are required."); /* */
		return;
	}
	bool state_known = correct_state(desk);
	correct_city(desk);
	correct_postal_code(desk);
	correct_words(desk, desk->text[ADDRESS_STREET]);
	correct_words(desk, desk->text[ADDRESS_STREET_SUFFIX]);
	upper(desk->text[ADDRESS_PRE_DIRECTIONAL]);
	upper(desk->text[ADDRESS_POST_DIRECTIONAL]);
	desk->validation = "Valid";
	if (!state_known)
		desk_say(desk, "Invalid",
			"InvalidAddress: The state or province is not one of this country or region.");
	else if (required_missing(desk) || !desk_check(desk))
		return;
	else if (desk->format.latlong_required != FACT_NO && /* */
		 (!desk->text[ADDRESS_LATITUDE][0] || !desk->text[ADDRESS_LONGITUDE][0]))
		desk_say(desk, "NotValidated",
			"Latitude and longitude are required to validate the address.");
}

/* ---- saving ---- */

static void json_of_fields(struct desk *desk, struct str *fields)
{
	str_add(fields, "{}");
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++) {
		if (!columns[i])
			continue;
		char *before = str_take(fields);
		world_add(desk->world, fields, SQL_SET_FIELD,
			BINDS(TEXT(":fields", before), TEXT(":field", columns[i]),
				TEXT(":text", desk->text[i])));
		free(before);
	}
}

static void json_of_corrections(struct desk *desk, struct str *list)
{
	str_add(list, "[]");
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++) {
		if (!columns[i] || strcmp(desk->sent[i], desk->text[i]) == 0)
			continue;
		char *before = str_take(list);
		world_add(desk->world, list, SQL_CORRECTION,
			BINDS(TEXT(":list", before), TEXT(":field", columns[i]),
				TEXT(":theirs", desk->text[i])));
		free(before);
	}
}

static void location_add(
	struct world *world, const char *civic_id, const char *name, char location_id[37])
{
	char seed[256];
	snprintf(seed, sizeof seed, "%s/%s", civic_id, name);
	world_id(location_id, "location", seed);
	world_run(world, SQL_ADD_LOCATION,
		BINDS(TEXT(":location", location_id), TEXT(":civic", civic_id),
			TEXT(":name", name)));
}

static void desk_save(
	struct desk *desk, const char *civic_id, const char *request_id, const char *fields)
{
	char location_id[37];
	struct str corrections = { 0 };
	json_of_corrections(desk, &corrections);
	world_run(desk->world, SQL_SAVE,
		BINDS(TEXT(":civic", civic_id), TEXT(":request", request_id),
			TEXT(":description", desk->text[ADDRESS_DESCRIPTION]),
			TEXT(":fields", fields), TEXT(":corrections", str_text(&corrections)),
			TEXT(":country", desk->country), TEXT(":codes", desk->area_codes),
			TEXT(":validation", desk->validation), TEXT(":words", desk->words),
			NUMBER(":now", desk->world->now),
			NUMBER(":delay", world_delay(desk->world, "address"))));
	location_add(desk->world, civic_id, "", location_id);
	str_fini(&corrections);
}

/* What became of an address by now; false: there is none. */
static bool address_state(struct world *world, const char *civic_id, struct service_reply *reply)
{
	sqlite3_stmt *stmt = world_query(world, SQL_STATE, BINDS(TEXT(":civic", civic_id)));
	if (!world_row(world, stmt))
		return false;
	int64_t answers_at = sqlite3_column_int64(stmt, 2);
	snprintf(reply->civic_id, sizeof reply->civic_id, "%s", civic_id);
	snprintf(reply->location_id, sizeof reply->location_id, "%s", world_column(stmt, 4));
	if (answers_at > world->now) {
		world_pend(reply, answers_at - world->now, "address:%s", civic_id);
	} else {
		snprintf(reply->validation, sizeof reply->validation, "%s", world_column(stmt, 0));
		str_add(&reply->json, world_column(stmt, 3));
		/* Saved is done, whatever validation said of it. */
		snprintf(reply->words, sizeof reply->words, "%s", world_column(stmt, 1));
		world_reply_done(reply);
	}
	world_done(stmt);
	return true;
}

/* The service's id of an address that a request names; "" if none. */
static const char *civic_of(const struct service_request *request)
{
	if (request->civic_id && request->civic_id[0])
		return request->civic_id;
	return request->address ? request->address->civic_id : "";
}

/* Which address a request means: one of its own earlier try, the same one, one that may still be
 * edited, else a new one. True if nothing is to be saved: it stands as it is. civic_id
 * holds 64 bytes. */
static bool address_stands(struct world *world, const struct service_request *request,
	const char *description, const char *fields, char *civic_id)
{
	if (world_text(world, SQL_BY_REQUEST, BINDS(TEXT(":request", request->request_id)),
		    civic_id, 64) ||
		world_text(world, SQL_SAME,
			BINDS(TEXT(":description", description), TEXT(":fields", fields)), civic_id,
			64))
		return true;
	if (world_text(world, SQL_BY_CIVIC, BINDS(TEXT(":civic", civic_of(request))), civic_id, 64))
		return false;
	if (!world_text(
		    world, SQL_UNFINISHED, BINDS(TEXT(":description", description)), civic_id, 64))
		world_id(civic_id, "civic", request->request_id ? request->request_id : fields);
	return false;
}

void addresses_create(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (!request->address) {
		world_refuse(reply, CAUSE_UNKNOWN, "BadRequest: The address is missing.");
		return;
	}
	struct desk *desk = xcalloc(1, sizeof *desk);
	struct str fields = { 0 };
	char civic_id[64];
	desk->world = world;
	desk_take(desk, request->address);
	desk_validate(desk);
	json_of_fields(desk, &fields);
	if (address_stands(
		    world, request, desk->text[ADDRESS_DESCRIPTION], str_text(&fields), civic_id)) {
		address_state(world, civic_id, reply);
	} else if (world_number(
			   world, SQL_IS_VALID, BINDS(TEXT(":civic", civic_id)), 0)) { /* */
		world_refuse(reply, CAUSE_ADDRESS_FIXED,
			"BadRequest: A validated address cannot be modified.");
	} else {
		desk_save(desk, civic_id, request->request_id ? request->request_id : "",
			str_text(&fields));
		address_state(world, civic_id, reply);
	}
	str_fini(&fields);
	free(desk);
}

/* By the request that made it; an address that the request only names counts when it is valid. */
void addresses_create_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char civic_id[64];
	struct bind named[] = { TEXT(":civic", civic_of(request)), { 0 } };
	bool known = world_text(world, SQL_BY_REQUEST, BINDS(TEXT(":request", request->request_id)),
		civic_id, sizeof civic_id);
	if (!known && world_number(world, SQL_IS_VALID, named, 0))
		known = world_text(world, SQL_BY_CIVIC, named, civic_id, sizeof civic_id);
	if (!known || !address_state(world, civic_id, reply))
		world_refuse(reply, CAUSE_NOT_DONE, "");
}

void addresses_poll(struct world *world, const char *civic_id, struct service_reply *reply)
{
	if (!address_state(world, civic_id, reply))
		world_refuse(reply, CAUSE_NOT_DONE, "NotFound: CivicAddress was not found.");
}

enum world_location world_location(struct world *world, const char *id, char country[3],
	char *area_codes, size_t size, char location_id[64])
{
	enum world_location state = WORLD_LOCATION_NONE;
	sqlite3_stmt *stmt = world_query(
		world, SQL_LOCATION, BINDS(TEXT(":id", id), NUMBER(":now", world->now)));
	if (world_row(world, stmt)) {
		state = sqlite3_column_int(stmt, 0) ? WORLD_LOCATION_VALID
						    : WORLD_LOCATION_UNCHECKED;
		if (country)
			snprintf(country, 3, "%.2s", world_column(stmt, 1));
		if (area_codes)
			snprintf(area_codes, size, "%s", world_column(stmt, 2));
		snprintf(location_id, 64, "%s", world_column(stmt, 3));
	}
	world_done(stmt);
	return state;
}

/* ---- places and removal ---- */

void addresses_place_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (request->place_name && world_text(world, SQL_PLACE,
					   BINDS(TEXT(":civic", request->civic_id),
						   TEXT(":name", request->place_name)),
					   reply->location_id, sizeof reply->location_id)) {
		snprintf(reply->civic_id, sizeof reply->civic_id, "%s", request->civic_id);
		world_reply_done(reply);
	} else {
		world_refuse(reply, CAUSE_NOT_DONE, "");
	}
}

void addresses_place(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char civic_id[64], location_id[37];
	if (!world_text(world, SQL_BY_CIVIC, BINDS(TEXT(":civic", request->civic_id)), civic_id,
		    sizeof civic_id)) {
		world_refuse(reply, CAUSE_ADDRESS_NEEDED, "NotFound: CivicAddress was not found.");
		return;
	}
	location_add(world, civic_id, request->place_name ? request->place_name : "", location_id);
	addresses_place_ask(world, request, reply);
}

static bool address_used(struct world *world, const char *id)
{
	return world_number(world, SQL_USED, BINDS(TEXT(":id", id ? id : "")), 0);
}

void addresses_place_remove(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char name[128];
	bool there = world_text(world, SQL_PLACE_NAME,
		BINDS(TEXT(":location", request->location_id)), name, sizeof name);
	if (there && (address_used(world, request->location_id) || !name[0])) { /* */
		world_refuse(
			reply, CAUSE_ADDRESS_IN_USE, "BadRequest: The location cannot be removed.");
		return;
	}
	world_run(world, SQL_REMOVE_PLACE, BINDS(TEXT(":location", request->location_id)));
	world_reply_done(reply);
}

void addresses_place_remove_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char name[128];
	if (world_text(world, SQL_PLACE_NAME, BINDS(TEXT(":location", request->location_id)), name,
		    sizeof name))
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else
		world_reply_done(reply);
}

void addresses_remove(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (address_used(world, request->civic_id)) { /* */
		world_refuse(reply, CAUSE_ADDRESS_IN_USE,
			"BadRequest: The civic address is in use and cannot be removed.");
		return;
	}
	world_run(world, SQL_REMOVE, BINDS(TEXT(":civic", request->civic_id)));
	world_reply_done(reply);
}

void addresses_remove_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char civic_id[64];
	if (world_text(world, SQL_BY_CIVIC, BINDS(TEXT(":civic", request->civic_id)), civic_id,
		    sizeof civic_id))
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else
		world_reply_done(reply);
}

void addresses_page(struct world *world, const char *from, struct str *json, struct str *next)
{
	const char *first = from ? from : "";
	world_add(world, json, SQL_PAGE,
		BINDS(TEXT(":from", first), NUMBER(":rows", PAGE), NUMBER(":now", world->now)));
	world_add(world, next, SQL_PAGE_END, BINDS(TEXT(":from", first), NUMBER(":rows", PAGE)));
}
