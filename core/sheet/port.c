/* core/sheet/port.c: Which numbers can be brought along, how, and with which papers. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool port_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic port_topic = {
	.id = "port",
	.title = N_("Keeping your numbers"),
	.help = N_("Which numbers can be brought along, how, and with which papers."),
	.step = PLAN_NUMBERS,
	.make = port_make,
};
