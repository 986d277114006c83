/* core/plan/apply.c: the state machine that carries the plan out, a change at a time.
 *
 * A pass copies the plan into the temporary table `todo` and walks it by rank. What is blocked is
 * left for the next pass, which begins when something has moved. Between two changes whatever is
 * due is polled, so that nothing that waits holds up the rest. All that must survive a crash is in
 * the journal; the memory of this file only saves work. */
#include "core/plan/apply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/carry.h"
#include "core/plan/fault.h"
#include "core/plan/match.h"
#include "core/plan/named.h"
#include "core/plan/quota.h"
#include "core/plan/sql.h"
#include "core/reference/reference.h"
#include "core/rules/latency.h"
#include "core/service/service.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/notice.h"
#include "core/tenant/number.h"

enum {
	PARALLEL = 8,    /* changes in flight */
	TRIES = 12,      /* of passing trouble, before it counts as failed */
	SHORT = 5,       /* seconds: what is polled within them is in flight, the rest waits */
	WAIT_FIRST = 30, /* seconds before a change that time alone will do is sent again */
	WAIT_MOST = 600,
	NAP = 250,           /* milliseconds: a simulated clock may run faster than ours */
	BLOCKED_A_TURN = 64, /* changes looked at in one turn */
	SEARCHES = 2,        /* of an order whose numbers were gone when they were to be acquired */
	ALTERNATIVES = 8     /* next-best area codes of an order */
};

enum statement {
	TODO_NEXT,
	JOURNAL_ADD,
	JOURNAL_STATE,
	JOURNAL_LOAD,
	JOURNAL_OPEN,
	JOURNAL_DUE,
	JOURNAL_DOUBT,
	JOURNAL_WAKE,
	JOURNAL_FLIGHT,
	REQUEST,
	SETTLE,
	ORDER_AREA,
	NOTICE_OF,
	NUMBER_HOLD,
	PERSON_HOLDS,
	RUN_ADD,
	RUN_END,
	FOUND,
	NOTICE_FILES,
	JOURNAL_SAME,
	CHOOSE,
	WAY,
	WAITING_SINCE,
	TODO_CLEAR,
	STATEMENT_COUNT
};

static const char *const statements[STATEMENT_COUNT] = {
	[TODO_NEXT] =
		"SELECT id, kind, key, person_id, sku_id, number, address_id, place_id, order_id,"
		" quantity, way, grp FROM temp.todo WHERE id > :at ORDER BY id LIMIT 1",
	[JOURNAL_ADD] =
		"INSERT INTO journal (run_id, kind, key, person_id, sku_id, number, address_id,"
		" place_id, order_id, quantity, label, before, after, state, request_id, way, intent_at)"
		" SELECT :run, :kind, :key, :person, :sku, :number, :address, :place, :order,"
		"  :quantity, :label, :before, :after, 'intent', substr(h, 1, 8) || '-' || substr(h, 9, 4)"
		"  || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12),"
		"  :way, :now FROM (SELECT lower(hex(randomblob(16))) AS h)",
	[JOURNAL_STATE] =
		"UPDATE journal SET state = :state, operation = :operation, not_before = :not_before,"
		" cause = :cause, words = :words, tries = :tries,"
		" sent_at = iif(:state = 'sent' AND sent_at = 0, :now, sent_at),"
		" ended_at = iif(:state IN ('done', 'failed', 'cancelled'), :now, 0) WHERE id = :id",
	[JOURNAL_LOAD] =
		"SELECT kind, key, person_id, sku_id, number, address_id, place_id, order_id,"
		" quantity, label, state, request_id, operation, tries, sent_at"
		" FROM journal WHERE id = :id",
	[JOURNAL_OPEN] = "SELECT 1 FROM journal WHERE key = :key"
			 " AND state IN ('intent', 'sent', 'doubt', 'waiting') LIMIT 1",
	[JOURNAL_DUE] = "SELECT id FROM journal WHERE state = 'waiting' AND not_before <= :now"
			" ORDER BY not_before LIMIT 1",
	[JOURNAL_DOUBT] =
		"SELECT id FROM journal WHERE state = 'doubt' AND not_before <= :now LIMIT 1",
	[JOURNAL_WAKE] =
		"SELECT min(not_before), count(*) FROM journal WHERE state IN ('doubt', 'waiting')",
	[JOURNAL_FLIGHT] =
		"SELECT count(*) FROM journal WHERE state = 'waiting' AND operation <> ''"
		" AND not_before <= :now + :short",
	[REQUEST] =
		"SELECT p.object_id, p.upn, json_extract(j.after, '$.usage_location'), j.sku_id, s.sku_part,"
		" (SELECT group_concat(value, ',') FROM json_each(j.after, '$.add')),"
		" (SELECT group_concat(value, ',') FROM json_each(j.after, '$.remove')),"
		" j.number, coalesce(n.kind, o.kind, 'user'), n.reservation, pl.location_id,"
		" coalesce(a.civic_id, pa.civic_id), pl.name, coalesce(o.country, n.country),"
		" coalesce(o.state, n.state), coalesce(o.city, n.city), coalesce(o.area_code, n.area_code),"
		" o.prefix FROM journal j LEFT JOIN person p ON p.id = j.person_id"
		" LEFT JOIN subscription s ON s.sku_id = j.sku_id LEFT JOIN number n ON n.e164 = j.number"
		" LEFT JOIN number_order o ON o.id = j.order_id"
		" LEFT JOIN place pl ON pl.id = coalesce(j.place_id, iif(j.kind IN ('order', 'acquire'),"
		"  o.place_id, NULL)) LEFT JOIN address pa ON pa.id = pl.address_id"
		" LEFT JOIN address a ON a.id = j.address_id WHERE j.id = :id",
	[SETTLE] = "INSERT OR IGNORE INTO temp.settled (key) VALUES (:key)",
	[ORDER_AREA] =
		"SELECT country, city, area_code, kind, iif(:address_first OR EXISTS (SELECT 1 FROM place"
		" WHERE id = place_id AND location_id IS NOT NULL), place_id, NULL)"
		" FROM number_order WHERE id = :order",
	[NOTICE_OF] =
		"SELECT json_extract(after, '$.number'), json_extract(after, '$.place') FROM journal"
		" WHERE id = :id",
	[NUMBER_HOLD] = "UPDATE number SET reservation = :reservation, held_until = :held_until"
			" WHERE e164 = :number",
	[PERSON_HOLDS] = "SELECT number_actual FROM assignment WHERE person_id = :person"
			 " AND number_actual IS NOT NULL AND number_actual IS NOT number_wanted",
	[RUN_ADD] = "INSERT INTO run (started_at, scope) VALUES (:now, :scope)",
	[RUN_END] = "UPDATE run SET ended_at = :now WHERE id = :run",
	[FOUND] = "SELECT json_array_length(:json)",
	[NOTICE_FILES] = "SELECT notify_method = 'files' FROM organization",
	[JOURNAL_SAME] = "SELECT 1 FROM journal WHERE id = :id AND after = :after",
	[CHOOSE] = "INSERT OR IGNORE INTO temp.chosen (key) VALUES (:key)",
	[WAY] = "UPDATE change_kind SET way = :way WHERE kind = :kind AND way <> :way",
	[WAITING_SINCE] =
		"SELECT min(sent_at) FROM journal WHERE state = 'waiting' AND sent_at > 0",
	[TODO_CLEAR] = "DELETE FROM temp.todo",
};

