/* Proves which products each kind of person needs, in which order, by which rule. */
#include <stdio.h>

#include "core/rules/capability.h"
#include "core/rules/eligibility.h"
#include "tests/unit/rules-test.h"

#define TEAMS CAPABILITY_TEAMS
#define PHONE (CAPABILITY_TEAMS | CAPABILITY_PHONE_SYSTEM)

static void service_plans_give_their_capabilities(void **state)
{
	static const struct {
		const char *plan;
		unsigned bits;
	} rows[] = {
		{ "MCOEV", CAPABILITY_PHONE_SYSTEM },
		{ "MCOEV_GOV", CAPABILITY_PHONE_SYSTEM },
		{ "MCOEVSMB", CAPABILITY_PHONE_SYSTEM },
		{ "mcoev", CAPABILITY_PHONE_SYSTEM },
		{ "MCOEV_VIRTUALUSER", CAPABILITY_RESOURCE_ACCOUNT },
		{ "MCOEV_VIRTUALUSER_GOV", CAPABILITY_RESOURCE_ACCOUNT },
		{ "MCOPSTN1", CAPABILITY_DOMESTIC },
		{ "MCOPSTN1_GOV", CAPABILITY_DOMESTIC },
		{ "MCOPSTN5", CAPABILITY_DOMESTIC },
		{ "MCOPSTN6", CAPABILITY_DOMESTIC },
		{ "MCOPSTN8", CAPABILITY_DOMESTIC },
		{ "MCOPSTNEAU", CAPABILITY_DOMESTIC },
		{ "PSTN5_US", CAPABILITY_DOMESTIC },
		{ "MCOPSTN2", CAPABILITY_INTERNATIONAL },
		{ "MCOPSTN9", CAPABILITY_INTERNATIONAL },
		{ "MCOPSTN_PAYG_1", CAPABILITY_PAYG },
		{ "MCOPSTN_PAYG_2", CAPABILITY_PAYG },
		{ "MCOPSTNC", CAPABILITY_CREDITS },
		{ "MCOPSTNPP", CAPABILITY_CREDITS },
		{ "MCOPSTN3", CAPABILITY_CREDITS },
		{ "TEAMS1", CAPABILITY_TEAMS },
		{ "TEAMS_GOV", CAPABILITY_TEAMS },
		{ "TEAMS_AR_DOD", CAPABILITY_TEAMS },
		{ "TEAMS_AR_GCCHIGH", CAPABILITY_TEAMS },
		{ "TEAMS_DESKLESS", CAPABILITY_TEAMS },
		{ "TeamsEss", CAPABILITY_TEAMS | CAPABILITY_TEAMS_UNMANAGED },
		{ "EXCHANGE_S_STANDARD", CAPABILITY_EXCHANGE_P1 },
		{ "EXCHANGE_S_ENTERPRISE_GOV", CAPABILITY_EXCHANGE_P2 },
		{ "EXCHANGE_S_DESKLESS", CAPABILITY_EXCHANGE_KIOSK },
		{ "MCOMEETADV", CAPABILITY_CONFERENCING },
		{ "MCOMEETADV_GOV", CAPABILITY_CONFERENCING },
		{ "MCOMEETACPEA", CAPABILITY_CONFERENCING },
		{ "MCOMEETBASIC", CAPABILITY_CONFERENCING_BASIC },
		{ "MCOSTANDARD", CAPABILITY_MCO_STANDARD },
		{ "MCOSTANDARD_GOV", CAPABILITY_MCO_STANDARD },
		{ "MCOIMP", 0 },
		{ "TEAMS_FREE", 0 },
		{ "TEAMS1X", 0 },
		{ "EXCHANGE_S_FOUNDATION", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].plan, capability_of(rows[i].plan), rows[i].bits);
	expect_number("NULL", capability_of(NULL), 0);
	expect_number("bundle", capability_of_list("MCOEV;MCOPSTN1"),
		CAPABILITY_PHONE_SYSTEM | CAPABILITY_DOMESTIC);
	expect_number("separators", capability_of_list(";MCOEV, TEAMS1;"),
		CAPABILITY_PHONE_SYSTEM | CAPABILITY_TEAMS);
	expect_number("empty", capability_of_list(""), 0);
}

static void a_call_needs_phone_and_plan_or_an_own_carrier(void **state)
{
	(void)state;
	assert_true(capability_can_call(PHONE | CAPABILITY_PAYG, false));
	assert_false(capability_can_call(PHONE, false));
	assert_true(capability_can_call(PHONE, true));
	assert_false(capability_can_call(CAPABILITY_DOMESTIC, true));
	assert_false(capability_can_call(PHONE | CAPABILITY_CREDITS, false));
}

