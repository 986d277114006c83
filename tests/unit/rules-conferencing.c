/* Proves who needs a conferencing licence, what a call out of a meeting takes, which numbers a
 * bridge may have and what a PIN is. */
#include "core/rules/capability.h"
#include "core/rules/conferencing.h"
#include "tests/unit/rules-test.h"

#define HELD CAPABILITY_CONFERENCING
#define FREE CAPABILITY_CONFERENCING_BASIC

static void organizers_need_one_licence_and_attendees_none(void **state)
{
	static const struct {
		const char *name;
		struct conferencing_person person;
		enum verdict_answer want;
		int rule;
	} cases[] = {
		{ "R-024: an attendee", { .organizes = false, .sold = true }, VERDICT_YES, 24 },
		{ "R-024: an organizer who holds it", { true, HELD, true, false, 0 }, VERDICT_YES,
			24 },
		{ "R-393: an organizer without", { true, 0, true, false, 0 }, VERDICT_NO, 393 },
		{ "R-025: from another provider to Microsoft", { true, HELD, true, true, 0 },
			VERDICT_YES, 25 },
		{ "R-026: another provider's bridge",
			{ true, CAPABILITY_MCO_STANDARD, true, true, 0 }, VERDICT_YES, 26 },
		{ "R-407, R-040: not sold there", { true, 0, false, false, 0 }, VERDICT_NO, 407 },
		{ "R-407: not sold, but another provider", { true, 0, false, true, 0 }, VERDICT_YES,
			26 },
		{ "R-408: the free variant", { true, FREE, true, false, 0 }, VERDICT_YES, 408 },
		{ "R-402: by the minute", { true, 0, true, false, CONFERENCING_PER_MINUTE },
			VERDICT_WARN, 402 },
		{ "R-024: both licences", { true, HELD | FREE, true, false, 0 }, VERDICT_YES, 24 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_verdict(cases[i].name, conferencing_licence(&cases[i].person), cases[i].want,
			cases[i].rule);
}

static void the_answer_says_who_gets_it(void **state)
{
	static const struct {
		const char *name, *who;
		bool calls, marked, want;
	} cases[] = {
		{ "nobody", "none", true, true, false },
		{ "everybody", "all", false, false, true },
		{ "R-393: callers", "callers", true, false, true },
		{ "R-393: not a caller", "callers", false, true, false },
		{ "R-393: marked", "marked", false, true, true },
		{ "R-393: a caller who is not marked", "marked", true, false, false },
		{ "an unknown word", "some", true, true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_number(cases[i].name,
			conferencing_wanted(cases[i].who, cases[i].calls, cases[i].marked),
			cases[i].want);
}

static void the_pool_counts_assigned_licences(void **state)
{
	(void)state;
	expect_number("R-398: 100 licences, 20 assigned", conferencing_pool(20, 60), 1200);
	expect_number("R-400: 115 people until 2019-12-01", conferencing_pool(115, 900), 103500);
	expect_number("R-398: none assigned", conferencing_pool(0, 60), 0);
	expect_number("R-398: absurd", conferencing_pool(-5, 60), 0);
	expect_number(
		"R-398: beyond all numbers", conferencing_pool(INT64_MAX, 60) == INT64_MAX, 1);
}

static void a_call_out_is_paid_by_pool_credits_or_nobody(void **state)
{
	static const struct {
		const char *name;
		struct conferencing_call call;
		enum verdict_answer want;
		int rule;
	} cases[] = {
		{ "R-398: zone A", { .standard = true, .zone_a = true, .left = 1 }, VERDICT_YES,
			398 },
		{ "R-398: the pool is empty", { .standard = true, .zone_a = true }, VERDICT_NO,
			398 },
		{ "R-398: empty, with credits",
			{ .standard = true, .zone_a = true, .credits = true }, VERDICT_WARN, 398 },
		{ "R-399, R-397: outside zone A", { .standard = true, .left = 9 }, VERDICT_NO,
			397 },
		{ "R-397: outside zone A, with credits",
			{ .standard = true, .left = 9, .credits = true }, VERDICT_WARN, 397 },
		{ "R-398: a premium number",
			{ .standard = true, .zone_a = true, .premium = true, .left = 9 },
			VERDICT_NO, 397 },
		{ "R-080: the free variant to Canada",
			{ .basic = true, .zone_a = true, .usa_canada = true }, VERDICT_YES, 80 },
		{ "R-080: the free variant to France", { .basic = true, .zone_a = true },
			VERDICT_NO, 80 },
		{ "R-080: a premium number in the United States",
			{ .basic = true, .usa_canada = true, .premium = true }, VERDICT_NO, 80 },
		{ "R-397: the free variant with credits", { .basic = true, .credits = true },
			VERDICT_WARN, 397 },
		{ "R-402: by the minute", { .terms = CONFERENCING_PER_MINUTE, .credits = true },
			VERDICT_WARN, 402 },
		{ "R-402: by the minute without credits",
			{ .terms = CONFERENCING_PER_MINUTE, .zone_a = true, .left = 9 }, VERDICT_NO,
			402 },
		{ "R-393: no licence at all", { .zone_a = true, .left = 9, .credits = true },
			VERDICT_NO, 393 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_verdict(cases[i].name, conferencing_dial_out(&cases[i].call), cases[i].want,
			cases[i].rule);
}

static void mails_come_at_eighty_and_a_hundred_percent(void **state)
{
	static const struct {
		const char *name;
		int64_t used, pool;
		int want;
	} cases[] = {
		{ "R-401: below", 959, 1200, 0 },
		{ "R-401: at 80 %", 960, 1200, 80 },
		{ "R-401: below 100 %", 1199, 1200, 80 },
		{ "R-401: all", 1200, 1200, 100 },
		{ "R-401: more than all", 5000, 1200, 100 },
		{ "R-401: no pool", 0, 0, 0 },
		{ "R-401: 80 % of 7 is more than 5", 5, 7, 0 },
		{ "R-401: 6 of 7", 6, 7, 80 },
		{ "R-401: large", INT64_MAX - 1, INT64_MAX, 80 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_number(cases[i].name, conferencing_mail(cases[i].used, cases[i].pool, 80),
			cases[i].want);
}

static void a_bridge_takes_service_numbers_of_ours(void **state)
{
	static const struct {
		const char *name;
		struct conferencing_number number;
		enum verdict_answer want;
		int rule;
	} cases[] = {
		{ "R-404: a toll number", { .service = true, .owned = true }, VERDICT_YES, 0 },
		{ "R-176: a user number", { .owned = true }, VERDICT_NO, 176 },
		{ "R-404: not acquired yet", { .service = true }, VERDICT_WAIT, 404 },
		{ "R-404: an attendant has it", { .service = true, .owned = true, .taken = true },
			VERDICT_NO, 404 },
		{ "R-167: toll-free without credits",
			{ .service = true, .toll_free = true, .owned = true }, VERDICT_NO, 167 },
		{ "R-167: toll-free with credits",
			{ .service = true, .toll_free = true, .owned = true, .credits = true },
			VERDICT_YES, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_verdict(cases[i].name, conferencing_number(&cases[i].number), cases[i].want,
			cases[i].rule);
	expect_verdict("R-406: shared", conferencing_languages(false), VERDICT_NO, 406);
	expect_verdict("R-406: dedicated", conferencing_languages(true), VERDICT_YES, 406);
}

static void a_pin_is_four_to_twelve_digits(void **state)
{
	(void)state;
	expect_verdict("R-403: 3", conferencing_pin_length(3, 4, 12), VERDICT_NO, 403);
	expect_verdict("R-403: 4", conferencing_pin_length(4, 4, 12), VERDICT_YES, 0);
	expect_verdict("R-403: 12", conferencing_pin_length(12, 4, 12), VERDICT_YES, 0);
	expect_verdict("R-403: 13", conferencing_pin_length(13, 4, 12), VERDICT_NO, 403);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(organizers_need_one_licence_and_attendees_none),
		cmocka_unit_test(the_answer_says_who_gets_it),
		cmocka_unit_test(the_pool_counts_assigned_licences),
		cmocka_unit_test(a_call_out_is_paid_by_pool_credits_or_nobody),
		cmocka_unit_test(mails_come_at_eighty_and_a_hundred_percent),
		cmocka_unit_test(a_bridge_takes_service_numbers_of_ours),
		cmocka_unit_test(a_pin_is_four_to_twelve_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
