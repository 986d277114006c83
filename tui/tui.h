/* tui/tui.h: the terminal: one frame, a stack of views and dialogs, one loop turn after the other.
 *
 * The frame has fixed places. From 80x24 on: row 1 title, row 2 steps, row 3 rule, then the view,
 * then a rule, the message (one row, two if it must be), the status and the keys. From 100 columns
 * on a detail pane stands at the right. Below 80x24 it is compact: title, state, view, message,
 * keys with the money. Below 40x9 it asks for a larger window and waits.
 *
 * Nothing here blocks: a dialog returns at once, and calls back when the person has answered. A
 * complete example is tests/screens/tui-demo.c:
 *
 *     static const struct column columns[] = {
 *             { .title = N_("Number"), .width = 17, .help = N_("The number, as it is dialled.") },
 *             { .title = N_("Kind"), .width = 6, .drop = 2, .help = N_("Who may use it.") },
 *             { .title = N_("Place"), .width = 14, .grow = 1, .drop = 1, .help = N_("...") },
 *     };
 *     static const struct action actions[] = {
 *             { .key = 's', .label = N_("Search"), .run = search_open,
 *                     .help = N_("Find free numbers by place, area code or prefix.") },
 *             { .key = TUI_ENTER, .label = N_("Acquire"), .run = acquire, .needs_row = true,
 *                     .enabled = something_is_held, .rule = 219,
 *                     .help = N_("Acquire the marked numbers. You type their count first.") },
 *     };
 *     const struct view numbers_view = {
 *             .id = "numbers", .title = N_("Numbers"), COLUMNS(columns), ACTIONS(actions),
 *             .count = numbers_count, .load = numbers_load, .cell = numbers_cell,
 *             .key = numbers_key, .find = numbers_find, .mark = numbers_mark, ...
 *     };
 */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "tui/view.h"

enum tui_choice { TUI_AUTO, TUI_YES, TUI_NO };

struct tui_options {
	enum tui_choice ascii; /* AUTO: ASCII unless the locale's codeset is UTF-8 */
	enum tui_choice
		colour; /* AUTO: as the terminal can, unless NO_COLOR is set and not empty */
	bool mouse;     /* on from the start; M toggles */
};

/* Takes the terminal of stdin and stdout. NULL and ERROR_USAGE if either is none, or TERM is not
 * known, or cannot move its cursor: the sentence says so and what to do. Also calls
 * text_set_ascii() and gives the terminal back through mem_on_death(). One at a time. */
struct tui *tui_open(struct loop *loop, const struct tui_options *options, struct error *err);

/* Gives the terminal back and frees all layers (their views' close() is called). NULL is fine. */
void tui_close(struct tui *tui);

/* ---- the wizard around the views ---- */

/* One step in row 2. */
struct step {
	const char *title;       /* N_(), required: "Numbers" */
	const struct view *view; /* required */
	bool (*done)(void *ctx); /* true: "ok" stands after the title. Cheap: runs at every draw */
};

struct shell {
	/* The steps in their order now: it may change with an answer. Keys 0 .. 6 are places in it.
	 */
	int (*step_count)(void *ctx);                  /* required */
	const struct step *(*step)(void *ctx, int at); /* required */
	/* Row 1: left "ringup   Contoso Bakery   DEMO", right "United States   saved 14:02". */
	void (*title)(void *ctx, struct str *left, struct str *right); /* required */
	void (*status)(
		void *ctx, bool compact, struct str *money, struct str *state); /* as the view's */

	/* What works in every view: u, U, p, w, Ctrl-R, ... A view's action with the same key wins.
	 */
	const struct action *actions;
	int action_count;

	/* "R-219: a reservation lasts ten minutes. Source: ...", for the help page. */
	void (*rule)(void *ctx, int rule, struct str *out);

	/* Before > leaves step `from` for `to`: false: do not go (it asks first, and calls tui_go()
	 * itself later). Not asked for < and digits. */
	bool (*next)(struct tui *tui, void *ctx, int from, int to);
	/* q at the top: asks, then calls tui_quit(). Without it, a plain question. */
	void (*quit)(struct tui *tui, void *ctx);
	/* After each key, before the draw: the place to notice that the store changed under us. */
	void (*turn)(struct tui *tui, void *ctx);
};

enum tui_end {
	TUI_QUIT,   /* tui_quit() */
	TUI_SIGNAL, /* SIGINT, SIGTERM or SIGHUP: see tui_signal() */
	TUI_HANGUP  /* the terminal is gone */
};

/* Runs the wizard from step `at` until it ends. */
enum tui_end tui_run(struct tui *tui, const struct shell *shell, void *ctx, int at);
int tui_signal(const struct tui *tui); /* the signal that ended tui_run; 0: none */
void tui_quit(struct tui *tui);

/* Goes to a step (place in the order). All views and dialogs are taken away first, so what is to be
 * said there is said afterwards; their close() is called when the turn ends, after the new open().
 */
void tui_go(struct tui *tui, int at);
int tui_step(const struct tui *tui);
/* The order of the steps changed: the one that is open stands at this place now. Nothing closes. */
void tui_step_moved(struct tui *tui, int at);

