/* core/tenant/subscription.c: products, what they cost, and the cart. */
#include <string.h>

#include "core/base/tr.h"
#include "core/store/store.h"
#include "core/tenant/subscription.h"
#include "core/tenant/sync.h"

#define SEAT                                                                                                \
	"SELECT v.sku_id, v.sku_part, v.name, v.capability, v.seats_actual, v.used_actual, v.seats_needed," \
	" v.missing, v.spare_wanted, v.cents, v.as_of, v.source, v.doubt, v.visible, s.state, s.renews_on"  \
	" FROM seat v JOIN subscription s ON s.sku_id = v.sku_id"

/* 508 are the bits of Phone System, Calling Plans, credits and conferencing. */
static const char list_sql[] = SEAT
	" WHERE CASE :scope WHEN 0 THEN 1 WHEN 1 THEN v.seats_needed > 0 OR v.seats_actual > 0"
	" WHEN 2 THEN v.missing > 0"
	" ELSE v.capability & 508 AND (v.seats_needed > 0 OR v.seats_actual > 0) END"
	" ORDER BY v.missing = 0, v.name COLLATE NOCASE, v.sku_id LIMIT :room OFFSET :first";
static const char get_sql[] = SEAT " WHERE v.sku_id = :sku";

static const char find_sql[] =
	"SELECT sku_id FROM subscription WHERE sku_id = lower(:sku) OR sku_id = :sku"
	" OR sku_part = :sku COLLATE NOCASE"
	" ORDER BY sku_part = :sku COLLATE NOCASE, seats_actual DESC, sku_id LIMIT 1";

/* An old part number names the present product; of two products with one part number the one whose
 * service plans are known is meant. */
static const char ensure_sql[] =
	"INSERT INTO subscription (sku_id, sku_part, name, capability)"
	" SELECT k.sku_id, k.part_number, k.name, b.bits FROM ref.skus k JOIN ref.sku_bits b ON b.sku_id = k.sku_id"
	" WHERE k.sku_id = lower(:sku) OR k.sku_id = :sku OR k.part_number = :sku OR k.part_number ="
	"  (SELECT part_number FROM ref.sku_aliases WHERE alias = :sku)"
	" ORDER BY k.part_number = :sku DESC, b.bits = 0, k.sku_id LIMIT 1"
	" ON CONFLICT (sku_id) DO UPDATE SET sku_id = excluded.sku_id RETURNING sku_id";

static const char spare_sql[] =
	"UPDATE subscription SET spare_wanted = :seats WHERE sku_id = :sku RETURNING sku_id";
static const char seats_sql[] =
	"UPDATE subscription SET seats_actual = :seats WHERE sku_id = :sku RETURNING sku_id";

/* A product gives what its service plans give, known to the facts by their names, and what the
 * facts know of the product itself. The sum of different single bits is their union. */
#define PAGE_BITS                                                                               \
	"(SELECT coalesce(sum(DISTINCT c.bit), 0) FROM json_each(j.value, '$.servicePlans') sp" \
	" JOIN ref.service_plans p ON p.name = sp.value ->> '$.servicePlanName'"                \
	" JOIN ref.capabilities o ON o.name = p.capability"                                     \
	" JOIN ref.capabilities c ON c.name = o.name OR c.name = o.implies)"                    \
	" | coalesce((SELECT bits FROM ref.sku_bits b WHERE b.sku_id = lower(j.value ->> '$.skuId')), 0)"

#define PAGE_COUNT(key) "max(0, coalesce(CAST(j.value ->> '$." key "' AS INTEGER), 0))"

/* Seats in grace can be used, those of a product that is suspended, locked out or deleted cannot
 * (graph-api.md 6.2). */
#define PAGE_SEATS                                                                                       \
	"iif(j.value ->> '$.capabilityStatus' IN ('Suspended', 'LockedOut', 'Deleted'), 0, " PAGE_COUNT( \
		"prepaidUnits.enabled") " + " PAGE_COUNT("prepaidUnits.warning") ")"

