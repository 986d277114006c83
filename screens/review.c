/* Step Review: the plan by groups with count, way and wait; what it costs and what cannot be taken
 * back; conflicts, failures, apply, undo, report. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/report.h"
#include "core/exchange/saying.h"
#include "core/plan/journal.h"
#include "core/plan/undo.h"
#include "core/service/cause.h"
#include "core/service/service.h"
#include "core/tenant/assignment.h"
#include "core/tenant/person.h"
#include "screens/applying.h"
#include "screens/common.h"
#include "screens/handover.h"
#include "screens/journal.h"
#include "screens/sheet.h"
#include "screens/wizard.h"

enum {
	FINALS = 12,
	CONFLICTS = 50,
	FAILURES = 50,
	FAILURES_SHOWN = 2, /* below the list; the log has all */
	REPORT_ROWS = 100
};

struct review {
	struct wizard *wizard;
	struct change_group groups[CHANGE_GROUPS];
	int group_count;
	struct plan_cost cost;
	struct plan_final finals[FINALS];
	int final_count;
	struct change conflicts[CONFLICTS];
	int conflict_count;
	struct journal_row *failures; /* whose change is still in the plan */
	int failure_count;

	/* The changes of one group, while they are shown. */
	char group[CHANGE_LABEL], group_title[CHANGE_LABEL];
	struct screen_rows rows; /* of struct change */

	/* The way back from an apply, while it is shown. */
	int64_t undo_run;
	bool release;
	struct undo_count undo_count;
	struct screen_rows undo_rows; /* of struct undo_row */
};

static struct review *review_of(void *ctx)
{
	struct wizard *wizard = ctx;
	return wizard->state[PLAN_REVIEW];
}

static struct store *store_of(const struct review *review)
{
	return review->wizard->profile->store;
}

void review_init(struct wizard *wizard)
{
	struct review *review = xcalloc(1, sizeof *review);
	review->wizard = wizard;
	review->rows.size = sizeof(struct change);
	review->undo_rows.size = sizeof(struct undo_row);
	review->failures = xcalloc(FAILURES, sizeof *review->failures);
	wizard->state[PLAN_REVIEW] = review;
}

void review_fini(struct wizard *wizard)
{
	struct review *review = wizard->state[PLAN_REVIEW];
	applying_fini(wizard);
	handover_fini(wizard);
	if (!review)
		return;
	screen_rows_fini(&review->rows);
	screen_rows_fini(&review->undo_rows);
	free(review->failures);
	free(review);
	wizard->state[PLAN_REVIEW] = NULL;
}

/* ---- what is read ---- */

/* A failure counts as long as its change is still in the plan. */
static bool failures_read(struct review *review, struct error *err)
{
	struct journal_filter filter = { .state = "failed", .latest = true };
	struct change change;
	int count = 0;
	review->failure_count = 0;
	if (!journal_rows(store_of(review), &filter, 0, FAILURES, review->failures, &count, err))
		return false;
	for (int i = 0; i < count; i++)
		if (change_find(store_of(review), review->failures[i].key, &change, NULL))
			review->failures[review->failure_count++] = review->failures[i];
	return true;
}

static bool review_read(struct review *review, struct error *err)
{
	struct store *store = store_of(review);
	struct change_filter conflicts = { .conflicts = true };
	bool fine = change_groups(
			    store, review->groups, CHANGE_GROUPS, &review->group_count, err) &&
		    plan_cost(store, &review->cost, err) &&
		    plan_finals(store, review->finals, FINALS, &review->final_count, err) &&
		    change_rows(store, &conflicts, 0, CONFLICTS, review->conflicts,
			    &review->conflict_count, err) &&
		    failures_read(review, err);
	if (review->final_count > FINALS)
		review->final_count = FINALS;
	if (!fine)
		review->group_count = 0;
	return fine;
}

static int64_t review_count(void *ctx)
{
	struct review *review = review_of(ctx);
	struct error err = { 0 };
	if (!review_read(review, &err))
		tui_error(review->wizard->tui, &err);
	return review->group_count;
}

static const struct change_group *group_at(const struct review *review, int64_t row)
{
	return row >= 0 && row < review->group_count ? &review->groups[row] : NULL;
}

static const struct change_group *group_selected(const struct review *review)
{
	if (tui_view(review->wizard->tui) != &review_view)
		return NULL;
	return group_at(review, tui_row(review->wizard->tui));
}

/* Which group a failure belongs to is told by its kind. */
static const struct journal_row *group_failure(
	const struct review *review, const struct change_group *group)
{
	for (int i = 0; group && i < review->failure_count; i++)
		if (strcmp(review->failures[i].kind, group->kind) == 0)
			return &review->failures[i];
	return NULL;
}

