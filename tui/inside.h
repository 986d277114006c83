/* tui/inside.h: what the files of tui/ share: the terminal's state and its stack of layers. */
#ifndef TUI_INSIDE_H
#define TUI_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/draw.h"
#include "tui/layout.h"
#include "tui/tui.h"

struct layer;

/* What a layer can do. A page (a view) fills the frame; a dialog stands in the frame's body. */
struct layer_kind {
	bool dialog;
	void (*draw)(struct tui *tui, struct layer *layer);         /* may set tui->cursor_* */
	bool (*key)(struct tui *tui, struct layer *layer, int key); /* false: not known here */
	void (*free)(struct tui *tui, struct layer *layer);
	int (*labels)(struct layer *layer, struct key_label *labels, int most);
	void (*message)(
		struct layer *layer, struct str *out, enum tui_role *role); /* may be NULL */
};

/* The first member of each kind of layer. */
struct layer {
	const struct layer_kind *kind;
	struct layer *under;
};

struct tui {
	struct loop *loop;
	struct layout layout;
	struct layer *top;
	struct layer *dead; /* taken from the stack, freed when the turn ends: their code may be
			       running */
	bool dirty;         /* to be drawn at the end of the turn */
	bool mouse;
	int cursor_row, cursor_column;

	struct str message; /* until the next key */
	enum tui_role message_role;
	struct str busy;
	int64_t busy_done, busy_of;
	int tick; /* the timer that draws once a second; 0: none */

	const struct shell *shell;
	void *ctx; /* the shell's */
	int step;
	bool ended;
	enum tui_end end;
	int signal;
};

#define MOST_LABELS 64

/* The stack. */
void layer_push(struct tui *tui, struct layer *layer);
void layer_unlink(struct tui *tui, struct layer *layer); /* it alone; freed as the turn ends */
void layer_drop(struct tui *tui, struct layer *layer);   /* and what stands over it */

/* The box in the body's middle for a dialog of at most so many rows and columns, frame included. */
struct box dialog_box(const struct tui *tui, int rows, int columns);
void dialog_frame(const struct tui *tui, struct box box, enum tui_role role, const char *title,
	const char *corner);

/* page.c: a view as a layer. */
struct page;
extern const struct layer_kind page_kind;
struct page *page_new(struct tui *tui, const struct view *view, void *ctx, bool is_step);
struct page *page_top(const struct tui *tui); /* the topmost, below dialogs; NULL: none */
const struct view *page_view(const struct page *page);
void page_reload(struct page *page);
int64_t page_row(struct page *page);
int64_t page_row_key(struct page *page);
void page_select(struct page *page, int64_t row);
void page_select_key(struct page *page, int64_t key);
void page_filter(struct page *page);
bool page_is_step(const struct page *page);
void *page_ctx(const struct page *page);
int page_labels(struct tui *tui, struct page *page, struct key_label *labels, int most);
bool page_ticks(const struct page *page);
bool page_has_pane(const struct page *page);
void page_status(struct tui *tui, struct page *page, struct str *money, struct str *state);

/* frame.c: the rows around the body, and the whole draw. frame_compose() makes everything but shows
 * nothing yet. */
void frame_compose(struct tui *tui);
void frame_draw(struct tui *tui);

/* dialog.c: tui_choose() whose picker has another ctx than its answer. */
void dialog_pick(struct tui *tui, const struct picker *picker, void *picker_ctx, const char *id,
	void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx);

/* fields.c: the lines of a form, in a view or in a dialog. */
struct fields;
struct fields *fields_new(const struct field *field, int count, void *ctx, bool dialog);
void fields_free(struct fields *fields);
void fields_reload(struct fields *fields);    /* values changed elsewhere */
int fields_rows(const struct fields *fields); /* lines that are visible now */
void fields_draw(struct tui *tui, struct fields *fields, struct box box, bool active);
int fields_at(const struct fields *fields); /* the current field's index; -1: past the last */
void fields_select(struct fields *fields, int index);
bool fields_changed(const struct fields *fields);
bool fields_editing(const struct fields *fields);
/* False at the end of the way. Leaves the field first; stays if its value is refused. */
bool fields_move(struct tui *tui, struct fields *fields, int by);
/* Takes the edited value to its set(). False: refused, and the message says why. */
bool fields_leave(struct tui *tui, struct fields *fields);
/* Enter on the current field: edit, choose, flip. */
void fields_open(struct tui *tui, struct fields *fields);
/* A key while a text field is edited, or one that only fields know. False: not theirs. */
bool fields_key(struct tui *tui, struct fields *fields, int key);
void fields_message(const struct fields *fields, struct str *out);

#endif
