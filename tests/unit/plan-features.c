/* Proves that every kind of feature goes from a wish to the simulated tenant once and only once, in
 * an order that the service accepts, also where the process was killed in between; that undo takes
 * back what can be taken back; and that what cannot go on says why. */
#include <signal.h>
#include <sys/wait.h>

#include "core/plan/edit.h"
#include "core/plan/undo.h"
#include "core/reference/reference.h"
#include "core/service/demo/demo.h"
#include "core/service/sync.h"
#include "core/tenant/feature.h"
#include "tests/unit/plan-fixture.h"

#define RESOURCE "440eaaa8-b3e0-484b-a8be-62870b9ba70a" /* PHONESYSTEM_VIRTUALUSER */
#define BUNDLE "ae2343d1-0999-43f6-ae18-d816516f6e78"   /* MCOTEAMS_ESSENTIALS */
#define AVA "(SELECT id FROM person WHERE upn LIKE 'ava%')"

static char shop_path[160], demo_path[160];
static struct store *store;
static struct service *demo;
static struct reference *ref;

static void open_both(const char *speed, bool fresh)
{
	struct error err = { 0 };
	struct demo_options options = { .tenant = "bakery", .speed = speed, .fresh = fresh };

	store = store_open(shop_path, 0, &err);
	demo = store ? demo_open(demo_path, &options, &err) : NULL;
	ref = demo ? reference_open(store_db(store), &err) : NULL;
	if (!ref)
		fail_msg("%s", err.text);
}

static void close_both(void)
{
	reference_close(ref);
	service_close(demo);
	store_close(store);
	demo = NULL;
	store = NULL;
}

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

/* Until nothing goes on. *left (of `room` rows) gets why what is left stays. */
static enum apply_outcome apply_all(struct apply_left *left, int room, int *count)
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
	if (left)
		assert_true(apply_left(apply, false, 0, room, left, count, &err));
	apply_end(apply);
	return outcome;
}

static void want(enum feature_kind kind, const char *name, const char *document)
{
	struct error err = { 0 };

	if (!feature_want(store, kind, name, document, &err))
		fail_msg("%s: %s", name, err.text);
}

#define QUEUE                                                                                 \
	"{\"account\":\"orders@contoso.example\",\"language\":\"en-US\",\"agents\":[\"%s\"]," \
	"\"overflow_at\":50,\"overflow_to\":\"end\"}"

static void want_queue(void)
{
	sqlite3_stmt *stmt = store_statement(store, "SELECT upn FROM person WHERE id = " AVA, NULL);
	char document[300];

	assert_int_equal(store_step(stmt, NULL), 1);
	snprintf(document, sizeof(document), QUEUE, (const char *)sqlite3_column_text(stmt, 0));
	store_done(stmt);
	want(FEATURE_QUEUE, "Orders", document);
}

/* One caller with a licence, a main line: an attendant with a toll number that leads to a queue. A
 * port, papers, credits, a number that becomes the bridge's. */
