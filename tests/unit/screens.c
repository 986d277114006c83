/* Proves what all screens declare: keys that nobody else has, help for all of them, columns and
 * fields that fit, rules that exist, and that callbacks answer on an empty and on a full store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "screens/common.h"
#include "screens/wizard.h"
#include "tests/unit/expect.h"
#include "tui/layout.h"

static void every_view_declares_its_keys_and_columns_well(void **state)
{
	(void)state;
	for (int i = 0; wizard_view(i); i++) {
		struct error err = { 0 };
		if (!tui_keys_check(wizard_view(i), &wizard_shell, &err))
			fail_msg("%s", err.text);
	}
}

static void every_form_declares_its_fields_well(void **state)
{
	(void)state;
	for (int i = 0; wizard_form(i); i++) {
		struct error err = { 0 };
		if (!tui_form_check(wizard_form(i), &err))
			fail_msg("%s", err.text);
	}
}

static void no_two_views_share_an_id(void **state)
{
	(void)state;
	for (int i = 0; wizard_view(i); i++)
		for (int k = 0; k < i; k++)
			if (strcmp(wizard_view(i)->id, wizard_view(k)->id) == 0)
				fail_msg("two views are called %s", wizard_view(i)->id);
}

static void the_first_views_are_the_steps(void **state)
{
	(void)state;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		assert_string_equal(wizard_view(i)->id, plan_step_id((enum plan_step)i));
}

static void every_rule_that_is_named_exists(void **state)
{
	struct error err = { 0 };
	struct reference *ref = reference_open(NULL, &err);
	struct rule_text text;
	(void)state;
	assert_non_null(ref);
	for (int i = 0; wizard_view(i); i++) {
		const struct view *view = wizard_view(i);
		for (int k = 0; k < view->action_count; k++)
			if (view->actions[k].rule &&
				!reference_rule(ref, view->actions[k].rule, &text, NULL))
				fail_msg("%s: %s names R-%03d", view->id, view->actions[k].label,
					view->actions[k].rule);
		for (int k = 0; k < view->field_count; k++)
			if (view->fields[k].rule &&
				!reference_rule(ref, view->fields[k].rule, &text, NULL))
				fail_msg("%s: %s names R-%03d", view->id, view->fields[k].id,
					view->fields[k].rule);
	}
	reference_close(ref);
}

static void a_verdict_reads_as_why_remedy_and_rule(void **state)
{
	struct verdict verdict = { VERDICT_NO, 9, "No.", "Do this." };
	struct verdict yes = VERDICT_ALLOWED;
	struct str out = { 0 };
	(void)state;
	assert_int_equal(screen_verdict(&verdict, &out), ROLE_ERROR);
	assert_string_equal(str_text(&out), "No. Do this.  R-009");
	str_clear(&out);
	assert_int_equal(screen_verdict(&yes, &out), ROLE_TEXT);
	assert_string_equal(str_text(&out), "");
	str_fini(&out);
}

static void numbers_are_grouped_by_thousands(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} rows[] = { { 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1,000" }, { 15000, "15,000" },
		{ 1234567, "1,234,567" }, { -1234, "-1,234" } };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str out = { 0 };
		screen_number(&out, rows[i].number);
		if (strcmp(str_text(&out), rows[i].text) != 0)
			fail_msg("%s became %s", rows[i].text, str_text(&out));
		str_fini(&out);
	}
}

static void a_window_gives_only_the_rows_that_were_loaded(void **state)
{
	struct screen_rows rows = { .size = sizeof(int) };
	(void)state;
	int *loaded = screen_rows_room(&rows, 100, 3);
	loaded[0] = 10;
	loaded[1] = 11;
	rows.count = 2;
	assert_null(screen_rows_at(&rows, 99));
	assert_int_equal(*(const int *)screen_rows_at(&rows, 100), 10);
	assert_int_equal(*(const int *)screen_rows_at(&rows, 101), 11);
	assert_null(screen_rows_at(&rows, 102));
	screen_rows_fini(&rows);
}

/* ---- the screens over a store, without a terminal ---- */

