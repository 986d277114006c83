/* The frame's arithmetic: which row is what, how wide a column is, what fits into the keys row. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/common.h"
#include "tui/layout.h"

static void frame_full(struct layout *layout, int message_rows)
{
	layout->steps_row = 1;
	layout->state_row = -1;
	layout->rule_row = 2;
	layout->body_row = 3;
	layout->status_row = layout->rows - 2;
	layout->message_row = layout->status_row - message_rows;
	layout->rule2_row = layout->message_row - 1;
	layout->body_rows = layout->rule2_row - layout->body_row;
}

static void frame_compact(struct layout *layout, int message_rows)
{
	layout->steps_row = layout->rule_row = layout->rule2_row = layout->status_row = -1;
	layout->state_row = 1;
	layout->body_row = 2;
	layout->message_row = layout->keys_row - message_rows;
	layout->body_rows = layout->message_row - layout->body_row;
}

void layout_frame(struct layout *layout, int rows, int columns, int message_rows, bool pane)
{
	*layout = (struct layout){ .rows = rows, .columns = columns };
	layout->waiting = columns < LAYOUT_LEAST_COLUMNS || rows < LAYOUT_LEAST_ROWS;
	layout->compact = columns < LAYOUT_FULL_COLUMNS || rows < LAYOUT_FULL_ROWS;
	layout->keys_row = rows - 1;
	layout->message_rows = message_rows;
	layout->body_columns = columns;
	if (layout->compact)
		frame_compact(layout, message_rows);
	else
		frame_full(layout, message_rows);
	if (!pane || layout->compact || columns < LAYOUT_PANE_COLUMNS)
		return;
	/* A third, but no line of text reads well beyond 60 columns. One column is the rule's. */
	layout->pane_columns = columns / 3 > 60 ? 60 : columns / 3;
	layout->pane_column = columns - layout->pane_columns;
	layout->body_columns = layout->pane_column - 1;
}

/* ---- columns ---- */

static int columns_sum(const int *width, int count, int gap)
{
	int sum = 0;
	for (int i = 0; i < count; i++)
		sum += width[i] ? width[i] + (sum ? gap : 0) : 0;
	return sum;
}

/* The shown column that goes first; -1: none may go. */
static int columns_least(const struct column *column, const int *width, int count)
{
	int least = -1;
	for (int i = 0; i < count; i++)
		if (width[i] && column[i].drop &&
			(least < 0 || column[i].drop >= column[least].drop))
			least = i;
	return least;
}

static int columns_widest(const int *width, int count)
{
	int widest = 0;
	for (int i = 1; i < count; i++)
		if (width[i] > width[widest])
			widest = i;
	return widest;
}

static void columns_grow(const struct column *column, int count, int spare, int *width)
{
	int shares = 0;
	for (int i = 0; i < count; i++)
		shares += width[i] ? column[i].grow : 0;
	for (int i = 0; i < count && shares > 0; i++) {
		if (!width[i] || !column[i].grow)
			continue;
		int extra = spare * column[i].grow / shares;
		width[i] += extra;
		spare -= extra;
		shares -= column[i].grow;
	}
}

void layout_columns(const struct column *column, int count, int columns, bool compact, int *width)
{
	int gap = compact ? 1 : 2;
	int least;
	for (int i = 0; i < count; i++)
		width[i] = compact && column[i].narrow ? column[i].narrow : column[i].width;
	while (columns_sum(width, count, gap) > columns &&
		(least = columns_least(column, width, count)) >= 0)
		width[least] = 0;
	/* What must stay and does not fit is cut, the widest first. */
	while (count > 0 && columns_sum(width, count, gap) > columns) {
		int widest = columns_widest(width, count);
		if (width[widest] <= 1)
			break;
		width[widest]--;
	}
	int spare = columns - columns_sum(width, count, gap);
	if (spare > 0)
		columns_grow(column, count, spare, width);
}

void layout_places(const int *width, int count, bool compact, int *where)
{
	int at = 0;
	for (int i = 0; i < count; i++) {
		where[i] = at;
		at += width[i] ? width[i] + (compact ? 1 : 2) : 0;
	}
}

int64_t layout_top(int64_t top, int64_t selected, int64_t count, int rows)
{
	int64_t last = count > rows ? count - rows : 0;
	if (selected < top)
		top = selected;
	if (selected >= top + rows)
		top = selected - rows + 1;
	if (top > last)
		top = last;
	return top < 0 ? 0 : top;
}

/* ---- the keys row ---- */

static void label_add(struct str *out, const struct key_label *label, bool compact)
{
	if (out->len)
		str_addc(out, ' ');
	key_text(out, label->key);
	if (compact)
		return;
	if (label->key != '?' && label->key != '/')
		str_addc(out, ' ');
	str_add(out, label->label);
}

static int labels_width(const struct key_label *labels, const bool *shown, int count, bool compact)
{
	struct str line = { 0 };
	for (int i = 0; i < count; i++)
		if (shown[i])
			label_add(&line, &labels[i], compact);
	int width = text_width(str_text(&line));
	str_fini(&line);
	return width;
}

static int labels_least(const struct key_label *labels, const bool *shown, int count)
{
	int least = -1;
	for (int i = 0; i < count; i++)
		if (shown[i] && (least < 0 || labels[i].rank >= labels[least].rank))
			least = i;
	return least;
}

void layout_keys(
	struct str *out, const struct key_label *labels, int count, int columns, bool compact)
{
	bool *shown = xcalloc((size_t)count + 1, sizeof *shown);
	struct str line = { 0 };
	memset(shown, true, (size_t)count);
	while (labels_width(labels, shown, count, compact) > columns) {
		int least = labels_least(labels, shown, count);
		if (least < 0)
			break;
		shown[least] = false;
	}
	for (int i = 0; i < count; i++)
		if (shown[i])
			label_add(&line, &labels[i], compact);
	str_add(out, str_text(&line));
	str_fini(&line);
	free(shown);
}

