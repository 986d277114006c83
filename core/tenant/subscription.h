/* core/tenant/subscription.h: products that the tenant owns or that the plan needs, what they cost,
 * and the cart (tables subscription and offer, view seat). */
#ifndef CORE_TENANT_SUBSCRIPTION_H
#define CORE_TENANT_SUBSCRIPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

#define SKU_ID 40 /* a GUID, or the part number of a product whose id is not known, cut */
#define SKU_PART 96

/* One product of the cart. */
struct seat {
	char sku_id[SKU_ID];
	char sku_part[SKU_PART];
	char name[112];
	unsigned capability; /* enum capability bits */
	int64_t have;        /* seats bought and usable */
	int64_t used;        /* of them assigned now */
	int64_t need;        /* seats for all that is assigned and wished, and the spare ones */
	int64_t missing;     /* what the plan buys: need - have, at least 0 */
	int64_t spare;       /* wanted beyond what people need */
	int64_t cents;       /* a seat and month in the organization's currency; -1: not known */
	char as_of[12];      /* of the price; "" : today's offer */
	char source[8];      /* demo | admin | list; "" : the service's offer */
	char doubt[200];     /* why the price may be wrong */
	bool visible;        /* the service offers it now */
	char state[16];      /* capabilityStatus: Enabled, Warning, Suspended, ... */
	int64_t renews_on;   /* UTC seconds; 0: not known */
};

/* Which rows of the cart. */
enum seat_scope {
	SEAT_ALL,
	SEAT_NEEDED,  /* something is needed, owned or spare */
	SEAT_MISSING, /* the plan buys some */
	SEAT_PHONE /* phone products (Phone System, Calling Plans, credits, conferencing) in use or
		      needed */
};

/* Rows first .. first + room - 1: what is missing first, then by name. Returns how many were
 * written, -1 on an error. */
int seat_list(struct store *store, enum seat_scope scope, int64_t first, int room, struct seat *out,
	struct error *err);
bool seat_get(struct store *store, const char *sku_id, struct seat *out, struct error *err);

/* Makes sure that a product has its row, with name and capability from the facts. `sku` is an id or
 * a part number. sku_id (may be NULL) gets its id. ERROR_NOT_FOUND: the facts know no such product.
 */
bool subscription_ensure(
	struct store *store, const char *sku, char sku_id[SKU_ID], struct error *err);

/* The row that is there already, by id or part number; ERROR_NOT_FOUND. */
bool subscription_find(
	struct store *store, const char *sku, char sku_id[SKU_ID], struct error *err);

/* Wish: so many seats beyond what people need. */
bool subscription_want_spare(
	struct store *store, const char *sku_id, int64_t seats, struct error *err);

/* What the tenant has, without a service to ask: for files and by-hand purchases. */
bool subscription_put_seats(
	struct store *store, const char *sku_id, int64_t seats, struct error *err);

/* Reads a page of SERVICE_SUBSCRIPTIONS, SERVICE_OFFERS. */
bool subscription_page(struct store *store, const char *json, size_t len, struct error *err);
bool offer_page(struct store *store, const char *json, size_t len, struct error *err);

/* Takes in the admin's own prices (prices.csv), which win over all others; with `listed` also the
 * facts' prices, for a tenant whose service names none. Prices that the service named stay, unless
 * the admin has one. */
bool offer_load(struct store *store, bool listed, struct error *err);

#endif
