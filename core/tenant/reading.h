/* core/tenant/reading.h: how far the reading of the tenant has come (table reading,
 * data/schema.sql): a row a kind of page, written in the transaction that takes the page in, so
 * that another process goes on behind the last page that was kept.
 *
 * A sync that could go on is forgotten when a change of the plan was done since (the schema's
 * trigger sees to that): pages that were read before do not show it. */
#ifndef CORE_TENANT_READING_H
#define CORE_TENANT_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct store;

struct reading {
	bool under_way;     /* part of the sync that is under way; else it stays as it is */
	bool read;          /* to its end */
	bool partial;       /* it brings only what changed: what it does not show is not gone */
	int64_t entries;    /* on its pages so far */
	struct str goes_on; /* handle of the next page; empty: the first. Of the caller: str_fini */
};

/* Is there a sync that can go on, begun not before `since`? Instants are UTC seconds. */
bool reading_goes_on(
	struct store *store, int64_t since, int64_t now, bool *goes_on, struct error *err);

/* Makes a kind of page part of a sync that begins now (after sync_begin). It brings only what
 * changed where the service gave a handle for that not before `since`. */
bool reading_begin(
	struct store *store, const char *page, int64_t now, int64_t since, struct error *err);

bool reading_get(struct store *store, const char *page, struct reading *out, struct error *err);

/* A page was taken in: `entries` so far, and where it goes on; NULL: that was the last, and `delta`
 * is what the next sync may begin with (NULL or "": nothing). In the page's transaction. */
bool reading_put(struct store *store, const char *page, int64_t entries, const char *goes_on,
	const char *delta, struct error *err);

/* The handle is too old: this kind is read from its beginning, and all of it. `noun` is its word in
 * table seen; NULL: it has none. */
bool reading_again(struct store *store, const char *page, const char *noun, struct error *err);

#endif
