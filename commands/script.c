/* ringup script: the plan as a runbook of PowerShell, or as a page of Markdown. What stays for
 * ringup itself or for a person is said on stderr, so that the file is the runbook alone. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/exchange/runbook.h"
#include "core/plan/walk.h"
#include "core/service/graph/graph.h"
#include "core/service/powershell/script.h"
#include "core/tenant/organization.h"
#include "commands/command.h"

struct making {
	struct script *script;
	bool all;                          /* also what ringup does itself */
	int64_t left[SERVICE_BY_HAND + 1]; /* changes that do not stand in it, by their way */
	struct str why; /* of those that a script does, but not yet: a line each */
};

static bool change_take(void *data, const struct walk_step *step, struct error *err)
{
	struct making *making = data;
	const struct service_request *request = step->request;
	struct error refusal = { 0 };

	(void)err;
	if (!script_can(request->kind) || (!making->all && step->way != SERVICE_BY_SCRIPT)) {
		making->left[step->way]++;
	} else if (!script_add(making->script, request, &refusal)) {
		making->left[SERVICE_BY_SCRIPT]++;
		str_addf(&making->why, "  %s\n", refusal.text);
	}
	return true;
}

static void left_say(const struct making *making, int64_t skipped)
{
	static const char *const says[] = {
		[SERVICE_BY_RINGUP] = N_(
			"Not in the script: %" PRId64
			" changes that ringup does itself (--all: those that a script can do as well)."),
		[SERVICE_BY_SCRIPT] = N_("Not in the script yet: %" PRId64 " changes."),
		[SERVICE_BY_HAND] = N_(
			"Not in the script: %" PRId64
			" changes that a person does (ringup script --format md says how)."),
	};

	for (size_t way = 0; way < sizeof says / sizeof says[0]; way++) {
		if (making->left[way] > 0) {
			fprintf(stderr, _(says[way]), making->left[way]);
			fputc('\n', stderr);
		}
	}
	if (script_steps(making->script) == 0)
		fprintf(stderr, "%s\n",
			_("The script changes nothing: it reads the emergency addresses and the numbers of the tenant."));
	fputs(str_text(&making->why), stderr);
	if (skipped > 0) {
		fprintf(stderr,
			_("Not in the script yet: %" PRId64
			  " changes that wait for the numbers of an order."),
			skipped);
		fputc('\n', stderr);
	}
}

static const struct graph_cloud *cloud_of(const struct session *session)
{
	const struct config *config = session->profile.config;

	return graph_cloud(config ? config->tenant.cloud : 0);
}

static int script_write(
	struct session *session, const struct organization *organization, struct error *err)
{
	struct script_options options = { .tenant = organization->tenant,
		.environment = cloud_of(session)->teams,
		.title = organization->name,
		.reads = true,
		.now = profile_now(&session->profile) };
	struct making making = { .script = script_new(&options), .all = session->settings.all };
	int64_t skipped = 0;
	bool ok = plan_walk(session->profile.store, session->profile.reference, NULL, change_take,
		&making, &skipped, err);

	if (ok)
		script_text(making.script, &session->out);
	if (ok)
		left_say(&making, skipped);
	script_free(making.script);
	str_fini(&making.why);
	return ok ? EXIT_DONE : exit_code_of(err);
}

static int page_write(
	struct session *session, const struct organization *organization, struct error *err)
{
	struct runbook_options options = { .title = organization->name,
		.tenant = organization->tenant,
		.graph = cloud_of(session)->graph,
		.now = profile_now(&session->profile) };

	return runbook_write(session->profile.store, session->profile.reference, &options,
		       &session->out, err)
		       ? EXIT_DONE
		       : exit_code_of(err);
}

COMMAND(script)
{
	const char *format = session->settings.format ? session->settings.format : "ps1";
	struct organization organization;

	(void)argv;
	if (argc > 0 || (strcmp(format, "ps1") != 0 && strcmp(format, "md") != 0)) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup script [--format ps1|md] [--all] [-o FILE]"));
		return EXIT_USAGE;
	}
	if (!organization_get(session->profile.store, &organization, err))
		return exit_code_of(err);
	return strcmp(format, "md") == 0 ? page_write(session, &organization, err)
					 : script_write(session, &organization, err);
}
