/* core/base/random.h: random bytes of the kernel, for secrets and for names that nobody else has.
 */
#ifndef CORE_BASE_RANDOM_H
#define CORE_BASE_RANDOM_H

#include <stddef.h>

#define RANDOM_GUID 37 /* bytes of a GUID as text, with its end */

/* Ends the program where the kernel gives none. */
void random_bytes(void *bytes, size_t len);

/* A GUID of version 4 (RFC 9562). Returns out. */
char *random_guid(char out[RANDOM_GUID]);

#endif
