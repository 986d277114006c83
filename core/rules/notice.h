/* core/rules/notice.h: what a letter to a person must hold, and when it may go out
 * (R-318..R-321, R-358..R-362, R-365, R-366). */
#ifndef CORE_RULES_NOTICE_H
#define CORE_RULES_NOTICE_H

#include <stdbool.h>

#include "core/rules/verdict.h"

enum notice_part {
	NOTICE_NAME = 1 << 0,   /* display name */
	NOTICE_NUMBER = 1 << 1, /* readable */
	NOTICE_E164 = 1 << 2,
	NOTICE_WHERE = 1 << 3,           /* Calls in Teams, above the dial pad */
	NOTICE_PLAN = 1 << 4,            /* what the plan covers */
	NOTICE_VOICEMAIL = 1 << 5,       /* */
	NOTICE_ADDRESS = 1 << 6,         /* the registered address, errors to be reported */
	NOTICE_EMERGENCY_PLACE = 1 << 7, /* the service may not know where the caller is */
	NOTICE_EMERGENCY_OFFLINE = 1 << 8, /* no emergency call offline or without power */
	NOTICE_EMERGENCY_ABROAD = 1 << 9   /* not from outside the country */
};

#define NOTICE_EMERGENCY \
	(NOTICE_EMERGENCY_PLACE | NOTICE_EMERGENCY_OFFLINE | NOTICE_EMERGENCY_ABROAD)
#define NOTICE_WHOLE ((1 << 10) - 1)

/* NO if a part of the emergency notice is missing; then NO without the number, WARN for any
 * other part that is missing. */
struct verdict notice_check(unsigned parts);

/* May the letter go out? YES when the number is active, or the letter says "within 24 hours";
 * WAIT when it is not active and the letter does not say so. */
struct verdict notice_timing(bool active, bool says_within_a_day);

verdict_rows notice_verdicts;

#endif
