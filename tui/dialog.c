/* Boxes over the view: texts, questions, lists to choose from, and bars. Each calls back after it
 * has left the stack, so that the answer may open the next one. */
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/inside.h"

#define BOX_COLUMNS 64
#define FRAME_ROWS 2
#define FRAME_COLUMNS 4

struct box dialog_box(const struct tui *tui, int rows, int columns)
{
	const struct layout *layout = &tui->layout;
	/* The compact layout gives its state row, too: every row counts there. */
	int first = layout->compact ? layout->state_row : layout->body_row;
	int room = layout->message_row - first - (layout->compact ? 0 : 1);
	int wide = layout->columns - (layout->compact ? 0 : 4);
	struct box box = { .rows = rows < room ? rows : room,
		.columns = columns < wide ? columns : wide };
	box.row = first + (room - box.rows) / 2;
	box.column = (layout->columns - box.columns) / 2;
	return box;
}

/* The rows beside the box are cleared: a braille line or a speaking reader gets whole rows, and
 * would get pieces of the list mixed into them. */
void dialog_frame(const struct tui *tui, struct box box, enum tui_role role, const char *title,
	const char *corner)
{
	draw_clear((struct box){ box.row, 0, box.rows, tui->layout.columns });
	draw_frame(box, role, title, corner);
}

static struct box box_inside(struct box box)
{
	return (struct box){ box.row + 1, box.column + 2, box.rows - FRAME_ROWS,
		box.columns - FRAME_COLUMNS };
}

static int box_inner_columns(const struct tui *tui, int columns)
{
	return dialog_box(tui, 3, columns).columns - FRAME_COLUMNS;
}

/* The bytes of one typed character. */
static void character_add(struct str *out, int key)
{
	uint8_t bytes[6];
	int len = u8_uctomb(bytes, (ucs4_t)key, sizeof bytes);
	if (len > 0)
		str_addn(out, (const char *)bytes, (size_t)len);
}

static void str_cut_last(struct str *str)
{
	char *kept = xstrndup(str_text(str), text_prev(str_text(str), str->len));
	str_clear(str);
	str_add(str, kept);
	free(kept);
}

/* ---- texts and questions: lines that scroll, and one answer ---- */

struct reader {
	struct layer layer;
	char *title, *text, *yes, *no;
	enum tui_role role;
	bool whole; /* the whole body, as a pager */
	int top, rows, count;
	void (*done)(struct tui *tui, void *ctx, bool yes); /* NULL: no question */
	void *ctx;
};

static void reader_free(struct tui *tui, struct layer *layer)
{
	struct reader *reader = (struct reader *)layer;
	(void)tui;
	free(reader->title);
	free(reader->text);
	free(reader->yes);
	free(reader->no);
	free(reader);
}

static void reader_corner(const struct reader *reader, struct str *out)
{
	if (reader->count > reader->rows)
		str_addf(out, _("%d of %d"), reader->top + reader->rows, reader->count);
}

static void reader_draw(struct tui *tui, struct layer *layer)
{
	struct reader *reader = (struct reader *)layer;
	struct lines lines = { 0 };
	struct str corner = { 0 };
	int columns = reader->whole ? tui->layout.columns : BOX_COLUMNS;
	lines_add(&lines, reader->text, box_inner_columns(tui, columns));
	int rows = reader->whole ? tui->layout.rows : lines.count + FRAME_ROWS;
	struct box box = dialog_box(tui, rows, columns), inside = box_inside(box);
	reader->rows = inside.rows;
	reader->count = lines.count;
	reader->top = (int)layout_top(reader->top, reader->top, lines.count, inside.rows);
	reader_corner(reader, &corner);
	dialog_frame(tui, box, reader->role, reader->title, str_text(&corner));
	draw_lines(inside, &lines, reader->top);
	tui->cursor_row = inside.row;
	tui->cursor_column = inside.column;
	str_fini(&corner);
	lines_fini(&lines);
}

static void reader_answer(struct tui *tui, struct reader *reader, bool yes)
{
	layer_unlink(tui, &reader->layer);
	if (reader->done)
		reader->done(tui, reader->ctx, yes);
}

