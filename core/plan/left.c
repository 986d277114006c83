/* core/plan/left.c: why a change could not go on. What only waits for another change of the plan
 * says so; the others are what a person has to look at. */
#include "core/plan/applying.h"

#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/service/cause.h"

static const char ROWS_SQL[] = NAMED
	"SELECT " ITEM_COLUMNS
	", conflict, subject FROM named WHERE (:step IS NULL OR step = :step)"
	" AND (:group IS NULL OR grp = :group)"
	" AND (NOT :chosen OR key IN (SELECT key FROM temp.chosen)) ORDER BY rank, key";
static const char LAST_SQL[] =
	"SELECT state, cause, words, run_id IS :run FROM journal WHERE key = :key ORDER BY id DESC LIMIT 1";

/* Whether the plan itself will bring what a change waits for. */
static const char BUYS_SQL[] =
	"SELECT buy = 'missing' AND EXISTS (SELECT 1 FROM seat WHERE missing > 0) FROM organization";
static const char LOCATION_SQL[] =
	"SELECT usage_location_wanted IS NOT usage_location_actual FROM person WHERE id = :person";
static const char LICENCE_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM licence WHERE person_id = :person AND wanted > actual)";
static const char LICENCES_SQL[] = "SELECT EXISTS (SELECT 1 FROM licence WHERE wanted > actual)";
static const char ADDRESS_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM address WHERE wanted = 1 AND actual <> 'Valid'"
	" AND id = coalesce(:address, (SELECT address_id FROM place WHERE id = :place)))";
static const char PLACE_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM place p JOIN address a ON a.id = p.address_id WHERE p.id = :place"
	" AND p.wanted = 1 AND a.wanted = 1 AND (p.actual = 0 OR a.actual <> 'Valid'))";
static const char ORDER_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM number_order WHERE id = :order AND quantity_wanted > quantity_actual)";
static const char NUMBER_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM number WHERE e164 = :number AND owned_wanted = 1)";
static const char TAKEN_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM assignment WHERE number_actual = :number"
	" AND number_wanted IS NOT number_actual)";
static const char ALWAYS_SQL[] = "SELECT 1";
static const char ACCOUNT_SQL[] =
	"SELECT EXISTS (SELECT 1 FROM feature WHERE kind = 'account' AND wanted IS NOT NULL AND name ="
	" coalesce((SELECT wanted ->> '$.account' FROM feature WHERE id = :feature),"
	"  (SELECT upn FROM person WHERE id = :person)))";
static const char TARGET_SQL[] =
	"SELECT NOT EXISTS (SELECT 1 FROM feature f, json_tree(f.wanted) t WHERE f.id = :feature"
	" AND t.type = 'text' AND t.value GLOB 'queue:*' AND NOT EXISTS (SELECT 1 FROM feature q"
	"  WHERE q.kind = 'queue' AND q.name = substr(t.value, 7) AND q.wanted IS NOT NULL))";
static const char LEADS_SQL[] =
	"SELECT NOT EXISTS (SELECT 1 FROM feature o, json_tree(o.wanted) t JOIN feature f"
	" ON t.value = f.kind || ':' || f.name WHERE f.id = :feature AND o.id <> f.id)";
static const char SERVES_SQL[] =
	"SELECT NOT EXISTS (SELECT 1 FROM feature f JOIN feature o ON o.wanted ->> '$.account' = f.name"
	" WHERE f.id = :feature) AND NOT EXISTS (SELECT 1 FROM feature f JOIN person p ON p.upn = f.name"
	" JOIN assignment a ON a.person_id = p.id WHERE f.id = :feature AND a.number_wanted IS NOT NULL)";

/* What blocks a change (carry_block_text): the plan brings it (`brings`), or why not and what to
 * do: a cause of the catalogue, or texts of its own. */
