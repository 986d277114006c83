/* One form to the sign-in service, and what its answer is worth. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/oauth.h"

enum {
	TRIES = 5,
	WAIT_MOST = 120, /* seconds; who is to wait longer is told so instead */
	REFUSAL_MOST = 3600,
	REQUEST_MS = 60000,
	FORM_ROOM = 16384
};
#define ANSWER_MOST ((size_t)64 * 1024)

void secret_room(struct str *secret, size_t room)
{
	secret->text = xmalloc(room);
	secret->text[0] = '\0';
	secret->room = room;
	secret->len = 0;
}

/* ---- the form ---- */

void oauth_field(struct str *form, const char *name, const char *value)
{
	str_addf(form, "%s%s=", form->len ? "&" : "", name);
	http_encode(form, value);
}

void oauth_form(struct str *form, const struct signin *signin)
{
	secret_room(form, FORM_ROOM);
	oauth_field(form, "client_id", signin->client_id);
}

void oauth_scope(struct str *out, const struct signin *signin)
{
	if (signin_app_only(signin)) {
		str_addf(out, "%s/.default", signin->resource);
		return;
	}
	for (const char *at = str_text(&signin->scopes); *at;) {
		size_t len = strcspn(at, " ");
		if (len > 0)
			str_addf(out, "%s/%.*s ", signin->resource, (int)len, at);
		at += len + (at[len] == ' ');
	}
	/* Without it there is no refresh token, and the person is asked every hour. */
	str_add(out, "offline_access");
}

void oauth_scope_field(struct str *form, const struct signin *signin)
{
	struct str scope = { 0 };
	oauth_scope(&scope, signin);
	oauth_field(form, "scope", str_text(&scope));
	str_fini(&scope);
}

void oauth_address(struct str *out, const struct signin *signin, const char *what)
{
	str_addf(out, "%s/%s/oauth2/v2.0/%s", signin->login, signin->tenant, what);
}

/* ---- the answer ---- */

static void read_codes(struct signin *signin, struct oauth_answer *answer)
{
	for (int i = 0; i < OAUTH_CODES; i++) {
		char path[32];
		snprintf(path, sizeof path, "$.error_codes[%d]", i);
		int64_t code = json_get_number(signin->json, path, 0);
		answer->codes[i] = code > 0 && code < INT32_MAX ? (int)code : 0;
	}
}

/* What Microsoft's support asks for. */
static void read_ids(struct signin *signin, const struct oauth_answer *answer)
{
	static const struct {
		const char *path, *name;
	} parts[] = { { "$.trace_id", "trace" }, { "$.correlation_id", "correlation" },
		{ "$.timestamp", "time" } };
	struct str ids = { 0 };
	if (answer->codes[0])
		str_addf(&ids, "AADSTS%d", answer->codes[0]);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		char value[64];
		json_get_text(signin->json, parts[i].path, value, sizeof value);
		if (value[0])
			str_addf(&ids, "%s%s ", ids.len ? "  " : "", parts[i].name);
		text_printable(&ids, value);
	}
	text_copy(signin->ids, sizeof signin->ids, str_text(&ids));
	str_fini(&ids);
}

static bool passing(const struct http_reply *reply, const char *error)
{
	return reply->trouble == HTTP_UNREACHABLE || reply->trouble == HTTP_LOST ||
	       reply->trouble == HTTP_SLOW || reply->status == 429 || reply->status >= 500 ||
	       strcmp(error, "temporarily_unavailable") == 0;
}

static void read_answer(
	struct signin *signin, const struct http_reply *reply, struct oauth_answer *answer)
{
	*answer = (struct oauth_answer){
		.kind = OAUTH_STRANGE, .retry_after = reply->retry_after, .reply = *reply
	};
	answer->reply.body = "";
	answer->reply.body_len = 0;
	bool is_json = reply->trouble == HTTP_FINE &&
		       json_read(signin->json, reply->body, reply->body_len);
	if (is_json) {
		json_get_text(signin->json, "$.error", answer->error, sizeof answer->error);
		read_codes(signin, answer);
	}
	if (passing(reply, answer->error))
		answer->kind = OAUTH_PASSING;
	else if (is_json && reply->status == 200 && !answer->error[0])
		answer->kind = OAUTH_GOOD;
	else if (is_json && reply->status >= 400 && answer->error[0])
		answer->kind = OAUTH_REFUSED;
	if (is_json && answer->kind != OAUTH_GOOD && strcmp(answer->error, "authorization_pending"))
		read_ids(signin, answer);
}

