/* core/sheet/sheet.c: writing a sheet, line by line. */
#include "core/sheet/sheet.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"

void sheet_init(struct sheet *sheet, const char *title)
{
	*sheet = (struct sheet){ .title = xstrdup(title) };
}

void sheet_fini(struct sheet *sheet)
{
	for (int i = 0; i < sheet->count; i++) {
		struct sheet_line *line = &sheet->lines[i];
		free(line->id);
		free(line->label);
		free(line->value);
		for (int k = 0; k < line->cell_count; k++) {
			free(line->cells[k]);
			free(line->ids[k]);
		}
	}
	free(sheet->lines);
	free(sheet->title);
	*sheet = (struct sheet){ 0 };
}

static struct sheet_line *line_add(
	struct sheet *sheet, enum sheet_kind kind, const char *id, const char *label)
{
	if (sheet->count == sheet->room) {
		sheet->room = sheet->room ? 2 * sheet->room : 32;
		sheet->lines = xrealloc(sheet->lines, (size_t)sheet->room, sizeof *sheet->lines);
	}
	struct sheet_line *line = &sheet->lines[sheet->count++];
	*line = (struct sheet_line){ .kind = kind };
	line->id = xstrdup(id ? id : "");
	line->label = xstrdup(label ? label : "");
	return line;
}

static void line_value(struct sheet_line *line, const char *format, va_list values)
{
	struct str text = { 0 };
	str_vaddf(&text, format, values);
	line->value = text.text ? str_take(&text) : xstrdup("");
}

#define LINE_VALUE(line, format)                  \
	do {                                      \
		va_list values;                   \
		va_start(values, format);         \
		line_value(line, format, values); \
		va_end(values);                   \
	} while (0)

void sheet_title(struct sheet *sheet, const char *id, const char *title)
{
	line_add(sheet, SHEET_TITLE, id, title);
}

void sheet_row(struct sheet *sheet, const char *id, const char *label, int rule,
	enum sheet_tone tone, const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_ROW, id, label);
	line->rule = rule;
	line->tone = tone;
	LINE_VALUE(line, format);
}

void sheet_count(struct sheet *sheet, const char *id, const char *label, int rule, int64_t number,
	const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_ROW, id, label);
	line->rule = rule;
	line->counted = true;
	line->number = number;
	LINE_VALUE(line, format);
}

void sheet_text(struct sheet *sheet, int rule, enum sheet_tone tone, const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_TEXT, NULL, NULL);
	line->rule = rule;
	line->tone = tone;
	LINE_VALUE(line, format);
}

void sheet_item(
	struct sheet *sheet, int number, int rule, enum sheet_tone tone, const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_ITEM, NULL, NULL);
	line->number = number;
	line->rule = rule;
	line->tone = tone;
	LINE_VALUE(line, format);
}

void sheet_bar(struct sheet *sheet, const char *id, const char *label, int64_t number, int64_t of,
	enum sheet_tone tone, const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_BAR, id, label);
	line->number = number;
	line->of = of;
	line->tone = tone;
	line->counted = true;
	LINE_VALUE(line, format);
}

void sheet_span(struct sheet *sheet, const char *id, const char *label, int rule, int64_t from,
	int64_t sure, int64_t to, int64_t of, enum sheet_tone tone, const char *format, ...)
{
	struct sheet_line *line = line_add(sheet, SHEET_SPAN, id, label);
	line->rule = rule;
	line->from = from;
	line->sure = sure;
	line->number = to;
	line->of = of;
	line->tone = tone;
	LINE_VALUE(line, format);
}

static void line_cells(
	struct sheet_line *line, int count, const char *const *ids, const char *const *cells)
{
	line->cell_count = count < SHEET_CELLS_MAX ? count : SHEET_CELLS_MAX;
	for (int i = 0; i < line->cell_count; i++) {
		line->cells[i] = xstrdup(cells[i] ? cells[i] : "");
		line->ids[i] = xstrdup(ids && ids[i] ? ids[i] : "");
	}
}

void sheet_columns(struct sheet *sheet, const char *label, int count, const char *const *ids,
	const char *const *heads)
{
	line_cells(line_add(sheet, SHEET_COLUMNS, NULL, label), count, ids, heads);
}

void sheet_cells(struct sheet *sheet, const char *id, const char *label, int rule,
	enum sheet_tone tone, int count, const char *const *cells)
{
	struct sheet_line *line = line_add(sheet, SHEET_CELLS, id, label);
	line->rule = rule;
	line->tone = tone;
	line_cells(line, count, NULL, cells);
}

void sheet_drawing_at(struct sheet *sheet, int least, int most, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");
		struct sheet_line *line = line_add(sheet, SHEET_DRAWING, NULL, NULL);
		line->value = xstrndup(lines, len);
		line->number = least;
		line->of = most;
		lines += len + (lines[len] == '\n');
	}
}

void sheet_drawing(struct sheet *sheet, const char *lines)
{
	sheet_drawing_at(sheet, 0, 0, lines);
}

void sheet_verdict(struct sheet *sheet, const struct verdict *verdict)
{
	static const enum sheet_tone tones[] = {
		[VERDICT_YES] = SHEET_OK,
		[VERDICT_WARN] = SHEET_WARNING,
		[VERDICT_WAIT] = SHEET_WARNING,
		[VERDICT_NO] = SHEET_BAD,
	};
	if (verdict->why)
		sheet_text(sheet, verdict->rule, tones[verdict->answer], "%s%s%s", _(verdict->why),
			verdict->remedy ? " " : "", verdict->remedy ? _(verdict->remedy) : "");
}

void sheet_origin(struct sheet *sheet, const struct origin *origin)
{
	sheet_text(sheet, 0, SHEET_DIM, _("Source: %s, as of %s."), origin->source, origin->as_of);
	if (origin->doubt[0])
		sheet_text(sheet, 0, SHEET_WARNING, _("In doubt: %s"), origin->doubt);
}
