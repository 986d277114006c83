/* core/tenant/licence.c: who holds, and who is to hold, which product. */
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/licence.h"
#include "core/tenant/person-sql.h"

/* 508: Phone System, Calling Plans, credits, conferencing. */
static const char list_sql[] =
	"SELECT l.sku_id, s.sku_part, s.name, s.capability, l.wanted, l.actual, l.by_group, l.derived,"
	" l.since, l.state FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"
	" WHERE l.person_id = :id ORDER BY s.capability & 508 <> 0, s.name COLLATE NOCASE, l.sku_id"
	" LIMIT :room";

#define WANT                                                                         \
	" ON CONFLICT (person_id, sku_id) DO UPDATE SET wanted = :want, derived = 0" \
	" WHERE wanted <> :want AND (:want = 1 OR by_group = 0)"
static const char want_sql[] =
	"INSERT INTO licence (person_id, sku_id, wanted) VALUES (:id, :sku, :want)" WANT;
static const char want_of_sql[] =
	"INSERT INTO licence (person_id, sku_id, wanted) SELECT p.id, :sku, :want FROM person p"
	" WHERE (:want = 1 OR EXISTS (SELECT 1 FROM licence l WHERE l.person_id = p.id AND l.sku_id = :sku))"
	" AND " PERSON_FILTER_SQL WANT;
static const char by_group_sql[] =
	"SELECT by_group FROM licence WHERE person_id = :id AND sku_id = :sku";
static const char put_sql[] =
	"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (:id, :sku, :actual, :actual)"
	" ON CONFLICT (person_id, sku_id) DO UPDATE SET actual = :actual,"
	" wanted = CASE WHEN wanted = actual THEN :actual ELSE wanted END WHERE actual <> :actual";
static const char tidy_sql[] =
	"DELETE FROM licence WHERE sku_id = :sku AND wanted = 0 AND actual = 0";

int licence_list(
	struct store *store, int64_t person_id, int room, struct licence *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":id", person_id);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct licence *row = &out[count++];

		memset(row, 0, sizeof(*row));
		store_text(stmt, 0, row->sku_id);
		store_text(stmt, 1, row->sku_part);
		store_text(stmt, 2, row->name);
		row->capability = (unsigned)sqlite3_column_int64(stmt, 3);
		row->wanted = sqlite3_column_int(stmt, 4);
		row->actual = sqlite3_column_int(stmt, 5);
		row->by_group = sqlite3_column_int(stmt, 6);
		row->derived = sqlite3_column_int(stmt, 7);
		row->since = sqlite3_column_int64(stmt, 8);
		store_text(stmt, 9, row->state);
	}
	return got < 0 ? -1 : count;
}

/* A licence that is neither held nor wished is no row. */
static bool tidy(struct store *store, const char *sku_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, tidy_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sku", sku_id);
	return store_run(stmt, err);
}

static bool group_check(
	struct store *store, int64_t person_id, const char *sku_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, by_group_sql, err);
	int64_t by_group;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", person_id);
	store_bind_text(stmt, ":sku", sku_id);
	if (!store_number(stmt, &by_group, err))
		return false;
	return !by_group ||
	       error_set(err, ERROR_REFUSED,
		       _("This licence comes from a group and cannot be taken from the person. Change "
			 "the group."));
}

bool licence_want(
	struct store *store, int64_t person_id, const char *sku_id, bool want, struct error *err)
{
	if ((!want && !group_check(store, person_id, sku_id, err)) || !store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, want_sql, err);
	if (stmt) {
		store_bind_number(stmt, ":id", person_id);
		store_bind_text(stmt, ":sku", sku_id);
		store_bind_number(stmt, ":want", want);
	}
	return store_end(store, stmt && store_run(stmt, err) && tidy(store, sku_id, err), err);
}

bool licence_want_of(struct store *store, const struct person_filter *filter, const char *sku_id,
	bool want, int64_t *changed, struct error *err)
{
	bool ok = false;

	if (!store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, want_of_sql, err);
	if (stmt) {
		person_filter_bind(stmt, filter);
		store_bind_text(stmt, ":sku", sku_id);
		store_bind_number(stmt, ":want", want);
		ok = store_run(stmt, err);
	}
	if (changed)
		*changed = store_changes(store);
	return store_end(store, ok && tidy(store, sku_id, err), err);
}

