/* core/sheet/port.c: Can I keep my numbers? Which can come, how, with which papers, in which
 * orders, until when; the orders as wishes, and the file of numbers to upload (R-255 to R-269,
 * */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/rules/papers.h"
#include "core/rules/workday.h"
#include "core/sheet/answer.h"
#include "core/sheet/porting.h"
#include "core/tenant/assignment.h"
#include "core/tenant/feature.h"

/* ---- words ---- */

static const char *day_text(char text[CLOCK_TEXT], int64_t day)
{
	return clock_date(text, day * WORKDAY_SECONDS);
}

static void answer_row(const struct topic_context *context, struct sheet *sheet, const char *id,
	const char *label, const char *where, struct verdict (*check)(const char *text))
{
	struct str answer = { 0 };
	const char *text = topic_answer(context, id, &answer);
	struct verdict verdict = check ? check(text) : VERDICT_ALLOWED;
	if (!text[0]) {
		sheet_row(sheet, id, label, 261, SHEET_DIM, _("not said yet: %s"), where);
	} else {
		sheet_row(sheet, id, label, 261, SHEET_PLAIN, "%s", text);
		sheet_verdict(sheet, &verdict);
	}
	str_fini(&answer);
}

/* ---- the answer ---- */

/* "It takes 7 to 14 days, up to 30 depending on the carrier." */
static void duration_text(
	const struct topic_context *context, const struct porting *porting, struct str *out)
{
	int usual = (int)reference_value(context->ref, "port_days_max"),
	    longest = (int)reference_value(context->ref, "port_days_longest");
	if (porting->days_most < 0)
		str_add(out, _("No document says how long it takes there."));
	else if (porting->days_most == longest)
		str_addf(out, _("It takes %d to %d days, up to %d depending on the carrier."),
			porting->days_least, usual, longest);
	else if (porting->formality.port_days_min < 0)
		str_addf(out, _("It takes up to %d days."), porting->days_most);
	else
		str_addf(
			out, _("It takes %d to %d days."), porting->days_least, porting->days_most);
}

static void papers_text(const struct porting *porting, struct str *out)
{
	enum paper papers[8];
	int count = papers_read(porting->formality.papers_port, papers, 8);
	for (int i = 0; i < count; i++)
		str_addf(out, "%s%s", i > 0 ? ", " : "", _(paper_of(papers[i])->name));
	if (count <= 0)
		str_add(out, _(paper_of(PAPER_AUTHORISATION)->name));
}

static void write_yes(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	struct str duration = { 0 }, papers = { 0 };
	duration_text(context, porting, &duration);
	papers_text(porting, &papers);
	if (port_way_of(porting->type, porting->country.code, porting->coming) == PORT_BY_WIZARD)
		sheet_text(sheet, 257, SHEET_OK,
			_("Yes, most numbers can come along. %s: with the wizard of the Teams admin "
			  "center. %s"),
			porting->country.name, str_text(&duration));
	else
		sheet_text(sheet, 256, SHEET_OK,
			_("Yes, most numbers can come along. %s: by an order to the service desk, with "
			  "these papers: %s. %s"),
			porting->country.name, str_text(&papers), str_text(&duration));
	str_fini(&duration);
	str_fini(&papers);
}

static struct verdict country_verdict(const struct porting *porting)
{
	return port_country(porting->type, porting->country.calling_plans == FACT_YES,
		porting->country.numbers_by == NUMBERS_BY_PARTNER);
}

static void write_answer(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	struct verdict country = country_verdict(porting),
		       type = port_may(porting->type, porting->country.code);
	if (!verdict_ok(country) || !verdict_ok(type)) {
		sheet_text(sheet, 258, SHEET_BAD, _("%s: no, not these numbers."),
			porting->country.name);
		sheet_verdict(sheet, verdict_ok(country) ? &type : &country);
		return;
	}
	if (country.answer == VERDICT_WARN)
		sheet_verdict(sheet, &country);
	else
		write_yes(context, porting, sheet);
	if (type.answer == VERDICT_WARN)
		sheet_verdict(sheet, &type);
	if (porting->country.numbers_by != NUMBERS_BY_PARTNER) {
		struct verdict way = port_way_verdict(
			porting->type, porting->country.code, porting->coming);
		sheet_text(sheet, way.rule, SHEET_PLAIN, "%s %s", _(way.why), _(way.remedy));
	}
	sheet_text(sheet, 255, SHEET_PLAIN, "%s",
		_("A port order takes the place of searching and acquiring for these numbers, and "
		  "ported numbers do not count against your quota (R-212)."));
}

