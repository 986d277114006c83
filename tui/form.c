/* Forms in a box: several fields, one line of text, or a word to type. The last two are forms of
 * one field that is made for the occasion. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/inside.h"

#define FORM_COLUMNS 76

struct form_box {
	struct layer layer;
	const struct form *form;
	void *ctx;
	struct fields *fields;

	/* For a prompt and a typed question: the form itself, and what it is about. */
	struct form own_form;
	struct field own_field;
	const struct prompt *prompt;
	char *title, *text, *word, *value;
	void (*typed)(struct tui *tui, void *ctx);
	void *own_ctx;
};

static void form_free(struct tui *tui, struct layer *layer)
{
	struct form_box *box = (struct form_box *)layer;
	(void)tui;
	fields_free(box->fields);
	free(box->title);
	free(box->text);
	free(box->word);
	free(box->value);
	free(box);
}

/* ---- drawing ---- */

static void form_texts(
	struct tui *tui, const struct form_box *box, struct lines *help, struct lines *footer)
{
	struct str text = { 0 };
	int columns = dialog_box(tui, 3, FORM_COLUMNS).columns - 6;
	if (box->form->help && *box->form->help)
		lines_add(help, _(box->form->help), columns);
	if (box->form->footer)
		box->form->footer(box->ctx, columns, &text);
	lines_add(footer, str_text(&text), 0);
	str_fini(&text);
}

static void button_draw(
	struct tui *tui, const struct form_box *box, int row, int column, int columns)
{
	struct str text = { 0 };
	bool current = fields_at(box->fields) < 0;
	str_addf(&text, "[ %s ]", box->form->accept_label ? _(box->form->accept_label) : _("Save"));
	if (current)
		draw_text(row, column + 1, 1, ROLE_SELECTED, ">");
	draw_text(
		row, column + 3, columns - 3, current ? ROLE_SELECTED : ROLE_TEXT, str_text(&text));
	if (current) {
		tui->cursor_row = row;
		tui->cursor_column = column + 1;
	}
	str_fini(&text);
}

/* Rows of each part of the box. */
struct form_rows {
	int above, fields, below, button;
};

/* The fields come first, then the button, then as much of the texts as there is room for. */
static void form_share(struct form_rows *rows, int room, int help, int footer)
{
	int spare = room - rows->fields - rows->button;
	rows->fields = spare < 0 ? room - rows->button : rows->fields;
	spare = spare < 0 ? 0 : spare;
	rows->above = help == 0 ? 0 : help + 1 < spare ? help + 1 : spare;
	spare -= rows->above;
	rows->below = footer == 0 || spare < 2 ? 0 : footer + 1 < spare ? footer + 1 : spare;
}

static void form_draw(struct tui *tui, struct layer *layer)
{
	struct form_box *box = (struct form_box *)layer;
	struct lines help = { 0 }, footer = { 0 };
	form_texts(tui, box, &help, &footer);
	/* A blank line stands above a button if there is room; a single line of text has none. */
	struct form_rows rows = { .fields = fields_rows(box->fields),
		.button = box->form->field_count > 1 };
	int wanted = rows.fields + (help.count ? help.count + 1 : 0) +
		     (footer.count ? footer.count + 1 : 0) + 2 * rows.button + 2;
	struct box frame = dialog_box(tui, wanted, FORM_COLUMNS);
	struct box inside = { frame.row + 1, frame.column + 1, frame.rows - 2, frame.columns - 2 };
	form_share(&rows, inside.rows, help.count, footer.count);
	dialog_frame(tui, frame, ROLE_TITLE, _(box->form->title), NULL);
	struct box part = { inside.row, inside.column + 2, rows.above, inside.columns - 4 };
	draw_lines(part, &help, 0);
	part = (struct box){ inside.row + rows.above, inside.column, rows.fields, inside.columns };
	fields_draw(tui, box->fields, part, tui->top == layer);
	part = (struct box){ part.row + rows.fields + 1, inside.column + 2, rows.below - 1,
		inside.columns - 4 };
	draw_lines(part, &footer, 0);
	if (rows.button)
		button_draw(tui, box, inside.row + inside.rows - 1, inside.column, inside.columns);
	lines_fini(&help);
	lines_fini(&footer);
}

