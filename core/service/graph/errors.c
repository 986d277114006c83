/* What a refusal means: by its status, then its code, then fragments of its text, which is no
 * contract (graph-api.md 3, 6.6, 7.5, 8.1). */
#include "core/service/graph/errors.h"

#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/service/graph/within.h"

/* What the HTTP status alone says. `lost`: a write may have been done all the same. */
static const struct {
	int status;
	enum service_state state;
	enum cause cause; /* CAUSE_NONE: look further */
	bool lost;
} statuses[] = {
	{ 401, SERVICE_FAILED, CAUSE_SIGN_IN, false },
	{ 408, SERVICE_RETRY, CAUSE_UNAVAILABLE, true },
	{ 410, SERVICE_FAILED, CAUSE_MOVED, false },
	{ 412, SERVICE_FAILED, CAUSE_MOVED, false },
	{ 423, SERVICE_RETRY, CAUSE_UNAVAILABLE, false },
	{ 429, SERVICE_RETRY, CAUSE_THROTTLED, false },
	{ 500, SERVICE_RETRY, CAUSE_UNAVAILABLE, true },
	{ 502, SERVICE_RETRY, CAUSE_UNAVAILABLE, true },
	{ 503, SERVICE_RETRY, CAUSE_UNAVAILABLE, true },
	{ 504, SERVICE_RETRY, CAUSE_UNAVAILABLE, true },
};

/* What the error's code says. */
static const struct {
	int status; /* 0: any */
	const char *code;
	enum cause cause;
	int64_t after;
} codes[] = {
	{ 404, "Request_ResourceNotFound", CAUSE_PERSON_MISSING, GRAPH_PERSON_AFTER },
	{ 404, "MailboxNotEnabledForRESTAPI", CAUSE_NO_MAILBOX, 0 },
	{ 404, "ErrorInvalidUser", CAUSE_NO_MAILBOX, 0 },
	{ 404, "ErrorNonExistentMailbox", CAUSE_NO_MAILBOX, 0 },
};

/* What the text says: both parts must occur in it, in whatever case. The first row that fits. */
static const struct {
	const char *part, *other; /* lower case */
	enum cause cause;
	int64_t after;
} fragments[] = {
	/* assignLicense */
	{ "invalid usage location", "", CAUSE_NO_USAGE_LOCATION, 0 },
	{ "available licenses", "", CAUSE_NO_SEATS, 0 },
	{ "mutually exclusive", "", CAUSE_LICENCE_CONFLICT, 0 },
	{ "conflict", "service plan", CAUSE_LICENCE_CONFLICT, 0 },
	{ "depends on the service plan", "", CAUSE_LICENCE_ORDER, 0 },
	{ "cannot be assigned to a user", "", CAUSE_NOT_ASSIGNABLE, 0 },
	{ "inherited from a group", "", CAUSE_GROUP_LICENCE, 0 },
	{ "inherited", "group", CAUSE_GROUP_LICENCE, 0 },
	/* numbers */
	{ "country", "usage location", CAUSE_COUNTRY, 0 },
	{ "country", "location", CAUSE_COUNTRY, 0 },
	{ "country", "address", CAUSE_COUNTRY, 0 },
	{ "emergency", "location", CAUSE_ADDRESS_NEEDED, 0 },
	{ "emergency", "address", CAUSE_ADDRESS_NEEDED, 0 },
	{ "locationid", "", CAUSE_ADDRESS_NEEDED, 0 },
	{ "location id", "", CAUSE_ADDRESS_NEEDED, 0 },
	{ "already has", "number", CAUSE_MOVED, 0 },
	{ "already assigned", "", CAUSE_NUMBER_TAKEN, 0 },
	{ "assigned to another", "", CAUSE_NUMBER_TAKEN, 0 },
	{ "on-premises", "", CAUSE_ONPREM_NUMBER, 0 },
	{ "onpremises", "", CAUSE_ONPREM_NUMBER, 0 },
	{ "on premises", "", CAUSE_ONPREM_NUMBER, 0 },
	{ "service number", "", CAUSE_NUMBER_KIND, 0 },
	{ "number type", "", CAUSE_NUMBER_KIND, 0 },
	{ "capabilit", "", CAUSE_NUMBER_KIND, 0 },
	{ "licens", "phone", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
	{ "licens", "calling plan", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
	{ "licens", "teams", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
	{ "not licensed", "", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
	{ "user", "provision", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
	{ "enterprise voice", "", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
};

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

enum cause graph_cause_of_words(const char *words, int64_t *after)
{
	*after = 0;
	for (size_t i = 0; i < ROWS(fragments); i++) {
		if (!strcasestr(words, fragments[i].part) || !strcasestr(words, fragments[i].other))
			continue;
		*after = fragments[i].after;
		return fragments[i].cause;
	}
	return CAUSE_UNKNOWN;
}

static enum cause cause_of_code(const struct graph_answer *answer, int64_t *after)
{
	for (size_t i = 0; i < ROWS(codes); i++) {
		if (codes[i].status != answer->status ||
			strcasecmp(codes[i].code, answer->code) != 0)
			continue;
		*after = codes[i].after;
		return codes[i].cause;
	}
	return graph_cause_of_words(answer->words, after);
}

static void refused_by_status(
	const struct graph_answer *answer, bool write, struct service_reply *reply)
{
	for (size_t i = 0; i < ROWS(statuses); i++) {
		if (statuses[i].status != answer->status)
			continue;
		reply->state = write && statuses[i].lost ? SERVICE_DOUBT : statuses[i].state;
		reply->cause = statuses[i].cause;
		return;
	}
	reply->state = SERVICE_FAILED;
	if (answer->status == 403) {
		reply->cause = answer->cause;
		return;
	}
	reply->cause = cause_of_code(answer, &reply->after);
	/* A conflict that no text explains: somebody changed it meanwhile. */
	if (answer->status == 409 && reply->cause == CAUSE_UNKNOWN)
		reply->cause = CAUSE_MOVED;
}

/* No whole answer came. A certificate that does not check, and an address that is not reached, were
 * sent nothing. */
static void refused_by_trouble(
	const struct graph_answer *answer, bool write, struct service_reply *reply)
{
	reply->state = write ? SERVICE_DOUBT : SERVICE_RETRY;
	reply->cause = CAUSE_NETWORK;
	if (answer->trouble == HTTP_UNREACHABLE)
		reply->state = SERVICE_RETRY;
	if (answer->trouble == HTTP_INSECURE) {
		reply->state = SERVICE_FAILED;
		reply->cause = CAUSE_INSECURE;
	}
}

void graph_refused(const struct graph_answer *answer, bool write, struct service_reply *reply)
{
	reply->after = 0;
	if (answer->no_token) {
		bool passing = answer->no_token == ERROR_TRANSIENT;
		reply->state = passing ? SERVICE_RETRY : SERVICE_FAILED;
		reply->cause = passing ? CAUSE_NETWORK : answer->cause;
	} else if (answer->status < 300) {
		/* None came, or a success that is cut short or not in our language. */
		refused_by_trouble(answer, write, reply);
	} else {
		refused_by_status(answer, write, reply);
	}
	if (reply->state != SERVICE_FAILED && answer->retry_after > 0)
		reply->after = (answer->retry_after + 999) / 1000;
	text_copy(reply->words, sizeof reply->words, answer->words);
}

bool graph_answer_fine(struct graph *graph, const struct graph_answer *answer)
{
	return answer->status >= 200 && answer->status < 300 &&
	       (answer->body_len == 0 || json_read(graph->reader, answer->body, answer->body_len));
}
