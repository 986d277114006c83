/* Proves that changes whose answers come later are carried out once: many at a time, no more than
 * the service has room for, through answers that are lost, and through a kill while they are in the
 * air; and that a walk over the plan yields its requests and leaves no trace. */
#include <stdlib.h>
#include <sys/wait.h>

#include "core/plan/apply.h"
#include "core/plan/walk.h"
#include "tests/unit/plan-fixture.h"

/* ---- a service that answers later ---- */

enum { FLIGHTS = 4000 };

static struct {
	struct service_reply reply[FLIGHTS];
	bool landed[FLIGHTS], dropped[FLIGHTS];
	char kind[FLIGHTS][16];
	int count, up, peak;
	int lose_every; /* each nth answer is lost, whatever it was; 0: none */
	int hold_from;  /* from this flight on nothing lands; 0: all do */
	int room;
	int64_t mute_until; /* polls meet passing trouble */
	int muted;
} air;

static bool take_off(const char *kind, bool ok, struct service_reply *reply)
{
	int at = ++air.count;

	assert_true(ok && at < FLIGHTS);
	air.reply[at] = *reply;
	*reply = (struct service_reply){ .state = SERVICE_FLYING, .flight = at };
	snprintf(air.kind[at], sizeof(air.kind[at]), "%s", kind);
	if (++air.up > air.peak)
		air.peak = air.up;
	return true;
}

static bool air_submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	return take_off(request->kind, fake_ops.submit(service, request, reply, err), reply);
}

static bool air_ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	return take_off(request->kind, fake_ops.ask(service, request, reply, err), reply);
}

static bool air_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	return take_off("search", fake_ops.search(service, request, reply, err), reply);
}

static bool air_poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err)
{
	if (fake->now < air.mute_until) {
		air.muted++;
		*reply = (struct service_reply){ .state = SERVICE_RETRY,
			.cause = CAUSE_UNAVAILABLE };
		return take_off("poll", true, reply);
	}
	return take_off("poll", fake_ops.poll(service, operation, reply, err), reply);
}

static bool air_land(
	struct service *service, int64_t flight, struct service_reply *reply, struct error *err)
{
	(void)service, (void)err;
	assert_in_range(flight, 1, air.count);
	assert_false(air.landed[flight]);
	/* Nothing lands before something else has had its turn. */
	if ((air.hold_from && flight >= air.hold_from) || rand() % 3) {
		*reply = (struct service_reply){ .state = SERVICE_FLYING };
		return true;
	}
	air.landed[flight] = true;
	air.up--;
	*reply = air.reply[flight];
	if (air.lose_every && flight % air.lose_every == 0) {
		service_reply_fini(reply);
		*reply = (struct service_reply){ .state = SERVICE_DOUBT, .cause = CAUSE_NETWORK };
	}
	return true;
}

static void air_drop(struct service *service, int64_t flight)
{
	(void)service;
	assert_false(air.landed[flight]);
	air.dropped[flight] = true;
	service_reply_fini(&air.reply[flight]);
	air.up--;
}

static int air_room(struct service *service, const char *kind)
{
	(void)service, (void)kind;
	return air.room;
}

static struct service_ops air_ops;

static void air_open(int room)
{
	memset(&air, 0, sizeof(air));
	air.room = room;
	air_ops = fake_ops;
	air_ops.submit = air_submit;
	air_ops.ask = air_ask;
	air_ops.search = air_search;
	air_ops.poll = air_poll;
	air_ops.land = air_land;
	air_ops.drop = air_drop;
	air_ops.room = air_room;
	fake->service.ops = &air_ops;
	srand(7);
}

/* ---- letters that answer later ---- */

static bool letter_send(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *letter, struct service_reply *reply, struct error *err)
{
	char upn[16];

	(void)data, (void)store;
	snprintf(upn, sizeof(upn), "%lld", (long long)person_id);
	fake_effect("notice", request_id, NULL, upn);
	strcpy(letter->method, "smtp");
	strcpy(letter->language, "en");
	snprintf(letter->message_id, sizeof(letter->message_id), "<%s@x>", request_id);
	*reply = (struct service_reply){ .state = SERVICE_DONE };
	(void)err;
	return take_off("notice", true, reply);
}

