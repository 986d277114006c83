/* core/sheet/line-want.c: the wish for a main line: accounts with their licences, a number, queues,
 * the attendant. Wishing again changes the same things; what an earlier wish made and this one does
 * not name is taken away. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/reference/capability.h"
#include "core/rules/workday.h"
#include "core/sheet/line.h"
#include "core/store/json.h"
#include "core/tenant/assignment.h"
#include "core/tenant/licence.h"
#include "core/tenant/number_order.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"

enum { FINDINGS = 60, LICENCES_MAX = 32 };

/* ---- documents ---- */

static char *taken(struct json *json)
{
	char *text = xstrdup(json_done(json));
	text[strcspn(text, "\n")] = '\0';
	json_free(json);
	return text;
}

static void json_target(struct json *json, const char *key, const struct callflow_target *target)
{
	struct str text = { 0 };
	callflow_target_text(target, &text);
	json_text(json, key, str_text(&text));
	str_fini(&text);
}

char *line_account_document(const struct line *line, int queue)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "display_name", line_name(line, queue));
	json_text(json, "serves", queue < 0 ? "attendant" : "queue");
	json_text(json, "usage_location", line->country);
	json_end(json);
	return taken(json);
}

char *line_queue_document(const struct line *line, int at)
{
	const struct callflow_queue *queue = &line->queues[at];
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "account", queue->account.upn);
	json_text(json, "language", line->attendant.language);
	json_text(json, "greeting", "");
	json_text(json, "music", "");
	json_text(json, "method", callflow_method_id(queue->method));
	json_array(json, "agents");
	for (int i = 0; i < line->agents[at].count; i++)
		json_text(json, NULL, line->agents[at].upns[i]);
	json_end(json);
	json_number(json, "overflow_at", queue->overflow_at);
	json_target(json, "overflow_to", &queue->overflow);
	json_number(json, "timeout_after", queue->timeout);
	json_target(json, "timeout_to", &queue->timed_out);
	json_end(json);
	return taken(json);
}

static void json_hours(struct json *json, const struct callflow_attendant *at)
{
	json_array(json, "hours");
	for (int i = 0; i < at->hours_count; i++) {
		struct str days = { 0 };
		char from[8], to[8];
		callflow_days_text(at->hours[i].days, &days);
		callflow_time_text(at->hours[i].from, from);
		callflow_time_text(at->hours[i].to, to);
		json_object(json, NULL);
		json_text(json, "days", str_text(&days));
		json_text(json, "from", from);
		json_text(json, "to", to);
		json_end(json);
		str_fini(&days);
	}
	json_end(json);
}

/* Without a menu calls go on by themselves: the key is "automatic". */
static void json_menu(struct json *json, const struct callflow_attendant *at)
{
	json_array(json, "menu");
	for (int i = 0; i < at->menu_count || (i == 0 && at->menu_count == 0); i++) {
		json_object(json, NULL);
		json_text(json, "key",
			at->menu_count > 0 ? (char[]){ at->menu[i].key, '\0' } : "automatic");
		json_text(json, "say", at->menu_count > 0 ? at->menu[i].say : "");
		json_target(json, "to", at->menu_count > 0 ? &at->menu[i].to : &at->straight);
		json_end(json);
	}
	json_end(json);
}

static void json_holidays(struct json *json, const struct callflow_attendant *at)
{
	json_array(json, "holidays");
	for (int i = 0; i < at->holiday_count; i++) {
		char date[40];
		int year, month, day;
		workday_date(at->holidays[i].day, &year, &month, &day);
		snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
		json_object(json, NULL);
		json_text(json, "name", at->holidays[i].name);
		json_text(json, "date", date);
		json_target(json, "to", &at->on_holidays);
		json_end(json);
	}
	json_end(json);
}

char *line_attendant_document(const struct line *line)
{
	const struct callflow_attendant *at = &line->attendant;
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "account", at->account.upn);
	json_text(json, "language", at->language);
	json_text(json, "time_zone", at->time_zone);
	json_text(json, "greeting", at->greeting);
	json_text(json, "closed", at->closed);
	json_hours(json, at);
	json_menu(json, at);
	json_target(json, "after_hours", &at->after_hours);
	json_holidays(json, at);
	json_target(json, "operator", &at->operator);
	json_end(json);
	return taken(json);
}

/* ---- accounts ---- */

static bool licence_add(struct store *store, int64_t person, const char *part, struct error *err)
{
	char sku[SKU_ID];
	return subscription_ensure(store, part, sku, err) &&
	       licence_want(store, person, sku, true, err);
}

