/* core/tenant/number.c: telephone numbers: the tenant's, and those that a reservation holds. */
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/address-sql.h"
#include "core/tenant/number.h"
#include "core/tenant/person-sql.h"
#include "core/tenant/sync.h"

/* ---- lists ---- */

#define PLACE_LABEL "a.name || CASE WHEN pl.name = '' THEN '' ELSE '/' || pl.name END"

/* Who has the number goes before who is to get it. */
#define WHO                                                                                       \
	"coalesce((SELECT x.person_id FROM assignment x WHERE x.number_actual = n.e164 LIMIT 1)," \
	" (SELECT x.person_id FROM assignment x WHERE x.number_wanted = n.e164))"

#define ROW                                                                                             \
	"SELECT n.e164, n.kind, n.source, n.country, n.state, n.city, n.area_code, n.order_id, o.name," \
	" n.owned_wanted, n.owned_actual, n.reservation, n.held_until, n.activation, n.usable_at,"      \
	" n.blocked_until, n.place_wanted, " PLACE_LABEL                                                \
	", p.id, coalesce(nullif(p.display_name, ''), p.upn),"                                          \
	" n.used_by <> '' OR EXISTS (SELECT 1 FROM assignment x WHERE x.number_actual = n.e164)"        \
	" FROM number n LEFT JOIN number_order o ON o.id = n.order_id"                                  \
	" LEFT JOIN place pl ON pl.id = n.place_wanted LEFT JOIN address a ON a.id = pl.address_id"     \
	" LEFT JOIN person p ON p.id = " WHO

/* enum number_scope. A text of digits can only be part of a number: that is quick. */
#define MATCHES                                                                                            \
	" CASE :scope WHEN 0 THEN 1 WHEN 1 THEN n.owned_actual = 0 AND n.reservation <> ''"                \
	" WHEN 2 THEN n.owned_actual = 1 WHEN 3 THEN n.owned_wanted = 1 AND n.used_by = '' AND NOT EXISTS" \
	"  (SELECT 1 FROM assignment x WHERE x.number_wanted = n.e164 OR x.number_actual = n.e164)"        \
	" WHEN 4 THEN n.owned_actual = 1 AND n.owned_wanted = 0 END"                                       \
	" AND (:kind IS NULL OR n.kind = :kind) AND (:country IS NULL OR n.country = :country)"            \
	" AND (:order IS NULL OR n.order_id = :order)"                                                     \
	" AND (:text IS NULL OR (instr(n.e164, :text) > 0 OR (:text GLOB '*[^0-9+]*' AND"                  \
	"  instr(fold(n.city || ' ' || n.state || ' ' || n.area_code || ' ' || n.country), :text) > 0))"   \
	"  <> :exclude)"

/* Held numbers are few and stand before the others, which are in the order of the table. */
#define HELD " n.reservation > ''" /* a range of the index number_list */
#define NOT_HELD " n.reservation = ''"

/* Without a filter, or with digits alone, the index number_list tells which rows are shown. */
#define WINDOW_OTHERS(indexed, matches)                                                       \
	ROW " WHERE n.e164 IN (SELECT n.e164 FROM number n" indexed " WHERE" NOT_HELD matches \
	    " ORDER BY n.e164 LIMIT :room OFFSET :first) ORDER BY n.e164"

enum part { PART_HELD, PART_OTHERS, PART_ALL, PART_DIGITS };

#define DIGITS " AND (instr(n.e164, :text) > 0) <> :exclude"

static const char *const window_sql[] = {
	[PART_HELD] = ROW " WHERE" HELD " AND" MATCHES
			  " ORDER BY n.held_until, n.e164 LIMIT :room OFFSET :first",
	[PART_OTHERS] = WINDOW_OTHERS(" NOT INDEXED", " AND" MATCHES),
	[PART_ALL] = WINDOW_OTHERS("", ""),
	[PART_DIGITS] = WINDOW_OTHERS("", DIGITS),
};
static const char *const count_sql[] = {
	[PART_HELD] = "SELECT count(*) FROM number n WHERE" HELD " AND" MATCHES,
	[PART_OTHERS] = "SELECT count(*) FROM number n NOT INDEXED WHERE" NOT_HELD " AND" MATCHES,
	[PART_ALL] = "SELECT count(*) FROM number n WHERE" NOT_HELD,
	[PART_DIGITS] = "SELECT count(*) FROM number n WHERE" NOT_HELD DIGITS,
};
static const char walk_sql[] = ROW " WHERE" MATCHES " ORDER BY n.e164";
static const char get_sql[] = ROW " WHERE n.e164 = :e164";

