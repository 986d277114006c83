/* core/plan/carry.c: the kinds of change, a row each. 4 in `capability` is Phone System
 * (core/reference/capability.h). What was asked for is read from the journal row, not from the
 * wishes: a person may have changed them meanwhile. */
#include "core/plan/carry.h"

#include <string.h>

#include "core/base/tr.h"
#include "core/plan/named.h"

#define AFTER(path) "(SELECT json_extract(after, '" path "') FROM journal WHERE id = :id)"

#define PERSON_LABEL "coalesce(nullif(p.display_name, ''), p.upn)"

#define BUY_SNAPSHOT                                                                                 \
	"SELECT json_object('seats', seats_actual), json_object('seats', seats_actual + :quantity)," \
	" coalesce(nullif(name, ''), sku_part) FROM seat WHERE sku_id = :sku AND missing = :quantity"
/* A sync may have seen the new seats already. */
#define BUY_DONE                                                           \
	"UPDATE subscription SET seats_actual = max(seats_actual, " AFTER( \
		"$.seats") ") WHERE sku_id = :sku"

#define LICENCE_SNAPSHOT                                                                                       \
	"SELECT json_object('add', json(b.less), 'remove', json(b.more)), json_object('add', json(b.more),"    \
	" 'remove', json(b.less)), " PERSON_LABEL " FROM person p JOIN (SELECT"                                \
	"  (SELECT json_group_array(sku_id) FROM (SELECT sku_id FROM licence JOIN subscription USING (sku_id)" \
	"   WHERE person_id = :person AND wanted > actual ORDER BY capability & 4 DESC, sku_id)) AS more,"     \
	"  (SELECT json_group_array(sku_id) FROM (SELECT sku_id FROM licence"                                  \
	"   WHERE person_id = :person AND wanted < actual ORDER BY sku_id)) AS less) b WHERE p.id = :person"   \
	" AND (b.more <> '[]' OR b.less <> '[]')"
/* Seats are counted by what moves now, so that a sync in between does not count them twice. */
#define LICENCE_USED                                                                                                         \
	"UPDATE subscription SET used_actual = max(0, used_actual"                                                           \
	" + (SELECT count(*) FROM licence l WHERE l.person_id = :person AND l.sku_id = subscription.sku_id"                  \
	"  AND l.actual = 0 AND l.sku_id IN (SELECT value FROM json_each(" AFTER(                                            \
		"$.add") ")))"                                                                                               \
			 " - (SELECT count(*) FROM licence l WHERE l.person_id = :person AND l.sku_id = subscription.sku_id" \
			 "  AND l.actual = 1 AND l.sku_id IN (SELECT value FROM json_each(" AFTER(                           \
				 "$.remove") "))))"                                                                          \
					     " WHERE sku_id IN (SELECT sku_id FROM licence WHERE person_id = :person)"
#define LICENCE_ADDED                                                                          \
	"UPDATE licence SET actual = 1, since = :now WHERE person_id = :person AND actual = 0" \
	" AND sku_id IN (SELECT value FROM json_each(" AFTER("$.add") "))"
#define LICENCE_REMOVED                                                          \
	"UPDATE licence SET actual = 0 WHERE person_id = :person AND actual = 1" \
	" AND sku_id IN (SELECT value FROM json_each(" AFTER("$.remove") "))"
#define LICENCE_VOICE                                                                                        \
	"UPDATE person SET voice = 0 WHERE id = :person AND voice = 1 AND NOT EXISTS (SELECT 1 FROM licence" \
	" JOIN subscription USING (sku_id) WHERE person_id = :person AND actual = 1 AND capability & 4)"

/* A resource account is made by a change of the plan; another person comes by a sync. */
#define ACCOUNT_COMES                                                                                \
	"EXISTS (SELECT 1 FROM feature f WHERE f.kind = 'account' AND f.name = p.upn COLLATE NOCASE" \
	" AND f.wanted IS NOT NULL)"
#define PERSON_ABSENT "CASE WHEN NOT p.present THEN iif(" ACCOUNT_COMES ", 'account', 'person')"