/* ---- who does it ---- */

/* Where ringup runs scripts itself, they are its own work. */
static bool group_is_script(const struct review *review, const struct change_group *group)
{
	return !review->wizard->profile->script && strcmp(group->way, "script") == 0;
}

static bool group_is_hand(const struct change_group *group)
{
	return strcmp(group->way, "hand") == 0;
}

static bool has_script(void *ctx)
{
	const struct review *review = review_of(ctx);
	for (int i = 0; i < review->group_count; i++)
		if (group_is_script(review, &review->groups[i]))
			return true;
	return false;
}

static bool has_hand(void *ctx)
{
	const struct review *review = review_of(ctx);
	for (int i = 0; i < review->group_count; i++)
		if (group_is_hand(&review->groups[i]))
			return true;
	return false;
}

/* The changes that an apply leaves to a person. */
static int64_t left_count(const struct review *review)
{
	int64_t left = 0;
	for (int i = 0; i < review->group_count; i++)
		if (group_is_hand(&review->groups[i]) ||
			group_is_script(review, &review->groups[i]))
			left += review->groups[i].changes;
	return left;
}

/* ---- cells ---- */

enum { COLUMN_PLACE, COLUMN_CHANGE, COLUMN_COUNT, COLUMN_WAY, COLUMN_WAIT };

static void group_cell(const struct change_group *group, int64_t row, int column, struct str *out)
{
	switch (column) {
	case COLUMN_PLACE:
		str_addf(out, "%" PRId64, row + 1);
		break;
	case COLUMN_CHANGE:
		str_add(out, group->title);
		break;
	case COLUMN_COUNT:
		screen_number(out, group->count);
		break;
	case COLUMN_WAY:
		str_add(out, _(service_way_text(service_way_of(group->way))));
		break;
	default:
		if (group->conflicts > 0)
			str_addf(out,
				ngettext("%" PRId64 " conflict", "%" PRId64 " conflicts",
					(unsigned long)group->conflicts),
				group->conflicts);
		else
			str_add(out, group->wait);
	}
}

static void review_cell(void *ctx, int64_t row, int column, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, row);
	if (!group)
		return;
	if (column == COLUMN_WAIT && group_failure(review, group))
		str_add(out, _("failed: see d"));
	else
		group_cell(group, row, column, out);
}

static enum tui_role review_role(void *ctx, int64_t row, int column)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, row);
	if (!group || column != COLUMN_WAIT)
		return ROLE_TEXT;
	if (group_failure(review, group))
		return ROLE_ERROR;
	return group->conflicts > 0 ? ROLE_WARNING : ROLE_TEXT;
}

/* The place is the key: a group that is carried out goes, and the next one takes its place. */
static int64_t review_key(void *ctx, int64_t row)
{
	(void)ctx;
	return row;
}

static const struct column columns[] = {
	{ .title = N_(" "),
		.width = 2,
		.right = true,
		.drop = 3,
		.help = N_("Its place: what comes first is done first.") },
	{ .title = N_("Change"),
		.width = 30,
		.grow = 3,
		.narrow = 22,
		.help = N_("What would be done to the tenant.") },
	{ .title = N_("Count"),
		.width = 6,
		.right = true,
		.narrow = 5,
		.help = N_("How many licences, people, numbers or addresses.") },
	{ .title = N_("Way"),
		.width = 7,
		.drop = 2,
		.help = N_(
			"Who does it: ringup itself, a script for PowerShell, or you in a web page.") },
	{ .title = N_("Wait"),
		.width = 13,
		.grow = 1,
		.drop = 1,
		.help = N_("How long it may take, or after which one it comes.") },
};

/* ---- conflicts ---- */

/* What the tenant has now, in words. */
static void theirs_text(const struct review *review, const struct change *change, struct str *out)
{
	char text[CHANGE_LABEL];
	change_theirs_text(store_of(review), change, text, sizeof text);
	str_addf(out, _("the tenant has %s"), text[0] ? text : _("nothing there"));
}

/* The conflict that t and o settle: the first of the selected group, else the first of all. */
static const struct change *conflict_next(const struct review *review)
{
	const struct change_group *group = group_selected(review);
	for (int i = 0; group && i < review->conflict_count; i++)
		if (strcmp(review->conflicts[i].kind, group->kind) == 0)
			return &review->conflicts[i];
	return review->conflict_count > 0 ? &review->conflicts[0] : NULL;
}

static void conflict_text(const struct review *review, const struct change *change, struct str *out)
{
	str_addf(out, "%s: ", change->subject);
	theirs_text(review, change, out);
	if (strcmp(change->kind, "unassign") == 0)
		str_add(out, _(", planned is to take the number away"));
	else
		str_addf(out, _(", planned is %s"), change->detail[0] ? change->detail : "-");
}

