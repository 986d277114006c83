/* core/plan/progress.c: what the screen sees of an apply: events, and how far each group is. */
#include "core/plan/applying.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/carry.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

static const char WAITING_SINCE_SQL[] = "SELECT min(sent_at) FROM journal WHERE " JOURNAL_OPEN
					" AND state = 'waiting' AND sent_at > 0";

void event_add(struct apply *apply, const char *format, ...)
{
	struct str text = { 0 };
	va_list args;

	va_start(args, format);
	str_vaddf(&text, format, args);
	va_end(args);
	if (apply->event_count < APPLY_EVENTS)
		apply->event_count++;
	memmove(&apply->events[1], &apply->events[0],
		sizeof(apply->events[0]) * (size_t)(apply->event_count - 1));
	apply->events[0].at = now_of(apply);
	sql_cut(apply->events[0].text, sizeof(apply->events[0].text), str_text(&text));
	str_fini(&text);
}

int group_named(struct apply *apply, const char *id, const char *kind)
{
	for (int i = 0; i < apply->group_count; i++) {
		if (strcmp(apply->groups[i].id, id) == 0)
			return i;
	}
	for (int i = 0; i < apply->group_count; i++) {
		if (strcmp(apply->group_kinds[i], kind) == 0)
			return i;
	}
	return -1;
}

int group_of_item(struct apply *apply, const struct item *item)
{
	char id[CHANGE_LABEL];
	int at;

	if (item->order_id && strcmp(item->carry->kind, "release") != 0)
		snprintf(id, sizeof(id), "order:%lld", (long long)item->order_id);
	else if (item->sku_id[0])
		snprintf(id, sizeof(id), "%s:%s", item->carry->kind, item->sku_id);
	else
		sql_cut(id, sizeof(id), item->carry->kind);
	at = group_named(apply, id, item->carry->kind);
	if (at < 0 && apply->group_count < CHANGE_GROUPS) {
		at = apply->group_count++;
		sql_cut(apply->groups[at].id, sizeof(apply->groups[at].id), id);
		sql_cut(apply->group_kinds[at], CHANGE_KIND, item->carry->kind);
		sql_cut(apply->groups[at].title, sizeof(apply->groups[at].title),
			change_title_one(item->carry->kind));
	}
	return at < 0 ? 0 : at;
}

/* How much of its group a change is: an order counts by its numbers, which are changes of their
 * own. */
static int64_t item_weight(const struct item *item)
{
	if (strcmp(item->carry->kind, "order") == 0)
		return 0;
	return strncmp(item->carry->kind, "buy", 3) == 0 ? item->quantity : 1;
}

static int64_t *group_counter(struct apply_group *group, const char *state)
{
	if (strcmp(state, "waiting") == 0 || strcmp(state, "doubt") == 0)
		return &group->waiting;
	if (strcmp(state, "sent") == 0 || strcmp(state, "intent") == 0)
		return &group->running;
	if (strcmp(state, "done") == 0)
		return &group->done;
	return strcmp(state, "failed") == 0 ? &group->failed : NULL;
}

void group_move(struct apply *apply, struct item *item, const char *state)
{
	struct apply_group *group = &apply->groups[item->group];
	int64_t weight = item_weight(item);
	int64_t *from = item->state[0] ? group_counter(group, item->state) : NULL;
	int64_t *to = group_counter(group, state);

	/* An order that fails holds up all that it was to bring. */
	if (to == &group->failed && weight == 0)
		group->failed = item->quantity;
	if (from)
		*from = *from > weight ? *from - weight : 0;
	if (to)
		*to += weight;
	if (to == &group->done || to == &group->failed)
		group->ended_at = now_of(apply);
	sql_cut(item->state, sizeof(item->state), state);
	apply->blocks[item->group][0] = '\0';
}

bool groups_read(struct apply *apply, struct error *err)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof(*groups));
	int count;
	bool ok = change_groups(apply->store, groups, CHANGE_GROUPS, &count, err);

	for (int i = 0; ok && i < count; i++) {
		struct apply_group *group = &apply->groups[apply->group_count];

		if ((apply->step[0] && strcmp(plan_step_id(groups[i].step), apply->step) != 0) ||
			(apply->group[0] && strcmp(groups[i].id, apply->group) != 0))
			continue;
		sql_cut(group->id, sizeof(group->id), groups[i].id);
		sql_cut(group->title, sizeof(group->title), groups[i].title);
		sql_cut(apply->group_kinds[apply->group_count], CHANGE_KIND, groups[i].kind);
		group->of = groups[i].count;
		apply->group_count++;
	}
	free(groups);
	return ok;
}

static void group_note(struct apply *apply, int at)
{
	struct apply_group *group = &apply->groups[at];
	const char *block = apply->blocks[at];
	char *text = NULL;

	if (group->of < group->done + group->failed + group->waiting + group->running)
		group->of = group->done + group->failed + group->waiting + group->running;
	if (group->done == group->of)
		group->state = APPLY_GROUP_DONE;
	else if (group->running || group->waiting)
		group->state = APPLY_GROUP_RUNS;
	else
		group->state = group->failed ? APPLY_GROUP_FAILED : APPLY_GROUP_WAITS;
	group->note[0] = '\0';
	if (group->waiting)
		text = xasprintf(_("done %lld, waits %lld"), (long long)group->done,
			(long long)group->waiting);
	else if (block[0] && group->done < group->of)
		text = xasprintf(_("for %s"), _(carry_block_text(block)));
	if (text)
		sql_cut(group->note, sizeof(group->note), text);
	free(text);
}

void apply_progress(struct apply *apply, struct apply_progress *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < apply->group_count; i++) {
		struct apply_group *group = &apply->groups[i];

		group_note(apply, i);
		out->of += group->of;
		out->done += group->done;
		out->waiting += group->waiting;
		out->failed += group->failed;
		out->running += group->running;
	}
	sql_number(
		store_statement(apply->store, WAITING_SINCE_SQL, NULL), &out->waiting_since, NULL);
	out->requests = apply->requests;
	out->per_second = apply->rate;
	out->parallel = apply->options.parallel;
	out->stopping = apply->stop;
	out->paused = apply->pause;
	out->groups = apply->groups;
	out->group_count = apply->group_count;
	out->events = apply->events;
	out->event_count = apply->event_count;
}
