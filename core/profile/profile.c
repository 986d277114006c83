/* One tenant's working set: its store, the facts, its service and the configuration, opened
 * together. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/profile/partner.h"
#include "core/profile/profile.h"
#include "core/service/graph/graph.h"
#include "core/service/powershell/runner.h"
#include "core/plan/licensing.h"
#include "core/plan/way.h"
#include "core/tenant/organization.h"
#include "core/tenant/subscription.h"

#define PROFILE_DEFAULT "default"

bool profile_name_ok(const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len > 60 || name[0] == '.' || name[0] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("-_.", name[i]))
			return false;
	return true;
}

/* The name: as said, else of the demo tenant, else the default. A generated tenant has its size in
 * its name, so that two sizes do not meet in one file. */
static void name_profile(struct profile *profile, const struct profile_options *options)
{
	if (options->name)
		snprintf(profile->name, sizeof profile->name, "%s", options->name);
	else if (options->demo_tenant && options->people > 0)
		snprintf(profile->name, sizeof profile->name, "demo-%.20s-%lld",
			options->demo_tenant, (long long)options->people);
	else if (options->demo_tenant)
		snprintf(profile->name, sizeof profile->name, "demo-%.40s", options->demo_tenant);
	else
		snprintf(profile->name, sizeof profile->name, PROFILE_DEFAULT);
}

/* NAME.db, NAME.demo.db below the state folder; the caller frees it. */
static char *profile_file(const struct profile *profile, const char *suffix, struct error *err)
{
	char *name = xasprintf("%s%s", profile->name, suffix);
	char *path = path_state(name, err);
	free(name);
	return path;
}

/* Starting over: the store and the simulated tenant go, with what SQLite keeps beside them. A
 * profile of a real tenant is never removed. */
static bool remove_files(const struct profile *profile, struct error *err)
{
	static const char *const suffixes[] = { ".db", ".db-wal", ".db-shm", ".db.lock", ".demo.db",
		".demo.db-wal", ".demo.db-shm" };
	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		char *path = profile_file(profile, suffixes[i], err);
		if (!path)
			return false;
		bool ok = unlink(path) == 0 || errno == ENOENT;
		if (!ok)
			error_set(err, ERROR_IO, _("Cannot remove %s: %s."), path, strerror(errno));
		free(path);
		if (!ok)
			return false;
	}
	return true;
}

static bool open_demo(
	struct profile *profile, const struct profile_options *options, struct error *err)
{
	struct demo_options demo = {
		.tenant = options->demo_tenant,
		.people = options->people,
		.speed = options->speed,
	};
	char *path = profile_file(profile, ".demo.db", err);
	if (!path)
		return false;
	if (!demo.tenant && access(path, F_OK) != 0)
		demo.tenant = options->demo_first ? options->demo_first : "empty";
	profile->service = demo_open(path, &demo, err);
	free(path);
	return profile->service != NULL;
}

/* ---- a real tenant ---- */

static void say_why(struct profile *profile, const char *sentence)
{
	snprintf(profile->why_no_service, sizeof profile->why_no_service, "%s", sentence);
}

static bool is_app_only(const struct config *config)
{
	return config->signin.method == CONFIG_METHOD_SECRET ||
	       config->signin.method == CONFIG_METHOD_CERTIFICATE;
}

/* The refresh token is kept only where a person chose that. */
static struct signin *open_signin(struct profile *profile, const struct graph_cloud *cloud,
	struct loop *loop, struct error *err)
{
	const struct config *config = profile->config;
	char *keep = NULL;
	if (config->signin.remember && !(keep = profile_file(profile, ".token", err)))
		return NULL;
	struct signin_options options = {
		.login = config->endpoints.login[0] ? config->endpoints.login : cloud->login,
		.tenant = config->tenant.tenant,
		.client_id = config->signin.client_id,
		.method = (enum signin_method)config->signin.method,
		.secret_env = config->signin.secret_env,
		.certificate = config->signin.certificate,
		.key = config->signin.key,
		.keep = keep,
	};
	struct signin *signin = signin_new(loop, profile->http, &options, err);
	free(keep);
	return signin;
}

