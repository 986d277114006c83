/* Build tool: turns the facts of data/ into a database and into C sources that the program is
 * linked with.
 *
 *     mkreference facts DATA OUT.db OUT.c     DATA/reference.sql filled from DATA/TABLE.csv
 *     mkreference files DATA OUT.c NAME...    files as they are, for core/base/embed.h
 *
 * Whatever is wrong is told as "DATA/areas.csv line 17: ..." and ends with status 1; the output of
 * the same input is the same, byte by byte. */

#include <errno.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/path.h"

#define FILE_MAX ((size_t)32 << 20) /* bytes */
#define COLUMNS_MAX 64

/* REGEXP of the schema's CHECKs: POSIX extended, as the program itself will use the patterns. */
static void regexp(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *pattern = (const char *)sqlite3_value_text(values[0]);
	const char *text = (const char *)sqlite3_value_text(values[1]);
	regex_t regex;

	(void)count;
	if (!pattern || !text || regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB)) {
		sqlite3_result_error(context, "not a POSIX extended pattern", -1);
		return;
	}
	sqlite3_result_int(context, regexec(&regex, text, 0, NULL, 0) == 0);
	regfree(&regex);
}

/* A table on its way in: its INSERT statement, and which of the file's columns may be NULL. */
struct table {
	const char *name;
	sqlite3_stmt *insert;
	int columns;
	bool nullable[COLUMNS_MAX];
};

static bool column_look_up(
	sqlite3 *db, struct table *table, int at, const char *name, struct error *err)
{
	int not_null, in_key;

	if (sqlite3_table_column_metadata(
		    db, "main", table->name, name, NULL, NULL, &not_null, &in_key, NULL))
		return error_set(err, ERROR_INPUT, "the table has no column \"%s\"", name);
	table->nullable[at] = !not_null && !in_key;
	return true;
}

/* Prepares INSERT INTO name (columns of the header) VALUES (?, ...). */
static bool table_prepare(
	sqlite3 *db, struct table *table, const struct csv_record *header, struct error *err)
{
	struct str sql = { 0 };
	bool ok = true;

	if (header->count > COLUMNS_MAX)
		return error_set(err, ERROR_INPUT, "more than %d columns", COLUMNS_MAX);
	table->columns = header->count;
	str_addf(&sql, "INSERT INTO \"%s\" (", table->name);
	for (int i = 0; ok && i < header->count; i++) {
		ok = column_look_up(db, table, i, header->field[i], err);
		str_addf(&sql, "%s\"%s\"", i ? ", " : "", header->field[i]);
	}
	str_add(&sql, ") VALUES (");
	for (int i = 0; i < header->count; i++)
		str_add(&sql, i ? ", ?" : "?");
	str_add(&sql, ")");
	if (ok && sqlite3_prepare_v2(db, str_text(&sql), -1, &table->insert, NULL))
		ok = error_set(err, ERROR_INPUT, "%s", sqlite3_errmsg(db));
	str_fini(&sql);
	return ok;
}

static bool row_insert(
	sqlite3 *db, struct table *table, const struct csv_record *record, struct error *err)
{
	if (record->count != table->columns)
		return error_set(err, ERROR_INPUT, "%d fields, where the header has %d",
			record->count, table->columns);
	for (int i = 0; i < record->count; i++) {
		if (!*record->field[i] && table->nullable[i])
			sqlite3_bind_null(table->insert, i + 1);
		else
			sqlite3_bind_text(
				table->insert, i + 1, record->field[i], -1, SQLITE_TRANSIENT);
	}
	sqlite3_step(table->insert);
	if (sqlite3_reset(table->insert))
		return error_set(err, ERROR_INPUT, "%s (%s, %s, ...)", sqlite3_errmsg(db),
			record->field[0], record->count > 1 ? record->field[1] : "");
	return true;
}

