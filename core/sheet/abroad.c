/* core/sheet/abroad.c: the international plan, or a domestic one and credits, from the admin's own
 * guess of minutes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/abroad.h"
#include "core/sheet/minutes.h"
#include "core/tenant/organization.h"

/* What the lines are written from. */
struct guess {
	struct abroad_guess guess;
	struct abroad result;
	char currency[4];
	bool addon; /* it comes on top of the bundle */
	bool given; /* the price difference was typed; else it is the facts' or unknown */
	struct origin origin;
};

/* ---- the price difference ---- */

static enum eligibility_kind kind_of(const struct organization *organization)
{
	int kind = eligibility_kind_of(organization->kind);
	return kind < 0 ? KIND_COMMERCIAL : (enum eligibility_kind)kind;
}

/* On top of a bundle the international plan is an add-on and costs all of its price; alone
 * it takes the place of the domestic one. -1: not known. */
static int64_t difference(const struct topic_context *context, struct guess *guess)
{
	struct organization organization = { .product = "separate" };
	char country[3], plan[96], domestic[96];
	if (context->store && !organization_get(context->store, &organization, NULL))
		return -1;
	topic_country(context, country);
	licensing_part(context->ref, ROLE_INTERNATIONAL, kind_of(&organization), country, plan);
	licensing_part(context->ref, ROLE_DOMESTIC, kind_of(&organization), country, domestic);
	int64_t more = minutes_price(context, plan, &guess->origin);
	guess->addon = strcmp(organization.product, "bundle") == 0;
	if (more < 0 || guess->addon)
		return more;
	int64_t less = minutes_price(context, domestic, &guess->origin);
	return less >= 0 && less <= more ? more - less : -1;
}

/* ---- the lines ---- */

static void say_costs(struct sheet *sheet, const struct guess *guess)
{
	char plan[MONEY_TEXT], credits[MONEY_TEXT];
	const struct abroad *result = &guess->result;
	sheet_title(sheet, "costs", _("A month, beyond the domestic plan"));
	sheet_row(sheet, "plan", _("International plan"), 154, SHEET_PLAIN, "%s",
		minutes_money(plan, result->plan_cents, guess->currency));
	sheet_row(sheet, "credits", _("Credits"), 154, SHEET_PLAIN, "%s",
		minutes_money(credits, result->credits_cents, guess->currency));
	sheet_count(sheet, "unused", _("Unused minutes"), 141, result->unused,
		_("%" PRId64 " of the plan's minutes would be lost each month"), result->unused);
}

static void say_break_even(struct sheet *sheet, const struct guess *guess)
{
	char more[MONEY_TEXT], rate[MONEY_TEXT];
	const struct abroad *result = &guess->result;
	minutes_money(more, result->more_limit, guess->currency);
	minutes_rate(rate, result->rate_limit, guess->currency);
	if (result->break_even > guess->guess.included)
		sheet_row(sheet, "break_even", _("Break-even"), 154, SHEET_PLAIN,
			_("never: even all %" PRId64 " minutes cost less from the credits"),
			guess->guess.included);
	else if (result->break_even >= 0)
		sheet_count(sheet, "break_even", _("Break-even"), 154, result->break_even,
			_("from %" PRId64
			  " minutes a person and month on the international plan is cheaper"),
			result->break_even);
	else
		sheet_row(sheet, "break_even", _("Break-even"), 154, SHEET_WARNING, "%s",
			_("unknown"));
	if (result->more_limit >= 0)
		sheet_row(sheet, "price_limit", _("By price"), 154, SHEET_PLAIN,
			_("the plan is cheaper if it costs less than %s more a month"), more);
	if (result->rate_limit > 0)
		sheet_row(sheet, "rate_limit", _("By rate"), 154, SHEET_PLAIN,
			_("the plan is cheaper if a minute costs more than %s"), rate);
}

