/* core/tenant/number_order.c: numbers that are wanted before it is known which. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/number_order.h"

#define ROW                                                                                             \
	"SELECT o.id, o.name, o.kind, o.country, o.state, o.city, o.area_code, o.prefix, o.place_id,"   \
	" o.quantity_wanted, o.quantity_actual, (SELECT count(*) FROM number n WHERE n.order_id = o.id" \
	"  AND n.owned_wanted = 1 AND n.owned_actual = 0),"                                             \
	" (SELECT count(*) FROM assignment a WHERE a.order_wanted = o.id) FROM number_order o"

static const char list_sql[] = ROW " ORDER BY o.id LIMIT :room OFFSET :first";
static const char count_sql[] = "SELECT count(*) FROM number_order";
static const char get_sql[] = ROW " WHERE o.id = :id";
static const char find_sql[] = ROW " WHERE o.name = :name";
static const char taken_sql[] =
	"SELECT count(*) FROM number_order WHERE name = :name AND id <> :id";
static const char insert_sql[] =
	"INSERT INTO number_order (name, kind, country, state, city, area_code, prefix, place_id,"
	" quantity_wanted) VALUES (:name, :kind, :country, :state, :city, :area_code, :prefix, :place,"
	" :quantity)";
static const char update_sql[] =
	"UPDATE number_order SET name = :name, kind = :kind, country = :country, state = :state,"
	" city = :city, area_code = :area_code, prefix = :prefix, place_id = :place,"
	" quantity_wanted = :quantity WHERE id = :id";
static const char remove_sql[] = "DELETE FROM number_order WHERE id = :id";

static void order_read(sqlite3_stmt *stmt, struct number_order *out)
{
	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(stmt, 0);
	store_text(stmt, 1, out->name);
	store_text(stmt, 2, out->kind);
	store_text(stmt, 3, out->country);
	store_text(stmt, 4, out->state);
	store_text(stmt, 5, out->city);
	store_text(stmt, 6, out->area_code);
	store_text(stmt, 7, out->prefix);
	out->place_id = sqlite3_column_int64(stmt, 8);
	out->quantity = sqlite3_column_int64(stmt, 9);
	out->acquired = sqlite3_column_int64(stmt, 10);
	out->held = sqlite3_column_int64(stmt, 11);
	out->promised = sqlite3_column_int64(stmt, 12);
}

int number_order_list(
	struct store *store, int64_t first, int room, struct number_order *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		order_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

int64_t number_order_count(struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql, err);
	int64_t count;

	return stmt && store_number(stmt, &count, err) ? count : -1;
}

/* 1: found; 0: there is none; -1: error. */
static int order_one(sqlite3_stmt *stmt, struct number_order *out, struct error *err)
{
	int got = store_step(stmt, err);

	if (got > 0)
		order_read(stmt, out);
	store_done(stmt);
	return got;
}

bool number_order_get(struct store *store, int64_t id, struct number_order *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	got = order_one(stmt, out, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("This order is not in the list any more."));
	return got > 0;
}

bool number_order_find(
	struct store *store, const char *name, struct number_order *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, find_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", name);
	got = order_one(stmt, out, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("There is no order of numbers named %s."), name);
	return got > 0;
}

/* -1 on an error. */
static int64_t taken(struct store *store, const char *name, int64_t id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, taken_sql, err);
	int64_t count;

	if (!stmt)
		return -1;
	store_bind_text(stmt, ":name", name);
	store_bind_number(stmt, ":id", id);
	return store_number(stmt, &count, err) ? count : -1;
}

bool number_order_put(struct store *store, struct number_order *order, struct error *err)
{
	int64_t others = taken(store, order->name, order->id, err);
	sqlite3_stmt *stmt;

	if (others < 0)
		return false;
	if (others > 0)
		return error_set(err, ERROR_TAKEN,
			_("There is an order named %s already. Choose another name."), order->name);
	stmt = store_statement(store, order->id ? update_sql : insert_sql, err);
	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", order->name);
	store_bind_text(stmt, ":kind", *order->kind ? order->kind : "user");
	store_bind_text(stmt, ":country", order->country);
	store_bind_text(stmt, ":state", order->state);
	store_bind_text(stmt, ":city", order->city);
	store_bind_text(stmt, ":area_code", order->area_code);
	store_bind_text(stmt, ":prefix", order->prefix);
	store_bind_id(stmt, ":place", order->place_id);
	store_bind_number(stmt, ":quantity", order->quantity);
	if (order->id)
		store_bind_number(stmt, ":id", order->id);
	if (!store_run(stmt, err))
		return false;
	if (!order->id)
		order->id = sqlite3_last_insert_rowid(store_db(store));
	return true;
}

bool number_order_remove(struct store *store, int64_t id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, remove_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	return store_run(stmt, err);
}

const char *number_order_free_name(struct store *store, const char *wish, char name[64])
{
	snprintf(name, 64, "%.50s", wish);
	for (int i = 2; taken(store, name, 0, NULL) > 0; i++)
		snprintf(name, 64, "%.50s %d", wish, i);
	return name;
}
