/* core/plan/request.c: asks the service. Its texts are borrowed from a statement, so the call is
 * made in here. */
#include "core/plan/applying.h"

#include <string.h>

#include "core/plan/sql.h"
#include "core/store/store.h"
#include "core/tenant/address.h"

static const char REQUEST_SQL[] =
	"SELECT p.object_id, p.upn, json_extract(j.after, '$.usage_location'), j.sku_id, s.sku_part,"
	" (SELECT group_concat(value, ',') FROM json_each(j.after, '$.add')),"
	" (SELECT group_concat(value, ',') FROM json_each(j.after, '$.remove')),"
	" j.number, coalesce(n.kind, o.kind, 'user'), n.reservation, pl.location_id,"
	" coalesce(a.civic_id, pa.civic_id), pl.name, coalesce(o.country, n.country),"
	" coalesce(o.state, n.state), coalesce(o.city, n.city), coalesce(o.area_code, n.area_code),"
	" o.prefix, coalesce(f.kind, json_extract(j.before, '$.kind')),"
	" coalesce(f.name, json_extract(j.before, '$.name')), json_extract(j.after, '$.document'),"
	" f.service_id, j.key, j.after,"
	" iif(coalesce(a.civic_id, pa.civic_id) IS NULL AND j.kind <> 'address',"
	"  'address:' || coalesce(a.id, pa.id), NULL),"
	" iif(pl.location_id IS NULL AND j.kind <> 'place',"
	"  iif(pl.name = '', 'address:' || pl.address_id, 'place:' || pl.id), NULL),"
	" iif(j.number IS NULL AND j.kind <> 'order', 'order:' || j.order_id, NULL) FROM journal j LEFT JOIN feature f ON f.id = j.feature_id LEFT JOIN person p ON p.id = j.person_id"
	" LEFT JOIN subscription s ON s.sku_id = j.sku_id LEFT JOIN number n ON n.e164 = j.number"
	" LEFT JOIN number_order o ON o.id = j.order_id"
	" LEFT JOIN place pl ON pl.id = coalesce(j.place_id, iif(j.kind IN ('order', 'acquire'),"
	"  o.place_id, NULL)) LEFT JOIN address pa ON pa.id = pl.address_id"
	" LEFT JOIN address a ON a.id = j.address_id WHERE j.id = :id";

const char *request_text(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

/* An empty text says no more than none. */
static const char *given(sqlite3_stmt *stmt, int column)
{
	const char *text = request_text(stmt, column);

	return text && text[0] ? text : NULL;
}

static void request_read(sqlite3_stmt *stmt, const struct item *item, struct service_request *out)
{
	*out = (struct service_request){
		.kind = item->carry->kind,
		.request_id = item->request_id,
		.object_id = given(stmt, 0),
		.upn = given(stmt, 1),
		.usage_location = given(stmt, 2),
		.sku_id = given(stmt, 3),
		.sku_part = given(stmt, 4),
		.add_skus = given(stmt, 5),
		.remove_skus = given(stmt, 6),
		.quantity = item->quantity,
		.number = given(stmt, 7),
		.number_kind = given(stmt, 8),
		.reservation = given(stmt, 9),
		.location_id = given(stmt, 10),
		.civic_id = given(stmt, 11),
		.place_name = given(stmt, 12),
		.country = given(stmt, 13),
		.state = given(stmt, 14),
		.city = given(stmt, 15),
		.area_code = given(stmt, 16),
		.prefix = given(stmt, 17),
		.feature_kind = given(stmt, 18),
		.name = given(stmt, 19),
		.document = given(stmt, 20),
		.service_id = given(stmt, 21),
		.key = given(stmt, 22),
		.wish = given(stmt, 23),
		.address_key = given(stmt, 24),
		.place_key = given(stmt, 25),
		.order_key = given(stmt, 26),
	};
}

/* A search elsewhere, or for the very number whose hold ran out. */
static void request_turn(
	struct apply *apply, const struct item *item, enum ask ask, struct service_request *request)
{
	struct search *search = item->order_id ? search_of(apply, item->order_id) : NULL;

	if (ask == ASK_SEARCH && search && search->alternative >= 0 &&
		search->alternative < search->count) {
		request->city = search->next[search->alternative].city;
		request->state = search->next[search->alternative].state;
		request->area_code = search->next[search->alternative].area_code;
		request->prefix = NULL;
	}
	if (ask == ASK_SEARCH_SAME) {
		request->quantity = 1;
		request->prefix = item->number + 1;
		request->city = request->area_code = request->state = NULL;
		request->reservation = NULL;
	}
}

bool request_make(struct apply *apply, const struct item *item, request_use *use, void *data,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, REQUEST_SQL, err);
	struct service_request request;
	struct address address;
	bool ok;

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	if (store_step(stmt, err) < 0)
		return false;
	request_read(stmt, item, &request);
	ok = true;
	if (item->address_id && strcmp(item->carry->kind, "address") == 0) {
		ok = address_get(apply->store, item->address_id, &address, err);
		request.address = &address;
	}
	ok = ok && use(data, &request, err);
	store_done(stmt);
	return ok;
}

struct call {
	struct apply *apply;
	const struct item *item;
	enum ask ask;
	struct service_reply *reply;
};

static bool call_make(void *data, struct service_request *request, struct error *err)
{
	const struct call *call = data;
	struct service *service = call->apply->service;

	request_turn(call->apply, call->item, call->ask, request);
	if (call->ask == ASK_SUBMIT)
		return service->ops->submit(service, request, call->reply, err);
	if (call->ask == ASK_ASK)
		return service->ops->ask(service, request, call->reply, err);
	return service->ops->search(service, request, call->reply, err);
}

bool service_call(struct apply *apply, struct item *item, enum ask ask, struct service_reply *reply,
	struct error *err)
{
	struct call call = { apply, item, ask, reply };

	apply->requests++;
	return request_make(apply, item, call_make, &call, err) &&
	       (reply->state != SERVICE_FLYING ||
		       flight_add(apply, item, ask, reply->flight, NULL, err));
}
