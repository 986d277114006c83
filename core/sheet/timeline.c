/* core/sheet/timeline.c: papers and waits of the profile's countries as steps of one timeline. */
#include "core/sheet/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/rules/latency.h"
#include "core/sheet/country.h"
#include "core/tenant/feature.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum { ORDERS = 64, LOCATIONS = 64 };

#define BIT(at) (UINT64_C(1) << (at))

/* ---- which countries ---- */

static void country_add(struct waits *waits, struct reference *ref, const char *code)
{
	struct country country;
	if (!reference_country(ref, code, &country, NULL))
		return;
	for (int i = 0; i < waits->country_count; i++)
		if (strcmp(waits->countries[i], country.code) == 0)
			return;
	if (waits->country_count == PAPERS_COUNTRIES)
		waits->left_out++;
	else
		snprintf(waits->countries[waits->country_count++], 3, "%s", country.code);
}

static bool countries_named(
	const struct topic_context *context, struct waits *waits, struct error *err)
{
	struct country *list = xcalloc(COUNTRY_LIST, sizeof *list);
	int count = 0;
	bool ok = true;
	for (int i = 0; ok && i < context->word_count; i++)
		ok = country_pick(context->ref, context->words[i], list, &count, err);
	for (int i = 0; ok && i < count; i++)
		country_add(waits, context->ref, list[i].code);
	free(list);
	return ok;
}

/* Where people call, numbers are ordered and ports are planned. */
static bool countries_planned(
	const struct topic_context *context, struct waits *waits, struct error *err)
{
	struct person_value values[LOCATIONS];
	struct number_order *orders = xcalloc(ORDERS, sizeof *orders);
	struct feature *ports = NULL;
	int port_count = 0;
	int count = person_values(context->store, PERSON_CALLER_LOCATION, LOCATIONS, values, err);
	int order_count = count < 0 ? -1
				    : number_order_list(context->store, 0, ORDERS, orders, err);
	bool ok = order_count >= 0 &&
		  feature_list(context->store, FEATURE_PORT, &ports, &port_count, err);
	for (int i = 0; ok && i < count && i < LOCATIONS; i++)
		country_add(waits, context->ref, values[i].text);
	for (int i = 0; ok && i < order_count && i < ORDERS; i++)
		country_add(waits, context->ref, orders[i].country);
	for (int i = 0; ok && i < port_count; i++) {
		struct str country = { 0 };
		feature_value(
			ports[i].wanted ? ports[i].wanted : ports[i].actual, "$.country", &country);
		country_add(waits, context->ref, str_text(&country));
		str_fini(&country);
	}
	feature_list_free(ports, port_count);
	free(orders);
	return ok;
}

static bool countries_of(
	const struct topic_context *context, struct waits *waits, struct error *err)
{
	char code[3];
	if (context->word_count > 0)
		return countries_named(context, waits, err);
	if (context->store && !countries_planned(context, waits, err))
		return false;
	if (waits->country_count == 0)
		country_add(waits, context->ref, topic_country(context, code));
	return true;
}

/* ---- papers ---- */

const char *wait_name(enum paper paper, const char *country, char name[WAIT_NAME])
{
	/* A name that begins with KYC verifies the organization: a country's form does not. */
	if (paper == PAPER_KYC)
		snprintf(name, WAIT_NAME, "KYC");
	else
		snprintf(name, WAIT_NAME, "%s %s", country, paper_of(paper)->id);
	return name;
}

int waits_papers(
	struct reference *ref, const char *country, bool porting, enum paper *out, int room)
{
	struct formality formality;
	if (!reference_formality(ref, country, &formality, NULL))
		return 0;
	int count = porting ? papers_read(formality.papers_port, out, room)
			    : papers_for_new(formality.papers_new,
				      formality.numbers_by == NUMBERS_BY_FORM, out, room);
	return count < 0 ? 0 : count;
}

/* What a feature says: accepted when the tenant has it, sent when somebody or the service says so;
 * *since gets the instant. */
