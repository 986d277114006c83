/* Gives a person a policy that the tenant has, or takes it away (graph-api.md 7.7). Graph makes and
 * changes none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/service/graph/flight.h"

enum { POLICIES_MOST = 100 };

static void policy_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer))
		flight_land(flight, SERVICE_DONE);
	else
		flight_refused(flight, answer, FLIGHT_REPEATABLE);
}

/* id: "" takes the person's own away, so that the tenant's holds again. */
static void policy_send(struct flight *flight, const char *id)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_array(json, "value");
	json_object(json, NULL);
	json_text(json, "userId", flight->request.object_id);
	json_text(json, "policyType", flight->request.feature_kind);
	if (id[0])
		json_text(json, "policyId", id);
	json_end(json);
	json_end(json);
	json_end(json);
	flight_call(flight,
		&(struct graph_call){ .method = "POST",
			.path = id[0] ? "/admin/teams/policy/userAssignments/assign"
				      : "/admin/teams/policy/userAssignments/unassign",
			.body = json_done(json),
			.request_id = flight->request.request_id,
			.class = GRAPH_TEAMS },
		policy_sent);
	json_free(json);
}

static void policy_found(struct flight *flight, const struct graph_answer *answer)
{
	char id[256];
	if (answer->status == 404) {
		flight_fail(flight, CAUSE_FEATURE_MISSING, answer->words);
		return;
	}
	if (!graph_answer_fine(flight->graph, answer)) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	if (!json_get_text(flight->graph->reader, "$.value[0].policyId", id, sizeof id)[0])
		json_get_text(flight->graph->reader, "$.value.policyId", id, sizeof id);
	if (id[0])
		policy_send(flight, id);
	else
		flight_fail(flight, CAUSE_FEATURE_MISSING, "");
}

/* A text in a call of OData: a quote in it is doubled, then all is written for an address. */
static void quoted_add(struct str *path, const char *text)
{
	struct str doubled = { 0 };
	for (; *text; text++) {
		str_addc(&doubled, *text);
		if (*text == '\'')
			str_addc(&doubled, '\'');
	}
	str_addc(path, '\'');
	http_encode(path, str_text(&doubled));
	str_addc(path, '\'');
	str_fini(&doubled);
}

void policy_submit(struct flight *flight)
{
	struct str path = { 0 };
	if (!flight_plain(flight, flight->request.object_id) ||
		!flight_plain(flight, flight->request.feature_kind))
		return;
	if (!flight->request.name) {
		policy_send(flight, "");
		return;
	}
	str_add(&path, "/admin/teams/policy/getPolicyId(type=");
	quoted_add(&path, flight->request.feature_kind);
	str_add(&path, ",name=");
	quoted_add(&path, flight->request.name);
	str_addc(&path, ')');
	flight_call(flight,
		&(struct graph_call){
			.method = "GET", .path = str_text(&path), .class = GRAPH_TEAMS },
		policy_found);
	str_fini(&path);
}

/* The person's own policy of this type: its name into `name`, "" if the tenant's or a group's
 * holds. */
static void policy_own(struct flight *flight, char *name, size_t size)
{
	struct json_reader *reader = flight->graph->reader;
	char path[96], text[64];
	const char *root = json_get_count(reader, "$.value.effectivePolicyAssignments") > 0
				   ? "$.value.effectivePolicyAssignments"
				   : "$.effectivePolicyAssignments";
	int64_t count = json_get_count(reader, root);
	name[0] = '\0';
	for (int i = 0; i < count && i < POLICIES_MOST; i++) {
		snprintf(path, sizeof path, "%s[%d].policyType", root, i);
		if (strcasecmp(json_get_text(reader, path, text, sizeof text),
			    flight->request.feature_kind) != 0)
			continue;
		snprintf(path, sizeof path, "%s[%d].policyAssignment.assignmentType", root, i);
		if (strcasecmp(json_get_text(reader, path, text, sizeof text), "direct") != 0)
			continue;
		snprintf(path, sizeof path, "%s[%d].policyAssignment.displayName", root, i);
		json_get_text(reader, path, name, size);
	}
}

static void policy_seen(struct flight *flight, const struct graph_answer *answer)
{
	char name[256];
	const char *wanted = flight->request.name ? flight->request.name : "";
	if (!graph_answer_fine(flight->graph, answer)) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	policy_own(flight, name, sizeof name);
	if (strcmp(name, wanted) == 0)
		flight_land(flight, SERVICE_DONE);
	else
		flight_fail(flight, CAUSE_NOT_DONE, "");
}

void policy_ask(struct flight *flight)
{
	if (!flight_plain(flight, flight->request.object_id) ||
		!flight_plain(flight, flight->request.feature_kind))
		return;
	char *path = xasprintf("/admin/teams/userConfigurations/%s", flight->request.object_id);
	flight_call(flight,
		&(struct graph_call){ .method = "GET", .path = path, .class = GRAPH_TEAMS },
		policy_seen);
	free(path);
}
