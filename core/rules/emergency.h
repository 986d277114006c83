/* core/rules/emergency.h: where emergency calls go, whose place counts, and the limits of what is
 * set up for them (R-287, R-302, R-303, R-310..R-316, R-323, R-324). */
#ifndef CORE_RULES_EMERGENCY_H
#define CORE_RULES_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* ---- routing by country ---- */

/* How a country's calls are routed, the country of the number. */
enum emergency_routing {
	EMERGENCY_UNKNOWN,  /* no document says it */
	EMERGENCY_DYNAMIC,  /* by the caller's place where it is known, else screened */
	EMERGENCY_SCREENED, /* a national centre asks first */
	EMERGENCY_ADDRESS,  /* the centre of the number's address, wherever the caller is */
	EMERGENCY_AREA_CODE, /* the centre of the number's area code */
	EMERGENCY_PARTNER,   /* the carrier partner keeps addresses and routes */
	EMERGENCY_NONE       /* not supported */
};

struct emergency_way {
	enum emergency_routing routing;
	const char *id;     /* of JSON: "dynamic", "address", "unknown" */
	const char *words;  /* N_() a few words: "screened first" */
	const char *text;   /* N_() one sentence: where the calls go */
	const char *advice; /* N_() one sentence: what to do because of it */
	int rule;           /* 316 where no document says it: an address is needed all the same */
};

/* Borrowed, static, never NULL. country: ISO alpha-2; NULL or "" is unknown. */
const struct emergency_way *emergency_way(const char *country);

/* Who answers a call first. */
enum emergency_answer {
	ANSWER_UNKNOWN,
	ANSWER_CENTRE_OF_PLACE, /* dispatch centre of where the caller is */
	ANSWER_SCREENING,       /* a national centre that asks where the caller is */
	ANSWER_CENTRE_OF_ADDRESS,
	ANSWER_CENTRE_OF_AREA_CODE,
	ANSWER_PARTNER,
	ANSWER_NOBODY
};

/* What says where the caller is, the stronger first. */
enum emergency_source {
	EMERGENCY_SOURCE_DYNAMIC, /* set by the admin for the network */
	EMERGENCY_SOURCE_PERSON,  /* confirmed or typed by the person for the network */
	EMERGENCY_SOURCE_SYSTEM,  /* suggested by the operating system */
	EMERGENCY_SOURCE_STATIC,  /* registered for the person or the number */
	EMERGENCY_SOURCE_COUNT    /* nothing is known */
};

/* N_() text: "a dynamic location that you set for the network". */
const char *emergency_source_text(enum emergency_source source);
const char *emergency_source_id(enum emergency_source source);

/* The one that is used of those that are known (bits 1 << enum emergency_source). */
enum emergency_source emergency_source_of(unsigned known);

/* Who answers a call with a number of this country. Only the admin's dynamic location routes a call
 * past the screening: what the person typed or the system suggests is told to the centre. */
enum emergency_answer emergency_answer(const char *country, unsigned known);

/* ---- what must be there ---- */

/* Everybody with a Calling Plan is enabled for emergency calls and must have a registered address
 * where calls are not supported that comes first. */
struct verdict emergency_check_person(const char *country, bool has_address);

/* An address that is tied to a network identifier needs coordinates; in countries that do
 * not look at the caller's place it helps nobody. */
struct verdict emergency_check_dynamic(const char *country, bool has_coordinates);

/* ---- the disclaimer, the security desk ---- */

#define EMERGENCY_DISCLAIMER_EARLIER 250 /* characters, documents of 2022 */
#define EMERGENCY_DISCLAIMER 350         /* 2026, the later document: it counts */

/* Characters as the service counts them: UTF-16 code units, so that a sign beyond the usual ones
 * (an emoji) is two. -1: the text is no UTF-8. */
int64_t emergency_disclaimer_length(const char *text);

/* The text of an own disclaimer: "" is none, which is fine; more than 250 characters are a
 * warning, more than 350 a refusal. */
struct verdict emergency_check_disclaimer(const char *text);

#define EMERGENCY_DESK_PEOPLE 50 /* */
#define EMERGENCY_DESK_MAILS 10

/* Those of the security desk who are told of each emergency call. */
struct verdict emergency_check_desk(int64_t people, int64_t mails);

/* ---- when something hangs ---- */

/* Does a number's activation state mean that its address hangs? The service's word, in
 * whatever spelling: "AssignmentPending", "Update failed". */
bool emergency_activation_hangs(const char *state);

#define EMERGENCY_PHONE_USERS 150 /* */

/* Whom to ask when an address cannot be validated, and for how many people. */
struct verdict emergency_ask(const char *country, int64_t people);

verdict_rows emergency_verdicts;

#endif
