/* core/rules/coordinates.h: may this point be where the address is?
 *
 * It is a check of plausibility, not a validation: a point in the right country and the right
 * postal area may still be the wrong house. What it doubts is said and asked again, and never
 * refused: a person who knows better is right. */
#ifndef CORE_RULES_COORDINATES_H
#define CORE_RULES_COORDINATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"
#include "core/rules/verdict.h"

/* A point, in millionths of a degree: north and east count up. */
struct coordinates {
	int32_t latitude, longitude;
};

/* Between these corners; one that crosses 180 degrees is two. */
struct coordinates_box {
	const char *area; /* "Washington"; borrowed */
	bool postal;      /* of the address's postal code (or state); false: of its country */
	int32_t south, west, north, east;
};

/* Decimals that are enough to find a house: the fourth is some ten metres. */
#define COORDINATES_DECIMALS 4

/* Decimal degrees as people type them: blanks around, a decimal point or comma, a sign. Writes them
 * with a decimal point ("-122.1966") to out, and how many decimals there are; false: it is no such
 * number, or beyond `limit` (90 for latitude, 180 for longitude). decimals may be NULL. */
bool coordinates_tidy(const char *typed, int limit, char *out, size_t size, int *decimals);

/* Both at once as maps give them: "45.7657, 4.8363", "45.7657 4.8363" or "45,7657; 4,8363". */
bool coordinates_pair(
	const char *typed, char *latitude, char *longitude, size_t size); /* both hold size bytes */

/* Two texts of coordinates_tidy as a point; false: they are none. */
bool coordinates_read(const char *latitude, const char *longitude, struct coordinates *point);

/* Metres along the surface of the earth. */
double coordinates_distance(const struct coordinates *a, const struct coordinates *b);

/* Appends "40 m", "1.2 km" or "350 km". */
void coordinates_say_distance(struct str *out, double metres);

/* What may be wrong, the least first. */
enum coordinates_doubt {
	COORDINATES_PLAUSIBLE,
	COORDINATES_COARSE,  /* too few decimals to find a house */
	COORDINATES_POSTAL,  /* in the country, not where the postal code is */
	COORDINATES_ABROAD,  /* not in the country */
	COORDINATES_SWAPPED, /* the same, but they would be the other way round */
	COORDINATES_OCEAN    /* 0, 0 */
};

struct coordinates_finding {
	enum coordinates_doubt doubt;
	struct verdict verdict; /* YES, or WARN with what is doubtful */
	const char *area;       /* where the postal code lies; NULL: not known. Borrowed */
	bool country, postal;   /* was it compared with them? */
};

/* decimals: of the coarser of both, as typed. boxes: of the country and of the postal code. The
 * gravest doubt counts. */
struct coordinates_finding coordinates_check(const struct coordinates *point, int decimals,
	const struct coordinates_box *boxes, int count);

/* Appends what was compared, in a sentence: "Checked: it lies in the country and where postal codes
 * such as this one are (Washington). Not checked: the street and the house." */
void coordinates_say_checked(struct str *out, const struct coordinates_finding *finding);

verdict_rows coordinates_verdicts;

#endif
