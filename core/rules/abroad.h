/* core/rules/abroad.h: the international plan, or a domestic one and credits: which is
 * cheaper for the admin's own guess of minutes abroad. Integers only. */
#ifndef CORE_RULES_ABROAD_H
#define CORE_RULES_ABROAD_H

#include <stdint.h>

#include "core/rules/verdict.h"

#define ABROAD_UNKNOWN INT64_C(-1)

struct abroad_guess {
	int64_t people;   /* who call abroad */
	int64_t minutes;  /* abroad, a person and month */
	int64_t included; /* international minutes of one licence, which people of
			     the same plan share */
	int64_t more;     /* cents a month that the international plan costs more than the domestic
			     one; ABROAD_UNKNOWN */
	int64_t rate;     /* tenths of a cent a minute from the credits; ABROAD_UNKNOWN. It depends
			     on the destination, not on the caller */
};

struct abroad {
	struct verdict advice; /* */
	int64_t plan_cents;    /* a month, all people, beyond the domestic plan: the international
				  plan, and credits for the minutes that it does not hold */
	int64_t credits_cents; /* a month, all people: every minute abroad from the credits */
	int64_t break_even;    /* minutes a person and month from which on the plan is cheaper;
				  more than `included`: never */
	int64_t more_limit;    /* cents: the plan is cheaper if it costs less than this more */
	int64_t rate_limit;    /* tenths of a cent: ... if a minute costs more than this; 0 without
				  minutes */
	int64_t unused;        /* included minutes that nobody uses, lost each month */
};

/* What cannot be known from the guess is ABROAD_UNKNOWN. Negative figures count as 0. */
struct abroad abroad_compare(const struct abroad_guess *guess);

verdict_rows abroad_verdicts;

#endif
