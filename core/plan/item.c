/* core/plan/item.c: a change under way is a row of the journal. What is asked of the service is
 * noted before it is asked, and what it answered stands in one transaction with the actual that it
 * made. */
#include "core/plan/applying.h"

#include <string.h>

#include "core/plan/carry.h"
#include "core/plan/edit.h"
#include "core/plan/fault.h"
#include "core/plan/sql.h"
#include "core/store/store.h"
#include "core/tenant/address.h"

static const char JOURNAL_ADD_SQL[] =
	"INSERT INTO journal (run_id, kind, key, person_id, sku_id, number, address_id,"
	" place_id, order_id, feature_id, quantity, label, before, after, state, request_id, way, intent_at)"
	" SELECT :run, :kind, :key, :person, :sku, :number, :address, :place, :order, :feature,"
	"  :quantity, :label, :before, :after, 'intent', substr(h, 1, 8) || '-' || substr(h, 9, 4)"
	"  || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12),"
	"  :way, :now FROM (SELECT lower(hex(randomblob(16))) AS h)";

static const char JOURNAL_STATE_SQL[] =
	"UPDATE journal SET state = :state, operation = :operation, not_before = :not_before,"
	" cause = :cause, words = :words, tries = :tries,"
	" sent_at = iif(:state = 'sent' AND sent_at = 0, :now, sent_at),"
	" ended_at = iif(:state IN ('done', 'failed', 'cancelled'), :now, 0) WHERE id = :id";

static const char JOURNAL_LOAD_SQL[] =
	"SELECT kind, key, person_id, sku_id, number, address_id, place_id, order_id,"
	" feature_id, quantity, label, state, request_id, operation, tries, sent_at"
	" FROM journal WHERE id = :id";

static const char PROGRESS_SQL[] =
	"UPDATE feature SET progress = :progress WHERE id = :feature AND progress <> :progress";

static const char SETTLE_SQL[] = "INSERT OR IGNORE INTO temp.settled (key) VALUES (:key)";

static const char RUN_ADD_SQL[] = "INSERT INTO run (started_at, scope) VALUES (:now, :scope)";

void item_read(sqlite3_stmt *stmt, int first, struct item *item)
{
	char kind[CHANGE_KIND];

	memset(item, 0, sizeof(*item));
	item->carry = carry_of(store_column(stmt, first, kind, sizeof(kind)));
	store_column(stmt, first + 1, item->key, sizeof(item->key));
	item->person_id = sqlite3_column_int64(stmt, first + 2);
	store_column(stmt, first + 3, item->sku_id, sizeof(item->sku_id));
	store_column(stmt, first + 4, item->number, sizeof(item->number));
	item->address_id = sqlite3_column_int64(stmt, first + 5);
	item->place_id = sqlite3_column_int64(stmt, first + 6);
	item->order_id = sqlite3_column_int64(stmt, first + 7);
	item->quantity = sqlite3_column_int64(stmt, first + 8);
	store_column(stmt, first + 9, item->way, sizeof(item->way));
	item->feature_id = sqlite3_column_int64(stmt, first + 10);
}

void item_bind(struct apply *apply, sqlite3_stmt *stmt, const struct item *item)
{
	sql_id(stmt, ":id", item->id);
	sql_text(stmt, ":kind", item->carry->kind);
	sql_text(stmt, ":key", item->key);
	sql_id(stmt, ":person", item->person_id);
	sql_id(stmt, ":address", item->address_id);
	sql_id(stmt, ":place", item->place_id);
	sql_id(stmt, ":order", item->order_id);
	sql_id(stmt, ":feature", item->feature_id);
	sql_text(stmt, ":sku", item->sku_id[0] ? item->sku_id : NULL);
	sql_text(stmt, ":number", item->number[0] ? item->number : NULL);
	sql_int(stmt, ":quantity", item->quantity);
	sql_int(stmt, ":address_first", item->address_first);
	sql_text(stmt, ":label", item->label);
	sql_text(stmt, ":way", item->way);
	sql_int(stmt, ":now", now_of(apply));
}

/* A run begins with its first intent. From then on it is the run that is taken back, as a whole,
 * and no longer the edits that led to it. */
static bool run_begin(struct apply *apply, struct error *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (apply->run_id)
		return true;
	stmt = store_statement(apply->store, RUN_ADD_SQL, err);
	if (!stmt)
		return false;
	sql_int(stmt, ":now", now_of(apply));
	sql_text(stmt, ":scope", apply->step);
	ok = store_run(stmt, err) && edit_forget(apply->store, err);
	if (ok)
		apply->run_id = sqlite3_last_insert_rowid(store_db(apply->store));
	return ok;
}

static bool journal_write(
	struct apply *apply, struct item *item, const struct entry *entry, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, JOURNAL_STATE_SQL, err);

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	sql_text(stmt, ":state", entry->state);
	sql_text(stmt, ":operation", entry->operation ? entry->operation : "");
	sql_int(stmt, ":not_before", entry->not_before);
	sql_text(stmt, ":cause", entry->cause == CAUSE_NONE ? "" : cause_word(entry->cause));
	sql_text(stmt, ":words", entry->words ? entry->words : "");
	sql_int(stmt, ":tries", entry->tries);
	sql_int(stmt, ":now", now_of(apply));
	return store_run(stmt, err);
}

