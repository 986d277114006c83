/* core/rules/advice.c: what each plan still needs for each feature, today and in 2018. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/advice.h"
#include "core/rules/capability.h"
#include "core/rules/credits.h"

enum {
	ALLOWED,
	INSIDE,
	/* Rows of 2018. */
	BUSINESS_COLLEAGUES,
	BUSINESS_FEW,
	BUSINESS_OUTSIDE,
	SMALL_CONFERENCING,
	SMALL_TOLL_FREE,
	SMALL_PHONE,
	SMALL_PLAN,
	SUITE_CONFERENCING,
	SUITE_TOLL_FREE,
	SUITE_PHONE,
	E1_VOICEMAIL,
	E3_VOICEMAIL,
	SUITE_PLAN,
	BARE_CONFERENCING,
	BARE_PHONE,
	BARE_VOICEMAIL,
	BARE_TOLL_FREE,
	E5_CONFERENCING,
	E5_TOLL_FREE,
	E5_PHONE,
	CARRIER_2018,
	CARRIER_E5,
	UNSAID,
	/* Why a product of 2018. */
	SWITCH_BUSINESS,
	SWITCH,
	PHONE_FIRST,
	PLAN_SECOND,
	EACH_ORGANIZER,
	CREDITS_NEED,
	CREDITS_STRAIGHT,
	MAILBOX_2,
	FREE_APP,
	/* Other ways. */
	COMPARE_E5,
	INSTEAD_E5,
	CLOUD_CONNECTOR,
	OPERATOR,
	BRIDGE,
	BRIDGE_UNSOLD,
	NO_CONFERENCING,
	BUNDLE,
	SEPARATE,
	/* Rows of today. */
	TODAY_PLAN,
	TODAY_BUSINESS,
	TODAY_E5,
	TODAY_NO_TEAMS,
	TODAY_NONE,
	TODAY_SKYPE,
	TODAY_FEW,
	TODAY_CARRIER,
	TODAY_CONFERENCING,
	TODAY_TOLL_FREE,
	TODAY_VOICEMAIL,
	TODAY_NO_MAILBOX,
	VOICE_REPLACED,
	/* Notes. */
	APP_LIMITS,
	SFB_REMARK,
	TWO_KINDS,
	VOICE_ENDED,
	ONE_SAVE,
	ADD_ON_PAID,
	ONPREMISES_VOICEMAIL,
	VOICE_MOST
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[INSIDE] = { VERDICT_YES, 23,
		N_("Calls between people of the organization are free and need no add-on at all."),
		N_("Buy nothing for people who only call colleagues.") },
	[BUSINESS_COLLEAGUES] = { VERDICT_YES, 27,
		N_("Calls and chat between colleagues are inside the business plans."),
		N_("Buy nothing for those who only call each other.") },
	[BUSINESS_FEW] = { VERDICT_YES, 28,
		N_("In 2018 one or two people could call outside with the free Skype app."),
		N_("Check that the app still exists before you count on it.") },
	[BUSINESS_OUTSIDE] = { VERDICT_YES, 29,
		N_("In 2018 several people on a business plan changed plan before they called outside."),
		N_("Look at E5 first, then at E3 or E1, then add Phone System and a Calling Plan.") },
	[SMALL_CONFERENCING] = { VERDICT_YES, 30,
		N_("In 2018 Audio Conferencing was an add-on to this plan, one for each organizer."),
		N_("Buy one for each person who schedules dial-in meetings.") },
	[SMALL_TOLL_FREE] = { VERDICT_YES, 31,
		N_("Toll-free dial-in and dial-out to the whole world are paid from credits."),
		N_("Set up Communications Credits.") },
	[SMALL_PHONE] = { VERDICT_YES, 32,
		N_("In 2018 Phone System could not be added to this plan: another plan came first."),
		N_("Change the plan, then buy Phone System, then a Calling Plan or use your carrier.") },
	[SMALL_PLAN] = { VERDICT_YES, 33,
		N_("In 2018 a Calling Plan on this plan took a change of plan and Phone System first."),
		N_("Change the plan, then buy Phone System, then the Calling Plan.") },
	[SUITE_CONFERENCING] = { VERDICT_YES, 34,
		N_("In 2018 Audio Conferencing was an add-on to E1, E3 and E4, one for each organizer."),
		N_("Buy one for each person who schedules meetings with a telephone number.") },
	[SUITE_TOLL_FREE] = { VERDICT_YES, 35,
		N_("Toll-free numbers and dial-out to the whole world are paid from credits."),
		N_("Set up Communications Credits beside the add-on.") },
	[SUITE_PHONE] = { VERDICT_YES, 36,
		N_("Phone System is added to E1, E3 or E4 directly; a plan or a carrier follows."),
		N_("Buy Phone System, then a Calling Plan, or use your own carrier.") },
	[E1_VOICEMAIL] = { VERDICT_YES, 37,
		N_("In 2018 voicemail on E1 and E4 also took Exchange Online Plan 2."),
		N_("Buy Exchange Online Plan 2, or move to a suite that contains it, such as E3.") },
	[E3_VOICEMAIL] = { VERDICT_YES, 38,
		N_("E3 contains the mailbox that voicemail needs: only Phone System is missing."),
		N_("Buy nothing for voicemail beyond Phone System.") },
	[SUITE_PLAN] = { VERDICT_YES, 39,
		N_("A Calling Plan on E1, E3 or E4 takes Phone System first."),
		N_("Buy Phone System, then the Calling Plan.") },
	[BARE_CONFERENCING] = { VERDICT_YES, 40,
		N_("This E5 lacks Audio Conferencing, and another E5 contains it."),
		N_("Switch to the E5 that contains it, where it is sold in your country.") },
	[BARE_PHONE] = { VERDICT_YES, 41,
		N_("E5 without Audio Conferencing contains Phone System."),
		N_("Buy only a Calling Plan, or use your own carrier.") },
	[BARE_VOICEMAIL] = { VERDICT_YES, 42,
		N_("E5 without Audio Conferencing contains Phone System, mailbox and voicemail."),
		N_("Buy nothing for voicemail.") },
	[BARE_TOLL_FREE] = { VERDICT_YES, 51,
		N_("The pages of 2018 name no toll-free row here: credits presuppose conferencing."),
		N_("Get Audio Conferencing, or a Calling Plan, before Communications Credits.") },
	[E5_CONFERENCING] = { VERDICT_YES, 43, N_("This plan contains Audio Conferencing."),
		N_("Buy nothing; switch it on for those who organize meetings.") },
	[E5_TOLL_FREE] = { VERDICT_YES, 44,
		N_("E5 holds Audio Conferencing; toll-free numbers and the whole world cost credits."),
		N_("Set up Communications Credits and assign their free licence.") },
	[E5_PHONE] = { VERDICT_YES, 45, N_("E5 contains Phone System and voicemail."),
		N_("Buy only a Calling Plan, or use your own carrier and buy nothing.") },
	[CARRIER_2018] = { VERDICT_YES, 10,
		N_("With an own carrier people get Phone System, and never a Calling Plan."),
		N_("Buy Phone System; in 2018 the free Cloud Connector joined the carrier's lines.") },
	[CARRIER_E5] = { VERDICT_YES, 11,
		N_("E5 contains Phone System, so an own carrier needs nothing further."),
		N_("Connect your carrier; buy no Calling Plan for these people.") },
	[UNSAID] = { VERDICT_WARN, 4, N_("The documents of 2018 give no answer for this plan."),
		N_("Follow today's answer; in 2018 E1, E3 and E5 were the plans that carried a phone.") },
	[SWITCH_BUSINESS] = { VERDICT_YES, 46,
		N_("In 2018 a business plan could not take a phone licence directly."),
		N_("Change to E5, E3 or E1 first.") },
	[SWITCH] = { VERDICT_YES, 49,
		N_("The table of 2018 asks for another plan before Phone System."),
		N_("Change to E5, which is recommended, or to E3 or E1.") },
	[PHONE_FIRST] = { VERDICT_YES, 3,
		N_("While no Phone System licence is owned, no Calling Plan is offered."),
		N_("Buy Phone System first; its offer shows with E1, E3 and E4.") },
	[PLAN_SECOND] = { VERDICT_YES, 5, N_("The Calling Plan is bought and assigned second."),
		N_("Assign it to the people who hold Phone System.") },
	[EACH_ORGANIZER] = { VERDICT_YES, 1,
		N_("An add-on serves one person: here whoever schedules or hosts the meeting."),
		N_("Count the organizers, not those who dial in.") },
	[CREDITS_NEED] = { VERDICT_YES, 156,
		N_("Credits take Audio Conferencing, or Phone System with a Calling Plan, first."),
		N_("Buy Audio Conferencing for whoever organizes the meetings.") },
	[CREDITS_STRAIGHT] = { VERDICT_YES, 47,
		N_("Audio Conferencing and credits are bought straight on the present plan."),
		N_("Look under Billing, Subscriptions, Add-ons.") },
	[MAILBOX_2] = { VERDICT_YES, 37,
		N_("Voicemail is kept in a mailbox, and the plan has none that fits."),
		N_("Buy Exchange Online Plan 2 for the people who get voicemail.") },
	[FREE_APP] = { VERDICT_YES, 28,
		N_("For one or two people a free app outside Office 365 was enough."),
		N_("Install it where it still exists, and pay the calls there.") },
	[COMPARE_E5] = { VERDICT_YES, 50,
		N_("For this plan the documents advise to compare E5 before anything is bought."),
		N_("Compare the price of E5 with the price of the plan and its add-ons.") },
	[INSTEAD_E5] = { VERDICT_YES, 2,
		N_("Several add-ons often cost more than the suite that contains them."),
		N_("Compare the two prices; the present plan is given up for the suite.") },
	[CLOUD_CONNECTOR] = { VERDICT_YES, 12,
		N_("In 2018 the own carrier stayed with Phone System and the free Cloud Connector."),
		N_("Cloud Connector is gone; today it is Direct Routing or Operator Connect.") },
	[OPERATOR] = { VERDICT_YES, 13,
		N_("Direct Routing, Operator Connect or Teams Phone Mobile replace a Calling Plan."),
		N_("Ask your carrier which of them it offers; they can be mixed in one tenant.") },
	[BRIDGE] = { VERDICT_YES, 26,
		N_("In 2018 another firm's bridge could serve instead of Audio Conferencing."),
		N_("Let that provider host the bridge.") },
	[BRIDGE_UNSOLD] = { VERDICT_YES, 407,
		N_("Where Audio Conferencing is not sold another firm's bridge serves."),
		N_("Choose a conferencing provider of that country.") },
	[NO_CONFERENCING] = { VERDICT_YES, 40,
		N_("Audio Conferencing is not sold in this country."),
		N_("Use another firm's conferencing there.") },
	[BUNDLE] = { VERDICT_YES, 79,
		N_("One licence can hold Phone System and the domestic plan; it has no conferencing."),
		N_("Compare its price with the two licences apart.") },
	[SEPARATE] = { VERDICT_YES, 76,
		N_("Phone System and the Calling Plan can be bought apart as well."),
		N_("Take them apart where people need different kinds of plan.") },
	[TODAY_PLAN] = { VERDICT_YES, 76,
		N_("Any plan that contains Teams takes phone licences directly."),
		N_("Buy Teams Phone with Calling Plan, or Teams Phone Standard and a plan.") },
	[TODAY_BUSINESS] = { VERDICT_YES, 78,
		N_("Since 2022 business plans take phone licences directly; in 2018 they could not."),
		N_("Keep the plan and add the phone licence.") },
	[TODAY_E5] = { VERDICT_YES, 77, N_("E5, A5 and G5 contain Teams Phone."),
		N_("Buy only a Calling Plan; with your own carrier nothing.") },
	[TODAY_NO_TEAMS] = { VERDICT_YES, 92,
		N_("Suites were sold without Teams since April 2024, and calls are made in Teams."),
		N_("Add Teams Enterprise, or change to a suite with Teams, sold again since November 2025.") },
	[TODAY_NONE] = { VERDICT_YES, 4,
		N_("This plan has no Teams: another plan comes before any phone licence."),
		N_("Change to a plan with Teams, or add Teams Essentials with Entra identity.") },
	[TODAY_SKYPE] = { VERDICT_YES, 90,
		N_("Skype for Business Online ended on 31 July 2021, and its plans are not sold."),
		N_("Change to a plan with Teams, such as F1 or another suite.") },
	[TODAY_FEW] = { VERDICT_YES, 368,
		N_("Only those one or two people need a licence; everyone else needs Teams alone."),
		N_("Buy it for the people who call outside.") },
	[TODAY_CARRIER] = { VERDICT_YES, 10,
		N_("With an own carrier people need Phone System, and no Calling Plan is bought."),
		N_("Buy Teams Phone Standard where the plan does not contain it.") },
	[TODAY_CONFERENCING] = { VERDICT_YES, 80,
		N_("Since 2022 conferencing with dial-out to USA and Canada is free, in selected places."),
		N_("Order the free licence; the paid one adds dial-out to more countries.") },
	[TODAY_TOLL_FREE] = { VERDICT_YES, 166,
		N_("Toll-free calls, and dial-out beyond what is included, are paid by the minute."),
		N_("Fund Communications Credits, or allow billing after use.") },
	[TODAY_VOICEMAIL] = { VERDICT_YES, 84,
		N_("Cloud voicemail needs no phone licence; it is delivered to the mailbox."),
		N_("Buy nothing for voicemail.") },
	[TODAY_NO_MAILBOX] = { VERDICT_YES, 365,
		N_("Voicemail is delivered to an Exchange mailbox, which this plan lacks."),
		N_("Add Exchange Online, or a plan that contains a mailbox.") },
	[VOICE_REPLACED] = { VERDICT_YES, 86,
		N_("Business Voice is replaced by a Teams Phone licence and free Audio Conferencing."),
		N_("Change these people over: nobody was moved automatically.") },
	[APP_LIMITS] = { VERDICT_WARN, 48,
		N_("The free app is outside Office 365: contacts must be entered into it again."),
		N_("Also let Skype for Business users search for Skype users in its settings.") },
	[SFB_REMARK] = { VERDICT_WARN, 425,
		N_("A remark of 2018 let phone licences be bought on Plan 2; its own table did not."),
		N_("Follow the table: change the plan, and look at E5 first.") },
	[TWO_KINDS] = { VERDICT_WARN, 410,
		N_("Until 2022 there were two kinds of Calling Plan; Pay-As-You-Go is the third."),
		N_("Choose the domestic plan for an answer of 2018.") },
	[VOICE_ENDED] = { VERDICT_WARN, 85,
		N_("Business Voice went off sale on 1 March 2022 and ended in June 2022."),
		N_("Replace what is left of it.") },
	[ONE_SAVE] = { VERDICT_WARN, 88,
		N_("Removing a phone licence alone takes the person's number away."),
		N_("Remove the old and add the new licence in one single save.") },
	[ADD_ON_PAID] = { VERDICT_YES, 412,
		N_("Until 2022 Audio Conferencing was a paid add-on; it still has more dial-out."),
		N_("Take the paid licence where the free one is not offered or not enough.") },
	[ONPREMISES_VOICEMAIL] = { VERDICT_WARN, 429,
		N_("One page says mailboxes on a server of your own do not work, a later one they can."),
		N_("Voicemail reaches Exchange Server when connectors and OAuth are set up.") },
	[VOICE_MOST] = { VERDICT_NO, 87,
		N_("These are more licences of Business Voice than a tenant could have."),
		N_("Use Teams Phone licences, which have no such limit.") },
};

