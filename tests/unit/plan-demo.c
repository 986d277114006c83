/* Proves that the simulated service and the plan understand each other: both small tenants go from
 * nothing to a finished setup, and back. */
#include "core/plan/licensing.h"
#include "core/plan/match.h"
#include "core/plan/undo.h"
#include "core/reference/reference.h"
#include "core/service/demo/demo.h"
#include "core/service/sync.h"
#include "tests/unit/plan-fixture.h"

static bool letter_send(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *letter, struct service_reply *reply, struct error *err)
{
	(void)reply;
	(void)data, (void)store, (void)person_id, (void)request_id, (void)err;
	strcpy(letter->method, "files");
	strcpy(letter->language, "en");
	return true;
}

static void apply_all(
	struct store *store, struct service *service, struct reference *ref, int64_t buy)
{
	struct apply_options options = { .buy_count = buy, .notice_send = letter_send };
	struct error err = { 0 };
	struct apply *apply = apply_begin(store, service, ref, &options, &err);
	int turns = 0;

	if (!apply)
		fail_msg("%s", err.text);
	while (apply_turn(apply, &err)) {
		if (apply_next(apply) > 0)
			assert_true(demo_clock_skip(service, 600, NULL));
		if (++turns > 20000)
			fail_msg("apply does not come to an end");
	}
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	assert_int_equal(apply_outcome(apply), APPLY_DONE);
	apply_end(apply);
}

static void sync_all(struct store *store, struct service *service)
{
	struct error err = { 0 };
	struct sync *sync = sync_open(store, service, &err);
	int turns = 0;

	if (!sync)
		fail_msg("%s", err.text);
	while (sync_turn(sync, &err)) {
		if (++turns % 100 == 0)
			assert_true(demo_clock_skip(service, 60, NULL));
		if (turns > 20000)
			fail_msg("sync does not come to an end");
	}
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	sync_close(sync);
}

static const char bakery_sql[] =
	"UPDATE person SET calls = 1 WHERE department = 'Office';"
	"UPDATE person SET usage_location_wanted = 'US' WHERE usage_location_wanted IS NULL;"
	"UPDATE organization SET verified = 'yes';"
	"INSERT INTO address (name, company_name, country, house_number, street_name, street_suffix,"
	" post_directional, city, state, postal_code, latitude, longitude) VALUES ('hq', 'Contoso Bakery', 'US',"
	" '500', '108th', 'Ave', 'NE', 'Bellevue', 'WA', '98004', '47.6147', '-122.1966');"
	"INSERT INTO place (address_id, name) SELECT id, 'Office' FROM address;"
	"INSERT INTO number_order (name, country, state, city, quantity_wanted, place_id)"
	" SELECT 'office', 'US', 'WA', 'Bellevue', 5, id FROM place WHERE name = '';";

static const char atelier_sql[] =
	"UPDATE person SET calls = 1;"
	"UPDATE organization SET verified = 'yes', product = 'separate';"
	"INSERT INTO address (name, company_name, country, house_number, street_name, city, postal_code,"
	" latitude, longitude) VALUES ('lyon', 'Atelier Dupont', 'FR', '12', 'rue de la République', 'Lyon',"
	" '69001', '45.7657', '4.8363'), ('paris', 'Atelier Dupont', 'FR', '48', 'rue de Turenne', 'Paris',"
	" '75003', '48.8594', '2.3649');"
	"INSERT INTO number_order (name, country, city, quantity_wanted, place_id) SELECT a.name, 'FR', a.city,"
	" iif(a.name = 'lyon', 5, 3), p.id FROM address a JOIN place p ON p.address_id = a.id;";

