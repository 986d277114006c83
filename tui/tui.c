/* The stack of layers, the turn of the loop, and what views may ask of the terminal. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <curses.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/inside.h"
#include "tui/term.h"

static void on_keyboard(void *data);
static void on_turn(void *data);

/* ---- the stack ---- */

void layer_push(struct tui *tui, struct layer *layer)
{
	layer->under = tui->top;
	tui->top = layer;
	tui->dirty = true;
}

void layer_unlink(struct tui *tui, struct layer *layer)
{
	struct layer **at = &tui->top;
	while (*at && *at != layer)
		at = &(*at)->under;
	if (!*at)
		return;
	*at = layer->under;
	layer->under = tui->dead;
	tui->dead = layer;
	tui->dirty = true;
}

void layer_drop(struct tui *tui, struct layer *layer)
{
	while (tui->top) {
		struct layer *top = tui->top;
		layer_unlink(tui, top);
		if (top == layer)
			return;
	}
}

/* A view's close() may close others. */
static void bury(struct tui *tui)
{
	while (tui->dead) {
		struct layer *layer = tui->dead;
		tui->dead = layer->under;
		layer->kind->free(tui, layer);
	}
}

/* NULL without a terminal: views are asked for their texts by other faces and by tests too. */
struct page *page_top(const struct tui *tui)
{
	struct layer *layer = tui ? tui->top : NULL;
	while (layer && layer->kind->dialog)
		layer = layer->under;
	return (struct page *)layer;
}

/* ---- open and close ---- */

struct tui *tui_open(struct loop *loop, const struct tui_options *options, struct error *err)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT };
	if (!term_open(options, err))
		return NULL;
	struct tui *tui = xcalloc(1, sizeof *tui);
	tui->loop = loop;
	tui->mouse = options->mouse;
	/* After curses, which catches some of them itself. */
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		loop_catch(loop, signals[i]);
	loop_watch(loop, STDIN_FILENO, POLLIN, on_keyboard, tui);
	loop_set_after(loop, on_turn, tui);
	layout_frame(&tui->layout, LINES, COLS, 1, false);
	return tui;
}

void tui_close(struct tui *tui)
{
	if (!tui)
		return;
	while (tui->top)
		layer_unlink(tui, tui->top);
	bury(tui);
	loop_watch(tui->loop, STDIN_FILENO, 0, NULL, NULL);
	loop_set_after(tui->loop, NULL, NULL);
	loop_cancel(tui->loop, tui->tick);
	term_close();
	str_fini(&tui->message);
	str_fini(&tui->busy);
	free(tui);
}

/* ---- keys ---- */

static void key_unknown(struct tui *tui, int key)
{
	struct str name = { 0 };
	key_text(&name, key);
	if (name.len && key > ' ')
		tui_message(tui, ROLE_TEXT, _("%s does nothing here. ? shows the keys."),
			str_text(&name));
	str_fini(&name);
}

/* What was laid out for the old width is to be laid out again. */
static void resized(struct tui *tui)
{
	term_resize();
	tui_reload(tui);
}

/* Keys that are the terminal's own, whatever is on it. */
static bool key_of_terminal(struct tui *tui, int key)
{
	if (key == TUI_CTRL('z'))
		term_suspend();
	else if (key == TUI_CTRL('l'))
		term_forget();
	else if (key == TUI_RESIZE)
		resized(tui);
	else
		return false;
	return true;
}

static void key_dispatch(struct tui *tui, int key)
{
	tui->dirty = true;
	if (key == TUI_NONE || key_of_terminal(tui, key))
		return;
	/* A window that is too small shows nothing that a key could act on. */
	if (tui->layout.waiting || !tui->top)
		return;
	str_clear(&tui->message);
	if (!tui->top->kind->key(tui, tui->top, key))
		key_unknown(tui, key);
	if (tui->shell && tui->shell->turn && !tui->ended)
		tui->shell->turn(tui, tui->ctx);
}

static void finish(struct tui *tui, enum tui_end end)
{
	if (tui->ended)
		return;
	tui->ended = true;
	tui->end = end;
}

/* Several keys may come at once: typed ahead, or pasted. Each acts on what the one before it left,
 * so the rows and fields are made as for a draw, which only the last key is worth. */
static void on_keyboard(void *data)
{
	struct tui *tui = data;
	int key, keys = 0;
	while (!tui->ended && term_key(&key)) {
		if (keys++ > 0)
			frame_compose(tui);
		key_dispatch(tui, key);
		bury(tui);
	}
	if (keys == 0 && term_gone())
		finish(tui, TUI_HANGUP);
}

/* ---- the end of a turn ---- */

static void signals_take(struct tui *tui)
{
	int number;
	while ((number = loop_signal(tui->loop))) {
		tui->dirty = true;
		switch (number) {
		case SIGWINCH:
			resized(tui);
			break;
		case SIGTSTP:
			term_suspend();
			break;
		case SIGCONT:
			term_resume();
			break;
		default:
			tui->signal = number;
			finish(tui, TUI_SIGNAL);
		}
	}
}

