/* Proves who gets which number and location, that the same question gets the same answer, and that
 * a crowd does not slow it down beyond its size. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/mem.h"
#include "core/rules/match.h"
#include "tests/unit/rules-test.h"

static void each_pair_is_scored_by_its_nearest_likeness(void **state)
{
	static const struct {
		const char *name;
		struct match_person person;
		struct match_number number;
		enum match_reason reason;
	} rows[] = {
		{ "same city", { .country = "FR", .city = "Lyon" },
			{ .country = "FR", .city = "LYON" }, MATCH_CITY },
		{ "accents", { .country = "DE", .city = "Munchen" },
			{ .country = "DE", .city = "München" }, MATCH_CITY },
		{ "same area", { .country = "US", .city = "Redmond", .area_code = "425" },
			{ .country = "US", .city = "Bellevue", .area_code = "425" }, MATCH_AREA },
		{ "area with its 0", { .country = "FR", .area_code = "4" },
			{ .country = "FR", .area_code = "04" }, MATCH_AREA },
		{ "same state", { .country = "US", .state = "WA", .city = "Spokane" },
			{ .country = "US", .state = "WA", .city = "Bellevue" }, MATCH_STATE },
		{ "two Portlands", { .country = "US", .state = "ME", .city = "Portland" },
			{ .country = "US", .state = "OR", .city = "Portland" }, MATCH_COUNTRY },
		{ "a state by its name", { .country = "US", .state = "Oregon", .city = "Portland" },
			{ .country = "US", .state = "OR", .city = "Portland" }, MATCH_CITY },
		{ "same country", { .country = "US", .city = "Boston" },
			{ .country = "US", .city = "Seattle" }, MATCH_COUNTRY },
		{ "R-233: other country", { .country = "HU", .city = "Lyon" },
			{ .country = "FR", .city = "Lyon" }, MATCH_NO_NUMBER },
		{ "R-009: no country", { .city = "Lyon" }, { .country = "FR", .city = "Lyon" },
			MATCH_NO_COUNTRY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct match match = match_fit(&rows[i].person, &rows[i].number, NULL);

		expect_number(rows[i].name, match.number_reason, rows[i].reason);
	}
}

static void places_are_near_or_not_taken(void **state)
{
	static const struct {
		const char *name;
		struct match_person person;
		struct match_place place;
		enum match_reason reason;
	} rows[] = {
		{ "same office", { .country = "US", .city = "Bellevue", .office = "Office" },
			{ .country = "US", .city = "Bellevue", .name = "Office" }, MATCH_OFFICE },
		{ "address by its name", { .country = "FR", .city = "Lyon", .office = "Lyon" },
			{ .country = "FR", .city = "Lyon", .address_name = "lyon" }, MATCH_OFFICE },
		{ "an office of that name elsewhere",
			{ .country = "US", .city = "Seattle", .office = "Office" },
			{ .country = "US", .city = "Bellevue", .name = "Office" },
			MATCH_NO_ADDRESS },
		{ "same postal code", { .country = "GB", .postal_code = "sw1a1aa" },
			{ .country = "GB", .postal_code = "SW1A 1AA" }, MATCH_POSTAL },
		{ "same city", { .country = "FR", .city = "Lyon" },
			{ .country = "FR", .city = "Lyon" }, MATCH_CITY },
		{ "same state is too far for help",
			{ .country = "US", .state = "WA", .city = "Spokane" },
			{ .country = "US", .state = "WA", .city = "Bellevue" }, MATCH_NO_ADDRESS },
		{ "R-233: other country", { .country = "HU", .city = "Lyon" },
			{ .country = "FR", .city = "Lyon" }, MATCH_NO_ADDRESS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct match match = match_fit(&rows[i].person, NULL, &rows[i].place);

		expect_number(rows[i].name, match.place_reason, rows[i].reason);
	}
}

static void the_nearest_people_are_served_first(void **state)
{
	static const struct match_person people[] = {
		{ .id = 1, .name = "Zoe", .country = "US", .state = "WA", .city = "Seattle" },
		{ .id = 2, .name = "Ann", .country = "US", .state = "WA", .city = "Spokane" },
		{ .id = 3, .name = "Bob", .country = "US", .state = "WA", .city = "Seattle" },
		{ .id = 4, .name = "Éva", .country = "HU", .city = "Seattle" },
		{ .id = 5, .name = "Cleo", .city = "Seattle" },
		{ .id = 6, .name = "Dan", .country = "US", .state = "MA", .city = "Boston" },
	};
	static const struct match_number numbers[] = {
		{ .id = 12,
			.e164 = "+12065550102",
			.country = "US",
			.state = "WA",
			.city = "Seattle" },
		{ .id = 11,
			.e164 = "+12065550101",
			.country = "US",
			.state = "WA",
			.city = "Seattle" },
		{ .id = 13,
			.e164 = "+12065550103",
			.country = "US",
			.state = "WA",
			.city = "Seattle" },
		{ .id = 14,
			.e164 = "+12065550100",
			.country = "US",
			.city = "Seattle",
			.taken = true },
	};
	static const struct {
		const char *name;
		int64_t number;
		enum match_reason reason;
	} expected[] = {
		{ "Zoe comes after Bob", 12, MATCH_CITY },
		{ "Ann is not in town", 13, MATCH_STATE },
		{ "Bob gets the first", 11, MATCH_CITY },
		{ "Éva is in Hungary", 0, MATCH_NO_NUMBER },
		{ "Cleo has no country", 0, MATCH_NO_COUNTRY },
		{ "nothing is left for Dan", 0, MATCH_NO_NUMBER },
	};
	struct match out[COUNT(people)];

	(void)state;
	match_run(out, people, COUNT(people), numbers, COUNT(numbers), NULL, 0, NULL);
	for (size_t i = 0; i < COUNT(people); i++) {
		expect_number(expected[i].name, out[i].person, people[i].id);
		expect_number(expected[i].name, out[i].number, expected[i].number);
		expect_number(expected[i].name, out[i].number_reason, expected[i].reason);
	}
}

static void locks_are_kept_and_their_numbers_not_given_out(void **state)
{
	static const struct match_person people[] = {
		{ .id = 1, .name = "Ann", .country = "FR", .city = "Lyon" },
		{ .id = 2,
			.name = "Bob",
			.country = "FR",
			.city = "Lyon",
			.locked = true,
			.number = 11,
			.place = 21 },
		{ .id = 3, .name = "Cy", .country = "FR", .city = "Lyon", .locked = true },
	};
	static const struct match_number numbers[] = {
		{ .id = 11, .e164 = "+33428000101", .country = "FR", .city = "Lyon" },
		{ .id = 12, .e164 = "+33428000102", .country = "FR", .city = "Lyon" },
	};
	struct match out[COUNT(people)];

	(void)state;
	match_run(out, people, COUNT(people), numbers, COUNT(numbers), NULL, 0, NULL);
	expect_number("Ann", out[0].number, 12);
	expect_number("Bob", out[1].number, 11);
	expect_number("Bob", out[1].place, 21);
	expect_number("Bob", out[1].reason, MATCH_LOCKED);
	expect_number("Cy wants none", out[2].number, 0);
	expect_number("Cy", out[2].score, 100);
}

static const struct match_place sites[] = {
	{ .id = 23,
		.country = "US",
		.state = "WA",
		.city = "Bellevue",
		.postal_code = "98004",
		.name = "Office",
		.address_name = "hq" },
	{ .id = 22,
		.country = "US",
		.state = "WA",
		.city = "Bellevue",
		.postal_code = "98004",
		.name = "Bakery floor",
		.address_name = "hq" },
	{ .id = 21,
		.country = "US",
		.state = "WA",
		.city = "Bellevue",
		.postal_code = "98004",
		.address_name = "hq" },
	{ .id = 31,
		.country = "FR",
		.city = "Lyon",
		.postal_code = "69001",
		.address_name = "lyon" },
	{ .id = 32,
		.country = "FR",
		.city = "Paris",
		.postal_code = "75003",
		.address_name = "paris" },
};

static void the_bakery_gets_its_office_and_the_rest_the_fallback(void **state)
{
	static const struct match_person people[] = {
		{ .id = 1,
			.name = "Ava",
			.country = "US",
			.state = "WA",
			.city = "Bellevue",
			.office = "office" },
		{ .id = 2, .name = "Ben", .country = "US", .state = "WA", .city = "Bellevue" },
		{ .id = 3, .name = "Cat", .country = "US", .state = "OR", .city = "Portland" },
		{ .id = 4, .name = "Dov", .country = "CA", .city = "Toronto" },
	};
	static const struct match_number numbers[] = {
		{ .id = 11,
			.e164 = "+14255550101",
			.country = "US",
			.state = "WA",
			.city = "Bellevue" },
		{ .id = 12,
			.e164 = "+14255550102",
			.country = "US",
			.state = "WA",
			.city = "Bellevue" },
		{ .id = 13,
			.e164 = "+14255550103",
			.country = "US",
			.state = "WA",
			.city = "Bellevue" },
	};
	static const struct match_options options = { .fallback_place = 23 };
	struct match out[COUNT(people)];

	(void)state;
	match_run(
		out, people, COUNT(people), numbers, COUNT(numbers), sites, COUNT(sites), &options);
	expect_number("Ava sits in the office", out[0].place, 23);
	expect_number("Ava", out[0].place_reason, MATCH_OFFICE);
	expect_number("the weaker half counts", out[0].reason, MATCH_CITY);
	expect_number("Ben gets the address itself", out[1].place, 21);
	expect_number("Cat gets the fallback", out[2].place, 23);
	expect_number("Cat", out[2].place_reason, MATCH_FALLBACK);
	expect_number("Cat", out[2].reason, MATCH_COUNTRY);
	expect_number("R-233: no fallback abroad", out[3].place, 0);
	expect_number("Dov", out[3].score, 0);
}

static void a_number_goes_to_the_people_at_its_address(void **state)
{
	static const struct match_person people[] = {
		{ .id = 1,
			.name = "Amélie",
			.country = "FR",
			.city = "Lyon",
			.postal_code = "69001",
			.office = "Lyon" },
		{ .id = 2,
			.name = "Fatou",
			.country = "FR",
			.city = "Paris",
			.postal_code = "75003" },
		{ .id = 3, .name = "Gil", .country = "FR", .city = "Nice" },
	};
	static const struct match_number numbers[] = {
		{ .id = 11,
			.e164 = "+33128000101",
			.country = "FR",
			.city = "Paris",
			.area_code = "1",
			.place = 32 },
		{ .id = 12,
			.e164 = "+33428000101",
			.country = "FR",
			.city = "Lyon",
			.area_code = "4",
			.place = 31 },
		{ .id = 13,
			.e164 = "+33428000102",
			.country = "FR",
			.city = "Lyon",
			.area_code = "4",
			.place = 31 },
	};
	struct match out[COUNT(people)];

	(void)state;
	match_run(out, people, COUNT(people), numbers, COUNT(numbers), sites, COUNT(sites), NULL);
	expect_number("Amélie", out[0].number, 12);
	expect_number("Amélie", out[0].reason, MATCH_OFFICE);
	expect_number("Amélie", out[0].score, 100);
	expect_number("Fatou", out[1].number, 11);
	expect_number("Fatou", out[1].place, 32);
	expect_number("Fatou", out[1].reason, MATCH_POSTAL);
	expect_number("R-231: Gil takes the number's location", out[2].place, 31);
	expect_number("Gil", out[2].place_reason, MATCH_NUMBER_PLACE);
	expect_number("Gil", out[2].reason, MATCH_COUNTRY);
}

static void a_least_score_keeps_far_numbers_back(void **state)
{
	static const struct match_person person = { .id = 1, .country = "FR", .city = "Nice" };
	static const struct match_number number = { .id = 11, .country = "FR", .city = "Lyon" };
	static const struct match_options options = { .least_score = 75 };
	struct match out;

	(void)state;
	match_run(&out, &person, 1, &number, 1, NULL, 0, &options);
	expect_number("kept", out.number, 0);
	match_run(&out, &person, 1, &number, 1, NULL, 0, NULL);
	expect_number("given", out.number, 11);
	match_run(&out, NULL, 0, NULL, 0, NULL, 0, NULL);
}

static void reasons_have_scores_and_texts(void **state)
{
	(void)state;
	for (int reason = 0; reason < MATCH_REASON_COUNT; reason++) {
		assert_in_range(match_reason_score((enum match_reason)reason), 0, 100);
		assert_true(strlen(match_reason_text((enum match_reason)reason)) > 0);
	}
}

/* A crowd that repeats itself exactly: a small generator instead of the library's. */
struct crowd {
	struct match_person *people;
	struct match_number *numbers;
	struct match_place *places;
	struct match *out;
	size_t count, place_count;
	char (*names)[16], (*cities)[16];
};

