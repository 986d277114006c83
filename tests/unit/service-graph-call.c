/* Proves that questions to Graph go out with a token, at the pace that is allowed, in batches where
 * they may, and come back one by one whatever the order, whatever failed; that nothing is written
 * when only reading is allowed; and that the log has the ids and no secret. */
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/service/graph/batch.h"
#include "core/service/graph/log.h"
#include "core/service/graph/pace.h"
#include "tests/unit/graph-rig.h"

#define ID "11111111-2222-4333-8444-55555555555"

struct seen {
	struct graph_answer answer;
	char body[400];
	int order; /* 1: the first that was answered */
	struct rig *rig;
	int *left;
	bool *done;
	int *count;
};

static void on_seen(void *data, const struct graph_answer *answer)
{
	struct seen *seen = data;
	seen->answer = *answer;
	snprintf(seen->body, sizeof seen->body, "%s", answer->body);
	seen->order = ++*seen->count;
	if (--*seen->left == 0)
		*seen->done = true;
}

/* Asks all at once, and waits for all. */
static void ask_all(struct rig *rig, const struct graph_call *calls, struct seen *seen, int count)
{
	int left = count, order = 0;
	bool done = false;
	for (int i = 0; i < count; i++) {
		seen[i] = (struct seen){
			.rig = rig, .left = &left, .done = &done, .count = &order
		};
		graph_call(&rig->graph, &calls[i], on_seen, &seen[i]);
	}
	assert_int_equal(order, 0);
	loop_run(rig->loop, &done);
	assert_true(done);
}

static const struct graph_call three[] = {
	{ .method = "PATCH",
		.path = "/users/a",
		.body = "{\"usageLocation\":\"US\"}",
		.request_id = ID "1",
		.batch = true },
	{ .method = "PATCH",
		.path = "/users/b",
		.body = "{\"usageLocation\":\"DE\"}",
		.request_id = ID "2",
		.batch = true },
	{ .method = "PATCH",
		.path = "/users/c",
		.body = "{\"usageLocation\":\"FR\"}",
		.request_id = ID "3",
		.batch = true },
};

#define BATCH "POST /v1.0/$batch "

static void a_batch_is_taken_apart_in_any_order(void **state)
{
	static const struct {
		const char *row;
		const char *answer;
		struct {
			int status;
			enum http_trouble trouble;
			int64_t retry_after;
		} want[3];
	} rows[] = {
		{ "another order",
			"200 OK\r\n\r\n{\"responses\":[{\"id\":\"3\",\"status\":204},"
			"{\"id\":\"1\",\"status\":204},{\"id\":\"2\",\"status\":204}]}",
			{ { 204, HTTP_FINE, -1 }, { 204, HTTP_FINE, -1 },
				{ 204, HTTP_FINE, -1 } } },
		{ "one slowed down, one that failed with another",
			"200 OK\r\n\r\n{\"responses\":[{\"id\":\"2\",\"status\":429,"
			"\"headers\":{\"Retry-After\":\"0.25\"}},{\"id\":\"3\",\"status\":424},"
			"{\"id\":\"1\",\"status\":204}]}",
			{ { 204, HTTP_FINE, -1 }, { 429, HTTP_FINE, 250 },
				{ 424, HTTP_FINE, -1 } } },
		{ "the envelope's status says nothing",
			"424 Failed\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":204},"
			"{\"id\":\"2\",\"status\":204},"
			"{\"id\":\"3\",\"status\":429,\"headers\":{\"retry-after\":\"1\"}}]}",
			{ { 204, HTTP_FINE, -1 }, { 204, HTTP_FINE, -1 },
				{ 429, HTTP_FINE, 1000 } } },
		{ "a part is missing",
			"200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":204},"
			"{\"id\":\"3\",\"status\":204},{\"id\":\"9\",\"status\":204}]}",
			{ { 204, HTTP_FINE, -1 }, { 0, HTTP_LOST, -1 }, { 204, HTTP_FINE, -1 } } },
		{ "cut short", "200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"sta",
			{ { 0, HTTP_LOST, -1 }, { 0, HTTP_LOST, -1 }, { 0, HTTP_LOST, -1 } } },
		{ "lost", NULL,
			{ { 0, HTTP_LOST, -1 }, { 0, HTTP_LOST, -1 }, { 0, HTTP_LOST, -1 } } },
		{ "slowed down as a whole", "429 Slow\r\nRetry-After: 0.5\r\n\r\n{}",
			{ { 429, HTTP_FINE, 500 }, { 429, HTTP_FINE, 500 },
				{ 429, HTTP_FINE, 500 } } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rig rig;
		struct seen seen[3];
		const struct exchange script[EXCHANGES] = { { BATCH, rows[i].answer } };
		rig_start(&rig, script, NULL);
		ask_all(&rig, three, seen, 3);
		for (int c = 0; c < 3; c++) {
			expect_number(rows[i].row, seen[c].answer.status, rows[i].want[c].status);
			expect_number(rows[i].row, seen[c].answer.trouble, rows[i].want[c].trouble);
			expect_number(rows[i].row, seen[c].answer.retry_after,
				rows[i].want[c].retry_after);
		}
		rig_stop(&rig);
		expect_part(rows[i].row, rig.heard,
			"{\"id\":\"2\",\"method\":\"PATCH\",\"url\":\"/users/b\",\"headers\":"
			"{\"client-request-id\":\"" ID "2\",\"Content-Type\":\"application/json\"},"
			"\"body\":{\"usageLocation\":\"DE\"}}");
	}
}

