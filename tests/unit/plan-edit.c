/* Proves that edits of wishes are taken back and done again as a whole or not at all. */
#include "core/plan/edit.h"

#include "tests/unit/plan-fixture.h"

static void edit(struct store *store, const char *label, const char *sql)
{
	struct error err = { 0 };

	if (!edit_begin(store, label, &err))
		fail_msg("%s", err.text);
	fixture_exec(store, sql);
	if (!edit_end(store, NULL, &err))
		fail_msg("%s", err.text);
}

static int64_t callers(struct store *store)
{
	return fixture_number(store, "SELECT count(*) FROM person WHERE calls = 1");
}

static void undo_and_redo_walk_the_edits(void **state)
{
	struct store *store = fixture_open();
	char label[64];

	(void)state;
	edit(store, "one", "UPDATE person SET calls = 0 WHERE id = 1");
	edit(store, "two", "UPDATE person SET calls = 0 WHERE id > 1");
	assert_int_equal(callers(store), 0);
	assert_string_equal(edit_undo_label(store, label, sizeof(label)), "two");
	assert_true(edit_undo(store, label, sizeof(label), NULL));
	assert_string_equal(label, "two");
	assert_int_equal(callers(store), 2);
	assert_string_equal(edit_redo_label(store, label, sizeof(label)), "two");
	assert_true(edit_undo(store, label, sizeof(label), NULL));
	assert_int_equal(callers(store), 3);
	assert_true(edit_redo(store, label, sizeof(label), NULL));
	assert_string_equal(label, "one");
	assert_int_equal(callers(store), 2);
	edit(store, "three", "UPDATE person SET calls = 1 WHERE id = 1");
	assert_string_equal(edit_redo_label(store, label, sizeof(label)), "");
	store_close(store);
}

static void nothing_to_undo_says_so(void **state)
{
	struct store *store = fixture_open();
	struct error err = { 0 };

	(void)state;
	assert_false(edit_undo(store, NULL, 0, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_false(edit_redo(store, NULL, 0, &err));
	edit(store, "nothing", "UPDATE person SET calls = 1");
	assert_false(edit_undo(store, NULL, 0, &err));
	store_close(store);
}

static void rows_that_changed_since_refuse_the_whole(void **state)
{
	struct store *store = fixture_open();
	struct error err = { 0 };

	(void)state;
	edit(store, "moved", "UPDATE person SET calls = 0");
	fixture_exec(store, "UPDATE person SET calls = 1 WHERE id = 2");
	assert_false(edit_undo(store, NULL, 0, &err));
	assert_int_equal(err.code, ERROR_TAKEN);
	expect_part("message", err.text, "people");
	assert_int_equal(callers(store), 1);
	store_close(store);
}

static void inserts_triggers_and_deletes_come_back(void **state)
{
	struct store *store = fixture_open();

	(void)state;
	edit(store, "address", "INSERT INTO address (id, name) VALUES (2, 'annex')");
	edit(store, "away", "DELETE FROM assignment WHERE person_id = 1");
	edit(store, "location",
		"UPDATE person SET usage_location_wanted = 'CA' WHERE id = 1;"
		"UPDATE organization SET saved_at = 5, name = 'Other'");
	fixture_exec(store, "UPDATE organization SET saved_at = 7");
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(
		fixture_number(store, "SELECT count(*) FROM organization WHERE name = 'Bakery'"),
		1);
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM assignment"), 3);
	assert_true(edit_undo(store, NULL, 0, NULL));
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM place"), 2);
	assert_true(edit_redo(store, NULL, 0, NULL));
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM place"), 3);
	assert_true(edit_undo(store, NULL, 0, NULL));
	store_close(store);
}

static void cancel_leaves_nothing(void **state)
{
	struct store *store = fixture_open();

	(void)state;
	assert_true(edit_begin(store, "x", NULL));
	assert_true(edit_begin(store, "inner", NULL));
	fixture_exec(store, "UPDATE person SET calls = 0");
	assert_true(edit_end(store, NULL, NULL));
	assert_true(edit_open(store));
	edit_cancel(store);
	assert_false(edit_open(store));
	assert_int_equal(callers(store), 3);
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM edit"), 0);
	store_close(store);
}

static void a_hundred_are_kept(void **state)
{
	struct store *store = fixture_open();

	(void)state;
	for (int i = 0; i < EDIT_KEPT + 5; i++)
		edit(store, "flip", "UPDATE person SET calls = NOT calls WHERE id = 1");
	assert_int_equal(fixture_number(store, "SELECT count(*) FROM edit"), EDIT_KEPT);
	store_close(store);
}

static void a_large_edit_is_done_but_not_kept(void **state)
{
	struct store *store = fixture_open();
	struct error err = { 0 };
	bool kept = true;

	(void)state;
	assert_true(edit_begin(store, "imported", NULL));
	fixture_exec(store,
		"WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
		" INSERT INTO person (id, upn, display_name) SELECT i, 'p' || i || '@x',"
		" printf('%0200d', i) FROM n");
	assert_true(edit_end(store, &kept, NULL));
	assert_false(kept);
	assert_int_equal(fixture_number(store, "SELECT count(*) > 50000 FROM person"), 1);
	assert_false(edit_undo(store, NULL, 0, &err));
	assert_int_equal(err.code, ERROR_REFUSED);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(undo_and_redo_walk_the_edits),
		TEST(nothing_to_undo_says_so),
		TEST(rows_that_changed_since_refuse_the_whole),
		TEST(inserts_triggers_and_deletes_come_back),
		TEST(cancel_leaves_nothing),
		TEST(a_hundred_are_kept),
		TEST(a_large_edit_is_done_but_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
