/* core/tenant/person.c: people of the directory: lists, imports, pages, wishes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/person-sql.h"
#include "core/tenant/person.h"

/* ---- lists ---- */

/* Names of products, for a column of a list. */
#define PERSON_NAMES(what, which)                                           \
	"(SELECT group_concat(" what                                        \
	", ', ') FROM licence l JOIN subscription s ON s.sku_id = l.sku_id" \
	" WHERE l.person_id = p.id AND " which ")"
#define PRODUCT "coalesce(nullif(s.name, ''), s.sku_part)"

#define PERSON_ROW                                                                                          \
	"SELECT p.id, p.object_id, p.upn, p.display_name, p.given_name, p.surname, p.mail, p.department,"   \
	" p.job_title, p.office, p.street, p.city, p.state, p.postal_code, p.country, p.language, p.phone," \
	" p.kind, p.enabled, p.mailbox, p.onprem_line, p.usage_location_wanted, p.usage_location_actual,"   \
	" p.calls, p.notify, p.present, p.voice, " PERSON_BITS("actual") ", " PERSON_BITS(                  \
		"wanted") ", " PERSON_NAMES(PRODUCT,                                                        \
		"l.actual = 1") ", " PERSON_NAMES("iif(l.wanted, '', '-') || " PRODUCT,                     \
		"l.actual <> l.wanted") ", " PERSON_STATE_SQL                                               \
					", p.device, p.organizes FROM person p"

#define BY_NAME " ORDER BY " PERSON_NAME_SQL("p") ", p.id"
#define BY_DEPARTMENT " ORDER BY p.department COLLATE NOCASE, " PERSON_NAME_SQL("p") ", p.id"

/* The ids of a screenful come from an index; only their rows are read. Callers have indexes of
 * their own, which SQLite takes only where it reads that calls = 1. A text may be in few rows or in
 * none: then all are read in the order in which they lie, and those that match are sorted. */
#define WINDOW(indexed, extra, order)                                  \
	PERSON_ROW " WHERE p.id IN (SELECT p.id FROM person p" indexed \
		   " WHERE " extra PERSON_FILTER_SQL order " LIMIT :room OFFSET :first)" order
#define CALLING "p.calls = 1 AND "

enum source { SOURCE_EVERYBODY, SOURCE_CALLERS, SOURCE_TEXT };

#define WINDOWS(order)                                             \
	{                                                          \
		[SOURCE_EVERYBODY] = WINDOW("", "", order),        \
		[SOURCE_CALLERS] = WINDOW("", CALLING, order),     \
		[SOURCE_TEXT] = WINDOW(" NOT INDEXED", "", order), \
	}

static const char *const window_sql[2][3] = {
	[PERSON_BY_NAME] = WINDOWS(BY_NAME),
	[PERSON_BY_DEPARTMENT] = WINDOWS(BY_DEPARTMENT),
};

/* What many have, as do the first letters that are typed, is among the first in the order of the
 * list: then the others need not be read. */
#define NEAR(order)                                                                 \
	PERSON_ROW " WHERE p.id IN (SELECT p.id FROM (SELECT * FROM person p" order \
		   " LIMIT 5000) p WHERE " PERSON_FILTER_SQL order                  \
		   " LIMIT :room OFFSET :first)" order

static const char *const near_sql[] = {
	[PERSON_BY_NAME] = NEAR(BY_NAME),
	[PERSON_BY_DEPARTMENT] = NEAR(BY_DEPARTMENT),
};

/* All of them in one pass over the index of their names. */
static const char *const walk_sql[] = {
	[SOURCE_EVERYBODY] = PERSON_ROW " INDEXED BY person_name WHERE " PERSON_FILTER_SQL BY_NAME,
	[SOURCE_CALLERS] = PERSON_ROW
	" INDEXED BY person_calls WHERE " CALLING PERSON_FILTER_SQL BY_NAME,
	[SOURCE_TEXT] = PERSON_ROW " INDEXED BY person_name WHERE " PERSON_FILTER_SQL BY_NAME,
};

/* Sorting two columns is quicker than looking each row up from the index of names. */
static const char names_sql[] =
	"SELECT p.folded, p.upn FROM person p NOT INDEXED WHERE p.kind = 'member' AND p.device = ''" BY_NAME;

