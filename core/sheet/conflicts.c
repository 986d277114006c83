/* core/sheet/conflicts.c: what older documents say, what later ones say, and which value ringup
 * follows, from data/conflicts.csv and data/cmdlets.csv. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "core/sheet/find.h"
#include "core/sheet/topic.h"

enum { CONFLICTS_MAX = 64, CMDLETS_MAX = 32 };

static void write_conflict(struct sheet *sheet, const struct conflict *conflict)
{
	char id[8];
	snprintf(id, sizeof id, "r%03d", conflict->rule);
	sheet_title(sheet, id, conflict->topic);
	sheet_row(sheet, "value", _("ringup follows"), conflict->rule, SHEET_OK, "%s",
		conflict->value);
	sheet_row(sheet, "older", _("Older"), 0, SHEET_PLAIN, "%s (%s)", conflict->older,
		conflict->older_source);
	sheet_row(sheet, "later", _("Later"), 0, SHEET_PLAIN, "%s (%s)", conflict->later,
		conflict->later_source);
	sheet_row(sheet, "place", _("Set or seen in"), 0, SHEET_DIM, "%s", conflict->place);
}

static int write_conflicts(const struct topic_context *context, struct sheet *sheet)
{
	struct conflict *rows = xcalloc(CONFLICTS_MAX, sizeof *rows);
	int count = reference_conflicts(context->ref, rows, CONFLICTS_MAX), shown = 0;
	for (int i = 0; i < count && i < CONFLICTS_MAX; i++) {
		const char *const texts[] = { rows[i].topic, rows[i].older, rows[i].later,
			rows[i].value, rows[i].place, NULL };
		if (!find_fits(context, rows[i].rule, texts))
			continue;
		write_conflict(sheet, &rows[i]);
		shown++;
	}
	free(rows);
	return shown;
}

static void write_cmdlet(struct sheet *sheet, const struct cmdlet *cmdlet)
{
	char id[8];
	snprintf(id, sizeof id, "r%03d", cmdlet->rule);
	if (!cmdlet->present[0])
		sheet_row(sheet, id, cmdlet->purpose, cmdlet->rule, SHEET_PLAIN,
			_("none now (in 2017: %s)"), cmdlet->older);
	else if (cmdlet->older[0])
		sheet_row(sheet, id, cmdlet->purpose, cmdlet->rule, SHEET_PLAIN,
			_("%s (older: %s)"), cmdlet->present, cmdlet->older);
	else
		sheet_row(sheet, id, cmdlet->purpose, cmdlet->rule, SHEET_PLAIN, "%s",
			cmdlet->present);
	if (cmdlet->parameters[0])
		sheet_item(sheet, 0, 0, SHEET_DIM, "%s", cmdlet->parameters);
	if (cmdlet->note[0])
		sheet_item(sheet, 0, 0, SHEET_DIM, "%s", cmdlet->note);
}

static int write_cmdlets(const struct topic_context *context, struct sheet *sheet)
{
	struct cmdlet *rows = xcalloc(CMDLETS_MAX, sizeof *rows);
	int count = reference_cmdlets(context->ref, rows, CMDLETS_MAX), shown = 0;
	for (int i = 0; i < count && i < CMDLETS_MAX; i++) {
		const char *const texts[] = { rows[i].purpose, rows[i].older, rows[i].present,
			_("Cmdlets of 2017 and now"), NULL };
		if (!find_fits(context, rows[i].rule, texts))
			continue;
		if (shown++ == 0)
			sheet_title(sheet, "cmdlets", _("Cmdlets of 2017 and now"));
		write_cmdlet(sheet, &rows[i]);
	}
	if (shown > 0)
		sheet_origin(sheet, &rows[0].origin);
	free(rows);
	return shown;
}

static bool conflicts_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)err;
	if (!find_asked(context))
		sheet_text(sheet, 0, SHEET_PLAIN, "%s",
			_("Where Microsoft's documents disagree, ringup follows the later one unless a line below says otherwise. Both values stand here with their sources, so that you can tell which one somebody quotes to you."));
	int shown = write_conflicts(context, sheet);
	shown += write_cmdlets(context, sheet);
	if (shown == 0)
		sheet_text(sheet, 0, SHEET_WARNING, "%s",
			_("Nothing here has this number or word. `ringup about conflicts` shows all."));
	return true;
}

const struct topic conflicts_topic = {
	.id = "conflicts",
	.title = N_("Where documents disagree"),
	.help = N_(
		"What older documents say, what later ones say, and which value ringup follows."),
	.step = PLAN_REVIEW,
	.questions = &find_question,
	.question_count = 1,
	.words = N_("R-NUMBER or a word"),
	.make = conflicts_make,
};
