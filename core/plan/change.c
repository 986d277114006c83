/* core/plan/change.c: reads the view `change` for people: rows with names, groups with titles. */
#include "core/plan/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/rules/latency.h"
#include "core/store/store.h"

#define MATCHES                                                                                   \
	" WHERE (:step IS NULL OR step = :step) AND (:kind IS NULL OR kind = :kind)"              \
	" AND (:person IS NULL OR person_id = :person) AND (:order IS NULL OR order_id = :order)" \
	" AND (NOT :conflicts OR conflict) AND (:group IS NULL OR grp = :group)"

static const char COUNT_SQL[] = NAMED "SELECT count(*) FROM named" MATCHES;
static const char PLAIN_COUNT_SQL[] = "SELECT count(*) FROM change";

#define COLUMNS                                                                                              \
	"SELECT key, kind, rank, step, person_id, address_id, place_id, order_id, sku_id, number, quantity," \
	" cents, conflict, undoable, way, wait, subject, detail, feature_id FROM named"

static const char ROWS_SQL[] = NAMED COLUMNS MATCHES
	" ORDER BY rank, key LIMIT :room OFFSET :first";
static const char FIND_SQL[] = NAMED COLUMNS " WHERE key = :key";

/* SQLite gives the bare columns of the row that min() chose. */
static const char GROUPS_SQL[] = NAMED
	"SELECT grp, kind, min(rank), step, sum(quantity), count(*), sum(conflict), total(cents),"
	" total(CASE WHEN cents IS NULL THEN quantity END), min(undoable), way, place_text, number_kind,"
	" (SELECT verified FROM organization), (SELECT notify_method FROM organization),"
	" max(kind IN ('order', 'acquire') AND EXISTS (SELECT 1 FROM number_order w JOIN ref.countries f"
	"  ON f.code = w.country WHERE w.id = named.order_id AND f.civic_address <> 'no'))"
	" FROM named GROUP BY grp ORDER BY min(rank), grp LIMIT :room";

/* ---- steps ---- */

static const struct {
	const char *id, *title;
} steps[PLAN_STEP_COUNT] = {
	[PLAN_ORGANIZATION] = { "organization", N_("Organization") },
	[PLAN_LICENCES] = { "licences", N_("Licences") },
	[PLAN_NUMBERS] = { "numbers", N_("Numbers") },
	[PLAN_ADDRESSES] = { "addresses", N_("Addresses") },
	[PLAN_ASSIGN] = { "assign", N_("Assign") },
	[PLAN_NOTIFY] = { "notify", N_("Notify") },
	[PLAN_REVIEW] = { "review", N_("Review") },
};

const char *plan_step_id(enum plan_step step)
{
	return steps[step].id;
}

const char *plan_step_title(enum plan_step step)
{
	return steps[step].title;
}

int plan_step_of(const char *id)
{
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		if (strcmp(steps[i].id, id) == 0)
			return i;
	}
	return -1;
}

/* ---- rows ---- */

static void filter_bind(sqlite3_stmt *stmt, const struct change_filter *filter)
{
	sql_text(stmt, ":step", filter->step ? steps[filter->step - 1].id : NULL);
	sql_text(stmt, ":kind", filter->kind);
	sql_text(stmt, ":group", filter->group);
	sql_id(stmt, ":person", filter->person_id);
	sql_id(stmt, ":order", filter->order_id);
	sql_int(stmt, ":conflicts", filter->conflicts);
}

static bool filter_all(const struct change_filter *filter)
{
	return !filter->step && !filter->kind && !filter->group && !filter->person_id &&
	       !filter->order_id && !filter->conflicts;
}

int64_t change_count(struct store *store, const struct change_filter *filter, struct error *err)
{
	const char *text = filter_all(filter) ? PLAIN_COUNT_SQL : COUNT_SQL;
	sqlite3_stmt *stmt = store_statement(store, text, err);
	int64_t count = -1;

	if (!stmt)
		return -1;
	filter_bind(stmt, filter);
	if (store_step(stmt, err) > 0)
		count = sqlite3_column_int64(stmt, 0);
	store_done(stmt);
	return count;
}

