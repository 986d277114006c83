/* core/sheet/plans.c: the plans of a country, their minutes and what they cover, and where the
 * documents disagree about them. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/pool.h"
#include "core/sheet/minutes.h"

enum { PLANS = 12, DESTINATIONS = 12, ALL = 300 };

static bool is(const struct country *country, const char *codes)
{
	return strstr(codes, country->code) != NULL;
}

/* ---- the table ---- */

static const char *const column_ids[] = { "domestic", "international", "shared", "offered" };

static void plan_cells(struct sheet *sheet, const struct plan_minutes *row)
{
	char domestic[MINUTES_TEXT], international[MINUTES_TEXT];
	bool payg = row->domestic == 0;
	const char *cells[] = {
		payg ? _("by the minute") : minutes_number(domestic, row->domestic),
		payg                     ? _("by the minute")
		: row->international > 0 ? minutes_number(international, row->international)
					 : "-",
		payg          ? "-"
		: row->pooled ? _("yes")
			      : _("no"),
		row->offered ? _("yes") : _("no"),
	};
	sheet_cells(sheet, row->plan, _(plan_minutes_name(row->plan)), row->rule,
		row->offered ? SHEET_PLAIN : SHEET_DIM, 4, cells);
}

static void plan_table(struct sheet *sheet, const struct plan_minutes *rows, int count)
{
	const char *const heads[] = { _("inside"), _("abroad"), _("shared"), _("on sale") };
	sheet_columns(sheet, _("Minutes a month"), 4, column_ids, heads);
	for (int i = 0; i < count; i++)
		plan_cells(sheet, &rows[i]);
}

/* ---- what each kind covers ---- */

static void say_payg(struct sheet *sheet, const struct country *country)
{
	switch (country->payg) {
	case PAYG_ZONE_1:
		sheet_item(sheet, 0, 119, SHEET_PLAIN,
			_("Pay-As-You-Go of %s is in zone 1: US, PR, CA and GB."), country->name);
		break;
	case PAYG_ELSEWHERE:
		sheet_item(sheet, 0, 119, SHEET_WARNING,
			_("%s: Pay-As-You-Go is not on sale, but a licence of zone 1 that was bought elsewhere may be given to people there."),
			country->name);
		break;
	case PAYG_ZONE_2:
		sheet_item(sheet, 0, 120, SHEET_PLAIN,
			_("Pay-As-You-Go of %s is in zone 2: most of Europe, New Zealand and Singapore."),
			country->name);
		break;
	case PAYG_OWN:
		sheet_item(sheet, 0, 121, SHEET_PLAIN,
			_("%s: Pay-As-You-Go is a product of its own, which is in no zone."),
			country->name);
		break;
	case PAYG_UNKNOWN:
		sheet_item(sheet, 0, 121, SHEET_WARNING,
			_("%s: Pay-As-You-Go is not settled; its page lists it, but it is in no zone (R-424). Ask before you plan with it."),
			country->name);
		break;
	case PAYG_NONE:
		break;
	}
}

/* The generic plans give no Mexican numbers: its own products are named. */
static void say_mexico(const struct topic_context *context, struct sheet *sheet)
{
	static const enum eligibility_role roles[] = { ROLE_DOMESTIC, ROLE_INTERNATIONAL,
		ROLE_PAYG };
	sheet_item(sheet, 0, 121, SHEET_WARNING, "%s",
		_("Mexico has products of its own; with the generic plans no Mexican numbers can be had:"));
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		char part[96];
		struct sku sku;
		licensing_part(context->ref, roles[i], KIND_COMMERCIAL, "MX", part);
		if (reference_sku(context->ref, part, &sku, NULL))
			sheet_row(sheet, eligibility_role_id(roles[i]), sku.name, 121, SHEET_PLAIN,
				"%s", sku.part_number);
	}
}

