/* core/net/wire.c: libcurl's multi interface on our loop. curl says which descriptors and which
 * time it waits for; the loop calls back. */
#include "core/net/wire.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"

enum { CONNECTIONS = 64 }; /* kept open: as many as [http] parallel allows */

struct wire {
	struct loop *loop;
	CURLM *multi;
	int timer;
	wire_ended *ended;
	void *data;
};

static void wire_landings(struct wire *wire)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(wire->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			wire->ended(wire->data, message->easy_handle, message->data.result);
}

/* What the loop watches for curl: it tells a handler its data only, so each socket has a record. */
struct watch {
	struct wire *wire;
	curl_socket_t fd;
};

static void on_socket(void *data)
{
	struct watch *watch = data;
	struct wire *wire = watch->wire;
	int running;
	/* curl finds out itself which way the descriptor is ready. */
	curl_multi_socket_action(wire->multi, watch->fd, 0, &running);
	wire_landings(wire);
}

static int socket_changed(CURL *easy, curl_socket_t fd, int what, void *data, void *socket)
{
	struct wire *wire = data;
	struct watch *watch = socket;
	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		loop_watch(wire->loop, fd, 0, NULL, NULL);
		free(watch);
		curl_multi_assign(wire->multi, fd, NULL);
		return 0;
	}
	if (!watch) {
		watch = xcalloc(1, sizeof *watch);
		*watch = (struct watch){ wire, fd };
		curl_multi_assign(wire->multi, fd, watch);
	}
	short events = (short)((what & CURL_POLL_IN ? POLLIN : 0) |
			       (what & CURL_POLL_OUT ? POLLOUT : 0));
	loop_watch(wire->loop, fd, events, on_socket, watch);
	return 0;
}

static void on_timer(void *data)
{
	struct wire *wire = data;
	int running;
	wire->timer = 0;
	curl_multi_socket_action(wire->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	wire_landings(wire);
}

static int timer_changed(CURLM *multi, long milliseconds, void *data)
{
	struct wire *wire = data;
	(void)multi;
	loop_cancel(wire->loop, wire->timer);
	wire->timer = milliseconds < 0 ? 0 : loop_after(wire->loop, milliseconds, on_timer, wire);
	return 0;
}

struct wire *wire_new(struct loop *loop, wire_ended *ended, void *data, struct error *err)
{
	static bool ready;
	if (!ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		error_set(err, ERROR_IO, _("The network library could not be started."));
		return NULL;
	}
	ready = true;
	struct wire *wire = xcalloc(1, sizeof *wire);
	wire->loop = loop;
	wire->ended = ended;
	wire->data = data;
	wire->multi = curl_multi_init();
	curl_multi_setopt(wire->multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
	curl_multi_setopt(wire->multi, CURLMOPT_SOCKETDATA, wire);
	curl_multi_setopt(wire->multi, CURLMOPT_TIMERFUNCTION, timer_changed);
	curl_multi_setopt(wire->multi, CURLMOPT_TIMERDATA, wire);
	/* Else curl keeps four for each request in flight: with few of them it closes what the next
	 * ones could use. */
	curl_multi_setopt(wire->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS);
	return wire;
}

void wire_free(struct wire *wire)
{
	if (!wire)
		return;
	curl_multi_cleanup(wire->multi);
	loop_cancel(wire->loop, wire->timer);
	free(wire);
}

void wire_add(struct wire *wire, CURL *easy)
{
	curl_multi_add_handle(wire->multi, easy);
}

void wire_remove(struct wire *wire, CURL *easy)
{
	curl_multi_remove_handle(wire->multi, easy);
}

bool wire_loopback(const char *host)
{
	struct in_addr address;
	if (inet_pton(AF_INET, host, &address) == 1)
		return (ntohl(address.s_addr) >> 24) == 127;
	return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

bool wire_parts(const char *url, struct wire_parts *parts)
{
	CURLU *handle = curl_url();
	*parts = (struct wire_parts){ NULL, NULL, NULL };
	bool ok = handle && curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
		  curl_url_get(handle, CURLUPART_SCHEME, &parts->scheme, 0) == CURLUE_OK &&
		  curl_url_get(handle, CURLUPART_HOST, &parts->host, 0) == CURLUE_OK &&
		  curl_url_get(handle, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT) ==
			  CURLUE_OK;
	curl_url_cleanup(handle);
	return ok;
}

void wire_parts_fini(struct wire_parts *parts)
{
	curl_free(parts->scheme);
	curl_free(parts->host);
	curl_free(parts->port);
	*parts = (struct wire_parts){ NULL, NULL, NULL };
}

bool wire_direct(CURL *easy, const char *url)
{
	struct wire_parts parts;
	bool local = wire_parts(url, &parts) && wire_loopback(parts.host);
	wire_parts_fini(&parts);
	if (local)
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
	return local;
}

void wire_wipe(struct str *secret)
{
	if (secret->text)
		explicit_bzero(secret->text, secret->room);
	str_fini(secret);
}
