/* core/rules/advice.h: what somebody with a given plan gets for a given feature, in which order:
 * the answers of today and those of 2018, which differ (R-023, R-027..R-051, R-076..R-092, R-411,
 *
 *
 * Phone licences of today are eligibility_of()'s; here stand the tables of 2018, what is beside the
 * phone (voicemail, Audio Conferencing, toll-free numbers), and the alternatives. */
#ifndef CORE_RULES_ADVICE_H
#define CORE_RULES_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/eligibility.h"
#include "core/rules/verdict.h"

enum advice_feature {
	ADVICE_COLLEAGUES,   /* calls and chat inside the organization */
	ADVICE_FEW,          /* calls outside, for one or two people */
	ADVICE_PHONE_SYSTEM, /* queues, attendants, a telephone system */
	ADVICE_CALLING_PLAN, /* calls outside with Microsoft's plan */
	ADVICE_OWN_CARRIER,  /* calls outside over the present carrier */
	ADVICE_VOICEMAIL,
	ADVICE_CONFERENCING, /* meetings that one can dial in to */
	ADVICE_TOLL_FREE,    /* toll-free dial-in, dial-out from a meeting to the whole world */
	ADVICE_FEATURE_COUNT
};

enum advice_edition { EDITION_TODAY, EDITION_2018, EDITION_COUNT };

/* The plans of the tables of 2018. */
enum advice_base {
	BASE_UNSAID,   /* the tables have no row: Frontline, Teams Essentials, ... */
	BASE_BUSINESS, /* Business Basic, Standard, Premium */
	BASE_APPS,     /* applications only (ProPlus), or no plan at all */
	BASE_SFB_2,    /* Skype for Business Online Plan 2 alone */
	BASE_E1,       /* E1, E4 and what is like them: no Exchange Online Plan 2 */
	BASE_E3,       /* with Exchange Online Plan 2 */
	BASE_E5_BARE,  /* with Phone System, without Audio Conferencing */
	BASE_E5,
	BASE_COUNT
};

/* From what the plan gives, never from its name. */
enum advice_base advice_base_of(const struct eligibility_person *person);

struct advice_ask {
	enum advice_feature feature;
	enum advice_edition edition;
	enum advice_base base; /* for 2018; advice_base_of() where nothing better is known */
	struct eligibility_organization organization;
	struct eligibility_person person; /* all that is held; calling NONE counts as DOMESTIC */
	bool business_voice;              /* a Business Voice licence is among it */
	bool conferencing_not_sold;       /* Audio Conferencing, in the country */
};

/* Another way to the same end. */
struct advice_way {
	struct verdict why;
	enum eligibility_role roles[ELIGIBILITY_NEEDS];
	int role_count;
};

#define ADVICE_WAYS 4

struct advice {
	bool said;   /* false: the documents of that edition have no answer; reason says so */
	bool unsold; /* Microsoft sells no Calling Plan in the country; reason says so, needs are
			none */
	struct verdict reason;                            /* the row that answered */
	struct eligibility_need needs[ELIGIBILITY_NEEDS]; /* in order; none: it is included */
	int need_count;
	struct advice_way ways[ADVICE_WAYS]; /* instead of needs */
	int way_count;
	struct verdict notes[ELIGIBILITY_NOTES]; /* most serious first */
	int note_count;
};

struct advice advice_of(const struct advice_ask *ask);

/* The same list of products? */
bool advice_same(const struct advice *one, const struct advice *other);

/* Business Voice: how many licences a tenant may have, `most` of the facts. */
struct verdict advice_business_voice(int64_t licences, int64_t most);

/* "phone_system", "today": the words of the command line. Names are N_(). */
const char *advice_feature_id(enum advice_feature feature);
const char *advice_feature_name(enum advice_feature feature);
const char *advice_edition_id(enum advice_edition edition);
int advice_feature_of(const char *id); /* -1: none */
int advice_edition_of(const char *id);

verdict_rows advice_verdicts;

#endif
