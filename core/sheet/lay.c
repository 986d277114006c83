/* core/sheet/lay.c: the faces of a sheet: lines of a width, plain text, JSON. */
#include "core/sheet/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"

enum { INDENT = 2, LABEL_LEAST = 8, LABEL_MOST = 26, BAR = 24, GAP = 2, NARROW = 60 };

/* One pass over a sheet at a width. */
struct lay {
	const struct sheet *sheet;
	int columns;
	sheet_line_fn *line;
	void *data;
	int at;                     /* the sheet's line that is laid out */
	int label;                  /* width of the labels of the section */
	int cells[SHEET_CELLS_MAX]; /* widths of the table */
	int table_label;
	bool ruled; /* a row of the table names its rule: in a column of its own */
};

static void give(const struct lay *lay, const char *text, enum sheet_tone tone)
{
	lay->line(lay->data, text, tone, lay->sheet->lines[lay->at].kind, lay->at);
}

static const struct sheet_line *line_of(const struct lay *lay)
{
	return &lay->sheet->lines[lay->at];
}

static int width_of(const char *outside)
{
	struct str text = { 0 };
	text_printable(&text, outside);
	int width = text_width(str_text(&text));
	str_fini(&text);
	return width;
}

/* Labels of a section line up: as wide as the longest, within bounds. */
static int label_width(const struct lay *lay, int from)
{
	int most = lay->columns / 3 < LABEL_MOST ? lay->columns / 3 : LABEL_MOST;
	int width = LABEL_LEAST;
	for (int i = from; i < lay->sheet->count && lay->sheet->lines[i].kind != SHEET_TITLE; i++) {
		const struct sheet_line *line = &lay->sheet->lines[i];
		if (line->kind != SHEET_ROW && line->kind != SHEET_BAR && line->kind != SHEET_SPAN)
			continue;
		int own = width_of(line->label);
		if (own > width)
			width = own;
	}
	return width < most ? width : most;
}

/* Wraps text behind a first indent: the lines that follow stand below the text. */
struct wrapping {
	const struct lay *lay;
	struct str head; /* of the first line; then blanks as wide */
	enum sheet_tone tone;
};

static void wrapped_line(void *data, const char *text, size_t len)
{
	struct wrapping *wrapping = data;
	struct str line = { 0 };
	str_add(&line, str_text(&wrapping->head));
	str_addn(&line, text, len);
	give(wrapping->lay, str_text(&line), wrapping->tone);
	int width = text_width(str_text(&wrapping->head));
	str_clear(&wrapping->head);
	str_addf(&wrapping->head, "%*s", width, "");
	str_fini(&line);
}

static void give_wrapped(const struct lay *lay, const char *head, const char *value)
{
	const struct sheet_line *line = line_of(lay);
	struct wrapping wrapping = { .lay = lay, .tone = line->tone };
	struct str text = { 0 };
	text_printable(&text, value);
	if (line->rule > 0)
		str_addf(&text, "%sR-%03d", text.len > 0 ? "  " : "", line->rule);
	str_add(&wrapping.head, head);
	int room = lay->columns - text_width(head);
	if (text_wrap(str_text(&text), room > 8 ? room : 8, wrapped_line, &wrapping) == 0)
		give(lay, head, line->tone);
	str_fini(&wrapping.head);
	str_fini(&text);
}

static void lay_row(const struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	struct str head = { 0 }, label = { 0 };
	text_printable(&label, line->label);
	str_addf(&head, "%*s", INDENT, "");
	text_pad(&head, str_text(&label), lay->label, false);
	str_addf(&head, "%*s", GAP, "");
	give_wrapped(lay, str_text(&head), line->value);
	str_fini(&label);
	str_fini(&head);
}

static void lay_item(const struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	char head[24];
	if (line->number > 0)
		snprintf(head, sizeof head, "%*s%d. ", INDENT, "", (int)line->number);
	else
		snprintf(head, sizeof head, "%*s- ", INDENT, "");
	give_wrapped(lay, head, line->value);
}

/* A label, a bar, and the value behind it. */
static void give_bar(const struct lay *lay, const char *bar)
{
	struct str head = { 0 }, label = { 0 };
	text_printable(&label, line_of(lay)->label);
	str_addf(&head, "%*s", INDENT, "");
	text_pad(&head, str_text(&label), lay->label, false);
	str_addf(&head, "%*s%s%*s", GAP, "", bar, GAP, "");
	give_wrapped(lay, str_text(&head), line_of(lay)->value);
	str_fini(&label);
	str_fini(&head);
}

static int bar_width(const struct lay *lay)
{
	return lay->columns >= NARROW ? BAR : lay->columns / 5;
}

/* Where a place of a line that is `of` long falls in the bar. */
static int bar_place(int64_t place, int64_t of, int width)
{
	int64_t at = of > 0 ? place * width / of : 0;
	return at < 0 ? 0 : at > width ? width : (int)at;
}

