/* Proves the frame's arithmetic: rows, columns, the keys row, the steps, bars and filters. */
#include "core/base/text.h"
#include "tests/unit/expect.h"
#include "tui/layout.h"

/* ---- the frame ---- */

static void frame_keeps_its_places(void **state)
{
	static const struct row {
		int rows, columns, message_rows;
		bool pane, waiting, compact;
		int body_row, body_rows, message_row, status_row, keys_row, pane_columns;
	} rows[] = {
		/* Design: rows 4-20 the step, 22 message, 23 money, 24 keys, counted from 1. */
		{ 24, 80, 1, false, false, false, 3, 17, 21, 22, 23, 0 },
		{ 24, 80, 2, false, false, false, 3, 16, 20, 22, 23, 0 },
		{ 24, 99, 1, true, false, false, 3, 17, 21, 22, 23, 0 },
		{ 24, 100, 1, true, false, false, 3, 17, 21, 22, 23, 33 },
		{ 40, 120, 1, true, false, false, 3, 33, 37, 38, 39, 40 },
		{ 40, 300, 1, true, false, false, 3, 33, 37, 38, 39, 60 },
		{ 9, 40, 1, true, false, true, 2, 5, 7, -1, 8, 0 },
		{ 23, 80, 1, true, false, true, 2, 19, 21, -1, 22, 0 },
		{ 50, 79, 1, true, false, true, 2, 46, 48, -1, 49, 0 },
		{ 8, 40, 1, true, true, true, 2, 4, 6, -1, 7, 0 },
		{ 9, 39, 1, true, true, true, 2, 5, 7, -1, 8, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		struct layout layout;
		layout_frame(&layout, row->rows, row->columns, row->message_rows, row->pane);
		if (layout.waiting != row->waiting || layout.compact != row->compact ||
			layout.body_row != row->body_row || layout.body_rows != row->body_rows ||
			layout.message_row != row->message_row ||
			layout.status_row != row->status_row || layout.keys_row != row->keys_row ||
			layout.pane_columns != row->pane_columns)
			fail_msg("row %zu: %dx%d", i, row->columns, row->rows);
	}
}

static void pane_and_list_share_all_columns(void **state)
{
	(void)state;
	for (int columns = LAYOUT_PANE_COLUMNS; columns < 400; columns++) {
		struct layout layout;
		layout_frame(&layout, 30, columns, 1, true);
		if (layout.body_columns + 1 + layout.pane_columns != columns)
			fail_msg("at %d columns", columns);
	}
}

/* ---- columns ---- */

static const struct column numbers[] = {
	{ .title = "Number", .width = 17, .narrow = 15 },
	{ .title = "Kind", .width = 6, .drop = 3 },
	{ .title = "Place", .width = 16, .grow = 1, .narrow = 12 },
	{ .title = "Address", .width = 10, .grow = 3, .drop = 2 },
	{ .title = "State", .width = 5 },
};

static void columns_drop_grow_and_shrink(void **state)
{
	static const struct row {
		int columns;
		bool compact;
		int width[5];
	} rows[] = {
		{ 62, false, { 17, 6, 16, 10, 5 } }, /* exactly */
		{ 61, false, { 17, 0, 17, 16, 5 } }, /* the highest drop went, the rest grew */
		{ 70, false, { 17, 6, 18, 16, 5 } }, /* spare 8, by 1 and 3 */
		{ 44, false, { 17, 0, 18, 0, 5 } },
		{ 34, true, { 15, 0, 12, 0, 5 } }, /* 40x9 with marker and mark taken off */
		{ 20, true, { 6, 0, 7, 0, 5 } },   /* nothing may go: the widest are cut */
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int width[5];
		layout_columns(numbers, 5, rows[i].columns, rows[i].compact, width);
		for (int j = 0; j < 5; j++)
			if (width[j] != rows[i].width[j])
				fail_msg("row %zu: column %d is %d, not %d", i, j, width[j],
					rows[i].width[j]);
	}
}

static void columns_never_exceed_their_room(void **state)
{
	(void)state;
	for (int columns = 10; columns < 200; columns++) {
		for (int compact = 0; compact < 2; compact++) {
			int width[5], where[5];
			layout_columns(numbers, 5, columns, compact, width);
			layout_places(width, 5, compact, where);
			for (int i = 0; i < 5; i++)
				if (width[i] && where[i] + width[i] > columns)
					fail_msg("%d columns, compact %d, column %d ends at %d",
						columns, compact, i, where[i] + width[i]);
		}
	}
}

static void the_selected_row_is_always_seen(void **state)
{
	static const struct row {
		int64_t top, selected, count;
		int rows;
		int64_t want;
	} rows[] = {
		{ 0, 0, 0, 5, 0 },
		{ 0, 4, 10, 5, 0 },
		{ 0, 5, 10, 5, 1 },
		{ 5, 2, 10, 5, 2 },
		{ 9, 9, 10, 5, 5 },
		{ 0, 999999, 1000000, 17, 999983 },
		{ 7, 2, 3, 5, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (layout_top(rows[i].top, rows[i].selected, rows[i].count, rows[i].rows) !=
			rows[i].want)
			fail_msg("row %zu", i);
}

/* ---- the keys row ---- */

static void keys_go_by_rank_and_keep_their_order(void **state)
{
	static const struct key_label labels[] = {
		{ '?', "Help", 0 },
		{ '/', "Filter", 45 },
		{ 's', "Search", 10 },
		{ TUI_SPACE, "Mark", 27 },
		{ TUI_ENTER, "Acquire", 20 },
		{ '<', "Back", 37 },
	};
	static const struct row {
		int columns;
		bool compact;
		const char *want;
	} rows[] = {
		{ 80, false, "?Help /Filter s Search Space Mark Enter Acquire < Back" },
		{ 54, false, "?Help /Filter s Search Space Mark Enter Acquire < Back" },
		{ 53, false, "?Help s Search Space Mark Enter Acquire < Back" },
		{ 45, false, "?Help s Search Space Mark Enter Acquire" },
		{ 14, false, "?Help s Search" },
		{ 5, false, "?Help" },
		{ 4, false, "" },
		{ 40, true, "? / s Space Enter <" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str line = { 0 };
		layout_keys(&line, labels, 6, rows[i].columns, rows[i].compact);
		if (strcmp(str_text(&line), rows[i].want) != 0)
			fail_msg("row %zu: [%s]", i, str_text(&line));
		str_fini(&line);
	}
}

/* ---- steps ---- */

static bool first_two(void *ctx)
{
	return *(int *)ctx > 0;
}

static const struct step steps[] = {
	{ "Organization", NULL, first_two },
	{ "Licences", NULL, first_two },
	{ "Numbers", NULL, NULL },
	{ "Addresses", NULL, NULL },
	{ "Assign", NULL, NULL },
	{ "Notify", NULL, NULL },
	{ "Review", NULL, NULL },
};

static int step_count(void *ctx)
{
	(void)ctx;
	return 7;
}

static const struct step *step_at(void *ctx, int at)
{
	(void)ctx;
	return &steps[at];
}

static void steps_show_the_current_one_at_any_width(void **state)
{
	static const struct shell shell = { .step_count = step_count, .step = step_at };
	static const struct row {
		int current, columns;
		const char *want;
	} rows[] = {
		{ 2, 80, "Organization ok Licences ok >Numbers< Addresses Assign Notify Review" },
		{ 2, 45, "Licences ok >Numbers< Addresses Assign" },
		{ 0, 20, ">Organization<" },
		{ 6, 20, "Notify >Review<" },
		{ 3, 5, ">Addresses<" },
	};
	int done = 1;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str line = { 0 };
		layout_steps(&line, &shell, &done, rows[i].current, rows[i].columns);
		if (strcmp(str_text(&line), rows[i].want) != 0)
			fail_msg("row %zu: [%s]", i, str_text(&line));
		str_fini(&line);
	}
}

/* ---- bars and filters ---- */

static void bars_never_lie_at_their_ends(void **state)
{
	static const struct row {
		int64_t part, whole;
		const char *want;
	} rows[] = {
		{ 0, 15, ".........." },
		{ 1, 1000000, "#........." },
		{ 5, 15, "###......." },
		{ 999999, 1000000, "#########." },
		{ 15, 15, "##########" },
		{ 20, 15, "##########" },
		{ 5, 0, "#........." },
		{ -1, 10, ".........." },
	};
	(void)state;
	text_set_ascii(true);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str bar = { 0 };
		layout_bar(&bar, rows[i].part, rows[i].whole, 10);
		if (strcmp(str_text(&bar), rows[i].want) != 0)
			fail_msg("row %zu: [%s]", i, str_text(&bar));
		str_fini(&bar);
	}
	text_set_ascii(false);
}

static void glyphs_follow_the_ascii_setting(void **state)
{
	struct str bar = { 0 };
	(void)state;
	layout_bar(&bar, 1, 2, 4);
	assert_string_equal(str_text(&bar), "██░░");
	assert_string_equal(layout_arrow(), "──▶");
	text_set_ascii(true);
	assert_string_equal(layout_arrow(), "-->");
	text_set_ascii(false);
	str_fini(&bar);
}

static void filter_reads_its_exclamation_mark(void **state)
{
	(void)state;
	assert_false(layout_filter("lyon").exclude);
	assert_string_equal(layout_filter("lyon").text, "lyon");
	assert_true(layout_filter("!lyon").exclude);
	assert_string_equal(layout_filter("!lyon").text, "lyon");
	assert_string_equal(layout_filter("!").text, "");
	assert_false(layout_filter("a!b").exclude);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_keeps_its_places),
		cmocka_unit_test(pane_and_list_share_all_columns),
		cmocka_unit_test(columns_drop_grow_and_shrink),
		cmocka_unit_test(columns_never_exceed_their_room),
		cmocka_unit_test(the_selected_row_is_always_seen),
		cmocka_unit_test(keys_go_by_rank_and_keep_their_order),
		cmocka_unit_test(steps_show_the_current_one_at_any_width),
		cmocka_unit_test(bars_never_lie_at_their_ends),
		cmocka_unit_test(glyphs_follow_the_ascii_setting),
		cmocka_unit_test(filter_reads_its_exclamation_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
