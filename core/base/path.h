/* core/base/path.h: where ringup keeps things (XDG base directories), and whole files. */
#ifndef CORE_BASE_PATH_H
#define CORE_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/mem.h"

/* A path below the state folder ($XDG_STATE_HOME/ringup) or the configuration folder
 * ($XDG_CONFIG_HOME/ringup); the caller frees it. The state folder is made (mode 0700) if missing.
 */
char *path_state(const char *name, struct error *err); /* NULL on error */
char *path_config(const char *name);                   /* never NULL; the file need not exist */

/* "dir/name"; name as it is if absolute; the folder part of a path ("." if none). Caller frees. */
char *path_join(const char *folder, const char *name);
char *path_folder(const char *path);

/* Makes a folder and its parents. */
bool path_make(const char *folder, unsigned mode, struct error *err);

/* A whole file into out; ERROR_IO names the file and the reason. At most `limit` bytes. */
bool file_read(struct str *out, const char *path, size_t limit, struct error *err);

/* Writes a whole file: to "path.tmp" first, synced, then renamed over path, so that half a file is
 * never read. A full disk is ERROR_FULL and leaves the old file. */
bool file_write(const char *path, const char *bytes, size_t len, unsigned mode, struct error *err);

#endif
