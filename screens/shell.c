/* What stands around the steps: title, steps, money and counts, the keys that work everywhere. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/journal.h"
#include "core/plan/undo.h"
#include "screens/common.h"
#include "screens/sheet.h"
#include "screens/shell.h"
#include "screens/signin.h"
#include "screens/wizard.h"

/* ---- what the frame shows ---- */

static int shell_step_count(void *ctx)
{
	(void)ctx;
	return PLAN_STEP_COUNT;
}

static const struct step *shell_step(void *ctx, int at)
{
	struct wizard *wizard = ctx;
	return &wizard->step[at];
}

static void shell_title(void *ctx, struct str *left, struct str *right)
{
	struct wizard *wizard = ctx;
	const struct frame_facts *facts = &wizard->facts;
	char when[CLOCK_TEXT];
	const char *name = facts->organization.name;
	str_addf(left, "ringup   %s", *name ? name : wizard->profile->name);
	if (wizard->profile->demo)
		str_addf(left, "   %s", _("DEMO"));
	if (wizard->profile->readonly)
		str_addf(left, "   %s", _("READ ONLY"));
	str_add(right, facts->country_name);
	if (facts->saved_at > 0)
		str_addf(right, _("   saved %s"), clock_hm(when, facts->saved_at));
}

static void add_part(struct str *out, const char *gap)
{
	if (out->len > 0)
		str_add(out, gap);
}

static void state_held(const struct wizard *wizard, const char *gap, struct str *state)
{
	char left[CLOCK_TEXT];
	if (wizard->facts.held_until == 0)
		return;
	add_part(state, gap);
	str_addf(state, _("held %s"),
		clock_countdown(left, wizard->facts.held_until - wizard_now(wizard)));
}

static void state_full(struct wizard *wizard, struct str *state)
{
	const struct frame_facts *facts = &wizard->facts;
	if (facts->quota > 0 || facts->owned > 0)
		wizard_status_quota(wizard, state);
	state_held(wizard, "   ", state);
	if (facts->conflicts > 0) {
		add_part(state, "   ");
		str_addf(state,
			ngettext("%" PRId64 " conflict", "%" PRId64 " conflicts",
				(unsigned long)facts->conflicts),
			facts->conflicts);
	}
	if (facts->problems > 0) {
		add_part(state, "   ");
		str_addf(state,
			ngettext("%" PRId64 " problem", "%" PRId64 " problems",
				(unsigned long)facts->problems),
			facts->problems);
	}
	if (facts->changes > 0) {
		add_part(state, "   ");
		str_addf(state,
			ngettext("%" PRId64 " change", "%" PRId64 " changes",
				(unsigned long)facts->changes),
			facts->changes);
	}
}

static void state_compact(struct wizard *wizard, struct str *state)
{
	const struct frame_facts *facts = &wizard->facts;
	state_held(wizard, "  ", state);
	if (facts->quota > 0 || facts->owned > 0) {
		add_part(state, "  ");
		str_addf(state, _("%" PRId64 " of %" PRId64), facts->owned, facts->quota);
	}
	if (facts->changes > 0) {
		add_part(state, "  ");
		str_addf(state, _("%" PRId64 " to do"), facts->changes);
	}
	if (facts->problems > 0) {
		add_part(state, "  ");
		str_addf(state, "! %" PRId64, facts->problems);
	}
}

#define STATUS_GAPS 5 /* columns beside and between the two parts */

static bool status_fits(
	const struct wizard *wizard, const struct str *money, const struct str *state)
{
	return text_width(str_text(money)) + text_width(str_text(state)) + STATUS_GAPS <=
	       tui_columns(wizard->tui);
}

static void shell_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct wizard *wizard = ctx;
	const struct plan_cost *cost = &wizard->facts.cost;
	char text[160];
	bool costs = cost->monthly_cents > 0 || cost->unknown > 0;
	if (compact && costs)
		str_addf(money, cost->unknown > 0 ? _("%s+?/month") : _("%s/month"),
			plan_money_text(cost->monthly_cents, cost->currency, text, sizeof text));
	else if (costs)
		str_add(money, plan_cost_text(cost, text, sizeof text));
	else if (!compact)
		str_add(money, wizard->facts.changes > 0 ? _("no cost planned")
							 : _("nothing planned yet"));
	if (compact)
		state_compact(wizard, state);
	else
		state_full(wizard, state);
	/* The title says that it is a demo; what is left to do may not be cut off. */
	if (!compact && costs && cost->unknown == 0 && !status_fits(wizard, money, state)) {
		str_clear(money);
		str_addf(money, _("%s a month"),
			plan_money_text(cost->monthly_cents, cost->currency, text, sizeof text));
	}
}

static void shell_rule(void *ctx, int rule, struct str *out)
{
	struct wizard *wizard = ctx;
	screen_rule(wizard->profile->reference, rule, out);
}

