/* Questions to Graph: they wait in one queue for their turn, go out alone or in a batch, each with
 * a token of its own asking, and are answered one by one. */
#include "core/service/graph/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/graph/batch.h"
#include "core/service/graph/log.h"
#include "core/service/graph/pace.h"
#include "core/service/graph/within.h"

#define VERSION "/v1.0"
#define RATE_SECONDS 5 /* that graph_rate looks back */

enum {
	PARALLEL = 8,
	GATHER_MS =
		30 /* that a call waits for others to go with it, unless a batch is full before */
};

struct call {
	struct call *next; /* in the queue */
	int64_t id;
	struct graph_call ask; /* its texts are owned, and are those below */
	char *method, *path, *body, *content_type, *prefer;
	char request_id[RANDOM_GUID];
	enum graph_lane lane;
	bool again;    /* a token was refused once */
	bool single;   /* the service did not take it in a batch */
	int64_t asked; /* clock_ticks */
	/* It is answered without being asked: why not. */
	enum error_code refused;
	graph_done *done; /* NULL: dropped, while others of its batch go on */
	void *data;
};

/* One request: a call, or a batch of them. */
struct sending {
	struct caller *caller;
	struct sending *next;
	struct call *calls[BATCH_MOST]; /* NULL: answered */
	int count;
	enum graph_class class;
	char request_id[RANDOM_GUID];
	char *token; /* to say which one was refused; wiped */
	int64_t token_id, http_id, started;
};

struct caller {
	struct graph *graph;
	struct call *first, **last; /* the queue */
	struct sending *sendings;
	struct pace pace;
	struct request_log *log;
	struct json_reader *reader; /* of batches */
	bool no_batch;              /* the service does not know it */
	int timer, sending_count, flying, peak, parallel;
	int64_t next_id, sent;
	int64_t seconds[RATE_SECONDS + 1]; /* requests of the second that it is of */
	int64_t second_of[RATE_SECONDS + 1];
};

static void caller_wake(struct caller *caller, int64_t milliseconds);

/* ---- small things ---- */

static double chance(void)
{
	unsigned short number;
	random_bytes(&number, sizeof number);
	return number / 65535.0;
}

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static bool is_write(const struct call *call)
{
	return strcmp(call->method, "GET") != 0;
}

static void call_free(struct call *call)
{
	free(call->method);
	free(call->path);
	free(call->body);
	free(call->content_type);
	free(call->prefer);
	free(call);
}

static void rate_count(struct caller *caller)
{
	int64_t second = clock_ticks() / 1000;
	int at = (int)(second % (RATE_SECONDS + 1));
	if (caller->second_of[at] != second)
		caller->seconds[at] = 0;
	caller->second_of[at] = second;
	caller->seconds[at]++;
	caller->sent++;
	if (++caller->flying > caller->peak)
		caller->peak = caller->flying;
}

/* ---- the queue ---- */

static void queue_add(struct caller *caller, struct call *call)
{
	call->next = NULL;
	*caller->last = call;
	caller->last = &call->next;
}

static void queue_first(struct caller *caller, struct call *call)
{
	call->next = caller->first;
	caller->first = call;
	if (!call->next)
		caller->last = &call->next;
}

/* Takes the call out to which `at` points. */
static struct call *queue_take(struct caller *caller, struct call **at)
{
	struct call *call = *at;
	*at = call->next;
	if (!call->next)
		caller->last = at;
	return call;
}

int64_t graph_call(struct graph *graph, const struct graph_call *ask, graph_done *done, void *data)
{
	struct caller *caller = graph->caller;
	struct call *call = xcalloc(1, sizeof *call);
	*call = (struct call){
		.id = ++caller->next_id, .done = done, .data = data, .asked = clock_ticks()
	};
	call->method = xstrdup(ask->method);
	call->path = xstrdup(ask->path);
	call->body = copy(ask->body);
	call->content_type = copy(ask->content_type);
	call->prefer = copy(ask->prefer);
	if (ask->request_id)
		text_copy(call->request_id, sizeof call->request_id, ask->request_id);
	else
		random_guid(call->request_id);
	call->lane = graph_lane(ask->class, ask->method, ask->path);
	call->ask = (struct graph_call){ call->method, call->path, call->body, call->content_type,
		call->prefer, call->request_id, ask->class, ask->batch };
	if ((graph->options.readonly && is_write(call)) ||
		(ask->path[0] != '/' && !http_same_origin(ask->path, graph->base)))
		call->refused = ERROR_REFUSED;
	queue_add(caller, call);
	caller_wake(caller, 0);
	return call->id;
}

