/* Proves that an error keeps its code and as much of its text as fits, cut at a character. */
#include "core/base/error.h"
#include "tests/unit/expect.h"

#include "core/base/mem.h"
#include "core/base/text.h"

static void setting_an_error_returns_false(void **state)
{
	(void)state;
	struct error err = { 0 };
	assert_false(error_set(&err, ERROR_TAKEN, "%s is %s.", "+14255550100", "taken"));
	assert_int_equal(err.code, ERROR_TAKEN);
	expect_text("text", err.text, "+14255550100 is taken.");
	assert_false(error_prefix(&err, "line %d: ", 7));
	assert_int_equal(err.code, ERROR_TAKEN);
	expect_text("prefix", err.text, "line 7: +14255550100 is taken.");
	error_clear(&err);
	assert_int_equal(err.code, ERROR_NONE);
	expect_text("clear", err.text, "");
}

static void nobody_need_listen(void **state)
{
	(void)state;
	assert_false(error_set(NULL, ERROR_IO, "x"));
	assert_false(error_prefix(NULL, "x"));
}

static void an_error_may_quote_itself(void **state)
{
	(void)state;
	struct error err = { 0 };
	error_set(&err, ERROR_IO, "inner");
	error_set(&err, ERROR_STORE, "outer (%s)", err.text);
	expect_text("text", err.text, "outer (inner)");
	error_prefix(&err, "%s: ", err.text);
	expect_text("prefix", err.text, "outer (inner): outer (inner)");
}

static void a_long_text_is_cut_at_a_character(void **state)
{
	(void)state;
	static const char *const units[] = { "a", "é", "東", "👍" };
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		for (int lead = 0; lead < 4; lead++) {
			struct str text = { 0 };
			struct error err = { 0 };
			str_addn(&text, "xxxx", (size_t)lead);
			while (text.len < 2 * sizeof err.text)
				str_add(&text, units[i]);
			error_set(&err, ERROR_IO, "%s", text.text);
			assert_true(text_valid(err.text, strlen(err.text)));
			assert_in_range(strlen(err.text), sizeof err.text - 8, sizeof err.text - 1);
			error_prefix(&err, "é%.*s", lead, "xxxx");
			assert_true(text_valid(err.text, strlen(err.text)));
			error_prefix(&err, "%s", text.text);
			assert_true(text_valid(err.text, strlen(err.text)));
			str_fini(&text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(setting_an_error_returns_false),
		cmocka_unit_test(nobody_need_listen),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(a_long_text_is_cut_at_a_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
