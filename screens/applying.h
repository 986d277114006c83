/* screens/applying.h: starts an apply of less than a step, for the review, and ends one with the
 * wizard. */
#ifndef SCREENS_APPLYING_H
#define SCREENS_APPLYING_H

#include "core/plan/change.h"
#include "screens/wizard.h"

/* What is to be applied; zeroed: all. At most one member is set. */
struct applying_scope {
	char step[16];            /* plan_step_id */
	char group[CHANGE_LABEL]; /* change_group.id */
	char key[CHANGE_KEY];     /* of one change */
	bool failed_letters;      /* those whose last try failed, and no others */
};

/* Something has come for the apply: its next turn is due now. */
void applying_wake(struct wizard *wizard);

/* As wizard_apply. */
void applying_start(struct wizard *wizard, const struct applying_scope *scope);

/* After the terminal was given back: stops after the change under way, and frees all. */
void applying_fini(struct wizard *wizard);

extern const struct view applying_view;

#endif
