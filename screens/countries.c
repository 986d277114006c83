/* Countries: "Can I use this in Belgium?" for all of them, a row each. Letters find one, Enter
 * opens its sheet, marked ones stand side by side, and one of them can become the organization's.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/sheet/country.h"
#include "screens/common.h"
#include "screens/countries.h"
#include "screens/organization.h"
#include "screens/sheet.h"
#include "screens/wizard.h"

enum { MARKS = 6, COLUMN_COUNTRY = 0, CELLS = 4 };

/* One country: what its row shows, made once. */
struct row {
	struct country country;
	char *cells[CELLS]; /* behind the name */
	enum sheet_tone tone;
	char *answer; /* the plain sentence */
	bool marked;
};

struct countries_page {
	struct wizard *wizard;
	struct row *rows;
	int *shown; /* indices of rows, best match first */
	int count, shown_count, marked;
};

/* ---- the rows ---- */

static char *cell_of(const struct country_facts *facts, const char *id)
{
	struct str text = { 0 };
	country_row(id)->text(facts, true, &text);
	return text.text ? str_take(&text) : xstrdup("");
}

/* "portal, papers": how numbers are had, and whether the country wants papers of its own. */
static char *numbers_of(const struct country_facts *facts)
{
	bool papers = facts->has_papers && facts->papers.papers_new[0] &&
		      facts->country.numbers_by == NUMBERS_BY_PORTAL;
	return papers ? xstrdup(_("portal, papers")) : cell_of(facts, "new_numbers_by");
}

static void row_make(struct row *row, const struct country_facts *facts)
{
	struct str brief = { 0 }, answer = { 0 };
	row->country = facts->country;
	row->tone = country_answer_brief(facts, &brief);
	row->cells[0] = str_take(&brief);
	row->cells[1] = cell_of(facts, "audio_conferencing");
	row->cells[2] = cell_of(facts, "toll_free");
	row->cells[3] = numbers_of(facts);
	country_answer(facts, &answer);
	row->answer = str_take(&answer);
}

static void rows_make(struct countries_page *page, struct reference *ref)
{
	struct country *list = xcalloc(COUNTRY_LIST, sizeof *list);
	struct country_facts *facts = xcalloc(1, sizeof *facts);
	int all = reference_countries(ref, list, COUNTRY_LIST);
	page->rows = xcalloc(COUNTRY_LIST, sizeof *page->rows);
	page->shown = xcalloc(COUNTRY_LIST, sizeof *page->shown);
	for (int i = 0; i < all && i < COUNTRY_LIST; i++)
		if (country_facts_load(ref, list[i].code, facts, NULL))
			row_make(&page->rows[page->count++], facts);
	free(facts);
	free(list);
}

static struct row *row_at(void *ctx, int64_t row)
{
	struct countries_page *page = ctx;
	return row >= 0 && row < page->shown_count ? &page->rows[page->shown[row]] : NULL;
}

/* ---- finding one ---- */

enum { MATCH_CODE, MATCH_BEGIN, MATCH_PART, MATCH_NONE };

static int name_match(const char *name, const char *folded)
{
	struct str text = { 0 };
	str_clear(&text);
	text_fold(&text, name);
	const char *at = strstr(str_text(&text), folded);
	int match = !at ? MATCH_NONE : at == str_text(&text) ? MATCH_BEGIN : MATCH_PART;
	str_fini(&text);
	return match;
}

/* The code first, then names that begin so, then names that hold it; French names too. */
static int match_of(const struct country *country, const char *folded)
{
	int english = name_match(country->name, folded);
	int french = name_match(country->name_fr, folded);
	if (strcasecmp(country->code, folded) == 0)
		return MATCH_CODE;
	return english < french ? english : french;
}

static void show_all(struct countries_page *page)
{
	page->shown_count = page->count;
	for (int i = 0; i < page->count; i++)
		page->shown[i] = i;
}

static void show_matches(struct countries_page *page, const char *folded, bool exclude)
{
	page->shown_count = 0;
	for (int match = MATCH_CODE; match <= MATCH_NONE; match++)
		for (int i = 0; i < page->count; i++)
			if (match_of(&page->rows[i].country, folded) == match &&
				(match == MATCH_NONE) == exclude)
				page->shown[page->shown_count++] = i;
}