static bool reader_scroll(struct reader *reader, int key)
{
	int screen = reader->rows > 1 ? reader->rows - 1 : 1;
	const struct {
		int key[3], by;
	} scrolls[] = {
		{ { TUI_UP, 'k', TUI_UP }, -1 },
		{ { TUI_DOWN, 'j', TUI_DOWN }, 1 },
		{ { TUI_PAGE_UP, TUI_CTRL('u'), 'b' }, -screen },
		{ { TUI_PAGE_DOWN, TUI_CTRL('d'), TUI_SPACE }, screen },
		{ { TUI_HOME, 'g', TUI_HOME }, -reader->count },
		{ { TUI_END, 'G', TUI_END }, reader->count },
	};
	for (size_t i = 0; i < sizeof scrolls / sizeof *scrolls; i++)
		for (int j = 0; j < 3; j++)
			if (scrolls[i].key[j] == key) {
				reader->top += scrolls[i].by;
				reader->top = reader->top < 0 ? 0 : reader->top;
				return true;
			}
	return false;
}

static bool reader_key(struct tui *tui, struct layer *layer, int key)
{
	struct reader *reader = (struct reader *)layer;
	if (reader_scroll(reader, key))
		return true;
	if (key == 'y' && !reader->done)
		tui_copy(tui, reader->text);
	else if (key == TUI_ENTER || (key == 'y' && reader->done))
		reader_answer(tui, reader, true);
	else if (key == TUI_ESC || key == 'n' || key == 'q' || key == TUI_CTRL('c'))
		reader_answer(tui, reader, false);
	else
		return false;
	return true;
}

static int reader_labels(struct layer *layer, struct key_label *labels, int most)
{
	struct reader *reader = (struct reader *)layer;
	int count = 0;
	(void)most;
	if (reader->done) {
		labels[count++] = (struct key_label){ TUI_ENTER, reader->yes, 0 };
		labels[count++] = (struct key_label){ 'n', reader->no, 1 };
	}
	if (reader->count > reader->rows)
		labels[count++] = (struct key_label){ TUI_PAGE_DOWN, _("More"), 3 };
	labels[count++] = (struct key_label){ TUI_ESC, _("Back"), 2 };
	return count;
}

static const struct layer_kind reader_kind = { .dialog = true,
	.draw = reader_draw,
	.key = reader_key,
	.free = reader_free,
	.labels = reader_labels };

static struct reader *reader_new(
	struct tui *tui, enum tui_role role, const char *title, const char *text)
{
	struct reader *reader = xcalloc(1, sizeof *reader);
	reader->layer.kind = &reader_kind;
	reader->role = role == ROLE_TEXT ? ROLE_TITLE : role;
	reader->title = xstrdup(title);
	reader->text = xstrdup(text);
	layer_push(tui, &reader->layer);
	return reader;
}

void tui_tell(struct tui *tui, enum tui_role role, const char *title, const char *text)
{
	reader_new(tui, role, title, text);
}

void tui_text(struct tui *tui, const char *title, const char *text)
{
	reader_new(tui, ROLE_TITLE, title, text)->whole = true;
}

void tui_ask(struct tui *tui, const char *title, const char *text, const char *yes, const char *no,
	void (*done)(struct tui *tui, void *ctx, bool yes), void *ctx)
{
	struct reader *reader = reader_new(tui, ROLE_TITLE, title, text);
	reader->yes = xstrdup(yes ? yes : _("Yes"));
	reader->no = xstrdup(no ? no : _("No"));
	reader->done = done;
	reader->ctx = ctx;
}

/* ---- lists to choose from ---- */

struct chooser {
	struct layer layer;
	char *title;
	const struct choice *choices; /* a table ... */
	const struct picker *picker;  /* ... or a source */
	void *picker_ctx;
	struct str filter;
	int64_t *match; /* what our own filter leaves; NULL: the source filters */
	int64_t count, top, selected;
	int rows;
	void (*done)(struct tui *tui, void *ctx, const char *id);
	void *ctx;
};

struct item {
	struct str id, label, note;
};

static void item_fini(struct item *item)
{
	str_fini(&item->id);
	str_fini(&item->label);
	str_fini(&item->note);
}

static int64_t source_count(const struct chooser *chooser)
{
	return chooser->picker ? chooser->picker->count(chooser->picker_ctx) : 0;
}

static void item_get(const struct chooser *chooser, int64_t at, struct item *item)
{
	if (chooser->picker) {
		chooser->picker->item(
			chooser->picker_ctx, at, &item->id, &item->label, &item->note);
		return;
	}
	const struct choice *choice = &chooser->choices[at];
	str_add(&item->id, choice->id);
	str_add(&item->label, _(choice->label));
	str_add(&item->note, choice->help ? _(choice->help) : "");
}

