/* Proves a port from the first answer to the last swap: it is planned, placed with the simulated
 * service, watched through its states, its numbers come outside of the quota, people change from
 * temporary to ported numbers, and it can be cancelled in time and no later. */
#include "core/base/text.h"
#include "core/plan/edit.h"
#include "core/plan/quota.h"
#include "core/reference/reference.h"
#include "core/service/demo/demo.h"
#include "core/service/sync.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "tests/unit/plan-fixture.h"

#define BUNDLE "ae2343d1-0999-43f6-ae18-d816516f6e78" /* MCOTEAMS_ESSENTIALS */

enum { STEP = 120, STATES = 5 }; /* of the demo at lifelike speed, data/demo/features.sql */

static char shop_path[160], demo_path[160];
static struct store *store;
static struct service *demo;
static struct reference *ref;

static void must(bool fine, const struct error *err)
{
	if (!fine)
		fail_msg("%s", err->text);
}

static void sync_all(void)
{
	struct error err = { 0 };
	struct sync *sync = sync_open(store, demo, &err);
	must(sync, &err);
	while (sync_turn(sync, &err))
		;
	must(err.code == ERROR_NONE, &err);
	sync_close(sync);
}

/* Until nothing goes on, or, with `turns`, as many of them at most without time going forward. */
static enum apply_outcome apply_all(int turns)
{
	struct error err = { 0 };
	struct plan_cost cost;
	struct apply_options options = { 0 };
	assert_true(plan_cost(store, &cost, &err));
	options.buy_count = cost.seats_to_buy;
	struct apply *apply = apply_begin(store, demo, ref, &options, &err);
	must(apply, &err);
	for (int i = 0; apply_turn(apply, &err); i++) {
		if (turns > 0 && i >= turns)
			break;
		if (turns == 0 && apply_next(apply) > 0)
			demo_clock_skip(demo, 30, NULL);
		assert_true(i < 20000);
	}
	must(err.code == ERROR_NONE, &err);
	enum apply_outcome outcome = apply_outcome(apply);
	apply_end(apply);
	return outcome;
}

/* Two callers, each with a temporary number that they have already. */
static int set_up(void **state)
{
	struct error err = { 0 };
	struct demo_options options = { .tenant = "bakery", .speed = "lifelike", .fresh = true };
	if (fixture_set_up(state) != 0)
		return -1;
	snprintf(shop_path, sizeof shop_path, "%s/p.db", fixture_folder);
	snprintf(demo_path, sizeof demo_path, "%s/p-demo.db", fixture_folder);
	store = store_open(shop_path, 0, &err);
	demo = store ? demo_open(demo_path, &options, &err) : NULL;
	ref = demo ? reference_open(store_db(store), &err) : NULL;
	must(ref, &err);
	demo_set_verified(demo, "yes", NULL);
	sync_all();
	fixture_exec(store,
		"UPDATE organization SET verified = 'yes', notify_method = 'none';"
		"UPDATE person SET calls = 1, usage_location_wanted = 'US' WHERE id IN"
		" (SELECT id FROM person WHERE kind = 'member' ORDER BY upn LIMIT 2);"
		"INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES ('" BUNDLE
		"', 'MCOTEAMS_ESSENTIALS', 'Bundle', 12) ON CONFLICT DO NOTHING;"
		"INSERT INTO licence (person_id, sku_id, wanted) SELECT id, '" BUNDLE
		"', 1 FROM person WHERE calls = 1;"
		"INSERT INTO address (name, company_name, country, house_number, street_name,"
		" street_suffix, post_directional, city, state, postal_code, latitude, longitude)"
		" VALUES ('hq', 'Contoso Bakery', 'US', '500', '108th', 'Ave', 'NE', 'Bellevue',"
		" 'WA', '98004', '47.6147', '-122.1966');"
		"INSERT INTO number_order (id, name, country, state, city, quantity_wanted) VALUES"
		" (7, 'temporary', 'US', 'WA', 'Seattle', 2);"
		"INSERT INTO assignment (person_id, order_wanted, place_wanted) SELECT p.id, 7, l.id"
		" FROM person p, place l WHERE p.calls = 1");
	assert_int_equal(apply_all(0), APPLY_DONE);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	return 0;
}

