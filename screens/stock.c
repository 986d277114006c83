/* Step Numbers at the service's stock: searching, which holds what it finds, and letting go.
 * Nothing blocks: an answer that is not there yet is asked for again by a timer. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/service/service.h"
#include "screens/numbers.h"

#define TRIES 6          /* of a request that meets passing trouble */
#define LAND_MS 100      /* between two looks whether an answer has come */
#define HELD_WINDOW 64   /* held numbers that are read at once */
#define LET_GO_MOST 1000 /* a search holds no more than this */

struct let_go {
	char e164[NUMBER_E164];
	char reservation[64];
};

/* One search, or one number after the other that is let go. */
struct stock_job {
	struct numbers *numbers;
	bool search;
	struct number_order wish;
	char civic_id[64], location_id[64];
	char request_id[37];
	struct let_go *going;
	int count, at;
	char operation[SERVICE_OPERATION];
	int64_t flight; /* of the question on its way; 0: none */
	int timer, tries;
};

static void job_send(void *data);

void stock_stop(struct numbers *numbers)
{
	struct stock_job *job = numbers->job;
	if (!job)
		return;
	loop_cancel(numbers->wizard->loop, job->timer);
	if (job->flight)
		numbers->wizard->profile->service->ops->drop(
			numbers->wizard->profile->service, job->flight);
	free(job->going);
	free(job);
	numbers->job = NULL;
}

static void job_end(struct stock_job *job)
{
	tui_busy(job->numbers->wizard->tui, NULL, 0, 0);
	stock_stop(job->numbers);
}

/* Two requests are one for the service only if their ids are equal: the time and a count make a new
 * one. */
static void job_name(struct stock_job *job)
{
	static unsigned serial;
	snprintf(job->request_id, sizeof job->request_id, "%08x-%04x-4000-8000-%012" PRIx64,
		(unsigned)clock_ticks(), ++serial & 0xffff,
		(uint64_t)wizard_now(job->numbers->wizard) & 0xffffffffffff);
}

static struct stock_job *job_new(struct numbers *numbers)
{
	struct stock_job *job;
	if (numbers->job) {
		tui_message(numbers->wizard->tui, ROLE_WARNING, "%s",
			_("The service is still being asked. Wait for its answer."));
		return NULL;
	}
	job = xcalloc(1, sizeof *job);
	job->numbers = numbers;
	numbers->job = job;
	job_name(job);
	return job;
}

/* ---- what a search found ---- */

static bool mark_found(void *data, struct error *err)
{
	struct stock_job *job = data;
	struct store *store = job->numbers->wizard->profile->store;
	const struct let_go *found = job->going;
	for (int i = 0; i < job->count; i++)
		if (!number_want(store, found[i].e164, true, err))
			return false;
	return true;
}

static bool number_in(const char *json, const char *e164)
{
	const char *at = strstr(json, e164);
	return at && at[strlen(e164)] == '"';
}

/* The numbers of the answer are marked, as an edit of its own, which `u` takes back. */
static void found_mark(struct stock_job *job, const char *json)
{
	struct store *store = job->numbers->wizard->profile->store;
	struct number_filter filter = { .scope = NUMBER_HELD };
	struct number rows[HELD_WINDOW];
	char label[120];
	int got = HELD_WINDOW;
	job->going = xcalloc(LET_GO_MOST, sizeof *job->going);
	for (int64_t first = 0; got == HELD_WINDOW && job->count < LET_GO_MOST; first += got) {
		got = number_window(store, &filter, first, HELD_WINDOW, rows, NULL);
		for (int i = 0; i < got && job->count < LET_GO_MOST; i++)
			if (number_in(json, rows[i].e164))
				memcpy(job->going[job->count++].e164, rows[i].e164, NUMBER_E164);
	}
	snprintf(label, sizeof label,
		ngettext("%d number marked", "%d numbers marked", (unsigned long)job->count),
		job->count);
	if (job->count > 0)
		wizard_edit(job->numbers->wizard, label, mark_found, job);
}

/* Where else to look when fewer were found: areas near the one that was asked for. */
static void next_best(struct numbers *numbers, const struct number_order *wish)
{
	struct reference *ref = numbers->wizard->profile->reference;
	struct number_search *last = &numbers->last;
	struct area here;
	char code[16];
	last->next_count = 0;
	snprintf(code, sizeof code, "%s", wish->area_code);
	if (!code[0] && (wish->city[0] || wish->state[0]) &&
		reference_areas(ref, wish->country, wish->state, wish->city, NULL, &here, 1) > 0)
		snprintf(code, sizeof code, "%s", here.area_code);
	if (!code[0] || strcmp(wish->kind, "tollfree") == 0)
		return;
	int count = reference_areas_next(
		ref, wish->country, wish->city, code, last->next, NEXT_BEST);
	count = count < NEXT_BEST ? count : NEXT_BEST;
	/* Beyond the state only if nothing is nearer. */
	while (last->next_count < count &&
		strcmp(last->next[last->next_count].state, last->next[0].state) == 0)
		last->next_count++;
}

