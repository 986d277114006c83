/* screens/shell.h: between wizard.c and shell.c: what the wizard does at each turn, and the view
 * that any step may push. Private to these files. */
#ifndef SCREENS_SHELL_H
#define SCREENS_SHELL_H

#include "tui/view.h"

struct wizard;

/* After each key, before the draw. */
void wizard_turn(struct wizard *wizard);

extern const struct view problems_view;

#endif
