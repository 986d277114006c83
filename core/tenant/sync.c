/* core/tenant/sync.c: pages of what the tenant has, and what none of them showed. */
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/sync.h"

static const char *const begin_sql[] = {
	"DELETE FROM seen",
	"UPDATE reading SET begun_at = 0 WHERE begun_at <> 0",
	/* What a service stopped offering is not visible any more; its last price stays known. */
	"UPDATE offer SET visible = 0 WHERE source IN ('', 'demo')",
};

static const char *const subscriptions_sql[] = {
	"UPDATE subscription SET seats_actual = 0, used_actual = 0, state = 'Gone'"
	" WHERE state <> 'Gone' AND (seats_actual > 0 OR used_actual > 0)"
	" AND sku_id NOT IN (SELECT key FROM seen WHERE noun = 'subscription')",
};

static const char *const people_sql[] = {
	/* Their licences went with them; wishes that were waiting stay. */
	"UPDATE licence SET actual = 0, wanted = CASE WHEN wanted = actual THEN 0 ELSE wanted END"
	" WHERE actual = 1 AND person_id IN (SELECT id FROM person WHERE present = 1"
	"  AND id NOT IN (SELECT key FROM seen WHERE noun = 'person'))",
	"DELETE FROM licence WHERE wanted = 0 AND actual = 0",
	/* Somebody else has taken this one's name meanwhile (see person_page). */
	"DELETE FROM person WHERE upn = object_id"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'person')",
	"UPDATE person SET present = 0, voice = 0 WHERE present = 1"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'person')",
};

static const char *const addresses_sql[] = {
	"DELETE FROM place WHERE actual = 1 AND name <> '' AND location_id IS NOT NULL"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'place')",
	/* One that still was to be validated is made again; a validated one was removed elsewhere.
	 */
	"UPDATE place SET actual = 0, location_id = NULL WHERE address_id IN (SELECT id FROM address"
	" WHERE civic_id IS NOT NULL AND wanted = 1 AND actual <> 'Valid'"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'address'))",
	"UPDATE address SET civic_id = NULL, actual = 'None' WHERE civic_id IS NOT NULL AND wanted = 1"
	" AND actual <> 'Valid' AND id NOT IN (SELECT key FROM seen WHERE noun = 'address')",
	"DELETE FROM address WHERE civic_id IS NOT NULL"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'address')",
};

static const char *const numbers_sql[] = {
	/* What a script has bought within the hour the tenant may not show yet (powershell.md 9):
	 * it would be ordered and paid for once more. */
	"DELETE FROM number WHERE owned_actual = 1"
	" AND e164 NOT IN (SELECT key FROM seen WHERE noun = 'number')"
	" AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.key = 'number:' || number.e164"
	"  AND j.kind = 'acquire' AND j.state = 'done' AND j.way = 'script'"
	"  AND j.ended_at > unixepoch() - 3600)",
};

static const char *const features_sql[] = {
	"UPDATE feature SET actual = NULL, progress = '{}', service_id = '' WHERE actual IS NOT NULL"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'feature')",
	"DELETE FROM feature WHERE wanted IS NULL AND actual IS NULL",
};

/* Whom no page called ready is not; those who are absent are not asked. */
static const char *const voice_sql[] = {
	"UPDATE person SET voice = 0 WHERE voice = 1"
	" AND id NOT IN (SELECT key FROM seen WHERE noun = 'voice')",
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
	{ SYNC_VOICE, voice_sql, 1 },
};

static const char synced_sql[] = "UPDATE organization SET synced_at = :now";
/* What begins the next sync counts from now on; nothing is left to go on with. */
static const char promote_sql[] =
	"UPDATE reading SET begun_at = 0, delta = delta_next, delta_at = iif(delta_next = '', 0, begun_at),"
	" delta_next = '', goes_on = '' WHERE begun_at > 0 AND read = 1";