static const char *const count_sql[] = {
	[SOURCE_EVERYBODY] = "SELECT count(*) FROM person p WHERE " PERSON_FILTER_SQL,
	[SOURCE_CALLERS] = "SELECT count(*) FROM person p WHERE " CALLING PERSON_FILTER_SQL,
	[SOURCE_TEXT] = "SELECT count(*) FROM person p NOT INDEXED WHERE " PERSON_FILTER_SQL,
};

#define POSITION(order, before)                                                                   \
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM person p WHERE p.id = :id AND " PERSON_FILTER_SQL \
	")"                                                                                       \
	" THEN (SELECT count(*) FROM person p, person me WHERE me.id = :id AND " before           \
	" AND " PERSON_FILTER_SQL ") ELSE -1 END"

static const char *const position_sql[2] = {
	[PERSON_BY_NAME] = POSITION(
		BY_NAME, "(" PERSON_NAME_SQL("p") ", p.id) < (" PERSON_NAME_SQL("me") ", me.id)"),
	[PERSON_BY_DEPARTMENT] = POSITION(BY_DEPARTMENT,
		"(p.department COLLATE NOCASE, " PERSON_NAME_SQL(
			"p") ", p.id)"
			     " < (me.department, " PERSON_NAME_SQL("me") ", me.id)"),
};

static const char total_sql[] = "SELECT count(*) FROM person";
static const char get_sql[] = PERSON_ROW " WHERE p.id = :id";
static const char find_sql[] = "SELECT id FROM person WHERE upn = :upn";
static const char forget_sql[] =
	"DELETE FROM person WHERE upn = :upn AND kind = 'resource' AND present = 0";

static const char *const values_sql[] = {
	[PERSON_DEPARTMENT] = "SELECT department, count(*) FROM person WHERE department <> ''"
			      " GROUP BY department COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT :room",
	[PERSON_CITY] = "SELECT city, count(*) FROM person WHERE city <> ''"
			" GROUP BY city COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT :room",
	[PERSON_LOCATION] = "SELECT usage_location_wanted, count(*) FROM person"
			    " WHERE usage_location_wanted IS NOT NULL"
			    " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :room",
	[PERSON_CALLER_LOCATION] = "SELECT usage_location_wanted, count(*) FROM person"
				   " WHERE usage_location_wanted IS NOT NULL AND calls = 1"
				   " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :room",
};

/* Numbers that nobody is to have, and orders that nobody waits for, count for the callers of their
 * city. */
static const char shortage_sql[] =
	"SELECT p.usage_location_wanted, max(p.state), p.city, count(*)"
	" - (SELECT count(*) FROM number n WHERE n.kind = 'user' AND n.owned_wanted = 1"
	"   AND n.country = p.usage_location_wanted AND n.city = p.city COLLATE NOCASE"
	"   AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.number_wanted = n.e164))"
	" - (SELECT coalesce(sum(max(0, o.quantity_wanted - o.quantity_actual"
	"    - (SELECT count(*) FROM number n WHERE n.order_id = o.id AND n.owned_wanted = 1"
	"       AND n.owned_actual = 0)"
	"    - (SELECT count(*) FROM assignment a WHERE a.order_wanted = o.id))), 0)"
	"   FROM number_order o WHERE o.kind = 'user' AND o.country = p.usage_location_wanted"
	"   AND o.city = p.city COLLATE NOCASE) AS short"
	" FROM person p WHERE p.calls = 1 AND p.city <> '' AND p.usage_location_wanted IS NOT NULL"
	" AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.person_id = p.id"
	"  AND (a.number_wanted IS NOT NULL OR a.order_wanted IS NOT NULL))"
	" GROUP BY p.usage_location_wanted, p.city COLLATE NOCASE HAVING short > 0"
	" ORDER BY p.usage_location_wanted = :country DESC, short DESC, p.city LIMIT 1";

void person_text_bind(sqlite3_stmt *stmt, const char *text, bool exclude)
{
	store_bind_text(stmt, ":text", text && *text ? text : NULL);
	store_bind_number(stmt, ":exclude", exclude);
}

