/* core/service/demo/demo.h: the simulated service: a second SQLite file that plays Microsoft's
 * side, offline, with its own clock, finite stock, waits, refusals and passing trouble
 * (data/demo.sql describes the file). */
#ifndef CORE_SERVICE_DEMO_DEMO_H
#define CORE_SERVICE_DEMO_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/service/service.h"

struct store;

struct demo_options {
	const char *tenant; /* bakery, atelier, northwind, or empty (for demo_adopt); NULL: what the
			       file has, bakery for a new one */
	int64_t people;     /* rows of the directory; 0: the tenant's own. Those without a name are
			       generated */
	const char *speed;  /* instant, brisk or lifelike; NULL: what the file has, brisk for a new
			       one */
	int64_t seed;       /* of a new tenant: shifts which requests meet passing trouble */
	bool faultless;     /* no passing trouble (429, 503) while this handle is open */
	bool fresh;         /* forget what the file has and start over */
};

/* Opens the simulated tenant of `path`, or begins one there (mode 0600). Opening takes the same
 * time whatever the number of people: they are made page by page, when they are asked for. NULL
 * with ERROR_USAGE for an unknown tenant or speed, or when the file plays another tenant or size
 * than asked (say --fresh); ERROR_CORRUPT when the file is no demo's; ERROR_NEWER when a newer
 * ringup made it; ERROR_IO, ERROR_FULL, ERROR_BUSY. Close with service_close. */
struct service *demo_open(const char *path, const struct demo_options *options, struct error *err);

/* Lets the simulated service's clock run `seconds` ahead, for good: holds run out, licences take
 * effect. For tests, and for trainers who do not want to wait. `service` is what demo_open gave. */
bool demo_clock_skip(struct service *service, int64_t seconds, struct error *err);

/* Sets the state of the papers: yes, pending or no. */
bool demo_set_verified(struct service *service, const char *verified, struct error *err);

/* An empty tenant takes organization and people of the store as its own, so that a setup from files
 * can be practised: to be called after an import, before the next sync. Any other tenant has people
 * of its own, and nothing happens. */
bool demo_adopt(struct service *service, struct store *store, struct error *err);

/* The tenants that are worth a visit, one after the other; NULL at the end. */
const char *demo_tenant(int index);

#endif
