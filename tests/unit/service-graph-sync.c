/* Proves that pages of a tenant are asked of Graph one ahead, that links are followed as they are
 * and to no other host, and what each answer that is no page means. Graph is played here. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/mem.h"
#include "core/service/graph/within.h"
#include "tests/unit/expect.h"

#define BASE "https://graph.example"
#define USERS BASE "/v1.0/users/delta?$skiptoken="
#define NUMBERS "/admin/teams/telephoneNumberManagement/numberAssignments?$top=1000&$skip="

/* ---- Graph, in place of core/service/graph/call.c ---- */

#define ASKED_MOST 16

static struct {
	char path[600], prefer[80];
	graph_done *done; /* NULL: answered, or dropped */
	void *data;
} asked[ASKED_MOST];
static int asked_count, dropped_count, woken_count;

int64_t graph_call(struct graph *graph, const struct graph_call *call, graph_done *done, void *data)
{
	(void)graph;
	assert_true(asked_count < ASKED_MOST);
	snprintf(asked[asked_count].path, sizeof asked[0].path, "%s", call->path);
	snprintf(asked[asked_count].prefer, sizeof asked[0].prefer, "%s",
		call->prefer ? call->prefer : "");
	asked[asked_count].done = done;
	asked[asked_count].data = data;
	assert_string_equal(call->method, "GET");
	return ++asked_count;
}

void graph_call_drop(struct graph *graph, int64_t id)
{
	(void)graph;
	asked[id - 1].done = NULL;
	dropped_count++;
}

/* Answers the last question. */
static void answer(struct graph_answer with)
{
	graph_done *done = asked[asked_count - 1].done;
	assert_true(asked_count > 0 && done);
	asked[asked_count - 1].done = NULL;
	with.body_len = with.body ? strlen(with.body) : 0;
	with.retry_after = -1;
	done(asked[asked_count - 1].data, &with);
}

static void body(const char *json)
{
	answer((struct graph_answer){ .status = 200, .body = json });
}

/* ---- our side ---- */

static const struct graph_cloud with_numbers = { "global", "", BASE, "", NULL, true };
static const struct graph_cloud without = { "usgov", "", BASE, "", "TeamsGCCH", false };
static struct graph graph;
static struct str page;
static struct service_next next;

static void on_woken(void *data)
{
	(void)data;
	woken_count++;
}

static int set_up(void **state)
{
	(void)state;
	asked_count = dropped_count = woken_count = 0;
	graph = (struct graph){ .base = (char *)BASE, .reader = json_reader_new() };
	graph.options.cloud = &with_numbers;
	graph.service.woken = on_woken;
	graph.reads = reads_new(&graph);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	reads_free(graph.reads);
	json_reader_free(graph.reader);
	str_fini(&page);
	service_next_fini(&next);
	return 0;
}

/* What ops->sync says now; page and next are its. */
static bool sync_from(enum service_page kind, const char *from, struct error *err)
{
	str_clear(&page);
	service_next_fini(&next);
	next = (struct service_next){ .from = { 0 } };
	error_clear(err);
	return graph_sync(&graph.service, kind, from, &page, &next, err);
}

/* It is on its way. */
static void flies(enum service_page kind, const char *from)
{
	struct error err = { 0 };
	if (!sync_from(kind, from, &err))
		fail_msg("%s", err.text);
	assert_int_equal(page.len, 0);
}

static void comes(enum service_page kind, const char *from)
{
	struct error err = { 0 };
	if (!sync_from(kind, from, &err))
		fail_msg("%s", err.text);
	assert_true(page.len > 0);
}

static enum error_code fails(enum service_page kind, const char *from)
{
	struct error err = { 0 };
	assert_false(sync_from(kind, from, &err));
	assert_int_equal(page.len, 0);
	return err.code;
}

/* ---- pages ---- */

