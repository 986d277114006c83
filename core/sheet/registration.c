/* core/sheet/registration.c: how an administrator registers the application by which ringup signs
 * in: where to click, which permissions for which step, and what goes into the configuration
 * (facts: graph-api.md 1, 2.3, 2.4, 2.6, 2.7, 11; powershell.md). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/net/signin.h"
#include "core/service/graph/graph.h"
#include "core/sheet/answer.h"
#include "core/tenant/organization.h"

#define NO_TENANT "YOUR-TENANT"
#define NO_CLIENT "YOUR-CLIENT-ID"

/* The answers, as the configuration spells them. */
struct wish {
	char method[16], tenant[256], client[64];
	const struct graph_cloud *cloud;
	bool app; /* signs in as an application */
};

static const struct question_choice methods[] = {
	{ "device", N_("a person, by a code") },
	{ "browser", N_("a person, in the browser") },
	{ "secret", N_("the application, by a secret") },
	{ "certificate", N_("the application, by a certificate") },
};

static const struct question_choice clouds[] = {
	{ "global", N_("worldwide, GCC too") },
	{ "usgov", N_("US Government, GCC High") },
	{ "dod", N_("US Government, DoD") },
	{ "china", N_("China, 21Vianet") },
};

static void read_wish(const struct topic_context *context, struct wish *wish)
{
	char cloud[16];
	answer_text(context, "method", wish->method, sizeof wish->method);
	answer_text(context, "tenant", wish->tenant, sizeof wish->tenant);
	answer_text(context, "client", wish->client, sizeof wish->client);
	answer_text(context, "cloud", cloud, sizeof cloud);
	wish->cloud = graph_cloud(0);
	for (int i = 0; i < (int)(sizeof clouds / sizeof clouds[0]); i++)
		if (strcmp(clouds[i].id, cloud) == 0)
			wish->cloud = graph_cloud(i);
	wish->app = strcmp(wish->method, "secret") == 0 || strcmp(wish->method, "certificate") == 0;
}

static bool is(const struct wish *wish, const char *method)
{
	return strcmp(wish->method, method) == 0;
}

/* ---- step by step ---- */

static void say_begin(struct sheet *sheet, const struct wish *wish)
{
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("ringup signs in to your tenant as an application that you register yourself, once: ten minutes in the browser, and it costs nothing. You decide what it may do, and can take it away at any time."));
	if (!wish->cloud->numbers)
		sheet_text(sheet, 0, SHEET_WARNING, "%s",
			_("In this cloud Microsoft Graph does not manage telephone numbers: licences go through it, and everything about numbers goes through the Teams PowerShell module."));
}

static void say_register(struct sheet *sheet, const struct wish *wish)
{
	int at = 0;
	sheet_title(sheet, "register", _("Register the application"));
	sheet_row(sheet, "portal", _("Portal"), 0, SHEET_PLAIN, "%s", wish->cloud->portal);
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		_("Sign in to the portal as an administrator (Cloud Application Administrator is enough), and open Microsoft Entra ID, App registrations, New registration."));
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		_("Name it ringup, choose \"Accounts in this organizational directory only\", leave the redirect address empty, and press Register."));
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		_("On the page Overview note two ids: Application (client) ID and Directory (tenant) ID."));
	if (!wish->app) {
		sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
			_("Authentication, Add a platform, Mobile and desktop applications: add http://localhost there. The browser's answer comes to it; no port is needed."));
		sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
			_("Authentication, Advanced settings: \"Allow public client flows\" to Yes, and save. Without it no code is accepted (AADSTS7000218)."));
	} else if (is(wish, "secret")) {
		sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
			_("Certificates & secrets, New client secret. Copy its Value at once, not its Secret ID: it is shown only now. Note when it runs out."));
	} else {
		sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
			_("Make a certificate on this machine with the two commands below. Certificates & secrets, Certificates, Upload: take client.pem. The key stays here."));
	}
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		wish->app
			? _("API permissions, Add a permission, Microsoft Graph, Application permissions: choose those of the table below.")
			: _("API permissions, Add a permission, Microsoft Graph, Delegated permissions: choose those of the table below."));
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		wish->app
			? _("On the same page press \"Grant admin consent\". For application permissions it takes a Privileged Role Administrator, who may also open the consent address below.")
			: _("On the same page press \"Grant admin consent\". It takes a Cloud Application Administrator, who may also open the consent address below."));
	if (is(wish, "certificate"))
		sheet_drawing(sheet, "openssl req -x509 -nodes -days 365 \\\n"
				     "  -newkey rsa:3072 \\\n"
				     "  -subj /CN=ringup \\\n"
				     "  -keyout client.key -out client.pem\n"
				     "chmod 600 client.key");
}

/* ---- permissions ---- */

