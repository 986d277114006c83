/* A topic's sheet: what is known of it, with the admin's own answers; what it can plan is planned
 * from here, and what it can write is written. The sheet itself is made in core/sheet: here it is
 * laid out and its questions are asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/sheet/topic.h"
#include "core/sheet/words.h"
#include "screens/common.h"
#include "screens/sheet.h"
#include "screens/wizard.h"

enum { WORDS = 8, MARGIN = 4, COMPACT_MARGIN = 2, NAMED_MOST = 4 };

/* The topics that a line of the sheet names: Enter opens them. */
struct named {
	const struct topic *to[NAMED_MOST];
	int count;
};

/* One line as it stands on the screen. */
struct laid {
	char *text;
	enum sheet_tone tone;
	enum sheet_kind kind;
	int at; /* of the sheet's lines */
};

struct sheet_page {
	struct wizard *wizard;
	struct view view; /* sheet_view with the topic's own title */
	struct topic_context context;
	char *words[WORDS];
	const char *given_words[WORDS];
	struct sheet sheet;
	bool made;
	struct named *named;                        /* a line of the sheet each */
	struct choice choices_of_named[NAMED_MOST]; /* of the menu that asks which */
	struct laid *lines;
	int count, room, columns;
	/* The form of its questions: what was typed, taken at the end. */
	struct form form;
	struct field *fields;
	struct choice **choices; /* a table a question */
	char **typed;            /* a text a question; NULL: untouched */
	char said[400];
};

/* ---- the lines ---- */

static void lines_clear(struct sheet_page *page)
{
	for (int i = 0; i < page->count; i++)
		free(page->lines[i].text);
	page->count = 0;
}

static void line_take(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at)
{
	struct sheet_page *page = data;
	if (page->count == page->room) {
		page->room = page->room ? 2 * page->room : 64;
		page->lines = xrealloc(page->lines, (size_t)page->room, sizeof *page->lines);
	}
	page->lines[page->count++] = (struct laid){
		.text = xstrdup(text), .tone = tone, .kind = kind, .at = at
	};
}

/* Commands and answers as this screen calls them. Titles have no value: NULL stays. */
static void text_say(struct sheet_page *page, char **text, struct named *named)
{
	struct str said = { 0 };
	if (!*text)
		return;
	named->count = words_of_wizard(
		page->context.topic, *text, named->to, named->count, NAMED_MOST, &said);
	free(*text);
	*text = said.text ? str_take(&said) : xstrdup("");
}

static void sheet_say(struct sheet_page *page)
{
	page->named = xrealloc(page->named, (size_t)page->sheet.count + 1, sizeof *page->named);
	for (int i = 0; i < page->sheet.count; i++) {
		struct sheet_line *line = &page->sheet.lines[i];
		page->named[i].count = 0;
		if (line->kind == SHEET_DRAWING)
			continue;
		text_say(page, &line->value, &page->named[i]);
		for (int k = 0; k < line->cell_count; k++)
			text_say(page, &line->cells[k], &page->named[i]);
	}
}

/* Made again whenever the store changed: the answer is never older than the wishes. */
static void sheet_make(struct sheet_page *page)
{
	struct error err = { 0 };
	if (page->made)
		sheet_fini(&page->sheet);
	page->context.now = wizard_now(page->wizard);
	page->context.service = page->wizard->profile->service;
	page->made = topic_sheet(&page->context, &page->sheet, &err);
	if (page->made)
		sheet_say(page);
	else
		tui_error(page->wizard->tui, &err);
}

static int64_t sheet_page_count(void *ctx)
{
	struct sheet_page *page = ctx;
	struct tui *tui = page->wizard->tui;
	page->columns = tui_columns(tui) - (tui_compact(tui) ? COMPACT_MARGIN : MARGIN);
	sheet_make(page);
	lines_clear(page);
	if (page->made)
		sheet_lay(&page->sheet, page->columns, line_take, page);
	return page->count;
}

static void sheet_load(void *ctx, int64_t first, int n)
{
	/* All lines are in memory: a sheet is a few screens long. */
	(void)ctx;
	(void)first;
	(void)n;
}

static const struct laid *laid_at(void *ctx, int64_t row)
{
	struct sheet_page *page = ctx;
	return row >= 0 && row < page->count ? &page->lines[row] : NULL;
}

static void sheet_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct laid *laid = laid_at(ctx, row);
	(void)column;
	if (laid)
		str_add(out, laid->text);
}

