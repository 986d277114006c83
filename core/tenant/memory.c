/* core/tenant/memory.c: the screens' own memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/store/store.h"
#include "core/tenant/memory.h"

static const char get_sql[] = "SELECT value FROM memory WHERE name = :name";
static const char put_sql[] = "INSERT INTO memory (name, value) VALUES (:name, :value)"
			      " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
static const char forget_sql[] = "DELETE FROM memory WHERE name = :name";

const char *memory_get(struct store *store, const char *name, char *value, size_t size)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, NULL);

	value[0] = '\0';
	if (!stmt)
		return value;
	store_bind_text(stmt, ":name", name);
	if (store_step(stmt, NULL) > 0)
		store_column(stmt, 0, value, size);
	store_done(stmt);
	return value;
}

int64_t memory_get_number(struct store *store, const char *name, int64_t otherwise)
{
	char text[32];
	char *end;

	memory_get(store, name, text, sizeof(text));
	int64_t number = strtoll(text, &end, 10);
	return end == text || *end ? otherwise : number;
}

bool memory_put(struct store *store, const char *name, const char *value, struct error *err)
{
	bool forget = !value || !*value;
	sqlite3_stmt *stmt = store_statement(store, forget ? forget_sql : put_sql, err);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", name);
	if (!forget)
		store_bind_text(stmt, ":value", value);
	return store_run(stmt, err);
}

bool memory_put_number(struct store *store, const char *name, int64_t value, struct error *err)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	return memory_put(store, name, text, err);
}
