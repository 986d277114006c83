/* core/base/text.h: UTF-8 text: its width in columns, its folding for filters, and outside text
 * made printable. Built on libunistring. All text inside ringup is valid UTF-8, in form NFC. */
#ifndef CORE_BASE_TEXT_H
#define CORE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

/* Columns that printable text takes on a terminal: 2 for wide characters, 0 for combining ones. */
int text_width(const char *text);

/* Bytes of the longest start of text that fits into `columns`, never inside a grapheme cluster;
 * *used (may be NULL) gets its width. */
size_t text_fit(const char *text, int columns, int *used);

/* Bytes of the grapheme cluster that begins at text (1 or more; 0 at the end), and of the one that
 * ends at text + at. */
size_t text_next(const char *text);
size_t text_prev(const char *text, size_t at);

/* Appends text cut or padded with spaces to exactly `columns`; a cut ends in "…" ("~" in ASCII). */
void text_pad(struct str *out, const char *text, int columns, bool right);

/* Appends outside text as it may be shown. This is the one place that makes it safe: controls (ESC,
 * C0, C1, DEL), bidirectional controls, invisible, private and unassigned characters and bytes that
 * are no UTF-8 become U+FFFD ("?" in ASCII); white space of any kind, newlines too, becomes a
 * space; a mark without a letter gets a dotted circle, and more than four on one letter are left
 * out. What it was stays in the store unchanged. Plain printable ASCII comes out as it is. */
void text_printable(struct str *out, const char *text);

/* With ascii on, text_printable also writes "e" for "é" and "?" for what has no likeness in ASCII.
 * Set once at the start, from the locale, --ascii or the configuration. */
void text_set_ascii(bool ascii);
bool text_ascii(void);

/* Appends text folded for comparison: case and accents removed (NFKD, casefold, no marks):
 * "Éva Kovács" gives "eva kovacs". */
void text_fold(struct str *out, const char *text);

/* True if `needle`, already folded, occurs in text folded. */
bool text_has(const char *text, const char *folded_needle);

/* True if the bytes are UTF-8. */
bool text_valid(const char *bytes, size_t len);

/* Bytes of a file to UTF-8: UTF-8 with or without a byte order mark, UTF-16LE or BE with one, or
 * UTF-16LE without one when every second byte of its start is zero; other bytes that are no UTF-8
 * are read as Windows-1252, which Excel writes. Appends to out, always UTF-8 (U+FFFD for what
 * cannot be read); form NFC not applied. */
enum text_encoding { TEXT_UTF8, TEXT_UTF8_BOM, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_CP1252 };
enum text_encoding text_decode(struct str *out, const char *bytes, size_t len);

/* The same piece by piece. Here the first character beyond ASCII decides between UTF-8 and
 * Windows-1252; bad bytes after it stay as they are, for the caller to find with text_valid. */
struct text_decoder {
	enum text_encoding encoding;
	bool decided; /* false while all was ASCII */
};

/* Looks at the start of the file (64 bytes are enough); returns the bytes of its mark, to be
 * skipped. */
size_t text_decoder_init(struct text_decoder *decoder, const char *bytes, size_t len);

/* Appends what can be read, and returns how many bytes that took: all of them if `last`, else a
 * character cut in two is left, to be given again with what follows it. */
size_t text_decoder_add(
	struct text_decoder *decoder, struct str *out, const char *bytes, size_t len, bool last);

/* Appends UTF-8 text in form NFC: what comes in from files passes here once, so that equal names
 * have equal bytes. Bytes that are no UTF-8 become U+FFFD. */
void text_nfc(struct str *out, const char *text, size_t len);

/* Appends a number with a comma between thousands: "15,000". */
void text_number(struct str *out, int64_t number);

/* Copies what fits into `size` bytes, whole characters only; returns out. */
char *text_copy(char *out, size_t size, const char *text);

/* Trims ASCII white space and U+00A0 at both ends, in place; returns its start. */
char *text_trim(char *text);

/* Printable text wrapped to `columns` at spaces, words longer than that in pieces; "\n" ends a
 * paragraph. Calls line() (may be NULL) with each line's bytes. Returns the number of lines, 0 for
 * "". */
int text_wrap(const char *text, int columns, void (*line)(void *data, const char *text, size_t len),
	void *data);

#endif