bool licence_put(
	struct store *store, int64_t person_id, const char *sku_id, bool actual, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, put_sql, err);
	if (stmt) {
		store_bind_number(stmt, ":id", person_id);
		store_bind_text(stmt, ":sku", sku_id);
		store_bind_number(stmt, ":actual", actual);
	}
	return store_end(
		store, stmt && store_run(stmt, err) && (actual || tidy(store, sku_id, err)), err);
}

/* ---- what callers, devices and organizers need ---- */

/* What makes a group (struct licence_group). */
#define GROUP "location, mailbox, skus, device, calls, organizes, beyond, carrier"
#define SAME_GROUP                                                                     \
	"c.skus = g.skus AND c.location = g.location AND c.mailbox = g.mailbox"        \
	" AND c.device = g.device AND c.calls = g.calls AND c.organizes = g.organizes" \
	" AND c.beyond = g.beyond AND c.carrier = g.carrier"

/* What counts as held: what is held and not to be taken by hand, and what is wished by hand. */
static const char *const collect_sql[] = {
	"CREATE TEMP TABLE IF NOT EXISTS caller (person_id INTEGER PRIMARY KEY, location TEXT,"
	" mailbox TEXT, skus TEXT, bits INTEGER, device TEXT, calls INTEGER, organizes INTEGER,"
	" beyond INTEGER, carrier INTEGER)",
	"CREATE INDEX IF NOT EXISTS temp.caller_group ON caller (skus, location, mailbox)",
	/* leader: the person that stands for the group. */
	"CREATE TEMP TABLE IF NOT EXISTS choice (leader INTEGER, sku_id TEXT, want INTEGER,"
	" PRIMARY KEY (leader, sku_id)) WITHOUT ROWID",
	"CREATE TEMP TABLE IF NOT EXISTS target (person_id INTEGER, sku_id TEXT, want INTEGER,"
	" PRIMARY KEY (person_id, sku_id)) WITHOUT ROWID",
	"DELETE FROM temp.caller",
	"DELETE FROM temp.choice",
	"DELETE FROM temp.target",
	"INSERT INTO temp.caller SELECT p.id, coalesce(p.usage_location_wanted, ''), p.mailbox,"
	" coalesce(group_concat(h.sku_part, ';'), ''), bit_or(h.capability), p.device, p.calls,"
	" p.organizes, 0, EXISTS (SELECT 1 FROM assignment a JOIN number n"
	"  ON n.e164 = coalesce(a.number_wanted, a.number_actual)"
	"  WHERE a.person_id = p.id AND n.source = 'carrier')"
	" FROM person p LEFT JOIN"
	"  (SELECT l.person_id, s.sku_part, s.capability FROM licence l"
	"   JOIN subscription s ON s.sku_id = l.sku_id"
	"   WHERE CASE WHEN l.derived THEN l.actual ELSE l.wanted END"
	"   ORDER BY l.person_id, s.sku_part) h ON h.person_id = p.id"
	" WHERE p.id IN (SELECT id FROM person WHERE calls = 1 UNION SELECT id FROM person WHERE device <> ''"
	"  UNION SELECT id FROM person WHERE organizes = 1"
	"  UNION SELECT id FROM person WHERE kind = 'member' AND enabled = 1"
	"   AND (SELECT conferencing_for FROM organization) = 'all') GROUP BY p.id",
	/* Teams Rooms Basic is free for so many rooms of the tenant, those that nobody marked
	 * included; one that holds another room licence needs none. */
	"UPDATE temp.caller SET beyond = 1 WHERE person_id IN (SELECT r.person_id FROM"
	"  (SELECT c.person_id, row_number() OVER (ORDER BY"
	"    c.skus NOT LIKE '%Microsoft_Teams_Rooms_Basic%', p.upn) AS place"
	"   FROM temp.caller c JOIN person p ON p.id = c.person_id"
	"   WHERE c.device = 'room' AND c.calls = 0 AND c.skus NOT LIKE '%Microsoft_Teams_Rooms_Pro%'"
	"    AND c.skus NOT LIKE '%MEETING_ROOM%' AND c.skus NOT LIKE '%MTR_PREM%') r"
	"  WHERE r.place > (SELECT value FROM ref.constants WHERE name = 'rooms_basic_max')"
	"   - (SELECT count(*) FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"
	"    JOIN person o ON o.id = l.person_id WHERE l.actual = 1 AND o.device = ''"
	"    AND s.sku_part LIKE 'Microsoft_Teams_Rooms_Basic%'))",
};