static void settle(struct review *review, const struct change *change, bool theirs)
{
	struct wizard *wizard = review->wizard;
	struct error err = { 0 };
	char subject[CHANGE_LABEL];
	if (!change) {
		tui_message(wizard->tui, ROLE_TEXT, _("There is no conflict here."));
		return;
	}
	snprintf(subject, sizeof subject, "%s", change->subject);
	bool fine = theirs ? change_keep_theirs(store_of(review), change->key, &err)
			   : change_take_ours(store_of(review), change->key, &err);
	wizard_changed(wizard);
	if (!fine)
		tui_error(wizard->tui, &err);
	else
		tui_message(wizard->tui, ROLE_OK,
			theirs ? _("%s: the tenant keeps what it has. u takes this back.")
			       : _("%s: ours replaces it when the plan is applied. u takes this back."),
			subject);
}

static void run_theirs(struct tui *tui, void *ctx)
{
	(void)tui;
	settle(review_of(ctx), conflict_next(review_of(ctx)), true);
}

static void run_ours(struct tui *tui, void *ctx)
{
	(void)tui;
	settle(review_of(ctx), conflict_next(review_of(ctx)), false);
}

static bool has_conflict(void *ctx, struct error *err)
{
	return review_of(ctx)->conflict_count > 0 ||
	       error_set(err, ERROR_NOT_FOUND, _("There is no conflict to settle."));
}

/* ---- texts around the list ---- */

static void finals_text(const struct review *review, struct str *out)
{
	if (review->group_count == 0)
		return;
	if (review->final_count == 0)
		str_addf(out, "%s\n", _("All of it can be undone."));
	else
		str_addf(out, "%s\n", _("Cannot be undone:"));
	for (int i = 0; i < review->final_count; i++) {
		str_addf(
			out, "%5" PRId64 "  %s", review->finals[i].count, _(review->finals[i].why));
		if (review->finals[i].rule > 0)
			str_addf(out, "  R-%03d", review->finals[i].rule);
		str_addc(out, '\n');
	}
}

static const struct change_group *only_purchase(const struct review *review)
{
	const struct change_group *only = NULL;
	for (int i = 0; i < review->group_count; i++) {
		if (review->groups[i].cents <= 0)
			continue;
		if (only)
			return NULL;
		only = &review->groups[i];
	}
	return only && only->count > 0 && only->cents % only->count == 0 ? only : NULL;
}

static void cost_text(const struct review *review, struct str *out)
{
	const struct plan_cost *cost = &review->cost;
	const struct change_group *only = only_purchase(review);
	char money[64], each[64];
	if (cost->added_cents <= 0 && cost->unknown_added <= 0)
		return;
	str_add(out, _("New: "));
	if (cost->added_cents <= 0)
		str_addf(out,
			ngettext("%" PRId64 " licence of unknown price",
				"%" PRId64 " licences of unknown price",
				(unsigned long)cost->unknown_added),
			cost->unknown_added);
	else
		str_addf(out, _("%s a month"),
			plan_money_text(cost->added_cents, cost->currency, money, sizeof money));
	if (only)
		str_addf(out, "  =  %" PRId64 " x %s", only->count,
			plan_money_text(
				only->cents / only->count, cost->currency, each, sizeof each));
	if (cost->added_cents > 0 && cost->unknown_added > 0)
		str_addf(out,
			ngettext("  and %" PRId64 " licence of unknown price",
				"  and %" PRId64 " licences of unknown price",
				(unsigned long)cost->unknown_added),
			cost->unknown_added);
	if (review->wizard->profile->demo)
		str_add(out, _("    demo prices, no money moves"));
	else if (cost->as_of[0])
		str_addf(out, _("    price of %s, check before buying"), cost->as_of);
	str_addc(out, '\n');
}

static void failure_text(const struct journal_row *row, struct str *out)
{
	enum cause cause = cause_from_word(row->cause);
	str_addf(out, "%s (%s): %s %s", row->title, row->label, _(cause_why(cause)),
		_(cause_remedy(cause)));
}

struct wrapping {
	struct str *out;
	const char *role; /* TUI_LINE_*: of each line */
};

static void wrap_line(void *data, const char *text, size_t len)
{
	const struct wrapping *wrapping = data;
	str_add(wrapping->out, wrapping->role);
	str_addn(wrapping->out, text, len);
	str_addc(wrapping->out, '\n');
}

/* A footer without a frame is cut, not wrapped. Outside text is made printable first. */
static void wrap_text(struct str *out, const char *role, const struct str *text, int width)
{
	struct wrapping wrapping = { out, role };
	struct str shown = { 0 };
	text_printable(&shown, str_text(text));
	text_wrap(str_text(&shown), width > 20 ? width : 20, wrap_line, &wrapping);
	str_fini(&shown);
}

