/* Writes JSON. Texts are quoted by SQLite's json_quote, here stands only the punctuation. */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "core/base/mem.h"
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
