/* core/sheet/offer.c: why Calling Plans are not offered to you, line by line. */
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/reference/capability.h"
#include "core/rules/offer.h"
#include "core/sheet/answer.h"
#include "core/sheet/topic.h"
#include "core/tenant/holding.h"

/* ---- questions: the organization's answers stand until others are given ---- */

static const struct question_choice kinds[] = { { "commercial", N_("Commercial") },
	{ "gcc", N_("Government (GCC)") }, { "government", N_("Other government") },
	{ "education", N_("Education") }, { "nonprofit", N_("Non-profit") },
	{ "21vianet", N_("21Vianet (China)") } };
static const struct question_choice sellers[] = { { "direct", N_("Microsoft") },
	{ "godaddy", N_("GoDaddy") }, { "partner", N_("A partner") } };
static const struct question_choice commitments[] = { { "annual", N_("Annual") },
	{ "monthly", N_("Monthly") } };
static const struct question_choice packs[] = { { "none", N_("No Action Pack") },
	{ "alone", N_("Action Pack, no E3 bought") },
	{ "with_seat", N_("Action Pack and a bought E3") }, { "unknown", N_("Not known") } };
static const struct question_choice owned[] = { { "yes", N_("Yes") }, { "no", N_("No") },
	{ "unknown", N_("Not known") } };
static const struct question_choice editions[] = { { "today", N_("Today") },
	{ "2018", N_("2018") } };

static void kind_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = answer_organization(context, &organization, NULL) && organization.kind[0];
	str_add(out, known ? organization.kind : "commercial");
}

static void bought_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = answer_organization(context, &organization, NULL) &&
		     organization.bought_from[0];
	str_add(out, known ? organization.bought_from : "direct");
}

static void commitment_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = answer_organization(context, &organization, NULL) &&
		     organization.commitment[0];
	str_add(out, known ? organization.commitment : "annual");
}

/* Before the first sync the products of a tenant are not known. */
static void owned_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	int64_t seats = 0;
	bool known = context->store && answer_organization(context, &organization, NULL) &&
		     holding_seats(context->store, CAPABILITY_PHONE_SYSTEM, &seats, NULL);
	if (!known || (seats == 0 && organization.synced_at == 0))
		str_add(out, "unknown");
	else
		str_add(out, seats > 0 ? "yes" : "no");
}

static const struct question questions[] = {
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the people are who shall call."),
		.rule = 8,
		.kind = QUESTION_COUNTRY,
		.otherwise = answer_country },
	{ .id = "phone_system",
		.label = N_("Phone System owned"),
		.help = N_("Is one Phone System licence owned, alone or inside E5 or the bundle?"),
		.rule = 3,
		.kind = QUESTION_CHOICE,
		CHOICES(owned),
		.otherwise = owned_otherwise },
	{ .id = "bought_from",
		.label = N_("Bought from"),
		.help = N_("Who sold the present plan."),
		.rule = 52,
		.kind = QUESTION_CHOICE,
		CHOICES(sellers),
		.otherwise = bought_otherwise },
	{ .id = "commitment",
		.label = N_("Commitment"),
		.help = N_("The commitment counts, not how often it is paid."),
		.rule = 53,
		.kind = QUESTION_CHOICE,
		CHOICES(commitments),
		.otherwise = commitment_otherwise },
	{ .id = "action_pack",
		.label = N_("Action Pack"),
		.help = N_("The licences that partners of Microsoft get for their own use."),
		.rule = 54,
		.kind = QUESTION_CHOICE,
		CHOICES(packs),
		.standard = "unknown" },
	{ .id = "kind",
		.label = N_("Kind"),
		.help = N_("The kind of organization."),
		.rule = 59,
		.kind = QUESTION_CHOICE,
		CHOICES(kinds),
		.otherwise = kind_otherwise },
	{ .id = "edition",
		.label = N_("Edition"),
		.help = N_("Today's rules, or those of the documents of 2018."),
		.rule = 78,
		.kind = QUESTION_CHOICE,
		CHOICES(editions),
		.standard = "today" },
};

/* ---- facts ---- */

static int64_t phone_licences(const struct topic_context *context)
{
	struct str answer = { 0 };
	const char *text = topic_answer(context, "phone_system", &answer);
	int64_t licences = strcmp(text, "yes") == 0 ? 1 : strcmp(text, "no") == 0 ? 0 : -1;
	str_fini(&answer);
	return licences;
}

static bool facts_make(const struct topic_context *context, const char *country,
	struct offer_facts *facts, struct error *err)
{
	struct organization organization;
	if (!answer_organization(context, &organization, err))
		return false;
	struct eligibility_person person = answer_person(context, organization.plan, country);
	*facts = (struct offer_facts){
		.edition = (enum advice_edition)answer_choice(
			context, "edition", advice_edition_of),
		.organization = licensing_terms(
			context->ref, context->store ? &organization : NULL, country),
		.plan_known = organization.plan[0] != '\0',
		.family = person.family,
		.base_teams = person.base_teams,
		.base_phone_system = person.base_phone_system,
		.phone_licences = phone_licences(context),
		.pack = (enum offer_pack)answer_choice(context, "action_pack", offer_pack_of),
	};
	facts->organization.kind = (enum eligibility_kind)answer_choice(
		context, "kind", eligibility_kind_of);
	facts->organization.bought_from = (enum eligibility_source)answer_choice(
		context, "bought_from", eligibility_source_of);
	facts->organization.commitment = (enum eligibility_commitment)answer_choice(
		context, "commitment", eligibility_commitment_of);
	return true;
}