/* ---- the list of numbers ---- */

static void write_bad(struct sheet *sheet, const struct porting_bad bad[PORTING_BAD], int64_t count)
{
	for (int64_t i = 0; i < count && i < PORTING_BAD; i++)
		sheet_item(sheet, 0, bad[i].verdict.rule, SHEET_BAD,
			_("Line %" PRId64 ", \"%s\": %s %s"), bad[i].line, bad[i].text,
			_(bad[i].verdict.why), _(bad[i].verdict.remedy));
	if (count > PORTING_BAD)
		sheet_text(sheet, 262, SHEET_BAD,
			ngettext("%d more line cannot be taken.", "%d more lines cannot be taken.",
				(unsigned long)(count - PORTING_BAD)),
			(int)(count - PORTING_BAD));
}

static void write_list(const struct porting *porting, struct sheet *sheet)
{
	sheet_title(sheet, "numbers", _("The numbers"));
	if (!porting->listed) {
		sheet_count(sheet, "count", _("Numbers"), 262, porting->coming,
			_("%" PRId64 " as you say; the orders need the list"), porting->coming);
		sheet_text(sheet, 262, SHEET_DIM, "%s",
			_("Answer file: a CSV with exactly one column, its header PhoneNumber, a "
			  "number on each line, digits or E.164, all of the country."));
		return;
	}
	if (porting->trouble.code != ERROR_NONE)
		sheet_text(sheet, 262, SHEET_BAD, "%s", porting->trouble.text);
	sheet_count(sheet, "count", _("Numbers"), 262, porting->coming,
		ngettext("%" PRId64 " to come along", "%" PRId64 " to come along",
			(unsigned long)porting->coming),
		porting->coming);
	if (porting->twice > 0)
		sheet_count(sheet, "twice", _("Twice"), 262, porting->twice,
			ngettext("%" PRId64 " line repeats a number and is left out",
				"%" PRId64 " lines repeat a number and are left out",
				(unsigned long)porting->twice),
			porting->twice);
	if (porting->spelt > 0) {
		sheet_count(sheet, "spelt", _("Spelling"), 262, porting->spelt,
			ngettext("%" PRId64 " number is written otherwise, first on line %" PRId64,
				"%" PRId64 " numbers are written otherwise, first on line %" PRId64,
				(unsigned long)porting->spelt),
			porting->spelt, porting->first_spelt);
		sheet_verdict(sheet, &porting->spelling);
	}
	sheet_count(sheet, "bad", _("Cannot be taken"), 262, porting->bad_count,
		ngettext(
			"%" PRId64 " line", "%" PRId64 " lines", (unsigned long)porting->bad_count),
		porting->bad_count);
	write_bad(sheet, porting->bad, porting->bad_count);
}

/* ---- the orders ---- */

static void write_order(
	const struct porting *porting, const struct porting_order *order, struct sheet *sheet)
{
	char count[24];
	bool wizard = port_way_of(order->type, porting->country.code, order->count) ==
		      PORT_BY_WIZARD;
	snprintf(count, sizeof count, "%" PRId64, order->count);
	const char *const cells[] = { _(port_type_name(order->type)), count,
		wizard ? _("wizard") : _("letter") };
	sheet_cells(sheet, "order", order->name, 259, SHEET_PLAIN, 3, cells);
}

