/* core/tenant/sync.h: taking in all of what the tenant has, page by page, and what is no longer
 * there.
 *
 *     sync_begin(store, &err);
 *     organization_page, offer_page, subscription_page, person_page, address_page, number_page ...
 *     sync_end(store, SYNC_ALL, now, &err);
 *
 * in that order: licences name products, numbers name people and places. Pages are JSON in the
 * shape of core/service/service.h, and untrusted: what is malformed as a whole is ERROR_INPUT, an
 * entry that makes no sense is left out, members that are not known are ignored. A sync that stops
 * half-way changes nothing but what it saw. */
#ifndef CORE_TENANT_SYNC_H
#define CORE_TENANT_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "core/base/error.h"

struct store;

enum sync_noun {
	SYNC_OFFERS = 1 << 0,
	SYNC_SUBSCRIPTIONS = 1 << 1,
	SYNC_PEOPLE = 1 << 2,
	SYNC_ADDRESSES = 1 << 3,
	SYNC_NUMBERS = 1 << 4,
	SYNC_FEATURES = 1 << 5,
	SYNC_WHOLE = 1 << 6, /* all that the service can show was read */
	SYNC_VOICE = 1 << 7, /* who is ready for a number, from pages of its own */
	SYNC_ALL = (1 << 8) - 1
};

/* Forgets what an earlier sync saw, and how far it came (core/tenant/reading.h). */
bool sync_begin(struct store *store, struct error *err);

/* All pages of these nouns were read: what none of them showed is gone from the tenant. People
 * become absent (their wishes stay), products have no seats, addresses, places and numbers without
 * a wish go; whom no page called ready is not. With SYNC_WHOLE synced_at becomes `now` (UTC
 * seconds; the service's clock), and the next sync begins where this one ended. */
bool sync_end(struct store *store, unsigned nouns, int64_t now, struct error *err);

/* For the modules: is it a JSON object whose "value" is an array (array: whether it is itself one)?
 * ERROR_INPUT if not. */
bool sync_check(struct store *store, const char *json, size_t len, bool array, struct error *err);

/* For the modules: takes a page in: runs statements in turn in one transaction, each with :json
 * bound to it. "value" may be an array of rows, or one row. ERROR_INPUT if it is neither. */
bool sync_page(struct store *store, const char *const *sql, int count, const char *json, size_t len,
	struct error *err);

#endif