static void want_everything(void)
{
	fixture_exec(store,
		"UPDATE organization SET verified = 'no', notify_method = 'none';"
		"UPDATE person SET calls = 1, usage_location_wanted = 'US' WHERE id = " AVA ";"
		"INSERT INTO subscription (sku_id, sku_part, name, capability) VALUES ('" RESOURCE
		"', 'PHONESYSTEM_VIRTUALUSER', 'Resource Account', 8192), ('" BUNDLE
		"', 'MCOTEAMS_ESSENTIALS', 'Bundle', 12)"
		" ON CONFLICT DO NOTHING;"
		"INSERT INTO licence (person_id, sku_id, wanted) VALUES (" AVA ", '" BUNDLE "', 1);"
		"INSERT INTO person (id, upn, kind, usage_location_wanted) VALUES"
		" (901, 'main@contoso.example', 'resource', 'US'),"
		" (902, 'orders@contoso.example', 'resource', 'US');"
		"INSERT INTO licence (person_id, sku_id, wanted) VALUES (901, '" RESOURCE
		"', 1), (902, '" RESOURCE "', 1);"
		"INSERT INTO number_order (id, name, kind, country, state, city, quantity_wanted) VALUES"
		" (7, 'main line', 'toll', 'US', 'WA', 'Seattle', 2);"
		"INSERT INTO assignment (person_id, order_wanted) VALUES (901, 7);");
	want(FEATURE_PAPERS, "KYC US", "{\"country\":\"US\",\"form\":\"KYC\",\"note\":\"\"}");
	want(FEATURE_CREDITS, "credits",
		"{\"amount\":5000,\"auto\":1,\"trigger\":2000,\"recharge\":5000}");
	want(FEATURE_ACCOUNT, "main@contoso.example",
		"{\"display_name\":\"Main line\",\"serves\":\"attendant\",\"usage_location\":\"US\"}");
	want(FEATURE_ACCOUNT, "orders@contoso.example",
		"{\"display_name\":\"Orders\",\"serves\":\"queue\",\"usage_location\":\"US\"}");
	want(FEATURE_PORT, "from the old carrier",
		"{\"country\":\"US\",\"carrier\":\"Acme\",\"number_type\":\"user\","
		"\"numbers\":[\"+14255550190\",\"+14255550191\"]}");
	want_queue();
	want(FEATURE_ATTENDANT, "Main",
		"{\"account\":\"main@contoso.example\",\"language\":\"en-US\","
		"\"menu\":[{\"key\":\"1\",\"say\":\"Orders\",\"to\":\"queue:Orders\"},"
		"{\"key\":\"2\",\"say\":\"Closed\",\"to\":\"attendant:Closed\"}]}");
	want(FEATURE_ATTENDANT, "Closed",
		"{\"account\":\"main@contoso.example\",\"menu\":[{\"key\":\"0\",\"to\":\"attendant:Main\"}]}");
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

static void expect_made_once(const char *name)
{
	static const char *const made[] = { "papers:KYC US", "credits:credits",
		"account:main@contoso.example", "account:orders@contoso.example",
		"port:from the old carrier", "queue:Orders", "attendant:Main", "attendant:Closed" };

	for (size_t i = 0; i < COUNT_OF(made); i++) {
		if (audit("make", made[i]) != 1)
			fail_msg("%s: %s was made %lld times", name, made[i],
				(long long)audit("make", made[i]));
	}
	expect_number(name, audit("remove", "*"), 0);
	expect_number(name, audit("acquisition", "*"), 2 + 2); /* two toll, two ported */
	expect_number(name, audit("assign", "*"), 1);
	expect_number(name, fixture_number(store, "SELECT count(*) FROM change"), 0);
	expect_number(name,
		fixture_number(store, "SELECT count(*) FROM journal WHERE state NOT IN ('done',"
				      " 'cancelled', 'failed')"),
		0);
}

static void fresh(const char *speed)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char name[200];

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", shop_path, ends[i]);
		remove(name);
	}
	snprintf(shop_path, sizeof(shop_path), "%s/f.db", fixture_folder);
	snprintf(demo_path, sizeof(demo_path), "%s/f-demo.db", fixture_folder);
	open_both(speed, true);
	demo_set_verified(demo, "no", NULL);
	sync_all();
	want_everything();
}

