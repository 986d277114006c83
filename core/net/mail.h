/* core/net/mail.h: sends a mail by SMTP, through libcurl on the loop: STARTTLS or TLS from the
 * start, certificates always checked, plain text on loopback only. */
#ifndef CORE_NET_MAIL_H
#define CORE_NET_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"

struct mail;

struct mail_options {
	const char *url;          /* "smtp://host:587", "smtps://host:465" */
	const char *user;         /* NULL or "": no AUTH */
	const char *password_env; /* environment variable */
	bool plain;               /* no TLS: loopback only, else ERROR_USAGE */
	const char *ca_file;      /* NULL: the system's */
	int rate;                 /* messages a minute, at most */
};

/* ERROR_USAGE names the setting that is missing or wrong. The password stays in the environment: it
 * is read when a message is sent. Nothing is asked of the server yet. */
struct mail *mail_new(struct loop *loop, const struct mail_options *options, struct error *err);
void mail_free(struct mail *mail); /* what is under way is lost, and in doubt. NULL is fine */

/* What became of a message. */
enum mail_end {
	MAIL_SENT,    /* the server took it (250 after its end) */
	MAIL_REFUSED, /* it said no for good to this message (5xx): nothing was sent */
	MAIL_BARRED,  /* no message can be sent at all: the sign-in failed, the certificate does not
			 check, no encryption is offered. Asking again changes nothing */
	MAIL_LATER,   /* it said not now (4xx), or could not be reached: nothing was sent */
	MAIL_UNKNOWN  /* the link broke after the text was sent: it may have been taken */
};

/* words: the server's own, printable; ours where it said nothing. Borrowed. */
typedef void mail_done(void *data, enum mail_end end, const char *words);

/* message: a whole RFC 5322 message with CRLF lines, copied. Not before its turn by `rate`; done()
 * is called from the loop. The addresses may be non-ASCII (SMTPUTF8 is asked for where needed).
 * Returns an id for mail_drop. */
int64_t mail_send(struct mail *mail, const char *from, const char *to, const char *message,
	mail_done *done, void *data);
void mail_drop(struct mail *mail, int64_t id); /* done() is not called; no id is no error */

/* Milliseconds until a message would leave at once: 0: now; while one is on its way: 1 or more. */
int64_t mail_wait(const struct mail *mail);

/* The pace itself: milliseconds to wait at `now` after a message that left at `last` (clock_ticks;
 * 0: none did), at `rate` messages a minute. */
int64_t mail_pace(int rate, int64_t last, int64_t now);

/* Appends a domain as mail and DNS know it: "bücher.example" as "xn--bcher-kva.example". False,
 * with nothing appended, for what is no host name. */
bool mail_domain(struct str *out, const char *domain);

#endif
