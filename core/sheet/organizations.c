/* core/sheet/organizations.c: what government, education, non-profit and 21Vianet tenants can have,
 * what the new agreements change, and whose mailbox or number stands on a server of their own
 * (R-010, R-056 to R-062, R-083, R-084, R-155, R-172, R-331). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/credits.h"
#include "core/sheet/answer.h"
#include "core/sheet/topic.h"
#include "core/tenant/holding.h"

/* The table of 2018, unchanged in 2021; false where the feature is not there. */
static const struct kind {
	enum eligibility_kind kind;
	const char *label; /* N_() */
	const char *head;  /* N_(): above the column */
	bool broadcast;    /* Skype Meeting Broadcast */
	bool partial;      /* only a part is promised */
} kinds[] = {
	{ KIND_COMMERCIAL, N_("Commercial"), N_("Commercial"), true, false },
	{ KIND_GCC, N_("Government (GCC)"), N_("GCC"), true, false },
	{ KIND_GOVERNMENT, N_("Other government"), N_("Government"), true, false },
	{ KIND_EDUCATION, N_("Education"), N_("Education"), false, false },
	{ KIND_NONPROFIT, N_("Non-profit"), N_("Non-profit"), true, false },
	{ KIND_21VIANET, N_("21Vianet (China)"), N_("21Vianet"), false, true },
};

/* The first, commercial, has everything: the table is of the others. */
enum { SPECIAL = sizeof kinds / sizeof kinds[0] - 1 };

static const struct question_choice kind_choices[] = { { "commercial", N_("Commercial") },
	{ "gcc", N_("Government (GCC)") }, { "government", N_("Other government") },
	{ "education", N_("Education") }, { "nonprofit", N_("Non-profit") },
	{ "21vianet", N_("21Vianet (China)") } };
static const struct question_choice agreements[] = { { "unknown", N_("Not known") },
	{ "classic", N_("Older: credits are bought") },
	{ "new", N_("New commerce: billed after use") } };

static void kind_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = answer_organization(context, &organization, NULL) && organization.kind[0];
	str_add(out, known ? organization.kind : "commercial");
}

static const struct question questions[] = {
	{ .id = "kind",
		.label = N_("Kind"),
		.help = N_("The kind of organization: it decides which products are offered."),
		.rule = 59,
		.kind = QUESTION_CHOICE,
		CHOICES(kind_choices),
		.otherwise = kind_otherwise },
	{ .id = "agreement",
		.label = N_("Agreement"),
		.help = N_(
			"Customers of the new commerce agreements (NCE, MCA) pay calls after use."),
		.rule = 155,
		.kind = QUESTION_CHOICE,
		CHOICES(agreements),
		.standard = "unknown" },
};

static void write_kind(
	const struct topic_context *context, enum eligibility_kind kind, struct sheet *sheet)
{
	static const enum eligibility_role roles[] = { ROLE_PHONE_SYSTEM, ROLE_DOMESTIC,
		ROLE_CONFERENCING };
	char country[3];
	topic_country(context, country);
	if (kind == KIND_21VIANET)
		sheet_row(sheet, "answer", _("Calling Plans"), 61, SHEET_BAD, "%s",
			_("not promised: 21Vianet has a part of the features only; ask there"));
	else
		sheet_row(sheet, "answer", _("Calling Plans"), 59, SHEET_OK,
			_("yes, for %s as for any other kind of organization"),
			_(kinds[kind].label));
	for (size_t i = 0; kind != KIND_21VIANET && i < sizeof roles / sizeof roles[0]; i++) {
		char part[96];
		sheet_row(sheet, eligibility_role_id(roles[i]), _(eligibility_role_name(roles[i])),
			0, SHEET_PLAIN, "%s",
			licensing_part(context->ref, roles[i], kind, country, part));
	}
}

static void write_table(struct sheet *sheet)
{
	static const struct {
		const char *id, *label; /* N_() */
		int rule;
		bool broadcast;
	} rows[] = {
		{ "broadcast", N_("Skype Meeting Broadcast"), 56, true },
		{ "conferencing", N_("Audio Conferencing"), 57, false },
		{ "phone_system", N_("Phone System"), 58, false },
		{ "calling_plan", N_("Calling Plan"), 59, false },
	};
	const char *ids[SPECIAL], *heads[SPECIAL];
	for (int k = 0; k < SPECIAL; k++) {
		ids[k] = eligibility_kind_word(kinds[k + 1].kind);
		heads[k] = _(kinds[k + 1].head);
	}
	sheet_title(sheet, "kinds", _("What others than commercial ones can have"));
	sheet_columns(sheet, _("Feature"), SPECIAL, ids, heads);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *cells[SPECIAL];
		for (int k = 0; k < SPECIAL; k++) {
			const struct kind *kind = &kinds[k + 1];
			bool lacks = rows[i].broadcast && !kind->broadcast;
			cells[k] = kind->partial ? _("ask") : lacks ? _("no") : _("yes");
		}
		sheet_cells(sheet, rows[i].id, _(rows[i].label), rows[i].rule, SHEET_PLAIN, SPECIAL,
			cells);
	}
	sheet_item(sheet, 0, 60, SHEET_PLAIN, "%s",
		_("GCC has had these since January 2017. The table is of January 2018, unchanged in 2021."));
	sheet_item(sheet, 0, 61, SHEET_PLAIN, "%s",
		_("21Vianet, which runs Office 365 in China, has a part of the features; the documents point to a list of its own."));
	sheet_item(sheet, 0, 62, SHEET_PLAIN, "%s",
		_("The admin centre's self-diagnosis is not offered to government, 21Vianet and Germany's own cloud."));
}