static void shell_turn(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_turn(ctx);
}

/* ---- undo and redo ---- */

/* Notes the time of the save, shows the outcome. */
static bool taken_back(struct wizard *wizard, bool ok, struct error *err)
{
	ok = ok && organization_saved(wizard->profile->store, clock_now(), err);
	if (!ok)
		tui_error(wizard->tui, err);
	wizard_changed(wizard);
	return ok;
}

static void undo_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	struct error err = { 0 };
	char label[CHANGE_LABEL];
	bool ok = edit_undo(wizard->profile->store, label, sizeof label, &err);
	if (!ok && err.code == ERROR_NOT_FOUND && undo_last_run(wizard->profile->store, NULL) > 0)
		error_set(&err, ERROR_NOT_FOUND,
			_("Nothing to take back since the last apply. What was applied is taken "
			  "back with z in Review."));
	if (taken_back(wizard, ok, &err))
		tui_message(tui, ROLE_OK, _("Undone: %s. U does it again."), label);
}

static void redo_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	struct error err = { 0 };
	char label[CHANGE_LABEL];
	bool ok = edit_redo(wizard->profile->store, label, sizeof label, &err);
	if (taken_back(wizard, ok, &err))
		tui_message(tui, ROLE_OK, _("Done again: %s. u takes it back."), label);
}

/* ---- the plan as a page of text ---- */

static void group_line(
	const struct change_group *group, int number, const char *currency, struct str *out)
{
	static const struct {
		const char *id, *text;
	} ways[] = { { "ringup", N_("ringup") }, { "script", N_("script") },
		{ "hand", N_("by hand") } };
	char money[48], text[24];
	const char *way = group->way;
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (strcmp(ways[i].id, group->way) == 0)
			way = _(ways[i].text);
	str_addf(out, "%3d ", number);
	screen_pad(out, group->title, 38, false);
	snprintf(text, sizeof text, "%" PRId64, group->count);
	str_addc(out, ' ');
	screen_pad(out, text, 6, true);
	str_add(out, "  ");
	screen_pad(out, way, 7, false);
	str_addf(out, "  %s", group->wait);
	if (group->unknown > 0)
		str_add(out, _("\n      of unknown price"));
	else if (group->cents > 0)
		str_addf(out, _("\n      %s a month"),
			plan_money_text(group->cents, currency, money, sizeof money));
	if (group->conflicts > 0)
		str_addf(out,
			ngettext("   %" PRId64 " conflict", "   %" PRId64 " conflicts",
				(unsigned long)group->conflicts),
			group->conflicts);
	str_addc(out, '\n');
}

static bool plan_groups(struct wizard *wizard, struct str *out, struct error *err)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof *groups);
	int count = 0, step = -1;
	bool ok = change_groups(wizard->profile->store, groups, CHANGE_GROUPS, &count, err);
	for (int i = 0; ok && i < count; i++) {
		if ((int)groups[i].step != step) {
			step = (int)groups[i].step;
			str_addf(out, "\n" TUI_LINE_TITLE "%s\n",
				_(plan_step_title(groups[i].step)));
		}
		group_line(&groups[i], i + 1, wizard->facts.cost.currency, out);
	}
	free(groups);
	return ok;
}

static void plan_money(const struct plan_cost *cost, struct str *out)
{
	char text[160];
	str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Cost"));
	str_addf(out, "    %s\n", plan_cost_text(cost, text, sizeof text));
	if (cost->added_cents > 0)
		str_addf(out, _("    of it %s a month are bought by this plan\n"),
			plan_money_text(cost->added_cents, cost->currency, text, sizeof text));
	if (cost->unknown_added > 0)
		str_addf(out,
			_("    %" PRId64
			  " licences to buy have a price that is not known: look it up before buying\n"),
			cost->unknown_added);
	if (cost->as_of[0])
		str_addf(out, _("    prices of %s: check them before buying\n"), cost->as_of);
}

static bool plan_final_part(struct wizard *wizard, struct str *out, struct error *err)
{
	struct plan_final finals[16];
	int count = 0;
	if (!plan_finals(wizard->profile->store, finals, 16, &count, err))
		return false;
	if (count > 0)
		str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Cannot be undone"));
	for (int i = 0; i < count && i < 16; i++) {
		str_addf(out, "    %" PRId64 "   %s", finals[i].count, _(finals[i].why));
		if (finals[i].rule > 0)
			str_addf(out, "  R-%03d", finals[i].rule);
		str_addc(out, '\n');
	}
	return true;
}

