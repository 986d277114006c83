/* core/sheet/pools.c: who shares minutes with whom, and how many there are. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/rules/pool.h"
#include "core/sheet/minutes.h"

/* ---- the organization's own ---- */

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void pool_id(const struct plan_pool *pool, const char *what, char id[48])
{
	snprintf(id, 48, "%c%c_%s%s", tolower((unsigned char)pool->country[0]),
		tolower((unsigned char)pool->country[1]), pool->plan, what);
}

/* The bar is full when the plan is carried out; until then it shows how far it is. */
static void pool_bar(struct sheet *sheet, const struct plan_pool *pool, bool abroad)
{
	char id[48], before[MINUTES_TEXT], after[MINUTES_TEXT];
	int64_t from = abroad ? pool->before.international : pool->before.domestic;
	int64_t to = abroad ? pool->after.international : pool->after.domestic;
	struct str label = { 0 };
	pool_id(pool, abroad ? "_abroad" : "", id);
	str_addf(&label, abroad ? _("%s %s, abroad") : "%s %s", pool->country,
		_(plan_minutes_name(pool->plan)));
	minutes_number(before, from);
	minutes_number(after, to);
	if (from == to)
		sheet_bar(sheet, id, str_text(&label), from, to, SHEET_OK, _("%s minutes"), after);
	else
		sheet_bar(sheet, id, str_text(&label), from, most(from, to), SHEET_PLAIN,
			_("%s now, %s with the plan"), before, after);
	str_fini(&label);
}

static void pool_people(struct sheet *sheet, const struct plan_pool *pool)
{
	int64_t people = pool->after.licences;
	if (strcmp(pool->plan, "payg") == 0)
		sheet_text(sheet, 118, SHEET_DIM,
			ngettext("%" PRId64 " person in %s pays by the minute and has no pool.",
				"%" PRId64 " people in %s pay by the minute and have no pool.",
				(unsigned long)people),
			people, pool->country);
	else if (!pool->shared)
		sheet_text(sheet, 147, SHEET_WARNING,
			ngettext("%" PRId64 " person in %s has minutes alone: they are not shared.",
				"%" PRId64
				" people in %s have their minutes each alone: they are not shared.",
				(unsigned long)people),
			people, pool->country);
}

static void say_pools(struct sheet *sheet, const struct plan_pool *pools, int count)
{
	int64_t minutes = 0;
	char text[MINUTES_TEXT];
	for (int i = 0; i < count; i++)
		minutes += pools[i].after.domestic;
	sheet_text(sheet, 136, SHEET_OK,
		ngettext(
			"With your plan there is %d pool, with %s minutes a month inside its country.",
			"With your plan there are %d pools, with %s minutes a month inside their countries; nothing moves between them.",
			(unsigned long)count),
		count, minutes_number(text, minutes));
	for (int i = 0; i < count; i++) {
		if (pools[i].after.domestic > 0 || pools[i].before.domestic > 0)
			pool_bar(sheet, &pools[i], false);
		if (pools[i].after.international > 0 || pools[i].before.international > 0)
			pool_bar(sheet, &pools[i], true);
		pool_people(sheet, &pools[i]);
	}
}

/* ---- a reckoning ---- */

/* "5 x 1,200 = 6,000 minutes". */
static void say_product(struct sheet *sheet, const char *id, const char *label, int rule,
	int64_t licences, int64_t each, int64_t minutes)
{
	char many[MINUTES_TEXT], one[MINUTES_TEXT], all[MINUTES_TEXT];
	sheet_count(sheet, id, label, rule, minutes, _("%s x %s = %s minutes"),
		minutes_number(many, licences), minutes_number(one, each),
		minutes_number(all, minutes));
}

