/* core/sheet/cost.c: what the plan costs a month, and what else it could cost. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/plan/licensing.h"
#include "core/sheet/answer.h"
#include "core/sheet/minutes.h"
#include "core/sheet/price.h"
#include "core/sheet/topic.h"
#include "core/tenant/holding.h"
#include "core/tenant/subscription.h"

enum { SEATS_MAX = 60 };

static const struct question_choice callings[] = {
	{ "domestic", N_("In the country") },
	{ "international", N_("Abroad as well") },
	{ "payg", N_("Paid by the minute") },
};

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the people are whose ways are compared."),
		.rule = 8,
		.kind = QUESTION_COUNTRY,
		.otherwise = answer_country },
	{ .id = "calling",
		.label = N_("They call"),
		.help = N_("Where these people call."),
		.rule = 115,
		.kind = QUESTION_CHOICE,
		CHOICES(callings),
		.otherwise = minutes_plan_otherwise },
	{ .id = "people",
		.label = N_("People"),
		.help = N_("For how many the ways are compared."),
		.rule = 1,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = 10000000,
		.otherwise = answer_callers },
};

/* ---- ways ---- */

struct comparison {
	struct price_list prices;
	struct eligibility_organization organization;
	struct eligibility_person person;
	char country[3];
	int64_t people;
};

static bool comparison_make(
	const struct topic_context *context, struct comparison *comparison, struct error *err)
{
	struct organization organization;
	if (!answer_organization(context, &organization, err))
		return false;
	topic_country(context, comparison->country);
	/* Without an answer people are taken to have a business plan with Teams. */
	comparison->person = answer_person(context,
		organization.plan[0] ? organization.plan : "O365_BUSINESS_PREMIUM",
		comparison->country);
	comparison->person.calling = (enum eligibility_calling)answer_choice(
		context, "calling", eligibility_calling_of);
	comparison->organization = licensing_terms(
		context->ref, context->store ? &organization : NULL, comparison->country);
	comparison->people = topic_number(context, "people");
	price_open(
		&comparison->prices, context, comparison->country, comparison->organization.kind);
	return true;
}

static void write_way(
	struct comparison *comparison, const struct eligibility_way *way, struct sheet *sheet)
{
	static const int rules[WAY_COUNT] = { 79, 76, 2 };
	char each[PRICE_TEXT], all[PRICE_TEXT];
	struct str label = { 0 };
	struct price_sum sum = price_roles(&comparison->prices, way->roles, way->role_count);
	price_sum_text(&comparison->prices, &sum, 1, each);
	price_sum_text(&comparison->prices, &sum, comparison->people, all);
	price_roles_text(&comparison->prices, way->roles, way->role_count, &label);
	const char *const cells[] = { each, all, way->chosen ? _("chosen") : "" };
	sheet_cells(sheet, "way", str_text(&label), rules[way->kind],
		way->chosen ? SHEET_OK : SHEET_PLAIN, 3, cells);
	str_fini(&label);
}

/* Whoever has a carrier of their own needs no plan of Microsoft. */
static bool plans_sold(const struct comparison *comparison)
{
	return comparison->organization.calling_plans == PLANS_FROM_MICROSOFT ||
	       comparison->organization.carrier == CARRIER_OWN;
}

static void write_ways(struct comparison *comparison, struct sheet *sheet)
{
	static const char *const ids[] = { "each", "all", "chosen" };
	const char *const heads[] = { _("A person"), _("For all"), "" };
	struct eligibility_way ways[WAY_COUNT];
	int count = eligibility_ways(ways, &comparison->organization, &comparison->person);
	if (!plans_sold(comparison))
		return;
	sheet_title(sheet, "ways", _("Ways compared, a month"));
	if (count > 0)
		sheet_columns(sheet, _("Way"), 3, ids, heads);
	else
		sheet_text(sheet, 77, SHEET_OK, "%s",
			_("The plan that people have needs nothing more to call in this way."));
	for (int i = 0; i < count; i++)
		write_way(comparison, &ways[i], sheet);
	sheet_text(sheet, 2, SHEET_DIM, "%s",
		_("Add-ons are often dearer together than the suite that contains them. The suite replaces the present plan: take its price off."));
}

