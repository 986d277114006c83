/* core/net/mail.h: sends a mail by SMTP, through libcurl on the loop: STARTTLS or TLS from the
 * start, certificates always checked, plain text on loopback only. */
#ifndef CORE_NET_MAIL_H
#define CORE_NET_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"

struct mail;

struct mail_options {
	const char *url;          /* "smtp://host:587", "smtps://host:465" */
	const char *user;         /* NULL or "": no AUTH */
	const char *password_env; /* environment variable */
	bool plain;               /* no TLS: loopback only, else ERROR_USAGE */
	const char *ca_file;      /* NULL: the system's */
	int rate;                 /* messages a minute, at most */
};

struct mail *mail_new(struct loop *loop, const struct mail_options *options, struct error *err);
void mail_free(struct mail *mail); /* what is under way is lost, and in doubt */

/* What became of a message. */
enum mail_end {
	MAIL_SENT,    /* the server took it (250 after its end) */
	MAIL_REFUSED, /* it said no for good (5xx), or the sign-in failed: nothing was sent */
	MAIL_LATER,   /* it said not now (4xx), or could not be reached: nothing was sent */
	MAIL_UNKNOWN  /* the link broke after the text was sent: it may have been taken */
};

/* words: the server's own, printable. */
typedef void mail_done(void *data, enum mail_end end, const char *words);

/* message: a whole RFC 5322 message with CRLF lines, copied. Not before its turn by `rate`; done()
 * is called from the loop. The addresses may be non-ASCII (SMTPUTF8 is asked for where needed).
 * Returns an id for mail_drop. */
int64_t mail_send(struct mail *mail, const char *from, const char *to, const char *message,
	mail_done *done, void *data);
void mail_drop(struct mail *mail, int64_t id);

#endif
