/* core/sheet/minutes.c: what the topics of minutes and credits share. */
#include "core/sheet/minutes.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/tenant/organization.h"

/* ---- figures ---- */

const char *minutes_number(char *text, int64_t number)
{
	struct str digits = { 0 };
	text_number(&digits, number < 0 ? 0 : number);
	snprintf(text, MINUTES_TEXT, "%s", str_text(&digits));
	str_fini(&digits);
	return text;
}

const char *minutes_money(char *text, int64_t cents, const char *currency)
{
	if (cents < 0)
		snprintf(text, MONEY_TEXT, "%s", _("unknown"));
	else
		plan_money_text(cents, currency, text, MONEY_TEXT);
	return text;
}

const char *minutes_rate(char *text, int64_t tenths, const char *currency)
{
	bool dollars = strcmp(currency, "USD") == 0;
	if (tenths < 0)
		snprintf(text, MONEY_TEXT, "%s", _("unknown"));
	else
		snprintf(text, MONEY_TEXT, "%s%" PRId64 ".%03d%s%.3s", dollars ? "$" : "",
			tenths / 1000, (int)(tenths % 1000), dollars ? "" : " ",
			dollars ? "" : currency);
	return text;
}

#define DECIMAL_MAX INT64_C(100000000000)

int64_t minutes_decimal(const char *text, int decimals)
{
	int64_t number = 0;
	int behind = -1; /* digits behind the point; -1: no point yet */
	bool digit = false;
	for (; *text; text++) {
		if ((*text == '.' || *text == ',') && behind < 0) {
			behind = 0;
			continue;
		}
		if (!isdigit((unsigned char)*text) || (behind >= 0 && behind++ == decimals) ||
			number > DECIMAL_MAX)
			return -1;
		number = number * 10 + (*text - '0');
		digit = true;
	}
	for (behind = behind < 0 ? 0 : behind; behind < decimals; behind++)
		number *= 10;
	return digit && number <= DECIMAL_MAX ? number : -1;
}

bool minutes_check_money(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	if (!value[0] || minutes_decimal(value, 2) >= 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("An amount is written \"50\" or \"49.90\", not \"%s\"."), value);
}

bool minutes_check_rate(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	if (!value[0] || minutes_decimal(value, 1) >= 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("A rate is in cents a minute, \"2\" or \"2.5\", not \"%s\"."), value);
}

static int64_t answer_decimal(const struct topic_context *context, const char *id, int decimals)
{
	struct str answer = { 0 };
	int64_t number = minutes_decimal(topic_answer(context, id, &answer), decimals);
	str_fini(&answer);
	return number;
}

int64_t minutes_answer_money(const struct topic_context *context, const char *id)
{
	return answer_decimal(context, id, 2);
}

int64_t minutes_answer_rate(const struct topic_context *context, const char *id)
{
	return answer_decimal(context, id, 1);
}

/* ---- prices ---- */

static bool organization_of(const struct topic_context *context, struct organization *organization)
{
	return context->store && organization_get(context->store, organization, NULL);
}

const char *minutes_currency(const struct topic_context *context, char currency[4])
{
	struct organization organization;
	char country[3];
	if (organization_of(context, &organization) && organization.currency[0])
		memcpy(currency, organization.currency, 4);
	else if (!reference_currency(context->ref, topic_country(context, country), currency) ||
		 !currency[0])
		memcpy(currency, "USD", 4);
	return currency;
}

int64_t minutes_price(const struct topic_context *context, const char *part, struct origin *origin)
{
	struct organization organization;
	struct list_price price;
	char currency[4];
	bool demo = organization_of(context, &organization) &&
		    strcmp(organization.service, "demo") == 0;
	minutes_currency(context, currency);
	bool found = demo ? reference_demo_price(context->ref, part, currency, &price, NULL)
			  : reference_price(context->ref, part, currency, &price, NULL);
	if (!found || !price.known)
		return -1;
	if (origin)
		*origin = price.origin;
	return price.cents;
}

