/* A small program over tui/ alone, for the screens' harness and for a look: a list of generated
 * rows, a form, and each dialog. Usage: tui-demo [--rows N] [--ascii] [--no-colour]. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/layout.h"
#include "tui/tui.h"

struct demo {
	int64_t rows;      /* generated, before the filter */
	int64_t marked[8]; /* rows that are marked, -1: none; the demo marks few */
	char filter[64];
	bool exclude;
	int64_t *shown; /* rows that match; NULL: all */
	int64_t shown_count;
	char name[128], country[8], papers[4], street[256], seats[16];
	int64_t work; /* done of 100 */
	struct tui *tui;
};

/* ---- rows ---- */

static const char *const places[] = { "Bellevue, WA", "Zürich", "東京", "Lyon", "São Paulo" };
static const char *const names[] = { "Ava Lindqvist", "田中 恵美", "Chloe\xcc\x81 O'Hara",
	"Bad\x1b[31mName", "Dmitri Volkov", "A name that is much too long for any column at all" };

static int64_t demo_row(const struct demo *demo, int64_t at)
{
	return demo->shown ? demo->shown[at] : at;
}

static int64_t demo_count(void *ctx)
{
	const struct demo *demo = ctx;
	return demo->shown ? demo->shown_count : demo->rows;
}

static void row_cell(int64_t row, int column, struct str *out)
{
	switch (column) {
	case 0:
		str_addf(out, "+1 425 555 %04lld", (long long)(row % 10000));
		break;
	case 1:
		str_add(out, names[row % 6]);
		break;
	case 2:
		str_add(out, places[row % 5]);
		break;
	case 3:
		str_addf(out, "%lld", (long long)row * 7);
		break;
	default:
		str_add(out, row % 3 ? "yours" : "held");
	}
}

static void demo_cell(void *ctx, int64_t at, int column, struct str *out)
{
	row_cell(demo_row(ctx, at), column, out);
}

static int64_t demo_key(void *ctx, int64_t at)
{
	return demo_row(ctx, at);
}

static int64_t demo_find(void *ctx, int64_t key)
{
	const struct demo *demo = ctx;
	for (int64_t i = 0; demo->shown && i < demo->shown_count; i++)
		if (demo->shown[i] == key)
			return i;
	return demo->shown ? -1 : key < demo->rows ? key : -1;
}

static int mark_place(const struct demo *demo, int64_t row)
{
	for (int i = 0; i < 8; i++)
		if (demo->marked[i] == row)
			return i;
	return -1;
}

static char demo_mark(void *ctx, int64_t at)
{
	return mark_place(ctx, demo_row(ctx, at)) >= 0 ? 'x' : ' ';
}

static void demo_set_mark(struct tui *tui, void *ctx, enum mark_change change, int64_t at)
{
	struct demo *demo = ctx;
	int64_t row = demo_row(demo, at);
	int place = mark_place(demo, change == MARK_TOGGLE ? row : -1);
	(void)tui;
	if (change == MARK_NONE)
		memset(demo->marked, 0xff, sizeof demo->marked);
	else if (change == MARK_TOGGLE && place >= 0)
		demo->marked[place] = -1;
	else if (change == MARK_TOGGLE && mark_place(demo, -1) >= 0)
		demo->marked[mark_place(demo, -1)] = row;
	if (change == MARK_ALL)
		for (int i = 0; i < 8 && i < demo_count(demo); i++)
			demo->marked[i] = demo_row(demo, i);
}

static bool row_has(int64_t row, const char *folded)
{
	struct str text = { 0 };
	for (int i = 0; i < 3; i++)
		row_cell(row, i, &text);
	bool has = text_has(str_text(&text), folded);
	str_fini(&text);
	return has;
}

static void demo_filter(void *ctx, const char *text, bool exclude)
{
	struct demo *demo = ctx;
	struct str folded = { 0 };
	free(demo->shown);
	demo->shown = NULL;
	text_fold(&folded, text);
	if (folded.len) {
		demo->shown = xcalloc((size_t)demo->rows + 1, sizeof *demo->shown);
		demo->shown_count = 0;
		for (int64_t i = 0; i < demo->rows; i++)
			if (row_has(i, str_text(&folded)) != exclude)
				demo->shown[demo->shown_count++] = i;
	}
	str_fini(&folded);
}

