/* Proves that the main line goes from its answers to the simulated tenant, each piece once; that
 * wanting it again changes the same pieces; that it can be taken away and undone; that what cannot
 * be is refused with its rule; and that sheet, script and list say what they must. */
#include <strings.h>

#include "core/plan/edit.h"
#include "core/plan/undo.h"
#include "core/reference/reference.h"
#include "core/service/demo/demo.h"
#include "core/service/sync.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "core/tenant/person.h"
#include "tests/unit/plan-fixture.h"

static char shop_path[160], demo_path[160];
static struct store *store;
static struct service *demo;
static struct reference *ref;

static void sync_all(void)
{
	struct error err = { 0 };
	struct sync *sync = sync_open(store, demo, &err);
	int turns = 0;

	if (!sync)
		fail_msg("%s", err.text);
	while (sync_turn(sync, &err) && ++turns < 2000)
		if (turns % 100 == 0)
			demo_clock_skip(demo, 60, NULL);
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	sync_close(sync);
}

static enum apply_outcome apply_all(void)
{
	struct error err = { 0 };
	struct plan_cost cost;
	struct apply_options options = { 0 };
	enum apply_outcome outcome;
	struct apply *apply;
	int turns = 0;

	assert_true(plan_cost(store, &cost, &err));
	options.buy_count = cost.seats_to_buy;
	apply = apply_begin(store, demo, ref, &options, &err);
	if (!apply)
		fail_msg("%s", err.text);
	while (apply_turn(apply, &err)) {
		if (apply_next(apply) > 0)
			demo_clock_skip(demo, 30, NULL);
		if (++turns > 20000)
			fail_msg("apply does not come to an end");
	}
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	outcome = apply_outcome(apply);
	apply_end(apply);
	return outcome;
}

/* The bakery with two callers who hold a bundle, and nothing planned. */
static void fresh(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	struct error err = { 0 };
	struct demo_options options = { .tenant = "bakery", .speed = "instant", .fresh = true };
	char name[200];

	snprintf(shop_path, sizeof(shop_path), "%s/l.db", fixture_folder);
	snprintf(demo_path, sizeof(demo_path), "%s/l-demo.db", fixture_folder);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", shop_path, ends[i]);
		remove(name);
	}
	store = store_open(shop_path, 0, &err);
	demo = store ? demo_open(demo_path, &options, &err) : NULL;
	ref = demo ? reference_open(store_db(store), &err) : NULL;
	if (!ref)
		fail_msg("%s", err.text);
	sync_all();
	fixture_exec(store,
		"UPDATE organization SET notify_method = 'none', country = 'US';"
		"UPDATE person SET calls = 1, usage_location_wanted = 'US' WHERE upn LIKE 'ava%'"
		" OR upn LIKE 'ben%';"
		"INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES"
		" ('ae2343d1-0999-43f6-ae18-d816516f6e78', 'MCOTEAMS_ESSENTIALS', 'Bundle', 12)"
		" ON CONFLICT DO NOTHING;"
		"INSERT INTO licence (person_id, sku_id, wanted) SELECT id,"
		" 'ae2343d1-0999-43f6-ae18-d816516f6e78', 1 FROM person WHERE calls = 1;");
	assert_int_equal(apply_all(), APPLY_DONE);
}

static void close_all(void)
{
	reference_close(ref);
	service_close(demo);
	store_close(store);
	ref = NULL;
	demo = NULL;
	store = NULL;
}

#define ANSWERS 12

struct answers {
	const char *ids[ANSWERS], *values[ANSWERS];
};

static struct topic_context context_of(const struct answers *answers)
{
	struct topic_context context = { .topic = topic_of("line"),
		.store = store,
		.service = demo,
		.ref = ref,
		.now = demo->ops->now(demo),
		.given_ids = answers->ids,
		.given = answers->values };

	while (context.given_count < ANSWERS && answers->ids[context.given_count])
		context.given_count++;
	return context;
}