static bool letter_land(void *data, int64_t flight, struct service_reply *reply, struct error *err)
{
	(void)data;
	return air_land(&fake->service, flight, reply, err);
}

static struct apply_options options_all(void)
{
	return (struct apply_options){
		.buy_count = 3, .notice_send = letter_send, .notice_land = letter_land
	};
}

static enum apply_outcome applied(struct store *store, int turns_at_most)
{
	struct apply_options options = options_all();
	struct error err = { 0 };
	struct apply *apply = apply_begin(store, &fake->service, NULL, &options, &err);
	enum apply_outcome outcome;

	if (!apply)
		fail_msg("%s", err.text);
	for (int turns = 0; apply_turn(apply, &err); turns++) {
		if (apply_next(apply) > 0)
			fake->now += 30;
		if (turns > turns_at_most)
			fail_msg("apply does not come to an end");
	}
	if (err.code != ERROR_NONE)
		fail_msg("%s", err.text);
	outcome = apply_outcome(apply);
	apply_end(apply);
	return outcome;
}

static void expect_once(struct store *store, const char *name)
{
	static const struct {
		const char *kind;
		int count;
	} rows[] = { { "buy_phone", 1 }, { "usage_location", 1 }, { "licence", 3 },
		{ "address", 1 }, { "place", 1 }, { "acquire", 3 }, { "assign", 3 },
		{ "notice", 3 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (fake_count(rows[i].kind, NULL, NULL) != rows[i].count)
			fail_msg("%s: %s happened %d times, not %d", name, rows[i].kind,
				fake_count(rows[i].kind, NULL, NULL), rows[i].count);
	}
	if (fixture_number(store, "SELECT count(*) FROM change") != 0)
		fail_msg("%s: the plan is not empty", name);
	if (fixture_number(store, "SELECT count(*) FROM journal WHERE state NOT IN ('done',"
				  " 'cancelled', 'failed')") != 0)
		fail_msg("%s: the journal is not closed", name);
}

/* ---- claims ---- */

static void changes_fly_side_by_side_within_the_room(void **state)
{
	static const int rooms[] = { 1, 2, 8 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rooms); i++) {
		char name[24];
		struct store *store;

		fixture_fresh();
		air_open(rooms[i]);
		store = fixture_open();
		snprintf(name, sizeof(name), "room %d", rooms[i]);
		assert_int_equal(applied(store, 20000), APPLY_DONE);
		expect_once(store, name);
		if (rooms[i] == 8 && air.peak < 3)
			fail_msg("only %d were in the air at once", air.peak);
		store_close(store);
	}
	assert_int_equal(air.up, 0);
}

/* A message id stands in the notice: it was known before the mail left. */
static void a_letter_that_lands_is_noted(void **state)
{
	struct store *store;

	(void)state;
	fixture_fresh();
	air_open(8);
	store = fixture_open();
	assert_int_equal(applied(store, 20000), APPLY_DONE);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM notice n JOIN journal j ON j.person_id = n.person_id"
			" AND j.kind = 'notice' WHERE n.message_id = '<' || j.request_id || '@x>'"),
		3);
	store_close(store);
}

static void a_lost_answer_is_asked_about_and_never_sent_again(void **state)
{
	static const int every[] = { 2, 3, 5, 7 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(every); i++) {
		char name[32];
		struct store *store;

		fixture_fresh();
		air_open(8);
		air.lose_every = every[i];
		/* Letters are not asked about: theirs are not lost here. */
		store = fixture_open();
		fixture_exec(store, "UPDATE person SET notify = 0");
		snprintf(name, sizeof(name), "each %dth answer lost", every[i]);
		assert_int_equal(applied(store, 50000), APPLY_DONE);
		if (fake_count("assign", NULL, NULL) != 3 ||
			fake_count("licence", NULL, NULL) != 3 ||
			fake_count("acquire", NULL, NULL) != 3 ||
			fake_count("buy_phone", NULL, NULL) != 1)
			fail_msg("%s: something happened twice, or never", name);
		if (fake->asks == 0)
			fail_msg("%s: nothing was asked about", name);
		store_close(store);
	}
}

