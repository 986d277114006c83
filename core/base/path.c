/* Where ringup keeps things (XDG base directories), and whole files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/base/tr.h"

/* An XDG variable counts only when absolute (XDG base directory specification 0.8). */
static char *xdg_folder(const char *variable, const char *below_home)
{
	const char *set = getenv(variable);
	if (set && set[0] == '/')
		return xasprintf("%s/ringup", set);
	const char *home = getenv("HOME");
	return xasprintf("%s/%s/ringup", home && home[0] ? home : ".", below_home);
}

char *path_state(const char *name, struct error *err)
{
	char *folder = xdg_folder("XDG_STATE_HOME", ".local/state");
	char *path = NULL;
	if (path_make(folder, 0700, err))
		path = path_join(folder, name);
	free(folder);
	return path;
}

char *path_config(const char *name)
{
	char *folder = xdg_folder("XDG_CONFIG_HOME", ".config");
	char *path = path_join(folder, name);
	free(folder);
	return path;
}

char *path_join(const char *folder, const char *name)
{
	if (name[0] == '/' || folder[0] == '\0')
		return xstrdup(name);
	size_t len = strlen(folder);
	return xasprintf("%s%s%s", folder, folder[len - 1] == '/' ? "" : "/", name);
}

char *path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* 0, or why there is no folder of this name now. */
static int make_folder(const char *path, unsigned mode)
{
	if (mkdir(path, (mode_t)mode) == 0)
		return 0;
	int reason = errno;
	struct stat status;
	if (reason != EEXIST || stat(path, &status) != 0)
		return reason;
	return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
}

bool path_make(const char *folder, unsigned mode, struct error *err)
{
	char *path = xstrdup(folder);
	int reason = *path == '\0' ? ENOENT : 0;
	for (char *at = path; *at != '\0' && reason == 0; at++) {
		if (at == path || *at != '/')
			continue;
		*at = '\0';
		reason = make_folder(path, mode);
		*at = '/';
	}
	if (reason == 0)
		reason = make_folder(path, mode);
	if (reason != 0)
		error_set(
			err, ERROR_IO, _("Cannot make the folder %s: %s."), path, strerror(reason));
	free(path);
	return reason == 0;
}

bool file_read(struct str *out, const char *path, size_t limit, struct error *err)
{
	FILE *file = fopen(path, "rbe");
	if (!file)
		return error_set(err, ERROR_IO, _("Cannot read %s: %s."), path, strerror(errno));
	char block[65536];
	size_t got;
	bool ok = true;
	while (ok && (got = fread(block, 1, sizeof block, file)) > 0) {
		if (out->len + got > limit)
			ok = error_set(err, ERROR_INPUT, _("%s is too large: %zu MB at the most."),
				path, limit / 1000000);
		else
			str_addn(out, block, got);
	}
	if (ok && ferror(file))
		ok = error_set(err, ERROR_IO, _("Cannot read %s: %s."), path, strerror(errno));
	fclose(file);
	return ok;
}

bool file_write(const char *path, const char *bytes, size_t len, unsigned mode, struct error *err)
{
	char *temporary = xasprintf("%s.tmp", path);
	/* A file that is there already may be readable by others, or a link to something else. */
	unlink(temporary);
	int fd = open(
		temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode);
	bool ok = fd >= 0;
	while (ok && len > 0) {
		ssize_t put = write(fd, bytes, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			ok = false;
			break;
		}
		bytes += put;
		len -= (size_t)put;
	}
	ok = ok && fsync(fd) == 0;
	int reason = errno;
	if (fd >= 0 && close(fd) != 0 && ok) {
		ok = false;
		reason = errno;
	}
	if (ok && rename(temporary, path) != 0) {
		ok = false;
		reason = errno;
	}
	if (!ok) {
		if (fd >= 0)
			unlink(temporary);
		bool full = reason == ENOSPC || reason == EDQUOT || reason == EROFS;
		error_set(err, full ? ERROR_FULL : ERROR_IO, _("Cannot write %s: %s."), path,
			strerror(reason));
	}
	free(temporary);
	return ok;
}