#define ASSIGN_SNAPSHOT                                                                      \
	"SELECT json_object('number', a.number_actual, 'place', a.place_actual),"            \
	" json_object('number', a.number_wanted, 'place', a.place_wanted), " PERSON_LABEL    \
	" FROM assignment a JOIN person p ON p.id = a.person_id WHERE a.person_id = :person" \
	" AND a.number_wanted IS NOT NULL AND (a.number_wanted IS NOT a.number_actual"       \
	"  OR a.place_wanted IS NOT a.place_actual)"

/* A feature's document, before and after; `before` says enough to make it anew. */
#define FEATURE_SNAPSHOT(before, wanted)                                                \
	"SELECT json_object('kind', kind, 'name', name, 'document', json(" before "))," \
	" json_object('document', json(wanted)), name FROM feature WHERE id = :feature" \
	" AND wanted IS NOT actual AND wanted IS " wanted
#define FEATURE_IS                                                                         \
	"UPDATE feature SET actual = " AFTER("$.document") ", base = " AFTER(              \
		"$.document") ", service_id = coalesce(nullif(:service, ''), service_id)," \
			      " progress = coalesce(nullif(:progress, ''), progress) WHERE id = :feature"
/* Also where it was wished again meanwhile: then it is made anew. */
#define FEATURE_GONE                                                                      \
	"UPDATE feature SET actual = NULL, base = NULL, progress = '{}', service_id = ''" \
	" WHERE id = :feature"
#define FEATURE_FORGOTTEN \
	"DELETE FROM feature WHERE id = :feature AND wanted IS NULL AND actual IS NULL"

/* The wanted document of the change, and the account that it works through. */
#define WANTED(path) "(SELECT wanted ->> '" path "' FROM feature WHERE id = :feature)"
#define ACCOUNT_MISSING \
	"NOT EXISTS (SELECT 1 FROM person p WHERE p.upn = " WANTED("$.account") " AND p.present)"
#define ACCOUNT_UNLICENSED                                                                     \
	"NOT EXISTS (SELECT 1 FROM licence l JOIN subscription s USING (sku_id) JOIN person p" \
	" ON p.id = l.person_id WHERE p.upn = " WANTED("$.account") " AND l.actual = 1"        \
								    " AND s.capability & 8192)"
/* Somebody who is to answer has no phone licence yet. */
#define AGENTS_UNLICENSED                                                                          \
	"EXISTS (SELECT 1 FROM feature f, json_each(f.wanted, '$.agents') a WHERE f.id = :feature" \
	" AND NOT EXISTS (SELECT 1 FROM person p WHERE p.upn = a.value AND (p.voice = 1"           \
	"  OR EXISTS (SELECT 1 FROM licence l JOIN subscription s USING (sku_id)"                  \
	"   WHERE l.person_id = p.id AND l.actual = 1 AND s.capability & 4))))"
/* A target of the document is a queue, or another attendant that does not lead back here, which the
 * tenant does not have. */
#define TARGET_MISSING                                                                                     \
	"EXISTS (SELECT 1 FROM feature f, json_tree(f.wanted) t WHERE f.id = :feature AND t.type = 'text'" \
	" AND ((t.value GLOB 'queue:*' AND NOT EXISTS (SELECT 1 FROM feature q WHERE q.kind = 'queue'"     \
	"   AND q.name = substr(t.value, 7) AND q.actual IS NOT NULL))"                                    \
	"  OR (t.value GLOB 'attendant:*' AND EXISTS (SELECT 1 FROM feature q WHERE q.kind = 'attendant'"  \
	"   AND q.name = substr(t.value, 11) AND q.id <> f.id AND q.actual IS NULL"                        \
	"   AND NOT EXISTS (SELECT 1 FROM json_tree(q.wanted) b WHERE b.value = 'attendant:' || f.name)))))"

