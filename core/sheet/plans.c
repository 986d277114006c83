/* core/sheet/plans.c: The plans of a country, their minutes and what they cover. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool plans_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic plans_topic = {
	.id = "plans",
	.title = N_("Calling Plans of a country"),
	.help = N_("The plans of a country, their minutes and what they cover."),
	.step = PLAN_LICENCES,
	.make = plans_make,
};
