/* Proves the tables of 2018 and the answers of today, row by row: what each plan gets for each
 * feature, in which order, by which rule, and what else would do. */
#include <stdio.h>

#include "core/rules/advice.h"
#include "core/rules/capability.h"
#include "tests/unit/rules-test.h"

#define TEAMS CAPABILITY_TEAMS
#define P1 CAPABILITY_EXCHANGE_P1
#define P2 CAPABILITY_EXCHANGE_P2
#define SKYPE CAPABILITY_MCO_STANDARD
#define PHONE CAPABILITY_PHONE_SYSTEM
#define AC CAPABILITY_CONFERENCING

/* Plans by what is inside them. */
struct plan {
	enum eligibility_family family;
	unsigned bits;
	bool phone; /* Phone System is inside */
};

static const struct plan business = { FAMILY_BUSINESS, TEAMS | P1 | SKYPE, false };
static const struct plan business_bare = { FAMILY_BUSINESS, P1 | SKYPE, false };
static const struct plan apps = { FAMILY_NONE, 0, false };
static const struct plan sfb_2 = { FAMILY_NONE, SKYPE, false };
static const struct plan essentials = { FAMILY_TEAMS_ESSENTIALS, TEAMS | CAPABILITY_EXCHANGE_KIOSK,
	false };
static const struct plan unmanaged = { FAMILY_TEAMS_ESSENTIALS, TEAMS | CAPABILITY_TEAMS_UNMANAGED,
	false };
static const struct plan frontline = { FAMILY_FRONTLINE, TEAMS | CAPABILITY_EXCHANGE_KIOSK, false };
static const struct plan frontline_bare = { FAMILY_FRONTLINE, TEAMS, false };
static const struct plan e1 = { FAMILY_ENTERPRISE, TEAMS | P1 | SKYPE, false };
static const struct plan e3 = { FAMILY_ENTERPRISE, TEAMS | P2 | SKYPE, false };
static const struct plan e3_bare = { FAMILY_ENTERPRISE, P2 | SKYPE, false };
static const struct plan a3 = { FAMILY_EDUCATION, TEAMS | P2 | SKYPE, false };
static const struct plan g1 = { FAMILY_GOVERNMENT, TEAMS | P1 | SKYPE, false };
static const struct plan e5_noac = { FAMILY_ENTERPRISE, TEAMS | P2 | SKYPE | PHONE, true };
static const struct plan e5 = { FAMILY_ENTERPRISE, TEAMS | P2 | SKYPE | PHONE | AC, true };
static const struct plan e5_minutes = { FAMILY_ENTERPRISE,
	TEAMS | P2 | SKYPE | PHONE | AC | CAPABILITY_DOMESTIC, true };

static struct advice_ask ask_of(
	const struct plan *plan, enum advice_feature feature, enum advice_edition edition)
{
	struct advice_ask ask = {
		.feature = feature,
		.edition = edition,
		.organization = { .product = PRODUCT_SEPARATE },
		.person = { .capabilities = plan->bits,
			.family = plan->family,
			.base_phone_system = plan->phone,
			.base_teams = (plan->bits & TEAMS) != 0,
			.usage_location = "US",
			.calling = CALLING_DOMESTIC },
	};
	ask.base = advice_base_of(&ask.person);
	return ask;
}

/* "base_change:46 phone_system:3", each product with its rule. */
static void needs_text(char *text, size_t size, const struct advice *advice)
{
	size_t len = 0;
	text[0] = '\0';
	for (int i = 0; i < advice->need_count; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%s:%d", i > 0 ? " " : "",
			eligibility_role_id(advice->needs[i].role), advice->needs[i].reason.rule);
}

/* "2 suite domestic; 13 phone_system": the rule of each other way, and its products. */
static void ways_text(char *text, size_t size, const struct advice *advice)
{
	size_t len = 0;
	text[0] = '\0';
	for (int i = 0; i < advice->way_count; i++) {
		const struct advice_way *way = &advice->ways[i];
		len += (size_t)snprintf(
			text + len, size - len, "%s%d", i > 0 ? "; " : "", way->why.rule);
		for (int k = 0; k < way->role_count; k++)
			len += (size_t)snprintf(
				text + len, size - len, " %s", eligibility_role_id(way->roles[k]));
	}
}

