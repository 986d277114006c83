/* The lines of a form, carried by libform: label, value and note of each line are its fields, on a
 * pad that may be taller than the room there is; the part that is seen is copied to the screen.
 *
 * A value is read from its get() before each draw, except the one that is being edited. It goes to
 * its set() when the person leaves it and only if it was changed, so that what cannot be typed here
 * (in ASCII, say) comes back as it was. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>
#include <form.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/inside.h"

#define VALUE_COLUMNS 24
#define VALUE_MAX 200
#define LABEL_MOST 24
#define MARKER_COLUMNS 3 /* " > " */

/* What stands on one line of the pad. */
enum part { PART_LABEL, PART_VALUE, PART_NOTE, PART_COUNT };

struct fields {
	const struct field *field;
	int count;
	void *ctx;
	bool dialog; /* text is edited at once; after the last of several fields comes a button */

	int *shown; /* indexes of visible fields */
	int shown_count;
	int at; /* place in shown; shown_count: the button */
	int top;
	int columns, label_columns;
	bool stale, changed;

	FORM *form;
	FIELD **parts; /* PART_COUNT for each line, then NULL */
	WINDOW *pad;
	bool editing;
	bool warned; /* Esc was pressed on a refused value: the next one takes the old value back */
	char *before; /* the edited value as libform showed it first */
	int choosing; /* index of the field whose choices are open */
};

static void form_take_down(struct fields *fields)
{
	if (!fields->form)
		return;
	unpost_form(fields->form);
	free_form(fields->form);
	for (int i = 0; fields->parts[i]; i++)
		free_field(fields->parts[i]);
	free(fields->parts);
	delwin(fields->pad);
	fields->form = NULL;
	fields->parts = NULL;
	fields->pad = NULL;
}

void fields_free(struct fields *fields)
{
	if (!fields)
		return;
	form_take_down(fields);
	free(fields->before);
	free(fields->shown);
	free(fields);
}

/* ---- what is shown ---- */

static const struct field *field_of(const struct fields *fields, int place)
{
	return place < fields->shown_count ? &fields->field[fields->shown[place]] : NULL;
}

static const struct field *field_now(const struct fields *fields)
{
	return field_of(fields, fields->at);
}

static bool is_text(const struct field *field)
{
	return field && (field->kind == FIELD_TEXT || field->kind == FIELD_NUMBER);
}

/* The visible fields; keeps the current one if it still is. True if the set changed. */
static bool shown_update(struct fields *fields)
{
	int count = 0, at = -1, old = fields_at(fields);
	bool changed = false, at_buttons = fields->at == fields->shown_count;
	for (int i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];
		if (field->visible && !field->visible(fields->ctx, field))
			continue;
		changed = changed || count >= fields->shown_count || fields->shown[count] != i;
		at = i == old ? count : at;
		fields->shown[count++] = i;
	}
	changed = changed || count != fields->shown_count;
	fields->shown_count = count;
	if (at >= 0)
		fields->at = at;
	else if (at_buttons && fields->dialog && fields->form)
		fields->at = count;
	else if (fields->at >= count)
		fields->at = count > 0 ? count - 1 : 0;
	return changed;
}

struct fields *fields_new(const struct field *field, int count, void *ctx, bool dialog)
{
	struct fields *fields = xcalloc(1, sizeof *fields);
	fields->field = field;
	fields->count = count;
	fields->ctx = ctx;
	fields->dialog = dialog;
	fields->shown = xcalloc((size_t)count + 1, sizeof *fields->shown);
	fields->stale = true;
	shown_update(fields);
	return fields;
}

static const char *choice_label(const struct field *field, const char *id)
{
	for (int i = 0; i < field->choice_count; i++)
		if (strcmp(field->choices[i].id, id) == 0)
			return _(field->choices[i].label);
	return id;
}

/* A value as it is shown, printable. */
static void value_text(const struct fields *fields, const struct field *field, struct str *out)
{
	struct str value = { 0 };
	if (field->show) {
		field->show(fields->ctx, field, &value);
		text_printable(out, str_text(&value));
	} else {
		field->get(fields->ctx, field, &value);
		const char *text = str_text(&value);
		if (field->kind == FIELD_CHOICE)
			text = choice_label(field, text);
		else if (field->kind == FIELD_TOGGLE)
			text = strcmp(text, "yes") == 0 ? _("yes") : _("no");
		text_printable(out, text);
	}
	if (!out->len && !is_text(field))
		str_addc(out, '-');
	str_fini(&value);
}

