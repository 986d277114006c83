/* The whole draw: the rows around the body, the topmost page, the dialogs over it. */
#include <stdlib.h>
#include <string.h>

#include <curses.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/inside.h"
#include "tui/term.h"

#define MONEY_MOST 24 /* columns of the money when it shares the keys row */
#define BUSY_BAR 10

/* Runs of spaces become one: what is well apart at 80 columns is too wide for 40. */
static void squeeze(struct str *out, const char *text)
{
	for (; *text; text++)
		if (*text != ' ' || (out->len && out->text[out->len - 1] != ' '))
			str_addc(out, *text);
}

static void waiting_draw(struct tui *tui)
{
	struct str text = { 0 };
	str_addf(&text, _("This window is %d x %d. Please make it at least %d x %d."),
		tui->layout.columns, tui->layout.rows, LAYOUT_LEAST_COLUMNS, LAYOUT_LEAST_ROWS);
	struct lines lines = { 0 };
	struct box box = { 0, 0, tui->layout.rows, tui->layout.columns };
	lines_add(&lines, str_text(&text), box.columns);
	draw_lines(box, &lines, 0);
	lines_fini(&lines);
	str_fini(&text);
}

/* "3/7 Numbers", or the title of a view that stands over the step. */
static void place_text(struct tui *tui, struct page *page, struct str *out)
{
	if (!page_is_step(page) || !tui->shell)
		str_add(out, _(page_view(page)->title));
	else
		str_addf(out, "%d/%d %s", tui->step + 1, tui->shell->step_count(tui->ctx),
			_(tui->shell->step(tui->ctx, tui->step)->title));
}

static void title_compact(struct tui *tui, struct page *page, const char *left)
{
	struct str line = { 0 }, place = { 0 };
	int columns = tui->layout.columns;
	squeeze(&line, left);
	place_text(tui, page, &place);
	/* Where one is matters more than the end of a long name. */
	int begin = draw_text_right(0, columns, columns * 2 / 3, ROLE_CURRENT, str_text(&place));
	draw_text(0, 0, begin - 1, ROLE_TITLE, str_text(&line));
	str_fini(&line);
	str_fini(&place);
}

static void title_draw(struct tui *tui, struct page *page)
{
	struct str left = { 0 }, right = { 0 };
	int columns = tui->layout.columns;
	if (tui->shell)
		tui->shell->title(tui->ctx, &left, &right);
	if (tui->layout.compact) {
		title_compact(tui, page, str_text(&left));
	} else {
		int begin = draw_text_right(
			0, columns - 1, columns / 2, ROLE_TEXT, str_text(&right));
		draw_text(0, 1, begin - 2, ROLE_TITLE, str_text(&left));
	}
	str_fini(&left);
	str_fini(&right);
}

static void step_current_draw(const char *steps, int row)
{
	const char *begin = strchr(steps, '>'), *end = begin ? strchr(begin, '<') : NULL;
	if (!end)
		return;
	struct str before = { 0 }, current = { 0 };
	str_addn(&before, steps, (size_t)(begin - steps));
	str_addn(&current, begin, (size_t)(end - begin + 1));
	draw_text(row, text_width(str_text(&before)), COLS, ROLE_CURRENT, str_text(&current));
	str_fini(&before);
	str_fini(&current);
}

static void steps_draw(struct tui *tui)
{
	struct str steps = { 0 };
	if (!tui->shell || tui->layout.steps_row < 0)
		return;
	layout_steps(&steps, tui->shell, tui->ctx, tui->step, tui->layout.columns);
	draw_text(tui->layout.steps_row, 0, tui->layout.columns, ROLE_TEXT, str_text(&steps));
	step_current_draw(str_text(&steps), tui->layout.steps_row);
	str_fini(&steps);
}

static void busy_text(const struct tui *tui, struct str *out)
{
	str_add(out, str_text(&tui->busy));
	if (tui->busy_of <= 0)
		return;
	str_addc(out, ' ');
	layout_bar(out, tui->busy_done, tui->busy_of, BUSY_BAR);
	int64_t percent = tui->busy_done * 100 / tui->busy_of;
	str_addf(out, " %d%%", percent > 100 ? 100 : (int)percent);
}

static int keys_collect(struct tui *tui, struct page *page, struct key_label *labels)
{
	if (tui->top->kind->labels)
		return tui->top->kind->labels(tui->top, labels, MOST_LABELS);
	return page_labels(tui, page, labels, MOST_LABELS);
}

