/* core/plan/journal.h: what was done to the tenant, change by change (tables run and journal). */
#ifndef CORE_PLAN_JOURNAL_H
#define CORE_PLAN_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/plan/change.h"

struct store;

struct journal_row {
	int64_t id, run_id;
	char kind[CHANGE_KIND], key[CHANGE_KEY];
	int64_t person_id, address_id, place_id, order_id; /* 0: none */
	char number[17], sku_id[40];                       /* "": none */
	int64_t quantity;
	char label[CHANGE_LABEL]; /* to whom or what, as it was then */
	char title[CHANGE_LABEL]; /* what was done, translated: "Assign number and address" */
	char state[12];           /* intent | sent | doubt | waiting | done | failed | cancelled */
	char way[8];
	char request_id[40];
	int tries;
	int64_t intent_at, sent_at, ended_at, not_before; /* UTC seconds; 0: not yet */
	char cause[24];                                   /* cause_from_word() knows it; "": none */
	char words[300];                                  /* the service's own */
};

/* Zeroed: all. */
struct journal_filter {
	int64_t run_id;
	int64_t person_id;
	const char *key;   /* of a change */
	const char *state; /* "open": intent, sent, doubt and waiting */
	bool latest; /* only the last row of each key: what failed and was done later is gone */
};

int64_t journal_count(struct store *store, const struct journal_filter *filter, struct error *err);

/* Newest first. *count gets how many rows were written. */
bool journal_rows(struct store *store, const struct journal_filter *filter, int64_t first, int room,
	struct journal_row *out, int *count, struct error *err);

const char *journal_state_text(const char *state); /* N_() text: "in doubt", "waits", "done" */

struct journal_run {
	int64_t id, started_at, ended_at; /* ended_at 0: still running, or killed */
	char scope[16];                   /* "": everything, else a step */
	int64_t undo_of;                  /* 0: it was no undo */
	int64_t done, failed, open;       /* changes */
	char note[CHANGE_LABEL];
};

/* Newest first. */
int64_t journal_run_count(struct store *store, struct error *err);
bool journal_runs(struct store *store, int64_t first, int room, struct journal_run *out, int *count,
	struct error *err);

#endif
