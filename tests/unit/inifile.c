/* Proves that INI files give the text that stands in them, with its line, whatever iniparser would
 * have made of it, and that every mistake is told with file and line. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/inifile.h"
#include "core/base/mem.h"
#include "tests/unit/expect.h"

#define BYTES(literal) literal, sizeof(literal) - 1

static void values_are_read_as_written(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *line, *value;
	} rows[] = {
		{ "plain", "k = Contoso Bakery", "Contoso Bakery" },
		{ "no spaces", "k=v", "v" },
		{ "indented", "\t  k\t=\tv\t", "v" },
		{ "empty", "k =", "" },
		{ "empty with a comment", "k = ; nothing", "" },
		{ "only a comment sign", "k =;x", "" },
		{ "comment", "k = US      ; of the licences", "US" },
		{ "semicolon inside", "k = a;b", "a;b" },
		{ "hash", "k = Suite #200", "Suite #200" },
		{ "apostrophe", "k = Joe's Bakery", "Joe's Bakery" },
		{ "apostrophe first", "k = 'tis", "'tis" },
		{ "two apostrophes", "k = 'a' and 'b'", "'a' and 'b'" },
		{ "quoted", "k = \"  a ; b  \"  ; c", "  a ; b  " },
		{ "single quotes", "k = 'say \"hi\"'", "say \"hi\"" },
		{ "both quotes", "k = \"Bob\" O'Neill", "\"Bob\" O'Neill" },
		{ "empty quotes", "k = \"\"", "" },
		{ "a lone quote", "k = \"", "\"" },
		{ "equals", "k = a=b == c", "a=b == c" },
		{ "colon", "k = smtp://mail.example:587", "smtp://mail.example:587" },
		{ "backslash at the end", "k = C:\\temp\\", "C:\\temp\\" },
		{ "backslash and quote", "k = a\\\"b", "a\\\"b" },
		{ "number", "k = 042", "042" },
		{ "percent", "k = 100%s %n", "100%s %n" },
		{ "accents", "k = rue de la République", "rue de la République" },
		{ "decomposed", "k = e\xCC\x81", "é" },
		{ "wide", "k = 東京 ; Tokyo", "東京" },
		{ "brackets", "k = [x]", "[x]" },
		{ "key in capitals", "K = v", "v" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *text = xasprintf("[s]\n%s\nlast = 1\n", rows[i].line);
		struct error err = { 0 };
		struct inifile *ini = inifile_parse("t.ini", text, strlen(text), &err);
		if (!ini)
			fail_msg("%s: %s", rows[i].claim, err.text);
		const char *value = inifile_get(ini, "s", "k");
		expect_text(rows[i].claim, value ? value : "(none)", rows[i].value);
		expect_text(rows[i].claim, inifile_get(ini, "s", "last"), "1");
		inifile_close(ini);
		free(text);
	}
}

static const char sample[] = "; a comment\n# another\n\n[Organization]   ; about us\nName = A\n"
			     "  kind=b\n\n[address HQ]\n[address lyon]\ncity = Lyon\nname = B\n";

static void expect_sample(const char *claim, const char *bytes, size_t len)
{
	struct error err = { 0 };
	struct inifile *ini = inifile_parse("t.ini", bytes, len, &err);
	if (!ini)
		fail_msg("%s: %s", claim, err.text);
	expect_number(claim, inifile_sections(ini), 3);
	expect_text(claim, inifile_section(ini, 0), "Organization");
	expect_text(claim, inifile_section(ini, 1), "address HQ");
	expect_text(claim, inifile_section(ini, 2), "address lyon");
	assert_null(inifile_section(ini, 3));
	expect_number(claim, inifile_keys(ini, "ORGANIZATION"), 2);
	expect_text(claim, inifile_key(ini, "organization", 0), "Name");
	expect_text(claim, inifile_key(ini, "organization", 1), "kind");
	assert_null(inifile_key(ini, "organization", 2));
	expect_number(claim, inifile_keys(ini, "address hq"), 0);
	expect_number(claim, inifile_keys(ini, "nowhere"), 0);
	expect_text(claim, inifile_get(ini, "organization", "NAME"), "A");
	expect_text(claim, inifile_get(ini, "Address Lyon", "name"), "B");
	assert_null(inifile_get(ini, "address hq", "name"));
	expect_number(claim, inifile_line(ini, "organization", "kind"), 6);
	expect_number(claim, inifile_line(ini, "address hq", NULL), 8);
	expect_number(claim, inifile_line(ini, "address lyon", "city"), 10);
	expect_number(claim, inifile_line(ini, "address lyon", "state"), 0);
	expect_number(claim, inifile_line(ini, "nowhere", NULL), 0);
	expect_text(claim, inifile_path(ini), "t.ini");
	inifile_close(ini);
}

static void sections_and_lines_are_kept_in_every_encoding(void **state)
{
	(void)state;
	expect_sample("LF", BYTES(sample));
	struct str text = { 0 };
	for (const char *at = sample; *at; at++)
		str_addf(&text, "%s%c", *at == '\n' ? "\r" : "", *at);
	expect_sample("CRLF", text.text, text.len);
	str_clear(&text);
	for (const char *at = sample; *at; at++)
		str_addc(&text, *at == '\n' ? '\r' : *at);
	expect_sample("CR", text.text, text.len);
	str_clear(&text);
	str_addf(&text, "\xEF\xBB\xBF%s", sample);
	expect_sample("UTF-8 with mark", text.text, text.len);
	str_clear(&text);
	str_add(&text, "\xFF\xFE");
	for (const char *at = sample; *at; at++)
		str_addn(&text, (const char[]){ *at, 0 }, 2);
	expect_sample("UTF-16LE", text.text, text.len);
	expect_sample("no newline at the end", sample, sizeof sample - 2);
	str_fini(&text);
}

static void mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	static const struct {
		const char *claim, *bytes;
		size_t len;
		const char *message;
	} rows[] = {
		{ "no section", BYTES("\nk = v\n"), "t.ini line 2: a key stands before" },
		{ "no equals", BYTES("[s]\r\n\r\nwhat is this\r\n"),
			"t.ini line 3: this is neither" },
		{ "no bracket", BYTES("[s\nk = v\n"), "t.ini line 1: the closing ]" },
		{ "text behind", BYTES("[s] k = v\n"), "t.ini line 1: text follows" },
		{ "empty section", BYTES("[ ]\n"), "t.ini line 1: a name is missing" },
		{ "empty key", BYTES("[s]\n = v\n"), "t.ini line 2: a name is missing" },
		{ "colon in a key", BYTES("[s]\na:b = v\n"), "t.ini line 2: a name must not" },
		{ "colon in a section", BYTES("[a:b]\n"), "t.ini line 1: a name must not" },
		{ "key twice", BYTES("[s]\nk = 1\nx = 2\nK = 3\n"),
			"t.ini line 4: \"K\" was set in line 2 already" },
		{ "section twice", BYTES("[s]\n[t]\n[S]\n"),
			"t.ini line 3: [S] begins in line 1 already" },
		{ "NUL", BYTES("[s]\nk = a\0b\n"), "t.ini line 2: the line holds a control" },
		{ "escape", BYTES("[s]\nk = \033[31m\n"),
			"t.ini line 2: the line holds a control" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		assert_null(inifile_parse("t.ini", rows[i].bytes, rows[i].len, &err));
		expect_number(rows[i].claim, err.code, ERROR_INPUT);
		expect_part(rows[i].claim, err.text, rows[i].message);
	}
}

/* One of `len` bytes in line 2. */
static struct inifile *parse_line_of(size_t len, struct error *err)
{
	struct str text = { 0 };
	str_add(&text, "[s]\nk = ");
	while (text.len < len + strlen("[s]\n"))
		str_addc(&text, '"' - (text.len % 2));
	str_add(&text, "\nlast = 1\n");
	struct inifile *ini = inifile_parse("t.ini", text.text, text.len, err);
	str_fini(&text);
	return ini;
}