/* As `ringup want line` does it. */
static bool want(const struct answers *answers, struct error *err)
{
	struct topic_context context = context_of(answers);
	struct str said = { 0 };
	bool ok = edit_begin(store, "line", err);

	for (int i = 0; ok && i < context.given_count; i++) {
		struct str checked = { 0 };

		ok = question_check(&context, topic_question(context.topic, answers->ids[i]),
			     answers->values[i], &checked, err) &&
		     topic_remember(&context, answers->ids[i], answers->values[i], err);
		str_fini(&checked);
	}
	ok = ok && context.topic->want(&context, &said, err);
	if (ok)
		ok = edit_end(store, NULL, err);
	else
		edit_cancel(store);
	str_fini(&said);
	return ok;
}

static void wanted(const struct answers *answers)
{
	struct error err = { 0 };

	if (!want(answers, &err))
		fail_msg("%s", err.text);
}

static int64_t number(const char *sql)
{
	return fixture_number(store, sql);
}

/* How often a thing happened to the simulated tenant. */
static int64_t audit(const char *what, const char *object)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int64_t count;

	assert_int_equal(sqlite3_open(demo_path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT count(*) FROM audit WHERE what = ?1 AND object GLOB ?2",
				 -1, &stmt, NULL),
		SQLITE_OK);
	sqlite3_bind_text(stmt, 1, what, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, object, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	count = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return count;
}

static const struct answers nothing_said;
static const struct answers two_queues = { { "queue", "agents", "menu", "operator", "holidays",
						   "after_hours", "number" },
	{ "Orders; Office", "all", "1=Orders:queue:orders; 2=Office:queue:Office; 0=Ava:operator",
		"", "2027-12-25 Christmas", "voicemail", "toll:Seattle" } };

static void expect_line(const char *name, int64_t queues)
{
	expect_number(name, number("SELECT count(*) FROM change"), 0);
	expect_number(name,
		number("SELECT count(*) FROM feature WHERE kind = 'attendant'"
		       " AND actual IS wanted"),
		1);
	expect_number(name,
		number("SELECT count(*) FROM feature WHERE kind = 'queue' AND actual IS wanted"),
		queues);
	expect_number(name,
		number("SELECT count(*) FROM person p WHERE kind = 'resource' AND present = 1"
		       " AND enabled = 0 AND EXISTS (SELECT 1 FROM licence l JOIN subscription s"
		       "  USING (sku_id) WHERE l.person_id = p.id AND l.actual = 1"
		       "  AND s.sku_part = 'PHONESYSTEM_VIRTUALUSER')"),
		queues + 1);
	expect_number(name,
		number("SELECT count(*) FROM assignment a JOIN number n ON n.e164 = a.number_actual"
		       " JOIN person p ON p.id = a.person_id JOIN feature f ON f.kind = 'attendant'"
		       "  AND f.actual ->> '$.account' = p.upn WHERE n.kind = 'toll'"),
		1);
}

/* accounts, their licences, the number on the attendant's, queue and attendant: each once.
 */
static void a_line_is_made_once(void **state)
{
	(void)state;
	fresh();
	wanted(&nothing_said);
	assert_int_equal(apply_all(), APPLY_DONE);
	sync_all();
	expect_line("R-389: made", 1);
	wanted(&nothing_said);
	expect_number("R-389: wanted again", number("SELECT count(*) FROM change"), 0);
	expect_number("attendant", audit("make", "attendant:Main line"), 1);
	expect_number("queue", audit("make", "queue:Reception"), 1);
	expect_number("accounts", audit("make", "account:*"), 2);
	expect_number("R-374: one service number", audit("acquisition", "*"), 1);
	expect_number("R-388: both callers answer",
		number("SELECT json_array_length(actual, '$.agents') FROM feature"
		       " WHERE kind = 'queue'"),
		2);
	close_all();
}

