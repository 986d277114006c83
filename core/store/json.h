/* core/store/json.h: writes JSON. Texts are quoted by SQLite's json_quote, here stands only the
 * punctuation. */
#ifndef CORE_STORE_JSON_H
#define CORE_STORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* The whole text, ended by a newline; everything must be closed. Borrowed until json_free. */
const char *json_done(struct json *json);

/* How many elements the array "value" of a page has (core/service/service.h); 0 if it is no such
 * page. */
int64_t json_rows(const char *page, size_t len);

#endif