static const struct carry kinds[] = {
	{ .kind = "papers",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		/* Know-your-customer papers that are accepted verify the organization. */
		.done = { FEATURE_IS,
			"UPDATE organization SET verified = 'yes', verified_on = :now WHERE EXISTS (SELECT 1"
			" FROM feature WHERE id = :feature AND name LIKE 'KYC%')" } },
	{ .kind = "buy_phone", .snapshot = BUY_SNAPSHOT, .done = { BUY_DONE } },
	{ .kind = "buy_plan",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM seat WHERE missing > 0 AND capability & 4)"
			" THEN 'phone' END",
		.snapshot = BUY_SNAPSHOT,
		.done = { BUY_DONE } },
	{ .kind = "credits",
		/* Phone System and a Calling Plan, or Audio Conferencing. */
		.blocked =
			"SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM subscription WHERE seats_actual > 0"
			"  AND capability & 128) AND NOT (EXISTS (SELECT 1 FROM subscription"
			"  WHERE seats_actual > 0 AND capability & 4) AND EXISTS (SELECT 1 FROM subscription"
			"  WHERE seats_actual > 0 AND capability & 56)) THEN 'credits' END",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		.done = { FEATURE_IS } },
	{ .kind = "usage_location",
		.blocked = "SELECT " PERSON_ABSENT " END FROM person p WHERE id = :person",
		.snapshot =
			"SELECT json_object('usage_location', usage_location_actual),"
			" json_object('usage_location', usage_location_wanted), " PERSON_LABEL
			" FROM person p WHERE id = :person AND usage_location_wanted IS NOT usage_location_actual",
		.done = { "UPDATE person SET usage_location_actual = " AFTER("$.usage_location") ", usage_location_base = " AFTER(
			"$.usage_location") " WHERE id = :person" } },
	{ .kind = "account",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		/* Sign-in of resource accounts stays off. */
		.done = { FEATURE_IS,
			"INSERT INTO person (object_id, upn, display_name, kind, enabled, present,"
			" usage_location_wanted, usage_location_actual, usage_location_base, folded)"
			" SELECT nullif(:service, ''), f.name, d.name, 'resource', 0, 1, d.location, d.location,"
			"  d.location, fold(d.name || char(10) || f.name) FROM feature f JOIN (SELECT"
			"  coalesce(" AFTER(
				"$.document.display_name") ", '') AS name,"
							   "  nullif(" AFTER(
								   "$.document.usage_location") ", '') AS location) d WHERE f.id = :feature"
												" ON CONFLICT (upn) DO UPDATE SET object_id = coalesce(excluded.object_id, object_id),"
												" kind = 'resource', enabled = 0, present = 1, display_name = excluded.display_name,"
												" usage_location_actual = coalesce(excluded.usage_location_actual, usage_location_actual)" } },
	{ .kind = "licence",
		.blocked =
			"SELECT " PERSON_ABSENT " WHEN p.usage_location_actual IS NULL"
			"  OR p.usage_location_actual IS NOT p.usage_location_wanted THEN 'location'"
			" WHEN EXISTS (SELECT 1 FROM licence l JOIN subscription s USING (sku_id)"
			"  WHERE l.person_id = :person AND l.wanted > l.actual"
			"  AND s.used_actual >= s.seats_actual) THEN 'seats' END FROM person p WHERE p.id = :person",
		.snapshot = LICENCE_SNAPSHOT,
		.done = { LICENCE_USED, LICENCE_ADDED, LICENCE_REMOVED, LICENCE_VOICE } },
	{ .kind = "address",
		.snapshot =
			"SELECT json_object('state', actual), json_object('state', 'Valid'), name"
			" FROM address WHERE id = :address AND wanted = 1 AND actual <> 'Valid'",
		/* A sync may have seen it before we knew that it is ours (validation changes
		 * texts): then the two become one. */
		.done = { "UPDATE OR IGNORE place SET address_id = :address WHERE name <> '' AND address_id ="
			  " (SELECT id FROM address WHERE civic_id = :civic AND id <> :address)",
			"DELETE FROM address WHERE civic_id = :civic AND id <> :address",
			"UPDATE address SET civic_id = coalesce(nullif(:civic, ''), civic_id), actual = :validation,"
			" message = coalesce(:words, ''), checked_at = :now WHERE id = :address",
			"UPDATE place SET location_id = coalesce(nullif(:location, ''), location_id), actual = 1"
			" WHERE address_id = :address AND name = ''" } },
	{ .kind = "place",
		.blocked =
			"SELECT CASE WHEN civic_id IS NULL OR actual <> 'Valid' THEN 'address' END"
			" FROM address WHERE id = :address",
		.snapshot =
			"SELECT json_object('there', p.actual), json_object('there', 1), a.name || '/' || p.name"
			" FROM place p JOIN address a ON a.id = p.address_id"
			" WHERE p.id = :place AND p.wanted = 1 AND p.actual = 0",
		.done = { "DELETE FROM place WHERE location_id = :location AND id <> :place",
			"UPDATE place SET actual = 1, location_id = coalesce(nullif(:location, ''), location_id)"
			" WHERE id = :place" } },
	{ .kind = "order",
		.blocked =
			"SELECT CASE WHEN (SELECT verified FROM organization) <> 'yes' THEN 'papers'"
			" WHEN :address_first AND o.kind = 'user' AND o.place_id IS NULL THEN 'address'"
			" WHEN :address_first AND o.kind = 'user' AND NOT EXISTS (SELECT 1 FROM place p JOIN address a"
			"  ON a.id = p.address_id WHERE p.id = o.place_id AND p.location_id IS NOT NULL"
			"  AND a.actual = 'Valid') THEN 'address' END FROM number_order o WHERE o.id = :order",
		.snapshot =
			"SELECT json_object('quantity', quantity_actual), json_object('quantity',"
			" quantity_actual + :quantity), " ORDER_AREA_TEXT " FROM number_order"
			" WHERE id = :order AND quantity_wanted - quantity_actual >= :quantity" },
	{ .kind = "acquire",
		.blocked =
			"SELECT CASE WHEN (SELECT verified FROM organization) <> 'yes' THEN 'papers' END",
		.snapshot =
			"SELECT json_object('owned', owned_actual), json_object('owned', 1, 'place', place_wanted),"
			" e164 FROM number WHERE e164 = :number AND owned_wanted = 1 AND owned_actual = 0",
		/* Counting the order's numbers afresh counts none twice. */
		.done = { "UPDATE number SET owned_actual = 1, reservation = '', held_until = 0,"
			  " activation = 'Activated', place_actual = " AFTER(
				  "$.place") ", place_base = " AFTER("$.place") " WHERE e164 = :number",
			"UPDATE number_order SET quantity_actual = (SELECT count(*) FROM number"
			" WHERE order_id = :order AND owned_actual = 1) WHERE id = :order" } },
	{ .kind = "usage",
		.blocked =
			"SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM number WHERE e164 = :number AND owned_actual = 1)"
			" THEN 'number' WHEN EXISTS (SELECT 1 FROM assignment WHERE number_actual = :number)"
			" OR EXISTS (SELECT 1 FROM feature f, json_each(json_array(f.actual ->> '$.toll',"
			"  f.actual ->> '$.toll_free')) t WHERE f.kind = 'bridge' AND t.value = :number)"
			" THEN 'inuse' END",
		.snapshot = FEATURE_SNAPSHOT("coalesce(actual, (SELECT json_object('usage', n.kind)"
					     " FROM number n WHERE n.e164 = feature.name))",
			"NOT NULL"),
		.done = { FEATURE_IS, "UPDATE number SET kind = " AFTER(
					      "$.document.usage") " WHERE e164 = :number" } },
	{ .kind = "port",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		.done = { FEATURE_IS,
			"INSERT INTO number (e164, kind, source, country, activation, owned_wanted, owned_actual)"
			" SELECT n.value, CASE WHEN f.actual ->> '$.number_type' IN ('toll', 'tollfree')"
			"  THEN f.actual ->> '$.number_type' ELSE 'user' END, 'ported',"
			"  coalesce(f.actual ->> '$.country', ''), 'Activated', 1, 1"
			" FROM feature f, json_each(f.actual, '$.numbers') n WHERE f.id = :feature"
			" AND n.value GLOB '+[1-9]*' ON CONFLICT (e164) DO UPDATE SET owned_wanted = 1,"
			" owned_actual = 1, source = 'ported'" } },
	{ .kind = "feature_remove",
		/* What others still lead to stays; a queue that goes takes nothing else along. */
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM feature o, json_tree(o.actual) t"
			"  WHERE o.id <> f.id AND o.actual IS NOT NULL"
			"  AND t.value = f.kind || ':' || f.name AND t.type = 'text'"
			"  AND NOT EXISTS (SELECT 1 FROM json_tree(f.actual) b WHERE b.type = 'text'"
			"   AND b.value = o.kind || ':' || o.name)) THEN 'leads' END"
			" FROM feature f WHERE f.id = :feature",
		.snapshot = FEATURE_SNAPSHOT("actual", "NULL"),
		.done = { FEATURE_GONE, FEATURE_FORGOTTEN } },
	{ .kind = "number_place",
		.blocked =
			"SELECT CASE WHEN p.location_id IS NULL THEN 'place' END FROM place p WHERE p.id = :place",
		.snapshot =
			"SELECT json_object('place', place_actual), json_object('place', place_wanted), e164"
			" FROM number WHERE e164 = :number AND place_wanted IS NOT place_actual",
		.done = { "UPDATE number SET place_actual = " AFTER(
			"$.place") ", place_base = " AFTER("$.place") " WHERE e164 = :number" } },
	{ .kind = "unassign",
		.snapshot =
			"SELECT json_object('number', a.number_actual, 'place', a.place_actual),"
			" json_object('number', NULL, 'place', NULL, 'then', iif(a.number_wanted IS NULL, NULL,"
			" a.place_wanted)), " PERSON_LABEL
			" FROM assignment a JOIN person p ON p.id = a.person_id"
			" WHERE a.person_id = :person AND a.number_actual IS NOT NULL"
			"  AND a.number_wanted IS NOT a.number_actual",
		/* The place goes with the number; whoever gets another number keeps the wish for a
		   place. */
		.done = { "UPDATE assignment SET number_actual = NULL, number_base = NULL, place_actual = NULL,"
			  " place_base = NULL WHERE person_id = :person",
			"UPDATE assignment SET place_wanted = " AFTER(
				"$.then") " WHERE person_id = :person"
					  " AND number_wanted IS NOT NULL" } },
	{ .kind = "assign",
		.blocked =
			"SELECT CASE WHEN a.order_wanted IS NOT NULL THEN 'order'"
			" WHEN NOT p.present THEN iif(" ACCOUNT_COMES ", 'account', 'person')"
			" WHEN p.usage_location_actual IS NULL"
			"  OR p.usage_location_actual IS NOT p.usage_location_wanted THEN 'location'"
			" WHEN EXISTS (SELECT 1 FROM licence WHERE person_id = :person AND wanted > actual)"
			"  THEN 'licence'"
			" WHEN NOT p.voice AND NOT EXISTS (SELECT 1 FROM licence JOIN subscription USING (sku_id)"
			"  WHERE person_id = :person AND actual = 1"
			"  AND capability & iif(p.kind = 'resource', 8192, 4)) THEN 'licence'"
			" WHEN NOT n.owned_actual THEN 'number'"
			" WHEN n.usable_at > :now THEN 'usable'"
			" WHEN n.blocked_until < 0 OR n.blocked_until > :now THEN 'blocked'"
			" WHEN a.place_wanted IS NOT NULL AND pl.location_id IS NULL THEN 'place'"
			" WHEN EXISTS (SELECT 1 FROM assignment WHERE number_actual = a.number_wanted"
			"  AND person_id <> :person) THEN 'taken' END"
			" FROM assignment a JOIN person p ON p.id = a.person_id"
			" LEFT JOIN number n ON n.e164 = a.number_wanted"
			" LEFT JOIN place pl ON pl.id = a.place_wanted WHERE a.person_id = :person",
		.snapshot = ASSIGN_SNAPSHOT,
		/* A number that could be given proves that the licence is effective. */
		.done = { "UPDATE assignment SET number_actual = " AFTER("$.number") ", number_base = " AFTER(
				  "$.number") ", place_actual = coalesce(" AFTER("$.place") ", place_actual),"
											    " place_base = coalesce(" AFTER(
												    "$.place") ", place_actual) WHERE person_id = :person",
			"UPDATE person SET voice = 1 WHERE id = :person" } },
	{ .kind = "bridge",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM feature f, json_each(json_array("
			"  f.wanted ->> '$.toll', f.wanted ->> '$.toll_free')) t WHERE f.id = :feature"
			"  AND t.value <> '' AND NOT EXISTS (SELECT 1 FROM number n WHERE n.e164 = t.value"
			"   AND n.owned_actual = 1)) THEN 'number' END",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		.done = { FEATURE_IS } },
	{ .kind = "queue",
		.blocked = "SELECT CASE WHEN " ACCOUNT_MISSING
			   " THEN 'account' WHEN " ACCOUNT_UNLICENSED
			   " THEN 'free' WHEN " AGENTS_UNLICENSED " THEN 'agents' END",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		.done = { FEATURE_IS } },
	{ .kind = "attendant",
		.blocked = "SELECT CASE WHEN " ACCOUNT_MISSING
			   " THEN 'account' WHEN " ACCOUNT_UNLICENSED
			   " THEN 'free' WHEN " TARGET_MISSING " THEN 'target' END",
		.snapshot = FEATURE_SNAPSHOT("actual", "NOT NULL"),
		.done = { FEATURE_IS } },
	{ .kind = "notice",
		.blocked =
			"SELECT CASE WHEN a.order_wanted IS NOT NULL OR a.number_actual IS NOT a.number_wanted"
			"  OR (a.place_wanted IS NOT NULL AND a.place_wanted IS NOT a.place_actual)"
			"  THEN 'assign' END FROM assignment a WHERE a.person_id = :person",
		.snapshot =
			"SELECT coalesce((SELECT json_object('number', number) FROM notice"
			"  WHERE person_id = :person), '{}'),"
			" json_object('number', a.number_actual, 'place', a.place_actual), " PERSON_LABEL
			" FROM assignment a JOIN person p ON p.id = a.person_id"
			" WHERE a.person_id = :person AND p.notify = 1 AND a.number_actual IS NOT NULL"
			/* Told already, since this was noted as to be done. */
			" AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.person_id = a.person_id"
			"  AND n.number = a.number_actual)" },
	{ .kind = "unlicence",
		/* Taking the phone licence away unassigns the number: that is done in order
		   first. */
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE person_id = :person"
			"  AND number_actual IS NOT NULL AND number_wanted IS NOT number_actual) THEN 'unassign' END",
		.snapshot = LICENCE_SNAPSHOT,
		.done = { LICENCE_USED, LICENCE_ADDED, LICENCE_REMOVED, LICENCE_VOICE } },
	{ .kind = "release",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE number_actual = :number)"
			" THEN 'use' END",
		.snapshot =
			"SELECT json_object('owned', 1), json_object('owned', 0), e164"
			" FROM number WHERE e164 = :number AND owned_wanted = 0 AND owned_actual = 1",
		/* The order that brought it is not to bring another. */
		.done = { "UPDATE number_order SET quantity_wanted = max(0, quantity_wanted - 1),"
			  " quantity_actual = max(0, quantity_actual - 1) WHERE id = :order",
			"DELETE FROM number WHERE e164 = :number" } },
	{ .kind = "place_remove",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE place_actual = :place)"
			" OR EXISTS (SELECT 1 FROM number WHERE place_actual = :place AND owned_actual = 1)"
			" THEN 'use' END",
		.snapshot =
			"SELECT json_object('there', 1), json_object('there', 0), a.name || '/' || p.name"
			" FROM place p JOIN address a ON a.id = p.address_id"
			" WHERE p.id = :place AND p.wanted = 0 AND p.actual = 1",
		.done = { "UPDATE place SET actual = 0, location_id = NULL WHERE id = :place" } },
	{ .kind = "address_remove",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM assignment a JOIN place p ON p.id = a.place_actual"
			"  WHERE p.address_id = :address)"
			" OR EXISTS (SELECT 1 FROM number n JOIN place p ON p.id = n.place_actual"
			"  WHERE p.address_id = :address AND n.owned_actual = 1) THEN 'use' END",
		.snapshot =
			"SELECT json_object('state', actual), json_object('state', 'None'), name"
			" FROM address WHERE id = :address AND wanted = 0 AND actual <> 'None'",
		.done = { "UPDATE address SET actual = 'None', civic_id = NULL WHERE id = :address",
			"UPDATE place SET actual = 0, location_id = NULL WHERE address_id = :address" } },
	{ .kind = "account_remove",
		.blocked =
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM feature o WHERE o.actual ->> '$.account' = f.name)"
			" OR EXISTS (SELECT 1 FROM assignment a JOIN person p ON p.id = a.person_id"
			"  WHERE p.upn = f.name AND a.number_actual IS NOT NULL) THEN 'serves' END"
			" FROM feature f WHERE f.id = :feature",
		.snapshot = FEATURE_SNAPSHOT("actual", "NULL"),
		/* The licences of an account that is gone are free again. */
		.done = { "UPDATE subscription SET used_actual = max(0, used_actual - 1) WHERE sku_id IN"
			  " (SELECT l.sku_id FROM licence l JOIN person p ON p.id = l.person_id WHERE l.actual = 1"
			  "  AND p.upn = (SELECT name FROM feature WHERE id = :feature))",
			"DELETE FROM person WHERE kind = 'resource'"
			" AND upn = (SELECT name FROM feature WHERE id = :feature)",
			FEATURE_GONE, FEATURE_FORGOTTEN } },
};

