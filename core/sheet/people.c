/* core/sheet/people.c: what a person gets with a number: dial pad, caller ID, voicemail, mails,
 * waits, and who may change what. */
#include <inttypes.h>

#include "core/base/tr.h"
#include "core/rules/capability.h"
#include "core/rules/latency.h"
#include "core/sheet/topic.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"

enum { SEATS_MAX = 64 };

/* A sentence and its rule. */
struct saying {
	int rule;
	const char *text; /* N_() */
};

#define SAY(sheet, sayings) say(sheet, sayings, (int)(sizeof(sayings) / sizeof((sayings)[0])))

static void say(struct sheet *sheet, const struct saying *sayings, int count)
{
	for (int i = 0; i < count; i++)
		sheet_item(sheet, 0, sayings[i].rule, SHEET_PLAIN, "%s", _(sayings[i].text));
}

static int64_t people_in(struct store *store, enum person_scope scope)
{
	struct person_filter filter = { .scope = scope };
	int64_t count = person_count(store, &filter, NULL);
	return count > 0 ? count : 0;
}

/* What of it can be seen from here; nothing without a profile. */
static void write_counts(const struct topic_context *context, struct sheet *sheet)
{
	if (!context->store)
		return;
	int64_t callers = people_in(context->store, PERSON_CALLERS);
	int64_t problems = people_in(context->store, PERSON_PROBLEM);
	int64_t without = people_in(context->store, PERSON_UNNUMBERED);
	sheet_count(sheet, "callers", _("Call outside"), 0, callers, "%" PRId64, callers);
	sheet_count(sheet, "problems", _("Cannot yet"), 342, problems,
		_("%" PRId64 ": no licence, no country or no account; step Licences"), problems);
	sheet_count(sheet, "without", _("Without number"), 338, without,
		_("%" PRId64 " with no number had or planned; step Assign"), without);
}

static void write_dial_pad(const struct topic_context *context, struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 342, N_("The Phone System licence works (its service plan begins with MCOEV).") },
		{ 342, N_("A Calling Plan works (MCOPSTN...), or there is another way to telephone outside.") },
		{ 338, N_("Enterprise voice is on: assigning a number switches it on, taking it away switches it off; the number stays yours.") },
		{ 342, N_("The person is homed online, not on a server of your own.") },
		{ 342, N_("The person's calling policy allows private calls.") },
	};
	sheet_text(sheet, 342, SHEET_PLAIN, "%s",
		_("A person sees the dial pad in Teams when all of these hold:"));
	SAY(sheet, sayings);
	write_counts(context, sheet);
}

static void write_waits(struct sheet *sheet)
{
	int hours = (int)(latency_of(LATENCY_ASSIGNMENT)->limit / 3600);
	int usual = (int)(latency_of(LATENCY_ASSIGNMENT)->usual / 60);
	sheet_title(sheet, "waits", _("How long it takes"));
	sheet_count(sheet, "enabled", _("Enabled"), 337, hours,
		_("usually within %d minutes, officially up to %d hours"), usual, hours);
	sheet_row(sheet, "listed", _("Listed"), 336, SHEET_PLAIN, "%s",
		_("a newly added person may take several hours to appear among the voice users"));
	sheet_row(sheet, "letter", _("Letter"), 366, SHEET_PLAIN, "%s",
		_("it waits for the number, or says \"within 24 hours\""));
}

static void write_number(const struct topic_context *context, struct sheet *sheet)
{
	int most = (int)reference_value(context->ref, "person_numbers_max");
	static const struct saying sayings[] = {
		{ 343, N_("Whoever is called sees the assigned number, unless you change the caller ID.") },
		{ 339, N_("One number is the primary one; a private line (incoming only) and an alternate line are categories of their own.") },
		{ 340, N_("A change takes the old number away and gives the new one; the emergency address can change with it.") },
		{ 341, N_("People cannot change their number: in Skype for Business its box was grey.") },
		{ 335, N_("Emergency addresses are found by the city: in step Assign, key e, type it.") },
	};
	sheet_title(sheet, "number", _("The number"));
	SAY(sheet, sayings);
	sheet_count(sheet, "most", _("At most"), 433, most,
		_("%d numbers a person, as reported in 2026"), most);
}

