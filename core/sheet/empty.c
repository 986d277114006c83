/* core/sheet/empty.c: what happens when minutes run out: in two sentences, then call by call. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/rules/call.h"
#include "core/rules/pool.h"
#include "core/sheet/minutes.h"

/* ---- call by call ---- */

static const char *const payments[] = {
	[CALL_FREE] = N_("free"),
	[CALL_POOL] = N_("minutes of the plan"),
	[CALL_CREDITS] = N_("by the minute, from credits"),
	[CALL_BILLED] = N_("by the minute, billed after"),
	[CALL_FAILS] = N_("fails"),
};

static enum call_plan plan_of(const char *plan)
{
	if (strcmp(plan, "payg") == 0)
		return CALL_PLAN_PAYG;
	return strcmp(plan, "international") == 0 ? CALL_PLAN_INTERNATIONAL : CALL_PLAN_DOMESTIC;
}

/* AT says plainly yes, FR and GB through credits, all others no. */
static enum call_premium premium_of(const struct country *country)
{
	switch (country->premium_numbers) {
	case FACT_YES:
		return PREMIUM_INCLUDED;
	case FACT_CREDITS:
		return PREMIUM_CREDITS;
	default:
		return PREMIUM_REFUSED;
	}
}

/* The three states of a firm: minutes are there; they are gone, with credits; without. */
enum { FULL, EMPTY_CREDITS, EMPTY, STATES };

static struct call_outcome outcome(struct call call, int state)
{
	call.minutes = state == FULL;
	call.credits = call.licence = call.billing_on = state == EMPTY_CREDITS;
	return call_outcome(&call);
}

static void say_calls(
	struct sheet *sheet, const struct country *country, const char *plan, bool billed_after)
{
	static const char *const ids[] = { "full", "credits", "empty" };
	const char *const heads[] = { _("full, no credits"),
		billed_after ? _("empty, billing on") : _("empty, with credits"),
		billed_after ? _("empty, billing off") : _("empty, no credits") };
	sheet_title(sheet, "calls", _("Call by call"));
	sheet_columns(sheet, _("A call"), STATES, ids, heads);
	for (int to = 0; to < CALL_TO_COUNT; to++) {
		struct call call = { .plan = plan_of(plan),
			.to = (enum call_to)to,
			.premium = premium_of(country),
			.billed_after = billed_after };
		const char *cells[STATES];
		for (int state = 0; state < STATES; state++)
			cells[state] = _(payments[outcome(call, state).payment]);
		struct call_outcome last = outcome(call, EMPTY);
		sheet_cells(sheet, call_to_id((enum call_to)to), _(call_to_name((enum call_to)to)),
			last.verdict.rule, last.payment == CALL_FAILS ? SHEET_WARNING : SHEET_OK,
			STATES, cells);
	}
}

/* Why each call that fails does, each reason once. */
static void say_reasons(
	struct sheet *sheet, const struct country *country, const char *plan, bool billed_after)
{
	const char *said[CALL_TO_COUNT] = { NULL };
	sheet_title(sheet, "reasons", _("Why, and what to do"));
	for (int to = 0; to < CALL_TO_COUNT; to++) {
		struct call call = { .plan = plan_of(plan),
			.to = (enum call_to)to,
			.premium = premium_of(country),
			.billed_after = billed_after };
		struct call_outcome empty = outcome(call, EMPTY);
		bool twice = empty.payment != CALL_FAILS;
		for (int i = 0; i < to; i++)
			twice |= said[i] == empty.verdict.why;
		if (!twice)
			sheet_verdict(sheet, &empty.verdict);
		said[to] = empty.verdict.why;
	}
}

/* ---- the answer ---- */

