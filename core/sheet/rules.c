/* core/sheet/rules.c: every rule that ringup knows, with its source, and how it is used
 * (data/rule_states.csv). */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "core/sheet/find.h"
#include "core/sheet/topic.h"

enum { RULES_MAX = 1000, SECTIONS_MAX = 100 };

/* ---- one rule ---- */

static void write_use(struct sheet *sheet, const struct rule_state *state)
{
	switch (state->use) {
	case RULE_DECIDED:
		sheet_row(sheet, "state", _("How it is used"), 0, SHEET_OK, "%s",
			_("The program decides by it."));
		break;
	case RULE_SHOWN:
		sheet_row(sheet, "state", _("How it is used"), 0, SHEET_OK, "%s",
			_("You are told where it matters."));
		break;
	case RULE_NOT_APPLICABLE:
		sheet_row(sheet, "state", _("How it is used"), 0, SHEET_DIM, _("Not at all: %s"),
			state->reason);
		break;
	case RULE_OPEN:
	default:
		sheet_row(sheet, "state", _("How it is used"), 0, SHEET_WARNING, "%s",
			_("Nobody has said so far."));
		break;
	}
}

/* "topic:credits" and the like are what a person can open, a function's place is for who reads the
 * source. */
static void write_where(struct sheet *sheet, const struct rule_state *state)
{
	if (state->where[0])
		sheet_row(sheet, "where", _("Where"), 0, SHEET_PLAIN, "%s", state->where);
	if (state->proof[0])
		sheet_row(sheet, "proof", _("Proven by"), 0, SHEET_DIM, "%s", state->proof);
}

static void write_rule(
	const struct topic_context *context, struct sheet *sheet, const struct rule_text *rule)
{
	const struct verdict *verdict = verdict_find(rule->number);
	struct rule_state state;
	char id[8], title[96];
	snprintf(id, sizeof id, "r%03d", rule->number);
	snprintf(title, sizeof title, "R-%03d  %s", rule->number, rule->section);
	sheet_title(sheet, id, title);
	sheet_row(sheet, "text", _("Rule"), rule->number, SHEET_PLAIN, "%s", rule->text);
	sheet_row(sheet, "source", _("Source"), 0, SHEET_DIM, "%s", rule->origin.source);
	sheet_row(sheet, "date", _("As of"), 0, SHEET_DIM, "%s", rule->origin.as_of);
	if (reference_rule_state(context->ref, rule->number, &state, NULL)) {
		write_use(sheet, &state);
		write_where(sheet, &state);
	}
	if (verdict && verdict->why)
		sheet_row(sheet, "says", _("ringup says"), 0, SHEET_PLAIN, "%s %s", _(verdict->why),
			verdict->remedy ? _(verdict->remedy) : "");
}

/* ---- what was asked ---- */

static int write_found(const struct topic_context *context, struct sheet *sheet)
{
	struct rule_text *rules = xcalloc(RULES_MAX, sizeof *rules);
	int count = reference_rule_search(context->ref, "", rules, RULES_MAX), shown = 0;
	for (int i = 0; i < count && i < RULES_MAX; i++) {
		const char *const texts[] = { rules[i].text, rules[i].section, NULL };
		if (!find_fits(context, rules[i].number, texts))
			continue;
		write_rule(context, sheet, &rules[i]);
		shown++;
	}
	free(rules);
	return shown;
}

/* ---- all of them ---- */

static void write_totals(struct sheet *sheet, const struct rule_section *sections, int count)
{
	int64_t rules = 0, decided = 0, shown = 0, not_applicable = 0, open = 0;
	for (int i = 0; i < count; i++) {
		rules += sections[i].rules;
		decided += sections[i].decided;
		shown += sections[i].shown;
		not_applicable += sections[i].not_applicable;
		open += sections[i].open;
	}
	sheet_count(sheet, "rules", _("Rules"), 0, rules, "%d", (int)rules);
	sheet_count(sheet, "decided", _("Decided"), 0, decided,
		_("%d: a function decides by it, and a test proves it"), (int)decided);
	sheet_count(sheet, "shown", _("Shown"), 0, shown,
		_("%d: a topic, a screen or a sentence tells you"), (int)shown);
	sheet_count(sheet, "not_applicable", _("Not applicable"), 0, not_applicable,
		_("%d: there is no place for it, and the reason is given"), (int)not_applicable);
	if (open > 0)
		sheet_count(sheet, "open", _("Open"), 0, open, "%d", (int)open);
}

static void write_section(struct sheet *sheet, const struct rule_section *section)
{
	char numbers[24], decided[12], shown[12], not_applicable[12];
	const char *const cells[] = { numbers, decided, shown, not_applicable };
	snprintf(numbers, sizeof numbers, "R-%03d - R-%03d", section->first, section->last);
	snprintf(decided, sizeof decided, "%d", section->decided);
	snprintf(shown, sizeof shown, "%d", section->shown);
	snprintf(not_applicable, sizeof not_applicable, "%d", section->not_applicable);
	sheet_cells(sheet, NULL, section->section, 0, SHEET_PLAIN, 4, cells);
}

static void write_all(const struct topic_context *context, struct sheet *sheet)
{
	static const char *const ids[] = { "numbers", "decided", "shown", "not_applicable" };
	const char *const heads[] = { _("Numbers"), _("Decided"), _("Shown"), _("Not") };
	struct rule_section *sections = xcalloc(SECTIONS_MAX, sizeof *sections);
	int count = reference_rule_sections(context->ref, sections, SECTIONS_MAX);
	write_totals(sheet, sections, count);
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Read one with `ringup about rules R-219`, search them with `ringup about rules reservation`."));
	sheet_title(sheet, "sections", _("Sections"));
	sheet_columns(sheet, _("Section"), 4, ids, heads);
	for (int i = 0; i < count; i++)
		write_section(sheet, &sections[i]);
	free(sections);
}

static bool rules_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)err;
	if (!find_asked(context))
		write_all(context, sheet);
	else if (write_found(context, sheet) == 0)
		sheet_text(sheet, 0, SHEET_WARNING, "%s",
			_("No rule has this number or word. `ringup about rules` lists their sections."));
	return true;
}

const struct topic rules_topic = {
	.id = "rules",
	.title = N_("Rules"),
	.help = N_("Every rule that ringup knows, with its source and how it is used."),
	.step = PLAN_REVIEW,
	.questions = &find_question,
	.question_count = 1,
	.words = N_("R-NUMBER or a word"),
	.make = rules_make,
};
