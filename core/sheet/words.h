/* core/sheet/words.h: a sheet's words for who sits in the wizard. Sheets name commands and answers
 * as the command line takes them; where topics open by a key and questions have labels, these are
 * said instead. */
#ifndef CORE_SHEET_WORDS_H
#define CORE_SHEET_WORDS_H

#include "core/sheet/topic.h"

/* Appends `text` with `ringup about forecast` told as topic "Forecast", and swap=auto or price= as
 * the question's label and answer. Commands that do more stay as they are. The other topics that
 * were named, each once, join the `count` of to[most]; their number is returned. */
int words_of_wizard(const struct topic *topic, const char *text, const struct topic **to, int count,
	int most, struct str *out);

#endif
