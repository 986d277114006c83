/* core/net/http.c: HTTP requests on the wire: who may fly when, and what became of each. */
#include "core/net/http.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config.h"
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/wire.h"

enum {
	PARALLEL = 8,
	MILLISECONDS = 120000,
	CONNECT_MILLISECONDS = 20000,
	SLOW_BYTES = 1,    /* fewer bytes a second ... */
	SLOW_SECONDS = 30, /* ... for so long: it drips */
	REDIRECTS = 0,
	RETRY_MOST = 24 * 3600 /* seconds of a Retry-After: a day, whoever says a year */
};
#define MOST ((size_t)16 * 1024 * 1024)
/* An answer that may not be larger may be a token: it stands in one place, which is wiped, and
 * leaves no copy behind as it grows. */
#define WHOLE ((size_t)64 * 1024)

/* One request, from http_send to its done(). */
struct flight {
	struct http *http;
	struct flight *next; /* of the list it is in: waiting or flying */
	int64_t id;
	CURL *easy;
	struct curl_slist *headers;
	struct str url, bearer, sent, body;
	size_t given; /* bytes of sent that curl has */
	size_t most;
	bool large;
	struct http_reply reply;
	http_done *done;
	void *data;
};

struct http {
	struct loop *loop;
	struct wire *wire;
	char *ca_file, *agent, *proxy;
	long patience;
	int parallel, flying_count, peak;
	int64_t next_id, count;
	int start_timer;
	struct flight *flying;
	struct flight *first, **last; /* waiting their turn */
};

/* ---- addresses ---- */

bool http_address_ok(const char *url, struct error *err)
{
	struct wire_parts parts;
	bool ok = wire_parts(url, &parts);
	if (!ok)
		error_set(err, ERROR_USAGE, _("\"%s\" is no web address."), url);
	else if (strcmp(parts.scheme, "https") != 0 &&
		 !(strcmp(parts.scheme, "http") == 0 && wire_loopback(parts.host)))
		ok = error_set(err, ERROR_USAGE,
			_("%s://%s is not asked: only https is, and plain http on this machine itself."),
			parts.scheme, parts.host);
	wire_parts_fini(&parts);
	return ok;
}

bool http_same_origin(const char *url, const char *other)
{
	struct wire_parts a, b = { NULL, NULL, NULL };
	bool same = wire_parts(url, &a) && wire_parts(other, &b) &&
		    strcmp(a.scheme, b.scheme) == 0 && strcasecmp(a.host, b.host) == 0 &&
		    strcmp(a.port, b.port) == 0;
	wire_parts_fini(&a);
	wire_parts_fini(&b);
	return same;
}

/* "12" or "2.128" in milliseconds, rounded up; -1: it is no such figure. Not strtod: in many
 * languages it would look for a comma. */
static int64_t decimal_milliseconds(const char *value)
{
	int64_t whole = 0, part = 0, unit = 1000;
	const char *at = value;
	for (; isdigit((unsigned char)*at); at++)
		if ((whole = whole * 10 + (*at - '0')) > RETRY_MOST)
			whole = RETRY_MOST;
	if (at == value)
		return -1;
	bool more = false;
	if (*at == '.')
		for (at++; isdigit((unsigned char)*at); at++) {
			unit /= 10;
			part += unit * (*at - '0');
			more = more || (unit == 0 && *at != '0');
		}
	return *at ? -1 : whole * 1000 + part + more;
}

int64_t http_retry_after(const char *value, int64_t now)
{
	int64_t milliseconds = decimal_milliseconds(value);
	if (milliseconds >= 0)
		return milliseconds;
	time_t date = isalpha((unsigned char)value[0]) ? curl_getdate(value, NULL) : -1;
	if (date < 0)
		return -1;
	int64_t seconds = (int64_t)date > now ? (int64_t)date - now : 0;
	return (seconds > RETRY_MOST ? RETRY_MOST : seconds) * 1000;
}

void http_encode(struct str *out, const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if ((*at < 0x80 && isalnum(*at)) || strchr("-._~", *at))
			str_addc(out, (char)*at);
		else
			str_addf(out, "%%%02X", *at);
	}
}

/* ---- one flight ---- */

static void headers_free(struct curl_slist *headers)
{
	for (struct curl_slist *at = headers; at; at = at->next)
		explicit_bzero(at->data, strlen(at->data));
	curl_slist_free_all(headers);
}

static void flight_free(struct flight *flight)
{
	if (flight->easy) {
		wire_remove(flight->http->wire, flight->easy);
		curl_easy_cleanup(flight->easy);
	}
	headers_free(flight->headers);
	wire_wipe(&flight->bearer);
	wire_wipe(&flight->sent);
	str_fini(&flight->url);
	wire_wipe(&flight->body);
	free(flight);
}

