/* Proves that the HTTP engine sends what is asked to whom it may be sent, takes each kind of answer
 * and each way of breaking off for what it is, and keeps to its limit of requests in flight. */
#include "core/net/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/expect.h"

/* ---- a server of one page, in a process of its own ---- */

/* What it answers by path; NULL as text: it closes without a word. */
static const struct {
	const char *path, *text;
	bool reset; /* breaks off in the middle of what the head promises */
} answers[] = {
	{ "/hello", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nrequest-id: abc-1\r\n\r\nhello",
		false },
	{ "/slow-down",
		"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2.128\r\nContent-Length: 2\r\n\r\n{}",
		false },
	{ "/moved",
		"HTTP/1.1 302 Found\r\nLocation: http://evil.example/take\r\nContent-Length: 0\r\n\r\n",
		false },
	{ "/cut", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"value\":[", true },
	{ "/gone", NULL, true },
	{ "/large",
		"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n0123456789012345678901234567890123456789",
		false },
	{ "/none", "HTTP/1.1 204 No Content\r\n\r\n", false },
	{ "/kept", "HTTP/1.1 204 No Content\r\n\r\n", false }, /* waits for more */
};

static char log_text[4096]; /* of the server: what it got, back through a pipe */
static int port, log_pipe[2];
static pid_t server;

/* False: the connection is to be closed. */
static bool serve_request(int client)
{
	char request[4096];
	ssize_t got = 0, more;
	while (got < (ssize_t)sizeof request - 1 &&
		(more = read(client, request + got, sizeof request - 1 - (size_t)got)) > 0) {
		got += more;
		request[got] = '\0';
		if (strstr(request, "\r\n\r\n"))
			break;
	}
	request[got > 0 ? got : 0] = '\0';
	if (write(log_pipe[1], request, strlen(request)) < 0)
		_exit(1);
	char path[80] = "";
	sscanf(request, "%*s %79s", path);
	for (size_t i = 0; i < COUNT_OF(answers); i++)
		if (strcmp(answers[i].path, path) == 0 && answers[i].text &&
			write(client, answers[i].text, strlen(answers[i].text)) < 0)
			_exit(1);
	return strcmp(path, "/kept") == 0;
}

static void serve_one(int client)
{
	while (serve_request(client))
		;
	close(client);
}

/* A process each, as one may be kept open. */
static void serve(int listener)
{
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int client = accept(listener, NULL, NULL);
		if (fork() == 0) {
			serve_one(client);
			_exit(0);
		}
		close(client);
	}
}

static int server_start(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	(void)state;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (struct sockaddr *)&address, len) != 0 || listen(listener, 64) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0 ||
		pipe(log_pipe) != 0)
		return -1;
	port = ntohs(address.sin_port);
	server = fork();
	if (server == 0)
		serve(listener);
	close(listener);
	return server > 0 ? 0 : -1;
}

static int server_stop(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}

/* What earlier tests left in the log goes. */
static void log_forget(void)
{
	struct pollfd waiting = { .fd = log_pipe[0], .events = POLLIN };
	while (poll(&waiting, 1, 0) > 0 && read(log_pipe[0], log_text, sizeof log_text) > 0)
		;
}

/* ---- asking it ---- */

struct answer {
	struct http_reply reply;
	char body[64];
	bool done;
	int *left;
};

static void on_done(void *data, const struct http_reply *reply)
{
	struct answer *answer = data;
	answer->reply = *reply;
	snprintf(answer->body, sizeof answer->body, "%s", reply->body);
	answer->done = true;
	if (answer->left)
		--*answer->left;
}

static void ask_through(
	const char *proxy, const struct http_request *request, struct answer *answer)
{
	struct loop *loop = loop_new();
	struct error err = { 0 };
	struct http *http = http_new(
		loop, &(struct http_options){ .parallel = 2, .proxy = proxy }, &err);
	*answer = (struct answer){ .done = false };
	if (!http_send(http, request, on_done, answer, &err))
		fail_msg("%s", err.text);
	loop_run(loop, &answer->done);
	assert_true(answer->done);
	http_free(http);
	loop_free(loop);
}

static void ask(const struct http_request *request, struct answer *answer)
{
	ask_through(NULL, request, answer);
}

