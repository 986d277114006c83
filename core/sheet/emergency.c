/* core/sheet/emergency.c: Where emergency calls go, what to tell people, and labels for phones. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool emergency_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic emergency_topic = {
	.id = "emergency",
	.title = N_("Emergency calls"),
	.help = N_("Where emergency calls go, what to tell people, and labels for phones."),
	.step = PLAN_ADDRESSES,
	.make = emergency_make,
};
