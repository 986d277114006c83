/* core/sheet/rules.c: Every rule that ringup knows, with its source and how it is used. */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool rules_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic rules_topic = {
	.id = "rules",
	.title = N_("Rules"),
	.help = N_("Every rule that ringup knows, with its source and how it is used."),
	.step = PLAN_REVIEW,
	.make = rules_make,
};
