/* core/rules/timeline.c: when steps that wait for one another begin and end. */
#include "core/rules/timeline.h"

#include "core/rules/workday.h"

/* The later of two instants; unsaid when one of them is. */
static int64_t later(int64_t a, int64_t b)
{
	if (a == TIMELINE_UNSAID || b == TIMELINE_UNSAID)
		return TIMELINE_UNSAID;
	return a > b ? a : b;
}

/* The same time of day on the next US working day; on a working day, the instant itself. */
static int64_t on_us_day(int64_t when)
{
	if (when == TIMELINE_UNSAID)
		return when;
	int64_t day = workday_of(when), next = workday_next(day, WORKDAY_US);
	return next == day ? when : next * WORKDAY_SECONDS;
}

/* Working days keep the time of day: two of them from Friday noon end on Tuesday noon. */
static int64_t plus_workdays(int64_t when, int64_t count)
{
	int64_t day = workday_of(when), time = when - day * WORKDAY_SECONDS;
	int64_t first = workday_next(day, WORKDAY_WEEK);

	if (count == 0)
		return when;
	if (first != day)
		time = 0;
	return workday_add(first, count, WORKDAY_WEEK) * WORKDAY_SECONDS + time;
}

static int64_t plus(const struct timeline_step *step, int64_t when, int64_t span)
{
	if (when == TIMELINE_UNSAID || span == TIMELINE_UNSAID)
		return TIMELINE_UNSAID;
	switch (step->unit) {
	case TIMELINE_SECONDS:
		when += span;
		break;
	case TIMELINE_DAYS:
		when += span * WORKDAY_SECONDS;
		break;
	case TIMELINE_WORKDAYS:
		when = plus_workdays(when, span);
		break;
	}
	return step->us_days ? on_us_day(when) : when;
}

static void wait_for(const struct timeline_step *step, const struct timeline_span *spans, int at,
	struct timeline_span *span)
{
	for (int i = 0; i < at; i++) {
		if (!(step->after >> i & 1))
			continue;
		span->begin_least = later(span->begin_least, spans[i].end_least);
		span->begin_most = later(span->begin_most, spans[i].end_most);
	}
}

static struct timeline_span span_of(
	const struct timeline_step *step, const struct timeline_span *spans, int at, int64_t now)
{
	struct timeline_span span = { now, now, now, now };

	if (step->done)
		return span;
	if (step->begun > 0)
		span.begin_least = span.begin_most = step->begun;
	else
		wait_for(step, spans, at, &span);
	if (step->us_days) {
		span.begin_least = on_us_day(span.begin_least);
		span.begin_most = on_us_day(span.begin_most);
	}
	span.end_least = plus(
		step, span.begin_least, step->least == TIMELINE_UNSAID ? 0 : step->least);
	span.end_most = plus(step, span.begin_most, step->most);
	span.end_least = later(span.end_least, now);
	span.end_most = later(span.end_most, span.end_least);
	return span;
}

void timeline_lay(
	const struct timeline_step *steps, int count, int64_t now, struct timeline_span *spans)
{
	for (int i = 0; i < count && i < TIMELINE_MAX; i++)
		spans[i] = span_of(&steps[i], spans, i, now);
}

struct timeline_span timeline_whole(const struct timeline_span *spans, int count)
{
	struct timeline_span whole = { 0 };

	for (int i = 0; i < count; i++) {
		if (i == 0) {
			whole = spans[0];
			continue;
		}
		if (spans[i].begin_least < whole.begin_least)
			whole.begin_least = spans[i].begin_least;
		if (spans[i].begin_most != TIMELINE_UNSAID &&
			(whole.begin_most == TIMELINE_UNSAID ||
				spans[i].begin_most < whole.begin_most))
			whole.begin_most = spans[i].begin_most;
		whole.end_least = later(whole.end_least, spans[i].end_least);
		whole.end_most = later(whole.end_most, spans[i].end_most);
	}
	return whole;
}
