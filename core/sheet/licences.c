/* core/sheet/licences.c: what each plan still needs for each feature, in order, with prices; what
 * the people of a mixed tenant still need; and products by their identifiers. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/reference/capability.h"
#include "core/rules/advice.h"
#include "core/sheet/answer.h"
#include "core/sheet/price.h"
#include "core/sheet/sku.h"
#include "core/sheet/topic.h"
#include "core/tenant/holding.h"

enum { GROUPS_MAX = 20, CELL = 200 };

/* ---- the plans to start from ---- */

/* X(id, label, part number, held beside it, kind of organization, base of 2018). What is inside a
 * plan is the facts' business; the base is named only where that does not tell it: the licence list
 * gives E4 a mailbox of Plan 2, the page of 2018 does not. */
#define STARTS(X)                                                                                  \
	X(business_basic, N_("Business Basic"), "O365_BUSINESS_ESSENTIALS", "", COMMERCIAL, -1)    \
	X(business_standard, N_("Business Standard"), "O365_BUSINESS_PREMIUM", "", COMMERCIAL, -1) \
	X(business_premium, N_("Business Premium"), "SPB", "", COMMERCIAL, -1)                     \
	X(apps, N_("Apps for enterprise"), "OFFICESUBSCRIPTION", "", COMMERCIAL, -1)               \
	X(sfb_1, N_("Skype Online Plan 1"), "MCOIMP", "", COMMERCIAL, BASE_UNSAID)                 \
	X(sfb_2, N_("Skype Online Plan 2"), "MCOSTANDARD", "", COMMERCIAL, -1)                     \
	X(essentials, N_("Teams Essentials"), "TEAMS_ESSENTIALS_AAD", "", COMMERCIAL, -1)          \
	X(essentials_unmanaged, N_("Essentials, no Entra"), "Teams_Ess", "", COMMERCIAL, -1)       \
	X(e1, N_("Office 365 E1"), "STANDARDPACK", "", COMMERCIAL, -1)                             \
	X(e3, N_("Office 365 E3"), "ENTERPRISEPACK", "", COMMERCIAL, -1)                           \
	X(e4, N_("Office 365 E4"), "ENTERPRISEWITHSCAL", "", COMMERCIAL, BASE_E1)                  \
	X(e5_no_conferencing, N_("E5, no conferencing"), "ENTERPRISEPREMIUM_NOPSTNCONF", "",       \
		COMMERCIAL, -1)                                                                    \
	X(e5, N_("Office 365 E5"), "ENTERPRISEPREMIUM", "", COMMERCIAL, -1)                        \
	X(m365_e3, N_("Microsoft 365 E3"), "SPE_E3", "", COMMERCIAL, -1)                           \
	X(m365_e5, N_("Microsoft 365 E5"), "SPE_E5", "", COMMERCIAL, -1)                           \
	X(e5_minutes, N_("E5 with minutes"), "SPE_E5_CALLINGMINUTES", "", COMMERCIAL, -1)          \
	X(f1, N_("Microsoft 365 F1"), "M365_F1_COMM", "", COMMERCIAL, -1)                          \
	X(f3, N_("Microsoft 365 F3"), "SPE_F1", "", COMMERCIAL, -1)                                \
	X(a1, N_("Office 365 A1"), "STANDARDWOFFPACK_FACULTY", "", EDUCATION, -1)                  \
	X(a3, N_("Microsoft 365 A3"), "M365EDU_A3_FACULTY", "", EDUCATION, -1)                     \
	X(a5, N_("Microsoft 365 A5"), "M365EDU_A5_FACULTY", "", EDUCATION, -1)                     \
	X(g1, N_("Office 365 G1"), "STANDARDPACK_GOV", "", GCC, -1)                                \
	X(g3, N_("Microsoft 365 G3"), "M365_G3_GOV", "", GCC, -1)                                  \
	X(g5, N_("Microsoft 365 G5"), "M365_G5_GCC", "", GCC, -1)                                  \
	X(no_teams_business, N_("Basic, no Teams"), "Microsoft_365_Business_Basic_(no Teams)", "", \
		COMMERCIAL, BASE_UNSAID)                                                           \
	X(no_teams_e3, N_("E3, no Teams"), "Microsoft_365_E3_(no_Teams)", "", COMMERCIAL,          \
		BASE_UNSAID)                                                                       \
	X(no_teams_e5, N_("E5, no Teams"), "Microsoft_365_E5_(no_Teams)", "", COMMERCIAL,          \
		BASE_UNSAID)                                                                       \
	X(business_voice, N_("Business Voice"), "SPB", "BUSINESS_VOICE_MED2", COMMERCIAL, -1)      \
	X(business_voice_bare, N_("Business Voice, bare"), "SPB", "BUSINESS_VOICE_DIRECTROUTING",  \
		COMMERCIAL, -1)

