/* core/service/graph/call.h: one question to Graph, with a token, paced, alone or in a batch.
 * Private to core/service/graph.
 *
 * What it does by itself: a token before the first call and after a 401 (once), waiting for a
 * person where one has to sign in; not more at once than allowed; not before Retry-After is over;
 * batches of up to 20 of those that may be batched (graph-api.md 5); a line in the request log; no
 * write when read only. What it leaves to the caller: what an answer means. Nothing is sent twice
 * by it, except after a 401, which did nothing. */
#ifndef CORE_SERVICE_GRAPH_CALL_H
#define CORE_SERVICE_GRAPH_CALL_H

#include "core/net/http.h"
#include "core/service/graph/graph.h"
#include "core/store/json.h"

/* What limits count together (graph-api.md 4). */
enum graph_class { GRAPH_DIRECTORY, GRAPH_TEAMS, GRAPH_MAIL, GRAPH_CLASS_COUNT };

struct graph_call {
	const char *method;
	const char *path;         /* below /v1.0: "/users/ID"; or a whole address of the same origin
				     (nextLink, Location): refused when it is another's */
	const char *body;         /* JSON, or other text with `content_type`; NULL: none */
	const char *content_type; /* NULL: application/json */
	const char *prefer;       /* value of Prefer; NULL: none */
	const char *request_id;   /* GUID: client-request-id; NULL: one is made */
	enum graph_class class;
	bool batch; /* may go with others in one $batch */
};

struct graph_answer {
	int status; /* 0: none came: `trouble` says why */
	enum http_trouble trouble;
	int64_t retry_after; /* milliseconds; -1: none said */
	char code[80];       /* error.code, "" */
	char words[300];     /* message and both request ids, printable: for people */
	char location[SERVICE_OPERATION];
	const char *body; /* "" if none; valid during the call */
	size_t body_len;
	enum error_code no_token; /* ERROR_NONE, else why nothing was sent: there was no token; the
				     address is another's, or a write was to be made when read only
				     (ERROR_REFUSED) */
	enum cause cause;         /* of that; else what a 403 means here: the rights it takes */
};

struct graph; /* begins with a struct service */
typedef void graph_done(void *data, const struct graph_answer *answer);

/* done() is called from the loop, never from here. Returns an id for graph_call_drop. */
int64_t graph_call(
	struct graph *graph, const struct graph_call *call, graph_done *done, void *data);
void graph_call_drop(struct graph *graph, int64_t id);

/* What an answer that is no success means for a change: RETRY, DOUBT (a write whose answer was
 * lost), or FAILED with cause and words. `write`: it may have changed something. */
void graph_refused(const struct graph_answer *answer, bool write, struct service_reply *reply);

#endif
