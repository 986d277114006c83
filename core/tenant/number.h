/* core/tenant/number.h: telephone numbers: the tenant's, and those that a reservation holds for
 * some minutes (table number). */
#ifndef CORE_TENANT_NUMBER_H
#define CORE_TENANT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct sqlite3_stmt;
struct store;

#define NUMBER_E164 17 /* "+14255550100": '+', at most 15 digits (ITU-T E.164), NUL */

struct number {
	char e164[NUMBER_E164];
	char kind[10];   /* user | toll | tollfree */
	char source[10]; /* plan | ported | carrier */
	char country[3];
	char state[64];
	char city[128];
	char area_code[16];
	int64_t order_id;                 /* 0: none */
	char order[64];                   /* its name; "" none */
	bool wanted, actual;              /* owned: wish and truth */
	char reservation[64];             /* "" not held */
	int64_t held_until;               /* UTC seconds of the service's clock; 0: not held */
	char activation[32];              /* the service's word */
	int64_t usable_at, blocked_until; /* UTC seconds; -1: blocked for ever */
	int64_t place_id;                 /* emergency location it is to carry; 0: none */
	char place[160];                  /* "hq/Office"; "" none */
	int64_t person_id;                /* who has it, else who is to get it; 0: nobody */
	char person[256];                 /* the name; "" nobody */
	bool assigned;                    /* somebody has it now */
};

enum number_scope {
	NUMBER_ALL,
	NUMBER_HELD, /* by a reservation, not owned */
	NUMBER_OWNED,
	NUMBER_FREE,    /* owned or to be owned, nobody has or is to get it */
	NUMBER_RELEASED /* owned, wished to be let go */
};

/* Zeroed: all. Texts NULL: any. */
struct number_filter {
	const char *text; /* part of the digits, or (folded) of city, state or area code */
	bool exclude;
	enum number_scope scope;
	const char *kind, *country;
	int64_t order_id; /* 0: any */
};

int64_t number_count(struct store *store, const struct number_filter *filter, struct error *err);

/* Rows first .. first + room - 1: held ones first (by the end of the hold), then by number. Returns
 * how many were written, -1 on an error. */
int number_window(struct store *store, const struct number_filter *filter, int64_t first, int room,
	struct number *out, struct error *err);
/* All of a list in the order of the numbers in one pass: see person_walk (core/tenant/person.h). */
struct sqlite3_stmt *number_walk(
	struct store *store, const struct number_filter *filter, struct error *err);
int number_next(struct sqlite3_stmt *walk, struct number *out, struct error *err);

bool number_get(struct store *store, const char *e164, struct number *out, struct error *err);

/* For the quota (struct quota_numbers) and the title. */
struct number_counts {
	int64_t acquired;   /* owned, ported ones included */
	int64_t ported;     /* of them outside the quota: ported, or of another carrier */
	int64_t assigned;   /* of them somebody has */
	int64_t held;       /* by reservations, not owned */
	int64_t marked;     /* of them wished to be acquired */
	int64_t ordered;    /* by open orders, not held yet */
	int64_t held_until; /* the first hold to end; 0: none */
};
bool number_counts(
	struct store *store, const char *kind, struct number_counts *out, struct error *err);

/* Numbers owned, or to be owned, of a source: plan, ported, carrier. */
bool number_source_count(
	struct store *store, const char *source, int64_t *count, struct error *err);

/* How many owned numbers are in which activation state, as the service spells it; the most
 * frequent first. At most `room`; -1 on an error. */
struct number_activation {
	char state[32]; /* "" : the service does not say */
	int64_t numbers;
};
int number_activations(
	struct store *store, struct number_activation *out, int room, struct error *err);

/* ---- holds ---- */

struct number_hold {
	const char *reservation; /* the service's id of it */
	int64_t held_until;      /* UTC seconds of the service's clock */
	const char *kind, *country;
	int64_t order_id; /* 0: none */
	int64_t place_id; /* the emergency location that they will carry; 0: none */
	bool wanted;      /* wished to be acquired at once */
};

/* Takes in what a search found: [{"telephoneNumber","state","city","areaCode"}, ...]. *count (may
 * be NULL): how many are held. */
bool number_hold(struct store *store, const char *json, size_t len, const struct number_hold *hold,
	int64_t *count, struct error *err);

/* Forgets a held number that was let go, or a whole reservation. Wishes for it go back to its order
 * as open ones. Owned numbers stay. */
bool number_let_go(struct store *store, const char *e164, struct error *err);
bool number_let_go_all(struct store *store, const char *reservation, struct error *err);

/* The same for all holds that ended by `now` (the service's clock). A number whose acquisition is
 * under way stays until the service was asked. *gone (may be NULL): how many. */
bool number_expire(struct store *store, int64_t now, int64_t *gone, struct error *err);

/* ---- wishes ---- */

/* To own it (a held one: acquire; an owned one: keep), or not (a held one: leave it to expire; an
 * owned one: release). ERROR_NOT_FOUND. */
bool number_want(struct store *store, const char *e164, bool wanted, struct error *err);
bool number_want_of(struct store *store, const struct number_filter *filter, bool wanted,
	int64_t *changed, struct error *err);

/* The emergency location that the number itself carries; 0: none. */
bool number_want_place(struct store *store, const char *e164, int64_t place_id, struct error *err);

/* ---- what the tenant, or a file, says ---- */

struct number_record {
	const char *e164; /* needed: + and digits */
	const char *kind, *source, *country, *state, *city, *area_code,
		*activation;              /* NULL or "": not said */
	int64_t usable_at, blocked_until; /* 0: not said */
	int64_t place_id;                 /* 0: not said */
};

/* Adds or updates a number that the tenant owns. *added may be NULL. ERROR_INPUT if it is no E.164.
 */
bool number_put(
	struct store *store, const struct number_record *record, bool *added, struct error *err);

/* Reads a page of SERVICE_NUMBERS: numbers, and who has them. Entries that are no E.164 are left
 * out. */
bool number_page(struct store *store, const char *json, size_t len, struct error *err);

#endif
