/* The ways that need a person: a code that he types on another page, or the browser of this
 * machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/oauth.h"

enum {
	CODE_SECONDS = 900, /* until a code ends, where the service does not say */
	CODE_MOST = 3600,
	INTERVAL = 5, /* seconds between polls, likewise (RFC 8628) */
	INTERVAL_MOST = 60,
	SLOWER = 5, /* seconds that slow_down adds for good */
	VERIFIER_BYTES = 32
};

/* ---- device code ---- */

static void device_poll(void *data);

/* Not later than the code's end, of which the person is told. */
static void poll_after(struct signin *signin, int64_t milliseconds)
{
	int64_t left = signin->until_ticks - clock_ticks();
	signin->retry_timer = loop_after(
		signin->loop, milliseconds < left ? milliseconds : left, device_poll, signin);
}

static void expired(struct signin *signin)
{
	signin_fail_person(
		signin, signin->method == SIGNIN_DEVICE
				? _("The code ran out before anybody signed in. Ask for a new one.")
				: _("Nobody signed in with the browser. Begin again."));
}

static void declined(struct signin *signin)
{
	signin_fail_person(
		signin, _("The sign-in was declined. Begin again to sign in after all."));
}

/* Passing trouble while a person types is no trouble: the next poll comes later. */
static void poll_later(struct signin *signin, const struct oauth_answer *answer)
{
	int64_t wait = signin->interval * signin->second;
	int64_t longer = oauth_backoff(signin, ++signin->tries);
	wait = longer > wait ? longer : wait;
	poll_after(signin, answer->retry_after > wait ? answer->retry_after : wait);
}

/* What each word means while the person types (graph-api.md 2.1, RFC 8628 3.5). */
static void poll_refused(struct signin *signin, const struct oauth_answer *answer)
{
	const char *error = answer->error;
	if (strcmp(error, "authorization_pending") == 0) {
		poll_after(signin, signin->interval * signin->second);
	} else if (strcmp(error, "slow_down") == 0) {
		signin->interval += SLOWER;
		poll_after(signin, signin->interval * signin->second);
	} else if (strcmp(error, "expired_token") == 0) {
		expired(signin);
	} else if (strcmp(error, "authorization_declined") == 0 ||
		   strcmp(error, "access_denied") == 0) {
		declined(signin);
	} else {
		signin_fail_answer(signin, answer);
	}
}

static void poll_answered(struct signin *signin, const struct oauth_answer *answer)
{
	if (answer->kind == OAUTH_PASSING) {
		poll_later(signin, answer);
		return;
	}
	signin->tries = 0;
	if (answer->kind == OAUTH_GOOD)
		signin_take(signin);
	else if (answer->kind == OAUTH_REFUSED)
		poll_refused(signin, answer);
	else
		signin_fail_answer(signin, answer);
}

