/* core/rules/quota.c: how many numbers a tenant may have. */
#include <stddef.h>
#include <stdint.h>

#include "core/base/tr.h"
#include "core/rules/quota.h"

enum { ALLOWED, NO_LICENCE, NO_PHONE_LICENCE, TOO_MANY, TOO_MANY_SERVICE, HELD, NO_CREDITS, BAD };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NO_LICENCE] = { VERDICT_NO, 187,
		N_("Nobody holds a Calling Plan yet, and without one there are no numbers for people."),
		N_("Assign a Calling Plan to the people who call outside, then search again.") },
	[NO_PHONE_LICENCE] = { VERDICT_NO, 210,
		N_("Service numbers come with Phone System or Audio Conferencing licences; nobody holds one."),
		N_("Assign Teams Phone Standard or Audio Conferencing first, then search again.") },
	[TOO_MANY] = { VERDICT_NO, 215,
		N_("There are not enough licences to request more numbers of this type."),
		N_("Ask for fewer, let a held or unused number go, buy licences, or ask Microsoft's support.") },
	[TOO_MANY_SERVICE] = { VERDICT_NO, 191,
		N_("The tier of your licences allows no more service numbers of this type."),
		N_("Ask for fewer, let an unused number go, buy licences of the next tier, or ask support.") },
	[HELD] = { VERDICT_NO, 213,
		N_("Numbers that are held for you count as well, and with them the quota is used up."),
		N_("Acquire the held numbers you need and let the others go, then search again.") },
	[NO_CREDITS] = { VERDICT_NO, 167,
		N_("Toll-free numbers need funded Communications Credits before they can be reserved."),
		N_("Set up Communications Credits and add funds, or take a toll number instead.") },
	[BAD] = { VERDICT_NO, 213, N_("The quantity must be at least 1."),
		N_("Type how many numbers you want.") },
};

VERDICT_ROWS(quota_verdicts, verdicts)

/* R-192..R-209: from so many licences on, so many numbers of each kind. */
static const struct tier {
	int64_t licences, numbers;
} tiers[] = {
	{ 1, 5 },
	{ 26, 10 },
	{ 50, 20 },
	{ 100, 30 },
	{ 150, 40 },
	{ 200, 65 },
	{ 500, 90 },
	{ 750, 110 },
	{ 1000, 125 },
	{ 1250, 135 },
	{ 1500, 160 },
	{ 2000, 210 },
	{ 3000, 420 },
	{ 7000, 500 },
	{ 10000, 600 },
	{ 15000, 700 },
	{ 20000, 1000 },
	{ 50000, 1500 },
};
#define TIER_COUNT (sizeof(tiers) / sizeof(tiers[0]))

/* The user quota's formula: licences x 11 / 10 + 10. */
#define USER_TENTHS 11
#define USER_EXTRA 10
#define BASIC_TOLL_NUMBERS 1 /* */

/* More licences than any tenant has: keeps sums and products inside int64_t whatever a file says.
 */
#define LICENCES_MAX INT64_C(1000000000000)

static int64_t sane(int64_t count)
{
	if (count < 0)
		return 0;
	return count > LICENCES_MAX ? LICENCES_MAX : count;
}

int64_t quota_user(int64_t domestic, int64_t international, int64_t payg)
{
	int64_t plans = sane(domestic) + sane(international);
	int64_t limit = plans > 0 ? plans * USER_TENTHS / 10 + USER_EXTRA : 0;

	return limit + sane(payg);
}

int64_t quota_service(int64_t licences)
{
	int64_t numbers = 0;

	for (size_t i = 0; i < TIER_COUNT && licences >= tiers[i].licences; i++)
		numbers = tiers[i].numbers;
	return numbers;
}

static int64_t limit_of(enum quota_kind kind, const struct quota_licences *licences)
{
	int64_t service = sane(licences->phone_system) + sane(licences->conferencing);

	if (kind == QUOTA_USER)
		return quota_user(licences->domestic, licences->international, licences->payg);
	if (service == 0 && kind == QUOTA_TOLL && licences->conferencing_basic > 0)
		return BASIC_TOLL_NUMBERS;
	return quota_service(service);
}

struct quota quota_of(enum quota_kind kind, const struct quota_licences *licences,
	const struct quota_numbers *numbers)
{
	int64_t acquired = sane(numbers->acquired), ported = sane(numbers->ported);
	struct quota quota = {
		.limit = limit_of(kind, licences),
		.used = acquired > ported ? acquired - ported : 0,
		.reserved = sane(numbers->reserved),
	};
	int64_t taken = quota.used + quota.reserved;

	quota.free = quota.limit > taken ? quota.limit - taken : 0;
	return quota;
}

struct verdict quota_more(
	enum quota_kind kind, const struct quota *quota, int64_t more, bool credits)
{
	if (more <= 0)
		return verdicts[BAD];
	if (quota->limit == 0)
		return verdicts[kind == QUOTA_USER ? NO_LICENCE : NO_PHONE_LICENCE];
	if (kind == QUOTA_TOLL_FREE && !credits)
		return verdicts[NO_CREDITS];
	if (more <= quota->free)
		return verdicts[ALLOWED];
	if (quota->reserved > 0 && more <= quota->limit - quota->used)
		return verdicts[HELD];
	return verdicts[kind == QUOTA_USER ? TOO_MANY : TOO_MANY_SERVICE];
}

static int64_t licences_for_user(int64_t numbers)
{
	int64_t beyond = numbers - USER_EXTRA;

	if (beyond <= 1)
		return 1;
	return (beyond * 10 + USER_TENTHS - 1) / USER_TENTHS;
}

int64_t quota_licences_for(enum quota_kind kind, int64_t numbers)
{
	if (numbers <= 0)
		return 0;
	numbers = sane(numbers);
	if (kind == QUOTA_USER)
		return licences_for_user(numbers);
	for (size_t i = 0; i < TIER_COUNT; i++) {
		if (numbers <= tiers[i].numbers)
			return tiers[i].licences;
	}
	return -1;
}