/* ---- answers ---- */

/* What error.code and error.message say, in the places where they are known to stand. */
static void error_read(
	struct json_reader *reader, struct graph_answer *answer, struct str *message, char *id)
{
	json_read(reader, answer->body, answer->body_len);
	if (!json_get_text(reader, "$.error.code", answer->code, sizeof answer->code)[0])
		json_get_text(reader, "$.error.innerError.code", answer->code, sizeof answer->code);
	json_get(reader, "$.error.message", message);
	if (!id[0])
		json_get_text(reader, "$.error.innerError.\"request-id\"", id, RANDOM_GUID);
}

/* The message gives way to the ids: those are what Microsoft's support asks for. */
static void words_make(struct graph_answer *answer, const char *message, const char *request_id,
	const char *client_id)
{
	char ids[120];
	struct str printable = { 0 };
	text_printable(&printable, message);
	snprintf(ids, sizeof ids, "%s[request-id %.36s, client-request-id %.36s]",
		printable.len ? " " : "", request_id[0] ? request_id : "-", client_id);
	size_t room = sizeof answer->words - strlen(ids);
	text_copy(answer->words, room, str_text(&printable));
	size_t at = strlen(answer->words);
	text_copy(answer->words + at, sizeof answer->words - at, ids);
	str_fini(&printable);
}

/* What came for a call, whichever way. */
struct outcome {
	int status;
	enum http_trouble trouble;
	int64_t retry_after;
	const char *words, *request_id, *location, *body;
	size_t body_len;
	enum error_code no_token;
	enum cause cause; /* of that */
};

static void call_answer(struct caller *caller, struct call *call, const struct outcome *outcome)
{
	char request_id[RANDOM_GUID];
	struct str message = { 0 };
	struct graph_answer answer = { .status = outcome->status,
		.trouble = outcome->trouble,
		.retry_after = outcome->retry_after,
		.body = outcome->body ? outcome->body : "",
		.body_len = outcome->body_len,
		.no_token = outcome->no_token,
		.cause = outcome->no_token ? outcome->cause : lane_rights(call->lane) };
	text_copy(request_id, sizeof request_id, outcome->request_id ? outcome->request_id : "");
	if (outcome->location)
		text_copy(answer.location, sizeof answer.location, outcome->location);
	if (answer.status >= 300)
		error_read(caller->graph->reader, &answer, &message, request_id);
	if (outcome->words && !message.len)
		str_add(&message, outcome->words);
	if (answer.no_token)
		text_copy(answer.words, sizeof answer.words, str_text(&message));
	else
		words_make(&answer, str_text(&message), request_id, call->request_id);
	str_fini(&message);
	if (call->done)
		call->done(call->data, &answer);
	call_free(call);
}

/* Not asked, and why. */
static void call_refuse(struct caller *caller, struct call *call)
{
	bool readonly = caller->graph->options.readonly && is_write(call);
	struct request_line line = { .method = call->method,
		.path = call->path,
		.word = "refused",
		.client_id = call->request_id };
	request_log_add(caller->log, &line);
	call_answer(caller, call,
		&(struct outcome){ .retry_after = -1,
			.no_token = ERROR_REFUSED,
			.cause = readonly ? CAUSE_READ_ONLY : CAUSE_UNKNOWN,
			.words = readonly ? _("Not sent: ringup was told to read only.")
					  : _("Not asked: the address is not of this service.") });
}

/* ---- sendings ---- */

static void sending_unlink(struct sending *sending)
{
	struct sending **at = &sending->caller->sendings;
	while (*at != sending)
		at = &(*at)->next;
	*at = sending->next;
	sending->caller->sending_count--;
}

static void sending_free(struct sending *sending)
{
	if (sending->token) {
		explicit_bzero(sending->token, strlen(sending->token));
		free(sending->token);
	}
	for (int i = 0; i < sending->count; i++)
		if (sending->calls[i])
			call_free(sending->calls[i]);
	free(sending);
}

