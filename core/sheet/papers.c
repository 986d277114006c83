/* core/sheet/papers.c: Papers and technical steps on one timeline. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool papers_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic papers_topic = {
	.id = "papers",
	.title = N_("Papers and waits"),
	.help = N_("Papers and technical steps on one timeline."),
	.step = PLAN_ORGANIZATION,
	.make = papers_make,
};