static enum tui_role demo_role(void *ctx, int64_t at, int column)
{
	int64_t row = demo_row(ctx, at);
	return column == 4 ? (row % 3 ? ROLE_OK : ROLE_WARNING) : ROLE_TEXT;
}

/* ---- texts ---- */

static void demo_header(void *ctx, int columns, struct str *out)
{
	(void)ctx;
	(void)columns;
	str_add(out, _("5 licences allow 15 numbers   "));
	layout_bar(out, 5, 15, 20);
	str_add(out, _("  5 of 15\n \n"));
}

static void demo_footer(void *ctx, int columns, struct str *out)
{
	(void)ctx;
	(void)columns;
	str_addf(out, _("%sMinutes\n   0 %s 15,000 a month"), TUI_LINE_TITLE, layout_arrow());
}

static void demo_detail(void *ctx, int64_t at, struct str *out)
{
	if (at < 0)
		return;
	str_addf(out, "%sRow %lld\n", TUI_LINE_TITLE, (long long)demo_row(ctx, at));
	str_add(out,
		_("A reservation lasts ten minutes. What is yours stays below what is held; what "
		  "is offered is never mistaken for what is owned."));
}

static void demo_message(void *ctx, int64_t at, struct str *out, enum tui_role *role)
{
	(void)ctx;
	(void)role;
	if (at >= 0)
		str_add(out, _("5 numbers are held for you. Press Enter to acquire them.  R-219"));
}

static void demo_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("No numbers yet. Press s to search for some."));
}

static void demo_row_help(void *ctx, int64_t at, struct str *out)
{
	if (at >= 0)
		str_addf(out, _("Row %lld is held for ten minutes."), (long long)demo_row(ctx, at));
}

/* ---- dialogs ---- */

static void typed(struct tui *tui, void *ctx)
{
	(void)ctx;
	tui_message(tui, ROLE_OK, _("Bought 5."));
}

static void run_buy(struct tui *tui, void *ctx)
{
	tui_ask_typed(tui, _("Buy 5 licences"), _("$75.00 a month, for a year. Type 5 to buy."),
		"5", typed, ctx);
}

static void answered(struct tui *tui, void *ctx, bool yes)
{
	(void)ctx;
	tui_message(tui, ROLE_TEXT, "%s", yes ? _("You said yes.") : _("You said no."));
}

static void run_ask(struct tui *tui, void *ctx)
{
	tui_ask(tui, _("Let go?"), _("The marked numbers go back to stock. You may lose them."),
		_("Let go"), _("Keep"), answered, ctx);
}

static void run_tell(struct tui *tui, void *ctx)
{
	(void)ctx;
	tui_tell(tui, ROLE_WARNING, _("Slow down"),
		_("Microsoft asks to slow down: again in 6 s (Retry-After)."));
}

static bool prompt_check(void *ctx, const char *value, struct error *err)
{
	(void)ctx;
	return *value || error_set(err, ERROR_INPUT, _("Type a city, for example Bellevue."));
}

static void prompt_done(struct tui *tui, void *ctx, const char *value)
{
	(void)ctx;
	tui_message(tui, ROLE_TEXT, _("Searching in [%s]."), value);
}

static const struct prompt search_prompt = {
	.title = N_("Search"),
	.label = N_("City"),
	.help = N_("The city whose numbers you want."),
	.check = prompt_check,
	.done = prompt_done,
};

static void run_search(struct tui *tui, void *ctx)
{
	tui_prompt(tui, &search_prompt, "", ctx);
}

static bool work_slice(void *data)
{
	struct demo *demo = data;
	demo->work++;
	tui_busy(demo->tui, demo->work < 100 ? _("matching") : NULL, demo->work, 100);
	return demo->work < 100;
}

static void run_work(struct tui *tui, void *ctx)
{
	struct demo *demo = ctx;
	demo->work = 0;
	loop_work(tui_loop(tui), work_slice, demo);
}

static void gauge_stop(struct tui *tui, void *ctx)
{
	(void)ctx;
	tui_gauge_close(tui);
}

static void run_gauge(struct tui *tui, void *ctx)
{
	tui_gauge(tui, _("Reading"), _("people.csv"), 3100, 8000, gauge_stop, ctx);
}

/* ---- a form ---- */

enum { TAG_NAME, TAG_COUNTRY, TAG_PAPERS, TAG_STREET, TAG_SEATS };

