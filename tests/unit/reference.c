/* Proves that the built-in facts answer what the sources say, through the functions and through
 * SQL. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <regex.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/reference/reference.h"
#include "core/rules/capability.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define ROOM 600

static struct reference *ref;

static int open_facts(void **state)
{
	struct error err = { 0 };

	(void)state;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	ref = reference_open(NULL, &err);
	return ref ? 0 : -1;
}

static int close_facts(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

static void there_are_114_countries(void **state)
{
	static struct country rows[ROOM];

	(void)state;
	assert_int_equal(reference_countries(ref, rows, ROOM), 114);
	assert_string_equal(rows[0].name, "Albania");
	assert_string_equal(rows[113].name, "Vietnam");
	assert_int_equal(reference_countries(ref, rows, 3), 114);
	assert_int_equal(reference_countries(ref, NULL, 0), 114);
}

static void microsoft_sells_plans_in_33_countries_and_partners_in_two(void **state)
{
	static struct country rows[ROOM];
	int sellers[4] = { 0 }, count = reference_countries(ref, rows, ROOM), first = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		sellers[rows[i].seller]++;
		assert_int_equal(
			rows[i].seller != COUNTRY_SELLER_NONE, rows[i].calling_plans == FACT_YES);
		first += rows[i].seller == COUNTRY_SELLER_MICROSOFT && rows[i].address_first;
	}
	assert_int_equal(sellers[COUNTRY_SELLER_MICROSOFT], 33);
	assert_int_equal(sellers[COUNTRY_SELLER_TELSTRA], 1);
	assert_int_equal(sellers[COUNTRY_SELLER_SOFTBANK], 1);
	assert_int_equal(first, 30); /* all but US, CA, PR */
}

static const struct country_case {
	const char *code;
	enum country_seller seller;
	enum numbers_by numbers_by;
	enum fact civic;
	bool first, match;
	enum payg payg;
	const char *currency, *calling_code;
} country_cases[] = {
	{ "US", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_NO, false, false, PAYG_ELSEWHERE,
		"USD", "1" },
	{ "us", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_NO, false, false, PAYG_ELSEWHERE,
		"USD", "1" },
	{ "CA", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_NO, false, false, PAYG_ZONE_1,
		"CAD", "1" },
	{ "PR", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_NO, false, false, PAYG_ELSEWHERE,
		"USD", "1" },
	{ "FR", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_YES, true, true, PAYG_ZONE_2,
		"EUR", "33" },
	{ "DE", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_FORM, FACT_YES, true, true, PAYG_ZONE_2, "EUR",
		"49" },
	{ "GB", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_YES, true, false, PAYG_ZONE_1,
		"GBP", "44" },
	{ "NZ", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_UNKNOWN, true, false, PAYG_ZONE_2,
		"NZD", "64" },
	{ "MX", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_UNKNOWN, true, false, PAYG_OWN,
		"MXN", "52" },
	{ "ZA", COUNTRY_SELLER_MICROSOFT, NUMBERS_BY_PORTAL, FACT_YES, true, false, PAYG_UNKNOWN,
		"ZAR", "27" },
	{ "AU", COUNTRY_SELLER_TELSTRA, NUMBERS_BY_PARTNER, FACT_UNKNOWN, true, false, PAYG_NONE,
		"AUD", "61" },
	{ "BR", COUNTRY_SELLER_NONE, NUMBERS_BY_NONE, FACT_UNKNOWN, true, false, PAYG_NONE, "BRL",
		"55" },
};

static void a_country_says_what_its_page_says(void **state)
{
	(void)state;
	for (int i = 0; i < COUNT(country_cases); i++) {
		const struct country_case *c = &country_cases[i];
		struct country row;
		struct error err = { 0 };

		print_message("country %s\n", c->code);
		assert_true(reference_country(ref, c->code, &row, &err));
		assert_int_equal(row.seller, c->seller);
		assert_int_equal(row.numbers_by, c->numbers_by);
		assert_int_equal(row.civic_address, c->civic);
		assert_int_equal(row.address_first, c->first);
		assert_int_equal(row.area_code_must_match, c->match);
		assert_int_equal(row.payg, c->payg);
		assert_string_equal(row.currency, c->currency);
		assert_string_equal(row.calling_code, c->calling_code);
	}
}

