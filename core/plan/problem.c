/* core/plan/problem.c: what stands in the way of the plan. Each kind of problem is one statement
 * that finds its subjects and one verdict of the rules that says why. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/plan/licensing.h"
#include "core/plan/point.h"
#include "core/plan/quota.h"
#include "core/plan/sql.h"
#include "core/reference/reference.h"
#include "core/rules/address.h"
#include "core/rules/eligibility.h"
#include "core/rules/latency.h"
#include "core/rules/location.h"
#include "core/rules/order.h"
#include "core/service/cause.h"
#include "core/store/store.h"
#include "core/tenant/address.h"

#define PERSON "p.id, NULL, NULL, 'person:' || p.id, coalesce(nullif(p.display_name, ''), p.upn)"

/* What a row says beside its subject: figure, and two texts for the verdict. */
struct finding {
	struct plan_problem problem;
	char a[40], b[40];
};

/* Fills in the verdict; false: on a second look it is no problem (only of kinds with SOME_ROWS). */
typedef bool judge(struct store *store, struct reference *ref, struct finding *finding);

static bool judge_country(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){
		VERDICT_NO, 8, N_("The country of the licences is not known."),
		N_("Choose it in step Organization: it is where your people are, not where the bill goes.")
	};
	return true;
}

static bool judge_papers(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	if (strcmp(finding->a, "pending") == 0)
		finding->problem.verdict = latency_check(LATENCY_PAPERS, 0);
	else
		finding->problem.verdict = (struct verdict){
			VERDICT_NO, 432,
			N_("No numbers can be ordered before the organization's papers are accepted."),
			N_("Send in the know-your-customer papers. Planning can go on meanwhile.")
		};
	return true;
}

static bool judge_location(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = location_check(finding->a, finding->b);
	return true;
}

/* Some sellers and commitments cannot add phone licences: told before anything is
 * bought. */
static bool judge_seller(struct store *store, struct reference *ref, struct finding *finding)
{
	static struct licensing_answer answer;

	if (!ref || !licensing_typical(store, ref, &answer, NULL))
		return false;
	for (int i = 0; i < answer.note_count; i++) {
		if (answer.notes[i].rule < 52 || answer.notes[i].rule > 54)
			continue;
		finding->problem.verdict = answer.notes[i];
		return true;
	}
	return false;
}

static bool judge_seats(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = eligibility_seats(0, 0, finding->problem.figure);
	return true;
}

static bool judge_onprem(struct store *store, struct reference *ref, struct finding *finding)
{
	enum cause cause = strcmp(finding->a, "mailbox") == 0 ? CAUSE_ONPREM_MAILBOX
							      : CAUSE_ONPREM_NUMBER;

	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ cause == CAUSE_ONPREM_MAILBOX ? VERDICT_WARN
										   : VERDICT_NO,
		cause == CAUSE_ONPREM_MAILBOX ? 83 : 331, cause_why(cause), cause_remedy(cause) };
	return true;
}

static bool judge_quota(struct store *store, struct reference *ref, struct finding *finding)
{
	struct plan_quota quota;

	(void)ref;
	if (!plan_quota_wanted(store, finding->a, 0, &quota, NULL))
		return false;
	quota.quota.free = quota.quota.limit - quota.quota.used;
	if (quota.quota.free < 0)
		quota.quota.free = 0;
	finding->problem.verdict = quota_more(
		quota.kind, &quota.quota, quota.planned, quota.credits);
	finding->problem.figure = quota.planned - quota.quota.free;
	return quota.planned > 0 && !verdict_ok(finding->problem.verdict);
}

static bool judge_order(struct store *store, struct reference *ref, struct finding *finding)
{
	struct order_country country = { .address_to_acquire = ORDER_NEED_NO };
	struct country facts;

	(void)store;
	if (!ref || !reference_country(ref, finding->a, &facts, NULL) || !facts.address_first)
		return false;
	country.address_to_acquire = ORDER_NEED_YES;
	sql_cut(country.iso2, sizeof(country.iso2), finding->a);
	finding->problem.verdict = order_may_acquire(&country, false);
	return !verdict_ok(finding->problem.verdict);
}

