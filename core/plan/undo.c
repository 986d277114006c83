/* core/plan/undo.c: writes a run's earlier values into the wishes. A row a kind says whether that
 * can be, and how. */
#include "core/plan/undo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

/* The first entry of each change in the run: its `before` is what stood before the run. Orders are
 * undone by their numbers. :kind NULL: all. */
#define FIRST                                                                                             \
	"(SELECT min(id) AS id, kind, key, person_id, number, address_id, place_id, label, before, after" \
	" FROM journal WHERE run_id = :run AND state = 'done' AND kind <> 'order' GROUP BY key)"

/* Places that are in use when all is undone, and by whom: 1 a number that stays the tenant's, 2
 * people or an order that this run did not serve. What a number carries it keeps when nobody has
 * it. */
#define STAYS                                                                                         \
	"WITH first AS MATERIALIZED " FIRST ", served AS MATERIALIZED (SELECT person_id,"             \
	"  json_extract(before, '$.number') AS number, json_extract(before, '$.place') AS place_id"   \
	"  FROM first WHERE kind IN ('assign', 'unassign')),"                                         \
	" kept AS (SELECT e164 FROM number WHERE owned_wanted = 1 AND (NOT :release"                  \
	"   OR e164 NOT IN (SELECT number FROM first WHERE kind = 'acquire')"                         \
	"   OR EXISTS (SELECT 1 FROM assignment WHERE number_wanted = e164"                           \
	"    AND person_id NOT IN (SELECT person_id FROM served)))),"                                 \
	" stays AS MATERIALIZED (SELECT coalesce((SELECT json_extract(before, '$.place') FROM first"  \
	"   WHERE kind = 'number_place' AND number = e164), place_wanted, place_actual) AS place_id," \
	"   1 AS who FROM kept JOIN number USING (e164)"                                              \
	"  UNION SELECT coalesce(place_wanted, place_actual), 2 FROM assignment"                      \
	"   WHERE coalesce(number_wanted, order_wanted) IS NOT NULL"                                  \
	"   AND person_id NOT IN (SELECT person_id FROM served)"                                      \
	"  UNION SELECT place_id, 2 FROM served WHERE number IS NOT NULL"                             \
	"  UNION SELECT place_id, 2 FROM number_order WHERE quantity_wanted > quantity_actual)"
/* Who holds an address or a place that the run made; NULL: nobody, it can go again. */
#define HOLDER                                                                             \
	"CASE WHEN j.kind = 'address' AND json_extract(j.before, '$.state') = 'None' THEN" \
	"  (SELECT min(who) FROM stays JOIN place ON id = stays.place_id"                  \
	"   WHERE place.address_id = j.address_id)"                                        \
	" WHEN j.kind = 'place' AND json_extract(j.before, '$.there') = 0 THEN"            \
	"  (SELECT min(who) FROM stays WHERE stays.place_id = j.place_id)"                 \
	" WHEN j.kind = 'acquire' AND :release THEN (SELECT 3 FROM kept WHERE e164 = j.number) END"

static const char UNASSIGN_SQL[] =
	"UPDATE assignment SET order_wanted = NULL, number_wanted = NULL WHERE person_id IN"
	" (SELECT person_id FROM " FIRST " WHERE kind IN ('assign', 'unassign'))";
/* A number that went to somebody else meanwhile, or that is gone, stays where it is. */
static const char REASSIGN_SQL[] =
	"UPDATE assignment SET number_wanted = (SELECT e164 FROM number WHERE e164 ="
	"   json_extract(j.before, '$.number') AND owned_wanted = 1 AND NOT EXISTS (SELECT 1 FROM assignment o"
	"    WHERE o.number_wanted = e164)),"
	" place_wanted = (SELECT id FROM place WHERE id = json_extract(j.before, '$.place'))"
	" FROM " FIRST
	" j WHERE j.kind IN ('assign', 'unassign') AND j.person_id = assignment.person_id";
static const char LOCATION_SQL[] =
	"UPDATE person SET usage_location_wanted = json_extract(j.before, '$.usage_location')"
	" FROM " FIRST " j WHERE j.kind = 'usage_location' AND j.person_id = person.id"
	" AND json_extract(j.before, '$.usage_location') IS NOT NULL";