static void countries_filter(void *ctx, const char *text, bool exclude)
{
	struct countries_page *page = ctx;
	struct str folded = { 0 };
	text_fold(&folded, text);
	if (folded.len > 0)
		show_matches(page, str_text(&folded), exclude);
	else
		show_all(page);
	str_fini(&folded);
	/* The best match is selected, wherever the selection stood before. */
	if (page->wizard->tui)
		tui_select(page->wizard->tui, 0);
}

static int64_t countries_count(void *ctx)
{
	return ((struct countries_page *)ctx)->shown_count;
}

static void countries_load(void *ctx, int64_t first, int n)
{
	(void)ctx;
	(void)first;
	(void)n;
}

static int64_t countries_key(void *ctx, int64_t row)
{
	struct countries_page *page = ctx;
	return row_at(ctx, row) ? page->shown[row] : -1;
}

static int64_t countries_find(void *ctx, int64_t key)
{
	struct countries_page *page = ctx;
	for (int i = 0; i < page->shown_count; i++)
		if (page->shown[i] == key)
			return i;
	return -1;
}

/* ---- what is seen ---- */

static void countries_cell(void *ctx, int64_t at, int column, struct str *out)
{
	const struct row *row = row_at(ctx, at);
	if (!row)
		return;
	if (column == COLUMN_COUNTRY)
		str_addf(out, "%s %s", row->country.code, row->country.name);
	else
		str_add(out, row->cells[column - 1]);
}

static enum tui_role countries_role(void *ctx, int64_t at, int column)
{
	const struct row *row = row_at(ctx, at);
	if (!row || column != COLUMN_COUNTRY + 1)
		return ROLE_TEXT;
	return row->tone == SHEET_OK ? ROLE_OK : ROLE_DIM;
}

static void countries_message(void *ctx, int64_t at, struct str *out, enum tui_role *role)
{
	const struct row *row = row_at(ctx, at);
	*role = ROLE_TEXT;
	if (row)
		str_add(out, row->answer);
}

static void countries_row_help(void *ctx, int64_t at, struct str *out)
{
	const struct row *row = row_at(ctx, at);
	if (row)
		str_addf(out, _("%s (%s, in French %s): %s"), row->country.name, row->country.code,
			row->country.name_fr, row->answer);
}

static void line_add(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at)
{
	(void)tone;
	(void)at;
	str_addf(data, "%s%s\n",
		kind == SHEET_TITLE && text[0] ? TUI_LINE_TITLE
		: text[0] && text[0] != ' '    ? " "
					       : "",
		text);
}

/* The pane wraps by itself: the sheet is laid out for its least width. */
static void countries_detail(void *ctx, int64_t at, struct str *out)
{
	enum { PANE = 36 };
	struct countries_page *page = ctx;
	const struct row *row = row_at(ctx, at);
	struct sheet sheet;
	struct error err = { 0 };
	if (!row)
		return;
	sheet_init(&sheet, "");
	if (country_sheet(page->wizard->profile->reference, &row->country, 1, 1, &sheet, &err))
		sheet_lay(&sheet, PANE, line_add, out);
	else
		str_add(out, err.text);
	sheet_fini(&sheet);
}

static void countries_header(void *ctx, int columns, struct str *out)
{
	struct countries_page *page = ctx;
	(void)columns;
	str_add(out, TUI_LINE_TITLE);
	if (page->marked > 0)
		str_addf(out,
			ngettext("%d marked: Enter shows it",
				"%d marked: Enter shows them side by side",
				(unsigned long)page->marked),
			page->marked);
	else
		str_addf(out, _("%d of %d countries and regions"), page->shown_count, page->count);
	str_add(out, "\n \n");
}

static void countries_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out,
		_("No country is called so. It may have no page: ask Microsoft or a partner."));
}

static void countries_copy(void *ctx, int64_t at, struct str *out)
{
	const struct row *row = row_at(ctx, at);
	if (row)
		str_add(out, row->answer);
}

/* ---- marks, and what keys do ---- */

static char countries_mark(void *ctx, int64_t at)
{
	const struct row *row = row_at(ctx, at);
	return row && row->marked ? 'x' : ' ';
}

static bool mark_put(struct countries_page *page, struct row *row, bool marked)
{
	if (row->marked == marked)
		return true;
	if (marked && page->marked == MARKS)
		return false;
	row->marked = marked;
	page->marked += marked ? 1 : -1;
	return true;
}

static void marks_clear(struct countries_page *page)
{
	for (int i = 0; i < page->count; i++)
		mark_put(page, &page->rows[i], false);
}