struct fixture {
	char folder[64];
	struct profile profile;
	struct loop *loop;
	struct wizard wizard;
};

static int set_up(void **state)
{
	struct fixture *fixture = xcalloc(1, sizeof *fixture);
	struct error err = { 0 };
	struct profile_options options = { .name = "test", .demo = true, .speed = "instant" };
	snprintf(fixture->folder, sizeof fixture->folder, "/tmp/unit-screens-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	setenv("XDG_STATE_HOME", fixture->folder, 1);
	setenv("XDG_CONFIG_HOME", fixture->folder, 1);
	if (!profile_open(&fixture->profile, &options, &err))
		fail_msg("%s", err.text);
	fixture->loop = loop_new();
	fixture->wizard.profile = &fixture->profile;
	fixture->wizard.loop = fixture->loop;
#define X(name, id, title) name##_init(&fixture->wizard);
	WIZARD_SCREENS(X)
#undef X
	*state = fixture;
	return 0;
}

static void forget_files(const char *folder)
{
	static const char *const names[] = { "ringup/test.db", "ringup/test.db-wal",
		"ringup/test.db-shm", "ringup/test.db.lock", "ringup/test.demo.db",
		"ringup/test.demo.db-wal", "ringup/test.demo.db-shm" };
	char path[200];
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/ringup", folder);
	rmdir(path);
	rmdir(folder);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
#define X(name, id, title) name##_fini(&fixture->wizard);
	WIZARD_SCREENS(X)
#undef X
	loop_free(fixture->loop);
	profile_close(&fixture->profile);
	forget_files(fixture->folder);
	free(fixture);
	return 0;
}

/* Asks a view for all that it would show. */
static void ask_all(const struct view *view, void *ctx, int columns)
{
	struct str out = { 0 };
	enum tui_role role = ROLE_TEXT;
	int64_t count = view->count ? view->count(ctx) : 0;
	int rows = count > 20 ? 20 : (int)count;
	if (rows > 0 && view->load)
		view->load(ctx, 0, rows);
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < view->column_count; column++)
			view->cell(ctx, row, column, &out);
	for (int i = 0; i < view->field_count; i++)
		view->fields[i].get(ctx, &view->fields[i], &out);
	if (view->header)
		view->header(ctx, columns, &out);
	if (view->footer)
		view->footer(ctx, columns, &out);
	if (view->message)
		view->message(ctx, rows > 0 ? 0 : -1, &out, &role);
	if (view->detail)
		view->detail(ctx, rows > 0 ? 0 : -1, &out);
	if (view->row_help)
		view->row_help(ctx, rows > 0 ? 0 : -1, &out);
	if (rows == 0 && view->empty)
		view->empty(ctx, &out);
	assert_true(text_valid(str_text(&out), out.len));
	if (view->columns && rows == 0)
		assert_true(out.len > 0);
	str_fini(&out);
}

static void every_step_answers_for_a_tenant_without_anything(void **state)
{
	static const int widths[] = { 38, 78, 118 };
	struct fixture *fixture = *state;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		for (size_t k = 0; k < sizeof widths / sizeof widths[0]; k++)
			ask_all(wizard_view(i), &fixture->wizard, widths[k]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_view_declares_its_keys_and_columns_well),
		cmocka_unit_test(every_form_declares_its_fields_well),
		cmocka_unit_test(no_two_views_share_an_id),
		cmocka_unit_test(the_first_views_are_the_steps),
		cmocka_unit_test(every_rule_that_is_named_exists),
		cmocka_unit_test(a_verdict_reads_as_why_remedy_and_rule),
		cmocka_unit_test(numbers_are_grouped_by_thousands),
		cmocka_unit_test(a_window_gives_only_the_rows_that_were_loaded),
		cmocka_unit_test_setup_teardown(
			every_step_answers_for_a_tenant_without_anything, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("screens", tests, NULL, NULL);
}