static void a_part_has_its_own_body_words_and_address(void **state)
{
	struct rig rig;
	struct seen seen[3];
	static const struct exchange script[EXCHANGES] = {
		{ BATCH,
			"200 OK\r\n\r\n{\"responses\":["
			"{\"id\":\"1\",\"status\":202,\"headers\":{\"Location\":\"" BASE_HERE
			"/v1.0/operations/7\"}},"
			"{\"id\":\"2\",\"status\":200,\"body\":{\"id\":\"b\"}},"
			"{\"id\":\"3\",\"status\":400,\"headers\":{\"request-id\":\"" ID "9\"},"
			"\"body\":{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"No \\u001b seats.\"}}}]}" }
	};
	(void)state;
	rig_start(&rig, script, NULL);
	ask_all(&rig, three, seen, 3);
	expect_part("location", seen[0].answer.location, "/v1.0/operations/7");
	expect_text("body", seen[1].body, "{\"id\":\"b\"}");
	expect_text("code", seen[2].answer.code, "Request_BadRequest");
	expect_part("ids", seen[2].answer.words,
		" seats. [request-id " ID "9, client-request-id " ID "3]");
	assert_null(strchr(seen[2].answer.words, '\x1b'));
	rig_stop(&rig);
}

static void a_service_without_batches_is_asked_singly(void **state)
{
	struct rig rig;
	struct seen seen[3];
	static const struct exchange script[EXCHANGES] = {
		{ BATCH, "404 Not Found\r\n\r\n{\"error\":{\"code\":\"BadRequest\"}}" },
		{ "PATCH /v1.0/users/a ", "204\r\n\r\n" },
		{ "PATCH /v1.0/users/b ", "204\r\n\r\n" },
		{ "PATCH /v1.0/users/c ", "204\r\n\r\n" },
		{ "PATCH /v1.0/users/a ", "204\r\n\r\n" },
		{ "PATCH /v1.0/users/b ", "204\r\n\r\n" },
		{ "PATCH /v1.0/users/c ", "204\r\n\r\n" },
	};
	(void)state;
	rig_start(&rig, script, NULL);
	for (int again = 0; again < 2; again++) {
		ask_all(&rig, three, seen, 3);
		for (int c = 0; c < 3; c++)
			assert_int_equal(seen[c].answer.status, 204);
	}
	rig_stop(&rig);
	assert_null(strstr(rig.heard, "UNEXPECTED"));
}

static void more_than_a_batch_holds_goes_in_several(void **state)
{
	struct rig rig;
	struct graph_rate rate;
	enum { MANY = 45 };
	static struct graph_call calls[MANY];
	static struct seen seen[MANY];
	static char answers[3][2000];
	struct exchange script[EXCHANGES] = { { NULL, NULL } };
	(void)state;
	for (int b = 0; b < 3; b++) {
		int len = sprintf(answers[b], "200 OK\r\n\r\n{\"responses\":[");
		for (int i = 1; i <= (b == 2 ? 5 : 20); i++)
			len += sprintf(answers[b] + len, "%s{\"id\":\"%d\",\"status\":204}",
				i > 1 ? "," : "", i);
		sprintf(answers[b] + len, "]}");
	}
	/* The one of five is known by its fifth being the last. */
	script[0] = (struct exchange){ BATCH, answers[0] };
	script[1] = (struct exchange){ BATCH, answers[1] };
	script[2] = (struct exchange){ BATCH, answers[0] };
	for (int i = 0; i < MANY; i++)
		calls[i] = three[i % 3];
	rig_start(&rig, script, NULL);
	ask_all(&rig, calls, seen, MANY);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(seen[i].answer.status, 204);
	graph_rate(&rig.graph.service, &rate);
	assert_int_equal(rate.sent, 3);
	assert_int_equal(rate.flying, 0);
	rig_stop(&rig);
}

