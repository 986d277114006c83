/* Step Notify: each person's letter, in the person's language, as the person will read it. What is
 * written once stays written; a letter that names another number is written anew. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/export.h"
#include "core/exchange/letters.h"
#include "core/exchange/message.h"
#include "core/exchange/post.h"
#include "core/reference/reference.h"
#include "core/rules/e164.h"
#include "core/service/cause.h"
#include "core/tenant/notice.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "screens/applying.h"
#include "screens/common.h"
#include "screens/wizard.h"

enum {
	STATUS_GAPS = 5,   /* columns beside and between the two parts of the status */
	PREVIEW_LINES = 8, /* of the frame below the list; Enter shows the whole letter */
	MARK_WINDOW = 200,
	LANGUAGES = 32
};

struct notify {
	struct wizard *wizard;
	struct screen_rows rows; /* of struct notice_row */
	struct screen_filter filter;
	int64_t total, to_write;
	struct letters *letters;
	struct organization organization;

	/* The letter below the list, and whose it is; 0: none is rendered. */
	int64_t previewed;
	struct letter letter;
	struct error trouble; /* why there is none */

	struct post *post; /* of tests and of what is said about mail; made when first needed */
	const struct service *post_service; /* that it was made for */
	char not_ready[300];                /* why no letter can go out; "" it can */
	char address[256];                  /* of the last test */

	/* The settings while they are edited. */
	char method[8], folder[512], language[12];
	struct letter_language languages[LANGUAGES];
	struct choice choices[LANGUAGES + 1];
	int choice_count;
};

static struct notify *notify_of(void *ctx)
{
	struct wizard *wizard = ctx;
	return wizard->state[PLAN_NOTIFY];
}

static struct store *store_of(const struct notify *notify)
{
	return notify->wizard->profile->store;
}

void notify_init(struct wizard *wizard)
{
	struct notify *notify = xcalloc(1, sizeof *notify);
	notify->wizard = wizard;
	notify->rows.size = sizeof(struct notice_row);
	notify->letters = letters_new();
	wizard->state[PLAN_NOTIFY] = notify;
}

void notify_fini(struct wizard *wizard)
{
	struct notify *notify = wizard->state[PLAN_NOTIFY];
	if (!notify)
		return;
	screen_rows_fini(&notify->rows);
	screen_filter_fini(&notify->filter);
	letter_fini(&notify->letter);
	post_free(notify->post);
	letters_free(notify->letters);
	free(notify);
	wizard->state[PLAN_NOTIFY] = NULL;
}

/* ---- rows ---- */

static const struct notice_row *row_at(const struct notify *notify, int64_t row)
{
	return screen_rows_at(&notify->rows, row);
}

static const char *name_of(const struct notice_row *row)
{
	return row->name[0] ? row->name : row->upn;
}

static struct notice_filter filter_of(const struct notify *notify)
{
	return (struct notice_filter){ .text = screen_filter_text(&notify->filter),
		.exclude = notify->filter.exclude };
}

static bool by_mail(const struct notify *notify)
{
	const char *method = notify->organization.notify_method;
	return strcmp(method, "smtp") == 0 || strcmp(method, "graph") == 0;
}

/* Made when it is first asked for: nothing of it is needed where letters are files; and anew when
 * the service was opened meanwhile. */
static struct post *post_of(struct notify *notify)
{
	struct profile *profile = notify->wizard->profile;
	struct post_setup setup = {
		.loop = notify->wizard->loop,
		.store = profile->store,
		.ref = profile->reference,
		.service = profile->service,
		.config = profile->config,
		.base = ".",
		.demo = profile->demo,
	};
	if (notify->post && notify->post_service != profile->service) {
		post_free(notify->post);
		notify->post = NULL;
	}
	if (!notify->post)
		notify->post = post_new(&setup);
	notify->post_service = profile->service;
	return notify->post;
}

static void ready_read(struct notify *notify)
{
	struct error err = { 0 };
	struct str warning = { 0 };
	if (post_ready(post_of(notify), &err))
		post_warning(notify->post, &warning);
	text_copy(notify->not_ready, sizeof notify->not_ready,
		err.code ? err.text : str_text(&warning));
	str_fini(&warning);
}

