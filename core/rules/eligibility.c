/* core/rules/eligibility.c: which products a person still needs, in which order, and why. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/capability.h"
#include "core/rules/eligibility.h"

enum {
	ALLOWED,
	WHY_BASE,
	WHY_ENTRA,
	WHY_TEAMS,
	WHY_PHONE,
	WHY_PHONE_ONLY,
	WHY_PHONE_OWN,
	WHY_BUNDLE,
	WHY_DOMESTIC,
	WHY_DOMESTIC_INSIDE,
	WHY_INTERNATIONAL,
	WHY_INTERNATIONAL_INSIDE,
	WHY_INTERNATIONAL_ADD,
	WHY_INTERNATIONAL_SWAP,
	WHY_PAYG,
	WHY_CREDITS,
	RESOURCE,
	NO_PLANS,
	PARTNER_PLANS,
	ONPREMISES,
	NO_LOCATION,
	CHINA,
	GODADDY,
	MONTHLY,
	RESELLER,
	NO_BUNDLE,
	OWN_WITH_PLAN,
	AFTER_USE,
	SEATS
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	/* Why a product is needed. */
	[WHY_BASE] = { VERDICT_YES, 4,
		N_("The present plan cannot carry a phone licence: a plan with Teams comes first."),
		N_("Choose a Microsoft 365 plan with Teams; compare E5, which has the phone inside.") },
	[WHY_ENTRA] = { VERDICT_YES, 76,
		N_("This Teams Essentials has no Entra identity and cannot carry a phone licence."),
		N_("Change to Teams Essentials with Entra identity, or to a Microsoft 365 plan.") },
	[WHY_TEAMS] = { VERDICT_YES, 92,
		N_("The plan was sold without Teams, and calls are made in Teams."),
		N_("Buy Teams Enterprise for these people and assign it before the phone licence.") },
	[WHY_PHONE] = { VERDICT_YES, 3,
		N_("Phone System comes before a Calling Plan, both to buy and to assign."),
		N_("Buy and assign Teams Phone Standard first.") },
	[WHY_PHONE_ONLY] = { VERDICT_YES, 3,
		N_("A Calling Plan is there, but it does nothing without Phone System."),
		N_("Buy and assign Teams Phone Standard.") },
	[WHY_PHONE_OWN] = { VERDICT_YES, 10,
		N_("With your own carrier people need Phone System only, and no Calling Plan."),
		N_("Buy and assign Teams Phone Standard; the numbers come from your carrier.") },
	[WHY_BUNDLE] = { VERDICT_YES, 79,
		N_("Teams Phone with Calling Plan is Phone System and a domestic plan in one licence."),
		N_("Buy one for each person who calls or is called from outside.") },
	[WHY_DOMESTIC] = { VERDICT_YES, 5,
		N_("The Calling Plan follows Phone System and gives minutes inside the country."),
		N_("Assign it after Phone System, to the same people.") },
	[WHY_DOMESTIC_INSIDE] = { VERDICT_YES, 77,
		N_("Phone System is inside the present plan: only the Calling Plan is missing."),
		N_("Buy and assign the Domestic Calling Plan.") },
	[WHY_INTERNATIONAL] = { VERDICT_YES, 5,
		N_("The international plan follows Phone System; it holds domestic minutes as well."),
		N_("Assign it after Phone System, to the same people.") },
	[WHY_INTERNATIONAL_INSIDE] = { VERDICT_YES, 77,
		N_("Phone System is inside the present plan: only the Calling Plan is missing."),
		N_("Buy and assign the International Calling Plan.") },
	[WHY_INTERNATIONAL_ADD] = { VERDICT_YES, 81,
		N_("The bundle has domestic minutes only; international calling is a separate add-on."),
		N_("Assign the international add-on on top of the bundle.") },
	[WHY_INTERNATIONAL_SWAP] = { VERDICT_YES, 7,
		N_("A person has one standalone Calling Plan: the international one replaces the domestic."),
		N_("Remove the domestic plan and add the international one in the same save.") },
	[WHY_PAYG] = { VERDICT_YES, 118,
		N_("Pay-As-You-Go has no outgoing minutes: each outgoing call is charged by the minute."),
		N_("Assign it after Phone System, and fund Communications Credits.") },
	[WHY_CREDITS] = { VERDICT_YES, 118,
		N_("Until Pay-As-You-Go is funded, its people cannot call out."),
		N_("Set up Communications Credits, add funds, and assign the free credits licence.") },
	/* What stands in the way. */
	[RESOURCE] = { VERDICT_WARN, 114,
		N_("This is a resource account: it takes the free resource account licence only."),
		N_("Give it no Teams Phone Standard; it needs a Calling Plan only if it dials out.") },
	[NO_PLANS] = { VERDICT_NO, 129, N_("Calling Plans are not sold in this person's country."),
		N_("Use Operator Connect or Direct Routing there, or ask a partner.") },
	[PARTNER_PLANS] = { VERDICT_NO, 126,
		N_("In this person's country Calling Plans are sold and run by a partner of Microsoft."),
		N_("Order from Telstra in Australia or SoftBank in Japan; they give the numbers as well.") },
	[ONPREMISES] = { VERDICT_NO, 83,
		N_("The mailbox is on a server of your own, and the phone works with Microsoft 365 only."),
		N_("Move the mailbox to Microsoft 365, or use Teams Essentials for this person.") },
	[NO_LOCATION] = { VERDICT_NO, 9,
		N_("The person has no usage location, so no licence for calls can be assigned."),
		N_("Set the country where the person works, then go on.") },
	[CHINA] = { VERDICT_WARN, 61,
		N_("Office 365 of 21Vianet has only some features, and Calling Plans are not promised."),
		N_("Ask 21Vianet what is offered before you plan with it.") },
	[GODADDY] = { VERDICT_WARN, 52,
		N_("Business plans bought through GoDaddy could not take these add-ons."),
		N_("If the offer does not show, move to E3 bought from Microsoft, and ask support.") },
	[MONTHLY] = { VERDICT_WARN, 53,
		N_("With a monthly commitment the add-ons sometimes cannot be bought."),
		N_("If so, change to an annual commitment, which may be paid monthly, or ask support.") },
	[RESELLER] = { VERDICT_WARN, 54,
		N_("A partner's included plan does not show the add-ons until one seat of E3 is bought."),
		N_("Buy one seat of E3 into the same tenant; then the add-ons show up with prices.") },
	[NO_BUNDLE] = { VERDICT_WARN, 82,
		N_("Teams Phone with Calling Plan is not sold in this country; separate licences are."),
		N_("Go on with the separate licences shown, or ask a reseller.") },
	[OWN_WITH_PLAN] = { VERDICT_WARN, 10,
		N_("The person has a Calling Plan, which your own carrier makes unnecessary."),
		N_("Take the Calling Plan away when its number is no longer used.") },
	[AFTER_USE] = { VERDICT_WARN, 155,
		N_("Your agreement bills calls after use: there are no credits to buy, the plan may stop."),
		N_("Switch pay-as-you-go on in the billing settings, so that calls beyond it go on.") },
	[SEATS] = { VERDICT_NO, 16, N_("More licences would be assigned than were bought."),
		N_("Buy the missing ones, or take one from somebody who does not call outside.") },
};

