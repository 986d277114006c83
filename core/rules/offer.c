/* core/rules/offer.c: why a Calling Plan is not offered, line by line. */
#include <stddef.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/capability.h"
#include "core/rules/offer.h"

enum {
	ALLOWED,
	NO_PHONE,
	PHONE_UNKNOWN,
	PHONE_OWNED,
	GODADDY,
	GODADDY_OTHER,
	NOT_GODADDY,
	MONTHLY,
	ANNUAL,
	PACK_ONLY,
	PACK_ASK,
	PACK_SEAT,
	NO_PACK,
	BUSINESS_2018,
	BUSINESS_TODAY,
	BUSINESS_ANY,
	NOT_BUSINESS,
	NOT_SOLD,
	PARTNER_SELLS,
	SOLD,
	NO_TEAMS,
	NO_BASE,
	BASE_UNKNOWN,
	BASE_FITS,
	CHINA,
	KIND_FITS,
	OWN_CARRIER,
	NO_CARRIER,
	ROLE,
	MENU_HIDDEN,
	MENU_E3
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NO_PHONE] = { VERDICT_NO, 3,
		N_("No Phone System licence is owned, so Calling Plans are neither shown nor sold."),
		N_("Buy Teams Phone Standard, Teams Phone with Calling Plan or E5 first.") },
	[PHONE_UNKNOWN] = { VERDICT_WARN, 3,
		N_("Whether a Phone System licence is owned is not known."),
		N_("Look under Billing, Your products, for Teams Phone Standard or E5.") },
	[PHONE_OWNED] = { VERDICT_YES, 3,
		N_("A Phone System licence is owned, so the offer can show."),
		N_("Look under Billing, Purchase services, Add-ons.") },
	[GODADDY] = { VERDICT_NO, 52,
		N_("A business plan bought through GoDaddy cannot take these add-ons."),
		N_("Move to E3, which GoDaddy does not sell, buy the add-ons there, and ask support.") },
	[GODADDY_OTHER] = { VERDICT_WARN, 52,
		N_("GoDaddy does not sell these add-ons, whatever the plan."),
		N_("Buy the plan and the add-ons from Microsoft; support helps with the move.") },
	[NOT_GODADDY] = { VERDICT_YES, 52, N_("The plan was not bought through GoDaddy."),
		N_("Nothing to do.") },
	[MONTHLY] = { VERDICT_WARN, 53,
		N_("With a monthly commitment the add-ons sometimes cannot be bought."),
		N_("Change to an annual commitment, which may be paid monthly, or ask support.") },
	[ANNUAL] = { VERDICT_YES, 53,
		N_("The commitment is annual; it may be paid monthly all the same."),
		N_("Nothing needs to change.") },
	[PACK_ONLY] = { VERDICT_NO, 54,
		N_("The Action Pack contains E3, but the add-ons show only after one seat was bought."),
		N_("Buy one seat of E3 into the same tenant; the add-ons then show with prices.") },
	[PACK_ASK] = { VERDICT_WARN, 54,
		N_("A partner's Action Pack hides the add-ons until one seat of E3 was bought."),
		N_("Say whether you have the Action Pack: action_pack=none, alone or with_seat.") },
	[PACK_SEAT] = { VERDICT_YES, 54,
		N_("One seat of E3 was bought besides the Action Pack, so the add-ons show."),
		N_("Buy the add-ons in the same tenant.") },
	[NO_PACK] = { VERDICT_YES, 54, N_("There is no Action Pack of a partner."),
		N_("Nothing has to be done.") },
	[BUSINESS_2018] = { VERDICT_NO, 46,
		N_("In 2018 a business plan could not take Phone System or a Calling Plan."),
		N_("Change the plan, to E5 first of all, or to E3 or E1.") },
	[BUSINESS_TODAY] = { VERDICT_YES, 78,
		N_("You have a business plan: it stood in the way in 2018, and since 2022 no more."),
		N_("Buy the phone licence on the plan that you have.") },
	[BUSINESS_ANY] = { VERDICT_YES, 78,
		N_("Since 2022 a business plan stands in the way no more."),
		N_("Whatever the plan, nothing is to be done.") },
	[NOT_BUSINESS] = { VERDICT_YES, 46,
		N_("The plan is no business plan, which alone stood in the way in 2018."),
		N_("Nothing is to be done.") },
	[NOT_SOLD] = { VERDICT_NO, 129, N_("Calling Plans are not sold in this country."),
		N_("Use Operator Connect, Direct Routing or a partner: ringup about carrier.") },
	[PARTNER_SELLS] = { VERDICT_NO, 126,
		N_("Microsoft does not sell Calling Plans here; Telstra or SoftBank do."),
		N_("Order from Telstra in Australia, from SoftBank in Japan.") },
	[SOLD] = { VERDICT_YES, 129, N_("Microsoft sells Calling Plans in this country."),
		N_("Remember that the person's usage location counts, not the bill's address.") },
	[NO_TEAMS] = { VERDICT_WARN, 92,
		N_("The plan was sold without Teams, and calls are made in Teams."),
		N_("Add Teams Enterprise, or change to a suite with Teams.") },
	[NO_BASE] = { VERDICT_NO, 4,
		N_("The plan has no Teams, so no phone licence can be added to it."),
		N_("Change the plan first: ringup about licences says to which.") },
	[BASE_UNKNOWN] = { VERDICT_WARN, 4, N_("Which plan people have is not known."),
		N_("Answer it in step Organization, field Present plan.") },
	[BASE_FITS] = { VERDICT_YES, 76, N_("The plan has Teams and takes phone licences."),
		N_("Buy them on this plan.") },
	[CHINA] = { VERDICT_NO, 61,
		N_("Office 365 of 21Vianet has only a part of the features; plans are not promised."),
		N_("Ask 21Vianet what is offered, and do not plan with it before.") },
	[KIND_FITS] = { VERDICT_YES, 59,
		N_("Calling Plans are for this kind of organization as for any other."),
		N_("Buy the product of your kind: ringup about organizations.") },
	[OWN_CARRIER] = { VERDICT_WARN, 10,
		N_("You have a carrier of your own: its people need no Calling Plan at all."),
		N_("Buy Phone System only; a plan is for those whom the carrier does not serve.") },
	[NO_CARRIER] = { VERDICT_YES, 10, N_("Microsoft is to be the carrier."),
		N_("Get Phone System, then the Calling Plan.") },
	[ROLE] = { VERDICT_WARN, 18,
		N_("Offers show only to who may buy: a Global or a Billing administrator."),
		N_("Sign in as one of them; a User administrator may assign but not buy.") },
	[MENU_HIDDEN] = { VERDICT_NO, 21,
		N_("The Voice menu shows only when E5, Phone System or Audio Conferencing is owned."),
		N_("Buy one of them; then numbers and emergency locations can be reached.") },
	[MENU_E3] = { VERDICT_WARN, 426,
		N_("One page of 2022 says that E3 shows the Voice menu as well, another does not."),
		N_("Count on E5, Phone System or Audio Conferencing, the list of 2017.") },
};

