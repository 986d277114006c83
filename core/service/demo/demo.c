/* The simulated service: opens its file, and hands each call to the part that answers it, in one
 * transaction. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/embed.h"
#include "core/base/tr.h"
#include "core/service/demo/demo.h"
#include "core/service/demo/world.h"

#define APPLICATION_ID 0x52554431 /* "RUD1": a demo's file, never ringup's own store */
#define USER_VERSION 2

static const char SQL_BEGIN_TENANT[] =
	"UPDATE tenant SET people = iif(:people = 0, people, max(:people, (SELECT count(*) FROM person))), stock_factor = max(stock_factor, :people / 40), seed = :seed,"
	" opened_at = :now, verified_on = iif(verified = 'yes', :now - 15 * 86400, 0)";
static const char SQL_TENANT[] = "SELECT name FROM tenant";
static const char SQL_PEOPLE[] = "SELECT people FROM tenant";
static const char SQL_NAMED[] = "SELECT count(*) FROM person";
static const char SQL_KNOWN_SPEED[] = "SELECT count(*) FROM speed WHERE name = :speed";
static const char SQL_SET_SPEED[] = "UPDATE tenant SET speed = :speed WHERE speed <> :speed";
static const char SQL_SKIP[] = "UPDATE tenant SET clock_offset = clock_offset + :seconds";
static const char SQL_VERIFY[] = "UPDATE tenant SET verified = :verified, verified_on = :now";
static const char SQL_OFFSET[] = "SELECT clock_offset FROM tenant";
static const char SQL_REQUESTS[] = "UPDATE tenant SET requests = requests + 1";
static const char SQL_FAULT[] =
	"SELECT f.cause, f.after, f.words FROM fault f JOIN tenant t ON t.speed = f.speed"
	" WHERE t.faults AND (t.requests + t.seed) % f.every = 0 ORDER BY f.every DESC LIMIT 1";
static const char SQL_ORGANIZATION[] =
	"SELECT json_object('value', json_array(json_object('id', object_prefix || '000000000000',"
	" 'displayName', display_name, 'countryLetterCode', country, 'currency', currency, 'verified', verified,"
	" 'verifiedOn', verified_on, 'tenantKind', kind, 'skuPartNumber', sku_part, 'boughtFrom', bought_from,"
	" 'commitment', commitment, 'defaultDomain', domain))) FROM tenant";

#define EMPTY "empty"
static const char *const tenants[] = { "bakery", "atelier", "northwind", NULL };

const char *demo_tenant(int index)
{
	return tenants[index];
}

/* ---- what can be asked ---- */

/* The kinds of change (table change_kind of the store), who does them, and who knows whether they
 * were done. */
static const struct act {
	const char *kind;
	world_act *submit, *ask;
} acts[] = {
	{ "buy_phone", licences_buy, licences_buy_ask },
	{ "buy_plan", licences_buy, licences_buy_ask },
	{ "usage_location", people_usage_location, people_usage_location_ask },
	{ "licence", licences_change, licences_change_ask },
	{ "unlicence", licences_change, licences_change_ask },
	{ "address", addresses_create, addresses_create_ask },
	{ "address_remove", addresses_remove, addresses_remove_ask },
	{ "place", addresses_place, addresses_place_ask },
	{ "place_remove", addresses_place_remove, addresses_place_remove_ask },
	{ "order", stock_order, stock_order_ask },
	{ "acquire", stock_acquire, stock_acquire_ask },
	{ "release", stock_release, stock_release_ask },
	{ "number_place", assignments_number_place, assignments_number_place_ask },
	{ "assign", assignments_assign, assignments_assign_ask },
	{ "unassign", assignments_unassign, assignments_unassign_ask },
	{ "papers", features_make, features_make_ask },
	{ "credits", features_make, features_make_ask },
	{ "account", features_make, features_make_ask },
	{ "usage", features_make, features_make_ask },
	{ "port", features_make, features_make_ask },
	{ "bridge", features_make, features_make_ask },
	{ "queue", features_make, features_make_ask },
	{ "attendant", features_make, features_make_ask },
	{ "feature_remove", features_remove, features_remove_ask },
	{ "account_remove", features_remove, features_remove_ask },
};

static const struct act *act_find(const char *kind)
{
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
		if (strcmp(acts[i].kind, kind) == 0)
			return &acts[i];
	return NULL;
}

static struct world *world_of(struct service *service)
{
	return (struct world *)service;
}