/* Whatever changed may have changed the letter: it is rendered again. */
static int64_t notify_count(void *ctx)
{
	struct notify *notify = notify_of(ctx);
	struct notice_filter filter = filter_of(notify), all = { .to_write = false },
			     to_write = { .to_write = true };
	struct error err = { 0 };
	int64_t count = notice_count(store_of(notify), &filter, &err);
	notify->previewed = 0;
	notify->total = count < 0 ? -1 : notice_count(store_of(notify), &all, &err);
	notify->to_write = notify->total < 0 ? -1 : notice_count(store_of(notify), &to_write, &err);
	if (notify->to_write < 0 ||
		!organization_get(store_of(notify), &notify->organization, &err))
		tui_error(notify->wizard->tui, &err);
	if (by_mail(notify))
		ready_read(notify);
	else
		notify->not_ready[0] = '\0';
	return count < 0 ? 0 : count;
}

static void notify_load(void *ctx, int64_t first, int n)
{
	struct notify *notify = notify_of(ctx);
	struct notice_filter filter = filter_of(notify);
	struct error err = { 0 };
	struct notice_row *rows = screen_rows_room(&notify->rows, first, n);
	int count = notice_window(store_of(notify), &filter, first, n, rows, &err);
	if (count < 0)
		tui_error(notify->wizard->tui, &err);
	notify->rows.count = count > 0 ? count : 0;
}

static int64_t notify_key(void *ctx, int64_t at)
{
	const struct notice_row *row = row_at(notify_of(ctx), at);
	return row ? row->person_id : -1;
}

static void notify_filter(void *ctx, const char *text, bool exclude)
{
	screen_filter_set(&notify_of(ctx)->filter, text, exclude);
}

/* ---- languages ---- */

/* Each language by its own name: people look for theirs, and an admin recognizes it. */
static const struct {
	const char *code, *name;
} own_names[] = {
	{ "bg", "български" },
	{ "cs", "čeština" },
	{ "da", "dansk" },
	{ "de", "Deutsch" },
	{ "el", "ελληνικά" },
	{ "en", "English" },
	{ "es", "español" },
	{ "et", "eesti" },
	{ "fi", "suomi" },
	{ "fr", "français" },
	{ "hr", "hrvatski" },
	{ "hu", "magyar" },
	{ "it", "italiano" },
	{ "ja", "日本語" },
	{ "ko", "한국어" },
	{ "lt", "lietuvių" },
	{ "lv", "latviešu" },
	{ "nb", "norsk" },
	{ "nl", "Nederlands" },
	{ "no", "norsk" },
	{ "pl", "polski" },
	{ "pt", "português" },
	{ "ro", "română" },
	{ "ru", "русский" },
	{ "sk", "slovenčina" },
	{ "sl", "slovenščina" },
	{ "sv", "svenska" },
	{ "tr", "Türkçe" },
	{ "uk", "українська" },
	{ "zh", "中文" },
};

static const char *language_name(const char *code)
{
	char main[4] = { 0 };
	snprintf(main, sizeof main, "%.*s",
		(int)strcspn(code, "-_") > 3 ? 3 : (int)strcspn(code, "-_"), code);
	for (size_t i = 0; i < sizeof own_names / sizeof own_names[0]; i++)
		if (strcmp(own_names[i].code, main) == 0)
			return text_ascii() ? code : own_names[i].name;
	return code;
}

/* The language that the row's letter is asked for in; "" : not known. */
static const char *language_asked(const struct notify *notify, const struct notice_row *row)
{
	bool own = strcmp(notify->organization.notify_language, "auto") == 0;
	return own ? row->language : notify->organization.notify_language;
}

static bool falls_back(const struct notify *notify, const struct notice_row *row)
{
	const char *language = language_asked(notify, row);
	return language[0] && !letter_has_language(language);
}

/* ---- cells ---- */

/* The last try to tell this person failed. */
static bool failed(const struct notice_row *row)
{
	return row->state == NOTICE_TO_WRITE && strcmp(row->tried, "failed") == 0;
}