#define CITIES 300

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 16;
}

static void crowd_init(struct crowd *crowd, size_t count, unsigned seed)
{
	static const char *const countries[] = { "US", "FR", "DE", "GB", "HU" };

	*crowd = (struct crowd){ .count = count, .place_count = CITIES / 2 };
	crowd->people = xcalloc(count, sizeof(*crowd->people));
	crowd->numbers = xcalloc(count, sizeof(*crowd->numbers));
	crowd->places = xcalloc(CITIES, sizeof(*crowd->places));
	crowd->out = xcalloc(count, sizeof(*crowd->out));
	crowd->names = xcalloc(count, sizeof(*crowd->names));
	crowd->cities = xcalloc(CITIES, sizeof(*crowd->cities));
	for (size_t i = 0; i < CITIES; i++)
		snprintf(crowd->cities[i], sizeof(*crowd->cities), "City %zu", i);
	for (size_t i = 0; i < crowd->place_count; i++)
		crowd->places[i] = (struct match_place){
			.id = (int64_t)i + 1, .country = countries[i % 5], .city = crowd->cities[i]
		};
	for (size_t i = 0; i < count; i++) {
		unsigned city = next_random(&seed) % CITIES, other = next_random(&seed) % CITIES;

		snprintf(crowd->names[i], sizeof(*crowd->names), "%u", next_random(&seed));
		crowd->people[i] = (struct match_person){ .id = (int64_t)i + 1,
			.name = crowd->names[i],
			.country = countries[city % 5],
			.city = crowd->cities[city],
			.locked = next_random(&seed) % 50 == 0 };
		crowd->numbers[i] = (struct match_number){ .id = (int64_t)i + 1,
			.e164 = crowd->names[i],
			.country = countries[other % 5],
			.city = crowd->cities[other],
			.taken = next_random(&seed) % 20 == 0 };
	}
}