struct row {
	const char *name;
	const struct plan *plan;
	enum advice_feature feature;
	int rule;
	const char *needs, *ways;
};

static void expect_rows(const struct row *rows, size_t count, enum advice_edition edition)
{
	for (size_t i = 0; i < count; i++) {
		struct advice_ask ask = ask_of(rows[i].plan, rows[i].feature, edition);
		struct advice advice = advice_of(&ask);
		char text[256];
		expect_number(rows[i].name, advice.reason.rule, rows[i].rule);
		needs_text(text, sizeof text, &advice);
		expect_text(rows[i].name, text, rows[i].needs);
		ways_text(text, sizeof text, &advice);
		if (rows[i].ways)
			expect_text(rows[i].name, text, rows[i].ways);
	}
}

static void the_tables_of_2018_answer_as_they_stand(void **state)
{
	static const struct row rows[] = {
		{ "R-027: business, colleagues", &business, ADVICE_COLLEAGUES, 27, "", "" },
		{ "R-023: E3, colleagues", &e3, ADVICE_COLLEAGUES, 23, "", "" },
		{ "R-028, R-050: business, one or two people", &business, ADVICE_FEW, 28,
			"free_app:28", "29 base_change phone_system domestic; 50 suite domestic" },
		{ "R-029, R-046: business, several people", &business, ADVICE_CALLING_PLAN, 29,
			"base_change:46 phone_system:3 domestic:5", "50 suite domestic" },
		{ "R-030: business, conferencing", &business, ADVICE_CONFERENCING, 30,
			"conferencing:1", "2 suite; 26 other_bridge" },
		{ "R-030: ProPlus, conferencing", &apps, ADVICE_CONFERENCING, 30, "conferencing:1",
			NULL },
		{ "R-030: SfB Plan 2, conferencing", &sfb_2, ADVICE_CONFERENCING, 30,
			"conferencing:1", NULL },
		{ "R-031, R-047: business, toll-free", &business, ADVICE_TOLL_FREE, 31,
			"conferencing:156 credits:47", "" },
		{ "R-031: SfB Plan 2, toll-free", &sfb_2, ADVICE_TOLL_FREE, 31,
			"conferencing:156 credits:166", "" },
		{ "R-032: business, Phone System", &business, ADVICE_PHONE_SYSTEM, 32,
			"base_change:46 phone_system:3 domestic:5",
			"50 suite domestic; 12 base_change phone_system" },
		{ "R-032: ProPlus, Phone System", &apps, ADVICE_PHONE_SYSTEM, 32,
			"base_change:49 phone_system:3 domestic:5", NULL },
		{ "R-032, R-049: SfB Plan 2, Phone System", &sfb_2, ADVICE_PHONE_SYSTEM, 32,
			"base_change:49 phone_system:3 domestic:5", NULL },
		{ "R-033: ProPlus, Calling Plan", &apps, ADVICE_CALLING_PLAN, 33,
			"base_change:49 phone_system:3 domestic:5", "50 suite domestic" },
		{ "R-033: SfB Plan 2, Calling Plan", &sfb_2, ADVICE_CALLING_PLAN, 33,
			"base_change:49 phone_system:3 domestic:5", "50 suite domestic" },
		{ "R-034: E1, conferencing", &e1, ADVICE_CONFERENCING, 34, "conferencing:1",
			"2 suite; 26 other_bridge" },
		{ "R-034: E3, conferencing", &e3, ADVICE_CONFERENCING, 34, "conferencing:1", NULL },
		{ "R-035: E3, toll-free", &e3, ADVICE_TOLL_FREE, 35, "conferencing:156 credits:166",
			"" },
		{ "R-036: E3, Phone System", &e3, ADVICE_PHONE_SYSTEM, 36,
			"phone_system:3 domestic:5", "2 suite domestic; 12 phone_system" },
		{ "R-037: E1, voicemail", &e1, ADVICE_VOICEMAIL, 37, "phone_system:3 exchange:37",
			"37 base_change phone_system" },
		{ "R-038: E3, voicemail", &e3, ADVICE_VOICEMAIL, 38, "phone_system:3", "" },
		{ "R-039: E1, Calling Plan", &e1, ADVICE_CALLING_PLAN, 39,
			"phone_system:3 domestic:5", "2 suite domestic" },
		{ "R-040: E5 without conferencing", &e5_noac, ADVICE_CONFERENCING, 40, "suite:40",
			"407 other_bridge" },
		{ "R-041: E5 without conferencing, Phone System", &e5_noac, ADVICE_PHONE_SYSTEM, 41,
			"domestic:5", "11" },
		{ "R-042: E5 without conferencing, voicemail", &e5_noac, ADVICE_VOICEMAIL, 42, "",
			"" },
		{ "R-051: E5 without conferencing, toll-free", &e5_noac, ADVICE_TOLL_FREE, 51,
			"suite:40 credits:166", "" },
		{ "R-043: E5, conferencing", &e5, ADVICE_CONFERENCING, 43, "", "" },
		{ "R-044: E5, toll-free", &e5, ADVICE_TOLL_FREE, 44, "credits:166", "" },
		{ "R-045: E5, Phone System", &e5, ADVICE_PHONE_SYSTEM, 45, "domestic:5", "11" },
		{ "R-045: E5, voicemail", &e5, ADVICE_VOICEMAIL, 45, "", "" },
		{ "R-010, R-012: E3, own carrier", &e3, ADVICE_OWN_CARRIER, 10, "phone_system:3",
			"" },
		{ "R-011: E5, own carrier", &e5, ADVICE_OWN_CARRIER, 11, "", "" },
		{ "R-010: business, own carrier", &business, ADVICE_OWN_CARRIER, 10,
			"base_change:46 phone_system:3", "" },
	};
	(void)state;
	expect_rows(rows, COUNT(rows), EDITION_2018);
}

