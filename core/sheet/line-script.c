/* core/sheet/line-script.c: the main line as a runbook of PowerShell, for the Teams module alone
 * makes accounts, queues and attendants; and the list that a reseller asks for. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "core/service/powershell/script.h"
#include "core/sheet/line.h"
#include "core/tenant/holding.h"

/* ---- the script ---- */

/* The step of a feature as the plan would have it; takes the document. */
static bool feature_add(struct script *script, const char *kind, const char *name, char *document,
	struct error *err)
{
	struct str key = { 0 };
	str_addf(&key, "%s:%s", kind, name);
	struct service_request request = { .kind = kind,
		.key = str_text(&key),
		.name = name,
		.feature_kind = kind,
		.document = document,
		.wish = document };
	bool ok = script_add(script, &request, err);
	str_fini(&key);
	free(document);
	return ok;
}

/* Accounts first, then the queues, and the attendant that leads to them. The accounts' licences and
 * the number are ringup's to give: where the service wants them first, the script is run again. */
bool line_script(const struct line *line, struct str *out, struct error *err)
{
	struct script *script = script_new(
		&(struct script_options){ .tenant = line->organization.tenant,
			.title = line->attendant.name,
			.now = line->context->now });
	bool ok = true;
	for (int i = -1; ok && i < line->queue_count; i++)
		ok = feature_add(script, "account", line_account(line, i)->upn,
			line_account_document(line, i), err);
	for (int i = 0; ok && i < line->queue_count; i++)
		ok = feature_add(
			script, "queue", line_name(line, i), line_queue_document(line, i), err);
	ok = ok && feature_add(script, "attendant", line_name(line, -1),
			   line_attendant_document(line), err);
	if (ok)
		script_text(script, out);
	script_free(script);
	return ok;
}

/* ---- for a reseller ---- */

static void count_or_unknown(struct str *out, const char *label, int64_t count)
{
	if (count < 0)
		str_addf(out, "- %s: %s\n", label, _("unknown"));
	else
		str_addf(out, "- %s: %" PRId64 "\n", label, count);
}

bool line_reseller(const struct topic_context *context, struct str *out, struct error *err)
{
	struct holding_counts counts = { .people = -1, .callers = -1, .lines_onprem = -1 };
	struct organization organization = { .name = "" };
	if (context->store && (!holding_count(context->store, &counts, err) ||
				      !organization_get(context->store, &organization, err)))
		return false;
	str_addf(out, "%s\n\n", _("What a reseller or partner needs to know (R-386)"));
	str_addf(out, "- %s: %s\n", _("Organization"),
		organization.name[0] ? organization.name : _("unknown"));
	count_or_unknown(out, _("People"), counts.people);
	count_or_unknown(out, _("People who call, or are called from, outside"), counts.callers);
	count_or_unknown(out, _("Numbers in the local directory"), counts.lines_onprem);
	static const char *const blanks[] = {
		N_("Telephones and devices with calls outside, such as lobby phones and fax"),
		N_("The present phone system, its maker and age"),
		N_("Lines to the public network: kind, number, carrier, end of the contract"),
		N_("The internet line: provider, Mbit/s down and up (topic Network)"),
		N_("Special features: call centre, menus, kiosks, door phones"),
		N_("Sites, with their addresses"),
	};
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		str_addf(out, "- %s: ________\n", _(blanks[i]));
	str_addf(out, "\n%s\n",
		_("It can supply licences, explain what is required, talk to the old carrier, connect local hardware and set up features."));
	return true;
}