static const char *to_do_text(const struct notify *notify, const struct notice_row *row)
{
	if (by_mail(notify))
		return falls_back(notify, row) ? _("to send, in English") : _("to send");
	return falls_back(notify, row) ? _("to write, in English") : _("to write");
}

static void state_text(const struct notify *notify, const struct notice_row *row, struct str *out)
{
	char when[CLOCK_TEXT];
	switch (row->state) {
	case NOTICE_NOTHING:
		str_add(out, _("no number yet"));
		break;
	case NOTICE_EXCLUDED:
		str_add(out, _("no letter"));
		break;
	case NOTICE_WRITTEN:
		str_addf(out, strcmp(row->method, "files") == 0 ? _("written %s") : _("sent %s"),
			clock_hm(when, row->sent_at));
		break;
	default:
		if (failed(row))
			str_add(out, _("failed"));
		else if (strcmp(notify->organization.notify_method, "none") == 0)
			str_add(out, _("none are written"));
		else if (row->told[0] && strcmp(row->told, row->number) != 0)
			str_add(out, _("to write anew"));
		else
			str_add(out, to_do_text(notify, row));
	}
}

enum { COLUMN_PERSON, COLUMN_LANGUAGE, COLUMN_NUMBER, COLUMN_LETTER };

static void notify_cell(void *ctx, int64_t at, int column, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	char text[E164_DISPLAY];
	if (!row)
		return;
	switch (column) {
	case COLUMN_PERSON:
		str_add(out, name_of(row));
		break;
	case COLUMN_LANGUAGE:
		str_add(out, row->language[0] ? language_name(row->language) : "-");
		break;
	case COLUMN_NUMBER:
		if (row->state == NOTICE_NOTHING)
			str_add(out, "-");
		else if (row->number[0])
			str_add(out, e164_format(text, row->number, 0));
		else if (row->order[0])
			str_addf(out, _("1 of %s"), row->order);
		else
			str_add(out, "-");
		break;
	default:
		state_text(notify, row, out);
	}
}

static enum tui_role notify_role(void *ctx, int64_t at, int column)
{
	const struct notice_row *row = row_at(notify_of(ctx), at);
	if (!row || column != COLUMN_LETTER)
		return ROLE_TEXT;
	if (row->state == NOTICE_WRITTEN)
		return ROLE_OK;
	if (failed(row))
		return ROLE_ERROR;
	return row->state == NOTICE_TO_WRITE ? ROLE_TEXT : ROLE_DIM;
}

static char notify_mark(void *ctx, int64_t at)
{
	const struct notice_row *row = row_at(notify_of(ctx), at);
	return row && row->notify ? 'x' : ' ';
}

static const struct column columns[] = {
	{ .title = N_("Person"),
		.width = 18,
		.grow = 2,
		.narrow = 14,
		.help = N_("Who has or is to get a number. [x]: gets a letter.") },
	{ .title = N_("Language"),
		.width = 10,
		.drop = 3,
		.help = N_("The person's own language, as the directory has it.") },
	{ .title = N_("Number"),
		.width = 17,
		.drop = 1,
		.help = N_("The number that the letter names.") },
	{ .title = N_("Letter"),
		.width = 20,
		.grow = 1,
		.narrow = 17,
		.help = N_(
			"Whether it is written. What is written stays written, unless the number "
			"changes.") },
};

/* ---- who gets one ---- */

struct marks {
	struct notify *notify;
	enum mark_change change;
	int64_t person;
	bool notified;
};

static bool mark_one(const struct marks *marks, const struct notice_row *row, struct error *err)
{
	bool want = marks->change == MARK_ALL || (marks->change == MARK_INVERT && !row->notify);
	return want == row->notify ||
	       person_want_notify(store_of(marks->notify), row->person_id, want, err);
}

static bool mark_shown(const struct marks *marks, struct error *err)
{
	struct notice_filter filter = filter_of(marks->notify);
	struct notice_row *rows = xcalloc(MARK_WINDOW, sizeof *rows);
	bool fine = true;
	int count = MARK_WINDOW;
	for (int64_t first = 0; fine && count == MARK_WINDOW; first += count) {
		count = notice_window(
			store_of(marks->notify), &filter, first, MARK_WINDOW, rows, err);
		fine = count >= 0;
		for (int i = 0; fine && i < count; i++)
			fine = mark_one(marks, &rows[i], err);
	}
	free(rows);
	return fine;
}

