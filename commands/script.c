/* ringup script: the plan as a runbook of PowerShell, or as a page of Markdown. What stays for
 * ringup itself or for a person is said on stderr, so that the file is the runbook alone. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/exchange/runbook.h"
#include "core/exchange/scripting.h"
#include "core/service/graph/graph.h"
#include "core/tenant/organization.h"
#include "commands/command.h"

static void left_say(const struct scripting *scripting)
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
		if (scripting->left[way] > 0) {
			fprintf(stderr, _(says[way]), scripting->left[way]);
			fputc('\n', stderr);
		}
	}
	if (scripting->steps == 0)
		fprintf(stderr, "%s\n",
			_("The script changes nothing: it reads the emergency addresses and the numbers of the tenant."));
	fputs(str_text(&scripting->why), stderr);
	if (scripting->skipped > 0) {
		fprintf(stderr,
			_("Not in the script yet: %" PRId64
			  " changes that wait for the numbers of an order."),
			scripting->skipped);
		fputc('\n', stderr);
	}
}

static const struct graph_cloud *cloud_of(const struct session *session)
{
	const struct config *config = session->profile.config;

	return graph_cloud(config ? config->tenant.cloud : 0);
}

/* Its id once it was read, else as it is configured. */
static const char *tenant_of(const struct session *session, const struct organization *organization)
{
	return organization->tenant[0] ? organization->tenant
				       : session->profile.config->tenant.tenant;
}

static int script_write(
	struct session *session, const struct organization *organization, struct error *err)
{
	struct scripting scripting = { .all = session->settings.all,
		.options = { .tenant = tenant_of(session, organization),
			.environment = cloud_of(session)->teams,
			.title = organization->name,
			.reads = true,
			.now = profile_now(&session->profile) } };
	bool ok = scripting_write(
		session->profile.store, session->profile.reference, &scripting, &session->out, err);

	if (ok)
		left_say(&scripting);
	scripting_fini(&scripting);
	return ok ? EXIT_DONE : exit_code_of(err);
}

static int page_write(
	struct session *session, const struct organization *organization, struct error *err)
{
	struct runbook_options options = { .title = organization->name,
		.tenant = tenant_of(session, organization),
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
