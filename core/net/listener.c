/* A web server of two addresses, for one answer. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "core/base/base64.h"
#include "core/base/mem.h"
#include "core/base/random.h"
#include "core/base/tr.h"
#include "core/net/listener.h"
#include "core/net/oauth.h"
#include "core/net/signin.h"

enum {
	CLIENTS = 8,
	REQUEST_MOST = 32768, /* with the cookies of all that was ever on localhost */
	CLIENT_MS = 10000,
	NONCE_BYTES = 9,
	STATE_BYTES = 24
};

struct client {
	struct listener *listener; /* NULL: the place is free */
	int fd, timer;
	struct str request;
};

struct listener {
	struct loop *loop;
	int fd;
	char address[40], start[64];
	struct str state, lead;
	struct client clients[CLIENTS];
	listener_done *done;
	void *data;
};

/* ---- clients ---- */

static void on_door(void *data);

/* While all places are taken nobody else is let in: the kernel lets him wait. */
static void watch_door(struct listener *listener)
{
	bool room = false;
	for (int i = 0; i < CLIENTS; i++)
		room = room || !listener->clients[i].listener;
	loop_watch(
		listener->loop, listener->fd, room ? POLLIN : 0, room ? on_door : NULL, listener);
}

static void client_end(struct client *client)
{
	struct listener *listener = client->listener;
	loop_watch(listener->loop, client->fd, 0, NULL, NULL);
	loop_cancel(listener->loop, client->timer);
	close(client->fd);
	wire_wipe(&client->request); /* it may hold the code */
	*client = (struct client){ .listener = NULL };
	watch_door(listener);
}

static void on_late(void *data)
{
	struct client *client = data;
	client->timer = 0;
	client_end(client);
}

/* A page of a few lines fits into the socket's buffer: what does not is lost, and the browser says
 * so. */
static void client_answer(
	struct client *client, const char *status, const char *header, const char *text)
{
	struct str page = { 0 };
	str_addf(&page,
		"HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n"
		"Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
		"X-Content-Type-Options: nosniff\r\nConnection: close\r\n%s\r\n%s",
		status, strlen(text), header, text);
	ssize_t sent = send(client->fd, str_text(&page), page.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent == (ssize_t)page.len)
		shutdown(client->fd, SHUT_WR);
	str_fini(&page);
	client_end(client);
}

/* ---- what they ask ---- */

static int hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* One value of a query ("code=...&state=..."), decoded. False: it is not there. */
static bool query_value(const char *query, const char *name, struct str *out)
{
	size_t len = strlen(name);
	const char *at = query;
	while (*at && (strncmp(at, name, len) != 0 || at[len] != '=')) {
		at += strcspn(at, "&");
		at += *at == '&';
	}
	if (!*at)
		return false;
	for (at += len + 1; *at && *at != '&'; at++) {
		if (*at == '%' && isxdigit((unsigned char)at[1]) &&
			isxdigit((unsigned char)at[2])) {
			str_addc(out, (char)(hex_digit(at[1]) << 4 | hex_digit(at[2])));
			at += 2;
		} else {
			str_addc(out, *at == '+' ? ' ' : *at);
		}
	}
	return true;
}

static bool is_state(const struct listener *listener, const char *query)
{
	struct str state = { 0 };
	bool same = query_value(query, "state", &state) && state.len == listener->state.len &&
		    CRYPTO_memcmp(state.text, listener->state.text, state.len) == 0;
	str_fini(&state);
	return same;
}

/* "https://login.../error?code=65004": the one place of this answer where the number stands. */
static int number_of(const char *query)
{
	struct str uri = { 0 };
	query_value(query, "error_uri", &uri);
	const char *at = strstr(str_text(&uri), "code=");
	long number = at ? strtol(at + strlen("code="), NULL, 10) : 0;
	str_fini(&uri);
	return number > 0 && number <= 99999999 ? (int)number : 0;
}

/* The answer of the sign-in. The listener may be gone when this returns. */
static void take_answer(struct client *client, const char *query)
{
	struct listener *listener = client->listener;
	struct str code = { 0 }, error = { 0 };
	bool has_code = query_value(query, "code", &code) && code.len > 0;
	query_value(query, "error", &error);
	struct listener_answer answer = {
		.code = has_code ? str_text(&code) : NULL,
		.error = str_text(&error),
		.number = number_of(query),
	};
	client_answer(client, "200 OK", "",
		has_code
			? _("ringup has the answer. Close this page, and go back to the terminal.\n")
			: _("ringup knows that you did not sign in. Close this page, and go back to the terminal.\n"));
	listener->done(listener->data, &answer);
	wire_wipe(&code);
	str_fini(&error);
}