static void an_unknown_country_is_told_so(void **state)
{
	struct country row;
	struct error err = { 0 };
	char name[48], currency[4];

	(void)state;
	assert_false(reference_country(ref, "XX", &row, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_true(strstr(err.text, "XX"));
	assert_false(reference_country_name(ref, "XX", name, sizeof(name)));
	assert_string_equal(name, "XX");
	assert_true(
		reference_country_name(ref, "is", name, sizeof(name))); /* no availability page */
	assert_string_equal(name, "Iceland");
	assert_false(reference_currency(ref, "XX", currency));
	assert_string_equal(currency, "");
	assert_true(reference_currency(ref, "FR", currency));
	assert_string_equal(currency, "EUR");
}

static void a_country_is_found_by_code_and_name_without_case_and_accents(void **state)
{
	static const struct {
		const char *text, *first;
		int count;
	} cases[] = {
		{ "de", "DE", 13 },
		{ "united", "AE", 3 },
		{ "algerie", "DZ", 1 },
		{ "Allemagne", "DE", 1 },
		{ "KINGDOM", "GB", 1 },
		{ "", "AL", 114 },
		{ "nowhere", "", 0 },
	};
	static struct country rows[ROOM];

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		int count = reference_country_search(ref, cases[i].text, rows, ROOM);

		print_message("search \"%s\": %d\n", cases[i].text, count);
		assert_int_equal(count, cases[i].count);
		if (count)
			assert_string_equal(rows[0].code, cases[i].first);
	}
}

static const struct minutes_case {
	const char *country, *plan;
	int domestic, international;
	bool pooled, offered;
	const char *doubt; /* a part of it; "": there is none */
} minutes_cases[] = {
	{ "US", "domestic", 3000, 0, true, true, "" },
	{ "US", "international", 3000, 600, true, true, "" },
	{ "US", "domestic_120", 120, 0, true, true, "US product" },
	{ "US", "domestic_240", 240, 0, true, false, "R-422" },
	{ "CA", "domestic_240", 240, 0, true, true, "" },
	{ "PR", "domestic", 3000, 0, true, true, "R-421" },
	{ "FR", "domestic", 1200, 0, true, true, "" },
	{ "fr", "international", 1200, 600, true, true, "" },
	{ "MX", "domestic", 1200, 0, true, true, "" },
	{ "FR", "domestic_120_user", 120, 0, false, true, "list of countries" },
	{ "GB", "payg", 0, 0, false, true, "" },
	{ "ZA", "payg", 0, 0, false, false, "R-424" },
	{ "US", "payg", 0, 0, false, false, "R-119" },
};

static void minutes_are_those_of_country_and_plan(void **state)
{
	struct plan_minutes row;
	struct error err = { 0 };

	(void)state;
	for (int i = 0; i < COUNT(minutes_cases); i++) {
		const struct minutes_case *c = &minutes_cases[i];

		print_message("%s %s\n", c->country, c->plan);
		assert_true(reference_minutes(ref, c->country, c->plan, &row, &err));
		assert_int_equal(row.domestic, c->domestic);
		assert_int_equal(row.international, c->international);
		assert_int_equal(row.pooled, c->pooled);
		assert_int_equal(row.offered, c->offered);
		if (!strstr(row.origin.doubt, c->doubt) || !*c->doubt != !*row.origin.doubt)
			fail_msg("doubt is \"%s\", not \"%s\"", row.origin.doubt, c->doubt);
	}
	assert_false(reference_minutes(ref, "MX", "domestic_120", &row, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_false(reference_minutes(ref, "AU", "domestic", &row, &err)); /* Telstra's own */
}

static const struct sku_case {
	const char *ask, *part, *id, *name;
	unsigned capabilities;
} sku_cases[] = {
	{ "MCOEV", "MCOEV", "e43b5b99-8dfb-405f-9987-dc307f34bcbd", "Teams Phone Standard",
		CAPABILITY_PHONE_SYSTEM },
	{ "mcoev", "MCOEV", "e43b5b99-8dfb-405f-9987-dc307f34bcbd", "Teams Phone Standard",
		CAPABILITY_PHONE_SYSTEM },
	{ "E43B5B99-8DFB-405F-9987-DC307F34BCBD", "MCOEV", "e43b5b99-8dfb-405f-9987-dc307f34bcbd",
		"Teams Phone Standard", CAPABILITY_PHONE_SYSTEM },
	{ "MCOPSTN1", "MCOPSTN1", "0dab259f-bf13-4952-b7f8-7db8f131b28d", "Domestic Calling Plan",
		CAPABILITY_DOMESTIC },
	/* Two ids share this part number: by itself it means the one with service plans. */
	{ "MCOPSTN5", "MCOPSTN5", "54a152dc-90de-4996-93d2-bc47e670fc06",
		"Domestic Calling Plan (120 minutes)", CAPABILITY_DOMESTIC },
	{ "d43177b5-475b-4880-92d4-d54c27b5efbd", "MCOPSTN5",
		"d43177b5-475b-4880-92d4-d54c27b5efbd", "Domestic Calling Plan (120 minutes)", 0 },
	{ "MCOPSTN5_US", "MCOPSTN5_US", "d13e9d1b-316a-4946-98c6-362c97a4fdfe",
		"Domestic Calling Plan (120 minutes, US)", CAPABILITY_DOMESTIC },
	{ "MCOTEAMS_ESSENTIALS", "MCOTEAMS_ESSENTIALS", "ae2343d1-0999-43f6-ae18-d816516f6e78",
		"Teams Phone with Calling Plan", CAPABILITY_PHONE_SYSTEM | CAPABILITY_DOMESTIC },
	/* Names that only begin like a phone system or a calling plan. */
	{ "PHONESYSTEM_VIRTUALUSER", "PHONESYSTEM_VIRTUALUSER",
		"440eaaa8-b3e0-484b-a8be-62870b9ba70a", "Teams Phone Resource Account",
		CAPABILITY_RESOURCE_ACCOUNT },
	{ "MCOPSTNC", "MCOPSTNC", "47794cd0-f0e5-45c5-9033-2eb6b5fc84e0", "Communications Credits",
		CAPABILITY_CREDITS },
	{ "MCOPSTNPP", "MCOPSTNPP", "06b48c5f-01d9-4b18-9015-03b52040f51a",
		"Communications Credits (PSTN usage)", CAPABILITY_CREDITS },
	{ "Teams_Ess", "Teams_Ess", "fde42873-30b6-436b-b361-21af5a6b84ae",
		"Microsoft Teams Essentials", CAPABILITY_TEAMS | CAPABILITY_TEAMS_UNMANAGED },
	{ "SPE_E5", "SPE_E5", "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "Microsoft 365 E5",
		CAPABILITY_TEAMS | CAPABILITY_PHONE_SYSTEM | CAPABILITY_CONFERENCING |
			CAPABILITY_EXCHANGE_P2 | CAPABILITY_MCO_STANDARD },
	{ "MCOPSTN9", "MCOPSTN9", "", "Domestic and International Calling Plan (newer variant)",
		CAPABILITY_INTERNATIONAL },
	{ "Microsoft_Teams_Calling_Plan_pay_as_you_go_(Mexico)",
		"Microsoft_Teams_Calling_Plan_pay_as_you_go_(Mexico)", "",
		"Calling Plan Pay-As-You-Go (Mexico)", CAPABILITY_PAYG },
};

static void a_product_is_found_by_id_and_part_number_and_known_by_its_service_plans(void **state)
{
	struct sku row;
	struct error err = { 0 };

	(void)state;
	for (int i = 0; i < COUNT(sku_cases); i++) {
		const struct sku_case *c = &sku_cases[i];

		print_message("sku %s\n", c->ask);
		assert_true(reference_sku(ref, c->ask, &row, &err));
		assert_string_equal(row.part_number, c->part);
		assert_string_equal(row.id, c->id);
		assert_string_equal(row.name, c->name);
		assert_int_equal(row.capabilities, c->capabilities);
	}
	assert_false(reference_sku(ref, "NO_SUCH", &row, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_int_equal(reference_skus(ref, NULL, NULL, 0), 182);
}

static void old_part_numbers_have_a_new_one(void **state)
{
	char part[96];

	(void)state;
	reference_sku_alias(ref, "mcopstnpp", part, sizeof(part));
	assert_string_equal(part, "MCOPSTNC");
	reference_sku_alias(ref, "MCOPSTN6", part, sizeof(part));
	assert_string_equal(part, "MCOPSTN_6");
	reference_sku_alias(ref, "MCOEV", part, sizeof(part));
	assert_string_equal(part, "MCOEV");
}

/* The rules decide by name, the facts by table: for every product known they must agree. */
static void rules_and_facts_agree_on_every_service_plan(void **state)
{
	static struct sku rows[ROOM];
	struct service_plan plans[16];
	int count = reference_skus(ref, "", rows, ROOM);

	(void)state;
	for (int i = 0; i < count; i++) {
		int many = reference_sku_plans(
			ref, *rows[i].id ? rows[i].id : rows[i].part_number, plans, COUNT(plans));

		assert_in_range(many, 0, COUNT(plans));
		for (int k = 0; k < many; k++) {
			if (plans[k].capabilities != capability_of(plans[k].name))
				fail_msg("%s in %s: facts say %x, rules say %x", plans[k].name,
					rows[i].part_number, plans[k].capabilities,
					capability_of(plans[k].name));
			assert_int_equal(plans[k].capabilities,
				reference_plan_capabilities(ref, plans[k].name));
		}
		if (*rows[i].plans && capability_of_list(rows[i].plans) != rows[i].capabilities)
			fail_msg("%s: %s", rows[i].part_number, rows[i].plans);
	}
	assert_int_equal(reference_plan_capabilities(ref, "UNHEARD_OF"), 0);
}

static void an_unknown_price_is_unknown_and_an_old_one_has_its_age(void **state)
{
	struct list_price row;
	struct error err = { 0 };

	(void)state;
	assert_true(reference_price(ref, "MCOEV", "USD", &row, &err));
	assert_true(row.known && !row.own);
	assert_int_equal(row.cents, 1000);
	assert_string_equal(row.origin.as_of, "2026-08");
	assert_true(reference_price(ref, "MCOPSTN1", "usd", &row, &err)); /* sources disagree */
	assert_false(row.known);
	assert_true(*row.origin.doubt);
	assert_true(reference_price(ref, "MCOPSTN2", "USD", &row, &err));
	assert_true(row.known);
	assert_int_equal(row.cents, 2400);
	assert_string_equal(row.origin.as_of, "2022-08-12");
	assert_true(reference_price(ref, "MCOPSTNC", "USD", &row, &err)); /* free, which is known */
	assert_true(row.known);
	assert_int_equal(row.cents, 0);
	assert_false(reference_price(ref, "MCOEV", "EUR", &row, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
}

static void the_demo_has_prices_of_its_own(void **state)
{
	static const struct {
		const char *part, *currency;
		int cents;
	} cases[] = {
		{ "MCOTEAMS_ESSENTIALS", "USD", 1500 },
		{ "MCOEV", "USD", 1000 },
		{ "MCOPSTN1", "USD", 1200 },
		{ "MCOTEAMS_ESSENTIALS", "EUR", 1200 },
		{ "MCOEV", "EUR", 700 },
		{ "MCOPSTN1", "EUR", 500 },
		{ "MCOPSTNC", "GBP", 0 },
	};
	struct list_price row;

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		assert_true(
			reference_demo_price(ref, cases[i].part, cases[i].currency, &row, NULL));
		assert_int_equal(row.cents, cases[i].cents);
		assert_string_equal(row.origin.source, "demo price");
	}
}

static const struct area_case {
	const char *country, *state, *city, *code; /* asked */
	int count;
	const char *first; /* area code */
} area_cases[] = {
	{ "US", "WA", NULL, NULL, 4, "425" },
	{ "US", "Washington", NULL, NULL, 4, "425" },
	{ "us", "wa", "bellevue", NULL, 1, "425" },
	{ "US", "", "", "425", 2, "425" },
	{ "US", "", "Portland", NULL, 2, "207" }, /* Maine, then Oregon */
	{ "DE", NULL, "Munich", NULL, 1, "89" },
	{ "DE", NULL, "MUNCHEN", NULL, 1, "89" },
	{ "DE", NULL, NULL, "089", 1, "89" },
	{ "FR", NULL, "Lyon", NULL, 1, "4" },
	{ "FR", NULL, "saint-etienne", NULL, 1, "4" },
	{ "IT", NULL, "Milan", NULL, 1, "02" },
	{ "PL", NULL, "Lodz", NULL, 1, "42" },
	{ "DK", NULL, NULL, NULL, 1, "70" },
	{ "US", "WA", "Paris", NULL, 0, "" },
	{ "XX", NULL, NULL, NULL, 0, "" },
};

static void areas_are_found_by_state_city_and_code(void **state)
{
	static struct area rows[ROOM];

	(void)state;
	for (int i = 0; i < COUNT(area_cases); i++) {
		const struct area_case *c = &area_cases[i];
		int count = reference_areas(
			ref, c->country, c->state, c->city, c->code, rows, ROOM);

		print_message("areas of %s %s %s %s\n", c->country, c->state ? c->state : "-",
			c->city ? c->city : "-", c->code ? c->code : "-");
		assert_int_equal(count, c->count);
		if (count)
			assert_string_equal(rows[0].area_code, c->first);
	}
}

static void every_country_with_plans_has_an_area(void **state)
{
	static struct country rows[ROOM];
	int count = reference_countries(ref, rows, ROOM);

	(void)state;
	for (int i = 0; i < count; i++) {
		if (rows[i].calling_plans == FACT_YES &&
			!reference_areas(ref, rows[i].code, "", "", "", NULL, 0))
			fail_msg("%s has Calling Plans but no area", rows[i].code);
	}
}

static void the_next_best_areas_are_near(void **state)
{
	static struct area rows[ROOM];
	int count = reference_areas_next(ref, "US", "Bellevue", "425", rows, ROOM);

	(void)state;
	assert_in_range(count, 50, ROOM);
	assert_string_equal(rows[0].state, "WA");
	assert_string_equal(rows[1].state, "WA");
	assert_string_equal(rows[0].area_code, "206");
	assert_string_equal(rows[1].area_code, "509");
	assert_string_not_equal(rows[2].state, "WA");
	for (int i = 0; i < count; i++) {
		assert_string_not_equal(rows[i].area_code, "425");
		for (int k = 0; k < i; k++)
			assert_string_not_equal(rows[i].area_code, rows[k].area_code);
	}
	assert_int_equal(reference_areas_next(ref, "PR", "San Juan", "787", rows, ROOM), 0);
}

static void a_number_tells_its_area(void **state)
{
	static const struct {
		const char *e164, *country, *city;
	} cases[] = {
		{ "+14255550100", "US", "Redmond" },
		{ "+12065550142", "US", "Seattle" },
		{ "+17875550100", "PR", "San Juan" },
		{ "+16045550100", "CA", "Vancouver" },
		{ "+33428000101", "FR", "Lyon" },
		{ "+390212345678", "IT", "Milano" },
		{ "+442079460000", "GB", "London" },
	};
	struct area row;
	struct error err = { 0 };

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		print_message("%s\n", cases[i].e164);
		assert_true(reference_area_of_number(ref, cases[i].e164, &row, &err));
		assert_string_equal(row.country, cases[i].country);
		assert_string_equal(row.city, cases[i].city);
	}
	assert_false(reference_area_of_number(ref, "+999", &row, &err));
	assert_false(reference_area_of_number(ref, "", &row, &err));
}

static void address_fields_come_in_the_countrys_order(void **state)
{
	/* fields and what is required; R-317: emergency numbers, the first the one to name.
	 */
	static const struct {
		const char *country, *order, *required, *emergency;
	} cases[] = {
		{ "US",
			"description company_name house_number house_number_suffix pre_directional street_name street_suffix"
			" post_directional city state postal_code country ",
			"company_name|house_number|street_name|city|state|postal_code|country",
			"911" },
		{ "FR", "description company_name house_number house_number_suffix street_name postal_code city country ",
			"company_name|house_number|street_name|postal_code|city|country",
			"112 15 17 18 114" },
		{ "GB", "description company_name house_number house_name street_name city state postal_code country ",
			"company_name|street_name|city|postal_code|country", "999 112" },
	};
	struct format_field fields[20];
	struct address_format format;

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		struct str order = { 0 };
		int count = reference_address_fields(ref, cases[i].country, fields, COUNT(fields));

		for (int k = 0; k < count; k++) {
			assert_int_equal(fields[k].position, k + 1);
			str_addf(&order, "%s ", fields[k].field);
		}
		assert_string_equal(str_text(&order), cases[i].order);
		assert_true(reference_address_format(ref, cases[i].country, &format, NULL));
		assert_string_equal(format.required_fields, cases[i].required);
		assert_string_equal(format.emergency_numbers, cases[i].emergency);
		str_fini(&order);
	}
	assert_false(reference_address_format(ref, "IS", &format, NULL));
}

static void postal_code_patterns_take_their_example_and_no_nonsense(void **state)
{
	static struct country rows[ROOM];
	struct address_format format;
	int count = reference_countries(ref, rows, ROOM), seen = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		regex_t regex;

		if (!reference_address_format(ref, rows[i].code, &format, NULL))
			continue;
		print_message("%s\n", rows[i].code);
		seen++;
		assert_true(rows[i].has_address_format);
		assert_int_equal(
			regcomp(&regex, format.postal_code_regex, REG_EXTENDED | REG_NOSUB), 0);
		assert_int_equal(regexec(&regex, format.postal_code_example, 0, NULL, 0), 0);
		assert_int_equal(regexec(&regex, "nonsense", 0, NULL, 0), REG_NOMATCH);
		regfree(&regex);
	}
	assert_int_equal(seen, 37);
}

static void an_address_that_needs_a_state_has_a_list_of_them(void **state)
{
	static const struct {
		const char *country;
		int count;
		bool in_address;
	} cases[] = { { "US", 57, true }, { "CA", 13, true }, { "IE", 26, true },
		{ "RO", 42, true }, { "IT", 107, true }, { "GB", 4, false }, { "DE", 9, false },
		{ "XX", 0, false } };
	static struct subdivision rows[ROOM];

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
			reference_subdivisions(ref, cases[i].country, rows, ROOM), cases[i].count);
		for (int k = 0; k < cases[i].count; k++)
			assert_int_equal(rows[k].in_address, cases[i].in_address);
	}
}

static void papers_and_waits_are_those_of_the_country(void **state)
{
	static const struct {
		const char *country;
		int rule;
		enum numbers_by numbers_by;
		bool kyc;
		int delivery_max, port_min, port_max;
		enum fact conferencing;
	} cases[] = {
		{ "US", 250, NUMBERS_BY_PORTAL, false, -1, 7, 30, FACT_YES },
		{ "DE", 235, NUMBERS_BY_FORM, false, -1, 7, 30, FACT_YES },
		{ "CZ", 238, NUMBERS_BY_PORTAL, true, 21, 14, 21, FACT_NO },
		{ "NO", 240, NUMBERS_BY_PORTAL, true, 21, 28, 35, FACT_NO },
		{ "LT", 246, NUMBERS_BY_PORTAL, false, 84, -1, 42, FACT_NO },
		{ "MX", 249, NUMBERS_BY_PORTAL, false, -1, -1, -1, FACT_YES },
		{ "JP", 251, NUMBERS_BY_PARTNER, false, -1, -1, -1, FACT_UNKNOWN },
	};
	struct formality row;

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		print_message("%s\n", cases[i].country);
		assert_true(reference_formality(ref, cases[i].country, &row, NULL));
		assert_int_equal(row.rule, cases[i].rule);
		assert_int_equal(row.numbers_by, cases[i].numbers_by);
		assert_int_equal(row.kyc, cases[i].kyc);
		assert_int_equal(row.delivery_days_max, cases[i].delivery_max);
		assert_int_equal(row.port_days_min, cases[i].port_min);
		assert_int_equal(row.port_days_max, cases[i].port_max);
		assert_int_equal(row.ported_conferencing, cases[i].conferencing);
	}
	assert_false(reference_formality(ref, "BR", &row, NULL));
}