static const char TABLES_SQL[] =
	"CREATE TEMP TABLE IF NOT EXISTS todo (id INTEGER PRIMARY KEY, kind TEXT, key TEXT, person_id INTEGER, sku_id TEXT,"
	" number TEXT, address_id INTEGER, place_id INTEGER, order_id INTEGER, quantity INTEGER, way TEXT,"
	" grp TEXT);"
	/* Changes that this run does not try again. */
	"CREATE TEMP TABLE IF NOT EXISTS settled (key TEXT PRIMARY KEY) WITHOUT ROWID;"
	"CREATE TEMP TABLE IF NOT EXISTS chosen (key TEXT PRIMARY KEY) WITHOUT ROWID;"
	"DELETE FROM temp.todo; DELETE FROM temp.settled; DELETE FROM temp.chosen";

/* What was sent before a crash is in doubt; what was only meant was never asked for. */
static const char RESUME_SQL[] =
	"UPDATE journal SET state = 'cancelled', ended_at = intent_at WHERE state = 'intent';"
	"UPDATE journal SET state = 'doubt', not_before = 0 WHERE state = 'sent'";

/* Before a pass: an order counts what is there, also where a sync saw a number before we did. */
static const char TIDY_SQL[] =
	"UPDATE number_order SET quantity_actual = (SELECT count(*) FROM number WHERE order_id = number_order.id"
	" AND owned_actual = 1) WHERE quantity_actual < (SELECT count(*) FROM number"
	" WHERE order_id = number_order.id AND owned_actual = 1)";

static const char FILL_SQL[] = NAMED
	"INSERT INTO temp.todo (kind, key, person_id, sku_id, number, address_id, place_id, order_id,"
	" quantity, way, grp) SELECT kind, key, person_id, sku_id, number, address_id, place_id,"
	"  order_id, quantity, way, grp FROM named WHERE NOT conflict"
	"  AND (:step IS NULL OR step = :step) AND (:group IS NULL OR grp = :group)"
	"  AND (NOT :chosen OR key IN (SELECT key FROM temp.chosen))"
	"  AND key NOT IN (SELECT key FROM temp.settled) ORDER BY rank, key";

static const char LEFT_SQL[] = NAMED
	"SELECT count(*) FROM named WHERE (:step IS NULL OR step = :step)"
	" AND (:group IS NULL OR grp = :group)"
	" AND (NOT :chosen OR key IN (SELECT key FROM temp.chosen))";

/* An order's searches of this run: once more after an expiry, and once an area when stock is short.
 */
struct search {
	int64_t order_id;
	int alternative, count; /* count: of next; -1: not asked yet */
	int made;
	struct area next[ALTERNATIVES];
};

/* One change under way: a row of the journal. */
struct item {
	int64_t id;
	const struct carry *carry;
	char key[CHANGE_KEY], state[12], request_id[40], operation[96];
	int64_t person_id, address_id, place_id, order_id, quantity;
	char sku_id[40], number[17], label[CHANGE_LABEL], way[8];
	int tries;
	int64_t sent_at;
	int group;
	bool address_first;
};

struct apply {
	struct store *store;
	struct service *service;
	struct reference *ref;
	struct apply_options options;
	char step[16], group[CHANGE_LABEL];
	bool chosen;
	int64_t run_id, consent;
	int64_t at;                    /* id of the last todo looked at */
	bool filled, moved;            /* there is a todo; something changed since it was made */
	int64_t fill_ticks, fill_cost; /* when, and how long, in milliseconds */
	int64_t wake;                  /* service time of the next thing due; 0: now */
	int64_t slow_until;            /* the service asked to slow down */
	bool stop, pause, idle;
	enum apply_outcome outcome;
	struct search *searches;
	int search_count;
	struct apply_group groups[CHANGE_GROUPS];
	char blocks[CHANGE_GROUPS][16]; /* what a group waits for */
	char group_kinds[CHANGE_GROUPS][CHANGE_KIND];
	int group_count;
	struct apply_event events[APPLY_EVENTS];
	int event_count;
	int64_t requests;
};

/* ---- small things ---- */

static int64_t now_of(const struct apply *apply)
{
	return apply->service->ops->now(apply->service);
}

