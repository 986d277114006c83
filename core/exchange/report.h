/* core/exchange/report.h: how things stand, as a text for a file: steps, plan with its cost, people
 * with their numbers, and the log. */
#ifndef CORE_EXCHANGE_REPORT_H
#define CORE_EXCHANGE_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct reference;
struct store;

/* Appends the report. Outside text in it is made printable: a terminal that shows the file obeys
 * nothing of it. now: UTC seconds, for its head. */
bool report_write(struct store *store, struct reference *ref, int64_t now, struct str *out,
	struct error *err);

#endif