/* PowerShell, where it is there and was not forbidden; else NULL, and scripts are handed over. */
static struct service *open_runner(
	struct profile *profile, const struct graph_cloud *cloud, struct loop *loop)
{
	const struct config *config = profile->config;
	struct error none = { 0 };
	char *folder = profile_file(profile, ".scripts", &none);
	if (!folder || !config->powershell.command[0]) {
		free(folder);
		return NULL;
	}
	const char *names[] = { config->signin.secret_env, config->mail.password_env,
		config->geocode.key_env, PARTNER_SECRET };
	memcpy(profile->secrets, names, sizeof names);
	struct runner_options options = {
		.loop = loop,
		.without = profile->secrets,
		.signin = profile->signin,
		.graph = cloud->graph,
		.command = config->powershell.command,
		.folder = folder,
		.script = { .tenant = config->tenant.tenant,
			.environment = cloud->teams,
			.title = profile->name,
			.tokens = true,
			.now = clock_now() },
	};
	struct service *runner = runner_open(&options, &none);
	free(folder);
	return runner;
}

/* "Contoso IT <it@contoso.example>": the address alone. The caller frees it. */
static char *address_of(const char *from)
{
	const char *open = strrchr(from, '<');
	return open ? xstrndup(open + 1, strcspn(open + 1, ">")) : xstrdup(from);
}

static bool open_graph(struct profile *profile, const struct graph_cloud *cloud, struct loop *loop,
	struct error *err)
{
	const struct config *config = profile->config;
	struct http_options http = { .ca_file = config->endpoints.ca_file,
		.parallel = config->http.parallel,
		.patience = config->http.timeout,
		.proxy = config->http.proxy };
	profile->http = http_new(loop, &http, err);
	profile->signin = profile->http ? open_signin(profile, cloud, loop, err) : NULL;
	char *log = profile->signin ? profile_file(profile, ".requests", err) : NULL;
	if (!log)
		return false;
	struct service *partner = NULL;
	if (profile->partner && !profile->readonly && !(partner = partner_of(profile, loop, err))) {
		free(log);
		return false;
	}
	char *from = address_of(config->mail.from);
	struct graph_options options = {
		.loop = loop,
		.ref = profile->reference,
		.http = profile->http,
		.signin = profile->signin,
		.cloud = cloud,
		.base = config->endpoints.graph,
		.app_only = is_app_only(config),
		.mail_from = from,
		.readonly = profile->readonly,
		.log = log,
		.parallel = config->http.parallel,
		.script = profile->readonly ? NULL : open_runner(profile, cloud, loop),
		.partner = partner,
	};
	profile->service = graph_open(&options, err);
	profile->script = profile->service ? options.script : NULL;
	if (!profile->service) {
		service_close(options.script);
		service_close(partner);
	}
	free(log);
	free(from);
	return profile->service != NULL;
}

static void close_graph(struct profile *profile)
{
	service_close(profile->service);
	signin_free(profile->signin);
	signin_free(profile->partner_signin);
	http_free(profile->http);
	profile->service = profile->script = NULL;
	profile->signin = NULL;
	profile->partner_signin = NULL;
	profile->http = NULL;
}

/* What is missing for the sign-in is no reason not to plan. */
static void open_tenant(struct profile *profile, struct loop *loop)
{
	struct error why = { 0 };
	if (!profile->config->signin.client_id[0]) {
		say_why(profile,
			_("No application is registered for ringup: `ringup about registration` says how to make one, and where its id goes. Until then plan from exported files, or practise with `ringup demo`."));
		return;
	}
	if (!loop) {
		say_why(profile, _("This command works without the tenant."));
		return;
	}
	if (open_graph(profile, graph_cloud(profile->config->tenant.cloud), loop, &why))
		return;
	close_graph(profile);
	say_why(profile, why.text);
}

/* Which service: the one the store was made for; a new store asks the options, then the
 * configuration. */
