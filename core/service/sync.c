/* Reads all of what the tenant has into the store, in slices of one page. */
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/service/sync.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/feature.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "core/tenant/sync.h"

#define TRIES 8          /* of one page */
#define FLYING_MS 1000   /* a page on its way is looked for again, if nobody woke us before */
#define PATIENCE_MS 1000 /* before the second try; twice as long before each further one */

/* Who takes each page in, and what it is called. */
static const struct {
	bool (*take)(struct store *store, const char *json, size_t len, struct error *err);
	const char *doing;
	unsigned noun;
} pages[SERVICE_PAGE_COUNT] = {
	[SERVICE_ORGANIZATION] = { organization_page, N_("the organization") },
	[SERVICE_OFFERS] = { offer_page, N_("offers"), SYNC_OFFERS },
	[SERVICE_SUBSCRIPTIONS] = { subscription_page, N_("licences"), SYNC_SUBSCRIPTIONS },
	[SERVICE_PEOPLE] = { person_page, N_("people"), SYNC_PEOPLE },
	[SERVICE_VOICE] = { voice_page, N_("who is ready for a number") },
	[SERVICE_ADDRESSES] = { address_page, N_("addresses"), SYNC_ADDRESSES },
	[SERVICE_NUMBERS] = { number_page, N_("numbers"), SYNC_NUMBERS },
	[SERVICE_FEATURES] = { feature_page, N_("attendants, queues, ports and papers"),
		SYNC_FEATURES },
};

struct sync {
	struct store *store;
	struct service *service;
	enum service_page page; /* under way */
	char *from;             /* of that page; NULL: its first */
	unsigned read;          /* SYNC_ bits of what was read to its end */
	int64_t due;            /* clock_ticks from which the next try makes sense */
	struct sync_progress progress;
};

/* Past what this service cannot read. */
static void page_skip(struct sync *sync)
{
	const struct service_ops *ops = sync->service->ops;
	unsigned reads = ops->reads ? ops->reads(sync->service) : ~(1u << SERVICE_VOICE);
	while (sync->page < SERVICE_PAGE_COUNT && !(reads & 1u << sync->page))
		sync->page++;
}

struct sync *sync_open(struct store *store, struct service *service, struct error *err)
{
	/* What an apply brings between two pages would be unseen, and so be gone. */
	if (store_locked(store)) {
		error_set(err, ERROR_BUSY,
			_("The plan is being applied: read the tenant when that has ended."));
		return NULL;
	}
	if (!store_lock(store, err))
		return NULL;
	if (!sync_begin(store, err)) {
		store_unlock(store);
		return NULL;
	}
	struct sync *sync = xcalloc(1, sizeof *sync);
	sync->store = store;
	sync->service = service;
	page_skip(sync);
	return sync;
}

void sync_close(struct sync *sync)
{
	if (!sync)
		return;
	store_unlock(sync->store);
	free(sync->from);
	free(sync);
}

/* The page was taken in: on to what the service named next, or to the next kind. */
static void sync_advance(struct sync *sync, struct service_next *next)
{
	free(sync->from);
	sync->from = next->from.len ? str_take(&next->from) : NULL;
	sync->progress.tries = 0;
	sync->progress.pages++;
	if (sync->from)
		return;
	sync->read |= pages[sync->page].noun;
	sync->page++;
	page_skip(sync);
	if (sync->page < SERVICE_PAGE_COUNT)
		sync->progress.rows = 0;
}

/* Passing trouble is waited out, the first time without any wait; any other error ends the turns.
 */
static bool sync_trouble(struct sync *sync, struct error *err)
{
	if (err->code != ERROR_TRANSIENT || ++sync->progress.tries >= TRIES)
		return false;
	int wait = sync->progress.tries == 1 ? 0 : PATIENCE_MS << (sync->progress.tries - 2);
	sync->due = clock_ticks() + wait;
	error_clear(err);
	return true;
}

static bool sync_finish(struct sync *sync, struct error *err)
{
	sync->progress.done = sync_end(
		sync->store, sync->read | SYNC_WHOLE, sync->service->ops->now(sync->service), err);
	return false;
}

bool sync_turn(struct sync *sync, struct error *err)
{
	error_clear(err);
	if (sync->progress.done)
		return false;
	if (sync->page == SERVICE_PAGE_COUNT)
		return sync_finish(sync, err);
	if (sync_next(sync) > 0)
		return true;
	struct str json = { 0 };
	struct service_next next = { 0 };
	bool ok = sync->service->ops->sync(
		sync->service, sync->page, sync->from, &json, &next, err);
	if (!ok) {
		ok = sync_trouble(sync, err);
	} else if (json.len == 0) {
		sync->due = clock_ticks() + FLYING_MS;
	} else {
		ok = pages[sync->page].take(sync->store, str_text(&json), json.len, err);
		if (ok) {
			sync->progress.rows += json_rows(str_text(&json), json.len);
			sync_advance(sync, &next);
		}
	}
	str_fini(&json);
	service_next_fini(&next);
	return ok;
}

void sync_wake(struct sync *sync)
{
	if (sync->progress.tries == 0)
		sync->due = 0;
}

int64_t sync_next(const struct sync *sync)
{
	int64_t left = sync->due - clock_ticks();
	return left > 0 ? left : 0;
}

void sync_progress(const struct sync *sync, struct sync_progress *out)
{
	*out = sync->progress;
	out->page = sync->page;
	out->doing = sync->page < SERVICE_PAGE_COUNT ? pages[sync->page].doing : N_("what is gone");
}