static void every_rule_has_its_text_source_and_date(void **state)
{
	struct rule_text row;
	struct error err = { 0 };

	(void)state;
	for (int i = 1; i <= 436; i++) {
		if (!reference_rule(ref, i, &row, &err))
			fail_msg("R-%03d is missing", i);
		assert_int_equal(row.number, i);
		assert_true(*row.section && *row.origin.source);
		if (clock_parse(row.origin.as_of) < 0)
			fail_msg("R-%03d is of \"%s\"", i, row.origin.as_of);
	}
	assert_false(reference_rule(ref, 437, &row, &err));
	assert_true(reference_rule(ref, 219, &row, &err));
	assert_true(strstr(row.text, "10 minutes"));
	assert_string_equal(row.section, "Search and reservation");
}

static void every_rule_has_a_state_and_sections_count_them(void **state)
{
	static struct rule_section sections[ROOM];
	static struct rule_text found[ROOM];
	struct rule_state row;
	int uses[4] = { 0 }, counted[4] = { 0 };

	(void)state;
	for (int i = 1; i <= 436; i++) {
		if (!reference_rule_state(ref, i, &row, NULL))
			fail_msg("R-%03d has no state", i);
		uses[row.use]++;
	}
	assert_false(reference_rule_state(ref, 437, &row, NULL));
	int count = reference_rule_sections(ref, sections, ROOM);
	assert_string_equal(sections[0].section, "Licences: order, who and where");
	for (int i = 0; i < count; i++) {
		counted[RULE_DECIDED] += sections[i].decided;
		counted[RULE_SHOWN] += sections[i].shown;
		counted[RULE_NOT_APPLICABLE] += sections[i].not_applicable;
		counted[RULE_OPEN] += sections[i].open;
	}
	assert_memory_equal(uses, counted, sizeof uses);
	assert_int_equal(reference_rule_search(ref, "", found, ROOM), 436);
	count = reference_rule_search(ref, "RESERVATION TIME", found, ROOM);
	assert_int_equal(count, 1);
	assert_int_equal(found[0].number, 219);
	assert_int_equal(reference_rule_search(ref, "no such words", found, ROOM), 0);
}

