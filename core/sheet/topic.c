/* core/sheet/topic.c: the table of topics, and their answers. */
#include "core/sheet/topic.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/tenant/memory.h"
#include "core/tenant/organization.h"

/* In the order in which `ringup about` lists them: a newcomer's questions first. */
#define TOPICS(X)        \
	X(country)       \
	X(cost)          \
	X(callers)       \
	X(port)          \
	X(empty)         \
	X(licences)      \
	X(offer)         \
	X(organizations) \
	X(plans)         \
	X(pools)         \
	X(forecast)      \
	X(abroad)        \
	X(credits)       \
	X(service)       \
	X(conferencing)  \
	X(line)          \
	X(ports)         \
	X(papers)        \
	X(rooms)         \
	X(carrier)       \
	X(network)       \
	X(emergency)     \
	X(people)        \
	X(registration)  \
	X(conflicts)     \
	X(handover)      \
	X(rules)

#define X(name) extern const struct topic name##_topic;
TOPICS(X)
#undef X

static const struct topic *const topics[] = {
#define X(name) &name##_topic,
	TOPICS(X)
#undef X
};

enum { TOPIC_COUNT = sizeof topics / sizeof topics[0], ANSWER_MAX = 4000, FILE_COLUMNS = 80 };

const struct topic *topic_at(int index)
{
	return index >= 0 && index < TOPIC_COUNT ? topics[index] : NULL;
}

const struct topic *topic_of(const char *id)
{
	for (int i = 0; i < TOPIC_COUNT; i++)
		if (strcmp(topics[i]->id, id) == 0)
			return topics[i];
	return NULL;
}

const struct question *topic_question(const struct topic *topic, const char *id)
{
	for (int i = 0; i < topic->question_count; i++)
		if (strcmp(topic->questions[i].id, id) == 0)
			return &topic->questions[i];
	return NULL;
}

/* ---- answers ---- */

static void memory_name(const struct topic *topic, const char *id, struct str *out)
{
	str_addf(out, "topic.%s.%s", topic->id, id);
}

/* What the profile remembers; false: nothing. */
static bool remembered(const struct topic_context *context, const char *id, struct str *out)
{
	char value[ANSWER_MAX + 1];
	struct str name = { 0 };
	if (!context->store)
		return false;
	memory_name(context->topic, id, &name);
	memory_get(context->store, str_text(&name), value, sizeof value);
	str_fini(&name);
	str_add(out, value);
	return value[0] != '\0';
}

const char *topic_answer(const struct topic_context *context, const char *id, struct str *out)
{
	const struct question *question = topic_question(context->topic, id);
	str_clear(out);
	for (int i = context->given_count - 1; i >= 0; i--) {
		if (strcmp(context->given_ids[i], id) == 0) {
			str_add(out, context->given[i]);
			return str_text(out);
		}
	}
	if (!question || remembered(context, id, out))
		return str_text(out);
	if (question->otherwise)
		question->otherwise(context, out);
	else if (question->standard)
		str_add(out, question->standard);
	return str_text(out);
}

int64_t topic_number(const struct topic_context *context, const char *id)
{
	struct str answer = { 0 };
	const char *text = topic_answer(context, id, &answer);
	int64_t number = strcmp(text, "yes") == 0 ? 1 : strtoll(text, NULL, 10);
	str_fini(&answer);
	return number;
}

bool topic_yes(const struct topic_context *context, const char *id)
{
	return topic_number(context, id) != 0;
}

const char *topic_country(const struct topic_context *context, char country[3])
{
	struct organization organization;
	struct str answer = { 0 };
	const char *code = topic_answer(context, "country", &answer);
	if (!code[0] && context->store && organization_get(context->store, &organization, NULL))
		code = organization.country;
	if (strlen(code) != 2)
		code = "US";
	country[0] = code[0];
	country[1] = code[1];
	country[2] = '\0';
	str_fini(&answer);
	return country;
}

