/* Runs the real program on a pty of stated size and reads its screen through a real emulator (tmux
 * in control mode).
 *
 *     screentest SCRIPT...
 *
 * A script is a list of lines, `#` begins a comment:
 *
 *     size 80x24              before `run`: of the window; after it: resizes
 *     env NAME=VALUE          of the program
 *     run ringup demo bakery  the program; `ringup` is the one of the build folder
 *     keys j j Enter          tmux's names of keys
 *     type 5                  text as it is typed
 *     await TEXT              until a row of the screen holds it
 *     gone TEXT               until no row holds it
 *     golden NAME             until the screen is SCRIPT's folder/golden/NAME.txt; UPDATE=1 writes
 *                             it instead
 *     colours NAME            the same with attributes (escape sequences)
 *     cursor TEXT             until the row of the hardware cursor holds it
 *     signal HUP              to the program
 *     exit N                  until the program has ended with status N
 *     shell COMMAND           must succeed; $RINGUP is the program, $TOP_SRCDIR the sources
 *
 * Nothing sleeps: each wait is for tmux to say that the program wrote, until a deadline. State and
 * configuration folders are new for each script. Ends with "N passed, N failed", a check being each
 * line that awaits or compares. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/mem.h"

#define ASK_MS 20
/* A screen that is written as a golden has been quiet so long: tmux resizes after 250. */
#define QUIET_MS 400

struct test {
	const char *script, *folder; /* of the script */
	char *work;                  /* a new folder: HOME, state, configuration */
	char *environment;           /* "NAME='VALUE' ..." for env(1) */
	int columns, rows;
	pid_t tmux;
	int to, from;       /* tmux's standard input and output */
	struct str pending; /* bytes of tmux that are no whole line yet */
	bool running;
	bool news; /* the program wrote, or ended, since the last look */
	int line, passed, failed;
	int64_t patience; /* milliseconds that an await may take */
};

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- tmux in control mode ---- */

/* The next line of tmux; NULL when none came before the deadline or tmux is gone. The caller frees
 * it. */
static char *tmux_line(struct test *test, int64_t deadline)
{
	for (;;) {
		char *end = test->pending.len ? memchr(test->pending.text, '\n', test->pending.len)
					      : NULL;
		if (end) {
			size_t len = (size_t)(end - test->pending.text);
			char *line = xstrndup(test->pending.text, len);
			memmove(test->pending.text, end + 1, test->pending.len - len - 1);
			test->pending.len -= len + 1;
			return line;
		}
		int64_t left = deadline - now_ms();
		struct pollfd poll_fd = { .fd = test->from, .events = POLLIN };
		if (left <= 0 || poll(&poll_fd, 1, (int)left) <= 0)
			return NULL;
		char block[16384];
		ssize_t got = read(test->from, block, sizeof block);
		if (got <= 0)
			return NULL;
		str_addn(&test->pending, block, (size_t)got);
	}
}

/* Notes a line of tmux that tells of the program. */
static void take_news(struct test *test, const char *line)
{
	static const char *const words[] = { "%output ", "%pane", "%window", "%layout" };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strncmp(line, words[i], strlen(words[i])) == 0)
			test->news = true;
}