static void write_orders(const struct porting *porting, struct sheet *sheet)
{
	static const char *const ids[] = { "kind", "count", "way" };
	const char *const heads[] = { _("Kind"), _("Numbers"), _("Way") };
	sheet_title(sheet, "orders", _("The orders"));
	sheet_text(sheet, 259, SHEET_PLAIN, "%s",
		_("One order for each carrier that you leave and each kind of number: toll-free "
		  "(800, 844, 855, 866, 877, 888), mobile and service numbers go apart."));
	if (porting->order_count == 0)
		return;
	sheet_columns(sheet, _("Order"), 3, ids, heads);
	for (int i = 0; i < porting->order_count; i++)
		write_order(porting, &porting->orders[i], sheet);
}

/* what comes, and the billing number in or out of it. */
static void write_billing(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	if (!porting->billing_said) {
		sheet_row(sheet, "btn", _("Billing number"), 261, SHEET_DIM, _("not said yet: %s"),
			_("the main number of the account, on the carrier's bill"));
		return;
	}
	struct str said = { 0 };
	sheet_row(sheet, "btn", _("Billing number"), 261, SHEET_PLAIN, "%s",
		porting->billing[0] ? porting->billing : topic_answer(context, "btn", &said));
	str_fini(&said);
	struct verdict verdict = port_billing(
		porting->scope, porting->billing, porting->billing_listed);
	if (porting->listed || !porting->billing[0])
		sheet_verdict(sheet, &verdict);
	sheet_row(sheet, "scope", _("Scope"), 260, SHEET_PLAIN, "%s",
		porting->scope == PORT_FULL
			? _("full: the billing number comes along, and the account ends")
			: _("partial: the billing number stays, and so does the account"));
}

/* The used start of a name that is longer. */
static void write_used(const struct topic_context *context, struct sheet *sheet, const char *id,
	const char *row, const char *label, int most)
{
	struct str answer = { 0 };
	char used[4 * PORT_ORGANIZATION_USED + 1];
	const char *text = topic_answer(context, id, &answer);
	if (strlen(port_used(text, most, used)) < strlen(text))
		sheet_row(sheet, row, label, 261, SHEET_WARNING, "\"%s\"", used);
	str_fini(&answer);
}

static void write_data(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	sheet_title(sheet, "data", _("What the order says"));
	answer_row(context, sheet, "carrier", _("Carrier"), _("whom you leave"), NULL);
	answer_row(context, sheet, "account", _("Account number"), _("it is on the carrier's bill"),
		port_account);
	write_billing(context, porting, sheet);
	answer_row(context, sheet, "organization", _("Organization"),
		_("as the carrier has it on its bill"), port_organization);
	write_used(context, sheet, "organization", "organization_used", _("  is used"),
		PORT_ORGANIZATION_USED);
	answer_row(context, sheet, "person", _("Authorised person"),
		_("who may order at the carrier"), port_person);
	write_used(context, sheet, "person", "person_used", _("  is used"), PORT_PERSON_USED);
	answer_row(context, sheet, "service_address", _("Service address"),
		_("where the line ends; neither billing nor emergency address"), port_address);
	sheet_text(sheet, 261, SHEET_DIM, "%s",
		_("A PIN of the carrier, where it has one, is typed into the order only: ringup "
		  "neither asks nor keeps it."));
}

/* ---- papers and days ---- */

static void write_papers(const struct porting *porting, struct sheet *sheet)
{
	enum paper papers[8];
	int count = papers_read(porting->formality.papers_port, papers, 8);
	if (!porting->formality.country[0])
		return;
	sheet_title(sheet, "papers", _("Papers"));
	for (int i = 0; i < count; i++) {
		const struct paper_facts *paper = paper_of(papers[i]);
		sheet_item(sheet, i + 1, paper->rule, SHEET_PLAIN, _("%s: by %s; where: %s."),
			_(paper->name), _(paper->sender), _(paper->receiver));
	}
	if (porting->formality.ported_conferencing == FACT_NO)
		sheet_text(sheet, porting->formality.rule, SHEET_WARNING, "%s",
			_("Numbers ported there cannot serve conferencing."));
	sheet_text(sheet, 256, SHEET_PLAIN,
		_("The wizard takes up to %d numbers; more, toll-free and service numbers go by a "
		  "signed letter of authorisation (LOA) to the service desk."),
		PORT_WIZARD_MOST);
}

