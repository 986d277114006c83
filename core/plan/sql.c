/* core/plan/sql.c: binds what a statement uses. */
#include "core/plan/sql.h"

#include <string.h>

#include "core/store/store.h"

void sql_int(sqlite3_stmt *stmt, const char *name, int64_t value)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	if (at > 0)
		sqlite3_bind_int64(stmt, at, value);
}

void sql_id(sqlite3_stmt *stmt, const char *name, int64_t id)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	if (at > 0 && id != 0)
		sqlite3_bind_int64(stmt, at, id);
	else if (at > 0)
		sqlite3_bind_null(stmt, at);
}

void sql_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	if (at > 0)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
}

bool sql_run(sqlite3_stmt *stmt, struct error *err)
{
	return stmt && store_run(stmt, err);
}

bool sql_number(sqlite3_stmt *stmt, int64_t *number, struct error *err)
{
	*number = 0;
	return stmt && store_number(stmt, number, err);
}

char *sql_cut(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
	return out;
}
