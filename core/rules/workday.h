/* core/rules/workday.h: which days people work, for waits that are counted in working days (R-268,
 * Days are counted from 1970-01-01, UTC. */
#ifndef CORE_RULES_WORKDAY_H
#define CORE_RULES_WORKDAY_H

#include <stdbool.h>
#include <stdint.h>

#define WORKDAY_SECONDS INT64_C(86400)

enum workday_calendar {
	WORKDAY_WEEK, /* Monday to Friday */
	WORKDAY_US    /* and no federal holiday of the United States */
};

/* The day in which an instant (UTC seconds) lies. */
int64_t workday_of(int64_t when);

bool workday_is(int64_t day, enum workday_calendar calendar);

/* The first working day that is not before `day`; the one `count` working days after it (0: the
 * same as workday_next). */
int64_t workday_next(int64_t day, enum workday_calendar calendar);
int64_t workday_add(int64_t day, int64_t count, enum workday_calendar calendar);

/* The civil date of a day, and back. */
void workday_date(int64_t day, int *year, int *month, int *mday);
int64_t workday_from(int year, int month, int mday);

/* 0 Sunday .. 6 Saturday. */
int workday_weekday(int64_t day);

#endif
