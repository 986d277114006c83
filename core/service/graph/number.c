/* Numbers of people: given, taken away, placed (graph-api.md 7.1 to 7.6). Graph works on the first
 * two for a while; its operation is polled, and where there is none any more the number itself says
 * how it stands. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/reference/reference.h"
#include "core/service/graph/flight.h"

enum {
	WAIT_FIRST = 2,       /* seconds before the first poll; each next waits twice as long */
	WAIT_MOST = 30,       /* ... up to this */
	OPERATION_MOST = 600, /* seconds; then the number itself is read */
	NUMBER_MOST = 1800,   /* seconds; then it is not done */
	NUMBER_AFTER = 900,   /* until a new number is looked for again (R-224) */
	DOUBT_AFTER = 10,     /* until what was lost can be seen in the number */
	ROWS_MOST = 1000      /* of a page */
};

#define NUMBERS "/admin/teams/telephoneNumberManagement/numberAssignments"
#define PEOPLE "/admin/teams/userConfigurations/"

/* ---- the operation's text ---- */

void operation_text(const struct operation *operation, char *text, size_t size)
{
	char tail[160];
	snprintf(tail, sizeof tail, "#%s,%s,%s,%" PRId64 ",%d",
		operation->give ? "assign" : "unassign", operation->number, operation->person,
		operation->since, operation->wait);
	/* An address that leaves no room is not needed: the number can be read. */
	bool fits = strlen(operation->url) + strlen(tail) < size;
	snprintf(text, size, "%s%s", fits ? operation->url : "", tail);
}

bool operation_read(struct operation *operation, const char *text)
{
	char *copy = xstrdup(text), *rest = copy, *part[6] = { NULL };
	*operation = (struct operation){ .wait = WAIT_FIRST };
	part[0] = strsep(&rest, "#");
	for (int i = 1; i < 6; i++)
		part[i] = strsep(&rest, ",");
	bool ok = part[5] && (strcmp(part[1], "assign") == 0 || strcmp(part[1], "unassign") == 0);
	if (ok) {
		text_copy(operation->url, sizeof operation->url, part[0]);
		operation->give = strcmp(part[1], "assign") == 0;
		text_copy(operation->number, sizeof operation->number, part[2]);
		text_copy(operation->person, sizeof operation->person, part[3]);
		operation->since = strtoll(part[4], NULL, 10);
		operation->wait = (int)strtol(part[5], NULL, 10);
	}
	free(copy);
	return ok;
}

/* Not over yet: polled again, later each time. */
static void number_pending(struct flight *flight)
{
	struct operation *operation = &flight->operation;
	/* What was refused before it turned out to be under way is none of it. */
	flight->reply = (struct service_reply){ .after = operation->wait };
	operation->wait = operation->wait * 2 > WAIT_MOST ? WAIT_MOST : operation->wait * 2;
	operation_text(operation, flight->reply.operation, sizeof flight->reply.operation);
	flight_land(flight, SERVICE_PENDING);
}

static void operation_begin(struct flight *flight, bool give, const char *url)
{
	struct operation *operation = &flight->operation;
	const char *person = flight->request.object_id;
	*operation = (struct operation){ .give = give, .since = clock_now(), .wait = WAIT_FIRST };
	/* A fragment would be ours; an address of somebody else is not asked. */
	if (http_same_origin(url, flight->graph->base) && !strchr(url, '#'))
		text_copy(operation->url, sizeof operation->url, url);
	text_copy(operation->number, sizeof operation->number, flight->request.number);
	text_copy(operation->person, sizeof operation->person, person ? person : "");
	number_pending(flight);
}

/* ---- reading ---- */

struct number_state {
	bool there;
	char target[64]; /* object id; "" */
	char type[32], location[64], activation[32];
	bool for_people; /* or it is not said */
};

/* The path of row i of a page whose value is an array, or the one object that some pages have. */
static const char *row_path(char *path, size_t size, bool array, int row, const char *member)
{
	if (array)
		snprintf(path, size, "$.value[%d].%s", row, member);
	else
		snprintf(path, size, "$.value.%s", member);
	return path;
}

static bool for_people(struct json_reader *reader, bool array, int row)
{
	char path[64];
	struct str all = { 0 };
	json_get(reader, row_path(path, sizeof path, array, row, "capabilities"), &all);
	bool said = all.len > strlen("[]");
	bool people = strcasestr(str_text(&all), "userAssignment") != NULL;
	str_fini(&all);
	return !said || people;
}