/* What cannot be undone says so; all the rest is, and nothing is left in the plan. */
static void go_back(struct store *store, struct service *service, struct reference *ref,
	const char *name, bool release)
{
	static struct undo_row rows[100];
	int64_t run = undo_last_run(store, NULL);
	struct undo_count count;
	int got, kept = 0;

	assert_true(undo_preview(store, run, release, 0, 100, rows, &got, NULL));
	for (int i = 0; i < got; i++) {
		expect_number(rows[i].label, rows[i].can, rows[i].why == NULL);
		if (strcmp(rows[i].kind, "address") != 0)
			continue;
		expect_number(rows[i].label, rows[i].can, release);
		expect_number(rows[i].label, rows[i].can || rows[i].rule == 308, true);
		kept += !rows[i].can;
	}
	expect_number(name, kept > 0, !release);
	assert_true(undo_run(store, run, release, &count, NULL));
	expect_number(name, count.can + count.cannot, got);
	apply_all(store, service, ref, 0);
	expect_number(name, fixture_number(store, "SELECT count(*) FROM change"), 0);
	sync_all(store, service);
	expect_number(name, fixture_number(store, "SELECT count(*) FROM change"), 0);
}

static void a_tenant_goes_there_and_back(void **state)
{
	static const struct {
		const char *tenant, *speed, *sql;
		int people, cents, addresses;
		bool release, sync;
	} rows[] = {
		{ "bakery", "instant", bakery_sql, 5, 7500, 1, true, true },
		{ "bakery", "lifelike", bakery_sql, 5, 7500, 1, true, false },
		{ "bakery", "instant", bakery_sql, 5, 7500, 1, false, true },
		{ "bakery", "brisk", bakery_sql, 5, 7500, 1, false, false },
		{ "atelier", "instant", atelier_sql, 8, 9600, 2, true, false },
		{ "atelier", "brisk", atelier_sql, 8, 9600, 2, true, true },
		{ "atelier", "instant", atelier_sql, 8, 9600, 2, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct demo_options demo = {
			.tenant = rows[i].tenant, .speed = rows[i].speed, .fresh = true
		};
		struct automatch_options options = { 0 };
		struct automatch_result matched;
		struct plan_cost cost;
		struct error err = { 0 };
		struct service *service;
		struct reference *ref;
		struct store *store;
		char path[160];

		snprintf(path, sizeof(path), "%s/%zu.db", fixture_folder, i);
		store = store_open(path, 0, &err);
		assert_non_null(store);
		snprintf(path, sizeof(path), "%s/%zu-demo.db", fixture_folder, i);
		service = demo_open(path, &demo, &err);
		assert_non_null(service);
		ref = reference_open(store_db(store), &err);
		sync_all(store, service);
		fixture_exec(store, rows[i].sql);
		if (!licensing_plan(store, ref, NULL, &err))
			fail_msg("%s", err.text);
		assert_true(automatch_run(store, ref, &options, &matched, NULL));
		expect_number(rows[i].tenant, matched.matched, rows[i].people);
		assert_true(plan_cost(store, &cost, NULL));
		expect_number(rows[i].tenant, cost.monthly_cents, rows[i].cents);
		apply_all(store, service, ref, cost.seats_to_buy);
		if (rows[i].sync)
			sync_all(store, service);
		expect_number(
			rows[i].tenant, fixture_number(store, "SELECT count(*) FROM change"), 0);
		expect_number(rows[i].tenant,
			fixture_number(store, "SELECT count(DISTINCT number_actual) FROM assignment"
					      " WHERE place_actual IS NOT NULL"),
			rows[i].people);
		go_back(store, service, ref, rows[i].tenant, rows[i].release);
		expect_number(rows[i].tenant,
			fixture_number(store, "SELECT count(*) FROM number WHERE owned_actual = 1"),
			rows[i].release ? 0 : rows[i].people);
		expect_number(rows[i].tenant,
			fixture_number(
				store, "SELECT count(*) FROM address WHERE actual = 'Valid'"),
			rows[i].release ? 0 : rows[i].addresses);
		reference_close(ref);
		service_close(service);
		store_close(store);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_tenant_goes_there_and_back, fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