static const struct start {
	const char *id, *label; /* N_() */
	const char *part, *also;
	enum eligibility_kind kind;
	int base;
} starts[] = {
#define X(id, label, part, also, kind, base) { #id, label, part, also, KIND_##kind, base },
	STARTS(X)
#undef X
};

#define START_COUNT ((int)(sizeof starts / sizeof starts[0]))

static const struct question_choice plan_choices[] = {
	{ "all", N_("All plans") }, { "own", N_("The organization's plan") },
#define X(id, label, part, also, kind, base) { #id, label },
	STARTS(X)
#undef X
};

static const struct start *start_of(const char *id)
{
	for (int i = 0; i < START_COUNT; i++)
		if (strcmp(starts[i].id, id) == 0)
			return &starts[i];
	return NULL;
}

/* ---- questions ---- */

static void plan_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (!context->store || !organization_get(context->store, &organization, NULL) ||
		!organization.plan[0]) {
		str_add(out, "all");
		return;
	}
	for (int i = 0; i < START_COUNT; i++) {
		if (strcmp(starts[i].part, organization.plan) == 0 && !starts[i].also[0]) {
			str_add(out, starts[i].id);
			return;
		}
	}
	str_add(out, "own");
}

static const struct question_choice feature_choices[] = {
	{ "colleagues", N_("Calls between colleagues") },
	{ "few", N_("Calls outside, one or two people") },
	{ "phone_system", N_("Phone System") },
	{ "calling_plan", N_("Calling Plan") },
	{ "own_carrier", N_("Own carrier") },
	{ "voicemail", N_("Voicemail") },
	{ "conferencing", N_("Audio Conferencing") },
	{ "toll_free", N_("Toll-free and world-wide dial-out") },
};

static const struct question_choice edition_choices[] = {
	{ "today", N_("Today") },
	{ "2018", N_("2018") },
};

static const struct question questions[] = {
	{ .id = "plan",
		.label = N_("Plan"),
		.help = N_(
			"The plan that people have before anything is added; all plans make a table."),
		.rule = 76,
		.kind = QUESTION_CHOICE,
		CHOICES(plan_choices),
		.otherwise = plan_otherwise },
	{ .id = "feature",
		.label = N_("Wanted"),
		.help = N_("What people are to be able to do."),
		.rule = 1,
		.kind = QUESTION_CHOICE,
		CHOICES(feature_choices),
		.standard = "calling_plan" },
	{ .id = "edition",
		.label = N_("Edition"),
		.help = N_("Today's rules, or those of the documents of 2018, which differ."),
		.rule = 411,
		.kind = QUESTION_CHOICE,
		CHOICES(edition_choices),
		.standard = "today" },
	{ .id = "country",
		.label = N_("Country"),
		.help = N_(
			"Where these people are: the usage location of their licences, not the bill's address."),
		.rule = 8,
		.kind = QUESTION_COUNTRY,
		.otherwise = answer_country },
	{ .id = "people",
		.label = N_("People"),
		.help = N_("How many need it: one licence each."),
		.rule = 1,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = 10000000,
		.otherwise = answer_callers },
};

/* ---- what is asked ---- */

struct plan {
	struct eligibility_person person;
	enum advice_base base;
	bool business_voice;
};

struct request {
	const struct topic_context *context;
	struct organization organization; /* zeroed without a store */
	const struct start *start;        /* NULL: all plans, or the organization's own */
	char plan_name[128];
	char plan_part[96]; /* "" for all plans */
	char country[3];
	int64_t people;
	struct advice_ask ask;
	struct price_list prices;
};

