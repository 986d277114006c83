/* Proves that a letter holds what it must in every language, falls back in the stated order, stays
 * safe whatever a name holds, and that no template can leave the emergency notice out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/path.h"
#include "core/base/text.h"
#include "core/exchange/letters.h"
#include "core/exchange/template.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char home[] = "/tmp/ringup-letters-XXXXXX";

static int use_own_home(void **state)
{
	(void)state;
	if (!mkdtemp(home))
		return -1;
	return setenv("XDG_CONFIG_HOME", home, 1);
}

static int remove_home(void **state)
{
	(void)state;
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", home);
	return system(command);
}

static const struct letter_facts chloe = {
	.given_name = "Chloé",
	.display_name = "Chloé O'Hara",
	.organization = "Contoso Bakery",
	.number = "+14255550107",
	.address = "Office, 500 108th Ave NE, Bellevue, WA 98004",
	.country = "US",
	.emergency_numbers = "911",
	.calling = "domestic",
	.area_digits = 3,
	.active = true,
};

static struct letter rendered(
	const struct letter_facts *facts, const char *language, const char *otherwise)
{
	struct letters *letters = letters_new();
	struct letter letter = { 0 };
	struct error err = { 0 };
	if (!letter_render(letters, &letter, facts, language, otherwise, &err))
		fail_msg("%s: %s", language, err.text);
	letters_free(letters);
	return letter;
}

/* The text without its line ends and indents. */
static char *flat(const char *text)
{
	struct str out = { 0 };
	for (bool space = false; *text != '\0'; text++) {
		bool blank = *text == ' ' || *text == '\n';
		if (!blank)
			str_addc(&out, *text);
		else if (!space)
			str_addc(&out, ' ');
		space = blank;
	}
	return str_take(&out);
}

static void expect_has_words(const char *row, const struct str *text, const char *needle)
{
	char *words = flat(str_text(text));
	if (!strstr(words, needle))
		fail_msg("%s: \"%s\" is missing in:\n%s", row, needle, str_text(text));
	free(words);
}

static void expect_has(const char *row, const char *text, const char *needle)
{
	if (!strstr(text, needle))
		fail_msg("%s: \"%s\" is missing in:\n%s", row, needle, text);
}

static void expect_lacks(const char *row, const char *text, const char *needle)
{
	if (strstr(text, needle))
		fail_msg("%s: \"%s\" should not be in:\n%s", row, needle, text);
}

/* what the message should hold (R-359: where the number is seen, R-365: voicemail), and
 * that it must hold. */
