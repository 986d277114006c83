/* A view as a layer: its list or form, the text around it, its filter, and what its keys do. */
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/common.h"
#include "tui/inside.h"
#include "tui/term.h"

#define FIRST_WINDOW 20 /* rows to load before a first draw tells how many are seen */
#define LEAST_ROWS 3    /* of the list, whatever stands below it */
#define FILTER_COLUMNS 30

struct page {
	struct layer layer;
	const struct view *view;
	void *ctx;
	bool is_step;
	struct fields *fields; /* NULL: a list */

	int64_t count, top, selected;
	int64_t key; /* of the selected row, -1: none: the selection follows it */
	int64_t loaded_first;
	int loaded_rows, window;
	bool stale; /* count and load again */
	int list_row;

	struct str filter; /* as it was typed, with its '!' */
	bool filtering;    /* it is being typed */
	bool in_pane;      /* the keys scroll the detail pane */
	int pane_top;
};

struct page *page_new(struct tui *tui, const struct view *view, void *ctx, bool is_step)
{
	struct page *page = xcalloc(1, sizeof *page);
	page->layer.kind = &page_kind;
	page->view = view;
	page->ctx = ctx;
	page->is_step = is_step;
	page->key = -1;
	page->stale = true;
	page->window = FIRST_WINDOW;
	if (view->fields)
		page->fields = fields_new(view->fields, view->field_count, ctx, false);
	layer_push(tui, &page->layer);
	if (view->open)
		view->open(tui, ctx);
	return page;
}

static void page_free(struct tui *tui, struct layer *layer)
{
	struct page *page = (struct page *)layer;
	if (page->view->close)
		page->view->close(tui, page->ctx);
	fields_free(page->fields);
	str_fini(&page->filter);
	free(page);
}

const struct view *page_view(const struct page *page)
{
	return page->view;
}

bool page_ticks(const struct page *page)
{
	return page->view->tick && page->view->tick(page->ctx);
}

bool page_has_pane(const struct page *page)
{
	return page->view->detail != NULL;
}

bool page_is_step(const struct page *page)
{
	return page->is_step;
}

void *page_ctx(const struct page *page)
{
	return page->ctx;
}

/* ---- rows ---- */

void page_reload(struct page *page)
{
	page->stale = true;
	if (page->fields)
		fields_reload(page->fields);
}

static void rows_clip(struct page *page)
{
	if (page->selected >= page->count)
		page->selected = page->count - 1;
	if (page->selected < 0)
		page->selected = 0;
}

static void rows_count(struct page *page)
{
	const struct view *view = page->view;
	page->count = view->count ? view->count(page->ctx) : 0;
	if (page->key >= 0 && view->find) {
		int64_t row = view->find(page->ctx, page->key);
		page->selected = row >= 0 ? row : page->selected;
	}
	rows_clip(page);
	page->loaded_rows = 0;
	page->stale = false;
}

/* Brings the window that holds the selected row into memory. */
static void rows_ready(struct page *page)
{
	if (page->stale)
		rows_count(page);
	page->top = layout_top(page->top, page->selected, page->count, page->window);
	int64_t left = page->count - page->top;
	int rows = left > page->window ? page->window : (int)left;
	if (page->loaded_rows != rows || page->loaded_first != page->top) {
		if (rows > 0 && page->view->load)
			page->view->load(page->ctx, page->top, rows);
		page->loaded_first = page->top;
		page->loaded_rows = rows;
	}
	page->key = -1;
	if (page->count > 0 && page->view->key)
		page->key = page->view->key(page->ctx, page->selected);
}

int64_t page_row(struct page *page)
{
	if (page->fields)
		return fields_at(page->fields);
	rows_ready(page);
	return page->count > 0 ? page->selected : -1;
}

int64_t page_row_key(struct page *page)
{
	return page_row(page) < 0 || page->fields ? -1 : page->key;
}

