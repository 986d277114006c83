/* The request log: appended to, and begun anew when it is full. */
#include "core/service/graph/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"

struct request_log {
	char *path;
	int fd;
	off_t size;
};

/* Whoever could read it before cannot any more; a link is not followed, since it is not ours. */
static bool log_reopen(struct request_log *log)
{
	struct stat stat;
	log->fd = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (log->fd < 0 || fstat(log->fd, &stat) != 0 || fchmod(log->fd, 0600) != 0)
		return false;
	log->size = stat.st_size;
	return true;
}

struct request_log *request_log_open(const char *path, struct error *err)
{
	struct request_log *log = xcalloc(1, sizeof *log);
	log->path = xstrdup(path);
	log->fd = -1;
	if (log_reopen(log))
		return log;
	error_set(err, ERROR_IO, _("The request log %s cannot be written: %s."), path,
		strerror(errno));
	request_log_close(log);
	return NULL;
}

void request_log_close(struct request_log *log)
{
	if (!log)
		return;
	if (log->fd >= 0)
		close(log->fd);
	free(log->path);
	free(log);
}

static void log_rotate(struct request_log *log)
{
	char *old = xasprintf("%s.1", log->path);
	if (rename(log->path, old) == 0) {
		close(log->fd);
		log_reopen(log);
	}
	free(old);
}

/* The host is ours anyway; the names after the '?' say enough of what was asked. */
static void path_add(struct str *out, const char *path)
{
	size_t len = strcspn(path, "?#");
	char *plain = xstrndup(path, len);
	text_printable(out, plain);
	if (path[len])
		str_add(out, "?...");
	free(plain);
}

static const char *or_dash(const char *text)
{
	return text && text[0] ? text : "-";
}

void request_log_add(struct request_log *log, const struct request_line *line)
{
	char when[CLOCK_TEXT], status[12];
	struct str text = { 0 };
	if (!log || log->fd < 0)
		return;
	snprintf(status, sizeof status, "%d", line->status);
	str_addf(&text, "%s %s%s ", clock_iso(when, clock_now()), line->part ? "+" : "",
		line->method);
	path_add(&text, line->path);
	str_addf(&text, " %s %" PRId64 " %s %s\n", line->status ? status : or_dash(line->word),
		line->milliseconds, or_dash(line->client_id), or_dash(line->request_id));
	if (log->size > 0 && log->size + (off_t)text.len > REQUEST_LOG_MOST)
		log_rotate(log);
	if (log->fd >= 0 && write(log->fd, text.text, text.len) == (ssize_t)text.len)
		log->size += (off_t)text.len;
	str_fini(&text);
}
