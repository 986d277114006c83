/* Proves that CSV is read as Windows' tools write it, that a bad record costs its line and not the
 * file, and that what is written comes back. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/csv.h"
#include "tests/unit/expect.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* All records as text: "LINE:field|field;" and "LINE!" for an error (its line from the message). */
static void dump(struct csv *csv, struct str *out)
{
	struct csv_record record;
	struct error err;
	for (;;) {
		if (csv_next(csv, &record, &err)) {
			str_addf(out, "%lld:", (long long)record.line);
			for (int i = 0; i < record.count; i++)
				str_addf(out, "%s%s", i ? "|" : "", record.field[i]);
			str_add(out, ";");
		} else if (err.code != ERROR_NONE) {
			str_addf(out, "%d!", atoi(err.text + strlen("Line ")));
		}
		if (csv_ended(csv))
			return;
	}
}

static void dump_text(const char *bytes, size_t len, struct str *out)
{
	struct csv *csv = csv_open_text(bytes, len);
	dump(csv, out);
	csv_close(csv);
}

static void records_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *bytes;
		size_t len;
		const char *records;
	} rows[] = {
		{ "empty file", BYTES(""), "" },
		{ "only newlines", BYTES("\r\n\n\r"), "" },
		{ "no newline at the end", BYTES("a,b"), "1:a|b;" },
		{ "LF", BYTES("a,b\nc,d\n"), "1:a|b;2:c|d;" },
		{ "CRLF", BYTES("a,b\r\nc,d\r\n"), "1:a|b;2:c|d;" },
		{ "CR", BYTES("a,b\rc,d\r"), "1:a|b;2:c|d;" },
		{ "empty lines are counted and skipped", BYTES("a\n\n\r\n\rb\n"), "1:a;5:b;" },
		{ "empty fields", BYTES(",\na,,b,\n"), "1:|;2:a||b|;" },
		{ "separator before the end", BYTES("a,"), "1:a|;" },
		{ "quotes", BYTES("\"a\",\"b,c\"\n"), "1:a|b,c;" },
		{ "doubled quotes", BYTES("\"say \"\"hi\"\"\",\"\"\n"), "1:say \"hi\"|;" },
		{ "an empty quoted field is a record", BYTES("\"\"\n"), "1:;" },
		{ "quoted newlines count", BYTES("\"a\nb\r\nc\rd\",e\nf,g\n"),
			"1:a\nb\r\nc\rd|e;5:f|g;" },
		{ "a quote inside a plain field", BYTES("5\" pipe,b\nc,d\n"),
			"1:5\" pipe|b;2:c|d;" },
		{ "text after the closing quote", BYTES("\"a\"b\"c,d\n"), "1:ab\"c|d;" },
		{ "quoted, at the end", BYTES("a,\"b\""), "1:a|b;" },
		{ "semicolons", BYTES("a;b,c;d\n1,5;2;3\n"), "1:a|b,c|d;2:1,5|2|3;" },
		{ "tabs", BYTES("a\tb\n"), "1:a|b;" },
		{ "separators in quotes do not count", BYTES("\"a;b;c\",d\n"), "1:a;b;c|d;" },
		{ "sep=", BYTES("sep=;\r\na;b,c,d\r\n"), "2:a|b,c,d;" },
		{ "sep= of its own kind", BYTES("SEP=|\na|b\n"), "2:a|b;" },
		{ "sep= as a field", BYTES("sep=,x\n"), "1:sep=|x;" },
		{ "#TYPE", BYTES("#TYPE System.Object\r\n\"a\",\"b\"\r\n"), "2:a|b;" },
		{ "UTF-8 with mark", BYTES("\xEF\xBB\xBF\"é\",b\n"), "1:é|b;" },
		{ "UTF-16LE", BYTES("\xFF\xFE\xC9\0,\0b\0\r\0\n\0"), "1:É|b;" },
		{ "UTF-16LE without mark", BYTES("a\0,\0b\0\n\0"), "1:a|b;" },
		{ "UTF-16BE", BYTES("\xFE\xFF\0\xC9\0,\0b\0\n"), "1:É|b;" },
		{ "Windows-1252", BYTES("name\nAndr\xE9\nRen\xE9\xE9\n"),
			"1:name;2:André;3:Renéé;" },
		{ "bad UTF-8 costs its record", BYTES("é,a\nb\xE9,c\nd,e\n"), "1:é|a;2!3:d|e;" },
		{ "bad UTF-8 after a mark",
			BYTES("\xEF\xBB\xBF"
			      "a\n\xE9\nb\n"),
			"1:a;2!3:b;" },
		{ "a NUL costs its record", BYTES("a\nb\0c\nd\n"), "1:a;2!3:d;" },
		{ "an unclosed quote costs its line", BYTES("a\n\"b\nc\nd\n"), "1:a;2!3:c;4:d;" },
		{ "an unclosed quote in the last line", BYTES("a\nb,\"c"), "1:a;2!" },
		{ "a lone quote", BYTES("\""), "1!" },
		{ "spaces stay", BYTES(" a , b \n"), "1: a | b ;" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		dump_text(rows[i].bytes, rows[i].len, &out);
		expect_text(rows[i].claim, str_text(&out), rows[i].records);
		str_fini(&out);
	}
}