void page_select(struct page *page, int64_t row)
{
	if (page->fields) {
		fields_select(page->fields, (int)row);
		return;
	}
	rows_ready(page);
	page->selected = row;
	page->pane_top = 0;
	rows_clip(page);
	rows_ready(page);
}

void page_select_key(struct page *page, int64_t key)
{
	rows_ready(page);
	int64_t row = page->view->find ? page->view->find(page->ctx, key) : -1;
	if (row >= 0)
		page_select(page, row);
}

/* ---- drawing ---- */

static void row_cells(struct page *page, int64_t row, struct str *out)
{
	for (int i = 0; i < page->view->column_count; i++) {
		if (i)
			str_addc(out, '\t');
		page->view->cell(page->ctx, row, i, out);
	}
}

/* How the list stands in its box. */
struct list_look {
	int margin; /* columns of marker and mark */
	int width[32], where[32];
	int count;
	bool compact;
};

static void list_look(struct list_look *look, const struct view *view, int columns, bool compact)
{
	look->compact = compact;
	look->count = view->column_count > 32 ? 32 : view->column_count;
	look->margin = (compact ? 2 : 3) + (view->mark ? 4 : 0);
	layout_columns(view->columns, look->count, columns - look->margin - !compact, compact,
		look->width);
	layout_places(look->width, look->count, compact, look->where);
}

static void cell_draw(
	int row, int column, int width, bool right, enum tui_role role, const char *text)
{
	if (right)
		draw_text_right(row, column + width, width, role, text);
	else
		draw_text(row, column, width, role, text);
}

static void list_titles(struct page *page, struct box box, const struct list_look *look)
{
	for (int i = 0; i < look->count; i++)
		if (look->width[i])
			cell_draw(box.row, box.column + look->margin + look->where[i],
				look->width[i], page->view->columns[i].right, ROLE_TITLE,
				_(page->view->columns[i].title));
}

static void row_mark(struct page *page, int64_t row, int screen_row, int column)
{
	char mark = page->view->mark ? page->view->mark(page->ctx, row) : 0;
	char text[4] = { '[', mark, ']', '\0' };
	if (mark)
		draw_text(screen_row, column, 3, ROLE_TEXT, text);
}

/* Only the marker and the first cell show the selection: a step down sends a few bytes. */
static void row_draw(struct page *page, int64_t row, struct box box, const struct list_look *look)
{
	const struct view *view = page->view;
	bool selected = row == page->selected, first = true;
	struct str cell = { 0 };
	if (selected)
		draw_text(box.row, box.column + !look->compact, 1, ROLE_SELECTED, ">");
	row_mark(page, row, box.row, box.column + (look->compact ? 2 : 3));
	for (int i = 0; i < look->count; i++) {
		if (!look->width[i])
			continue;
		enum tui_role role = view->role ? view->role(page->ctx, row, i) : ROLE_TEXT;
		str_clear(&cell);
		view->cell(page->ctx, row, i, &cell);
		cell_draw(box.row, box.column + look->margin + look->where[i], look->width[i],
			view->columns[i].right, selected && first ? ROLE_SELECTED : role,
			str_text(&cell));
		first = false;
	}
	str_fini(&cell);
}

static void list_empty(struct page *page, struct box box)
{
	struct str text = { 0 };
	struct lines lines = { 0 };
	if (page->filter.len)
		str_add(&text, _("Nothing here matches the filter. Esc takes it away."));
	else if (page->view->empty)
		page->view->empty(page->ctx, &text);
	box.column += 3;
	box.columns -= 4;
	lines_add(&lines, str_text(&text), box.columns);
	draw_lines(box, &lines, 0);
	lines_fini(&lines);
	str_fini(&text);
}

