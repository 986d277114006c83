/* core/service/sync.h: reads all of what the tenant has into the store, in slices of one page.
 *
 *     struct sync *sync = sync_open(store, service, &err);
 *     while (sync_turn(sync, &err))
 *             loop: sync_next() says when the next turn is due
 *     sync_close(sync);
 *
 * Each page is one transaction of the store, together with where the next one is, so a sync may be
 * stopped after any turn, also by kill -9: the next sync_open, in this process or another, goes on
 * behind the last page that was kept. Only a complete one marks who and what is gone
 * (core/tenant/sync.h); where the service brought changes alone, only those whom it calls removed
 * are. What was begun before a change of the plan was done, or half a day ago, begins again. Wishes
 * are not touched: a value that moved under one is for the plan to show. */
#ifndef CORE_SERVICE_SYNC_H
#define CORE_SERVICE_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/service/service.h"

struct store;
struct sync;

/* Takes the store's lock until sync_close. NULL on an error of the store, and with ERROR_BUSY while
 * the plan is being applied or another process works on the profile. Both are borrowed until
 * sync_close. */
struct sync *sync_open(struct store *store, struct service *service, struct error *err);

/* The same from the beginning, and all of it, also where the service could bring changes alone. */
struct sync *sync_open_whole(struct store *store, struct service *service, struct error *err);

/* Reads one page. True: there is more, now or later (sync_next). False with err->code ERROR_NONE:
 * all was read; else an error of the store, or of the service after several tries; a turn after
 * that tries the page again. */
bool sync_turn(struct sync *sync, struct error *err);

/* Milliseconds until the next turn has something to do: 0: now. The service may have asked to slow
 * down. */
int64_t sync_next(const struct sync *sync);

/* The service woke us: a page that was on its way is there. */
void sync_wake(struct sync *sync);

struct sync_progress {
	enum service_page page; /* SERVICE_PAGE_COUNT: all was read */
	const char *doing;      /* N_() text: "people" */
	int64_t pages;          /* read so far, of all kinds */
	int64_t rows;           /* on the pages of this kind so far */
	int tries;              /* of the page under way that met passing trouble; 0: none */
	char trouble[300];      /* ... and what it was, as the service said; "" */
	char note[300];         /* why a kind could not be read and stayed as it was; "" */
	bool done;
};

void sync_progress(const struct sync *sync, struct sync_progress *out);

void sync_close(struct sync *sync); /* NULL is fine */

#endif