/* Its end: whoever waits in the queue may have the room. */
static void sending_end(struct sending *sending)
{
	struct caller *caller = sending->caller;
	sending_unlink(sending);
	sending_free(sending);
	caller_wake(caller, 0);
}

/* Hands call i its answer. It is out of the sending before its done() runs, which may drop others.
 */
static void sending_answer(struct sending *sending, int i, const struct outcome *outcome)
{
	struct call *call = sending->calls[i];
	sending->calls[i] = NULL;
	if (call)
		call_answer(sending->caller, call, outcome);
}

static void sending_answer_all(struct sending *sending, const struct outcome *outcome)
{
	for (int i = 0; i < sending->count; i++)
		sending_answer(sending, i, outcome);
}

/* Back to the head of the queue, all as they were. */
static void sending_again(struct sending *sending, int i)
{
	struct call *call = sending->calls[i];
	sending->calls[i] = NULL;
	if (call && call->done)
		queue_first(sending->caller, call);
	else if (call)
		call_free(call);
}

/* ---- what came back ---- */

/* Ours without the address that they all have in common, so that lines are alike. */
static const char *path_of(const struct caller *caller, const char *path)
{
	size_t len = strlen(caller->graph->base);
	bool ours = strncmp(path, caller->graph->base, len) == 0 &&
		    strncmp(path + len, VERSION "/", strlen(VERSION "/")) == 0;
	return ours ? path + len + strlen(VERSION) : path;
}

static void log_sending(struct sending *sending, const struct http_reply *reply)
{
	static const char *const words[] = { "none", "unreachable", "insecure", "lost", "slow",
		"large" };
	const struct call *only = sending->count == 1 ? sending->calls[0] : NULL;
	struct request_line line = { .method = only ? only->method : "POST",
		.path = only ? path_of(sending->caller, only->path) : "/$batch",
		.status = reply->status,
		.word = words[reply->trouble],
		.milliseconds = clock_ticks() - sending->started,
		.client_id = sending->request_id,
		.request_id = reply->request_id };
	request_log_add(sending->caller->log, &line);
}

static void log_part(
	struct sending *sending, const struct call *call, const struct batch_part *part)
{
	struct request_line line = { .method = call->method,
		.path = call->path,
		.part = true,
		.status = part->status,
		.word = "lost",
		.client_id = call->request_id,
		.request_id = part->request_id };
	request_log_add(sending->caller->log, &line);
}

/* A token that was refused is asked for once more: the sign-in then renews it, or waits for a
 * person. True: the call is in the queue again. */
static bool token_refused(struct sending *sending, int i)
{
	struct call *call = sending->calls[i];
	if (call->again)
		return false;
	if (sending->token) {
		signin_refused(sending->caller->graph->options.signin, sending->token);
		explicit_bzero(sending->token, strlen(sending->token));
		free(sending->token);
		sending->token = NULL;
	}
	call->again = true;
	sending_again(sending, i);
	return true;
}

static void part_take(struct sending *sending, int i, const struct batch_part *part)
{
	struct caller *caller = sending->caller;
	struct call *call = sending->calls[i];
	if (!call)
		return;
	log_part(sending, call, part);
	pace_answered(&caller->pace, call->ask.class, part->status, part->retry_after, chance(),
		clock_ticks());
	if (part->status == 401 && token_refused(sending, i))
		return;
	sending_answer(sending, i,
		&(struct outcome){ .status = part->status,
			.trouble = part->status ? HTTP_FINE : HTTP_LOST,
			.retry_after = part->retry_after,
			.request_id = part->request_id,
			.location = part->location,
			.body = str_text(&part->body),
			.body_len = part->body.len });
}

/* A service that does not know batches, or not this one, did nothing: all go again, alone. */
static bool batch_unknown(struct sending *sending, int status)
{
	struct caller *caller = sending->caller;
	if (status != 400 && status != 404 && status != 405 && status != 413 && status != 501)
		return false;
	if (status != 400 && status != 413)
		caller->no_batch = true;
	for (int i = sending->count - 1; i >= 0; i--) {
		if (sending->calls[i])
			sending->calls[i]->single = true;
		sending_again(sending, i);
	}
	return true;
}

