/* core/service/results/lines.h: the lines that a runbook writes (doc/formats.md), as they come, and
 * what they say of a change. Private to core/service: results.h reads a whole file of them, the
 * runner follows one that grows. */
#ifndef CORE_SERVICE_RESULTS_LINES_H
#define CORE_SERVICE_RESULTS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/service/results/results.h"
#include "core/service/service.h"

struct lines;

struct lines *lines_new(void);
void lines_free(struct lines *lines); /* NULL is fine */

/* Takes the next bytes of the file, cut anywhere: whole lines are read, the rest waits for more. A
 * line that is no JSON object is left out. */
void lines_add(struct lines *lines, const char *bytes, size_t len);
/* No more will come: a last line without its newline counts if it is whole. */
void lines_end(struct lines *lines);

/* The first line that made no sense, counted from 1; 0: none. A last one that is cut is fine. */
int64_t lines_bad(const struct lines *lines);
int64_t lines_count(const struct lines *lines); /* read so far */
/* Some step was begun whose end no line tells. */
bool lines_open(const struct lines *lines);

void lines_summary(const struct lines *lines, struct results_summary *out);
/* In the order of their first lines; valid until the next lines_add. */
int lines_keys(const struct lines *lines, const char *const **keys);

enum lines_said {
	LINES_NOTHING, /* of this change, or only that it was begun */
	LINES_OTHER,   /* of another wish under the same key */
	LINES_ANSWER   /* reply is filled in: DONE or FAILED */
};

/* What the lines from number `since` on (0: all) say of a change at `now` (UTC seconds). A hold
 * that has run out is FAILED with CAUSE_EXPIRED. */
enum lines_said lines_answer(const struct lines *lines, const struct service_request *request,
	int64_t since, int64_t now, struct service_reply *reply);

/* A noun was read to its end: SERVICE_ADDRESSES or SERVICE_NUMBERS. */
bool lines_whole(const struct lines *lines, enum service_page page);
/* A page of it, from 0; false: there is no such page. */
bool lines_page(const struct lines *lines, enum service_page page, int index, struct str *json);

#endif
