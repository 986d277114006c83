/* core/sheet/rooms.c: Licences of meeting rooms, common-area phones and panels. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool rooms_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic rooms_topic = {
	.id = "rooms",
	.title = N_("Rooms and shared devices"),
	.help = N_("Licences of meeting rooms, common-area phones and panels."),
	.step = PLAN_LICENCES,
	.make = rooms_make,
};
