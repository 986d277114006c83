/* Proves that a letter becomes one well-formed mail whatever names, subjects and texts it holds:
 * ASCII headers of limited length, no header more than there should be, both parts with the
 * emergency notice, and that what is no address is refused. */
#include "core/exchange/message.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "tests/unit/expect.h"

static const struct letter_facts facts = {
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

static void render(struct letter *letter, const struct letter_facts *of, const char *language)
{
	struct letters *letters = letters_new();
	struct error err = { 0 };
	if (!letter_render(letters, letter, of, language, "", &err))
		fail_msg("%s: %s", language, err.text);
	letters_free(letters);
}

/* 2026-11-21T00:00:00Z, a Saturday. */
static struct message message_to(const char *name, const char *address)
{
	struct message message = { .request_id = "0b1c", .date = 1795219200 };
	mailbox_read(&message.from, "Contoso IT <it@contoso.example>", NULL);
	if (!mailbox_read(&message.to, address, NULL))
		fail_msg("%s is refused", address);
	text_copy(message.to.name, sizeof message.to.name, name);
	return message;
}

/* The header with its folded lines, up to the next one; "" if it is missing. */
static void header_of(const char *text, const char *name, char *out, size_t size)
{
	size_t len = strlen(name);
	const char *at = text, *end;
	*out = '\0';
	while (strncmp(at, name, len) != 0 || at[len] != ':') {
		at = strstr(at, "\r\n");
		if (!at || strncmp(at, "\r\n\r\n", 4) == 0)
			return;
		at += 2;
	}
	end = at;
	do
		end = strstr(end, "\r\n") + 2;
	while (*end == ' ');
	snprintf(out, size, "%.*s", (int)(end - at - 2), at);
}

/* Names and what the header To becomes. */
static const struct {
	const char *name, *address, *to;
} mailboxes[] = {
	{ "Ava Lindqvist", "ava@contoso.example", "To: Ava Lindqvist <ava@contoso.example>" },
	{ "", "ava@contoso.example", "To: ava@contoso.example" },
	{ "O'Hara, Chloe", "chloe@contoso.example",
		"To: \"O'Hara, Chloe\" <chloe@contoso.example>" },
	{ "The \"Boss\" \\ Co", "b@contoso.example",
		"To: \"The \\\"Boss\\\" \\\\ Co\" <b@contoso.example>" },
	{ "Chloé", "chloe@contoso.example", "To: =?UTF-8?B?Q2hsb8Op?= <chloe@contoso.example>" },
	{ "田中 恵美", "emi@例え.example",
		"To: =?UTF-8?B?55Sw5LitIOaBtee+jg==?= <emi@xn--r8jz45g.example>" },
	{ "=?UTF-8?Q?x?=", "x@contoso.example",
		"To: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?= <x@contoso.example>" },
	{ "Eve\r\nBcc: all@contoso.example", "eve@contoso.example",
		"To: \"Eve  Bcc: all@contoso.example\" <eve@contoso.example>" },
	{ "Eve\r\n\r\nBody", "eve@contoso.example", "To: Eve    Body <eve@contoso.example>" },
	{ "Eve>, <all@contoso.example", "eve@contoso.example",
		"To: \"Eve>, <all@contoso.example\" <eve@contoso.example>" },
	{ "用户", "用户@例え.example", "To: =?UTF-8?B?55So5oi3?= <用户@xn--r8jz45g.example>" },
};

static void a_mailbox_is_written_as_every_reader_reads_it(void **state)
{
	struct letter letter = { .fallback = false };
	(void)state;
	render(&letter, &facts, "en");
	for (size_t i = 0; i < COUNT_OF(mailboxes); i++) {
		struct message message = message_to(mailboxes[i].name, mailboxes[i].address);
		struct str text = { 0 };
		char to[600];
		message_write(&text, &message, &letter);
		header_of(str_text(&text), "To", to, sizeof to);
		expect_text(mailboxes[i].name, to, mailboxes[i].to);
		header_of(str_text(&text), "Bcc", to, sizeof to);
		expect_text(mailboxes[i].name, to, "");
		str_fini(&text);
	}
	letter_fini(&letter);
}

static void the_headers_are_those_of_the_standards(void **state)
{
	static const struct {
		const char *name, *whole;
	} rows[] = {
		{ "Date", "Date: Sat, 21 Nov 2026 00:00:00 +0000" },
		{ "From", "From: Contoso IT <it@contoso.example>" },
		{ "Subject", "Subject: Your new phone number" },
		{ "Message-ID", "Message-ID: <0b1c@contoso.example>" },
		{ "Auto-Submitted", "Auto-Submitted: auto-generated" },
		{ "Content-Language", "Content-Language: en" },
		{ "MIME-Version", "MIME-Version: 1.0" },
		{ "Content-Type", "Content-Type: multipart/alternative;\r\n boundary=\"=_0b1c\"" },
		{ "X-Unsent", "" },
		{ "Bcc", "" },
	};
	struct letter letter = { .fallback = false };
	struct message message = message_to("Ava", "ava@contoso.example");
	struct str text = { 0 };
	char got[300];
	(void)state;
	render(&letter, &facts, "en");
	message_write(&text, &message, &letter);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		header_of(str_text(&text), rows[i].name, got, sizeof got);
		expect_text(rows[i].name, got, rows[i].whole);
	}
	str_fini(&text);
	letter_fini(&letter);
}

