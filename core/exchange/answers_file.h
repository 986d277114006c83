/* core/exchange/answers_file.h: an answers file while it is checked and applied; for the files of
 * this room that do so. */
#ifndef CORE_EXCHANGE_ANSWERS_FILE_H
#define CORE_EXCHANGE_ANSWERS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/inifile.h"
#include "core/exchange/answers.h"

struct answers_problem {
	int line;
	char *text;
};

struct answers {
	char *path;   /* as given */
	char *folder; /* of the file: relative paths in it begin here */
	struct store *store;
	struct reference *ref;
	struct inifile *ini; /* NULL: its form is wrong, and the problem says where */
	char country[3];     /* of the organization in the store; "" : not answered yet */
	struct answers_problem *problems;
	size_t problem_count;
};

/* The kinds of section, and what follows "address " in "[address hq]"; NULL: another kind. */
const char *answers_named(const char *section, const char *kind);

/* A value, or NULL when the key is not there. */
const char *answers_get(const struct answers *answers, const char *section, const char *key);

/* Adds a problem, told with file and line of the key (NULL: of the section). */
void answers_wrong(struct answers *answers, const char *section, const char *key,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Checks everything there is to check before anything is written. */
void answers_check(struct answers *answers);

/* The rows of the table of keys, for the export and the tests; false at the end. */
struct answers_key {
	const char *section; /* "address *" for those with a name */
	const char *key;
	const char *words; /* those allowed, blank between; NULL: any text */
};
bool answers_key(int index, struct answers_key *out);

/* "hq/Office" into its two parts; the place is "" when there is none. Buffers of `size` bytes. */
void answers_split_place(const char *text, char *address, char *place, size_t size);

/* Calls item() with each element of "a, b,c", trimmed, that is not empty. */
void answers_each(const char *list, void (*item)(void *data, const char *text), void *data);

/* Names of people, owned. */
struct answers_names {
	char **name;
	size_t count;
};

/* The user principal names of a file: the column of that name in any export of people, or a plain
 * list with one name a line. ERROR_INPUT names the line of what is no such name. */
bool answers_read_names(const char *path, struct answers_names *names, struct error *err);
void answers_names_fini(struct answers_names *names);

/* "file:NAME.csv": the path, relative to the answers file; the caller frees it. NULL: none. */
char *answers_file_of(const struct answers *answers, const char *value);

#endif
