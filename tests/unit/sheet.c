/* Proves that a sheet says the same on a screen of any width, as text and as JSON, and that outside
 * text in it cannot harm. */
#include "core/sheet/sheet.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "tests/unit/expect.h"

static void sheet_of_all(struct sheet *sheet)
{
	static const char *const ids[] = { "fr", "de" }, *const heads[] = { "FR", "DE" };
	static const char *const cells[] = { "1,200", "unknown, ask a partner" };
	sheet_init(sheet, "All lines");
	sheet_title(sheet, "pool", "Pool");
	sheet_row(sheet, "plan", "Plan", 136, SHEET_OK, "%s", "Domestic");
	sheet_count(sheet, "minutes", "Minutes", 138, 9000, "%s", "9,000 minutes");
	sheet_bar(sheet, "used", "Used", 3, 4, SHEET_WARNING, "%s", "3 of 4");
	sheet_text(sheet, 0, SHEET_DIM, "%s", "A paragraph of some words that is long.");
	sheet_item(sheet, 1, 3, SHEET_PLAIN, "%s", "First this");
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s", "a dash");
	sheet_title(sheet, "table", "Table");
	sheet_columns(sheet, "What", 2, ids, heads);
	sheet_cells(sheet, "m", "Minutes", 124, SHEET_PLAIN, 2, cells);
	sheet_drawing(sheet, "+--+\n|  |\n");
}

static const char wide[] = "All lines\n"
			   "\n"
			   "Pool\n"
			   "  Plan      Domestic  R-136\n"
			   "  Minutes   9,000 minutes  R-138\n"
			   "  Used      ##################......  3 of 4\n"
			   "  A paragraph of some words that is long.\n"
			   "  1. First this  R-003\n"
			   "  - a dash\n"
			   "\n"
			   "Table\n"
			   "  What     FR     DE\n"
			   "  Minutes  1,200  unknown, ask a partner  R-124\n"
			   "+--+\n"
			   "|  |\n";

static const char narrow[] = "All lines\n"
			     "\n"
			     "Pool\n"
			     "  Plan      Domestic  R-136\n"
			     "  Minutes   9,000 minutes\n"
			     "            R-138\n"
			     "  Used      ####..  3 of 4\n"
			     "  A paragraph of some words\n"
			     "  that is long.\n"
			     "  1. First this  R-003\n"
			     "  - a dash\n"
			     "\n"
			     "Table\n"
			     "  What     FR     DE\n"
			     "  Minutes  1,200  unknown, ask\n"
			     "                  a partner\n"
			     "+--+\n"
			     "|  |\n";

static void a_sheet_reads_well_at_any_width(void **state)
{
	static const struct {
		const char *name;
		int columns;
		const char *text;
	} rows[] = {
		{ "80 columns", 80, wide },
		{ "30 columns", 30, narrow },
	};
	struct sheet sheet;
	(void)state;
	text_set_ascii(true);
	sheet_of_all(&sheet);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		sheet_print(&sheet, rows[i].columns, &out);
		expect_text(rows[i].name, str_text(&out), rows[i].text);
		str_fini(&out);
	}
	text_set_ascii(false);
	sheet_fini(&sheet);
}

struct widest {
	int columns, most, lines;
};

static void measure(
	void *data, const char *text, enum sheet_tone tone, enum sheet_kind kind, int at)
{
	struct widest *widest = data;
	(void)tone;
	(void)kind;
	(void)at;
	widest->lines++;
	if (text_width(text) > widest->most)
		widest->most = text_width(text);
}

static void no_line_is_wider_than_the_screen(void **state)
{
	struct sheet sheet;
	(void)state;
	sheet_init(&sheet, "Wide");
	sheet_row(&sheet, "a", "Étiquette très longue, plus large que la colonne", 1, SHEET_PLAIN,
		"%s", "田中恵美田中恵美田中恵美田中恵美田中恵美田中恵美");
	sheet_text(&sheet, 2, SHEET_PLAIN, "%0200d", 7);
	for (int columns = 34; columns <= 200; columns++) {
		struct widest widest = { .columns = columns };
		sheet_lay(&sheet, columns, measure, &widest);
		if (widest.most > columns || widest.lines < 2)
			fail_msg("%d columns: a line of %d", columns, widest.most);
	}
	sheet_fini(&sheet);
}