static bool write_marks(void *data, struct error *err)
{
	const struct marks *marks = data;
	if (marks->change == MARK_TOGGLE)
		return person_want_notify(
			store_of(marks->notify), marks->person, !marks->notified, err);
	return mark_shown(marks, err);
}

static void notify_set_mark(struct tui *tui, void *ctx, enum mark_change change, int64_t at)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	struct marks marks = { .notify = notify, .change = change };
	(void)tui;
	if (change == MARK_TOGGLE && !row)
		return;
	if (row) {
		marks.person = row->person_id;
		marks.notified = row->notify;
	}
	wizard_edit(notify->wizard, _("Who gets a letter"), write_marks, &marks);
}

/* ---- the letter ---- */

/* The letter of a row; NULL with notify->trouble set. */
static const struct letter *letter_for(struct notify *notify, const struct notice_row *row)
{
	if (notify->previewed == row->person_id)
		return notify->trouble.code == ERROR_NONE ? &notify->letter : NULL;
	struct profile *profile = notify->wizard->profile;
	notify->previewed = row->person_id;
	error_clear(&notify->trouble);
	if (letter_of(notify->letters, &notify->letter, profile->store, profile->reference,
		    row->person_id, &notify->trouble))
		return &notify->letter;
	return NULL;
}

static const struct notice_row *selected(void *ctx)
{
	struct notify *notify = notify_of(ctx);
	return row_at(notify, tui_row(notify->wizard->tui));
}

static bool notify_framed(void *ctx, struct str *title)
{
	const struct notice_row *row = selected(ctx);
	if (!row || row->state == NOTICE_NOTHING)
		return false;
	str_addf(title, _("Preview: %s"), name_of(row));
	return true;
}

/* The first lines, without the empty ones: there is little room. */
static void preview_lines(const char *body, int room, struct str *out)
{
	while (*body && room > 0) {
		size_t len = strcspn(body, "\n");
		if (len > 0) {
			str_addn(out, body, len);
			str_addc(out, '\n');
			room--;
		}
		body += len + (body[len] == '\n');
	}
	if (*body)
		str_addf(out, TUI_LINE_DIM "%s", _("Enter shows the rest."));
}

static void notify_footer(void *ctx, int width, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = selected(ctx);
	(void)width;
	if (!row || row->state == NOTICE_NOTHING)
		return;
	const struct letter *letter = letter_for(notify, row);
	if (!letter) {
		str_addf(out, TUI_LINE_ERROR "%s", notify->trouble.text);
		return;
	}
	str_addf(out, "%s %s\n", str_text(&letter->label), str_text(&letter->subject));
	preview_lines(str_text(&letter->body), PREVIEW_LINES - 2, out);
}

static void notify_enter(struct tui *tui, void *ctx, int64_t at)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	const struct letter *letter = row ? letter_for(notify, row) : NULL;
	struct str text = { 0 };
	if (!row)
		return;
	if (!letter) {
		tui_error(tui, &notify->trouble);
		return;
	}
	letter_text(letter, &text);
	tui_text(tui, name_of(row), str_text(&text));
	str_fini(&text);
}

static void notify_detail(void *ctx, int64_t at, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	char when[CLOCK_TEXT];
	if (!row)
		return;
	str_addf(out, TUI_LINE_TITLE "%s\n %s\n", name_of(row), row->upn);
	if (row->mail[0])
		str_addf(out, _("Mail: %s\n"), row->mail);
	str_addf(out, _("Language: %s\n"), row->language[0] ? row->language : _("not known"));
	if (row->number[0])
		str_addf(out, _("Number: %s, %s\n"), row->number,
			row->active ? _("works now")
				    : _("not active yet: the letter says within 24 hours (R-366)"));
	if (falls_back(notify, row))
		str_addf(out, TUI_LINE_WARNING "%s\n",
			_("There is no letter in this language: the English one is used."));
	if (row->sent_at > 0) {
		str_addf(out, _("Written: %s, in %s, about %s\n"), clock_iso(when, row->sent_at),
			row->letter_language, row->told);
		if (row->file[0])
			str_addf(out, _("File: %s\n"), row->file);
		if (row->message_id[0])
			str_addf(out, _("Message-ID: %s\n"), row->message_id);
	}
	if (failed(row)) {
		enum cause cause = cause_from_word(row->cause);
		str_addf(out, TUI_LINE_ERROR "%s\n%s\n", _(cause_why(cause)),
			_(cause_remedy(cause)));
	}
	if (row->words[0])
		str_addf(out, _("The server's words: %s\n"), row->words);
}