static int tear_down(void **state)
{
	reference_close(ref);
	service_close(demo);
	store_close(store);
	return fixture_tear_down(state);
}

/* ---- topics ---- */

struct answer {
	const char *id, *value;
};

static bool wants(const char *topic, const struct answer *answers, int count, struct error *err)
{
	const char *ids[16], *values[16];
	struct str said = { 0 };
	for (int i = 0; i < count; i++) {
		ids[i] = answers[i].id;
		values[i] = answers[i].value;
	}
	struct topic_context context = { .topic = topic_of(topic),
		.store = store,
		.service = demo,
		.ref = ref,
		.now = demo->ops->now(demo),
		.given_ids = ids,
		.given = values,
		.given_count = count };
	must(edit_begin(store, "want", err), err);
	bool ok = context.topic->want(&context, &said, err);
	str_fini(&said);
	if (!ok) {
		edit_cancel(store);
		return false;
	}
	return edit_end(store, NULL, err);
}

#define WANT(topic, answers, err) \
	wants(topic, answers, (int)(sizeof(answers) / sizeof((answers)[0])), err)

static const char *sheet_of(const char *topic)
{
	static struct str text;
	struct sheet sheet;
	struct error err = { 0 };
	struct topic_context context = { .topic = topic_of(topic),
		.store = store,
		.service = demo,
		.ref = ref,
		.now = demo->ops->now(demo) };
	must(topic_sheet(&context, &sheet, &err), &err);
	str_clear(&text);
	sheet_print(&sheet, 1000, &text);
	sheet_fini(&sheet);
	return str_text(&text);
}

static const struct answer order[] = { { "country", "US" }, { "order", "ours" },
	{ "carrier", "Acme" }, { "account", "A123" }, { "btn", "+14255551234" },
	{ "scope", "partial" }, { "numbers", "+14255551235-1239" }, { "organization", "Bakery" },
	{ "person", "Ava" }, { "service_address", "1 Main St" } };

static const struct answer swap[] = { { "do", "swap" } };
static const struct answer cancel[] = { { "do", "cancel" }, { "order", "ours" } };

static char state_text[64];

static const char *state_of(void)
{
	struct feature feature;
	struct str text = { 0 };
	state_text[0] = '\0';
	if (feature_get(store, FEATURE_PORT, "ours", &feature, NULL) &&
		feature_value(feature.progress, "$.state", &text))
		snprintf(state_text, sizeof state_text, "%s", str_text(&text));
	feature_fini(&feature);
	str_fini(&text);
	return state_text;
}

static int64_t quota_used(void)
{
	struct plan_quota quota;
	struct error err = { 0 };
	must(plan_quota(store, "user", demo->ops->now(demo), &quota, &err), &err);
	return quota.quota.used;
}

/* The phones of the directory that people had at their old carrier. */
static void phones_know_the_numbers(void)
{
	fixture_exec(store,
		"UPDATE person SET phone = '(425) 555-1235' WHERE id = (SELECT min(person_id) FROM assignment);"
		"UPDATE person SET phone = '+1 425 555 1236' WHERE id = (SELECT max(person_id) FROM assignment)");
}

/* ---- the whole ---- */

