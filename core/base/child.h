/* core/base/child.h: a program that runs beside us, on the loop.
 *
 * It is started without a shell, in a session of its own (it can neither ask at our terminal nor
 * get the Ctrl-C that is meant for us), with nothing open but its input (empty), its output (ours)
 * and what it is given. Its output, both kinds in one, comes line by line; its end is looked for by
 * a timer, so that nobody needs SIGCHLD. */
#ifndef CORE_BASE_CHILD_H
#define CORE_BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/loop.h"

struct child;

struct child_options {
	const char *const *argv; /* argv[0] is a path; NULL behind the last */
	/* "NAME=value" besides ours, or in place of it; NULL behind the last. Read during the call
	 * only: the caller wipes what is secret. */
	const char *const *environment;
	const char *const *without; /* names of ours that it does not get; NULL behind the last */
	int keep; /* a descriptor that the child holds as its 3 until it ends: a lock; -1: none */
	/* A line that it wrote, without its newline: outside text, at most 4,096 bytes of it. NULL:
	 * nobody reads it. */
	void (*line)(void *data, const char *text);
	/* It has ended, and all its lines were told: its exit status, or 128 + the signal that
	 * killed it. The child may be freed here. */
	void (*ended)(void *data, int status);
	void *data;
};

/* NULL with ERROR_IO, or ERROR_NOT_FOUND when there is no such program. */
struct child *child_start(
	struct loop *loop, const struct child_options *options, struct error *err);

/* Kills it with all that it started in its session's group, if it still runs; ended() is not
 * called any more. NULL is fine. */
void child_free(struct child *child);

/* The path of a program: as it is when it has a slash, else looked for in PATH. The caller frees
 * it; NULL: there is none that can be run. */
char *child_find(const char *program);

#endif
