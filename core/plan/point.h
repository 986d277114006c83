/* core/plan/point.h: the coordinates of an address against the facts: where its country and its
 * postal code lie (core/rules/coordinates.h, data/country_boxes.csv). */
#ifndef CORE_PLAN_POINT_H
#define CORE_PLAN_POINT_H

#include <stdbool.h>

#include "core/reference/reference.h"
#include "core/rules/coordinates.h"
#include "core/tenant/address.h"

/* Must an address in this country have coordinates before Microsoft takes it? Everywhere but in
 * Australia and Japan. */
bool point_needed(struct reference *ref, const char *country);

/* The point of an address; false: it has none, or one that cannot be read. decimals may be NULL. */
bool point_of(const struct address *address, struct coordinates *point, int *decimals);

/* What is doubtful about it. False: there is no point to look at. found->area is borrowed until the
 * next call. */
bool point_check(
	struct reference *ref, const struct address *address, struct coordinates_finding *found);

#endif
