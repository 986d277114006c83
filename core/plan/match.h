/* core/plan/match.h: auto-match over the store (core/rules/match.h decides; this reads and writes).
 */
#ifndef CORE_PLAN_MATCH_H
#define CORE_PLAN_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

struct reference;
struct store;

struct automatch_options {
	int64_t fallback_place; /* for people whom no other place fits; 0: that of the organization
				 */
	int least_score; /* a number that fits less is not given out; 0: any of the country */
	bool again;      /* also people who have an unlocked wish already: match them afresh */
};

struct automatch_result {
	int64_t people;  /* who call */
	int64_t matched; /* have a number (or one of an order) and a place, wished or actual */
	int64_t locked;  /* decided by a person, left alone */
	int64_t no_number, no_place, no_country; /* people who lack it */
	int64_t written;                         /* assignments that this match changed */
};

/* Gives people who call a number and a place, as wishes, in one edit. Numbers are those that the
 * tenant has, that are wanted (held), or that an open order will bring (the wish is then open: one
 * of the order). ref tells the area codes of cities; NULL: places and cities decide alone. */
bool automatch_run(struct store *store, struct reference *ref,
	const struct automatch_options *options, struct automatch_result *out, struct error *err);

/* The same without writing: what the screen previews. */
bool automatch_preview(struct store *store, struct reference *ref,
	const struct automatch_options *options, struct automatch_result *out, struct error *err);

/* Picks numbers for the open wishes of orders whose numbers have come; apply calls it inside its
 * own transaction, before assignments. *picked: how many wishes got their number. */
bool automatch_pick(struct store *store, struct reference *ref, int64_t *picked, struct error *err);

#endif
