/* core/sheet/price.h: what products cost, for the sheets: one currency a sheet, an unknown price is
 * unknown and never 0, a demo's prices and real ones are never mixed. */
#ifndef CORE_SHEET_PRICE_H
#define CORE_SHEET_PRICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/eligibility.h"
#include "core/sheet/topic.h"

#define PRICE_TEXT 64

struct price_list {
	struct reference *ref;
	bool demo;        /* the profile is a demo's */
	char currency[4]; /* of all prices here */
	char own[4];      /* of the organization, or of the country: differs where the facts have no
			     prices in it */
	enum eligibility_kind kind; /* whose products */
	char country[3];            /* likewise */
	struct origin oldest;       /* of the prices asked for so far; as_of "": none yet */
	bool doubted;               /* one of them is in doubt */
	bool lacking;               /* one of them is not known */
	char why[400];              /* of the first that is not, where the facts say why */
};

/* The organization's currency, else the country's; US dollars where no phone licence has a known
 * price in it. */
void price_open(struct price_list *list, const struct topic_context *context, const char *country,
	enum eligibility_kind kind);

/* A licence and month in cents; -1: not known. Notes the price's age. "" is not known. */
int64_t price_of(struct price_list *list, const char *part);

/* What several products cost together: what is known of it, and how many are not known. Ways
 * without a licence (an app, another firm's bridge) are not known. */
struct price_sum {
	int64_t cents;
	int known, unknown; /* products */
};
struct price_sum price_roles(
	struct price_list *list, const enum eligibility_role *roles, int count);

/* "$60.00", "$60.00 + unknown", "unknown", for so many people. */
const char *price_sum_text(const struct price_list *list, const struct price_sum *sum,
	int64_t people, char text[PRICE_TEXT]);

/* "$15.00", "unknown". text holds PRICE_TEXT bytes; returned. */
const char *price_text(const struct price_list *list, int64_t cents, char text[PRICE_TEXT]);

/* "Teams Phone Standard + Domestic Calling Plan": a suite by its name; "nothing" for none. */
void price_roles_text(const struct price_list *list, const enum eligibility_role *roles, int count,
	struct str *out);

/* Lines on currency, age, source and doubt of the prices that were asked for. */
void price_write_origin(const struct price_list *list, struct sheet *sheet);

#endif
