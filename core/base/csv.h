/* core/base/csv.h: reads and writes CSV (RFC 4180, and what Windows' tools make of it).
 *
 * Reading is a stream: a file of any size takes a block of memory. The encoding (text_decode's
 * list) and the separator (comma, semicolon or tab: whichever the first line has most of, outside
 * quotes) are found out. Quoted fields may hold separators, doubled quotes and newlines; CR, LF and
 * CRLF end a record; empty lines are skipped; a "sep=;" line of Excel is obeyed and skipped, and
 * so is a "#TYPE ..." first line of Export-Csv.
 *
 * A file without a byte order mark is UTF-8 or Windows-1252 as a whole: the first character beyond
 * ASCII decides, by being UTF-8 or not. In a file that is UTF-8, later bytes that are none are an
 * error of their record. */
#ifndef CORE_BASE_CSV_H
#define CORE_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/text.h"

struct csv;

struct csv_record {
	const char *
		*field; /* `count` fields, NUL-terminated UTF-8, valid until the next csv_next */
	int count;
	int64_t line; /* of the file, from 1, where the record begins; also after ERROR_INPUT */
};

/* NULL and ERROR_IO when the file cannot be opened or read; "-" is standard input. */
struct csv *csv_open(const char *path, struct error *err);
struct csv *csv_open_text(const char *bytes, size_t len); /* borrowed while open */
void csv_close(struct csv *csv);

/* The next record. False at the end (err->code ERROR_NONE), or on an error that names the line
 * where the record begins. After ERROR_INPUT *reading may go on* unless csv_ended(): a NUL byte,
 * bytes that are no text, more than CSV_FIELDS_MAX fields, an unclosed quote or a record longer
 * than CSV_RECORD_MAX (reading goes on at the line after it, at most 16 times a file). ERROR_IO (a
 * read error) ends the file. */
#define CSV_FIELDS_MAX 4096
#define CSV_RECORD_MAX 1048576 /* bytes */
bool csv_next(struct csv *csv, struct csv_record *record, struct error *err);
bool csv_ended(const struct csv *csv);

char csv_separator(const struct csv *csv);
enum text_encoding csv_encoding(const struct csv *csv);
int64_t csv_bytes_read(const struct csv *csv);  /* of the file, for a progress bar */
int64_t csv_bytes_total(const struct csv *csv); /* -1: not known (a pipe) */

/* Appends one field, quoted where RFC 4180 wants it (and around ; and tabs), with a comma before it
 * unless it is the first of its record. With `guard`, a field that a spreadsheet would run (=, +,
 * -, @, tab, CR, LF at its start) gets an apostrophe before it, except a telephone number ("+",
 * digits and blanks). */
void csv_put(struct str *out, const char *field, bool first, bool guard);
void csv_end(struct str *out); /* CRLF */

#endif
