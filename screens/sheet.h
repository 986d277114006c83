/* screens/sheet.h: the list of topics, and one topic's sheet, over whatever step is open. */
#ifndef SCREENS_SHEET_H
#define SCREENS_SHEET_H

#include "tui/view.h"

struct wizard;

/* The list of all topics (key h): those of the step that is open stand below the newcomers'
 * questions. */
void topics_open(struct wizard *wizard);

/* The topic where it is looked up: its sheet, or the list of countries. */
void topic_open(struct wizard *wizard, const char *id);

/* A topic's sheet; words are copied (country codes, say). An unknown id is our own mistake and ends
 * the program. */
void sheet_open(
	struct wizard *wizard, const char *topic_id, const char *const *words, int word_count);

extern const struct view topics_view, sheet_view;

#endif
