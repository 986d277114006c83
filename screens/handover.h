/* screens/handover.h: what leaves ringup and comes back: the plan as a script, the results of one
 * that ran elsewhere, and a person's word. The cards themselves are the topic `handover`. */
#ifndef SCREENS_HANDOVER_H
#define SCREENS_HANDOVER_H

#include "core/plan/change.h"
#include "screens/wizard.h"

/* Asks for a file name and writes the plan: a script, or with a name in .md a page to read. */
void handover_script(struct wizard *wizard);

/* Asks for the result file of a script and takes it in. */
void handover_results(struct wizard *wizard);

/* Reads the tenant again, and says what of the work by hand it shows now. */
void handover_check(struct wizard *wizard);

/* Asks whether this change, which nothing can verify, is done. */
void handover_done(struct wizard *wizard, const struct change *change);

/* Stops what is being taken in; what was taken stays. */
void handover_fini(struct wizard *wizard);

#endif
