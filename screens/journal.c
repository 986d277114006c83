/* The log: every change that was asked of the tenant, with its cause and the service's own words
 * one key away. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/journal.h"
#include "core/service/cause.h"
#include "screens/common.h"
#include "screens/journal.h"

struct journal_page {
	struct wizard *wizard;
	enum journal_scope scope;
	struct screen_rows rows; /* of struct journal_row */
};

static const struct {
	struct journal_filter filter;
	const char *shown; /* N_() */
} scopes[JOURNAL_SCOPE_COUNT] = {
	[JOURNAL_ALL] = { { .run_id = 0 }, N_("all that was done") },
	[JOURNAL_FAILED] = { { .state = "failed", .latest = true }, N_("what failed") },
	[JOURNAL_OPEN] = { { .state = "open" }, N_("what is under way") },
};

static const struct journal_row *row_at(void *ctx, int64_t row)
{
	struct journal_page *page = ctx;
	return screen_rows_at(&page->rows, row);
}

static int64_t journal_rows_count(void *ctx)
{
	struct journal_page *page = ctx;
	struct error err = { 0 };
	int64_t count = journal_count(
		page->wizard->profile->store, &scopes[page->scope].filter, &err);
	if (count < 0)
		tui_error(page->wizard->tui, &err);
	return count < 0 ? 0 : count;
}

static void journal_load(void *ctx, int64_t first, int n)
{
	struct journal_page *page = ctx;
	struct error err = { 0 };
	struct journal_row *rows = screen_rows_room(&page->rows, first, n);
	if (!journal_rows(page->wizard->profile->store, &scopes[page->scope].filter, first, n, rows,
		    &page->rows.count, &err)) {
		page->rows.count = 0;
		tui_error(page->wizard->tui, &err);
	}
}

static int64_t journal_key(void *ctx, int64_t at)
{
	const struct journal_row *row = row_at(ctx, at);
	return row ? row->id : -1;
}

static int64_t when_of(const struct journal_row *row)
{
	return row->ended_at ? row->ended_at : row->sent_at ? row->sent_at : row->intent_at;
}

enum { COLUMN_TIME, COLUMN_STATE, COLUMN_CHANGE, COLUMN_SUBJECT, COLUMN_CAUSE };

static void journal_cell(void *ctx, int64_t at, int column, struct str *out)
{
	const struct journal_row *row = row_at(ctx, at);
	char when[CLOCK_TEXT];
	if (!row)
		return;
	switch (column) {
	case COLUMN_TIME:
		str_add(out, clock_hm(when, when_of(row)));
		break;
	case COLUMN_STATE:
		str_add(out, _(journal_state_text(row->state)));
		break;
	case COLUMN_CHANGE:
		str_add(out, row->title);
		break;
	case COLUMN_SUBJECT:
		str_add(out, row->label);
		break;
	default:
		if (row->cause[0])
			str_add(out, _(cause_why(cause_from_word(row->cause))));
	}
}

static enum tui_role journal_role(void *ctx, int64_t at, int column)
{
	const struct journal_row *row = row_at(ctx, at);
	if (!row || column != COLUMN_STATE)
		return ROLE_TEXT;
	if (strcmp(row->state, "failed") == 0)
		return ROLE_ERROR;
	return strcmp(row->state, "done") == 0 ? ROLE_OK : ROLE_WARNING;
}

static void moment(struct str *out, const char *label, int64_t when)
{
	char text[CLOCK_TEXT];
	if (when > 0)
		str_addf(out, " %s %s\n", label, clock_iso(text, when));
}

void journal_detail_text(const struct journal_row *row, struct str *out)
{
	str_addf(out, TUI_LINE_TITLE "%s\n %s\n\n", row->title, row->label);
	str_addf(out, _("State: %s"), _(journal_state_text(row->state)));
	if (row->tries > 1)
		str_addf(out, ngettext(", %d try", ", %d tries", (unsigned long)row->tries),
			row->tries);
	str_addc(out, '\n');
	moment(out, _("Begun"), row->intent_at);
	moment(out, _("Sent"), row->sent_at);
	moment(out, _("Ended"), row->ended_at);
	if (!row->ended_at)
		moment(out, _("Looked at again"), row->not_before);
	if (row->cause[0]) {
		enum cause cause = cause_from_word(row->cause);
		str_addf(out, "\n%s%s\n",
			strcmp(row->state, "failed") == 0 ? TUI_LINE_ERROR : TUI_LINE_WARNING,
			_(cause_why(cause)));
		if (cause_remedy(cause)[0])
			str_addf(out, _("What to do: %s\n"), _(cause_remedy(cause)));
	}
	if (row->words[0])
		str_addf(out,
			_("\nThe service's own words, which may name the wrong cause (R-436):\n %s\n"),
			row->words);
	str_addf(out, TUI_LINE_DIM "\n" TUI_LINE_DIM "%s %s\n", _("Request"), row->request_id);
	str_addf(out, TUI_LINE_DIM "%s %" PRId64 "\n", _("Apply"), row->run_id);
}

