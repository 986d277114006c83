/* core/reference/own-price.h: the admin's own prices.csv beside the shipped prices. */
#ifndef CORE_REFERENCE_OWN_PRICE_H
#define CORE_REFERENCE_OWN_PRICE_H

#include <stdbool.h>

#include <sqlite3.h>

#include "core/base/error.h"

/* Makes temp.own_price from the file at path (NULL: none) and temp.price_now (part_number,
 * currency, cents, source, as_of, doubt, own) of it and of ref.prices. ERROR_INPUT names file and
 * line, and leaves neither. */
bool own_price_load(sqlite3 *db, const char *path, struct error *err);

#endif
