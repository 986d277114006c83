/* core/sheet/sku.c: products by their identifiers and by their names over time. */
#include "core/sheet/sku.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/reference/capability.h"

enum { SKUS_MAX = 400, FOUND_MAX = 12, PLANS_MAX = 32 };

/* R-091, oldest name first. */
static const struct {
	const char *id, *part; /* what it is sold as now */
	const char *names[3];
} names[] = {
	{ "phone_system", "MCOEV", { "Cloud PBX", "Phone System", "Teams Phone Standard" } },
	{ "conferencing", "MCOMEETADV", { "PSTN Conferencing", "Audio Conferencing" } },
	{ "calling_plan", "MCOPSTN1", { "PSTN Calling", "Calling Plan" } },
	{ "credits", "MCOPSTNC", { "PSTN Consumption", "Communications Credits" } },
	{ "apps", "OFFICESUBSCRIPTION",
		{ "Office 365 ProPlus", "Microsoft 365 Apps for enterprise" } },
	{ "business", "O365_BUSINESS_PREMIUM",
		{ "Office 365 Business Premium", "Microsoft 365 Business Standard" } },
	{ "rooms", "Microsoft_Teams_Rooms_Pro", { "Skype Room Systems v2", "Teams Rooms" } },
	{ "resource_account", "PHONESYSTEM_VIRTUALUSER",
		{ "Virtual User", "Teams Phone Resource Account" } },
	{ "shared_devices", "MCOCAP", { "Common Area Phone", "Shared Devices" } },
};

/* Spellings of documents stand behind those of the licence list. */
static const struct identifiers {
	int rule;
	const char *label; /* N_() */
	const char *parts;
} identifiers[] = {
	{ 93, N_("Office 365 E1, E3, E5, E5 without conferencing"),
		"STANDARDPACK ENTERPRISEPACK ENTERPRISEPREMIUM ENTERPRISEPREMIUM_NOPSTNCONF" },
	{ 94, N_("Business Basic, Standard, Premium"),
		"O365_BUSINESS_ESSENTIALS O365_BUSINESS_PREMIUM SPB" },
	{ 95, N_("Skype for Business Online Plan 2 (2018)"), "MCOSTANDARD" },
	{ 96, N_("Teams Phone Standard (Phone System)"), "MCOEV" },
	{ 97, N_("Teams Phone with Calling Plan"), "MCOTEAMS_ESSENTIALS" },
	{ 98, N_("Domestic Calling Plan"), "MCOPSTN1" },
	{ 99, N_("International Calling Plan"), "MCOPSTN2" },
	{ 100, N_("Domestic, 120 minutes; not sold in the US"), "MCOPSTN5" },
	{ 101, N_("Domestic, 240 minutes; not sold in the US"), "MCOPSTN6" },
	{ 102, N_("Domestic, 120 minutes a person, not pooled"), "MCOPSTN8" },
	{ 103, N_("International, newer variant"), "MCOPSTN9" },
	{ 104, N_("Pay-As-You-Go, zone 1 and zone 2"), "MCOPSTN_PAYG_1 MCOPSTN_PAYG_2" },
	{ 105, N_("Communications Credits: MCOPSTNC is written, both are read"),
		"MCOPSTNC MCOPSTNPP" },
	{ 106, N_("Microsoft 365 E5 with calling minutes"), "SPE_E5_CALLINGMINUTES" },
	{ 107, N_("120 and 240 minutes, newer spellings; 120 in the US"),
		"MCOPSTN_5 MCOPSTN_6 MCOPSTN5_US" },
	{ 108, N_("Teams Phone Resource Account"), "PHONESYSTEM_VIRTUALUSER" },
	{ 109, N_("Audio Conferencing, by the minute, with dial-out to USA/CAN"),
		"MCOMEETADV MCOMEETACPEA Microsoft_Teams_Audio_Conferencing_select_dial_out" },
	{ 110, N_("Rooms Basic, Rooms Pro, Shared Devices"),
		"Microsoft_Teams_Rooms_Basic Microsoft_Teams_Rooms_Pro MCOCAP" },
	{ 111, N_("Mexico: domestic, international, pay as you go"),
		"Microsoft_Teams_Domestic_Calling_Plan_(Mexico) "
		"Microsoft_Teams_Domestic_and_International_Calling_Plan_(Mexico) "
		"Microsoft_Teams_Calling_Plan_pay_as_you_go_(Mexico)" },
};

