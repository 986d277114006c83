/* core/exchange/scripting.h: the plan as a runbook of PowerShell: which of its changes stand in it,
 * and what stays for others. */
#ifndef CORE_EXCHANGE_SCRIPTING_H
#define CORE_EXCHANGE_SCRIPTING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/service/powershell/script.h"

struct reference;
struct store;

struct scripting {
	/* Set by the caller: */
	struct script_options options;
	bool all; /* also what ringup does itself, where a script can do it */
	/* What came of it: */
	int steps;
	int64_t left[SERVICE_BY_HAND + 1]; /* changes that do not stand in it, by their way */
	int64_t skipped;                   /* that wait for the numbers of an order */
	struct str why; /* of those that a script does, but not yet: a line each */
};

/* Appends the script's text. */
bool scripting_write(struct store *store, struct reference *ref, struct scripting *scripting,
	struct str *out, struct error *err);
void scripting_fini(struct scripting *scripting);

#endif