static void every_language_says_everything(void **state)
{
	(void)state;
	static const struct {
		const char *language, *calls, *voicemail, *place, *offline, *abroad;
	} rows[] = {
		{ "en", "Calls", "voicemail", "where you really are", "without internet or power",
			"outside your country" },
		{ "fr", "Appels", "messagerie vocale", "où vous êtes", "sans courant",
			"hors de votre pays" },
		{ "de", "Anrufe", "Voicemail", "wo Sie wirklich sind", "ohne Strom",
			"außerhalb Ihres Landes" },
		{ "es", "Llamadas", "buzón de voz", "dónde está", "sin corriente",
			"fuera de su país" },
		{ "it", "Chiamate", "segreteria telefonica", "dove ti trovi", "senza corrente",
			"fuori dal tuo paese" },
		{ "nl", "Gesprekken", "voicemail", "waar je echt bent", "zonder internet",
			"buiten je land" },
		{ "pt", "Chamadas", "correio de voz", "onde realmente está", "sem energia",
			"fora do seu país" },
		{ "sv", "Samtal", "röstbrevlåda", "var du faktiskt är", "utan internet",
			"utanför ditt land" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct letter letter = rendered(&chloe, rows[i].language, "");
		const char *row = rows[i].language, *body = str_text(&letter.body);
		assert_string_equal(letter.language, row);
		assert_false(letter.fallback);
		expect_has_words(row, &letter.body, "Chloé");
		expect_has_words(row, &letter.body, "+1 425 555 0107");
		expect_has_words(row, &letter.body, "+14255550107");
		expect_has_words(row, &letter.body, "Contoso Bakery");
		expect_has_words(row, &letter.body, "500 108th Ave NE");
		expect_has_words(row, &letter.body, "911");
		expect_has_words(row, &letter.body, "Teams");
		expect_has_words(row, &letter.body, rows[i].calls);
		expect_has_words(row, &letter.body, rows[i].voicemail);
		expect_has_words(row, &letter.body, rows[i].abroad);
		expect_lacks(row, body, "{");
		expect_lacks(row, body, "[");
		expect_lacks(row, body, "Skype");
		expect_lacks(row, body, "24");
		expect_has_words(row, &letter.body, rows[i].place);
		expect_has_words(row, &letter.body, rows[i].offline);
		letter_fini(&letter);
	}
}

static void every_template_is_whole(void **state)
{
	(void)state;
	struct letter_language languages[32];
	int count = letter_languages(languages, 32);
	assert_true(count >= 8);
	for (int i = 0; i < count; i++) {
		struct str text = { 0 };
		struct error err = { 0 };
		struct verdict advice = { .answer = VERDICT_NO };
		assert_true(letter_template(languages[i].code, &text, &err));
		if (!letter_check(
			    languages[i].code, languages[i].code, str_text(&text), &advice, &err))
			fail_msg("%s", err.text);
		if (advice.answer != VERDICT_YES)
			fail_msg("%s: %s", languages[i].code, advice.why);
		assert_true(i == 0 || strcmp(languages[i - 1].code, languages[i].code) < 0);
		str_fini(&text);
	}
}

static void language_falls_back_in_order(void **state)
{
	(void)state;
	static const struct {
		const char *wanted, *otherwise, *used;
		bool fallback;
	} rows[] = {
		{ "fr", "", "fr", false },
		{ "fr-CA", "", "fr", false },
		{ "FR_ca", "de", "fr", false },
		{ "pt-BR", "", "pt", false },
		{ "ja-JP", "", "en", true },
		{ "ja-JP", "fr-FR", "fr", true },
		{ "ja", "zh-CN", "en", true },
		{ "", "de", "de", false },
		{ "", "", "en", false },
		{ NULL, NULL, "en", false },
		{ "../../etc", "", "en", true },
		{ "en/../fr", "", "en", true },
		{ "no-such-language-code", "it", "it", true },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct letter letter = rendered(&chloe, rows[i].wanted, rows[i].otherwise);
		if (strcmp(letter.language, rows[i].used) != 0 ||
			letter.fallback != rows[i].fallback)
			fail_msg("row %zu: %s, fallback %d", i, letter.language, letter.fallback);
		letter_fini(&letter);
	}
}

static void text_depends_on_the_person(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct letter_facts facts;
		const char *has, *lacks;
	} rows[] = {
		{ "not active", { .number = "+14255550107", .active = false }, "within 24 hours",
			NULL },
		{ "active", { .number = "+14255550107", .active = true }, "Teams", "24 hours" },
		{ "Canada", { .country = "CA", .calling = "domestic" }, "Puerto Rico and Canada",
			NULL },
		{ "Puerto Rico", { .country = "PR", .calling = "domestic" }, "and Canada", NULL },
		{ "France", { .country = "FR", .calling = "domestic" }, "within your country",
			"Canada" },
		{ "international", { .country = "US", .calling = "international" },
			"most other countries", "Canada" },
		{ "payg", { .calling = "payg" }, "charged by the minute", "Your plan covers" },
		{ "own carrier", { .calling = "none" }, "our own telephone carrier", "plan" },
		{ "112", { .emergency_numbers = "112 15 17", .country = "FR" },
			"call: 112, 15, 17.", NULL },
		{ "semicolons", { .emergency_numbers = "999;112", .country = "GB" }, "999, 112",
			NULL },
		{ "Japan", { .emergency_numbers = "110 119", .country = "JP" }, "cannot be called",
			"110" },
		{ "no emergency numbers", { .country = "XX" }, "cannot be called", "call: ." },
		{ "no address", { .address = "" }, "No address is registered",
			"address registered for" },
		{ "no number", { .number = "" }, "(not chosen yet)", NULL },
		{ "no given name", { .display_name = "Ava" }, "Hello Ava,", NULL },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct letter letter = rendered(&rows[i].facts, "en", "");
		expect_has_words(rows[i].name, &letter.body, rows[i].has);
		if (rows[i].lacks)
			expect_lacks(rows[i].name, str_text(&letter.body), rows[i].lacks);
		expect_lacks(rows[i].name, str_text(&letter.body), "\n\n\n");
		letter_fini(&letter);
	}
}

