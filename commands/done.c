/* ringup done: a person says that changes are done which nothing can verify. */
#include "core/base/tr.h"
#include "core/exchange/saying.h"
#include "commands/command.h"

COMMAND(done)
{
	struct profile *profile = &session->profile;
	if (argc == 0) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup done KEY...  (`ringup about handover` names the keys)"));
		return EXIT_USAGE;
	}
	for (int i = 0; i < argc; i++) {
		if (!saying_done(
			    profile->store, profile->reference, argv[i], profile->readonly, err)) {
			error_prefix(err, "%s: ", argv[i]);
			return exit_code_of(err);
		}
		str_addf(&session->out, _("%s: done, as you say; nobody verified it.\n"), argv[i]);
	}
	return EXIT_DONE;
}
