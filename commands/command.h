/* commands/command.h: what every headless command is: a row of a table and a function. */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"
#include "core/profile/profile.h"

/* Exit codes (design, section 8). */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_PENDING = 3, /* changes are planned and not applied */
	EXIT_PERSON = 4,  /* only a person can go on */
	EXIT_REFUSED = 5, /* the service says no */
	EXIT_INTERRUPTED = 6
};

/* What the command line said before and after the command. */
struct settings {
	struct profile_options profile;
	bool json;
	int64_t wait; /* seconds run and apply wait for what is under way; -1: until all is done */
	bool plan_only;             /* run --plan-only */
	bool yes, release;          /* undo --yes --release */
	const char *test;           /* notify --test ADDRESS */
	bool failed, eml, txt, csv; /* notify */
	bool full;                  /* sync --full */
	bool ours, theirs;          /* settle --ours, --theirs */
	int64_t take;               /* geocode --take N; 0: not given */
	bool correct;               /* geocode --correct */
	const char *at;             /* geocode --at LATITUDE,LONGITUDE */
	bool help, version;
	int64_t buy;           /* apply --buy COUNT: the seats that may be bought; -1: not given */
	const char *output;    /* -o FILE; NULL: stdout */
	const char *skip;      /* demo --skip-time */
	const char *country;   /* search --country */
	const char *format;    /* script --format */
	bool all;              /* script --all */
	bool ascii, no_colour; /* else as configured */
};

struct session {
	struct settings settings;
	struct profile profile; /* open if the command asked for one */
	struct loop *loop;
	bool stopped;      /* a signal asked to stop */
	bool nobody;       /* somebody had to sign in, and did not */
	bool told_trouble; /* why it takes so long; once, until it works again */
	bool noted;        /* that something of the tenant was not read is said once */
	int64_t unserved;  /* run: callers for whom the file brings no number */
	struct str out;    /* what goes to stdout: written at the end, or by session_flush */
};

struct command {
	const char *name, *usage;
	const char *help; /* N_(), one line */
	bool profile;     /* opens the profile first */
	int (*run)(struct session *session, int argc, char **argv, struct error *err);
};

extern const struct command commands[];
extern const int command_count;

/* The exit code of an error. */
int exit_code_of(const struct error *err);

/* Opens the profile of the settings, and speaks the language that its configuration names. */
bool session_open(struct session *session, struct error *err);

/* Writes what session->out holds to stdout, or to settings.output; false with ERROR_IO. */
bool session_flush(struct session *session, struct error *err);

/* True once a signal asked to stop: long commands end at the next change. */
bool session_interrupted(struct session *session);

#define COMMAND(name) \
	int command_##name(struct session *session, int argc, char **argv, struct error *err)
COMMAND(about);
COMMAND(apply);
COMMAND(check);
COMMAND(country);
COMMAND(demo);
COMMAND(done);
COMMAND(export);
COMMAND(geocode);
COMMAND(import);
COMMAND(log);
COMMAND(notify);
COMMAND(plan);
COMMAND(report);
COMMAND(run);
COMMAND(script);
COMMAND(search);
COMMAND(settle);
COMMAND(signin);
COMMAND(signout);
COMMAND(status);
COMMAND(sync);
COMMAND(undo);
COMMAND(version);
COMMAND(want);
COMMAND(wizard);

#endif
