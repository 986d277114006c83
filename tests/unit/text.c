/* Proves that text is measured as ncurses places it, folded for filters, decoded from every
 * encoding that Windows' tools write, and never shown raw. */
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include <unictype.h>
#include <unistr.h>

#include "core/base/text.h"
#include "tests/unit/expect.h"

static void width_counts_columns(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int width;
	} rows[] = {
		{ "", 0 },
		{ "Bellevue", 8 },
		{ "é", 1 },
		{ "e\xCC\x81", 1 },
		{ "東京", 4 },
		{ "ﾄｳｷｮｳ", 5 },
		{ "👍", 2 },
		{ "…", 1 },
		{ "██░", 3 },
		{ "नि", 2 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].text, text_width(rows[i].text), rows[i].width);
}

/* Every character that text_printable lets through is as wide as wcwidth says. */
static void width_agrees_with_wcwidth_wherever_text_is_shown(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	struct str shown = { 0 };
	for (ucs4_t c = 0x20; c < 0x110000; c++) {
		uint8_t text[8] = { 0 };
		if (u8_uctomb(text, c, 6) < 0 || wcwidth((wchar_t)c) < 0)
			continue;
		str_clear(&shown);
		text_printable(&shown, (const char *)text);
		if (strcmp(str_text(&shown), (const char *)text) == 0 &&
			text_width((const char *)text) != wcwidth((wchar_t)c))
			fail_msg("U+%04X: %d columns, wcwidth says %d", (unsigned)c,
				text_width((const char *)text), wcwidth((wchar_t)c));
	}
	str_fini(&shown);
}

static void fit_never_cuts_a_cluster(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int columns;
		size_t bytes;
		int used;
	} rows[] = {
		{ "Seattle", 4, 4, 4 },
		{ "Seattle", 99, 7, 7 },
		{ "Seattle", 0, 0, 0 },
		{ "東京", 3, 3, 2 },
		{ "東京", 1, 0, 0 },
		{ "e\xCC\x81t\xC3\xA9", 2, 4, 2 },
		{ "e\xCC\x81t\xC3\xA9", 1, 3, 1 },
		{ "a\r\n", 9, 3, 1 },
		{ "", 5, 0, 0 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int used = -1;
		size_t bytes = text_fit(rows[i].text, rows[i].columns, &used);
		expect_number(rows[i].text, (long long)bytes, (long long)rows[i].bytes);
		expect_number(rows[i].text, used, rows[i].used);
	}
}

static void next_and_prev_walk_the_same_clusters(void **state)
{
	(void)state;
	static const char *const rows[] = { "abc", "Ève", "e\xCC\x81\xCC\xA3x", "東京都", "🇫🇷🇺🇸",
		"नि", "a\r\nb", "" };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t starts[32], count = 0, at = 0, len;
		while ((len = text_next(rows[i] + at)) > 0) {
			starts[count++] = at;
			at += len;
		}
		expect_number(rows[i], (long long)at, (long long)strlen(rows[i]));
		while (count > 0) {
			at -= text_prev(rows[i], at);
			expect_number(rows[i], (long long)at, (long long)starts[--count]);
		}
		assert_int_equal(text_prev(rows[i], 0), 0);
	}
}

static void a_thousand_marks_are_walked_in_pieces(void **state)
{
	(void)state;
	struct str tower = { 0 };
	str_add(&tower, "e");
	for (int i = 0; i < 1000; i++)
		str_add(&tower, "\xCC\x81");
	size_t at = 0, len;
	while ((len = text_next(tower.text + at)) > 0) {
		assert_true(len <= 256);
		at += len;
		assert_true(text_valid(tower.text, at));
	}
	assert_int_equal(at, tower.len);
	str_fini(&tower);
}