static void say_answer(struct sheet *sheet, int64_t now, bool payg, bool billed_after)
{
	char full[CLOCK_TEXT];
	clock_date(full, pool_reset(now));
	if (payg)
		sheet_text(sheet, 118, SHEET_WARNING, "%s",
			_("Pay-As-You-Go has no minutes to run out: every outgoing call is charged, and without money none goes out."));
	else if (billed_after)
		sheet_text(sheet, 155, SHEET_WARNING,
			_("Your plan stops at its minutes: outgoing calls end until %s, unless pay-as-you-go is switched on; then they go on and are billed by the minute."),
			full);
	else
		sheet_text(sheet, 151, SHEET_WARNING,
			_("Without credits outgoing calls stop until %s, when the pool is full again; with credits (R-150) they go on and cost by the minute."),
			full);
	sheet_text(sheet, 135, SHEET_OK, "%s",
		_("Calls that come in go on as before, and so do calls between colleagues (R-023)."));
}

static const struct {
	int rule;
	const char *text;
} notes[] = {
	{ 141, N_("Every call is deducted from the pool; on the first of the month it starts full, and what was left is lost.") },
	{ 150, N_("With credits calls go on only for people who hold the free credits licence.") },
	{ 153, N_("A destination that the plan does not include is charged even when the pool is full.") },
	{ 166, N_("Credits also pay for calls abroad of people with a domestic plan, and for calls to your toll-free numbers.") },
	{ 170, N_("The administrators get a mail when a recharge succeeds, when one fails, and when the balance reaches 0.") },
	{ 149, N_("The usage reports lag 24 to 48 hours behind: a pool may be empty before they say so.") },
	{ 164, N_("After one or two months look at the PSTN usage report, and adjust.") },
	{ 155, N_("New commerce agreements have no credits: calls beyond the plan are billed after use, if that is switched on.") },
	{ 415, N_("Incoming calls with an empty pool: a guide of 2022-03 says that they use credits too, the page of 2023-01 that incoming minutes are unlimited. The later one is used.") },
};

static bool empty_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct country country;
	struct str answer = { 0 };
	char plan[20];
	(void)err;
	if (!minutes_country(context, sheet, &country))
		return true;
	minutes_plan(context, plan);
	bool after = strcmp(topic_answer(context, "billed", &answer), "after") == 0;
	str_fini(&answer);
	say_answer(sheet, context->now, strcmp(plan, "payg") == 0, after);
	say_calls(sheet, &country, plan, after);
	say_reasons(sheet, &country, plan, after);
	sheet_title(sheet, "notes", _("Good to know"));
	for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
		sheet_item(sheet, 0, notes[i].rule, SHEET_PLAIN, "%s", _(notes[i].text));
	sheet_title(sheet, "next", _("What to do next"));
	sheet_item(sheet, 1, 157, SHEET_PLAIN, "%s",
		_("Plan credits: `ringup about credits`, key P there."));
	sheet_item(sheet, 2, 0, SHEET_PLAIN, "%s",
		_("See when it would happen: `ringup about forecast`."));
	return true;
}

static const struct question_choice billings[] = {
	{ "before", N_("from credits") },
	{ "after", N_("after use") },
};

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the people are: it decides about premium numbers."),
		.rule = 134,
		.kind = QUESTION_COUNTRY },
	{ .id = "plan",
		.label = N_("Plan"),
		.help = N_("The plan whose minutes run out."),
		.rule = 136,
		.kind = QUESTION_CHOICE,
		.choices = minutes_plans,
		.choice_count = MINUTES_PLANS,
		.otherwise = minutes_plan_otherwise },
	{ .id = "billed",
		.label = N_("Billed"),
		.help = N_("New commerce agreements bill calls after use and have no credits."),
		.rule = 155,
		.kind = QUESTION_CHOICE,
		.choices = billings,
		.choice_count = sizeof billings / sizeof billings[0],
		.standard = "before" },
};

const struct topic empty_topic = {
	.id = "empty",
	.title = N_("When minutes run out"),
	.asks = N_("What happens when minutes run out?"),
	.help = N_("What happens when minutes run out, and what credits pay for."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = empty_make,
};
