/* Changes on their way: begun by the kind's act, landed once. */
#include "core/service/graph/acts.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/graph/flight.h"

struct acts {
	struct flight *flights;
	int64_t next_id;
	bool beginning; /* what lands now is answered at once: nobody is woken */
};

static const struct act {
	const char *kind;
	flight_begin *submit, *ask;
} kinds[] = {
	{ "usage_location", usage_submit, usage_ask },
	{ "licence", licence_submit, licence_ask },
	{ "unlicence", licence_submit, licence_ask },
	{ "assign", assign_submit, assign_ask },
	{ "unassign", unassign_submit, unassign_ask },
	{ "number_place", place_submit, place_ask },
	{ "policy", policy_submit, policy_ask },
	{ "mail", mail_submit, mail_ask },
};

/* The texts of a request that acts use. */
static const size_t texts[] = {
	offsetof(struct service_request, kind),
	offsetof(struct service_request, request_id),
	offsetof(struct service_request, object_id),
	offsetof(struct service_request, upn),
	offsetof(struct service_request, usage_location),
	offsetof(struct service_request, add_skus),
	offsetof(struct service_request, remove_skus),
	offsetof(struct service_request, number),
	offsetof(struct service_request, number_kind),
	offsetof(struct service_request, location_id),
	offsetof(struct service_request, feature_kind),
	offsetof(struct service_request, name),
	offsetof(struct service_request, document),
};

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

static struct graph *graph_of(struct service *service)
{
	return (struct graph *)(void *)service;
}

