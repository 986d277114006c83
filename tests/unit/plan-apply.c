/* Proves that apply carries a plan out once and only once: in order, through waits, refusals and
 * short stock, and through a kill -9 at every state of the journal. */
#include <signal.h>
#include <sys/wait.h>

#include "core/plan/edit.h"
#include "core/plan/journal.h"
#include "core/plan/undo.h"
#include "tests/unit/plan-fixture.h"

/* A letter is written as often as the tenant's memory says; asking finds it again. */
static bool letter_send(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *letter, struct service_reply *reply, struct error *err)
{
	(void)reply;
	char upn[16];

	(void)data, (void)store, (void)err;
	snprintf(upn, sizeof(upn), "%lld", (long long)person_id);
	fake_effect("notice", request_id, NULL, upn);
	strcpy(letter->method, "files");
	strcpy(letter->language, "en");
	return true;
}

static bool letter_ask(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *letter)
{
	(void)data, (void)store, (void)person_id;
	for (int i = 0; i < fake->effects; i++) {
		if (strcmp(fake->effect[i].request_id, request_id) != 0)
			continue;
		strcpy(letter->method, "files");
		strcpy(letter->language, "en");
		return true;
	}
	return false;
}

static struct apply_options options_all(int64_t buy)
{
	return (struct apply_options){
		.buy_count = buy, .notice_send = letter_send, .notice_ask = letter_ask
	};
}

/* Turns until the end; the tenant's clock runs when there is nothing to do but wait. */
static enum apply_outcome applied(struct store *store, const struct apply_options *options)
{
	struct error err = { 0 };
	struct apply *apply = apply_begin(store, &fake->service, NULL, options, &err);
	enum apply_outcome outcome;
	int turns = 0;

	if (!apply)
		fail_msg("%s", err.text);
	while (apply_turn(apply, &err)) {
		if (apply_next(apply) > 0)
			fake->now += 30;
		if (++turns > 5000)
			fail_msg("apply does not come to an end");
	}
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	outcome = apply_outcome(apply);
	apply_end(apply);
	return outcome;
}

/* What must be true of the tenant whatever happened on the way. */
static void expect_once(struct store *store, const char *name)
{
	static const struct {
		const char *kind;
		int count;
	} rows[] = { { "buy_phone", 1 }, { "usage_location", 1 }, { "licence", 3 },
		{ "address", 1 }, { "place", 1 }, { "acquire", 3 }, { "assign", 3 },
		{ "notice", 3 }, { "unassign", 0 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (fake_count(rows[i].kind, NULL, NULL) != rows[i].count)
			fail_msg("%s: %s happened %d times, not %d", name, rows[i].kind,
				fake_count(rows[i].kind, NULL, NULL), rows[i].count);
	}
	if (fixture_number(store, "SELECT count(*) FROM change") != 0)
		fail_msg("%s: the plan is not empty", name);
	if (fixture_number(store,
		    "SELECT count(DISTINCT number_actual) FROM assignment WHERE number_actual = number_wanted") !=
		3)
		fail_msg("%s: not everybody has one number", name);
	if (fixture_number(store,
		    "SELECT count(*) FROM journal WHERE state NOT IN ('done', 'cancelled', 'failed')") !=
		0)
		fail_msg("%s: the journal is not closed", name);
}

static void plan_is_carried_out_in_order(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	expect_once(store, "whole");
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM journal a JOIN journal b ON b.id > a.id JOIN change_kind ka"
			" ON ka.kind = a.kind JOIN change_kind kb ON kb.kind = b.kind"
			" WHERE ka.rank > kb.rank"),
		0);
	assert_int_equal(fixture_number(store, "SELECT quantity_actual FROM number_order"), 3);
	assert_int_equal(
		fixture_number(store, "SELECT seats_actual * 10 + used_actual FROM subscription"),
		33);
	assert_int_equal(applied(store, &(struct apply_options){ 0 }), APPLY_DONE);
	store_close(store);
}