static void say_bought(struct sheet *sheet, int64_t bought, int64_t assigned)
{
	if (bought < assigned && bought > 0)
		sheet_text(sheet, 16, SHEET_BAD,
			_("%" PRId64 " licences are bought: %" PRId64 " cannot be assigned."),
			bought, assigned);
	else if (bought > assigned)
		sheet_text(sheet, 137, SHEET_WARNING,
			ngettext("%" PRId64 " licence is bought and not assigned: it adds nothing.",
				"%" PRId64
				" licences are bought and not assigned: they add nothing.",
				(unsigned long)(bought - assigned)),
			bought - assigned);
}

static void say_reckoning(
	const struct topic_context *context, const struct country *country, struct sheet *sheet)
{
	char plan[20];
	struct plan_minutes minutes;
	struct pool pool;
	int64_t people = topic_number(context, "people");
	minutes_plan(context, plan);
	if (!minutes_of(context, country, plan, sheet, &minutes))
		return;
	struct pool_row row = { country->code, plan, people, minutes.domestic,
		minutes.international };
	if (pool_make(&pool, &row, 1) == 0)
		return;
	sheet_row(sheet, "plan", _("Plan"), 136, SHEET_PLAIN, "%s, %s", country->name,
		_(minutes_plan_name(plan)));
	if (minutes.domestic == 0)
		sheet_text(sheet, 118, SHEET_WARNING, "%s",
			_("Pay-As-You-Go brings no minutes: there is no pool."));
	else if (!pool.shared)
		sheet_text(sheet, 147, SHEET_WARNING,
			_("Not pooled: each of the %" PRId64 " people has %d minutes alone."),
			people, minutes.domestic);
	else
		say_product(
			sheet, "inside", _("Inside"), 137, people, minutes.domestic, pool.domestic);
	if (minutes.international > 0)
		say_product(sheet, "abroad", _("Abroad"), 128, people, minutes.international,
			pool.international);
	say_bought(sheet, topic_number(context, "bought"), people);
	sheet_origin(sheet, &minutes.origin);
}

/* ---- the documents' own examples, reckoned here ---- */

static const struct {
	const char *id, *label, *country, *plan;
	int rule;
	int64_t assigned;
} examples[] = {
	{ "bundle", N_("Canada, the bundle: 10 bought, 3 assigned"), "CA", "domestic", 138, 3 },
	{ "small", N_("100 people with the 120-minute plan"), "GB", "domestic_120", 139, 100 },
	{ "france", N_("France, 5 domestic"), "FR", "domestic", 140, 5 },
	{ "france_international", N_("France, 2 international, a pool of its own"), "FR",
		"international", 140, 2 },
};

static void say_examples(const struct topic_context *context, struct sheet *sheet)
{
	static const char *const ids[] = { "assigned", "inside", "abroad" };
	const char *const heads[] = { _("assigned"), _("inside"), _("abroad") };
	sheet_title(sheet, "examples", _("Examples"));
	sheet_columns(sheet, _("Who"), 3, ids, heads);
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		struct plan_minutes minutes = { .domestic = 0 };
		struct pool pool = { .domestic = 0 };
		char assigned[MINUTES_TEXT], inside[MINUTES_TEXT], abroad[MINUTES_TEXT];
		reference_minutes(
			context->ref, examples[i].country, examples[i].plan, &minutes, NULL);
		struct pool_row row = { examples[i].country, examples[i].plan, examples[i].assigned,
			minutes.domestic, minutes.international };
		pool_make(&pool, &row, 1);
		const char *cells[] = { minutes_number(assigned, examples[i].assigned),
			minutes_number(inside, pool.domestic),
			pool.international > 0 ? minutes_number(abroad, pool.international) : "-" };
		sheet_cells(sheet, examples[i].id, _(examples[i].label), examples[i].rule,
			SHEET_PLAIN, 3, cells);
	}
}

/* ---- the rules ---- */

