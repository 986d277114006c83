/* screens/organization.h: answers of the step Organization that other screens give too. */
#ifndef SCREENS_ORGANIZATION_H
#define SCREENS_ORGANIZATION_H

#include <stdbool.h>

struct wizard;

/* Answers the country of the licences, as one edit; false after showing the error. */
bool organization_take_country(struct wizard *wizard, const char *code);

#endif
