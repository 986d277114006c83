/* tui/draw.h: text on the terminal's screen. The one place where outside text is made printable,
 * and where roles become attributes. Nothing is sent before term_flush() (tui/term.h). */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stdbool.h>

#include "tui/view.h"

struct box {
	int row, column, rows, columns;
};

/* Text as lines of their roles (TUI_LINE_*), wrapped or not. */
struct text_line {
	enum tui_role role;
	char *text; /* printable */
};

struct lines {
	struct text_line *line;
	int count, room;
};

/* Appends the lines of text, printable; wrapped to `columns` if that is not 0. */
void lines_add(struct lines *lines, const char *text, int columns);
void lines_fini(struct lines *lines);

/* Makes roles into attributes; without colour they differ as far as the terminal can. */
void draw_roles(bool colour);

void draw_clear(struct box box);
/* Cut to `columns`, never padded. Returns the columns that it took. */
int draw_text(int row, int column, int columns, enum tui_role role, const char *text);
/* The same, ending before `end`. Returns where it begins. */
int draw_text_right(int row, int end, int columns, enum tui_role role, const char *text);
/* A rule with a title in it, or without (NULL, ""). */
void draw_rule(int row, int column, int columns, const char *title);
void draw_rule_down(int row, int column, int rows);
/* A cleared box with a frame; `corner` stands at the right of its lower edge. */
void draw_frame(struct box box, enum tui_role role, const char *title, const char *corner);
/* The lines from `first` on into the box. */
void draw_lines(struct box box, const struct lines *lines, int first);

#endif
