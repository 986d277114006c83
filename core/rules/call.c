/* core/rules/call.c: what becomes of one call. */
#include <stddef.h>

#include "core/base/tr.h"
#include "core/rules/call.h"

enum {
	ALLOWED,
	INSIDE,
	RECEIVED,
	FROM_POOL,
	FROM_DIAL_OUT,
	BEYOND,
	BEYOND_INTERNATIONAL,
	ABROAD,
	EXCLUDED,
	PAYG,
	PREMIUM,
	PREMIUM_DOMESTIC,
	TOLL_FREE,
	MEETING,
	BILLED,
	NO_PLAN,
	NO_MINUTES,
	NO_MINUTES_ABROAD,
	NO_ABROAD,
	NO_EXCLUDED,
	NO_PAYG,
	NO_PREMIUM,
	NO_PREMIUM_CREDITS,
	NO_TOLL_FREE,
	NO_MEETING,
	NO_LICENCE,
	NO_BILLING,
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	/* Who pays. */
	[INSIDE] = { VERDICT_YES, 23,
		N_("Calls between colleagues in Teams are free and take no minutes."),
		N_("Nothing is to be done.") },
	[RECEIVED] = { VERDICT_YES, 135,
		N_("Incoming minutes are unlimited in all plans, whatever is left of the pool."),
		N_("Nothing is to be done.") },
	[FROM_POOL] = { VERDICT_YES, 141,
		N_("The call takes minutes of the pool, which is full again on the first of the month."),
		N_("See the pool: ringup about pools.") },
	[FROM_DIAL_OUT] = { VERDICT_YES, 398,
		N_("The call takes dial-out minutes, which the conferencing licences bring each month."),
		N_("See the minutes: ringup about conferencing.") },
	[BEYOND] = { VERDICT_YES, 150,
		N_("The pool is empty: the call goes on and is charged to the credits by the minute."),
		N_("Keep the balance above 0, best with auto-recharge.") },
	[BEYOND_INTERNATIONAL] = { VERDICT_YES, 166,
		N_("The minutes abroad are used up: the call is charged to the credits by the minute."),
		N_("Keep the balance above 0, best with auto-recharge.") },
	[ABROAD] = { VERDICT_YES, 152,
		N_("The plan is domestic: the call abroad is charged to the credits by the minute."),
		N_("For many such calls compare the international plan: ringup about abroad.") },
	[EXCLUDED] = { VERDICT_YES, 153,
		N_("The plan does not include the destination: credits pay, even if the pool is full."),
		N_("Look at the rate of the destination before many such calls are made.") },
	[PAYG] = { VERDICT_YES, 118,
		N_("Pay-As-You-Go has no outgoing minutes: the credits pay for each outgoing call."),
		N_("Keep the balance above 0, best with auto-recharge.") },
	[PREMIUM] = { VERDICT_YES, 134,
		N_("Premium numbers of this country are paid from the credits."),
		N_("Look at the rate of the number before it is called.") },
	[PREMIUM_DOMESTIC] = { VERDICT_WARN, 134,
		N_("Premium numbers of this country can be called; what they cost is not documented."),
		N_("Look at the usage report after the first call.") },
	[TOLL_FREE] = { VERDICT_YES, 167,
		N_("The owner pays for calls to a toll-free number, from the credits by the minute."),
		N_("Keep the balance above 0, best with auto-recharge.") },
	[MEETING] = { VERDICT_YES, 174,
		N_("The dial-out minutes do not cover this call: the credits pay for it."),
		N_("Keep the balance above 0, best with auto-recharge.") },
	[BILLED] = { VERDICT_YES, 155,
		N_("Your agreement bills what the plan does not cover after use, by the minute."),
		N_("Look at the usage report every month.") },
	/* Why it fails. */
	[NO_PLAN] = { VERDICT_NO, 368,
		N_("Without a phone licence nobody calls outside or is called from there."),
		N_("Mark the person as one who calls outside: step Licences.") },
	[NO_MINUTES] = { VERDICT_NO, 151,
		N_("The pool is empty and no credits are there: no calls outside until it is full again."),
		N_("Fund Communications Credits, or wait for the first of the month.") },
	[NO_MINUTES_ABROAD] = { VERDICT_NO, 128,
		N_("The minutes abroad are used up, and the plan is spent with its first counter."),
		N_("Fund Communications Credits, or wait for the first of the month.") },
	[NO_ABROAD] = { VERDICT_NO, 152,
		N_("The plan is domestic and no credits are there: calls abroad fail."),
		N_("Fund Communications Credits, or give this person the international plan.") },
	[NO_EXCLUDED] = { VERDICT_NO, 153,
		N_("No plan includes the destination, and no credits are there to pay for it."),
		N_("Fund Communications Credits and look at the rate of the destination.") },
	[NO_PAYG] = { VERDICT_NO, 118,
		N_("Pay-As-You-Go has no outgoing minutes, and nothing is there to pay for the call."),
		N_("Fund Communications Credits, or switch billing after use on.") },
	[NO_PREMIUM] = { VERDICT_NO, 134, N_("Premium numbers cannot be called from this country."),
		N_("Call the firm's ordinary number, or use another telephone.") },
	[NO_PREMIUM_CREDITS] = { VERDICT_NO, 134,
		N_("Premium numbers of this country are paid from credits, and none are there."),
		N_("Fund Communications Credits.") },
	[NO_TOLL_FREE] = { VERDICT_NO, 165,
		N_("At a balance of 0 the toll-free numbers stop: callers do not get through."),
		N_("Fund Communications Credits, best with auto-recharge.") },
	[NO_MEETING] = { VERDICT_NO, 165,
		N_("No dial-out minutes are left, and at a balance of 0 dialling out of meetings stops."),
		N_("Fund Communications Credits; people can still dial in.") },
	[NO_LICENCE] = { VERDICT_NO, 157,
		N_("Credits are there, but this person has no licence for them."),
		N_("Give the person the free Communications Credits licence.") },
	[NO_BILLING] = { VERDICT_NO, 155,
		N_("Billing after use is off, which is the default: the plan stops at its minutes."),
		N_("Switch pay-as-you-go on in the billing settings.") },
};

