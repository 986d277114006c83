/* Proves each precondition of an assignment by breaking it alone, and which one is told first. */
#include "core/rules/assignment.h"
#include "core/rules/capability.h"
#include "core/rules/location.h"
#include "tests/unit/rules-test.h"

#define VOICE (CAPABILITY_TEAMS | CAPABILITY_PHONE_SYSTEM | CAPABILITY_DOMESTIC)

static const struct assignment_facts good = {
	.person = { .exists = true,
		.usage_location = "US",
		.capabilities = VOICE,
		.licence_age = -1,
		.mailbox = ASSIGNMENT_MAILBOX_ONLINE },
	.number = { .e164 = "+14255550100",
		.country = "US",
		.calling_plan = true,
		.owned = true,
		.age = -1,
		.area = "425" },
	.place = { .chosen = true, .exists = true, .state = ADDRESS_VALID, .country = "US" },
	.country = { "US", ORDER_NEED_NO, false },
};

static void everything_in_place_is_a_plain_yes(void **state)
{
	struct verdict found[ASSIGNMENT_MAX];

	(void)state;
	expect_verdict("good", assignment_check(&good), VERDICT_YES, 0);
	expect_number("good", assignment_check_all(&good, found, ASSIGNMENT_MAX), 0);
}

#define BREAK(text, member, value, expected, number)                                         \
	do {                                                                                 \
		struct assignment_facts facts = good;                                        \
		struct verdict found[ASSIGNMENT_MAX];                                        \
		facts.member = value;                                                        \
		expect_verdict(text, assignment_check(&facts), expected, number);            \
		expect_number(text, assignment_check_all(&facts, found, ASSIGNMENT_MAX), 1); \
		expect_verdict(text, found[0], expected, number);                            \
	} while (0)

static void a_resource_account_takes_service_numbers_only(void **state)
{
	struct assignment_facts facts = good;

	(void)state;
	facts.person.resource = true;
	facts.person.capabilities = CAPABILITY_RESOURCE_ACCOUNT;
	facts.person.mailbox = ASSIGNMENT_MAILBOX_UNKNOWN;
	facts.place.chosen = false;
	facts.number.kind = ASSIGNMENT_SERVICE_NUMBER;
	expect_verdict("R-176: service number", assignment_check(&facts), VERDICT_YES, 0);
	facts.number.kind = ASSIGNMENT_USER_NUMBER;
	expect_verdict("R-176: user number", assignment_check(&facts), VERDICT_NO, 176);
	facts.number.kind = ASSIGNMENT_SERVICE_NUMBER;
	facts.person.capabilities = CAPABILITY_PHONE_SYSTEM | CAPABILITY_DOMESTIC;
	expect_verdict("R-389: its own licence", assignment_check(&facts), VERDICT_NO, 389);
}

static void each_broken_precondition_is_told_by_its_rule(void **state)
{
	(void)state;
	BREAK("R-325: not in the directory", person.exists, false, VERDICT_NO, 325);
	BREAK("R-009: no usage location", person.usage_location, NULL, VERDICT_NO, 9);
	BREAK("R-008: no country code", person.usage_location, "United States", VERDICT_NO, 8);
	BREAK("R-326: no phone", person.capabilities, CAPABILITY_TEAMS, VERDICT_NO, 326);
	BREAK("R-326: no plan", person.capabilities, CAPABILITY_PHONE_SYSTEM, VERDICT_NO, 326);
	BREAK("R-327: taken", number.taken, true, VERDICT_NO, 327);
	BREAK("R-225: not acquired", number.owned, false, VERDICT_NO, 225);
	BREAK("R-225: none chosen", number.e164, "", VERDICT_NO, 225);
	BREAK("R-176: service number", number.kind, ASSIGNMENT_SERVICE_NUMBER, VERDICT_NO, 176);
	BREAK("R-327: another carrier's", number.calling_plan, false, VERDICT_NO, 327);
	BREAK("R-328: another country", number.country, "CA", VERDICT_NO, 328);
	BREAK("R-333: blocked", number.blocked, true, VERDICT_NO, 333);
	BREAK("R-344: format", number.e164, "tel:+14255550100", VERDICT_NO, 344);
	BREAK("R-329: no location", place.chosen, false, VERDICT_NO, 329);
	BREAK("R-330: location is not there", place.exists, false, VERDICT_NO, 330);
	BREAK("R-282: not validated", place.state, ADDRESS_UNVALIDATED, VERDICT_NO, 282);
	BREAK("R-282: validating", place.state, ADDRESS_VALIDATING, VERDICT_WAIT, 282);
	BREAK("R-233: location abroad", place.country, "CA", VERDICT_NO, 233);
	BREAK("R-331: local line", person.onpremises_line, true, VERDICT_NO, 331);
	BREAK("R-332: local mailbox", person.mailbox, ASSIGNMENT_MAILBOX_ONPREMISES, VERDICT_NO,
		332);
	BREAK("R-332: mailbox not known", person.mailbox, ASSIGNMENT_MAILBOX_UNKNOWN, VERDICT_WARN,
		332);
	BREAK("R-339: a second number", person.has_number, true, VERDICT_NO, 339);
	BREAK("R-435: licence just given", person.licence_age, 60, VERDICT_WAIT, 435);
	BREAK("R-017: licence late", person.licence_age, 90000, VERDICT_WARN, 17);
	BREAK("R-224: new number", number.age, 60, VERDICT_WAIT, 224);
}

