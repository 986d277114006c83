/* The real service, put together: what Graph can is its own, the rest goes to who can. */
#include "core/service/graph/graph.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/service/graph/acts.h"
#include "core/service/graph/batch.h"
#include "core/service/graph/within.h"

#define PARALLEL 8
#define SCRIPT_ROOM 1000 /* changes of one script, where the delegate names no other */

static struct graph *graph_of(struct service *service)
{
	return (struct graph *)(void *)service;
}

/* ---- who does what ---- */

/* What neither Graph nor the module can (graph-api.md 0): a web page, with a person before it. */
static const char *const by_hand[] = { "buy_phone", "buy_plan", "credits", "papers", "port" };

/* What needs the management of numbers, which Graph has in one cloud only (graph-api.md 1). */
static const char *const of_numbers[] = { "assign", "unassign", "number_place", "policy" };

/* What goes out in batches: enough at once to fill two. */
static const char *const in_batches[] = { "usage_location", "licence", "unlicence" };

static bool among(const char *kind, const char *const *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

#define AMONG(kind, kinds) among(kind, kinds, sizeof kinds / sizeof kinds[0])

static bool is_purchase(const char *kind)
{
	return strncmp(kind, "buy_", 4) == 0;
}

static enum service_way graph_way(struct service *service, const char *kind)
{
	const struct graph *graph = graph_of(service);
	if (is_purchase(kind) && graph->options.partner)
		return SERVICE_BY_RINGUP;
	if (AMONG(kind, by_hand))
		return SERVICE_BY_HAND;
	if (!graph->options.cloud->numbers && AMONG(kind, of_numbers))
		return SERVICE_BY_SCRIPT;
	return graph_does(kind) || strcmp(kind, "notice") == 0 ? SERVICE_BY_RINGUP
							       : SERVICE_BY_SCRIPT;
}

struct service *graph_delegate(struct graph *graph, const char *kind)
{
	if (is_purchase(kind))
		return graph->options.partner;
	return graph_way(&graph->service, kind) == SERVICE_BY_SCRIPT ? graph->options.script : NULL;
}

static int graph_room(struct service *service, const char *kind)
{
	struct graph *graph = graph_of(service);
	struct service *delegate = graph_delegate(graph, kind);
	if (delegate)
		return delegate->ops->room ? delegate->ops->room(delegate, kind) : SCRIPT_ROOM;
	if (graph_way(service, kind) != SERVICE_BY_RINGUP)
		return 0;
	if (AMONG(kind, in_batches))
		return 2 * BATCH_MOST;
	return graph->options.parallel > 0 ? graph->options.parallel : PARALLEL;
}

/* ---- beginning and end ---- */

static int64_t graph_now(struct service *service)
{
	(void)service;
	return clock_now();
}

static void graph_close(struct service *service)
{
	struct graph *graph = graph_of(service);
	reads_free(graph->reads);
	acts_free(graph->acts);
	service_close(graph->options.script);
	service_close(graph->options.partner);
	caller_free(graph->caller);
	json_reader_free(graph->reader);
	free((char *)graph->options.mail_from);
	free((char *)graph->options.log);
	free(graph->base);
	free(graph);
}

static const struct service_ops ops = {
	.name = "graph",
	.title = N_("Microsoft Graph"),
	.close = graph_close,
	.now = graph_now,
	.sync = graph_sync,
	.sync_stop = graph_sync_stop,
	.reads = graph_reads,
	.way = graph_way,
	.room = graph_room,
	.submit = graph_submit,
	.poll = graph_poll,
	.ask = graph_ask,
	.search = graph_search,
	.let_go = graph_let_go,
	.land = graph_land,
	.drop = graph_drop,
};

static void on_delegate_woken(void *data)
{
	service_wake(data);
}

static void delegate_hear(struct graph *graph, struct service *delegate)
{
	if (!delegate)
		return;
	delegate->woken = on_delegate_woken;
	delegate->woken_data = &graph->service;
}

static char *copy(const char *text)
{
	return text && text[0] ? xstrdup(text) : NULL;
}

struct service *graph_open(const struct graph_options *options, struct error *err)
{
	const char *base = options->base && options->base[0] ? options->base
							     : options->cloud->graph;
	if (!http_address_ok(base, err))
		return NULL;
	struct graph *graph = xcalloc(1, sizeof *graph);
	size_t len = strlen(base);
	graph->service.ops = &ops;
	graph->options = *options;
	graph->options.mail_from = copy(options->mail_from);
	graph->options.log = copy(options->log);
	graph->options.base = NULL;
	while (len > 0 && base[len - 1] == '/')
		len--;
	graph->base = xasprintf("%.*s", (int)len, base);
	graph->reader = json_reader_new();
	graph->caller = caller_new(graph, err);
	if (!graph->caller) {
		/* The delegates stay the caller's where there is no graph. */
		graph->options.script = graph->options.partner = NULL;
		graph_close(&graph->service);
		return NULL;
	}
	graph->acts = acts_new(graph);
	graph->reads = reads_new(graph);
	delegate_hear(graph, graph->options.script);
	delegate_hear(graph, graph->options.partner);
	return &graph->service;
}