static void failures_text(const struct review *review, int width, struct str *out)
{
	struct str line = { 0 };
	for (int i = 0; i < review->failure_count && i < FAILURES_SHOWN; i++) {
		str_clear(&line);
		str_add(&line, _("Failed: "));
		failure_text(&review->failures[i], &line);
		wrap_text(out, TUI_LINE_ERROR, &line, width);
	}
	if (review->failure_count > FAILURES_SHOWN)
		str_addf(out, _("%d more failed: l shows the log.\n"),
			review->failure_count - FAILURES_SHOWN);
	str_fini(&line);
}

static void conflicts_text(const struct review *review, int width, struct str *out)
{
	const struct change *conflict = conflict_next(review);
	struct str line = { 0 };
	if (!conflict)
		return;
	str_addf(&line, "%s ", _("Conflict:"));
	conflict_text(review, conflict, &line);
	wrap_text(out, TUI_LINE_WARNING, &line, width);
	str_addf(out, "  %s", _("t keep theirs   o take ours   d detail"));
	if (review->conflict_count > 1)
		str_addf(out, _("   (%d in all)"), review->conflict_count);
	str_addc(out, '\n');
	str_fini(&line);
}

static void review_footer(void *ctx, int width, struct str *out)
{
	struct review *review = review_of(ctx);
	finals_text(review, out);
	cost_text(review, out);
	conflicts_text(review, width, out);
	failures_text(review, width, out);
	if (review->wizard->facts.problems <= 0)
		return;
	str_add(out, TUI_LINE_WARNING);
	str_addf(out,
		ngettext("%" PRId64 " problem stands in the way: ! shows it.",
			"%" PRId64 " problems stand in the way: ! lists them.",
			(unsigned long)review->wizard->facts.problems),
		review->wizard->facts.problems);
}

static void apply_text(const struct review *review, struct str *out)
{
	int64_t changes = review->wizard->facts.changes, left = left_count(review);
	if (left > 0 && left < changes)
		str_addf(out,
			_("%" PRId64 " changes. A applies %" PRId64
			  ", Enter this group; the rest is by script or by hand."),
			changes, changes - left);
	else
		str_addf(out,
			ngettext("%" PRId64 " change. A applies it all, Enter this group only.",
				"%" PRId64 " changes. A applies all, Enter this group only.",
				(unsigned long)changes),
			changes);
}

/* What a person does says its own keys: an apply would leave it. */
static void group_text(
	const struct review *review, const struct change_group *group, struct str *out)
{
	if (group && group_is_script(review, group))
		str_add(out, _("By script: X writes it, pwsh runs it, r takes its results in."));
	else if (group && group_is_hand(group) && saying_ends(group->kind))
		str_add(out, _("By hand: Enter shows its card. D says that it is done."));
	else if (group && group_is_hand(group))
		str_add(out,
			_("By hand: Enter shows its card. c looks whether the tenant has it."));
	else
		apply_text(review, out);
}

static void review_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct review *review = review_of(ctx);
	const struct frame_facts *facts = &review->wizard->facts;
	const struct journal_row *failure = group_failure(review, group_at(review, row));
	if (row < 0)
		return;
	if (failure) {
		failure_text(failure, out);
		*role = ROLE_ERROR;
		return;
	}
	group_text(review, group_at(review, row), out);
	if (facts->conflicts > 0)
		str_addf(out,
			ngettext(" %" PRId64 " conflict to settle.",
				" %" PRId64 " conflicts to settle.",
				(unsigned long)facts->conflicts),
			facts->conflicts);
}

static void review_detail(void *ctx, int64_t row, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, row);
	char money[64];
	if (!group)
		return;
	str_addf(out, TUI_LINE_TITLE "%s\n\n", group->title);
	str_addf(out, _("Count: %" PRId64 "\nWay: %s\nWait: %s\n"), group->count,
		_(service_way_text(service_way_of(group->way))), group->wait);
	if (group->cents > 0)
		str_addf(out, _("Cost: %s a month\n"),
			plan_money_text(group->cents, review->cost.currency, money, sizeof money));
	if (group->unknown > 0)
		str_addf(out, _("Price not known of: %" PRId64 "\n"), group->unknown);
	str_addf(out, "%s\n", group->undoable ? _("It can be undone later.") : TUI_LINE_WARNING);
	if (!group->undoable)
		str_add(out, _("It cannot be undone.\n"));
	for (int i = 0; i < review->conflict_count; i++) {
		if (strcmp(review->conflicts[i].kind, group->kind) != 0)
			continue;
		str_add(out, "\n" TUI_LINE_WARNING);
		conflict_text(review, &review->conflicts[i], out);
	}
	for (int i = 0; i < review->failure_count; i++) {
		if (strcmp(review->failures[i].kind, group->kind) != 0)
			continue;
		str_addc(out, '\n');
		journal_detail_text(&review->failures[i], out);
	}
}

