/* commands/work.h: what several commands do with a profile: sync it, apply its plan and wait, say
 * how it went. */
#ifndef COMMANDS_WORK_H
#define COMMANDS_WORK_H

#include <stdbool.h>

#include "commands/command.h"
#include "core/exchange/post.h"
#include "core/plan/apply.h"

/* Reads all that the tenant has. False on an error, or ERROR_CANCELLED after a signal. */
bool work_sync(struct session *session, struct error *err);

/* Applies the plan, or one step of it, and waits as settings.wait says. Progress goes to stderr
 * when it is a terminal. `buy` is the number of licences that somebody agreed to buy. Returns the
 * exit code; err is set on failures. */
int work_apply(struct session *session, const char *step, int64_t buy, struct error *err);

/* One line on stderr, printable. */
void work_tell(const char *text);

/* The same for why nothing comes, which may last for minutes: once, until something came. */
void work_tell_trouble(struct session *session, const char *text);

/* Says what an apply left, on stderr: a sentence a change that a person can do something about. */
void work_left(struct apply *apply);

/* The same for these changes only (change.key), which may have failed before. */
int work_apply_keys(
	struct session *session, const char *const *keys, size_t count, struct error *err);

/* Turns of the loop until *done, or until a signal asks to stop. */
void work_until(struct session *session, const bool *done);

/* How letters go out here; the caller frees it with post_free. */
struct post *work_post(struct session *session);

/* From now on a person is told on stderr that he has to sign in, and how; that he did not ends what
 * waits for it with ERROR_PERSON. session_open does it; of no effect in a demo. */
void session_show_signin(struct session *session);

/* A line of progress on stderr: over the last one on a terminal, nothing elsewhere. "" ends it. */
void work_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The columns that text for people may take: COLUMNS of the environment, else as wide as the
 * terminal; a pipe and a file get 80. From 40 to 160. */
int work_columns(const struct session *session);

#endif
