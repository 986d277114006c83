/* core/sheet/ports.c: The state of each order, with its dates and what to do now. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool ports_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic ports_topic = {
	.id = "ports",
	.title = N_("Orders to bring numbers"),
	.help = N_("The state of each order, with its dates and what to do now."),
	.step = PLAN_NUMBERS,
	.make = ports_make,
};
