/* core/sheet/country.c: What can be had in a country, and in several side by side. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool country_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic country_topic = {
	.id = "country",
	.title = N_("What a country has"),
	.help = N_("What can be had in a country, and in several side by side."),
	.step = PLAN_ORGANIZATION,
	.make = country_make,
};