static const char LICENCE_SQL[] =
	"UPDATE licence SET wanted = EXISTS (SELECT 1 FROM json_each(j.before, '$.add')"
	"  WHERE value = licence.sku_id) FROM " FIRST " j WHERE j.kind IN ('licence', 'unlicence')"
	" AND j.person_id = licence.person_id AND licence.sku_id IN (SELECT value FROM"
	"  json_each(j.before, '$.add') UNION ALL SELECT value FROM json_each(j.before, '$.remove'))";
/* Who loses the licences calls no more: else the rules would at once wish for them again. */
static const char CALLS_SQL[] =
	"UPDATE person SET calls = 0 WHERE id IN (SELECT person_id FROM " FIRST
	" WHERE kind = 'licence'"
	" AND json_array_length(after, '$.add') > 0)";
static const char ADDRESS_SQL[] = STAYS
	" UPDATE address SET wanted = json_extract(j.before, '$.state') <> 'None' FROM first j"
	" WHERE j.kind IN ('address', 'address_remove') AND j.address_id = address.id AND " HOLDER
	" IS NULL";
static const char PLACE_SQL[] = STAYS
	" UPDATE place SET wanted = json_extract(j.before, '$.there') FROM first j"
	" WHERE j.kind IN ('place', 'place_remove') AND j.place_id = place.id AND " HOLDER
	" IS NULL";
static const char NUMBER_PLACE_SQL[] =
	"UPDATE number SET place_wanted = (SELECT id FROM place WHERE id = json_extract(j.before, '$.place'))"
	" FROM " FIRST " j WHERE j.kind = 'number_place' AND j.number = number.e164"
	" AND json_extract(j.before, '$.place') IS NOT NULL";
/* Only what nobody has been given since. */
/* The earlier document; what was removed is made anew. What cannot be undone says so in
 * change_kind. */
static const char FEATURE_SQL[] =
	"INSERT INTO feature (kind, name, wanted) SELECT before ->> '$.kind', before ->> '$.name',"
	" before -> '$.document' FROM " FIRST " j JOIN change_kind k ON k.kind = j.kind"
	" WHERE j.key GLOB 'feature:*' AND k.undoable AND (json_type(before, '$.document') <> 'null'"
	"  OR EXISTS (SELECT 1 FROM feature f WHERE f.kind = before ->> '$.kind'"
	"   AND f.name = before ->> '$.name')) ORDER BY j.id DESC"
	" ON CONFLICT (kind, name) DO UPDATE SET wanted = nullif(excluded.wanted, 'null')";
static const char RELEASE_SQL[] =
	"UPDATE number SET owned_wanted = 0 FROM " FIRST
	" j WHERE j.kind = 'acquire' AND j.number = number.e164 AND :release"
	" AND NOT EXISTS (SELECT 1 FROM assignment WHERE number_wanted = number.e164)";

/* Places come first: who stays is told from the wishes as they stand before. */
static const char *const inverses[] = { ADDRESS_SQL, PLACE_SQL, UNASSIGN_SQL, RELEASE_SQL,
	REASSIGN_SQL, LOCATION_SQL, LICENCE_SQL, CALLS_SQL, NUMBER_PLACE_SQL, FEATURE_SQL };

/* kind | what undoing does | why it cannot be | rule. `released`: only if numbers are let go;
 * `null`: not where there was nothing before. */
