/* Tokens for whoever asks. One thing is under way at a time: everybody who asks stands in a queue,
 * is served as soon as a token is there that is good for him, and the first who cannot be served
 * sets the next thing going. So one renewal serves all, and refresh tokens follow one another. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/oauth.h"

enum {
	MARGIN = 300,         /* seconds before its end a token is not given any more */
	TOKEN_SECONDS = 3600, /* of a token, where the service does not say */
	TOKEN_MOST = 7 * 24 * 3600,
	TOKEN_ROOM = 16384,
	REFUSAL = 5,     /* seconds that a refusal is the answer for all, so that a thousand callers
			    are one question */
	SECOND_SOON = 60 /* seconds within which a second refusal means that the person is meant */
};

#define NO_CLIENT "00000000-0000-0000-0000-000000000000"

bool signin_app_only(const struct signin *signin)
{
	return signin->method == SIGNIN_SECRET || signin->method == SIGNIN_CERTIFICATE;
}

/* ---- who is told ---- */

static void on_change(void *data)
{
	struct signin *signin = data;
	signin->change_timer = 0;
	if (signin->changed)
		signin->changed(signin->changed_data);
}

void signin_set_state(struct signin *signin, enum signin_state state)
{
	signin->state = state;
	if (state != SIGNIN_FAILED)
		signin->sentence[0] = signin->ids[0] = '\0';
	if (!signin->change_timer)
		signin->change_timer = loop_after(signin->loop, 0, on_change, signin);
}

/* ---- scopes ---- */

static bool has_scope(const char *scopes, const char *scope, size_t len)
{
	for (const char *at = scopes; *at;) {
		size_t word = strcspn(at, " ");
		if (word == len && strncasecmp(at, scope, len) == 0)
			return true;
		at += word + (at[word] == ' ');
	}
	return false;
}

static bool has_scopes(const char *scopes, const char *wanted)
{
	for (const char *at = wanted; *at;) {
		size_t len = strcspn(at, " ");
		if (len > 0 && !has_scope(scopes, at, len))
			return false;
		at += len + (at[len] == ' ');
	}
	return true;
}

/* Adds those that are not there yet; a name that begins with the resource is shortened. */
static void add_scopes(struct str *scopes, const char *resource, const char *more)
{
	size_t head = strlen(resource);
	for (const char *at = more; *at;) {
		size_t len = strcspn(at, " ");
		const char *next = at + len + (at[len] == ' ');
		if (len > head && strncasecmp(at, resource, head) == 0 && at[head] == '/') {
			at += head + 1;
			len -= head + 1;
		}
		if (len > 0 && !has_scope(str_text(scopes), at, len)) {
			if (scopes->len)
				str_addc(scopes, ' ');
			str_addn(scopes, at, len);
		}
		at = next;
	}
}

/* ---- tokens ---- */

static struct token *token_of(struct signin *signin, const char *resource)
{
	for (struct token *token = signin->tokens; token; token = token->next)
		if (strcmp(token->resource, resource) == 0)
			return token;
	return NULL;
}

static struct token *token_for(struct signin *signin, const char *resource)
{
	struct token *token = token_of(signin, resource);
	if (token)
		return token;
	token = xcalloc(1, sizeof *token);
	token->resource = xstrdup(resource);
	token->next = signin->tokens;
	signin->tokens = token;
	return token;
}

static void tokens_free(struct signin *signin)
{
	struct token *token;
	while ((token = signin->tokens)) {
		signin->tokens = token->next;
		wire_wipe(&token->text);
		str_fini(&token->scopes);
		str_fini(&token->given);
		free(token->resource);
		free(token);
	}
}

static bool token_good(const struct signin *signin, const struct token *token, const char *scopes)
{
	return token && token->text.len > 0 && clock_ticks() < token->until &&
	       (signin_app_only(signin) || has_scopes(str_text(&token->scopes), scopes) ||
		       has_scopes(str_text(&token->given), scopes));
}

/* What goes into a header and into a line of a file: visible ASCII. */
static bool is_token(const struct str *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (!isgraph((unsigned char)text->text[i]))
			return false;
	return text->len > 0;
}

static bool read_token(struct signin *signin, const char *path, struct str *out)
{
	secret_room(out, TOKEN_ROOM);
	bool ok = json_get(signin->json, path, out) && is_token(out);
	if (!ok)
		wire_wipe(out);
	return ok;
}

static void take_refresh(struct signin *signin)
{
	struct str text = { 0 };
	struct error err = { 0 };
	if (!read_token(signin, "$.refresh_token", &text))
		return;
	wire_wipe(&signin->refresh);
	signin->refresh = text;
	if (signin->keep && !oauth_keep_write(signin, &err))
		text_copy(signin->sentence, sizeof signin->sentence, err.text);
}

