/* What the tenant has, page by page (facts: graph-api.md 3, 6, 7.1, 7.6). One page is in memory at
 * a time, and the next one on its way while that is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/service/graph/within.h"

#define NUMBERS "/admin/teams/telephoneNumberManagement/numberAssignments?$top=1000&$skip="
#define MALFORMED_MOST 3 /* answers in a row that are no JSON: it is not passing */
#define AGAIN_MOST 2     /* beginnings of one kind in one sync */
#define STALE_MS 60000   /* a page that nobody took for so long is asked for again */

/* assignedPlans are a dozen kilobytes of each person with a large suite: they are read only where
 * they are the one sign that a licence has become effective. */
#define MEMBERS                                                                              \
	"?$select=id,userPrincipalName,displayName,givenName,surname,mail,department,"       \
	"jobTitle,officeLocation,streetAddress,city,state,postalCode,country,usageLocation," \
	"preferredLanguage,accountEnabled,userType,businessPhones,isResourceAccount,"        \
	"assignedLicenses,licenseAssignmentStates"
#define PLANS ",assignedPlans"

static const struct source {
	const char *path, *prefer;
	const char *right; /* the least permission (graph-api.md 2.7) */
	enum graph_class class;
} sources[SERVICE_PAGE_COUNT] = {
	[SERVICE_ORGANIZATION] = { "/organization?$select=id,displayName,countryLetterCode,"
				   "verifiedDomains",
		NULL, "Organization.Read.All", GRAPH_DIRECTORY },
	[SERVICE_SUBSCRIPTIONS] = { "/subscribedSkus", NULL, "LicenseAssignment.Read.All",
		GRAPH_DIRECTORY },
	[SERVICE_PEOPLE] = { "/users/delta" MEMBERS, "odata.maxpagesize=999", "User.Read.All",
		GRAPH_DIRECTORY },
	[SERVICE_VOICE] = { "/admin/teams/userConfigurations?$select=id,accountType,"
			    "isEnterpriseVoiceEnabled,featureTypes",
		"include-unknown-enum-members", "TeamsUserConfiguration.Read.All", GRAPH_TEAMS },
	[SERVICE_NUMBERS] = { NUMBERS "0", "include-unknown-enum-members",
		"TeamsTelephoneNumber.Read.All", GRAPH_TEAMS },
};

/* Other ways to the people: with their plans, and without handles of changes, where the service
 * does not take the question with them. */
static const struct source others[2][2] = {
	{ { "/users/delta" MEMBERS PLANS, "odata.maxpagesize=200", "User.Read.All",
		  GRAPH_DIRECTORY },
		{ "/users" MEMBERS PLANS "&$top=200", NULL, "User.Read.All", GRAPH_DIRECTORY } },
	{ { NULL, NULL, NULL, GRAPH_DIRECTORY },
		{ "/users" MEMBERS "&$top=999", NULL, "User.Read.All", GRAPH_DIRECTORY } },
};

/* The one page that is on its way, or came before it was asked for. */
struct reads {
	struct graph *graph;
	bool active;
	enum service_page page;
	char *from;   /* NULL: the first */
	int64_t call; /* 0: it came */
	int64_t came; /* clock_ticks */
	struct error trouble;
	struct str body;
	int malformed, again[SERVICE_PAGE_COUNT];
	unsigned unreadable; /* bits of pages, in this sync */
	bool no_changes;     /* the service takes no question for changes */
	char first[32]; /* number of the page before: a service that ignores $skip repeats it */
};

struct reads *reads_new(struct graph *graph)
{
	struct reads *reads = xcalloc(1, sizeof *reads);
	reads->graph = graph;
	return reads;
}

static void slot_clear(struct reads *reads)
{
	if (reads->call)
		graph_call_drop(reads->graph, reads->call);
	reads->call = 0;
	reads->active = false;
	free(reads->from);
	reads->from = NULL;
	error_clear(&reads->trouble);
	str_fini(&reads->body);
}

void reads_free(struct reads *reads)
{
	if (!reads)
		return;
	slot_clear(reads);
	free(reads);
}

/* ---- asking ---- */

static const struct source *source_of(const struct reads *reads, enum service_page page)
{
	bool numbers = reads->graph->options.cloud->numbers;
	if (page == SERVICE_PEOPLE && (!numbers || reads->no_changes))
		return &others[numbers][reads->no_changes];
	return &sources[page];
}

/* Handles of pages and of changes that the directory has forgotten (graph-api.md 6.4). */
static bool is_expired(const struct reads *reads, const struct graph_answer *answer)
{
	static const char *const codes[] = { "syncStateNotFound", "syncStateInvalid",
		"resyncRequired", "Directory_ExpiredPageToken", "Directory.ExpiredPageToken" };
	if (!reads->from)
		return false;
	/* A handle that the service does not take is no better than one that is too old. */
	if (answer->status == 410 || (answer->status == 400 && reads->from[0] != '/'))
		return true;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(codes[i], answer->code) == 0)
			return true;
	return false;
}