/* ---- texts around the list ---- */

static void way_text(const struct notify *notify, struct str *out)
{
	const struct organization *organization = &notify->organization;
	if (strcmp(organization->notify_method, "files") == 0)
		str_addf(out, _("By files, to %s/"),
			organization->notify_folder[0] ? organization->notify_folder : "letters");
	else if (strcmp(organization->notify_method, "none") == 0)
		str_add(out, _("No letters (e changes that)"));
	else if (strcmp(organization->notify_method, "graph") == 0)
		str_add(out, _("By mail, through Microsoft 365"));
	else
		str_addf(out, _("By mail, from %s"), notify->wizard->profile->config->mail.from);
}

static void notify_header(void *ctx, int width, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	struct str left = { 0 };
	char right[80];
	way_text(notify, &left);
	snprintf(right, sizeof right,
		by_mail(notify) ? _("%" PRId64 " to send, %" PRId64 " people")
				: _("%" PRId64 " to write, %" PRId64 " people"),
		notify->to_write, notify->total);
	screen_pad(out, str_text(&left), width - text_width(right) - 2, false);
	str_addf(out, "  %s\n", right);
	str_fini(&left);
}

static void notify_message(void *ctx, int64_t at, struct str *out, enum tui_role *role)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	if (!row)
		return;
	if (failed(row)) {
		str_addf(out, _("%s  R sends the failures again."),
			_(cause_why(cause_from_word(row->cause))));
		*role = ROLE_ERROR;
	} else if (row->state == NOTICE_TO_WRITE && notify->not_ready[0]) {
		str_add(out, notify->not_ready);
		*role = ROLE_WARNING;
	} else if (row->state == NOTICE_TO_WRITE && falls_back(notify, row)) {
		str_addf(out, _("No letter in %s yet: %s gets the English one. t shows the texts."),
			language_name(language_asked(notify, row)), name_of(row));
		*role = ROLE_WARNING;
	} else if (row->state == NOTICE_TO_WRITE && !row->active) {
		str_add(out,
			_("The number is not active yet: the letter says \"within 24 hours\".  R-366"));
	} else if (row->state == NOTICE_WRITTEN) {
		str_add(out, _("Written once; it is written again only if the number changes."));
	} else if (row->state == NOTICE_NOTHING) {
		str_add(out, _("No number is planned for this person: there is nothing to tell."));
	} else if (row->state == NOTICE_EXCLUDED) {
		str_add(out, _("This person gets no letter. Space changes that."));
	} else if (by_mail(notify)) {
		str_add(out,
			_("Enter shows the letter. s sends one to you first, W sends them all."));
	} else {
		str_add(out,
			_("Enter shows the letter as the person will read it. W writes them all."));
	}
}

static void notify_row_help(void *ctx, int64_t at, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = row_at(notify, at);
	if (!row)
		return;
	if (!row->active)
		screen_rule(notify->wizard->profile->reference, 366, out);
	screen_rule(notify->wizard->profile->reference, 362, out);
}

static void notify_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out,
		_("Nobody has or is to get a number yet, so there is nothing to tell. Match people "
		  "and numbers in Assign first."));
}

static bool status_fits(
	const struct wizard *wizard, const char *money, const char *state, const char *more)
{
	return text_width(money) + text_width(state) + text_width(more) + STATUS_GAPS <=
	       tui_columns(wizard->tui);
}

