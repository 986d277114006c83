/* Small things that all screens share: sentences of rules, figures, the window of a virtual list.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/reference/reference.h"
#include "screens/common.h"

void screen_rule(struct reference *ref, int rule, struct str *out)
{
	struct rule_text text;
	if (rule == 0 || !reference_rule(ref, rule, &text, NULL))
		return;
	str_addf(out, "R-%03d: %s\n", rule, text.text);
	str_addf(out, _("Source: %s, as of %s."), text.origin.source, text.origin.as_of);
	if (text.origin.doubt[0])
		str_addf(out, _(" In doubt: %s"), text.origin.doubt);
	str_addc(out, '\n');
}

enum tui_role screen_verdict(const struct verdict *verdict, struct str *out)
{
	static const enum tui_role roles[] = {
		[VERDICT_YES] = ROLE_TEXT,
		[VERDICT_WARN] = ROLE_WARNING,
		[VERDICT_WAIT] = ROLE_TEXT,
		[VERDICT_NO] = ROLE_ERROR,
	};
	if (verdict->why)
		str_add(out, _(verdict->why));
	if (verdict->remedy)
		str_addf(out, " %s", _(verdict->remedy));
	if (verdict->why && verdict->rule > 0)
		str_addf(out, "  R-%03d", verdict->rule);
	return roles[verdict->answer];
}

void screen_number(struct str *out, int64_t number)
{
	text_number(out, number);
}

void screen_pad(struct str *out, const char *text, int columns, bool right)
{
	struct str shown = { 0 };
	text_printable(&shown, text);
	text_pad(out, str_text(&shown), columns, right);
	str_fini(&shown);
}

void *screen_rows_room(struct screen_rows *rows, int64_t first, int n)
{
	if (n > rows->room) {
		rows->rows = xrealloc(rows->rows, (size_t)n, rows->size);
		rows->room = n;
	}
	rows->first = first;
	rows->count = 0;
	if (n > 0)
		memset(rows->rows, 0, (size_t)n * rows->size);
	return rows->rows;
}

const void *screen_rows_at(const struct screen_rows *rows, int64_t row)
{
	if (row < rows->first || row >= rows->first + rows->count)
		return NULL;
	return (const char *)rows->rows + (size_t)(row - rows->first) * rows->size;
}

void screen_rows_fini(struct screen_rows *rows)
{
	free(rows->rows);
	rows->rows = NULL;
	rows->room = rows->count = 0;
}

void screen_filter_set(struct screen_filter *filter, const char *text, bool exclude)
{
	str_clear(&filter->text);
	text_fold(&filter->text, text);
	filter->exclude = exclude;
}

const char *screen_filter_text(const struct screen_filter *filter)
{
	return filter->text.len > 0 ? str_text(&filter->text) : NULL;
}

void screen_filter_fini(struct screen_filter *filter)
{
	str_fini(&filter->text);
}