/* Sends a command and gives what it prints; "" on trouble. The caller frees it. */
static char *tmux_ask(struct test *test, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static char *tmux_ask(struct test *test, const char *format, ...)
{
	struct str command = { 0 }, answer = { 0 };
	va_list args;
	va_start(args, format);
	str_vaddf(&command, format, args);
	va_end(args);
	str_addc(&command, '\n');
	if (write(test->to, command.text, command.len) != (ssize_t)command.len)
		fprintf(stderr, "tmux does not listen\n");
	str_fini(&command);
	bool inside = false;
	char *line;
	while ((line = tmux_line(test, now_ms() + 10000)) != NULL) {
		bool begin = strncmp(line, "%begin ", 7) == 0;
		bool end = strncmp(line, "%end ", 5) == 0 || strncmp(line, "%error ", 7) == 0;
		if (inside && !end)
			str_addf(&answer, "%s\n", line);
		else
			take_news(test, line);
		free(line);
		if (end && inside)
			break;
		inside = inside || begin;
	}
	return str_take(&answer);
}

/* Waits until the program writes or ends, or has done so since the last call; false at the
 * deadline. */
static bool tmux_wait(struct test *test, int64_t deadline)
{
	char *line;
	while (!test->news && (line = tmux_line(test, deadline)) != NULL) {
		take_news(test, line);
		free(line);
	}
	bool news = test->news;
	test->news = false;
	return news;
}

static bool tmux_start(struct test *test)
{
	int in[2], out[2];
	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		return false;
	char *socket = xasprintf("%s/tmux", test->work);
	test->tmux = fork();
	if (test->tmux == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		unsetenv("TMUX");
		execlp("tmux", "tmux", "-S", socket, "-f", "/dev/null", "-u", "-C", "new-session",
			"-x", "200", "-y", "60", "exec cat", (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	free(socket);
	test->to = in[1];
	test->from = out[0];
	bool ready = false; /* when the answer to new-session is over */
	char *line;
	while (!ready && (line = tmux_line(test, now_ms() + 10000)) != NULL) {
		ready = strncmp(line, "%end ", 5) == 0;
		free(line);
	}
	free(tmux_ask(test, "set -g remain-on-exit on"));
	free(tmux_ask(test, "set -g remain-on-exit-format ''"));
	free(tmux_ask(test, "set -g status off"));
	free(tmux_ask(test, "set -sg escape-time 0"));
	free(tmux_ask(test, "set -g default-terminal xterm-256color"));
	return test->tmux > 0;
}

static void tmux_stop(struct test *test)
{
	if (test->tmux <= 0)
		return;
	/* The server ends with its last session; the client would wait for us to hang up. */
	free(tmux_ask(test, "kill-server"));
	close(test->to);
	close(test->from);
	kill(test->tmux, SIGKILL);
	waitpid(test->tmux, NULL, 0);
	str_fini(&test->pending);
	test->tmux = 0;
}

static char *screen(struct test *test, bool colours)
{
	return tmux_ask(test, "capture-pane -p%s -t :", colours ? " -e" : "");
}

/* ---- results ---- */

static void pass(struct test *test)
{
	test->passed++;
}

/* Shows what was wanted beside what is there. */
static void fail(struct test *test, const char *what, const char *wanted, const char *there)
{
	test->failed++;
	printf("%s:%d: %s\n", test->script, test->line, what);
	if (wanted)
		printf("---- wanted\n%s", wanted);
	if (there)
		printf("---- there\n%s----\n", there);
	fflush(stdout);
}

/* ---- the lines of a script ---- */

static void do_size(struct test *test, const char *rest)
{
	if (sscanf(rest, "%dx%d", &test->columns, &test->rows) != 2) {
		fail(test, "size takes COLUMNSxROWS", NULL, NULL);
		return;
	}
	if (test->running)
		free(tmux_ask(test, "refresh-client -C %dx%d", test->columns, test->rows));
}

/* One shell word in single quotes. */
static void add_quoted(struct str *out, const char *word)
{
	str_addc(out, '\'');
	for (; *word; word++)
		if (*word == '\'')
			str_add(out, "'\\''");
		else
			str_addc(out, *word);
	str_addc(out, '\'');
}

static void do_env(struct test *test, const char *rest)
{
	struct str all = { 0 };
	str_add(&all, test->environment);
	str_addc(&all, ' ');
	add_quoted(&all, rest);
	free(test->environment);
	test->environment = str_take(&all);
}

static const char *build_folder(void)
{
	const char *folder = getenv("TOP_BUILDDIR");
	return folder ? folder : ".";
}

/* The command stands in a file, so that no quoting of tmux's comes between. */
static void do_run(struct test *test, const char *rest)
{
	char *path = xasprintf("%s/run", test->work);
	FILE *file = fopen(path, "w");
	if (!file ||
		fprintf(file, "cd '%s'\nPATH='%s':$PATH\nexec env %s %s\n", test->work,
			build_folder(), test->environment, rest) < 0 ||
		fclose(file) != 0)
		fail(test, "cannot write", path, NULL);
	/* A window of its own: tmux 3.3a may crash when a dead pane is used again. */
	char *old = tmux_ask(test, "display-message -p -t : '#{window_id}'");
	old[strcspn(old, "\n")] = '\0'; /* an empty line would end the control client */
	free(tmux_ask(test, "refresh-client -C %dx%d", test->columns, test->rows));
	free(tmux_ask(test, "new-window 'exec sh %s'", path));
	free(tmux_ask(test, "kill-window -t %s", old));
	free(old);
	test->running = true;
	free(path);
}

static void do_keys(struct test *test, const char *rest)
{
	free(tmux_ask(test, "send-keys -t : %s", rest));
}

static void do_type(struct test *test, const char *rest)
{
	struct str quoted = { 0 };
	add_quoted(&quoted, rest);
	free(tmux_ask(test, "send-keys -l -t : -- %s", str_text(&quoted)));
	str_fini(&quoted);
}

/* Looks again each time the program writes, until `seen` agrees with `want` or the deadline. */
static char *await_screen(struct test *test, bool colours,
	bool (*seen)(struct test *, const char *, const char *), const char *what, bool want,
	bool *ok)
{
	int64_t deadline = now_ms() + test->patience;
	for (bool late = false;;) {
		char *there = screen(test, colours);
		*ok = seen(test, there, what) == want;
		if (*ok || late)
			return there;
		free(there);
		late = !tmux_wait(test, deadline); /* one last look at the deadline */
	}
}

static bool screen_holds(struct test *test, const char *there, const char *text)
{
	(void)test;
	return strstr(there, text) != NULL;
}

static bool screen_is(struct test *test, const char *there, const char *golden)
{
	(void)test;
	return strcmp(there, golden) == 0;
}

static bool cursor_at(struct test *test, const char *there, const char *text)
{
	char *row = tmux_ask(test, "display-message -p -t : '#{cursor_y}'");
	int skip = atoi(row);
	free(row);
	while (skip-- > 0 && there) {
		there = strchr(there, '\n');
		there = there ? there + 1 : NULL;
	}
	if (!there)
		return false;
	char *line = xstrndup(there, strcspn(there, "\n"));
	bool holds = strstr(line, text) != NULL;
	free(line);
	return holds;
}

static void check_screen(struct test *test, const char *rest,
	bool (*seen)(struct test *, const char *, const char *), bool want)
{
	bool ok;
	char *there = await_screen(test, false, seen, rest, want, &ok);
	if (ok) {
		pass(test);
	} else {
		char *what = xasprintf(
			"the screen %s: %s", want ? "never showed" : "still shows", rest);
		fail(test, what, NULL, there);
		free(what);
	}
	free(there);
}

static void do_await(struct test *test, const char *rest)
{
	check_screen(test, rest, screen_holds, true);
}

static void do_gone(struct test *test, const char *rest)
{
	check_screen(test, rest, screen_holds, false);
}

static void do_cursor(struct test *test, const char *rest)
{
	check_screen(test, rest, cursor_at, true);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	struct str text = { 0 };
	char block[8192];
	size_t got;
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		str_addn(&text, block, got);
	fclose(file);
	return str_take(&text);
}

/* Writes the screen as the golden, once the program has been quiet for a moment. */
static void update_golden(struct test *test, const char *path, bool colours)
{
	while (tmux_wait(test, now_ms() + QUIET_MS))
		;
	char *there = screen(test, colours);
	FILE *file = fopen(path, "wb");
	if (!file || fputs(there, file) < 0 || fclose(file) != 0)
		fail(test, "cannot write the golden", path, NULL);
	else
		pass(test);
	free(there);
}

static void compare_golden(struct test *test, const char *name, bool colours)
{
	char *path = xasprintf("%s/golden/%s.txt", test->folder, name);
	if (getenv("UPDATE")) {
		update_golden(test, path, colours);
		free(path);
		return;
	}
	char *golden = read_file(path);
	if (!golden) {
		fail(test, "there is no golden screen of this name; UPDATE=1 makes it", path, NULL);
	} else {
		bool ok;
		char *there = await_screen(test, colours, screen_is, golden, true, &ok);
		if (ok)
			pass(test);
		else
			fail(test, path, golden, there);
		free(there);
	}
	free(golden);
	free(path);
}

static void do_golden(struct test *test, const char *rest)
{
	compare_golden(test, rest, false);
}

static void do_colours(struct test *test, const char *rest)
{
	compare_golden(test, rest, true);
}

static void do_signal(struct test *test, const char *rest)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = { { "HUP", SIGHUP }, { "TERM", SIGTERM }, { "INT", SIGINT },
		{ "KILL", SIGKILL }, { "TSTP", SIGTSTP }, { "CONT", SIGCONT } };
	char *pid = tmux_ask(test, "display-message -p -t : '#{pane_pid}'");
	bool sent = false;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (strcmp(signals[i].name, rest) == 0)
			sent = kill((pid_t)atoi(pid), signals[i].number) == 0;
	if (!sent)
		fail(test, "the signal could not be sent", rest, NULL);
	free(pid);
}

/* "0" when the program has ended well, "" while it runs. The caller frees it. */
static char *exit_status(struct test *test)
{
	char *dead = tmux_ask(test,
		"display-message -p -t : "
		"'#{?pane_dead,#{?pane_dead_signal,signal #{pane_dead_signal},#{pane_dead_status}},}'");
	dead[strcspn(dead, "\n")] = '\0';
	return dead;
}

/* tmux is silent about the end of a program, and sometimes misses it altogether (a signal that came
 * while it was busy): it is woken and asked again and again. */
static void do_exit(struct test *test, const char *rest)
{
	char *server = tmux_ask(test, "display-message -p '#{pid}'");
	int64_t deadline = now_ms() + test->patience;
	char *status;
	while (*(status = exit_status(test)) == '\0' && now_ms() < deadline) {
		free(status);
		kill((pid_t)atoi(server), SIGCHLD);
		tmux_wait(test, now_ms() + ASK_MS);
	}
	char *there = screen(test, false);
	char *what = xasprintf("it should end with %s, and ends with \"%s\"", rest, status);
	if (strcmp(status, rest) == 0)
		pass(test);
	else
		fail(test, what, NULL, there);
	free(what);
	free(status);
	free(server);
	free(there);
	test->running = false;
}

static void do_shell(struct test *test, const char *rest)
{
	char *program = xasprintf("%s/ringup", build_folder());
	struct str command = { 0 }, quoted = { 0 };
	setenv("RINGUP", program, 1);
	add_quoted(&quoted, rest);
	str_addf(&command, "cd '%s' && exec env %s sh -c %s", test->work, test->environment,
		str_text(&quoted));
	int status = system(str_text(&command));
	if (status == 0)
		pass(test);
	else
		fail(test, "the command failed", rest, NULL);
	str_fini(&command);
	str_fini(&quoted);
	free(program);
}

static const struct {
	const char *word;
	void (*run)(struct test *test, const char *rest);
} words[] = {
	{ "size", do_size },
	{ "env", do_env },
	{ "run", do_run },
	{ "keys", do_keys },
	{ "type", do_type },
	{ "await", do_await },
	{ "gone", do_gone },
	{ "golden", do_golden },
	{ "colours", do_colours },
	{ "cursor", do_cursor },
	{ "signal", do_signal },
	{ "exit", do_exit },
	{ "shell", do_shell },
};

static void do_line(struct test *test, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	line += strspn(line, " \t");
	if (*line == '\0' || *line == '#')
		return;
	size_t len = strcspn(line, " \t");
	const char *rest = line + len + strspn(line + len, " \t");
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i].word) == len && strncmp(line, words[i].word, len) == 0) {
			words[i].run(test, rest);
			return;
		}
	fail(test, "no such word in a script", line, NULL);
}