/* No whole answer. */
static bool trouble_of_the_way(struct error *err, const struct graph_answer *answer)
{
	if (answer->no_token)
		return error_set(err, answer->no_token, "%s",
			answer->words[0] ? answer->words
					 : _("The tenant is not read: nobody is signed in."));
	switch (answer->trouble) {
	case HTTP_INSECURE:
		return error_set(err, ERROR_REFUSED,
			_("The tenant is not read: the certificate of the service does not check. %s"),
			answer->words);
	case HTTP_LARGE:
		return error_set(err, ERROR_INPUT,
			_("The tenant is not read: an answer of the service is too large."));
	default:
		return error_set(err, ERROR_TRANSIENT, _("The service could not be reached. %s"),
			answer->words);
	}
}

/* Without handles of changes everybody is read each time; without who is ready, that stays as it
 * was. Neither is a reason to read nothing. */
static bool can_do_without(
	struct reads *reads, const struct graph_answer *answer, struct error *err)
{
	if (answer->status == 400 && reads->page == SERVICE_PEOPLE && !reads->from &&
		!reads->no_changes) {
		reads->no_changes = true;
		error_set(err, ERROR_TRANSIENT, "%s", answer->words);
		return true;
	}
	if ((answer->status == 403 || answer->status == 404) && reads->page == SERVICE_VOICE) {
		reads->unreadable |= 1u << reads->page;
		error_set(err, ERROR_NOT_FOUND,
			_("Who is ready for a number was not read, it stays as it is here: that takes the permission %s and a role that goes with it. %s"),
			source_of(reads, reads->page)->right, answer->words);
		return true;
	}
	return false;
}

static bool trouble_of(struct reads *reads, const struct graph_answer *answer, struct error *err)
{
	if (!answer->status || answer->trouble != HTTP_FINE)
		return trouble_of_the_way(err, answer);
	if (is_expired(reads, answer))
		return error_set(err, ERROR_EXPIRED, "%s", answer->words);
	if (can_do_without(reads, answer, err))
		return false;
	switch (answer->status) {
	case 401:
		return error_set(err, ERROR_PERSON,
			_("The service did not take the sign-in. Sign in again. %s"),
			answer->words);
	case 403:
		return error_set(err, ERROR_REFUSED,
			_("This account may not read all of the tenant: it takes the permission %s and a role that goes with it. %s"),
			source_of(reads, reads->page)->right, answer->words);
	case 408:
	case 423:
	case 429:
		return error_set(err, ERROR_TRANSIENT, "%s", answer->words);
	default:
		return error_set(err, answer->status >= 500 ? ERROR_TRANSIENT : ERROR_REFUSED,
			_("The service answered %d. %s"), answer->status, answer->words);
	}
}

static void on_answer(void *data, const struct graph_answer *answer)
{
	struct reads *reads = data;
	reads->call = 0;
	reads->came = clock_ticks();
	if (answer->status == 200 && answer->trouble == HTTP_FINE)
		str_addn(&reads->body, answer->body, answer->body_len);
	else
		trouble_of(reads, answer, &reads->trouble);
	service_wake(&reads->graph->service);
}

/* Begins to fetch a page; what was fetched before is forgotten. */
static void fetch(struct reads *reads, enum service_page page, const char *from)
{
	const struct source *source = source_of(reads, page);
	slot_clear(reads);
	reads->active = true;
	reads->page = page;
	reads->from = from ? xstrdup(from) : NULL;
	struct graph_call call = { .method = "GET",
		.path = from ? from : source->path,
		.prefer = source->prefer,
		.class = source->class };
	reads->call = graph_call(reads->graph, &call, on_answer, reads);
}

/* ---- where it goes on ---- */

/* A link of the page, followed as it is, but not to another host: a token would go along. */
static bool link_get(struct reads *reads, const char *path, const char *from, struct str *link,
	struct error *err)
{
	struct graph *graph = reads->graph;
	if (!json_get(graph->reader, path, link))
		return true;
	if (!http_same_origin(str_text(link), graph->base)) {
		str_fini(link);
		return error_set(err, ERROR_REFUSED,
			_("The service names a next page at another address than its own: it is not followed, for the sign-in would go there."));
	}
	if (from && strcmp(str_text(link), from) == 0) {
		str_fini(link);
		return error_set(err, ERROR_INPUT,
			_("The service names a page as the one behind itself. Synchronise again with Ctrl-R."));
	}
	return true;
}

/* Numbers come with or without links (graph-api.md 7.1, 13). Without: what came is skipped, until
 * nothing comes; so it does not matter how many the service gives at once. */