static void outcome_of(const struct http_reply *reply, struct outcome *outcome)
{
	*outcome = (struct outcome){ .status = reply->status,
		.trouble = reply->trouble,
		.retry_after = reply->retry_after,
		.words = reply->words,
		.request_id = reply->request_id,
		.location = reply->location,
		.body = reply->body,
		.body_len = reply->body_len };
}

/* The request was answered as a whole: a call, or a batch that came back with no parts. */
static void whole_take(struct sending *sending, const struct http_reply *reply)
{
	struct caller *caller = sending->caller;
	struct outcome outcome;
	for (int i = sending->count - 1; reply->status == 401 && i >= 0; i--)
		if (sending->calls[i])
			token_refused(sending, i);
	outcome_of(reply, &outcome);
	/* A success that cannot be read as a batch says nothing of its parts. */
	if (sending->count > 1 && reply->status >= 200 && reply->status < 300) {
		outcome.status = 0;
		outcome.trouble = HTTP_LOST;
	}
	pace_answered(&caller->pace, sending->class, reply->status, reply->retry_after, chance(),
		clock_ticks());
	sending_answer_all(sending, &outcome);
}

static void batch_take(struct sending *sending, const struct http_reply *reply)
{
	struct batch_part parts[BATCH_MOST];
	int there = 0;
	/* The envelope may say 424 where a part was throttled: its parts are what counts. */
	if (reply->trouble == HTTP_FINE)
		there = batch_read(sending->caller->reader, reply->body, reply->body_len,
			clock_now(), parts, sending->count);
	if (there) {
		for (int i = 0; i < sending->count; i++)
			part_take(sending, i, &parts[i]);
		batch_parts_fini(parts, sending->count);
	} else if (!batch_unknown(sending, reply->status)) {
		whole_take(sending, reply);
	}
}

static void on_answer(void *data, const struct http_reply *reply)
{
	struct sending *sending = data;
	sending->http_id = 0;
	sending->caller->flying--;
	log_sending(sending, reply);
	if (sending->count > 1)
		batch_take(sending, reply);
	else
		whole_take(sending, reply);
	sending_end(sending);
}

/* ---- sending ---- */

static void address_make(const struct sending *sending, struct str *url)
{
	const char *base = sending->caller->graph->base;
	const char *path = sending->count > 1 ? "/$batch" : sending->calls[0]->path;
	if (path[0] == '/')
		str_addf(url, "%s%s%s", base, VERSION, path);
	else
		str_add(url, path);
}

/* The lines of the request's head. */
struct head {
	char id[64];
	struct str type, prefer;
};

static void head_make(
	const struct sending *sending, struct head *head, struct http_request *request)
{
	const struct call *call = sending->calls[0];
	const char *type = sending->count == 1 ? call->content_type : NULL;
	int count = 0;
	snprintf(head->id, sizeof head->id, "client-request-id: %s", sending->request_id);
	request->headers[count++] = "Accept: application/json";
	request->headers[count++] = head->id;
	if (request->body) {
		str_addf(&head->type, "Content-Type: %s", type ? type : "application/json");
		request->headers[count++] = str_text(&head->type);
	}
	if (sending->count == 1 && call->prefer) {
		str_addf(&head->prefer, "Prefer: %s", call->prefer);
		request->headers[count++] = str_text(&head->prefer);
	}
}

static void body_make(const struct sending *sending, struct str *body, struct http_request *request)
{
	const struct graph_call *asks[BATCH_MOST];
	const struct call *call = sending->calls[0];
	if (sending->count == 1) {
		request->body = call->body;
		request->body_len = call->body ? strlen(call->body) : 0;
		return;
	}
	for (int i = 0; i < sending->count; i++)
		asks[i] = &sending->calls[i]->ask;
	batch_pack(body, asks, sending->count);
	request->body = str_text(body);
	request->body_len = body->len;
}

