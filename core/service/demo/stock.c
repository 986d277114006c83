/* The simulated stock of numbers. It is finite, and no row of it is stored: number k of an area is
 * always the same number, and whether another customer has it just now follows from the clock. What
 * is stored is what we hold and own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reference/capability.h"
#include "core/rules/quota.h"
#include "core/rules/reservation.h"
#include "core/service/demo/world.h"

#define AREAS 256       /* of one country; the largest has 95 */
#define PER_CODE 5000   /* user numbers of one area code; its toll numbers come after them */
#define OTHERS 12       /* other customers have one number in so many at any time... */
#define OTHERS_TURN 600 /* ...and others after so many seconds */
#define SEARCH_MAX 1000

static const char SQL_TENANT[] =
	"SELECT country, verified, opened_at, max(stock_factor, people / 40), requests FROM tenant";
static const char SQL_STOCK[] = "SELECT size FROM stock WHERE country = :country AND city = :city";
static const char SQL_FICTION[] =
	"SELECT start FROM fiction WHERE country = :country AND area_code = :code";
static const char SQL_TOLLFREE[] =
	"SELECT area_code, digits, start FROM tollfree WHERE country = :country";
static const char SQL_FREE[] =
	"SELECT NOT EXISTS (SELECT 1 FROM number WHERE e164 = :e164 AND released_at = 0)"
	" AND NOT EXISTS (SELECT 1 FROM hold WHERE e164 = :e164 AND until > :now)";
static const char SQL_HOLD[] =
	"INSERT OR REPLACE INTO hold (e164, reservation, kind, country, state, city, area_code, until)"
	" VALUES (:e164, :reservation, :kind, :country, :state, :city, :code, :until)";
static const char SQL_HELD[] =
	"SELECT count(*) FROM hold WHERE reservation = :reservation AND until > :now";
static const char SQL_HELD_KIND[] = "SELECT count(*) FROM hold WHERE kind = :kind AND until > :now";
static const char SQL_HELD_UNTIL[] = "SELECT min(until) FROM hold WHERE reservation = :reservation";
static const char SQL_HELD_JSON[] =
	"SELECT json_group_array(json_object('telephoneNumber', e164, 'state', state, 'city', city, 'areaCode', area_code))"
	" FROM (SELECT * FROM hold WHERE reservation = :reservation AND until > :now ORDER BY e164)";
static const char SQL_FORGET[] = "DELETE FROM hold WHERE reservation = :reservation";
static const char SQL_LET_GO[] =
	"DELETE FROM hold WHERE e164 = :e164 AND (:reservation = '' OR reservation = :reservation)";
static const char SQL_OF_HOLD[] =
	"SELECT until, country, area_code, kind FROM hold WHERE e164 = :e164"
	" AND (:reservation = '' OR reservation = :reservation)";
static const char SQL_NUMBERS_OF_HOLD[] =
	"SELECT e164 FROM hold WHERE reservation = :reservation ORDER BY e164";
static const char SQL_CREDITS[] = "SELECT EXISTS (SELECT 1 FROM feature WHERE kind = 'credits')";
static const char SQL_OWNED[] = "SELECT id FROM number WHERE e164 = :e164 AND released_at = 0";
static const char SQL_COUNT[] =
	"SELECT count(*) FROM number WHERE kind = :kind AND released_at = 0";
static const char SQL_PORTED[] =
	"SELECT count(*) FROM number WHERE kind = :kind AND released_at = 0 AND source = 'ported'";
static const char SQL_ACQUIRE[] =
	"INSERT INTO number (e164, kind, country, state, city, area_code, request_id, acquired_at, usable_at, location_id)"
	" SELECT e164, kind, country, state, city, area_code, :request, :now, :now + :delay, :location FROM hold"
	" WHERE e164 = :e164";
