/* Proves that the plan reads as people need it: rows, groups with waits, cost, steps, problems,
 * conflicts. */
#include "core/plan/change.h"

#include "core/plan/edit.h"
#include "core/plan/match.h"
#include "core/reference/reference.h"
#include "tests/unit/plan-fixture.h"

static void groups_are_those_of_the_review(void **state)
{
	static const struct {
		const char *title;
		int count;
		bool undoable;
		const char *wait;
	} rows[] = {
		{ "Buy Teams Phone with Calling Plan", 3, false, "-" },
		{ "Set usage location US", 1, true, "-" },
		{ "Assign the licence", 3, true, "up to 24 h" },
		{ "Create and validate an address", 1, true, "-" },
		{ "Create a place inside an address", 1, true, "after 4" },
		{ "Acquire numbers in Bellevue", 3, true, "after 3" },
		{ "Assign number and address", 3, true, "after 3, 5, 6" },
		{ "Write letters", 3, false, "after 7" },
	};
	struct store *store = fixture_open();
	struct change_group groups[CHANGE_GROUPS];
	struct error err = { 0 };
	int count;

	(void)state;
	if (!change_groups(store, groups, CHANGE_GROUPS, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(count, COUNT_OF(rows));
	for (int i = 0; i < count; i++) {
		expect_text(rows[i].title, groups[i].title, rows[i].title);
		expect_number(rows[i].title, groups[i].count, rows[i].count);
		expect_number(rows[i].title, groups[i].undoable, rows[i].undoable);
		expect_text(rows[i].title, groups[i].wait, rows[i].wait);
	}
	assert_int_equal(groups[0].cents, 4500);
	store_close(store);
}

static void rows_come_in_windows_with_names(void **state)
{
	struct store *store = fixture_open();
	struct change_filter all = { 0 };
	struct change_filter filter = { .kind = "assign" };
	struct change rows[4];
	struct change one;
	int count;

	(void)state;
	assert_int_equal(change_count(store, &all, NULL), 14);
	assert_int_equal(change_count(store, &filter, NULL), 3);
	assert_true(change_rows(store, &filter, 1, 4, rows, &count, NULL));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].subject, "Ben");
	assert_string_equal(rows[0].detail, "office, hq/Office");
	filter = (struct change_filter){ .step = 1 + PLAN_LICENCES, .person_id = 3 };
	assert_int_equal(change_count(store, &filter, NULL), 2);
	filter = (struct change_filter){ .group = "order:1" };
	assert_int_equal(change_count(store, &filter, NULL), 1);
	assert_true(change_find(store, "usage_location:3", &one, NULL));
	assert_string_equal(one.subject, "Chloé");
	assert_string_equal(one.detail, "- -> US");
	assert_false(change_find(store, "usage_location:1", &one, NULL));
	store_close(store);
}

static void an_unknown_price_is_unknown(void **state)
{
	struct store *store = fixture_open();
	struct plan_cost cost;
	char text[80];

	(void)state;
	assert_true(plan_cost(store, &cost, NULL));
	assert_int_equal(cost.monthly_cents, 4500);
	assert_int_equal(cost.seats_to_buy, 3);
	assert_int_equal(cost.yearly_commitment, 3);
	assert_int_equal(cost.unknown, 0);
	assert_string_equal(
		plan_cost_text(&cost, text, sizeof(text)), "$45.00 a month (demo prices)");
	fixture_exec(store, "UPDATE offer SET cents = NULL");
	assert_true(plan_cost(store, &cost, NULL));
	assert_int_equal(cost.monthly_cents, 0);
	assert_int_equal(cost.unknown, 3);
	assert_string_equal(
		plan_cost_text(&cost, text, sizeof(text)), "price of 3 licences unknown");
	fixture_exec(store, "UPDATE organization SET buy = 'nothing'");
	assert_true(plan_cost(store, &cost, NULL));
	assert_int_equal(cost.seats_to_buy, 0);
	store_close(store);
}

static void money_has_thousands_and_currency(void **state)
{
	static const struct {
		int64_t cents;
		const char *currency, *text;
	} rows[] = { { 0, "USD", "$0.00" }, { 1500, "USD", "$15.00" },
		{ 144000005, "EUR", "1,440,000.05 EUR" }, { 99999, "USD", "$999.99" } };
	char text[40];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_text(rows[i].text,
			plan_money_text(rows[i].cents, rows[i].currency, text, sizeof(text)),
			rows[i].text);
}