static void change_read(sqlite3_stmt *stmt, struct change *out)
{
	char step[16];

	memset(out, 0, sizeof(*out));
	store_column(stmt, 0, out->key, sizeof(out->key));
	store_column(stmt, 1, out->kind, sizeof(out->kind));
	out->rank = sqlite3_column_int(stmt, 2);
	out->step = plan_step_of(store_column(stmt, 3, step, sizeof(step)));
	out->person_id = sqlite3_column_int64(stmt, 4);
	out->address_id = sqlite3_column_int64(stmt, 5);
	out->place_id = sqlite3_column_int64(stmt, 6);
	out->order_id = sqlite3_column_int64(stmt, 7);
	store_column(stmt, 8, out->sku_id, sizeof(out->sku_id));
	store_column(stmt, 9, out->number, sizeof(out->number));
	out->quantity = sqlite3_column_int64(stmt, 10);
	out->cents = sqlite3_column_type(stmt, 11) == SQLITE_NULL ? -1
								  : sqlite3_column_int64(stmt, 11);
	out->conflict = sqlite3_column_int(stmt, 12);
	out->undoable = sqlite3_column_int(stmt, 13);
	store_column(stmt, 14, out->way, sizeof(out->way));
	store_column(stmt, 15, out->wait, sizeof(out->wait));
	store_column(stmt, 16, out->subject, sizeof(out->subject));
	store_column(stmt, 17, out->detail, sizeof(out->detail));
	out->feature_id = sqlite3_column_int64(stmt, 18);
}

bool change_rows(struct store *store, const struct change_filter *filter, int64_t first, int room,
	struct change *out, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, ROWS_SQL, err);
	int got;

	*count = 0;
	if (!stmt)
		return false;
	filter_bind(stmt, filter);
	sql_int(stmt, ":first", first);
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		change_read(stmt, &out[(*count)++]);
	store_done(stmt);
	return got == 0;
}

bool change_find(struct store *store, const char *key, struct change *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, FIND_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_text(stmt, ":key", key);
	got = store_step(stmt, err);
	if (got > 0)
		change_read(stmt, out);
	store_done(stmt);
	if (got == 0)
		return error_set(err, ERROR_NOT_FOUND,
			_("The plan has no change %s any more. Look at the plan again."), key);
	return got > 0;
}

/* ---- groups ---- */

/* Titles of the kinds, for a group, whose %s takes its detail, and for one change. `one` NULL: the
 * same. */
static const struct {
	const char *kind, *title, *one;
} titles[] = {
	{ "buy_phone", N_("Buy %s"), N_("Buy the licences") },
	{ "buy_plan", N_("Buy %s"), N_("Buy the licences") },
	{ "usage_location", N_("Set usage location %s"), N_("Set the usage location") },
	{ "licence", N_("Assign the licence"), NULL },
	{ "address", N_("Create and validate an address"), N_("Create and validate the address") },
	{ "place", N_("Create a place inside an address"), N_("Create the place") },
	{ "order", N_("Acquire numbers in %s"), N_("Search and hold numbers") },
	{ "acquire", N_("Acquire numbers in %s"), N_("Acquire the number") },
	{ "number_place", N_("Give the number its address"), NULL },
	{ "unassign", N_("Take the number from the person"), NULL },
	{ "assign", N_("Assign number and address"), NULL },
	{ "notice", N_("Write letters"), N_("Write the letter") },
	{ "unlicence", N_("Take the licence away"), NULL },
	{ "release", N_("Give numbers back"), N_("Give the number back") },
	{ "place_remove", N_("Remove a place"), N_("Remove the place") },
	{ "address_remove", N_("Remove an address"), N_("Remove the address") },
	{ "papers", N_("Send in papers"), N_("Send in the papers") },
	{ "credits", N_("Fund Communications Credits"), NULL },
	{ "account", N_("Create a resource account"), N_("Create the resource account") },
	{ "usage", N_("Change the usage of numbers"), N_("Change the usage of the number") },
	{ "port", N_("Port numbers from another carrier"), N_("Port the numbers") },
	{ "bridge", N_("Set up the conferencing bridge"), NULL },
	{ "queue", N_("Create a call queue"), N_("Create the call queue") },
	{ "attendant", N_("Create an auto attendant"), N_("Create the auto attendant") },
	{ "feature_remove", N_("Remove what is wanted no more"), N_("Remove it") },
	{ "account_remove", N_("Remove a resource account"), N_("Remove the resource account") },
};

