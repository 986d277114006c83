/* Proves that the topics of minutes and credits answer with the figures of the rules, name both
 * sides where documents disagree, say "unknown" where nothing is known, and that credits which are
 * wished are planned with their free licences. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/plan/licensing.h"
#include "core/plan/pools.h"
#include "core/sheet/minutes.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-minutes-XXXXXX";
static struct store *store;
static struct reference *ref;

static int set_up(void **state)
{
	(void)state;
	struct error err = { 0 };
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	char *path = path_join(folder, "test.db");
	store = store_open(path, 0, &err);
	free(path);
	ref = store ? reference_open(store_db(store), &err) : NULL;
	if (!ref)
		print_error("%s\n", err.text);
	return ref ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	reference_close(ref);
	store_close(store);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static void must(bool fine, const struct error *err)
{
	if (!fine)
		fail_msg("%s", err->text);
}

/* ---- asking ---- */

enum { GIVEN = 12 };

/* "country=US to=Canada" as the command line gives it. */
struct asked {
	char text[200];
	const char *ids[GIVEN], *values[GIVEN];
	struct topic_context context;
};

static void ask(struct asked *asked, const char *topic, const char *answers, struct store *own)
{
	*asked = (struct asked){ .context = { .topic = topic_of(topic),
					 .store = own,
					 .ref = ref,
					 .now = clock_parse("2026-11-21") } };
	struct topic_context *context = &asked->context;
	char *rest;
	snprintf(asked->text, sizeof asked->text, "%s", answers);
	for (char *word = strtok_r(asked->text, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest)) {
		char *equals = strchr(word, '=');
		assert_non_null(equals);
		*equals = '\0';
		assert_non_null(topic_question(context->topic, word));
		asked->ids[context->given_count] = word;
		asked->values[context->given_count++] = equals + 1;
	}
	context->given_ids = asked->ids;
	context->given = asked->values;
}

/* The sheet as text of lines that are long enough. The caller frees it. */
static char *answer_of(const char *topic, const char *answers, struct store *own)
{
	struct asked asked;
	struct sheet sheet;
	struct error err = { 0 };
	struct str text = { 0 };
	ask(&asked, topic, answers, own);
	must(topic_sheet(&asked.context, &sheet, &err), &err);
	sheet_print(&sheet, 400, &text);
	sheet_fini(&sheet);
	return str_take(&text);
}

struct row {
	const char *name, *topic, *answers;
	const char *parts[4]; /* all of them are said */
};

static void expect_said(const struct row *row, struct store *own)
{
	char *text = answer_of(row->topic, row->answers, own);
	for (size_t i = 0; i < COUNT_OF(row->parts) && row->parts[i]; i++)
		expect_part(row->name, text, row->parts[i]);
	free(text);
}

/* ---- without a profile ---- */

