/* Proves each line of the check list "why is no Calling Plan offered?" alone and in its order. */
#include <stdio.h>

#include "core/rules/capability.h"
#include "core/rules/offer.h"
#include "tests/unit/rules-test.h"

/* An organization that nothing stands in the way of. */
static const struct offer_facts clear = { .plan_known = true,
	.family = FAMILY_ENTERPRISE,
	.base_teams = true,
	.phone_licences = 1,
	.pack = PACK_NONE };

static const struct offer_finding *finding_of(
	const struct offer_finding *findings, enum offer_line line)
{
	for (int i = 0; i < OFFER_LINE_COUNT; i++)
		if (findings[i].line == line)
			return &findings[i];
	fail_msg("%s: no finding", offer_line_id(line));
	return NULL;
}

static void expect_line(const char *name, const struct offer_facts *facts, enum offer_line line,
	enum offer_applies applies, int rule)
{
	struct offer_finding findings[OFFER_LINE_COUNT];
	offer_check(facts, findings);
	const struct offer_finding *finding = finding_of(findings, line);
	expect_number(name, finding->applies, applies);
	expect_number(name, finding->verdict.rule, rule);
	if (applies == OFFER_APPLIES)
		expect_number(name, findings[0].line, line);
}

/* One answer differs from the clear ones. */
#define LINE(name, member, value, line, applies, rule)          \
	do {                                                    \
		struct offer_facts facts = clear;               \
		facts.member = value;                           \
		expect_line(name, &facts, line, applies, rule); \
	} while (0)

static void each_line_of_the_list_says_whether_it_applies(void **state)
{
	(void)state;
	LINE("R-055, R-003: no Phone System", phone_licences, 0, OFFER_PHONE_SYSTEM, OFFER_APPLIES,
		3);
	LINE("R-003: not known", phone_licences, -1, OFFER_PHONE_SYSTEM, OFFER_UNKNOWN, 3);
	LINE("R-003: owned", phone_licences, 1, OFFER_PHONE_SYSTEM, OFFER_CLEAR, 3);
	LINE("R-052: GoDaddy", organization.bought_from, SOURCE_GODADDY, OFFER_GODADDY,
		OFFER_APPLIES, 52);
	LINE("R-052: direct", organization.bought_from, SOURCE_DIRECT, OFFER_GODADDY, OFFER_CLEAR,
		52);
	LINE("R-053: monthly", organization.commitment, COMMITMENT_MONTHLY, OFFER_MONTHLY,
		OFFER_APPLIES, 53);
	LINE("R-053: annual, however it is paid", organization.commitment, COMMITMENT_ANNUAL,
		OFFER_MONTHLY, OFFER_CLEAR, 53);
	LINE("R-054: Action Pack alone", pack, PACK_ALONE, OFFER_PARTNER, OFFER_APPLIES, 54);
	LINE("R-054: with a bought seat", pack, PACK_WITH_SEAT, OFFER_PARTNER, OFFER_CLEAR, 54);
	LINE("R-054: no partner is not asked", pack, PACK_UNKNOWN, OFFER_PARTNER, OFFER_CLEAR, 54);
	LINE("R-078: a business plan", family, FAMILY_BUSINESS, OFFER_BUSINESS, OFFER_CLEAR, 78);
	LINE("R-129: not sold there", organization.calling_plans, PLANS_FROM_NOBODY, OFFER_COUNTRY,
		OFFER_APPLIES, 129);
	LINE("R-126, R-127: a partner sells", organization.calling_plans, PLANS_FROM_PARTNER,
		OFFER_COUNTRY, OFFER_APPLIES, 126);
	LINE("R-061: 21Vianet", organization.kind, KIND_21VIANET, OFFER_KIND, OFFER_APPLIES, 61);
	LINE("R-059: GCC", organization.kind, KIND_GCC, OFFER_KIND, OFFER_CLEAR, 59);
	LINE("R-059: other government", organization.kind, KIND_GOVERNMENT, OFFER_KIND, OFFER_CLEAR,
		59);
	LINE("R-059: education", organization.kind, KIND_EDUCATION, OFFER_KIND, OFFER_CLEAR, 59);
	LINE("R-059: non-profit", organization.kind, KIND_NONPROFIT, OFFER_KIND, OFFER_CLEAR, 59);
	LINE("R-010: own carrier", organization.carrier, CARRIER_OWN, OFFER_CARRIER, OFFER_APPLIES,
		10);
	LINE("R-092: without Teams", base_teams, false, OFFER_PLAN, OFFER_APPLIES, 92);
	LINE("R-004: plan not known", plan_known, false, OFFER_PLAN, OFFER_UNKNOWN, 4);
	LINE("R-018: who buys", pack, PACK_NONE, OFFER_ROLE, OFFER_UNKNOWN, 18);
}

