/* core/sheet/service.c: toll and toll-free numbers: how many there may be, where they are had, for
 * what, and what becomes of a number that is let go (R-176 to to
 * */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/quota.h"
#include "core/rules/e164.h"
#include "core/sheet/answer.h"
#include "core/sheet/topic.h"
#include "core/store/json.h"
#include "core/tenant/feature.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"

enum { CITIES_MAX = 128, LICENCES_SHOWN = 51 };

/* ---- what the admin says ---- */

/* A sentence and its rule. */
struct saying {
	int rule;
	const char *text; /* N_() */
};

#define SAY(sheet, sayings) say(sheet, sayings, (int)(sizeof(sayings) / sizeof((sayings)[0])))

static void say(struct sheet *sheet, const struct saying *sayings, int count)
{
	for (int i = 0; i < count; i++)
		sheet_item(sheet, 0, sayings[i].rule, SHEET_PLAIN, "%s", _(sayings[i].text));
}

/* The answers, read once. */
struct ask {
	char kind[10]; /* toll | tollfree */
	char country[3];
	char city[128]; /* "" anywhere */
	int64_t quantity;
	char number[64]; /* whose usage is to change; "" : none */
	char usage[10];  /* user | toll | tollfree */
};

static void ask_read(const struct topic_context *context, struct ask *out)
{
	*out = (struct ask){ .quantity = topic_number(context, "quantity") };
	answer_text(context, "kind", out->kind, sizeof out->kind);
	answer_text(context, "city", out->city, sizeof out->city);
	answer_text(context, "number", out->number, sizeof out->number);
	answer_text(context, "usage", out->usage, sizeof out->usage);
	topic_country(context, out->country);
}

static bool is_free(const struct ask *ask)
{
	return strcmp(ask->kind, "tollfree") == 0;
}

/* ---- how many ---- */

/* The quota of a kind as it will be; with no profile that of as many licences as an example has. */
static struct plan_quota quota_read(const struct topic_context *context, const char *kind)
{
	enum quota_kind which = strcmp(kind, "tollfree") == 0 ? QUOTA_TOLL_FREE : QUOTA_TOLL;
	struct quota_licences licences = { .phone_system = LICENCES_SHOWN };
	struct quota_numbers numbers = { 0 };
	struct plan_quota quota;
	if (context->store && plan_quota_wanted(context->store, kind, context->now, &quota, NULL))
		return quota;
	quota = (struct plan_quota){ .kind = which, .licences = LICENCES_SHOWN };
	quota.quota = quota_of(which, &licences, &numbers);
	return quota;
}

static void write_bar(const struct topic_context *context, struct sheet *sheet, const char *kind,
	const char *label, int rule)
{
	struct plan_quota quota = quota_read(context, kind);
	int64_t taken = quota.quota.used + quota.quota.reserved + quota.planned;
	bool full = taken >= quota.quota.limit;
	sheet_bar(sheet, kind, label, taken, quota.quota.limit, full ? SHEET_WARNING : SHEET_PLAIN,
		_("%" PRId64 " of %" PRId64 ": %" PRId64 " had, %" PRId64 " held, %" PRId64
		  " planned"),
		taken, quota.quota.limit, quota.quota.used, quota.quota.reserved, quota.planned);
	if (sheet->count > 0)
		sheet->lines[sheet->count - 1].rule = rule;
}

/* How many licences the next tier takes; nothing where there is none above. */
static void write_next(struct sheet *sheet, const struct plan_quota *quota)
{
	int64_t needed = quota_licences_for(quota->kind, quota->quota.limit + 1);
	if (needed <= 0)
		return;
	sheet_count(sheet, "next", _("Next tier"), 191, needed,
		_("from %" PRId64 " licences on: %" PRId64 " of each kind"), needed,
		quota_service(needed));
}

static void write_quota(const struct topic_context *context, struct sheet *sheet)
{
	struct plan_quota quota = quota_read(context, "toll");
	if (!context->store)
		sheet_text(sheet, 210, SHEET_DIM,
			_("No profile is open: an example of %d licences."), LICENCES_SHOWN);
	write_bar(context, sheet, "toll", _("Toll"), 191);
	write_bar(context, sheet, "tollfree", _("Toll-free"), 191);
	sheet_count(sheet, "licences", _("Licences"), 191, quota.licences,
		_("%" PRId64 " of Phone System and Audio Conferencing, assigned or planned"),
		quota.licences);
	write_next(sheet, &quota);
	sheet_text(sheet, 211, SHEET_PLAIN,
		_("The free Audio Conferencing gives %d toll number, however many have it, beside those "
		  "that come by themselves."),
		(int)reference_value(context->ref, "dial_out_variant_toll_numbers"));
	sheet_text(sheet, 214, SHEET_DIM, "%s",
		_("More than the quota: only through support and its telephone number desk."));
}

