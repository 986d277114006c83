/* Proves the topics licences, offer, organizations, callers and cost on the real facts and on a
 * small tenant: the first lines answer, prices that are not known are not 0, old names find the
 * present product, and people are advised by what they hold. */
#include "core/base/text.h"
#include "core/sheet/topic.h"
#include "tests/unit/plan-fixture.h"

static struct reference *ref;
static char *printed; /* the last sheet as text */
static char *jsoned;  /* and as JSON */

/* "plan=e5 people=3": answers; "+word" a word. */
struct ask {
	char texts[8][80];
	const char *ids[8], *values[8], *words[8];
	int count, word_count;
};

static void ask_parse(struct ask *ask, const char *given)
{
	*ask = (struct ask){ .count = 0 };
	for (int i = 0; *given && i < 8; i++) {
		size_t len = strcspn(given, " ");
		snprintf(ask->texts[i], sizeof ask->texts[i], "%.*s", (int)len, given);
		char *equals = strchr(ask->texts[i], '=');
		if (equals) {
			*equals = '\0';
			ask->ids[ask->count] = ask->texts[i];
			ask->values[ask->count++] = equals + 1;
		} else {
			ask->words[ask->word_count++] = ask->texts[i];
		}
		given += len + (given[len] == ' ');
	}
}

static void sheet_ask(const char *row, struct store *store, const char *topic, const char *given)
{
	struct ask ask;
	struct sheet sheet;
	struct error err = { 0 };
	struct str text = { 0 };
	ask_parse(&ask, given);
	struct topic_context context = { .topic = topic_of(topic),
		.store = store,
		.ref = ref,
		.now = FIXTURE_NOW,
		.given_ids = ask.ids,
		.given = ask.values,
		.given_count = ask.count,
		.words = ask.words,
		.word_count = ask.word_count };
	if (!topic_sheet(&context, &sheet, &err))
		fail_msg("%s: %s", row, err.text);
	free(printed);
	free(jsoned);
	sheet_print(&sheet, 2000, &text);
	printed = str_take(&text);
	struct json *json = json_new();
	json_object(json, NULL);
	sheet_json(&sheet, json);
	json_end(json);
	jsoned = xstrdup(json_done(json));
	json_free(json);
	sheet_fini(&sheet);
}

static void expect_no_part(const char *row, const char *got, const char *part)
{
	if (strstr(got, part))
		fail_msg("%s: got \"%s\", which has \"%s\"", row, got, part);
}

/* The lines before the first section. */
static void expect_first(const char *row, const char *part)
{
	char *end = strstr(printed, "\n\n");
	end = end ? strstr(end + 2, "\n\n") : NULL;
	char *first = end ? xstrndup(printed, (size_t)(end - printed)) : xstrdup(printed);
	expect_part(row, first, part);
	free(first);
}

struct row {
	const char *name, *topic, *given;
	const char *first; /* in the lines before the first section */
	const char *part;  /* anywhere; NULL: not looked at */
};

static void expect_rows(struct store *store, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sheet_ask(rows[i].name, store, rows[i].topic, rows[i].given);
		expect_first(rows[i].name, rows[i].first);
		if (rows[i].part)
			expect_part(rows[i].name, printed, rows[i].part);
	}
}

