/* core/sheet/line-read.c: puts the main line together from the answers and the profile. */
#include "core/sheet/line.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/reference/capability.h"
#include "core/rules/e164.h"
#include "core/rules/workday.h"
#include "core/sheet/answer.h"
#include "core/tenant/assignment.h"
#include "core/tenant/memory.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "core/tenant/person.h"

enum { CITIES_MAX = 128, LOCALES_MAX = 256, SKUS_MAX = 16, MADE_MAX = 4000 };

/* ---- time zone ---- */

bool line_zone_read(struct reference *ref, const char *text, char zone[64], struct error *err)
{
	struct locale *all = xcalloc(LOCALES_MAX, sizeof *all);
	int count = reference_locales(ref, NULL, all, LOCALES_MAX);
	bool found = strcasecmp(text, "UTC") == 0;
	snprintf(zone, 64, "%s", found ? "UTC" : "");
	for (int i = 0; i < count && i < LOCALES_MAX && !found; i++) {
		found = strcasecmp(all[i].time_zone, text) == 0 ||
			strcasecmp(all[i].place, text) == 0;
		if (found)
			snprintf(zone, 64, "%s", all[i].time_zone);
	}
	free(all);
	return found ||
	       error_set(err, ERROR_INPUT,
		       _("\"%s\" is no time zone that is known, such as Romance Standard Time or Europe/Brussels."),
		       text);
}

/* ---- the number ---- */

static bool city_find(const struct topic_context *context, const char *country, const char *text,
	struct line *out)
{
	struct city *cities = xcalloc(CITIES_MAX, sizeof *cities);
	int count = reference_service_cities(context->ref, country, cities, CITIES_MAX);
	struct str wanted = { 0 }, folded = { 0 };
	bool found = false;
	text_fold(&wanted, text);
	for (int i = 0; i < count && i < CITIES_MAX && !found; i++) {
		str_clear(&folded);
		text_fold(&folded, cities[i].city);
		found = strcmp(str_text(&folded), str_text(&wanted)) == 0;
		if (found) {
			snprintf(out->city, sizeof out->city, "%s", cities[i].city);
			snprintf(out->state, sizeof out->state, "%s", cities[i].state);
		}
	}
	str_fini(&wanted);
	str_fini(&folded);
	free(cities);
	return found;
}

static bool own_number_read(const char *text, struct line *out, struct error *err)
{
	if (!e164_valid(text))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is none of toll, toll:CITY, tollfree, none, or a number of yours as +14255550100."),
			text);
	out->number = LINE_OWN_NUMBER;
	snprintf(out->e164, sizeof out->e164, "%s", text);
	return true;
}

bool line_number_read(
	const struct topic_context *context, const char *text, struct line *out, struct error *err)
{
	char country[3];
	topic_country(context, country);
	snprintf(out->kind, sizeof out->kind, "toll");
	out->city[0] = out->state[0] = out->e164[0] = '\0';
	out->number = LINE_NEW_NUMBER;
	if (strcasecmp(text, "none") == 0)
		out->number = LINE_NO_NUMBER;
	else if (strcasecmp(text, "tollfree") == 0)
		snprintf(out->kind, sizeof out->kind, "tollfree");
	else if (strncasecmp(text, "toll:", 5) == 0)
		return city_find(context, country, text + 5, out) ||
		       error_set(err, ERROR_INPUT,
			       _("\"%s\" is no city of %s with toll numbers: topic Service numbers lists them (R-253)."),
			       text + 5, country);
	else if (strcasecmp(text, "toll") != 0)
		return own_number_read(text, out, err);
	return true;
}

/* ---- what an earlier wish made ---- */

static void made_read(const struct topic_context *context, struct str *out)
{
	char value[MADE_MAX];
	if (!context->store)
		return;
	memory_get(context->store, "topic.line." LINE_MADE, value, sizeof value);
	str_add(out, value);
}