VERDICT_ROWS(advice_verdicts, verdicts)

/* ---- words ---- */

static const struct {
	const char *id, *name;
} features[ADVICE_FEATURE_COUNT] = {
	[ADVICE_COLLEAGUES] = { "colleagues", N_("Calls between colleagues") },
	[ADVICE_FEW] = { "few", N_("Calls outside, one or two people") },
	[ADVICE_PHONE_SYSTEM] = { "phone_system", N_("Phone System") },
	[ADVICE_CALLING_PLAN] = { "calling_plan", N_("Calling Plan") },
	[ADVICE_OWN_CARRIER] = { "own_carrier", N_("Own carrier") },
	[ADVICE_VOICEMAIL] = { "voicemail", N_("Voicemail") },
	[ADVICE_CONFERENCING] = { "conferencing", N_("Audio Conferencing") },
	[ADVICE_TOLL_FREE] = { "toll_free", N_("Toll-free and world-wide dial-out") },
};

static const char *const editions[EDITION_COUNT] = { "today", "2018" };

const char *advice_feature_id(enum advice_feature feature)
{
	return features[feature].id;
}

const char *advice_feature_name(enum advice_feature feature)
{
	return features[feature].name;
}

const char *advice_edition_id(enum advice_edition edition)
{
	return editions[edition];
}