/* ---- agreements ---- */

static void write_agreement(const struct topic_context *context, struct sheet *sheet)
{
	struct str answer = { 0 };
	const char *agreement = topic_answer(context, "agreement", &answer);
	sheet_title(sheet, "agreements", _("Agreements"));
	if (strcmp(agreement, "classic") != 0) {
		struct credits_buyer buyer = { .billed_after = true };
		struct verdict verdict = credits_buy(&buyer);
		sheet_verdict(sheet, &verdict);
		sheet_item(sheet, 0, 155, SHEET_PLAIN, "%s",
			_("Under the new commerce agreements calls beyond a plan are billed after use; the plan stops at its minutes until pay-as-you-go is switched on."));
		sheet_item(sheet, 0, 172, SHEET_PLAIN, "%s",
			_("On the way there switch auto-recharge off first; what is left of the credits is used up first."));
	}
	if (strcmp(agreement, "new") != 0)
		sheet_item(sheet, 0, 157, SHEET_PLAIN, "%s",
			_("Under older agreements credits are bought before: `ringup about credits`."));
	str_fini(&answer);
}

/* ---- servers of one's own ---- */

static void write_count(struct sheet *sheet, const char *id, const char *label, int rule,
	int64_t people, int64_t callers)
{
	if (people > 0)
		sheet_row(sheet, id, label, rule, SHEET_WARNING,
			ngettext("%" PRId64 " person, %" PRId64 " of whom calls outside",
				"%" PRId64 " people, %" PRId64 " of whom call outside",
				(unsigned long)people),
			people, callers);
	else
		sheet_row(sheet, id, label, rule, SHEET_OK, "%s", _("nobody that is known"));
}

static bool write_servers(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct holding_counts counts;
	sheet_title(sheet, "servers", _("Mailboxes and numbers on servers of your own"));
	if (context->store) {
		if (!holding_count(context->store, &counts, err))
			return false;
		write_count(sheet, "mailboxes", _("Mailbox on a server"), 83, counts.mailbox_onprem,
			counts.callers_onprem);
		write_count(sheet, "lines", _("Number on a server"), 331, counts.lines_onprem,
			counts.callers_lines);
	}
	sheet_item(sheet, 0, 83, SHEET_PLAIN, "%s",
		_("Teams and Phone System work only with a mailbox in Microsoft 365; Teams Essentials is the exception."));
	sheet_item(sheet, 0, 84, SHEET_PLAIN, "%s",
		_("A page of 2023 is more tolerant for voicemail: it reaches Exchange Server when connectors and OAuth are set up, and needs no phone licence."));
	sheet_item(sheet, 0, 429, SHEET_PLAIN, "%s",
		_("These two disagree: ringup gives no phone licence to a person whose mailbox is on a server, and lets voicemail be."));
	sheet_item(sheet, 0, 331, SHEET_PLAIN, "%s",
		_("A number in the local directory (msRTCSIP-Line) must be cleared and synchronised before one is assigned here."));
	sheet_item(sheet, 0, 10, SHEET_PLAIN, "%s",
		_("Hybrid people who call over a connection of your own get Phone System only and never a Calling Plan: `ringup about carrier`."));
	return true;
}

static bool organizations_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	int kind = answer_choice(context, "kind", eligibility_kind_of);
	write_kind(context, (enum eligibility_kind)kind, sheet);
	write_table(sheet);
	write_agreement(context, sheet);
	if (!write_servers(context, sheet, err))
		return false;
	sheet_title(sheet, "next", _("What to do next"));
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Say kind, seller and commitment in step Organization; step Licences then plans the products of your kind. `ringup about offer` checks why something is not offered."));
	return true;
}

const struct topic organizations_topic = {
	.id = "organizations",
	.title = N_("Kinds of organization"),
	.help = N_("What government, education, non-profit and 21Vianet tenants can have."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = (int)(sizeof questions / sizeof questions[0]),
	.make = organizations_make,
};
