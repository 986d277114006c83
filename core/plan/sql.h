/* core/plan/sql.h: binds parameters that a statement may not use, which lets the kinds of change
 * share one set of them (core/plan/carry.h), and cuts texts. Private to core/plan. */
#ifndef CORE_PLAN_SQL_H
#define CORE_PLAN_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "core/base/error.h"

/* By name with its colon; a name that the statement lacks is skipped. A NULL text, and an id of 0,
 * bind NULL. Texts are copied. */
void sql_int(sqlite3_stmt *stmt, const char *name, int64_t value);
void sql_id(sqlite3_stmt *stmt, const char *name, int64_t id);
void sql_text(sqlite3_stmt *stmt, const char *name, const char *text);

/* store_run and store_number of a statement that may be NULL, because it could not be prepared. */
bool sql_run(sqlite3_stmt *stmt, struct error *err);
bool sql_number(sqlite3_stmt *stmt, int64_t *number, struct error *err);

/* What is open in the journal: SQLite uses the index journal_open only where its very condition
 * stands. */
#define JOURNAL_OPEN "state IN ('intent', 'sent', 'doubt', 'waiting')"

/* Copies text into a buffer, cut at a character. Returned. */
char *sql_cut(char *out, size_t size, const char *text);

#endif
