/* People out of a CSV file, in slices, with a gauge and a report of the rows that were left out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/exchange/import.h"
#include "core/plan/licensing.h"
#include "core/service/demo/demo.h"
#include "screens/people-import.h"
#include "screens/wizard.h"

#define SLICE_ROWS 500

static void add_line(struct str *out, const char *label, int64_t count)
{
	if (count > 0)
		str_addf(out, "  %8" PRId64 "  %s\n", count, label);
}

/* What came in, and the first of the rows that did not. */
static void show_result(struct wizard *wizard, const struct import_result *result)
{
	struct str text = { 0 };
	str_addf(&text, _("Read %" PRId64 " rows of %s"), result->read, wizard->import_path);
	if (result->dialect)
		str_addf(&text, _(" (%s)"), _(result->dialect));
	str_add(&text, "\n\n");
	add_line(&text, _("new people"), result->added);
	add_line(&text, _("updated"), result->updated);
	add_line(&text, _("unchanged"), result->unchanged);
	add_line(&text, _("left out"), result->bad);
	if (result->kept_count > 0)
		str_addf(&text, "\n" TUI_LINE_TITLE "%s\n", _("Please look at"));
	for (int i = 0; i < result->kept_count; i++)
		str_addf(&text, _("  line %" PRId64 ": %s\n"), result->kept[i].line,
			result->kept[i].reason);
	if (result->bad + result->warnings > result->kept_count)
		str_addf(&text, _("  and %" PRId64 " more\n"),
			result->bad + result->warnings - result->kept_count);
	str_add(&text, _("\nMark who calls outside in the step Licences.\n"));
	tui_text(wizard->tui, _("People read"), str_text(&text));
	str_fini(&text);
}

static bool on_rows(void *data);

void people_import_stop(struct wizard *wizard)
{
	loop_work_stop(wizard->loop, on_rows, wizard);
	if (wizard->tui && wizard->import)
		tui_gauge_close(wizard->tui);
	import_close(wizard->import);
	wizard->import = NULL;
	free(wizard->import_path);
	wizard->import_path = NULL;
}

/* An empty demo tenant takes these people as its own, so that the setup can be practised. */
static bool take_people(struct wizard *wizard, struct error *err)
{
	struct profile *profile = wizard->profile;
	if (!organization_set(profile->store, ORGANIZATION_PEOPLE_FILE, wizard->import_path, err) ||
		!organization_saved(profile->store, clock_now(), err))
		return false;
	if (profile->demo && profile->service)
		return demo_adopt(profile->service, profile->store, err);
	return licensing_plan(profile->store, profile->reference, NULL, err);
}

static void finish(struct wizard *wizard)
{
	struct error err = { 0 };
	bool ok = take_people(wizard, &err);
	tui_gauge_close(wizard->tui);
	show_result(wizard, import_result(wizard->import));
	people_import_stop(wizard);
	if (!ok)
		tui_error(wizard->tui, &err);
	wizard_changed(wizard);
	if (ok && wizard->profile->demo && wizard->profile->service)
		wizard_sync(wizard, NULL);
}

static void cancelled(struct tui *tui, void *ctx)
{
	people_import_stop(ctx);
	tui_message(tui, ROLE_TEXT, _("Stopped: nothing of the file was taken."));
}

static void show_gauge(struct wizard *wizard)
{
	char text[80];
	int64_t total = import_bytes_total(wizard->import);
	snprintf(text, sizeof text, _("%" PRId64 " rows. Esc stops, and nothing is taken."),
		import_result(wizard->import)->read);
	tui_gauge(wizard->tui, _("Reading people"), text, import_bytes_read(wizard->import),
		total > 0 ? total : 0, cancelled, wizard);
}

static bool on_rows(void *data)
{
	struct wizard *wizard = data;
	struct error err = { 0 };
	switch (import_step(wizard->import, SLICE_ROWS, &err)) {
	case IMPORT_MORE:
		show_gauge(wizard);
		return true;
	case IMPORT_DONE:
		finish(wizard);
		return false;
	case IMPORT_FAILED:
		break;
	}
	people_import_stop(wizard);
	tui_error(wizard->tui, &err);
	return false;
}

/* "~/people.csv" as the shell would read it; the caller frees it. */
static char *path_typed(const char *typed)
{
	const char *home = getenv("HOME");
	if (strncmp(typed, "~/", 2) == 0 && home)
		return path_join(home, typed + 2);
	return xstrdup(typed);
}

static bool path_check(void *ctx, const char *typed, struct error *err)
{
	char *path = path_typed(typed);
	(void)ctx;
	bool ok = import_check(IMPORT_PEOPLE, path, err);
	free(path);
	return ok;
}

static void path_given(struct tui *tui, void *ctx, const char *typed)
{
	struct wizard *wizard = ctx;
	struct error err = { 0 };
	people_import_stop(wizard);
	wizard->import_path = path_typed(typed);
	wizard->import = import_open(wizard->profile->store, wizard->profile->reference,
		IMPORT_PEOPLE, wizard->import_path, &err);
	if (!wizard->import) {
		people_import_stop(wizard);
		tui_error(tui, &err);
		return;
	}
	show_gauge(wizard);
	loop_work(wizard->loop, on_rows, wizard);
}

void people_import(struct wizard *wizard)
{
	static const struct prompt prompt = {
		.title = N_("Import people"),
		.label = N_("CSV file"),
		.help = N_("An export of the Entra or the Microsoft 365 admin centre, or of "
			   "Get-MgUser | Export-Csv."),
		.check = path_check,
		.done = path_given,
	};
	tui_prompt(wizard->tui, &prompt, wizard->facts.organization.people_file, wizard);
}