static void note_text(const struct fields *fields, const struct field *field, struct str *out)
{
	struct str note = { 0 };
	if (field->note)
		field->note(fields->ctx, field, &note);
	else if (field->unit)
		str_add(&note, _(field->unit));
	text_printable(out, str_text(&note));
	str_fini(&note);
}

/* ---- libform ---- */

static int label_columns(const struct fields *fields)
{
	int most = 0;
	for (int i = 0; i < fields->shown_count; i++) {
		int width = text_width(_(field_of(fields, i)->label));
		most = width > most ? width : most;
	}
	int room = fields->columns < LAYOUT_FULL_COLUMNS / 2 + 10 ? 16 : LABEL_MOST;
	return most > room ? room : most;
}

static int value_columns(const struct fields *fields, const struct field *field)
{
	int room = fields->columns - MARKER_COLUMNS - fields->label_columns - 3;
	int width = field->width ? field->width : VALUE_COLUMNS;
	if (field->kind == FIELD_FIXED && !field->width && !field->unit && !field->note)
		width = room;
	return width > room ? room : width < 1 ? 1 : width;
}

static FIELD *part_new(int row, int column, int columns)
{
	FIELD *part = new_field(1, columns > 0 ? columns : 1, row, column, 0, 0);
	if (!part)
		die("libform has no room for a field");
	field_opts_off(part, O_ACTIVE | O_EDIT | O_AUTOSKIP);
	return part;
}

static FIELD *value_new(const struct field *field, int row, int column, int columns)
{
	FIELD *part = part_new(row, column, columns);
	if (is_text(field)) {
		field_opts_on(part, O_ACTIVE | O_EDIT);
		field_opts_off(part, O_STATIC | O_BLANK | O_PASSOK);
		set_max_field(part, field->max ? field->max : VALUE_MAX);
		set_field_back(part, A_UNDERLINE);
	}
	return part;
}

static void line_new(struct fields *fields, int row)
{
	const struct field *field = field_of(fields, row);
	FIELD **parts = &fields->parts[row * PART_COUNT];
	int value = fields->label_columns + 3, width = value_columns(fields, field);
	int note = value + width + 2, room = fields->columns - MARKER_COLUMNS - note;
	parts[PART_LABEL] = part_new(row, 0, fields->label_columns);
	parts[PART_VALUE] = value_new(field, row, value, width);
	/* A note without room is a field of one blank, so that each line has its three parts. */
	parts[PART_NOTE] = part_new(row, room > 3 ? note : fields->columns, room > 3 ? room : 1);
	set_field_fore(parts[PART_NOTE], A_DIM);
}

/* Sets a field's text, cut to its columns unless it scrolls, and only if it differs. */
static void part_set(FIELD *part, const char *text, int columns)
{
	struct str cut = { 0 };
	if (columns > 0 && text_width(text) > columns)
		text_pad(&cut, text, columns, false);
	else
		str_add(&cut, text);
	char *old = xstrdup(field_buffer(part, 0));
	for (size_t len = strlen(old); len > 0 && old[len - 1] == ' '; len--)
		old[len - 1] = '\0';
	if (strcmp(old, str_text(&cut)) != 0)
		set_field_buffer(part, 0, str_text(&cut));
	free(old);
	str_fini(&cut);
}

static void line_fill(struct fields *fields, int row)
{
	const struct field *field = field_of(fields, row);
	FIELD **parts = &fields->parts[row * PART_COUNT];
	struct str value = { 0 }, note = { 0 };
	int width = value_columns(fields, field);
	int room = fields->columns - MARKER_COLUMNS - fields->label_columns - width - 5;
	value_text(fields, field, &value);
	note_text(fields, field, &note);
	part_set(parts[PART_LABEL], _(field->label), fields->label_columns);
	part_set(parts[PART_NOTE], room > 3 ? str_text(&note) : "", room);
	if (!(fields->editing && row == fields->at))
		part_set(parts[PART_VALUE], str_text(&value), is_text(field) ? 0 : width);
	str_fini(&value);
	str_fini(&note);
}