static void crowd_fini(struct crowd *crowd)
{
	free(crowd->people);
	free(crowd->numbers);
	free(crowd->places);
	free(crowd->out);
	free(crowd->names);
	free(crowd->cities);
}

static void crowd_match(struct crowd *crowd)
{
	match_run(crowd->out, crowd->people, crowd->count, crowd->numbers, crowd->count,
		crowd->places, crowd->place_count, NULL);
}

static void nobody_gets_a_number_twice_or_from_abroad_in_a_crowd_of_100000(void **state)
{
	struct crowd crowd;
	bool *given;
	size_t people_served = 0;

	(void)state;
	crowd_init(&crowd, 100000, 7);
	given = xcalloc(crowd.count + 1, sizeof(*given));
	crowd_match(&crowd);
	for (size_t i = 0; i < crowd.count; i++) {
		const struct match *match = &crowd.out[i];

		if (match->number == 0)
			continue;
		people_served++;
		assert_false(given[match->number]);
		given[match->number] = true;
		assert_false(crowd.numbers[match->number - 1].taken);
		assert_string_equal(
			crowd.numbers[match->number - 1].country, crowd.people[i].country);
	}
	assert_true(people_served > crowd.count * 8 / 10);
	free(given);
	crowd_fini(&crowd);
}

