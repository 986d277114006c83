/* Proves that a feature is a wish like any other: equal documents are equal wishes, what the tenant
 * has carries along who had no wish, what moved under one is a conflict, and a page of the service
 * brings features in and takes away those it does not show. */
#include <stdlib.h>
#include <string.h>

#include "core/tenant/feature.h"
#include "core/tenant/sync.h"
#include "tests/unit/tenant.h"

static void kinds_have_an_id_a_name_and_a_change(void **state)
{
	(void)state;
	for (int i = 0; i < FEATURE_KIND_COUNT; i++) {
		char text[160];

		assert_int_equal(feature_kind_of(feature_kind_id(i)), i);
		assert_true(feature_kind_name(i)[0]);
		snprintf(text, sizeof(text), "SELECT count(*) FROM change_kind WHERE kind = '%s'",
			feature_kind_id(i));
		expect_text(feature_kind_id(i), rows(text), "1");
	}
	assert_int_equal(feature_kind_of("fax"), -1);
}

static void documents_that_say_the_same_are_the_same_wish(void **state)
{
	(void)state;
	OK(feature_want(store, FEATURE_QUEUE, "Orders", "{ \"a\": 1,\n\"b\": [ 2 ] }\n", err));
	ROWS("SELECT wanted, actual, base FROM feature", "{\"a\":1,\"b\":[2]}|-|-");
	OK(feature_is(store, FEATURE_QUEUE, "Orders", "{\"a\":1, \"b\":[2]}", NULL, "7", err));
	ROWS("SELECT service_id, progress FROM feature", "7|{}");
	ROWS("SELECT * FROM change", "");
	OK(feature_want(store, FEATURE_QUEUE, "Orders", "{\"a\":1,\"b\":[2]}", err));
	ROWS("SELECT * FROM change", "");
}

static void a_wish_that_is_given_up_leaves_nothing(void **state)
{
	(void)state;
	OK(feature_want(store, FEATURE_PORT, "to us", "{}", err));
	ROWS("SELECT kind FROM change", "port");
	OK(feature_want(store, FEATURE_PORT, "to us", NULL, err));
	ROWS("SELECT count(*) FROM feature", "0");
	OK(feature_want(store, FEATURE_PORT, "never", NULL, err));
	ROWS("SELECT count(*) FROM feature", "0");
	OK(feature_is(store, FEATURE_PORT, "theirs", "{\"x\":1}", "{\"state\":\"Processing\"}", "9",
		err));
	ROWS("SELECT * FROM change", "");
	OK(feature_want(store, FEATURE_PORT, "theirs", NULL, err));
	ROWS("SELECT kind, conflict FROM change", "feature_remove|0");
	OK(feature_is(store, FEATURE_PORT, "theirs", NULL, NULL, NULL, err));
	ROWS("SELECT count(*) FROM feature", "0");
}

static void what_makes_no_document_is_refused(void **state)
{
	static const struct {
		const char *name, *wanted, *part;
	} cases[] = {
		{ "", "{}", "1 to 159 bytes" },
		{ "x", "[]", "no JSON object" },
		{ "x", "{", "no JSON object" },
		{ "x", "", "no JSON object" },
		{ "x", "\"text\"", "no JSON object" },
	};
	char name[161];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		FAILS(feature_want(store, FEATURE_QUEUE, cases[i].name, cases[i].wanted, err),
			ERROR_INPUT, cases[i].part);
	memset(name, 'x', 160);
	name[160] = '\0';
	FAILS(feature_want(store, FEATURE_QUEUE, name, "{}", err), ERROR_INPUT, "159");
	name[159] = '\0';
	OK(feature_want(store, FEATURE_QUEUE, name, "{}", err));
	FAILS(feature_is(store, FEATURE_QUEUE, "x", "{}", "3", NULL, err), ERROR_INPUT, "JSON");
}

static void what_the_tenant_has_carries_along_who_had_no_wish(void **state)
{
	struct feature got;

	(void)state;
	OK(feature_is(store, FEATURE_BRIDGE, "bridge", "{\"toll\":\"+1\"}", NULL, NULL, err));
	OK(feature_is(store, FEATURE_BRIDGE, "bridge", "{\"toll\":\"+2\"}", NULL, NULL, err));
	ROWS("SELECT * FROM change", "");
	OK(feature_want(store, FEATURE_BRIDGE, "bridge", "{\"toll\":\"+3\"}", err));
	ROWS("SELECT kind, conflict FROM change", "bridge|0");
	OK(feature_is(store, FEATURE_BRIDGE, "bridge", "{\"toll\":\"+4\"}", NULL, NULL, err));
	ROWS("SELECT kind, conflict FROM change", "bridge|1");
	OK(feature_get(store, FEATURE_BRIDGE, "bridge", &got, err));
	assert_true(got.conflict);
	expect_text("wanted", got.wanted, "{\"toll\":\"+3\"}");
	expect_text("actual", got.actual, "{\"toll\":\"+4\"}");
	feature_fini(&got);
	FAILS(feature_get(store, FEATURE_QUEUE, "bridge", &got, err), ERROR_NOT_FOUND,
		"call queue");
}