static void other_answers_change_the_same_pieces(void **state)
{
	struct answers more = two_queues;

	(void)state;
	fresh();
	wanted(&nothing_said);
	assert_int_equal(apply_all(), APPLY_DONE);
	for (int i = 0; i < ANSWERS && more.ids[i]; i++)
		if (strcmp(more.ids[i], "operator") == 0)
			more.values[i] = "ava.lindqvist@contosobakery.example";
	fixture_exec(store,
		"UPDATE person SET upn = 'ava.lindqvist@contosobakery.example'"
		" WHERE upn LIKE 'ava%' AND upn <> 'ava.lindqvist@contosobakery.example'");
	wanted(&more);
	assert_int_equal(apply_all(), APPLY_DONE);
	sync_all();
	expect_line("two queues instead of one", 2);
	expect_number("R-387: the menu",
		number("SELECT json_array_length(actual, '$.menu') FROM feature"
		       " WHERE kind = 'attendant'"),
		3);
	expect_number("the spelling of the queue",
		number("SELECT actual ->> '$.menu[0].to' = 'queue:Orders' FROM feature"
		       " WHERE kind = 'attendant'"),
		1);
	expect_number("still one number", audit("acquisition", "*"), 1);
	expect_number("still one attendant's account", audit("make", "account:aa-*"), 1);
	close_all();
}

static void a_new_name_keeps_account_and_number(void **state)
{
	static const struct answers renamed = { { "name" }, { "Zentrale" } };

	(void)state;
	fresh();
	wanted(&nothing_said);
	assert_int_equal(apply_all(), APPLY_DONE);
	wanted(&renamed);
	assert_int_equal(apply_all(), APPLY_DONE);
	sync_all();
	expect_line("renamed", 1);
	expect_number("the old one is gone",
		number("SELECT count(*) FROM feature WHERE name ="
		       " 'Main line'"),
		0);
	expect_number("one number", audit("acquisition", "*"), 1);
	expect_number("two accounts", audit("make", "account:*-*"), 3); /* one got its new name */
	close_all();
}

static void a_line_is_taken_away(void **state)
{
	static const struct answers away = { { "remove" }, { "yes" } };
	struct error err = { 0 };

	(void)state;
	for (int applied = 0; applied < 2; applied++) {
		fresh();
		wanted(&nothing_said);
		if (applied)
			assert_int_equal(apply_all(), APPLY_DONE);
		wanted(&away);
		if (applied)
			assert_int_equal(apply_all(), APPLY_DONE);
		expect_number("no change is left", number("SELECT count(*) FROM change"), 0);
		expect_number("no feature", number("SELECT count(*) FROM feature"), 0);
		expect_number("no account",
			number("SELECT count(*) FROM person WHERE kind = 'resource'"), 0);
		expect_number("no order",
			number("SELECT count(*) FROM number_order WHERE quantity_actual = 0"), 0);
		expect_number("the number stays",
			number("SELECT count(*) FROM number WHERE kind = 'toll' AND owned_actual"),
			applied);
		assert_false(want(&away, &err));
		expect_number("nothing is there to take", err.code, ERROR_NOT_FOUND);
		close_all();
	}
}

