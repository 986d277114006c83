/* tests/unit/graph-rig.h: a Graph that plays a script, in a process of its own, and our side of it:
 * the queue of calls and the acts, with a sign-in that always has a token. */
#ifndef TESTS_UNIT_GRAPH_RIG_H
#define TESTS_UNIT_GRAPH_RIG_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/reference/reference.h"
#include "core/service/graph/acts.h"
#include "core/service/graph/within.h"
#include "tests/unit/expect.h"

#define TOKEN "eyJ-SECRET-TOKEN-"
#define BASE_HERE "@BASE@" /* in an answer: the server's own address */

/* One question that the server expects, and what it answers; each is used once. */
struct exchange {
	const char *ask;    /* "GET /v1.0/users/": the request line begins so */
	const char *answer; /* status, headers, an empty line, body: "204\r\n\r\n"; NULL: it closes
			       without a word. Content-Length is added unless it is there. */
};

#define EXCHANGES 8

struct rig {
	struct loop *loop;
	struct http *http;
	struct reference *ref;
	struct graph graph;
	pid_t server;
	int out; /* what the server got */
	char base[40];
	bool woken;
	int tokens;               /* asked for */
	int refused;              /* tokens that were said to be refused */
	int token_timer;          /* the token that is on its way */
	enum error_code no_token; /* ERROR_NONE: there is one */
	char heard[16384];        /* what the server got, after rig_stop */
};

/* ---- the sign-in, in place of core/net/signin.c ---- */

struct asker {
	struct rig *rig;
	signin_done *done;
	void *data;
	int timer;
};

static struct rig *the_rig;
static struct asker askers[256];
static int64_t asker_count;

static inline void on_asker(void *data)
{
	struct asker *asker = data;
	struct rig *rig = asker->rig;
	char token[64];
	snprintf(token, sizeof token, TOKEN "%d", rig->refused);
	struct error why = { .code = rig->no_token, .text = "Nobody signed in." };
	asker->timer = 0;
	asker->done(asker->data, rig->no_token ? NULL : token, &why);
}

int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data)
{
	struct asker *asker = &askers[asker_count++ % 256];
	(void)signin;
	assert_string_equal(resource, the_rig->graph.options.cloud->graph);
	assert_true(scopes[0] != '\0');
	the_rig->tokens++;
	*asker = (struct asker){ the_rig, done, data, 0 };
	asker->timer = loop_after(the_rig->loop, 0, on_asker, asker);
	return asker_count;
}

void signin_forget(struct signin *signin, int64_t id)
{
	(void)signin;
	loop_cancel(the_rig->loop, askers[(id - 1) % 256].timer);
}

void signin_refused(struct signin *signin, const char *token)
{
	(void)signin;
	assert_true(strncmp(token, TOKEN, strlen(TOKEN)) == 0);
	the_rig->refused++;
}

/* ---- in place of core/service/graph/graph.c: nobody else carries anything out ---- */

struct service *graph_delegate(struct graph *graph, const char *kind)
{
	(void)graph;
	(void)kind;
	return NULL;
}

/* ---- the server ---- */

static inline size_t request_read(int client, char *text, size_t size)
{
	size_t got = 0, want = 0;
	while (got < size - 1 && (want == 0 || got < want)) {
		ssize_t more = read(client, text + got, size - 1 - got);
		if (more <= 0)
			break;
		got += (size_t)more;
		text[got] = '\0';
		char *end = strstr(text, "\r\n\r\n"),
		     *len = strcasestr(text, "\r\nContent-Length: ");
		if (end && !want)
			want = (size_t)(end - text) + 4 +
			       (len && len < end ? strtoul(len + 18, NULL, 10) : 0);
	}
	text[got] = '\0';
	return got;
}

