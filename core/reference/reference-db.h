/* core/reference/reference-db.h: the facts' database as bytes, made by data/compile.c. */
#ifndef CORE_REFERENCE_REFERENCE_DB_H
#define CORE_REFERENCE_REFERENCE_DB_H

#include <stddef.h>

extern const unsigned char reference_db[];
extern const size_t reference_db_size; /* bytes; a NUL that does not count follows */

#endif
