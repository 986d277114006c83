/* core/tenant/organization.c: the organization and the answers that are no row of another table. */
#include <assert.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/organization.h"
#include "core/tenant/sync.h"

enum shape { SHAPE_TEXT, SHAPE_WORDS, SHAPE_COUNTRY, SHAPE_CURRENCY, SHAPE_NUMBER };

#define TEXT(member) \
	offsetof(struct organization, member), sizeof(((struct organization *)0)->member)
#define SET(column) "UPDATE organization SET " #column " = :value"

static const struct {
	const char *name, *set;
	size_t at, size;
	enum shape shape;
	const char *words;
} fields[ORGANIZATION_FIELD_COUNT] = {
#define FIELD(id, column, shape, words) \
	[ORGANIZATION_##id] = { #column, SET(column), TEXT(column), shape, words }
	FIELD(NAME, name, SHAPE_TEXT, NULL),
	FIELD(SERVICE, service, SHAPE_WORDS, "demo|graph|files"),
	FIELD(TENANT, tenant, SHAPE_TEXT, NULL),
	FIELD(COUNTRY, country, SHAPE_COUNTRY, NULL),
	FIELD(CURRENCY, currency, SHAPE_CURRENCY, NULL),
	FIELD(KIND, kind, SHAPE_WORDS, "commercial|gcc|government|education|nonprofit|21vianet"),
	FIELD(PLAN, plan, SHAPE_TEXT, NULL),
	FIELD(CARRIER, carrier, SHAPE_WORDS, "microsoft|own"),
	FIELD(BOUGHT_FROM, bought_from, SHAPE_WORDS, "direct|godaddy|partner"),
	FIELD(COMMITMENT, commitment, SHAPE_WORDS, "annual|monthly"),
	FIELD(VERIFIED, verified, SHAPE_WORDS, "yes|pending|no"),
	FIELD(VERIFIED_ON, verified_on, SHAPE_NUMBER, NULL),
	FIELD(CALLING, calling, SHAPE_WORDS, "domestic|international|payg|none"),
	FIELD(PRODUCT, product, SHAPE_WORDS, "bundle|separate"),
	FIELD(BUY, buy, SHAPE_WORDS, "missing|nothing"),
	FIELD(MATCH, match, SHAPE_TEXT, NULL),
	FIELD(FALLBACK_PLACE, fallback_place, SHAPE_NUMBER, NULL),
	FIELD(NOTIFY_METHOD, notify_method, SHAPE_WORDS, "files|smtp|graph|none"),
	FIELD(NOTIFY_FOLDER, notify_folder, SHAPE_TEXT, NULL),
	FIELD(NOTIFY_LANGUAGE, notify_language, SHAPE_TEXT, NULL),
	FIELD(PEOPLE_FILE, people_file, SHAPE_TEXT, NULL),
	FIELD(CALLERS, callers, SHAPE_TEXT, NULL),
	FIELD(SYNCED_AT, synced_at, SHAPE_NUMBER, NULL),
	FIELD(SAVED_AT, saved_at, SHAPE_NUMBER, NULL),
	FIELD(CREDITS_FOR, credits_for, SHAPE_WORDS, "none|callers|all"),
	FIELD(CONFERENCING_FOR, conferencing_for, SHAPE_WORDS, "none|callers|all|marked"),
#undef FIELD
};

/* The columns in the order of the enum. */
static const char get_sql[] =
	"SELECT name, service, tenant, country, currency, kind, plan, carrier, bought_from, commitment,"
	" verified, verified_on, calling, product, buy, match, fallback_place, notify_method,"
	" notify_folder, notify_language, people_file, callers, synced_at, saved_at, credits_for,"
	" conferencing_for FROM organization";

/* Where the first sync may fill in what nobody answered, and what is the service's own. */
#define THEIRS(key) "nullif(j.value ->> '$." key "', '')"
#define IS_ID(text) "coalesce(" text " LIKE '________-____-____-____-____________', 0)"
#define IF_EMPTY(column, key)                                                                   \
#column " = CASE WHEN o." #column " = '' THEN coalesce(" THEIRS(key) ", '')"            \
									     " ELSE o." #column \
									     " END,"
#define IF_FIRST(column, otherwise, words, key)                                            \
#column " = CASE WHEN o.synced_at = 0 AND o." #column " = '" otherwise "'"         \
		" AND j.value ->> '$." key "' IN (" words ") THEN j.value ->> '$." key "'" \
		" ELSE o." #column " END,"

/* The initial domain (NAME.onmicrosoft.com) is the last choice of a name. */
#define DOMAIN                                                                        \
	"(SELECT d.value ->> '$.name' FROM json_each(j.value, '$.verifiedDomains') d" \
	" WHERE d.type = 'object' AND length(d.value ->> '$.name') > 0"               \
	" ORDER BY d.value ->> '$.isDefault' DESC, d.value ->> '$.isInitial', d.key LIMIT 1)"

/* Graph knows the organization's id, name, country and domains; what it cannot know (currency,
 * papers, where it was bought) is not on its page, and answers stay. Its id is the tenant's. */
/* clang-format off */
static const char page_sql[] =
	"UPDATE organization AS o SET "
	IF_EMPTY(name, "displayName")
	IF_EMPTY(plan, "skuPartNumber")
	"tenant = CASE WHEN " IS_ID("o.tenant") " THEN o.tenant WHEN " IS_ID("j.value ->> '$.id'")
	" THEN lower(j.value ->> '$.id') WHEN o.tenant <> '' THEN o.tenant"
	" ELSE coalesce(" THEIRS("defaultDomain") ", " DOMAIN ", '') END,"
	" country = CASE WHEN o.country = '' AND j.value ->> '$.countryLetterCode' GLOB '[A-Z][A-Z]'"
	" THEN j.value ->> '$.countryLetterCode' ELSE o.country END,"
	IF_FIRST(kind, "commercial", "'gcc', 'government', 'education', 'nonprofit', '21vianet'", "tenantKind")
	IF_FIRST(bought_from, "direct", "'godaddy', 'partner'", "boughtFrom")
	IF_FIRST(commitment, "annual", "'monthly'", "commitment")
	"currency = CASE WHEN j.value ->> '$.currency' GLOB '[A-Z][A-Z][A-Z]'"
	" THEN j.value ->> '$.currency' ELSE o.currency END,"
	" verified = CASE WHEN j.value ->> '$.verified' IN ('yes', 'pending', 'no')"
	" THEN j.value ->> '$.verified' ELSE o.verified END,"
	" verified_on = CASE WHEN typeof(j.value ->> '$.verifiedOn') = 'integer'"
	" THEN j.value ->> '$.verifiedOn' ELSE o.verified_on END"
	" FROM (SELECT value FROM json_each(:json, '$.value') WHERE type = 'object' LIMIT 1) j";
/* clang-format on */

/* A store is of one tenant: what another one has would make all of this one's people and numbers
 * gone. */
static const char other_sql[] =
	"SELECT count(*) FROM organization o, json_each(:json, '$.value') j WHERE j.type = 'object'"
	" AND " IS_ID("o.tenant") " AND " IS_ID(
		"j.value ->> '$.id'") " AND lower(o.tenant) <> lower(j.value ->> '$.id')";

const char *organization_field_name(enum organization_field field)
{
	return fields[field].name;
}

int organization_field_of(const char *name)
{
	for (int i = 0; i < ORGANIZATION_FIELD_COUNT; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return i;
	}
	return -1;
}

const char *organization_field_words(enum organization_field field)
{
	return fields[field].words;
}

bool organization_get(struct store *store, struct organization *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);

	memset(out, 0, sizeof(*out));
	if (!stmt || store_step(stmt, err) < 0)
		return false;
	for (int i = 0; i < ORGANIZATION_FIELD_COUNT; i++) {
		char *member = (char *)out + fields[i].at;

		if (fields[i].shape == SHAPE_NUMBER)
			*(int64_t *)(void *)member = sqlite3_column_int64(stmt, i);
		else
			store_column(stmt, i, member, fields[i].size);
	}
	store_done(stmt);
	return true;
}