static void lay_bar(const struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	struct str bar = { 0 };
	int width = bar_width(lay), full = bar_place(line->number, line->of, width);
	if (full == 0 && line->number > 0)
		full = 1;
	for (int i = 0; i < width; i++)
		str_add(&bar, text_ascii() ? (i < full ? "#" : ".") : (i < full ? "█" : "░"));
	give_bar(lay, str_text(&bar));
	str_fini(&bar);
}

/* Whatever takes time takes a column, however short it is on this line. */
static void lay_span(const struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	struct str bar = { 0 };
	int width = bar_width(lay), from = bar_place(line->from, line->of, width);
	int sure = bar_place(line->sure, line->of, width);
	int to = bar_place(line->number, line->of, width);
	if (from == width)
		from = width - 1;
	if (to <= from && line->number > line->from)
		to = from + 1;
	if (sure <= from && line->sure > line->from)
		sure = from + 1;
	for (int i = 0; i < width; i++)
		str_add(&bar, i < from || i >= to ? " "
			      : i < sure          ? (text_ascii() ? "#" : "█")
						  : (text_ascii() ? "." : "░"));
	give_bar(lay, str_text(&bar));
	str_fini(&bar);
}

/* The room that the rules' column takes, with its gap. */
enum { RULE_ROOM = GAP + 5 };

/* What stands in the table that begins at `from`, as wide as it is. */
static void table_measure(struct lay *lay, int from)
{
	lay->table_label = 0;
	lay->ruled = false;
	memset(lay->cells, 0, sizeof lay->cells);
	for (int i = from; i < lay->sheet->count; i++) {
		const struct sheet_line *line = &lay->sheet->lines[i];
		if (line->kind != SHEET_CELLS && i > from)
			break;
		int own = width_of(line->label);
		if (own > lay->table_label)
			lay->table_label = own;
		lay->ruled = lay->ruled || line->rule > 0;
		for (int k = 0; k < line->cell_count; k++) {
			own = width_of(line->cells[k]);
			if (own > lay->cells[k])
				lay->cells[k] = own;
		}
	}
}

/* The widest column gives way until the row fits. */
static void table_widths(struct lay *lay, int from)
{
	int count = lay->sheet->lines[from].cell_count;
	table_measure(lay, from);
	int sum = INDENT + lay->table_label + (lay->ruled ? RULE_ROOM : 0);
	for (int k = 0; k < count; k++)
		sum += GAP + lay->cells[k];
	/* Where it is narrow the words matter more: Enter shows the rule all the same. */
	if (sum > lay->columns && lay->columns < NARROW && lay->ruled) {
		lay->ruled = false;
		sum -= RULE_ROOM;
	}
	for (; sum > lay->columns; sum--) {
		int *widest = &lay->table_label;
		for (int k = 0; k < count; k++)
			if (lay->cells[k] > *widest)
				widest = &lay->cells[k];
		if (*widest <= 4)
			break;
		--*widest;
	}
}

/* Cells that are too long take more lines: each is wrapped in its own column. */
struct cell {
	char *lines[24];
	int count;
};

static void cell_line(void *data, const char *text, size_t len)
{
	struct cell *cell = data;
	if (cell->count < 24)
		cell->lines[cell->count++] = xstrndup(text, len);
}

static void cell_wrap(struct cell *cell, const char *outside, int width)
{
	struct str text = { 0 };
	text_printable(&text, outside);
	text_wrap(str_text(&text), width > 0 ? width : 1, cell_line, cell);
	str_fini(&text);
}

/* One line of the screen out of a row of cells. */
static void cells_line(
	const struct lay *lay, const struct cell *cells, const int *widths, int count, int row)
{
	struct str text = { 0 };
	str_addf(&text, "%*s", INDENT, "");
	for (int k = 0; k < count; k++) {
		if (k > 0)
			str_addf(&text, "%*s", GAP, "");
		text_pad(&text, row < cells[k].count ? cells[k].lines[row] : "", widths[k], false);
	}
	while (text.len > 0 && text.text[text.len - 1] == ' ')
		text.text[--text.len] = '\0';
	give(lay, str_text(&text), line_of(lay)->tone);
	str_fini(&text);
}

static void lay_cells(struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	struct cell cells[SHEET_CELLS_MAX + 2] = { 0 };
	int widths[SHEET_CELLS_MAX + 2] = { lay->table_label };
	int most = 1, count = line->cell_count + 1;
	cell_wrap(&cells[0], line->label, widths[0]);
	for (int k = 1; k < count; k++) {
		widths[k] = lay->cells[k - 1];
		cell_wrap(&cells[k], line->cells[k - 1], widths[k]);
	}
	if (lay->ruled && line->rule > 0) {
		char rule[16];
		snprintf(rule, sizeof rule, "R-%03d", line->rule);
		widths[count] = RULE_ROOM - GAP;
		cell_wrap(&cells[count++], rule, RULE_ROOM - GAP);
	}
	for (int k = 0; k < count; k++)
		if (cells[k].count > most)
			most = cells[k].count;
	for (int row = 0; row < most; row++)
		cells_line(lay, cells, widths, count, row);
	for (int k = 0; k < count; k++)
		for (int row = 0; row < cells[k].count; row++)
			free(cells[k].lines[row]);
}

