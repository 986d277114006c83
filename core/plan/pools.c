/* core/plan/pools.c: the pools of minutes of the tenant, as they are and as the plan makes them. */
#include "core/plan/pools.h"

#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/reference/reference.h"
#include "core/tenant/licence.h"

static const struct {
	const char *plan, *name;
} names[] = {
	{ "domestic", N_("domestic") },
	{ "international", N_("international") },
	{ "domestic_120", N_("domestic, 120 min") },
	{ "domestic_240", N_("domestic, 240 min") },
	{ "domestic_120_user", N_("120 min, each alone") },
	{ "payg", N_("by the minute") },
};

const char *plan_minutes_name(const char *plan)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i].plan, plan) == 0)
			return names[i].name;
	return plan;
}

enum side { BEFORE, AFTER, EITHER };

static int64_t assigned(const struct licence_pool *row, enum side side)
{
	if (side == EITHER)
		return row->actual > row->wanted ? row->actual : row->wanted;
	return side == AFTER ? row->wanted : row->actual;
}

static int make(struct reference *ref, const struct licence_pool *rows, int count, enum side side,
	struct pool pools[PLAN_POOLS])
{
	struct pool_row made[PLAN_POOLS];
	for (int i = 0; i < count; i++) {
		struct plan_minutes minutes = { .domestic = 0 };
		reference_minutes(ref, rows[i].country, rows[i].plan, &minutes, NULL);
		made[i] = (struct pool_row){
			.country = rows[i].country,
			.plan = rows[i].plan,
			.assigned = assigned(&rows[i], side),
			.domestic = minutes.domestic,
			.international = minutes.international,
		};
	}
	return pool_make(pools, made, count);
}

static struct plan_pool_side side_of(const struct pool *pools, int count, const struct pool *pool)
{
	struct plan_pool_side side = { 0 };
	for (int i = 0; i < count; i++) {
		if (pool_same(pools[i].country, pools[i].plan, pool->country, pool->plan)) {
			side.licences = pools[i].licences;
			side.domestic = pools[i].domestic;
			side.international = pools[i].international;
		}
	}
	return side;
}

int plan_pools(struct store *store, struct reference *ref, int room, struct plan_pool *out,
	struct error *err)
{
	struct licence_pool rows[PLAN_POOLS];
	struct pool before[PLAN_POOLS], after[PLAN_POOLS], all[PLAN_POOLS];
	int count = licence_pools(store, room < PLAN_POOLS ? room : PLAN_POOLS, rows, err);
	if (count < 0)
		return -1;
	int old = make(ref, rows, count, BEFORE, before);
	int new = make(ref, rows, count, AFTER, after);
	int made = make(ref, rows, count, EITHER, all);
	for (int i = 0; i < made; i++) {
		out[i] = (struct plan_pool){ .shared = all[i].shared };
		memcpy(out[i].country, all[i].country, sizeof out[i].country);
		snprintf(out[i].plan, sizeof out[i].plan, "%s", all[i].plan);
		out[i].before = side_of(before, old, &all[i]);
		out[i].after = side_of(after, new, &all[i]);
	}
	return made;
}