/* An edit of before would wish away what the apply has brought since. */
static void what_went_to_the_service_is_no_longer_an_edit(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct error err = { 0 };

	(void)state;
	assert_true(edit_begin(store, "marked", NULL));
	fixture_exec(store, "UPDATE person SET notify = 0 WHERE id = 1");
	assert_true(edit_end(store, NULL, NULL));
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(applied(store, &options), APPLY_DONE);
	assert_false(edit_redo(store, NULL, 0, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_true(edit_begin(store, "later", NULL));
	fixture_exec(store, "UPDATE person SET notify = 0 WHERE id = 1");
	assert_true(edit_end(store, NULL, NULL));
	assert_int_equal(applied(store, &(struct apply_options){ 0 }), APPLY_DONE);
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_false(edit_undo(store, NULL, 0, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	store_close(store);
}

/* ---- kill -9 ---- */

static void child(const char *fault, int64_t buy)
{
	struct apply_options options = options_all(buy);
	struct error err = { 0 };
	struct store *store = store_open(fixture_path, 0, &err);
	struct apply *apply;

	setenv("RINGUP_FAULT", fault, 1);
	apply = store ? apply_begin(store, &fake->service, NULL, &options, &err) : NULL;
	while (apply && apply_turn(apply, &err)) {
		if (apply_next(apply) > 0)
			fake->now += 30;
	}
	_exit(apply && err.code == ERROR_NONE ? 0 : 1);
}

/* True if the child died of it; false if it came to its end before. */
static bool killed(const char *fault)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		child(fault, 3);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fail_msg("%s: the apply failed", fault);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static void resume(const char *fault)
{
	struct store *store = fixture_open();
	bool bought = fixture_number(store, "SELECT sum(missing) FROM seat") == 0;
	/* A purchase that went out is in doubt, and its seats are still missing: the same count is
	 * agreed to. */
	struct apply_options options = options_all(bought ? 0 : 3);
	enum apply_outcome outcome = applied(store, &options);

	if (outcome != APPLY_DONE)
		fail_msg("%s: a second apply ends with %d", fault, (int)outcome);
	expect_once(store, fault);
	store_close(store);
}

static void killed_everywhere(const char *point)
{
	char fault[64];

	for (int n = 1; n < 60; n++) {
		fixture_fresh();
		snprintf(fault, sizeof(fault), "kill:%s:%d", point, n);
		if (!killed(fault)) {
			if (n < 3)
				fail_msg("%s was never reached", fault);
			return;
		}
		resume(fault);
	}
	fail_msg("%s has no end", point);
}

static void kill_before_and_after_every_commit_loses_and_doubles_nothing(void **state)
{
	static const char *const points[] = { "intent", "before-intent", "sent", "before-sent",
		"submitted", "done", "before-done" };

	(void)state;
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		killed_everywhere(points[i]);
}

static void kill_while_something_waits_goes_on_polling(void **state)
{
	char fault[64];

	(void)state;
	for (int n = 1; n <= 12; n++) {
		fixture_fresh();
		fake->pending = 1;
		snprintf(fault, sizeof(fault), "kill:waiting:%d", n);
		if (!killed(fault))
			break;
		resume(fault);
	}
}

/* ---- replies ---- */

static void replies_are_taken_for_what_they_are(void **state)
{
	static const struct {
		const char *name;
		struct fake_script script;
		enum apply_outcome outcome;
		const char *check; /* SQL that gives 1 */
	} rows[] = {
		{ "a retry is sent again", { "assign", SERVICE_RETRY, CAUSE_THROTTLED, 6, 2 },
			APPLY_DONE, "SELECT count(*) = 0 FROM change" },
		{ "retries are bounded", { "assign", SERVICE_RETRY, CAUSE_UNAVAILABLE, 1, 99 },
			APPLY_PERSON,
			"SELECT count(*) = 3 FROM journal WHERE state = 'failed' AND cause = 'unavailable'" },
		{ "a licence that is not effective waits",
			{ "assign", SERVICE_FAILED, CAUSE_NO_PHONE_LICENCE, 0, 9 }, APPLY_DONE,
			"SELECT count(*) = 0 FROM change" },
		{ "a refusal holds up only its dependents",
			{ "usage_location", SERVICE_FAILED, CAUSE_UNKNOWN, 0, 9 }, APPLY_PERSON,
			"SELECT count(*) = 2 FROM assignment WHERE number_actual IS NOT NULL" },
		{ "a failed address holds up its places",
			{ "address", SERVICE_FAILED, CAUSE_ADDRESS_INVALID, 0, 9 }, APPLY_PERSON,
			"SELECT count(*) = 0 FROM journal WHERE kind IN ('place', 'assign')" },
		{ "a failed purchase stops what needs it",
			{ "buy_phone", SERVICE_FAILED, CAUSE_UNKNOWN, 0, 9 }, APPLY_PERSON,
			"SELECT count(*) = 0 FROM licence WHERE actual = 1" },
		{ "a number that was taken is searched again",
			{ "acquire", SERVICE_FAILED, CAUSE_NUMBER_TAKEN, 0, 1 }, APPLY_DONE,
			"SELECT count(*) = 3 FROM number WHERE owned_actual = 1" },
		{ "a hold that ran out is searched again",
			{ "acquire", SERVICE_FAILED, CAUSE_EXPIRED, 0, 3 }, APPLY_DONE,
			"SELECT count(*) = 3 FROM number WHERE owned_actual = 1" },
		{ "a search that is throttled is made again",
			{ "search", SERVICE_RETRY, CAUSE_THROTTLED, 5, 1 }, APPLY_DONE,
			"SELECT count(*) = 0 FROM change" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct apply_options options = options_all(3);
		struct store *store;
		enum apply_outcome outcome;

		fixture_fresh();
		store = fixture_open();
		fake->script[0] = rows[i].script;
		outcome = applied(store, &options);
		if (outcome != rows[i].outcome)
			fail_msg("%s: outcome %d", rows[i].name, (int)outcome);
		if (fixture_number(store, rows[i].check) != 1)
			fail_msg("%s: not so", rows[i].name);
		store_close(store);
	}
}

static void a_hold_that_ran_out_is_taken_again_where_it_can_be(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	fake->same = 1;
	fake->script[0] = (struct fake_script){ "acquire", SERVICE_FAILED, CAUSE_EXPIRED, 0, 2 };
	assert_int_equal(applied(store, &options), APPLY_DONE);
	expect_once(store, "held again");
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM journal WHERE state = 'failed'"), 0);
	store_close(store);
}

static void a_purchase_in_doubt_needs_consent_again(void **state)
{
	struct store *store;
	struct apply_options options = options_all(0);

	(void)state;
	assert_true(killed("kill:sent:1"));
	store = fixture_open();
	assert_int_equal(applied(store, &options), APPLY_PERSON);
	assert_int_equal(fake->asks, 1);
	assert_int_equal(fake_count("buy_phone", NULL, NULL), 0);
	store_close(store);
}

static void everything_may_be_pending(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	fake->pending = 1;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	assert_int_equal(fake->polls, fake->submits);
	store_close(store);
}

static void short_stock_acquires_what_there_is(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	fake->stock = 2;
	assert_int_equal(applied(store, &options), APPLY_PERSON);
	assert_int_equal(fixture_number(store, "SELECT quantity_actual FROM number_order"), 2);
	assert_int_equal(fixture_number(store,
				 "SELECT count(*) FROM assignment WHERE number_actual IS NOT NULL"),
		2);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM journal WHERE cause = 'out-of-stock'"),
		1);
	assert_int_equal(
		fixture_number(store, "SELECT quantity FROM change WHERE kind = 'order'"), 1);
	fake->stock = 1;
	options.buy_count = 0;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	expect_once(store, "stock came back");
	store_close(store);
}

/* ---- consent, conflicts ---- */

static void nothing_is_bought_without_the_count(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(2);
	struct error err = { 0 };

	(void)state;
	assert_null(apply_begin(store, &fake->service, NULL, &options, &err));
	assert_int_equal(err.code, ERROR_USAGE);
	options.buy_count = 0;
	assert_int_equal(applied(store, &options), APPLY_PERSON);
	assert_int_equal(fake_count("buy_phone", NULL, NULL), 0);
	assert_int_equal(fake_count("usage_location", NULL, NULL), 1);
	store_close(store);
}

static void conflicts_are_never_applied(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	fixture_exec(store, "UPDATE person SET usage_location_actual = 'CA' WHERE id = 3");
	assert_int_equal(
		fixture_number(store, "SELECT conflict FROM change WHERE key = 'usage_location:3'"),
		1);
	assert_int_equal(applied(store, &options), APPLY_PERSON);
	assert_int_equal(fake_count("usage_location", NULL, NULL), 0);
	assert_true(change_take_ours(store, "usage_location:3", NULL));
	options.buy_count = 0;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	expect_once(store, "ours");
	store_close(store);
}

static void what_is_left_says_why(void **state)
{
	static const struct {
		const char *name, *sql, *key;
		int64_t buy;
		struct fake_script script;
		enum apply_left_state want;
		const char *why, *remedy;
	} rows[] = {
		{ "nobody agreed to buy", "SELECT 1", "buy:b", 0, { 0 }, APPLY_LEFT_PERSON,
			"nobody agreed yet to buy 3 licences", "--buy 3" },
		{ "a licence waits for its seat", "SELECT 1", "licence:1", 0, { 0 },
			APPLY_LEFT_AFTER, "It waits for bought licences.", "by itself" },
		{ "nothing is to be bought", "UPDATE organization SET buy = 'nothing'", "licence:1",
			0, { 0 }, APPLY_LEFT_PERSON, "fewer licences than people", "Buy" },
		{ "a conflict", "UPDATE person SET usage_location_actual = 'CA' WHERE id = 3",
			"usage_location:3", 3, { 0 }, APPLY_LEFT_CONFLICT, "The tenant changed",
			"Keep theirs or take ours" },
		{ "no papers", "UPDATE organization SET verified = 'no'", "order:1", 3, { 0 },
			APPLY_LEFT_PERSON, "not verified", "know-your-customer" },
		{ "a refusal", "SELECT 1", "address:1", 3,
			{ "address", SERVICE_FAILED, CAUSE_ADDRESS_INVALID, 0, 9 },
			APPLY_LEFT_FAILED, "could not be validated", "Correct the address" },
		{ "its places wait", "SELECT 1", "place:9", 3,
			{ "address", SERVICE_FAILED, CAUSE_ADDRESS_INVALID, 0, 9 },
			APPLY_LEFT_AFTER, "It waits for a validated address.", "by itself" },
		{ "somebody still sits there",
			"UPDATE place SET actual = 1, wanted = 0, location_id = 'l' WHERE id = 9;"
			"INSERT INTO person (id, upn) VALUES (9, 'x@x');"
			"INSERT INTO assignment (person_id, place_actual) VALUES (9, 9)",
			"place:9", 3, { 0 }, APPLY_LEFT_PERSON, "still use this address",
			"Move them" },
		{ "out of stock", "SELECT 1", "order:1", 3,
			{ "search", SERVICE_FAILED, CAUSE_OUT_OF_STOCK, 0, 99 }, APPLY_LEFT_FAILED,
			"No free number", "next-best" },
	};
	static struct apply_left left[32];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct apply_options options = options_all(rows[i].buy);
		struct error err = { 0 };
		struct store *store;
		struct apply *apply;
		int count, at, roots;

		fixture_fresh();
		store = fixture_open();
		fixture_exec(store, rows[i].sql);
		fake->script[0] = rows[i].script;
		apply = apply_begin(store, &fake->service, NULL, &options, &err);
		if (!apply)
			fail_msg("%s: %s", rows[i].name, err.text);
		while (apply_turn(apply, &err))
			fake->now += apply_next(apply) > 0 ? 30 : 0;
		assert_true(apply_left(apply, false, 0, 32, left, &count, &err));
		expect_number(
			rows[i].name, count, fixture_number(store, "SELECT count(*) FROM change"));
		for (at = 0; at < count && strcmp(left[at].key, rows[i].key) != 0; at++)
			;
		if (at == count)
			fail_msg("%s: %s is not left", rows[i].name, rows[i].key);
		expect_number(rows[i].name, left[at].state, rows[i].want);
		expect_part(rows[i].name, left[at].why, rows[i].why);
		expect_part(rows[i].name, left[at].remedy, rows[i].remedy);
		roots = 0;
		for (at = 0; at < count; at++) {
			roots += left[at].state != APPLY_LEFT_AFTER;
			if (!left[at].why[0] || !left[at].remedy[0] || !left[at].label[0])
				fail_msg("%s: %s says nothing", rows[i].name, left[at].key);
		}
		assert_true(apply_left(apply, true, 0, 32, left, &count, &err));
		expect_number(rows[i].name, count, roots);
		assert_true(roots > 0);
		assert_true(apply_left(apply, true, roots, 32, left, &count, &err));
		expect_number(rows[i].name, count, 0);
		apply_end(apply);
		store_close(store);
	}
}

static void only_one_applies(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct apply *apply = apply_begin(store, &fake->service, NULL, &options, NULL);
	int status;
	pid_t pid;

	(void)state;
	assert_non_null(apply);
	pid = fork();
	if (pid == 0) {
		struct error err = { 0 };
		struct store *other = store_open(fixture_path, 0, &err);

		if (other && apply_begin(other, &fake->service, NULL, &options, &err))
			_exit(1);
		_exit(err.code == ERROR_BUSY ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	apply_end(apply);
	store_close(store);
}

/* the old number goes before the new one comes, and the address may change with it. */
static void two_people_change_numbers_round(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);

	(void)state;
	applied(store, &options);
	fixture_exec(store,
		"CREATE TEMP TABLE o AS SELECT * FROM assignment;"
		"UPDATE assignment SET number_wanted = NULL WHERE person_id IN (1, 2);"
		"UPDATE assignment SET number_wanted = (SELECT number_actual FROM o"
		" WHERE o.person_id = 3 - assignment.person_id) WHERE person_id IN (1, 2)");
	options.buy_count = 0;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM assignment a JOIN o ON o.person_id = 3 - a.person_id"
			" WHERE a.number_actual = o.number_actual AND a.place_actual = 9"),
		2);
	assert_int_equal(fake_count("unassign", NULL, NULL), 2);
	store_close(store);
}

static void cancel_stops_after_the_change_under_way(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct error err = { 0 };
	struct apply *apply = apply_begin(store, &fake->service, NULL, &options, &err);

	(void)state;
	assert_non_null(apply);
	while (fake->submits < 2)
		assert_true(apply_turn(apply, &err));
	apply_cancel(apply);
	assert_false(apply_turn(apply, &err));
	assert_int_equal(apply_outcome(apply), APPLY_CANCELLED);
	assert_int_equal(fake->submits, 2);
	apply_end(apply);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM journal WHERE state <> 'done'"), 0);
	store_close(store);
}

static void progress_counts_what_is_done(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct error err = { 0 };
	struct apply *apply = apply_begin(store, &fake->service, NULL, &options, &err);
	struct apply_progress progress;

	(void)state;
	assert_non_null(apply);
	apply_progress(apply, &progress);
	assert_int_equal(progress.of, 3 + 1 + 3 + 1 + 1 + 3 + 3 + 3);
	assert_int_equal(progress.done, 0);
	while (apply_turn(apply, &err))
		;
	apply_progress(apply, &progress);
	assert_int_equal(progress.done, progress.of);
	assert_int_equal(progress.of, 18);
	assert_int_equal(progress.waiting + progress.failed + progress.running, 0);
	for (int i = 0; i < progress.group_count; i++) {
		if (progress.groups[i].state != APPLY_GROUP_DONE)
			fail_msg("%s is not done", progress.groups[i].title);
	}
	apply_end(apply);
	store_close(store);
}

static void journal_says_what_was_done_to_whom(void **state)
{
	static const struct {
		const char *key, *title, *label;
	} rows[] = {
		{ "buy:b", "Buy the licences", "Teams Phone with Calling Plan" },
		{ "usage_location:3", "Set usage location US", "Chloé" },
		{ "licence:1", "Assign the licence", "Ava" },
		{ "address:1", "Create and validate the address", "hq" },
		{ "place:9", "Create the place", "hq/Office" },
		{ "order:1", "Search and hold numbers", "Bellevue" },
		{ "number:+14255550100", "Acquire the number", "+14255550100" },
		{ "assign:1", "Assign number and address", "Ava" },
		{ "notice:2", "Write the letter", "Ben" },
	};
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct journal_row got;
	int count;

	(void)state;
	applied(store, &options);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct journal_filter filter = { .key = rows[i].key, .latest = true };

		assert_true(journal_rows(store, &filter, 0, 1, &got, &count, NULL));
		expect_number(rows[i].key, count, 1);
		expect_text(rows[i].key, got.title, rows[i].title);
		expect_text(rows[i].key, got.label, rows[i].label);
	}
	store_close(store);
}

/* ---- undo ---- */

static void undo_of_a_run_restores_the_tenant(void **state)
{
	struct store *store = fixture_open();
	struct apply_options options = options_all(3);
	struct undo_count count;
	struct undo_row rows[32];
	int64_t run;
	int got;

	(void)state;
	applied(store, &options);
	run = undo_last_run(store, NULL);
	assert_int_equal(run, 1);
	assert_true(undo_preview(store, run, true, 0, 32, rows, &got, NULL));
	for (int i = 0; i < got; i++)
		assert_int_equal(rows[i].can, rows[i].why == NULL);
	assert_true(undo_run(store, run, true, &count, NULL));
	assert_int_equal(count.can, 3 + 1 + 1 + 3 + 3);
	assert_int_equal(count.cannot, 1 + 1 + 3); /* purchase, a location that was none, letters */
	assert_false(undo_run(store, run, true, &count, NULL));
	options.buy_count = 0;
	assert_int_equal(applied(store, &options), APPLY_DONE);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), 0);
	assert_int_equal(
		fixture_number(store,
			"SELECT (SELECT count(*) FROM number WHERE owned_actual) + (SELECT count(*)"
			" FROM licence WHERE actual) + (SELECT count(*) FROM address WHERE actual <> 'None')"
			" + (SELECT count(*) FROM assignment WHERE number_actual IS NOT NULL)"),
		0);
	assert_int_equal(fake_count("release", NULL, NULL), 3);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(plan_is_carried_out_in_order),
		TEST(what_went_to_the_service_is_no_longer_an_edit),
		TEST(kill_before_and_after_every_commit_loses_and_doubles_nothing),
		TEST(kill_while_something_waits_goes_on_polling),
		TEST(replies_are_taken_for_what_they_are),
		TEST(a_hold_that_ran_out_is_taken_again_where_it_can_be),
		TEST(a_purchase_in_doubt_needs_consent_again),
		TEST(everything_may_be_pending),
		TEST(short_stock_acquires_what_there_is),
		TEST(nothing_is_bought_without_the_count),
		TEST(conflicts_are_never_applied),
		TEST(what_is_left_says_why),
		TEST(only_one_applies),
		TEST(two_people_change_numbers_round),
		TEST(cancel_stops_after_the_change_under_way),
		TEST(progress_counts_what_is_done),
		TEST(journal_says_what_was_done_to_whom),
		TEST(undo_of_a_run_restores_the_tenant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
