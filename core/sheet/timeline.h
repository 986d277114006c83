/* core/sheet/timeline.h: papers and waits of the profile's countries as steps of one timeline
 * (core/rules/timeline.h), with their state. For the topic "papers". */
#ifndef CORE_SHEET_TIMELINE_H
#define CORE_SHEET_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/reference/reference.h"
#include "core/rules/papers.h"
#include "core/rules/timeline.h"
#include "core/sheet/topic.h"

enum {
	PAPERS_COUNTRIES = 6, /* more are said to be left out: these fit into TIMELINE_MAX */
	PAPERS_OF_COUNTRY = 5 /* for new numbers at most 2, for a port at most 5 (Mexico) */
};

enum wait_kind {
	WAIT_PAPER,   /* sent by a person, accepted by somebody else */
	WAIT_LICENCE, /* until it works */
	WAIT_NUMBERS, /* until they can be assigned */
	WAIT_ASSIGN,  /* until the person is enabled */
	WAIT_PORT     /* until the old numbers are here */
};

struct wait {
	enum wait_kind kind;
	enum paper paper; /* WAIT_PAPER */
	bool porting;     /* a paper of the port, not of new numbers */
	enum paper_state state;
	char country[3]; /* "": of the organization */
	struct timeline_step step;
	struct timeline_span span;
};

struct waits {
	struct wait list[TIMELINE_MAX];
	int count;
	char countries[PAPERS_COUNTRIES][3];
	int country_count, left_out; /* countries that did not fit */
	struct timeline_span whole;  /* until the first person has a dial tone */
	struct timeline_span all;    /* until the last old number is here too */
};

/* The waits of the countries that are named (words of the context), else of the profile's callers,
 * orders and ports, else of its own country. */
bool waits_make(const struct topic_context *context, struct waits *out, struct error *err);

/* The name under which a paper is a feature (core/tenant/feature.h): "KYC" of the organization,
 * "BE form" of a country. */
#define WAIT_NAME 32
const char *wait_name(enum paper paper, const char *country, char name[WAIT_NAME]);

/* The papers that a country asks: for new numbers, then for a port. Returns how many. */
int waits_papers(
	struct reference *ref, const char *country, bool porting, enum paper *out, int room);

#endif