static void lead(struct client *client)
{
	char *header = xasprintf("Location: %s\r\n", str_text(&client->listener->lead));
	client_answer(client, "302 Found", header, "");
	free(header);
}

/* The target of "GET TARGET HTTP/1.x", cut out in place; NULL: it is another kind of request. */
static char *target_of(char *request)
{
	char *end = request + strcspn(request, "\r\n");
	*end = '\0';
	char *space = strrchr(request, ' ');
	if (strncmp(request, "GET /", 5) != 0 || !space || strncmp(space, " HTTP/1.", 8) != 0)
		return NULL;
	*space = '\0';
	return request + strlen("GET ");
}

static void client_asked(struct client *client)
{
	struct listener *listener = client->listener;
	struct str request = client->request;
	client->request = (struct str){ 0 };
	char *target = target_of(request.text);
	const char *start = strrchr(listener->start, '/');
	if (target && strcmp(target, start) == 0)
		lead(client);
	else if (target && strncmp(target, "/?", 2) == 0 && is_state(listener, target + 2))
		take_answer(client, target + 2);
	else if (target)
		client_answer(client, "404 Not Found", "",
			_("This is not the page of the sign-in that is under way.\n"));
	else
		client_answer(client, "405 Method Not Allowed", "Allow: GET\r\n", "");
	wire_wipe(&request);
}

static void on_client(void *data)
{
	struct client *client = data;
	char bytes[4096];
	ssize_t got = recv(client->fd, bytes, sizeof bytes, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0 || client->request.len + (size_t)got > REQUEST_MOST ||
		memchr(bytes, '\0', (size_t)got)) {
		client_end(client);
		return;
	}
	str_addn(&client->request, bytes, (size_t)got);
	explicit_bzero(bytes, sizeof bytes);
	if (strstr(client->request.text, "\r\n\r\n"))
		client_asked(client);
}

static void on_door(void *data)
{
	struct listener *listener = data;
	int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct client *client = listener->clients;
	if (fd < 0)
		return;
	while (client->listener) /* there is room: else the door is not watched */
		client++;
	*client = (struct client){ .listener = listener, .fd = fd };
	secret_room(&client->request, REQUEST_MOST);
	client->timer = loop_after(listener->loop, CLIENT_MS, on_late, client);
	loop_watch(listener->loop, fd, POLLIN, on_client, client);
	watch_door(listener);
}

/* ---- the listener ---- */

static void add_random(struct str *out, size_t len)
{
	unsigned char bytes[32];
	random_bytes(bytes, len);
	base64url_add(out, bytes, len);
}

/* On the loopback address only, on a port that the kernel chooses. -1: none. */
static int open_door(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 && bind(fd, (struct sockaddr *)&address, len) == 0 &&
		listen(fd, CLIENTS) == 0 &&
		getsockname(fd, (struct sockaddr *)&address, &len) == 0) {
		*port = ntohs(address.sin_port);
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

struct listener *listener_new(struct loop *loop, listener_done *done, void *data, struct error *err)
{
	int port = 0, fd = open_door(&port);
	struct str nonce = { 0 };
	if (fd < 0) {
		error_set(err, ERROR_IO, _("Cannot wait for the browser on this machine: %s."),
			strerror(errno));
		return NULL;
	}
	struct listener *listener = xcalloc(1, sizeof *listener);
	*listener = (struct listener){ .loop = loop, .fd = fd, .done = done, .data = data };
	add_random(&nonce, NONCE_BYTES);
	add_random(&listener->state, STATE_BYTES);
	snprintf(listener->address, sizeof listener->address, "http://localhost:%d", port);
	snprintf(listener->start, sizeof listener->start, "%s/%s", listener->address,
		str_text(&nonce));
	str_fini(&nonce);
	watch_door(listener);
	return listener;
}

void listener_free(struct listener *listener)
{
	if (!listener)
		return;
	for (int i = 0; i < CLIENTS; i++)
		if (listener->clients[i].listener)
			client_end(&listener->clients[i]);
	loop_watch(listener->loop, listener->fd, 0, NULL, NULL);
	close(listener->fd);
	wire_wipe(&listener->state);
	str_fini(&listener->lead);
	free(listener);
}

const char *listener_address(const struct listener *listener)
{
	return listener->address;
}

const char *listener_start(const struct listener *listener)
{
	return listener->start;
}

const char *listener_state(const struct listener *listener)
{
	return str_text(&listener->state);
}

void listener_lead(struct listener *listener, const char *url)
{
	str_clear(&listener->lead);
	str_add(&listener->lead, url);
}