static void a_plan_and_a_feature_give_the_ordered_list(void **state)
{
	static const struct row rows[] = {
		{ "R-078, R-411: business today", "licences", "plan=business_standard",
			"Teams Phone with Calling Plan", "The answer of 2018" },
		{ "R-046, R-411: business in 2018", "licences",
			"plan=business_standard edition=2018",
			"Plan with Teams + Teams Phone Standard + Domestic Calling Plan",
			"Today's answer" },
		{ "R-028, R-048: one or two people in 2018", "licences",
			"plan=business_standard feature=few edition=2018", "Free Skype app",
			"contacts must be entered" },
		{ "R-032, R-425: SfB Plan 2 in 2018", "licences",
			"plan=sfb_2 feature=phone_system edition=2018", "Plan with Teams",
			"R-425" },
		{ "R-090: SfB Plan 2 today", "licences", "plan=sfb_2", "Plan with Teams", "R-090" },
		{ "R-037: E4 in 2018, whatever the licence list says", "licences",
			"plan=e4 feature=voicemail edition=2018", "Exchange Online Plan 2",
			"EXCHANGEENTERPRISE" },
		{ "R-038: E3 in 2018", "licences", "plan=e3 feature=voicemail edition=2018",
			"Teams Phone Standard", NULL },
		{ "R-040: E5 without conferencing in 2018", "licences",
			"plan=e5_no_conferencing feature=conferencing edition=2018",
			"Microsoft 365 E5", "Another firm's audio conferencing" },
		{ "R-043: E5", "licences", "plan=e5 feature=conferencing", "it is included", NULL },
		{ "R-077: E5", "licences", "plan=m365_e5", "Domestic Calling Plan", "MCOPSTN1" },
		{ "R-106: E5 with minutes", "licences", "plan=e5_minutes", "it is included", NULL },
		{ "R-076: F1", "licences", "plan=f1 feature=phone_system", "Teams Phone Standard",
			"$10.00" },
		{ "R-092: without Teams", "licences", "plan=no_teams_e3",
			"Teams Enterprise + Teams Phone with Calling Plan", "$8.55" },
		{ "R-092: nobody sold that in 2018", "licences", "plan=no_teams_e3 edition=2018",
			"the documents do not say", NULL },
		{ "R-086: Business Voice", "licences", "plan=business_voice",
			"Teams Phone with Calling Plan + Audio Conferencing with dial-out",
			"R-085" },
		{ "R-086: without Calling Plan", "licences", "plan=business_voice_bare",
			"Teams Phone Standard + Audio Conferencing with dial-out", NULL },
		{ "R-080, R-412: conferencing is free", "licences", "plan=e3 feature=conferencing",
			"$0.00 for 1 person", "R-412" },
		{ "R-130: where conferencing is not sold", "licences",
			"plan=e3 feature=conferencing country=IN", "Another firm's", "R-040" },
		{ "R-129: a country without Calling Plans", "licences", "plan=e3 country=BR",
			"not sold by Microsoft there  R-129", "Direct Routing" },
		{ "R-129: nor has E5 one there", "licences", "plan=m365_e5 country=BR",
			"not sold by Microsoft there  R-129", "Direct Routing" },
		{ "R-129: nor for one or two people", "licences",
			"plan=apps feature=few country=BR", "not sold by Microsoft there  R-129",
			"Free Skype app" },
		{ "R-129: nor in the answer of 2018", "licences", "plan=e3 country=BR edition=2018",
			"not sold by Microsoft there  R-129", "Direct Routing" },
		{ "R-126: a partner's country", "licences", "plan=e3 country=AU",
			"not sold by Microsoft there  R-126", "Direct Routing" },
		{ "R-013: a carrier helps where no plan is sold", "licences",
			"plan=e3 feature=own_carrier country=BR", "Teams Phone Standard", "MCOEV" },
		{ "A3 takes education's products", "licences", "plan=a3 feature=phone_system",
			"Teams Phone Standard", "MCOEV_FACULTY" },
		{ "G3 takes government's products", "licences", "plan=g3 feature=phone_system",
			"Teams Phone Standard", "MCOEV_GOV" },
		{ "R-001: a licence a person", "licences", "plan=e3 feature=phone_system people=7",
			"$70.00 for 7 people", NULL },
		{ "R-009: a price that is not known is not 0", "licences", "plan=m365_e5 people=7",
			"unknown for 7 people", NULL },
	};
	(void)state;
	expect_rows(NULL, rows, COUNT_OF(rows));
}

