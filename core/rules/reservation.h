/* core/rules/reservation.h: numbers held for a while before they are acquired (R-219..R-223). */
#ifndef CORE_RULES_RESERVATION_H
#define CORE_RULES_RESERVATION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* The documented time to look and acquire. The service's own expiry, which has been seen at
 * 16 minutes, wins where it is known: pass it as `until`. */
#define RESERVATION_SECONDS 600
#define RESERVATION_WARN_SECONDS 60 /* the last minute is worth a warning */

/* When a reservation made at `made` (UTC seconds) ends; the countdown starts with it.
 * seconds <= 0: RESERVATION_SECONDS. */
int64_t reservation_until(int64_t made, int64_t seconds);

/* Seconds left, 0 at its end and after. The last second still counts: at `until` it is over. */
int64_t reservation_left(int64_t until, int64_t now);
bool reservation_expired(int64_t until, int64_t now);

/* May the numbers of this reservation be acquired now? YES, WARN in the last `warn` seconds (<= 0:
 * RESERVATION_WARN_SECONDS), NO after the end: all of them are back in stock. */
struct verdict reservation_check(int64_t until, int64_t now, int64_t warn);

/* The service's own words for an order. */
enum reservation_state {
	RESERVATION_RESERVED,
	RESERVATION_COMPLETED,
	RESERVATION_CANCELLED,
	RESERVATION_EXPIRED,
	RESERVATION_ERROR,
	RESERVATION_UNKNOWN
};

enum reservation_state reservation_state_of(const char *word); /* case ignored */

/* What to make of an order in this state with this error code ("NoError", "OutOfStock", NULL). */
struct verdict reservation_outcome(enum reservation_state state, const char *error_code);

verdict_rows reservation_verdicts;

#endif
