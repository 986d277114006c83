/* One thread's loop over descriptors, timers and slices of long work.
 *
 * Handlers may add and remove anything while a turn runs. What is added in a turn is first looked
 * at in the next one; what is removed is only marked (call NULL) and swept before the next poll. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/loop.h"
#include "core/base/mem.h"

struct watch {
	int fd;
	short events;
	loop_call *call; /* NULL: removed */
	void *data;
	int64_t turn; /* in which it was added */
};

struct timer {
	int id;
	int64_t due; /* clock_ticks */
	loop_call *call;
	void *data;
};

struct work {
	loop_slice *slice; /* NULL: stopped */
	void *data;
};

struct loop {
	struct watch *watches;
	struct pollfd *polled;
	size_t watch_count, watch_room;
	struct timer *timers; /* by due, then id */
	size_t timer_count, timer_room;
	struct work *works;
	size_t work_count, work_room;
	loop_call *after;
	void *after_data;
	int64_t turn;
	int next_timer;

	int pipe[2];     /* signals come in at [1], out at [0]; -1 before loop_catch */
	int taken[NSIG]; /* signals out of the pipe, oldest first */
	int taken_count;
	struct sigaction *old[NSIG]; /* what a caught signal did before; NULL: not caught */
	struct sigaction old_pipe;
};

/* --- Signals --- */

/* The only mutable globals here. A signal is written to the pipe when its flag goes up, so the pipe
 * keeps the order and can never be full. */
static volatile sig_atomic_t flags[NSIG];
static volatile sig_atomic_t wake_fd = -1;

static void on_signal(int number)
{
	int saved = errno;
	if (!flags[number]) {
		unsigned char byte = (unsigned char)number;
		flags[number] = 1;
		ssize_t put = write(wake_fd, &byte, 1);
		(void)put;
	}
	errno = saved;
}

static void open_pipe(struct loop *loop)
{
	assert(wake_fd < 0); /* one loop a process catches signals */
	if (pipe2(loop->pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		die("cannot make a pipe: %s", strerror(errno));
	wake_fd = loop->pipe[1];
}

void loop_catch(struct loop *loop, int signal_number)
{
	assert(signal_number > 0 && signal_number < NSIG);
	if (loop->old[signal_number])
		return;
	if (loop->pipe[0] < 0)
		open_pipe(loop);
	loop->old[signal_number] = xcalloc(1, sizeof(struct sigaction));
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	sigfillset(&action.sa_mask);
	if (sigaction(signal_number, &action, loop->old[signal_number]) != 0)
		die("cannot catch signal %d: %s", signal_number, strerror(errno));
}

/* The flag goes down before anybody acts on the signal: one that comes meanwhile counts again. */
static void take_signals(struct loop *loop)
{
	unsigned char byte;
	while (loop->pipe[0] >= 0 && loop->taken_count < NSIG &&
		read(loop->pipe[0], &byte, 1) == 1) {
		flags[byte] = 0;
		bool known = false;
		for (int i = 0; i < loop->taken_count; i++)
			known = known || loop->taken[i] == byte;
		if (!known)
			loop->taken[loop->taken_count++] = byte;
	}
}

int loop_signal(struct loop *loop)
{
	take_signals(loop);
	if (loop->taken_count == 0)
		return 0;
	int number = loop->taken[0];
	loop->taken_count--;
	memmove(loop->taken, loop->taken + 1, (size_t)loop->taken_count * sizeof loop->taken[0]);
	return number;
}

/* --- Begin and end --- */

struct loop *loop_new(void)
{
	struct loop *loop = xcalloc(1, sizeof *loop);
	loop->pipe[0] = loop->pipe[1] = -1;
	/* A reader that went away is an error of write(), not the end of the program. */
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigaction(SIGPIPE, &ignore, &loop->old_pipe);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	for (int i = 0; i < NSIG; i++) {
		if (loop->old[i])
			sigaction(i, loop->old[i], NULL);
		free(loop->old[i]);
	}
	sigaction(SIGPIPE, &loop->old_pipe, NULL);
	if (loop->pipe[0] >= 0) {
		take_signals(loop);
		wake_fd = -1;
		close(loop->pipe[0]);
		close(loop->pipe[1]);
	}
	free(loop->watches);
	free(loop->polled);
	free(loop->timers);
	free(loop->works);
	free(loop);
}

void loop_set_after(struct loop *loop, loop_call *call, void *data)
{
	loop->after = call;
	loop->after_data = data;
}

/* Room for one more element of `size` bytes in an array; returns the array. */
static void *grow(void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return array;
	*room = *room ? *room * 2 : 8;
	return xrealloc(array, *room, size);
}

/* --- Descriptors --- */

static struct watch *watch_of(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].fd == fd && loop->watches[i].call)
			return &loop->watches[i];
	return NULL;
}

void loop_watch(struct loop *loop, int fd, short events, loop_call *call, void *data)
{
	struct watch *watch = watch_of(loop, fd);
	if (!watch && !call)
		return;
	/* A replaced watch keeps its age: handlers that renew each other's must not starve them. */
	int64_t turn = watch ? watch->turn : loop->turn;
	if (!watch) {
		loop->watches = grow(
			loop->watches, loop->watch_count, &loop->watch_room, sizeof *loop->watches);
		watch = &loop->watches[loop->watch_count++];
	}
	*watch = (struct watch){ fd, events, call, data, turn };
}

static void sweep_watches(struct loop *loop)
{
	size_t kept = 0;
	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].call)
			loop->watches[kept++] = loop->watches[i];
	loop->watch_count = kept;
}