static const char counts_sql[] =
	"SELECT (SELECT count(*) FROM number WHERE kind = :kind AND owned_actual = 1),"
	" (SELECT count(*) FROM number WHERE kind = :kind AND owned_actual = 1 AND source <> 'plan'),"
	" (SELECT count(*) FROM assignment x JOIN number n ON n.e164 = x.number_actual"
	"  WHERE n.kind = :kind AND n.owned_actual = 1),"
	" count(*), coalesce(sum(owned_wanted), 0),"
	" (SELECT coalesce(sum(max(0, quantity_wanted - quantity_actual - (SELECT count(*) FROM number h"
	"  WHERE h.order_id = o.id AND h.owned_wanted = 1 AND h.owned_actual = 0))), 0)"
	"  FROM number_order o WHERE o.kind = :kind),"
	" coalesce(min(nullif(held_until, 0)), 0)"
	" FROM number WHERE reservation <> '' AND kind = :kind AND owned_actual = 0";

static void filter_bind(sqlite3_stmt *stmt, const struct number_filter *filter)
{
	static const struct number_filter all;

	if (!filter)
		filter = &all;
	person_text_bind(stmt, filter->text, filter->exclude);
	store_bind_number(stmt, ":scope", filter->scope);
	store_bind_text(stmt, ":kind", filter->kind);
	store_bind_text(stmt, ":country", filter->country);
	store_bind_id(stmt, ":order", filter->order_id);
}

static void number_read(sqlite3_stmt *stmt, struct number *out)
{
	int i = 0;

	memset(out, 0, sizeof(*out));
	store_text(stmt, i++, out->e164);
	store_text(stmt, i++, out->kind);
	store_text(stmt, i++, out->source);
	store_text(stmt, i++, out->country);
	store_text(stmt, i++, out->state);
	store_text(stmt, i++, out->city);
	store_text(stmt, i++, out->area_code);
	out->order_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->order);
	out->wanted = sqlite3_column_int(stmt, i++);
	out->actual = sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->reservation);
	out->held_until = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->activation);
	out->usable_at = sqlite3_column_int64(stmt, i++);
	out->blocked_until = sqlite3_column_int64(stmt, i++);
	out->place_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->place);
	out->person_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->person);
	out->assigned = sqlite3_column_int(stmt, i++);
}

static enum part others_of(const struct number_filter *filter)
{
	if (filter && (filter->scope != NUMBER_ALL || filter->kind || filter->country ||
			      filter->order_id))
		return PART_OTHERS;
	if (!filter || !filter->text || !*filter->text)
		return PART_ALL;
	return filter->text[strspn(filter->text, "0123456789+")] ? PART_OTHERS : PART_DIGITS;
}

static void part_bind(sqlite3_stmt *stmt, const struct number_filter *filter, enum part part)
{
	if (part == PART_DIGITS)
		person_text_bind(stmt, filter->text, filter->exclude);
	else if (part != PART_ALL)
		filter_bind(stmt, filter);
}

/* -1 on an error. */
static int64_t count_part(
	struct store *store, const struct number_filter *filter, enum part part, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql[part], err);
	int64_t count;

	if (!stmt)
		return -1;
	part_bind(stmt, filter, part);
	return store_count(store, stmt, &count, err) ? count : -1;
}

int64_t number_count(struct store *store, const struct number_filter *filter, struct error *err)
{
	int64_t held = count_part(store, filter, PART_HELD, err);
	int64_t others = held < 0 ? -1 : count_part(store, filter, others_of(filter), err);

	return others < 0 ? -1 : held + others;
}

