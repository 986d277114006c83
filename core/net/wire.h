/* core/net/wire.h: libcurl's multi interface on our loop: what HTTP and mail have in common.
 * Private to core/net. */
#ifndef CORE_NET_WIRE_H
#define CORE_NET_WIRE_H

#include <stdbool.h>

#include <curl/curl.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"

struct wire;

/* A transfer ended; called from the loop. It is still of the wire: wire_remove() takes it away. */
typedef void wire_ended(void *data, CURL *easy, CURLcode code);

struct wire *wire_new(struct loop *loop, wire_ended *ended, void *data, struct error *err);
/* Closes the connections that were kept. What was added must be removed before. NULL is fine. */
void wire_free(struct wire *wire);

void wire_add(struct wire *wire, CURL *easy);
void wire_remove(struct wire *wire, CURL *easy);

/* An address of this machine, not a name that looks like one: 127.0.0.1.example is anybody's. */
bool wire_loopback(const char *host);

/* Whoever is on this machine is asked without a proxy, also one of the environment: it would read
 * what is not encrypted. Other addresses are left as they are: false. */
bool wire_direct(CURL *easy, const char *url);

/* The parts that make an origin; false: no address. Freed by wire_parts_fini, also then. */
struct wire_parts {
	char *scheme, *host, *port;
};
bool wire_parts(const char *url, struct wire_parts *parts);
void wire_parts_fini(struct wire_parts *parts);

/* A secret does not stay in memory that is given back. */
void wire_wipe(struct str *secret);

#endif
