/* Proves where ringup keeps things, and that a whole file is written or the old one stays. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <signal.h>

#include "core/base/path.h"
#include "tests/unit/expect.h"

/* A folder of its own for each test; state is its path. */
static int setup(void **state)
{
	char *folder = xstrdup("/tmp/ringup-path-XXXXXX");
	*state = folder;
	return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
	char *command = xasprintf("rm -rf '%s'", (char *)*state);
	int failed = system(command);
	free(command);
	free(*state);
	return failed;
}

static void paths_are_joined_and_parted(void **state)
{
	(void)state;
	static const struct {
		const char *folder, *name, *joined, *parted;
	} rows[] = {
		{ "a", "b", "a/b", "a" },
		{ "a/", "b", "a/b", "a" },
		{ "/", "b", "/b", "/" },
		{ "a", "/b", "/b", "/" },
		{ "", "b", "b", "." },
		{ "/a/b", "c/d", "/a/b/c/d", "/a/b/c" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *joined = path_join(rows[i].folder, rows[i].name);
		char *parted = path_folder(joined);
		expect_text("joined", joined, rows[i].joined);
		expect_text("parted", parted, rows[i].parted);
		free(joined);
		free(parted);
	}
}

static void folders_follow_xdg(void **state)
{
	struct error err = { 0 };
	setenv("HOME", *state, 1);
	setenv("XDG_CONFIG_HOME", "relative", 1); /* does not count */
	setenv("XDG_STATE_HOME", "", 1);
	char *config = path_config("ringup.ini"), *place = path_state("a.db", &err);
	expect_part("config", config, "/.config/ringup/ringup.ini");
	expect_part("state", place, "/.local/state/ringup/a.db");
	struct stat status;
	char *folder = path_folder(place);
	assert_int_equal(stat(folder, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	free(config);
	free(place);
	free(folder);
	setenv("XDG_STATE_HOME", "/proc/nowhere", 1);
	assert_null(path_state("a.db", &err));
	expect_number("code", err.code, ERROR_IO);
	expect_part("message", err.text, "/proc/nowhere");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CONFIG_HOME");
}

static void folders_are_made_with_their_parents(void **state)
{
	static const char *const rows[] = { "a/b/c", "a/b/c", "d//e/", "." };
	struct error err = { 0 };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *folder = path_join(*state, rows[i]);
		if (!path_make(folder, 0700, &err))
			fail_msg("%s: %s", rows[i], err.text);
		assert_int_equal(access(folder, W_OK), 0);
		free(folder);
	}
	assert_true(path_make("/", 0700, &err));
}

static void a_file_is_no_folder(void **state)
{
	struct error err = { 0 };
	char *file = path_join(*state, "file"), *below = path_join(file, "folder");
	assert_true(file_write(file, "x", 1, 0600, &err));
	assert_false(path_make(below, 0700, &err));
	expect_number("below a file", err.code, ERROR_IO);
	assert_false(path_make(file, 0700, &err));
	expect_number("a file", err.code, ERROR_IO);
	assert_false(path_make("", 0700, &err));
	expect_number("no name", err.code, ERROR_IO);
	free(file);
	free(below);
}

static void what_is_written_is_read(void **state)
{
	struct error err = { 0 };
	struct str in = { 0 }, out = { 0 };
	char *path = path_join(*state, "file");
	for (int i = 0; i < 200000; i++)
		str_addc(&in, (char)i);
	assert_true(file_write(path, in.text, in.len, 0600, &err));
	assert_true(file_read(&out, path, in.len, &err));
	assert_int_equal(out.len, in.len);
	assert_memory_equal(out.text, in.text, in.len);
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_true(file_write(path, "short", 5, 0600, &err));
	str_clear(&out);
	assert_true(file_read(&out, path, 5, &err));
	expect_text("replaced", str_text(&out), "short");
	str_clear(&out);
	assert_false(file_read(&out, path, 4, &err));
	expect_number("too large", err.code, ERROR_INPUT);
	str_fini(&in);
	str_fini(&out);
	free(path);
}

/* The folder of an export may be one where others write too. */
static void what_lies_in_the_way_gets_nothing(void **state)
{
	struct error err = { 0 };
	struct str out = { 0 };
	struct stat status;
	char *path = path_join(*state, "secret"), *way = path_join(*state, "secret.tmp");
	char *other = path_join(*state, "other");
	assert_true(file_write(other, "mine", 4, 0644, &err));
	assert_int_equal(symlink(other, way), 0);
	assert_true(file_write(path, "s3cret", 6, 0600, &err));
	assert_true(file_read(&out, other, 10, &err));
	expect_text("behind a link", str_text(&out), "mine");
	assert_int_equal(rename(other, way), 0);
	assert_true(file_write(path, "s3cret", 6, 0600, &err));
	assert_int_equal(stat(path, &status), 0);
	expect_number("mode", status.st_mode & 0777, 0600);
	str_fini(&out);
	free(path);
	free(way);
	free(other);
}

static void what_cannot_be_done_names_the_file(void **state)
{
	struct error err = { 0 };
	struct str out = { 0 };
	char *missing = path_join(*state, "missing/file");
	assert_false(file_read(&out, missing, 10, &err));
	expect_number("read", err.code, ERROR_IO);
	expect_part("read", err.text, missing);
	assert_false(file_read(&out, *state, 10, &err));
	expect_number("a folder", err.code, ERROR_IO);
	assert_false(file_write(missing, "x", 1, 0600, &err));
	expect_number("write", err.code, ERROR_IO);
	expect_part("write", err.text, missing);
	assert_false(file_write(*state, "x", 1, 0600, &err));
	expect_number("over a folder", err.code, ERROR_IO);
	free(missing);
	str_fini(&out);
}

/* A limit on the size of files stops a write as a full disk does: in the middle. */
static void half_a_write_leaves_the_old_file(void **state)
{
	struct error err = { 0 };
	struct str big = { 0 }, out = { 0 };
	char *path = path_join(*state, "file"), *temporary = path_join(*state, "file.tmp");
	assert_true(file_write(path, "old", 3, 0600, &err));
	for (int i = 0; i < 9000; i++)
		str_addc(&big, 'x');
	struct rlimit old, small = { 4096, RLIM_INFINITY };
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	bool written = file_write(path, big.text, big.len, 0600, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	assert_false(written);
	expect_part("message", err.text, path);
	assert_true(file_read(&out, path, 100, &err));
	expect_text("the old one", str_text(&out), "old");
	assert_int_not_equal(access(temporary, F_OK), 0);
	str_fini(&big);
	str_fini(&out);
	free(path);
	free(temporary);
}

/* In libc's place: a disk that is full, if that is asked for, says so when the bytes are to stay.
 */
static bool disk_full;

int fsync(int fd)
{
	if (!disk_full)
		return (int)syscall(SYS_fsync, fd);
	errno = ENOSPC;
	return -1;
}

static void a_full_disk_is_told(void **state)
{
	struct error err = { 0 };
	char *path = path_join(*state, "full"), *temporary = path_join(*state, "full.tmp");
	disk_full = true;
	bool written = file_write(path, "x", 1, 0600, &err);
	disk_full = false;
	assert_false(written);
	expect_number("code", err.code, ERROR_FULL);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_not_equal(access(temporary, F_OK), 0);
	free(path);
	free(temporary);
}

#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_joined_and_parted),
		FOLDER_TEST(folders_follow_xdg),
		FOLDER_TEST(folders_are_made_with_their_parents),
		FOLDER_TEST(a_file_is_no_folder),
		FOLDER_TEST(what_is_written_is_read),
		FOLDER_TEST(what_lies_in_the_way_gets_nothing),
		FOLDER_TEST(what_cannot_be_done_names_the_file),
		FOLDER_TEST(half_a_write_leaves_the_old_file),
		FOLDER_TEST(a_full_disk_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
