/* Proves which days are working days, and when steps that wait for one another begin and end. */
#include "core/rules/timeline.h"
#include "core/rules/workday.h"
#include "tests/unit/rules-test.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)

/* An instant of November 2026, whose 1st is a Sunday: the day and the hour. */
static int64_t at(int mday, int hour)
{
	return workday_from(2026, 11, mday) * DAY + hour * HOUR;
}

static void days_and_dates_are_each_other_s_way_back(void **state)
{
	(void)state;
	expect_number("1970", workday_from(1970, 1, 1), 0);
	expect_number("a leap day", workday_from(2000, 2, 29), 11016);
	expect_number("before 1970", workday_of(-1), -1);
	for (int64_t day = -800000; day < 800000; day += 97) {
		int year, month, mday;
		workday_date(day, &year, &month, &mday);
		expect_number("back", workday_from(year, month, mday), day);
	}
}

static void us_working_days_leave_out_weekends_and_federal_holidays(void **state)
{
	static const struct {
		const char *name;
		int year, month, mday;
		bool week, us;
	} rows[] = {
		{ "a Wednesday", 2026, 11, 4, true, true },
		{ "a Saturday", 2026, 11, 7, false, false },
		{ "a Sunday", 2026, 11, 8, false, false },
		{ "R-268: Veterans Day", 2026, 11, 11, true, false },
		{ "R-268: Thanksgiving", 2026, 11, 26, true, false },
		{ "the day after it", 2026, 11, 27, true, true },
		{ "R-268: Christmas", 2026, 12, 25, true, false },
		{ "R-268: New Year", 2027, 1, 1, true, false },
		{ "R-268: Martin Luther King", 2027, 1, 18, true, false },
		{ "the Monday before", 2027, 1, 11, true, true },
		{ "R-268: Washington's Birthday", 2027, 2, 15, true, false },
		{ "R-268: Memorial Day, the last Monday", 2027, 5, 31, true, false },
		{ "not the last Monday of May", 2027, 5, 24, true, true },
		{ "R-268: Juneteenth on a Saturday: the Friday", 2027, 6, 18, true, false },
		{ "R-268: Independence Day on a Sunday: the Monday", 2027, 7, 5, true, false },
		{ "R-268: Labor Day", 2027, 9, 6, true, false },
		{ "R-268: Columbus Day", 2027, 10, 11, true, false },
		{ "R-268: New Year on a Saturday: the Friday before", 2021, 12, 31, true, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t day = workday_from(rows[i].year, rows[i].month, rows[i].mday);

		expect_number(rows[i].name, workday_is(day, WORKDAY_WEEK), rows[i].week);
		expect_number(rows[i].name, workday_is(day, WORKDAY_US), rows[i].us);
	}
}

static void working_days_are_counted_over_weekends(void **state)
{
	static const struct {
		const char *name;
		int from;
		int64_t count;
		enum workday_calendar calendar;
		int to;
	} rows[] = {
		{ "none from a Friday", 6, 0, WORKDAY_WEEK, 6 },
		{ "none from a Saturday", 7, 0, WORKDAY_WEEK, 9 },
		{ "one from a Friday", 6, 1, WORKDAY_WEEK, 9 },
		{ "two from a Thursday", 5, 2, WORKDAY_WEEK, 9 },
		{ "one from a Saturday", 7, 1, WORKDAY_WEEK, 10 },
		{ "R-268: one over Veterans Day", 10, 1, WORKDAY_US, 12 },
		{ "ten", 2, 10, WORKDAY_WEEK, 16 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name,
			workday_add(workday_from(2026, 11, rows[i].from), rows[i].count,
				rows[i].calendar),
			workday_from(2026, 11, rows[i].to));
}

static void a_step_alone_takes_its_time(void **state)
{
	const struct {
		const char *name;
		struct timeline_step step;
		int64_t now, least, most;
	} rows[] = {
		{ "R-017: a licence, up to 24 hours",
			{ .unit = TIMELINE_SECONDS, .least = HOUR / 2, .most = DAY }, at(4, 10),
			at(4, 10) + HOUR / 2, at(5, 10) },
		{ "R-432: papers on a Wednesday",
			{ .unit = TIMELINE_WORKDAYS, .least = 0, .most = 2 }, at(4, 10), at(4, 10),
			at(6, 10) },
		{ "R-432: papers on a Friday", { .unit = TIMELINE_WORKDAYS, .least = 0, .most = 2 },
			at(6, 10), at(6, 10), at(10, 10) },
		{ "R-432: papers on a Sunday", { .unit = TIMELINE_WORKDAYS, .least = 0, .most = 2 },
			at(8, 10), at(8, 10), at(11, 0) },
		{ "R-238: 2 to 3 weeks", { .unit = TIMELINE_DAYS, .least = 14, .most = 21 },
			at(2, 9), at(16, 9), at(23, 9) },
		{ "R-235: nobody says how long",
			{ .unit = TIMELINE_DAYS, .least = 0, .most = TIMELINE_UNSAID }, at(2, 9),
			at(2, 9), TIMELINE_UNSAID },
		{ "R-235: not even the least",
			{ .unit = TIMELINE_DAYS,
				.least = TIMELINE_UNSAID,
				.most = TIMELINE_UNSAID },
			at(2, 9), at(2, 9), TIMELINE_UNSAID },
		{ "done", { .unit = TIMELINE_DAYS, .least = 5, .most = 9, .done = true }, at(2, 9),
			at(2, 9), at(2, 9) },
		{ "begun three days ago",
			{ .unit = TIMELINE_DAYS, .least = 2, .most = 5, .begun = at(1, 9) },
			at(4, 9), at(4, 9), at(6, 9) },
		{ "begun and overdue: now at the earliest",
			{ .unit = TIMELINE_DAYS, .least = 2, .most = 5, .begun = at(1, 9) },
			at(20, 9), at(20, 9), at(20, 9) },
		{ "R-268: a port ends on a US working day, not on Saturday",
			{ .unit = TIMELINE_DAYS, .least = 3, .most = 5, .us_days = true }, at(4, 9),
			at(9, 0), at(9, 9) },
		{ "R-268: a port begins after the weekend",
			{ .unit = TIMELINE_DAYS, .least = 7, .most = 14, .us_days = true },
			at(7, 9), at(16, 0), at(23, 0) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct timeline_span span;

		timeline_lay(&rows[i].step, 1, rows[i].now, &span);
		expect_number(rows[i].name, span.end_least, rows[i].least);
		expect_number(rows[i].name, span.end_most, rows[i].most);
	}
}

enum { PAPERS, LICENCE, NUMBERS, ASSIGN, STEPS };

static void steps_wait_for_one_another(void **state)
{
	struct timeline_step steps[STEPS] = {
		[PAPERS] = { .unit = TIMELINE_WORKDAYS, .least = 0, .most = 2 },
		[LICENCE] = { .unit = TIMELINE_SECONDS, .least = HOUR / 2, .most = DAY },
		[NUMBERS] = { .unit = TIMELINE_SECONDS,
			.least = 0,
			.most = DAY,
			.after = 1U << PAPERS | 1U << LICENCE },
		[ASSIGN] = { .unit = TIMELINE_SECONDS,
			.least = HOUR / 2,
			.most = DAY,
			.after = 1U << NUMBERS },
	};
	struct timeline_span spans[STEPS], whole;
	int64_t now = at(6, 10);

	(void)state;
	timeline_lay(steps, STEPS, now, spans);
	expect_number("R-432: not before the papers", spans[NUMBERS].begin_most, at(10, 10));
	expect_number("at the earliest", spans[NUMBERS].begin_least, now + HOUR / 2);
	expect_number("R-337: the last", spans[ASSIGN].end_most, at(12, 10));
	whole = timeline_whole(spans, STEPS);
	expect_number("all begins", whole.begin_least, now);
	expect_number("all ends at the earliest", whole.end_least, now + HOUR);
	expect_number("all ends at the latest", whole.end_most, at(12, 10));

	steps[PAPERS].done = true;
	timeline_lay(steps, STEPS, now, spans);
	expect_number(
		"R-432: accepted papers hold nothing up", spans[NUMBERS].begin_most, at(7, 10));

	steps[NUMBERS].most = TIMELINE_UNSAID;
	timeline_lay(steps, STEPS, now, spans);
	expect_number("unsaid stays unsaid", spans[ASSIGN].begin_most, TIMELINE_UNSAID);
	expect_number("and what follows", spans[ASSIGN].end_most, TIMELINE_UNSAID);
	expect_number("but not the earliest", spans[ASSIGN].end_least, now + HOUR);
	expect_number("nor the whole", timeline_whole(spans, STEPS).end_most, TIMELINE_UNSAID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_and_dates_are_each_other_s_way_back),
		cmocka_unit_test(us_working_days_leave_out_weekends_and_federal_holidays),
		cmocka_unit_test(working_days_are_counted_over_weekends),
		cmocka_unit_test(a_step_alone_takes_its_time),
		cmocka_unit_test(steps_wait_for_one_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
