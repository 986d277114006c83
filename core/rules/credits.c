/* core/rules/credits.c: Communications Credits. */
#include <stddef.h>

#include "core/base/tr.h"
#include "core/rules/credits.h"

enum {
	ALLOWED,
	NO_PHONE,
	NO_PLAN,
	NO_BASE,
	AFTER_USE,
	AFTER_USE_LEFT,
	AFTER_USE_AUTO,
	REGION,
	AGREEMENT,
	NEEDED,
	NEEDED_E5,
	NEEDED_DIAL_OUT,
	NOT_PER_MINUTE,
	NOT_BILLED,
	BELOW_MINIMUM,
	RECHARGE_BELOW_MINIMUM,
	NO_TRIGGER,
	AT_ONCE,
	AGAIN,
	ONE_TIME,
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NO_PHONE] = { VERDICT_NO, 156,
		N_("A Calling Plan alone is not enough for credits: Phone System is missing."),
		N_("Buy Teams Phone Standard, or Audio Conferencing, then sign up.") },
	[NO_PLAN] = { VERDICT_NO, 156,
		N_("Phone System alone is not enough for credits: a Calling Plan is missing."),
		N_("Buy a Calling Plan, or Audio Conferencing, then sign up.") },
	[NO_BASE] = { VERDICT_NO, 156,
		N_("Credits come with Phone System and a Calling Plan, or with Audio Conferencing."),
		N_("Buy one of these first, then sign up.") },
	[AFTER_USE] = { VERDICT_NO, 172,
		N_("New-commerce customers cannot buy credits: they pay for calls after use."),
		N_("Switch pay-as-you-go on in the billing settings: it takes the place of credits.") },
	[AFTER_USE_LEFT] = { VERDICT_WARN, 172,
		N_("New-commerce customers cannot add credits; what is left is used up first."),
		N_("Switch pay-as-you-go on, so that calls go on when the balance reaches 0.") },
	[AFTER_USE_AUTO] = { VERDICT_NO, 172,
		N_("Auto-recharge must be switched off before you move to the new commerce."),
		N_("Switch auto-recharge off; the balance that is left is used up first.") },
	[REGION] = { VERDICT_WARN, 171,
		N_("The agreement's address is in another region: buying credits may fail."),
		N_("Try it; if it fails, open a support case.") },
	[AGREEMENT] = { VERDICT_YES, 173, N_("Credits can be paid with the Enterprise Agreement."),
		N_("If there are several agreements, choose the number of the one that pays.") },
	[NEEDED] = { VERDICT_YES, 157,
		N_("Who calls needs a credits licence: it is free and opens the common balance."),
		N_("Give it to everyone who calls: topic Credits, question For.") },
	[NEEDED_E5] = { VERDICT_YES, 159, N_("Also people with E5 need the free credits licence."),
		N_("Give it to them: topic Credits, question For.") },
	[NEEDED_DIAL_OUT] = { VERDICT_YES, 174,
		N_("Who hosts meetings and must reach any destination needs the free credits licence."),
		N_("Give it to organizers too: topic Credits, question For: all.") },
	[NOT_PER_MINUTE] = { VERDICT_YES, 160,
		N_("Conferencing that is paid by the minute needs no credits licence of its own."),
		N_("Nothing is to be done for this person.") },
	[NOT_BILLED] = { VERDICT_YES, 155,
		N_("Calls are billed after use: there is no common balance to give access to."),
		N_("Nothing is to be done for this person.") },
	[BELOW_MINIMUM] = { VERDICT_NO, 163,
		N_("The amount is below the least that can be bought at once, 50 US dollars."),
		N_("Put in at least 50 US dollars; a small organization may start with that.") },
	[RECHARGE_BELOW_MINIMUM] = { VERDICT_NO, 163,
		N_("The recharge amount is below the least that can be bought, 50 US dollars."),
		N_("Let auto-recharge buy at least 50 US dollars at a time.") },
	[NO_TRIGGER] = { VERDICT_NO, 162,
		N_("Auto-recharge buys when the balance falls below the trigger; none is given."),
		N_("Give a trigger above 0, such as what a week of calls costs.") },
	[AT_ONCE] = { VERDICT_WARN, 162,
		N_("The first amount is below the trigger: auto-recharge would buy again at once."),
		N_("Put more in at first, or lower the trigger.") },
	[AGAIN] = { VERDICT_WARN, 162,
		N_("The recharge amount is below the trigger: several recharges may follow each other."),
		N_("Let a recharge buy more than the trigger.") },
	[ONE_TIME] = { VERDICT_WARN, 161,
		N_("A one-time amount ends some day, and calls that credits pay for end with it."),
		N_("Auto-recharge is recommended: answer auto=yes with a trigger and a recharge.") },
};

VERDICT_ROWS(credits_verdicts, verdicts)

