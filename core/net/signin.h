/* core/net/signin.h: who we are to Microsoft: tokens, fetched when they are needed, renewed before
 * they end, kept in memory (facts: graph-api.md 2).
 *
 * One sign-in gives tokens for several resources: each is asked for by its scope. Whoever needs a
 * token asks signin_token() and is called back from the loop; where a person has to act (a device
 * code, the browser) everybody waits until he has, and screens and commands show signin_view().
 *
 * No token, secret or assertion stands in a log, an error's text or a command line; all are wiped
 * when they are given back. Tokens are opaque: nothing in them is read. */
#ifndef CORE_NET_SIGNIN_H
#define CORE_NET_SIGNIN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/net/http.h"

struct signin;

/* The same order as enum config_method. */
enum signin_method { SIGNIN_DEVICE, SIGNIN_BROWSER, SIGNIN_SECRET, SIGNIN_CERTIFICATE };

struct signin_options {
	const char *login;     /* "https://login.microsoftonline.com" */
	const char *tenant;    /* a domain of the tenant, or its id */
	const char *client_id; /* of the app registration */
	enum signin_method method;
	const char *secret_env;        /* environment variable that holds the client secret */
	const char *certificate, *key; /* PEM files */
	const char *keep; /* file (0600) that keeps the refresh token; NULL: it stays in memory */
};

/* Microsoft's own client of its command-line tools: a person has to name it (graph-api.md 2.6). */
#define SIGNIN_MICROSOFT_CLIENT "14d82eec-204b-4c2f-b7e8-296a70dab67e"

/* Options are copied. ERROR_USAGE names the setting that is missing or wrong (the sample id of
 * zeros is no client id), ERROR_INPUT a certificate or key that cannot be used. Nothing is asked
 * yet. */
struct signin *signin_new(struct loop *loop, struct http *http,
	const struct signin_options *options, struct error *err);
void signin_free(struct signin *signin); /* wipes all; NULL is fine */

/* token: valid for some minutes at least; NULL: there is none, why->code says: ERROR_PERSON (a
 * person has to sign in again, or gave up), ERROR_REFUSED (the directory says no), ERROR_TRANSIENT
 * (it could not be reached), ERROR_USAGE. Borrowed during the call. */
typedef void signin_done(void *data, const char *token, const struct error *why);

/* `resource` is what the token is for: "https://graph.microsoft.com", or the id of an application;
 * `scopes` are its delegated permissions, separated by blanks, by their short names; app-only
 * sign-ins ask for RESOURCE/.default whatever they are. done() is called from the loop, never from
 * here. Returns an id for signin_forget. */
int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data);
void signin_forget(struct signin *signin, int64_t id); /* done() is not called any more */

/* The resource refused this very token (401): it is not given again; the next asker gets a new one,
 * or a person is asked to sign in. */
void signin_refused(struct signin *signin, const char *token);

enum signin_state {
	SIGNIN_OUT,   /* nobody is signed in, nobody has asked */
	SIGNIN_BUSY,  /* the directory is being asked */
	SIGNIN_ASKS,  /* a person has to act: code and address, or the browser's address */
	SIGNIN_IN,    /* a token is there */
	SIGNIN_FAILED /* `sentence` says why and what next; signin_begin tries again */
};

struct signin_view {
	enum signin_state state;
	enum signin_method method;
	char code[32];      /* to be typed; "" with the browser */
	char address[1024]; /* to be opened */
	int64_t until;      /* UTC seconds: the code's end; 0: none */
	char sentence[600]; /* translated: why it failed, and the next step; BUSY: why it is tried
			       again; "" */
	char ids[300];      /* trace and correlation id, timestamp, AADSTS number: for Microsoft's
			       support */
	bool kept;          /* a refresh token is kept in a file */
};

void signin_view(const struct signin *signin, struct signin_view *out);

/* Called from the loop whenever the view changed. */
void signin_on_change(struct signin *signin, void (*changed)(void *data), void *data);

/* Begins (again) what needs a person; of no effect while one is asked or signed in, and before
 * anybody asked for a token. Whoever waits since a sign-in that came to nothing goes on waiting for
 * this one. */
void signin_begin(struct signin *signin);
/* Another of the two ways that a person may take, from now on: SIGNIN_DEVICE or SIGNIN_BROWSER.
 * What is asked of him begins again by it. */
void signin_use(struct signin *signin, enum signin_method method);
/* The person gives up: whoever waits for a token gets ERROR_PERSON. */
void signin_stop(struct signin *signin);
/* Forgets all tokens and destroys the file that keeps one. */
bool signin_out(struct signin *signin, struct error *err);

/* Destroys a file that keeps a refresh token, without a sign-in; none is no error. */
bool signin_destroy(const char *keep, struct error *err);

/* What an AADSTS number means and what to do, translated, two sentences; "" : not known. */
const char *signin_aadsts(int number);

#endif