static bool judge_small(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 225,
		N_("More people are to get a number of this order than it brings."),
		N_("Order more numbers, or match again in step Assign.") };
	return true;
}

static bool judge_address(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = address_outcome(ADDRESS_INVALID, false, finding->a);
	return true;
}

/* Coordinates of an address that the service does not have yet: they are missing, or lie elsewhere.
 * Few decimals are told where they are entered. */
static bool judge_point(struct store *store, struct reference *ref, struct finding *finding)
{
	static const struct address_form form = { .coordinates = true };
	static struct address address;
	struct coordinates_finding found;

	if (!ref || !address_get(store, finding->problem.address_id, &address, NULL))
		return false;
	if (!address.latitude[0] || !address.longitude[0]) {
		finding->problem.verdict = address_check_field(&form, ADDRESS_LATITUDE, "").verdict;
		return point_needed(ref, address.country);
	}
	if (!point_check(ref, &address, &found))
		return false;
	finding->problem.verdict = found.verdict;
	return found.doubt > COORDINATES_COARSE;
}

static bool judge_number(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 225,
		N_("This person calls, but no number is planned for them."),
		N_("Match in step Assign, or order more numbers in step Numbers.") };
	return true;
}

static bool judge_left(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_WARN, 270,
		N_("This person has a number, but is not among those who call."),
		N_("Take the number away in step Assign, or count the person among the callers.") };
	return true;
}

static bool judge_place(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 329,
		N_("The number has no emergency location yet."),
		N_("Choose one in step Assign, or set a place for people whom no other fits.") };
	return true;
}

static bool judge_countries(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 233, cause_why(CAUSE_COUNTRY),
		cause_remedy(CAUSE_COUNTRY) };
	return true;
}

static bool judge_failed(struct store *store, struct reference *ref, struct finding *finding)
{
	enum cause cause = cause_from_word(finding->b);

	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 0, cause_why(cause),
		cause_remedy(cause) };
	return true;
}

static bool judge_conflict(struct store *store, struct reference *ref, struct finding *finding)
{
	(void)store;
	(void)ref;
	finding->problem.verdict = (struct verdict){ VERDICT_NO, 0,
		N_("The tenant changed since this was planned."),
		N_("Keep theirs or take ours, in step Review or with `ringup settle`.") };
	return true;
}

/* Columns: person, address, order, subject, label, figure, a, b. Where the judge finds a problem in
 * every row, the rows need only be counted. */
#define EVERY_ROW(columns, from, order) \
	.sql = "SELECT " columns " " from " ORDER BY " order, .count = "SELECT count(*) " from
#define SOME_ROWS(columns, from, order) .sql = "SELECT " columns " " from " ORDER BY " order

#define CALLERS "FROM person p WHERE p.calls = 1"
#define WISHES                                                  \
	"FROM person p JOIN assignment a ON a.person_id = p.id" \
	" LEFT JOIN number n ON n.e164 = a.number_wanted LEFT JOIN number_order o ON o.id = a.order_wanted"
#define FAILED                                                                          \
	"FROM journal j JOIN change_kind k ON k.kind = j.kind WHERE j.state = 'failed'" \
	" AND NOT EXISTS (SELECT 1 FROM journal l WHERE l.key = j.key AND l.id > j.id)" \
	" AND +j.key IN (SELECT key FROM change)"
/* The conflicts of the view `change`, by the partial indexes: the whole view is dear. */
#define CONFLICTS                                                                                   \
	"FROM (SELECT id AS person_id, 'usage_location:' || id AS key, NULL AS number FROM person"  \
	"  WHERE usage_location_wanted IS NOT usage_location_actual"                                \
	"   AND usage_location_base IS NOT usage_location_actual"                                   \
	" UNION ALL SELECT NULL, 'number_place:' || e164, e164 FROM number"                         \
	"  WHERE (owned_wanted <> owned_actual OR place_wanted IS NOT place_actual)"                \
	"   AND place_wanted IS NOT place_actual AND place_wanted IS NOT NULL AND owned_wanted = 1" \
	"   AND owned_actual = 1 AND place_base IS NOT place_actual"                                \
	" UNION ALL SELECT person_id, 'assign:' || person_id, NULL FROM assignment"                 \
	"  WHERE (number_wanted IS NOT number_actual OR order_wanted IS NOT NULL"                   \
	"    OR place_wanted IS NOT place_actual)"                                                  \
	"   AND (number_wanted IS NOT number_actual OR order_wanted IS NOT NULL"                    \
	"    OR (number_wanted IS NOT NULL AND place_wanted IS NOT NULL))"                          \
	"   AND (number_base IS NOT number_actual"                                                  \
	"    OR (place_base IS NOT place_actual AND place_wanted IS NOT place_actual))"             \
	" UNION ALL SELECT NULL, 'feature:' || id, name FROM feature"                               \
	"  WHERE wanted IS NOT actual AND base IS NOT actual) c"                                    \
	" LEFT JOIN person p ON p.id = c.person_id"

