/* Proves that the wizard's sheets name topics and questions as its screens do, not as the command
 * line does, and that all other words stay. */
#include "core/sheet/words.h"

#include "tests/unit/expect.h"

static const struct {
	const char *topic, *text, *want;
	int count;
	const char *first;
} rows[] = {
	{ "pools", "When short: `ringup about forecast`. Then: `ringup about empty`.",
		"When short: topic \"Forecast\". Then: topic \"When minutes run out\".", 2,
		"forecast" },
	{ "pools", "`ringup about empty`, `ringup about empty`",
		"topic \"When minutes run out\", topic \"When minutes run out\"", 1, "empty" },
	{ "rules", "`ringup about rules R-219` shows one", "`ringup about rules R-219` shows one",
		0, NULL },
	{ "pools", "`ringup about nothing`", "`ringup about nothing`", 0, NULL },
	{ "abroad", "answer price= and rate= for it",
		"answer \"Price difference\" and \"Cents a minute\" for it", 0, NULL },
	{ "plans", "Answer `to=` with a country", "Answer \"Calls to\" with a country", 0, NULL },
	{ "credits", "auto=yes refills", "\"Auto-recharge: yes\" refills", 0, NULL },
	{ "credits", "`ringup want credits amount=50`", "`ringup want credits amount=50`", 0,
		NULL },
	{ "credits", "xauto=yes, other=1, = and ` alone", "xauto=yes, other=1, = and ` alone", 0,
		NULL },
	{ "credits", "", "", 0, NULL },
};

static void words_are_the_wizards(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct topic *to[4];
		struct str out = { 0 };
		int count = words_of_wizard(topic_of(rows[i].topic), rows[i].text, to, 0, 4, &out);
		if (strcmp(str_text(&out), rows[i].want) != 0)
			fail_msg("\"%s\" became \"%s\"", rows[i].text, str_text(&out));
		if (count != rows[i].count)
			fail_msg("\"%s\": %d topics", rows[i].text, count);
		if (rows[i].first)
			assert_string_equal(to[0]->id, rows[i].first);
		str_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(words_are_the_wizards) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
