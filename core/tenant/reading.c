/* core/tenant/reading.c: how far the reading of the tenant has come. */
#include <string.h>

#include "core/store/store.h"
#include "core/tenant/reading.h"

static const char goes_on_sql[] =
	"SELECT count(*) FROM reading WHERE begun_at > 0 AND begun_at BETWEEN :since AND :now";
static const char begin_sql[] =
	"INSERT INTO reading (page, begun_at) VALUES (:page, :now) ON CONFLICT (page) DO UPDATE SET"
	" begun_at = :now, read = 0, entries = 0, delta_next = '', partial = delta <> ''"
	" AND delta_at BETWEEN :since AND :now,"
	" goes_on = iif(delta <> '' AND delta_at BETWEEN :since AND :now, delta, '')";
static const char get_sql[] =
	"SELECT read, partial, entries, goes_on FROM reading WHERE page = :page AND begun_at > 0";
static const char put_sql[] =
	"UPDATE reading SET entries = :entries, goes_on = coalesce(:goes_on, ''),"
	" read = :goes_on IS NULL, delta_next = coalesce(:delta, '') WHERE page = :page";
static const char *const again_sql[] = {
	"UPDATE reading SET read = 0, partial = 0, entries = 0, goes_on = '', delta = '', delta_at = 0,"
	" delta_next = '' WHERE page = :page",
	"DELETE FROM seen WHERE noun = :noun",
};

bool reading_goes_on(
	struct store *store, int64_t since, int64_t now, bool *goes_on, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, goes_on_sql, err);
	int64_t count;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":since", since);
	store_bind_number(stmt, ":now", now);
	if (!store_number(stmt, &count, err))
		return false;
	*goes_on = count > 0;
	return true;
}

bool reading_begin(
	struct store *store, const char *page, int64_t now, int64_t since, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, begin_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":page", page);
	store_bind_number(stmt, ":now", now);
	store_bind_number(stmt, ":since", since);
	return store_run(stmt, err);
}

bool reading_get(struct store *store, const char *page, struct reading *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);

	*out = (struct reading){ .under_way = false };
	if (!stmt)
		return false;
	store_bind_text(stmt, ":page", page);
	int got = store_step(stmt, err);
	if (got > 0) {
		out->under_way = true;
		out->read = sqlite3_column_int(stmt, 0);
		out->partial = sqlite3_column_int(stmt, 1);
		out->entries = sqlite3_column_int64(stmt, 2);
		str_add(&out->goes_on, (const char *)sqlite3_column_text(stmt, 3));
	}
	store_done(stmt);
	return got >= 0;
}

bool reading_put(struct store *store, const char *page, int64_t entries, const char *goes_on,
	const char *delta, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, put_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":page", page);
	store_bind_number(stmt, ":entries", entries);
	store_bind_text(stmt, ":goes_on", goes_on);
	store_bind_text(stmt, ":delta", delta);
	return store_run(stmt, err);
}

bool reading_again(struct store *store, const char *page, const char *noun, struct error *err)
{
	static const char *const names[] = { ":page", ":noun" };
	const char *const values[] = { page, noun };
	bool ok = true;

	if (!store_begin(store, err))
		return false;
	for (int i = 0; ok && i < 2; i++) {
		sqlite3_stmt *stmt = store_statement(store, again_sql[i], err);

		if (stmt)
			store_bind_text(stmt, names[i], values[i]);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}
