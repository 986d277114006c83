/* core/plan/turn.c: the turns of an apply. A pass copies the plan into the temporary table `todo`
 * and walks it by rank. What is blocked is left for the next pass, which begins when something has
 * moved. Between two changes whatever is due is polled, so that nothing that waits holds up the
 * rest. */
#include "core/plan/applying.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/plan/carry.h"
#include "core/plan/match.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

enum {
	SHORT = 5,           /* seconds: what is polled within them is in flight, the rest waits */
	NAP = 250,           /* milliseconds: a simulated clock may run faster than ours */
	BLOCKED_A_TURN = 64, /* changes looked at in one turn */
	STOP_MS = 10000,     /* what is in the air when we are asked to stop may land so long */
	RATE_MS = 2000,      /* over which requests a second are counted */
};

static const char TODO_NEXT_SQL[] = "SELECT id, " ITEM_COLUMNS
				    ", grp FROM temp.todo WHERE id > :at ORDER BY id LIMIT 1";

/* Rows of the journal that this apply may touch. */
#define ALONE " AND (NOT :alone OR key IN (SELECT key FROM temp.chosen))"

static const char JOURNAL_DUE_SQL[] = "SELECT id FROM journal WHERE " JOURNAL_OPEN
				      " AND state = 'waiting' AND not_before <= :now"
				      " AND id NOT IN (SELECT id FROM temp.flying)" ALONE
				      " ORDER BY not_before LIMIT 1";

static const char JOURNAL_DOUBT_SQL[] = "SELECT id FROM journal WHERE " JOURNAL_OPEN
					" AND state = 'doubt' AND not_before <= :now"
					" AND id NOT IN (SELECT id FROM temp.flying)" ALONE
					" LIMIT 1";

static const char JOURNAL_WAKE_SQL[] =
	"SELECT min(not_before), count(*) FROM journal WHERE " JOURNAL_OPEN
	" AND state IN ('doubt', 'waiting') AND cause <> 'consent'" /* that one waits for a person
								     */
	" AND id NOT IN (SELECT id FROM temp.flying)" ALONE;

static const char JOURNAL_FLIGHT_SQL[] = "SELECT count(*) FROM journal WHERE " JOURNAL_OPEN
					 " AND state = 'waiting' AND operation <> ''"
					 " AND not_before <= :now + :short";

static const char TODO_CLEAR_SQL[] = "DELETE FROM temp.todo";

/* Before a pass: an order counts what is there, also where a sync saw a number before we did. */
static const char TIDY_SQL[] =
	"UPDATE number_order SET quantity_actual = (SELECT count(*) FROM number WHERE order_id = number_order.id"
	" AND owned_actual = 1) WHERE quantity_actual < (SELECT count(*) FROM number"
	" WHERE order_id = number_order.id AND owned_actual = 1)";

static const char FILL_SQL[] = NAMED
	"INSERT INTO temp.todo (kind, key, person_id, sku_id, number, address_id, place_id, order_id,"
	" quantity, way, grp, feature_id) SELECT kind, key, person_id, sku_id, number, address_id,"
	"  place_id, order_id, quantity, way, grp, feature_id FROM named WHERE NOT conflict"
	"  AND (:step IS NULL OR step = :step) AND (:group IS NULL OR grp = :group)"
	"  AND (NOT :chosen OR key IN (SELECT key FROM temp.chosen))"
	"  AND key NOT IN (SELECT key FROM temp.settled) ORDER BY rank, key";

static const char LEFT_SQL[] = NAMED
	"SELECT count(*) FROM named WHERE (:step IS NULL OR step = :step)"
	" AND (:group IS NULL OR grp = :group)"
	" AND (NOT :chosen OR key IN (SELECT key FROM temp.chosen))";

