/* core/tenant/holding.c: people counted by what they hold now. */
#include <string.h>

#include "core/reference/capability.h"
#include "core/store/store.h"
#include "core/tenant/holding.h"

/* What each person holds of the two, as bits: a row a person. The LIMIT keeps SQLite from asking
 * for the bits anew at each place that names them. */
static const char count_sql[] =
	"SELECT count(*), coalesce(sum(calls), 0), coalesce(sum(bits & :phone <> 0), 0),"
	" coalesce(sum(calls AND bits & :phone <> 0 AND bits & :plan <> 0), 0),"
	" coalesce(sum(calls AND bits & :phone <> 0), 0),"
	" coalesce(sum(mailbox = 'onprem'), 0), coalesce(sum(calls AND mailbox = 'onprem'), 0),"
	" coalesce(sum(onprem_line <> ''), 0), coalesce(sum(calls AND onprem_line <> ''), 0),"
	" coalesce(sum(calls AND usage_location_wanted IS NULL), 0),"
	" (SELECT count(*) FROM person WHERE kind = 'resource')"
	" FROM (SELECT p.calls, p.mailbox, p.onprem_line, p.usage_location_wanted,"
	"   coalesce((SELECT max((s.capability & :phone <> 0) * :phone)"
	"     + max((s.capability & :plan <> 0) * :plan) FROM licence l JOIN subscription s"
	"    ON s.sku_id = l.sku_id WHERE l.person_id = p.id AND l.actual = 1), 0) AS bits"
	"  FROM person p WHERE p.kind = 'member' AND p.enabled = 1 LIMIT -1)";

static const char callers_sql[] =
	"SELECT count(*), coalesce(sum(calls), 0) FROM person WHERE kind = 'member' AND enabled = 1";

static const char groups_sql[] =
	"WITH held AS (SELECT l.person_id, s.sku_part, s.name, s.capability FROM licence l"
	"  JOIN subscription s ON s.sku_id = l.sku_id WHERE l.actual = 1"
	"  ORDER BY l.person_id, s.sku_part),"
	" person_held AS (SELECT p.calls, coalesce(p.usage_location_wanted, '') AS location,"
	"  p.mailbox, coalesce(group_concat(h.sku_part, ';'), '') AS skus,"
	"  coalesce(group_concat(h.name, ' + '), '') AS names, bit_or(h.capability) AS bits"
	"  FROM person p LEFT JOIN held h ON h.person_id = p.id"
	"  WHERE p.kind = 'member' AND p.enabled = 1 GROUP BY p.id),"
	" grouped AS (SELECT skus, max(names) AS names, max(coalesce(bits, 0)) AS bits, location,"
	"  mailbox, count(*) AS people, sum(calls) AS callers FROM person_held"
	"  GROUP BY skus, location, mailbox)"
	" SELECT skus, names, bits, location, mailbox, people, callers, count(*) OVER ()"
	" FROM grouped ORDER BY people DESC, skus, location, mailbox LIMIT :room";

static const char seats_sql[] =
	"SELECT coalesce(sum(seats_actual), 0) FROM subscription WHERE capability & :bits <> 0";

bool holding_count(struct store *store, struct holding_counts *out, struct error *err)
{
	int64_t *const figures[] = { &out->people, &out->callers, &out->with_phone,
		&out->callers_ready, &out->callers_phone, &out->mailbox_onprem,
		&out->callers_onprem, &out->lines_onprem, &out->callers_lines,
		&out->callers_unlocated, &out->resources };
	sqlite3_stmt *stmt = store_statement(store, count_sql, err);

	memset(out, 0, sizeof *out);
	if (!stmt)
		return false;
	store_bind_number(stmt, ":phone", CAPABILITY_PHONE_SYSTEM);
	store_bind_number(stmt, ":plan", CAPABILITY_CALLING_PLAN);
	int got = store_step(stmt, err);
	for (int i = 0; got > 0 && i < (int)(sizeof figures / sizeof figures[0]); i++)
		*figures[i] = sqlite3_column_int64(stmt, i);
	store_done(stmt);
	return got > 0;
}

bool holding_callers(struct store *store, int64_t *people, int64_t *callers, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, callers_sql, err);

	if (!stmt)
		return false;
	int got = store_step(stmt, err);
	*people = got > 0 ? sqlite3_column_int64(stmt, 0) : 0;
	*callers = got > 0 ? sqlite3_column_int64(stmt, 1) : 0;
	store_done(stmt);
	return got > 0;
}

int holding_groups(
	struct store *store, int room, struct holding_group *out, int64_t *more, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, groups_sql, err);
	int64_t all = 0;
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct holding_group *group = &out[count++];

		store_text(stmt, 0, group->skus);
		store_text(stmt, 1, group->names);
		group->capability = (unsigned)sqlite3_column_int64(stmt, 2);
		store_text(stmt, 3, group->location);
		store_text(stmt, 4, group->mailbox);
		group->people = sqlite3_column_int64(stmt, 5);
		group->callers = sqlite3_column_int64(stmt, 6);
		all = sqlite3_column_int64(stmt, 7);
	}
	if (more)
		*more = all - count;
	return got < 0 ? -1 : count;
}

bool holding_seats(struct store *store, unsigned capability, int64_t *seats, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, seats_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":bits", capability);
	return store_number(stmt, seats, err);
}
