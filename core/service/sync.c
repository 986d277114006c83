/* Reads all of what the tenant has into the store, in slices of one page. How far it came stands in
 * the store as well (core/tenant/reading.h), in the transaction of the page. */
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/sync.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/feature.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/reading.h"
#include "core/tenant/subscription.h"
#include "core/tenant/sync.h"

#define TRIES 8          /* of one page */
#define FLYING_MS 1000   /* a page on its way is looked for again, if nobody woke us before */
#define PATIENCE_MS 1000 /* before the second try; twice as long before each further one */

/* Handles of pages have no promised life: what was stopped longer ago begins again. */
#define GOES_ON_SECONDS (12 * 60 * 60)
/* Handles of changes live about 7 days (graph-api.md 6.4). */
#define DELTA_SECONDS (6 * 24 * 60 * 60)

/* Who takes each page in, what it is called in table reading and for people, and what its rows are
 * called in table seen. */
static const struct {
	bool (*take)(struct store *store, const char *json, size_t len, struct error *err);
	const char *id, *doing;
	unsigned noun;
	const char *seen;
} pages[SERVICE_PAGE_COUNT] = {
	[SERVICE_ORGANIZATION] = { organization_page, "organization", N_("the organization"), 0,
		NULL },
	[SERVICE_OFFERS] = { offer_page, "offers", N_("offers"), SYNC_OFFERS, NULL },
	[SERVICE_SUBSCRIPTIONS] = { subscription_page, "subscriptions", N_("licences"),
		SYNC_SUBSCRIPTIONS, "subscription" },
	[SERVICE_PEOPLE] = { person_page, "people", N_("people"), SYNC_PEOPLE, "person" },
	[SERVICE_VOICE] = { voice_page, "voice", N_("who is ready for a number"), SYNC_VOICE,
		"voice" },
	[SERVICE_ADDRESSES] = { address_page, "addresses", N_("addresses"), SYNC_ADDRESSES,
		"address" },
	[SERVICE_NUMBERS] = { number_page, "numbers", N_("numbers"), SYNC_NUMBERS, "number" },
	[SERVICE_FEATURES] = { feature_page, "features", N_("attendants, queues, ports and papers"),
		SYNC_FEATURES, "feature" },
};

struct sync {
	struct store *store;
	struct service *service;
	enum service_page page; /* under way */
	char *from;             /* of that page; NULL: its first */
	int64_t due;            /* clock_ticks from which the next try makes sense */
	struct sync_progress progress;
};

static unsigned readable(const struct sync *sync)
{
	const struct service_ops *ops = sync->service->ops;
	return ops->reads ? ops->reads(sync->service) : ~(1u << SERVICE_VOICE);
}

/* On to the first kind that was not read to its end, and to where it goes on. What the service
 * cannot read (any more) stays as it is. */
static bool page_find(struct sync *sync, struct error *err)
{
	struct reading reading = { .under_way = false };
	unsigned reads = readable(sync);
	free(sync->from);
	sync->from = NULL;
	for (; sync->page < SERVICE_PAGE_COUNT; sync->page++) {
		if (!(reads & 1u << sync->page))
			continue;
		if (!reading_get(sync->store, pages[sync->page].id, &reading, err))
			return false;
		if (reading.under_way && !reading.read)
			break;
		str_fini(&reading.goes_on);
	}
	if (sync->page == SERVICE_PAGE_COUNT)
		return true;
	sync->progress.rows = reading.entries;
	if (reading.goes_on.len)
		sync->from = str_take(&reading.goes_on);
	str_fini(&reading.goes_on);
	return true;
}

/* A new sync: of all kinds that the service reads, each from its beginning or from the changes
 * since the last. */
static bool begin(struct sync *sync, bool whole, int64_t now, struct error *err)
{
	unsigned reads = readable(sync);
	if (!store_begin(sync->store, err))
		return false;
	bool ok = sync_begin(sync->store, err);
	for (int page = 0; ok && page < SERVICE_PAGE_COUNT; page++)
		if (reads & 1u << page)
			ok = reading_begin(sync->store, pages[page].id, now,
				whole ? now + 1 : now - DELTA_SECONDS, err);
	return store_end(sync->store, ok, err);
}

static bool begin_or_go_on(struct sync *sync, bool whole, struct error *err)
{
	int64_t now = sync->service->ops->now(sync->service);
	bool goes_on = false;
	if (!whole && !reading_goes_on(sync->store, now - GOES_ON_SECONDS, now, &goes_on, err))
		return false;
	return (goes_on || begin(sync, whole, now, err)) && page_find(sync, err);
}

static struct sync *open_as(
	struct store *store, struct service *service, bool whole, struct error *err)
{
	/* What an apply brings between two pages would be unseen, and so be gone. */
	if (store_locked(store)) {
		error_set(err, ERROR_BUSY,
			_("The plan is being applied: read the tenant when that has ended."));
		return NULL;
	}
	if (!store_lock(store, err))
		return NULL;
	struct sync *sync = xcalloc(1, sizeof *sync);
	sync->store = store;
	sync->service = service;
	if (begin_or_go_on(sync, whole, err))
		return sync;
	sync_close(sync);
	return NULL;
}

