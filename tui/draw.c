/* Text, rules and frames on curses' standard screen. Each piece is placed by a move of its own, so
 * that a character whose width the terminal sees otherwise disturbs no more than its own field. */
#include <stdlib.h>
#include <string.h>

#include <curses.h>

#include "core/base/text.h"
#include "tui/draw.h"

/* Set once by draw_roles(). */
static attr_t role_attributes[ROLE_COUNT];
static short role_pairs[ROLE_COUNT];

static const struct role_look {
	attr_t plain, colour; /* attributes without and with colour */
	short foreground;     /* -1: the terminal's own */
} role_looks[ROLE_COUNT] = {
	[ROLE_TEXT] = { A_NORMAL, A_NORMAL, -1 },
	[ROLE_TITLE] = { A_BOLD, A_BOLD, -1 },
	[ROLE_CURRENT] = { A_BOLD, A_BOLD, COLOR_CYAN },
	[ROLE_SELECTED] = { A_REVERSE, A_REVERSE, -1 },
	[ROLE_WARNING] = { A_BOLD, A_BOLD, COLOR_YELLOW },
	[ROLE_ERROR] = { A_BOLD, A_BOLD, COLOR_RED },
	[ROLE_OK] = { A_NORMAL, A_NORMAL, COLOR_GREEN },
	[ROLE_DIM] = { A_DIM, A_DIM, -1 },
};

void draw_roles(bool colour)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct role_look *look = &role_looks[i];
		role_attributes[i] = colour ? look->colour : look->plain;
		role_pairs[i] = 0;
		if (!colour || look->foreground < 0)
			continue;
		role_pairs[i] = (short)i;
		init_pair((short)i, look->foreground, -1);
	}
}

static void role_on(enum tui_role role)
{
	attr_set(role_attributes[role], role_pairs[role], NULL);
}

static void role_off(void)
{
	attr_set(A_NORMAL, 0, NULL);
}

/* ---- lines ---- */

static void lines_put(struct lines *lines, enum tui_role role, const char *text, size_t len)
{
	if (lines->count == lines->room) {
		lines->room = lines->room ? lines->room * 2 : 16;
		lines->line = xrealloc(lines->line, (size_t)lines->room, sizeof *lines->line);
	}
	lines->line[lines->count++] = (struct text_line){ role, xstrndup(text, len) };
}

struct wrapping {
	struct lines *lines;
	enum tui_role role;
};

static void wrapped_line(void *data, const char *text, size_t len)
{
	struct wrapping *wrapping = data;
	lines_put(wrapping->lines, wrapping->role, text, len);
}

static enum tui_role line_role(const char *text)
{
	static const enum tui_role roles[] = { ROLE_TEXT, ROLE_TITLE, ROLE_DIM, ROLE_WARNING,
		ROLE_ERROR, ROLE_OK };
	unsigned char first = (unsigned char)*text;
	return first < sizeof roles / sizeof *roles ? roles[first] : ROLE_TEXT;
}

static void lines_add_one(struct lines *lines, const char *text, size_t len, int columns)
{
	char *raw = xstrndup(text, len);
	struct str clean = { 0 };
	struct wrapping wrapping = { lines, line_role(raw) };
	text_printable(&clean, raw + (wrapping.role != ROLE_TEXT));
	if (columns > 0 && text_width(str_text(&clean)) > columns)
		text_wrap(str_text(&clean), columns, wrapped_line, &wrapping);
	else
		lines_put(lines, wrapping.role, str_text(&clean), clean.len);
	str_fini(&clean);
	free(raw);
}

void lines_add(struct lines *lines, const char *text, int columns)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		lines_add_one(lines, text, len, columns);
		text += len + (text[len] == '\n');
	}
}

void lines_fini(struct lines *lines)
{
	for (int i = 0; i < lines->count; i++)
		free(lines->line[i].text);
	free(lines->line);
	*lines = (struct lines){ 0 };
}

/* ---- drawing ---- */

void draw_clear(struct box box)
{
	for (int i = 0; i < box.rows; i++)
		mvhline(box.row + i, box.column, ' ', box.columns);
}

