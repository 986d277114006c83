/* core/store/json.h: writes JSON for people's scripts (--json), with SQLite's own quoting.
 *
 * The writer sets brackets, commas and integers; every text goes through json_quote() of a small
 * database in memory that belongs to the writer, so that it also works before a store is open (an
 * error, the version) and no second JSON code exists. Keys come in the order of the calls. `key` is
 * NULL inside an array and at the top. Text that is not UTF-8 comes out with U+FFFD in its place.
 */
#ifndef CORE_STORE_JSON_H
#define CORE_STORE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json;

struct json *json_new(void);
void json_free(struct json *json);

void json_object(struct json *json, const char *key); /* opens; json_close closes the innermost */
void json_array(struct json *json, const char *key);
void json_close(struct json *json);

void json_text(struct json *json, const char *key, const char *text); /* NULL: null */
void json_int(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

/* A text that is JSON already, such as what a statement's json_object() gave. */
void json_raw(struct json *json, const char *key, const char *json_value);

/* What is written so far and not flushed; borrowed until the next call. */
const char *json_result(const struct json *json);

/* Writes what there is to the file and forgets it: a list of any length. At the top, after the last
 * json_close, also a newline. False on a write error (errno says which). */
bool json_flush(struct json *json, FILE *file);

#endif