/* Business Voice, which is sold no more, is a phone licence and no suite. */
static bool is_business_voice(struct reference *ref, const char *part)
{
	struct sku sku;
	return reference_sku(ref, part, &sku, NULL) && sku.on_sale == FACT_NO &&
	       (strcmp(sku.category, "calling_plan_bundle") == 0 ||
		       strcmp(sku.category, "phone_system") == 0);
}

/* What somebody holds who has this plan. */
static void plan_make(
	struct reference *ref, struct plan *plan, const char *part, const char *also, int base)
{
	plan->person = (struct eligibility_person){ .calling = CALLING_DOMESTIC };
	licensing_hold(ref, &plan->person, part);
	plan->base = base >= 0 ? (enum advice_base)base : advice_base_of(&plan->person);
	plan->business_voice = also[0] && is_business_voice(ref, also);
	if (also[0])
		licensing_hold(ref, &plan->person, also);
}

static void ask_plan(const struct request *request, struct advice_ask *ask, const struct plan *plan)
{
	enum eligibility_calling calling = request->ask.person.calling;
	ask->person = plan->person;
	ask->person.usage_location = request->country;
	ask->person.calling = calling;
	ask->base = plan->base;
	ask->business_voice = plan->business_voice;
}

static void request_country(struct request *request)
{
	struct country facts;
	struct reference *ref = request->context->ref;
	topic_country(request->context, request->country);
	request->ask.conferencing_not_sold = reference_country(
						     ref, request->country, &facts, NULL) &&
					     facts.audio_conferencing == FACT_NO;
	request->ask.organization = licensing_terms(
		ref, request->context->store ? &request->organization : NULL, request->country);
	if (request->start && request->start->kind != KIND_COMMERCIAL)
		request->ask.organization.kind = request->start->kind;
}

static void request_plan(struct request *request)
{
	struct sku sku;
	struct str answer = { 0 };
	const char *plan = topic_answer(request->context, "plan", &answer);
	request->start = start_of(plan);
	if (request->start) {
		snprintf(request->plan_part, sizeof request->plan_part, "%s", request->start->part);
		snprintf(request->plan_name, sizeof request->plan_name, "%s",
			_(request->start->label));
	} else if (strcmp(plan, "own") == 0 && request->organization.plan[0]) {
		bool known = reference_sku(
			request->context->ref, request->organization.plan, &sku, NULL);
		snprintf(request->plan_part, sizeof request->plan_part, "%s",
			request->organization.plan);
		snprintf(request->plan_name, sizeof request->plan_name, "%s",
			known ? sku.name : request->organization.plan);
	}
	str_fini(&answer);
}

static bool request_make(
	const struct topic_context *context, struct request *request, struct error *err)
{
	*request = (struct request){ .context = context };
	if (!answer_organization(context, &request->organization, err))
		return false;
	request_plan(request);
	request_country(request);
	request->people = topic_number(context, "people");
	request->ask.feature = (enum advice_feature)answer_choice(
		context, "feature", advice_feature_of);
	request->ask.edition = (enum advice_edition)answer_choice(
		context, "edition", advice_edition_of);
	int calling = eligibility_calling_of(request->organization.calling);
	request->ask.person.calling = calling > 0 ? (enum eligibility_calling)calling
						  : CALLING_DOMESTIC;
	price_open(&request->prices, context, request->country, request->ask.organization.kind);
	if (request->plan_part[0]) {
		struct plan plan;
		const struct start *start = request->start;
		plan_make(context->ref, &plan, request->plan_part, start ? start->also : "",
			start ? start->base : -1);
		ask_plan(request, &request->ask, &plan);
	}
	return true;
}

/* ---- one plan ---- */

static void roles_of(const struct advice *advice, enum eligibility_role roles[ELIGIBILITY_NEEDS])
{
	for (int i = 0; i < advice->need_count; i++)
		roles[i] = advice->needs[i].role;
}