static void write_wanted(const struct porting *porting, struct sheet *sheet)
{
	char day[CLOCK_TEXT], other[CLOCK_TEXT];
	struct port_days days = port_days(
		porting->today, porting->wanted, porting->days_least, porting->days_most);
	struct verdict verdict = port_wanted(
		porting->today, porting->wanted, porting->days_least, porting->days_most);
	sheet_row(sheet, "wanted_on", _("Wanted on"), 263, SHEET_PLAIN, "%s",
		day_text(day, porting->wanted));
	sheet_verdict(sheet, &verdict);
	sheet_row(sheet, "order_by", _("Order until"), 263,
		days.order_by < porting->today ? SHEET_WARNING : SHEET_OK,
		_("%s to be sure; after %s it cannot be in time"), day_text(day, days.order_by),
		day_text(other, days.order_hope));
}

static void write_days(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	char first[CLOCK_TEXT], last[CLOCK_TEXT];
	struct str duration = { 0 };
	sheet_title(sheet, "days", _("How long it takes"));
	duration_text(context, porting, &duration);
	sheet_row(sheet, "duration", _("Duration"), 263, SHEET_PLAIN, "%s", str_text(&duration));
	str_fini(&duration);
	if (porting->formality.rule > 0 &&
		porting->days_most != reference_value(context->ref, "port_days_longest"))
		sheet_row(sheet, "country", porting->country.name, porting->formality.rule,
			SHEET_PLAIN, "%s", porting->formality.port_note);
	if (porting->days_most >= 0) {
		struct port_days days = port_days(
			porting->today, 0, porting->days_least, porting->days_most);
		sheet_row(sheet, "complete", _("Ordered today"), 263, SHEET_PLAIN,
			_("complete between %s and %s"), day_text(first, days.first),
			day_text(last, days.last));
		if (porting->wanted)
			write_wanted(porting, sheet);
	}
	sheet_text(sheet, 268, SHEET_PLAIN, "%s",
		_("Orders are handled on working days of the United States only: Monday to Friday, "
		  "no federal holidays."));
}

/* ---- temporary numbers, swap ---- */

static void write_temporary(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	struct assignment_counts counts = { 0 };
	sheet_title(sheet, "temporary", _("Until the numbers are here"));
	sheet_text(sheet, 373, SHEET_PLAIN, "%s",
		_("Take temporary new numbers now, first for the main line, then for people, and "
		  "replace them after the port."));
	if (context->store && assignment_counts(context->store, &counts, NULL)) {
		int64_t take = port_temporary(porting->coming, counts.people, counts.numbered);
		sheet_count(sheet, "temporary", _("Temporary numbers"), 373, take,
			_("%" PRId64 " more: of %" PRId64 " people who call %" PRId64
			  " have or get a number"),
			take, counts.people, counts.numbered);
		sheet_text(sheet, 373, SHEET_PLAIN, "%s",
			_("Step Numbers, key s or o, gets them; they count against the quota, the "
			  "ported ones do not (R-212)."));
	}
	sheet_text(sheet, 226, SHEET_PLAIN, "%s",
		_("Test the call flow with them: the ported numbers take their places later."));
}