bool line_made(const struct line *line, enum feature_kind kind, const char *name)
{
	struct str row = { 0 };
	str_addf(&row, "%s\t%s\n", feature_kind_id(kind), name);
	const char *at = strstr(str_text(&line->made), str_text(&row));
	bool has = at && (at == line->made.text || at[-1] == '\n');
	str_fini(&row);
	return has;
}

/* The account of the attendant or queue that is there under this name, or that the earlier wish's
 * attendant had, whatever its name was: a number stays with its account. */
static bool account_kept(
	const struct line *line, enum feature_kind kind, const char *name, char upn[CALLFLOW_NAME])
{
	struct feature feature = { 0 };
	struct str value = { 0 };
	bool found = feature_get(line->context->store, kind, name, &feature, NULL) &&
		     feature_value(feature.wanted ? feature.wanted : feature.actual, "$.account",
			     &value) &&
		     value.len > 0 && value.len < CALLFLOW_NAME;
	if (found)
		snprintf(upn, CALLFLOW_NAME, "%s", str_text(&value));
	str_fini(&value);
	feature_fini(&feature);
	return found;
}

static bool attendant_kept(const struct line *line, char upn[CALLFLOW_NAME])
{
	static const char kind[] = "attendant\t";
	char name[CALLFLOW_NAME];
	const char *at = strstr(str_text(&line->made), kind);
	if (!at)
		return false;
	at += strlen(kind);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "\n"), at);
	return account_kept(line, FEATURE_ATTENDANT, name, upn);
}

/* ---- accounts ---- */

/* Where the people are: the part behind the @ of who calls first. */
static void domain_of(const struct line *line, char domain[LINE_UPN])
{
	static const enum person_scope scopes[] = { PERSON_CALLERS, PERSON_EVERYBODY };
	struct person *person = xcalloc(1, sizeof *person);
	const char *at = NULL;
	for (size_t i = 0; line->context->store && !at && i < 2; i++) {
		struct person_filter filter = { .scope = scopes[i] };
		if (person_window(
			    line->context->store, &filter, PERSON_BY_NAME, 0, 1, person, NULL) == 1)
			at = strchr(person->upn, '@');
	}
	snprintf(domain, LINE_UPN, "%s", at ? at + 1 : "your.domain");
	free(person);
}

/* "Überall 2" gives "uberall-2"; nothing that fits gives `otherwise`. */
static void slug_of(const char *name, const char *otherwise, struct str *out)
{
	struct str folded = { 0 };
	size_t start = out->len;
	text_fold(&folded, name);
	for (const char *at = str_text(&folded); *at && out->len < start + 40; at++) {
		if (isalnum((unsigned char)*at))
			str_addc(out, *at);
		else if (out->len > start && out->text[out->len - 1] != '-')
			str_addc(out, '-');
	}
	while (out->len > start && out->text[out->len - 1] == '-')
		out->text[--out->len] = '\0';
	if (out->len == start)
		str_add(out, otherwise);
	str_fini(&folded);
}

/* Free, or an account that the earlier wish made for this line. */
static bool upn_usable(const struct line *line, const char *upn)
{
	int64_t id;
	for (int i = -1; i < line->queue_count; i++)
		if (strcasecmp(line_account(line, i)->upn, upn) == 0)
			return false;
	return !line->context->store || line_made(line, FEATURE_ACCOUNT, upn) ||
	       !person_find(line->context->store, upn, &id, NULL);
}

static void upn_make(const struct line *line, const char *prefix, const char *name,
	const char *otherwise, char upn[CALLFLOW_NAME])
{
	char domain[LINE_UPN], wish[CALLFLOW_NAME];
	struct str slug = { 0 };
	domain_of(line, domain);
	slug_of(name, otherwise, &slug);
	for (int i = 1; i < 100; i++) {
		if (i == 1)
			snprintf(
				wish, sizeof wish, "%s-%s@%.100s", prefix, str_text(&slug), domain);
		else
			snprintf(wish, sizeof wish, "%s-%s-%d@%.100s", prefix, str_text(&slug), i,
				domain);
		if (upn_usable(line, wish))
			break;
	}
	snprintf(upn, CALLFLOW_NAME, "%s", wish);
	str_fini(&slug);
}