static void take_token(struct signin *signin, struct str *text)
{
	struct token *token = token_for(signin, signin->resource);
	struct str given = { 0 };
	int64_t seconds = json_get_number(signin->json, "$.expires_in", TOKEN_SECONDS);
	/* One that ended before it began would be asked for without end. */
	seconds = seconds < 1 ? 1 : seconds > TOKEN_MOST ? TOKEN_MOST : seconds;
	int64_t margin = seconds / 2 < MARGIN ? seconds / 2 : MARGIN;
	wire_wipe(&token->text);
	token->text = *text;
	token->got = clock_ticks();
	token->until = token->got + (seconds - margin) * signin->second;
	token->second = token->refused;
	token->refused = false;
	json_get(signin->json, "$.scope", &given);
	str_clear(&token->given);
	add_scopes(&token->given, token->resource, str_text(&given));
	add_scopes(&token->scopes, token->resource, str_text(&signin->scopes));
	str_fini(&given);
}

void signin_take(struct signin *signin)
{
	struct str text = { 0 };
	if (!read_token(signin, "$.access_token", &text)) {
		signin_fail_answer(signin, &(struct oauth_answer){ .kind = OAUTH_STRANGE });
		return;
	}
	take_token(signin, &text);
	signin_rest(signin);
	signin_set_state(signin, SIGNIN_IN);
	take_refresh(signin);
	signin_serve(signin);
}

void signin_forget_refresh(struct signin *signin)
{
	wire_wipe(&signin->refresh);
}

/* ---- what is under way ---- */

static bool is_busy(const struct signin *signin)
{
	return signin->flight != 0 || signin->retry_timer != 0 || signin->listener;
}

void signin_rest(struct signin *signin)
{
	if (signin->flight)
		http_cancel(signin->http, signin->flight);
	loop_cancel(signin->loop, signin->retry_timer);
	listener_free(signin->listener);
	wire_wipe(&signin->device_code);
	wire_wipe(&signin->browser_code);
	wire_wipe(&signin->verifier);
	signin->listener = NULL;
	signin->flight = 0;
	signin->retry_timer = signin->tries = 0;
	signin->until = 0;
	signin->code[0] = signin->address[0] = '\0';
	signin->held = false;
}

/* What the first of the queue needs, with what others want of the same. */
static void set_wanted(struct signin *signin)
{
	char *resource = xstrdup(signin->askers->resource);
	const struct token *token = token_of(signin, resource);
	free(signin->resource);
	signin->resource = resource;
	str_clear(&signin->scopes);
	if (token)
		add_scopes(&signin->scopes, resource, str_text(&token->scopes));
	for (struct asker *asker = signin->askers; asker; asker = asker->next)
		if (strcmp(asker->resource, resource) == 0)
			add_scopes(&signin->scopes, resource, asker->scopes);
}

static bool has_refresh(struct signin *signin, struct error *err)
{
	if (!signin->keep_read && !oauth_keep_read(signin, err))
		return false;
	signin->keep_read = true;
	return signin->refresh.len > 0;
}

static void begin(struct signin *signin)
{
	struct error err = { 0 };
	signin_rest(signin);
	if (signin->state != SIGNIN_IN)
		signin_set_state(signin, SIGNIN_BUSY);
	if (signin_app_only(signin))
		oauth_application(signin);
	else if (has_refresh(signin, &err))
		oauth_refresh(signin);
	else if (err.code != ERROR_NONE)
		signin_fail(signin, err.code, err.text);
	else
		oauth_person(signin);
}

/* ---- the queue ---- */

static void asker_free(struct asker *asker)
{
	free(asker->resource);
	free(asker->scopes);
	free(asker);
}

/* The first who can be told something is taken out of the queue; NULL: nobody. */
static struct asker *next_told(struct signin *signin)
{
	for (struct asker **at = &signin->askers; *at; at = &(*at)->next) {
		struct asker *asker = *at;
		if (!asker->refused &&
			!token_good(signin, token_of(signin, asker->resource), asker->scopes))
			continue;
		*at = asker->next;
		return asker;
	}
	return NULL;
}

/* Whoever is told may ask again at once: the queue is looked at anew each time. */
static void on_serve(void *data)
{
	struct signin *signin = data;
	struct asker *asker;
	signin->serve_timer = 0;
	while ((asker = next_told(signin))) {
		struct token *token = token_of(signin, asker->resource);
		if (asker->refused)
			asker->done(asker->data, NULL, &signin->refusal);
		else
			asker->done(asker->data, str_text(&token->text), NULL);
		asker_free(asker);
	}
	if (signin->askers && !is_busy(signin) && !signin->held) {
		set_wanted(signin);
		begin(signin);
	}
}

