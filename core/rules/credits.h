/* core/rules/credits.h: Communications Credits: who may have them, what is put in, who needs the
 * free licence, and what becomes of the money. Money is in cents; what is spent
 * by the minute is added up by the caller. */
#ifndef CORE_RULES_CREDITS_H
#define CORE_RULES_CREDITS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* May the organization sign up? Phone System and a Calling Plan, or Audio Conferencing. */
struct verdict credits_prerequisite(bool phone_system, bool calling_plan, bool conferencing);

struct credits_buyer {
	bool billed_after;   /* new commerce: cannot buy, pays after use */
	bool enterprise;     /* has an Enterprise Agreement and may pay with it */
	bool region_differs; /* of the organization and that agreement's address */
	int64_t balance;     /* cents that are still there, when moving to new commerce */
	bool auto_recharge;  /* is switched on now */
};

/* Can it buy credits? What replaces them is in the remedy. */
struct verdict credits_buy(const struct credits_buyer *buyer);

struct credits_person {
	bool calls;          /* holds a Calling Plan */
	bool conferencing;   /* holds Audio Conferencing */
	bool pay_per_minute; /* conferencing by the minute and no Calling Plan */
	bool e5;             /* the suite holds the phone; not the licence for credits */
	bool holds;          /* the credits licence */
	bool billed_after;
};

/* Does the person need the free credits licence? True with the reason; false with the reason why
 * not (a plain yes if there is none). */
bool credits_licence_needed(const struct credits_person *person, struct verdict *reason);

struct credits_funding {
	int64_t amount;   /* cents bought now */
	bool recharge_on; /* auto-recharge */
	int64_t trigger;  /* when the balance falls below it ... */
	int64_t recharge; /* ... so many cents are bought */
	int64_t minimum;  /* of a purchase */
};

/* Are the amounts good? */
struct verdict credits_fund(const struct credits_funding *funding);

/* The balance after `spent` cents; *bought (may be NULL) gets what auto-recharge bought on the way.
 * Without it the balance ends at 0, and calls with it. */
int64_t credits_after(
	const struct credits_funding *funding, int64_t balance, int64_t spent, int64_t *bought);

/* What credits pay for, and what a balance of 0 stops. */
struct credits_use {
	const char *id;      /* "overage" */
	const char *what;    /* N_(): "minutes beyond an empty pool" */
	const char *at_zero; /* N_(): what happens when nothing is left */
	int rule;            /* of at_zero */
};

/* NULL: no such index. */
const struct credits_use *credits_use_at(int index);

/* Money by the month: what is there at its end, and what was lost. Oldest money is used first
 * what is left is carried over until its months are over. */
struct credits_purchase {
	int month; /* clock_month */
	int64_t cents;
};

struct credits_month {
	int month;
	int64_t bought, spent, lapsed, balance; /* cents; spent: what the balance could pay */
	int64_t short_of;                       /* cents that nothing was there to pay */
};

/* Fills `count` months from `first` on. Purchases are sorted by month, none before `first`;
 * use[i] is what is spent in month first + i. Money of month m is lost at the beginning of month
 * m + `expire`. */
void credits_months(const struct credits_purchase *purchases, int purchase_count,
	const int64_t *use, int first, int expire, int count, struct credits_month *out);

verdict_rows credits_verdicts;

#endif