static void pad_is_exactly_as_wide(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int columns;
		bool right, ascii;
		const char *padded;
	} rows[] = {
		{ "Lyon", 6, false, false, "Lyon  " },
		{ "Lyon", 6, true, false, "  Lyon" },
		{ "Lyon", 4, false, false, "Lyon" },
		{ "Bellevue", 5, false, false, "Bell…" },
		{ "Bellevue", 5, false, true, "Bell~" },
		{ "Bellevue", 1, false, false, "…" },
		{ "Bellevue", 0, false, false, "" },
		{ "東京都", 4, false, false, "東… " },
		{ "東京都", 5, true, false, "東京…" },
		{ "", 2, false, false, "  " },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		text_set_ascii(rows[i].ascii);
		text_pad(&out, rows[i].text, rows[i].columns, rows[i].right);
		text_set_ascii(false);
		expect_text(rows[i].text, str_text(&out), rows[i].padded);
		expect_number(rows[i].text, text_width(str_text(&out)), rows[i].columns);
		str_fini(&out);
	}
}

#define BAD "\xEF\xBF\xBD"

static void outside_text_is_made_safe(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *text, *shown, *ascii;
	} rows[] = {
		{ "plain", "Ann Lee", "Ann Lee", "Ann Lee" },
		{ "empty", "", "", "" },
		{ "accents", "Éva Kovács", "Éva Kovács", "Eva Kovacs" },
		{ "no likeness", "東京", "東京", "??" },
		{ "strokes", "Łódź Ærø ß", "Łódź Ærø ß", "Lodz AEro ss" },
		{ "punctuation", "“5 €” – …", "“5 €” – …", "\"5 EUR\" - ..." },
		{ "decomposed", "e\xCC\x81", "e\xCC\x81", "e" },
		{ "escape", "a\033[31mb", "a" BAD "[31mb", "a?[31mb" },
		{ "bell and del", "a\ab\177", "a" BAD "b" BAD, "a?b?" },
		{ "C1 CSI",
			"a\xC2\x9B"
			"31mb",
			"a" BAD "31mb", "a?31mb" },
		{ "raw C1 byte",
			"a\x9B"
			"1m",
			"a" BAD "1m", "a?1m" },
		{ "newlines", "a\nb\r\nc\td", "a b  c d", "a b  c d" },
		{ "line separator",
			"a\xE2\x80\xA8"
			"b\xE2\x80\xA9",
			"a b ", "a b " },
		{ "no-break space",
			"1\xC2\xA0"
			"2",
			"1 2", "1 2" },
		{ "right-to-left override",
			"a\xE2\x80\xAE"
			"b",
			"a" BAD "b", "a?b" },
		{ "isolates", "\xE2\x81\xA6\xE2\x81\xA9", BAD BAD, "??" },
		{ "direction marks", "\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", BAD BAD BAD, "???" },
		{ "zero-width space",
			"\xE2\x80\x8B"
			"a",
			BAD "a", "?a" },
		{ "byte order mark",
			"\xEF\xBB\xBF"
			"a",
			BAD "a", "?a" },
		{ "mark at the start",
			"\xCC\x81"
			"a",
			"\xE2\x97\x8C\xCC\x81"
			"a",
			"a" },
		{ "mark after a space", " \xCC\x81", " \xCC\x81", " " },
		{ "mark after a newline", "\n\xCC\x81", " \xE2\x97\x8C\xCC\x81", " " },
		{ "six marks", "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
			"a\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "a" },
		{ "tags", "\xF3\xA0\x81\xA1", BAD, "?" },
		{ "private use", "\xEE\x82\xA0", BAD, "?" },
		{ "unassigned", "\xCD\xB8", BAD, "?" },
		{ "Hangul filler", "\xE3\x85\xA4", BAD, "?" },
		{ "surrogate", "\xED\xA0\x80", BAD BAD BAD, "???" },
		{ "overlong", "\xC0\xAF", BAD BAD, "??" },
		{ "cut off", "a\xE6\x9D", "a" BAD BAD, "a??" },
		{ "beyond Unicode", "\xF5\x80\x80\x80", BAD BAD BAD BAD, "????" },
		{ "soft hyphen",
			"a\xC2\xAD"
			"b",
			"a-b", "a-b" },
		{ "joiner in Latin",
			"ali\xE2\x80\x8C"
			"ce",
			"ali" BAD "ce", "ali?ce" },
		{ "joiner in Persian", "می\xE2\x80\x8Cخواهم", "می\xE2\x80\x8Cخواهم", "???????" },
		{ "joined emoji", "👩\xE2\x80\x8D💻", "👩💻", "??" },
		{ "variation selector", "❤\xEF\xB8\x8F", "❤", "?" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		text_printable(&out, rows[i].text);
		expect_text(rows[i].claim, str_text(&out), rows[i].shown);
		str_clear(&out);
		text_set_ascii(true);
		text_printable(&out, rows[i].text);
		text_set_ascii(false);
		expect_text(rows[i].claim, str_text(&out), rows[i].ascii);
		str_fini(&out);
	}
}

/* A small generator of its own, so that every run sees the same bytes. */
static uint32_t roll(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void assert_safe(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	assert_true(text_valid(text, strlen(text)));
	ucs4_t c;
	while ((at = u8_next(&c, at))) {
		bool joiner = c == 0x200C || c == 0x200D;
		if (!joiner && uc_is_general_category_withtable(
				       c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
						  UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp))
			fail_msg("U+%04X got through in \"%s\"", (unsigned)c, text);
	}
}

static void no_bytes_get_through_unsafe(void **state)
{
	(void)state;
	static const char *const pieces[] = { "\033]0;", "\xC2\x9B", "\xE2\x80\xAE", "\xCC\x81",
		"a", "\xE6\x9D\xB1", "\xE2\x80\x8D", "\xD9\x85", "\xFF", "\xE2\x80", "\xF0\x9F",
		"\n" };
	uint32_t seed = 1;
	struct str in = { 0 }, out = { 0 }, again = { 0 };
	for (int i = 0; i < 3000; i++) {
		str_clear(&in);
		str_clear(&out);
		str_clear(&again);
		for (int n = (int)(roll(&seed) % 12); n >= 0; n--)
			if (roll(&seed) % 2)
				str_add(&in, pieces[roll(&seed) % COUNT_OF(pieces)]);
			else
				str_addc(&in, (char)(roll(&seed) % 255 + 1));
		text_set_ascii(i % 2);
		text_printable(&out, in.text ? in.text : "");
		assert_safe(str_text(&out));
		text_printable(&again, str_text(&out));
		expect_text("shown twice", str_text(&again), str_text(&out));
		int used;
		assert_int_equal(text_fit(str_text(&out), 9999, &used), out.len);
		assert_int_equal(used, text_width(str_text(&out)));
	}
	text_set_ascii(false);
	str_fini(&in);
	str_fini(&out);
	str_fini(&again);
}

static void folding_drops_case_and_accents(void **state)
{
	(void)state;
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{ "Ann LEE", "ann lee" },
		{ "Éva Kovács", "eva kovacs" },
		{ "E\xCC\x81va", "eva" },
		{ "Łódź", "lodz" },
		{ "STRASSE straße", "strasse strasse" },
		{ "İstanbul ıI", "istanbul ii" },
		{ "Ærø", "aero" },
		{ "O’Neill", "o'neill" },
		{ "ΣΊΣΥΦΟΣ", "σισυφοσ" },
		{ "ＡＢＣ", "abc" },
		{ "が", "か\xE3\x82\x99" },
		{ "\xFF"
		  "A",
			BAD "a" },
		{ "", "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		text_fold(&out, rows[i].text);
		expect_text(rows[i].text, str_text(&out), rows[i].folded);
		str_fini(&out);
	}
}

static void a_folded_needle_is_found(void **state)
{
	(void)state;
	static const struct {
		const char *text, *needle;
		bool found;
	} rows[] = {
		{ "Ann LEE", "n le", true },
		{ "Ann LEE", "bob", false },
		{ "Ann", "", true },
		{ "Éva Kovács", "kovacs", true },
		{ "Éva", "évb", false },
		{ "", "a", false },
		{ "+1 425 555 0100", "555 01", true },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].text, text_has(rows[i].text, rows[i].needle), rows[i].found);
}

static void valid_means_utf8(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *bytes;
		size_t len;
		bool valid;
	} rows[] = {
		{ "empty", "", 0, true },
		{ "ascii", "twelve bytes", 12, true },
		{ "accents", "twelve bytés", 13, true },
		{ "cut off", "twelve byt\xC3", 11, false },
		{ "latin-1", "twelve byt\xE9s", 12, false },
		{ "surrogate", "\xED\xA0\x80", 3, false },
		{ "NUL inside", "a\0b", 3, true },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].claim, text_valid(rows[i].bytes, rows[i].len), rows[i].valid);
}