static const struct graph_call one = {
	.method = "GET", .path = "/users/a?$select=id", .request_id = ID "1"
};

static void a_refused_token_is_renewed_once(void **state)
{
	static const char no[] =
		"401 No\r\n\r\n{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}";
	static const struct {
		const char *row, *second;
		int status, refused;
	} rows[] = {
		{ "then it is taken", "200 OK\r\n\r\n{\"id\":\"a\"}", 200, 1 },
		{ "and refused again", no, 401, 1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rig rig;
		struct seen seen;
		const struct exchange script[EXCHANGES] = { { "GET /v1.0/users/a", no },
			{ "GET /v1.0/users/a", rows[i].second } };
		rig_start(&rig, script, NULL);
		ask_all(&rig, &one, &seen, 1);
		expect_number(rows[i].row, seen.answer.status, rows[i].status);
		expect_number(rows[i].row, rig.refused, rows[i].refused);
		expect_number(rows[i].row, rig.tokens, 2);
		rig_stop(&rig);
		expect_part(rows[i].row, rig.heard, "Bearer " TOKEN "0");
		expect_part(rows[i].row, rig.heard, "Bearer " TOKEN "1");
	}
}

static void a_refused_token_renews_all_of_a_batch(void **state)
{
	static const struct exchange script[EXCHANGES] = { { BATCH, "401 No\r\n\r\n{}" },
		{ BATCH, "200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":204},"
			 "{\"id\":\"2\",\"status\":401},{\"id\":\"3\",\"status\":204}]}" } };
	struct rig rig;
	struct seen seen[3];
	(void)state;
	rig_start(&rig, script, NULL);
	ask_all(&rig, three, seen, 3);
	assert_int_equal(seen[0].answer.status, 204);
	assert_int_equal(seen[1].answer.status, 401);
	assert_int_equal(seen[2].answer.status, 204);
	assert_int_equal(rig.refused, 1);
	rig_stop(&rig);
}

static void without_a_token_nothing_is_sent(void **state)
{
	static const struct exchange script[EXCHANGES] = { { NULL, NULL } };
	struct rig rig;
	struct seen seen[3];
	(void)state;
	rig_start(&rig, script, NULL);
	rig.no_token = ERROR_PERSON;
	ask_all(&rig, three, seen, 3);
	for (int c = 0; c < 3; c++) {
		assert_int_equal(seen[c].answer.status, 0);
		assert_int_equal(seen[c].answer.no_token, ERROR_PERSON);
		assert_int_equal(seen[c].answer.cause, CAUSE_SIGN_IN);
		expect_text("words", seen[c].answer.words, "Nobody signed in.");
	}
	rig_stop(&rig);
	expect_text("the server", rig.heard, "");
}

static void no_token_goes_to_another_host(void **state)
{
	static const char *const paths[] = { "https://graph.microsoft.com.evil.example/v1.0/x",
		"http://127.0.0.1:1/v1.0/users", "ftp://x", "", "users" };
	static const struct exchange script[EXCHANGES] = { { NULL, NULL } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct rig rig;
		struct seen seen;
		struct graph_call call = { .method = "GET", .path = paths[i] };
		rig_start(&rig, script, NULL);
		ask_all(&rig, &call, &seen, 1);
		expect_number(paths[i], seen.answer.no_token, ERROR_REFUSED);
		expect_number(paths[i], rig.tokens, 0);
		rig_stop(&rig);
		expect_text(paths[i], rig.heard, "");
	}
}

static void the_services_own_addresses_are_followed(void **state)
{
	static const struct exchange script[EXCHANGES] = { { "GET /v1.0/users?$skiptoken=x",
		"200 OK\r\n\r\n{}" } };
	struct rig rig;
	struct seen seen;
	char address[100];
	(void)state;
	rig_start(&rig, script, NULL);
	snprintf(address, sizeof address, "%s/v1.0/users?$skiptoken=x", rig.base);
	struct graph_call call = { .method = "GET", .path = address };
	ask_all(&rig, &call, &seen, 1);
	assert_int_equal(seen.answer.status, 200);
	rig_stop(&rig);
}