struct sync *sync_open(struct store *store, struct service *service, struct error *err)
{
	return open_as(store, service, false, err);
}

struct sync *sync_open_whole(struct store *store, struct service *service, struct error *err)
{
	return open_as(store, service, true, err);
}

void sync_close(struct sync *sync)
{
	if (!sync)
		return;
	if (sync->service->ops->sync_stop)
		sync->service->ops->sync_stop(sync->service);
	store_unlock(sync->store);
	free(sync->from);
	free(sync);
}

/* Passing trouble is waited out, the first time without any wait; any other error ends the turns.
 */
static bool sync_trouble(struct sync *sync, struct error *err)
{
	if (err->code != ERROR_TRANSIENT || ++sync->progress.tries >= TRIES)
		return false;
	int wait = sync->progress.tries == 1 ? 0 : PATIENCE_MS << (sync->progress.tries - 2);
	sync->due = clock_ticks() + wait;
	text_copy(sync->progress.trouble, sizeof sync->progress.trouble, err->text);
	error_clear(err);
	return true;
}

/* The handle is too old: this kind begins again. The first page has no handle that could be. */
static bool sync_again(struct sync *sync, struct error *err)
{
	if (!sync->from)
		return false;
	error_clear(err);
	return reading_again(sync->store, pages[sync->page].id, pages[sync->page].seen, err) &&
	       page_find(sync, err);
}

/* An empty list would be taken for the tenant's: it is said that nobody read it. */
static void say_unread(struct sync *sync)
{
	unsigned left = ~readable(sync);
	const char *says = NULL;
	if (left & 1u << SERVICE_NUMBERS)
		says = N_(
			"Numbers and emergency addresses were not read, they stay as they are here: in this cloud only the Teams module shows them. The script of `ringup script` reads them, `ringup import results` takes them in.");
	else if (left & 1u << SERVICE_ADDRESSES)
		says = N_(
			"Emergency addresses were not read, they stay as they are here: only the Teams module shows them. The script of `ringup script` reads them, `ringup import results` takes them in.");
	if (says && !sync->progress.note[0])
		text_copy(sync->progress.note, sizeof sync->progress.note, _(says));
}

/* What only brought changes does not say who is gone. */
static bool sync_finish(struct sync *sync, struct error *err)
{
	unsigned read = SYNC_WHOLE;
	for (int page = 0; page < SERVICE_PAGE_COUNT; page++) {
		struct reading reading;
		if (!reading_get(sync->store, pages[page].id, &reading, err))
			return false;
		if (reading.read && !reading.partial)
			read |= pages[page].noun;
		str_fini(&reading.goes_on);
	}
	sync->progress.done = sync_end(
		sync->store, read, sync->service->ops->now(sync->service), err);
	if (sync->progress.done)
		say_unread(sync);
	return false;
}

/* One transaction: the page, and where it goes on. */
static bool take_in(
	struct sync *sync, struct str *json, const struct service_next *next, struct error *err)
{
	int64_t rows = sync->progress.rows + json_rows(str_text(json), json->len);
	if (!store_begin(sync->store, err))
		return false;
	bool ok = pages[sync->page].take(sync->store, str_text(json), json->len, err) &&
		  reading_put(sync->store, pages[sync->page].id, rows,
			  next->from.len ? next->from.text : NULL,
			  next->delta.len ? next->delta.text : NULL, err);
	if (!store_end(sync->store, ok, err))
		return false;
	sync->progress.rows = rows;
	sync->progress.tries = 0;
	sync->progress.trouble[0] = '\0';
	sync->progress.pages++;
	return true;
}

/* The service finds that it cannot read this kind here (no module, no consent): it stays as it is,
 * and the rest is read. */
static bool unreadable(struct sync *sync, struct error *err)
{
	if (err->code != ERROR_NOT_FOUND || readable(sync) & 1u << sync->page)
		return false;
	text_copy(sync->progress.note, sizeof sync->progress.note, err->text);
	error_clear(err);
	return page_find(sync, err);
}

static bool read_page(struct sync *sync, struct error *err)
{
	struct str json = { 0 };
	struct service_next next = { 0 };
	bool ok = sync->service->ops->sync(
		sync->service, sync->page, sync->from, &json, &next, err);
	if (!ok)
		ok = err->code == ERROR_EXPIRED     ? sync_again(sync, err)
		     : err->code == ERROR_NOT_FOUND ? unreadable(sync, err)
						    : sync_trouble(sync, err);
	else if (json.len == 0)
		sync->due = clock_ticks() + FLYING_MS;
	else
		ok = take_in(sync, &json, &next, err) && page_find(sync, err);
	str_fini(&json);
	service_next_fini(&next);
	return ok;
}

bool sync_turn(struct sync *sync, struct error *err)
{
	error_clear(err);
	if (sync->progress.done)
		return false;
	if (sync->page == SERVICE_PAGE_COUNT)
		return sync_finish(sync, err);
	return sync_next(sync) > 0 || read_page(sync, err);
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