static void lines_that_need_two_facts(void **state)
{
	struct offer_finding findings[OFFER_LINE_COUNT];
	struct offer_facts facts = clear;
	(void)state;
	facts.organization.bought_from = SOURCE_GODADDY;
	facts.family = FAMILY_BUSINESS;
	offer_check(&facts, findings);
	expect_verdict("R-052: a business plan of GoDaddy",
		finding_of(findings, OFFER_GODADDY)->verdict, VERDICT_NO, 52);
	facts = clear;
	facts.family = FAMILY_BUSINESS;
	facts.edition = EDITION_2018;
	offer_check(&facts, findings);
	expect_verdict(
		"R-046: in 2018", finding_of(findings, OFFER_BUSINESS)->verdict, VERDICT_NO, 46);
	facts.plan_known = false;
	offer_check(&facts, findings);
	expect_number("R-046: not known in 2018", finding_of(findings, OFFER_BUSINESS)->applies,
		OFFER_UNKNOWN);
	facts.edition = EDITION_TODAY;
	offer_check(&facts, findings);
	expect_verdict("R-078: whatever the plan", finding_of(findings, OFFER_BUSINESS)->verdict,
		VERDICT_YES, 78);
	facts = clear;
	facts.pack = PACK_UNKNOWN;
	facts.organization.bought_from = SOURCE_PARTNER;
	offer_check(&facts, findings);
	expect_number("R-054: a partner is asked", finding_of(findings, OFFER_PARTNER)->applies,
		OFFER_UNKNOWN);
	facts = clear;
	facts.phone_licences = 0;
	facts.base_phone_system = true;
	offer_check(&facts, findings);
	expect_number("R-077: E5 holds it", finding_of(findings, OFFER_PHONE_SYSTEM)->applies,
		OFFER_CLEAR);
	facts = clear;
	facts.family = FAMILY_NONE;
	facts.base_teams = false;
	offer_check(&facts, findings);
	expect_verdict("R-004: applications only", finding_of(findings, OFFER_PLAN)->verdict,
		VERDICT_NO, 4);
}

static void what_applies_stands_first_and_nothing_is_lost(void **state)
{
	struct offer_finding findings[OFFER_LINE_COUNT];
	struct offer_facts facts = { .phone_licences = 0,
		.pack = PACK_UNKNOWN,
		.organization = { .bought_from = SOURCE_PARTNER,
			.commitment = COMMITMENT_MONTHLY,
			.calling_plans = PLANS_FROM_NOBODY } };
	bool seen[OFFER_LINE_COUNT] = { false };
	(void)state;
	offer_check(&facts, findings);
	for (int i = 0; i < OFFER_LINE_COUNT; i++) {
		assert_false(seen[findings[i].line]);
		seen[findings[i].line] = true;
		assert_true(i == 0 || findings[i - 1].applies <= findings[i].applies);
		assert_true(strlen(offer_line_name(findings[i].line)) > 0);
	}
	expect_number("first", findings[0].line, OFFER_PHONE_SYSTEM);
	expect_number("second", findings[1].line, OFFER_MONTHLY);
	expect_number("third", findings[2].line, OFFER_COUNTRY);
}

#define E5 (CAPABILITY_PHONE_SYSTEM | CAPABILITY_CONFERENCING)

static void the_voice_menu_shows_with_one_of_three_licences(void **state)
{
	(void)state;
	expect_verdict("R-021: nothing", offer_voice_menu(0, false), VERDICT_NO, 21);
	expect_verdict("R-021: E5", offer_voice_menu(E5, false), VERDICT_YES, 0);
	expect_verdict("R-021: Phone System", offer_voice_menu(CAPABILITY_PHONE_SYSTEM, false),
		VERDICT_YES, 0);
	expect_verdict("R-021: Audio Conferencing",
		offer_voice_menu(CAPABILITY_CONFERENCING, false), VERDICT_YES, 0);
	expect_verdict("R-022, R-426: E3 by one page",
		offer_voice_menu(CAPABILITY_EXCHANGE_P2, true), VERDICT_WARN, 426);
}

static void words_are_read(void **state)
{
	(void)state;
	expect_number("none", offer_pack_of("none"), PACK_NONE);
	expect_number("with_seat", offer_pack_of("with_seat"), PACK_WITH_SEAT);
	expect_number("no word", offer_pack_of("perhaps"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_of_the_list_says_whether_it_applies),
		cmocka_unit_test(lines_that_need_two_facts),
		cmocka_unit_test(what_applies_stands_first_and_nothing_is_lost),
		cmocka_unit_test(the_voice_menu_shows_with_one_of_three_licences),
		cmocka_unit_test(words_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