static void a_long_line_is_whole_or_an_error(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct inifile *ini = parse_line_of(1000, &err);
	assert_non_null(ini);
	assert_int_equal(strlen(inifile_get(ini, "s", "k")), 996);
	expect_text("after it", inifile_get(ini, "s", "last"), "1");
	inifile_close(ini);
	static const size_t rows[] = { 1001, 1023, 1024, 5000 };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_null(parse_line_of(rows[i], &err));
		expect_number("code", err.code, ERROR_INPUT);
		expect_part("line", err.text, "t.ini line 2: the line is ");
	}
}

static const struct inifile_key table[] = {
	{ "organization", "name" },
	{ "organization", "country" },
	{ "organization", "carrier" },
	{ "address *", "city" },
	{ "address *", "state" },
	{ "notify", "method" },
};

static void unknown_names_are_told_with_their_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", NULL },
		{ "[Organization]\nNAME = a\n[address hq]\ncity = b\n[address lyon]\nstate = c\n",
			NULL },
		{ "[organization]\nnane = a\n",
			"t.ini line 2: unknown key \"nane\" in [organization]. Did you mean \"name\"?" },
		{ "[organization]\n\nfoo = a\n",
			"t.ini line 3: unknown key \"foo\" in [organization]. "
			"Remove it, or use one of: name, country, carrier." },
		{ "[address hq]\nmethod = a\n",
			"t.ini line 2: unknown key \"method\" in [address hq]. Remove it, or use one "
			"of: city, state." },
		{ "[organisation]\n",
			"t.ini line 1: unknown section [organisation]. Did you mean [organization]?" },
		{ "[address]\n",
			"t.ini line 1: unknown section [address]. Write [address *] with a "
			"name of your own in place of the *." },
		{ "[adress hq]\n",
			"t.ini line 1: unknown section [adress hq]. Write [address *] with" },
		{ "\n[weather]\n",
			"t.ini line 2: unknown section [weather]. Remove it, or use one of: "
			"organization, address *, notify." },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		struct inifile *ini = inifile_parse(
			"t.ini", rows[i].text, strlen(rows[i].text), &err);
		assert_non_null(ini);
		bool ok = inifile_check(ini, table, COUNT_OF(table), &err);
		expect_number(rows[i].text, ok, rows[i].message == NULL);
		if (rows[i].message)
			expect_part(rows[i].text, err.text, rows[i].message);
		inifile_close(ini);
	}
}