static void the_next_page_is_fetched_before_it_is_asked_for(void **state)
{
	char *from;
	(void)state;
	flies(SERVICE_PEOPLE, NULL);
	flies(SERVICE_PEOPLE, NULL);
	assert_int_equal(asked_count, 1);
	expect_part(
		"what is asked for", asked[0].path, "/users/delta?$select=id,userPrincipalName");
	expect_text("how many", asked[0].prefer, "odata.maxpagesize=999");
	body("{\"@odata.nextLink\":\"" USERS "a\",\"value\":[1]}");
	assert_int_equal(woken_count, 1);
	comes(SERVICE_PEOPLE, NULL);
	expect_text("page", page.text, "{\"@odata.nextLink\":\"" USERS "a\",\"value\":[1]}");
	expect_text("next", str_text(&next.from), USERS "a");
	assert_int_equal(asked_count, 2);
	expect_text("verbatim", asked[1].path, USERS "a");
	expect_text("on each page", asked[1].prefer, "odata.maxpagesize=999");
	from = str_take(&next.from);
	body("{\"@odata.deltaLink\":\"" BASE "/v1.0/users/delta?$deltatoken=d\",\"value\":[]}");
	comes(SERVICE_PEOPLE, from);
	free(from);
	assert_int_equal(next.from.len, 0);
	expect_text("delta", str_text(&next.delta), BASE "/v1.0/users/delta?$deltatoken=d");
	assert_int_equal(asked_count, 2);
}

static void a_page_that_nobody_wants_is_dropped(void **state)
{
	(void)state;
	flies(SERVICE_PEOPLE, NULL);
	flies(SERVICE_SUBSCRIPTIONS, NULL);
	assert_int_equal(dropped_count, 1);
	body("{\"value\":[]}");
	graph_sync_stop(&graph.service);
	flies(SERVICE_SUBSCRIPTIONS, NULL); /* what came before the stop may be old */
	assert_int_equal(asked_count, 3);
}

