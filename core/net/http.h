/* core/net/http.h: one HTTP engine on the loop: requests in parallel, answers through a callback.
 *
 * What it refuses, whatever the caller asks: plain http to another host than this one, a redirect
 * (its address comes back, no token follows it), a certificate that does not check. Bodies are kept
 * up to a limit. Tokens are headers of one request; they are wiped when it is done, and never stand
 * in an error's text. */
#ifndef CORE_NET_HTTP_H
#define CORE_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"

struct http;

struct http_options {
	const char *ca_file; /* trusted besides nothing else; NULL: the system's */
	const char *agent;   /* User-Agent; NULL: "ringup/VERSION" */
	int parallel;        /* requests in flight at once, at most; 0: 8 */
	int patience;        /* seconds without progress before a request is given up; 0: 30 */
	const char *proxy;   /* address; NULL or "": what the environment says. This machine is
				asked without either */
};

struct http *http_new(struct loop *loop, const struct http_options *options, struct error *err);
/* Ends what is under way; no callback is called any more. NULL is fine. Not from a callback. */
void http_free(struct http *http);

#define HTTP_HEADERS 12

struct http_request {
	const char *method;                /* "GET" */
	const char *url;                   /* https, or http on a loopback address */
	const char *bearer;                /* token; NULL: none. Wiped from memory afterwards */
	const char *headers[HTTP_HEADERS]; /* "Name: value"; NULL behind the last */
	const char *body;                  /* NULL: none */
	size_t body_len;
	size_t most;          /* bytes of the answer's body; 0: 16 MiB */
	int64_t milliseconds; /* for all of it; 0: 120,000 */
};

/* Why there is no whole answer. */
enum http_trouble {
	HTTP_FINE,
	HTTP_UNREACHABLE, /* no name, no route, refused: nothing was sent */
	HTTP_INSECURE,    /* the certificate does not check: nothing was sent */
	HTTP_LOST,        /* sent, and the answer broke off or never came: it may have been done */
	HTTP_SLOW,        /* the same, for want of time */
	HTTP_LARGE        /* the answer is larger than the limit */
};

struct http_reply {
	int status; /* 0: none came */
	enum http_trouble trouble;
	char words[200];     /* of the trouble: outside text, printable; "" if none */
	int64_t retry_after; /* milliseconds, of Retry-After (decimals too, or a date); -1: none */
	char request_id[80]; /* header request-id; "" if none */
	char location[512];  /* header Location; "" if none */
	const char *body;    /* NUL-terminated, "" if none; valid during the call */
	size_t body_len;
};

typedef void http_done(void *data, const struct http_reply *reply);

/* Starts it, or lets it wait its turn. 0 with ERROR_USAGE for an address that is refused; else an
 * id for http_cancel. done() is called from the loop, never from here. */
int64_t http_send(struct http *http, const struct http_request *request, http_done *done,
	void *data, struct error *err);
/* done() is not called; an id that is over is no error. */
void http_cancel(struct http *http, int64_t id);

int http_flying(const struct http *http);    /* in flight now */
int http_peak(const struct http *http);      /* the most that were at once */
int64_t http_count(const struct http *http); /* sent so far */

/* May this address be asked? https anywhere, http on loopback only. */
bool http_address_ok(const char *url, struct error *err);
/* The same scheme, host and port. */
bool http_same_origin(const char *url, const char *other);
/* Milliseconds of a Retry-After: "2.128", "12" or an HTTP date against now (UTC seconds); a day at
 * most; -1: it is none. */
int64_t http_retry_after(const char *value, int64_t now);
/* Appends text percent-encoded for a query or a form. */
void http_encode(struct str *out, const char *text);

#endif
