/* core/plan/apply.c: begins and ends an apply. All that must survive a crash is in the journal; the
 * memory of an apply only saves work. */
#include "core/plan/applying.h"

#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/carry.h"
#include "core/plan/sql.h"
#include "core/plan/way.h"
#include "core/store/store.h"

enum {
	PARALLEL = 8, /* changes in flight */
};

static const char RUN_END_SQL[] = "UPDATE run SET ended_at = :now WHERE id = :run";

static const char CHOOSE_SQL[] = "INSERT OR IGNORE INTO temp.chosen (key) VALUES (:key)";

static const char TABLES_SQL[] =
	"CREATE TEMP TABLE IF NOT EXISTS todo (id INTEGER PRIMARY KEY, kind TEXT, key TEXT, person_id INTEGER, sku_id TEXT,"
	" number TEXT, address_id INTEGER, place_id INTEGER, order_id INTEGER, quantity INTEGER, way TEXT,"
	" grp TEXT, feature_id INTEGER);"
	/* Changes that this run does not try again. */
	"CREATE TEMP TABLE IF NOT EXISTS settled (key TEXT PRIMARY KEY) WITHOUT ROWID;"
	"CREATE TEMP TABLE IF NOT EXISTS chosen (key TEXT PRIMARY KEY) WITHOUT ROWID;"
	/* Rows of the journal about which a question is on its way. */
	"CREATE TEMP TABLE IF NOT EXISTS flying (id INTEGER PRIMARY KEY);"
	"DELETE FROM temp.flying; DELETE FROM temp.todo; DELETE FROM temp.settled; DELETE FROM temp.chosen";

/* What was sent before a crash is in doubt; what was only meant was never asked for. A port that is
 * to be cancelled is no longer waited for: the cancelling would come after its end. */
static const char *const RESUME_SQL[] = {
	"UPDATE journal SET state = 'cancelled', ended_at = intent_at WHERE " JOURNAL_OPEN
	" AND state = 'intent'",
	"UPDATE journal SET state = 'cancelled', ended_at = sent_at WHERE " JOURNAL_OPEN
	" AND state = 'waiting'"
	" AND kind = 'port' AND feature_id IN (SELECT id FROM feature"
	"  WHERE kind = 'port' AND wanted IS NULL AND actual IS NOT NULL)",
	/* Whether it was ordered is looked for at once; ordered it is only where somebody agrees.
	 */
	"UPDATE journal SET not_before = 0 WHERE " JOURNAL_OPEN " AND cause = 'consent'",
	"UPDATE journal SET state = 'doubt', not_before = 0 WHERE " JOURNAL_OPEN
	" AND state = 'sent'"
	" AND (NOT :alone OR key IN (SELECT key FROM temp.chosen))",
};

static bool resume(struct apply *apply, struct error *err)
{
	for (size_t i = 0; i < sizeof(RESUME_SQL) / sizeof(RESUME_SQL[0]); i++) {
		sqlite3_stmt *stmt = store_statement(apply->store, RESUME_SQL[i], err);

		if (!stmt)
			return false;
		sql_int(stmt, ":alone", apply->options.alone);
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}
static bool chosen_add(struct apply *apply, const struct apply_options *options, struct error *err)
{
	for (size_t i = 0; i < options->key_count; i++) {
		sqlite3_stmt *stmt = store_statement(apply->store, CHOOSE_SQL, err);

		if (!stmt)
			return false;
		sql_text(stmt, ":key", options->keys[i]);
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}

static bool consent_check(struct apply *apply, int64_t count, struct error *err)
{
	struct plan_cost cost;

	if (count == 0)
		return true;
	if (!plan_cost(apply->store, &cost, err))
		return false;
	apply->consent = count;
	/* The same call again, when nothing is left to buy, goes on with the rest. */
	if (count == cost.seats_to_buy || cost.seats_to_buy == 0)
		return true;
	return error_set(err, ERROR_USAGE,
		_("You agreed to buy %lld licences, but the plan buys %lld. Nothing was bought: "
		  "read the plan, then agree to its count."),
		(long long)count, (long long)cost.seats_to_buy);
}

static bool begin(struct apply *apply, const struct apply_options *options, struct error *err)
{
	if (!consent_check(apply, options->buy_count, err) ||
		!store_exec(apply->store, TABLES_SQL, err) || !chosen_add(apply, options, err))
		return false;
	if (!store_begin(apply->store, err))
		return false;
	if ((apply->service->ops->way && !way_set(apply->store, apply->service, err)) ||
		!resume(apply, err)) {
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
	service->may_buy = options->buy_count > 0;
	if (!begin(apply, options, err)) {
		apply_end(apply);
		return NULL;
	}
	return apply;
}

void apply_cancel(struct apply *apply)
{
	if (!apply->stop)
		apply->stop_ticks = clock_ticks();
	apply->stop = true;
	apply->wake = 0;
}

void apply_pause(struct apply *apply, bool pause)
{
	apply->pause = pause;
	apply->wake = 0;
}

bool apply_ended(struct apply *apply, enum apply_outcome outcome, struct error *err)
{
	sqlite3_stmt *stmt;

	apply->outcome = outcome;
	apply->idle = true;
	if (apply->run_id) {
		stmt = store_statement(apply->store, RUN_END_SQL, err);
		if (stmt) {
			sql_int(stmt, ":now", now_of(apply));
			sql_int(stmt, ":run", apply->run_id);
			store_run(stmt, err);
		}
	}
	return false;
}

void apply_end(struct apply *apply)
{
	if (!apply)
		return;
	if (apply->outcome == APPLY_RUNNING)
		apply_ended(apply, APPLY_CANCELLED, NULL);
	flights_drop(apply);
	apply->service->may_buy = false;
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
