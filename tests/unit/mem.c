/* Proves that text grows, that memory that cannot be had ends the program, and that the terminal is
 * given back before it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "tests/unit/expect.h"

static void text_grows(void **state)
{
	(void)state;
	struct str str = { 0 };
	expect_text("nothing", str_text(&str), "");
	str_add(&str, "a");
	str_addn(&str, "bcd", 2);
	str_addc(&str, 'd');
	str_addf(&str, "%03d%s", 7, "x");
	expect_text("added", str.text, "abcd007x");
	assert_int_equal(str.len, 8);
	str_addn(&str, "\0y", 2);
	assert_int_equal(str.len, 10);
	assert_memory_equal(str.text, "abcd007x\0y", 11);
	size_t room = str.room;
	str_clear(&str);
	expect_text("cleared", str_text(&str), "");
	assert_int_equal(str.room, room);
	for (int i = 0; i < 100000; i++)
		str_addc(&str, (char)('a' + i % 26));
	assert_int_equal(strlen(str.text), 100000);
	assert_int_equal(str.text[99999], 'a' + 99999 % 26);
	str_fini(&str);
	assert_null(str.text);
	str_clear(&str);
}

static void taken_text_is_the_takers(void **state)
{
	(void)state;
	struct str str = { 0 };
	char *nothing = str_take(&str);
	expect_text("nothing", nothing, "");
	free(nothing);
	str_addf(&str, "%5000d", 1);
	char *text = str_take(&str);
	assert_int_equal(strlen(text), 5000);
	assert_null(str.text);
	assert_int_equal(str.len + str.room, 0);
	free(text);
}

static void copies_are_whole(void **state)
{
	(void)state;
	char *copy = xstrdup("Éva"), *part = xstrndup("Bellevue", 4),
	     *made = xasprintf("%s-%d", "a", 5);
	expect_text("copy", copy, "Éva");
	expect_text("part", part, "Bell");
	expect_text("made", made, "a-5");
	free(copy);
	free(part);
	free(made);
	char *zeroes = xcalloc(3, 4);
	assert_memory_equal(zeroes, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
	zeroes = xrealloc(zeroes, 0, 4);
	assert_non_null(zeroes);
	free(zeroes);
	free(xmalloc(0));
}

static void give_back(void)
{
	if (write(STDOUT_FILENO, "back;", 5) != 5)
		_exit(9);
}

static void give_back_and_die(void)
{
	give_back();
	die("again");
}

static void ask_too_much(void)
{
	xrealloc(NULL, SIZE_MAX / 2, 4);
}

static void break_a_promise(void)
{
	die("number %d", 5);
}

/* Runs `end` in a child; what it wrote to both outputs into text. Returns its status. */
static int run_in_child(void (*hook)(void), void (*end)(void), char *text, size_t size)
{
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fd[1], STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		setvbuf(stderr, NULL, _IONBF, 0);
		mem_on_death(hook);
		end();
		_exit(8);
	}
	close(fd[1]);
	size_t len = 0;
	ssize_t got;
	while (len + 1 < size && (got = read(fd[0], text + len, size - len - 1)) > 0)
		len += (size_t)got;
	text[len] = '\0';
	close(fd[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_terminal_is_given_back_before_the_end(void **state)
{
	(void)state;
	static const struct {
		const char *claim;
		void (*hook)(void), (*end)(void);
		const char *output;
	} rows[] = {
		{ "no hook", NULL, break_a_promise, "ringup: number 5\n" },
		{ "hook first", give_back, break_a_promise, "back;ringup: number 5\n" },
		{ "a hook that dies", give_back_and_die, break_a_promise, "back;ringup: again\n" },
		{ "overflow", give_back, ask_too_much, "back;ringup: out of memory (" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[400];
		expect_number(rows[i].claim,
			run_in_child(rows[i].hook, rows[i].end, text, sizeof text), 1);
		expect_part(rows[i].claim, text, rows[i].output);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows),
		cmocka_unit_test(taken_text_is_the_takers),
		cmocka_unit_test(copies_are_whole),
		cmocka_unit_test(the_terminal_is_given_back_before_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
