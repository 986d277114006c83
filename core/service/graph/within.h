/* core/service/graph/within.h: what the files of core/service/graph share. Private to them. */
#ifndef CORE_SERVICE_GRAPH_WITHIN_H
#define CORE_SERVICE_GRAPH_WITHIN_H

#include "core/service/graph/call.h"
#include "core/service/graph/graph.h"
#include "core/store/json.h"

struct graph {
	struct service service;       /* first: a graph is a service */
	struct graph_options options; /* its texts are owned */
	char *base; /* origin of all addresses, without a slash at its end. Tokens are for the
		       cloud's own, whatever stands before it */
	struct json_reader *reader; /* for whoever reads an answer; not kept over a call */
	struct caller *caller;      /* call.c */
	struct acts *acts;          /* acts.c */
	struct reads *reads;        /* sync.c */
};

/* NULL is fine for each _free; callers go last: acts and reads drop their calls. */
struct caller *caller_new(struct graph *graph, struct error *err);
void caller_free(struct caller *caller);
struct acts *acts_new(struct graph *graph);
void acts_free(struct acts *acts);
struct reads *reads_new(struct graph *graph);
void reads_free(struct reads *reads);

/* ops->sync, ops->sync_stop and ops->reads (sync.c). */
bool graph_sync(struct service *service, enum service_page page, const char *from, struct str *json,
	struct service_next *next, struct error *err);
void graph_sync_stop(struct service *service);
unsigned graph_reads(struct service *service);

/* The delegate of a kind of change: options.script for the kinds of SERVICE_BY_SCRIPT,
 * options.partner for buy_*; NULL: Graph does it itself, or a person does (graph.c). */
struct service *graph_delegate(struct graph *graph, const char *kind);

#endif