/* Without a profile: one caller's way in the country is the answer. */
static void write_one(struct comparison *comparison, struct sheet *sheet)
{
	struct eligibility_way ways[WAY_COUNT];
	char money[PRICE_TEXT];
	struct str label = { 0 };
	int count = eligibility_ways(ways, &comparison->organization, &comparison->person);
	if (count == 0 || !plans_sold(comparison)) {
		struct eligibility found = eligibility_of(
			&comparison->organization, &comparison->person);
		struct verdict verdict = eligibility_verdict(&found);
		if (plans_sold(comparison))
			sheet_row(sheet, "monthly", _("A month"), 77, SHEET_OK, "%s",
				_("nothing more: the plan that people have holds it"));
		else
			sheet_row(sheet, "monthly", _("A month"), 129, SHEET_WARNING,
				_("unknown in %s: Microsoft sells no Calling Plan there"),
				comparison->country);
		sheet_verdict(sheet, &verdict);
		return;
	}
	int best = 0;
	struct price_sum sum = price_roles(&comparison->prices, ways[0].roles, ways[0].role_count);
	for (int i = 1; i < count && sum.unknown > 0; i++) {
		struct price_sum other = price_roles(
			&comparison->prices, ways[i].roles, ways[i].role_count);
		if (ways[i].kind != WAY_SUITE && other.known > sum.known) {
			sum = other;
			best = i;
		}
	}
	price_sum_text(&comparison->prices, &sum, comparison->people, money);
	price_roles_text(&comparison->prices, ways[best].roles, ways[best].role_count, &label);
	sheet_row(sheet, "monthly", _("A month"), 1, sum.unknown > 0 ? SHEET_WARNING : SHEET_PLAIN,
		ngettext("%s for %" PRId64 " person who calls",
			"%s for %" PRId64 " people who call", (unsigned long)comparison->people),
		money, comparison->people);
	sheet_row(sheet, "product", _("For"), 0, SHEET_PLAIN, _("%s, on top of a plan with Teams"),
		str_text(&label));
	str_fini(&label);
}

/* ---- the plan ---- */

static void write_age(const struct plan_cost *cost, struct sheet *sheet)
{
	if (strcmp(cost->source, "demo") == 0)
		sheet_row(sheet, "prices", _("Prices"), 0, SHEET_DIM, "%s",
			_("of the demo tenant, made up for practice"));
	else if (strcmp(cost->source, "admin") == 0)
		sheet_row(sheet, "prices", _("Prices"), 0, SHEET_DIM,
			_("your own, the oldest of %s"), cost->as_of);
	else if (cost->as_of[0])
		sheet_row(sheet, "prices", _("Prices"), 0, SHEET_WARNING,
			_("from a list, the oldest of %s: check before you buy"), cost->as_of);
	else if (cost->monthly_cents > 0)
		sheet_row(sheet, "prices", _("Prices"), 0, SHEET_DIM, "%s", _("today's offer"));
}

/* The first lines: what it costs a month, and how sure that is. */
static bool write_plan(const struct topic_context *context, struct comparison *comparison,
	struct sheet *sheet, struct error *err)
{
	struct plan_cost cost;
	struct holding_counts counts;
	char money[64];
	if (!plan_cost(context->store, &cost, err) || !holding_count(context->store, &counts, err))
		return false;
	if (counts.callers == 0 && cost.monthly_cents == 0) {
		write_one(comparison, sheet);
		sheet_text(sheet, 368, SHEET_WARNING, "%s",
			_("Nobody is marked to call yet, so nothing is planned: this is what calling would cost."));
		return true;
	}
	plan_money_text(cost.monthly_cents, cost.currency, money, sizeof money);
	sheet_count(sheet, "monthly_cents", _("A month"), 1, cost.monthly_cents,
		cost.unknown > 0 ? _("%s, and what has no known price") : "%s", money);
	sheet_row(sheet, "currency", _("Currency"), 0, SHEET_PLAIN, "%s", cost.currency);
	write_age(&cost, sheet);
	if (cost.unknown > 0)
		sheet_count(sheet, "unknown", _("Price not known"), 0, cost.unknown,
			ngettext("%" PRId64 " licence, counted as unknown and not as 0",
				"%" PRId64 " licences, counted as unknown and not as 0",
				(unsigned long)cost.unknown),
			cost.unknown);
	if (counts.callers > 0 && cost.unknown == 0) {
		plan_money_text(
			cost.monthly_cents / counts.callers, cost.currency, money, sizeof money);
		sheet_row(sheet, "caller", _("A caller"), 368, SHEET_PLAIN,
			ngettext("%s, for %" PRId64 " person who calls outside",
				"%s on average, for %" PRId64 " people who call outside",
				(unsigned long)counts.callers),
			money, counts.callers);
	}
	if (cost.seats_to_buy > 0) {
		plan_money_text(cost.added_cents, cost.currency, money, sizeof money);
		sheet_row(sheet, "added", _("Of it, new"), 0, SHEET_PLAIN,
			ngettext("%s for %" PRId64 " licence that the plan buys",
				"%s for %" PRId64 " licences that the plan buys",
				(unsigned long)cost.seats_to_buy),
			money, cost.seats_to_buy);
	}
	if (cost.yearly_commitment > 0)
		sheet_count(sheet, "commitment", _("For a year"), 53, cost.yearly_commitment,
			ngettext("%" PRId64 " licence cannot be given back before the year ends",
				"%" PRId64 " licences cannot be given back before the year ends",
				(unsigned long)cost.yearly_commitment),
			cost.yearly_commitment);
	return true;
}

