/* Which products people are to get: the answers, what they hold and the rules, brought together. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/plan/licensing.h"
#include "core/reference/capability.h"
#include "core/reference/reference.h"
#include "core/rules/conferencing.h"
#include "core/rules/credits.h"
#include "core/rules/room.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

/* ---- products ---- */

/* First row that fits; kind -1: any, country NULL: any. R-096..R-111. */
static const struct {
	enum eligibility_role role;
	int kind;
	const char *country, *part;
} parts[] = {
	{ ROLE_TEAMS, -1, NULL, "Microsoft_Teams_Enterprise_New" },
	{ ROLE_PHONE_SYSTEM, KIND_GCC, NULL, "MCOEV_GOV" },
	{ ROLE_PHONE_SYSTEM, KIND_GOVERNMENT, NULL, "MCOEV_USGOV_GCCHIGH" },
	{ ROLE_PHONE_SYSTEM, KIND_EDUCATION, NULL, "MCOEV_FACULTY" },
	{ ROLE_PHONE_SYSTEM, -1, NULL, "MCOEV" },
	{ ROLE_BUNDLE, -1, NULL, "MCOTEAMS_ESSENTIALS" },
	{ ROLE_DOMESTIC, KIND_GCC, NULL, "MCOPSTN_1_GOV" },
	{ ROLE_DOMESTIC, -1, "MX", "Microsoft_Teams_Domestic_Calling_Plan_(Mexico)" },
	{ ROLE_DOMESTIC, -1, NULL, "MCOPSTN1" },
	{ ROLE_INTERNATIONAL, -1, "MX",
		"Microsoft_Teams_Domestic_and_International_Calling_Plan_(Mexico)" },
	{ ROLE_INTERNATIONAL, -1, NULL, "MCOPSTN2" },
	{ ROLE_PAYG, -1, "MX", "Microsoft_Teams_Calling_Plan_pay_as_you_go_(Mexico)" },
	{ ROLE_PAYG, -1, "US", "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1_US)" },
	{ ROLE_CREDITS, -1, NULL, "MCOPSTNC" },
	/* Of comparisons and sheets only: nothing of it is ever planned by the answers. */
	{ ROLE_SUITE, KIND_EDUCATION, NULL, "M365EDU_A5_FACULTY" },
	{ ROLE_SUITE, KIND_GCC, NULL, "M365_G5_GCC" },
	{ ROLE_SUITE, -1, NULL, "SPE_E5" },
	{ ROLE_CONFERENCING_FREE, -1, NULL, "Microsoft_Teams_Audio_Conferencing_select_dial_out" },
	{ ROLE_CONFERENCING, KIND_EDUCATION, NULL, "MCOMEETADV_FACULTY" },
	{ ROLE_CONFERENCING, KIND_GCC, NULL, "MCOMEETADV_GOV" },
	{ ROLE_CONFERENCING, KIND_GOVERNMENT, NULL, "MCOMEETADV_USGOV_GCCHIGH" },
	{ ROLE_CONFERENCING, -1, NULL, "MCOMEETADV" },
	{ ROLE_EXCHANGE, KIND_EDUCATION, NULL, "EXCHANGEENTERPRISE_FACULTY" },
	{ ROLE_EXCHANGE, KIND_GCC, NULL, "EXCHANGEENTERPRISE_GOV" },
	{ ROLE_EXCHANGE, -1, NULL, "EXCHANGEENTERPRISE" },
};

/* Outside the countries of the table the zone decides. */
static const char *payg_part(struct reference *ref, const char *country)
{
	struct country facts;
	if (!reference_country(ref, country, &facts, NULL))
		return "";
	switch (facts.payg) {
	case PAYG_ZONE_1:
	case PAYG_ELSEWHERE:
		return "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)";
	case PAYG_ZONE_2:
		return "MCOPSTN_PAYG_2";
	default:
		return "";
	}
}

