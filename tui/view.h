/* tui/view.h: what a screen declares: columns, actions, fields, and where its rows come from.
 *
 * All of it is const tables and callbacks that give text, so that another face than the drawn one
 * (numbered prompts for screen readers, the manual page, a test) can walk the same declarations. A
 * screen never draws and never assumes that it is drawn.
 *
 * Texts marked N_() are shown through _(). Callbacks append UTF-8 to a struct str; what they append
 * may come from outside: it is made printable at the last step, in one place (tui/draw.c). Every
 * callback gets the `ctx` that was given with the view (struct shell's for the steps' views).
 * Unless its comment says "required", a member may be left out. */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "tui/key.h"

struct tui;

/* What a text means; the terminal's colours follow from it, and never carry it alone. */
enum tui_role {
	ROLE_TEXT,
	ROLE_TITLE,    /* row 1 and titles of boxes and columns */
	ROLE_CURRENT,  /* the current step */
	ROLE_SELECTED, /* the selected row or field */
	ROLE_WARNING,
	ROLE_ERROR,
	ROLE_OK,
	ROLE_DIM, /* what is there but does not matter now */
	ROLE_COUNT
};

/* One column of a list. At any width: first the columns vanish whose `drop` is highest, then what
 * is left over goes to the columns that grow. */
struct column {
	const char *title; /* N_(), required */
	const char *help;  /* N_(): what stands here, one sentence; for the help page */
	int width;         /* terminal columns, at least 1 */
	int grow;          /* its share of the spare columns; 0: none */
	int narrow;        /* in the compact layout (below 80x24) this width instead; 0: the same */
	int drop;          /* 0: always there, also at 40x9; else 1 goes last, 9 first */
	bool right;        /* numbers line up at the right */
};

/* What a key does. Footer, help page and dispatch come from this row. */
struct action {
	int key;           /* required; see tui/key.h */
	int twin;          /* an F-key, Ctrl-key or second letter that does the same; 0: none */
	const char *label; /* N_(), required: for the keys row, at most 14 columns: "Search" */
	const char *help;  /* N_(), required: one sentence for the help page */
	int rule;          /* 219 for R-219; 0: none */
	bool needs_row;    /* only when a row is selected; on an empty list it says so */
	bool hidden;       /* not in the keys row, only on the help page */
	bool (*offered)(void *ctx); /* of a hidden one: whether the keys row has it now after all */
	void (*run)(struct tui *tui, void *ctx); /* required */

	/* False: not now, and err says why and what to do; shown when the key is pressed. The keys
	 * row leaves the action out meanwhile. Must be cheap: it runs at every draw. err may be
	 * NULL. */
	bool (*enabled)(void *ctx, struct error *err);
};

/* One thing to choose. */
struct choice {
	const char *id;    /* as in the answers file: "calling_plan" */
	const char *label; /* N_(): "Calling Plan" */
	const char *help;  /* N_() */
};

/* A list to choose from that is too long or too changing for a table. */
struct picker {
	const char *title;           /* N_(), required */
	const char *help;            /* N_() */
	int64_t (*count)(void *ctx); /* required: items that match the filter */

	/* Item `at` (0 .. count-1): its id, its label, and a note shown dim at its right. Required.
	 */
	void (*item)(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note);

	/* Narrows the list to items that have `text` ("": all). Without it the library reads all
	 * items and filters by label and note itself: good for some thousand. */
	void (*filter)(void *ctx, const char *text);
};

enum field_kind {
	FIELD_TEXT,
	FIELD_NUMBER, /* digits only; set() still gets text */
	FIELD_CHOICE, /* value is the choice's id */
	FIELD_TOGGLE, /* value is "yes" or "no" */
	FIELD_FIXED   /* read-only: shown, and selected only to read its help */
};

/* One line of a form. Values are trimmed UTF-8 text. */
struct field {
	const char *id;    /* required: the answers file's key: "usage_location" */
	const char *label; /* N_(), required: "Country of licences" */
	const char *help;  /* N_(), required: one or two sentences */
	const char *unit;  /* N_(): stands after the value: "days", "not the billing address" */
	int rule;          /* 8 for R-008; 0: none */
	enum field_kind kind;
	int width;     /* columns of the value on the screen; 0: 24 */
	int max;       /* columns that may be typed (a wide character takes two); 0: 200 */
	int tag;       /* the screen's own, so that one get() and set() serve many fields */
	bool required; /* set() is not even asked about "" */

	const struct choice *choices; /* FIELD_CHOICE: these ... */
	int choice_count;
	const struct picker *picker; /* ... or these */

	/* Appends the value; for FIELD_CHOICE the id. Required. */
	void (*get)(void *ctx, const struct field *field, struct str *out);

	/* Takes a value, or returns false with a sentence and keeps the old one. Called when the
	 * person leaves a changed field. Required except for FIELD_FIXED. */
	bool (*set)(void *ctx, const struct field *field, const char *value, struct error *err);

