/* What an answer that is no token means, as a sentence with the next step. The service's own text
 * is never shown: it changes, and may quote what was sent. */
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/oauth.h"

/* What the words mean where no number is known (RFC 6749 5.2, RFC 8628 3.5, OpenID Connect). */
static const struct {
	const char *error;
	bool setup;
	const char *text;
} words[] = {
	{ "invalid_client", true,
		N_("The application could not prove who it is. Check client_id and its secret or certificate under [signin].") },
	{ "unauthorized_client", true,
		N_("The application may not sign in this way. Check the app registration.") },
	{ "invalid_request", true,
		N_("The sign-in service did not understand the request. Check tenant and client_id.") },
	{ "invalid_scope", true,
		N_("A permission that was asked for does not exist here. Check cloud under [tenant].") },
	{ "invalid_resource", true,
		N_("The tenant does not know what the token is for. Check cloud under [tenant].") },
	{ "invalid_tenant", true, N_("There is no such tenant. Check tenant under [tenant].") },
	{ "unsupported_grant_type", true,
		N_("This sign-in service does not know this way to sign in. Choose another method under [signin].") },
	{ "bad_verification_code", false,
		N_("The service does not know the code that it gave. Begin again.") },
	{ "invalid_grant", false, N_("The sign-in is not valid any more. Sign in again.") },
	{ "interaction_required", false,
		N_("The tenant asks the person something more. Sign in again, and answer it.") },
	{ "login_required", false, N_("The person has to sign in again.") },
	{ "consent_required", false,
		N_("Nobody has agreed to these permissions yet. Let an administrator agree.") },
	{ "access_denied", false,
		N_("The sign-in was declined. Begin again to sign in after all.") },
};

static const struct aadsts *known_number(const struct oauth_answer *answer)
{
	for (int i = 0; i < OAUTH_CODES && answer->codes[i]; i++)
		if (aadsts_find(answer->codes[i]))
			return aadsts_find(answer->codes[i]);
	return NULL;
}

static void add_number_text(struct str *out, const struct signin *signin, const struct aadsts *row)
{
	str_add(out, _(row->text));
	if (row->flags & AADSTS_CONSENT)
		str_addf(out, " %s/%s/adminconsent?client_id=%s%s", signin->login, signin->tenant,
			signin->client_id,
			signin_app_only(signin) ? "" : "&redirect_uri=http%3A%2F%2Flocalhost");
	if ((row->flags & AADSTS_BLOCKED) && signin->method == SIGNIN_DEVICE)
		str_addf(out, " %s",
			_("The browser of this machine may be allowed: method = browser under [signin]."));
}

/* Adds the sentence for an answer that refuses; true: asking again is in vain. */
static bool add_refusal(
	struct str *out, const struct signin *signin, const struct oauth_answer *answer)
{
	const struct aadsts *row = known_number(answer);
	struct str shown = { 0 };
	if (row) {
		add_number_text(out, signin, row);
		return (row->flags & AADSTS_SETUP) != 0;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i].error, answer->error) != 0)
			continue;
		str_add(out, _(words[i].text));
		return words[i].setup;
	}
	text_printable(&shown, answer->error);
	str_addf(out,
		_("The sign-in service refuses, for a reason that ringup does not know (%s, AADSTS%d). Its ids help Microsoft's support."),
		str_text(&shown), answer->codes[0]);
	str_fini(&shown);
	return false;
}

/* Not the words of the sign-in service: something stands in between, or it is another server. */
static void add_strange(
	struct str *out, const struct signin *signin, const struct http_reply *reply)
{
	if (reply->trouble == HTTP_INSECURE)
		str_addf(out,
			_("The certificate of %s does not check (%s): nothing was sent. Check ca_file under [endpoints], and the clock."),
			signin->login, reply->words);
	else if (reply->status >= 300 && reply->status < 400)
		str_addf(out,
			_("%s wants to send ringup to another address: that is not followed, so that no secret gets there. Is there a proxy or a sign-in page of the network in between?"),
			signin->login);
	else
		str_addf(out,
			_("%s does not answer as a sign-in service does. Is there a proxy or a sign-in page of the network in between, or is login under [endpoints] wrong?"),
			signin->login);
}

void signin_fail_answer(struct signin *signin, const struct oauth_answer *answer)
{
	struct str sentence = { 0 };
	if (answer->kind != OAUTH_REFUSED) {
		add_strange(&sentence, signin, &answer->reply);
		/* Waiting does not mend a certificate. */
		bool lasts = answer->reply.trouble == HTTP_INSECURE;
		signin_fail(signin, lasts ? ERROR_REFUSED : ERROR_TRANSIENT, str_text(&sentence));
	} else if (add_refusal(&sentence, signin, answer) || signin_app_only(signin)) {
		signin_fail(signin, ERROR_REFUSED, str_text(&sentence));
	} else {
		signin_fail_person(signin, str_text(&sentence));
	}
	str_fini(&sentence);
}