const char *licensing_part(struct reference *ref, enum eligibility_role role,
	enum eligibility_kind kind, const char *country, char *part)
{
	const char *found = role == ROLE_PAYG ? payg_part(ref, country) : "";
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i].role == role && (parts[i].kind < 0 || parts[i].kind == (int)kind) &&
			(!parts[i].country || strcmp(parts[i].country, country) == 0)) {
			found = parts[i].part;
			break;
		}
	}
	snprintf(part, 96, "%s", found);
	return part;
}

/* Of rooms and shared devices; the licence list has no Basic for GCC. */
static const struct {
	enum room_licence licence;
	int kind;
	const char *part;
} room_licences[] = {
	{ ROOM_BASIC, KIND_EDUCATION, "Microsoft_Teams_Rooms_Basic_FAC" },
	{ ROOM_BASIC, KIND_GCC, "Microsoft_Teams_Rooms_Pro_GCC" },
	{ ROOM_BASIC, -1, "Microsoft_Teams_Rooms_Basic" },
	{ ROOM_PRO, KIND_EDUCATION, "Microsoft_Teams_Rooms_Pro_FAC" },
	{ ROOM_PRO, KIND_GCC, "Microsoft_Teams_Rooms_Pro_GCC" },
	{ ROOM_PRO, -1, "Microsoft_Teams_Rooms_Pro" },
	{ ROOM_SHARED, KIND_EDUCATION, "MCOCAP_FACULTY" },
	{ ROOM_SHARED, KIND_GCC, "MCOCAP_GOV" },
	{ ROOM_SHARED, -1, "MCOCAP" },
};

const char *licensing_room_part(enum room_licence licence, enum eligibility_kind kind)
{
	for (size_t i = 0; i < sizeof room_licences / sizeof room_licences[0]; i++) {
		if (room_licences[i].licence == licence &&
			(room_licences[i].kind < 0 || room_licences[i].kind == (int)kind))
			return room_licences[i].part;
	}
	return "";
}

/* Families of base plans by how their part numbers begin; the audience of education
 * and government counts first. */
static const struct {
	const char *start;
	enum eligibility_family family;
} families[] = {
	{ "TEAMS_ESSENTIALS", FAMILY_TEAMS_ESSENTIALS }, { "Teams_Ess", FAMILY_TEAMS_ESSENTIALS },
	{ "DESKLESSPACK", FAMILY_FRONTLINE }, { "M365_F1", FAMILY_FRONTLINE },
	{ "SPE_F1", FAMILY_FRONTLINE }, { "Microsoft_365_F", FAMILY_FRONTLINE },
	{ "O365_BUSINESS", FAMILY_BUSINESS }, { "SMB_BUSINESS", FAMILY_BUSINESS },
	{ "SPB", FAMILY_BUSINESS }, { "LITEPACK", FAMILY_BUSINESS },
	{ "Microsoft_365_Business", FAMILY_BUSINESS },
	{ "Microsoft_365_ Business", FAMILY_BUSINESS },
	{ "Office_365_w/o_Teams_Bundle_Business", FAMILY_BUSINESS },
	{ "MCOSTANDARD", FAMILY_NONE }, /* Skype for Business Online alone */
};

/* A base plan with none of the service plans that count here has applications only (ProPlus). */
static enum eligibility_family family_of(const struct sku *sku, unsigned bits)
{
	if (bits == 0)
		return FAMILY_NONE;
	if (strcmp(sku->audience, "education") == 0)
		return FAMILY_EDUCATION;
	if (strncmp(sku->audience, "gcc", 3) == 0 || strcmp(sku->audience, "dod") == 0)
		return FAMILY_GOVERNMENT;
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
		if (strncasecmp(sku->part_number, families[i].start, strlen(families[i].start)) ==
			0)
			return families[i].family;
	}
	return FAMILY_ENTERPRISE;
}

/* ---- what the rules ask ---- */

struct licensing {
	struct reference *ref;
	struct organization organization;
};

/* A word's value, the first one where it is none. */
static int value_of(int found)
{
	return found < 0 ? 0 : found;
}

static enum eligibility_seller seller_of(struct reference *ref, const char *country)
{
	struct country facts;
	if (!reference_country(ref, country, &facts, NULL))
		return country[0] != '\0' ? PLANS_FROM_NOBODY : PLANS_FROM_MICROSOFT;
	if (facts.seller == COUNTRY_SELLER_MICROSOFT)
		return PLANS_FROM_MICROSOFT;
	return facts.seller == COUNTRY_SELLER_NONE ? PLANS_FROM_NOBODY : PLANS_FROM_PARTNER;
}