int advice_feature_of(const char *id)
{
	for (int i = 0; i < ADVICE_FEATURE_COUNT; i++)
		if (strcasecmp(features[i].id, id) == 0)
			return i;
	return -1;
}

int advice_edition_of(const char *id)
{
	for (int i = 0; i < EDITION_COUNT; i++)
		if (strcasecmp(editions[i], id) == 0)
			return i;
	return -1;
}

/* ---- the plan ---- */

static bool has(const struct eligibility_person *person, unsigned bits)
{
	return (person->capabilities & bits) != 0;
}

static bool has_phone(const struct eligibility_person *person)
{
	return person->base_phone_system || has(person, CAPABILITY_PHONE_SYSTEM);
}

enum advice_base advice_base_of(const struct eligibility_person *person)
{
	if (person->base_phone_system)
		return has(person, CAPABILITY_CONFERENCING) ? BASE_E5 : BASE_E5_BARE;
	switch (person->family) {
	case FAMILY_BUSINESS:
		return BASE_BUSINESS;
	case FAMILY_ENTERPRISE:
	case FAMILY_EDUCATION:
	case FAMILY_GOVERNMENT:
		return has(person, CAPABILITY_EXCHANGE_P2) ? BASE_E3 : BASE_E1;
	case FAMILY_NONE:
		return has(person, CAPABILITY_MCO_STANDARD) ? BASE_SFB_2 : BASE_APPS;
	default:
		return BASE_UNSAID;
	}
}

