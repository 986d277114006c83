/* core/tenant/assignment.c: who gets which number and which emergency location. */
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/assignment.h"
#include "core/tenant/person-sql.h"

#define LABEL(place, address) \
	address ".name || CASE WHEN " place ".name = '' THEN '' ELSE '/' || " place ".name END"

/* As the view change has it. */
#define PENDING                                                                                           \
	"(x.number_wanted IS NOT x.number_actual OR x.order_wanted IS NOT NULL OR (x.place_wanted IS NOT" \
	" x.place_actual AND x.number_wanted IS NOT NULL AND x.place_wanted IS NOT NULL))"
#define CONFLICT                                                                            \
	"(" PENDING                                                                         \
	" AND (((x.number_wanted IS NOT x.number_actual OR x.order_wanted IS NOT NULL)"     \
	" AND x.number_base IS NOT x.number_actual) OR (x.place_base IS NOT x.place_actual" \
	" AND x.place_wanted IS NOT x.place_actual)))"

#define ROW                                                                                                                      \
	"SELECT p.id, coalesce(nullif(p.display_name, ''), p.upn), p.upn, p.office, p.city, p.state,"                            \
	" p.postal_code, p.usage_location_wanted, p.mailbox, p.onprem_line, p.present, p.enabled, p.calls, p.kind = 'resource'," \
	" p.voice, " PERSON_BITS("actual") ", " PERSON_BITS(                                                                     \
		"wanted") ", x.number_wanted, x.number_actual,"                                                                  \
			  " n.kind, n.source, n.country, n.city, n.area_code, n.owned_actual, n.usable_at, n.blocked_until,"     \
			  " n.place_wanted, x.order_wanted, o.name, o.country, x.place_wanted, x.place_actual, " LABEL(          \
				  "pl",                                                                                          \
				  "a") ", a.country, a.city, a.actual, x.locked, x.score, x.reason,"                             \
				       " coalesce(" CONFLICT ", 0), coalesce(" PENDING ", 0)"                                    \
				       " FROM person p LEFT JOIN assignment x ON x.person_id = p.id"                             \
				       " LEFT JOIN number n ON n.e164 = x.number_wanted"                                         \
				       " LEFT JOIN number_order o ON o.id = x.order_wanted"                                      \
				       " LEFT JOIN place pl ON pl.id = x.place_wanted LEFT JOIN address a ON a.id = pl.address_id"

#define ORDER " ORDER BY " PERSON_NAME_SQL("p") ", p.id"
#define TEXT                                                                                                     \
	" AND (:text IS NULL OR (instr(p.folded, :text) > 0 OR instr(coalesce(x.number_wanted, ''), :text) > 0)" \
	" <> :exclude)"

/* Callers come from their own index, in the order of their names; the other lists are of those who
 * have a row. */
#define OF_CALLERS " FROM person p LEFT JOIN assignment x ON x.person_id = p.id"
#define OF_ROWS " FROM assignment x JOIN person p ON p.id = x.person_id"
#define CALLS " WHERE p.calls = 1"
#define HAS_PHONE \
	" WHERE (p.calls = 1 OR x.number_actual IS NOT NULL OR x.number_wanted IS NOT NULL)"
#define HAS_ROW " WHERE x.person_id IS NOT NULL AND "
#define WITHOUT \
	" AND ((x.number_wanted IS NULL AND x.order_wanted IS NULL) OR x.place_wanted IS NULL)"
#define WISHED                                                                  \
	"(x.number_wanted IS NOT x.number_actual OR x.order_wanted IS NOT NULL" \
	" OR x.place_wanted IS NOT x.place_actual) AND "

#define FIND(which) "SELECT count(*)" OF_CALLERS " WHERE +p.calls = 1" which TEXT

