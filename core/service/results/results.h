/* core/service/results/results.h: the result file of a runbook that somebody ran elsewhere, as a
 * service: an apply of the changes that it names takes their results for the service's answers,
 * with journal, ids and all. What the file does not know, or knows of another wish than today's, is
 * refused with CAUSE_NOT_DONE, so that nothing is believed that was not done. What the script read
 * of the tenant are its pages (ops->reads, ops->sync): only what it read to the end. */
#ifndef CORE_SERVICE_RESULTS_RESULTS_H
#define CORE_SERVICE_RESULTS_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/service/service.h"

struct results_summary {
	int64_t steps, done, failed;  /* lines of changes; the last line of a change counts */
	bool ended;                   /* the script came to its end */
	int64_t started_at, ended_at; /* UTC seconds; 0 */
	char tenant[80];              /* id of the tenant that it worked on; "" */
};

/* Reads a file of JSON lines (doc/formats.md; a byte order mark and a last line that is cut are
 * fine). ERROR_IO; ERROR_INPUT names file and line. */
struct service *results_open(const char *path, struct results_summary *summary, struct error *err);

/* What became of the changes that it was asked about. */
struct results_count {
	int64_t done, failed;
	int64_t other; /* of another wish than today's: nothing was taken */
};
void results_count(struct service *service, struct results_count *out);

/* The keys of the changes it has results of, in its order; valid until it is closed. */
int results_keys(struct service *service, const char *const **keys);

#endif
