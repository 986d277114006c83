/* core/plan/way.h: who carries each kind of change out (change_kind.way). */
#ifndef CORE_PLAN_WAY_H
#define CORE_PLAN_WAY_H

#include <stdbool.h>

#include "core/base/error.h"

struct service;
struct store;

/* Writes the ways of a service into the plan. service NULL: as a real tenant's changes will be done
 * (design, section 5): purchases by hand, what only the Teams PowerShell module can by script, the
 * rest by ringup. Writes nothing that is right already. */
bool way_set(struct store *store, struct service *service, struct error *err);

#endif
