/* core/rules/coordinates.c: reads degrees as they are typed, measures between points, and says what
 * is doubtful about one. */
#include "core/rules/coordinates.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/rules/address.h"

static const struct verdict verdicts[] = {
	[COORDINATES_PLAUSIBLE] = { .answer = VERDICT_YES },
	[COORDINATES_OCEAN] = { VERDICT_WARN, 285,
		N_("Latitude 0 and longitude 0 lie in the Atlantic Ocean."),
		N_("Look the place up on a map and copy both figures.") },
	[COORDINATES_SWAPPED] = { VERDICT_WARN, 285,
		N_("These two look swapped: the other way round they lie in the country."),
		N_("Latitude (north) comes first, longitude (east) second.") },
	[COORDINATES_ABROAD] = { VERDICT_WARN, 285,
		N_("The point does not lie in the country of the address."),
		N_("Compare both figures and their signs with a map: west and south take a minus.") },
	[COORDINATES_POSTAL] = { VERDICT_WARN, 285,
		N_("The point lies in the country, but not where its postal code is."),
		N_("Compare the postal code and both figures with a map.") },
	[COORDINATES_COARSE] = { VERDICT_WARN, 285,
		N_("With fewer than four decimals the point may be a kilometre off."),
		N_("Copy both figures with at least four decimals, such as 47.6147.") },
};

VERDICT_ROWS(coordinates_verdicts, verdicts)

#define EARTH 6371008.8 /* metres: the mean radius (IUGG) */
#define DEGREES 24      /* bytes of the longest text worth reading */

/* ---- reading ---- */

static size_t trimmed(const char **text)
{
	size_t len;

	*text += strspn(*text, " \t");
	len = strlen(*text);
	while (len > 0 && strchr(" \t", (*text)[len - 1]))
		len--;
	return len;
}

bool coordinates_tidy(const char *typed, int limit, char *out, size_t size, int *decimals)
{
	size_t len = trimmed(&typed);
	char text[DEGREES];
	char *comma;
	const char *point;
	int32_t value;

	if (len == 0 || len >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)len, typed);
	comma = strchr(text, ',');
	if (comma)
		*comma = '.';
	if (!address_degrees(text, limit, &value))
		return false;
	point = strchr(text, '.');
	if (decimals)
		*decimals = point ? (int)strlen(point + 1) : 0;
	return (size_t)snprintf(out, size, "%s", text + (*text == '+')) < size;
}

/* The two sides of text[at]; the separator itself belongs to neither. */
static bool split_at(const char *typed, size_t at, char *latitude, char *longitude, size_t size)
{
	char first[DEGREES];

	if (at >= sizeof(first))
		return false;
	snprintf(first, sizeof(first), "%.*s", (int)at, typed);
	return coordinates_tidy(first, 90, latitude, size, NULL) &&
	       coordinates_tidy(typed + at + 1, 180, longitude, size, NULL);
}

/* A comma parts two figures where both have points, and is a decimal comma in "45,7657; 4,8363";
 * "45,7657" is one figure. */
bool coordinates_pair(const char *typed, char *latitude, char *longitude, size_t size)
{
	static const char separators[] = { ';', ',', ' ' };
	size_t len = trimmed(&typed);
	const char *at;

	for (size_t i = 0; i < sizeof(separators); i++) {
		at = memchr(typed, separators[i], len);
		if (!at || (separators[i] == ',' && !memchr(typed, '.', len)))
			continue;
		return split_at(typed, (size_t)(at - typed), latitude, longitude, size);
	}
	return false;
}

bool coordinates_read(const char *latitude, const char *longitude, struct coordinates *point)
{
	return address_degrees(latitude, 90, &point->latitude) &&
	       address_degrees(longitude, 180, &point->longitude);
}

/* ---- measuring ---- */

static double radians(int32_t millionths)
{
	return millionths / 1e6 * (M_PI / 180);
}

static double haversine(double angle)
{
	return sin(angle / 2) * sin(angle / 2);
}

double coordinates_distance(const struct coordinates *a, const struct coordinates *b)
{
	double north = radians(a->latitude), other = radians(b->latitude);
	double h = haversine(other - north) +
		   cos(north) * cos(other) *
			   haversine(radians(b->longitude) - radians(a->longitude));

	return 2 * EARTH * asin(sqrt(fmin(1, h)));
}

void coordinates_say_distance(struct str *out, double metres)
{
	if (metres < 1000)
		str_addf(out, _("%.0f m"), metres);
	else if (metres < 100000)
		str_addf(out, _("%.1f km"), metres / 1000);
	else
		str_addf(out, _("%.0f km"), metres / 1000);
}

/* ---- judging ---- */

static bool inside(const struct coordinates_box *box, const struct coordinates *point)
{
	return point->latitude >= box->south && point->latitude <= box->north &&
	       point->longitude >= box->west && point->longitude <= box->east;
}

/* Is it in one of the boxes of this sort? `any` tells whether there are such boxes. */
static bool inside_any(const struct coordinates_box *boxes, int count, bool postal,
	const struct coordinates *point, bool *any)
{
	bool in = false;

	*any = false;
	for (int i = 0; i < count; i++) {
		if (boxes[i].postal != postal)
			continue;
		*any = true;
		in = in || inside(&boxes[i], point);
	}
	return in;
}

/* A point whose figures, the other way round, would lie in the country. */
static bool swapped(const struct coordinates *point, const struct coordinates_box *boxes, int count)
{
	struct coordinates turned = { .latitude = point->longitude, .longitude = point->latitude };
	bool any;

	return inside_any(boxes, count, false, &turned, &any);
}

static const char *postal_area(const struct coordinates_box *boxes, int count)
{
	for (int i = 0; i < count; i++) {
		if (boxes[i].postal)
			return boxes[i].area;
	}
	return NULL;
}

struct coordinates_finding coordinates_check(const struct coordinates *point, int decimals,
	const struct coordinates_box *boxes, int count)
{
	struct coordinates_finding found = { .area = postal_area(boxes, count) };
	bool in_country = inside_any(boxes, count, false, point, &found.country);
	bool in_postal = inside_any(boxes, count, true, point, &found.postal);

	if (point->latitude == 0 && point->longitude == 0)
		found.doubt = COORDINATES_OCEAN;
	else if (found.country && !in_country)
		found.doubt = swapped(point, boxes, count) ? COORDINATES_SWAPPED
							   : COORDINATES_ABROAD;
	else if (found.postal && !in_postal)
		found.doubt = COORDINATES_POSTAL;
	else if (decimals < COORDINATES_DECIMALS)
		found.doubt = COORDINATES_COARSE;
	found.verdict = verdicts[found.doubt];
	return found;
}

void coordinates_say_checked(struct str *out, const struct coordinates_finding *found)
{
	if (found->postal)
		str_addf(out,
			_("Compared with the country, and with where its postal code is (%s)."),
			found->area);
	else if (found->country)
		str_add(out,
			_("Compared with the country; where its postal code is, is not known here, so that is not checked."));
	else
		str_add(out, _("Where this country is, is not known here: nothing is checked."));
	str_addc(out, ' ');
	str_add(out, _("Street and house are not checked, and nothing is validated."));
}