/* "Teams Phone Standard + Domestic Calling Plan", "included", "not said". */
static void advice_text(struct request *request, const struct advice *advice, struct str *out)
{
	enum eligibility_role roles[ELIGIBILITY_NEEDS];
	roles_of(advice, roles);
	if (!advice->said)
		str_add(out, _("the documents do not say"));
	else if (advice->unsold)
		str_add(out, _("not sold by Microsoft there"));
	else if (advice->need_count == 0)
		str_add(out, _("nothing more: it is included"));
	else
		price_roles_text(&request->prices, roles, advice->need_count, out);
}

/* What a product is called and its part number; part "" where a person must choose. */
static const char *need_part(struct request *request, enum eligibility_role role, char part[96])
{
	return licensing_part(request->context->ref, role, request->ask.organization.kind,
		request->country, part);
}

static void write_total(struct request *request, const struct advice *advice, struct sheet *sheet)
{
	enum eligibility_role roles[ELIGIBILITY_NEEDS];
	char money[PRICE_TEXT];
	roles_of(advice, roles);
	struct price_sum sum = price_roles(&request->prices, roles, advice->need_count);
	price_sum_text(&request->prices, &sum, request->people, money);
	sheet_row(sheet, "total", _("A month"), 1, sum.unknown > 0 ? SHEET_WARNING : SHEET_PLAIN,
		ngettext("%s for %" PRId64 " person", "%s for %" PRId64 " people",
			(unsigned long)request->people),
		money, request->people);
}

static void write_needs(struct request *request, const struct advice *advice, struct sheet *sheet)
{
	static const char *const ids[] = { "part", "each", "all" };
	const char *const heads[] = { _("Part number"), _("Each"), _("For all") };
	sheet_title(sheet, "needs", _("What to get, in this order"));
	sheet_columns(sheet, _("Product"), 3, ids, heads);
	for (int i = 0; i < advice->need_count; i++) {
		const struct eligibility_need *need = &advice->needs[i];
		char part[96], each[PRICE_TEXT], all[PRICE_TEXT];
		struct str label = { 0 };
		int64_t cents = price_of(&request->prices, need_part(request, need->role, part));
		price_text(&request->prices, cents, each);
		price_text(&request->prices, cents < 0 ? -1 : cents * request->people, all);
		str_addf(&label, "%d. ", i + 1);
		price_roles_text(&request->prices, &need->role, 1, &label);
		const char *const cells[] = { part[0] ? part : _("a choice"), each, all };
		sheet_cells(sheet, eligibility_role_id(need->role), str_text(&label),
			need->reason.rule, SHEET_PLAIN, 3, cells);
		str_fini(&label);
	}
}

static void write_why(const struct advice *advice, struct sheet *sheet)
{
	sheet_title(sheet, "why", _("Why"));
	sheet_verdict(sheet, &advice->reason);
	for (int i = 0; i < advice->need_count; i++)
		if (advice->needs[i].reason.rule != advice->reason.rule)
			sheet_item(sheet, i + 1, advice->needs[i].reason.rule, SHEET_PLAIN, "%s",
				_(advice->needs[i].reason.why));
	for (int i = 0; i < advice->note_count; i++)
		sheet_verdict(sheet, &advice->notes[i]);
}

/* A plan that can carry phones is a choice: these are the ones, with their prices. */
static void write_base_choice(
	struct request *request, const struct advice *advice, struct sheet *sheet)
{
	static const char *const today[] = { "TEAMS_ESSENTIALS_AAD", "O365_BUSINESS_ESSENTIALS",
		"STANDARDPACK", "ENTERPRISEPACK", "SPE_E5" };
	static const char *const then[] = { "ENTERPRISEPREMIUM", "ENTERPRISEPACK", "STANDARDPACK" };
	bool old = request->ask.edition == EDITION_2018;
	const char *const *parts = old ? then : today;
	int count = old ? (int)(sizeof then / sizeof then[0])
			: (int)(sizeof today / sizeof today[0]);
	if (advice->need_count == 0 || advice->needs[0].role != ROLE_BASE_CHANGE)
		return;
	sheet_title(sheet, "plans", _("Plans to change to, each a month"));
	for (int i = 0; i < count; i++) {
		struct sku sku;
		char money[PRICE_TEXT];
		if (reference_sku(request->context->ref, parts[i], &sku, NULL))
			sheet_row(sheet, "plan", sku.name, old ? 50 : 76, SHEET_PLAIN, "%s  %s",
				price_text(&request->prices, price_of(&request->prices, parts[i]),
					money),
				parts[i]);
	}
}

