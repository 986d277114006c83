/* ringup undo: plans the way back from an apply; says first what cannot be undone. */
#include <inttypes.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "core/plan/undo.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"

#define UNDO_ROOM 200

static bool print_preview(struct session *session, int64_t run, struct error *err)
{
	static struct undo_row rows[UNDO_ROOM];
	struct table can = { .columns = 2 }, cannot = { .columns = 3 };
	int count = UNDO_ROOM;
	bool ok = true;
	for (int64_t first = 0; ok && count == UNDO_ROOM; first += count) {
		ok = undo_preview(session->profile.store, run, session->settings.release, first,
			UNDO_ROOM, rows, &count, err);
		for (int i = 0; ok && i < count; i++) {
			if (rows[i].can)
				TABLE_ROW(&can, rows[i].title, rows[i].label);
			else
				TABLE_ROW(&cannot, rows[i].title, rows[i].label, _(rows[i].why));
		}
	}
	if (can.rows > 0)
		str_addf(&session->out, _("Taken back from apply %" PRId64 ":\n"), run);
	table_print(&can, &session->out, "  ");
	if (cannot.rows > 0)
		str_add(&session->out, _("Cannot be undone:\n"));
	table_print(&cannot, &session->out, "  ");
	return ok;
}

static void json_undo(
	struct session *session, int64_t run, const struct undo_count *count, bool done)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_number(json, "run", run);
	json_number(json, "can", count->can);
	json_number(json, "cannot", count->cannot);
	json_number(json, "numbers", count->numbers);
	json_truth(json, "planned", done);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

/* The run that is meant: the one named, else the last; 0 with err set. */
static int64_t chosen_run(struct session *session, int argc, char **argv, struct error *err)
{
	if (argc > 0) {
		char *end;
		long long run = strtoll(argv[0], &end, 10);
		if (end != argv[0] && *end == '\0' && run > 0)
			return run;
		error_set(err, ERROR_USAGE,
			_("undo takes the number of an apply (see ringup log), not \"%s\"."),
			argv[0]);
		return 0;
	}
	int64_t run = undo_last_run(session->profile.store, err);
	if (run == 0 && err->code == ERROR_NONE)
		error_set(err, ERROR_NOT_FOUND, _("There is no apply that could be undone."));
	return run;
}

COMMAND(undo)
{
	int64_t run = chosen_run(session, argc, argv, err);
	struct undo_count count = { 0 };
	if (run == 0 ||
		!undo_counts(session->profile.store, run, session->settings.release, &count, err))
		return exit_code_of(err);
	if (!session->settings.json && !print_preview(session, run, err))
		return exit_code_of(err);
	if (!session->settings.yes) {
		if (session->settings.json)
			json_undo(session, run, &count, false);
		else
			str_add(&session->out,
				_("Nothing was done yet. `ringup undo --yes` plans this; `ringup apply` then carries it out.\n"));
		return count.can > 0 ? EXIT_PENDING : EXIT_REFUSED;
	}
	if (!undo_run(session->profile.store, run, session->settings.release, &count, err))
		return exit_code_of(err);
	if (session->settings.json)
		json_undo(session, run, &count, true);
	else
		str_addf(&session->out,
			ngettext("%" PRId64
				 " change is planned back. `ringup apply` carries it out.\n",
				"%" PRId64
				" changes are planned back. `ringup apply` carries them out.\n",
				(unsigned long)count.can),
			count.can);
	return EXIT_PENDING;
}
