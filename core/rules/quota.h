/* core/rules/quota.h: how many numbers a tenant may have (R-186..R-215). Integers only. */
#ifndef CORE_RULES_QUOTA_H
#define CORE_RULES_QUOTA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

enum quota_kind {
	QUOTA_USER,      /* numbers of people */
	QUOTA_TOLL,      /* service numbers whose caller pays */
	QUOTA_TOLL_FREE, /* service numbers whose owner pays; counted apart from toll */
	QUOTA_KIND_COUNT
};

/* Licences *assigned* to people, not bought; negative counts as 0. A person with a bundle
 * counts once in `domestic` and once in `phone_system`. */
struct quota_licences {
	int64_t domestic, international, payg; /* Calling Plans */
	int64_t phone_system, conferencing;    /* conferencing: without the free variant */
	int64_t conferencing_basic; /* Audio Conferencing with dial-out to USA/CAN */
};

/* Numbers of one kind. */
struct quota_numbers {
	int64_t acquired; /* all that the tenant has, ported ones included */
	int64_t ported;   /* of them; they count against no quota */
	int64_t reserved; /* held now, not acquired yet: they take room as well */
};

struct quota {
	int64_t limit; /* numbers the licences allow */
	int64_t used;  /* acquired, not ported */
	int64_t reserved;
	int64_t free; /* limit - used - reserved, never below 0 */
};

/* floor((domestic + international) x 11 / 10) + 10 + payg; without any domestic or international
 * licence the 10 do not come (R-186..R-190). */
int64_t quota_user(int64_t domestic, int64_t international, int64_t payg);

/* Service numbers of one kind by the tier of phone_system + conferencing (R-191..R-209). */
int64_t quota_service(int64_t licences);

struct quota quota_of(enum quota_kind kind, const struct quota_licences *licences,
	const struct quota_numbers *numbers);

/* May the tenant get so many more numbers of this kind? Toll-free ones need funded Communications
 * Credits before they can even be reserved. The figures for the sentence are in *quota. */
struct verdict quota_more(
	enum quota_kind kind, const struct quota *quota, int64_t more, bool credits);

/* The least licences (domestic or international; Phone System or conferencing for service numbers)
 * that allow `numbers` numbers of this kind; -1: no number of licences does. For the remedy
 * "3 more licences would do". */
int64_t quota_licences_for(enum quota_kind kind, int64_t numbers);

verdict_rows quota_verdicts;

#endif
