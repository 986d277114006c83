/* The simulated desk for all that is no person, number or address: resource accounts, attendants,
 * queues, the bridge, credits, ports, papers, the usage of numbers. Each is a document under a
 * name; what it refuses are the rules of its kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reference/capability.h"
#include "core/service/demo/world.h"

/* Where a feature stands by now: the last of its stages that has come. */
#define STAGE                                                                                 \
	"(SELECT s.n FROM stage s WHERE s.kind = f.kind AND f.made_at + s.n * f.step <= :now" \
	" ORDER BY s.n DESC LIMIT 1)"
#define PROGRESS                                                                            \
	"coalesce((SELECT json_object('state', s.state, 'since', f.made_at + s.n * f.step," \
	" 'until', f.ready_at) FROM stage s WHERE s.kind = f.kind AND s.n = " STAGE "), '{}')"

static const char SQL_PAGE[] =
	"SELECT json_group_array(json_object('kind', f.kind, 'name', f.name, 'id', f.id || '',"
	" 'document', json(f.document), 'progress', json(" PROGRESS ")))"
	" FROM (SELECT * FROM feature WHERE id > :from AND (kind IN ('papers', 'port') OR ready_at <= :now)"
	"  ORDER BY id LIMIT :rows) f";
static const char SQL_PAGE_END[] =
	"SELECT max(id) FROM (SELECT id FROM feature WHERE id > :from AND (kind IN ('papers', 'port')"
	" OR ready_at <= :now) ORDER BY id LIMIT :rows)";
static const char SQL_MORE[] = "SELECT EXISTS (SELECT 1 FROM feature WHERE id > :from"
			       " AND (kind IN ('papers', 'port') OR ready_at <= :now))";
static const char SQL_FIND[] =
	"SELECT id FROM feature WHERE kind = :kind AND name = :name AND document = json(:document)";
static const char SQL_THERE[] = "SELECT id FROM feature WHERE kind = :kind AND name = :name";
static const char SQL_OBJECT[] =
	"SELECT CASE WHEN json_valid(:document) THEN json_type(:document) = 'object' ELSE 0 END";
static const char SQL_READY[] = "SELECT ready_at FROM feature WHERE id = :id";
static const char SQL_PROGRESS[] = "SELECT " PROGRESS " FROM feature f WHERE f.id = :id";
static const char SQL_SERVICE_ID[] =
	"SELECT coalesce((SELECT a.object_id FROM account a WHERE f.kind = 'account' AND a.upn = f.name),"
	" f.id || '') FROM feature f WHERE f.id = :id";
static const char SQL_MAKE[] =
	"INSERT INTO feature (kind, name, document, request_id, made_at, step, ready_at)"
	" VALUES (:kind, :name, json(:document), :request, :now, :step, :now + :step"
	"  * max(1, coalesce((SELECT max(n) FROM stage s WHERE s.kind = :kind), 1)))"
	" ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document,"
	" request_id = excluded.request_id, made_at = excluded.made_at, step = excluded.step,"
	" ready_at = excluded.ready_at, settled = 0";
/* In its last 24 hours, and when it is complete, a port can no longer be cancelled. */
static const char SQL_FINAL[] =
	"SELECT EXISTS (SELECT 1 FROM feature f WHERE f.kind = 'port' AND f.kind = :kind"
	" AND f.name = :name AND " STAGE " >= (SELECT n FROM stage WHERE kind = 'port'"
	"  AND state = 'Transfer pending'))";
static const char SQL_REMOVE[] = "DELETE FROM feature WHERE kind = :kind AND name = :name";
static const char SQL_LOG[] = "INSERT INTO feature_log (at, what, kind, name, request_id)"
			      " VALUES (:now, :what, :kind, :name, :request)";

/* What comes to pass by itself, looked at by whoever looks next. */
static const char SQL_VERIFIED[] =
	"UPDATE tenant SET verified = 'yes', verified_on = :now WHERE verified <> 'yes' AND EXISTS (SELECT 1"
	" FROM feature WHERE kind = 'papers' AND name LIKE 'KYC%' AND ready_at <= :now)";