static int64_t item_at(const struct chooser *chooser, int64_t place)
{
	return chooser->match ? chooser->match[place] : place;
}

static bool item_matches(const struct chooser *chooser, int64_t at, const char *folded)
{
	struct item item = { 0 };
	item_get(chooser, at, &item);
	bool has = text_has(str_text(&item.label), folded) ||
		   text_has(str_text(&item.id), folded) || text_has(str_text(&item.note), folded);
	item_fini(&item);
	return has;
}

/* Narrows the list to what was typed; `all` items are in the source. */
static void chooser_match(struct chooser *chooser, int64_t all)
{
	struct str folded = { 0 };
	text_fold(&folded, str_text(&chooser->filter));
	free(chooser->match);
	chooser->match = xcalloc((size_t)all + 1, sizeof *chooser->match);
	chooser->count = 0;
	for (int64_t i = 0; i < all; i++)
		if (!folded.len || item_matches(chooser, i, str_text(&folded)))
			chooser->match[chooser->count++] = i;
	str_fini(&folded);
}

static void chooser_filter(struct chooser *chooser, int64_t all)
{
	chooser->selected = chooser->top = 0;
	if (!chooser->picker || !chooser->picker->filter) {
		chooser_match(chooser, all);
		return;
	}
	chooser->picker->filter(chooser->picker_ctx, str_text(&chooser->filter));
	chooser->count = source_count(chooser);
}

static void chooser_refilter(struct chooser *chooser)
{
	int64_t all = 0;
	if (chooser->picker)
		all = source_count(chooser);
	else
		while (chooser->choices[all].id)
			all++;
	chooser_filter(chooser, all);
}

static void chooser_find(struct chooser *chooser, const char *id)
{
	struct item item = { 0 };
	/* A source of more rows than a person pages through is not searched for its first. */
	int64_t most = chooser->count < 10000 ? chooser->count : 10000;
	for (int64_t i = 0; id && *id && i < most; i++) {
		item_get(chooser, item_at(chooser, i), &item);
		bool same = strcmp(str_text(&item.id), id) == 0;
		item_fini(&item);
		if (same) {
			chooser->selected = i;
			return;
		}
	}
}

static void chooser_free(struct tui *tui, struct layer *layer)
{
	struct chooser *chooser = (struct chooser *)layer;
	(void)tui;
	free(chooser->title);
	free(chooser->match);
	if (!chooser->picker)
		free((void *)chooser->choices);
	str_fini(&chooser->filter);
	free(chooser);
}

static void item_draw(struct chooser *chooser, int64_t place, struct box box, int label_columns)
{
	struct item item = { 0 };
	bool selected = place == chooser->selected;
	item_get(chooser, item_at(chooser, place), &item);
	if (selected)
		draw_text(box.row, box.column, 1, ROLE_SELECTED, ">");
	draw_text(box.row, box.column + 2, label_columns, selected ? ROLE_SELECTED : ROLE_TEXT,
		str_text(&item.label));
	draw_text(box.row, box.column + label_columns + 4, box.columns - label_columns - 4,
		ROLE_DIM, str_text(&item.note));
	item_fini(&item);
}

/* The labels' column: as wide as the widest of those that are seen. */
static int chooser_label_columns(const struct chooser *chooser, int columns)
{
	int most = 8;
	for (int64_t i = chooser->top; i < chooser->count && i < chooser->top + chooser->rows;
		i++) {
		struct item item = { 0 };
		item_get(chooser, item_at(chooser, i), &item);
		int width = text_width(str_text(&item.label));
		most = width > most ? width : most;
		item_fini(&item);
	}
	return most < columns - 2 ? most : columns - 2;
}

static void chooser_frame(struct tui *tui, struct chooser *chooser, struct box box)
{
	struct str corner = { 0 };
	if (chooser->count > chooser->rows)
		str_addf(&corner, _("%lld of %lld"), (long long)chooser->selected + 1,
			(long long)chooser->count);
	dialog_frame(tui, box, ROLE_TITLE, chooser->title, str_text(&corner));
	str_fini(&corner);
}