static const struct eligibility_organization direct = { .product = PRODUCT_SEPARATE };
static const struct eligibility_organization bundled = { .product = PRODUCT_BUNDLE };
static const struct eligibility_organization own = { .carrier = CARRIER_OWN };
static const struct eligibility_organization unsold = { .product = PRODUCT_BUNDLE,
	.bundle_not_sold = true };
static const struct eligibility_organization after_use = { .product = PRODUCT_SEPARATE,
	.billed_after_use = true };

static void roles_text(char *text, size_t size, const struct eligibility *eligibility)
{
	size_t len = 0;

	text[0] = '\0';
	for (int i = 0; i < eligibility->need_count; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%s:%d", i ? " " : "",
			eligibility_role_id(eligibility->needs[i].role),
			eligibility->needs[i].reason.rule);
}

static void needs_come_in_the_order_to_buy_and_assign(void **state)
{
	static const struct {
		const char *name;
		const struct eligibility_organization *organization;
		enum eligibility_family family;
		unsigned capabilities;
		bool base_phone, bundle;
		enum eligibility_calling calling;
		const char *needs; /* role:rule in order */
	} rows[] = {
		{ "R-076: Business Standard, separate", &direct, FAMILY_BUSINESS, TEAMS, false,
			false, CALLING_DOMESTIC, "phone_system:3 domestic:5" },
		{ "R-079: Business Standard, bundle", &bundled, FAMILY_BUSINESS, TEAMS, false,
			false, CALLING_DOMESTIC, "bundle:79" },
		{ "R-081: bundle, international", &bundled, FAMILY_BUSINESS, TEAMS, false, false,
			CALLING_INTERNATIONAL, "bundle:79 international:81" },
		{ "R-005, R-036, R-039: E3", &direct, FAMILY_ENTERPRISE, TEAMS, false, false,
			CALLING_INTERNATIONAL, "phone_system:3 international:5" },
		{ "R-077: E5 domestic", &bundled, FAMILY_ENTERPRISE, PHONE, true, false,
			CALLING_DOMESTIC, "domestic:77" },
		{ "R-077: E5 international", &direct, FAMILY_ENTERPRISE, PHONE, true, false,
			CALLING_INTERNATIONAL, "international:77" },
		{ "R-011: E5, own carrier", &own, FAMILY_ENTERPRISE, PHONE, true, false,
			CALLING_DOMESTIC, "" },
		{ "R-010: E3, own carrier", &own, FAMILY_ENTERPRISE, TEAMS, false, false,
			CALLING_DOMESTIC, "phone_system:10" },
		{ "R-076: frontline", &direct, FAMILY_FRONTLINE, TEAMS, false, false,
			CALLING_DOMESTIC, "phone_system:3 domestic:5" },
		{ "R-059: education", &direct, FAMILY_EDUCATION, TEAMS, false, false,
			CALLING_DOMESTIC, "phone_system:3 domestic:5" },
		{ "R-059: government", &direct, FAMILY_GOVERNMENT, TEAMS, false, false,
			CALLING_DOMESTIC, "phone_system:3 domestic:5" },
		{ "R-076: Teams Essentials", &bundled, FAMILY_TEAMS_ESSENTIALS, TEAMS, false, false,
			CALLING_DOMESTIC, "bundle:79" },
		{ "R-076: Teams Essentials without Entra", &bundled, FAMILY_TEAMS_ESSENTIALS,
			TEAMS | CAPABILITY_TEAMS_UNMANAGED, false, false, CALLING_DOMESTIC,
			"base_change:76 bundle:79" },
		{ "R-092: E3 without Teams", &direct, FAMILY_ENTERPRISE, CAPABILITY_MCO_STANDARD,
			false, false, CALLING_DOMESTIC, "teams:92 phone_system:3 domestic:5" },
		{ "R-092: E5 without Teams", &direct, FAMILY_ENTERPRISE, CAPABILITY_PHONE_SYSTEM,
			true, false, CALLING_DOMESTIC, "teams:92 domestic:77" },
		{ "R-004: Apps for business only", &direct, FAMILY_NONE, 0, false, false,
			CALLING_DOMESTIC, "base_change:4 phone_system:3 domestic:5" },
		{ "R-003: a plan without phone", &bundled, FAMILY_BUSINESS,
			TEAMS | CAPABILITY_DOMESTIC, false, false, CALLING_DOMESTIC,
			"phone_system:3" },
		{ "R-007: domestic becomes international", &direct, FAMILY_BUSINESS,
			PHONE | CAPABILITY_DOMESTIC, false, false, CALLING_INTERNATIONAL,
			"international:7" },
		{ "R-081: a bundle gets the add-on", &bundled, FAMILY_BUSINESS,
			PHONE | CAPABILITY_DOMESTIC, false, true, CALLING_INTERNATIONAL,
			"international:81" },
		{ "R-116: international covers domestic", &direct, FAMILY_BUSINESS,
			PHONE | CAPABILITY_INTERNATIONAL, false, false, CALLING_DOMESTIC, "" },
		{ "has it all", &bundled, FAMILY_BUSINESS, PHONE | CAPABILITY_DOMESTIC, false, true,
			CALLING_DOMESTIC, "" },
		{ "R-118: pay-as-you-go", &bundled, FAMILY_BUSINESS, TEAMS, false, false,
			CALLING_PAYG, "phone_system:3 payg:118 credits:118" },
		{ "R-155: billed after use", &after_use, FAMILY_BUSINESS, TEAMS, false, false,
			CALLING_PAYG, "phone_system:3 payg:118" },
		{ "R-082: no bundle in this country", &unsold, FAMILY_BUSINESS, TEAMS, false, false,
			CALLING_DOMESTIC, "phone_system:3 domestic:5" },
		{ "R-368: calls nobody outside", &bundled, FAMILY_BUSINESS, TEAMS, false, false,
			CALLING_NONE, "" },
		{ "R-114: resource account", &bundled, FAMILY_NONE, CAPABILITY_RESOURCE_ACCOUNT,
			false, false, CALLING_DOMESTIC, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct eligibility_person person = { .capabilities = rows[i].capabilities,
			.family = rows[i].family,
			.base_phone_system = rows[i].base_phone,
			.bundle = rows[i].bundle,
			.usage_location = "US",
			.calling = rows[i].calling };
		struct eligibility found = eligibility_of(rows[i].organization, &person);
		char text[256];

		roles_text(text, sizeof(text), &found);
		expect_text(rows[i].name, text, rows[i].needs);
	}
}

static const struct eligibility_person seller = { .capabilities = TEAMS,
	.family = FAMILY_BUSINESS,
	.usage_location = "US",
	.calling = CALLING_DOMESTIC };

static bool has_note(const struct eligibility *found, int rule)
{
	for (int i = 0; i < found->note_count; i++) {
		if (found->notes[i].rule == rule)
			return true;
	}
	return false;
}

#define NOTE(text, base, member, value, number, worst)                            \
	do {                                                                      \
		struct eligibility_organization organization = direct;            \
		struct eligibility_person person = seller;                        \
		struct eligibility found;                                         \
		base.member = value;                                              \
		(void)organization;                                               \
		found = eligibility_of(&organization, &person);                   \
		if (!has_note(&found, number))                                    \
			fail_msg("%s: no note", text);                            \
		expect_verdict(text, eligibility_verdict(&found), worst, number); \
	} while (0)

static void what_stands_in_the_way_is_noted(void **state)
{
	(void)state;
	NOTE("R-009: no location", person, usage_location, "", 9, VERDICT_NO);
	NOTE("R-083: mailbox", person, mailbox_onpremises, true, 83, VERDICT_NO);
	NOTE("R-129: not sold", organization, calling_plans, PLANS_FROM_NOBODY, 129, VERDICT_NO);
	NOTE("R-126: Telstra", organization, calling_plans, PLANS_FROM_PARTNER, 126, VERDICT_NO);
	NOTE("R-061: 21Vianet", organization, kind, KIND_21VIANET, 61, VERDICT_WARN);
	NOTE("R-052: GoDaddy", organization, bought_from, SOURCE_GODADDY, 52, VERDICT_WARN);
	NOTE("R-053: monthly", organization, commitment, COMMITMENT_MONTHLY, 53, VERDICT_WARN);
	NOTE("R-054: partner", organization, bought_from, SOURCE_PARTNER, 54, VERDICT_WARN);
}

static void nobody_is_told_to_buy_where_nothing_is_sold(void **state)
{
	struct eligibility_organization organization = bundled;
	struct eligibility found;

	(void)state;
	organization.calling_plans = PLANS_FROM_NOBODY;
	found = eligibility_of(&organization, &seller);
	expect_number("R-129", found.need_count, 0);
	organization.carrier = CARRIER_OWN;
	found = eligibility_of(&organization, &seller);
	expect_number("R-013: an own carrier helps", found.need_count, 1);
	expect_number("R-013: an own carrier helps", found.note_count, 0);
}

static void notes_on_buying_stop_when_nothing_is_to_be_bought(void **state)
{
	struct eligibility_organization organization = direct;
	struct eligibility_person person = seller;
	struct eligibility found;

	(void)state;
	organization.commitment = COMMITMENT_MONTHLY;
	organization.bought_from = SOURCE_GODADDY;
	person.capabilities = PHONE | CAPABILITY_DOMESTIC;
	found = eligibility_of(&organization, &person);
	expect_number("R-053", found.note_count, 0);
	organization = own;
	found = eligibility_of(&organization, &person);
	expect_verdict("R-010", eligibility_verdict(&found), VERDICT_WARN, 10);
	person.mailbox_onpremises = true;
	person.family = FAMILY_TEAMS_ESSENTIALS;
	found = eligibility_of(&direct, &person);
	expect_verdict("R-083: exception", eligibility_verdict(&found), VERDICT_YES, 0);
}

static void a_replaced_plan_says_so(void **state)
{
	struct eligibility_person person = seller;
	struct eligibility found;

	(void)state;
	person.capabilities = PHONE | CAPABILITY_DOMESTIC;
	person.calling = CALLING_INTERNATIONAL;
	found = eligibility_of(&direct, &person);
	assert_true(found.needs[0].replaces_domestic);
	person.bundle = true;
	found = eligibility_of(&direct, &person);
	assert_false(found.needs[0].replaces_domestic);
}

static void ways_are_compared_with_the_suite(void **state)
{
	struct eligibility_way ways[WAY_COUNT];
	struct eligibility_person person = seller;

	(void)state;
	expect_number("R-002: three ways", eligibility_ways(ways, &bundled, &person), 3);
	expect_number("chosen", ways[0].kind, WAY_BUNDLE);
	assert_true(ways[0].chosen && !ways[1].chosen && !ways[2].chosen);
	expect_number("other", ways[1].kind, WAY_SEPARATE);
	expect_number("other", ways[1].role_count, 2);
	expect_number("suite", ways[2].kind, WAY_SUITE);
	expect_number("suite", ways[2].roles[0], ROLE_SUITE);
	expect_number("suite", ways[2].roles[1], ROLE_DOMESTIC);
	expect_number("R-082: two ways", eligibility_ways(ways, &unsold, &person), 2);
	expect_number("chosen", ways[0].kind, WAY_SEPARATE);
	person.base_phone_system = true;
	person.capabilities = PHONE;
	expect_number("E5: only the plan", eligibility_ways(ways, &bundled, &person), 1);
	person.calling = CALLING_NONE;
	expect_number("nothing", eligibility_ways(ways, &bundled, &person), 0);
}

static void seats_bought_are_the_limit(void **state)
{
	(void)state;
	expect_verdict("fits", eligibility_seats(10, 3, 7), VERDICT_YES, 0);
	expect_verdict("R-016", eligibility_seats(10, 3, 8), VERDICT_NO, 16);
	expect_verdict("none wanted", eligibility_seats(0, 5, 0), VERDICT_YES, 0);
}

static void words_of_the_answers_go_both_ways(void **state)
{
	(void)state;
	for (int i = 0; i < KIND_COUNT; i++)
		assert_int_equal(
			eligibility_kind_of(eligibility_kind_word((enum eligibility_kind)i)), i);
	for (int i = 0; i < CALLING_COUNT; i++)
		assert_int_equal(eligibility_calling_of(
					 eligibility_calling_word((enum eligibility_calling)i)),
			i);
	for (int i = 0; i < ELIGIBILITY_ROLE_COUNT; i++)
		assert_true(strlen(eligibility_role_name((enum eligibility_role)i)) > 0);
	assert_int_equal(eligibility_carrier_of("own"), CARRIER_OWN);
	assert_int_equal(eligibility_source_of("GoDaddy"), SOURCE_GODADDY);
	assert_int_equal(eligibility_commitment_of("monthly"), COMMITMENT_MONTHLY);
	assert_int_equal(eligibility_product_of("separate"), PRODUCT_SEPARATE);
	assert_int_equal(eligibility_kind_of("military"), -1);
	assert_int_equal(eligibility_calling_of(NULL), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(service_plans_give_their_capabilities),
		cmocka_unit_test(a_call_needs_phone_and_plan_or_an_own_carrier),
		cmocka_unit_test(needs_come_in_the_order_to_buy_and_assign),
		cmocka_unit_test(what_stands_in_the_way_is_noted),
		cmocka_unit_test(nobody_is_told_to_buy_where_nothing_is_sold),
		cmocka_unit_test(notes_on_buying_stop_when_nothing_is_to_be_bought),
		cmocka_unit_test(a_replaced_plan_says_so),
		cmocka_unit_test(ways_are_compared_with_the_suite),
		cmocka_unit_test(seats_bought_are_the_limit),
		cmocka_unit_test(words_of_the_answers_go_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
