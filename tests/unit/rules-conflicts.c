/* Proves of each row of data/conflicts.csv that the program really uses the value that the row says
 * it follows, and that topic conflicts names both values with their sources. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reference/reference.h"
#include "core/rules/address.h"
#include "core/rules/assignment.h"
#include "core/rules/call.h"
#include "core/rules/capability.h"
#include "core/rules/eligibility.h"
#include "core/rules/latency.h"
#include "core/rules/order.h"
#include "core/rules/pool.h"
#include "core/rules/quota.h"
#include "core/rules/reservation.h"
#include "core/sheet/topic.h"
#include "tests/unit/expect.h"

enum { CONFLICTS = 23 };

static struct reference *ref;

static int facts_open(void **state)
{
	(void)state;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	ref = reference_open(NULL, NULL);
	return ref ? 0 : -1;
}

static int facts_close(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

/* ---- what the program uses, as a figure ---- */

static int64_t licences_first(void)
{
	struct order order = order_of(NULL, 0, false);
	return order_rank(&order, ORDER_LICENCES) < order_rank(&order, ORDER_NUMBERS);
}

static int64_t kinds_of_plan(void)
{
	static const char *const kinds[] = { "domestic", "international", "payg" };
	struct plan_minutes minutes;
	int64_t count = 0;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		count += reference_minutes(ref, "GB", kinds[i], &minutes, NULL);
	return count;
}

/* Is a change of plan asked of somebody with this base who wants to call outside? */
static int64_t base_changes(enum eligibility_family family, unsigned capabilities)
{
	struct eligibility_organization organization = { .kind = KIND_COMMERCIAL };
	struct eligibility_person person = { .capabilities = capabilities,
		.family = family,
		.base_teams = (capabilities & CAPABILITY_TEAMS) != 0,
		.usage_location = "US",
		.calling = CALLING_DOMESTIC };
	struct eligibility eligibility = eligibility_of(&organization, &person);
	for (int i = 0; i < eligibility.need_count; i++)
		if (eligibility.needs[i].role == ROLE_BASE_CHANGE)
			return 1;
	return 0;
}

static int64_t business_premium_changes(void)
{
	return base_changes(FAMILY_BUSINESS, CAPABILITY_TEAMS);
}

static int64_t skype_plan_2_changes(void)
{
	return base_changes(FAMILY_NONE, 0);
}

static int64_t conferencing_cents(void)
{
	struct list_price price = { 0 };
	assert_true(reference_price(
		ref, "Microsoft_Teams_Audio_Conferencing_select_dial_out", "USD", &price, NULL));
	assert_true(price.known);
	return price.cents;
}

/* Of the countries where Microsoft sells plans. */
static int64_t countries_with_address_first(void)
{
	static struct country rows[200];
	int count = reference_countries(ref, rows, 200), first = 0;
	for (int i = 0; i < count; i++)
		first += rows[i].seller == COUNTRY_SELLER_MICROSOFT && rows[i].address_first;
	return first;
}

static int64_t credits_months(void)
{
	return reference_value(ref, "credits_expire_months");
}

/* Does a call that comes in draw on the credits of somebody whose minutes are spent? */
static int64_t incoming_uses_credits(void)
{
	const struct call call = {
		.plan = CALL_PLAN_DOMESTIC, .to = CALL_RECEIVED, .credits = true, .licence = true
	};
	return call_outcome(&call).payment == CALL_CREDITS;
}

/* Is E3, which gives neither Phone System nor Audio Conferencing, enough? */
static int64_t e3_shows_voice_menu(void)
{
	struct sku sku;
	assert_true(capability_voice_menu(CAPABILITY_PHONE_SYSTEM));
	assert_true(capability_voice_menu(CAPABILITY_CONFERENCING));
	assert_true(reference_sku(ref, "ENTERPRISEPREMIUM", &sku, NULL));
	assert_true(capability_voice_menu(sku.capabilities));
	assert_true(reference_sku(ref, "ENTERPRISEPACK", &sku, NULL));
	return capability_voice_menu(sku.capabilities);
}

static int64_t business_voice_on_sale(void)
{
	struct sku sku;
	assert_true(reference_sku(ref, "BUSINESS_VOICE_MED2", &sku, NULL));
	return sku.on_sale == FACT_YES;
}

static int64_t disclaimer_characters(void)
{
	return reference_value(ref, "disclaimer_characters");
}

static int64_t reservation_seconds(void)
{
	assert_int_equal(reservation_until(0, 0), reference_value(ref, "reservation_seconds"));
	return reservation_until(0, 0);
}