static void say_neighbours(struct sheet *sheet, const struct country *country)
{
	if (is(country, "US PR"))
		sheet_item(sheet, 0, 143, SHEET_PLAIN, "%s",
			_("Domestic calls of the United States reach the 50 states and Puerto Rico; people of both share one pool."));
	if (!is(country, "US PR CA"))
		return;
	sheet_item(sheet, 0, 144, SHEET_PLAIN, "%s",
		_("Calls between the United States and Canada count as domestic, in both directions; their pools stay apart."));
	struct verdict restricted = pool_policy(
		country->code, is(country, "CA") ? "US" : "CA", true);
	sheet_verdict(sheet, &restricted);
}

static void say_kinds(
	const struct topic_context *context, struct sheet *sheet, const struct country *country)
{
	int64_t official = reference_value(context->ref, "destinations_official");
	sheet_title(sheet, "kinds", _("What each kind covers"));
	sheet_item(sheet, 0, 115, SHEET_PLAIN,
		_("Domestic: calls to numbers of the country of the person's licence (%s)."),
		country->name);
	say_neighbours(sheet, country);
	sheet_item(sheet, 0, 116, SHEET_PLAIN,
		_("Domestic and international: the same, and numbers in %" PRId64
		  " countries and regions."),
		official);
	sheet_item(sheet, 0, 128, SHEET_PLAIN, "%s",
		_("It has two counters, domestic and international, and is spent when the first of them is."));
	sheet_item(sheet, 0, 118, SHEET_PLAIN, "%s",
		_("Pay-As-You-Go: the same destinations, no outgoing minutes; each outgoing call is charged by the minute, from credits or on a later bill. Until it is funded its people cannot call out."));
	say_payg(sheet, country);
	if (strcmp(country->code, "MX") == 0)
		say_mexico(context, sheet);
	else
		sheet_item(sheet, 0, 148, SHEET_PLAIN, "%s",
			_("Teams Phone with Calling Plan, the bundle, counts as the country's domestic plan."));
	sheet_item(
		sheet, 0, 135, SHEET_OK, "%s", _("Incoming minutes are unlimited in all plans."));
}

/* ---- destinations ---- */

static int destinations_find(
	const struct topic_context *context, const char *text, struct destination *found)
{
	char name[48];
	if (strlen(text) == 2 && reference_country_name(context->ref, text, name, sizeof name))
		text = name;
	return reference_destinations(context->ref, text, found, DESTINATIONS);
}

static void say_destination(
	struct sheet *sheet, const struct country *country, const struct destination *to)
{
	char id[3] = { (char)tolower((unsigned char)to->code[0]),
		(char)tolower((unsigned char)to->code[1]) };
	if (pool_domestic(country->code, to->code))
		sheet_row(sheet, id, to->name, 144, SHEET_OK, "%s",
			_("inside: the domestic plan pays"));
	else
		sheet_row(sheet, id, to->name, 116, SHEET_PLAIN, "%s",
			_("abroad: the international plan, or credits"));
}

static void say_destinations(
	const struct topic_context *context, struct sheet *sheet, const struct country *country)
{
	struct str to = { 0 };
	struct destination found[DESTINATIONS];
	static struct destination all[ALL];
	int listed = reference_destinations(context->ref, "", all, ALL);
	sheet_title(sheet, "destinations", _("Destinations of the international plan"));
	sheet_count(sheet, "official", _("Official figure"), 423,
		reference_value(context->ref, "destinations_official"),
		_("%" PRId64 " countries and regions"),
		reference_value(context->ref, "destinations_official"));
	sheet_count(sheet, "listed", _("Lines of the list"), 423, listed, "%d", listed);
	if (topic_answer(context, "to", &to)[0]) {
		int count = destinations_find(context, str_text(&to), found);
		if (count == 0)
			sheet_text(sheet, 153, SHEET_BAD,
				_("\"%s\" is no destination of the plans: credits pay for calls there, even if the pool is full."),
				str_text(&to));
		for (int i = 0; i < count && i < DESTINATIONS; i++)
			say_destination(sheet, country, &found[i]);
		if (count > DESTINATIONS)
			sheet_text(sheet, 0, SHEET_DIM, _("and %d more."), count - DESTINATIONS);
	} else {
		sheet_text(sheet, 0, SHEET_DIM, "%s",
			_("Answer `to=` with a country to see whether it is one of them."));
	}
	str_fini(&to);
}