static void write_swap(const struct porting *porting, struct sheet *sheet)
{
	if (porting->order_count == 0)
		return;
	sheet_title(sheet, "swap", _("Who gets the ported numbers"));
	sheet_count(sheet, "swaps", _("People"), 373, porting->swap_count,
		ngettext("%d has one of these numbers by the directory or your file",
			"%d have one of these numbers by the directory or your file",
			(unsigned long)porting->swap_count),
		porting->swap_count);
	if (porting->swap_trouble.code != ERROR_NONE)
		sheet_text(sheet, 373, SHEET_BAD, "%s", porting->swap_trouble.text);
	write_bad(sheet, porting->swap_bad, porting->swap_bad_count);
	for (int i = 0; i < porting->swap_count && i < 10; i++)
		sheet_item(sheet, 0, 373, SHEET_PLAIN, "%s  %s", porting->swaps[i].number,
			porting->swaps[i].upn);
	if (porting->coming > porting->swap_count)
		sheet_text(sheet, 373, SHEET_DIM,
			ngettext("%d number has nobody yet: swap=file names people, or step Assign "
				 "gives it when it is here.",
				"%d numbers have nobody yet: swap=file names people, or step Assign "
				"gives them when they are here.",
				(unsigned long)(porting->coming - porting->swap_count)),
			(int)(porting->coming - porting->swap_count));
	sheet_text(sheet, 373, SHEET_DIM, "%s",
		_("When they are here, `ringup want ports do=swap` plans the change."));
}

/* ---- lists ---- */

struct saying {
	int rule;
	const char *text; /* N_() */
};

static void write_list_of(struct sheet *sheet, const char *id, const char *title,
	const struct saying *sayings, int count)
{
	sheet_title(sheet, id, title);
	for (int i = 0; i < count; i++)
		sheet_item(sheet, i + 1, sayings[i].rule, SHEET_PLAIN, "%s", _(sayings[i].text));
}

#define LIST(sheet, id, title, sayings) \
	write_list_of(sheet, id, title, sayings, (int)(sizeof(sayings) / sizeof((sayings)[0])))

static void write_course(struct sheet *sheet)
{
	static const struct saying before[] = {
		{ 265, N_("Do not cancel the old service: only a running one can be ported.") },
		{ 265, N_("Switch off hunt groups and distinctive ring at the old carrier first.") },
		{ 265, N_("A frozen account takes 1 to 3 weeks to unfreeze: ask the carrier now.") },
		{ 261, N_("Compare name, account and service address with the carrier's bill, letter by letter.") },
	};
	static const struct saying during[] = {
		{ 266, N_("While the carrier works, create the emergency addresses that the numbers will need: step Addresses.") },
		{ 264, N_("Processing, Contacting carrier and Transfer approved can be cancelled, and so can an order in Error.") },
		{ 264, N_("Transfer pending: less than 24 hours to go, no change and no cancelling.") },
		{ 268, N_("Watch the order: `ringup about ports`.") },
	};
	static const struct saying after[] = {
		{ 269, N_("Microsoft is the provider now and bills the numbers; end what is left of the old contract.") },
		{ 373, N_("Give the numbers to people: `ringup want ports do=swap`, then release the temporary ones.") },
		{ 268, N_("Trouble in the first 24 to 48 hours goes to the service desk for numbers, later to support.") },
	};
	LIST(sheet, "before", _("Before the order"), before);
	LIST(sheet, "during", _("While it goes on"), during);
	LIST(sheet, "after", _("After the port"), after);
}

static void write_kinds(const struct porting *porting, struct sheet *sheet)
{
	static const char *const labels[] = {
		[PORT_LANDLINE] = N_("Landline"),
		[PORT_MOBILE] = N_("Mobile"),
		[PORT_TOLL_FREE] = N_("Toll-free"),
		[PORT_SERVICE] = N_("Service"),
		[PORT_VOIP] = N_("Internet (VoIP)"),
		[PORT_FAX] = N_("Fax"),
		[PORT_UIFN] = N_("UIFN"),
		[PORT_DATA] = N_("Data, DSL"),
	};
	static const enum sheet_tone tones[] = {
		[VERDICT_YES] = SHEET_OK,
		[VERDICT_WARN] = SHEET_WARNING,
		[VERDICT_WAIT] = SHEET_WARNING,
		[VERDICT_NO] = SHEET_BAD,
	};
	sheet_title(sheet, "kinds", _("Which kinds can come"));
	for (int i = 0; i < PORT_TYPE_COUNT; i++) {
		struct verdict verdict = port_may((enum port_type)i, porting->country.code);
		sheet_row(sheet, port_type_id((enum port_type)i), _(labels[i]), 258,
			tones[verdict.answer], "%s",
			verdict.answer == VERDICT_YES ? _("yes") : _(verdict.why));
	}
	if (strcmp(porting->country.code, "GB") == 0)
		sheet_text(sheet, 258, SHEET_PLAIN, "%s",
			_("Not 0843, 0844, 0845, 0870, 0871 and 0872: these British numbers stay."));
}