static const struct kind {
	const char *id;
	enum plan_step step;
	judge *judge;
	const char *sql, *count;
} kinds[] = {
	{ "no-country", PLAN_ORGANIZATION, judge_country,
		EVERY_ROW("NULL, NULL, NULL, 'organization', name, 0, '', ''",
			"FROM organization WHERE country = ''", "1") },
	{ "papers", PLAN_ORGANIZATION, judge_papers,
		EVERY_ROW("NULL, NULL, NULL, 'organization', name, 0, verified, ''",
			"FROM organization WHERE verified <> 'yes' AND EXISTS (SELECT 1 FROM number_order"
			"  WHERE quantity_wanted > quantity_actual UNION ALL SELECT 1 FROM number"
			"  WHERE owned_wanted > owned_actual)",
			"1") },
	{ "no-usage-location", PLAN_LICENCES, judge_location,
		EVERY_ROW(PERSON ", 0, '', (SELECT country FROM organization)",
			CALLERS " AND p.usage_location_wanted IS NULL", "p.id") },
	{ "seller", PLAN_LICENCES, judge_seller,
		SOME_ROWS("NULL, NULL, NULL, 'organization', name, 0, '', ''",
			"FROM organization WHERE (bought_from <> 'direct' OR commitment = 'monthly')"
			" AND EXISTS (SELECT 1 FROM seat WHERE missing > 0)",
			"1") },
	{ "seats-missing", PLAN_LICENCES, judge_seats,
		EVERY_ROW(
			"NULL, NULL, NULL, 'sku:' || sku_id, coalesce(nullif(name, ''), sku_part), missing,"
			" '', ''",
			"FROM seat WHERE missing > 0 AND (SELECT buy FROM organization) = 'nothing'",
			"sku_id") },
	{ "mailbox-onprem", PLAN_LICENCES, judge_onprem,
		EVERY_ROW(
			PERSON ", 0, 'mailbox', ''", CALLERS " AND p.mailbox = 'onprem'", "p.id") },
	{ "number-onprem", PLAN_LICENCES, judge_onprem,
		EVERY_ROW(PERSON ", 0, 'number', ''", CALLERS " AND p.onprem_line <> ''", "p.id") },
	{ "quota", PLAN_NUMBERS, judge_quota,
		SOME_ROWS("NULL, NULL, NULL, 'quota:' || kind, kind, 0, kind, ''",
			"FROM (SELECT kind FROM number_order WHERE quantity_wanted > quantity_actual"
			" UNION SELECT kind FROM number WHERE (owned_wanted <> owned_actual"
			"   OR place_wanted IS NOT place_actual) AND owned_wanted > owned_actual)",
			"kind") },
	{ "order-address", PLAN_NUMBERS, judge_order,
		SOME_ROWS("NULL, NULL, o.id, 'order:' || o.id, o.name, 0, o.country, ''",
			"FROM number_order o WHERE o.quantity_wanted > o.quantity_actual"
			" AND o.kind = 'user' AND o.place_id IS NULL",
			"o.id") },
	{ "order-small", PLAN_NUMBERS, judge_small,
		EVERY_ROW(
			"NULL, NULL, o.id, 'order:' || o.id, o.name, w.n - max(0, o.quantity_wanted"
			" - o.quantity_actual) - f.n, '', ''",
			"FROM number_order o JOIN (SELECT order_wanted AS id, count(*) AS n FROM assignment"
			"  WHERE order_wanted IS NOT NULL GROUP BY 1) w ON w.id = o.id"
			" JOIN (SELECT o2.id, (SELECT count(*) FROM number n WHERE n.order_id = o2.id"
			"   AND n.owned_actual = 1 AND n.used_by = '' AND NOT EXISTS (SELECT 1 FROM assignment a"
			"    WHERE a.number_wanted = n.e164) AND NOT EXISTS (SELECT 1 FROM assignment a"
			"    WHERE a.number_actual = n.e164)) AS n FROM number_order o2) f ON f.id = o.id"
			" WHERE w.n > max(0, o.quantity_wanted - o.quantity_actual) + f.n",
			"o.id") },
	{ "address-invalid", PLAN_ADDRESSES, judge_address,
		EVERY_ROW("NULL, a.id, NULL, 'address:' || a.id, a.name, 0, a.country, ''",
			"FROM address a WHERE a.wanted = 1 AND a.actual = 'Invalid'", "a.id") },
	{ "address-point", PLAN_ADDRESSES, judge_point,
		SOME_ROWS("NULL, a.id, NULL, 'address:' || a.id, a.name, 0, '', ''",
			"FROM address a WHERE a.wanted = 1 AND a.civic_id IS NULL", "a.id") },
	{ "no-number", PLAN_ASSIGN, judge_number,
		EVERY_ROW(PERSON ", 0, '', ''",
			"FROM person p LEFT JOIN assignment a ON a.person_id = p.id"
			" WHERE p.calls = 1 AND a.number_wanted IS NULL AND a.order_wanted IS NULL"
			" AND EXISTS (SELECT 1 FROM number_order UNION ALL SELECT 1 FROM number)",
			"p.id") },
	{ "number-of-no-caller", PLAN_ASSIGN, judge_left,
		EVERY_ROW(PERSON ", 0, '', ''",
			"FROM assignment a JOIN person p ON p.id = a.person_id WHERE p.calls = 0"
			" AND a.number_actual IS NOT NULL AND a.number_wanted IS a.number_actual"
			" AND p.kind = 'member'",
			"p.id") },
	{ "no-place", PLAN_ASSIGN, judge_place,
		EVERY_ROW(PERSON ", 0, '', ''",
			WISHES
			" WHERE p.calls = 1 AND a.place_wanted IS NULL"
			" AND (n.e164 IS NOT NULL OR o.id IS NOT NULL) AND n.place_wanted IS NULL"
			" AND o.place_id IS NULL AND coalesce(n.source, 'plan') <> 'carrier'",
			"p.id") },
	{ "countries", PLAN_ASSIGN, judge_countries,
		EVERY_ROW(PERSON ", 0, '', ''",
			WISHES
			" LEFT JOIN place pl ON pl.id = a.place_wanted"
			" LEFT JOIN address ad ON ad.id = pl.address_id"
			" WHERE (a.number_wanted IS NOT NULL OR a.order_wanted IS NOT NULL)"
			" AND (p.usage_location_wanted <> nullif(coalesce(n.country, o.country), '')"
			"  OR p.usage_location_wanted <> nullif(ad.country, ''))",
			"p.id") },
	{ "failed", PLAN_REVIEW, judge_failed,
		EVERY_ROW(
			"j.person_id, j.address_id, j.order_id, j.key, j.label, 0, k.step, j.cause",
			FAILED, "j.id") },
	{ "conflict", PLAN_REVIEW, judge_conflict,
		EVERY_ROW(
			"c.person_id, NULL, NULL, c.key, coalesce(nullif(p.display_name, ''), p.upn,"
			" c.number), 0, '', ''",
			CONFLICTS, "c.key") },
};