VERDICT_ROWS(offer_verdicts, verdicts)

static const struct {
	const char *id, *name;
} lines[OFFER_LINE_COUNT] = {
	[OFFER_PHONE_SYSTEM] = { "phone_system", N_("No Phone System owned") },
	[OFFER_GODADDY] = { "godaddy", N_("Bought through GoDaddy") },
	[OFFER_MONTHLY] = { "monthly", N_("Monthly commitment") },
	[OFFER_PARTNER] = { "partner", N_("Partner, no bought seat") },
	[OFFER_BUSINESS] = { "business", N_("Business plan") },
	[OFFER_COUNTRY] = { "country", N_("No Calling Plans there") },
	[OFFER_PLAN] = { "plan", N_("Plan without Teams") },
	[OFFER_KIND] = { "kind", N_("Kind of organization") },
	[OFFER_CARRIER] = { "carrier", N_("Own carrier") },
	[OFFER_ROLE] = { "role", N_("Your role") },
};

static const char *const packs[PACK_COUNT] = { "none", "alone", "with_seat", "unknown" };

const char *offer_line_name(enum offer_line line)
{
	return lines[line].name;
}

const char *offer_line_id(enum offer_line line)
{
	return lines[line].id;
}

int offer_pack_of(const char *word)
{
	for (int i = 0; i < PACK_COUNT; i++)
		if (strcasecmp(packs[i], word) == 0)
			return i;
	return -1;
}

