/* core/sheet/credits.c: What they pay for, how much to start with, and who cannot buy them. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool credits_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic credits_topic = {
	.id = "credits",
	.title = N_("Communications Credits"),
	.help = N_("What they pay for, how much to start with, and who cannot buy them."),
	.step = PLAN_LICENCES,
	.make = credits_make,
};
