/* core/plan/reply.c: what an answer of the service makes of a change: done, failed, later or again.
 */
#include "core/plan/applying.h"

#include <string.h>

#include "core/base/tr.h"
#include "core/plan/fault.h"
#include "core/plan/named.h"
#include "core/rules/latency.h"

enum {
	TRIES = 12,      /* of passing trouble, before it counts as failed */
	DOUBTS = 36,     /* sendings and questions, before what is never done counts as failed */
	WAIT_FIRST = 30, /* seconds before a change that time alone will do is sent again */
};

/* Time alone will do these: the change waits, and is sent again under the same id. */
static bool cause_waits(const struct item *item, const struct service_reply *reply)
{
	switch (reply->cause) {
	case CAUSE_NO_PHONE_LICENCE:
	case CAUSE_NUMBER_NOT_READY:
		return strcmp(item->carry->kind, "assign") == 0;
	case CAUSE_PERSON_MISSING:
	case CAUSE_PAPERS:
		return reply->after > 0;
	default:
		return false;
	}
}

int64_t reply_backoff(const struct item *item, int64_t first, int64_t most)
{
	int64_t wait = first;

	for (int i = 1; i < item->tries && wait < most; i++)
		wait *= 2;
	if (wait > most)
		wait = most;
	return wait + item->id % (1 + wait / 4);
}

bool reply_waits(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, int64_t after, struct error *err)
{
	struct entry entry = {
		.state = "waiting",
		.operation = operation,
		.not_before = now_of(apply) + after,
		.cause = reply->cause,
		.words = reply->words,
		.tries = item->tries,
	};

	return item_progress(apply, item, reply, err) &&
	       item_commit(apply, item, &entry, NULL, NULL, err);
}

bool reply_fails(struct apply *apply, struct item *item, const struct service_reply *reply,
	const struct service_reply *written, struct error *err)
{
	struct entry entry = {
		.state = "failed",
		.cause = reply->cause == CAUSE_NONE ? CAUSE_UNKNOWN : reply->cause,
		.words = reply->words,
		.tries = item->tries,
	};

	if (!item_commit(apply, item, &entry, written, NULL, err) ||
		!item_settle(apply, item->key, err))
		return false;
	apply->moved = true;
	event_add(apply, _("%s: %s"), item->label, _(cause_why(entry.cause)));
	return true;
}

bool reply_done(struct apply *apply, struct item *item, struct service_reply *reply,
	const struct apply_letter *letter, struct error *err)
{
	struct entry entry = { .state = "done", .words = reply->words, .tries = item->tries };

	if (!item_commit(apply, item, &entry, reply, letter, err))
		return false;
	apply->moved = true;
	if (strncmp(item->carry->kind, "buy", 3) == 0)
		apply->consent -= item->quantity;
	event_add(apply, _("%s: done (%s)"), item->label, change_title_one(item->carry->kind));
	return true;
}

/* An address that the service has but did not accept keeps its id and its words, and counts as
 * failed. */
static bool reply_address(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	if (!reply->validation[0] || strcmp(reply->validation, "Valid") == 0)
		return reply_done(apply, item, reply, NULL, err);
	reply->cause = CAUSE_ADDRESS_INVALID;
	return reply_fails(apply, item, reply, reply, err);
}

static bool reply_refused(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	if (strcmp(item->carry->kind, "order") == 0 && reply->cause == CAUSE_OUT_OF_STOCK)
		return order_short(apply, item, reply, 0, err);
	if (cause_waits(item, reply)) {
		int64_t limit = latency_of(LATENCY_LICENCE)->limit;

		if (now_of(apply) - item->sent_at < 3 * limit)
			return reply_waits(apply, item, reply, "",
				reply->after > 0 ? reply->after
						 : reply_backoff(item, WAIT_FIRST, WAIT_MOST),
				err);
	}
	if (strcmp(item->carry->kind, "acquire") == 0 && reply->cause == CAUSE_EXPIRED &&
		item->tries < 3)
		return number_hold_again(apply, item, err);
	return reply_gone(apply, item, reply, err);
}

bool reply_gone(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err)
{
	if (!reply_fails(apply, item, reply, NULL, err))
		return false;
	return strcmp(item->carry->kind, "acquire") != 0 ||
	       (reply->cause != CAUSE_EXPIRED && reply->cause != CAUSE_NUMBER_TAKEN) ||
	       number_gone(apply, item, err);
}

bool reply_retry(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err)
{
	int64_t after;

	/* What the service has accepted does not fail because nobody can ask about it. */
	if (operation[0])
		item->tries++;
	else if (item->tries >= TRIES)
		return reply_fails(apply, item, reply, NULL, err);
	after = reply_backoff(item, 1, WAIT_MOST);
	if (after < reply->after)
		after = reply->after + item->id % (1 + reply->after / 4);
	if (reply->cause == CAUSE_THROTTLED) {
		apply->slow_until = now_of(apply) + reply->after;
		event_add(apply, _("The service asks to slow down: again in %lld s."),
			(long long)reply->after);
	}
	return reply_waits(apply, item, reply, operation, after, err);
}

bool reply_doubt(struct apply *apply, struct item *item, const struct service_reply *reply,
	struct error *err)
{
	int64_t after = reply_backoff(item, 1, WAIT_MOST);
	struct entry entry = { .state = "doubt",
		.not_before = now_of(apply) + (after < reply->after ? reply->after : after),
		.cause = reply->cause,
		.words = reply->words,
		.tries = item->tries + 1 };

	return item_commit(apply, item, &entry, NULL, NULL, err);
}

bool reply_undone(struct apply *apply, struct item *item, const struct service_reply *reply,
	struct error *err)
{
	if (item->tries < DOUBTS)
		return item_again(apply, item, err);
	return reply_fails(apply, item, reply, NULL, err);
}

bool reply_take(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err)
{
	fault_point("submitted", false);
	switch (reply->state) {
	case SERVICE_FLYING:
		return true;
	case SERVICE_DOUBT:
		return reply_doubt(apply, item, reply, err);
	case SERVICE_PENDING:
		return reply_waits(apply, item, reply,
			reply->operation[0] ? reply->operation : operation, reply->after, err);
	case SERVICE_RETRY:
		return reply_retry(apply, item, reply, operation, err);
	case SERVICE_FAILED:
		return reply_refused(apply, item, reply, err);
	case SERVICE_DONE:
		break;
	}
	if (strcmp(item->carry->kind, "order") == 0)
		return reply_order(apply, item, reply, err);
	if (strcmp(item->carry->kind, "address") == 0)
		return reply_address(apply, item, reply, err);
	return reply_done(apply, item, reply, NULL, err);
}
