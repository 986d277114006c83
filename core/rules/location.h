/* core/rules/location.h: the usage location of a person's licences, which decides the country of
 * the Calling Plan, the number and the minute pool. */
#ifndef CORE_RULES_LOCATION_H
#define CORE_RULES_LOCATION_H

#include <stdbool.h>

#include "core/rules/verdict.h"

/* True if code is two ASCII capital letters, as ISO 3166-1 alpha-2 writes a country. */
bool location_shape(const char *code);

/* NO when the usage location is missing (NULL or "") or is no country code ("UK" is told to be GB);
 * WARN when it differs from the organization's country ("" : not known), which is allowed: the
 * person's country counts, never the billing address. */
struct verdict location_check(const char *usage_location, const char *organization_country);

/* The code an admin means by a frequent wrong one ("UK" is "GB", "us" is "US"); NULL: no guess.
 * *code must hold 3 bytes; returned. */
const char *location_guess(char *code, const char *text);

verdict_rows location_verdicts;

#endif
