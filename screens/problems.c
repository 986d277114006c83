/* "What stands in the way": the problems of the plan, each with its rule, why, and the step that
 * settles it. */
#include <inttypes.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "screens/common.h"
#include "screens/shell.h"
#include "screens/wizard.h"

struct problems {
	struct wizard *wizard;
	int step; /* as plan_problems: 1 + enum plan_step, 0: all */
	struct screen_rows rows;
};

static int64_t problems_count(void *ctx)
{
	struct problems *problems = ctx;
	struct profile *profile = problems->wizard->profile;
	struct error err = { 0 };
	int64_t count = plan_problem_count(
		profile->store, profile->reference, problems->step, &err);
	if (count >= 0)
		return count;
	tui_error(problems->wizard->tui, &err);
	return 0;
}

static void problems_load(void *ctx, int64_t first, int n)
{
	struct problems *problems = ctx;
	struct profile *profile = problems->wizard->profile;
	struct error err = { 0 };
	struct plan_problem *rows = screen_rows_room(&problems->rows, first, n);
	if (!plan_problems(profile->store, profile->reference, problems->step, first, n, rows,
		    &problems->rows.count, &err))
		tui_error(problems->wizard->tui, &err);
}

static const struct plan_problem *problem_at(void *ctx, int64_t row)
{
	struct problems *problems = ctx;
	return screen_rows_at(&problems->rows, row);
}

static void problems_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct plan_problem *problem = problem_at(ctx, row);
	if (!problem)
		return;
	switch (column) {
	case 0:
		str_add(out, _(plan_step_title(problem->step)));
		break;
	case 1:
		str_add(out, problem->label);
		break;
	case 2:
		if (problem->verdict.why)
			str_add(out, _(problem->verdict.why));
		break;
	default:
		if (problem->verdict.rule > 0)
			str_addf(out, "R-%03d", problem->verdict.rule);
	}
}

static void problems_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	const struct plan_problem *problem = problem_at(ctx, row);
	if (problem)
		*role = screen_verdict(&problem->verdict, out);
}

static void problems_help(void *ctx, int64_t row, struct str *out)
{
	struct problems *problems = ctx;
	const struct plan_problem *problem = problem_at(ctx, row);
	if (problem)
		screen_rule(problems->wizard->profile->reference, problem->verdict.rule, out);
}

static void problems_detail(void *ctx, int64_t row, struct str *out)
{
	const struct plan_problem *problem = problem_at(ctx, row);
	if (!problem)
		return;
	str_addf(out, TUI_LINE_TITLE "%s\n\n", problem->label);
	screen_verdict(&problem->verdict, out);
	if (problem->figure > 0)
		str_addf(out, _("\n\nMissing: %" PRId64), problem->figure);
	str_addf(out, _("\n\nSettled in the step %s: Enter goes there.\n\n"),
		_(plan_step_title(problem->step)));
	problems_help(ctx, row, out);
}

static void problems_enter(struct tui *tui, void *ctx, int64_t row)
{
	struct problems *problems = ctx;
	const struct plan_problem *problem = problem_at(ctx, row);
	(void)tui;
	if (problem)
		wizard_go(problems->wizard, problem->step);
}

static void problems_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nothing stands in the way. Esc goes back."));
}

static void problems_close(struct tui *tui, void *ctx)
{
	struct problems *problems = ctx;
	(void)tui;
	screen_rows_fini(&problems->rows);
	free(problems);
}

static void problems_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct problems *problems = ctx;
	wizard_shell.status(problems->wizard, compact, money, state);
}

static const struct column problems_columns[] = {
	{ .title = N_("Step"), .width = 12, .drop = 1, .help = N_("Where it is settled.") },
	{ .title = N_("What"),
		.width = 20,
		.narrow = 14,
		.grow = 1,
		.help = N_("The person, number or address that it is about.") },
	{ .title = N_("Why"),
		.width = 28,
		.narrow = 20,
		.grow = 3,
		.help = N_("What the rule says.") },
	{ .title = N_("Rule"), .width = 5, .drop = 2, .help = N_("Its number: ? shows its text.") },
};

const struct view problems_view = {
	.id = "problems",
	.title = N_("What stands in the way"),
	.help = N_("Everything that keeps the plan from being carried out. Each problem names the "
		   "rule, the reason and what to do; Enter goes to the step that settles it."),
	COLUMNS(problems_columns),
	.count = problems_count,
	.load = problems_load,
	.cell = problems_cell,
	.enter = problems_enter,
	.message = problems_message,
	.row_help = problems_help,
	.detail = problems_detail,
	.empty = problems_empty,
	.status = problems_status,
	.close = problems_close,
};

void wizard_problems(struct wizard *wizard, int step)
{
	struct problems *problems = xcalloc(1, sizeof *problems);
	problems->wizard = wizard;
	problems->step = step + 1;
	problems->rows.size = sizeof(struct plan_problem);
	tui_push(wizard->tui, &problems_view, problems);
}