static const struct {
	const char *window, *count, *walk;
	const char *find; /* the count where there is a text: one pass; NULL: the same */
} lists[] = {
#define LIST(of, where, find)                                                       \
	{                                                                           \
		ROW " WHERE p.id IN (SELECT p.id" of where TEXT ORDER               \
		    " LIMIT :room OFFSET :first)" ORDER,                            \
			"SELECT count(*)" of where TEXT, ROW where TEXT ORDER, find \
	}
	[ASSIGNMENT_CALLERS] = LIST(OF_CALLERS, CALLS, FIND("")),
	[ASSIGNMENT_WITHOUT] = LIST(OF_CALLERS, CALLS WITHOUT, FIND(WITHOUT)),
	[ASSIGNMENT_PENDING] = LIST(OF_ROWS, HAS_ROW WISHED PENDING, NULL),
	[ASSIGNMENT_CONFLICTS] = LIST(OF_ROWS, HAS_ROW WISHED CONFLICT, NULL),
	[ASSIGNMENT_LOCKED] = LIST(OF_ROWS, HAS_ROW "x.locked = 1", NULL),
	[ASSIGNMENT_PHONES] = LIST(OF_CALLERS, HAS_PHONE, NULL),
#undef LIST
};

static const char get_sql[] = ROW " WHERE p.id = :id";

static const char counts_sql[] =
	"SELECT count(*), coalesce(sum(x.number_wanted IS NOT NULL OR x.order_wanted IS NOT NULL), 0),"
	" coalesce(sum(x.place_wanted IS NOT NULL), 0), coalesce(sum(x.locked), 0),"
	" (SELECT count(*) FROM assignment x WHERE " WISHED PENDING "),"
	" (SELECT count(*) FROM assignment x WHERE " WISHED CONFLICT ")"
	" FROM person p LEFT JOIN assignment x ON x.person_id = p.id WHERE p.calls = 1";

static void row_read(sqlite3_stmt *stmt, struct assignment_row *out)
{
	int i = 0;

	memset(out, 0, sizeof(*out));
	out->person_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->name);
	store_text(stmt, i++, out->upn);
	store_text(stmt, i++, out->office);
	store_text(stmt, i++, out->city);
	store_text(stmt, i++, out->state);
	store_text(stmt, i++, out->postal_code);
	store_text(stmt, i++, out->location);
	store_text(stmt, i++, out->mailbox);
	store_text(stmt, i++, out->onprem_line);
	out->present = sqlite3_column_int(stmt, i++);
	out->enabled = sqlite3_column_int(stmt, i++);
	out->calls = sqlite3_column_int(stmt, i++);
	out->resource = sqlite3_column_int(stmt, i++);
	out->voice = sqlite3_column_int(stmt, i++);
	out->capability = (unsigned)sqlite3_column_int64(stmt, i++);
	out->capability_wanted = (unsigned)sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->number);
	store_text(stmt, i++, out->number_actual);
	store_text(stmt, i++, out->number_kind);
	store_text(stmt, i++, out->number_source);
	store_text(stmt, i++, out->number_country);
	store_text(stmt, i++, out->number_city);
	store_text(stmt, i++, out->number_area);
	out->number_owned = sqlite3_column_int(stmt, i++);
	out->number_usable_at = sqlite3_column_int64(stmt, i++);
	out->number_blocked_until = sqlite3_column_int64(stmt, i++);
	out->number_place = sqlite3_column_int64(stmt, i++);
	out->order_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->order);
	store_text(stmt, i++, out->order_country);
	out->place_id = sqlite3_column_int64(stmt, i++);
	out->place_actual = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->place);
	store_text(stmt, i++, out->place_country);
	store_text(stmt, i++, out->place_city);
	store_text(stmt, i++, out->place_validation);
	out->locked = sqlite3_column_int(stmt, i++);
	out->score = sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->reason);
	out->conflict = sqlite3_column_int(stmt, i++);
	out->pending = sqlite3_column_int(stmt, i++);
}

int64_t assignment_count(
	struct store *store, const struct assignment_filter *filter, struct error *err)
{
	const char *find = filter->text && *filter->text ? lists[filter->scope].find : NULL;
	sqlite3_stmt *stmt = store_statement(store, find ? find : lists[filter->scope].count, err);
	int64_t count;

	if (!stmt)
		return -1;
	person_text_bind(stmt, filter->text, filter->exclude);
	return store_count(store, stmt, &count, err) ? count : -1;
}