/* No line longer than 76 bytes, only ASCII, every line ended by CRLF. */
static void check_lines(const char *row, const struct str *text)
{
	size_t column = 0;
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->text[i];
		if (c >= 0x80 || (c < 0x20 && c != '\r' && c != '\n'))
			fail_msg("%s: byte %02x at %zu", row, c, i);
		if ((c == '\n') != (i > 0 && text->text[i - 1] == '\r'))
			fail_msg("%s: a bare line end at %zu", row, i);
		column = c == '\n' ? 0 : column + (c != '\r');
		if (column > 76)
			fail_msg("%s: a line of more than 76 bytes: %.90s", row,
				text->text + i - column + 1);
	}
}

static void long_and_foreign_texts_keep_to_the_limits(void **state)
{
	static const char *const texts[] = {
		"a",
		"An organization whose name is longer than anybody would ever write on an envelope, and on and on",
		"Wirtschaftsförderungsgesellschaft für die Metropolregion Nürnberg und Umgebung, Außenstelle Süd",
		"株式会社日本電信電話総合研究所国際事業部営業企画課電話番号管理担当者御一同様方々",
		"ความเป็นผู้นำด้านนวัตกรรมและเทคโนโลยีสารสนเทศแห่งประเทศไทยจำกัดมหาชน",
		"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		"line\r\nBcc: all@contoso.example\r\n\r\n.\r\nQUIT\r\n",
		"=?UTF-8?B?QQ==?= \x1b[31m \x7f \xc2\x85 \xe2\x80\xae <b>&'\"</b>",
		"<script>alert(1)</script>",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct letter_facts of = facts;
		struct letter letter = { .fallback = false };
		struct message message = message_to(texts[i], "ava@contoso.example");
		struct str text = { 0 };
		of.given_name = of.organization = of.address = texts[i];
		render(&letter, &of, "fr");
		str_clear(&letter.subject);
		str_add(&letter.subject, texts[i]);
		message_write(&text, &message, &letter);
		check_lines(texts[i], &text);
		struct str html = { 0 };
		char bcc[100];
		header_of(str_text(&text), "Bcc", bcc, sizeof bcc);
		message_html(&html, &letter);
		if (bcc[0] || strstr(str_text(&html), "<script"))
			fail_msg("%s: got through", texts[i]);
		str_fini(&html);
		str_fini(&text);
		letter_fini(&letter);
	}
}

