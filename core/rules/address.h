/* core/rules/address.h: emergency addresses: what their fields may hold, and what may be done with
 * an address in which state (R-282..R-308). */
#ifndef CORE_RULES_ADDRESS_H
#define CORE_RULES_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"
#include "core/rules/verdict.h"

/* The fields of R-284 and the house name of R-288. */
enum address_field {
	ADDRESS_DESCRIPTION,
	ADDRESS_COMPANY,
	ADDRESS_HOUSE_NUMBER,
	ADDRESS_HOUSE_SUFFIX,
	ADDRESS_HOUSE_NAME,
	ADDRESS_PRE_DIRECTIONAL,
	ADDRESS_STREET,
	ADDRESS_STREET_SUFFIX,
	ADDRESS_POST_DIRECTIONAL,
	ADDRESS_CITY,
	ADDRESS_CITY_ALIAS,
	ADDRESS_STATE,
	ADDRESS_POSTAL_CODE,
	ADDRESS_COUNTRY,
	ADDRESS_TAX_ID,
	ADDRESS_LATITUDE,
	ADDRESS_LONGITUDE,
	ADDRESS_ELIN,
	ADDRESS_FIELD_COUNT
};

/* The field of a name, as the answers file and the store have it ("street_name", "company_name") or
 * as the public lists do ("street", "house_suffix"); -1: none. The id is the first of these names,
 * the label is N_() text. */
int address_field_of(const char *name);
const char *address_field_id(enum address_field field);
const char *address_field_label(enum address_field field);

/* Characters (not bytes) that the field may hold at most; 0: no limit is documented. */
int address_field_max(enum address_field field);

/* Bits of "company|house_number|street" (column required_fields): 1 << ADDRESS_COMPANY, ... */
unsigned address_fields_of(const char *list);

/* What a country asks of an address; the caller fills it from data/. */
struct address_form {
	unsigned required;        /* bits 1 << enum address_field */
	const char *postal_regex; /* POSIX extended, NULL or "": any */
	bool coordinates;    /* latitude and longitude are required: all but AU and JP */
	bool english;        /* streets that are numbers need their ordinal ending */
	bool strict_british; /* GB: no "+" in a company's name */
};

/* A person's text for each field; NULL counts as "". */
struct address_text {
	const char *field[ADDRESS_FIELD_COUNT];
};

#define ADDRESS_SUGGESTION 224 /* 50 characters of UTF-8 and an ending */

struct address_finding {
	enum address_field field;
	struct verdict verdict;
	int limit;                           /* of a text that is too long: characters; else 0 */
	char suggestion[ADDRESS_SUGGESTION]; /* what to write instead ("108th Ave"); "" : none */
};

/* True if countries write street ordinals in English there: US GU GB IE CA AU NZ SG ZA. */
bool address_english(const char *iso2);

/* One field by itself. An empty field is judged only by form->required. */
struct address_finding address_check_field(
	const struct address_form *form, enum address_field field, const char *text);

/* All fields, in the order of the enum, and latitude with longitude. Writes the findings that are
 * not a plain yes, at most `room`; returns how many there are. */
int address_check(const struct address_form *form, const struct address_text *text,
	struct address_finding *findings, int room);

/* Appends "Street: <why> <remedy>" with limit and suggestion, in the person's language. */
void address_say(struct str *out, const struct address_finding *finding);

/* The ending of n: "st", "nd", "rd", "th". */
const char *address_ordinal_ending(uint64_t n);

/* Decimal degrees with a decimal point to millionths of a degree; false: it is no such number or
 * out of range. `limit` is 90 for latitude, 180 for longitude. Digits after the sixth are dropped.
 */
bool address_degrees(const char *text, int limit, int32_t *millionths);

/* A postal code against a country's pattern; spaces at the ends and case are forgiven by a
 * suggestion, not silently. A pattern that does not compile is told as a WARN. */
struct address_finding address_check_postal(const char *regex, const char *text);

/* ---- states ---- */

enum address_state {
	ADDRESS_UNVALIDATED, /* NotValidated, the first state */
	ADDRESS_VALIDATING,  /* sent, no answer yet */
	ADDRESS_VALID,
	ADDRESS_INVALID
};

enum address_act { ADDRESS_USE, ADDRESS_EDIT, ADDRESS_DELETE, ADDRESS_CLONE, ADDRESS_VALIDATE };

struct address_facts {
	enum address_state state;
	bool on_service;    /* the service has it; false: only planned here, so it may be changed
			       freely */
	int64_t in_use;     /* people and numbers that have it or one of its places */
	bool default_place; /* the act is on the default location, which goes with its address
			 */
	bool place; /* the act is on a place inside the address: places are never validated */
};

/* May this be done with an address in this state?. */
struct verdict address_may(enum address_act act, const struct address_facts *facts);

/* True in the 22 countries where the service's interface allows limited edits of an address
 * documents up to 2023 forbid them everywhere. A copy is right in all countries,
 * so address_may keeps to R-304. */
bool address_public_edit(const char *iso2);

/* What to say when a validation came back: corrected or refused (R-302: in the US a
 * manual validation request, elsewhere a service request). */
struct verdict address_outcome(enum address_state state, bool corrected, const char *iso2);

verdict_rows address_verdicts;

#endif