static void list_draw(struct tui *tui, struct page *page, struct box box)
{
	struct list_look look;
	bool compact = tui->layout.compact;
	list_look(&look, page->view, box.columns, compact);
	/* The compact layout has no row to spare for titles unless it is tall. */
	bool titles = !compact || box.rows >= 10;
	if (titles && box.rows > 1) {
		list_titles(page, box, &look);
		box.row++;
		box.rows--;
	}
	page->window = box.rows > 0 ? box.rows : 1;
	page->list_row = box.row;
	rows_ready(page);
	if (page->count == 0)
		list_empty(page, box);
	struct box line = { box.row, box.column, 1, box.columns };
	for (int i = 0; i < page->loaded_rows && i < box.rows; i++, line.row++)
		row_draw(page, page->loaded_first + i, line, &look);
	tui->cursor_row = box.row + (page->count ? (int)(page->selected - page->top) : 0);
	tui->cursor_column = box.column + !compact;
}

/* Lines of a callback's text for a width. */
static void lines_of(struct page *page, void (*text)(void *, int, struct str *), int columns,
	int wrap, struct lines *lines)
{
	struct str out = { 0 };
	if (text)
		text(page->ctx, columns, &out);
	lines_add(lines, str_text(&out), wrap);
	str_fini(&out);
}

static void header_draw(struct page *page, struct box *box, bool compact)
{
	struct lines lines = { 0 };
	if (!compact)
		lines_of(page, page->view->header, box->columns - 2, 0, &lines);
	int rows = lines.count < box->rows - LEAST_ROWS ? lines.count : box->rows - LEAST_ROWS;
	draw_lines((struct box){ box->row, box->column + 1, rows, box->columns - 2 }, &lines, 0);
	box->row += rows > 0 ? rows : 0;
	box->rows -= rows > 0 ? rows : 0;
	lines_fini(&lines);
}

/* The footer takes the lower rows of the box; right under `used` rows if it follows a form. */
static void footer_draw(struct page *page, struct box *box, int used)
{
	struct str title = { 0 };
	struct lines lines = { 0 };
	bool framed = page->view->framed && page->view->framed(page->ctx, &title);
	int columns = box->columns - (framed ? 6 : 2), least = used > 0 ? used : LEAST_ROWS;
	lines_of(page, page->view->footer, columns, framed ? columns : 0, &lines);
	int rows = lines.count + (framed ? 2 : 0);
	rows = lines.count == 0 ? 0 : rows > box->rows - least ? box->rows - least : rows;
	if (rows > (framed ? 2 : 0)) {
		int row = used > 0 ? box->row + used : box->row + box->rows - rows;
		row += used > 0 && used + rows < box->rows; /* a blank line where there is room */
		struct box whole = { row, box->column + 1, rows, box->columns - 2 };
		struct box inner = { row + 1, box->column + 3, rows - 2, columns };
		if (framed)
			draw_frame(whole, ROLE_TITLE, str_text(&title), NULL);
		draw_lines(framed ? inner : whole, &lines, 0);
		box->rows -= rows;
	}
	lines_fini(&lines);
	str_fini(&title);
}

static void form_draw(struct tui *tui, struct page *page, struct box box)
{
	int rows = fields_rows(page->fields);
	rows = rows > box.rows ? box.rows : rows;
	footer_draw(page, &box, rows);
	box.rows = rows;
	fields_draw(tui, page->fields, box, tui->top == &page->layer);
}

static void pane_draw(struct tui *tui, struct page *page)
{
	const struct layout *layout = &tui->layout;
	struct str text = { 0 };
	struct lines lines = { 0 };
	struct box box = { layout->body_row, layout->pane_column + 1, layout->body_rows,
		layout->pane_columns - 2 };
	if (!layout->pane_columns)
		return;
	page->view->detail(page->ctx, page_row(page), &text);
	lines_add(&lines, str_text(&text), box.columns);
	draw_rule_down(layout->body_row, layout->pane_column - 1, layout->body_rows);
	page->pane_top = (int)layout_top(page->pane_top, page->pane_top, lines.count, box.rows);
	draw_lines(box, &lines, page->pane_top);
	if (page->in_pane) {
		tui->cursor_row = box.row;
		tui->cursor_column = box.column;
	}
	lines_fini(&lines);
	str_fini(&text);
}