/* ---- other ways ---- */

enum other {
	OTHER_NONE,
	OTHER_SWITCH,
	OTHER_COMPARE,
	OTHER_E5,
	OTHER_E5_CONFERENCING,
	OTHER_CONNECTOR_SWITCH,
	OTHER_CONNECTOR,
	OTHER_CONNECTOR_E5,
	OTHER_BRIDGE,
	OTHER_BRIDGE_UNSOLD,
	OTHER_E3,
	OTHER_APP,
	OTHER_ADD_ON
};

static const struct {
	int why;
	enum eligibility_role roles[3];
	int count;
} others[] = {
	[OTHER_SWITCH] = { BUSINESS_OUTSIDE, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM, ROLE_DOMESTIC },
		3 },
	[OTHER_COMPARE] = { COMPARE_E5, { ROLE_SUITE, ROLE_DOMESTIC }, 2 },
	[OTHER_E5] = { INSTEAD_E5, { ROLE_SUITE, ROLE_DOMESTIC }, 2 },
	[OTHER_E5_CONFERENCING] = { INSTEAD_E5, { ROLE_SUITE }, 1 },
	[OTHER_CONNECTOR_SWITCH] = { CLOUD_CONNECTOR, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM }, 2 },
	[OTHER_CONNECTOR] = { CLOUD_CONNECTOR, { ROLE_PHONE_SYSTEM }, 1 },
	[OTHER_CONNECTOR_E5] = { CARRIER_E5, { 0 }, 0 },
	[OTHER_BRIDGE] = { BRIDGE, { ROLE_OTHER_BRIDGE }, 1 },
	[OTHER_BRIDGE_UNSOLD] = { BRIDGE_UNSOLD, { ROLE_OTHER_BRIDGE }, 1 },
	[OTHER_E3] = { E1_VOICEMAIL, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM }, 2 },
	[OTHER_APP] = { FREE_APP, { ROLE_FREE_APP }, 1 },
	[OTHER_ADD_ON] = { ADD_ON_PAID, { ROLE_CONFERENCING }, 1 },
};