void person_filter_bind(sqlite3_stmt *stmt, const struct person_filter *filter)
{
	static const struct person_filter all;

	if (!filter)
		filter = &all;
	person_text_bind(stmt, filter->text, filter->exclude);
	store_bind_number(stmt, ":scope", filter->scope);
	store_bind_text(stmt, ":department", filter->department);
	store_bind_text(stmt, ":city", filter->city);
	store_bind_text(stmt, ":location", filter->location);
}

static enum source source_of(const struct person_filter *filter)
{
	if (filter && filter->text && *filter->text)
		return SOURCE_TEXT;
	if (filter && (filter->scope == PERSON_CALLERS || filter->scope == PERSON_PROBLEM ||
			      filter->scope == PERSON_UNNUMBERED))
		return SOURCE_CALLERS;
	return SOURCE_EVERYBODY;
}

static bool everybody(const struct person_filter *filter)
{
	return !filter || (filter->scope == PERSON_EVERYBODY && !(filter->text && *filter->text) &&
				  !filter->department && !filter->city && !filter->location);
}

static void person_read(sqlite3_stmt *stmt, struct person *out)
{
	int i = 0;

	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->object_id);
	store_text(stmt, i++, out->upn);
	store_text(stmt, i++, out->display_name);
	store_text(stmt, i++, out->given_name);
	store_text(stmt, i++, out->surname);
	store_text(stmt, i++, out->mail);
	store_text(stmt, i++, out->department);
	store_text(stmt, i++, out->job_title);
	store_text(stmt, i++, out->office);
	store_text(stmt, i++, out->street);
	store_text(stmt, i++, out->city);
	store_text(stmt, i++, out->state);
	store_text(stmt, i++, out->postal_code);
	store_text(stmt, i++, out->country);
	store_text(stmt, i++, out->language);
	store_text(stmt, i++, out->phone);
	store_text(stmt, i++, out->kind);
	out->enabled = sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->mailbox);
	store_text(stmt, i++, out->onprem_line);
	store_text(stmt, i++, out->location);
	store_text(stmt, i++, out->location_actual);
	out->calls = sqlite3_column_int(stmt, i++);
	out->notify = sqlite3_column_int(stmt, i++);
	out->present = sqlite3_column_int(stmt, i++);
	out->voice = sqlite3_column_int(stmt, i++);
	out->capability = (unsigned)sqlite3_column_int64(stmt, i++);
	out->capability_wanted = (unsigned)sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->holds);
	store_text(stmt, i++, out->gets);
	out->step = (enum person_state)sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->device);
	out->organizes = sqlite3_column_int(stmt, i++);
}

int64_t person_count(struct store *store, const struct person_filter *filter, struct error *err)
{
	bool all = everybody(filter);
	sqlite3_stmt *stmt = store_statement(
		store, all ? total_sql : count_sql[source_of(filter)], err);
	int64_t count;

	if (!stmt)
		return -1;
	if (!all)
		person_filter_bind(stmt, filter);
	return store_count(store, stmt, &count, err) ? count : -1;
}

static int window(struct store *store, const char *sql, const struct person_filter *filter,
	int64_t first, int room, struct person *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	person_filter_bind(stmt, filter);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		person_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

int person_window(struct store *store, const struct person_filter *filter, enum person_sort sort,
	int64_t first, int room, struct person *out, struct error *err)
{
	enum source source = source_of(filter);
	int count = 0;

	if (source == SOURCE_TEXT)
		count = window(store, near_sql[sort], filter, first, room, out, err);
	if (count == room || count < 0)
		return count;
	return window(store, window_sql[sort][source], filter, first, room, out, err);
}

sqlite3_stmt *person_walk(
	struct store *store, const struct person_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, walk_sql[source_of(filter)], err);

	if (stmt)
		person_filter_bind(stmt, filter);
	return stmt;
}

int person_next(sqlite3_stmt *walk, struct person *out, struct error *err)
{
	int got = store_step(walk, err);

	if (got > 0)
		person_read(walk, out);
	return got;
}

sqlite3_stmt *person_walk_names(struct store *store, struct error *err)
{
	return store_statement(store, names_sql, err);
}

int person_next_name(sqlite3_stmt *walk, struct person_name *out, struct error *err)
{
	int got = store_step(walk, err);

	if (got > 0) {
		store_text(walk, 0, out->folded);
		out->folded[strcspn(out->folded, "\n")] = '\0';
		store_text(walk, 1, out->upn);
	}
	return got;
}