static void conflicts_and_cmdlets_come_by_their_rules(void **state)
{
	static struct conflict conflicts[ROOM];
	static struct cmdlet cmdlets[ROOM];

	(void)state;
	assert_int_equal(reference_conflicts(ref, conflicts, ROOM), 23);
	assert_int_equal(conflicts[0].rule, 409);
	assert_int_equal(conflicts[22].rule, 431);
	assert_int_equal(conflicts[9].followed, CONFLICT_OLDER); /* 10 minutes */
	assert_int_equal(conflicts[11].followed, CONFLICT_BOTH); /* */
	assert_int_equal(conflicts[22].followed, CONFLICT_LATER);
	assert_int_equal(reference_cmdlets(ref, cmdlets, ROOM), 11);
	assert_int_equal(cmdlets[0].rule, 347);
	assert_string_equal(cmdlets[9].older, "Set-MsolUserLicense");
	assert_string_equal(cmdlets[9].present, "Set-MgUserLicense");
}

static void constants_have_value_unit_and_rule(void **state)
{
	static const struct {
		const char *name;
		int value, rule;
		const char *unit;
	} cases[] = {
		{ "reservation_seconds", 600, 219, "seconds" },
		{ "licence_usual_minutes", 30, 435, "minutes" },
		{ "licence_official_hours", 24, 435, "hours" },
		{ "licence_seen_days", 3, 435, "days" },
		{ "kyc_days", 2, 432, "working days" },
		{ "quota_numerator", 11, 188, "count" },
		{ "quota_denominator", 10, 188, "count" },
		{ "quota_base", 10, 186, "count" },
		{ "port_days_longest", 30, 263, "days" },
	};
	struct constant row;

	(void)state;
	for (int i = 0; i < COUNT(cases); i++) {
		assert_true(reference_constant(ref, cases[i].name, &row, NULL));
		assert_int_equal(row.value, cases[i].value);
		assert_int_equal(row.rule, cases[i].rule);
		assert_string_equal(row.unit, cases[i].unit);
		assert_int_equal(reference_value(ref, cases[i].name), cases[i].value);
	}
	assert_false(reference_constant(ref, "no_such", &row, NULL));
}