static enum eligibility_role plan_role(
	enum eligibility_role role, const struct eligibility_person *person)
{
	bool abroad = person->calling == CALLING_INTERNATIONAL;
	return role == ROLE_DOMESTIC && abroad ? ROLE_INTERNATIONAL : role;
}

static struct advice_way *add_way(struct advice *advice, int why)
{
	struct advice_way *way = &advice->ways[advice->way_count];
	if (advice->way_count == ADVICE_WAYS)
		return NULL;
	*way = (struct advice_way){ .why = verdicts[why] };
	advice->way_count++;
	return way;
}

static void add_other(struct advice *advice, const struct advice_ask *ask, enum other other)
{
	struct advice_way *way = other == OTHER_NONE ? NULL : add_way(advice, others[other].why);
	for (int i = 0; way && i < others[other].count; i++)
		way->roles[way->role_count++] = plan_role(others[other].roles[i], &ask->person);
}

/* ---- the tables of 2018 ---- */

#define B(base) (1u << (base))
#define SMALL (B(BASE_BUSINESS) | B(BASE_APPS) | B(BASE_SFB_2))
#define SUITES (B(BASE_E1) | B(BASE_E3))
#define E5S (B(BASE_E5_BARE) | B(BASE_E5))

/* The first row that fits answers. Source: facts/rules.md A.2. */
static const struct row {
	unsigned bases;
	enum advice_feature feature;
	int why;
	enum eligibility_role roles[3];
	int count;
	enum other others[2];
} rows[] = {
	{ B(BASE_BUSINESS), ADVICE_COLLEAGUES, BUSINESS_COLLEAGUES, { 0 }, 0, { 0 } },
	{ B(BASE_APPS), ADVICE_COLLEAGUES, SWITCH, { ROLE_BASE_CHANGE }, 1, { 0 } },
	{ SMALL | SUITES | E5S, ADVICE_COLLEAGUES, INSIDE, { 0 }, 0, { 0 } },
	{ B(BASE_BUSINESS), ADVICE_FEW, BUSINESS_FEW, { ROLE_FREE_APP }, 1,
		{ OTHER_SWITCH, OTHER_COMPARE } },
	{ B(BASE_BUSINESS), ADVICE_CALLING_PLAN, BUSINESS_OUTSIDE,
		{ ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 3, { OTHER_COMPARE } },
	{ SMALL, ADVICE_CONFERENCING, SMALL_CONFERENCING, { ROLE_CONFERENCING }, 1,
		{ OTHER_E5_CONFERENCING, OTHER_BRIDGE } },
	{ SMALL, ADVICE_TOLL_FREE, SMALL_TOLL_FREE, { ROLE_CONFERENCING, ROLE_CREDITS }, 2, { 0 } },
	{ SMALL, ADVICE_PHONE_SYSTEM, SMALL_PHONE,
		{ ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 3,
		{ OTHER_COMPARE, OTHER_CONNECTOR_SWITCH } },
	{ SMALL, ADVICE_CALLING_PLAN, SMALL_PLAN,
		{ ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 3, { OTHER_COMPARE } },
	{ SMALL, ADVICE_FEW, SMALL_PLAN, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 3,
		{ OTHER_COMPARE } },
	{ SMALL, ADVICE_VOICEMAIL, SMALL_PHONE, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM }, 2,
		{ OTHER_COMPARE } },
	{ SMALL, ADVICE_OWN_CARRIER, CARRIER_2018, { ROLE_BASE_CHANGE, ROLE_PHONE_SYSTEM }, 2,
		{ 0 } },
	{ SUITES, ADVICE_CONFERENCING, SUITE_CONFERENCING, { ROLE_CONFERENCING }, 1,
		{ OTHER_E5_CONFERENCING, OTHER_BRIDGE } },
	{ SUITES, ADVICE_TOLL_FREE, SUITE_TOLL_FREE, { ROLE_CONFERENCING, ROLE_CREDITS }, 2,
		{ 0 } },
	{ SUITES, ADVICE_PHONE_SYSTEM, SUITE_PHONE, { ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 2,
		{ OTHER_E5, OTHER_CONNECTOR } },
	{ B(BASE_E1), ADVICE_VOICEMAIL, E1_VOICEMAIL, { ROLE_PHONE_SYSTEM, ROLE_EXCHANGE }, 2,
		{ OTHER_E3 } },
	{ B(BASE_E3), ADVICE_VOICEMAIL, E3_VOICEMAIL, { ROLE_PHONE_SYSTEM }, 1, { 0 } },
	{ SUITES, ADVICE_CALLING_PLAN, SUITE_PLAN, { ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 2,
		{ OTHER_E5 } },
	{ SUITES, ADVICE_FEW, SUITE_PLAN, { ROLE_PHONE_SYSTEM, ROLE_DOMESTIC }, 2, { OTHER_E5 } },
	{ SUITES, ADVICE_OWN_CARRIER, CARRIER_2018, { ROLE_PHONE_SYSTEM }, 1, { 0 } },
	{ B(BASE_E5_BARE), ADVICE_CONFERENCING, BARE_CONFERENCING, { ROLE_SUITE }, 1,
		{ OTHER_BRIDGE_UNSOLD } },
	{ B(BASE_E5_BARE), ADVICE_PHONE_SYSTEM, BARE_PHONE, { ROLE_DOMESTIC }, 1,
		{ OTHER_CONNECTOR_E5 } },
	{ B(BASE_E5_BARE), ADVICE_VOICEMAIL, BARE_VOICEMAIL, { 0 }, 0, { 0 } },
	{ B(BASE_E5_BARE), ADVICE_TOLL_FREE, BARE_TOLL_FREE, { ROLE_SUITE, ROLE_CREDITS }, 2,
		{ 0 } },
	{ B(BASE_E5), ADVICE_CONFERENCING, E5_CONFERENCING, { 0 }, 0, { 0 } },
	{ B(BASE_E5), ADVICE_TOLL_FREE, E5_TOLL_FREE, { ROLE_CREDITS }, 1, { 0 } },
	{ B(BASE_E5), ADVICE_VOICEMAIL, E5_PHONE, { 0 }, 0, { 0 } },
	{ E5S, ADVICE_PHONE_SYSTEM, E5_PHONE, { ROLE_DOMESTIC }, 1, { OTHER_CONNECTOR_E5 } },
	{ E5S, ADVICE_CALLING_PLAN, E5_PHONE, { ROLE_DOMESTIC }, 1, { 0 } },
	{ E5S, ADVICE_FEW, E5_PHONE, { ROLE_DOMESTIC }, 1, { 0 } },
	{ E5S, ADVICE_OWN_CARRIER, CARRIER_E5, { 0 }, 0, { 0 } },
};

/* Why each product of those rows is needed. */
static int why_role(enum eligibility_role role, const struct advice_ask *ask)
{
	switch (role) {
	case ROLE_BASE_CHANGE:
		return ask->base == BASE_BUSINESS ? SWITCH_BUSINESS : SWITCH;
	case ROLE_PHONE_SYSTEM:
		return PHONE_FIRST;
	case ROLE_DOMESTIC:
	case ROLE_INTERNATIONAL:
		return PLAN_SECOND;
	case ROLE_CONFERENCING:
		return ask->feature == ADVICE_TOLL_FREE ? CREDITS_NEED : EACH_ORGANIZER;
	case ROLE_CREDITS:
		return ask->base == BASE_BUSINESS ? CREDITS_STRAIGHT : TODAY_TOLL_FREE;
	case ROLE_EXCHANGE:
		return MAILBOX_2;
	case ROLE_FREE_APP:
		return FREE_APP;
	case ROLE_OTHER_BRIDGE:
		return NO_CONFERENCING;
	default:
		return BARE_CONFERENCING;
	}
}

/* What is held already is not asked for. Credits may also follow from a phone with a plan.
 */
static bool held(enum eligibility_role role, const struct advice_ask *ask)
{
	const struct eligibility_person *person = &ask->person;
	switch (role) {
	case ROLE_PHONE_SYSTEM:
		return has_phone(person);
	case ROLE_DOMESTIC:
		return has(person, CAPABILITY_DOMESTIC | CAPABILITY_INTERNATIONAL);
	case ROLE_INTERNATIONAL:
		return has(person, CAPABILITY_INTERNATIONAL);
	case ROLE_CONFERENCING:
		if (ask->feature == ADVICE_TOLL_FREE)
			return verdict_ok(credits_prerequisite(has_phone(person),
				has(person, CAPABILITY_CALLING_PLAN),
				has(person, CAPABILITY_CONFERENCING)));
		return has(person, CAPABILITY_CONFERENCING);
	case ROLE_CREDITS:
		return has(person, CAPABILITY_CREDITS) || ask->organization.billed_after_use;
	case ROLE_EXCHANGE:
		/* A plan of that row is one without it, whatever a later list says (E4, R-037). */
		return ask->base != BASE_E1 && has(person, CAPABILITY_EXCHANGE_P2);
	default:
		return false;
	}
}

static void add_need(
	struct advice *advice, const struct advice_ask *ask, enum eligibility_role role, int why)
{
	if (!held(role, ask) && advice->need_count < ELIGIBILITY_NEEDS)
		advice->needs[advice->need_count++] = (struct eligibility_need){ .role = role,
			.reason = verdicts[why] };
}

static void add_note(struct advice *advice, int why)
{
	if (advice->note_count < ELIGIBILITY_NOTES)
		advice->notes[advice->note_count++] = verdicts[why];
}

static void notes_2018(struct advice *advice, const struct advice_ask *ask)
{
	bool calls = ask->feature == ADVICE_PHONE_SYSTEM || ask->feature == ADVICE_CALLING_PLAN ||
		     ask->feature == ADVICE_FEW;
	if (ask->base == BASE_SFB_2 && calls)
		add_note(advice, SFB_REMARK);
	if (calls && ask->person.calling == CALLING_PAYG)
		add_note(advice, TWO_KINDS);
	if (advice->need_count > 0 && advice->needs[0].role == ROLE_FREE_APP)
		add_note(advice, APP_LIMITS);
}

static void row_take(struct advice *advice, const struct advice_ask *ask, const struct row *row)
{
	advice->reason = verdicts[row->why];
	if (ask->feature == ADVICE_CONFERENCING && ask->conferencing_not_sold && row->count > 0) {
		add_need(advice, ask, ROLE_OTHER_BRIDGE, NO_CONFERENCING);
		return;
	}
	for (int i = 0; i < row->count; i++) {
		enum eligibility_role role = plan_role(row->roles[i], &ask->person);
		add_need(advice, ask, role, why_role(role, ask));
	}
	for (int i = 0; i < 2; i++)
		add_other(advice, ask, row->others[i]);
}

static void advise_2018(struct advice *advice, const struct advice_ask *ask)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].feature != ask->feature || !(rows[i].bases & B(ask->base)) ||
			ask->business_voice)
			continue;
		row_take(advice, ask, &rows[i]);
		notes_2018(advice, ask);
		return;
	}
	advice->said = false;
	advice->reason = verdicts[UNSAID];
}