static void form_message(struct layer *layer, struct str *out, enum tui_role *role)
{
	struct form_box *box = (struct form_box *)layer;
	(void)role;
	if (fields_at(box->fields) < 0)
		str_add(out, _("Enter takes what stands here; Esc goes back."));
	else
		fields_message(box->fields, out);
}

static int form_labels(struct layer *layer, struct key_label *labels, int most)
{
	struct form_box *box = (struct form_box *)layer;
	bool single = box->form->field_count == 1;
	const char *accept = box->form->accept_label ? _(box->form->accept_label) : _("Save");
	int count = 0;
	(void)most;
	labels[count++] = (struct key_label){ TUI_F(1), _("Help"), 4 };
	if (!single)
		labels[count++] = (struct key_label){ TUI_TAB, _("Next field"), 2 };
	labels[count++] = (struct key_label){ single ? TUI_ENTER : TUI_CTRL('s'), accept, 0 };
	labels[count++] = (struct key_label){ TUI_ESC, _("Back"), 1 };
	return count;
}

/* ---- the end of it ---- */

/* The first visible field that is required and empty becomes the current one. */
static bool form_complete(struct tui *tui, struct form_box *box)
{
	const struct form *form = box->form;
	for (int i = 0; i < form->field_count; i++) {
		const struct field *field = &form->fields[i];
		struct str value = { 0 };
		if (!field->required || (field->visible && !field->visible(box->ctx, field)))
			continue;
		field->get(box->ctx, field, &value);
		bool empty = value.len == 0;
		str_fini(&value);
		if (!empty)
			continue;
		fields_select(box->fields, i);
		tui_message(tui, ROLE_ERROR, _("%s may not be empty."), _(field->label));
		return false;
	}
	return true;
}

static void form_accept(struct tui *tui, struct form_box *box)
{
	struct error err = { 0 };
	if (!fields_leave(tui, box->fields) || !form_complete(tui, box))
		return;
	if (box->form->accept(tui, box->ctx, &err)) {
		layer_unlink(tui, &box->layer);
		tui_reload(tui);
	} else if (err.text[0]) {
		tui_error(tui, &err);
	}
}

static void form_cancel(struct tui *tui, struct form_box *box)
{
	layer_unlink(tui, &box->layer);
	if (box->form->cancel)
		box->form->cancel(tui, box->ctx);
	tui_reload(tui);
}

static void form_escaped(struct tui *tui, void *ctx, const char *id)
{
	if (strcmp(id, "save") == 0)
		form_accept(tui, ctx);
	else if (strcmp(id, "drop") == 0)
		form_cancel(tui, ctx);
}

/* Esc never throws away what was typed: it asks. A single line is typed again soon enough. */
static void form_escape(struct tui *tui, struct form_box *box)
{
	const char *accept = box->form->accept_label;
	const struct choice ways[] = {
		{ "on", N_("Keep editing"), NULL },
		{ "save", accept ? accept : N_("Save"), NULL },
		{ "drop", N_("Throw the changes away"), NULL },
	};
	if (box->form == &box->own_form || !fields_changed(box->fields))
		form_cancel(tui, box);
	else
		tui_menu(tui, _("Something was changed"), ways, TUI_COUNT(ways), "on", form_escaped,
			box);
}

static void form_enter(struct tui *tui, struct form_box *box)
{
	int at = fields_at(box->fields);
	if (at < 0 || box->form->field_count == 1)
		form_accept(tui, box);
	else if (fields_editing(box->fields))
		fields_move(tui, box->fields, 1);
	else
		fields_open(tui, box->fields);
}

static void form_help(struct tui *tui, struct form_box *box)
{
	/* A view of these fields has the help page that a form needs. */
	struct view view = { .id = "form",
		.title = box->form->title,
		.help = box->form->help,
		.fields = box->form->fields,
		.field_count = box->form->field_count };
	struct str text = { 0 };
	layout_help(&text, &view, box->ctx, fields_at(box->fields), tui->shell, tui->ctx);
	tui_text(tui, _("Help"), str_text(&text));
	str_fini(&text);
}

