/* Topics: what else ringup knows, as a list over whatever step is open. A newcomer's five questions
 * stand first and have a key each; then what belongs to the step that was left, then the rest. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/sheet/topic.h"
#include "screens/common.h"
#include "screens/countries.h"
#include "screens/sheet.h"
#include "screens/wizard.h"

struct topics_page {
	struct wizard *wizard;
	const struct topic **shown, **all; /* all: in the order of the list */
	int shown_count, all_count;
	struct screen_filter filter;
};

static const struct topic *topic_row(void *ctx, int64_t row)
{
	struct topics_page *page = ctx;
	return row >= 0 && row < page->shown_count ? page->shown[row] : NULL;
}

static bool topic_has(const struct topic *topic, const char *text)
{
	return text_has(_(topic->title), text) || text_has(_(topic->help), text) ||
	       text_has(topic->id, text) || (topic->asks && text_has(_(topic->asks), text));
}

/* The topic that the command knows by this word comes first: it is what was meant. */
static int64_t topics_count(void *ctx)
{
	struct topics_page *page = ctx;
	const char *text = screen_filter_text(&page->filter);
	const struct topic *named = text && !page->filter.exclude ? topic_of(text) : NULL;
	page->shown_count = 0;
	if (named)
		page->shown[page->shown_count++] = named;
	for (int i = 0; i < page->all_count; i++)
		if (page->all[i] != named &&
			(!text || topic_has(page->all[i], text) != page->filter.exclude))
			page->shown[page->shown_count++] = page->all[i];
	return page->shown_count;
}

static void topics_load(void *ctx, int64_t first, int n)
{
	(void)ctx;
	(void)first;
	(void)n;
}

static void topics_filter(void *ctx, const char *text, bool exclude)
{
	struct topics_page *page = ctx;
	screen_filter_set(&page->filter, text, exclude);
}

/* The keys of the questions, by the topic's id: the list shows them, so the keys row need not. */
static void country_key(struct tui *tui, void *ctx);
static void cost_key(struct tui *tui, void *ctx);
static void callers_key(struct tui *tui, void *ctx);
static void port_key(struct tui *tui, void *ctx);
static void empty_key(struct tui *tui, void *ctx);

static const struct action topics_actions[] = {
	{ .key = 'c',
		.label = N_("Country"),
		.run = country_key,
		.hidden = true,
		.help = N_("Can I use this in Belgium? What can be had in any country.") },
	{ .key = 'm',
		.label = N_("Money"),
		.run = cost_key,
		.hidden = true,
		.help = N_("What does it cost me per month?") },
	{ .key = 'l',
		.label = N_("Licences"),
		.run = callers_key,
		.hidden = true,
		.help = N_("Who needs a licence, and who does not?") },
	{ .key = 'b',
		.label = N_("Bring numbers"),
		.run = port_key,
		.hidden = true,
		.help = N_("Can I keep my numbers?") },
	{ .key = 'o',
		.label = N_("Out of minutes"),
		.run = empty_key,
		.hidden = true,
		.help = N_("What happens when minutes run out?") },
};

static const struct {
	const char *topic;
	char key[2];
} keys[] = {
	{ "country", "c" },
	{ "cost", "m" },
	{ "callers", "l" },
	{ "port", "b" },
	{ "empty", "o" },
};

static const char *key_of(const struct topic *topic)
{
	for (int i = 0; i < TUI_COUNT(keys); i++)
		if (strcmp(keys[i].topic, topic->id) == 0)
			return keys[i].key;
	return "";
}

/* Newcomers' questions, topics of the step, the others: each in the order of the table. */
static void topics_sort(struct topics_page *page, enum plan_step step)
{
	const struct topic *topic;
	for (int pass = 0; pass < 3; pass++) {
		for (int i = 0; (topic = topic_at(i)); i++) {
			int place = key_of(topic)[0] ? 0 : topic->step == step ? 1 : 2;
			if (place == pass)
				page->all[page->all_count++] = topic;
		}
	}
}

static void topics_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct topic *topic = topic_row(ctx, row);
	if (!topic)
		return;
	switch (column) {
	case 0:
		str_add(out, key_of(topic));
		break;
	case 1:
		str_add(out, _(topic->asks ? topic->asks : topic->title));
		break;
	default:
		str_add(out, _(plan_step_title(topic->step)));
	}
}

static void topics_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	const struct topic *topic = topic_row(ctx, row);
	*role = ROLE_TEXT;
	if (topic)
		str_add(out, _(topic->help));
}

void topic_open(struct wizard *wizard, const char *id)
{
	/* Which country? The list asks, and answers in its rows. */
	if (strcmp(id, "country") == 0)
		countries_open(wizard);
	else
		sheet_open(wizard, id, NULL, 0);
}

static void topics_enter(struct tui *tui, void *ctx, int64_t row)
{
	struct topics_page *page = ctx;
	const struct topic *topic = topic_row(ctx, row);
	(void)tui;
	if (topic)
		topic_open(page->wizard, topic->id);
}

#define KEY(name)                                          \
	static void name##_key(struct tui *tui, void *ctx) \
	{                                                  \
		struct topics_page *page = ctx;            \
		(void)tui;                                 \
		topic_open(page->wizard, #name);           \
	}
KEY(country)
KEY(cost)
KEY(callers)
KEY(port)
KEY(empty)
#undef KEY

static void topics_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct topics_page *page = ctx;
	wizard_shell.status(page->wizard, compact, money, state);
}

static void topics_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("There are no topics."));
}

static void topics_close(struct tui *tui, void *ctx)
{
	struct topics_page *page = ctx;
	(void)tui;
	screen_filter_fini(&page->filter);
	free(page->shown);
	free(page->all);
	free(page);
}

static const struct column topics_columns[] = {
	{ .title = N_("Key"),
		.width = 6,
		.drop = 2,
		.help = N_("Opens it from anywhere in this list.") },
	{ .title = N_("What do you want to know?"),
		.width = 32,
		.grow = 1,
		.help = N_("The question, or the topic.") },
	{ .title = N_("Step"),
		.width = 14,
		.drop = 1,
		.help = N_("The step of the wizard that it belongs to.") },
};

const struct view topics_view = {
	.id = "topics",
	.title = N_("Topics"),
	.help = N_(
		"What else is known, planned or written besides the steps: questions of a newcomer "
		"first, then what belongs to the step you came from. `ringup about` prints the "
		"same."),
	COLUMNS(topics_columns),
	ACTIONS(topics_actions),
	.count = topics_count,
	.load = topics_load,
	.cell = topics_cell,
	.filter = topics_filter,
	.message = topics_message,
	.enter = topics_enter,
	.empty = topics_empty,
	.status = topics_status,
	.close = topics_close,
};

void topics_open(struct wizard *wizard)
{
	struct topics_page *page = xcalloc(1, sizeof *page);
	size_t count = 0;
	while (topic_at((int)count))
		count++;
	page->wizard = wizard;
	page->all = xcalloc(count, sizeof *page->all);
	page->shown = xcalloc(count, sizeof *page->shown);
	topics_sort(page, wizard->facts.steps[tui_step(wizard->tui)].step);
	tui_push(wizard->tui, &topics_view, page);
}
