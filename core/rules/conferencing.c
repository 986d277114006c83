/* core/rules/conferencing.c: dial-in meetings: licences, dialling out, the bridge, PINs. */
#include <stddef.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/rules/capability.h"
#include "core/rules/conferencing.h"

enum {
	PLAIN,
	ATTENDEE,
	HELD,
	MOVED,
	BASIC_HELD,
	NOT_SOLD,
	KEEPS_PROVIDER,
	PER_MINUTE,
	NEEDED,
	FROM_POOL,
	FROM_CREDITS,
	BEYOND_CREDITS,
	BEYOND_NOT,
	EMPTY_CREDITS,
	EMPTY_NOT,
	BASIC_OUT,
	BASIC_NOT,
	MINUTES_CREDITS,
	MINUTES_NOT,
	NO_DIAL_OUT,
	USER_NUMBER,
	NOT_OWNED,
	NUMBER_TAKEN,
	NO_BALANCE,
	SHARED_LANGUAGES,
	OWN_LANGUAGES,
	PIN_LENGTH
};

static const struct verdict verdicts[] = {
	[PLAIN] = { .answer = VERDICT_YES },
	[ATTENDEE] = { VERDICT_YES, 24,
		N_("Who only takes part in a meeting needs no licence, however they dial in."),
		N_("Nothing to do: only organizers are licensed.") },
	[HELD] = { VERDICT_YES, 24,
		N_("The person holds Audio Conferencing: meetings get dial-in numbers."),
		N_("Nothing to do; attendees need no licence.") },
	[MOVED] = { VERDICT_YES, 25,
		N_("With Audio Conferencing the person's meetings are on Microsoft's bridge."),
		N_("To go back to the other provider, move the person in the admin center.") },
	[BASIC_HELD] = { VERDICT_YES, 408,
		N_("The free licence: dial-in works; calls out reach the US and Canada."),
		N_("Plan the standard licence for calls out to the countries of zone A.") },
	[NOT_SOLD] = { VERDICT_NO, 407, N_("Audio Conferencing is not sold in this country."),
		N_("Use the bridge of a third-party conferencing provider (R-040).") },
	[KEEPS_PROVIDER] = { VERDICT_YES, 26,
		N_("A third-party provider hosts the bridge: no licence is needed."),
		N_("A licence would move the person to Microsoft's bridge (R-025).") },
	[PER_MINUTE] = { VERDICT_WARN, 402,
		N_("Paid by the minute: no monthly fee, all minutes come from credits."),
		N_("Only customers with a volume licence get this; fund the credits.") },
	[NEEDED] = { VERDICT_NO, 393,
		N_("Who schedules or hosts meetings that are dialled into needs a licence."),
		N_("Plan Audio Conferencing for organizers: topic Conferencing, key P.") },
	[FROM_POOL] = { VERDICT_YES, 398,
		N_("Inside zone A, to no premium number: the call takes the pool's minutes."),
		N_("Watch the pool: mails come at 80 and at 100 per cent (R-401).") },
	[FROM_CREDITS] = { VERDICT_WARN, 397,
		N_("The free licence does not include this call: credits pay for it."),
		N_("Plan the standard licence if such calls are frequent.") },
	[BEYOND_CREDITS] = { VERDICT_WARN, 397,
		N_("Outside zone A, or a premium number: credits pay for the call."),
		N_("Keep the balance above zero: topic Credits.") },
	[BEYOND_NOT] = { VERDICT_NO, 397,
		N_("Outside zone A, or a premium number, and there are no credits."),
		N_("Fund credits and give the organizer their licence.") },
	[EMPTY_CREDITS] = { VERDICT_WARN, 398,
		N_("The month's minutes are used up: credits pay until the next month."),
		N_("Assign more licences if that happens often: each adds to the pool.") },
	[EMPTY_NOT] = { VERDICT_NO, 398,
		N_("The month's minutes are used up and there are no credits: no calls out."),
		N_("Fund credits, or wait for the first of the month.") },
	[BASIC_OUT] = { VERDICT_YES, 80,
		N_("The free licence includes calls out to the United States and Canada."),
		N_("Nothing to do.") },
	[BASIC_NOT] = { VERDICT_NO, 80,
		N_("The free licence calls out to the United States and Canada only."),
		N_("Plan the standard licence for the organizer, or let the other side dial in.") },
	[MINUTES_CREDITS] = { VERDICT_WARN, 402,
		N_("Conferencing is paid by the minute: the credits pay for this call."),
		N_("Keep the balance above zero: topic Credits.") },
	[MINUTES_NOT] = { VERDICT_NO, 402,
		N_("Conferencing is paid by the minute, and there are no credits."),
		N_("Fund credits first: topic Credits.") },
	[NO_DIAL_OUT] = { VERDICT_NO, 393,
		N_("The organizer has no Audio Conferencing: a meeting cannot call out."),
		N_("Plan a licence for the organizer.") },
	[USER_NUMBER] = { VERDICT_NO, 176,
		N_("This number is one for people: a bridge takes service numbers only."),
		N_("Order a toll number, or change the usage of an unassigned one (R-184).") },
	[NOT_OWNED] = { VERDICT_WAIT, 404,
		N_("The number is not yours yet: the bridge gets it once it is acquired."),
		N_("Nothing to do: the plan keeps the order.") },
	[NUMBER_TAKEN] = { VERDICT_NO, 404,
		N_("The number serves an attendant or a queue already."),
		N_("Take it away there first, or choose another number.") },
	[NO_BALANCE] = { VERDICT_NO, 167,
		N_("A toll-free number needs a positive balance of credits."),
		N_("Fund credits first: topic Credits.") },
	[SHARED_LANGUAGES] = { VERDICT_NO, 406,
		N_("The languages of a shared number cannot be changed."),
		N_("Get a dedicated service number to choose its languages.") },
	[OWN_LANGUAGES] = { VERDICT_YES, 406,
		N_("A dedicated number greets callers in languages that you choose."),
		N_("Name them with the bridge: topic Conferencing, question Languages.") },
	[PIN_LENGTH] = { VERDICT_NO, 403,
		N_("A PIN has 4 to 12 digits; 5 unless another length is set."),
		N_("Choose a length between 4 and 12.") },
};

