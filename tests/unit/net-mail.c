/* Proves that mail keeps its pace, writes domains as DNS knows them, and refuses a setup that would
 * send anything unencrypted or without its password. */
#include "core/net/mail.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/expect.h"

static void a_message_waits_for_its_turn(void **state)
{
	static const struct {
		const char *row;
		int rate;
		int64_t last, now, wait;
	} rows[] = {
		{ "the first leaves at once", 30, 0, 5, 0 },
		{ "30 a minute: two seconds", 30, 1000, 1000, 2000 },
		{ "half of it has passed", 30, 1000, 2000, 1000 },
		{ "just in time", 30, 1000, 3000, 0 },
		{ "long ago", 30, 1000, 900000, 0 },
		{ "one a minute", 1, 1000, 1001, 59999 },
		{ "7 a minute, never sooner", 7, 1000, 1000, 8572 },
		{ "6000 a minute", 6000, 1000, 1000, 10 },
		{ "no limit", 0, 1000, 1000, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].row, mail_pace(rows[i].rate, rows[i].last, rows[i].now),
			rows[i].wait);
}

/* Whatever the rate: who leaves when the pace says so never sends more in a minute. */
static void no_minute_has_more_than_its_rate(void **state)
{
	(void)state;
	for (int rate = 1; rate <= 6000; rate = rate * 2 + 1) {
		int64_t now = 1000000, last = 0, begun = now;
		int sent = 0;
		char row[40];
		for (;; sent++) {
			now += mail_pace(rate, last, now);
			if (now - begun >= 60000)
				break;
			last = now;
		}
		snprintf(row, sizeof row, "%d a minute", rate);
		expect_number(row, sent > rate, 0);
		expect_number(row, sent >= rate * 9 / 10, 1);
	}
}

static void a_domain_is_written_as_dns_knows_it(void **state)
{
	static const struct {
		const char *domain, *ascii;
	} rows[] = {
		{ "contoso.example", "contoso.example" },
		{ "bücher.example", "xn--bcher-kva.example" },
		{ "例え.example", "xn--r8jz45g.example" },
		{ "пример.example", "xn--e1afmkfd.example" },
		{ "a b.example", NULL },
		{ "contoso.example:25", NULL },
		{ "contoso.example/x", NULL },
		{ "user@contoso.example", NULL },
		{ "contoso.example\r\nBcc: x@y.example", NULL },
		{ "contoso_.example>", NULL },
		{ "%41.example", NULL },
		{ "[127.0.0.1]", NULL },
		{ "", NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		expect_number(
			rows[i].domain, mail_domain(&out, rows[i].domain), rows[i].ascii != NULL);
		expect_text(rows[i].domain, str_text(&out), rows[i].ascii ? rows[i].ascii : "");
		str_fini(&out);
	}
}

static void what_would_be_insecure_is_refused(void **state)
{
	static const struct {
		const char *row;
		struct mail_options options;
		bool ok;
	} rows[] = {
		{ "encrypted", { .url = "smtp://mail.example:587" }, true },
		{ "TLS from the start", { .url = "smtps://mail.example" }, true },
		{ "plain on this machine", { .url = "smtp://127.0.0.1:2525", .plain = true },
			true },
		{ "plain elsewhere", { .url = "smtp://mail.example", .plain = true }, false },
		{ "plain on what looks like this machine",
			{ .url = "smtp://127.0.0.1.evil.example", .plain = true }, false },
		{ "with a password",
			{ .url = "smtp://mail.example", .user = "it", .password_env = "THERE" },
			true },
		{ "without the password",
			{ .url = "smtp://mail.example", .user = "it", .password_env = "MISSING" },
			false },
		{ "an empty password",
			{ .url = "smtp://mail.example", .user = "it", .password_env = "EMPTY" },
			false },
		{ "no server", { .url = "" }, false },
		{ "nothing", { .url = NULL }, false },
		{ "another protocol", { .url = "https://mail.example" }, false },
		{ "a password in the address", { .url = "smtp://it:secret@mail.example" }, false },
		{ "a path, which would be our name", { .url = "smtp://mail.example/me" }, false },
	};
	struct loop *loop = loop_new();
	(void)state;
	setenv("THERE", "s3cret", 1);
	setenv("EMPTY", "", 1);
	unsetenv("MISSING");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		struct mail *mail = mail_new(loop, &rows[i].options, &err);
		expect_number(rows[i].row, mail != NULL, rows[i].ok);
		expect_number(rows[i].row, err.code, rows[i].ok ? ERROR_NONE : ERROR_USAGE);
		if (strstr(err.text, "secret"))
			fail_msg("%s: the message tells the secret: %s", rows[i].row, err.text);
		mail_free(mail);
	}
	loop_free(loop);
}

/* ---- nobody there ---- */

struct answer {
	bool done;
	enum mail_end end;
	char words[300];
};

static void on_done(void *data, enum mail_end end, const char *words)
{
	struct answer *answer = data;
	answer->done = true;
	answer->end = end;
	snprintf(answer->words, sizeof answer->words, "%s", words);
}

static void nobody_there_means_later_and_drops_are_not_told(void **state)
{
	struct loop *loop = loop_new();
	struct error err = { 0 };
	struct answer dropped = { .done = false }, answer = { .done = false };
	struct mail *mail = mail_new(
		loop, &(struct mail_options){ .url = "smtp://127.0.0.1:1", .plain = true }, &err);
	(void)state;
	int64_t id = mail_send(mail, "a@x.example", "b@x.example", "text\r\n", on_done, &dropped);
	mail_send(mail, "a@x.example", "c@x.example", "text\r\n", on_done, &answer);
	assert_true(mail_wait(mail) > 0);
	mail_drop(mail, id);
	mail_drop(mail, 999);
	loop_run(loop, &answer.done);
	assert_false(dropped.done);
	assert_int_equal(answer.end, MAIL_LATER);
	assert_true(answer.words[0] != '\0');
	assert_int_equal(mail_wait(mail), 0);
	mail_free(mail);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_waits_for_its_turn),
		cmocka_unit_test(no_minute_has_more_than_its_rate),
		cmocka_unit_test(a_domain_is_written_as_dns_knows_it),
		cmocka_unit_test(what_would_be_insecure_is_refused),
		cmocka_unit_test(nobody_there_means_later_and_drops_are_not_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