static char *value_of(struct demo *demo, int tag, size_t *room)
{
	char *const values[] = { demo->name, demo->country, demo->papers, demo->street,
		demo->seats };
	const size_t rooms[] = { sizeof demo->name, sizeof demo->country, sizeof demo->papers,
		sizeof demo->street, sizeof demo->seats };
	*room = rooms[tag];
	return values[tag];
}

static void demo_get(void *ctx, const struct field *field, struct str *out)
{
	size_t room;
	str_add(out, value_of(ctx, field->tag, &room));
}

static bool demo_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	size_t room;
	char *to = value_of(ctx, field->tag, &room);
	if (field->tag == TAG_SEATS && atoi(value) > 500)
		return error_set(err, ERROR_INPUT, _("At most 500 seats can be bought at once."));
	snprintf(to, room, "%s", value);
	return true;
}

static bool demo_visible(void *ctx, const struct field *field)
{
	(void)field;
	return strcmp(((struct demo *)ctx)->country, "FR") == 0;
}

static const struct choice countries[] = {
	{ "US", N_("United States"), N_("numbers first") },
	{ "FR", N_("France"), N_("addresses first") },
	{ "JP", N_("日本"), N_("numbers through a carrier") },
};

static const struct field demo_fields[] = {
	{ .id = "name",
		.label = N_("Name"),
		.help = N_("What your organization is called."),
		.tag = TAG_NAME,
		.required = true,
		.get = demo_get,
		.set = demo_set },
	{ .id = "usage_location",
		.label = N_("Country of licences"),
		.kind = FIELD_CHOICE,
		.help = N_("Which country gave your people their licences?"),
		.rule = 8,
		.unit = N_("not the billing address"),
		.tag = TAG_COUNTRY,
		CHOICES(countries),
		.get = demo_get,
		.set = demo_set },
	{ .id = "papers",
		.label = N_("Papers accepted"),
		.kind = FIELD_TOGGLE,
		.tag = TAG_PAPERS,
		.help = N_("Has Microsoft accepted them?"),
		.get = demo_get,
		.set = demo_set,
		.visible = demo_visible },
	{ .id = "street",
		.label = N_("Street"),
		.tag = TAG_STREET,
		.width = 20,
		.help = N_("As it stands on the sign."),
		.get = demo_get,
		.set = demo_set },
	{ .id = "seats",
		.label = N_("Seats"),
		.kind = FIELD_NUMBER,
		.tag = TAG_SEATS,
		.width = 5,
		.max = 6,
		.help = N_("How many people call."),
		.unit = N_("people"),
		.get = demo_get,
		.set = demo_set },
	{ .id = "saved",
		.label = N_("Kind"),
		.kind = FIELD_FIXED,
		.tag = TAG_COUNTRY,
		.help = N_("What Microsoft says you are."),
		.get = demo_get },
};

static bool form_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct demo *demo = ctx;
	(void)err;
	tui_message(tui, ROLE_OK, _("Saved: %s|%s|%s"), demo->name, demo->street, demo->seats);
	return true;
}

static const struct form demo_form = {
	.title = N_("An organization"),
	.help = N_("Everything here can be changed later."),
	FIELDS(demo_fields),
	.accept = form_accept,
};

static void run_form(struct tui *tui, void *ctx)
{
	tui_form(tui, &demo_form, ctx);
}

/* ---- views ---- */

static const struct column demo_columns[] = {
	{ .title = N_("Number"), .width = 15, .help = N_("The number, as it is dialled.") },
	{ .title = N_("Name"), .width = 14, .grow = 1, .drop = 1, .help = N_("Who has it.") },
	{ .title = N_("Place"), .width = 12, .narrow = 10, .help = N_("Where it belongs.") },
	{ .title = N_("Minutes"),
		.width = 9,
		.right = true,
		.drop = 2,
		.help = N_("What it used.") },
	{ .title = N_("State"), .width = 5, .help = N_("Held or yours.") },
};

