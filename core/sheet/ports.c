/* core/sheet/ports.c: orders that bring numbers along: the state of each, its days, what may be
 * done now, and whose temporary numbers are still to be swapped. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/sheet/answer.h"
#include "core/sheet/porting.h"
#include "core/tenant/feature.h"
#include "core/tenant/number.h"

enum { DAY = 86400, SWAPS_SHOWN = 20, STAGES = 4 };

/* ---- an order ---- */

/* What is known of one: its state of R-264, or none while it is a wish. */
struct order {
	const struct feature *feature;
	const char *document; /* wished, else as it is; never NULL */
	int state;            /* enum port_state; -1: not placed */
	char other[64];       /* the service's word where it is none of R-264's */
	int64_t since, until; /* UTC seconds; 0: not said */
	int64_t numbers;
	bool cancelling; /* wished away, and not gone yet */
};

static int64_t number_in(const char *document, const char *path)
{
	struct str text = { 0 };
	int64_t number = feature_value(document, path, &text) ? strtoll(str_text(&text), NULL, 10)
							      : 0;
	str_fini(&text);
	return number;
}

static void order_read(const struct feature *feature, struct order *order)
{
	struct str state = { 0 };
	const char *document = feature->wanted ? feature->wanted : feature->actual;
	*order = (struct order){ .feature = feature,
		.document = document ? document : "{}",
		.state = -1,
		.since = number_in(feature->progress, "$.since"),
		.until = number_in(feature->progress, "$.until"),
		.cancelling = !feature->wanted };
	order->numbers = feature_count(order->document, "$.numbers");
	if (feature_value(feature->progress, "$.state", &state)) {
		order->state = port_state_of(str_text(&state));
		if (order->state < 0)
			snprintf(order->other, sizeof order->other, "%.63s", str_text(&state));
	}
	str_fini(&state);
}

static bool is_under_way(const struct order *order)
{
	return (order->state >= 0 && !port_over((enum port_state)order->state)) || order->other[0];
}

/* Orders of the store, of the name that is asked for if one is. */
struct orders {
	struct feature *features;
	int count;
	char name[160]; /* "" all */
};

static bool orders_read(
	const struct topic_context *context, struct orders *orders, struct error *err)
{
	struct str name = { 0 };
	*orders = (struct orders){ .features = NULL };
	snprintf(
		orders->name, sizeof orders->name, "%.159s", topic_answer(context, "order", &name));
	str_fini(&name);
	return !context->store ||
	       feature_list(context->store, FEATURE_PORT, &orders->features, &orders->count, err);
}

static bool is_asked(const struct orders *orders, int at)
{
	return !orders->name[0] || strcmp(orders->name, orders->features[at].name) == 0;
}

/* ---- the sheet ---- */

static void write_answer(
	const struct topic_context *context, const struct orders *orders, struct sheet *sheet)
{
	int under_way = 0, planned = 0, wrong = 0;
	int64_t next = 0;
	char day[CLOCK_TEXT];
	for (int i = 0; i < orders->count; i++) {
		struct order order;
		order_read(&orders->features[i], &order);
		under_way += is_under_way(&order);
		wrong += order.state == PORT_ERROR;
		planned += order.state < 0 && !order.other[0];
		if (is_under_way(&order) && order.until > context->now &&
			(next == 0 || order.until < next))
			next = order.until;
	}
	if (under_way == 0 && planned == 0)
		sheet_text(sheet, 264, SHEET_PLAIN, "%s",
			_("No order to bring numbers along is under way."));
	else if (under_way == 0)
		sheet_text(sheet, 264, SHEET_PLAIN,
			ngettext("%d order is planned; apply places it.",
				"%d orders are planned; apply places them.",
				(unsigned long)planned),
			planned);
	else if (next > 0)
		sheet_text(sheet, 264, SHEET_PLAIN,
			ngettext("%d order is under way; it is to be complete on %s.",
				"%d orders are under way; the next is to be complete on %s.",
				(unsigned long)under_way),
			under_way, clock_date(day, next));
	else
		sheet_text(sheet, 264, SHEET_PLAIN,
			ngettext("%d order is under way; its end is unknown.",
				"%d orders are under way; the end of none is known.",
				(unsigned long)under_way),
			under_way);
	if (wrong > 0)
		sheet_text(sheet, 264, SHEET_BAD,
			ngettext("%d order stopped with an error: see below.",
				"%d orders stopped with an error: see below.",
				(unsigned long)wrong),
			wrong);
}