struct eligibility_organization licensing_terms(
	struct reference *ref, const struct organization *answers, const char *country)
{
	struct eligibility_organization terms = { .calling_plans = seller_of(ref, country) };
	if (!answers)
		return terms;
	terms.kind = value_of(eligibility_kind_of(answers->kind));
	terms.carrier = value_of(eligibility_carrier_of(answers->carrier));
	terms.bought_from = value_of(eligibility_source_of(answers->bought_from));
	terms.commitment = value_of(eligibility_commitment_of(answers->commitment));
	terms.product = value_of(eligibility_product_of(answers->product));
	return terms;
}

static struct eligibility_organization organization_of(
	const struct licensing *licensing, const char *country)
{
	return licensing_terms(licensing->ref, &licensing->organization, country);
}

/* A base plan tells the family; a product that gives Phone System and a domestic plan without being
 * one is a bundle. */
bool licensing_hold(struct reference *ref, struct eligibility_person *person, const char *part)
{
	struct sku sku;
	if (!reference_sku(ref, part, &sku, NULL))
		return false;
	unsigned bits = sku.capabilities;
	person->capabilities |= bits;
	person->bundle |= strcmp(sku.category, "calling_plan_bundle") == 0;
	if (strcmp(sku.category, "base_plan") != 0)
		return false;
	person->family = family_of(&sku, bits);
	person->base_phone_system |= (bits & CAPABILITY_PHONE_SYSTEM) != 0;
	person->base_teams |= (bits & CAPABILITY_TEAMS) != 0;
	return true;
}

/* Calls item with each part number of "A;B". */
static void each_part(const char *list, void (*item)(void *data, const char *part), void *data)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ";");
		char part[SKU_PART];
		snprintf(part, sizeof part, "%.*s", (int)len, list);
		if (part[0] != '\0')
			item(data, part);
		list += len + (list[len] == ';');
	}
}

struct holding {
	struct reference *ref;
	struct eligibility_person *person;
	bool based; /* a base plan is among it */
};

static void hold(void *data, const char *part)
{
	struct holding *holding = data;
	holding->based |= licensing_hold(holding->ref, holding->person, part);
}

void licensing_hold_all(struct reference *ref, struct eligibility_person *person, const char *list)
{
	struct holding holding = { .ref = ref, .person = person };
	each_part(list, hold, &holding);
}

/* Exports often do not say which plan people have: the organization's answer stands in. */
static struct eligibility_person person_of(const struct licensing *licensing, const char *location,
	unsigned capability, const char *skus, const char *mailbox)
{
	struct eligibility_person person = {
		.capabilities = capability,
		.family = FAMILY_NONE,
		.usage_location = location,
		.mailbox_onpremises = strcmp(mailbox, "onprem") == 0,
		.calling = value_of(eligibility_calling_of(licensing->organization.calling)),
	};
	struct holding holding = { .ref = licensing->ref, .person = &person };
	each_part(skus, hold, &holding);
	if (!holding.based && licensing->organization.plan[0] != '\0')
		licensing_hold(licensing->ref, &person, licensing->organization.plan);
	return person;
}

/* Where somebody counts as living who has no usage location yet. */
static const char *country_of(const struct licensing *licensing, const char *location)
{
	return location[0] != '\0' ? location : licensing->organization.country;
}

/* ---- the plan ---- */

struct removal {
	const struct licensing *licensing;
	struct licence_choice *choice;
};

/* The standalone domestic plans that an international one replaces. */
static void remove_domestic(void *data, const char *part)
{
	struct removal *removal = data;
	struct licence_choice *choice = removal->choice;
	struct sku sku;
	if (choice->remove_count < LICENCE_CHOICES &&
		reference_sku(removal->licensing->ref, part, &sku, NULL) &&
		strcmp(sku.category, "calling_plan_domestic") == 0)
		snprintf(choice->remove[choice->remove_count++], SKU_PART, "%s", part);
}

