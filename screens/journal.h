/* screens/journal.h: the log: what was done to the tenant, newest first. */
#ifndef SCREENS_JOURNAL_H
#define SCREENS_JOURNAL_H

#include <stdbool.h>

#include "screens/wizard.h"

enum journal_scope { JOURNAL_ALL, JOURNAL_FAILED, JOURNAL_OPEN, JOURNAL_SCOPE_COUNT };

/* Pushes the log over the present view. */
void journal_open(struct wizard *wizard, enum journal_scope scope);

struct journal_row;

/* Appends all there is to know of a row: when, what, our cause, what to do, the service's own
 * words. */
void journal_detail_text(const struct journal_row *row, struct str *out);

extern const struct view journal_view;

#endif
