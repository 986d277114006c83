/* Proves that every "no" of every rule says why and what to do next, in sentences that fit the
 * screen. */
#include <stdio.h>

#include "core/base/text.h"
#include "tests/unit/rules-test.h"

#define RULE_LAST 436

static void check_sentence(const char *table, int row, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (len == 0)
		fail_msg("%s row %d: empty", table, row);
	if (text[len - 1] != '.')
		fail_msg("%s row %d: no period: %s", table, row, text);
	if (text_width(text) > VERDICT_TEXT_MAX)
		fail_msg("%s row %d: %d columns: %s", table, row, text_width(text), text);
	if (strstr(text, "  ") || strchr(text, '%') || strchr(text, '\n'))
		fail_msg("%s row %d: not plain text: %s", table, row, text);
}

static void every_verdict_says_why_and_what_next(void **state)
{
	(void)state;
	for (const struct verdict_table *table = verdict_tables; table->name; table++) {
		int count;
		const struct verdict *rows = table->rows(&count);

		if (count < 2)
			fail_msg("%s has no verdicts", table->name);
		for (int i = 1; i < count; i++) {
			check_sentence(table->name, i, rows[i].why);
			check_sentence(table->name, i, rows[i].remedy);
			if (rows[i].rule < 1 || rows[i].rule > RULE_LAST)
				fail_msg("%s row %d: no rule", table->name, i);
		}
	}
}

static void first_row_of_every_table_is_the_plain_yes(void **state)
{
	(void)state;
	for (const struct verdict_table *table = verdict_tables; table->name; table++) {
		int count;
		const struct verdict *rows = table->rows(&count);

		expect_verdict(table->name, rows[0], VERDICT_YES, 0);
		assert_null(rows[0].why);
		assert_null(rows[0].remedy);
	}
}

static void no_two_rows_say_the_same(void **state)
{
	(void)state;
	for (const struct verdict_table *table = verdict_tables; table->name; table++) {
		int count;
		const struct verdict *rows = table->rows(&count);

		for (int i = 1; i < count; i++) {
			for (int j = i + 1; j < count; j++) {
				if (strcmp(rows[i].why, rows[j].why) == 0 &&
					strcmp(rows[i].remedy, rows[j].remedy) == 0)
					fail_msg("%s rows %d and %d", table->name, i, j);
			}
		}
	}
}

static void warnings_are_ok_and_waits_are_not(void **state)
{
	(void)state;
	assert_true(verdict_ok(VERDICT_ALLOWED));
	assert_true(verdict_ok((struct verdict){ .answer = VERDICT_WARN }));
	assert_false(verdict_ok((struct verdict){ .answer = VERDICT_WAIT }));
	assert_false(verdict_ok((struct verdict){ .answer = VERDICT_NO }));
}

static void a_rule_is_found_by_its_number(void **state)
{
	(void)state;
	assert_int_equal(verdict_find(215)->answer, VERDICT_NO);
	assert_int_equal(verdict_find(300)->rule, 300);
	assert_null(verdict_find(0));
	assert_null(verdict_find(RULE_LAST + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_says_why_and_what_next),
		cmocka_unit_test(first_row_of_every_table_is_the_plain_yes),
		cmocka_unit_test(no_two_rows_say_the_same),
		cmocka_unit_test(warnings_are_ok_and_waits_are_not),
		cmocka_unit_test(a_rule_is_found_by_its_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
