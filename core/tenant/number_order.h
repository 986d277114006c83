/* core/tenant/number_order.h: numbers that are wanted before it is known which: "five in Bellevue"
 * (table number_order). */
#ifndef CORE_TENANT_NUMBER_ORDER_H
#define CORE_TENANT_NUMBER_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

struct number_order {
	int64_t id;    /* 0: a new one */
	char name[64]; /* unique; the id of the answers file: "office" */
	char kind[10]; /* user | toll | tollfree */
	char country[3];
	char state[64];
	char city[128];
	char area_code[16];
	char prefix[17];  /* digits after the plus sign: "1425" */
	int64_t place_id; /* 0: none */
	int64_t quantity; /* wanted */
	int64_t acquired; /* of them, already */
	int64_t held;     /* of them, held now and wished */
	int64_t promised; /* open wishes of people for one of it */
};

/* In the order in which they were made. At most `room`; -1 on an error. */
int number_order_list(
	struct store *store, int64_t first, int room, struct number_order *out, struct error *err);
int64_t number_order_count(struct store *store, struct error *err);
bool number_order_get(struct store *store, int64_t id, struct number_order *out, struct error *err);
bool number_order_find(
	struct store *store, const char *name, struct number_order *out, struct error *err);

/* Adds (id 0; it gets its id) or changes the wish: everything but acquired, held and promised.
 * ERROR_TAKEN: another order has the name. */
bool number_order_put(struct store *store, struct number_order *order, struct error *err);

/* Open wishes for it end; numbers that were acquired for it stay. */
bool number_order_remove(struct store *store, int64_t id, struct error *err);

/* A name that no order has yet: `wish` itself, else "wish 2", ... Returns name. */
const char *number_order_free_name(struct store *store, const char *wish, char name[64]);

#endif