/* ---- today ---- */

static bool lacks_teams(const struct eligibility_person *person)
{
	return eligibility_base(person).need_count > 0;
}

/* Which row of today's table the plan stands in. */
static int why_plan(const struct advice_ask *ask)
{
	const struct eligibility_person *person = &ask->person;
	bool skype = has(person, CAPABILITY_MCO_STANDARD);
	if (has(person, CAPABILITY_TEAMS_UNMANAGED))
		return TODAY_PLAN;
	if (lacks_teams(person) && person->family == FAMILY_NONE)
		return skype ? TODAY_SKYPE : TODAY_NONE;
	if (lacks_teams(person))
		return TODAY_NO_TEAMS;
	if (ask->feature == ADVICE_COLLEAGUES)
		return INSIDE;
	if (ask->business_voice)
		return VOICE_REPLACED;
	if (person->base_phone_system)
		return TODAY_E5;
	if (ask->feature == ADVICE_FEW)
		return TODAY_FEW;
	if (ask->feature == ADVICE_OWN_CARRIER)
		return TODAY_CARRIER;
	return person->family == FAMILY_BUSINESS ? TODAY_BUSINESS : TODAY_PLAN;
}

static void take_needs(struct advice *advice, const struct eligibility *found)
{
	for (int i = 0; i < found->need_count && advice->need_count < ELIGIBILITY_NEEDS; i++)
		advice->needs[advice->need_count++] = found->needs[i];
	for (int i = 0; i < found->note_count && advice->note_count < ELIGIBILITY_NOTES; i++)
		advice->notes[advice->note_count++] = found->notes[i];
}

