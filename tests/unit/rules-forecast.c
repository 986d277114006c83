/* Proves in which month minutes, licences, numbers and quota run out, and that what does not run
 * out is said so. */
#include <stdio.h>

#include "core/rules/forecast.h"
#include "tests/unit/rules-test.h"

static void the_month_in_which_each_thing_runs_out(void **state)
{
	static const struct {
		const char *name;
		struct forecast_start start;
		int months;
		int first[FORECAST_THING_COUNT]; /* minutes abroad licences numbers quota service */
		int next;
	} rows[] = {
		{ "R-137: the pool grows with its licences",
			{ .people = 3,
				.hires = 3,
				.minutes = 2000,
				.domestic = 3000,
				.buy = true,
				.stock = 1000 },
			12, { -1, -1, -1, -1, 0, -1 }, FORECAST_QUOTA },
		{ "nothing runs out",
			{ .people = 10, .minutes = 500, .domestic = 3000, .buy = true }, 36,
			{ -1, -1, -1, -1, -1, -1 }, -1 },
		{ "R-137: too much use is short at once",
			{ .people = 3, .minutes = 3001, .domestic = 3000, .buy = true }, 12,
			{ 0, -1, -1, -1, -1, -1 }, FORECAST_MINUTES },
		{ "to the minute", { .people = 100, .minutes = 120, .domestic = 120, .buy = true },
			12, { -1, -1, -1, -1, -1, -1 }, -1 },
		{ "use that grows: 120 x 1.05^5 is 153, of 150",
			{ .people = 10, .minutes = 120, .growth = 5, .domestic = 150, .buy = true },
			12, { 5, -1, -1, -1, -1, -1 }, FORECAST_MINUTES },
		{ "R-128: the second counter",
			{ .people = 2,
				.minutes = 100,
				.abroad = 601,
				.domestic = 1200,
				.international = 600,
				.buy = true },
			12, { -1, 0, -1, -1, -1, -1 }, FORECAST_ABROAD },
		{ "R-152: a domestic plan has no minutes abroad",
			{ .people = 2,
				.minutes = 100,
				.abroad = 601,
				.domestic = 1200,
				.buy = true },
			12, { -1, -1, -1, -1, -1, -1 }, -1 },
		{ "R-118: Pay-As-You-Go has no pool", { .people = 2, .minutes = 5000, .buy = true },
			12, { -1, -1, -1, -1, -1, -1 }, -1 },
		{ "out in May: 7 numbers at 3 hires a month",
			{ .people = 5,
				.hires = 3,
				.minutes = 100,
				.domestic = 3000,
				.buy = true,
				.stock = 7 },
			12, { -1, -1, -1, 3, -1, -1 }, FORECAST_NUMBERS },
		{ "6 numbers at 3 hires",
			{ .people = 5, .hires = 3, .domestic = 3000, .buy = true, .stock = 6 }, 12,
			{ -1, -1, -1, 3, -1, -1 }, FORECAST_NUMBERS },
		{ "R-016: licences that nobody buys",
			{ .people = 5,
				.hires = 2,
				.domestic = 3000,
				.seats = 5,
				.stock = 100,
				.keep = 0 },
			12, { -1, -1, 3, -1, 0, -1 }, FORECAST_QUOTA },
		{ "who has no licence takes no number",
			{ .people = 50, .hires = 2, .domestic = 3000, .seats = 3, .stock = 4 }, 12,
			{ -1, -1, 2, -1, -1, -1 }, FORECAST_LICENCES },
		{ "R-186: 10 and a tenth ahead is within the quota",
			{ .people = 100, .hires = 1, .domestic = 3000, .buy = true, .keep = 20 },
			12, { -1, -1, -1, 1, -1, -1 }, FORECAST_NUMBERS },
		{ "R-186: one more ahead is not",
			{ .people = 100, .domestic = 3000, .buy = true, .keep = 21 }, 12,
			{ -1, -1, -1, -1, 0, -1 }, FORECAST_QUOTA },
		{ "R-190: Pay-As-You-Go gives one number each",
			{ .people = 100, .buy = true, .keep = 1 }, 12, { -1, -1, -1, -1, 0, -1 },
			FORECAST_QUOTA },
		{ "R-192: 25 licences allow 5 service numbers",
			{ .people = 25,
				.domestic = 3000,
				.buy = true,
				.service = 4,
				.service_more = 1 },
			12, { -1, -1, -1, -1, -1, 2 }, FORECAST_SERVICE },
		{ "R-193: hires reach the next tier first",
			{ .people = 25,
				.hires = 30,
				.domestic = 3000,
				.buy = true,
				.service = 4,
				.service_more = 1,
				.stock = 0 },
			12, { -1, -1, -1, 1, -1, -1 }, FORECAST_NUMBERS },
		{ "nonsense counts as 0",
			{ .people = -5,
				.hires = -3,
				.minutes = -1,
				.domestic = -3000,
				.stock = -7,
				.keep = -1 },
			-4, { -1, -1, -1, -1, -1, -1 }, -1 },
		{ "and too much stays a number",
			{ .people = INT64_MAX,
				.hires = INT64_MAX,
				.minutes = INT64_MAX,
				.growth = INT64_MAX,
				.domestic = INT64_MAX,
				.buy = true,
				.stock = INT64_MAX },
			99, { -1, -1, -1, 2, 0, -1 }, FORECAST_QUOTA },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct forecast got;

		forecast_make(&rows[i].start, rows[i].months, &got);
		for (int thing = 0; thing < FORECAST_THING_COUNT; thing++) {
			char name[120];

			snprintf(name, sizeof name, "%s, thing %d", rows[i].name, thing);
			expect_number(name, got.first[thing], rows[i].first[thing]);
		}
		expect_number(rows[i].name, forecast_next(&got), rows[i].next);
	}
}

