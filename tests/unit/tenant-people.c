/* Proves what people are: imports that update and never double, pages of the service whatever is in
 * them, lists and filters, and the wishes of the step Licences. */
#include "core/base/mem.h"
#include "core/reference/capability.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "core/tenant/sync.h"
#include "tests/unit/tenant.h"

#define BUNDLE_PART "MCOTEAMS_ESSENTIALS"

static void page(const char *json)
{
	OK(person_page(store, json, strlen(json), err));
}

static enum person_outcome put(const struct person_record *record)
{
	enum person_outcome outcome = PERSON_UNCHANGED;

	OK(person_put(store, record, NULL, &outcome, err));
	return outcome;
}

/* The bakery in small: two in the office, one baker, one guest, one whose account is off. */
static void bakery(void)
{
	page("{\"value\":["
	     "{\"id\":\"o1\",\"userPrincipalName\":\"ava@x.example\",\"displayName\":\"Ava Lindqvist\","
	     "\"department\":\"Office\",\"city\":\"Bellevue\",\"usageLocation\":\"US\","
	     "\"assignedLicenses\":[{\"skuId\":\"F245ECC8-75AF-4F8E-B61F-27D8114DE5F3\"}]},"
	     "{\"id\":\"o2\",\"userPrincipalName\":\"chloe@x.example\",\"displayName\":\"Chlo\xC3\xA9 O'Hara\","
	     "\"department\":\"Office\",\"city\":\"Bellevue\",\"preferredLanguage\":\"fr-CA\"},"
	     "{\"id\":\"o3\",\"userPrincipalName\":\"ben@x.example\",\"displayName\":\"ben osei\","
	     "\"department\":\"Bakery\",\"city\":\"Seattle\",\"usageLocation\":\"us\"},"
	     "{\"id\":\"o4\",\"userPrincipalName\":\"guest@y.example\",\"displayName\":\"Guest\","
	     "\"userType\":\"Guest\",\"department\":\"Office\"},"
	     "{\"id\":\"o5\",\"userPrincipalName\":\"off@x.example\",\"displayName\":\"Off\","
	     "\"accountEnabled\":false,\"department\":\"Office\"}]}");
}

static int64_t id_of(const char *upn)
{
	int64_t id = 0;

	OK(person_find(store, upn, &id, err));
	return id;
}

/* ---- imports ---- */

static void a_record_is_added_then_updated_then_left(void **state)
{
	struct person_record record = { .upn = "ava@x.example",
		.display_name = "Ava",
		.department = "Office",
		.usage_location = "US",
		.enabled = -1 };

	(void)state;
	assert_int_equal(put(&record), PERSON_ADDED);
	assert_int_equal(put(&record), PERSON_UNCHANGED);
	record.upn = "AVA@x.example";
	record.department = "Sales";
	record.display_name = ""; /* not said: what is known stays */
	assert_int_equal(put(&record), PERSON_UPDATED);
	ROWS("SELECT upn, display_name, department, usage_location_wanted, usage_location_actual, enabled,"
	     " present FROM person",
		"AVA@x.example|Ava|Sales|US|US|1|0");
	record.enabled = 0;
	assert_int_equal(put(&record), PERSON_UPDATED);
	ROWS("SELECT enabled, folded FROM person", "0|ava\nava@x.example\nsales\n\n");
}

static void a_record_finds_its_person_by_object_id_first(void **state)
{
	struct person_record record = { .object_id = "o1", .upn = "ava@x.example", .enabled = -1 };

	(void)state;
	assert_int_equal(put(&record), PERSON_ADDED);
	record.upn = "ava.lindqvist@x.example"; /* married */
	assert_int_equal(put(&record), PERSON_UPDATED);
	ROWS("SELECT object_id, upn FROM person", "o1|ava.lindqvist@x.example");
	/* An older export without ids is about the same one. */
	record.object_id = NULL;
	assert_int_equal(put(&record), PERSON_UNCHANGED);
}

static void a_record_that_makes_no_sense_is_refused(void **state)
{
	static const struct {
		const char *name;
		struct person_record record;
		enum error_code code;
		const char *part;
	} cases[] = {
		{ "no name", { .upn = "" }, ERROR_INPUT, "user principal name" },
		{ "country in words", { .upn = "x", .usage_location = "USA" }, ERROR_INPUT, "USA" },
		{ "kind", { .upn = "x", .kind = "robot" }, ERROR_INPUT, "kind" },
		{ "two people", { .upn = "b@x", .object_id = "oa" }, ERROR_TAKEN, "b@x" },
	};
	struct person_record a = { .upn = "a@x", .object_id = "oa" };
	struct person_record b = { .upn = "b@x", .object_id = "ob" };

	(void)state;
	put(&a);
	put(&b);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error err = { 0 };

		if (person_put(store, &cases[i].record, NULL, NULL, &err))
			fail_msg("%s was taken", cases[i].name);
		expect_number(cases[i].name, err.code, cases[i].code);
		expect_part(cases[i].name, err.text, cases[i].part);
	}
	ROWS("SELECT count(*) FROM person", "2");
}

/* ---- pages ---- */