static const char SQL_PORTED[] =
	"INSERT INTO number (e164, kind, source, country, state, city, area_code, request_id, acquired_at, usable_at)"
	" SELECT n.value, CASE WHEN f.document ->> '$.number_type' IN ('toll', 'tollfree')"
	"  THEN f.document ->> '$.number_type' ELSE 'user' END, 'ported',"
	"  coalesce(f.document ->> '$.country', ''), '', '', '', f.request_id, f.ready_at, f.ready_at"
	" FROM feature f, json_each(f.document, '$.numbers') n WHERE f.kind = 'port' AND f.settled = 0"
	"  AND f.ready_at <= :now AND n.type = 'text' AND NOT EXISTS (SELECT 1 FROM number o"
	"  WHERE o.e164 = n.value AND o.released_at = 0) GROUP BY n.value";
static const char SQL_USED_AS[] =
	"UPDATE number SET kind = (SELECT f.document ->> '$.usage' FROM feature f WHERE f.kind = 'usage'"
	"  AND f.name = e164) WHERE released_at = 0 AND person IS NULL AND EXISTS (SELECT 1 FROM feature f"
	"  WHERE f.kind = 'usage' AND f.name = e164 AND f.settled = 0 AND f.ready_at <= :now)";
static const char SQL_SETTLED[] =
	"UPDATE feature SET settled = 1 WHERE settled = 0 AND ready_at <= :now";
static const char SQL_UNSETTLED[] =
	"SELECT EXISTS (SELECT 1 FROM feature WHERE settled = 0 AND ready_at <= :now)";

/* What the rules of a kind ask. */
static const char SQL_BILLING[] = "SELECT billing = 'after_use' FROM tenant";
static const char SQL_OWNED[] = "SELECT kind FROM number WHERE e164 = :name AND released_at = 0";
static const char SQL_IN_USE[] =
	"SELECT person IS NOT NULL FROM number WHERE e164 = :name AND released_at = 0";
static const char SQL_BRIDGED[] =
	"SELECT EXISTS (SELECT 1 FROM feature WHERE kind = 'bridge'"
	" AND :name IN (document ->> '$.toll', document ->> '$.toll_free'))";
static const char SQL_MEMBER[] = "SELECT :document ->> :path";
static const char SQL_AGENTS[] =
	"SELECT value FROM json_each(:document, '$.agents') WHERE type = 'text'";
static const char SQL_TARGET[] =
	"SELECT substr(t.value, 7) FROM json_tree(:document) t WHERE t.type = 'text'"
	" AND t.value GLOB 'queue:*' AND NOT EXISTS (SELECT 1 FROM feature q WHERE q.kind = 'queue'"
	"  AND q.name = substr(t.value, 7)) LIMIT 1";
static const char SQL_FOREIGN[] =
	"SELECT value FROM json_each(:document, '$.numbers')"
	" WHERE type <> 'text' OR NOT value GLOB '+' || :code || '*' LIMIT 1";
static const char SQL_NUMBERS[] = "SELECT json_array_length(:document, '$.numbers')";
static const char SQL_LED_TO[] =
	"SELECT o.name FROM feature o, json_tree(o.document) t WHERE t.type = 'text'"
	" AND t.value = :kind || ':' || :name AND NOT (o.kind = :kind AND o.name = :name)"
	" AND NOT EXISTS (SELECT 1 FROM feature f, json_tree(f.document) b WHERE f.kind = :kind"
	"  AND f.name = :name AND b.value = o.kind || ':' || o.name) LIMIT 1";
static const char SQL_SERVES[] =
	"SELECT EXISTS (SELECT 1 FROM feature WHERE document ->> '$.account' = :name COLLATE NOCASE)"
	" OR EXISTS (SELECT 1 FROM number n JOIN account a ON a.row = n.person WHERE a.upn = :name)";

static const char SQL_ACCOUNT[] =
	"INSERT INTO account (row, object_id, upn, display_name, usage_location, appears_at)"
	" SELECT coalesce(min(row), 15) - 20, :id, :name, coalesce(:document ->> '$.display_name', ''),"
	"  nullif(:document ->> '$.usage_location', ''), :now + :delay FROM account WHERE true"
	" ON CONFLICT (upn) DO UPDATE SET display_name = excluded.display_name,"
	" usage_location = coalesce(excluded.usage_location, usage_location)";