static enum tui_role sheet_role(void *ctx, int64_t row, int column)
{
	static const enum tui_role roles[] = {
		[SHEET_PLAIN] = ROLE_TEXT,
		[SHEET_OK] = ROLE_OK,
		[SHEET_WARNING] = ROLE_WARNING,
		[SHEET_BAD] = ROLE_ERROR,
		[SHEET_DIM] = ROLE_DIM,
	};
	const struct laid *laid = laid_at(ctx, row);
	(void)column;
	if (!laid)
		return ROLE_TEXT;
	if (laid->kind == SHEET_TITLE || laid->kind == SHEET_COLUMNS)
		return ROLE_TITLE;
	return roles[laid->tone];
}

static int rule_at(struct sheet_page *page, int64_t row)
{
	const struct laid *laid = laid_at(page, row);
	return laid ? page->sheet.lines[laid->at].rule : 0;
}

/* NULL: the line names no other topic. */
static const struct named *named_at(struct sheet_page *page, int64_t row)
{
	const struct laid *laid = laid_at(page, row);
	return laid && page->named[laid->at].count > 0 ? &page->named[laid->at] : NULL;
}

static void sheet_help(void *ctx, int64_t row, struct str *out)
{
	struct sheet_page *page = ctx;
	int rule = rule_at(page, row);
	if (rule > 0) {
		screen_rule(page->wizard->profile->reference, rule, out);
		str_add(out, "\n\n");
	}
	str_add(out, _(page->context.topic->help));
}

static void sheet_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct sheet_page *page = ctx;
	const struct topic *topic = page->context.topic;
	const struct named *named = named_at(page, row);
	int rule = rule_at(page, row);
	*role = ROLE_TEXT;
	if (page->said[0]) {
		*role = ROLE_OK;
		str_add(out, page->said);
	} else if (named && named->count == 1) {
		str_addf(out, _("Enter opens the topic \"%s\"."), _(named->to[0]->title));
	} else if (named) {
		str_add(out, _("Enter opens one of the topics that are named here."));
	} else if (rule > 0) {
		str_addf(out, _("Enter shows the rule R-%03d and where it comes from."), rule);
	} else if (topic->want) {
		str_addf(out, _("e answers its questions, P plans it: %s"), _(topic->want_help));
	} else if (topic->question_count > 0) {
		str_add(out, _("e answers its questions; the sheet follows at once."));
	}
}

/* ---- its questions ---- */

static const char *typed_of(struct sheet_page *page, int at, struct str *out)
{
	if (page->typed[at])
		return page->typed[at];
	return topic_answer(&page->context, page->context.topic->questions[at].id, out);
}

static void question_get(void *ctx, const struct field *field, struct str *out)
{
	struct str answer = { 0 };
	str_add(out, typed_of(ctx, field->tag, &answer));
	str_fini(&answer);
}

static bool question_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct sheet_page *page = ctx;
	const struct question *question = &page->context.topic->questions[field->tag];
	struct str checked = { 0 };
	/* An empty answer takes the usual one. */
	if (value[0] && !question_check(&page->context, question, value, &checked, err)) {
		str_fini(&checked);
		return false;
	}
	free(page->typed[field->tag]);
	page->typed[field->tag] = checked.text ? str_take(&checked) : xstrdup("");
	return true;
}

static void country_show(void *ctx, const struct field *field, struct str *out)
{
	struct sheet_page *page = ctx;
	struct str answer = { 0 };
	char name[48], country[3];
	const char *code = typed_of(page, field->tag, &answer);
	if (!code[0])
		code = topic_country(&page->context, country);
	reference_country_name(page->wizard->profile->reference, code, name, sizeof name);
	str_addf(out, "%s %s", code, name);
	str_fini(&answer);
}

static int64_t countries_count(void *ctx)
{
	struct sheet_page *page = ctx;
	return usage_location_picker.count(page->wizard);
}

static void countries_item(
	void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	struct sheet_page *page = ctx;
	usage_location_picker.item(page->wizard, at, id, label, note);
}

static const struct picker countries_picker = {
	.title = N_("Which country?"),
	.count = countries_count,
	.item = countries_item,
};

static const struct choice yes_no[] = {
	{ .id = "yes", .label = N_("yes") },
	{ .id = "no", .label = N_("no") },
};

static void field_choices(struct sheet_page *page, int at, struct field *field)
{
	const struct question *question = &page->context.topic->questions[at];
	field->kind = FIELD_CHOICE;
	if (question->kind == QUESTION_YES) {
		field->choices = yes_no;
		field->choice_count = TUI_COUNT(yes_no);
	} else if (question->kind == QUESTION_COUNTRY) {
		field->picker = &countries_picker;
		field->show = country_show;
	} else {
		struct choice *choices = xcalloc((size_t)question->choice_count, sizeof *choices);
		for (int i = 0; i < question->choice_count; i++)
			choices[i] = (struct choice){ .id = question->choices[i].id,
				.label = question->choices[i].label };
		page->choices[at] = choices;
		field->choices = choices;
		field->choice_count = question->choice_count;
	}
}

