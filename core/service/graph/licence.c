/* Usage location and licences (graph-api.md 6.5, 6.6). Both may be sent twice and happen once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/service/graph/flight.h"

enum {
	LICENCES_MOST = 200,    /* of one person; more are not looked at */
	LOCATION_LAG_AFTER = 10 /* seconds until a usage location that was just set is seen */
};

static void user_call(struct flight *flight, const char *method, const char *rest, const char *body,
	flight_step *step)
{
	char *path = xasprintf("/users/%s%s", flight->request.object_id, rest);
	bool write = body != NULL;
	flight_call(flight,
		&(struct graph_call){ .method = method,
			.path = path,
			.body = body,
			.request_id = write ? flight->request.request_id : NULL,
			.class = GRAPH_DIRECTORY,
			.batch = true },
		step);
	free(path);
}

/* ---- usage location ---- */

static void usage_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer))
		flight_land(flight, SERVICE_DONE);
	else
		flight_refused(flight, answer, FLIGHT_REPEATABLE);
}

void usage_submit(struct flight *flight)
{
	if (!flight_plain(flight, flight->request.object_id))
		return;
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "usageLocation", flight->request.usage_location);
	json_end(json);
	user_call(flight, "PATCH", "", json_done(json), usage_sent);
	json_free(json);
}

static void usage_seen(struct flight *flight, const struct graph_answer *answer)
{
	char place[8];
	if (answer->status == 404) {
		flight_fail(flight, CAUSE_NOT_DONE, answer->words);
		return;
	}
	if (!graph_answer_fine(flight->graph, answer)) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	json_get_text(flight->graph->reader, "$.usageLocation", place, sizeof place);
	if (flight->request.usage_location && strcmp(place, flight->request.usage_location) == 0)
		flight_land(flight, SERVICE_DONE);
	else
		flight_fail(flight, CAUSE_NOT_DONE, "");
}

void usage_ask(struct flight *flight)
{
	if (flight_plain(flight, flight->request.object_id))
		user_call(flight, "GET", "?$select=id,usageLocation", NULL, usage_seen);
}

/* ---- what a person has of a product ---- */

struct held {
	bool any;              /* it is among the person's licences */
	bool direct, by_group; /* how it came; both are possible */
	bool broken;           /* assigned, with an error: its plans do not work */
	struct str disabled;   /* JSON array of the plans that are switched off; empty: none said */
};

static void held_licence(struct json_reader *reader, const char *sku, struct held *held)
{
	int64_t count = json_get_count(reader, "$.assignedLicenses");
	for (int i = 0; i < count && i < LICENCES_MOST; i++) {
		char path[64], id[64];
		snprintf(path, sizeof path, "$.assignedLicenses[%d].skuId", i);
		if (strcasecmp(json_get_text(reader, path, id, sizeof id), sku) != 0)
			continue;
		held->any = true;
		snprintf(path, sizeof path, "$.assignedLicenses[%d].disabledPlans", i);
		json_get(reader, path, &held->disabled);
		return;
	}
}

static void held_state(struct json_reader *reader, const char *sku, struct held *held)
{
	int64_t count = json_get_count(reader, "$.licenseAssignmentStates");
	for (int i = 0; i < count && i < LICENCES_MOST; i++) {
		char path[64], text[64];
		snprintf(path, sizeof path, "$.licenseAssignmentStates[%d].skuId", i);
		if (strcasecmp(json_get_text(reader, path, text, sizeof text), sku) != 0)
			continue;
		snprintf(path, sizeof path, "$.licenseAssignmentStates[%d].assignedByGroup", i);
		if (json_get_text(reader, path, text, sizeof text)[0])
			held->by_group = true;
		else
			held->direct = true;
		snprintf(path, sizeof path, "$.licenseAssignmentStates[%d].state", i);
		if (strcasestr(json_get_text(reader, path, text, sizeof text), "error"))
			held->broken = true;
	}
	/* Nothing says how it came: then nothing speaks of a group. */
	if (held->any && !held->direct && !held->by_group)
		held->direct = true;
}

static void held_read(struct json_reader *reader, const char *sku, struct held *held)
{
	*held = (struct held){ .any = false };
	held_licence(reader, sku, held);
	held_state(reader, sku, held);
}