static void service_quota_goes_by_tiers(void **state)
{
	static const int cases[][2] = { { 0, 0 }, { 1, 5 }, { 25, 5 }, { 26, 10 }, { 51, 20 },
		{ 1001, 125 }, { 49999, 1000 }, { 50000, 1500 }, { 900000, 1500 } };

	(void)state;
	for (int i = 0; i < COUNT(cases); i++)
		assert_int_equal(reference_service_quota(ref, cases[i][0]), cases[i][1]);
	assert_int_equal(reference_service_quota(ref, -5), 0);
}

static void notes_cities_and_destinations_are_there(void **state)
{
	struct country_note notes[20];
	struct city cities[80];
	struct destination destinations[4];
	struct country row;

	(void)state;
	assert_int_equal(reference_country_notes(ref, "US", notes, COUNT(notes)), 4);
	assert_string_equal(notes[0].key, "domestic_includes");
	assert_string_equal(notes[0].value, "CA");
	assert_int_equal(reference_service_cities(ref, "FR", cities, COUNT(cities)), 19);
	assert_int_equal(reference_service_cities(ref, "US", cities, COUNT(cities)), 56);
	assert_string_equal(cities[0].city, "Albuquerque");
	assert_string_equal(cities[0].state, "NM");
	assert_int_equal(reference_conferencing_cities(ref, "US", cities, COUNT(cities)), 4);
	assert_int_equal(reference_destinations(ref, "", NULL, 0), 198);
	assert_int_equal(
		reference_destinations(ref, "reunion", destinations, COUNT(destinations)), 1);
	assert_string_equal(destinations[0].code, "RE");
	assert_true(reference_country(ref, "GR", &row, NULL));
	assert_true(row.conferencing_zone_a);
	assert_true(reference_country(ref, "AL", &row, NULL));
	assert_false(row.conferencing_zone_a);
}