static void every_answer_is_taken_for_what_it_is(void **state)
{
	static const struct {
		const char *path;
		size_t most;
		int status;
		enum http_trouble trouble;
		const char *body, *location;
		int64_t retry_after;
	} rows[] = {
		{ "/hello", 0, 200, HTTP_FINE, "hello", "", -1 },
		{ "/none", 0, 204, HTTP_FINE, "", "", -1 },
		{ "/slow-down", 0, 429, HTTP_FINE, "{}", "", 2128 },
		{ "/moved", 0, 302, HTTP_FINE, "", "http://evil.example/take", -1 },
		{ "/cut", 0, 0, HTTP_LOST, "{\"value\":[", "", -1 },
		{ "/gone", 0, 0, HTTP_LOST, "", "", -1 },
		{ "/large", 20, 0, HTTP_LARGE, "", "", -1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char url[120];
		struct answer answer;
		snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, rows[i].path);
		ask(&(struct http_request){ .method = "GET", .url = url, .most = rows[i].most },
			&answer);
		expect_number(rows[i].path, answer.reply.status, rows[i].status);
		expect_number(rows[i].path, answer.reply.trouble, rows[i].trouble);
		expect_text(rows[i].path, answer.body, rows[i].body);
		expect_text(rows[i].path, answer.reply.location, rows[i].location);
		expect_number(rows[i].path, answer.reply.retry_after, rows[i].retry_after);
	}
}

/* Plain http is for this machine: through a proxy its token would be on the network. */
static void this_machine_is_asked_without_a_proxy(void **state)
{
	static const struct {
		const char *name, *variable, *proxy;
	} rows[] = {
		{ "of the environment", "http_proxy", NULL },
		{ "for all that has none", "ALL_PROXY", NULL },
		{ "of the configuration", NULL, "http://127.0.0.1:1" },
	};
	char url[120];
	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/hello", port);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct answer answer;
		if (rows[i].variable)
			setenv(rows[i].variable, "http://127.0.0.1:1", 1);
		ask_through(rows[i].proxy,
			&(struct http_request){ .method = "GET", .url = url, .bearer = "s3cret" },
			&answer);
		if (rows[i].variable)
			unsetenv(rows[i].variable);
		expect_number(rows[i].name, answer.reply.status, 200);
	}
}

static void nobody_there_is_not_a_lost_answer(void **state)
{
	struct answer answer;
	(void)state;
	ask(&(struct http_request){ .method = "GET", .url = "http://127.0.0.1:1/" }, &answer);
	assert_int_equal(answer.reply.trouble, HTTP_UNREACHABLE);
	assert_true(answer.reply.words[0] != '\0');
}

static void the_token_and_the_body_reach_the_server(void **state)
{
	char url[120];
	struct answer answer;
	ssize_t got;
	(void)state;
	log_forget();
	snprintf(url, sizeof url, "http://127.0.0.1:%d/hello", port);
	ask(&(struct http_request){ .method = "PATCH",
		    .url = url,
		    .bearer = "s3cret",
		    .headers = { "Content-Type: application/json", NULL },
		    .body = "{\"usageLocation\":\"US\"}",
		    .body_len = 22 },
		&answer);
	got = read(log_pipe[0], log_text, sizeof log_text - 1);
	assert_true(got > 0);
	log_text[got] = '\0';
	expect_part("method", log_text, "PATCH /hello HTTP/1.1");
	expect_part("token", log_text, "Authorization: Bearer s3cret");
	expect_part("type", log_text, "Content-Type: application/json");
	expect_part("agent", log_text, "User-Agent: ringup/");
}

/* curl would send it again by itself, on a connection of its own. */
static void a_write_whose_answer_is_lost_was_sent_once(void **state)
{
	static const struct {
		const char *method, *body;
	} rows[] = { { "POST", "{\"x\":1}" }, { "POST", NULL }, { "POST", "" }, { "PATCH", "{}" } };
	char kept[120], gone[120];
	(void)state;
	snprintf(kept, sizeof kept, "http://127.0.0.1:%d/kept", port);
	snprintf(gone, sizeof gone, "http://127.0.0.1:%d/gone", port);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct error err = { 0 };
		struct http *http = http_new(loop, &(struct http_options){ 0 }, &err);
		struct answer first = { .done = false }, second = { .done = false };
		log_forget();
		http_send(http, &(struct http_request){ .method = "GET", .url = kept }, on_done,
			&first, &err);
		loop_run(loop, &first.done);
		http_send(http,
			&(struct http_request){ .method = rows[i].method,
				.url = gone,
				.body = rows[i].body,
				.body_len = rows[i].body ? strlen(rows[i].body) : 0 },
			on_done, &second, &err);
		loop_run(loop, &second.done);
		expect_number(rows[i].method, second.reply.trouble, HTTP_LOST);
		ssize_t got = read(log_pipe[0], log_text, sizeof log_text - 1);
		log_text[got > 0 ? got : 0] = '\0';
		const char *sent = strstr(log_text, " /gone ");
		assert_non_null(sent);
		expect_number(rows[i].method, strstr(sent + 1, " /gone ") == NULL, 1);
		http_free(http);
		loop_free(loop);
	}
}

