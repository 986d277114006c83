/* tests/unit/plan-fixture.h: a store on a real file, and a service whose tenant lives in shared
 * memory, so that it outlives a process that is killed. Every submit has its effect, even the same
 * one twice: only asking first keeps a tenant from paying double. */
#ifndef TESTS_UNIT_PLAN_FIXTURE_H
#define TESTS_UNIT_PLAN_FIXTURE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/plan/apply.h"
#include "core/service/service.h"
#include "core/store/store.h"
#include "tests/unit/expect.h"

#define FIXTURE_PEOPLE 3
#define FIXTURE_NOW 1800000000

struct fake_effect {
	char kind[16], request_id[40], number[17], upn[64];
};

/* What the next submits of a kind get instead of their effect. */
struct fake_script {
	const char *kind;
	enum service_state state;
	enum cause cause;
	int64_t after;
	int times;
};

struct fake {
	struct service service; /* first: a fake is a service */
	int64_t now;
	int effects, submits, asks, polls, searches, letters;
	struct fake_effect effect[256];
	struct fake_script script[8];
	int stock;    /* numbers that a search can find; each is found once */
	int next;     /* of the numbers */
	int64_t hold; /* seconds that a search holds */
	int same;     /* a search for one very number finds it */
	int pending;  /* submits answer pending, and polls make the effect */
	char operation[64][40], operation_kind[64][16], operation_number[64][17];
	int operations;
};

static char fixture_folder[64], fixture_path[128];
static struct fake *fake;

static bool fake_scripted(const char *kind, struct service_reply *reply)
{
	for (size_t i = 0; i < sizeof(fake->script) / sizeof(fake->script[0]); i++) {
		struct fake_script *script = &fake->script[i];

		if (script->times <= 0 || strcmp(script->kind, kind) != 0)
			continue;
		script->times--;
		reply->state = script->state;
		reply->cause = script->cause;
		reply->after = script->after;
		return true;
	}
	return false;
}

static void fake_effect(const char *kind, const char *id, const char *number, const char *upn)
{
	struct fake_effect *effect = &fake->effect[fake->effects++];

	snprintf(effect->kind, sizeof(effect->kind), "%s", kind);
	snprintf(effect->request_id, sizeof(effect->request_id), "%s", id);
	snprintf(effect->number, sizeof(effect->number), "%s", number ? number : "");
	snprintf(effect->upn, sizeof(effect->upn), "%s", upn ? upn : "");
}

static void fake_ids(const char *kind, struct service_reply *reply)
{
	reply->state = SERVICE_DONE;
	if (strcmp(kind, "address") == 0) {
		strcpy(reply->civic_id, "civic-1");
		strcpy(reply->location_id, "location-1");
		strcpy(reply->validation, "Valid");
	}
	if (strcmp(kind, "place") == 0)
		strcpy(reply->location_id, "location-2");
}

static int64_t fake_now(struct service *service)
{
	(void)service;
	return fake->now;
}

static enum service_way fake_way(struct service *service, const char *kind)
{
	(void)service, (void)kind;
	return SERVICE_BY_RINGUP;
}

static bool fake_submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service, (void)err;
	fake->submits++;
	if (fake_scripted(request->kind, reply))
		return true;
	if (fake->pending) {
		int at = fake->operations++;

		snprintf(fake->operation[at], 40, "%s", request->request_id);
		snprintf(fake->operation_kind[at], 16, "%s", request->kind);
		snprintf(fake->operation_number[at], 17, "%s",
			request->number ? request->number : "");
		reply->state = SERVICE_PENDING;
		snprintf(reply->operation, sizeof(reply->operation), "%d", at);
		reply->after = 60;
		return true;
	}
	fake_effect(request->kind, request->request_id, request->number, request->upn);
	fake_ids(request->kind, reply);
	return true;
}

static bool fake_poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err)
{
	int at = atoi(operation);

	(void)service, (void)err;
	fake->polls++;
	fake_effect(fake->operation_kind[at], fake->operation[at], fake->operation_number[at], "");
	fake_ids(fake->operation_kind[at], reply);
	return true;
}

static bool fake_ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service, (void)err;
	fake->asks++;
	for (int i = 0; i < fake->effects; i++) {
		if (strcmp(fake->effect[i].request_id, request->request_id) == 0) {
			fake_ids(request->kind, reply);
			return true;
		}
	}
	reply->state = SERVICE_FAILED;
	reply->cause = CAUSE_NOT_DONE;
	return true;
}

static bool fake_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service, (void)err;
	fake->searches++;
	if (fake_scripted("search", reply))
		return true;
	if (request->prefix && fake->same) {
		str_addf(&reply->json, "[{\"telephoneNumber\":\"+%s\"}]", request->prefix);
		reply->state = SERVICE_DONE;
		reply->held_until = fake->now + fake->hold;
		return true;
	}
	if (fake->stock == 0 || request->prefix) {
		reply->state = SERVICE_FAILED;
		reply->cause = CAUSE_OUT_OF_STOCK;
		return true;
	}
	str_addc(&reply->json, '[');
	for (int i = 0; i < request->quantity && fake->stock > 0; i++, fake->stock--)
		str_addf(&reply->json,
			"%s{\"telephoneNumber\":\"+1425555%04d\",\"city\":\"Bellevue\"}",
			i ? "," : "", 100 + fake->next++);
	str_addc(&reply->json, ']');
	reply->state = SERVICE_DONE;
	snprintf(reply->reservation, sizeof(reply->reservation), "hold-%d", fake->searches);
	reply->held_until = fake->now + fake->hold;
	return true;
}

