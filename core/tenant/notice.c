/* core/tenant/notice.c: what was told to whom. */
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/notice.h"
#include "core/tenant/person-sql.h"

/* enum notice_state. A letter that named another number is as good as none. */
#define STATE                                                                                          \
	"CASE WHEN x.number_wanted IS NULL AND x.order_wanted IS NULL THEN 0 WHEN p.notify = 0 THEN 1" \
	" WHEN t.number IS NULL OR t.number IS NOT x.number_wanted THEN 2 ELSE 3 END"

/* A try to tell of another number says nothing of this one. */
#define LAST_TRY \
	"(SELECT max(l.id) FROM journal l WHERE l.key = 'notice:' || p.id AND l.number IS x.number_wanted)"

#define FROM                                                          \
	" FROM person p LEFT JOIN assignment x ON x.person_id = p.id" \
	" LEFT JOIN notice t ON t.person_id = p.id"
#define ROW                                                                                                  \
	"SELECT p.id, coalesce(nullif(p.display_name, ''), p.upn), p.upn, p.mail, p.language,"               \
	" coalesce(x.number_wanted, CASE WHEN x.order_wanted IS NULL THEN x.number_actual END),"             \
	" (SELECT name FROM number_order o WHERE o.id = x.order_wanted),"                                    \
	" coalesce(x.number_wanted IS NOT NULL AND x.number_wanted IS x.number_actual, 0), p.notify, " STATE \
	","                                                                                                  \
	" t.number, t.method, t.language, t.file, t.message_id, t.sent_at, j.state, j.cause, j.words" FROM   \
	" LEFT JOIN journal j ON j.id = " LAST_TRY
#define ORDER " ORDER BY " PERSON_NAME_SQL("p") ", p.id"
#define LISTED_OF                                                                            \
	" WHERE p.calls = 1 AND (x.number_wanted IS NOT NULL OR x.number_actual IS NOT NULL" \
	" OR x.order_wanted IS NOT NULL) AND (:to_write = 0 OR " STATE " = 2) AND"           \
	" (:failed = 0 OR (SELECT state FROM journal WHERE id = " LAST_TRY                   \
	") = 'failed') AND" PERSON_TEXT_SQL

#define LISTED FROM LISTED_OF

static const char window_sql[] = ROW " WHERE p.id IN (SELECT p.id" LISTED ORDER
				     " LIMIT :room OFFSET :first)" ORDER;
static const char walk_sql[] = ROW LISTED_OF ORDER;
static const char count_sql[] = "SELECT count(*)" LISTED;
static const char get_sql[] = ROW " WHERE p.id = :id";
static const char put_sql[] =
	"INSERT INTO notice (person_id, number, place_id, method, language, file, message_id, sent_at)"
	" VALUES (:id, :number, :place, :method, :language, coalesce(:file, ''), coalesce(:message, ''), :at)"
	" ON CONFLICT (person_id) DO UPDATE SET number = excluded.number, place_id = excluded.place_id,"
	" method = excluded.method, language = excluded.language, file = excluded.file,"
	" message_id = excluded.message_id, sent_at = excluded.sent_at";

static void row_read(sqlite3_stmt *stmt, struct notice_row *out)
{
	int i = 0;

	memset(out, 0, sizeof(*out));
	out->person_id = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->name);
	store_text(stmt, i++, out->upn);
	store_text(stmt, i++, out->mail);
	store_text(stmt, i++, out->language);
	store_text(stmt, i++, out->number);
	store_text(stmt, i++, out->order);
	out->active = sqlite3_column_int(stmt, i++);
	out->notify = sqlite3_column_int(stmt, i++);
	out->state = (enum notice_state)sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->told);
	store_text(stmt, i++, out->method);
	store_text(stmt, i++, out->letter_language);
	store_text(stmt, i++, out->file);
	store_text(stmt, i++, out->message_id);
	out->sent_at = sqlite3_column_int64(stmt, i++);
	store_text(stmt, i++, out->tried);
	store_text(stmt, i++, out->cause);
	store_text(stmt, i++, out->words);
}

static void filter_bind(sqlite3_stmt *stmt, const struct notice_filter *filter)
{
	static const struct notice_filter all;

	if (!filter)
		filter = &all;
	person_text_bind(stmt, filter->text, filter->exclude);
	store_bind_number(stmt, ":to_write", filter->to_write || filter->failed);
	store_bind_number(stmt, ":failed", filter->failed);
}

int64_t notice_count(struct store *store, const struct notice_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql, err);
	int64_t count;

	if (!stmt)
		return -1;
	filter_bind(stmt, filter);
	return store_count(store, stmt, &count, err) ? count : -1;
}

int notice_window(struct store *store, const struct notice_filter *filter, int64_t first, int room,
	struct notice_row *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, window_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	filter_bind(stmt, filter);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		row_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

sqlite3_stmt *notice_walk(
	struct store *store, const struct notice_filter *filter, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, walk_sql, err);

	if (stmt)
		filter_bind(stmt, filter);
	return stmt;
}

int notice_next(sqlite3_stmt *walk, struct notice_row *out, struct error *err)
{
	int got = store_step(walk, err);

	if (got > 0)
		row_read(walk, out);
	return got;
}

bool notice_get(struct store *store, int64_t person_id, struct notice_row *out, struct error *err)
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

bool notice_put(struct store *store, const struct notice *notice, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, put_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", notice->person_id);
	store_bind_text(stmt, ":number", notice->number);
	store_bind_id(stmt, ":place", notice->place_id);
	store_bind_text(stmt, ":method", notice->method);
	store_bind_text(stmt, ":language", notice->language);
	store_bind_text(stmt, ":file", notice->file);
	store_bind_text(stmt, ":message", notice->message_id);
	store_bind_number(stmt, ":at", notice->sent_at);
	return store_run(stmt, err);
}