static void search_message(struct numbers *numbers)
{
	const struct number_search *last = &numbers->last;
	struct str text = { 0 };
	str_addf(&text, _("Asked for %" PRId64 ", found %" PRId64 ": held for you until %s."),
		last->wish.quantity, last->found,
		clock_hm((char[CLOCK_TEXT]){ 0 }, numbers->counts[0].held_until));
	tui_message(numbers->wizard->tui,
		last->found < last->wish.quantity ? ROLE_WARNING : ROLE_OK, "%s", str_text(&text));
	str_fini(&text);
}

static void search_found(struct stock_job *job, struct service_reply *reply)
{
	struct numbers *numbers = job->numbers;
	struct wizard *wizard = numbers->wizard;
	struct error err = { 0 };
	int64_t count = 0;
	struct number_hold hold = { .reservation = reply->reservation,
		.held_until = reply->held_until,
		.kind = job->wish.kind,
		.country = job->wish.country,
		.order_id = job->wish.id,
		.place_id = job->wish.place_id };
	if (!number_hold(wizard->profile->store, str_text(&reply->json), reply->json.len, &hold,
		    &count, &err)) {
		tui_error(wizard->tui, &err);
		return;
	}
	numbers->last = (struct number_search){ .made = true, .wish = job->wish, .found = count };
	if (count < job->wish.quantity)
		next_best(numbers, &job->wish);
	found_mark(job, str_text(&reply->json));
	numbers->counts[0].held_until = reply->held_until;
	wizard_changed(wizard);
	search_message(numbers);
}

static void search_failed(struct stock_job *job, const struct service_reply *reply)
{
	struct numbers *numbers = job->numbers;
	struct number_search *last = &numbers->last;
	*last = (struct number_search){ .made = true, .wish = job->wish };
	snprintf(last->trouble, sizeof last->trouble, "%s %s", _(cause_why(reply->cause)),
		_(cause_remedy(reply->cause)));
	if (reply->cause == CAUSE_OUT_OF_STOCK)
		next_best(numbers, &job->wish);
	tui_message(numbers->wizard->tui, ROLE_ERROR, "%s", last->trouble);
	tui_reload(numbers->wizard->tui);
}

/* ---- letting go ---- */

/* True: there is another one to let go. */
static bool gone(struct stock_job *job)
{
	struct wizard *wizard = job->numbers->wizard;
	struct error err = { 0 };
	if (!number_let_go(wizard->profile->store, job->going[job->at].e164, &err)) {
		tui_error(wizard->tui, &err);
		return false;
	}
	wizard_changed(wizard);
	job->at++;
	job_name(job);
	if (job->at == job->count)
		tui_message(wizard->tui, ROLE_OK,
			ngettext("%d number was let go: it is back in stock.",
				"%d numbers were let go: they are back in stock.",
				(unsigned long)job->count),
			job->count);
	return job->at < job->count;
}

/* ---- asking ---- */

static void job_later(struct stock_job *job, int64_t seconds, loop_call *call)
{
	struct wizard *wizard = job->numbers->wizard;
	tui_busy(wizard->tui, job->search ? _("searching") : _("letting go"), job->at, job->count);
	job->timer = loop_after(wizard->loop, seconds > 0 ? seconds * 1000 : 1, call, job);
}

static void job_poll(void *data);
static void job_land(void *data);

static void job_done(struct stock_job *job, struct service_reply *reply)
{
	if (job->search)
		search_found(job, reply);
	else if (gone(job)) {
		job_later(job, 0, job_send);
		return;
	}
	job_end(job);
}

static void job_failed(struct stock_job *job, const struct service_reply *reply)
{
	if (job->search)
		search_failed(job, reply);
	else
		tui_message(job->numbers->wizard->tui, ROLE_ERROR, "%s %s",
			_(cause_why(reply->cause)), _(cause_remedy(reply->cause)));
	job_end(job);
}