static const struct block {
	const char *id, *brings;
	enum apply_left_state state;
	enum cause cause;
	const char *why, *remedy;
} blocks[] = {
	{ "phone", BUYS_SQL, APPLY_LEFT_PERSON, CAUSE_NOT_VISIBLE, NULL, NULL },
	{ "seats", BUYS_SQL, APPLY_LEFT_PERSON, CAUSE_NO_SEATS, NULL, NULL },
	{ "person", NULL, APPLY_LEFT_WAITS, CAUSE_PERSON_MISSING, NULL, NULL },
	{ "location", LOCATION_SQL, APPLY_LEFT_PERSON, CAUSE_NO_USAGE_LOCATION, NULL, NULL },
	{ "licence", LICENCE_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The person has no phone licence, and none is planned (R-326)."),
		N_("Choose a licence for the person in step Licences.") },
	{ "address", ADDRESS_SQL, APPLY_LEFT_PERSON, CAUSE_ADDRESS_NEEDED, NULL, NULL },
	{ "place", PLACE_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The place does not exist at the service, and is not to be created."),
		N_("Choose another emergency location, or add the place again in step Addresses.") },
	{ "papers", NULL, APPLY_LEFT_PERSON, CAUSE_PAPERS, NULL, NULL },
	{ "quota", LICENCES_SQL, APPLY_LEFT_PERSON, CAUSE_QUOTA, NULL, NULL },
	{ "order", ORDER_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The order brought fewer numbers than people wait for (R-225)."),
		N_("Order more numbers in step Numbers, or match again in step Assign.") },
	{ "account", ACCOUNT_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The resource account does not exist, and none is planned (R-389)."),
		N_("Plan the attendant or the queue again: it brings its account.") },
	{ "free", LICENCES_SQL, APPLY_LEFT_PERSON, CAUSE_NO_ACCOUNT_LICENCE, NULL, NULL },
	{ "agents", LICENCES_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("Somebody who is to answer has no phone licence (R-388)."),
		N_("Count all who answer among the callers in step Licences, or take them out of the queue.") },
	{ "target", TARGET_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("It leads to a queue that is not there, and is not planned."),
		N_("Plan the queue too, or choose another target.") },
	{ "leads", LEADS_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("Something still leads there: callers would be lost."),
		N_("Change or remove what leads there first.") },
	{ "serves", SERVES_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The account still serves an attendant or a queue, or has a number."),
		N_("Remove them first.") },
	{ "inuse", TAKEN_SQL, APPLY_LEFT_PERSON, CAUSE_NUMBER_ASSIGNED, NULL, NULL },
	{ "credits", BUYS_SQL, APPLY_LEFT_PERSON, CAUSE_NO_CREDITS_BASE, NULL, NULL },
	{ "number", NUMBER_SQL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("The number is not yours, and is not to be acquired."),
		N_("Choose another number in step Assign.") },
	{ "usable", NULL, APPLY_LEFT_WAITS, CAUSE_NUMBER_NOT_READY, NULL, NULL },
	{ "blocked", NULL, APPLY_LEFT_PERSON, CAUSE_BLOCKED, NULL, NULL },
	{ "taken", TAKEN_SQL, APPLY_LEFT_PERSON, CAUSE_NUMBER_TAKEN, NULL, NULL },
	{ "assign", ALWAYS_SQL, APPLY_LEFT_AFTER, CAUSE_NONE, NULL, NULL },
	{ "unassign", ALWAYS_SQL, APPLY_LEFT_AFTER, CAUSE_NONE, NULL, NULL },
	{ "use", NULL, APPLY_LEFT_PERSON, CAUSE_ADDRESS_IN_USE, NULL, NULL },
	{ "hand", NULL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("Only a person can do this: no program may."),
		N_("Follow its card in step Review, then apply again.") },
	{ "script", NULL, APPLY_LEFT_PERSON, CAUSE_NONE,
		N_("Only the MicrosoftTeams PowerShell module can do this."),
		N_("Write the script with X in step Review or `ringup script -o FILE`, run it, then take in its results.") },
	{ "resend", NULL, APPLY_LEFT_FAILED, CAUSE_MAIL_UNKNOWN, NULL, NULL },
	{ "letters", NULL, APPLY_LEFT_PERSON, CAUSE_NONE, N_("No way to write letters is set up."),
		N_("Choose one in step Notify.") },
};

static void say(
	struct apply_left *left, enum apply_left_state state, const char *why, const char *remedy)
{
	left->state = state;
	sql_cut(left->why, sizeof(left->why), _(why));
	sql_cut(left->remedy, sizeof(left->remedy), _(remedy));
}

static void say_cause(struct apply_left *left, enum apply_left_state state, enum cause cause)
{
	say(left, state, cause_why(cause), cause_remedy(cause));
}

/* The count is what has to be typed, so both sentences name it. */
static void say_consent(struct apply *apply, struct apply_left *left)
{
	struct plan_cost cost = { 0 };

	left->state = APPLY_LEFT_PERSON;
	if (!plan_cost(apply->store, &cost, NULL))
		return;
	snprintf(left->why, sizeof(left->why),
		_("It costs money, and nobody agreed yet to buy %lld licences."),
		(long long)cost.seats_to_buy);
	snprintf(left->remedy, sizeof(left->remedy),
		_("Read the plan, then type %lld in step Review, or `ringup apply --buy %lld`."),
		(long long)cost.seats_to_buy, (long long)cost.seats_to_buy);
}

static bool brought(struct apply *apply, const struct item *item, const struct block *block)
{
	sqlite3_stmt *stmt = block->brings ? store_statement(apply->store, block->brings, NULL)
					   : NULL;
	int64_t yes = 0;

	if (!stmt)
		return false;
	item_bind(apply, stmt, item);
	return store_number(stmt, &yes, NULL) && yes;
}

static void say_block(
	struct apply *apply, const struct item *item, const char *id, struct apply_left *left)
{
	enum cause cause;