/* An outage of two hours while the service works on what it accepted. */
static void what_was_accepted_outlives_an_outage(void **state)
{
	struct store *store;

	(void)state;
	fixture_fresh();
	air_open(8);
	fake->pending = 1;
	air.mute_until = fake->now + 7200;
	store = fixture_open();
	fixture_exec(store, "UPDATE person SET notify = 0");
	assert_int_equal(applied(store, 50000), APPLY_DONE);
	assert_int_equal(fake_count("assign", NULL, NULL), 3);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM journal WHERE state = 'failed'"), 0);
	/* Later and later: each of them some twenty times, not once a turn. */
	assert_in_range(air.muted, 10, 120);
	store_close(store);
}

/* The process dies while everything after the nth question is in the air. */
static void die_in_the_air(int from)
{
	struct apply_options options = options_all();
	struct error err = { 0 };
	struct store *store = fixture_open();
	struct apply *apply = apply_begin(store, &fake->service, NULL, &options, &err);

	air.hold_from = from;
	for (int i = 0; i < 400 && apply && apply_turn(apply, &err); i++)
		fake->now += 1;
	_exit(0);
}

static void what_was_in_the_air_at_a_kill_is_done_once(void **state)
{
	(void)state;
	for (int from = 1; from <= 16; from++) {
		char name[24];
		struct store *store;
		int status;
		pid_t child;

		fixture_fresh();
		air_open(8);
		fixture_exec(store = fixture_open(), "UPDATE person SET notify = 0");
		store_close(store);
		child = fork();
		if (child == 0)
			die_in_the_air(from);
		assert_int_equal(waitpid(child, &status, 0), child);
		fake->service.ops = &fake_ops;
		store = fixture_open();
		snprintf(name, sizeof(name), "killed at %d", from);
		assert_int_equal(applied(store, 20000), APPLY_DONE);
		fake_effect("notice", "", NULL, NULL), fake_effect("notice", "", NULL, NULL);
		fake_effect("notice", "", NULL, NULL);
		expect_once(store, name);
		store_close(store);
	}
}

static void stopping_drops_what_does_not_land(void **state)
{
	struct apply_options options = options_all();
	struct error err = { 0 };
	struct store *store;
	struct apply *apply;

	(void)state;
	fixture_fresh();
	air_open(8);
	air.hold_from = 1;
	store = fixture_open();
	apply = apply_begin(store, &fake->service, NULL, &options, &err);
	assert_non_null(apply);
	for (int i = 0; i < 20; i++)
		assert_true(apply_turn(apply, &err));
	assert_true(air.up > 0);
	apply_end(apply);
	assert_int_equal(air.up, 0);
	/* Nobody knows what became of it: the next apply asks. */
	assert_true(fixture_number(store, "SELECT count(*) FROM journal WHERE state = 'sent'") > 0);
	store_close(store);
}

/* A script that dies at the same step each time, and the like. */
static void what_is_lost_each_time_fails_in_the_end(void **state)
{
	struct store *store;

	(void)state;
	fixture_fresh();
	air_open(8);
	fake->script[0] = (struct fake_script){ "licence", SERVICE_DOUBT, CAUSE_UNAVAILABLE, 0,
		1000 };
	store = fixture_open();
	applied(store, 50000);
	assert_int_equal(fake_count("licence", NULL, NULL), 0);
	assert_int_equal(
		fixture_number(store,
			"SELECT count(*) FROM journal WHERE kind = 'licence' AND state = 'failed'"
			" AND cause = 'not-done'"),
		3);
	store_close(store);
}

