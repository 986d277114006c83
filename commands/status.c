/* ringup status, plan and check: what is there, what would change, what stands in the way. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/plan/journal.h"
#include "core/store/json.h"
#include "core/tenant/organization.h"
#include "commands/command.h"
#include "commands/print.h"

#define STATUS_ROOM 200

static void json_cost(struct json *json, const struct plan_cost *cost)
{
	json_object(json, "cost");
	json_text(json, "currency", cost->currency);
	json_number(json, "monthly_cents", cost->monthly_cents);
	json_number(json, "added_cents", cost->added_cents);
	json_number(json, "unknown", cost->unknown);
	json_number(json, "seats_to_buy", cost->seats_to_buy);
	json_text(json, "as_of", cost->as_of);
	json_text(json, "source", cost->source);
	json_end(json);
}

/* Counts by kind of the view, in the order of rank. */
static bool json_changes(struct json *json, struct store *store, struct error *err)
{
	static struct change_group groups[CHANGE_GROUPS];
	int count = 0;
	struct change_filter all = { 0 }, conflicts = { .conflicts = true };
	int64_t total = change_count(store, &all, err);
	int64_t stuck = total < 0 ? -1 : change_count(store, &conflicts, err);
	if (stuck < 0 || !change_groups(store, groups, CHANGE_GROUPS, &count, err))
		return false;
	json_object(json, "changes");
	json_number(json, "total", total);
	json_number(json, "conflicts", stuck);
	json_object(json, "by_kind");
	for (int i = 0; i < count; i++) {
		bool first = i == 0 || strcmp(groups[i].kind, groups[i - 1].kind) != 0;
		int64_t sum = 0;
		for (int j = i; first && j < count && strcmp(groups[i].kind, groups[j].kind) == 0;
			j++)
			sum += groups[j].changes;
		if (first)
			json_number(json, groups[i].kind, sum);
	}
	json_end(json);
	json_end(json);
	return true;
}

static void json_steps(struct json *json, const struct plan_status *steps)
{
	json_array(json, "steps");
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		json_object(json, NULL);
		json_text(json, "id", plan_step_id(steps[i].step));
		json_text(json, "state", plan_state_id(steps[i].state));
		json_number(json, "done", steps[i].done);
		json_number(json, "of", steps[i].of);
		json_number(json, "changes", steps[i].changes);
		json_number(json, "problems", steps[i].problems);
		json_number(json, "waiting", steps[i].waiting);
		json_number(json, "failed", steps[i].failed);
		json_end(json);
	}
	json_end(json);
}

struct status {
	struct organization organization;
	struct plan_status steps[PLAN_STEP_COUNT];
	struct plan_cost cost;
};

static bool read_status(struct profile *profile, struct status *status, struct error *err)
{
	return organization_get(profile->store, &status->organization, err) &&
	       plan_steps(profile->store, profile->reference, status->steps, err) &&
	       plan_cost(profile->store, &status->cost, err);
}

static bool json_status(struct session *session, const struct status *status, struct error *err)
{
	char when[CLOCK_TEXT];
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "profile", session->profile.name);
	json_text(json, "service", status->organization.service);
	json_object(json, "organization");
	json_text(json, "name", status->organization.name);
	json_text(json, "country", status->organization.country);
	json_text(json, "verified", status->organization.verified);
	json_end(json);
	json_text(json, "synced_at",
		status->organization.synced_at ? clock_iso(when, status->organization.synced_at)
					       : NULL);
	json_steps(json, status->steps);
	bool ok = json_changes(json, session->profile.store, err);
	if (ok) {
		json_cost(json, &status->cost);
		json_end(json);
		str_add(&session->out, json_done(json));
	}
	json_free(json);
	return ok;
}

static void print_money(struct str *out, const struct plan_cost *cost)
{
	char text[200];
	str_addf(out, "%s\n", plan_cost_text(cost, text, sizeof text));
	if (cost->as_of[0] && strcmp(cost->source, "demo") != 0)
		str_addf(out, _("Prices of %s: check them before you buy.\n"), cost->as_of);
}