static void write_ways(struct request *request, const struct advice *advice, struct sheet *sheet)
{
	static const char *const ids[] = { "each", "all", "why" };
	const char *const heads[] = { _("Each"), _("For all"), _("Why") };
	if (advice->way_count == 0)
		return;
	sheet_title(sheet, "ways", _("Other ways, a month"));
	sheet_columns(sheet, _("Instead"), 3, ids, heads);
	for (int i = 0; i < advice->way_count; i++) {
		const struct advice_way *way = &advice->ways[i];
		struct str label = { 0 };
		char each[PRICE_TEXT], all[PRICE_TEXT];
		struct price_sum sum = price_roles(&request->prices, way->roles, way->role_count);
		price_sum_text(&request->prices, &sum, 1, each);
		price_sum_text(&request->prices, &sum, request->people, all);
		price_roles_text(&request->prices, way->roles, way->role_count, &label);
		const char *const cells[] = { each, all, _(way->why.why) };
		sheet_cells(sheet, "way", str_text(&label), way->why.rule, SHEET_PLAIN, 3, cells);
		str_fini(&label);
	}
	sheet_text(sheet, 2, SHEET_DIM, "%s",
		_("Several add-ons often cost more than E5, which contains them: compare before you buy. E5 replaces the present plan, whose price falls away."));
}

/* Both answers and why they differ. */
static void write_other_edition(
	struct request *request, const struct advice *advice, struct sheet *sheet)
{
	struct advice_ask ask = request->ask;
	ask.edition = ask.edition == EDITION_TODAY ? EDITION_2018 : EDITION_TODAY;
	struct advice other = advice_of(&ask);
	struct str text = { 0 };
	if (advice_same(advice, &other))
		return;
	bool old = ask.edition == EDITION_2018;
	sheet_title(sheet, "other_edition", old ? _("The answer of 2018") : _("Today's answer"));
	advice_text(request, &other, &text);
	sheet_row(sheet, "differs", old ? _("In 2018") : _("Today"), other.reason.rule,
		SHEET_WARNING, "%s", str_text(&text));
	sheet_verdict(sheet, &other.reason);
	for (int i = 0; i < other.note_count; i++)
		sheet_verdict(sheet, &other.notes[i]);
	str_fini(&text);
}

static void write_plan(struct request *request, struct sheet *sheet)
{
	struct advice advice = advice_of(&request->ask);
	struct str text = { 0 };
	bool fine = advice.said && !advice.unsold && advice.need_count == 0;
	advice_text(request, &advice, &text);
	sheet_row(sheet, "answer", _(advice_feature_name(request->ask.feature)), advice.reason.rule,
		fine                            ? SHEET_OK
		: advice.said && !advice.unsold ? SHEET_PLAIN
						: SHEET_WARNING,
		"%s", str_text(&text));
	sheet_row(sheet, "plan", _("On"), 0, SHEET_PLAIN, "%s  %s", request->plan_name,
		request->plan_part);
	sheet_row(sheet, "where", _("In"), 8, SHEET_PLAIN, "%s", request->country);
	if (advice.need_count > 0) {
		write_total(request, &advice, sheet);
		write_needs(request, &advice, sheet);
	}
	write_why(&advice, sheet);
	if (request->ask.business_voice) {
		struct verdict held = advice_business_voice(request->people,
			reference_value(request->context->ref, "business_voice_max"));
		sheet_verdict(sheet, &held);
	}
	write_base_choice(request, &advice, sheet);
	write_other_edition(request, &advice, sheet);
	write_ways(request, &advice, sheet);
	str_fini(&text);
}

/* ---- all plans ---- */

