/* core/sheet/country.h: what is known of a country, in words: for the topic "country", the command
 * of the same name and the screen that lists all countries. One table of rows says it, briefly in a
 * cell or at length in a sheet. */
#ifndef CORE_SHEET_COUNTRY_H
#define CORE_SHEET_COUNTRY_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/reference/reference.h"
#include "core/rules/emergency.h"
#include "core/rules/order.h"
#include "core/sheet/sheet.h"

enum {
	COUNTRY_MINUTES = 12,
	COUNTRY_CITIES = 64,
	COUNTRY_AREAS = 400,
	COUNTRY_NOTES = 16,
	COUNTRY_LIST = 160 /* room for all countries */
};

/* All that the facts say of one country. */
struct country_facts {
	struct country country;
	struct plan_minutes minutes[COUNTRY_MINUTES];
	int minute_count;
	struct city conferencing[COUNTRY_CITIES], service[COUNTRY_CITIES];
	int conferencing_count, service_count;
	int area_count;  /* cities and area codes with numbers; see reference_areas */
	bool has_papers; /* papers is known: there are Calling Plans */
	struct formality papers;
	bool has_format;
	struct address_format format;
	struct country_note notes[COUNTRY_NOTES];
	int note_count;
	const struct emergency_way *emergency;
	struct order_country order_facts;
	struct order order;
};

/* False: the facts have no page of it. */
bool country_facts_load(
	struct reference *ref, const char *code, struct country_facts *out, struct error *err);

/* The minutes of a plan; NULL: it is not known there. */
const struct plan_minutes *country_minutes(const struct country_facts *facts, const char *plan);

/* One thing to know of a country. text() appends it and returns its tone; brief: a few words for a
 * cell. The rule may depend on the country: then rule is 0 and rule_of() tells. */
struct country_row {
	const char *id;    /* of JSON */
	const char *label; /* N_() */
	int rule;
	int (*rule_of)(const struct country_facts *facts);
	enum sheet_tone (*text)(const struct country_facts *facts, bool brief, struct str *out);
};

/* The 14 answers that the page of a country gives, in their order, and what stands besides
 * them: how numbers are had, papers, times, order, emergency calls. */
enum { COUNTRY_ANSWERS = 14 };
extern const struct country_row country_answers[COUNTRY_ANSWERS];
extern const struct country_row country_more[];
extern const int country_more_count;

/* A row by its id, which must exist. */
const struct country_row *country_row(const char *id);
int country_row_rule(const struct country_row *row, const struct country_facts *facts);

/* The plain answer to "Can I use this there?": appends one or two sentences. */
enum sheet_tone country_answer(const struct country_facts *facts, struct str *out);
/* The same in a few words, for a list: "yes, 1,200 minutes". */
enum sheet_tone country_answer_brief(const struct country_facts *facts, struct str *out);

/* A note of the country's page as a sentence; false: it is said elsewhere or its key has none. */
bool country_note_text(
	struct reference *ref, const struct country_note *note, struct str *out, int *rule);
/* Is this a key and value that the program can put into words, or says elsewhere? For the test. */
bool country_note_known(const struct country_note *note);

/* The countries that a word means, added to the list of at most COUNTRY_LIST: a code, or what a
 * name begins with or holds. ERROR_NOT_FOUND with a sentence. */
bool country_pick(struct reference *ref, const char *word, struct country *list, int *count,
	struct error *err);

/* Writes the sheet: of one country at length, of several side by side, `each` of them in a table.
 * The title of the sheet becomes the country's name. */
bool country_sheet(struct reference *ref, const struct country *list, int count, int each,
	struct sheet *sheet, struct error *err);

#endif