static const struct way_back {
	const char *kind, *title, *why, *null;
	int rule;
	bool released;
} ways_back[] = {
	{ .kind = "buy_phone",
		.why = N_("Bought licences stay until their commitment ends."),
		.rule = 53 },
	{ .kind = "buy_plan",
		.why = N_("Bought licences stay until their commitment ends."),
		.rule = 53 },
	{ .kind = "usage_location",
		.title = N_("Set the earlier usage location"),
		.null = "$.usage_location",
		.why = N_("A usage location stays once it is set; it costs nothing.") },
	{ .kind = "licence", .title = N_("Take the licence back"), .rule = 88 },
	{ .kind = "unlicence", .title = N_("Give the licence again"), .rule = 88 },
	{ .kind = "address", .title = N_("Remove the address"), .rule = 308 },
	{ .kind = "address_remove", .title = N_("Create the address again") },
	{ .kind = "place", .title = N_("Remove the place"), .rule = 308 },
	{ .kind = "place_remove", .title = N_("Create the place again") },
	{ .kind = "acquire",
		.title = N_("Give the number back"),
		.released = true,
		.why = N_(
			"The number stays yours. You may let it go, but somebody else may get it."),
		.rule = 270 },
	{ .kind = "number_place",
		.title = N_("Give the number its earlier address"),
		.null = "$.place",
		.why = N_("A number keeps an emergency address.") },
	{ .kind = "unassign", .title = N_("Give the number back to the person") },
	{ .kind = "assign", .title = N_("Take number and address back") },
	{ .kind = "notice", .why = N_("A letter that was sent stays sent.") },
	{ .kind = "papers", .why = N_("Papers that were sent stay sent."), .rule = 432 },
	{ .kind = "credits",
		.why = N_(
			"What was paid in stays paid in: it is used up within 12 months, or lost."),
		.rule = 169 },
	{ .kind = "port",
		.why = N_("Numbers that moved stay here. Another port takes them back."),
		.rule = 269 },
	{ .kind = "account", .title = N_("Put the resource account back as it was"), .rule = 389 },
	{ .kind = "account_remove", .title = N_("Create the resource account again"), .rule = 389 },
	{ .kind = "usage", .title = N_("Change the usage of the number back"), .rule = 184 },
	{ .kind = "bridge",
		.title = N_("Put the conferencing bridge back as it was"),
		.rule = 404 },
	{ .kind = "queue", .title = N_("Put the call queue back as it was"), .rule = 388 },
	{ .kind = "attendant", .title = N_("Put the auto attendant back as it was"), .rule = 387 },
	{ .kind = "feature_remove", .title = N_("Create it again") },
	{ .kind = "release",
		.why = N_("The number went back; somebody else may have it."),
		.rule = 270 },
};

/* Why what could be undone cannot this time, by HOLDER. */
static const struct {
	const char *why;
	int rule;
} holders[] = {
	[1] = { N_("The numbers that stay yours carry it (R-308)."), 308 },
	[2] = { N_("People or numbers that stay use it (R-308)."), 308 },
	[3] = { N_("Somebody else has been given the number since."), 270 },
};

static const char LIST_SQL[] = STAYS
	" SELECT j.id, j.kind, j.label, json_extract(j.before, '$.usage_location') IS NULL,"
	" json_extract(j.before, '$.place') IS NULL, " HOLDER
	" FROM first j JOIN change_kind k ON k.kind = j.kind ORDER BY k.rank DESC, j.id LIMIT :room OFFSET :first";

static const char LAST_SQL[] =
	"SELECT coalesce(max(r.id), 0) FROM run r WHERE r.undo_of IS NULL"
	" AND NOT EXISTS (SELECT 1 FROM run u WHERE u.undo_of = r.id)"
	" AND EXISTS (SELECT 1 FROM journal j WHERE j.run_id = r.id AND j.state = 'done')";

static const char THERE_SQL[] = "SELECT (SELECT count(*) FROM run WHERE id = :run),"
				" (SELECT count(*) FROM run WHERE undo_of = :run)";
static const char RUN_SQL[] =
	"INSERT INTO run (started_at, ended_at, undo_of) SELECT max(started_at, ended_at),"
	" max(started_at, ended_at), id FROM run WHERE id = :run";

static const struct way_back *way_of(const char *kind)
{
	for (size_t i = 0; i < sizeof(ways_back) / sizeof(ways_back[0]); i++) {
		if (strcmp(ways_back[i].kind, kind) == 0)
			return &ways_back[i];
	}
	return &ways_back[0];
}

int64_t undo_last_run(struct store *store, struct error *err)
{
	int64_t id;

	return sql_number(store_statement(store, LAST_SQL, err), &id, err) ? id : 0;
}

