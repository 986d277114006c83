/* core/rules/intern.h: texts and groups of texts as small integers, so that matching compares
 * numbers. A help of match.c. */
#ifndef CORE_RULES_INTERN_H
#define CORE_RULES_INTERN_H

#include <stdbool.h>

struct intern;

struct intern *intern_new(void);
void intern_free(struct intern *intern);

/* The number of a text, 1 or more; the same for texts that differ only in case, accents and spaces
 * at their ends. 0 for NULL, "" and blanks. The text is copied. */
int intern_text(struct intern *intern, const char *text);

/* The number of a group of four, 1 or more. If it is new: added, or 0 when `add` is false. */
int intern_group(struct intern *intern, const int group[4], bool add);

/* How many groups there are; the numbers are 1 to this. */
int intern_groups(const struct intern *intern);

#endif
