/* core/exchange/export.h: files out. A million rows stream: each step appends some of them.
 *
 * CSV is UTF-8 with CRLF and a header line; what a spreadsheet would run as a formula is guarded by
 * an apostrophe, telephone numbers stay as they are, and an import takes the guard off again. */
#ifndef CORE_EXCHANGE_EXPORT_H
#define CORE_EXCHANGE_EXPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct reference;
struct store;
struct export;

enum export_kind {
	EXPORT_PEOPLE,      /* the Entra admin centre's columns */
	EXPORT_NUMBERS,     /* Get-CsPhoneNumberAssignment's columns */
	EXPORT_ASSIGNMENTS, /* UserPrincipalName,DisplayName,TelephoneNumber,NumberType,City,
			       EmergencyAddress,State: of everybody who has or wants a number */
	EXPORT_LETTERS,     /* a mail merge: UserPrincipalName,DisplayName,Mail,Language,
			       TelephoneNumber,Subject,Body,GivenName,ReadableNumber,
			       EmergencyAddress,EmergencyNumbers,Organization,Active */
	EXPORT_ANSWERS,     /* the answers file (core/exchange/answers.h) */
	EXPORT_KIND_COUNT
};

/* "people", "numbers", ...; and back: -1 when it is none. */
const char *export_kind_id(enum export_kind kind);
int export_kind_of(const char *id);

/* NULL on an error of the store. */
struct export *export_open(
	struct store *store, struct reference *ref, enum export_kind kind, struct error *err);
void export_close(struct export *export); /* NULL is fine */

enum export_state { EXPORT_MORE, EXPORT_DONE, EXPORT_FAILED };

/* Appends at most so many rows to out (the header comes with the first step). */
enum export_state export_step(struct export *export, struct str *out, int rows, struct error *err);

int64_t export_rows(const struct export *export); /* written so far, without the header */

/* All of it to an open file (ERROR_IO, ERROR_FULL), or to a file (mode 0600) that appears whole or
 * not at all. */
bool export_stream(struct store *store, struct reference *ref, enum export_kind kind, FILE *file,
	struct error *err);
bool export_file(struct store *store, struct reference *ref, enum export_kind kind,
	const char *path, struct error *err);

#endif
