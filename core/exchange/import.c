/* Reads CSV into the store in slices: finds the columns, cleans the cells, counts what became of
 * the rows. What a row means is the business of its kind (core/exchange/import_type.h). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unistr.h>

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/import_type.h"
#include "core/store/store.h"

#define SLICE_ROWS 1000

struct import {
	const struct import_type *type;
	struct store *store;
	struct csv *csv;
	char *name;   /* of the file, for messages */
	bool is_file; /* and it can be opened again */
	void *state;
	bool open; /* the transaction is ours to end */
	enum import_state reached;

	int *field; /* of each column of the file; -1: of no use */
	int columns;
	struct str cells[IMPORT_FIELDS_MAX];

	import_on_bad *on_bad;
	void *data;
	struct import_result result;
};

static const struct import_type *const types[IMPORT_KIND_COUNT] = {
	[IMPORT_PEOPLE] = &import_people_type,
	[IMPORT_NUMBERS] = &import_numbers_type,
	[IMPORT_ASSIGNMENTS] = &import_assignments_type,
};

const char *import_kind_id(enum import_kind kind)
{
	return types[kind]->id;
}

int import_kind_of(const char *id)
{
	for (int kind = 0; kind < IMPORT_KIND_COUNT; kind++) {
		if (strcmp(types[kind]->id, id) == 0)
			return kind;
	}
	return -1;
}

/* ---- helpers of the kinds ---- */

const char *import_path(const struct import *import)
{
	return import->is_file ? import->name : NULL;
}

void import_column_fold(struct str *out, const char *name)
{
	struct str folded = { 0 };
	text_fold(&folded, name);
	for (const char *at = str_text(&folded); *at != '\0'; at++) {
		if ((unsigned char)*at >= 0x80 || isalnum((unsigned char)*at))
			str_addc(out, *at);
	}
	str_fini(&folded);
}

const char *import_value(const struct import_row *row, int field)
{
	return row->value[field] ? row->value[field] : "";
}

int import_truth(const char *text)
{
	static const struct {
		const char *word;
		int truth;
	} words[] = { { "true", 1 }, { "yes", 1 }, { "1", 1 }, { "vrai", 1 }, { "oui", 1 },
		{ "wahr", 1 }, { "ja", 1 }, { "false", 0 }, { "no", 0 }, { "0", 0 }, { "faux", 0 },
		{ "non", 0 }, { "falsch", 0 }, { "nein", 0 } };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcasecmp(text, words[i].word) == 0)
			return words[i].truth;
	}
	return -1;
}

bool import_guid(const char *text)
{
	static const char zeros[] = "00000000-0000-0000-0000-000000000000";
	if (strlen(text) != sizeof zeros - 1 || strcmp(text, zeros) == 0)
		return false;
	for (size_t i = 0; zeros[i] != '\0'; i++) {
		bool fits = zeros[i] == '-' ? text[i] == '-'
					    : isxdigit((unsigned char)text[i]) != 0;
		if (!fits)
			return false;
	}
	return true;
}

int64_t import_seen(const struct import_seen *seen, int64_t id)
{
	return (size_t)id < seen->room ? seen->line[id] : 0;
}

void import_see(struct import_seen *seen, int64_t id, int64_t line)
{
	size_t at = (size_t)id;
	if (at >= seen->room) {
		size_t room = at + at / 2 + 1024;
		seen->line = xrealloc(seen->line, room, sizeof *seen->line);
		memset(seen->line + seen->room, 0, (room - seen->room) * sizeof *seen->line);
		seen->room = room;
	}
	seen->line[at] = line < INT32_MAX ? (int32_t)line : INT32_MAX;
}

void import_seen_fini(struct import_seen *seen)
{
	free(seen->line);
	*seen = (struct import_seen){ 0 };
}

/* ---- telling ---- */

static void tell(struct import *import, int64_t line, bool warning, const char *reason)
{
	struct import_result *result = &import->result;
	struct import_bad bad = { .line = line, .warning = warning };
	struct str safe = { 0 };
	text_printable(&safe, reason);
	text_copy(bad.reason, sizeof bad.reason, str_text(&safe));
	str_fini(&safe);
	if (warning)
		result->warnings++;
	else
		result->bad++;
	if (result->kept_count < IMPORT_BAD_KEPT)
		result->kept[result->kept_count++] = bad;
	if (import->on_bad)
		import->on_bad(import->data, &bad);
}

void import_warn(struct import *import, const struct import_row *row, const char *format, ...)
{
	char reason[sizeof row->reason];
	va_list args;
	va_start(args, format);
	vsnprintf(reason, sizeof reason, format, args);
	va_end(args);
	tell(import, row->line, true, reason);
}