/* Wishes that are no licence yet go: all of them, or those for Calling Plans. */
static bool licences_drop(struct store *store, int64_t person, bool plans_only, struct error *err)
{
	struct licence *list = xcalloc(LICENCES_MAX, sizeof *list);
	int count = licence_list(store, person, LICENCES_MAX, list, err);
	bool ok = count >= 0;
	for (int i = 0; ok && i < count; i++) {
		bool plan = list[i].capability & CAPABILITY_CALLING_PLAN;
		if (list[i].wanted && (!plans_only || (plan && !list[i].actual)))
			ok = licence_want(store, person, list[i].sku_id, false, err);
	}
	free(list);
	return ok;
}

static bool account_want(const struct line *line, int queue, int64_t *id, struct error *err)
{
	struct store *store = line->context->store;
	const char *upn = line_account(line, queue)->upn;
	const struct person_record record = { .upn = upn,
		.display_name = line_name(line, queue),
		.kind = "resource",
		.enabled = 0,
		.present = -1 };
	char *document = line_account_document(line, queue);
	bool outside = line_outside(line, queue) && line->plan[0];
	bool ok = feature_want(store, FEATURE_ACCOUNT, upn, document, err) &&
		  person_put(store, &record, id, NULL, err) &&
		  person_want_location(store, *id, line->country, err) &&
		  licence_add(store, *id, line->licence, err) &&
		  (outside ? licence_add(store, *id, line->plan, err)
			   : licences_drop(store, *id, true, err));
	free(document);
	return ok;
}

/* ---- the number ---- */

static bool same_place(const struct line *line, const struct number_order *order)
{
	return strcmp(order->kind, line->kind) == 0 && strcmp(order->country, line->country) == 0 &&
	       strcmp(order->city, line->city) == 0;
}

/* The order that the account waits for, or whose number it has. */
static bool order_of(const struct line *line, int64_t id, struct number_order *order)
{
	struct assignment_row *row = xcalloc(1, sizeof *row);
	struct number number = { .order_id = 0 };
	int64_t of = 0;
	if (assignment_get(line->context->store, id, row, NULL)) {
		of = row->order_id;
		if (of == 0 && row->number[0] &&
			number_get(line->context->store, row->number, &number, NULL))
			of = number.order_id;
	}
	free(row);
	return of != 0 && number_order_get(line->context->store, of, order, NULL);
}

static bool order_want(const struct line *line, int64_t id, struct error *err)
{
	struct store *store = line->context->store;
	struct number_order order = { .id = 0 };
	bool there = order_of(line, id, &order);
	if (there && same_place(line, &order))
		return true;
	/* What was acquired stays; an order that has brought nothing yet becomes this one. */
	if (!there || order.acquired > 0 || order.held > 0) {
		order = (struct number_order){ .id = 0 };
		number_order_free_name(store, LINE_ORDER, order.name);
	}
	order.quantity = 1;
	snprintf(order.kind, sizeof order.kind, "%s", line->kind);
	snprintf(order.country, sizeof order.country, "%s", line->country);
	snprintf(order.state, sizeof order.state, "%s", line->state);
	snprintf(order.city, sizeof order.city, "%s", line->city);
	return number_order_put(store, &order, err) &&
	       assignment_want_order(store, id, order.id, err);
}

/* The order goes with the wish if it has brought nothing. */
static bool number_drop(const struct line *line, int64_t id, const char *instead, struct error *err)
{
	struct number_order order;
	struct assignment_row *row = xcalloc(1, sizeof *row);
	bool has = assignment_get(line->context->store, id, row, NULL) &&
		   (row->number[0] || row->order_id);
	bool open = order_of(line, id, &order) && order.acquired == 0 && order.held == 0;
	free(row);
	if ((has || instead[0]) && !assignment_want_number(line->context->store, id, instead, err))
		return false;
	return !open || number_order_remove(line->context->store, order.id, err);
}

static bool number_want_line(const struct line *line, int64_t id, struct error *err)
{
	if (line->number == LINE_NEW_NUMBER)
		return order_want(line, id, err);
	return number_drop(line, id, line->number == LINE_OWN_NUMBER ? line->e164 : "", err);
}

/* ---- taking away ---- */

static bool account_drop(const struct line *line, const char *upn, struct error *err)
{
	struct store *store = line->context->store;
	int64_t id;
	if (!person_find(store, upn, &id, NULL))
		return feature_want(store, FEATURE_ACCOUNT, upn, NULL, err);
	return number_drop(line, id, "", err) && licences_drop(store, id, false, err) &&
	       feature_want(store, FEATURE_ACCOUNT, upn, NULL, err) &&
	       person_forget(store, upn, err);
}

static bool is_named(const struct line *line, enum feature_kind kind, const char *name)
{
	for (int i = -1; i < line->queue_count; i++) {
		const char *own = kind == FEATURE_ACCOUNT ? line_account(line, i)->upn
							  : line_name(line, i);
		bool of_kind = kind == FEATURE_ACCOUNT || (kind == FEATURE_ATTENDANT) == (i < 0);
		if (of_kind && strcmp(own, name) == 0)
			return true;
	}
	return false;
}

