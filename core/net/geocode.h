/* core/net/geocode.h: where an address is: Azure Maps, or any Nominatim server. Off unless
 * configured (facts: graph-api.md 10). It finds candidates; a person takes one. It validates
 * nothing: only the emergency service's own validation does. */
#ifndef CORE_NET_GEOCODE_H
#define CORE_NET_GEOCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/net/http.h"

struct geocode;

/* The same order as enum config_geocode, less its first. */
enum geocode_provider { GEOCODE_AZURE = 1, GEOCODE_NOMINATIM };

struct geocode_options {
	enum geocode_provider provider;
	const char *url;     /* NULL or "": the provider's own */
	const char *key_env; /* Azure Maps: environment variable of the key */
	const char *language;
};

struct geocode *geocode_new(struct loop *loop, struct http *http,
	const struct geocode_options *options, struct error *err);
void geocode_free(struct geocode *geocode);

struct geocode_query {
	const char *house_number, *street, *city, *state, *postal_code; /* "" or NULL: not known */
	const char *country;                                            /* ISO 3166-1 alpha-2 */
	bool number_after; /* the house number stands behind the street */
};

struct geocode_place {
	char latitude[24], longitude[24]; /* decimal degrees, decimal point */
	char address[300];                /* as the provider writes it */
	char house_number[24], street[120], city[80], state[60], postal_code[20], country[3];
	bool house; /* found to the house (rooftop, parcel, place_rank 28) */
	bool exact; /* house, high confidence, one match, and the postal code that was asked for */
};

#define GEOCODE_PLACES 5
/* places: best first; count 0: it knows none. why: NULL, or what went wrong. Borrowed. */
typedef void geocode_done(
	void *data, const struct geocode_place *places, int count, const struct error *why);

/* One at a time; a public Nominatim is asked once a second at most. done() from the loop. */
bool geocode_ask(struct geocode *geocode, const struct geocode_query *query, geocode_done *done,
	void *data, struct error *err);
void geocode_stop(struct geocode *geocode); /* done() is not called any more */

/* Whose data it is, to be shown beside it: "© OpenStreetMap contributors" (ODbL). */
const char *geocode_credit(const struct geocode *geocode);

#endif