static void undo_takes_it_back(void **state)
{
	struct undo_count count;
	struct error err = { 0 };

	(void)state;
	fresh();
	wanted(&nothing_said);
	assert_int_equal(apply_all(), APPLY_DONE);
	if (!undo_run(store, undo_last_run(store, NULL), true, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(apply_all(), APPLY_DONE);
	sync_all();
	expect_number("features", number("SELECT count(*) FROM feature"), 0);
	expect_number("accounts", number("SELECT count(*) FROM person WHERE kind = 'resource'"), 0);
	expect_number("changes", number("SELECT count(*) FROM change"), 0);
	close_all();

	fresh();
	wanted(&nothing_said);
	assert_true(edit_undo(store, NULL, 0, &err));
	expect_number("an edit's undo", number("SELECT count(*) FROM change"), 0);
	wanted(&nothing_said);
	assert_int_equal(apply_all(), APPLY_DONE);
	expect_line("and wanted again", 1);
	close_all();
}

/* an account that transfers outside gets a Calling Plan beside its licence, and only it. */
static void an_outside_number_brings_a_calling_plan(void **state)
{
	static const struct answers outside = { { "after_hours" }, { "number:+14255550199" } };
	static const struct answers inside = { { "after_hours" }, { "message" } };
	static const char plans[] =
		"SELECT count(*) FROM licence l JOIN subscription s USING (sku_id) JOIN person p"
		" ON p.id = l.person_id WHERE p.kind = 'resource' AND l.wanted AND s.capability & 56";

	(void)state;
	fresh();
	wanted(&outside);
	expect_number("R-391: one plan", number(plans), 1);
	wanted(&inside);
	expect_number("R-391: no plan", number(plans), 0);
	wanted(&outside);
	assert_int_equal(apply_all(), APPLY_DONE);
	expect_line("R-391: made", 1);
	close_all();
}

static void what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *name;
		struct answers answers;
		enum error_code code;
		const char *said;
	} rows[] = {
		{ "R-388: an agent without phone", { { "agents" }, { "department:Bakery" } },
			ERROR_REFUSED, "R-388" },
		{ "R-388: nobody answers", { { "agents" }, { "department:Nowhere" } },
			ERROR_REFUSED, "R-388" },
		{ "somebody who is not there", { { "agents" }, { "nobody@x" } }, ERROR_NOT_FOUND,
			"nobody@x" },
		{ "R-387: an operator who is not there", { { "operator" }, { "nobody@x" } },
			ERROR_REFUSED, "R-387" },
		{ "R-387: a queue that is not there", { { "menu" }, { "1=A:queue:B" } },
			ERROR_REFUSED, "R-387" },
		{ "R-387: a circle", { { "timeout_to" }, { "attendant:Main line" } }, ERROR_REFUSED,
			"R-387" },
		{ "R-374: a number that is not there", { { "number" }, { "+14255550142" } },
			ERROR_REFUSED, "R-374" },
		{ "R-374: a number for people", { { "number" }, { "+14255550143" } }, ERROR_REFUSED,
			"R-374" },
		{ "R-340: a number that somebody has", { { "number" }, { "+14255550144" } },
			ERROR_REFUSED, "R-340" },
		{ "R-167: toll-free without credits", { { "number" }, { "tollfree" } },
			ERROR_REFUSED, "R-167" },
		{ "no such city", { { "number" }, { "toll:Atlantis" } }, ERROR_INPUT, "Atlantis" },
		{ "R-391: outside without a number",
			{ { "number", "after_hours" }, { "none", "number:+14255550199" } },
			ERROR_REFUSED, "R-391" },
		{ "R-390: a greeting that is no sound", { { "greeting" }, { "file:/etc/passwd" } },
			ERROR_INPUT, "WAV" },
		{ "no such zone", { { "time_zone" }, { "Mars Standard Time" } }, ERROR_INPUT,
			"Mars" },
		{ "whose voicemail", { { "agents", "after_hours" }, { "", "voicemail" } },
			ERROR_INPUT, "Operator" },
		{ "not a quarter", { { "timeout" }, { "20" } }, ERROR_INPUT, "15" },
		{ "two queues of one name", { { "queue" }, { "A; a" } }, ERROR_INPUT, "twice" },
		{ "an operator who is the end", { { "operator" }, { "end" } }, ERROR_INPUT, "end" },
	};

	(void)state;
	fresh();
	fixture_exec(store,
		"UPDATE person SET department = 'Bakery' WHERE calls = 0;"
		"INSERT INTO number (e164, kind, country, owned_wanted, owned_actual) VALUES"
		" ('+14255550143', 'user', 'US', 1, 1), ('+14255550144', 'toll', 'US', 1, 1);"
		"INSERT INTO person (id, upn, kind, present) VALUES (990, 'other@x', 'resource', 1);"
		"INSERT INTO assignment (person_id, number_wanted, number_actual, number_base)"
		" VALUES (990, '+14255550144', '+14255550144', '+14255550144');");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };

		if (want(&rows[i].answers, &err))
			fail_msg("%s: was planned", rows[i].name);
		expect_part(rows[i].name, err.text, rows[i].said);
		expect_number(rows[i].name, err.code, rows[i].code);
		expect_number(rows[i].name, number("SELECT count(*) FROM feature"), 0);
	}
	close_all();
}

