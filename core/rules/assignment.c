/* core/rules/assignment.c: may this person get this number and this emergency location? */
#include <stddef.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/rules/assignment.h"
#include "core/rules/capability.h"
#include "core/rules/e164.h"
#include "core/rules/latency.h"
#include "core/rules/location.h"

enum {
	ALLOWED,
	NO_PERSON,
	NO_PHONE,
	NO_PLAN,
	NO_NUMBER,
	NOT_OWNED,
	TAKEN,
	SERVICE_NUMBER,
	USER_NUMBER,
	NO_RESOURCE_LICENCE,
	NOT_CALLING_PLAN,
	BLOCKED,
	COUNTRY,
	NO_PLACE,
	PLACE_GONE,
	PLACE_COUNTRY,
	MAILBOX,
	MAILBOX_UNKNOWN,
	LINE,
	SECOND
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NO_PERSON] = { VERDICT_NO, 325, N_("The person is not in the cloud directory."),
		N_("Create or synchronize the account, then synchronize here.") },
	[NO_PHONE] = { VERDICT_NO, 326,
		N_("The person has no Phone System licence, and a number needs one."),
		N_("Assign Teams Phone Standard, a bundle or E5 in the licences step.") },
	[NO_PLAN] = { VERDICT_NO, 326,
		N_("The person has Phone System but no Calling Plan, and a number needs both."),
		N_("Assign a Calling Plan in the licences step.") },
	[NO_NUMBER] = { VERDICT_NO, 225, N_("No number was chosen for this person."),
		N_("Choose a free number, or get more numbers in the person's country.") },
	[NOT_OWNED] = { VERDICT_NO, 225,
		N_("The number is not yours yet: it is only held, offered or wished for."),
		N_("Acquire the number first, then assign it.") },
	[TAKEN] = { VERDICT_NO, 327,
		N_("The number belongs to somebody or something else already."),
		N_("Choose a free number, or take it from its present owner first.") },
	[SERVICE_NUMBER] = { VERDICT_NO, 176,
		N_("This is a service number, for bridges, attendants and queues, not for people."),
		N_("Choose a user number for the person.") },
	[USER_NUMBER] = { VERDICT_NO, 176,
		N_("This is a user number, for people; an attendant or a queue takes a service number."),
		N_("Order a toll or toll-free number, or change the usage of this one first (R-184).") },
	[NO_RESOURCE_LICENCE] = { VERDICT_NO, 389,
		N_("The resource account has no licence, and a number needs one."),
		N_("Plan a Teams Phone Resource Account licence: it costs nothing (R-112).") },
	[NOT_CALLING_PLAN] = { VERDICT_NO, 327,
		N_("The number is not a Calling Plan number but comes from another carrier."),
		N_("Choose a Calling Plan number, or assign this one in the carrier's way.") },
	[BLOCKED] = { VERDICT_NO, 333,
		N_("The number is blocked for some time after it was taken from somebody."),
		N_("Choose another number, or wait until the block ends.") },
	[COUNTRY] = { VERDICT_NO, 328,
		N_("The number's country is not the person's usage location; they must be the same."),
		N_("Choose a number of the person's country, or correct the usage location.") },
	[NO_PLACE] = { VERDICT_NO, 329,
		N_("A number here needs a validated emergency location when a person gets it."),
		N_("Choose the person's address, or add and validate one first.") },
	[PLACE_GONE] = { VERDICT_NO, 330, N_("The emergency location does not exist yet."),
		N_("Create and validate the address first, then assign the number.") },
	[PLACE_COUNTRY] = { VERDICT_NO, 233,
		N_("The emergency location is in another country than the person and the number."),
		N_("Choose an address in the person's country.") },
	[MAILBOX] = { VERDICT_NO, 332,
		N_("The person's mailbox is on a server of your own, which the phone cannot use."),
		N_("Move the mailbox to Microsoft 365 first.") },
	[MAILBOX_UNKNOWN] = { VERDICT_WARN, 332,
		N_("It is not known whether the person's mailbox is in Microsoft 365, as it must be."),
		N_("Check it if the person's mail is on a server of your own; else go on.") },
	[LINE] = { VERDICT_NO, 331,
		N_("The local directory sets a phone number for this person (msRTCSIP-Line)."),
		N_("Clear it in the local directory, synchronize, then assign the number.") },
	[SECOND] = { VERDICT_NO, 339,
		N_("The person has a number already, and only one can be the primary one."),
		N_("Take the present number away in the same change, or keep it.") },
};

