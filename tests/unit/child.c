/* Proves that a child gets its arguments as they are and nothing else of ours, that its lines and
 * its end are told once, and that it dies with us. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/mem.h"
#include "tests/unit/expect.h"

struct heard {
	struct str text; /* its lines, each ended by '|' */
	int status, ends;
	bool over;
};

static void hear_line(void *data, const char *text)
{
	struct heard *heard = data;
	str_add(&heard->text, text);
	str_addc(&heard->text, '|');
}

static void hear_end(void *data, int status)
{
	struct heard *heard = data;
	heard->status = status;
	heard->ends++;
	heard->over = true;
}

/* Runs it to its end. */
static void run(
	const char *const *argv, const char *const *environment, int keep, struct heard *heard)
{
	struct error err = { 0 };
	struct loop *loop = loop_new();
	struct child_options options = { .argv = argv,
		.environment = environment,
		.without = (const char *const[]){ "CHILD_HIDDEN", NULL },
		.keep = keep,
		.line = hear_line,
		.ended = hear_end,
		.data = heard };
	*heard = (struct heard){ .status = -1 };
	struct child *child = child_start(loop, &options, &err);
	expect_text(argv[0], err.text, "");
	assert_true(loop_run(loop, &heard->over));
	child_free(child);
	loop_free(loop);
}

static void run_shell(const char *script, const char *const *environment, struct heard *heard)
{
	run((const char *const[]){ "/bin/sh", "-c", script, NULL }, environment, -1, heard);
}

static void arguments_pass_no_shell(void **state)
{
	struct heard heard;
	(void)state;
	run((const char *const[]){ "/usr/bin/printf", "%s\\n", "$(id) `id` ; 'x' \"y\" *", NULL },
		NULL, -1, &heard);
	expect_text("hostile argument", str_text(&heard.text), "$(id) `id` ; 'x' \"y\" *|");
	str_fini(&heard.text);
}

static void lines_and_ends_are_told_once(void **state)
{
	static const struct {
		const char *script, *text;
		int status;
	} rows[] = {
		{ "exit 3", "", 3 },
		{ "printf 'a\\nb\\n'", "a|b|", 0 },
		{ "printf 'cut'", "cut|", 0 },
		{ "echo out; echo err >&2", "out|err|", 0 },
		{ "kill -9 $$", "", 137 },
		{ "kill -PIPE $$", "", 141 },
		{ "read x; echo \"<$x>\"", "<>|", 0 },
		{ "(exec >/dev/tty) 2>/dev/null || echo none", "none|", 0 },
	};
	struct heard heard;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run_shell(rows[i].script, NULL, &heard);
		expect_text(rows[i].script, str_text(&heard.text), rows[i].text);
		expect_number(rows[i].script, heard.status, rows[i].status);
		expect_number(rows[i].script, heard.ends, 1);
		str_fini(&heard.text);
	}
}

static void a_long_line_is_cut(void **state)
{
	struct heard heard;
	(void)state;
	run_shell("head -c 100000 /dev/zero | tr '\\0' x; echo", NULL, &heard);
	expect_number("one line of 4096 bytes", (long long)heard.text.len, 4097);
	str_fini(&heard.text);
}

static void the_environment_is_set_replaced_and_hidden(void **state)
{
	static const char *const set[] = { "CHILD_NEW=1 2", "CHILD_OLD=new", NULL };
	struct heard heard;
	(void)state;
	setenv("CHILD_OLD", "old", 1);
	setenv("CHILD_OLDER", "stays", 1);
	setenv("CHILD_HIDDEN", "secret", 1);
	setenv("CHILD_HIDDEN_NOT", "", 1);
	run_shell("echo $CHILD_NEW,$CHILD_OLD,$CHILD_OLDER; env | grep -c CHILD_OLD=;"
		  " env | grep CHILD_HIDDEN",
		set, &heard);
	expect_text("environment", str_text(&heard.text), "1 2,new,stays|1|CHILD_HIDDEN_NOT=|");
	str_fini(&heard.text);
}

static void descriptors_stay_here_but_for_the_one_kept(void **state)
{
	static const struct {
		const char *row;
		bool keep;
		const char *text;
	} rows[] = { { "none", false, "0 1 2|" }, { "kept", true, "0 1 2 3|" } };
	struct heard heard;
	int open_one = open("/dev/null", O_RDONLY);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run((const char *const[]){ "/bin/sh", "-c",
			    "for i in 0 1 2 3 4 5 6 7 8 9; do"
			    " [ -e /proc/$$/fd/$i ] && l=\"$l $i\"; done; echo $l",
			    NULL },
			NULL, rows[i].keep ? open_one : -1, &heard);
		expect_text(rows[i].row, str_text(&heard.text), rows[i].text);
		str_fini(&heard.text);
	}
	close(open_one);
}

static void freeing_kills_what_runs(void **state)
{
	struct heard heard = { .status = -1 };
	struct error err = { 0 };
	struct loop *loop = loop_new();
	struct child_options options = {
		.argv = (const char *const[]){ "/bin/sh", "-c", "sleep 600 & echo $! $$; wait",
			NULL },
		.keep = -1,
		.line = hear_line,
		.ended = hear_end,
		.data = &heard,
	};
	int inner = 0, outer = 0;
	(void)state;
	struct child *child = child_start(loop, &options, &err);
	assert_non_null(child);
	while (heard.text.len == 0)
		loop_turn(loop, true);
	assert_int_equal(sscanf(str_text(&heard.text), "%d %d", &inner, &outer), 2);
	child_free(child);
	expect_number("the child is gone", kill(outer, 0), -1);
	expect_number("its end was not told", heard.ends, 0);
	loop_free(loop);
	str_fini(&heard.text);
}

static void a_missing_program_is_said(void **state)
{
	struct error err = { 0 };
	struct loop *loop = loop_new();
	struct child_options options = { .argv = (const char *const[]){ "/nowhere/pwsh", NULL },
		.keep = -1,
		.ended = hear_end };
	(void)state;
	assert_null(child_start(loop, &options, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	expect_part("names it", err.text, "/nowhere/pwsh");
	loop_free(loop);
}

static void programs_are_found_in_path(void **state)
{
	static const struct {
		const char *path, *program;
		bool found;
	} rows[] = {
		{ "/nowhere:/bin", "sh", true },
		{ "/nowhere", "sh", false },
		{ "/nowhere:/bin", "no-such-program", false },
		{ "", "sh", false },
		{ ":.", "configure", false },
		{ "/nowhere", "/bin/sh", true },
		{ "/nowhere", "/bin/no-such-program", false },
	};
	char *before = xstrdup(getenv("PATH"));
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		setenv("PATH", rows[i].path, 1);
		char *found = child_find(rows[i].program);
		expect_number(rows[i].path, found != NULL, rows[i].found);
		free(found);
	}
	setenv("PATH", before, 1);
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_pass_no_shell),
		cmocka_unit_test(lines_and_ends_are_told_once),
		cmocka_unit_test(a_long_line_is_cut),
		cmocka_unit_test(the_environment_is_set_replaced_and_hidden),
		cmocka_unit_test(descriptors_stay_here_but_for_the_one_kept),
		cmocka_unit_test(freeing_kills_what_runs),
		cmocka_unit_test(a_missing_program_is_said),
		cmocka_unit_test(programs_are_found_in_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