static const char *const ended_sql[] = {
	promote_sql,
	"UPDATE reading SET begun_at = 0 WHERE begun_at > 0",
	"DELETE FROM seen",
};
static const char check_sql[] =
	"SELECT CASE WHEN json_valid(:json) THEN"
	" json_type(:json, CASE WHEN :array THEN '$' ELSE '$.value' END) END,"
	" iif(:array OR NOT json_valid(:json), '', (SELECT count(*) FROM json_each(:json, '$.value')))";
/* Samples of the documents show one object where there is an array (graph-api.md 7.1). */
static const char wrap_sql[] =
	"SELECT json_object('value', json_array(json_extract(:json, '$.value')))";

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
	if (!store_begin(store, err))
		return false;
	return store_end(store, run_all(store, begin_sql, 3, err), err);
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

	if (!store_begin(store, err))
		return false;
	for (size_t i = 0; ok && i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (nouns & ends[i].noun)
			ok = run_all(store, ends[i].sql, ends[i].count, err);
	}
	if (ok && nouns & SYNC_WHOLE)
		ok = synced(store, now, err) && run_all(store, ended_sql, 3, err);
	return store_end(store, ok, err);
}

/* The type of what has the rows, and how many members it has. "": it is no JSON. */
static bool look_at(struct store *store, const char *json, size_t len, bool array, char type[16],
	int64_t *members, struct error *err)
{
	if (!text_valid(json, len) || memchr(json, '\0', len))
		return error_set(err, ERROR_INPUT,
			_("The service's answer is not UTF-8 text. Synchronise again with Ctrl-R."));
	sqlite3_stmt *stmt = store_statement(store, check_sql, err);
	if (!stmt)
		return false;
	store_bind_bytes(stmt, ":json", json, len);
	store_bind_number(stmt, ":array", array);
	if (store_step(stmt, err) > 0) {
		store_column(stmt, 0, type, 16);
		*members = sqlite3_column_int64(stmt, 1);
	}
	store_done(stmt);
	return true;
}

static bool malformed(struct error *err)
{
	return error_set(err, ERROR_INPUT,
		_("The service's answer has not the form that its documentation says. Synchronise again "
		  "with Ctrl-R."));
}

bool sync_check(struct store *store, const char *json, size_t len, bool array, struct error *err)
{
	char type[16] = "";
	int64_t members = 0;

	if (!look_at(store, json, len, array, type, &members, err))
		return false;
	return strcmp(type, "array") == 0 || malformed(err);
}

static bool run_page(struct store *store, const char *const *sql, int count, const char *json,
	size_t len, struct error *err)
{
	bool ok = true;

	if (!store_begin(store, err))
		return false;
	for (int i = 0; ok && i < count; i++) {
		sqlite3_stmt *stmt = store_statement(store, sql[i], err);

		if (stmt && sqlite3_bind_parameter_index(stmt, ":json"))
			store_bind_bytes(stmt, ":json", json, len);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}

static bool run_wrapped(struct store *store, const char *const *sql, int count, const char *json,
	size_t len, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, wrap_sql, err);

	if (!stmt)
		return false;
	store_bind_bytes(stmt, ":json", json, len);
	if (store_step(stmt, err) < 0)
		return false;
	const char *page = (const char *)sqlite3_column_text(stmt, 0);
	bool ok = run_page(store, sql, count, page, (size_t)sqlite3_column_bytes(stmt, 0), err);
	store_done(stmt);
	return ok;
}

bool sync_page(struct store *store, const char *const *sql, int count, const char *json, size_t len,
	struct error *err)
{
	char type[16] = "";
	int64_t members = 0;

	if (!look_at(store, json, len, false, type, &members, err))
		return false;
	if (strcmp(type, "array") == 0)
		return run_page(store, sql, count, json, len, err);
	if (strcmp(type, "object") == 0 && members > 0)
		return run_wrapped(store, sql, count, json, len, err);
	return malformed(err);
}