static void row_read(sqlite3_stmt *stmt, bool release, struct undo_row *out)
{
	const struct way_back *way;
	int holder;
	bool null;

	memset(out, 0, sizeof(*out));
	out->journal_id = sqlite3_column_int64(stmt, 0);
	store_column(stmt, 1, out->kind, sizeof(out->kind));
	store_column(stmt, 2, out->label, sizeof(out->label));
	way = way_of(out->kind);
	null = way->null &&
	       sqlite3_column_int(stmt, strcmp(way->null, "$.place") == 0 ? 4 : 3) != 0;
	holder = sqlite3_column_int(stmt, 5);
	out->can = way->title && !null && !holder && (release || !way->released);
	sql_cut(out->title, sizeof(out->title),
		way->title ? _(way->title) : change_title_one(out->kind));
	if (!out->can) {
		out->why = holder ? holders[holder].why : way->why;
		out->rule = holder ? holders[holder].rule : way->rule;
	}
}

bool undo_preview(struct store *store, int64_t run_id, bool release, int64_t first, int room,
	struct undo_row *out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, LIST_SQL, err);
	int got;

	*count = 0;
	if (!stmt)
		return false;
	sql_int(stmt, ":run", run_id);
	sql_int(stmt, ":release", release);
	sql_int(stmt, ":first", first);
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		row_read(stmt, release, &out[(*count)++]);
	store_done(stmt);
	return got == 0;
}

bool undo_counts(struct store *store, int64_t run_id, bool release, struct undo_count *out,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, LIST_SQL, err);
	struct undo_row row;
	int got;

	memset(out, 0, sizeof(*out));
	if (!stmt)
		return false;
	sql_int(stmt, ":run", run_id);
	sql_int(stmt, ":release", release);
	sql_int(stmt, ":first", 0);
	sql_int(stmt, ":room", -1);
	while ((got = store_step(stmt, err)) > 0) {
		row_read(stmt, release, &row);
		*(row.can ? &out->can : &out->cannot) += 1;
		out->numbers += strcmp(row.kind, "acquire") == 0;
	}
	store_done(stmt);
	return got == 0;
}

static bool run_with(
	struct store *store, const char *text, int64_t run_id, bool release, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, text, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":run", run_id);
	sql_int(stmt, ":release", release);
	return store_run(stmt, err);
}

static bool write_all(struct store *store, int64_t run_id, bool release, struct error *err)
{
	for (size_t i = 0; i < sizeof(inverses) / sizeof(inverses[0]); i++) {
		if (!run_with(store, inverses[i], run_id, release, err))
			return false;
	}
	return run_with(store, RUN_SQL, run_id, release, err);
}

static bool taken_back(struct store *store, int64_t run_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, THERE_SQL, err);
	bool there = false, before = false;

	if (!stmt)
		return true;
	sql_int(stmt, ":run", run_id);
	if (store_step(stmt, err) > 0) {
		there = sqlite3_column_int(stmt, 0);
		before = sqlite3_column_int(stmt, 1);
	}
	store_done(stmt);
	if (!there)
		return !error_set(err, ERROR_NOT_FOUND,
			_("There is no run %lld. See `ringup log`."), (long long)run_id);
	if (before)
		return !error_set(err, ERROR_REFUSED, _("Run %lld was taken back before."),
			(long long)run_id);
	return false;
}

bool undo_run(struct store *store, int64_t run_id, bool release, struct undo_count *out,
	struct error *err)
{
	char *label;
	bool ok;

	if (taken_back(store, run_id, err) || !undo_counts(store, run_id, release, out, err))
		return false;
	if (out->can == 0)
		return error_set(err, ERROR_REFUSED, _("Nothing of run %lld can be undone."),
			(long long)run_id);
	label = xasprintf(_("run %lld taken back"), (long long)run_id);
	ok = edit_begin(store, label, err);
	free(label);
	if (!ok)
		return false;
	if (!write_all(store, run_id, release, err)) {
		edit_cancel(store);
		return false;
	}
	return edit_end(store, NULL, err);
}