/* When numbers become usable and blocks end: time that no journal row knows of. */
static const char USABLE_SQL[] =
	"SELECT min(t) FROM (SELECT n.usable_at AS t FROM assignment a JOIN number n ON n.e164 = a.number_wanted"
	" WHERE a.number_wanted IS NOT a.number_actual AND n.usable_at > :now"
	" UNION ALL SELECT n.blocked_until FROM assignment a JOIN number n ON n.e164 = a.number_wanted"
	" WHERE a.number_wanted IS NOT a.number_actual AND n.blocked_until > :now)";

static bool todo_next(struct apply *apply, struct item *item, bool *end, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, TODO_NEXT_SQL, err);
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
		item_read(stmt, 1, item);
		item->group = group_named(apply,
			store_column(stmt, 1 + ITEM_COLUMN_COUNT, text, sizeof(text)),
			item->carry->kind);
		store_done(stmt);
		if (item->group < 0)
			item->group = group_of_item(apply, item);
	}
	return got >= 0;
}

/* Whether one more change of this kind may fly; else it is looked at again when something landed.
 */
static bool kind_fits(struct apply *apply, const struct item *item)
{
	const char *kind = item->carry->kind;
	bool paced = strcmp(kind, "notice") == 0 && apply->options.notice_room;

	if (paced ? apply->options.notice_room(apply->options.notice_data) > 0
		  : apply->flight_count == 0 || flight_count(apply, ASK_SUBMIT, kind) <
							kind_room(apply, kind, item->way))
		return true;
	apply->full = true;
	apply->at--;
	return false;
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
	item.address_first = order_address_first(apply, item.order_id);
	if (!item_blocked(apply, &item, block, err) ||
		!item_unassign(apply, &item, block, &first, err))
		return false;
	if (block[0] && !first) {
		sql_cut(apply->blocks[item.group], sizeof(apply->blocks[0]), block);
		return true;
	}
	if (!kind_fits(apply, &item))
		return true;
	if (!item_intend(apply, &item, did, err))
		return false;
	return !*did || item_send(apply, &item, err);
}

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

void scope_bind(struct apply *apply, sqlite3_stmt *stmt)
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

	if (!pass_tidy(apply, err) ||
		!sql_run(store_statement(apply->store, TODO_CLEAR_SQL, err), err))
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

static bool due_row(struct apply *apply, const char *text, int64_t *id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, text, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	sql_int(stmt, ":alone", apply->options.alone);
	return store_number(stmt, id, err);
}

/* Asks about what is in doubt, polls what is due, sends again what may be. *did: something was due.
 */
static bool turn_due(struct apply *apply, bool *did, struct error *err)
{
	struct item item;
	int64_t id;

	*did = true;
	if (!due_row(apply, JOURNAL_DOUBT_SQL, &id, err))
		return false;
	if (id != 0) {
		if (!item_load(apply, id, &item, err))
			return false;
		item.address_first = order_address_first(apply, item.order_id);
		return item_ask(apply, &item, err);
	}
	if (!due_row(apply, JOURNAL_DUE_SQL, &id, err))
		return false;
	if (id == 0) {
		*did = false;
		return true;
	}
	if (!item_load(apply, id, &item, err))
		return false;
	item.address_first = order_address_first(apply, item.order_id);
	return item.operation[0] ? item_poll(apply, &item, err) : item_again(apply, &item, err);
}

/* Whether another change may be begun. What flies is limited by the room of its kind; a service
 * where nothing flies works on what it was given. */
static bool may_begin(struct apply *apply, bool *yes, struct error *err)
{
	sqlite3_stmt *stmt;
	int64_t count;

	*yes = !apply->pause && apply->slow_until <= now_of(apply);
	if (!*yes || apply->service->ops->land)
		return true;
	stmt = store_statement(apply->store, JOURNAL_FLIGHT_SQL, err);
	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	sql_int(stmt, ":short", SHORT);
	if (!store_number(stmt, &count, err))
		return false;
	*yes = count < apply->options.parallel;
	return true;
}

