/* core/sheet/carrier.c: Direct Routing and Operator Connect: what to get and what never to assign.
 */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool carrier_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic carrier_topic = {
	.id = "carrier",
	.title = N_("Your own carrier"),
	.help = N_("Direct Routing and Operator Connect: what to get and what never to assign."),
	.step = PLAN_ORGANIZATION,
	.make = carrier_make,
};
