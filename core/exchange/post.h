/* core/exchange/post.h: how a letter reaches its person: as a file, by SMTP, or through Graph: the
 * notice_send, notice_land and notice_room of core/plan/apply.h.
 *
 * Nobody gets two letters: a mail is handed over only when the journal says `sent`, and one whose
 * end is not known (the link broke after the text, or we died) counts as failed with
 * CAUSE_MAIL_UNKNOWN, which only a person sends again. To keep those few, one mail is on its way at
 * a time. */
#ifndef CORE_EXCHANGE_POST_H
#define CORE_EXCHANGE_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"
#include "core/plan/apply.h"

struct config;
struct letters;
struct post;
struct reference;
struct service;
struct store;

/* All is borrowed. */
struct post_setup {
	struct loop *loop;
	struct store *store;
	struct reference *ref;
	struct service *service; /* NULL: plan offline */
	const struct config *config;
	const char *base; /* a relative folder of the organization's answer is below it */
	bool demo;        /* simulated numbers: no mail leaves this machine */
};

struct post *post_new(const struct post_setup *setup);
/* A mail that is on its way is in doubt. NULL is fine. */
void post_free(struct post *post);

/* Whether letters can go out as the organization's answer wants it. ERROR_USAGE says what is
 * missing. */
bool post_ready(struct post *post, struct error *err);

/* Puts the post into the options of an apply; where it is not ready, letters wait for a person. */
void post_use(struct post *post, struct apply_options *options);

/* The changes (change.key) of the letters whose last try failed: the keys of an apply that sends
 * those again, and no others. */
struct post_keys {
	char **key;
	size_t count;
};
bool post_failed(struct store *store, struct post_keys *out, struct error *err);
void post_keys_fini(struct post_keys *keys);

/* Appends a warning about the sender, if there is one: a domain of onmicrosoft.com may write to few
 * people outside (graph-api.md 8.2). */
void post_warning(const struct post *post, struct str *out);

/* sent: the server took it. words: what it said, or why not; printable, borrowed. */
typedef void post_tested(void *data, bool sent, const char *words);

/* Sends the letter of the first person who gets one to `address`, its subject marked as a test.
 * done() is called from the loop, once. Journals nothing. False: ERROR_USAGE, ERROR_INPUT (the
 * address), ERROR_NOT_FOUND (nobody gets a letter yet). */
bool post_test(
	struct post *post, const char *address, post_tested *done, void *data, struct error *err);

/* Writes the letters of everybody who gets one as files to a folder, to be printed, or opened in a
 * mail program and sent by hand; tells nobody. *count gets how many. */
enum post_file { POST_TXT, POST_EML };
bool post_files(struct post *post, enum post_file kind, const char *folder, int64_t *count,
	struct error *err);

#endif