static int draw_printable(int row, int column, int columns, enum tui_role role, const char *text)
{
	int used = 0;
	if (columns <= 0 || row < 0 || row >= LINES || column < 0 || column >= COLS)
		return 0;
	if (column + columns > COLS)
		columns = COLS - column;
	role_on(role);
	if (text[text_fit(text, columns, &used)] == '\0') {
		mvaddstr(row, column, text);
	} else {
		struct str cut = { 0 };
		text_pad(&cut, text, columns, false);
		mvaddstr(row, column, str_text(&cut));
		str_fini(&cut);
		used = columns;
	}
	role_off();
	return used;
}

int draw_text(int row, int column, int columns, enum tui_role role, const char *text)
{
	struct str clean = { 0 };
	text_printable(&clean, text);
	int used = draw_printable(row, column, columns, role, str_text(&clean));
	str_fini(&clean);
	return used;
}

int draw_text_right(int row, int end, int columns, enum tui_role role, const char *text)
{
	struct str clean = { 0 };
	text_printable(&clean, text);
	int width = text_width(str_text(&clean));
	int begin = end - (width < columns ? width : columns);
	draw_printable(row, begin, columns, role, str_text(&clean));
	str_fini(&clean);
	return begin;
}

/* Glyphs of frames: UTF-8 and ASCII. */
enum glyph {
	GLYPH_RULE,
	GLYPH_DOWN,
	GLYPH_TOP_LEFT,
	GLYPH_TOP_RIGHT,
	GLYPH_LOW_LEFT,
	GLYPH_LOW_RIGHT
};

static const char *glyph(enum glyph which)
{
	static const char *const utf8[] = { "─", "│", "┌", "┐", "└", "┘" };
	static const char *const ascii[] = { "-", "|", "+", "+", "+", "+" };
	return text_ascii() ? ascii[which] : utf8[which];
}

void draw_rule(int row, int column, int columns, const char *title)
{
	if (row < 0)
		return;
	move(row, column);
	for (int i = 0; i < columns; i++)
		addstr(glyph(GLYPH_RULE));
	if (!title || !*title || columns < 8)
		return;
	mvaddch(row, column + 2, ' ');
	int used = draw_text(row, column + 3, columns - 6, ROLE_TITLE, title);
	mvaddch(row, column + 3 + used, ' ');
}

void draw_rule_down(int row, int column, int rows)
{
	for (int i = 0; i < rows; i++)
		mvaddstr(row + i, column, glyph(GLYPH_DOWN));
}

void draw_frame(struct box box, enum tui_role role, const char *title, const char *corner)
{
	int right = box.column + box.columns - 1, low = box.row + box.rows - 1;
	draw_clear(box);
	draw_rule(box.row, box.column, box.columns, NULL);
	draw_rule(low, box.column, box.columns, NULL);
	draw_rule_down(box.row, box.column, box.rows);
	draw_rule_down(box.row, right, box.rows);
	mvaddstr(box.row, box.column, glyph(GLYPH_TOP_LEFT));
	mvaddstr(box.row, right, glyph(GLYPH_TOP_RIGHT));
	mvaddstr(low, box.column, glyph(GLYPH_LOW_LEFT));
	mvaddstr(low, right, glyph(GLYPH_LOW_RIGHT));
	if (title && *title) {
		mvaddch(box.row, box.column + 1, ' ');
		int used = draw_text(box.row, box.column + 2, box.columns - 5, role, title);
		mvaddch(box.row, box.column + 2 + used, ' ');
	}
	if (corner && *corner) {
		int begin = draw_text_right(low, right - 2, box.columns - 6, ROLE_TEXT, corner);
		mvaddch(low, begin - 1, ' ');
		mvaddch(low, right - 2, ' ');
	}
}

void draw_lines(struct box box, const struct lines *lines, int first)
{
	for (int i = 0; i < box.rows && first + i < lines->count; i++)
		draw_printable(box.row + i, box.column, box.columns, lines->line[first + i].role,
			lines->line[first + i].text);
}
