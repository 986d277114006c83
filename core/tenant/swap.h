/* core/tenant/swap.h: who gets which ported number in place of a temporary one. The
 * pairs stand in the document of the port, "swap": [{"upn", "number"}, ...] (feature.h), until the
 * numbers are here; then they become wishes of assignments. */
#ifndef CORE_TENANT_SWAP_H
#define CORE_TENANT_SWAP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/tenant/number.h"

struct store;

struct swap {
	int64_t person_id; /* 0: nobody has this name any more */
	char upn[256], name[256];
	char number[NUMBER_E164]; /* that comes */
	char has[NUMBER_E164];    /* wished or had until then; "" none */
	char order[160];          /* name of the port; "" of a guess */
	bool here;                /* the tenant owns it, as a ported one */
	bool wished;              /* the person is to get it already, or has it */
	bool taken;               /* somebody else has or is to get it */
};

/* Whose directory phone, or line of the local directory, is one of these numbers (a JSON array of
 * E.164). Phones without a country code are read as of calling_code ("1"). Left out: a number that
 * two people have, and a person who has two of the numbers. *out is malloc'ed. */
bool swap_guess(struct store *store, const char *numbers, const char *calling_code,
	struct swap **out, int *count, struct error *err);

/* The pairs of a port by its name; NULL: of all. By number. *out is malloc'ed. */
bool swap_list(
	struct store *store, const char *order, struct swap **out, int *count, struct error *err);

/* Wishes the numbers that are here for their people, whose emergency locations stay, and locks the
 * rows: a person decided. Numbers that somebody else has are left. *wished: how many; *freed: how
 * many numbers nobody will have then (both may be NULL). */
bool swap_want(
	struct store *store, const char *order, int64_t *wished, int64_t *freed, struct error *err);

#endif