bool oauth_has_flag(const struct oauth_answer *answer, int flag)
{
	for (int i = 0; i < OAUTH_CODES && answer->codes[i]; i++) {
		const struct aadsts *row = aadsts_find(answer->codes[i]);
		if (row && (row->flags & flag))
			return true;
	}
	return false;
}

static void on_answer(void *data, const struct http_reply *reply)
{
	struct signin *signin = data;
	struct oauth_answer answer;
	signin->flight = 0;
	read_answer(signin, reply, &answer);
	signin->then(signin, &answer);
	json_read(signin->json, "null", 4); /* wipes what it held */
}

void oauth_send(struct signin *signin, const char *what, struct str *form, oauth_then *then)
{
	struct str url = { 0 };
	struct error err = { 0 };
	oauth_address(&url, signin, what);
	signin->then = then;
	signin->flight = http_send(signin->http,
		&(struct http_request){ .method = "POST",
			.url = str_text(&url),
			.headers = { "Content-Type: application/x-www-form-urlencoded",
				"Accept: application/json", NULL },
			.body = str_text(form),
			.body_len = form->len,
			.most = ANSWER_MOST,
			.milliseconds = REQUEST_MS },
		on_answer, signin, &err);
	wire_wipe(form);
	str_fini(&url);
	if (signin->flight == 0)
		signin_fail(signin, ERROR_USAGE, err.text);
}

/* ---- passing trouble ---- */

int64_t oauth_backoff(const struct signin *signin, int tries)
{
	unsigned char chance;
	int64_t wait = signin->second << (tries < 6 ? tries - 1 : 5);
	random_bytes(&chance, 1);
	return wait + wait * chance / 512;
}

static void on_retry(void *data)
{
	struct signin *signin = data;
	signin->retry_timer = 0;
	signin->attempt(signin);
}

static void trouble_text(
	const struct signin *signin, const struct oauth_answer *answer, char *sentence, size_t size)
{
	const struct http_reply *reply = &answer->reply;
	if (reply->status == 429)
		snprintf(sentence, size, "%s",
			_("The sign-in service is asked too often just now. Wait some minutes, then try again."));
	else if (reply->status > 0)
		snprintf(sentence, size,
			_("The sign-in service has trouble (status %d). Wait some minutes, then try again."),
			reply->status);
	else
		snprintf(sentence, size,
			_("%s cannot be reached: %s. Check the network, then try again."),
			signin->login, reply->words);
}

static void give_up(struct signin *signin, const struct oauth_answer *answer)
{
	char sentence[600];
	trouble_text(signin, answer, sentence, sizeof sentence);
	signin_fail(signin, ERROR_TRANSIENT, sentence);
}

/* Whoever watches reads why it takes so long while it is tried again. */
static void tell_trouble(struct signin *signin, const struct oauth_answer *answer)
{
	signin_set_state(signin, signin->state);
	trouble_text(signin, answer, signin->sentence, sizeof signin->sentence);
}

void oauth_retry(struct signin *signin, const struct oauth_answer *answer, oauth_attempt *attempt)
{
	int64_t wait = oauth_backoff(signin, ++signin->tries);
	if (answer->retry_after > wait)
		wait = answer->retry_after;
	if (signin->tries >= TRIES || wait > WAIT_MOST * signin->second) {
		give_up(signin, answer);
		if (wait > REFUSAL_MOST * signin->second)
			wait = REFUSAL_MOST * signin->second;
		if (answer->retry_after > 0)
			signin->refusal_until += wait;
		return;
	}
	if (signin->state == SIGNIN_BUSY)
		tell_trouble(signin, answer);
	signin->attempt = attempt;
	signin->retry_timer = loop_after(signin->loop, wait, on_retry, signin);
}