static enum paper_state feature_state(struct store *store, const char *name, int64_t *since)
{
	struct feature feature = { 0 };
	struct str text = { 0 };
	enum paper_state state = PAPER_NEEDED;
	if (store && feature_get(store, FEATURE_PAPERS, name, &feature, NULL)) {
		bool said = feature_value(feature.progress, "$.state", &text);
		bool accepted = feature.actual && strcmp(str_text(&text), "sent") != 0;
		if (accepted)
			state = PAPER_ACCEPTED;
		else if ((said && text.len > 0) || feature.service_id[0])
			state = PAPER_SENT;
		str_clear(&text);
		if (state == PAPER_SENT && feature_value(feature.progress, "$.since", &text))
			*since = strtoll(str_text(&text), NULL, 10);
	}
	str_fini(&text);
	feature_fini(&feature);
	return state;
}

/* The organization's own answer counts: it is what apply asks. */
static enum paper_state kyc_state(struct store *store, int64_t *since)
{
	struct organization organization;
	if (!store || !organization_get(store, &organization, NULL))
		return PAPER_NEEDED;
	enum paper_state state = feature_state(store, "KYC", since);
	if (strcmp(organization.verified, "yes") == 0)
		return PAPER_ACCEPTED;
	if (strcmp(organization.verified, "pending") == 0)
		return PAPER_SENT;
	return state == PAPER_ACCEPTED ? PAPER_SENT : state;
}

/* ---- steps ---- */

static struct wait *wait_add(struct waits *waits, enum wait_kind kind, const char *country)
{
	struct wait *wait = &waits->list[waits->count++];
	*wait = (struct wait){ .kind = kind };
	snprintf(wait->country, sizeof wait->country, "%s", country);
	return wait;
}

static struct wait *paper_add(const struct topic_context *context, struct waits *waits,
	enum paper paper, bool porting, const char *country)
{
	struct wait *wait = wait_add(waits, WAIT_PAPER, country);
	char name[WAIT_NAME];
	int64_t since = 0;
	wait->paper = paper;
	wait->porting = porting;
	wait->state = paper == PAPER_KYC ? kyc_state(context->store, &since)
					 : feature_state(context->store,
						   wait_name(paper, country, name), &since);
	wait->step.done = wait->state == PAPER_ACCEPTED;
	wait->step.begun = wait->state == PAPER_SENT ? since : 0;
	return wait;
}

static int64_t planned(struct store *store, enum plan_step step)
{
	struct change_filter filter = { .step = 1 + (int)step };
	return store ? change_count(store, &filter, NULL) : 1;
}

static int64_t callers(struct store *store, enum person_scope scope)
{
	struct person_filter filter = { .scope = scope };
	return store ? person_count(store, &filter, NULL) : 0;
}

static struct timeline_step latency_step(enum latency_kind kind, int64_t least)
{
	return (struct timeline_step){
		.unit = TIMELINE_SECONDS, .least = least, .most = latency_of(kind)->limit
	};
}

static void licence_add(const struct topic_context *context, struct waits *waits)
{
	struct wait *wait = wait_add(waits, WAIT_LICENCE, "");
	wait->step = latency_step(LATENCY_LICENCE, latency_of(LATENCY_LICENCE)->usual);
	wait->step.done = callers(context->store, PERSON_CALLERS) > 0 &&
			  planned(context->store, PLAN_LICENCES) == 0;
}

/* All that was ordered there is acquired. */
static bool numbers_here(struct store *store, const char *country)
{
	struct number_order *orders = xcalloc(ORDERS, sizeof *orders);
	int count = store ? number_order_list(store, 0, ORDERS, orders, NULL) : 0;
	bool any = false, open = false;
	for (int i = 0; i < count && i < ORDERS; i++) {
		if (strcmp(orders[i].country, country) != 0)
			continue;
		any = true;
		open = open || orders[i].acquired < orders[i].quantity;
	}
	free(orders);
	return any && !open;
}

/* A portal gives numbers within hours, special orders take the weeks that the page names; how long
 * a form or a partner takes is named nowhere. */
static struct timeline_step numbers_step(const struct formality *formality)
{
	if (formality->numbers_by != NUMBERS_BY_PORTAL)
		return (struct timeline_step){
			.unit = TIMELINE_SECONDS, .least = 0, .most = TIMELINE_UNSAID
		};
	if (formality->delivery_days_max < 0)
		return latency_step(LATENCY_NUMBER, 0);
	return (struct timeline_step){
		.unit = TIMELINE_DAYS, .least = 0, .most = formality->delivery_days_max
	};
}