/* Few letters: eight of these stand beside each other. */
static const char *const short_names[ELIGIBILITY_ROLE_COUNT] = {
	[ROLE_BASE_CHANGE] = N_("change"),
	[ROLE_TEAMS] = N_("Teams"),
	[ROLE_PHONE_SYSTEM] = N_("Phone"),
	[ROLE_BUNDLE] = N_("bundle"),
	[ROLE_DOMESTIC] = N_("plan"),
	[ROLE_INTERNATIONAL] = N_("plan abroad"),
	[ROLE_PAYG] = N_("by the minute"),
	[ROLE_CREDITS] = N_("credits"),
	[ROLE_SUITE] = N_("E5"),
	[ROLE_CONFERENCING_FREE] = N_("free audio"),
	[ROLE_CONFERENCING] = N_("audio"),
	[ROLE_EXCHANGE] = N_("Exchange 2"),
	[ROLE_FREE_APP] = N_("free app"),
	[ROLE_OTHER_BRIDGE] = N_("another firm"),
};

static const char *const short_heads[ADVICE_FEATURE_COUNT] = {
	[ADVICE_COLLEAGUES] = N_("Colleagues"),
	[ADVICE_FEW] = N_("1 or 2 outside"),
	[ADVICE_PHONE_SYSTEM] = N_("Phone System"),
	[ADVICE_CALLING_PLAN] = N_("Calling Plan"),
	[ADVICE_OWN_CARRIER] = N_("Own carrier"),
	[ADVICE_VOICEMAIL] = N_("Voicemail"),
	[ADVICE_CONFERENCING] = N_("Audio Conferencing"),
	[ADVICE_TOLL_FREE] = N_("Toll-free, world-wide"),
};

static void cell_text(const struct advice *advice, char cell[CELL])
{
	struct str text = { 0 };
	if (!advice->said)
		str_add(&text, "-");
	else if (advice->unsold)
		str_add(&text, _("not sold"));
	else if (advice->need_count == 0)
		str_add(&text, _("included"));
	for (int i = 0; i < advice->need_count; i++)
		str_addf(&text, "%s%s", i > 0 ? ", " : "", _(short_names[advice->needs[i].role]));
	snprintf(cell, CELL, "%s", str_text(&text));
	str_fini(&text);
}

static void write_matrix(const struct request *request, const struct plan plans[START_COUNT],
	struct sheet *sheet, const char *id, const char *title, const enum advice_feature *features,
	int count)
{
	const char *ids[SHEET_CELLS_MAX], *heads[SHEET_CELLS_MAX];
	for (int k = 0; k < count; k++) {
		ids[k] = advice_feature_id(features[k]);
		heads[k] = _(short_heads[features[k]]);
	}
	sheet_title(sheet, id, title);
	sheet_columns(sheet, _("Plan"), count, ids, heads);
	for (int i = 0; i < START_COUNT; i++) {
		char texts[SHEET_CELLS_MAX][CELL];
		const char *cells[SHEET_CELLS_MAX];
		for (int k = 0; k < count; k++) {
			struct advice_ask ask = request->ask;
			ask.feature = features[k];
			ask_plan(request, &ask, &plans[i]);
			struct advice advice = advice_of(&ask);
			cell_text(&advice, texts[k]);
			cells[k] = texts[k];
		}
		sheet_cells(sheet, starts[i].id, _(starts[i].label), 0, SHEET_PLAIN, count, cells);
	}
}

static void write_legend(const struct request *request, struct sheet *sheet)
{
	bool old = request->ask.edition == EDITION_2018;
	sheet_text(sheet, 3, SHEET_PLAIN, "%s",
		_("Products stand in the order in which they are bought and assigned. Change: another plan comes first. Phone: Teams Phone Standard (Phone System). Plan: Calling Plan. Bundle: both in one licence. Audio: Audio Conferencing; the free one has dial-out to USA and Canada. Credits: Communications Credits. \"-\": the documents do not say."));
	if (old)
		sheet_text(sheet, 411, SHEET_WARNING, "%s",
			_("These are the answers of 2018. Since 2022 business plans take phone licences directly, and conferencing with dial-out to USA and Canada is free."));
	else
		sheet_text(sheet, 411, SHEET_DIM, "%s",
			_("These are today's answers; edition=2018 shows those of 2018, and each plan by itself says where the two differ."));
}