static void hostile_names_come_out_safe(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Eve\nSubject: free money",
		"Eve\r\nBcc: all@example.com",
		"\033]0;title\007Eve",
		"\342\200\256evE",
		"Eve {number} {emergency_notice}",
		"bad \xFF\xFE bytes",
	};
	for (size_t i = 0; i < COUNT(names); i++) {
		struct letter_facts facts = chloe;
		facts.given_name = facts.organization = facts.address = names[i];
		struct letter letter = rendered(&facts, "en", "");
		const char *body = str_text(&letter.body);
		expect_lacks(names[i], body, "\nSubject:");
		expect_lacks(names[i], body, "\nBcc:");
		expect_lacks(names[i], body, "\r");
		expect_lacks(names[i], body, "\033");
		expect_lacks(names[i], body, "\xE2\x80\xAE");
		assert_true(text_valid(body, letter.body.len));
		assert_null(strchr(str_text(&letter.subject), '\n'));
		if (i == 4)
			expect_has(names[i], body, "Hello Eve {number} {emergency_notice},");
		letter_fini(&letter);
	}
}

static void letters_keep_their_accents_in_ascii_mode(void **state)
{
	(void)state;
	text_set_ascii(true);
	struct letter letter = rendered(&chloe, "fr", "");
	assert_true(text_ascii());
	text_set_ascii(false);
	expect_has("fr", str_text(&letter.body), "Chloé");
	letter_fini(&letter);
}

static void lines_fit(void **state)
{
	(void)state;
	struct letter_language languages[32];
	int count = letter_languages(languages, 32);
	for (int i = 0; i < count; i++) {
		struct letter letter = rendered(&chloe, languages[i].code, "");
		char *copy = xstrdup(str_text(&letter.body));
		for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
			if (text_width(line) > LETTER_COLUMNS)
				fail_msg("%s: %d columns: %s", languages[i].code, text_width(line),
					line);
		}
		free(copy);
		letter_fini(&letter);
	}
}

#define HEAD "Subject: Hello\n\n{given_name}: {number}\n"

static void bad_templates_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *name, *code, *text, *message;
	} rows[] = {
		{ "no notice", "fr", HEAD, "R-362" },
		{ "no number", "fr", "Subject: Hello\n\n{given_name} {emergency_notice}\n", "R-3" },
		{ "no subject", "fr", "{number} {emergency_notice}\n", "line 1" },
		{ "empty subject", "fr", "Subject:  \n{number} {emergency_notice}\n", "line 1" },
		{ "unknown placeholder", "fr", HEAD "{emergency_notice}\n{nummer}\n",
			"line 5: {nummer}" },
		{ "block inside a subject", "fr",
			"Subject: {where_text}\n{number}{emergency_notice}", "line 1" },
		{ "block inside a block", "fr", HEAD "{emergency_notice}\n[where]\n{plan_text}\n",
			"line 6" },
		{ "unknown block", "fr", HEAD "{emergency_notice}\n[elsewhere]\nx\n", "line 5" },
		{ "emptied notice", "fr",
			HEAD "{emergency_notice}\n[emergency place]\n\n[where]\nx\n",
			"[emergency place]" },
		{ "language without shipped blocks", "ja", HEAD "{emergency_notice}\n",
			"[subject label]" },
		{ "empty", "fr", "", "empty" },
		{ "path for a language", "../fr", HEAD "{emergency_notice}\n", "language code" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err = { 0 };
		if (letter_check("x.txt", rows[i].code, rows[i].text, NULL, &err))
			fail_msg("%s was accepted", rows[i].name);
		assert_int_equal(err.code, ERROR_INPUT);
		expect_has(rows[i].name, err.text, rows[i].message);
	}
}

