/* core/rules/abroad.c: the international plan, or a domestic one and credits. */
#include <stddef.h>

#include "core/base/tr.h"
#include "core/rules/abroad.h"

enum { ALLOWED, NOBODY, PLAN, CREDITS, EVEN, NEVER, LIKELY, UNLIKELY };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NOBODY] = { VERDICT_YES, 154, N_("Nobody calls abroad: the domestic plan is enough."),
		N_("Keep the domestic plan; credits cover a rare call.") },
	[PLAN] = { VERDICT_YES, 154, N_("The international plan is cheaper for these minutes."),
		N_("Give it to those who call abroad and to nobody else: step Licences.") },
	[CREDITS] = { VERDICT_YES, 154,
		N_("The domestic plan with credits is cheaper for these minutes."),
		N_("Set up credits: ringup about credits. What is left of them is carried over.") },
	[EVEN] = { VERDICT_YES, 154,
		N_("Both cost the same; unused minutes of a plan are lost, credits are carried over."),
		N_("Take the domestic plan with credits, unless you expect more calls.") },
	[NEVER] = { VERDICT_YES, 154,
		N_("At this rate all minutes of the international plan cost less from the credits."),
		N_("Set up credits: ringup about credits.") },
	[LIKELY] = { VERDICT_WARN, 154,
		N_("These people would use half of the plan's minutes or more: it is worth a look."),
		N_("Answer price= and rate= for an exact comparison.") },
	[UNLIKELY] = { VERDICT_WARN, 154,
		N_("These people would leave most of the plan's minutes unused, and they are lost."),
		N_("Take credits, or answer price= and rate= for an exact comparison.") },
};

VERDICT_ROWS(abroad_verdicts, verdicts)

/* More than any tenant has: products of three of them stay inside int64_t. */
#define FIGURE_MAX INT64_C(1000000)

static int64_t sane(int64_t figure)
{
	if (figure < 0)
		return 0;
	return figure > FIGURE_MAX ? FIGURE_MAX : figure;
}

/* Tenths of a cent to cents, rounded up as bills are. */
static int64_t cents_of(int64_t tenths)
{
	return (tenths + 9) / 10;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Of one person, in tenths of a cent: beyond the included minutes both cost the same. */
static int compare(int64_t more, int64_t rate, int64_t covered, int64_t included)
{
	if (more * 10 < covered * rate)
		return PLAN;
	if (more * 10 == covered * rate)
		return EVEN;
	return rate * included <= more * 10 ? NEVER : CREDITS;
}

struct abroad abroad_compare(const struct abroad_guess *guess)
{
	int64_t people = sane(guess->people), minutes = sane(guess->minutes);
	int64_t included = sane(guess->included), covered = least(minutes, included);
	int64_t beyond = minutes - covered;
	bool priced = guess->more >= 0, rated = guess->rate >= 0;
	int64_t more = sane(guess->more), rate = sane(guess->rate);
	struct abroad out = {
		.plan_cents = ABROAD_UNKNOWN,
		.credits_cents = rated ? cents_of(people * minutes * rate) : ABROAD_UNKNOWN,
		.break_even = ABROAD_UNKNOWN,
		.more_limit = rated ? cents_of(covered * rate) : ABROAD_UNKNOWN,
		.rate_limit = ABROAD_UNKNOWN,
		.unused = people * (included - covered),
	};

	if (priced && (rated || beyond == 0))
		out.plan_cents = people * more + cents_of(people * beyond * rate);
	if (priced && rated)
		out.break_even = rate > 0 ? more * 10 / rate + 1 : FIGURE_MAX;
	if (priced)
		out.rate_limit = covered > 0 ? more * 10 / covered : 0;
	if (people == 0 || minutes == 0)
		out.advice = verdicts[NOBODY];
	else if (priced && rated)
		out.advice = verdicts[compare(more, rate, covered, included)];
	else
		out.advice = verdicts[minutes * 2 >= included ? LIKELY : UNLIKELY];
	return out;
}
