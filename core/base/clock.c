/* The time, which a test can set, and its written forms. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/tr.h"

int64_t clock_now(void)
{
	const char *fixed = getenv("RINGUP_NOW");
	if (fixed && fixed[0]) {
		char *end;
		long long when = strtoll(fixed, &end, 10);
		if (*end == '\0')
			return when;
	}
	return (int64_t)time(NULL);
}

int64_t clock_ticks(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *clock_format(char *text, int64_t when, const char *format,
	struct tm *(*split)(const time_t *, struct tm *))
{
	time_t seconds = (time_t)when;
	struct tm parts;
	text[0] = '\0';
	if (when != 0 && split(&seconds, &parts) && !strftime(text, CLOCK_TEXT, format, &parts))
		text[0] = '\0';
	return text;
}

const char *clock_iso(char *text, int64_t when)
{
	return clock_format(text, when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r);
}

const char *clock_date(char *text, int64_t when)
{
	return clock_format(text, when, "%Y-%m-%d", gmtime_r);
}

const char *clock_hm(char *text, int64_t when)
{
	return clock_format(text, when, "%H:%M", localtime_r);
}

int clock_month(int64_t when)
{
	time_t seconds = (time_t)when;
	struct tm parts = { .tm_year = 70 };
	gmtime_r(&seconds, &parts);
	return (parts.tm_year + 1900) * 12 + parts.tm_mon;
}

int64_t clock_month_start(int month)
{
	struct tm parts = { .tm_year = month / 12 - 1900, .tm_mon = month % 12, .tm_mday = 1 };
	return (int64_t)timegm(&parts);
}

const char *clock_month_text(char *text, int month)
{
	snprintf(text, CLOCK_TEXT, "%04d-%02d", month / 12, month % 12 + 1);
	return text;
}

const char *clock_countdown(char *text, int64_t seconds)
{
	if (seconds < 0)
		seconds = 0;
	if (seconds >= 3600)
		snprintf(text, CLOCK_TEXT, "%lld:%02lld:%02lld", (long long)(seconds / 3600),
			(long long)(seconds / 60 % 60), (long long)(seconds % 60));
	else
		snprintf(text, CLOCK_TEXT, "%lld:%02lld", (long long)(seconds / 60),
			(long long)(seconds % 60));
	return text;
}

const char *clock_age(char *text, int64_t seconds)
{
	if (seconds < 60)
		snprintf(text, CLOCK_TEXT, _("%lld s"), (long long)(seconds < 0 ? 0 : seconds));
	else if (seconds < 3600)
		snprintf(text, CLOCK_TEXT, _("%lld min"), (long long)(seconds / 60));
	else if (seconds < 48 * 3600)
		snprintf(text, CLOCK_TEXT, _("%lld h"), (long long)(seconds / 3600));
	else
		snprintf(text, CLOCK_TEXT, _("%lld days"), (long long)(seconds / 86400));
	return text;
}

int64_t clock_parse(const char *text)
{
	struct tm parts = { .tm_mday = 1 };
	int used = 0;
	int fields = sscanf(text, "%4d-%2d%n-%2d%nT%2d:%2d:%2dZ%n", &parts.tm_year, &parts.tm_mon,
		&used, &parts.tm_mday, &used, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &used);
	if ((fields != 2 && fields != 3 && fields != 6) || text[used] != '\0')
		return -1;
	if (parts.tm_year < 1970)
		return -1;
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	/* timegm makes March of February's 30th: what it changed was no date. */
	struct tm given = parts;
	int64_t when = (int64_t)timegm(&parts);
	bool same = parts.tm_mon == given.tm_mon && parts.tm_mday == given.tm_mday &&
		    parts.tm_hour == given.tm_hour && parts.tm_min == given.tm_min &&
		    parts.tm_sec == given.tm_sec;
	return same ? when : -1;
}
