/* Degrees are read as people type them, distances are those of the earth, and a point that lies
 * elsewhere than its country and postal code is doubted, never refused. */
#include "tests/unit/rules-test.h"

#include <math.h>

#include "core/base/tr.h"
#include "core/reference/reference.h"
#include "core/rules/coordinates.h"

static void degrees_are_read_with_point_or_comma(void **state)
{
	static const struct {
		const char *typed;
		int limit;
		const char *text; /* NULL: refused */
		int decimals;
	} rows[] = {
		{ "47.6147", 90, "47.6147", 4 },
		{ "47,6147", 90, "47.6147", 4 },
		{ "  -122.1966 ", 180, "-122.1966", 4 },
		{ "+4,8363", 180, "4.8363", 4 },
		{ "47", 90, "47", 0 },
		{ "90", 90, "90", 0 },
		{ "90.000001", 90, NULL, 0 },
		{ "-180.0000", 180, "-180.0000", 4 },
		{ "180.1", 180, NULL, 0 },
		{ "47.6147 N", 90, NULL, 0 },
		{ "47\xC2\xB0 36'", 90, NULL, 0 },
		{ "4,7,6", 90, NULL, 0 },
		{ "4.7,6", 90, NULL, 0 },
		{ "1e1", 90, NULL, 0 },
		{ "nan", 90, NULL, 0 },
		{ "", 90, NULL, 0 },
		{ "   ", 90, NULL, 0 },
		{ "47.", 90, NULL, 0 },
		{ "47.61470000000000000000000001", 90, NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[24] = "";
		int decimals = 0;
		bool ok = coordinates_tidy(
			rows[i].typed, rows[i].limit, text, sizeof(text), &decimals);

		expect_number(rows[i].typed, ok, rows[i].text != NULL);
		if (ok) {
			expect_text(rows[i].typed, text, rows[i].text);
			expect_number(rows[i].typed, decimals, rows[i].decimals);
		}
	}
}

static void a_pair_is_read_as_maps_give_it(void **state)
{
	static const struct {
		const char *typed, *latitude, *longitude; /* NULL: no pair */
	} rows[] = {
		{ "45.7657, 4.8363", "45.7657", "4.8363" },
		{ "45.7657,4.8363", "45.7657", "4.8363" },
		{ "45.7657 4.8363", "45.7657", "4.8363" },
		{ "45,7657; 4,8363", "45.7657", "4.8363" },
		{ "45,7657 4,8363", "45.7657", "4.8363" },
		{ " 47.6147, -122.1966 ", "47.6147", "-122.1966" },
		{ "45,7657", NULL, NULL },
		{ "45.7657", NULL, NULL },
		{ "-122.1966, 47.6147", NULL, NULL }, /* no latitude */
		{ "45.7657, 4.8363, 12", NULL, NULL },
		{ "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char latitude[24] = "", longitude[24] = "";
		bool ok = coordinates_pair(rows[i].typed, latitude, longitude, sizeof(latitude));

		expect_number(rows[i].typed, ok, rows[i].latitude != NULL);
		if (ok) {
			expect_text(rows[i].typed, latitude, rows[i].latitude);
			expect_text(rows[i].typed, longitude, rows[i].longitude);
		}
	}
}

/* Distances by the formula on a sphere of 6,371,008.8 m: 111,195 m are one degree of a meridian. */
static void distances_are_those_on_the_earth(void **state)
{
	static const struct {
		const char *name;
		struct coordinates a, b;
		double metres, within;
		const char *text;
	} rows[] = {
		{ "nowhere", { 47614700, -122196600 }, { 47614700, -122196600 }, 0, 0.001, "0 m" },
		{ "one degree north", { 0, 0 }, { 1000000, 0 }, 111195, 1, "111 km" },
		{ "one degree east on the equator", { 0, 0 }, { 0, 1000000 }, 111195, 1, "111 km" },
		{ "one degree east at 60 north is half", { 60000000, 0 }, { 60000000, 1000000 },
			55597, 5, "55.6 km" },
		{ "across 180 degrees", { 0, 179500000 }, { 0, -179500000 }, 111195, 1, "111 km" },
		{ "Paris to Lyon", { 48856600, 2352200 }, { 45764000, 4835700 }, 391500, 1000,
			"391 km" },
		{ "the antipodes", { 0, 0 }, { 0, 180000000 }, 20015115, 10, "20015 km" },
		{ "a house further", { 47614700, -122196600 }, { 47615000, -122196600 }, 33.4, 0.1,
			"33 m" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double metres = coordinates_distance(&rows[i].a, &rows[i].b);
		struct str text = { 0 };

		if (fabs(metres - rows[i].metres) > rows[i].within)
			fail_msg("%s: %.1f m, expected %.1f", rows[i].name, metres, rows[i].metres);
		coordinates_say_distance(&text, metres);
		expect_text(rows[i].name, str_text(&text), rows[i].text);
		str_fini(&text);
	}
}

#define ROOM 64

static struct coordinates_finding check(struct reference *ref, const char *country,
	const char *postal_code, const char *subdivision, const char *latitude,
	const char *longitude)
{
	static struct country_box facts[ROOM];
	static struct coordinates_box boxes[ROOM];
	struct coordinates point;
	char north[24], east[24];
	int count = reference_boxes(ref, country, postal_code, subdivision, facts, ROOM), a, b;

	assert_true(count <= ROOM);
	for (int i = 0; i < count; i++)
		boxes[i] = (struct coordinates_box){ facts[i].area, facts[i].postal, facts[i].south,
			facts[i].west, facts[i].north, facts[i].east };
	assert_true(coordinates_tidy(latitude, 90, north, sizeof(north), &a));
	assert_true(coordinates_tidy(longitude, 180, east, sizeof(east), &b));
	assert_true(coordinates_read(north, east, &point));
	return coordinates_check(&point, a < b ? a : b, boxes, count);
}

static void a_point_is_compared_with_country_and_postal_code(void **state)
{
	static const struct {
		const char *name, *country, *postal_code, *state, *latitude, *longitude;
		const char *why; /* begins so; NULL: nothing is doubtful */
		const char *area;
	} rows[] = {
		{ "Bellevue", "US", "98004", "WA", "47.6147", "-122.1966", NULL, "Washington" },
		{ "Bellevue with Portland's code", "US", "97204", "WA", "47.6147", "-122.1966",
			"The point lies in the country, but", "Oregon" },
		{ "no postal code, but a state", "US", "", "WA", "40.7128", "-74.0060",
			"The point lies in the country, but", "Washington" },
		{ "Anchorage", "US", "99501", "AK", "61.2181", "-149.9003", NULL, "Alaska" },
		{ "Shemya, west of 180 degrees", "US", "99546", "AK", "52.7197", "174.1108", NULL,
			"Alaska" },
		{ "Honolulu", "US", "96813", "HI", "21.3069", "-157.8583", NULL, "Hawaii" },
		{ "Pago Pago has the longer code", "US", "96799", "AS", "-14.2756", "-170.7020",
			NULL, "American Samoa" },
		{ "San Juan", "US", "00901", "PR", "18.4655", "-66.1057", NULL, "Puerto Rico" },
		{ "a soldier's code is not known", "US", "09012", "", "40.7128", "-74.0060", NULL,
			NULL },
		{ "Seattle without its minus", "US", "98101", "WA", "47.6062", "122.3321",
			"The point does not lie in the country", "Washington" },
		{ "Lyon swapped", "FR", "69002", "", "4.8363", "45.7657", "These two look swapped",
			"France, mainland" },
		{ "Lyon", "FR", "69002", "", "45.7657", "4.8363", NULL, "France, mainland" },
		{ "Ajaccio", "FR", "20000", "", "41.9192", "8.7386", NULL, "Corsica" },
		{ "Saint-Denis", "FR", "97400", "", "-20.8789", "55.4481", NULL, "R\xC3\xA9union" },
		{ "Saint-Denis with Lyon's code", "FR", "69002", "", "-20.8789", "55.4481",
			"The point lies in the country, but", "France, mainland" },
		{ "Toronto", "CA", "M5V 3L9", "ON", "43.6426", "-79.3871", NULL, "Ontario" },
		{ "small letters", "CA", "v6b 1a1", "BC", "49.2827", "-123.1207", NULL,
			"British Columbia" },
		{ "Yellowknife", "CA", "X1A 2N2", "NT", "62.4540", "-114.3718", NULL,
			"Northwest Territories" },
		{ "Toronto with Vancouver's code", "CA", "V6B 1A1", "ON", "43.6426", "-79.3871",
			"The point lies in the country, but", "British Columbia" },
		{ "Amsterdam: codes are not known", "NL", "1012 JS", "", "52.3731", "4.8926", NULL,
			NULL },
		{ "Bonaire", "NL", "", "", "12.1443", "-68.2655", NULL, NULL },
		{ "Chatham Islands", "NZ", "8942", "", "-43.9535", "-176.5597", NULL, NULL },
		{ "null island", "US", "98004", "WA", "0", "0", "Latitude 0 and longitude 0",
			"Washington" },
		{ "few decimals", "US", "98004", "WA", "47.61", "-122.1966", "With fewer than four",
			"Washington" },
		{ "no such country in the facts", "ZZ", "", "", "12.3456", "12.3456", NULL, NULL },
	};
	struct reference *ref = reference_open(NULL, NULL);

	(void)state;
	assert_non_null(ref);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct coordinates_finding found = check(ref, rows[i].country, rows[i].postal_code,
			rows[i].state, rows[i].latitude, rows[i].longitude);
		const char *why = found.verdict.why ? found.verdict.why : "";

		expect_verdict(rows[i].name, found.verdict,
			rows[i].why ? VERDICT_WARN : VERDICT_YES, rows[i].why ? 285 : 0);
		if (rows[i].why && strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: \"%s\", expected \"%s ...\"", rows[i].name, why, rows[i].why);
		expect_text(rows[i].name, found.area ? found.area : "",
			rows[i].area ? rows[i].area : "");
		expect_number(rows[i].name, found.postal, rows[i].area != NULL);
		expect_number(rows[i].name, found.country, strcmp(rows[i].country, "ZZ") != 0);
	}
	reference_close(ref);
}

/* Whoever may order numbers has a country of the facts, and each has at least one box. */
static void every_country_has_a_box(void **state)
{
	static struct country countries[160];
	static struct country_box boxes[ROOM];
	struct reference *ref = reference_open(NULL, NULL);
	int count = reference_countries(ref, countries, 160);

	(void)state;
	assert_int_equal(count, 114);
	for (int i = 0; i < count; i++) {
		int found = reference_boxes(ref, countries[i].code, NULL, NULL, boxes, ROOM);

		if (found < 1 || boxes[0].postal || !boxes[0].origin.source[0])
			fail_msg("%s has no box of its own", countries[i].code);
	}
	reference_close(ref);
}

static void what_was_compared_is_said_and_nothing_else(void **state)
{
	static const struct {
		const char *country, *postal_code, *text;
	} rows[] = {
		{ "US", "98004",
			"Compared with the country, and with where its postal code is (Washington). "
			"Street and house are not checked, and nothing is validated." },
		{ "NL", "1012 JS",
			"Compared with the country; where its postal code is, is not known here, so that is "
			"not checked. Street and house are not checked, and nothing is validated." },
		{ "ZZ", "",
			"Where this country is, is not known here: nothing is checked. Street and house are "
			"not checked, and nothing is validated." },
	};
	struct reference *ref = reference_open(NULL, NULL);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = { 0 };
		struct coordinates_finding found = check(
			ref, rows[i].country, rows[i].postal_code, "", "47.6147", "-122.1966");

		coordinates_say_checked(&text, &found);
		expect_text(rows[i].country, str_text(&text), rows[i].text);
		str_fini(&text);
	}
	reference_close(ref);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(degrees_are_read_with_point_or_comma),
		cmocka_unit_test(a_pair_is_read_as_maps_give_it),
		cmocka_unit_test(distances_are_those_on_the_earth),
		cmocka_unit_test(a_point_is_compared_with_country_and_postal_code),
		cmocka_unit_test(every_country_has_a_box),
		cmocka_unit_test(what_was_compared_is_said_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