static void write_away(const struct topic_context *context, struct sheet *sheet)
{
	sheet_title(sheet, "away", _("Away from Microsoft"));
	sheet_text(sheet, 267, SHEET_PLAIN,
		_("The new carrier asks, and must name your port-out PIN of %d digits. Set it in the "
		  "Teams admin center; it is a secret, and ringup neither asks nor keeps it."),
		(int)reference_value(context->ref, "port_pin_digits"));
}

/* The order of which the file is: the answer "part", from 1. */
static const struct porting_order *order_of_file(
	const struct topic_context *context, const struct porting *porting)
{
	int64_t part = topic_number(context, "part");
	if (porting->order_count == 0)
		return NULL;
	return &porting->orders[part >= 1 && part <= porting->order_count ? part - 1 : 0];
}

/* Placed already, by the service's word or by what the tenant has. */
static bool is_under_way(const struct topic_context *context, const struct porting_order *order)
{
	struct feature feature;
	struct str state = { 0 };
	if (!context->store ||
		!feature_get(context->store, FEATURE_PORT, order->name, &feature, NULL))
		return false;
	bool under_way = feature.actual || feature_value(feature.progress, "$.state", &state);
	feature_fini(&feature);
	str_fini(&state);
	return under_way;
}

static void write_next(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	struct verdict verdict = porting_check(context, porting);
	const struct porting_order *order = order_of_file(context, porting);
	sheet_title(sheet, "next", _("What to do next"));
	if (!verdict_ok(verdict))
		sheet_item(sheet, 0, verdict.rule, SHEET_WARNING,
			_("Before it can be planned: %s %s"), _(verdict.why), _(verdict.remedy));
	else if (order && is_under_way(context, order))
		sheet_item(sheet, 0, 264, SHEET_OK,
			_("The order \"%s\" is under way: topic Ports."), order->name);
	else
		sheet_item(sheet, 0, 255, SHEET_OK, "%s",
			_("All is there: key P plans the orders, `ringup want port` likewise."));
	if (order)
		sheet_item(sheet, 0, 262, SHEET_PLAIN,
			_("The file to upload, key w, holds order \"%s\"."), order->name);
	if (porting->order_count > 1)
		sheet_item(sheet, 0, 262, SHEET_PLAIN, "%s",
			_("Each order has a file of its own: `ringup about port part=2 --output "
			  "numbers.csv` writes the second."));
}

static void write_sheet(
	const struct topic_context *context, const struct porting *porting, struct sheet *sheet)
{
	struct verdict country = country_verdict(porting);
	write_answer(context, porting, sheet);
	if (!verdict_ok(country)) {
		sheet_origin(sheet, &porting->country.origin);
		return;
	}
	write_next(context, porting, sheet);
	write_list(porting, sheet);
	write_orders(porting, sheet);
	write_data(context, porting, sheet);
	write_papers(porting, sheet);
	write_days(context, porting, sheet);
	write_temporary(context, porting, sheet);
	write_swap(porting, sheet);
	write_course(sheet);
	write_kinds(porting, sheet);
	write_away(context, sheet);
	if (porting->formality.country[0])
		sheet_origin(sheet, &porting->formality.origin);
}

static bool port_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct porting porting;
	if (!porting_read(context, &porting, err))
		return false;
	write_sheet(context, &porting, sheet);
	porting_fini(&porting);
	return true;
}

/* ---- planning ---- */

/* An order that is under way is not ordered again. */
static bool may_want(
	const struct topic_context *context, const struct porting_order *order, struct error *err)
{
	return !is_under_way(context, order) ||
	       error_set(err, ERROR_TAKEN,
		       _("The order \"%s\" is under way: give this one another name (order=...), or "
			 "see `ringup about ports`."),
		       order->name);
}