/* ---- read only, and the log ---- */

static char *log_path(void)
{
	static char path[64];
	snprintf(path, sizeof path, "graph-log-%d.tmp", (int)getpid());
	return path;
}

static void reading_only_refuses_every_write_before_it_is_made(void **state)
{
	static const char *const methods[] = { "POST", "PATCH", "PUT", "DELETE" };
	static const struct exchange script[EXCHANGES] = {
		{ BATCH, "200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":200},"
			 "{\"id\":\"2\",\"status\":200}]}" },
	};
	struct rig rig;
	struct seen seen[2];
	struct str log = { 0 };
	const struct graph_options options = { .readonly = true, .log = log_path() };
	(void)state;
	unlink(log_path());
	rig_start(&rig, script, &options);
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		struct graph_call call = {
			.method = methods[i], .path = "/users/a", .body = "{}", .batch = i % 2 == 0
		};
		ask_all(&rig, &call, seen, 1);
		expect_number(methods[i], seen[0].answer.no_token, ERROR_REFUSED);
		expect_number(methods[i], seen[0].answer.cause, CAUSE_READ_ONLY);
	}
	assert_int_equal(rig.tokens, 0);
	struct graph_call reads[2] = { one, one };
	reads[0].batch = reads[1].batch = true;
	ask_all(&rig, reads, seen, 2);
	assert_int_equal(seen[1].answer.status, 200);
	rig_stop(&rig);
	assert_null(strstr(rig.heard, "\"POST\""));
	assert_null(strstr(rig.heard, "PATCH"));
	assert_true(file_read(&log, log_path(), 100000, NULL));
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		char line[80];
		snprintf(line, sizeof line, " %s /users/a refused ", methods[i]);
		expect_part(methods[i], str_text(&log), line);
	}
	str_fini(&log);
	unlink(log_path());
}