static void event_add(struct apply *apply, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void event_add(struct apply *apply, const char *format, ...)
{
	struct str text = { 0 };
	va_list args;

	va_start(args, format);
	str_vaddf(&text, format, args);
	va_end(args);
	if (apply->event_count < APPLY_EVENTS)
		apply->event_count++;
	memmove(&apply->events[1], &apply->events[0],
		sizeof(apply->events[0]) * (size_t)(apply->event_count - 1));
	apply->events[0].at = now_of(apply);
	sql_cut(apply->events[0].text, sizeof(apply->events[0].text), str_text(&text));
	str_fini(&text);
}

static sqlite3_stmt *statement(struct apply *apply, enum statement which, struct error *err)
{
	return store_statement(apply->store, statements[which], err);
}

static void item_bind(struct apply *apply, sqlite3_stmt *stmt, const struct item *item)
{
	sql_id(stmt, ":id", item->id);
	sql_text(stmt, ":kind", item->carry->kind);
	sql_text(stmt, ":key", item->key);
	sql_id(stmt, ":person", item->person_id);
	sql_id(stmt, ":address", item->address_id);
	sql_id(stmt, ":place", item->place_id);
	sql_id(stmt, ":order", item->order_id);
	sql_text(stmt, ":sku", item->sku_id[0] ? item->sku_id : NULL);
	sql_text(stmt, ":number", item->number[0] ? item->number : NULL);
	sql_int(stmt, ":quantity", item->quantity);
	sql_int(stmt, ":address_first", item->address_first);
	sql_text(stmt, ":label", item->label);
	sql_text(stmt, ":way", item->way);
	sql_int(stmt, ":now", now_of(apply));
}

/* ---- groups ---- */

static int group_named(struct apply *apply, const char *id, const char *kind)
{
	for (int i = 0; i < apply->group_count; i++) {
		if (strcmp(apply->groups[i].id, id) == 0)
			return i;
	}
	for (int i = 0; i < apply->group_count; i++) {
		if (strcmp(apply->group_kinds[i], kind) == 0)
			return i;
	}
	return -1;
}

/* A journal row of an earlier run belongs to the group of its kind; one that the plan does not show
 * any more gets a group of its own. */
static int group_of_item(struct apply *apply, const struct item *item)
{
	char id[CHANGE_LABEL];
	int at;

	if (item->order_id && strcmp(item->carry->kind, "release") != 0)
		snprintf(id, sizeof(id), "order:%lld", (long long)item->order_id);
	else if (item->sku_id[0])
		snprintf(id, sizeof(id), "%s:%s", item->carry->kind, item->sku_id);
	else
		sql_cut(id, sizeof(id), item->carry->kind);
	at = group_named(apply, id, item->carry->kind);
	if (at < 0 && apply->group_count < CHANGE_GROUPS) {
		at = apply->group_count++;
		sql_cut(apply->groups[at].id, sizeof(apply->groups[at].id), id);
		sql_cut(apply->group_kinds[at], CHANGE_KIND, item->carry->kind);
		sql_cut(apply->groups[at].title, sizeof(apply->groups[at].title),
			change_title_one(item->carry->kind));
	}
	return at < 0 ? 0 : at;
}

/* How much of its group a change is: an order counts by its numbers, which are changes of their
 * own. */
static int64_t item_weight(const struct item *item)
{
	if (strcmp(item->carry->kind, "order") == 0)
		return 0;
	return strncmp(item->carry->kind, "buy", 3) == 0 ? item->quantity : 1;
}

static int64_t *group_counter(struct apply_group *group, const char *state)
{
	if (strcmp(state, "waiting") == 0 || strcmp(state, "doubt") == 0)
		return &group->waiting;
	if (strcmp(state, "sent") == 0 || strcmp(state, "intent") == 0)
		return &group->running;
	if (strcmp(state, "done") == 0)
		return &group->done;
	return strcmp(state, "failed") == 0 ? &group->failed : NULL;
}

static void group_move(struct apply *apply, struct item *item, const char *state)
{
	struct apply_group *group = &apply->groups[item->group];
	int64_t weight = item_weight(item);
	int64_t *from = item->state[0] ? group_counter(group, item->state) : NULL;
	int64_t *to = group_counter(group, state);

	/* An order that fails holds up all that it was to bring. */
	if (to == &group->failed && weight == 0)
		group->failed = item->quantity;
	if (from)
		*from = *from > weight ? *from - weight : 0;
	if (to)
		*to += weight;
	if (to == &group->done || to == &group->failed)
		group->ended_at = now_of(apply);
	sql_cut(item->state, sizeof(item->state), state);
	apply->blocks[item->group][0] = '\0';
}

/* ---- the journal ---- */

static bool run_begin(struct apply *apply, struct error *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (apply->run_id)
		return true;
	stmt = statement(apply, RUN_ADD, err);
	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	sql_text(stmt, ":scope", apply->step);
	ok = store_run(stmt, err);
	if (ok)
		apply->run_id = sqlite3_last_insert_rowid(store_db(apply->store));
	return ok;
}

/* What a reply makes of a journal row. */
struct entry {
	const char *state;
	const char *operation;
	int64_t not_before;
	enum cause cause;
	const char *words;
	int tries;
};

static bool journal_write(
	struct apply *apply, struct item *item, const struct entry *entry, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, JOURNAL_STATE, err);

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	sql_text(stmt, ":state", entry->state);
	sql_text(stmt, ":operation", entry->operation ? entry->operation : "");
	sql_int(stmt, ":not_before", entry->not_before);
	sql_text(stmt, ":cause", entry->cause == CAUSE_NONE ? "" : cause_word(entry->cause));
	sql_text(stmt, ":words", entry->words ? entry->words : "");
	sql_int(stmt, ":tries", entry->tries);
	sql_int(stmt, ":now", now_of(apply));
	return store_run(stmt, err);
}

/* What a search found is held and wished for: each number is then a change of its own. It carries
 * the order's place where the country asks for it, and also elsewhere once the service has it. */
static bool order_write(struct apply *apply, const struct item *item,
	const struct service_reply *reply, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, ORDER_AREA, err);
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

static bool notice_write(struct apply *apply, const struct item *item,
	const struct apply_letter *letter, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, NOTICE_OF, err);
	char number[17];
	struct notice notice = { .person_id = item->person_id,
		.number = number,
		.method = letter->method,
		.language = letter->language,
		.file = letter->file,
		.message_id = letter->message_id,
		.sent_at = now_of(apply) };

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	if (store_step(stmt, err) <= 0)
		return false;
	store_column(stmt, 0, number, sizeof(number));
	notice.place_id = sqlite3_column_int64(stmt, 1);
	store_done(stmt);
	return notice_put(apply->store, &notice, err);
}

/* actual = what was asked for, with what the service answered. */
static bool actual_write(struct apply *apply, const struct item *item,
	const struct service_reply *reply, const struct apply_letter *letter, struct error *err)
{
	if (letter)
		return notice_write(apply, item, letter, err);
	if (strcmp(item->carry->kind, "order") == 0)
		return order_write(apply, item, reply, err);
	if (item->address_id && reply->json.len &&
		!correction_put(apply->store, item->address_id, str_text(&reply->json),
			reply->json.len, err))
		return false;
	for (int i = 0; i < CARRY_DONE && item->carry->done[i]; i++) {
		sqlite3_stmt *stmt = store_statement(apply->store, item->carry->done[i], err);

		if (!stmt)
			return false;
		item_bind(apply, stmt, item);
		sql_text(stmt, ":civic", reply->civic_id);
		sql_text(stmt, ":location", reply->location_id);
		sql_text(stmt, ":validation", reply->validation[0] ? reply->validation : "Valid");
		sql_text(stmt, ":words", reply->words);
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}

/* Commits a new state of a row; with `reply`, actual = what was asked for in the same transaction.
 */
static bool item_commit(struct apply *apply, struct item *item, const struct entry *entry,
	const struct service_reply *reply, const struct apply_letter *letter, struct error *err)
{
	if (!store_begin(apply->store, err))
		return false;
	if ((reply && !actual_write(apply, item, reply, letter, err)) ||
		!journal_write(apply, item, entry, err)) {
		store_rollback(apply->store);
		return false;
	}
	fault_point(entry->state, true);
	if (!store_commit(apply->store, err))
		return false;
	fault_point(entry->state, false);
	group_move(apply, item, entry->state);
	item->tries = entry->tries;
	return true;
}

static bool item_load(struct apply *apply, int64_t id, struct item *item, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, JOURNAL_LOAD, err);
	char kind[CHANGE_KIND];

	memset(item, 0, sizeof(*item));
	if (!stmt)
		return false;
	sql_id(stmt, ":id", id);
	if (store_step(stmt, err) <= 0)
		return false;
	item->id = id;
	item->carry = carry_of(store_column(stmt, 0, kind, sizeof(kind)));
	store_column(stmt, 1, item->key, sizeof(item->key));
	item->person_id = sqlite3_column_int64(stmt, 2);
	store_column(stmt, 3, item->sku_id, sizeof(item->sku_id));
	store_column(stmt, 4, item->number, sizeof(item->number));
	item->address_id = sqlite3_column_int64(stmt, 5);
	item->place_id = sqlite3_column_int64(stmt, 6);
	item->order_id = sqlite3_column_int64(stmt, 7);
	item->quantity = sqlite3_column_int64(stmt, 8);
	store_column(stmt, 9, item->label, sizeof(item->label));
	store_column(stmt, 10, item->state, sizeof(item->state));
	store_column(stmt, 11, item->request_id, sizeof(item->request_id));
	store_column(stmt, 12, item->operation, sizeof(item->operation));
	item->tries = sqlite3_column_int(stmt, 13);
	item->sent_at = sqlite3_column_int64(stmt, 14);
	store_done(stmt);
	item->group = group_of_item(apply, item);
	return true;
}