static void lists_are_in_the_order_of_the_plan(void **state)
{
	struct feature *list;
	int count;

	(void)state;
	OK(feature_want(store, FEATURE_ATTENDANT, "Main", "{}", err));
	OK(feature_want(store, FEATURE_QUEUE, "b", "{}", err));
	OK(feature_want(store, FEATURE_QUEUE, "a", "{}", err));
	OK(feature_want(store, FEATURE_PAPERS, "KYC DE", "{}", err));
	OK(feature_list(store, -1, &list, &count, err));
	assert_int_equal(count, 4);
	expect_text("first", list[0].name, "KYC DE");
	expect_text("then", list[1].name, "a");
	expect_text("last", list[3].name, "Main");
	assert_null(list[3].actual);
	expect_text("progress", list[3].progress, "{}");
	feature_list_free(list, count);
	OK(feature_list(store, FEATURE_QUEUE, &list, &count, err));
	assert_int_equal(count, 2);
	feature_list_free(list, count);
	OK(feature_list(store, FEATURE_CREDITS, &list, &count, err));
	assert_int_equal(count, 0);
	feature_list_free(list, count);
}

static void values_are_read_out_of_a_document(void **state)
{
	static const char text[] =
		"{\"greeting\":\"H\\u00e9\",\"n\":5,\"none\":null,"
		"\"menu\":[{\"key\":\"1\",\"to\":\"queue:Orders\"},{\"key\":\"2\"}]}";
	static const struct {
		const char *path, *want; /* NULL: there is none */
	} cases[] = {
		{ "$.greeting", "Hé" },
		{ "$.n", "5" },
		{ "$.none", NULL },
		{ "$.nothing", NULL },
		{ "$.menu[0].to", "queue:Orders" },
		{ "$.menu[1].to", NULL },
		{ "$.menu[1]", "{\"key\":\"2\"}" },
		{ "no path", NULL },
	};
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		str_clear(&out);
		if (feature_value(text, cases[i].path, &out) != (cases[i].want != NULL))
			fail_msg("%s", cases[i].path);
		if (cases[i].want)
			expect_text(cases[i].path, str_text(&out), cases[i].want);
	}
	str_fini(&out);
	assert_int_equal(feature_count(text, "$.menu"), 2);
	assert_int_equal(feature_count(text, "$.greeting"), 0);
	assert_int_equal(feature_count(text, "$.nothing"), 0);
	assert_int_equal(feature_count("no JSON", "$.menu"), 0);
	assert_false(feature_value(NULL, "$.menu", &out));
}

static bool page(const char *json, struct error *err)
{
	return feature_page(store, json, strlen(json), err);
}

static void a_page_brings_features_and_the_end_takes_the_others(void **state)
{
	(void)state;
	OK(feature_is(store, FEATURE_QUEUE, "gone", "{}", NULL, "1", err));
	OK(feature_is(store, FEATURE_QUEUE, "missed", "{\"a\":1}", NULL, "2", err));
	OK(feature_want(store, FEATURE_QUEUE, "missed", "{\"a\":2}", err));
	OK(sync_begin(store, err));
	OK(page("{\"value\":[{\"kind\":\"port\",\"name\":\"to us\",\"id\":\"4\",\"document\":{ \"a\": 1 },"
		"\"progress\":{\"state\":\"Processing\"}},"
		"{\"kind\":\"fax\",\"name\":\"x\",\"document\":{}}, 7, {\"kind\":\"queue\"},"
		"{\"kind\":\"queue\",\"name\":\"\",\"document\":{}},"
		"{\"kind\":\"queue\",\"name\":\"x\",\"document\":[]},"
		"{\"kind\":\"queue\",\"name\":{},\"document\":{}}]}",
		err));
	OK(sync_end(store, SYNC_FEATURES, 5, err));
	ROWS("SELECT kind, name, wanted, actual, progress, service_id FROM feature ORDER BY name",
		"queue|missed|{\"a\":2}|-|{}|;"
		"port|to us|{\"a\":1}|{\"a\":1}|{\"state\":\"Processing\"}|4");
	ROWS("SELECT kind, conflict FROM change", "queue|1");
	OK(sync_begin(store, err));
	OK(page("{\"value\":[{\"kind\":\"port\",\"name\":\"to us\",\"id\":\"4\",\"document\":{\"a\":1},"
		"\"progress\":{\"state\":\"Completed\"}}]}",
		err));
	OK(sync_end(store, SYNC_FEATURES, 6, err));
	ROWS("SELECT progress FROM feature WHERE kind = 'port'", "{\"state\":\"Completed\"}");
	FAILS(page("[]", err), ERROR_INPUT, "form");
	FAILS(page("{", err), ERROR_INPUT, "form");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TENANT_TEST(kinds_have_an_id_a_name_and_a_change),
		TENANT_TEST(documents_that_say_the_same_are_the_same_wish),
		TENANT_TEST(a_wish_that_is_given_up_leaves_nothing),
		TENANT_TEST(what_makes_no_document_is_refused),
		TENANT_TEST(what_the_tenant_has_carries_along_who_had_no_wish),
		TENANT_TEST(lists_are_in_the_order_of_the_plan),
		TENANT_TEST(values_are_read_out_of_a_document),
		TENANT_TEST(a_page_brings_features_and_the_end_takes_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
