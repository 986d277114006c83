/* Proves where emergency calls go country by country, whose place counts, and the limits of the
 * disclaimer and of the security desk. */
#include <stdio.h>

#include "core/rules/emergency.h"
#include "tests/unit/rules-test.h"

static void calls_are_routed_by_country(void **state)
{
	static const struct {
		const char *name, *country;
		enum emergency_routing routing;
		int rule;
	} rows[] = {
		{ "R-310: US by the place", "US", EMERGENCY_DYNAMIC, 310 },
		{ "R-310: in small letters", "us", EMERGENCY_DYNAMIC, 310 },
		{ "R-311: CA screened", "CA", EMERGENCY_SCREENED, 311 },
		{ "R-311: IE screened", "IE", EMERGENCY_SCREENED, 311 },
		{ "R-311: GB screened", "GB", EMERGENCY_SCREENED, 311 },
		{ "R-312: FR by the address", "FR", EMERGENCY_ADDRESS, 312 },
		{ "R-312: DE by the address", "DE", EMERGENCY_ADDRESS, 312 },
		{ "R-312: ES by the address", "ES", EMERGENCY_ADDRESS, 312 },
		{ "R-313: NL by the area code", "NL", EMERGENCY_AREA_CODE, 313 },
		{ "R-314: AU by the partner", "AU", EMERGENCY_PARTNER, 314 },
		{ "R-314: JP not at all", "JP", EMERGENCY_NONE, 314 },
		{ "R-316: others are not documented", "SE", EMERGENCY_UNKNOWN, 316 },
		{ "R-316: Puerto Rico is not named", "PR", EMERGENCY_UNKNOWN, 316 },
		{ "no country", "", EMERGENCY_UNKNOWN, 316 },
		{ "no text", NULL, EMERGENCY_UNKNOWN, 316 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct emergency_way *way = emergency_way(rows[i].country);
		expect_number(rows[i].name, way->routing, rows[i].routing);
		expect_number(rows[i].name, way->rule, rows[i].rule);
		assert_non_null(way->id);
		assert_non_null(way->words);
		assert_non_null(way->text);
		assert_non_null(way->advice);
	}
}

/* All sixteen sets of what can be known. */
static void the_strongest_source_is_used(void **state)
{
	(void)state;
	for (unsigned known = 0; known < 1U << EMERGENCY_SOURCE_COUNT; known++) {
		char name[40];
		int want = known & 1   ? EMERGENCY_SOURCE_DYNAMIC
			   : known & 2 ? EMERGENCY_SOURCE_PERSON
			   : known & 4 ? EMERGENCY_SOURCE_SYSTEM
			   : known & 8 ? EMERGENCY_SOURCE_STATIC
				       : EMERGENCY_SOURCE_COUNT;
		snprintf(name, sizeof(name), "R-315: known %u", known);
		expect_number(name, emergency_source_of(known), want);
		assert_non_null(emergency_source_text(emergency_source_of(known)));
	}
	expect_text("R-315: first", emergency_source_id(EMERGENCY_SOURCE_DYNAMIC), "dynamic");
}

static void a_call_is_answered_by_the_right_centre(void **state)
{
	enum {
		DYNAMIC = 1 << EMERGENCY_SOURCE_DYNAMIC,
		TYPED = 1 << EMERGENCY_SOURCE_PERSON,
		REGISTERED = 1 << EMERGENCY_SOURCE_STATIC
	};
	static const struct {
		const char *name, *country;
		unsigned known;
		enum emergency_answer answer;
	} rows[] = {
		{ "R-310: US, known place", "US", DYNAMIC | REGISTERED, ANSWER_CENTRE_OF_PLACE },
		{ "R-310: US, registered only", "US", REGISTERED, ANSWER_SCREENING },
		{ "R-310: US, typed by the person", "US", TYPED | REGISTERED, ANSWER_SCREENING },
		{ "R-310: US, nothing", "US", 0, ANSWER_SCREENING },
		{ "R-311: CA, also with a known place", "CA", DYNAMIC, ANSWER_SCREENING },
		{ "R-312: FR, also with a known place", "FR", DYNAMIC, ANSWER_CENTRE_OF_ADDRESS },
		{ "R-313: NL", "NL", DYNAMIC, ANSWER_CENTRE_OF_AREA_CODE },
		{ "R-314: AU", "AU", DYNAMIC, ANSWER_PARTNER },
		{ "R-314: JP", "JP", DYNAMIC, ANSWER_NOBODY },
		{ "not documented", "SE", DYNAMIC, ANSWER_UNKNOWN },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name, emergency_answer(rows[i].country, rows[i].known),
			rows[i].answer);
}

static void everybody_has_an_address(void **state)
{
	static const struct {
		const char *name, *country;
		bool address;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-316: with an address", "US", true, VERDICT_YES, 0 },
		{ "R-316: without", "US", false, VERDICT_NO, 316 },
		{ "R-316: where routing is not documented", "SE", false, VERDICT_NO, 316 },
		{ "R-314: Japan, with an address", "JP", true, VERDICT_NO, 314 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			emergency_check_person(rows[i].country, rows[i].address), rows[i].answer,
			rows[i].rule);
}

static void a_dynamic_location_has_coordinates(void **state)
{
	static const struct {
		const char *name, *country;
		bool coordinates;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-287: with coordinates", "US", true, VERDICT_YES, 0 },
		{ "R-287: without", "US", false, VERDICT_NO, 287 },
		{ "R-287: also where it is optional else (R-285)", "AU", false, VERDICT_NO, 287 },
		{ "R-312: nobody looks at it", "FR", true, VERDICT_WARN, 312 },
		{ "R-313: nobody looks at it", "NL", false, VERDICT_WARN, 313 },
		{ "R-314: Japan", "JP", true, VERDICT_NO, 314 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			emergency_check_dynamic(rows[i].country, rows[i].coordinates),
			rows[i].answer, rows[i].rule);
}

static void a_disclaimer_has_350_characters_at_most(void **state)
{
	static const struct {
		const char *name, *sign;
		int count;
		int64_t length;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-323: none", "a", 0, 0, VERDICT_YES, 0 },
		{ "R-323: 250, by both documents", "a", 250, 250, VERDICT_YES, 0 },
		{ "R-417: 251 only by the later one", "a", 251, 251, VERDICT_WARN, 417 },
		{ "R-417: 350 only by the later one", "a", 350, 350, VERDICT_WARN, 417 },
		{ "R-323: 351 by neither", "a", 351, 351, VERDICT_NO, 323 },
		{ "R-323: letters, not bytes", "é", 250, 250, VERDICT_YES, 0 },
		{ "R-323: an emoji counts twice", "😀", 126, 252, VERDICT_WARN, 417 },
		{ "R-323: no text", "\xff", 3, -1, VERDICT_NO, 323 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[2000] = "";
		for (int k = 0; k < rows[i].count; k++)
			strcat(text, rows[i].sign);
		expect_number(rows[i].name, emergency_disclaimer_length(text), rows[i].length);
		expect_verdict(rows[i].name, emergency_check_disclaimer(text), rows[i].answer,
			rows[i].rule);
	}
}

static void a_security_desk_has_its_limits(void **state)
{
	static const struct {
		const char *name;
		int64_t people, mails;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-324: none", 0, 0, VERDICT_YES, 0 },
		{ "R-324: 50 people, 10 addresses", 50, 10, VERDICT_YES, 0 },
		{ "R-324: 51 people", 51, 0, VERDICT_NO, 324 },
		{ "R-324: 11 addresses", 0, 11, VERDICT_NO, 324 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name, emergency_check_desk(rows[i].people, rows[i].mails),
			rows[i].answer, rows[i].rule);
}

static void activation_that_hangs_is_known_by_its_word(void **state)
{
	static const struct {
		const char *name, *word;
		bool hangs;
	} rows[] = {
		{ "R-303: failed", "failed", true },
		{ "R-303: pending", "Assignment pending", true },
		{ "R-303: as the service spells it", "AssignmentPending", true },
		{ "R-303: incomplete", "Incomplete", true },
		{ "R-303: updating", "Updating", true },
		{ "R-273: update failed", "UpdateFailed", true },
		{ "R-273: activated", "Activated", false },
		{ "not told", "", false },
		{ "no text", NULL, false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(
			rows[i].name, emergency_activation_hangs(rows[i].word), rows[i].hangs);
}

static void whom_to_ask_depends_on_country_and_number_of_people(void **state)
{
	static const struct {
		const char *name, *country;
		int64_t people;
		int rule;
		const char *why;
	} rows[] = {
		{ "R-302: US", "US", 1, 302, "manual validation request" },
		{ "R-302: elsewhere", "FR", 1, 302, "service request" },
		{ "R-303: 150 people", "FR", 150, 302, "service request" },
		{ "R-303: 151 people", "US", 151, 303, "For more than 150" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict = emergency_ask(rows[i].country, rows[i].people);
		expect_verdict(rows[i].name, verdict, VERDICT_WARN, rows[i].rule);
		if (!strstr(verdict.why, rows[i].why))
			fail_msg("%s: \"%s\"", rows[i].name, verdict.why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_routed_by_country),
		cmocka_unit_test(the_strongest_source_is_used),
		cmocka_unit_test(a_call_is_answered_by_the_right_centre),
		cmocka_unit_test(everybody_has_an_address),
		cmocka_unit_test(a_dynamic_location_has_coordinates),
		cmocka_unit_test(a_disclaimer_has_350_characters_at_most),
		cmocka_unit_test(a_security_desk_has_its_limits),
		cmocka_unit_test(activation_that_hangs_is_known_by_its_word),
		cmocka_unit_test(whom_to_ask_depends_on_country_and_number_of_people),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
