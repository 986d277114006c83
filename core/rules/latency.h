/* core/rules/latency.h: what is merely slow and what is a fault (R-017, R-224, R-263, R-336, R-337,
 * Waiting is a state with an age, never an error. */
#ifndef CORE_RULES_LATENCY_H
#define CORE_RULES_LATENCY_H

#include <stdint.h>

#include "core/rules/verdict.h"

enum latency_kind {
	LATENCY_LICENCE,    /* given, not effective yet */
	LATENCY_PERSON,     /* new in the directory, not among the voice users yet */
	LATENCY_NUMBER,     /* acquired, not ready to be assigned yet */
	LATENCY_ASSIGNMENT, /* number given, the person not enabled yet */
	LATENCY_PAPERS,     /* know-your-customer papers sent, not accepted yet */
	LATENCY_PORT,       /* port order sent, numbers not here yet */
	LATENCY_KIND_COUNT
};

struct latency {
	int64_t usual; /* seconds until which it usually is done */
	int64_t limit; /* seconds after which it counts as a fault */
	int rule;
};

/* The facts of a kind; borrowed, static. */
const struct latency *latency_of(enum latency_kind kind);

/* WAIT up to the limit (with one sentence up to `usual` and another after it), WARN with what to do
 * after it. age: seconds, negative counts as 0. */
struct verdict latency_check(enum latency_kind kind, int64_t age);

/* The same with another limit in seconds (a setting, or the demo's faster clock). */
struct verdict latency_check_within(
	enum latency_kind kind, int64_t age, int64_t usual, int64_t limit);

/* Seconds until the limit, 0 after it: "by 14:40 tomorrow at the latest". */
int64_t latency_left(enum latency_kind kind, int64_t age);

verdict_rows latency_verdicts;

#endif
