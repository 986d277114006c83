/* core/sheet/network.c: The line that your calls need, and the ports to open. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool network_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic network_topic = {
	.id = "network",
	.title = N_("Network readiness"),
	.help = N_("The line that your calls need, and the ports to open."),
	.step = PLAN_ORGANIZATION,
	.make = network_make,
};