static const char groups_sql[] = "SELECT " GROUP ", max(bits), count(*), min(person_id)"
				 " FROM temp.caller GROUP BY " GROUP;
static const char choice_sql[] = "INSERT OR REPLACE INTO temp.choice VALUES (:leader, :sku, :want)";

static const char *const write_sql[] = {
	"INSERT INTO temp.target SELECT c.person_id, h.sku_id, h.want FROM temp.choice h"
	" JOIN temp.caller g ON g.person_id = h.leader JOIN temp.caller c ON " SAME_GROUP,
	/* Earlier answers' wishes that nobody asks for any more. */
	"UPDATE licence SET wanted = actual, derived = 0 WHERE derived = 1 AND wanted <> actual"
	" AND NOT EXISTS (SELECT 1 FROM temp.target t WHERE t.person_id = licence.person_id"
	"  AND t.sku_id = licence.sku_id AND t.want = licence.wanted)",
	"DELETE FROM licence WHERE wanted = 0 AND actual = 0",
	"INSERT INTO licence (person_id, sku_id, wanted, derived) SELECT person_id, sku_id, 1, 1"
	" FROM temp.target WHERE want = 1 ON CONFLICT (person_id, sku_id) DO UPDATE SET wanted = 1"
	" WHERE wanted = 0 AND derived = 1",
	"UPDATE licence SET wanted = 0, derived = 1 WHERE wanted = 1 AND actual = 1 AND by_group = 0"
	" AND EXISTS (SELECT 1 FROM temp.target t WHERE t.person_id = licence.person_id"
	"  AND t.sku_id = licence.sku_id AND t.want = 0)",
};

enum { WRITE_DELETE = 2, WRITE_TARGET = 0 };

static bool run_plain(struct store *store, const char *sql, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	return stmt && store_run(stmt, err);
}

static bool collect(struct store *store, struct error *err)
{
	for (size_t i = 0; i < sizeof(collect_sql) / sizeof(collect_sql[0]); i++) {
		if (!run_plain(store, collect_sql[i], err))
			return false;
	}
	return true;
}

static bool choice_put(struct store *store, const struct licence_group *group, const char *sku,
	bool want, struct error *err)
{
	char sku_id[SKU_ID];
	sqlite3_stmt *stmt;

	if (!subscription_ensure(store, sku, sku_id, err))
		return false;
	stmt = store_statement(store, choice_sql, err);
	if (!stmt)
		return false;
	store_bind_number(stmt, ":leader", group->person_id);
	store_bind_text(stmt, ":sku", sku_id);
	store_bind_number(stmt, ":want", want);
	return store_run(stmt, err);
}

static bool group_choose(struct store *store, const struct licence_group *group,
	licence_choose *choose, void *data, struct error *err)
{
	struct licence_choice choice = { 0 };

	if (!choose(data, group, &choice, err))
		return false;
	for (int i = 0; i < choice.remove_count; i++) {
		if (!choice_put(store, group, choice.remove[i], false, err))
			return false;
	}
	for (int i = 0; i < choice.add_count; i++) {
		if (!choice_put(store, group, choice.add[i], true, err))
			return false;
	}
	return true;
}

static void group_read(sqlite3_stmt *stmt, struct licence_group *group)
{
	memset(group, 0, sizeof(*group));
	store_text(stmt, 0, group->location);
	store_text(stmt, 1, group->mailbox);
	store_text(stmt, 2, group->skus);
	store_text(stmt, 3, group->device);
	group->calls = sqlite3_column_int(stmt, 4);
	group->organizes = sqlite3_column_int(stmt, 5);
	group->beyond = sqlite3_column_int(stmt, 6);
	group->carrier = sqlite3_column_int(stmt, 7);
	group->capability = (unsigned)sqlite3_column_int64(stmt, 8);
	group->people = sqlite3_column_int64(stmt, 9);
	group->person_id = sqlite3_column_int64(stmt, 10);
}

