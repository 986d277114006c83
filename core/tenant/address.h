/* core/tenant/address.h: emergency (civic) addresses, the places inside them, and what validation
 * changed (tables address, place, correction). */
#ifndef CORE_TENANT_ADDRESS_H
#define CORE_TENANT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct store;

struct address {
	int64_t id;    /* 0: a new one */
	char name[64]; /* unique: the description, and the id of the answers file: "hq" */
	char company_name[224];
	char country[3];
	char house_number[48];
	char house_number_suffix[48];
	char house_name[128];
	char pre_directional[48];
	char street_name[256];
	char street_suffix[48];
	char post_directional[48];
	char city[128];
	char city_alias[128];
	char state[64];
	char postal_code[32];
	char company_tax_id[64];
	char latitude[24]; /* decimal degrees as typed */
	char longitude[24];
	char elin[64];
	bool wanted;
	char actual[16];    /* None | NotValidated | Valid | Invalid */
	char civic_id[64];  /* "" : not at the service yet */
	char message[300];  /* the service's words on the last validation */
	int64_t checked_at; /* UTC seconds; 0: never */
	/* Counted, not stored: */
	int64_t places;           /* inside it, without the default one */
	int64_t users;            /* people and numbers that have it, or are to get it */
	int64_t open_corrections; /* nobody decided yet */
};

/* A text field by its column ("street_name", "name"), NULL if there is none: for forms and rules.
 * address_set_text cuts at a character; false if there is no such field. */
const char *address_text(const struct address *address, const char *column);
bool address_set_text(struct address *address, const char *column, const char *text);

/* The text columns in the order of the struct; NULL after the last. */
const char *address_column(int index);

/* Appends "500 108th Ave NE, Bellevue, WA 98004" in one line. house_number_after: the country
 * writes the number behind the street (reference_address_format). */
void address_line(const struct address *address, bool house_number_after, struct str *out);

int64_t address_count(struct store *store, struct error *err);

/* By name. At most `room`; -1 on an error. */
int address_list(
	struct store *store, int64_t first, int room, struct address *out, struct error *err);
bool address_get(struct store *store, int64_t id, struct address *out, struct error *err);
bool address_find(struct store *store, const char *name, struct address *out, struct error *err);

/* Adds (id 0; it gets its id, and its default place) or changes an address. ERROR_TAKEN: another
 * has the name. ERROR_REFUSED: it is validated, and its text would change. A text that
 * changes asks for a new validation. */
bool address_put(struct store *store, struct address *address, struct error *err);

/* Forgets one that is only planned; one that the service has is wished to be removed. With
 * want true such a wish is taken back. */
bool address_want(struct store *store, int64_t id, bool want, struct error *err);

/* Reads a page of SERVICE_ADDRESSES. One that is known by its civic id is updated; a planned one of
 * the same text is recognized; others are added, under a name that is free. */
bool address_page(struct store *store, const char *json, size_t len, struct error *err);

/* ---- corrections ---- */

struct correction {
	int64_t address_id;
	char field[24]; /* a column of address */
	char ours[256];
	char theirs[256];
	int taken; /* 1: theirs; 0: ours; -1: nobody decided yet */
};

/* What validation changed: [{"field","theirs"}, ...]. Our text stays until somebody decides. Fields
 * that are no column of address are left out. */
bool correction_put(
	struct store *store, int64_t address_id, const char *json, size_t len, struct error *err);
int correction_list(struct store *store, int64_t address_id, int room, struct correction *out,
	struct error *err);

/* Of addresses that are wanted, how many have a correction that nobody decided yet; -1 on an error.
 */
int64_t correction_open_count(struct store *store, struct error *err);

/* Takes theirs, or keeps ours; field NULL: all of the address. What was decided can be decided
 * again. */
bool correction_decide(
	struct store *store, int64_t address_id, const char *field, bool take, struct error *err);

/* ---- places ---- */

struct place {
	int64_t id;
	int64_t address_id;
	char address[64]; /* its name */
	char name[96];    /* "" : the default one */
	char label[160];  /* "hq/Office"; "hq" for the default one */
	char country[3];  /* of the address, likewise: */
	char state[64];
	char city[128];
	char postal_code[32];
	bool wanted, actual;
	char location_id[64]; /* "" : not at the service yet */
	char validation[16];  /* address.actual */
	int64_t users;        /* people and numbers that have it, or are to get it */
};

/* Of one address (0: of all that are wanted), default places first in each. */
int place_list(struct store *store, int64_t address_id, int64_t first, int room, struct place *out,
	struct error *err);
int64_t place_count(struct store *store, int64_t address_id, struct error *err);
bool place_get(struct store *store, int64_t id, struct place *out, struct error *err);

/* By "hq/Office", "hq", or a location id. ERROR_NOT_FOUND says which part there is not. */
bool place_find(struct store *store, const char *label, struct place *out, struct error *err);

/* Adds a place, or wishes one again that was to be removed. *id may be NULL. */
bool place_add(
	struct store *store, int64_t address_id, const char *name, int64_t *id, struct error *err);

/* Forgets one that is only planned, or wishes its removal. ERROR_REFUSED: the default place goes
 * with its address. */
bool place_remove(struct store *store, int64_t id, struct error *err);

/* Exactly these places are in the address: "Bakery floor, Office". */
bool place_set(struct store *store, int64_t address_id, const char *names, struct error *err);

#endif
