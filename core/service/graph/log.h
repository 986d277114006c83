/* core/service/graph/log.h: the request log: a line for each request, so that Microsoft's support
 * can be told its ids. Never a token, a body, or the value of a query, which may name people.
 * Format: doc/formats.md. Private to core/service/graph. */
#ifndef CORE_SERVICE_GRAPH_LOG_H
#define CORE_SERVICE_GRAPH_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

struct request_log;

#define REQUEST_LOG_MOST (1024 * 1024) /* bytes; then it becomes FILE.1 and begins anew */

/* A file of mode 0600, made if missing, else appended to. NULL with ERROR_IO. */
struct request_log *request_log_open(const char *path, struct error *err);
void request_log_close(struct request_log *log); /* NULL is fine */

struct request_line {
	const char *method, *path; /* path or address; what follows its '?' is left out */
	bool part;                 /* of the batch whose line comes before */
	int status;                /* 0: none came */
	const char *word;          /* what came instead of a status: "lost", "refused" */
	int64_t milliseconds;
	const char *client_id, *request_id; /* client-request-id, request-id; "" */
};

/* log may be NULL. A line that cannot be written is left out: the log is a help, no promise. */
void request_log_add(struct request_log *log, const struct request_line *line);

#endif