/* actual = what was asked for, with what the service answered. */
static bool actual_write(struct apply *apply, const struct item *item,
	const struct service_reply *reply, const struct apply_letter *letter, struct error *err)
{
	if (letter)
		return letter_note(apply, item, letter, err);
	if (strcmp(item->carry->kind, "order") == 0)
		return order_write(apply, item, reply, err);
	if (item->address_id && reply->json.len &&
		!correction_put(apply->store, item->address_id, str_text(&reply->json),
			reply->json.len, err))
		return false;
	for (int i = 0; i < CARRY_DONE && item->carry->done[i]; i++) {
		sqlite3_stmt *stmt = store_statement(apply->store, item->carry->done[i], err);

		if (!stmt)
			return false;
		item_bind(apply, stmt, item);
		sql_text(stmt, ":civic", reply->civic_id);
		sql_text(stmt, ":location", reply->location_id);
		sql_text(stmt, ":validation", reply->validation[0] ? reply->validation : "Valid");
		sql_text(stmt, ":words", reply->words);
		sql_text(stmt, ":service", reply->service_id);
		sql_text(stmt, ":progress", item->feature_id ? str_text(&reply->json) : "");
		if (!store_run(stmt, err))
			return false;
	}
	return true;
}

bool item_progress(struct apply *apply, const struct item *item, const struct service_reply *reply,
	struct error *err)
{
	sqlite3_stmt *stmt;

	if (!item->feature_id || !reply->json.len)
		return true;
	stmt = store_statement(apply->store, PROGRESS_SQL, err);
	if (!stmt)
		return false;
	sql_id(stmt, ":feature", item->feature_id);
	sql_text(stmt, ":progress", str_text(&reply->json));
	return store_run(stmt, err);
}

bool item_commit(struct apply *apply, struct item *item, const struct entry *entry,
	const struct service_reply *reply, const struct apply_letter *letter, struct error *err)
{
	if (!store_begin(apply->store, err))
		return false;
	if ((reply && !actual_write(apply, item, reply, letter, err)) ||
		!journal_write(apply, item, entry, err)) {
		store_rollback(apply->store);
		return false;
	}
	fault_point(entry->state, true);
	if (!store_commit(apply->store, err))
		return false;
	fault_point(entry->state, false);
	group_move(apply, item, entry->state);
	item->tries = entry->tries;
	return true;
}

bool item_load(struct apply *apply, int64_t id, struct item *item, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, JOURNAL_LOAD_SQL, err);
	char kind[CHANGE_KIND];

	memset(item, 0, sizeof(*item));
	if (!stmt)
		return false;
	sql_id(stmt, ":id", id);
	if (store_step(stmt, err) <= 0)
		return false;
	item->id = id;
	item->carry = carry_of(store_column(stmt, 0, kind, sizeof(kind)));
	store_column(stmt, 1, item->key, sizeof(item->key));
	item->person_id = sqlite3_column_int64(stmt, 2);
	store_column(stmt, 3, item->sku_id, sizeof(item->sku_id));
	store_column(stmt, 4, item->number, sizeof(item->number));
	item->address_id = sqlite3_column_int64(stmt, 5);
	item->place_id = sqlite3_column_int64(stmt, 6);
	item->order_id = sqlite3_column_int64(stmt, 7);
	item->feature_id = sqlite3_column_int64(stmt, 8);
	item->quantity = sqlite3_column_int64(stmt, 9);
	store_column(stmt, 10, item->label, sizeof(item->label));
	store_column(stmt, 11, item->state, sizeof(item->state));
	store_column(stmt, 12, item->request_id, sizeof(item->request_id));
	store_column(stmt, 13, item->operation, sizeof(item->operation));
	item->tries = sqlite3_column_int(stmt, 14);
	item->sent_at = sqlite3_column_int64(stmt, 15);
	store_done(stmt);
	item->group = group_of_item(apply, item);
	return true;
}

/* Writes the row of an intent, in a transaction of its own. */
static bool intent_add(
	struct apply *apply, struct item *item, sqlite3_stmt *shot, struct error *err)
{
	sqlite3_stmt *add = store_statement(apply->store, JOURNAL_ADD_SQL, err);
	int64_t run_before = apply->run_id;

	if (!add || !store_begin(apply->store, err))
		return false;
	store_column(shot, 2, item->label, sizeof(item->label));
	item_bind(apply, add, item);
	sql_text(add, ":before", request_text(shot, 0));
	sql_text(add, ":after", request_text(shot, 1));
	if (!run_begin(apply, err))
		goto fail;
	sql_int(add, ":run", apply->run_id);
	if (!store_run(add, err))
		goto fail;
	item->id = sqlite3_last_insert_rowid(store_db(apply->store));
	fault_point("intent", true);
	if (!store_commit(apply->store, err)) {
		apply->run_id = run_before;
		return false;
	}
	fault_point("intent", false);
	return true;
fail:
	store_rollback(apply->store);
	apply->run_id = run_before;
	return false;
}

bool item_intend(struct apply *apply, struct item *item, bool *there, struct error *err)
{
	sqlite3_stmt *shot = store_statement(apply->store, item->carry->snapshot, err);
	struct item loaded;
	int got = -1;
	bool ok;

	*there = false;
	if (shot) {
		item_bind(apply, shot, item);
		got = store_step(shot, err);
	}
	ok = got == 0 || (got > 0 && intent_add(apply, item, shot, err));
	store_done(shot);
	if (!ok || got == 0)
		return ok;
	if (!item_load(apply, item->id, &loaded, err))
		return false;
	loaded.address_first = item->address_first;
	loaded.group = item->group;
	loaded.state[0] = '\0';
	*item = loaded;
	group_move(apply, item, "intent");
	*there = true;
	return true;
}

bool item_settle(struct apply *apply, const char *key, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, SETTLE_SQL, err);

	if (!stmt)
		return false;
	sql_text(stmt, ":key", key);
	return store_run(stmt, err);
}
