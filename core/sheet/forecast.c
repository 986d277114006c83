/* core/sheet/forecast.c: when minutes, licences and numbers run out, if the firm goes on hiring as
 * it does, as a chart. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/quota.h"
#include "core/rules/forecast.h"
#include "core/rules/pool.h"
#include "core/sheet/minutes.h"
#include "core/tenant/number.h"
#include "core/tenant/subscription.h"

enum { SEATS = 64, SKU_PLANS = 32 };

/* All that the lines are written from. */
struct outlook {
	struct forecast_start start;
	struct forecast forecast;
	int now; /* this month, of clock_month */
};

/* ---- what the profile knows ---- */

static void people_otherwise(const struct topic_context *context, struct str *out)
{
	struct plan_pool pool;
	if (minutes_pool(context, &pool))
		str_addf(out, "%" PRId64, pool.after.licences);
	else
		str_add(out, context->store ? "0" : "10");
}

static bool gives_plan(struct reference *ref, const char *part, const char *plan)
{
	struct service_plan plans[SKU_PLANS];
	int count = reference_sku_plans(ref, part, plans, SKU_PLANS);
	for (int i = 0; i < count && i < SKU_PLANS; i++)
		if (strcmp(plans[i].minutes_plan, plan) == 0)
			return true;
	return false;
}

/* Bought, and neither assigned nor to be. */
static void seats_otherwise(const struct topic_context *context, struct str *out)
{
	struct seat seats[SEATS];
	char plan[20];
	int64_t spare = 0;
	int count = context->store ? seat_list(context->store, SEAT_PHONE, 0, SEATS, seats, NULL)
				   : 0;
	minutes_plan(context, plan);
	for (int i = 0; i < count; i++)
		if (seats[i].have > seats[i].need &&
			gives_plan(context->ref, seats[i].sku_part, plan))
			spare += seats[i].have - seats[i].need;
	str_addf(out, "%" PRId64, spare);
}

static void stock_otherwise(const struct topic_context *context, struct str *out)
{
	struct number_filter filter = { .scope = NUMBER_FREE };
	int64_t count = context->store ? number_count(context->store, &filter, NULL) : 0;
	str_addf(out, "%" PRId64, count > 0 ? count : 0);
}

static void service_otherwise(const struct topic_context *context, struct str *out)
{
	struct plan_quota quota;
	bool known = context->store &&
		     plan_quota_wanted(context->store, "toll", context->now, &quota, NULL);
	str_addf(out, "%" PRId64, known ? quota.quota.used + quota.planned : 0);
}

/* ---- what runs out, first lines ---- */

static const char *month_of(const struct outlook *outlook, int month, char text[CLOCK_TEXT])
{
	return clock_month_text(text, outlook->now + month);
}

static void say_minutes(struct sheet *sheet, const struct outlook *outlook, int at)
{
	const struct forecast_month *month = &outlook->forecast.months[at];
	char when[CLOCK_TEXT], use[MINUTES_TEXT], pool[MINUTES_TEXT];
	minutes_number(use, month->use);
	minutes_number(pool, month->pool);
	sheet_text(sheet, 137, SHEET_BAD,
		_("From %s on the minutes do not last the month: %s are used and %s are there, so the pool is empty on about day %d of 30."),
		month_of(outlook, at, when), use, pool, pool_empty_day(month->pool, month->use));
}

static void say_abroad(struct sheet *sheet, const struct outlook *outlook, int at)
{
	const struct forecast_month *month = &outlook->forecast.months[at];
	char when[CLOCK_TEXT], use[MINUTES_TEXT], pool[MINUTES_TEXT];
	minutes_number(use, month->abroad);
	minutes_number(pool, month->pool_abroad);
	sheet_text(sheet, 128, SHEET_BAD,
		_("From %s on the minutes abroad do not last the month: %s are used and %s are there. With this counter the plan is spent."),
		month_of(outlook, at, when), use, pool);
}