static const struct {
	const char *id, *text;
} blocks[] = {
	{ "phone", N_("Teams Phone") },
	{ "consent", N_("your consent to buy") },
	{ "person", N_("the tenant to show the person") },
	{ "location", N_("the usage location") },
	{ "seats", N_("bought licences") },
	{ "licence", N_("the licence") },
	{ "address", N_("a validated address") },
	{ "place", N_("the place") },
	{ "papers", N_("accepted papers") },
	{ "quota", N_("licences that allow more numbers") },
	{ "stock", N_("free numbers in this area") },
	{ "order", N_("the order's numbers") },
	{ "number", N_("the number") },
	{ "usable", N_("the number to become usable") },
	{ "blocked", N_("the block on the number to end") },
	{ "taken", N_("the person who has the number") },
	{ "assign", N_("the assignment") },
	{ "unassign", N_("the number to be taken away") },
	{ "use", N_("whoever still uses it") },
	{ "hand", N_("a person: it is done by hand") },
	{ "script", N_("a person: it is done by a script") },
	{ "account", N_("the resource account") },
	{ "free", N_("the licence of the resource account") },
	{ "agents", N_("phone licences of those who are to answer") },
	{ "target", N_("the queue or the attendant that it leads to") },
	{ "leads", N_("what still leads there") },
	{ "serves", N_("what the account still serves") },
	{ "inuse", N_("the number to be taken away") },
	{ "credits", N_("Teams Phone with a Calling Plan, or Audio Conferencing") },
	{ "letters", N_("a way to write letters") },
	{ "resend", N_("a person's word to send it again") },
	{ "conflict", N_("a conflict to be settled") },
};

const struct carry *carry_of(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	}
	return NULL;
}

const char *carry_block_text(const char *block)
{
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (strcmp(blocks[i].id, block) == 0)
			return blocks[i].text;
	}
	return N_("something else");
}
