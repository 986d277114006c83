/* core/plan/cost.c: what the phone licences cost a month. An unknown price is unknown, never 0. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/plan/sql.h"
#include "core/reference/capability.h"
#include "core/store/store.h"

/* Add-ons are what phones cost: a suite that holds a phone licence (it holds Teams too) is paid for
 * other things as well. Seats that nothing buys are not paid. What the service is buying already
 * was agreed to: it is paid, and not asked for again. */
static const char COST_SQL[] =
	"SELECT o.currency, total(paid * cents), total(added * cents), total(iif(cents IS NULL, paid, 0)),"
	" total(iif(cents IS NULL, added, 0)), total(added), iif(o.commitment = 'annual', total(added), 0),"
	" min(CASE WHEN cents IS NOT NULL AND paid > 0 AND as_of <> '' THEN as_of END),"
	" coalesce((SELECT source FROM seat x WHERE x.cents IS NOT NULL AND x.capability & :phone"
	"   AND NOT x.capability & :teams AND x.seats_actual + x.missing > 0 ORDER BY as_of = '', as_of LIMIT 1),"
	"  '')"
	" FROM organization o LEFT JOIN (SELECT cents, as_of, iif(buy, max(0, missing - under_way), 0) AS added,"
	"   seats_actual + iif(buy, missing, 0) AS paid"
	"  FROM (SELECT *, (SELECT coalesce(sum(quantity), 0) FROM journal j WHERE j.state = 'waiting'"
	"    AND j.key = 'buy:' || seat.sku_id) AS under_way FROM seat),"
	"   (SELECT buy = 'missing' AS buy FROM organization)"
	"  WHERE (capability & :phone AND NOT capability & :teams) OR (buy AND missing > 0))";

bool plan_cost(struct store *store, struct plan_cost *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, COST_SQL, err);
	int got;

	memset(out, 0, sizeof(*out));
	if (!stmt)
		return false;
	sql_int(stmt, ":phone",
		CAPABILITY_PHONE_SYSTEM | CAPABILITY_CALLING_PLAN | CAPABILITY_CREDITS |
			CAPABILITY_CONFERENCING);
	sql_int(stmt, ":teams", CAPABILITY_TEAMS);
	got = store_step(stmt, err);
	if (got > 0) {
		store_column(stmt, 0, out->currency, sizeof(out->currency));
		out->monthly_cents = sqlite3_column_int64(stmt, 1);
		out->added_cents = sqlite3_column_int64(stmt, 2);
		out->unknown = sqlite3_column_int64(stmt, 3);
		out->unknown_added = sqlite3_column_int64(stmt, 4);
		out->seats_to_buy = sqlite3_column_int64(stmt, 5);
		out->yearly_commitment = sqlite3_column_int64(stmt, 6);
		store_column(stmt, 7, out->as_of, sizeof(out->as_of));
		store_column(stmt, 8, out->source, sizeof(out->source));
	}
	store_done(stmt);
	return got > 0;
}

const char *plan_money_text(int64_t cents, const char *currency, char *text, int size)
{
	char digits[40];
	int64_t whole = cents / 100;
	int len = 0;

	/* Thousands from the left: 14,400.00 */
	char plain[24];
	int n = snprintf(plain, sizeof(plain), "%lld", (long long)whole);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			digits[len++] = ',';
		digits[len++] = plain[i];
	}
	digits[len] = '\0';
	if (strcmp(currency, "USD") == 0)
		snprintf(text, (size_t)size, "$%s.%02lld", digits, (long long)(cents % 100));
	else
		snprintf(text, (size_t)size, "%s.%02lld %.3s", digits, (long long)(cents % 100),
			currency);
	return text;
}

static const char *source_text(const struct plan_cost *cost)
{
	if (strcmp(cost->source, "demo") == 0)
		return _(" (demo prices)");
	return strcmp(cost->source, "admin") == 0 ? _(" (your prices)") : "";
}

const char *plan_cost_text(const struct plan_cost *cost, char *text, int size)
{
	char money[48];

	plan_money_text(cost->monthly_cents, cost->currency, money, sizeof(money));
	if (cost->unknown > 0 && cost->monthly_cents == 0)
		snprintf(text, (size_t)size,
			ngettext("price of %lld licence unknown", "price of %lld licences unknown",
				(unsigned long)cost->unknown),
			(long long)cost->unknown);
	else if (cost->unknown > 0)
		snprintf(text, (size_t)size,
			ngettext("%s a month%s and %lld licence of unknown price",
				"%s a month%s and %lld licences of unknown price",
				(unsigned long)cost->unknown),
			money, source_text(cost), (long long)cost->unknown);
	else
		snprintf(text, (size_t)size, _("%s a month%s"), money, source_text(cost));
	return text;
}
