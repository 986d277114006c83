/* Proves when a dial tone is there at the earliest and the latest, what waits for which paper, and
 * what it means to mark one. */
#include "core/sheet/timeline.h"

#include <stdlib.h>

#include "core/rules/workday.h"
#include "core/sheet/sheet.h"
#include "core/tenant/feature.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "tests/unit/tenant.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)

static struct reference *ref;

static int set_up(void **state)
{
	struct error err = { 0 };
	if (tenant_set_up(state) != 0)
		return -1;
	ref = reference_open(store_db(store), &err);
	return ref ? 0 : -1;
}

static int tear_down(void **state)
{
	reference_close(ref);
	return tenant_tear_down(state);
}

/* Wednesday 2026-11-18, 11:00 UTC. */
static int64_t now(void)
{
	return workday_from(2026, 11, 18) * DAY + 11 * HOUR;
}

/* "2026-11-18", "unknown". */
static const char *date(int64_t when, char text[24])
{
	int year, month, mday;
	if (when == TIMELINE_UNSAID)
		return "unknown";
	workday_date(workday_of(when), &year, &month, &mday);
	snprintf(text, 24, "%04d-%02d-%02d", year, month, mday);
	return text;
}

static void waits_of(struct waits *waits, const char *const *words, int count, bool port)
{
	static const char *const ids[] = { "port" };
	const char *const given[] = { port ? "yes" : "no" };
	struct topic_context context = { .topic = topic_of("papers"),
		.ref = ref,
		.now = now(),
		.words = words,
		.word_count = count,
		.given_ids = ids,
		.given = given,
		.given_count = 1 };
	OK(waits_make(&context, waits, err));
}

static const struct wait *wait_of(
	const struct waits *waits, enum wait_kind kind, const char *country)
{
	for (int i = 0; i < waits->count; i++)
		if (waits->list[i].kind == kind && strcmp(waits->list[i].country, country) == 0)
			return &waits->list[i];
	fail_msg("no wait of kind %d for \"%s\"", (int)kind, country);
	return NULL;
}

