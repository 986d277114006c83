/* core/profile/profile.h: one tenant's working set: its store, the facts, its service and the
 * configuration, opened together. Screens and commands both begin here; nothing else knows how a
 * profile comes to its service. */
#ifndef CORE_PROFILE_PROFILE_H
#define CORE_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/exchange/config.h"
#include "core/net/http.h"
#include "core/net/signin.h"
#include "core/reference/reference.h"
#include "core/service/demo/demo.h"
#include "core/service/service.h"
#include "core/store/store.h"

struct profile_options {
	struct loop *loop;       /* borrowed, for the service of a real tenant; NULL: it has none */
	const char *name;        /* NULL: "default", or "demo-TENANT" when demo_tenant is given */
	bool demo;               /* a new profile goes on the simulated service */
	const char *demo_tenant; /* bakery, atelier, northwind; NULL: an empty one that takes the
				    people of an import */
	const char *demo_first;  /* the tenant of a new demo when demo_tenant is NULL; NULL: the
				    empty one */
	int64_t people;          /* of a generated demo tenant; 0: as the tenant has them */
	const char *speed; /* of the simulated service: instant, brisk, lifelike; NULL: as it was,
			      brisk for a new one */
	bool fresh;    /* start over: the profile's files are removed first. Demo profiles only. */
	bool readonly; /* every write to the tenant is refused */
	const char *partner; /* tenant of the reseller who buys licences; NULL: a person buys */
};

struct profile {
	char name[64];
	char *path; /* of the store */
	struct store *store;
	struct reference *reference;
	struct service *service; /* NULL: plan offline; profile_service() says why */
	struct service *script;  /* of it, borrowed: who runs scripts here; NULL: nobody */
	struct http *http;       /* of the real service, as is signin; NULL: a demo, or offline */
	struct signin *signin;   /* who we are to the tenant: closed with the profile */
	char *partner;           /* tenant of the reseller who buys; NULL: a person buys */
	struct signin *partner_signin; /* into it; likewise */
	struct config *config;
	bool demo, fresh, readonly;
	const char *secrets[5];   /* names of variables that hold some; NULL behind the last */
	char why_no_service[600]; /* a sentence or two, when service is NULL */
};

/* Opens or makes a profile. A new one that is neither demo nor has a tenant in its configuration is
 * refused with ERROR_USAGE and a sentence that says how to get one. On false nothing is left open.
 */
bool profile_open(
	struct profile *profile, const struct profile_options *options, struct error *err);
void profile_close(struct profile *profile);

/* The profile that these options name is there already. */
bool profile_exists(const struct profile_options *options);

/* The service, or NULL with the reason as ERROR_USAGE: for what cannot be done offline. */
struct service *profile_service(struct profile *profile, struct error *err);

/* After people were imported from `path` (NULL: not from a file): the answers remember the file,
 * the plan follows what it says of people, and an empty simulated tenant takes them in as its own.
 */
bool profile_take_people(struct profile *profile, const char *path, struct error *err);

/* The time by the service's clock (the demo's can be set), else the wall's. */
int64_t profile_now(const struct profile *profile);

/* True for a name that may be a profile's: letters, digits, '-', '_', '.', not at its start; at
 * most 60. */
bool profile_name_ok(const char *name);

#endif