/* Counts the request, and tells whether this one meets passing trouble. */
static bool trouble(struct world *world, struct service_reply *reply)
{
	world_run(world, SQL_REQUESTS, NO_BINDS);
	if (world->faultless)
		return false;
	sqlite3_stmt *stmt = world_query(world, SQL_FAULT, NO_BINDS);
	bool met = world_row(world, stmt);
	if (met) {
		reply->state = SERVICE_RETRY;
		reply->cause = cause_from_word(world_column(stmt, 0));
		reply->after = sqlite3_column_int64(stmt, 1);
		snprintf(reply->words, sizeof reply->words, "%s", world_column(stmt, 2));
	}
	world_done(stmt);
	return met;
}

/* The service's own words end in the request's id, as one would quote it to support. */
static void words_finish(const struct service_request *request, struct service_reply *reply)
{
	size_t used = strlen(reply->words);
	if (used && request->request_id && used < sizeof reply->words)
		snprintf(reply->words + used, sizeof reply->words - used, " (request %.36s)",
			request->request_id);
}

static bool run(struct world *world, world_act *act, bool may_fail,
	const struct service_request *request, struct service_reply *reply, struct error *err)
{
	*reply = (struct service_reply){ 0 };
	if (!world_enter(world, err))
		return false;
	features_settle(world);
	if (!may_fail || !trouble(world, reply))
		act(world, request, reply);
	words_finish(request, reply);
	if (world_leave(world, err))
		return true;
	service_reply_fini(reply);
	return false;
}

static bool demo_submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	const struct act *act = act_find(request->kind);
	if (act)
		return run(world_of(service), act->submit, true, request, reply, err);
	*reply = (struct service_reply){ 0 };
	return world_refusef(
		reply, CAUSE_UNKNOWN, "The simulated service does not know %.40s.", request->kind);
}

static bool demo_ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	const struct act *act = act_find(request->kind);
	if (act)
		return run(world_of(service), act->ask, false, request, reply, err);
	*reply = (struct service_reply){ 0 };
	return world_refuse(reply, CAUSE_NOT_DONE, "");
}

static bool demo_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	return run(world_of(service), world_search, true, request, reply, err);
}

static bool demo_let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	return run(world_of(service), world_let_go, false, request, reply, err);
}

/* An operation is named after what it is to bring about ("assign:+14255550100:12"), so that polling
 * is asking, and an operation survives whatever happens to either side. */
static void poll_operation(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char name[96];
	snprintf(name, sizeof name, "%s", request->kind);
	char *rest = name, *kind = strsep(&rest, ":"), *object = rest ? strsep(&rest, ":") : NULL;
	struct service_request ask = { .kind = kind, .request_id = object };
	if (object && strcmp(kind, "purchase") == 0)
		licences_buy_ask(world, &ask, reply);
	else if (object && strcmp(kind, "feature") == 0)
		features_poll(world, object, reply);
	else if (object && strcmp(kind, "address") == 0)
		addresses_poll(world, object, reply);
	else if (object && rest && strcmp(kind, "assign") == 0)
		assignments_poll(world, object, strtoll(rest, NULL, 10), reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "NotFound: The operation was not found.");
}

static bool demo_poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err)
{
	struct service_request request = { .kind = operation };
	return run(world_of(service), poll_operation, false, &request, reply, err);
}

static enum service_way demo_way(struct service *service, const char *kind)
{
	(void)service;
	(void)kind;
	return SERVICE_BY_RINGUP;
}

static int64_t demo_now(struct service *service)
{
	struct world *world = world_of(service);
	error_clear(&world->failure);
	return clock_now() + world_number(world, SQL_OFFSET, NO_BINDS, 0);
}

static void page_add(struct world *world, enum service_page page, const char *from,
	struct str *json, struct str *next)
{
	switch (page) {
	case SERVICE_ORGANIZATION:
		world_add(world, json, SQL_ORGANIZATION, NO_BINDS);
		break;
	case SERVICE_OFFERS:
		licences_offers_page(world, json);
		break;
	case SERVICE_SUBSCRIPTIONS:
		licences_subscriptions_page(world, json);
		break;
	case SERVICE_PEOPLE:
		people_page(world, from, json, next);
		break;
	case SERVICE_ADDRESSES:
		addresses_page(world, from, json, next);
		break;
	case SERVICE_NUMBERS:
		stock_numbers_page(world, from, json, next);
		break;
	case SERVICE_FEATURES:
		features_page(world, from, json, next);
		break;
	case SERVICE_VOICE: /* said of its people */
	case SERVICE_PAGE_COUNT:
		break;
	}
}