static void write_dates(
	const struct topic_context *context, const struct order *order, struct sheet *sheet)
{
	char text[CLOCK_TEXT], age[CLOCK_TEXT];
	if (order->since > 0)
		sheet_row(sheet, "since", _("Since"), 264, SHEET_PLAIN, _("%s, for %s"),
			clock_iso(text, order->since), clock_age(age, context->now - order->since));
	if (order->until > context->now && is_under_way(order))
		sheet_count(sheet, "days_left", _("To be complete"), 263,
			(order->until - context->now + DAY - 1) / DAY, _("%s, in %s"),
			clock_iso(text, order->until), clock_age(age, order->until - context->now));
	else if (is_under_way(order) && order->until > 0)
		sheet_row(sheet, "days_left", _("To be complete"), 263, SHEET_WARNING,
			_("%s: that day is over; ask the service desk for numbers"),
			clock_iso(text, order->until));
	else if (is_under_way(order))
		sheet_row(sheet, "days_left", _("To be complete"), 263, SHEET_DIM, "%s",
			_("the day is unknown until the carrier agrees"));
}

static enum sheet_tone tone_of(const struct order *order)
{
	static const enum sheet_tone tones[] = {
		[VERDICT_YES] = SHEET_OK,
		[VERDICT_WARN] = SHEET_WARNING,
		[VERDICT_WAIT] = SHEET_PLAIN,
		[VERDICT_NO] = SHEET_BAD,
	};
	return tones[port_state_verdict((enum port_state)order->state).answer];
}

/* Where it stands on the way from Processing to Completed; an order that stopped stands nowhere. */
static void write_state(const struct order *order, struct sheet *sheet)
{
	enum port_state state = (enum port_state)order->state;
	struct verdict verdict = port_state_verdict(state), cancel = port_cancel(state);
	struct str note = { 0 };
	int stage = state == PORT_COMPLETED ? STAGES : (int)state;
	if (state == PORT_ERROR || state == PORT_CANCELLED)
		sheet_row(sheet, "state", _("State"), 264, tone_of(order), "%s",
			_(port_state_name(state)));
	else
		sheet_bar(sheet, "state", _("State"), stage, STAGES, tone_of(order),
			_("%s, step %d of %d"), _(port_state_name(state)), stage + 1, STAGES + 1);
	sheet_text(sheet, verdict.rule, tone_of(order), "%s %s", _(verdict.why), _(verdict.remedy));
	if (feature_value(order->feature->progress, "$.note", &note) && note.len > 0)
		sheet_row(sheet, "note", _("Microsoft says"), 264, SHEET_WARNING, "%s",
			str_text(&note));
	str_fini(&note);
	if (port_over(state))
		return;
	sheet_row(sheet, "may", _("May be done"), 264, SHEET_PLAIN, "%s",
		verdict_ok(cancel) ? _("cancel: do=cancel, then key P") : _(cancel.why));
}

static void write_order(
	const struct topic_context *context, const struct order *order, struct sheet *sheet)
{
	struct str carrier = { 0 }, type = { 0 };
	feature_value(order->document, "$.carrier", &carrier);
	feature_value(order->document, "$.number_type", &type);
	sheet_title(sheet, "order", order->feature->name);
	if (order->state >= 0)
		write_state(order, sheet);
	else if (order->other[0])
		sheet_row(sheet, "state", _("State"), 264, SHEET_WARNING, "%s", order->other);
	else
		sheet_row(sheet, "state", _("State"), 264, SHEET_DIM, "%s",
			_("planned: apply places it"));
	if (order->cancelling)
		sheet_text(sheet, 264, SHEET_WARNING, "%s", _("Its cancelling is planned."));
	write_dates(context, order, sheet);
	sheet_count(
		sheet, "numbers", _("Numbers"), 259, order->numbers, "%" PRId64, order->numbers);
	sheet_row(sheet, "kind", _("Kind"), 259, SHEET_PLAIN, "%s",
		_(port_type_name(porting_type_of(str_text(&type)))));
	if (carrier.len > 0)
		sheet_row(
			sheet, "carrier", _("Carrier"), 259, SHEET_PLAIN, "%s", str_text(&carrier));
	str_fini(&carrier);
	str_fini(&type);
}

/* ---- swaps ---- */

static const char *swap_text(const struct swap *swap)
{
	if (!swap->person_id)
		return _("nobody has this name any more");
	if (swap->wished)
		return _("done or planned");
	if (swap->taken)
		return _("somebody else has this number");
	return swap->here ? _("can be swapped now") : _("the number is not here yet");
}

static bool is_to_do(const struct swap *swap)
{
	return swap->person_id && swap->here && !swap->wished && !swap->taken;
}