/* "Filter: lyon" at the right of the body's first row; compact: of the state's row. */
static void filter_draw(struct tui *tui, struct page *page)
{
	struct str text = { 0 };
	int row = tui->layout.compact ? tui->layout.state_row : tui->layout.body_row;
	int end = tui->layout.body_columns - 1;
	if (!page->filter.len && !page->filtering)
		return;
	str_addf(&text, " %s%s ", _("Filter: "), str_text(&page->filter));
	draw_text_right(row, end, FILTER_COLUMNS, ROLE_CURRENT, str_text(&text));
	if (page->filtering) {
		tui->cursor_row = row;
		tui->cursor_column = end - 1;
	}
	str_fini(&text);
}

static void page_draw(struct tui *tui, struct layer *layer)
{
	struct page *page = (struct page *)layer;
	const struct layout *layout = &tui->layout;
	struct box box = { layout->body_row, 0, layout->body_rows, layout->body_columns };
	/* The text around the list may speak of what count() reads. */
	if (!page->fields && page->stale)
		rows_count(page);
	header_draw(page, &box, layout->compact);
	if (page->fields) {
		form_draw(tui, page, box);
	} else {
		/* Compact rows belong to the list; d shows the footer with the detail. */
		if (!layout->compact || box.rows >= 16)
			footer_draw(page, &box, 0);
		list_draw(tui, page, box);
	}
	pane_draw(tui, page);
	filter_draw(tui, page);
}

/* ---- the rows below ---- */

static void page_message(struct layer *layer, struct str *out, enum tui_role *role)
{
	struct page *page = (struct page *)layer;
	if (page->filtering)
		str_add(out, _("Type what the rows must have; ! before it: must not have."));
	else if (page->view->message)
		page->view->message(page->ctx, page_row(page), out, role);
	if (!out->len && page->fields)
		fields_message(page->fields, out);
}

void page_status(struct tui *tui, struct page *page, struct str *money, struct str *state)
{
	if (page->view->status)
		page->view->status(page->ctx, tui->layout.compact, money, state);
	else if (tui->shell && tui->shell->status)
		tui->shell->status(tui->ctx, tui->layout.compact, money, state);
}

static int filter_labels(struct key_label *labels)
{
	labels[0] = (struct key_label){ TUI_ENTER, _("Keep the filter"), 0 };
	labels[1] = (struct key_label){ TUI_ESC, _("Take it away"), 1 };
	return 2;
}

static int editing_labels(struct key_label *labels)
{
	labels[0] = (struct key_label){ TUI_F(1), _("Help"), 3 };
	labels[1] = (struct key_label){ TUI_TAB, _("Next field"), 2 };
	labels[2] = (struct key_label){ TUI_ENTER, _("Take"), 0 };
	labels[3] = (struct key_label){ TUI_ESC, _("Back"), 1 };
	return 4;
}

int page_labels(struct tui *tui, struct page *page, struct key_label *labels, int most)
{
	int count, kept = 0;
	if (page->filtering)
		return filter_labels(labels);
	if (page->fields && fields_editing(page->fields))
		return editing_labels(labels);
	count = layout_key_labels(labels, most, page->view, tui->shell, page->ctx, tui->ctx);
	int last = tui->shell ? tui->shell->step_count(tui->ctx) - 1 : 0;
	for (int i = 0; i < count; i++) {
		bool none = (labels[i].key == '<' && (tui->step == 0 || !page->is_step)) ||
			    (labels[i].key == '>' && (tui->step == last || !page->is_step));
		if (none)
			continue;
		labels[kept] = labels[i];
		/* What stands over a step is left, not quit; q does the same. */
		if (labels[i].key == 'q' && !page->is_step) {
			labels[kept].key = TUI_ESC;
			labels[kept].label = _("Back");
		}
		kept++;
	}
	return kept;
}

