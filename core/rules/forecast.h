/* core/rules/forecast.h: when minutes, licences and numbers run out, if a firm goes on hiring as it
 * does. One plan of one country: pools do not help each other.
 *
 * A pool grows with its licences and is full again each month, so steady use of steady
 * people is short at once or never; what runs out in time are licences and numbers that are there
 * already, minutes whose use grows, and a service tier. */
#ifndef CORE_RULES_FORECAST_H
#define CORE_RULES_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#define FORECAST_MONTHS 36

struct forecast_start {
	int64_t people;        /* hold the plan now */
	int64_t hires;         /* a month, from the next month on */
	int64_t minutes;       /* inside the country, a person and month, now */
	int64_t abroad;        /* abroad, a person and month, now */
	int64_t growth;        /* percent that both grow each month */
	int64_t domestic;      /* minutes that one licence brings a month; 0: Pay-As-You-Go, whose
				  quota differs */
	int64_t international; /* 0: a domestic plan, and calls abroad cost credits */
	bool buy;              /* a licence is bought for each hire */
	int64_t seats;         /* licences of the plan that are bought and that nobody holds */
	int64_t stock;         /* numbers that are there and that nobody has */
	int64_t keep;          /* numbers that are to stand ready beyond the people's, each month */
	int64_t service;       /* service numbers of one kind that are there now */
	int64_t service_more;  /* a month */
};

enum forecast_thing {
	FORECAST_MINUTES,  /* the pool is smaller than the month's use */
	FORECAST_ABROAD,   /* the second counter is */
	FORECAST_LICENCES, /* a hire finds none */
	FORECAST_NUMBERS,  /* a hire finds none that is there: one must be got first */
	FORECAST_QUOTA,    /* people's numbers and those kept ready are more than the quota */
	FORECAST_SERVICE,  /* service numbers are more than the tier allows */
	FORECAST_THING_COUNT
};

struct forecast_month {
	int64_t people;    /* hold the plan */
	int64_t waiting;   /* hires for whom no licence is there */
	int64_t use, pool; /* minutes inside the country */
	int64_t abroad, pool_abroad;
	int64_t left;           /* numbers of today's stock that nobody has yet */
	int64_t get;            /* numbers to be got beyond today's */
	int64_t numbers, quota; /* of people, with those kept ready */
	int64_t service, tier;
};

struct forecast {
	int count; /* months[0] is this month, without hires */
	struct forecast_month months[FORECAST_MONTHS + 1];
	int first[FORECAST_THING_COUNT]; /* the month in which it runs out; -1: it does not */
};

/* `months` ahead, at most FORECAST_MONTHS. Negative figures count as 0. */
void forecast_make(const struct forecast_start *start, int months, struct forecast *out);

/* The thing that runs out first, -1: nothing does. */
int forecast_next(const struct forecast *forecast);

#endif