static void field_make(struct sheet_page *page, int at)
{
	const struct question *question = &page->context.topic->questions[at];
	struct field *field = &page->fields[at];
	*field = (struct field){
		.id = question->id,
		.label = question->label,
		.help = question->help,
		.unit = question->unit,
		.rule = question->rule,
		.width = question->kind == QUESTION_NUMBER ? 12 : 36,
		.max = 400,
		.tag = at,
		.get = question_get,
		.set = question_set,
	};
	switch (question->kind) {
	case QUESTION_NUMBER:
		field->kind = FIELD_NUMBER;
		break;
	case QUESTION_TEXT:
	case QUESTION_FILE:
		field->kind = FIELD_TEXT;
		break;
	default:
		field_choices(page, at, field);
	}
}

static void answers_forget(struct sheet_page *page)
{
	for (int i = 0; i < page->context.topic->question_count; i++) {
		free(page->typed[i]);
		page->typed[i] = NULL;
	}
}

static bool answers_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct sheet_page *page = ctx;
	const struct topic *topic = page->context.topic;
	(void)tui;
	for (int i = 0; i < topic->question_count; i++)
		if (page->typed[i] && !topic_remember(&page->context, topic->questions[i].id,
					      page->typed[i], err))
			return false;
	answers_forget(page);
	wizard_changed(page->wizard);
	return true;
}

static void answers_cancel(struct tui *tui, void *ctx)
{
	(void)tui;
	answers_forget(ctx);
}

static bool has_questions(void *ctx, struct error *err)
{
	struct sheet_page *page = ctx;
	if (page->context.topic->question_count > 0)
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("This topic asks nothing: it follows from what "
		  "is planned and from the facts."));
}

static void answer_key(struct tui *tui, void *ctx)
{
	struct sheet_page *page = ctx;
	tui_form(tui, &page->form, page);
}

static void form_make(struct sheet_page *page)
{
	const struct topic *topic = page->context.topic;
	size_t count = (size_t)topic->question_count + 1;
	page->fields = xcalloc(count, sizeof *page->fields);
	page->choices = xcalloc(count, sizeof *page->choices);
	page->typed = xcalloc(count, sizeof *page->typed);
	for (int i = 0; i < topic->question_count; i++)
		field_make(page, i);
	page->form = (struct form){
		.title = topic->title,
		.help = topic->help,
		.fields = page->fields,
		.field_count = topic->question_count,
		.accept = answers_accept,
		.cancel = answers_cancel,
	};
}

/* ---- what it plans ---- */

static bool may_want(void *ctx, struct error *err)
{
	struct sheet_page *page = ctx;
	if (page->context.topic->want)
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("This topic plans nothing by itself. The sheet says in which step it is done."));
}

/* A refusal names questions as the form does. */
static void error_say(struct sheet_page *page, struct error *err)
{
	const struct topic *unused[1];
	struct str said = { 0 };
	words_of_wizard(page->context.topic, err->text, unused, 0, 0, &said);
	error_set(err, err->code, "%s", str_text(&said));
	str_fini(&said);
}

static bool want_write(void *data, struct error *err)
{
	struct sheet_page *page = data;
	struct str said = { 0 };
	bool ok = page->context.topic->want(&page->context, &said, err);
	text_copy(page->said, sizeof page->said, ok ? str_text(&said) : "");
	str_fini(&said);
	if (!ok)
		error_say(page, err);
	return ok;
}

static void want_key(struct tui *tui, void *ctx)
{
	struct sheet_page *page = ctx;
	(void)tui;
	page->context.now = wizard_now(page->wizard);
	wizard_edit(page->wizard, _(page->context.topic->title), want_write, page);
}

/* ---- its file ---- */

static void file_named(struct tui *tui, void *ctx, const char *path)
{
	struct sheet_page *page = ctx;
	struct str bytes = { 0 };
	struct error err = { 0 };
	if (topic_file(&page->context, &bytes, &err) &&
		file_write(path, str_text(&bytes), bytes.len, 0600, &err))
		tui_message(tui, ROLE_OK, _("Written to %s."), path);
	else
		tui_error(tui, &err);
	str_fini(&bytes);
}

static void file_key(struct tui *tui, void *ctx)
{
	static const struct prompt prompt = {
		.title = N_("Write it to a file"),
		.label = N_("File"),
		.help = N_("A file of that name is replaced."),
		.done = file_named,
	};
	struct sheet_page *page = ctx;
	char name[TOPIC_NAME];
	tui_prompt(tui, &prompt, topic_file_name(page->context.topic, name), page);
}