VERDICT_ROWS(eligibility_verdicts, verdicts)

static const struct {
	const char *id, *name;
} roles[] = {
	[ROLE_BASE_CHANGE] = { "base_change", N_("Plan with Teams") },
	[ROLE_TEAMS] = { "teams", N_("Teams Enterprise") },
	[ROLE_PHONE_SYSTEM] = { "phone_system", N_("Teams Phone Standard") },
	[ROLE_BUNDLE] = { "bundle", N_("Teams Phone with Calling Plan") },
	[ROLE_DOMESTIC] = { "domestic", N_("Domestic Calling Plan") },
	[ROLE_INTERNATIONAL] = { "international", N_("International Calling Plan") },
	[ROLE_PAYG] = { "payg", N_("Pay-As-You-Go Calling Plan") },
	[ROLE_CREDITS] = { "credits", N_("Communications Credits") },
	[ROLE_SUITE] = { "suite", N_("Suite with Phone System (E5)") },
	[ROLE_CONFERENCING_FREE] = { "conferencing_free",
		N_("Audio Conferencing with dial-out to USA/CAN") },
	[ROLE_CONFERENCING] = { "conferencing", N_("Audio Conferencing") },
	[ROLE_EXCHANGE] = { "exchange", N_("Exchange Online Plan 2") },
	[ROLE_FREE_APP] = { "free_app", N_("Free Skype app for consumers") },
	[ROLE_OTHER_BRIDGE] = { "other_bridge", N_("Another firm's audio conferencing") },
};

