/* The help page, made from the declarations: this row or field first, then the view, then its keys.
 */
#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/common.h"
#include "tui/layout.h"

#define HELP_NAME_COLUMNS 18

static void help_title(struct str *out, const char *title)
{
	str_addf(out, "%s" TUI_LINE_TITLE "%s\n", out->len ? "\n" : "", title);
}

static void help_line(struct str *out, const char *name, const char *text)
{
	str_add(out, "  ");
	text_pad(out, name, HELP_NAME_COLUMNS, false);
	str_addf(out, "  %s", text);
}

static void help_rule(struct str *out, int rule, const struct shell *shell, void *shell_ctx)
{
	if (!rule)
		return;
	str_addf(out, "R-%03d  ", rule);
	if (shell && shell->rule)
		shell->rule(shell_ctx, rule, out);
	str_addc(out, '\n');
}

static void help_field(
	struct str *out, const struct field *field, const struct shell *shell, void *shell_ctx)
{
	help_title(out, _(field->label));
	str_addf(out, "%s\n", _(field->help));
	help_rule(out, field->rule, shell, shell_ctx);
	for (int i = 0; i < field->choice_count; i++)
		if (field->choices[i].help) {
			help_line(out, _(field->choices[i].label), _(field->choices[i].help));
			str_addc(out, '\n');
		}
	/* The id is what the answers file and the text face call it. */
	str_addf(out, TUI_LINE_DIM "%s %s\n", _("In an answers file:"), field->id);
}

static void help_row(struct str *out, const struct view *view, void *ctx, int64_t row,
	const struct shell *shell, void *shell_ctx)
{
	if (view->fields && row >= 0 && row < view->field_count)
		help_field(out, &view->fields[row], shell, shell_ctx);
	if (!view->row_help)
		return;
	struct str text = { 0 };
	view->row_help(ctx, row, &text);
	if (text.len) {
		if (!view->fields)
			help_title(out, _("This row"));
		str_addf(out, "%s\n", str_text(&text));
	}
	str_fini(&text);
}

static void help_columns(struct str *out, const struct view *view)
{
	if (view->column_count)
		help_title(out, _("Columns"));
	for (int i = 0; i < view->column_count; i++) {
		const struct column *column = &view->columns[i];
		help_line(out, _(column->title), column->help ? _(column->help) : "");
		str_addc(out, '\n');
	}
}

static void help_actions(struct str *out, const struct action *actions, int count)
{
	for (int i = 0; i < count; i++) {
		struct str name = { 0 };
		key_text(&name, actions[i].key);
		if (actions[i].twin) {
			str_add(&name, ", ");
			key_text(&name, actions[i].twin);
		}
		help_line(out, str_text(&name), _(actions[i].help));
		if (actions[i].rule)
			str_addf(out, "  R-%03d", actions[i].rule);
		str_addc(out, '\n');
		str_fini(&name);
	}
}

/* True if one of the actions took over the common command's first key. */
static bool is_taken(const struct common *common, const struct action *actions, int count)
{
	for (int i = 0; i < count; i++)
		if (actions[i].key == common->key[0] || actions[i].twin == common->key[0])
			return true;
	return false;
}

static void help_common(struct str *out, const struct common *common)
{
	struct str name = { 0 };
	if (common->keys)
		str_add(&name, _(common->keys));
	for (int i = 0; !common->keys && i < 4 && common->key[i]; i++) {
		if (i)
			str_add(&name, ", ");
		key_text(&name, common->key[i]);
	}
	help_line(out, str_text(&name), _(common->help));
	str_addc(out, '\n');
	str_fini(&name);
}

void layout_help(struct str *out, const struct view *view, void *ctx, int64_t row,
	const struct shell *shell, void *shell_ctx)
{
	help_row(out, view, ctx, row, shell, shell_ctx);
	help_title(out, _(view->title));
	if (view->help)
		str_addf(out, "%s\n", _(view->help));
	if (view->action_count)
		help_title(out, _("Keys of this screen"));
	help_actions(out, view->actions, view->action_count);
	help_columns(out, view);
	help_title(out, _("Keys of every screen"));
	if (shell)
		help_actions(out, shell->actions, shell->action_count);
	for (int command = 0; command < COMMAND_COUNT; command++)
		if (common_applies((enum command)command, view, shell) &&
			!is_taken(&commons[command], view->actions, view->action_count))
			help_common(out, &commons[command]);
}