static void run_watches(struct loop *loop, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		short ready = loop->polled[i].revents;
		struct watch *watch = ready ? watch_of(loop, loop->polled[i].fd) : NULL;
		if (!watch || watch->turn == loop->turn)
			continue; /* removed, or added again, by another handler of this turn */
		if (!(ready & (watch->events | POLLERR | POLLHUP | POLLNVAL)))
			continue;
		loop_call *call = watch->call;
		if (ready & POLLNVAL)
			watch->call = NULL; /* closed: nothing will ever come */
		call(watch->data);
	}
}

/* --- Timers --- */

int loop_after(struct loop *loop, int64_t milliseconds, loop_call *call, void *data)
{
	loop->timers = grow(
		loop->timers, loop->timer_count, &loop->timer_room, sizeof *loop->timers);
	loop->next_timer = loop->next_timer == INT_MAX ? 1 : loop->next_timer + 1;
	int64_t due = clock_ticks() + (milliseconds > 0 ? milliseconds : 0);
	size_t at = loop->timer_count++;
	for (; at > 0 && loop->timers[at - 1].due > due; at--)
		loop->timers[at] = loop->timers[at - 1];
	loop->timers[at] = (struct timer){ loop->next_timer, due, call, data };
	return loop->next_timer;
}

void loop_cancel(struct loop *loop, int id)
{
	for (size_t i = 0; i < loop->timer_count; i++) {
		if (loop->timers[i].id != id)
			continue;
		loop->timer_count--;
		memmove(&loop->timers[i], &loop->timers[i + 1],
			(loop->timer_count - i) * sizeof *loop->timers);
		return;
	}
}

/* Runs what was due when the turn began. A timer that a handler sets for now is due later or at the
 * same tick but after `last`, so that handlers that set themselves anew cannot hold the turn up. */
static void run_timers(struct loop *loop)
{
	int64_t now = clock_ticks();
	int last = loop->next_timer;
	size_t at = 0;
	while (at < loop->timer_count && loop->timers[at].due <= now) {
		struct timer timer = loop->timers[at];
		if (timer.id > last) {
			at++;
			continue;
		}
		loop_cancel(loop, timer.id);
		timer.call(timer.data);
		at = 0; /* the handler may have moved everything */
	}
}

/* --- Work --- */

void loop_work(struct loop *loop, loop_slice *slice, void *data)
{
	for (size_t i = 0; i < loop->work_count; i++)
		if (loop->works[i].slice == slice && loop->works[i].data == data)
			return;
	loop->works = grow(loop->works, loop->work_count, &loop->work_room, sizeof *loop->works);
	loop->works[loop->work_count++] = (struct work){ slice, data };
}

void loop_work_stop(struct loop *loop, loop_slice *slice, void *data)
{
	for (size_t i = 0; i < loop->work_count; i++)
		if (loop->works[i].slice == slice && loop->works[i].data == data)
			loop->works[i].slice = NULL;
}

bool loop_working(const struct loop *loop)
{
	for (size_t i = 0; i < loop->work_count; i++)
		if (loop->works[i].slice)
			return true;
	return false;
}

static void sweep_work(struct loop *loop)
{
	size_t kept = 0;
	for (size_t i = 0; i < loop->work_count; i++)
		if (loop->works[i].slice)
			loop->works[kept++] = loop->works[i];
	loop->work_count = kept;
}

static void run_work(struct loop *loop)
{
	size_t count = loop->work_count;
	for (size_t i = 0; i < count; i++) {
		struct work work = loop->works[i];
		if (work.slice && !work.slice(work.data) && loop->works[i].slice == work.slice)
			loop->works[i].slice = NULL;
	}
	sweep_work(loop);
}

/* --- Turns --- */

static int wait_of(const struct loop *loop, bool may_wait)
{
	if (!may_wait || loop->work_count > 0)
		return 0;
	if (loop->timer_count == 0)
		return -1;
	int64_t wait = loop->timers[0].due - clock_ticks();
	return wait < 0 ? 0 : wait > INT_MAX ? INT_MAX : (int)wait;
}

/* Waits; leaves in loop->polled a row per watch, and behind them the pipe of the signals. Returns
 * how many watches were looked at. */
static size_t wait_for_events(struct loop *loop, bool may_wait)
{
	size_t count = loop->watch_count;
	loop->polled = xrealloc(loop->polled, count + 1, sizeof *loop->polled);
	for (size_t i = 0; i < count; i++)
		loop->polled[i] = (struct pollfd){ loop->watches[i].fd, loop->watches[i].events,
			0 };
	loop->polled[count] = (struct pollfd){ loop->pipe[0], POLLIN,
		0 }; /* -1 is left out by poll */
	if (poll(loop->polled, count + 1, wait_of(loop, may_wait)) < 0)
		return 0; /* a signal; what is ready now is still ready in the next turn */
	return count;
}

bool loop_turn(struct loop *loop, bool may_wait)
{
	sweep_watches(loop);
	sweep_work(loop);
	if (loop->watch_count + loop->timer_count + loop->work_count == 0)
		return false;
	size_t ready = wait_for_events(loop, may_wait);
	loop->turn++;
	take_signals(loop);
	run_watches(loop, ready);
	run_timers(loop);
	run_work(loop);
	if (loop->after)
		loop->after(loop->after_data);
	return true;
}

bool loop_run(struct loop *loop, const bool *done)
{
	while (!*done)
		if (!loop_turn(loop, true))
			return false;
	return true;
}
