/* Reading a file in: a prompt for its name, a bar while it is read, a text on what came of it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/licensing.h"
#include "screens/importing.h"

#define ROWS_A_SLICE 500

struct importing {
	struct wizard *wizard;
	enum import_kind kind;
	struct import *import;
	char path[512];
	void (*then)(struct wizard *wizard, const char *path);
};

static bool import_slice(void *data);

/* Assignments are wishes: the whole file is one edit, which u takes back. People and numbers are
 * what is there. */
static bool importing_begin(struct importing *importing, struct error *err)
{
	return importing->kind != IMPORT_ASSIGNMENTS ||
	       edit_begin(importing->wizard->profile->store, _("Assignments read in"), err);
}

/* Before the import is closed: who got a number calls from now on, and needs licences. */
static bool importing_commit(struct importing *importing, struct error *err)
{
	struct profile *profile = importing->wizard->profile;
	return importing->kind != IMPORT_ASSIGNMENTS ||
	       (licensing_plan(profile->store, profile->reference, NULL, err) &&
		       edit_end(profile->store, NULL, err));
}

/* The work ends; what was not committed is taken back. */
static void importing_stop(struct importing *importing)
{
	loop_work_stop(importing->wizard->loop, import_slice, importing);
	import_close(importing->import);
	importing->import = NULL;
	if (importing->kind == IMPORT_ASSIGNMENTS)
		edit_cancel(importing->wizard->profile->store);
}

/* The same, and the struct waits for the next file. */
static void importing_end(struct importing *importing)
{
	if (importing->import && importing->wizard->tui)
		tui_gauge_close(importing->wizard->tui);
	importing_stop(importing);
}

void importing_free(struct importing *importing)
{
	if (!importing)
		return;
	importing_stop(importing);
	free(importing);
}

static void importing_cancel(struct tui *tui, void *ctx)
{
	importing_end(ctx);
	tui_message(tui, ROLE_TEXT, "%s", _("Stopped. Nothing of the file was taken."));
}

static void result_text(const struct import_result *result, struct str *out)
{
	str_addf(out,
		_("Rows read: %" PRId64 "\nNew: %" PRId64 "\nChanged: %" PRId64
		  "\nAs before: %" PRId64 "\nLeft out: %" PRId64 "\n"),
		result->read, result->added, result->updated, result->unchanged, result->bad);
	if (result->dialect)
		str_addf(out, _("Written by: %s\n"), _(result->dialect));
	for (int i = 0; i < result->kept_count; i++)
		str_addf(out, _("\n%sLine %" PRId64 ": %s"),
			result->kept[i].warning ? TUI_LINE_WARNING : TUI_LINE_ERROR,
			result->kept[i].line, result->kept[i].reason);
	if (result->bad + result->warnings > result->kept_count)
		str_add(out, _("\n... and more of the same kind."));
}

static void importing_done(struct importing *importing)
{
	struct wizard *wizard = importing->wizard;
	struct str text = { 0 };
	result_text(import_result(importing->import), &text);
	importing_end(importing);
	wizard_changed(wizard);
	if (importing->then)
		importing->then(wizard, importing->path);
	tui_tell(wizard->tui, ROLE_TEXT, _("The file is read in"), str_text(&text));
	str_fini(&text);
}

static bool import_slice(void *data)
{
	struct importing *importing = data;
	struct tui *tui = importing->wizard->tui;
	struct error err = { 0 };
	enum import_state state = import_step(importing->import, ROWS_A_SLICE, &err);
	if (state == IMPORT_MORE) {
		int64_t total = import_bytes_total(importing->import);
		tui_gauge(tui, _("Reading in"), importing->path,
			import_bytes_read(importing->import), total > 0 ? total : 0,
			importing_cancel, importing);
		return true;
	}
	if (state == IMPORT_DONE && importing_commit(importing, &err)) {
		importing_done(importing);
	} else {
		importing_end(importing);
		tui_error(tui, &err);
	}
	return false;
}

/* A path as a shell would take it: "~/numbers.csv" too. */
static void path_take(struct importing *importing, const char *value)
{
	const char *home = getenv("HOME");
	if (value[0] == '~' && value[1] == '/' && home)
		snprintf(importing->path, sizeof importing->path, "%s%s", home, value + 1);
	else
		snprintf(importing->path, sizeof importing->path, "%s", value);
}

static bool path_check(void *ctx, const char *value, struct error *err)
{
	struct importing *importing = ctx;
	if (!*value)
		return error_set(err, ERROR_INPUT, "%s",
			_("Type the name of the file, or press Esc to go back."));
	path_take(importing, value);
	return import_check(importing->kind, importing->path, err);
}

static void path_done(struct tui *tui, void *ctx, const char *value)
{
	struct importing *importing = ctx;
	struct profile *profile = importing->wizard->profile;
	struct error err = { 0 };
	path_take(importing, value);
	if (importing_begin(importing, &err))
		importing->import = import_open(
			profile->store, profile->reference, importing->kind, importing->path, &err);
	if (!importing->import) {
		importing_end(importing);
		tui_error(tui, &err);
		return;
	}
	tui_gauge(tui, _("Reading in"), importing->path, 0, 0, importing_cancel, importing);
	loop_work(importing->wizard->loop, import_slice, importing);
}

static const struct prompt prompts[IMPORT_KIND_COUNT] = {
	[IMPORT_PEOPLE] = { .title = N_("Read in people"),
		.label = N_("File"),
		.help = N_("An export of the Entra admin centre, the Microsoft 365 admin centre or "
			   "Get-MgUser (CSV)."),
		.max = 400,
		.check = path_check,
		.done = path_done },
	[IMPORT_NUMBERS] = { .title = N_("Read in numbers"),
		.label = N_("File"),
		.help = N_("An export of the Teams admin centre or of Get-CsPhoneNumberAssignment "
			   "(CSV): numbers that you own already."),
		.max = 400,
		.check = path_check,
		.done = path_done },
	[IMPORT_ASSIGNMENTS] = { .title = N_("Read in assignments"),
		.label = N_("File"),
		.help = N_(
			"CSV with the columns UserPrincipalName, TelephoneNumber and, if you like, "
			"EmergencyAddress."),
		.max = 400,
		.check = path_check,
		.done = path_done },
};

void importing_then(
	struct importing *importing, void (*then)(struct wizard *wizard, const char *path))
{
	importing->then = then;
}

void importing_open(struct importing **slot, struct wizard *wizard, enum import_kind kind)
{
	if (!*slot)
		*slot = xcalloc(1, sizeof **slot);
	if ((*slot)->import)
		return;
	(*slot)->wizard = wizard;
	(*slot)->kind = kind;
	tui_prompt(wizard->tui, &prompts[kind], (*slot)->path, *slot);
}