static bool plan_text(struct wizard *wizard, struct str *out, struct error *err)
{
	struct verdict order;
	struct store *store = wizard->profile->store;
	if (wizard->facts.changes == 0) {
		str_add(out, _("Nothing is planned: the tenant has all that was asked for.\n"));
		str_add(out, _("Mark people in Licences, or search numbers, to plan something.\n"));
		return true;
	}
	if (!plan_order_reason(store, wizard->profile->reference, &order, err))
		return false;
	str_addf(out,
		ngettext("%" PRId64 " change. Nothing is sent before you apply it in Review.\n",
			"%" PRId64 " changes. Nothing is sent before you apply it in Review.\n",
			(unsigned long)wizard->facts.changes),
		wizard->facts.changes);
	screen_verdict(&order, out);
	str_addc(out, '\n');
	if (!plan_groups(wizard, out, err))
		return false;
	plan_money(&wizard->facts.cost, out);
	if (!plan_final_part(wizard, out, err))
		return false;
	if (wizard->facts.problems > 0)
		str_addf(out, _("\nProblems: %" PRId64 ". ! lists what stands in the way.\n"),
			wizard->facts.problems);
	if (wizard->facts.conflicts > 0)
		str_addf(out,
			_("Conflicts: %" PRId64
			  ". Settle them in Review: t keeps theirs, o takes ours.\n"),
			wizard->facts.conflicts);
	return true;
}

static void plan_key(struct tui *tui, void *ctx)
{
	struct error err = { 0 };
	struct str text = { 0 };
	if (plan_text(ctx, &text, &err))
		tui_text(tui, _("The plan"), str_text(&text));
	else
		tui_error(tui, &err);
	str_fini(&text);
}

/* ---- a copy of everything ---- */

static void copy_done(struct tui *tui, void *ctx, const char *path)
{
	struct wizard *wizard = ctx;
	struct error err = { 0 };
	if (store_backup(wizard->profile->store, path, &err))
		tui_message(tui, ROLE_OK, _("A copy of everything is in %s."), path);
	else
		tui_error(tui, &err);
}

static void copy_key(struct tui *tui, void *ctx)
{
	static const struct prompt prompt = {
		.title = N_("Save a copy"),
		.label = N_("File"),
		.help = N_("The whole profile with its plan and journal, as one file. An existing "
			   "file is never replaced."),
		.done = copy_done,
	};
	struct wizard *wizard = ctx;
	char *name = xasprintf("%s-copy.db", wizard->profile->name);
	tui_prompt(tui, &prompt, name, wizard);
	free(name);
}

/* ---- the other keys ---- */

static void sync_told(struct wizard *wizard)
{
	tui_message(wizard->tui, ROLE_OK, _("This is what the tenant has now."));
}

static void sync_key(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_sync(ctx, sync_told);
}

static void problems_key(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_problems(ctx, -1);
}

static void topics_key(struct tui *tui, void *ctx)
{
	(void)tui;
	topics_open(ctx);
}

static bool may_go_on(void *ctx, struct error *err)
{
	struct wizard *wizard = ctx;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (wizard->facts.steps[i].waiting > 0)
			return true;
	return error_set(
		err, ERROR_NOT_FOUND, _("Nothing is under way. Review applies what is planned."));
}

static void go_on_key(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_apply(ctx, NULL);
}

static bool may_sign_in(void *ctx, struct error *err)
{
	const struct wizard *wizard = ctx;
	return wizard->profile->signin ||
	       error_set(err, ERROR_USAGE, "%s",
		       wizard->profile->demo ? _("A simulated tenant needs no sign-in.")
					     : wizard->profile->why_no_service);
}

static void signin_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	(void)tui;
	if (!wizard->signing)
		signin_page(wizard);
}

static const struct action shell_actions[] = {
	{ .key = 'p',
		.twin = TUI_F(5),
		.label = N_("Plan"),
		.run = plan_key,
		.help = N_("The whole plan: what changes, what it costs, what it waits for, what "
			   "cannot be undone.") },
	{ .key = 'h',
		.label = N_("Topics"),
		.run = topics_key,
		.help = N_("What else is known: countries, cost, who needs a licence, keeping "
			   "numbers, minutes, credits, rooms, emergency calls ...") },
	{ .key = 'u',
		.twin = TUI_F(7),
		.label = N_("Undo"),
		.run = undo_key,
		.help = N_("Take the last edit of the plan back. The tenant is not touched.") },
	{ .key = '!',
		.label = N_("Problems"),
		.run = problems_key,
		.help = N_("What stands in the way, each with its rule and the step that settles "
			   "it.") },
	{ .key = 'U',
		.label = N_("Redo"),
		.run = redo_key,
		.hidden = true,
		.help = N_("Do again what u took back.") },
	{ .key = 'w',
		.twin = TUI_F(2),
		.label = N_("Save a copy"),
		.run = copy_key,
		.hidden = true,
		.help = N_("Save a copy of the whole profile. What you do is saved anyway, at "
			   "every answer.") },
	{ .key = TUI_CTRL('r'),
		.label = N_("Sync"),
		.run = sync_key,
		.hidden = true,
		.help = N_("Read again what the tenant has. What you planned stays.") },
	{ .key = 'S',
		.label = N_("Sign in"),
		.run = signin_key,
		.hidden = true,
		.enabled = may_sign_in,
		.help = N_("Who is signed in to the tenant, and signing in again.") },
	{ .key = TUI_CTRL('g'),
		.label = N_("Go on"),
		.run = go_on_key,
		.hidden = true,
		.enabled = may_go_on,
		.help = N_("Go on with an apply that was interrupted, or that waits for the "
			   "service.") },
};

