/* ringup signin and signout: whether the sign-in works, and forgetting it; and how a command tells
 * a person that he has to sign in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/qr.h"
#include "core/profile/partner.h"
#include "core/service/graph/graph.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/work.h"

/* What a first sync asks for, so that one consent serves both. */
#define SCOPES "Organization.Read.All LicenseAssignment.Read.All User.Read.All"

/* ---- telling a person ---- */

/* Where a person sees it, and it fits. */
static void show_picture(const char *address)
{
	struct winsize window;
	struct qr_size size;
	struct str rows = { 0 };
	if (!isatty(STDERR_FILENO) || ioctl(STDERR_FILENO, TIOCGWINSZ, &window) != 0 ||
		!qr_text(address, text_ascii(), NULL, &size) || size.columns > window.ws_col ||
		size.rows + 2 > window.ws_row || !qr_text(address, text_ascii(), &rows, &size))
		return;
	fprintf(stderr, "%s", str_text(&rows));
	str_fini(&rows);
}

static void show_asks(const struct signin_view *view)
{
	char text[1500];
	if (view->method == SIGNIN_DEVICE) {
		show_picture(view->address);
		snprintf(text, sizeof text, _("To sign in, open %s and type the code %s."),
			view->address, view->code);
	} else {
		snprintf(text, sizeof text,
			_("To sign in, open %s in a browser of this machine. Over SSH, forward its port first."),
			view->address);
	}
	work_tell(text);
}

/* Nobody can press a key here: what a person did not do ends the command. */
static void on_signin(void *data)
{
	struct session *session = data;
	struct signin *signin = partner_signin_first(&session->profile);
	struct signin_view view;
	signin_view(signin, &view);
	if (view.state == SIGNIN_ASKS) {
		if (signin != session->profile.signin)
			work_tell(_("The partner signs in to its own tenant, in order to buy."));
		show_asks(&view);
	} else if (view.state == SIGNIN_BUSY && view.sentence[0]) {
		work_tell_trouble(session, view.sentence);
	} else if (view.state == SIGNIN_FAILED) {
		if (view.ids[0])
			fprintf(stderr, _("ringup: For Microsoft's support: %s\n"), view.ids);
		signin_stop(signin);
		signin_view(signin, &view);
		session->nobody = view.state != SIGNIN_FAILED;
	}
}

void session_show_signin(struct session *session)
{
	if (session->profile.signin)
		signin_on_change(session->profile.signin, on_signin, session);
	if (session->profile.partner_signin)
		signin_on_change(session->profile.partner_signin, on_signin, session);
}

/* ---- signin ---- */

struct check {
	bool done;        /* of the question under way */
	struct error why; /* there is no token */
	char *token;      /* wiped at the end */
	char name[200], id[80];
	int status; /* of Graph's answer; 0: none came */
};

static void on_token(void *data, const char *token, const struct error *why)
{
	struct check *check = data;
	check->done = true;
	if (token)
		check->token = xstrdup(token);
	else
		check->why = *why;
}

static void on_organization(void *data, const struct http_reply *reply)
{
	struct check *check = data;
	struct json_reader *json = json_reader_new();
	check->done = true;
	check->status = reply->status;
	if (reply->status == 200 && json_read(json, reply->body, reply->body_len)) {
		json_get_text(json, "$.value[0].displayName", check->name, sizeof check->name);
		json_get_text(json, "$.value[0].id", check->id, sizeof check->id);
	}
	json_reader_free(json);
}

/* Which tenant it is: a name that a person knows. That it cannot be reached just now is
 * no failure; that the service does not take the token is one. */
static void ask_organization(struct session *session, struct check *check)
{
	const struct config *config = session->profile.config;
	const char *base = config->endpoints.graph[0] ? config->endpoints.graph
						      : graph_cloud(config->tenant.cloud)->graph;
	struct error none = { 0 };
	char *url = xasprintf("%.*s/v1.0/organization?$select=id,displayName",
		(int)(strlen(base) - (base[strlen(base) - 1] == '/')), base);
	check->done = false;
	int64_t id = http_send(session->profile.http,
		&(struct http_request){ .method = "GET",
			.url = url,
			.bearer = check->token,
			.headers = { "Accept: application/json", NULL },
			.most = 1024 * 1024,
			.milliseconds = 30000 },
		on_organization, check, &none);
	free(url);
	if (id)
		work_until(session, &check->done);
	if (id && !check->done)
		http_cancel(session->profile.http, id);
}

