/* Proves the written forms of times and spans, and that a test can stop the clock. */
#include <stdlib.h>

#include "core/base/clock.h"
#include "tests/unit/expect.h"

static void the_clock_can_be_stopped(void **state)
{
	(void)state;
	setenv("RINGUP_NOW", "1793714531", 1);
	assert_int_equal(clock_now(), 1793714531);
	unsetenv("RINGUP_NOW");
	assert_true(clock_now() > 1700000000);
	setenv("RINGUP_NOW", "soon", 1);
	assert_true(clock_now() > 1700000000);
	setenv("RINGUP_NOW", "", 1);
	assert_true(clock_now() > 1700000000);
	unsetenv("RINGUP_NOW");
}

static void ticks_never_go_back(void **state)
{
	(void)state;
	int64_t before = clock_ticks();
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_ticks();
		assert_true(now >= before);
		before = now;
	}
}

static void times_are_written_in_utc(void **state)
{
	(void)state;
	static const struct {
		int64_t when;
		const char *iso, *date, *hm;
	} rows[] = {
		{ 0, "", "", "" },
		{ 1, "1970-01-01T00:00:01Z", "1970-01-01", "00:00" },
		{ 1793714531, "2026-11-03T14:02:11Z", "2026-11-03", "14:02" },
		{ 1709210096, "2024-02-29T12:34:56Z", "2024-02-29", "12:34" },
		{ 253402300799, "9999-12-31T23:59:59Z", "9999-12-31", "23:59" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[CLOCK_TEXT];
		expect_text("iso", clock_iso(text, rows[i].when), rows[i].iso);
		expect_text("date", clock_date(text, rows[i].when), rows[i].date);
		expect_text("hm", clock_hm(text, rows[i].when), rows[i].hm);
	}
}

static void times_beyond_the_text_are_left_out(void **state)
{
	(void)state;
	char text[CLOCK_TEXT];
	expect_text("no year", clock_iso(text, INT64_MAX), "");
	expect_text("no year", clock_date(text, INT64_MIN), "");
}

static void spans_are_written_for_people(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		const char *countdown, *age;
	} rows[] = {
		{ -5, "0:00", "0 s" },
		{ 0, "0:00", "0 s" },
		{ 59, "0:59", "59 s" },
		{ 60, "1:00", "1 min" },
		{ 581, "9:41", "9 min" },
		{ 3599, "59:59", "59 min" },
		{ 3600, "1:00:00", "1 h" },
		{ 86400, "24:00:00", "24 h" },
		{ 172799, "47:59:59", "47 h" },
		{ 172800, "48:00:00", "2 days" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[CLOCK_TEXT];
		expect_text("countdown", clock_countdown(text, rows[i].seconds), rows[i].countdown);
		expect_text("age", clock_age(text, rows[i].seconds), rows[i].age);
	}
}

static void written_times_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t when;
	} rows[] = {
		{ "2026-11-03T14:02:11Z", 1793714531 },
		{ "2026-11-03", 1793664000 },
		{ "2026-08", 1785542400 },
		{ "1970-01-01", 0 },
		{ "2024-02-29", 1709164800 },
		{ "", -1 },
		{ "2026", -1 },
		{ "2026-", -1 },
		{ "2026-13", -1 },
		{ "2026-00-01", -1 },
		{ "2026-11-32", -1 },
		{ "2026-02-30", -1 },
		{ "2023-02-29", -1 },
		{ "2026-11-03T25:00:00Z", -1 },
		{ "2026-11-03T14:02", -1 },
		{ "2026-11-03T14:02:11", -1 },
		{ "2026-11-03 and more", -1 },
		{ "2026-11-03T14:02:11Zx", -1 },
		{ "-026-11-03", -1 },
		{ "2026--1-03", -1 },
		{ "2026-11-03T-1:02:11Z", -1 },
		{ "soon", -1 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].text, clock_parse(rows[i].text), rows[i].when);
}

static void months_are_counted_through(void **state)
{
	static const struct {
		const char *when, *text, *start;
	} rows[] = {
		{ "2026-11-21T04:44:15Z", "2026-11", "2026-11-01T00:00:00Z" },
		{ "2026-12-31T23:59:59Z", "2026-12", "2026-12-01T00:00:00Z" },
		{ "2027-01-01", "2027-01", "2027-01-01T00:00:00Z" },
		{ "2028-02-29", "2028-02", "2028-02-01T00:00:00Z" },
	};
	char text[CLOCK_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int month = clock_month(clock_parse(rows[i].when));

		expect_text(rows[i].when, clock_month_text(text, month), rows[i].text);
		expect_text(rows[i].when, clock_iso(text, clock_month_start(month)), rows[i].start);
	}
	expect_number("the next year follows December",
		clock_month(clock_parse("2027-01-01")) - clock_month(clock_parse("2026-12-31")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_can_be_stopped),
		cmocka_unit_test(ticks_never_go_back),
		cmocka_unit_test(times_are_written_in_utc),
		cmocka_unit_test(times_beyond_the_text_are_left_out),
		cmocka_unit_test(spans_are_written_for_people),
		cmocka_unit_test(written_times_are_read),
		cmocka_unit_test(months_are_counted_through),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