static bool settle_key(struct apply *apply, const char *key, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, SETTLE, err);

	if (!stmt)
		return false;
	sql_text(stmt, ":key", key);
	return store_run(stmt, err);
}

/* ---- orders and stock ---- */

static struct search *search_of(struct apply *apply, int64_t order_id)
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
		stmt = statement(apply, ORDER_AREA, NULL);
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

/* ---- requests ---- */

static const char *text_at(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

/* Asks the service: its texts are borrowed from the statement, so the call is made in here. */
enum ask { ASK_SUBMIT, ASK_ASK, ASK_SEARCH, ASK_SEARCH_SAME };

/* An empty text says no more than none. */
static const char *given(sqlite3_stmt *stmt, int column)
{
	const char *text = text_at(stmt, column);

	return text && text[0] ? text : NULL;
}

static void request_read(sqlite3_stmt *stmt, const struct item *item, struct service_request *out)
{
	*out = (struct service_request){
		.kind = item->carry->kind,
		.request_id = item->request_id,
		.object_id = given(stmt, 0),
		.upn = given(stmt, 1),
		.usage_location = given(stmt, 2),
		.sku_id = given(stmt, 3),
		.sku_part = given(stmt, 4),
		.add_skus = given(stmt, 5),
		.remove_skus = given(stmt, 6),
		.quantity = item->quantity,
		.number = given(stmt, 7),
		.number_kind = given(stmt, 8),
		.reservation = given(stmt, 9),
		.location_id = given(stmt, 10),
		.civic_id = given(stmt, 11),
		.place_name = given(stmt, 12),
		.country = given(stmt, 13),
		.state = given(stmt, 14),
		.city = given(stmt, 15),
		.area_code = given(stmt, 16),
		.prefix = given(stmt, 17),
	};
}

/* A search elsewhere, or for the very number whose hold ran out. */
static void request_turn(
	struct apply *apply, const struct item *item, enum ask ask, struct service_request *request)
{
	struct search *search = item->order_id ? search_of(apply, item->order_id) : NULL;

	if (ask == ASK_SEARCH && search && search->alternative >= 0 &&
		search->alternative < search->count) {
		request->city = search->next[search->alternative].city;
		request->state = search->next[search->alternative].state;
		request->area_code = search->next[search->alternative].area_code;
		request->prefix = NULL;
	}
	if (ask == ASK_SEARCH_SAME) {
		request->quantity = 1;
		request->prefix = item->number + 1;
		request->city = request->area_code = request->state = NULL;
		request->reservation = NULL;
	}
}

static bool service_call(struct apply *apply, struct item *item, enum ask ask,
	struct service_reply *reply, struct error *err)
{
	const struct service_ops *ops = apply->service->ops;
	sqlite3_stmt *stmt = statement(apply, REQUEST, err);
	struct service_request request;
	struct address address;
	bool ok;

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	if (store_step(stmt, err) < 0)
		return false;
	request_read(stmt, item, &request);
	request_turn(apply, item, ask, &request);
	if (item->address_id && strcmp(item->carry->kind, "address") == 0) {
		if (!address_get(apply->store, item->address_id, &address, err)) {
			store_done(stmt);
			return false;
		}
		request.address = &address;
	}
	apply->requests++;
	if (ask == ASK_SUBMIT)
		ok = ops->submit(apply->service, &request, reply, err);
	else if (ask == ASK_ASK)
		ok = ops->ask(apply->service, &request, reply, err);
	else
		ok = ops->search(apply->service, &request, reply, err);
	store_done(stmt);
	return ok;
}

/* ---- replies ---- */

/* Time alone will do these: the change waits, and is sent again under the same id. */
static bool cause_waits(const struct item *item, const struct service_reply *reply)
{
	switch (reply->cause) {
	case CAUSE_NO_PHONE_LICENCE:
	case CAUSE_NUMBER_NOT_READY:
		return strcmp(item->carry->kind, "assign") == 0;
	case CAUSE_PERSON_MISSING:
	case CAUSE_PAPERS:
		return reply->after > 0;
	default:
		return false;
	}
}

/* Doubles with each try, spread so that many changes do not come back at once. */
static int64_t backoff(const struct item *item, int64_t first, int64_t most)
{
	int64_t wait = first;

	for (int i = 1; i < item->tries && wait < most; i++)
		wait *= 2;
	if (wait > most)
		wait = most;
	return wait + item->id % (1 + wait / 4);
}

static bool reply_waits(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, int64_t after, struct error *err)
{
	struct entry entry = {
		.state = "waiting",
		.operation = operation,
		.not_before = now_of(apply) + after,
		.cause = reply->cause,
		.words = reply->words,
		.tries = item->tries,
	};

	return item_commit(apply, item, &entry, NULL, NULL, err);
}

static bool reply_fails(struct apply *apply, struct item *item, const struct service_reply *reply,
	const struct service_reply *written, struct error *err)
{
	struct entry entry = {
		.state = "failed",
		.cause = reply->cause == CAUSE_NONE ? CAUSE_UNKNOWN : reply->cause,
		.words = reply->words,
		.tries = item->tries,
	};

	if (!item_commit(apply, item, &entry, written, NULL, err) ||
		!settle_key(apply, item->key, err))
		return false;
	apply->moved = true;
	event_add(apply, _("%s: %s"), item->label, _(cause_why(entry.cause)));
	return true;
}

static bool reply_done(struct apply *apply, struct item *item, struct service_reply *reply,
	const struct apply_letter *letter, struct error *err)
{
	struct entry entry = { .state = "done", .words = reply->words, .tries = item->tries };

	if (!item_commit(apply, item, &entry, reply, letter, err))
		return false;
	apply->moved = true;
	if (strncmp(item->carry->kind, "buy", 3) == 0)
		apply->consent -= item->quantity;
	event_add(apply, _("%s: done (%s)"), item->label, change_title_one(item->carry->kind));
	return true;
}

/* An address that the service has but did not accept keeps its id and its words, and counts as
 * failed. */
static bool reply_address(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	if (!reply->validation[0] || strcmp(reply->validation, "Valid") == 0)
		return reply_done(apply, item, reply, NULL, err);
	reply->cause = CAUSE_ADDRESS_INVALID;
	return reply_fails(apply, item, reply, reply, err);
}

static int64_t found_count(struct apply *apply, const struct service_reply *reply)
{
	sqlite3_stmt *stmt = statement(apply, FOUND, NULL);
	int64_t count = 0;

	if (!stmt)
		return 0;
	sql_text(stmt, ":json", reply->json.len ? str_text(&reply->json) : "[]");
	store_number(stmt, &count, NULL);
	return count;
}

/* The order stays open with the rest, and says so; another area is tried if that is allowed. */
static bool order_short(struct apply *apply, struct item *item, struct service_reply *reply,
	int64_t found, struct error *err)
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
	return search_next(apply, search) || settle_key(apply, item->key, err);
}

