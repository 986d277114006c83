/* core/rules/assignment.h: may this person get this number and this emergency location?
 * (R-325..R-333, R-344, R-176, R-339). The facts are plain values, actual or wanted as the caller
 * means to ask: "may it be planned" with wanted ones, "may it be sent" with actual ones. */
#ifndef CORE_RULES_ASSIGNMENT_H
#define CORE_RULES_ASSIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/address.h"
#include "core/rules/order.h"
#include "core/rules/verdict.h"

enum assignment_mailbox {
	ASSIGNMENT_MAILBOX_UNKNOWN,
	ASSIGNMENT_MAILBOX_ONLINE,
	ASSIGNMENT_MAILBOX_ONPREMISES
};

struct assignment_person {
	bool exists;                /* in the cloud directory */
	const char *usage_location; /* "US"; NULL or "" : missing */
	unsigned capabilities;      /* enum capability bits, core/reference/capability.h */
	bool own_carrier;           /* needs no Calling Plan */
	int64_t licence_age;        /* seconds since the licence was given; -1: it is effective */
	enum assignment_mailbox mailbox;
	bool teams_essentials; /* the exception of R-083 */
	bool onpremises_line;  /* msRTCSIP-Line is set */
	bool has_number;       /* another primary number than this one */
	bool resource; /* an account of an attendant or a queue: its own licence, service numbers
			  only */
};

enum assignment_number_kind { ASSIGNMENT_USER_NUMBER, ASSIGNMENT_SERVICE_NUMBER };

struct assignment_number {
	const char *e164;    /* NULL or "" : no number was chosen */
	const char *country; /* "US" */
	enum assignment_number_kind kind;
	bool calling_plan; /* of type Calling Plan, not Direct Routing or Operator Connect */
	bool owned;        /* acquired or ported; false: only held, offered or wished for */
	bool taken;        /* by another person, a bridge or a voice application */
	bool blocked;      /* kept from being assigned for some days */
	int64_t age;       /* seconds since it was acquired; -1: it is ready */
	bool has_location; /* it carries an emergency location of its own */
	const char *area;  /* its area code; NULL or "" : not known */
};

struct assignment_place {
	bool chosen; /* false: the number's own location stays */
	bool exists; /* on the service, or planned before this assignment */
	enum address_state state;
	const char *country;
	const char *area; /* area code that belongs to its city; NULL or "" : not known */
};

struct assignment_facts {
	struct assignment_person person;
	struct assignment_number number;
	struct assignment_place place;
	struct order_country
		country; /* of the number: is the address chosen now? must areas match? */
};

#define ASSIGNMENT_MAX 24 /* no more verdicts than this come from one assignment */

/* The first verdict that is not a plain yes: a NO before a WAIT before a WARN; else a plain yes. */
struct verdict assignment_check(const struct assignment_facts *facts);

/* All verdicts that are not a plain yes, in the order in which a person would settle them. Writes
 * at most `room`, returns how many there are. */
int assignment_check_all(const struct assignment_facts *facts, struct verdict *verdicts, int room);

verdict_rows assignment_verdicts;

#endif