static void notify_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct notify *notify = notify_of(ctx);
	struct str letters = { 0 };
	wizard_shell.status(ctx, compact, money, state);
	if (compact || notify->to_write <= 0)
		return;
	str_addf(&letters,
		ngettext("   %" PRId64 " letter", "   %" PRId64 " letters",
			(unsigned long)notify->to_write),
		notify->to_write);
	/* The header says it as well: rather not at all than cut. */
	if (status_fits(ctx, str_text(money), str_text(state), str_text(&letters)))
		str_add(state, str_text(&letters));
	str_fini(&letters);
}

/* ---- texts there are ---- */

static int languages_read(struct notify *notify)
{
	int count = letter_languages(notify->languages, LANGUAGES);
	count = count < LANGUAGES ? count : LANGUAGES;
	for (int i = 0; i < count; i++)
		notify->choices[i] = (struct choice){ .id = notify->languages[i].code,
			.label = language_name(notify->languages[i].code),
			.help = notify->languages[i].own ? N_("your own text")
							 : N_("the text of ringup") };
	notify->choice_count = count;
	return count;
}

static void text_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct str text = { 0 };
	struct error err = { 0 };
	(void)ctx;
	if (letter_template(id, &text, &err))
		tui_text(tui, language_name(id), str_text(&text));
	else
		tui_error(tui, &err);
	str_fini(&text);
}

/* The text that a language gets: "fr" for "fr-CA"; English where there is none. */
static const char *text_of(const struct notify *notify, const char *language)
{
	for (int i = 0; i < notify->choice_count; i++) {
		size_t len = strlen(notify->choices[i].id);
		if (strncmp(notify->choices[i].id, language, len) == 0 &&
			(language[len] == '\0' || language[len] == '-'))
			return notify->choices[i].id;
	}
	return "en";
}

static void run_texts(struct tui *tui, void *ctx)
{
	struct notify *notify = notify_of(ctx);
	const struct notice_row *row = selected(ctx);
	int count = languages_read(notify);
	tui_menu(tui, _("Texts of the letters"), notify->choices, count,
		text_of(notify, row ? language_asked(notify, row) : ""), text_chosen, ctx);
}

/* ---- settings ---- */

enum { TAG_METHOD, TAG_FOLDER, TAG_LANGUAGE };

static void setting_get(void *ctx, const struct field *field, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	const char *const values[] = { notify->method, notify->folder, notify->language };
	str_add(out, values[field->tag]);
}

static bool setting_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	static const enum organization_field columns_of[] = { ORGANIZATION_NOTIFY_METHOD,
		ORGANIZATION_NOTIFY_FOLDER, ORGANIZATION_NOTIFY_LANGUAGE };
	struct notify *notify = notify_of(ctx);
	char *const values[] = { notify->method, notify->folder, notify->language };
	const size_t rooms[] = { sizeof notify->method, sizeof notify->folder,
		sizeof notify->language };
	if (!organization_check(columns_of[field->tag], value, err))
		return false;
	snprintf(values[field->tag], rooms[field->tag], "%s", value);
	return true;
}

static bool folder_visible(void *ctx, const struct field *field)
{
	(void)field;
	return strcmp(notify_of(ctx)->method, "files") == 0;
}

static int64_t language_items(void *ctx)
{
	return notify_of(ctx)->choice_count + 1;
}

static void language_item(
	void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	struct notify *notify = notify_of(ctx);
	str_add(id, at == 0 ? "auto" : notify->choices[at - 1].id);
	str_add(label, at == 0 ? _("each person's own") : notify->choices[at - 1].label);
	str_add(note, at == 0 ? _("English where there is no letter in it")
			      : _(notify->choices[at - 1].help));
}

static void language_show(void *ctx, const struct field *field, struct str *out)
{
	struct notify *notify = notify_of(ctx);
	(void)field;
	str_add(out, strcmp(notify->language, "auto") == 0 ? _("each person's own")
							   : language_name(notify->language));
}

static const struct picker language_picker = {
	.title = N_("Language of the letters"),
	.help = N_("Type to filter, Enter chooses."),
	.count = language_items,
	.item = language_item,
};

static const struct choice methods[] = {
	{ "files", N_("by files"), N_("A text file a person, to print or to mail yourself.") },
	{ "smtp", N_("by mail"), N_("From the mail server under [mail] of the configuration.") },
	{ "graph", N_("by Graph"), N_("From a mailbox in Microsoft 365.") },
	{ "none", N_("no letters"), N_("Nobody is told by ringup.") },
};