static void write_swap_rows(const struct swap *swaps, int count, struct sheet *sheet)
{
	static const char *const ids[] = { "person", "has", "state" };
	const char *const heads[] = { _("Person"), _("Has now"), _("State") };
	sheet_columns(sheet, _("Comes"), 3, ids, heads);
	for (int i = 0; i < count && i < SWAPS_SHOWN; i++) {
		const char *const cells[] = { swaps[i].name, swaps[i].has, swap_text(&swaps[i]) };
		sheet_cells(sheet, "swap", swaps[i].number, 373,
			is_to_do(&swaps[i]) ? SHEET_OK : SHEET_PLAIN, 3, cells);
	}
	if (count > SWAPS_SHOWN)
		sheet_text(sheet, 373, SHEET_DIM,
			ngettext("%d more pair.", "%d more pairs.",
				(unsigned long)(count - SWAPS_SHOWN)),
			count - SWAPS_SHOWN);
}

static bool write_swaps(const struct topic_context *context, const struct orders *orders,
	struct sheet *sheet, struct error *err)
{
	struct swap *swaps;
	int count, to_do = 0;
	if (!context->store)
		return true;
	if (!swap_list(context->store, orders->name[0] ? orders->name : NULL, &swaps, &count, err))
		return false;
	for (int i = 0; i < count; i++)
		to_do += is_to_do(&swaps[i]);
	if (count > 0) {
		sheet_title(sheet, "swaps", _("Temporary numbers"));
		sheet_count(sheet, "to_do", _("To swap now"), 373, to_do,
			ngettext("%d person has a temporary number and the ported one is here",
				"%d people have temporary numbers and the ported ones are here",
				(unsigned long)to_do),
			to_do);
		if (to_do > 0)
			sheet_text(sheet, 373, SHEET_OK, "%s",
				_("Answer do=swap and press P: each person gets the ported number and "
				  "keeps the emergency location; the temporary numbers are free after "
				  "apply, and step Numbers, key r, releases them."));
		write_swap_rows(swaps, count, sheet);
	}
	free(swaps);
	return true;
}

static bool write_here(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	int64_t here = 0;
	sheet_title(sheet, "here", _("Numbers that came"));
	if (context->store) {
		if (!number_source_count(context->store, "ported", &here, err))
			return false;
		sheet_count(sheet, "ported", _("Ported"), 212, here,
			ngettext("%" PRId64 " number; it does not count against the quota",
				"%" PRId64 " numbers; they do not count against the quota",
				(unsigned long)here),
			here);
	}
	sheet_text(sheet, 255, SHEET_PLAIN, "%s",
		_("The next sync shows numbers that came. Without a connection: `ringup import "
		  "numbers FILE`, the export of the Teams admin center, whose source says ported."));
	return true;
}

/* What an order goes through, for who has none yet. */
static void write_states(struct sheet *sheet)
{
	sheet_title(sheet, "states", _("The states of an order"));
	for (int i = 0; i < PORT_STATE_COUNT; i++) {
		struct verdict verdict = port_state_verdict((enum port_state)i);
		sheet_row(sheet, "state", _(port_state_name((enum port_state)i)), verdict.rule,
			SHEET_PLAIN, "%s %s", _(verdict.why), _(verdict.remedy));
	}
}

static void write_help(struct sheet *sheet)
{
	sheet_title(sheet, "help", _("If something goes wrong"));
	sheet_item(sheet, 0, 265, SHEET_PLAIN, "%s",
		_("Keep the old contract until the order is complete: a frozen account takes 1 to 3 "
		  "weeks to unfreeze."));
	sheet_item(sheet, 0, 264, SHEET_PLAIN, "%s",
		_("An order in Error mostly differs from the carrier's bill: account number, billing "
		  "number, name or service address."));
	sheet_item(sheet, 0, 268, SHEET_PLAIN, "%s",
		_("Trouble within 24 to 48 hours of the end goes to the service desk for numbers, later "
		  "to support; both work on orders on US working days."));
	sheet_item(sheet, 0, 255, SHEET_PLAIN, "%s", _("A new order: `ringup about port`."));
}

static void write_orders(
	const struct topic_context *context, const struct orders *orders, struct sheet *sheet)
{
	int shown = 0;
	for (int i = 0; i < orders->count; i++) {
		struct order order;
		if (!is_asked(orders, i))
			continue;
		order_read(&orders->features[i], &order);
		write_order(context, &order, sheet);
		shown++;
	}
	if (shown == 0 && orders->name[0])
		sheet_text(sheet, 264, SHEET_WARNING, _("There is no order named \"%s\"."),
			orders->name);
}

