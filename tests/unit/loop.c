/* Proves that the loop runs what is due, in order, once, whatever its handlers add or remove
 * meanwhile, and that signals wake it. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/loop.h"
#include "core/base/mem.h"
#include "tests/unit/expect.h"

/* What handlers write down, one letter each. */
struct story {
	struct loop *loop;
	struct str text;
	int fd[2], other[2];
	int id;
	int left;
	bool done;
};

static int setup(void **state)
{
	struct story *story = xcalloc(1, sizeof *story);
	story->loop = loop_new();
	*state = story;
	return pipe(story->fd) || pipe(story->other);
}

static int teardown(void **state)
{
	struct story *story = *state;
	loop_free(story->loop);
	for (int i = 0; i < 2; i++) {
		close(story->fd[i]);
		close(story->other[i]);
	}
	str_fini(&story->text);
	free(story);
	return 0;
}

static void note_a(void *data)
{
	str_addc(&((struct story *)data)->text, 'a');
}

static void note_b(void *data)
{
	str_addc(&((struct story *)data)->text, 'b');
}

static void note_turn(void *data)
{
	str_addc(&((struct story *)data)->text, '.');
}

static void finish(void *data)
{
	((struct story *)data)->done = true;
}

static void an_empty_loop_has_nothing_to_wait_for(void **state)
{
	struct story *story = *state;
	assert_false(loop_turn(story->loop, true));
	assert_false(loop_run(story->loop, &story->done));
	loop_after(story->loop, 0, note_a, story);
	assert_false(loop_run(story->loop, &story->done));
	expect_text("the timer ran once", str_text(&story->text), "a");
}

static void a_ready_descriptor_is_called_until_it_is_read(void **state)
{
	struct story *story = *state;
	loop_watch(story->loop, story->fd[0], POLLIN, note_a, story);
	assert_true(loop_turn(story->loop, false));
	expect_text("nothing to read", str_text(&story->text), "");
	assert_int_equal(write(story->fd[1], "x", 1), 1);
	loop_turn(story->loop, true);
	loop_turn(story->loop, true);
	expect_text("still unread", str_text(&story->text), "aa");
	loop_watch(story->loop, story->fd[0], POLLIN, note_b, story);
	loop_turn(story->loop, true);
	expect_text("replaced", str_text(&story->text), "aab");
	loop_watch(story->loop, story->fd[0], 0, NULL, NULL);
	assert_false(loop_turn(story->loop, true));
	loop_watch(story->loop, story->fd[0], 0, NULL, NULL);
}

static void drop_other(void *data)
{
	struct story *story = data;
	note_a(data);
	loop_watch(story->loop, story->other[0], 0, NULL, NULL);
	loop_watch(story->loop, story->fd[1], POLLOUT, note_b, story);
}

static void a_handler_may_change_the_watches(void **state)
{
	struct story *story = *state;
	loop_watch(story->loop, story->fd[0], POLLIN, drop_other, story);
	loop_watch(story->loop, story->other[0], POLLIN, note_b, story);
	assert_int_equal(write(story->fd[1], "x", 1) + write(story->other[1], "x", 1), 2);
	loop_turn(story->loop, true);
	expect_text("other is gone, the new one waits", str_text(&story->text), "a");
	loop_turn(story->loop, true);
	expect_text("now the new one", str_text(&story->text), "aab");
}

static void a_closed_descriptor_is_told_once(void **state)
{
	struct story *story = *state;
	int fd = dup(story->fd[0]);
	loop_watch(story->loop, fd, POLLIN, note_a, story);
	close(fd);
	while (loop_turn(story->loop, true))
		;
	expect_text("once", str_text(&story->text), "a");
}

static void timers_run_in_order(void **state)
{
	struct story *story = *state;
	loop_after(story->loop, 3, finish, story);
	loop_after(story->loop, 2, note_b, story);
	loop_after(story->loop, 1, note_a, story);
	int cancelled = loop_after(story->loop, 1, note_b, story);
	loop_after(story->loop, -5, note_a, story);
	assert_int_not_equal(cancelled, 0);
	loop_cancel(story->loop, cancelled);
	loop_cancel(story->loop, cancelled);
	loop_cancel(story->loop, 0);
	assert_true(loop_run(story->loop, &story->done));
	expect_text("by time, then by age", str_text(&story->text), "aab");
}

static void again(void *data)
{
	struct story *story = data;
	note_a(data);
	if (--story->left > 0)
		loop_after(story->loop, 0, again, story);
}

static void a_timer_that_sets_itself_waits_for_the_next_turn(void **state)
{
	struct story *story = *state;
	story->left = 3;
	loop_set_after(story->loop, note_turn, story);
	loop_after(story->loop, 0, again, story);
	loop_run(story->loop, &story->done);
	expect_text("a turn each", str_text(&story->text), "a.a.a.");
}

static void cancel_noted(void *data)
{
	struct story *story = data;
	loop_cancel(story->loop, story->id);
}