static bool table_read(sqlite3 *db, struct table *table, struct csv *csv, struct error *err)
{
	struct csv_record record;
	bool ok;

	if (!csv_next(csv, &record, err))
		return err->code == ERROR_NONE ? error_set(err, ERROR_INPUT, ": no header")
					       : error_prefix(err, ": ");
	ok = table_prepare(db, table, &record, err);
	while (ok && csv_next(csv, &record, err))
		ok = row_insert(db, table, &record, err);
	if (ok && err->code == ERROR_NONE)
		return true;
	/* What csv_next complains of names its line already. */
	return ok ? error_prefix(err, ": ")
		  : error_prefix(err, " line %lld: ", (long long)record.line);
}

/* Fills the table from DATA/name.csv. */
static bool table_fill(sqlite3 *db, const char *name, const char *data, struct error *err)
{
	struct table table = { .name = name };
	char *path = xasprintf("%s/%s.csv", data, name);
	struct csv *csv = csv_open(path, err);
	bool ok = csv != NULL;

	if (csv && !table_read(db, &table, csv, err))
		ok = error_prefix(err, "%s", path);
	sqlite3_finalize(table.insert);
	csv_close(csv);
	free(path);
	return ok;
}

/* All tables, in the order in which the schema creates them, so that what a row refers to is there.
 */
static bool tables_fill(sqlite3 *db, const char *data, struct error *err)
{
	sqlite3_stmt *names;
	bool ok = true;

	if (sqlite3_prepare_v2(db,
		    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", -1,
		    &names, NULL))
		return error_set(err, ERROR_STORE, "%s", sqlite3_errmsg(db));
	while (ok && sqlite3_step(names) == SQLITE_ROW)
		ok = table_fill(db, (const char *)sqlite3_column_text(names, 0), data, err);
	sqlite3_finalize(names);
	return ok;
}

static bool run(sqlite3 *db, const char *sql, struct error *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		return error_set(err, ERROR_STORE, "%s", sqlite3_errmsg(db));
	return true;
}

/* Says no if the first row of a pragma is not what it is when all is well (NULL: no row). */
static bool check(sqlite3 *db, const char *pragma, const char *good, struct error *err)
{
	sqlite3_stmt *stmt;
	const char *said = NULL;
	bool ok;

	if (sqlite3_prepare_v2(db, pragma, -1, &stmt, NULL))
		return error_set(err, ERROR_STORE, "%s", sqlite3_errmsg(db));
	if (sqlite3_step(stmt) == SQLITE_ROW)
		said = (const char *)sqlite3_column_text(stmt, 0);
	ok = good ? said && strcmp(said, good) == 0 : !said;
	if (!ok)
		error_set(err, ERROR_STORE, "%s: %s", pragma, said ? said : "no answer");
	sqlite3_finalize(stmt);
	return ok;
}

static bool schema_run(sqlite3 *db, const char *data, struct error *err)
{
	char *path = path_join(data, "reference.sql");
	struct str sql = { 0 };
	bool ok = file_read(&sql, path, FILE_MAX, err);

	if (ok && !run(db, str_text(&sql), err))
		ok = error_prefix(err, "%s: ", path);
	str_fini(&sql);
	free(path);
	return ok;
}

static bool database_save(sqlite3 *db, const char *out, struct error *err)
{
	sqlite3_stmt *vacuum;
	bool ok;

	if (unlink(out) && errno != ENOENT)
		return error_set(err, ERROR_IO, "%s: %s", out, strerror(errno));
	if (sqlite3_prepare_v2(db, "VACUUM INTO ?", -1, &vacuum, NULL))
		return error_set(err, ERROR_STORE, "%s", sqlite3_errmsg(db));
	sqlite3_bind_text(vacuum, 1, out, -1, SQLITE_STATIC);
	ok = sqlite3_step(vacuum) == SQLITE_DONE;
	if (!ok)
		error_set(err, ERROR_IO, "%s: %s", out, sqlite3_errmsg(db));
	sqlite3_finalize(vacuum);
	return ok;
}