static void a_port_goes_from_answers_to_swaps(void **state)
{
	static const char *const states[STATES] = { "Processing", "Contacting carrier",
		"Transfer approved", "Transfer pending", "Completed" };
	struct error err = { 0 };
	int64_t before = quota_used();
	(void)state;
	phones_know_the_numbers();
	must(WANT("port", order, &err), &err);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM change WHERE kind = 'port'"), 1);
	expect_part("planned", sheet_of("ports"), "1 order is planned");
	apply_all(20);
	for (int i = 0; i < STATES; i++) {
		sync_all();
		expect_text("R-264", state_of(), states[i]);
		expect_part(states[i], sheet_of("ports"), states[i]);
		expect_number(states[i],
			fixture_number(store,
				"SELECT count(*) FROM number WHERE source = 'ported' AND owned_actual"),
			i == STATES - 1 ? 5 : 0);
		if (i < STATES - 1)
			must(demo_clock_skip(demo, STEP, &err), &err);
	}
	assert_int_equal(apply_all(0), APPLY_DONE);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	expect_number("R-212", quota_used(), before);

	expect_part("to swap", sheet_of("ports"),
		"2 people have temporary numbers and the ported ones are here");
	must(WANT("ports", swap, &err), &err);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM change WHERE kind = 'assign'"), 2);
	assert_int_equal(apply_all(0), APPLY_DONE);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM assignment WHERE number_actual IN ('+14255551235',"
			" '+14255551236') AND place_actual IS NOT NULL"),
		2);
	/* The temporary ones are nobody's now, and can be released. */
	fixture_exec(store, "UPDATE number SET owned_wanted = 0 WHERE source = 'plan'");
	assert_int_equal(apply_all(0), APPLY_DONE);
	sync_all();
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM number WHERE source = 'plan'"), 0);
	expect_number("R-212: only ported ones are left", quota_used(), 0);
}

static void a_swap_can_be_taken_back(void **state)
{
	struct error err = { 0 };
	(void)state;
	phones_know_the_numbers();
	must(WANT("port", order, &err), &err);
	assert_int_equal(apply_all(0), APPLY_DONE);
	must(WANT("ports", swap, &err), &err);
	must(edit_undo(store, NULL, 0, &err), &err);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
}

static void an_order_can_be_cancelled_until_its_last_day(void **state)
{
	struct error err = { 0 };
	(void)state;
	must(WANT("port", order, &err), &err);
	apply_all(20);
	must(demo_clock_skip(demo, 2 * STEP, &err), &err);
	sync_all();
	expect_text("R-264", state_of(), "Transfer approved");
	must(WANT("ports", cancel, &err), &err);
	assert_int_equal(apply_all(0), APPLY_DONE);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM feature"), 0);
	must(demo_clock_skip(demo, 10 * STEP, &err), &err);
	sync_all();
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM number WHERE source = 'ported'"), 0);
}

/* No sync has seen the order; its cancelling is sent all the same. */
static void an_order_can_be_cancelled_before_a_sync(void **state)
{
	struct error err = { 0 };
	(void)state;
	must(WANT("port", order, &err), &err);
	apply_all(20);
	expect_text("R-264", state_of(), "Processing");
	must(WANT("ports", cancel, &err), &err);
	assert_int_equal(apply_all(0), APPLY_DONE);
	must(demo_clock_skip(demo, 10 * STEP, &err), &err);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM feature"), 0);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM number WHERE source = 'ported'"), 0);
}

/* Also where the last state that was seen still allowed it: the service refuses. */
static void the_last_day_cancels_nothing(void **state)
{
	struct error err = { 0 };
	(void)state;
	must(WANT("port", order, &err), &err);
	apply_all(20);
	must(demo_clock_skip(demo, 2 * STEP, &err), &err);
	sync_all();
	must(WANT("ports", cancel, &err), &err);
	must(demo_clock_skip(demo, STEP, &err), &err);
	apply_all(0);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM journal WHERE state = 'failed'"
					       " AND cause = 'port-final'"),
		1);
	sync_all();
	fixture_exec(store, "UPDATE feature SET wanted = actual");
	expect_text("R-264", state_of(), "Transfer pending");
	assert_false(WANT("ports", cancel, &err));
	assert_int_equal(err.code, ERROR_REFUSED);
	expect_part("R-264", err.text, "In its last 24 hours");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_port_goes_from_answers_to_swaps),
		TEST(a_swap_can_be_taken_back),
		TEST(an_order_can_be_cancelled_until_its_last_day),
		TEST(an_order_can_be_cancelled_before_a_sync),
		TEST(the_last_day_cancels_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