/* Phone System alone: what follows it in eligibility's order is left out. */
static void cut_after_phone(struct eligibility *found)
{
	while (found->need_count > 0 &&
		found->needs[found->need_count - 1].role > ROLE_PHONE_SYSTEM)
		found->need_count--;
}

static void take_ways(struct advice *advice, const struct eligibility_organization *organization,
	const struct eligibility_person *person)
{
	static const int whys[WAY_COUNT] = { BUNDLE, SEPARATE, INSTEAD_E5 };
	struct eligibility_way ways[WAY_COUNT];
	int count = eligibility_ways(ways, organization, person);
	for (int i = 0; i < count; i++) {
		struct advice_way *way = ways[i].chosen ? NULL
							: add_way(advice, whys[ways[i].kind]);
		if (!way)
			continue;
		way->role_count = ways[i].role_count;
		memcpy(way->roles, ways[i].roles, sizeof way->roles);
	}
}

/* Instead of a Calling Plan: the carrier that one has. */
static void take_carrier_way(struct advice *advice, struct eligibility_organization organization,
	const struct eligibility_person *person)
{
	organization.carrier = CARRIER_OWN;
	struct eligibility found = eligibility_of(&organization, person);
	struct advice_way *way = add_way(advice, OPERATOR);
	for (int i = 0; way && i < found.need_count; i++)
		way->roles[way->role_count++] = found.needs[i].role;
}

static void advise_calls(struct advice *advice, const struct advice_ask *ask)
{
	struct eligibility_organization organization = ask->organization;
	bool phone = ask->feature == ADVICE_PHONE_SYSTEM, own = ask->feature == ADVICE_OWN_CARRIER;
	if (phone) {
		organization.product = PRODUCT_SEPARATE;
		organization.calling_plans = PLANS_FROM_MICROSOFT;
	}
	organization.carrier = own ? CARRIER_OWN : CARRIER_MICROSOFT;
	struct eligibility found = eligibility_of(&organization, &ask->person);
	if (phone)
		cut_after_phone(&found);
	take_needs(advice, &found);
	/* Instead of Phone System: the suite that contains it, without a plan. */
	if (phone)
		organization.carrier = CARRIER_OWN;
	take_ways(advice, &organization, &ask->person);
	if (!own && !phone)
		take_carrier_way(advice, organization, &ask->person);
	if (ask->feature == ADVICE_FEW) {
		add_other(advice, ask, OTHER_APP);
		add_note(advice, APP_LIMITS);
	}
}

