/* core/net/mail.c: one message after the other over one connection, which libcurl keeps. What a
 * broken link means depends on how far the conversation was: before the text was out, nothing was
 * sent; after its end and before the server's word, nobody knows. */
#include "core/net/mail.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/wire.h"

enum {
	MILLISECONDS = 120000, /* of one message, and of the whole conversation before it */
	CONNECT_MILLISECONDS = 20000,
	CONNECTIONS = 2,
	MINUTE = 60000,
	GOODBYE = 221, /* the answer to QUIT, which libcurl says after a refusal, too */
	WORDS = 300
};

/* One message, from mail_send to its done(). */
struct sending {
	struct mail *mail;
	struct sending *next;
	int64_t id;
	CURL *easy; /* NULL while it waits */
	struct curl_slist *to;
	char *from;
	struct str message;
	size_t out;  /* bytes of the message that curl has taken */
	int code;    /* of the server's last line; 0: it said nothing */
	bool judged; /* that line came after the whole text */
	char words[WORDS];
	mail_done *done;
	void *data;
};

struct mail {
	struct loop *loop;
	struct wire *wire;
	char *url, *user, *password_env, *ca_file;
	bool plain;
	int rate;
	int timer;
	int64_t next_id, last;        /* clock_ticks of the last message that left */
	struct sending *first, **end; /* the first one may be on its way */
};

int64_t mail_pace(int rate, int64_t last, int64_t now)
{
	int64_t apart = rate > 0 ? (MINUTE + rate - 1) / rate : 0, passed = now - last;
	return last == 0 || passed >= apart ? 0 : apart - passed;
}

/* libcurl's converter takes the bytes for text of the locale: in "C" it would know ASCII only. */
static bool host_ascii(CURLU *handle, const char *domain, char **ascii)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	locale_t before = utf8 ? uselocale(utf8) : NULL;
	bool ok = curl_url_set(handle, CURLUPART_SCHEME, "smtp", 0) == CURLUE_OK &&
		  curl_url_set(handle, CURLUPART_HOST, domain, 0) == CURLUE_OK &&
		  curl_url_get(handle, CURLUPART_HOST, ascii, CURLU_PUNYCODE) == CURLUE_OK;
	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
	return ok;
}

bool mail_domain(struct str *out, const char *domain)
{
	CURLU *handle = curl_url();
	char *ascii = NULL;
	bool ok = handle && domain[0] != '\0' && !strpbrk(domain, "/:@?#[]% ") &&
		  host_ascii(handle, domain, &ascii);
	for (const char *at = ascii; ok && *at; at++)
		ok = isalnum((unsigned char)*at) || *at == '-' || *at == '.';
	if (ok)
		str_add(out, ascii);
	curl_free(ascii);
	curl_url_cleanup(handle);
	return ok;
}

/* ---- one message ---- */

static void sending_free(struct sending *sending)
{
	if (sending->easy) {
		wire_remove(sending->mail->wire, sending->easy);
		curl_easy_cleanup(sending->easy);
	}
	curl_slist_free_all(sending->to);
	str_fini(&sending->message);
	free(sending->from);
	free(sending);
}

static size_t text_give(char *bytes, size_t size, size_t count, void *data)
{
	struct sending *sending = data;
	size_t len = sending->message.len - sending->out;
	if (len > size * count)
		len = size * count;
	memcpy(bytes, sending->message.text + sending->out, len);
	sending->out += len;
	return len;
}

/* Every line that the server says: libcurl hands them over as if they were headers. */
static size_t line_take(char *bytes, size_t size, size_t count, void *data)
{
	struct sending *sending = data;
	char *line = xstrndup(bytes, size * count);
	struct str printable = { 0 };
	int code = atoi(line);
	if (code >= 100 && code != GOODBYE) {
		sending->code = code;
		sending->judged = sending->out == sending->message.len;
		text_printable(&printable, text_trim(line));
		text_copy(sending->words, sizeof sending->words, str_text(&printable));
	}
	str_fini(&printable);
	free(line);
	return size * count;
}

/* The password is borrowed from the environment; libcurl's copies go with the handle and the
 * connection. */