static void keys_draw(struct tui *tui, struct page *page, const char *money)
{
	struct key_label labels[MOST_LABELS];
	struct str line = { 0 };
	const struct layout *layout = &tui->layout;
	int columns = layout->columns - (layout->compact ? 0 : 2);
	if (layout->compact && *money)
		columns = draw_text_right(layout->keys_row, layout->columns - 1, MONEY_MOST,
				  ROLE_TEXT, money) -
			  1;
	int count = keys_collect(tui, page, labels);
	layout_keys(&line, labels, count, columns, layout->compact && !tui->top->kind->dialog);
	draw_text(layout->keys_row, layout->compact ? 0 : 1, columns, ROLE_TEXT, str_text(&line));
	str_fini(&line);
}

static void status_full(struct tui *tui, const char *money, const char *state, const char *busy)
{
	int row = tui->layout.status_row, columns = tui->layout.columns, end = columns - 1;
	if (*busy)
		end = draw_text_right(row, end, columns / 2, ROLE_CURRENT, busy) - 2;
	int used = draw_text(row, 1, end - 1, ROLE_TEXT, money);
	used += used ? 4 : 1;
	draw_text(row, used, end - used, ROLE_TEXT, state);
}

/* Gives the money, which stands beside the keys where there is little room; the caller frees it. */
static char *status_draw(struct tui *tui, struct page *page)
{
	struct str money = { 0 }, state = { 0 }, busy = { 0 };
	page_status(tui, page, &money, &state);
	busy_text(tui, &busy);
	if (!tui->layout.compact)
		status_full(tui, str_text(&money), str_text(&state), str_text(&busy));
	else if (busy.len)
		draw_text(tui->layout.state_row, 0, tui->layout.columns, ROLE_CURRENT,
			str_text(&busy));
	else
		draw_text(
			tui->layout.state_row, 0, tui->layout.columns, ROLE_TEXT, str_text(&state));
	str_fini(&state);
	str_fini(&busy);
	return str_take(&money);
}

/* The message's lines: what was said last, else the topmost layer's own. */
static void message_lines(struct tui *tui, struct lines *lines, enum tui_role *role)
{
	struct str text = { 0 };
	*role = ROLE_TEXT;
	if (tui->message.len) {
		str_add(&text, str_text(&tui->message));
		*role = tui->message_role;
	} else if (tui->top->kind->message) {
		tui->top->kind->message(tui->top, &text, role);
	}
	lines_add(lines, str_text(&text), COLS - (COLS < LAYOUT_FULL_COLUMNS ? 0 : 2));
	str_fini(&text);
}

static void message_draw(struct tui *tui, struct lines *lines, enum tui_role role)
{
	const struct layout *layout = &tui->layout;
	int indent = layout->compact ? 0 : 1;
	for (int i = 0; i < lines->count; i++)
		lines->line[i].role = role;
	draw_lines((struct box){ layout->message_row, indent, layout->message_rows,
			   layout->columns - 2 * indent },
		lines, 0);
}

static void rules_draw(struct tui *tui, struct page *page)
{
	const struct layout *layout = &tui->layout;
	const char *title = page_is_step(page) ? NULL : _(page_view(page)->title);
	draw_rule(layout->rule_row, 0, layout->columns, title);
	draw_rule(layout->rule2_row, 0, layout->columns, NULL);
}

/* Dialogs from the lowest to the topmost. */
static void dialogs_draw(struct tui *tui, struct layer *layer)
{
	if (!layer->kind->dialog)
		return;
	dialogs_draw(tui, layer->under);
	layer->kind->draw(tui, layer);
}

static void layers_draw(struct tui *tui)
{
	struct page *page = page_top(tui);
	struct lines message = { 0 };
	enum tui_role role;
	message_lines(tui, &message, &role);
	layout_frame(&tui->layout, LINES, COLS, message.count > 1 ? 2 : 1, page_has_pane(page));
	title_draw(tui, page);
	steps_draw(tui);
	rules_draw(tui, page);
	((struct layer *)page)->kind->draw(tui, (struct layer *)page);
	message_draw(tui, &message, role);
	char *money = status_draw(tui, page);
	dialogs_draw(tui, tui->top);
	/* Last: whether there is more to read is known once a dialog has been drawn. */
	keys_draw(tui, page, money);
	free(money);
	lines_fini(&message);
}

void frame_compose(struct tui *tui)
{
	layout_frame(&tui->layout, LINES, COLS, 1, false);
	erase();
	tui->cursor_row = tui->cursor_column = 0;
	if (tui->layout.waiting)
		waiting_draw(tui);
	else if (page_top(tui))
		layers_draw(tui);
}

void frame_draw(struct tui *tui)
{
	frame_compose(tui);
	term_flush(tui->cursor_row, tui->cursor_column);
}