static void a_timer_may_cancel_another_that_is_due(void **state)
{
	struct story *story = *state;
	loop_after(story->loop, 0, cancel_noted, story);
	story->id = loop_after(story->loop, 0, note_a, story);
	loop_after(story->loop, 0, note_b, story);
	loop_run(story->loop, &story->done);
	expect_text("only b", str_text(&story->text), "b");
}

static bool slice_a(void *data)
{
	struct story *story = data;
	note_a(data);
	return --story->left > 0;
}

static bool slice_stops_itself(void *data)
{
	struct story *story = data;
	note_b(data);
	loop_work_stop(story->loop, slice_stops_itself, data);
	return true;
}

static bool slice_stops_a(void *data)
{
	struct story *story = data;
	loop_work_stop(story->loop, slice_a, data);
	return false;
}

static void work_takes_a_slice_a_turn(void **state)
{
	struct story *story = *state;
	story->left = 3;
	loop_set_after(story->loop, note_turn, story);
	loop_work(story->loop, slice_a, story);
	loop_work(story->loop, slice_a, story);
	loop_work(story->loop, slice_stops_itself, story);
	assert_true(loop_working(story->loop));
	loop_run(story->loop, &story->done);
	assert_false(loop_working(story->loop));
	expect_text("slices", str_text(&story->text), "ab.a.a.");
}

static void work_can_be_stopped(void **state)
{
	struct story *story = *state;
	story->left = 99;
	loop_work(story->loop, slice_stops_a, story);
	loop_work(story->loop, slice_a, story);
	loop_run(story->loop, &story->done);
	expect_text("stopped before its first slice", str_text(&story->text), "");
}

static void keys_are_read_while_work_is_left(void **state)
{
	struct story *story = *state;
	story->left = 2;
	loop_watch(story->loop, story->fd[0], POLLIN, note_b, story);
	loop_work(story->loop, slice_a, story);
	assert_int_equal(write(story->fd[1], "x", 1), 1);
	loop_turn(story->loop, true);
	loop_turn(story->loop, true);
	expect_text("the key comes first", str_text(&story->text), "baba");
}

static void signals_wake_the_loop_in_their_order(void **state)
{
	struct story *story = *state;
	loop_catch(story->loop, SIGWINCH);
	loop_catch(story->loop, SIGHUP);
	loop_catch(story->loop, SIGHUP);
	assert_int_equal(loop_signal(story->loop), 0);
	loop_watch(story->loop, story->fd[0], POLLIN, note_a, story);
	raise(SIGWINCH);
	raise(SIGHUP);
	raise(SIGWINCH);
	assert_true(loop_turn(story->loop, true)); /* does not sleep */
	raise(SIGHUP);
	assert_int_equal(loop_signal(story->loop), SIGWINCH);
	assert_int_equal(loop_signal(story->loop), SIGHUP);
	assert_int_equal(loop_signal(story->loop), 0);
	raise(SIGHUP);
	assert_int_equal(loop_signal(story->loop), SIGHUP);
}

static volatile sig_atomic_t old_handler_ran;

static void old_handler(int number)
{
	old_handler_ran = number;
}

static void signals_go_back_to_who_had_them(void **state)
{
	(void)state;
	struct sigaction mine = { .sa_handler = old_handler };
	sigaction(SIGUSR1, &mine, NULL);
	for (int round = 0; round < 2; round++) {
		struct loop *loop = loop_new();
		loop_catch(loop, SIGUSR1);
		old_handler_ran = 0;
		raise(SIGUSR1);
		assert_int_equal(old_handler_ran, 0);
		assert_int_equal(loop_signal(loop), SIGUSR1);
		loop_free(loop);
		raise(SIGUSR1);
		assert_int_equal(old_handler_ran, SIGUSR1);
	}
	signal(SIGUSR1, SIG_DFL);
}

static void a_reader_that_went_away_is_no_signal(void **state)
{
	(void)state;
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	assert_int_equal(write(fd[1], "x", 1), -1); /* and the test is still alive */
	close(fd[1]);
}

#define LOOP_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(an_empty_loop_has_nothing_to_wait_for),
		LOOP_TEST(a_ready_descriptor_is_called_until_it_is_read),
		LOOP_TEST(a_handler_may_change_the_watches),
		LOOP_TEST(a_closed_descriptor_is_told_once),
		LOOP_TEST(timers_run_in_order),
		LOOP_TEST(a_timer_that_sets_itself_waits_for_the_next_turn),
		LOOP_TEST(a_timer_may_cancel_another_that_is_due),
		LOOP_TEST(work_takes_a_slice_a_turn),
		LOOP_TEST(work_can_be_stopped),
		LOOP_TEST(keys_are_read_while_work_is_left),
		LOOP_TEST(signals_wake_the_loop_in_their_order),
		LOOP_TEST(signals_go_back_to_who_had_them),
		LOOP_TEST(a_reader_that_went_away_is_no_signal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
