/* core/sheet/find.h: what the topics that are looked up in share: the question "find", or words of
 * the command line: numbers of rules ("R-219", "219"), or a text to search. */
#ifndef CORE_SHEET_FIND_H
#define CORE_SHEET_FIND_H

#include "core/sheet/topic.h"

extern const struct question find_question;

/* Appends what is asked for, words parted by a blank; "" when nothing is. */
const char *find_text(const struct topic_context *context, struct str *out);
bool find_asked(const struct topic_context *context);

/* The number of a rule that `word` names ("R-219", "r219", "219"); 0: it names none. */
int find_rule(const char *word, size_t len);

/* True if nothing is asked, the rule is among the numbers that are, or one of the texts (NULL ends
 * them) holds what is asked, case and accents aside. */
bool find_fits(const struct topic_context *context, int rule, const char *const *texts);

#endif