static const char *title_of(const char *kind, bool one)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (strcmp(titles[i].kind, kind) == 0)
			return one && titles[i].one ? titles[i].one : titles[i].title;
	}
	return kind;
}

const char *change_title_one(const char *kind)
{
	return _(title_of(kind, true));
}

const char *change_title(
	const char *kind, const char *detail, const char *number_kind, char *text, size_t size)
{
	const char *title = title_of(kind, false);
	char *whole;

	if (strcmp(kind, "order") == 0 || strcmp(kind, "acquire") == 0) {
		if (strcmp(number_kind, "toll") == 0)
			title = N_("Acquire toll numbers in %s");
		else if (strcmp(number_kind, "tollfree") == 0)
			title = N_("Acquire toll-free numbers in %s");
	}
	/* The format is one of the rows above, and each takes one text or none. */
	whole = xasprintf(_(title), detail);
	sql_cut(text, size, whole);
	free(whole);
	return text;
}

/* Which kinds a kind waits for. The order of its rows is that of the plan. */
static const struct {
	const char *kind, *after;
} needs[] = {
	{ "buy_plan", "buy_phone" },
	{ "licence", "buy_phone" },
	{ "licence", "buy_plan" },
	{ "licence", "usage_location" },
	{ "place", "address" },
	{ "order", "licence" },
	{ "acquire", "licence" },
	{ "number_place", "place" },
	{ "assign", "licence" },
	{ "assign", "place" },
	{ "assign", "order" },
	{ "assign", "acquire" },
	{ "assign", "unassign" },
	{ "notice", "assign" },
	{ "unlicence", "unassign" },
	{ "release", "unassign" },
	{ "address_remove", "place_remove" },
	{ "buy_plan", "papers" },
	{ "order", "papers" },
	{ "acquire", "papers" },
	{ "credits", "buy_phone" },
	{ "credits", "buy_plan" },
	{ "licence", "account" },
	{ "usage", "acquire" },
	{ "usage", "unassign" },
	{ "assign", "account" },
	{ "assign", "usage" },
	{ "bridge", "acquire" },
	{ "bridge", "usage" },
	{ "queue", "account" },
	{ "queue", "licence" },
	{ "attendant", "account" },
	{ "attendant", "licence" },
	{ "attendant", "queue" },
	{ "account_remove", "feature_remove" },
	{ "account_remove", "unassign" },
};

static bool kind_needs(const char *kind, const char *after)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if (strcmp(needs[i].kind, kind) == 0 && strcmp(needs[i].after, after) == 0)
			return true;
	}
	return false;
}

static bool group_is(const struct change_group *group, const char *kind)
{
	return strcmp(group->kind, kind) == 0;
}

static bool has_kind(const struct change_group *groups, int count, const char *kind)
{
	for (int i = 0; i < count; i++) {
		if (group_is(&groups[i], kind))
			return true;
	}
	return false;
}

/* Without places to create, what needs a place waits for its address; so does a number where the
 * country ties it to its address. */
static void group_after(struct change_group *groups, const bool *address_first, int count, int at)
{
	struct change_group *group = &groups[at];
	bool place = address_first[at] || kind_needs(group->kind, "place");
	bool places = has_kind(groups, count, "place");

	for (int i = 0; i < count && group->after_count < CHANGE_AFTER; i++) {
		if (kind_needs(group->kind, groups[i].kind) ||
			(place && group_is(&groups[i], places ? "place" : "address")))
			group->after[group->after_count++] = i + 1;
	}
}

static void wait_after(struct change_group *group)
{
	struct str list = { 0 };
	char *text;

	for (int i = 0; i < group->after_count; i++)
		str_addf(&list, i ? ", %d" : "%d", group->after[i]);
	text = xasprintf(_("after %s"), str_text(&list));
	sql_cut(group->wait, sizeof(group->wait), text);
	free(text);
	str_fini(&list);
}

