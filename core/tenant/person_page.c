/* core/tenant/person_page.c: pages of people, and of who is ready for a number: Graph's users
 * (facts: graph-api.md 6.3, 6.4) and teamsUserConfigurations (7.6), as they came from the wire. */
#include "core/store/store.h"
#include "core/tenant/person-sql.h"
#include "core/tenant/person.h"
#include "core/tenant/sync.h"

/* Columns of person that are Graph's texts, and its members' names. */
#define TEXTS(X)                       \
	X(display_name, "displayName") \
	X(given_name, "givenName")     \
	X(surname, "surname")          \
	X(mail, "mail")                \
	X(department, "department")    \
	X(job_title, "jobTitle")       \
	X(office, "officeLocation")    \
	X(street, "streetAddress")     \
	X(city, "city")                \
	X(state, "state")              \
	X(postal_code, "postalCode")   \
	X(country, "country")          \
	X(language, "preferredLanguage")

#define DECLARED(column, key) #column " TEXT, "
#define NAMED(column, key) #column ", "
#define PAGED(column, key) "g." #column ", "
#define TAKEN(column, key) #column " = excluded." #column ", "
#define ABSENT(key) "json_type(j.value, '$." key "') IS NULL"
/* A page of changes names what changed; what it does not name stays as it is. A page of a whole
 * reading leaves out what was never said. */
#define SAID(column, key)                                                                 \
	"coalesce(j.value ->> '$." key "', iif(r.partial AND " ABSENT(key) ", o." #column \
									   ", NULL), ''), "

/* A service plan of the person that works: "warning" is grace (graph-api.md 6.3). */
#define HAS_PLAN(plans)                                                                             \
	"EXISTS (SELECT 1 FROM json_each(j.value, '$.assignedPlans') a JOIN ref.service_plan_ids i" \
	" ON i.plan_id = lower(a.value ->> '$.servicePlanId') JOIN ref.service_plans s"             \
	" ON s.name = i.service_plan WHERE a.type = 'object' AND s.capability = '" plans "'"        \
	" AND a.value ->> '$.capabilityStatus' IN ('Enabled', 'Warning'))"
/* Or a product that is made for accounts alone. */
#define HAS_ACCOUNT_SKU                                                                         \
	"EXISTS (SELECT 1 FROM json_each(j.value, '$.assignedLicenses') a JOIN ref.sku_bits b"  \
	" ON b.sku_id = lower(a.value ->> '$.skuId') WHERE a.type = 'object' AND b.bits & 8192" \
	" AND NOT b.bits & 1)"

/* voiceReady is the demo's word. Where the service says in pages of their own who is ready, those
 * decide; where it cannot, an effective service plan is the best there is to know. */
#define VOICE                                                         \
	"CASE WHEN NOT " ABSENT(                                      \
		"voiceReady") " THEN j.value ->> '$.voiceReady' IS 1" \
			      " WHEN r.voice OR " ABSENT(             \
				      "assignedPlans") " THEN NULL"   \
						       " ELSE " HAS_PLAN("phone_system") " END"
#define KIND                                                                                       \
	"CASE WHEN j.value ->> '$.isResourceAccount' IS 1 OR " HAS_PLAN(                           \
		"resource_account") " OR " HAS_ACCOUNT_SKU " THEN 'resource'"                      \
				    " WHEN lower(j.value ->> '$.userType') = 'guest' THEN 'guest'" \
				    " WHEN r.partial AND " ABSENT(                                 \
					    "userType") " THEN coalesce(o.kind, 'member') ELSE 'member' END"
#define LICENCES                                                            \
	"CASE WHEN json_type(j.value, '$.assignedLicenses') = 'array'"      \
	" THEN j.value -> '$.assignedLicenses' WHEN r.partial AND " ABSENT( \
		"assignedLicenses") " THEN NULL ELSE '[]' END"
#define STATES                                                                \
	"CASE WHEN json_type(j.value, '$.licenseAssignmentStates') = 'array'" \
	" THEN j.value -> '$.licenseAssignmentStates' END"
#define REMOVED "json_type(j.value, '$.\"@removed\"') IS NOT NULL"

