/* Proves that the topics of service numbers and of conferencing say what the facts and the tenant
 * say, and plan what they promise: orders, a change of usage, licences of hosts, the bridge. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/reference/reference.h"
#include "core/sheet/topic.h"
#include "core/store/store.h"
#include "tests/unit/expect.h"

static char folder[64];
static struct store *store;
static struct reference *ref;

static int set_up(void **state)
{
	struct error err = { 0 };
	char path[80];
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/ringup-service-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	snprintf(path, sizeof path, "%s/t.db", folder);
	store = store_open(path, 0, &err);
	ref = store ? reference_open(store_db(store), &err) : NULL;
	return ref ? 0 : -1;
}

static int gone(const char *name, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(name);
}

static int tear_down(void **state)
{
	(void)state;
	reference_close(ref);
	store_close(store);
	return nftw(folder, gone, 8, FTW_DEPTH | FTW_PHYS);
}

static void sql(const char *text)
{
	struct error err = { 0 };
	if (!store_exec(store, text, &err))
		fail_msg("%s", err.text);
}

static const char *text_of(const char *query)
{
	static char text[400];
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v2(store_db(store), query, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", query, sqlite3_errmsg(store_db(store)));
	text[0] = '\0';
	if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0))
		snprintf(text, sizeof text, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return text;
}

/* "kind=toll city=Seattle": the context of a topic with these answers; pieces of `given`. */
struct asking {
	struct topic_context context;
	char text[400];
	const char *ids[12], *values[12];
};

static struct topic_context *asking(
	struct asking *out, const char *topic, const char *given, bool stored)
{
	int count = 0;
	char *rest = out->text, *piece;
	snprintf(out->text, sizeof out->text, "%s", given);
	while ((piece = strsep(&rest, ";")) && *piece) {
		out->ids[count] = strsep(&piece, "=");
		out->values[count++] = piece;
	}
	out->context = (struct topic_context){ .topic = topic_of(topic),
		.store = stored ? store : NULL,
		.ref = ref,
		.now = INT64_C(1800000000),
		.given_ids = out->ids,
		.given = out->values,
		.given_count = count };
	return &out->context;
}

static const struct sheet_line *line_of(const struct sheet *sheet, const char *id)
{
	for (int i = 0; i < sheet->count; i++)
		if (strcmp(sheet->lines[i].id, id) == 0)
			return &sheet->lines[i];
	fail_msg("no line %s", id);
	return NULL;
}

static void make(struct sheet *sheet, const char *topic, const char *given, bool stored)
{
	struct asking out;
	struct error err = { 0 };
	if (!topic_sheet(asking(&out, topic, given, stored), sheet, &err))
		fail_msg("%s %s: %s", topic, given, err.text);
}

static bool want(const char *topic, const char *given, struct str *said, struct error *err)
{
	struct asking out;
	struct topic_context *context = asking(&out, topic, given, true);
	*err = (struct error){ 0 };
	str_clear(said);
	return context->topic->want(context, said, err);
}

static void expect_wanted(const char *topic, const char *given, const char *part)
{
	struct str said = { 0 };
	struct error err;
	if (!want(topic, given, &said, &err))
		fail_msg("%s %s: %s", topic, given, err.text);
	expect_part(given, str_text(&said), part);
	str_fini(&said);
}

static void expect_refused(const char *topic, const char *given, const char *part)
{
	struct str said = { 0 };
	struct error err;
	if (want(topic, given, &said, &err))
		fail_msg("%s %s was planned", topic, given);
	expect_part(given, err.text, part);
	str_fini(&said);
}

static bool has_rule(const struct sheet *sheet, int rule)
{
	for (int i = 0; i < sheet->count; i++)
		if (sheet->lines[i].rule == rule)
			return true;
	return false;
}

