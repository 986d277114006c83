/* An admin's own prices: a small CSV file that wins over the shipped prices row by row. */

#include "core/reference/own-price.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/csv.h"
#include "core/base/tr.h"

static const char create_sql[] =
	"CREATE TEMP TABLE own_price (part_number TEXT NOT NULL COLLATE NOCASE, currency TEXT NOT NULL,"
	" cents INTEGER, as_of TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (part_number, currency)) WITHOUT ROWID;"
	"CREATE TEMP VIEW price_now (part_number, currency, cents, source, as_of, doubt, own) AS"
	" SELECT part_number, currency, cents, note, as_of, '', 1 FROM temp.own_price"
	" UNION ALL SELECT part_number, currency, cents, source, as_of, doubt, 0 FROM ref.prices AS p"
	" WHERE NOT EXISTS (SELECT 1 FROM temp.own_price AS o"
	" WHERE o.part_number = p.part_number AND o.currency = p.currency);";
static const char drop_sql[] = "DROP VIEW temp.price_now; DROP TABLE temp.own_price;";
static const char insert_sql[] =
	"INSERT INTO temp.own_price (part_number, currency, cents, as_of, note)"
	" VALUES (:part, :currency, :cents, :as_of, :note)";

enum column { PART, CURRENCY, PRICE, AS_OF, NOTE, COLUMN_COUNT };

static const struct {
	const char *name;
	bool needed;
} columns[COLUMN_COUNT] = {
	[PART] = { "sku_part_number", true },
	[CURRENCY] = { "currency", false },
	[PRICE] = { "price", true },
	[AS_OF] = { "as_of", true },
	[NOTE] = { "note", false },
};

static enum column column_of(const char *name)
{
	enum column column = 0;

	while (column < COLUMN_COUNT && strcasecmp(columns[column].name, name) != 0)
		column++;
	return column;
}

/* Finds each column's place in the header; -1: it is not there. */
static bool header_read(const struct csv_record *header, int at[COLUMN_COUNT], struct error *err)
{
	for (int i = 0; i < COLUMN_COUNT; i++)
		at[i] = -1;
	for (int i = 0; i < header->count; i++) {
		enum column column = column_of(header->field[i]);

		if (column == COLUMN_COUNT)
			return error_set(err, ERROR_INPUT,
				_("The column \"%s\" is not known. Use sku_part_number, currency, price, as_of, note."),
				header->field[i]);
		at[column] = i;
	}
	for (int i = 0; i < COLUMN_COUNT; i++) {
		if (columns[i].needed && at[i] < 0)
			return error_set(err, ERROR_INPUT, _("The column \"%s\" is missing."),
				columns[i].name);
	}
	return true;
}

/* "12", "12.5", "12.50" in cents; a decimal comma will do. */
static bool amount_read(const char *text, int64_t *cents)
{
	size_t whole = strspn(text, "0123456789"), part = 0;
	const char *p = text + whole;

	*cents = 0;
	for (size_t i = 0; i < whole; i++)
		*cents = *cents * 10 + (text[i] - '0');
	*cents *= 100;
	if (*p == '.' || *p == ',') {
		part = strspn(++p, "0123456789");
		if (part == 0 || part > 2)
			return false;
		*cents += (p[0] - '0') * 10 + (part == 2 ? p[1] - '0' : 0);
	}
	return whole > 0 && whole <= 9 && p[part] == '\0';
}

static bool currency_ok(const char *text)
{
	return strlen(text) == 3 && isupper((unsigned char)text[0]) &&
	       isupper((unsigned char)text[1]) && isupper((unsigned char)text[2]);
}

static bool date_ok(const char *text)
{
	size_t len = strlen(text);

	return (len == 7 || len == 10) && clock_parse(text) >= 0;
}