static bool choose_all(struct store *store, licence_choose *choose, void *data, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, groups_sql, err);
	struct licence_group group;
	int got = -1;
	bool ok = true;

	while (stmt && ok && (got = store_step(stmt, err)) > 0) {
		group_read(stmt, &group);
		ok = group_choose(store, &group, choose, data, err);
	}
	if (!ok)
		store_done(stmt);
	return ok && got == 0;
}

bool licence_plan_callers(struct store *store, licence_choose *choose, void *data, int64_t *changed,
	struct error *err)
{
	int64_t total = 0;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = collect(store, err) && choose_all(store, choose, data, err);
	for (size_t i = 0; ok && i < sizeof(write_sql) / sizeof(write_sql[0]); i++) {
		ok = run_plain(store, write_sql[i], err);
		if (i != WRITE_TARGET && i != WRITE_DELETE)
			total += store_changes(store);
	}
	if (changed)
		*changed = total;
	return store_end(store, ok, err);
}

/* ---- figures ---- */

/* The bits of enum capability (core/reference/capability.h). Conferencing that is free is counted
 * apart. */
static const char count_sql[] =
	"SELECT total(s.capability & 8 AND NOT s.capability & 16), total(s.capability & 16 <> 0),"
	" total(s.capability & 32 <> 0), total(s.capability & 4 <> 0), total(s.capability & 128 <> 0),"
	" total(s.capability & 256 AND NOT s.capability & 128),"
	" (SELECT total(CASE WHEN :wanted THEN max(seats_needed, seats_actual) ELSE seats_actual END)"
	"  FROM seat WHERE capability & 64)"
	" FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"
	" WHERE CASE WHEN :wanted THEN l.wanted ELSE l.actual END";

/* 56: any Calling Plan (CAPABILITY_CALLING_PLAN). */
static const char carrier_plans_sql[] =
	"SELECT count(DISTINCT l.person_id) FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"
	" LEFT JOIN assignment a ON a.person_id = l.person_id"
	" LEFT JOIN number n ON n.e164 = coalesce(a.number_wanted, a.number_actual)"
	" WHERE l.wanted = 1 AND s.capability & 56 AND (:everybody OR n.source = 'carrier')";

/* A licence gives the minutes of its first plan that gives any: a product holds one. */
static const char pools_sql[] =
	"SELECT coalesce(p.usage_location_wanted, ''), m.plan, sum(l.actual), sum(l.wanted) FROM licence l"
	" JOIN person p ON p.id = l.person_id JOIN (SELECT sp.sku_id, min(v.minutes_plan) AS plan"
	"  FROM ref.sku_plans sp JOIN ref.service_plans v ON v.name = sp.service_plan"
	"  WHERE v.minutes_plan IS NOT NULL GROUP BY sp.sku_id) m ON m.sku_id = l.sku_id"
	" WHERE p.usage_location_wanted IS NOT NULL"
	" GROUP BY 1, 2 ORDER BY sum(l.wanted) DESC, 1, 2 LIMIT :room";

bool licence_count(struct store *store, bool wanted, struct licence_counts *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql, err);

	memset(out, 0, sizeof(*out));
	if (!stmt)
		return false;
	store_bind_number(stmt, ":wanted", wanted);
	if (store_step(stmt, err) < 0)
		return false;
	out->domestic = sqlite3_column_int64(stmt, 0);
	out->international = sqlite3_column_int64(stmt, 1);
	out->payg = sqlite3_column_int64(stmt, 2);
	out->phone_system = sqlite3_column_int64(stmt, 3);
	out->conferencing = sqlite3_column_int64(stmt, 4);
	out->conferencing_basic = sqlite3_column_int64(stmt, 5);
	out->credits = sqlite3_column_int64(stmt, 6);
	store_done(stmt);
	return true;
}

bool licence_carrier_plans(struct store *store, bool everybody, int64_t *people, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, carrier_plans_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":everybody", everybody);
	return store_number(stmt, people, err);
}

int licence_pools(struct store *store, int room, struct licence_pool *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, pools_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct licence_pool *row = &out[count++];

		store_text(stmt, 0, row->country);
		store_text(stmt, 1, row->plan);
		row->actual = sqlite3_column_int64(stmt, 2);
		row->wanted = sqlite3_column_int64(stmt, 3);
	}
	return got < 0 ? -1 : count;
}