static size_t body_take(char *bytes, size_t size, size_t count, void *data)
{
	struct flight *flight = data;
	size_t len = size * count;
	if (flight->body.len + len > flight->most) {
		flight->large = true;
		return 0;
	}
	str_addn(&flight->body, bytes, len);
	return len;
}

/* The body goes out through here, and not as CURLOPT_POSTFIELDS, for one reason: curl cannot rewind
 * it. When a connection that was kept open ends without an answer, curl sends the request again by
 * itself, a POST too; with a body that it cannot rewind it gives up, and the answer is a lost one,
 * as it is. */
static size_t body_give(char *bytes, size_t size, size_t count, void *data)
{
	struct flight *flight = data;
	size_t len = flight->sent.len - flight->given;
	if (len > size * count)
		len = size * count;
	memcpy(bytes, str_text(&flight->sent) + flight->given, len);
	flight->given += len;
	return len;
}

/* Nothing to rewind: it gets a connection of its own, which curl does not try twice. */
static void flight_once(struct flight *flight, const struct http_request *request)
{
	CURL *easy = flight->easy;
	if (request->body) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)flight->sent.len);
		curl_easy_setopt(easy, CURLOPT_READFUNCTION, body_give);
		curl_easy_setopt(easy, CURLOPT_READDATA, flight);
	}
	if (flight->sent.len == 0 && strcmp(request->method, "GET") != 0)
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
}

/* The value of a header line, trimmed, if it is the one with this name. */
static bool header_value(const char *line, size_t len, const char *name, char *value, size_t size)
{
	size_t head = strlen(name);
	if (len <= head || strncasecmp(line, name, head) != 0 || line[head] != ':')
		return false;
	char *text = xstrndup(line + head + 1, len - head - 1);
	struct str printable = { 0 };
	text_printable(&printable, text_trim(text));
	snprintf(value, size, "%s", str_text(&printable));
	str_fini(&printable);
	free(text);
	return true;
}

static size_t header_take(char *bytes, size_t size, size_t count, void *data)
{
	struct flight *flight = data;
	struct http_reply *reply = &flight->reply;
	char value[80];
	size_t len = size * count;
	if (header_value(bytes, len, "Retry-After", value, sizeof value))
		reply->retry_after = http_retry_after(value, clock_now());
	header_value(bytes, len, "request-id", reply->request_id, sizeof reply->request_id);
	header_value(bytes, len, "Location", reply->location, sizeof reply->location);
	return len;
}

static void flight_headers(struct flight *flight, const struct http_request *request)
{
	for (int i = 0; i < HTTP_HEADERS && request->headers[i]; i++)
		flight->headers = curl_slist_append(flight->headers, request->headers[i]);
	if (!flight->bearer.len)
		return;
	struct str line = { 0 };
	str_addf(&line, "Authorization: Bearer %s", str_text(&flight->bearer));
	flight->headers = curl_slist_append(flight->headers, str_text(&line));
	wire_wipe(&line);
}

static bool flight_options(struct flight *flight, const struct http_request *request)
{
	CURL *easy = flight->easy;
	struct http *http = flight->http;
	long milliseconds = request->milliseconds ? (long)request->milliseconds : MILLISECONDS;
	bool ok = curl_easy_setopt(easy, CURLOPT_URL, str_text(&flight->url)) == CURLE_OK;
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, http->agent);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, flight->headers);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MILLISECONDS);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, http->patience);
	if (!wire_direct(easy, str_text(&flight->url)) && http->proxy) {
		curl_easy_setopt(easy, CURLOPT_PROXY, http->proxy);
		curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	}
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body_take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, flight);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header_take);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, flight);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, flight);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
	if (http->ca_file)
		ok = ok && curl_easy_setopt(easy, CURLOPT_CAINFO, http->ca_file) == CURLE_OK;
	flight_once(flight, request);
	return ok;
}

/* ---- taking off and landing ---- */

static void http_start(struct http *http)
{
	while (http->first && http->flying_count < http->parallel) {
		struct flight *flight = http->first;
		http->first = flight->next;
		if (!http->first)
			http->last = &http->first;
		flight->next = http->flying;
		http->flying = flight;
		http->count++;
		if (++http->flying_count > http->peak)
			http->peak = http->flying_count;
		wire_add(http->wire, flight->easy);
	}
}

static void flight_unlink(struct http *http, struct flight *flight)
{
	struct flight **at = &http->flying;
	while (*at && *at != flight)
		at = &(*at)->next;
	if (*at) {
		*at = flight->next;
		http->flying_count--;
	}
}

static enum http_trouble trouble_of(const struct flight *flight, CURLcode code)
{
	if (flight->large)
		return HTTP_LARGE;
	switch (code) {
	case CURLE_OK:
		return HTTP_FINE;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT:
	case CURLE_SSL_CONNECT_ERROR: /* a handshake that broke off: no certificate was doubted */
		return HTTP_UNREACHABLE;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CERTPROBLEM:
		return HTTP_INSECURE;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_SLOW;
	default:
		return HTTP_LOST;
	}
}

