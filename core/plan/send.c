/* core/plan/send.c: sends a change, polls what the service works on, and asks about what is in
 * doubt after a crash before it is sent again. */
#include "core/plan/applying.h"

#include <string.h>

#include "core/plan/sql.h"
#include "core/store/store.h"

static const char JOURNAL_SAME_SQL[] = "SELECT 1 FROM journal WHERE id = :id AND after = :after";

bool item_send(struct apply *apply, struct item *item, struct error *err)
{
	struct entry entry = { .state = "sent", .tries = item->tries + 1 };
	bool search = strcmp(item->carry->kind, "order") == 0;
	struct service_reply reply = { 0 };
	bool ok;

	if (!item_commit(apply, item, &entry, NULL, NULL, err))
		return false;
	if (!item->sent_at)
		item->sent_at = now_of(apply);
	if (strcmp(item->carry->kind, "notice") == 0)
		return letter_send(apply, item, err);
	ok = service_call(apply, item, search ? ASK_SEARCH : ASK_SUBMIT, &reply, err) &&
	     (reply.state == SERVICE_FLYING || reply_take(apply, item, &reply, "", err));
	service_reply_fini(&reply);
	return ok;
}

bool item_poll(struct apply *apply, struct item *item, struct error *err)
{
	struct service_reply reply = { 0 };
	bool ok;

	apply->requests++;
	ok = apply->service->ops->poll(apply->service, item->operation, &reply, err);
	if (ok && reply.state == SERVICE_FLYING)
		ok = flight_add(apply, item, ASK_POLL, reply.flight, NULL, err);
	else
		ok = ok && reply_take(apply, item, &reply, item->operation, err);
	service_reply_fini(&reply);
	return ok;
}

/* Money moves only with this run's consent, also where an earlier one had it. */
static bool item_consented(const struct apply *apply, const struct item *item)
{
	return strncmp(item->carry->kind, "buy", 3) != 0 || item->quantity <= apply->consent;
}

static bool item_drop(struct apply *apply, struct item *item, struct error *err)
{
	struct entry entry = { .state = "cancelled", .tries = item->tries };

	apply->moved = true;
	return item_commit(apply, item, &entry, NULL, NULL, err);
}

bool item_again(struct apply *apply, struct item *item, struct error *err)
{
	sqlite3_stmt *shot = store_statement(apply->store, item->carry->snapshot, err);
	sqlite3_stmt *after = store_statement(apply->store, JOURNAL_SAME_SQL, err);
	int64_t same = 0;
	int got = -1;

	if (shot && after) {
		item_bind(apply, shot, item);
		got = store_step(shot, err);
	}
	if (got > 0) {
		sql_id(after, ":id", item->id);
		sql_text(after, ":after", request_text(shot, 1));
		if (!store_number(after, &same, err))
			got = -1;
	}
	store_done(shot);
	store_done(after);
	if (got < 0)
		return false;
	if (same && item_consented(apply, item))
		return item_send(apply, item, err);
	return item_drop(apply, item, err);
}

bool ask_take(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	if (reply->state == SERVICE_FAILED && reply->cause == CAUSE_NOT_DONE)
		return reply_undone(apply, item, reply, err);
	if (reply->state == SERVICE_RETRY || reply->state == SERVICE_DOUBT)
		return reply_doubt(apply, item, reply, err);
	return reply_take(apply, item, reply, "", err);
}

bool item_ask(struct apply *apply, struct item *item, struct error *err)
{
	struct service_reply reply = { 0 };
	bool ok;

	if (strcmp(item->carry->kind, "notice") == 0)
		return letter_ask(apply, item, err);
	ok = service_call(apply, item, ASK_ASK, &reply, err) &&
	     (reply.state == SERVICE_FLYING || ask_take(apply, item, &reply, err));
	service_reply_fini(&reply);
	return ok;
}
