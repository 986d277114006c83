/* core/tenant/feature.c: named documents of what a tenant is to have (table feature). */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/feature.h"
#include "core/tenant/sync.h"

static const struct {
	const char *id, *name;
} kinds[FEATURE_KIND_COUNT] = {
	[FEATURE_PAPERS] = { "papers", N_("papers") },
	[FEATURE_CREDITS] = { "credits", N_("Communications Credits") },
	[FEATURE_ACCOUNT] = { "account", N_("resource account") },
	[FEATURE_PORT] = { "port", N_("transfer of numbers") },
	[FEATURE_USAGE] = { "usage", N_("usage of a number") },
	[FEATURE_BRIDGE] = { "bridge", N_("conferencing bridge") },
	[FEATURE_QUEUE] = { "queue", N_("call queue") },
	[FEATURE_ATTENDANT] = { "attendant", N_("auto attendant") },
};

/* The order of the kinds is that of their changes. */
#define COLUMNS                                                                                  \
	"SELECT f.id, f.kind, f.name, f.wanted, f.actual, f.progress, f.service_id,"             \
	" f.wanted IS NOT f.actual AND f.base IS NOT f.actual FROM feature f JOIN change_kind k" \
	" ON k.kind = f.kind"

static const char list_sql[] = COLUMNS " WHERE :kind IS NULL OR f.kind = :kind"
				       " ORDER BY k.rank, f.name";
static const char get_sql[] = COLUMNS " WHERE f.kind = :kind AND f.name = :name";

static const char is_object_sql[] =
	"SELECT CASE WHEN json_valid(:document) THEN json_type(:document) = 'object' ELSE 0 END";
/* json() brings a document into the one form in which equal ones are equal texts. */
static const char want_sql[] =
	"INSERT INTO feature (kind, name, wanted) VALUES (:kind, :name, json(:wanted))"
	" ON CONFLICT (kind, name) DO UPDATE SET wanted = excluded.wanted";
static const char unwant_sql[] =
	"UPDATE feature SET wanted = NULL WHERE kind = :kind AND name = :name";
static const char nothing_sql[] =
	"DELETE FROM feature WHERE kind = :kind AND name = :name AND wanted IS NULL AND actual IS NULL";
/* A new one has no wish of its own: it is wanted as it is. */
static const char is_sql[] =
	"INSERT INTO feature (kind, name, wanted, actual, base, progress, service_id)"
	" SELECT :kind, :name, json(:actual), json(:actual), json(:actual), coalesce(json(:progress), '{}'),"
	"  coalesce(:id, '') WHERE true"
	" ON CONFLICT (kind, name) DO UPDATE SET actual = excluded.actual,"
	" progress = coalesce(json(:progress), progress), service_id = coalesce(:id, service_id)";
static const char is_not_sql[] =
	"UPDATE feature SET actual = NULL, progress = coalesce(json(:progress), progress),"
	" service_id = '' WHERE kind = :kind AND name = :name";

static const char value_sql[] = "SELECT json_extract(:document, :path)";
static const char length_sql[] = "SELECT json_array_length(:document, :path)";

const char *feature_kind_id(enum feature_kind kind)
{
	return kinds[kind].id;
}

const char *feature_kind_name(enum feature_kind kind)
{
	return kinds[kind].name;
}

int feature_kind_of(const char *id)
{
	for (int i = 0; i < FEATURE_KIND_COUNT; i++) {
		if (strcmp(kinds[i].id, id) == 0)
			return i;
	}
	return -1;
}

/* ---- reading ---- */

void feature_fini(struct feature *feature)
{
	free(feature->wanted);
	free(feature->actual);
	free(feature->progress);
	*feature = (struct feature){ 0 };
}

void feature_list_free(struct feature *list, int count)
{
	for (int i = 0; i < count; i++)
		feature_fini(&list[i]);
	free(list);
}

/* A document is the receiver's; NULL where there is none. */
static char *document(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text ? xstrdup(text) : NULL;
}

static void feature_read(sqlite3_stmt *stmt, struct feature *out)
{
	char kind[16];
	int found = feature_kind_of(store_text(stmt, 1, kind));

	assert(found >= 0); /* the schema's CHECK is the same list */
	*out = (struct feature){ .id = sqlite3_column_int64(stmt, 0),
		.kind = (enum feature_kind)found };
	store_text(stmt, 2, out->name);
	out->wanted = document(stmt, 3);
	out->actual = document(stmt, 4);
	out->progress = document(stmt, 5);
	store_text(stmt, 6, out->service_id);
	out->conflict = sqlite3_column_int(stmt, 7);
}

bool feature_list(
	struct store *store, int kind, struct feature **out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);
	int got;

	*out = NULL;
	*count = 0;
	if (!stmt)
		return false;
	store_bind_text(stmt, ":kind", kind < 0 ? NULL : kinds[kind].id);
	while ((got = store_step(stmt, err)) > 0) {
		*out = xrealloc(*out, (size_t)*count + 1, sizeof(**out));
		feature_read(stmt, &(*out)[(*count)++]);
	}
	if (got == 0)
		return true;
	feature_list_free(*out, *count);
	*out = NULL;
	*count = 0;
	return false;
}

static sqlite3_stmt *named(struct store *store, const char *sql, enum feature_kind kind,
	const char *name, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	if (!stmt)
		return NULL;
	store_bind_text(stmt, ":kind", kinds[kind].id);
	store_bind_text(stmt, ":name", name);
	return stmt;
}

bool feature_get(struct store *store, enum feature_kind kind, const char *name, struct feature *out,
	struct error *err)
{
	sqlite3_stmt *stmt = named(store, get_sql, kind, name, err);
	int got;