#define BYTES(literal) literal, sizeof(literal) - 1

static void files_are_decoded(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *bytes;
		size_t len;
		enum text_encoding encoding;
		const char *text;
	} rows[] = {
		{ "empty", BYTES(""), TEXT_UTF8, "" },
		{ "utf-8", BYTES("Éva"), TEXT_UTF8, "Éva" },
		{ "utf-8 with mark", BYTES("\xEF\xBB\xBFÉva"), TEXT_UTF8_BOM, "Éva" },
		{ "bad byte after mark",
			BYTES("\xEF\xBB\xBF"
			      "a\xE9"),
			TEXT_UTF8_BOM, "a" BAD },
		{ "utf-16le", BYTES("\xFF\xFE\xC9\0v\0a\0"), TEXT_UTF16LE, "Éva" },
		{ "utf-16be", BYTES("\xFE\xFF\0\xC9\0v\0a"), TEXT_UTF16BE, "Éva" },
		{ "utf-16le without mark", BYTES("E\0v\0a\0"), TEXT_UTF16LE, "Eva" },
		{ "utf-16 emoji", BYTES("\xFF\xFE\x3D\xD8\x4D\xDC"), TEXT_UTF16LE, "👍" },
		{ "lone high surrogate",
			BYTES("\xFF\xFE\x3D\xD8"
			      "a\0"),
			TEXT_UTF16LE, BAD "a" },
		{ "lone low surrogate", BYTES("\xFF\xFE\x4D\xDC"), TEXT_UTF16LE, BAD },
		{ "odd end",
			BYTES("\xFF\xFE"
			      "a\0b"),
			TEXT_UTF16LE, "a" BAD },
		{ "surrogate at the end", BYTES("\xFE\xFF\xD8\x3D"), TEXT_UTF16BE, BAD },
		{ "windows-1252", BYTES("Andr\xE9 \x80"), TEXT_CP1252, "André €" },
		{ "a hole of windows-1252", BYTES("\x81"), TEXT_CP1252, "\xC2\x81" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		enum text_encoding encoding = text_decode(&out, rows[i].bytes, rows[i].len);
		expect_number(rows[i].claim, encoding, rows[i].encoding);
		expect_text(rows[i].claim, str_text(&out), rows[i].text);
		str_fini(&out);
	}
}

