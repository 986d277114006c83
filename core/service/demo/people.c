/* The simulated directory. Named people stand in a table; everybody after them is made from the
 * number of the row, whenever asked, so that a tenant of any size costs what one page of it costs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/reference/capability.h"
#include "core/rules/location.h"
#include "core/service/demo/world.h"

/* Rows :from to :to of the directory. The divisors are primes that do not share factors with the
 * thousand draws of the sites and the twenty of the suites, so that names, sites, suites and
 * troubles mix; each trouble is rare enough to be an exception and frequent enough for 1,200 people
 * to show it. */
#define DIRECTORY                                                                                                              \
	"WITH RECURSIVE slice (row) AS (SELECT :from WHERE :from <= :to"                                                       \
	"  UNION ALL SELECT row + 1 FROM slice WHERE row < :to),"                                                              \
	" world AS (SELECT *, (SELECT coalesce(max(row), 0) FROM person) AS named,"                                            \
	"  (SELECT seconds FROM delay d WHERE d.kind = 'person' AND d.speed = tenant.speed) AS wait FROM tenant),"             \
	" drawn AS (SELECT slice.row, world.*, s.*, slice.row AS r,"                                                           \
	"  (SELECT count(*) FROM name WHERE name.country = s.country AND part = 'given') AS givens,"                           \
	"  (SELECT count(*) FROM name WHERE name.country = s.country AND part = 'surname') AS surnames"                        \
	"  FROM slice, world JOIN site s ON slice.row * 7919 % 1000 BETWEEN s.first AND s.last"                                \
	"  WHERE slice.row > world.named AND slice.row <= world.people),"                                                      \
	" directory AS ("                                                                                                      \
	"SELECT p.row, p.object_id, p.upn, p.display_name, p.given_name, p.surname, p.mail, p.job_title, p.department,"        \
	" p.enabled, p.usage_location AS location, p.street, p.city, p.state, p.postal_code, p.country, p.office, p.language," \
	" 'cloud' AS mailbox, '' AS line, 0 AS appears_at"                                                                     \
	"  FROM slice JOIN person p ON p.row = slice.row"                                                                      \
	" UNION ALL "                                                                                                          \
	"SELECT a.row, a.object_id, a.upn, a.display_name, '', '', '', '', '', 0, a.usage_location, '', '', '', '', '', '',"   \
	" '', 'cloud', '', a.appears_at FROM slice JOIN account a ON a.row = slice.row"                                        \
	" UNION ALL "                                                                                                          \
	"SELECT d.r, d.object_prefix || printf('%012x', d.r),"                                                                 \
	" g.ascii || '.' || f.ascii || d.r || '@' || d.domain,"                                                                \
	" CASE WHEN d.r % 37 = 5 THEN f.text || ', ' || g.text ELSE g.text || ' ' || f.text END, g.text, f.text,"              \
	" g.ascii || '.' || f.ascii || d.r || '@' || d.domain, j.title, j.department,"                                         \
	" d.r % 61 <> 7, CASE WHEN d.r % 43 = 11 THEN NULL ELSE s2.country END, d.street, d.city, d.state, d.postal_code,"     \
	" d.country_name, d.office, d.language,"                                                                               \
	" CASE WHEN d.r % 151 = 29 THEN 'onprem' ELSE 'cloud' END,"                                                            \
	" CASE WHEN d.r % 211 = 47 THEN 'tel:+14255550' || printf('%03d', d.r % 1000) ELSE '' END,"                            \
	" CASE WHEN d.r % 97 = 53 THEN d.opened_at + d.wait * (1 + d.r % 3) ELSE 0 END"                                        \
	" FROM drawn d JOIN site s2 ON s2.first = d.first"                                                                     \
	" JOIN name g ON g.country = s2.country AND g.part = 'given' AND g.n = d.r * 31 % d.givens"                            \
	" JOIN name f ON f.country = s2.country AND f.part = 'surname' AND f.n = (d.r / d.givens * 17 + d.r) % d.surnames"     \
	" JOIN job j ON j.n = d.r * 3 % 11)"

/* What a person holds: the suite of the beginning unless it was taken, and what was given. */
#define HELD                                                                                         \
	"(SELECT s.sku_part, 0 AS effective_at FROM suite s WHERE s.draw = (d.row - 1) % 20"         \
	"  AND NOT EXISTS (SELECT 1 FROM licence l WHERE l.row = d.row AND l.sku_part = s.sku_part)" \
	" UNION ALL SELECT l.sku_part, l.effective_at FROM licence l WHERE l.row = d.row AND l.held = 1)"

