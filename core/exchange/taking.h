/* core/exchange/taking.h: takes the result file of a runbook that somebody ran elsewhere into the
 * profile: what the script read of the tenant, then its results, as an apply of the changes that it
 * names.
 *
 *     if (taking_begin(&taking, store, ref, &options, path, &err))
 *             while (apply_turn(taking.apply, &err))
 *                     ;
 *     taking_said(&taking, &text);
 *     taking_end(&taking);
 */
#ifndef CORE_EXCHANGE_TAKING_H
#define CORE_EXCHANGE_TAKING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/plan/apply.h"
#include "core/service/results/results.h"

struct taking {
	struct service *service; /* the file */
	struct apply *apply;     /* of its keys */
	struct results_summary summary;
	int64_t addresses, numbers; /* rows that it read of the tenant; -1: none were taken */
	bool old;                   /* they were older than what is known here, and left out */
};

struct taking_options {
	const char *tenant; /* as configured: an id, or a domain; NULL: none is */
	bool readonly;
};

/* ERROR_INPUT: no result file, or that of another tenant (nothing is taken then); ERROR_REFUSED
 * when readonly; ERROR_BUSY while another ringup applies. False: nothing is left to end. */
bool taking_begin(struct taking *taking, struct store *store, struct reference *ref,
	const struct taking_options *options, const char *path, struct error *err);

/* What was taken, and what was of another wish: a sentence a line, translated. */
void taking_said(const struct taking *taking, struct str *out);

void taking_end(struct taking *taking);

#endif