static void today_answers_differ_where_the_rules_changed(void **state)
{
	static const struct row rows[] = {
		{ "R-023: E3, colleagues", &e3, ADVICE_COLLEAGUES, 23, "", "" },
		{ "R-092: E3 without Teams, colleagues", &e3_bare, ADVICE_COLLEAGUES, 92,
			"teams:92", "" },
		{ "R-004: apps only, colleagues", &apps, ADVICE_COLLEAGUES, 4, "base_change:4",
			"" },
		{ "R-090: SfB Plan 2 is gone", &sfb_2, ADVICE_COLLEAGUES, 90, "base_change:4", "" },
		{ "R-368: one or two people", &business, ADVICE_FEW, 368,
			"phone_system:3 domestic:5",
			"79 bundle; 2 suite domestic; 13 phone_system; 28 free_app" },
		{ "R-078, R-411: business takes Phone System", &business, ADVICE_PHONE_SYSTEM, 78,
			"phone_system:3", "2 suite" },
		{ "R-078, R-411: business takes a Calling Plan", &business, ADVICE_CALLING_PLAN, 78,
			"phone_system:3 domestic:5",
			"79 bundle; 2 suite domestic; 13 phone_system" },
		{ "R-092: business without Teams", &business_bare, ADVICE_CALLING_PLAN, 92,
			"teams:92 phone_system:3 domestic:5", NULL },
		{ "R-076: Teams Essentials", &essentials, ADVICE_CALLING_PLAN, 76,
			"phone_system:3 domestic:5", NULL },
		{ "R-076: Teams Essentials without Entra", &unmanaged, ADVICE_CALLING_PLAN, 76,
			"base_change:76 phone_system:3 domestic:5", NULL },
		{ "R-076: F1", &frontline, ADVICE_CALLING_PLAN, 76, "phone_system:3 domestic:5",
			"79 bundle; 13 phone_system" },
		{ "R-076: A3", &a3, ADVICE_CALLING_PLAN, 76, "phone_system:3 domestic:5", NULL },
		{ "R-076: G1", &g1, ADVICE_PHONE_SYSTEM, 76, "phone_system:3", NULL },
		{ "R-076: E3", &e3, ADVICE_PHONE_SYSTEM, 76, "phone_system:3", NULL },
		{ "R-090, R-425: SfB Plan 2, Calling Plan", &sfb_2, ADVICE_CALLING_PLAN, 90,
			"base_change:4 phone_system:3 domestic:5", NULL },
		{ "R-077: E5, Calling Plan", &e5, ADVICE_CALLING_PLAN, 77, "domestic:77", "13" },
		{ "R-077: E5, Phone System", &e5, ADVICE_PHONE_SYSTEM, 77, "", "" },
		{ "R-077: E5, own carrier", &e5, ADVICE_OWN_CARRIER, 77, "", "" },
		{ "R-106: E5 with minutes", &e5_minutes, ADVICE_CALLING_PLAN, 77, "", "13" },
		{ "R-010: E3, own carrier", &e3, ADVICE_OWN_CARRIER, 10, "phone_system:10", NULL },
		{ "R-080, R-412: business, conferencing", &business, ADVICE_CONFERENCING, 80,
			"conferencing_free:80", "412 conferencing" },
		{ "R-080: E5 without conferencing", &e5_noac, ADVICE_CONFERENCING, 80,
			"conferencing_free:80", "412 conferencing" },
		{ "R-043: E5, conferencing", &e5, ADVICE_CONFERENCING, 43, "", "" },
		{ "R-092: E3 without Teams, conferencing", &e3_bare, ADVICE_CONFERENCING, 92,
			"teams:92 conferencing_free:80", NULL },
		{ "R-156: toll-free takes conferencing first", &e3, ADVICE_TOLL_FREE, 166,
			"conferencing:156 credits:166", "" },
		{ "R-044: E5, toll-free", &e5, ADVICE_TOLL_FREE, 166, "credits:166", "" },
		{ "R-084: E1 needs no more for voicemail", &e1, ADVICE_VOICEMAIL, 84, "", "" },
		{ "R-084: E5, voicemail", &e5, ADVICE_VOICEMAIL, 84, "", "" },
		{ "R-365: no mailbox, no voicemail", &frontline_bare, ADVICE_VOICEMAIL, 365,
			"exchange:365", "" },
	};
	(void)state;
	expect_rows(rows, COUNT(rows), EDITION_TODAY);
}