#define GONE \
	"(SELECT p.id FROM temp.page_person g JOIN person p ON p.object_id = g.object_id WHERE g.removed)"
#define HERE \
	"(SELECT p.id FROM temp.page_person g JOIN person p ON p.object_id = g.object_id WHERE NOT g.removed)"

/* Entries of one person may repeat: the last one counts. */
/* clang-format off */
static const char read_sql[] =
	"INSERT OR REPLACE INTO temp.page_person SELECT j.value ->> '$.id',"
	" coalesce(j.value ->> '$.userPrincipalName', o.upn), " TEXTS(SAID)
	" coalesce(j.value ->> '$.businessPhones[0]', iif(r.partial AND " ABSENT("businessPhones")
	", o.phone, NULL), ''), " KIND ", CASE WHEN r.partial AND " ABSENT("accountEnabled")
	" THEN coalesce(o.enabled, 1) ELSE j.value ->> '$.accountEnabled' IS NOT 0 END,"
	" iif(j.value ->> '$.mailbox' IN ('cloud', 'onprem'), j.value ->> '$.mailbox', iif("
	ABSENT("mailbox") ", NULL, 'unknown')), iif(" ABSENT("onPremLine")
	", NULL, coalesce(j.value ->> '$.onPremLine', '')),"
	" CASE WHEN r.partial AND " ABSENT("usageLocation") " THEN o.usage_location_actual"
	" WHEN upper(j.value ->> '$.usageLocation') GLOB '[A-Z][A-Z]'"
	" THEN upper(j.value ->> '$.usageLocation') END, " VOICE ", " LICENCES ", " STATES ", " REMOVED
	" FROM (SELECT key, value FROM json_each(:json, '$.value') WHERE type = 'object' ORDER BY key) j,"
	" (SELECT EXISTS (SELECT 1 FROM reading WHERE page = 'people' AND partial AND begun_at > 0)"
	"  AS partial, EXISTS (SELECT 1 FROM reading WHERE page = 'voice' AND begun_at > 0) AS voice) r"
	" LEFT JOIN person o ON o.object_id = j.value ->> '$.id'"
	" WHERE length(j.value ->> '$.id') > 0 AND (" REMOVED
	" OR length(coalesce(j.value ->> '$.userPrincipalName', o.upn)) > 0)";

static const char write_sql[] =
	"INSERT INTO person (object_id, upn, " TEXTS(NAMED) "phone, kind, enabled, mailbox, onprem_line,"
	" usage_location_wanted, usage_location_actual, usage_location_base, present, voice, folded)"
	" SELECT g.object_id, g.upn, " TEXTS(PAGED) "g.phone, g.kind, g.enabled,"
	" coalesce(g.mailbox, 'unknown'), coalesce(g.onprem_line, ''), g.location, g.location, g.location,"
	" 1, coalesce(g.voice, 0), " FOLDED("g.display_name", "g.upn", "g.department", "g.city", "g.office")
	" FROM temp.page_person g WHERE NOT g.removed"
	" ON CONFLICT (object_id) DO UPDATE SET upn = excluded.upn, " TEXTS(TAKEN)
	"phone = excluded.phone, kind = excluded.kind, enabled = excluded.enabled,"
	" mailbox = coalesce((SELECT g.mailbox FROM temp.page_person g"
	"  WHERE g.object_id = excluded.object_id), mailbox),"
	" onprem_line = coalesce((SELECT g.onprem_line FROM temp.page_person g"
	"  WHERE g.object_id = excluded.object_id), onprem_line),"
	" usage_location_actual = excluded.usage_location_actual, present = 1,"
	" voice = coalesce((SELECT g.voice FROM temp.page_person g"
	"  WHERE g.object_id = excluded.object_id), voice), folded = excluded.folded";
/* clang-format on */