/* Decoding byte by byte gives what decoding at once gives. */
static void pieces_decode_like_the_whole(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{ BYTES("ascii, then Éva, 東京 and 👍") },
		{ BYTES("\xEF\xBB\xBFÉva") },
		{ BYTES("\xFF\xFE\xC9\0v\0\x3D\xD8\x4D\xDC") },
		{ BYTES("\xFE\xFF\0\xC9\xD8\x3D\xDC\x4D\xD8") },
		{ BYTES("Andr\xE9 and Ren\xE9") },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str whole = { 0 }, pieces = { 0 };
		text_decode(&whole, rows[i].bytes, rows[i].len);
		struct text_decoder decoder;
		size_t at = text_decoder_init(&decoder, rows[i].bytes, rows[i].len);
		for (size_t end = at; end <= rows[i].len; end++)
			at += text_decoder_add(&decoder, &pieces, rows[i].bytes + at, end - at,
				end == rows[i].len);
		assert_int_equal(at, rows[i].len);
		expect_text("pieces", str_text(&pieces), str_text(&whole));
		str_fini(&whole);
		str_fini(&pieces);
	}
}

static void the_first_foreign_character_decides(void **state)
{
	(void)state;
	struct text_decoder decoder;
	struct str out = { 0 };
	text_decoder_init(&decoder, BYTES("plain"));
	text_decoder_add(&decoder, &out, BYTES("plain"), false);
	assert_false(decoder.decided);
	text_decoder_add(&decoder, &out, BYTES("é"), false);
	assert_true(decoder.decided);
	text_decoder_add(&decoder, &out, BYTES("\xE9"), true);
	assert_int_equal(decoder.encoding, TEXT_UTF8);
	expect_text("bad bytes stay", str_text(&out), "plainé\xE9");
	str_fini(&out);
}

