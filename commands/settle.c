/* ringup settle: the wishes that the tenant changed under. Nothing is overwritten before a person
 * said whose word counts: the tenant's, or the wish. */
#include <inttypes.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"

#define SETTLE_ROOM 200

/* One page of the conflicts; -1 with err set. */
static int conflicts_page(
	struct session *session, int64_t first, struct change *rows, struct error *err)
{
	struct change_filter conflicts = { .conflicts = true };
	int count = 0;
	return change_rows(
		       session->profile.store, &conflicts, first, SETTLE_ROOM, rows, &count, err)
		       ? count
		       : -1;
}

static void json_conflict(struct json *json, const struct change *change, const char *theirs)
{
	json_object(json, NULL);
	json_text(json, "key", change->key);
	json_text(json, "kind", change->kind);
	json_text(json, "step", plan_step_id(change->step));
	json_text(json, "subject", change->subject);
	json_text(json, "ours", change->detail);
	json_text(json, "theirs", theirs);
	json_end(json);
}

/* Every conflict, with both values; returns how many, -1 with err set. */
static int64_t list_conflicts(
	struct session *session, struct table *table, struct json *json, struct error *err)
{
	static struct change rows[SETTLE_ROOM];
	int64_t first = 0;
	int count = SETTLE_ROOM;
	for (; count == SETTLE_ROOM; first += count) {
		count = conflicts_page(session, first, rows, err);
		if (count < 0)
			return -1;
		for (int i = 0; i < count; i++) {
			char theirs[CHANGE_LABEL];
			change_theirs_text(session->profile.store, &rows[i], theirs, sizeof theirs);
			if (json)
				json_conflict(json, &rows[i], theirs);
			else
				TABLE_ROW(table, rows[i].key, rows[i].subject, rows[i].detail,
					theirs[0] ? theirs : "-");
		}
	}
	return first;
}

static int show(struct session *session, struct error *err)
{
	struct table table = { .columns = 4 };
	struct json *json = session->settings.json ? json_new() : NULL;
	if (json)
		json_array(json, NULL);
	else
		TABLE_ROW(&table, _("Key"), _("Whom"), _("Planned"), _("The tenant has"));
	int64_t count = list_conflicts(session, &table, json, err);
	struct str text = { 0 };
	table_print(&table, &text, "");
	if (json && count >= 0) {
		json_end(json);
		str_add(&session->out, json_done(json));
	} else if (count == 0) {
		str_add(&session->out, _("Nothing is in conflict.\n"));
	} else if (count > 0) {
		str_add(&session->out, str_text(&text));
		str_add(&session->out,
			_("`ringup settle KEY --theirs` lets the tenant keep what it has, `--ours` keeps the plan; "
			  "all in place of KEY settles all of them.\n"));
	}
	str_fini(&text);
	json_free(json);
	if (count < 0)
		return exit_code_of(err);
	return count > 0 ? EXIT_PERSON : EXIT_DONE;
}

static bool settle_one(struct session *session, const char *key, struct error *err)
{
	struct store *store = session->profile.store;
	return session->settings.theirs ? change_keep_theirs(store, key, err)
					: change_take_ours(store, key, err);
}

/* One settled conflict may end others: two people whose numbers were swapped. So the first is asked
 * for anew each time. */
static bool settle_all(struct session *session, struct error *err)
{
	static struct change rows[SETTLE_ROOM];
	int count;
	while ((count = conflicts_page(session, 0, rows, err)) > 0) {
		if (!settle_one(session, rows[0].key, err))
			return false;
	}
	return count == 0;
}

COMMAND(settle)
{
	const struct settings *settings = &session->settings;
	if (argc == 0 && !settings->ours && !settings->theirs)
		return show(session, err);
	if (argc != 1 || settings->ours == settings->theirs) {
		error_set(err, ERROR_USAGE, _("usage: ringup settle KEY|all --ours|--theirs"));
		return EXIT_USAGE;
	}
	bool fine = strcmp(argv[0], "all") == 0 ? settle_all(session, err)
						: settle_one(session, argv[0], err);
	if (!fine)
		return exit_code_of(err);
	return show(session, err);
}