/* How long the check of an agreement takes, which is signed after the order, is named nowhere; the
 * days of a port include those of its papers. */
static void paper_time(struct wait *wait, const struct formality *formality)
{
	bool unsaid = (wait->paper == PAPER_AGREEMENT && !wait->porting) ||
		      (wait->paper == PAPER_KYC_FORM && formality->delivery_days_max < 0);
	wait->step.unit = TIMELINE_SECONDS;
	wait->step.most = unsaid ? TIMELINE_UNSAID : 0;
}

static uint64_t papers_add(const struct topic_context *context, struct waits *waits,
	const struct formality *formality, bool porting, const char *country)
{
	enum paper papers[PAPERS_OF_COUNTRY];
	uint64_t bits = 0;
	int count = waits_papers(context->ref, country, porting, papers, PAPERS_OF_COUNTRY);
	for (int i = 0; i < count; i++) {
		struct wait *wait = paper_add(context, waits, papers[i], porting, country);
		paper_time(wait, formality);
		bits |= BIT(waits->count - 1);
	}
	return bits;
}

/* Ports begin and end on US working days. */
static void port_add(const struct topic_context *context, struct waits *waits,
	const struct formality *formality, const char *country)
{
	uint64_t papers = papers_add(context, waits, formality, true, country);
	struct wait *wait = wait_add(waits, WAIT_PORT, country);
	wait->step = (struct timeline_step){ .unit = TIMELINE_DAYS,
		.least = formality->port_days_min < 0 ? TIMELINE_UNSAID : formality->port_days_min,
		.most = formality->port_days_max < 0 ? TIMELINE_UNSAID : formality->port_days_max,
		.us_days = true,
		.after = papers };
}

/* Bit 0 is the organization's own papers, bit 1 the licences: numbers wait for both. */
static uint64_t country_steps(
	const struct topic_context *context, struct waits *waits, const char *country, bool ports)
{
	struct formality formality;
	if (!reference_formality(context->ref, country, &formality, NULL))
		return 0; /* no Calling Plans there: no numbers of Microsoft's */
	uint64_t papers = papers_add(context, waits, &formality, false, country);
	struct wait *wait = wait_add(waits, WAIT_NUMBERS, country);
	uint64_t numbers = BIT(waits->count - 1);
	wait->step = numbers_step(&formality);
	wait->step.after = BIT(0) | BIT(1) | papers;
	wait->step.done = numbers_here(context->store, country);
	if (ports)
		port_add(context, waits, &formality, country);
	return numbers;
}

static void lay(struct waits *waits, int64_t now)
{
	struct timeline_step steps[TIMELINE_MAX];
	struct timeline_span spans[TIMELINE_MAX];
	for (int i = 0; i < waits->count; i++)
		steps[i] = waits->list[i].step;
	timeline_lay(steps, waits->count, now, spans);
	for (int i = 0; i < waits->count; i++)
		waits->list[i].span = spans[i];
	waits->all = timeline_whole(spans, waits->count);
	waits->whole = spans[waits->count - 1];
}

bool waits_make(const struct topic_context *context, struct waits *out, struct error *err)
{
	*out = (struct waits){ .count = 0 };
	if (!countries_of(context, out, err))
		return false;
	bool ports = topic_yes(context, "port");
	struct wait *kyc = paper_add(context, out, PAPER_KYC, false, "");
	kyc->step.unit = TIMELINE_WORKDAYS;
	kyc->step.most = reference_value(context->ref, "kyc_days");
	licence_add(context, out);
	uint64_t numbers = 0;
	for (int i = 0; i < out->country_count; i++)
		numbers |= country_steps(context, out, out->countries[i], ports);
	struct wait *assign = wait_add(out, WAIT_ASSIGN, "");
	assign->step = latency_step(LATENCY_ASSIGNMENT, latency_of(LATENCY_ASSIGNMENT)->usual);
	assign->step.after = numbers | BIT(1);
	assign->step.done = callers(context->store, PERSON_CALLERS) > 0 &&
			    callers(context->store, PERSON_UNNUMBERED) == 0 &&
			    planned(context->store, PLAN_ASSIGN) == 0;
	lay(out, context->now);
	return true;
}
