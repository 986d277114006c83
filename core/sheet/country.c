/* core/sheet/country.c: Can I use this in Belgium? What can be had in a country, and in several
 * side by side. */
#include "core/sheet/country.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/papers.h"
#include "core/sheet/topic.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { SIDE_BY_SIDE = 4, AREA_NAMES = 24, PAPERS_OF_ONE = 8 };

static void sheet_name(struct sheet *sheet, const char *name)
{
	free(sheet->title);
	sheet->title = xstrdup(name);
}

/* ---- one country ---- */

static void write_row(
	const struct country_facts *facts, const struct country_row *row, struct sheet *sheet)
{
	struct str text = { 0 };
	enum sheet_tone tone = row->text(facts, false, &text);
	sheet_row(sheet, row->id, _(row->label), country_row_rule(row, facts), tone, "%s",
		str_text(&text));
	str_fini(&text);
}

static void write_answer(const struct country_facts *facts, struct sheet *sheet)
{
	struct str text = { 0 };
	enum sheet_tone tone = country_answer(facts, &text);
	int rule = country_row_rule(country_row("calling_plans"), facts);
	sheet_text(sheet, facts->country.seller == COUNTRY_SELLER_NONE ? 82 : rule, tone, "%s",
		str_text(&text));
	str_fini(&text);
	if (facts->country.numbers_by == NUMBERS_BY_FORM)
		sheet_text(sheet, country_row_rule(country_row("new_numbers_by"), facts),
			SHEET_WARNING, "%s",
			_("Numbers for people are had by a request form to the service desk only."));
	if (facts->country.calling_plans == FACT_YES)
		sheet_text(sheet, 432, SHEET_PLAIN, "%s",
			_("Know-your-customer papers are checked before any number is given."));
}

static void write_answers(const struct country_facts *facts, struct sheet *sheet)
{
	sheet_title(sheet, "answers", _("What its page answers"));
	for (int i = 0; i < COUNTRY_ANSWERS; i++)
		write_row(facts, &country_answers[i], sheet);
	write_row(facts, country_row("pay_as_you_go"), sheet);
}

static const char *plan_name(const char *plan)
{
	static const struct {
		const char *id, *name;
	} names[] = {
		{ "domestic", N_("domestic") },
		{ "domestic_120", N_("domestic, 120 minutes") },
		{ "domestic_120_user", N_("domestic, 120 a person") },
		{ "domestic_240", N_("domestic, 240 minutes") },
		{ "international", N_("domestic and international") },
		{ "payg", N_("Pay-As-You-Go") },
	};
	for (int i = 0; i < COUNT(names); i++)
		if (strcmp(names[i].id, plan) == 0)
			return _(names[i].name);
	return plan;
}

static void write_plan(const struct plan_minutes *plan, struct sheet *sheet)
{
	struct str home = { 0 }, far = { 0 };
	text_number(&home, plan->domestic);
	text_number(&far, plan->international);
	const char *const cells[] = { str_text(&home), str_text(&far),
		plan->pooled ? _("shared") : _("each alone"),
		plan->offered ? _("yes") : _("off by default") };
	sheet_cells(sheet, plan->plan, plan_name(plan->plan), plan->rule,
		plan->offered ? SHEET_PLAIN : SHEET_DIM, COUNT(cells), cells);
	str_fini(&home);
	str_fini(&far);
}

static void write_plans(const struct country_facts *facts, struct sheet *sheet)
{
	static const char *const ids[] = { "domestic", "international", "pool", "offered" };
	const char *const heads[] = { _("Domestic"), _("Abroad"), _("Minutes"), _("On sale") };
	if (facts->minute_count == 0)
		return;
	sheet_title(sheet, "plans", _("Plans, minutes a person and month"));
	sheet_columns(sheet, _("Plan"), COUNT(ids), ids, heads);
	for (int i = 0; i < facts->minute_count; i++)
		write_plan(&facts->minutes[i], sheet);
	for (int i = 0; i < facts->minute_count; i++)
		if (facts->minutes[i].origin.doubt[0])
			sheet_item(sheet, 0, facts->minutes[i].rule, SHEET_WARNING, "%s: %s",
				plan_name(facts->minutes[i].plan), facts->minutes[i].origin.doubt);
}

