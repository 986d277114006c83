/* commands/print.h: tables for people: as wide as their content, aligned, outside text made
 * printable. */
#ifndef COMMANDS_PRINT_H
#define COMMANDS_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/mem.h"

#define TABLE_COLUMNS 10

/* `{ .columns = 3, .right = { [2] = true } }` is an empty one. */
struct table {
	int columns;
	bool right[TABLE_COLUMNS]; /* numbers line up at the right */
	char **cells;              /* columns * rows texts, owned */
	int rows;
};

/* Adds one row: `columns` texts; NULL counts as "". Outside text is made printable here. */
void table_row(struct table *table, const char *const *texts);
#define TABLE_ROW(table, ...) table_row(table, (const char *const[TABLE_COLUMNS]){ __VA_ARGS__ })

/* Appends the table with two blanks between columns, each line after `indent`; frees its rows. */
void table_print(struct table *table, struct str *out, const char *indent);

/* A number as text in a buffer of 24 bytes; returned. */
const char *number_text(char *text, int64_t number);

#endif
