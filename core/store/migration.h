/* core/store/migration.h: brings a store of an earlier version to the present one.
 *
 * The version is SQLite's user_version; 0 is an empty file. A new file gets data/schema.sql as it
 * is, an older one every migration above its version; all in one transaction. A new version takes:
 * its change in data/schema.sql, a row in `migrations`, and tests/unit/store-N.sql, a dump of a
 * store of the version before it, which the test opens. */
#ifndef CORE_STORE_MIGRATION_H
#define CORE_STORE_MIGRATION_H

#include <stdbool.h>

#include <sqlite3.h>

#include "core/base/error.h"

struct migration {
	int version;      /* that it leads to: the one before it, plus 1 */
	const char *file; /* embedded (core/base/embed.h): "migrations/2.sql" */
	const char *sql;  /* instead of a file; NULL: the file */
};

/* What leads from version 1 to the present one. A row of version 0 ends them. */
extern const struct migration migrations[];

/* The last version of a list: 1 if it is empty. */
int migration_last(const struct migration *list);

/* Brings db to the last version of the list. `schema` makes a new one. False leaves db as it was;
 * ERROR_NEWER names both versions, ERROR_CORRUPT means that it is no store of ours. */
bool migration_run(sqlite3 *db, const char *path, const char *schema, const struct migration *list,
	struct error *err);

#endif