/* May the plan ask for as many as the admin says? */
static struct verdict more(const struct topic_context *context, const struct ask *ask)
{
	struct plan_quota quota = quota_read(context, ask->kind);
	quota.quota.free = quota.quota.limit - quota.quota.used - quota.quota.reserved -
			   quota.planned;
	if (quota.quota.free < 0)
		quota.quota.free = 0;
	return quota_more(quota.kind, &quota.quota, ask->quantity, quota.credits);
}

/* ---- where ---- */

static int cities_read(const struct topic_context *context, const char *country, struct city **out)
{
	*out = xcalloc(CITIES_MAX, sizeof **out);
	int count = reference_service_cities(context->ref, country, *out, CITIES_MAX);
	return count > CITIES_MAX ? CITIES_MAX : count;
}

static void write_cities(const struct topic_context *context, struct sheet *sheet,
	const struct ask *ask, const char *country)
{
	struct city *cities;
	struct str list = { 0 };
	int count = cities_read(context, ask->country, &cities);
	for (int i = 0; i < count; i++)
		str_addf(&list, cities[i].state[0] ? "%s%s, %s" : "%s%s", i > 0 ? "; " : "",
			cities[i].city, cities[i].state);
	sheet_count(sheet, "cities", _("Toll cities"), 253, count,
		ngettext("%d city of %s", "%d cities of %s", (unsigned long)count), count, country);
	if (count > 0)
		sheet_text(sheet, 253, SHEET_PLAIN, "%s", str_text(&list));
	str_fini(&list);
	free(cities);
}

static const char *fact_text(enum fact fact)
{
	static const char *const texts[] = {
		[FACT_UNKNOWN] = N_("unknown"),
		[FACT_NO] = N_("not offered"),
		[FACT_YES] = N_("offered"),
		[FACT_CREDITS] = N_("offered, paid from Communications Credits"),
	};
	return _(texts[fact]);
}

static enum sheet_tone fact_tone(enum fact fact)
{
	if (fact == FACT_UNKNOWN)
		return SHEET_WARNING;
	return fact == FACT_NO ? SHEET_BAD : SHEET_OK;
}

static void write_where(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	struct country country;
	sheet_title(sheet, "where", _("Where they are had"));
	if (!reference_country(context->ref, ask->country, &country, NULL)) {
		sheet_text(sheet, 182, SHEET_WARNING, _("Nothing is known of numbers in %s."),
			ask->country);
		return;
	}
	sheet_row(sheet, "toll_offered", _("Toll"), 178, fact_tone(country.toll_numbers), "%s",
		fact_text(country.toll_numbers));
	sheet_row(sheet, "tollfree_offered", _("Toll-free"), 178,
		fact_tone(country.toll_free_numbers), "%s", fact_text(country.toll_free_numbers));
	write_cities(context, sheet, ask, country.name);
	if (strcmp(ask->country, "DK") == 0)
		sheet_text(sheet, 179, SHEET_PLAIN, "%s",
			_("Denmark has numbers of no area only: no city is chosen."));
	sheet_origin(sheet, &country.origin);
}

/* The kind is offered in the country, as far as its page says. */
static struct verdict offered(const struct topic_context *context, const struct ask *ask)
{
	static const struct verdict not_offered = {
		VERDICT_NO, 178,
		N_("The country's page says that numbers of this kind are not offered there."),
		N_("Choose another country or the other kind, or bring numbers along: topic Port.")
	};
	static const struct verdict not_known = { VERDICT_WARN, 182,
		N_("It is not known whether numbers of this kind are offered there."),
		N_("Search: only the inventory says.") };
	struct country country;
	enum fact fact = FACT_UNKNOWN;
	if (reference_country(context->ref, ask->country, &country, NULL))
		fact = is_free(ask) ? country.toll_free_numbers : country.toll_numbers;
	if (fact == FACT_NO)
		return not_offered;
	return fact == FACT_UNKNOWN ? not_known : VERDICT_ALLOWED;
}

/* ---- what they are ---- */

