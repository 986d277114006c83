/* Proves that every cause has its own word, a reason and a remedy that fit two lines, and that
 * every way has a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/service/cause.h"
#include "core/service/service.h"

#define TEXT_MAX 160 /* two lines of 80 columns */

static void every_word_is_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < CAUSE_COUNT; i++)
		if (cause_from_word(cause_word((enum cause)i)) != (enum cause)i)
			fail_msg("the word %s means another cause too", cause_word((enum cause)i));
}

static void unknown_words_mean_the_unknown_cause(void **state)
{
	(void)state;
	assert_int_equal(cause_from_word("no such word"), CAUSE_UNKNOWN);
	assert_int_equal(cause_from_word(""), CAUSE_UNKNOWN);
	assert_int_equal(cause_from_word(NULL), CAUSE_UNKNOWN);
}

static void every_cause_says_why_and_what_to_do(void **state)
{
	(void)state;
	for (int i = CAUSE_NONE + 1; i < CAUSE_COUNT; i++) {
		const char *texts[] = { cause_why((enum cause)i), cause_remedy((enum cause)i) };
		for (int t = 0; t < 2; t++) {
			size_t len = strlen(texts[t]);
			if (len == 0 || len > TEXT_MAX || texts[t][len - 1] != '.')
				fail_msg("%s: not a sentence of at most %d characters: %s",
					cause_word((enum cause)i), TEXT_MAX, texts[t]);
		}
	}
}

static void every_way_has_its_id_and_its_name(void **state)
{
	(void)state;
	assert_string_equal(service_way_id(SERVICE_BY_RINGUP), "ringup");
	assert_string_equal(service_way_id(SERVICE_BY_SCRIPT), "script");
	assert_string_equal(service_way_id(SERVICE_BY_HAND), "hand");
	assert_string_equal(service_way_text(SERVICE_BY_HAND), "by hand");
}

static void closing_no_service_is_fine(void **state)
{
	(void)state;
	service_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_its_own),
		cmocka_unit_test(unknown_words_mean_the_unknown_cause),
		cmocka_unit_test(every_cause_says_why_and_what_to_do),
		cmocka_unit_test(every_way_has_its_id_and_its_name),
		cmocka_unit_test(closing_no_service_is_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