static void say_json(struct session *session, const struct check *check)
{
	static const char *const methods[] = { "device", "browser", "secret", "certificate" };
	struct signin_view view;
	struct json *json = json_new();
	signin_view(session->profile.signin, &view);
	json_object(json, NULL);
	json_truth(json, "signed_in", check->token != NULL);
	json_text(json, "method", methods[view.method]);
	json_text(json, "tenant", session->profile.config->tenant.tenant);
	json_text(json, "tenant_id", check->id[0] ? check->id : NULL);
	json_text(json, "organization", check->name[0] ? check->name : NULL);
	json_truth(json, "kept", view.kept);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

static void say_signed_in(struct session *session, const struct check *check)
{
	struct signin_view view;
	struct str *out = &session->out;
	const char *tenant = session->profile.config->tenant.tenant;
	signin_view(session->profile.signin, &view);
	if (check->name[0]) {
		struct str name = { 0 };
		text_printable(&name, check->name);
		str_addf(out, _("Signed in to %s (%s).\n"), str_text(&name), tenant);
		str_fini(&name);
	} else {
		str_addf(out, _("Signed in to %s.\n"), tenant);
	}
	if (view.sentence[0])
		str_addf(out, "%s\n", view.sentence);
	else if (view.kept)
		str_add(out, _("The sign-in is kept until `ringup signout`.\n"));
	else if (view.method == SIGNIN_DEVICE || view.method == SIGNIN_BROWSER)
		str_add(out,
			_("Nothing was kept: the next command signs in again. remember = yes under [signin] keeps it.\n"));
}

static void check_fini(struct check *check)
{
	if (check->token)
		explicit_bzero(check->token, strlen(check->token));
	free(check->token);
}

static bool check_signin(struct session *session, struct check *check, struct error *err)
{
	struct profile *profile = &session->profile;
	int64_t id = signin_token(profile->signin,
		graph_cloud(profile->config->tenant.cloud)->graph, SCOPES, on_token, check);
	work_until(session, &check->done);
	if (!check->done) {
		signin_forget(profile->signin, id);
		return error_set(err, ERROR_CANCELLED, _("Stopped before anybody signed in."));
	}
	if (!check->token)
		return error_set(err, check->why.code, "%s", check->why.text);
	ask_organization(session, check);
	if (check->status == 401 || check->status == 403)
		return error_set(err, ERROR_REFUSED,
			_("Signed in, but Microsoft Graph refuses it the organization (%d). Check cloud under [tenant] and the permissions: `ringup about registration` lists them."),
			check->status);
	return true;
}

COMMAND(signin)
{
	struct check check = { .done = false };
	(void)argc;
	(void)argv;
	if (session->profile.demo) {
		error_set(err, ERROR_USAGE, _("A simulated tenant needs no sign-in."));
		return EXIT_USAGE;
	}
	if (!session->profile.signin) {
		error_set(err, ERROR_USAGE, "%s", session->profile.why_no_service);
		return EXIT_USAGE;
	}
	bool ok = check_signin(session, &check, err);
	if (session->settings.json)
		say_json(session, &check);
	else if (ok)
		say_signed_in(session, &check);
	check_fini(&check);
	return ok ? EXIT_DONE : exit_code_of(err);
}

/* ---- signout ---- */

/* Also what an earlier configuration kept. */
COMMAND(signout)
{
	struct profile *profile = &session->profile;
	char *name = xasprintf("%s.token", profile->name), *path = path_state(name, err);
	bool ok = path != NULL;
	(void)argc;
	(void)argv;
	bool was = ok && access(path, F_OK) == 0;
	if (profile->signin)
		ok = signin_out(profile->signin, err) && ok;
	ok = ok && signin_destroy(path, err);
	if (ok)
		str_add(&session->out, was ? _("Signed out: the kept sign-in is destroyed.\n")
					   : _("Signed out: nothing was kept.\n"));
	free(path);
	free(name);
	return ok ? EXIT_DONE : exit_code_of(err);
}