/* by what the old licence held. */
static void advise_business_voice(struct advice *advice, const struct advice_ask *ask)
{
	bool plan = ask->feature != ADVICE_OWN_CARRIER &&
		    has(&ask->person, CAPABILITY_CALLING_PLAN);
	struct eligibility base = eligibility_base(&ask->person);
	take_needs(advice, &base);
	advice->needs[advice->need_count++] = (struct eligibility_need){
		.role = plan ? ROLE_BUNDLE : ROLE_PHONE_SYSTEM, .reason = verdicts[VOICE_REPLACED]
	};
	advice->needs[advice->need_count++] = (struct eligibility_need){
		.role = ROLE_CONFERENCING_FREE, .reason = verdicts[TODAY_CONFERENCING]
	};
	add_note(advice, VOICE_ENDED);
	add_note(advice, ONE_SAVE);
}

static void advise_conferencing(struct advice *advice, const struct advice_ask *ask)
{
	if (has(&ask->person, CAPABILITY_CONFERENCING | CAPABILITY_CONFERENCING_BASIC)) {
		advice->reason = verdicts[E5_CONFERENCING];
	} else if (ask->conferencing_not_sold) {
		advice->reason = verdicts[NO_CONFERENCING];
		add_need(advice, ask, ROLE_OTHER_BRIDGE, BRIDGE_UNSOLD);
	} else {
		advice->reason = verdicts[TODAY_CONFERENCING];
		add_need(advice, ask, ROLE_CONFERENCING_FREE, TODAY_CONFERENCING);
		add_other(advice, ask, OTHER_ADD_ON);
	}
}

static void advise_voicemail(struct advice *advice, const struct advice_ask *ask)
{
	bool mailbox = has(&ask->person, CAPABILITY_MAILBOX) || ask->person.mailbox_onpremises;
	bool change = advice->need_count > 0 && advice->needs[0].role == ROLE_BASE_CHANGE;
	if (ask->person.mailbox_onpremises)
		add_note(advice, ONPREMISES_VOICEMAIL);
	advice->reason = verdicts[mailbox || change ? TODAY_VOICEMAIL : TODAY_NO_MAILBOX];
	if (!mailbox && !change)
		add_need(advice, ask, ROLE_EXCHANGE, TODAY_NO_MAILBOX);
}

static void advise_meetings(struct advice *advice, const struct advice_ask *ask)
{
	struct eligibility base = eligibility_base(&ask->person);
	take_needs(advice, &base);
	if (ask->feature == ADVICE_CONFERENCING) {
		advise_conferencing(advice, ask);
	} else if (ask->feature == ADVICE_VOICEMAIL) {
		advise_voicemail(advice, ask);
	} else if (ask->feature == ADVICE_TOLL_FREE) {
		advice->reason = verdicts[TODAY_TOLL_FREE];
		add_need(advice, ask, ROLE_CONFERENCING, CREDITS_NEED);
		add_need(advice, ask, ROLE_CREDITS, TODAY_TOLL_FREE);
	}
	if (base.need_count > 0)
		advice->reason = verdicts[why_plan(ask)];
}

static void advise_today(struct advice *advice, const struct advice_ask *ask)
{
	advice->reason = verdicts[why_plan(ask)];
	bool voice = ask->feature != ADVICE_COLLEAGUES && ask->feature != ADVICE_VOICEMAIL &&
		     ask->feature != ADVICE_TOLL_FREE;
	if (ask->business_voice && voice)
		advise_business_voice(advice, ask);
	else if (ask->feature == ADVICE_FEW || ask->feature == ADVICE_PHONE_SYSTEM ||
		 ask->feature == ADVICE_CALLING_PLAN || ask->feature == ADVICE_OWN_CARRIER)
		advise_calls(advice, ask);
	else
		advise_meetings(advice, ask);
}

/* In a country without Calling Plans of Microsoft no list of products ends in one: what helps
 * there stands in the other ways. */
static void advise_sold(struct advice *advice, const struct advice_ask *ask)
{
	struct eligibility_organization organization = ask->organization;
	organization.carrier = CARRIER_MICROSOFT;
	struct verdict sold = eligibility_sold(&organization);
	bool few = ask->feature == ADVICE_FEW && ask->edition == EDITION_TODAY;
	int kept = 0;
	if (verdict_ok(sold) || (ask->feature != ADVICE_CALLING_PLAN && !few))
		return;
	advice->said = true;
	advice->unsold = true;
	advice->reason = sold;
	advice->need_count = 0;
	for (int i = 0; i < advice->note_count; i++)
		if (advice->notes[i].rule != sold.rule)
			advice->notes[kept++] = advice->notes[i];
	advice->note_count = kept;
}

struct advice advice_of(const struct advice_ask *ask)
{
	struct advice advice = { .said = true };
	struct advice_ask asked = *ask;

	if (asked.person.calling == CALLING_NONE)
		asked.person.calling = CALLING_DOMESTIC;
	if (asked.edition == EDITION_2018)
		advise_2018(&advice, &asked);
	else
		advise_today(&advice, &asked);
	advise_sold(&advice, &asked);
	return advice;
}

bool advice_same(const struct advice *one, const struct advice *other)
{
	if (one->said != other->said || one->unsold != other->unsold ||
		one->need_count != other->need_count)
		return false;
	for (int i = 0; i < one->need_count; i++)
		if (one->needs[i].role != other->needs[i].role)
			return false;
	return true;
}

struct verdict advice_business_voice(int64_t licences, int64_t most)
{
	return verdicts[licences > most ? VOICE_MOST : ALLOWED];
}