void signin_serve(struct signin *signin)
{
	if (!signin->serve_timer)
		signin->serve_timer = loop_after(signin->loop, 0, on_serve, signin);
}

int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data)
{
	struct asker *asker = xcalloc(1, sizeof *asker), **at = &signin->askers;
	*asker = (struct asker){ .id = ++signin->next_id,
		.resource = xstrdup(resource),
		.scopes = xstrdup(scopes ? scopes : ""),
		.done = done,
		.data = data,
		.refused = clock_ticks() < signin->refusal_until };
	while (*at)
		at = &(*at)->next;
	*at = asker;
	signin_serve(signin);
	return asker->id;
}

void signin_forget(struct signin *signin, int64_t id)
{
	for (struct asker **at = &signin->askers; *at; at = &(*at)->next) {
		struct asker *asker = *at;
		if (asker->id != id)
			continue;
		*at = asker->next;
		asker_free(asker);
		return;
	}
}

/* Twice in a row, and soon: it is not the token, it is what stands behind it. */
static void person_again(struct signin *signin, const struct token *token)
{
	struct error none = { 0 };
	if (!token->second || clock_ticks() - token->got > SECOND_SOON * signin->second)
		return;
	signin_forget_refresh(signin);
	oauth_keep_destroy(signin, &none);
}

void signin_refused(struct signin *signin, const char *text)
{
	for (struct token *token = signin->tokens; token; token = token->next) {
		if (token->text.len == 0 || strcmp(token->text.text, text) != 0)
			continue;
		token->refused = true;
		wire_wipe(&token->text);
		person_again(signin, token);
		return;
	}
}

/* ---- when it ends without a token ---- */

static void refuse_all(
	struct signin *signin, enum error_code code, const char *sentence, int64_t seconds)
{
	signin_rest(signin);
	error_clear(&signin->refusal);
	error_set(&signin->refusal, code, "%s", sentence);
	signin->refusal_until = clock_ticks() + seconds * signin->second;
	for (struct asker *asker = signin->askers; asker; asker = asker->next)
		asker->refused = true;
	signin_serve(signin);
}

void signin_fail(struct signin *signin, enum error_code code, const char *sentence)
{
	refuse_all(signin, code, sentence, code == ERROR_TRANSIENT ? 0 : REFUSAL);
	text_copy(signin->sentence, sizeof signin->sentence, sentence);
	signin_set_state(signin, SIGNIN_FAILED);
}

void signin_fail_person(struct signin *signin, const char *sentence)
{
	if (!signin->changed) {
		signin_fail(signin, ERROR_PERSON, sentence);
		return;
	}
	signin_rest(signin);
	signin->held = true;
	text_copy(signin->sentence, sizeof signin->sentence, sentence);
	signin_set_state(signin, SIGNIN_FAILED);
}

/* ---- what a person does ---- */

void signin_view(const struct signin *signin, struct signin_view *out)
{
	*out = (struct signin_view){ .state = signin->state,
		.method = signin->method,
		.until = signin->until,
		.kept = signin->kept };
	text_copy(out->code, sizeof out->code, signin->code);
	text_copy(out->address, sizeof out->address, signin->address);
	text_copy(out->sentence, sizeof out->sentence, signin->sentence);
	text_copy(out->ids, sizeof out->ids, signin->ids);
}

void signin_on_change(struct signin *signin, void (*changed)(void *data), void *data)
{
	signin->changed = changed;
	signin->changed_data = data;
}

void signin_begin(struct signin *signin)
{
	if ((signin->state != SIGNIN_OUT && signin->state != SIGNIN_FAILED) || is_busy(signin))
		return;
	signin->refusal_until = 0;
	signin->held = false;
	if (signin->askers)
		signin_serve(signin);
	else if (signin->resource)
		begin(signin);
}

void signin_use(struct signin *signin, enum signin_method method)
{
	if (signin_app_only(signin) || (method != SIGNIN_DEVICE && method != SIGNIN_BROWSER))
		return;
	bool asks = signin->state == SIGNIN_ASKS || signin->held;
	signin->method = method;
	if (asks)
		oauth_person(signin);
}

void signin_stop(struct signin *signin)
{
	char why[600];
	bool in = false;
	for (const struct token *token = signin->tokens; token; token = token->next)
		in = in || token->text.len > 0;
	if (!signin->held && !is_busy(signin))
		return;
	text_copy(why, sizeof why,
		signin->held
			? signin->sentence
			: _("Nobody signed in: what needs the tenant waits until somebody does."));
	refuse_all(signin, ERROR_PERSON, why, REFUSAL);
	signin_set_state(signin, in ? SIGNIN_IN : SIGNIN_OUT);
}

