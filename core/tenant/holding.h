/* core/tenant/holding.h: people counted by what they hold now: for advice on mixed tenants, where
 * products that are unknown count by their service plans (tables person, licence, subscription). */
#ifndef CORE_TENANT_HOLDING_H
#define CORE_TENANT_HOLDING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

/* People of the organization whose account is on; guests and resource accounts are left out. */
struct holding_counts {
	int64_t people;
	int64_t callers;           /* call, or are called from, outside */
	int64_t with_phone;        /* hold Phone System, in whatever product */
	int64_t callers_ready;     /* of the callers: hold Phone System and a Calling Plan */
	int64_t callers_phone;     /* of the callers: hold Phone System */
	int64_t mailbox_onprem;    /* */
	int64_t callers_onprem;    /* of them, callers */
	int64_t lines_onprem;      /* a number in the local directory */
	int64_t callers_lines;     /* of them, callers */
	int64_t callers_unlocated; /* callers without usage location, wished or had */
	int64_t resources;         /* resource accounts */
};
bool holding_count(struct store *store, struct holding_counts *out, struct error *err);

/* The first two figures alone: of a large tenant in a fraction of the time. */
bool holding_callers(struct store *store, int64_t *people, int64_t *callers, struct error *err);

/* People who hold the same products in the same country, the largest group first. */
struct holding_group {
	char skus[1024];     /* part numbers, sorted, ';' between them; "" nothing */
	char names[512];     /* the products' names, " + " between them */
	unsigned capability; /* bits of all of it */
	char location[3];    /* usage location, wished; "" none */
	char mailbox[8];     /* cloud | onprem | unknown */
	int64_t people, callers;
};

/* At most `room`; returns how many were written, -1 on an error. *more (may be NULL): groups that
 * were left out. */
int holding_groups(
	struct store *store, int room, struct holding_group *out, int64_t *more, struct error *err);

/* Seats that are bought and usable of products that give any of these capability bits. */
bool holding_seats(struct store *store, unsigned capability, int64_t *seats, struct error *err);

#endif
