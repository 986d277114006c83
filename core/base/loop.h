/* core/base/loop.h: one thread's loop over descriptors, timers and slices of long work.
 *
 * Each turn: wait until something is due (not at all while slices are left), run it, then the
 * `after` hook once (the wizard draws there). Signals only set flags; loop_wake_fd() is their end. */
#ifndef CORE_BASE_LOOP_H
#define CORE_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* A handler and the pointer it gets. */
typedef void loop_call(void *data);

/* Calls when fd can be read (events: POLLIN, POLLOUT of poll.h). One handler a descriptor; a second
 * call replaces it; NULL removes it. */
void loop_watch(struct loop *loop, int fd, short events, loop_call *call, void *data);

/* Calls once after so many milliseconds. Returns an id (never 0) for loop_cancel. */
int loop_after(struct loop *loop, int64_t milliseconds, loop_call *call, void *data);
void loop_cancel(struct loop *loop, int id); /* an id that has run, or 0, is no error */

/* Long work: called once a turn as long as it returns true; each call should take at most 20 ms. */
typedef bool loop_slice(void *data);
void loop_work(struct loop *loop, loop_slice *slice, void *data);
void loop_work_stop(struct loop *loop, loop_slice *slice, void *data);
bool loop_working(const struct loop *loop);

void loop_set_after(struct loop *loop, loop_call *call, void *data);

/* Signals: SIGINT, SIGTERM, SIGHUP set a flag that loop_signal() returns (0: none), and wake the
 * loop; SIGWINCH, SIGCONT and SIGTSTP likewise, through loop_catch. */
void loop_catch(struct loop *loop, int signal_number);
int loop_signal(struct loop *loop); /* takes the oldest flag */

/* One turn. False if nothing is watched, timed or worked on: there is nothing to wait for. With
 * `may_wait` false it does not sleep. */
bool loop_turn(struct loop *loop, bool may_wait);

/* Turns until *done. Returns false if it ran dry before. */
bool loop_run(struct loop *loop, const bool *done);

#endif