static void the_months_add_up(void **state)
{
	static const struct forecast_start start = {
		.people = 5,
		.hires = 3,
		.minutes = 1000,
		.abroad = 10,
		.domestic = 1200,
		.international = 600,
		.buy = true,
		.stock = 7,
		.keep = 2,
		.service = 1,
	};
	static const struct forecast_month expected[] = {
		{ .people = 5,
			.use = 5000,
			.pool = 6000,
			.abroad = 50,
			.pool_abroad = 3000,
			.left = 7,
			.get = 0,
			.numbers = 12,
			.quota = 15,
			.service = 1,
			.tier = 5 },
		{ .people = 8,
			.use = 8000,
			.pool = 9600,
			.abroad = 80,
			.pool_abroad = 4800,
			.left = 4,
			.get = 0,
			.numbers = 12,
			.quota = 18,
			.service = 1,
			.tier = 5 },
		{ .people = 11,
			.use = 11000,
			.pool = 13200,
			.abroad = 110,
			.pool_abroad = 6600,
			.left = 1,
			.get = 1,
			.numbers = 13,
			.quota = 22,
			.service = 1,
			.tier = 5 },
		{ .people = 14,
			.use = 14000,
			.pool = 16800,
			.abroad = 140,
			.pool_abroad = 8400,
			.left = 0,
			.get = 4,
			.numbers = 16,
			.quota = 25,
			.service = 1,
			.tier = 5 },
	};
	struct forecast got;

	(void)state;
	forecast_make(&start, 3, &got);
	expect_number("months", got.count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct forecast_month *is = &got.months[i], *be = &expected[i];

		expect_number("people", is->people, be->people);
		expect_number("waiting", is->waiting, 0);
		expect_number("use", is->use, be->use);
		expect_number("R-137: pool", is->pool, be->pool);
		expect_number("abroad", is->abroad, be->abroad);
		expect_number("R-140: pool abroad", is->pool_abroad, be->pool_abroad);
		expect_number("left", is->left, be->left);
		expect_number("get", is->get, be->get);
		expect_number("numbers", is->numbers, be->numbers);
		expect_number("R-186: quota", is->quota, be->quota);
		expect_number("service", is->service, be->service);
		expect_number("R-192: tier", is->tier, be->tier);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_month_in_which_each_thing_runs_out),
		cmocka_unit_test(the_months_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