static void device_poll(void *data)
{
	struct signin *signin = data;
	struct str form = { 0 };
	signin->retry_timer = 0;
	if (clock_ticks() >= signin->until_ticks) {
		expired(signin);
		return;
	}
	oauth_form(&form, signin);
	oauth_field(&form, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
	oauth_field(&form, "device_code", str_text(&signin->device_code));
	oauth_send(signin, "token", &form, poll_answered);
}

static int64_t between(int64_t number, int64_t least, int64_t most)
{
	return number < least ? least : number > most ? most : number;
}

/* The person's part as it may be shown. False: it does not fit, so it is none. */
static bool read_shown(struct signin *signin, const char *path, char *text, size_t size)
{
	struct str value = { 0 }, shown = { 0 };
	json_get(signin->json, path, &value);
	text_printable(&shown, str_text(&value));
	bool ok = value.len > 0 && shown.len < size && strcmp(shown.text, value.text) == 0;
	text_copy(text, size, str_text(&shown));
	str_fini(&shown);
	str_fini(&value);
	return ok;
}

static bool read_code(struct signin *signin)
{
	struct json_reader *json = signin->json;
	struct error none = { 0 };
	wire_wipe(&signin->device_code);
	secret_room(&signin->device_code, 8192);
	if (!json_get(json, "$.device_code", &signin->device_code) ||
		!read_shown(signin, "$.user_code", signin->code, sizeof signin->code) ||
		!read_shown(
			signin, "$.verification_uri", signin->address, sizeof signin->address) ||
		!http_address_ok(signin->address, &none))
		return false;
	int64_t seconds = between(
		json_get_number(json, "$.expires_in", CODE_SECONDS), 1, CODE_MOST);
	signin->interval = between(json_get_number(json, "$.interval", INTERVAL), 1, INTERVAL_MOST);
	signin->until = clock_now() + seconds;
	signin->until_ticks = clock_ticks() + seconds * signin->second;
	return true;
}

static void device_begin(struct signin *signin);

static void device_answered(struct signin *signin, const struct oauth_answer *answer)
{
	struct oauth_answer strange = *answer;
	if (answer->kind == OAUTH_PASSING) {
		oauth_retry(signin, answer, device_begin);
	} else if (answer->kind == OAUTH_GOOD && read_code(signin)) {
		signin->tries = 0;
		signin_set_state(signin, SIGNIN_ASKS);
		poll_after(signin, signin->interval * signin->second);
	} else {
		if (answer->kind == OAUTH_GOOD)
			strange.kind = OAUTH_STRANGE;
		signin_fail_answer(signin, &strange);
	}
}

static void device_begin(struct signin *signin)
{
	struct str form = { 0 };
	oauth_form(&form, signin);
	oauth_scope_field(&form, signin);
	oauth_send(signin, "devicecode", &form, device_answered);
}

/* ---- browser ---- */

static void code_redeem(struct signin *signin);

static void code_answered(struct signin *signin, const struct oauth_answer *answer)
{
	if (answer->kind == OAUTH_GOOD)
		signin_take(signin);
	else if (answer->kind == OAUTH_PASSING)
		oauth_retry(signin, answer, code_redeem);
	else
		signin_fail_answer(signin, answer);
}

static void code_redeem(struct signin *signin)
{
	struct str form = { 0 };
	oauth_form(&form, signin);
	oauth_field(&form, "grant_type", "authorization_code");
	oauth_field(&form, "code", str_text(&signin->browser_code));
	oauth_field(&form, "redirect_uri", listener_address(signin->listener));
	oauth_field(&form, "code_verifier", str_text(&signin->verifier));
	oauth_scope_field(&form, signin);
	oauth_send(signin, "token", &form, code_answered);
}

static void on_browser(void *data, const struct listener_answer *answer)
{
	struct signin *signin = data;
	loop_cancel(signin->loop, signin->retry_timer);
	signin->retry_timer = 0;
	if (answer->code && !signin->flight && !signin->browser_code.len) {
		wire_wipe(&signin->browser_code);
		secret_room(&signin->browser_code, 32768);
		str_add(&signin->browser_code, answer->code);
		signin->tries = 0;
		signin_set_state(signin, SIGNIN_BUSY);
		code_redeem(signin);
	} else if (!answer->code && !signin->flight) {
		struct oauth_answer refused = { .kind = OAUTH_REFUSED, .retry_after = -1 };
		text_copy(refused.error, sizeof refused.error, answer->error);
		refused.codes[0] = answer->number;
		if (strcmp(refused.error, "access_denied") == 0 && !answer->number)
			declined(signin);
		else
			signin_fail_answer(signin, &refused);
	}
}

static void on_browser_late(void *data)
{
	struct signin *signin = data;
	signin->retry_timer = 0;
	expired(signin);
}

/* The address of the sign-in page: the verifier stays here, only its challenge goes along. */
static void lead_to_page(struct signin *signin)
{
	struct str url = { 0 }, query = { 0 }, challenge = { 0 };
	oauth_address(&url, signin, "authorize");
	jwt_challenge(&challenge, str_text(&signin->verifier));
	oauth_field(&query, "client_id", signin->client_id);
	oauth_field(&query, "response_type", "code");
	oauth_field(&query, "response_mode", "query");
	oauth_field(&query, "redirect_uri", listener_address(signin->listener));
	oauth_scope_field(&query, signin);
	oauth_field(&query, "state", listener_state(signin->listener));
	oauth_field(&query, "code_challenge", str_text(&challenge));
	oauth_field(&query, "code_challenge_method", "S256");
	oauth_field(&query, "prompt", "select_account");
	str_addf(&url, "?%s", str_text(&query));
	listener_lead(signin->listener, str_text(&url));
	str_fini(&challenge);
	str_fini(&query);
	str_fini(&url);
}

static void browser_begin(struct signin *signin)
{
	unsigned char bytes[VERIFIER_BYTES];
	struct error err = { 0 };
	signin->listener = listener_new(signin->loop, on_browser, signin, &err);
	if (!signin->listener) {
		signin_fail_person(signin, err.text);
		return;
	}
	random_bytes(bytes, sizeof bytes);
	wire_wipe(&signin->verifier);
	secret_room(&signin->verifier, 64);
	base64url_add(&signin->verifier, bytes, sizeof bytes);
	explicit_bzero(bytes, sizeof bytes);
	lead_to_page(signin);
	text_copy(signin->address, sizeof signin->address, listener_start(signin->listener));
	signin->until = clock_now() + CODE_SECONDS;
	signin->retry_timer = loop_after(
		signin->loop, CODE_SECONDS * signin->second, on_browser_late, signin);
	signin_set_state(signin, SIGNIN_ASKS);
}

/* ---- either ---- */

void oauth_person(struct signin *signin)
{
	signin_rest(signin);
	signin_set_state(signin, SIGNIN_BUSY);
	if (signin->method == SIGNIN_BROWSER)
		browser_begin(signin);
	else
		device_begin(signin);
}