static void chooser_draw(struct tui *tui, struct layer *layer)
{
	struct chooser *chooser = (struct chooser *)layer;
	int wanted = chooser->count > 1000 ? 1000 : (int)chooser->count;
	struct box box = dialog_box(tui, (wanted < 3 ? 3 : wanted) + FRAME_ROWS, 72);
	struct box inside = box_inside(box);
	chooser->rows = inside.rows;
	chooser->top = layout_top(chooser->top, chooser->selected, chooser->count, inside.rows);
	chooser_frame(tui, chooser, box);
	if (chooser->count == 0)
		draw_text(inside.row, inside.column + 2, inside.columns - 2, ROLE_TEXT,
			_("Nothing matches. Backspace takes back what was typed."));
	int columns = chooser_label_columns(chooser, inside.columns);
	struct box line = inside;
	for (int64_t i = chooser->top; i < chooser->count && line.row < inside.row + inside.rows;
		i++, line.row++)
		item_draw(chooser, i, line, columns);
	tui->cursor_row = inside.row + (int)(chooser->selected - chooser->top);
	tui->cursor_column = inside.column;
}

static void chooser_message(struct layer *layer, struct str *out, enum tui_role *role)
{
	struct chooser *chooser = (struct chooser *)layer;
	(void)role;
	if (chooser->filter.len)
		str_addf(out, "%s%s", _("Filter: "), str_text(&chooser->filter));
	else if (chooser->picker && chooser->picker->help)
		str_add(out, _(chooser->picker->help));
	else
		str_add(out, _("Type to filter, Enter chooses, Esc leaves it as it is."));
}

static int chooser_labels(struct layer *layer, struct key_label *labels, int most)
{
	(void)layer;
	(void)most;
	labels[0] = (struct key_label){ TUI_ENTER, _("Choose"), 0 };
	labels[1] = (struct key_label){ TUI_ESC, _("Back"), 1 };
	return 2;
}

static void chooser_answer(struct tui *tui, struct chooser *chooser)
{
	struct item item = { 0 };
	if (chooser->count == 0)
		return;
	item_get(chooser, item_at(chooser, chooser->selected), &item);
	layer_unlink(tui, &chooser->layer);
	if (chooser->picker && chooser->picker->filter)
		chooser->picker->filter(chooser->picker_ctx, "");
	chooser->done(tui, chooser->ctx, str_text(&item.id));
	item_fini(&item);
}

static void chooser_leave(struct tui *tui, struct chooser *chooser)
{
	if (chooser->picker && chooser->picker->filter)
		chooser->picker->filter(chooser->picker_ctx, "");
	layer_unlink(tui, &chooser->layer);
}

static bool chooser_move(struct chooser *chooser, int key)
{
	int64_t screen = chooser->rows > 1 ? chooser->rows - 1 : 1;
	int64_t to = chooser->selected;
	switch (key) {
	case TUI_UP:
	case TUI_BACK_TAB:
		to--;
		break;
	case TUI_DOWN:
	case TUI_TAB:
		to++;
		break;
	case TUI_PAGE_UP:
		to -= screen;
		break;
	case TUI_PAGE_DOWN:
		to += screen;
		break;
	case TUI_HOME:
		to = 0;
		break;
	case TUI_END:
		to = chooser->count - 1;
		break;
	default:
		return false;
	}
	to = to >= chooser->count ? chooser->count - 1 : to;
	chooser->selected = to < 0 ? 0 : to;
	return true;
}

static bool chooser_key(struct tui *tui, struct layer *layer, int key)
{
	struct chooser *chooser = (struct chooser *)layer;
	if (chooser_move(chooser, key))
		return true;
	if (key == TUI_ENTER) {
		chooser_answer(tui, chooser);
	} else if (key == TUI_ESC || key == TUI_CTRL('c')) {
		chooser_leave(tui, chooser);
	} else if (key == TUI_BACKSPACE && chooser->filter.len) {
		str_cut_last(&chooser->filter);
		chooser_refilter(chooser);
	} else if (key >= ' ' && key < TUI_BACKSPACE && chooser->filter.len < 100) {
		character_add(&chooser->filter, key);
		chooser_refilter(chooser);
	} else {
		return false;
	}
	return true;
}

static const struct layer_kind chooser_kind = { .dialog = true,
	.draw = chooser_draw,
	.key = chooser_key,
	.free = chooser_free,
	.labels = chooser_labels,
	.message = chooser_message };

static struct chooser *chooser_new(
	const char *title, void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx)
{
	struct chooser *chooser = xcalloc(1, sizeof *chooser);
	chooser->layer.kind = &chooser_kind;
	chooser->title = xstrdup(title);
	chooser->done = done;
	chooser->ctx = ctx;
	return chooser;
}

