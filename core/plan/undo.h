/* core/plan/undo.h: takes a run back: its journal's earlier values become wishes again, as one
 * edit. Nothing is sent: the plan then shows the inverse, and a later apply carries it out, in the
 * order of the ranks (numbers are taken from people before licences go: ). */
#ifndef CORE_PLAN_UNDO_H
#define CORE_PLAN_UNDO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/plan/change.h"

struct store;

struct undo_row {
	int64_t journal_id;
	char kind[CHANGE_KIND];
	char label[CHANGE_LABEL]; /* to whom or what */
	char title[CHANGE_LABEL]; /* what would be done, translated: "Take the licence back" */
	bool can;
	int rule;        /* of why; 0: none */
	const char *why; /* N_() text: why it cannot be undone; NULL if it can */
};

struct undo_count {
	int64_t can, cannot;
	int64_t numbers; /* acquired by the run: let go only if the person says so */
};

/* The last run with something done that is no undo and was not taken back yet; 0: none. */
int64_t undo_last_run(struct store *store, struct error *err);

/* What taking this run back would do; release: numbers it acquired are let go as well. What numbers
 * or people that stay still use (addresses, places: R-308) stays too, and says so. In the order of
 * undoing. */
bool undo_counts(struct store *store, int64_t run_id, bool release, struct undo_count *out,
	struct error *err);
bool undo_preview(struct store *store, int64_t run_id, bool release, int64_t first, int room,
	struct undo_row *out, int *count, struct error *err);

/* Writes the earlier values into the wishes, in one edit, and a run with undo_of. ERROR_NOT_FOUND:
 * no such run; ERROR_REFUSED: nothing of it can be undone, or it was taken back before. */
bool undo_run(struct store *store, int64_t run_id, bool release, struct undo_count *out,
	struct error *err);

#endif