int assignment_window(struct store *store, const struct assignment_filter *filter, int64_t first,
	int room, struct assignment_row *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, lists[filter->scope].window, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	person_text_bind(stmt, filter->text, filter->exclude);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		row_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

sqlite3_stmt *assignment_walk(
	struct store *store, const struct assignment_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, lists[filter->scope].walk, err);

	if (stmt)
		person_text_bind(stmt, filter->text, filter->exclude);
	return stmt;
}

int assignment_next(sqlite3_stmt *walk, struct assignment_row *out, struct error *err)
{
	int got = store_step(walk, err);

	if (got > 0)
		row_read(walk, out);
	return got;
}

bool assignment_get(
	struct store *store, int64_t person_id, struct assignment_row *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", person_id);
	got = store_step(stmt, err);
	if (got > 0)
		row_read(stmt, out);
	store_done(stmt);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("This person is not in the list any more."));
	return got > 0;
}

bool assignment_counts(struct store *store, struct assignment_counts *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, counts_sql, err);

	memset(out, 0, sizeof(*out));
	if (!stmt || store_step(stmt, err) < 0)
		return false;
	out->people = sqlite3_column_int64(stmt, 0);
	out->numbered = sqlite3_column_int64(stmt, 1);
	out->placed = sqlite3_column_int64(stmt, 2);
	out->locked = sqlite3_column_int64(stmt, 3);
	out->pending = sqlite3_column_int64(stmt, 4);
	out->conflicts = sqlite3_column_int64(stmt, 5);
	store_done(stmt);
	return true;
}

/* ---- wishes ---- */

static const char row_sql[] = "INSERT OR IGNORE INTO assignment (person_id) VALUES (:id)";
static const char number_sql[] =
	"UPDATE assignment SET number_wanted = :number, order_wanted = NULL WHERE person_id = :id";
static const char order_sql[] =
	"UPDATE assignment SET order_wanted = :order,"
	" number_wanted = CASE WHEN :order IS NULL THEN number_wanted END WHERE person_id = :id";
static const char place_sql[] = "UPDATE assignment SET place_wanted = :place WHERE person_id = :id";
static const char match_sql[] =
	"UPDATE assignment SET number_wanted = :number, order_wanted = :order, place_wanted = :place,"
	" score = :score, reason = :reason WHERE person_id = :id";
static const char lock_sql[] = "UPDATE assignment SET locked = :locked WHERE person_id = :id";
static const char clear_sql[] =
	"UPDATE assignment SET number_wanted = number_actual, order_wanted = NULL,"
	" place_wanted = place_actual, locked = 0, score = 0, reason = '' WHERE person_id = :id";

/* Whoever else is to get the number that this one has: that wish ends. */
static const char yield_sql[] =
	"UPDATE assignment SET number_wanted = NULL WHERE person_id <> :id AND number_wanted ="
	" (SELECT number_actual FROM assignment WHERE person_id = :id)";
static const char ours_sql[] =
	"UPDATE assignment SET number_base = number_actual, place_base = place_actual"
	" WHERE person_id = :id";

/* A number that somebody is to get is to be owned. */
static const char own_sql[] = "UPDATE number SET owned_wanted = 1 WHERE e164 = :number"
			      " AND owned_wanted = 0";
static const char known_sql[] = "SELECT count(*) FROM number WHERE e164 = :number";
static const char taken_sql[] =
	"SELECT coalesce(nullif(p.display_name, ''), p.upn) FROM assignment x"
	" JOIN person p ON p.id = x.person_id WHERE x.person_id <> :id AND x.number_wanted = :number";

static sqlite3_stmt *statement_of(
	struct store *store, const char *sql, int64_t person_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	if (stmt)
		store_bind_number(stmt, ":id", person_id);
	return stmt;
}

static bool run_of(struct store *store, const char *sql, int64_t person_id, struct error *err)
{
	sqlite3_stmt *stmt = statement_of(store, sql, person_id, err);

	return stmt && store_run(stmt, err);
}

static bool number_known(struct store *store, const char *e164, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, known_sql, err);
	int64_t known;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":number", e164);
	if (!store_number(stmt, &known, err))
		return false;
	return known ||
	       error_set(err, ERROR_NOT_FOUND,
		       _("There is no number %s in the list. Search numbers, or import them."),
		       e164);
}