static void add_part(struct licence_choice *choice, const char *part)
{
	if (part[0] != '\0' && choice->add_count < LICENCE_CHOICES)
		snprintf(choice->add[choice->add_count++], SKU_PART, "%s", part);
}

/* A device's own licence holds Teams and, where it has a number, Phone System: only the Calling
 * Plan is left to find. */
static void as_device(struct eligibility_person *person, bool calls)
{
	person->base_phone_system = true;
	person->base_teams = true;
	person->mailbox_onpremises = false;
	if (!calls)
		person->calling = CALLING_NONE;
}

/* Teams Rooms Basic gives way to Pro in the same change. */
static void remove_basic(void *data, const char *part)
{
	struct licence_choice *choice = data;
	if (room_licence_of(part) == ROOM_BASIC && choice->remove_count < LICENCE_CHOICES)
		snprintf(choice->remove[choice->remove_count++], SKU_PART, "%s", part);
}

/* What it holds already may be enough. */
static void choose_device(const struct licence_group *group,
	const struct eligibility_organization *organization, struct licence_choice *choice)
{
	enum room_device device = room_device_of(group->device);
	struct room_need need = room_need(device, group->calls, group->beyond ? ROOM_BASIC_MAX : 0,
		organization->carrier == CARRIER_OWN);
	struct verdict works = room_check(device, room_licence_held(group->skus), group->calls);
	if (verdict_ok(works))
		return;
	add_part(choice, licensing_room_part(need.licence, organization->kind));
	if (need.licence == ROOM_PRO)
		each_part(group->skus, remove_basic, choice);
}

/* Has a Calling Plan of Microsoft's, or is to get one. */
static bool calls_by_plan(const struct licence_group *group,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person, const struct eligibility *found)
{
	bool plan = (person->capabilities & CAPABILITY_CALLING_PLAN) != 0;
	for (int i = 0; i < found->need_count; i++) {
		enum eligibility_role role = found->needs[i].role;
		plan |= role == ROLE_BUNDLE || role == ROLE_DOMESTIC ||
			role == ROLE_INTERNATIONAL || role == ROLE_PAYG;
	}
	return group->calls && plan && organization->carrier == CARRIER_MICROSOFT;
}

/* The free licence that opens the common balance, if the organization gives it to those who call,
 * or to those who host meetings as well. */
static void choose_credits(const struct licensing *licensing, const struct licence_group *group,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person, const struct eligibility *found,
	struct licence_choice *choice)
{
	const char *credits_for = licensing->organization.credits_for;
	struct credits_person who = {
		.calls = calls_by_plan(group, organization, person, found),
		.conferencing = group->organizes && strcmp(credits_for, "all") == 0,
		.e5 = person->base_phone_system,
		.holds = (person->capabilities & CAPABILITY_CREDITS) != 0,
	};
	struct verdict reason;
	char part[96];
	for (int i = 0; i < found->need_count; i++)
		who.holds |= found->needs[i].role == ROLE_CREDITS;
	if (strcmp(credits_for, "none") != 0 && credits_licence_needed(&who, &reason))
		add_part(choice, licensing_part(licensing->ref, ROLE_CREDITS, organization->kind,
					 group->location, part));
}

/* Whoever hosts meetings that are dialled into needs one licence, where it is sold. */
static void choose_conferencing(const struct licensing *licensing,
	const struct licence_group *group, const struct eligibility_organization *organization,
	const struct eligibility_person *person, struct licence_choice *choice)
{
	const char *country = country_of(licensing, group->location);
	struct country facts;
	struct conferencing_person who = {
		.organizes = group->device[0] == '\0' &&
			     conferencing_wanted(licensing->organization.conferencing_for,
				     group->calls, group->organizes),
		.capabilities = person->capabilities,
		.sold = !reference_country(licensing->ref, country, &facts, NULL) ||
			facts.audio_conferencing != FACT_NO,
	};
	char part[96];
	if (conferencing_needs(&who))
		add_part(choice, licensing_part(licensing->ref, ROLE_CONFERENCING,
					 organization->kind, country, part));
}