static void say_licences(struct sheet *sheet, const struct outlook *outlook, int at)
{
	char when[CLOCK_TEXT];
	int64_t waiting = outlook->forecast.months[at].waiting;
	sheet_text(sheet, 16, SHEET_BAD,
		ngettext("In %s the licences run out: %" PRId64 " hire finds none.",
			"In %s the licences run out: %" PRId64 " hires find none.",
			(unsigned long)waiting),
		month_of(outlook, at, when), waiting);
}

static void say_numbers(struct sheet *sheet, const struct outlook *outlook, int at)
{
	char when[CLOCK_TEXT];
	const struct forecast_start *start = &outlook->start;
	if (start->stock == 0)
		sheet_text(sheet, 0, SHEET_WARNING,
			_("No number is there for a hire: from %s on each needs one to be got first."),
			month_of(outlook, at, when));
	else
		sheet_text(sheet, 0, SHEET_WARNING,
			ngettext("The %" PRId64 " number that nobody has runs out in %s.",
				"The %" PRId64 " numbers that nobody has run out in %s.",
				(unsigned long)start->stock),
			start->stock, month_of(outlook, at, when));
}

static void say_quota(struct sheet *sheet, const struct outlook *outlook, int at)
{
	char when[CLOCK_TEXT], numbers[MINUTES_TEXT], quota[MINUTES_TEXT];
	minutes_number(numbers, outlook->forecast.months[at].numbers);
	minutes_number(quota, outlook->forecast.months[at].quota);
	sheet_text(sheet, outlook->start.domestic > 0 ? 186 : 190, SHEET_BAD,
		_("In %s the number quota is reached: %s numbers are needed, the licences allow %s."),
		month_of(outlook, at, when), numbers, quota);
}

static void say_service(struct sheet *sheet, const struct outlook *outlook, int at)
{
	char when[CLOCK_TEXT];
	const struct forecast_month *month = &outlook->forecast.months[at];
	sheet_text(sheet, 191, SHEET_BAD,
		_("In %s the service numbers pass their tier: %" PRId64 " of %" PRId64 "."),
		month_of(outlook, at, when), month->service, month->tier);
}

static void (*const sentences[FORECAST_THING_COUNT])(
	struct sheet *, const struct outlook *, int) = {
	[FORECAST_MINUTES] = say_minutes,
	[FORECAST_ABROAD] = say_abroad,
	[FORECAST_LICENCES] = say_licences,
	[FORECAST_NUMBERS] = say_numbers,
	[FORECAST_QUOTA] = say_quota,
	[FORECAST_SERVICE] = say_service,
};

/* What runs out first is said first. */
static void say_answer(struct sheet *sheet, const struct outlook *outlook)
{
	const struct forecast *forecast = &outlook->forecast;
	int months = forecast->count - 1;
	for (int at = 0; at < forecast->count; at++)
		for (int thing = 0; thing < FORECAST_THING_COUNT; thing++)
			if (forecast->first[thing] == at)
				sentences[thing](sheet, outlook, at);
	if (forecast_next(forecast) < 0)
		sheet_text(sheet, 137, SHEET_OK,
			ngettext(
				"Nothing runs out within %d month: the pool and the quota grow with the licences.",
				"Nothing runs out within %d months: the pool and the quota grow with the licences.",
				(unsigned long)months),
			months);
}

static const struct {
	const char *id, *label;
} things[FORECAST_THING_COUNT] = {
	[FORECAST_MINUTES] = { "minutes", N_("Minutes inside") },
	[FORECAST_ABROAD] = { "abroad", N_("Minutes abroad") },
	[FORECAST_LICENCES] = { "licences", N_("Licences") },
	[FORECAST_NUMBERS] = { "numbers", N_("Numbers") },
	[FORECAST_QUOTA] = { "quota", N_("Number quota") },
	[FORECAST_SERVICE] = { "service", N_("Service numbers") },
};