static void print_status(struct session *session, const struct status *status)
{
	struct table table = { .columns = 4, .right = { [2] = true } };
	int64_t changes = 0;
	str_addf(&session->out, "%s   %s   %s\n",
		status->organization.name[0] ? status->organization.name : session->profile.name,
		status->organization.country, session->profile.demo ? "DEMO" : "");
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		const struct plan_status *step = &status->steps[i];
		char count[64] = "";
		if (step->of > 0)
			snprintf(count, sizeof count, _("%" PRId64 " of %" PRId64), step->done,
				step->of);
		char problems[80] = "";
		if (step->problems > 0)
			snprintf(problems, sizeof problems,
				ngettext("%" PRId64 " problem", "%" PRId64 " problems",
					(unsigned long)step->problems),
				step->problems);
		TABLE_ROW(&table, _(plan_step_title(step->step)), _(plan_state_text(step->state)),
			count, problems);
		changes += step->step == PLAN_REVIEW ? 0 : step->changes;
	}
	table_print(&table, &session->out, "  ");
	str_addf(&session->out,
		ngettext("%" PRId64 " change is planned.\n", "%" PRId64 " changes are planned.\n",
			(unsigned long)changes),
		changes);
	print_money(&session->out, &status->cost);
}

COMMAND(status)
{
	(void)argc;
	(void)argv;
	static struct status status;
	if (!read_status(&session->profile, &status, err))
		return exit_code_of(err);
	if (!session->settings.json)
		print_status(session, &status);
	else if (!json_status(session, &status, err))
		return exit_code_of(err);
	return EXIT_DONE;
}

/* ---- plan ---- */

static void json_group(struct json *json, const struct change_group *group, int number)
{
	json_object(json, NULL);
	json_number(json, "number", number);
	json_text(json, "id", group->id);
	json_text(json, "kind", group->kind);
	json_text(json, "step", plan_step_id(group->step));
	json_text(json, "title", group->title);
	json_number(json, "count", group->count);
	json_number(json, "changes", group->changes);
	json_text(json, "way", group->way);
	json_text(json, "wait", group->wait);
	json_number(json, "monthly_cents", group->cents);
	json_number(json, "unknown", group->unknown);
	json_number(json, "conflicts", group->conflicts);
	json_truth(json, "undoable", group->undoable);
	json_end(json);
}

/* Every change, a page at a time. */
static bool json_change_rows(struct json *json, struct store *store, struct error *err)
{
	static struct change rows[STATUS_ROOM];
	struct change_filter all = { 0 };
	int count = STATUS_ROOM;
	json_array(json, "changes");
	for (int64_t first = 0; count == STATUS_ROOM; first += count) {
		if (!change_rows(store, &all, first, STATUS_ROOM, rows, &count, err))
			return false;
		for (int i = 0; i < count; i++) {
			json_object(json, NULL);
			json_text(json, "key", rows[i].key);
			json_text(json, "kind", rows[i].kind);
			json_text(json, "step", plan_step_id(rows[i].step));
			json_text(json, "subject", rows[i].subject);
			json_text(json, "detail", rows[i].detail);
			json_number(json, "quantity", rows[i].quantity);
			if (rows[i].cents < 0)
				json_null(json, "monthly_cents");
			else
				json_number(json, "monthly_cents", rows[i].cents);
			json_text(json, "way", rows[i].way);
			json_truth(json, "conflict", rows[i].conflict);
			json_truth(json, "undoable", rows[i].undoable);
			json_end(json);
		}
	}
	json_end(json);
	return true;
}

static bool json_plan(struct session *session, const struct change_group *groups, int count,
	const struct plan_cost *cost, struct error *err)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_array(json, "groups");
	for (int i = 0; i < count; i++)
		json_group(json, &groups[i], i + 1);
	json_end(json);
	json_cost(json, cost);
	bool ok = json_change_rows(json, session->profile.store, err);
	if (ok) {
		json_end(json);
		str_add(&session->out, json_done(json));
	}
	json_free(json);
	return ok;
}

