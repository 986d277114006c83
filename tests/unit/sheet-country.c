/* Proves what is said of a country: the plain answer first, the 14 answers of its page, who sells,
 * which papers and times, for all countries and for the rows of the rules. */
#include "core/sheet/country.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "core/rules/papers.h"
#include "core/sheet/topic.h"
#include "tests/unit/expect.h"

static struct reference *ref;
static struct country all[COUNTRY_LIST];
static int all_count;

static int facts_open(void **state)
{
	struct error err = { 0 };
	(void)state;
	ref = reference_open(NULL, &err);
	all_count = ref ? reference_countries(ref, all, COUNTRY_LIST) : 0;
	return ref ? 0 : -1;
}

static int facts_close(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

/* The facts of one country; valid until the next call. */
static const struct country_facts *facts_of(const char *code)
{
	static struct country_facts facts;
	struct error err = { 0 };
	if (!country_facts_load(ref, code, &facts, &err))
		fail_msg("%s: %s", code, err.text);
	return &facts;
}

/* What a row says of a country; valid until the next call. */
static const char *says(const char *code, const char *id, bool brief)
{
	static struct str text;
	str_clear(&text);
	country_row(id)->text(facts_of(code), brief, &text);
	return str_text(&text);
}

static void countries_are_114(void **state)
{
	(void)state;
	expect_number("R-132: the page of 2022", all_count, 114);
}

static void microsoft_sells_in_33_countries_and_partners_in_two(void **state)
{
	static const char microsoft[] =
		"US PR CA GB IE FR DE ES NL BE IT CH AT PT SE DK NO FI PL CZ HU SK SI HR RO LT LV EE LU NZ SG ZA MX";
	int sold = 0;
	(void)state;
	for (int i = 0; i < all_count; i++) {
		const char *code = all[i].code;
		enum country_seller seller = facts_of(code)->country.seller;
		enum country_seller want = strstr(microsoft, code)   ? COUNTRY_SELLER_MICROSOFT
					   : strcmp(code, "AU") == 0 ? COUNTRY_SELLER_TELSTRA
					   : strcmp(code, "JP") == 0 ? COUNTRY_SELLER_SOFTBANK
								     : COUNTRY_SELLER_NONE;
		sold += seller != COUNTRY_SELLER_NONE;
		expect_number(code, seller, want);
	}
	expect_number("R-129: countries with Calling Plans", sold, 35);
}

static void the_first_line_answers_plainly(void **state)
{
	static const struct {
		const char *name, *code, *text;
		enum sheet_tone tone;
	} rows[] = {
		{ "R-129: Belgium", "BE",
			"Yes: Calling Plans are sold in Belgium by Microsoft, 1,200 domestic",
			SHEET_OK },
		{ "R-122: the US", "US", "by Microsoft, 3,000 domestic", SHEET_OK },
		{ "R-421: Puerto Rico, the later figure", "PR", "3,000 domestic", SHEET_OK },
		{ "R-126: Australia", "AU", "Telstra sells and runs", SHEET_OK },
		{ "R-127: Japan", "JP", "to Japanese tenants only", SHEET_WARNING },
		{ "R-130: Brazil has Phone System only", "BR",
			"No: no Calling Plans are sold in Brazil. Take your own carrier",
			SHEET_BAD },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = { 0 };
		expect_number(
			rows[i].name, country_answer(facts_of(rows[i].code), &text), rows[i].tone);
		expect_part(rows[i].name, str_text(&text), rows[i].text);
		str_fini(&text);
	}
}

/* the 14 questions of a country's page, in their order. */
static void every_country_has_the_14_answers_in_their_order(void **state)
{
	static const char *const ids[COUNTRY_ANSWERS] = { "audio_conferencing",
		"conferencing_numbers", "call_me", "phone_system", "auto_attendants", "call_queues",
		"voicemail", "calling_plans", "minutes", "premium_numbers", "destinations",
		"toll_cities", "service_numbers", "credits" };
	(void)state;
	for (int i = 0; i < all_count; i++) {
		struct sheet sheet;
		struct error err = { 0 };
		int at = 0;
		sheet_init(&sheet, "");
		if (!country_sheet(ref, &all[i], 1, 1, &sheet, &err))
			fail_msg("%s: %s", all[i].code, err.text);
		expect_part(all[i].code, sheet.title, all[i].name);
		expect_number(all[i].code, sheet.lines[0].kind, SHEET_TEXT);
		assert_true(strncmp(sheet.lines[0].value, "Yes", 3) == 0 ||
			    strncmp(sheet.lines[0].value, "No:", 3) == 0);
		for (int k = 0; k < sheet.count; k++)
			if (at < COUNTRY_ANSWERS && strcmp(sheet.lines[k].id, ids[at]) == 0) {
				assert_true(sheet.lines[k].value[0] != '\0');
				at++;
			}
		expect_number(all[i].code, at, COUNTRY_ANSWERS);
		sheet_fini(&sheet);
	}
}

static void premium_numbers_are_called_in_three_countries(void **state)
{
	(void)state;
	expect_part(
		"R-134: France", says("FR", "premium_numbers", false), "Communications Credits");
	expect_text("R-134: Austria", says("AT", "premium_numbers", false), "yes");
	expect_part("R-134: the UK in part", says("GB", "premium_numbers", false),
		"in part, from Communications Credits: +44843 44844 44845 44870 44871 44872");
	for (int i = 0; i < all_count; i++) {
		enum fact fact = facts_of(all[i].code)->country.premium_numbers;
		bool may = fact == FACT_YES || fact == FACT_CREDITS;
		expect_number(all[i].code, may, strstr("FR AT GB", all[i].code) != NULL);
	}
}

/* A row of for each of its countries. */
static void papers_and_times_are_those_of_the_rules(void **state)
{
	static const struct {
		const char *rule, *codes, *by, *papers, *delivery, *port, *port_papers, *ported;
	} rows[] = {
		{ "R-235", "BE DE IE", "form", "form", "no time named", "7 to 30 days", "loa",
			"yes" },
		{ "R-236", "AT", "portal", "bill", "no time named", "7 to 30 days", "loa bill",
			"yes" },
		{ "R-237", "PT", "portal", "agreement", "no time named", "7 to 30 days",
			"loa agreement", "yes" },
		{ "R-238", "CZ", "portal", "kyc_form", "2 to 3 weeks", "2 to 3 weeks", "loa bill",
			"no" },
		{ "R-239", "FI HU LU", "portal", "kyc_form", "2 to 3 weeks", "2 to 3 weeks", "loa",
			"no" },
		{ "R-240", "NO RO SK", "portal", "kyc_form", "2 to 3 weeks", "4 to 5 weeks", "loa",
			"no" },
		{ "R-241", "NZ SG", "portal", "kyc_form", "2 to 3 weeks", "1 to 6 weeks", "loa",
			"no" },
		{ "R-242", "HR", "portal", "kyc_form", "1 to 12 weeks", "up to 2 weeks", "loa bill",
			"no" },
		{ "R-243", "PL", "portal", "kyc_form", "1 to 12 weeks", "up to 3 weeks", "loa",
			"no" },
		{ "R-244", "LV", "portal", "kyc_form", "1 to 4 weeks", "up to 3 weeks", "loa bill",
			"no" },
		{ "R-245", "EE", "portal", "", "1 to 4 weeks", "up to 3 weeks", "loa bill", "no" },
		{ "R-246", "LT", "portal", "", "1 to 12 weeks", "up to 6 weeks", "loa bill", "no" },
		{ "R-247", "SI", "portal", "", "1 to 12 weeks", "up to 3 weeks", "loa bill", "no" },
		{ "R-248", "ZA", "portal", "kyc_form", "1 to 4 weeks", "up to 6 weeks",
			"loa last_bill", "no" },
		{ "R-249", "MX", "portal", "", "no time named", "no time named",
			"loa attorney identity last_bill transfer", "yes" },
		{ "R-250", "US PR CA GB FR ES NL IT CH SE DK", "portal", "", "no time named",
			"7 to 30 days", "loa", "yes" },
		{ "R-251", "AU", "Telstra", "partner", "no time named", "no time named", "partner",
			"unknown" },
		{ "R-251", "JP", "SoftBank", "partner", "no time named", "no time named", "partner",
			"unknown" },
	};
	int seen = 0;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (const char *at = rows[i].codes; *at; at += at[2] ? 3 : 2) {
			char name[24], code[3] = { at[0], at[1], '\0' };
			enum paper papers[8];
			struct str ids = { 0 };
			snprintf(name, sizeof name, "%s: %s", rows[i].rule, code);
			seen++;
			expect_number(name, facts_of(code)->papers.rule, atoi(rows[i].rule + 2));
			expect_text(name, says(code, "new_numbers_by", true), rows[i].by);
			expect_text(name, says(code, "delivery", true), rows[i].delivery);
			expect_text(name, says(code, "port_time", true), rows[i].port);
			expect_text(name, says(code, "ported_conferencing", true), rows[i].ported);
			const struct country_facts *facts = facts_of(code);
			int count = papers_for_new(facts->papers.papers_new,
				facts->country.numbers_by == NUMBERS_BY_FORM, papers, 8);
			for (int k = 0; k < count; k++)
				str_addf(&ids, "%s%s", k ? " " : "", paper_of(papers[k])->id);
			expect_text(name, str_text(&ids), rows[i].papers);
			str_clear(&ids);
			count = papers_read(facts->papers.papers_port, papers, 8);
			for (int k = 0; k < count; k++)
				str_addf(&ids, "%s%s", k ? " " : "", paper_of(papers[k])->id);
			expect_text(name, str_text(&ids), rows[i].port_papers);
			str_fini(&ids);
		}
	}
	expect_number("countries with Calling Plans", seen, 35);
}