static bool choose(void *data, const struct licence_group *group, struct licence_choice *choice,
	struct error *err)
{
	(void)err;
	struct licensing *licensing = data;
	const char *country = country_of(licensing, group->location);
	struct eligibility_organization organization = organization_of(licensing, country);
	struct eligibility_person person = person_of(
		licensing, group->location, group->capability, group->skus, group->mailbox);
	/* Whoever has a number of the own carrier gets no Calling Plan, whatever the others get. */
	if (group->carrier)
		organization.carrier = CARRIER_OWN;
	if (!group->calls)
		person.calling = CALLING_NONE;
	if (group->device[0] != '\0') {
		choose_device(group, &organization, choice);
		as_device(&person, group->calls);
	}
	choose_conferencing(licensing, group, &organization, &person, choice);
	if (person.mailbox_onpremises && person.family != FAMILY_TEAMS_ESSENTIALS)
		return true;
	struct eligibility found = eligibility_of(&organization, &person);
	for (int i = 0; i < found.need_count; i++) {
		char part[96];
		licensing_part(
			licensing->ref, found.needs[i].role, organization.kind, country, part);
		add_part(choice, part);
		struct removal removal = { licensing, choice };
		if (found.needs[i].replaces_domestic)
			each_part(group->skus, remove_domestic, &removal);
	}
	choose_credits(licensing, group, &organization, &person, &found, choice);
	return true;
}

bool licensing_plan(struct store *store, struct reference *ref, int64_t *changed, struct error *err)
{
	struct licensing licensing = { .ref = ref };
	return organization_get(store, &licensing.organization, err) &&
	       licence_plan_callers(store, choose, &licensing, changed, err);
}

/* ---- one person ---- */

#define HELD_MAX 40

static void answer(const struct licensing *licensing, const char *country,
	const struct eligibility_person *person, struct licensing_answer *out)
{
	struct eligibility_organization organization = organization_of(licensing, country);
	struct eligibility found = eligibility_of(&organization, person);
	snprintf(out->location, sizeof out->location, "%s", country);
	for (out->need_count = 0; out->need_count < found.need_count; out->need_count++) {
		struct licensing_need *need = &out->needs[out->need_count];
		need->role = found.needs[out->need_count].role;
		need->reason = found.needs[out->need_count].reason;
		licensing_part(licensing->ref, need->role, organization.kind, country, need->part);
	}
	out->note_count = found.note_count;
	memcpy(out->notes, found.notes, sizeof out->notes);
	out->way_count = eligibility_ways(out->ways, &organization, person);
}

bool licensing_person(struct store *store, struct reference *ref, int64_t person_id,
	struct licensing_answer *out, struct error *err)
{
	struct licensing licensing = { .ref = ref };
	struct person row;
	struct licence held[HELD_MAX];
	*out = (struct licensing_answer){ .need_count = 0 };
	if (!organization_get(store, &licensing.organization, err) ||
		!person_get(store, person_id, &row, err))
		return false;
	int count = licence_list(store, person_id, HELD_MAX, held, err);
	if (count < 0)
		return false;
	char skus[1024] = "";
	for (int i = 0; i < count && i < HELD_MAX; i++) {
		size_t len = strlen(skus);
		if (held[i].actual)
			snprintf(skus + len, sizeof skus - len, "%s;", held[i].sku_part);
	}
	const char *country = country_of(&licensing, row.location);
	struct eligibility_person person = person_of(
		&licensing, row.location, row.capability, skus, row.mailbox);
	if (row.device[0] != '\0')
		as_device(&person, row.calls);
	answer(&licensing, country, &person, out);
	return true;
}

bool licensing_typical(
	struct store *store, struct reference *ref, struct licensing_answer *out, struct error *err)
{
	struct licensing licensing = { .ref = ref };
	*out = (struct licensing_answer){ .need_count = 0 };
	if (!organization_get(store, &licensing.organization, err))
		return false;
	const char *country = licensing.organization.country;
	struct eligibility_person person = person_of(&licensing, country, 0, "", "cloud");
	answer(&licensing, country, &person, out);
	return true;
}
