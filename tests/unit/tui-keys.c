/* Proves the names of keys, the table of common keys, the help page, and that the check of
 * declarations finds each thing that can be wrong with them. */
#include "core/base/text.h"
#include "tui/common.h"
#include "tests/unit/expect.h"
#include "tui/layout.h"

static void keys_have_the_names_people_know(void **state)
{
	static const struct row {
		int key;
		const char *name;
	} rows[] = {
		{ 's', "s" },
		{ TUI_SPACE, "Space" },
		{ TUI_ENTER, "Enter" },
		{ TUI_ESC, "Esc" },
		{ TUI_TAB, "Tab" },
		{ TUI_CTRL('r'), "Ctrl-R" },
		{ TUI_F(5), "F5" },
		{ TUI_F(12), "F12" },
		{ TUI_PAGE_DOWN, "PgDn" },
		{ 0xE9, "é" },
		{ '<', "<" },
		{ TUI_NONE, "" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str name = { 0 };
		key_text(&name, rows[i].key);
		if (strcmp(str_text(&name), rows[i].name) != 0)
			fail_msg("row %zu: [%s]", i, str_text(&name));
		str_fini(&name);
	}
}

static void keys_that_terminals_need_are_forbidden(void **state)
{
	static const int no[] = { TUI_CTRL('h'), TUI_CTRL('j'), TUI_CTRL('a'), TUI_CTRL('b'),
		TUI_CTRL('c'), TUI_CTRL('l'), TUI_CTRL('z'), 0x7f, TUI_NONE, TUI_RESIZE,
		TUI_MOUSE };
	static const int yes[] = { 's', 'S', '+', TUI_TAB, TUI_ENTER, TUI_ESC, TUI_SPACE,
		TUI_CTRL('r'), TUI_CTRL('s'), TUI_F(1), TUI_F(12), 0xE9 };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(no); i++)
		if (!key_forbidden(no[i]))
			fail_msg("no %zu", i);
	for (size_t i = 0; i < COUNT_OF(yes); i++)
		if (key_forbidden(yes[i]))
			fail_msg("yes %zu", i);
}

static void letters_do_not_act_in_text(void **state)
{
	(void)state;
	assert_false(key_acts_in_text('q'));
	assert_false(key_acts_in_text(TUI_SPACE));
	assert_false(key_acts_in_text(TUI_LEFT));
	assert_true(key_acts_in_text(TUI_F(10)));
	assert_true(key_acts_in_text(TUI_CTRL('r')));
	assert_true(key_acts_in_text(TUI_TAB));
}

/* ---- the common table ---- */

static void common_keys_are_complete_and_single(void **state)
{
	(void)state;
	for (int i = 0; i < COMMAND_COUNT; i++) {
		if (!commons[i].key[0] || !commons[i].help)
			fail_msg("command %d has no key or no help", i);
		for (int j = 0; j < 4 && commons[i].key[j]; j++)
			if (common_command(commons[i].key[j]) != (enum command)i)
				fail_msg("command %d: key %d is another's", i, j);
	}
}

