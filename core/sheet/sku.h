/* core/sheet/sku.h: products by their identifiers and by their names over time (R-091, R-093 to
 * */
#ifndef CORE_SHEET_SKU_H
#define CORE_SHEET_SKU_H

#include "core/sheet/price.h"

/* Explains the products that one of the words names: a part number, an old spelling, a GUID, or a
 * part of a name. Returns how many. */
int sku_write_found(
	const struct topic_context *context, struct price_list *prices, struct sheet *sheet);

/* The names of products over time, and the identifiers, as two sections. */
void sku_write_names(struct sheet *sheet);
void sku_write_identifiers(const struct topic_context *context, struct sheet *sheet);

#endif