/* What to do when the plan is empty: apply is not the next thing then. */
static void review_empty(void *ctx, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct frame_facts *facts = &review->wizard->facts;
	struct error err = { 0 };
	str_add(out, _("Nothing to change: the tenant has all that is wanted.\n\n"));
	if (facts->problems > 0)
		str_add(out,
			_("Something still stands in the way: ! lists it, with the step that settles it."));
	else if (journal_run_count(store_of(review), &err) == 0)
		str_add(out,
			_("To plan something, mark in Licences who calls, then get numbers and match them."));
	else
		str_add(out,
			_("W writes a report, l shows the log, z takes the last apply back. q quits; "
			  "everything is kept."));
}

/* ---- apply ---- */

static bool has_changes(void *ctx, struct error *err)
{
	return review_of(ctx)->group_count > 0 ||
	       error_set(err, ERROR_NOT_FOUND,
		       _("Nothing to change: the tenant has all that is wanted."));
}

static void run_all(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_apply(ctx, NULL);
}

static void run_group(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, tui_row(tui));
	struct applying_scope scope = { .step = "" };
	if (!group)
		return;
	/* What a person does is told on its card. */
	if (group_is_hand(group) || group_is_script(review, group)) {
		sheet_open(review->wizard, "handover", NULL, 0);
		return;
	}
	snprintf(scope.group, sizeof scope.group, "%s", group->id);
	applying_start(review->wizard, &scope);
}

/* ---- what leaves and comes back ---- */

static void run_script(struct tui *tui, void *ctx)
{
	(void)tui;
	handover_script(ctx);
}

static void run_results(struct tui *tui, void *ctx)
{
	(void)tui;
	handover_results(ctx);
}

static void run_check(struct tui *tui, void *ctx)
{
	(void)tui;
	handover_check(ctx);
}

/* The one change of the group; of several, a row of them is to be chosen. */
static void run_done(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, tui_row(tui));
	struct change_filter filter = { .group = group ? group->id : "" };
	struct change change;
	struct error err = { 0 };
	int count = 0;
	if (!group)
		return;
	if (group->changes > 1)
		tui_message(tui, ROLE_TEXT, "%s",
			_("These are several: Space lists them, and D says of one that it is done."));
	else if (!change_rows(store_of(review), &filter, 0, 1, &change, &count, &err))
		tui_error(tui, &err);
	else if (count > 0)
		handover_done(review->wizard, &change);
}

/* ---- the changes of a group ---- */

static struct change_filter group_filter(const struct review *review)
{
	return (struct change_filter){ .group = review->group };
}

static const struct change *change_at(const struct review *review, int64_t row)
{
	return screen_rows_at(&review->rows, row);
}

static int64_t changes_count(void *ctx)
{
	struct review *review = review_of(ctx);
	struct change_filter filter = group_filter(review);
	struct error err = { 0 };
	int64_t count = change_count(store_of(review), &filter, &err);
	if (count < 0)
		tui_error(review->wizard->tui, &err);
	return count < 0 ? 0 : count;
}

static void changes_load(void *ctx, int64_t first, int n)
{
	struct review *review = review_of(ctx);
	struct change_filter filter = group_filter(review);
	struct error err = { 0 };
	struct change *rows = screen_rows_room(&review->rows, first, n);
	if (!change_rows(store_of(review), &filter, first, n, rows, &review->rows.count, &err)) {
		review->rows.count = 0;
		tui_error(review->wizard->tui, &err);
	}
}

static void changes_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct change *change = change_at(review_of(ctx), row);
	if (!change)
		return;
	if (column == 0)
		str_add(out, change->subject);
	else if (column == 1)
		str_add(out, change->detail[0] ? change->detail : "-");
	else
		str_add(out, change->conflict   ? _("conflict")
			     : change->undoable ? _("can be undone")
						: _("final"));
}

static enum tui_role changes_role(void *ctx, int64_t row, int column)
{
	const struct change *change = change_at(review_of(ctx), row);
	return change && change->conflict && column == 2 ? ROLE_WARNING : ROLE_TEXT;
}

static void changes_header(void *ctx, int width, struct str *out)
{
	(void)width;
	str_addf(out, TUI_LINE_TITLE "%s\n \n", review_of(ctx)->group_title);
}