static void a_page_says_what_the_tenant_has(void **state)
{
	(void)state;
	bakery();
	ROWS("SELECT upn, kind, enabled, usage_location_wanted, present FROM person ORDER BY id",
		"ava@x.example|member|1|US|1;chloe@x.example|member|1|-|1;ben@x.example|member|1|US|1;"
		"guest@y.example|guest|1|-|1;off@x.example|member|0|-|1");
	ROWS("SELECT s.sku_part, l.wanted, l.actual FROM licence l JOIN subscription s USING (sku_id)",
		"O365_BUSINESS_PREMIUM|1|1");
	ROWS("SELECT * FROM change", "");
}

static void a_page_twice_changes_nothing(void **state)
{
	(void)state;
	bakery();
	char *before = xstrdup(rows("SELECT * FROM person"));
	bakery();
	expect_text("people", rows("SELECT * FROM person"), before);
	free(before);
}

static void pages_survive_what_is_in_them(void **state)
{
	static const struct {
		const char *name, *json, *query, *want;
	} cases[] = {
		{ "nothing", "{\"value\":[]}", "SELECT count(*) FROM person", "0" },
		{ "entries that are no objects", "{\"value\":[1,\"x\",null,[]]}",
			"SELECT count(*) FROM person", "0" },
		{ "no name", "{\"value\":[{\"id\":\"o1\"}]}", "SELECT count(*) FROM person", "0" },
		{ "quotes and SQL",
			"{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x'); DROP TABLE person; --\","
			"\"displayName\":\"O\\\"Hara\\u001b[31m\\n\"}]}",
			"SELECT upn, display_name FROM person",
			"x'); DROP TABLE person; --|O\"Hara\x1b[31m\n" },
		{ "numbers and truths where texts belong",
			"{\"value\":[{\"id\":7,\"userPrincipalName\":12,\"displayName\":true,"
			"\"city\":{\"a\":1}}]}",
			"SELECT object_id, upn, display_name, city FROM person",
			"7|12|1|{\"a\":1}" },
		{ "a location that is none",
			"{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\",\"usageLocation\":\"USA\"}]}",
			"SELECT usage_location_wanted, usage_location_actual FROM person", "-|-" },
		{ "licences that are no list",
			"{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\",\"assignedLicenses\":\"all\"}]}",
			"SELECT count(*) FROM licence", "0" },
		{ "a product nobody knows",
			"{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\",\"assignedLicenses\":"
			"[{\"skuId\":\"ZZ\"},{\"skuId\":\"zz\"},{}]}]}",
			"SELECT sku_id, actual FROM licence", "zz|1" },
		{ "the same person twice",
			"{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\"},"
			"{\"id\":\"o1\",\"userPrincipalName\":\"y\"}]}",
			"SELECT count(*) FROM person", "1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error page_err = { 0 };

		OK(store_begin(store, err));
		if (!person_page(store, cases[i].json, strlen(cases[i].json), &page_err))
			fail_msg("%s: %s", cases[i].name, page_err.text);
		expect_text(cases[i].name, rows(cases[i].query), cases[i].want);
		store_rollback(store);
	}
}

static void what_is_no_page_is_refused_whole(void **state)
{
	static const char *const pages[] = { "", "{", "[]", "{\"value\":{}}", "{\"error\":{}}",
		"null", "<html>Bad gateway</html>", "{\"value\":[]}\xff" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct error err = { 0 };

		if (person_page(store, pages[i], strlen(pages[i]), &err))
			fail_msg("%s was taken", pages[i]);
		expect_number(pages[i], err.code, ERROR_INPUT);
	}
}

static void a_wish_survives_the_page(void **state)
{
	(void)state;
	bakery();
	OK(person_want_location(store, id_of("chloe@x.example"), "US", err));
	OK(person_want_calls(store, id_of("chloe@x.example"), PERSON_MARK, err));
	bakery();
	ROWS("SELECT usage_location_wanted, calls FROM person WHERE object_id = 'o2'", "US|1");
	ROWS("SELECT kind, conflict FROM change", "usage_location|0");
}

static void names_that_move_between_people_do_not_mix_them_up(void **state)
{
	(void)state;
	bakery();
	OK(person_want_calls(store, id_of("ava@x.example"), PERSON_MARK, err));
	/* Ava and Ben exchange their names, on one page. */
	page("{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"ben@x.example\"},"
	     "{\"id\":\"o3\",\"userPrincipalName\":\"ava@x.example\"}]}");
	ROWS("SELECT object_id, upn, calls FROM person WHERE object_id IN ('o1', 'o3') ORDER BY 1",
		"o1|ben@x.example|1;o3|ava@x.example|0");
	/* A newcomer gets the name of somebody whose page is still to come. */
	page("{\"value\":[{\"id\":\"o9\",\"userPrincipalName\":\"ben@x.example\"}]}");
	page("{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"ava.l@x.example\"}]}");
	ROWS("SELECT object_id, upn, calls FROM person WHERE object_id IN ('o1', 'o9') ORDER BY 1",
		"o1|ava.l@x.example|1;o9|ben@x.example|0");
}

static void a_person_of_a_file_becomes_the_tenants(void **state)
{
	struct person_record record = {
		.upn = "Ava@x.example", .department = "Office", .enabled = -1
	};

	(void)state;
	put(&record);
	OK(person_want_calls(store, id_of("ava@x.example"), PERSON_MARK, err));
	bakery();
	ROWS("SELECT object_id, calls, present FROM person WHERE upn = 'ava@x.example'", "o1|1|1");
	/* The same under an earlier name. */
	record.upn = "ava.new@x.example";
	put(&record);
	OK(person_want_calls(store, id_of("ava.new@x.example"), PERSON_MARK, err));
	page("{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"ava.new@x.example\"}]}");
	ROWS("SELECT count(*), sum(calls) FROM person WHERE upn LIKE 'ava%'", "1|1");
}

static void who_is_not_seen_by_a_whole_sync_is_absent(void **state)
{
	(void)state;
	OK(sync_begin(store, err));
	bakery();
	OK(sync_end(store, SYNC_ALL, 100, err));
	ROWS("SELECT synced_at FROM organization", "100");
	OK(sync_begin(store, err));
	page("{\"value\":[{\"id\":\"o2\",\"userPrincipalName\":\"chloe@x.example\"}]}");
	ROWS("SELECT sum(present) FROM person", "5");
	OK(sync_end(store, SYNC_PEOPLE, 200, err));
	ROWS("SELECT object_id FROM person WHERE present = 1", "o2");
	ROWS("SELECT count(*) FROM licence", "0");
	ROWS("SELECT synced_at FROM organization", "100");
}

static void licences_follow_the_page_unless_wished_otherwise(void **state)
{
	static const char with[] = "{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\","
				   "\"assignedLicenses\":[{\"skuId\":\"a\"},{\"skuId\":\"b\"}]}]}";
	static const char without[] = "{\"value\":[{\"id\":\"o1\",\"userPrincipalName\":\"x\","
				      "\"assignedLicenses\":[{\"skuId\":\"c\"}]}]}";

	(void)state;
	page(with);
	int64_t id = id_of("x");
	OK(licence_want(store, id, "a", false, err));
	sql("INSERT INTO subscription (sku_id, sku_part) VALUES ('c', 'c'), ('d', 'd')");
	OK(licence_want(store, id, "c", true, err));
	OK(licence_want(store, id, "d", true, err));
	ROWS("SELECT sku_id, wanted, actual FROM licence ORDER BY 1", "a|0|1;b|1|1;c|1|0;d|1|0");
	page(without); /* a went as wished, b elsewhere, c came as wished, d is still to come */
	ROWS("SELECT sku_id, wanted, actual FROM licence ORDER BY 1", "c|1|1;d|1|0");
}

/* ---- lists ---- */

/* A walk meets the same people as the window. */
static void walk(const struct person_filter *filter, const struct person *list, int count)
{
	struct sqlite3_stmt *walk = person_walk(store, filter, NULL);
	struct person one;
	int at = 0;

	assert_non_null(walk);
	while (person_next(walk, &one, NULL) > 0) {
		assert_true(at < count);
		expect_text("walk", one.upn, list[at++].upn);
	}
	expect_number("walk", at, count);
}

static const char *names(const struct person_filter *filter, enum person_sort sort)
{
	static char out[512];
	struct person list[10];
	int count = person_window(store, filter, sort, 0, 10, list, NULL);

	assert_true(count >= 0);
	expect_number("count", person_count(store, filter, NULL), count);
	if (sort == PERSON_BY_NAME)
		walk(filter, list, count);
	out[0] = '\0';
	for (int i = 0; i < count; i++) {
		strcat(strcat(out, i ? " " : ""), list[i].upn);
		out[strcspn(out, "@")] = '\0';
		expect_number(
			"position", person_position(store, filter, sort, list[i].id, NULL), i);
		struct person one[1];
		assert_int_equal(person_window(store, filter, sort, i, 1, one, NULL), 1);
		assert_int_equal(one[0].id, list[i].id);
	}
	return out;
}

/* Texts of the first people, of the last ones, and of some at both ends. */
static void a_text_is_found_wherever_it_is_in_a_long_list(void **state)
{
	static const struct {
		const char *text;
		int64_t first;
		int count;
		const char *upn;
	} rows[] = { { "p", 0, 3, "p1@x" }, { "p", 5500, 3, "p5501@x" },
		{ "p", 5998, 2, "p5999@x" }, { "p", 4998, 3, "p4999@x" },
		{ "p600", 0, 2, "p600@x" }, { "p600", 1, 1, "p6000@x" },
		{ "p6000", 0, 1, "p6000@x" }, { "p7", 4, 3, "p73@x" }, { "none", 0, 0, "" } };
	struct person list[3];

	(void)state;
	sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
	    " INSERT INTO person (upn, display_name, folded)"
	    " SELECT printf('p%d@x', i), printf('%05d', i), printf('%05d%sp%d@x', i, char(10), i) FROM n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct person_filter filter = { .text = rows[i].text };

		expect_number(rows[i].upn,
			person_window(store, &filter, PERSON_BY_NAME, rows[i].first, 3, list, NULL),
			rows[i].count);
		expect_text(rows[i].text, rows[i].count ? list[0].upn : "", rows[i].upn);
	}
}

