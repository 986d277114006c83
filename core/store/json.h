/* core/store/json.h: writes and reads JSON. Texts are quoted, and documents read, by SQLite's JSON
 * functions; here stands only the punctuation. */
#ifndef CORE_STORE_JSON_H
#define CORE_STORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

struct json;

struct json *json_new(void);
void json_free(struct json *json);

/* A member of the open object, or with key NULL an element of the open array (or the outermost
 * value). Keys are our own words and need no escape. Objects and arrays stay open until json_end.
 */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_end(struct json *json);
void json_text(struct json *json, const char *key, const char *text); /* NULL writes null */
void json_number(struct json *json, const char *key, int64_t number);
void json_truth(struct json *json, const char *key, bool truth);
void json_null(struct json *json, const char *key);
void json_raw(struct json *json, const char *key, const char *text); /* text is JSON already */

/* The whole text, ended by a newline; everything must be closed. Borrowed until json_free. */
const char *json_done(struct json *json);

/* Reads values out of JSON texts: for answers of which a few values are wanted (pages go into their
 * tables by SQL as they are). One reader serves many texts, one after the other. */
struct json_reader;
struct json_reader *json_reader_new(void);
void json_reader_free(struct json_reader *reader); /* NULL is fine */

/* Takes a text (copied; a byte order mark before it is skipped). False: it is no JSON, and every
 * value of it is absent. */
bool json_read(struct json_reader *reader, const char *text, size_t len);

/* The value at a path of SQLite ("$.error.code", "$.value[0].id"): appends texts as they are,
 * numbers and truths (1, 0) as text, objects and arrays as JSON. False: there is none, or it is
 * null.
 */
bool json_get(struct json_reader *reader, const char *path, struct str *out);
/* The same into an array of the caller, cut at a character; "" when there is none. Returns text. */
const char *json_get_text(struct json_reader *reader, const char *path, char *text, size_t size);
int64_t json_get_number(struct json_reader *reader, const char *path, int64_t otherwise);
/* Elements of the array at a path; 0: it is none. */
int64_t json_get_count(struct json_reader *reader, const char *path);

/* How many elements the array "value" of a page has (core/service/service.h); 0 if it is no such
 * page. */
int64_t json_rows(const char *page, size_t len);

#endif