static const char SQL_UNHOLD[] = "DELETE FROM hold WHERE e164 = :e164";
static const char SQL_ASSIGNED_TO[] = "SELECT person FROM number WHERE id = :id";
static const char SQL_RELEASE[] = "UPDATE number SET released_at = :now WHERE id = :id";
static const char SQL_BY_REQUEST[] =
	"SELECT count(*) FROM number WHERE request_id = :request AND :request <> ''";
static const char SQL_BY_REQUEST_JSON[] =
	"SELECT json_group_array(json_object('telephoneNumber', e164, 'state', state, 'city', city, 'areaCode', area_code))"
	" FROM (SELECT * FROM number WHERE request_id = :request ORDER BY e164)";
static const char SQL_PAGE[] =
	"SELECT json_group_array(json_object('telephoneNumber', n.e164, 'kind', n.kind, 'source', n.source,"
	" 'isoCountryCode', n.country, 'state', n.state, 'city', n.city, 'areaCode', n.area_code,"
	" 'activationState', iif(n.assigned_at > :now, 'AssignmentPending', 'Activated'), 'usableAt', n.usable_at,"
	" 'blockedUntil', n.blocked_until, 'locationId', nullif(n.location_id, ''),"
	" 'assignmentTargetId', iif(n.person IS NULL OR n.assigned_at > :now, NULL, coalesce("
	"  (SELECT object_id FROM person p WHERE p.row = n.person),"
	"  (SELECT object_id FROM account a WHERE a.row = n.person),"
	"  (SELECT object_prefix || printf('%012x', n.person) FROM tenant))),"
	" 'targetLocationId', iif(n.assigned_at > :now, NULL, nullif(n.person_location_id, ''))))"
	" FROM (SELECT * FROM number WHERE released_at = 0 AND id > :from ORDER BY id LIMIT :rows) n";
static const char SQL_PAGE_END[] =
	"SELECT max(id) FROM (SELECT id FROM number WHERE released_at = 0 AND id > :from ORDER BY id LIMIT :rows)";
static const char SQL_MORE[] =
	"SELECT EXISTS (SELECT 1 FROM number WHERE released_at = 0 AND id > :from)";
static const char SQL_CITY_OF_CIVIC[] =
	"SELECT fields ->> '$.city' FROM address WHERE civic_id = :civic"
	" OR civic_id = (SELECT civic_id FROM location WHERE location_id = :civic)";

#define PAGE 999

struct tenant {
	char country[3], verified[8];
	int64_t opened_at, factor, requests;
};

static struct tenant tenant_read(struct world *world)
{
	struct tenant tenant = { 0 };
	sqlite3_stmt *stmt = world_query(world, SQL_TENANT, NO_BINDS);
	if (world_row(world, stmt)) {
		snprintf(tenant.country, sizeof tenant.country, "%.2s", world_column(stmt, 0));
		snprintf(tenant.verified, sizeof tenant.verified, "%s", world_column(stmt, 1));
		tenant.opened_at = sqlite3_column_int64(stmt, 2);
		tenant.factor = sqlite3_column_int64(stmt, 3);
		tenant.requests = sqlite3_column_int64(stmt, 4);
	}
	world_done(stmt);
	return tenant;
}

/* One search under way. */
struct search {
	struct world *world;
	const struct service_request *request;
	struct tenant tenant;
	const char *kind; /* user, toll, tollfree */
	char country[3], calling_code[5], city[64], reservation[37];
	int64_t wanted, found, until;
};

/* ---- the generator ---- */

static int64_t start_of(struct world *world, const char *country, const char *code, int digits)
{
	int64_t start = digits >= 7 ? 5550100
				    : 550100; /* 555-01xx first: nobody's, in North America */
	for (int i = 7; i < digits; i++)
		start *= 10;
	return world_number(
		world, SQL_FICTION, BINDS(TEXT(":country", country), TEXT(":code", code)), start);
}