static int window_part(struct store *store, const struct number_filter *filter, enum part part,
	int64_t first, int room, struct number *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, window_sql[part], err);
	int count = 0, got;

	if (!stmt)
		return -1;
	part_bind(stmt, filter, part);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		number_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

int number_window(struct store *store, const struct number_filter *filter, int64_t first, int room,
	struct number *out, struct error *err)
{
	int64_t held = count_part(store, filter, PART_HELD, err);
	int top = 0, rest = 0;

	if (held < 0)
		return -1;
	if (first < held)
		top = window_part(store, filter, PART_HELD, first, room, out, err);
	if (top >= 0 && top < room)
		rest = window_part(store, filter, others_of(filter),
			first < held ? 0 : first - held, room - top, out + top, err);
	return top < 0 || rest < 0 ? -1 : top + rest;
}

sqlite3_stmt *number_walk(
	struct store *store, const struct number_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, walk_sql, err);

	if (stmt)
		filter_bind(stmt, filter);
	return stmt;
}

int number_next(sqlite3_stmt *walk, struct number *out, struct error *err)
{
	int got = store_step(walk, err);

	if (got > 0)
		number_read(walk, out);
	return got;
}

static bool number_missing(const char *e164, struct error *err)
{
	return error_set(err, ERROR_NOT_FOUND, _("There is no number %s in the list."), e164);
}

bool number_get(struct store *store, const char *e164, struct number *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":e164", e164);
	got = store_step(stmt, err);
	if (got > 0)
		number_read(stmt, out);
	store_done(stmt);
	return got > 0 || (got == 0 && number_missing(e164, err));
}

bool number_counts(
	struct store *store, const char *kind, struct number_counts *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, counts_sql, err);

	memset(out, 0, sizeof(*out));
	if (!stmt)
		return false;
	store_bind_text(stmt, ":kind", kind);
	if (store_step(stmt, err) < 0)
		return false;
	out->acquired = sqlite3_column_int64(stmt, 0);
	out->ported = sqlite3_column_int64(stmt, 1);
	out->assigned = sqlite3_column_int64(stmt, 2);
	out->held = sqlite3_column_int64(stmt, 3);
	out->marked = sqlite3_column_int64(stmt, 4);
	out->ordered = sqlite3_column_int64(stmt, 5);
	out->held_until = sqlite3_column_int64(stmt, 6);
	store_done(stmt);
	return true;
}

static const char source_count_sql[] =
	"SELECT count(*) FROM number WHERE source = :source AND (owned_actual = 1 OR owned_wanted = 1)";

bool number_source_count(struct store *store, const char *source, int64_t *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, source_count_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":source", source);
	return store_count(store, stmt, count, err);
}

static const char activations_sql[] =
	"SELECT activation, count(*) FROM number WHERE owned_actual = 1 GROUP BY activation"
	" ORDER BY count(*) DESC, activation LIMIT :room";

int number_activations(
	struct store *store, struct number_activation *out, int room, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, activations_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		store_text(stmt, 0, out[count].state);
		out[count++].numbers = sqlite3_column_int64(stmt, 1);
	}
	return got < 0 ? -1 : count;
}

/* ---- holds ---- */

/* A number as the service may write it, with or without its plus sign; NULL if it is none. */
#define E164(value)                                                     \
	"CASE WHEN " value " GLOB '+[1-9]*' THEN " value " WHEN " value \
	" GLOB '[1-9]*' THEN '+' || (" value ") END"
#define IS_E164(value)                                                                         \
	value " GLOB '+[1-9]*' AND substr(" value ", 2) NOT GLOB '*[^0-9]*' AND length(" value \
	      ") BETWEEN 7 AND 16"

