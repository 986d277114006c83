/* core/sheet/conflicts.c: What older documents say, and which value ringup follows. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool conflicts_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic conflicts_topic = {
	.id = "conflicts",
	.title = N_("Where documents disagree"),
	.help = N_("What older documents say, and which value ringup follows."),
	.step = PLAN_REVIEW,
	.make = conflicts_make,
};
