/* The result file of a runbook that somebody ran elsewhere, as a service. Nothing flies and nothing
 * is pending: all that will ever be known stands in the file. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/results/ledger.h"
#include "core/service/results/results.h"

#define FILE_MOST ((size_t)256 * 1024 * 1024)
#define ROOM 1000 /* answers are at hand: as many at once as apply likes */

struct results {
	struct service service; /* first */
	struct ledger *ledger;
	struct results_count count;
};

static void close_results(struct service *service)
{
	struct results *results = (struct results *)service;
	ledger_free(results->ledger);
	free(results);
}

static int64_t now(struct service *service)
{
	(void)service;
	return clock_now();
}

static int room(struct service *service, const char *kind)
{
	(void)service;
	(void)kind;
	return ROOM;
}

static void not_done(struct service_reply *reply, const char *words)
{
	reply->state = SERVICE_FAILED;
	reply->cause = CAUSE_NOT_DONE;
	text_copy(reply->words, sizeof reply->words, words);
}

static bool answer(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct results *results = (struct results *)service;
	(void)err;
	struct ledger_question question;
	ledger_question(request, &question);
	enum ledger_said said = ledger_answer(results->ledger, &question, 0, clock_now(), reply);
	if (said == LEDGER_ANSWER && reply->state == SERVICE_DONE)
		results->count.done++;
	else if (said == LEDGER_ANSWER)
		results->count.failed++;
	else if (said == LEDGER_OTHER)
		results->count.other++;
	if (said == LEDGER_OTHER)
		not_done(reply, _("The file has a result of another wish than the present one."));
	if (said == LEDGER_NOTHING)
		not_done(reply, _("The file has no result of it."));
	return true;
}

static bool poll_nothing(struct service *service, const char *operation,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)operation;
	(void)err;
	not_done(reply, "");
	return true;
}

static bool let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)request;
	(void)err;
	not_done(reply, _("A file of results can let no number go."));
	return true;
}

static unsigned reads(struct service *service)
{
	struct results *results = (struct results *)service;
	unsigned bits = 0;
	for (int page = 0; page < SERVICE_PAGE_COUNT; page++)
		if (ledger_whole(results->ledger, (enum service_page)page))
			bits |= 1u << page;
	return bits;
}

static bool sync_page(struct service *service, enum service_page page, const char *from,
	struct str *json, struct service_next *next, struct error *err)
{
	struct results *results = (struct results *)service;
	struct str more = { 0 };
	int index = from ? atoi(from) : 0;
	if (!ledger_page(results->ledger, page, index, json))
		return error_set(err, ERROR_EXPIRED, _("The file of results has no such page."));
	if (ledger_page(results->ledger, page, index + 1, &more))
		str_addf(&next->from, "%d", index + 1);
	str_fini(&more);
	return true;
}

static const struct service_ops ops = {
	.name = "results",
	.title = N_("results of a script"),
	.close = close_results,
	.now = now,
	.sync = sync_page,
	.reads = reads,
	.room = room,
	.submit = answer,
	.poll = poll_nothing,
	.ask = answer,
	.search = answer,
	.let_go = let_go,
};

static bool lines_read(struct ledger *ledger, const char *path, struct error *err)
{
	struct str text = { 0 };
	struct str utf8 = { 0 };
	bool ok = file_read(&text, path, FILE_MOST, err);
	if (ok) {
		/* An editor may have saved it as UTF-16; PowerShell 5.1 adds byte order marks. */
		text_decode(&utf8, str_text(&text), text.len);
		ledger_add(ledger, str_text(&utf8), utf8.len);
		ledger_end(ledger);
	}
	str_fini(&text);
	str_fini(&utf8);
	if (ok && ledger_bad(ledger) > 0)
		return error_set(err, ERROR_INPUT,
			_("%s line %" PRId64
			  ": this is no line of a result file. Nothing was taken from it."),
			path, ledger_bad(ledger));
	return ok;
}

struct service *results_open(const char *path, struct results_summary *summary, struct error *err)
{
	struct results *results = xcalloc(1, sizeof *results);
	results->service.ops = &ops;
	results->ledger = ledger_new();
	bool ok = lines_read(results->ledger, path, err);
	ledger_summary(results->ledger, summary);
	if (ok && summary->steps == 0 && reads(&results->service) == 0)
		ok = error_set(err, ERROR_INPUT,
			_("%s has no results in it: it is not the file that a script of ringup wrote, or the script did not get to its first step."),
			path);
	if (ok)
		return &results->service;
	close_results(&results->service);
	return NULL;
}

int results_keys(struct service *service, const char *const **keys)
{
	return ledger_keys(((struct results *)service)->ledger, keys);
}

void results_count(struct service *service, struct results_count *out)
{
	*out = ((struct results *)service)->count;
}