static void the_run_and_the_single_pair_agree(void **state)
{
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, 3000, 99);
	crowd_match(&crowd);
	for (size_t i = 0; i < crowd.count; i++) {
		const struct match *match = &crowd.out[i];
		struct match pair;

		if (crowd.people[i].locked)
			continue;
		pair = match_fit(&crowd.people[i],
			match->number ? &crowd.numbers[match->number - 1] : NULL,
			match->place ? &crowd.places[match->place - 1] : NULL);
		expect_number("number", match->number_reason, pair.number_reason);
		expect_number("place", match->place_reason, pair.place_reason);
		expect_number("score", match->score, pair.score);
	}
	crowd_fini(&crowd);
}

static void the_same_people_in_another_order_get_the_same(void **state)
{
	struct crowd crowd, turned;

	(void)state;
	crowd_init(&crowd, 2000, 5);
	crowd_init(&turned, 2000, 5);
	for (size_t i = 0; i < crowd.count; i++) {
		turned.people[i] = crowd.people[crowd.count - 1 - i];
		turned.numbers[i] = crowd.numbers[crowd.count - 1 - i];
	}
	crowd_match(&crowd);
	crowd_match(&turned);
	for (size_t i = 0; i < crowd.count; i++)
		expect_number(
			"number", turned.out[crowd.count - 1 - i].number, crowd.out[i].number);
	crowd_fini(&crowd);
	crowd_fini(&turned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pair_is_scored_by_its_nearest_likeness),
		cmocka_unit_test(places_are_near_or_not_taken),
		cmocka_unit_test(the_nearest_people_are_served_first),
		cmocka_unit_test(locks_are_kept_and_their_numbers_not_given_out),
		cmocka_unit_test(the_bakery_gets_its_office_and_the_rest_the_fallback),
		cmocka_unit_test(a_number_goes_to_the_people_at_its_address),
		cmocka_unit_test(a_least_score_keeps_far_numbers_back),
		cmocka_unit_test(reasons_have_scores_and_texts),
		cmocka_unit_test(nobody_gets_a_number_twice_or_from_abroad_in_a_crowd_of_100000),
		cmocka_unit_test(the_run_and_the_single_pair_agree),
		cmocka_unit_test(the_same_people_in_another_order_get_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
