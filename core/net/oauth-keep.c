/* The file that keeps a refresh token: five lines, readable by its owner alone. It names the
 * sign-in that it is of, so that a token never goes to another service or application than the one
 * that gave it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/tr.h"
#include "core/net/oauth.h"

#define FIRST_LINE "ringup sign-in 1"
enum { ROOM = 32768 };

static bool cannot(const char *path, struct error *err)
{
	return error_set(err, errno == ENOSPC ? ERROR_FULL : ERROR_IO,
		_("Cannot keep the sign-in in %s: %s."), path, strerror(errno));
}

/* Opened before it is looked at; a link is not followed. -1 without an error: there is none. */
static int open_kept(const char *path, struct error *err)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return -1;
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
		(status.st_mode & (S_IRWXG | S_IRWXO)) == 0 && status.st_uid == geteuid())
		return fd;
	error_set(err, ERROR_USAGE,
		_("%s keeps a sign-in, but is a link, of somebody else, or readable by others: it is not used. `ringup signout` destroys it."),
		path);
	if (fd >= 0)
		close(fd);
	return -1;
}

static void read_all(int fd, struct str *out)
{
	char block[4096];
	ssize_t got;
	while (out->len + sizeof block < ROOM && (got = read(fd, block, sizeof block)) > 0)
		str_addn(out, block, (size_t)got);
	explicit_bzero(block, sizeof block);
}

/* The head that the file of this sign-in has. */
static void add_head(struct str *out, const struct signin *signin)
{
	str_addf(
		out, FIRST_LINE "\n%s\n%s\n%s\n", signin->login, signin->tenant, signin->client_id);
}

bool oauth_keep_read(struct signin *signin, struct error *err)
{
	struct str text = { 0 }, head = { 0 };
	struct error why = { 0 };
	int fd = signin->keep ? open_kept(signin->keep, &why) : -1;
	if (fd < 0 && why.code != ERROR_NONE)
		return error_set(err, why.code, "%s", why.text);
	if (fd < 0)
		return true;
	secret_room(&text, ROOM);
	read_all(fd, &text);
	close(fd);
	add_head(&head, signin);
	if (strncmp(str_text(&text), str_text(&head), head.len) == 0) {
		const char *token = str_text(&text) + head.len;
		wire_wipe(&signin->refresh);
		secret_room(&signin->refresh, ROOM);
		str_addn(&signin->refresh, token, strcspn(token, "\n"));
		signin->kept = signin->refresh.len > 0;
	}
	wire_wipe(&text);
	str_fini(&head);
	return true;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return fsync(fd) == 0;
}

/* O_EXCL: a file that somebody put there first is not written into. */
static bool write_new(
	const char *temporary, const char *path, const struct str *text, struct error *err)
{
	unlink(temporary);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write_all(fd, str_text(text), text->len);
	ok = (fd < 0 || close(fd) == 0) && ok;
	ok = ok && rename(temporary, path) == 0;
	if (!ok) {
		cannot(path, err);
		if (fd >= 0)
			unlink(temporary);
	}
	return ok;
}

bool oauth_keep_write(struct signin *signin, struct error *err)
{
	struct str text = { 0 };
	char *temporary = xasprintf("%s.new", signin->keep);
	secret_room(&text, ROOM);
	add_head(&text, signin);
	str_addn(&text, str_text(&signin->refresh), signin->refresh.len);
	str_addc(&text, '\n');
	bool ok = write_new(temporary, signin->keep, &text, err);
	signin->kept = ok;
	wire_wipe(&text);
	free(temporary);
	return ok;
}

/* Overwritten first: where the disk keeps its blocks in place, the token is gone from it. */
static void overwrite(const char *path)
{
	static const char zeros[4096];
	struct stat status;
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1)
		for (off_t left = status.st_size; left > 0 && left < ROOM * 2;
			left -= (off_t)sizeof zeros)
			if (!write_all(fd, zeros, sizeof zeros))
				break;
	if (fd >= 0)
		close(fd);
}

bool signin_destroy(const char *keep, struct error *err)
{
	overwrite(keep);
	return unlink(keep) == 0 || errno == ENOENT ||
	       error_set(err, ERROR_IO, _("Cannot remove %s: %s."), keep, strerror(errno));
}

bool oauth_keep_destroy(struct signin *signin, struct error *err)
{
	signin->kept = false;
	return !signin->keep || signin_destroy(signin->keep, err);
}