/* The same for programs, and at a glance. */
static void say_months(struct sheet *sheet, const struct outlook *outlook)
{
	sheet_title(sheet, "runs_out", _("What runs out, and when"));
	for (int thing = 0; thing < FORECAST_THING_COUNT; thing++) {
		int at = outlook->forecast.first[thing];
		char when[CLOCK_TEXT];
		if (at >= 0)
			sheet_row(sheet, things[thing].id, _(things[thing].label), 0, SHEET_WARNING,
				"%s", month_of(outlook, at, when));
		else
			sheet_row(sheet, things[thing].id, _(things[thing].label), 0, SHEET_OK,
				"%s", _("not in these months"));
	}
}

static void say_assumption(
	struct sheet *sheet, const struct outlook *outlook, const char *country, const char *plan)
{
	const struct forecast_start *start = &outlook->start;
	sheet_text(sheet, 0, SHEET_DIM,
		_("Reckoned for %s, %s. People now: %" PRId64 "; hires a month: %" PRId64
		  "; minutes of a person and month: %" PRId64 " inside, %" PRId64
		  " abroad; growth a month: %" PRId64 " percent; a number for each."),
		country, _(minutes_plan_name(plan)), start->people, start->hires, start->minutes,
		start->abroad, start->growth);
}

/* ---- the charts ---- */

static enum sheet_tone tone_of(int64_t use, int64_t of)
{
	if (use > of)
		return SHEET_BAD;
	return use * 10 > of * 9 ? SHEET_WARNING : SHEET_OK;
}

static void chart_pool(struct sheet *sheet, const struct outlook *outlook, bool abroad)
{
	for (int i = 0; i < outlook->forecast.count; i++) {
		const struct forecast_month *month = &outlook->forecast.months[i];
		int64_t use = abroad ? month->abroad : month->use;
		int64_t pool = abroad ? month->pool_abroad : month->pool;
		char when[CLOCK_TEXT], used[MINUTES_TEXT], all[MINUTES_TEXT];
		sheet_bar(sheet, month_of(outlook, i, when), when, use, pool, tone_of(use, pool),
			_("%s of %s"), minutes_number(used, use), minutes_number(all, pool));
	}
}

static void chart_numbers(struct sheet *sheet, const struct outlook *outlook)
{
	for (int i = 0; i < outlook->forecast.count; i++) {
		const struct forecast_month *month = &outlook->forecast.months[i];
		char when[CLOCK_TEXT];
		month_of(outlook, i, when);
		if (month->get > 0)
			sheet_bar(sheet, when, when, month->left, outlook->start.stock,
				month->left > 0 ? SHEET_WARNING : SHEET_BAD,
				_("%" PRId64 " left, %" PRId64 " to get"), month->left, month->get);
		else
			sheet_bar(sheet, when, when, month->left, outlook->start.stock, SHEET_OK,
				_("%" PRId64 " left"), month->left);
	}
}

static void say_quotas(struct sheet *sheet, const struct outlook *outlook)
{
	const struct forecast_month *last = &outlook->forecast.months[outlook->forecast.count - 1];
	char when[CLOCK_TEXT], label[96];
	snprintf(label, sizeof label, _("Numbers in %s"),
		month_of(outlook, outlook->forecast.count - 1, when));
	sheet_bar(sheet, "quota", label, last->numbers, last->quota,
		tone_of(last->numbers, last->quota), _("%" PRId64 " of %" PRId64 " allowed"),
		last->numbers, last->quota);
	if (last->service > 0)
		sheet_bar(sheet, "service", _("Service numbers"), last->service, last->tier,
			tone_of(last->service, last->tier),
			_("%" PRId64 " of %" PRId64 " allowed, of each kind"), last->service,
			last->tier);
	sheet_text(sheet, 186, SHEET_DIM, "%s",
		_("The quota of people's numbers grows with each licence by 1.1, so hires alone do not reach it; numbers kept ready can."));
}