static const char hold_sql[] =
	"INSERT INTO number (e164, kind, country, state, city, area_code, order_id, owned_wanted,"
	" reservation, held_until, place_wanted)"
	" SELECT e164, :kind, :country, coalesce(value ->> '$.state', ''), coalesce(value ->> '$.city', ''),"
	" coalesce(value ->> '$.areaCode', ''), :order, :wanted, :reservation, :until, :place"
	" FROM (SELECT value, " E164(
		"value ->> '$.telephoneNumber'") " AS e164 FROM json_each(:json)"
						 "  WHERE type = 'object') WHERE " IS_E164(
							 "e164") " ON CONFLICT (e164) DO UPDATE SET order_id = coalesce(:order, order_id),"
								 " owned_wanted = max(owned_wanted, :wanted), reservation = :reservation, held_until = :until"
								 " WHERE owned_actual = 0";

/* What is under way at the service is not forgotten before the service was asked (design: what was
 * sent is in doubt until then). */
#define UNDER_WAY                                                                             \
	"EXISTS (SELECT 1 FROM journal j WHERE j.number = number.e164 AND j.kind = 'acquire'" \
	" AND j.state IN ('sent', 'doubt', 'waiting'))"
#define GONE_ONE "owned_actual = 0 AND e164 = :e164"
#define GONE_ALL "owned_actual = 0 AND reservation = :reservation"
#define GONE_BY "owned_actual = 0 AND reservation <> '' AND held_until <= :now AND NOT " UNDER_WAY

/* Whoever was to get one of them waits for its order again. */
#define REOPEN(which)                                                                                    \
	"UPDATE assignment SET order_wanted = (SELECT order_id FROM number WHERE e164 = number_wanted)," \
	" number_wanted = NULL WHERE number_wanted IN (SELECT e164 FROM number WHERE " which ")"
#define FORGET(which) "DELETE FROM number WHERE " which

static const char *const let_go_sql[] = { REOPEN(GONE_ONE), FORGET(GONE_ONE) };
static const char *const let_go_all_sql[] = { REOPEN(GONE_ALL), FORGET(GONE_ALL) };
static const char *const expire_sql[] = { REOPEN(GONE_BY), FORGET(GONE_BY) };

bool number_hold(struct store *store, const char *json, size_t len, const struct number_hold *hold,
	int64_t *count, struct error *err)
{
	sqlite3_stmt *stmt;

	if (!sync_check(store, json, len, true, err))
		return false;
	stmt = store_statement(store, hold_sql, err);
	if (!stmt)
		return false;
	store_bind_bytes(stmt, ":json", json, len);
	store_bind_text(stmt, ":kind", hold->kind);
	store_bind_text(stmt, ":country", hold->country);
	store_bind_text(stmt, ":reservation", hold->reservation);
	store_bind_number(stmt, ":until", hold->held_until);
	store_bind_number(stmt, ":wanted", hold->wanted);
	store_bind_id(stmt, ":order", hold->order_id);
	store_bind_id(stmt, ":place", hold->place_id);
	if (!store_run(stmt, err))
		return false;
	if (count)
		*count = store_changes(store);
	return true;
}

/* Runs the two statements with one text or number bound. */
static bool forget(struct store *store, const char *const sql[2], const char *name,
	const char *text, int64_t number, int64_t *gone, struct error *err)
{
	bool ok = true;

	if (!store_begin(store, err))
		return false;
	for (int i = 0; ok && i < 2; i++) {
		sqlite3_stmt *stmt = store_statement(store, sql[i], err);

		if (stmt && text)
			store_bind_text(stmt, name, text);
		else if (stmt)
			store_bind_number(stmt, name, number);
		ok = stmt && store_run(stmt, err);
	}
	if (gone)
		*gone = store_changes(store);
	return store_end(store, ok, err);
}

bool number_let_go(struct store *store, const char *e164, struct error *err)
{
	return forget(store, let_go_sql, ":e164", e164, 0, NULL, err);
}

bool number_let_go_all(struct store *store, const char *reservation, struct error *err)
{
	return forget(store, let_go_all_sql, ":reservation", reservation, 0, NULL, err);
}

bool number_expire(struct store *store, int64_t now, int64_t *gone, struct error *err)
{
	return forget(store, expire_sql, ":now", NULL, now, gone, err);
}

/* ---- wishes ---- */

static const char want_sql[] =
	"UPDATE number SET owned_wanted = :wanted WHERE e164 = :e164 RETURNING e164";