/* Collects the entries; a rank is ten times the place in the view's table, so that the common ones
 * stand between them. */
struct label_list {
	struct key_label *labels;
	int count, most;
};

static void list_add(struct label_list *list, int key, const char *label, int rank)
{
	if (list->count < list->most)
		list->labels[list->count++] = (struct key_label){ key, label, rank };
}

static void list_common(struct label_list *list, enum command command, int rank,
	const struct view *view, const struct shell *shell)
{
	if (common_applies(command, view, shell))
		list_add(list, commons[command].key[0], _(commons[command].label), rank);
}

static bool has_key(const struct action *actions, int count, int key)
{
	for (int i = 0; i < count; i++)
		if (actions[i].key == key || actions[i].twin == key)
			return true;
	return false;
}

static bool action_hidden(const struct action *action, void *ctx)
{
	return action->hidden && (!action->offered || !ctx || !action->offered(ctx));
}

static bool action_shown(const struct action *action, void *ctx)
{
	return !action_hidden(action, ctx) &&
	       (!action->enabled || !ctx || action->enabled(ctx, NULL));
}

static void list_view(struct label_list *list, const struct view *view, void *ctx)
{
	bool marks = view->set_mark && !has_key(view->actions, view->action_count, TUI_SPACE);
	bool enter_first = has_key(view->actions, view->action_count, TUI_ENTER);
	if (marks && !enter_first)
		list_add(list, TUI_SPACE, _(commons[COMMAND_MARK].label), 27);
	int rank = 0;
	for (int i = 0; i < view->action_count; i++) {
		if (marks && view->actions[i].key == TUI_ENTER)
			list_add(list, TUI_SPACE, _(commons[COMMAND_MARK].label), 27);
		rank += action_hidden(&view->actions[i], ctx) ? 0 : 10;
		if (action_shown(&view->actions[i], ctx))
			list_add(list, view->actions[i].key, _(view->actions[i].label), rank);
	}
	if (!enter_first && view->enter)
		list_add(list, TUI_ENTER, _("Open"), 15);
	if (!enter_first && view->fields)
		list_add(list, TUI_ENTER, _("Change"), 15);
}

static void list_shell(struct label_list *list, const struct view *view, const struct shell *shell,
	void *shell_ctx)
{
	for (int i = 0; i < shell->action_count; i++) {
		const struct action *action = &shell->actions[i];
		if (!has_key(view->actions, view->action_count, action->key) &&
			action_shown(action, shell_ctx))
			list_add(list, action->key, _(action->label), 80 + i);
	}
}

int layout_key_labels(struct key_label *labels, int most, const struct view *view,
	const struct shell *shell, void *ctx, void *shell_ctx)
{
	struct label_list list = { labels, 0, most };
	list_common(&list, COMMAND_HELP, 0, view, shell);
	list_common(&list, COMMAND_FILTER, 45, view, shell);
	list_view(&list, view, ctx);
	if (!has_key(view->actions, view->action_count, 'd'))
		list_common(&list, COMMAND_DETAIL, 65, view, shell);
	if (shell)
		list_shell(&list, view, shell, shell_ctx);
	list_common(&list, COMMAND_BACK, 37, view, shell);
	list_common(&list, COMMAND_NEXT, 35, view, shell);
	list_common(&list, COMMAND_QUIT, 75, view, shell);
	return list.count;
}

/* ---- steps, bars, small texts ---- */

static void step_add(struct str *out, const struct step *step, void *ctx, bool current)
{
	if (out->len)
		str_addc(out, ' ');
	str_addf(out, current ? ">%s<" : "%s", _(step->title));
	if (!current && step->done && step->done(ctx))
		str_addf(out, " %s", _("ok"));
}

static int steps_width(const struct shell *shell, void *ctx, int current, int first, int last)
{
	struct str line = { 0 };
	for (int i = first; i <= last; i++)
		step_add(&line, shell->step(ctx, i), ctx, i == current);
	int width = text_width(str_text(&line));
	str_fini(&line);
	return width;
}

void layout_steps(struct str *out, const struct shell *shell, void *ctx, int current, int columns)
{
	int first = 0, last = shell->step_count(ctx) - 1;
	struct str line = { 0 };
	/* What is far from the current step goes first: what is behind, then what is ahead. */
	while (first < last && steps_width(shell, ctx, current, first, last) > columns) {
		if (current - first >= last - current)
			first++;
		else
			last--;
	}
	for (int i = first; i <= last; i++)
		step_add(&line, shell->step(ctx, i), ctx, i == current);
	str_add(out, str_text(&line));
	str_fini(&line);
}

void layout_bar(struct str *out, int64_t part, int64_t whole, int columns)
{
	double share = whole > 0 ? (double)part / (double)whole : 0;
	int full = share <= 0 ? 0 : share >= 1 ? columns : (int)(share * columns);
	/* Something is never shown as nothing, and not quite all is never shown as all. */
	if (full == 0 && part > 0 && columns > 1)
		full = 1;
	for (int i = 0; i < columns; i++)
		str_add(out, i < full ? (text_ascii() ? "#" : "█") : text_ascii() ? "." : "░");
}

const char *layout_arrow(void)
{
	return text_ascii() ? "-->" : "──▶";
}

struct filter layout_filter(const char *typed)
{
	bool exclude = *typed == '!';
	return (struct filter){ .text = typed + exclude, .exclude = exclude };
}