static int64_t stock_size(struct search *search, const struct area *area)
{
	bool user = strcmp(search->kind, "user") == 0;
	int64_t size = 3 + (int64_t)(world_hash(area->city, 7) % 18);
	if (!user)
		return 1 + size / 4;
	return search->tenant.factor *
	       world_number(search->world, SQL_STOCK,
		       BINDS(TEXT(":country", area->country), TEXT(":city", area->city)), size);
}

/* Other customers take one number in OTHERS, and let it go again, turn by turn; at the beginning
 * they have none. */
static bool others_have(const struct search *search, const struct area *area, int64_t k)
{
	int64_t elapsed = search->world->now - search->tenant.opened_at;
	if (elapsed < OTHERS_TURN)
		return false;
	int64_t start = (int64_t)(world_hash(area->city, 11) % OTHERS);
	return (k + start + elapsed / OTHERS_TURN) % OTHERS == 0;
}

static bool prefix_fits(const char *e164, const char *prefix)
{
	if (!prefix || !prefix[0])
		return true;
	prefix += prefix[0] == '+';
	return strncmp(e164 + 1, prefix, strlen(prefix)) == 0;
}

static void hold_number(struct search *search, const struct area *area, const char *e164)
{
	world_run(search->world, SQL_HOLD,
		BINDS(TEXT(":e164", e164), TEXT(":reservation", search->reservation),
			TEXT(":kind", search->kind), TEXT(":country", area->country),
			TEXT(":state", area->state), TEXT(":city", area->city),
			TEXT(":code", area->area_code), NUMBER(":until", search->until)));
	search->found++;
}

/* Holds number k of a run that begins at `first`, if it fits and is free. */
static void try_number(
	struct search *search, const struct area *area, int64_t k, int64_t first, int digits)
{
	char e164[32];
	snprintf(e164, sizeof e164, "+%s%s%0*lld", search->calling_code, area->area_code, digits,
		(long long)first);
	if (strlen(e164) <= 16 && prefix_fits(e164, search->request->prefix) &&
		!others_have(search, area, k) &&
		world_number(search->world, SQL_FREE,
			BINDS(TEXT(":e164", e164), NUMBER(":now", search->world->now)), 0))
		hold_number(search, area, e164);
}

/* Cities that share an area code share its numbers by turns, so that no two have the same. */
static void search_area(struct search *search, const struct area *area, struct area *room)
{
	int sharers = reference_areas(
		search->world->ref, area->country, NULL, NULL, area->area_code, room, AREAS);
	int turn = 0;
	while (turn < sharers && turn < AREAS &&
		(strcmp(room[turn].city, area->city) != 0 ||
			strcmp(room[turn].state, area->state) != 0))
		turn++;
	int64_t start = start_of(search->world, area->country, area->area_code, area->digits_after);
	if (strcmp(search->kind, "user") != 0)
		start += PER_CODE;
	int64_t size = stock_size(search, area);
	if (size > PER_CODE / (sharers ? sharers : 1))
		size = PER_CODE / (sharers ? sharers : 1);
	for (int64_t k = 0; k < size && search->found < search->wanted; k++)
		try_number(search, area, k, start + k * sharers + turn, area->digits_after);
}

static bool has_service_numbers(struct search *search, const char *city, struct city *cities)
{
	int count = reference_service_cities(search->world->ref, search->country, cities, AREAS);
	for (int i = 0; i < count && i < AREAS; i++)
		if (strcmp(cities[i].city, city) == 0)
			return true;
	return false;
}

static void search_cities(struct search *search)
{
	const struct service_request *request = search->request;
	struct area *areas = xcalloc(AREAS, sizeof *areas), *room = xcalloc(AREAS, sizeof *room);
	struct city *cities = xcalloc(AREAS, sizeof *cities);
	int count = reference_areas(search->world->ref, search->country, request->state,
		search->city, request->area_code, areas, AREAS);
	for (int i = 0; i < count && i < AREAS && search->found < search->wanted; i++)
		/* Toll numbers exist in some cities only. */
		if (strcmp(search->kind, "toll") != 0 ||
			has_service_numbers(search, areas[i].city, cities))
			search_area(search, &areas[i], room);
	free(cities);
	free(room);
	free(areas);
}

