/* core/store/store.h: the file of one profile (SQLite, data/schema.sql): opening, statements,
 * transactions, "somebody else changed it", copies, and the lock of an apply.
 *
 * Every commit is on the disk when it returns (WAL with synchronous FULL): with NORMAL a loss of
 * power could take back the journal's `sent` that stood before a purchase.
 *
 * SQL sees, beside the tables, the facts as schema `ref` (core/reference/reference.h) and two
 * functions: fold(text), which is text_fold, and the aggregate bit_or(number).
 *
 * Errors of all functions here and of all rooms that use the store:
 *   ERROR_FULL     no room on the disk, or the file may not be written
 *   ERROR_BUSY     another ringup holds the file longer than the busy timeout
 *   ERROR_CORRUPT  the file is damaged, or is no store
 *   ERROR_NEWER    a newer ringup made it
 *   ERROR_IO       the disk failed
 *   ERROR_TAKEN    a row of this name or number is there already
 *   ERROR_INPUT    a value that the schema forbids
 *   ERROR_STORE    SQLite said no in another way; the message holds its words and the SQL's start
 */
#ifndef CORE_STORE_STORE_H
#define CORE_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "core/base/error.h"

#define STORE_APPLICATION_ID 0x72696e67 /* "ring" */
#define STORE_BUSY_MS 5000              /* how long a commit waits for another program's */

struct store;

enum store_flags {
	STORE_EXISTING = 1 << 0, /* ERROR_NOT_FOUND rather than a new file */
	STORE_READONLY = 1 << 1, /* opens the file for reading; needs an existing one */
};

/* Opens the store at path, or makes it (mode 0600 whatever the umask; its folder must exist), and
 * brings an older one to the present version. NULL on an error; nothing is left open then. */
struct store *store_open(const char *path, unsigned flags, struct error *err);
void store_close(struct store *store); /* NULL is fine; an open transaction is rolled back */

sqlite3 *store_db(struct store *store);            /* borrowed: for sessions and the facts */
const char *store_path(const struct store *store); /* borrowed */
bool store_readonly(const struct store *store);

/* ---- statements ----
 *
 * A module's SQL stands in static strings: the address of the text is its name in the cache, so
 * each is prepared once. A statement is borrowed until store_done, store_run or store_number ended
 * it; texts bound to it must live as long. A statement in use may be asked for again (a nested use
 * gets one of its own). */

/* NULL on an error. */
sqlite3_stmt *store_statement(struct store *store, const char *sql, struct error *err);

/* By name with its colon (":upn"). A name that the statement lacks is a broken promise and ends the
 * program. NULL text binds NULL. store_bind_id binds NULL for 0. */
void store_bind_text(sqlite3_stmt *stmt, const char *name, const char *text);
void store_bind_bytes(sqlite3_stmt *stmt, const char *name, const char *text, size_t len);
void store_bind_number(sqlite3_stmt *stmt, const char *name, int64_t number);
void store_bind_id(sqlite3_stmt *stmt, const char *name, int64_t id);

/* 1: a row is there; 0: the end; -1: an error. At the end and on an error the statement is done. */
int store_step(sqlite3_stmt *stmt, struct error *err);

/* Steps to the end; false on an error. Done in both cases. */
bool store_run(sqlite3_stmt *stmt, struct error *err);

/* The first column of the first row (0 if NULL or no row); false on an error. Done in both cases.
 */
bool store_number(sqlite3_stmt *stmt, int64_t *number, struct error *err);

/* The same, remembered until anything in the store changes, here or elsewhere: for the counts of
 * lists, which every draw asks for. */
bool store_count(struct store *store, sqlite3_stmt *stmt, int64_t *number, struct error *err);

void store_done(sqlite3_stmt *stmt); /* NULL is fine */

/* Rows that the last INSERT, UPDATE or DELETE wrote, triggers' aside. */
int64_t store_changes(struct store *store);

/* A column's text copied, cut at a character if it is longer; NULL gives "". Returns text. */
const char *store_column(sqlite3_stmt *stmt, int column, char *text, size_t size);

/* The same for an array: store_text(stmt, 0, row->name). */
#define store_text(stmt, column, array) store_column((stmt), (column), (array), sizeof(array))

/* Runs SQL of several statements that come from ourselves (the schema, tests). */
bool store_exec(struct store *store, const char *sql, struct error *err);

/* Sets err from the database's last error, with the code that fits; returns false. what: SQL or
 * words, its first line is shown. For rooms that call SQLite themselves. */
bool store_failed(sqlite3 *db, const char *what, struct error *err);

/* ---- transactions ----
 *
 * Who begins ends: every store_begin that was true has one store_commit or store_rollback. Inner
 * ones are savepoints: their rollback takes back what was done since their begin and nothing else.
 */

bool store_begin(struct store *store, struct error *err);
bool store_commit(struct store *store, struct error *err); /* false: rolled back, and ended */
void store_rollback(struct store *store);

/* store_commit if ok, else store_rollback; returns whether all went well:
 *     return store_end(store, write_a(...) && write_b(...), err); */
bool store_end(struct store *store, bool ok, struct error *err);

bool store_in_transaction(const struct store *store);

/* ---- others ---- */

/* True if another connection (another ringup) changed the file since the last call. Cheap: call it
 * once a turn of the loop. */
bool store_changed(struct store *store);

/* Saves a copy of the whole store, whatever is being done to it. ERROR_TAKEN if the path exists: a
 * copy replaces nothing. A failed copy leaves no file. */
bool store_backup(struct store *store, const char *path, struct error *err);

/* Only one ringup at a time applies or reads the tenant, for a sync takes away what it did not see:
 * locks PATH.lock. The kernel lets it go when the process dies, however it dies. ERROR_BUSY names
 * the process that holds it. What is locked twice is unlocked twice. */
bool store_lock(struct store *store, struct error *err);
void store_unlock(struct store *store);
bool store_locked(const struct store *store); /* by this connection */

/* The version of the SQLite that runs: "3.40.1". */
const char *store_library(void);

#endif