static const char page_sql[] =
	"INSERT INTO subscription (sku_id, sku_part, name, capability, seats_actual, used_actual, state)"
	" SELECT lower(j.value ->> '$.skuId'), coalesce(j.value ->> '$.skuPartNumber', ''),"
	" coalesce((SELECT name FROM ref.skus k WHERE k.sku_id = lower(j.value ->> '$.skuId')),"
	"  j.value ->> '$.productName', j.value ->> '$.skuPartNumber', ''), " PAGE_BITS
	"," PAGE_SEATS ", " PAGE_COUNT(
		"consumedUnits") ", coalesce(j.value ->> '$.capabilityStatus', 'Enabled')"
				 " FROM json_each(:json, '$.value') j"
				 " WHERE j.type = 'object' AND length(j.value ->> '$.skuId') > 0"
				 " ON CONFLICT (sku_id) DO UPDATE SET sku_part = excluded.sku_part, name = excluded.name,"
				 " capability = excluded.capability, seats_actual = excluded.seats_actual,"
				 " used_actual = excluded.used_actual, state = excluded.state";
static const char seen_sql[] =
	"INSERT OR IGNORE INTO seen SELECT 'subscription', lower(value ->> '$.skuId')"
	" FROM json_each(:json, '$.value') WHERE type = 'object' AND length(value ->> '$.skuId') > 0";

/* The suite that most people have is the organization's, where nobody said otherwise. */
static const char suite_sql[] =
	"UPDATE organization SET plan = (SELECT s.sku_part FROM subscription s JOIN ref.skus k"
	"  ON k.sku_id = s.sku_id WHERE k.category = 'base_plan' AND s.used_actual > 0"
	"  ORDER BY s.used_actual DESC, s.sku_part LIMIT 1) WHERE plan = '' AND EXISTS (SELECT 1"
	"  FROM subscription s JOIN ref.skus k ON k.sku_id = s.sku_id WHERE k.category = 'base_plan'"
	"  AND s.used_actual > 0)";

/* An admin's own price wins over the service's. */
static const char offer_sql[] =
	"INSERT INTO offer (sku_part, currency, cents, as_of, source, visible)"
	" SELECT j.value ->> '$.skuPartNumber', j.value ->> '$.currency',"
	" CASE WHEN typeof(j.value ->> '$.cents') = 'integer' AND j.value ->> '$.cents' >= 0"
	"  THEN j.value ->> '$.cents' END, coalesce(j.value ->> '$.asOf', ''),"
	" CASE WHEN j.value ->> '$.source' IN ('demo', 'list') THEN j.value ->> '$.source' ELSE '' END,"
	" coalesce(j.value ->> '$.visible', 1) <> 0"
	" FROM json_each(:json, '$.value') j WHERE j.type = 'object'"
	" AND length(j.value ->> '$.skuPartNumber') > 0 AND j.value ->> '$.currency' GLOB '[A-Z][A-Z][A-Z]'"
	" ON CONFLICT (sku_part, currency) DO UPDATE SET visible = excluded.visible,"
	" cents = CASE WHEN source = 'admin' THEN cents ELSE excluded.cents END,"
	" as_of = CASE WHEN source = 'admin' THEN as_of ELSE excluded.as_of END,"
	" source = CASE WHEN source = 'admin' THEN source ELSE excluded.source END";

static const char load_sql[] =
	"INSERT INTO offer (sku_part, currency, cents, as_of, source, doubt)"
	" SELECT part_number, currency, cents, as_of, CASE WHEN own THEN 'admin' ELSE 'list' END, doubt"
	" FROM temp.price_now WHERE true"
	" ON CONFLICT (sku_part, currency) DO UPDATE SET cents = excluded.cents, as_of = excluded.as_of,"
	" source = excluded.source, doubt = excluded.doubt"
	" WHERE excluded.source = 'admin' OR source IN ('list', 'admin')";

/* The admin's own alone, over the service's prices; one that the admin took back is forgotten. */
static const char own_sql[] =
	"INSERT INTO offer (sku_part, currency, cents, as_of, source)"
	" SELECT part_number, currency, cents, as_of, 'admin' FROM temp.own_price WHERE true"
	" ON CONFLICT (sku_part, currency) DO UPDATE SET cents = excluded.cents, as_of = excluded.as_of,"
	" source = excluded.source, doubt = ''";
static const char forget_sql[] =
	"DELETE FROM offer WHERE source = 'admin' AND NOT EXISTS (SELECT 1 FROM temp.own_price o"
	" WHERE o.part_number = offer.sku_part AND o.currency = offer.currency)";