static void state_read(struct json_reader *reader, bool array, int row, struct number_state *state)
{
	const struct {
		const char *member;
		char *text;
		size_t size;
	} members[] = {
		{ "assignmentTargetId", state->target, sizeof state->target },
		{ "numberType", state->type, sizeof state->type },
		{ "locationId", state->location, sizeof state->location },
		{ "activationState", state->activation, sizeof state->activation },
	};
	char path[64];
	state->there = true;
	state->for_people = for_people(reader, array, row);
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		json_get_text(reader, row_path(path, sizeof path, array, row, members[i].member),
			members[i].text, members[i].size);
}

/* The number's row of the page: a filter may be overlooked, so the row is looked for. */
static void number_read(struct json_reader *reader, const char *number, struct number_state *state)
{
	char path[64], text[32];
	int64_t count = json_get_count(reader, "$.value");
	bool array = count > 0;
	*state = (struct number_state){ .there = false };
	if (!array)
		count = 1;
	for (int row = 0; row < count && row < ROWS_MOST; row++) {
		row_path(path, sizeof path, array, row, "telephoneNumber");
		json_get_text(reader, path, text, sizeof text);
		if (strcmp(text[0] == '+' ? text + 1 : text, number + 1) != 0)
			continue;
		state_read(reader, array, row, state);
		return;
	}
}

static void get(struct flight *flight, const char *path, flight_step *step)
{
	flight_call(flight,
		&(struct graph_call){ .method = "GET", .path = path, .class = GRAPH_TEAMS }, step);
}

static void number_get(struct flight *flight, const char *number, flight_step *step)
{
	struct str path = { 0 };
	str_add(&path, NUMBERS "?$filter=telephoneNumber%20eq%20'");
	http_encode(&path, number);
	str_addc(&path, '\'');
	get(flight, str_text(&path), step);
	str_fini(&path);
}

/* True: the answer to number_get is read into state. */
static bool number_got(struct flight *flight, const struct graph_answer *answer, const char *number,
	struct number_state *state)
{
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return false;
	}
	number_read(flight->graph->reader, number, state);
	return true;
}

static bool pending(const struct number_state *state)
{
	return strcasestr(state->activation, "pending") != NULL;
}

static bool same_id(const char *a, const char *b)
{
	return a && b && a[0] && strcasecmp(a, b) == 0;
}

/* ---- is the person ready? ---- */

/* The person's part of an answer of userConfigurations: some samples wrap it. */
static void person_get(struct json_reader *reader, const char *member, struct str *out)
{
	static const char *const roots[] = { "$", "$.value", "$.value[0]" };
	for (size_t i = 0; i < sizeof roots / sizeof roots[0] && !out->len; i++) {
		char path[64];
		snprintf(path, sizeof path, "%s.%s", roots[i], member);
		json_get(reader, path, out);
	}
}

/* What the words of a list of featureTypes show to be effective. */
static unsigned features_give(struct graph *graph, const char *list)
{
	unsigned gives = 0;
	char path[24], word[80];
	struct json_reader *words = json_reader_new();
	json_read(words, list, strlen(list));
	for (int i = 0; i < json_get_count(words, "$"); i++) {
		snprintf(path, sizeof path, "$[%d]", i);
		gives |= reference_voice_feature(
			graph->options.ref, json_get_text(words, path, word, sizeof word));
	}
	json_reader_free(words);
	return gives;
}

/* What licences do shows in the features, some time after they were assigned (R-326). A person of
 * whom nothing is said is not held up. */
static bool person_ready(struct flight *flight, const char *number_type)
{
	struct str features = { 0 }, account = { 0 };
	person_get(flight->graph->reader, "featureTypes", &features);
	person_get(flight->graph->reader, "accountType", &account);
	bool plan = number_type[0] == '\0' || strcasecmp(number_type, "callingPlan") == 0;
	unsigned needs = VOICE_PHONE | (plan ? VOICE_PLAN : 0);
	bool ready = features.len == 0 || strcasecmp(str_text(&account), "resourceAccount") == 0 ||
		     (features_give(flight->graph, str_text(&features)) & needs) == needs;
	str_fini(&features);
	str_fini(&account);
	return ready;
}

/* Something is under way with the number, and nobody says what: ours comes after it. */
static void number_busy(struct flight *flight)
{
	flight->reply.cause = CAUSE_UNAVAILABLE;
	flight->reply.after = DOUBT_AFTER;
	flight_land(flight, SERVICE_RETRY);
}

/* ---- giving ---- */