static const struct field settings_fields[] = {
	{ .id = "method",
		.label = N_("How"),
		.kind = FIELD_CHOICE,
		.tag = TAG_METHOD,
		CHOICES(methods),
		.help = N_("How people are told. w writes a CSV file for a mail merge."),
		.get = setting_get,
		.set = setting_set },
	{ .id = "folder",
		.label = N_("Folder"),
		.tag = TAG_FOLDER,
		.width = 40,
		.max = 500,
		.help = N_(
			"Where the letters go. A relative folder is below the one you started ringup in."),
		.get = setting_get,
		.set = setting_set,
		.visible = folder_visible },
	{ .id = "language",
		.label = N_("Language"),
		.kind = FIELD_CHOICE,
		.tag = TAG_LANGUAGE,
		.picker = &language_picker,
		.show = language_show,
		.help = N_("Each person's own language, or one for all."),
		.get = setting_get,
		.set = setting_set },
};

static bool write_settings(void *data, struct error *err)
{
	struct notify *notify = data;
	struct store *store = store_of(notify);
	return organization_set(store, ORGANIZATION_NOTIFY_METHOD, notify->method, err) &&
	       organization_set(store, ORGANIZATION_NOTIFY_FOLDER, notify->folder, err) &&
	       organization_set(store, ORGANIZATION_NOTIFY_LANGUAGE, notify->language, err);
}

static bool settings_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct notify *notify = notify_of(ctx);
	(void)tui;
	return wizard_write(notify->wizard, _("How people are told"), write_settings, notify, err);
}

static const struct form settings_form = {
	.title = N_("Letters"),
	.help = N_("How people learn of their number."),
	FIELDS(settings_fields),
	.accept = settings_accept,
};

static void run_settings(struct tui *tui, void *ctx)
{
	struct notify *notify = notify_of(ctx);
	const struct organization *organization = &notify->organization;
	snprintf(notify->method, sizeof notify->method, "%s", organization->notify_method);
	snprintf(notify->folder, sizeof notify->folder, "%s",
		organization->notify_folder[0] ? organization->notify_folder : "letters");
	snprintf(notify->language, sizeof notify->language, "%s", organization->notify_language);
	languages_read(notify);
	tui_form(tui, &settings_form, ctx);
}

/* ---- out ---- */

static bool may_write(void *ctx, struct error *err)
{
	struct notify *notify = notify_of(ctx);
	if (strcmp(notify->organization.notify_method, "none") == 0)
		return error_set(err, ERROR_REFUSED,
			_("No letters are wanted. Press e to have them written."));
	return notify->to_write > 0 ||
	       error_set(err, ERROR_NOT_FOUND,
		       _("No letter is to be written: all that were wanted are."));
}

static void run_write(struct tui *tui, void *ctx)
{
	struct notify *notify = notify_of(ctx);
	(void)tui;
	wizard_apply(notify->wizard, "notify");
}

static bool may_resend(void *ctx, struct error *err)
{
	struct notify *notify = notify_of(ctx);
	struct notice_filter filter = { .failed = true };
	int64_t count = notice_count(store_of(notify), &filter, err);
	return count > 0 || (count == 0 && error_set(err, ERROR_NOT_FOUND, _("No letter failed.")));
}

static void run_resend(struct tui *tui, void *ctx)
{
	struct applying_scope scope = { .step = "notify", .failed_letters = true };
	(void)tui;
	applying_start(notify_of(ctx)->wizard, &scope);
}

/* ---- to me first ---- */

static bool may_test(void *ctx, struct error *err)
{
	struct notify *notify = notify_of(ctx);
	return by_mail(notify) ||
	       error_set(err, ERROR_REFUSED,
		       _("The letters go to no mail server. Press e to send them by mail."));
}

static void on_tested(void *data, bool sent, const char *words)
{
	struct tui *tui = ((struct notify *)data)->wizard->tui;
	if (sent)
		tui_message(tui, ROLE_OK, _("The test was sent. %s"), words);
	else
		tui_message(tui, ROLE_ERROR, _("The test was not sent: %s"), words);
	tui_redraw(tui);
}