/* What a hundred Phone System licences without a plan allow. */
static int64_t quota_of_phone_system(void)
{
	const struct quota_licences licences = { .phone_system = 100 };
	const struct quota_numbers none = { 0 };
	return quota_of(QUOTA_USER, &licences, &none).limit;
}

static int64_t hours_to_appear(void)
{
	const struct latency *latency = latency_of(LATENCY_PERSON);
	assert_true(latency->usual < latency->limit); /* several hours come before it */
	assert_int_equal(latency->limit, 3600 * reference_value(ref, "person_appears_hours"));
	return latency->limit / 3600;
}

static int64_t puerto_rico_minutes(void)
{
	struct plan_minutes minutes;
	assert_true(reference_minutes(ref, "PR", "domestic", &minutes, NULL));
	assert_true(pool_same("PR", "MCOPSTN1", "US", "MCOPSTN1"));
	return minutes.domestic;
}

static int64_t us_240_minutes_offered(void)
{
	struct plan_minutes minutes;
	assert_true(reference_minutes(ref, "US", "domestic_120", &minutes, NULL));
	assert_true(minutes.offered);
	assert_true(reference_minutes(ref, "US", "domestic_240", &minutes, NULL));
	return minutes.offered;
}

static int64_t destinations_official(void)
{
	assert_int_equal(reference_destinations(ref, "", NULL, 0), 198);
	return reference_value(ref, "destinations_official");
}

static int64_t south_africa_payg(void)
{
	struct country country;
	struct plan_minutes minutes;
	assert_true(reference_country(ref, "ZA", &country, NULL));
	assert_true(reference_minutes(ref, "ZA", "payg", &minutes, NULL));
	assert_false(minutes.offered);
	assert_true(country.origin.doubt[0]);
	return country.payg;
}

static int64_t us_address_to_search(void)
{
	struct country country;
	struct order_country order = { .iso2 = "US" };
	assert_true(reference_country(ref, "US", &country, NULL));
	order.address_to_acquire = country.civic_address == FACT_NO ? ORDER_NEED_NO
								    : ORDER_NEED_YES;
	assert_int_equal(order_may_acquire(&order, true).answer, VERDICT_YES);
	return order_address_to_acquire(&order);
}

static int64_t valid_address_editable(void)
{
	const struct address_facts valid = { .state = ADDRESS_VALID, .on_service = true };
	return verdict_ok(address_may(ADDRESS_EDIT, &valid));
}

static int64_t onpremises_mailbox_may(void)
{
	struct assignment_facts facts = { .person = { .exists = true,
						  .usage_location = "US",
						  .mailbox = ASSIGNMENT_MAILBOX_ONPREMISES } };
	struct verdict found[ASSIGNMENT_MAX];
	int count = assignment_check_all(&facts, found, ASSIGNMENT_MAX);
	for (int i = 0; i < count; i++)
		if (found[i].rule == 332 && found[i].answer == VERDICT_NO)
			return 0;
	return 1;
}

static int64_t us_canada_domestic(void)
{
	assert_false(pool_same("US", "MCOPSTN1", "CA", "MCOPSTN1"));
	assert_int_equal(pool_domestic("US", "CA"), pool_domestic("CA", "US"));
	return pool_domestic("US", "CA");
}

static int64_t credits_sku_is_new(void)
{
	char part[96];
	reference_sku_alias(ref, "MCOPSTNPP", part, sizeof part);
	assert_string_not_equal(part, "MCOPSTNPP");
	return strcmp(part, "MCOPSTNC") == 0;
}

/* ---- the rows ---- */

/* `older` and `later` are the figures that the program would use if it followed that side; a text
 * of each stands in the sheet. BOTH: the figure is the one of `later`, and the other is shown. */