VERDICT_ROWS(assignment_verdicts, verdicts)

static bool no_number(const struct assignment_facts *facts)
{
	return !facts->number.e164 || !*facts->number.e164;
}

static struct verdict check_person(const struct assignment_facts *facts)
{
	return verdicts[facts->person.exists ? ALLOWED : NO_PERSON];
}

static struct verdict check_location(const struct assignment_facts *facts)
{
	return location_check(facts->person.usage_location, NULL);
}

static struct verdict check_licences(const struct assignment_facts *facts)
{
	unsigned bits = facts->person.capabilities;

	if (facts->person.resource)
		return verdicts[bits & CAPABILITY_RESOURCE_ACCOUNT ? ALLOWED : NO_RESOURCE_LICENCE];
	if (!(bits & CAPABILITY_PHONE_SYSTEM))
		return verdicts[NO_PHONE];
	return verdicts[capability_can_call(bits, facts->person.own_carrier) ? ALLOWED : NO_PLAN];
}

static struct verdict check_effective(const struct assignment_facts *facts)
{
	if (facts->person.licence_age < 0 || check_licences(facts).answer != VERDICT_YES)
		return verdicts[ALLOWED];
	return latency_check(LATENCY_LICENCE, facts->person.licence_age);
}

/* Where nobody said where the mailbox is, an Exchange Online plan says it well enough. */
static struct verdict check_mailbox(const struct assignment_facts *facts)
{
	const struct assignment_person *person = &facts->person;

	if (person->resource || person->teams_essentials ||
		person->mailbox == ASSIGNMENT_MAILBOX_ONLINE)
		return verdicts[ALLOWED];
	if (person->mailbox == ASSIGNMENT_MAILBOX_ONPREMISES)
		return verdicts[MAILBOX];
	return verdicts[(person->capabilities & CAPABILITY_MAILBOX) != 0 ? ALLOWED
									 : MAILBOX_UNKNOWN];
}

static struct verdict check_line(const struct assignment_facts *facts)
{
	return verdicts[facts->person.onpremises_line ? LINE : ALLOWED];
}

static struct verdict check_second(const struct assignment_facts *facts)
{
	return verdicts[facts->person.has_number ? SECOND : ALLOWED];
}

static struct verdict check_chosen(const struct assignment_facts *facts)
{
	return verdicts[no_number(facts) ? NO_NUMBER : ALLOWED];
}

static struct verdict check_format(const struct assignment_facts *facts)
{
	char e164[E164_SIZE];

	return e164_normalise(e164, facts->number.e164, NULL);
}

static struct verdict check_kind(const struct assignment_facts *facts)
{
	bool service = facts->number.kind == ASSIGNMENT_SERVICE_NUMBER;

	if (service == facts->person.resource)
		return verdicts[ALLOWED];
	return verdicts[service ? SERVICE_NUMBER : USER_NUMBER];
}

static struct verdict check_type(const struct assignment_facts *facts)
{
	return verdicts[facts->number.calling_plan || facts->person.own_carrier ? ALLOWED
										: NOT_CALLING_PLAN];
}

static struct verdict check_taken(const struct assignment_facts *facts)
{
	return verdicts[facts->number.taken ? TAKEN : ALLOWED];
}

static struct verdict check_owned(const struct assignment_facts *facts)
{
	return verdicts[facts->number.owned ? ALLOWED : NOT_OWNED];
}