static const struct {
	int rule;
	const char *text;
} rules[] = {
	{ 136, N_("People share who have exactly the same plan in the same country.") },
	{ 137, N_("Only assigned licences bring minutes; bought ones that nobody has add nothing.") },
	{ 142, N_("Minutes of one country never move to another's pool.") },
	{ 143, N_("The United States and Puerto Rico are one pool.") },
	{ 144, N_("Calls between the United States and Canada count as domestic, but the pools of the two stay apart.") },
	{ 147, N_("The plan MCOPSTN8 is the exception: its 120 minutes are each person's own.") },
	{ 148, N_("Teams Phone with Calling Plan counts as the country's domestic plan.") },
	{ 128, N_("The international plan has two counters, and is spent when the first of them is.") },
};

static void say_rules(const struct topic_context *context, struct sheet *sheet)
{
	char full[CLOCK_TEXT];
	sheet_title(sheet, "rules", _("Who shares"));
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		sheet_item(sheet, 0, rules[i].rule, SHEET_PLAIN, "%s", _(rules[i].text));
	sheet_item(sheet, 0, 141, SHEET_PLAIN,
		_("Every call is deducted; the pools are full again on %s, and unused minutes are lost."),
		clock_date(full, pool_reset(context->now)));
	sheet_item(sheet, 0, 149, SHEET_PLAIN,
		_("Usage reports are %" PRId64 " to %" PRId64
		  " hours behind the calls: look at their as-of time."),
		reference_value(context->ref, "report_lag_hours_min"),
		reference_value(context->ref, "report_lag_hours_max"));
}

static bool pools_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct plan_pool pools[PLAN_POOLS];
	struct country country;
	int count = 0;
	if (context->store)
		count = plan_pools(context->store, context->ref, PLAN_POOLS, pools, err);
	if (count < 0)
		return false;
	if (count > 0)
		say_pools(sheet, pools, count);
	else if (context->store)
		sheet_text(sheet, 137, SHEET_WARNING, "%s",
			_("There is no pool yet: nobody has, or is to have, a Calling Plan."));
	if (topic_number(context, "people") > 0) {
		if (context->store)
			sheet_title(sheet, "reckoning", _("A reckoning"));
		if (minutes_country(context, sheet, &country))
			say_reckoning(context, &country, sheet);
	}
	say_rules(context, sheet);
	say_examples(context, sheet);
	sheet_title(sheet, "next", _("What to do next"));
	sheet_item(sheet, 1, 137, SHEET_PLAIN, "%s",
		_("Step Licences: mark who calls; the pools there follow at once."));
	sheet_item(sheet, 2, 151, SHEET_PLAIN, "%s",
		_("When a pool gets short: `ringup about forecast`. What happens then: `ringup about empty`."));
	return true;
}

/* Without a profile the reckoning is all there is, so it has somebody to reckon with. */
static void people_otherwise(const struct topic_context *context, struct str *out)
{
	str_add(out, context->store ? "0" : "10");
}

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("The usage location of the people who are to share."),
		.rule = 8,
		.kind = QUESTION_COUNTRY },
	{ .id = "plan",
		.label = N_("Plan"),
		.help = N_("The plan that all of them have: another plan is another pool."),
		.rule = 136,
		.kind = QUESTION_CHOICE,
		.choices = minutes_plans,
		.choice_count = MINUTES_PLANS,
		.otherwise = minutes_plan_otherwise },
	{ .id = "people",
		.label = N_("Assigned to"),
		.help = N_("How many people have the plan; 0 shows your own pools only."),
		.unit = N_("people"),
		.rule = 137,
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.otherwise = people_otherwise },
	{ .id = "bought",
		.label = N_("Bought"),
		.help = N_("How many licences are bought; 0: as many as are assigned."),
		.unit = N_("licences"),
		.rule = 137,
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.standard = "0" },
};

const struct topic pools_topic = {
	.id = "pools",
	.title = N_("Shared minutes"),
	.help = N_("Which minutes people share, before and after the plan."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = pools_make,
};
