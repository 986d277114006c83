/* core/plan/flight.c: questions that are on their way. The journal says `sent` as long as nobody
 * knows more: what was in the air when we died is in doubt, and asked about before it is sent
 * again. */
#include "core/plan/applying.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/plan/sql.h"

static const char FLYING_ADD_SQL[] = "INSERT OR IGNORE INTO temp.flying (id) VALUES (:id)";
static const char FLYING_DROP_SQL[] = "DELETE FROM temp.flying WHERE id = :id";

int kind_room(struct apply *apply, const char *kind, const char *way)
{
	const struct service_ops *ops = apply->service->ops;

	if (strcmp(kind, "notice") == 0)
		return apply->options.parallel;
	if (ops->room)
		return ops->room(apply->service, kind);
	return strcmp(way, "hand") == 0 ? 0 : INT_MAX;
}

int flight_count(const struct apply *apply, enum ask ask, const char *kind)
{
	int count = 0;

	for (int i = 0; i < apply->flight_count; i++)
		count += ask == ASK_POLL ? apply->flights[i].ask == ASK_POLL
					 : strcmp(apply->flights[i].kind, kind) == 0 &&
						   apply->flights[i].ask != ASK_POLL;
	return count;
}

static bool flying_note(struct apply *apply, const char *sql, int64_t id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, sql, err);

	if (!stmt)
		return false;
	sql_id(stmt, ":id", id);
	return store_run(stmt, err);
}

bool flight_add(struct apply *apply, const struct item *item, enum ask ask, int64_t id,
	struct apply_letter *letter, struct error *err)
{
	if (apply->flight_count == apply->flight_room) {
		apply->flight_room = apply->flight_room ? 2 * apply->flight_room : 32;
		apply->flights = xrealloc(
			apply->flights, (size_t)apply->flight_room, sizeof(*apply->flights));
	}
	apply->flights[apply->flight_count++] = (struct flight){ .id = id,
		.item_id = item->id,
		.ask = ask,
		.kind = item->carry->kind,
		.letter = letter };
	return flying_note(apply, FLYING_ADD_SQL, item->id, err);
}

/* An answer means what the question was. */
static bool flight_take(struct apply *apply, const struct flight *flight,
	struct service_reply *reply, struct error *err)
{
	static const struct error fine = { 0 };
	struct item item;

	if (!flying_note(apply, FLYING_DROP_SQL, flight->item_id, err) ||
		!item_load(apply, flight->item_id, &item, err))
		return false;
	item.address_first = order_address_first(apply, item.order_id);
	switch (flight->ask) {
	case ASK_LETTER:
		return letter_take(apply, &item, flight->letter, reply, &fine, err);
	case ASK_ASK:
		return ask_take(apply, &item, reply, err);
	case ASK_SEARCH_SAME:
		return number_held(apply, &item, reply, err);
	case ASK_POLL:
		return reply_take(apply, &item, reply, item.operation, err);
	case ASK_SUBMIT:
	case ASK_SEARCH:
		break;
	}
	return reply_take(apply, &item, reply, "", err);
}

static bool flight_land(struct apply *apply, const struct flight *flight,
	struct service_reply *reply, struct error *err)
{
	if (flight->ask == ASK_LETTER)
		return apply->options.notice_land(
			apply->options.notice_data, flight->id, reply, err);
	return apply->service->ops->land(apply->service, flight->id, reply, err);
}

bool flights_land(struct apply *apply, bool *did, struct error *err)
{
	*did = false;
	for (int i = apply->flight_count - 1; i >= 0; i--) {
		struct flight flight = apply->flights[i];
		struct service_reply reply = { 0 };
		bool ok = flight_land(apply, &flight, &reply, err);

		if (ok && reply.state != SERVICE_FLYING) {
			*did = true;
			apply->flights[i] = apply->flights[--apply->flight_count];
			ok = flight_take(apply, &flight, &reply, err);
			free(flight.letter);
		}
		service_reply_fini(&reply);
		if (!ok)
			return false;
	}
	return true;
}

void flights_drop(struct apply *apply)
{
	for (int i = 0; i < apply->flight_count; i++) {
		if (apply->flights[i].ask != ASK_LETTER)
			apply->service->ops->drop(apply->service, apply->flights[i].id);
		free(apply->flights[i].letter);
	}
	free(apply->flights);
	apply->flights = NULL;
	apply->flight_count = apply->flight_room = 0;
}
