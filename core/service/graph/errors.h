/* core/service/graph/errors.h: what Graph's refusals mean. Private to core/service/graph. */
#ifndef CORE_SERVICE_GRAPH_ERRORS_H
#define CORE_SERVICE_GRAPH_ERRORS_H

#include "core/service/graph/call.h"

/* Seconds after which what only time will do is tried again (service.h). */
enum { GRAPH_LICENCE_AFTER = 300, GRAPH_PERSON_AFTER = 300 };

/* The cause that the free text of a failed operation (graph-api.md 7.5) points to, and how long to
 * wait where time alone helps, else 0. It may lie: whoever can, checks. CAUSE_UNKNOWN. */
enum cause graph_cause_of_words(const char *words, int64_t *after);

/* A success whose body can be believed: 2xx, and empty or JSON. */
bool graph_answer_fine(struct graph *graph, const struct graph_answer *answer);

#endif