/* Licences of a kind that people hold. */
static void assign(int phone, int conferencing)
{
	char text[1000];
	snprintf(text, sizeof text,
		"DELETE FROM person; DELETE FROM subscription;"
		"INSERT INTO subscription (sku_id, sku_part, capability, seats_actual, used_actual)"
		" VALUES ('p', 'MCOEV', 4, %d, %d), ('c', 'MCOMEETADV', 128, %d, %d);"
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		" INSERT INTO person (upn) SELECT 'host' || i FROM n WHERE i <= %d;"
		"INSERT INTO licence (person_id, sku_id, wanted, actual) SELECT id, 'c', 1, 1 FROM person;",
		phone, phone, conferencing, conferencing, conferencing, conferencing);
	sql(text);
}

/* ---- service numbers ---- */

static void quota_counts_both_licences_for_both_kinds(void **state)
{
	static const struct {
		const char *name;
		int phone, conferencing, limit;
	} cases[] = {
		{ "R-210: none", 0, 0, 0 },
		{ "R-192: one", 1, 0, 5 },
		{ "R-210: 30 and 21", 30, 21, 20 },
		{ "R-194: 51", 51, 0, 20 },
		{ "R-200: 1,001", 1001, 0, 125 },
		{ "R-209: 50,000", 50000, 0, 1500 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sheet sheet;
		assign(cases[i].phone, cases[i].conferencing);
		make(&sheet, "service", "", true);
		expect_number(cases[i].name, line_of(&sheet, "toll")->of, cases[i].limit);
		expect_number(cases[i].name, line_of(&sheet, "tollfree")->of, cases[i].limit);
		expect_number(cases[i].name, line_of(&sheet, "licences")->number,
			cases[i].phone + cases[i].conferencing);
		sheet_fini(&sheet);
	}
}

static void what_is_had_held_and_planned_takes_room(void **state)
{
	struct sheet sheet;
	(void)state;
	assign(1, 0);
	sql("INSERT INTO number (e164, kind, owned_wanted, owned_actual, source) VALUES"
	    " ('+12065550100', 'toll', 1, 1, 'plan'), ('+12065550101', 'toll', 1, 1, 'ported')");
	expect_wanted("service", "kind=toll;city=seattle;quantity=2", "2 toll numbers in Seattle");
	make(&sheet, "service", "", true);
	/* the ported one does not count. */
	expect_number("R-213", line_of(&sheet, "toll")->number, 3);
	sheet_fini(&sheet);
	expect_refused("service", "kind=toll;city=Seattle;quantity=3", "allows no more");
}

static void an_order_is_planned_where_there_are_numbers(void **state)
{
	(void)state;
	assign(60, 0);
	sql("UPDATE organization SET country = 'US'");
	expect_wanted("service", "kind=toll;city=seattle", "1 toll number in Seattle");
	expect_text("order",
		text_of("SELECT kind || ' ' || country || ' ' || state || ' ' || city || ' ' || quantity_wanted"
			" || ' ' || name FROM number_order"),
		"toll US WA Seattle 1 toll");
	expect_wanted("service", "kind=toll;city=Seattle", "1 toll number");
	expect_text("second", text_of("SELECT count(DISTINCT name) FROM number_order"), "2");
	expect_refused("service", "kind=toll;city=Nowhere", "no toll numbers in Nowhere");
	expect_refused("service", "kind=tollfree", "Communications Credits");
	sql("INSERT INTO feature (kind, name, wanted) VALUES ('credits', 'credits', '{}')");
	expect_wanted("service", "kind=tollfree;quantity=2", "2 toll-free numbers of US");
	expect_wanted("service", "kind=toll;country=FR;city=paris", "1 toll number in Paris");
	expect_text("R-228: service numbers are tied to no address",
		text_of("SELECT count(*) FROM number_order WHERE place_id IS NOT NULL"), "0");
}

static void the_usage_of_an_unassigned_number_changes(void **state)
{
	(void)state;
	assign(60, 0);
	sql("INSERT INTO number (e164, kind, owned_wanted, owned_actual) VALUES"
	    " ('+14255550100', 'user', 1, 1), ('+14255550101', 'user', 1, 1);"
	    "INSERT INTO person (id, upn) VALUES (1, 'ava@x');"
	    "INSERT INTO assignment (person_id, number_wanted, number_actual) VALUES"
	    " (1, '+14255550101', '+14255550101')");
	expect_wanted("service", "number=+14255550100;usage=toll", "+14255550100");
	expect_text("R-184", text_of("SELECT kind || name || wanted FROM feature"),
		"usage+14255550100{\"usage\":\"toll\"}");
	expect_refused("service", "number=+14255550101;usage=toll", "Somebody has the number");
	expect_refused("service", "number=+14255550100;usage=user", "already");
	expect_refused("service", "number=+19995550100;usage=toll", "no such number");
}

/* R-253; Denmark has no areas; what is not known says so. */
static void cities_and_kinds_are_those_of_the_country(void **state)
{
	static const struct {
		const char *country;
		int cities, rule;
	} cases[] = { { "CA", 5, 253 }, { "DK", -1, 179 }, { "AQ", -1, 182 } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sheet sheet;
		char given[20];
		snprintf(given, sizeof given, "country=%s", cases[i].country);
		make(&sheet, "service", given, false);
		if (cases[i].cities >= 0)
			expect_number(given, line_of(&sheet, "cities")->number, cases[i].cities);
		expect_number(given, has_rule(&sheet, cases[i].rule), true);
		sheet_fini(&sheet);
	}
}

/* ---- conferencing ---- */

static void the_pool_is_sixty_minutes_a_licence(void **state)
{
	static const struct {
		const char *name, *given;
		int licences, pool;
		enum sheet_tone tone;
	} cases[] = {
		{ "R-398: 20 assigned", "minutes=0", 20, 1200, SHEET_PLAIN },
		{ "R-401: below 80 %", "minutes=959", 20, 1200, SHEET_PLAIN },
		{ "R-401: 80 %", "minutes=960", 20, 1200, SHEET_WARNING },
		{ "R-401: 100 %", "minutes=1200", 20, 1200, SHEET_BAD },
		{ "R-398: none", "minutes=0", 0, 0, SHEET_PLAIN },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sheet sheet;
		assign(5, cases[i].licences);
		make(&sheet, "conferencing", cases[i].given, true);
		const struct sheet_line *pool = line_of(&sheet, "pool");
		expect_number(cases[i].name, pool->of, cases[i].pool);
		expect_number(cases[i].name, pool->tone, cases[i].tone);
		sheet_fini(&sheet);
	}
}

static void zone_a_and_the_cities_are_those_of_the_facts(void **state)
{
	static const struct {
		const char *name, *given;
		int cities;
	} cases[] = {
		{ "R-396: US", "country=US", 4 },
		{ "R-396: FR", "country=FR", 1 },
		{ "R-396: PR", "country=PR", 0 },
		{ "R-396: AU", "country=AU", 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sheet sheet;
		make(&sheet, "conferencing", cases[i].given, false);
		expect_number(cases[i].name, line_of(&sheet, "cities")->number, cases[i].cities);
		expect_number("R-399", line_of(&sheet, "zone_a")->number, 44);
		sheet_fini(&sheet);
	}
}

/* the organization's country counts, wherever people are. */
static void the_default_number_is_of_the_organization(void **state)
{
	struct sheet sheet;
	(void)state;
	sql("UPDATE organization SET country = 'FR';"
	    "INSERT INTO person (upn, usage_location_wanted, organizes) VALUES ('a@x', 'US', 1)");
	make(&sheet, "conferencing", "", true);
	expect_part("R-395", line_of(&sheet, "default")->value, "France");
	sheet_fini(&sheet);
}

static void a_destination_says_who_pays(void **state)
{
	static const struct {
		const char *name, *given;
		int rule;
	} cases[] = {
		{ "R-398: Japan", "to=JP", 398 },
		{ "R-397: Argentina", "to=AR", 397 },
		{ "R-398: the pool is empty", "to=JP;minutes=99999", 398 },
		{ "R-402: by the minute", "to=JP;terms=minute", 402 },
	};
	(void)state;
	assign(0, 20);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sheet sheet;
		make(&sheet, "conferencing", cases[i].given, true);
		expect_number(cases[i].name, line_of(&sheet, "to")->rule, cases[i].rule);
		sheet_fini(&sheet);
	}
}

static void hosts_get_licences_and_the_bridge_its_numbers(void **state)
{
	(void)state;
	sql("UPDATE organization SET country = 'US', plan = 'ENTERPRISEPACK';"
	    "INSERT INTO person (id, upn, usage_location_wanted) VALUES (1, 'ava@x', 'US'), (2, 'ben@x', 'US');"
	    "INSERT INTO number (e164, kind, owned_wanted, owned_actual) VALUES"
	    " ('+12065550100', 'toll', 1, 1), ('+18005550100', 'tollfree', 1, 1),"
	    " ('+14255550100', 'user', 1, 1)");
	expect_wanted("conferencing", "organizers=ava@x, ", "1 person hosts");
	expect_text("R-393",
		text_of("SELECT group_concat(upn || ' ' || sku_part) FROM licence JOIN person ON id = person_id"
			" JOIN subscription USING (sku_id) WHERE wanted"),
		"ava@x MCOMEETADV");
	expect_refused("conferencing", "for=marked;organizers=nobody@x", "nobody@x");
	expect_refused("conferencing", "for=marked;toll=+14255550100", "+14255550100");
	expect_refused("conferencing", "for=marked;tollfree=+18005550100", "credit");
	expect_refused("conferencing", "for=marked;toll=+19995550100", "+19995550100");
	/* */
	expect_refused(
		"conferencing", "for=marked;languages=fr-FR", "languages of a shared number");
	expect_wanted("conferencing", "for=all;toll=+12065550100;languages=en-US, fr-FR",
		"2 people host");
	expect_text("R-404", text_of("SELECT wanted FROM feature WHERE kind = 'bridge'"),
		"{\"toll\":\"+12065550100\",\"toll_free\":\"\",\"languages\":[\"en-US\",\"fr-FR\"]}");
	sql("INSERT INTO feature (kind, name, wanted) VALUES ('credits', 'credits', '{}')");
	expect_wanted("conferencing", "for=none;tollfree=+18005550100", "0 people host");
	expect_text("the toll number stays",
		text_of("SELECT wanted FROM feature WHERE kind = 'bridge'"),
		"{\"toll\":\"+12065550100\",\"toll_free\":\"+18005550100\",\"languages\":[]}");
	expect_text("R-024: nobody hosts any more",
		text_of("SELECT count(*) FROM licence WHERE wanted"), "0");
}

/* What a question refuses before it is remembered. */
static void questions_check_what_is_typed(void **state)
{
	static const struct {
		const char *topic, *question, *value, *part; /* part NULL: it is taken */
	} cases[] = {
		{ "conferencing", "pin", "4", NULL },
		{ "conferencing", "pin", "3", "4 and 12" },
		{ "conferencing", "pin", "13", "4 and 12" },
		{ "conferencing", "toll", "555", "+14255550100" },
		{ "conferencing", "for", "some", "marked" },
		{ "service", "quantity", "0", "whole number" },
		{ "service", "number", "", NULL },
		{ "service", "number", "+1 425 555 0100", "+14255550100" },
		{ "service", "number", "+14255550100", NULL },
		{ "service", "kind", "premium", "tollfree" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct asking out;
		struct str text = { 0 };
		struct error err = { 0 };
		struct topic_context *context = asking(&out, cases[i].topic, "", true);
		bool ok = question_check(context, topic_question(context->topic, cases[i].question),
			cases[i].value, &text, &err);
		if (ok != !cases[i].part)
			fail_msg("%s %s=%s", cases[i].topic, cases[i].question, cases[i].value);
		if (!ok)
			expect_part(cases[i].value, err.text, cases[i].part);
		str_fini(&text);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(quota_counts_both_licences_for_both_kinds),
		TEST(what_is_had_held_and_planned_takes_room),
		TEST(an_order_is_planned_where_there_are_numbers),
		TEST(the_usage_of_an_unassigned_number_changes),
		TEST(cities_and_kinds_are_those_of_the_country),
		TEST(the_pool_is_sixty_minutes_a_licence),
		TEST(zone_a_and_the_cities_are_those_of_the_facts),
		TEST(the_default_number_is_of_the_organization),
		TEST(a_destination_says_who_pays),
		TEST(hosts_get_licences_and_the_bridge_its_numbers),
		TEST(questions_check_what_is_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