static void the_days_follow_from_the_country(void **state)
{
	static const struct {
		const char *name, *country, *numbers, *port;
	} rows[] = {
		{ "R-250: France, hours and R-263 up to 30 days", "FR", "2026-11-21",
			"2026-12-18" },
		{ "R-235: Belgium, no document says", "BE", "unknown", "2026-12-18" },
		{ "R-238: Czech Republic, 2 to 3 weeks", "CZ", "2026-12-11", "2026-12-09" },
		{ "R-242: Croatia, up to 12 weeks", "HR", "2027-02-12", "2026-12-02" },
		{ "R-237: Portugal's agreement", "PT", "unknown", "2026-12-18" },
		{ "R-251: Japan's partner", "JP", "unknown", "unknown" },
		{ "R-249: Mexico names no days", "MX", "2026-11-21", "unknown" },
		{ "R-248: South Africa, up to 6 weeks", "ZA", "2026-12-18", "2026-12-30" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct waits waits;
		char text[24];
		waits_of(&waits, &rows[i].country, 1, true);
		expect_text(rows[i].name,
			date(wait_of(&waits, WAIT_NUMBERS, rows[i].country)->span.end_most, text),
			rows[i].numbers);
		expect_text(rows[i].name,
			date(wait_of(&waits, WAIT_PORT, rows[i].country)->span.end_most, text),
			rows[i].port);
	}
}

static void numbers_wait_for_papers_and_licences(void **state)
{
	static const char *const words[] = { "US" };
	struct waits waits;
	char text[24];
	(void)state;
	waits_of(&waits, words, 1, false);
	const struct wait *numbers = wait_of(&waits, WAIT_NUMBERS, "US");
	expect_text(
		"R-432: two working days", date(waits.list[0].span.end_most, text), "2026-11-20");
	expect_text(
		"R-432: numbers wait for them", date(numbers->span.begin_most, text), "2026-11-20");
	expect_text("R-224: and take a day", date(numbers->span.end_most, text), "2026-11-21");
	expect_text(
		"R-337: the dial tone a day more", date(waits.whole.end_most, text), "2026-11-22");
	expect_number("R-435: at the earliest an hour", waits.whole.end_least, now() + HOUR);
}

static void the_largest_six_countries_fit(void **state)
{
	static const char *const words[] = { "MX", "ZA", "CZ", "HR", "PT", "LV", "FR", "DE" };
	struct waits waits;
	(void)state;
	waits_of(&waits, words, 8, true);
	expect_number("countries", waits.country_count, PAPERS_COUNTRIES);
	expect_number("the rest is told", waits.left_out, 2);
	assert_in_range(waits.count, 20, TIMELINE_MAX);
	expect_number("the dial tone is last", waits.list[waits.count - 1].kind, WAIT_ASSIGN);
}

static void a_country_s_paper_never_verifies_the_organization(void **state)
{
	char name[WAIT_NAME];
	(void)state;
	expect_text("R-432", wait_name(PAPER_KYC, "", name), "KYC");
	for (int i = PAPER_KYC + 1; i < PAPER_COUNT; i++)
		assert_int_not_equal(strncmp(wait_name((enum paper)i, "CZ", name), "KYC", 3), 0);
}

/* ---- marking ---- */

static bool want(const char *form, const char *country, const char *mark, struct error *err)
{
	static const char *const ids[] = { "form", "country", "state" };
	const char *const given[] = { form, country, mark };
	struct topic_context context = { .topic = topic_of("papers"),
		.store = store,
		.ref = ref,
		.now = now(),
		.given_ids = ids,
		.given = given,
		.given_count = 3 };
	struct str said = { 0 };
	bool ok = context.topic->want(&context, &said, err);
	assert_true(!ok || said.len > 0);
	str_fini(&said);
	return ok;
}

static void service_is(const char *service)
{
	OK(organization_set(store, ORGANIZATION_SERVICE, service, err));
}

static enum paper_state state_of(enum paper paper, const char *country)
{
	struct topic_context context = { .topic = topic_of("papers"),
		.store = store,
		.ref = ref,
		.now = now(),
		.words = &country,
		.word_count = 1 };
	struct waits waits;
	OK(waits_make(&context, &waits, err));
	for (int i = 0; i < waits.count; i++)
		if (waits.list[i].kind == WAIT_PAPER && waits.list[i].paper == paper)
			return waits.list[i].state;
	fail_msg("%s asks no such paper", country);
	return PAPER_NEEDED;
}

static void a_mark_is_what_the_sheet_shows_next(void **state)
{
	static const struct {
		const char *name, *form, *country, *mark;
		enum paper paper;
		enum paper_state state;
		const char *verified;
	} rows[] = {
		{ "R-432: sent", "kyc", "US", "sent", PAPER_KYC, PAPER_SENT, "pending" },
		{ "R-432: accepted", "kyc", "US", "accepted", PAPER_KYC, PAPER_ACCEPTED, "yes" },
		{ "R-432: asked again", "kyc", "US", "needed", PAPER_KYC, PAPER_NEEDED, "no" },
		{ "R-235: to send", "form", "BE", "needed", PAPER_FORM, PAPER_NEEDED, "no" },
		{ "R-235: sent", "form", "BE", "sent", PAPER_FORM, PAPER_SENT, "no" },
		{ "R-235: accepted", "form", "BE", "accepted", PAPER_FORM, PAPER_ACCEPTED, "no" },
		{ "R-238: the country's", "kyc_form", "CZ", "accepted", PAPER_KYC_FORM,
			PAPER_ACCEPTED, "no" },
	};
	(void)state;
	service_is("files");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct organization organization;
		OK(want(rows[i].form, rows[i].country, rows[i].mark, err));
		OK(organization_get(store, &organization, err));
		expect_text(rows[i].name, organization.verified, rows[i].verified);
		expect_number(
			rows[i].name, state_of(rows[i].paper, rows[i].country), rows[i].state);
	}
}