static void every_kind_is_carried_out_once(void **state)
{
	static const char *const speeds[] = { "instant", "brisk", "lifelike" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(speeds); i++) {
		fresh(speeds[i]);
		expect_number(speeds[i], apply_all(NULL, 0, NULL), APPLY_DONE);
		expect_made_once(speeds[i]);
		assert_int_equal(
			fixture_number(store, "SELECT count(*) FROM number WHERE owned_actual"
					      " AND source = 'ported' AND kind = 'user'"),
			2);
		assert_int_equal(
			fixture_number(store, "SELECT count(*) FROM assignment a JOIN number n"
					      " ON n.e164 = a.number_actual WHERE n.kind = 'toll'"
					      " AND a.person_id = 901"),
			1);
		assert_int_equal(
			fixture_number(store, "SELECT count(*) FROM feature WHERE kind = 'port'"
					      " AND progress ->> '$.state' = 'Completed'"),
			1);
		sync_all();
		expect_number(speeds[i], fixture_number(store, "SELECT count(*) FROM change"), 0);
		assert_int_equal(
			fixture_number(store, "SELECT count(*) FROM person"
					      " WHERE kind = 'resource' AND present = 1"
					      " AND object_id IS NOT NULL AND enabled = 0"),
			2);
		assert_int_equal(
			fixture_number(store, "SELECT count(*) FROM feature WHERE actual IS NULL"),
			0);
		close_both();
	}
}

/* ---- kill -9 ---- */