/* Toll-free numbers belong to a country, not to a city. */
static void search_tollfree(struct search *search)
{
	struct area area = { 0 };
	int64_t start = 0;
	snprintf(area.country, sizeof area.country, "%s", search->country);
	sqlite3_stmt *stmt = world_query(
		search->world, SQL_TOLLFREE, BINDS(TEXT(":country", search->country)));
	if (world_row(search->world, stmt)) {
		snprintf(area.area_code, sizeof area.area_code, "%.7s", world_column(stmt, 0));
		area.digits_after = sqlite3_column_int(stmt, 1);
		start = sqlite3_column_int64(stmt, 2);
	}
	world_done(stmt);
	for (int64_t k = 0; area.area_code[0] && k < 12 && search->found < search->wanted; k++)
		try_number(search, &area, k, start + k, area.digits_after);
}

/* ---- the quota ---- */

static enum quota_kind quota_kind_of(const char *kind)
{
	if (strcmp(kind, "user") == 0)
		return QUOTA_USER;
	return strcmp(kind, "toll") == 0 ? QUOTA_TOLL : QUOTA_TOLL_FREE;
}

/* may the tenant have so many more numbers of this kind? */
static bool quota_allows(struct world *world, const char *kind, int64_t more, bool count_held)
{
	struct quota_licences licences = {
		.domestic = licences_assigned(world, CAPABILITY_DOMESTIC),
		.international = licences_assigned(world, CAPABILITY_INTERNATIONAL),
		.payg = licences_assigned(world, CAPABILITY_PAYG),
		.phone_system = licences_assigned(world, CAPABILITY_PHONE_SYSTEM),
		.conferencing = licences_assigned(world, CAPABILITY_CONFERENCING),
		.conferencing_basic = licences_assigned(world, CAPABILITY_CONFERENCING_BASIC),
	};
	struct quota_numbers numbers = {
		.acquired = world_number(world, SQL_COUNT, BINDS(TEXT(":kind", kind)), 0),
		.ported = world_number(world, SQL_PORTED, BINDS(TEXT(":kind", kind)), 0),
		.reserved = count_held ? world_number(world, SQL_HELD_KIND,
						 BINDS(TEXT(":kind", kind),
							 NUMBER(":now", world->now)),
						 0)
				       : 0,
	};
	struct quota quota = quota_of(quota_kind_of(kind), &licences, &numbers);
	bool credits = licences_seats(world, "MCOPSTNC") > 0 ||
		       world_number(world, SQL_CREDITS, NO_BINDS, 0);
	return verdict_ok(quota_more(quota_kind_of(kind), &quota, more, credits));
}

/* ---- search ---- */

static void reply_held(struct search *search, struct service_reply *reply)
{
	struct world *world = search->world;
	snprintf(reply->reservation, sizeof reply->reservation, "%s", search->reservation);
	reply->held_until = world_number(
		world, SQL_HELD_UNTIL, BINDS(TEXT(":reservation", search->reservation)), 0);
	world_add(world, &reply->json, SQL_HELD_JSON,
		BINDS(TEXT(":reservation", search->reservation), NUMBER(":now", world->now)));
	world_reply_done(reply);
}