/* ---- the sheet ---- */

static const char *applies_text(enum offer_applies applies)
{
	static const char *const words[] = { N_("yes"), N_("not known"), N_("no") };
	return _(words[applies]);
}

/* The first line: which one it is. */
static void write_answer(
	const struct offer_finding *findings, const char *country, struct sheet *sheet)
{
	int standing = 0;
	while (standing < OFFER_LINE_COUNT && findings[standing].applies == OFFER_APPLIES)
		standing++;
	if (standing == 0) {
		sheet_row(sheet, "answer", _("In the way"), 55, SHEET_OK,
			_("nothing that is known: a Calling Plan should be offered in %s"),
			country);
		return;
	}
	sheet_row(sheet, "answer", _("In the way"), findings[0].verdict.rule,
		findings[0].verdict.answer == VERDICT_NO ? SHEET_BAD : SHEET_WARNING, "%s",
		_(offer_line_name(findings[0].line)));
	sheet_verdict(sheet, &findings[0].verdict);
	if (standing > 1)
		sheet_text(sheet, 55, SHEET_WARNING,
			ngettext("%d more line applies, see below.",
				"%d more lines apply, see below.", (unsigned long)(standing - 1)),
			standing - 1);
}

static void write_line(const struct offer_finding *finding, struct sheet *sheet)
{
	enum sheet_tone tone = finding->applies == OFFER_CLEAR         ? SHEET_OK
			       : finding->applies == OFFER_UNKNOWN     ? SHEET_WARNING
			       : finding->verdict.answer == VERDICT_NO ? SHEET_BAD
								       : SHEET_WARNING;
	const char *why = _(finding->verdict.why);
	if (finding->applies == OFFER_CLEAR)
		sheet_row(sheet, offer_line_id(finding->line), _(offer_line_name(finding->line)),
			finding->verdict.rule, tone, "%s: %s", applies_text(finding->applies), why);
	else
		sheet_row(sheet, offer_line_id(finding->line), _(offer_line_name(finding->line)),
			finding->verdict.rule, tone, "%s: %s %s", applies_text(finding->applies),
			why, _(finding->verdict.remedy));
}

/* The menu where numbers are had shows by the same licences. */
static bool write_menu(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	int64_t phone = phone_licences(context), conferencing = 0, e3 = 0;
	sheet_title(sheet, "menu", _("The Voice menu of the admin centre"));
	if (context->store &&
		(!holding_seats(context->store, CAPABILITY_CONFERENCING, &conferencing, err) ||
			!holding_seats(context->store, CAPABILITY_EXCHANGE_P2, &e3, err)))
		return false;
	struct verdict verdict = offer_voice_menu(
		(phone > 0 ? CAPABILITY_PHONE_SYSTEM : 0) |
			(conferencing > 0 ? CAPABILITY_CONFERENCING : 0),
		e3 > 0);
	if (verdict.answer == VERDICT_YES)
		sheet_row(sheet, "voice_menu", _("Shows"), 21, SHEET_OK, "%s",
			_("yes: a licence that shows it is owned"));
	else if (phone < 0)
		sheet_row(sheet, "voice_menu", _("Shows"), 21, SHEET_WARNING, "%s",
			_("not known: with E5, Phone System or Audio Conferencing"));
	else
		sheet_verdict(sheet, &verdict);
	sheet_text(sheet, 426, SHEET_DIM, "%s",
		_("Pages disagree: E5, Phone System or Audio Conferencing (2017), or E3 as well (one page of 2022, R-022). ringup counts on the first."));
	return true;
}

static void write_next(struct sheet *sheet)
{
	sheet_title(sheet, "next", _("What to do next"));
	sheet_text(sheet, 55, SHEET_PLAIN, "%s",
		_("Settle the first line above, look again after a day, and ask support when nothing applies. The answers stand in step Organization; `ringup about licences` says what comes first on your plan, `ringup about organizations` what your kind of organization can have."));
	sheet_item(sheet, 0, 4, SHEET_PLAIN, "%s",
		_("On some plans other steps come even before Phone System: another plan, or Teams."));
	sheet_item(sheet, 0, 47, SHEET_PLAIN, "%s",
		_("Audio Conferencing and credits can be bought where a Calling Plan cannot, on a business plan even in 2018."));
	sheet_item(sheet, 0, 62, SHEET_PLAIN, "%s",
		_("The admin centre has a self-diagnosis for people who cannot call; government, 21Vianet and Germany have not."));
}

static bool offer_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct offer_facts facts;
	struct offer_finding findings[OFFER_LINE_COUNT];
	char country[3];
	if (!facts_make(context, topic_country(context, country), &facts, err))
		return false;
	offer_check(&facts, findings);
	write_answer(findings, country, sheet);
	sheet_title(sheet, "lines", _("The check list: does it stand in the way?"));
	for (int i = 0; i < OFFER_LINE_COUNT; i++)
		write_line(&findings[i], sheet);
	if (!write_menu(context, sheet, err))
		return false;
	write_next(sheet);
	return true;
}

const struct topic offer_topic = {
	.id = "offer",
	.title = N_("Why a plan is not offered"),
	.asks = N_("Why is the plan not offered to me?"),
	.help = N_("Why Calling Plans are not offered to you, line by line."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = (int)(sizeof questions / sizeof questions[0]),
	.make = offer_make,
};
