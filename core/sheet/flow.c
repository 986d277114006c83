/* core/sheet/flow.c: draws a call flow as a tree. First the lines with their depth, then the
 * branches, which depend on what follows. */
#include "core/sheet/flow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/workday.h"

enum { NODES_MAX = 160, PLACES_MAX = 40, WIDE = 60, LINES_MAX = 3 };

struct node {
	int depth;
	struct str text; /* as it is given: outside text */
};

struct tree {
	const struct callflow *flow;
	struct node nodes[NODES_MAX];
	int count;
	const void *drawn[PLACES_MAX]; /* attendants and queues that stand in the picture already */
	int drawn_count;
};

/* ---- lines ---- */

/* The text of a new line below the line before it; NULL: the picture is full. */
static struct str *node_add(struct tree *tree, int depth)
{
	if (tree->count == NODES_MAX)
		return NULL;
	tree->nodes[tree->count].depth = depth;
	return &tree->nodes[tree->count++].text;
}

static void line(struct tree *tree, int depth, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void line(struct tree *tree, int depth, const char *format, ...)
{
	struct str *text = node_add(tree, depth);
	va_list values;
	if (!text)
		return;
	va_start(values, format);
	str_vaddf(text, format, values);
	va_end(values);
}

/* False: it stands there already, and is named only. */
static bool draw_first(struct tree *tree, const void *place)
{
	for (int i = 0; i < tree->drawn_count; i++)
		if (tree->drawn[i] == place)
			return false;
	if (tree->drawn_count == PLACES_MAX)
		return false;
	tree->drawn[tree->drawn_count++] = place;
	return true;
}

static const char *arrow(void)
{
	return text_ascii() ? "->" : "→";
}

static const char *label(const struct callflow_target *target)
{
	return target->label[0] ? target->label : target->name;
}

/* "queue Sales", "Ava Lindqvist", "voicemail of Ava Lindqvist", "end of the call". */
static void target_say(const struct callflow_target *target, struct str *out)
{
	static const char *const forms[] = {
		[CALLFLOW_NOWHERE] = N_("nowhere"),
		[CALLFLOW_QUEUE] = N_("queue %s"),
		[CALLFLOW_PERSON] = "%s",
		[CALLFLOW_ATTENDANT] = N_("attendant %s"),
		[CALLFLOW_NUMBER] = "%s",
		[CALLFLOW_VOICEMAIL] = N_("voicemail of %s"),
		[CALLFLOW_OPERATOR] = N_("the operator"),
		[CALLFLOW_END] = N_("the call ends"),
	};
	const char *form = _(forms[target->kind]), *at = strstr(form, "%s");
	str_addn(out, form, at ? (size_t)(at - form) : strlen(form));
	if (at) {
		str_add(out, label(target));
		str_add(out, at + 2);
	}
}

/* ---- what is drawn ---- */

static void attendant_draw(
	struct tree *tree, int depth, const struct callflow_attendant *attendant);

static void queue_draw(struct tree *tree, int depth, const struct callflow_queue *queue)
{
	struct str to = { 0 };
	if (!draw_first(tree, queue))
		return;
	if (queue->unknown)
		line(tree, depth, "%s", _("people: those who call"));
	else if (queue->agents == 0)
		line(tree, depth, "%s", _("nobody answers yet"));
	else
		line(tree, depth,
			ngettext("%" PRId64 " person, %s: %s", "%" PRId64 " people, %s: %s",
				(unsigned long)queue->agents),
			queue->agents, _(callflow_method_name(queue->method)),
			queue->people ? queue->people : "");
	target_say(&queue->overflow, &to);
	line(tree, depth, _("more than %d waiting %s %s"), queue->overflow_at, arrow(),
		str_text(&to));
	str_clear(&to);
	target_say(&queue->timed_out, &to);
	if (queue->timeout % 60 == 0)
		line(tree, depth, _("after %d min %s %s"), queue->timeout / 60, arrow(),
			str_text(&to));
	else
		line(tree, depth, _("after %d:%02d min %s %s"), queue->timeout / 60,
			queue->timeout % 60, arrow(), str_text(&to));
	str_fini(&to);
}

/* What stands behind the end of an arrow, where it is one of the flow's own. */
static void follow(struct tree *tree, int depth, const struct callflow_target *target)
{
	const struct callflow *flow = tree->flow;
	for (int i = 0; target->kind == CALLFLOW_QUEUE && i < flow->queue_count; i++)
		if (strcasecmp(flow->queues[i].name, target->name) == 0)
			queue_draw(tree, depth, &flow->queues[i]);
	for (int i = 0; target->kind == CALLFLOW_ATTENDANT && i < flow->attendant_count; i++)
		if (strcasecmp(flow->attendants[i].name, target->name) == 0 &&
			draw_first(tree, &flow->attendants[i]))
			attendant_draw(tree, depth, &flow->attendants[i]);
}

/* "1 Sales -> queue Sales", and below it the queue. */
static void branch(
	struct tree *tree, int depth, const char *what, const struct callflow_target *target)
{
	struct str to = { 0 };
	target_say(target, &to);
	line(tree, depth, "%s%s%s %s", what, what[0] ? " " : "", arrow(), str_text(&to));
	str_fini(&to);
	follow(tree, depth + 1, target);
}

static void greeting_draw(struct tree *tree, int depth, const char *greeting)
{
	if (!greeting || !greeting[0])
		return;
	if (callflow_is_file(greeting))
		line(tree, depth, _("plays %s"), greeting + 5);
	else
		line(tree, depth, _("says \"%s\""), greeting);
}

static void open_draw(struct tree *tree, int depth, const struct callflow_attendant *attendant)
{
	struct str hours = { 0 }, what = { 0 };
	callflow_hours_text(attendant->hours, attendant->hours_count, &hours);
	str_addf(&what, _("open %s"), str_text(&hours));
	if (attendant->menu_count == 0)
		branch(tree, depth, str_text(&what), &attendant->straight);
	else
		line(tree, depth, "%s", str_text(&what));
	for (int i = 0; i < attendant->menu_count; i++) {
		const struct callflow_row *row = &attendant->menu[i];
		str_clear(&what);
		str_addf(&what, "%c %s", row->key, row->say);
		branch(tree, depth + 1, str_text(&what), &row->to);
	}
	str_fini(&what);
	str_fini(&hours);
}

static void holidays_draw(struct tree *tree, int depth, const struct callflow_attendant *attendant)
{
	branch(tree, depth, _("holidays"), &attendant->on_holidays);
	for (int i = 0; i < attendant->holiday_count; i++) {
		int year, month, day;
		workday_date(attendant->holidays[i].day, &year, &month, &day);
		line(tree, depth + 1, "%04d-%02d-%02d %s", year, month, day,
			attendant->holidays[i].name);
	}
}

static void attendant_draw(struct tree *tree, int depth, const struct callflow_attendant *attendant)
{
	greeting_draw(tree, depth, attendant->greeting);
	open_draw(tree, depth, attendant);
	if (attendant->hours_count > 0) {
		branch(tree, depth, _("closed"), &attendant->after_hours);
		greeting_draw(tree, depth + 1, attendant->closed);
	}
	if (attendant->holiday_count > 0)
		holidays_draw(tree, depth, attendant);
	if (attendant->operator.kind != CALLFLOW_NOWHERE)
		branch(tree, depth, _("operator"), &attendant->operator);
}

static void whole_draw(struct tree *tree, const struct callflow_attendant *attendant)
{
	const struct callflow_account *account = &attendant->account;
	if (account->number[0])
		line(tree, 0, "%s", account->number);
	else
		line(tree, 0, "%s",
			account->numbered ? _("a new service number") : _("no number of its own"));
	line(tree, 1, _("attendant %s (%s, %s)"), attendant->name, attendant->language,
		attendant->time_zone);
	draw_first(tree, attendant);
	attendant_draw(tree, 2, attendant);
}

/* ---- branches ---- */

struct strokes {
	const char *tee, *corner, *bar, *blank;
};

/* Narrow screens have narrower branches. */
static const struct strokes *strokes(int columns)
{
	static const struct strokes all[2][2] = {
		{ { "├ ", "└ ", "│ ", "  " }, { "├─ ", "└─ ", "│  ", "   " } },
		{ { "| ", "` ", "| ", "  " }, { "|- ", "`- ", "|  ", "   " } },
	};
	return &all[text_ascii()][columns >= WIDE];
}

/* Does another line follow at this depth, before one that stands higher? */
static bool goes_on(const struct tree *tree, int at, int depth)
{
	for (int i = at + 1; i < tree->count && tree->nodes[i].depth >= depth; i++)
		if (tree->nodes[i].depth == depth)
			return true;
	return false;
}

/* The branches before a line: of its first one, or of those below that its text runs on to, which
 * hang one step deeper. */
static void head_draw(const struct tree *tree, int at, int columns, bool first, struct str *out)
{
	const struct strokes *with = strokes(columns);
	int own = tree->nodes[at].depth, last = first ? own - 1 : own + 1;
	for (int depth = 1; depth <= last; depth++)
		str_add(out, goes_on(tree, at, depth) ? with->bar : with->blank);
	if (first && own > 0)
		str_add(out, goes_on(tree, at, own) ? with->tee : with->corner);
}

/* Text that is put out in LINES_MAX lines at most; the last is cut. */
struct pieces {
	struct str lines[LINES_MAX];
	int count;
};

static void piece_add(void *data, const char *text, size_t len)
{
	struct pieces *pieces = data;
	if (pieces->count < LINES_MAX)
		pieces->count++;
	else
		str_addc(&pieces->lines[LINES_MAX - 1], ' ');
	str_addn(&pieces->lines[pieces->count - 1], text, len);
}

static void node_draw(const struct tree *tree, int at, int columns, struct str *out)
{
	struct pieces pieces = { .count = 0 };
	struct str text = { 0 }, head = { 0 };
	text_printable(&text, str_text(&tree->nodes[at].text));
	head_draw(tree, at, columns, false, &head);
	int room = columns - text_width(str_text(&head));
	text_wrap(str_text(&text), room, piece_add, &pieces);
	for (int i = 0; i < pieces.count; i++) {
		const char *piece = str_text(&pieces.lines[i]);
		head_draw(tree, at, columns, i == 0, out);
		if (text_width(piece) <= room)
			str_add(out, piece);
		else
			text_pad(out, piece, room, false);
		while (out->len > 0 && out->text[out->len - 1] == ' ')
			out->text[--out->len] = '\0';
		str_addc(out, '\n');
	}
	for (int i = 0; i < LINES_MAX; i++)
		str_fini(&pieces.lines[i]);
	str_fini(&head);
	str_fini(&text);
}

void flow_draw(const struct callflow *flow, int columns, struct str *out)
{
	struct tree *tree = xcalloc(1, sizeof(*tree));
	tree->flow = flow;
	if (flow->attendant_count > 0)
		whole_draw(tree, &flow->attendants[0]);
	for (int i = 0; i < tree->count; i++)
		node_draw(tree, i, columns < 20 ? 20 : columns, out);
	for (int i = 0; i < tree->count; i++)
		str_fini(&tree->nodes[i].text);
	free(tree);
}