static void form_build(struct fields *fields, int columns)
{
	form_take_down(fields);
	fields->columns = columns;
	fields->label_columns = label_columns(fields);
	int count = fields->shown_count * PART_COUNT;
	fields->parts = xcalloc((size_t)count + 1, sizeof *fields->parts);
	for (int i = 0; i < fields->shown_count; i++)
		line_new(fields, i);
	fields->form = new_form(fields->parts);
	fields->pad = newpad(fields->shown_count + 1, columns + 1);
	if (!fields->form || !fields->pad)
		die("libform has no room for a form");
	keypad(fields->pad, TRUE);
	set_form_win(fields->form, fields->pad);
	set_form_sub(fields->form, fields->pad);
	post_form(fields->form);
}

/* Puts libform's own idea of the current field where ours is. */
static void form_focus(struct fields *fields)
{
	if (is_text(field_now(fields)))
		set_current_field(
			fields->form, fields->parts[fields->at * PART_COUNT + PART_VALUE]);
}

static FIELD *edited_part(const struct fields *fields)
{
	return fields->parts[fields->at * PART_COUNT + PART_VALUE];
}

/* Text in form NFC, as all text inside ringup; the caller frees it. */
static char *text_composed(const char *text)
{
	size_t len = 0;
	uint8_t *composed = u8_normalize(
		UNINORM_NFC, (const uint8_t *)text, strlen(text), NULL, &len);
	char *copy = composed ? xstrndup((const char *)composed, len) : xstrdup(text);
	free(composed);
	return copy;
}

/* The text in the edited field: trimmed; the caller frees it. */
static char *edited_text(const struct fields *fields)
{
	form_driver(fields->form, REQ_VALIDATION); /* what was typed goes to the buffer */
	char *text = text_composed(field_buffer(edited_part(fields), 0));
	char *trimmed = xstrdup(text_trim(text));
	free(text);
	return trimmed;
}

static void edit_begin(struct fields *fields)
{
	if (!fields->form || fields->editing || !is_text(field_now(fields)))
		return;
	line_fill(fields, fields->at);
	form_focus(fields);
	form_driver(fields->form, REQ_END_FIELD);
	free(fields->before);
	fields->before = edited_text(fields);
	form_driver(fields->form, REQ_END_FIELD);
	fields->editing = true;
	fields->warned = false;
}

/* Builds again if lines came or went or the room changed, and fills in the values. */
static void form_update(struct fields *fields, int columns)
{
	bool lines = shown_update(fields);
	if (lines || !fields->form || columns != fields->columns) {
		/* What is being typed survives a new size of the window. */
		char *typed = fields->form && fields->editing && !lines ? edited_text(fields)
									: NULL;
		form_build(fields, columns);
		if (typed)
			set_field_buffer(
				fields->parts[fields->at * PART_COUNT + PART_VALUE], 0, typed);
		else
			fields->editing = false;
		if (typed)
			form_focus(fields);
		if (typed)
			form_driver(fields->form, REQ_END_FIELD);
		free(typed);
		fields->stale = true;
	}
	for (int i = 0; fields->stale && i < fields->shown_count; i++)
		line_fill(fields, i);
	fields->stale = false;
	if (fields->dialog)
		edit_begin(fields);
}

/* ---- the outside ---- */

void fields_reload(struct fields *fields)
{
	fields->stale = true;
}

int fields_rows(const struct fields *fields)
{
	return fields->shown_count;
}

int fields_at(const struct fields *fields)
{
	return fields->at < fields->shown_count ? fields->shown[fields->at] : -1;
}

void fields_select(struct fields *fields, int index)
{
	for (int i = 0; i < fields->shown_count && !fields->editing; i++)
		if (fields->shown[i] == index)
			fields->at = i;
}

bool fields_changed(const struct fields *fields)
{
	if (fields->changed || !fields->editing)
		return fields->changed;
	char *text = edited_text(fields);
	bool changed = strcmp(text, fields->before) != 0;
	free(text);
	return changed;
}

bool fields_editing(const struct fields *fields)
{
	return fields->editing;
}

void fields_message(const struct fields *fields, struct str *out)
{
	const struct field *field = field_now(fields);
	if (!field)
		return;
	/* Here the label is whole where the form had to cut it. */
	if (fields->label_columns && text_width(_(field->label)) > fields->label_columns)
		str_addf(out, "%s: ", _(field->label));
	str_add(out, _(field->help));
	if (field->rule)
		str_addf(out, "  R-%03d", field->rule);
}

static void cursor_place(struct tui *tui, struct fields *fields, struct box box)
{
	int row = box.row + fields->at - fields->top;
	tui->cursor_row = row;
	tui->cursor_column = box.column + 1;
	if (!fields->editing)
		return;
	form_focus(fields);
	pos_form_cursor(fields->form);
	tui->cursor_column = box.column + MARKER_COLUMNS + getcurx(fields->pad);
}