#define PAGE 999 /* rows: the most that $top of /users allows */

static const char SQL_PAGE[] = DIRECTORY
	" SELECT json_group_array(json_object('id', d.object_id, 'userPrincipalName', d.upn, 'displayName', d.display_name,"
	" 'givenName', d.given_name, 'surname', d.surname, 'mail', d.mail, 'department', d.department,"
	" 'jobTitle', d.job_title, 'officeLocation', d.office, 'streetAddress', d.street, 'city', d.city, 'state', d.state,"
	" 'postalCode', d.postal_code, 'country', d.country, 'usageLocation', coalesce(u.usage_location, d.location),"
	" 'preferredLanguage', d.language, 'accountEnabled', json(iif(d.enabled, 'true', 'false')), 'userType', 'Member',"
	" 'businessPhones', json('[]'), 'assignedLicenses', json((SELECT json_group_array(json_object('skuId', p.sku_id))"
	"  FROM " HELD " h JOIN product p ON p.sku_part = h.sku_part)),"
	" 'mailbox', d.mailbox, 'onPremLine', d.line, 'isResourceAccount', json(iif(d.row < 0, 'true', 'false')),"
	" 'voiceReady', json((SELECT iif(total(p.capability & :phone) > 0 AND total(p.capability & :plan) > 0"
	"  AND max(iif(p.capability & (:phone | :plan), h.effective_at, 0)) <= :now, 'true', 'false')"
	"  FROM " HELD " h JOIN product p ON p.sku_part = h.sku_part))))"
	" FROM directory d LEFT JOIN person_location u ON u.row = d.row WHERE d.appears_at <= :now";
static const char SQL_PERSON[] = DIRECTORY
	" SELECT coalesce(u.usage_location, d.location, ''), d.mailbox = 'onprem', d.line <> '',"
	" (SELECT total(p.capability & :phone) > 0 FROM " HELD
	" h JOIN product p ON p.sku_part = h.sku_part),"
	" (SELECT total(p.capability & :plan) > 0 FROM " HELD
	" h JOIN product p ON p.sku_part = h.sku_part),"
	" (SELECT coalesce(max(h.effective_at), 0) FROM " HELD
	" h JOIN product p ON p.sku_part = h.sku_part"
	"  WHERE p.capability & (:phone | :plan)), d.row < 0,"
	" (SELECT total(p.capability & :resource) > 0 FROM " HELD
	" h JOIN product p ON p.sku_part = h.sku_part)"
	" FROM directory d LEFT JOIN person_location u ON u.row = d.row"
	" WHERE d.appears_at <= :now AND (:object_id <> '' OR d.upn = :upn COLLATE NOCASE)";
static const char SQL_APPEARS[] = DIRECTORY " SELECT max(0, d.appears_at - :now) FROM directory d";
static const char SQL_ROW_OF_ID[] =
	"SELECT row FROM person WHERE object_id = :object_id"
	" UNION ALL SELECT row FROM account WHERE object_id = :object_id";
static const char SQL_ROW_OF_UPN[] = "SELECT row FROM person WHERE upn = :upn"
				     " UNION ALL SELECT row FROM account WHERE upn = :upn";
static const char SQL_FIRST_ACCOUNT[] = "SELECT min(row) FROM account";
static const char SQL_PREFIX[] = "SELECT object_prefix FROM tenant";
static const char SQL_PEOPLE[] = "SELECT people FROM tenant";
static const char SQL_SET_LOCATION[] =
	"INSERT INTO person_location (row, usage_location) VALUES (:row, :location)"
	" ON CONFLICT (row) DO UPDATE SET usage_location = excluded.usage_location";

void people_page(struct world *world, const char *from, struct str *json, struct str *next)
{
	int64_t first = from ? strtoll(from, NULL, 10) : 1;
	int64_t people = world_number(world, SQL_PEOPLE, NO_BINDS, 0);
	int64_t end = first > 0 ? people : -1; /* resource accounts come after the people */
	int64_t last = first + PAGE - 1 < end ? first + PAGE - 1 : end;
	str_add(json, "{\"value\":");
	world_add(world, json, SQL_PAGE,
		BINDS(NUMBER(":from", first), NUMBER(":to", last), NUMBER(":now", world->now),
			NUMBER(":phone", CAPABILITY_PHONE_SYSTEM),
			NUMBER(":plan", CAPABILITY_CALLING_PLAN)));
	str_add(json, "}");
	if (first > 0 && last >= people)
		last = world_number(world, SQL_FIRST_ACCOUNT, NO_BINDS, 0) - 1;
	if (last < people && last != -1)
		str_addf(next, "%lld", (long long)last + 1);
}