void import_settle(
	struct import *import, int64_t line, enum import_outcome outcome, const char *reason)
{
	struct import_result *result = &import->result;
	result->added += outcome == IMPORT_ADDED;
	result->updated += outcome == IMPORT_UPDATED;
	result->unchanged += outcome == IMPORT_UNCHANGED;
	if (outcome == IMPORT_BAD)
		tell(import, line, false, reason);
}

enum import_outcome import_refuse(struct import_row *row, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(row->reason, sizeof row->reason, format, args);
	va_end(args);
	return IMPORT_BAD;
}

/* ---- the header ---- */

static const struct import_column *column_of(const struct import_type *type, const char *caption)
{
	struct str folded = { 0 };
	import_column_fold(&folded, caption);
	const struct import_column *column = type->columns;
	while (column->name && strcmp(column->name, str_text(&folded)) != 0)
		column++;
	str_fini(&folded);
	return column->name ? column : NULL;
}

/* The captions that were found, for a message: "a, b, c, ...". */
static void add_captions(struct str *out, const struct csv_record *header)
{
	for (int i = 0; i < header->count && out->len < 160; i++) {
		str_add(out, i > 0 ? ", " : "");
		text_printable(out, header->field[i]);
	}
	if (out->len >= 160)
		str_add(out, ", ...");
}

static bool check_needed(struct import *import, const struct csv_record *header, struct error *err)
{
	const struct import_type *type = import->type;
	for (int i = 0; type->needed[i] >= 0; i++) {
		int column = 0;
		while (column < import->columns && import->field[column] != type->needed[i])
			column++;
		if (column < import->columns)
			continue;
		struct str found = { 0 };
		add_captions(&found, header);
		error_set(err, ERROR_INPUT,
			_("%s has no column \"%s\". It has: %s. Export it again with that column."),
			import->name, type->needed_names[i], str_text(&found));
		str_fini(&found);
		return false;
	}
	return true;
}

static bool read_header(struct import *import, struct error *err)
{
	struct csv_record header;
	error_clear(err);
	if (!csv_next(import->csv, &header, err))
		return err->code != ERROR_NONE
			       ? error_prefix(err, "%s: ", import->name)
			       : error_set(err, ERROR_INPUT,
					 _("%s is empty. Its first line must name the columns."),
					 import->name);
	bool taken[IMPORT_FIELDS_MAX] = { false };
	import->columns = header.count;
	import->field = xcalloc((size_t)header.count, sizeof *import->field);
	for (int i = 0; i < header.count; i++) {
		const struct import_column *column = column_of(import->type, header.field[i]);
		import->field[i] = column && !taken[column->field] ? column->field : -1;
		if (!column)
			continue;
		taken[column->field] = true;
		if (column->dialect && !import->result.dialect)
			import->result.dialect = import->type->dialects[column->dialect - 1];
	}
	return check_needed(import, &header, err);
}

/* ---- opening and closing ---- */

static struct import *open_csv(struct store *store, struct reference *ref, enum import_kind kind,
	const char *name, struct csv *csv, struct error *err)
{
	struct error own = { 0 };
	struct import *import = xcalloc(1, sizeof *import);
	import->type = types[kind];
	import->store = store;
	import->csv = csv;
	import->name = xstrdup(name);
	if (read_header(import, &own)) {
		import->open = store_begin(store, &own);
		if (import->open)
			import->state = import->type->begin(store, ref, &own);
	}
	if (import->state)
		return import;
	import_close(import);
	error_set(err, own.code, "%s", own.text);
	return NULL;
}

struct import *import_open(struct store *store, struct reference *ref, enum import_kind kind,
	const char *path, struct error *err)
{
	struct csv *csv = csv_open(path, err);
	struct import *import = csv ? open_csv(store, ref, kind, path, csv, err) : NULL;
	if (import)
		import->is_file = strcmp(path, "-") != 0;
	return import;
}

struct import *import_open_text(struct store *store, struct reference *ref, enum import_kind kind,
	const char *name, const char *bytes, size_t len, struct error *err)
{
	return open_csv(store, ref, kind, name, csv_open_text(bytes, len), err);
}

bool import_check(enum import_kind kind, const char *path, struct error *err)
{
	struct csv *csv = csv_open(path, err);
	if (!csv)
		return false;
	struct error own = { 0 };
	struct import import = { .type = types[kind], .csv = csv, .name = xstrdup(path) };
	bool fine = read_header(&import, &own) || error_set(err, own.code, "%s", own.text);
	free(import.field);
	free(import.name);
	csv_close(csv);
	return fine;
}

void import_watch(struct import *import, import_on_bad *on_bad, void *data)
{
	import->on_bad = on_bad;
	import->data = data;
}