static void finding_read(sqlite3_stmt *stmt, const struct kind *kind, struct finding *out)
{
	memset(out, 0, sizeof(*out));
	out->problem.step = kind->step;
	sql_cut(out->problem.id, sizeof(out->problem.id), kind->id);
	out->problem.person_id = sqlite3_column_int64(stmt, 0);
	out->problem.address_id = sqlite3_column_int64(stmt, 1);
	out->problem.order_id = sqlite3_column_int64(stmt, 2);
	store_text(stmt, 3, out->problem.subject);
	store_text(stmt, 4, out->problem.label);
	out->problem.figure = sqlite3_column_int64(stmt, 5);
	store_text(stmt, 6, out->a);
	store_text(stmt, 7, out->b);
}

/* All of one kind, counted by SQL where that will do; -1 on trouble. */
static int64_t kind_count(
	struct store *store, struct reference *ref, const struct kind *kind, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, kind->count ? kind->count : kind->sql, err);
	struct finding finding;
	int64_t count = 0;
	int got;

	if (!stmt)
		return -1;
	if (kind->count)
		return store_number(stmt, &count, err) ? count : -1;
	while ((got = store_step(stmt, err)) > 0) {
		finding_read(stmt, kind, &finding);
		count += kind->judge(store, ref, &finding);
	}
	return got == 0 ? count : -1;
}

