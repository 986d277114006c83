/* core/tenant/sync.c: pages of what the tenant has, and what none of them showed. */
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/sync.h"

/* What this connection saw since sync_begin: a sync that stops half-way leaves nothing behind. */
static const char tables_sql[] =
	"CREATE TEMP TABLE IF NOT EXISTS seen (noun TEXT NOT NULL, key, PRIMARY KEY (noun, key)) WITHOUT ROWID;";

static const char *const begin_sql[] = {
	"DELETE FROM temp.seen",
	/* What a service stopped offering is not visible any more; its last price stays known. */
	"UPDATE offer SET visible = 0 WHERE source IN ('', 'demo')",
};

static const char *const subscriptions_sql[] = {
	"UPDATE subscription SET seats_actual = 0, used_actual = 0, state = 'Gone'"
	" WHERE state <> 'Gone' AND (seats_actual > 0 OR used_actual > 0)"
	" AND sku_id NOT IN (SELECT key FROM temp.seen WHERE noun = 'subscription')",
};

static const char *const people_sql[] = {
	/* Their licences went with them; wishes that were waiting stay. */
	"UPDATE licence SET actual = 0, wanted = CASE WHEN wanted = actual THEN 0 ELSE wanted END"
	" WHERE actual = 1 AND person_id IN (SELECT id FROM person WHERE present = 1"
	"  AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'person'))",
	"DELETE FROM licence WHERE wanted = 0 AND actual = 0",
	/* Somebody else has taken this one's name meanwhile (see person_page). */
	"DELETE FROM person WHERE upn = object_id"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'person')",
	"UPDATE person SET present = 0, voice = 0 WHERE present = 1"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'person')",
};

static const char *const addresses_sql[] = {
	"DELETE FROM place WHERE actual = 1 AND name <> '' AND location_id IS NOT NULL"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'place')",
	/* One that still was to be validated is made again; a validated one was removed elsewhere.
	 */
	"UPDATE place SET actual = 0, location_id = NULL WHERE address_id IN (SELECT id FROM address"
	" WHERE civic_id IS NOT NULL AND wanted = 1 AND actual <> 'Valid'"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'address'))",
	"UPDATE address SET civic_id = NULL, actual = 'None' WHERE civic_id IS NOT NULL AND wanted = 1"
	" AND actual <> 'Valid' AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'address')",
	"DELETE FROM address WHERE civic_id IS NOT NULL"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'address')",
};

static const char *const numbers_sql[] = {
	"DELETE FROM number WHERE owned_actual = 1"
	" AND e164 NOT IN (SELECT key FROM temp.seen WHERE noun = 'number')",
};

static const char *const features_sql[] = {
	"UPDATE feature SET actual = NULL, progress = '{}', service_id = '' WHERE actual IS NOT NULL"
	" AND id NOT IN (SELECT key FROM temp.seen WHERE noun = 'feature')",
	"DELETE FROM feature WHERE wanted IS NULL AND actual IS NULL",
};

static const struct {
	unsigned noun;
	const char *const *sql;
	int count;
} ends[] = {
	{ SYNC_SUBSCRIPTIONS, subscriptions_sql, 1 },
	{ SYNC_PEOPLE, people_sql, 4 },
	{ SYNC_ADDRESSES, addresses_sql, 4 },
	{ SYNC_NUMBERS, numbers_sql, 1 },
	{ SYNC_FEATURES, features_sql, 2 },
};

static const char synced_sql[] = "UPDATE organization SET synced_at = :now";
static const char check_sql[] =
	"SELECT CASE WHEN json_valid(:json) THEN"
	" json_type(:json, CASE WHEN :array THEN '$' ELSE '$.value' END) END";

static bool run_all(struct store *store, const char *const *sql, int count, struct error *err)
{
	for (int i = 0; i < count; i++) {
		sqlite3_stmt *stmt = store_statement(store, sql[i], err);

		if (!stmt || !store_run(stmt, err))
			return false;
	}
	return true;
}

bool sync_begin(struct store *store, struct error *err)
{
	if (!store_exec(store, tables_sql, err) || !store_begin(store, err))
		return false;
	return store_end(store, run_all(store, begin_sql, 2, err), err);
}

static bool synced(struct store *store, int64_t now, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, synced_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":now", now);
	return store_run(stmt, err);
}

bool sync_end(struct store *store, unsigned nouns, int64_t now, struct error *err)
{
	bool ok = true;

	if (!store_exec(store, tables_sql, err) || !store_begin(store, err))
		return false;
	for (size_t i = 0; ok && i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (nouns & ends[i].noun)
			ok = run_all(store, ends[i].sql, ends[i].count, err);
	}
	if (ok && nouns & SYNC_WHOLE)
		ok = synced(store, now, err);
	return store_end(store, ok, err);
}

bool sync_check(struct store *store, const char *json, size_t len, bool array, struct error *err)
{
	char type[16] = "";
	sqlite3_stmt *stmt;

	if (!text_valid(json, len) || memchr(json, '\0', len))
		return error_set(err, ERROR_INPUT,
			_("The service's answer is not UTF-8 text. Synchronise again with Ctrl-R."));
	stmt = store_statement(store, check_sql, err);
	if (!stmt)
		return false;
	store_bind_bytes(stmt, ":json", json, len);
	store_bind_number(stmt, ":array", array);
	if (store_step(stmt, err) > 0)
		store_text(stmt, 0, type);
	store_done(stmt);
	if (strcmp(type, "array") == 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("The service's answer has not the form that its documentation says. Synchronise again "
		  "with Ctrl-R."));
}

bool sync_run(struct store *store, const char *const *sql, int count, const char *json, size_t len,
	struct error *err)
{
	bool ok = true;

	if (!store_exec(store, tables_sql, err) || !store_begin(store, err))
		return false;
	for (int i = 0; ok && i < count; i++) {
		sqlite3_stmt *stmt = store_statement(store, sql[i], err);

		if (stmt && sqlite3_bind_parameter_index(stmt, ":json"))
			store_bind_bytes(stmt, ":json", json, len);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}
