/* core/base/embed.h: the text files of data/ that the program carries inside itself
 * (EMBED_FILES in data/local.mk), so that one copied file is a whole ringup. */
#ifndef CORE_BASE_EMBED_H
#define CORE_BASE_EMBED_H

#include <stddef.h>

struct embedded {
	const char *name; /* its path below data/: "schema.sql", "letters/en.txt" */
	const char *text; /* a NUL stands after len bytes */
	size_t len;
};

/* The bytes of an embedded file, borrowed for ever; *len (may be NULL) gets their count. NULL when
 * there is none of that name. */
const char *embedded_file(const char *name, size_t *len);

/* All of them, sorted by name; a row with name NULL ends the list. */
extern const struct embedded embedded_files[];

#endif