static bool order_want(const struct topic_context *context, const struct porting *porting,
	const struct porting_order *order, struct error *err)
{
	struct str document = { 0 };
	porting_document(context, porting, order, &document);
	bool ok = may_want(context, order, err) &&
		  feature_want(context->store, FEATURE_PORT, order->name, str_text(&document), err);
	str_fini(&document);
	return ok;
}

static bool port_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct porting porting;
	if (!porting_read(context, &porting, err))
		return false;
	struct verdict verdict = porting_check(context, &porting);
	bool ok = verdict_ok(verdict) ||
		  error_set(err, ERROR_REFUSED, "%s %s", _(verdict.why), _(verdict.remedy));
	for (int i = 0; ok && i < porting.order_count; i++)
		ok = order_want(context, &porting, &porting.orders[i], err);
	if (ok && porting.order_count == 1)
		str_addf(said,
			ngettext("One order of %d number is planned; apply places it.",
				"One order of %d numbers is planned; apply places it.",
				(unsigned long)porting.coming),
			(int)porting.coming);
	else if (ok)
		str_addf(said, _("%d orders of %d numbers in all are planned; apply places them."),
			porting.order_count, (int)porting.coming);
	porting_fini(&porting);
	return ok;
}

static bool port_file(const struct topic_context *context, struct str *out, struct error *err)
{
	struct porting porting;
	if (!porting_read(context, &porting, err))
		return false;
	const struct porting_order *order = order_of_file(context, &porting);
	bool ok = (porting.bad_count == 0 && porting.trouble.code == ERROR_NONE) ||
		  error_set(err, ERROR_INPUT, "%s",
			  _("The list of numbers has lines that cannot be taken: the sheet names "
			    "them."));
	if (ok && !order)
		ok = error_set(err, ERROR_INPUT, "%s",
			_("No numbers are given: answer numbers or file first."));
	if (ok)
		porting_file(&porting, order, out);
	porting_fini(&porting);
	return ok;
}

/* ---- questions ---- */

static const struct question_choice kinds[] = {
	{ "landline", N_("landline numbers") },
	{ "mobile", N_("mobile numbers") },
	{ "toll-free", N_("toll-free numbers") },
	{ "service", N_("service numbers") },
	{ "voip", N_("numbers of an internet telephone provider") },
	{ "fax", N_("fax numbers") },
	{ "uifn", N_("universal international freephone numbers") },
	{ "data", N_("numbers of data or DSL lines") },
};

static const struct question_choice scopes[] = {
	{ "full", N_("all numbers of the account") },
	{ "partial", N_("some numbers; the account stays") },
};

static const struct question_choice swaps[] = {
	{ "auto", N_("by their phone in the directory") },
	{ "file", N_("as a file says") },
	{ "none", N_("nobody yet") },
};

/* "BE landline" */
static void order_otherwise(const struct topic_context *context, struct str *out)
{
	struct str kind = { 0 };
	char country[3];
	str_addf(out, "%s %s", topic_country(context, country),
		topic_answer(context, "number_type", &kind));
	str_fini(&kind);
}

static void organization_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (answer_organization(context, &organization, NULL))
		str_add(out, organization.name);
}

static bool check_day(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return !value[0] || (strlen(value) == 10 && clock_parse(value) >= 0) ||
	       error_set(err, ERROR_INPUT, _("\"%s\" is no day: write it as 2026-11-30."), value);
}

static bool check_order(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return strlen(value) <= 120 ||
	       error_set(err, ERROR_INPUT, "%s", _("An order's name has at most 120 bytes."));
}

static bool check_account(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	struct verdict verdict = port_account(value);
	return !value[0] || verdict_ok(verdict) ||
	       error_set(err, ERROR_INPUT, "%s %s", _(verdict.why), _(verdict.remedy));
}

static bool check_billing(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return !value[0] || e164_valid(value) ||
	       error_set(err, ERROR_INPUT,
		       _("\"%s\" is no number in E.164 form: write + and digits, such as "
			 "+14255551234."),
		       value);
}