static const char SQL_ACCOUNT_LICENCES[] =
	"DELETE FROM licence WHERE row = (SELECT row FROM account WHERE upn = :name)";
static const char SQL_ACCOUNT_GONE[] = "DELETE FROM account WHERE upn = :name";

#define PAGE 200 /* documents may be long */

void features_page(struct world *world, const char *from, struct str *json, struct str *next)
{
	int64_t first = from ? strtoll(from, NULL, 10) : 0;
	struct bind binds[] = { NUMBER(":from", first), NUMBER(":now", world->now),
		NUMBER(":rows", PAGE), { 0 } };
	str_add(json, "{\"value\":");
	world_add(world, json, SQL_PAGE, binds);
	str_add(json, "}");
	int64_t last = world_number(world, SQL_PAGE_END, binds, 0);
	if (last && world_number(world, SQL_MORE,
			    BINDS(NUMBER(":from", last), NUMBER(":now", world->now)), 0))
		str_addf(next, "%lld", (long long)last);
}

void features_settle(struct world *world)
{
	struct bind now[] = { NUMBER(":now", world->now), { 0 } };
	if (!world_number(world, SQL_UNSETTLED, now, 0))
		return;
	world_run(world, SQL_VERIFIED, now);
	world_run(world, SQL_PORTED, now);
	world_run(world, SQL_USED_AS, now);
	world_run(world, SQL_SETTLED, now);
}

bool features_bridged(struct world *world, const char *e164)
{
	return world_number(world, SQL_BRIDGED, BINDS(TEXT(":name", e164)), 0);
}

/* ---- what each kind refuses; true: nothing stands against it ---- */

typedef bool may(
	struct world *world, const struct service_request *request, struct service_reply *reply);

/* A member of the document as text. */
static void member(struct world *world, const struct service_request *request, const char *path,
	char *text, size_t size)
{
	world_text(world, SQL_MEMBER,
		BINDS(TEXT(":document", request->document), TEXT(":path", path)), text, size);
}

static bool may_credits(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	(void)request;
	if (world_number(world, SQL_BILLING, NO_BINDS, 0)) /* */
		return !world_refuse(reply, CAUSE_BILLED_AFTER_USE,
			"The product is not available for your organization.");
	if (!licences_owned(world, CAPABILITY_CONFERENCING) && /* */
		!(licences_owned(world, CAPABILITY_PHONE_SYSTEM) &&
			licences_owned(world, CAPABILITY_CALLING_PLAN)))
		return !world_refuse(reply, CAUSE_NO_CREDITS_BASE,
			"The product is not available for your organization.");
	return true;
}

static bool may_port(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char code[8] = "", iso[8], bad[32];
	struct country country;
	member(world, request, "$.country", iso, sizeof iso);
	if (!world_number(world, SQL_NUMBERS, BINDS(TEXT(":document", request->document)), 0))
		return !world_refuse(reply, CAUSE_FEATURE_MISSING,
			"BadRequest: The order contains no telephone numbers.");
	if (reference_country(world->ref, iso, &country, NULL))
		snprintf(code, sizeof code, "%s", country.calling_code);
	if (world_text(world, SQL_FOREIGN,
		    BINDS(TEXT(":document", request->document), TEXT(":code", code)), bad,
		    sizeof bad))
		return !world_refusef(reply, CAUSE_COUNTRY, /* */
			"BadRequest: %.20s does not match the country of the order.", bad);
	return true;
}

static bool owned(
	struct world *world, const char *e164, char *kind, size_t size, struct service_reply *reply)
{
	return world_text(world, SQL_OWNED, BINDS(TEXT(":name", e164)), kind, size) ||
	       !world_refuse(
		       reply, CAUSE_FEATURE_MISSING, "NotFound: TelephoneNumber was not found.");
}

static bool may_usage(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char kind[16];
	if (!owned(world, request->name, kind, sizeof kind, reply))
		return false;
	if (world_number(world, SQL_IN_USE, BINDS(TEXT(":name", request->name)), 0) ||
		features_bridged(world, request->name)) /* */
		return !world_refuse(reply, CAUSE_NUMBER_ASSIGNED,
			"BadRequest: One or more telephone numbers are in use.");
	return true;
}

