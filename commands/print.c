/* Tables for people: as wide as their content, aligned, outside text made printable. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "commands/print.h"

void table_row(struct table *table, const char *const *texts)
{
	size_t cells = (size_t)table->columns * (size_t)(table->rows + 1);
	table->cells = xrealloc(table->cells, cells, sizeof *table->cells);
	for (int column = 0; column < table->columns; column++) {
		struct str cell = { 0 };
		if (texts[column])
			text_printable(&cell, texts[column]);
		table->cells[table->rows * table->columns + column] = str_take(&cell);
	}
	table->rows++;
}

void table_print(struct table *table, struct str *out, const char *indent)
{
	int width[TABLE_COLUMNS] = { 0 };
	int cells = table->rows * table->columns;
	for (int i = 0; i < cells; i++) {
		int columns = text_width(table->cells[i]);
		if (columns > width[i % table->columns])
			width[i % table->columns] = columns;
	}
	for (int i = 0; i < cells; i++) {
		int column = i % table->columns;
		bool last = column == table->columns - 1;
		str_add(out, column == 0 ? indent : "  ");
		if (last && !table->right[column])
			str_add(out, table->cells[i]);
		else
			text_pad(out, table->cells[i], width[column], table->right[column]);
		if (last) {
			while (out->len > 0 && out->text[out->len - 1] == ' ')
				out->text[--out->len] = '\0';
			str_addc(out, '\n');
		}
		free(table->cells[i]);
	}
	free(table->cells);
	table->cells = NULL;
	table->rows = 0;
}

const char *number_text(char *text, int64_t number)
{
	snprintf(text, 24, "%" PRId64, number);
	return text;
}