static void lists_hold_whom_the_filter_means(void **state)
{
	static const struct {
		const char *name;
		struct person_filter filter;
		enum person_sort sort;
		const char *want;
	} cases[] = {
		{ "all, by name", { 0 }, PERSON_BY_NAME, "ava ben chloe guest off" },
		{ "all, by department", { 0 }, PERSON_BY_DEPARTMENT, "ben ava chloe guest off" },
		{ "text", { .text = "chloe" }, PERSON_BY_NAME, "chloe" },
		{ "text in another column", { .text = "bellev" }, PERSON_BY_NAME, "ava chloe" },
		{ "without the text", { .text = "office", .exclude = true }, PERSON_BY_NAME,
			"ben" },
		{ "an empty text is none", { .text = "", .exclude = true }, PERSON_BY_NAME,
			"ava ben chloe guest off" },
		{ "percent is a character", { .text = "%" }, PERSON_BY_NAME, "" },
		{ "department", { .department = "OFFICE" }, PERSON_BY_NAME, "ava chloe guest off" },
		{ "city", { .city = "seattle" }, PERSON_BY_NAME, "ben" },
		{ "location", { .location = "US" }, PERSON_BY_NAME, "ava ben" },
		{ "members", { .scope = PERSON_MEMBERS }, PERSON_BY_NAME, "ava ben chloe" },
		{ "accounts", { .scope = PERSON_ACCOUNTS }, PERSON_BY_NAME, "ava ben chloe off" },
		{ "callers", { .scope = PERSON_CALLERS }, PERSON_BY_NAME, "ava chloe" },
		{ "callers with text", { .scope = PERSON_CALLERS, .text = "ava" },
			PERSON_BY_DEPARTMENT, "ava" },
		{ "problems", { .scope = PERSON_PROBLEM }, PERSON_BY_NAME, "ava chloe" },
		{ "unlocated", { .scope = PERSON_UNLOCATED }, PERSON_BY_NAME, "chloe guest off" },
		{ "unnumbered", { .scope = PERSON_UNNUMBERED }, PERSON_BY_NAME, "ava chloe" },
	};

	(void)state;
	bakery();
	sql("UPDATE person SET calls = 1 WHERE object_id IN ('o1', 'o2')");
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_text(cases[i].name, names(&cases[i].filter, cases[i].sort), cases[i].want);
	assert_int_equal(person_position(store, &cases[12].filter, PERSON_BY_NAME,
				 id_of("ben@x.example"), NULL),
		-1);
}