static void assign_checked(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state = { .there = false };
	/* The refusal is in the reply already: what is read now only makes it more exact. */
	if (graph_answer_fine(flight->graph, answer))
		number_read(flight->graph->reader, flight->request.number, &state);
	if (state.target[0])
		flight->reply.cause = CAUSE_NUMBER_TAKEN;
	if (same_id(state.target, flight->request.object_id))
		operation_begin(flight, true, "");
	else if (!state.target[0] && pending(&state))
		number_busy(flight);
	else
		flight_land(flight, SERVICE_FAILED);
}

static void assign_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer)) {
		operation_begin(flight, true, answer->location);
		return;
	}
	graph_refused(answer, true, &flight->reply);
	if (flight->reply.state == SERVICE_DOUBT && flight->reply.after < DOUBT_AFTER)
		flight->reply.after = DOUBT_AFTER;
	if (flight->reply.state == SERVICE_FAILED &&
		(answer->status == 400 || answer->status == 409))
		number_get(flight, flight->request.number, assign_checked);
	else
		flight_land(flight, flight->reply.state);
}

static void assign_send(struct flight *flight)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "telephoneNumber", flight->request.number);
	json_text(json, "assignmentTargetId", flight->request.object_id);
	json_text(json, "numberType", flight->number_type);
	json_text(json, "assignmentCategory", "primary");
	if (flight->send_location)
		json_text(json, "locationId", flight->request.location_id);
	json_end(json);
	flight_call(flight,
		&(struct graph_call){ .method = "POST",
			.path = NUMBERS "/assignNumber",
			.body = json_done(json),
			.request_id = flight->request.request_id,
			.class = GRAPH_TEAMS },
		assign_sent);
	json_free(json);
}

/* Which numbers the person has by the inventory: another one is somebody else's doing. */
static void assign_others(struct flight *flight, const struct graph_answer *answer)
{
	struct json_reader *reader = flight->graph->reader;
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	int64_t count = json_get_count(reader, "$.value");
	bool array = count > 0;
	for (int row = 0; row < (array ? count : 1) && row < ROWS_MOST; row++) {
		char path[64], target[64], category[32];
		json_get_text(reader, row_path(path, sizeof path, array, row, "assignmentTargetId"),
			target, sizeof target);
		json_get_text(reader, row_path(path, sizeof path, array, row, "assignmentCategory"),
			category, sizeof category);
		if (!same_id(target, flight->request.object_id) ||
			(category[0] && strcasecmp(category, "primary") != 0))
			continue;
		flight_fail(flight, CAUSE_MOVED, _("The person has another number by now."));
		return;
	}
	assign_send(flight);
}

static void others_get(struct flight *flight)
{
	char *path = xasprintf(
		NUMBERS "?$filter=assignmentTargetId%%20eq%%20'%s'", flight->request.object_id);
	get(flight, path, assign_others);
	free(path);
}

static void assign_person(struct flight *flight, const struct graph_answer *answer)
{
	struct str numbers = { 0 };
	if (answer->status == 404) {
		flight_wait(flight, CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER);
		return;
	}
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	if (!person_ready(flight, flight->number_type)) {
		flight_wait(flight, CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER);
		return;
	}
	/* It may lag behind what was just taken away: the inventory decides. */
	person_get(flight->graph->reader, "telephoneNumbers", &numbers);
	if (numbers.len > strlen("[]"))
		others_get(flight);
	else
		assign_send(flight);
	str_fini(&numbers);
}

static void person_ask(struct flight *flight, const char *person, flight_step *step)
{
	char *path = xasprintf(PEOPLE "%s", person);
	get(flight, path, step);
	free(path);
}

static void place_send(struct flight *flight);

static bool elsewhere(const struct flight *flight, const struct number_state *state)
{
	return flight->request.location_id &&
	       !same_id(state->location, flight->request.location_id);
}

/* The number is the person's already: then it is its place that is wanted, or nothing. */
static void assign_there(struct flight *flight, const struct number_state *state)
{
	if (pending(state))
		operation_begin(flight, true, "");
	else if (elsewhere(flight, state))
		place_send(flight);
	else
		flight_land(flight, SERVICE_DONE);
}

static void assign_number(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state;
	if (!number_got(flight, answer, flight->request.number, &state))
		return;
	text_copy(flight->number_type, sizeof flight->number_type,
		state.type[0] ? state.type : "callingPlan");
	flight->send_location = elsewhere(flight, &state);
	if (!state.there)
		flight_wait(flight, CAUSE_NUMBER_NOT_READY, NUMBER_AFTER);
	else if (same_id(state.target, flight->request.object_id))
		assign_there(flight, &state);
	else if (state.target[0])
		flight_fail(flight, CAUSE_NUMBER_TAKEN, "");
	else if (pending(&state))
		number_busy(flight);
	else if (!state.for_people && !same_id(flight->request.number_kind, "toll") &&
		 !same_id(flight->request.number_kind, "tollfree"))
		flight_fail(flight, CAUSE_NUMBER_KIND, "");
	else
		person_ask(flight, flight->request.object_id, assign_person);
}