static void separator_and_encoding_are_told(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t len;
		char separator;
		enum text_encoding encoding;
	} rows[] = {
		{ BYTES("a"), ',', TEXT_UTF8 },
		{ BYTES("a;b"), ';', TEXT_UTF8 },
		{ BYTES("a\tb"), '\t', TEXT_UTF8 },
		{ BYTES("\n\na;b\n,,,"), ';', TEXT_UTF8 },
		{ BYTES("\xEF\xBB\xBF"
			"a"),
			',', TEXT_UTF8_BOM },
		{ BYTES("\xE9;"), ';', TEXT_CP1252 },
		{ BYTES("\xFE\xFF\0a"), ',', TEXT_UTF16BE },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct csv *csv = csv_open_text(rows[i].bytes, rows[i].len);
		expect_number(rows[i].bytes, csv_separator(csv), rows[i].separator);
		expect_number(rows[i].bytes, csv_encoding(csv), rows[i].encoding);
		expect_number(rows[i].bytes, csv_bytes_total(csv), (long long)rows[i].len);
		csv_close(csv);
	}
}

/* Wherever a block of 64 KiB ends, the records are the same. */
static void block_ends_change_nothing(void **state)
{
	(void)state;
	static const char tail[] = "\"q\"\"q\",é👍\r\n\"x\r\ny\",z\r\nlast,";
	static const char want[] = "2:q\"q|é👍;3:x\r\ny|z;5:last|;";
	for (size_t fill = 65536 - sizeof tail - 4; fill <= 65536 + 1; fill++) {
		struct str in = { 0 }, out = { 0 };
		while (in.len < fill)
			str_addc(&in, 'a');
		str_add(&in, ",b\n");
		str_add(&in, tail);
		dump_text(in.text, in.len, &out);
		expect_text("after the long record", strchr(out.text, ';') + 1, want);
		str_fini(&in);
		str_fini(&out);
	}
}

static void repeat(struct str *out, const char *text, int times)
{
	for (; times > 0; times--)
		str_add(out, text);
}

static void limits_are_errors_of_their_line(void **state)
{
	(void)state;
	struct str in = { 0 }, out = { 0 };

	str_add(&in, "a\n");
	repeat(&in, ",", CSV_FIELDS_MAX);
	str_add(&in, "\nb\n");
	repeat(&in, "x", CSV_RECORD_MAX + 1);
	str_add(&in, "\nc\n");
	dump_text(in.text, in.len, &out);
	expect_text("fields, and a long line", str_text(&out), "1:a;2!3:b;4!5:c;");

	str_clear(&in);
	str_clear(&out);
	str_add(&in, "a\n\"b\n");
	repeat(&in, "0123456789abcde\n", 80000);
	dump_text(in.text, in.len, &out);
	expect_part("a stray quote in a long file", str_text(&out),
		"1:a;2!3:0123456789abcde;4:0123456789abcde;");

	str_clear(&in);
	str_clear(&out);
	repeat(&in, "x", CSV_RECORD_MAX + 200000);
	dump_text(in.text, in.len, &out);
	expect_text("no newline at all", str_text(&out), "1!");
	str_fini(&in);
	str_fini(&out);
}

/* Each line opens a quote that only the next one closes, so nothing ends: reading must give up
 * after a few tries instead of scanning a megabyte for each line. */
static void hostile_quotes_end_the_file(void **state)
{
	(void)state;
	struct str in = { 0 };
	repeat(&in, "a\",\"b\n", 300000);
	struct csv *csv = csv_open_text(in.text, in.len);
	struct csv_record record;
	struct error err;
	int errors = 0;
	while (!csv_ended(csv))
		errors += !csv_next(csv, &record, &err) && err.code == ERROR_INPUT;
	assert_in_range(errors, 1, 20);
	csv_close(csv);
	str_fini(&in);
}

