/* core/plan/edit.h: undo and redo of wishes. What is written between edit_begin and edit_end is one
 * transaction and one edit: a changeset of the tables that hold wishes (table edit). */
#ifndef CORE_PLAN_EDIT_H
#define CORE_PLAN_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

#define EDIT_KEPT 100 /* edits that can be taken back */
#define EDIT_LIMIT                                                                     \
	(8 * 1024 * 1024) /* bytes of a changeset; a larger edit is done, but not kept \
			   */

/* Begins a transaction and records it. label: what is done, in words, translated, as the message
 * shows it: "5 people marked"; copied. Edits do not nest: an edit_begin inside another only counts,
 * and the outermost label wins. */
bool edit_begin(struct store *store, const char *label, struct error *err);

/* Commits. Edits that were undone can no longer be redone. An edit that changed nothing is not
 * kept. *kept (may be NULL) is false when the edit is too large to be taken back: say so. On an
 * error all is rolled back. */
bool edit_end(struct store *store, bool *kept, struct error *err);

/* Rolls back; fine when no edit is open. */
void edit_cancel(struct store *store);

bool edit_open(struct store *store);

/* The label of what undo (or redo) would take back; "" : nothing. text holds `size` bytes;
 * returned. */
const char *edit_undo_label(struct store *store, char *text, size_t size);
const char *edit_redo_label(struct store *store, char *text, size_t size);

/* Takes back the last edit, or does the last undone one again. label (may be NULL, `size` bytes)
 * gets its label, for "Undone: 5 people marked". ERROR_NOT_FOUND: there is none. ERROR_TAKEN: rows
 * have changed since (the sentence says how many and of what); nothing was done. */
bool edit_undo(struct store *store, char *label, size_t size, struct error *err);
bool edit_redo(struct store *store, char *label, size_t size, struct error *err);

/* Ends the history: nothing of before can be taken back or done again. For the moment at which
 * wishes go to the service: taking back the mark of a number that was acquired since would be a
 * wish to give the number away. Part of the transaction that is open. */
bool edit_forget(struct store *store, struct error *err);

#endif
