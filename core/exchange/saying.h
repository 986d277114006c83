/* core/exchange/saying.h: a person says that a change is done which no program can see: papers,
 * credits, a port whose numbers are there. It goes through the journal like any other, by hand, and
 * says there that nobody verified it. */
#ifndef CORE_EXCHANGE_SAYING_H
#define CORE_EXCHANGE_SAYING_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/plan/change.h"

/* Changes of this kind end by a person's word; those of another are seen in the tenant. */
bool saying_ends(const char *kind);

/* May it be said of this change? ERROR_REFUSED: it is not by hand, or the tenant itself shows
 * whether it is done (a purchase, the numbers of a port): the sentence says how. */
bool saying_may(struct store *store, const struct change *change, struct error *err);

/* Says it of the change of this key. ERROR_NOT_FOUND: the plan has none; ERROR_BUSY while the plan
 * is applied. */
bool saying_done(struct store *store, struct reference *ref, const char *key, bool readonly,
	struct error *err);

#endif