/* Country, city and reservation of a search; false after a refusal. */
static bool search_begin(struct search *search, struct service_reply *reply)
{
	const struct service_request *request = search->request;
	struct country country;
	search->tenant = tenant_read(search->world);
	search->kind = request->number_kind && request->number_kind[0] ? request->number_kind
								       : "user";
	snprintf(search->country, sizeof search->country, "%.2s",
		request->country && request->country[0] ? request->country
							: search->tenant.country);
	if (!reference_country(search->world->ref, search->country, &country, NULL) ||
		country.calling_plans != FACT_YES || country.seller != COUNTRY_SELLER_MICROSOFT)
		return !world_refuse(reply, CAUSE_OUT_OF_STOCK,
			"OutOfStock: No numbers are offered in this country or region.");
	snprintf(search->calling_code, sizeof search->calling_code, "%s", country.calling_code);
	const char *civic = request->civic_id && request->civic_id[0] ? request->civic_id
								      : request->location_id;
	bool placed = (request->city && request->city[0]) ||
		      (request->state && request->state[0]) ||
		      (request->area_code && request->area_code[0]) ||
		      (request->prefix && request->prefix[0]);
	if (placed || !civic) /* by location means: in its city */
		snprintf(search->city, sizeof search->city, "%s",
			request->city ? request->city : "");
	else
		world_text(search->world, SQL_CITY_OF_CIVIC, BINDS(TEXT(":civic", civic)),
			search->city, sizeof search->city);
	char seed[64];
	snprintf(seed, sizeof seed, "%lld %lld", (long long)search->world->now,
		(long long)search->tenant.requests);
	world_id(search->reservation, "reservation",
		request->request_id && request->request_id[0] ? request->request_id : seed);
	return true;
}

void world_search(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct search search = { .world = world, .request = request };
	if (!search_begin(&search, reply))
		return;
	struct bind by_reservation[] = { TEXT(":reservation", search.reservation),
		NUMBER(":now", world->now), { 0 } };
	if (world_number(world, SQL_HELD, by_reservation, 0) > 0) { /* the same request again */
		reply_held(&search, reply);
		return;
	}
	world_run(world, SQL_FORGET, BINDS(TEXT(":reservation", search.reservation)));
	search.wanted = request->quantity < 1            ? 1
			: request->quantity > SEARCH_MAX ? SEARCH_MAX
							 : request->quantity;
	if (!quota_allows(world, search.kind, search.wanted, true)) {
		world_refuse(reply, CAUSE_QUOTA,
			"BadRequest: You don't have enough licenses to request more numbers of this type.");
		return;
	}
	search.until = reservation_until(/* */
		world->now, reference_value(world->ref, "reservation_seconds"));
	if (strcmp(search.kind, "tollfree") == 0)
		search_tollfree(&search);
	else
		search_cities(&search);
	if (search.found == 0)
		world_refuse(reply, CAUSE_OUT_OF_STOCK,
			"OutOfStock: No telephone numbers are available for the search."); /*
											    */
	else
		reply_held(&search, reply);
}

void world_let_go(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	const char *reservation = request->reservation ? request->reservation : "";
	if (request->number && request->number[0])
		world_run(world, SQL_LET_GO,
			BINDS(TEXT(":e164", request->number), TEXT(":reservation", reservation)));
	else
		world_run(world, SQL_FORGET, BINDS(TEXT(":reservation", reservation)));
	world_reply_done(reply);
}

/* ---- acquire ---- */

struct held {
	int64_t until;
	char country[3], area_code[12], kind[12];
};

static bool held_find(
	struct world *world, const char *e164, const char *reservation, struct held *out)
{
	sqlite3_stmt *stmt = world_query(world, SQL_OF_HOLD,
		BINDS(TEXT(":e164", e164), TEXT(":reservation", reservation ? reservation : "")));
	bool found = world_row(world, stmt);
	*out = (struct held){ 0 };
	if (found) {
		out->until = sqlite3_column_int64(stmt, 0);
		snprintf(out->country, sizeof out->country, "%.2s", world_column(stmt, 1));
		snprintf(out->area_code, sizeof out->area_code, "%s", world_column(stmt, 2));
		snprintf(out->kind, sizeof out->kind, "%s", world_column(stmt, 3));
	}
	world_done(stmt);
	return found;
}

/* " 4 " in " 1 4 ". Not known ("") fits everything. */
static bool area_fits(const char *codes, const char *code)
{
	char needle[16];
	snprintf(needle, sizeof needle, " %s ", code);
	return !codes[0] || !code[0] || strstr(codes, needle);
}