/* The next id of a list with commas, into sku; NULL at its end. */
static const char *sku_next(const char *list, char *sku, size_t size)
{
	size_t len;
	if (!list || !*list)
		return NULL;
	len = strcspn(list, ",");
	snprintf(sku, size, "%.*s", (int)len, list);
	return list + len + (list[len] == ',');
}

/* ---- licences ---- */

static void licence_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer)) {
		flight_land(flight, SERVICE_DONE);
		return;
	}
	graph_refused(answer, answer->status < 500, &flight->reply);
	/* The directory has it, and the licensing has not seen it yet. */
	if (flight->reply.cause == CAUSE_NO_USAGE_LOCATION && flight->send_location) {
		flight->reply.after = LOCATION_LAG_AFTER;
		flight_land(flight, SERVICE_RETRY);
		return;
	}
	flight_land(flight, flight->reply.state);
}

/* Sending a product again replaces the list of its plans that are off: what is there and works is
 * left alone, and what is there and broken keeps its list. */
static int adds_write(struct flight *flight, struct json *json)
{
	char sku[64];
	int count = 0;
	const char *rest = flight->request.add_skus;
	json_array(json, "addLicenses");
	while ((rest = sku_next(rest, sku, sizeof sku))) {
		struct held held;
		held_read(flight->graph->reader, sku, &held);
		if (!held.any || held.broken) {
			json_object(json, NULL);
			json_text(json, "skuId", sku);
			json_raw(json, "disabledPlans",
				held.disabled.len ? str_text(&held.disabled) : "[]");
			json_end(json);
			count++;
		}
		str_fini(&held.disabled);
	}
	json_end(json);
	return count;
}

/* -1: one of them comes from a group, and only there it can be taken away. */
static int removals_write(struct flight *flight, struct json *json)
{
	char sku[64];
	int count = 0;
	bool group = false;
	const char *rest = flight->request.remove_skus;
	json_array(json, "removeLicenses");
	while ((rest = sku_next(rest, sku, sizeof sku))) {
		struct held held;
		held_read(flight->graph->reader, sku, &held);
		if (held.direct) {
			json_text(json, NULL, sku);
			count++;
		} else if (held.by_group) {
			group = true;
		}
		str_fini(&held.disabled);
	}
	json_end(json);
	return group ? -1 : count;
}

/* Adding and removing are one call, so that the person is never without. */
static void licence_known(struct flight *flight, const struct graph_answer *answer)
{
	struct json *json;
	char place[8];
	int adds, removals;
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	json_get_text(flight->graph->reader, "$.usageLocation", place, sizeof place);
	flight->send_location = place[0] != '\0';
	json = json_new();
	json_object(json, NULL);
	adds = adds_write(flight, json);
	removals = removals_write(flight, json);
	json_end(json);
	if (removals < 0)
		flight_fail(flight, CAUSE_GROUP_LICENCE, "");
	else if (adds + removals == 0)
		flight_land(flight, SERVICE_DONE);
	else
		user_call(flight, "POST", "/assignLicense", json_done(json), licence_sent);
	json_free(json);
}

static const char SELECT[] = "?$select=id,usageLocation,assignedLicenses,licenseAssignmentStates";

void licence_submit(struct flight *flight)
{
	if (flight_plain(flight, flight->request.object_id))
		user_call(flight, "GET", SELECT, NULL, licence_known);
}

static bool skus_hold(struct flight *flight, const char *list, bool wanted)
{
	char sku[64];
	bool hold = true;
	while ((list = sku_next(list, sku, sizeof sku))) {
		struct held held;
		held_read(flight->graph->reader, sku, &held);
		hold = hold && (wanted ? held.any && !held.broken : !held.any);
		str_fini(&held.disabled);
	}
	return hold;
}

static void licence_seen(struct flight *flight, const struct graph_answer *answer)
{
	if (answer->status == 404) {
		flight_fail(flight, CAUSE_NOT_DONE, answer->words);
		return;
	}
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	if (skus_hold(flight, flight->request.add_skus, true) &&
		skus_hold(flight, flight->request.remove_skus, false))
		flight_land(flight, SERVICE_DONE);
	else
		flight_fail(flight, CAUSE_NOT_DONE, "");
}

void licence_ask(struct flight *flight)
{
	if (flight_plain(flight, flight->request.object_id))
		user_call(flight, "GET", SELECT, NULL, licence_seen);
}