void import_close(struct import *import)
{
	if (!import)
		return;
	if (import->state)
		import->type->end(import->state);
	if (import->open)
		store_rollback(import->store);
	csv_close(import->csv);
	for (int i = 0; i < IMPORT_FIELDS_MAX; i++)
		str_fini(&import->cells[i]);
	free(import->field);
	free(import->name);
	free(import);
}

/* ---- rows ---- */

/* What PowerShell writes for a list that Export-Csv does not unfold. */
static bool is_type_name(const char *text)
{
	static const char *const starts[] = { "System.", "Microsoft.Graph.", "Microsoft.Rtc." };
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	return false;
}

/* The cell as ringup keeps it: trimmed, composed (NFC), without the apostrophe that guards a
 * spreadsheet from a formula. */
static void clean_cell(struct str *cell, const char *text)
{
	str_clear(cell);
	if (is_type_name(text))
		return;
	if (text[0] == '\'' && text[1] != '\0' && strchr("=+-@\t\r", text[1]))
		text++;
	char *copy = xstrdup(text);
	const char *trimmed = text_trim(copy);
	text_nfc(cell, trimmed, strlen(trimmed));
	free(copy);
}

/* Rows of separators alone, which spreadsheets leave at the end, are no rows. */
static bool is_blank(const struct csv_record *record)
{
	for (int i = 0; i < record->count; i++) {
		if (record->field[i][0] != '\0')
			return false;
	}
	return true;
}

static bool fill_row(struct import *import, struct import_row *row, const struct csv_record *record)
{
	row->line = record->line;
	if (record->count != import->columns) {
		import_refuse(row, _("it has %d fields, but the header names %d columns."),
			record->count, import->columns);
		return false;
	}
	for (int i = 0; i < record->count; i++) {
		int field = import->field[i];
		if (field < 0)
			continue;
		struct str *cell = &import->cells[field];
		clean_cell(cell, record->field[i]);
		row->value[field] = str_text(cell);
		int limit = import->type->limits[field];
		if (limit > 0 &&
			u8_mbsnlen((const uint8_t *)row->value[field], cell->len) > (size_t)limit) {
			import_refuse(row, _("%s is longer than %d characters."),
				_(import->type->captions[field]), limit);
			return false;
		}
	}
	return true;
}

static bool take_record(struct import *import, const struct csv_record *record, struct error *err)
{
	struct import_row row = { 0 };
	enum import_outcome outcome = IMPORT_BAD;
	if (is_blank(record))
		return true;
	import->result.read++;
	if (fill_row(import, &row, record) &&
		!import->type->take(import->state, import, &row, &outcome, err))
		return error_prefix(err, _("%s line %lld: "), import->name, (long long)row.line);
	if (outcome != IMPORT_LATER)
		import_settle(import, row.line, outcome, row.reason);
	return true;
}

/* A record that csv could not read is a bad row as long as reading may go on; the message of csv
 * names its line already. */
static bool take_unreadable(struct import *import, int64_t line, struct error *err)
{
	if (err->code != ERROR_INPUT)
		return error_prefix(err, "%s: ", import->name);
	import->result.read++;
	tell(import, line, false, err->text);
	error_clear(err);
	return true;
}

static enum import_state end_import(struct import *import, bool fine, struct error *err)
{
	if (fine && import->type->finish)
		fine = import->type->finish(import->state, import, err);
	import->type->end(import->state);
	import->state = NULL;
	import->open = false;
	if (fine)
		fine = store_commit(import->store, err);
	else
		store_rollback(import->store);
	import->reached = fine ? IMPORT_DONE : IMPORT_FAILED;
	return import->reached;
}

enum import_state import_step(struct import *import, int rows, struct error *err)
{
	struct error own = { 0 };
	if (!err)
		err = &own;
	if (import->reached != IMPORT_MORE)
		return import->reached;
	for (int i = 0; i < rows; i++) {
		struct csv_record record;
		error_clear(err);
		bool fine = true, more = csv_next(import->csv, &record, err);
		if (more)
			fine = take_record(import, &record, err);
		else if (err->code != ERROR_NONE)
			fine = take_unreadable(import, record.line, err);
		if (!fine || (!more && csv_ended(import->csv)))
			return end_import(import, fine, err);
	}
	return IMPORT_MORE;
}

bool import_run(struct import *import, struct error *err)
{
	enum import_state state;
	do
		state = import_step(import, SLICE_ROWS, err);
	while (state == IMPORT_MORE);
	return state == IMPORT_DONE;
}

int64_t import_bytes_read(const struct import *import)
{
	return csv_bytes_read(import->csv);
}

int64_t import_bytes_total(const struct import *import)
{
	return csv_bytes_total(import->csv);
}

const struct import_result *import_result(const struct import *import)
{
	return &import->result;
}
