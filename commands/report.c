/* ringup report: how things stand, as a text. */
#include "core/base/tr.h"
#include "core/exchange/report.h"
#include "commands/command.h"

COMMAND(report)
{
	(void)argc;
	(void)argv;
	struct profile *profile = &session->profile;
	return report_write(
		       profile->store, profile->reference, profile_now(profile), &session->out, err)
		       ? EXIT_DONE
		       : exit_code_of(err);
}