static const char want_of_sql[] = "UPDATE number AS n SET owned_wanted = :wanted"
				  " WHERE owned_wanted <> :wanted AND" MATCHES;
static const char want_place_sql[] =
	"UPDATE number SET place_wanted = :place WHERE e164 = :e164 RETURNING e164";

/* False with ERROR_NOT_FOUND if the statement returned no row. */
static bool run_found(sqlite3_stmt *stmt, const char *e164, struct error *err)
{
	int got = store_step(stmt, err);

	if (got > 0)
		return store_run(stmt, err);
	return got == 0 && number_missing(e164, err);
}

bool number_want(struct store *store, const char *e164, bool wanted, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, want_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":e164", e164);
	store_bind_number(stmt, ":wanted", wanted);
	return run_found(stmt, e164, err);
}

bool number_want_of(struct store *store, const struct number_filter *filter, bool wanted,
	int64_t *changed, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, want_of_sql, err);

	if (!stmt)
		return false;
	filter_bind(stmt, filter);
	store_bind_number(stmt, ":wanted", wanted);
	if (!store_run(stmt, err))
		return false;
	if (changed)
		*changed = store_changes(store);
	return true;
}

bool number_want_place(struct store *store, const char *e164, int64_t place_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, want_place_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":e164", e164);
	store_bind_id(stmt, ":place", place_id);
	return run_found(stmt, e164, err);
}

/* ---- what the tenant says ---- */

/* A number that is not owned yet becomes ours, held or not; a wish to release one stays. */
#define OWNED                                                                                       \
	"owned_wanted = CASE WHEN owned_actual = 1 THEN owned_wanted ELSE 1 END, owned_actual = 1," \
	" reservation = '', held_until = 0"

static const char exists_sql[] =
	"SELECT count(*) FROM number WHERE e164 = :e164 AND owned_actual = 1";
static const char put_sql[] =
	"INSERT INTO number (e164, kind, source, country, state, city, area_code, activation, usable_at,"
	" blocked_until, owned_wanted, owned_actual, place_wanted, place_actual, place_base)"
	" VALUES (:e164, coalesce(:kind, 'user'), coalesce(:source, 'plan'), coalesce(:country, ''),"
	" coalesce(:state, ''), coalesce(:city, ''), coalesce(:area_code, ''), coalesce(:activation, ''),"
	" coalesce(:usable_at, 0), coalesce(:blocked_until, 0), 1, 1, :place, :place, :place)"
	" ON CONFLICT (e164) DO UPDATE SET kind = coalesce(:kind, kind), source = coalesce(:source, source),"
	" country = coalesce(:country, country), state = coalesce(:state, state),"
	" city = coalesce(:city, city), area_code = coalesce(:area_code, area_code),"
	" activation = coalesce(:activation, activation), usable_at = coalesce(:usable_at, usable_at),"
	" blocked_until = coalesce(:blocked_until, blocked_until),"
	" place_actual = coalesce(:place, place_actual), " OWNED;

bool number_put(
	struct store *store, const struct number_record *record, bool *added, struct error *err)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{ ":e164", record->e164 },
		{ ":kind", record->kind },
		{ ":source", record->source },
		{ ":country", record->country },
		{ ":state", record->state },
		{ ":city", record->city },
		{ ":area_code", record->area_code },
		{ ":activation", record->activation },
	};
	sqlite3_stmt *stmt = store_statement(store, exists_sql, err);
	int64_t known;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":e164", record->e164);
	if (!store_number(stmt, &known, err))
		return false;
	stmt = store_statement(store, put_sql, err);
	if (!stmt)
		return false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		store_bind_text(stmt, texts[i].name,
			texts[i].text && *texts[i].text ? texts[i].text : NULL);
	store_bind_id(stmt, ":usable_at", record->usable_at);
	store_bind_id(stmt, ":blocked_until", record->blocked_until);
	store_bind_id(stmt, ":place", record->place_id);
	if (added)
		*added = !known;
	return store_run(stmt, err);
}