static void write_types(struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 176, N_("User numbers are for people. Conferencing bridges, auto attendants and call queues take service numbers, and no other.") },
		{ 177, N_("A service number carries hundreds of calls at a time, a user number a few.") },
		{ 178, N_("Toll: the caller may pay. Toll-free: you pay, from Communications Credits; they exist in more than 60 countries.") },
		{ 179, N_("A number of an area may usually be used only in its city, state or region; numbers of no area (national, VoIP) anywhere in the country.") },
		{ 185, N_("A toll-free number often cannot be called from abroad: many work only in their country. Microsoft cannot change that; publish a toll number too.") },
	};
	static const char *const ids[] = { "toll", "tollfree" };
	const char *const heads[] = { _("Toll"), _("Toll-free") };
	static const struct {
		const char *id, *label;
		const char *cells[2];
	} kinds[] = {
		{ "bridge", N_("Conferencing"), { "ConferenceToll", "ConferenceTollFree" } },
		{ "attendant", N_("Auto attendant"),
			{ "AutoAttendantToll", "AutoAttendantTollFree" } },
		{ "queue", N_("Call queue"), { "CallQueueToll", "CallQueueTollFree" } },
	};
	sheet_title(sheet, "types", _("Which kind for what"));
	SAY(sheet, sayings);
	sheet_text(sheet, 183, SHEET_PLAIN, "%s",
		_("The ordering cmdlets call them so; numbers for people are UserSubscriber, or "
		  "UserSubscriberVoiceAndSms with text messages."));
	sheet_columns(sheet, _("For"), 2, ids, heads);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		sheet_cells(
			sheet, kinds[i].id, _(kinds[i].label), 183, SHEET_PLAIN, 2, kinds[i].cells);
}

/* ---- searching and holding ---- */

static void write_search(const struct topic_context *context, struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 216, N_("Earlier (2017): Voice, Phone numbers, Add; state and city; Add reserves, and several cities could be added before acquiring.") },
		{ 217, N_("Now: name and country of the order, number type, quantity; then by location (an emergency address and its city) or by area code.") },
		{ 218, N_("The cmdlets also search by prefix (1425) and by postal code; an area code is needed for toll-free numbers (800).") },
		{ 180, N_("In the admin center toll-free stands in the place of the state: choose \"Toll-Free\" there.") },
		{ 181, N_("There is no public list of numbers: only a search shows what is there.") },
		{ 182, N_("What is there changes with the stock: try other cities and area codes.") },
		{ 222, N_("The held numbers are listed: drop single ones, then acquire the others.") },
		{ 223, N_("An order is Reserved, Completed, Cancelled, Expired or in Error (OutOfStock); what it finds may be of another area code of the same city.") },
		{ 226, N_("Test a call flow with new numbers, and put the ported ones in their place later.") },
	};
	int64_t seconds = reference_value(context->ref, "reservation_seconds");
	sheet_title(sheet, "search", _("Searching and holding"));
	SAY(sheet, sayings);
	sheet_count(sheet, "hold", _("Held for"), 219, seconds / 60,
		_("%" PRId64 " minutes; then the numbers go back to the stock"), seconds / 60);
	sheet_text(sheet, 220, SHEET_DIM, "%s",
		_("Examples of the cmdlets show about 16 minutes; ringup counts what the service says."));
	sheet_text(sheet, 224, SHEET_PLAIN,
		_("New numbers may take hours until they can be assigned; ringup reckons with up to %d."),
		(int)reference_value(context->ref, "number_usable_hours"));
}

/* ---- change of usage ---- */

static struct verdict usage_check(
	const struct topic_context *context, const struct ask *ask, struct number *number)
{
	static const struct verdict absent = { VERDICT_NO, 184,
		N_("The tenant has no such number."), N_("Choose one of step Numbers.") };
	static const struct verdict same = { VERDICT_NO, 184,
		N_("The number has this usage already."), N_("Choose another usage.") };
	static const struct verdict assigned = { VERDICT_NO, 184,
		N_("Somebody has the number: only the usage of an unassigned one can change."),
		N_("Take it away in step Assign first.") };
	static const struct verdict fine = { VERDICT_YES, 184,
		N_("The number is yours and nobody has it: its usage can change, if it offers more than one."),
		N_("Key P plans it.") };
	if (!context->store || !number_get(context->store, ask->number, number, NULL) ||
		!number->actual)
		return absent;
	if (strcmp(number->kind, ask->usage) == 0)
		return same;
	return number->assigned || number->person_id != 0 ? assigned : fine;
}

static void write_usage(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	struct number number;
	sheet_title(sheet, "usage", _("Change of usage"));
	sheet_text(sheet, 184, SHEET_PLAIN, "%s",
		_("An unassigned number can change between user and service if it offers more than one "
		  "usage. An assigned one is taken away first."));
	if (!ask->number[0])
		return;
	struct verdict verdict = usage_check(context, ask, &number);
	sheet_row(sheet, "number", _("Number"), 184, SHEET_PLAIN, "%s -> %s", ask->number,
		ask->usage);
	sheet_verdict(sheet, &verdict);
}