static bool sending_send(struct sending *sending, const char *token, struct error *err)
{
	struct str url = { 0 }, body = { 0 };
	struct head head = { .id = "" };
	struct http_request request = { .bearer = token };
	request.method = sending->count > 1 ? "POST" : sending->calls[0]->method;
	address_make(sending, &url);
	request.url = str_text(&url);
	body_make(sending, &body, &request);
	head_make(sending, &head, &request);
	sending->token = xstrdup(token);
	sending->started = clock_ticks();
	sending->http_id = http_send(
		sending->caller->graph->options.http, &request, on_answer, sending, err);
	str_fini(&url);
	str_fini(&body);
	str_fini(&head.type);
	str_fini(&head.prefer);
	if (sending->http_id)
		rate_count(sending->caller);
	return sending->http_id != 0;
}

static void on_token(void *data, const char *token, const struct error *why)
{
	struct sending *sending = data;
	struct error err = { 0 };
	sending->token_id = 0;
	if (token && sending_send(sending, token, &err))
		return;
	if (token)
		why = &err;
	sending_answer_all(sending, &(struct outcome){ .retry_after = -1,
					    .no_token = why->code,
					    .cause = CAUSE_SIGN_IN,
					    .words = why->text });
	sending_end(sending);
}

static void sending_begin(struct caller *caller, struct call *const *calls, int count)
{
	const struct graph_options *options = &caller->graph->options;
	struct sending *sending = xcalloc(1, sizeof *sending);
	*sending = (struct sending){ .caller = caller,
		.next = caller->sendings,
		.count = count,
		.class = calls[0]->ask.class };
	memcpy(sending->calls, calls, (size_t)count * sizeof *calls);
	if (count == 1)
		text_copy(sending->request_id, sizeof sending->request_id, calls[0]->request_id);
	else
		random_guid(sending->request_id);
	caller->sendings = sending;
	caller->sending_count++;
	sending->token_id = signin_token(options->signin, options->cloud->graph,
		lane_scopes(calls[0]->lane, options->cloud->numbers), on_token, sending);
}

/* ---- whose turn it is ---- */

static bool may_batch(const struct caller *caller, const struct call *call)
{
	return call->ask.batch && !call->single && !caller->no_batch && call->path[0] == '/';
}

/* Takes the call at `at`, and with it those behind it that may go in one batch. */
static int queue_gather(struct caller *caller, struct call **at, struct call **calls)
{
	bool batch = may_batch(caller, *at);
	int count = 0;
	calls[count++] = queue_take(caller, at);
	while (batch && *at && count < BATCH_MOST) {
		if ((*at)->lane == calls[0]->lane && may_batch(caller, *at) && !(*at)->refused)
			calls[count++] = queue_take(caller, at);
		else
			at = &(*at)->next;
	}
	return count;
}

/* When the call at `at` has waited enough for others to go with it. */
static int64_t gather_due(const struct caller *caller, struct call *const *at, int64_t now)
{
	const struct call *first = *at;
	int count = 0;
	if (!may_batch(caller, first))
		return now;
	for (const struct call *call = first; call && count < BATCH_MOST; call = call->next)
		count += call->lane == first->lane && may_batch(caller, call);
	return count == BATCH_MOST ? now : first->asked + GATHER_MS;
}

/* Begins what may go now; the milliseconds until the next may, or -1. */
static int64_t queue_begin(struct caller *caller)
{
	int64_t now = clock_ticks(), wake = -1;
	struct call **at = &caller->first;
	while (*at && caller->sending_count < caller->parallel) {
		struct call *calls[BATCH_MOST];
		enum graph_lane lane = (*at)->lane;
		int64_t due = pace_due(&caller->pace, lane, now);
		int64_t gathered = gather_due(caller, at, now);
		due = gathered > due ? gathered : due;
		if (due > now) {
			wake = wake < 0 || due - now < wake ? due - now : wake;
			at = &(*at)->next;
			continue;
		}
		int count = queue_gather(caller, at, calls);
		pace_take(&caller->pace, lane, count, now);
		sending_begin(caller, calls, count);
	}
	return wake;
}

/* Those that are not to be asked are answered, each in a walk of its own: done() may add others. */
static void queue_refuse(struct caller *caller)
{
	struct call **at = &caller->first;
	while (*at) {
		if ((*at)->refused) {
			call_refuse(caller, queue_take(caller, at));
			at = &caller->first;
		} else {
			at = &(*at)->next;
		}
	}
}