/* The address that the number is tied to when it is obtained. False after a
 * refusal; location, 64 bytes, is "" where none is needed and none was given. */
static bool acquire_location(struct world *world, const struct service_request *request,
	const struct held *held, char *location, struct service_reply *reply)
{
	const char *asked = request->location_id && request->location_id[0] ? request->location_id
									    : request->civic_id;
	struct country country;
	char where[3] = "", areas[64] = "";
	if (!reference_country(world->ref, held->country, &country, NULL))
		return true;
	if (!asked || !asked[0])
		return !country.address_first || strcmp(held->kind, "user") != 0 ||
		       !world_refuse(reply, CAUSE_ADDRESS_NEEDED,
			       "BadRequest: CivicAddressId is required for this area.");
	enum world_location state = world_location(
		world, asked, where, areas, sizeof areas, location);
	if (state == WORLD_LOCATION_NONE)
		return !world_refuse(
			reply, CAUSE_ADDRESS_NEEDED, "NotFound: CivicAddress was not found.");
	if (state == WORLD_LOCATION_UNCHECKED)
		return !world_refuse(reply, CAUSE_ADDRESS_INVALID,
			"BadRequest: The civic address is not validated.");
	if (strcmp(where, held->country) != 0)
		return !world_refuse(reply, CAUSE_COUNTRY,
			"BadRequest: The civic address is not valid for the area.");
	if (country.area_code_must_match && !area_fits(areas, held->area_code))
		return !world_refuse(reply, CAUSE_ADDRESS_AREA, "BadRequest: Activation failed.");
	return true;
}

/* Acquires one number that is held; false after a refusal. Owning it already is fine. */
static bool acquire_one(struct world *world, const struct service_request *request,
	const char *e164, struct service_reply *reply)
{
	struct held held;
	char location[64] = "";
	if (world_number(world, SQL_OWNED, BINDS(TEXT(":e164", e164)), 0))
		return true;
	if (strcmp(tenant_read(world).verified, "yes") != 0) /* */
		return !world_refuse(reply, CAUSE_PAPERS,
			"Forbidden: Your organization is not eligible to acquire telephone numbers at this time.");
	bool reserved = request->reservation && request->reservation[0];
	if (!held_find(world, e164, request->reservation, &held))
		return !world_refuse(reply, reserved ? CAUSE_EXPIRED : CAUSE_NUMBER_TAKEN,
			reserved ? "Expired: The order has expired."
				 : "NotFound: TelephoneNumber is not available.");
	if (held.until <= world->now) /* */
		return !world_refuse(reply, CAUSE_EXPIRED, "Expired: The order has expired.");
	if (!quota_allows(world, held.kind, 1, false))
		return !world_refuse(reply, CAUSE_QUOTA,
			"BadRequest: You don't have enough licenses to request more numbers of this type.");
	if (!acquire_location(world, request, &held, location, reply))
		return false;
	world_run(world, SQL_ACQUIRE,
		BINDS(TEXT(":e164", e164),
			TEXT(":request", request->request_id ? request->request_id : ""),
			NUMBER(":now", world->now), NUMBER(":delay", world_delay(world, "number")),
			TEXT(":location", location)));
	return world_run(world, SQL_UNHOLD, BINDS(TEXT(":e164", e164)));
}

static bool acquired_by(struct world *world, const char *request_id)
{
	return world_number(world, SQL_BY_REQUEST,
		       BINDS(TEXT(":request", request_id ? request_id : "")), 0) > 0;
}

static void reply_acquired(struct world *world, const char *request_id, struct service_reply *reply)
{
	str_clear(&reply->json);
	world_add(world, &reply->json, SQL_BY_REQUEST_JSON,
		BINDS(TEXT(":request", request_id ? request_id : "")));
	world_reply_done(reply);
}

