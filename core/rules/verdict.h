/* core/rules/verdict.h: what a rule says: allowed or not, which rule, why, and what to do.
 *
 * Each module of this room keeps its verdicts in one table, indexed by an enum of its own, and
 * lends that table through NAME_verdicts(); verdict_tables[] lists them all, for the test that
 * reads every sentence and for the help that shows a rule by its number. */
#ifndef CORE_RULES_VERDICT_H
#define CORE_RULES_VERDICT_H

#include <stdbool.h>

enum verdict_answer {
	VERDICT_YES,  /* nothing stands against it */
	VERDICT_WARN, /* allowed, but the person should read `why` */
	VERDICT_WAIT, /* not yet: time alone will do it (an age is shown, no error) */
	VERDICT_NO    /* not allowed */
};

struct verdict {
	enum verdict_answer answer;
	int rule;           /* 9 for R-009 of the rules; 0: no rule is needed to say yes */
	const char *why;    /* N_() text, one sentence, NULL on a plain yes; shown with _() */
	const char *remedy; /* N_() text: what to do next; NULL on a plain yes */
};

#define VERDICT_ALLOWED ((struct verdict){ .answer = VERDICT_YES })

static inline bool verdict_ok(struct verdict verdict)
{
	return verdict.answer <= VERDICT_WARN;
}

#define VERDICT_TEXT_MAX 160 /* characters of a why or a remedy: two lines of 80 columns */

/* A module's verdicts: static, *count rows. The first row is the plain yes. */
typedef const struct verdict *verdict_rows(int *count);

/* Defines it, for a module whose rows are an array of this file. */
#define VERDICT_ROWS(function, rows)                              \
	const struct verdict *function(int *count)                \
	{                                                         \
		*count = (int)(sizeof(rows) / sizeof((rows)[0])); \
		return rows;                                      \
	}

struct verdict_table {
	const char *name; /* of the module: "quota" */
	verdict_rows *rows;
};

/* All modules of this room; the last row has name NULL. */
extern const struct verdict_table verdict_tables[];

/* The first verdict of any table with this rule; NULL: no verdict cites it. For help. */
const struct verdict *verdict_find(int rule);

#endif