static bool may_bridge(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	static const struct {
		const char *path, *kind;
	} numbers[] = { { "$.toll", "toll" }, { "$.toll_free", "tollfree" } };
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		char e164[20], kind[16];
		member(world, request, numbers[i].path, e164, sizeof e164);
		if (!e164[0])
			continue;
		if (!owned(world, e164, kind, sizeof kind, reply))
			return false;
		if (strcmp(kind, numbers[i].kind) != 0) /* */
			return !world_refuse(reply, CAUSE_NUMBER_KIND,
				"BadRequest: The number cannot be assigned to a conference bridge.");
		if (world_number(world, SQL_IN_USE, BINDS(TEXT(":name", e164)), 0))
			return !world_refuse(reply, CAUSE_NUMBER_ASSIGNED,
				"BadRequest: One or more telephone numbers are in use.");
	}
	return true;
}

/* Both an attendant and a queue work through a resource account with its licence. */
static bool may_account(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person account;
	char upn[160];
	member(world, request, "$.account", upn, sizeof upn);
	if (!world_person(world, NULL, upn, &account) || !account.resource)
		return !world_refuse(reply, CAUSE_FEATURE_MISSING,
			"NotFound: The application instance was not found.");
	if (!account.resource_licence)
		return !world_refuse(reply, CAUSE_NO_ACCOUNT_LICENCE,
			"BadRequest: The application instance is not licensed.");
	return true;
}

static bool may_queue(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (!may_account(world, request, reply))
		return false;
	struct str agents = { 0 };
	sqlite3_stmt *stmt = world_query(
		world, SQL_AGENTS, BINDS(TEXT(":document", request->document)));
	while (world_row(world, stmt))
		str_addf(&agents, "%s\n", world_column(stmt, 0));
	bool ok = true;
	char *rest = agents.text;
	for (char *upn; ok && (upn = strsep(&rest, "\n")) != NULL && upn[0];) {
		struct world_person agent;
		if (!world_person(world, NULL, upn, &agent))
			ok = !world_refusef(reply, CAUSE_PERSON_MISSING,
				"NotFound: User %.60s was not found in the tenant.", upn);
		else if (!agent.phone_system) /* */
			ok = !world_refusef(reply, CAUSE_NO_PHONE_LICENCE,
				"BadRequest: User %.60s is not enterprise voice enabled.", upn);
	}
	str_fini(&agents);
	return ok;
}

static bool may_attendant(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char queue[160];
	if (!may_account(world, request, reply))
		return false;
	if (world_text(world, SQL_TARGET, BINDS(TEXT(":document", request->document)), queue,
		    sizeof queue))
		return !world_refusef(reply, CAUSE_FEATURE_MISSING,
			"NotFound: The call target %.80s was not found.", queue);
	return true;
}

/* Kinds that are not named here are never refused. */
static const struct {
	const char *kind;
	may *check;
} checks[] = {
	{ "credits", may_credits },
	{ "port", may_port },
	{ "usage", may_usage },
	{ "bridge", may_bridge },
	{ "queue", may_queue },
	{ "attendant", may_attendant },
};

/* ---- make, remove, ask ---- */

static void feature_state(struct world *world, int64_t id, struct service_reply *reply)
{
	struct bind of_id[] = { NUMBER(":id", id), { 0 } };
	int64_t ready = world_number(world, SQL_READY, of_id, 0);
	str_clear(&reply->json);
	world_add(world, &reply->json, SQL_PROGRESS,
		BINDS(NUMBER(":id", id), NUMBER(":now", world->now)));
	world_text(world, SQL_SERVICE_ID, of_id, reply->service_id, sizeof reply->service_id);
	if (ready > world->now)
		world_pend(reply, ready - world->now, "feature:%lld", (long long)id);
	else
		world_reply_done(reply);
}

static int64_t feature_find(struct world *world, const struct service_request *request)
{
	return world_number(world, SQL_FIND,
		BINDS(TEXT(":kind", request->feature_kind), TEXT(":name", request->name),
			TEXT(":document", request->document)),
		0);
}

