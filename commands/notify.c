/* ringup notify: who was told of the number, how and when; a test to oneself, failures again, and
 * the letters as files for other programs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/exchange/export.h"
#include "core/exchange/post.h"
#include "core/service/cause.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/notice.h"
#include "commands/print.h"
#include "commands/work.h"

/* ---- who was told ---- */

/* What a row comes to: its word in JSON, and for people. */
static const struct notice_word {
	const char *id, *text;
} words[] = {
	{ "nothing", N_("no number yet") },
	{ "excluded", N_("no letter") },
	{ "todo", N_("to do") },
	{ "sent", N_("sent") },
	{ "failed", N_("failed") },
	{ "waiting", N_("on its way") },
};

static const struct notice_word *word_of(const struct notice_row *row)
{
	if (row->state != NOTICE_TO_WRITE || !row->tried[0])
		return &words[row->state];
	if (strcmp(row->tried, "failed") == 0)
		return &words[4];
	bool over = strcmp(row->tried, "done") == 0 || strcmp(row->tried, "cancelled") == 0;
	return &words[over ? NOTICE_TO_WRITE : 5];
}

static void json_row(struct json *json, const struct notice_row *row)
{
	char when[CLOCK_TEXT];
	bool sent = row->state == NOTICE_WRITTEN;
	bool failed = strcmp(word_of(row)->id, "failed") == 0;
	json_object(json, NULL);
	json_text(json, "upn", row->upn);
	json_text(json, "name", row->name);
	json_text(json, "mail", row->mail[0] ? row->mail : NULL);
	json_text(json, "number", row->number[0] ? row->number : NULL);
	json_text(json, "state", word_of(row)->id);
	json_text(json, "method", sent ? row->method : NULL);
	json_text(json, "language", sent ? row->letter_language : NULL);
	json_text(json, "sent_at", sent ? clock_iso(when, row->sent_at) : NULL);
	json_text(json, "file", sent && row->file[0] ? row->file : NULL);
	json_text(json, "message_id", sent && row->message_id[0] ? row->message_id : NULL);
	json_text(json, "cause", failed ? row->cause : NULL);
	json_text(json, "words", failed && row->words[0] ? row->words : NULL);
	json_end(json);
}

/* How it went out, or why not. */
static void add_how(struct str *out, const struct notice_row *row)
{
	char when[CLOCK_TEXT];
	if (row->state == NOTICE_WRITTEN)
		str_addf(out, "%s %s %s", clock_iso(when, row->sent_at), row->method,
			row->message_id[0] ? row->message_id : row->file);
	else if (strcmp(word_of(row)->id, "failed") == 0)
		str_addf(out, "%s %s", _(cause_why(cause_from_word(row->cause))), row->words);
}

static void table_notice(struct table *table, const struct notice_row *row)
{
	struct str how = { 0 };
	add_how(&how, row);
	TABLE_ROW(table, row->name, row->number[0] ? row->number : "-", _(word_of(row)->text),
		str_text(&how));
	str_fini(&how);
}

static int list(struct session *session, struct error *err)
{
	struct notice_filter all = { .text = NULL };
	struct table table = { .columns = 4 };
	struct json *json = session->settings.json ? json_new() : NULL;
	struct notice_row row;
	struct sqlite3_stmt *walk = notice_walk(session->profile.store, &all, err);
	int got = walk ? 0 : -1;
	if (json)
		json_array(json, NULL);
	else
		TABLE_ROW(&table, _("Person"), _("Number"), _("Letter"), _("How"));
	while (walk && (got = notice_next(walk, &row, err)) > 0) {
		if (json)
			json_row(json, &row);
		else
			table_notice(&table, &row);
	}
	store_done(walk);
	if (json)
		json_end(json);
	if (json && got == 0)
		str_add(&session->out, json_done(json));
	else if (!json)
		table_print(&table, &session->out, "");
	json_free(json);
	return got == 0 ? EXIT_DONE : exit_code_of(err);
}