/* ---- from step to step ---- */

static void next_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct wizard *wizard = ctx;
	int at = tui_step(tui);
	if (strcmp(id, "apply") == 0)
		wizard_apply(wizard, plan_step_id(wizard->facts.steps[at].step));
	else
		tui_go(tui, at + 1);
}

/* What the service must have done before the next step can do more than plan. */
static const char *next_hint(enum plan_step step)
{
	switch (step) {
	case PLAN_LICENCES:
		return N_("numbers need licences people have  R-186");
	case PLAN_NUMBERS:
		return N_("acquires, before the hold ends  R-219");
	case PLAN_ADDRESSES:
		return N_("only validated addresses can be given");
	default:
		return N_("the tenant is changed now");
	}
}

static bool shell_next(struct tui *tui, void *ctx, int from, int to)
{
	static struct choice choices[2] = {
		{ .id = "plan",
			.label = N_("Keep planning"),
			.help = N_("nothing is sent; Review applies it all") },
		{ .id = "apply", .label = N_("Apply this step now") },
	};
	struct wizard *wizard = ctx;
	const struct plan_status *status = &wizard->facts.steps[from];
	char title[120];
	if (status->changes == 0 || !wizard->profile->service || wizard->profile->readonly ||
		wizard->facts.steps[to].step == PLAN_REVIEW)
		return true;
	choices[1].help = next_hint(status->step);
	snprintf(title, sizeof title,
		ngettext("%s: %" PRId64 " change is planned", "%s: %" PRId64 " changes are planned",
			(unsigned long)status->changes),
		_(plan_step_title(status->step)), status->changes);
	tui_menu(tui, title, choices, 2, "plan", next_chosen, wizard);
	return false;
}

static void quit_answer(struct tui *tui, void *ctx, bool yes)
{
	(void)ctx;
	if (yes)
		tui_quit(tui);
}

static void shell_quit(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	struct str text = { 0 };
	const char *name = wizard->profile->name;
	if (wizard->facts.changes > 0)
		str_addf(&text,
			ngettext("%" PRId64 " change is planned and not applied. ",
				"%" PRId64 " changes are planned and not applied. ",
				(unsigned long)wizard->facts.changes),
			wizard->facts.changes);
	if (strcmp(name, "default") == 0)
		str_add(&text, _("Everything is kept; `ringup` goes on here. Quit now?"));
	else
		str_addf(&text,
			_("Everything is kept; `ringup --profile %s` goes on here. Quit now?"),
			name);
	tui_ask(tui, _("Quit"), str_text(&text), _("Quit"), _("Stay"), quit_answer, NULL);
	str_fini(&text);
}

const struct shell wizard_shell = {
	.step_count = shell_step_count,
	.step = shell_step,
	.title = shell_title,
	.status = shell_status,
	ACTIONS(shell_actions),
	.rule = shell_rule,
	.next = shell_next,
	.quit = shell_quit,
	.turn = shell_turn,
};

/* ---- all declarations ---- */

static const struct view *const own_views[] = { &problems_view, &topics_view, &sheet_view,
	&signin_page_view, NULL };
static const struct view *const *const view_lists[] = { own_views,
#define X(name, id, title) name##_views,
	WIZARD_SCREENS(X)
#undef X
};
static const struct form *const *const form_lists[] = {
#define X(name, id, title) name##_forms,
	WIZARD_SCREENS(X)
#undef X
};
static const struct view *const step_views[] = {
#define X(name, id, title) &name##_view,
	WIZARD_SCREENS(X)
#undef X
};

const struct view *wizard_view(int index)
{
	if (index < PLAN_STEP_COUNT)
		return step_views[index];
	index -= PLAN_STEP_COUNT;
	for (size_t i = 0; i < sizeof view_lists / sizeof view_lists[0]; i++)
		for (int k = 0; view_lists[i][k]; k++)
			if (index-- == 0)
				return view_lists[i][k];
	return NULL;
}

const struct form *wizard_form(int index)
{
	for (size_t i = 0; i < sizeof form_lists / sizeof form_lists[0]; i++)
		for (int k = 0; form_lists[i][k]; k++)
			if (index-- == 0)
				return form_lists[i][k];
	return NULL;
}