static bool database_build(const char *data, const char *out, struct error *err)
{
	sqlite3 *db = NULL;
	bool ok = !sqlite3_open(":memory:", &db) ||
		  error_set(err, ERROR_STORE, "no memory for a database");

	if (ok)
		sqlite3_create_function(db, "regexp", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
			regexp, NULL, NULL);
	ok = ok && run(db, "PRAGMA foreign_keys = ON", err) && schema_run(db, data, err);
	ok = ok && run(db, "BEGIN", err) && tables_fill(db, data, err) && run(db, "COMMIT", err);
	ok = ok && check(db, "PRAGMA foreign_key_check", NULL, err) &&
	     check(db, "PRAGMA integrity_check", "ok", err);
	ok = ok && database_save(db, out, err);
	sqlite3_close(db);
	return ok;
}

/* Appends bytes as a C string literal, a line of it for each hundred bytes or so. A question mark
 * could begin a trigraph, and a digit after a short escape would belong to it: hence three digits.
 */
static void literal_add(struct str *out, const char *bytes, size_t len)
{
	str_addc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (i && i % 96 == 0)
			str_add(out, "\"\n\t\"");
		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?')
			str_addf(out, "\\%03o", c);
		else
			str_addc(out, (char)c);
	}
	str_addc(out, '"');
}

static bool facts_make(
	const char *data, const char *database, const char *source, struct error *err)
{
	struct str bytes = { 0 }, out = { 0 };
	bool ok = database_build(data, database, err) && file_read(&bytes, database, FILE_MAX, err);

	if (ok) {
		str_add(&out, "/* Made by mkreference from data/reference.sql and data/ *.csv. */\n"
			      "#include \"core/reference/reference-db.h\"\n\n"
			      "const unsigned char reference_db[] =\n\t");
		literal_add(&out, bytes.text, bytes.len);
		str_addf(&out, ";\nconst size_t reference_db_size = %zu;\n", bytes.len);
		ok = file_write(source, out.text, out.len, 0644, err);
	}
	str_fini(&bytes);
	str_fini(&out);
	return ok;
}

static bool file_embed(struct str *out, const char *data, const char *name, struct error *err)
{
	char *path = path_join(data, name);
	struct str bytes = { 0 };
	bool ok = file_read(&bytes, path, FILE_MAX, err);

	if (ok) {
		str_addf(out, "\t{ \"%s\",\n\t", name);
		literal_add(out, str_text(&bytes), bytes.len);
		str_addf(out, ",\n\t%zu },\n", bytes.len);
	}
	str_fini(&bytes);
	free(path);
	return ok;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool files_make(
	const char *data, const char *source, char **names, int count, struct error *err)
{
	struct str out = { 0 };
	bool ok = true;

	qsort(names, (size_t)count, sizeof(*names), compare_names);
	str_add(&out, "/* Made by mkreference from files of data/. */\n"
		      "#include \"core/base/embed.h\"\n\n"
		      "const struct embedded embedded_files[] = {\n");
	for (int i = 0; ok && i < count; i++)
		ok = file_embed(&out, data, names[i], err);
	str_add(&out, "\t{ NULL, NULL, 0 },\n};\n");
	ok = ok && file_write(source, out.text, out.len, 0644, err);
	str_fini(&out);
	return ok;
}

int main(int argc, char **argv)
{
	struct error err = { 0 };
	bool ok;

	if (argc == 5 && strcmp(argv[1], "facts") == 0) {
		ok = facts_make(argv[2], argv[3], argv[4], &err);
	} else if (argc >= 4 && strcmp(argv[1], "files") == 0) {
		ok = files_make(argv[2], argv[3], argv + 4, argc - 4, &err);
	} else {
		fputs("usage: mkreference facts DATA OUT.db OUT.c\n"
		      "       mkreference files DATA OUT.c NAME...\n",
			stderr);
		return 2;
	}
	if (!ok)
		fprintf(stderr, "mkreference: %s\n", err.text);
	return ok ? 0 : 1;
}