static bool killed(const char *fault)
{
	int status;
	pid_t pid;

	close_both();
	pid = fork();
	if (pid == 0) {
		setenv("RINGUP_FAULT", fault, 1);
		open_both("brisk", false);
		apply_all(NULL, 0, NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	open_both("brisk", false);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static void a_kill_doubles_nothing(void **state)
{
	static const char *const points[] = { "sent", "submitted", "waiting", "before-done",
		"done" };
	char fault[40];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		int died = 0;

		for (int n = 1; n < 60; n += 2) {
			fresh("brisk");
			snprintf(fault, sizeof(fault), "kill:%s:%d", points[i], n);
			bool dead = killed(fault);
			/* A purchase in doubt asks for consent again. */
			if (apply_all(NULL, 0, NULL) == APPLY_PERSON)
				expect_number(fault, apply_all(NULL, 0, NULL), APPLY_DONE);
			expect_made_once(fault);
			close_both();
			died += dead;
			if (!dead)
				break;
		}
		if (died < 5)
			fail_msg("%s was reached %d times only", points[i], died);
	}
}

/* ---- undo ---- */

static void undo_takes_back_what_can_be(void **state)
{
	struct undo_count count;
	struct undo_row rows[40];
	struct error err = { 0 };
	int got;

	(void)state;
	fresh("instant");
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	int64_t run = undo_last_run(store, NULL);
	assert_true(undo_preview(store, run, true, 0, 40, rows, &got, NULL));
	for (int i = 0; i < got; i++) {
		bool final = strcmp(rows[i].kind, "papers") == 0 ||
			     strcmp(rows[i].kind, "port") == 0 ||
			     strcmp(rows[i].kind, "credits") == 0;
		if (final && (rows[i].can || !rows[i].why))
			fail_msg("%s can be undone", rows[i].kind);
		if (!rows[i].title[0])
			fail_msg("%s says nothing", rows[i].kind);
	}
	if (!undo_run(store, run, true, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	assert_int_equal(
		fixture_number(store, "SELECT group_concat(kind) = 'papers,credits,port' FROM"
				      " (SELECT f.kind FROM feature f JOIN change_kind USING (kind)"
				      "  ORDER BY rank)"),
		1);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM person WHERE kind = 'resource'"), 0);
	assert_int_equal(audit("remove", "*"), 5);
	close_both();
}

static void an_edit_is_taken_back_and_done_again(void **state)
{
	(void)state;
	fresh("instant");
	want(FEATURE_QUEUE, "Other", NULL);
	assert_true(edit_begin(store, "queue", NULL));
	want(FEATURE_QUEUE, "Other", "{\"account\":\"x\"}");
	assert_true(edit_end(store, NULL, NULL));
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM feature WHERE name = 'Other'"), 0);
	assert_true(edit_redo(store, NULL, 0, NULL));
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM feature WHERE name = 'Other'"
					       " AND wanted IS NOT NULL"),
		1);
	close_both();
}

/* What was changed and removed comes back as it was. */
static void a_change_and_a_removal_are_undone(void **state)
{
	struct undo_count count;
	char *before;
	struct feature got;

	(void)state;
	fresh("instant");
	apply_all(NULL, 0, NULL);
	assert_true(feature_get(store, FEATURE_QUEUE, "Orders", &got, NULL));
	before = xstrdup(got.actual);
	feature_fini(&got);
	want(FEATURE_QUEUE, "Orders", "{\"account\":\"orders@contoso.example\",\"agents\":[]}");
	want(FEATURE_ATTENDANT, "Closed", NULL);
	want(FEATURE_ATTENDANT, "Main", "{\"account\":\"main@contoso.example\"}");
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM feature WHERE name = 'Closed'"), 0);
	assert_true(undo_run(store, undo_last_run(store, NULL), false, &count, NULL));
	assert_int_equal(count.can, 3);
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	assert_true(feature_get(store, FEATURE_QUEUE, "Orders", &got, NULL));
	expect_text("Orders", got.actual, before);
	feature_fini(&got);
	assert_true(feature_get(store, FEATURE_ATTENDANT, "Closed", &got, NULL));
	expect_part("Closed", got.actual, "attendant:Main");
	feature_fini(&got);
	free(before);
	close_both();
}

/* ---- usage and bridge ---- */

static void a_number_changes_its_use_and_serves_the_bridge(void **state)
{
	struct undo_count count;
	char name[20], document[80];
	struct error err = { 0 };

	(void)state;
	fresh("instant");
	apply_all(NULL, 0, NULL);
	sqlite3_stmt *stmt = store_statement(
		store, "SELECT e164 FROM number WHERE source = 'ported' ORDER BY 1", NULL);
	assert_int_equal(store_step(stmt, NULL), 1);
	store_text(stmt, 0, name);
	store_done(stmt);
	want(FEATURE_USAGE, name, "{\"usage\":\"toll\"}");
	snprintf(document, sizeof(document), "{\"toll\":\"%s\",\"toll_free\":\"\"}", name);
	want(FEATURE_BRIDGE, "bridge", document);
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	sync_all();
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM number WHERE source = 'ported' AND kind = 'toll'"),
		1);
	/* The bridge holds it: its usage waits until the bridge lets it go. */
	if (!undo_run(store, undo_last_run(store, NULL), false, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
	sync_all();
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM number WHERE source = 'ported' AND kind = 'user'"),
		2);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM feature WHERE kind = 'bridge'"), 0);
	close_both();
}

/* ---- what waits, what is refused, what moved ---- */

static void what_cannot_go_on_says_why(void **state)
{
	static const struct {
		const char *name, *sql; /* after everything was wished */
		const char *label, *why;
	} rows[] = {
		{ "R-156: credits without anything to build on",
			"DELETE FROM licence WHERE person_id = " AVA, "credits", "R-156" },
		{ "R-388: an agent without a phone licence",
			"DELETE FROM licence WHERE person_id = " AVA, "Orders", "R-388" },
		{ "R-387: a queue that is not planned", "DELETE FROM feature WHERE kind = 'queue'",
			"Main", "leads to a queue" },
		{ "R-389: an account that is not planned",
			"DELETE FROM feature WHERE kind = 'account' AND name LIKE 'orders%';"
			"DELETE FROM person WHERE id = 902",
			"Orders", "R-389" },
		{ "R-184: an assigned number keeps its usage",
			"INSERT INTO number (e164, country, owned_wanted, owned_actual) VALUES"
			" ('+14255550177', 'US', 1, 1);"
			"INSERT INTO assignment (person_id, number_wanted, number_actual, number_base)"
			" VALUES (" AVA ", '+14255550177', '+14255550177', '+14255550177');"
			"INSERT INTO feature (kind, name, wanted) VALUES"
			" ('usage', '+14255550177', '{\"usage\":\"toll\"}')",
			"+14255550177", "R-184" },
		{ "R-404: a bridge waits for its number",
			"INSERT INTO feature (kind, name, wanted) VALUES"
			" ('bridge', 'bridge', '{\"toll\":\"+14255550178\"}')",
			"bridge", "not yours" },
	};
	static struct apply_left left[40];
	int count, at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fresh("instant");
		fixture_exec(store, rows[i].sql);
		expect_number(rows[i].name, apply_all(left, 40, &count), APPLY_PERSON);
		for (at = 0; at < count && strcmp(left[at].label, rows[i].label) != 0; at++)
			;
		if (at == count)
			fail_msg("%s: %s is not left", rows[i].name, rows[i].label);
		expect_part(rows[i].name, left[at].why, rows[i].why);
		if (!left[at].remedy[0])
			fail_msg("%s: no remedy", rows[i].name);
		close_both();
	}
}

static void what_moved_under_a_wish_is_settled(void **state)
{
	struct change change;
	struct error err = { 0 };
	char text[160], key[CHANGE_KEY];

	(void)state;
	for (int theirs = 0; theirs < 2; theirs++) {
		fresh("instant");
		apply_all(NULL, 0, NULL);
		want(FEATURE_ATTENDANT, "Closed", "{\"account\":\"main@contoso.example\",\"a\":1}");
		assert_true(feature_is(store, FEATURE_ATTENDANT, "Closed",
			"{\"account\":\"main@contoso.example\",\"a\":2}", NULL, NULL, &err));
		snprintf(key, sizeof(key), "feature:%lld",
			(long long)fixture_number(
				store, "SELECT id FROM feature WHERE name = 'Closed'"));
		assert_true(change_find(store, key, &change, &err));
		assert_true(change.conflict);
		expect_text("kind", change.kind, "attendant");
		expect_text("subject", change.subject, "Closed");
		expect_part("theirs", change_theirs_text(store, &change, text, sizeof(text)),
			"\"a\":2");
		assert_int_equal(plan_problem_count(store, ref, 1 + PLAN_REVIEW, &err), 1);
		assert_true(theirs ? change_keep_theirs(store, key, &err)
				   : change_take_ours(store, key, &err));
		assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), !theirs);
		assert_int_equal(apply_all(NULL, 0, NULL), APPLY_DONE);
		close_both();
	}
}