/* What never left the machine was not done: a time-out while connecting is no lost answer. */
static enum http_trouble trouble_exact(struct flight *flight, CURLcode code)
{
	enum http_trouble trouble = trouble_of(flight, code);
	long sent = 0;
	curl_easy_getinfo(flight->easy, CURLINFO_REQUEST_SIZE, &sent);
	return trouble == HTTP_SLOW && sent == 0 ? HTTP_UNREACHABLE : trouble;
}

static void flight_land(struct http *http, struct flight *flight, CURLcode code)
{
	struct http_reply *reply = &flight->reply;
	long status = 0;
	curl_easy_getinfo(flight->easy, CURLINFO_RESPONSE_CODE, &status);
	reply->trouble = trouble_exact(flight, code);
	reply->status = reply->trouble == HTTP_FINE ? (int)status : 0;
	if (reply->trouble != HTTP_FINE && reply->trouble != HTTP_LARGE)
		snprintf(reply->words, sizeof reply->words, "%s", curl_easy_strerror(code));
	reply->body = str_text(&flight->body);
	reply->body_len = flight->body.len;
	flight_unlink(http, flight);
	flight->done(flight->data, reply);
	flight_free(flight);
}

static void on_ended(void *data, CURL *easy, CURLcode code)
{
	char *flight = NULL;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &flight);
	flight_land(data, (struct flight *)(void *)flight, code);
	http_start(data);
}

static void on_start(void *data)
{
	struct http *http = data;
	http->start_timer = 0;
	http_start(http);
}

/* ---- the engine ---- */

struct http *http_new(struct loop *loop, const struct http_options *options, struct error *err)
{
	struct http *http = xcalloc(1, sizeof *http);
	http->loop = loop;
	http->wire = wire_new(loop, on_ended, http, err);
	if (!http->wire) {
		free(http);
		return NULL;
	}
	http->ca_file = options->ca_file && options->ca_file[0] ? xstrdup(options->ca_file) : NULL;
	http->proxy = options->proxy && options->proxy[0] ? xstrdup(options->proxy) : NULL;
	http->patience = options->patience > 0 ? options->patience : SLOW_SECONDS;
	http->agent = xstrdup(options->agent ? options->agent : PACKAGE_NAME "/" PACKAGE_VERSION);
	http->parallel = options->parallel > 0 ? options->parallel : PARALLEL;
	http->last = &http->first;
	return http;
}

void http_free(struct http *http)
{
	struct flight *flight;
	if (!http)
		return;
	while ((flight = http->flying)) {
		http->flying = flight->next;
		flight_free(flight);
	}
	while ((flight = http->first)) {
		http->first = flight->next;
		flight_free(flight);
	}
	wire_free(http->wire);
	loop_cancel(http->loop, http->start_timer);
	free(http->ca_file);
	free(http->proxy);
	free(http->agent);
	free(http);
}

int64_t http_send(struct http *http, const struct http_request *request, http_done *done,
	void *data, struct error *err)
{
	if (!http_address_ok(request->url, err))
		return 0;
	struct flight *flight = xcalloc(1, sizeof *flight);
	*flight = (struct flight){
		.http = http, .id = ++http->next_id, .done = done, .data = data
	};
	flight->most = request->most ? request->most : MOST;
	flight->reply.retry_after = -1;
	if (flight->most <= WHOLE)
		flight->body = (struct str){ .text = xcalloc(1, flight->most + 1),
			.room = flight->most + 1 };
	str_add(&flight->url, request->url);
	if (request->bearer)
		str_add(&flight->bearer, request->bearer);
	if (request->body)
		str_addn(&flight->sent, request->body, request->body_len);
	flight_headers(flight, request);
	flight->easy = curl_easy_init();
	if (!flight->easy || !flight_options(flight, request)) {
		error_set(err, ERROR_IO, _("A request could not be made."));
		flight_free(flight);
		return 0;
	}
	*http->last = flight;
	http->last = &flight->next;
	if (!http->start_timer)
		http->start_timer = loop_after(http->loop, 0, on_start, http);
	return flight->id;
}

void http_cancel(struct http *http, int64_t id)
{
	for (struct flight *flight = http->flying; flight; flight = flight->next) {
		if (flight->id != id)
			continue;
		flight_unlink(http, flight);
		flight_free(flight);
		http_start(http);
		return;
	}
	for (struct flight **at = &http->first; *at; at = &(*at)->next) {
		struct flight *flight = *at;
		if (flight->id != id)
			continue;
		*at = flight->next;
		if (!flight->next)
			http->last = at;
		flight_free(flight);
		return;
	}
}

int http_flying(const struct http *http)
{
	return http->flying_count;
}

int http_peak(const struct http *http)
{
	return http->peak;
}

int64_t http_count(const struct http *http)
{
	return http->count;
}