static const char *const kinds[KIND_COUNT] = { "commercial", "gcc", "government", "education",
	"nonprofit", "21vianet" };
static const char *const carriers[CARRIER_COUNT] = { "microsoft", "own" };
static const char *const sources[SOURCE_COUNT] = { "direct", "godaddy", "partner" };
static const char *const commitments[COMMITMENT_COUNT] = { "annual", "monthly" };
static const char *const callings[CALLING_COUNT] = { "none", "domestic", "international", "payg" };
static const char *const products[PRODUCT_COUNT] = { "bundle", "separate" };

#define WORD_OF(words, word) word_of(words, (int)(sizeof(words) / sizeof((words)[0])), word)

static int word_of(const char *const *words, int count, const char *word)
{
	for (int i = 0; word && i < count; i++) {
		if (strcasecmp(words[i], word) == 0)
			return i;
	}
	return -1;
}

int eligibility_kind_of(const char *word)
{
	return WORD_OF(kinds, word);
}

int eligibility_carrier_of(const char *word)
{
	return WORD_OF(carriers, word);
}

int eligibility_source_of(const char *word)
{
	return WORD_OF(sources, word);
}

int eligibility_commitment_of(const char *word)
{
	return WORD_OF(commitments, word);
}

int eligibility_calling_of(const char *word)
{
	return WORD_OF(callings, word);
}

int eligibility_product_of(const char *word)
{
	return WORD_OF(products, word);
}

const char *eligibility_kind_word(enum eligibility_kind kind)
{
	return kinds[kind];
}

const char *eligibility_calling_word(enum eligibility_calling calling)
{
	return callings[calling];
}

const char *eligibility_role_name(enum eligibility_role role)
{
	return roles[role].name;
}

const char *eligibility_role_id(enum eligibility_role role)
{
	return roles[role].id;
}

static void need(struct eligibility *eligibility, enum eligibility_role role, int why)
{
	eligibility->needs[eligibility->need_count++] = (struct eligibility_need){ .role = role,
		.reason = verdicts[why] };
}

static bool has(const struct eligibility_person *person, unsigned bits)
{
	return (person->capabilities & bits) != 0;
}

static bool has_phone(const struct eligibility_person *person)
{
	return person->base_phone_system || has(person, CAPABILITY_PHONE_SYSTEM);
}

static bool has_teams(const struct eligibility_person *person)
{
	return person->base_teams || has(person, CAPABILITY_TEAMS);
}

/* The base must be able to carry a phone licence. */
static void need_base(struct eligibility *eligibility, const struct eligibility_person *person)
{
	if (has(person, CAPABILITY_TEAMS_UNMANAGED))
		need(eligibility, ROLE_BASE_CHANGE, WHY_ENTRA);
	else if (has_teams(person))
		return;
	else if (person->family == FAMILY_NONE && !has_phone(person))
		need(eligibility, ROLE_BASE_CHANGE, WHY_BASE);
	else
		need(eligibility, ROLE_TEAMS, WHY_TEAMS);
}

static void need_domestic(struct eligibility *eligibility, const struct eligibility_person *person)
{
	if (!has(person, CAPABILITY_DOMESTIC | CAPABILITY_INTERNATIONAL))
		need(eligibility, ROLE_DOMESTIC,
			person->base_phone_system ? WHY_DOMESTIC_INSIDE : WHY_DOMESTIC);
}

static void need_international(
	struct eligibility *eligibility, const struct eligibility_person *person)
{
	bool domestic = has(person, CAPABILITY_DOMESTIC);
	int why = person->base_phone_system ? WHY_INTERNATIONAL_INSIDE : WHY_INTERNATIONAL;

	if (has(person, CAPABILITY_INTERNATIONAL))
		return;
	if (domestic)
		why = person->bundle ? WHY_INTERNATIONAL_ADD : WHY_INTERNATIONAL_SWAP;
	need(eligibility, ROLE_INTERNATIONAL, why);
	eligibility->needs[eligibility->need_count - 1].replaces_domestic = domestic &&
									    !person->bundle;
}

static void need_payg(struct eligibility *eligibility,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	if (!has(person, CAPABILITY_CALLING_PLAN))
		need(eligibility, ROLE_PAYG, WHY_PAYG);
	if (!organization->billed_after_use && !has(person, CAPABILITY_CREDITS))
		need(eligibility, ROLE_CREDITS, WHY_CREDITS);
}