/* What an earlier wish made and this one does not name; all of it with `everything`. Attendants and
 * queues go before the accounts that they work through. */
static bool rest_drop(const struct line *line, bool accounts, bool everything, struct error *err)
{
	const char *at = str_text(&line->made);
	bool ok = true;
	while (ok && *at) {
		char kind[16], name[CALLFLOW_NAME];
		size_t len = strcspn(at, "\n"), tab = strcspn(at, "\t");
		if (tab < len && tab < sizeof kind && len - tab - 1 < sizeof name) {
			snprintf(kind, sizeof kind, "%.*s", (int)tab, at);
			snprintf(name, sizeof name, "%.*s", (int)(len - tab - 1), at + tab + 1);
			int which = feature_kind_of(kind);
			bool keep = which < 0 || (which == FEATURE_ACCOUNT) != accounts ||
				    (!everything && is_named(line, (enum feature_kind)which, name));
			if (!keep)
				ok = accounts ? account_drop(line, name, err)
					      : feature_want(line->context->store,
							(enum feature_kind)which, name, NULL, err);
		}
		at += len + (at[len] == '\n');
	}
	return ok;
}

/* ---- the wish ---- */

static bool remember_made(const struct line *line, struct error *err)
{
	struct str made = { 0 };
	str_addf(&made, "%s\t%s\n", feature_kind_id(FEATURE_ATTENDANT), line->attendant.name);
	for (int i = 0; i < line->queue_count; i++)
		str_addf(&made, "%s\t%s\n", feature_kind_id(FEATURE_QUEUE), line->queues[i].name);
	for (int i = -1; i < line->queue_count; i++)
		str_addf(&made, "%s\t%s\n", feature_kind_id(FEATURE_ACCOUNT),
			line_account(line, i)->upn);
	bool ok = topic_remember(line->context, LINE_MADE, str_text(&made), err);
	str_fini(&made);
	return ok;
}

static bool refused(const struct line *line, struct error *err)
{
	struct callflow_finding *found = xcalloc(FINDINGS, sizeof *found);
	bool no = line_check(line, found, FINDINGS) > 0 && found[0].verdict.answer == VERDICT_NO;
	if (no)
		error_set(err, ERROR_REFUSED, "%s%s%s %s (R-%03d)", found[0].subject,
			found[0].subject[0] ? ": " : "", _(found[0].verdict.why),
			_(found[0].verdict.remedy), found[0].verdict.rule);
	free(found);
	return no;
}

static bool features_want(const struct line *line, struct error *err)
{
	bool ok = true;
	for (int i = 0; ok && i < line->queue_count; i++) {
		char *document = line_queue_document(line, i);
		ok = feature_want(
			line->context->store, FEATURE_QUEUE, line->queues[i].name, document, err);
		free(document);
	}
	char *document = line_attendant_document(line);
	ok = ok && feature_want(line->context->store, FEATURE_ATTENDANT, line->attendant.name,
			   document, err);
	free(document);
	return ok;
}

static bool whole_want(const struct line *line, struct str *said, struct error *err)
{
	int64_t main = 0, id;
	if (refused(line, err) || !account_want(line, -1, &main, err) ||
		!number_want_line(line, main, err))
		return false;
	for (int i = 0; i < line->queue_count; i++)
		if (!account_want(line, i, &id, err))
			return false;
	if (!features_want(line, err) || !rest_drop(line, false, false, err) ||
		!rest_drop(line, true, false, err) || !remember_made(line, err))
		return false;
	str_addf(said,
		ngettext(
			"%s is planned: an auto attendant and %d queue, with their accounts. Step Review shows it.",
			"%s is planned: an auto attendant and %d queues, with their accounts. Step Review shows it.",
			(unsigned long)line->queue_count),
		line->attendant.name, line->queue_count);
	return true;
}

/* The number stays the tenant's: step Numbers lets it go. */
static bool whole_drop(const struct line *line, struct str *said, struct error *err)
{
	if (line->made.len == 0)
		return error_set(err, ERROR_NOT_FOUND,
			_("No main line is planned or made here, so there is none to take away."));
	if (!rest_drop(line, false, true, err) || !rest_drop(line, true, true, err) ||
		!topic_remember(line->context, LINE_MADE, "", err) ||
		!topic_remember(line->context, "remove", "", err))
		return false;
	str_add(said,
		_("The main line is to go: its attendant, queues, accounts and licences. A number that you have stays yours."));
	return true;
}

bool line_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct line *line = xcalloc(1, sizeof *line);
	bool away = topic_yes(context, "remove");
	bool ok = line_read(context, line, away ? NULL : err);
	if (away)
		ok = whole_drop(line, said, err); /* whatever cannot be read */
	else
		ok = ok && whole_want(line, said, err);
	line_fini(line);
	free(line);
	return ok;
}