static void special_wishes_go_by_a_form_where_the_page_says_so(void **state)
{
	(void)state;
	expect_part("R-250: France", says("FR", "new_numbers_by", false), "special wishes");
	expect_text("R-236: Austria", says("AT", "new_numbers_by", false), "in the portal");
	expect_part("R-263: mostly two weeks", says("FR", "port_time", false), "mostly within 14");
	expect_part("R-249: Mexico at night", says("MX", "port_time", false), "02:00 and 07:30");
}

static void toll_numbers_have_the_cities_of_the_pages(void **state)
{
	static const struct {
		const char *code;
		int cities;
	} rows[] = { { "FR", 19 }, { "GB", 19 }, { "PL", 10 }, { "SE", 8 }, { "CA", 5 },
		{ "BE", 6 }, { "NZ", 5 }, { "SK", 5 }, { "CZ", 5 }, { "HR", 5 }, { "HU", 4 },
		{ "FI", 3 }, { "SI", 3 }, { "ZA", 3 }, { "DE", 2 }, { "ES", 2 }, { "IT", 1 },
		{ "CH", 1 }, { "MX", 1 }, { "AT", 1 }, { "DK", 1 }, { "EE", 1 }, { "IE", 1 },
		{ "LT", 1 }, { "LU", 1 }, { "NL", 1 }, { "NO", 1 }, { "PT", 1 }, { "RO", 0 } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].code, facts_of(rows[i].code)->service_count, rows[i].cities);
	expect_part("R-253: Germany", says("DE", "toll_cities", false), "Frankfurt, Munich");
	expect_part("R-253: Romania", says("RO", "toll_cities", false), "belong to no city");
}