static void need_plan(struct eligibility *eligibility,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	switch (person->calling) {
	case CALLING_DOMESTIC:
		need_domestic(eligibility, person);
		break;
	case CALLING_INTERNATIONAL:
		need_international(eligibility, person);
		break;
	case CALLING_PAYG:
		need_payg(eligibility, organization, person);
		break;
	case CALLING_NONE:
	case CALLING_COUNT:
		break;
	}
}

/* The bundle is for people who have neither of its halves. */
static bool takes_bundle(const struct eligibility_person *person)
{
	return !has_phone(person) && !has(person, CAPABILITY_CALLING_PLAN) &&
	       (person->calling == CALLING_DOMESTIC || person->calling == CALLING_INTERNATIONAL);
}

static bool chooses_bundle(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	return takes_bundle(person) && organization->product == PRODUCT_BUNDLE &&
	       !organization->bundle_not_sold;
}

static void need_bundle(struct eligibility *eligibility, const struct eligibility_person *person)
{
	need(eligibility, ROLE_BUNDLE, WHY_BUNDLE);
	if (person->calling == CALLING_INTERNATIONAL)
		need(eligibility, ROLE_INTERNATIONAL, WHY_INTERNATIONAL_ADD);
}

static int why_phone(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	if (organization->carrier == CARRIER_OWN)
		return WHY_PHONE_OWN;
	return has(person, CAPABILITY_CALLING_PLAN) ? WHY_PHONE_ONLY : WHY_PHONE;
}

static void find_needs(struct eligibility *eligibility,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	bool own = organization->carrier == CARRIER_OWN;

	need_base(eligibility, person);
	if (!own && organization->calling_plans != PLANS_FROM_MICROSOFT)
		return;
	if (!own && chooses_bundle(organization, person)) {
		need_bundle(eligibility, person);
		return;
	}
	if (!has_phone(person))
		need(eligibility, ROLE_PHONE_SYSTEM, why_phone(organization, person));
	if (!own)
		need_plan(eligibility, organization, person);
}

static bool by_microsoft(const struct eligibility_organization *organization)
{
	return organization->carrier == CARRIER_MICROSOFT;
}

static bool when_no_plans(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)person;
	return by_microsoft(organization) && organization->calling_plans == PLANS_FROM_NOBODY;
}

static bool when_partner_plans(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)person;
	return by_microsoft(organization) && organization->calling_plans == PLANS_FROM_PARTNER;
}

static bool when_no_location(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)organization;
	return !person->usage_location || !*person->usage_location;
}

static bool when_onpremises(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)organization;
	return person->mailbox_onpremises && person->family != FAMILY_TEAMS_ESSENTIALS;
}

static bool when_china(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)person;
	return organization->kind == KIND_21VIANET;
}

static bool when_godaddy(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	return organization->bought_from == SOURCE_GODADDY && person->family == FAMILY_BUSINESS;
}

static bool when_monthly(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)person;
	return organization->commitment == COMMITMENT_MONTHLY;
}

static bool when_reseller(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	(void)person;
	return organization->bought_from == SOURCE_PARTNER;
}

static bool when_no_bundle(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	return by_microsoft(organization) && organization->product == PRODUCT_BUNDLE &&
	       organization->bundle_not_sold && takes_bundle(person);
}

static bool when_own_with_plan(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	return !by_microsoft(organization) && has(person, CAPABILITY_CALLING_PLAN);
}

static bool when_after_use(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	return by_microsoft(organization) && organization->billed_after_use &&
	       person->calling == CALLING_PAYG;
}

/* Refusals before warnings. Those of `buying` only matter while there is something to buy. */
static const struct {
	bool (*when)(const struct eligibility_organization *, const struct eligibility_person *);
	int row;
	bool buying;
} notes[] = {
	{ when_no_plans, NO_PLANS, false },
	{ when_partner_plans, PARTNER_PLANS, false },
	{ when_no_location, NO_LOCATION, false },
	{ when_onpremises, ONPREMISES, false },
	{ when_china, CHINA, false },
	{ when_godaddy, GODADDY, true },
	{ when_monthly, MONTHLY, true },
	{ when_reseller, RESELLER, true },
	{ when_no_bundle, NO_BUNDLE, true },
	{ when_own_with_plan, OWN_WITH_PLAN, false },
	{ when_after_use, AFTER_USE, false },
};

