/* Proves declarations, so that a unit test can walk all views of the program. */
#include <string.h>

#include "core/base/text.h"
#include "tui/common.h"
#include "tui/layout.h"

#define LABEL_COLUMNS 14
#define FIRST_ACTIONS 5

static bool wrong(struct error *err, const char *where, const char *what, const char *detail)
{
	return error_set(err, ERROR_USAGE, "%s: %s: %s", where, what, detail ? detail : "?");
}

static bool text_missing(const char *text)
{
	return !text || !*text;
}

static bool key_check(int key, const char *id, const char *label, struct error *err)
{
	enum command command = common_command(key);
	if (key == TUI_NONE)
		return true;
	if (key_forbidden(key))
		return wrong(err, id, "binds a key that nobody may bind", label);
	if (command != COMMAND_COUNT && commons[command].fixed)
		return wrong(err, id, "binds a key that means the same everywhere", label);
	return true;
}

static bool action_check(const struct action *action, const char *id, struct error *err)
{
	if (text_missing(action->label))
		return wrong(err, id, "an action has no label", action->help);
	if (text_missing(action->help) || !action->run || action->key == TUI_NONE)
		return wrong(err, id, "needs key, help and run", action->label);
	if (text_width(action->label) > LABEL_COLUMNS)
		return wrong(err, id, "a label of more than 14 columns", action->label);
	return key_check(action->key, id, action->label, err) &&
	       key_check(action->twin, id, action->label, err);
}

static bool keys_collide(const struct action *a, const struct action *b)
{
	return a->key == b->key || (a->twin && (a->twin == b->key || a->twin == b->twin)) ||
	       (b->twin && b->twin == a->key);
}

static bool actions_check(
	const struct action *actions, int count, const char *id, struct error *err)
{
	for (int i = 0; i < count; i++) {
		if (!action_check(&actions[i], id, err))
			return false;
		for (int j = 0; j < i; j++)
			if (keys_collide(&actions[i], &actions[j]))
				return wrong(err, id, "one key for two actions", actions[i].label);
	}
	return true;
}

/* The first actions must be in an 80-column keys row, whatever else competes. */
static bool row_check(const struct view *view, const struct shell *shell, struct error *err)
{
	struct key_label labels[64];
	struct str line = { 0 };
	int count = layout_key_labels(labels, 64, view, shell, NULL, NULL), seen = 0;
	bool fits = true;
	layout_keys(&line, labels, count, LAYOUT_FULL_COLUMNS - 2, false);
	for (int i = 0; i < view->action_count && seen < FIRST_ACTIONS && fits; i++) {
		if (view->actions[i].hidden)
			continue;
		seen++;
		fits = strstr(str_text(&line), view->actions[i].label) != NULL;
		if (!fits)
			wrong(err, view->id, "no room in the keys row", view->actions[i].label);
	}
	str_fini(&line);
	return fits;
}

static bool columns_check(const struct view *view, struct error *err)
{
	int least = 0;
	for (int i = 0; i < view->column_count; i++) {
		const struct column *column = &view->columns[i];
		if (text_missing(column->title) || text_missing(column->help) || column->width < 1)
			return wrong(err, view->id, "a column needs title, help and width",
				column->title);
		if (!column->drop)
			least += (column->narrow ? column->narrow : column->width) + 1;
	}
	/* Two columns for the marker, four for the mark. */
	if (least - 1 > LAYOUT_LEAST_COLUMNS - 2 - (view->mark ? 4 : 0))
		return wrong(
			err, view->id, "columns do not fit 40 columns", view->columns[0].title);
	return true;
}

static bool field_check(const struct field *field, const char *id, struct error *err)
{
	if (text_missing(field->id) || text_missing(field->label) || text_missing(field->help))
		return wrong(err, id, "a field needs id, label and help", field->id);
	if (!field->get || (!field->set && field->kind != FIELD_FIXED))
		return wrong(err, id, "a field needs get and set", field->id);
	if (field->kind == FIELD_CHOICE && !field->choices && !field->picker)
		return wrong(err, id, "nothing to choose from", field->id);
	return true;
}

static bool fields_check(const struct field *fields, int count, const char *id, struct error *err)
{
	for (int i = 0; i < count; i++) {
		if (!field_check(&fields[i], id, err))
			return false;
		for (int j = 0; j < i; j++)
			if (strcmp(fields[i].id, fields[j].id) == 0)
				return wrong(err, id, "two fields of one id", fields[i].id);
	}
	return true;
}

static bool rows_check(const struct view *view, struct error *err)
{
	if (view->columns && view->fields)
		return wrong(err, view->id, "has both a list and a form", view->title);
	if (view->columns && (!view->count || !view->cell || !view->empty))
		return wrong(err, view->id, "a list needs count, cell and empty", view->title);
	if (view->set_mark && !view->mark)
		return wrong(err, view->id, "set_mark without mark", view->title);
	if (view->find && !view->key)
		return wrong(err, view->id, "find without key", view->title);
	return true;
}

static bool shell_check(const struct view *view, const struct shell *shell, struct error *err)
{
	if (!actions_check(shell->actions, shell->action_count, "shell", err))
		return false;
	/* A view may take over a key of the shell, but not by its twin. */
	for (int i = 0; i < view->action_count; i++)
		for (int j = 0; j < shell->action_count; j++)
			if (view->actions[i].key != shell->actions[j].key &&
				keys_collide(&view->actions[i], &shell->actions[j]))
				return wrong(err, view->id, "a twin of the shell",
					view->actions[i].label);
	return true;
}

bool tui_keys_check(const struct view *view, const struct shell *shell, struct error *err)
{
	if (text_missing(view->id) || text_missing(view->title))
		return wrong(err, view->id ? view->id : "?", "needs id and title", view->title);
	return rows_check(view, err) &&
	       actions_check(view->actions, view->action_count, view->id, err) &&
	       columns_check(view, err) &&
	       fields_check(view->fields, view->field_count, view->id, err) &&
	       (!shell || shell_check(view, shell, err)) && row_check(view, shell, err);
}

bool tui_form_check(const struct form *form, struct error *err)
{
	if (text_missing(form->title) || !form->accept || form->field_count < 1)
		return wrong(err, form->title ? form->title : "?",
			"a form needs title, fields and accept", "");
	return fields_check(form->fields, form->field_count, form->title, err);
}
