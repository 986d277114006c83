/* core/base/inifile.h: reads INI files (configuration and answers), with the line of everything.
 *
 * "[section]" lines, "key = value" lines, comments. Section and key names are ASCII
 * case-insensitive and may hold anything but ":"; a section or a key that comes twice is an error.
 * Values are text ("042" stays "042"): white space around them is left out, unless they stand in
 * double or single quotes. A comment is a line that begins with ; or #, or what follows a ; after
 * white space (or after "]"); so "Suite #200" and "a;b" are values. A backslash is a backslash. The
 * file is UTF-8 or what else text_decode knows, with any newlines, at most 1 MiB and 1000 bytes a
 * line.
 *
 * Errors name file and line: "ringup.ini line 7: ...". */
#ifndef CORE_BASE_INIFILE_H
#define CORE_BASE_INIFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"

struct inifile;

/* NULL with ERROR_IO (cannot be read) or ERROR_INPUT (says what is wrong in which line). */
struct inifile *inifile_open(const char *path, struct error *err);

/* The same from bytes; `path` is for messages only. */
struct inifile *inifile_parse(const char *path, const char *bytes, size_t len, struct error *err);
void inifile_close(struct inifile *ini);

/* All text that comes back is UTF-8 in form NFC, and lives until inifile_close. */
const char *inifile_path(const struct inifile *ini);

/* Sections in the order of the file, with their names as written ("address hq"). */
int inifile_sections(const struct inifile *ini);
const char *inifile_section(const struct inifile *ini, int i);

/* Keys of a section in the order of the file, as written; 0 for a section that is not there. */
int inifile_keys(const struct inifile *ini, const char *section);
const char *inifile_key(const struct inifile *ini, const char *section, int i);

/* The value ("" for "key ="); NULL: the key is not there. */
const char *inifile_get(const struct inifile *ini, const char *section, const char *key);

/* Line, from 1, of a key, or of the section itself if key is NULL; 0: not there. */
int inifile_line(const struct inifile *ini, const char *section, const char *key);

/* Puts "PATH line N: " before what err says, N the line of the key (or of the section, if the key
 * is NULL or not there); without such a line just "PATH: ". Returns false. For values that are
 * wrong. */
bool inifile_blame(
	const struct inifile *ini, const char *section, const char *key, struct error *err);

/* What a file may hold, a row per key. A section ending in " *" stands for all of that kind, each
 * with a name of its own: "address *" allows [address hq]. */
struct inifile_key {
	const char *section, *key;
};

/* False with ERROR_INPUT about the first section or key that is not in the table. */
bool inifile_check(const struct inifile *ini, const struct inifile_key *table, size_t count,
	struct error *err);

#endif