static void write_places(struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 358, N_("Tell people by mail or in the way you usually do: step Notify.") },
		{ 359, N_("Teams: Calls, in the bar at the left; the number stands above the dial pad.") },
		{ 360, N_("Skype for Business on a desktop: Settings, Tools, Options, Phones. The service ended on 2021-07-31, so letters leave it out.") },
	};
	sheet_title(sheet, "where", _("Where people see it"));
	SAY(sheet, sayings);
}

static void write_voicemail(const struct topic_context *context, struct sheet *sheet)
{
	struct constant after;
	int minutes = (int)reference_value(context->ref, "voicemail_minutes_max");
	sheet_title(sheet, "voicemail", _("Voicemail"));
	sheet_text(sheet, 365, SHEET_PLAIN, "%s",
		_("Messages come into the Exchange mailbox with sound and text. People set it up in Teams under Settings, Calls, Configure voicemail."));
	if (reference_constant(context->ref, "voicemail_after_seconds", &after, NULL)) {
		sheet_count(sheet, "after", _("After"), 365, after.value,
			_("%d seconds without an answer, where the policy sends calls there"),
			(int)after.value);
		sheet_count(sheet, "recording", _("Recording"), 365, minutes,
			_("up to %d minutes by default"), minutes);
		sheet_origin(sheet, &after.origin);
	}
}

static void write_mails(struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 363, N_("The admin center offers to mail the number to the person, and does so unless told not to.") },
		{ 364, N_("Set-CsPhoneNumberAssignment and Remove-CsPhoneNumberAssignment mail only with -Notify; a default for the tenant exists.") },
		{ 434, N_("A mail that -Notify could not send reports no error.") },
		{ 367, N_("People with Audio Conferencing get a mail of their own with conference id and PIN, where that is on.") },
	};
	sheet_title(sheet, "mails", _("Microsoft's own mails"));
	SAY(sheet, sayings);
}

/* Of all products that the tenant owns. */
static unsigned owned_capabilities(struct store *store)
{
	struct seat seats[SEATS_MAX];
	int count = seat_list(store, SEAT_PHONE, 0, SEATS_MAX, seats, NULL);
	unsigned bits = 0;
	for (int i = 0; i < count; i++)
		if (seats[i].have > 0)
			bits |= seats[i].capability;
	return bits;
}

static void write_menu(const struct topic_context *context, struct sheet *sheet)
{
	sheet_item(sheet, 0, 21, SHEET_PLAIN, "%s",
		_("The Voice menu of the admin center needs one licence of E5, Phone System or Audio Conferencing in the tenant."));
	sheet_item(sheet, 0, 22, SHEET_DIM, "%s",
		_("One page of 2022 says that E3 is enough; do not count on it."));
	if (context->store && capability_voice_menu(owned_capabilities(context->store)))
		sheet_row(sheet, "menu", _("Voice menu"), 21, SHEET_OK, "%s", _("shown to you"));
	else if (context->store)
		sheet_row(sheet, "menu", _("Voice menu"), 21, SHEET_WARNING, "%s",
			_("not shown to you yet: the tenant owns none of them"));
}

static void write_rights(const struct topic_context *context, struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 346, N_("May assign numbers: Teams administrator, Teams communications administrator, Teams telephony administrator.") },
		{ 345, N_("A policy limits whom a person calls: everybody (the default), domestic numbers only, or nobody; emergency numbers always work.") },
		{ 334, N_("The page of 2017 was Voice users, Assign number, the city of the address, Save; here it is step Assign.") },
	};
	sheet_title(sheet, "rights", _("Who may do what"));
	SAY(sheet, sayings);
	write_menu(context, sheet);
}

static bool people_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	(void)err;
	write_dial_pad(context, sheet);
	write_waits(sheet);
	write_number(context, sheet);
	write_places(sheet);
	write_voicemail(context, sheet);
	write_mails(sheet);
	write_rights(context, sheet);
	return true;
}

const struct topic people_topic = {
	.id = "people",
	.title = N_("What people get with a number"),
	.help = N_(
		"Why a person has a dial pad or none, how long it takes, voicemail, mails and rights."),
	.step = PLAN_NOTIFY,
	.make = people_make,
};