static bool reply_order(
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

/* A number that is gone is forgotten; its order then searches once more, for all that are gone. */
static bool number_gone(struct apply *apply, struct item *item, struct error *err)
{
	struct search *search;
	char key[CHANGE_KEY];

	if (!number_let_go(apply->store, item->number, err))
		return false;
	if (!item->order_id)
		return true;
	search = search_of(apply, item->order_id);
	snprintf(key, sizeof(key), "order:%lld", (long long)item->order_id);
	return search->made < SEARCHES || settle_key(apply, key, err);
}

/* The hold ran out: the very same number may still be free. */
static bool number_hold_again(struct apply *apply, struct item *item, bool *held, struct error *err)
{
	struct service_reply reply = { 0 };
	sqlite3_stmt *stmt;
	bool ok;

	*held = false;
	ok = service_call(apply, item, ASK_SEARCH_SAME, &reply, err);
	if (ok && reply.state == SERVICE_DONE && found_count(apply, &reply) == 1 &&
		strstr(str_text(&reply.json), item->number)) {
		stmt = statement(apply, NUMBER_HOLD, err);
		ok = stmt != NULL;
		if (ok) {
			sql_text(stmt, ":number", item->number);
			sql_text(stmt, ":reservation", reply.reservation);
			sql_int(stmt, ":held_until", reply.held_until);
			ok = *held = store_run(stmt, err);
		}
	}
	service_reply_fini(&reply);
	return ok;
}

static bool reply_refused(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	bool gone = strcmp(item->carry->kind, "acquire") == 0 &&
		    (reply->cause == CAUSE_EXPIRED || reply->cause == CAUSE_NUMBER_TAKEN);
	bool held;

	if (strcmp(item->carry->kind, "order") == 0 && reply->cause == CAUSE_OUT_OF_STOCK)
		return order_short(apply, item, reply, 0, err);
	if (cause_waits(item, reply)) {
		int64_t limit = latency_of(LATENCY_LICENCE)->limit;

		if (now_of(apply) - item->sent_at < 3 * limit)
			return reply_waits(apply, item, reply, "",
				reply->after > 0 ? reply->after
						 : backoff(item, WAIT_FIRST, WAIT_MOST),
				err);
	}
	if (gone && reply->cause == CAUSE_EXPIRED && item->tries < 3) {
		if (!number_hold_again(apply, item, &held, err))
			return false;
		if (held)
			return reply_waits(apply, item, reply, "", 0, err);
	}
	if (!reply_fails(apply, item, reply, NULL, err))
		return false;
	return !gone || number_gone(apply, item, err);
}

static bool reply_retry(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err)
{
	int64_t after = backoff(item, 1, WAIT_MOST);

	if (item->tries >= TRIES)
		return reply_fails(apply, item, reply, NULL, err);
	if (after < reply->after)
		after = reply->after + item->id % (1 + reply->after / 4);
	if (reply->cause == CAUSE_THROTTLED) {
		apply->slow_until = now_of(apply) + reply->after;
		event_add(apply, _("The service asks to slow down: again in %lld s."),
			(long long)reply->after);
	}
	return reply_waits(apply, item, reply, operation, after, err);
}

static bool reply_take(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err)
{
	fault_point("submitted", false);
	switch (reply->state) {
	case SERVICE_PENDING:
		return reply_waits(apply, item, reply,
			reply->operation[0] ? reply->operation : operation, reply->after, err);
	case SERVICE_RETRY:
		return reply_retry(apply, item, reply, operation, err);
	case SERVICE_FAILED:
		return reply_refused(apply, item, reply, err);
	case SERVICE_DONE:
		break;
	}
	if (strcmp(item->carry->kind, "order") == 0)
		return reply_order(apply, item, reply, err);
	if (strcmp(item->carry->kind, "address") == 0)
		return reply_address(apply, item, reply, err);
	return reply_done(apply, item, reply, NULL, err);
}

/* ---- letters ---- */

static bool letter_take(struct apply *apply, struct item *item, bool sent,
	struct apply_letter *letter, struct error *why, struct error *err)
{
	struct service_reply reply = { .state = SERVICE_FAILED, .cause = CAUSE_UNKNOWN };

	fault_point("submitted", false);
	if (sent)
		return reply_done(apply, item, &reply, letter, err);
	sql_cut(reply.words, sizeof(reply.words), why->text);
	if (why->code == ERROR_TRANSIENT) {
		reply.cause = CAUSE_NETWORK;
		return reply_retry(apply, item, &reply, "", err);
	}
	return reply_fails(apply, item, &reply, NULL, err);
}

static bool letter_send(struct apply *apply, struct item *item, struct error *err)
{
	struct apply_letter letter = { 0 };
	struct error why = { 0 };
	bool sent;

	if (!apply->options.notice_send) {
		error_set(&why, ERROR_PERSON, _("Letters are not written here."));
		return letter_take(apply, item, false, &letter, &why, err);
	}
	sent = apply->options.notice_send(apply->options.notice_data, apply->store, item->person_id,
		item->request_id, &letter, &why);
	return letter_take(apply, item, sent, &letter, &why, err);
}

/* ---- a change ---- */

/* Commits `sent`, then sends. */
static bool item_send(struct apply *apply, struct item *item, struct error *err)
{
	struct entry entry = { .state = "sent", .tries = item->tries + 1 };
	bool search = strcmp(item->carry->kind, "order") == 0;
	struct service_reply reply = { 0 };
	bool ok;

	if (!item_commit(apply, item, &entry, NULL, NULL, err))
		return false;
	if (!item->sent_at)
		item->sent_at = now_of(apply);
	if (strcmp(item->carry->kind, "notice") == 0)
		return letter_send(apply, item, err);
	ok = service_call(apply, item, search ? ASK_SEARCH : ASK_SUBMIT, &reply, err) &&
	     reply_take(apply, item, &reply, "", err);
	service_reply_fini(&reply);
	return ok;
}

static bool item_poll(struct apply *apply, struct item *item, struct error *err)
{
	struct service_reply reply = { 0 };
	bool ok;

	apply->requests++;
	ok = apply->service->ops->poll(apply->service, item->operation, &reply, err) &&
	     reply_take(apply, item, &reply, item->operation, err);
	service_reply_fini(&reply);
	return ok;
}

/* In doubt: a letter to a file may be written again, it is the same file; a mail may not. */
static bool letter_ask(struct apply *apply, struct item *item, struct error *err)
{
	struct apply_letter letter = { 0 };
	struct error why = { 0 };
	int64_t files = 0;

	if (apply->options.notice_ask &&
		apply->options.notice_ask(apply->options.notice_data, apply->store, item->person_id,
			item->request_id, &letter))
		return letter_take(apply, item, true, &letter, &why, err);
	if (!sql_number(statement(apply, NOTICE_FILES, err), &files, err))
		return false;
	if (files || apply->options.notice_ask)
		return item_send(apply, item, err);
	error_set(&why, ERROR_PERSON,
		_("It is not known whether this letter was sent before ringup was stopped."));
	return letter_take(apply, item, false, &letter, &why, err);
}

/* Money moves only with this run's consent, also where an earlier one had it. */
static bool item_consented(const struct apply *apply, const struct item *item)
{
	return strncmp(item->carry->kind, "buy", 3) != 0 || item->quantity <= apply->consent;
}

static bool item_drop(struct apply *apply, struct item *item, struct error *err)
{
	struct entry entry = { .state = "cancelled", .tries = item->tries };

	apply->moved = true;
	return item_commit(apply, item, &entry, NULL, NULL, err);
}

/* A change that waits to be sent again is sent only if it is still what the admin wants. */
static bool item_again(struct apply *apply, struct item *item, struct error *err)
{
	sqlite3_stmt *shot = store_statement(apply->store, item->carry->snapshot, err);
	sqlite3_stmt *after = statement(apply, JOURNAL_SAME, err);
	int64_t same = 0;
	int got = -1;

	if (shot && after) {
		item_bind(apply, shot, item);
		got = store_step(shot, err);
	}
	if (got > 0) {
		sql_id(after, ":id", item->id);
		sql_text(after, ":after", text_at(shot, 1));
		if (!store_number(after, &same, err))
			got = -1;
	}
	store_done(shot);
	store_done(after);
	if (got < 0)
		return false;
	if (same && item_consented(apply, item))
		return item_send(apply, item, err);
	return item_drop(apply, item, err);
}

static bool item_ask(struct apply *apply, struct item *item, struct error *err)
{
	struct service_reply reply = { 0 };
	struct entry entry = { .state = "doubt", .tries = item->tries + 1 };
	bool ok;

	if (strcmp(item->carry->kind, "notice") == 0)
		return letter_ask(apply, item, err);
	if (!service_call(apply, item, ASK_ASK, &reply, err))
		return false;
	if (reply.state == SERVICE_FAILED && reply.cause == CAUSE_NOT_DONE) {
		ok = item_again(apply, item, err);
	} else if (reply.state == SERVICE_RETRY) {
		entry.not_before = now_of(apply) + backoff(item, 1, WAIT_MOST);
		ok = item_commit(apply, item, &entry, NULL, NULL, err);
	} else {
		ok = reply_take(apply, item, &reply, "", err);
	}
	service_reply_fini(&reply);
	return ok;
}

/* Writes the row of an intent, in a transaction of its own. */
static bool intent_add(
	struct apply *apply, struct item *item, sqlite3_stmt *shot, struct error *err)
{
	sqlite3_stmt *add = statement(apply, JOURNAL_ADD, err);
	int64_t run_before = apply->run_id;

	if (!add || !store_begin(apply->store, err))
		return false;
	store_column(shot, 2, item->label, sizeof(item->label));
	item_bind(apply, add, item);
	sql_text(add, ":before", text_at(shot, 0));
	sql_text(add, ":after", text_at(shot, 1));
	if (!run_begin(apply, err))
		goto fail;
	sql_int(add, ":run", apply->run_id);
	if (!store_run(add, err))
		goto fail;
	item->id = sqlite3_last_insert_rowid(store_db(apply->store));
	fault_point("intent", true);
	if (!store_commit(apply->store, err)) {
		apply->run_id = run_before;
		return false;
	}
	fault_point("intent", false);
	return true;
fail:
	store_rollback(apply->store);
	apply->run_id = run_before;
	return false;
}

/* Notes the intent. *there is false when the wish has gone meanwhile. */
static bool item_intend(struct apply *apply, struct item *item, bool *there, struct error *err)
{
	sqlite3_stmt *shot = store_statement(apply->store, item->carry->snapshot, err);
	struct item loaded;
	int got = -1;
	bool ok;

	*there = false;
	if (shot) {
		item_bind(apply, shot, item);
		got = store_step(shot, err);
	}
	ok = got == 0 || (got > 0 && intent_add(apply, item, shot, err));
	store_done(shot);
	if (!ok || got == 0)
		return ok;
	if (!item_load(apply, item->id, &loaded, err))
		return false;
	loaded.address_first = item->address_first;
	loaded.group = item->group;
	loaded.state[0] = '\0';
	*item = loaded;
	group_move(apply, item, "intent");
	*there = true;
	return true;
}

/* ---- what is ready ---- */

static bool address_first(struct apply *apply, int64_t order_id)
{
	sqlite3_stmt *stmt = statement(apply, ORDER_AREA, NULL);
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

static bool quota_allows(struct apply *apply, const struct item *item, bool *yes, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, ORDER_AREA, err);
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

/* What C knows beyond the kind's statement: consent, quota, letters, what a person does. */
static bool item_held_up(struct apply *apply, struct item *item, char block[16], struct error *err)
{
	bool yes = true;

	if (strcmp(item->way, "hand") == 0)
		sql_cut(block, 16, "hand");
	else if (strncmp(item->carry->kind, "buy", 3) == 0 && item->quantity > apply->consent)
		sql_cut(block, 16, "consent");
	else if (strcmp(item->carry->kind, "notice") == 0 && !apply->options.notice_send)
		sql_cut(block, 16, "letters");
	else if (strcmp(item->carry->kind, "order") == 0 && !quota_allows(apply, item, &yes, err))
		return false;
	if (!yes)
		sql_cut(block, 16, "quota");
	return true;
}

static bool item_blocked(struct apply *apply, struct item *item, char block[16], struct error *err)
{
	sqlite3_stmt *stmt;
	int got;

	block[0] = '\0';
	if (item->carry->blocked) {
		stmt = store_statement(apply->store, item->carry->blocked, err);
		if (!stmt)
			return false;
		item_bind(apply, stmt, item);
		got = store_step(stmt, err);
		if (got > 0)
			store_column(stmt, 0, block, 16);
		store_done(stmt);
		if (got < 0)
			return false;
	}
	return block[0] || item_held_up(apply, item, block, err);
}

static bool item_open(struct apply *apply, const struct item *item, bool *open, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, JOURNAL_OPEN, err);
	int64_t one;

	if (!stmt)
		return false;
	sql_text(stmt, ":key", item->key);
	if (!store_number(stmt, &one, err))
		return false;
	*open = one != 0;
	return true;
}

/* A number that the person has goes first, also where two people change theirs round. */
static bool item_unassign(
	struct apply *apply, struct item *item, const char *block, bool *first, struct error *err)
{
	sqlite3_stmt *stmt;

	*first = false;
	if (strcmp(item->carry->kind, "assign") != 0 || (block[0] && strcmp(block, "taken") != 0))
		return true;
	stmt = statement(apply, PERSON_HOLDS, err);
	if (!stmt)
		return false;
	sql_id(stmt, ":person", item->person_id);
	switch (store_step(stmt, err)) {
	case 1:
		*first = true;
		item->carry = carry_of("unassign");
		store_column(stmt, 0, item->number, sizeof(item->number));
		item->place_id = 0;
		break;
	case -1:
		return false;
	}
	store_done(stmt);
	return true;
}

static bool todo_next(struct apply *apply, struct item *item, bool *end, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, TODO_NEXT, err);
	char text[CHANGE_LABEL];
	int got;

	memset(item, 0, sizeof(*item));
	if (!stmt)
		return false;
	sql_int(stmt, ":at", apply->at);
	got = store_step(stmt, err);
	*end = got == 0;
	if (got > 0) {
		apply->at = sqlite3_column_int64(stmt, 0);
		item->carry = carry_of(store_column(stmt, 1, text, sizeof(text)));
		store_column(stmt, 2, item->key, sizeof(item->key));
		item->person_id = sqlite3_column_int64(stmt, 3);
		store_column(stmt, 4, item->sku_id, sizeof(item->sku_id));
		store_column(stmt, 5, item->number, sizeof(item->number));
		item->address_id = sqlite3_column_int64(stmt, 6);
		item->place_id = sqlite3_column_int64(stmt, 7);
		item->order_id = sqlite3_column_int64(stmt, 8);
		item->quantity = sqlite3_column_int64(stmt, 9);
		store_column(stmt, 10, item->way, sizeof(item->way));
		item->group = group_named(
			apply, store_column(stmt, 11, text, sizeof(text)), item->carry->kind);
		store_done(stmt);
		if (item->group < 0)
			item->group = group_of_item(apply, item);
	}
	return got >= 0;
}

