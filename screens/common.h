/* screens/common.h: small things that all screens share. */
#ifndef SCREENS_COMMON_H
#define SCREENS_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"
#include "core/rules/verdict.h"
#include "tui/view.h"

struct reference;

/* Appends "R-219: text of the rule. Source: ..., 2022-09", for help; nothing for rule 0 and rules
 * that are not known. */
void screen_rule(struct reference *ref, int rule, struct str *out);

/* Appends "why remedy  R-219", translated: the sentence of a message row. Returns the role that
 * fits the answer. A plain yes appends nothing. */
enum tui_role screen_verdict(const struct verdict *verdict, struct str *out);

/* Appends a number with a comma between thousands: "15,000". */
void screen_number(struct str *out, int64_t number);

/* Appends outside text cut or filled to `columns`, printable. */
void screen_pad(struct str *out, const char *text, int columns, bool right);

/* The rows of a virtual list that are in memory: those of the last load. */
struct screen_rows {
	int64_t first;
	int count; /* rows that are there */
	int room;
	size_t size; /* of one row; set once */
	void *rows;
};

/* Room for n rows from `first` on, zeroed; the caller sets count. */
void *screen_rows_room(struct screen_rows *rows, int64_t first, int n);
/* A row of the last load; NULL: it is none of them. */
const void *screen_rows_at(const struct screen_rows *rows, int64_t row);
void screen_rows_fini(struct screen_rows *rows);

/* What stands behind `/`, as the filters of core/tenant want it. */
struct screen_filter {
	struct str text; /* folded */
	bool exclude;
};

void screen_filter_set(struct screen_filter *filter, const char *text, bool exclude);
/* NULL: no filter. Borrowed. */
const char *screen_filter_text(const struct screen_filter *filter);
void screen_filter_fini(struct screen_filter *filter);

#endif