int64_t plan_problem_count(struct store *store, struct reference *ref, int step, struct error *err)
{
	int64_t sum = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int64_t count;

		if (step && 1 + (int)kinds[i].step != step)
			continue;
		count = kind_count(store, ref, &kinds[i], err);
		if (count < 0)
			return -1;
		sum += count;
	}
	return sum;
}

/* Those of one kind; *skip counts down the ones before the window. */
static bool kind_rows(struct store *store, struct reference *ref, const struct kind *kind,
	int64_t *skip, int room, struct plan_problem *out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, kind->sql, err);
	struct finding finding;
	int got = 0;

	if (!stmt)
		return false;
	while (*count < room && (got = store_step(stmt, err)) > 0) {
		finding_read(stmt, kind, &finding);
		if (!kind->judge(store, ref, &finding) || (*skip)-- > 0)
			continue;
		out[(*count)++] = finding.problem;
	}
	store_done(stmt);
	return got >= 0;
}

bool plan_problems(struct store *store, struct reference *ref, int step, int64_t first, int room,
	struct plan_problem *out, int *count, struct error *err)
{
	*count = 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && *count < room; i++) {
		if (step && 1 + (int)kinds[i].step != step)
			continue;
		if (!kind_rows(store, ref, &kinds[i], &first, room, out, count, err))
			return false;
	}
	return true;
}

/* ---- what cannot be undone ---- */

static const char FINALS_SQL[] =
	"SELECT kind, sum(quantity), (SELECT commitment FROM organization) FROM change"
	" WHERE kind IN ('buy_phone', 'buy_plan', 'order', 'acquire', 'notice', 'release')"
	" GROUP BY CASE WHEN kind LIKE 'buy%' THEN 'buy' WHEN kind = 'order' THEN 'acquire' ELSE kind END"
	" ORDER BY min(rank) LIMIT :room";

static const struct {
	const char *kind;
	int rule;
	const char *why;
} finals[] = {
	{ "buy_phone", 53, N_("licences, a year's commitment") },
	{ "acquire", 270, N_("numbers: undone by letting them go") },
	{ "notice", 0, N_("letters: what is sent is sent") },
	{ "release", 270, N_("numbers given back: somebody else may get them") },
};

bool plan_finals(
	struct store *store, struct plan_final *out, int room, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, FINALS_SQL, err);
	char commitment[12];
	int got;

	*count = 0;
	if (!stmt)
		return false;
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct plan_final *final = &out[(*count)++];

		memset(final, 0, sizeof(*final));
		store_text(stmt, 0, final->kind);
		if (strncmp(final->kind, "buy", 3) == 0)
			strcpy(final->kind, "buy_phone");
		else if (strcmp(final->kind, "order") == 0)
			strcpy(final->kind, "acquire");
		final->count = sqlite3_column_int64(stmt, 1);
		store_text(stmt, 2, commitment);
		for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
			if (strcmp(finals[i].kind, final->kind) == 0) {
				final->rule = finals[i].rule;
				final->why = finals[i].why;
			}
		}
		if (strcmp(final->kind, "buy_phone") == 0 && strcmp(commitment, "monthly") == 0)
			final->why = N_("licences, a month's commitment");
	}
	return got == 0;
}
