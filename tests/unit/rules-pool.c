/* Proves which people share which minutes, when a pool is spent and full again, and which calls a
 * domestic plan covers. */
#include "core/base/clock.h"
#include "core/rules/pool.h"
#include "tests/unit/rules-test.h"

static void pools_hold_what_assigned_licences_bring(void **state)
{
	static const struct pool_row rows[] = {
		{ "CA", "MCOPSTN1", 3, 3000, 0 },   /* 3 of 10 bundles assigned */
		{ "GB", "MCOPSTN5", 100, 120, 0 },  /* */
		{ "FR", "MCOPSTN1", 5, 1200, 0 },   /* R-140, pool 1 */
		{ "FR", "MCOPSTN2", 2, 1200, 600 }, /* R-140, pool 2 */
		{ "US", "MCOPSTN1", 2, 3000, 0 },   /* R-143, with the next one */
		{ "PR", "MCOPSTN1", 1, 3000, 0 }, { "US", "MCOPSTN8", 4, 120, 0 }, /* */
		{ "DE", "domestic_120_user", 2, 120, 0 },
		{ "DE", "MCOPSTN1", 0, 1200, 0 }, /* bought, not assigned */
		{ "", "MCOPSTN1", 7, 1200, 0 },   /* */
	};
	static const struct {
		const char *name, *country, *plan;
		int64_t licences, domestic, international;
		bool shared;
	} expected[] = {
		{ "R-138", "CA", "MCOPSTN1", 3, 9000, 0, true },
		{ "R-147: by its other name", "DE", "domestic_120_user", 2, 240, 0, false },
		{ "R-136, R-140: pool 1", "FR", "MCOPSTN1", 5, 6000, 0, true },
		{ "R-140: pool 2", "FR", "MCOPSTN2", 2, 2400, 1200, true },
		{ "R-139", "GB", "MCOPSTN5", 100, 12000, 0, true },
		{ "R-143", "US", "MCOPSTN1", 3, 9000, 0, true },
		{ "R-147", "US", "MCOPSTN8", 4, 480, 0, false },
	};
	struct pool pools[COUNT(rows)];

	(void)state;
	expect_number("pools", pool_make(pools, rows, COUNT(rows)), COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		expect_text(expected[i].name, pools[i].country, expected[i].country);
		expect_text(expected[i].name, pools[i].plan, expected[i].plan);
		expect_number(expected[i].name, pools[i].licences, expected[i].licences);
		expect_number(expected[i].name, pools[i].domestic, expected[i].domestic);
		expect_number(expected[i].name, pools[i].international, expected[i].international);
		expect_number(expected[i].name, pools[i].shared, expected[i].shared);
	}
	expect_number("no rows", pool_make(pools, rows, 0), 0);
}

static void domestic_calls_cross_one_border_only(void **state)
{
	static const struct {
		const char *name, *from, *to;
		bool domestic;
	} rows[] = {
		{ "same", "FR", "FR", true },
		{ "R-143", "US", "PR", true },
		{ "R-143", "PR", "US", true },
		{ "R-144", "US", "CA", true },
		{ "R-144", "CA", "US", true },
		{ "R-144, R-430: PR to CA", "PR", "CA", true },
		{ "R-142", "FR", "DE", false },
		{ "R-115: US to MX", "US", "MX", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(
			rows[i].name, pool_domestic(rows[i].from, rows[i].to), rows[i].domestic);
	assert_false(pool_same("US", "MCOPSTN1", "CA", "MCOPSTN1")); /* */
	assert_true(pool_same("US", "MCOPSTN1", "PR", "mcopstn1"));
	assert_false(pool_same("FR", "MCOPSTN1", "FR", "MCOPSTN2")); /* */
}

static void a_pool_is_full_again_on_the_first(void **state)
{
	static const struct {
		const char *name, *now, *full;
	} rows[] = {
		{ "R-141: in a month", "2026-11-21T04:44:15Z", "2026-12-01T00:00:00Z" },
		{ "R-141: its first second", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z" },
		{ "R-141: the last second", "2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z" },
		{ "over the year", "2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z" },
		{ "a leap day", "2028-02-29", "2028-03-01T00:00:00Z" },
	};
	char text[CLOCK_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_text(rows[i].name, clock_iso(text, pool_reset(clock_parse(rows[i].now))),
			rows[i].full);
}

static void the_day_on_which_a_pool_is_empty_follows_from_its_use(void **state)
{
	static const struct {
		const char *name;
		int64_t minutes, use;
		int day;
	} rows[] = {
		{ "it lasts", 9000, 8999, 0 },
		{ "to the last minute", 9000, 9000, 0 },
		{ "one more", 9000, 9001, 30 },
		{ "half", 9000, 18000, 15 },
		{ "a third more", 9000, 12000, 23 },
		{ "no minutes", 0, 1, 1 },
		{ "much", 1, INT64_MAX / 4, 1 },
		{ "no use", 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(
			rows[i].name, pool_empty_day(rows[i].minutes, rows[i].use), rows[i].day);
}

static void a_policy_of_domestic_calls_ends_at_the_border(void **state)
{
	static const struct {
		const char *name, *from, *to;
		bool restricted;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-145: US to CA", "US", "CA", true, VERDICT_NO, 145 },
		{ "R-145: CA to US", "CA", "US", true, VERDICT_NO, 145 },
		{ "R-144: without the policy", "US", "CA", false, VERDICT_YES, 0 },
		{ "R-143: Puerto Rico is inside", "US", "PR", true, VERDICT_YES, 0 },
		{ "R-115: abroad", "FR", "DE", true, VERDICT_NO, 115 },
		{ "at home", "FR", "FR", true, VERDICT_YES, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			pool_policy(rows[i].from, rows[i].to, rows[i].restricted), rows[i].answer,
			rows[i].rule);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pools_hold_what_assigned_licences_bring),
		cmocka_unit_test(domestic_calls_cross_one_border_only),
		cmocka_unit_test(a_pool_is_full_again_on_the_first),
		cmocka_unit_test(the_day_on_which_a_pool_is_empty_follows_from_its_use),
		cmocka_unit_test(a_policy_of_domestic_calls_ends_at_the_border),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