void fields_draw(struct tui *tui, struct fields *fields, struct box box, bool active)
{
	if (box.rows < 1 || box.columns < 20)
		return;
	form_update(fields, box.columns);
	fields->top = (int)layout_top(fields->top, fields->at, fields->shown_count, box.rows);
	int rows = fields->shown_count - fields->top;
	rows = rows > box.rows ? box.rows : rows;
	if (rows > 0)
		copywin(fields->pad, stdscr, fields->top, 0, box.row, box.column + MARKER_COLUMNS,
			box.row + rows - 1, box.column + box.columns - 1, FALSE);
	if (!active || fields->at >= fields->shown_count)
		return;
	const struct field *field = field_now(fields);
	int row = box.row + fields->at - fields->top;
	draw_text(row, box.column + 1, 1, ROLE_SELECTED, ">");
	draw_text(row, box.column + MARKER_COLUMNS, fields->label_columns, ROLE_SELECTED,
		_(field->label));
	cursor_place(tui, fields, box);
}

/* ---- values ---- */

/* Asks set() unless the value is the old one. */
static bool value_take(
	struct tui *tui, struct fields *fields, const struct field *field, const char *text)
{
	struct error err = { 0 };
	struct str old = { 0 };
	field->get(fields->ctx, field, &old);
	bool same = strcmp(str_text(&old), text) == 0, taken = same;
	str_fini(&old);
	if (!same && field->required && !*text)
		error_set(&err, ERROR_INPUT, _("%s may not be empty."), _(field->label));
	else if (!same)
		taken = field->set(fields->ctx, field, text, &err);
	fields->changed = fields->changed || (taken && !same);
	fields->stale = true;
	if (!taken)
		tui_error(tui, &err);
	else if (!same)
		tui_reload(tui);
	return taken;
}

bool fields_leave(struct tui *tui, struct fields *fields)
{
	if (!fields->editing)
		return true;
	const struct field *field = field_now(fields);
	char *text = edited_text(fields);
	bool untouched = strcmp(text, fields->before) == 0;
	bool taken = untouched || value_take(tui, fields, field, text);
	/* An empty required field may be passed by, but says so; accept() has the last word. */
	fields->editing = !taken;
	fields->stale = true;
	free(text);
	return taken;
}

bool fields_move(struct tui *tui, struct fields *fields, int by)
{
	bool button = fields->dialog && fields->count > 1;
	int last = fields->shown_count - !button, at = fields->at + by;
	if (!fields_leave(tui, fields))
		return true;
	fields->at = at < 0 ? 0 : at > last ? last : at;
	return fields->at == at;
}

static void chosen(struct tui *tui, void *data, const char *id)
{
	struct fields *fields = data;
	value_take(tui, fields, &fields->field[fields->choosing], id);
}

/* A picker's own ctx must be the screen's, so the answer finds the fields by this. */
static void choices_open(struct tui *tui, struct fields *fields, const struct field *field)
{
	struct str id = { 0 };
	fields->choosing = fields_at(fields);
	field->get(fields->ctx, field, &id);
	if (field->picker)
		dialog_pick(tui, field->picker, fields->ctx, str_text(&id), chosen, fields);
	else
		tui_menu(tui, _(field->label), field->choices, field->choice_count, str_text(&id),
			chosen, fields);
	str_fini(&id);
}

void fields_open(struct tui *tui, struct fields *fields)
{
	const struct field *field = field_now(fields);
	struct str value = { 0 };
	if (!field)
		return;
	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_NUMBER:
		edit_begin(fields);
		break;
	case FIELD_CHOICE:
		choices_open(tui, fields, field);
		break;
	case FIELD_TOGGLE:
		field->get(fields->ctx, field, &value);
		value_take(tui, fields, field, strcmp(str_text(&value), "yes") == 0 ? "no" : "yes");
		break;
	case FIELD_FIXED:
		tui_message(tui, ROLE_TEXT, _("%s can only be read here. ? tells more."),
			_(field->label));
		break;
	}
	str_fini(&value);
}

/* ---- typing ---- */