/* Cities and area codes with numbers: the first of many. */
static void write_areas(
	const struct country_facts *facts, struct reference *ref, struct sheet *sheet)
{
	struct area areas[AREA_NAMES];
	struct str text = { 0 };
	int count = reference_areas(ref, facts->country.code, NULL, NULL, NULL, areas, AREA_NAMES);
	int shown = count < AREA_NAMES ? count : AREA_NAMES;
	for (int i = 0; i < shown; i++) {
		str_addf(&text, "%s%s%s", i > 0 ? ", " : "",
			areas[i].national ? _("the whole country") : areas[i].city,
			areas[i].area_code[0] ? " " : "");
		str_add(&text, areas[i].area_code);
	}
	if (shown == 0)
		sheet_row(sheet, "areas", _("Areas"), 181, SHEET_DIM, "%s",
			_("unknown: no list of areas is at hand"));
	else
		sheet_row(sheet, "areas", _("Areas"), 179, SHEET_PLAIN, "%s", str_text(&text));
	if (count > shown)
		sheet_text(sheet, 0, SHEET_DIM,
			ngettext("%d more; `ringup search` or key s in step Numbers finds it.",
				"%d more; `ringup search` or key s in step Numbers finds them.",
				(unsigned long)(count - shown)),
			count - shown);
	str_fini(&text);
}

static void write_papers_of(const char *text, bool form, struct sheet *sheet)
{
	enum paper papers[PAPERS_OF_ONE];
	int count = papers_for_new(text, form, papers, PAPERS_OF_ONE);
	for (int i = 0; i < count; i++) {
		const struct paper_facts *paper = paper_of(papers[i]);
		sheet_item(sheet, 0, paper->rule, SHEET_PLAIN, _("%s. By %s; where: %s."),
			_(paper->name), _(paper->sender), _(paper->receiver));
	}
}

static void write_numbers(
	const struct country_facts *facts, struct reference *ref, struct sheet *sheet)
{
	static const char *const ids[] = { "new_numbers_by", "papers_new", "delivery",
		"papers_port", "port_time", "ported_conferencing" };
	sheet_title(sheet, "numbers", _("Numbers and papers"));
	for (int i = 0; i < COUNT(ids); i++)
		write_row(facts, country_row(ids[i]), sheet);
	write_areas(facts, ref, sheet);
	if (!facts->has_papers)
		return;
	sheet_text(sheet, 432, SHEET_PLAIN, "%s",
		_("Everywhere know-your-customer papers come first: hours to two working days."));
	write_papers_of(
		facts->papers.papers_new, facts->country.numbers_by == NUMBERS_BY_FORM, sheet);
	write_papers_of(facts->papers.papers_port, false, sheet);
	struct verdict change = order_may_change(facts->country.numbers_by == NUMBERS_BY_PARTNER);
	sheet_verdict(sheet, &change);
}

static void write_order(const struct country_facts *facts, struct sheet *sheet)
{
	sheet_title(sheet, "order", _("Order of steps"));
	write_row(facts, country_row("order"), sheet);
	write_row(facts, country_row("address"), sheet);
	if (facts->country.calling_plans != FACT_YES)
		return;
	sheet_verdict(sheet, &facts->order.reason);
	if (facts->country.civic_address == FACT_NO)
		sheet_text(sheet, 230, SHEET_PLAIN, "%s",
			_("Addresses first is allowed here too: the ordering interface even asks "
			  "for one."));
	else
		sheet_text(sheet, 231, SHEET_PLAIN, "%s",
			_("The number carries its address then; it may be changed when the number "
			  "is given to a person."));
	if (facts->country.area_code_must_match)
		sheet_text(sheet, 232, SHEET_WARNING, "%s",
			_("Address and area code must fit, else the activation fails."));
	sheet_text(sheet, 233, SHEET_PLAIN, "%s",
		_("Person, number and emergency address must be of one country."));
	sheet_text(sheet, 234, SHEET_DIM, "%s",
		_("Only an alternate line of a person may be of another country (2026)."));
	sheet_text(sheet, 413, SHEET_DIM, "%s",
		_("Documents differ: in 2017 \"some countries\" outside the US tied a number to "
		  "an address, since 2022 all outside the US and Canada; the later one counts."));
}

static void write_emergency(const struct country_facts *facts, struct sheet *sheet)
{
	sheet_title(sheet, "emergency", _("Emergency calls"));
	write_row(facts, country_row("emergency_numbers"), sheet);
	write_row(facts, country_row("emergency_routing"), sheet);
}