static void on_turn(void *data)
{
	struct caller *caller = data;
	caller->timer = 0;
	queue_refuse(caller);
	int64_t wake = queue_begin(caller);
	if (wake >= 0 && !caller->timer)
		caller->timer = loop_after(caller->graph->options.loop, wake, on_turn, caller);
}

/* A later turn that was planned gives way to this one, which plans anew. */
static void caller_wake(struct caller *caller, int64_t milliseconds)
{
	loop_cancel(caller->graph->options.loop, caller->timer);
	caller->timer = loop_after(caller->graph->options.loop, milliseconds, on_turn, caller);
}

/* ---- dropping ---- */

static bool sending_drop(struct sending *sending, int64_t id)
{
	bool found = false, wanted = false;
	for (int i = 0; i < sending->count; i++) {
		struct call *call = sending->calls[i];
		if (call && call->id == id) {
			call->done = NULL;
			found = true;
		}
		wanted |= call && call->done;
	}
	/* With an answer under way in this very call, its end follows by itself. */
	if (found && !wanted && (sending->token_id || sending->http_id)) {
		if (sending->token_id)
			signin_forget(sending->caller->graph->options.signin, sending->token_id);
		if (sending->http_id) {
			http_cancel(sending->caller->graph->options.http, sending->http_id);
			sending->caller->flying--;
		}
		sending_end(sending);
	}
	return found;
}

void graph_call_drop(struct graph *graph, int64_t id)
{
	struct caller *caller = graph->caller;
	for (struct call **at = &caller->first; *at; at = &(*at)->next) {
		if ((*at)->id != id)
			continue;
		call_free(queue_take(caller, at));
		return;
	}
	for (struct sending *sending = caller->sendings; sending; sending = sending->next)
		if (sending_drop(sending, id))
			return;
}

/* ---- the caller ---- */

/* A server on this machine is a test's, or a tunnel whose end has its own limits. */
static bool on_this_machine(const char *base)
{
	struct str plain = { 0 };
	const char *host = strstr(base, "://");
	bool local;
	str_addf(&plain, "http%s", host ? host : "");
	local = http_address_ok(str_text(&plain), NULL);
	str_fini(&plain);
	return local;
}

struct caller *caller_new(struct graph *graph, struct error *err)
{
	struct caller *caller = xcalloc(1, sizeof *caller);
	caller->graph = graph;
	caller->last = &caller->first;
	caller->parallel = graph->options.parallel > 0 ? graph->options.parallel : PARALLEL;
	caller->pace.unlimited = on_this_machine(graph->base);
	caller->reader = json_reader_new();
	if (graph->options.log && graph->options.log[0]) {
		caller->log = request_log_open(graph->options.log, err);
		if (!caller->log) {
			caller_free(caller);
			return NULL;
		}
	}
	return caller;
}

void caller_free(struct caller *caller)
{
	if (!caller)
		return;
	while (caller->sendings) {
		struct sending *sending = caller->sendings;
		if (sending->token_id)
			signin_forget(caller->graph->options.signin, sending->token_id);
		if (sending->http_id)
			http_cancel(caller->graph->options.http, sending->http_id);
		sending_unlink(sending);
		sending_free(sending);
	}
	while (caller->first)
		call_free(queue_take(caller, &caller->first));
	loop_cancel(caller->graph->options.loop, caller->timer);
	request_log_close(caller->log);
	json_reader_free(caller->reader);
	free(caller);
}

void graph_rate(struct service *service, struct graph_rate *out)
{
	const struct caller *caller = ((const struct graph *)(const void *)service)->caller;
	int64_t second = clock_ticks() / 1000, recent = 0;
	*out = (struct graph_rate){
		.sent = caller->sent, .flying = caller->flying, .peak = caller->peak
	};
	for (int i = 0; i <= RATE_SECONDS; i++)
		if (caller->second_of[i] < second && caller->second_of[i] >= second - RATE_SECONDS)
			recent += caller->seconds[i];
	out->per_second = (double)recent / RATE_SECONDS;
	for (int class = 0; class < GRAPH_CLASS_COUNT; class ++)
		if (caller->pace.classes[class].slow_until > out->slow_until &&
			caller->pace.classes[class].slow_until > clock_ticks())
			out->slow_until = caller->pace.classes[class].slow_until;
}