static void wait_hours(struct change_group *group, int64_t seconds)
{
	char *text = xasprintf(_("up to %d h"), (int)(seconds / 3600));

	sql_cut(group->wait, sizeof(group->wait), text);
	free(text);
}

static void wait_days(struct change_group *group, int64_t seconds)
{
	char *text = xasprintf(_("up to %d days"), (int)(seconds / 86400));

	sql_cut(group->wait, sizeof(group->wait), text);
	free(text);
}

static void group_wait(struct change_group *group, const char *verified)
{
	bool numbers = group_is(group, "order") || group_is(group, "acquire");

	if (strncmp(group->kind, "buy", 3) == 0 && strcmp(group->way, "hand") == 0)
		sql_cut(group->wait, sizeof(group->wait), _("until bought"));
	else if (group_is(group, "licence"))
		wait_hours(group, latency_of(LATENCY_LICENCE)->limit);
	else if (group_is(group, "port"))
		wait_days(group, latency_of(LATENCY_PORT)->limit);
	else if (numbers && strcmp(verified, "yes") != 0)
		sql_cut(group->wait, sizeof(group->wait), _("papers"));
	else if (group->after_count > 0)
		wait_after(group);
	else
		sql_cut(group->wait, sizeof(group->wait), "-");
}

static void group_read(sqlite3_stmt *stmt, struct change_group *out, char *verified, size_t size)
{
	char step[16], detail[CHANGE_LABEL], number_kind[16], method[8];

	memset(out, 0, sizeof(*out));
	store_column(stmt, 0, out->id, sizeof(out->id));
	store_column(stmt, 1, out->kind, sizeof(out->kind));
	out->step = plan_step_of(store_column(stmt, 3, step, sizeof(step)));
	out->count = sqlite3_column_int64(stmt, 4);
	out->changes = sqlite3_column_int64(stmt, 5);
	if (group_is(out, "licence") || group_is(out, "unlicence"))
		out->count = out->changes; /* people, not products */
	out->conflicts = sqlite3_column_int64(stmt, 6);
	out->cents = sqlite3_column_int64(stmt, 7);
	out->unknown = sqlite3_column_int64(stmt, 8);
	out->undoable = sqlite3_column_int(stmt, 9);
	store_column(stmt, 10, out->way, sizeof(out->way));
	store_column(stmt, 11, detail, sizeof(detail));
	store_column(stmt, 12, number_kind, sizeof(number_kind));
	store_column(stmt, 13, verified, size);
	store_column(stmt, 14, method, sizeof(method));
	if (group_is(out, "notice") && strcmp(method, "files") != 0)
		sql_cut(out->title, sizeof(out->title), _("Send letters"));
	else
		change_title(out->kind, detail, number_kind, out->title, sizeof(out->title));
}

bool change_groups(
	struct store *store, struct change_group *out, int room, int *count, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, GROUPS_SQL, err);
	bool address_first[CHANGE_GROUPS] = { false };
	char verified[16] = "";
	int got;

	*count = 0;
	if (room > CHANGE_GROUPS)
		room = CHANGE_GROUPS;
	if (!stmt)
		return false;
	sql_int(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		address_first[*count] = sqlite3_column_int(stmt, 15);
		group_read(stmt, &out[(*count)++], verified, sizeof(verified));
	}
	store_done(stmt);
	for (int i = 0; i < *count; i++) {
		group_after(out, address_first, *count, i);
		group_wait(&out[i], verified);
	}
	return got == 0;
}

/* ---- conflicts ---- */

#define THEIR_PLACE(id)                                                      \
	"(SELECT a.name || iif(l.name = '', '', '/' || l.name) FROM place l" \
	" JOIN address a ON a.id = l.address_id WHERE l.id = " id ")"
#define THEIR_NUMBER                                                                    \
	"SELECT CASE WHEN number_actual IS NULL THEN coalesce(" THEIR_PLACE(            \
		"place_actual") ", '')"                                                 \
				" ELSE number_actual || coalesce(', ' || " THEIR_PLACE( \
					"place_actual") ", '') END"                     \
							" FROM assignment WHERE person_id = :person"

