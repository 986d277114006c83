/* core/sheet/price.c: what products cost, for the sheets. */
#include "core/sheet/price.h"

#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/sheet/minutes.h"
#include "core/tenant/organization.h"

static bool look_up(const struct price_list *list, const char *part, struct list_price *price)
{
	*price = (struct list_price){ .known = false };
	bool found = list->demo ? reference_demo_price(list->ref, part, list->currency, price, NULL)
				: reference_price(list->ref, part, list->currency, price, NULL);
	return found && price->known;
}

void price_open(struct price_list *list, const struct topic_context *context, const char *country,
	enum eligibility_kind kind)
{
	struct organization organization;
	struct list_price price;
	*list = (struct price_list){ .ref = context->ref, .kind = kind };
	snprintf(list->country, sizeof list->country, "%s", country);
	if (context->store && organization_get(context->store, &organization, NULL)) {
		list->demo = strcmp(organization.service, "demo") == 0;
		snprintf(list->currency, sizeof list->currency, "%s", organization.currency);
	} else if (!reference_currency(context->ref, country, list->currency)) {
		snprintf(list->currency, sizeof list->currency, "USD");
	}
	memcpy(list->own, list->currency, sizeof list->own);
	if (!look_up(list, "MCOEV", &price))
		snprintf(list->currency, sizeof list->currency, "USD");
}

int64_t price_of(struct price_list *list, const char *part)
{
	struct list_price price;
	if (!part[0] || !look_up(list, part, &price)) {
		list->lacking |= part[0] != '\0';
		if (part[0] && !list->why[0])
			snprintf(list->why, sizeof list->why, "%s", price.origin.doubt);
		return -1;
	}
	list->doubted |= price.origin.doubt[0] != '\0';
	if (!list->oldest.as_of[0] || strcmp(price.origin.as_of, list->oldest.as_of) < 0)
		list->oldest = price.origin;
	return price.cents;
}

struct price_sum price_roles(struct price_list *list, const enum eligibility_role *roles, int count)
{
	struct price_sum sum = { .cents = 0 };
	for (int i = 0; i < count; i++) {
		char part[96];
		int64_t cents = price_of(
			list, licensing_part(list->ref, roles[i], list->kind, list->country, part));
		sum.known += cents >= 0;
		sum.unknown += cents < 0;
		sum.cents += cents >= 0 ? cents : 0;
	}
	return sum;
}

const char *price_text(const struct price_list *list, int64_t cents, char text[PRICE_TEXT])
{
	return minutes_money(text, cents, list->currency);
}

const char *price_sum_text(const struct price_list *list, const struct price_sum *sum,
	int64_t people, char text[PRICE_TEXT])
{
	char money[PRICE_TEXT / 2];
	plan_money_text(sum->cents * people, list->currency, money, sizeof money);
	if (sum->unknown > 0 && sum->known == 0)
		snprintf(text, PRICE_TEXT, "%s", _("unknown"));
	else if (sum->unknown > 0)
		snprintf(text, PRICE_TEXT, _("%s + unknown"), money);
	else
		snprintf(text, PRICE_TEXT, "%s", money);
	return text;
}

void price_roles_text(const struct price_list *list, const enum eligibility_role *roles, int count,
	struct str *out)
{
	if (count == 0)
		str_add(out, _("nothing"));
	for (int i = 0; i < count; i++) {
		struct sku sku;
		char part[96] = "";
		if (roles[i] == ROLE_SUITE)
			licensing_part(list->ref, roles[i], list->kind, list->country, part);
		str_addf(out, "%s%s", i > 0 ? " + " : "",
			part[0] && reference_sku(list->ref, part, &sku, NULL)
				? sku.name
				: _(eligibility_role_name(roles[i])));
	}
}

void price_write_origin(const struct price_list *list, struct sheet *sheet)
{
	if (strcmp(list->own, list->currency) != 0)
		sheet_text(sheet, 0, SHEET_WARNING,
			_("Prices in %s are not known: these are list prices of the United States in %s."),
			list->own, list->currency);
	if (list->demo)
		sheet_text(sheet, 0, SHEET_DIM, "%s",
			_("Prices of the demo tenant, made up for practice; never those of Microsoft."));
	else if (list->oldest.as_of[0])
		sheet_text(sheet, 0, SHEET_DIM,
			_("The oldest of these prices is of %s (%s). Check before you buy."),
			list->oldest.as_of, list->oldest.source);
	if (list->doubted && !list->demo)
		sheet_text(sheet, 0, SHEET_WARNING, "%s",
			_("A price here is in doubt; your own prices in prices.csv win over it."));
	if (list->why[0])
		sheet_text(sheet, 0, SHEET_WARNING, "%s", list->why);
	if (list->lacking && !list->demo)
		sheet_text(sheet, 0, SHEET_DIM, "%s",
			_("A price that is unknown can be written into prices.csv of the configuration folder."));
}
