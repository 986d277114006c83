/* core/sheet/service.c: Toll and toll-free numbers: how many, from which cities, for what. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool service_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic service_topic = {
	.id = "service",
	.title = N_("Service numbers"),
	.help = N_("Toll and toll-free numbers: how many, from which cities, for what."),
	.step = PLAN_NUMBERS,
	.make = service_make,
};