void sku_write_names(struct sheet *sheet)
{
	sheet_title(sheet, "names", _("Names over time"));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str text = { 0 };
		for (int k = 1; k < 3 && names[i].names[k]; k++)
			str_addf(&text, "%s%s", k > 1 ? ", " : "", names[i].names[k]);
		sheet_row(sheet, names[i].id, names[i].names[0], 91, SHEET_PLAIN, _("now %s"),
			str_text(&text));
		str_fini(&text);
	}
}

void sku_write_identifiers(const struct topic_context *context, struct sheet *sheet)
{
	struct sku sku;
	sheet_title(sheet, "identifiers", _("Product identifiers"));
	for (size_t i = 0; i < sizeof identifiers / sizeof identifiers[0]; i++)
		sheet_item(sheet, 0, identifiers[i].rule, SHEET_PLAIN, "%s: %s",
			_(identifiers[i].label), identifiers[i].parts);
	sheet_text(sheet, 0, SHEET_DIM, "%s",
		_("`ringup about licences MCOEV` explains one product; any part of a name finds more."));
	if (reference_sku(context->ref, "MCOEV", &sku, NULL))
		sheet_origin(sheet, &sku.origin);
}

/* ---- one product ---- */

static const struct {
	unsigned bit;
	const char *name;
} gives[] = {
	{ CAPABILITY_TEAMS, N_("Teams") },
	{ CAPABILITY_PHONE_SYSTEM, N_("Phone System") },
	{ CAPABILITY_DOMESTIC, N_("domestic minutes") },
	{ CAPABILITY_INTERNATIONAL, N_("domestic and international minutes") },
	{ CAPABILITY_PAYG, N_("calls paid by the minute") },
	{ CAPABILITY_CREDITS, N_("access to Communications Credits") },
	{ CAPABILITY_CONFERENCING, N_("Audio Conferencing") },
	{ CAPABILITY_CONFERENCING_BASIC, N_("Audio Conferencing with dial-out to USA/CAN") },
	{ CAPABILITY_EXCHANGE_KIOSK, N_("a small mailbox (Kiosk)") },
	{ CAPABILITY_EXCHANGE_P1, N_("a mailbox (Exchange Online Plan 1)") },
	{ CAPABILITY_EXCHANGE_P2, N_("a mailbox (Exchange Online Plan 2)") },
	{ CAPABILITY_MCO_STANDARD, N_("Skype for Business Online Plan 2") },
	{ CAPABILITY_RESOURCE_ACCOUNT, N_("a resource account's licence") },
};

static void gives_text(struct str *out, unsigned bits)
{
	for (size_t i = 0; i < sizeof gives / sizeof gives[0]; i++)
		if (bits & gives[i].bit)
			str_addf(out, "%s%s", out->len > 0 ? ", " : "", _(gives[i].name));
	if (out->len == 0)
		str_add(out, _("nothing that has to do with phones"));
}

/* The rule that lists a part number; 0: none does. */
static int rule_of(const char *part)
{
	size_t len = strlen(part);
	for (size_t i = 0; i < sizeof identifiers / sizeof identifiers[0]; i++) {
		for (const char *at = identifiers[i].parts; (at = strstr(at, part)); at++) {
			bool begins = at == identifiers[i].parts || at[-1] == ' ';
			if (begins && (at[len] == ' ' || at[len] == '\0'))
				return identifiers[i].rule;
		}
	}
	return 0;
}

static const char *sale_text(enum fact on_sale)
{
	if (on_sale == FACT_YES)
		return _("yes");
	return on_sale == FACT_NO ? _("no, not any more") : _("unknown");
}