static void changes_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct review *review = review_of(ctx);
	const struct change *change = change_at(review, row);
	if (!change)
		return;
	if (change->conflict) {
		conflict_text(review, change, out);
		str_add(out, _(". t keeps theirs, o takes ours."));
		*role = ROLE_WARNING;
	} else {
		str_add(out, _("Enter applies this one alone; Esc goes back to the groups."));
	}
}

static void changes_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nothing of this group is left to do. Esc goes back."));
}

static void changes_detail(void *ctx, int64_t row, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct change *change = change_at(review, row);
	if (!change)
		return;
	str_addf(out, TUI_LINE_TITLE "%s\n\n%s\n %s\n", change->subject, review->group_title,
		change->detail);
	if (change->conflict) {
		str_add(out, "\n" TUI_LINE_WARNING);
		conflict_text(review, change, out);
	}
	for (int i = 0; i < review->failure_count; i++) {
		if (strcmp(review->failures[i].key, change->key) != 0)
			continue;
		str_addc(out, '\n');
		journal_detail_text(&review->failures[i], out);
	}
}

static void run_one(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	const struct change *change = change_at(review, tui_row(tui));
	struct applying_scope scope = { .step = "" };
	if (!change)
		return;
	snprintf(scope.key, sizeof scope.key, "%s", change->key);
	applying_start(review->wizard, &scope);
}

static void one_done(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	const struct change *change = change_at(review, tui_row(tui));
	if (change)
		handover_done(review->wizard, change);
}

static void one_theirs(struct tui *tui, void *ctx)
{
	const struct change *change = change_at(review_of(ctx), tui_row(tui));
	settle(review_of(ctx), change && change->conflict ? change : NULL, true);
}

static void one_ours(struct tui *tui, void *ctx)
{
	const struct change *change = change_at(review_of(ctx), tui_row(tui));
	settle(review_of(ctx), change && change->conflict ? change : NULL, false);
}

static const struct column changes_columns[] = {
	{ .title = N_("To"),
		.width = 24,
		.grow = 1,
		.narrow = 18,
		.help = N_("To whom or to what it is done.") },
	{ .title = N_("Change"),
		.width = 24,
		.grow = 2,
		.narrow = 18,
		.help = N_("From what, to what.") },
	{ .title = N_("Back"),
		.width = 14,
		.drop = 1,
		.help = N_("Whether it can be undone later, or conflicts.") },
};

static const struct action changes_actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("This only"),
		.run = run_one,
		.needs_row = true,
		.help = N_("Apply this one change and nothing else.") },
	{ .key = 't',
		.label = N_("Theirs"),
		.run = one_theirs,
		.needs_row = true,
		.help = N_("Settle the conflict: keep what the tenant has.") },
	{ .key = 'o',
		.label = N_("Ours"),
		.run = one_ours,
		.needs_row = true,
		.help = N_("Settle the conflict: take what was planned.") },
	{ .key = 'D',
		.label = N_("Done"),
		.run = one_done,
		.needs_row = true,
		.hidden = true,
		.help = N_("Say that it is done by hand, where nothing can verify it.") },
};

static const struct view changes_view = {
	.id = "changes",
	.title = N_("Changes"),
	.help = N_("The single changes of a group of the plan."),
	COLUMNS(changes_columns),
	ACTIONS(changes_actions),
	.count = changes_count,
	.load = changes_load,
	.cell = changes_cell,
	.role = changes_role,
	.header = changes_header,
	.detail = changes_detail,
	.message = changes_message,
	.empty = changes_empty,
};

static void run_rows(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	const struct change_group *group = group_at(review, tui_row(tui));
	if (!group)
		return;
	snprintf(review->group, sizeof review->group, "%s", group->id);
	snprintf(review->group_title, sizeof review->group_title, "%s", group->title);
	tui_push(tui, &changes_view, ctx);
}

/* ---- the way back ---- */

static const struct undo_row *undo_at(const struct review *review, int64_t row)
{
	return screen_rows_at(&review->undo_rows, row);
}

static int64_t undo_rows_count(void *ctx)
{
	struct review *review = review_of(ctx);
	struct error err = { 0 };
	if (!undo_counts(store_of(review), review->undo_run, review->release, &review->undo_count,
		    &err)) {
		tui_error(review->wizard->tui, &err);
		return 0;
	}
	return review->undo_count.can + review->undo_count.cannot;
}

static void undo_load(void *ctx, int64_t first, int n)
{
	struct review *review = review_of(ctx);
	struct error err = { 0 };
	struct undo_row *rows = screen_rows_room(&review->undo_rows, first, n);
	if (!undo_preview(store_of(review), review->undo_run, review->release, first, n, rows,
		    &review->undo_rows.count, &err)) {
		review->undo_rows.count = 0;
		tui_error(review->wizard->tui, &err);
	}
}

