/* Proves the quotas' figures at every boundary that the rules name, and who counts against them. */
#include "core/rules/quota.h"
#include "tests/unit/rules-test.h"

static void user_quota_is_eleven_tenths_and_ten(void **state)
{
	static const struct {
		const char *name;
		int64_t domestic, international, payg, limit;
	} rows[] = {
		{ "R-187: 100 licences", 100, 0, 0, 120 },
		{ "R-187: 50 licences", 50, 0, 0, 65 },
		{ "R-187: no licence, no number", 0, 0, 0, 0 },
		{ "R-188: 1", 1, 0, 0, 11 },
		{ "R-188: 9", 9, 0, 0, 19 },
		{ "R-188: 10", 10, 0, 0, 21 },
		{ "R-188: 15", 15, 0, 0, 26 },
		{ "R-188: 25", 25, 0, 0, 37 },
		{ "R-188: 33", 33, 0, 0, 46 },
		{ "R-186: both kinds count together", 4, 5, 0, 19 },
		{ "R-190: 30 plans and 20 pay-as-you-go", 20, 10, 20, 63 },
		{ "R-190: pay-as-you-go alone adds one each", 0, 0, 7, 7 },
		{ "five of the bakery", 5, 0, 0, 15 },
		{ "negative counts as none", -3, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name,
			quota_user(rows[i].domestic, rows[i].international, rows[i].payg),
			rows[i].limit);
}

static void absurd_licence_counts_do_not_overflow(void **state)
{
	(void)state;
	assert_true(quota_user(INT64_MAX, INT64_MAX, INT64_MAX) > 0);
	assert_true(quota_user(INT64_MIN, 0, 0) == 0);
	assert_int_equal(quota_service(INT64_MAX), 1500);
	assert_true(quota_licences_for(QUOTA_USER, INT64_MAX) > 0);
}

static void service_quota_follows_the_tiers(void **state)
{
	static const struct {
		const char *name;
		int64_t licences, numbers;
	} rows[] = {
		{ "R-210: none", 0, 0 },
		{ "R-192: 1", 1, 5 },
		{ "R-192: 25", 25, 5 },
		{ "R-193: 26", 26, 10 },
		{ "R-193: 49", 49, 10 },
		{ "R-194: 50", 50, 20 },
		{ "R-210: 51", 51, 20 },
		{ "R-194: 99", 99, 20 },
		{ "R-195: 100", 100, 30 },
		{ "R-195: 149", 149, 30 },
		{ "R-196: 150", 150, 40 },
		{ "R-196: 199", 199, 40 },
		{ "R-197: 200", 200, 65 },
		{ "R-197: 499", 499, 65 },
		{ "R-198: 500", 500, 90 },
		{ "R-198: 749", 749, 90 },
		{ "R-199: 750", 750, 110 },
		{ "R-199: 999", 999, 110 },
		{ "R-200: 1000", 1000, 125 },
		{ "R-210: 1001", 1001, 125 },
		{ "R-200: 1249", 1249, 125 },
		{ "R-201: 1250", 1250, 135 },
		{ "R-201: 1499", 1499, 135 },
		{ "R-202: 1500", 1500, 160 },
		{ "R-202: 1999", 1999, 160 },
		{ "R-203: 2000", 2000, 210 },
		{ "R-203: 2999", 2999, 210 },
		{ "R-204: 3000", 3000, 420 },
		{ "R-204: 6999", 6999, 420 },
		{ "R-205: 7000", 7000, 500 },
		{ "R-205: 9999", 9999, 500 },
		{ "R-206: 10000", 10000, 600 },
		{ "R-206: 14999", 14999, 600 },
		{ "R-207: 15000", 15000, 700 },
		{ "R-207: 19999", 19999, 700 },
		{ "R-208: 20000", 20000, 1000 },
		{ "R-208: 49999", 49999, 1000 },
		{ "R-209: 50000", 50000, 1500 },
		{ "R-209: 900000", 900000, 1500 },
		{ "negative", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name, quota_service(rows[i].licences), rows[i].numbers);
}

static void both_licence_kinds_count_for_toll_and_again_for_toll_free(void **state)
{
	const struct quota_licences licences = { .phone_system = 30, .conferencing = 21 };
	const struct quota_numbers none = { 0 };

	(void)state;
	expect_number("R-210: toll", quota_of(QUOTA_TOLL, &licences, &none).limit, 20);
	expect_number("R-210: toll-free", quota_of(QUOTA_TOLL_FREE, &licences, &none).limit, 20);
	expect_number("R-189: Phone System gives no user number",
		quota_of(QUOTA_USER, &licences, &none).limit, 0);
}

static void free_conferencing_gives_one_toll_number(void **state)
{
	const struct quota_licences many = { .conferencing_basic = 300 };
	const struct quota_licences mixed = { .conferencing_basic = 300, .phone_system = 5 };
	const struct quota_numbers none = { 0 };

	(void)state;
	expect_number("R-211: toll", quota_of(QUOTA_TOLL, &many, &none).limit, 1);
	expect_number("R-211: toll-free", quota_of(QUOTA_TOLL_FREE, &many, &none).limit, 0);
	expect_number("R-211: with others", quota_of(QUOTA_TOLL, &mixed, &none).limit, 5);
}

static void quota_counts_reserved_numbers_and_leaves_out_ported_ones(void **state)
{
	static const struct {
		const char *name;
		struct quota_numbers numbers;
		int64_t used, free;
	} rows[] = {
		{ "none", { 0, 0, 0 }, 0, 15 },
		{ "R-213: acquired", { 5, 0, 0 }, 5, 10 },
		{ "R-212: ported", { 8, 3, 0 }, 5, 10 },
		{ "reserved", { 5, 0, 4 }, 5, 6 },
		{ "more than the quota", { 40, 0, 3 }, 40, 0 },
		{ "more ported than there are", { 2, 9, 0 }, 0, 15 },
	};
	const struct quota_licences licences = { .domestic = 5 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct quota quota = quota_of(QUOTA_USER, &licences, &rows[i].numbers);

		expect_number(rows[i].name, quota.used, rows[i].used);
		expect_number(rows[i].name, quota.free, rows[i].free);
	}
}

static void more_numbers_are_allowed_up_to_the_quota(void **state)
{
	static const struct {
		const char *name;
		enum quota_kind kind;
		struct quota_numbers numbers;
		int64_t more;
		bool credits;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "up to the last", QUOTA_USER, { 5, 0, 0 }, 10, false, VERDICT_YES, 0 },
		{ "R-215: one beyond", QUOTA_USER, { 5, 0, 0 }, 11, false, VERDICT_NO, 215 },
		{ "R-213: room taken by held ones", QUOTA_USER, { 5, 0, 10 }, 1, false, VERDICT_NO,
			213 },
		{ "R-215: beyond even without them", QUOTA_USER, { 5, 0, 9 }, 11, false, VERDICT_NO,
			215 },
		{ "R-212: ported", QUOTA_USER, { 15, 10, 0 }, 10, false, VERDICT_YES, 0 },
		{ "none asked", QUOTA_USER, { 0, 0, 0 }, 0, false, VERDICT_NO, 213 },
		{ "fewer than none", QUOTA_USER, { 0, 0, 0 }, -1, false, VERDICT_NO, 213 },
		{ "toll", QUOTA_TOLL, { 0, 0, 0 }, 5, false, VERDICT_YES, 0 },
		{ "R-191: toll beyond the tier", QUOTA_TOLL, { 0, 0, 0 }, 6, false, VERDICT_NO,
			191 },
		{ "R-167: toll-free without credits", QUOTA_TOLL_FREE, { 0, 0, 0 }, 1, false,
			VERDICT_NO, 167 },
		{ "R-167: toll-free with credits", QUOTA_TOLL_FREE, { 0, 0, 0 }, 1, true,
			VERDICT_YES, 0 },
	};
	const struct quota_licences licences = { .domestic = 5, .phone_system = 5 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct quota quota = quota_of(rows[i].kind, &licences, &rows[i].numbers);

		expect_verdict(rows[i].name,
			quota_more(rows[i].kind, &quota, rows[i].more, rows[i].credits),
			rows[i].answer, rows[i].rule);
	}
}

static void without_licences_the_licence_is_named(void **state)
{
	const struct quota quota = { 0 };

	(void)state;
	expect_verdict("R-187", quota_more(QUOTA_USER, &quota, 1, true), VERDICT_NO, 187);
	expect_verdict("R-210", quota_more(QUOTA_TOLL, &quota, 1, true), VERDICT_NO, 210);
	expect_verdict("R-210", quota_more(QUOTA_TOLL_FREE, &quota, 1, true), VERDICT_NO, 210);
}

static void least_licences_for_a_count_are_enough_and_one_less_is_not(void **state)
{
	(void)state;
	for (int64_t numbers = 1; numbers <= 3000; numbers++) {
		int64_t licences = quota_licences_for(QUOTA_USER, numbers);

		if (quota_user(licences, 0, 0) < numbers ||
			quota_user(licences - 1, 0, 0) >= numbers)
			fail_msg("%lld numbers: %lld licences", (long long)numbers,
				(long long)licences);
	}
	for (int64_t numbers = 1; numbers <= 1500; numbers++) {
		int64_t licences = quota_licences_for(QUOTA_TOLL, numbers);

		if (quota_service(licences) < numbers || quota_service(licences - 1) >= numbers)
			fail_msg("%lld toll: %lld", (long long)numbers, (long long)licences);
	}
	expect_number("beyond all tiers", quota_licences_for(QUOTA_TOLL_FREE, 1501), -1);
	expect_number("none", quota_licences_for(QUOTA_USER, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(user_quota_is_eleven_tenths_and_ten),
		cmocka_unit_test(absurd_licence_counts_do_not_overflow),
		cmocka_unit_test(service_quota_follows_the_tiers),
		cmocka_unit_test(both_licence_kinds_count_for_toll_and_again_for_toll_free),
		cmocka_unit_test(free_conferencing_gives_one_toll_number),
		cmocka_unit_test(quota_counts_reserved_numbers_and_leaves_out_ported_ones),
		cmocka_unit_test(more_numbers_are_allowed_up_to_the_quota),
		cmocka_unit_test(without_licences_the_licence_is_named),
		cmocka_unit_test(least_licences_for_a_count_are_enough_and_one_less_is_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
