/* A program that runs beside us, on the loop. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/tr.h"

enum {
	LOOK_MS = 50,         /* between two looks whether it has ended */
	LINE_MOST = 4096,     /* bytes of a line that are kept */
	FIRST_FREE = 4,       /* of the child's descriptors: 0 to 3 are given */
	KILLED = 128,         /* as a shell says it */
	READ_MOST = 64 * 1024 /* bytes of output a turn, so that a chatterbox holds nothing up */
};

struct child {
	struct loop *loop;
	pid_t pid; /* 0: reaped */
	int out;   /* its output; -1: at its end */
	int timer;
	struct str line; /* not ended yet */
	void (*told)(void *data, const char *text);
	void (*ended)(void *data, int status);
	void *data;
};

char *child_find(const char *program)
{
	if (strchr(program, '/'))
		return access(program, X_OK) == 0 ? xstrdup(program) : NULL;
	const char *path = getenv("PATH");
	char *found = NULL, *folders = xstrdup(path ? path : "");
	char *at = folders;
	for (char *folder; !found && (folder = strsep(&at, ":"));) {
		/* An empty entry is the current folder: no program is taken from there unnamed. */
		char *file = folder[0] == '/' ? path_join(folder, program) : NULL;
		if (file && access(file, X_OK) == 0)
			found = file;
		else
			free(file);
	}
	free(folders);
	return found;
}

/* --- Its output --- */

static void line_end(struct child *child)
{
	if (child->told)
		child->told(child->data, str_text(&child->line));
	str_clear(&child->line);
}

static void bytes_take(struct child *child, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			line_end(child);
		else if (child->line.len < LINE_MOST && bytes[i] != '\0')
			str_addc(&child->line, bytes[i]);
	}
}

static void output_close(struct child *child)
{
	if (child->out < 0)
		return;
	loop_watch(child->loop, child->out, 0, NULL, NULL);
	close(child->out);
	child->out = -1;
	if (child->line.len > 0)
		line_end(child);
}

/* What is there, no more than READ_MOST. True: there may be more later. */
static bool output_read(struct child *child)
{
	char bytes[4096];
	for (size_t all = 0; all < READ_MOST && child->out >= 0;) {
		ssize_t got = read(child->out, bytes, sizeof bytes);
		if (got > 0) {
			bytes_take(child, bytes, (size_t)got);
			all += (size_t)got;
		} else if (got < 0 && errno == EINTR) {
			continue;
		} else {
			return got < 0 && errno == EAGAIN;
		}
	}
	return true;
}

static void output_ready(void *data)
{
	struct child *child = data;
	if (!output_read(child))
		output_close(child);
}

/* --- Its end --- */

static void look(void *data)
{
	struct child *child = data;
	int status = 0;
	pid_t ended = waitpid(child->pid, &status, WNOHANG);
	if (ended == 0 || (ended < 0 && errno == EINTR)) {
		child->timer = loop_after(child->loop, LOOK_MS, look, child);
		return;
	}
	child->timer = 0;
	child->pid = 0;
	/* Its last words are in the pipe; whoever it left behind may hold that open: no waiting. */
	output_read(child);
	output_close(child);
	child->ended(child->data, ended < 0           ? KILLED
				  : WIFEXITED(status) ? WEXITSTATUS(status)
						      : KILLED + WTERMSIG(status));
}

void child_free(struct child *child)
{
	if (!child)
		return;
	loop_cancel(child->loop, child->timer);
	child->told = NULL;
	output_close(child);
	if (child->pid > 0) {
		kill(-child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	str_fini(&child->line);
	free(child);
}

/* --- Its start --- */

/* Is "NAME=value" one that the list sets? */
static bool is_set(const char *const *list, const char *entry)
{
	size_t name = strcspn(entry, "=");
	for (; list && *list; list++)
		if (strncmp(*list, entry, name + 1) == 0)
			return true;
	return false;
}

static bool is_hidden(const char *const *names, const char *entry)
{
	size_t len = strcspn(entry, "=");
	for (; names && *names; names++)
		if (strlen(*names) == len && strncmp(*names, entry, len) == 0)
			return true;
	return false;
}

/* Ours, without what is hidden or set, then what is set. The texts are borrowed. */
static char **environment_new(const char *const *set, const char *const *without)
{
	size_t count = 0, kept = 0;
	while (environ[count])
		count++;
	for (const char *const *each = set; each && *each; each++)
		count++;
	char **all = xcalloc(count + 1, sizeof *all);
	for (char **each = environ; *each; each++)
		if (!is_set(set, *each) && !is_hidden(without, *each))
			all[kept++] = *each;
	for (const char *const *each = set; each && *each; each++)
		all[kept++] = (char *)*each;
	return all;
}

/* SIGPIPE is ignored by us; what we block or ignore is not the child's affair. */
static int attributes_set(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	int failed = posix_spawnattr_setsigmask(attributes, &none);
	if (!failed)
		failed = posix_spawnattr_setsigdefault(attributes, &all);
	if (!failed)
		failed = posix_spawnattr_setflags(attributes,
			POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return failed;
}

static int files_set(posix_spawn_file_actions_t *files, int out, int keep)
{
	int failed = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(files, out, 1);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(files, out, 2);
	if (!failed && keep >= 0)
		failed = posix_spawn_file_actions_adddup2(files, keep, 3);
	if (!failed)
		failed = posix_spawn_file_actions_addclosefrom_np(
			files, keep >= 0 ? FIRST_FREE : FIRST_FREE - 1);
	return failed;
}

/* Returns 0 or an errno. */
static int spawn(struct child *child, const struct child_options *options, int out)
{
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t files;
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_init(&files);
	char **environment = environment_new(options->environment, options->without);
	int failed = attributes_set(&attributes);
	if (!failed)
		failed = files_set(&files, out, options->keep);
	if (!failed)
		failed = posix_spawn(&child->pid, options->argv[0], &files, &attributes,
			(char *const *)options->argv, environment);
	free(environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

struct child *child_start(struct loop *loop, const struct child_options *options, struct error *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		error_set(err, ERROR_IO, _("Cannot start %s: %s."), options->argv[0],
			strerror(errno));
		return NULL;
	}
	struct child *child = xcalloc(1, sizeof *child);
	int failed = spawn(child, options, ends[1]);
	close(ends[1]);
	if (failed) {
		close(ends[0]);
		free(child);
		error_set(err, failed == ENOENT ? ERROR_NOT_FOUND : ERROR_IO,
			_("Cannot start %s: %s."), options->argv[0], strerror(failed));
		return NULL;
	}
	child->loop = loop;
	child->out = ends[0];
	child->told = options->line;
	child->ended = options->ended;
	child->data = options->data;
	fcntl(child->out, F_SETFL, O_NONBLOCK);
	loop_watch(loop, child->out, POLLIN, output_ready, child);
	child->timer = loop_after(loop, LOOK_MS, look, child);
	return child;
}