/* Turns without a wait between them would take a whole processor for as long as it lasts. */
static void who_only_waits_does_not_spin(void **state)
{
	struct apply_options options = options_all();
	struct error err = { 0 };
	struct store *store;
	struct apply *apply;

	(void)state;
	fixture_fresh();
	air_open(8);
	air.hold_from = 1;
	store = fixture_open();
	apply = apply_begin(store, &fake->service, NULL, &options, &err);
	assert_non_null(apply);
	apply_pause(apply, true);
	assert_true(apply_turn(apply, &err));
	assert_true(apply_next(apply) > 0);
	apply_pause(apply, false);
	assert_int_equal(apply_next(apply), 0);
	for (int i = 0; i < 20; i++)
		assert_true(apply_turn(apply, &err));
	assert_true(air.up > 0);
	apply_cancel(apply);
	assert_int_equal(apply_next(apply), 0);
	assert_true(apply_turn(apply, &err));
	assert_true(apply_next(apply) > 0);
	apply_end(apply);
	store_close(store);
}

/* What another service has in the air is none of a result file's business. */
static void an_apply_of_its_own_keys_touches_nothing_else(void **state)
{
	static const char *const keys[] = { "address:1" };
	struct apply_options options = { .keys = keys, .key_count = 1, .alone = true };
	struct error err = { 0 };
	struct store *store;
	struct apply *apply;

	(void)state;
	fixture_fresh();
	store = fixture_open();
	fixture_exec(store,
		"INSERT INTO run (id, started_at) VALUES (1, 1);"
		"INSERT INTO journal (run_id, kind, key, person_id, state, request_id, intent_at)"
		" VALUES (1, 'licence', 'licence:1', 1, 'sent', 'r1', 1)");
	apply = apply_begin(store, &fake->service, NULL, &options, &err);
	assert_non_null(apply);
	while (apply_turn(apply, &err))
		assert_int_equal(fake->asks, 0);
	apply_end(apply);
	assert_int_equal(fake_count("address", NULL, NULL), 1);
	assert_int_equal(fake->effects, 1);
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM journal WHERE state = 'sent'"), 1);
	store_close(store);
}

/* ---- the walk ---- */

struct seen {
	int count, by_kind[2];
	char first[64];
};

static bool see(void *data, const struct walk_step *step, struct error *err)
{
	struct seen *seen = data;
	const struct service_request *request = step->request;

	(void)err;
	if (seen->count++ == 0)
		snprintf(seen->first, sizeof(seen->first), "%s", request->kind);
	assert_non_null(request->key);
	assert_non_null(request->wish);
	if (strcmp(request->kind, "place") == 0) {
		assert_string_equal(request->address_key, "address:1");
		assert_null(request->place_key);
		seen->by_kind[0]++;
	}
	if (strcmp(request->kind, "address") == 0) {
		assert_non_null(request->address);
		assert_null(request->address_key);
		seen->by_kind[1]++;
	}
	return true;
}

static void a_walk_yields_the_plan_and_leaves_no_trace(void **state)
{
	struct seen seen = { 0 };
	struct error err = { 0 };
	int64_t skipped = 0, changes;
	struct store *store;

	(void)state;
	fixture_fresh();
	store = fixture_open();
	changes = fixture_number(store, "SELECT count(*) FROM change");
	if (!plan_walk(store, NULL, NULL, see, &seen, &skipped, &err))
		fail_msg("%s", err.text);
	assert_int_equal(seen.count + skipped, changes);
	assert_int_equal(seen.by_kind[0], 1);
	assert_int_equal(seen.by_kind[1], 1);
	assert_string_equal(seen.first, "buy_phone");
	/* Three assignments and their letters wait for the order's numbers. */
	assert_int_equal(skipped, 6);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM journal"), 0);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM run"), 0);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM change"), changes);
	seen = (struct seen){ 0 };
	assert_true(plan_walk(store, NULL, "address", see, &seen, NULL, &err));
	assert_int_equal(seen.count, 1);
	store_close(store);
}

#define TEST(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(changes_fly_side_by_side_within_the_room),
		TEST(a_letter_that_lands_is_noted),
		TEST(a_lost_answer_is_asked_about_and_never_sent_again),
		TEST(what_was_accepted_outlives_an_outage),
		TEST(what_was_in_the_air_at_a_kill_is_done_once),
		TEST(stopping_drops_what_does_not_land),
		TEST(what_is_lost_each_time_fails_in_the_end),
		TEST(who_only_waits_does_not_spin),
		TEST(an_apply_of_its_own_keys_touches_nothing_else),
		TEST(a_walk_yields_the_plan_and_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