VERDICT_ROWS(conferencing_verdicts, verdicts)

/* ---- licences ---- */

static int licence_row(const struct conferencing_person *person)
{
	unsigned bits = person->capabilities;

	if (!person->organizes)
		return ATTENDEE;
	if (bits & CAPABILITY_CONFERENCING)
		return person->provider ? MOVED : HELD;
	if (bits & CAPABILITY_CONFERENCING_BASIC)
		return BASIC_HELD;
	if (person->provider)
		return KEEPS_PROVIDER;
	if (!person->sold)
		return NOT_SOLD;
	return person->terms == CONFERENCING_PER_MINUTE ? PER_MINUTE : NEEDED;
}

struct verdict conferencing_licence(const struct conferencing_person *person)
{
	return verdicts[licence_row(person)];
}

bool conferencing_needs(const struct conferencing_person *person)
{
	return licence_row(person) == NEEDED;
}

bool conferencing_wanted(const char *who, bool calls, bool marked)
{
	if (strcmp(who, "all") == 0)
		return true;
	if (strcmp(who, "callers") == 0)
		return calls;
	return strcmp(who, "marked") == 0 && marked;
}

/* ---- dialling out ---- */

int64_t conferencing_pool(int64_t assigned, int64_t each)
{
	int64_t minutes;

	if (assigned <= 0 || each <= 0)
		return 0;
	return __builtin_mul_overflow(assigned, each, &minutes) ? INT64_MAX : minutes;
}

struct verdict conferencing_dial_out(const struct conferencing_call *call)
{
	if (call->terms == CONFERENCING_PER_MINUTE)
		return verdicts[call->credits ? MINUTES_CREDITS : MINUTES_NOT];
	if (!call->standard && !call->basic)
		return verdicts[NO_DIAL_OUT];
	if (!call->standard && call->usa_canada && !call->premium)
		return verdicts[BASIC_OUT];
	if (!call->standard)
		return verdicts[call->credits ? FROM_CREDITS : BASIC_NOT];
	if (!call->zone_a || call->premium)
		return verdicts[call->credits ? BEYOND_CREDITS : BEYOND_NOT];
	if (call->left > 0)
		return verdicts[FROM_POOL];
	return verdicts[call->credits ? EMPTY_CREDITS : EMPTY_NOT];
}

int conferencing_mail(int64_t used, int64_t pool, int64_t warning)
{
	int64_t left;

	if (pool <= 0)
		return 0;
	if (used >= pool)
		return 100;
	/* What is left against what the mail leaves, divided first: no product overflows. */
	left = pool / 100 * (100 - warning) + pool % 100 * (100 - warning) / 100;
	return pool - used <= left ? (int)warning : 0;
}

/* ---- the bridge ---- */

struct verdict conferencing_number(const struct conferencing_number *number)
{
	if (!number->service)
		return verdicts[USER_NUMBER];
	if (number->taken)
		return verdicts[NUMBER_TAKEN];
	if (number->toll_free && !number->credits)
		return verdicts[NO_BALANCE];
	return verdicts[number->owned ? PLAIN : NOT_OWNED];
}

struct verdict conferencing_languages(bool dedicated)
{
	return verdicts[dedicated ? OWN_LANGUAGES : SHARED_LANGUAGES];
}

/* ---- PINs ---- */

struct verdict conferencing_pin_length(int64_t length, int64_t least, int64_t most)
{
	return verdicts[length < least || length > most ? PIN_LENGTH : PLAIN];
}
