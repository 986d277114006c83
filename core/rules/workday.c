/* core/rules/workday.c: which days people work. The rule says "US working days" and names
 * no holidays: the federal ones are public knowledge (5 U.S.C. 6103), with the Friday before one on
 * a Saturday and the Monday after one on a Sunday. */
#include "core/rules/workday.h"

enum { SUNDAY, MONDAY, THURSDAY = 4, FRIDAY, SATURDAY };

int64_t workday_of(int64_t when)
{
	int64_t day = when / WORKDAY_SECONDS;

	return when % WORKDAY_SECONDS < 0 ? day - 1 : day;
}

int workday_weekday(int64_t day)
{
	int64_t weekday = (day + THURSDAY) % 7; /* 1970-01-01 was a Thursday */

	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

/* Years begin in March here, so that the leap day ends one; eras of 400 years are all alike. */
int64_t workday_from(int year, int month, int mday)
{
	int64_t shifted = month <= 2 ? year - 1 : year;
	int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int64_t in_era = shifted - era * 400;
	int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

void workday_date(int64_t day, int *year, int *month, int *mday)
{
	int64_t shifted = day + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t in_era = shifted - era * 146097;
	int64_t years = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * years + years / 4 - years / 100);
	int64_t from_march = (5 * in_year + 2) / 153;

	*mday = (int)(in_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(years + era * 400 + (*month <= 2));
}

/* Holidays on a date, and on the nth (-1: last) weekday of a month. */
static const struct {
	int month, mday;
} fixed[] = { { 1, 1 }, { 6, 19 }, { 7, 4 }, { 11, 11 }, { 12, 25 } };

static const struct {
	int month, nth, weekday;
} floating[] = {
	{ 1, 3, MONDAY },    /* Martin Luther King */
	{ 2, 3, MONDAY },    /* Washington's Birthday */
	{ 5, -1, MONDAY },   /* Memorial Day */
	{ 9, 1, MONDAY },    /* Labor Day */
	{ 10, 2, MONDAY },   /* Columbus Day */
	{ 11, 4, THURSDAY }, /* Thanksgiving */
};

static bool is_fixed(int64_t day)
{
	int year, month, mday;

	workday_date(day, &year, &month, &mday);
	for (unsigned i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		if (fixed[i].month == month && fixed[i].mday == mday)
			return true;
	return false;
}

static bool is_floating(int64_t day)
{
	int year, month, mday, later, unused;

	workday_date(day, &year, &month, &mday);
	workday_date(day + 7, &unused, &later, &unused);
	for (unsigned i = 0; i < sizeof floating / sizeof floating[0]; i++) {
		int nth = (mday + 6) / 7;

		if (floating[i].month == month && floating[i].weekday == workday_weekday(day) &&
			(floating[i].nth == nth || (floating[i].nth < 0 && later != month)))
			return true;
	}
	return false;
}

static bool is_us_holiday(int64_t day)
{
	int weekday = workday_weekday(day);

	return is_fixed(day) || is_floating(day) || (weekday == FRIDAY && is_fixed(day + 1)) ||
	       (weekday == MONDAY && is_fixed(day - 1));
}

bool workday_is(int64_t day, enum workday_calendar calendar)
{
	int weekday = workday_weekday(day);

	if (weekday == SUNDAY || weekday == SATURDAY)
		return false;
	return calendar != WORKDAY_US || !is_us_holiday(day);
}

int64_t workday_next(int64_t day, enum workday_calendar calendar)
{
	while (!workday_is(day, calendar))
		day++;
	return day;
}

int64_t workday_add(int64_t day, int64_t count, enum workday_calendar calendar)
{
	day = workday_next(day, calendar);
	for (int64_t i = 0; i < count; i++)
		day = workday_next(day + 1, calendar);
	return day;
}