static void feature_log(
	struct world *world, const struct service_request *request, const char *what)
{
	world_run(world, SQL_LOG,
		BINDS(NUMBER(":now", world->now), TEXT(":what", what),
			TEXT(":kind", request->feature_kind), TEXT(":name", request->name),
			TEXT(":request", request->request_id ? request->request_id : "")));
}

static void account_make(struct world *world, const struct service_request *request)
{
	char id[37];
	world_id(id, "account", request->name);
	world_run(world, SQL_ACCOUNT,
		BINDS(TEXT(":id", id), TEXT(":name", request->name),
			TEXT(":document", request->document), NUMBER(":now", world->now),
			NUMBER(":delay", world_delay(world, "account"))));
}

static bool named(const struct service_request *request, struct service_reply *reply)
{
	return (request->feature_kind && request->name && request->name[0]) ||
	       !world_refuse(reply, CAUSE_UNKNOWN, "BadRequest: The name is missing.");
}

void features_make(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	const char *document = request->document ? request->document : "";
	if (!named(request, reply))
		return;
	if (!world_number(world, SQL_OBJECT, BINDS(TEXT(":document", document)), 0)) {
		world_refuse(reply, CAUSE_UNKNOWN, "BadRequest: The body is not an object.");
		return;
	}
	int64_t id = feature_find(world, request);
	if (id) { /* the same again */
		feature_state(world, id, reply);
		return;
	}
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if (strcmp(checks[i].kind, request->feature_kind) == 0 &&
			!checks[i].check(world, request, reply))
			return;
	if (strcmp(request->feature_kind, "account") == 0)
		account_make(world, request);
	world_run(world, SQL_MAKE,
		BINDS(TEXT(":kind", request->feature_kind), TEXT(":name", request->name),
			TEXT(":document", document),
			TEXT(":request", request->request_id ? request->request_id : ""),
			NUMBER(":now", world->now),
			NUMBER(":step", world_delay(world, request->feature_kind))));
	feature_log(world, request, "make");
	features_settle(world);
	feature_state(world, feature_find(world, request), reply);
}

void features_make_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	int64_t id = request->feature_kind && request->name && request->document
			     ? feature_find(world, request)
			     : 0;
	if (id)
		feature_state(world, id, reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}

static bool there(struct world *world, const struct service_request *request)
{
	return world_number(world, SQL_THERE,
		       BINDS(TEXT(":kind", request->feature_kind), TEXT(":name", request->name)),
		       0) != 0;
}

void features_remove(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (!named(request, reply))
		return;
	struct bind of_name[] = { TEXT(":name", request->name), { 0 } };
	struct bind both[] = { TEXT(":kind", request->feature_kind), TEXT(":name", request->name),
		{ 0 } };
	char other[160];
	bool account = strcmp(request->feature_kind, "account") == 0;
	if (account ? world_number(world, SQL_SERVES, of_name, 0)
		    : world_text(world, SQL_LED_TO, both, other, sizeof other)) {
		world_refuse(reply, CAUSE_ADDRESS_IN_USE,
			"Conflict: The object is referenced by another object.");
		return;
	}
	if (world_number(world, SQL_FINAL,
		    BINDS(TEXT(":kind", request->feature_kind), TEXT(":name", request->name),
			    NUMBER(":now", world->now)),
		    0)) {
		world_refuse(reply, CAUSE_PORT_FINAL,
			"Conflict: The port order can no longer be cancelled.");
		return;
	}
	if (account) {
		world_run(world, SQL_ACCOUNT_LICENCES, of_name);
		world_run(world, SQL_ACCOUNT_GONE, of_name);
	}
	if (there(world, request)) {
		world_run(world, SQL_REMOVE, both);
		feature_log(world, request, "remove");
	}
	world_reply_done(reply); /* gone already is done */
}

void features_remove_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	if (named(request, reply) && there(world, request))
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else
		world_reply_done(reply);
}

void features_poll(struct world *world, const char *id, struct service_reply *reply)
{
	int64_t row = strtoll(id, NULL, 10);
	if (world_number(world, SQL_READY, BINDS(NUMBER(":id", row)), 0))
		feature_state(world, row, reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "Failed: The operation did not succeed.");
}
