/* core/sheet/licences.c: What each plan still needs for each feature, in order, with prices. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool licences_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic licences_topic = {
	.id = "licences",
	.title = N_("Licences for every plan"),
	.help = N_("What each plan still needs for each feature, in order, with prices."),
	.step = PLAN_LICENCES,
	.make = licences_make,
};
