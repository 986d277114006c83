/* core/sheet/abroad.c: International plan or Communications Credits, from your own guess of
 * minutes. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool abroad_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic abroad_topic = {
	.id = "abroad",
	.title = N_("Calls abroad"),
	.help = N_("International plan or Communications Credits, from your own guess of minutes."),
	.step = PLAN_LICENCES,
	.make = abroad_make,
};