/* What the tenant has in a conflict of a kind, and what settles it with theirs and with ours. */
static const struct {
	const char *kind, *has, *theirs, *ours;
} settles[] = {
	{ "usage_location", "SELECT usage_location_actual FROM person WHERE id = :person",
		"UPDATE person SET usage_location_wanted = usage_location_actual WHERE id = :person",
		"UPDATE person SET usage_location_base = usage_location_actual WHERE id = :person" },
	{ "number_place", "SELECT " THEIR_PLACE("place_actual") " FROM number WHERE e164 = :number",
		"UPDATE number SET place_wanted = place_actual WHERE e164 = :number",
		"UPDATE number SET place_base = place_actual WHERE e164 = :number" },
	{ "assign", THEIR_NUMBER,
		"UPDATE assignment SET order_wanted = NULL, number_wanted = number_actual,"
		" place_wanted = place_actual, locked = 1 WHERE person_id = :person",
		"UPDATE assignment SET number_base = number_actual, place_base = place_actual"
		" WHERE person_id = :person" },
	{ "feature", "SELECT actual FROM feature WHERE id = :feature",
		"UPDATE feature SET wanted = actual WHERE id = :feature",
		"UPDATE feature SET base = actual WHERE id = :feature" },
	{ "unassign", THEIR_NUMBER,
		"UPDATE assignment SET order_wanted = NULL, number_wanted = number_actual,"
		" place_wanted = place_actual WHERE person_id = :person",
		"UPDATE assignment SET number_base = number_actual, place_base = place_actual"
		" WHERE person_id = :person" },
};

/* All kinds of features are settled alike. */
static const char *settle_kind(const struct change *change)
{
	return change->feature_id ? "feature" : change->kind;
}

/* Somebody else may wish for the number that the tenant gave to this person: that wish goes. */
static const char FREE_THEIRS_SQL[] =
	"UPDATE assignment SET number_wanted = number_actual WHERE person_id <> :person"
	" AND number_wanted = (SELECT number_actual FROM assignment WHERE person_id = :person)";

static bool settle_run(
	struct store *store, const char *text, const struct change *change, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, text, err);

	if (!stmt)
		return false;
	sql_id(stmt, ":person", change->person_id);
	sql_id(stmt, ":feature", change->feature_id);
	sql_text(stmt, ":number", change->number);
	return store_run(stmt, err);
}

const char *change_theirs_text(
	struct store *store, const struct change *change, char *text, int size)
{
	text[0] = '\0';
	for (size_t i = 0; i < sizeof(settles) / sizeof(settles[0]); i++) {
		if (strcmp(settles[i].kind, settle_kind(change)) != 0)
			continue;
		sqlite3_stmt *stmt = store_statement(store, settles[i].has, NULL);
		if (!stmt)
			continue;
		sql_id(stmt, ":person", change->person_id);
		sql_id(stmt, ":feature", change->feature_id);
		sql_text(stmt, ":number", change->number);
		if (store_step(stmt, NULL) > 0)
			store_column(stmt, 0, text, (size_t)size);
		store_done(stmt);
	}
	return text;
}

static bool settle(struct store *store, const char *key, bool theirs, struct error *err)
{
	struct change change;
	const char *text = NULL;
	char *label;

	if (!change_find(store, key, &change, err))
		return false;
	for (size_t i = 0; i < sizeof(settles) / sizeof(settles[0]); i++) {
		if (strcmp(settles[i].kind, settle_kind(&change)) == 0)
			text = theirs ? settles[i].theirs : settles[i].ours;
	}
	if (!change.conflict || !text)
		return error_set(err, ERROR_NOT_FOUND, _("%s is no conflict."), change.subject);
	label = xasprintf(
		theirs ? _("theirs kept for %s") : _("ours taken for %s"), change.subject);
	if (!edit_begin(store, label, err)) {
		free(label);
		return false;
	}
	free(label);
	if ((theirs && change.person_id && !settle_run(store, FREE_THEIRS_SQL, &change, err)) ||
		!settle_run(store, text, &change, err)) {
		edit_cancel(store);
		return false;
	}
	return edit_end(store, NULL, err);
}

bool change_keep_theirs(struct store *store, const char *key, struct error *err)
{
	return settle(store, key, true, err);
}

bool change_take_ours(struct store *store, const char *key, struct error *err)
{
	return settle(store, key, false, err);
}