/* What the account has and gets. */
static void account_know(const struct line *line, struct callflow_account *account)
{
	struct store *store = line->context->store;
	struct assignment_row *row = xcalloc(1, sizeof *row);
	int64_t id;
	account->licensed = true; /* the wish brings it */
	if (store && person_find(store, account->upn, &id, NULL) &&
		assignment_get(store, id, row, NULL)) {
		account->calling_plan = row->capability_wanted & CAPABILITY_CALLING_PLAN;
		snprintf(account->number, sizeof account->number, "%s", row->number);
	}
	account->numbered = account->number[0] != '\0';
	free(row);
}

static void accounts_read(struct line *line)
{
	struct callflow_account *main = &line->attendant.account;
	struct store *store = line->context->store;
	if (!store ||
		(!attendant_kept(line, main->upn) &&
			!account_kept(line, FEATURE_ATTENDANT, line->attendant.name, main->upn)))
		upn_make(line, "aa", line->attendant.name, "main-line", main->upn);
	account_know(line, main);
	for (int i = 0; i < line->queue_count; i++) {
		struct callflow_account *account = &line->queues[i].account;
		if (!store ||
			!account_kept(line, FEATURE_QUEUE, line->queues[i].name, account->upn))
			upn_make(line, "cq", line->queues[i].name, "queue", account->upn);
		account_know(line, account);
	}
}

/* What the account has is kept where the same is asked for again. */
static void number_place(struct line *line)
{
	struct callflow_account *account = &line->attendant.account;
	struct number number;
	account->numbered = line->number != LINE_NO_NUMBER;
	if (line->number == LINE_NO_NUMBER)
		account->number[0] = '\0';
	if (line->number == LINE_OWN_NUMBER) {
		snprintf(account->number, sizeof account->number, "%s", line->e164);
		account->user_number = line->context->store &&
				       number_get(
					       line->context->store, line->e164, &number, NULL) &&
				       strcmp(number.kind, "user") == 0;
	}
}

/* What the attendant's account has, or is to get. */
static bool number_kept(struct line *line, struct str *out)
{
	struct assignment_row *row = xcalloc(1, sizeof *row);
	struct number_order order;
	char upn[CALLFLOW_NAME];
	int64_t id;
	bool found = attendant_kept(line, upn) &&
		     person_find(line->context->store, upn, &id, NULL) &&
		     assignment_get(line->context->store, id, row, NULL);
	if (found && row->number[0])
		str_add(out, row->number);
	else if (found && row->order_id &&
		 number_order_get(line->context->store, row->order_id, &order, NULL))
		str_addf(out, order.city[0] ? "%s:%s" : "%s", order.kind, order.city);
	free(row);
	return out->len > 0;
}

static bool number_free(const struct topic_context *context, struct str *out)
{
	struct number_filter filter = { .scope = NUMBER_FREE, .kind = "toll" };
	struct number number;
	if (number_window(context->store, &filter, 0, 1, &number, NULL) != 1)
		return false;
	str_add(out, number.e164);
	return true;
}

/* Where the first caller works, else a city of the same state, else the first. */
static void number_near(const struct topic_context *context, struct str *out)
{
	struct person_filter filter = { .scope = PERSON_CALLERS };
	struct person *person = xcalloc(1, sizeof *person);
	struct city *cities = xcalloc(CITIES_MAX, sizeof *cities);
	struct line line = { .context = context };
	char country[3];
	int count = reference_service_cities(
		context->ref, topic_country(context, country), cities, CITIES_MAX);
	int at = count > 0 ? 0 : -1;
	if (context->store)
		person_window(context->store, &filter, PERSON_BY_NAME, 0, 1, person, NULL);
	for (int i = count < CITIES_MAX ? count - 1 : CITIES_MAX - 1; i >= 0; i--)
		if (cities[i].state[0] && strcmp(cities[i].state, person->state) == 0)
			at = i;
	if (city_find(context, country, person->city, &line))
		str_addf(out, "toll:%s", line.city);
	else if (at >= 0)
		str_addf(out, "toll:%s", cities[at].city);
	else
		str_add(out, "none");
	free(cities);
	free(person);
}

