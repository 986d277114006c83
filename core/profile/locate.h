/* core/profile/locate.h: where an address is: asks the provider that the configuration names, says
 * what its answer changes, and takes what a person chose. It finds, it does not validate. */
#ifndef CORE_PROFILE_LOCATE_H
#define CORE_PROFILE_LOCATE_H

#include <stdbool.h>

#include "core/base/loop.h"
#include "core/net/geocode.h"
#include "core/profile/profile.h"
#include "core/tenant/address.h"

/* A provider is configured. */
bool locate_on(const struct profile *profile);

struct locate;

/* NULL: with ERROR_USAGE when no provider is configured, or its key is missing. */
struct locate *locate_new(const struct profile *profile, struct loop *loop, struct error *err);
void locate_free(struct locate *locate); /* NULL is fine; not from within done() */

/* As geocode_ask; the address is copied. */
bool locate_ask(struct locate *locate, struct reference *ref, const struct address *address,
	geocode_done *done, void *data, struct error *err);
void locate_stop(struct locate *locate);
const char *locate_credit(const struct locate *locate);

/* What the provider writes differently: the street as a whole, house number, city, state, postal
 * code. What it does not say is no difference, nor are case and accents. */
struct locate_difference {
	const char *field; /* a column of address */
	char ours[400], theirs[128];
};
#define LOCATE_DIFFERENCES 6
int locate_differences(struct reference *ref, const struct address *address,
	const struct geocode_place *place, struct locate_difference *out);

/* Metres between the address's own point and the place; below 0: it has no point yet. */
double locate_distance(const struct address *address, const struct geocode_place *place);

/* Gives the address the place's coordinates, and with `text` its differences too. Nothing is
 * stored. */
void locate_take(struct reference *ref, struct address *address, const struct geocode_place *place,
	bool text);

#endif
