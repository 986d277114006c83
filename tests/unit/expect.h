/* tests/unit/expect.h: comparisons that name the row of the table when they fail. */
#ifndef TESTS_UNIT_EXPECT_H
#define TESTS_UNIT_EXPECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static inline void expect_text(const char *row, const char *got, const char *want)
{
	if (strcmp(got, want) != 0)
		fail_msg("%s: got \"%s\", want \"%s\"", row, got, want);
}

static inline void expect_number(const char *row, long long got, long long want)
{
	if (got != want)
		fail_msg("%s: got %lld, want %lld", row, got, want);
}

/* For messages: `part` must occur in `got`. */
static inline void expect_part(const char *row, const char *got, const char *part)
{
	if (!strstr(got, part))
		fail_msg("%s: got \"%s\", which lacks \"%s\"", row, got, part);
}

#endif