bool person_get(struct store *store, int64_t id, struct person *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	got = store_step(stmt, err);
	if (got > 0)
		person_read(stmt, out);
	store_done(stmt);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("This person is not in the list any more."));
	return got > 0;
}

/* 0 and true if there is none. */
static bool look_up(struct store *store, const char *sql, const char *name, const char *value,
	int64_t *id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, name, value);
	return store_number(stmt, id, err);
}

bool person_find(struct store *store, const char *upn, int64_t *id, struct error *err)
{
	if (!look_up(store, find_sql, ":upn", upn, id, err))
		return false;
	if (*id)
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("There is nobody with the user name %s."), upn);
}

bool person_forget(struct store *store, const char *upn, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, forget_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":upn", upn);
	return store_run(stmt, err);
}

int64_t person_position(struct store *store, const struct person_filter *filter,
	enum person_sort sort, int64_t id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, position_sql[sort], err);
	int64_t position;

	if (!stmt)
		return -1;
	person_filter_bind(stmt, filter);
	store_bind_number(stmt, ":id", id);
	return store_number(stmt, &position, err) ? position : -1;
}

int person_values(struct store *store, enum person_column column, int room,
	struct person_value *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, values_sql[column], err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		store_text(stmt, 0, out[count].text);
		out[count++].people = sqlite3_column_int64(stmt, 1);
	}
	return got < 0 ? -1 : count;
}

bool person_shortage(
	struct store *store, const char *country, struct person_shortage *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, shortage_sql, err);
	int got;

	memset(out, 0, sizeof(*out));
	if (!stmt)
		return false;
	store_bind_text(stmt, ":country", country);
	got = store_step(stmt, err);
	if (got > 0) {
		store_text(stmt, 0, out->country);
		store_text(stmt, 1, out->state);
		store_text(stmt, 2, out->city);
		out->people = sqlite3_column_int64(stmt, 3);
	}
	store_done(stmt);
	return got > 0;
}

/* ---- imports ---- */

/* Columns that a record may say; :NAME is NULL where it does not. */
#define SAID(X)         \
	X(object_id)    \
	X(upn)          \
	X(display_name) \
	X(given_name)   \
	X(surname)      \
	X(mail)         \
	X(department)   \
	X(job_title)    \
	X(office)       \
	X(street)       \
	X(city)         \
	X(state)        \
	X(postal_code)  \
	X(country)      \
	X(language)     \
	X(phone)        \
	X(kind)         \
	X(mailbox)      \
	X(onprem_line)  \
	X(enabled)      \
	X(present)

#define COLUMN(name) #name ", "
#define SAID_OR_EMPTY(name) "coalesce(:" #name ", ''), "
#define SAID_OR_KEPT(name) "coalesce(:" #name ", " #name "), "
#define SET_SAID(name) #name " = coalesce(:" #name ", " #name "), "

#define TEXTS(X)        \
	X(upn)          \
	X(display_name) \
	X(given_name)   \
	X(surname)      \
	X(mail)         \
	X(department)   \
	X(job_title)    \
	X(office)       \
	X(street)       \
	X(city)         \
	X(state)        \
	X(postal_code)  \
	X(country)      \
	X(language)     \
	X(phone)        \
	X(onprem_line)

static const char find_object_sql[] = "SELECT id FROM person WHERE object_id = :object_id";
static const char object_of_sql[] =
	"SELECT object_id IS NOT NULL AND present = 1 FROM person WHERE id = :id";

static const char insert_sql[] = "INSERT INTO person (" TEXTS(
	COLUMN) "object_id, kind, mailbox, enabled, present,"
		" usage_location_wanted, usage_location_actual, usage_location_base, folded)"
		" VALUES (" TEXTS(
			SAID_OR_EMPTY) ":object_id, coalesce(:kind, 'member'),"
				       " coalesce(:mailbox, 'unknown'), coalesce(:enabled, 1), coalesce(:present, 0),"
				       " :usage_location, :usage_location, :usage_location, " FOLDED(
					       "coalesce(:display_name, '')", ":upn",
					       "coalesce(:department, '')", "coalesce(:city, '')",
					       "coalesce(:office, '')") ")";