VERDICT_ROWS(call_verdicts, verdicts)

static const struct {
	const char *id, *name;
} names[] = {
	[CALL_COLLEAGUE] = { "colleague", N_("to a colleague") },
	[CALL_DOMESTIC] = { "domestic", N_("inside the country") },
	[CALL_ABROAD] = { "abroad", N_("abroad") },
	[CALL_EXCLUDED] = { "excluded", N_("to a country outside the plans") },
	[CALL_PREMIUM] = { "premium", N_("to a premium number") },
	[CALL_RECEIVED] = { "received", N_("coming in") },
	[CALL_TOLL_FREE] = { "tollfree", N_("coming in, toll-free number") },
	[CALL_MEETING] = { "meeting", N_("out of a meeting") },
};

const char *call_to_name(enum call_to to)
{
	return names[to].name;
}

const char *call_to_id(enum call_to to)
{
	return names[to].id;
}

static struct call_outcome outcome(enum call_payment payment, int row)
{
	return (struct call_outcome){ payment, verdicts[row] };
}

/* Credits or a later bill pay, or the call fails. The organization pays for what comes in, so no
 * person needs a licence for it. */
static struct call_outcome charged(const struct call *call, int yes, int no)
{
	bool licence = call->licence || call->to == CALL_TOLL_FREE ||
		       (call->to == CALL_MEETING && call->pay_per_minute);

	if (call->billed_after)
		return call->billing_on ? outcome(CALL_BILLED, BILLED)
					: outcome(CALL_FAILS, NO_BILLING);
	if (!call->credits)
		return outcome(CALL_FAILS, no);
	return licence ? outcome(CALL_CREDITS, yes) : outcome(CALL_FAILS, NO_LICENCE);
}

static struct call_outcome premium(const struct call *call)
{
	switch (call->premium) {
	case PREMIUM_INCLUDED:
		return outcome(CALL_POOL, PREMIUM_DOMESTIC);
	case PREMIUM_CREDITS:
		return charged(call, PREMIUM, NO_PREMIUM_CREDITS);
	default:
		return outcome(CALL_FAILS, NO_PREMIUM);
	}
}

static struct call_outcome outgoing(const struct call *call)
{
	bool international = call->plan == CALL_PLAN_INTERNATIONAL;

	if (call->plan == CALL_PLAN_NONE)
		return outcome(CALL_FAILS, NO_PLAN);
	if (call->to == CALL_PREMIUM)
		return premium(call);
	if (call->plan == CALL_PLAN_PAYG)
		return charged(call, PAYG, NO_PAYG);
	if (call->to == CALL_EXCLUDED)
		return charged(call, EXCLUDED, NO_EXCLUDED);
	if (call->to == CALL_ABROAD && !international)
		return charged(call, ABROAD, NO_ABROAD);
	if (call->minutes)
		return outcome(CALL_POOL, FROM_POOL);
	if (call->to == CALL_ABROAD)
		return charged(call, BEYOND_INTERNATIONAL, NO_MINUTES_ABROAD);
	return charged(call, BEYOND, NO_MINUTES);
}

struct call_outcome call_outcome(const struct call *call)
{
	switch (call->to) {
	case CALL_COLLEAGUE:
		return outcome(CALL_FREE, INSIDE);
	case CALL_RECEIVED:
		return call->plan == CALL_PLAN_NONE ? outcome(CALL_FAILS, NO_PLAN)
						    : outcome(CALL_FREE, RECEIVED);
	case CALL_TOLL_FREE:
		return charged(call, TOLL_FREE, NO_TOLL_FREE);
	case CALL_MEETING:
		return call->minutes ? outcome(CALL_POOL, FROM_DIAL_OUT)
				     : charged(call, MEETING, NO_MEETING);
	default:
		return outgoing(call);
	}
}
