/* core/sheet/pools.c: Which minutes people share, before and after the plan. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool pools_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic pools_topic = {
	.id = "pools",
	.title = N_("Shared minutes"),
	.help = N_("Which minutes people share, before and after the plan."),
	.step = PLAN_LICENCES,
	.make = pools_make,
};