static const struct row rows[] = {
	/* Plans. */
	{ "R-122: Canada", "plans", "country=CA",
		{ "the usual one brings 3,000 minutes", "domestic, 240 min" } },
	{ "R-124: France", "plans", "country=FR",
		{ "the usual one brings 1,200 minutes", "600", "R-120" } },
	{ "R-115, R-116, R-118: the kinds", "plans", "country=FR",
		{ "Domestic: calls to numbers of the country", "R-116",
			"Pay-As-You-Go: the same destinations, no outgoing minutes" } },
	{ "R-117, R-410: kinds of plan", "plans", "country=FR",
		{ "know two", "Pay-As-You-Go came in summer 2022", "R-117" } },
	{ "R-119: not on sale, from elsewhere", "plans", "country=US",
		{ "Pay-As-You-Go is not on sale, but a licence of zone 1", "R-119" } },
	{ "R-121, R-125: Mexico", "plans", "country=MX",
		{ "1,200", "Microsoft_Teams_Domestic_Calling_Plan_(Mexico)", "R-121" } },
	{ "R-126: Telstra", "plans", "country=AU", { "Telstra sells and runs", "R-126" } },
	{ "R-127: SoftBank", "plans", "country=JP", { "SoftBank sells and runs", "R-127" } },
	{ "R-129: Brazil", "plans", "country=BR", { "Calling Plans are not sold", "R-129" } },
	{ "R-123, R-421: both values of Puerto Rico", "plans", "country=PR",
		{ "says 1,200", "says 3,000", "R-421", "one pool" } },
	{ "R-122, R-422: both sides of 120 and 240", "plans", "country=US",
		{ "Not in the US", "on (R-122, R-422)", "off by default (R-122, R-422)" } },
	{ "R-424: both sides of South Africa", "plans", "country=ZA",
		{ "On the country page of 2022-08-07", "in no zone list of 2023-01-11", "R-424" } },
	{ "R-423: 196 and 198", "plans", "country=FR",
		{ "196 countries and regions", "198", "R-423" } },
	{ "R-430, R-146: US and Canada", "plans", "country=US",
		{ "international before about 2020, domestic in the pages of 2022", "R-430",
			"R-146" } },
	{ "R-144: a call to Canada", "plans", "country=US to=Canada",
		{ "inside: the domestic plan pays" } },
	{ "R-116: a call to Belgium, by its code", "plans", "country=FR to=be",
		{ "Belgium", "abroad: the international plan" } },
	{ "R-153: no destination", "plans", "country=FR to=Atlantis",
		{ "is no destination of the plans", "R-153" } },
	{ "R-145: the trap", "plans", "country=CA",
		{ "refuses these calls all the same", "R-145" } },
	/* Pools. */
	{ "R-138: three of ten bundles", "pools", "country=CA people=3 bought=10",
		{ "3 x 3,000 = 9,000 minutes", "7 licences are bought and not assigned" } },
	{ "R-139: a hundred small ones", "pools", "country=GB plan=domestic_120 people=100",
		{ "100 x 120 = 12,000 minutes" } },
	{ "R-140: the second pool of France", "pools", "country=FR plan=international people=2",
		{ "2 x 1,200 = 2,400 minutes", "2 x 600 = 1,200 minutes", "R-128" } },
	{ "R-138, R-139, R-140: the examples", "pools", "country=US",
		{ "9,000", "12,000", "6,000", "2,400" } },
	{ "R-147: alone", "pools", "country=FR plan=domestic_120_user people=5",
		{ "Not pooled: each of the 5 people has 120 minutes alone", "R-147" } },
	{ "R-016: more assigned than bought", "pools", "country=FR people=5 bought=3",
		{ "3 licences are bought: 5 cannot be assigned", "R-016" } },
	{ "R-118: no pool", "pools", "country=FR plan=payg people=5",
		{ "brings no minutes: there is no pool" } },
	{ "R-141: full again", "pools", "", { "full again on 2026-12-01" } },
	{ "R-125: no such plan", "pools", "country=MX plan=domestic_120",
		{ "this plan is not sold", "R-125" } },
	/* Forecast. */
	{ "nothing runs out", "forecast", "country=FR people=10 hires=0",
		{ "Nothing runs out within 12 months", "3,000 of 12,000" } },
	{ "out in February at 3 hires a month", "forecast", "country=US people=5 hires=3 stock=7",
		{ "The 7 numbers that nobody has run out in 2027-02", "0 left, 2 to get",
			"1,500 of 15,000" } },
	{ "R-137: short at once", "forecast", "country=FR people=10 minutes=1600 hires=0",
		{ "From 2026-11 on the minutes do not last the month", "16,000 are used and 12,000",
			"on about day 23 of 30" } },
	{ "R-128: the counter abroad", "forecast",
		"country=FR plan=international people=2 abroad=700 hires=0",
		{ "the minutes abroad do not last", "1,400 are used and 1,200", "R-128" } },
	{ "R-152: charged at once", "forecast", "country=FR people=2 abroad=700",
		{ "the 1,400 minutes abroad are charged to the credits", "R-152" } },
	{ "R-186: numbers kept ready", "forecast", "country=FR people=10 hires=0 keep=12",
		{ "In 2026-11 the number quota is reached: 22 numbers are needed, the licences allow 21",
			"R-186" } },
	{ "R-191: service numbers", "forecast",
		"country=FR people=25 hires=0 service=4 service_more=1",
		{ "In 2027-01 the service numbers pass their tier: 6 of 5", "R-191" } },
	{ "R-016: licences that nobody buys", "forecast",
		"country=FR people=5 hires=2 buy=no seats=3",
		{ "In 2027-01 the licences run out: 1 hire finds none" } },
	{ "R-129: nothing to reckon", "forecast", "country=BR", { "not sold", "R-129" } },
	/* Abroad. */
	{ "R-154: nothing is known", "abroad", "country=US",
		{ "leave most of the plan's minutes unused",
			"unknown: answer price=", "unknown: answer rate=" } },
	{ "R-154: the plan", "abroad", "country=US price=12 rate=2.5 minutes=500 people=3",
		{ "The international plan is cheaper", "from 481 minutes", "$36.00", "$37.50" } },
	{ "R-154: credits", "abroad", "country=US price=12 rate=2.5 minutes=100 people=3",
		{ "The domestic plan with credits is cheaper", "$7.50" } },
	{ "R-154: only the rate", "abroad", "country=FR rate=3 minutes=100",
		{ "Break-even  unknown", "less than 3.00 EUR more" } },
	{ "R-154: only the price", "abroad", "country=FR price=6 minutes=100",
		{ "a minute costs more than 0.060 EUR" } },
	{ "R-175: rates", "abroad", "", { "not by where the caller is", "R-175" } },
	/* Credits. */
	{ "R-162: amount, trigger, recharge", "credits", "",
		{ "Put in $50.00; whenever less than $20.00 is left, $50.00 is bought again" } },
	{ "R-163: 50 dollars", "credits", "amount=49.99", { "below the least", "R-163" } },
	{ "R-161: one-time", "credits", "auto=no", { "Put in $50.00 once", "R-161" } },
	{ "R-166: six uses", "credits", "",
		{ "Minutes beyond an empty pool", "All outgoing calls of Pay-As-You-Go",
			"the toll-free numbers stop", "R-166" } },
	{ "R-168, R-169: carried over, lost after a year", "credits", "spend=3 auto=no",
		{ "bought on 2026-11-21 is lost in 2027-11",
			"at $3.00 a month, $14.00 of it lapses in 2027-11" } },
	{ "R-169: used in time", "credits", "spend=10",
		{ "nothing within 36 months, at $10.00 a month" } },
	{ "R-165: empty", "credits", "spend=10 auto=no",
		{ "at $10.00 a month, the balance is 0 in 2027-04", "R-165" } },
	{ "R-414: both sides", "credits", "",
		{ "a guide of 2022-03 says that credits are carried over", "lost after 12 months",
			"R-414" } },
	{ "R-172, R-155: new commerce", "credits", "billed=after",
		{ "cannot buy credits", "switch pay-as-you-go on", "R-172" } },
	{ "R-156 to R-160", "credits", "", { "R-156", "R-158", "R-159", "R-160" } },
	{ "R-164, R-170, R-171, R-173", "credits", "", { "R-164", "R-170", "R-171", "R-173" } },
	/* Empty. */
	{ "R-151, R-135: the newcomer's two sentences", "empty", "country=US",
		{ "Without credits outgoing calls stop until 2026-12-01",
			"Calls that come in go on as before" } },
	{ "R-150: with credits", "empty", "country=US", { "with credits (R-150) they go on" } },
	{ "R-118: Pay-As-You-Go", "empty", "country=FR plan=payg",
		{ "has no minutes to run out", "R-118" } },
	{ "R-155: new commerce", "empty", "billed=after",
		{ "Your plan stops at its minutes", "billed by the minute", "R-155" } },
	{ "R-134: premium of France", "empty", "country=FR",
		{ "Premium numbers of this country are paid from credits" } },
	{ "R-134: premium elsewhere", "empty", "country=DE",
		{ "Premium numbers cannot be called from this country" } },
	{ "R-149, R-170, R-415", "empty", "",
		{ "24 to 48 hours", "R-170", "says that they use credits too", "R-415" } },
};