static void options_sign_in(struct mail *mail, CURL *easy)
{
	if (!mail->user)
		return;
	curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, getenv(mail->password_env));
}

static bool sending_options(struct mail *mail, struct sending *sending)
{
	CURL *easy = sending->easy;
	bool ok = curl_easy_setopt(easy, CURLOPT_URL, mail->url) == CURLE_OK &&
		  curl_easy_setopt(easy, CURLOPT_USE_SSL,
			  (long)(mail->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL)) == CURLE_OK &&
		  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, sending->from) == CURLE_OK &&
		  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, sending->to) == CURLE_OK;
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MILLISECONDS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)MILLISECONDS);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, text_give);
	curl_easy_setopt(easy, CURLOPT_READDATA, sending);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)sending->message.len);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, line_take);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, sending);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, sending);
	wire_direct(easy, mail->url);
	options_sign_in(mail, easy);
	if (mail->ca_file)
		ok = ok && curl_easy_setopt(easy, CURLOPT_CAINFO, mail->ca_file) == CURLE_OK;
	return ok;
}

/* ---- what became of it ---- */

/* No message can be sent at all, whoever it is for; our own words. NULL: it is not that. */
static const char *barred_words(CURLcode code)
{
	switch (code) {
	case CURLE_USE_SSL_FAILED:
		return N_(
			"The mail server offers no encryption (STARTTLS), and without it nothing is sent.");
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
		return N_("The mail server's certificate does not check.");
	case CURLE_SSL_CACERT_BADFILE:
		return N_("The file of the certificate authorities cannot be read.");
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
		return N_("No encrypted connection to the mail server can be made.");
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return N_("The mail server's address cannot be used.");
	default:
		return NULL;
	}
}

/* The sign-in is missing or was refused (RFC 4954): 530, 534, 535, 538. */
static bool sign_in_refused(const struct sending *sending, CURLcode code)
{
	return (sending->code >= 530 && sending->code < 540) ||
	       (code == CURLE_LOGIN_DENIED && sending->code >= 500);
}

static enum mail_end end_of(const struct sending *sending, CURLcode code)
{
	bool for_good = sending->code >= 500;
	/* It took the message, whatever became of the link after that. */
	if (code == CURLE_OK || (sending->judged && sending->code / 100 == 2))
		return MAIL_SENT;
	/* The server's line counts as its verdict on the text only when it came after the text. */
	if (sending->out == sending->message.len && !sending->judged)
		return MAIL_UNKNOWN;
	if (barred_words(code) || sign_in_refused(sending, code))
		return MAIL_BARRED;
	return for_good ? MAIL_REFUSED : MAIL_LATER;
}

/* The server's own words where it said no; else what we know. */
static void words_of(struct sending *sending, CURLcode code, enum mail_end end)
{
	const char *ours = end == MAIL_SENT ? NULL : barred_words(code);
	if (end == MAIL_UNKNOWN)
		ours = N_(
			"The connection broke before the mail server said whether it took the message.");
	else if (!ours && sending->code < 400 && end != MAIL_SENT)
		ours = curl_easy_strerror(code);
	if (ours)
		text_copy(sending->words, sizeof sending->words, _(ours));
}

/* ---- one after the other ---- */

static void mail_next(struct mail *mail);

static void sending_end(struct mail *mail, struct sending *sending, CURLcode code)
{
	enum mail_end end = end_of(sending, code);
	mail_done *done = sending->done;
	void *data = sending->data;
	char words[WORDS];
	words_of(sending, code, end);
	memcpy(words, sending->words, sizeof words);
	mail->first = sending->next;
	if (!mail->first)
		mail->end = &mail->first;
	sending_free(sending);
	mail_next(mail);
	done(data, end, words);
}

static void on_ended(void *data, CURL *easy, CURLcode code)
{
	char *sending = NULL;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &sending);
	sending_end(data, (struct sending *)(void *)sending, code);
}

static void on_turn(void *data)
{
	struct mail *mail = data;
	struct sending *sending = mail->first;
	mail->timer = 0;
	mail->last = clock_ticks();
	sending->easy = curl_easy_init();
	if (sending->easy && sending_options(mail, sending))
		wire_add(mail->wire, sending->easy);
	else
		sending_end(mail, sending, CURLE_URL_MALFORMAT);
}

