/* Proves that the international plan and credits are compared by the admin's own guess, and that
 * what was not guessed stays unknown. */
#include "core/rules/abroad.h"
#include "tests/unit/rules-test.h"

#define UNKNOWN ABROAD_UNKNOWN
#define NEVER 1000000

static void the_cheaper_way_is_advised(void **state)
{
	static const struct {
		const char *name;
		struct abroad_guess guess; /* people, minutes, included, more, rate */
		int64_t plan, credits, break_even, more_limit, rate_limit, unused;
		enum verdict_answer answer;
	} rows[] = {
		{ "R-154: much used", { 2, 500, 600, 1200, 30 }, 2400, 3000, 401, 1500, 24, 200,
			VERDICT_YES },
		{ "R-154: little used", { 2, 100, 600, 1200, 30 }, 2400, 600, 401, 300, 120, 1000,
			VERDICT_YES },
		{ "both the same", { 1, 400, 600, 1200, 30 }, 1200, 1200, 401, 1200, 30, 200,
			VERDICT_YES },
		{ "one minute more", { 1, 401, 600, 1200, 30 }, 1200, 1203, 401, 1203, 29, 199,
			VERDICT_YES },
		{ "R-166: beyond the plan credits pay on", { 1, 700, 600, 1200, 30 }, 1500, 2100,
			401, 1800, 20, 0, VERDICT_YES },
		{ "too cheap a rate: never", { 3, 600, 600, 1200, 15 }, 3600, 2700, 801, 900, 20, 0,
			VERDICT_YES },
		{ "a plan that costs no more", { 1, 1, 600, 0, 5 }, 0, 1, 1, 1, 0, 599,
			VERDICT_YES },
		{ "calls that cost nothing", { 1, 10, 600, 1200, 0 }, 1200, 0, NEVER, 0, 1200, 590,
			VERDICT_YES },
		{ "price unknown", { 2, 500, 600, UNKNOWN, 30 }, UNKNOWN, 3000, UNKNOWN, 1500,
			UNKNOWN, 200, VERDICT_WARN },
		{ "rate unknown", { 2, 500, 600, 1200, UNKNOWN }, 2400, UNKNOWN, UNKNOWN, UNKNOWN,
			24, 200, VERDICT_WARN },
		{ "rate unknown, beyond the plan", { 1, 700, 600, 1200, UNKNOWN }, UNKNOWN, UNKNOWN,
			UNKNOWN, UNKNOWN, 20, 0, VERDICT_WARN },
		{ "nothing is known", { 1, 20, 600, UNKNOWN, UNKNOWN }, UNKNOWN, UNKNOWN, UNKNOWN,
			UNKNOWN, UNKNOWN, 580, VERDICT_WARN },
		{ "nobody calls abroad", { 0, 100, 600, 1200, 30 }, 0, 0, 401, 300, 120, 0,
			VERDICT_YES },
		{ "no minutes", { 5, 0, 600, 1200, 30 }, 6000, 0, 401, 0, 0, 3000, VERDICT_YES },
		{ "nonsense counts as 0", { -5, -1, -600, 1200, 30 }, 0, 0, 401, 0, 0, 0,
			VERDICT_YES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct abroad got = abroad_compare(&rows[i].guess);

		expect_verdict(rows[i].name, got.advice, rows[i].answer, 154);
		expect_number(rows[i].name, got.plan_cents, rows[i].plan);
		expect_number(rows[i].name, got.credits_cents, rows[i].credits);
		expect_number(rows[i].name, got.break_even, rows[i].break_even);
		expect_number(rows[i].name, got.more_limit, rows[i].more_limit);
		expect_number(rows[i].name, got.rate_limit, rows[i].rate_limit);
		expect_number(rows[i].name, got.unused, rows[i].unused);
	}
}

static void the_sentence_says_which(void **state)
{
	static const struct {
		const char *name;
		struct abroad_guess guess;
		const char *begins;
	} rows[] = {
		{ "plan", { 2, 500, 600, 1200, 30 }, "The international plan is cheaper" },
		{ "credits", { 2, 100, 600, 1200, 30 }, "The domestic plan with credits" },
		{ "even", { 1, 400, 600, 1200, 30 }, "Both cost the same" },
		{ "never", { 3, 600, 600, 1200, 15 }, "At this rate all minutes" },
		{ "likely", { 1, 300, 600, UNKNOWN, 30 }, "These people would use half" },
		{ "unlikely", { 1, 299, 600, 1200, UNKNOWN }, "These people would leave most" },
		{ "nobody", { 1, 0, 600, UNKNOWN, UNKNOWN }, "Nobody calls abroad" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why = abroad_compare(&rows[i].guess).advice.why;

		if (strncmp(why, rows[i].begins, strlen(rows[i].begins)) != 0)
			fail_msg("%s: %s", rows[i].name, why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cheaper_way_is_advised),
		cmocka_unit_test(the_sentence_says_which),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
