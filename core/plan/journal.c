/* core/plan/journal.c: lists what was done. */
#include "core/plan/journal.h"

#include <string.h>

#include "core/base/tr.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

#define MATCHES                                                                                       \
	" WHERE (:run IS NULL OR run_id = :run) AND (:person IS NULL OR person_id = :person)"         \
	" AND (:key IS NULL OR key = :key) AND (:state IS NULL OR state = :state OR (:state = 'open'" \
	"  AND state IN ('intent', 'sent', 'doubt', 'waiting')))"                                     \
	" AND (NOT :latest OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.key = journal.key"          \
	"  AND l.id > journal.id))"

static const char COUNT_SQL[] = "SELECT count(*) FROM journal" MATCHES;
static const char ROWS_SQL[] =
	"SELECT id, run_id, kind, key, person_id, address_id, place_id, order_id, number, sku_id, quantity,"
	" label, state, way, request_id, tries, intent_at, sent_at, ended_at, not_before, cause, words,"
	" iif(kind = 'usage_location', json_extract(after, '$.usage_location'), '')"
	" FROM journal" MATCHES " ORDER BY id DESC LIMIT :room OFFSET :first";
static const char RUN_COUNT_SQL[] = "SELECT count(*) FROM run";
static const char RUNS_SQL[] =
	"SELECT r.id, r.started_at, r.ended_at, r.scope, coalesce(r.undo_of, 0), r.note,"
	" total(j.state = 'done'), total(j.state = 'failed'),"
	" total(j.state IN ('intent', 'sent', 'doubt', 'waiting'))"
	" FROM (SELECT * FROM run ORDER BY id DESC LIMIT :room OFFSET :first) r"
	" LEFT JOIN journal j ON j.run_id = r.id GROUP BY r.id ORDER BY r.id DESC";

static void filter_bind(sqlite3_stmt *stmt, const struct journal_filter *filter)
{
	sql_id(stmt, ":run", filter->run_id);
	sql_id(stmt, ":person", filter->person_id);
	sql_text(stmt, ":key", filter->key);
	sql_text(stmt, ":state", filter->state);
	sql_int(stmt, ":latest", filter->latest);
}

int64_t journal_count(struct store *store, const struct journal_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, COUNT_SQL, err);
	int64_t count = -1;

	if (!stmt)
		return -1;
	filter_bind(stmt, filter);
	if (store_step(stmt, err) > 0)
		count = sqlite3_column_int64(stmt, 0);
	store_done(stmt);
	return count;
}

static void row_read(sqlite3_stmt *stmt, struct journal_row *out)
{
	char detail[CHANGE_LABEL];

	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(stmt, 0);
	out->run_id = sqlite3_column_int64(stmt, 1);
	store_column(stmt, 2, out->kind, sizeof(out->kind));
	store_column(stmt, 3, out->key, sizeof(out->key));
	out->person_id = sqlite3_column_int64(stmt, 4);
	out->address_id = sqlite3_column_int64(stmt, 5);
	out->place_id = sqlite3_column_int64(stmt, 6);
	out->order_id = sqlite3_column_int64(stmt, 7);
	store_column(stmt, 8, out->number, sizeof(out->number));
	store_column(stmt, 9, out->sku_id, sizeof(out->sku_id));
	out->quantity = sqlite3_column_int64(stmt, 10);
	store_column(stmt, 11, out->label, sizeof(out->label));
	store_column(stmt, 12, out->state, sizeof(out->state));
	store_column(stmt, 13, out->way, sizeof(out->way));
	store_column(stmt, 14, out->request_id, sizeof(out->request_id));
	out->tries = sqlite3_column_int(stmt, 15);
	out->intent_at = sqlite3_column_int64(stmt, 16);
	out->sent_at = sqlite3_column_int64(stmt, 17);
	out->ended_at = sqlite3_column_int64(stmt, 18);
	out->not_before = sqlite3_column_int64(stmt, 19);
	store_column(stmt, 20, out->cause, sizeof(out->cause));
	store_column(stmt, 21, out->words, sizeof(out->words));
	store_column(stmt, 22, detail, sizeof(detail));
	if (detail[0])
		change_title(out->kind, detail, "user", out->title, sizeof(out->title));
	else
		sql_cut(out->title, sizeof(out->title), change_title_one(out->kind));
}

bool journal_rows(struct store *store, const struct journal_filter *filter, int64_t first, int room,
	struct journal_row *out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, ROWS_SQL, err);
	int got;

	*count = 0;
	if (!stmt)
		return false;
	filter_bind(stmt, filter);
	sql_int(stmt, ":first", first);
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		row_read(stmt, &out[(*count)++]);
	store_done(stmt);
	return got == 0;
}

static const struct {
	const char *id, *text;
} states[] = {
	{ "intent", N_("meant") },
	{ "sent", N_("sent") },
	{ "doubt", N_("in doubt") },
	{ "waiting", N_("waits") },
	{ "done", N_("done") },
	{ "failed", N_("failed") },
	{ "cancelled", N_("cancelled") },
};

const char *journal_state_text(const char *state)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(states[i].id, state) == 0)
			return states[i].text;
	}
	return state;
}

int64_t journal_run_count(struct store *store, struct error *err)
{
	int64_t count;

	return sql_number(store_statement(store, RUN_COUNT_SQL, err), &count, err) ? count : -1;
}

bool journal_runs(struct store *store, int64_t first, int room, struct journal_run *out, int *count,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, RUNS_SQL, err);
	int got;

	*count = 0;
	if (!stmt)
		return false;
	sql_int(stmt, ":first", first);
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct journal_run *run = &out[(*count)++];

		memset(run, 0, sizeof(*run));
		run->id = sqlite3_column_int64(stmt, 0);
		run->started_at = sqlite3_column_int64(stmt, 1);
		run->ended_at = sqlite3_column_int64(stmt, 2);
		store_column(stmt, 3, run->scope, sizeof(run->scope));
		run->undo_of = sqlite3_column_int64(stmt, 4);
		store_column(stmt, 5, run->note, sizeof(run->note));
		run->done = sqlite3_column_int64(stmt, 6);
		run->failed = sqlite3_column_int64(stmt, 7);
		run->open = sqlite3_column_int64(stmt, 8);
	}
	store_done(stmt);
	return got == 0;
}