	/* FIELD_CHOICE: what is shown for the value; default: the choice's label, or the id. */
	void (*show)(void *ctx, const struct field *field, struct str *out);
	/* Text after the value that changes; instead of `unit`. */
	void (*note)(void *ctx, const struct field *field, struct str *out);
	/* False hides the field, and the way Tab goes. Asked again after each set(). */
	bool (*visible)(void *ctx, const struct field *field);
};

/* What Space, a, n and i ask of the rows. */
enum mark_change {
	MARK_TOGGLE, /* the given row */
	MARK_ALL,    /* all rows that are shown (that match the filter) */
	MARK_NONE,
	MARK_INVERT
};

/* A screen: a list (columns) or a form (fields), with text around it. */
struct view {
	const char *id;    /* required: one word, for tests and logs */
	const char *title; /* N_(), required */
	const char *help;  /* N_(): a paragraph on what this screen is for */

	const struct column *columns;
	int column_count;
	const struct field *fields; /* a form instead of a list */
	int field_count;
	const struct action *actions; /* besides the common ones; see tui/tui.h */
	int action_count;

	/* The rows are virtual: only the window that is seen is loaded. `count` and `load` may use
	 * the store; `cell` and the others are asked only for rows of the last load. */
	int64_t (*count)(void *ctx);
	void (*load)(void *ctx, int64_t first, int n);
	void (*cell)(void *ctx, int64_t row, int column, struct str *out);
	enum tui_role (*role)(void *ctx, int64_t row, int column); /* default ROLE_TEXT */
	/* A number that stays with the row however the list changes: the selection follows it. */
	int64_t (*key)(void *ctx, int64_t row);
	int64_t (*find)(void *ctx, int64_t key); /* the row of a key now; -1: not shown */
	/* ' ' or 'x' or 'L' in brackets; 0: this row cannot be marked (blank). Without the callback
	 * there is no such column. */
	char (*mark)(void *ctx, int64_t row);
	void (*set_mark)(struct tui *tui, void *ctx, enum mark_change change, int64_t row);
	/* Called at each key that is typed; "": all rows. */
	void (*filter)(void *ctx, const char *text, bool exclude);
	void (*enter)(struct tui *tui, void *ctx, int64_t row); /* Enter, unless an action has it */
	void (*copy)(void *ctx, int64_t row, struct str *out);  /* y; default: cells and tabs */

	/* Text, lines parted by '\n'. `columns` is the room; longer lines are cut, not wrapped. A
	 * line that begins with one of TUI_LINE_* (below) is drawn in that role. */
	void (*header)(void *ctx, int columns, struct str *out); /* above; not when compact */
	void (*footer)(void *ctx, int columns, struct str *out); /* below the list or form */
	/* True: the footer stands in a frame with this title, wrapped. */
	bool (*framed)(void *ctx, struct str *title);

	/* These get the selected row, or -1 if there is none; in a form, the field's index. */
	void (*detail)(
		void *ctx, int64_t row, struct str *out); /* wrapped; key d, or at the right */
	void (*row_help)(
		void *ctx, int64_t row, struct str *out); /* first thing on the help page */
	void (*message)(void *ctx, int64_t row, struct str *out, enum tui_role *role);
	void (*empty)(
		void *ctx, struct str *out); /* what to do first; shown instead of rows; wrapped */

	/* The last rows: `money` at the left ("$75.00 a month"), `state` after it ("numbers 5 of
	 * 15"). When compact, state is line 2 and money ends the last line: both short, please.
	 * Instead of struct shell's. */
	void (*status)(void *ctx, bool compact, struct str *money, struct str *state);

	bool (*tick)(void *ctx);                   /* true: draw once a second (a countdown) */
	void (*open)(struct tui *tui, void *ctx);  /* it comes to the top for the first time */
	void (*close)(struct tui *tui, void *ctx); /* it is gone */
	/* Esc (or q) would close it, or do nothing in a step's view: false stops that ("Esc stops
	 * after the change under way"). */
	bool (*back)(struct tui *tui, void *ctx);
};

/* For the members that are arrays: `.columns = columns, .column_count = TUI_COUNT(columns)`. */
#define TUI_COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define COLUMNS(array) .columns = (array), .column_count = TUI_COUNT(array)
#define ACTIONS(array) .actions = (array), .action_count = TUI_COUNT(array)
#define FIELDS(array) .fields = (array), .field_count = TUI_COUNT(array)
#define CHOICES(array) .choices = (array), .choice_count = TUI_COUNT(array)

/* First byte of a line of header, footer, detail or text: the line's role. Outside text never has
 * them: lines that quote it begin with a space or a word. */
#define TUI_LINE_TITLE "\001"
#define TUI_LINE_DIM "\002"
#define TUI_LINE_WARNING "\003"
#define TUI_LINE_ERROR "\004"
#define TUI_LINE_OK "\005"

#endif
