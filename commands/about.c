/* ringup about, ringup want: the topics without a screen: what is known, and what it can plan. */
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/sheet/topic.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"
#include "commands/work.h"

enum { GIVEN = 40 };

/* What stood on the command line behind the topic. */
struct given {
	const char *ids[GIVEN], *values[GIVEN], *words[GIVEN];
	struct str texts[GIVEN]; /* owns ids */
	struct str checked[GIVEN];
	int count, word_count;
};

static void given_fini(struct given *given)
{
	for (int i = 0; i < GIVEN; i++) {
		str_fini(&given->texts[i]);
		str_fini(&given->checked[i]);
	}
}

static bool answer_unknown(const struct topic *topic, const char *id, struct error *err)
{
	struct str ids = { 0 };
	for (int i = 0; i < topic->question_count; i++)
		str_addf(&ids, "%s%s", i > 0 ? ", " : "", topic->questions[i].id);
	if (topic->question_count > 0)
		error_set(err, ERROR_USAGE, _("The topic %s asks no \"%s\". It asks: %s."),
			topic->id, id, str_text(&ids));
	else
		error_set(err, ERROR_USAGE, _("The topic %s asks nothing, so \"%s\" has no place."),
			topic->id, id);
	str_fini(&ids);
	return false;
}

/* "hires=3", or a word. */
static bool given_take(struct given *given, const struct topic_context *context, const char *word,
	struct error *err)
{
	const struct topic *topic = context->topic;
	const char *equals = strchr(word, '=');
	if (given->count == GIVEN || given->word_count == GIVEN)
		return error_set(err, ERROR_USAGE, _("More than %d answers or words."), GIVEN);
	if (!equals) {
		if (!topic->words)
			return error_set(err, ERROR_USAGE,
				_("The topic %s takes answers as NAME=VALUE, not \"%s\"."),
				topic->id, word);
		given->words[given->word_count++] = word;
		return true;
	}
	struct str *id = &given->texts[given->count], *checked = &given->checked[given->count];
	str_addn(id, word, (size_t)(equals - word));
	const struct question *question = topic_question(topic, str_text(id));
	if (!question)
		return answer_unknown(topic, str_text(id), err);
	if (!question_check(context, question, equals + 1, checked, err))
		return false;
	given->ids[given->count] = str_text(id);
	given->values[given->count] = str_text(checked);
	given->count++;
	return true;
}

static bool context_make(struct session *session, struct topic_context *context,
	struct given *given, int argc, char **argv, struct error *err)
{
	context->topic = topic_of(argv[0]);
	if (!context->topic)
		return error_set(err, ERROR_USAGE,
			_("There is no topic \"%s\". `ringup about` lists them."), argv[0]);
	context->given_ids = given->ids;
	context->given = given->values;
	context->words = given->words;
	context->store = session->profile.store;
	context->service = session->profile.service;
	context->now = profile_now(&session->profile);
	for (int i = 1; i < argc; i++)
		if (!given_take(given, context, argv[i], err))
			return false;
	context->given_count = given->count;
	context->word_count = given->word_count;
	return true;
}

/* ---- about ---- */

static void json_topic(struct json *json, const struct topic *topic)
{
	json_object(json, NULL);
	json_text(json, "topic", topic->id);
	json_text(json, "title", _(topic->title));
	json_text(json, "asks", topic->asks ? _(topic->asks) : NULL);
	json_text(json, "help", _(topic->help));
	json_text(json, "step", plan_step_id(topic->step));
	json_truth(json, "plans", topic->want != NULL);
	json_array(json, "questions");
	for (int i = 0; i < topic->question_count; i++)
		json_text(json, NULL, topic->questions[i].id);
	json_end(json);
	json_end(json);
}

static void list_topics(struct session *session)
{
	struct table table = { .columns = 3 };
	struct json *json = session->settings.json ? json_new() : NULL;
	const struct topic *topic;
	if (json)
		json_array(json, NULL);
	for (int i = 0; (topic = topic_at(i)); i++) {
		if (json)
			json_topic(json, topic);
		else
			TABLE_ROW(&table, topic->id, _(topic->asks ? topic->asks : topic->title),
				_(topic->help));
	}
	if (json) {
		json_end(json);
		str_add(&session->out, json_done(json));
		json_free(json);
	}
	table_print(&table, &session->out, "");
}

static bool about_topic(
	struct session *session, const struct topic_context *context, struct error *err)
{
	struct sheet sheet;
	if (session->settings.output && !session->settings.json)
		return topic_file(context, &session->out, err);
	if (!topic_sheet(context, &sheet, err))
		return false;
	if (session->settings.json) {
		struct json *json = json_new();
		json_object(json, NULL);
		json_text(json, "topic", context->topic->id);
		sheet_json(&sheet, json);
		json_end(json);
		str_add(&session->out, json_done(json));
		json_free(json);
	} else {
		sheet_print(&sheet, work_columns(session), &session->out);
	}
	sheet_fini(&sheet);
	return true;
}

COMMAND(about)
{
	struct given given = { .count = 0 };
	struct topic_context context = { .topic = NULL };
	/* Without a profile it speaks in general. */
	if (profile_exists(&session->settings.profile) && !session_open(session, err))
		return exit_code_of(err);
	if (argc == 0) {
		list_topics(session);
		return EXIT_DONE;
	}
	struct reference *own = session->profile.store ? NULL : reference_open(NULL, err);
	context.ref = own ? own : session->profile.reference;
	bool ok = context.ref && context_make(session, &context, &given, argc, argv, err) &&
		  about_topic(session, &context, err);
	given_fini(&given);
	reference_close(own);
	return ok ? EXIT_DONE : exit_code_of(err);
}

/* ---- want ---- */

/* The answers are remembered with the wish, so that the screen shows what was said. */
static bool want_write(const struct topic_context *context, struct store *store, struct str *said,
	struct error *err)
{
	bool kept;
	if (!edit_begin(store, _(context->topic->title), err))
		return false;
	for (int i = 0; i < context->given_count; i++) {
		if (!topic_remember(context, context->given_ids[i], context->given[i], err)) {
			edit_cancel(store);
			return false;
		}
	}
	if (!context->topic->want(context, said, err)) {
		edit_cancel(store);
		return false;
	}
	return edit_end(store, &kept, err);
}

COMMAND(want)
{
	struct given given = { .count = 0 };
	struct topic_context context = { .ref = session->profile.reference };
	struct str said = { 0 };
	if (argc == 0) {
		error_set(err, ERROR_USAGE,
			_("Which topic? `ringup about` lists them, with what each can plan."));
		return EXIT_USAGE;
	}
	bool ok = context_make(session, &context, &given, argc, argv, err);
	if (ok && !context.topic->want)
		ok = error_set(err, ERROR_USAGE,
			_("The topic %s plans nothing by itself: `ringup about %s` says where it is done."),
			context.topic->id, context.topic->id);
	ok = ok && want_write(&context, session->profile.store, &said, err);
	if (ok)
		str_addf(&session->out, "%s\n", str_text(&said));
	str_fini(&said);
	given_fini(&given);
	return ok ? EXIT_DONE : exit_code_of(err);
}
