/* core/plan/status.c: how far each step is, and in which order the steps come. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/plan/sql.h"
#include "core/reference/capability.h"
#include "core/reference/reference.h"
#include "core/rules/order.h"
#include "core/store/store.h"

/* done, of: a person counts for the licences when a phone licence is there and nothing is to
 * change. */
static const char *const counts[PLAN_STEP_COUNT] = {
	[PLAN_ORGANIZATION] = "SELECT country <> '', 1 FROM organization",
	[PLAN_LICENCES] =
		"SELECT total(EXISTS (SELECT 1 FROM licence l JOIN subscription s USING (sku_id)"
		"  WHERE l.person_id = p.id AND l.actual = 1 AND s.capability & :phone)"
		" AND NOT EXISTS (SELECT 1 FROM licence l WHERE l.person_id = p.id"
		"  AND l.wanted <> l.actual)), count(*) FROM person p WHERE calls = 1",
	[PLAN_NUMBERS] =
		"SELECT total(owned_actual AND owned_wanted), total(owned_wanted) + (SELECT"
		"  total(max(0, quantity_wanted - quantity_actual - (SELECT count(*) FROM number n"
		"   WHERE n.order_id = o.id AND n.owned_wanted = 1 AND n.owned_actual = 0)))"
		"  FROM number_order o) FROM number",
	[PLAN_ADDRESSES] = "SELECT total(actual = 'Valid'), count(*) FROM address WHERE wanted = 1",
	[PLAN_ASSIGN] =
		"SELECT total(a.number_actual IS NOT NULL AND a.number_actual IS a.number_wanted"
		" AND (a.place_wanted IS NULL OR a.place_wanted IS a.place_actual)), count(*)"
		" FROM person p LEFT JOIN assignment a ON a.person_id = p.id WHERE p.calls = 1",
	[PLAN_NOTIFY] =
		"SELECT total(n.number IS NOT NULL AND n.number IS a.number_wanted), count(*)"
		" FROM person p LEFT JOIN assignment a ON a.person_id = p.id"
		" LEFT JOIN notice n ON n.person_id = p.id WHERE p.calls = 1 AND p.notify = 1"
		" AND (SELECT notify_method FROM organization) <> 'none'",
};

static const char CHANGES_SQL[] = "SELECT step, count(*) FROM change GROUP BY step";
/* The last word of the journal on each change that the plan still has. */
static const char JOURNAL_SQL[] =
	"SELECT k.step, total(j.open), total(NOT j.open) FROM (SELECT kind, 1 AS open FROM journal"
	"  WHERE state IN ('intent', 'sent', 'doubt', 'waiting') UNION ALL SELECT kind, 0 FROM journal j"
	"  WHERE j.state = 'failed' AND NOT EXISTS (SELECT 1 FROM journal l WHERE l.key = j.key"
	"   AND l.id > j.id) AND +j.key IN (SELECT key FROM change)) j"
	" JOIN change_kind k ON k.kind = j.kind GROUP BY k.step";
static const char COUNTRIES_SQL[] =
	"SELECT DISTINCT c FROM (SELECT usage_location_wanted AS c FROM person WHERE calls = 1"
	" UNION SELECT country FROM number_order UNION SELECT country FROM organization)"
	" WHERE c IS NOT NULL AND c <> '' ORDER BY c LIMIT :room";

static const struct {
	const char *id, *text;
} states[] = {
	[PLAN_TODO] = { "todo", N_("to do") },
	[PLAN_READY] = { "ready", N_("planned") },
	[PLAN_PROBLEM] = { "problem", N_("problem") },
	[PLAN_WAITING] = { "waiting", N_("waits") },
	[PLAN_DONE] = { "done", N_("ok") },
};

const char *plan_state_id(enum plan_state state)
{
	return states[state].id;
}

const char *plan_state_text(enum plan_state state)
{
	return states[state].text;
}

/* ---- order ---- */

enum { COUNTRIES = 64 };

static void country_read(struct reference *ref, const char *code, struct order_country *out)
{
	struct country facts;

	memset(out, 0, sizeof(*out));
	sql_cut(out->iso2, sizeof(out->iso2), code);
	out->address_to_acquire = ORDER_NEED_NO;
	if (ref && reference_country(ref, code, &facts, NULL)) {
		out->address_to_acquire = facts.address_first ? ORDER_NEED_YES : ORDER_NEED_NO;
		out->area_must_match = facts.area_code_must_match;
	}
}

static bool order_read(
	struct store *store, struct reference *ref, struct order *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, COUNTRIES_SQL, err);
	struct order_country countries[COUNTRIES];
	char code[3];
	int count = 0, got;

	if (!stmt)
		return false;
	sql_int(stmt, ":room", COUNTRIES);
	while ((got = store_step(stmt, err)) > 0) {
		store_text(stmt, 0, code);
		country_read(ref, code, &countries[count++]);
	}
	*out = order_of(countries, count, false);
	return got == 0;
}