static void lay_title(const struct lay *lay)
{
	if (lay->at > 0)
		give(lay, "", SHEET_PLAIN);
	give_wrapped(lay, "", line_of(lay)->label);
}

static void lay_drawing(const struct lay *lay)
{
	const struct sheet_line *line = line_of(lay);
	if (lay->columns >= line->number && (line->of == 0 || lay->columns <= line->of))
		give(lay, line->value, line->tone);
}

static void lay_line(struct lay *lay)
{
	switch (line_of(lay)->kind) {
	case SHEET_TITLE:
		lay->label = label_width(lay, lay->at + 1);
		lay_title(lay);
		break;
	case SHEET_ROW:
		lay_row(lay);
		break;
	case SHEET_TEXT:
		give_wrapped(lay, lay->columns > INDENT ? "  " : "", line_of(lay)->value);
		break;
	case SHEET_ITEM:
		lay_item(lay);
		break;
	case SHEET_BAR:
		lay_bar(lay);
		break;
	case SHEET_SPAN:
		lay_span(lay);
		break;
	case SHEET_COLUMNS:
		table_widths(lay, lay->at);
		lay_cells(lay);
		break;
	case SHEET_CELLS:
		lay_cells(lay);
		break;
	case SHEET_DRAWING:
		lay_drawing(lay);
		break;
	}
}

void sheet_lay(const struct sheet *sheet, int columns, sheet_line_fn *line, void *data)
{
	struct lay lay = { .sheet = sheet, .columns = columns, .line = line, .data = data };
	lay.label = label_width(&lay, 0);
	for (lay.at = 0; lay.at < sheet->count; lay.at++)
		lay_line(&lay);
}

/* ---- plain text ---- */

static void print_line(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at)
{
	(void)tone;
	(void)kind;
	(void)at;
	str_addf(data, "%s\n", text);
}

void sheet_print(const struct sheet *sheet, int columns, struct str *out)
{
	struct str title = { 0 };
	text_printable(&title, sheet->title);
	str_addf(out, "%s\n\n", str_text(&title));
	sheet_lay(sheet, columns, print_line, out);
	str_fini(&title);
}

/* ---- JSON ---- */

static const char *const tone_words[] = {
	[SHEET_PLAIN] = "plain",
	[SHEET_OK] = "ok",
	[SHEET_WARNING] = "warning",
	[SHEET_BAD] = "bad",
	[SHEET_DIM] = "note",
};

static void json_line_value(struct json *json, const struct sheet_line *line)
{
	if (line->counted)
		json_number(json, "value", line->number);
	else
		json_text(json, "value", line->value);
	if (line->kind == SHEET_BAR)
		json_number(json, "of", line->of);
	if (line->kind == SHEET_SPAN) {
		json_number(json, "from", line->from);
		json_number(json, "sure", line->sure);
		json_number(json, "to", line->number);
		json_number(json, "of", line->of);
	}
	if (line->counted)
		json_text(json, "text", line->value);
}

static void json_line(
	struct json *json, const struct sheet_line *line, const struct sheet_line *heads)
{
	json_object(json, NULL);
	if (line->id[0])
		json_text(json, "id", line->id);
	if (line->label[0])
		json_text(json, "label", line->label);
	if (line->kind == SHEET_CELLS) {
		for (int k = 0; heads && k < line->cell_count && k < heads->cell_count; k++)
			json_text(json, heads->ids[k], line->cells[k]);
	} else {
		json_line_value(json, line);
	}
	if (line->rule > 0)
		json_number(json, "rule", line->rule);
	if (line->tone != SHEET_PLAIN)
		json_text(json, "tone", tone_words[line->tone]);
	json_end(json);
}

void sheet_json(const struct sheet *sheet, struct json *json)
{
	const struct sheet_line *heads = NULL;
	bool open = false;
	json_text(json, "title", sheet->title);
	json_array(json, "sections");
	for (int i = 0; i < sheet->count; i++) {
		const struct sheet_line *line = &sheet->lines[i];
		if (line->kind == SHEET_TITLE || !open) {
			if (open) {
				json_end(json);
				json_end(json);
			}
			json_object(json, NULL);
			json_text(json, "id", line->kind == SHEET_TITLE ? line->id : "");
			json_text(json, "title", line->kind == SHEET_TITLE ? line->label : "");
			json_array(json, "lines");
			open = true;
		}
		if (line->kind == SHEET_COLUMNS)
			heads = line;
		else if (line->kind != SHEET_TITLE && line->kind != SHEET_DRAWING)
			json_line(json, line, heads);
	}
	if (open) {
		json_end(json);
		json_end(json);
	}
	json_end(json);
}
