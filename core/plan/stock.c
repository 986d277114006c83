/* core/plan/stock.c: orders of numbers, and the holds that fill them: searches, next-best areas,
 * short stock, and numbers that were gone when they were to be acquired. */
#include "core/plan/applying.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/quota.h"
#include "core/plan/sql.h"
#include "core/reference/reference.h"
#include "core/store/store.h"
#include "core/tenant/number.h"

enum {
	SEARCHES = 2, /* of an order whose numbers were gone when they were to be acquired */
};

static const char ORDER_AREA_SQL[] =
	"SELECT country, city, area_code, kind, iif(:address_first OR EXISTS (SELECT 1 FROM place"
	" WHERE id = place_id AND location_id IS NOT NULL), place_id, NULL)"
	" FROM number_order WHERE id = :order";

static const char NUMBER_HOLD_SQL[] =
	"UPDATE number SET reservation = :reservation, held_until = :held_until"
	" WHERE e164 = :number";

static const char FOUND_SQL[] = "SELECT json_array_length(:json)";

struct search *search_of(struct apply *apply, int64_t order_id)
{
	for (int i = 0; i < apply->search_count; i++) {
		if (apply->searches[i].order_id == order_id)
			return &apply->searches[i];
	}
	apply->searches = xrealloc(
		apply->searches, (size_t)apply->search_count + 1, sizeof(*apply->searches));
	apply->searches[apply->search_count] = (struct search){
		.order_id = order_id, .count = -1, .alternative = -1
	};
	return &apply->searches[apply->search_count++];
}

/* Turns to the next-best area of an order. False: there is none, or they are not allowed. */
static bool search_next(struct apply *apply, struct search *search)
{
	sqlite3_stmt *stmt;
	char country[3], city[64], area_code[8];

	if (!apply->options.next_best || !apply->ref)
		return false;
	if (search->count < 0) {
		stmt = store_statement(apply->store, ORDER_AREA_SQL, NULL);
		if (!stmt)
			return false;
		sql_id(stmt, ":order", search->order_id);
		search->count = 0;
		if (store_step(stmt, NULL) > 0) {
			store_column(stmt, 0, country, sizeof(country));
			store_column(stmt, 1, city, sizeof(city));
			store_column(stmt, 2, area_code, sizeof(area_code));
			search->count = reference_areas_next(
				apply->ref, country, city, area_code, search->next, ALTERNATIVES);
			if (search->count > ALTERNATIVES)
				search->count = ALTERNATIVES;
		}
		store_done(stmt);
	}
	return ++search->alternative < search->count;
}

bool order_address_first(struct apply *apply, int64_t order_id)
{
	sqlite3_stmt *stmt = store_statement(apply->store, ORDER_AREA_SQL, NULL);
	char country[3] = "";
	struct country facts;

	if (!order_id || !stmt || !apply->ref)
		return false;
	sql_id(stmt, ":order", order_id);
	if (store_step(stmt, NULL) > 0)
		store_column(stmt, 0, country, sizeof(country));
	store_done(stmt);
	return country[0] && reference_country(apply->ref, country, &facts, NULL) &&
	       facts.address_first;
}

bool order_allowed(struct apply *apply, const struct item *item, bool *yes, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, ORDER_AREA_SQL, err);
	struct plan_quota quota;
	char kind[12] = "";

	*yes = true;
	if (!stmt)
		return false;
	sql_id(stmt, ":order", item->order_id);
	if (store_step(stmt, err) > 0)
		store_column(stmt, 3, kind, sizeof(kind));
	store_done(stmt);
	if (!plan_quota(apply->store, kind, now_of(apply), &quota, err))
		return false;
	*yes = verdict_ok(quota_more(quota.kind, &quota.quota, item->quantity, quota.credits));
	return true;
}