static void short_template_is_allowed_with_advice(void **state)
{
	(void)state;
	struct verdict advice = { 0 };
	struct error err = { 0 };
	if (!letter_check(
		    "x.txt", "fr", "\xEF\xBB\xBF" HEAD "\r\n{emergency_notice}\r\n", &advice, &err))
		fail_msg("%s", err.text);
	assert_int_equal(advice.answer, VERDICT_WARN);
	assert_non_null(advice.why);
}

static void write_own(const char *name, const char *text)
{
	char *folder = path_config("letters"), *path = path_join(folder, name);
	assert_true(path_make(folder, 0700, NULL));
	assert_true(file_write(path, text, strlen(text), 0600, NULL));
	free(path);
	free(folder);
}

static void own_template_wins(void **state)
{
	(void)state;
	write_own("fr.txt",
		"Subject: À vous\n\nSalut {given_name} : {number}\n\n{emergency_notice}\n");
	struct letter letter = rendered(&chloe, "fr-CA", "");
	assert_string_equal(str_text(&letter.subject), "À vous");
	assert_string_equal(str_text(&letter.label), "Objet\xC2\xA0:");
	expect_has_words("own", &letter.body, "Salut Chloé");
	expect_has_words("own", &letter.body, "hors de votre pays");
	letter_fini(&letter);

	/* It does not say when the number works: it has to wait until it does. */
	struct letters *letters = letters_new();
	struct letter_facts facts = chloe;
	struct error err = { 0 };
	facts.active = false;
	assert_false(letter_render(letters, &letter, &facts, "fr", "", &err));
	assert_int_equal(err.code, ERROR_TRANSIENT);
	letter_fini(&letter);
	letters_free(letters);
}

static void broken_own_template_stops_the_letter(void **state)
{
	(void)state;
	write_own("it.txt", HEAD);
	struct letters *letters = letters_new();
	struct letter letter = { 0 };
	struct error err = { 0 };
	assert_false(letter_render(letters, &letter, &chloe, "it", "", &err));
	assert_int_equal(err.code, ERROR_INPUT);
	expect_has("path", err.text, "letters/it.txt");
	letter_fini(&letter);
	letters_free(letters);
	char *path = path_config("letters/it.txt");
	assert_int_equal(unlink(path), 0);
	free(path);
}

static void own_templates_are_listed(void **state)
{
	(void)state;
	write_own("nb.txt", HEAD "{emergency_notice}\n");
	write_own("notes.doc.txt", "no template");
	struct letter_language languages[3];
	int count = letter_languages(languages, 3);
	assert_int_equal(count, 9);
	assert_string_equal(languages[0].code, "de");
	assert_false(languages[0].own);
	assert_string_equal(languages[2].code, "es");
	assert_true(letter_has_language("nb"));
	assert_true(letter_has_language("fr-CA"));
	assert_false(letter_has_language("ja"));
	assert_false(letter_has_language(""));
}