/* Asked to stop: nothing new, but what is in the air may land. */
static bool turn_stop(struct apply *apply, struct error *err)
{
	if (apply->flight_count > 0 && clock_ticks() - apply->stop_ticks < STOP_MS) {
		apply->wake = now_of(apply) + 1;
		return true;
	}
	return apply_ended(apply, APPLY_CANCELLED, err);
}

static void rate_count(struct apply *apply)
{
	int64_t now = clock_ticks(), passed = now - apply->rate_ticks;

	if (!apply->service->ops->land || passed < RATE_MS)
		return;
	apply->rate = 1000.0 * (double)(apply->requests - apply->rate_requests) / (double)passed;
	apply->rate_ticks = now;
	apply->rate_requests = apply->requests;
}

static bool turn_new(struct apply *apply, bool *end, struct error *err)
{
	bool did = false;

	*end = apply->full = false;
	for (int i = 0; i < BLOCKED_A_TURN && !did && !*end && !apply->full; i++) {
		if (!todo_take(apply, &did, end, err))
			return false;
	}
	return true;
}

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

/* What has moved may let others begin; but a pass over a large plan is dear: it may take a
 * twentieth of the time. */
static void pass_again(struct apply *apply)
{
	apply->filled = clock_ticks() - apply->fill_ticks < 20 * apply->fill_cost;
	if (!apply->filled)
		apply->wake = 0;
}

/* The pass is at its end: another one, a wait, or the end of all. */
static bool turn_rest(struct apply *apply, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, JOURNAL_WAKE_SQL, err);
	int64_t open, usable, left;

	if (!stmt)
		return false;
	sql_int(stmt, ":alone", apply->options.alone);
	if (store_step(stmt, err) < 0)
		return false;
	apply->wake = sqlite3_column_int64(stmt, 0);
	open = sqlite3_column_int64(stmt, 1);
	store_done(stmt);
	if (apply->flight_count > 0) { /* its landing wakes us, and may let others begin */
		apply->wake = now_of(apply) + 1;
		if (apply->moved)
			pass_again(apply);
		return true;
	}
	if (!usable_next(apply, &usable, err))
		return false;
	if (usable && (!open || usable < apply->wake))
		apply->wake = usable;
	apply->idle = !apply->moved;
	if (open || usable) {
		if (apply->moved || (usable && usable <= now_of(apply)))
			pass_again(apply);
		return true;
	}
	if (apply->moved) {
		apply->filled = false;
		apply->wake = 0;
		return true;
	}
	if (!left_count(apply, &left, err))
		return false;
	return apply_ended(apply, left ? APPLY_PERSON : APPLY_DONE, err);
}

bool apply_turn(struct apply *apply, struct error *err)
{
	bool did, end, begin;

	error_clear(err);
	if (apply->outcome != APPLY_RUNNING)
		return false;
	apply->wake = 0;
	apply->idle = false;
	rate_count(apply);
	if (!flights_land(apply, &did, err))
		return false;
	if (apply->stop)
		return turn_stop(apply, err);
	if (!did && flight_count(apply, ASK_POLL, NULL) < apply->options.parallel &&
		!turn_due(apply, &did, err))
		return false;
	if (did)
		return true;
	if (!may_begin(apply, &begin, err))
		return false;
	if (!begin) {
		apply->wake = now_of(apply) + 1;
		return true;
	}
	if (!apply->filled)
		return pass_begin(apply, err);
	if (!turn_new(apply, &end, err))
		return false;
	if (apply->full)
		apply->wake = now_of(apply) + 1;
	return !end || turn_rest(apply, err);
}

int64_t apply_next(const struct apply *apply)
{
	int64_t left;

	if (apply->outcome != APPLY_RUNNING)
		return -1;
	if (apply->wake == 0)
		return 0;
	left = apply->wake - now_of(apply);
	if (left <= 0)
		return 0;
	return left * 1000 < NAP ? left * 1000 : NAP;
}