bool order_write(struct apply *apply, const struct item *item, const struct service_reply *reply,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, ORDER_AREA_SQL, err);
	char country[3] = "", kind[12] = "";
	struct number_hold hold = { .reservation = reply->reservation,
		.held_until = reply->held_until,
		.kind = kind,
		.country = country,
		.order_id = item->order_id,
		.wanted = true };

	if (!stmt)
		return false;
	sql_id(stmt, ":order", item->order_id);
	sql_int(stmt, ":address_first", item->address_first);
	if (store_step(stmt, err) <= 0)
		return false;
	store_column(stmt, 0, country, sizeof(country));
	store_column(stmt, 3, kind, sizeof(kind));
	hold.place_id = sqlite3_column_int64(stmt, 4);
	store_done(stmt);
	return number_hold(apply->store, str_text(&reply->json), reply->json.len, &hold, NULL, err);
}

static int64_t found_count(struct apply *apply, const struct service_reply *reply)
{
	sqlite3_stmt *stmt = store_statement(apply->store, FOUND_SQL, NULL);
	int64_t count = 0;

	if (!stmt)
		return 0;
	sql_text(stmt, ":json", reply->json.len ? str_text(&reply->json) : "[]");
	store_number(stmt, &count, NULL);
	return count;
}

bool order_short(struct apply *apply, struct item *item, struct service_reply *reply, int64_t found,
	struct error *err)
{
	struct search *search = search_of(apply, item->order_id);
	struct entry entry = {
		.state = "failed", .cause = CAUSE_OUT_OF_STOCK, .tries = item->tries
	};
	char words[120];

	snprintf(words, sizeof(words), _("Asked for %lld numbers, found %lld."),
		(long long)item->quantity, (long long)found);
	entry.words = words;
	if (!item_commit(apply, item, &entry, found ? reply : NULL, NULL, err))
		return false;
	item->quantity -= found;
	apply->groups[item->group].failed = item->quantity;
	event_add(apply, _("%s: %s"), item->label, words);
	apply->moved = true;
	return search_next(apply, search) || item_settle(apply, item->key, err);
}

bool reply_order(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	int64_t found = found_count(apply, reply);
	struct search *search = search_of(apply, item->order_id);
	char clock[CLOCK_TEXT];

	search->made++;
	if (found < item->quantity)
		return order_short(apply, item, reply, found, err);
	apply->groups[item->group].failed = 0;
	event_add(apply, _("%s: %lld numbers held until %s"), item->label, (long long)found,
		clock_hm(clock, reply->held_until));
	return reply_done(apply, item, reply, NULL, err);
}

bool number_gone(struct apply *apply, struct item *item, struct error *err)
{
	struct search *search;
	char key[CHANGE_KEY];

	if (!number_let_go(apply->store, item->number, err))
		return false;
	if (!item->order_id)
		return true;
	search = search_of(apply, item->order_id);
	snprintf(key, sizeof(key), "order:%lld", (long long)item->order_id);
	return search->made < SEARCHES || item_settle(apply, key, err);
}

bool number_hold_again(struct apply *apply, struct item *item, struct error *err)
{
	struct service_reply reply = { 0 };
	bool ok = service_call(apply, item, ASK_SEARCH_SAME, &reply, err) &&
		  (reply.state == SERVICE_FLYING || number_held(apply, item, &reply, err));

	service_reply_fini(&reply);
	return ok;
}

bool number_held(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	struct service_reply expired = { .state = SERVICE_FAILED, .cause = CAUSE_EXPIRED };
	sqlite3_stmt *stmt;

	if (reply->state != SERVICE_DONE || found_count(apply, reply) != 1 ||
		!strstr(str_text(&reply->json), item->number))
		return reply_gone(apply, item, &expired, err);
	stmt = store_statement(apply->store, NUMBER_HOLD_SQL, err);
	if (!stmt)
		return false;
	sql_text(stmt, ":number", item->number);
	sql_text(stmt, ":reservation", reply->reservation);
	sql_int(stmt, ":held_until", reply->held_until);
	return store_run(stmt, err) && reply_waits(apply, item, &expired, "", 0, err);
}
