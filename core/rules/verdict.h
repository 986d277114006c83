/* core/rules/verdict.h: what a rule says: allowed or not, which rule, why, and what to do. */
#ifndef CORE_RULES_VERDICT_H
#define CORE_RULES_VERDICT_H

#include <stdbool.h>

enum verdict_answer {
	VERDICT_YES,     /* nothing stands against it */
	VERDICT_WARN,    /* allowed, but the person should read `why` */
	VERDICT_WAIT,    /* not yet: time alone will do it (an age is shown, no error) */
	VERDICT_NO       /* not allowed */
};

struct verdict {
	enum verdict_answer answer;
	int rule;          /* 9 for R-009 of the rules; 0: no rule is needed to say yes */
	const char *why;   /* N_() text, one sentence, NULL on a plain yes; shown with _() */
	const char *remedy; /* N_() text: what to do next; NULL on a plain yes */
};

#define VERDICT_ALLOWED ((struct verdict){ .answer = VERDICT_YES })

static inline bool verdict_ok(struct verdict verdict)
{
	return verdict.answer <= VERDICT_WARN;
}

#endif