#define GIVEN(key) "coalesce(n.value ->> '$." key "', '')"
#define ABSENT(key) "json_type(n.value, '$." key "') IS NULL"
/* NULL: the page does not say. */
#define SECONDS(key)                                                                       \
	"CASE typeof(n.value ->> '$." key "') WHEN 'integer' THEN n.value ->> '$." key "'" \
	" WHEN 'text' THEN coalesce(strftime('%s', n.value ->> '$." key                    \
	"'), 0) ELSE iif(" ABSENT(key) ", NULL, 0) END"
#define IS_GRAPHS "json_type(n.value, '$.numberType') IS NOT NULL"
/* An id of zeros is none. */
#define ID(key) "nullif(n.value ->> '$." key "', '00000000-0000-0000-0000-000000000000')"

#define CAN(words) \
	"EXISTS (SELECT 1 FROM json_each(n.value, '$.capabilities') c WHERE c.value IN (" words "))"
#define IS_TOLL_FREE "EXISTS (SELECT 1 FROM ref.toll_free t WHERE e164 GLOB '+' || t.prefix || '*')"
/* Graph says what a number may be given to, and its first digits say who pays. */
#define KIND                                                                                                                                                    \
	"CASE WHEN n.value ->> '$.kind' IN ('user', 'toll', 'tollfree') THEN n.value ->> '$.kind'"                                                              \
	" WHEN " CAN(                                                                                                                                           \
		"'userAssignment', 'teamsPhoneMobile'") " THEN 'user'"                                                                                          \
							" WHEN " CAN(                                                                                           \
								"'conferenceAssignment', 'voiceApplicationAssignment'") " THEN iif(" IS_TOLL_FREE               \
															", 'tollfree', 'toll') WHEN " IS_GRAPHS \
															" THEN NULL ELSE 'user' END"
/* Numbers of a carrier are not Microsoft's to count, to move or to take back. What is neither is no
 * number of a Calling Plan either. */
#define SOURCE                                                                                   \
	"CASE WHEN n.value ->> '$.source' IN ('ported', 'carrier') THEN n.value ->> '$.source'"  \
	" WHEN " IS_GRAPHS " AND n.value ->> '$.numberType' IS NOT 'callingPlan' THEN 'carrier'" \
	" WHEN n.value ->> '$.portInStatus' <> '' THEN 'ported' WHEN " IS_GRAPHS                 \
	" THEN NULL ELSE 'plan' END"
/* A second or private line is nobody's number here, and not free either. */
#define IS_PRIMARY "coalesce(n.value ->> '$.assignmentCategory', 'primary') = 'primary'"
#define PERSON                                                                                              \
	"(SELECT p.id FROM person p WHERE p.object_id = n.value ->> '$.assignmentTargetId' AND " IS_PRIMARY \
	")"
#define USED_BY                                                                                        \
	"CASE WHEN " PERSON " IS NOT NULL THEN ''"                                                     \
	" WHEN NOT " IS_PRIMARY " THEN n.value ->> '$.assignmentCategory'"                             \
	" WHEN n.value ->> '$.assignmentStatus' <> 'unassigned' THEN n.value ->> '$.assignmentStatus'" \
	" WHEN " IS_GRAPHS                                                                             \
	" AND length(n.value ->> '$.assignmentTargetId') > 0 THEN 'userAssigned'"                      \
	" ELSE '' END"
#define PLACE(key) "(SELECT id FROM place WHERE location_id = " ID(key) ")"
/* Where the service has one location for a number and whoever has it, it is that of both. */
#define PERSON_PLACE           \
	"CASE WHEN " IS_GRAPHS \
	" THEN " PLACE("locationId") " ELSE " PLACE("targetLocationId") " END"
/* "Activated" in the module's words, "activated" in Graph's. */
#define ACTIVATION                                                            \
	"upper(substr(" GIVEN("activationState") ", 1, 1)) || substr(" GIVEN( \
		"activationState") ", 2)"
/* Graph names the city alone. Cities share area codes, and code and city tell the state. */
#define AREA_OF(column, city)                                                              \
	"(SELECT a." column " FROM ref.areas a JOIN ref.countries c ON c.code = a.country" \
	" WHERE a.country = n.value ->> '$.isoCountryCode' AND " city                      \
	" AND e164 GLOB '+' || c.calling_code || a.area_code || '*'"                       \
	" ORDER BY length(a.area_code) DESC LIMIT 1)"
