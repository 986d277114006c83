/* core/exchange/import_type.h: what the kinds of import have of their own: columns and rows.
 * For the files of this room that read people, numbers and assignments. */
#ifndef CORE_EXCHANGE_IMPORT_TYPE_H
#define CORE_EXCHANGE_IMPORT_TYPE_H

#include "core/exchange/import.h"

/* A name that a column may have: letters and digits in lower case, without accents, as
 * import_column_fold writes it. */
struct import_column {
	const char *name;
	int field;   /* of the kind's enum */
	int dialect; /* 1 + index of the only dialect that writes this name; 0: several do */
};

/* LATER: finish settles it, with import_settle. */
enum import_outcome { IMPORT_ADDED, IMPORT_UPDATED, IMPORT_UNCHANGED, IMPORT_BAD, IMPORT_LATER };

#define IMPORT_FIELDS_MAX 32

struct import_row {
	int64_t line;
	/* By field; NULL: the file has no such column; else trimmed text, "" when empty. */
	const char *value[IMPORT_FIELDS_MAX];
	char reason[240]; /* of IMPORT_BAD */
};

struct import_type {
	const char *id;
	const struct import_column *columns; /* name NULL ends them */
	const char *const *dialects;         /* N_() text, NULL ends them */
	const int *needed;                   /* fields, -1 ends them */
	const char *const *needed_names;     /* as the message names them, in the same order */
	const char *const *captions;         /* by field, for messages: "Usage location" */
	const int *limits;                   /* by field: characters at most; 0: none */

	/* The state of one import; end also frees what a failed begin left. */
	void *(*begin)(struct store *store, struct reference *ref, struct error *err);
	void (*end)(void *state);
	/* One row. False: trouble with the store, err says which. A bad row is `true` with its
	 * reason; a warning is told through import_warn. */
	bool (*take)(void *state, struct import *import, struct import_row *row,
		enum import_outcome *outcome, struct error *err);
	/* After the last row, before the commit; NULL: nothing to do. */
	bool (*finish)(void *state, struct import *import, struct error *err);
};

extern const struct import_type import_people_type, import_numbers_type, import_assignments_type;

/* The file's path; NULL when the rows came from bytes or standard input. */
const char *import_path(const struct import *import);

/* The row goes in, but something about it should be read. */
void import_warn(struct import *import, const struct import_row *row, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Counts a row that was put off; reason is of IMPORT_BAD only. */
void import_settle(
	struct import *import, int64_t line, enum import_outcome outcome, const char *reason);

/* Sets the row's reason; returns IMPORT_BAD. */
enum import_outcome import_refuse(struct import_row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "User principal name" and "userPrincipalName" as "userprincipalname". Appends. */
struct str;
void import_column_fold(struct str *out, const char *name);

/* The value, or "" where the file has no such column. */
const char *import_value(const struct import_row *row, int field);

/* "True", "yes", "1", "vrai", "wahr": 1; "False", "no", "0", "faux", "falsch": 0; else -1. */
int import_truth(const char *text);

/* True for a GUID other than the one of zeros, which means none. */
bool import_guid(const char *text);

/* Which rows were there already in this file: ids of the store, each with its first line. */
struct import_seen {
	int32_t *line;
	size_t room;
};

/* The line that this id went in with; 0: it has not yet. Ids are above 0. */
int64_t import_seen(const struct import_seen *seen, int64_t id);
void import_see(struct import_seen *seen, int64_t id, int64_t line);
void import_seen_fini(struct import_seen *seen);

#endif