/* ---- the filter ---- */

static void filter_apply(struct page *page)
{
	struct filter filter = layout_filter(str_text(&page->filter));
	page->view->filter(page->ctx, filter.text, filter.exclude);
	page->stale = true;
}

static void filter_cut(struct page *page, size_t len)
{
	char *kept = xstrndup(str_text(&page->filter), len);
	str_clear(&page->filter);
	str_add(&page->filter, kept);
	free(kept);
}

static void filter_type(struct page *page, int key)
{
	uint8_t bytes[6];
	int len = u8_uctomb(bytes, (ucs4_t)key, sizeof bytes);
	if (len > 0 && page->filter.len < 200)
		str_addn(&page->filter, (const char *)bytes, (size_t)len);
}

static void rows_move(struct page *page, int64_t by)
{
	page_select(page, page->selected + by);
}

static bool filter_key(struct page *page, int key)
{
	switch (key) {
	case TUI_ENTER:
	case TUI_TAB:
		page->filtering = false;
		return true;
	case TUI_ESC:
		page->filtering = false;
		str_clear(&page->filter);
		break;
	case TUI_UP:
	case TUI_DOWN:
		rows_move(page, key == TUI_UP ? -1 : 1);
		return true;
	case TUI_BACKSPACE:
		filter_cut(page, text_prev(str_text(&page->filter), page->filter.len));
		break;
	case TUI_CTRL('u'):
		str_clear(&page->filter);
		break;
	default:
		if (key < ' ' || key >= TUI_BACKSPACE)
			return false;
		filter_type(page, key);
	}
	filter_apply(page);
	return true;
}

/* ---- common commands ---- */

static void run_help(struct tui *tui, struct page *page, int key)
{
	struct str text = { 0 };
	(void)key;
	layout_help(&text, page->view, page->ctx, page_row(page), tui->shell, tui->ctx);
	tui_text(tui, _("Help"), str_text(&text));
	str_fini(&text);
}

static void run_move(struct tui *tui, struct page *page, int key)
{
	int64_t screen = page->window > 1 ? page->window - 1 : 1;
	enum command command = common_command(key);
	static const int steps[COMMAND_COUNT] = { [COMMAND_UP] = -1, [COMMAND_DOWN] = 1 };
	int64_t by = command == COMMAND_PAGE_UP     ? -screen
		     : command == COMMAND_PAGE_DOWN ? screen
						    : steps[command];
	if (page->in_pane)
		page->pane_top = page->pane_top + by > 0 ? page->pane_top + (int)by : 0;
	else if (page->fields)
		fields_move(tui, page->fields, by < 0 ? -1 : 1);
	else
		rows_move(page, by);
}

static void run_first(struct tui *tui, struct page *page, int key)
{
	(void)tui;
	(void)key;
	page_select(page, 0);
}

static void run_last(struct tui *tui, struct page *page, int key)
{
	(void)tui;
	(void)key;
	page_select(page, page->fields ? page->view->field_count - 1 : page->count - 1);
}

static void run_pane(struct tui *tui, struct page *page, int key)
{
	if (page->fields)
		fields_move(tui, page->fields, key == TUI_TAB ? 1 : -1);
	else if (tui->layout.pane_columns)
		page->in_pane = !page->in_pane;
}

static void run_mark(struct tui *tui, struct page *page, int key)
{
	static const enum mark_change changes[COMMAND_COUNT] = {
		[COMMAND_MARK] = MARK_TOGGLE,
		[COMMAND_MARK_ALL] = MARK_ALL,
		[COMMAND_MARK_NONE] = MARK_NONE,
		[COMMAND_MARK_INVERT] = MARK_INVERT,
	};
	int64_t row = page_row(page);
	if (row < 0)
		return;
	page->view->set_mark(tui, page->ctx, changes[common_command(key)], row);
	page->stale = true;
}