static const struct row {
	const char *name;
	int rule;
	int64_t (*used)(void);
	int64_t older, later;
	const char *older_text, *later_text;
} rows[] = {
	{ "R-409: licences before numbers", 409, licences_first, 0, 1,
		"Get the number, then assign the plan", "Licences and plan first" },
	{ "R-410: kinds of plan", 410, kinds_of_plan, 2, 3, "Two", "Three" },
	{ "R-411: Business Premium takes phone licences", 411, business_premium_changes, 1, 0,
		"Impossible", "directly" },
	{ "R-412: Audio Conferencing is free", 412, conferencing_cents, 400, 0, "paid add-on",
		"Free" },
	{ "R-413: countries with the address first", 413, countries_with_address_first, -1, 30,
		"in some countries", "Everywhere outside" },
	{ "R-414: months until credits are lost", 414, credits_months, 0, 12, "carried over",
		"12 months" },
	{ "R-415: a call that comes in", 415, incoming_uses_credits, 1, 0, "use credits",
		"unlimited" },
	{ "R-416: Business Voice is off sale", 416, business_voice_on_sale, 1, 0, "2022-03-01",
		"end of June 2022" },
	{ "R-417: characters of a disclaimer", 417, disclaimer_characters, 250, 350, "250", "350" },
	{ "R-418: seconds of a reservation", 418, reservation_seconds, 600, 960, "10 minutes",
		"16 minutes" },
	{ "R-419: numbers for 100 Phone System licences", 419, quota_of_phone_system, 120, 0,
		"Phone System", "Calling Plan licences" },
	{ "R-420: hours until a person appears", 420, hours_to_appear, -1, 24, "Several hours",
		"24 hours" },
	{ "R-421: minutes in Puerto Rico", 421, puerto_rico_minutes, 1200, 3000, "1,200", "3,000" },
	{ "R-422: 240 minutes in the US", 422, us_240_minutes_offered, 1, 0, "Both",
		"120 minutes" },
	{ "R-423: destinations", 423, destinations_official, 198, 196, "196", "198" },
	{ "R-424: Pay-As-You-Go in South Africa", 424, south_africa_payg, PAYG_ZONE_1, PAYG_UNKNOWN,
		"page of the country", "no list of zones" },
	{ "R-425: Skype for Business Plan 2 changes first", 425, skype_plan_2_changes, 0, 1,
		"remark", "change the plan first" },
	{ "R-426: E3 and the Voice menu (R-021, R-022)", 426, e3_shows_voice_menu, 0, 1,
		"E5, Phone System", "E5 or E3" },
	{ "R-427: an address to search US numbers", 427, us_address_to_search, 0, 1,
		"No address is needed", "required" },
	{ "R-428: editing a validated address", 428, valid_address_editable, 0, 1, "Forbidden",
		"22 countries" },
	{ "R-429: a mailbox on-premises", 429, onpremises_mailbox_may, 0, 1, "Not supported",
		"Voicemail can reach them" },
	{ "R-430: US and Canada", 430, us_canada_domestic, 0, 1, "International", "Domestic" },
	{ "R-431: part number of credits", 431, credits_sku_is_new, 0, 1, "MCOPSTNPP", "MCOPSTNC" },
};

static struct conflict conflicts[CONFLICTS];

static const struct conflict *conflict_of(int rule)
{
	int count = reference_conflicts(ref, conflicts, CONFLICTS);
	assert_int_equal(count, CONFLICTS);
	for (int i = 0; i < count; i++)
		if (conflicts[i].rule == rule)
			return &conflicts[i];
	fail_msg("R-%03d is in no row of data/conflicts.csv", rule);
	return NULL;
}

static void the_program_uses_the_value_that_it_says_it_follows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool older = conflict_of(rows[i].rule)->followed == CONFLICT_OLDER;
		assert_int_not_equal(rows[i].older, rows[i].later);
		expect_number(rows[i].name, rows[i].used(), older ? rows[i].older : rows[i].later);
	}
}

/* The line of a sheet that has this id, below the title of the rule; "" if there is none. */
static const char *value_of(const struct sheet *sheet, int rule, const char *id)
{
	char title[8];
	bool below = false;
	snprintf(title, sizeof title, "r%03d", rule);
	for (int i = 0; i < sheet->count; i++) {
		const struct sheet_line *line = &sheet->lines[i];
		if (line->kind == SHEET_TITLE)
			below = strcmp(line->id, title) == 0;
		else if (below && strcmp(line->id, id) == 0)
			return line->value;
	}
	return "";
}