static bool fake_let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service, (void)request, (void)err;
	reply->state = SERVICE_DONE;
	return true;
}

static void fake_close(struct service *service)
{
	(void)service;
}

static const struct service_ops fake_ops = {
	.name = "fake",
	.close = fake_close,
	.now = fake_now,
	.way = fake_way,
	.submit = fake_submit,
	.poll = fake_poll,
	.ask = fake_ask,
	.search = fake_search,
	.let_go = fake_let_go,
};

static void fake_reset(void)
{
	memset(fake, 0, sizeof(*fake));
	fake->service.ops = &fake_ops;
	fake->now = FIXTURE_NOW;
	fake->stock = 100;
	fake->hold = 600;
}

/* Effects of a kind in the tenant; number and upn may be NULL: any. */
static inline int fake_count(const char *kind, const char *number, const char *upn)
{
	int count = 0;

	for (int i = 0; i < fake->effects; i++) {
		const struct fake_effect *effect = &fake->effect[i];

		count += strcmp(effect->kind, kind) == 0 &&
			 (!number || strcmp(effect->number, number) == 0) &&
			 (!upn || strcmp(effect->upn, upn) == 0);
	}
	return count;
}

/* ---- the store ---- */

/* Three people in Bellevue who call, one without a usage location; a bundle to buy; an address with
 * a place; an order for three numbers; open wishes for all. */
static const char fixture_sql[] =
	"UPDATE organization SET name = 'Bakery', country = 'US', verified = 'yes', currency = 'USD';"
	"INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES"
	" ('b', 'MCOTEAMS_ESSENTIALS', 'Teams Phone with Calling Plan', 12);"
	"INSERT INTO offer (sku_part, currency, cents, source) VALUES ('MCOTEAMS_ESSENTIALS', 'USD', 1500,"
	" 'demo');"
	"INSERT INTO person (id, object_id, upn, display_name, city, calls, present, usage_location_wanted,"
	" usage_location_actual, usage_location_base) VALUES"
	" (1, 'o1', 'ava@x', 'Ava', 'Bellevue', 1, 1, 'US', 'US', 'US'),"
	" (2, 'o2', 'ben@x', 'Ben', 'Bellevue', 1, 1, 'US', 'US', 'US'),"
	" (3, 'o3', 'chloe@x', 'Chloé', 'Bellevue', 1, 1, 'US', NULL, NULL);"
	"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, 'b', 1), (2, 'b', 1), (3, 'b', 1);"
	"INSERT INTO address (id, name, country, city, latitude, longitude) VALUES"
	" (1, 'hq', 'US', 'Bellevue', '47.6147', '-122.1966');"
	"INSERT INTO place (id, address_id, name) VALUES (9, 1, 'Office');"
	"INSERT INTO number_order (id, name, country, city, quantity_wanted) VALUES"
	" (1, 'office', 'US', 'Bellevue', 3);"
	"INSERT INTO assignment (person_id, order_wanted, place_wanted) VALUES (1, 1, 9), (2, 1, 9), (3, 1, 9);";

static struct store *fixture_open(void)
{
	struct error err = { 0 };
	struct store *store = store_open(fixture_path, 0, &err);

	if (!store)
		fail_msg("%s", err.text);
	return store;
}

static inline void fixture_exec(struct store *store, const char *sql)
{
	struct error err = { 0 };

	if (!store_exec(store, sql, &err))
		fail_msg("%s", err.text);
}

static inline int64_t fixture_number(struct store *store, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t number = -1;

	if (sqlite3_prepare_v2(store_db(store), sql, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	else
		fail_msg("%s: %s", sql, sqlite3_errmsg(store_db(store)));
	sqlite3_finalize(stmt);
	return number;
}

static int fixture_remove(const char *name, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(name);
}

static void fixture_fresh(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char name[160];
	struct store *store;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", fixture_path, ends[i]);
		remove(name);
	}
	fake_reset();
	store = fixture_open();
	fixture_exec(store, fixture_sql);
	store_close(store);
}

static int fixture_set_up(void **state)
{
	(void)state;
	strcpy(fixture_folder, "/tmp/ringup-plan-XXXXXX");
	if (!mkdtemp(fixture_folder))
		return -1;
	setenv("XDG_CONFIG_HOME", fixture_folder, 1);
	unsetenv("RINGUP_FAULT");
	snprintf(fixture_path, sizeof(fixture_path), "%s/t.db", fixture_folder);
	fake = mmap(NULL, sizeof(*fake), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fake == MAP_FAILED)
		return -1;
	fixture_fresh();
	return 0;
}

static int fixture_tear_down(void **state)
{
	(void)state;
	munmap(fake, sizeof(*fake));
	return nftw(fixture_folder, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