static void numbers_have_commas_between_thousands(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 999, "999" },
		{ 1000, "1,000" },
		{ 15000, "15,000" },
		{ -120, "-120" },
		{ -1200, "-1,200" },
		{ 1234567890, "1,234,567,890" },
		{ INT64_MIN, "-9,223,372,036,854,775,808" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		text_number(&out, rows[i].number);
		expect_text(rows[i].text, str_text(&out), rows[i].text);
		str_fini(&out);
	}
}

static void trim_takes_white_space_off(void **state)
{
	(void)state;
	static const struct {
		const char *text, *trimmed;
	} rows[] = {
		{ "", "" },
		{ "  ", "" },
		{ " a b\t\r\n", "a b" },
		{ "\xC2\xA0 x \xC2\xA0", "x" },
		{ "\xC2", "\xC2" },
		{ "à", "à" }, /* its last byte is A0 */
		{ "x\xA0", "x\xA0" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *copy = xstrdup(rows[i].text);
		expect_text(rows[i].text, text_trim(copy), rows[i].trimmed);
		free(copy);
	}
}

static void add_line(void *data, const char *text, size_t len)
{
	str_addn(data, text, len);
	str_addc(data, '|');
}

static void wrap_breaks_at_spaces(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int columns;
		const char *lines;
		int count;
	} rows[] = {
		{ "", 10, "", 0 },
		{ "one", 10, "one|", 1 },
		{ "one two", 7, "one two|", 1 },
		{ "one two", 6, "one|two|", 2 },
		{ "one   two", 4, "one|two|", 2 },
		{ "one\ntwo", 10, "one|two|", 2 },
		{ "one\n\ntwo\n", 10, "one||two|", 3 },
		{ "abcdefgh ij", 3, "abc|def|gh|ij|", 4 },
		{ "東京都", 4, "東京|都|", 2 },
		{ "東", 1, "東|", 1 },
		{ "ab", 0, "a|b|", 2 },
		{ "to the\nend", 6, "to the|end|", 2 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		expect_number(rows[i].text,
			text_wrap(rows[i].text, rows[i].columns, add_line, &out), rows[i].count);
		expect_text(rows[i].text, str_text(&out), rows[i].lines);
		expect_number("counted only", text_wrap(rows[i].text, rows[i].columns, NULL, NULL),
			rows[i].count);
		str_fini(&out);
	}
}

static void a_copy_ends_with_a_whole_character(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
		size_t size;
		const char *copy;
	} rows[] = {
		{ "nothing", "", 1, "" },
		{ "it fits", "Lyon", 5, "Lyon" },
		{ "one byte too long", "Lyon", 4, "Lyo" },
		{ "a character that fits to its last byte", "caf\xC3\xA9", 6, "caf\xC3\xA9" },
		{ "half of a character", "caf\xC3\xA9", 5, "caf" },
		{ "after a character", "caf\xC3\xA9s", 6, "caf\xC3\xA9" },
		{ "a part of four bytes", "\xF0\x9F\x91\x8D", 4, "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char out[8];
		expect_text(rows[i].name, text_copy(out, rows[i].size, rows[i].text), rows[i].copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width_counts_columns),
		cmocka_unit_test(width_agrees_with_wcwidth_wherever_text_is_shown),
		cmocka_unit_test(fit_never_cuts_a_cluster),
		cmocka_unit_test(next_and_prev_walk_the_same_clusters),
		cmocka_unit_test(a_thousand_marks_are_walked_in_pieces),
		cmocka_unit_test(pad_is_exactly_as_wide),
		cmocka_unit_test(outside_text_is_made_safe),
		cmocka_unit_test(no_bytes_get_through_unsafe),
		cmocka_unit_test(folding_drops_case_and_accents),
		cmocka_unit_test(a_folded_needle_is_found),
		cmocka_unit_test(valid_means_utf8),
		cmocka_unit_test(files_are_decoded),
		cmocka_unit_test(pieces_decode_like_the_whole),
		cmocka_unit_test(the_first_foreign_character_decides),
		cmocka_unit_test(numbers_have_commas_between_thousands),
		cmocka_unit_test(a_copy_ends_with_a_whole_character),
		cmocka_unit_test(trim_takes_white_space_off),
		cmocka_unit_test(wrap_breaks_at_spaces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
