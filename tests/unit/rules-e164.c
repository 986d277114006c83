/* Proves that numbers are read as people write them, refused where they could mean another, and
 * come back from their readable form unchanged. */
#include <stdio.h>

#include "core/rules/e164.h"
#include "tests/unit/rules-test.h"

static void what_people_write_becomes_e164(void **state)
{
	static const struct {
		const char *text, *expected_in, *e164;
	} rows[] = {
		{ "+1 (425) 555-0100", NULL, "+14255550100" },
		{ "+14255550100", NULL, "+14255550100" },
		{ "14255550100", NULL, "+14255550100" },
		{ "1.425.555.0100", "1", "+14255550100" },
		{ "  +33 4 28 00 01 01 ", NULL, "+33428000101" },
		{ "0033 4 28 00 01 01", "33", "+33428000101" },
		{ "0033428000101", NULL, "+33428000101" },
		{ "33428000101", "33", "+33428000101" },
		{ "+44 (0)20 7946 0958", NULL, "+442079460958" },
		{ "+44 (0) 20 7946 0958", NULL, "+442079460958" },
		{ "+39 (0)6 6982 0000", NULL, "+390669820000" },
		{ "+39 06 69820000", NULL, "+390669820000" },
		{ "\u202a+1\u00a0425\u2011555\u20110100\u202c", NULL, "+14255550100" },
		{ "+353 1 679 0000", NULL, "+35316790000" },
		{ "+49 30 / 12345678", NULL, "+493012345678" },
		{ "+123456789012", NULL, "" },
		{ "+999123456", NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char e164[E164_SIZE] = "untouched";
		struct verdict verdict = e164_normalise(e164, rows[i].text, rows[i].expected_in);

		expect_text(rows[i].text, e164, rows[i].e164);
		expect_number(rows[i].text, verdict_ok(verdict), *rows[i].e164 != '\0');
	}
}

static void what_could_be_wrong_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *text, *expected_in, *reason;
	} rows[] = {
		{ "tel:+14255550100", NULL, "tel:" },
		{ "TEL:14255550100", NULL, "tel:" },
		{ "", NULL, "no number" },
		{ NULL, NULL, "no number" },
		{ "+", NULL, "no number" },
		{ "not a number", NULL, "other than digits" },
		{ "+1 425 555 01OO", NULL, "other than digits" },
		{ "+1 425+555 0100", NULL, "other than digits" },
		{ "+14255550100;ext=12", NULL, "extension" },
		{ "+1 425 555 0100 x12", NULL, "extension" },
		{ "2065550100", "1", "several countries" },
		{ "4255550100", "1", "several countries" },
		{ "0428000101", "33", "several countries" },
		{ "04 28 00 01 01", NULL, "several countries" },
		{ "0033428000101", "1", "several countries" },
		{ "+2109876543", NULL, "calling code" },
		{ "+0123456789", NULL, "calling code" },
		{ "+33428", NULL, "too short" },
		{ "+3342800010112345", NULL, "too short or too long" },
		{ "+33428000101123456789012345678901234567890", NULL, "too short or too long" },
		{ "+1 425 555 010", NULL, "After +1" },
		{ "+1 125 555 0100", NULL, "After +1" },
		{ "+1 425 155 0100", NULL, "After +1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char e164[E164_SIZE] = "untouched";
		struct verdict verdict = e164_normalise(e164, rows[i].text, rows[i].expected_in);
		const char *name = rows[i].text ? rows[i].text : "NULL";

		expect_text(name, e164, "");
		expect_verdict(name, verdict, VERDICT_NO, 344);
		if (!strstr(verdict.why, rows[i].reason))
			fail_msg("%s: %s", name, verdict.why);
	}
}

static void calling_codes_are_split_where_itu_splits_them(void **state)
{
	static const struct {
		const char *digits;
		int length;
	} rows[] = {
		{ "14255550100", 1 },
		{ "74951234567", 1 },
		{ "33428000101", 2 },
		{ "2025550100", 2 },
		{ "27115550100", 2 },
		{ "35316790000", 3 },
		{ "4201234567", 3 },
		{ "42312345", 3 },
		{ "85212345678", 3 },
		{ "8112345678", 2 },
		{ "99212345678", 3 },
		{ "210123", 0 },
		{ "2591234", 0 },
		{ "3841234", 0 },
		{ "9991234", 0 },
		{ "0123", 0 },
		{ "", 0 },
		{ "3", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(
			rows[i].digits, e164_calling_code_length(rows[i].digits), rows[i].length);
}

static void only_the_exact_form_is_valid(void **state)
{
	(void)state;
	assert_true(e164_valid("+14255550100"));
	assert_false(e164_valid("14255550100"));
	assert_false(e164_valid("+1 4255550100"));
	assert_false(e164_valid("+1425555010"));
	assert_false(e164_valid(""));
	assert_false(e164_valid(NULL));
}

static const struct {
	const char *e164;
	int area;
	const char *text;
} displays[] = {
	{ "+14255550100", 3, "+1 425 555 0100" },
	{ "+14255550100", 0, "+1 425 555 0100" },
	{ "+33428000101", 1, "+33 4 28 00 01 01" },
	{ "+33428000101", 0, "+33 4 28 00 01 01" },
	{ "+442079460958", 2, "+44 20 7946 0958" },
	{ "+441865123456", 4, "+44 1865 123 456" },
	{ "+493012345678", 2, "+49 30 1234 5678" },
	{ "+34911234567", 2, "+34 91 123 4567" },
	{ "+4512345678", 0, "+45 12 34 56 78" },
	{ "+35316790000", 1, "+353 1 679 0000" },
	{ "+390669820000", 2, "+39 06 6982 0000" },
	{ "+12345", 3, "+12345" },
	{ "operator", 0, "operator" },
	{ "+8001234567890", 99, "+800 123 456 7890" },
};

static void numbers_are_shown_in_groups(void **state)
{
	char text[E164_DISPLAY];

	(void)state;
	for (size_t i = 0; i < COUNT(displays); i++)
		expect_text(displays[i].e164, e164_format(text, displays[i].e164, displays[i].area),
			displays[i].text);
}

static void the_readable_form_comes_back(void **state)
{
	static const char *const zones[] = { "+7", "+20", "+33", "+352", "+49", "+45", "+81",
		"+998" };

	(void)state;
	for (size_t zone = 0; zone < COUNT(zones); zone++) {
		for (size_t len = 7; len <= 15; len++) {
			for (int area = 0; area <= 5; area++) {
				char e164[E164_SIZE], text[E164_DISPLAY], back[E164_SIZE];

				snprintf(e164, sizeof(e164), "%s2345678901234", zones[zone]);
				e164[len + 1] = '\0';
				e164_format(text, e164, area);
				e164_normalise(back, text, NULL);
				expect_text(text, back, e164);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_write_becomes_e164),
		cmocka_unit_test(what_could_be_wrong_is_refused_with_a_reason),
		cmocka_unit_test(calling_codes_are_split_where_itu_splits_them),
		cmocka_unit_test(only_the_exact_form_is_valid),
		cmocka_unit_test(numbers_are_shown_in_groups),
		cmocka_unit_test(the_readable_form_comes_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
