/* core/exchange/letters.h: the letter that tells a person the new number (R-358..R-366).
 *
 * A template per language (data/letters/LANG.txt); LANG.txt in the configuration folder's letters/
 * wins over the one in the program. Its first line is "Subject: ...", then an empty line, then the
 * body with {placeholders}, then named blocks, each below a line "[name]": the texts that depend on
 * the person. Every paragraph is one line; long lines are wrapped as they are rendered. A block
 * that an own template lacks is taken from the program's template of that language. doc/formats.md
 * lists the placeholders and blocks.
 *
 * A template must hold {emergency_notice} and the number, or it is refused; so is
 * one with an unknown placeholder, so that no letter goes out with one in it. Where to look in
 * Skype for Business is left out: that service ended. */
#ifndef CORE_EXCHANGE_LETTERS_H
#define CORE_EXCHANGE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/plan/apply.h"
#include "core/rules/verdict.h"

struct reference;
struct store;
struct letters; /* the templates, each read once */

struct letters *letters_new(void);
void letters_free(struct letters *letters);

/* What a letter says of its person. Borrowed text, NULL counts as "". */
struct letter_facts {
	const char *given_name, *display_name; /* an empty given name falls back on the other */
	const char *organization;
	const char *number;            /* "+14255550107"; "" : not chosen yet */
	const char *address;           /* the registered one, in one line; "" : none yet */
	const char *country;           /* of the number: "US" */
	const char *emergency_numbers; /* "911", or "112 15 17" */
	const char *calling;           /* domestic | international | payg | none (own carrier) */
	int area_digits;               /* of the number, for its readable form; 0: not known */
	bool active;                   /* false: the letter says "within 24 hours" */
};

struct letter {
	char language[12]; /* of the template that was used: "fr" */
	bool fallback;     /* true: there is none in the language that was asked for */
	struct str label;  /* "Subject:" in that language */
	struct str subject;
	struct str body;  /* UTF-8, lines end in \n and are at most LETTER_COLUMNS wide */
	struct str lines; /* the same with each paragraph on one line */
};

#define LETTER_COLUMNS 72 /* fits a mail and a window of 80 columns with its frame */

void letter_fini(struct letter *letter);

/* Renders in `language` ("fr-CA", "fr"); where there is no such template, in its main language,
 * then in `otherwise` (the organization's; may be ""), then in English. Outside text is made
 * printable first. ERROR_INPUT names the template's file and what is wrong with it. letter must be
 * zeroed or rendered before. */
bool letter_render(struct letters *letters, struct letter *letter, const struct letter_facts *facts,
	const char *language, const char *otherwise, struct error *err);

/* What is true of a person of the store, with the number and place that are wished for or held:
 * ERROR_NOT_FOUND when there is no such person. The caller frees it. */
struct letter_person;
struct letter_person *letter_person_read(
	struct store *store, struct reference *ref, int64_t person_id, struct error *err);
void letter_person_free(struct letter_person *person); /* NULL is fine */
const struct letter_facts *letter_person_facts(const struct letter_person *person);
/* The letter of that person, as letter_of. */
bool letter_person_render(struct letters *letters, struct letter *letter,
	const struct letter_person *person, struct error *err);

/* The same for a person of the store, with the number and place that are wished for or held, in the
 * language that the organization's answer (auto, or a code) gives. ERROR_NOT_FOUND when there is no
 * such person; without a number the letter says that it is not chosen yet, for the preview. */
bool letter_of(struct letters *letters, struct letter *letter, struct store *store,
	struct reference *ref, int64_t person_id, struct error *err);

/* Appends label, subject and body as one text: what a file holds and a preview shows. */
void letter_text(const struct letter *letter, struct str *out);

/* Writes letter_text to folder/NAME (mode 0600, whole or not at all), the folder being made if it
 * is missing. *file (may be NULL) gets NAME: letter_file_name. ERROR_IO, ERROR_FULL. */
bool letter_write(const struct letter *letter, const char *folder, const char *upn,
	struct str *file, struct error *err);

/* Appends the file name of a person's letter: the user principal name in lower case and `suffix`
 * (".txt").  * Only letters, digits, '@', '.', '-' and '_' of ASCII remain; where something had to
 * be replaced or cut, a checksum keeps two people's names apart. */
void letter_file_name(struct str *out, const char *upn, const char *suffix);

/* Sends by files: the notice_send of core/plan/apply.h, whose data is a struct letter_sender. The
 * same person's letter goes to the same file, so that a try again changes nothing. */
struct letter_sender {
	struct letters *letters;
	struct reference *ref;
	const char *base; /* a relative folder of the organization's answer is below it */
};
bool letter_send_file(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *out, struct service_reply *reply, struct error *err);

/* Appends the warning of a label on a phone in a language as letter_render finds it; an own
 * template without one gives the English text. can_call: false where emergency calls are not
 * possible. *code (12 bytes, may be NULL) gets the language that was found. ERROR_INPUT as
 * letter_render. */
bool letter_label(struct letters *letters, const char *language, bool can_call, struct str *out,
	char *code, struct error *err);

struct letter_language {
	char code[12];
	bool own; /* the admin's own template */
};

/* The languages there are letters in, by code: writes at most `room`; returns how many there are.
 */
int letter_languages(struct letter_language *out, int room);

/* True if `language` has a template of its own or of its main language. */
bool letter_has_language(const char *language);

/* Appends the text of the template that `language` ("fr") gives, for the screen that shows the
 * texts. */
bool letter_template(const char *language, struct str *out, struct error *err);

/* May this template be used? `name` stands for its file, `code` tells whose blocks complete it.
 * ERROR_INPUT says what is wrong and where; *advice (may be NULL) gets the rules' warning about
 * what a letter should hold. */
bool letter_check(const char *name, const char *code, const char *text, struct verdict *advice,
	struct error *err);

#endif
