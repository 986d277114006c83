/* core/rules/conferencing.h: dial-in meetings: who needs a licence and which, what calling out of a
 * meeting costs, which numbers a bridge may have, what a PIN may be (R-024..R-026, R-040, R-080,
 * ..R-408). Figures come from the facts: their callers pass them. */
#ifndef CORE_RULES_CONFERENCING_H
#define CORE_RULES_CONFERENCING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* How an organization pays for conferencing. */
enum conferencing_terms {
	CONFERENCING_LICENCES,  /* a licence for each organizer */
	CONFERENCING_PER_MINUTE /* no monthly fee, all minutes from credits: volume licences only
				 */
};

struct conferencing_person {
	bool organizes;        /* schedules or hosts meetings that are dialled into */
	unsigned capabilities; /* enum capability bits of the licences held */
	bool sold;             /* Audio Conferencing is sold in the person's country */
	bool provider;         /* a third party's conferencing is in use now */
	enum conferencing_terms terms;
};

/* Does the person need a licence to hold such meetings, and if so how is it had? YES: none is
 * needed, or the one that is held will do. */
struct verdict conferencing_licence(const struct conferencing_person *person);

/* A licence is to be had: no other way is in use, and it is sold. */
bool conferencing_needs(const struct conferencing_person *person);

/* Who gets the licence by the answer "none", "callers", "all" or "marked" of the organization. */
bool conferencing_wanted(const char *who, bool calls, bool marked);

/* ---- dialling out ---- */

/* Minutes a month that the tenant shares: `each` for each licence that is assigned, whatever was
 * bought. Negative counts are 0; stops at INT64_MAX. */
int64_t conferencing_pool(int64_t assigned, int64_t each);

struct conferencing_call {
	bool standard; /* the organizer's licence is the standard one */
	bool basic;    /* it is the free one: the United States and Canada only */
	enum conferencing_terms terms;
	bool zone_a;     /* the destination's country is in zone A */
	bool premium;    /* a premium number */
	bool usa_canada; /* the destination is in one of the two */
	int64_t left;    /* minutes of the pool; 0: none */
	bool credits;    /* there is a balance, and the organizer has the licence for it */
};

/* May the meeting call this destination, and who pays? YES from the pool; WARN from credits; NO
 * where it cannot. Also "call me at", which is a call out of the meeting. */
struct verdict conferencing_dial_out(const struct conferencing_call *call);

/* What the administrators are told by mail: 0, `warning` or 100 per cent of the pool are used up
 * (R-401). */
int conferencing_mail(int64_t used, int64_t pool, int64_t warning);

/* ---- the bridge ---- */

struct conferencing_number {
	bool service; /* a service number, not one for people */
	bool toll_free;
	bool owned;   /* acquired or ported; false: only wished for */
	bool taken;   /* by an attendant or a queue */
	bool credits; /* there is a balance */
};

/* May the bridge have this number? */
struct verdict conferencing_number(const struct conferencing_number *number);

/* Languages of a number can be chosen only where it is the tenant's own. */
struct verdict conferencing_languages(bool dedicated);

/* May the organization choose PINs of this length? `least` to `most` digits. */
struct verdict conferencing_pin_length(int64_t length, int64_t least, int64_t most);

verdict_rows conferencing_verdicts;

#endif