static void countries_set_mark(struct tui *tui, void *ctx, enum mark_change change, int64_t at)
{
	struct countries_page *page = ctx;
	struct row *row = row_at(ctx, at);
	bool fits = true;
	if (change == MARK_TOGGLE && row)
		fits = mark_put(page, row, !row->marked);
	if (change == MARK_NONE)
		marks_clear(page);
	for (int i = 0; change == MARK_ALL && fits && i < page->shown_count; i++)
		fits = mark_put(page, &page->rows[page->shown[i]], true);
	if (!fits)
		tui_message(
			tui, ROLE_WARNING, _("%d countries at most stand side by side."), MARKS);
	else if (change == MARK_INVERT)
		tui_message(tui, ROLE_WARNING, _("Mark the few that you want to compare."));
	tui_reload(tui);
}

static void countries_enter(struct tui *tui, void *ctx, int64_t at)
{
	struct countries_page *page = ctx;
	const struct row *row = row_at(ctx, at);
	const char *codes[MARKS];
	int count = 0;
	(void)tui;
	for (int i = 0; i < page->count; i++)
		if (page->rows[i].marked)
			codes[count++] = page->rows[i].country.code;
	if (count == 0 && row)
		codes[count++] = row->country.code;
	if (count > 0)
		sheet_open(page->wizard, "country", codes, count);
}

static void take_key(struct tui *tui, void *ctx)
{
	struct countries_page *page = ctx;
	const struct row *row = row_at(ctx, tui_row(tui));
	if (row && organization_take_country(page->wizard, row->country.code))
		tui_message(tui, ROLE_OK,
			_("%s is the country of your licences now. u takes it back."),
			row->country.name);
}

static void countries_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct countries_page *page = ctx;
	wizard_shell.status(page->wizard, compact, money, state);
}

static void countries_close(struct tui *tui, void *ctx)
{
	struct countries_page *page = ctx;
	(void)tui;
	for (int i = 0; i < page->count; i++) {
		for (int k = 0; k < CELLS; k++)
			free(page->rows[i].cells[k]);
		free(page->rows[i].answer);
	}
	free(page->rows);
	free(page->shown);
	free(page);
}

static const struct column countries_columns[] = {
	{ .title = N_("Country"),
		.width = 18,
		.narrow = 14,
		.grow = 1,
		.help = N_("Code and name; the filter knows the French name too.") },
	{ .title = N_("Calling Plans"),
		.width = 18,
		.help = N_("Are they sold there, how many domestic minutes a person and month, or "
			   "which partner sells them.") },
	{ .title = N_("Audio"),
		.width = 5,
		.drop = 3,
		.help = N_("Is Audio Conferencing sold there?") },
	{ .title = N_("Toll-free"),
		.width = 9,
		.drop = 2,
		.help = N_("Toll-free service numbers, after credits are funded.") },
	{ .title = N_("Numbers"),
		.width = 14,
		.drop = 1,
		.help = N_("How people's numbers are had: in the portal, with papers of the "
			   "country's own, by a request form only, or from a partner.") },
};

static const struct action countries_actions[] = {
	{ .key = 't',
		.label = N_("Take as ours"),
		.run = take_key,
		.needs_row = true,
		.rule = 8,
		.help = N_("Make it the country of your licences, as the question in step "
			   "Organization does. u takes it back.") },
};

const struct view countries_view = {
	.id = "countries",
	.title = N_("Countries"),
	.help = N_("What can be had in each country. / finds one by its code or name, Enter shows "
		   "its whole sheet; Space marks up to six, and Enter shows them side by side. "
		   "`ringup country` prints the same."),
	COLUMNS(countries_columns),
	ACTIONS(countries_actions),
	.count = countries_count,
	.load = countries_load,
	.cell = countries_cell,
	.role = countries_role,
	.key = countries_key,
	.find = countries_find,
	.mark = countries_mark,
	.set_mark = countries_set_mark,
	.filter = countries_filter,
	.enter = countries_enter,
	.copy = countries_copy,
	.header = countries_header,
	.detail = countries_detail,
	.row_help = countries_row_help,
	.message = countries_message,
	.empty = countries_empty,
	.status = countries_status,
	.close = countries_close,
};

void countries_open(struct wizard *wizard)
{
	struct countries_page *page = xcalloc(1, sizeof *page);
	page->wizard = wizard;
	rows_make(page, wizard->profile->reference);
	show_all(page);
	tui_push(wizard->tui, &countries_view, page);
	tui_filter(wizard->tui);
}