static void journal_detail(void *ctx, int64_t at, struct str *out)
{
	const struct journal_row *row = row_at(ctx, at);
	if (row)
		journal_detail_text(row, out);
}

static void journal_enter(struct tui *tui, void *ctx, int64_t at)
{
	const struct journal_row *row = row_at(ctx, at);
	struct str text = { 0 };
	if (!row)
		return;
	journal_detail_text(row, &text);
	tui_text(tui, _("Detail"), str_text(&text));
	str_fini(&text);
}

static void journal_message(void *ctx, int64_t at, struct str *out, enum tui_role *role)
{
	const struct journal_row *row = row_at(ctx, at);
	if (!row)
		return;
	if (row->cause[0]) {
		enum cause cause = cause_from_word(row->cause);
		str_addf(out, "%s %s", _(cause_why(cause)), _(cause_remedy(cause)));
		*role = strcmp(row->state, "failed") == 0 ? ROLE_ERROR : ROLE_WARNING;
	} else {
		str_add(out, _("Enter shows all of it, with the service's own words."));
	}
}

static void journal_header(void *ctx, int width, struct str *out)
{
	struct journal_page *page = ctx;
	(void)width;
	str_addf(out, TUI_LINE_TITLE "%s: %s\n \n", _("Log"), _(scopes[page->scope].shown));
}

static void journal_empty(void *ctx, struct str *out)
{
	static const char *const texts[] = {
		[JOURNAL_ALL] = N_(
			"Nothing was done to the tenant yet. Review applies what is planned."),
		[JOURNAL_FAILED] = N_("Nothing failed. t shows all that was done."),
		[JOURNAL_OPEN] = N_("Nothing is under way. t shows all that was done."),
	};
	str_add(out, _(texts[((struct journal_page *)ctx)->scope]));
}

static void run_scope(struct tui *tui, void *ctx)
{
	struct journal_page *page = ctx;
	page->scope = (page->scope + 1) % JOURNAL_SCOPE_COUNT;
	tui_reload(tui);
}

static void journal_close(struct tui *tui, void *ctx)
{
	struct journal_page *page = ctx;
	(void)tui;
	screen_rows_fini(&page->rows);
	free(page);
}

static const struct column columns[] = {
	{ .title = N_("Time"), .width = 5, .help = N_("When it ended, or what it last did.") },
	{ .title = N_("State"),
		.width = 9,
		.help = N_("Done, failed, waits, or in doubt after a crash.") },
	{ .title = N_("Change"),
		.width = 20,
		.grow = 1,
		.drop = 1,
		.help = N_("What was asked of the tenant.") },
	{ .title = N_("To"), .width = 16, .grow = 1, .help = N_("To whom, or to what.") },
	{ .title = N_("Cause"),
		.width = 14,
		.grow = 2,
		.drop = 2,
		.help = N_("What stood in the way, as far as ringup could check.") },
};

static const struct action actions[] = {
	{ .key = 't',
		.label = N_("Show"),
		.run = run_scope,
		.help = N_("Show in turn: all, what failed, what is under way.") },
};

const struct view journal_view = {
	.id = "log",
	.title = N_("Log"),
	.help = N_(
		"Every change that was asked of the tenant, newest first. It is kept for ever, and undo works "
		"from it. `ringup log` prints the same."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = journal_rows_count,
	.load = journal_load,
	.cell = journal_cell,
	.role = journal_role,
	.key = journal_key,
	.enter = journal_enter,
	.header = journal_header,
	.detail = journal_detail,
	.message = journal_message,
	.empty = journal_empty,
	.close = journal_close,
};

void journal_open(struct wizard *wizard, enum journal_scope scope)
{
	struct journal_page *page = xcalloc(1, sizeof *page);
	page->wizard = wizard;
	page->scope = scope;
	page->rows.size = sizeof(struct journal_row);
	tui_push(wizard->tui, &journal_view, page);
}
