/* screens/countries.h: the list of all countries, over whatever step is open. */
#ifndef SCREENS_COUNTRIES_H
#define SCREENS_COUNTRIES_H

#include "tui/view.h"

struct wizard;

/* Opens the list with its filter begun: the next letters find the country, and its row answers. */
void countries_open(struct wizard *wizard);

extern const struct view countries_view;

#endif