static void a_span_begins_where_it_begins(void **state)
{
	static const struct {
		const char *name;
		int64_t from, sure, to;
		const char *text;
	} rows[] = {
		{ "from the start", 0, 12, 24, "  Papers    [############............]  x\n" },
		{ "later", 6, 12, 24, "  Papers    [      ######............]  x\n" },
		{ "its end is sure", 20, 24, 24, "  Papers    [                    ####]  x\n" },
		{ "only perhaps", 0, 0, 6, "  Papers    [......                  ]  x\n" },
		{ "no time at all", 8, 8, 8, "  Papers    [                        ]  x\n" },
		{ "beyond the end", 23, 30, 90, "  Papers    [                       #]  x\n" },
	};
	(void)state;
	text_set_ascii(true);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sheet sheet;
		struct str out = { 0 }, want = { 0 };
		sheet_init(&sheet, "S");
		sheet_span(&sheet, "p", "Papers", 0, rows[i].from, rows[i].sure, rows[i].to, 24,
			SHEET_PLAIN, "%s", "x");
		sheet_print(&sheet, 80, &out);
		str_add(&want, "S\n\n");
		for (const char *at = rows[i].text; *at; at++)
			if (*at != '[' && *at != ']')
				str_addc(&want, *at);
		expect_text(rows[i].name, str_text(&out), str_text(&want));
		str_fini(&want);
		str_fini(&out);
		sheet_fini(&sheet);
	}
	text_set_ascii(false);
}

static void outside_text_cannot_harm(void **state)
{
	struct sheet sheet;
	struct str out = { 0 };
	(void)state;
	sheet_init(&sheet, "\033[2J");
	sheet_row(&sheet, "n", "Name\033]0;x\007", 0, SHEET_PLAIN, "%s", "a\033[31mb\nc");
	sheet_print(&sheet, 80, &out);
	assert_null(strchr(str_text(&out), '\033'));
	assert_null(strchr(str_text(&out), '\007'));
	str_fini(&out);
	sheet_fini(&sheet);
}

static void the_json_holds_numbers_as_numbers(void **state)
{
	struct sheet sheet;
	struct json *json = json_new();
	(void)state;
	sheet_of_all(&sheet);
	json_object(json, NULL);
	sheet_json(&sheet, json);
	json_end(json);
	const char *text = json_done(json);
	expect_part("count", text, "\"id\":\"minutes\",\"label\":\"Minutes\",\"value\":9000");
	expect_part("bar", text, "\"value\":3,\"of\":4");
	expect_part("cells", text, "\"fr\":\"1,200\",\"de\":\"unknown, ask a partner\"");
	expect_part("rule", text, "\"rule\":124");
	json_free(json);
	sheet_fini(&sheet);
}

/* A picture that is drawn for each width stands on a screen once. */
static void a_picture_has_its_widths(void **state)
{
	static const struct {
		int columns;
		const char *text;
	} rows[] = { { 38, "S\n\n<>\n" }, { 59, "S\n\n<>\n" }, { 60, "S\n\n<-->\n" },
		{ 200, "S\n\n<-->\n" } };
	struct sheet sheet;
	(void)state;
	sheet_init(&sheet, "S");
	sheet_drawing_at(&sheet, 0, 59, "<>\n");
	sheet_drawing_at(&sheet, 60, 0, "<-->");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		sheet_print(&sheet, rows[i].columns, &out);
		expect_text("picture", str_text(&out), rows[i].text);
		str_fini(&out);
	}
	sheet_fini(&sheet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_reads_well_at_any_width),
		cmocka_unit_test(no_line_is_wider_than_the_screen),
		cmocka_unit_test(a_span_begins_where_it_begins),
		cmocka_unit_test(a_picture_has_its_widths),
		cmocka_unit_test(outside_text_cannot_harm),
		cmocka_unit_test(the_json_holds_numbers_as_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