static bool number_plain(struct flight *flight)
{
	const char *number = flight->request.number;
	return flight_plain(flight, number && number[0] == '+' ? number : NULL);
}

void assign_submit(struct flight *flight)
{
	if (number_plain(flight) && flight_plain(flight, flight->request.object_id))
		number_get(flight, flight->request.number, assign_number);
}

static void assign_seen(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state;
	if (!number_got(flight, answer, flight->request.number, &state))
		return;
	bool his = same_id(state.target, flight->request.object_id);
	/* What is under way may be what was lost: its end shows whose it was. */
	if (pending(&state) && (his || !state.target[0]))
		operation_begin(flight, true, "");
	else if (!his || elsewhere(flight, &state))
		flight_fail(flight, CAUSE_NOT_DONE, "");
	else
		flight_land(flight, SERVICE_DONE);
}

void assign_ask(struct flight *flight)
{
	if (number_plain(flight) && flight_plain(flight, flight->request.object_id))
		number_get(flight, flight->request.number, assign_seen);
}

/* ---- taking away ---- */

static void unassign_checked(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state = { .there = false };
	/* The refusal is in the reply already. */
	if (graph_answer_fine(flight->graph, answer))
		number_read(flight->graph->reader, flight->request.number, &state);
	if (pending(&state))
		number_busy(flight);
	else
		flight_land(flight, SERVICE_FAILED);
}

static void unassign_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer)) {
		operation_begin(flight, false, answer->location);
		return;
	}
	graph_refused(answer, true, &flight->reply);
	if (flight->reply.state == SERVICE_DOUBT && flight->reply.after < DOUBT_AFTER)
		flight->reply.after = DOUBT_AFTER;
	if (flight->reply.state == SERVICE_FAILED && answer->status == 409)
		number_get(flight, flight->request.number, unassign_checked);
	else
		flight_land(flight, flight->reply.state);
}

static void unassign_send(struct flight *flight)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "telephoneNumber", flight->request.number);
	json_text(json, "numberType", flight->number_type);
	json_end(json);
	flight_call(flight,
		&(struct graph_call){ .method = "POST",
			.path = NUMBERS "/unassignNumber",
			.body = json_done(json),
			.request_id = flight->request.request_id,
			.class = GRAPH_TEAMS },
		unassign_sent);
	json_free(json);
}

static void unassign_number(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state;
	if (!number_got(flight, answer, flight->request.number, &state))
		return;
	text_copy(flight->number_type, sizeof flight->number_type,
		state.type[0] ? state.type : "callingPlan");
	if (!state.there || !state.target[0])
		flight_land(flight, SERVICE_DONE);
	else if (flight->request.object_id && !same_id(state.target, flight->request.object_id))
		flight_fail(flight, CAUSE_MOVED, _("Somebody else has the number by now."));
	else
		unassign_send(flight);
}

void unassign_submit(struct flight *flight)
{
	if (number_plain(flight))
		number_get(flight, flight->request.number, unassign_number);
}

static void unassign_seen(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state;
	if (!number_got(flight, answer, flight->request.number, &state))
		return;
	bool his = state.target[0] &&
		   (!flight->request.object_id || same_id(state.target, flight->request.object_id));
	if (his && pending(&state))
		operation_begin(flight, false, "");
	else if (his)
		flight_fail(flight, CAUSE_NOT_DONE, "");
	else
		flight_land(flight, SERVICE_DONE);
}

void unassign_ask(struct flight *flight)
{
	if (number_plain(flight))
		number_get(flight, flight->request.number, unassign_seen);
}

/* ---- the number's emergency location ---- */

static void place_sent(struct flight *flight, const struct graph_answer *answer)
{
	if (graph_answer_fine(flight->graph, answer))
		flight_land(flight, SERVICE_DONE);
	else
		flight_refused(flight, answer, FLIGHT_REPEATABLE);
}

/* Answered when it is done, without an operation. An empty id clears it. */
static void place_send(struct flight *flight)
{
	const char *location = flight->request.location_id;
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "telephoneNumber", flight->request.number);
	json_text(json, "locationId", location ? location : "");
	json_end(json);
	flight_call(flight,
		&(struct graph_call){ .method = "POST",
			.path = NUMBERS "/updateNumber",
			.body = json_done(json),
			.request_id = flight->request.request_id,
			.class = GRAPH_TEAMS },
		place_sent);
	json_free(json);
}