static void the_sheets_say_what_the_rules_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_said(&rows[i], NULL);
}

static void figures_are_written_and_read(void **state)
{
	static const struct {
		const char *text;
		int decimals;
		int64_t number;
	} cases[] = {
		{ "50", 2, 5000 },
		{ "49.9", 2, 4990 },
		{ "49,90", 2, 4990 },
		{ "49.901", 2, -1 },
		{ ".5", 2, 50 },
		{ "5.", 2, 500 },
		{ "2.5", 1, 25 },
		{ "2.55", 1, -1 },
		{ "12", 0, 12 },
		{ "12.", 0, 12 },
		{ "12.0", 0, -1 },
		{ "", 2, -1 },
		{ ".", 2, -1 },
		{ "-5", 2, -1 },
		{ "1.2.3", 2, -1 },
		{ "50 dollars", 2, -1 },
		{ "99999999999999999999", 2, -1 },
	};
	char text[MONEY_TEXT];
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_number(cases[i].text, minutes_decimal(cases[i].text, cases[i].decimals),
			cases[i].number);
	expect_text("thousands", minutes_number(text, 1234567), "1,234,567");
	expect_text("hundreds", minutes_number(text, 999), "999");
	expect_text("nothing", minutes_number(text, 0), "0");
	expect_text("dollars", minutes_money(text, 1200, "USD"), "$12.00");
	expect_text("unknown, never 0", minutes_money(text, -1, "USD"), "unknown");
	expect_text("a rate", minutes_rate(text, 25, "USD"), "$0.025");
	expect_text("of euros", minutes_rate(text, 1250, "EUR"), "1.250 EUR");
	expect_text("an unknown rate", minutes_rate(text, -1, "EUR"), "unknown");
}

