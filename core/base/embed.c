/* Finds a file among those that the program carries inside itself. */

#include "core/base/embed.h"

#include <string.h>

const char *embedded_file(const char *name, size_t *len)
{
	for (const struct embedded *file = embedded_files; file->name; file++) {
		if (strcmp(file->name, name) == 0) {
			if (len)
				*len = file->len;
			return file->text;
		}
	}
	return NULL;
}