static int phone_row(const struct offer_facts *facts)
{
	if (facts->phone_licences > 0 || (facts->plan_known && facts->base_phone_system))
		return PHONE_OWNED;
	return facts->phone_licences < 0 ? PHONE_UNKNOWN : NO_PHONE;
}

static int godaddy_row(const struct offer_facts *facts)
{
	if (facts->organization.bought_from != SOURCE_GODADDY)
		return NOT_GODADDY;
	return facts->plan_known && facts->family == FAMILY_BUSINESS ? GODADDY : GODADDY_OTHER;
}

static int monthly_row(const struct offer_facts *facts)
{
	return facts->organization.commitment == COMMITMENT_MONTHLY ? MONTHLY : ANNUAL;
}

static int partner_row(const struct offer_facts *facts)
{
	static const int packs_rows[PACK_COUNT] = { NO_PACK, PACK_ONLY, PACK_SEAT, PACK_ASK };
	if (facts->pack == PACK_UNKNOWN && facts->organization.bought_from != SOURCE_PARTNER)
		return NO_PACK;
	return packs_rows[facts->pack];
}

static int business_row(const struct offer_facts *facts)
{
	if (!facts->plan_known)
		return facts->edition == EDITION_2018 ? BASE_UNKNOWN : BUSINESS_ANY;
	if (facts->family != FAMILY_BUSINESS)
		return NOT_BUSINESS;
	return facts->edition == EDITION_2018 ? BUSINESS_2018 : BUSINESS_TODAY;
}

static int country_row(const struct offer_facts *facts)
{
	static const int sellers[] = { SOLD, PARTNER_SELLS, NOT_SOLD };
	return sellers[facts->organization.calling_plans];
}

static int plan_row(const struct offer_facts *facts)
{
	if (!facts->plan_known)
		return BASE_UNKNOWN;
	if (facts->base_teams)
		return BASE_FITS;
	return facts->family == FAMILY_NONE ? NO_BASE : NO_TEAMS;
}

static int kind_row(const struct offer_facts *facts)
{
	return facts->organization.kind == KIND_21VIANET ? CHINA : KIND_FITS;
}

static int carrier_row(const struct offer_facts *facts)
{
	return facts->organization.carrier == CARRIER_OWN ? OWN_CARRIER : NO_CARRIER;
}

static int role_row(const struct offer_facts *facts)
{
	(void)facts;
	return ROLE;
}

/* Rows that say that something is not known. */
static bool is_unknown(int row)
{
	return row == PHONE_UNKNOWN || row == PACK_ASK || row == BASE_UNKNOWN || row == ROLE;
}

static struct offer_finding finding_of(const struct offer_facts *facts, enum offer_line line)
{
	static int (*const checks[OFFER_LINE_COUNT])(const struct offer_facts *) = {
		[OFFER_PHONE_SYSTEM] = phone_row,
		[OFFER_GODADDY] = godaddy_row,
		[OFFER_MONTHLY] = monthly_row,
		[OFFER_PARTNER] = partner_row,
		[OFFER_BUSINESS] = business_row,
		[OFFER_COUNTRY] = country_row,
		[OFFER_PLAN] = plan_row,
		[OFFER_KIND] = kind_row,
		[OFFER_CARRIER] = carrier_row,
		[OFFER_ROLE] = role_row,
	};
	int row = checks[line](facts);
	return (struct offer_finding){ .line = line,
		.applies = is_unknown(row)                       ? OFFER_UNKNOWN
			   : verdicts[row].answer == VERDICT_YES ? OFFER_CLEAR
								 : OFFER_APPLIES,
		.verdict = verdicts[row] };
}

void offer_check(const struct offer_facts *facts, struct offer_finding findings[OFFER_LINE_COUNT])
{
	static const enum offer_applies order[] = { OFFER_APPLIES, OFFER_UNKNOWN, OFFER_CLEAR };
	int count = 0;
	for (size_t pass = 0; pass < sizeof order / sizeof order[0]; pass++) {
		for (int i = 0; i < OFFER_LINE_COUNT; i++) {
			struct offer_finding finding = finding_of(facts, (enum offer_line)i);
			if (finding.applies == order[pass])
				findings[count++] = finding;
		}
	}
}

struct verdict offer_voice_menu(unsigned owned, bool e3)
{
	if (capability_voice_menu(owned))
		return verdicts[ALLOWED];
	return verdicts[e3 ? MENU_E3 : MENU_HIDDEN];
}