/* ---- with a profile ---- */

static int64_t people_add(const char *country, const char *holds, int count, int from)
{
	struct error err = { 0 };
	char sku_id[SKU_ID];
	int64_t id = 0;
	if (holds)
		must(subscription_ensure(store, holds, sku_id, &err), &err);
	for (int i = from; i < from + count; i++) {
		char upn[40];
		snprintf(upn, sizeof upn, "p%d@x.example", i);
		struct person_record record = {
			.upn = upn, .usage_location = country, .enabled = 1, .present = 1
		};
		must(person_put(store, &record, &id, NULL, &err), &err);
		must(person_want_calls(store, id, PERSON_MARK, &err), &err);
		if (holds)
			must(licence_put(store, id, sku_id, true, &err), &err);
	}
	return id;
}

static void tenant_make(void)
{
	struct error err = { 0 };
	must(organization_set(store, ORGANIZATION_COUNTRY, "US", &err) &&
			organization_set(store, ORGANIZATION_CURRENCY, "USD", &err) &&
			organization_set(store, ORGANIZATION_CALLING, "domestic", &err) &&
			organization_set(store, ORGANIZATION_PRODUCT, "bundle", &err) &&
			organization_set(store, ORGANIZATION_PLAN, "SPB", &err),
		&err);
	people_add("US", "MCOTEAMS_ESSENTIALS", 2, 0);
	people_add("PR", NULL, 1, 10);
	people_add("FR", NULL, 3, 20);
	must(licensing_plan(store, ref, NULL, &err), &err);
}

static void pools_are_read_before_and_after_the_plan(void **state)
{
	static const struct {
		const char *name, *country;
		int64_t before, after, minutes_before, minutes_after;
	} expected[] = {
		{ "R-148: bundles planned in France", "FR", 0, 3, 0, 3600 },
		{ "R-143: Puerto Rico with the US", "US", 2, 3, 6000, 9000 },
	};
	static const struct row said[] = {
		{ "all", "pools", "",
			{ "there are 2 pools, with 12,600 minutes",
				"6,000 now, 9,000 with the plan", "0 now, 3,600 with the plan" } },
		{ "the forecast starts with these people", "forecast", "hires=0",
			{ "People now: 3", "900 of 9,000" } },
		{ "of another country", "forecast", "country=FR hires=0", { "900 of 3,600" } },
	};
	struct plan_pool pools[PLAN_POOLS];
	struct error err = { 0 };
	(void)state;
	expect_said(&(struct row){ "nobody", "pools", "", { "There is no pool yet" } }, store);
	tenant_make();
	assert_int_equal(plan_pools(store, ref, PLAN_POOLS, pools, &err), COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		expect_text(expected[i].name, pools[i].country, expected[i].country);
		expect_text(expected[i].name, pools[i].plan, "domestic");
		expect_number(expected[i].name, pools[i].before.licences, expected[i].before);
		expect_number(expected[i].name, pools[i].after.licences, expected[i].after);
		expect_number(
			expected[i].name, pools[i].before.domestic, expected[i].minutes_before);
		expect_number(expected[i].name, pools[i].after.domestic, expected[i].minutes_after);
	}
	for (size_t i = 0; i < COUNT_OF(said); i++)
		expect_said(&said[i], store);
}

static void expect_credits(const char *row, const char *document, const char *whom, int64_t count)
{
	struct feature feature = { .kind = FEATURE_CREDITS };
	struct organization organization;
	struct licence_counts counts;
	struct error err = { 0 };
	bool there = feature_get(store, FEATURE_CREDITS, "credits", &feature, &err);
	expect_text(row, there && feature.wanted ? feature.wanted : "none", document);
	if (there)
		feature_fini(&feature);
	must(organization_get(store, &organization, &err), &err);
	expect_text(row, organization.credits_for, whom);
	must(licence_count(store, true, &counts, &err), &err);
	expect_number(row, counts.credits, count);
}