static void a_person_shows_how_far_the_way_to_a_phone_is(void **state)
{
	static const struct {
		const char *change;
		enum person_state want;
	} steps[] = {
		{ "UPDATE person SET present = 0", PERSON_QUIET }, /* nothing was ever synced */
		{ "UPDATE organization SET synced_at = 1", PERSON_ABSENT },
		{ "UPDATE person SET present = 1, enabled = 0", PERSON_DISABLED },
		{ "UPDATE person SET enabled = 1, usage_location_wanted = NULL",
			PERSON_NO_LOCATION },
		{ "UPDATE person SET usage_location_wanted = 'US'", PERSON_QUIET },
		{ "UPDATE person SET calls = 1", PERSON_UNLICENSED },
		{ "INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, 'p', 1)",
			PERSON_PLANNED },
		{ "UPDATE licence SET actual = 1", PERSON_WAITS },
		{ "UPDATE person SET voice = 1", PERSON_READY },
		{ "UPDATE licence SET wanted = 0", PERSON_UNLICENSED },
	};
	struct person person;

	(void)state;
	sql("INSERT INTO person (id, upn, usage_location_wanted) VALUES (1, 'x', 'US');"
	    "INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES ('p', 'MCOEV', 'Phone', 5)");
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		sql(steps[i].change);
		OK(person_get(store, 1, &person, err));
		expect_number(steps[i].change, person.step, steps[i].want);
	}
	assert_int_equal(person.capability, 5);
	assert_int_equal(person.capability_wanted, 0);
	expect_text("holds", person.holds, "Phone");
	expect_text("gets", person.gets, "-Phone");
	FAILS(person_get(store, 99, &person, err), ERROR_NOT_FOUND, "not in the list");
}

static void choices_come_by_frequency(void **state)
{
	struct person_value values[4];

	(void)state;
	bakery();
	assert_int_equal(person_values(store, PERSON_DEPARTMENT, 4, values, NULL), 2);
	expect_text("most", values[0].text, "Office");
	expect_number("most", values[0].people, 4);
	assert_int_equal(person_values(store, PERSON_CITY, 1, values, NULL), 1);
	expect_text("city", values[0].text, "Bellevue");
	assert_int_equal(person_values(store, PERSON_LOCATION, 4, values, NULL), 1);
	assert_int_equal(person_values(store, PERSON_CALLER_LOCATION, 4, values, NULL), 0);
}

static void expect_shortage(const char *change, const char *country, const char *want)
{
	struct person_shortage got;
	char text[256] = "";

	sql(change);
	if (person_shortage(store, country, &got, NULL))
		snprintf(text, sizeof(text), "%s %s %d", got.country, got.city, (int)got.people);
	expect_text(change, text, want);
}