static void no_more_fly_than_may(void **state)
{
	enum { COUNT = 12 };
	struct loop *loop = loop_new();
	struct error err = { 0 };
	struct http *http = http_new(loop, &(struct http_options){ .parallel = 3 }, &err);
	struct answer answers_of[COUNT];
	char url[120];
	int left = COUNT;
	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/hello", port);
	for (int i = 0; i < COUNT; i++) {
		answers_of[i] = (struct answer){ .left = &left };
		assert_true(http_send(http, &(struct http_request){ .method = "GET", .url = url },
				    on_done, &answers_of[i], &err) > 0);
	}
	while (left > 0 && loop_turn(loop, true))
		;
	assert_int_equal(left, 0);
	assert_int_equal(http_peak(http), 3);
	assert_int_equal(http_count(http), COUNT);
	assert_int_equal(http_flying(http), 0);
	http_free(http);
	loop_free(loop);
}

static void what_is_cancelled_is_not_answered(void **state)
{
	struct loop *loop = loop_new();
	struct error err = { 0 };
	struct http *http = http_new(loop, &(struct http_options){ .parallel = 1 }, &err);
	struct answer first = { .done = false }, second = { .done = false };
	char url[120];
	(void)state;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/hello", port);
	struct http_request request = { .method = "GET", .url = url };
	int64_t id = http_send(http, &request, on_done, &first, &err);
	http_send(http, &request, on_done, &second, &err);
	http_cancel(http, id);
	http_cancel(http, 999);
	loop_run(loop, &second.done);
	assert_false(first.done);
	assert_int_equal(second.reply.status, 200);
	http_free(http);
	loop_free(loop);
}

static void plain_http_leaves_this_machine_never(void **state)
{
	static const struct {
		const char *url;
		bool ok;
	} rows[] = {
		{ "https://graph.microsoft.com/v1.0/users", true },
		{ "http://localhost:8080/v1.0", true },
		{ "http://127.0.0.1:8080/", true },
		{ "http://[::1]:8080/", true },
		{ "http://graph.microsoft.com/", false },
		{ "http://127.0.0.1.evil.example/", false },
		{ "http://localhost.evil.example/", false },
		{ "ftp://127.0.0.1/", false },
		{ "file:///etc/passwd", false },
		{ "nonsense", false },
		{ "", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		expect_number(rows[i].url, http_address_ok(rows[i].url, &err), rows[i].ok);
		expect_number(rows[i].url, err.text[0] == '\0', rows[i].ok);
	}
}

static void an_origin_is_scheme_host_and_port(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "https://graph.microsoft.com/v1.0", "https://GRAPH.microsoft.com:443/x?y", true },
		{ "https://graph.microsoft.com/", "https://graph.microsoft.com.evil.example/",
			false },
		{ "https://a.example/", "http://a.example/", false },
		{ "https://a.example/", "https://a.example:444/", false },
		{ "https://a.example/", "https://a.example@b.example/", false },
		{ "https://a.example/", "", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].b, http_same_origin(rows[i].a, rows[i].b), rows[i].same);
}

static void a_wait_is_read_in_all_its_forms(void **state)
{
	static const struct {
		const char *value;
		int64_t milliseconds;
	} rows[] = {
		{ "12", 12000 },
		{ "2.128", 2128 },
		{ "0", 0 },
		{ "Sat, 21 Nov 2026 00:00:30 GMT", 30000 },
		{ "Sat, 21 Nov 2026 00:00:00 GMT", 0 },
		{ "31536000", 86400000 },
		{ "99999999999999999999999", 86400000 },
		{ "Sun, 21 Nov 2027 00:00:00 GMT", 86400000 },
		{ "soon", -1 },
		{ "-5", -1 },
		{ "", -1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].value, http_retry_after(rows[i].value, 1795219200),
			rows[i].milliseconds);
}

static void a_form_value_is_encoded(void **state)
{
	struct str out = { 0 };
	(void)state;
	http_encode(&out, "a b+c&d=é/~");
	expect_text("encoded", str_text(&out), "a%20b%2Bc%26d%3D%C3%A9%2F~");
	str_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_is_taken_for_what_it_is),
		cmocka_unit_test(this_machine_is_asked_without_a_proxy),
		cmocka_unit_test(nobody_there_is_not_a_lost_answer),
		cmocka_unit_test(the_token_and_the_body_reach_the_server),
		cmocka_unit_test(a_write_whose_answer_is_lost_was_sent_once),
		cmocka_unit_test(no_more_fly_than_may),
		cmocka_unit_test(what_is_cancelled_is_not_answered),
		cmocka_unit_test(plain_http_leaves_this_machine_never),
		cmocka_unit_test(an_origin_is_scheme_host_and_port),
		cmocka_unit_test(a_wait_is_read_in_all_its_forms),
		cmocka_unit_test(a_form_value_is_encoded),
	};
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
