/* core/base/error.h: how a function that can fail says so.
 *
 * It returns bool, takes `struct error *err` last, and fails in one line:
 *     return error_set(err, ERROR_TAKEN, _("%s was taken meanwhile. Press s to search again."),
 * e164); The message says what happened, to what, and what to do next; the code is for programs. */
#ifndef CORE_BASE_ERROR_H
#define CORE_BASE_ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
	ERROR_USAGE,     /* the command line or a key was wrong */
	ERROR_INPUT,     /* a file or a field that a person gave is wrong */
	ERROR_IO,        /* a file could not be read or written */
	ERROR_FULL,      /* no room on the disk, or the store is read-only */
	ERROR_STORE,     /* SQLite said no */
	ERROR_NEWER,     /* the store was made by a newer ringup */
	ERROR_CORRUPT,   /* the file is no store, or is damaged */
	ERROR_BUSY,      /* another ringup applies, or holds the store */
	ERROR_NOT_FOUND, /* no such person, number, address, ... */
	ERROR_TAKEN,     /* somebody was faster */
	ERROR_EXPIRED,   /* a reservation ran out */
	ERROR_REFUSED,   /* the service, or a rule, says no */
	ERROR_TRANSIENT, /* the service may say yes later: try again */
	ERROR_PERSON,    /* only a person can go on (a purchase, papers) */
	ERROR_CANCELLED, /* stopped by a signal or by Esc */
	ERROR_CODE_COUNT
};

struct error {
	enum error_code code;
	char text[600]; /* UTF-8, one sentence or two, no newline at its end; printable as it is */
};

/* Sets code and text (cut at a character) and returns false. err may be NULL. */
bool error_set(struct error *err, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts a prefix ("people.csv line 7: ") before the text that is there; returns false. */
bool error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

void error_clear(struct error *err);

#endif