void line_number_otherwise(const struct topic_context *context, struct str *out)
{
	struct line line = { .context = context };
	made_read(context, &line.made);
	if (!(context->store && (number_kept(&line, out) || number_free(context, out))))
		number_near(context, out);
	str_fini(&line.made);
}

/* ---- targets ---- */

static void person_know(const struct line *line, struct callflow_target *target)
{
	struct person *person = xcalloc(1, sizeof *person);
	int64_t id;
	target->absent = line->context->store &&
			 (!person_find(line->context->store, target->name, &id, NULL) ||
				 !person_get(line->context->store, id, person, NULL));
	if (line->context->store && !target->absent) {
		snprintf(target->label, sizeof target->label, "%s", person->display_name);
		target->voiceless = !(person->capability_wanted & CAPABILITY_PHONE_SYSTEM);
	}
	free(person);
}

/* A queue or attendant of the line by the line's own spelling, else one of the tenant. */
static void place_know(const struct line *line, struct callflow_target *target)
{
	struct feature feature = { 0 };
	enum feature_kind kind = target->kind == CALLFLOW_QUEUE ? FEATURE_QUEUE : FEATURE_ATTENDANT;
	for (int i = -1; i < line->queue_count; i++) {
		if ((i < 0) != (kind == FEATURE_ATTENDANT) ||
			strcasecmp(line_name(line, i), target->name) != 0)
			continue;
		snprintf(target->name, sizeof target->name, "%s", line_name(line, i));
		return;
	}
	target->absent = !line->context->store ||
			 !feature_get(line->context->store, kind, target->name, &feature, NULL) ||
			 !feature.wanted;
	feature_fini(&feature);
}

static void target_know(const struct line *line, struct callflow_target *target)
{
	if (target->kind == CALLFLOW_PERSON || target->kind == CALLFLOW_VOICEMAIL)
		person_know(line, target);
	if (target->kind == CALLFLOW_QUEUE || target->kind == CALLFLOW_ATTENDANT)
		place_know(line, target);
}

/* "person" and "voicemail" alone: of the operator, else of who answers first. */
static bool target_short(const struct line *line, const char *word, enum callflow_kind kind,
	struct callflow_target *out, struct error *err)
{
	*out = line->attendant.operator;
	if (out->kind != CALLFLOW_PERSON && line->agents[0].count > 0)
		snprintf(out->name, sizeof out->name, "%.*s", CALLFLOW_NAME - 1,
			line->agents[0].upns[0]);
	else if (out->kind != CALLFLOW_PERSON)
		return error_set(err, ERROR_INPUT,
			_("Whose is the %s? Say %s:UPN, or answer the question Operator."), word,
			word);
	out->kind = kind;
	return true;
}

static bool target_read(
	struct line *line, const char *id, struct callflow_target *out, struct error *err)
{
	char text[CALLFLOW_NAME + 16];
	answer_text(line->context, id, text, sizeof text);
	if (strcasecmp(text, "message") == 0) {
		*out = (struct callflow_target){ .kind = CALLFLOW_END };
		return true;
	}
	bool ok = strcasecmp(text, "person") == 0
			  ? target_short(line, "person", CALLFLOW_PERSON, out, err)
		  : strcasecmp(text, "voicemail") == 0
			  ? target_short(line, "voicemail", CALLFLOW_VOICEMAIL, out, err)
			  : callflow_target_parse(text, out, err);
	if (ok)
		target_know(line, out);
	return ok;
}

/* ---- people ---- */

static void agent_take(
	struct line_agents *agents, struct callflow_queue *queue, const struct person *person)
{
	queue->agents++;
	if (!(person->capability_wanted & CAPABILITY_PHONE_SYSTEM))
		queue->voiceless++;
	if (agents->count == LINE_AGENTS)
		return;
	snprintf(agents->upns[agents->count++], LINE_UPN, "%s", person->upn);
	str_addf(&agents->names, "%s%s", agents->names.len > 0 ? ", " : "",
		person->display_name[0] ? person->display_name : person->upn);
}

