/* core/base/clock.h: the time, which a test can set, and its written forms. */
#ifndef CORE_BASE_CLOCK_H
#define CORE_BASE_CLOCK_H

#include <stdint.h>

/* UTC, seconds since 1970. RINGUP_NOW (seconds since 1970) in the environment stops the clock
 * there: golden screens need it. */
int64_t clock_now(void);

/* Milliseconds that only go forward, for timers; nothing to do with the date. */
int64_t clock_ticks(void);

#define CLOCK_TEXT 24

/* "2026-11-03T14:02:11Z", "2026-11-03" (UTC) and "14:02" (local time). text holds CLOCK_TEXT bytes;
 * returned. 0 gives "". */
const char *clock_iso(char *text, int64_t when);
const char *clock_date(char *text, int64_t when);
const char *clock_hm(char *text, int64_t when);

/* A span for people: "9:41", "4 min", "3 h", "2 days". Seconds; negative counts as 0. */
const char *clock_countdown(char *text, int64_t seconds);
const char *clock_age(char *text, int64_t seconds);

/* Months of the calendar (UTC) counted through: year * 12 + 0 for January, so that one more is the
 * next month. clock_month_start gives the first second of one; the text is "2026-11". */
int clock_month(int64_t when);
int64_t clock_month_start(int month);
const char *clock_month_text(char *text, int month);

/* Reads "2026-11-03" or "2026-11-03T14:02:11Z" (UTC) or "2026-08" (its first day); -1: it is none.
 */
int64_t clock_parse(const char *text);

#endif