bool topic_remember(
	const struct topic_context *context, const char *id, const char *value, struct error *err)
{
	struct str name = { 0 };
	memory_name(context->topic, id, &name);
	bool ok = memory_put(context->store, str_text(&name), value, err);
	str_fini(&name);
	return ok;
}

/* ---- checking what was typed ---- */

/* Digits, with spaces, commas and points between thousands left out. */
static bool check_number(
	const struct question *question, const char *value, struct str *out, struct error *err)
{
	int64_t most = question->most ? question->most : 1000000000;
	struct str digits = { 0 };
	for (const char *at = value; *at; at++)
		if (!strchr(" ,.", *at))
			str_addc(&digits, *at);
	char *end;
	errno = 0;
	long long number = strtoll(str_text(&digits), &end, 10);
	bool ok = !errno && digits.len > 0 && *end == '\0' && number >= question->least &&
		  number <= most;
	str_fini(&digits);
	if (!ok)
		return error_set(err, ERROR_INPUT,
			_("%s takes a whole number from %" PRId64 " to %" PRId64 ", not \"%s\"."),
			_(question->label), question->least, most, value);
	str_addf(out, "%lld", number);
	return true;
}

static bool check_choice(
	const struct question *question, const char *value, struct str *out, struct error *err)
{
	static const struct question_choice yes_no[] = { { "yes", NULL }, { "no", NULL } };
	bool yes = question->kind == QUESTION_YES;
	const struct question_choice *choices = yes ? yes_no : question->choices;
	int count = yes ? 2 : question->choice_count;
	struct str words = { 0 };
	for (int i = 0; i < count; i++) {
		if (strcasecmp(choices[i].id, value) == 0) {
			str_add(out, choices[i].id);
			str_fini(&words);
			return true;
		}
		str_addf(&words, "%s%s", i > 0 ? ", " : "", choices[i].id);
	}
	error_set(err, ERROR_INPUT, _("%s is one of %s, not \"%s\"."), _(question->label),
		str_text(&words), value);
	str_fini(&words);
	return false;
}

static bool check_country(
	const struct topic_context *context, const char *value, struct str *out, struct error *err)
{
	struct country country;
	if (reference_country(context->ref, value, &country, NULL) ||
		reference_country_search(context->ref, value, &country, 1) == 1) {
		str_add(out, country.code);
		return true;
	}
	return error_set(err, ERROR_INPUT,
		_("No country, or more than one, is called \"%s\". Give its two-letter code."),
		value);
}

bool question_check(const struct topic_context *context, const struct question *question,
	const char *value, struct str *out, struct error *err)
{
	bool ok = true;
	if (strlen(value) > ANSWER_MAX)
		return error_set(err, ERROR_INPUT,
			_("%s: the answer is too long (%d bytes at most)."), _(question->label),
			ANSWER_MAX);
	switch (question->kind) {
	case QUESTION_NUMBER:
		ok = check_number(question, value, out, err);
		break;
	case QUESTION_CHOICE:
	case QUESTION_YES:
		ok = check_choice(question, value, out, err);
		break;
	case QUESTION_COUNTRY:
		ok = check_country(context, value, out, err);
		break;
	case QUESTION_TEXT:
	case QUESTION_FILE:
		str_add(out, value);
		break;
	}
	return ok && (!question->check || question->check(context, str_text(out), err));
}

bool topic_sheet(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	sheet_init(sheet, _(context->topic->title));
	if (context->topic->make(context, sheet, err))
		return true;
	sheet_fini(sheet);
	return false;
}

bool topic_file(const struct topic_context *context, struct str *out, struct error *err)
{
	struct sheet sheet;
	if (context->topic->file)
		return context->topic->file(context, out, err);
	if (!topic_sheet(context, &sheet, err))
		return false;
	sheet_print(&sheet, FILE_COLUMNS, out);
	sheet_fini(&sheet);
	return true;
}

const char *topic_file_name(const struct topic *topic, char name[TOPIC_NAME])
{
	if (topic->file_name)
		snprintf(name, TOPIC_NAME, "%s", topic->file_name);
	else
		snprintf(name, TOPIC_NAME, "%s.txt", topic->id);
	return name;
}
