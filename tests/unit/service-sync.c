/* Proves that a sync reads every page once, one a turn, may stop and go on, waits out passing
 * trouble, and marks what is gone only at its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/service/demo/demo.h"
#include "core/service/sync.h"
#include "core/store/store.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

#define BUNDLE "ae2343d1-0999-43f6-ae18-d816516f6e78" /* MCOTEAMS_ESSENTIALS */
#define AVA "6d0a0d0e-0001-4b7c-9a01-000000000001"

static char folder[64], demo_path[96], store_path_[96];
static struct service *demo;
static struct store *store;
static struct error err;

static void check(bool ok)
{
	if (!ok)
		fail_msg("%s", err.text);
}

static void open_demo(struct demo_options options)
{
	service_close(demo);
	options.fresh = true;
	demo = demo_open(demo_path, &options, &err);
	check(demo != NULL);
}

static int64_t count(const char *sql)
{
	int64_t number = -1;
	sqlite3_stmt *stmt = store_statement(store, sql, &err);
	check(stmt != NULL);
	check(store_number(stmt, &number, &err));
	return number;
}

/* All turns, without waiting. Returns how many it took. */
static int turns(struct sync *sync)
{
	int n = 1;
	while (sync_turn(sync, &err))
		n++;
	check(err.code == ERROR_NONE);
	return n;
}

static void sync_all(void)
{
	struct sync *sync = sync_open(store, demo, &err);
	check(sync != NULL);
	turns(sync);
	sync_close(sync);
}

static void finish(struct service_request request)
{
	struct service_reply reply;
	check(demo->ops->submit(demo, &request, &reply, &err));
	if (reply.state == SERVICE_FAILED)
		fail_msg("%s: %s", cause_word(reply.cause), reply.words);
	service_reply_fini(&reply);
}

static int set_up(void **state)
{
	(void)state;
	setenv("RINGUP_NOW", "1793894400", 1);
	snprintf(folder, sizeof folder, "%s/ringup-sync.XXXXXX",
		getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	snprintf(demo_path, sizeof demo_path, "%s/demo.db", folder);
	snprintf(store_path_, sizeof store_path_, "%s/store.db", folder);
	store = store_open(store_path_, 0, &err);
	return store ? 0 : -1;
}

static int tear_down(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	const char *const paths[] = { demo_path, store_path_ };
	char file[128];
	(void)state;
	service_close(demo);
	demo = NULL;
	store_close(store);
	for (size_t i = 0; i < 2; i++)
		for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
			snprintf(file, sizeof file, "%s%s", paths[i], ends[e]);
			unlink(file);
		}
	return rmdir(folder);
}

static void the_bakery_comes_in_whole(void **state)
{
	struct organization organization;
	(void)state;
	open_demo(
		(struct demo_options){ .tenant = "bakery", .speed = "instant", .faultless = true });
	sync_all();
	check(organization_get(store, &organization, &err));
	assert_string_equal(organization.name, "Contoso Bakery");
	assert_string_equal(organization.country, "US");
	assert_string_equal(organization.verified, "yes");
	assert_int_equal(organization.synced_at, demo->ops->now(demo));
	assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 15);
	assert_int_equal(
		count("SELECT count(*) FROM person WHERE usage_location_actual IS NULL"), 1);
	assert_int_equal(count("SELECT count(*) FROM licence WHERE actual = 1"), 15);
	assert_int_equal(
		count("SELECT seats_actual FROM subscription WHERE sku_part = 'O365_BUSINESS_PREMIUM'"),
		15);
	assert_int_equal(
		count("SELECT cents FROM offer WHERE sku_part = 'MCOTEAMS_ESSENTIALS'"), 1500);
	assert_int_equal(count("SELECT count(*) FROM change"), 0);
}

static void every_page_is_one_turn(void **state)
{
	struct sync_progress progress;
	int n = 0;
	(void)state;
	open_demo((struct demo_options){
		.tenant = "northwind", .people = 2500, .speed = "instant", .faultless = true });
	struct sync *sync = sync_open(store, demo, &err);
	check(sync != NULL);
	int64_t before = 0;
	do {
		sync_progress(sync, &progress);
		assert_in_range(progress.pages - before, 0, 1);
		before = progress.pages;
		n++;
	} while (sync_turn(sync, &err));
	check(err.code == ERROR_NONE);
	sync_progress(sync, &progress);
	assert_true(progress.done);
	assert_int_equal(progress.pages, 9); /* three of people, one of each other kind */
	assert_int_equal(n, 10);             /* and one that marks what is gone */
	assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 2500);
	assert_false(sync_turn(sync, &err)); /* nothing is left */
	sync_close(sync);
}

static void a_sync_stops_and_goes_on(void **state)
{
	(void)state;
	open_demo((struct demo_options){
		.tenant = "northwind", .people = 2500, .speed = "instant", .faultless = true });
	struct sync *sync = sync_open(store, demo, &err);
	check(sync != NULL);
	for (int i = 0; i < 4; i++)
		assert_true(sync_turn(sync, &err));
	assert_int_equal(count("SELECT count(*) FROM person"), 999);
	assert_int_equal(count("SELECT synced_at FROM organization"), 0);
	turns(sync);
	sync_close(sync);
	assert_int_equal(count("SELECT count(*) FROM person"), 2500);
}