static void seat_read(sqlite3_stmt *stmt, struct seat *out)
{
	memset(out, 0, sizeof(*out));
	store_text(stmt, 0, out->sku_id);
	store_text(stmt, 1, out->sku_part);
	store_text(stmt, 2, out->name);
	out->capability = (unsigned)sqlite3_column_int64(stmt, 3);
	out->have = sqlite3_column_int64(stmt, 4);
	out->used = sqlite3_column_int64(stmt, 5);
	out->need = sqlite3_column_int64(stmt, 6);
	out->missing = sqlite3_column_int64(stmt, 7);
	out->spare = sqlite3_column_int64(stmt, 8);
	out->cents = sqlite3_column_type(stmt, 9) == SQLITE_NULL ? -1
								 : sqlite3_column_int64(stmt, 9);
	store_text(stmt, 10, out->as_of);
	store_text(stmt, 11, out->source);
	store_text(stmt, 12, out->doubt);
	out->visible = sqlite3_column_int(stmt, 13);
	store_text(stmt, 14, out->state);
	out->renews_on = sqlite3_column_int64(stmt, 15);
}

int seat_list(struct store *store, enum seat_scope scope, int64_t first, int room, struct seat *out,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":scope", scope);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		seat_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

bool seat_get(struct store *store, const char *sku_id, struct seat *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sku", sku_id);
	got = store_step(stmt, err);
	if (got > 0)
		seat_read(stmt, out);
	store_done(stmt);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("There is no product %s in the cart."), sku_id);
	return got > 0;
}

/* 1: sku_id (may be NULL) has the id that the statement returned; 0: it returned none; -1: error.
 */
static int returned_id(sqlite3_stmt *stmt, char sku_id[SKU_ID], struct error *err)
{
	int got = store_step(stmt, err);

	if (got > 0 && sku_id)
		store_column(stmt, 0, sku_id, SKU_ID);
	if (got > 0 && !store_run(stmt, err))
		return -1;
	return got;
}

static int run_for_id(struct store *store, const char *sql, const char *sku, char sku_id[SKU_ID],
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	if (!stmt)
		return -1;
	store_bind_text(stmt, ":sku", sku);
	return returned_id(stmt, sku_id, err);
}

bool subscription_find(struct store *store, const char *sku, char sku_id[SKU_ID], struct error *err)
{
	int got = run_for_id(store, find_sql, sku, sku_id, err);

	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("The organization has no product %s."), sku);
	return got > 0;
}

bool subscription_ensure(
	struct store *store, const char *sku, char sku_id[SKU_ID], struct error *err)
{
	int got = run_for_id(store, find_sql, sku, sku_id, err);

	if (got == 0)
		got = run_for_id(store, ensure_sql, sku, sku_id, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND,
			_("ringup knows no product %s. Write its part number or its id as the admin "
			  "centre shows it."),
			sku);
	return got > 0;
}

static bool set_seats(
	struct store *store, const char *sql, const char *sku_id, int64_t seats, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sku", sku_id);
	store_bind_number(stmt, ":seats", seats);
	got = returned_id(stmt, NULL, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("There is no product %s in the cart."), sku_id);
	return got > 0;
}

bool subscription_want_spare(
	struct store *store, const char *sku_id, int64_t seats, struct error *err)
{
	return set_seats(store, spare_sql, sku_id, seats, err);
}

bool subscription_put_seats(
	struct store *store, const char *sku_id, int64_t seats, struct error *err)
{
	return set_seats(store, seats_sql, sku_id, seats, err);
}

bool subscription_page(struct store *store, const char *json, size_t len, struct error *err)
{
	static const char *const statements[] = { page_sql, seen_sql, suite_sql };

	return sync_page(store, statements, 3, json, len, err);
}

bool offer_page(struct store *store, const char *json, size_t len, struct error *err)
{
	static const char *const statements[] = { offer_sql };

	return sync_page(store, statements, 1, json, len, err);
}

bool offer_load(struct store *store, bool listed, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	sqlite3_stmt *forget = store_statement(store, forget_sql, err);
	bool ok = forget && store_run(forget, err);
	sqlite3_stmt *load = ok ? store_statement(store, listed ? load_sql : own_sql, err) : NULL;

	return store_end(store, load && store_run(load, err), err);
}
