/* Proves what address fields may hold, the English ordinals, and what may be done in which state.
 */
#include "core/rules/address.h"
#include "tests/unit/rules-test.h"

#define FIFTY "12345678901234567890123456789012345678901234567890"

static const struct address_form plain = { .required = 0 };
static const struct address_form american = {
	.english = true, .coordinates = true, .postal_regex = "^[0-9]{5}(-[0-9]{4})?$"
};
static const struct address_form british = { .english = true,
	.strict_british = true,
	.coordinates = true,
	.postal_regex = "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$" };

static void fields_hold_what_the_service_takes(void **state)
{
	static const struct {
		const char *name;
		const struct address_form *form;
		enum address_field field;
		const char *text;
		int rule; /* 0: fine */
	} rows[] = {
		{ "R-290: company", &plain, ADDRESS_COMPANY, "Müller & Söhne, \"Nord\" 2+3", 0 },
		{ "R-290: GB has no plus", &british, ADDRESS_COMPANY, "Smith + Sons", 290 },
		{ "R-290: another sign", &plain, ADDRESS_COMPANY, "Smith * Sons", 293 },
		{ "R-290: 80", &plain, ADDRESS_COMPANY, FIFTY "123456789012345678901234567890", 0 },
		{ "R-290: 81", &plain, ADDRESS_COMPANY, FIFTY "1234567890123456789012345678901",
			290 },
		{ "R-290: start", &plain, ADDRESS_COMPANY, "-Smith", 293 },
		{ "R-291: digits", &plain, ADDRESS_HOUSE_NUMBER, "425", 0 },
		{ "R-291: with letter", &plain, ADDRESS_HOUSE_NUMBER, "12A/3-[b]", 0 },
		{ "R-291: starts with a letter", &plain, ADDRESS_HOUSE_NUMBER, "A12", 291 },
		{ "R-291: point", &plain, ADDRESS_HOUSE_NUMBER, "12.5", 291 },
		{ "R-291: 20", &plain, ADDRESS_HOUSE_NUMBER, "12345678901234567890", 0 },
		{ "R-291: 21", &plain, ADDRESS_HOUSE_NUMBER, "123456789012345678901", 291 },
		{ "R-292: house name", &british, ADDRESS_HOUSE_NAME, "Rose Cottage", 0 },
		{ "R-292: 51", &british, ADDRESS_HOUSE_NAME, FIFTY "1", 292 },
		{ "R-293: street", &plain, ADDRESS_STREET, "rue de la République", 0 },
		{ "R-293: 50", &plain, ADDRESS_STREET, FIFTY, 0 },
		{ "R-293: 51", &plain, ADDRESS_STREET, FIFTY "1", 293 },
		{ "R-293: characters, not bytes", &plain, ADDRESS_STREET,
			"ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜ", 0 },
		{ "R-293: sign", &plain, ADDRESS_STREET, "Main St #5", 293 },
		{ "R-293: Dutch", &plain, ADDRESS_STREET, "'t Hoenstraat", 0 },
		{ "R-293: GB apostrophe first", &british, ADDRESS_STREET, "'t Lane", 293 },
		{ "R-294: city", &plain, ADDRESS_CITY, "St. John's", 0 },
		{ "R-294: 51", &plain, ADDRESS_CITY, FIFTY "1", 294 },
		{ "an escape sequence", &plain, ADDRESS_CITY, "Lyon\033[2J", 293 },
		{ "an unseen mark", &plain, ADDRESS_DESCRIPTION, "hq\u202e", 293 },
		{ "no UTF-8", &plain, ADDRESS_CITY, "Lyon\xff", 293 },
		{ "R-285: country", &plain, ADDRESS_COUNTRY, "FR", 0 },
		{ "R-285: country's name", &plain, ADDRESS_COUNTRY, "France", 285 },
		{ "R-285: small letters", &plain, ADDRESS_COUNTRY, "fr", 285 },
		{ "R-295: postal code without pattern", &plain, ADDRESS_POSTAL_CODE, "AB12 3CD",
			0 },
		{ "R-295: 9", &plain, ADDRESS_POSTAL_CODE, "123456789", 295 },
		{ "R-295: sign", &plain, ADDRESS_POSTAL_CODE, "F:69001", 295 },
		{ "US", &american, ADDRESS_POSTAL_CODE, "98004", 0 },
		{ "US with four more", &american, ADDRESS_POSTAL_CODE, "98004-1234", 0 },
		{ "US too short", &american, ADDRESS_POSTAL_CODE, "9800", 289 },
		{ "R-295: AA#A #AA", &british, ADDRESS_POSTAL_CODE, "SW1A 1AA", 0 },
		{ "R-295: A#A #AA", &british, ADDRESS_POSTAL_CODE, "W1A 0AX", 0 },
		{ "R-295: A# #AA", &british, ADDRESS_POSTAL_CODE, "M1 1AE", 0 },
		{ "R-295: A## #AA", &british, ADDRESS_POSTAL_CODE, "B33 8TH", 0 },
		{ "R-295: AA# #AA", &british, ADDRESS_POSTAL_CODE, "CR2 6XH", 0 },
		{ "R-295: AA## #AA", &british, ADDRESS_POSTAL_CODE, "DN55 1PT", 0 },
		{ "R-295: none of them", &british, ADDRESS_POSTAL_CODE, "12345", 289 },
		{ "latitude", &american, ADDRESS_LATITUDE, "47.6147", 0 },
		{ "latitude beyond the pole", &american, ADDRESS_LATITUDE, "147.6", 285 },
		{ "longitude", &american, ADDRESS_LONGITUDE, "-122.1966", 0 },
		{ "longitude beyond 180", &american, ADDRESS_LONGITUDE, "181", 285 },
		{ "R-285: empty in the US", &american, ADDRESS_LATITUDE, "", 285 },
		{ "R-285: empty in AU and JP", &plain, ADDRESS_LATITUDE, NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address_finding found = address_check_field(
			rows[i].form, rows[i].field, rows[i].text);

		expect_verdict(rows[i].name, found.verdict, rows[i].rule ? VERDICT_NO : VERDICT_YES,
			rows[i].rule);
		expect_number(rows[i].name, found.field, rows[i].field);
	}
}

static void too_long_says_how_long_it_may_be(void **state)
{
	struct address_finding found = address_check_field(&plain, ADDRESS_CITY, FIFTY "1");
	struct str out = { 0 };

	(void)state;
	expect_number("R-294", found.limit, 50);
	address_say(&out, &found);
	assert_string_equal(str_text(&out),
		"City: The text is longer than the service takes. It may "
		"hold 50 characters. Shorten it.");
	str_fini(&out);
}

static void ordinal_endings_are_english(void **state)
{
	static const struct {
		uint64_t n;
		const char *ending;
	} rows[] = { /* */
		{ 1, "st" }, { 2, "nd" }, { 3, "rd" }, { 4, "th" }, { 10, "th" }, { 11, "th" },
		{ 12, "th" }, { 13, "th" }, { 14, "th" }, { 20, "th" }, { 21, "st" }, { 22, "nd" },
		{ 23, "rd" }, { 24, "th" }, { 100, "th" }, { 101, "st" }, { 108, "th" },
		{ 110, "th" }, { 111, "th" }, { 112, "th" }, { 113, "th" }, { 121, "st" },
		{ 122, "nd" }, { 1011, "th" }, { 1013, "th" }, { 1021, "st" }, { 0, "th" }
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_text("R-301", address_ordinal_ending(rows[i].n), rows[i].ending);
}

static void english_streets_that_are_numbers_need_their_ending(void **state)
{
	static const struct {
		const char *street, *suggestion; /* "" : fine */
	} rows[] = {
		{ "108", "108th" },
		{ "108 Ave", "108th Ave" },
		{ "108 Ave NE", "108th Ave NE" },
		{ "1 St.", "1st St." },
		{ "2 Street", "2nd Street" },
		{ "3 Ave", "3rd Ave" },
		{ "112 Ave", "112th Ave" },
		{ "2th Street", "2nd Street" },
		{ "11st Street", "11th Street" },
		{ "108th", "" },
		{ "108th Ave NE", "" },
		{ "1ST Avenue", "" },
		{ "22nd", "" },
		{ "Main Street", "" },
		{ "12 Main Street", "" },
		{ "500 108th Ave NE", "" },
		{ "Highway 101", "" },
		{ "4711a", "" },
		{ "12345678901234567890", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address_finding found = address_check_field(
			&american, ADDRESS_STREET, rows[i].street);

		expect_text(rows[i].street, found.suggestion, rows[i].suggestion);
		expect_verdict(rows[i].street, found.verdict,
			*rows[i].suggestion ? VERDICT_NO : VERDICT_YES,
			*rows[i].suggestion ? 300 : 0);
	}
	expect_verdict("not in other languages",
		address_check_field(&plain, ADDRESS_STREET, "108").verdict, VERDICT_YES, 0);
}

static void the_message_says_to_write_108th(void **state)
{
	struct address_finding found = address_check_field(&american, ADDRESS_STREET, "108");
	struct str out = { 0 };

	(void)state;
	address_say(&out, &found);
	assert_non_null(strstr(str_text(&out), "Street: In English a street that is a number"));
	assert_non_null(strstr(str_text(&out), "Write \"108th\"."));
	str_fini(&out);
}

static void english_is_written_where_it_is_spoken(void **state)
{
	(void)state;
	assert_true(address_english("US"));
	assert_true(address_english("GB"));
	assert_false(address_english("FR"));
	assert_false(address_english(NULL));
}

static void postal_codes_are_suggested_in_their_written_form(void **state)
{
	static const struct {
		const char *name, *regex, *text, *suggestion;
		int rule;
	} rows[] = {
		{ "GB", "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$", "sw1a1aa", "SW1A 1AA", 289 },
		{ "GB blanks", "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$", " M1 1AE ", "M1 1AE",
			289 },
		{ "CA", "^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$", "v6b 1a1", "V6B 1A1", 289 },
		{ "SE", "^[1-9][0-9]{2} [0-9]{2}$", "11122", "111 22", 289 },
		{ "NL", "^[1-9][0-9]{3} ?[A-Z]{2}$", "1012 ab", "1012 AB", 289 },
		{ "FR letters", "^[0-9]{5}$", "6900A", "", 289 },
		{ "PL", "^[0-9]{2}-[0-9]{3}$", "00-950", "", 0 },
		{ "no pattern", "", "anything", "", 0 },
		{ "very long", "^[0-9]{5}$", FIFTY FIFTY, "", 289 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address_finding found = address_check_postal(rows[i].regex, rows[i].text);

		expect_text(rows[i].name, found.suggestion, rows[i].suggestion);
		expect_number(rows[i].name, found.verdict.rule, rows[i].rule);
	}
}

static void a_broken_pattern_is_a_warning_and_no_crash(void **state)
{
	static const char *const broken[] = { "^[0-9", "(", "^[0-9]{5000}$", "((a{999}){999}){999}",
		"*(", FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY };

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		expect_verdict(broken[i], address_check_postal(broken[i], "98004").verdict,
			VERDICT_WARN, 289);
}

static void degrees_are_decimal_with_a_point(void **state)
{
	static const struct {
		const char *text;
		int limit;
		bool good;
		int32_t millionths;
	} rows[] = {
		{ "47.6147", 90, true, 47614700 },
		{ "-122.1966", 180, true, -122196600 },
		{ "+4.8363", 180, true, 4836300 },
		{ "90", 90, true, 90000000 },
		{ "-90.0", 90, true, -90000000 },
		{ "90.000001", 90, false, 0 },
		{ "0.1234567", 90, true, 123456 },
		{ "007.5", 90, true, 7500000 },
		{ "47,6147", 90, false, 0 },
		{ "47.", 90, false, 0 },
		{ ".5", 90, false, 0 },
		{ "47.6N", 90, false, 0 },
		{ "", 90, false, 0 },
		{ "-", 90, false, 0 },
		{ "1e1", 90, false, 0 },
		{ "99999999999999999999", 180, false, 0 },
		{ "47 36", 90, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int32_t value = 0;

		expect_number(rows[i].text, address_degrees(rows[i].text, rows[i].limit, &value),
			rows[i].good);
		if (rows[i].good)
			expect_number(rows[i].text, value, rows[i].millionths);
	}
}

static void a_decimal_comma_is_told_with_the_point(void **state)
{
	struct address_finding found = address_check_field(&american, ADDRESS_LATITUDE, "47,6147");

	(void)state;
	expect_verdict("R-285", found.verdict, VERDICT_NO, 285);
	expect_text("R-285", found.suggestion, "47.6147");
}

static void a_whole_address_lists_every_finding(void **state)
{
	struct address_form form = american;
	struct address_text text = { { NULL } };
	struct address_finding found[ADDRESS_FIELD_COUNT];

	(void)state;
	form.required = address_fields_of(
		"company|house_number|street|city|state|postal_code|country");
	expect_number("all is missing", address_check(&form, &text, found, ADDRESS_FIELD_COUNT), 9);
	text.field[ADDRESS_COMPANY] = "Contoso Bakery";
	text.field[ADDRESS_HOUSE_NUMBER] = "500";
	text.field[ADDRESS_STREET] = "108";
	text.field[ADDRESS_CITY] = "Bellevue";
	text.field[ADDRESS_STATE] = "WA";
	text.field[ADDRESS_POSTAL_CODE] = "98004";
	text.field[ADDRESS_COUNTRY] = "US";
	text.field[ADDRESS_LATITUDE] = "47.6147";
	expect_number("two", address_check(&form, &text, found, ADDRESS_FIELD_COUNT), 2);
	expect_number("R-300", found[0].field, ADDRESS_STREET);
	expect_number("R-285", found[1].field, ADDRESS_LONGITUDE);
	expect_number("room for none", address_check(&form, &text, NULL, 0), 2);
	text.field[ADDRESS_STREET] = "108th";
	text.field[ADDRESS_LONGITUDE] = "-122.1966";
	expect_number("the bakery", address_check(&form, &text, found, ADDRESS_FIELD_COUNT), 0);
}

static void coordinates_come_in_pairs_and_not_from_the_ocean(void **state)
{
	struct address_text text = { { NULL } };
	struct address_finding found[4];

	(void)state;
	text.field[ADDRESS_LATITUDE] = "-33.86";
	expect_number("AU: one alone", address_check(&plain, &text, found, 4), 1);
	expect_number("AU: the other is missing", found[0].field, ADDRESS_LONGITUDE);
	text.field[ADDRESS_LATITUDE] = "0.0";
	text.field[ADDRESS_LONGITUDE] = "0";
	expect_number("nowhere", address_check(&american, &text, found, 4), 1);
	expect_verdict("nowhere", found[0].verdict, VERDICT_WARN, 285);
	text.field[ADDRESS_LATITUDE] = text.field[ADDRESS_LONGITUDE] = "";
	expect_number("AU and JP: none", address_check(&plain, &text, found, 4), 0);
}

static void names_of_fields_are_those_of_facts_and_answers(void **state)
{
	static const struct {
		const char *name;
		int field;
	} rows[] = {
		{ "company", ADDRESS_COMPANY },
		{ "company_name", ADDRESS_COMPANY },
		{ "house_suffix", ADDRESS_HOUSE_SUFFIX },
		{ "street", ADDRESS_STREET },
		{ "street_name", ADDRESS_STREET },
		{ "description", ADDRESS_DESCRIPTION },
		{ "postal_code", ADDRESS_POSTAL_CODE },
		{ "places", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name, address_field_of(rows[i].name), rows[i].field);
	for (int field = 0; field < ADDRESS_FIELD_COUNT; field++) {
		const char *id = address_field_id((enum address_field)field);

		expect_number(id, address_field_of(id), field);
		assert_true(strlen(address_field_label((enum address_field)field)) > 0);
	}
	expect_number(
		"unknown names give no bit", address_fields_of("moon|city"), 1 << ADDRESS_CITY);
	expect_number("none", address_fields_of(""), 0);
}

static void states_say_what_may_be_done(void **state)
{
	static const struct {
		const char *name;
		enum address_act act;
		struct address_facts facts;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-282: use unvalidated", ADDRESS_USE,
			{ .state = ADDRESS_UNVALIDATED, .on_service = true }, VERDICT_NO, 282 },
		{ "R-282: use valid", ADDRESS_USE, { .state = ADDRESS_VALID, .on_service = true },
			VERDICT_YES, 0 },
		{ "R-282: use invalid", ADDRESS_USE,
			{ .state = ADDRESS_INVALID, .on_service = true }, VERDICT_NO, 282 },
		{ "use while validating", ADDRESS_USE,
			{ .state = ADDRESS_VALIDATING, .on_service = true }, VERDICT_WAIT, 282 },
		{ "R-304: edit valid", ADDRESS_EDIT, { .state = ADDRESS_VALID, .on_service = true },
			VERDICT_NO, 304 },
		{ "R-305: edit unvalidated", ADDRESS_EDIT,
			{ .state = ADDRESS_UNVALIDATED, .on_service = true }, VERDICT_YES, 0 },
		{ "R-305: edit invalid", ADDRESS_EDIT,
			{ .state = ADDRESS_INVALID, .on_service = true }, VERDICT_YES, 0 },
		{ "edit while validating", ADDRESS_EDIT,
			{ .state = ADDRESS_VALIDATING, .on_service = true }, VERDICT_WAIT, 305 },
		{ "edit what is only planned", ADDRESS_EDIT,
			{ .state = ADDRESS_VALID, .on_service = false }, VERDICT_YES, 0 },
		{ "R-278: edit a place", ADDRESS_EDIT,
			{ .state = ADDRESS_VALID,
				.on_service = true,
				.in_use = 5,
				.default_place = false,
				.place = true },
			VERDICT_YES, 0 },
		{ "R-308: delete used", ADDRESS_DELETE,
			{ .state = ADDRESS_VALID, .on_service = true, .in_use = 1 }, VERDICT_NO,
			308 },
		{ "R-308: delete unused", ADDRESS_DELETE,
			{ .state = ADDRESS_VALID, .on_service = true, .in_use = 0 }, VERDICT_YES,
			0 },
		{ "R-308: the default location", ADDRESS_DELETE,
			{ .state = ADDRESS_VALID,
				.on_service = true,
				.in_use = 0,
				.default_place = true },
			VERDICT_NO, 308 },
		{ "R-304: clone valid", ADDRESS_CLONE,
			{ .state = ADDRESS_VALID, .on_service = true, .in_use = 9 }, VERDICT_YES,
			0 },
		{ "R-283: validate again", ADDRESS_VALIDATE,
			{ .state = ADDRESS_VALID, .on_service = true }, VERDICT_NO, 283 },
		{ "validate invalid", ADDRESS_VALIDATE,
			{ .state = ADDRESS_INVALID, .on_service = true }, VERDICT_YES, 0 },
		{ "validate twice", ADDRESS_VALIDATE,
			{ .state = ADDRESS_VALIDATING, .on_service = true }, VERDICT_WAIT, 283 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name, address_may(rows[i].act, &rows[i].facts),
			rows[i].answer, rows[i].rule);
}

/* known, and not made use of: a copy is right in all countries. */
static void the_interface_edits_in_22_countries(void **state)
{
	const struct address_facts valid = { .state = ADDRESS_VALID, .on_service = true };
	char code[3] = "AA";
	int count = 0;

	(void)state;
	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			count += address_public_edit(code);
	expect_number("R-306", count, 22);
	expect_number("R-306: US", address_public_edit("US"), true);
	expect_number("R-306: ZA", address_public_edit("ZA"), true);
	expect_number("R-306: FR", address_public_edit("FR"), false);
	expect_number("R-306: none", address_public_edit(NULL), false);
	expect_verdict("R-428: still cloned", address_may(ADDRESS_EDIT, &valid), VERDICT_NO, 304);
	/* R-307 concerns a person's address, which is chosen anew: never an edit that R-305 allows.
	 */
	expect_verdict("R-307: one that is not validated may be edited",
		address_may(ADDRESS_EDIT, &(struct address_facts){ .state = ADDRESS_UNVALIDATED,
						  .on_service = true }),
		VERDICT_YES, 0);
}

static void validation_is_told_honestly(void **state)
{
	(void)state;
	expect_verdict("R-297: valid is not spelt right",
		address_outcome(ADDRESS_VALID, false, "US"), VERDICT_WARN, 297);
	expect_verdict(
		"R-298: corrected", address_outcome(ADDRESS_VALID, true, "FR"), VERDICT_WARN, 298);
	expect_verdict("R-302: US", address_outcome(ADDRESS_INVALID, false, "US"), VERDICT_NO, 302);
	expect_verdict("R-302: FR", address_outcome(ADDRESS_INVALID, false, "FR"), VERDICT_NO, 302);
	assert_string_not_equal(address_outcome(ADDRESS_INVALID, false, "US").remedy,
		address_outcome(ADDRESS_INVALID, false, "FR").remedy);
	expect_verdict("still running", address_outcome(ADDRESS_VALIDATING, false, "US"),
		VERDICT_WAIT, 283);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_hold_what_the_service_takes),
		cmocka_unit_test(too_long_says_how_long_it_may_be),
		cmocka_unit_test(ordinal_endings_are_english),
		cmocka_unit_test(english_streets_that_are_numbers_need_their_ending),
		cmocka_unit_test(the_message_says_to_write_108th),
		cmocka_unit_test(english_is_written_where_it_is_spoken),
		cmocka_unit_test(postal_codes_are_suggested_in_their_written_form),
		cmocka_unit_test(a_broken_pattern_is_a_warning_and_no_crash),
		cmocka_unit_test(degrees_are_decimal_with_a_point),
		cmocka_unit_test(a_decimal_comma_is_told_with_the_point),
		cmocka_unit_test(a_whole_address_lists_every_finding),
		cmocka_unit_test(coordinates_come_in_pairs_and_not_from_the_ocean),
		cmocka_unit_test(names_of_fields_are_those_of_facts_and_answers),
		cmocka_unit_test(states_say_what_may_be_done),
		cmocka_unit_test(the_interface_edits_in_22_countries),
		cmocka_unit_test(validation_is_told_honestly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