static void numbers_are_short_where_most_callers_have_none(void **state)
{
	(void)state;
	bakery();
	expect_shortage("UPDATE person SET usage_location_wanted = 'US'", "US", "");
	expect_shortage("UPDATE person SET calls = 1 WHERE city <> ''", "US", "US Bellevue 2");
	expect_shortage("UPDATE person SET usage_location_wanted = 'CA' WHERE city = 'Seattle'",
		"CA", "CA Seattle 1");
	expect_shortage("INSERT INTO number (e164, country, city, owned_wanted) VALUES"
			" ('+14255550100', 'US', 'bellevue', 1)",
		"FR", "US Bellevue 1");
	expect_shortage(
		"UPDATE person SET calls = 0 WHERE city = 'Seattle'", "US", "US Bellevue 1");
	expect_shortage(
		"INSERT INTO assignment (person_id, number_wanted) SELECT id, '+14255550100'"
		" FROM person WHERE upn = 'ava@x.example'",
		"US", "US Bellevue 1");
	expect_shortage("INSERT INTO number_order (id, name, country, city, quantity_wanted) VALUES"
			" (1, 'o', 'US', 'Bellevue', 1)",
		"US", "");
}

/* ---- wishes ---- */

static void callers_are_chosen_as_the_answers_say(void **state)
{
	static const struct {
		const char *callers, *want;
	} cases[] = {
		{ "all", "ava@x.example ben@x.example chloe@x.example" },
		{ "none", "" },
		{ "department:Office", "ava@x.example chloe@x.example" },
		{ "department: office", "ava@x.example chloe@x.example" },
		{ "city:Seattle", "ben@x.example" },
		{ "BEN@x.example, chloe@x.example", "ben@x.example chloe@x.example" },
		{ "off@x.example", "off@x.example" },
	};

	(void)state;
	bakery();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t count = -1;

		OK(person_want_callers(store, cases[i].callers, &count, err));
		expect_text(cases[i].callers,
			rows("SELECT coalesce(group_concat(upn, ' '), '') FROM (SELECT upn FROM person"
			     " WHERE calls = 1 ORDER BY upn)"),
			cases[i].want);
		expect_number(cases[i].callers, count,
			*cases[i].want ? 1 + (strstr(cases[i].want, " ") != NULL) + (i == 0) : 0);
	}
	FAILS(person_want_callers(store, "department:Sales", NULL, err), ERROR_NOT_FOUND, "Sales");
	FAILS(person_want_callers(store, "city:Paris", NULL, err), ERROR_NOT_FOUND, "Paris");
	FAILS(person_want_callers(store, "ava@x.example, nobody@x.example", NULL, err),
		ERROR_NOT_FOUND, "nobody@x.example");
	ROWS("SELECT upn FROM person WHERE calls = 1", "off@x.example");
}

static void marks_mean_people_whose_account_is_on(void **state)
{
	struct person_filter office = { .department = "Office" };
	int64_t changed;

	(void)state;
	bakery();
	OK(person_want_calls_of(store, &office, PERSON_MARK, &changed, err));
	assert_int_equal(changed, 2);
	OK(person_want_calls_of(store, NULL, PERSON_INVERT, &changed, err));
	ROWS("SELECT upn FROM person WHERE calls = 1", "ben@x.example");
	OK(person_want_calls(store, id_of("guest@y.example"), PERSON_MARK, err));
	OK(person_want_calls_of(store, NULL, PERSON_UNMARK, &changed, err));
	assert_int_equal(changed, 2);
}

static void a_usage_location_is_wished_for_one_or_for_all_who_lack_it(void **state)
{
	struct person_filter members = { .scope = PERSON_MEMBERS };
	int64_t changed;

	(void)state;
	bakery();
	OK(person_want_missing_location(store, &members, "CA", &changed, err));
	assert_int_equal(changed, 1);
	ROWS("SELECT upn, usage_location_wanted FROM person WHERE usage_location_wanted = 'CA'",
		"chloe@x.example|CA");
	OK(person_want_location(store, id_of("chloe@x.example"), "", err));
	ROWS("SELECT count(*) FROM change", "0");
	FAILS(person_want_location(store, 1, "UK1", err), ERROR_INPUT, "UK1");
	FAILS(person_want_missing_location(store, NULL, "us", NULL, err), ERROR_INPUT, "us");
}

/* ---- licences of callers ---- */

struct chooser {
	const char *add, *remove;
	int calls;
	char seen[512];
};

static bool choose(void *data, const struct licence_group *group, struct licence_choice *choice,
	struct error *err)
{
	struct chooser *chooser = data;

	chooser->calls++;
	snprintf(chooser->seen + strlen(chooser->seen), 200, "[%s %.60s %d]", group->location,
		group->skus, (int)group->people);
	if (chooser->add && strcmp(chooser->add, "fail") == 0)
		return error_set(err, ERROR_REFUSED, "no way");
	if (chooser->add && !(group->capability & CAPABILITY_PHONE_SYSTEM))
		strcpy(choice->add[choice->add_count++], chooser->add);
	if (chooser->remove && strstr(group->skus, chooser->remove))
		strcpy(choice->remove[choice->remove_count++], chooser->remove);
	return true;
}

static int64_t plan(const char *add, const char *remove)
{
	struct chooser chooser = { .add = add, .remove = remove };
	int64_t changed = -1;

	OK(licence_plan_callers(store, choose, &chooser, &changed, err));
	return changed;
}

#define WISHES                                                                                                  \
	"SELECT p.object_id, s.sku_part, l.wanted, l.actual FROM licence l JOIN person p ON p.id = l.person_id" \
	" JOIN subscription s USING (sku_id) WHERE l.wanted <> l.actual ORDER BY 1, 2"

