/* core/sheet/minutes.h: what the topics of minutes and credits share: how figures are written and
 * typed, plans by their words, and where a month's figures come from. */
#ifndef CORE_SHEET_MINUTES_H
#define CORE_SHEET_MINUTES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/pools.h"
#include "core/sheet/topic.h"

/* "15,000": text holds MINUTES_TEXT bytes; returned. */
#define MINUTES_TEXT 32
const char *minutes_number(char *text, int64_t number);

/* Cents "$12.00", tenths of a cent a minute "$0.024"; "unknown" below 0. `currency` "USD". */
#define MONEY_TEXT 48
const char *minutes_money(char *text, int64_t cents, const char *currency);
const char *minutes_rate(char *text, int64_t tenths, const char *currency);

/* Reads "12", "12.5", "12,50" with at most `decimals` decimals, as a whole number of the last of
 * them; -1: it is none, or too large. */
int64_t minutes_decimal(const char *text, int decimals);

/* Checks of questions that take money ("50", "49.90") and a rate in cents ("2.5"); "" is fine:
 * unknown. */
bool minutes_check_money(const struct topic_context *context, const char *value, struct error *err);
bool minutes_check_rate(const struct topic_context *context, const char *value, struct error *err);

/* Answers to them; -1: unknown. */
int64_t minutes_answer_money(const struct topic_context *context, const char *id);
int64_t minutes_answer_rate(const struct topic_context *context, const char *id);

/* The currency of the organization, else of the country, else USD. */
const char *minutes_currency(const struct topic_context *context, char currency[4]);

/* What the two plans of a country cost; -1: unknown. A demo's prices and real ones are never
 * mixed. *origin (may be NULL) gets where the known one comes from. */
int64_t minutes_price(const struct topic_context *context, const char *part, struct origin *origin);

/* Choices of a question "plan": the plans of the facts' minutes. */
extern const struct question_choice minutes_plans[];
enum { MINUTES_PLANS = 6 };

/* The plan of the answer "plan", which is one of the words above. */
const char *minutes_plan(const struct topic_context *context, char plan[20]);

/* For `otherwise` of a question "plan": what the organization's people are to have. */
void minutes_plan_otherwise(const struct topic_context *context, struct str *out);

/* The organization's own pool of the answers' country and plan as it will be; false: no profile is
 * open, or it has none. */
bool minutes_pool(const struct topic_context *context, struct plan_pool *out);

/* "Domestic Calling Plan": N_() text of a plan's word. */
const char *minutes_plan_name(const char *plan);

/* The facts of the answers' country; false with a line: nothing is known of it. */
bool minutes_country(
	const struct topic_context *context, struct sheet *sheet, struct country *country);

/* The minutes of the country's plan, with a line where they are not known or not offered; false:
 * there is nothing more to say. */
bool minutes_of(const struct topic_context *context, const struct country *country,
	const char *plan, struct sheet *sheet, struct plan_minutes *out);

#endif
