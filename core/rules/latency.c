/* core/rules/latency.c: what is merely slow and what is a fault. */
#include <stddef.h>

#include "core/base/tr.h"
#include "core/rules/latency.h"

#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* "Several hours" is nowhere a figure: four hours, and a day before it is a fault.
 * Two working days may span a weekend; a port takes 7 to 14 days, up to 30. */
static const struct latency latencies[] = {
	[LATENCY_LICENCE] = { 30 * MINUTE, DAY, 435 },
	[LATENCY_PERSON] = { 4 * HOUR, DAY, 336 },
	[LATENCY_NUMBER] = { 4 * HOUR, DAY, 224 },
	[LATENCY_ASSIGNMENT] = { 30 * MINUTE, DAY, 337 },
	[LATENCY_PAPERS] = { 2 * DAY, 4 * DAY, 432 },
	[LATENCY_PORT] = { 14 * DAY, 30 * DAY, 263 },
};

enum { SOON, SLOW, LATE, AGES };

/* Row 0 is the plain yes; then three ages for each kind. */
static const struct verdict verdicts[] = {
	{ .answer = VERDICT_YES },
	[1 + LATENCY_LICENCE * AGES + SOON] = { VERDICT_WAIT, 435,
		N_("The licence was given lately; it usually works within 30 minutes."),
		N_("Go on with the rest: this part follows when the licence works.") },
	[1 + LATENCY_LICENCE * AGES + SLOW] = { VERDICT_WAIT, 17,
		N_("The licence does not work yet; Microsoft allows itself up to 24 hours."),
		N_("Nothing needs doing: ringup looks again, and goes on when the licence works.") },
	[1 + LATENCY_LICENCE * AGES + LATE] = { VERDICT_WARN, 17,
		N_("The licence does not work after 24 hours; three days have been seen, but ask now."),
		N_("Look at the person's licence in the admin center, then open a support request.") },
	[1 + LATENCY_PERSON * AGES + SOON] = { VERDICT_WAIT, 336,
		N_("The person is new and may take several hours to appear among the voice users."),
		N_("Go on with the rest: this part follows when the person appears.") },
	[1 + LATENCY_PERSON * AGES + SLOW] = { VERDICT_WAIT, 337,
		N_("The person has not appeared among the voice users yet; up to 24 hours are normal."),
		N_("Nothing needs doing: ringup looks again, and goes on when the person appears.") },
	[1 + LATENCY_PERSON * AGES + LATE] = { VERDICT_WARN, 337,
		N_("The person has not appeared among the voice users after 24 hours."),
		N_("Check that the phone licences are assigned, then open a support request.") },
	[1 + LATENCY_NUMBER * AGES + SOON] = { VERDICT_WAIT, 224,
		N_("The number is new and may need several hours until it can be assigned."),
		N_("Go on with the rest: this part follows when the number is ready.") },
	[1 + LATENCY_NUMBER * AGES + SLOW] = { VERDICT_WAIT, 224,
		N_("The number cannot be assigned yet; new ones may need several hours."),
		N_("Nothing needs doing: ringup looks again, and goes on when the number is ready.") },
	[1 + LATENCY_NUMBER * AGES + LATE] = { VERDICT_WARN, 224,
		N_("The number cannot be assigned a day after it was acquired."),
		N_("Check the number's activation and its address, then open a support request.") },
	[1 + LATENCY_ASSIGNMENT * AGES + SOON] = { VERDICT_WAIT, 337,
		N_("The number was given lately; the dial pad usually appears within 30 minutes."),
		N_("Go on with the rest: the letter follows when the number is active.") },
	[1 + LATENCY_ASSIGNMENT * AGES + SLOW] = { VERDICT_WAIT, 337,
		N_("The person is not enabled yet, which may take up to 24 hours."),
		N_("Nothing needs doing: ringup looks again.") },
	[1 + LATENCY_ASSIGNMENT * AGES + LATE] = { VERDICT_WARN, 337,
		N_("The person is not enabled after 24 hours."),
		N_("Check licences, number and policy of the person, then open a support request.") },
	[1 + LATENCY_PAPERS * AGES + SOON] = { VERDICT_WAIT, 432,
		N_("Your papers are being checked, which takes hours to two working days."),
		N_("Keep planning: only getting numbers waits for the papers.") },
	[1 + LATENCY_PAPERS * AGES + SLOW] = { VERDICT_WAIT, 432,
		N_("Your papers are still being checked; a weekend or a holiday makes it longer."),
		N_("Keep planning, and look at the verification page tomorrow.") },
	[1 + LATENCY_PAPERS * AGES + LATE] = { VERDICT_WARN, 432,
		N_("Your papers have not been accepted after more than two working days."),
		N_("Look at the verification page for a question to you, then open a support request.") },
	[1 + LATENCY_PORT * AGES + SOON] = { VERDICT_WAIT, 263,
		N_("The numbers are being ported, which takes 7 to 14 days."),
		N_("Keep the old contract; give people temporary numbers if they must call now.") },
	[1 + LATENCY_PORT * AGES + SLOW] = { VERDICT_WAIT, 263,
		N_("The port takes longer than two weeks; up to 30 days are normal."),
		N_("Keep the old contract, and look at the order's state in the admin center.") },
	[1 + LATENCY_PORT * AGES + LATE] = { VERDICT_WARN, 263,
		N_("The port has not come through after 30 days."),
		N_("Ask the service desk for the order's state; keep the old contract until it is done.") },
};

VERDICT_ROWS(latency_verdicts, verdicts)

const struct latency *latency_of(enum latency_kind kind)
{
	return &latencies[kind];
}

struct verdict latency_check_within(
	enum latency_kind kind, int64_t age, int64_t usual, int64_t limit)
{
	int stage = age > limit ? LATE : age > usual ? SLOW : SOON;

	return verdicts[1 + (int)kind * AGES + stage];
}

struct verdict latency_check(enum latency_kind kind, int64_t age)
{
	return latency_check_within(kind, age, latencies[kind].usual, latencies[kind].limit);
}

int64_t latency_left(enum latency_kind kind, int64_t age)
{
	int64_t limit = latencies[kind].limit;

	if (age < 0)
		age = 0;
	return age < limit ? limit - age : 0;
}
