/* core/sheet/conferencing.c: Dial-in meetings: who needs a licence, which numbers, what calling out
 * costs. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool conferencing_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic conferencing_topic = {
	.id = "conferencing",
	.title = N_("Audio Conferencing"),
	.help = N_("Dial-in meetings: who needs a licence, which numbers, what calling out costs."),
	.step = PLAN_LICENCES,
	.make = conferencing_make,
};
