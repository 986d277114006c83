/* core/plan/point.c: compares the coordinates of an address with the facts of its country. */
#include "core/plan/point.h"

#include <string.h>

#define BOXES 32

bool point_needed(struct reference *ref, const char *country)
{
	struct address_format format;

	return !reference_address_format(ref, country, &format, NULL) ||
	       format.latlong_required != FACT_NO;
}

bool point_of(const struct address *address, struct coordinates *point, int *decimals)
{
	char latitude[sizeof(address->latitude)], longitude[sizeof(address->longitude)];
	int north, east;

	if (!coordinates_tidy(address->latitude, 90, latitude, sizeof(latitude), &north) ||
		!coordinates_tidy(address->longitude, 180, longitude, sizeof(longitude), &east))
		return false;
	if (decimals)
		*decimals = north < east ? north : east;
	return coordinates_read(latitude, longitude, point);
}

bool point_check(
	struct reference *ref, const struct address *address, struct coordinates_finding *found)
{
	static struct country_box facts[BOXES];
	struct coordinates_box boxes[BOXES];
	struct coordinates point;
	int decimals, count;

	if (!point_of(address, &point, &decimals))
		return false;
	count = reference_boxes(
		ref, address->country, address->postal_code, address->state, facts, BOXES);
	for (int i = 0; i < count && i < BOXES; i++)
		boxes[i] = (struct coordinates_box){ .area = facts[i].area,
			.postal = facts[i].postal,
			.south = facts[i].south,
			.west = facts[i].west,
			.north = facts[i].north,
			.east = facts[i].east };
	*found = coordinates_check(&point, decimals, boxes, count < BOXES ? count : BOXES);
	return true;
}