static void credits_are_planned_with_their_licences(void **state)
{
	static const struct {
		const char *name, *answers;
		const char *refused; /* NULL: it is planned */
		const char *document, *whom;
		int64_t licences;
	} cases[] = {
		{ "R-163: too little", "amount=49", "below the least", "none", "none", 0 },
		{ "R-162: no trigger", "trigger=0", "R-162", "none", "none", 0 },
		{ "R-157, R-158: for those who call", "amount=100 for=callers", NULL,
			"{\"amount\":10000,\"auto\":1,\"trigger\":2000,\"recharge\":5000}",
			"callers", 6 },
		{ "R-161: one-time", "amount=75.50 auto=no for=callers", NULL,
			"{\"amount\":7550,\"auto\":0,\"trigger\":0,\"recharge\":0}", "callers", 6 },
		{ "for nobody", "for=none", NULL,
			"{\"amount\":5000,\"auto\":1,\"trigger\":2000,\"recharge\":5000}", "none",
			0 },
		{ "R-172: billed after use", "billed=after", NULL, "none", "none", 0 },
		{ "again", "for=all", NULL,
			"{\"amount\":5000,\"auto\":1,\"trigger\":2000,\"recharge\":5000}", "all",
			6 },
		{ "taken back", "amount=0", NULL, "none", "none", 0 },
	};
	(void)state;
	tenant_make();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct asked asked;
		struct str said = { 0 };
		struct error err = { 0 };
		ask(&asked, "credits", cases[i].answers, store);
		bool fine = asked.context.topic->want(&asked.context, &said, &err);
		if (cases[i].refused && fine)
			fail_msg("%s: was planned", cases[i].name);
		if (cases[i].refused)
			expect_part(cases[i].name, err.text, cases[i].refused);
		else
			must(fine, &err);
		assert_int_equal(said.len > 0, fine);
		expect_credits(cases[i].name, cases[i].document, cases[i].whom, cases[i].licences);
		str_fini(&said);
	}
}

static void credits_that_were_bought_are_not_wished_away(void **state)
{
	struct asked asked;
	struct str said = { 0 };
	struct error err = { 0 };
	(void)state;
	tenant_make();
	must(feature_is(store, FEATURE_CREDITS, "credits",
		     "{\"amount\":5000,\"auto\":1,\"trigger\":2000,\"recharge\":5000}", NULL, "1",
		     &err),
		&err);
	ask(&asked, "credits", "billed=after", store);
	must(asked.context.topic->want(&asked.context, &said, &err), &err);
	expect_part("R-172: it is used up first", str_text(&said), "no recharge any more");
	expect_credits("R-172: auto-recharge goes off",
		"{\"amount\":5000,\"auto\":0,\"trigger\":0,\"recharge\":0}", "none", 0);
	expect_said(&(struct row){ "both are shown", "credits", "",
			    { "Credits now      $50.00, and $50.00 again below $20.00",
				    "With the plan    $50.00\n" } },
		store);
	str_fini(&said);
}

static void credits_wait_for_a_phone_with_a_plan(void **state)
{
	struct asked asked;
	struct str said = { 0 };
	struct error err = { 0 };
	(void)state;
	ask(&asked, "credits", "", store);
	assert_false(asked.context.topic->want(&asked.context, &said, &err));
	assert_int_equal(err.code, ERROR_REFUSED);
	expect_part("R-156", err.text, "R-156");
	expect_said(&(struct row){ "R-156", "credits", "", { "R-156" } }, store);
	str_fini(&said);
}

static void a_demo_never_shows_real_prices(void **state)
{
	static const struct row said = { "R-081: the add-on of the bundle", "abroad", "rate=2",
		{ "$24.00 a month", "demo price", "an add-on", "never: even all 600 minutes" } };
	struct error err = { 0 };
	(void)state;
	tenant_make();
	must(organization_set(store, ORGANIZATION_SERVICE, "demo", &err), &err);
	expect_said(&said, store);
	expect_said(&(struct row){ "a demo's difference of two plans", "abroad",
			    "country=US rate=2", { "$24.00 a month" } },
		store);
	must(organization_set(store, ORGANIZATION_PRODUCT, "separate", &err), &err);
	expect_said(&(struct row){ "R-007: one in place of the other", "abroad", "rate=2.5",
			    { "$12.00 a month", "from 481 minutes" } },
		store);
	must(organization_set(store, ORGANIZATION_SERVICE, "files", &err), &err);
	expect_said(&(struct row){ "the domestic plan's price is not known", "abroad", "rate=2",
			    { "unknown: answer price=" } },
		store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_sheets_say_what_the_rules_say),
		TEST(figures_are_written_and_read),
		TEST(pools_are_read_before_and_after_the_plan),
		TEST(credits_are_planned_with_their_licences),
		TEST(credits_that_were_bought_are_not_wished_away),
		TEST(credits_wait_for_a_phone_with_a_plan),
		TEST(a_demo_never_shows_real_prices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