static void steps_follow_the_country(void **state)
{
	struct store *store = fixture_open();
	struct reference *ref = reference_open(store_db(store), NULL);
	struct plan_status steps[PLAN_STEP_COUNT];
	struct verdict reason;

	(void)state;
	assert_non_null(ref);
	assert_true(plan_steps(store, ref, steps, NULL));
	assert_int_equal(steps[2].step, PLAN_NUMBERS);
	assert_int_equal(steps[2].of, 3);
	assert_int_equal(steps[1].state, PLAN_READY);
	fixture_exec(store, "UPDATE organization SET country = 'FR'");
	assert_true(plan_steps(store, ref, steps, NULL));
	assert_int_equal(steps[2].step, PLAN_ADDRESSES);
	assert_int_equal(steps[3].step, PLAN_NUMBERS);
	assert_true(plan_order_reason(store, ref, &reason, NULL));
	assert_non_null(reason.why);
	reference_close(ref);
	store_close(store);
}

static void problems_name_their_rule(void **state)
{
	static const struct {
		const char *sql, *id;
		int rule;
	} rows[] = {
		{ "UPDATE organization SET country = ''", "no-country", 8 },
		{ "UPDATE organization SET verified = 'no'", "papers", 432 },
		{ "UPDATE organization SET verified = 'pending'", "papers", 432 },
		{ "UPDATE person SET usage_location_wanted = NULL WHERE id = 3",
			"no-usage-location", 9 },
		{ "UPDATE organization SET buy = 'nothing'", "seats-missing", 16 },
		{ "UPDATE person SET mailbox = 'onprem' WHERE id = 1", "mailbox-onprem", 83 },
		{ "UPDATE person SET onprem_line = 'tel:+1' WHERE id = 1", "number-onprem", 331 },
		{ "UPDATE number_order SET quantity_wanted = 50", "quota", 215 },
		{ "UPDATE number_order SET quantity_wanted = 1", "order-small", 225 },
		{ "UPDATE address SET actual = 'Invalid'", "address-invalid", 0 },
		{ "UPDATE address SET civic_id = NULL, latitude = '', longitude = ''",
			"address-point", 285 },
		{ "UPDATE address SET civic_id = NULL, latitude = '47.6147', longitude = '122.1966'",
			"address-point", 285 },
		{ "UPDATE assignment SET order_wanted = NULL WHERE person_id = 1", "no-number",
			225 },
		{ "UPDATE assignment SET place_wanted = NULL WHERE person_id = 1", "no-place",
			329 },
		{ "UPDATE address SET country = 'CA'", "countries", 233 },
		{ "UPDATE number_order SET country = 'FR'", "order-address", 0 },
	};
	struct plan_problem problems[16];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct store *store;
		struct reference *ref;
		bool found = false;
		int count;

		fixture_fresh();
		store = fixture_open();
		ref = reference_open(store_db(store), NULL);
		expect_number(rows[i].id, plan_problem_count(store, ref, 0, NULL), 0);
		fixture_exec(store, rows[i].sql);
		assert_true(plan_problems(store, ref, 0, 0, 16, problems, &count, NULL));
		expect_number(rows[i].id, count, plan_problem_count(store, ref, 0, NULL));
		for (int k = 0; k < count; k++) {
			if (strcmp(problems[k].id, rows[i].id) != 0)
				continue;
			found = true;
			if (rows[i].rule)
				expect_number(rows[i].id, problems[k].verdict.rule, rows[i].rule);
			assert_non_null(problems[k].verdict.why);
			assert_non_null(problems[k].verdict.remedy);
		}
		if (!found)
			fail_msg("%s: no such problem was found", rows[i].id);
		reference_close(ref);
		store_close(store);
	}
}