static void say_charts(struct sheet *sheet, const struct outlook *outlook)
{
	const struct forecast_start *start = &outlook->start;
	if (start->domestic > 0 && start->minutes > 0) {
		sheet_title(sheet, "minutes", _("Minutes inside the country, of the pool"));
		chart_pool(sheet, outlook, false);
	}
	if (start->international > 0 && start->abroad > 0) {
		sheet_title(sheet, "abroad", _("Minutes abroad, of the pool"));
		chart_pool(sheet, outlook, true);
	}
	if (start->stock > 0) {
		sheet_title(sheet, "numbers", _("Numbers that nobody has yet"));
		chart_numbers(sheet, outlook);
	}
	sheet_title(sheet, "quotas", _("Quotas"));
	say_quotas(sheet, outlook);
}

/* ---- what follows ---- */

static void say_charged(struct sheet *sheet, const struct outlook *outlook)
{
	const struct forecast_month *now = &outlook->forecast.months[0];
	char minutes[MINUTES_TEXT];
	if (outlook->start.domestic == 0 && now->use + now->abroad > 0)
		sheet_text(sheet, 118, SHEET_WARNING,
			_("Pay-As-You-Go has no pool: all %s minutes of this month are charged."),
			minutes_number(minutes, now->use + now->abroad));
	else if (outlook->start.international == 0 && now->abroad > 0)
		sheet_text(sheet, 152, SHEET_WARNING,
			_("The plan is domestic: the %s minutes abroad are charged to the credits. Compare: `ringup about abroad`."),
			minutes_number(minutes, now->abroad));
}

static const struct {
	int rule;
	const char *text;
} remedies[FORECAST_THING_COUNT] = {
	[FORECAST_MINUTES] = { 150,
		N_("Minutes: fund credits (`ringup about credits`), or give a plan with more minutes.") },
	[FORECAST_ABROAD] = { 166,
		N_("Minutes abroad: fund credits for what goes beyond the plan.") },
	[FORECAST_LICENCES] = { 16,
		N_("Licences: step Licences, buy what is missing before the hires come.") },
	[FORECAST_NUMBERS] = { 0, N_("Numbers: step Numbers, search and acquire more in time.") },
	[FORECAST_QUOTA] = { 214,
		N_("Quota: keep fewer numbers ready, let unused ones go, or ask Microsoft's support.") },
	[FORECAST_SERVICE] = { 191,
		N_("Service numbers: let unused ones go, or buy licences of the next tier.") },
};

static void say_next(struct sheet *sheet, const struct outlook *outlook)
{
	int number = 0;
	if (forecast_next(&outlook->forecast) < 0)
		return;
	sheet_title(sheet, "next", _("What to do next"));
	for (int thing = 0; thing < FORECAST_THING_COUNT; thing++)
		if (outlook->forecast.first[thing] >= 0)
			sheet_item(sheet, ++number, remedies[thing].rule, SHEET_PLAIN, "%s",
				_(remedies[thing].text));
}

static bool forecast_sheet(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct country country;
	struct plan_minutes minutes;
	struct outlook outlook = { .now = clock_month(context->now) };
	char plan[20];
	(void)err;
	minutes_plan(context, plan);
	if (!minutes_country(context, sheet, &country) ||
		!minutes_of(context, &country, plan, sheet, &minutes))
		return true;
	outlook.start = (struct forecast_start){
		.people = topic_number(context, "people"),
		.hires = topic_number(context, "hires"),
		.minutes = topic_number(context, "minutes"),
		.abroad = topic_number(context, "abroad"),
		.growth = topic_number(context, "growth"),
		.domestic = minutes.domestic,
		.international = minutes.international,
		.buy = topic_yes(context, "buy"),
		.seats = topic_number(context, "seats"),
		.stock = topic_number(context, "stock"),
		.keep = topic_number(context, "keep"),
		.service = topic_number(context, "service"),
		.service_more = topic_number(context, "service_more"),
	};
	forecast_make(&outlook.start, (int)topic_number(context, "months"), &outlook.forecast);
	say_answer(sheet, &outlook);
	say_charged(sheet, &outlook);
	say_assumption(sheet, &outlook, country.name, plan);
	say_months(sheet, &outlook);
	say_charts(sheet, &outlook);
	say_next(sheet, &outlook);
	sheet_origin(sheet, &minutes.origin);
	return true;
}