bool plan_order_reason(
	struct store *store, struct reference *ref, struct verdict *out, struct error *err)
{
	struct order order;

	if (!order_read(store, ref, &order, err))
		return false;
	*out = order.reason;
	return true;
}

static void steps_order(const struct order *order, struct plan_status out[PLAN_STEP_COUNT])
{
	static const enum plan_step steps[ORDER_STEP_COUNT] = {
		[ORDER_LICENCES] = PLAN_LICENCES,
		[ORDER_NUMBERS] = PLAN_NUMBERS,
		[ORDER_ADDRESSES] = PLAN_ADDRESSES,
		[ORDER_ASSIGN] = PLAN_ASSIGN,
		[ORDER_NOTIFY] = PLAN_NOTIFY,
	};

	memset(out, 0, sizeof(out[0]) * PLAN_STEP_COUNT);
	out[0].step = PLAN_ORGANIZATION;
	for (int i = 0; i < ORDER_STEP_COUNT; i++)
		out[i + 1].step = steps[order->steps[i]];
	out[PLAN_STEP_COUNT - 1].step = PLAN_REVIEW;
}

/* ---- counting ---- */

static struct plan_status *status_of(struct plan_status out[PLAN_STEP_COUNT], const char *step)
{
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		if (strcmp(plan_step_id(out[i].step), step) == 0)
			return &out[i];
	}
	return &out[PLAN_STEP_COUNT - 1];
}

static bool count_done(struct store *store, struct plan_status *status, struct error *err)
{
	sqlite3_stmt *stmt;

	if (status->step == PLAN_REVIEW)
		return true;
	stmt = store_statement(store, counts[status->step], err);
	if (!stmt)
		return false;
	sql_int(stmt, ":phone", CAPABILITY_PHONE_SYSTEM);
	if (store_step(stmt, err) <= 0)
		return false;
	status->done = sqlite3_column_int64(stmt, 0);
	status->of = sqlite3_column_int64(stmt, 1);
	store_done(stmt);
	return true;
}

static bool count_changes(struct store *store, struct plan_status out[], struct error *err)
{
	struct plan_status *review = status_of(out, "review");
	sqlite3_stmt *stmt = store_statement(store, CHANGES_SQL, err);
	char step[16];
	int got;

	if (!stmt)
		return false;
	while ((got = store_step(stmt, err)) > 0) {
		struct plan_status *status = status_of(out, store_text(stmt, 0, step));

		status->changes = sqlite3_column_int64(stmt, 1);
		review->changes += status->changes;
	}
	return got == 0;
}

static bool count_journal(struct store *store, struct plan_status out[], struct error *err)
{
	struct plan_status *review = status_of(out, "review");
	sqlite3_stmt *stmt = store_statement(store, JOURNAL_SQL, err);
	char step[16];
	int got;

	if (!stmt)
		return false;
	while ((got = store_step(stmt, err)) > 0) {
		struct plan_status *status = status_of(out, store_text(stmt, 0, step));

		status->waiting = sqlite3_column_int64(stmt, 1);
		status->failed = sqlite3_column_int64(stmt, 2);
		review->waiting += status->waiting;
		review->failed += status->failed;
	}
	return got == 0;
}

static enum plan_state state_of(const struct plan_status *status)
{
	if (status->problems > 0)
		return PLAN_PROBLEM;
	if (status->waiting > 0)
		return PLAN_WAITING;
	if (status->changes > 0)
		return PLAN_READY;
	if (status->step == PLAN_REVIEW)
		return status->done > 0 ? PLAN_DONE : PLAN_TODO;
	return status->of > 0 && status->done >= status->of ? PLAN_DONE : PLAN_TODO;
}

/* The review has nothing to count of its own: what stands in all steps, of that and what is
 * planned. */
static void review_count(struct plan_status out[])
{
	struct plan_status *review = status_of(out, "review");

	for (int i = 1; i < PLAN_STEP_COUNT - 1; i++)
		review->done += out[i].done;
	review->of = review->done + review->changes;
}

bool plan_steps(struct store *store, struct reference *ref, struct plan_status out[PLAN_STEP_COUNT],
	struct error *err)
{
	struct order order;
	bool all = true;

	if (!order_read(store, ref, &order, err))
		return false;
	steps_order(&order, out);
	if (!count_changes(store, out, err) || !count_journal(store, out, err))
		return false;
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		out[i].problems = plan_problem_count(store, ref, 1 + (int)out[i].step, err);
		if (out[i].problems < 0 || !count_done(store, &out[i], err))
			return false;
	}
	review_count(out);
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		out[i].state = state_of(&out[i]);
		all = all && (i == PLAN_STEP_COUNT - 1 || out[i].state == PLAN_DONE);
	}
	/* An empty plan is no end while a step has not begun. */
	if (!all && out[PLAN_STEP_COUNT - 1].state == PLAN_DONE)
		out[PLAN_STEP_COUNT - 1].state = PLAN_TODO;
	return true;
}