static void an_unanswered_mark_leaves_the_organization_s_paper_as_it_is(void **state)
{
	static const char *const marks[] = { "accepted", "sent", "needed" };
	struct topic_context context = {
		.topic = topic_of("papers"), .store = store, .ref = ref, .now = now()
	};
	(void)state;
	service_is("files");
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		struct str answer = { 0 };
		OK(want("kyc", "US", marks[i], err));
		expect_text(marks[i], topic_answer(&context, "state", &answer), marks[i]);
		str_fini(&answer);
	}
}

static void what_is_needed_is_planned_and_what_is_accepted_is_not(void **state)
{
	struct change_filter papers = { .kind = "papers" };
	struct error none = { 0 };
	(void)state;
	service_is("files");
	OK(want("form", "BE", "needed", err));
	expect_number("planned", change_count(store, &papers, &none), 1);
	OK(want("form", "BE", "sent", err));
	expect_number("still open", change_count(store, &papers, &none), 1);
	OK(want("form", "BE", "accepted", err));
	expect_number("done", change_count(store, &papers, &none), 0);
}

static void a_paper_that_nobody_asks_is_refused_with_those_that_are(void **state)
{
	(void)state;
	service_is("files");
	FAILS(want("bill", "BE", "sent", err), ERROR_INPUT, "form, loa");
	FAILS(want("form", "BR", "sent", err), ERROR_INPUT, "none");
}

static void the_demo_accepts_a_country_s_paper_itself(void **state)
{
	(void)state;
	service_is("demo");
	OK(want("form", "BE", "needed", err));
	FAILS(want("form", "BE", "accepted", err), ERROR_INPUT, "state=needed");
}

static void accepted_papers_hold_nothing_up(void **state)
{
	struct topic_context context = {
		.topic = topic_of("papers"), .store = store, .ref = ref, .now = now()
	};
	struct waits waits;
	(void)state;
	service_is("files");
	OK(organization_set(store, ORGANIZATION_COUNTRY, "US", err));
	OK(want("kyc", "US", "accepted", err));
	OK(waits_make(&context, &waits, err));
	expect_number("R-432", waits.list[0].span.end_most, now());
}

static void countries_are_those_of_the_orders(void **state)
{
	struct number_order order = {
		.name = "lyon", .kind = "user", .country = "FR", .quantity = 2
	};
	struct topic_context context = {
		.topic = topic_of("papers"), .store = store, .ref = ref, .now = now()
	};
	struct waits waits;
	(void)state;
	OK(number_order_put(store, &order, err));
	OK(waits_make(&context, &waits, err));
	expect_number("one country", waits.country_count, 1);
	expect_text("France", waits.countries[0], "FR");
}

static void a_sheet_says_unknown_where_no_document_names_a_day(void **state)
{
	static const char *const words[] = { "BE" };
	struct topic_context context = { .topic = topic_of("papers"),
		.ref = ref,
		.now = now(),
		.words = words,
		.word_count = 1 };
	struct sheet sheet;
	struct str text = { 0 };
	(void)state;
	OK(topic_sheet(&context, &sheet, err));
	sheet_print(&sheet, 80, &text);
	expect_part("the answer", str_text(&text), "the latest day is");
	expect_part("the line", str_text(&text), "or later");
	expect_part("R-235", str_text(&text), "request form");
	str_fini(&text);
	sheet_fini(&sheet);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_days_follow_from_the_country),
		TEST(numbers_wait_for_papers_and_licences),
		TEST(the_largest_six_countries_fit),
		TEST(a_country_s_paper_never_verifies_the_organization),
		TEST(a_mark_is_what_the_sheet_shows_next),
		TEST(an_unanswered_mark_leaves_the_organization_s_paper_as_it_is),
		TEST(what_is_needed_is_planned_and_what_is_accepted_is_not),
		TEST(a_paper_that_nobody_asks_is_refused_with_those_that_are),
		TEST(the_demo_accepts_a_country_s_paper_itself),
		TEST(accepted_papers_hold_nothing_up),
		TEST(countries_are_those_of_the_orders),
		TEST(a_sheet_says_unknown_where_no_document_names_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
