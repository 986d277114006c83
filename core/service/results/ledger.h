/* core/service/results/ledger.h: the lines that a runbook writes (doc/formats.md), as they come,
 * and what they say of a change. Private to core/service: results.h reads a whole file of them, the
 * runner follows one that grows. */
#ifndef CORE_SERVICE_RESULTS_LEDGER_H
#define CORE_SERVICE_RESULTS_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/service/powershell/script.h"
#include "core/service/results/results.h"
#include "core/service/service.h"

struct ledger;

struct ledger *ledger_new(void);
void ledger_free(struct ledger *ledger); /* NULL is fine */

/* Takes the next bytes of the file, cut anywhere: whole lines are read, the rest waits for more. A
 * line that is no JSON object is left out. */
void ledger_add(struct ledger *ledger, const char *bytes, size_t len);
/* No more will come: a last line without its newline counts if it is whole. */
void ledger_end(struct ledger *ledger);

/* The first line that made no sense, counted from 1; 0: none. A last one that is cut is fine. */
int64_t ledger_bad(const struct ledger *ledger);
int64_t ledger_count(const struct ledger *ledger); /* read so far */
/* Some step was begun whose end no line tells. */
bool ledger_open(const struct ledger *ledger);

void ledger_summary(const struct ledger *ledger, struct results_summary *out);
/* In the order of their first ledger; valid until the next ledger_add. */
int ledger_keys(const struct ledger *ledger, const char *const **keys);

/* A change, as far as its lines name it. */
struct ledger_question {
	const char *key, *kind, *number;
	char digest[SCRIPT_DIGEST];
};
void ledger_question(const struct service_request *request, struct ledger_question *out);

enum ledger_said {
	LEDGER_NOTHING, /* of this change, or only that it was begun */
	LEDGER_OTHER,   /* of another wish under the same key */
	LEDGER_ANSWER   /* reply is filled in: DONE or FAILED */
};

/* What the lines from number `since` on (0: all) say of a change at `now` (UTC seconds). A hold
 * that has run out is FAILED with CAUSE_EXPIRED. */
enum ledger_said ledger_answer(const struct ledger *ledger, const struct ledger_question *question,
	int64_t since, int64_t now, struct service_reply *reply);

/* A noun was read to its end: SERVICE_ADDRESSES or SERVICE_NUMBERS. */
bool ledger_whole(const struct ledger *ledger, enum service_page page);
/* A page of it, from 0; false: there is no such page. */
bool ledger_page(const struct ledger *ledger, enum service_page page, int index, struct str *json);

#endif