static void the_sheet_names_both_values_and_their_sources(void **state)
{
	struct topic_context context = { .topic = topic_of("conflicts"), .ref = ref };
	struct sheet sheet;
	(void)state;
	assert_true(topic_sheet(&context, &sheet, NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct conflict *conflict = conflict_of(rows[i].rule);
		const char *older = value_of(&sheet, rows[i].rule, "older");
		const char *later = value_of(&sheet, rows[i].rule, "later");
		expect_part(rows[i].name, older, rows[i].older_text);
		expect_part(rows[i].name, older, conflict->older_source);
		expect_part(rows[i].name, later, rows[i].later_text);
		expect_part(rows[i].name, later, conflict->later_source);
		expect_text(rows[i].name, value_of(&sheet, rows[i].rule, "value"), conflict->value);
		expect_text(rows[i].name, value_of(&sheet, rows[i].rule, "place"), conflict->place);
	}
	sheet_fini(&sheet);
}

static void every_conflict_has_a_row_here(void **state)
{
	(void)state;
	for (int rule = 409; rule <= 431; rule++) {
		size_t i = 0;
		while (i < COUNT_OF(rows) && rows[i].rule != rule)
			i++;
		if (i == COUNT_OF(rows))
			fail_msg("nothing reads what the program uses for R-%03d", rule);
	}
}

/* */
static void cmdlets_of_2017_and_now_stand_side_by_side(void **state)
{
	static const struct {
		const char *name;
		int rule;
		const char *older, *present;
	} cmdlets[] = {
		{ "R-347", 347, "Get-CsOnlineTelephoneNumber", "Get-CsPhoneNumberAssignment" },
		{ "R-348", 348, "Set-CsOnlineVoiceUser", "Set-CsPhoneNumberAssignment" },
		{ "R-349", 349, "Set-CsOnlineVoiceUser", "Remove-CsPhoneNumberAssignment" },
		{ "R-350", 350, "Get-CsOnlineTelephoneNumberAvailableCount", "none now" },
		{ "R-351", 351, "", "Complete- and Clear-CsOnlineTelephoneNumberOrder" },
		{ "R-352", 352, "", "CsOnlineLisCivicAddress" },
		{ "R-353", 353, "", "CsOnlineLisLocation" },
		{ "R-354", 354, "", "New-CsOnlineTelephoneNumberReleaseOrder" },
		{ "R-355", 355, "", "New-CsPhoneNumberUsageChangeOrder" },
		{ "R-356", 356, "Set-MsolUserLicense", "Set-MgUserLicense" },
		{ "R-357", 357, "-PhoneNumber, -PhoneNumberType", "-TelephoneNumber, -NumberType" },
	};
	struct topic_context context = { .topic = topic_of("conflicts"), .ref = ref };
	struct sheet sheet;
	(void)state;
	assert_true(topic_sheet(&context, &sheet, NULL));
	for (size_t i = 0; i < COUNT_OF(cmdlets); i++) {
		const struct sheet_line *line = NULL;
		for (int k = 0; k < sheet.count && !line; k++)
			if (sheet.lines[k].rule == cmdlets[i].rule)
				line = &sheet.lines[k];
		if (!line)
			fail_msg("%s: no line of the sheet has it", cmdlets[i].name);
		expect_part(cmdlets[i].name, line->value, cmdlets[i].older);
		expect_part(cmdlets[i].name, line->value, cmdlets[i].present);
	}
	sheet_fini(&sheet);
}

/* A number or a word finds its rows only. */
static void a_number_or_a_word_finds_its_conflict(void **state)
{
	static const struct {
		const char *word;
		const char *has, *lacks; /* ids of titles */
	} rows_of[] = {
		{ "R-418", "r418", "r417" },
		{ "418", "r418", "cmdlets" },
		{ "RESERVATION", "r418", "r417" }, /* the constant that holds it */
		{ "Msol", "cmdlets", "r418" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows_of); i++) {
		struct topic_context context = { .topic = topic_of("conflicts"),
			.ref = ref,
			.words = &rows_of[i].word,
			.word_count = 1 };
		struct sheet sheet;
		bool has = false, lacks = true;
		assert_true(topic_sheet(&context, &sheet, NULL));
		for (int k = 0; k < sheet.count; k++) {
			has |= strcmp(sheet.lines[k].id, rows_of[i].has) == 0;
			lacks &= strcmp(sheet.lines[k].id, rows_of[i].lacks) != 0;
		}
		if (!has || !lacks)
			fail_msg("%s: %s", rows_of[i].word, has ? "too much" : "not found");
		sheet_fini(&sheet);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_uses_the_value_that_it_says_it_follows),
		cmocka_unit_test(the_sheet_names_both_values_and_their_sources),
		cmocka_unit_test(every_conflict_has_a_row_here),
		cmocka_unit_test(cmdlets_of_2017_and_now_stand_side_by_side),
		cmocka_unit_test(a_number_or_a_word_finds_its_conflict),
	};
	return cmocka_run_group_tests_name("rules-conflicts", tests, facts_open, facts_close);
}