static const struct act *act_of(const char *kind)
{
	for (size_t i = 0; i < ROWS(kinds); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	return NULL;
}

bool graph_does(const char *kind)
{
	return act_of(kind) != NULL;
}

/* ---- flights ---- */

static const char **text_at(struct service_request *request, size_t offset)
{
	return (const char **)(void *)((char *)request + offset);
}

static struct flight *flight_new(struct graph *graph, const struct service_request *request)
{
	struct acts *acts = graph->acts;
	struct flight *flight = xcalloc(1, sizeof *flight);
	*flight = (struct flight){ .next = acts->flights, .id = ++acts->next_id, .graph = graph };
	acts->flights = flight;
	if (!request)
		return flight;
	struct service_request from = *request;
	for (size_t i = 0; i < ROWS(texts); i++) {
		const char *text = *text_at(&from, texts[i]);
		*text_at(&flight->request, texts[i]) = text ? xstrdup(text) : NULL;
	}
	return flight;
}

static void flight_free(struct flight *flight)
{
	struct flight **at = &flight->graph->acts->flights;
	while (*at != flight)
		at = &(*at)->next;
	*at = flight->next;
	if (flight->call)
		graph_call_drop(flight->graph, flight->call);
	if (flight->delegate && flight->delegate->ops->drop)
		flight->delegate->ops->drop(flight->delegate, flight->delegate_flight);
	for (size_t i = 0; i < ROWS(texts); i++)
		free((void *)(uintptr_t)*text_at(&flight->request, texts[i]));
	service_reply_fini(&flight->reply);
	free(flight);
}

static struct flight *flight_find(struct graph *graph, int64_t id)
{
	struct flight *flight = graph->acts->flights;
	while (flight && flight->id != id)
		flight = flight->next;
	return flight;
}

static void on_answer(void *data, const struct graph_answer *answer)
{
	struct flight *flight = data;
	flight->call = 0;
	flight->step(flight, answer);
}

void flight_call(struct flight *flight, const struct graph_call *call, flight_step *step)
{
	flight->step = step;
	flight->call = graph_call(flight->graph, call, on_answer, flight);
}

void flight_land(struct flight *flight, enum service_state state)
{
	flight->reply.state = state;
	flight->landed = true;
	if (!flight->graph->acts->beginning)
		service_wake(&flight->graph->service);
}

void flight_fail(struct flight *flight, enum cause cause, const char *words)
{
	flight->reply.cause = cause;
	flight->reply.after = 0;
	text_copy(flight->reply.words, sizeof flight->reply.words, words);
	flight_land(flight, SERVICE_FAILED);
}

void flight_wait(struct flight *flight, enum cause cause, int64_t after)
{
	flight->reply.cause = cause;
	flight->reply.after = after;
	flight_land(flight, SERVICE_FAILED);
}

void flight_refused(
	struct flight *flight, const struct graph_answer *answer, enum flight_call_kind kind)
{
	/* A 5xx did nothing that a second time would spoil; a lost answer is asked about all the
	 * same, which is cheaper. */
	bool write = kind == FLIGHT_ONCE || (kind == FLIGHT_REPEATABLE && answer->status < 500);
	graph_refused(answer, write, &flight->reply);
	flight_land(flight, flight->reply.state);
}

bool flight_plain(struct flight *flight, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	bool plain = len > 0 && len < 64;
	for (size_t i = 0; plain && i < len; i++)
		plain = isalnum((unsigned char)text[i]) || strchr("-+", text[i]);
	if (!plain)
		flight_fail(flight, CAUSE_UNKNOWN,
			text ? _("An id of the tenant is not written as ids are: nothing was sent.")
			     : _("An id of the tenant is not known yet: sync, then apply again."));
	return plain;
}

/* ---- others' flights ---- */

#define PARTNER_PREFIX "partner:"

static const char *prefix_of(struct graph *graph, const struct service *delegate)
{
	return delegate == graph->options.partner ? PARTNER_PREFIX : "script:";
}

/* The delegate's reply as ours: its operation gets its name, its flight one of our ids. */
static void reply_wrap(struct graph *graph, struct service *delegate, struct service_reply *reply)
{
	const char *prefix = prefix_of(graph, delegate);
	if (reply->state == SERVICE_PENDING && reply->operation[0]) {
		char *text = xasprintf("%s%s", prefix, reply->operation);
		text_copy(reply->operation, sizeof reply->operation, text);
		free(text);
	} else if (reply->state == SERVICE_FLYING) {
		struct flight *flight = flight_new(graph, NULL);
		flight->delegate = delegate;
		flight->delegate_flight = reply->flight;
		reply->flight = flight->id;
	}
}

typedef bool delegate_call(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err);

/* Nobody here can do it: a person does, and apply leaves such a change in the plan. */
static bool by_hand(struct service_reply *reply)
{
	reply->state = SERVICE_FAILED;
	reply->cause = CAUSE_UNKNOWN;
	text_copy(reply->words, sizeof reply->words,
		_("ringup cannot do this here by itself: the plan says how a person does."));
	return true;
}

static bool delegate(struct graph *graph, struct service *other, delegate_call *call,
	const struct service_request *request, struct service_reply *reply, struct error *err)
{
	if (!other || !call)
		return by_hand(reply);
	if (graph->options.readonly && call != other->ops->ask) {
		reply->state = SERVICE_FAILED;
		reply->cause = CAUSE_READ_ONLY;
		return true;
	}
	if (!call(other, request, reply, err))
		return false;
	reply_wrap(graph, other, reply);
	return true;
}

/* ---- the ops ---- */

/* Begins it; what landed at once is the answer, else it flies. */
static bool fly(struct flight *flight, flight_begin *begin, struct service_reply *reply)
{
	struct acts *acts = flight->graph->acts;
	acts->beginning = true;
	begin(flight);
	acts->beginning = false;
	if (flight->landed) {
		*reply = flight->reply;
		flight->reply = (struct service_reply){ 0 };
		flight_free(flight);
	} else {
		reply->state = SERVICE_FLYING;
		reply->flight = flight->id;
	}
	return true;
}

/* A service number goes to a resource account, which Graph's assignment is not documented for. */
static struct service *carrier_of(struct graph *graph, const struct service_request *request)
{
	bool service_number = request->number_kind && strcmp(request->number_kind, "user") != 0;
	bool assigns = strcmp(request->kind, "assign") == 0 ||
		       strcmp(request->kind, "unassign") == 0;
	if (service_number && assigns && graph->options.script)
		return graph->options.script;
	return graph_delegate(graph, request->kind);
}

bool graph_submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct graph *graph = graph_of(service);
	const struct act *act = act_of(request->kind);
	struct service *other = carrier_of(graph, request);
	if (other || !act)
		return delegate(
			graph, other, other ? other->ops->submit : NULL, request, reply, err);
	return fly(flight_new(graph, request), act->submit, reply);
}