/* What every program gets: its own home, a fixed zone and locale; a script's env lines come after.
 */
static void begin_environment(struct test *test)
{
	static const char *const fixed[] = { "LC_ALL=C.UTF-8", "TZ=UTC", "TERM=xterm-256color",
		"LANGUAGE=" };
	static const char *const folders[] = { "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME" };
	test->environment = xstrdup("-u NO_COLOR -u RINGUP_NOW -u COLUMNS -u LINES");
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		do_env(test, fixed[i]);
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		char *setting = xasprintf("%s=%s/%s", folders[i], test->work, folders[i]);
		do_env(test, setting);
		free(setting);
	}
	char *top = xasprintf("TOP_SRCDIR=%s", getenv("TOP_SRCDIR") ? getenv("TOP_SRCDIR") : ".");
	do_env(test, top);
	free(top);
}

static void run_script(struct test *test)
{
	FILE *file = fopen(test->script, "r");
	if (!file) {
		fail(test, strerror(errno), NULL, NULL);
		return;
	}
	char *line = NULL;
	size_t room = 0;
	while (test->failed == 0 && getline(&line, &room, file) != -1) {
		test->line++;
		do_line(test, line);
	}
	free(line);
	fclose(file);
}

static void remove_folder(const char *folder)
{
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", folder, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;
	signal(SIGPIPE, SIG_IGN);
	for (int i = 1; i < argc; i++) {
		char work[] = "/tmp/ringup-screen-XXXXXX";
		char *slash = strrchr(argv[i], '/');
		char *folder = slash ? xstrndup(argv[i], (size_t)(slash - argv[i])) : xstrdup(".");
		const char *patience = getenv("SCREEN_PATIENCE");
		struct test test = { .script = argv[i],
			.folder = folder,
			.work = mkdtemp(work),
			.columns = 80,
			.rows = 24,
			.patience = patience ? atoi(patience) * 1000 : 20000 };
		if (!test.work || !tmux_start(&test)) {
			printf("%s: tmux cannot be started\n", argv[i]);
			return 1;
		}
		begin_environment(&test);
		run_script(&test);
		tmux_stop(&test);
		remove_folder(test.work);
		passed += test.passed;
		failed += test.failed;
		free(test.environment);
		free(folder);
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
