/* core/service/graph/batch.h: several calls in one $batch, and its answer taken apart (graph-api.md
 * 5). Private to core/service/graph. */
#ifndef CORE_SERVICE_GRAPH_BATCH_H
#define CORE_SERVICE_GRAPH_BATCH_H

#include "core/service/graph/call.h"

#define BATCH_MOST 20 /* calls in one batch */

/* Appends the body of a batch: the ids are "1" and on, in the order of the calls, whose paths are
 * relative and whose request_id is set. Nothing depends on anything. */
void batch_pack(struct str *out, const struct graph_call *const *calls, int count);

struct batch_part {
	int status;          /* 0: the answer says nothing of this part */
	int64_t retry_after; /* milliseconds; -1 */
	char request_id[80], location[SERVICE_OPERATION];
	struct str body; /* JSON; empty: none */
};

/* Takes the answer to `count` calls apart, in whatever order it has them; parts are initialised
 * here and freed by batch_parts_fini. now: UTC seconds. Returns how many were there; 0: it is no
 * answer of a batch. What the envelope's status was says nothing about them. */
int batch_read(struct json_reader *reader, const char *body, size_t len, int64_t now,
	struct batch_part *parts, int count);
void batch_parts_fini(struct batch_part *parts, int count);

#endif