#define NOTE_COUNT (sizeof(notes) / sizeof(notes[0]))
_Static_assert(NOTE_COUNT <= ELIGIBILITY_NOTES, "all notes must fit");

static void find_notes(struct eligibility *eligibility,
	const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	for (size_t i = 0; i < NOTE_COUNT; i++) {
		if (notes[i].buying && eligibility->need_count == 0)
			continue;
		if (notes[i].when(organization, person))
			eligibility->notes[eligibility->note_count++] = verdicts[notes[i].row];
	}
}

struct eligibility eligibility_of(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	struct eligibility eligibility = { .need_count = 0 };

	if (person->calling == CALLING_NONE)
		return eligibility;
	if (has(person, CAPABILITY_RESOURCE_ACCOUNT)) {
		eligibility.notes[eligibility.note_count++] = verdicts[RESOURCE];
		return eligibility;
	}
	find_needs(&eligibility, organization, person);
	find_notes(&eligibility, organization, person);
	return eligibility;
}

struct eligibility eligibility_base(const struct eligibility_person *person)
{
	struct eligibility eligibility = { .need_count = 0 };

	need_base(&eligibility, person);
	return eligibility;
}

struct verdict eligibility_sold(const struct eligibility_organization *organization)
{
	if (!by_microsoft(organization) || organization->calling_plans == PLANS_FROM_MICROSOFT)
		return verdicts[ALLOWED];
	return verdicts[organization->calling_plans == PLANS_FROM_PARTNER ? PARTNER_PLANS
									  : NO_PLANS];
}

struct verdict eligibility_verdict(const struct eligibility *eligibility)
{
	return eligibility->note_count > 0 ? eligibility->notes[0] : verdicts[ALLOWED];
}

static void way_from(struct eligibility_way *way, enum eligibility_way_kind kind,
	const struct eligibility *eligibility)
{
	*way = (struct eligibility_way){ .kind = kind };
	for (int i = 0; i < eligibility->need_count; i++)
		way->roles[way->role_count++] = eligibility->needs[i].role;
}

/* With the suite in place of the base plan only the Calling Plan is left to get. */
static struct eligibility suite_needs(const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	struct eligibility eligibility = { .need_count = 0 }, rest;
	struct eligibility_person upgraded = *person;

	upgraded.base_phone_system = true;
	upgraded.base_teams = true;
	upgraded.capabilities &= ~(unsigned)CAPABILITY_TEAMS_UNMANAGED;
	rest = eligibility_of(organization, &upgraded);
	need(&eligibility, ROLE_SUITE, WHY_BASE);
	for (int i = 0; i < rest.need_count; i++)
		eligibility.needs[eligibility.need_count++] = rest.needs[i];
	return eligibility;
}

static bool suits_suite(enum eligibility_family family)
{
	return family != FAMILY_FRONTLINE && family != FAMILY_COUNT;
}

static bool wants_products(const struct eligibility *eligibility)
{
	for (int i = 0; i < eligibility->need_count; i++) {
		if (eligibility->needs[i].role <= ROLE_BUNDLE)
			return true;
	}
	return false;
}

int eligibility_ways(struct eligibility_way ways[WAY_COUNT],
	const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	struct eligibility_organization other = *organization;
	struct eligibility chosen = eligibility_of(organization, person), needs;
	bool bundle = organization->carrier == CARRIER_MICROSOFT &&
		      chooses_bundle(organization, person);
	int count = 0;

	if (chosen.need_count == 0)
		return 0;
	way_from(&ways[count++], bundle ? WAY_BUNDLE : WAY_SEPARATE, &chosen);
	ways[0].chosen = true;
	if (organization->carrier == CARRIER_MICROSOFT && takes_bundle(person) &&
		!organization->bundle_not_sold &&
		organization->calling_plans == PLANS_FROM_MICROSOFT) {
		other.product = bundle ? PRODUCT_SEPARATE : PRODUCT_BUNDLE;
		needs = eligibility_of(&other, person);
		way_from(&ways[count++], bundle ? WAY_SEPARATE : WAY_BUNDLE, &needs);
	}
	if (wants_products(&chosen) && suits_suite(person->family)) {
		needs = suite_needs(organization, person);
		way_from(&ways[count++], WAY_SUITE, &needs);
	}
	return count;
}

struct verdict eligibility_seats(int64_t bought, int64_t assigned, int64_t wanted)
{
	return verdicts[wanted <= 0 || wanted <= bought - assigned ? ALLOWED : SEATS];
}
