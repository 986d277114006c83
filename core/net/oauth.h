/* core/net/oauth.h: the inside of a sign-in: what its files share. Private to core/net.
 *
 *   signin.c         who asks, which tokens there are, what is shown
 *   oauth-request.c  one form to the sign-in service, and its answer
 *   oauth-grant.c    the ways to a token without a person: refresh token, secret, certificate
 *   oauth-person.c   the ways that need one: device code, browser
 *   oauth-fail.c     what an answer that is no token means
 *   oauth-keep.c     the file that keeps a refresh token
 *   aadsts.c         what the service's numbers mean */
#ifndef CORE_NET_OAUTH_H
#define CORE_NET_OAUTH_H

#include "core/base/mem.h"
#include "core/net/jwt.h"
#include "core/net/listener.h"
#include "core/net/signin.h"
#include "core/net/wire.h"
#include "core/store/json.h"

/* ---- secrets ---- */

/* Room at the start, so that a secret that grows leaves no copy behind. */
void secret_room(struct str *secret, size_t room);

/* ---- numbers of the service ---- */

enum {
	AADSTS_CONSENT = 1, /* an administrator has to agree: the address for it is added */
	AADSTS_SETUP = 2,   /* the registration or the configuration is wrong: asking again is in
			       vain */
	AADSTS_BLOCKED = 4  /* a rule of the tenant: another way may pass */
};

struct aadsts {
	int number, flags;
	const char *text; /* N_(): what it means, and the next step */
};

const struct aadsts *aadsts_row(int index);   /* NULL behind the last */
const struct aadsts *aadsts_find(int number); /* NULL: not known */

/* ---- the sign-in ---- */

struct asker {
	struct asker *next;
	int64_t id;
	char *resource, *scopes;
	signin_done *done;
	void *data;
	bool refused; /* hears signin->refusal in the next turn */
};

/* What a resource was given; one token each. */
struct token {
	struct token *next;
	char *resource;
	struct str scopes, given; /* asked for, to be asked for again; and what the service gave */
	struct str text;          /* empty: run out, or refused */
	int64_t got, until;       /* clock_ticks; until: with the margin */
	bool refused;             /* the resource did not take it */
	bool second;              /* nor the one before it */
};

enum { OAUTH_CODES = 4 };

/* What the service says; `json` of struct signin has the values. */
struct oauth_answer {
	enum { OAUTH_GOOD, OAUTH_REFUSED, OAUTH_PASSING, OAUTH_STRANGE } kind;
	char error[64];         /* its word: "invalid_grant"; "" if none */
	int codes[OAUTH_CODES]; /* AADSTS; 0 behind the last */
	int64_t retry_after;    /* milliseconds; -1: none said */
	struct http_reply reply;
};

typedef void oauth_then(struct signin *signin, const struct oauth_answer *answer);
typedef void oauth_attempt(struct signin *signin);

struct signin {
	struct loop *loop;
	struct http *http;
	char *login, *tenant, *client_id, *secret_env, *keep;
	struct jwt_key *key;
	enum signin_method method;
	int64_t second; /* milliseconds of one; tests shorten it */

	struct asker *askers; /* the oldest first */
	int64_t next_id;
	struct token *tokens;
	struct str refresh; /* empty: none */
	bool keep_read;     /* the file was looked at */
	bool kept;

	enum signin_state state;
	char sentence[600], ids[300];
	void (*changed)(void *data);
	void *changed_data;
	int serve_timer, change_timer;

	/* What is under way: one thing at a time. */
	char *resource; /* for which a token is fetched */
	struct str scopes;
	int64_t flight; /* 0: none flies */
	int retry_timer, tries;
	oauth_attempt *attempt;
	oauth_then *then;
	struct json_reader *json;

	/* A person acts. */
	bool held;             /* FAILED, and whoever waits goes on waiting for a person */
	struct error refusal;  /* what everybody hears ... */
	int64_t refusal_until; /* ... until then (clock_ticks) */
	struct str device_code, verifier, browser_code;
	char code[32], address[1024];
	int64_t interval;           /* seconds */
	int64_t until, until_ticks; /* of the code */
	struct listener *listener;
};

bool signin_app_only(const struct signin *signin);
/* State and who is told of it. */
void signin_set_state(struct signin *signin, enum signin_state state);
/* Everybody who can be served is, in the next turn of the loop; then the next thing begins. */
void signin_serve(struct signin *signin);
/* A token came: kept, and its refresh token. */
void signin_take(struct signin *signin);
/* Nothing is under way any more: requests, timers, codes. */
void signin_rest(struct signin *signin);
/* It ends without a token: `code` is what whoever waits gets. */
void signin_fail(struct signin *signin, enum error_code code, const char *sentence);
/* A person could not, or did not, sign in: whoever waits goes on waiting, if somebody watches who
 * can begin again. */
void signin_fail_person(struct signin *signin, const char *sentence);
/* The same for an answer that refuses, by its number and word. */
void signin_fail_answer(struct signin *signin, const struct oauth_answer *answer);
void signin_forget_refresh(struct signin *signin); /* in memory only */

/* ---- one form to the service ---- */

/* Begins a form: "client_id=...". */
void oauth_form(struct str *form, const struct signin *signin);
void oauth_field(struct str *form, const char *name, const char *value);
/* Appends the scopes with the resource before each; app-only: RESOURCE/.default. */
void oauth_scope(struct str *out, const struct signin *signin);
void oauth_scope_field(struct str *form, const struct signin *signin);
/* The address of "token", "devicecode", "authorize". */
void oauth_address(struct str *out, const struct signin *signin, const char *what);
/* Sends it, and wipes it. then() is called from the loop. */
void oauth_send(struct signin *signin, const char *what, struct str *form, oauth_then *then);
/* Trouble passed: attempts again after a while, or gives up after some tries. */
void oauth_retry(struct signin *signin, const struct oauth_answer *answer, oauth_attempt *attempt);
/* Milliseconds of the wait before a try (1, 2, ...): twice as long each time, with some chance. */
int64_t oauth_backoff(const struct signin *signin, int tries);
bool oauth_has_flag(const struct oauth_answer *answer, int flag);

/* ---- the ways ---- */

void oauth_refresh(struct signin *signin);
void oauth_application(struct signin *signin);
void oauth_person(struct signin *signin); /* by device code or browser */

/* ---- the file ---- */

/* Reads the refresh token that is kept into signin->refresh. True with none: there is no file, or
 * it is of another sign-in. ERROR_USAGE: others may read it. */
bool oauth_keep_read(struct signin *signin, struct error *err);
bool oauth_keep_write(struct signin *signin, struct error *err);
/* Overwrites and removes it; none is no error. */
bool oauth_keep_destroy(struct signin *signin, struct error *err);

#endif