/* The first in the queue leaves when it may. */
static void mail_next(struct mail *mail)
{
	if (mail->first && !mail->first->easy && !mail->timer)
		mail->timer = loop_after(mail->loop,
			mail_pace(mail->rate, mail->last, clock_ticks()), on_turn, mail);
}

int64_t mail_wait(const struct mail *mail)
{
	int64_t wait = mail_pace(mail->rate, mail->last, clock_ticks());
	return mail->first && wait == 0 ? 1 : wait;
}

int64_t mail_send(struct mail *mail, const char *from, const char *to, const char *message,
	mail_done *done, void *data)
{
	struct sending *sending = xcalloc(1, sizeof *sending);
	*sending = (struct sending){
		.mail = mail, .id = ++mail->next_id, .done = done, .data = data
	};
	sending->from = xstrdup(from);
	sending->to = curl_slist_append(NULL, to);
	str_add(&sending->message, message);
	*mail->end = sending;
	mail->end = &sending->next;
	mail_next(mail);
	return sending->id;
}

void mail_drop(struct mail *mail, int64_t id)
{
	struct sending **at = &mail->first;
	while (*at && (*at)->id != id)
		at = &(*at)->next;
	struct sending *sending = *at;
	if (!sending)
		return;
	*at = sending->next;
	if (!sending->next)
		mail->end = at;
	sending_free(sending);
	loop_cancel(mail->loop, mail->timer);
	mail->timer = 0;
	mail_next(mail);
}

/* ---- the way to the server ---- */

static bool has_password(const struct mail_options *options)
{
	const char *name = options->password_env;
	const char *password = name && name[0] ? getenv(name) : NULL;
	return password && password[0];
}

/* Secrets in an address would stand in a file; so would a path, which curl takes for our name. */
static bool url_has_more(const char *url)
{
	const char *host = strstr(url, "://");
	return host && strpbrk(host + 3, "@/?#") != NULL;
}

static bool options_ok(const struct mail_options *options, struct error *err)
{
	struct wire_parts parts = { NULL, NULL, NULL };
	bool known = options->url && wire_parts(options->url, &parts) &&
		     (strcmp(parts.scheme, "smtp") == 0 || strcmp(parts.scheme, "smtps") == 0);
	bool ok = true;
	if (!known || url_has_more(options->url))
		ok = error_set(err, ERROR_USAGE,
			_("No mail server is configured. Write url = smtp://host:587 under [mail]."));
	else if (options->plain && !wire_loopback(parts.host))
		ok = error_set(err, ERROR_USAGE,
			_("Mail to %s has to be encrypted: tls = none is for this machine only."),
			parts.host);
	else if (options->user && options->user[0] && !has_password(options))
		ok = error_set(err, ERROR_USAGE,
			_("The environment variable %s, with the mail server's password, is not set."),
			options->password_env ? options->password_env : "");
	wire_parts_fini(&parts);
	return ok;
}

static char *copy_of(const char *text)
{
	return text && text[0] ? xstrdup(text) : NULL;
}

struct mail *mail_new(struct loop *loop, const struct mail_options *options, struct error *err)
{
	if (!options_ok(options, err))
		return NULL;
	struct mail *mail = xcalloc(1, sizeof *mail);
	mail->loop = loop;
	mail->end = &mail->first;
	mail->wire = wire_new(loop, on_ended, mail, err);
	mail->url = xstrdup(options->url);
	mail->user = copy_of(options->user);
	mail->password_env = copy_of(options->password_env);
	mail->ca_file = copy_of(options->ca_file);
	mail->plain = options->plain;
	mail->rate = options->rate;
	if (mail->wire)
		return mail;
	mail_free(mail);
	return NULL;
}

void mail_free(struct mail *mail)
{
	struct sending *sending;
	if (!mail)
		return;
	while ((sending = mail->first)) {
		mail->first = sending->next;
		sending_free(sending);
	}
	wire_free(mail->wire);
	loop_cancel(mail->loop, mail->timer);
	free(mail->url);
	free(mail->user);
	free(mail->password_env);
	free(mail->ca_file);
	free(mail);
}
