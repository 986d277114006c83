/* core/plan/quota.c: counts licences and numbers for the quota rule. */
#include "core/plan/quota.h"

#include <string.h>

#include "core/plan/sql.h"
#include "core/reference/capability.h"
#include "core/store/store.h"

/* Seats by what they are for: an international plan counts as that alone. Only licences
 * that people hold count; `wanted` adds those that the plan assigns. */
static const char LICENCES_SQL[] =
	"SELECT total(CASE WHEN c & :international THEN 0 WHEN c & :domestic THEN n END),"
	" total(CASE WHEN c & :international THEN n END),"
	" total(CASE WHEN c & (:domestic | :international) THEN 0 WHEN c & :payg THEN n END),"
	" total(CASE WHEN c & :phone THEN n END), total(CASE WHEN c & :conferencing THEN n END),"
	" total(CASE WHEN c & :basic THEN n END),"
	" total(CASE WHEN c & :credits THEN seats END) + (SELECT count(*)"
	"  FROM feature WHERE kind = 'credits' AND (actual IS NOT NULL OR (:wanted AND wanted IS NOT NULL)))"
	" FROM (SELECT s.capability AS c, s.seats_actual AS seats, s.used_actual + iif(:wanted, coalesce(("
	"   SELECT sum(l.wanted - l.actual) FROM licence l WHERE l.sku_id = s.sku_id"
	"    AND l.wanted <> l.actual), 0), 0) AS n FROM subscription s)";

static const char NUMBERS_SQL[] =
	"SELECT total(owned_actual), total(owned_actual AND source <> 'plan'),"
	" total(NOT owned_actual AND reservation <> '' AND held_until > :now),"
	" total(owned_wanted AND NOT owned_actual) FROM number WHERE kind = :kind";
/* What the orders are still to bring, less the numbers that are held for them. */
static const char ORDERS_SQL[] =
	"SELECT total(max(0, quantity_wanted - quantity_actual - (SELECT count(*) FROM number n"
	"  WHERE n.order_id = o.id AND n.owned_wanted = 1 AND n.owned_actual = 0)))"
	" FROM number_order o WHERE kind = :kind AND quantity_wanted > quantity_actual";

static bool licences_read(struct store *store, bool wanted, struct quota_licences *out,
	bool *credits, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, LICENCES_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_int(stmt, ":international", CAPABILITY_INTERNATIONAL);
	sql_int(stmt, ":domestic", CAPABILITY_DOMESTIC);
	sql_int(stmt, ":payg", CAPABILITY_PAYG);
	sql_int(stmt, ":phone", CAPABILITY_PHONE_SYSTEM);
	sql_int(stmt, ":conferencing", CAPABILITY_CONFERENCING);
	sql_int(stmt, ":basic", CAPABILITY_CONFERENCING_BASIC);
	sql_int(stmt, ":credits", CAPABILITY_CREDITS);
	sql_int(stmt, ":wanted", wanted);
	got = store_step(stmt, err);
	if (got > 0) {
		out->domestic = sqlite3_column_int64(stmt, 0);
		out->international = sqlite3_column_int64(stmt, 1);
		out->payg = sqlite3_column_int64(stmt, 2);
		out->phone_system = sqlite3_column_int64(stmt, 3);
		out->conferencing = sqlite3_column_int64(stmt, 4);
		out->conferencing_basic = sqlite3_column_int64(stmt, 5);
		*credits = sqlite3_column_int64(stmt, 6) > 0;
	}
	store_done(stmt);
	return got > 0;
}

static bool numbers_read(struct store *store, const char *kind, int64_t now,
	struct quota_numbers *out, int64_t *planned, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, NUMBERS_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_text(stmt, ":kind", kind);
	sql_int(stmt, ":now", now);
	got = store_step(stmt, err);
	if (got > 0) {
		out->acquired = sqlite3_column_int64(stmt, 0);
		out->ported = sqlite3_column_int64(stmt, 1);
		out->reserved = sqlite3_column_int64(stmt, 2);
		*planned = sqlite3_column_int64(stmt, 3);
	}
	store_done(stmt);
	return got > 0;
}

static bool read(struct store *store, const char *kind, int64_t now, bool wanted,
	struct plan_quota *out, struct error *err)
{
	struct quota_licences licences = { 0 };
	struct quota_numbers numbers = { 0 };

	memset(out, 0, sizeof(*out));
	out->kind = strcmp(kind, "toll") == 0       ? QUOTA_TOLL
		    : strcmp(kind, "tollfree") == 0 ? QUOTA_TOLL_FREE
						    : QUOTA_USER;
	if (!licences_read(store, wanted, &licences, &out->credits, err) ||
		!numbers_read(store, kind, now, &numbers, &out->planned, err))
		return false;
	out->quota = quota_of(out->kind, &licences, &numbers);
	out->licences = out->kind == QUOTA_USER
				? licences.domestic + licences.international + licences.payg
				: licences.phone_system + licences.conferencing;
	return true;
}

bool plan_quota(struct store *store, const char *kind, int64_t now, struct plan_quota *out,
	struct error *err)
{
	return read(store, kind, now, false, out, err);
}

bool plan_quota_wanted(struct store *store, const char *kind, int64_t now, struct plan_quota *out,
	struct error *err)
{
	sqlite3_stmt *stmt;
	int got;

	if (!read(store, kind, now, true, out, err))
		return false;
	stmt = store_statement(store, ORDERS_SQL, err);
	if (!stmt)
		return false;
	sql_text(stmt, ":kind", kind);
	got = store_step(stmt, err);
	if (got > 0)
		out->planned += sqlite3_column_int64(stmt, 0);
	store_done(stmt);
	return got > 0;
}