	*out = (struct feature){ .kind = kind };
	if (!stmt)
		return false;
	got = store_step(stmt, err);
	if (got > 0)
		feature_read(stmt, out);
	store_done(stmt);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("There is no %s named \"%s\"."),
			_(kinds[kind].name), name);
	return got > 0;
}

/* ---- writing ---- */

static bool check(struct store *store, const char *name, const char *text, struct error *err)
{
	struct feature *room = NULL;
	int64_t object = 0;
	sqlite3_stmt *stmt;

	if (!*name || strlen(name) >= sizeof(room->name))
		return error_set(err, ERROR_INPUT, _("A name has 1 to %zu bytes: \"%s\"."),
			sizeof(room->name) - 1, name);
	if (!text)
		return true;
	stmt = store_statement(store, is_object_sql, err);
	if (!stmt)
		return false;
	store_bind_text(stmt, ":document", text);
	if (!store_number(stmt, &object, err))
		return false;
	return object ||
	       error_set(err, ERROR_INPUT, _("What is said of \"%s\" is no JSON object."), name);
}

static bool run_named(struct store *store, const char *sql, enum feature_kind kind,
	const char *name, struct error *err)
{
	sqlite3_stmt *stmt = named(store, sql, kind, name, err);

	return stmt && store_run(stmt, err);
}

static bool want(struct store *store, enum feature_kind kind, const char *name, const char *wanted,
	struct error *err)
{
	sqlite3_stmt *stmt = named(store, want_sql, kind, name, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":wanted", wanted);
	return store_run(stmt, err);
}

bool feature_want(struct store *store, enum feature_kind kind, const char *name, const char *wanted,
	struct error *err)
{
	if (!check(store, name, wanted, err) || !store_begin(store, err))
		return false;
	return store_end(store,
		wanted ? want(store, kind, name, wanted, err)
		       : run_named(store, unwant_sql, kind, name, err) &&
				 run_named(store, nothing_sql, kind, name, err),
		err);
}

static bool is(struct store *store, enum feature_kind kind, const char *name, const char *actual,
	const char *progress, const char *service_id, struct error *err)
{
	sqlite3_stmt *stmt = named(store, actual ? is_sql : is_not_sql, kind, name, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":progress", progress);
	if (actual) {
		store_bind_text(stmt, ":actual", actual);
		store_bind_text(stmt, ":id", service_id);
	}
	return store_run(stmt, err);
}

bool feature_is(struct store *store, enum feature_kind kind, const char *name, const char *actual,
	const char *progress, const char *service_id, struct error *err)
{
	if (!check(store, name, actual, err) || !check(store, name, progress, err) ||
		!store_begin(store, err))
		return false;
	return store_end(store,
		is(store, kind, name, actual, progress, service_id, err) &&
			run_named(store, nothing_sql, kind, name, err),
		err);
}

/* ---- pages ---- */

/* Kinds and names that make no sense are left out: kinds are those of the plan. */
static const char *const page_sql[] = {
	"CREATE TEMP TABLE IF NOT EXISTS page_feature (kind TEXT, name TEXT, document TEXT,"
	" progress TEXT, id TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID",
	"DELETE FROM temp.page_feature",
	"INSERT OR REPLACE INTO temp.page_feature SELECT j.value ->> '$.kind', j.value ->> '$.name',"
	" j.value -> '$.document', iif(json_type(j.value, '$.progress') = 'object',"
	"  j.value -> '$.progress', '{}'), coalesce(j.value ->> '$.id', '')"
	" FROM json_each(:json, '$.value') j WHERE j.type = 'object'"
	" AND j.value ->> '$.kind' IN ('papers', 'credits', 'account', 'port', 'usage', 'bridge',"
	"  'queue', 'attendant') AND json_type(j.value, '$.name') = 'text'"
	" AND length(CAST(j.value ->> '$.name' AS BLOB)) BETWEEN 1 AND 159"
	" AND json_type(j.value, '$.document') = 'object'",
	"INSERT INTO feature (kind, name, wanted, actual, base, progress, service_id)"
	" SELECT kind, name, document, document, document, progress, id FROM temp.page_feature WHERE true"
	" ON CONFLICT (kind, name) DO UPDATE SET actual = excluded.actual, progress = excluded.progress,"
	" service_id = excluded.service_id",
	"INSERT OR IGNORE INTO seen SELECT 'feature', f.id FROM temp.page_feature g"
	" JOIN feature f ON f.kind = g.kind AND f.name = g.name",
};

bool feature_page(struct store *store, const char *json, size_t len, struct error *err)
{
	return sync_page(store, page_sql, sizeof(page_sql) / sizeof(page_sql[0]), json, len, err);
}

/* ---- inside a document ---- */

/* Runs one of the two statements on a database of its own: a document is a plain text, and whoever
 * draws one may have no store. False where the document or the path holds nothing. */
static bool look(
	const char *sql, const char *text, const char *path, struct str *out, int64_t *count)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	bool found = false;

	if (!text || sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		goto out;
	sqlite3_bind_text(
		stmt, sqlite3_bind_parameter_index(stmt, ":document"), text, -1, SQLITE_STATIC);
	sqlite3_bind_text(
		stmt, sqlite3_bind_parameter_index(stmt, ":path"), path, -1, SQLITE_STATIC);
	found = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL;
	if (found && out)
		str_add(out, (const char *)sqlite3_column_text(stmt, 0));
	if (found && count)
		*count = sqlite3_column_int64(stmt, 0);
out:
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return found;
}

bool feature_value(const char *text, const char *path, struct str *out)
{
	return look(value_sql, text, path, out, NULL);
}

int64_t feature_count(const char *text, const char *path)
{
	int64_t count = 0;

	look(length_sql, text, path, NULL, &count);
	return count;
}