static bool address_given(void *ctx, const char *value, struct error *err)
{
	struct mailbox mailbox;
	(void)ctx;
	return mailbox_read(&mailbox, value, err);
}

static void test_address(struct tui *tui, void *ctx, const char *address)
{
	struct notify *notify = notify_of(ctx);
	struct error err = { 0 };
	snprintf(notify->address, sizeof notify->address, "%s", address);
	if (post_test(post_of(notify), address, on_tested, notify, &err))
		tui_message(tui, ROLE_TEXT, _("Sending the test to %s."), address);
	else
		tui_error(tui, &err);
}

static const struct prompt test_prompt = {
	.title = N_("Send to me first"),
	.label = N_("Mail address"),
	.help = N_(
		"One letter, as the first person would get it, with its subject marked as a test."),
	.max = 250,
	.check = address_given,
	.done = test_address,
};

static void run_test(struct tui *tui, void *ctx)
{
	tui_prompt(tui, &test_prompt, notify_of(ctx)->address, ctx);
}

static bool path_given(void *ctx, const char *value, struct error *err)
{
	(void)ctx;
	return value[0] ||
	       error_set(err, ERROR_INPUT, _("Type the path of a file, for example letters.csv."));
}

static void export_done(struct tui *tui, void *ctx, const char *path)
{
	struct profile *profile = notify_of(ctx)->wizard->profile;
	struct error err = { 0 };
	if (export_file(profile->store, profile->reference, EXPORT_LETTERS, path, &err))
		tui_message(tui, ROLE_OK, _("Written to %s, for a mail merge."), path);
	else
		tui_error(tui, &err);
}

static const struct prompt export_prompt = {
	.title = N_("Letters for a mail merge"),
	.label = N_("CSV file"),
	.help = N_(
		"One row a person, with mail address, subject and text. A file that is there is replaced."),
	.max = 500,
	.check = path_given,
	.done = export_done,
};

static void run_export(struct tui *tui, void *ctx)
{
	tui_prompt(tui, &export_prompt, "letters.csv", ctx);
}

static const struct action actions[] = {
	{ .key = 't',
		.label = N_("Texts"),
		.run = run_texts,
		.help = N_(
			"The texts there are, by language. Your own LANG.txt in the configuration "
			"folder's letters/ wins.") },
	{ .key = 'e',
		.label = N_("Settings"),
		.run = run_settings,
		.help = N_("How people are told, into which folder, in which language.") },
	{ .key = 'W',
		.label = N_("Write"),
		.run = run_write,
		.enabled = may_write,
		.rule = 366,
		.help = N_(
			"Write or send all letters that are to go out now. Who was told is not told again.") },
	{ .key = 'w',
		.twin = TUI_F(2),
		.label = N_("CSV"),
		.run = run_export,
		.help = N_("Write all letters to one CSV file, for a mail merge.") },
	{ .key = 's',
		.label = N_("Me first"),
		.hidden = true,
		.run = run_test,
		.enabled = may_test,
		.help = N_("Send one letter to yourself first, its subject marked as a test.") },
	{ .key = 'R',
		.label = N_("Resend"),
		.hidden = true,
		.run = run_resend,
		.enabled = may_resend,
		.help = N_(
			"Send the letters again that failed, and no others. One whose answer was "
			"lost may arrive twice.") },
};

const struct view notify_view = {
	.id = "notify",
	.title = N_("Notify"),
	.help = N_(
		"Each person's letter about the new number, with what to know about emergency calls "
		"(R-362). A letter is written once for a number; who is marked gets one."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = notify_count,
	.load = notify_load,
	.cell = notify_cell,
	.role = notify_role,
	.key = notify_key,
	.mark = notify_mark,
	.set_mark = notify_set_mark,
	.filter = notify_filter,
	.enter = notify_enter,
	.header = notify_header,
	.footer = notify_footer,
	.framed = notify_framed,
	.detail = notify_detail,
	.row_help = notify_row_help,
	.message = notify_message,
	.empty = notify_empty,
	.status = notify_status,
};

const struct view *const notify_views[] = { NULL };
const struct form *const notify_forms[] = { &settings_form, NULL };