bool signin_out(struct signin *signin, struct error *err)
{
	signin_stop(signin);
	tokens_free(signin);
	signin_forget_refresh(signin);
	signin->keep_read = true;
	signin_set_state(signin, SIGNIN_OUT);
	return oauth_keep_destroy(signin, err);
}

/* ---- the beginning and the end ---- */

static bool is_guid(const char *text)
{
	for (int i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-'
							    : !isxdigit((unsigned char)text[i]))
			return false;
	return text[36] == '\0';
}

static bool check_tenant(const struct signin_options *options, struct error *err)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
	const char *tenant = options->tenant ? options->tenant : "";
	if (!tenant[0])
		return error_set(err, ERROR_USAGE,
			_("No tenant is named: write `tenant = your-domain` under [tenant]."));
	if (strspn(tenant, letters) != strlen(tenant) || !isalnum((unsigned char)tenant[0]))
		return error_set(err, ERROR_USAGE,
			_("\"%s\" under [tenant] is neither a domain nor an id."), tenant);
	if (strcasecmp(tenant, "common") == 0 || strcasecmp(tenant, "consumers") == 0 ||
		strcasecmp(tenant, "organizations") == 0)
		return error_set(err, ERROR_USAGE,
			_("tenant = %s is any tenant: write a domain of yours, or its id."),
			tenant);
	return true;
}

static bool check_client(const struct signin_options *options, struct error *err)
{
	const char *client = options->client_id ? options->client_id : "";
	if (client[0] && strcmp(client, NO_CLIENT) != 0 && is_guid(client))
		return true;
	return error_set(err, ERROR_USAGE,
		_("client_id under [signin] is not the id of an app registration. `ringup about registration` says how to make one."));
}

static bool check_method(
	struct signin *signin, const struct signin_options *options, struct error *err)
{
	const char *secret = options->secret_env ? getenv(options->secret_env) : NULL;
	if (options->method == SIGNIN_SECRET && (!secret || !secret[0]))
		return error_set(err, ERROR_USAGE,
			_("The environment variable %s, which holds the client secret, is not set."),
			options->secret_env ? options->secret_env : "");
	if (options->method != SIGNIN_CERTIFICATE)
		return true;
	if (!options->certificate || !options->certificate[0] || !options->key || !options->key[0])
		return error_set(err, ERROR_USAGE,
			_("The sign-in with a certificate needs certificate and key under [signin]."));
	signin->key = jwt_key_open(options->certificate, options->key, err);
	return signin->key != NULL;
}

static char *without_slash(const char *url)
{
	size_t len = strlen(url);
	while (len > 0 && url[len - 1] == '/')
		len--;
	return xstrndup(url, len);
}

static void copy_options(struct signin *signin, const struct signin_options *options)
{
	signin->login = without_slash(options->login);
	signin->tenant = xstrdup(options->tenant);
	signin->client_id = xstrdup(options->client_id);
	signin->secret_env = xstrdup(options->secret_env ? options->secret_env : "");
	signin->keep = options->keep && options->keep[0] ? xstrdup(options->keep) : NULL;
	signin->method = options->method;
}

struct signin *signin_new(struct loop *loop, struct http *http,
	const struct signin_options *options, struct error *err)
{
	struct signin *signin = xcalloc(1, sizeof *signin);
	signin->loop = loop;
	signin->http = http;
	signin->second = 1000;
	signin->json = json_reader_new();
	if (!http_address_ok(options->login ? options->login : "", err) ||
		!check_tenant(options, err) || !check_client(options, err) ||
		!check_method(signin, options, err)) {
		signin_free(signin);
		return NULL;
	}
	copy_options(signin, options);
	return signin;
}

void signin_free(struct signin *signin)
{
	if (!signin)
		return;
	signin_rest(signin);
	loop_cancel(signin->loop, signin->serve_timer);
	loop_cancel(signin->loop, signin->change_timer);
	for (struct asker *next, *asker = signin->askers; asker; asker = next) {
		next = asker->next;
		asker_free(asker);
	}
	tokens_free(signin);
	wire_wipe(&signin->refresh);
	jwt_key_free(signin->key);
	json_reader_free(signin->json);
	str_fini(&signin->scopes);
	free(signin->resource);
	free(signin->login);
	free(signin->tenant);
	free(signin->client_id);
	free(signin->secret_env);
	free(signin->keep);
	free(signin);
}