static void print_plan(struct session *session, const struct change_group *groups, int count,
	const struct plan_cost *cost)
{
	struct table table = { .columns = 6, .right = { [0] = true, [2] = true } };
	TABLE_ROW(&table, "", _("Change"), _("Count"), _("Way"), _("Wait"), "");
	for (int i = 0; i < count; i++) {
		char number[24], quantity[24], conflicts[64] = "";
		if (groups[i].conflicts)
			snprintf(conflicts, sizeof conflicts,
				ngettext("%" PRId64 " conflict", "%" PRId64 " conflicts",
					(unsigned long)groups[i].conflicts),
				groups[i].conflicts);
		TABLE_ROW(&table, number_text(number, i + 1), groups[i].title,
			number_text(quantity, groups[i].count), groups[i].way, groups[i].wait,
			conflicts[0]         ? conflicts
			: groups[i].undoable ? ""
					     : _("cannot be undone"));
	}
	table_print(&table, &session->out, "");
	print_money(&session->out, cost);
}

COMMAND(plan)
{
	(void)argc;
	(void)argv;
	static struct change_group groups[CHANGE_GROUPS];
	struct plan_cost cost;
	int count = 0;
	if (!change_groups(session->profile.store, groups, CHANGE_GROUPS, &count, err) ||
		!plan_cost(session->profile.store, &cost, err))
		return exit_code_of(err);
	if (session->settings.json) {
		if (!json_plan(session, groups, count, &cost, err))
			return exit_code_of(err);
	} else if (count == 0) {
		str_add(&session->out,
			_("Nothing to change: the tenant has all that is wanted.\n"));
	} else {
		print_plan(session, groups, count, &cost);
	}
	return count == 0 ? EXIT_DONE : EXIT_PENDING;
}

/* ---- check ---- */

static const char *const answer_words[] = { [VERDICT_YES] = "yes",
	[VERDICT_WARN] = "warning",
	[VERDICT_WAIT] = "wait",
	[VERDICT_NO] = "no" };

static void json_problem(struct json *json, const struct plan_problem *problem)
{
	json_object(json, NULL);
	json_text(json, "id", problem->id);
	json_text(json, "step", plan_step_id(problem->step));
	json_text(json, "answer", answer_words[problem->verdict.answer]);
	json_number(json, "rule", problem->verdict.rule);
	json_text(json, "subject", problem->subject);
	json_text(json, "label", problem->label);
	json_number(json, "figure", problem->figure);
	json_text(json, "why", _(problem->verdict.why));
	json_text(json, "remedy", _(problem->verdict.remedy));
	json_end(json);
}

static void print_problem(struct str *out, const struct plan_problem *problem)
{
	struct table line = { .columns = 1 };
	char text[800];
	/* The organization has no label before its name is known; a conflict has no rule. */
	int length = snprintf(text, sizeof text, "%s%s%s %s", problem->label,
		problem->label[0] ? ": " : "", _(problem->verdict.why), _(problem->verdict.remedy));
	if (problem->verdict.rule > 0 && length < (int)sizeof text)
		snprintf(text + length, sizeof text - (size_t)length, " (R-%03d)",
			problem->verdict.rule);
	TABLE_ROW(&line, text);
	table_print(&line, out, "");
}

COMMAND(check)
{
	(void)argc;
	(void)argv;
	static struct plan_problem problems[STATUS_ROOM];
	struct json *json = session->settings.json ? json_new() : NULL;
	int64_t refused = 0, all = 0;
	bool ok = true;
	int count = STATUS_ROOM;
	if (json)
		json_array(json, NULL);
	for (int64_t first = 0; ok && count == STATUS_ROOM; first += count) {
		ok = plan_problems(session->profile.store, session->profile.reference, 0, first,
			STATUS_ROOM, problems, &count, err);
		for (int i = 0; ok && i < count; i++) {
			all++;
			refused += problems[i].verdict.answer == VERDICT_NO;
			if (json)
				json_problem(json, &problems[i]);
			else
				print_problem(&session->out, &problems[i]);
		}
	}
	if (ok && json) {
		json_end(json);
		str_add(&session->out, json_done(json));
	} else if (ok && all == 0) {
		str_add(&session->out, _("Nothing stands in the way.\n"));
	}
	json_free(json);
	if (!ok)
		return exit_code_of(err);
	return refused > 0 ? EXIT_PERSON : EXIT_DONE;
}