/* ---- where documents disagree ---- */

static const struct {
	int rule;
	const char *countries; /* "": all */
	const char *text;
} conflicts[] = {
	{ 117, "",
		N_("Kinds of plan: documents of 2017 to 2022 know two, domestic and international; Pay-As-You-Go came in summer 2022 (R-410). There are three.") },
	{ 423, "",
		N_("Destinations: every headline says 196, the list itself has 198 lines. 196 is shown as the official figure, the list as it is.") },
	{ 430, "US CA PR",
		N_("Calls between the United States and Canada: international before about 2020, domestic in the pages of 2022. Used: domestic.") },
	{ 146, "US CA PR",
		N_("The pages of 2018 and 2019 lack the note on these calls; agreements of that time may still count them as international.") },
};

static void say_conflicts(struct sheet *sheet, const struct country *country,
	const struct plan_minutes *rows, int count)
{
	sheet_title(sheet, "conflicts", _("Where the documents disagree"));
	for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++)
		if (!conflicts[i].countries[0] || is(country, conflicts[i].countries))
			sheet_item(sheet, 0, conflicts[i].rule, SHEET_PLAIN, "%s",
				_(conflicts[i].text));
	for (int i = 0; i < count; i++)
		if (rows[i].origin.doubt[0])
			sheet_item(sheet, 0, rows[i].rule, SHEET_WARNING, "%s: %s",
				_(minutes_plan_name(rows[i].plan)), rows[i].origin.doubt);
}

/* ---- the sheet ---- */

static void say_answer(struct sheet *sheet, const struct country *country,
	const struct plan_minutes *rows, int count)
{
	char minutes[MINUTES_TEXT];
	int offered = 0;
	const struct plan_minutes *usual = &rows[0];
	for (int i = 0; i < count; i++) {
		offered += rows[i].offered;
		if (strcmp(rows[i].plan, "domestic") == 0)
			usual = &rows[i];
	}
	sheet_text(sheet, usual->rule, SHEET_OK,
		ngettext(
			"%s: Microsoft sells %d Calling Plan; the usual one brings %s minutes a month for each person.",
			"%s: Microsoft sells %d Calling Plans; the usual one brings %s minutes a month for each person.",
			(unsigned long)offered),
		country->name, offered, minutes_number(minutes, usual->domestic));
}

static bool plans_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct country country;
	struct plan_minutes rows[PLANS], none;
	(void)err;
	if (!minutes_country(context, sheet, &country))
		return true;
	int count = reference_minutes_of(context->ref, country.code, rows, PLANS);
	if (count == 0)
		return minutes_of(context, &country, "domestic", sheet, &none) || true;
	say_answer(sheet, &country, rows, count);
	plan_table(sheet, rows, count);
	say_kinds(context, sheet, &country);
	say_destinations(context, sheet, &country);
	say_conflicts(sheet, &country, rows, count);
	sheet_title(sheet, "next", _("What to do next"));
	sheet_item(sheet, 1, 6, SHEET_PLAIN, "%s",
		_("Step Licences: mark who calls. Different people may have different plans."));
	sheet_item(sheet, 2, 154, SHEET_PLAIN, "%s",
		_("Whether the international plan pays: `ringup about abroad`. Who shares minutes: `ringup about pools`."));
	sheet_origin(sheet, &rows[0].origin);
	return true;
}

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_(
			"The usage location of the people: its plans count, not the firm's address."),
		.rule = 8,
		.kind = QUESTION_COUNTRY },
	{ .id = "to",
		.label = N_("Calls to"),
		.help = N_(
			"A country, or the start of its name: is it a destination of the plans?"),
		.rule = 116,
		.kind = QUESTION_TEXT },
};

const struct topic plans_topic = {
	.id = "plans",
	.title = N_("Calling Plans of a country"),
	.help = N_("The plans of a country, their minutes and what they cover."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = plans_make,
};
