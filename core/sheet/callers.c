/* core/sheet/callers.c: Who needs which licence, counted from the people. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool callers_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic callers_topic = {
	.id = "callers",
	.title = N_("Who needs a licence"),
	.help = N_("Who needs which licence, counted from the people."),
	.step = PLAN_LICENCES,
	.make = callers_make,
};