/* Writes only where something is new, so that the same file twice changes nothing. */
static const char update_sql[] = "UPDATE person SET " SAID(
	SET_SAID) "usage_location_actual = coalesce(:usage_location, usage_location_actual), folded = " FOLDED("coalesce(:display_name, display_name)",
	"coalesce(:upn, upn)", "coalesce(:department, department)", "coalesce(:city, city)",
	"coalesce(:office, office)") " WHERE id = :id AND (" SAID(COLUMN) "usage_location_actual) IS NOT (" SAID(SAID_OR_KEPT) "coalesce(:usage_location, usage_location_actual))";

static const struct {
	const char *name;
	size_t at;
} record_texts[] = {
#define TEXT(name)                                              \
	{                                                       \
		":" #name, offsetof(struct person_record, name) \
	}
	TEXT(object_id),
	TEXT(upn),
	TEXT(display_name),
	TEXT(given_name),
	TEXT(surname),
	TEXT(mail),
	TEXT(department),
	TEXT(job_title),
	TEXT(office),
	TEXT(street),
	TEXT(city),
	TEXT(state),
	TEXT(postal_code),
	TEXT(country),
	TEXT(language),
	TEXT(phone),
	TEXT(usage_location),
	TEXT(kind),
	TEXT(mailbox),
	TEXT(onprem_line),
#undef TEXT
};

static bool said(const char *text)
{
	return text && *text;
}

static void record_bind(sqlite3_stmt *stmt, const struct person_record *record)
{
	for (size_t i = 0; i < sizeof(record_texts) / sizeof(record_texts[0]); i++) {
		const char *text = *(const char *const *)(const void *)((const char *)record +
									record_texts[i].at);

		if (said(text))
			store_bind_text(stmt, record_texts[i].name, text);
	}
	if (record->enabled >= 0)
		store_bind_number(stmt, ":enabled", record->enabled > 0);
	if (record->present > 0)
		store_bind_number(stmt, ":present", 1);
}

static bool country_code(const char *text)
{
	return strlen(text) == 2 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

static bool record_check(const struct person_record *record, struct error *err)
{
	if (!said(record->upn))
		return error_set(err, ERROR_INPUT, _("The user principal name is missing."));
	if (said(record->usage_location) && !country_code(record->usage_location))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no country code: the usage location is two capital letters, such as "
			  "US."),
			record->usage_location);
	return true;
}

/* Who the record is about: *id 0 if nobody yet. */
static bool record_find(
	struct store *store, const struct person_record *record, int64_t *id, struct error *err)
{
	int64_t by_object = 0, by_name = 0, other = 0;
	sqlite3_stmt *stmt;

	if (said(record->object_id) &&
		!look_up(store, find_object_sql, ":object_id", record->object_id, &by_object, err))
		return false;
	if (record->named)
		by_name = *record->named;
	else if (!look_up(store, find_sql, ":upn", record->upn, &by_name, err))
		return false;
	*id = by_object ? by_object : by_name;
	if (!by_name || by_name == by_object || !said(record->object_id))
		return true;
	/* The name is somebody's: of another object id, or of a row that has none yet. */
	stmt = store_statement(store, object_of_sql, err);
	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", by_name);
	if (!store_number(stmt, &other, err))
		return false;
	if (by_object || other)
		return error_set(err, ERROR_TAKEN,
			_("The user name %s belongs to another person already."), record->upn);
	return true;
}

bool person_put(struct store *store, const struct person_record *record, int64_t *id,
	enum person_outcome *outcome, struct error *err)
{
	int64_t found = 0;
	sqlite3_stmt *stmt;

	if (!record_check(record, err) || !record_find(store, record, &found, err))
		return false;
	stmt = store_statement(store, found ? update_sql : insert_sql, err);
	if (!stmt)
		return false;
	record_bind(stmt, record);
	if (found)
		store_bind_number(stmt, ":id", found);
	if (!store_run(stmt, err))
		return false;
	if (outcome)
		*outcome = !found                 ? PERSON_ADDED
			   : store_changes(store) ? PERSON_UPDATED
						  : PERSON_UNCHANGED;
	if (id)
		*id = found ? found : sqlite3_last_insert_rowid(store_db(store));
	return true;
}

/* ---- wishes ---- */

static const char location_sql[] =
	"UPDATE person SET usage_location_wanted = :country WHERE id = :id";