/* What a step needs, the least that will do (graph-api.md 2.7). */
static const struct {
	const char *name, *use;
	bool numbers; /* of the management of numbers, which not every cloud has */
} permissions[] = {
	{ "Organization.Read.All", N_("read the organization"), false },
	{ "LicenseAssignment.Read.All", N_("read what was bought"), false },
	{ "User.Read.All", N_("read people"), false },
	{ "TeamsTelephoneNumber.Read.All", N_("read numbers"), true },
	{ "TeamsUserConfiguration.Read.All", N_("who is ready for a number"), true },
	{ "User.ReadWrite.All", N_("set usage locations"), false },
	{ "LicenseAssignment.ReadWrite.All", N_("assign licences"), false },
	{ "TeamsTelephoneNumber.ReadWrite.All", N_("assign numbers, places"), true },
	{ "TeamsPolicyUserAssign.ReadWrite.All", N_("assign policies"), true },
	{ "Mail.Send", N_("tell people by mail"), false },
};

static void say_permissions(struct sheet *sheet, const struct wish *wish)
{
	static const char *const ids[] = { "use" };
	const char *const heads[] = { _("for") };
	sheet_title(sheet, "permissions", _("Permissions for Microsoft Graph"));
	sheet_columns(sheet, wish->app ? _("Application permission") : _("Delegated permission"), 1,
		ids, heads);
	for (size_t i = 0; i < sizeof permissions / sizeof permissions[0]; i++) {
		const char *cells[] = { _(permissions[i].use) };
		if (!permissions[i].numbers || wish->cloud->numbers)
			sheet_cells(sheet, permissions[i].name, permissions[i].name, 0, SHEET_PLAIN,
				1, cells);
	}
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
		_("To plan and read only, the first rows are enough: those that end in Read.All."));
	if (wish->app)
		sheet_item(sheet, 0, 0, SHEET_WARNING, "%s",
			_("Mail.Send of an application may send from any mailbox, until Exchange limits it to one."));
	else
		sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
			_("A delegated permission is not enough by itself: the person who signs in needs a role as well. License Administrator or User Administrator for licences, Teams Administrator or Teams Telephony Administrator for numbers."));
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
		_("Consent by itself buys and changes nothing: that is done when you apply a plan, and what costs money is asked for first."));
}

static void say_teams(struct sheet *sheet, const struct wish *wish)
{
	sheet_title(sheet, "teams", _("For the Teams PowerShell module"));
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Orders of numbers, emergency addresses and auto attendants have no other door. Where ringup runs pwsh by itself, the same sign-in serves; a script that you run yourself needs none of this."));
	if (wish->app) {
		sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
			_("Give the application the role Teams Administrator: Microsoft Entra ID, Roles and administrators."));
		sheet_item(sheet, 0, 0, SHEET_WARNING, "%s",
			_("An application cannot make resource accounts, and not every cmdlet takes one: for those steps a person signs in."));
		return;
	}
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
		_("API permissions, APIs my organization uses, \"Skype and Teams Tenant Admin API\": user_impersonation."));
	sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
		_("Microsoft Graph, delegated, besides those above: Group.ReadWrite.All, AppCatalog.ReadWrite.All, TeamSettings.ReadWrite.All, Channel.Delete.All, ChannelSettings.ReadWrite.All, ChannelMember.ReadWrite.All. The module asks for them, not ringup."));
}

/* ---- consent and configuration ---- */

static const char *or_else(const char *text, const char *otherwise)
{
	return text[0] ? text : otherwise;
}

static void say_consent(struct sheet *sheet, const struct wish *wish)
{
	sheet_title(sheet, "consent", _("Consent of an administrator"));
	sheet_row(sheet, "address", _("Address"), 0, SHEET_PLAIN,
		"%s/%s/adminconsent?client_id=%s%s", wish->cloud->login,
		or_else(wish->tenant, NO_TENANT), or_else(wish->client, NO_CLIENT),
		wish->app ? "" : "&redirect_uri=http%3A%2F%2Flocalhost");
	if (!wish->app)
		sheet_text(sheet, 0, SHEET_DIM, "%s",
			_("At its end the browser looks for http://localhost and finds nothing: the consent is given all the same."));
}