static bool agents_of(
	struct line *line, int at, const struct person_filter *filter, struct error *err)
{
	struct person *people = xcalloc(LINE_AGENTS, sizeof *people);
	int count = person_window(
		line->context->store, filter, PERSON_BY_NAME, 0, LINE_AGENTS, people, err);
	for (int i = 0; i < count; i++)
		agent_take(&line->agents[at], &line->queues[at], &people[i]);
	free(people);
	return count >= 0;
}

static bool agent_named(struct line *line, int at, const char *upn, struct error *err)
{
	struct person *person = xcalloc(1, sizeof *person);
	int64_t id;
	bool ok = person_find(line->context->store, upn, &id, err) &&
		  person_get(line->context->store, id, person, err);
	if (ok)
		agent_take(&line->agents[at], &line->queues[at], person);
	free(person);
	return ok;
}

static bool agents_spec(struct line *line, int at, char *spec, struct error *err)
{
	struct person_filter filter = { .scope = PERSON_CALLERS };
	bool ok = true;
	spec = text_trim(spec);
	if (strcasecmp(spec, "all") == 0)
		return agents_of(line, at, &filter, err);
	if (strncasecmp(spec, "department:", 11) == 0) {
		filter = (struct person_filter){ .scope = PERSON_MEMBERS, .department = spec + 11 };
		return agents_of(line, at, &filter, err);
	}
	for (char *upn; ok && (upn = strsep(&spec, ",")) != NULL;) {
		upn = text_trim(upn);
		ok = !upn[0] || agent_named(line, at, upn, err);
	}
	return ok;
}

/* "all", or "Sales=department:Sales; Support=ava@x, ben@x": appends what is said for a queue. */
static void agents_said(const char *all, const char *queue, struct str *out)
{
	size_t name = strlen(queue);
	if (!strchr(all, '=')) {
		str_add(out, all);
		return;
	}
	while (*all) {
		size_t len = strcspn(all, ";");
		all += strspn(all, " ");
		len = strcspn(all, ";");
		if (len > name && strncasecmp(all, queue, name) == 0 && all[name] == '=') {
			str_addn(out, all + name + 1, len - name - 1);
			return;
		}
		all += len + (all[len] == ';');
	}
}

static bool agents_read(struct line *line, struct error *err)
{
	struct str all = { 0 }, spec = { 0 };
	bool ok = true;
	topic_answer(line->context, "agents", &all);
	for (int i = 0; ok && i < line->queue_count; i++) {
		line->agents[i].upns = xcalloc(LINE_AGENTS, sizeof *line->agents[i].upns);
		line->queues[i].unknown = !line->context->store;
		str_clear(&spec);
		agents_said(str_text(&all), line->queues[i].name, &spec);
		if (line->context->store && spec.len > 0)
			ok = agents_spec(line, i, spec.text, err);
		line->queues[i].people = str_text(&line->agents[i].names);
	}
	str_fini(&all);
	str_fini(&spec);
	return ok;
}

/* ---- queues ---- */

bool line_queues_read(const char *text, struct line *out, struct error *err)
{
	char *copy = xstrdup(text), *rest = copy;
	bool ok = true;
	out->queue_count = 0;
	for (char *name; ok && (name = strsep(&rest, ";")) != NULL;) {
		name = text_trim(name);
		if (!name[0])
			continue;
		ok = callflow_name_check(name, err);
		for (int i = 0; ok && i < out->queue_count; i++)
			if (strcasecmp(out->queues[i].name, name) == 0)
				ok = error_set(err, ERROR_INPUT,
					_("The queue \"%s\" stands there twice."), name);
		if (ok && out->queue_count == LINE_QUEUES)
			ok = error_set(
				err, ERROR_INPUT, _("A line has %d queues at most."), LINE_QUEUES);
		if (ok)
			snprintf(out->queues[out->queue_count++].name, CALLFLOW_NAME, "%s", name);
	}
	free(copy);
	return ok;
}

