/* core/plan/pools.h: the pools of minutes of the tenant, as they are and as the plan makes them
 * (core/rules/pool.h decides who shares). */
#ifndef CORE_PLAN_POOLS_H
#define CORE_PLAN_POOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/rules/pool.h"

struct reference;
struct store;

#define PLAN_POOLS 64 /* a caller who wants all of them has room for so many */

struct plan_pool_side {
	int64_t licences;                /* assigned to people */
	int64_t domestic, international; /* minutes a month of all of them */
};

struct plan_pool {
	char country[3];
	char plan[20]; /* of the facts' minutes: "domestic", "international", "payg" ... */
	bool shared;   /* false: each person has these minutes alone */
	struct plan_pool_side before, after;
};

/* By country and plan, those that are and those that will be; at most `room`, which is at most
 * PLAN_POOLS. -1 on an error. */
int plan_pools(struct store *store, struct reference *ref, int room, struct plan_pool *out,
	struct error *err);

/* "domestic, 120 min": N_() text; the plan itself if the facts have a newer one. */
const char *plan_minutes_name(const char *plan);

#endif