static void say_configuration(struct sheet *sheet, const struct wish *wish)
{
	struct str lines = { 0 };
	sheet_title(sheet, "configuration", _("What goes into NAME.ini"));
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("In the configuration folder (usually ~/.config/ringup), named as the profile: default.ini serves `ringup` without --profile."));
	str_addf(&lines, "[tenant]\ntenant = %s\n", or_else(wish->tenant, NO_TENANT));
	if (wish->cloud != graph_cloud(0))
		str_addf(&lines, "cloud = %s\n", wish->cloud->id);
	str_addf(&lines, "\n[signin]\nmethod = %s\nclient_id = %s", wish->method,
		or_else(wish->client, NO_CLIENT));
	if (is(wish, "secret"))
		str_add(&lines, "\nsecret_env = RINGUP_CLIENT_SECRET");
	if (is(wish, "certificate"))
		str_add(&lines, "\ncertificate = /path/of/client.pem\nkey = /path/of/client.key");
	sheet_drawing(sheet, str_text(&lines));
	str_fini(&lines);
	if (is(wish, "secret"))
		sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
			_("The secret itself stands in no file: put it into the environment variable RINGUP_CLIENT_SECRET before you start ringup."));
	if (!wish->app)
		sheet_item(sheet, 0, 0, SHEET_PLAIN, "%s",
			_("remember = yes under [signin] keeps the sign-in in a file that only you can read, until `ringup signout`. Without it nothing is kept."));
}

/* ---- the short way ---- */

static void say_microsoft(struct sheet *sheet, const struct wish *wish)
{
	if (wish->app)
		return;
	sheet_title(sheet, "microsoft", _("Without a registration of your own"));
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Microsoft's own command-line tools have an application that is in every tenant. To try ringup quickly you may name it yourself; ringup never takes it by itself."));
	sheet_row(sheet, "client_id", "client_id", 0, SHEET_PLAIN, "%s", SIGNIN_MICROSOFT_CLIENT);
	sheet_item(sheet, 0, 0, SHEET_WARNING, "%s",
		_("What is consented to it, everything else that uses it may do as well."));
	sheet_item(sheet, 0, 0, SHEET_WARNING, "%s",
		_("In the tenant's log your sign-in looks like one of Graph PowerShell."));
	sheet_item(sheet, 0, 0, SHEET_WARNING, "%s",
		_("Microsoft does not offer it for this; a tenant may block it, and it may stop working."));
}

static void say_next(struct sheet *sheet, const struct wish *wish)
{
	int at = 0;
	sheet_title(sheet, "next", _("What to do next"));
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		_("Check it: `ringup signin` says whether the sign-in works, and changes nothing."));
	sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
		_("Read the tenant: `ringup sync`, or Ctrl-R in the wizard."));
	if (is(wish, "device"))
		sheet_item(sheet, ++at, 0, SHEET_PLAIN, "%s",
			_("Many tenants block sign-ins by code: then method = browser works on this machine, and with a forwarded port over SSH."));
}

static bool registration_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct wish wish;
	(void)err;
	read_wish(context, &wish);
	say_begin(sheet, &wish);
	say_register(sheet, &wish);
	say_permissions(sheet, &wish);
	say_teams(sheet, &wish);
	say_consent(sheet, &wish);
	say_configuration(sheet, &wish);
	say_microsoft(sheet, &wish);
	say_next(sheet, &wish);
	return true;
}

/* ---- questions ---- */

/* A demo has no tenant of its own. */
static void tenant_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (context->store && organization_get(context->store, &organization, NULL) &&
		strcmp(organization.service, "demo") != 0)
		str_add(out, organization.tenant);
}

static bool check_tenant(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	for (const char *at = value; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != '.' && *at != '-')
			return error_set(err, ERROR_INPUT,
				_("A tenant is a domain or an id, not \"%s\"."), value);
	return strlen(value) < 254 ||
	       error_set(err, ERROR_INPUT, _("A tenant is a domain or an id, not \"%s\"."), value);
}

static bool check_client(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	bool ok = value[0] == '\0' ||
		  (strlen(value) == 36 && strspn(value, "0123456789abcdefABCDEF-") == 36);
	return ok || error_set(err, ERROR_INPUT,
			     _("A client id has 32 digits (0 to f) and four hyphens, not \"%s\"."),
			     value);
}

static const struct question questions[] = {
	{ .id = "method",
		.label = N_("Who signs in"),
		.help = N_("A person with his own rights, or the application with its own."),
		.kind = QUESTION_CHOICE,
		CHOICES(methods),
		.standard = "device" },
	{ .id = "cloud",
		.label = N_("Cloud"),
		.help = N_("Which of Microsoft's clouds the tenant is in."),
		.kind = QUESTION_CHOICE,
		CHOICES(clouds),
		.standard = "global" },
	{ .id = "tenant",
		.label = N_("Tenant"),
		.help = N_("A domain of the tenant, or its id: for the consent address."),
		.kind = QUESTION_TEXT,
		.otherwise = tenant_otherwise,
		.check = check_tenant },
	{ .id = "client",
		.label = N_("Client id"),
		.help = N_("The Application (client) ID, once the application is registered."),
		.kind = QUESTION_TEXT,
		.check = check_client },
};

const struct topic registration_topic = {
	.id = "registration",
	.title = N_("Registering ringup"),
	.asks = N_("How does ringup get into my tenant?"),
	.help = N_("How to register the application by which ringup signs in, step by step."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = registration_make,
};
