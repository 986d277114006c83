/* core/sheet/topic.h: the topics that ringup knows: what each asks of the admin, what it answers
 * (a sheet), what it can plan, and what file it can write. The screen Topics (key h) and the
 * command `ringup about` are two faces of this one table; `ringup want` and the screen's key P
 * write the wishes. A topic is a file of this room, core/sheet/NAME.c, that defines NAME_topic.
 *
 * Answers are texts by the question's id. They come from the command line or are the profile's own
 * memory ("topic.forecast.hires"), else the question's default, else what `otherwise` derives from
 * the profile. */
#ifndef CORE_SHEET_TOPIC_H
#define CORE_SHEET_TOPIC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/plan/change.h"
#include "core/reference/reference.h"
#include "core/service/service.h"
#include "core/sheet/sheet.h"
#include "core/store/store.h"

enum question_kind {
	QUESTION_TEXT,
	QUESTION_NUMBER,  /* a whole number from `least` to `most` */
	QUESTION_CHOICE,  /* one of `choices` */
	QUESTION_YES,     /* "yes" or "no" */
	QUESTION_COUNTRY, /* ISO code of a country that the facts know */
	QUESTION_FILE     /* a path that is read */
};

struct question_choice {
	const char *id;    /* of the command line: "monthly" */
	const char *label; /* N_() */
};

struct topic_context;

struct question {
	const char *id;    /* required: "hires" */
	const char *label; /* N_(), required: "Hires a month" */
	const char *help;  /* N_(), required: one sentence */
	const char *unit;  /* N_(): stands after the value: "minutes"; NULL: none */
	int rule;          /* 0: none */
	enum question_kind kind;
	const struct question_choice *choices;
	int choice_count;
	int64_t least, most;  /* QUESTION_NUMBER; most 0: 1,000,000,000 */
	const char *standard; /* the answer that stands until one is given; NULL: "" */
	/* Appends what stands until an answer is given, from the profile; NULL: `standard`. */
	void (*otherwise)(const struct topic_context *context, struct str *out);
	/* Beyond the kind's own check: false with a sentence. May be NULL. */
	bool (*check)(const struct topic_context *context, const char *value, struct error *err);
};

struct topic {
	const char *id;      /* required: the word of the command: "forecast" */
	const char *title;   /* N_(), required: "When minutes and numbers run out" */
	const char *asks;    /* N_(): a newcomer's words: "What happens when minutes run out?" */
	const char *help;    /* N_(), required: one sentence */
	enum plan_step step; /* where an admin would look for it */
	const struct question *questions;
	int question_count;
	const char *
		words; /* N_(): what words of the command line are ("CC..."); NULL: it takes none */

	/* Required. Must work without store and service (both NULL): then it speaks of the country
	 * of the answer, or in general. */
	bool (*make)(const struct topic_context *context, struct sheet *sheet, struct error *err);

	/* Writes wishes into the store: called within a transaction that is one edit. *said gets
	 * one sentence, what is planned now. NULL: the topic plans nothing. */
	bool (*want)(const struct topic_context *context, struct str *said, struct error *err);
	const char *want_label; /* N_(), at most 14 columns: "Plan it" */
	const char *want_help;  /* N_() one sentence */

	/* A file of its own (labels to print, a hand-over list): appends its bytes. NULL: the sheet
	 * as text is written. */
	bool (*file)(const struct topic_context *context, struct str *out, struct error *err);
	const char *file_name; /* "labels.html"; NULL: ID.txt */
};

struct topic_context {
	const struct topic *topic;
	struct store *store;     /* NULL: no profile is open */
	struct service *service; /* NULL: none */
	struct reference *ref;   /* always */
	int64_t now;             /* UTC seconds by the service's clock */
	/* Given on the command line, or as they are typed: pairs, `given_count` of each. */
	const char *const *given_ids, *const *given;
	int given_count;
	const char *const *words; /* what else stood on the command line */
	int word_count;
};

/* The answer to a question of the topic; valid until `out` changes. */
const char *topic_answer(const struct topic_context *context, const char *id, struct str *out);
/* As a number; of a yes-question 1 or 0. */
int64_t topic_number(const struct topic_context *context, const char *id);
bool topic_yes(const struct topic_context *context, const char *id);
/* The country code of the answer "country" if the topic asks it and it is given, else the
 * organization's, else "US". */
const char *topic_country(const struct topic_context *context, char country[3]);

/* Checks a value as the question wants it and puts it into its usual form (numbers without
 * thousands separators, codes in capitals): appends to out, or false with a sentence. */
bool question_check(const struct topic_context *context, const struct question *question,
	const char *value, struct str *out, struct error *err);

/* Remembers an answer in the profile ("" forgets it); the value was checked. */
bool topic_remember(
	const struct topic_context *context, const char *id, const char *value, struct error *err);

/* Makes the sheet: sheet_init, then topic->make; on false nothing is left to free. */
bool topic_sheet(const struct topic_context *context, struct sheet *sheet, struct error *err);

/* Appends what the topic's file holds: its own bytes, or the sheet as text of 80 columns. */
bool topic_file(const struct topic_context *context, struct str *out, struct error *err);
/* "labels.html", "forecast.txt"; name holds TOPIC_NAME bytes; returned. */
#define TOPIC_NAME 64
const char *topic_file_name(const struct topic *topic, char name[TOPIC_NAME]);

/* All topics, newcomers' questions first; NULL: no such index or id. */
const struct topic *topic_at(int index);
const struct topic *topic_of(const char *id);
const struct question *topic_question(const struct topic *topic, const char *id);

#endif
