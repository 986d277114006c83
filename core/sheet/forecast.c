/* core/sheet/forecast.c: When minutes and numbers run out as the company grows. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool forecast_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic forecast_topic = {
	.id = "forecast",
	.title = N_("Forecast"),
	.help = N_("When minutes and numbers run out as the company grows."),
	.step = PLAN_NUMBERS,
	.make = forecast_make,
};