static bool queues_read(struct line *line, struct error *err)
{
	struct callflow_target overflow, timed_out;
	char method[20];
	answer_text(line->context, "method", method, sizeof method);
	int which = callflow_method_of(method);
	if (!target_read(line, "overflow_to", &overflow, err) ||
		!target_read(line, "timeout_to", &timed_out, err))
		return false;
	for (int i = 0; i < line->queue_count; i++) {
		struct callflow_queue *queue = &line->queues[i];
		queue->method = which < 0 ? CALLFLOW_ALL : (enum callflow_method)which;
		queue->overflow_at = (int)topic_number(line->context, "overflow");
		queue->timeout = (int)topic_number(line->context, "timeout");
		queue->overflow = overflow;
		queue->timed_out = timed_out;
	}
	return true;
}

/* ---- the attendant ---- */

static bool menu_read(struct line *line, struct error *err)
{
	struct callflow_attendant *at = &line->attendant;
	struct str text = { 0 };
	bool ok = callflow_menu_parse(
		topic_answer(line->context, "menu", &text), at->menu, &at->menu_count, err);
	str_fini(&text);
	for (int i = 0; ok && i < at->menu_count; i++)
		target_know(line, &at->menu[i].to);
	if (line->queue_count > 0) {
		at->straight.kind = CALLFLOW_QUEUE;
		snprintf(at->straight.name, sizeof at->straight.name, "%s", line->queues[0].name);
	} else {
		at->straight = at->operator;
	}
	return ok;
}

static bool operator_read(struct line *line, struct error *err)
{
	char text[CALLFLOW_NAME + 16];
	answer_text(line->context, "operator", text, sizeof text);
	struct callflow_target *operator= & line->attendant.operator;
	if (!text[0])
		return true;
	if (strchr(text, ':') == NULL && strchr(text, '@') != NULL) {
		char upn[CALLFLOW_NAME];
		snprintf(upn, sizeof upn, "%.*s", CALLFLOW_NAME - 1, text);
		snprintf(text, sizeof text, "person:%s", upn);
	}
	if (!callflow_target_parse(text, operator, err))
		return false;
	if (operator->kind != CALLFLOW_PERSON && operator->kind != CALLFLOW_QUEUE &&
		operator->kind != CALLFLOW_NUMBER)
		return error_set(err, ERROR_INPUT,
			_("An operator is a person, a queue or an outside number, not \"%s\"."),
			text);
	target_know(line, operator);
	return true;
}

static bool times_read(struct line *line, struct error *err)
{
	struct callflow_attendant *at = &line->attendant;
	struct str text = { 0 };
	bool ok = callflow_hours_parse(topic_answer(line->context, "hours", &text), at->hours,
			  &at->hours_count, err) &&
		  callflow_holidays_parse(topic_answer(line->context, "holidays", &text),
			  at->holidays, &at->holiday_count, err);
	str_fini(&text);
	ok = ok && target_read(line, "after_hours", &at->after_hours, err);
	at->on_holidays = at->after_hours;
	return ok;
}

static bool attendant_read(struct line *line, struct error *err)
{
	struct callflow_attendant *at = &line->attendant;
	char language[80], zone[80];
	answer_text(line->context, "language", language, sizeof language);
	answer_text(line->context, "time_zone", zone, sizeof zone);
	topic_answer(line->context, "greeting", &line->greeting);
	topic_answer(line->context, "closed", &line->closed);
	at->greeting = str_text(&line->greeting);
	at->closed = str_text(&line->closed);
	return callflow_language_parse(language, at->language, err) &&
	       line_zone_read(line->context->ref, zone, at->time_zone, err) &&
	       menu_read(line, err) && times_read(line, err);
}

/* ---- licences ---- */

