/* core/sheet/cost.c: What the plan costs a month, and what else it could cost. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool cost_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic cost_topic = {
	.id = "cost",
	.title = N_("What it costs a month"),
	.help = N_("What the plan costs a month, and what else it could cost."),
	.step = PLAN_LICENCES,
	.make = cost_make,
};