static void the_plan_says_each_in_words(void **state)
{
	static const struct {
		const char *kind, *title, *subject, *detail;
		enum plan_step step;
	} rows[] = {
		{ "papers", "Send in papers", "KYC US", "KYC", PLAN_NUMBERS },
		{ "credits", "Fund Communications Credits", "credits", "50.00", PLAN_LICENCES },
		{ "port", "Port numbers from another carrier", "from the old carrier", "2 <- Acme",
			PLAN_NUMBERS },
		{ "queue", "Create a call queue", "Orders", "orders@contoso.example", PLAN_ASSIGN },
	};
	static struct change_group groups[CHANGE_GROUPS];
	struct change change;
	int count, at, got;

	(void)state;
	fresh("instant");
	assert_true(change_groups(store, groups, CHANGE_GROUPS, &count, NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct change_filter filter = { .kind = rows[i].kind };

		for (at = 0; at < count && strcmp(groups[at].kind, rows[i].kind) != 0; at++)
			;
		assert_true(at < count);
		expect_text(rows[i].kind, groups[at].title, rows[i].title);
		expect_number(rows[i].kind, groups[at].step, rows[i].step);
		assert_true(change_rows(store, &filter, 0, 1, &change, &got, NULL));
		assert_int_equal(got, 1);
		expect_text(rows[i].kind, change.subject, rows[i].subject);
		expect_text(rows[i].kind, change.detail, rows[i].detail);
		assert_true(change.feature_id > 0);
	}
	close_both();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(every_kind_is_carried_out_once),
		TEST(a_kill_doubles_nothing),
		TEST(undo_takes_back_what_can_be),
		TEST(an_edit_is_taken_back_and_done_again),
		TEST(a_change_and_a_removal_are_undone),
		TEST(a_number_changes_its_use_and_serves_the_bridge),
		TEST(what_cannot_go_on_says_why),
		TEST(what_moved_under_a_wish_is_settled),
		TEST(the_plan_says_each_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
