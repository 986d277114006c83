/* core/rules/pool.h: the minutes that people share: per country and identical plan (R-128,
 * R-136..R-148). */
#ifndef CORE_RULES_POOL_H
#define CORE_RULES_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* Licences of one plan *assigned* to people of one country. */
struct pool_row {
	const char *country; /* usage location; rows without one make no pool */
	const char *plan;    /* of the facts' minutes ("domestic") or a service plan ("MCOPSTN1");
				the bundle counts as its plan */
	int64_t assigned;
	int64_t domestic; /* minutes a licence and month */
	int64_t international;
};

struct pool {
	char country[3];  /* "US" also for the people in Puerto Rico */
	const char *plan; /* borrowed from the rows */
	bool shared;      /* false: each person has these minutes alone (MCOPSTN8, R-147) */
	int64_t licences;
	int64_t domestic; /* minutes a month of the whole pool (of all licences, if not shared) */
	int64_t international;
};

/* Makes the pools of these rows, sorted by country and plan. `pools` holds `count` of them; returns
 * how many there are. Rows with nothing assigned make none. */
int pool_make(struct pool *pools, const struct pool_row *rows, int count);

/* When the pool is full again: the first second of the next month, UTC; what was left is lost
 * (R-141). */
int64_t pool_reset(int64_t now);

/* The day of a month of 30 on which a steady use of `use` minutes a month has taken `minutes`: 1 to
 * 30; 0: they last. */
int pool_empty_day(int64_t minutes, int64_t use);

/* True if minutes of two people come from the same pool. */
bool pool_same(const char *country, const char *plan, const char *country2, const char *plan2);

/* A call between these countries is covered by a domestic plan: the same country, US with PR
 * and between US or PR and CA. */
bool pool_domestic(const char *from, const char *to);

/* May somebody call there whom an outbound policy restricts to "domestic"? The policy knows no
 * exception for the US and Canada, though the plan does. */
struct verdict pool_policy(const char *from, const char *to, bool restricted);

verdict_rows pool_verdicts;

#endif