static void file_names_are_safe_and_apart(void **state)
{
	(void)state;
	static const struct {
		const char *upn, *name;
	} rows[] = {
		{ "ava@contoso.example", "ava@contoso.example.txt" },
		{ "Ava@Contoso.example", "ava@contoso.example.txt" },
		{ "../../etc/passwd", NULL },
		{ ".hidden@x.example", NULL },
		{ "chloe.o'hara@x.example", NULL },
		{ "chloe.o_hara@x.example", "chloe.o_hara@x.example.txt" },
		{ "chloe.o\"hara@x.example", NULL },
		{ "\xC3\xA9ve@x.example", NULL },
		{ "a\nb@x.example", NULL },
		{ "", NULL },
	};
	char seen[COUNT(rows)][200];
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str name = { 0 };
		letter_file_name(&name, rows[i].upn, ".txt");
		const char *text = str_text(&name);
		if (rows[i].name)
			assert_string_equal(text, rows[i].name);
		assert_true(text[0] != '.' && !strchr(text, '/') && !strchr(text, '\n'));
		assert_int_equal(
			strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789@.-_"), strlen(text));
		snprintf(seen[i], sizeof seen[i], "%s", text);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(seen[i], seen[j]) == 0 && i != 1)
				fail_msg("%s and %s share %s", rows[i].upn, rows[j].upn, text);
		}
		str_fini(&name);
	}
}

static void long_names_stay_apart(void **state)
{
	(void)state;
	char a[400], b[400];
	memset(a, 'a', sizeof a - 1);
	a[sizeof a - 1] = '\0';
	memcpy(b, a, sizeof b);
	b[sizeof b - 2] = 'b';
	struct str one = { 0 }, two = { 0 };
	letter_file_name(&one, a, ".txt");
	letter_file_name(&two, b, ".txt");
	assert_true(one.len < 200);
	assert_string_not_equal(str_text(&one), str_text(&two));
	str_fini(&one);
	str_fini(&two);
}

static void letter_is_written_whole(void **state)
{
	(void)state;
	struct letter letter = rendered(&chloe, "de", "");
	char *folder = path_join(home, "letters/out");
	struct str file = { 0 }, text = { 0 }, expected = { 0 };
	struct error err = { 0 };
	for (int i = 0; i < 2; i++) {
		str_clear(&file);
		if (!letter_write(&letter, folder, "ava@x.example", &file, &err))
			fail_msg("%s", err.text);
	}
	char *path = path_join(folder, str_text(&file));
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_true(file_read(&text, path, 100000, &err));
	letter_text(&letter, &expected);
	assert_string_equal(str_text(&text), str_text(&expected));
	expect_has("file", str_text(&text), "Betreff: Ihre neue Telefonnummer\n\nGuten Tag");
	free(path);
	free(folder);
	str_fini(&file);
	str_fini(&text);
	str_fini(&expected);
	letter_fini(&letter);
}

static void every_name_is_found_again(void **state)
{
	(void)state;
	for (int i = 0; i < PLACE_COUNT; i++) {
		char text[64];
		int place = -1;
		snprintf(text, sizeof text, "{%s} rest", template_place_name(i));
		assert_int_equal(template_place_at(text, &place), strlen(text) - 5);
		assert_int_equal(place, i);
	}
	for (int i = 0; i < BLOCK_COUNT; i++)
		assert_non_null(template_block_name(i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_language_says_everything),
		cmocka_unit_test(every_template_is_whole),
		cmocka_unit_test(language_falls_back_in_order),
		cmocka_unit_test(text_depends_on_the_person),
		cmocka_unit_test(hostile_names_come_out_safe),
		cmocka_unit_test(letters_keep_their_accents_in_ascii_mode),
		cmocka_unit_test(lines_fit),
		cmocka_unit_test(bad_templates_are_refused),
		cmocka_unit_test(short_template_is_allowed_with_advice),
		cmocka_unit_test(own_template_wins),
		cmocka_unit_test(broken_own_template_stops_the_letter),
		cmocka_unit_test(own_templates_are_listed),
		cmocka_unit_test(file_names_are_safe_and_apart),
		cmocka_unit_test(long_names_stay_apart),
		cmocka_unit_test(letter_is_written_whole),
		cmocka_unit_test(every_name_is_found_again),
	};
	return cmocka_run_group_tests(tests, use_own_home, remove_home);
}