static const struct action demo_actions[] = {
	{ .key = 's', .label = N_("Search"), .run = run_search, .help = N_("Find numbers.") },
	{ .key = TUI_ENTER,
		.label = N_("Acquire"),
		.run = run_ask,
		.needs_row = true,
		.rule = 219,
		.help = N_("Acquire the marked numbers.") },
	{ .key = 'b', .label = N_("Buy"), .run = run_buy, .help = N_("Buy licences.") },
	{ .key = 'f', .label = N_("Form"), .run = run_form, .help = N_("Open the form.") },
	{ .key = 't', .label = N_("Tell"), .run = run_tell, .help = N_("Show a message.") },
	{ .key = 'W', .label = N_("Work"), .run = run_work, .help = N_("Long work.") },
	{ .key = 'z', .label = N_("Gauge"), .run = run_gauge, .help = N_("Show a bar.") },
};

static const struct view list_view = {
	.id = "numbers",
	.title = N_("Numbers"),
	.help = N_("Search, hold and acquire telephone numbers."),
	COLUMNS(demo_columns),
	ACTIONS(demo_actions),
	.count = demo_count,
	.cell = demo_cell,
	.role = demo_role,
	.key = demo_key,
	.find = demo_find,
	.mark = demo_mark,
	.set_mark = demo_set_mark,
	.filter = demo_filter,
	.header = demo_header,
	.footer = demo_footer,
	.detail = demo_detail,
	.message = demo_message,
	.empty = demo_empty,
	.row_help = demo_row_help,
};

static const struct view form_view = {
	.id = "organization",
	.title = N_("Organization"),
	.help = N_("Who you are decides what you can have."),
	FIELDS(demo_fields),
	.footer = demo_footer,
};

/* ---- the shell ---- */

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

static const struct step steps[] = {
	{ N_("Organization"), &form_view, always },
	{ N_("Licences"), &list_view, always },
	{ N_("Numbers"), &list_view, NULL },
	{ N_("Addresses"), &form_view, NULL },
	{ N_("Assign"), &list_view, NULL },
	{ N_("Notify"), &list_view, NULL },
	{ N_("Review"), &list_view, NULL },
};

static int step_count(void *ctx)
{
	(void)ctx;
	return TUI_COUNT(steps);
}

static const struct step *step_at(void *ctx, int at)
{
	(void)ctx;
	return &steps[at];
}

static void demo_title(void *ctx, struct str *left, struct str *right)
{
	str_addf(left, "ringup   %s   DEMO", ((struct demo *)ctx)->name);
	str_add(right, "United States   saved 14:02");
}

static void demo_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	(void)ctx;
	str_add(money, compact ? "$75.00/month" : "$75.00 a month (demo prices)");
	str_add(state, compact ? "held 9:41   5 of 15" : "numbers 5 of 15   held 9:41");
}

static void undone(struct tui *tui, void *ctx)
{
	(void)ctx;
	tui_message(tui, ROLE_TEXT, _("Nothing to undo."));
}

static const struct action shell_actions[] = {
	{ .key = 'u',
		.twin = TUI_F(7),
		.label = N_("Undo"),
		.run = undone,
		.help = N_("Take the last change back.") },
};

static const struct shell shell = {
	.step_count = step_count,
	.step = step_at,
	.title = demo_title,
	.status = demo_status,
	ACTIONS(shell_actions),
};

static void options_read(struct demo *demo, struct tui_options *options, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--rows") == 0 && i + 1 < argc)
			demo->rows = atoll(argv[++i]);
		else if (strcmp(argv[i], "--ascii") == 0)
			options->ascii = TUI_YES;
		else if (strcmp(argv[i], "--no-colour") == 0)
			options->colour = TUI_NO;
	}
}

int main(int argc, char **argv)
{
	struct demo demo = { .rows = 200,
		.name = "Contoso Bakery",
		.country = "US",
		.papers = "no",
		.street = "500 108th Ave NE" };
	struct tui_options options = { 0 };
	struct error err = { 0 };
	setlocale(LC_ALL, "");
	memset(demo.marked, 0xff, sizeof demo.marked);
	options_read(&demo, &options, argc, argv);
	struct loop *loop = loop_new();
	demo.tui = tui_open(loop, &options, &err);
	if (!demo.tui) {
		fprintf(stderr, "tui-demo: %s\n", err.text);
		loop_free(loop);
		return 1;
	}
	enum tui_end end = tui_run(demo.tui, &shell, &demo, 2);
	int number = tui_signal(demo.tui);
	tui_close(demo.tui);
	loop_free(loop);
	free(demo.shown);
	printf("ended %d, signal %d\n", (int)end, number);
	return 0;
}
