/* core/exchange/import.h: reads people, numbers and assignments from the CSV files that admins
 * already have, into the store.
 *
 * Columns are found by their names, without regard to case, spaces and punctuation, in any order;
 * those that ringup has no use for are ignored. Encoding and separator are found out
 * (core/base/csv.h). A bad row is reported with its line and a reason and left out; the good rows
 * go in. A row that is there already is updated, never doubled; a column that the file lacks, and a
 * cell that is empty, leave what is known alone.
 *
 * People come from the Entra admin centre, the Microsoft 365 admin centre, Get-MgUser or
 * Get-CsOnlineUser. Products named in the file count as held; what a synced tenant says of its
 * people stays.
 *
 * Numbers come from the Teams admin centre or Get-CsPhoneNumberAssignment and count as owned.
 *
 * Assignments are UserPrincipalName, TelephoneNumber[, EmergencyAddress]: wishes that a person
 * decided (locked), checked by the rules; who gets one is a caller from then on.
 *
 * The whole import is one transaction: an error, a cancel or a dropped session leaves the store as
 * it was. What the caller writes between two steps belongs to it as well. */
#ifndef CORE_EXCHANGE_IMPORT_H
#define CORE_EXCHANGE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct reference;
struct store;
struct import;

enum import_kind { IMPORT_PEOPLE, IMPORT_NUMBERS, IMPORT_ASSIGNMENTS, IMPORT_KIND_COUNT };

/* "people", "numbers", "assignments"; and back: -1 when it is none. */
const char *import_kind_id(enum import_kind kind);
int import_kind_of(const char *id);

/* A row that was left out, or (`warning`) that went in although something about it should be read.
 */
struct import_bad {
	int64_t line;     /* of the file, from 1, where the record begins */
	bool warning;     /* the row went in */
	char reason[240]; /* a sentence, printable, in the person's language */
};

#define IMPORT_BAD_KEPT 50

struct import_result {
	int64_t read; /* rows after the header: added + updated + unchanged + bad */
	int64_t added, updated, unchanged, bad;
	int64_t warnings;
	const char *dialect; /* N_() "Microsoft 365 admin centre"; NULL: columns of several */
	struct import_bad kept[IMPORT_BAD_KEPT]; /* the first of them, warnings too */
	int kept_count;
};

/* Called for each bad row and each warning, as it is found. */
typedef void import_on_bad(void *data, const struct import_bad *bad);

/* Opens the file, reads its header and begins the transaction. NULL and
 * ERROR_IO    the file cannot be read;
 * ERROR_INPUT a column that is needed is missing (the message names the columns that were found and
 *             those that are needed), or the file is empty;
 * ERROR_BUSY, ERROR_FULL, ERROR_STORE of the store. */
struct import *import_open(struct store *store, struct reference *ref, enum import_kind kind,
	const char *path, struct error *err);

/* The same from bytes, which stay the caller's and must outlive the import; `name` stands for the
 * file in messages. */
struct import *import_open_text(struct store *store, struct reference *ref, enum import_kind kind,
	const char *name, const char *bytes, size_t len, struct error *err);

/* Is this a file of that kind? Reads its header only: ERROR_IO or ERROR_INPUT as above. */
bool import_check(enum import_kind kind, const char *path, struct error *err);

/* on_bad may be NULL. To be called before the first step. */
void import_watch(struct import *import, import_on_bad *on_bad, void *data);

enum import_state {
	IMPORT_MORE,  /* call again */
	IMPORT_DONE,  /* everything is committed */
	IMPORT_FAILED /* nothing of it is in the store; err says why */
};

/* Reads at most so many rows (1000 take some milliseconds). */
enum import_state import_step(struct import *import, int rows, struct error *err);

/* All of it at once. */
bool import_run(struct import *import, struct error *err);

/* Bytes of the file, for a progress bar; total -1: not known (a pipe). */
int64_t import_bytes_read(const struct import *import);
int64_t import_bytes_total(const struct import *import);

/* Borrowed until import_close. */
const struct import_result *import_result(const struct import *import);

/* Before the end of the import this is its cancel: nothing of it stays. NULL is fine. */
void import_close(struct import *import);

#endif