/* ---- plans ---- */

const struct question_choice minutes_plans[] = {
	{ "domestic", N_("Domestic Calling Plan") },
	{ "international", N_("Domestic and International Calling Plan") },
	{ "domestic_120", N_("Domestic Calling Plan, 120 minutes") },
	{ "domestic_240", N_("Domestic Calling Plan, 240 minutes") },
	{ "domestic_120_user", N_("120 minutes for each person alone") },
	{ "payg", N_("Pay-As-You-Go Calling Plan") },
};

const char *minutes_plan_name(const char *plan)
{
	for (int i = 0; i < MINUTES_PLANS; i++)
		if (strcmp(minutes_plans[i].id, plan) == 0)
			return minutes_plans[i].label;
	return plan;
}

const char *minutes_plan(const struct topic_context *context, char plan[20])
{
	struct str answer = { 0 };
	snprintf(plan, 20, "%s", topic_answer(context, "plan", &answer));
	str_fini(&answer);
	if (!plan[0])
		snprintf(plan, 20, "domestic");
	return plan;
}

void minutes_plan_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (organization_of(context, &organization) && organization.calling[0] &&
		strcmp(organization.calling, "none") != 0)
		str_add(out, organization.calling);
	else
		str_add(out, "domestic");
}

bool minutes_pool(const struct topic_context *context, struct plan_pool *out)
{
	struct plan_pool pools[PLAN_POOLS];
	char country[3], plan[20];
	if (!context->store)
		return false;
	int count = plan_pools(context->store, context->ref, PLAN_POOLS, pools, NULL);
	topic_country(context, country);
	minutes_plan(context, plan);
	for (int i = 0; i < count; i++) {
		if (pool_same(pools[i].country, pools[i].plan, country, plan)) {
			*out = pools[i];
			return true;
		}
	}
	return false;
}

static void say_seller(const struct country *country, struct sheet *sheet)
{
	if (country->seller == COUNTRY_SELLER_TELSTRA)
		sheet_text(sheet, 126, SHEET_WARNING,
			_("In Australia Telstra sells and runs the Calling Plans: ask Telstra for their minutes."));
	else if (country->seller == COUNTRY_SELLER_SOFTBANK)
		sheet_text(sheet, 127, SHEET_WARNING,
			_("In Japan SoftBank sells and runs the Calling Plans, to Japanese tenants only: ask SoftBank for their minutes."));
	else if (country->calling_plans != FACT_YES)
		sheet_text(sheet, 129, SHEET_BAD,
			_("%s: Calling Plans are not sold, so there are no minutes. Other ways: `ringup about carrier`."),
			country->name);
	else
		sheet_text(sheet, strcmp(country->code, "MX") == 0 ? 125 : 124, SHEET_BAD,
			_("%s: this plan is not sold. Those that are: `ringup about plans`."),
			country->name);
}

bool minutes_country(
	const struct topic_context *context, struct sheet *sheet, struct country *country)
{
	char code[3];
	if (reference_country(context->ref, topic_country(context, code), country, NULL))
		return true;
	sheet_text(sheet, 129, SHEET_BAD,
		_("%s: nothing is known of Calling Plans; take it that none are sold."), code);
	return false;
}

bool minutes_of(const struct topic_context *context, const struct country *country,
	const char *plan, struct sheet *sheet, struct plan_minutes *out)
{
	if (!reference_minutes(context->ref, country->code, plan, out, NULL)) {
		*out = (struct plan_minutes){ .domestic = 0 };
		say_seller(country, sheet);
		return false;
	}
	if (!out->offered)
		sheet_text(sheet, out->rule, SHEET_WARNING,
			_("%s: this plan is not on sale; the figures are those of a licence that was bought elsewhere."),
			country->name);
	return true;
}