static void say_guess(struct sheet *sheet, const struct guess *guess)
{
	char more[MONEY_TEXT], rate[MONEY_TEXT];
	const struct abroad_guess *in = &guess->guess;
	sheet_title(sheet, "guess", _("Your guess"));
	sheet_count(sheet, "people", _("People"), 0, in->people, _("%" PRId64 " who call abroad"),
		in->people);
	sheet_count(sheet, "minutes", _("Minutes abroad"), 0, in->minutes,
		_("%" PRId64 " a person and month"), in->minutes);
	sheet_count(sheet, "included", _("Included"), 116, in->included,
		_("%" PRId64 " a licence and month, shared by those who have the plan"),
		in->included);
	if (in->more < 0)
		sheet_row(sheet, "price", _("Price difference"), 0, SHEET_WARNING, "%s",
			_("unknown: answer price= with what the international plan costs more a month"));
	else
		sheet_row(sheet, "price", _("Price difference"), 0, SHEET_PLAIN, _("%s a month"),
			minutes_money(more, in->more, guess->currency));
	if (in->more >= 0 && !guess->given)
		sheet_origin(sheet, &guess->origin);
	if (guess->addon)
		sheet_text(sheet, 81, SHEET_DIM, "%s",
			_("On top of the bundle the international plan is an add-on: it costs its whole price more."));
	if (in->rate < 0)
		sheet_row(sheet, "rate", _("Rate"), 175, SHEET_WARNING, "%s",
			_("unknown: answer rate= with the cents of a minute to where you call"));
	else
		sheet_row(sheet, "rate", _("Rate"), 175, SHEET_PLAIN, _("%s a minute"),
			minutes_rate(rate, in->rate, guess->currency));
}

static void say_why(struct sheet *sheet)
{
	sheet_title(sheet, "why", _("Why"));
	sheet_item(sheet, 0, 154, SHEET_PLAIN, "%s",
		_("Take the international plan only for people who are likely to use its minutes."));
	sheet_item(sheet, 0, 141, SHEET_PLAIN, "%s",
		_("Unused minutes of a plan are lost on the first of the month."));
	sheet_item(sheet, 0, 414, SHEET_PLAIN, "%s",
		_("Credits are carried over to the next month, until 12 months after they were bought."));
	sheet_item(sheet, 0, 175, SHEET_PLAIN, "%s",
		_("A minute costs by where the call goes, not by where the caller is."));
	sheet_item(sheet, 0, 136, SHEET_PLAIN, "%s",
		_("The international plan is a pool of its own: its people no longer share with those who have the domestic one."));
	sheet_item(sheet, 0, 155, SHEET_PLAIN, "%s",
		_("With new-commerce agreements there are no credits: the same minutes are billed after use."));
}

static bool abroad_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct country country;
	struct plan_minutes minutes;
	struct guess guess = { .given = true };
	(void)err;
	if (!minutes_country(context, sheet, &country) ||
		!minutes_of(context, &country, "international", sheet, &minutes))
		return true;
	minutes_currency(context, guess.currency);
	guess.guess = (struct abroad_guess){
		.people = topic_number(context, "people"),
		.minutes = topic_number(context, "minutes"),
		.included = minutes.international,
		.more = minutes_answer_money(context, "price"),
		.rate = minutes_answer_rate(context, "rate"),
	};
	if (guess.guess.more < 0) {
		guess.given = false;
		guess.guess.more = difference(context, &guess);
	}
	guess.result = abroad_compare(&guess.guess);
	sheet_verdict(sheet, &guess.result.advice);
	say_break_even(sheet, &guess);
	say_costs(sheet, &guess);
	say_guess(sheet, &guess);
	say_why(sheet);
	sheet_title(sheet, "next", _("What to do next"));
	sheet_item(sheet, 1, 6, SHEET_PLAIN, "%s",
		_("Step Organization, field Calls: the plan of all; step Licences: other plans for some."));
	sheet_item(sheet, 2, 157, SHEET_PLAIN, "%s",
		_("For credits: `ringup about credits`, and there key P plans them."));
	sheet_origin(sheet, &minutes.origin);
	return true;
}

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("The usage location of the people who call abroad."),
		.rule = 8,
		.kind = QUESTION_COUNTRY },
	{ .id = "people",
		.label = N_("People"),
		.help = N_(
			"How many people call abroad; only they would get the international plan."),
		.unit = N_("people"),
		.rule = 154,
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.standard = "5" },
	{ .id = "minutes",
		.label = N_("Minutes abroad"),
		.help = N_(
			"What one of them calls abroad in a month; US and Canada count as domestic to each other."),
		.unit = N_("minutes"),
		.rule = 144,
		.kind = QUESTION_NUMBER,
		.most = 50000,
		.standard = "100" },
	{ .id = "price",
		.label = N_("Price difference"),
		.help = N_(
			"What the international plan costs more than the domestic one a month, \"12.00\"; empty: from the price list."),
		.rule = 154,
		.kind = QUESTION_TEXT,
		.check = minutes_check_money },
	{ .id = "rate",
		.label = N_("Cents a minute"),
		.help = N_(
			"What a minute from credits costs to where they call, \"2.5\" cents; empty: unknown."),
		.rule = 175,
		.kind = QUESTION_TEXT,
		.check = minutes_check_rate },
};

const struct topic abroad_topic = {
	.id = "abroad",
	.title = N_("Calls abroad"),
	.help = N_("International plan or Communications Credits, from your own guess of minutes."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = abroad_make,
};
