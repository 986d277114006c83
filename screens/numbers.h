/* screens/numbers.h: what the files of step Numbers share: the list (numbers.c), the form of a
 * search or an order (number-form.c), and the work at the service's stock (stock.c). Nobody else
 * includes this. */
#ifndef SCREENS_NUMBERS_H
#define SCREENS_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/quota.h"
#include "core/reference/reference.h"
#include "core/tenant/address.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "screens/common.h"
#include "screens/wizard.h"

enum number_kind { KIND_USER, KIND_TOLL, KIND_TOLLFREE, KIND_COUNT };

extern const struct choice number_kinds[KIND_COUNT]; /* user, toll, tollfree */
enum number_kind number_kind_of(const char *id);     /* KIND_USER for what is none */

#define ORDERS_SHOWN 200
#define NEXT_BEST 3

/* The last search, for the line below the list. */
struct number_search {
	bool made;
	struct number_order wish; /* what was asked for; quantity: how many */
	int64_t found;
	struct area next[NEXT_BEST]; /* where to look for the rest */
	int next_count;
	int64_t lapsed;    /* numbers that went back to stock since; 0: none */
	int64_t lapsed_at; /* UTC seconds of the service's clock */
	char trouble[300]; /* why nothing was found, translated; "" : nothing went wrong */
};

struct importing;
struct number_form; /* number-form.c */
struct stock_job;   /* stock.c */

struct numbers {
	struct wizard *wizard;
	struct screen_filter filter;
	struct number_order orders[ORDERS_SHOWN]; /* open ones that match the filter */
	int order_count;
	int64_t number_count;    /* that match the filter; they stand below the orders */
	struct screen_rows rows; /* struct number */
	struct number_counts counts[KIND_COUNT];
	struct plan_quota quota[KIND_COUNT], planned;
	struct verdict refusal; /* why no number of a person can be had now; yes: they can */
	struct number_search last;
	struct stock_job *job;    /* at work at the service; NULL: none */
	struct number_form *form; /* open; NULL: none */
	struct importing *importing;
	char state_country[3];     /* whose places are written with their state ... */
	bool state_shown;          /* ... or not */
	char subject[NUMBER_E164]; /* of the question that is open */
};

struct numbers *numbers_of(void *ctx); /* ctx of a view: the wizard */

/* "Bellevue, WA", "WA", "area 425", "+1425", "France": where an order looks. */
void number_place(struct numbers *numbers, const struct number_order *wish, struct str *out);

/* May so many numbers be had now? The first of: no service, papers, quota (R-186..R-215),
 * address first. `wish` says kind, country and place. */
struct verdict number_may_search(struct numbers *numbers, const struct number_order *wish);

/* "5 licences allow 15 numbers" and the like for one kind: appends. */
void number_quota(const struct plan_quota *quota, struct str *out);

/* ---- number-form.c ---- */

/* Opens the form. A search holds numbers now; an order waits until it is applied. `wish`: what it
 * begins with (its id, if any, is the order that the numbers are for); NULL: the last search. */
void number_form_search(struct numbers *numbers, const struct number_order *wish);
void number_form_order(struct numbers *numbers, const struct number_order *wish);
/* Chooses another emergency location for an owned number, where the number carries it. */
void number_form_move(struct numbers *numbers, const struct number *number);
void number_form_free(struct numbers *numbers);

/* ---- stock.c ---- */

/* Searches the service's stock and holds what it finds. The result is told in the message row and
 * in numbers->last. Must be allowed by number_may_search. */
void stock_search(struct numbers *numbers, const struct number_order *wish);

/* Lets held numbers go: one (e164), or those of which `marked` is false or all (-1). */
void stock_let_go(struct numbers *numbers, const char *e164, int all);
void stock_stop(struct numbers *numbers); /* forgets what is asked now */

#endif
