/* core/sheet/sheet.h: what is to be said of a topic, as lines with a meaning: titles, rows, bars,
 * tables, drawings, verdicts. A screen shows them, a command prints them as text or JSON: a sheet
 * is written once and has these faces for nothing.
 *
 * Writers append with sheet_*(). Texts given are already translated (_()) and are copied; outside
 * text is fine, faces make it printable. An id is one lower-case word in English, the key of the
 * JSON: it never changes with the language. */
#ifndef CORE_SHEET_SHEET_H
#define CORE_SHEET_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/mem.h"
#include "core/reference/reference.h"
#include "core/rules/verdict.h"
#include "core/store/json.h"

enum sheet_kind {
	SHEET_TITLE,   /* begins a section: label */
	SHEET_ROW,     /* label and value */
	SHEET_TEXT,    /* a paragraph: value */
	SHEET_ITEM,    /* one of a list: value; numbered if `number` > 0 */
	SHEET_BAR,     /* label, a bar of `number` of `of`, value behind it */
	SHEET_SPAN,    /* label, a bar from `from` to `sure` and perhaps to `number`, of `of` */
	SHEET_COLUMNS, /* heads of the cells that follow */
	SHEET_CELLS,   /* label and a cell a column */
	SHEET_DRAWING  /* one line of a picture: value as it is, never wrapped; only on screens of
			  `number` to `of` columns (0: any) */
};

enum sheet_tone { SHEET_PLAIN, SHEET_OK, SHEET_WARNING, SHEET_BAD, SHEET_DIM };

#define SHEET_CELLS_MAX 8

struct sheet_line {
	enum sheet_kind kind;
	enum sheet_tone tone;
	char *id;    /* "" where the line has none: then it is not in the JSON's rows by name */
	char *label; /* "" where it has none */
	char *value;
	char *cells[SHEET_CELLS_MAX]; /* of SHEET_COLUMNS (heads) and SHEET_CELLS */
	char *ids[SHEET_CELLS_MAX];   /* of SHEET_COLUMNS: keys of the JSON */
	int cell_count;
	int rule;           /* 219 for R-219; 0: none. Faces show it; `?` on the line explains it */
	bool counted;       /* the JSON writes `number` instead of the text */
	int64_t number, of; /* see kind */
	int64_t from, sure; /* of SHEET_SPAN */
};

struct sheet {
	char *title;
	struct sheet_line *lines;
	int count, room;
};

void sheet_init(struct sheet *sheet, const char *title);
void sheet_fini(struct sheet *sheet); /* zeroed is fine */

/* ---- writing ---- */

void sheet_title(struct sheet *sheet, const char *id, const char *title);
void sheet_row(struct sheet *sheet, const char *id, const char *label, int rule,
	enum sheet_tone tone, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* A row whose JSON value is the number; the text says it with its unit ("15,000 minutes"). */
void sheet_count(struct sheet *sheet, const char *id, const char *label, int rule, int64_t number,
	const char *format, ...) __attribute__((format(printf, 6, 7)));
void sheet_text(struct sheet *sheet, int rule, enum sheet_tone tone, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* number 0: a dash stands before it. */
void sheet_item(struct sheet *sheet, int number, int rule, enum sheet_tone tone, const char *format,
	...) __attribute__((format(printf, 5, 6)));
void sheet_bar(struct sheet *sheet, const char *id, const char *label, int64_t number, int64_t of,
	enum sheet_tone tone, const char *format, ...) __attribute__((format(printf, 7, 8)));
/* A stretch of a line that is `of` long: it begins at `from`, lasts until `sure` at least and until
 * `to` at most; the value stands behind it. Bars of a section share the line. */
void sheet_span(struct sheet *sheet, const char *id, const char *label, int rule, int64_t from,
	int64_t sure, int64_t to, int64_t of, enum sheet_tone tone, const char *format, ...)
	__attribute__((format(printf, 10, 11)));
/* Heads of a table, and its rows; `count` at most SHEET_CELLS_MAX. `label` stands in the first
 * column. A cell may be NULL: empty. */
void sheet_columns(struct sheet *sheet, const char *label, int count, const char *const *ids,
	const char *const *heads);
void sheet_cells(struct sheet *sheet, const char *id, const char *label, int rule,
	enum sheet_tone tone, int count, const char *const *cells);
/* Lines of a picture, parted by '\n', drawn with ASCII or Unicode as text_ascii() says: the writer
 * asks it. */
void sheet_drawing(struct sheet *sheet, const char *lines);
/* The same for screens of `least` to `most` columns only (most 0: any wider one): a picture that is
 * drawn anew for each width is given once a width. */
void sheet_drawing_at(struct sheet *sheet, int least, int most, const char *lines);
/* "why remedy  R-219" in the tone of the answer; nothing for a plain yes. */
void sheet_verdict(struct sheet *sheet, const struct verdict *verdict);
/* "Source: ..., as of ...", dim, and the doubt where there is one. */
void sheet_origin(struct sheet *sheet, const struct origin *origin);

/* ---- faces ---- */

/* The lines of a sheet at a width: calls line() with printable text that fits into `columns`, the
 * tone, and the index of the sheet's line it belongs to. */
typedef void sheet_line_fn(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at);
void sheet_lay(const struct sheet *sheet, int columns, sheet_line_fn *line, void *data);

/* Appends all of it as plain text. */
void sheet_print(const struct sheet *sheet, int columns, struct str *out);

/* Members of the open object: title, sections[]: id, title, lines[]: id, label, value (a number
 * where it is one, then also text), rule, tone; of a table the columns' ids instead of value
 * (doc/formats.md). Drawings are left out. */
void sheet_json(const struct sheet *sheet, struct json *json);

#endif
