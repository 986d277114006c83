/* The ways to a token without a person: a refresh token, a secret, a certificate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/net/oauth.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/* ---- a refresh token ---- */

/* The service's words for: a person has to sign in again. */
static bool wants_person(const char *error)
{
	static const char *const words[] = { "invalid_grant", "interaction_required",
		"login_required", "consent_required" };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(error, words[i]) == 0)
			return true;
	return false;
}

/* Another ringup may have renewed the sign-in meanwhile, and kept what it got. */
static bool take_newer(struct signin *signin)
{
	struct str old = signin->refresh;
	struct error none = { 0 };
	signin->refresh = (struct str){ 0 };
	bool newer = oauth_keep_read(signin, &none) && signin->refresh.len > 0 &&
		     strcmp(signin->refresh.text, old.text) != 0;
	if (newer) {
		wire_wipe(&old);
	} else {
		wire_wipe(&signin->refresh);
		signin->refresh = old;
	}
	return newer;
}

/* Revoked, run out, or not enough for what is asked now. In the last case it is still good for what
 * it was made for, and is kept until the person has signed in again. */
static void refused_refresh(struct signin *signin, const struct oauth_answer *answer)
{
	struct error none = { 0 };
	if (take_newer(signin)) {
		oauth_refresh(signin);
		return;
	}
	if (strcmp(answer->error, "invalid_grant") == 0 &&
		!oauth_has_flag(answer, AADSTS_CONSENT)) {
		signin_forget_refresh(signin);
		oauth_keep_destroy(signin, &none);
	}
	oauth_person(signin);
}

static void refresh_answered(struct signin *signin, const struct oauth_answer *answer)
{
	if (answer->kind == OAUTH_GOOD)
		signin_take(signin);
	else if (answer->kind == OAUTH_PASSING)
		oauth_retry(signin, answer, oauth_refresh);
	else if (answer->kind == OAUTH_REFUSED && wants_person(answer->error) &&
		 !oauth_has_flag(answer, AADSTS_SETUP))
		refused_refresh(signin, answer);
	else
		signin_fail_answer(signin, answer);
}

void oauth_refresh(struct signin *signin)
{
	struct str form = { 0 };
	oauth_form(&form, signin);
	oauth_field(&form, "grant_type", "refresh_token");
	oauth_field(&form, "refresh_token", str_text(&signin->refresh));
	oauth_scope_field(&form, signin);
	oauth_send(signin, "token", &form, refresh_answered);
}

/* ---- an application ---- */

static void application_answered(struct signin *signin, const struct oauth_answer *answer)
{
	if (answer->kind == OAUTH_GOOD)
		signin_take(signin);
	else if (answer->kind == OAUTH_PASSING)
		oauth_retry(signin, answer, oauth_application);
	else
		signin_fail_answer(signin, answer);
}

static bool add_assertion(struct str *form, struct signin *signin, struct error *err)
{
	struct str address = { 0 }, assertion = { 0 };
	oauth_address(&address, signin, "token");
	secret_room(&assertion, 8192);
	bool ok = jwt_assertion(
		&assertion, signin->key, str_text(&address), signin->client_id, clock_now(), err);
	oauth_field(form, "client_assertion_type", ASSERTION_TYPE);
	oauth_field(form, "client_assertion", str_text(&assertion));
	wire_wipe(&assertion);
	str_fini(&address);
	return ok;
}

static bool add_secret(struct str *form, const struct signin *signin, struct error *err)
{
	const char *secret = getenv(signin->secret_env);
	if (!secret || !secret[0])
		return error_set(err, ERROR_USAGE,
			_("The environment variable %s, which holds the client secret, is not set."),
			signin->secret_env);
	oauth_field(form, "client_secret", secret);
	return true;
}

void oauth_application(struct signin *signin)
{
	struct str form = { 0 };
	struct error err = { 0 };
	oauth_form(&form, signin);
	oauth_field(&form, "grant_type", "client_credentials");
	oauth_scope_field(&form, signin);
	bool ok = signin->key ? add_assertion(&form, signin, &err)
			      : add_secret(&form, signin, &err);
	if (ok) {
		oauth_send(signin, "token", &form, application_answered);
		return;
	}
	wire_wipe(&form);
	signin_fail(signin, err.code, err.text);
}
