/* core/sheet/answer.h: answers that several topics take from the profile. */
#ifndef CORE_SHEET_ANSWER_H
#define CORE_SHEET_ANSWER_H

#include <stdbool.h>

#include "core/rules/eligibility.h"
#include "core/sheet/topic.h"
#include "core/tenant/organization.h"

/* The organization's answers; without a profile all are empty, which the rules read as a commercial
 * one that bought direct. False on trouble with the store. */
bool answer_organization(
	const struct topic_context *context, struct organization *out, struct error *err);

/* For question.otherwise: the organization's country, or the United States. */
void answer_country(const struct topic_context *context, struct str *out);

/* Likewise: how many people call outside, 1 where nobody does. */
void answer_callers(const struct topic_context *context, struct str *out);

/* The answer to a question as far as it fits, whole characters only. */
void answer_text(const struct topic_context *context, const char *id, char *out, size_t size);

/* The value of a choice by a rule's *_of function; 0 where it is none. */
int answer_choice(const struct topic_context *context, const char *id, int (*of)(const char *word));

/* The products inside a plan (a part number), as the rules ask: what a person with nothing else
 * holds. "" gives nobody's. */
struct eligibility_person answer_person(
	const struct topic_context *context, const char *plan, const char *country);

/* Like .choices = list, .choice_count = its length. */
#define CHOICES(list) .choices = (list), .choice_count = (int)(sizeof(list) / sizeof((list)[0]))

#endif