/* ---- the view ---- */

static void named_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct sheet_page *page = ctx;
	(void)tui;
	topic_open(page->wizard, id);
}

static void named_open(struct tui *tui, struct sheet_page *page, const struct named *named)
{
	if (named->count == 1) {
		topic_open(page->wizard, named->to[0]->id);
		return;
	}
	for (int i = 0; i < named->count; i++)
		page->choices_of_named[i] = (struct choice){ .id = named->to[i]->id,
			.label = named->to[i]->title };
	tui_menu(tui, _("Which topic?"), page->choices_of_named, named->count, NULL, named_chosen,
		page);
}

/* What the line names is opened; else its rule is shown (of both, ? has the rule). */
static void line_enter(struct tui *tui, void *ctx, int64_t row)
{
	struct sheet_page *page = ctx;
	const struct named *named = named_at(page, row);
	int rule = rule_at(page, row);
	struct str text = { 0 };
	char title[16];
	if (named) {
		named_open(tui, page, named);
	} else if (rule == 0) {
		tui_message(tui, ROLE_TEXT, _("No rule stands behind this line."));
	} else {
		snprintf(title, sizeof title, "R-%03d", rule);
		screen_rule(page->wizard->profile->reference, rule, &text);
		tui_tell(tui, ROLE_TEXT, title, str_text(&text));
	}
	str_fini(&text);
}

static void sheet_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct sheet_page *page = ctx;
	wizard_shell.status(page->wizard, compact, money, state);
}

static void sheet_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("The sheet could not be made. Esc goes back."));
}

static void sheet_close(struct tui *tui, void *ctx)
{
	struct sheet_page *page = ctx;
	(void)tui;
	lines_clear(page);
	free(page->lines);
	free(page->named);
	if (page->made)
		sheet_fini(&page->sheet);
	answers_forget(page);
	for (int i = 0; i < page->context.topic->question_count; i++)
		free(page->choices[i]);
	for (int i = 0; i < page->context.word_count; i++)
		free(page->words[i]);
	free(page->fields);
	free(page->choices);
	free(page->typed);
	free(page);
}

static const struct column sheet_columns_of_view[] = {
	{ .title = N_("What is known"),
		.width = 36,
		.narrow = 38,
		.grow = 1,
		.help = N_("One line of the sheet. R-nnn at its end is the rule behind it: Enter "
			   "shows its text and its source.") },
};

static const struct action sheet_actions[] = {
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Answer"),
		.run = answer_key,
		.enabled = has_questions,
		.help = N_("Answer the questions of this topic. The answers stay in the profile; "
			   "an empty one takes the usual value.") },
	{ .key = 'P',
		.label = N_("Plan it"),
		.run = want_key,
		.enabled = may_want,
		.help = N_("Take what the sheet proposes into the plan, as one edit: u takes it "
			   "back, Review applies it.") },
	{ .key = 'w',
		.twin = TUI_F(2),
		.label = N_("Write file"),
		.run = file_key,
		.help = N_("Write it to a file: to print, to mail, or to hand over.") },
};

const struct view sheet_view = {
	.id = "sheet",
	.title = N_("Topic"),
	.help = N_("What is known of one topic, from the facts, from what the tenant has, and from "
		   "your own answers."),
	COLUMNS(sheet_columns_of_view),
	ACTIONS(sheet_actions),
	.count = sheet_page_count,
	.load = sheet_load,
	.cell = sheet_cell,
	.role = sheet_role,
	.row_help = sheet_help,
	.message = sheet_message,
	.enter = line_enter,
	.empty = sheet_empty,
	.status = sheet_status,
	.close = sheet_close,
};

void sheet_open(
	struct wizard *wizard, const char *topic_id, const char *const *words, int word_count)
{
	struct sheet_page *page = xcalloc(1, sizeof *page);
	const struct topic *topic = topic_of(topic_id);
	if (!topic)
		die("no topic is called %s", topic_id);
	page->wizard = wizard;
	page->context = (struct topic_context){
		.topic = topic,
		.store = wizard->profile->store,
		.ref = wizard->profile->reference,
		.words = page->given_words,
		.word_count = word_count < WORDS ? word_count : WORDS,
	};
	for (int i = 0; i < page->context.word_count; i++)
		page->given_words[i] = page->words[i] = xstrdup(words[i]);
	form_make(page);
	page->view = sheet_view;
	page->view.title = topic->title;
	tui_push(wizard->tui, &page->view, page);
}