/* Puts a view over the current one; Esc or tui_pop() takes it away again, with the dialogs over it.
 * `ctx` is borrowed until the view's close(), which is called when the turn ends. */
void tui_push(struct tui *tui, const struct view *view, void *ctx);
void tui_pop(struct tui *tui);
const struct view *tui_view(const struct tui *tui); /* the topmost view, below dialogs */

/* ---- what a view's callbacks may ask and say ---- */

/* The selected row of the topmost view, -1 if the list is empty (in a form: the field's index); its
 * key (-1: none). */
int64_t tui_row(const struct tui *tui);
int64_t tui_row_key(const struct tui *tui);
void tui_select(struct tui *tui, int64_t row);     /* clipped to the rows that are there */
void tui_select_key(struct tui *tui, int64_t key); /* stays where it is if the key is not shown */

/* Begins typing the filter of the topmost view, as / does: the next letters narrow its list. */
void tui_filter(struct tui *tui);

/* The rows or values changed: count and load again at the next draw; the selection follows its key.
 */
void tui_reload(struct tui *tui);
/* Only texts changed. */
void tui_redraw(struct tui *tui);

/* A sentence in the message row until the next key. */
void tui_message(struct tui *tui, enum tui_role role, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for an error; one that is too long for two rows opens a box. */
void tui_error(struct tui *tui, const struct error *err);

/* Long work shows itself in the status row: "filtering  ███░░  3,100 of 8,000". of 0: no bar. NULL:
 * the work is over. The word is copied. */
void tui_busy(struct tui *tui, const char *word, int64_t done, int64_t of);

/* Asks the terminal to put text on the person's clipboard (OSC 52). Says so in the message row. */
void tui_copy(struct tui *tui, const char *text);

struct loop *tui_loop(const struct tui *tui);
bool tui_compact(const struct tui *tui);
int tui_columns(const struct tui *tui);

/* ---- dialogs; texts are copied, ctx and declarations are borrowed until the answer ---- */

/* A box with a text (wrapped, scrolls); Enter or Esc closes. */
void tui_tell(struct tui *tui, enum tui_role role, const char *title, const char *text);

/* The whole screen as a pager: lines keep their form (long ones are wrapped). */
void tui_text(struct tui *tui, const char *title, const char *text);

/* A question. `yes` and `no` label the two answers (NULL: "Yes", "No"). Enter is yes; n and Esc are
 * no. done() is called for both. */
void tui_ask(struct tui *tui, const char *title, const char *text, const char *yes, const char *no,
	void (*done)(struct tui *tui, void *ctx, bool yes), void *ctx);

/* A question that is answered yes only by typing `word` ("5"). done() is called for yes only. */
void tui_ask_typed(struct tui *tui, const char *title, const char *text, const char *word,
	void (*done)(struct tui *tui, void *ctx), void *ctx);

/* A filterable list; letters type the filter, Enter chooses, Esc leaves without calling done().
 * `id` is where it starts (NULL: the first). done()'s id is valid during the call. */
void tui_choose(struct tui *tui, const struct picker *picker, const char *id,
	void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx);
/* The same over a table. */
void tui_menu(struct tui *tui, const char *title, const struct choice *choices, int count,
	const char *id, void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx);

/* One line of text. check() may be NULL; false keeps the dialog open and shows its sentence. */
struct prompt {
	const char *title; /* N_(), required */
	const char *label; /* N_(), required */
	const char *help;  /* N_() */
	int max;           /* characters; 0: 200 */
	bool (*check)(void *ctx, const char *value, struct error *err);
	void (*done)(struct tui *tui, void *ctx, const char *value); /* required */
};
void tui_prompt(struct tui *tui, const struct prompt *prompt, const char *value, void *ctx);

/* Several fields. set() of a field is called as the person leaves it, accept() at the end (Enter on
 * the last line, or Ctrl-S from anywhere). Esc asks first if something was changed; cancel() then
 * takes back what the set()s did. */
struct form {
	const char *title; /* N_(), required */
	const char *help;  /* N_(): stands above the fields, wrapped */
	const struct field *fields;
	int field_count;
	const char *accept_label; /* N_(); NULL: "Save" */
	void (*footer)(
		void *ctx, int columns, struct str *out); /* below the fields, as the view's */
	bool (*accept)(
		struct tui *tui, void *ctx, struct error *err); /* required; false: stays open */
	void (*cancel)(struct tui *tui, void *ctx);
};
void tui_form(struct tui *tui, const struct form *form, void *ctx);

/* A small box with a bar for work that the person waits for. tui_gauge() opens it or changes what
 * it shows; of 0: no bar yet. Esc calls cancel() once (NULL: Esc says that it cannot be stopped).
 */
void tui_gauge(struct tui *tui, const char *title, const char *text, int64_t done, int64_t of,
	void (*cancel)(struct tui *tui, void *ctx), void *ctx);
void tui_gauge_close(struct tui *tui);

bool tui_has_dialog(const struct tui *tui);

#endif