static bool demo_sync(struct service *service, enum service_page page, const char *from,
	struct str *json, struct service_next *next, struct error *err)
{
	struct world *world = world_of(service);
	struct service_reply reply = { 0 };
	if (!world_enter(world, err))
		return false;
	str_clear(&next->from);
	features_settle(world);
	bool met = trouble(world, &reply);
	if (!met)
		page_add(world, page, from, json, &next->from);
	if (!world_leave(world, err))
		return false;
	return !met || error_set(err, ERROR_TRANSIENT, "%s", reply.words);
}

static void demo_close(struct service *service)
{
	struct world *world = world_of(service);
	for (int i = 0; i < world->prepared_count; i++)
		sqlite3_finalize(world->prepared[i].stmt);
	reference_close(world->ref);
	sqlite3_close(world->db);
	free(world);
}

static const struct service_ops demo_ops = {
	.name = "demo",
	.title = N_("demo tenant, simulated"),
	.close = demo_close,
	.now = demo_now,
	.sync = demo_sync,
	.way = demo_way,
	.submit = demo_submit,
	.poll = demo_poll,
	.ask = demo_ask,
	.search = demo_search,
	.let_go = demo_let_go,
};

/* ---- opening ---- */

static bool sql_failed(struct world *world, const char *path, struct error *err)
{
	int rc = sqlite3_extended_errcode(world->db);
	return error_set(err, world_code(rc),
		_("The simulated service's file %s cannot be used: %s."), path,
		sqlite3_errmsg(world->db));
}