static void write_notes(
	const struct country_facts *facts, struct reference *ref, struct sheet *sheet)
{
	bool any = false;
	for (int i = 0; i < facts->note_count; i++) {
		struct str text = { 0 };
		int rule;
		if (country_note_text(ref, &facts->notes[i], &text, &rule)) {
			if (!any)
				sheet_title(sheet, "notes", _("Notes"));
			any = true;
			sheet_item(sheet, 0, rule, SHEET_PLAIN, "%s", str_text(&text));
			if (facts->notes[i].origin.doubt[0])
				sheet_text(sheet, 0, SHEET_WARNING, _("In doubt: %s"),
					facts->notes[i].origin.doubt);
		}
		str_fini(&text);
	}
}

static void write_sources(const struct country_facts *facts, struct sheet *sheet)
{
	sheet_title(sheet, "sources", _("Sources"));
	sheet_origin(sheet, &facts->country.origin);
	if (facts->minute_count > 0 &&
		strcmp(facts->minutes[0].origin.source, facts->country.origin.source) != 0)
		sheet_text(sheet, 0, SHEET_DIM, _("Source: %s, as of %s."),
			facts->minutes[0].origin.source, facts->minutes[0].origin.as_of);
	if (facts->has_papers)
		sheet_origin(sheet, &facts->papers.origin);
	if (facts->has_format)
		sheet_text(sheet, 0, SHEET_DIM, _("Source: %s, as of %s."),
			facts->format.origin.source, facts->format.origin.as_of);
	sheet_text(sheet, 132, SHEET_DIM, "%s",
		_("114 countries and regions have a page; the list of 2020 had 107. Countries "
		  "without a page are asked of Microsoft or a partner."));
}

static void write_next(const struct country_facts *facts, struct sheet *sheet)
{
	sheet_title(sheet, "next", _("What to do"));
	if (facts->country.calling_plans != FACT_YES) {
		sheet_item(sheet, 0, 13, SHEET_PLAIN, "%s",
			_("`ringup about carrier` compares Direct Routing and Operator Connect."));
		return;
	}
	sheet_item(sheet, 0, 8, SHEET_PLAIN, "%s",
		_("Take it as your country: key c in step Organization, then t."));
	sheet_item(sheet, 0, 432, SHEET_PLAIN, "%s",
		_("`ringup about papers` lays papers and waits on one timeline."));
	sheet_item(sheet, 0, 133, SHEET_PLAIN, "%s",
		_("With Phone System and a Calling Plan people place, take, transfer and mute "
		  "calls at the computer, the mobile and desk phones; Phone System alone gives "
		  "auto attendants and call queues."));
}

static bool write_one(struct reference *ref, const struct country *country, struct sheet *sheet,
	struct error *err)
{
	struct country_facts *facts = xcalloc(1, sizeof *facts);
	bool ok = country_facts_load(ref, country->code, facts, err);
	if (ok) {
		struct str name = { 0 };
		str_addf(&name, "%s (%s)   +%s   %s", country->name, country->code,
			country->calling_code, country->currency);
		sheet_name(sheet, str_text(&name));
		str_fini(&name);
		write_answer(facts, sheet);
		write_answers(facts, sheet);
		write_plans(facts, sheet);
		write_numbers(facts, ref, sheet);
		write_order(facts, sheet);
		write_emergency(facts, sheet);
		write_notes(facts, ref, sheet);
		write_next(facts, sheet);
		write_sources(facts, sheet);
	}
	free(facts);
	return ok;
}

/* ---- several ---- */

/* One row of the table. The rule stands there if it is that of all. */
static void compare_row(const struct country_facts *facts, int count, const struct country_row *row,
	struct sheet *sheet)
{
	struct str texts[SHEET_CELLS_MAX] = { 0 };
	const char *cells[SHEET_CELLS_MAX];
	int rule = country_row_rule(row, &facts[0]);
	for (int i = 0; i < count; i++) {
		row->text(&facts[i], true, &texts[i]);
		cells[i] = str_text(&texts[i]);
		if (country_row_rule(row, &facts[i]) != rule)
			rule = 0;
	}
	sheet_cells(sheet, row->id, _(row->label), rule, SHEET_PLAIN, count, cells);
	for (int i = 0; i < count; i++)
		str_fini(&texts[i]);
}

static void compare_answers(const struct country_facts *facts, int count, struct sheet *sheet)
{
	struct str texts[SHEET_CELLS_MAX] = { 0 };
	const char *cells[SHEET_CELLS_MAX];
	for (int i = 0; i < count; i++) {
		country_answer_brief(&facts[i], &texts[i]);
		cells[i] = str_text(&texts[i]);
	}
	sheet_cells(sheet, "answer", _("Can I use this?"), 0, SHEET_PLAIN, count, cells);
	for (int i = 0; i < count; i++)
		str_fini(&texts[i]);
}