static struct verdict check_blocked(const struct assignment_facts *facts)
{
	return verdicts[facts->number.blocked ? BLOCKED : ALLOWED];
}

static struct verdict check_ready(const struct assignment_facts *facts)
{
	if (facts->number.age < 0 || !facts->number.owned)
		return verdicts[ALLOWED];
	return latency_check(LATENCY_NUMBER, facts->number.age);
}

static bool foreign(const struct assignment_facts *facts, const char *country)
{
	const char *location = facts->person.usage_location;

	return location_shape(location) && !(country && strcmp(country, location) == 0);
}

static struct verdict check_country(const struct assignment_facts *facts)
{
	return verdicts[foreign(facts, facts->number.country) ? COUNTRY : ALLOWED];
}

/* Where the country ties a number to its address the number brings one along. */
static struct verdict check_place(const struct assignment_facts *facts)
{
	if (facts->place.chosen || facts->number.has_location || facts->person.own_carrier ||
		facts->person.resource)
		return verdicts[ALLOWED];
	return verdicts[NO_PLACE];
}

static struct verdict check_place_there(const struct assignment_facts *facts)
{
	return verdicts[!facts->place.chosen || facts->place.exists ? ALLOWED : PLACE_GONE];
}

static struct verdict check_place_valid(const struct assignment_facts *facts)
{
	struct address_facts address = { .state = facts->place.state, .on_service = true };

	if (!facts->place.chosen || !facts->place.exists)
		return verdicts[ALLOWED];
	return address_may(ADDRESS_USE, &address);
}

static struct verdict check_place_country(const struct assignment_facts *facts)
{
	bool wrong = facts->place.chosen && foreign(facts, facts->place.country);

	return verdicts[wrong ? PLACE_COUNTRY : ALLOWED];
}

static struct verdict check_area(const struct assignment_facts *facts)
{
	if (!facts->place.chosen || no_number(facts))
		return verdicts[ALLOWED];
	return order_area_check(&facts->country, facts->number.area, facts->place.area);
}

/* In the order in which a person would settle them. Those of `number` need one to be chosen. */
static const struct {
	struct verdict (*run)(const struct assignment_facts *facts);
	bool number;
} checks[] = {
	{ check_person, false },
	{ check_location, false },
	{ check_licences, false },
	{ check_mailbox, false },
	{ check_line, false },
	{ check_second, false },
	{ check_chosen, false },
	{ check_format, true },
	{ check_kind, true },
	{ check_type, true },
	{ check_taken, true },
	{ check_blocked, true },
	{ check_country, true },
	{ check_place, true },
	{ check_place_there, false },
	{ check_place_country, false },
	{ check_place_valid, false },
	{ check_area, true },
	{ check_owned, true },
	{ check_effective, false },
	{ check_ready, true },
};

#define CHECK_COUNT ((int)(sizeof(checks) / sizeof(checks[0])))
_Static_assert(sizeof(checks) / sizeof(checks[0]) <= ASSIGNMENT_MAX, "all verdicts must fit");

int assignment_check_all(const struct assignment_facts *facts, struct verdict *found, int room)
{
	int count = 0;

	for (int i = 0; i < CHECK_COUNT; i++) {
		struct verdict verdict = verdicts[ALLOWED];

		if (!checks[i].number || !no_number(facts))
			verdict = checks[i].run(facts);
		if (verdict.answer == VERDICT_YES)
			continue;
		if (count < room)
			found[count] = verdict;
		count++;
	}
	return count;
}

struct verdict assignment_check(const struct assignment_facts *facts)
{
	struct verdict found[ASSIGNMENT_MAX], worst = verdicts[ALLOWED];
	int count = assignment_check_all(facts, found, ASSIGNMENT_MAX);

	for (int i = 0; i < count; i++) {
		if (found[i].answer > worst.answer)
			worst = found[i];
	}
	return worst;
}