static void without_a_plan_there_is_a_table_of_all(void **state)
{
	(void)state;
	sheet_ask("all", NULL, "licences", "plan=all");
	expect_part("R-001", printed, "count one licence for each who uses it");
	expect_part("R-091", printed, "now Phone System, Teams Phone Standard");
	expect_part("JSON", jsoned, "\"id\":\"m365_e5\"");
	expect_part("JSON", jsoned, "\"calling_plan\":\"plan\"");
	expect_part("R-416", printed, "R-416");
	sheet_ask("2018", NULL, "licences", "plan=all edition=2018");
	expect_part("R-411", printed, "These are the answers of 2018.");
	expect_part("R-028", jsoned, "\"few\":\"free app\"");
}

static void identifiers_and_old_names_find_their_product(void **state)
{
	static const struct {
		const char *name, *word, *part;
	} rows[] = {
		{ "R-093", "ENTERPRISEPREMIUM_NOPSTNCONF", "Office 365 E5 Without Audio" },
		{ "R-094", "SPB", "Microsoft 365 Business Premium" },
		{ "R-095", "MCOSTANDARD", "no, not any more" },
		{ "R-096", "mcoev", "Teams Phone Standard" },
		{ "R-097", "MCOTEAMS_ESSENTIALS", "MCOEV;MCOPSTN1" },
		{ "R-098", "MCOPSTN1", "domestic minutes" },
		{ "R-099", "MCOPSTN2", "domestic and international minutes" },
		{ "R-100, R-107", "MCOPSTN5", "MCOPSTN_5" },
		{ "R-101, R-107", "MCOPSTN6", "MCOPSTN_6" },
		{ "R-102", "MCOPSTN8", "not pooled" },
		{ "R-103", "MCOPSTN9", "newer variant" },
		{ "R-104", "MCOPSTN_PAYG_1", "country_zone_1" },
		{ "R-104", "MCOPSTN_PAYG_2", "paid by the minute" },
		{ "R-105, R-431", "MCOPSTNPP", "ringup reads both and writes MCOPSTNC" },
		{ "R-105, R-431", "MCOPSTNC", "ringup reads both and writes MCOPSTNC" },
		{ "R-106", "SPE_E5_CALLINGMINUTES", "Phone System" },
		{ "R-107", "MCOPSTN5_US", "120 minutes" },
		{ "R-108", "PHONESYSTEM_VIRTUALUSER", "a resource account's licence" },
		{ "R-109", "MCOMEETACPEA", "Audio Conferencing" },
		{ "R-110", "MCOCAP", "Teams Shared Devices" },
		{ "R-111", "Microsoft_Teams_Domestic_Calling_Plan_(Mexico)", "Mexico" },
		{ "R-091: Cloud PBX", "pbx", "Cloud PBX is called Teams Phone Standard now." },
		{ "R-091: Virtual User", "virtual", "PHONESYSTEM_VIRTUALUSER" },
		{ "by id", "e43b5b99-8dfb-405f-9987-dc307f34bcbd", "MCOEV" },
		{ "part of a name", "shared", "MCOCAP" },
		{ "no such product", "zzz", "No product has this name" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		sheet_ask(rows[i].name, NULL, "licences", rows[i].word);
		expect_part(rows[i].name, printed, rows[i].part);
	}
}

static void people_are_advised_by_what_they_hold(void **state)
{
	static const char sql[] =
		"DELETE FROM licence; UPDATE organization SET plan = 'ENTERPRISEPACK', service = 'files';"
		"INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES"
		" ('e3', 'ENTERPRISEPACK', 'Office 365 E3', 6145), ('e5', 'SPE_E5', 'Microsoft 365 E5', 6277),"
		" ('own', 'CONTOSO_BUNDLE', 'Contoso phones', 13);"
		"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES"
		" (1, 'e3', 1, 1), (2, 'e5', 1, 1), (3, 'own', 1, 1);";
	(void)state;
	fixture_fresh();
	struct store *store = fixture_open();
	fixture_exec(store, sql);
	sheet_ask("mixed", store, "licences", "");
	expect_first("the organization's plan", "Office 365 E3");
	expect_part("R-006: E3", jsoned,
		"\"label\":\"Office 365 E3 (US)\",\"people\":\"1\",\"callers\":\"1\",\"needs\":\"bundle\"");
	expect_part("R-077: E5", jsoned,
		"\"label\":\"Microsoft 365 E5 (US)\",\"people\":\"1\",\"callers\":\"1\",\"needs\":\"plan\"");
	expect_part("by service plans", jsoned,
		"\"label\":\"Contoso phones (US)\",\"people\":\"1\",\"callers\":\"1\",\"needs\":\"included\"");
	store_close(store);
}

static void callers_are_counted_not_people(void **state)
{
	static const struct row rows[] = {
		{ "R-369: ten inside, five outside", "callers", "outside=5 inside=10",
			"5 of 15 people need a phone licence", "R-369" },
		{ "R-368: one caller", "callers", "outside=1 inside=0",
			"1 of 1 people needs a phone licence", NULL },
		{ "R-023: nobody calls outside", "callers", "outside=0 inside=9",
			"of your 9 people none is marked yet", "calls to colleagues are free" },
	};
	(void)state;
	expect_rows(NULL, rows, COUNT_OF(rows));
	expect_part("R-018", printed, "Billing administrator");
	expect_part(
		"R-019", printed, "20 people at a time on the page Licences, 40 on Active users");
	fixture_fresh();
	struct store *store = fixture_open();
	fixture_exec(store,
		"UPDATE person SET calls = 0 WHERE id = 3; UPDATE licence SET actual = 1 WHERE person_id = 1;");
	sheet_ask("a tenant", store, "callers", "");
	expect_first("R-368: two of three", "2 of 3 people need a phone licence");
	expect_part("R-001: one has it", jsoned,
		"\"id\":\"ready\",\"label\":\"Hold all they need\",\"value\":1,\"of\":2");
	expect_part("R-001: one lacks it", jsoned,
		"\"id\":\"missing\",\"label\":\"Lack something\",\"value\":1");
	store_close(store);
}

static void the_first_line_is_the_monthly_total(void **state)
{
	(void)state;
	fixture_fresh();
	struct store *store = fixture_open();
	sheet_ask("a plan", store, "cost", "");
	expect_first("three bundles of the demo", "A month");
	expect_first("three bundles of the demo", "$45.00");
	expect_part(
		"JSON", jsoned, "\"id\":\"monthly_cents\",\"label\":\"A month\",\"value\":4500");
	expect_first("a caller", "$15.00 on average, for 3 people");
	fixture_exec(store, "UPDATE offer SET cents = NULL");
	sheet_ask("R-001: unknown", store, "cost", "");
	expect_first("unknown is said", "3 licences, counted as unknown and not as 0");
	fixture_exec(store, "DELETE FROM licence; UPDATE person SET calls = 0");
	sheet_ask("nobody calls", store, "cost", "");
	expect_first("what it would cost", "for 1 person who calls");
	store_close(store);
}

static void without_a_profile_cost_speaks_of_one_caller(void **state)
{
	static const struct row rows[] = {
		{ "US", "cost", "country=US", "$10.00 + unknown for 1 person", "Ways compared" },
		{ "R-129: not sold", "cost", "country=BR", "unknown in BR", NULL },
		{ "euros are not known", "cost", "country=FR", "$10.00 + unknown",
			"Prices in EUR are not known" },
		{ "R-118: by the minute", "cost", "calling=payg", "$10.00 + unknown",
			"Communications Credits" },
	};
	(void)state;
	expect_rows(NULL, rows, COUNT_OF(rows));
	sheet_ask("BR", NULL, "cost", "country=BR");
	expect_no_part("nothing is compared where nothing is sold", printed, "Ways compared");
}

static void what_stands_in_the_way_of_the_offer_stands_first(void **state)
{
	static const struct row rows[] = {
		{ "R-003", "offer", "phone_system=no", "No Phone System owned", "Voice menu" },
		{ "R-055: nothing is known", "offer", "", "nothing that is known", "R-018" },
		{ "R-052", "offer", "phone_system=yes bought_from=godaddy",
			"Bought through GoDaddy", NULL },
		{ "R-053", "offer", "phone_system=yes commitment=monthly", "Monthly commitment",
			NULL },
		{ "R-054", "offer", "phone_system=yes action_pack=alone", "Partner, no bought seat",
			NULL },
		{ "R-061", "offer", "phone_system=yes kind=21vianet", "Kind of organization",
			NULL },
		{ "R-129", "offer", "phone_system=yes country=BR", "No Calling Plans there", NULL },
		{ "R-021, R-426: the menu", "offer", "phone_system=no", "No Phone System",
			"R-022" },
	};
	(void)state;
	expect_rows(NULL, rows, COUNT_OF(rows));
	fixture_fresh();
	struct store *store = fixture_open();
	fixture_exec(store,
		"UPDATE organization SET plan = 'O365_BUSINESS_PREMIUM', bought_from = 'godaddy', synced_at = 5");
	sheet_ask("a tenant", store, "offer", "");
	expect_first("R-003: nothing owned", "No Phone System owned");
	expect_part("R-052: its plan is a business plan", printed,
		"A business plan bought through GoDaddy cannot take these add-ons.");
	fixture_exec(store, "UPDATE subscription SET seats_actual = 1");
	sheet_ask("a tenant that owns one", store, "offer", "");
	expect_first("R-052 is next", "Bought through GoDaddy");
	expect_part("R-078", printed, "R-078");
	sheet_ask("2018", store, "offer", "edition=2018");
	expect_part("R-046", printed, "R-046");
	store_close(store);
}

static void every_kind_of_organization_has_its_answer(void **state)
{
	static const struct row rows[] = {
		{ "R-059: commercial", "organizations", "", "yes", "Skype Meeting Broadcast" },
		{ "R-059: GCC", "organizations", "kind=gcc", "MCOEV_GOV", "R-060" },
		{ "R-056: education", "organizations", "kind=education", "MCOEV_FACULTY", "R-056" },
		{ "R-061: 21Vianet", "organizations", "kind=21vianet", "not promised", "R-062" },
		{ "R-155, R-172: new commerce", "organizations", "agreement=new", "yes", "R-155" },
	};
	(void)state;
	expect_rows(NULL, rows, COUNT_OF(rows));
	expect_part("R-058", jsoned, "\"phone_system\"");
	fixture_fresh();
	struct store *store = fixture_open();
	fixture_exec(store,
		"UPDATE person SET mailbox = 'onprem' WHERE id < 3; UPDATE person SET onprem_line = '+14255550199' WHERE id = 1;"
		"UPDATE person SET calls = 0 WHERE id = 1;");
	sheet_ask("servers", store, "organizations", "");
	expect_part("R-083, R-429", printed, "2 people, 1 of whom call outside");
	expect_part("R-331", printed, "1 person, 0 of whom calls outside");
	store_close(store);
}

static int set_up(void **state)
{
	struct error err = { 0 };
	if (fixture_set_up(state) != 0)
		return -1;
	text_set_ascii(true);
	ref = reference_open(NULL, &err);
	return ref ? 0 : -1;
}

static int tear_down(void **state)
{
	free(printed);
	free(jsoned);
	reference_close(ref);
	return fixture_tear_down(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_and_a_feature_give_the_ordered_list),
		cmocka_unit_test(without_a_plan_there_is_a_table_of_all),
		cmocka_unit_test(identifiers_and_old_names_find_their_product),
		cmocka_unit_test(people_are_advised_by_what_they_hold),
		cmocka_unit_test(callers_are_counted_not_people),
		cmocka_unit_test(the_first_line_is_the_monthly_total),
		cmocka_unit_test(without_a_profile_cost_speaks_of_one_caller),
		cmocka_unit_test(what_stands_in_the_way_of_the_offer_stands_first),
		cmocka_unit_test(every_kind_of_organization_has_its_answer),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
