/* Proves what becomes of each kind of call, who may have Communications Credits, and what becomes
 * of the money. */
#include "core/rules/call.h"
#include "core/rules/credits.h"
#include "tests/unit/rules-test.h"

#define DOM CALL_PLAN_DOMESTIC
#define INT CALL_PLAN_INTERNATIONAL
#define PAYG CALL_PLAN_PAYG

static void each_call_finds_its_purse_or_fails(void **state)
{
	static const struct {
		const char *name;
		struct call call;
		enum call_payment payment;
		int rule;
	} rows[] = {
		{ "R-023: a colleague", { .plan = CALL_PLAN_NONE, .to = CALL_COLLEAGUE }, CALL_FREE,
			23 },
		{ "R-368: nobody without a plan", { .plan = CALL_PLAN_NONE, .to = CALL_DOMESTIC },
			CALL_FAILS, 368 },
		{ "nobody is called either", { .plan = CALL_PLAN_NONE, .to = CALL_RECEIVED },
			CALL_FAILS, 368 },
		{ "R-115, R-141: from the pool",
			{ .plan = DOM, .to = CALL_DOMESTIC, .minutes = true }, CALL_POOL, 141 },
		{ "R-151: empty", { .plan = DOM, .to = CALL_DOMESTIC }, CALL_FAILS, 151 },
		{ "R-150: empty, with credits",
			{ .plan = DOM, .to = CALL_DOMESTIC, .credits = true, .licence = true },
			CALL_CREDITS, 150 },
		{ "R-157: credits without a licence",
			{ .plan = DOM, .to = CALL_DOMESTIC, .credits = true }, CALL_FAILS, 157 },
		{ "R-151: a licence without a balance",
			{ .plan = DOM, .to = CALL_DOMESTIC, .licence = true }, CALL_FAILS, 151 },
		{ "R-152: abroad on a domestic plan, pool full",
			{ .plan = DOM, .to = CALL_ABROAD, .minutes = true }, CALL_FAILS, 152 },
		{ "R-152: with credits",
			{ .plan = DOM,
				.to = CALL_ABROAD,
				.minutes = true,
				.credits = true,
				.licence = true },
			CALL_CREDITS, 152 },
		{ "R-116: abroad on the international plan",
			{ .plan = INT, .to = CALL_ABROAD, .minutes = true }, CALL_POOL, 141 },
		{ "R-128: its second counter is empty", { .plan = INT, .to = CALL_ABROAD },
			CALL_FAILS, 128 },
		{ "R-166: beyond it",
			{ .plan = INT, .to = CALL_ABROAD, .credits = true, .licence = true },
			CALL_CREDITS, 166 },
		{ "R-153: not included, pool full",
			{ .plan = INT,
				.to = CALL_EXCLUDED,
				.minutes = true,
				.credits = true,
				.licence = true },
			CALL_CREDITS, 153 },
		{ "R-153: and no credits", { .plan = INT, .to = CALL_EXCLUDED, .minutes = true },
			CALL_FAILS, 153 },
		{ "R-118: Pay-As-You-Go, unfunded", { .plan = PAYG, .to = CALL_DOMESTIC },
			CALL_FAILS, 118 },
		{ "R-118: funded",
			{ .plan = PAYG, .to = CALL_DOMESTIC, .credits = true, .licence = true },
			CALL_CREDITS, 118 },
		{ "R-118: abroad too",
			{ .plan = PAYG, .to = CALL_ABROAD, .credits = true, .licence = true },
			CALL_CREDITS, 118 },
		{ "R-118: or on a later bill",
			{ .plan = PAYG,
				.to = CALL_DOMESTIC,
				.billed_after = true,
				.billing_on = true },
			CALL_BILLED, 155 },
		{ "R-118, R-135: incoming is unlimited", { .plan = PAYG, .to = CALL_RECEIVED },
			CALL_FREE, 135 },
		{ "R-135, R-415: incoming with an empty pool", { .plan = DOM, .to = CALL_RECEIVED },
			CALL_FREE, 135 },
		{ "R-415: and credits are not touched",
			{ .plan = DOM, .to = CALL_RECEIVED, .credits = true, .licence = true },
			CALL_FREE, 135 },
		{ "R-134: premium, refused", { .plan = DOM, .to = CALL_PREMIUM, .minutes = true },
			CALL_FAILS, 134 },
		{ "R-134: premium of France",
			{ .plan = DOM,
				.to = CALL_PREMIUM,
				.premium = PREMIUM_CREDITS,
				.credits = true,
				.licence = true },
			CALL_CREDITS, 134 },
		{ "R-134: without credits",
			{ .plan = DOM,
				.to = CALL_PREMIUM,
				.premium = PREMIUM_CREDITS,
				.minutes = true },
			CALL_FAILS, 134 },
		{ "R-134: premium of Austria",
			{ .plan = DOM, .to = CALL_PREMIUM, .premium = PREMIUM_INCLUDED }, CALL_POOL,
			134 },
		{ "R-167: toll-free needs no person's licence",
			{ .plan = CALL_PLAN_NONE, .to = CALL_TOLL_FREE, .credits = true },
			CALL_CREDITS, 167 },
		{ "R-165: toll-free at 0", { .plan = CALL_PLAN_NONE, .to = CALL_TOLL_FREE },
			CALL_FAILS, 165 },
		{ "R-398: out of a meeting", { .plan = DOM, .to = CALL_MEETING, .minutes = true },
			CALL_POOL, 398 },
		{ "R-165: out of a meeting at 0", { .plan = DOM, .to = CALL_MEETING }, CALL_FAILS,
			165 },
		{ "R-174: out of a meeting, credits",
			{ .plan = DOM, .to = CALL_MEETING, .credits = true, .licence = true },
			CALL_CREDITS, 174 },
		{ "R-160: by the minute, no licence",
			{ .plan = DOM,
				.to = CALL_MEETING,
				.credits = true,
				.pay_per_minute = true },
			CALL_CREDITS, 174 },
		{ "R-157: else a licence", { .plan = DOM, .to = CALL_MEETING, .credits = true },
			CALL_FAILS, 157 },
		{ "R-155: new commerce stops at the plan",
			{ .plan = DOM, .to = CALL_DOMESTIC, .billed_after = true }, CALL_FAILS,
			155 },
		{ "R-155: unless it is switched on",
			{ .plan = DOM,
				.to = CALL_DOMESTIC,
				.billed_after = true,
				.billing_on = true },
			CALL_BILLED, 155 },
		{ "R-155: the pool is used first",
			{ .plan = DOM, .to = CALL_DOMESTIC, .minutes = true, .billed_after = true },
			CALL_POOL, 141 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call_outcome got = call_outcome(&rows[i].call);

		expect_number(rows[i].name, got.payment, rows[i].payment);
		expect_number(rows[i].name, got.verdict.rule, rows[i].rule);
		expect_number(rows[i].name, got.verdict.answer == VERDICT_NO,
			rows[i].payment == CALL_FAILS);
	}
}

static void every_call_is_answered_with_a_reason(void **state)
{
	(void)state;
	for (int i = 0; i < CALL_PLAN_COUNT * CALL_TO_COUNT * 3 * 64; i++) {
		struct call call = {
			.plan = i % CALL_PLAN_COUNT,
			.to = i / CALL_PLAN_COUNT % CALL_TO_COUNT,
			.premium = i / CALL_PLAN_COUNT / CALL_TO_COUNT % 3,
		};
		int bits = i / CALL_PLAN_COUNT / CALL_TO_COUNT / 3;

		call.minutes = bits & 1;
		call.credits = bits & 2;
		call.licence = bits & 4;
		call.pay_per_minute = bits & 8;
		call.billed_after = bits & 16;
		call.billing_on = bits & 32;
		struct call_outcome got = call_outcome(&call);

		assert_non_null(got.verdict.why);
		assert_true(got.verdict.rule > 0);
		assert_int_equal(got.verdict.answer == VERDICT_NO, got.payment == CALL_FAILS);
		if (call.billed_after)
			assert_int_not_equal(got.payment, CALL_CREDITS); /* */
	}
	for (int to = 0; to < CALL_TO_COUNT; to++) {
		assert_true(strlen(call_to_name((enum call_to)to)) > 0);
		assert_true(strlen(call_to_id((enum call_to)to)) > 0);
	}
}

static void credits_need_a_phone_with_a_plan_or_conferencing(void **state)
{
	static const struct {
		const char *name;
		bool phone, plan, conferencing;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-156: phone and plan", true, true, false, VERDICT_YES, 0 },
		{ "R-156: conferencing alone", false, false, true, VERDICT_YES, 0 },
		{ "R-156: phone alone", true, false, false, VERDICT_NO, 156 },
		{ "R-156: plan alone", false, true, false, VERDICT_NO, 156 },
		{ "R-156: nothing", false, false, false, VERDICT_NO, 156 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			credits_prerequisite(rows[i].phone, rows[i].plan, rows[i].conferencing),
			rows[i].answer, rows[i].rule);
}

static void who_cannot_buy_is_told_what_replaces_credits(void **state)
{
	static const struct {
		const char *name;
		struct credits_buyer buyer; /* billed after, enterprise, region, balance, auto */
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "anybody", { 0 }, VERDICT_YES, 0 },
		{ "R-173: Enterprise Agreement", { .enterprise = true }, VERDICT_YES, 173 },
		{ "R-171: another region", { .enterprise = true, .region_differs = true },
			VERDICT_WARN, 171 },
		{ "R-172: new commerce", { .billed_after = true }, VERDICT_NO, 172 },
		{ "R-172: the balance is used up first", { .billed_after = true, .balance = 1 },
			VERDICT_WARN, 172 },
		{ "R-172: auto-recharge goes off first",
			{ .billed_after = true, .balance = 1, .auto_recharge = true }, VERDICT_NO,
			172 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(
			rows[i].name, credits_buy(&rows[i].buyer), rows[i].answer, rows[i].rule);
}

static void the_free_licence_goes_to_those_who_call(void **state)
{
	static const struct {
		const char *name;
		struct credits_person person;
		bool needed;
		int rule;
	} rows[] = {
		{ "R-157: who calls", { .calls = true }, true, 157 },
		{ "R-159: with E5 too", { .calls = true, .e5 = true }, true, 159 },
		{ "R-158: one is enough", { .calls = true, .holds = true }, false, 0 },
		{ "R-174: who hosts meetings", { .conferencing = true }, true, 174 },
		{ "R-160: by the minute", { .conferencing = true, .pay_per_minute = true }, false,
			160 },
		{ "R-160: but who calls as well",
			{ .calls = true, .conferencing = true, .pay_per_minute = true }, true,
			157 },
		{ "R-155: billed after use", { .calls = true, .billed_after = true }, false, 155 },
		{ "who does neither", { .e5 = true }, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict reason;

		expect_number(rows[i].name, credits_licence_needed(&rows[i].person, &reason),
			rows[i].needed);
		expect_number(rows[i].name, reason.rule, rows[i].rule);
	}
}

static void amounts_are_checked(void **state)
{
	static const struct {
		const char *name;
		struct credits_funding funding; /* amount, auto, trigger, recharge, minimum */
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-163: 50 dollars", { 5000, true, 2000, 5000, 5000 }, VERDICT_YES, 0 },
		{ "R-163: less", { 4999, true, 2000, 5000, 5000 }, VERDICT_NO, 163 },
		{ "R-163: nothing", { 0, false, 0, 0, 5000 }, VERDICT_NO, 163 },
		{ "R-163: of a recharge", { 5000, true, 2000, 4999, 5000 }, VERDICT_NO, 163 },
		{ "R-161: one-time", { 5000, false, 0, 0, 5000 }, VERDICT_WARN, 161 },
		{ "R-162: no trigger", { 5000, true, 0, 5000, 5000 }, VERDICT_NO, 162 },
		{ "R-162: would buy at once", { 5000, true, 5001, 6000, 5000 }, VERDICT_WARN, 162 },
		{ "R-162: would buy again", { 9000, true, 6000, 5000, 5000 }, VERDICT_WARN, 162 },
		{ "at the trigger it does not buy", { 5000, true, 5000, 5000, 5000 }, VERDICT_YES,
			0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(
			rows[i].name, credits_fund(&rows[i].funding), rows[i].answer, rows[i].rule);
}

static void auto_recharge_keeps_the_balance_up(void **state)
{
	static const struct {
		const char *name;
		struct credits_funding funding;
		int64_t balance, spent, left, bought;
	} rows[] = {
		{ "R-162: above the trigger", { 0, true, 2000, 5000, 0 }, 5000, 3000, 2000, 0 },
		{ "R-162: below it", { 0, true, 2000, 5000, 0 }, 5000, 3001, 6999, 5000 },
		{ "R-162: twice", { 0, true, 2000, 5000, 0 }, 5000, 9000, 6000, 10000 },
		{ "R-165: without it the balance ends at 0", { 0, false, 2000, 5000, 0 }, 5000,
			9000, 0, 0 },
		{ "R-168: what is left stays", { 0, false, 0, 0, 0 }, 5000, 1000, 4000, 0 },
		{ "a recharge of nothing", { 0, true, 2000, 0, 0 }, 1000, 2000, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t bought;

		expect_number(rows[i].name,
			credits_after(&rows[i].funding, rows[i].balance, rows[i].spent, &bought),
			rows[i].left);
		expect_number(rows[i].name, bought, rows[i].bought);
	}
}

/* January 2026 is month 0 of the rows. */
static void old_money_lapses_and_is_used_first(void **state)
{
	enum { MONTHS = 30 };
	static const struct {
		const char *name;
		struct credits_purchase purchases[3];
		int count;
		int64_t use; /* each month */
		int month;
		int64_t bought, spent, lapsed, balance, short_of;
	} rows[] = {
		{ "R-168: carried over", { { 0, 5000 } }, 1, 300, 1, 0, 300, 0, 4400, 0 },
		{ "R-414: until December", { { 0, 5000 } }, 1, 300, 11, 0, 300, 0, 1400, 0 },
		{ "R-169: lost in January", { { 0, 5000 } }, 1, 300, 12, 0, 0, 1400, 0, 300 },
		{ "R-169: nothing is lost twice", { { 0, 5000 } }, 1, 300, 13, 0, 0, 0, 0, 300 },
		{ "R-169: used in time", { { 0, 5000 } }, 1, 500, 12, 0, 0, 0, 0, 500 },
		{ "R-169: the oldest first", { { 0, 5000 }, { 6, 5000 } }, 2, 500, 10, 0, 500, 0,
			4500, 0 },
		{ "R-169: the second purchase, in June", { { 0, 5000 }, { 6, 5000 } }, 2, 500, 17,
			0, 500, 0, 1000, 0 },
		{ "R-169: and in July", { { 0, 5000 }, { 6, 5000 } }, 2, 500, 18, 0, 0, 1000, 0,
			500 },
		{ "R-169: only its own part is lost", { { 0, 5000 }, { 6, 5000 } }, 2, 100, 12, 0,
			100, 3800, 4900, 0 },
		{ "bought and used in one month", { { 3, 5000 } }, 1, 5000, 3, 5000, 5000, 0, 0,
			0 },
		{ "R-165: before it is bought nothing pays", { { 3, 5000 } }, 1, 100, 2, 0, 0, 0, 0,
			100 },
		{ "bought when the old lapses", { { 0, 5000 }, { 12, 5000 } }, 2, 0, 12, 5000, 0,
			5000, 5000, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t use[MONTHS];
		struct credits_month months[MONTHS];

		for (int m = 0; m < MONTHS; m++)
			use[m] = rows[i].use;
		credits_months(rows[i].purchases, rows[i].count, use, 0, 12, MONTHS, months);
		const struct credits_month *got = &months[rows[i].month];

		expect_number(rows[i].name, got->month, rows[i].month);
		expect_number(rows[i].name, got->bought, rows[i].bought);
		expect_number(rows[i].name, got->spent, rows[i].spent);
		expect_number(rows[i].name, got->lapsed, rows[i].lapsed);
		expect_number(rows[i].name, got->balance, rows[i].balance);
		expect_number(rows[i].name, got->short_of, rows[i].short_of);
	}
}

static void what_credits_pay_for_is_told_with_its_end(void **state)
{
	/* R-166 names six, of which say what stops at 0. */
	int count = 0;

	(void)state;
	for (const struct credits_use *use; (use = credits_use_at(count)); count++) {
		assert_true(strlen(use->id) > 0 && strlen(use->what) > 0);
		assert_true(strlen(use->at_zero) > 0 && use->rule > 0);
	}
	assert_int_equal(count, 6);
	assert_null(credits_use_at(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_finds_its_purse_or_fails),
		cmocka_unit_test(every_call_is_answered_with_a_reason),
		cmocka_unit_test(credits_need_a_phone_with_a_plan_or_conferencing),
		cmocka_unit_test(who_cannot_buy_is_told_what_replaces_credits),
		cmocka_unit_test(the_free_licence_goes_to_those_who_call),
		cmocka_unit_test(amounts_are_checked),
		cmocka_unit_test(auto_recharge_keeps_the_balance_up),
		cmocka_unit_test(old_money_lapses_and_is_used_first),
		cmocka_unit_test(what_credits_pay_for_is_told_with_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
