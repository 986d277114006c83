/* core/rules/pool.c: the minutes that people share. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/rules/pool.h"

enum { ALLOWED, RESTRICTED, RESTRICTED_NEIGHBOUR };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[RESTRICTED] = { VERDICT_NO, 115,
		N_("A policy restricts this person to domestic calls, and this call goes abroad."),
		N_("Change the person's policy for outgoing calls, or call from another line.") },
	[RESTRICTED_NEIGHBOUR] = { VERDICT_NO, 145,
		N_("A policy that restricts people to domestic calls refuses these calls all the same."),
		N_("Give those who make them another policy.") },
};

VERDICT_ROWS(pool_verdicts, verdicts)

/* the variant inside "E5 with Calling Minutes" is each person's own; by its service plan,
 * and by the name that the facts' minutes give it. */
static const char *const unshared[] = { "MCOPSTN8", "domestic_120_user" };

/* More than any tenant has: sums and products stay inside int64_t. */
#define COUNT_MAX INT64_C(1000000000)

static int64_t sane(int64_t count)
{
	if (count < 0)
		return 0;
	return count > COUNT_MAX ? COUNT_MAX : count;
}

/* People in Puerto Rico draw from the pool of the US. */
static const char *pool_country(const char *country)
{
	return strcmp(country, "PR") == 0 ? "US" : country;
}

static bool same_country(const char *from, const char *to)
{
	return strcmp(pool_country(from), pool_country(to)) == 0;
}

static bool usable(const struct pool_row *row)
{
	return row->country && strlen(row->country) == 2 && row->plan && row->assigned > 0;
}

static void pool_add(struct pool *pool, const struct pool_row *row)
{
	int64_t licences = sane(row->assigned);

	pool->licences += licences;
	pool->domestic += licences * sane(row->domestic);
	pool->international += licences * sane(row->international);
}

static struct pool *pool_find(struct pool *pools, int count, const char *country, const char *plan)
{
	for (int i = 0; i < count; i++) {
		if (pool_same(pools[i].country, pools[i].plan, country, plan))
			return &pools[i];
	}
	return NULL;
}

static bool plan_unshared(const char *plan)
{
	for (size_t i = 0; i < sizeof(unshared) / sizeof(unshared[0]); i++) {
		if (strcasecmp(plan, unshared[i]) == 0)
			return true;
	}
	return false;
}

static void pool_start(struct pool *pool, const char *country, const char *plan)
{
	memset(pool, 0, sizeof(*pool));
	memcpy(pool->country, country, sizeof(pool->country));
	pool->plan = plan;
	pool->shared = !plan_unshared(plan);
}

static int pool_order(const void *left, const void *right)
{
	const struct pool *a = left, *b = right;
	int order = strcmp(a->country, b->country);

	return order != 0 ? order : strcasecmp(a->plan, b->plan);
}

int pool_make(struct pool *pools, const struct pool_row *rows, int count)
{
	int made = 0;

	for (int i = 0; i < count; i++) {
		const char *country = usable(&rows[i]) ? pool_country(rows[i].country) : NULL;
		struct pool *pool;

		if (!country)
			continue;
		pool = pool_find(pools, made, country, rows[i].plan);
		if (!pool) {
			pool = &pools[made++];
			pool_start(pool, country, rows[i].plan);
		}
		pool_add(pool, &rows[i]);
	}
	qsort(pools, (size_t)made, sizeof(*pools), pool_order);
	return made;
}

bool pool_same(const char *country, const char *plan, const char *country2, const char *plan2)
{
	return same_country(country, country2) && strcasecmp(plan, plan2) == 0;
}

bool pool_domestic(const char *from, const char *to)
{
	const char *a = pool_country(from), *b = pool_country(to);

	if (same_country(from, to))
		return true;
	return (strcmp(a, "US") == 0 && strcmp(b, "CA") == 0) ||
	       (strcmp(a, "CA") == 0 && strcmp(b, "US") == 0);
}

struct verdict pool_policy(const char *from, const char *to, bool restricted)
{
	if (!restricted || same_country(from, to))
		return verdicts[ALLOWED];
	return verdicts[pool_domestic(from, to) ? RESTRICTED_NEIGHBOUR : RESTRICTED];
}

int64_t pool_reset(int64_t now)
{
	return clock_month_start(clock_month(now) + 1);
}

#define MONTH_DAYS 30

int pool_empty_day(int64_t minutes, int64_t use)
{
	if (use <= minutes)
		return 0;
	if (minutes <= 0)
		return 1;
	/* The day in which the last minute goes: use a day is use / 30. */
	if (minutes > INT64_MAX / MONTH_DAYS)
		minutes = INT64_MAX / MONTH_DAYS;
	return (int)((minutes * MONTH_DAYS + use - 1) / use);
}