static void on_tick(void *data)
{
	struct tui *tui = data;
	tui->tick = 0;
	tui->dirty = true;
}

static void on_turn(void *data)
{
	struct tui *tui = data;
	signals_take(tui);
	bury(tui);
	if (!tui->dirty || tui->ended)
		return;
	tui->dirty = false;
	frame_draw(tui);
	struct page *page = page_top(tui);
	if (page && page_ticks(page) && !tui->tick)
		tui->tick = loop_after(tui->loop, 1000, on_tick, tui);
}

/* ---- the wizard ---- */

enum tui_end tui_run(struct tui *tui, const struct shell *shell, void *ctx, int at)
{
	tui->shell = shell;
	tui->ctx = ctx;
	tui->ended = false;
	tui->signal = 0;
	tui_go(tui, at);
	on_turn(tui);
	loop_run(tui->loop, &tui->ended);
	return tui->end;
}

int tui_signal(const struct tui *tui)
{
	return tui->signal;
}

void tui_quit(struct tui *tui)
{
	finish(tui, TUI_QUIT);
}

void tui_go(struct tui *tui, int at)
{
	int count = tui->shell->step_count(tui->ctx);
	while (tui->top)
		layer_unlink(tui, tui->top);
	tui->step = at < 0 ? 0 : at >= count ? count - 1 : at;
	page_new(tui, tui->shell->step(tui->ctx, tui->step)->view, tui->ctx, true);
}

int tui_step(const struct tui *tui)
{
	return tui->step;
}

void tui_step_moved(struct tui *tui, int at)
{
	tui->step = at;
	tui->dirty = true;
}

void tui_push(struct tui *tui, const struct view *view, void *ctx)
{
	page_new(tui, view, ctx, false);
}

void tui_pop(struct tui *tui)
{
	struct page *page = page_top(tui);
	if (page && !page_is_step(page))
		layer_drop(tui, (struct layer *)page);
}

const struct view *tui_view(const struct tui *tui)
{
	struct page *page = page_top(tui);
	return page ? page_view(page) : NULL;
}

/* ---- what views ask and say ---- */

int64_t tui_row(const struct tui *tui)
{
	struct page *page = page_top(tui);
	return page ? page_row(page) : -1;
}

int64_t tui_row_key(const struct tui *tui)
{
	struct page *page = page_top(tui);
	return page ? page_row_key(page) : -1;
}

void tui_select(struct tui *tui, int64_t row)
{
	tui->dirty = true;
	if (page_top(tui))
		page_select(page_top(tui), row);
}

void tui_select_key(struct tui *tui, int64_t key)
{
	tui->dirty = true;
	if (page_top(tui))
		page_select_key(page_top(tui), key);
}

void tui_filter(struct tui *tui)
{
	tui->dirty = true;
	if (page_top(tui))
		page_filter(page_top(tui));
}

/* Every view of the stack: what one changed, the ones below may show. */
void tui_reload(struct tui *tui)
{
	tui->dirty = true;
	for (struct layer *layer = tui->top; layer; layer = layer->under)
		if (layer->kind == &page_kind)
			page_reload((struct page *)layer);
}

void tui_redraw(struct tui *tui)
{
	tui->dirty = true;
}

void tui_message(struct tui *tui, enum tui_role role, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	str_clear(&tui->message);
	str_vaddf(&tui->message, format, args);
	va_end(args);
	tui->message_role = role;
	tui->dirty = true;
}

/* What two message rows cannot hold opens a box: a "no" is never cut short. */
void tui_error(struct tui *tui, const struct error *err)
{
	int columns = tui->layout.columns - (tui->layout.compact ? 0 : 2);
	struct lines lines = { 0 };
	lines_add(&lines, err->text, columns);
	if (lines.count > 2)
		tui_tell(tui, ROLE_ERROR, _("That did not work"), err->text);
	else
		tui_message(tui, ROLE_ERROR, "%s", err->text);
	lines_fini(&lines);
}

void tui_busy(struct tui *tui, const char *word, int64_t done, int64_t of)
{
	str_clear(&tui->busy);
	str_add(&tui->busy, word ? word : "");
	tui->busy_done = done;
	tui->busy_of = word ? of : 0;
	tui->dirty = true;
}

void tui_copy(struct tui *tui, const char *text)
{
	struct str clean = { 0 };
	text_printable(&clean, text);
	if (term_copy(str_text(&clean)))
		tui_message(
			tui, ROLE_TEXT, _("Copied to your clipboard, if your terminal allows it."));
	else
		tui_message(tui, ROLE_WARNING,
			_("This kind of terminal cannot take a copy. Select the text with its mouse."));
	str_fini(&clean);
}

struct loop *tui_loop(const struct tui *tui)
{
	return tui->loop;
}

bool tui_compact(const struct tui *tui)
{
	return tui->layout.compact;
}

int tui_columns(const struct tui *tui)
{
	return tui->layout.columns;
}

bool tui_has_dialog(const struct tui *tui)
{
	return tui->top && tui->top->kind->dialog;
}
