/* ringup log: what was done to the tenant, newest first. */
#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/journal.h"
#include "core/service/cause.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"

#define LOG_ROOM 200

static void json_row(struct json *json, const struct journal_row *row)
{
	char when[CLOCK_TEXT];
	json_object(json, NULL);
	json_number(json, "id", row->id);
	json_number(json, "run", row->run_id);
	json_text(json, "kind", row->kind);
	json_text(json, "key", row->key);
	json_text(json, "label", row->label);
	json_number(json, "quantity", row->quantity);
	json_text(json, "number", row->number[0] ? row->number : NULL);
	json_text(json, "state", row->state);
	json_text(json, "way", row->way);
	json_text(json, "request_id", row->request_id);
	json_number(json, "tries", row->tries);
	json_text(json, "intent_at", clock_iso(when, row->intent_at));
	json_text(json, "sent_at", row->sent_at ? clock_iso(when, row->sent_at) : NULL);
	json_text(json, "ended_at", row->ended_at ? clock_iso(when, row->ended_at) : NULL);
	json_text(json, "cause", row->cause[0] ? row->cause : NULL);
	json_text(json, "words", row->words[0] ? row->words : NULL);
	json_end(json);
}

static void table_journal(struct table *table, const struct journal_row *row)
{
	char when[CLOCK_TEXT];
	const char *why = row->cause[0] ? _(cause_why(cause_from_word(row->cause))) : "";
	TABLE_ROW(table, clock_iso(when, row->ended_at ? row->ended_at : row->intent_at),
		_(journal_state_text(row->state)), row->title, row->label, why);
}

COMMAND(log)
{
	(void)argc;
	(void)argv;
	static struct journal_row rows[LOG_ROOM];
	struct journal_filter filter = { 0 };
	struct json *json = session->settings.json ? json_new() : NULL;
	struct table table = { .columns = 5 };
	bool ok = true;
	int count = LOG_ROOM;
	if (json)
		json_array(json, NULL);
	for (int64_t first = 0; ok && count == LOG_ROOM; first += count) {
		ok = journal_rows(
			session->profile.store, &filter, first, LOG_ROOM, rows, &count, err);
		for (int i = 0; ok && i < count; i++) {
			if (json)
				json_row(json, &rows[i]);
			else
				table_journal(&table, &rows[i]);
		}
	}
	if (ok && json) {
		json_end(json);
		str_add(&session->out, json_done(json));
	} else if (ok && table.rows == 0) {
		str_add(&session->out, _("Nothing was done to the tenant yet.\n"));
	}
	json_free(json);
	table_print(&table, &session->out, "");
	return ok ? EXIT_DONE : exit_code_of(err);
}