static bool choose_service(struct profile *profile, const struct profile_options *options,
	bool is_new, struct error *err)
{
	struct organization organization;
	if (!organization_get(profile->store, &organization, err))
		return false;
	bool wants_demo = options->demo || options->demo_tenant;
	if (is_new) {
		profile->demo = wants_demo ||
				profile->config->tenant.service == CONFIG_SERVICE_DEMO;
		if (!organization_set(profile->store, ORGANIZATION_SERVICE,
			    profile->demo ? "demo" : "graph", err))
			return false;
	} else {
		profile->demo = strcmp(organization.service, "demo") == 0;
		if (wants_demo && !profile->demo)
			return error_set(err, ERROR_USAGE,
				_("The profile %s is of a real tenant. Give the demo another name with --profile NAME."),
				profile->name);
	}
	if (profile->demo && options->partner)
		return error_set(err, ERROR_USAGE, "%s",
			_("A simulated tenant buys nothing: --partner is for a real one."));
	if (profile->demo)
		return open_demo(profile, options, err);
	open_tenant(profile, options->loop);
	return true;
}

/* A new profile needs to know what it is for. */
static bool may_begin(
	struct profile *profile, const struct profile_options *options, struct error *err)
{
	if (options->demo || options->demo_tenant || profile->config->tenant.tenant[0] ||
		profile->config->tenant.service == CONFIG_SERVICE_DEMO)
		return true;
	return error_set(err, ERROR_USAGE,
		_("There is no profile \"%s\" yet, and no tenant is configured for it. `ringup demo` opens a simulated tenant; "
		  "--demo makes this profile one; for your own tenant, `ringup about registration` shows what to write into %s.ini of the configuration folder."),
		profile->name, profile->name);
}

bool profile_open(struct profile *profile, const struct profile_options *options, struct error *err)
{
	*profile = (struct profile){ .readonly = options->readonly };
	profile->partner = options->partner ? xstrdup(options->partner) : NULL;
	profile->config = xcalloc(1, sizeof *profile->config);
	config_init(profile->config);
	name_profile(profile, options);
	if (!config_load(profile->config, profile->name, err))
		goto fail;
	if (options->fresh &&
		(!(options->demo || options->demo_tenant) || !remove_files(profile, err))) {
		if (err->code == ERROR_NONE)
			error_set(err, ERROR_USAGE,
				_("--fresh starts a demo over: it goes with `demo` or --demo only."));
		goto fail;
	}
	profile->path = profile_file(profile, ".db", err);
	if (!profile->path)
		goto fail;
	bool is_new = access(profile->path, F_OK) != 0;
	profile->fresh = is_new;
	if (is_new && !may_begin(profile, options, err))
		goto fail;
	profile->store = store_open(profile->path, 0, err);
	if (!profile->store)
		goto fail;
	profile->reference = reference_open(store_db(profile->store), err);
	if (!profile->reference || !choose_service(profile, options, is_new, err) ||
		!offer_load(profile->store, !profile->demo, err) ||
		!way_set(profile->store, profile->service, err))
		goto fail;
	return true;
fail:
	profile_close(profile);
	return false;
}

bool profile_exists(const struct profile_options *options)
{
	struct profile profile = { .readonly = false };
	struct error none = { 0 };
	name_profile(&profile, options);
	char *path = profile_file(&profile, ".db", &none);
	bool there = path && access(path, F_OK) == 0;
	free(path);
	return there;
}

void profile_close(struct profile *profile)
{
	close_graph(profile);
	reference_close(profile->reference);
	store_close(profile->store);
	if (profile->config)
		config_fini(profile->config);
	free(profile->config);
	free(profile->path);
	free(profile->partner);
	profile->partner = NULL;
	profile->reference = NULL;
	profile->store = NULL;
	profile->config = NULL;
	profile->path = NULL;
}

struct service *profile_service(struct profile *profile, struct error *err)
{
	if (!profile->service)
		error_set(err, ERROR_USAGE, "%s", profile->why_no_service);
	return profile->service;
}

bool profile_take_people(struct profile *profile, const char *path, struct error *err)
{
	if ((path && !organization_set(profile->store, ORGANIZATION_PEOPLE_FILE, path, err)) ||
		!organization_saved(profile->store, clock_now(), err) ||
		!licensing_plan(profile->store, profile->reference, NULL, err))
		return false;
	return !profile->demo || demo_adopt(profile->service, profile->store, err);
}

int64_t profile_now(const struct profile *profile)
{
	return profile->service ? profile->service->ops->now(profile->service) : clock_now();
}
