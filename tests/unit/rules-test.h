/* tests/unit/rules-test.h: what the tests of the rules share: a row that fails names itself. */
#ifndef TESTS_UNIT_RULES_TEST_H
#define TESTS_UNIT_RULES_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/rules/verdict.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Fails unless the verdict has this answer and this rule; name says which row it was. */
static inline void expect_verdict(
	const char *name, struct verdict verdict, enum verdict_answer answer, int rule)
{
	if (verdict.answer != answer || verdict.rule != rule)
		fail_msg("%s: answer %d of R-%03d, expected %d of R-%03d (%s)", name,
			(int)verdict.answer, verdict.rule, (int)answer, rule,
			verdict.why ? verdict.why : "plain yes");
}

static inline void expect_number(const char *name, int64_t got, int64_t expected)
{
	if (got != expected)
		fail_msg("%s: %lld, expected %lld", name, (long long)got, (long long)expected);
}

static inline void expect_text(const char *name, const char *got, const char *expected)
{
	if (strcmp(got, expected) != 0)
		fail_msg("%s: \"%s\", expected \"%s\"", name, got, expected);
}

#endif