static bool one_of(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (const char *word = words; *word; word += strspn(word, "|")) {
		size_t size = strcspn(word, "|");

		if (size == len && memcmp(word, value, len) == 0)
			return true;
		word += size;
	}
	return false;
}

static bool capitals(const char *value, size_t count)
{
	return strlen(value) == count && strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == count;
}

bool organization_check(enum organization_field field, const char *value, struct error *err)
{
	const char *name = fields[field].name;

	switch (fields[field].shape) {
	case SHAPE_WORDS:
		if (!one_of(fields[field].words, value))
			return error_set(err, ERROR_INPUT,
				_("%s cannot be \"%s\": it is one of %s."), name, value,
				fields[field].words);
		return true;
	case SHAPE_COUNTRY:
		if (*value && !capitals(value, 2))
			return error_set(err, ERROR_INPUT,
				_("\"%s\" is no country code: write two capital letters, such as US."),
				value);
		return true;
	case SHAPE_CURRENCY:
		if (!capitals(value, 3))
			return error_set(err, ERROR_INPUT,
				_("\"%s\" is no currency: write three capital letters, such as USD."),
				value);
		return true;
	case SHAPE_TEXT:
	case SHAPE_NUMBER:
		break;
	}
	if (strlen(value) >= fields[field].size)
		return error_set(err, ERROR_INPUT, _("%s takes at most %zu bytes."), name,
			fields[field].size - 1);
	return true;
}

bool organization_set(
	struct store *store, enum organization_field field, const char *value, struct error *err)
{
	assert(fields[field].shape != SHAPE_NUMBER);
	sqlite3_stmt *stmt;

	if (!organization_check(field, value, err))
		return false;
	stmt = store_statement(store, fields[field].set, err);
	if (!stmt)
		return false;
	store_bind_text(stmt, ":value", value);
	return store_run(stmt, err);
}

bool organization_set_number(
	struct store *store, enum organization_field field, int64_t value, struct error *err)
{
	assert(fields[field].shape == SHAPE_NUMBER);
	sqlite3_stmt *stmt = store_statement(store, fields[field].set, err);

	if (!stmt)
		return false;
	if (field == ORGANIZATION_FALLBACK_PLACE)
		store_bind_id(stmt, ":value", value);
	else
		store_bind_number(stmt, ":value", value);
	return store_run(stmt, err);
}

bool organization_saved(struct store *store, int64_t now, struct error *err)
{
	return organization_set_number(store, ORGANIZATION_SAVED_AT, now, err);
}

static bool is_another(
	struct store *store, const char *json, size_t len, bool *other, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, other_sql, err);
	int64_t count;

	if (!stmt)
		return false;
	store_bind_bytes(stmt, ":json", json, len);
	if (!store_number(stmt, &count, err))
		return false;
	*other = count > 0;
	return true;
}

bool organization_page(struct store *store, const char *json, size_t len, struct error *err)
{
	static const char *const statements[] = { page_sql };
	bool other = false;

	if (!sync_check(store, json, len, false, NULL))
		return sync_page(store, statements, 1, json, len, err);
	if (!is_another(store, json, len, &other, err))
		return false;
	if (other)
		return error_set(err, ERROR_REFUSED,
			_("This profile is of another tenant than the one that was signed in to. Sign out, "
			  "or give this tenant a profile of its own with --profile NAME."));
	return sync_page(store, statements, 1, json, len, err);
}
