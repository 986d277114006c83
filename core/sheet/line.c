/* core/sheet/line.c: An auto attendant and a call queue for a small firm, as a picture and a plan.
 */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool line_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic line_topic = {
	.id = "line",
	.title = N_("Main line"),
	.help = N_("An auto attendant and a call queue for a small firm, as a picture and a plan."),
	.step = PLAN_NUMBERS,
	.make = line_make,
};