static const struct edit_key {
	int key, request;
} edit_keys[] = {
	{ TUI_LEFT, REQ_PREV_CHAR },
	{ TUI_RIGHT, REQ_NEXT_CHAR },
	{ TUI_HOME, REQ_BEG_FIELD },
	{ TUI_END, REQ_END_FIELD },
	{ TUI_CTRL('e'), REQ_END_FIELD },
	{ TUI_BACKSPACE, REQ_DEL_PREV },
	{ TUI_DELETE, REQ_DEL_CHAR },
	{ TUI_CTRL('k'), REQ_CLR_EOF },
	{ TUI_CTRL('u'), REQ_CLR_FIELD },
	{ TUI_CTRL('w'), REQ_DEL_WORD },
};

static bool edit_request(struct fields *fields, int key)
{
	for (size_t i = 0; i < sizeof edit_keys / sizeof *edit_keys; i++) {
		if (edit_keys[i].key != key)
			continue;
		form_driver(fields->form, edit_keys[i].request);
		return true;
	}
	return false;
}

static void cursor_go(struct fields *fields, const char *before)
{
	form_driver(fields->form, REQ_BEG_FIELD);
	for (size_t len; (len = text_next(before)); before += len)
		form_driver(fields->form, REQ_NEXT_CHAR);
}

/* libform puts a combining character behind the one that is typed after it, and does not show it.
 * So it is put into the text here, onto the character before the cursor. */
static void edit_combine(struct fields *fields, int mark)
{
	uint8_t bytes[6];
	int len = u8_uctomb(bytes, (ucs4_t)mark, sizeof bytes);
	form_driver(fields->form, REQ_VALIDATION);
	char *text = xstrdup(field_buffer(edited_part(fields), 0));
	size_t at = text_fit(text, fields->form->begincol + fields->form->curcol, NULL);
	if (len > 0 && at > 0 && text[at - 1] != ' ') {
		struct str line = { 0 };
		str_addn(&line, text, at);
		str_addn(&line, (const char *)bytes, (size_t)len);
		char *before = text_composed(str_text(&line));
		str_clear(&line);
		str_addf(&line, "%s%s", before, text + at);
		set_field_buffer(edited_part(fields), 0, str_text(&line));
		cursor_go(fields, before);
		free(before);
		str_fini(&line);
	}
	free(text);
}

static void edit_type(struct tui *tui, struct fields *fields, int key)
{
	if (key > 0x7f && wcwidth((wchar_t)key) == 0) {
		edit_combine(fields, key);
		return;
	}
	if (field_now(fields)->kind == FIELD_NUMBER && (key < '0' || key > '9'))
		tui_message(tui, ROLE_WARNING, _("Only digits go here."));
	else if (form_driver_w(fields->form, OK, (wchar_t)key) != E_OK)
		tui_message(tui, ROLE_WARNING, _("There is no room for more here."));
}

/* Esc keeps what was typed; a refused value is kept too, until a second Esc takes the old one. */
static void edit_escape(struct tui *tui, struct fields *fields)
{
	bool warned = fields->warned;
	if (fields_leave(tui, fields))
		return;
	if (warned) {
		fields->editing = false;
		tui_message(tui, ROLE_TEXT, _("The old value is back."));
		return;
	}
	str_add(&tui->message, " ");
	str_add(&tui->message, _("Esc again takes the old value back."));
	fields->warned = true;
}

static bool edit_key(struct tui *tui, struct fields *fields, int key)
{
	if (key != TUI_ESC)
		fields->warned = false;
	if (key == TUI_ESC && !fields->dialog) {
		edit_escape(tui, fields);
		return true;
	}
	if (key == TUI_ENTER && !fields->dialog) {
		fields_leave(tui, fields);
		return true;
	}
	if (edit_request(fields, key))
		return true;
	if (key >= ' ' && key < TUI_BACKSPACE) {
		edit_type(tui, fields, key);
		return true;
	}
	return false;
}

bool fields_key(struct tui *tui, struct fields *fields, int key)
{
	if (fields->editing && edit_key(tui, fields, key))
		return true;
	switch (key) {
	case TUI_TAB:
	case TUI_DOWN:
		fields_move(tui, fields, 1);
		return true;
	case TUI_BACK_TAB:
	case TUI_UP:
		fields_move(tui, fields, -1);
		return true;
	case TUI_SPACE:
	case TUI_LEFT:
	case TUI_RIGHT:
		if (!field_now(fields) || is_text(field_now(fields)) ||
			field_now(fields)->kind == FIELD_FIXED)
			return false;
		fields_open(tui, fields);
		return true;
	}
	return false;
}
