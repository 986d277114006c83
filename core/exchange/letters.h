/* core/exchange/letters.h: the letter that tells a person the new number (R-358..R-366).
 *
 * A template per language: LANG.txt of the configuration folder's letters/ wins over the one in the
 * program. Its first line is "Subject: ...", then an empty line, then the body; {placeholders} are
 * filled in. A template must hold {emergency_notice} and {number}, or it is refused;
 * an unknown placeholder is refused too, so that no letter goes out with one in it. */
#ifndef CORE_EXCHANGE_LETTERS_H
#define CORE_EXCHANGE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct store;
struct letters; /* the templates, each read once */

struct letters *letters_new(void);
void letters_free(struct letters *letters);

/* What a letter says of its person. Borrowed text, NULL counts as "". */
struct letter_facts {
	const char *upn, *given_name,
		*display_name; /* an empty given name falls back on the other */
	const char *organization;
	const char *number;            /* "+14255550107"; "" : not known yet */
	const char *place;             /* the registered address in one line */
	const char *country;           /* of the number: "US" */
	const char *emergency_numbers; /* "911", or "112 15 17": the first is the one named */
	const char *calling;           /* domestic | international | payg | none (own carrier) */
	int area_digits;               /* of the number, for its readable form; 0: not known */
	bool active;                   /* false: the letter says "within 24 hours" */
};

struct letter {
	char language[12];        /* of the template that was used: "fr" */
	bool fallback;            /* true: there is none in the language that was asked for */
	struct str subject, body; /* UTF-8, lines end in \n */
};

void letter_fini(struct letter *letter);

/* Renders in `language` ("fr-CA", "fr"); where there is no such template, in its main language,
 * then in `otherwise` (the organization's; may be ""), then in English. Outside text is made
 * printable first. ERROR_INPUT names the template's file and what is wrong with it. */
bool letter_render(struct letters *letters, struct letter *letter, const struct letter_facts *facts,
	const char *language, const char *otherwise, struct error *err);

/* The same for a person of the store, with the number and place that are wished for or held.
 * ERROR_NOT_FOUND when there is no such person; a person without a number gets a letter whose
 * number reads as not chosen yet, for the preview. */
bool letter_of(struct letters *letters, struct letter *letter, struct store *store,
	int64_t person_id, struct error *err);

/* Writes it to folder/NAME.txt (mode 0600, whole or not at all), the folder being made if missing.
 * The name is made of the user principal name, holds only letters, digits, dot, dash and
 * underscore, and is a person's own: two names that come out alike, or that differ in case only,
 * get a suffix. *file (may be NULL) gets the name, relative to the folder. */
bool letter_write(const struct letter *letter, const char *folder, const char *upn,
	struct str *file, struct error *err);

/* The languages there are letters in: writes at most `room` codes; returns how many there are. */
struct letter_language {
	char code[12];
	bool own; /* the admin's own template */
};
int letter_languages(struct letter_language *out, int room);

/* The text of the template that `code` gives, for the screen that shows the texts. */
bool letter_template(struct letters *letters, const char *code, struct str *out, struct error *err);

/* Is this a template that may be used? ERROR_INPUT says what is wrong; `name` stands for its file.
 */
bool letter_check(const char *name, const char *text, struct error *err);

#endif
