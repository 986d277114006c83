/* tui/layout.h: the frame's arithmetic and texts as pure functions: no terminal, no state. */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "tui/tui.h"
#include "tui/view.h"

/* Smallest windows: the full frame, the compact one, and the one with a detail pane. */
#define LAYOUT_FULL_COLUMNS 80
#define LAYOUT_FULL_ROWS 24
#define LAYOUT_LEAST_COLUMNS 40
#define LAYOUT_LEAST_ROWS 9
#define LAYOUT_PANE_COLUMNS 100

/* Where everything stands; rows and columns count from 0. */
struct layout {
	int rows, columns;
	bool waiting; /* too small: only a request for a larger window */
	bool compact;
	int title_row;
	int steps_row; /* -1 when compact */
	int state_row; /* -1 unless compact */
	int rule_row;  /* -1 when compact: the rule above the view */
	int body_row, body_rows;
	int body_columns;              /* without the pane */
	int pane_column, pane_columns; /* pane_columns 0: no pane */
	int rule2_row;                 /* -1 when compact */
	int message_row, message_rows;
	int status_row; /* -1 when compact: money shares the keys row */
	int keys_row;
};

/* `message_rows` is 1 or 2; `pane`: the view has a detail text. */
void layout_frame(struct layout *layout, int rows, int columns, int message_rows, bool pane);

/* Columns of a list in `columns` of room (markers and marks already taken off): width[i] is 0 for a
 * column that is not shown. Columns are 1 apart when compact, else 2. */
void layout_columns(const struct column *column, int count, int columns, bool compact, int *width);

/* The same, aligned: where[i] is the column at which each begins, relative to the first. */
void layout_places(const int *width, int count, bool compact, int *where);

/* The first row to show so that `selected` is seen, given what was shown before. */
int64_t layout_top(int64_t top, int64_t selected, int64_t count, int rows);

/* One entry of the keys row. */
struct key_label {
	int key;
	const char *label; /* translated; borrowed */
	int rank;          /* 0 stays longest; the highest rank goes first */
};

/* Appends as many as fit into `columns`, in their order: "?Help s Search Space Mark". When compact
 * only the keys: "? s Space Enter". */
void layout_keys(
	struct str *out, const struct key_label *labels, int count, int columns, bool compact);

/* The entries of a view's keys row (at most `most`; returns how many): ?Help, /Filter, the view's
 * own, the shell's, Back, Next, Quit. `ctx` for enabled(); NULL: all are. */
int layout_key_labels(struct key_label *labels, int most, const struct view *view,
	const struct shell *shell, void *ctx, void *shell_ctx);

/* Appends the steps: "Organization ok >Licences< Numbers", cut around the current one to fit. */
void layout_steps(struct str *out, const struct shell *shell, void *ctx, int current, int columns);

/* Appends a bar of `columns`: "█████░░░░░", in ASCII "#####.....". */
void layout_bar(struct str *out, int64_t part, int64_t whole, int columns);

/* "──▶" or "-->"; a rule's glyph "─" or "-". Borrowed. */
const char *layout_arrow(void);

/* What a person typed after '/': "!text" excludes. text is borrowed from typed. */
struct filter {
	const char *text;
	bool exclude;
};
struct filter layout_filter(const char *typed);

/* Appends the help page: the row's or field's help with its rule first, then what the view is for,
 * its columns, and the keys. `row` as in struct view's row_help. */
void layout_help(struct str *out, const struct view *view, void *ctx, int64_t row,
	const struct shell *shell, void *shell_ctx);

/* Proves a view's (and, if shell is given, its shell's) declarations: required members, no key
 * twice, no forbidden key, no key of the common table that must not change, every action with label
 * and help, labels of at most 14 columns, the first five actions fit into an 80-column keys row,
 * fields with unique ids, columns that fit 80 and 40 columns. False with the first thing that is
 * wrong. */
bool tui_keys_check(const struct view *view, const struct shell *shell, struct error *err);
bool tui_form_check(const struct form *form, struct error *err);

#endif
