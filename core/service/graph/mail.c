/* A message through Graph, whole as it is (graph-api.md 8.1). Taken is not delivered, and one whose
 * answer was lost is never sent again by itself. */
#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/tr.h"
#include "core/service/graph/flight.h"

static void mail_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (answer->status >= 200 && answer->status < 300 && answer->trouble == HTTP_FINE) {
		flight_land(flight, SERVICE_DONE);
		return;
	}
	graph_refused(answer, true, &flight->reply);
	if (flight->reply.state == SERVICE_DOUBT) {
		flight->reply.cause = CAUSE_MAIL_UNKNOWN;
		flight->reply.state = SERVICE_FAILED;
	}
	flight_land(flight, flight->reply.state);
}

void mail_submit(struct flight *flight)
{
	const struct graph_options *options = &flight->graph->options;
	const char *from = options->mail_from ? options->mail_from : "";
	struct str path = { 0 }, body = { 0 };
	if (options->app_only && !from[0]) {
		flight_fail(flight, CAUSE_NO_MAILBOX, "");
		return;
	}
	str_add(&path, options->app_only ? "/users/" : "/me");
	if (options->app_only)
		http_encode(&path, from);
	str_add(&path, "/sendMail");
	base64_add(&body, flight->request.document, strlen(flight->request.document));
	flight_call(flight,
		&(struct graph_call){ .method = "POST",
			.path = str_text(&path),
			.body = str_text(&body),
			.content_type = "text/plain",
			.request_id = flight->request.request_id,
			.class = GRAPH_MAIL },
		mail_sent);
	str_fini(&path);
	str_fini(&body);
}

/* Whether it was sent shows in the mailbox only, which ringup may not read. */
void mail_ask(struct flight *flight)
{
	flight_fail(flight, CAUSE_MAIL_UNKNOWN, "");
}