static bool number_free(struct store *store, int64_t person_id, const char *e164, struct error *err)
{
	char name[256];
	sqlite3_stmt *stmt = statement_of(store, taken_sql, person_id, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":number", e164);
	got = store_step(stmt, err);
	if (got > 0)
		store_text(stmt, 0, name);
	store_done(stmt);
	if (got > 0)
		error_set(err, ERROR_TAKEN,
			_("%s is the number of %s. Choose another number, or take it from there first."),
			e164, name);
	return got == 0;
}

static bool number_own(struct store *store, const char *e164, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, own_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":number", e164);
	return store_run(stmt, err);
}

static bool number_ready(
	struct store *store, int64_t person_id, const char *e164, struct error *err)
{
	return number_known(store, e164, err) && number_free(store, person_id, e164, err) &&
	       number_own(store, e164, err);
}

static bool number_write(
	struct store *store, int64_t person_id, const char *e164, struct error *err)
{
	sqlite3_stmt *stmt = statement_of(store, number_sql, person_id, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":number", e164);
	return store_run(stmt, err);
}

bool assignment_want_number(
	struct store *store, int64_t person_id, const char *e164, struct error *err)
{
	bool none = !e164 || !*e164;

	if (!store_begin(store, err))
		return false;
	return store_end(store,
		(none || number_ready(store, person_id, e164, err)) &&
			run_of(store, row_sql, person_id, err) &&
			number_write(store, person_id, none ? NULL : e164, err),
		err);
}

/* One UPDATE with an id bound, on a row that is made if it is missing. */
static bool write_id(struct store *store, const char *sql, int64_t person_id, const char *name,
	int64_t id, struct error *err)
{
	bool ok = false;

	if (!store_begin(store, err))
		return false;
	if (run_of(store, row_sql, person_id, err)) {
		sqlite3_stmt *stmt = statement_of(store, sql, person_id, err);

		if (stmt)
			store_bind_id(stmt, name, id);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}

bool assignment_want_order(
	struct store *store, int64_t person_id, int64_t order_id, struct error *err)
{
	return write_id(store, order_sql, person_id, ":order", order_id, err);
}

bool assignment_want_place(
	struct store *store, int64_t person_id, int64_t place_id, struct error *err)
{
	return write_id(store, place_sql, person_id, ":place", place_id, err);
}

static bool match_write(struct store *store, int64_t person_id, const char *e164, int64_t order_id,
	int64_t place_id, int score, const char *reason, struct error *err)
{
	sqlite3_stmt *stmt = statement_of(store, match_sql, person_id, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":number", e164);
	store_bind_id(stmt, ":order", order_id);
	store_bind_id(stmt, ":place", place_id);
	store_bind_number(stmt, ":score", score);
	store_bind_text(stmt, ":reason", reason ? reason : "");
	return store_run(stmt, err);
}

bool assignment_match(struct store *store, int64_t person_id, const char *e164, int64_t order_id,
	int64_t place_id, int score, const char *reason, struct error *err)
{
	bool none = !e164 || !*e164;

	if (!store_begin(store, err))
		return false;
	return store_end(store,
		(none || number_ready(store, person_id, e164, err)) &&
			run_of(store, row_sql, person_id, err) &&
			match_write(store, person_id, none ? NULL : e164, none ? order_id : 0,
				place_id, score, reason, err),
		err);
}

bool assignment_lock(struct store *store, int64_t person_id, bool locked, struct error *err)
{
	bool ok = false;

	if (!store_begin(store, err))
		return false;
	if (run_of(store, row_sql, person_id, err)) {
		sqlite3_stmt *stmt = statement_of(store, lock_sql, person_id, err);

		if (stmt)
			store_bind_number(stmt, ":locked", locked);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}

bool assignment_clear(struct store *store, int64_t person_id, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
		run_of(store, yield_sql, person_id, err) &&
			run_of(store, clear_sql, person_id, err),
		err);
}

bool assignment_settle(struct store *store, int64_t person_id, bool theirs, struct error *err)
{
	return theirs ? assignment_clear(store, person_id, err)
		      : run_of(store, ours_sql, person_id, err);
}