static int64_t number_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t number = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL))
		fail_msg("%s", sqlite3_errmsg(db));
	if (sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

static void another_rooms_sql_joins_the_facts(void **state)
{
	struct error err = { 0 };
	struct reference *other;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), 0);
	assert_true(reference_attach(db, &err));
	assert_true(reference_attach(db, &err)); /* twice is no error */
	assert_int_equal(
		number_of(db,
			"SELECT count(*) FROM ref.sku_plans JOIN ref.service_plans ON name = service_plan"
			" WHERE sku_id = 'ae2343d1-0999-43f6-ae18-d816516f6e78'"),
		2);
	assert_int_equal(number_of(db, "SELECT bits FROM ref.sku_bits WHERE part_number = 'mcoev'"),
		CAPABILITY_PHONE_SYSTEM);
	assert_int_equal(
		number_of(db,
			"SELECT cents FROM price_now WHERE part_number = 'MCOEV' AND currency = 'USD'"),
		1000);
	assert_int_not_equal(
		sqlite3_exec(db, "DELETE FROM ref.rules", NULL, NULL, NULL), SQLITE_OK);
	other = reference_open(db, &err);
	assert_non_null(other);
	assert_int_equal(reference_value(other, "reservation_seconds"), 600);
	reference_close(other);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Every text of every table must fit into its struct: a cut source or name would be a quiet lie. */