void page_filter(struct page *page)
{
	if (!page->view->filter)
		return;
	page->filtering = true;
	page->in_pane = false;
}

static void run_filter(struct tui *tui, struct page *page, int key)
{
	(void)tui;
	(void)key;
	page_filter(page);
}

static void run_open(struct tui *tui, struct page *page, int key)
{
	(void)key;
	if (page->fields)
		fields_open(tui, page->fields);
	else if (page->view->enter && page_row(page) >= 0)
		page->view->enter(tui, page->ctx, page->selected);
}

/* Detail, and in the compact layout also what has no room there. */
static void run_detail(struct tui *tui, struct page *page, int key)
{
	struct str text = { 0 };
	int columns = tui->layout.columns - 4;
	(void)key;
	page->view->detail(page->ctx, page_row(page), &text);
	if (tui->layout.compact && page->view->header) {
		str_add(&text, "\n\n");
		page->view->header(page->ctx, columns, &text);
	}
	if (tui->layout.compact && page->view->footer) {
		str_add(&text, "\n\n");
		page->view->footer(page->ctx, columns, &text);
	}
	tui_text(tui, _("Detail"), str_text(&text));
	str_fini(&text);
}

static void run_copy(struct tui *tui, struct page *page, int key)
{
	struct str text = { 0 };
	int64_t row = page_row(page);
	(void)key;
	if (row >= 0 && page->view->copy)
		page->view->copy(page->ctx, row, &text);
	else if (row >= 0)
		row_cells(page, row, &text);
	if (text.len)
		tui_copy(tui, str_text(&text));
	str_fini(&text);
}

static void run_redraw(struct tui *tui, struct page *page, int key)
{
	(void)tui;
	(void)key;
	page->stale = true;
	term_forget();
}

static void run_mouse(struct tui *tui, struct page *page, int key)
{
	(void)page;
	(void)key;
	tui->mouse = !tui->mouse;
	term_mouse(tui->mouse);
	tui_message(tui, ROLE_TEXT, "%s",
		tui->mouse ? _("The mouse is on: a click selects, the wheel moves. M: off.")
			   : _("The mouse is off: your terminal selects text again."));
}

static void run_step(struct tui *tui, struct page *page, int key)
{
	int count = tui->shell->step_count(tui->ctx), to = key - '0';
	enum command command = common_command(key);
	(void)page;
	if (command == COMMAND_BACK)
		to = tui->step - 1;
	else if (command == COMMAND_NEXT)
		to = tui->step + 1;
	if (to < 0 || to >= count) {
		tui_message(tui, ROLE_TEXT, "%s",
			to < 0 ? _("This is the first step.") : _("This is the last step."));
		return;
	}
	if (command == COMMAND_NEXT && tui->shell->next &&
		!tui->shell->next(tui, tui->ctx, tui->step, to))
		return;
	tui_go(tui, to);
}

static void quit_answer(struct tui *tui, void *ctx, bool yes)
{
	(void)ctx;
	if (yes)
		tui_quit(tui);
}

static void run_quit(struct tui *tui, struct page *page, int key)
{
	(void)key;
	if (!page->is_step) {
		if (!page->view->back || page->view->back(tui, page->ctx))
			layer_drop(tui, &page->layer);
	} else if (tui->shell && tui->shell->quit) {
		tui->shell->quit(tui, tui->ctx);
	} else {
		tui_ask(tui, _("Quit"), _("Everything is kept. Quit now?"), _("Quit"), _("Stay"),
			quit_answer, NULL);
	}
}

/* Esc: first out of the pane, then off with the filter, then away with the view. */
static void run_escape(struct tui *tui, struct page *page, int key)
{
	if (page->in_pane) {
		page->in_pane = false;
	} else if (page->filter.len) {
		str_clear(&page->filter);
		filter_apply(page);
	} else if (!page->is_step) {
		run_quit(tui, page, key);
	} else if (!page->view->back || page->view->back(tui, page->ctx)) {
		tui_message(tui, ROLE_TEXT, _("Nothing to go back to here. q quits."));
	}
}