static void a_conflict_is_settled_either_way(void **state)
{
	struct store *store = fixture_open();
	struct change change;

	(void)state;
	fixture_exec(store,
		"INSERT INTO number (e164, country, owned_wanted, owned_actual) VALUES"
		" ('+14255550188', 'US', 1, 1);"
		"UPDATE assignment SET number_actual = '+14255550188' WHERE person_id = 2");
	assert_true(change_find(store, "assign:2", &change, NULL));
	assert_true(change.conflict);
	assert_true(change_keep_theirs(store, "assign:2", NULL));
	assert_false(change_find(store, "assign:2", &change, NULL));
	assert_int_equal(
		fixture_number(store, "SELECT locked FROM assignment WHERE person_id = 2"), 1);
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_true(change_take_ours(store, "assign:2", NULL));
	assert_true(change_find(store, "assign:2", &change, NULL));
	assert_false(change.conflict);
	assert_false(change_take_ours(store, "assign:2", NULL));
	store_close(store);
}

static void what_is_final_says_so(void **state)
{
	struct store *store = fixture_open();
	struct plan_final finals[8];
	int count;

	(void)state;
	assert_true(plan_finals(store, finals, 8, &count, NULL));
	assert_int_equal(count, 3);
	assert_string_equal(finals[0].kind, "buy_phone");
	assert_int_equal(finals[0].count, 3);
	assert_string_equal(finals[1].kind, "acquire");
	assert_string_equal(finals[2].kind, "notice");
	for (int i = 0; i < count; i++)
		assert_non_null(finals[i].why);
	store_close(store);
}

static void match_gives_owned_numbers_first_then_orders(void **state)
{
	struct store *store = fixture_open();
	struct automatch_options options = { 0 };
	struct automatch_result result;
	struct error err = { 0 };

	(void)state;
	fixture_exec(store,
		"DELETE FROM assignment; UPDATE number_order SET quantity_wanted = 1;"
		"INSERT INTO number (e164, country, city, owned_wanted, owned_actual) VALUES"
		" ('+14255550101', 'US', 'Bellevue', 1, 1), ('+33100000000', 'FR', 'Paris', 1, 1)");
	if (!automatch_preview(store, NULL, &options, &result, &err))
		fail_msg("%s", err.text);
	assert_int_equal(result.written, 2);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM assignment"), 0);
	assert_true(automatch_run(store, NULL, &options, &result, NULL));
	assert_int_equal(result.people, 3);
	assert_int_equal(result.matched, 2);
	assert_int_equal(result.no_number, 1);
	assert_int_equal(result.written, 2);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM assignment WHERE number_wanted = '+14255550101'"
			" AND place_wanted IS NOT NULL AND reason <> ''"),
		1);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM assignment WHERE order_wanted = 1"), 1);
	assert_true(automatch_run(store, NULL, &options, &result, NULL));
	assert_int_equal(result.written, 0);
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM assignment"), 0);
	store_close(store);
}

static void match_leaves_locked_people_alone(void **state)
{
	struct store *store = fixture_open();
	struct automatch_options options = { .again = true };
	struct automatch_result result;

	(void)state;
	fixture_exec(store,
		"UPDATE assignment SET order_wanted = NULL, locked = 1 WHERE person_id = 1;"
		"UPDATE assignment SET place_wanted = NULL WHERE person_id = 2");
	assert_true(automatch_run(store, NULL, &options, &result, NULL));
	assert_int_equal(result.locked, 1);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM assignment WHERE person_id = 1 AND order_wanted IS NULL"),
		1);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM assignment WHERE order_wanted = 1 AND place_wanted IS NOT NULL"),
		2);
	store_close(store);
}

static void match_adds_places_to_people_with_numbers(void **state)
{
	struct store *store = fixture_open();
	struct automatch_options options = { 0 };
	struct automatch_result result;

	(void)state;
	fixture_exec(store, "UPDATE assignment SET place_wanted = NULL");
	assert_true(automatch_run(store, NULL, &options, &result, NULL));
	assert_int_equal(result.written, 3);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM assignment WHERE place_wanted IS NULL"),
		0);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(groups_are_those_of_the_review),
		TEST(rows_come_in_windows_with_names),
		TEST(an_unknown_price_is_unknown),
		TEST(money_has_thousands_and_currency),
		TEST(steps_follow_the_country),
		TEST(problems_name_their_rule),
		TEST(a_conflict_is_settled_either_way),
		TEST(what_is_final_says_so),
		TEST(match_gives_owned_numbers_first_then_orders),
		TEST(match_leaves_locked_people_alone),
		TEST(match_adds_places_to_people_with_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
