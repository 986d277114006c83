/* core/tenant/swap.c: ported numbers in place of temporary ones. */
#include "core/tenant/swap.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "core/base/mem.h"
#include "core/store/store.h"
#include "core/tenant/assignment.h"

/* A phone as people write it, without what only parts it: "+44 (0)20 7946 0000" and
 * "tel:+442079460000;ext=7" give "+442079460000". */
#define BARE(text)                                                                           \
	"replace(replace(replace(replace(replace(replace(replace(" text ", '(0)', ''), ' '," \
	" ''), char(160), ''), '-', ''), '.', ''), '(', ''), ')', '')"

#define WHO                                                                                 \
	" coalesce(p.id, 0), coalesce(p.upn, s.upn), coalesce(nullif(p.display_name, ''),"  \
	" p.upn, s.upn), s.number, coalesce(a.number_wanted, a.number_actual, ''), s.port," \
	" coalesce(n.owned_actual = 1 AND n.source = 'ported', 0),"                         \
	" coalesce(a.number_wanted = s.number, 0),"                                         \
	" EXISTS (SELECT 1 FROM assignment o WHERE (o.number_wanted = s.number"             \
	"  OR o.number_actual = s.number) AND o.person_id IS NOT p.id)"
#define WITH_WHO                                                                                \
	" LEFT JOIN assignment a ON a.person_id = p.id LEFT JOIN number n ON n.e164 = s.number" \
	" ORDER BY s.number"

#define PHONE BARE("phone")
#define LINE BARE("replace(substr(onprem_line, 1, instr(onprem_line || ';', ';') - 1), 'tel:', '')")

/* A phone without a country code may be national, with or without its trunk 0. UNION takes away
 * what is twice. */
static const char guess_sql[] =
	"WITH bare (id, text) AS (SELECT id, " PHONE
	" FROM person WHERE phone <> '' AND kind = 'member'"
	" UNION SELECT id, " LINE " FROM person WHERE onprem_line <> '' AND kind = 'member'),"
	"whole (id, e164) AS (SELECT id, text FROM bare WHERE text GLOB '+*'"
	" UNION SELECT id, '+' || substr(text, 3) FROM bare WHERE text GLOB '00*'"
	" UNION SELECT id, '+' || text FROM bare WHERE text GLOB '[1-9]*'"
	" UNION SELECT id, '+' || :code || text FROM bare WHERE text GLOB '[0-9]*'"
	" UNION SELECT id, '+' || :code || ltrim(text, '0') FROM bare WHERE text GLOB '0*'),"
	"met (id, number, of_number, of_person) AS (SELECT w.id, j.value,"
	" count(*) OVER (PARTITION BY j.value), count(*) OVER (PARTITION BY w.id)"
	" FROM json_each(:numbers) j JOIN whole w ON w.e164 = j.value),"
	"s (id, upn, number, port) AS (SELECT id, '', number, '' FROM met"
	" WHERE of_number = 1 AND of_person = 1)"
	" SELECT" WHO " FROM s JOIN person p ON p.id = s.id" WITH_WHO;

static const char list_sql[] =
	"WITH s (upn, number, port) AS (SELECT j.value ->> '$.upn', j.value ->> '$.number', f.name"
	" FROM feature f, json_each(coalesce(f.wanted, f.actual), '$.swap') j WHERE f.kind = 'port'"
	" AND (:port IS NULL OR f.name = :port) AND j.type = 'object'"
	" AND json_type(j.value, '$.upn') = 'text' AND json_type(j.value, '$.number') = 'text')"
	" SELECT" WHO " FROM s LEFT JOIN person p ON p.upn = s.upn COLLATE NOCASE" WITH_WHO;

static void swap_read(sqlite3_stmt *stmt, struct swap *out)
{
	*out = (struct swap){ .person_id = sqlite3_column_int64(stmt, 0),
		.here = sqlite3_column_int(stmt, 6),
		.wished = sqlite3_column_int(stmt, 7),
		.taken = sqlite3_column_int(stmt, 8) };
	store_text(stmt, 1, out->upn);
	store_text(stmt, 2, out->name);
	store_text(stmt, 3, out->number);
	store_text(stmt, 4, out->has);
	store_text(stmt, 5, out->order);
}

static bool rows_read(sqlite3_stmt *stmt, struct swap **out, int *count, struct error *err)
{
	int got, room = 0;

	while ((got = store_step(stmt, err)) > 0) {
		if (*count == room) {
			room = room ? 2 * room : 32;
			*out = xrealloc(*out, (size_t)room, sizeof(**out));
		}
		swap_read(stmt, &(*out)[(*count)++]);
	}
	if (got == 0)
		return true;
	free(*out);
	*out = NULL;
	*count = 0;
	return false;
}

bool swap_guess(struct store *store, const char *numbers, const char *calling_code,
	struct swap **out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, guess_sql, err);

	*out = NULL;
	*count = 0;
	if (!stmt)
		return false;
	store_bind_text(stmt, ":numbers", numbers);
	store_bind_text(stmt, ":code", calling_code);
	return rows_read(stmt, out, count, err);
}

bool swap_list(
	struct store *store, const char *order, struct swap **out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);

	*out = NULL;
	*count = 0;
	if (!stmt)
		return false;
	store_bind_text(stmt, ":port", order);
	return rows_read(stmt, out, count, err);
}

bool swap_want(
	struct store *store, const char *order, int64_t *wished, int64_t *freed, struct error *err)
{
	struct swap *list;
	int count;
	int64_t changed = 0, left = 0;
	bool ok = true;

	if (!store_begin(store, err))
		return false;
	ok = swap_list(store, order, &list, &count, err);
	for (int i = 0; ok && i < count; i++) {
		const struct swap *swap = &list[i];

		if (!swap->person_id || !swap->here || swap->wished || swap->taken)
			continue;
		ok = assignment_want_number(store, swap->person_id, swap->number, err) &&
		     assignment_lock(store, swap->person_id, true, err);
		changed++;
		left += swap->has[0] != '\0';
	}
	free(list);
	if (wished)
		*wished = changed;
	if (freed)
		*freed = left;
	return store_end(store, ok, err);
}