static void write_seat(const struct seat *seat, const char *currency, struct sheet *sheet)
{
	char each[PRICE_TEXT], month[PRICE_TEXT], count[32], need[32];
	int64_t paid = seat->have + seat->missing;
	snprintf(count, sizeof count, "%" PRId64, paid);
	snprintf(need, sizeof need, "%" PRId64, seat->missing);
	minutes_money(each, seat->cents, currency);
	minutes_money(month, seat->cents < 0 ? -1 : seat->cents * paid, currency);
	const char *const cells[] = { seat->sku_part, each, count, need, month };
	sheet_cells(sheet, "product", seat->name, 0, seat->cents < 0 ? SHEET_WARNING : SHEET_PLAIN,
		5, cells);
}

static bool write_products(const struct topic_context *context, const char *currency,
	struct sheet *sheet, struct error *err)
{
	static const char *const ids[] = { "part", "each", "seats", "to_buy", "month" };
	const char *const heads[] = { _("Part number"), _("Each"), _("Seats"), _("To buy"),
		_("A month") };
	struct seat *seats = xcalloc(SEATS_MAX, sizeof *seats);
	int count = seat_list(context->store, SEAT_PHONE, 0, SEATS_MAX, seats, err);
	if (count > 0) {
		sheet_title(sheet, "products", _("By product"));
		sheet_columns(sheet, _("Product"), 5, ids, heads);
	}
	for (int i = 0; i < count; i++)
		write_seat(&seats[i], currency, sheet);
	for (int i = 0; i < count; i++)
		if (seats[i].doubt[0])
			sheet_text(sheet, 0, SHEET_WARNING, _("%s, in doubt: %s"), seats[i].name,
				seats[i].doubt);
	free(seats);
	return count >= 0;
}

/* ---- what is not paid by the month ---- */

static void write_once(const struct topic_context *context, struct sheet *sheet)
{
	char least[PRICE_TEXT];
	plan_money_text(
		reference_value(context->ref, "credits_minimum_cents"), "USD", least, sizeof least);
	sheet_title(sheet, "once", _("Not by the month"));
	sheet_row(sheet, "credits", _("Credits"), 163, SHEET_PLAIN,
		_("%s at least, paid before; only for what a plan does not hold: `ringup about credits`"),
		least);
	sheet_row(sheet, "numbers", _("People's numbers"), 0, SHEET_PLAIN, "%s",
		_("no price of their own in the documents: they come with the plans"));
	sheet_row(sheet, "accounts", _("Attendants, queues"), 112, SHEET_PLAIN, "%s",
		_("their resource account licences are free up to a number"));
}

static bool cost_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct comparison comparison = { .people = 0 };
	if (!comparison_make(context, &comparison, err))
		return false;
	if (!context->store)
		write_one(&comparison, sheet);
	else if (!write_plan(context, &comparison, sheet, err) ||
		 !write_products(context, comparison.prices.own, sheet, err))
		return false;
	write_ways(&comparison, sheet);
	price_write_origin(&comparison.prices, sheet);
	write_once(context, sheet);
	sheet_title(sheet, "next", _("What to do next"));
	sheet_text(sheet, 2, SHEET_PLAIN, "%s",
		_("Step Licences shows the cart below the list; c changes the way of calling. `ringup about callers` says who needs a licence: nobody else costs anything."));
	return true;
}

const struct topic cost_topic = {
	.id = "cost",
	.title = N_("What it costs a month"),
	.asks = N_("What does it cost me per month?"),
	.help = N_("What the plan costs a month, and what else it could cost."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = (int)(sizeof questions / sizeof questions[0]),
	.make = cost_make,
};