static void html_says_the_same_and_nothing_of_it_is_markup(void **state)
{
	struct letter_facts of = facts;
	struct letter letter = { .fallback = false };
	struct str html = { 0 };
	(void)state;
	of.organization = "<b>Tom & \"Jerry's\"</b>";
	render(&letter, &of, "en");
	message_html(&html, &letter);
	expect_part("html", str_text(&html),
		"<p>Kind regards<br>\n&lt;b&gt;Tom &amp; &quot;Jerry&#39;s&quot;&lt;/b&gt;</p>");
	expect_part("html", str_text(&html), "<strong>+1 425 555 0107</strong></p>");
	expect_part("html", str_text(&html), "<ul>\n<li>Teams may not know where you really are.");
	expect_part("html", str_text(&html), "</li>\n</ul>\n<p>The address registered");
	expect_part("html", str_text(&html), "<html lang=\"en\">");
	str_fini(&html);
	letter_fini(&letter);
}

/* R-362, in the parts that a person reads. */
static void both_parts_hold_the_emergency_notice(void **state)
{
	static const char *const languages[] = { "de", "en", "es", "fr", "it", "nl", "pt", "sv" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		struct letter letter = { .fallback = false };
		struct str html = { 0 };
		render(&letter, &facts, languages[i]);
		message_html(&html, &letter);
		expect_part(languages[i], str_text(&letter.body), "911");
		expect_part(languages[i], str_text(&html), "911");
		int items = 0;
		for (const char *at = str_text(&html); (at = strstr(at, "<li>")); at++)
			items++;
		expect_number(languages[i], items, 3);
		str_fini(&html);
		letter_fini(&letter);
	}
}