static void the_log_has_ids_and_no_secret(void **state)
{
	static const struct exchange script[EXCHANGES] = {
		{ "GET /v1.0/users/a",
			"200 OK\r\nrequest-id: " ID "7\r\n\r\n{\"mail\":\"BODY-A\"}" },
		{ "GET /v1.0/users?", NULL },
		{ BATCH, "200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":204,"
			 "\"headers\":{\"request-id\":\"" ID "8\"}},{\"id\":\"2\",\"status\":400},"
			 "{\"id\":\"3\",\"status\":204}]}" },
	};
	static const struct graph_call lost = { .method = "GET",
		.path = "/users?$filter=mail%20eq%20'PERSONAL'" };
	static const char *const secrets[] = { "SECRET", "PERSONAL", "BODY-A", "usageLocation",
		"Bearer" };
	struct rig rig;
	struct seen seen[3];
	struct str log = { 0 };
	struct stat info;
	const struct graph_options options = { .log = log_path() };
	(void)state;
	unlink(log_path());
	rig_start(&rig, script, &options);
	ask_all(&rig, &one, seen, 1);
	ask_all(&rig, &lost, seen, 1);
	ask_all(&rig, three, seen, 3);
	rig_stop(&rig);
	assert_true(file_read(&log, log_path(), 100000, NULL));
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		if (strstr(str_text(&log), secrets[i]))
			fail_msg("the log has %s: %s", secrets[i], str_text(&log));
	expect_part("one", str_text(&log), " GET /users/a?... 200 ");
	expect_part("its ids", str_text(&log), " " ID "1 " ID "7\n");
	expect_part("lost", str_text(&log), " GET /users?... lost ");
	expect_part("the batch", str_text(&log), " POST /$batch 200 ");
	expect_part("its first part", str_text(&log), " +PATCH /users/a 204 0 " ID "1 " ID "8\n");
	expect_part("its second part", str_text(&log), " +PATCH /users/b 400 0 " ID "2 -\n");
	assert_int_equal(stat(log_path(), &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	str_fini(&log);
	unlink(log_path());
}

static void a_full_log_begins_anew(void **state)
{
	struct error err = { 0 };
	struct stat now, before;
	char old[80];
	char path[2001];
	(void)state;
	snprintf(old, sizeof old, "%s.1", log_path());
	unlink(log_path());
	memset(path, 'x', sizeof path - 1);
	path[0] = '/';
	path[sizeof path - 1] = '\0';
	struct request_log *log = request_log_open(log_path(), &err);
	assert_non_null(log);
	for (int i = 0; i < 600; i++)
		request_log_add(log,
			&(struct request_line){ .method = "GET", .path = path, .status = 200 });
	request_log_close(log);
	assert_int_equal(stat(log_path(), &now), 0);
	assert_int_equal(stat(old, &before), 0);
	assert_true(before.st_size > REQUEST_LOG_MOST - 4000 && before.st_size <= REQUEST_LOG_MOST);
	assert_true(now.st_size > 0 && now.st_size < REQUEST_LOG_MOST);
	assert_int_equal(now.st_mode & 0777, 0600);
	unlink(log_path());
	unlink(old);
}

static void a_link_is_no_log(void **state)
{
	struct error err = { 0 };
	(void)state;
	unlink(log_path());
	assert_int_equal(symlink("/dev/null", log_path()), 0);
	assert_null(request_log_open(log_path(), &err));
	assert_int_equal(err.code, ERROR_IO);
	unlink(log_path());
}

/* ---- the pace ---- */

static void lanes_are_told_by_class_method_and_path(void **state)
{
	static const struct {
		enum graph_class class;
		const char *method, *path;
		enum graph_lane lane;
		const char *scope;
	} rows[] = {
		{ GRAPH_DIRECTORY, "GET", "/users", LANE_DIRECTORY_READ, "User.Read.All" },
		{ GRAPH_DIRECTORY, "PATCH", "/users/a", LANE_DIRECTORY_WRITE,
			"User.ReadWrite.All" },
		{ GRAPH_TEAMS, "GET", "/admin/teams/x", LANE_TEAMS_READ,
			"TeamsUserConfiguration.Read.All" },
		{ GRAPH_TEAMS, "POST", "/admin/teams/telephoneNumberManagement/x", LANE_TEAMS_WRITE,
			"TeamsTelephoneNumber.ReadWrite.All" },
		{ GRAPH_TEAMS, "POST", "/admin/teams/policy/userAssignments/assign",
			LANE_TEAMS_POLICY, "TeamsPolicyUserAssign.ReadWrite.All" },
		{ GRAPH_TEAMS, "GET", "/admin/teams/policy/getPolicyId(type='x',name='y')",
			LANE_TEAMS_POLICY, "TeamsPolicyUserAssign.ReadWrite.All" },
		{ GRAPH_MAIL, "POST", "/me/sendMail", LANE_MAIL, "Mail.Send" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum graph_lane lane = graph_lane(rows[i].class, rows[i].method, rows[i].path);
		expect_number(rows[i].path, lane, rows[i].lane);
		expect_part(rows[i].path, lane_scopes(lane, true), rows[i].scope);
	}
	assert_null(strstr(lane_scopes(LANE_DIRECTORY_READ, false), "Teams"));
}

static void published_limits_are_kept(void **state)
{
	/* So many may go at once, and then one in so many milliseconds. */
	static const struct {
		const char *row;
		enum graph_lane lane;
		int burst;
		int64_t then;
	} rows[] = {
		{ "directory writes", LANE_DIRECTORY_WRITE, 200, 56 },
		{ "numbers", LANE_TEAMS_WRITE, 4, 500 },
		{ "reading Teams", LANE_TEAMS_READ, 20, 50 },
		{ "mail", LANE_MAIL, 1, 2500 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct pace pace = { .unlimited = false };
		int64_t now = 1000;
		for (int n = 0; n < rows[i].burst; n++) {
			expect_number(rows[i].row, pace_due(&pace, rows[i].lane, now), now);
			pace_take(&pace, rows[i].lane, 1, now);
		}
		expect_number(rows[i].row, pace_due(&pace, rows[i].lane, now), now + rows[i].then);
		pace.unlimited = true;
		expect_number(rows[i].row, pace_due(&pace, rows[i].lane, now), now);
	}
}

static void a_batch_is_paid_for_afterwards(void **state)
{
	struct pace pace = { .unlimited = false };
	(void)state;
	pace_take(&pace, LANE_TEAMS_WRITE, 20, 0);
	assert_int_equal(pace_due(&pace, LANE_TEAMS_WRITE, 0), 8500);
	assert_int_equal(pace_due(&pace, LANE_TEAMS_WRITE, 8500), 8500);
}

static void refusals_slow_their_class_down(void **state)
{
	static const struct {
		int64_t now;
		int status;
		int64_t retry_after, due;
		double chance;
	} rows[] = {
		{ 1000, 429, 2128, 3128, 0 },
		{ 1000, 429, 100, 3128, 0 },  /* never sooner than was said before */
		{ 1000, 503, -1, 3128, 0 },   /* one of those that were sent before it was said */
		{ 4000, 503, -1, 5000, 0 },   /* one second */
		{ 4500, 503, -1, 5000, 0 },   /* the same refusal, of another request */
		{ 5000, 504, -1, 7000, 0 },   /* two */
		{ 7000, 429, -1, 13000, 1 },  /* four, and half as much */
		{ 13000, 204, -1, 13000, 0 }, /* a success begins the count anew */
		{ 13000, 429, -1, 14000, 0 },
		{ 14000, 429, 90000, 104000, 0 },
	};
	struct pace pace = { .unlimited = true };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char row[40];
		snprintf(row, sizeof row, "row %zu", i);
		pace_answered(&pace, GRAPH_TEAMS, rows[i].status, rows[i].retry_after,
			rows[i].chance, rows[i].now);
		expect_number(row, pace_due(&pace, LANE_TEAMS_READ, rows[i].now), rows[i].due);
	}
	assert_int_equal(pace_due(&pace, LANE_DIRECTORY_READ, 1000), 1000);
	for (int i = 0; i < 40; i++)
		pace_answered(&pace, GRAPH_MAIL, 429, -1, 0, i * 100000);
	assert_int_equal(pace_due(&pace, LANE_MAIL, 3900000), 3960000);
}

/* ---- dropping ---- */

static void what_is_dropped_is_not_answered(void **state)
{
	static const struct exchange script[EXCHANGES] = { { BATCH,
		"200 OK\r\n\r\n{\"responses\":[{\"id\":\"1\",\"status\":204},"
		"{\"id\":\"2\",\"status\":204},{\"id\":\"3\",\"status\":204}]}" } };
	struct rig rig;
	struct seen seen[3];
	int left = 2, order = 0;
	bool done = false;
	int64_t ids[3];
	(void)state;
	rig_start(&rig, script, NULL);
	for (int i = 0; i < 3; i++) {
		seen[i] = (struct seen){ .left = &left, .done = &done, .count = &order };
		ids[i] = graph_call(&rig.graph, &three[i], on_seen, &seen[i]);
	}
	while (rig.tokens == 0)
		loop_turn(rig.loop, true); /* they wait for a token, in one batch */
	graph_call_drop(&rig.graph, ids[1]);
	graph_call_drop(&rig.graph, 999);
	loop_run(rig.loop, &done);
	assert_int_equal(seen[1].order, 0);
	assert_int_equal(seen[0].answer.status, 204);
	assert_int_equal(seen[2].answer.status, 204);
	ids[0] = graph_call(&rig.graph, &one, on_seen, &seen[0]);
	graph_call_drop(&rig.graph, ids[0]);
	ids[0] = graph_call(&rig.graph, &one, on_seen, &seen[0]);
	loop_turn(rig.loop, true);
	graph_call_drop(&rig.graph, ids[0]);
	assert_int_equal(order, 2);
	rig_stop(&rig);
	assert_null(strstr(rig.heard, "UNEXPECTED"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_is_taken_apart_in_any_order),
		cmocka_unit_test(a_part_has_its_own_body_words_and_address),
		cmocka_unit_test(a_service_without_batches_is_asked_singly),
		cmocka_unit_test(more_than_a_batch_holds_goes_in_several),
		cmocka_unit_test(a_refused_token_is_renewed_once),
		cmocka_unit_test(a_refused_token_renews_all_of_a_batch),
		cmocka_unit_test(without_a_token_nothing_is_sent),
		cmocka_unit_test(no_token_goes_to_another_host),
		cmocka_unit_test(the_services_own_addresses_are_followed),
		cmocka_unit_test(reading_only_refuses_every_write_before_it_is_made),
		cmocka_unit_test(the_log_has_ids_and_no_secret),
		cmocka_unit_test(a_full_log_begins_anew),
		cmocka_unit_test(a_link_is_no_log),
		cmocka_unit_test(lanes_are_told_by_class_method_and_path),
		cmocka_unit_test(published_limits_are_kept),
		cmocka_unit_test(a_batch_is_paid_for_afterwards),
		cmocka_unit_test(refusals_slow_their_class_down),
		cmocka_unit_test(what_is_dropped_is_not_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