static void numbers_are_skipped_until_none_come(void **state)
{
	static const struct {
		const char *from, *body, *want;
	} pages[] = {
		{ NULL, "{\"value\":[{\"telephoneNumber\":\"+1\"},{\"telephoneNumber\":\"+2\"}]}",
			NUMBERS "2" },
		{ NUMBERS "2", "{\"value\":[{\"telephoneNumber\":\"+3\"}]}", NUMBERS "3" },
		{ NUMBERS "3", "{\"value\":[]}", "" },
		{ NULL, "{\"value\":[{}],\"@odata.nextLink\":\"" BASE "/v1.0/n?t=1\"}",
			BASE "/v1.0/n?t=1" },
		{ BASE "/v1.0/n?t=1", "{\"value\":[{}]}", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		flies(SERVICE_NUMBERS, pages[i].from);
		body(pages[i].body);
		comes(SERVICE_NUMBERS, pages[i].from);
		expect_text(pages[i].body, str_text(&next.from), pages[i].want);
	}
}

static void a_page_of_numbers_that_repeats_itself_is_refused(void **state)
{
	(void)state;
	flies(SERVICE_NUMBERS, NULL);
	body("{\"value\":[{\"telephoneNumber\":\"+1\"}]}");
	comes(SERVICE_NUMBERS, NULL);
	body("{\"value\":[{\"telephoneNumber\":\"+1\"}]}");
	assert_int_equal(fails(SERVICE_NUMBERS, NUMBERS "1"), ERROR_INPUT);
}

static void links_lead_nowhere_else(void **state)
{
	static const struct {
		const char *name, *body;
		enum error_code code;
	} cases[] = {
		{ "another host", "{\"value\":[],\"@odata.nextLink\":\"https://evil.example/x\"}",
			ERROR_REFUSED },
		{ "a host that begins alike",
			"{\"value\":[],\"@odata.nextLink\":\"https://graph.example.evil.example/x\"}",
			ERROR_REFUSED },
		{ "another port", "{\"value\":[],\"@odata.nextLink\":\"" BASE ":444/x\"}",
			ERROR_REFUSED },
		{ "another scheme", "{\"value\":[],\"@odata.nextLink\":\"http://graph.example/x\"}",
			ERROR_REFUSED },
		{ "a name before the host",
			"{\"value\":[],\"@odata.nextLink\":\"https://graph.example@evil.example/x\"}",
			ERROR_REFUSED },
		{ "no address", "{\"value\":[],\"@odata.nextLink\":\"x\"}", ERROR_REFUSED },
		{ "a delta elsewhere",
			"{\"value\":[],\"@odata.deltaLink\":\"https://evil.example/x\"}",
			ERROR_REFUSED },
		{ "itself", "{\"value\":[],\"@odata.nextLink\":\"" USERS "a\"}", ERROR_INPUT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		flies(SERVICE_PEOPLE, USERS "a");
		int before = asked_count;
		body(cases[i].body);
		expect_number(cases[i].name, fails(SERVICE_PEOPLE, USERS "a"), cases[i].code);
		expect_number(cases[i].name, asked_count, before);
		graph_sync_stop(&graph.service);
	}
}

static void each_answer_that_is_no_page_means_something(void **state)
{
	static const struct {
		const char *name, *from;
		struct graph_answer answer;
		enum error_code code;
		const char *part;
	} cases[] = {
		{ "too old", USERS "a", { .status = 410 }, ERROR_EXPIRED, "" },
		{ "too old by its code", USERS "a", { .status = 404, .code = "syncStateNotFound" },
			ERROR_EXPIRED, "" },
		{ "a handle it does not know", USERS "a", { .status = 400 }, ERROR_EXPIRED, "" },
		{ "the first page cannot be too old", NULL, { .status = 410 }, ERROR_REFUSED,
			"410" },
		{ "a token refused", NULL, { .status = 401 }, ERROR_PERSON, "Sign in" },
		{ "a permission missing", NULL, { .status = 403 }, ERROR_REFUSED, "User.Read.All" },
		{ "slow down", NULL, { .status = 429 }, ERROR_TRANSIENT, "" },
		{ "busy", NULL, { .status = 503 }, ERROR_TRANSIENT, "503" },
		{ "a redirect", NULL, { .status = 302 }, ERROR_REFUSED, "302" },
		{ "nobody there", NULL, { .trouble = HTTP_UNREACHABLE }, ERROR_TRANSIENT, "" },
		{ "broken off", NULL, { .status = 200, .trouble = HTTP_LOST }, ERROR_TRANSIENT,
			"" },
		{ "a wrong certificate", NULL, { .trouble = HTTP_INSECURE }, ERROR_REFUSED,
			"certificate" },
		{ "too large", NULL, { .status = 200, .trouble = HTTP_LARGE }, ERROR_INPUT,
			"large" },
		{ "nobody signed in", NULL, { .no_token = ERROR_PERSON, .words = "Not now." },
			ERROR_PERSON, "Not now." },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error err = { 0 };
		asked_count = 0;
		flies(SERVICE_PEOPLE, cases[i].from);
		answer(cases[i].answer);
		if (sync_from(SERVICE_PEOPLE, cases[i].from, &err))
			fail_msg("%s went well", cases[i].name);
		expect_number(cases[i].name, err.code, cases[i].code);
		expect_part(cases[i].name, err.text, cases[i].part);
		flies(SERVICE_PEOPLE, cases[i].from); /* told once: then it is asked again */
		expect_number(cases[i].name, asked_count, 2);
		graph_sync_stop(&graph.service);
	}
}

static void what_a_sync_can_do_without_is_done_without(void **state)
{
	static const struct graph_answer bad = { .status = 400, .words = "Bad select." };

	(void)state;
	flies(SERVICE_PEOPLE, NULL);
	answer(bad);
	assert_int_equal(fails(SERVICE_PEOPLE, NULL), ERROR_TRANSIENT);
	flies(SERVICE_PEOPLE, NULL); /* without handles of changes */
	expect_part("all of them", asked[1].path, "/users?$select=id,");
	expect_part("in large pages", asked[1].path, "&$top=999");
	answer(bad);
	assert_int_equal(fails(SERVICE_PEOPLE, NULL), ERROR_REFUSED);
	flies(SERVICE_VOICE, NULL);
	answer((struct graph_answer){ .status = 403 });
	assert_int_equal(fails(SERVICE_VOICE, NULL), ERROR_NOT_FOUND);
	assert_int_equal(graph_reads(&graph.service) & 1u << SERVICE_VOICE, 0);
	graph_sync_stop(&graph.service);
	assert_int_not_equal(graph_reads(&graph.service) & 1u << SERVICE_VOICE, 0);
}

static void what_is_no_json_may_pass_and_then_may_not(void **state)
{
	static const enum error_code codes[] = { ERROR_TRANSIENT, ERROR_TRANSIENT, ERROR_INPUT };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		flies(SERVICE_PEOPLE, NULL);
		body("<html>");
		expect_number("time", fails(SERVICE_PEOPLE, NULL), codes[i]);
	}
}

static void a_kind_does_not_begin_again_for_ever(void **state)
{
	static const enum error_code codes[] = { ERROR_EXPIRED, ERROR_EXPIRED, ERROR_REFUSED };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		flies(SERVICE_PEOPLE, USERS "a");
		answer((struct graph_answer){ .status = 410 });
		expect_number("time", fails(SERVICE_PEOPLE, USERS "a"), codes[i]);
	}
}