/* Today one or two people get what all get: that column is of 2018 only. */
static void write_matrices(const struct request *request, struct sheet *sheet)
{
	static const enum advice_feature calls[] = { ADVICE_COLLEAGUES, ADVICE_PHONE_SYSTEM,
		ADVICE_CALLING_PLAN, ADVICE_OWN_CARRIER, ADVICE_FEW };
	static const enum advice_feature meetings[] = { ADVICE_VOICEMAIL, ADVICE_CONFERENCING,
		ADVICE_TOLL_FREE };
	struct plan plans[START_COUNT];
	for (int i = 0; i < START_COUNT; i++)
		plan_make(request->context->ref, &plans[i], starts[i].part, starts[i].also,
			starts[i].base);
	sheet_text(sheet, 1, SHEET_PLAIN, "%s",
		_("An add-on unlocks one feature for one person: count one licence for each who uses it. What each plan lacks:"));
	write_matrix(request, plans, sheet, "calls", _("Calls"), calls,
		request->ask.edition == EDITION_2018 ? 5 : 4);
	write_matrix(request, plans, sheet, "meetings", _("Voicemail and meetings"), meetings, 3);
	write_legend(request, sheet);
}

/* ---- the people that are there ---- */

/* Names of products that the facts know, of others what the tenant calls them. */
static void write_group(
	struct request *request, const struct holding_group *group, struct sheet *sheet)
{
	char people[24], callers[24], still[CELL];
	struct advice_ask ask = request->ask;
	struct str label = { 0 };
	ask.edition = EDITION_TODAY;
	ask.person = (struct eligibility_person){ .usage_location = group->location,
		.mailbox_onpremises = strcmp(group->mailbox, "onprem") == 0,
		.calling = request->ask.person.calling };
	licensing_hold_all(request->context->ref, &ask.person, group->skus);
	ask.person.capabilities |= group->capability;
	ask.person.base_teams |= (group->capability & CAPABILITY_TEAMS) != 0;
	ask.organization = licensing_terms(request->context->ref, &request->organization,
		group->location[0] ? group->location : request->country);
	struct advice advice = advice_of(&ask);
	cell_text(&advice, still);
	str_addf(&label, "%s%s%s%s", group->names[0] ? group->names : _("nothing"),
		group->location[0] ? " (" : "", group->location, group->location[0] ? ")" : "");
	snprintf(people, sizeof people, "%" PRId64, group->people);
	snprintf(callers, sizeof callers, "%" PRId64, group->callers);
	const char *const cells[] = { people, callers, still };
	sheet_cells(sheet, "group", str_text(&label), advice.reason.rule,
		advice.need_count == 0 && !advice.unsold ? SHEET_OK : SHEET_PLAIN, 3, cells);
	str_fini(&label);
}

static bool write_groups(struct request *request, struct sheet *sheet, struct error *err)
{
	static const char *const ids[] = { "people", "callers", "needs" };
	const char *const heads[] = { _("People"), _("Of them call"), _("Each still needs") };
	struct holding_group *groups = xcalloc(GROUPS_MAX, sizeof *groups);
	int64_t more = 0;
	int count = holding_groups(request->context->store, GROUPS_MAX, groups, &more, err);
	if (count > 0) {
		sheet_title(sheet, "groups", _("What your people hold"));
		sheet_columns(sheet, _("They hold"), 3, ids, heads);
	}
	for (int i = 0; i < count; i++)
		write_group(request, &groups[i], sheet);
	if (more > 0)
		sheet_text(sheet, 0, SHEET_DIM,
			ngettext("%" PRId64 " more group of people holds something else.",
				"%" PRId64 " more groups of people hold something else.",
				(unsigned long)more),
			more);
	if (count > 0)
		sheet_text(sheet, 6, SHEET_DIM, "%s",
			_("Counted by the service plans inside what they hold, whatever its name. Different people may have different Calling Plans; only those who call need one."));
	free(groups);
	return count >= 0;
}

/* ---- what goes for all ---- */

