/* How things stand, as a text for a file. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/report.h"
#include "core/plan/change.h"
#include "core/plan/journal.h"
#include "core/service/cause.h"
#include "core/service/service.h"
#include "core/tenant/assignment.h"
#include "core/tenant/organization.h"

enum { ROWS = 200, FINALS = 16 };

static void title_add(struct str *out, const char *title)
{
	str_addf(out, "\n%s\n", title);
	for (int i = text_width(title); i > 0; i--)
		str_addc(out, '-');
	str_addc(out, '\n');
}

static void line_add(struct str *out, struct str *line)
{
	text_printable(out, str_text(line));
	str_addc(out, '\n');
	str_clear(line);
}

static bool steps_add(
	struct store *store, struct reference *ref, struct str *out, struct error *err)
{
	struct plan_status steps[PLAN_STEP_COUNT];
	if (!plan_steps(store, ref, steps, err))
		return false;
	title_add(out, _("Steps"));
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		str_addf(out, "%s: %s, %" PRId64 " of %" PRId64 "\n",
			_(plan_step_title(steps[i].step)), _(plan_state_text(steps[i].state)),
			steps[i].done, steps[i].of);
	return true;
}

static bool groups_add(struct store *store, struct str *out, struct error *err)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof *groups);
	struct str line = { 0 };
	int count = 0;
	bool fine = change_groups(store, groups, CHANGE_GROUPS, &count, err);
	title_add(out, _("Plan"));
	if (fine && count == 0)
		str_addf(out, "%s\n", _("Nothing to change: the tenant has all that is wanted."));
	for (int i = 0; fine && i < count; i++) {
		str_addf(&line, "%3d  %s: %" PRId64 ", %s, %s", i + 1, groups[i].title,
			groups[i].count, _(service_way_text(service_way_of(groups[i].way))),
			groups[i].wait);
		line_add(out, &line);
	}
	str_fini(&line);
	free(groups);
	return fine;
}

static bool cost_add(struct store *store, struct str *out, struct error *err)
{
	struct plan_cost cost;
	struct plan_final finals[FINALS];
	char text[200];
	int count = 0;
	if (!plan_cost(store, &cost, err) || !plan_finals(store, finals, FINALS, &count, err))
		return false;
	str_addf(out, "%s\n", plan_cost_text(&cost, text, sizeof text));
	if (count > 0)
		str_addf(out, "%s\n", _("Cannot be undone:"));
	for (int i = 0; i < count && i < FINALS; i++) {
		str_addf(out, "%5" PRId64 "  %s", finals[i].count, _(finals[i].why));
		if (finals[i].rule > 0)
			str_addf(out, "  R-%03d", finals[i].rule);
		str_addc(out, '\n');
	}
	return true;
}

static bool conflicts_add(struct store *store, struct str *out, struct error *err)
{
	struct change_filter filter = { .conflicts = true };
	struct change *rows = xcalloc(ROWS, sizeof *rows);
	struct str line = { 0 };
	char theirs[CHANGE_LABEL];
	int count = ROWS;
	bool fine = true;
	for (int64_t first = 0; fine && count == ROWS; first += count) {
		fine = change_rows(store, &filter, first, ROWS, rows, &count, err);
		for (int i = 0; fine && i < count; i++) {
			change_theirs_text(store, &rows[i], theirs, sizeof theirs);
			str_addf(&line, _("Conflict: %s: the tenant has %s, planned is %s"),
				rows[i].subject, theirs[0] ? theirs : "-",
				rows[i].detail[0] ? rows[i].detail : "-");
			line_add(out, &line);
		}
	}
	str_fini(&line);
	free(rows);
	return fine;
}

static bool people_add(struct store *store, struct str *out, struct error *err)
{
	struct assignment_filter filter = { .scope = ASSIGNMENT_CALLERS };
	struct sqlite3_stmt *walk = assignment_walk(store, &filter, err);
	struct assignment_row row;
	struct str line = { 0 };
	int got = -1;
	title_add(out, _("People"));
	while (walk && (got = assignment_next(walk, &row, err)) > 0) {
		const char *number = row.number[0] ? row.number : row.order_id ? row.order : "-";
		str_addf(&line, "%s <%s>: %s, %s%s", row.name, row.upn, number,
			row.place_id ? row.place : "-", row.pending ? _(" (planned)") : "");
		line_add(out, &line);
	}
	str_fini(&line);
	return got == 0;
}

static void row_add(const struct journal_row *row, struct str *line)
{
	char when[CLOCK_TEXT];
	str_addf(line, "%s  %s  %s: %s",
		clock_iso(when, row->ended_at ? row->ended_at : row->intent_at),
		_(journal_state_text(row->state)), row->title, row->label);
	if (row->cause[0])
		str_addf(line, "  %s", _(cause_why(cause_from_word(row->cause))));
	if (row->cause[0] && row->words[0])
		str_addf(line, " [%s]", row->words);
}

static bool journal_add(struct store *store, struct str *out, struct error *err)
{
	struct journal_filter all = { .run_id = 0 };
	struct journal_row *rows = xcalloc(ROWS, sizeof *rows);
	struct str line = { 0 };
	int count = ROWS;
	bool fine = true;
	title_add(out, _("What was done, newest first"));
	for (int64_t first = 0; fine && count == ROWS; first += count) {
		fine = journal_rows(store, &all, first, ROWS, rows, &count, err);
		for (int i = 0; fine && i < count; i++) {
			row_add(&rows[i], &line);
			line_add(out, &line);
		}
	}
	str_fini(&line);
	free(rows);
	return fine;
}

bool report_write(
	struct store *store, struct reference *ref, int64_t now, struct str *out, struct error *err)
{
	struct organization organization;
	struct str name = { 0 };
	char when[CLOCK_TEXT];
	if (!organization_get(store, &organization, err))
		return false;
	text_printable(&name, organization.name);
	str_addf(out, _("ringup: %s, %s\n"), str_text(&name), clock_iso(when, now));
	str_fini(&name);
	return steps_add(store, ref, out, err) && groups_add(store, out, err) &&
	       cost_add(store, out, err) && conflicts_add(store, out, err) &&
	       people_add(store, out, err) && journal_add(store, out, err);
}