static void exceptions_are_known(void **state)
{
	struct assignment_facts facts = good;

	(void)state;
	facts.person.mailbox = ASSIGNMENT_MAILBOX_ONPREMISES;
	facts.person.teams_essentials = true;
	expect_verdict("R-083: Teams Essentials", assignment_check(&facts), VERDICT_YES, 0);
	facts = good;
	facts.person.mailbox = ASSIGNMENT_MAILBOX_UNKNOWN;
	facts.person.capabilities |= CAPABILITY_EXCHANGE_P1;
	expect_verdict("R-332: Exchange Online says it", assignment_check(&facts), VERDICT_YES, 0);
	facts = good;
	facts.place.chosen = false;
	facts.number.has_location = true;
	expect_verdict(
		"R-231: the number's own location", assignment_check(&facts), VERDICT_YES, 0);
	facts = good;
	facts.person.own_carrier = true;
	facts.person.capabilities = CAPABILITY_PHONE_SYSTEM;
	facts.number.calling_plan = false;
	expect_verdict("R-010: own carrier", assignment_check(&facts), VERDICT_YES, 0);
}

static void areas_must_match_where_the_country_says_so(void **state)
{
	struct assignment_facts facts = good;

	(void)state;
	facts.person.usage_location = facts.number.country = facts.place.country = "FR";
	facts.country = (struct order_country){ "FR", ORDER_NEED_YES, true };
	facts.number.e164 = "+33428000101";
	facts.number.area = "4";
	facts.place.area = "1";
	expect_verdict(
		"R-232: Lyon number, Paris address", assignment_check(&facts), VERDICT_NO, 232);
	facts.place.area = "4";
	expect_verdict("R-232: both Lyon", assignment_check(&facts), VERDICT_YES, 0);
	facts.place.area = NULL;
	expect_verdict("R-232: not known", assignment_check(&facts), VERDICT_WARN, 232);
}

static void a_no_is_told_before_a_wait_before_a_warning(void **state)
{
	struct assignment_facts facts = good;
	struct verdict found[ASSIGNMENT_MAX];

	(void)state;
	facts.person.mailbox = ASSIGNMENT_MAILBOX_UNKNOWN;
	expect_verdict("warning", assignment_check(&facts), VERDICT_WARN, 332);
	facts.person.licence_age = 10;
	expect_verdict("wait", assignment_check(&facts), VERDICT_WAIT, 435);
	facts.number.owned = false;
	expect_verdict("no", assignment_check(&facts), VERDICT_NO, 225);
	facts.person.exists = false;
	expect_verdict("the first no", assignment_check(&facts), VERDICT_NO, 325);
	expect_number("all", assignment_check_all(&facts, found, ASSIGNMENT_MAX), 4);
	expect_number("no room", assignment_check_all(&facts, found, 1), 4);
}

static void nothing_known_lists_without_crashing(void **state)
{
	const struct assignment_facts nothing = { .person = { .exists = false } };
	struct verdict found[ASSIGNMENT_MAX];
	int count = assignment_check_all(&nothing, found, ASSIGNMENT_MAX);

	(void)state;
	assert_in_range(count, 4, ASSIGNMENT_MAX);
	expect_verdict("first", assignment_check(&nothing), VERDICT_NO, 325);
}

static void usage_locations_are_two_capital_letters(void **state)
{
	static const struct {
		const char *name, *location, *organization;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "same country", "US", "US", VERDICT_YES, 0 },
		{ "R-009: missing", "", "US", VERDICT_NO, 9 },
		{ "R-009: NULL", NULL, "US", VERDICT_NO, 9 },
		{ "R-008: another country", "HU", "FR", VERDICT_WARN, 8 },
		{ "organization not known", "HU", "", VERDICT_YES, 0 },
		{ "R-008: UK", "UK", "GB", VERDICT_NO, 8 },
		{ "R-008: small", "us", "US", VERDICT_NO, 8 },
		{ "R-008: a name", "France", "FR", VERDICT_NO, 8 },
		{ "R-008: three letters", "USA", "US", VERDICT_NO, 8 },
		{ "R-008: digits", "U1", "US", VERDICT_NO, 8 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name, location_check(rows[i].location, rows[i].organization),
			rows[i].answer, rows[i].rule);
}

static void frequent_wrong_codes_are_guessed(void **state)
{
	char code[3];

	(void)state;
	assert_string_equal(location_guess(code, "UK"), "GB");
	assert_string_equal(location_guess(code, "fr"), "FR");
	assert_string_equal(location_guess(code, "usa"), "US");
	assert_null(location_guess(code, "Narnia"));
	assert_null(location_guess(code, "1\n"));
	assert_null(location_guess(code, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_in_place_is_a_plain_yes),
		cmocka_unit_test(a_resource_account_takes_service_numbers_only),
		cmocka_unit_test(each_broken_precondition_is_told_by_its_rule),
		cmocka_unit_test(exceptions_are_known),
		cmocka_unit_test(areas_must_match_where_the_country_says_so),
		cmocka_unit_test(a_no_is_told_before_a_wait_before_a_warning),
		cmocka_unit_test(nothing_known_lists_without_crashing),
		cmocka_unit_test(usage_locations_are_two_capital_letters),
		cmocka_unit_test(frequent_wrong_codes_are_guessed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