#define FIGURE(word, text, sentence, what, number, top, first)                               \
	.id = (word), .label = (text), .help = (sentence), .unit = (what), .rule = (number), \
	.kind = QUESTION_NUMBER, .most = (top), .standard = (first)

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("The usage location of the people: each country has a pool of its own."),
		.rule = 136,
		.kind = QUESTION_COUNTRY },
	{ .id = "plan",
		.label = N_("Plan"),
		.help = N_("The plan that they have and that hires get."),
		.rule = 136,
		.kind = QUESTION_CHOICE,
		.choices = minutes_plans,
		.choice_count = MINUTES_PLANS,
		.otherwise = minutes_plan_otherwise },
	{ .id = "people",
		.label = N_("People now"),
		.help = N_("How many people have the plan, or are to have it."),
		.unit = N_("people"),
		.rule = 137,
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.otherwise = people_otherwise },
	{ FIGURE("hires", N_("Hires a month"),
		N_("How many people come each month, from the next on."), N_("people"), 0, 100000,
		"1") },
	{ FIGURE("minutes", N_("Minutes inside"),
		N_("What one person calls inside the country in a month."), N_("minutes"), 141,
		50000, "300") },
	{ FIGURE("abroad", N_("Minutes abroad"),
		N_("What one person calls abroad in a month; US and Canada are no foreign countries to each other."),
		N_("minutes"), 144, 50000, "0") },
	{ FIGURE("growth", N_("Growth of use"),
		N_("By how much a person calls more each month than the month before."),
		N_("percent"), 0, 100, "0") },
	{ FIGURE("months", N_("Months ahead"), N_("How far to look, at most 36."), N_("months"), 0,
		FORECAST_MONTHS, "12") },
	{ .id = "buy",
		.label = N_("Buy licences"),
		.help = N_(
			"Is a licence bought for each hire? If not, hires take those that are bought already."),
		.rule = 137,
		.kind = QUESTION_YES,
		.standard = "yes" },
	{ .id = "seats",
		.label = N_("Spare licences"),
		.help = N_(
			"Licences of the plan that are bought and that nobody has or is to get."),
		.unit = N_("licences"),
		.rule = 137,
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.otherwise = seats_otherwise },
	{ .id = "stock",
		.label = N_("Spare numbers"),
		.help = N_("Numbers that are there and that nobody has or is to get."),
		.unit = N_("numbers"),
		.kind = QUESTION_NUMBER,
		.most = 1000000,
		.otherwise = stock_otherwise },
	{ FIGURE("keep", N_("Keep ready"),
		N_("Numbers that are to stand ready every month beyond those of the people."),
		N_("numbers"), 186, 1000000, "0") },
	{ .id = "service",
		.label = N_("Service numbers"),
		.help = N_(
			"Toll service numbers that are there; toll-free ones are counted apart."),
		.unit = N_("numbers"),
		.rule = 191,
		.kind = QUESTION_NUMBER,
		.most = 100000,
		.otherwise = service_otherwise },
	{ FIGURE("service_more", N_("More each month"),
		N_("Service numbers of this kind that are added each month."), N_("numbers"), 191,
		10000, "0") },
};

const struct topic forecast_topic = {
	.id = "forecast",
	.title = N_("Forecast"),
	.help = N_("When minutes and numbers run out as the company grows."),
	.step = PLAN_NUMBERS,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = forecast_sheet,
};