/* The row that a generated object id names in its last twelve digits; 0: none. */
static int64_t row_of_generated_id(struct world *world, const char *object_id)
{
	char prefix[40];
	world_text(world, SQL_PREFIX, NO_BINDS, prefix, sizeof prefix);
	size_t len = strlen(prefix);
	char *end;
	if (strncmp(object_id, prefix, len) != 0 || strlen(object_id) != len + 12)
		return 0;
	int64_t row = strtoll(object_id + len, &end, 16);
	return *end ? 0 : row;
}

/* The row that stands at the end of a generated sign-in name: "ava.osei17@...". The caller compares
 * the whole name. */
static int64_t row_of_generated_upn(const char *upn)
{
	const char *at = strchr(upn, '@');
	if (!at)
		return 0;
	const char *digits = at;
	while (digits > upn && digits[-1] >= '0' && digits[-1] <= '9')
		digits--;
	return digits == at ? 0 : strtoll(digits, NULL, 10);
}

static int64_t person_row(struct world *world, const char *object_id, const char *upn)
{
	int64_t row;
	if (object_id && object_id[0]) {
		row = world_number(world, SQL_ROW_OF_ID, BINDS(TEXT(":object_id", object_id)), 0);
		return row ? row : row_of_generated_id(world, object_id);
	}
	if (!upn || !upn[0])
		return 0;
	row = world_number(world, SQL_ROW_OF_UPN, BINDS(TEXT(":upn", upn)), 0);
	return row ? row : row_of_generated_upn(upn);
}

bool world_person(
	struct world *world, const char *object_id, const char *upn, struct world_person *out)
{
	*out = (struct world_person){ .row = person_row(world, object_id, upn) };
	if (out->row == 0)
		return false;
	sqlite3_stmt *stmt = world_query(world, SQL_PERSON,
		BINDS(NUMBER(":from", out->row), NUMBER(":to", out->row),
			NUMBER(":now", world->now), NUMBER(":phone", CAPABILITY_PHONE_SYSTEM),
			NUMBER(":plan", CAPABILITY_CALLING_PLAN),
			NUMBER(":resource", CAPABILITY_RESOURCE_ACCOUNT),
			TEXT(":object_id", object_id ? object_id : ""),
			TEXT(":upn", upn ? upn : "")));
	bool found = world_row(world, stmt);
	if (found) {
		snprintf(out->usage_location, sizeof out->usage_location, "%.2s",
			world_column(stmt, 0));
		out->onprem_mailbox = sqlite3_column_int(stmt, 1);
		out->onprem_line = sqlite3_column_int(stmt, 2);
		out->phone_system = sqlite3_column_int(stmt, 3);
		out->calling_plan = sqlite3_column_int(stmt, 4);
		out->effective_at = sqlite3_column_int64(stmt, 5);
		out->effective = out->effective_at <= world->now;
		out->resource = sqlite3_column_int(stmt, 6);
		out->resource_licence = sqlite3_column_int(stmt, 7);
	}
	world_done(stmt);
	return found;
}

bool world_person_or_refuse(struct world *world, const struct service_request *request,
	struct world_person *out, const char *words, struct service_reply *reply)
{
	if (world_person(world, request->object_id, request->upn, out))
		return true;
	if (out->row != 0)
		reply->after = world_number(world, SQL_APPEARS,
			BINDS(NUMBER(":from", out->row), NUMBER(":to", out->row),
				NUMBER(":now", world->now)),
			0);
	return !world_refuse(reply, CAUSE_PERSON_MISSING, words);
}

void people_usage_location(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	const char *location = request->usage_location ? request->usage_location : "";
	if (!world_person_or_refuse(world, request, &person,
		    "Request_ResourceNotFound: Resource does not exist or one of its queried"
		    " reference-property objects are not present.",
		    reply))
		return;
	if (!location_shape(location)) {
		world_refusef(reply, CAUSE_NO_USAGE_LOCATION,
			"Request_BadRequest: Invalid value specified for property 'usageLocation' of resource 'User': %.20s",
			location);
		return;
	}
	world_run(world, SQL_SET_LOCATION,
		BINDS(NUMBER(":row", person.row), TEXT(":location", location)));
	world_reply_done(reply);
}

void people_usage_location_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	if (world_person(world, request->object_id, request->upn, &person) &&
		request->usage_location &&
		strcmp(person.usage_location, request->usage_location) == 0)
		world_reply_done(reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}
