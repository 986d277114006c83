/* core/tenant/memory.h: the screens' own memory: where the admin stopped (table memory). */
#ifndef CORE_TENANT_MEMORY_H
#define CORE_TENANT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

/* The value of a name ("step", "numbers.filter"); "" if there is none, or on an error: a forgotten
 * cursor is no reason to stop. value holds `size` bytes; returned. */
const char *memory_get(struct store *store, const char *name, char *value, size_t size);
int64_t memory_get_number(struct store *store, const char *name, int64_t otherwise);

/* NULL or "" forgets it. */
bool memory_put(struct store *store, const char *name, const char *value, struct error *err);
bool memory_put_number(struct store *store, const char *name, int64_t value, struct error *err);

#endif