static const char missing_location_sql[] =
	"UPDATE person AS p SET usage_location_wanted = :country"
	" WHERE p.usage_location_wanted IS NULL AND " PERSON_FILTER_SQL;

/* enum person_mark; only people can be marked, anybody can be unmarked. */
#define MARKED "CASE :mark WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 1 - calls END"
#define MARKABLE "(kind = 'member' AND enabled = 1)"
static const char calls_sql[] = "UPDATE person SET calls = " MARKED
				" WHERE id = :id AND calls <> " MARKED;
static const char calls_of_sql[] = "UPDATE person AS p SET calls = " MARKED
				   " WHERE calls <> " MARKED " AND (calls = 1 OR " MARKABLE
				   ") AND " PERSON_FILTER_SQL;

enum caller_choice { CALLERS_ALL, CALLERS_NONE, CALLERS_DEPARTMENT, CALLERS_CITY, CALLERS_LIST };

#define CALLERS(condition) \
	"UPDATE person SET calls = (" condition ") WHERE calls <> (" condition ")"
static const char *const callers_sql[] = {
	[CALLERS_ALL] = CALLERS(MARKABLE " OR :what IS NOT NULL"),
	[CALLERS_NONE] = CALLERS(":what IS NOT NULL"),
	[CALLERS_DEPARTMENT] = CALLERS(MARKABLE " AND department = :what COLLATE NOCASE"),
	[CALLERS_CITY] = CALLERS(MARKABLE " AND city = :what COLLATE NOCASE"),
	[CALLERS_LIST] = CALLERS("upn IN (SELECT value FROM json_each(:what))"),
};
static const char *const any_sql[] = {
	[CALLERS_DEPARTMENT] =
		"SELECT EXISTS (SELECT 1 FROM person WHERE department = :what COLLATE NOCASE)",
	[CALLERS_CITY] = "SELECT EXISTS (SELECT 1 FROM person WHERE city = :what COLLATE NOCASE)",
};
static const char unknown_sql[] = "SELECT value FROM json_each(:what) WHERE NOT EXISTS"
				  " (SELECT 1 FROM person WHERE upn = value) LIMIT 1";
static const char callers_count_sql[] = "SELECT count(*) FROM person WHERE calls = 1";
static const char device_sql[] = "UPDATE person SET device = :device WHERE id = :id";
#define ORGANIZES "CASE :mark WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 1 - organizes END"
static const char organizes_sql[] = "UPDATE person SET organizes = " ORGANIZES
				    " WHERE id = :id AND organizes <> " ORGANIZES;
static const char notify_sql[] = "UPDATE person SET notify = :notify WHERE id = :id";

static bool location_check(const char *country, struct error *err)
{
	if (country_code(country))
		return true;
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is no country code: write two capital letters, such as US."), country);
}

bool person_want_location(struct store *store, int64_t id, const char *country, struct error *err)
{
	sqlite3_stmt *stmt;

	if (said(country) && !location_check(country, err))
		return false;
	stmt = store_statement(store, location_sql, err);
	if (!stmt)
		return false;
	store_bind_text(stmt, ":country", said(country) ? country : NULL);
	store_bind_number(stmt, ":id", id);
	return store_run(stmt, err);
}

/* Runs an UPDATE and tells how many rows it changed. */
static bool run_counted(
	struct store *store, sqlite3_stmt *stmt, int64_t *changed, struct error *err)
{
	if (!store_run(stmt, err))
		return false;
	if (changed)
		*changed = store_changes(store);
	return true;
}

bool person_want_missing_location(struct store *store, const struct person_filter *filter,
	const char *country, int64_t *changed, struct error *err)
{
	sqlite3_stmt *stmt;

	if (!location_check(country, err))
		return false;
	stmt = store_statement(store, missing_location_sql, err);
	if (!stmt)
		return false;
	person_filter_bind(stmt, filter);
	store_bind_text(stmt, ":country", country);
	return run_counted(store, stmt, changed, err);
}

bool person_want_calls(struct store *store, int64_t id, enum person_mark mark, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, calls_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	store_bind_number(stmt, ":mark", mark);
	return store_run(stmt, err);
}

bool person_want_calls_of(struct store *store, const struct person_filter *filter,
	enum person_mark mark, int64_t *changed, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, calls_of_sql, err);

	if (!stmt)
		return false;
	person_filter_bind(stmt, filter);
	store_bind_number(stmt, ":mark", mark);
	return run_counted(store, stmt, changed, err);
}