static inline void answer_write(int client, const char *answer, const char *base)
{
	static char text[65536];
	struct str body = { 0 };
	const char *rest = strstr(answer, "\r\n\r\n") + 4;
	const char *at;
	int head = (int)(rest - answer) - 2;
	while ((at = strstr(rest, BASE_HERE))) {
		str_addn(&body, rest, (size_t)(at - rest));
		str_add(&body, base);
		rest = at + strlen(BASE_HERE);
	}
	str_add(&body, rest);
	char *where = NULL, headers[1024];
	snprintf(headers, sizeof headers, "%.*s", head, answer);
	struct str lines = { 0 };
	for (rest = headers; (where = strstr(rest, BASE_HERE)); rest = where + strlen(BASE_HERE)) {
		str_addn(&lines, rest, (size_t)(where - rest));
		str_add(&lines, base);
	}
	str_add(&lines, rest);
	int len = snprintf(text, sizeof text, "HTTP/1.1 %sConnection: close\r\n", str_text(&lines));
	if (!strstr(answer, "Content-Length") && strncmp(answer, "204", 3) != 0)
		len += snprintf(
			text + len, sizeof text - (size_t)len, "Content-Length: %zu\r\n", body.len);
	len += snprintf(text + len, sizeof text - (size_t)len, "\r\n%s", str_text(&body));
	if (write(client, text, (size_t)len) != len)
		_exit(1);
	str_fini(&body);
	str_fini(&lines);
}

static inline void serve(int listener, int out, const struct exchange *script, const char *base)
{
	bool used[EXCHANGES] = { false };
	static char text[65536];
	for (;;) {
		int client = accept(listener, NULL, NULL);
		int row = 0;
		if (!request_read(client, text, sizeof text)) {
			close(client);
			continue;
		}
		dprintf(out, "%s\n", text);
		while (row < EXCHANGES && script[row].ask &&
			(used[row] || strncmp(script[row].ask, text, strlen(script[row].ask)) != 0))
			row++;
		if (row == EXCHANGES || !script[row].ask) {
			dprintf(out, "UNEXPECTED\n");
			answer_write(client, "418 Unexpected\r\n\r\n", base);
		} else {
			used[row] = true;
			if (script[row].answer)
				answer_write(client, script[row].answer, base);
		}
		close(client);
	}
}

static inline void server_start(struct rig *rig, const struct exchange *script)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0), ends[2];
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(listener, 64), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &len), 0);
	assert_int_equal(pipe(ends), 0);
	snprintf(rig->base, sizeof rig->base, "http://127.0.0.1:%d", ntohs(address.sin_port));
	rig->server = fork();
	if (rig->server == 0)
		serve(listener, ends[1], script, rig->base);
	close(listener);
	close(ends[1]);
	rig->out = ends[0];
}

/* ---- our side ---- */

static inline void on_woken(void *data)
{
	((struct rig *)data)->woken = true;
}

static inline void rig_start(
	struct rig *rig, const struct exchange *script, const struct graph_options *options)
{
	struct error err = { 0 };
	*rig = (struct rig){ .woken = false };
	the_rig = rig;
	asker_count = 0;
	server_start(rig, script);
	rig->loop = loop_new();
	rig->http = http_new(rig->loop, &(struct http_options){ .parallel = 8 }, &err);
	if (options)
		rig->graph.options = *options;
	rig->graph.options.loop = rig->loop;
	rig->graph.options.ref = rig->ref = reference_open(NULL, &err);
	rig->graph.options.http = rig->http;
	rig->graph.options.cloud = graph_cloud(0);
	rig->graph.base = rig->base;
	rig->graph.reader = json_reader_new();
	rig->graph.caller = caller_new(&rig->graph, &err);
	if (!rig->graph.caller)
		fail_msg("%s", err.text);
	rig->graph.acts = acts_new(&rig->graph);
	rig->graph.service.woken = on_woken;
	rig->graph.service.woken_data = rig;
}

/* Ends both sides; rig->heard has what the server got. */
static inline void rig_stop(struct rig *rig)
{
	size_t got = 0;
	ssize_t more;
	acts_free(rig->graph.acts);
	caller_free(rig->graph.caller);
	json_reader_free(rig->graph.reader);
	http_free(rig->http);
	reference_close(rig->ref);
	loop_free(rig->loop);
	kill(rig->server, SIGKILL);
	waitpid(rig->server, NULL, 0);
	while (got < sizeof rig->heard - 1 &&
		(more = read(rig->out, rig->heard + got, sizeof rig->heard - 1 - got)) > 0)
		got += (size_t)more;
	rig->heard[got] = '\0';
	close(rig->out);
}

/* Runs until the reply has landed. */
static inline void rig_land(struct rig *rig, struct service_reply *reply)
{
	struct error err = { 0 };
	while (reply->state == SERVICE_FLYING) {
		rig->woken = false;
		loop_run(rig->loop, &rig->woken);
		assert_true(graph_land(&rig->graph.service, reply->flight, reply, &err));
	}
}

#endif