/* The resource account's licence for this kind of organization: the facts' audience. */
static void licence_choose_part(struct line *line)
{
	static const struct {
		const char *kind, *audience;
	} audiences[] = { { "education", "education" }, { "gcc", "gcc" },
		{ "government", "gcchigh" } };
	const char *audience = "commercial";
	struct sku *skus = xcalloc(SKUS_MAX, sizeof *skus);
	int count = reference_skus(line->context->ref, "resource_account", skus, SKUS_MAX);
	for (size_t i = 0; i < sizeof audiences / sizeof audiences[0]; i++)
		if (strcmp(line->organization.kind, audiences[i].kind) == 0)
			audience = audiences[i].audience;
	for (int i = 0; i < count && i < SKUS_MAX && !line->licence[0]; i++)
		if (strcmp(skus[i].audience, audience) == 0)
			snprintf(line->licence, sizeof line->licence, "%s", skus[i].part_number);
	free(skus);
}

/* An account that calls outside gets a domestic plan, where one is sold. */
static void plan_choose_part(struct line *line)
{
	int kind = eligibility_kind_of(line->organization.kind);
	struct country country;
	if (reference_country(line->context->ref, line->country, &country, NULL) &&
		country.calling_plans != FACT_NO)
		licensing_part(line->context->ref, ROLE_DOMESTIC,
			kind < 0 ? KIND_COMMERCIAL : (enum eligibility_kind)kind, line->country,
			line->plan);
	for (int i = -1; i < line->queue_count; i++) {
		struct callflow_account *account = i < 0 ? &line->attendant.account
							 : &line->queues[i].account;
		if (line->plan[0] && line_outside(line, i))
			account->calling_plan = true;
	}
}

/* ---- all of it ---- */

static bool names_read(struct line *line, struct error *err)
{
	struct str text = { 0 };
	answer_text(line->context, "name", line->attendant.name, sizeof line->attendant.name);
	bool ok = callflow_name_check(line->attendant.name, err) &&
		  line_queues_read(topic_answer(line->context, "queue", &text), line, err) &&
		  line_number_read(
			  line->context, topic_answer(line->context, "number", &text), line, err);
	str_fini(&text);
	return ok;
}

bool line_read(const struct topic_context *context, struct line *line, struct error *err)
{
	*line = (struct line){ .context = context };
	if (!answer_organization(context, &line->organization, err))
		return false;
	topic_country(context, line->country);
	made_read(context, &line->made);
	if (!names_read(line, err) || !agents_read(line, err) || !operator_read(line, err) ||
		!attendant_read(line, err) || !queues_read(line, err))
		return false;
	accounts_read(line);
	number_place(line);
	licence_choose_part(line);
	plan_choose_part(line);
	line->flow = (struct callflow){ .attendants = &line->attendant,
		.attendant_count = 1,
		.queues = line->queues,
		.queue_count = line->queue_count,
		.today = workday_of(context->now),
		.agents_max = reference_value(context->ref, "queue_agents_max") };
	return true;
}

void line_fini(struct line *line)
{
	for (int i = 0; i < LINE_QUEUES; i++) {
		free(line->agents[i].upns);
		str_fini(&line->agents[i].names);
	}
	str_fini(&line->greeting);
	str_fini(&line->closed);
	str_fini(&line->made);
}

int64_t line_file_bytes(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (int64_t)info.st_size : -1;
}

bool line_outside(const struct line *line, int queue)
{
	const struct callflow_attendant *at = &line->attendant;
	bool outside = false;
	if (queue >= 0)
		return line->queues[queue].overflow.kind == CALLFLOW_NUMBER ||
		       line->queues[queue].timed_out.kind == CALLFLOW_NUMBER;
	for (int i = 0; i < at->menu_count; i++)
		outside = outside || at->menu[i].to.kind == CALLFLOW_NUMBER;
	return outside || at->operator.kind == CALLFLOW_NUMBER ||
			  at->after_hours.kind == CALLFLOW_NUMBER;
}

const struct callflow_account *line_account(const struct line *line, int queue)
{
	return queue < 0 ? &line->attendant.account : &line->queues[queue].account;
}

const char *line_name(const struct line *line, int queue)
{
	return queue < 0 ? line->attendant.name : line->queues[queue].name;
}