static void undo_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct undo_row *undo = undo_at(review_of(ctx), row);
	if (!undo)
		return;
	if (column == 0)
		str_add(out, undo->title);
	else if (column == 1)
		str_add(out, undo->label);
	else
		str_add(out, undo->can ? _("taken back") : undo->why ? _(undo->why) : _("cannot"));
}

static enum tui_role undo_role(void *ctx, int64_t row, int column)
{
	const struct undo_row *undo = undo_at(review_of(ctx), row);
	return undo && column == 2 && !undo->can ? ROLE_WARNING : ROLE_TEXT;
}

static void undo_header(void *ctx, int width, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct undo_count *count = &review->undo_count;
	(void)width;
	str_addf(out, _("Apply %" PRId64 ": %" PRId64 " can be taken back, %" PRId64 " cannot"),
		review->undo_run, count->can, count->cannot);
	if (count->numbers > 0)
		str_addf(out,
			review->release ? _("   numbers are let go") : _("   numbers are kept"));
	str_add(out, "\n \n");
}

static void undo_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	const struct undo_row *undo = undo_at(review_of(ctx), row);
	(void)role;
	if (undo && !undo->can && undo->why) {
		str_add(out, _(undo->why));
		if (undo->rule > 0)
			str_addf(out, "  R-%03d", undo->rule);
	} else if (undo) {
		str_add(out,
			_("Enter plans all this back. Nothing is sent: Review shows the plan, A applies it."));
	}
}

static void undo_detail(void *ctx, int64_t row, struct str *out)
{
	const struct undo_row *undo = undo_at(review_of(ctx), row);
	if (!undo)
		return;
	str_addf(out, TUI_LINE_TITLE "%s\n %s\n\n", undo->title, undo->label);
	str_add(out, undo->can ? _("It can be taken back.") : _("It cannot be taken back: "));
	if (!undo->can && undo->why)
		str_add(out, _(undo->why));
	if (undo->rule > 0)
		str_addf(out, "  R-%03d", undo->rule);
}

static void undo_row_help(void *ctx, int64_t row, struct str *out)
{
	struct review *review = review_of(ctx);
	const struct undo_row *undo = undo_at(review, row);
	if (undo)
		screen_rule(review->wizard->profile->reference, undo->rule, out);
}

static void undo_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nothing of this apply can be taken back. Esc goes back."));
}

static void run_undo(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	struct undo_count count = { 0 };
	struct error err = { 0 };
	if (!undo_run(store_of(review), review->undo_run, review->release, &count, &err)) {
		tui_error(tui, &err);
		return;
	}
	wizard_changed(review->wizard);
	tui_pop(tui);
	tui_message(tui, ROLE_OK,
		ngettext("%" PRId64
			 " change is planned back. A applies it; u takes this plan back.",
			"%" PRId64
			" changes are planned back. A applies them; u takes this plan back.",
			(unsigned long)count.can),
		count.can);
}

static void run_release(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	review->release = !review->release;
	tui_reload(tui);
	tui_message(tui, ROLE_TEXT, "%s",
		review->release ? _("The numbers are let go: somebody else may get them.  R-270")
				: _("The numbers stay yours."));
}

static const struct column undo_columns[] = {
	{ .title = N_("Change"),
		.width = 26,
		.grow = 1,
		.narrow = 16,
		.help = N_("What would be done.") },
	{ .title = N_("To"),
		.width = 18,
		.grow = 1,
		.drop = 1,
		.help = N_("To whom, or to what.") },
	{ .title = N_("Back"),
		.width = 18,
		.grow = 1,
		.narrow = 18,
		.help = N_("Whether it can be taken back, and if not, why.") },
};

static const struct action undo_actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("Take back"),
		.run = run_undo,
		.needs_row = true,
		.help = N_("Plan all of it back, as wishes. Nothing is sent before you apply.") },
	{ .key = 'r',
		.label = N_("Let go"),
		.run = run_release,
		.rule = 270,
		.help = N_("Let go, or keep, the numbers that this apply acquired.") },
};

static const struct view undo_view = {
	.id = "undo",
	.title = N_("Undo an apply"),
	.help = N_(
		"What taking the last apply back would do, and what cannot be taken back. It becomes a plan, "
		"which you review and apply like any other."),
	COLUMNS(undo_columns),
	ACTIONS(undo_actions),
	.count = undo_rows_count,
	.load = undo_load,
	.cell = undo_cell,
	.role = undo_role,
	.header = undo_header,
	.detail = undo_detail,
	.row_help = undo_row_help,
	.message = undo_message,
	.empty = undo_empty,
};