typedef void run_command(struct tui *tui, struct page *page, int key);

static run_command *const runs[COMMAND_COUNT] = {
	[COMMAND_HELP] = run_help,
	[COMMAND_UP] = run_move,
	[COMMAND_DOWN] = run_move,
	[COMMAND_PAGE_UP] = run_move,
	[COMMAND_PAGE_DOWN] = run_move,
	[COMMAND_FIRST] = run_first,
	[COMMAND_LAST] = run_last,
	[COMMAND_NEXT_PANE] = run_pane,
	[COMMAND_LAST_PANE] = run_pane,
	[COMMAND_MARK] = run_mark,
	[COMMAND_MARK_ALL] = run_mark,
	[COMMAND_MARK_NONE] = run_mark,
	[COMMAND_MARK_INVERT] = run_mark,
	[COMMAND_FILTER] = run_filter,
	[COMMAND_OPEN] = run_open,
	[COMMAND_EDIT] = run_open,
	[COMMAND_DETAIL] = run_detail,
	[COMMAND_COPY] = run_copy,
	[COMMAND_REDRAW] = run_redraw,
	[COMMAND_MOUSE] = run_mouse,
	[COMMAND_BACK] = run_step,
	[COMMAND_NEXT] = run_step,
	[COMMAND_STEP] = run_step,
	[COMMAND_ESCAPE] = run_escape,
	[COMMAND_QUIT] = run_quit,
};

/* ---- keys ---- */

static const struct action *action_find(const struct action *actions, int count, int key)
{
	for (int i = 0; i < count; i++)
		if (actions[i].key == key || (actions[i].twin && actions[i].twin == key))
			return &actions[i];
	return NULL;
}

static void action_run(struct tui *tui, struct page *page, const struct action *action, void *ctx)
{
	struct error err = { 0 };
	if (action->needs_row && page_row(page) < 0)
		tui_message(tui, ROLE_TEXT, _("%s needs a row, and there is none here."),
			_(action->label));
	else if (action->enabled && !action->enabled(ctx, &err))
		tui_error(tui, &err);
	else
		action->run(tui, ctx);
}

static void mouse_run(struct page *page)
{
	int row, wheel;
	if (!term_mouse_event(&row, &wheel) || page->fields)
		return;
	int64_t at = page->top + row - page->list_row;
	if (wheel)
		rows_move(page, wheel * 3);
	else if (row >= page->list_row && at < page->top + page->loaded_rows)
		page_select(page, at);
}

static bool page_key(struct tui *tui, struct layer *layer, int key)
{
	struct page *page = (struct page *)layer;
	const struct action *action;
	const struct shell *shell = tui->shell;
	if (page->filtering && filter_key(page, key))
		return true;
	if (page->fields && fields_key(tui, page->fields, key))
		return true;
	/* F- and Ctrl-keys act while text is edited, after the text was taken. */
	if (page->fields && fields_editing(page->fields) &&
		(!key_acts_in_text(key) || !fields_leave(tui, page->fields)))
		return true;
	if (key == TUI_MOUSE) {
		mouse_run(page);
		return true;
	}
	if ((action = action_find(page->view->actions, page->view->action_count, key))) {
		action_run(tui, page, action, page->ctx);
		return true;
	}
	if (shell && (action = action_find(shell->actions, shell->action_count, key))) {
		action_run(tui, page, action, tui->ctx);
		return true;
	}
	enum command command = common_command(key);
	if (command == COMMAND_COUNT || !common_applies(command, page->view, shell))
		return false;
	runs[command](tui, page, key);
	return true;
}

const struct layer_kind page_kind = {
	.draw = page_draw,
	.key = page_key,
	.free = page_free,
	.message = page_message,
};