/* An own template without it makes no letter, and so neither part. */
static void a_template_without_the_notice_makes_no_mail(void **state)
{
	char home[] = "/tmp/ringup-message-XXXXXX", path[80];
	struct letters *letters = letters_new();
	struct letter letter = { .fallback = false };
	struct error err = { 0 };
	(void)state;
	assert_non_null(mkdtemp(home));
	setenv("XDG_CONFIG_HOME", home, 1);
	snprintf(path, sizeof path, "mkdir -p %s/ringup/letters", home);
	assert_int_equal(system(path), 0);
	snprintf(path, sizeof path, "%s/ringup/letters/sv.txt", home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("Subject: Nytt nummer\n\nHej {given_name}, {number} {ready_text}\n", file);
	fclose(file);
	assert_false(letter_render(letters, &letter, &facts, "sv", "", &err));
	assert_int_equal(err.code, ERROR_INPUT);
	expect_part("why", err.text, "emergency_notice");
	assert_int_equal(letter.body.len, 0);
	assert_int_equal(letter.lines.len, 0);
	letter_fini(&letter);
	letters_free(letters);
	snprintf(path, sizeof path, "rm -rf %s", home);
	assert_int_equal(system(path), 0);
}

static void a_draft_has_no_id_and_opens_for_sending(void **state)
{
	struct letter letter = { .fallback = false };
	struct message message = message_to("Ava", "ava@contoso.example");
	struct str text = { 0 };
	char got[100];
	(void)state;
	message.draft = true;
	message.request_id = NULL;
	message.from = (struct mailbox){ .name = "" };
	render(&letter, &facts, "en");
	message_write(&text, &message, &letter);
	header_of(str_text(&text), "X-Unsent", got, sizeof got);
	expect_text("draft", got, "X-Unsent: 1");
	header_of(str_text(&text), "Message-ID", got, sizeof got);
	expect_text("draft", got, "");
	header_of(str_text(&text), "From", got, sizeof got);
	expect_text("draft", got, "");
	str_fini(&text);
	letter_fini(&letter);
}

static void an_id_has_a_domain_in_any_case(void **state)
{
	static const struct {
		const char *from, *domain, *id;
	} rows[] = {
		{ "it@contoso.example", "other.example", "<0b1c@contoso.example>" },
		{ "it@bücher.example", NULL, "<0b1c@xn--bcher-kva.example>" },
		{ NULL, "fourthpine.example", "<0b1c@fourthpine.example>" },
		{ NULL, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "<0b1c@ringup.invalid>" },
		{ NULL, "x.example>\r\nBcc: y", "<0b1c@ringup.invalid>" },
		{ NULL, "", "<0b1c@ringup.invalid>" },
		{ NULL, NULL, "<0b1c@ringup.invalid>" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct message message = { .request_id = "0b1c", .domain = rows[i].domain };
		char id[200];
		if (rows[i].from)
			mailbox_read(&message.from, rows[i].from, NULL);
		expect_text(rows[i].id, message_id(&message, id, sizeof id), rows[i].id);
	}
}

static void what_is_no_address_is_refused(void **state)
{
	static const struct {
		const char *text, *name, *address;
	} rows[] = {
		{ "it@contoso.example", "", "it@contoso.example" },
		{ "  it@contoso.example ", "", "it@contoso.example" },
		{ "Contoso IT <it@contoso.example>", "Contoso IT", "it@contoso.example" },
		{ "\"IT, Contoso\" <it@contoso.example>", "IT, Contoso", "it@contoso.example" },
		{ "<it@contoso.example>", "", "it@contoso.example" },
		{ "o'hara+x@contoso.example", "", "o'hara+x@contoso.example" },
		{ "Émile <émile@bücher.example>", "Émile", "émile@xn--bcher-kva.example" },
		{ "", NULL, NULL },
		{ "contoso.example", NULL, NULL },
		{ "it@", NULL, NULL },
		{ "@contoso.example", NULL, NULL },
		{ "it@localhost", NULL, NULL },
		{ "it@@contoso.example", NULL, NULL },
		{ "a@b@contoso.example", NULL, NULL },
		{ "i t@contoso.example", NULL, NULL },
		{ "it@contoso.example>", NULL, NULL },
		{ "it@contoso.example\r\nRCPT TO:<x@y.example>", NULL, NULL },
		{ "it@contoso.example, x@y.example", NULL, NULL },
		{ "it\n@contoso.example", NULL, NULL },
		{ "\"a b\"@contoso.example", NULL, NULL },
		{ "it.@contoso.example", NULL, NULL },
		{ ".it@contoso.example", NULL, NULL },
		{ "i..t@contoso.example", NULL, NULL },
		{ "it\x1b@contoso.example", NULL, NULL },
		{ "it\xe2\x80\xae@contoso.example", NULL, NULL },
		{ "it\xff@contoso.example", NULL, NULL },
		{ "x23456789x123456789x123456789x123456789x123456789x123456789x12345@contoso.example",
			NULL, NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct mailbox mailbox;
		struct error err = { 0 };
		bool ok = mailbox_read(&mailbox, rows[i].text, &err);
		expect_number(rows[i].text, ok, rows[i].address != NULL);
		expect_number(rows[i].text, err.code, ok ? ERROR_NONE : ERROR_INPUT);
		expect_text(rows[i].text, mailbox.address, ok ? rows[i].address : "");
		if (ok)
			expect_text(rows[i].text, mailbox.name, rows[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mailbox_is_written_as_every_reader_reads_it),
		cmocka_unit_test(the_headers_are_those_of_the_standards),
		cmocka_unit_test(long_and_foreign_texts_keep_to_the_limits),
		cmocka_unit_test(html_says_the_same_and_nothing_of_it_is_markup),
		cmocka_unit_test(both_parts_hold_the_emergency_notice),
		cmocka_unit_test(a_template_without_the_notice_makes_no_mail),
		cmocka_unit_test(a_draft_has_no_id_and_opens_for_sending),
		cmocka_unit_test(an_id_has_a_domain_in_any_case),
		cmocka_unit_test(what_is_no_address_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