static bool callers_run(struct store *store, enum caller_choice choice, const char *what,
	int64_t *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, callers_sql[choice], err);
	int64_t callers;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":what", what);
	if (!store_run(stmt, err))
		return false;
	stmt = store_statement(store, callers_count_sql, err);
	if (!stmt || !store_number(stmt, &callers, err))
		return false;
	if (count)
		*count = callers;
	return true;
}

static bool callers_group(struct store *store, enum caller_choice choice, const char *what,
	int64_t *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, any_sql[choice], err);
	int64_t any;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":what", what);
	if (!store_number(stmt, &any, err))
		return false;
	if (any)
		return callers_run(store, choice, what, count, err);
	return error_set(err, ERROR_NOT_FOUND,
		choice == CALLERS_CITY
			? _("Nobody is in the city \"%s\". Check its spelling.")
			: _("Nobody is in the department \"%s\". Check its spelling."),
		what);
}

/* list: a JSON array of user principal names. */
static bool callers_list(struct store *store, const char *list, int64_t *count, struct error *err)
{
	char unknown[256];
	sqlite3_stmt *stmt = store_statement(store, unknown_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":what", list);
	got = store_step(stmt, err);
	if (got > 0)
		store_text(stmt, 0, unknown);
	store_done(stmt);
	if (got > 0)
		return error_set(
			err, ERROR_NOT_FOUND, _("There is nobody with the user name %s."), unknown);
	return got == 0 && callers_run(store, CALLERS_LIST, list, count, err);
}

bool person_want_caller_list(struct store *store, const char *const *upns, size_t upn_count,
	int64_t *count, struct error *err)
{
	struct json *json = json_new();

	json_array(json, NULL);
	for (size_t i = 0; i < upn_count; i++)
		json_text(json, NULL, upns[i]);
	json_end(json);
	bool ok = callers_list(store, json_done(json), count, err);
	json_free(json);
	return ok;
}

/* "ava@x.example, ben@x.example" */
static bool callers_names(struct store *store, const char *names, int64_t *count, struct error *err)
{
	struct json *json = json_new();
	char *copy = xstrdup(names), *rest = copy, *name;

	json_array(json, NULL);
	while ((name = strsep(&rest, ","))) {
		name = text_trim(name);
		if (*name)
			json_text(json, NULL, name);
	}
	json_end(json);
	bool ok = callers_list(store, json_done(json), count, err);
	json_free(json);
	free(copy);
	return ok;
}

bool person_want_callers(
	struct store *store, const char *callers, int64_t *count, struct error *err)
{
	static const struct {
		const char *prefix;
		enum caller_choice choice;
	} groups[] = { { "department:", CALLERS_DEPARTMENT }, { "city:", CALLERS_CITY } };

	callers += strspn(callers, " \t");
	if (strcasecmp(callers, "all") == 0)
		return callers_run(store, CALLERS_ALL, NULL, count, err);
	if (strcasecmp(callers, "none") == 0 || !*callers)
		return callers_run(store, CALLERS_NONE, NULL, count, err);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		size_t len = strlen(groups[i].prefix);

		if (strncasecmp(callers, groups[i].prefix, len) == 0) {
			callers += len + strspn(callers + len, " \t");
			return callers_group(store, groups[i].choice, callers, count, err);
		}
	}
	return callers_names(store, callers, count, err);
}

bool person_want_device(struct store *store, int64_t id, const char *device, struct error *err)
{
	static const char *const words[] = { "", "room", "panel", "phone", "desk" };
	sqlite3_stmt *stmt;
	bool known = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		known |= strcmp(words[i], device) == 0;
	if (!known)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no kind of device: it is one of room, panel, phone, desk."),
			device);
	stmt = store_statement(store, device_sql, err);
	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	store_bind_text(stmt, ":device", device);
	return store_run(stmt, err);
}

bool person_want_organizes(
	struct store *store, int64_t id, enum person_mark mark, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, organizes_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	store_bind_number(stmt, ":mark", mark);
	return store_run(stmt, err);
}

bool person_want_notify(struct store *store, int64_t id, bool notify, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, notify_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	store_bind_number(stmt, ":notify", notify);
	return store_run(stmt, err);
}