void place_submit(struct flight *flight)
{
	if (number_plain(flight))
		place_send(flight);
}

static void place_seen(struct flight *flight, const struct graph_answer *answer)
{
	struct number_state state;
	if (!number_got(flight, answer, flight->request.number, &state))
		return;
	const char *wanted = flight->request.location_id ? flight->request.location_id : "";
	if (state.there && strcasecmp(state.location, wanted) == 0)
		flight_land(flight, SERVICE_DONE);
	else
		flight_fail(flight, CAUSE_NOT_DONE, "");
}

void place_ask(struct flight *flight)
{
	if (number_plain(flight))
		number_get(flight, flight->request.number, place_seen);
}

/* ---- polling ---- */

static void failed_person(struct flight *flight, const struct graph_answer *answer)
{
	/* The texts often name the wrong cause (R-436): the person's features are what was checked.
	 */
	if (answer->status == 404 || (graph_answer_fine(flight->graph, answer) &&
					     answer->body_len && !person_ready(flight, ""))) {
		flight->reply.cause = CAUSE_NO_PHONE_LICENCE;
		flight->reply.after = GRAPH_LICENCE_AFTER;
	}
	flight_land(flight, SERVICE_FAILED);
}

/* `words` are those of an answer that was itself a success: its ids go with them. */
static void number_failed(
	struct flight *flight, const struct graph_answer *answer, const char *words)
{
	struct service_reply *reply = &flight->reply;
	size_t room = sizeof reply->words - strlen(answer->words) - 1;
	struct str printable = { 0 };
	text_printable(&printable, words);
	text_copy(reply->words, room, str_text(&printable));
	str_clear(&printable);
	str_addf(&printable, "%s%s%s", reply->words, reply->words[0] ? " " : "", answer->words);
	text_copy(reply->words, sizeof reply->words, str_text(&printable));
	str_fini(&printable);
	reply->cause = graph_cause_of_words(words, &reply->after);
	if (flight->operation.give && flight->operation.person[0] &&
		(reply->cause == CAUSE_UNKNOWN || reply->cause == CAUSE_ONPREM_NUMBER))
		person_ask(flight, flight->operation.person, failed_person);
	else
		flight_land(flight, SERVICE_FAILED);
}

/* How the number stands says how the operation went. */
static void poll_number(struct flight *flight, const struct graph_answer *answer)
{
	const struct operation *operation = &flight->operation;
	struct number_state state;
	if (!number_got(flight, answer, operation->number, &state))
		return;
	bool theirs = same_id(state.target, operation->person);
	bool done = operation->give ? theirs && !pending(&state) : !state.target[0];
	if (strcasestr(state.activation, "failed") && !done)
		number_failed(flight, answer, state.activation);
	else if (done)
		flight_land(flight, SERVICE_DONE);
	else if (operation->give && state.target[0] && !theirs)
		flight_fail(flight, CAUSE_NUMBER_TAKEN, "");
	else if (clock_now() - operation->since < NUMBER_MOST)
		number_pending(flight);
	else
		flight_fail(flight, CAUSE_NOT_DONE, "");
}

/* The operation is an object, or one in "value". */
static void poll_operation(struct flight *flight, const struct graph_answer *answer)
{
	struct json_reader *reader = flight->graph->reader;
	char status[32], words[400];
	if (answer->status == 404 || answer->status == 410 || answer->status == 400) {
		number_get(flight, flight->operation.number, poll_number);
		return;
	}
	if (!graph_answer_fine(flight->graph, answer) || !answer->body_len) {
		flight_refused(flight, answer, FLIGHT_READ);
		return;
	}
	bool wrapped = !json_get_text(reader, "$.status", status, sizeof status)[0];
	if (wrapped && !json_get_text(reader, "$.value.status", status, sizeof status)[0])
		json_get_text(reader, "$.value[0].status", status, sizeof status);
	json_get_text(reader,
		wrapped ? "$.value.numbers[0].statusDetail" : "$.numbers[0].statusDetail", words,
		sizeof words);
	if (strcasecmp(status, "succeeded") == 0)
		flight_land(flight, SERVICE_DONE);
	else if (strcasecmp(status, "failed") == 0)
		number_failed(flight, answer, words);
	else
		number_pending(flight);
}

void number_poll(struct flight *flight)
{
	const struct operation *operation = &flight->operation;
	bool old = clock_now() - operation->since >= OPERATION_MOST;
	if (!operation->url[0] || old)
		number_get(flight, operation->number, poll_number);
	else
		get(flight, operation->url, poll_operation);
}