/* ---- letting go ---- */

static void write_release(const struct topic_context *context, struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 270, N_("Only unassigned numbers can be given back. If one of a list is assigned, nothing of it is given back; ringup releases them one by one.") },
		{ 272, N_("Of each number ringup keeps: type, city, subdivision, country, location, activation state, who has it, source, until when it is blocked.") },
		{ 273, N_("Activation is Activated, Assignment pending or failed, Update pending or failed.") },
		{ 274, N_("A number belongs to a person, to a conferencing bridge, to a voice application, or to nobody.") },
	};
	struct reference *ref = context->ref;
	sheet_title(sheet, "release", _("Giving numbers back, and the list"));
	SAY(sheet, sayings);
	sheet_count(sheet, "release_most", _("In one order"), 271,
		reference_value(ref, "release_order_max"), _("%d numbers at most"),
		(int)reference_value(ref, "release_order_max"));
	sheet_row(sheet, "page", _("In one page"), 275, SHEET_PLAIN,
		_("%d numbers, %d at most; filters: range, beginning, activation, type, status"),
		(int)reference_value(ref, "list_page_default"),
		(int)reference_value(ref, "list_page_max"));
	sheet_row(sheet, "block", _("Blocked"), 276, SHEET_PLAIN,
		_("an unassigned number can be kept back for 1 to %d days, or for ever"),
		(int)reference_value(ref, "block_days_max"));
}

static void write_next_steps(struct sheet *sheet, const struct ask *ask)
{
	sheet_title(sheet, "next_steps", _("What to do next"));
	if (is_free(ask))
		sheet_item(sheet, 0, 167, SHEET_PLAIN, "%s",
			_("Fund Communications Credits first: `ringup about credits`, key P."));
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
		_("Plan the order here with key P, or `ringup want service kind=toll city=...`."));
	sheet_item(sheet, 0, 404, SHEET_PLAIN, "%s",
		_("Then give the number its use: `ringup about conferencing`, or `ringup about line`."));
}

static bool service_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct ask ask;
	(void)err;
	ask_read(context, &ask);
	struct verdict verdict = more(context, &ask), there = offered(context, &ask);
	sheet_verdict(sheet, &there);
	write_quota(context, sheet);
	if (verdict.answer == VERDICT_YES && there.answer != VERDICT_NO)
		sheet_text(sheet, 213, SHEET_OK,
			is_free(&ask)
				? ngettext("%d toll-free number, as asked, is within the quota.",
					  "%d toll-free numbers, as asked, are within the quota.",
					  (unsigned long)ask.quantity)
				: ngettext("%d toll number, as asked, is within the quota.",
					  "%d toll numbers, as asked, are within the quota.",
					  (unsigned long)ask.quantity),
			(int)ask.quantity);
	if (verdict.answer != VERDICT_YES)
		sheet_verdict(sheet, &verdict);
	write_where(context, sheet, &ask);
	write_next_steps(sheet, &ask);
	write_types(sheet);
	write_usage(context, sheet, &ask);
	write_search(context, sheet);
	write_release(context, sheet);
	return true;
}

/* ---- planning ---- */

static bool refuse(const struct verdict *verdict, struct error *err)
{
	return error_set(err, ERROR_REFUSED, "%s %s", _(verdict->why), _(verdict->remedy));
}

static bool want_usage(const struct topic_context *context, const struct ask *ask, struct str *said,
	struct error *err)
{
	struct number number;
	struct verdict verdict = usage_check(context, ask, &number);
	if (verdict.answer != VERDICT_YES)
		return refuse(&verdict, err);
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "usage", ask->usage);
	json_end(json);
	bool ok = feature_want(context->store, FEATURE_USAGE, ask->number, json_done(json), err);
	json_free(json);
	if (ok)
		str_addf(said, _("The usage of %s is planned to change to %s."), ask->number,
			ask->usage);
	return ok;
}

/* Case and accents aside. */
static bool same_folded(const char *one, const char *other)
{
	struct str a = { 0 }, b = { 0 };
	text_fold(&a, one);
	text_fold(&b, other);
	bool same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_fini(&a);
	str_fini(&b);
	return same;
}