static const struct {
	int rule;
	const char *text;
} general[] = {
	{ 3, N_("Phone System comes before a Calling Plan: until one is owned, no plan is even shown.") },
	{ 5, N_("Assign in the same order: the plan and Phone System first, the Calling Plan second.") },
	{ 409, N_("One page of 2020 gets the number before the plan; all others put licences first, and so does ringup.") },
	{ 371, N_("The guide for small firms begins with the emergency address, then numbers, licences, resource accounts, people, attendant, port; ringup puts licences first.") },
	{ 7, N_("A person has one Calling Plan at a time; a change replaces it. Only the bundle takes an international add-on.") },
	{ 88, N_("Change a phone licence in one save: what is removed alone takes the number away.") },
	{ 89, N_("A number whose plan was removed stays yours, unassigned, and enterprise voice is off.") },
	{ 85, N_("Business Voice went off sale on 1 March 2022 and ended in June 2022; nobody was moved automatically.") },
	{ 416, N_("Pages of 2022 say that Business Voice ended on 1 March; later ones that it was only sold until then.") },
	{ 87, N_("Business Voice was for 300 licences a tenant at most, and nobody held it and Enterprise Voice.") },
	{ 90, N_("E4, Skype for Business Online Plan 1 and, since 31 July 2021, all of Skype for Business Online are gone.") },
	{ 422, N_("Of the smaller plans the US has 120 minutes; 240 minutes stands on an older US page only.") },
	{ 410, N_("There are three kinds of Calling Plan since summer 2022; older pages know two, without Pay-As-You-Go.") },
	{ 412, N_("Audio Conferencing was a paid add-on except in E5; since 2022 one with dial-out to USA/CAN is free.") },
};

static const struct {
	int rule;
	const char *text;
} buying[] = {
	{ 15, N_("Admin centre, Billing, Purchase services, View products, Add-ons, the product, Details, Buy.") },
	{ 14, N_("In 2018: Billing, Purchase services, Add-on subscriptions, Buy now; with E1 or E3 Billing, Subscriptions, Add-ons.") },
	{ 16, N_("More licences than were bought cannot be assigned: buy the missing ones first.") },
	{ 17, N_("A licence may take 24 hours until the dial pad shows; only then it is a fault.") },
	{ 372, N_("Before it: check the country, check the line, and have a reseller at hand.") },
};

static void write_general(struct sheet *sheet)
{
	sheet_title(sheet, "next", _("What to do next"));
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Step Licences: Space marks who calls, c chooses the products, f gives a missing country, b buys and assigns. `ringup about cost` shows the whole plan's price, `ringup about offer` why something cannot be bought."));
	for (size_t i = 0; i < sizeof buying / sizeof buying[0]; i++)
		sheet_item(sheet, 0, buying[i].rule, SHEET_PLAIN, "%s", _(buying[i].text));
	sheet_title(sheet, "general", _("What goes for all plans"));
	for (size_t i = 0; i < sizeof general / sizeof general[0]; i++)
		sheet_item(sheet, 0, general[i].rule, SHEET_PLAIN, "%s", _(general[i].text));
}

static bool licences_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct request request;
	if (!request_make(context, &request, err))
		return false;
	if (context->word_count > 0) {
		if (sku_write_found(context, &request.prices, sheet) == 0)
			sheet_text(sheet, 0, SHEET_WARNING, "%s",
				_("No product has this name or part number. `ringup about licences plan=all` lists the usual ones."));
		price_write_origin(&request.prices, sheet);
		return true;
	}
	if (request.plan_part[0])
		write_plan(&request, sheet);
	else
		write_matrices(&request, sheet);
	if (context->store && !write_groups(&request, sheet, err))
		return false;
	if (request.plan_part[0])
		price_write_origin(&request.prices, sheet);
	write_general(sheet);
	if (!request.plan_part[0]) {
		sku_write_names(sheet);
		sku_write_identifiers(context, sheet);
	}
	return true;
}

const struct topic licences_topic = {
	.id = "licences",
	.title = N_("Licences for every plan"),
	.help = N_("What each plan still needs for each feature, in order, with prices."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = (int)(sizeof questions / sizeof questions[0]),
	.words = N_("a part number or name"),
	.make = licences_make,
};