static int64_t pragma(struct world *world, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t value = -1;
	if (sqlite3_prepare_v2(world->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

/* Reading an embedded script may fail only by our own mistake or a full disk. */
static bool script(struct world *world, const char *name, const char *path, struct error *err)
{
	const char *text = embedded_file(name, NULL);
	if (!text)
		die("%s is not embedded", name);
	return sqlite3_exec(world->db, text, NULL, NULL, NULL) == SQLITE_OK ||
	       sql_failed(world, path, err);
}

static bool tenant_known(const char *name)
{
	for (int i = 0; tenants[i]; i++)
		if (strcmp(tenants[i], name) == 0)
			return true;
	return strcmp(name, EMPTY) == 0;
}

/* Begins the tenant in an empty file, inside a transaction that the caller ends. */
static bool tenant_begin(struct world *world, const char *path, const struct demo_options *options,
	struct error *err)
{
	char file[64], stamp[96];
	snprintf(file, sizeof file, "demo/%s.sql", options->tenant ? options->tenant : tenants[0]);
	if (!script(world, "demo.sql", path, err) ||
		!script(world, "demo/features.sql", path, err) ||
		!script(world, "demo/names.sql", path, err) || !script(world, file, path, err))
		return false;
	snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		APPLICATION_ID, USER_VERSION);
	if (sqlite3_exec(world->db, stamp, NULL, NULL, NULL))
		return sql_failed(world, path, err);
	world->now = clock_now();
	world_run(world, SQL_BEGIN_TENANT,
		BINDS(NUMBER(":people", options->people), NUMBER(":seed", options->seed),
			NUMBER(":now", world->now)));
	licences_begin(world);
	return world->failure.code == ERROR_NONE ||
	       error_set(err, world->failure.code, "%s", world->failure.text);
}

static bool file_check(struct world *world, const char *path, struct error *err)
{
	int64_t id = pragma(world, "PRAGMA application_id"),
		version = pragma(world, "PRAGMA user_version");
	if (id < 0)
		return sql_failed(world, path, err);
	if (id != APPLICATION_ID)
		return error_set(err, ERROR_CORRUPT,
			_("%s is no file of the simulated service. Move it away, or choose another profile."),
			path);
	if (version > USER_VERSION)
		return error_set(err, ERROR_NEWER,
			_("%s was made by a newer ringup. Update ringup, or start over with --fresh."),
			path);
	return true;
}

/* A tenant of the first version gets what the second one has. */
static bool file_upgrade(struct world *world, const char *path, struct error *err)
{
	if (pragma(world, "PRAGMA user_version") == USER_VERSION)
		return true;
	if (!script(world, "demo/features.sql", path, err))
		return false;
	char stamp[48];
	snprintf(stamp, sizeof stamp, "PRAGMA user_version = %d", USER_VERSION);
	return sqlite3_exec(world->db, stamp, NULL, NULL, NULL) == SQLITE_OK ||
	       sql_failed(world, path, err);
}

/* The file's tenant must be the one that was asked for. */
static bool tenant_check(struct world *world, const struct demo_options *options, struct error *err)
{
	char name[32];
	world_text(world, SQL_TENANT, NO_BINDS, name, sizeof name);
	int64_t people = world_number(world, SQL_PEOPLE, NO_BINDS, 0);
	if (world->failure.code != ERROR_NONE)
		return error_set(err, world->failure.code, "%s", world->failure.text);
	if (options->tenant && strcmp(options->tenant, name) != 0)
		return error_set(err, ERROR_USAGE,
			_("This demo plays %s, not %s. --fresh starts over."), name,
			options->tenant);
	int64_t named = world_number(world, SQL_NAMED, NO_BINDS, 0);
	if (options->people && (options->people > named ? options->people : named) != people)
		return error_set(err, ERROR_USAGE,
			_("This demo has %lld people, not %lld. --fresh starts over."),
			(long long)people, (long long)options->people);
	return true;
}

static bool speed_set(struct world *world, const char *speed, struct error *err)
{
	if (!speed)
		return true;
	if (world_number(world, SQL_KNOWN_SPEED, BINDS(TEXT(":speed", speed)), 0) == 0)
		return error_set(err, ERROR_USAGE,
			_("%s is no speed: choose instant, brisk or lifelike."), speed);
	return world_run(world, SQL_SET_SPEED, BINDS(TEXT(":speed", speed))) ||
	       error_set(err, world->failure.code, "%s", world->failure.text);
}

/* Empties the file in place, so that another process that has it open sees the new tenant and not a
 * ghost. */
static bool file_reset(struct world *world, const char *path, struct error *err)
{
	int64_t id = pragma(world, "PRAGMA application_id");
	if (id > 0 && id != APPLICATION_ID)
		return file_check(world, path, err);
	sqlite3_db_config(world->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, 0);
	bool ok = sqlite3_exec(world->db, "VACUUM", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_db_config(world->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, 0);
	return ok || sql_failed(world, path, err);
}

/* One transaction: two processes that begin at the same time find one tenant. */
static bool file_begin(struct world *world, const char *path, const struct demo_options *options,
	struct error *err)
{
	if (sqlite3_exec(world->db, "BEGIN IMMEDIATE", NULL, NULL, NULL))
		return sql_failed(world, path, err);
	bool empty = pragma(world, "SELECT count(*) FROM sqlite_schema") == 0;
	bool ok = (!empty || tenant_begin(world, path, options, err)) &&
		  file_check(world, path, err) && file_upgrade(world, path, err) &&
		  tenant_check(world, options, err) && speed_set(world, options->speed, err);
	if (ok && sqlite3_exec(world->db, "COMMIT", NULL, NULL, NULL))
		ok = sql_failed(world, path, err);
	if (!ok)
		sqlite3_exec(world->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

static bool file_open(struct world *world, const char *path, const struct demo_options *options,
	struct error *err)
{
	/* Made here, so that it is nobody else's from its first moment on. */
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set(err, ERROR_IO,
			_("The simulated service's file %s cannot be opened: %m."), path);
	close(fd);
	if (sqlite3_open_v2(path, &world->db, SQLITE_OPEN_READWRITE, NULL))
		return sql_failed(world, path, err);
	sqlite3_busy_timeout(world->db, 5000);
	sqlite3_extended_result_codes(world->db, 1);
	if (options->fresh && !file_reset(world, path, err))
		return false;
	if (sqlite3_exec(world->db,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
		    NULL, NULL, NULL))
		return sql_failed(world, path, err);
	world->ref = reference_open(NULL, err);
	return world->ref && file_begin(world, path, options, err);
}

struct service *demo_open(const char *path, const struct demo_options *options, struct error *err)
{
	if (options->tenant && !tenant_known(options->tenant)) {
		error_set(err, ERROR_USAGE,
			_("%s is no demo tenant: choose bakery, atelier or northwind."),
			options->tenant);
		return NULL;
	}
	if (options->people < 0 || options->people > 10000000) {
		error_set(err, ERROR_USAGE, _("A demo tenant has 1 to 10,000,000 people."));
		return NULL;
	}
	struct world *world = xcalloc(1, sizeof *world);
	world->service.ops = &demo_ops;
	world->faultless = options->faultless;
	if (file_open(world, path, options, err))
		return &world->service;
	demo_close(&world->service);
	return NULL;
}

static bool change_tenant(
	struct service *service, const char *sql, const struct bind *binds, struct error *err)
{
	struct world *world = world_of(service);
	return world_enter(world, err) && (world_run(world, sql, binds), world_leave(world, err));
}

bool demo_clock_skip(struct service *service, int64_t seconds, struct error *err)
{
	return change_tenant(service, SQL_SKIP, BINDS(NUMBER(":seconds", seconds)), err);
}

bool demo_set_verified(struct service *service, const char *verified, struct error *err)
{
	return change_tenant(service, SQL_VERIFY,
		BINDS(TEXT(":verified", verified), NUMBER(":now", demo_now(service))), err);
}
