/* core/exchange/message.h: a letter as a mail: RFC 5322 headers, a text and an HTML part.
 *
 * All headers are ASCII, other text in encoded words (RFC 2047); only a local part that is not
 * ASCII stays UTF-8 (RFC 6532), because it has no other form. Both parts are made of the same
 * rendered letter, so that neither can lack what the other says. */
#ifndef CORE_EXCHANGE_MESSAGE_H
#define CORE_EXCHANGE_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/exchange/letters.h"

/* Whom a mail is from or to. */
struct mailbox {
	char name[256];    /* UTF-8; "" : none */
	char address[256]; /* "ines@fourthpine.example", the domain in ASCII; "" : none */
};

/* Reads "it@contoso.example" or "Contoso IT <it@contoso.example>". ERROR_INPUT for what is no
 * address: two '@', blanks, quotes, controls, a domain that is no host name, more than 64 bytes
 * before the '@' (RFC 5321 4.5.3.1) or 254 in all. */
bool mailbox_read(struct mailbox *out, const char *text, struct error *err);

/* What stands behind the '@'; "" where there is no address. */
const char *mailbox_domain(const struct mailbox *mailbox);

struct message {
	struct mailbox from; /* without an address: no From, whoever sends it fills it in */
	struct mailbox to;
	const char *request_id; /* what its Message-ID is made of; NULL: it gets none */
	const char *domain;     /* of the Message-ID where `from` has none; NULL or "": invented */
	const char *mark;       /* put before the subject: "[Test]"; NULL: nothing */
	bool draft;             /* for a mail program, to be opened and sent by a person */
	int64_t date;           /* UTC seconds */
};

/* Appends the whole message with CRLF lines of at most 76 bytes (998 where an address is longer).
 */
void message_write(struct str *out, const struct message *message, const struct letter *letter);

/* "<REQUEST_ID@DOMAIN>" as it stands in the message; "" if it gets none. Returned. */
const char *message_id(const struct message *message, char *out, size_t size);

/* Appends the HTML part: all text escaped. */
void message_html(struct str *out, const struct letter *letter);

#endif