static void compare_heads(const struct country_facts *facts, int count, struct sheet *sheet)
{
	char ids[SHEET_CELLS_MAX][3];
	const char *id[SHEET_CELLS_MAX], *heads[SHEET_CELLS_MAX];
	for (int i = 0; i < count; i++) {
		for (int k = 0; k < 3; k++)
			ids[i][k] = (char)tolower((unsigned char)facts[i].country.code[k]);
		id[i] = ids[i];
		heads[i] = facts[i].country.name;
	}
	sheet_columns(sheet, _("Country"), count, id, heads);
}

static void compare_dates(const struct country_facts *facts, int count, struct sheet *sheet)
{
	const char *cells[SHEET_CELLS_MAX];
	for (int i = 0; i < count; i++)
		cells[i] = facts[i].country.origin.as_of;
	sheet_cells(sheet, "as_of", _("Facts of"), 0, SHEET_DIM, count, cells);
}

static bool write_table(struct reference *ref, const struct country *list, int count,
	struct sheet *sheet, struct error *err)
{
	struct country_facts *facts = xcalloc((size_t)count, sizeof *facts);
	bool ok = true;
	for (int i = 0; ok && i < count; i++)
		ok = country_facts_load(ref, list[i].code, &facts[i], err);
	if (ok) {
		compare_heads(facts, count, sheet);
		compare_answers(facts, count, sheet);
		for (int i = 0; i < COUNTRY_ANSWERS; i++)
			compare_row(facts, count, &country_answers[i], sheet);
		for (int i = 0; i < country_more_count; i++)
			compare_row(facts, count, &country_more[i], sheet);
		compare_dates(facts, count, sheet);
	}
	free(facts);
	return ok;
}

static void title_table(const struct country *list, int count, struct sheet *sheet)
{
	struct str codes = { 0 };
	for (int i = 0; i < count; i++)
		str_addf(&codes, "%s%s", i > 0 ? ", " : "", list[i].code);
	sheet_title(sheet, "countries", str_text(&codes));
	str_fini(&codes);
}

/* The tables are of the same size, give or take one, rather than one of a single country. */
static bool write_several(struct reference *ref, const struct country *list, int count, int each,
	struct sheet *sheet, struct error *err)
{
	int tables = (count + each - 1) / each;
	bool ok = true;
	sheet_name(sheet, _("Countries side by side"));
	sheet_text(sheet, 130, SHEET_PLAIN, "%s",
		_("Each country for itself: where one thing is sold another may not be."));
	for (int i = 0, at = 0; ok && i < tables; i++) {
		int size = (count - at + tables - i - 1) / (tables - i);
		if (tables > 1)
			title_table(list + at, size, sheet);
		ok = write_table(ref, list + at, size, sheet, err);
		at += size;
	}
	sheet_text(sheet, 0, SHEET_DIM, "%s",
		_("One country alone has its whole sheet, with papers, notes and sources."));
	return ok;
}

bool country_sheet(struct reference *ref, const struct country *list, int count, int each,
	struct sheet *sheet, struct error *err)
{
	if (count == 1)
		return write_one(ref, &list[0], sheet, err);
	each = each < 1 ? 1 : each > SHEET_CELLS_MAX ? SHEET_CELLS_MAX : each;
	return write_several(ref, list, count, each, sheet, err);
}

/* ---- the topic ---- */

static bool country_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct country *list = xcalloc(COUNTRY_LIST, sizeof *list);
	int count = 0;
	char code[3];
	bool ok = true;
	for (int i = 0; ok && i < context->word_count; i++)
		ok = country_pick(context->ref, context->words[i], list, &count, err);
	if (ok && count == 0)
		ok = country_pick(context->ref, topic_country(context, code), list, &count, err);
	ok = ok && country_sheet(context->ref, list, count, SIDE_BY_SIDE, sheet, err);
	free(list);
	return ok;
}

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Which country? The usage location of the licences, not the billing "
			   "address."),
		.rule = 8,
		.kind = QUESTION_COUNTRY },
};

const struct topic country_topic = {
	.id = "country",
	.title = N_("What a country has"),
	.asks = N_("Can I use this in Belgium?"),
	.help = N_("What can be had in a country, and in several side by side."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = COUNT(questions),
	.words = N_("COUNTRY..."),
	.make = country_make,
};
