/* core/sheet/callers.c: who needs which licence, counted from the people (R-001, R-018 to R-024,
 * */
#include <inttypes.h>
#include <stdio.h>

#include "core/base/tr.h"
#include "core/sheet/topic.h"
#include "core/tenant/holding.h"

/* The example of the guide for small firms stands in where nobody is known. */
static void counts_of(const struct topic_context *context, int64_t *outside, int64_t *inside)
{
	int64_t people = 0;
	*outside = 5;
	*inside = 10;
	if (context->store && holding_callers(context->store, &people, outside, NULL))
		*inside = people - *outside;
}

static void outside_otherwise(const struct topic_context *context, struct str *out)
{
	int64_t outside, inside;
	counts_of(context, &outside, &inside);
	str_addf(out, "%" PRId64, outside);
}

static void inside_otherwise(const struct topic_context *context, struct str *out)
{
	int64_t outside, inside;
	counts_of(context, &outside, &inside);
	str_addf(out, "%" PRId64, inside);
}

static const struct question questions[] = {
	{ .id = "outside",
		.label = N_("Call outside"),
		.help = N_(
			"People who call, or are called from, numbers outside the organization."),
		.unit = N_("people"),
		.rule = 368,
		.kind = QUESTION_NUMBER,
		.otherwise = outside_otherwise },
	{ .id = "inside",
		.label = N_("Only inside"),
		.help = N_("People who only call colleagues in Teams."),
		.unit = N_("people"),
		.rule = 23,
		.kind = QUESTION_NUMBER,
		.otherwise = inside_otherwise },
};

/* Nobody marked is no answer yet: what it depends on comes first then. */
static void write_answer(int64_t outside, int64_t inside, struct sheet *sheet)
{
	if (outside == 0)
		sheet_text(sheet, 368, SHEET_PLAIN,
			ngettext(
				"Only people who call, or are called from, outside need a phone licence; your %" PRId64
				" person is not marked yet.",
				"Only people who call, or are called from, outside need a phone licence; of your %" PRId64
				" people none is marked yet.",
				(unsigned long)inside),
			inside);
	else
		sheet_text(sheet, 368, SHEET_PLAIN,
			ngettext(
				"%" PRId64 " of %" PRId64
				" people needs a phone licence: only who calls, or is called from, outside.",
				"%" PRId64 " of %" PRId64
				" people need a phone licence: only those who call, or are called from, outside.",
				(unsigned long)outside),
			outside, outside + inside);
	sheet_count(sheet, "licences", _("Phone licences"), 1, outside, "%" PRId64, outside);
	sheet_count(sheet, "teams_only", _("Teams alone"), 23, inside,
		_("%" PRId64 ", whose calls to colleagues are free"), inside);
}

/* What the tenant shows of it. */
static void write_store(const struct holding_counts *counts, struct sheet *sheet)
{
	int64_t missing = counts->callers - counts->callers_ready;
	int64_t phone_only = counts->callers_phone - counts->callers_ready;
	int64_t idle = counts->with_phone - counts->callers_phone;
	sheet_bar(sheet, "ready", _("Hold all they need"), counts->callers_ready, counts->callers,
		missing > 0 ? SHEET_WARNING : SHEET_OK, _("%" PRId64 " of %" PRId64 " callers"),
		counts->callers_ready, counts->callers);
	sheet_count(sheet, "missing", _("Lack something"), 1, missing, "%" PRId64, missing);
	if (phone_only > 0)
		sheet_count(sheet, "no_plan", _("Lack the plan only"), 5, phone_only,
			_("%" PRId64 ", which is right with an own carrier"), phone_only);
	if (idle > 0)
		sheet_count(sheet, "idle", _("Hold it, do not call"), 368, idle,
			_("%" PRId64 ": mark them, or give the licence to somebody who calls"),
			idle);
	if (counts->callers_unlocated > 0)
		sheet_count(sheet, "no_country", _("Call, no country"), 9,
			counts->callers_unlocated,
			_("%" PRId64 ": no licence can be assigned before it is set"),
			counts->callers_unlocated);
	if (counts->callers_onprem > 0)
		sheet_count(sheet, "onprem", _("Mailbox not in 365"), 83, counts->callers_onprem,
			_("%" PRId64 ": a phone licence would be of no use"),
			counts->callers_onprem);
	if (counts->resources > 0)
		sheet_count(sheet, "resources", _("Resource accounts"), 370, counts->resources,
			_("%" PRId64 ", each with its own free licence"), counts->resources);
}

static void write_also(struct sheet *sheet)
{
	static const struct {
		int rule;
		const char *text;
	} rows[] = {
		{ 1, N_("A licence unlocks one feature for one person: count the people who use it.") },
		{ 369, N_("An example: ten people in a factory call inside only, five in the office call outside: five licences.") },
		{ 370, N_("Auto attendants and call queues take free resource account licences, not people's.") },
		{ 24, N_("Audio Conferencing is counted apart: one for each who schedules or hosts, none for who dials in.") },
		{ 8, N_("Where each of them works is the country of the licence, not where the bill goes.") },
	};
	sheet_title(sheet, "why", _("Who counts"));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		sheet_item(sheet, 0, rows[i].rule, SHEET_PLAIN, "%s", _(rows[i].text));
}

static void write_who_may(const struct topic_context *context, struct sheet *sheet)
{
	int64_t page = reference_value(context->ref, "assign_batch_licences_page");
	int64_t users = reference_value(context->ref, "assign_batch_users_page");
	sheet_title(sheet, "roles", _("Who may buy and assign"));
	sheet_row(sheet, "buy", _("Buy"), 18, SHEET_PLAIN, "%s",
		_("a Global or a Billing administrator"));
	sheet_row(sheet, "assign", _("Assign"), 18, SHEET_PLAIN, "%s",
		_("a Global or a User administrator"));
	sheet_row(sheet, "batch", _("By the web page"), 19, SHEET_PLAIN,
		_("%" PRId64 " people at a time on the page Licences, %" PRId64
		  " on Active users; more by PowerShell, by groups or by ringup"),
		page, users);
	sheet_row(sheet, "file", _("By a file"), 20, SHEET_PLAIN, "%s",
		_("one user principal name a line; ringup takes such a list for who calls"));
}

static bool callers_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct holding_counts counts = { .people = 0 };
	int64_t outside = topic_number(context, "outside");
	int64_t inside = topic_number(context, "inside");
	if (context->store && !holding_count(context->store, &counts, err))
		return false;
	write_answer(outside, inside, sheet);
	if (!context->store && context->given_count == 0)
		sheet_text(sheet, 369, SHEET_DIM, "%s",
			_("These are the people of an example: say your own with outside= and inside=."));
	if (counts.callers > 0)
		write_store(&counts, sheet);
	write_also(sheet);
	sheet_title(sheet, "next", _("What to do next"));
	sheet_text(sheet, 368, SHEET_PLAIN, "%s",
		_("Step Licences: Space marks one person who calls, a all of a list that / filters; what they lack is then planned, and b buys it. `ringup about licences` says which product, `ringup about cost` for how much."));
	write_who_may(context, sheet);
	return true;
}

const struct topic callers_topic = {
	.id = "callers",
	.title = N_("Who needs a licence"),
	.asks = N_("Who needs a licence?"),
	.help = N_("Who needs which licence, counted from the people."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = (int)(sizeof questions / sizeof questions[0]),
	.make = callers_make,
};