static void callers_get_what_the_rules_choose(void **state)
{
	(void)state;
	bakery();
	OK(person_want_callers(store, "all", NULL, err));
	assert_int_equal(plan(BUNDLE_PART, NULL), 3);
	ROWS(WISHES,
		"o1|MCOTEAMS_ESSENTIALS|1|0;o2|MCOTEAMS_ESSENTIALS|1|0;o3|MCOTEAMS_ESSENTIALS|1|0");
	assert_int_equal(plan(BUNDLE_PART, NULL), 0);
	/* Other answers: other products, and fewer callers. */
	OK(person_want_callers(store, "department:Office", NULL, err));
	plan("MCOEV", NULL);
	ROWS(WISHES, "o1|MCOEV|1|0;o2|MCOEV|1|0");
	OK(person_want_callers(store, "none", NULL, err));
	plan("MCOEV", NULL);
	ROWS("SELECT * FROM change", "");
}

static void the_rules_are_asked_once_for_each_combination(void **state)
{
	struct chooser chooser = { 0 };

	(void)state;
	bakery();
	OK(person_want_callers(store, "all", NULL, err));
	OK(licence_plan_callers(store, choose, &chooser, NULL, err));
	assert_int_equal(chooser.calls, 3);
	expect_text("groups", chooser.seen, "[  1][US  1][US O365_BUSINESS_PREMIUM 1]");
}

static void what_is_held_or_was_wished_by_hand_stays(void **state)
{
	char sku_id[SKU_ID];

	(void)state;
	bakery();
	OK(person_want_callers(store, "ava@x.example", NULL, err));
	OK(subscription_ensure(store, "SPE_E5", sku_id, err));
	OK(licence_want(store, id_of("ava@x.example"), sku_id, true, err));
	plan(BUNDLE_PART, NULL); /* E5 brings Phone System: nothing more to choose */
	ROWS(WISHES, "o1|SPE_E5|1|0");
	OK(person_want_callers(store, "none", NULL, err));
	plan(BUNDLE_PART, NULL);
	ROWS(WISHES, "o1|SPE_E5|1|0");
	OK(licence_want(store, id_of("ava@x.example"), sku_id, false, err));
	ROWS(WISHES, "");
}

static void a_clashing_product_goes_in_the_same_change(void **state)
{
	(void)state;
	bakery();
	OK(person_want_callers(store, "ava@x.example", NULL, err));
	plan("SPE_E5", "O365_BUSINESS_PREMIUM");
	ROWS(WISHES, "o1|O365_BUSINESS_PREMIUM|0|1;o1|SPE_E5|1|0");
	ROWS("SELECT kind, quantity FROM change WHERE step = 'licences' AND kind = 'licence'",
		"licence|2");
	plan(BUNDLE_PART, NULL); /* the answer changed: what was held stays */
	ROWS(WISHES, "o1|MCOTEAMS_ESSENTIALS|1|0");
}

static void a_choice_that_fails_leaves_the_wishes(void **state)
{
	struct chooser chooser = { .add = "fail" };

	(void)state;
	bakery();
	OK(person_want_callers(store, "all", NULL, err));
	plan(BUNDLE_PART, NULL);
	FAILS(licence_plan_callers(store, choose, &chooser, NULL, err), ERROR_REFUSED, "no way");
	chooser.add = "NO_SUCH_SKU";
	FAILS(licence_plan_callers(store, choose, &chooser, NULL, err), ERROR_NOT_FOUND,
		"NO_SUCH_SKU");
	ROWS("SELECT count(*) FROM licence WHERE wanted = 1 AND actual = 0", "3");
	assert_false(store_in_transaction(store));
}

static void a_licence_of_a_group_cannot_be_taken_away(void **state)
{
	(void)state;
	bakery();
	sql("UPDATE licence SET by_group = 1");
	FAILS(licence_want(store, id_of("ava@x.example"), "f245ecc8-75af-4f8e-b61f-27d8114de5f3",
		      false, err),
		ERROR_REFUSED, "group");
}

static void licences_are_counted_as_held_and_as_wished(void **state)
{
	struct licence_counts counts;
	struct licence_pool pools[4];
	struct licence list[4];

	(void)state;
	bakery();
	OK(person_want_callers(store, "all", NULL, err));
	plan(BUNDLE_PART, NULL);
	OK(licence_count(store, false, &counts, err));
	assert_int_equal(counts.domestic, 0);
	OK(licence_count(store, true, &counts, err));
	assert_int_equal(counts.domestic, 3);
	assert_int_equal(counts.phone_system, 3);
	assert_int_equal(licence_pools(store, 4, pools, NULL), 1); /* Chloé is nowhere yet */
	expect_text("country", pools[0].country, "US");
	expect_text("plan", pools[0].plan, "domestic");
	assert_int_equal(pools[0].wanted, 2);
	assert_int_equal(pools[0].actual, 0);
	assert_int_equal(licence_list(store, id_of("ava@x.example"), 4, list, NULL), 2);
	expect_text("base first", list[0].sku_part, "O365_BUSINESS_PREMIUM");
	assert_true(list[1].derived);
}