/* ---- who reads what ---- */

static unsigned script_mask;
static int script_reads;

static bool script_sync(struct service *service, enum service_page kind, const char *from,
	struct str *json, struct service_next *on, struct error *err)
{
	(void)service, (void)kind, (void)from, (void)on, (void)err;
	script_reads++;
	str_add(json, "{\"value\":[]}");
	return true;
}

static unsigned script_reading(struct service *service)
{
	(void)service;
	return script_mask;
}

static void what_graph_cannot_read_is_read_by_the_script(void **state)
{
	static const struct service_ops ops = { .sync = script_sync, .reads = script_reading };
	static const unsigned directory = 1u << SERVICE_ORGANIZATION | 1u << SERVICE_SUBSCRIPTIONS |
					  1u << SERVICE_PEOPLE;
	static const unsigned teams = 1u << SERVICE_VOICE | 1u << SERVICE_NUMBERS;
	static const unsigned module = 1u << SERVICE_ADDRESSES | 1u << SERVICE_NUMBERS;
	struct service script = { .ops = &ops };

	(void)state;
	script_reads = 0;
	script_mask = module;
	assert_int_equal(graph_reads(&graph.service), directory | teams);
	graph.options.cloud = &without;
	assert_int_equal(graph_reads(&graph.service), directory);
	graph.options.script = &script;
	assert_int_equal(graph_reads(&graph.service), directory | module);
	comes(SERVICE_ADDRESSES, NULL);
	comes(SERVICE_NUMBERS, NULL);
	assert_int_equal(script_reads, 2);
	flies(SERVICE_PEOPLE, NULL);
	expect_part("who is ready", asked[0].path, ",assignedPlans");
	graph.options.cloud = &with_numbers;
	flies(SERVICE_NUMBERS, NULL); /* Graph's own */
	assert_int_equal(script_reads, 2);
	graph.options.script = NULL;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_next_page_is_fetched_before_it_is_asked_for),
		TEST(a_page_that_nobody_wants_is_dropped),
		TEST(numbers_are_skipped_until_none_come),
		TEST(a_page_of_numbers_that_repeats_itself_is_refused),
		TEST(links_lead_nowhere_else),
		TEST(each_answer_that_is_no_page_means_something),
		TEST(what_a_sync_can_do_without_is_done_without),
		TEST(what_is_no_json_may_pass_and_then_may_not),
		TEST(a_kind_does_not_begin_again_for_ever),
		TEST(what_graph_cannot_read_is_read_by_the_script),
	};

	return cmocka_run_group_tests_name("service-graph-sync", tests, NULL, NULL);
}