/* Looks at the next change of the pass. *did: something was sent. */
static bool todo_take(struct apply *apply, bool *did, bool *end, struct error *err)
{
	struct item item;
	char block[16];
	bool open, first;

	*did = false;
	if (!todo_next(apply, &item, end, err))
		return false;
	if (*end)
		return true;
	if (!item_open(apply, &item, &open, err))
		return false;
	if (open)
		return true;
	item.address_first = address_first(apply, item.order_id);
	if (!item_blocked(apply, &item, block, err) ||
		!item_unassign(apply, &item, block, &first, err))
		return false;
	if (block[0] && !first) {
		sql_cut(apply->blocks[item.group], sizeof(apply->blocks[0]), block);
		return true;
	}
	if (!item_intend(apply, &item, did, err))
		return false;
	return !*did || item_send(apply, &item, err);
}

/* ---- turns ---- */

static bool pass_tidy(struct apply *apply, struct error *err)
{
	int64_t picked;

	if (!store_begin(apply->store, err))
		return false;
	return store_end(apply->store,
		sql_run(store_statement(apply->store, TIDY_SQL, err), err) &&
			automatch_pick(apply->store, apply->ref, &picked, err),
		err);
}

static void scope_bind(struct apply *apply, sqlite3_stmt *stmt)
{
	sql_text(stmt, ":step", apply->step[0] ? apply->step : NULL);
	sql_text(stmt, ":group", apply->group[0] ? apply->group : NULL);
	sql_int(stmt, ":chosen", apply->chosen);
}

