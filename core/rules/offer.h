/* core/rules/offer.h: why a Calling Plan is not offered: the check list, line by line. */
#ifndef CORE_RULES_OFFER_H
#define CORE_RULES_OFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/advice.h"
#include "core/rules/eligibility.h"
#include "core/rules/verdict.h"

/* Does a line of the check list stand in the way? */
enum offer_applies { OFFER_APPLIES, OFFER_UNKNOWN, OFFER_CLEAR };

/* Partners: the Action Pack, and a seat of E3 bought besides it. */
enum offer_pack { PACK_NONE, PACK_ALONE, PACK_WITH_SEAT, PACK_UNKNOWN, PACK_COUNT };

struct offer_facts {
	enum advice_edition edition;
	struct eligibility_organization organization;
	bool plan_known;                /* the three below say something */
	enum eligibility_family family; /* of the plan that people have */
	bool base_teams, base_phone_system;
	int64_t phone_licences; /* Phone System licences owned, in whatever product; -1: not known
				 */
	enum offer_pack pack;
};

enum offer_line {
	OFFER_PHONE_SYSTEM, /* */
	OFFER_GODADDY,      /* */
	OFFER_MONTHLY,      /* */
	OFFER_PARTNER,      /* */
	OFFER_BUSINESS,     /* why not any more */
	OFFER_COUNTRY,      /* */
	OFFER_PLAN,         /* */
	OFFER_KIND,         /* */
	OFFER_CARRIER,      /* */
	OFFER_ROLE,         /* */
	OFFER_LINE_COUNT
};

struct offer_finding {
	enum offer_line line;
	enum offer_applies applies;
	struct verdict verdict; /* why it applies, or why it does not, and what to do */
};

/* Every line once: those that apply first, then what is not known, each in the list's order. */
void offer_check(const struct offer_facts *facts, struct offer_finding findings[OFFER_LINE_COUNT]);

/* N_() the line as a question, "No Phone System licence owned"; and its id, "phone_system". */
const char *offer_line_name(enum offer_line line);
const char *offer_line_id(enum offer_line line);

/* "none", "alone", "with_seat", "unknown"; -1: none of them. */
int offer_pack_of(const char *word);

/* Is the Voice menu of the admin centre there for who owns products of these capabilities? E3
 * alone shows it by one page only: a warning. */
struct verdict offer_voice_menu(unsigned owned, bool e3);

verdict_rows offer_verdicts;

#endif
