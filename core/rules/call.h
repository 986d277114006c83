/* core/rules/call.h: what becomes of one call: which purse pays for it, or why it fails (R-118,
 * */
#ifndef CORE_RULES_CALL_H
#define CORE_RULES_CALL_H

#include <stdbool.h>

#include "core/rules/verdict.h"

enum call_plan {
	CALL_PLAN_NONE,
	CALL_PLAN_DOMESTIC,
	CALL_PLAN_INTERNATIONAL,
	CALL_PLAN_PAYG,
	CALL_PLAN_COUNT
};

enum call_to {
	CALL_COLLEAGUE, /* inside the organization */
	CALL_DOMESTIC,
	CALL_ABROAD,    /* one of the destinations of the international plan */
	CALL_EXCLUDED,  /* a destination that no plan includes */
	CALL_PREMIUM,   /* a premium number of the caller's own country */
	CALL_RECEIVED,  /* comes in on a person's number */
	CALL_TOLL_FREE, /* comes in on a toll-free number of the organization */
	CALL_MEETING,   /* dials out from a meeting */
	CALL_TO_COUNT
};

/* What the country's page says of premium numbers. */
enum call_premium { PREMIUM_REFUSED, PREMIUM_CREDITS, PREMIUM_INCLUDED };

struct call {
	enum call_plan plan;
	enum call_to to;
	enum call_premium premium;
	bool minutes;        /* the counter that this call draws from has some left; of a meeting
				the dial-out minutes */
	bool credits;        /* the balance of the credits is above 0 */
	bool licence;        /* the caller holds the free credits licence */
	bool pay_per_minute; /* of a meeting: its organizer's conferencing is billed by the minute
				 */
	bool billed_after;   /* new commerce: there are no credits */
	bool billing_on;     /* of those: pay-as-you-go is switched on */
};

enum call_payment {
	CALL_FREE,    /* costs nothing and takes no minutes */
	CALL_POOL,    /* takes minutes of the plan */
	CALL_CREDITS, /* by the minute from the credits */
	CALL_BILLED,  /* by the minute, on a later bill */
	CALL_FAILS
};

struct call_outcome {
	enum call_payment payment;
	struct verdict verdict; /* NO where it fails, else why and what pays; never a plain yes */
};

struct call_outcome call_outcome(const struct call *call);

/* "a colleague", "a number of the country": N_() text. */
const char *call_to_name(enum call_to to);
const char *call_to_id(enum call_to to);

verdict_rows call_verdicts;

#endif
