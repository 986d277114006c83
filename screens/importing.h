/* screens/importing.h: a file read in by the wizard: asks for its name, reads it in slices, tells
 * what went in and what was left out. */
#ifndef SCREENS_IMPORTING_H
#define SCREENS_IMPORTING_H

#include "core/exchange/import.h"
#include "screens/wizard.h"

struct importing;

/* Asks and reads. *importing is NULL at first; it lives in the screen's state, remembers the file's
 * name, and is freed with importing_free when the wizard ends. */
void importing_open(struct importing **importing, struct wizard *wizard, enum import_kind kind);
/* What follows when all is read in; before the person presses a key. */
void importing_then(
	struct importing *importing, void (*then)(struct wizard *wizard, const char *path));
void importing_free(struct importing *importing); /* ends a reading under way; NULL is fine */

#endif