/* All that a reservation holds; stops at the first refusal, and what was acquired before it stays
 * acquired, as an order that ends in PartialSuccess. */
static void acquire_reservation(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct str numbers = { 0 };
	sqlite3_stmt *stmt = world_query(
		world, SQL_NUMBERS_OF_HOLD, BINDS(TEXT(":reservation", request->reservation)));
	while (world_row(world, stmt))
		str_addf(&numbers, "%s\n", world_column(stmt, 0));
	if (numbers.len == 0 && !acquired_by(world, request->request_id)) {
		world_refuse(reply, CAUSE_EXPIRED, "Expired: The order has expired.");
		return;
	}
	char *rest = numbers.text;
	bool ok = true;
	for (char *e164; ok && (e164 = strsep(&rest, "\n")) != NULL && e164[0];)
		ok = acquire_one(world, request, e164, reply);
	str_fini(&numbers);
	if (ok)
		reply_acquired(world, request->request_id, reply);
}

void stock_acquire(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (!request->number || !request->number[0])
		acquire_reservation(world, request, reply);
	else if (acquire_one(world, request, request->number, reply))
		world_reply_done(reply);
}

void stock_acquire_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	bool has = request->number && request->number[0]
			   ? world_number(world, SQL_OWNED, BINDS(TEXT(":e164", request->number)),
				     0) != 0
			   : acquired_by(world, request->request_id);
	if (!has)
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else if (request->number && request->number[0])
		world_reply_done(reply);
	else
		reply_acquired(world, request->request_id, reply);
}

/* An order: search, hold and acquire in one. The same request id never orders twice. */
void stock_order(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (acquired_by(world, request->request_id)) {
		reply_acquired(world, request->request_id, reply);
		return;
	}
	world_search(world, request, reply);
	if (reply->state != SERVICE_DONE)
		return;
	struct service_request acquire = *request;
	acquire.reservation = reply->reservation;
	acquire_reservation(world, &acquire, reply);
}

/* An order that is half done holds its numbers still. */
void stock_order_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct search search = { .world = world };
	world_id(search.reservation, "reservation", request->request_id ? request->request_id : "");
	if (acquired_by(world, request->request_id))
		reply_acquired(world, request->request_id, reply);
	else if (world_number(world, SQL_HELD,
			 BINDS(TEXT(":reservation", search.reservation),
				 NUMBER(":now", world->now)),
			 0) > 0)
		reply_held(&search, reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}

void stock_release(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	int64_t id = world_number(world, SQL_OWNED, BINDS(TEXT(":e164", request->number)), 0);
	if (id && (world_number(world, SQL_ASSIGNED_TO, BINDS(NUMBER(":id", id)), 0) || /* */
			  features_bridged(world, request->number))) {
		world_refuse(reply, CAUSE_NUMBER_IN_USE,
			"BadRequest: One or more telephone numbers are in use.");
		return;
	}
	if (id)
		world_run(world, SQL_RELEASE, BINDS(NUMBER(":id", id), NUMBER(":now", world->now)));
	world_reply_done(reply);
}

void stock_release_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (world_number(world, SQL_OWNED, BINDS(TEXT(":e164", request->number)), 0))
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else
		world_reply_done(reply);
}

void stock_numbers_page(struct world *world, const char *from, struct str *json, struct str *next)
{
	int64_t first = from ? strtoll(from, NULL, 10) : 0;
	struct bind binds[] = { NUMBER(":from", first), NUMBER(":rows", PAGE), { 0 } };
	str_add(json, "{\"value\":");
	world_add(world, json, SQL_PAGE,
		BINDS(NUMBER(":from", first), NUMBER(":rows", PAGE), NUMBER(":now", world->now)));
	str_add(json, "}");
	int64_t last = world_number(world, SQL_PAGE_END, binds, 0);
	if (last && world_number(world, SQL_MORE, BINDS(NUMBER(":from", last)), 0))
		str_addf(next, "%lld", (long long)last);
}