static void an_owned_service_number_is_taken(void **state)
{
	static const struct answers none = { { "number" }, { "none" } };
	struct str answer = { 0 };

	(void)state;
	fresh();
	fixture_exec(store, "INSERT INTO number (e164, kind, country, owned_wanted, owned_actual)"
			    " VALUES ('+12065550177', 'toll', 'US', 1, 1)");
	struct topic_context context = context_of(&nothing_said);
	expect_text("R-374: a free one is proposed", topic_answer(&context, "number", &answer),
		"+12065550177");
	wanted(&nothing_said);
	expect_number("assigned",
		number("SELECT count(*) FROM assignment WHERE number_wanted ="
		       " '+12065550177'"),
		1);
	expect_number("no order", number("SELECT count(*) FROM number_order"), 0);
	expect_text("R-374: and kept", topic_answer(&context, "number", &answer), "+12065550177");
	wanted(&none);
	expect_number("taken from the account",
		number("SELECT count(*) FROM assignment WHERE number_wanted = '+12065550177'"), 0);
	str_fini(&answer);
	close_all();
}

/* ---- what it says ---- */

static void expect_sheet(const char *name, const struct answers *answers, const char *part)
{
	struct topic_context context = context_of(answers);
	struct sheet sheet;
	struct error err = { 0 };
	struct str out = { 0 };

	if (!topic_sheet(&context, &sheet, &err))
		fail_msg("%s", err.text);
	sheet_print(&sheet, 200, &out);
	expect_part(name, str_text(&out), part);
	sheet_fini(&sheet);
	str_fini(&out);
}

static void the_sheet_says_it(void **state)
{
	static const struct {
		const char *name;
		struct answers answers;
		const char *part;
	} rows[] = {
		{ "the picture", { { "hours" }, { "always" } },
			"└─ open always → queue Reception\n" },
		{ "R-112: of 25", { { NULL }, { NULL } }, "2 of 25 free licences" },
		{ "R-387: time zones", { { NULL }, { NULL } }, "Alaskan Standard Time" },
		{ "R-387: a place is a zone", { { "time_zone" }, { "europe/brussels" } },
			"(en-US, Romance Standard Time)" },
		{ "R-388: refused", { { "agents" }, { "" } }, "No, not as it stands" },
		{ "an answer that cannot be read", { { "agents" }, { "nobody@x" } }, "nobody@x" },
		{ "R-391: the plan has a price", { { "after_hours" }, { "number:+14255550199" } },
			"a month for 1 account that transfers outside" },
		{ "R-392: where not", { { NULL }, { NULL } },
			"Australia, Czech Republic, Hungary" },
		{ "R-392: Japan", { { "country", "number" }, { "JP", "none" } },
			"does not work in this country" },
		{ "R-388: several agents' lists",
			{ { "queue", "agents", "menu" },
				{ "A; B", "A=all; B=ava@contosobakery.example",
					"1=A:queue:A; 2=B:queue:B" } },
			"1 person, all ring at once: Ava" },
		{ "R-388: nothing leads to B", { { "queue", "agents" }, { "A; B", "all" } },
			"B: Nothing leads to this queue" },
	};

	(void)state;
	fresh();
	fixture_exec(store, "UPDATE person SET upn = 'ava@contosobakery.example'"
			    " WHERE upn LIKE 'ava%'");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_sheet(rows[i].name, &rows[i].answers, rows[i].part);
	close_all();
}

