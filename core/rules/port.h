/* core/rules/port.h: bringing numbers along from another carrier: which can come, in how many
 * orders, with which data, and what may still be done to an order (R-255..R-269). */
#ifndef CORE_RULES_PORT_H
#define CORE_RULES_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/e164.h"
#include "core/rules/verdict.h"

/* What a number is at its present carrier. */
enum port_type {
	PORT_LANDLINE,
	PORT_MOBILE,
	PORT_TOLL_FREE,
	PORT_SERVICE, /* of a conferencing bridge, an attendant or a queue */
	PORT_VOIP,    /* a number of an internet telephone provider */
	PORT_FAX,
	PORT_UIFN, /* universal international freephone number */
	PORT_DATA, /* of a data or DSL line */
	PORT_TYPE_COUNT
};

const char *port_type_id(enum port_type type);   /* "toll-free" */
const char *port_type_name(enum port_type type); /* N_() "toll-free number" */
int port_type_of(const char *id);                /* -1: none */

/* Can a number of this kind come along from this country? */
struct verdict port_may(enum port_type type, const char *country);
/* Can numbers come to Microsoft in this country at all? sold: it sells Calling Plans there;
 * partner: Telstra or SoftBank does, and service numbers alone are Microsoft's. */
struct verdict port_country(enum port_type type, bool sold, bool partner);
/* The same of one E.164 number: refuses what its prefix tells (GB 0843 .. 0872). */
struct verdict port_number_may(const char *e164);

/* The kind that a number's prefix gives away: toll-free codes of the US and Canada;
 * otherwise `said`. */
enum port_type port_type_by_prefix(const char *e164, enum port_type said);

/* How the order is placed. */
enum port_way {
	PORT_BY_WIZARD, /* in the admin center: US, CA, GB, up to 999 user numbers */
	PORT_BY_LETTER  /* a signed letter of authorisation to the service desk */
};

#define PORT_WIZARD_MOST 999

enum port_way port_way_of(enum port_type type, const char *country, int64_t count);
struct verdict port_way_verdict(enum port_type type, const char *country, int64_t count);

/* May a number of this kind share an order with one of that kind? Toll-free, mobile and service
 * numbers each have their own. */
bool port_same_order(enum port_type a, enum port_type b);

/* ---- the billing telephone number (R-260) ---- */

enum port_scope { PORT_FULL, PORT_PARTIAL };

/* Does the billing number stand rightly in (full) or outside of (partial) the numbers of the order?
 * `within`: it is among them. WARN says which numbers belong into the order. */
struct verdict port_billing(enum port_scope scope, const char *billing, bool within);

/* Numbers that the order takes: those listed, and the billing number with a full port that lacks
 * it, without it in a partial one. */
int64_t port_order_count(enum port_scope scope, int64_t listed, bool within);

/* "+14255551235-1259" or "+14255551235-+14255551259": a first number and the last one, or the last
 * digits of the last one. Writes the first, returns how many numbers it is; 0: it is no range, or
 * one of more than PORT_RANGE_MOST. */
#define PORT_RANGE_MOST 10000
int port_range(const char *text, char first[E164_SIZE]);
/* The number `at` places after a first one, of the same length. */
const char *port_range_at(const char *first, int at, char number[E164_SIZE]);

/* ---- the data of an order (R-261) ---- */

#define PORT_ORGANIZATION_USED 25 /* first characters of the organization's name */
#define PORT_PERSON_USED 15       /* of the authorised person's */

/* NO while they are missing; WARN for a name that is longer than what is used. */
struct verdict port_account(const char *account); /* no spaces, no dashes */
struct verdict port_organization(const char *organization);
struct verdict port_person(const char *person);
struct verdict port_address(const char *address); /* where the carrier delivers the service */
/* The start of a text that is used: characters, not bytes. used holds 4 * most + 1 bytes; returned.
 */
const char *port_used(const char *text, int most, char *used);

/* ---- its days (R-263, R-268) ---- */

/* Days since 1970-01-01 (core/rules/workday.h). Orders are handled on US working days only. */
struct port_days {
	int64_t first, last; /* an order of today is complete, at the earliest and at the latest */
	int64_t order_by;    /* the last day for an order that is to be complete on the wanted one
				however long it takes; 0: no day is wanted */
	int64_t order_hope;  /* the last day for one that may be, if the carrier is quick */
};

/* least and most: calendar days that the carrier takes; wanted 0: no day is. */
struct port_days port_days(int64_t today, int64_t wanted, int least, int most);
/* Will it be complete on the wanted day? A plain yes where no day is wanted. */
struct verdict port_wanted(int64_t today, int64_t wanted, int least, int most);

/* ---- its states (R-264) ---- */

enum port_state {
	PORT_PROCESSING,
	PORT_CONTACTING,
	PORT_APPROVED,
	PORT_PENDING, /* less than 24 hours to go */
	PORT_ERROR,
	PORT_COMPLETED,
	PORT_CANCELLED,
	PORT_STATE_COUNT
};

const char *port_state_id(enum port_state state);   /* "Transfer approved", as Microsoft calls it */
const char *port_state_name(enum port_state state); /* N_() the same for people */
int port_state_of(const char *id);                  /* case aside; -1: none */
/* What it means now and what to do: WAIT while it goes on, NO for an error, YES when done. */
struct verdict port_state_verdict(enum port_state state);
/* May the order be cancelled or changed now? */
struct verdict port_cancel(enum port_state state);
/* It is over: nothing will come of it any more by itself. */
bool port_over(enum port_state state);

/* ---- one line of the number file (R-262) ---- */

/* The header is exactly one column PhoneNumber (case aside). */
struct verdict port_file_header(const char *const *fields, int count);
/* One record: one field, digits or E.164, of the calling code ("1") of the order's country. number
 * gets the E.164 form, "" where it cannot be read or is of another country. WARN: it can be read,
 * but is written as Microsoft does not take it (spaces, dashes). */
struct verdict port_file_line(
	const char *const *fields, int count, const char *calling_code, char number[E164_SIZE]);
/* What else may be wrong with a line of the file. */
struct verdict port_file_unreadable(void); /* bytes that are no text, an open quote */
struct verdict port_file_abroad(void);     /* the same calling code, another country: +1 604 */

/* ---- temporary numbers (R-226, R-373) ---- */

/* Numbers to take now so that everybody can call and be called until the port is complete: one for
 * each person without one, and no more than come (each is replaced by a ported one). */
int64_t port_temporary(int64_t coming, int64_t people, int64_t numbered);

verdict_rows port_verdicts;

#endif
