/* core/base/loop.h: one thread's loop over descriptors, timers and slices of long work.
 *
 * Each turn: wait until something is due (not at all while slices are left), run it, then the
 * `after` hook once (the wizard draws there). Signals only set flags and wake the loop. */
#ifndef CORE_BASE_LOOP_H
#define CORE_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

/* SIGPIPE is ignored while a loop exists (whoever starts a child gives it SIG_DFL back); loop_free
 * restores what caught signals did before. */
struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* A handler and the pointer it gets. */
typedef void loop_call(void *data);

/* Calls when fd is ready (events: POLLIN, POLLOUT of poll.h), or has an error or a hang-up, which a
 * read will tell. One handler a descriptor; a second call replaces it; NULL removes it. Remove it
 * before closing fd; a closed one is told once and dropped. */
void loop_watch(struct loop *loop, int fd, short events, loop_call *call, void *data);

/* Calls once after so many milliseconds. Returns an id (never 0) for loop_cancel. */
int loop_after(struct loop *loop, int64_t milliseconds, loop_call *call, void *data);
void loop_cancel(struct loop *loop, int id); /* an id that has run, or 0, is no error */

/* Long work: called once a turn as long as it returns true; each call should take at most 20 ms.
 * The same slice with the same data is never there twice. */
typedef bool loop_slice(void *data);
void loop_work(struct loop *loop, loop_slice *slice, void *data);
void loop_work_stop(struct loop *loop, loop_slice *slice, void *data);
bool loop_working(const struct loop *loop);

void loop_set_after(struct loop *loop, loop_call *call, void *data);

/* Catches a signal (SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT, SIGTSTP): from now on it sets a
 * flag and wakes the loop. Only one loop of a process may catch signals. */
void loop_catch(struct loop *loop, int signal_number);

/* Takes the oldest signal that came (0: none). Ask in the `after` hook, or after each turn. */
int loop_signal(struct loop *loop);

/* One turn. False if nothing is watched, timed or worked on: there is nothing to wait for. With
 * `may_wait` false it does not sleep. */
bool loop_turn(struct loop *loop, bool may_wait);

/* Turns until *done. Returns false if it ran dry before. (A caught signal alone is nothing to wait
 * for.) */
bool loop_run(struct loop *loop, const bool *done);

#endif