static void run_undo_open(struct tui *tui, void *ctx)
{
	struct review *review = review_of(ctx);
	struct error err = { 0 };
	review->undo_run = undo_last_run(store_of(review), &err);
	review->release = false;
	if (review->undo_run > 0)
		tui_push(tui, &undo_view, ctx);
	else if (err.code != ERROR_NONE)
		tui_error(tui, &err);
	else
		tui_message(tui, ROLE_TEXT,
			_("Nothing was applied yet that could be taken back. u takes edits of the plan back."));
}

/* ---- the report ---- */

static void report_done(struct tui *tui, void *ctx, const char *path)
{
	struct review *review = review_of(ctx);
	struct str text = { 0 };
	struct error err = { 0 };
	if (report_write(store_of(review), review->wizard->profile->reference,
		    wizard_now(review->wizard), &text, &err) &&
		file_write(path, str_text(&text), text.len, 0600, &err))
		tui_message(tui, ROLE_OK, _("The report is in %s."), path);
	else
		tui_error(tui, &err);
	str_fini(&text);
}

static bool path_given(void *ctx, const char *value, struct error *err)
{
	(void)ctx;
	return value[0] ||
	       error_set(err, ERROR_INPUT, _("Type the path of a file, for example report.txt."));
}

static const struct prompt report_prompt = {
	.title = N_("Write a report"),
	.label = N_("Text file"),
	.help = N_(
		"Steps, plan, people with their numbers, and the log. A file that is there is replaced."),
	.max = 500,
	.check = path_given,
	.done = report_done,
};

static void run_report(struct tui *tui, void *ctx)
{
	tui_prompt(tui, &report_prompt, "ringup-report.txt", ctx);
}

static void run_log(struct tui *tui, void *ctx)
{
	(void)tui;
	journal_open(ctx, JOURNAL_ALL);
}

static const struct action actions[] = {
	{ .key = 'A',
		.label = N_("Apply all"),
		.run = run_all,
		.enabled = has_changes,
		.help = N_(
			"Carry the whole plan out, in its order. What costs money is asked for first.") },
	{ .key = TUI_ENTER,
		.label = N_("This group"),
		.run = run_group,
		.needs_row = true,
		.enabled = has_changes,
		.help = N_(
			"Carry this group out, and nothing else. What ringup leaves to you shows its card.") },
	{ .key = TUI_SPACE,
		.label = N_("Rows"),
		.run = run_rows,
		.needs_row = true,
		.enabled = has_changes,
		.help = N_("The single changes of this group.") },
	{ .key = 'X',
		.label = N_("Script"),
		.run = run_script,
		.hidden = true,
		.offered = has_script,
		.help = N_(
			"Write what only PowerShell can do as a script, or the plan as a page.") },
	{ .key = 'r',
		.label = N_("Results"),
		.run = run_results,
		.hidden = true,
		.offered = has_script,
		.help = N_("Take in the result file of a script that ran elsewhere.") },
	{ .key = 'c',
		.label = N_("Check again"),
		.run = run_check,
		.hidden = true,
		.offered = has_hand,
		.help = N_(
			"Read the tenant again, and say what of the work by hand it shows now.") },
	{ .key = 'z',
		.label = N_("Undo apply"),
		.run = run_undo_open,
		.help = N_(
			"Take the last apply back: first shows what can be undone and what cannot.") },
	{ .key = 'l',
		.label = N_("Log"),
		.run = run_log,
		.help = N_("All that was done to the tenant.") },
	{ .key = 't',
		.label = N_("Theirs"),
		.run = run_theirs,
		.enabled = has_conflict,
		.hidden = true,
		.help = N_("Settle the conflict that is shown: keep what the tenant has.") },
	{ .key = 'o',
		.label = N_("Ours"),
		.run = run_ours,
		.enabled = has_conflict,
		.hidden = true,
		.help = N_("Settle the conflict that is shown: take what was planned.") },
	{ .key = 'W',
		.label = N_("Report"),
		.run = run_report,
		.hidden = true,
		.help = N_("Write steps, plan, people and log to a text file.") },
	{ .key = 'D',
		.label = N_("Done"),
		.run = run_done,
		.needs_row = true,
		.enabled = has_changes,
		.hidden = true,
		.help = N_(
			"Say that a change by hand is done which nothing can verify: papers, credits, a port.") },
};

const struct view review_view = {
	.id = "review",
	.title = N_("Review"),
	.help = N_(
		"The whole plan, in the order in which it is carried out. Nothing was sent so far. A conflict "
		"means that the tenant changed under a wish: it is never overwritten before you settle it."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = review_count,
	.cell = review_cell,
	.role = review_role,
	.key = review_key,
	.footer = review_footer,
	.detail = review_detail,
	.message = review_message,
	.empty = review_empty,
};

const struct view *const review_views[] = { &changes_view, &undo_view, &journal_view,
	&applying_view, NULL };
const struct form *const review_forms[] = { NULL };