static const struct plan voice = { FAMILY_BUSINESS, TEAMS | P1 | SKYPE | PHONE | AC, false };
static const struct plan voice_plan = { FAMILY_BUSINESS,
	TEAMS | P1 | SKYPE | PHONE | AC | CAPABILITY_DOMESTIC, false };

static void business_voice_is_replaced(void **state)
{
	static const struct {
		const char *name;
		const struct plan *plan;
		enum advice_feature feature;
		const char *needs;
		int note; /* the first */
	} rows[] = {
		{ "R-085, R-086: with Calling Plan", &voice_plan, ADVICE_CALLING_PLAN,
			"bundle:86 conferencing_free:80", 85 },
		{ "R-086: without Calling Plan", &voice, ADVICE_CALLING_PLAN,
			"phone_system:86 conferencing_free:80", 85 },
		{ "R-086: own carrier", &voice_plan, ADVICE_OWN_CARRIER,
			"phone_system:86 conferencing_free:80", 85 },
		{ "R-023: colleagues need nothing", &voice, ADVICE_COLLEAGUES, "", 0 },
		{ "R-084: voicemail stays", &voice, ADVICE_VOICEMAIL, "", 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct advice_ask ask = ask_of(rows[i].plan, rows[i].feature, EDITION_TODAY);
		ask.business_voice = true;
		struct advice advice = advice_of(&ask);
		char text[256];
		needs_text(text, sizeof text, &advice);
		expect_text(rows[i].name, text, rows[i].needs);
		expect_number(rows[i].name, advice.note_count > 0 ? advice.notes[0].rule : 0,
			rows[i].note);
	}
	expect_verdict("R-087: at the limit", advice_business_voice(300, 300), VERDICT_YES, 0);
	expect_verdict("R-087: one too many", advice_business_voice(301, 300), VERDICT_NO, 87);
}

static void what_2018_did_not_know_is_not_invented(void **state)
{
	static const struct plan *const plans[] = { &frontline, &essentials, &unmanaged };
	(void)state;
	for (size_t i = 0; i < COUNT(plans); i++) {
		for (int feature = 0; feature < ADVICE_FEATURE_COUNT; feature++) {
			struct advice_ask ask = ask_of(plans[i], feature, EDITION_2018);
			struct advice advice = advice_of(&ask);
			expect_number("unsaid", advice.said, false);
			expect_verdict("unsaid", advice.reason, VERDICT_WARN, 4);
		}
	}
}

/* Every plan has an answer for every feature today, with a reason. */
static void today_leaves_no_plan_without_an_answer(void **state)
{
	static const struct plan *const plans[] = { &business, &business_bare, &apps, &sfb_2,
		&essentials, &unmanaged, &frontline, &frontline_bare, &e1, &e3, &e3_bare, &a3, &g1,
		&e5_noac, &e5, &e5_minutes, &voice, &voice_plan };
	(void)state;
	for (size_t i = 0; i < COUNT(plans); i++) {
		for (int feature = 0; feature < ADVICE_FEATURE_COUNT; feature++) {
			struct advice_ask ask = ask_of(plans[i], feature, EDITION_TODAY);
			struct advice advice = advice_of(&ask);
			assert_true(advice.said);
			assert_true(advice.reason.rule > 0 && advice.reason.why);
			for (int k = 0; k < advice.need_count; k++)
				assert_true(advice.needs[k].reason.rule > 0);
		}
	}
}

static void what_is_held_is_not_asked_for_again(void **state)
{
	static const struct {
		const char *name;
		const struct plan *plan;
		enum advice_edition edition;
		enum advice_feature feature;
		unsigned also;
		const char *needs;
	} rows[] = {
		{ "R-038: Phone System held", &e3, EDITION_2018, ADVICE_VOICEMAIL, PHONE, "" },
		{ "R-037: the mailbox is held", &e1, EDITION_2018, ADVICE_VOICEMAIL, PHONE,
			"exchange:37" },
		{ "R-036: a plan is missing", &e3, EDITION_2018, ADVICE_PHONE_SYSTEM, PHONE,
			"domestic:5" },
		{ "R-156: a phone with a plan carries credits", &e3, EDITION_TODAY,
			ADVICE_TOLL_FREE, PHONE | CAPABILITY_DOMESTIC, "credits:166" },
		{ "R-156: a phone without a plan does not", &e3, EDITION_TODAY, ADVICE_TOLL_FREE,
			PHONE, "conferencing:156 credits:166" },
		{ "R-034: the add-on is held", &e3, EDITION_2018, ADVICE_CONFERENCING, AC, "" },
		{ "R-080: the free one is held", &e3, EDITION_TODAY, ADVICE_CONFERENCING,
			CAPABILITY_CONFERENCING_BASIC, "" },
		{ "R-043: E5 and the add-on", &e5_noac, EDITION_2018, ADVICE_CONFERENCING, AC, "" },
		{ "all is held", &e3, EDITION_TODAY, ADVICE_CALLING_PLAN,
			PHONE | CAPABILITY_DOMESTIC, "" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct advice_ask ask = ask_of(rows[i].plan, rows[i].feature, rows[i].edition);
		ask.person.capabilities |= rows[i].also;
		ask.base = advice_base_of(&ask.person);
		struct advice advice = advice_of(&ask);
		char text[256];
		needs_text(text, sizeof text, &advice);
		expect_text(rows[i].name, text, rows[i].needs);
	}
}

static bool has_note(const struct advice *advice, int rule)
{
	for (int i = 0; i < advice->note_count; i++)
		if (advice->notes[i].rule == rule)
			return true;
	return false;
}

static void the_conflicts_are_noted(void **state)
{
	(void)state;
	struct advice_ask ask = ask_of(&sfb_2, ADVICE_CALLING_PLAN, EDITION_2018);
	struct advice advice = advice_of(&ask);
	assert_true(has_note(&advice, 425)); /* the table wins, the remark is named */
	ask = ask_of(&e3, ADVICE_CALLING_PLAN, EDITION_2018);
	ask.person.calling = CALLING_PAYG;
	advice = advice_of(&ask);
	assert_true(has_note(&advice, 410)); /* two kinds then, three now */
	ask = ask_of(&business, ADVICE_FEW, EDITION_TODAY);
	advice = advice_of(&ask);
	assert_true(has_note(&advice, 48)); /* the limits of the free app */
	ask = ask_of(&e3, ADVICE_VOICEMAIL, EDITION_TODAY);
	ask.person.mailbox_onpremises = true;
	advice = advice_of(&ask);
	assert_true(has_note(&advice, 429)); /* voicemail reaches Exchange Server */
	ask.feature = ADVICE_CALLING_PLAN;
	advice = advice_of(&ask);
	assert_true(has_note(&advice, 83)); /* calls do not */
}

static void where_conferencing_is_not_sold_another_firm_serves(void **state)
{
	(void)state;
	for (int edition = 0; edition < EDITION_COUNT; edition++) {
		struct advice_ask ask = ask_of(&e5_noac, ADVICE_CONFERENCING, edition);
		ask.conferencing_not_sold = true;
		struct advice advice = advice_of(&ask);
		expect_number("R-040, R-407", advice.need_count, 1);
		expect_number("R-040, R-407", advice.needs[0].role, ROLE_OTHER_BRIDGE);
	}
}

static void an_international_caller_gets_the_international_plan(void **state)
{
	(void)state;
	struct advice_ask ask = ask_of(&e3, ADVICE_CALLING_PLAN, EDITION_2018);
	ask.person.calling = CALLING_INTERNATIONAL;
	struct advice advice = advice_of(&ask);
	char text[256];
	needs_text(text, sizeof text, &advice);
	expect_text("R-039", text, "phone_system:3 international:5");
	ways_text(text, sizeof text, &advice);
	expect_text("R-039", text, "2 suite international");
}

static void billing_after_use_needs_no_credits(void **state)
{
	(void)state;
	struct advice_ask ask = ask_of(&e5, ADVICE_TOLL_FREE, EDITION_TODAY);
	ask.organization.billed_after_use = true;
	struct advice advice = advice_of(&ask);
	expect_number("R-155, R-172", advice.need_count, 0);
}

static void editions_are_compared_by_what_one_gets(void **state)
{
	static const struct {
		const char *name;
		const struct plan *plan;
		enum advice_feature feature;
		bool same;
	} rows[] = {
		{ "R-411: business plans", &business, ADVICE_CALLING_PLAN, false },
		{ "R-412: conferencing", &e3, ADVICE_CONFERENCING, false },
		{ "E3 with a Calling Plan", &e3, ADVICE_CALLING_PLAN, true },
		{ "E5", &e5, ADVICE_CONFERENCING, true },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct advice_ask ask = ask_of(rows[i].plan, rows[i].feature, EDITION_TODAY);
		struct advice now = advice_of(&ask);
		ask.edition = EDITION_2018;
		struct advice then = advice_of(&ask);
		expect_number(rows[i].name, advice_same(&now, &then), rows[i].same);
	}
}

static void words_are_read_back(void **state)
{
	(void)state;
	for (int i = 0; i < ADVICE_FEATURE_COUNT; i++) {
		expect_number("feature", advice_feature_of(advice_feature_id(i)), i);
		assert_true(strlen(advice_feature_name(i)) > 0);
	}
	for (int i = 0; i < EDITION_COUNT; i++)
		expect_number("edition", advice_edition_of(advice_edition_id(i)), i);
	expect_number("no feature", advice_feature_of("fax"), -1);
	expect_number("no edition", advice_edition_of("1999"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_of_2018_answer_as_they_stand),
		cmocka_unit_test(today_answers_differ_where_the_rules_changed),
		cmocka_unit_test(business_voice_is_replaced),
		cmocka_unit_test(what_2018_did_not_know_is_not_invented),
		cmocka_unit_test(today_leaves_no_plan_without_an_answer),
		cmocka_unit_test(what_is_held_is_not_asked_for_again),
		cmocka_unit_test(the_conflicts_are_noted),
		cmocka_unit_test(where_conferencing_is_not_sold_another_firm_serves),
		cmocka_unit_test(an_international_caller_gets_the_international_plan),
		cmocka_unit_test(billing_after_use_needs_no_credits),
		cmocka_unit_test(editions_are_compared_by_what_one_gets),
		cmocka_unit_test(words_are_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
