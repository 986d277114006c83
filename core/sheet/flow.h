/* core/sheet/flow.h: the picture of a call flow: from the number through the attendant's hours and
 * keys to the queues and their people, as a tree of lines. */
#ifndef CORE_SHEET_FLOW_H
#define CORE_SHEET_FLOW_H

#include "core/base/mem.h"
#include "core/rules/callflow.h"

/* Appends the picture of the first attendant and all that it leads to, lines ended by '\n', none
 * wider than `columns` (at least 20), in Unicode or ASCII as text_ascii() says. Names are outside
 * text: they come out printable, and cut where they are too long. */
void flow_draw(const struct callflow *flow, int columns, struct str *out);

#endif
