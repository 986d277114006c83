/* core/profile/locate.c: between the address of the store and the geocoder of the configuration. */
#include "core/profile/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/point.h"

struct locate {
	struct http *http;
	struct geocode *geocode;
};

bool locate_on(const struct profile *profile)
{
	return profile->config->geocode.provider != CONFIG_GEOCODE_NONE;
}

struct locate *locate_new(const struct profile *profile, struct loop *loop, struct error *err)
{
	const struct config *config = profile->config;
	struct locate *locate;
	if (!locate_on(profile)) {
		error_set(err, ERROR_USAGE, "%s",
			_("No provider of coordinates is configured: enter them by hand, or set provider under [geocode] to azure or nominatim."));
		return NULL;
	}
	locate = xcalloc(1, sizeof *locate);
	locate->http = http_new(loop,
		&(struct http_options){ .ca_file = config->endpoints.ca_file,
			.patience = config->http.timeout,
			.proxy = config->http.proxy },
		err);
	if (locate->http)
		locate->geocode = geocode_new(loop, locate->http,
			&(struct geocode_options){
				.provider = (enum geocode_provider)config->geocode.provider,
				.url = config->geocode.url,
				.key_env = config->geocode.key_env,
				.language = strcmp(config->screen.language, "auto") == 0
						    ? NULL
						    : config->screen.language },
			err);
	if (locate->geocode)
		return locate;
	locate_free(locate);
	return NULL;
}

void locate_free(struct locate *locate)
{
	if (!locate)
		return;
	geocode_free(locate->geocode);
	http_free(locate->http);
	free(locate);
}

/* "NE 108th Ave" out of its four parts. */
static void street_of(const struct address *address, char *out, size_t size)
{
	const char *const parts[] = { address->pre_directional, address->street_name,
		address->street_suffix, address->post_directional };
	struct str text = { 0 };
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i][0])
			str_addf(&text, "%s%s", text.len ? " " : "", parts[i]);
	text_copy(out, size, str_text(&text));
	str_fini(&text);
}

static void number_of(const struct address *address, char *out, size_t size)
{
	snprintf(out, size, "%s%s", address->house_number, address->house_number_suffix);
}

bool locate_ask(struct locate *locate, struct reference *ref, const struct address *address,
	geocode_done *done, void *data, struct error *err)
{
	char street[400], number[100];
	struct address_format format;
	struct geocode_query query = { .house_number = number,
		.street = street,
		.city = address->city,
		.state = address->state,
		.postal_code = address->postal_code,
		.country = address->country };
	street_of(address, street, sizeof street);
	number_of(address, number, sizeof number);
	query.number_after = reference_address_format(ref, address->country, &format, NULL) &&
			     format.house_number_position == HOUSE_NUMBER_AFTER;
	return geocode_ask(locate->geocode, &query, done, data, err);
}

void locate_stop(struct locate *locate)
{
	geocode_stop(locate->geocode);
}

const char *locate_credit(const struct locate *locate)
{
	return geocode_credit(locate->geocode);
}

/* ---- what is different ---- */

static bool same(const char *a, const char *b)
{
	struct str x = { 0 }, y = { 0 };
	text_fold(&x, a);
	text_fold(&y, b);
	bool is = strcmp(str_text(&x), str_text(&y)) == 0;
	str_fini(&x);
	str_fini(&y);
	return is;
}

/* Providers write "Washington" for WA: the code is what an address has. */
static void state_code(struct reference *ref, const char *country, char *state, size_t size)
{
	static struct subdivision states[128];
	int count = reference_subdivisions(ref, country, states, 128);
	for (int i = 0; i < count && i < 128; i++)
		if (same(states[i].name, state)) {
			text_copy(state, size, states[i].code);
			return;
		}
}

static void difference(struct locate_difference *out, int *count, const char *field,
	const char *ours, const char *theirs)
{
	if (!*theirs || same(ours, theirs))
		return;
	struct locate_difference *row = &out[(*count)++];
	row->field = field;
	text_copy(row->ours, sizeof row->ours, ours);
	text_copy(row->theirs, sizeof row->theirs, theirs);
}

int locate_differences(struct reference *ref, const struct address *address,
	const struct geocode_place *place, struct locate_difference *out)
{
	char street[400], number[100], state[60];
	int count = 0;
	street_of(address, street, sizeof street);
	number_of(address, number, sizeof number);
	text_copy(state, sizeof state, place->state);
	state_code(ref, address->country, state, sizeof state);
	difference(out, &count, "house_number", number, place->house_number);
	difference(out, &count, "street_name", street, place->street);
	difference(out, &count, "city", address->city, place->city);
	/* Where an address names no state, a province of the map is no correction. */
	if (address->state[0])
		difference(out, &count, "state", address->state, state);
	difference(out, &count, "postal_code", address->postal_code, place->postal_code);
	difference(out, &count, "country", address->country, place->country);
	return count;
}

double locate_distance(const struct address *address, const struct geocode_place *place)
{
	struct coordinates ours, theirs;
	if (!point_of(address, &ours, NULL) ||
		!coordinates_read(place->latitude, place->longitude, &theirs))
		return -1;
	return coordinates_distance(&ours, &theirs);
}

/* ---- taking it ---- */

/* One text stands for the parts that it was compared with. The country stays: its form differs. */
static void text_take(struct address *address, const struct locate_difference *row)
{
	if (strcmp(row->field, "country") == 0)
		return;
	if (strcmp(row->field, "street_name") == 0) {
		address->pre_directional[0] = address->street_suffix[0] = '\0';
		address->post_directional[0] = '\0';
	}
	if (strcmp(row->field, "house_number") == 0)
		address->house_number_suffix[0] = '\0';
	address_set_text(address, row->field, row->theirs);
}

void locate_take(struct reference *ref, struct address *address, const struct geocode_place *place,
	bool text)
{
	struct locate_difference rows[LOCATE_DIFFERENCES];
	int count = text ? locate_differences(ref, address, place, rows) : 0;
	for (int i = 0; i < count; i++)
		text_take(address, &rows[i]);
	address_set_text(address, "latitude", place->latitude);
	address_set_text(address, "longitude", place->longitude);
}