static void a_filter_gets_a_licence_by_hand(void **state)
{
	struct person_filter members = { .scope = PERSON_MEMBERS };
	char sku_id[SKU_ID];
	int64_t changed;

	(void)state;
	bakery();
	OK(subscription_ensure(store, "MCOEV", sku_id, err));
	OK(licence_want_of(store, &members, sku_id, true, &changed, err));
	assert_int_equal(changed, 3);
	OK(licence_want_of(store, NULL, sku_id, false, &changed, err));
	assert_int_equal(changed, 3);
	ROWS(WISHES, "");
	OK(licence_put(store, id_of("ben@x.example"), sku_id, true, err));
	ROWS("SELECT wanted, actual FROM licence WHERE sku_id = (SELECT sku_id FROM subscription WHERE"
	     " sku_part = 'MCOEV')",
		"1|1");
	OK(licence_put(store, id_of("ben@x.example"), sku_id, false, err));
	ROWS("SELECT count(*) FROM licence", "1");
}

/* ---- the cart and the organization ---- */

static void a_product_is_known_by_id_part_or_old_name(void **state)
{
	static const struct {
		const char *sku, *part;
	} cases[] = {
		{ "MCOEV", "MCOEV" },
		{ "mcoev", "MCOEV" },
		{ "E43B5B99-8DFB-405F-9987-DC307F34BCBD", "MCOEV" },
		{ "MCOPSTN5", "MCOPSTN_5" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char sku_id[SKU_ID];
		struct seat seat;

		OK(subscription_ensure(store, cases[i].sku, sku_id, err));
		OK(seat_get(store, sku_id, &seat, err));
		if (i < 3)
			expect_text(cases[i].sku, seat.sku_part, cases[i].part);
		assert_true(*seat.name);
	}
	FAILS(subscription_ensure(store, "SKYPE", NULL, err), ERROR_NOT_FOUND, "SKYPE");
	FAILS(subscription_find(store, "SPE_E5", NULL, err), ERROR_NOT_FOUND, "SPE_E5");
}

static void the_cart_comes_from_pages_and_wishes(void **state)
{
	static const char subscriptions[] =
		"{\"value\":[{\"skuId\":\"E43B5B99-8dfb-405f-9987-dc307f34bcbd\",\"skuPartNumber\":\"MCOEV\","
		"\"capabilityStatus\":\"Enabled\",\"consumedUnits\":2,\"prepaidUnits\":{\"enabled\":3,"
		"\"warning\":1},\"servicePlans\":[{\"servicePlanName\":\"MCOEV\"},"
		"{\"servicePlanName\":\"TEAMS1\"}]},"
		"{\"skuId\":\"new-product\",\"skuPartNumber\":\"NEW\",\"productName\":\"New\","
		"\"servicePlans\":[{\"servicePlanName\":\"mcopstn1\"},{\"servicePlanName\":\"UNKNOWN\"}]},"
		"{\"skuPartNumber\":\"no id\"}]}";
	static const char offers[] =
		"{\"value\":[{\"skuPartNumber\":\"MCOEV\",\"currency\":\"USD\",\"cents\":1000,"
		"\"source\":\"demo\",\"visible\":true},{\"skuPartNumber\":\"NEW\",\"currency\":\"USD\","
		"\"cents\":null,\"visible\":false},{\"skuPartNumber\":\"X\",\"currency\":\"dollars\"}]}";
	struct seat seats[4];

	(void)state;
	OK(subscription_page(store, subscriptions, strlen(subscriptions), err));
	OK(offer_page(store, offers, strlen(offers), err));
	ROWS("SELECT sku_part, capability, seats_actual, used_actual FROM subscription ORDER BY 1",
		"MCOEV|5|4|2;NEW|8|0|0");
	ROWS("SELECT sku_part, cents, source, visible FROM offer ORDER BY 1",
		"MCOEV|1000|demo|1;NEW|-||0");
	OK(subscription_want_spare(store, "new-product", 2, err));
	assert_int_equal(seat_list(store, SEAT_ALL, 0, 4, seats, NULL), 2);
	expect_text("missing first", seats[0].sku_part, "NEW");
	assert_int_equal(seats[0].missing, 2);
	assert_int_equal(seats[0].cents, -1);
	assert_false(seats[0].visible);
	assert_int_equal(seats[1].cents, 1000);
	assert_int_equal(seat_list(store, SEAT_MISSING, 0, 4, seats, NULL), 1);
	assert_int_equal(seat_list(store, SEAT_PHONE, 0, 4, seats, NULL), 2);
	OK(subscription_put_seats(store, "new-product", 5, err));
	assert_int_equal(seat_list(store, SEAT_MISSING, 0, 4, seats, NULL), 0);
	FAILS(subscription_want_spare(store, "none", 1, err), ERROR_NOT_FOUND, "none");
	OK(sync_begin(store, err));
	OK(sync_end(store, SYNC_SUBSCRIPTIONS, 1, err));
	ROWS("SELECT sum(seats_actual) FROM subscription", "0");
	ROWS("SELECT sum(visible) FROM offer", "0");
}

static void list_prices_fill_in_what_the_service_does_not_name(void **state)
{
	(void)state;
	OK(offer_load(store, true, err));
	ROWS("SELECT cents, source, as_of FROM offer WHERE sku_part = 'MCOEV' AND currency = 'USD'",
		"1000|list|2026-08");
	sql("UPDATE offer SET cents = 900, source = '' WHERE sku_part = 'MCOEV'");
	OK(offer_load(store, true, err));
	ROWS("SELECT cents FROM offer WHERE sku_part = 'MCOEV' AND currency = 'USD'", "900");
}

static void every_answer_is_kept_and_checked(void **state)
{
	struct organization organization;

	(void)state;
	for (int i = 0; i < ORGANIZATION_FIELD_COUNT; i++) {
		const char *words = organization_field_words(i);
		char word[32];

		assert_int_equal(organization_field_of(organization_field_name(i)), i);
		/* The words of the table are those of the schema's CHECK. */
		for (; words && *words; words += strspn(words, "|")) {
			snprintf(word, sizeof(word), "%.*s", (int)strcspn(words, "|"), words);
			OK(organization_set(store, i, word, err));
			words += strcspn(words, "|");
		}
		if (organization_field_words(i))
			FAILS(organization_set(store, i, "nonsense", err), ERROR_INPUT,
				organization_field_words(i));
	}
	OK(organization_set(store, ORGANIZATION_NAME, "Contoso 'Bakery'", err));
	OK(organization_set(store, ORGANIZATION_COUNTRY, "US", err));
	OK(organization_set_number(store, ORGANIZATION_VERIFIED_ON, 123, err));
	OK(organization_saved(store, 456, err));
	FAILS(organization_set(store, ORGANIZATION_COUNTRY, "usa", err), ERROR_INPUT, "usa");
	FAILS(organization_set(store, ORGANIZATION_CURRENCY, "", err), ERROR_INPUT, "USD");
	OK(organization_get(store, &organization, err));
	expect_text("name", organization.name, "Contoso 'Bakery'");
	expect_text("country", organization.country, "US");
	expect_text("kind", organization.kind, "21vianet");
	assert_int_equal(organization.verified_on, 123);
	assert_int_equal(organization.saved_at, 456);
	assert_int_equal(organization_field_of("hat_size"), -1);
}

static void the_page_of_the_organization_fills_in_and_does_not_overwrite(void **state)
{
	static const char json[] =
		"{\"value\":[{\"displayName\":\"Contoso\",\"countryLetterCode\":\"FR\",\"currency\":\"EUR\","
		"\"verified\":\"yes\",\"verifiedOn\":99,\"tenantKind\":\"education\",\"skuPartNumber\":\"E3\","
		"\"boughtFrom\":\"partner\",\"commitment\":\"sometimes\"}]}";

	(void)state;
	OK(organization_set(store, ORGANIZATION_COUNTRY, "US", err));
	OK(organization_page(store, json, strlen(json), err));
	ROWS("SELECT name, country, currency, verified, verified_on, kind, plan, bought_from, commitment"
	     " FROM organization",
		"Contoso|US|EUR|yes|99|education|E3|partner|annual");
	sql("UPDATE organization SET synced_at = 1, kind = 'commercial', name = 'Ours'");
	OK(organization_page(store, json, strlen(json), err));
	ROWS("SELECT name, kind FROM organization", "Ours|commercial");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TENANT_TEST(a_record_is_added_then_updated_then_left),
		TENANT_TEST(a_record_finds_its_person_by_object_id_first),
		TENANT_TEST(a_record_that_makes_no_sense_is_refused),
		TENANT_TEST(a_page_says_what_the_tenant_has),
		TENANT_TEST(a_page_twice_changes_nothing),
		TENANT_TEST(pages_survive_what_is_in_them),
		TENANT_TEST(what_is_no_page_is_refused_whole),
		TENANT_TEST(a_wish_survives_the_page),
		TENANT_TEST(names_that_move_between_people_do_not_mix_them_up),
		TENANT_TEST(a_person_of_a_file_becomes_the_tenants),
		TENANT_TEST(who_is_not_seen_by_a_whole_sync_is_absent),
		TENANT_TEST(licences_follow_the_page_unless_wished_otherwise),
		TENANT_TEST(lists_hold_whom_the_filter_means),
		TENANT_TEST(numbers_are_short_where_most_callers_have_none),
		TENANT_TEST(a_text_is_found_wherever_it_is_in_a_long_list),
		TENANT_TEST(a_person_shows_how_far_the_way_to_a_phone_is),
		TENANT_TEST(choices_come_by_frequency),
		TENANT_TEST(callers_are_chosen_as_the_answers_say),
		TENANT_TEST(marks_mean_people_whose_account_is_on),
		TENANT_TEST(a_usage_location_is_wished_for_one_or_for_all_who_lack_it),
		TENANT_TEST(callers_get_what_the_rules_choose),
		TENANT_TEST(the_rules_are_asked_once_for_each_combination),
		TENANT_TEST(what_is_held_or_was_wished_by_hand_stays),
		TENANT_TEST(a_clashing_product_goes_in_the_same_change),
		TENANT_TEST(a_choice_that_fails_leaves_the_wishes),
		TENANT_TEST(a_licence_of_a_group_cannot_be_taken_away),
		TENANT_TEST(licences_are_counted_as_held_and_as_wished),
		TENANT_TEST(a_filter_gets_a_licence_by_hand),
		TENANT_TEST(a_product_is_known_by_id_part_or_old_name),
		TENANT_TEST(the_cart_comes_from_pages_and_wishes),
		TENANT_TEST(list_prices_fill_in_what_the_service_does_not_name),
		TENANT_TEST(every_answer_is_kept_and_checked),
		TENANT_TEST(the_page_of_the_organization_fills_in_and_does_not_overwrite),
	};

	return cmocka_run_group_tests_name("tenant-people", tests, NULL, NULL);
}