void dialog_pick(struct tui *tui, const struct picker *picker, void *picker_ctx, const char *id,
	void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx)
{
	struct chooser *chooser = chooser_new(_(picker->title), done, ctx);
	chooser->picker = picker;
	chooser->picker_ctx = picker_ctx;
	chooser_refilter(chooser);
	chooser_find(chooser, id);
	layer_push(tui, &chooser->layer);
}

void tui_choose(struct tui *tui, const struct picker *picker, const char *id,
	void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx)
{
	dialog_pick(tui, picker, ctx, id, done, ctx);
}

void tui_menu(struct tui *tui, const char *title, const struct choice *choices, int count,
	const char *id, void (*done)(struct tui *tui, void *ctx, const char *id), void *ctx)
{
	struct chooser *chooser = chooser_new(title, done, ctx);
	struct choice *copy = xcalloc(
		(size_t)count + 1, sizeof *copy); /* ends with an id of NULL */
	memcpy(copy, choices, (size_t)count * sizeof *copy);
	chooser->choices = copy;
	chooser_refilter(chooser);
	chooser_find(chooser, id);
	layer_push(tui, &chooser->layer);
}

/* ---- bars ---- */

struct gauge {
	struct layer layer;
	char *title, *text;
	int64_t done, of;
	bool cancelled;
	void (*cancel)(struct tui *tui, void *ctx);
	void *ctx;
};

static void gauge_free(struct tui *tui, struct layer *layer)
{
	struct gauge *gauge = (struct gauge *)layer;
	(void)tui;
	free(gauge->title);
	free(gauge->text);
	free(gauge);
}

static void gauge_draw(struct tui *tui, struct layer *layer)
{
	struct gauge *gauge = (struct gauge *)layer;
	struct box box = dialog_box(tui, 2 + FRAME_ROWS, BOX_COLUMNS), inside = box_inside(box);
	struct str bar = { 0 };
	dialog_frame(tui, box, ROLE_TITLE, gauge->title, NULL);
	draw_text(inside.row, inside.column, inside.columns, ROLE_TEXT, gauge->text);
	if (gauge->of > 0) {
		layout_bar(&bar, gauge->done, gauge->of, inside.columns - 24);
		str_addf(&bar, _("  %lld of %lld"), (long long)gauge->done, (long long)gauge->of);
		draw_text(inside.row + 1, inside.column, inside.columns, ROLE_TEXT, str_text(&bar));
	}
	tui->cursor_row = inside.row;
	tui->cursor_column = inside.column;
	str_fini(&bar);
}

static bool gauge_key(struct tui *tui, struct layer *layer, int key)
{
	struct gauge *gauge = (struct gauge *)layer;
	if (key != TUI_ESC && key != 'q' && key != TUI_CTRL('c'))
		return false;
	if (!gauge->cancel) {
		tui_message(tui, ROLE_TEXT, _("This cannot be stopped; it will not take long."));
	} else if (!gauge->cancelled) {
		gauge->cancelled = true;
		gauge->cancel(tui, gauge->ctx);
	}
	return true;
}

static int gauge_labels(struct layer *layer, struct key_label *labels, int most)
{
	struct gauge *gauge = (struct gauge *)layer;
	(void)most;
	labels[0] = (struct key_label){ TUI_ESC, _("Stop"), 0 };
	return gauge->cancel ? 1 : 0;
}

static const struct layer_kind gauge_kind = { .dialog = true,
	.draw = gauge_draw,
	.key = gauge_key,
	.free = gauge_free,
	.labels = gauge_labels };

static struct gauge *gauge_find(const struct tui *tui)
{
	for (struct layer *layer = tui->top; layer; layer = layer->under)
		if (layer->kind == &gauge_kind)
			return (struct gauge *)layer;
	return NULL;
}

void tui_gauge(struct tui *tui, const char *title, const char *text, int64_t done, int64_t of,
	void (*cancel)(struct tui *tui, void *ctx), void *ctx)
{
	struct gauge *gauge = gauge_find(tui);
	if (!gauge) {
		gauge = xcalloc(1, sizeof *gauge);
		gauge->layer.kind = &gauge_kind;
		layer_push(tui, &gauge->layer);
	}
	free(gauge->title);
	free(gauge->text);
	gauge->title = xstrdup(title);
	gauge->text = xstrdup(text);
	gauge->done = done;
	gauge->of = of;
	gauge->cancel = cancel;
	gauge->ctx = ctx;
	tui->dirty = true;
}

void tui_gauge_close(struct tui *tui)
{
	struct gauge *gauge = gauge_find(tui);
	if (gauge)
		layer_unlink(tui, &gauge->layer);
}
