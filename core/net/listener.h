/* core/net/listener.h: waits on this machine for the browser to bring the answer of a sign-in
 * (authorization code with PKCE, RFC 8252 7.3). Private to core/net.
 *
 * Two addresses are known: the start, a short one with a nonce, which sends the browser to the
 * sign-in page; and the root with the right `state`. Everything else is refused and changes
 * nothing. A few clients at once, each for some seconds and some kilobytes. */
#ifndef CORE_NET_LISTENER_H
#define CORE_NET_LISTENER_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/loop.h"

struct listener;

struct listener_answer {
	const char *code;  /* NULL: the sign-in was refused */
	const char *error; /* its word then, "" if none */
	int number;        /* AADSTS, of error_uri; 0: none */
};

/* Called from the loop, once; texts are borrowed during the call. */
typedef void listener_done(void *data, const struct listener_answer *answer);

struct listener *listener_new(
	struct loop *loop, listener_done *done, void *data, struct error *err);
void listener_free(struct listener *listener); /* NULL is fine; also within done() */

/* "http://localhost:PORT": the answer's address. Borrowed. */
const char *listener_address(const struct listener *listener);
/* "http://localhost:PORT/NONCE": for the person. Borrowed. */
const char *listener_start(const struct listener *listener);
/* What the sign-in page has to send back. Borrowed. */
const char *listener_state(const struct listener *listener);
/* Where the start leads. Copied. */
void listener_lead(struct listener *listener, const char *url);

#endif
