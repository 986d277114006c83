/* core/sheet/offer.c: Why Calling Plans are not offered to you, line by line. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool offer_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic offer_topic = {
	.id = "offer",
	.title = N_("Why a plan is not offered"),
	.help = N_("Why Calling Plans are not offered to you, line by line."),
	.step = PLAN_LICENCES,
	.make = offer_make,
};
