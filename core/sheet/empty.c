/* core/sheet/empty.c: What happens when minutes run out, and what credits pay for. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool empty_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic empty_topic = {
	.id = "empty",
	.title = N_("When minutes run out"),
	.help = N_("What happens when minutes run out, and what credits pay for."),
	.step = PLAN_LICENCES,
	.make = empty_make,
};
