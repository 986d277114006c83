/* screens/addresses.h: what the files of step Addresses share: the list (addresses.c), the form
 * (address-sheet.c), what validation changed (correction.c). Nobody else includes this. */
#ifndef SCREENS_ADDRESSES_H
#define SCREENS_ADDRESSES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/reference/reference.h"
#include "core/rules/address.h"
#include "core/rules/verdict.h"
#include "core/tenant/address.h"
#include "screens/common.h"
#include "screens/wizard.h"

struct address_sheet;    /* address-sheet.c */
struct coordinates_page; /* coordinates.c */

#define CORRECTIONS 24 /* fields of one address that validation may change: it has fewer */

struct addresses {
	struct wizard *wizard;
	struct screen_filter filter;
	struct address *rows; /* all that match the filter */
	int count;
	struct verdict order; /* why the steps come in this order */
	char fallback[160];   /* label of the place for people whom no other fits; "" : none */
	struct address_sheet *sheet;   /* the form; NULL: not opened yet */
	struct coordinates_page *page; /* of one address; NULL: not opened yet */
	int64_t subject;               /* address that a question or a view is about */
	struct correction corrections[CORRECTIONS];
	int correction_count;
	struct place *places; /* while a place is chosen */
	int place_count;
	struct country *countries; /* likewise a country */
	int country_count;
};

struct addresses *addresses_of(void *ctx); /* ctx of a view: the wizard */

/* The facts that address_may() asks for. */
struct address_facts address_facts_of(const struct address *address);

/* What the country asks of an address; false: its format is not known, and only lengths and signs
 * are checked. format's texts must live as long as the form. */
bool address_rules(struct addresses *addresses, const char *country, struct address_format *format,
	struct address_form *form);

/* All findings of an address, at most `room`; returns how many there are. */
int address_findings(struct addresses *addresses, const struct address *address,
	struct address_finding *findings, int room);

/* ---- address-sheet.c ---- */

/* The form of a new address in a country, with its fields in its order. Borrowed until the next. */
const struct form *address_sheet_form(struct addresses *addresses, const char *country);
/* Opens it. */
void address_sheet_new(struct addresses *addresses, const char *country);
/* An existing one. Its text must be allowed to change. */
void address_sheet_edit(struct addresses *addresses, const struct address *address);
/* A copy under a name of its own, as yet unknown to the service. */
void address_sheet_clone(struct addresses *addresses, const struct address *address);
void address_sheet_free(struct addresses *addresses);

/* ---- coordinates.c ---- */

/* Asks the configured provider where an address is, or opens the form of both figures. The
 * address's text must be allowed to change. */
void coordinates_open(struct addresses *addresses, const struct address *address);
void coordinates_free(struct addresses *addresses);

/* One figure as typed (point or comma), or both pasted into "latitude". */
bool coordinates_set(
	struct address *address, const char *column, const char *value, struct error *err);

/* Coordinates that the facts doubt are kept when a person saves them a second time. */
struct agreement {
	char text[120]; /* the point that was agreed to, or that was there before */
};
void agreement_begin(struct agreement *agreement, const struct address *address);
/* False with the doubt the first time it is asked about such a point. */
bool agreement_reached(struct agreement *agreement, struct reference *ref,
	const struct address *address, struct error *err);

extern const struct view coordinates_view;
extern const struct form coordinates_form;

/* ---- correction.c ---- */

/* Shows what validation changed, ours beside theirs, and asks. */
void correction_open(struct addresses *addresses, const struct address *address);
/* "form, postal code, area (Lyon fits +33 4)": what was looked at. */
void correction_checked(
	struct addresses *addresses, const struct address *address, struct str *out);
/* After it was said that this validated address cannot be edited. */
void address_offer_clone(struct addresses *addresses, const struct address *address);

extern const struct view correction_view;

#endif