static bool ports_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct orders orders;
	if (!orders_read(context, &orders, err))
		return false;
	write_answer(context, &orders, sheet);
	write_orders(context, &orders, sheet);
	bool ok = write_swaps(context, &orders, sheet, err) && write_here(context, sheet, err);
	if (orders.count == 0)
		write_states(sheet);
	write_help(sheet);
	feature_list_free(orders.features, orders.count);
	return ok;
}

/* ---- planning ---- */

/* Wishes an order away. One that was placed, and that no sync has seen yet, is there all the same:
 * else it would be forgotten here and go on there. */
static bool order_unwant(
	struct store *store, const struct feature *feature, bool placed, struct error *err)
{
	return (!placed || feature->actual ||
		       feature_is(store, FEATURE_PORT, feature->name, feature->wanted, NULL, NULL,
			       err)) &&
	       feature_want(store, FEATURE_PORT, feature->name, NULL, err);
}

static bool want_cancel(const struct topic_context *context, const struct orders *orders,
	struct str *said, struct error *err)
{
	struct feature feature;
	struct order order;
	if (!orders->name[0])
		return error_set(err, ERROR_INPUT, "%s",
			_("Say which order is to be cancelled: order=NAME."));
	if (!feature_get(context->store, FEATURE_PORT, orders->name, &feature, err))
		return false;
	order_read(&feature, &order);
	struct verdict verdict = order.state < 0 ? VERDICT_ALLOWED
						 : port_cancel((enum port_state)order.state);
	bool placed = order.state >= 0 || order.other[0] || feature.actual;
	bool ok = verdict_ok(verdict) ? order_unwant(context->store, &feature, placed, err)
				      : error_set(err, ERROR_REFUSED, "%s %s", _(verdict.why),
						_(verdict.remedy));
	feature_fini(&feature);
	if (ok)
		str_addf(said,
			placed ? _("The cancelling of order \"%s\" is planned.")
			       : _("Order \"%s\" is not planned any more."),
			orders->name);
	return ok;
}

static bool want_swap(const struct topic_context *context, const struct orders *orders,
	struct str *said, struct error *err)
{
	int64_t wished, freed;
	if (!swap_want(context->store, orders->name[0] ? orders->name : NULL, &wished, &freed, err))
		return false;
	if (wished == 0)
		return error_set(err, ERROR_REFUSED, "%s",
			_("There is nothing to swap: no ported number is here for somebody who lacks "
			  "it. `ringup about ports` shows the pairs."));
	str_addf(said,
		ngettext("%d person is to get the ported number.",
			"%d people are to get their ported numbers.", (unsigned long)wished),
		(int)wished);
	if (freed > 0) {
		str_addc(said, ' ');
		str_addf(said,
			ngettext(
				"%d temporary number can be released after apply: step Numbers, key "
				"r.",
				"%d temporary numbers can be released after apply: step Numbers, key "
				"r.",
				(unsigned long)freed),
			(int)freed);
	}
	return true;
}

static bool ports_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct orders orders;
	struct str action = { 0 };
	if (!orders_read(context, &orders, err))
		return false;
	const char *what = topic_answer(context, "do", &action);
	bool ok =
		strcmp(what, "cancel") == 0 ? want_cancel(context, &orders, said, err)
		: strcmp(what, "swap") == 0
			? want_swap(context, &orders, said, err)
			: error_set(err, ERROR_INPUT, "%s",
				  _("Say what is to be done: do=swap, or do=cancel with order=NAME."));
	str_fini(&action);
	feature_list_free(orders.features, orders.count);
	return ok;
}

static const struct question_choice actions[] = {
	{ "nothing", N_("nothing") },
	{ "cancel", N_("cancel the order") },
	{ "swap", N_("give the numbers that came to their people") },
};

static const struct question ports_questions[] = {
	{ .id = "order",
		.label = N_("Order"),
		.help = N_("The name of one order; empty: all of them."),
		.rule = 264 },
	{ .id = "do",
		.label = N_("To do"),
		.help = N_("What key P plans: to cancel the order, or to swap temporary numbers."),
		.rule = 373,
		.kind = QUESTION_CHOICE,
		CHOICES(actions),
		.standard = "nothing" },
};

const struct topic ports_topic = {
	.id = "ports",
	.title = N_("Orders to bring numbers"),
	.help = N_("The state of each order, with its dates and what to do now."),
	.step = PLAN_NUMBERS,
	.questions = ports_questions,
	.question_count = sizeof ports_questions / sizeof ports_questions[0],
	.make = ports_make,
	.want = ports_want,
	.want_label = N_("Plan it"),
	.want_help = N_("Plans to cancel the order, or to give ported numbers to their people."),
};
