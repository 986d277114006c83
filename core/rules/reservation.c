/* core/rules/reservation.c: numbers held for a while before they are acquired. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/reservation.h"

enum { ALLOWED, LAST_MINUTE, OVER, DONE, CANCELLED, OUT_OF_STOCK, FAILED, UNKNOWN };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[LAST_MINUTE] = { VERDICT_WARN, 221,
		N_("The reservation ends in less than a minute; what is not acquired by then is lost."),
		N_("Acquire the numbers you want now, or search again afterwards.") },
	[OVER] = { VERDICT_NO, 219,
		N_("The reservation's time is up, and all its numbers went back to stock."),
		N_("Search again; the same numbers may still be free.") },
	[DONE] = { VERDICT_NO, 223, N_("The numbers of this reservation are acquired already."),
		N_("Look for them among your numbers; search again for more.") },
	[CANCELLED] = { VERDICT_NO, 223,
		N_("The reservation was cancelled, and its numbers went back to stock."),
		N_("Search again if you still need numbers there.") },
	[OUT_OF_STOCK] = { VERDICT_NO, 223, N_("There is no free number at this place now."),
		N_("Search the next area code, another city nearby, or try again later.") },
	[FAILED] = { VERDICT_NO, 223, N_("The service could not complete this reservation."),
		N_("Read the service's own words in the details, then search again.") },
	[UNKNOWN] = { VERDICT_WARN, 223,
		N_("The service reports a state of this reservation that is not known here."),
		N_("Synchronize with the tenant, and count your numbers before you search again.") },
};

VERDICT_ROWS(reservation_verdicts, verdicts)

static const char *const words[] = {
	[RESERVATION_RESERVED] = "Reserved",
	[RESERVATION_COMPLETED] = "Completed",
	[RESERVATION_CANCELLED] = "Cancelled",
	[RESERVATION_EXPIRED] = "Expired",
	[RESERVATION_ERROR] = "Error",
};

static const int outcomes[] = {
	[RESERVATION_RESERVED] = ALLOWED,
	[RESERVATION_COMPLETED] = DONE,
	[RESERVATION_CANCELLED] = CANCELLED,
	[RESERVATION_EXPIRED] = OVER,
	[RESERVATION_ERROR] = FAILED,
	[RESERVATION_UNKNOWN] = UNKNOWN,
};

int64_t reservation_until(int64_t made, int64_t seconds)
{
	return made + (seconds > 0 ? seconds : RESERVATION_SECONDS);
}

int64_t reservation_left(int64_t until, int64_t now)
{
	return until > now ? until - now : 0;
}

bool reservation_expired(int64_t until, int64_t now)
{
	return reservation_left(until, now) == 0;
}

struct verdict reservation_check(int64_t until, int64_t now, int64_t warn)
{
	int64_t left = reservation_left(until, now);

	if (left == 0)
		return verdicts[OVER];
	if (left < (warn > 0 ? warn : RESERVATION_WARN_SECONDS))
		return verdicts[LAST_MINUTE];
	return verdicts[ALLOWED];
}

enum reservation_state reservation_state_of(const char *word)
{
	for (size_t i = 0; word && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(word, words[i]) == 0)
			return (enum reservation_state)i;
	}
	return RESERVATION_UNKNOWN;
}

struct verdict reservation_outcome(enum reservation_state state, const char *error_code)
{
	if (error_code && strcasecmp(error_code, "OutOfStock") == 0)
		return verdicts[OUT_OF_STOCK];
	if ((unsigned)state > RESERVATION_UNKNOWN)
		state = RESERVATION_UNKNOWN;
	return verdicts[outcomes[state]];
}