static bool pass_begin(struct apply *apply, struct error *err)
{
	int64_t ticks = clock_ticks();
	sqlite3_stmt *stmt;
	bool ok;

	if (!pass_tidy(apply, err) || !sql_run(statement(apply, TODO_CLEAR, err), err))
		return false;
	stmt = store_statement(apply->store, FILL_SQL, err);
	if (!stmt)
		return false;
	scope_bind(apply, stmt);
	ok = store_run(stmt, err);
	apply->at = 0;
	apply->filled = true;
	apply->moved = false;
	apply->fill_ticks = clock_ticks();
	apply->fill_cost = apply->fill_ticks - ticks;
	return ok;
}

static bool due_row(struct apply *apply, enum statement which, int64_t *id, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, which, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	return store_number(stmt, id, err);
}

/* Asks about what is in doubt, polls what is due, sends again what may be. *did: something was due.
 */
static bool turn_due(struct apply *apply, bool *did, struct error *err)
{
	struct item item;
	int64_t id;

	*did = true;
	if (!due_row(apply, JOURNAL_DOUBT, &id, err))
		return false;
	if (id != 0) {
		if (!item_load(apply, id, &item, err))
			return false;
		item.address_first = address_first(apply, item.order_id);
		return item_ask(apply, &item, err);
	}
	if (!due_row(apply, JOURNAL_DUE, &id, err))
		return false;
	if (id == 0) {
		*did = false;
		return true;
	}
	if (!item_load(apply, id, &item, err))
		return false;
	item.address_first = address_first(apply, item.order_id);
	return item.operation[0] ? item_poll(apply, &item, err) : item_again(apply, &item, err);
}

static bool in_flight(struct apply *apply, int64_t *count, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, JOURNAL_FLIGHT, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	sql_int(stmt, ":short", SHORT);
	return store_number(stmt, count, err);
}

static bool turn_new(struct apply *apply, bool *end, struct error *err)
{
	bool did = false;

	*end = false;
	for (int i = 0; i < BLOCKED_A_TURN && !did && !*end; i++) {
		if (!todo_take(apply, &did, end, err))
			return false;
	}
	return true;
}

/* When numbers become usable and blocks end: time that no journal row knows of. */
static const char USABLE_SQL[] =
	"SELECT min(t) FROM (SELECT n.usable_at AS t FROM assignment a JOIN number n ON n.e164 = a.number_wanted"
	" WHERE a.number_wanted IS NOT a.number_actual AND n.usable_at > :now"
	" UNION ALL SELECT n.blocked_until FROM assignment a JOIN number n ON n.e164 = a.number_wanted"
	" WHERE a.number_wanted IS NOT a.number_actual AND n.blocked_until > :now)";

static bool usable_next(struct apply *apply, int64_t *when, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, USABLE_SQL, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	return store_number(stmt, when, err);
}

static bool left_count(struct apply *apply, int64_t *left, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, LEFT_SQL, err);

	if (!stmt)
		return false;
	scope_bind(apply, stmt);
	return store_number(stmt, left, err);
}

static bool ended(struct apply *apply, enum apply_outcome outcome, struct error *err)
{
	sqlite3_stmt *stmt;

	apply->outcome = outcome;
	apply->idle = true;
	if (apply->run_id) {
		stmt = statement(apply, RUN_END, err);
		if (stmt) {
			sql_int(stmt, ":now", now_of(apply));
			sql_int(stmt, ":run", apply->run_id);
			store_run(stmt, err);
		}
	}
	return false;
}

/* The pass is at its end: another one, a wait, or the end of all. */
static bool turn_rest(struct apply *apply, struct error *err)
{
	sqlite3_stmt *stmt = statement(apply, JOURNAL_WAKE, err);
	int64_t open, usable, left;

	if (!stmt || store_step(stmt, err) < 0)
		return false;
	apply->wake = sqlite3_column_int64(stmt, 0);
	open = sqlite3_column_int64(stmt, 1);
	store_done(stmt);
	if (!usable_next(apply, &usable, err))
		return false;
	if (usable && (!open || usable < apply->wake))
		apply->wake = usable;
	apply->idle = !apply->moved;
	if (open || usable) {
		/* A pass over a large plan is dear: it may take a twentieth of the time. */
		if (apply->moved || (usable && usable <= now_of(apply)))
			apply->filled = clock_ticks() - apply->fill_ticks < 20 * apply->fill_cost;
		return true;
	}
	if (apply->moved) {
		apply->filled = false;
		return true;
	}
	if (!left_count(apply, &left, err))
		return false;
	return ended(apply, left ? APPLY_PERSON : APPLY_DONE, err);
}

