/* core/rules/papers.h: the papers that numbers and ports want: what each is, who sends it to whom,
 * and what stands still without it (R-235..R-251, R-256, R-261, R-432). Which country wants which
 * comes from data/formalities.csv and is given by the caller. */
#ifndef CORE_RULES_PAPERS_H
#define CORE_RULES_PAPERS_H

#include <stdbool.h>

#include "core/rules/verdict.h"

enum paper {
	PAPER_KYC,           /* of the organization, in every country */
	PAPER_FORM,          /* request form: the only way to numbers */
	PAPER_KYC_FORM,      /* of the country (R-238..R-244, R-248) */
	PAPER_BILL,          /* recent, of the business address */
	PAPER_AGREEMENT,     /* of three parties */
	PAPER_AUTHORISATION, /* letter of authorisation, LOA */
	PAPER_LAST_BILL,     /* of the present provider */
	PAPER_ATTORNEY,      /* power of attorney */
	PAPER_IDENTITY,      /* identity card */
	PAPER_TRANSFER,      /* transfer letter */
	PAPER_PARTNER,       /* whatever Telstra or SoftBank asks */
	PAPER_COUNT
};

struct paper_facts {
	const char *id;       /* "bill": of commands and wishes */
	const char *name;     /* N_() "a recent bill of the business address" */
	const char *sender;   /* N_() who makes or signs it */
	const char *receiver; /* N_() where it goes */
	int rule;
};

/* Borrowed, static. */
const struct paper_facts *paper_of(enum paper paper);
int paper_named(const char *id); /* -1: there is none */

enum paper_state { PAPER_NEEDED, PAPER_SENT, PAPER_ACCEPTED };

/* "needed", "sent", "accepted"; -1: another word. And back. */
int paper_state_of(const char *word);
const char *paper_state_id(enum paper_state state);
const char *paper_state_name(enum paper_state state); /* N_() */

/* The papers that a text of the facts names, parted by "; ": "letter of authorisation; recent
 * bill". Returns how many, at most `room`; -1 if it names one that is not known. */
int papers_read(const char *text, enum paper *out, int room);

/* For new numbers of a country: what its facts name, before it the request form if that is the only
 * way. The same for porting. As papers_read. */
int papers_for_new(const char *papers_new, bool by_form, enum paper *out, int room);

/* What a paper holds up: WAIT while it is needed or sent; a plain yes once it is accepted. An
 * agreement follows the order and holds up only the numbers' delivery. */
struct verdict paper_check(enum paper paper, enum paper_state state);

verdict_rows papers_verdicts;

#endif