#define AREA(column)                                                                              \
	"coalesce(" AREA_OF(column, "a.city = n.value ->> '$.city' COLLATE NOCASE") ", " AREA_OF( \
		column, "true") ")"

#define ROWS                         \
	"(SELECT key, value, " E164( \
		"value ->> '$.telephoneNumber'") " AS e164 FROM json_each(:json, '$.value') WHERE type = 'object' ORDER BY key) n"

/* clang-format off */
static const char *const page_sql[] = {
	/* A number may be at a location of which nothing was read (graph-api.md 0: only the module reads
	 * locations). It is kept by its id, as a place of an address that is known by its id, until its
	 * page comes (address_page). The first of an address is most probably its default one. */
	"CREATE TEMP TABLE IF NOT EXISTS page_location (location_id TEXT PRIMARY KEY, civic_id TEXT,"
	" name TEXT, country TEXT, rank INTEGER) WITHOUT ROWID",
	"DELETE FROM temp.page_location",
	"INSERT OR IGNORE INTO temp.page_location (location_id, civic_id, name, country) SELECT "
	ID("locationId") ", " ID("civicAddressId") ", CASE WHEN " ID("civicAddressId")
	" IS NULL THEN 'location ' || " ID("locationId") " ELSE 'address ' || substr(" ID("civicAddressId")
	", 1, 8) END, iif(n.value ->> '$.isoCountryCode' GLOB '[A-Z][A-Z]', n.value ->> '$.isoCountryCode', '')"
	" FROM " ROWS " WHERE " IS_GRAPHS " AND length(" ID("locationId") ") > 0 AND " IS_E164("e164")
	" AND " ID("locationId") " NOT IN (SELECT location_id FROM place WHERE location_id IS NOT NULL)",
	"UPDATE temp.page_location SET rank = (SELECT count(*) FROM temp.page_location o"
	" WHERE o.civic_id IS page_location.civic_id AND o.civic_id IS NOT NULL"
	" AND o.location_id < page_location.location_id)",
	"INSERT OR IGNORE INTO address (name, country, actual, civic_id, message)"
	" SELECT iif(EXISTS (SELECT 1 FROM address x WHERE x.name = g.name), 'address ' || g.civic_id, g.name),"
	" g.country, 'Valid', g.civic_id, " ADDRESS_UNREAD_SQL " FROM temp.page_location g"
	" WHERE g.rank = 0 AND (g.civic_id IS NULL OR g.civic_id NOT IN"
	"  (SELECT civic_id FROM address WHERE civic_id IS NOT NULL))",
	"UPDATE place SET location_id = g.location_id, actual = 1 FROM temp.page_location g, address a"
	" WHERE (a.civic_id = g.civic_id OR (g.civic_id IS NULL AND a.name = g.name)) AND g.rank = 0"
	" AND a.message = " ADDRESS_UNREAD_SQL " AND place.address_id = a.id AND place.name = ''"
	" AND place.location_id IS NULL",
	"INSERT OR IGNORE INTO place (address_id, name, actual, location_id)"
	" SELECT a.id, 'location ' || g.location_id, 1, g.location_id FROM temp.page_location g"
	" JOIN address a ON a.civic_id = g.civic_id"
	" WHERE g.location_id NOT IN (SELECT location_id FROM place WHERE location_id IS NOT NULL)",

	"CREATE TEMP TABLE IF NOT EXISTS page_number (e164 TEXT PRIMARY KEY, kind TEXT, source TEXT,"
	" country TEXT, state TEXT, city TEXT, area_code TEXT, activation TEXT, usable_at INTEGER,"
	" blocked_until INTEGER, place_id INTEGER, person_id INTEGER, person_place INTEGER, used_by TEXT)"
	" WITHOUT ROWID",
	"DELETE FROM temp.page_number",
	"INSERT OR REPLACE INTO temp.page_number SELECT e164, " KIND ", " SOURCE ", " GIVEN("isoCountryCode")
	", coalesce(n.value ->> '$.state', iif(" IS_GRAPHS ", " AREA("state") ", NULL), ''), " GIVEN("city")
	", coalesce(n.value ->> '$.areaCode', iif(" IS_GRAPHS ", " AREA("area_code") ", NULL), ''), " ACTIVATION
	", " SECONDS("usableAt") ", " SECONDS("blockedUntil") ", " PLACE("locationId") ", " PERSON ", "
	PERSON_PLACE ", " USED_BY " FROM " ROWS " WHERE " IS_E164("e164"),

	"INSERT INTO number (e164, kind, source, country, state, city, area_code, activation, usable_at,"
	" blocked_until, owned_wanted, owned_actual, place_wanted, place_actual, place_base, used_by)"
	" SELECT e164, coalesce(kind, 'user'), coalesce(source, 'plan'), country, state, city, area_code,"
	" activation, coalesce(usable_at, 0), coalesce(blocked_until, 0),"
	" 1, 1, place_id, place_id, place_id, used_by FROM temp.page_number WHERE true"
	" ON CONFLICT (e164) DO UPDATE SET country = excluded.country, state = excluded.state,"
	" city = excluded.city, area_code = excluded.area_code, activation = excluded.activation,"
	" place_actual = excluded.place_actual, used_by = excluded.used_by, " OWNED,
	"UPDATE number SET kind = coalesce(g.kind, number.kind), source = coalesce(g.source, number.source),"
	" usable_at = coalesce(g.usable_at, number.usable_at),"
	" blocked_until = coalesce(g.blocked_until, number.blocked_until)"
	" FROM temp.page_number g WHERE g.e164 = number.e164",

	/* First whoever has a number of this page no more, then whoever has it now: numbers that
	 * changed hands would meet otherwise. */
	"UPDATE assignment SET number_actual = NULL, place_actual = NULL WHERE number_actual IN"
	" (SELECT e164 FROM temp.page_number) AND person_id IS NOT (SELECT g.person_id"
	" FROM temp.page_number g WHERE g.e164 = number_actual)",
	/* Somebody who got a number calls with it. */
	"UPDATE person SET calls = 1 WHERE calls = 0 AND kind = 'member' AND id IN (SELECT g.person_id"
	" FROM temp.page_number g LEFT JOIN assignment x ON x.person_id = g.person_id"
	" WHERE x.number_actual IS NULL)",
	"UPDATE assignment SET number_actual = g.e164, place_actual = g.person_place FROM temp.page_number g"
	" WHERE g.person_id = assignment.person_id"
	" AND (number_actual IS NOT g.e164 OR place_actual IS NOT g.person_place)",
	"INSERT INTO assignment (person_id, number_wanted, number_actual, number_base, place_wanted,"
	" place_actual, place_base) SELECT g.person_id, CASE WHEN NOT EXISTS (SELECT 1 FROM assignment x"
	"  WHERE x.number_wanted = g.e164) THEN g.e164 END, g.e164,"
	" CASE WHEN NOT EXISTS (SELECT 1 FROM assignment x WHERE x.number_wanted = g.e164) THEN g.e164 END,"
	" g.person_place, g.person_place, g.person_place FROM temp.page_number g"
	" WHERE g.person_id IS NOT NULL"
	" AND g.person_id NOT IN (SELECT person_id FROM assignment) GROUP BY g.person_id",
	"INSERT OR IGNORE INTO seen SELECT 'number', e164 FROM temp.page_number",
	/* Where a number is, there is a place, whoever reads places. */
	"INSERT OR IGNORE INTO seen SELECT 'place', place_id FROM temp.page_number WHERE place_id IS NOT NULL",
	"INSERT OR IGNORE INTO seen SELECT 'address', p.address_id FROM temp.page_number g"
	" JOIN place p ON p.id = g.place_id",
};
/* clang-format on */

bool number_page(struct store *store, const char *json, size_t len, struct error *err)
{
	return sync_page(store, page_sql, sizeof(page_sql) / sizeof(page_sql[0]), json, len, err);
}