/* The city as the facts spell it, and its state; a country without cities takes none. */
static bool find_city(const struct topic_context *context, const struct ask *ask,
	struct number_order *order, struct error *err)
{
	struct city *cities;
	int count = cities_read(context, ask->country, &cities);
	bool found = is_free(ask) || !ask->city[0];
	for (int i = 0; i < count && !found; i++) {
		if (!same_folded(cities[i].city, ask->city))
			continue;
		snprintf(order->city, sizeof order->city, "%s", cities[i].city);
		snprintf(order->state, sizeof order->state, "%s", cities[i].state);
		found = true;
	}
	free(cities);
	return found || error_set(err, ERROR_INPUT,
				_("%s has no toll numbers in %s: `ringup about service country=%s` "
				  "lists its cities."),
				ask->country, ask->city, ask->country);
}

static bool want_order(const struct topic_context *context, const struct ask *ask, struct str *said,
	struct error *err)
{
	struct verdict verdict = more(context, ask), there = offered(context, ask);
	struct number_order order = { .quantity = ask->quantity };
	if (!verdict_ok(there) || !verdict_ok(verdict))
		return refuse(verdict_ok(there) ? &verdict : &there, err);
	if (!find_city(context, ask, &order, err))
		return false;
	snprintf(order.kind, sizeof order.kind, "%s", ask->kind);
	snprintf(order.country, sizeof order.country, "%s", ask->country);
	number_order_free_name(context->store, is_free(ask) ? "toll-free" : "toll", order.name);
	if (!number_order_put(context->store, &order, err))
		return false;
	str_addf(said,
		is_free(ask)
			? ngettext("%d toll-free number of %s is planned: apply acquires it.",
				  "%d toll-free numbers of %s are planned: apply acquires them.",
				  (unsigned long)ask->quantity)
			: ngettext("%d toll number in %s is planned: apply acquires it.",
				  "%d toll numbers in %s are planned: apply acquires them.",
				  (unsigned long)ask->quantity),
		(int)ask->quantity, order.city[0] ? order.city : ask->country);
	return true;
}

static bool service_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct ask ask;
	ask_read(context, &ask);
	return ask.number[0] ? want_usage(context, &ask, said, err)
			     : want_order(context, &ask, said, err);
}

static bool check_number(const struct topic_context *context, const char *value, struct error *err)
{
	char e164[E164_SIZE];
	(void)context;
	if (!value[0])
		return true;
	struct verdict verdict = e164_normalise(e164, value, NULL);
	if (verdict.answer == VERDICT_YES && strcmp(e164, value) == 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is no number as the tenant has it: write + and digits, such as "
		  "+14255550100."),
		value);
}

static const struct question_choice kinds[] = {
	{ "toll", N_("toll: the caller may pay") },
	{ "tollfree", N_("toll-free: you pay, from credits") },
};
static const struct question_choice usages[] = {
	{ "user", N_("a person") },
	{ "toll", N_("a service, toll") },
	{ "tollfree", N_("a service, toll-free") },
};

static const struct question service_questions[] = {
	{ .id = "kind",
		.label = N_("Kind"),
		.help = N_("Toll numbers cost the caller, toll-free ones cost you."),
		.rule = 178,
		.kind = QUESTION_CHOICE,
		CHOICES(kinds),
		.standard = "toll" },
	{ .id = "country",
		.label = N_("Country"),
		.help = N_(
			"Where the number is to be: callers there reach it without calling abroad."),
		.rule = 179,
		.kind = QUESTION_COUNTRY },
	{ .id = "city",
		.label = N_("City"),
		.help = N_("One of the country's cities with toll numbers; empty: any of them."),
		.rule = 253 },
	{ .id = "quantity",
		.label = N_("How many"),
		.help = N_(
			"A number carries hundreds of calls: one for each line that you publish."),
		.rule = 177,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = 1500,
		.standard = "1" },
	{ .id = "number",
		.label = N_("Change number"),
		.help = N_(
			"A number of yours whose usage is to change, as +14255550100; empty: plan an order."),
		.rule = 184,
		.check = check_number },
	{ .id = "usage",
		.label = N_("To usage"),
		.help = N_("What the number is to be for; only where a number to change is given."),
		.rule = 184,
		.kind = QUESTION_CHOICE,
		CHOICES(usages),
		.standard = "toll" },
};

const struct topic service_topic = {
	.id = "service",
	.title = N_("Service numbers"),
	.help = N_("Toll and toll-free numbers: how many, from which cities, for what."),
	.step = PLAN_NUMBERS,
	.questions = service_questions,
	.question_count = sizeof service_questions / sizeof service_questions[0],
	.make = service_make,
	.want = service_want,
	.want_label = N_("Plan it"),
	.want_help = N_("Plans an order of these numbers, or the change of a number's usage."),
};
