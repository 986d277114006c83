/* Writes and reads JSON. Texts are quoted by SQLite's json_quote, here stands only the punctuation.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/store/json.h"

#define JSON_DEPTH 16

struct json {
	sqlite3 *db;
	sqlite3_stmt *quote;
	struct str out;
	int depth;
	char close[JSON_DEPTH]; /* '}' or ']' of what is open */
	bool some[JSON_DEPTH];  /* it has a member already */
};

struct json *json_new(void)
{
	struct json *json = xcalloc(1, sizeof *json);
	if (sqlite3_open_v2(":memory:", &json->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(json->db, "SELECT json_quote(:text)", -1, &json->quote, NULL) !=
			SQLITE_OK)
		die("SQLite cannot write JSON: %s", sqlite3_errmsg(json->db));
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	sqlite3_finalize(json->quote);
	sqlite3_close(json->db);
	str_fini(&json->out);
	free(json);
}

static void begin_value(struct json *json, const char *key)
{
	if (json->depth > 0) {
		if (json->some[json->depth - 1])
			str_addc(&json->out, ',');
		json->some[json->depth - 1] = true;
	}
	if (key)
		str_addf(&json->out, "\"%s\":", key);
}

static void open_level(struct json *json, const char *key, char open, char close)
{
	assert(json->depth < JSON_DEPTH);
	begin_value(json, key);
	str_addc(&json->out, open);
	json->close[json->depth] = close;
	json->some[json->depth++] = false;
}

void json_object(struct json *json, const char *key)
{
	open_level(json, key, '{', '}');
}

void json_array(struct json *json, const char *key)
{
	open_level(json, key, '[', ']');
}

void json_end(struct json *json)
{
	assert(json->depth > 0);
	str_addc(&json->out, json->close[--json->depth]);
}

void json_text(struct json *json, const char *key, const char *text)
{
	if (!text) {
		json_null(json, key);
		return;
	}
	begin_value(json, key);
	sqlite3_bind_text(json->quote, 1, text, -1, SQLITE_STATIC);
	if (sqlite3_step(json->quote) != SQLITE_ROW)
		die("SQLite cannot quote a text for JSON: %s", sqlite3_errmsg(json->db));
	str_add(&json->out, (const char *)sqlite3_column_text(json->quote, 0));
	sqlite3_reset(json->quote);
}

void json_number(struct json *json, const char *key, int64_t number)
{
	begin_value(json, key);
	str_addf(&json->out, "%" PRId64, number);
}

void json_truth(struct json *json, const char *key, bool truth)
{
	begin_value(json, key);
	str_add(&json->out, truth ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
	begin_value(json, key);
	str_add(&json->out, "null");
}

void json_raw(struct json *json, const char *key, const char *text)
{
	begin_value(json, key);
	str_add(&json->out, text);
}

const char *json_done(struct json *json)
{
	assert(json->depth == 0);
	str_addc(&json->out, '\n');
	return str_text(&json->out);
}

int64_t json_rows(const char *page, size_t len)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t rows = 0;
	if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "SELECT json_array_length(:page, '$.value')", -1, &stmt,
			NULL) == SQLITE_OK &&
		sqlite3_bind_text64(stmt, 1, page, len, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW)
		rows = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return rows;
}

/* ---- reading ---- */

struct json_reader {
	sqlite3 *db;
	sqlite3_stmt *valid, *get, *count;
	struct str text;
	bool is_json;
};

static sqlite3_stmt *reader_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		die("SQLite cannot read JSON: %s", sqlite3_errmsg(db));
	return stmt;
}

struct json_reader *json_reader_new(void)
{
	struct json_reader *reader = xcalloc(1, sizeof *reader);
	if (sqlite3_open_v2(":memory:", &reader->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		die("SQLite cannot read JSON: %s", sqlite3_errmsg(reader->db));
	reader->valid = reader_prepare(reader->db, "SELECT json_valid(:text)");
	reader->get = reader_prepare(reader->db, "SELECT json_extract(:text, :path)");
	reader->count = reader_prepare(reader->db, "SELECT json_array_length(:text, :path)");
	return reader;
}

void json_reader_free(struct json_reader *reader)
{
	if (!reader)
		return;
	sqlite3_finalize(reader->valid);
	sqlite3_finalize(reader->get);
	sqlite3_finalize(reader->count);
	sqlite3_close(reader->db);
	if (reader->text.text)
		explicit_bzero(reader->text.text, reader->text.room);
	str_fini(&reader->text);
	free(reader);
}

/* Steps a statement on the text that was taken, at a path. False: there is nothing. */
static bool reader_step(struct json_reader *reader, sqlite3_stmt *stmt, const char *path)
{
	sqlite3_reset(stmt);
	sqlite3_bind_text64(
		stmt, 1, str_text(&reader->text), reader->text.len, SQLITE_STATIC, SQLITE_UTF8);
	if (path)
		sqlite3_bind_text(stmt, 2, path, -1, SQLITE_STATIC);
	return sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL;
}

bool json_read(struct json_reader *reader, const char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	if (len >= 3 && memcmp(text, mark, 3) == 0) {
		text += 3;
		len -= 3;
	}
	if (reader->text.text) /* it may have held a token */
		explicit_bzero(reader->text.text, reader->text.room);
	str_clear(&reader->text);
	str_addn(&reader->text, text, len);
	reader->is_json = !memchr(text, '\0', len) && reader_step(reader, reader->valid, NULL) &&
			  sqlite3_column_int(reader->valid, 0);
	sqlite3_reset(reader->valid);
	return reader->is_json;
}

bool json_get(struct json_reader *reader, const char *path, struct str *out)
{
	bool found = reader->is_json && reader_step(reader, reader->get, path);
	if (found)
		str_add(out, (const char *)sqlite3_column_text(reader->get, 0));
	sqlite3_reset(reader->get);
	return found;
}

const char *json_get_text(struct json_reader *reader, const char *path, char *text, size_t size)
{
	struct str value = { 0 };
	json_get(reader, path, &value);
	text_copy(text, size, str_text(&value));
	str_fini(&value);
	return text;
}

int64_t json_get_number(struct json_reader *reader, const char *path, int64_t otherwise)
{
	bool found = reader->is_json && reader_step(reader, reader->get, path);
	int64_t number = found ? sqlite3_column_int64(reader->get, 0) : otherwise;
	sqlite3_reset(reader->get);
	return number;
}

int64_t json_get_count(struct json_reader *reader, const char *path)
{
	bool found = reader->is_json && reader_step(reader, reader->count, path);
	int64_t count = found ? sqlite3_column_int64(reader->count, 0) : 0;
	sqlite3_reset(reader->count);
	return count;
}
