/* core/exchange/template.h: a letter's template, read and checked (core/exchange/letters.h tells
 * its form). */
#ifndef CORE_EXCHANGE_TEMPLATE_H
#define CORE_EXCHANGE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/mem.h"

/* The named blocks: texts that depend on the person. */
enum template_block {
	BLOCK_SUBJECT_LABEL, /* "Subject:" */
	BLOCK_READY_LATER,   /* not active yet */
	BLOCK_WHERE,         /* */
	BLOCK_PLAN_DOMESTIC,
	BLOCK_PLAN_AMERICA, /* domestic in US, PR and CA */
	BLOCK_PLAN_INTERNATIONAL,
	BLOCK_PLAN_PAYG,
	BLOCK_PLAN_NONE,         /* own carrier */
	BLOCK_VOICEMAIL,         /* */
	BLOCK_EMERGENCY,         /* names the numbers */
	BLOCK_EMERGENCY_NONE,    /* where emergency calls are not possible */
	BLOCK_EMERGENCY_PLACE,   /* */
	BLOCK_EMERGENCY_OFFLINE, /* */
	BLOCK_EMERGENCY_ABROAD,  /* */
	BLOCK_LABEL,             /* of a label on a phone, without placeholders */
	BLOCK_LABEL_NONE,        /* likewise where emergency calls are not possible */
	BLOCK_ADDRESS,
	BLOCK_ADDRESS_NONE,
	BLOCK_NUMBER_NONE, /* stands for a number that is not chosen yet */
	BLOCK_COUNT
};

/* "plan domestic"; the name as it stands in brackets. */
const char *template_block_name(enum template_block block);

/* The placeholders. Up to PLACE_VALUES they are values and may stand anywhere; the others bring a
 * block and may stand in the body only. */
enum template_place {
	PLACE_GIVEN_NAME,
	PLACE_DISPLAY_NAME,
	PLACE_NUMBER,
	PLACE_E164,
	PLACE_ADDRESS,
	PLACE_EMERGENCY_NUMBERS,
	PLACE_ORGANIZATION,
	PLACE_VALUES,
	PLACE_READY_TEXT = PLACE_VALUES,
	PLACE_WHERE_TEXT,
	PLACE_PLAN_TEXT,
	PLACE_VOICEMAIL_TEXT,
	PLACE_EMERGENCY_NOTICE,
	PLACE_ADDRESS_TEXT,
	PLACE_COUNT
};

const char *template_place_name(enum template_place place);

/* The placeholder that begins at text ("{number}"): its length, and which; 0: none begins there. A
 * name in braces that is no placeholder gives *place -1. */
size_t template_place_at(const char *text, int *place);

struct template
{
	char code[12]; /* language */
	bool own;      /* the admin's own */
	char *subject, *body;
	char *block[BLOCK_COUNT]; /* NULL: not in the file */
};

/* Reads a template's text (any encoding of text_decode). `name` stands for its file in messages.
 * ERROR_INPUT with the line. template must be zeroed or given back before. */
bool template_parse(struct template *template, const char *name, const char *text, size_t len,
	struct error *err);
void template_fini(struct template *template);

/* Takes the blocks it lacks from another template. */
void template_complete(struct template *template, const struct template *other);

/* What the body holds of a letter: bits of enum notice_part (core/rules/notice.h). */
unsigned template_parts(const struct template *template);

/* True if the body says when the number works. */
bool template_says_ready(const struct template *template);

/* Whole: all blocks are there and the rules on what a letter must hold are kept. ERROR_INPUT. */
bool template_check(const struct template *template, const char *name, struct error *err);

/* The text of a placeholder, appended; called by template_fill. */
typedef void template_value(void *data, enum template_place place, struct str *out);

/* Appends text with its placeholders filled in; what is filled in is not looked at again. */
void template_fill(struct str *out, const char *text, template_value *value, void *data);

#endif