static void files_are_opened_and_counted(void **state)
{
	(void)state;
	char path[] = "/tmp/ringup-csv-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, "a;b\n", 4), 4);
	close(fd);
	struct error err;
	struct csv *csv = csv_open(path, &err);
	assert_non_null(csv);
	struct str out = { 0 };
	dump(csv, &out);
	expect_text("file", str_text(&out), "1:a|b;");
	assert_int_equal(csv_bytes_total(csv), 4);
	assert_int_equal(csv_bytes_read(csv), 4);
	csv_close(csv);
	unlink(path);
	str_fini(&out);
}

static void what_cannot_be_read_is_named(void **state)
{
	(void)state;
	static const char *const rows[] = { "/nonexistent/people.csv", "/tmp" };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		assert_null(csv_open(rows[i], &err));
		expect_number(rows[i], err.code, ERROR_IO);
		expect_part(rows[i], err.text, rows[i]);
	}
}

static void fields_are_written(void **state)
{
	(void)state;
	static const struct {
		const char *field;
		bool guard;
		const char *written;
	} rows[] = {
		{ "a", true, "a" },
		{ "", true, "" },
		{ "a,b", true, "\"a,b\"" },
		{ "a;b", true, "\"a;b\"" },
		{ "say \"hi\"", true, "\"say \"\"hi\"\"\"" },
		{ "a\nb", true, "\"a\nb\"" },
		{ "=1+1", true, "'=1+1" },
		{ "=1+1", false, "=1+1" },
		{ "=A,\"B\"", true, "\"'=A,\"\"B\"\"\"" },
		{ "@cmd", true, "'@cmd" },
		{ "-1", true, "'-1" },
		{ "+14255550100", true, "+14255550100" },
		{ "+1 425 555 0100", true, "+1 425 555 0100" },
		{ "+1-425", true, "'+1-425" },
		{ "+1+2", true, "'+1+2" },
		{ "+ 1", true, "'+ 1" },
		{ "+", true, "'+" },
		{ "\tx", true, "\"'\tx\"" },
		{ "\rx", true, "\"'\rx\"" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		csv_put(&out, rows[i].field, true, rows[i].guard);
		expect_text(rows[i].field, str_text(&out), rows[i].written);
		str_fini(&out);
	}
}

static void what_is_written_comes_back(void **state)
{
	(void)state;
	static const char *const rows[] = { "plain", "", "a,b;c\td", "\"", "\"\"x", "line\r\nline",
		"=SUM(A1)", "É 東京 👍", " spaces ", "'" };
	struct str out = { 0 };
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		csv_put(&out, rows[i], i == 0, false);
	csv_end(&out);
	struct csv *csv = csv_open_text(out.text, out.len);
	struct csv_record record;
	assert_true(csv_next(csv, &record, NULL));
	assert_int_equal(record.count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_text(rows[i], record.field[i], rows[i]);
	assert_false(csv_next(csv, &record, NULL));
	assert_true(csv_ended(csv));
	csv_close(csv);
	str_fini(&out);
}

static void every_cut_of_a_file_ends_well(void **state)
{
	(void)state;
	static const char text[] =
		"\xEF\xBB\xBFsep=;\r\n\"a\"\"b\";é\r\n\"c\nd\";\"\"\r\n5\";👍;\"\r\n";
	for (size_t len = 0; len < sizeof text; len++) {
		char *copy = malloc(len + 1); /* of exact size, so that ASan sees a step too far */
		memcpy(copy, text, len);
		copy = realloc(copy, len ? len : 1);
		struct str out = { 0 };
		dump_text(copy, len, &out);
		assert_true(text_valid(str_text(&out), out.len));
		str_fini(&out);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_read),
		cmocka_unit_test(separator_and_encoding_are_told),
		cmocka_unit_test(block_ends_change_nothing),
		cmocka_unit_test(limits_are_errors_of_their_line),
		cmocka_unit_test(hostile_quotes_end_the_file),
		cmocka_unit_test(files_are_opened_and_counted),
		cmocka_unit_test(what_cannot_be_read_is_named),
		cmocka_unit_test(fields_are_written),
		cmocka_unit_test(what_is_written_comes_back),
		cmocka_unit_test(every_cut_of_a_file_ends_well),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