bool apply_turn(struct apply *apply, struct error *err)
{
	int64_t flight;
	bool did, end;

	error_clear(err);
	if (apply->outcome != APPLY_RUNNING)
		return false;
	if (apply->stop)
		return ended(apply, APPLY_CANCELLED, err);
	apply->wake = 0;
	apply->idle = false;
	if (!turn_due(apply, &did, err))
		return false;
	if (did)
		return true;
	if (!in_flight(apply, &flight, err))
		return false;
	if (apply->pause || flight >= apply->options.parallel ||
		apply->slow_until > now_of(apply)) {
		apply->wake = now_of(apply) + 1;
		return true;
	}
	if (!apply->filled)
		return pass_begin(apply, err);
	if (!turn_new(apply, &end, err))
		return false;
	return !end || turn_rest(apply, err);
}

int64_t apply_next(const struct apply *apply)
{
	int64_t left;

	if (apply->outcome != APPLY_RUNNING)
		return -1;
	if (apply->stop || apply->wake == 0 || !apply->filled)
		return 0;
	left = apply->wake - now_of(apply);
	if (left <= 0)
		return 0;
	return left * 1000 < NAP ? left * 1000 : NAP;
}

/* ---- begin and end ---- */

static bool chosen_add(struct apply *apply, const struct apply_options *options, struct error *err)
{
	for (size_t i = 0; i < options->key_count; i++) {
		sqlite3_stmt *stmt = statement(apply, CHOOSE, err);

		if (!stmt)
			return false;
		sql_text(stmt, ":key", options->keys[i]);
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}

static bool groups_read(struct apply *apply, struct error *err)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof(*groups));
	int count;
	bool ok = change_groups(apply->store, groups, CHANGE_GROUPS, &count, err);

	for (int i = 0; ok && i < count; i++) {
		struct apply_group *group = &apply->groups[apply->group_count];

		if ((apply->step[0] && strcmp(plan_step_id(groups[i].step), apply->step) != 0) ||
			(apply->group[0] && strcmp(groups[i].id, apply->group) != 0))
			continue;
		sql_cut(group->id, sizeof(group->id), groups[i].id);
		sql_cut(group->title, sizeof(group->title), groups[i].title);
		sql_cut(apply->group_kinds[apply->group_count], CHANGE_KIND, groups[i].kind);
		group->of = groups[i].count;
		apply->group_count++;
	}
	free(groups);
	return ok;
}

static bool consent_check(struct apply *apply, int64_t count, struct error *err)
{
	struct plan_cost cost;

	if (count == 0)
		return true;
	if (!plan_cost(apply->store, &cost, err))
		return false;
	apply->consent = count;
	if (count == cost.seats_to_buy)
		return true;
	return error_set(err, ERROR_USAGE,
		_("You agreed to buy %lld licences, but the plan buys %lld. Nothing was bought: "
		  "read the plan, then agree to its count."),
		(long long)count, (long long)cost.seats_to_buy);
}

/* The ways that the service says stand in change_kind, where the view finds them. */
static bool ways_write(struct apply *apply, struct error *err)
{
	const struct service_ops *ops = apply->service->ops;

	for (int i = 0; i < carry_count(); i++) {
		sqlite3_stmt *stmt = statement(apply, WAY, err);
		const char *kind = carry_at(i)->kind;

		if (!stmt)
			return false;
		sql_text(stmt, ":kind", kind);
		sql_text(stmt, ":way", service_way_id(ops->way(apply->service, kind)));
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}

static bool begin(struct apply *apply, const struct apply_options *options, struct error *err)
{
	if (!consent_check(apply, options->buy_count, err) ||
		!store_exec(apply->store, TABLES_SQL, err) || !chosen_add(apply, options, err))
		return false;
	if (!store_begin(apply->store, err))
		return false;
	if (!ways_write(apply, err) || !store_exec(apply->store, RESUME_SQL, err)) {
		store_rollback(apply->store);
		return false;
	}
	return store_commit(apply->store, err) && groups_read(apply, err);
}

struct apply *apply_begin(struct store *store, struct service *service, struct reference *ref,
	const struct apply_options *options, struct error *err)
{
	struct apply *apply;

	if (options->readonly) {
		error_set(err, ERROR_REFUSED,
			_("ringup was started with --readonly: nothing is applied."));
		return NULL;
	}
	if (!store_lock(store, err))
		return NULL;
	apply = xcalloc(1, sizeof(*apply));
	apply->store = store;
	apply->service = service;
	apply->ref = ref;
	apply->options = *options;
	apply->options.keys = NULL;
	apply->options.step = apply->options.group = NULL;
	if (apply->options.parallel <= 0)
		apply->options.parallel = PARALLEL;
	sql_cut(apply->step, sizeof(apply->step), options->step ? options->step : "");
	sql_cut(apply->group, sizeof(apply->group), options->group ? options->group : "");
	apply->chosen = options->keys != NULL;
	if (!begin(apply, options, err)) {
		apply_end(apply);
		return NULL;
	}
	return apply;
}

void apply_cancel(struct apply *apply)
{
	apply->stop = true;
}

void apply_pause(struct apply *apply, bool pause)
{
	apply->pause = pause;
}

void apply_end(struct apply *apply)
{
	if (!apply)
		return;
	if (apply->outcome == APPLY_RUNNING)
		ended(apply, APPLY_CANCELLED, NULL);
	store_unlock(apply->store);
	free(apply->searches);
	free(apply);
}

enum apply_outcome apply_outcome(const struct apply *apply)
{
	return apply->outcome;
}

int64_t apply_run_id(const struct apply *apply)
{
	return apply->run_id;
}

bool apply_idle(const struct apply *apply)
{
	return apply->idle;
}

/* ---- progress ---- */

static void group_note(struct apply *apply, int at)
{
	struct apply_group *group = &apply->groups[at];
	const char *block = apply->blocks[at];
	char *text = NULL;

	if (group->of < group->done + group->failed + group->waiting + group->running)
		group->of = group->done + group->failed + group->waiting + group->running;
	if (group->done == group->of)
		group->state = APPLY_GROUP_DONE;
	else if (group->running || group->waiting)
		group->state = APPLY_GROUP_RUNS;
	else
		group->state = group->failed ? APPLY_GROUP_FAILED : APPLY_GROUP_WAITS;
	group->note[0] = '\0';
	if (group->waiting)
		text = xasprintf(_("done %lld, waits %lld"), (long long)group->done,
			(long long)group->waiting);
	else if (block[0] && group->done < group->of)
		text = xasprintf(_("for %s"), _(carry_block_text(block)));
	if (text)
		sql_cut(group->note, sizeof(group->note), text);
	free(text);
}

void apply_progress(struct apply *apply, struct apply_progress *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < apply->group_count; i++) {
		struct apply_group *group = &apply->groups[i];

		group_note(apply, i);
		out->of += group->of;
		out->done += group->done;
		out->waiting += group->waiting;
		out->failed += group->failed;
		out->running += group->running;
	}
	sql_number(statement(apply, WAITING_SINCE, NULL), &out->waiting_since, NULL);
	out->requests = apply->requests;
	out->parallel = apply->options.parallel;
	out->stopping = apply->stop;
	out->paused = apply->pause;
	out->groups = apply->groups;
	out->group_count = apply->group_count;
	out->events = apply->events;
	out->event_count = apply->event_count;
}
