/* core/service/graph/acts.h: what Graph changes: the ops of the service that submit, poll, ask and
 * land. Each change is a flight of one call or a chain of them. Private to core/service/graph.
 *
 * Kinds that another service carries out go to it (graph_delegate), and so do the polls and
 * landings of what it began: its operations carry its name in front. */
#ifndef CORE_SERVICE_GRAPH_ACTS_H
#define CORE_SERVICE_GRAPH_ACTS_H

#include "core/service/service.h"

/* The kinds that Graph does: those of view change, and two of its own:
 *   "mail": `document` is a whole message (RFC 5322), `upn` its recipient; DONE: Graph took it. It
 *   is never known whether a lost one was sent: FAILED with CAUSE_MAIL_UNKNOWN.
 *   "policy": gives the person `object_id` the policy `name` of the type `feature_kind`
 *   ("TeamsEmergencyCallingPolicy"), which the tenant has; NULL: takes his own away. */
bool graph_does(const char *kind);

bool graph_submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err);
bool graph_poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err);
bool graph_ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err);
bool graph_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err);
bool graph_let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err);
bool graph_land(
	struct service *service, int64_t flight, struct service_reply *reply, struct error *err);
void graph_drop(struct service *service, int64_t flight);

#endif
