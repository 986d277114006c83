/* Proves that topic rules finds a rule by number or word, says how it is used, and counts them all;
 * and what counts as a rule's number. */
#include <stdlib.h>
#include <string.h>

#include "core/sheet/find.h"
#include "core/sheet/topic.h"
#include "tests/unit/expect.h"

static struct reference *ref;

static int facts_open(void **state)
{
	(void)state;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	ref = reference_open(NULL, NULL);
	return ref ? 0 : -1;
}

static int facts_close(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

static void numbers_of_rules_are_read(void **state)
{
	static const struct {
		const char *word;
		int rule;
	} rows[] = { { "R-219", 219 }, { "r-219", 219 }, { "R219", 219 }, { "219", 219 },
		{ "R-007", 7 }, { "7", 7 }, { "R-", 0 }, { "R", 0 }, { "", 0 }, { "R-1234", 0 },
		{ "R-21x", 0 }, { "reservation", 0 }, { "--219", 0 } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(
			rows[i].word, find_rule(rows[i].word, strlen(rows[i].word)), rows[i].rule);
}

/* The sheet of these words; NULL ends them. */
static struct sheet sheet_of(const char *const *words)
{
	struct topic_context context = { .topic = topic_of("rules"), .ref = ref, .words = words };
	struct sheet sheet;
	while (words && words[context.word_count])
		context.word_count++;
	assert_true(topic_sheet(&context, &sheet, NULL));
	return sheet;
}

static int titles_of(const struct sheet *sheet)
{
	int count = 0;
	for (int i = 0; i < sheet->count; i++)
		count += sheet->lines[i].kind == SHEET_TITLE;
	return count;
}

/* The line with this id, the first after the title `below` ("": of the whole sheet). */
static const struct sheet_line *line_of(
	const struct sheet *sheet, const char *below, const char *id)
{
	bool found = !below[0];
	for (int i = 0; i < sheet->count; i++) {
		const struct sheet_line *line = &sheet->lines[i];
		if (found && strcmp(line->id, id) == 0)
			return line;
		found = found || (line->kind == SHEET_TITLE && strcmp(line->id, below) == 0);
	}
	fail_msg("%s: no line %s", below, id);
	return NULL;
}

static void without_words_all_are_counted(void **state)
{
	static const char *const ids[] = { "decided", "shown", "not_applicable" };
	struct sheet sheet = sheet_of(NULL);
	int64_t sum = 0;
	(void)state;
	expect_number("rules", line_of(&sheet, "", "rules")->number, 436);
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		sum += line_of(&sheet, "", ids[i])->number;
	for (int i = 0; i < sheet.count; i++)
		if (strcmp(sheet.lines[i].id, "open") == 0)
			sum += sheet.lines[i].number;
	expect_number("decided, shown, not applicable, open", sum, 436);
	sheet_fini(&sheet);
}

static void a_rule_is_shown_with_its_source_and_use(void **state)
{
	static const char *const words[] = { "R-187", "358", NULL };
	struct sheet sheet = sheet_of(words);
	(void)state;
	expect_number("two numbers, two rules", titles_of(&sheet), 2);
	expect_part("text", line_of(&sheet, "r187", "text")->value, "100 licences allow 120");
	expect_part("source", line_of(&sheet, "r187", "source")->value, "set-up-calling-plans");
	expect_part("date", line_of(&sheet, "r187", "date")->value, "2018-01-22");
	expect_text("decided", line_of(&sheet, "r187", "where")->value,
		"core/rules/quota.c:quota_user");
	expect_part("decided", line_of(&sheet, "r187", "proof")->value, "tests/unit/rules-quota.c");
	expect_part("a sentence of ringup", line_of(&sheet, "r187", "says")->value,
		verdict_find(187)->remedy);
	expect_text("shown", line_of(&sheet, "r358", "where")->value, "topic:people");
	sheet_fini(&sheet);
}

static void words_are_searched_in_texts_and_sections(void **state)
{
	static const struct {
		const char *name;
		const char *words[3];
		int least, most;
	} rows[] = {
		{ "a word of one text", { "greyed" }, 1, 1 },
		{ "case aside", { "RESERVATION", "TIME:" }, 1, 1 },
		{ "a section", { "Porting numbers" }, 15, 20 },
		{ "no such word", { "xyzzy" }, 0, 0 },
		{ "no such number", { "R-999" }, 0, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sheet sheet = sheet_of(rows[i].words);
		int count = titles_of(&sheet);
		if (count < rows[i].least || count > rows[i].most)
			fail_msg("%s: %d rules", rows[i].name, count);
		assert_true(sheet.count > 0);
		sheet_fini(&sheet);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_rules_are_read),
		cmocka_unit_test(without_words_all_are_counted),
		cmocka_unit_test(a_rule_is_shown_with_its_source_and_use),
		cmocka_unit_test(words_are_searched_in_texts_and_sections),
	};
	return cmocka_run_group_tests_name("sheet-rules", tests, facts_open, facts_close);
}