	if (strcmp(id, "consent") == 0)
		say_consent(apply, left);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (strcmp(blocks[i].id, id) != 0)
			continue;
		cause = blocks[i].cause;
		if (strcmp(item->carry->kind, "release") == 0 && cause == CAUSE_ADDRESS_IN_USE)
			cause = CAUSE_NUMBER_IN_USE;
		if (brought(apply, item, &blocks[i])) {
			left->state = APPLY_LEFT_AFTER;
			snprintf(left->why, sizeof(left->why), _("It waits for %s."),
				_(carry_block_text(id)));
			sql_cut(left->remedy, sizeof(left->remedy), _("It follows by itself."));
		} else if (cause != CAUSE_NONE) {
			say_cause(left, blocks[i].state, cause);
		} else {
			say(left, blocks[i].state, blocks[i].why, blocks[i].remedy);
		}
	}
}

/* The last word of the journal on a change. */
struct last {
	char state[12], words[300];
	enum cause cause;
	bool this_run;
};

static bool last_read(
	struct apply *apply, const struct item *item, struct last *last, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, LAST_SQL, err);
	char cause[24];
	int got;

	memset(last, 0, sizeof(*last));
	if (!stmt)
		return false;
	sql_text(stmt, ":key", item->key);
	sql_id(stmt, ":run", apply->run_id);
	got = store_step(stmt, err);
	if (got > 0) {
		store_column(stmt, 0, last->state, sizeof(last->state));
		last->cause = cause_from_word(store_column(stmt, 1, cause, sizeof(cause)));
		if (!cause[0])
			last->cause = CAUSE_NONE;
		store_column(stmt, 2, last->words, sizeof(last->words));
		last->this_run = sqlite3_column_int(stmt, 3);
	}
	store_done(stmt);
	return got >= 0;
}

static void say_open(const struct last *last, struct apply_left *left)
{
	if (last->cause != CAUSE_NONE)
		say_cause(left, APPLY_LEFT_WAITS, last->cause);
	else
		say(left, APPLY_LEFT_WAITS, N_("The service works on it."),
			N_("Nothing to do: apply again to look whether it is done."));
}

static bool explain(struct apply *apply, struct item *item, bool conflict, struct apply_left *left,
	struct error *err)
{
	char block[16] = "";
	struct last last;
	bool failed, ended;

	if (!last_read(apply, item, &last, err))
		return false;
	failed = strcmp(last.state, "failed") == 0;
	ended = failed || !last.state[0] || strcmp(last.state, "done") == 0 ||
		strcmp(last.state, "cancelled") == 0;
	if (!conflict && ended && !(failed && last.this_run) &&
		!item_blocked(apply, item, block, err))
		return false;
	if (conflict)
		say(left, APPLY_LEFT_CONFLICT, N_("The tenant changed since this was planned."),
			N_("Keep theirs or take ours, in step Review or with `ringup settle`."));
	else if (!ended)
		say_open(&last, left);
	else if (block[0])
		say_block(apply, item, block, left);
	else if (failed)
		say_cause(left, APPLY_LEFT_FAILED, last.cause);
	else if (strcmp(item->carry->kind, "order") == 0 && last.state[0] && last.this_run)
		say_cause(left, APPLY_LEFT_FAILED, CAUSE_EXPIRED);
	else
		say(left, APPLY_LEFT_READY, N_("It was not begun."), N_("Apply again."));
	if (failed || !ended)
		sql_cut(left->words, sizeof(left->words), last.words);
	return true;
}

/* *conflict: of the change. */
static void row_read(struct apply *apply, sqlite3_stmt *stmt, struct item *item, bool *conflict,
	struct apply_left *left)
{
	memset(left, 0, sizeof(*left));
	item_read(stmt, 0, item);
	sql_cut(left->kind, sizeof(left->kind), item->carry->kind);
	sql_cut(left->key, sizeof(left->key), item->key);
	*conflict = sqlite3_column_int(stmt, ITEM_COLUMN_COUNT);
	store_column(stmt, ITEM_COLUMN_COUNT + 1, left->label, sizeof(left->label));
	sql_cut(left->title, sizeof(left->title), change_title_one(left->kind));
	item->address_first = order_address_first(apply, item->order_id);
}

bool apply_left(struct apply *apply, bool roots, int64_t first, int room, struct apply_left *out,
	int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, ROWS_SQL, err);
	struct item item;
	bool conflict;
	int got = 0;

	*count = 0;
	if (!stmt)
		return false;
	scope_bind(apply, stmt);
	while (*count < room && (got = store_step(stmt, err)) > 0) {
		struct apply_left left;

		row_read(apply, stmt, &item, &conflict, &left);
		if (!explain(apply, &item, conflict, &left, err)) {
			got = -1;
			break;
		}
		if ((!roots || left.state != APPLY_LEFT_AFTER) && first-- <= 0)
			out[(*count)++] = left;
	}
	store_done(stmt);
	return got >= 0;
}