static void no_text_is_longer_than_its_struct(void **state)
{
	static const struct {
		const char *column, *table;
		size_t room;
	} cases[] = {
		{ "name", "countries", sizeof(((struct country *)0)->name) },
		{ "name_fr", "countries", sizeof(((struct country *)0)->name_fr) },
		{ "name", "iso_countries", sizeof(((struct country *)0)->name) },
		{ "name", "subdivisions", sizeof(((struct subdivision *)0)->name) },
		{ "key", "country_notes", sizeof(((struct country_note *)0)->key) },
		{ "value", "country_notes", sizeof(((struct country_note *)0)->value) },
		{ "area", "country_boxes", sizeof(((struct country_box *)0)->area) },
		{ "postal_code_regex", "address_formats",
			sizeof(((struct address_format *)0)->postal_code_regex) },
		{ "postal_code_example", "address_formats",
			sizeof(((struct address_format *)0)->postal_code_example) },
		{ "state_label", "address_formats",
			sizeof(((struct address_format *)0)->state_label) },
		{ "emergency_numbers", "address_formats",
			sizeof(((struct address_format *)0)->emergency_numbers) },
		{ "field", "address_fields", sizeof(((struct format_field *)0)->field) },
		{ "city", "areas", sizeof(((struct area *)0)->city) },
		{ "area_code", "areas", sizeof(((struct area *)0)->area_code) },
		{ "city", "service_cities", sizeof(((struct city *)0)->city) },
		{ "city", "conferencing_cities", sizeof(((struct city *)0)->city) },
		{ "plan", "minutes", sizeof(((struct plan_minutes *)0)->plan) },
		{ "part_number", "skus", sizeof(((struct sku *)0)->part_number) },
		{ "name", "skus", sizeof(((struct sku *)0)->name) },
		{ "listed_name", "skus", sizeof(((struct sku *)0)->listed_name) },
		{ "category", "skus", sizeof(((struct sku *)0)->category) },
		{ "audience", "skus", sizeof(((struct sku *)0)->audience) },
		{ "name", "service_plans", sizeof(((struct service_plan *)0)->name) },
		{ "minutes_plan", "service_plans",
			sizeof(((struct service_plan *)0)->minutes_plan) },
		{ "section", "rules", sizeof(((struct rule_text *)0)->section) },
		{ "text", "rules", sizeof(((struct rule_text *)0)->text) },
		{ "\"where\"", "rule_states", sizeof(((struct rule_state *)0)->where) },
		{ "proof", "rule_states", sizeof(((struct rule_state *)0)->proof) },
		{ "topic", "conflicts", sizeof(((struct conflict *)0)->topic) },
		{ "older", "conflicts", sizeof(((struct conflict *)0)->older) },
		{ "older_source", "conflicts", sizeof(((struct conflict *)0)->older_source) },
		{ "later", "conflicts", sizeof(((struct conflict *)0)->later) },
		{ "later_source", "conflicts", sizeof(((struct conflict *)0)->later_source) },
		{ "value", "conflicts", sizeof(((struct conflict *)0)->value) },
		{ "place", "conflicts", sizeof(((struct conflict *)0)->place) },
		{ "purpose", "cmdlets", sizeof(((struct cmdlet *)0)->purpose) },
		{ "older", "cmdlets", sizeof(((struct cmdlet *)0)->older) },
		{ "present", "cmdlets", sizeof(((struct cmdlet *)0)->present) },
		{ "parameters", "cmdlets", sizeof(((struct cmdlet *)0)->parameters) },
		{ "note", "cmdlets", sizeof(((struct cmdlet *)0)->note) },
		{ "name", "constants", sizeof(((struct constant *)0)->name) },
		{ "unit", "constants", sizeof(((struct constant *)0)->unit) },
		{ "papers_new", "formalities", sizeof(((struct formality *)0)->papers_new) },
		{ "papers_port", "formalities", sizeof(((struct formality *)0)->papers_port) },
		{ "port_note", "formalities", sizeof(((struct formality *)0)->port_note) },
		{ "language", "locales", sizeof(((struct locale *)0)->language) },
		{ "time_zone", "locales", sizeof(((struct locale *)0)->time_zone) },
		{ "place", "locales", sizeof(((struct locale *)0)->place) },
		{ "media", "bandwidth", sizeof(((struct bandwidth *)0)->media) },
		{ "quality", "bandwidth", sizeof(((struct bandwidth *)0)->quality) },
		{ "name", "network", sizeof(((struct network_opening *)0)->name) },
		{ "value", "network", sizeof(((struct network_opening *)0)->value) },
		{ "mark", "network", sizeof(((struct network_opening *)0)->mark) },
		{ "measure", "network_targets", sizeof(((struct network_target *)0)->measure) },
		{ "under", "network_targets", sizeof(((struct network_target *)0)->under) },
		{ "during", "network_targets", sizeof(((struct network_target *)0)->during) },
		{ "name", "destinations", sizeof(((struct destination *)0)->name) },
		{ "plans",
			"(SELECT group_concat(service_plan, ';') AS plans FROM ref.sku_plans GROUP BY sku_id)",
			sizeof(((struct sku *)0)->plans) },
		{ "fields",
			"(SELECT group_concat(field, '|') AS fields FROM ref.address_fields WHERE required = 'yes'"
			" GROUP BY country)",
			sizeof(((struct address_format *)0)->required_fields) },
	};
	static const char *const with_origin[] = { "countries", "country_notes", "country_boxes",
		"areas", "minutes", "skus", "prices", "rules", "constants", "formalities",
		"address_formats", "cmdlets", "bandwidth", "network", "network_targets",
		"locales" };
	struct error err = { 0 };
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), 0);
	assert_true(reference_attach(db, &err));
	for (int i = 0; i < COUNT(cases); i++) {
		char *sql = xasprintf("SELECT max(length(CAST(%s AS BLOB))) FROM %s%s",
			cases[i].column, *cases[i].table == '(' ? "" : "ref.", cases[i].table);

		print_message("%s of %s\n", cases[i].column, cases[i].table);
		assert_in_range(number_of(db, sql), 1, cases[i].room - 1);
		free(sql);
	}
	for (int i = 0; i < COUNT(with_origin); i++) {
		bool doubts = strcmp(with_origin[i], "rules") != 0 &&
			      strcmp(with_origin[i], "cmdlets") != 0;
		char *sql = xasprintf(
			"SELECT max(max(length(CAST(source AS BLOB)) - %zu, %s - %zu)) FROM ref.%s",
			sizeof(((struct origin *)0)->source),
			doubts ? "length(CAST(doubt AS BLOB))" : "0",
			sizeof(((struct origin *)0)->doubt), with_origin[i]);

		print_message("origin of %s\n", with_origin[i]);
		assert_true(number_of(db, sql) < 0);
		free(sql);
	}
	sqlite3_close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_114_countries),
		cmocka_unit_test(microsoft_sells_plans_in_33_countries_and_partners_in_two),
		cmocka_unit_test(a_country_says_what_its_page_says),
		cmocka_unit_test(an_unknown_country_is_told_so),
		cmocka_unit_test(a_country_is_found_by_code_and_name_without_case_and_accents),
		cmocka_unit_test(minutes_are_those_of_country_and_plan),
		cmocka_unit_test(
			a_product_is_found_by_id_and_part_number_and_known_by_its_service_plans),
		cmocka_unit_test(old_part_numbers_have_a_new_one),
		cmocka_unit_test(rules_and_facts_agree_on_every_service_plan),
		cmocka_unit_test(an_unknown_price_is_unknown_and_an_old_one_has_its_age),
		cmocka_unit_test(the_demo_has_prices_of_its_own),
		cmocka_unit_test(areas_are_found_by_state_city_and_code),
		cmocka_unit_test(every_country_with_plans_has_an_area),
		cmocka_unit_test(the_next_best_areas_are_near),
		cmocka_unit_test(a_number_tells_its_area),
		cmocka_unit_test(address_fields_come_in_the_countrys_order),
		cmocka_unit_test(postal_code_patterns_take_their_example_and_no_nonsense),
		cmocka_unit_test(an_address_that_needs_a_state_has_a_list_of_them),
		cmocka_unit_test(papers_and_waits_are_those_of_the_country),
		cmocka_unit_test(every_rule_has_its_text_source_and_date),
		cmocka_unit_test(every_rule_has_a_state_and_sections_count_them),
		cmocka_unit_test(conflicts_and_cmdlets_come_by_their_rules),
		cmocka_unit_test(constants_have_value_unit_and_rule),
		cmocka_unit_test(service_quota_goes_by_tiers),
		cmocka_unit_test(notes_cities_and_destinations_are_there),
		cmocka_unit_test(another_rooms_sql_joins_the_facts),
		cmocka_unit_test(no_text_is_longer_than_its_struct),
	};

	return cmocka_run_group_tests(tests, open_facts, close_facts);
}
