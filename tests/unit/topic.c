/* Proves that every topic can be asked by anybody: without a profile, in every country, on a narrow
 * and on a wide screen, with each of its choices; and that bad answers get a sentence. */
#include "core/sheet/topic.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "tests/unit/expect.h"

static struct reference *ref;

static int facts_open(void **state)
{
	struct error err = { 0 };
	(void)state;
	ref = reference_open(NULL, &err);
	return ref ? 0 : -1;
}

static int facts_close(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

static void every_topic_is_declared_well(void **state)
{
	const struct topic *topic, *twin;
	(void)state;
	for (int i = 0; (topic = topic_at(i)); i++) {
		assert_non_null(topic->title);
		assert_non_null(topic->help);
		assert_non_null(topic->make);
		assert_ptr_equal(topic_of(topic->id), topic);
		for (int k = 0; k < i && (twin = topic_at(k)); k++)
			assert_string_not_equal(twin->id, topic->id);
		if (topic->want && (!topic->want_label || !topic->want_help))
			fail_msg("%s: a plan needs a label and a help", topic->id);
		for (int k = 0; k < topic->question_count; k++) {
			const struct question *question = &topic->questions[k];
			if (!question->id || !question->label || !question->help)
				fail_msg("%s: question %d lacks a text", topic->id, k);
			assert_ptr_equal(topic_question(topic, question->id), question);
			if (question->kind == QUESTION_CHOICE && question->choice_count < 2)
				fail_msg("%s: %s has no choice", topic->id, question->id);
		}
	}
}

static void measure(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at)
{
	int *most = data;
	(void)tone;
	(void)kind;
	(void)at;
	if (text_width(text) > *most)
		*most = text_width(text);
}

/* The sheet of these answers is there, fits, and has a JSON. */
static void expect_sheet(const struct topic_context *context)
{
	struct sheet sheet;
	struct error err = { 0 };
	struct json *json = json_new();
	if (!topic_sheet(context, &sheet, &err))
		fail_msg("%s: %s", context->topic->id, err.text);
	if (sheet.count == 0)
		fail_msg("%s: an empty sheet", context->topic->id);
	for (int columns = 36; columns <= 196; columns += 40) {
		int most = 0;
		sheet_lay(&sheet, columns, measure, &most);
		if (most > columns)
			fail_msg("%s: a line of %d in %d columns", context->topic->id, most,
				columns);
	}
	json_object(json, NULL);
	sheet_json(&sheet, json);
	json_end(json);
	assert_true(strlen(json_done(json)) > 2);
	json_free(json);
	sheet_fini(&sheet);
}

static void every_topic_speaks_of_every_country_without_a_profile(void **state)
{
	static struct country countries[160];
	int count = reference_countries(ref, countries, 160);
	const struct topic *topic;
	(void)state;
	assert_in_range(count, 100, 160);
	for (int i = 0; (topic = topic_at(i)); i++) {
		struct topic_context context = { .topic = topic, .ref = ref, .now = 1800000000 };
		expect_sheet(&context);
		for (int k = 0; topic_question(topic, "country") && k < count; k++) {
			const char *id = "country", *value = countries[k].code;
			context.given_ids = &id;
			context.given = &value;
			context.given_count = 1;
			expect_sheet(&context);
		}
	}
}

static void every_choice_of_every_topic_has_a_sheet(void **state)
{
	const struct topic *topic;
	(void)state;
	for (int i = 0; (topic = topic_at(i)); i++) {
		struct topic_context context = {
			.topic = topic, .ref = ref, .now = 1800000000, .given_count = 1
		};
		for (int k = 0; k < topic->question_count; k++) {
			const struct question *question = &topic->questions[k];
			for (int c = 0; c < question->choice_count; c++) {
				const char *id = question->id, *value = question->choices[c].id;
				context.given_ids = &id;
				context.given = &value;
				expect_sheet(&context);
			}
		}
	}
}

static void standard_answers_pass_their_own_check(void **state)
{
	const struct topic *topic;
	(void)state;
	for (int i = 0; (topic = topic_at(i)); i++) {
		struct topic_context context = { .topic = topic, .ref = ref, .now = 1800000000 };
		for (int k = 0; k < topic->question_count; k++) {
			struct str answer = { 0 }, checked = { 0 };
			struct error err = { 0 };
			const char *text = topic_answer(&context, topic->questions[k].id, &answer);
			if (text[0] && !question_check(&context, &topic->questions[k], text,
					       &checked, &err))
				fail_msg("%s: %s: %s", topic->id, topic->questions[k].id, err.text);
			str_fini(&answer);
			str_fini(&checked);
		}
	}
}

static void a_bad_answer_gets_a_sentence(void **state)
{
	static const struct question_choice choices[] = { { "one", "One" }, { "two", "Two" } };
	static const struct question number = { .id = "n",
		.label = "Hires",
		.help = "h",
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = 99 };
	static const struct question large = {
		.id = "m", .label = "Minutes", .help = "h", .kind = QUESTION_NUMBER
	};
	static const struct question choice = { .id = "c",
		.label = "Kind",
		.help = "h",
		.kind = QUESTION_CHOICE,
		.choices = choices,
		.choice_count = 2 };
	static const struct question yes = {
		.id = "y", .label = "Auto", .help = "h", .kind = QUESTION_YES
	};
	static const struct question country = {
		.id = "country", .label = "Country", .help = "h", .kind = QUESTION_COUNTRY
	};
	static const struct {
		const char *name;
		const struct question *question;
		const char *value, *taken, *sentence;
	} rows[] = {
		{ "a number", &number, "12", "12", NULL },
		{ "thousands", &large, "1,200", "1200", NULL },
		{ "no number", &number, "many", NULL, "from 1 to 99, not \"many\"" },
		{ "too small", &number, "0", NULL, "from 1 to 99" },
		{ "too large", &number, "100", NULL, "from 1 to 99" },
		{ "beyond 64 bits", &number, "99999999999999999999", NULL, "from 1 to 99" },
		{ "nothing", &number, "", NULL, "from 1 to 99" },
		{ "a choice, case aside", &choice, "TWO", "two", NULL },
		{ "no choice", &choice, "three", NULL, "one, two, not \"three\"" },
		{ "yes", &yes, "Yes", "yes", NULL },
		{ "perhaps", &yes, "perhaps", NULL, "yes, no" },
		{ "a code", &country, "be", "BE", NULL },
		{ "a name", &country, "Belgium", "BE", NULL },
		{ "no country", &country, "Atlantis", NULL, "\"Atlantis\"" },
	};
	static const struct topic topic = { .id = "test" };
	struct topic_context context = { .topic = &topic, .ref = ref };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str taken = { 0 };
		struct error err = { 0 };
		bool ok = question_check(&context, rows[i].question, rows[i].value, &taken, &err);
		if (ok != (rows[i].taken != NULL))
			fail_msg("%s: %s", rows[i].name, ok ? "was taken" : err.text);
		if (ok)
			expect_text(rows[i].name, str_text(&taken), rows[i].taken);
		else
			expect_part(rows[i].name, err.text, rows[i].sentence);
		str_fini(&taken);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_topic_is_declared_well),
		cmocka_unit_test(every_topic_speaks_of_every_country_without_a_profile),
		cmocka_unit_test(every_choice_of_every_topic_has_a_sheet),
		cmocka_unit_test(standard_answers_pass_their_own_check),
		cmocka_unit_test(a_bad_answer_gets_a_sentence),
	};
	return cmocka_run_group_tests(tests, facts_open, facts_close);
}
