/* Runs the runbook with `pwsh` where it is installed, as a service for the script way. */
#include "core/base/tr.h"
#include "core/service/powershell/runner.h"

struct service *runner_open(const struct runner_options *options, struct error *err)
{
	error_set(err, ERROR_NOT_FOUND,
		_("There is no %s here: scripts are written to be run elsewhere."),
		options->command);
	return NULL;
}

const char *runner_doing(struct service *service)
{
	(void)service;
	return "";
}
