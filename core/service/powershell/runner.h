/* core/service/powershell/runner.h: runs the runbook with `pwsh` where it is installed, as a
 * service for the changes of the script way: submits are gathered into one script, the child runs
 * it, and each change lands when its line appears in the result file. A child that dies leaves its
 * changes in doubt; steps read before they write, so sending them again is safe.
 *
 * Secrets go to the child by its environment alone. */
#ifndef CORE_SERVICE_POWERSHELL_RUNNER_H
#define CORE_SERVICE_POWERSHELL_RUNNER_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/net/signin.h"
#include "core/service/powershell/script.h"

struct runner_options {
	struct loop *loop;
	struct signin *signin; /* borrowed: two tokens, of Graph and of the Teams admin API */
	const char *graph;     /* Graph's base address: the first token's resource */
	const char *command;   /* "pwsh"; looked for in PATH */
	const char *folder;    /* where scripts and results are kept (0700) */
	struct script_options script;
	/* Names of variables with secrets that the module need not see; NULL behind the last, NULL:
	 * none. Borrowed as long as the service lives. */
	const char *const *without;
};

/* NULL with ERROR_NOT_FOUND: there is no such command, scripts are handed over. The service it
 * gives answers submit, ask, poll, search, let_go, land, drop, room, sync (addresses, places,
 * numbers); way is SERVICE_BY_SCRIPT. */
struct service *runner_open(const struct runner_options *options, struct error *err);

/* What the child is doing, in its own words, for the page that shows it; "" : it does not run. */
const char *runner_doing(struct service *service);

#endif
