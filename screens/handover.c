/* What leaves ringup and comes back: the plan as a script, the results of one that ran elsewhere,
 * and a person's word. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/exchange/runbook.h"
#include "core/exchange/saying.h"
#include "core/exchange/scripting.h"
#include "core/exchange/taking.h"
#include "core/service/graph/graph.h"
#include "screens/handover.h"

enum { TURNS = 20, PATH_CHARACTERS = 500 };

/* One at a time, for the life of the wizard. */
struct handover {
	struct wizard *wizard;
	struct taking taking; /* its apply is NULL: nothing is being taken in */
	char key[CHANGE_KEY]; /* of the change that is asked about */
	int64_t by_hand;      /* changes before the tenant was read again */
};

static struct handover *handover_of(struct wizard *wizard)
{
	if (!wizard->handover) {
		wizard->handover = xcalloc(1, sizeof *wizard->handover);
		wizard->handover->wizard = wizard;
	}
	return wizard->handover;
}

static bool path_given(void *ctx, const char *value, struct error *err)
{
	(void)ctx;
	return value[0] || error_set(err, ERROR_INPUT, _("Type the path of a file."));
}

/* ---- the script ---- */

static bool is_page(const char *path)
{
	size_t len = strlen(path);
	return len > 3 && strcmp(path + len - 3, ".md") == 0;
}

static const char *tenant_of(const struct wizard *wizard)
{
	const char *known = wizard->facts.organization.tenant;
	return known[0] ? known : wizard->profile->config->tenant.tenant;
}

static bool page_make(struct wizard *wizard, struct str *out, struct error *err)
{
	struct runbook_options options = { .title = wizard->facts.organization.name,
		.tenant = tenant_of(wizard),
		.graph = graph_cloud(wizard->profile->config->tenant.cloud)->graph,
		.now = wizard_now(wizard) };
	return runbook_write(
		wizard->profile->store, wizard->profile->reference, &options, out, err);
}

static bool script_make(struct wizard *wizard, struct str *out, int *steps, struct error *err)
{
	struct scripting scripting = {
		.options = { .tenant = tenant_of(wizard),
			.environment = graph_cloud(wizard->profile->config->tenant.cloud)->teams,
			.title = wizard->facts.organization.name,
			.reads = true,
			.now = wizard_now(wizard) }
	};
	bool ok = scripting_write(
		wizard->profile->store, wizard->profile->reference, &scripting, out, err);
	*steps = scripting.steps;
	scripting_fini(&scripting);
	return ok;
}

static void script_named(struct tui *tui, void *ctx, const char *path)
{
	struct wizard *wizard = ctx;
	struct str text = { 0 };
	struct error err = { 0 };
	bool page = is_page(path);
	int steps = 0;
	bool ok = page ? page_make(wizard, &text, &err) : script_make(wizard, &text, &steps, &err);
	ok = ok && file_write(path, str_text(&text), text.len, 0600, &err);
	if (!ok)
		tui_error(tui, &err);
	else if (page)
		tui_message(tui, ROLE_OK, _("The page is in %s."), path);
	else
		tui_message(tui, ROLE_OK,
			ngettext("%d step is in %s. Run it with pwsh; r reads its results back.",
				"%d steps are in %s. Run it with pwsh; r reads its results back.",
				(unsigned long)steps),
			steps, path);
	str_fini(&text);
}

static const struct prompt script_prompt = {
	.title = N_("Write the plan as a script"),
	.label = N_("File"),
	.help = N_(
		"A script for PowerShell 7 with what only the module MicrosoftTeams can do. A name that ends "
		"in .md gives a page instead, with every step to do by hand."),
	.max = PATH_CHARACTERS,
	.check = path_given,
	.done = script_named,
};

void handover_script(struct wizard *wizard)
{
	tui_prompt(wizard->tui, &script_prompt, "plan.ps1", wizard);
}

/* ---- its results ---- */

static void taking_over(struct handover *handover, const struct error *err)
{
	struct wizard *wizard = handover->wizard;
	struct str said = { 0 };
	taking_said(&handover->taking, &said);
	taking_end(&handover->taking);
	tui_busy(wizard->tui, NULL, 0, 0);
	wizard_changed(wizard);
	for (char *at = said.text; at && *at; at++)
		if (*at == '\n')
			*at = ' ';
	if (err->code != ERROR_NONE)
		tui_error(wizard->tui, err);
	else
		tui_message(wizard->tui, ROLE_OK, "%s", str_text(&said));
	str_fini(&said);
}