static void job_answer(struct stock_job *job, struct service_reply *reply)
{
	bool again = (reply->state == SERVICE_RETRY || reply->state == SERVICE_DOUBT) &&
		     ++job->tries < TRIES;
	if (reply->state == SERVICE_FLYING) {
		job->timer = loop_after(job->numbers->wizard->loop, LAND_MS, job_land, job);
	} else if (reply->state == SERVICE_DONE) {
		job_done(job, reply);
	} else if (reply->state == SERVICE_PENDING) {
		snprintf(job->operation, sizeof job->operation, "%s", reply->operation);
		job_later(job, reply->after, job_poll);
	} else if (again) {
		job_later(job, reply->after, job_send);
	} else {
		job_failed(job, reply);
	}
}

static void job_take(struct stock_job *job, bool ok, struct service_reply *reply, struct error *err)
{
	if (ok) {
		if (reply->state != SERVICE_FLYING)
			job->flight = 0;
		else if (reply->flight)
			job->flight = reply->flight;
		job_answer(job, reply);
	} else {
		tui_error(job->numbers->wizard->tui, err);
		job_end(job);
	}
	service_reply_fini(reply);
}

/* A search whose answer was lost is made again: what it held runs out by itself. */
static void job_land(void *data)
{
	struct stock_job *job = data;
	struct service *service = job->numbers->wizard->profile->service;
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	job->timer = 0;
	job_take(job, service->ops->land(service, job->flight, &reply, &err), &reply, &err);
}

static void job_poll(void *data)
{
	struct stock_job *job = data;
	struct service *service = job->numbers->wizard->profile->service;
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	job->timer = 0;
	job_take(job, service->ops->poll(service, job->operation, &reply, &err), &reply, &err);
}

static void job_send(void *data)
{
	struct stock_job *job = data;
	struct service *service = job->numbers->wizard->profile->service;
	const struct number_order *wish = &job->wish;
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	struct service_request request = { .request_id = job->request_id };
	job->timer = 0;
	if (job->search) {
		request.kind = "order";
		request.quantity = wish->quantity;
		request.number_kind = wish->kind;
		request.country = wish->country;
		request.state = wish->state;
		request.city = wish->city;
		request.area_code = wish->area_code;
		request.prefix = wish->prefix;
		request.civic_id = job->civic_id[0] ? job->civic_id : NULL;
		request.location_id = job->location_id[0] ? job->location_id : NULL;
		job_take(job, service->ops->search(service, &request, &reply, &err), &reply, &err);
	} else {
		request.kind = "order";
		request.number = job->going[job->at].e164;
		request.reservation = job->going[job->at].reservation;
		job_take(job, service->ops->let_go(service, &request, &reply, &err), &reply, &err);
	}
}

void stock_search(struct numbers *numbers, const struct number_order *wish)
{
	struct store *store = numbers->wizard->profile->store;
	struct place place;
	struct address address;
	struct stock_job *job;
	struct service *service = wizard_service(numbers->wizard);
	if (service && service->ops->room && service->ops->room(service, "order") == 0) {
		tui_message(numbers->wizard->tui, ROLE_WARNING, "%s",
			_("Only the MicrosoftTeams PowerShell module can search. o orders numbers for the plan; X in Review writes the script."));
		return;
	}
	if (!service || !(job = job_new(numbers)))
		return;
	job->search = true;
	job->wish = *wish;
	if (wish->place_id && place_get(store, wish->place_id, &place, NULL)) {
		snprintf(job->location_id, sizeof job->location_id, "%s", place.location_id);
		if (address_get(store, place.address_id, &address, NULL))
			snprintf(job->civic_id, sizeof job->civic_id, "%s", address.civic_id);
	}
	job_later(job, 0, job_send);
}

void stock_let_go(struct numbers *numbers, const char *e164, int all)
{
	struct store *store = numbers->wizard->profile->store;
	struct number_filter filter = { .scope = NUMBER_HELD };
	struct number rows[HELD_WINDOW];
	struct stock_job *job;
	int got = HELD_WINDOW;
	if (!wizard_service(numbers->wizard) || !(job = job_new(numbers)))
		return;
	job->going = xcalloc(LET_GO_MOST, sizeof *job->going);
	for (int64_t first = 0; got == HELD_WINDOW && job->count < LET_GO_MOST; first += got) {
		got = number_window(store, &filter, first, HELD_WINDOW, rows, NULL);
		for (int i = 0; i < got && job->count < LET_GO_MOST; i++) {
			bool meant = e164 ? strcmp(e164, rows[i].e164) == 0
					  : all || !rows[i].wanted;
			if (!meant)
				continue;
			struct let_go *going = &job->going[job->count++];
			memcpy(going->e164, rows[i].e164, sizeof going->e164);
			memcpy(going->reservation, rows[i].reservation, sizeof going->reservation);
		}
	}
	if (job->count > 0)
		job_later(job, 0, job_send);
	else
		job_end(job);
}