/* ---- a test ---- */

struct test {
	bool done, sent;
	struct str words;
};

static void on_tested(void *data, bool sent, const char *text)
{
	struct test *test = data;
	test->done = true;
	test->sent = sent;
	str_add(&test->words, text);
}

static int test_end(struct session *session, const struct test *test, struct error *err)
{
	const char *address = session->settings.test;
	if (!test->done)
		error_set(err, ERROR_CANCELLED, _("Stopped: the test may have been sent."));
	else if (!test->sent)
		error_set(err, ERROR_REFUSED, _("No test went to %s: %s"), address,
			str_text(&test->words));
	else if (test->words.len > 0)
		str_addf(&session->out, _("Sent to %s. The server says: %s\n"), address,
			str_text(&test->words));
	else
		str_addf(&session->out, _("Sent to %s.\n"), address);
	return err->code == ERROR_NONE ? EXIT_DONE : exit_code_of(err);
}

static int send_test(struct session *session, struct error *err)
{
	struct post *post = work_post(session);
	struct test test = { .done = false };
	int code;
	if (post_test(post, session->settings.test, on_tested, &test, err)) {
		work_until(session, &test.done);
		code = test_end(session, &test, err);
	} else {
		code = exit_code_of(err);
	}
	post_free(post);
	str_fini(&test.words);
	return code;
}

/* ---- failures again ---- */

static int send_failed(struct session *session, struct error *err)
{
	struct post_keys keys = { NULL, 0 };
	int code = EXIT_DONE;
	if (!post_failed(session->profile.store, &keys, err))
		code = exit_code_of(err);
	else if (keys.count == 0)
		str_add(&session->out, _("No letter failed.\n"));
	else
		code = work_apply_keys(session, (const char *const *)keys.key, keys.count, err);
	post_keys_fini(&keys);
	return code;
}

/* ---- files ---- */

static int write_files(struct session *session, enum post_file kind, struct error *err)
{
	const char *folder = session->settings.output;
	struct post *post = work_post(session);
	int64_t count = 0;
	bool fine = folder ||
		    error_set(err, ERROR_USAGE, _("Name the folder for the letters: -o FOLDER."));
	fine = fine && post_files(post, kind, folder, &count, err);
	session->settings.output = NULL; /* it is written already */
	if (fine)
		str_addf(&session->out,
			ngettext("%" PRId64 " letter is in the folder %s; nobody counts as told.\n",
				"%" PRId64
				" letters are in the folder %s; nobody counts as told.\n",
				(unsigned long)count),
			count, folder);
	post_free(post);
	return fine ? EXIT_DONE : exit_code_of(err);
}

static int write_csv(struct session *session, struct error *err)
{
	struct profile *profile = &session->profile;
	const char *path = session->settings.output;
	session->settings.output = NULL;
	bool fine = path ? export_file(
				   profile->store, profile->reference, EXPORT_LETTERS, path, err)
			 : export_stream(
				   profile->store, profile->reference, EXPORT_LETTERS, stdout, err);
	return fine ? EXIT_DONE : exit_code_of(err);
}

COMMAND(notify)
{
	const struct settings *settings = &session->settings;
	int asked = (settings->test != NULL) + settings->failed + settings->eml + settings->txt +
		    settings->csv;
	(void)argv;
	if (argc > 0 || asked > 1) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup notify [--test ADDRESS|--failed|--eml -o FOLDER|--txt -o FOLDER|--csv [-o FILE]]"));
		return EXIT_USAGE;
	}
	if (settings->test)
		return send_test(session, err);
	if (settings->failed)
		return send_failed(session, err);
	if (settings->csv)
		return write_csv(session, err);
	if (settings->eml || settings->txt)
		return write_files(session, settings->eml ? POST_EML : POST_TXT, err);
	return list(session, err);
}