static void messages_are_safe_to_show(void **state)
{
	(void)state;
	static const char text[] = "[organization]\n\xE2\x80\xAEx = 1\n";
	struct error err = { 0 };
	struct inifile *ini = inifile_parse("t\033.ini", BYTES(text), &err);
	assert_non_null(ini);
	assert_false(inifile_check(ini, table, COUNT_OF(table), &err));
	assert_null(strchr(err.text, '\033'));
	assert_null(strstr(err.text, "\xE2\x80\xAE"));
	inifile_close(ini);
}

static void blame_finds_the_line(void **state)
{
	(void)state;
	static const struct {
		const char *section, *key, *message;
	} rows[] = {
		{ "Organization", "kind", "t.ini line 6: no." },
		{ "organization", "country", "t.ini line 4: no." },
		{ "address hq", NULL, "t.ini line 8: no." },
		{ "nowhere", "x", "t.ini: no." },
	};
	struct error err = { 0 };
	struct inifile *ini = inifile_parse("t.ini", BYTES(sample), &err);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		error_set(&err, ERROR_INPUT, "no.");
		assert_false(inifile_blame(ini, rows[i].section, rows[i].key, &err));
		expect_text(rows[i].section, err.text, rows[i].message);
	}
	inifile_close(ini);
}

static void every_cut_of_a_file_ends_well(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof sample; len++) {
		struct error err = { 0 };
		struct inifile *ini = inifile_parse("t.ini", sample, len, &err);
		if (!ini && err.code != ERROR_INPUT)
			fail_msg("%zu bytes: %s", len, err.text);
		inifile_close(ini);
	}
}

static void too_many_keys_are_refused(void **state)
{
	(void)state;
	struct str text = { 0 };
	str_add(&text, "[s]\n");
	for (int i = 0; i < 5000; i++)
		str_addf(&text, "k%d=1\n", i);
	struct error err = { 0 };
	assert_null(inifile_parse("t.ini", text.text, text.len, &err));
	expect_part("limit", err.text, "t.ini line 4097: a file may have 4096");
	str_fini(&text);
}

static void a_file_is_opened_or_named(void **state)
{
	(void)state;
	struct error err = { 0 };
	assert_null(inifile_open("/nonexistent/ringup.ini", &err));
	expect_number("missing", err.code, ERROR_IO);
	expect_part("missing", err.text, "/nonexistent/ringup.ini");
	char path[] = "/tmp/ringup-ini-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, BYTES(sample)), sizeof sample - 1);
	close(fd);
	struct inifile *ini = inifile_open(path, &err);
	assert_non_null(ini);
	expect_text("value", inifile_get(ini, "organization", "name"), "A");
	inifile_close(ini);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_as_written),
		cmocka_unit_test(sections_and_lines_are_kept_in_every_encoding),
		cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(a_long_line_is_whole_or_an_error),
		cmocka_unit_test(unknown_names_are_told_with_their_line),
		cmocka_unit_test(messages_are_safe_to_show),
		cmocka_unit_test(blame_finds_the_line),
		cmocka_unit_test(every_cut_of_a_file_ends_well),
		cmocka_unit_test(too_many_keys_are_refused),
		cmocka_unit_test(a_file_is_opened_or_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
