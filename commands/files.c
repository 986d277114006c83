/* ringup import and export: files in and out. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/export.h"
#include "core/exchange/import.h"
#include "core/exchange/taking.h"
#include "core/store/json.h"
#include "commands/work.h"

#define IMPORT_ROWS 2000

/* A bad row, on stderr as it is found. */
static void tell_bad(void *data, const struct import_bad *bad)
{
	const char *path = data;
	fprintf(stderr, _("%s line %" PRId64 ": %s\n"), path, bad->line, bad->reason);
}

static void json_import(
	struct session *session, const char *kind, const struct import_result *result)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "kind", kind);
	json_text(json, "dialect", result->dialect);
	json_number(json, "read", result->read);
	json_number(json, "added", result->added);
	json_number(json, "updated", result->updated);
	json_number(json, "unchanged", result->unchanged);
	json_number(json, "bad", result->bad);
	json_number(json, "warnings", result->warnings);
	json_array(json, "rows");
	for (int i = 0; i < result->kept_count; i++) {
		json_object(json, NULL);
		json_number(json, "line", result->kept[i].line);
		json_truth(json, "warning", result->kept[i].warning);
		json_text(json, "reason", result->kept[i].reason);
		json_end(json);
	}
	json_end(json);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

static bool take_people(struct session *session, const char *path, struct error *err)
{
	char *whole = strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
	bool ok = profile_take_people(&session->profile, whole, err);
	free(whole);
	return ok;
}

static void json_results(struct session *session, const struct taking *taking)
{
	struct results_count count;
	struct json *json = json_new();
	results_count(taking->service, &count);
	json_object(json, NULL);
	json_text(json, "kind", "results");
	json_number(json, "done", count.done);
	json_number(json, "failed", count.failed);
	json_number(json, "other", count.other);
	json_truth(json, "ended", taking->summary.ended);
	if (taking->addresses >= 0)
		json_number(json, "addresses", taking->addresses);
	if (taking->numbers >= 0)
		json_number(json, "numbers", taking->numbers);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

/* The results of a script: an apply whose answers are there already. */
static int import_results(struct session *session, const char *path, struct error *err)
{
	struct profile *profile = &session->profile;
	struct taking_options options = { .tenant = profile->config->tenant.tenant,
		.readonly = profile->readonly };
	struct taking taking;
	struct results_count count;
	if (!taking_begin(&taking, profile->store, profile->reference, &options, path, err))
		return exit_code_of(err);
	while (!session_interrupted(session) && apply_turn(taking.apply, err) &&
		!apply_idle(taking.apply))
		work_progress(_("Reading %s"), path);
	work_progress("%s", "");
	results_count(taking.service, &count);
	if (session->settings.json)
		json_results(session, &taking);
	else
		taking_said(&taking, &session->out);
	work_left(taking.apply);
	taking_end(&taking);
	if (err->code != ERROR_NONE)
		return exit_code_of(err);
	return session->stopped   ? EXIT_INTERRUPTED
	       : count.failed > 0 ? EXIT_REFUSED
	       : count.other > 0  ? EXIT_PERSON
				  : EXIT_DONE;
}

COMMAND(import)
{
	int kind = argc > 0 ? import_kind_of(argv[0]) : -1;
	if (argc == 2 && strcmp(argv[0], "results") == 0)
		return import_results(session, argv[1], err);
	if (argc != 2 || kind < 0) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup import people|numbers|assignments|results FILE"));
		return EXIT_USAGE;
	}
	struct import *import = import_open(session->profile.store, session->profile.reference,
		(enum import_kind)kind, argv[1], err);
	if (!import)
		return exit_code_of(err);
	import_watch(import, tell_bad, argv[1]);
	enum import_state state = IMPORT_MORE;
	while (state == IMPORT_MORE && !session_interrupted(session)) {
		state = import_step(import, IMPORT_ROWS, err);
		work_progress(_("Reading %s: %" PRId64), argv[1], import_result(import)->read);
	}
	work_progress("%s", "");
	struct import_result result = *import_result(import);
	import_close(import);
	if (state == IMPORT_MORE)
		error_set(err, ERROR_CANCELLED, _("Stopped: nothing of %s was taken in."), argv[1]);
	if (state != IMPORT_DONE || (kind == IMPORT_PEOPLE && !take_people(session, argv[1], err)))
		return exit_code_of(err);
	if (session->settings.json)
		json_import(session, argv[0], &result);
	else
		str_addf(&session->out,
			_("%" PRId64 " rows: %" PRId64 " added, %" PRId64 " updated, %" PRId64
			  " unchanged, %" PRId64 " left out.\n"),
			result.read, result.added, result.updated, result.unchanged, result.bad);
	if (result.bad > 0)
		error_set(err, ERROR_INPUT,
			_("Some rows were left out; the lines above say why. Correct them and import again."));
	return result.bad > 0 ? EXIT_FAILED : EXIT_DONE;
}

COMMAND(export)
{
	int kind = argc > 0 ? export_kind_of(argv[0]) : -1;
	if (argc != 1 || kind < 0) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup export people|numbers|assignments|letters|answers [-o FILE]"));
		return EXIT_USAGE;
	}
	struct store *store = session->profile.store;
	const char *path = session->settings.output;
	struct reference *ref = session->profile.reference;
	bool ok = path ? export_file(store, ref, (enum export_kind)kind, path, err)
		       : export_stream(store, ref, (enum export_kind)kind, stdout, err);
	session->settings.output = NULL; /* it is written already */
	return ok ? EXIT_DONE : exit_code_of(err);
}