static bool taking_slice(void *data)
{
	struct handover *handover = data;
	struct error err = { 0 };
	for (int i = 0; i < TURNS; i++)
		if (!apply_turn(handover->taking.apply, &err) ||
			apply_idle(handover->taking.apply)) {
			taking_over(handover, &err);
			return false;
		}
	return true;
}

static void results_named(struct tui *tui, void *ctx, const char *path)
{
	struct wizard *wizard = ctx;
	struct handover *handover = handover_of(wizard);
	struct taking_options options = { .tenant = wizard->profile->config->tenant.tenant,
		.readonly = wizard->profile->readonly };
	struct error err = { 0 };
	if (!taking_begin(&handover->taking, wizard->profile->store, wizard->profile->reference,
		    &options, path, &err)) {
		tui_error(tui, &err);
		return;
	}
	tui_busy(tui, _("Taking the results in"), 0, 0);
	loop_work(wizard->loop, taking_slice, handover);
}

static const struct prompt results_prompt = {
	.title = N_("Take the results of a script in"),
	.label = N_("File"),
	.help = N_(
		"The file that the script named when it began: what it did is done here as well, with its ids. "
		"Of what you planned otherwise meanwhile nothing is taken."),
	.max = PATH_CHARACTERS,
	.check = path_given,
	.done = results_named,
};

void handover_results(struct wizard *wizard)
{
	if (wizard->apply || wizard->sync || handover_of(wizard)->taking.apply)
		tui_message(wizard->tui, ROLE_WARNING, "%s",
			_("The tenant is being read or changed: take the results in when that has ended."));
	else
		tui_prompt(wizard->tui, &results_prompt, "plan.results.jsonl", wizard);
}

/* ---- check again ---- */

static int64_t by_hand_count(struct wizard *wizard)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof *groups);
	struct error none = { 0 };
	int count = 0;
	int64_t changes = 0;
	if (change_groups(wizard->profile->store, groups, CHANGE_GROUPS, &count, &none))
		for (int i = 0; i < count; i++)
			changes += strcmp(groups[i].way, "hand") == 0 ? groups[i].count : 0;
	free(groups);
	return changes;
}

static void checked(struct wizard *wizard)
{
	int64_t before = handover_of(wizard)->by_hand, now = by_hand_count(wizard);
	if (before == 0 && now == 0)
		tui_message(wizard->tui, ROLE_OK, "%s",
			_("The tenant was read; the plan has nothing to do by hand. Key r takes in what a script did."));
	else if (now == 0)
		tui_message(wizard->tui, ROLE_OK, "%s",
			_("The tenant has it: nothing of the plan is left to do by hand."));
	else if (now < before)
		tui_message(wizard->tui, ROLE_OK,
			ngettext("The tenant has %" PRId64 " more; %" PRId64
				 " is left to do by hand.",
				"The tenant has %" PRId64 " more; %" PRId64
				" are left to do by hand.",
				(unsigned long)now),
			before - now, now);
	else
		tui_message(wizard->tui, ROLE_WARNING, "%s",
			_("The tenant does not show it yet: a purchase may take some minutes. Check again then."));
}

void handover_check(struct wizard *wizard)
{
	handover_of(wizard)->by_hand = by_hand_count(wizard);
	wizard_sync(wizard, checked);
}

/* ---- a person's word ---- */

static void done_answered(struct tui *tui, void *ctx, bool yes)
{
	struct wizard *wizard = ctx;
	struct error err = { 0 };
	if (!yes)
		return;
	if (!saying_done(wizard->profile->store, wizard->profile->reference,
		    handover_of(wizard)->key, wizard->profile->readonly, &err)) {
		tui_error(tui, &err);
		return;
	}
	wizard_changed(wizard);
	tui_message(tui, ROLE_OK, "%s", _("Done, as you say; nobody verified it."));
}

void handover_done(struct wizard *wizard, const struct change *change)
{
	struct handover *handover = handover_of(wizard);
	struct error err = { 0 };
	char question[2 * CHANGE_LABEL];
	if (!saying_may(wizard->profile->store, change, &err)) {
		tui_error(wizard->tui, &err);
		return;
	}
	snprintf(handover->key, sizeof handover->key, "%s", change->key);
	snprintf(question, sizeof question,
		_("%s: is it done? Nothing can verify it: the log will say that you said so."),
		change->subject);
	tui_ask(wizard->tui, _("Done by hand"), question, _("It is done"), _("Not yet"),
		done_answered, wizard);
}

void handover_fini(struct wizard *wizard)
{
	struct handover *handover = wizard->handover;
	if (!handover)
		return;
	if (handover->taking.apply) {
		loop_work_stop(wizard->loop, taking_slice, handover);
		taking_end(&handover->taking);
	}
	free(handover);
	wizard->handover = NULL;
}