static void expect_file(const char *name, const struct answers *answers, const char *part)
{
	struct topic_context context = context_of(answers);
	struct error err = { 0 };
	struct str out = { 0 };

	if (!topic_file(&context, &out, &err))
		fail_msg("%s: %s", name, err.text);
	expect_part(name, str_text(&out), part);
	str_fini(&out);
}

static void the_script_makes_the_same_line(void **state)
{
	static const struct {
		const char *name;
		struct answers answers;
		const char *part;
	} rows[] = {
		{ "R-389: the account", { { "queue" }, { "Sales" } },
			"    name = 'cq-sales@contosobakery.example'\n    document = @{\n"
			"        display_name = 'Sales'\n        serves = 'queue'\n" },
		{ "hostile quotes", { { "name" }, { "O'Brien\u2019s $(Get-Date)" } },
			"'O''Brien\u2019\u2019s $(Get-Date)'" },
		{ "a menu", { { "menu" }, { "1=Desk:queue:Reception; #=Bye:end" } },
			"@{ key = '1'; say = 'Desk'; to = 'queue:Reception' }\n" },
		{ "the end", { { "menu" }, { "#=Bye:end" } },
			"@{ key = '#'; say = 'Bye'; to = 'end' }\n" },
		{ "hours", { { "hours" }, { "fri 09:00-12:00,13:00-24:00" } },
			"@{ day = 'Friday'; from = '09:00'; to = '12:00' }\n"
			"            @{ day = 'Friday'; from = '13:00'; to = '1.00:00' }\n" },
		{ "a holiday", { { "holidays" }, { "2027-12-31 Eve" } },
			"@{ name = 'Eve'; date = '2027-12-31'; to = " },
		{ "outside", { { "after_hours" }, { "number:+14255550199" } },
			"        after_hours = 'number:+14255550199'\n" },
		{ "when full", { { "overflow_to" }, { "number:+14255550199" } },
			"        overflow_to = 'number:+14255550199'\n" },
		{ "R-386: the list", { { "file" }, { "reseller" } }, "outside: 2\n" },
	};

	(void)state;
	fresh();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_file(rows[i].name, &rows[i].answers, rows[i].part);
	close_all();
}

/* Names in every script have a user name in ASCII, and none is taken from somebody. */
static void accounts_get_names_of_their_own(void **state)
{
	static const struct answers names = { { "name", "queue" }, { "東京", "Überall & Co; 店" } };

	(void)state;
	fresh();
	fixture_exec(store, "INSERT INTO person (upn, kind, present) VALUES"
			    " ('aa-main-line@contosobakery.example', 'member', 1)");
	wanted(&names);
	expect_number("one that is free",
		number("SELECT count(*) FROM feature WHERE kind = 'account' AND name ="
		       " 'aa-main-line-2@contosobakery.example'"),
		1);
	expect_number("letters",
		number("SELECT count(*) FROM feature WHERE kind = 'account' AND name IN"
		       " ('cq-uberall-co@contosobakery.example', 'cq-queue@contosobakery.example')"),
		2);
	close_all();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_made_once),
		cmocka_unit_test(other_answers_change_the_same_pieces),
		cmocka_unit_test(a_new_name_keeps_account_and_number),
		cmocka_unit_test(a_line_is_taken_away),
		cmocka_unit_test(undo_takes_it_back),
		cmocka_unit_test(an_outside_number_brings_a_calling_plan),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(an_owned_service_number_is_taken),
		cmocka_unit_test(the_sheet_says_it),
		cmocka_unit_test(the_script_makes_the_same_line),
		cmocka_unit_test(accounts_get_names_of_their_own),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