static const struct credits_use uses[] = {
	{ "overage", N_("Minutes beyond an empty pool"),
		N_("no calls outside until the first of the next month"), 151 },
	{ "abroad", N_("Calls abroad of people with a domestic plan"), N_("these calls fail"),
		152 },
	{ "beyond", N_("Calls abroad beyond the international plan"),
		N_("no calls abroad until the first of the next month"), 165 },
	{ "payg", N_("All outgoing calls of Pay-As-You-Go"), N_("these people cannot call out"),
		118 },
	{ "tollfree", N_("Calls that come in on toll-free numbers"),
		N_("the toll-free numbers stop"), 165 },
	{ "dialout", N_("Dial-out of meetings beyond its minutes or zone"),
		N_("dialling out stops; people can still dial in"), 165 },
};
#define USE_COUNT (int)(sizeof(uses) / sizeof(uses[0]))

const struct credits_use *credits_use_at(int index)
{
	return index >= 0 && index < USE_COUNT ? &uses[index] : NULL;
}

struct verdict credits_prerequisite(bool phone_system, bool calling_plan, bool conferencing)
{
	if (conferencing || (phone_system && calling_plan))
		return verdicts[ALLOWED];
	if (calling_plan)
		return verdicts[NO_PHONE];
	return verdicts[phone_system ? NO_PLAN : NO_BASE];
}

struct verdict credits_buy(const struct credits_buyer *buyer)
{
	if (buyer->billed_after) {
		if (buyer->auto_recharge)
			return verdicts[AFTER_USE_AUTO];
		return verdicts[buyer->balance > 0 ? AFTER_USE_LEFT : AFTER_USE];
	}
	if (buyer->enterprise && buyer->region_differs)
		return verdicts[REGION];
	return verdicts[buyer->enterprise ? AGREEMENT : ALLOWED];
}

bool credits_licence_needed(const struct credits_person *person, struct verdict *reason)
{
	*reason = verdicts[ALLOWED];
	if (person->holds || !(person->calls || person->conferencing))
		return false;
	if (person->billed_after) {
		*reason = verdicts[NOT_BILLED];
		return false;
	}
	if (person->pay_per_minute && !person->calls) {
		*reason = verdicts[NOT_PER_MINUTE];
		return false;
	}
	*reason = verdicts[!person->calls ? NEEDED_DIAL_OUT : person->e5 ? NEEDED_E5 : NEEDED];
	return true;
}

struct verdict credits_fund(const struct credits_funding *funding)
{
	if (funding->amount < funding->minimum)
		return verdicts[BELOW_MINIMUM];
	if (!funding->recharge_on)
		return verdicts[ONE_TIME];
	if (funding->trigger <= 0)
		return verdicts[NO_TRIGGER];
	if (funding->recharge < funding->minimum)
		return verdicts[RECHARGE_BELOW_MINIMUM];
	if (funding->amount < funding->trigger)
		return verdicts[AT_ONCE];
	return verdicts[funding->recharge < funding->trigger ? AGAIN : ALLOWED];
}

int64_t credits_after(
	const struct credits_funding *funding, int64_t balance, int64_t spent, int64_t *bought)
{
	int64_t left = balance - spent, bought_now = 0;

	if (funding->recharge_on && funding->recharge > 0 && left < funding->trigger) {
		int64_t missing = funding->trigger - left;
		int64_t times = (missing + funding->recharge - 1) / funding->recharge;

		bought_now = times * funding->recharge;
		left += bought_now;
	}
	if (bought)
		*bought = bought_now;
	return left > 0 ? left : 0;
}

/* Takes what is wanted, or all there is. */
static int64_t take(int64_t *from, int64_t wanted)
{
	int64_t taken = *from < wanted ? *from : wanted;

	*from -= taken;
	return taken;
}

/* Purchases that one reckoning can hold: a purchase a month for ten years. */
#define PURCHASES 120

static void month_of(const struct credits_purchase *purchases, int64_t *left, int count,
	int64_t use, int expire, struct credits_month *out)
{
	for (int i = 0; i < count; i++) {
		if (purchases[i].month + expire == out->month)
			out->lapsed += take(&left[i], left[i]);
		if (purchases[i].month == out->month)
			out->bought += left[i] = purchases[i].cents;
	}
	for (int i = 0; i < count; i++)
		out->spent += take(&left[i], use - out->spent);
	for (int i = 0; i < count; i++)
		out->balance += left[i];
	out->short_of = use - out->spent;
}

void credits_months(const struct credits_purchase *purchases, int purchase_count,
	const int64_t *use, int first, int expire, int count, struct credits_month *out)
{
	int64_t left[PURCHASES] = { 0 };
	int held = purchase_count < PURCHASES ? purchase_count : PURCHASES;

	for (int i = 0; i < count; i++) {
		out[i] = (struct credits_month){ .month = first + i };
		month_of(purchases, left, held, use[i], expire, &out[i]);
	}
}
