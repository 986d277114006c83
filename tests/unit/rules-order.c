/* Proves in which order the steps come in which countries, and when an address must fit a number.
 */
#include "core/rules/order.h"
#include "tests/unit/rules-test.h"

static const struct order_country us = { "US", ORDER_NEED_NO, false };
static const struct order_country ca = { "CA", ORDER_NEED_NO, false };
static const struct order_country fr = { "FR", ORDER_NEED_YES, true };
static const struct order_country gb = { "GB", ORDER_NEED_YES, false };
static const struct order_country nz = { "NZ", ORDER_NEED_UNKNOWN, false };

static void addresses_come_first_where_one_country_wants_it(void **state)
{
	const struct {
		const char *name;
		struct order_country countries[3];
		int count;
		bool prefer, first;
		int rule;
	} rows[] = {
		{ "R-227: US", { us }, 1, false, false, 227 },
		{ "R-228: US and CA", { us, ca }, 2, false, false, 227 },
		{ "R-227: FR", { fr }, 1, false, true, 227 },
		{ "R-228: GB", { gb }, 1, false, true, 227 },
		{ "R-229: NZ is not documented", { nz }, 1, false, true, 229 },
		{ "R-227: US with FR", { us, fr }, 2, false, true, 227 },
		{ "R-229: US with NZ", { us, nz }, 2, false, true, 229 },
		{ "R-227: a yes explains more than an unknown", { nz, us, fr }, 3, false, true,
			227 },
		{ "R-230, R-371: wanted in the US", { us }, 1, true, true, 230 },
		{ "no country", { us }, 0, false, false, 227 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct order order = order_of(rows[i].countries, rows[i].count, rows[i].prefer);
		bool before = order_rank(&order, ORDER_ADDRESSES) <
			      order_rank(&order, ORDER_NUMBERS);

		expect_number(rows[i].name, order.addresses_first, rows[i].first);
		expect_number(rows[i].name, before, rows[i].first);
		expect_verdict(rows[i].name, order.reason, VERDICT_YES, rows[i].rule);
	}
}

static void every_step_comes_once_with_licences_first_and_letters_last(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct order order = order_of(first ? &fr : &us, 1, false);
		unsigned seen = 0;

		for (int i = 0; i < ORDER_STEP_COUNT; i++)
			seen |= 1U << order.steps[i];
		assert_int_equal(seen, (1U << ORDER_STEP_COUNT) - 1);
		assert_int_equal(order.steps[0], ORDER_LICENCES);
		assert_int_equal(order_rank(&order, ORDER_ASSIGN), 3);
		assert_int_equal(order_rank(&order, ORDER_NOTIFY), 4);
	}
}

static void unknown_words_count_as_unknown_needs(void **state)
{
	(void)state;
	assert_int_equal(order_need_of("yes"), ORDER_NEED_YES);
	assert_int_equal(order_need_of("no"), ORDER_NEED_NO);
	assert_int_equal(order_need_of("unknown"), ORDER_NEED_UNKNOWN);
	assert_int_equal(order_need_of(NULL), ORDER_NEED_UNKNOWN);
	assert_true(order_address_to_acquire(&nz));
	assert_false(order_address_at_assignment(&nz));
	assert_true(order_address_at_assignment(&ca));
}

static void a_number_waits_for_its_address_outside_north_america(void **state)
{
	(void)state;
	expect_verdict("US", order_may_acquire(&us, false), VERDICT_YES, 0);
	expect_verdict("R-228: FR without", order_may_acquire(&fr, false), VERDICT_NO, 228);
	expect_verdict("FR with", order_may_acquire(&fr, true), VERDICT_YES, 0);
	expect_verdict("R-229: NZ without", order_may_acquire(&nz, false), VERDICT_NO, 229);
}

static void area_codes_must_match_in_six_countries(void **state)
{
	const struct {
		const char *name;
		const struct order_country *country;
		const char *number, *address;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "Lyon and Lyon", &fr, "4", "4", VERDICT_YES, 0 },
		{ "R-232: Lyon and Paris", &fr, "4", "1", VERDICT_NO, 232 },
		{ "written with its 0", &fr, "04", "4", VERDICT_YES, 0 },
		{ "R-232: area not known", &fr, "4", NULL, VERDICT_WARN, 232 },
		{ "R-232: area empty", &fr, "", "4", VERDICT_WARN, 232 },
		{ "GB does not ask", &gb, "20", "161", VERDICT_YES, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			order_area_check(rows[i].country, rows[i].number, rows[i].address),
			rows[i].answer, rows[i].rule);
}

static void only_the_partner_changes_what_it_runs(void **state)
{
	(void)state;
	expect_verdict("R-254: Australia, Japan", order_may_change(true), VERDICT_NO, 254);
	expect_verdict("elsewhere", order_may_change(false), VERDICT_YES, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_come_first_where_one_country_wants_it),
		cmocka_unit_test(every_step_comes_once_with_licences_first_and_letters_last),
		cmocka_unit_test(unknown_words_count_as_unknown_needs),
		cmocka_unit_test(a_number_waits_for_its_address_outside_north_america),
		cmocka_unit_test(area_codes_must_match_in_six_countries),
		cmocka_unit_test(only_the_partner_changes_what_it_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
