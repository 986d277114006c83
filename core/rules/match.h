/* core/rules/match.h: which free number and which emergency location fit which person.
 *
 * Pure and deterministic: the same arrays give the same answer. People come in the order of their
 * names (then ids), numbers in the order of their texts; the closest fits are given out first, so
 * that nobody takes a number from a person who sits nearer to it. A person never gets a number or a
 * location of another country. 100,000 people take well under 2 s: work grows with people +
 * numbers + places, not with their product. */
#ifndef CORE_RULES_MATCH_H
#define CORE_RULES_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are borrowed UTF-8, NULL counts as ""; case, accents and surrounding spaces do not matter.
 * Ids are the caller's and not 0. */
struct match_person {
	int64_t id;
	const char *name;    /* decides ties */
	const char *country; /* usage location; without it nothing is matched */
	const char *state, *city, *postal_code;
	const char *office;    /* "Office", "Floor 2" */
	const char *area_code; /* of the city, from the areas; "" : not known */
	bool locked; /* a person decided: number and place below stay, also where they are 0 */
	int64_t number, place; /* what a locked person has */
};

struct match_number {
	int64_t id;
	const char *e164; /* decides ties */
	const char *country, *state, *city, *area_code;
	int64_t place; /* the location it carries; 0: none */
	bool taken;    /* assigned, or wished for elsewhere: not given out */
};

/* A location that may be used: its address is validated (or will be, when planning). */
struct match_place {
	int64_t id;
	const char *country, *state, *city, *postal_code;
	const char *name;         /* in-building place: "Office"; "" : the address itself */
	const char *address_name; /* the name the address has in lists: "hq" */
};

enum match_reason {
	MATCH_NO_NUMBER,  /* none left that fits */
	MATCH_NO_ADDRESS, /* a number, but no emergency location near */
	MATCH_NO_COUNTRY, /* the person has no usage location */
	MATCH_COUNTRY,    /* only the country is the same */
	MATCH_FALLBACK,   /* the location for people for whom nothing else fits */
	MATCH_STATE,
	MATCH_AREA,         /* same area code */
	MATCH_NUMBER_PLACE, /* the location that the number carries */
	MATCH_CITY,
	MATCH_POSTAL, /* same postal code and country */
	MATCH_OFFICE, /* same office (and city) */
	MATCH_LOCKED, /* decided by a person */
	MATCH_REASON_COUNT
};

struct match {
	int64_t person;
	int64_t number;           /* 0: none */
	int64_t place;            /* 0: none */
	int score;                /* 0..100: the weaker of number and place; 100 for a locked row */
	enum match_reason reason; /* of the weaker */
	enum match_reason number_reason, place_reason;
};

struct match_options {
	int64_t fallback_place; /* for people near no place, in its own country only; 0: none */
	int least_score; /* a number that fits less is not given out; 0: any of the country */
};

/* The score of a reason, 0..100, and its text: N_() "same office", "same city", "no number", ... */
int match_reason_score(enum match_reason reason);
const char *match_reason_text(enum match_reason reason);

/* How one number and one place (both may be NULL) fit one person; number.taken is not looked at. */
struct match match_fit(const struct match_person *person, const struct match_number *number,
	const struct match_place *place);

/* Fills out[0..people-1], in the order of persons[]. */
void match_run(struct match *out, const struct match_person *persons, size_t people,
	const struct match_number *numbers, size_t number_count, const struct match_place *places,
	size_t place_count, const struct match_options *options);

#endif
