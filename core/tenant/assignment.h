/* core/tenant/assignment.h: who gets which number and which emergency location (table assignment).
 */
#ifndef CORE_TENANT_ASSIGNMENT_H
#define CORE_TENANT_ASSIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/tenant/number.h"
#include "core/tenant/person.h"

struct sqlite3_stmt;
struct store;

/* A row of the screen Assign: a person, the number and the place that are wished (or had). */
struct assignment_row {
	int64_t person_id;
	char name[256], upn[256];
	char office[128], city[128], state[64], postal_code[32];
	char location[3]; /* usage location, wished; "" none */
	char mailbox[8], onprem_line[64];
	bool present, enabled, calls, voice;
	bool resource; /* an account of an attendant or a queue */
	unsigned capability, capability_wanted;
	char number[NUMBER_E164]; /* wished; "" none */
	char number_actual[NUMBER_E164];
	char number_kind[10], number_source[10], number_country[3], number_city[128],
		number_area[16];
	bool number_owned; /* the tenant has it */
	int64_t number_usable_at, number_blocked_until;
	int64_t number_place; /* the location that the number itself carries; 0 none */
	int64_t order_id;     /* open wish; 0 none */
	char order[64];
	char order_country[3];
	int64_t place_id, place_actual; /* wished, had; 0 none */
	char place[160];                /* "lyon/Bureau"; "" none */
	char place_country[3], place_city[128], place_validation[16];
	bool locked;
	int score;
	char reason[64]; /* N_() text */
	bool conflict;   /* the tenant moved under the wish */
	bool pending;    /* the wish is not the truth yet */
};

enum assignment_scope {
	ASSIGNMENT_CALLERS, /* who calls; a sync makes whoever got a number elsewhere a caller */
	ASSIGNMENT_WITHOUT, /* callers without number or place */
	ASSIGNMENT_PENDING,
	ASSIGNMENT_CONFLICTS,
	ASSIGNMENT_LOCKED,
	ASSIGNMENT_PHONES /* callers, and whoever has or gets a number besides */
};

struct assignment_filter {
	const char *text; /* as person_filter.text; also part of the number's digits */
	bool exclude;
	enum assignment_scope scope;
};

int64_t assignment_count(
	struct store *store, const struct assignment_filter *filter, struct error *err);

/* By name of the person. -1 on an error. */
int assignment_window(struct store *store, const struct assignment_filter *filter, int64_t first,
	int room, struct assignment_row *out, struct error *err);
/* All of a list in one pass: see person_walk (core/tenant/person.h). */
struct sqlite3_stmt *assignment_walk(
	struct store *store, const struct assignment_filter *filter, struct error *err);
int assignment_next(struct sqlite3_stmt *walk, struct assignment_row *out, struct error *err);

bool assignment_get(
	struct store *store, int64_t person_id, struct assignment_row *out, struct error *err);

struct assignment_counts {
	int64_t people;   /* who call */
	int64_t numbered; /* of them with a number, wished or had, or an open wish */
	int64_t placed;   /* with an emergency location */
	int64_t locked, pending, conflicts;
};
bool assignment_counts(struct store *store, struct assignment_counts *out, struct error *err);

/* ---- wishes ---- */

/* The number, by "" or NULL none. ERROR_NOT_FOUND: there is no such number; ERROR_TAKEN: somebody
 * else has or is to get it (the message names who). Ends an open wish. */
bool assignment_want_number(
	struct store *store, int64_t person_id, const char *e164, struct error *err);

/* One of the numbers of an order; 0: no longer. */
bool assignment_want_order(
	struct store *store, int64_t person_id, int64_t order_id, struct error *err);
bool assignment_want_place(
	struct store *store, int64_t person_id, int64_t place_id, struct error *err);

/* What the match rule chose: number or order (or neither), place, score and reason (untranslated).
 */
bool assignment_match(struct store *store, int64_t person_id, const char *e164, int64_t order_id,
	int64_t place_id, int score, const char *reason, struct error *err);

/* A person decided: auto-match leaves the row alone. */
bool assignment_lock(struct store *store, int64_t person_id, bool locked, struct error *err);

/* Takes the wish back: wanted is actual again, unlocked. */
bool assignment_clear(struct store *store, int64_t person_id, struct error *err);

/* Settles a conflict: theirs makes the actual the wish; ours bases the wish on what is there now.
 */
bool assignment_settle(struct store *store, int64_t person_id, bool theirs, struct error *err);

#endif