static const struct question port_questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the numbers are: it decides the way, the papers and the time."),
		.rule = 262,
		.kind = QUESTION_COUNTRY,
		.otherwise = answer_country },
	{ .id = "number_type",
		.label = N_("Kind of number"),
		.help = N_("What the numbers are now; other kinds are another order."),
		.rule = 258,
		.kind = QUESTION_CHOICE,
		CHOICES(kinds),
		.standard = "landline" },
	{ .id = "count",
		.label = N_("How many"),
		.help = N_("About how many come along, until you have their list."),
		.rule = 256,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = 100000,
		.standard = "10" },
	{ .id = "file",
		.label = N_("File of numbers"),
		.help = N_(
			"A CSV with one column, PhoneNumber: each line is checked, and the file to upload is written from it."),
		.rule = 262,
		.kind = QUESTION_FILE },
	{ .id = "numbers",
		.label = N_("Or the numbers"),
		.help = N_("Numbers and ranges with commas between: +14255551235-1259."),
		.rule = 260 },
	{ .id = "carrier",
		.label = N_("Carrier"),
		.help = N_("Whom the numbers leave; each carrier is an order of its own."),
		.rule = 259 },
	{ .id = "account",
		.label = N_("Account number"),
		.help = N_("Your account at that carrier, without spaces and dashes."),
		.rule = 261,
		.check = check_account },
	{ .id = "btn",
		.label = N_("Billing number"),
		.help = N_("The main number of that account (BTN), as +14255551234."),
		.rule = 261,
		.check = check_billing },
	{ .id = "scope",
		.label = N_("Scope"),
		.help = N_("A full port takes the billing number along, a partial one leaves it."),
		.rule = 260,
		.kind = QUESTION_CHOICE,
		CHOICES(scopes),
		.standard = "full" },
	{ .id = "organization",
		.label = N_("Organization"),
		.help = N_("Its name as the carrier has it; the first 25 characters are used."),
		.rule = 261,
		.otherwise = organization_otherwise },
	{ .id = "person",
		.label = N_("Authorised person"),
		.help = N_(
			"Who may order at the carrier; the first 15 characters of the name are used."),
		.rule = 261 },
	{ .id = "service_address",
		.label = N_("Service address"),
		.help = N_(
			"Where the carrier's line ends: neither the billing nor the emergency address."),
		.rule = 261 },
	{ .id = "wanted_on",
		.label = N_("Wanted on"),
		.help = N_("The day on which the numbers are to be here, as 2026-11-30."),
		.rule = 263,
		.check = check_day },
	{ .id = "swap",
		.label = N_("Who gets them"),
		.help = N_("Who changes from a temporary number to which of these."),
		.rule = 373,
		.kind = QUESTION_CHOICE,
		CHOICES(swaps),
		.standard = "auto" },
	{ .id = "swap_file",
		.label = N_("File of people"),
		.help = N_("A CSV with the columns UserPrincipalName and PhoneNumber."),
		.rule = 373,
		.kind = QUESTION_FILE },
	{ .id = "order",
		.label = N_("Name of the order"),
		.help = N_("How you will find it again; other kinds get their kind behind it."),
		.rule = 259,
		.otherwise = order_otherwise,
		.check = check_order },
	{ .id = "part",
		.label = N_("File is of order"),
		.help = N_("Which of several orders the file to upload is of."),
		.rule = 259,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = PORTING_ORDERS,
		.standard = "1" },
};

const struct topic port_topic = {
	.id = "port",
	.title = N_("Keeping your numbers"),
	.asks = N_("Can I keep my numbers?"),
	.help = N_("Which numbers can be brought along, how, and with which papers."),
	.step = PLAN_NUMBERS,
	.questions = port_questions,
	.question_count = sizeof port_questions / sizeof port_questions[0],
	.make = port_make,
	.want = port_want,
	.want_label = N_("Plan orders"),
	.want_help = N_("Plans an order for each kind of number; apply places it with Microsoft."),
	.file = port_file,
	.file_name = "numbers.csv",
};