static void common_keys_follow_the_design(void **state)
{
	static const struct row {
		int key;
		enum command command;
	} rows[] = {
		{ 'j', COMMAND_DOWN },
		{ TUI_CTRL('u'), COMMAND_PAGE_UP },
		{ 'G', COMMAND_LAST },
		{ 'x', COMMAND_MARK },
		{ TUI_SPACE, COMMAND_MARK },
		{ TUI_F(4), COMMAND_FILTER },
		{ TUI_F(6), COMMAND_EDIT },
		{ TUI_F(3), COMMAND_DETAIL },
		{ '4', COMMAND_STEP },
		{ TUI_F(8), COMMAND_BACK },
		{ TUI_F(10), COMMAND_NEXT },
		{ TUI_F(1), COMMAND_HELP },
		{ TUI_CTRL('c'), COMMAND_QUIT },
		{ 'Z', COMMAND_COUNT },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (common_command(rows[i].key) != rows[i].command)
			fail_msg("row %zu", i);
}

/* ---- the check ---- */

static void run(struct tui *tui, void *ctx)
{
	(void)tui;
	(void)ctx;
}

static int64_t count(void *ctx)
{
	(void)ctx;
	return 0;
}

static void cell(void *ctx, int64_t row, int column, struct str *out)
{
	(void)ctx;
	(void)row;
	(void)column;
	(void)out;
}

static void empty(void *ctx, struct str *out)
{
	(void)ctx;
	(void)out;
}

static const struct column good_columns[] = {
	{ .title = "Number", .help = "The number.", .width = 17 },
	{ .title = "State", .help = "Whose it is.", .width = 5 },
};
static const struct column wide_columns[] = {
	{ .title = "Number", .help = "The number.", .width = 30 },
	{ .title = "Place", .help = "Where.", .width = 30 },
};
static const struct column bare_columns[] = { { .title = "Number", .width = 17 } };

#define ACTION(...)                                                          \
	{                                                                    \
		.label = "Search", .help = "Finds.", .run = run, __VA_ARGS__ \
	}

static void check_finds_what_is_wrong_with_an_action(void **state)
{
	static const struct row {
		struct action actions[2];
		const char *want; /* part of the sentence; NULL: all is well */
	} rows[] = {
		{ { ACTION(.key = 's'), ACTION(.key = 't', .twin = TUI_F(11)) }, NULL },
		{ { ACTION(.key = 'a'), ACTION(.key = TUI_ENTER) }, NULL },
		{ { ACTION(.key = 's'), ACTION(.key = 's') }, "one key for two" },
		{ { ACTION(.key = 's'), ACTION(.key = 't', .twin = 's') }, "one key for two" },
		{ { ACTION(.key = 's', .twin = TUI_F(9)), ACTION(.key = 't', .twin = TUI_F(9)) },
			"one key for two" },
		{ { ACTION(.key = 's'), ACTION(.key = TUI_CTRL('a')) }, "nobody may bind" },
		{ { ACTION(.key = 's', .twin = TUI_CTRL('h')), ACTION(.key = 't') },
			"nobody may bind" },
		{ { ACTION(.key = 's'), ACTION(.key = 'q') }, "same everywhere" },
		{ { ACTION(.key = 's'), ACTION(.key = '3') }, "same everywhere" },
		{ { ACTION(.key = 's'), { .key = 't', .label = "", .help = "Finds.", .run = run } },
			"no label" },
		{ { ACTION(.key = 's'), { .key = 't', .label = "Search", .run = run } },
			"needs key, help" },
		{ { ACTION(.key = 's'), { .label = "Search", .help = "Finds.", .run = run } },
			"needs key, help" },
		{ { ACTION(.key = 's'), { .key = 't',
						.label = "Search everywhere",
						.help = "Finds.",
						.run = run } },
			"more than 14" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct view view = { .id = "v",
			.title = "V",
			COLUMNS(good_columns),
			.count = count,
			.cell = cell,
			.empty = empty,
			.actions = rows[i].actions,
			.action_count = 2 };
		struct error err = { 0 };
		bool good = tui_keys_check(&view, NULL, &err);
		if (good != !rows[i].want || (!good && !strstr(err.text, rows[i].want)))
			fail_msg("row %zu: %s", i, err.text);
	}
}

static void check_finds_what_is_wrong_with_a_list(void **state)
{
	static const struct row {
		struct view view;
		const char *want;
	} rows[] = {
		{ { .title = "V" }, "needs id" },
		{ { .id = "v", .title = "V", COLUMNS(good_columns), .count = count, .cell = cell },
			"count, cell and empty" },
		{ { .id = "v",
			  .title = "V",
			  COLUMNS(wide_columns),
			  .count = count,
			  .cell = cell,
			  .empty = empty },
			"fit 40" },
		{ { .id = "v",
			  .title = "V",
			  COLUMNS(bare_columns),
			  .count = count,
			  .cell = cell,
			  .empty = empty },
			"a column needs" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		if (tui_keys_check(&rows[i].view, NULL, &err) || !strstr(err.text, rows[i].want))
			fail_msg("row %zu: %s", i, err.text);
	}
}

static void get(void *ctx, const struct field *field, struct str *out)
{
	(void)ctx;
	(void)field;
	(void)out;
}

static bool accept(struct tui *tui, void *ctx, struct error *err)
{
	(void)tui;
	(void)ctx;
	(void)err;
	return true;
}

static void check_finds_what_is_wrong_with_a_form(void **state)
{
	static const struct field twice[] = {
		{ .id = "a", .label = "A", .help = "A.", .kind = FIELD_FIXED, .get = get },
		{ .id = "a", .label = "B", .help = "B.", .kind = FIELD_FIXED, .get = get },
	};
	static const struct field mute[] = {
		{ .id = "a", .label = "A", .help = "A.", .get = get }
	};
	static const struct form two = { .title = "T", FIELDS(twice), .accept = accept };
	static const struct form one = { .title = "T", FIELDS(mute), .accept = accept };
	struct error err = { 0 };
	(void)state;
	assert_false(tui_form_check(&two, &err));
	assert_non_null(strstr(err.text, "two fields of one id"));
	assert_false(tui_form_check(&one, &err));
	assert_non_null(strstr(err.text, "needs get and set"));
}

/* A view's own action may stand where the shell has one, but not hide behind its twin. */
static void check_knows_the_shell(void **state)
{
	static const struct action shell_actions[] = { ACTION(.key = 'w', .twin = TUI_F(2)) };
	static const struct action over[] = { ACTION(.key = 'w') };
	static const struct action behind[] = { ACTION(.key = 't', .twin = TUI_F(2)) };
	static const struct shell shell = { ACTIONS(shell_actions) };
	struct view view = { .id = "v", .title = "V", ACTIONS(over) };
	struct error err = { 0 };
	(void)state;
	assert_true(tui_keys_check(&view, &shell, &err));
	view.actions = behind;
	assert_false(tui_keys_check(&view, &shell, &err));
	assert_non_null(strstr(err.text, "twin of the shell"));
}

/* ---- help ---- */

static void row_help(void *ctx, int64_t row, struct str *out)
{
	(void)ctx;
	str_addf(out, "Row %d is held.", (int)row);
}

static void rule_text(void *ctx, int rule, struct str *out)
{
	(void)ctx;
	str_addf(out, "the text of rule %d", rule);
}

static void help_begins_with_the_row_and_ends_with_all_keys(void **state)
{
	static const struct action actions[] = { ACTION(.key = 's', .rule = 219,
		.twin = TUI_F(9)) };
	static const struct view view = { .id = "v",
		.title = "Numbers",
		.help = "Get numbers.",
		COLUMNS(good_columns),
		ACTIONS(actions),
		.row_help = row_help };
	struct str text = { 0 };
	(void)state;
	layout_help(&text, &view, NULL, 7, NULL, NULL);
	const char *help = str_text(&text), *row = strstr(help, "Row 7 is held."),
		   *what = strstr(help, "Get numbers."), *key = strstr(help, "s, F9"),
		   *last = strstr(help, "q, Ctrl-C");
	assert_true(row && what && key && last);
	assert_true(row < what && what < key && key < last);
	assert_non_null(strstr(help, "R-219"));
	assert_null(strstr(help, "Mark all rows")); /* there are no marks here */
	str_fini(&text);
}

static void help_of_a_field_names_rule_and_id(void **state)
{
	static const struct field fields[] = { { .id = "usage_location",
		.label = "Country",
		.help = "Where they are.",
		.rule = 8,
		.kind = FIELD_FIXED,
		.get = get } };
	static const struct view view = { .id = "v", .title = "Organization", FIELDS(fields) };
	static const struct shell shell = { .rule = rule_text };
	struct str text = { 0 };
	(void)state;
	layout_help(&text, &view, NULL, 0, &shell, NULL);
	assert_non_null(strstr(str_text(&text), "R-008  the text of rule 8"));
	assert_non_null(strstr(str_text(&text), "usage_location"));
	str_fini(&text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_have_the_names_people_know),
		cmocka_unit_test(keys_that_terminals_need_are_forbidden),
		cmocka_unit_test(letters_do_not_act_in_text),
		cmocka_unit_test(common_keys_are_complete_and_single),
		cmocka_unit_test(common_keys_follow_the_design),
		cmocka_unit_test(check_finds_what_is_wrong_with_an_action),
		cmocka_unit_test(check_finds_what_is_wrong_with_a_list),
		cmocka_unit_test(check_finds_what_is_wrong_with_a_form),
		cmocka_unit_test(check_knows_the_shell),
		cmocka_unit_test(help_begins_with_the_row_and_ends_with_all_keys),
		cmocka_unit_test(help_of_a_field_names_rule_and_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