/* As a process that was killed leaves it. */
static void the_next_sync_goes_on_where_one_was_stopped(void **state)
{
	static const struct {
		const char *name, *between; /* SQL */
		bool whole;
		int64_t pages; /* that the second one reads */
	} cases[] = {
		{ "at once", NULL, false, 5 },
		{ "with everything asked for again", NULL, true, 9 },
		{ "after a change was done",
			"INSERT INTO run (id, started_at) VALUES (1, 1);"
			"INSERT INTO journal (run_id, kind, key, state, request_id, intent_at)"
			" VALUES (1, 'licence', 'licence:1', 'sent', 'x', 1);"
			"UPDATE journal SET state = 'done'",
			false, 9 },
		{ "the day after", "UPDATE reading SET begun_at = begun_at - 86400", false, 9 },
	};
	(void)state;
	open_demo((struct demo_options){
		.tenant = "northwind", .people = 2500, .speed = "instant", .faultless = true });
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sync_progress progress;
		struct sync *sync = sync_open_whole(store, demo, &err);
		check(sync != NULL);
		for (int n = 0; n < 4; n++)
			assert_true(sync_turn(sync, &err));
		sync_close(sync);
		if (cases[i].between)
			check(store_exec(store, cases[i].between, &err));
		sync = cases[i].whole ? sync_open_whole(store, demo, &err)
				      : sync_open(store, demo, &err);
		check(sync != NULL);
		turns(sync);
		sync_progress(sync, &progress);
		if (progress.pages != cases[i].pages)
			fail_msg("%s: %d pages, not %d", cases[i].name, (int)progress.pages,
				(int)cases[i].pages);
		sync_close(sync);
		assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 2500);
		assert_int_equal(count("SELECT count(*) FROM seen"), 0);
		check(store_exec(store, "DELETE FROM journal; DELETE FROM run", &err));
	}
}

static void passing_trouble_is_waited_out(void **state)
{
	(void)state;
	open_demo((struct demo_options){ .tenant = "bakery", .speed = "instant" });
	for (int i = 0; i < 12; i++) /* 84 requests: three of them met trouble */
		sync_all();
	assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 15);
}

static void what_is_gone_is_marked_at_the_end(void **state)
{
	struct person_record ghost = {
		.upn = "ghost@contosobakery.example", .enabled = 1, .present = 1
	};
	(void)state;
	open_demo(
		(struct demo_options){ .tenant = "bakery", .speed = "instant", .faultless = true });
	check(person_put(store, &ghost, NULL, NULL, &err));
	struct sync *sync = sync_open(store, demo, &err);
	check(sync != NULL);
	for (int i = 0; i < SERVICE_PAGE_COUNT - 1; i++)
		assert_true(sync_turn(sync, &err));
	assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 16);
	assert_false(sync_turn(sync, &err));
	check(err.code == ERROR_NONE);
	assert_int_equal(count("SELECT count(*) FROM person WHERE present = 1"), 15);
	sync_close(sync);
}

static void what_the_service_did_is_seen(void **state)
{
	(void)state;
	open_demo(
		(struct demo_options){ .tenant = "bakery", .speed = "instant", .faultless = true });
	finish((struct service_request){
		.kind = "buy_phone", .request_id = "b", .sku_id = BUNDLE, .quantity = 5 });
	finish((struct service_request){
		.kind = "licence", .request_id = "l", .object_id = AVA, .add_skus = BUNDLE });
	finish((struct service_request){ .kind = "order",
		.request_id = "o",
		.country = "US",
		.city = "Bellevue",
		.quantity = 5 });
	sync_all();
	assert_int_equal(
		count("SELECT count(*) FROM number WHERE owned_actual = 1 AND owned_wanted = 1"),
		5);
	assert_int_equal(count("SELECT count(*) FROM person WHERE voice = 1"), 1);
	assert_int_equal(
		count("SELECT seats_actual - used_actual FROM subscription WHERE sku_id = '" BUNDLE
		      "'"),
		4);
	assert_int_equal(count("SELECT count(*) FROM change"), 0);
}

static void an_empty_tenant_takes_the_people_of_an_import(void **state)
{
	struct person_record people[] = {
		{ .upn = "o'hara@example.org",
			.display_name = "O'Hara",
			.usage_location = "FR",
			.enabled = 1 },
		{ .upn = "kim@example.org", .display_name = "Kim", .enabled = 1 },
	};
	(void)state;
	open_demo(
		(struct demo_options){ .tenant = "empty", .speed = "instant", .faultless = true });
	sync_all();
	check(organization_set(store, ORGANIZATION_NAME, "My own", &err));
	check(organization_set(store, ORGANIZATION_COUNTRY, "FR", &err));
	check(organization_set(store, ORGANIZATION_PLAN, "ENTERPRISEPACK", &err));
	check(organization_set(store, ORGANIZATION_VERIFIED, "yes", &err));
	for (size_t i = 0; i < 2; i++)
		check(person_put(store, &people[i], NULL, NULL, &err));
	check(demo_adopt(demo, store, &err));
	check(demo_adopt(demo, store, &err)); /* nobody comes twice */
	sync_all();
	assert_int_equal(
		count("SELECT count(*) FROM person WHERE present = 1 AND object_id <> ''"), 2);
	assert_int_equal(
		count("SELECT count(*) FROM person WHERE usage_location_actual = 'FR'"), 1);
	assert_int_equal(
		count("SELECT seats_actual FROM subscription WHERE sku_part = 'ENTERPRISEPACK'"),
		2);
	assert_int_equal(
		count("SELECT currency = 'EUR' AND verified = 'yes' FROM organization"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_bakery_comes_in_whole),
		TEST(every_page_is_one_turn),
		TEST(a_sync_stops_and_goes_on),
		TEST(the_next_sync_goes_on_where_one_was_stopped),
		TEST(passing_trouble_is_waited_out),
		TEST(what_is_gone_is_marked_at_the_end),
		TEST(what_the_service_did_is_seen),
		TEST(an_empty_tenant_takes_the_people_of_an_import),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
