/* core/store/migration.c: brings a store of an earlier version to the present one. */
#include <inttypes.h>
#include <stdio.h>

#include "core/base/embed.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/store/migration.h"
#include "core/store/store.h"

const struct migration migrations[] = {
	{ .version = 2, .file = "migrations/2.sql" },
	{ .version = 3, .file = "migrations/3.sql" },
	{ .version = 0 },
};

int migration_last(const struct migration *list)
{
	int last = 1;

	for (; list->version; list++)
		last = list->version;
	return last;
}

static bool exec(sqlite3 *db, const char *sql, struct error *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || store_failed(db, sql, err);
}

static bool number(sqlite3 *db, const char *sql, int64_t *out, struct error *err)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return store_failed(db, sql, err);
	bool ok = store_number(stmt, out, err);
	return sqlite3_finalize(stmt) == SQLITE_OK && ok;
}

struct state {
	int64_t version, application, tables;
};

static bool read_state(sqlite3 *db, struct state *state, struct error *err)
{
	return number(db, "PRAGMA user_version", &state->version, err) &&
	       number(db, "PRAGMA application_id", &state->application, err) &&
	       number(db, "SELECT count(*) FROM sqlite_schema", &state->tables, err);
}

/* Is it ours, or still empty, and not of the future? */
static bool check_state(const struct state *state, const char *path, int last, struct error *err)
{
	bool empty = state->tables == 0 && state->version == 0 && state->application == 0;

	if (!empty && (state->application != STORE_APPLICATION_ID || state->version < 1)) {
		return error_set(err, ERROR_CORRUPT,
			_("%s is not a store of ringup. Choose another profile with --profile NAME."),
			path);
	}
	if (state->version > last) {
		return error_set(err, ERROR_NEWER,
			_("%s was made by a newer ringup (its version %" PRId64
			  ", this program knows %d). Install the newer ringup, or choose another profile "
			  "with --profile NAME."),
			path, state->version, last);
	}
	return true;
}

static bool apply(sqlite3 *db, const struct migration *migration, struct error *err)
{
	const char *sql = migration->sql ? migration->sql : embedded_file(migration->file, NULL);

	if (!sql)
		die("data/%s is not in the program", migration->file);
	return exec(db, sql, err);
}

static bool bring(sqlite3 *db, int64_t version, const char *schema, const struct migration *list,
	struct error *err)
{
	char sql[96];

	if (version == 0 && !exec(db, schema, err))
		return false;
	for (const struct migration *row = list; version > 0 && row->version; row++) {
		if (row->version > version && !apply(db, row, err))
			return false;
	}
	snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
		STORE_APPLICATION_ID, migration_last(list));
	return exec(db, sql, err);
}

bool migration_run(sqlite3 *db, const char *path, const char *schema, const struct migration *list,
	struct error *err)
{
	int last = migration_last(list);
	struct state state;
	int64_t orphans = 0;

	if (!read_state(db, &state, err) || !check_state(&state, path, last, err))
		return false;
	if (state.version == last)
		return true;
	/* Another ringup may have been faster: what counts is what stands there under the lock. */
	if (!exec(db, "BEGIN IMMEDIATE", err))
		return false;
	if (read_state(db, &state, err) && check_state(&state, path, last, err) &&
		(state.version == last || bring(db, state.version, schema, list, err)) &&
		number(db, "SELECT count(*) FROM pragma_foreign_key_check", &orphans, err)) {
		if (orphans == 0 && exec(db, "COMMIT", err))
			return true;
		if (orphans > 0)
			error_set(err, ERROR_CORRUPT,
				_("%s could not be brought to version %d: %" PRId64
				  " of its rows name others that are not there."),
				path, last, orphans);
	}
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}
