/* core/sheet/organizations.c: What government, education, non-profit and 21Vianet tenants can have.
 */
#include "core/base/tr.h"
#include "core/sheet/topic.h"

static bool organizations_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)context;
	(void)err;
	sheet_text(sheet, 0, SHEET_DIM, "%s", _("Nothing is known yet."));
	return true;
}

const struct topic organizations_topic = {
	.id = "organizations",
	.title = N_("Kinds of organization"),
	.help = N_("What government, education, non-profit and 21Vianet tenants can have."),
	.step = PLAN_ORGANIZATION,
	.make = organizations_make,
};