static const char *const page_sql[] = {
	"CREATE TEMP TABLE IF NOT EXISTS page_person (object_id TEXT PRIMARY KEY,"
	" upn TEXT COLLATE NOCASE, " TEXTS(
		DECLARED) "phone TEXT, kind TEXT, enabled INTEGER,"
			  " mailbox TEXT, onprem_line TEXT, location TEXT, voice INTEGER, licences TEXT, states TEXT,"
			  " removed INTEGER)",
	"CREATE INDEX IF NOT EXISTS temp.page_person_upn ON page_person (upn)",
	"DELETE FROM temp.page_person",
	read_sql,

	/* Who was removed: licences went with the person; wishes that were waiting stay. */
	"UPDATE licence SET actual = 0, wanted = CASE WHEN wanted = actual THEN 0 ELSE wanted END"
	" WHERE actual = 1 AND person_id IN " GONE,
	"DELETE FROM licence WHERE wanted = 0 AND actual = 0 AND person_id IN " GONE,
	"UPDATE person SET present = 0, voice = 0 WHERE present = 1 AND id IN " GONE,
	"DELETE FROM seen WHERE noun IN ('person', 'voice') AND key IN " GONE,

	/* A person keeps the object id for life, but names move: whoever held a name of this page,
	 * and is not on it with this name, gives it up; the object id stands in until that one's
	 * page comes. */
	"UPDATE person SET upn = object_id WHERE upn IN (SELECT upn FROM temp.page_person WHERE NOT removed)"
	" AND object_id IS NOT NULL AND EXISTS (SELECT 1 FROM temp.page_person g"
	"  WHERE g.upn = person.upn AND g.object_id <> person.object_id AND NOT g.removed)",
	/* A row of a file for somebody who is known by the object id under an earlier name. */
	"UPDATE person SET calls = 1 WHERE calls = 0 AND object_id IN (SELECT g.object_id"
	" FROM temp.page_person g JOIN person f ON f.upn = g.upn WHERE f.object_id IS NULL AND f.calls = 1)",
	"DELETE FROM person WHERE object_id IS NULL AND EXISTS (SELECT 1 FROM temp.page_person g"
	" JOIN person t ON t.object_id = g.object_id WHERE g.upn = person.upn AND NOT g.removed)",
	/* A row of a file gets its object id: from now on that decides. */
	"UPDATE person SET object_id = (SELECT g.object_id FROM temp.page_person g"
	"  WHERE g.upn = person.upn AND NOT g.removed)"
	" WHERE object_id IS NULL AND upn IN (SELECT upn FROM temp.page_person WHERE NOT removed)",
	write_sql,

	"CREATE TEMP TABLE IF NOT EXISTS page_licence (person_id INTEGER, sku_id TEXT, held INTEGER,"
	" by_group INTEGER, state TEXT, PRIMARY KEY (person_id, sku_id)) WITHOUT ROWID",
	"DELETE FROM temp.page_licence",
	"INSERT OR IGNORE INTO temp.page_licence SELECT p.id, lower(l.value ->> '$.skuId'), 1, NULL, NULL"
	" FROM temp.page_person g JOIN person p ON p.object_id = g.object_id, json_each(g.licences) l"
	" WHERE NOT g.removed AND l.type = 'object' AND length(l.value ->> '$.skuId') > 0",
	/* How each came: directly, or from a group, which alone can take it back. One that failed
	 * is not among those that are held. */
	"INSERT INTO temp.page_licence SELECT p.id, lower(s.value ->> '$.skuId'), 0,"
	" max(length(coalesce(s.value ->> '$.assignedByGroup', '')) > 0),"
	" max(iif(coalesce(s.value ->> '$.error', 'None') = 'None', coalesce(s.value ->> '$.state', ''),"
	"  trim(coalesce(s.value ->> '$.state', '') || ' ' || (s.value ->> '$.error'))))"
	" FROM temp.page_person g JOIN person p ON p.object_id = g.object_id, json_each(g.states) s"
	" WHERE NOT g.removed AND s.type = 'object' AND length(s.value ->> '$.skuId') > 0 GROUP BY 1, 2"
	" ON CONFLICT (person_id, sku_id) DO UPDATE SET by_group = excluded.by_group,"
	"  state = excluded.state",
	/* A product that people hold and the subscriptions did not show. */
	"INSERT OR IGNORE INTO subscription (sku_id, sku_part, name, capability)"
	" SELECT DISTINCT g.sku_id, coalesce(k.part_number, g.sku_id), coalesce(k.name, ''),"
	" coalesce(b.bits, 0) FROM temp.page_licence g LEFT JOIN ref.skus k ON k.sku_id = g.sku_id"
	" LEFT JOIN ref.sku_bits b ON b.sku_id = g.sku_id"
	" WHERE g.held AND g.sku_id NOT IN (SELECT sku_id FROM subscription)",
	"INSERT INTO licence (person_id, sku_id, wanted, actual) SELECT person_id, sku_id, 1, 1"
	" FROM temp.page_licence WHERE held ON CONFLICT (person_id, sku_id) DO UPDATE SET actual = 1,"
	" wanted = CASE WHEN wanted = actual THEN 1 ELSE wanted END WHERE actual = 0",
	"UPDATE licence SET by_group = coalesce(g.by_group, licence.by_group),"
	" state = coalesce(g.state, licence.state) FROM temp.page_licence g"
	" WHERE g.person_id = licence.person_id AND g.sku_id = licence.sku_id"
	" AND (g.by_group IS NOT NULL OR g.state IS NOT NULL)"
	" AND (licence.by_group, licence.state) IS NOT (g.by_group, g.state)",
	"UPDATE licence SET actual = 0, wanted = CASE WHEN wanted = actual THEN 0 ELSE wanted END"
	" WHERE actual = 1 AND person_id IN (SELECT p.id FROM temp.page_person g"
	"  JOIN person p ON p.object_id = g.object_id WHERE g.licences IS NOT NULL AND NOT g.removed)"
	" AND NOT EXISTS (SELECT 1 FROM temp.page_licence g WHERE g.person_id = licence.person_id"
	"  AND g.sku_id = licence.sku_id AND g.held)",
	"DELETE FROM licence WHERE wanted = 0 AND actual = 0 AND person_id IN " HERE,
	"INSERT OR IGNORE INTO seen SELECT 'person', p.id FROM temp.page_person g"
	" JOIN person p ON p.object_id = g.object_id WHERE NOT g.removed",
	"INSERT OR IGNORE INTO seen SELECT 'voice', p.id FROM temp.page_person g"
	" JOIN person p ON p.object_id = g.object_id WHERE NOT g.removed AND g.voice = 1",
};

