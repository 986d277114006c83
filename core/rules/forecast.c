/* core/rules/forecast.c: when minutes, licences and numbers run out. */
#include "core/rules/forecast.h"

#include "core/rules/quota.h"

/* More than any tenant has: what is multiplied stays inside int64_t. */
#define FIGURE_MAX INT64_C(10000000)

static int64_t sane(int64_t figure)
{
	if (figure < 0)
		return 0;
	return figure > FIGURE_MAX ? FIGURE_MAX : figure;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t above(int64_t a, int64_t b)
{
	return a > b ? a - b : 0;
}

static struct forecast_start sane_start(const struct forecast_start *start)
{
	return (struct forecast_start){
		.people = sane(start->people),
		.hires = sane(start->hires),
		.minutes = sane(start->minutes),
		.abroad = sane(start->abroad),
		.growth = least(sane(start->growth), 100),
		.domestic = sane(start->domestic),
		.international = sane(start->international),
		.buy = start->buy,
		.seats = sane(start->seats),
		.stock = sane(start->stock),
		.keep = sane(start->keep),
		.service = sane(start->service),
		.service_more = sane(start->service_more),
	};
}

/* Minutes of one person, in thousandths so that small growth is not rounded away. */
static int64_t grow(int64_t thousandths, int64_t percent)
{
	return least(thousandths + thousandths * percent / 100, FIGURE_MAX * 1000);
}

static struct forecast_month month_of(
	const struct forecast_start *start, int month, int64_t minutes, int64_t abroad)
{
	int64_t hired = start->hires * month;
	int64_t licensed = start->buy ? hired : least(hired, start->seats);
	struct forecast_month out = {
		.people = start->people + licensed,
		.waiting = hired - licensed,
		.left = above(start->stock, licensed),
		.service = start->service + start->service_more * month,
	};

	out.use = out.people * minutes / 1000;
	out.pool = out.people * start->domestic;
	out.abroad = out.people * abroad / 1000;
	out.pool_abroad = out.people * start->international;
	out.get = above(licensed + start->keep, start->stock);
	out.numbers = start->people + start->stock + out.get;
	out.quota = start->domestic > 0 ? quota_user(out.people, 0, 0)
					: quota_user(0, 0, out.people);
	out.tier = quota_service(out.people);
	return out;
}

/* Without minutes there is no pool to run out: Pay-As-You-Go is charged from the first minute. */
static void note(
	const struct forecast_start *start, const struct forecast_month *month, int at, int *first)
{
	const bool out[FORECAST_THING_COUNT] = {
		[FORECAST_MINUTES] = start->domestic > 0 && month->use > month->pool,
		[FORECAST_ABROAD] = start->international > 0 && month->abroad > month->pool_abroad,
		[FORECAST_LICENCES] = month->waiting > 0,
		[FORECAST_NUMBERS] = start->hires * at - month->waiting > start->stock,
		[FORECAST_QUOTA] = month->numbers > month->quota,
		[FORECAST_SERVICE] = month->service > month->tier,
	};

	for (int thing = 0; thing < FORECAST_THING_COUNT; thing++) {
		if (out[thing] && first[thing] < 0)
			first[thing] = at;
	}
}

void forecast_make(const struct forecast_start *start, int months, struct forecast *out)
{
	struct forecast_start own = sane_start(start);
	int64_t minutes = own.minutes * 1000, abroad = own.abroad * 1000;

	out->count = 1 + (months < 0 ? 0 : (int)least(months, FORECAST_MONTHS));
	for (int thing = 0; thing < FORECAST_THING_COUNT; thing++)
		out->first[thing] = -1;
	for (int i = 0; i < out->count; i++) {
		out->months[i] = month_of(&own, i, minutes, abroad);
		note(&own, &out->months[i], i, out->first);
		minutes = grow(minutes, own.growth);
		abroad = grow(abroad, own.growth);
	}
}

int forecast_next(const struct forecast *forecast)
{
	int next = -1;

	for (int thing = 0; thing < FORECAST_THING_COUNT; thing++) {
		if (forecast->first[thing] >= 0 &&
			(next < 0 || forecast->first[thing] < forecast->first[next]))
			next = thing;
	}
	return next;
}