static void the_order_of_steps_is_the_country_s(void **state)
{
	static const struct {
		const char *name, *code, *order, *address;
		int rule;
	} rows[] = {
		{ "R-227: the US", "US", "numbers first", "at assignment", 228 },
		{ "R-228: Canada", "CA", "numbers first", "at assignment", 228 },
		{ "R-228: Puerto Rico", "PR", "numbers first", "at assignment", 228 },
		{ "R-227: France", "FR", "addresses first", "before the number", 228 },
		{ "R-229: Mexico, not documented", "MX", "addresses first", "before, unsure", 229 },
		{ "R-413: Ireland", "IE", "addresses first", "before the number", 228 },
		{ "no Calling Plans", "BR", "unknown", "unknown", 229 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		expect_text(rows[i].name, says(rows[i].code, "order", true), rows[i].order);
		expect_text(rows[i].name, says(rows[i].code, "address", true), rows[i].address);
		expect_number(rows[i].name,
			country_row_rule(country_row("address"), facts_of(rows[i].code)),
			rows[i].rule);
	}
}

static void pay_as_you_go_in_south_africa_stays_in_doubt(void **state)
{
	const struct country_row *row = country_row("pay_as_you_go");
	(void)state;
	expect_part("R-424", says("ZA", "pay_as_you_go", false), "in doubt");
	expect_number("R-424", country_row_rule(row, facts_of("ZA")), 424);
	expect_number("R-119", country_row_rule(row, facts_of("GB")), 119);
	expect_number("R-121", country_row_rule(row, facts_of("MX")), 121);
}

static void every_note_has_a_sentence(void **state)
{
	(void)state;
	for (int i = 0; i < all_count; i++) {
		const struct country_facts *facts = facts_of(all[i].code);
		for (int k = 0; k < facts->note_count; k++)
			if (!country_note_known(&facts->notes[k]))
				fail_msg("%s: %s=%s has no words", all[i].code, facts->notes[k].key,
					facts->notes[k].value);
	}
}

static void a_word_means_the_countries_it_names(void **state)
{
	static const struct {
		const char *name, *word, *codes;
	} rows[] = {
		{ "a code", "be", "BE" },
		{ "a name", "Belgium", "BE" },
		{ "a French name", "belgique", "BE" },
		{ "accents aside", "etats-unis", "US" },
		{ "a start of several", "lit", "LT" },
		{ "a part of several", "ireland", "IE" },
		{ "nowhere", "atlantis", NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		static struct country list[COUNTRY_LIST];
		struct error err = { 0 };
		struct str codes = { 0 };
		int count = 0;
		bool ok = country_pick(ref, rows[i].word, list, &count, &err);
		expect_number(rows[i].name, ok, rows[i].codes != NULL);
		for (int k = 0; k < count; k++)
			str_addf(&codes, "%s%s", k ? " " : "", list[k].code);
		expect_text(rows[i].name, str_text(&codes), rows[i].codes ? rows[i].codes : "");
		str_fini(&codes);
	}
}

static void a_country_that_is_named_twice_is_shown_once(void **state)
{
	static struct country list[COUNTRY_LIST];
	struct error err = { 0 };
	int count = 0;
	(void)state;
	assert_true(country_pick(ref, "FR", list, &count, &err));
	assert_true(country_pick(ref, "france", list, &count, &err));
	expect_number("France", count, 1);
}

static int tables_of(const struct sheet *sheet, int *widest)
{
	int tables = 0;
	*widest = 0;
	for (int i = 0; i < sheet->count; i++) {
		if (sheet->lines[i].kind != SHEET_COLUMNS)
			continue;
		tables++;
		if (sheet->lines[i].cell_count > *widest)
			*widest = sheet->lines[i].cell_count;
	}
	return tables;
}

static void several_stand_side_by_side_in_even_tables(void **state)
{
	static const struct {
		const char *name;
		int count, each, tables, widest;
	} rows[] = {
		{ "two", 2, 4, 1, 2 },
		{ "four", 4, 4, 1, 4 },
		{ "five are three and two", 5, 4, 2, 3 },
		{ "six are three and three", 6, 4, 2, 3 },
		{ "a narrow terminal", 3, 0, 3, 1 },
		{ "a wide one", 9, 99, 2, 5 },
		{ "all", 114, 6, 19, 6 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sheet sheet;
		struct error err = { 0 };
		int widest;
		sheet_init(&sheet, "");
		assert_true(country_sheet(ref, all, rows[i].count, rows[i].each, &sheet, &err));
		expect_number(rows[i].name, tables_of(&sheet, &widest), rows[i].tables);
		expect_number(rows[i].name, widest, rows[i].widest);
		sheet_fini(&sheet);
	}
}

static void the_topic_takes_words_and_refuses_what_is_no_country(void **state)
{
	static const char *const words[] = { "FR", "germany", "BE" }, *const bad[] = { "atlantis" };
	struct topic_context context = {
		.topic = topic_of("country"), .ref = ref, .words = words, .word_count = 3
	};
	struct sheet sheet;
	struct error err = { 0 };
	struct json *json = json_new();
	(void)state;
	assert_true(topic_sheet(&context, &sheet, &err));
	json_object(json, NULL);
	sheet_json(&sheet, json);
	json_end(json);
	expect_part("the columns", json_done(json), "\"fr\":\"1,200\",\"de\":\"1,200\",\"be\":");
	json_free(json);
	sheet_fini(&sheet);
	context.words = bad;
	context.word_count = 1;
	assert_false(topic_sheet(&context, &sheet, &err));
	expect_part("no country", err.text, "atlantis");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(countries_are_114),
		cmocka_unit_test(microsoft_sells_in_33_countries_and_partners_in_two),
		cmocka_unit_test(the_first_line_answers_plainly),
		cmocka_unit_test(every_country_has_the_14_answers_in_their_order),
		cmocka_unit_test(premium_numbers_are_called_in_three_countries),
		cmocka_unit_test(papers_and_times_are_those_of_the_rules),
		cmocka_unit_test(special_wishes_go_by_a_form_where_the_page_says_so),
		cmocka_unit_test(toll_numbers_have_the_cities_of_the_pages),
		cmocka_unit_test(the_order_of_steps_is_the_country_s),
		cmocka_unit_test(pay_as_you_go_in_south_africa_stays_in_doubt),
		cmocka_unit_test(every_note_has_a_sentence),
		cmocka_unit_test(a_word_means_the_countries_it_names),
		cmocka_unit_test(a_country_that_is_named_twice_is_shown_once),
		cmocka_unit_test(several_stand_side_by_side_in_even_tables),
		cmocka_unit_test(the_topic_takes_words_and_refuses_what_is_no_country),
	};
	return cmocka_run_group_tests(tests, facts_open, facts_close);
}
