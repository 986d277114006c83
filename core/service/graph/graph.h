/* core/service/graph/graph.h: the real service: Microsoft Graph v1.0 where it can, and others for
 * the rest: the PowerShell module (numbers' orders, addresses, service numbers), Partner Center (a
 * reseller's purchases); what only a web page can do is by hand (facts: graph-api.md 0). */
#ifndef CORE_SERVICE_GRAPH_GRAPH_H
#define CORE_SERVICE_GRAPH_GRAPH_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/net/http.h"
#include "core/net/signin.h"
#include "core/service/service.h"

struct reference; /* core/reference/reference.h */

/* The clouds, in the order of enum config_cloud (graph-api.md 1). */
struct graph_cloud {
	const char *id;            /* "global" */
	const char *login, *graph; /* base addresses */
	const char *portal;        /* where apps are registered */
	const char *teams;         /* -TeamsEnvironmentName; NULL: none is named */
	bool numbers;              /* Graph has the management of numbers there */
};
const struct graph_cloud *graph_cloud(int cloud);

struct graph_options {
	struct loop *loop;
	struct reference *ref; /* borrowed, as are http and signin: the words of featureTypes */
	struct http *http;     /* borrowed, as is signin */
	struct signin *signin;
	const struct graph_cloud *cloud;
	const char *base;      /* address in place of the cloud's; NULL or "": the cloud's */
	bool app_only;         /* signed in as an application: no /me */
	const char *mail_from; /* whose mailbox sends where there is no /me; NULL: none */
	bool readonly;         /* every write is refused, before it is made */
	const char *log; /* file (0600) that notes each request: method, path, status, ids; never a
			    token or a body. NULL: none */
	int parallel;    /* requests in flight; 0: 8 */
	/* Owned: who carries out what Graph cannot; NULL: a person does. They share ops' shape; the
	 * script way is asked for the kinds of SERVICE_BY_SCRIPT, the partner for buy_*. */
	struct service *script, *partner;
};

/* Options' texts are copied. Nothing is asked yet. */
struct service *graph_open(const struct graph_options *options, struct error *err);

/* Requests of this handle: sent so far, the most at once, and the rate of the last seconds. */
struct graph_rate {
	int64_t sent;
	int flying, peak;
	double per_second;
	int64_t slow_until; /* clock_ticks: the service asked to slow down; 0 */
};
void graph_rate(struct service *service, struct graph_rate *out);

#endif