static bool number_page_next(
	struct reads *reads, const char *from, struct service_next *next, struct error *err)
{
	char first[sizeof reads->first];
	int64_t count = json_get_count(reads->graph->reader, "$.value");
	int64_t skip = 0;
	if (next->from.len || (from && from[0] != '/'))
		return true;
	if (from)
		skip = strtoll(from + strlen(NUMBERS), NULL, 10);
	json_get_text(reads->graph->reader, "$.value[0].telephoneNumber", first, sizeof first);
	if (skip > 0 && first[0] && strcmp(first, reads->first) == 0)
		return error_set(err, ERROR_INPUT,
			_("The service gives the same page of numbers again and again. Synchronise again with Ctrl-R."));
	snprintf(reads->first, sizeof reads->first, "%s", first);
	if (count > 0)
		str_addf(&next->from, NUMBERS "%lld", (long long)(skip + count));
	return true;
}

/* Text that is no JSON may be a proxy's page, which passes. */
static bool is_malformed(struct reads *reads, struct error *err)
{
	bool passing = ++reads->malformed < MALFORMED_MOST;
	return error_set(err, passing ? ERROR_TRANSIENT : ERROR_INPUT,
		_("The service's answer has not the form that its documentation says. Synchronise again "
		  "with Ctrl-R."));
}

static bool page_read(struct reads *reads, enum service_page page, const char *from,
	struct service_next *next, struct error *err)
{
	if (!json_read(reads->graph->reader, str_text(&reads->body), reads->body.len))
		return is_malformed(reads, err);
	reads->malformed = 0;
	return link_get(reads, "$.\"@odata.nextLink\"", from, &next->from, err) &&
	       link_get(reads, "$.\"@odata.deltaLink\"", NULL, &next->delta, err) &&
	       (page != SERVICE_NUMBERS || number_page_next(reads, from, next, err));
}

/* ---- the ops ---- */

/* Addresses are read by the module alone, and numbers too where Graph has none. */
static struct service *reader_of(struct graph *graph, enum service_page page)
{
	unsigned own = graph_reads(&graph->service);
	struct service *script = graph->options.script;
	if (sources[page].path &&
		(graph->options.cloud->numbers || sources[page].class != GRAPH_TEAMS))
		return NULL;
	return script && own & 1u << page ? script : NULL;
}

unsigned graph_reads(struct service *service)
{
	struct graph *graph = (struct graph *)(void *)service;
	struct service *script = graph->options.script;
	unsigned reads = 1u << SERVICE_ORGANIZATION | 1u << SERVICE_SUBSCRIPTIONS |
			 1u << SERVICE_PEOPLE;
	if (graph->options.cloud->numbers)
		reads |= 1u << SERVICE_VOICE | 1u << SERVICE_NUMBERS;
	if (script && script->ops->reads)
		reads |= script->ops->reads(script);
	return reads & ~graph->reads->unreadable;
}

/* What came is given out once; trouble is told once. */
static bool give(struct reads *reads, enum service_page page, const char *from, struct str *json,
	struct service_next *next, struct error *err)
{
	bool ok = reads->trouble.code == ERROR_NONE;
	if (!ok && reads->trouble.code == ERROR_EXPIRED && ++reads->again[page] > AGAIN_MOST)
		reads->trouble.code = ERROR_REFUSED;
	if (!ok)
		*err = reads->trouble;
	ok = ok && page_read(reads, page, from, next, err);
	if (ok) {
		str_fini(json);
		*json = reads->body;
		reads->body = (struct str){ 0 };
	}
	slot_clear(reads);
	if (ok && next->from.len)
		fetch(reads, page, next->from.text);
	return ok;
}

bool graph_sync(struct service *service, enum service_page page, const char *from, struct str *json,
	struct service_next *next, struct error *err)
{
	struct graph *graph = (struct graph *)(void *)service;
	struct reads *reads = graph->reads;
	struct service *reader = reader_of(graph, page);
	if (reader)
		return reader->ops->sync(reader, page, from, json, next, err);
	/* Kept by an earlier sync, of another cloud or address: of no use here. What a page names
	 * is checked before it is kept. */
	if (from && from[0] == 'h' && !http_same_origin(from, graph->base))
		return error_set(err, ERROR_EXPIRED,
			_("What was kept of an earlier reading is of another address."));
	bool same = reads->active && reads->page == page &&
		    (from ? reads->from && strcmp(from, reads->from) == 0 : !reads->from);
	if (same && reads->call)
		return true;
	if (same && clock_ticks() - reads->came < STALE_MS)
		return give(reads, page, from, json, next, err);
	fetch(reads, page, from);
	return true;
}

void graph_sync_stop(struct service *service)
{
	struct graph *graph = (struct graph *)(void *)service;
	struct service *script = graph->options.script;
	slot_clear(graph->reads);
	memset(graph->reads->again, 0, sizeof graph->reads->again);
	graph->reads->malformed = 0;
	graph->reads->unreadable = 0;
	graph->reads->first[0] = '\0';
	if (script && script->ops->sync_stop)
		script->ops->sync_stop(script);
}