bool person_page(struct store *store, const char *json, size_t len, struct error *err)
{
	return sync_page(store, page_sql, sizeof(page_sql) / sizeof(page_sql[0]), json, len, err);
}

/* ---- who is ready ---- */

#define FEATURE(what)                                                                            \
	"EXISTS (SELECT 1 FROM json_each(j.value, '$.featureTypes') f JOIN ref.voice_features v" \
	" ON v.name = f.value WHERE f.type = 'text' AND v.gives = '" what "')"

/* A person needs Phone System and a Calling Plan, an account of an attendant or a queue its own
 * Phone System licence. Kinds of account that are not known are no people to call. */
static const char *const voice_sql[] = {
	"CREATE TEMP TABLE IF NOT EXISTS page_voice (person_id INTEGER PRIMARY KEY, kind TEXT,"
	" ready INTEGER)",
	"DELETE FROM temp.page_voice",
	"INSERT OR REPLACE INTO temp.page_voice SELECT p.id, lower(j.value ->> '$.accountType'),"
	" CASE lower(j.value ->> '$.accountType') WHEN 'user' THEN " FEATURE("phone") " AND " FEATURE(
		"plan") " WHEN 'resourceaccount' THEN " FEATURE("phone") " ELSE 0 END"
									 " FROM json_each(:json, '$.value') j JOIN person p ON p.object_id = j.value ->> '$.id'"
									 " WHERE j.type = 'object'",
	"UPDATE person SET voice = g.ready FROM temp.page_voice g"
	" WHERE person.id = g.person_id AND voice <> g.ready",
	"UPDATE person SET kind = 'resource' WHERE kind = 'member' AND id IN"
	" (SELECT person_id FROM temp.page_voice WHERE kind = 'resourceaccount')",
	"INSERT OR IGNORE INTO seen SELECT 'voice', person_id FROM temp.page_voice WHERE ready",
};

bool voice_page(struct store *store, const char *json, size_t len, struct error *err)
{
	return sync_page(
		store, voice_sql, sizeof(voice_sql) / sizeof(voice_sql[0]), json, len, err);
}