bool graph_ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct graph *graph = graph_of(service);
	const struct act *act = act_of(request->kind);
	struct service *other = carrier_of(graph, request);
	if (other || !act)
		return delegate(graph, other, other ? other->ops->ask : NULL, request, reply, err);
	return fly(flight_new(graph, request), act->ask, reply);
}

bool graph_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct graph *graph = graph_of(service);
	struct service *other = graph->options.script;
	return delegate(graph, other, other ? other->ops->search : NULL, request, reply, err);
}

bool graph_let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct graph *graph = graph_of(service);
	struct service *other = graph->options.script;
	return delegate(graph, other, other ? other->ops->let_go : NULL, request, reply, err);
}

/* Whose operation it is: *rest is what he calls it himself. */
static struct service *operation_owner(
	struct graph *graph, const char *operation, const char **rest)
{
	struct service *others[] = { graph->options.script, graph->options.partner };
	for (size_t i = 0; i < ROWS(others); i++) {
		const char *prefix = others[i] ? prefix_of(graph, others[i]) : "";
		size_t len = strlen(prefix);
		*rest = operation + len;
		if (len && strncmp(operation, prefix, len) == 0)
			return others[i];
	}
	return NULL;
}

/* A cart whose partner is not here: it may have been ordered, so that nobody may say it was not. */
static bool partner_waits(const char *operation, struct service_reply *reply)
{
	if (strncmp(operation, PARTNER_PREFIX, strlen(PARTNER_PREFIX)) != 0)
		return false;
	reply->state = SERVICE_PENDING;
	reply->after = 60;
	text_copy(reply->words, sizeof reply->words,
		_("A cart of the partner waits for its order: start ringup with --partner again."));
	return true;
}

bool graph_poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err)
{
	struct graph *graph = graph_of(service);
	const char *rest;
	struct service *other = operation_owner(graph, operation, &rest);
	if (other) {
		other->may_buy = service->may_buy;
		if (!other->ops->poll(other, rest, reply, err))
			return false;
		reply_wrap(graph, other, reply);
		return true;
	}
	if (partner_waits(operation, reply))
		return true;
	struct flight *flight = flight_new(graph, NULL);
	if (!operation_read(&flight->operation, operation)) {
		flight_free(flight);
		reply->state = SERVICE_DOUBT;
		return true;
	}
	return fly(flight, number_poll, reply);
}

bool graph_land(struct service *service, int64_t id, struct service_reply *reply, struct error *err)
{
	struct graph *graph = graph_of(service);
	struct flight *flight = flight_find(graph, id);
	if (!flight) {
		reply->state = SERVICE_DOUBT;
		return true;
	}
	if (flight->delegate) {
		struct service *other = flight->delegate;
		if (!other->ops->land(other, flight->delegate_flight, reply, err))
			return false;
		if (reply->state == SERVICE_FLYING) {
			reply->flight = id;
			return true;
		}
		reply_wrap(graph, other, reply);
		flight->delegate = NULL;
		flight_free(flight);
		return true;
	}
	if (!flight->landed) {
		reply->state = SERVICE_FLYING;
		reply->flight = id;
		return true;
	}
	*reply = flight->reply;
	flight->reply = (struct service_reply){ 0 };
	flight_free(flight);
	return true;
}

void graph_drop(struct service *service, int64_t id)
{
	struct flight *flight = flight_find(graph_of(service), id);
	if (flight)
		flight_free(flight);
}

/* ---- all of them ---- */

struct acts *acts_new(struct graph *graph)
{
	(void)graph;
	return xcalloc(1, sizeof(struct acts));
}

void acts_free(struct acts *acts)
{
	if (!acts)
		return;
	while (acts->flights)
		flight_free(acts->flights);
	free(acts);
}