static bool form_key(struct tui *tui, struct layer *layer, int key)
{
	struct form_box *box = (struct form_box *)layer;
	if (key == TUI_ENTER)
		form_enter(tui, box);
	else if (key == TUI_ESC || key == TUI_CTRL('c'))
		form_escape(tui, box);
	else if (key == TUI_CTRL('s') || key == TUI_F(2) || key == TUI_F(10))
		form_accept(tui, box);
	else if (key == TUI_F(1) || (key == '?' && !fields_editing(box->fields)))
		form_help(tui, box);
	else
		return fields_key(tui, box->fields, key);
	return true;
}

static const struct layer_kind form_kind = { .dialog = true,
	.draw = form_draw,
	.key = form_key,
	.free = form_free,
	.labels = form_labels,
	.message = form_message };

static void form_open(struct tui *tui, struct form_box *box, const struct form *form, void *ctx)
{
	box->layer.kind = &form_kind;
	box->form = form;
	box->ctx = ctx;
	box->fields = fields_new(form->fields, form->field_count, ctx, true);
	layer_push(tui, &box->layer);
}

void tui_form(struct tui *tui, const struct form *form, void *ctx)
{
	form_open(tui, xcalloc(1, sizeof(struct form_box)), form, ctx);
}

/* ---- forms of one field ---- */

static void own_get(void *ctx, const struct field *field, struct str *out)
{
	struct form_box *box = ctx;
	(void)field;
	str_add(out, box->value);
}

static bool own_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct form_box *box = ctx;
	(void)field;
	(void)err;
	free(box->value);
	box->value = xstrdup(value);
	return true;
}

static bool prompt_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct form_box *box = ctx;
	if (box->prompt->check && !box->prompt->check(box->own_ctx, box->value, err))
		return false;
	box->prompt->done(tui, box->own_ctx, box->value);
	return true;
}

static bool word_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct form_box *box = ctx;
	if (strcmp(box->value, box->word) != 0)
		return error_set(err, ERROR_INPUT, _("Type %s to go on, or press Esc to go back."),
			box->word);
	box->typed(tui, box->own_ctx);
	return true;
}

static void own_open(
	struct tui *tui, struct form_box *box, const char *label, const char *help, int max)
{
	box->own_field = (struct field){ .id = "value",
		.label = label,
		.help = help,
		.max = max,
		.kind = FIELD_TEXT,
		.width = 40,
		.get = own_get,
		.set = own_set };
	box->own_form.fields = &box->own_field;
	box->own_form.field_count = 1;
	form_open(tui, box, &box->own_form, box);
}

void tui_prompt(struct tui *tui, const struct prompt *prompt, const char *value, void *ctx)
{
	struct form_box *box = xcalloc(1, sizeof *box);
	box->prompt = prompt;
	box->own_ctx = ctx;
	box->value = xstrdup(value ? value : "");
	box->own_form.title = prompt->title;
	box->own_form.accept_label = N_("Take");
	box->own_form.accept = prompt_accept;
	own_open(tui, box, prompt->label, prompt->help ? prompt->help : prompt->title, prompt->max);
}

void tui_ask_typed(struct tui *tui, const char *title, const char *text, const char *word,
	void (*done)(struct tui *tui, void *ctx), void *ctx)
{
	struct form_box *box = xcalloc(1, sizeof *box);
	box->title = xstrdup(title);
	box->text = xstrdup(text);
	box->word = xstrdup(word);
	box->value = xstrdup("");
	box->typed = done;
	box->own_ctx = ctx;
	box->own_form.title = box->title;
	box->own_form.help = box->text;
	box->own_form.accept_label = N_("Go on");
	box->own_form.accept = word_accept;
	own_open(tui, box, N_("Type it here"), N_("Type what the text asks for, then press Enter."),
		40);
}