static void write_sku(
	const struct sku *sku, const char *asked, struct price_list *prices, struct sheet *sheet)
{
	char money[PRICE_TEXT];
	struct str text = { 0 };
	sheet_title(sheet, "sku", sku->name);
	sheet_row(sheet, "part", _("Part number"), rule_of(sku->part_number), SHEET_PLAIN, "%s",
		sku->part_number);
	if (asked && strcasecmp(asked, sku->part_number) != 0)
		sheet_row(sheet, "asked", _("Also written"), rule_of(asked), SHEET_PLAIN, "%s",
			asked);
	sheet_row(sheet, "sku_id", _("Id"), 0, SHEET_PLAIN, "%s",
		sku->id[0] ? sku->id : _("unknown"));
	if (strcmp(sku->name, sku->listed_name) != 0)
		sheet_row(sheet, "listed", _("In the licence list"), 91, SHEET_PLAIN, "%s",
			sku->listed_name);
	gives_text(&text, sku->capabilities);
	sheet_row(sheet, "gives", _("Gives"), 0, SHEET_PLAIN, "%s", str_text(&text));
	sheet_row(sheet, "plans", _("Service plans"), 0, SHEET_PLAIN, "%s",
		sku->plans[0] ? sku->plans : _("none that has to do with phones"));
	sheet_row(sheet, "price", _("A month"), 0, SHEET_PLAIN, "%s",
		price_text(prices, price_of(prices, sku->part_number), money));
	sheet_row(sheet, "audience", _("For"), 0, SHEET_PLAIN, "%s", sku->audience);
	sheet_row(sheet, "sale", _("On sale"), sku->on_sale == FACT_NO ? 90 : 0, SHEET_PLAIN, "%s",
		sale_text(sku->on_sale));
	if (sku->origin.doubt[0])
		sheet_text(sheet, 0, SHEET_WARNING, _("In doubt: %s"), sku->origin.doubt);
	str_fini(&text);
}

/* ---- search ---- */

/* True if one of the words is part of it, case and accents aside. */
static bool one_fits(const struct topic_context *context, const char *text)
{
	bool fits = false;
	for (int i = 0; i < context->word_count && !fits; i++) {
		struct str folded = { 0 };
		text_fold(&folded, context->words[i]);
		fits = folded.len > 0 && text_has(text, str_text(&folded));
		str_fini(&folded);
	}
	return fits;
}

/* The product that a word names exactly: its own spelling, an old one, or the id. */
static bool exact(const struct topic_context *context, const char *word, struct sku *sku)
{
	char part[96];
	reference_sku_alias(context->ref, word, part, sizeof part);
	return reference_sku(context->ref, part, sku, NULL);
}

static int write_exact(
	const struct topic_context *context, struct price_list *prices, struct sheet *sheet)
{
	int found = 0;
	for (int i = 0; i < context->word_count; i++) {
		struct sku sku;
		if (!exact(context, context->words[i], &sku))
			continue;
		write_sku(&sku, strlen(context->words[i]) == 36 ? NULL : context->words[i], prices,
			sheet);
		if (rule_of(sku.part_number) == 105)
			sheet_text(sheet, 431, SHEET_WARNING, "%s",
				_("Teams documents of 2018 to 2023 write MCOPSTNPP for credits, the licence list MCOPSTNC. ringup reads both and writes MCOPSTNC."));
		found++;
	}
	return found;
}

static int write_similar(
	const struct topic_context *context, struct price_list *prices, struct sheet *sheet)
{
	struct sku *skus = xcalloc(SKUS_MAX, sizeof *skus);
	int count = reference_skus(context->ref, "", skus, SKUS_MAX), found = 0;
	for (int i = 0; i < count && i < SKUS_MAX; i++) {
		if (!one_fits(context, skus[i].name) && !one_fits(context, skus[i].listed_name) &&
			!one_fits(context, skus[i].part_number))
			continue;
		if (found++ < FOUND_MAX)
			write_sku(&skus[i], NULL, prices, sheet);
	}
	if (found > FOUND_MAX)
		sheet_text(sheet, 0, SHEET_WARNING,
			_("%d more products fit. Say more of the name."), found - FOUND_MAX);
	free(skus);
	return found;
}

/* An old name is looked for under the present one. */
static int write_old_names(
	const struct topic_context *context, struct price_list *prices, struct sheet *sheet)
{
	int found = 0;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *last = names[i].names[names[i].names[2] ? 2 : 1];
		struct sku sku;
		bool fits = one_fits(context, names[i].names[0]) ||
			    (names[i].names[2] && one_fits(context, names[i].names[1]));
		if (!fits || one_fits(context, last))
			continue;
		sheet_text(
			sheet, 91, SHEET_PLAIN, _("%s is called %s now."), names[i].names[0], last);
		if (reference_sku(context->ref, names[i].part, &sku, NULL))
			write_sku(&sku, NULL, prices, sheet);
		found++;
	}
	return found;
}

int sku_write_found(
	const struct topic_context *context, struct price_list *prices, struct sheet *sheet)
{
	int found = write_exact(context, prices, sheet);
	if (found > 0)
		return found;
	found = write_old_names(context, prices, sheet);
	return found + write_similar(context, prices, sheet);
}