static void row_bind(sqlite3_stmt *insert, const char *const field[COLUMN_COUNT], int64_t cents)
{
	static const char *const names[COLUMN_COUNT] = { ":part", ":currency", NULL, ":as_of",
		":note" };

	for (int i = 0; i < COLUMN_COUNT; i++) {
		if (names[i])
			sqlite3_bind_text(insert, sqlite3_bind_parameter_index(insert, names[i]),
				field[i], -1, SQLITE_TRANSIENT);
	}
	if (*field[PRICE])
		sqlite3_bind_int64(insert, sqlite3_bind_parameter_index(insert, ":cents"), cents);
	else
		sqlite3_bind_null(insert, sqlite3_bind_parameter_index(insert, ":cents"));
}

static bool row_insert(
	sqlite3_stmt *insert, const char *const field[COLUMN_COUNT], struct error *err)
{
	int64_t cents = 0;

	if (!*field[PART])
		return error_set(err, ERROR_INPUT, _("The part number is empty."));
	if (!currency_ok(field[CURRENCY]))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no currency: write three capitals, such as EUR."),
			field[CURRENCY]);
	if (*field[PRICE] && !amount_read(field[PRICE], &cents))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no price: write 12.50, or nothing if it is not known."),
			field[PRICE]);
	if (!date_ok(field[AS_OF]))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no date: write 2026-08 or 2026-08-12."), field[AS_OF]);
	row_bind(insert, field, cents);
	sqlite3_step(insert);
	if (sqlite3_reset(insert))
		return error_set(err, ERROR_INPUT,
			_("%s in %s has a price already. Keep one of the two."), field[PART],
			field[CURRENCY]);
	return true;
}

static bool record_insert(sqlite3_stmt *insert, const struct csv_record *record,
	const int at[COLUMN_COUNT], struct error *err)
{
	const char *field[COLUMN_COUNT];

	for (int i = 0; i < COLUMN_COUNT; i++)
		field[i] = at[i] >= 0 && at[i] < record->count ? record->field[at[i]] : "";
	if (!*field[CURRENCY])
		field[CURRENCY] = "USD";
	if (!*field[NOTE])
		field[NOTE] = _("your prices.csv");
	if (!row_insert(insert, field, err))
		return error_prefix(err, _(" line %lld: "), (long long)record->line);
	return true;
}

static bool rows_read(struct csv *csv, sqlite3_stmt *insert, struct error *err)
{
	struct csv_record record;
	int at[COLUMN_COUNT];
	bool ok;

	error_clear(err);
	if (!csv_next(csv, &record, err))
		return err->code == ERROR_NONE ||
		       error_prefix(err, ": "); /* an empty file is none */
	if (!header_read(&record, at, err))
		return error_prefix(err, _(" line %lld: "), (long long)record.line);
	do {
		ok = csv_next(csv, &record, err);
	} while (ok && record_insert(insert, &record, at, err));
	if (!ok && err->code != ERROR_NONE)
		return error_prefix(err, ": "); /* it names its line already */
	return !ok;
}

static bool file_load(sqlite3 *db, const char *path, struct error *err)
{
	struct error own = { 0 };
	struct csv *csv = csv_open(path, &own);
	sqlite3_stmt *insert = NULL;
	bool ok = false;

	if (csv && !sqlite3_prepare_v2(db, insert_sql, -1, &insert, NULL)) {
		ok = rows_read(csv, insert, &own);
		if (!ok)
			error_prefix(&own, "%s", path);
	}
	sqlite3_finalize(insert);
	csv_close(csv);
	return ok || error_set(err, own.code, "%s", own.text);
}

bool own_price_load(sqlite3 *db, const char *path, struct error *err)
{
	if (sqlite3_exec(db, create_sql, NULL, NULL, NULL))
		return error_set(
			err, ERROR_STORE, _("The prices cannot be read: %s."), sqlite3_errmsg(db));
	if (!path || file_load(db, path, err))
		return true;
	sqlite3_exec(db, drop_sql, NULL, NULL, NULL);
	return false;
}
