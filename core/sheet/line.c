/* core/sheet/line.c: a main line for a small firm: an auto attendant with hours, greeting, menu and
 * holidays before call queues of people; as a picture, as a plan, and as what it needs and costs.
 */
#include "core/sheet/line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/quota.h"
#include "core/sheet/answer.h"
#include "core/sheet/flow.h"
#include "core/sheet/price.h"
#include "core/tenant/holding.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum { FINDINGS = 60, LOCALES_MAX = 32, NOTES_MAX = 24, COUNTRIES_MAX = 160 };

/* ---- the picture ---- */

/* Drawn once a width: least and most columns of the screen, and its own. */
static void write_picture(const struct line *line, struct sheet *sheet)
{
	static const struct {
		int least, most, columns;
	} widths[] = { { 0, 59, 36 }, { 60, 79, 60 }, { 80, 0, 78 } };
	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		struct str picture = { 0 };
		flow_draw(&line->flow, widths[i].columns, &picture);
		sheet_drawing_at(sheet, widths[i].least, widths[i].most, str_text(&picture));
		str_fini(&picture);
	}
}

/* ---- what stands against it ---- */

static void write_finding(struct sheet *sheet, const struct callflow_finding *found)
{
	static const enum sheet_tone tones[] = {
		[VERDICT_YES] = SHEET_OK,
		[VERDICT_WARN] = SHEET_WARNING,
		[VERDICT_WAIT] = SHEET_WARNING,
		[VERDICT_NO] = SHEET_BAD,
	};
	sheet_item(sheet, 0, found->verdict.rule, tones[found->verdict.answer], "%s%s%s %s",
		found->subject, found->subject[0] ? ": " : "", _(found->verdict.why),
		found->verdict.remedy ? _(found->verdict.remedy) : "");
}

/* A country of many zones: ringup takes that of the capital until it is told. */
static void write_zones(const struct line *line, struct sheet *sheet)
{
	struct locale *rows = xcalloc(LOCALES_MAX, sizeof *rows);
	struct str list = { 0 };
	int count = reference_locales(line->context->ref, line->country, rows, LOCALES_MAX);
	for (int i = 0; i < count && i < LOCALES_MAX; i++)
		str_addf(&list, "%s%s", i > 0 ? "; " : "", rows[i].time_zone);
	if (count > 1)
		sheet_item(sheet, 0, 387, SHEET_PLAIN,
			_("Hours are in %s; the country has: %s. Question Time zone."),
			line->attendant.time_zone, str_text(&list));
	str_fini(&list);
	free(rows);
}

static void write_findings(const struct line *line, struct sheet *sheet)
{
	struct callflow_finding *found = xcalloc(FINDINGS, sizeof *found);
	int count = line_check(line, found, FINDINGS);
	bool no = count > 0 && found[0].verdict.answer == VERDICT_NO;
	sheet_title(sheet, "verdict", _("Can it be made?"));
	if (no)
		sheet_row(sheet, "ready", _("Answer"), 0, SHEET_BAD, "%s",
			_("No, not as it stands:"));
	else
		sheet_row(sheet, "ready", _("Answer"), 0, SHEET_OK, "%s",
			line->context->store ? _("Yes. Key P plans it, or `ringup want line`.")
					     : _("Yes, once a profile is open."));
	for (int i = 0; i < count && i < FINDINGS; i++)
		write_finding(sheet, &found[i]);
	write_zones(line, sheet);
	free(found);
}

/* ---- what is made ---- */

static const char *state_of(const struct line *line, enum feature_kind kind, const char *name)
{
	struct feature feature = { 0 };
	const char *state = _("new");
	if (line->context->store && feature_get(line->context->store, kind, name, &feature, NULL)) {
		if (feature.actual)
			state = _("there");
		else if (feature.wanted)
			state = _("planned");
	}
	feature_fini(&feature);
	return state;
}

static void write_piece(const struct line *line, int queue, struct sheet *sheet)
{
	const struct callflow_account *account = line_account(line, queue);
	const char *cells[] = {
		queue < 0 ? _("auto attendant") : _("call queue"),
		account->upn,
		state_of(line, queue < 0 ? FEATURE_ATTENDANT : FEATURE_QUEUE,
			line_name(line, queue)),
	};
	sheet_cells(sheet, queue < 0 ? "attendant" : "queue", line_name(line, queue), 389,
		SHEET_PLAIN, 3, cells);
}

static void write_number(const struct line *line, struct sheet *sheet)
{
	const struct callflow_account *account = &line->attendant.account;
	struct plan_quota quota;
	if (line->number == LINE_NO_NUMBER)
		sheet_row(sheet, "number", _("Number"), 374, SHEET_WARNING, "%s",
			_("none: only people inside reach the line"));
	else if (account->number[0])
		sheet_row(sheet, "number", _("Number"), 374, SHEET_PLAIN, "%s", account->number);
	else
		sheet_row(sheet, "number", _("Number"), 374, SHEET_PLAIN,
			strcmp(line->kind, "toll") == 0 ? _("a new toll number, %s")
							: _("a new toll-free number, %s"),
			line->city[0] ? line->city : line->country);
	if (line->context->store && plan_quota_wanted(line->context->store, line->kind,
					    line->context->now, &quota, NULL))
		sheet_bar(sheet, "quota", _("Service numbers"),
			quota.quota.used + quota.quota.reserved + quota.planned, quota.quota.limit,
			SHEET_PLAIN, _("%" PRId64 " of %" PRId64),
			quota.quota.used + quota.quota.reserved + quota.planned, quota.quota.limit);
}

/* People with a phone licence, as the plan makes them; without a profile the example of R-113. */
static int64_t licensed_people(const struct line *line)
{
	struct licence_counts counts;
	if (!line->context->store)
		return 600;
	return licence_count(line->context->store, true, &counts, NULL) ? counts.phone_system : 0;
}

/* Accounts that the tenant will have: those there are and those this line adds. */
static int64_t accounts_after(const struct line *line)
{
	struct holding_counts counts;
	int64_t count = 0, id;
	if (line->context->store && holding_count(line->context->store, &counts, NULL))
		count = counts.resources;
	for (int i = -1; i < line->queue_count; i++)
		if (!line->context->store ||
			!person_find(line->context->store, line_account(line, i)->upn, &id, NULL))
			count++;
	return count;
}

static void write_licences(const struct line *line, struct sheet *sheet)
{
	int64_t people = licensed_people(line), missing;
	int64_t base = reference_value(line->context->ref, "resource_accounts_free");
	int64_t each = reference_value(line->context->ref, "resource_accounts_users_each");
	int64_t free = callflow_free(people, base, each);
	int64_t accounts = accounts_after(line);
	struct verdict verdict = callflow_licences(accounts, free, &missing);
	sheet_bar(sheet, "accounts", _("Accounts"), accounts, free,
		missing > 0 ? SHEET_WARNING : SHEET_OK,
		_("%" PRId64 " of %" PRId64 " free licences"), accounts, free);
	if (!line->context->store)
		sheet_text(sheet, 113, SHEET_DIM, "%s",
			_("No profile is open: an example of 600 phone licences, of which 85 accounts "
			  "are free; for 90 attendants and queues 5 licences are bought."));
	else
		sheet_text(sheet, 112, SHEET_DIM,
			ngettext("%" PRId64
				 " person with a phone licence: %d free, and one more for every "
				 "%d people.",
				"%" PRId64
				" people with a phone licence: %d free, and one more for every %d "
				"of them.",
				(unsigned long)people),
			people, (int)base, (int)each);
	if (missing > 0)
		sheet_verdict(sheet, &verdict);
	sheet_text(sheet, 114, SHEET_PLAIN, "%s",
		_("Every account has one such licence, with or without a number, and no Teams Phone; a "
		  "Calling Plan only if it calls outside."));
	sheet_text(sheet, 370, SHEET_PLAIN, "%s",
		_("An attendant or a queue needs no licence of a person."));
}

static void write_cost(const struct line *line, struct sheet *sheet)
{
	struct price_list prices;
	char text[PRICE_TEXT];
	int kind = eligibility_kind_of(line->organization.kind);
	int plans = 0;
	price_open(&prices, line->context, line->country,
		kind < 0 ? KIND_COMMERCIAL : (enum eligibility_kind)kind);
	for (int i = -1; i < line->queue_count; i++)
		plans += line_outside(line, i) && line->plan[0];
	sheet_title(sheet, "cost", _("What it costs"));
	sheet_row(sheet, "licence", _("Each account"), 112, SHEET_PLAIN,
		_("%s a month, within the free ones"),
		price_text(&prices, price_of(&prices, line->licence), text));
	if (plans > 0)
		sheet_row(sheet, "plan", _("Calling Plan"), 391, SHEET_PLAIN,
			ngettext("%s a month for %d account that transfers outside",
				"%s a month each for %d accounts that transfer outside",
				(unsigned long)plans),
			price_text(&prices, price_of(&prices, line->plan), text), plans);
	sheet_text(sheet, 374, SHEET_PLAIN, "%s",
		strcmp(line->kind, "tollfree") == 0 && line->number == LINE_NEW_NUMBER
			? _("You pay each minute of calls to a toll-free number, from credits.")
			: _("A toll number has no price of its own in what Microsoft documents."));
	price_write_origin(&prices, sheet);
}

static void write_made(const struct line *line, struct sheet *sheet)
{
	static const char *const ids[] = { "kind", "account", "state" };
	const char *const heads[] = { _("What"), _("Resource account"), _("State") };
	sheet_title(sheet, "made", _("What is made"));
	sheet_columns(sheet, _("Name"), 3, ids, heads);
	for (int i = -1; i < line->queue_count; i++)
		write_piece(line, i, sheet);
	write_number(line, sheet);
	write_licences(line, sheet);
}

/* ---- who does it ---- */

static void write_ways(const struct line *line, struct sheet *sheet)
{
	static const struct {
		const char *kind, *label; /* N_() */
	} kinds[] = {
		{ "account", N_("Accounts") },
		{ "licence", N_("Licences") },
		{ "order", N_("A new number") },
		{ "assign", N_("Number to account") },
		{ "queue", N_("Queues") },
		{ "attendant", N_("Attendant") },
	};
	struct service *service = line->context->service;
	sheet_title(sheet, "ways", _("Who does it"));
	for (size_t i = 0; service && i < sizeof kinds / sizeof kinds[0]; i++)
		sheet_row(sheet, kinds[i].kind, _(kinds[i].label), 0, SHEET_PLAIN, "%s",
			_(service_way_text(service->ops->way(service, kinds[i].kind))));
	sheet_text(sheet, 389, SHEET_PLAIN, "%s",
		_("In a real tenant only the Teams PowerShell module makes accounts, queues and "
		  "attendants: this topic's file is the script. Sign-in of the accounts stays off."));
	sheet_text(sheet, 387, SHEET_PLAIN, "%s",
		_("An attendant does not reach a person's voicemail itself: the phone rings, and the "
		  "voicemail takes the call."));
	sheet_text(sheet, 0, SHEET_DIM, "%s",
		_("To undo: key u right after planning; after an apply `ringup undo`, or answer yes to "
		  "Take it away and plan again."));
}

/* ---- what is to be known ---- */

struct saying {
	int rule;
	const char *text; /* N_() */
};

static void say(struct sheet *sheet, const struct saying *sayings, int count)
{
	for (int i = 0; i < count; i++)
		sheet_item(sheet, 0, sayings[i].rule, SHEET_PLAIN, "%s", _(sayings[i].text));
}

#define SAY(sheet, sayings) say(sheet, sayings, (int)(sizeof(sayings) / sizeof((sayings)[0])))

static void write_why(struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 375, N_("The phone system brings toll and toll-free numbers, call menus, call queues, and people's own numbers.") },
		{ 374, N_("The firm's main number goes to an attendant, so it must be a service number; a person's number cannot do it.") },
		{ 387, N_("An attendant knows a menu by key or voice, language and time zone, hours, after hours, holidays, an operator, and search in the directory.") },
		{ 388, N_("A queue holds callers until one of its people answers. They must be voice-enabled. It knows no hours: number and hours belong to the attendant before it.") },
		{ 389, N_("Each works through a resource account with a licence; for direct dialling it has a service number.") },
		{ 390, N_("A queue takes 200 people of a group at most, the alphabetically first. Greetings are WAV, MP3 or WMA of 5 MB at most.") },
		{ 391, N_("An account that transfers calls to an outside number has a Calling Plan and a number of its own.") },
	};
	sheet_title(sheet, "why", _("Why it is so"));
	SAY(sheet, sayings);
}

static void write_language(const struct line *line, struct sheet *sheet)
{
	struct locale locale;
	sheet_text(sheet, 387, SHEET_DIM, "%s",
		_("Which languages an attendant speaks only the service says: "
		  "Get-CsAutoAttendantSupportedLanguage."));
	if (reference_locales(line->context->ref, line->country, &locale, 1) > 0)
		sheet_origin(sheet, &locale.origin);
}

/* ---- Shared Calling ---- */

/* Where it does not work, by the facts. */
static bool shared_fails(struct reference *ref, const char *country, struct origin *origin)
{
	struct country_note rows[NOTES_MAX];
	int count = reference_country_notes(ref, country, rows, NOTES_MAX);
	for (int i = 0; i < count && i < NOTES_MAX; i++) {
		if (strcmp(rows[i].key, "shared_calling") != 0)
			continue;
		*origin = rows[i].origin;
		return true;
	}
	return false;
}

static void shared_list(struct reference *ref, struct str *out, struct origin *origin)
{
	struct country *countries = xcalloc(COUNTRIES_MAX, sizeof *countries);
	int count = reference_countries(ref, countries, COUNTRIES_MAX);
	for (int i = 0; i < count && i < COUNTRIES_MAX; i++)
		if (shared_fails(ref, countries[i].code, origin))
			str_addf(out, "%s%s", out->len > 0 ? ", " : "", countries[i].name);
	free(countries);
}

static void write_shared(const struct line *line, struct sheet *sheet)
{
	struct origin origin = { .source = "" };
	struct licence_counts counts = { .payg = 0 };
	struct str list = { 0 };
	bool here = !shared_fails(line->context->ref, line->country, &origin);
	if (line->context->store)
		licence_count(line->context->store, true, &counts, NULL);
	/* No emergency location is known of a service number that is not had yet. */
	struct verdict verdict = callflow_shared(here, counts.payg > 0, counts.credits > 0, false);
	sheet_title(sheet, "shared", _("People without a number of their own"));
	sheet_text(sheet, 392, SHEET_PLAIN,
		_("With Shared Calling they call out through an account like this one. It needs "
		  "Pay-As-You-Go, funded credits, and an emergency location of its number; the number "
		  "for calling back is kept %" PRId64 " minutes after an emergency call."),
		reference_value(line->context->ref, "callback_minutes"));
	sheet_verdict(sheet, &verdict);
	shared_list(line->context->ref, &list, &origin);
	sheet_text(sheet, 392, SHEET_DIM, _("With service numbers of %s it does not work."),
		str_text(&list));
	sheet_origin(sheet, &origin);
	str_fini(&list);
}

/* ---- resellers ---- */

static void write_reseller(const struct line *line, struct sheet *sheet)
{
	int64_t people, callers;
	sheet_title(sheet, "reseller", _("If a reseller helps"));
	sheet_text(sheet, 386, SHEET_PLAIN, "%s",
		_("It can supply licences, explain what is required, talk to the old carrier, connect "
		  "local hardware and set up features."));
	if (line->context->store &&
		holding_callers(line->context->store, &people, &callers, NULL)) {
		sheet_count(sheet, "people", _("People"), 386, people, "%" PRId64, people);
		sheet_count(
			sheet, "callers", _("Who call outside"), 386, callers, "%" PRId64, callers);
	}
	sheet_text(sheet, 386, SHEET_PLAIN, "%s",
		_("It asks for: people, phones and devices with calls outside; the present phone system; "
		  "the line to the public network; the internet line; special features; sites. With the "
		  "answer reseller to File the list is written, as far as it is known."));
}

/* ---- the sheet ---- */

static void line_write(const struct line *line, struct sheet *sheet)
{
	write_picture(line, sheet);
	write_findings(line, sheet);
	write_made(line, sheet);
	write_cost(line, sheet);
	write_ways(line, sheet);
	write_why(sheet);
	write_language(line, sheet);
	write_shared(line, sheet);
	write_reseller(line, sheet);
}

static bool line_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct line *line = xcalloc(1, sizeof *line);
	struct error why = { 0 };
	(void)err;
	if (line_read(context, line, &why)) {
		line_write(line, sheet);
	} else {
		/* An answer that was good yesterday may name somebody who left. */
		sheet_row(sheet, "ready", _("Answer"), 387, SHEET_BAD, "%s", why.text);
		write_why(sheet);
	}
	line_fini(line);
	free(line);
	return true;
}

static bool line_file(const struct topic_context *context, struct str *out, struct error *err)
{
	struct str which = { 0 };
	struct line *line = xcalloc(1, sizeof *line);
	bool reseller = strcmp(topic_answer(context, "file", &which), "reseller") == 0;
	bool ok = reseller ? line_reseller(context, out, err) : line_read(context, line, err);
	if (ok && !reseller)
		ok = line_script(line, out, err);
	line_fini(line);
	free(line);
	str_fini(&which);
	return ok;
}

/* ---- answers ---- */

static void greeting_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (context->store && organization_get(context->store, &organization, NULL))
		str_add(out, organization.name);
}

static bool locale_of(const struct topic_context *context, struct locale *out)
{
	char country[3];
	return reference_locales(context->ref, topic_country(context, country), out, 1) > 0;
}

static void language_otherwise(const struct topic_context *context, struct str *out)
{
	struct locale locale;
	str_add(out, locale_of(context, &locale) ? locale.language : "en-US");
}

static void zone_otherwise(const struct topic_context *context, struct str *out)
{
	struct locale locale;
	str_add(out, locale_of(context, &locale) ? locale.time_zone : "UTC");
}

static bool check_name(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return callflow_name_check(value, err);
}

static bool check_greeting(
	const struct topic_context *context, const char *value, struct error *err)
{
	if (!callflow_is_file(value))
		return true;
	struct verdict verdict = callflow_file(value + 5, line_file_bytes(value + 5),
		reference_value(context->ref, "greeting_megabytes_max") * 1024 * 1024);
	return verdict_ok(verdict) || error_set(err, ERROR_INPUT, "%s: %s %s", value + 5,
					      _(verdict.why), _(verdict.remedy));
}

static bool check_language(
	const struct topic_context *context, const char *value, struct error *err)
{
	char language[16];
	(void)context;
	return callflow_language_parse(value, language, err);
}

static bool check_zone(const struct topic_context *context, const char *value, struct error *err)
{
	char zone[64];
	return line_zone_read(context->ref, value, zone, err);
}

static bool check_hours(const struct topic_context *context, const char *value, struct error *err)
{
	struct callflow_hours hours[CALLFLOW_HOURS];
	int count;
	(void)context;
	return callflow_hours_parse(value, hours, &count, err);
}

static bool check_menu(const struct topic_context *context, const char *value, struct error *err)
{
	struct callflow_row menu[CALLFLOW_ROWS];
	int count;
	(void)context;
	return callflow_menu_parse(value, menu, &count, err);
}

static bool check_holidays(
	const struct topic_context *context, const char *value, struct error *err)
{
	struct callflow_holiday days[CALLFLOW_HOLIDAYS];
	int count;
	(void)context;
	return callflow_holidays_parse(value, days, &count, err);
}

static bool check_queue(const struct topic_context *context, const char *value, struct error *err)
{
	struct line *line = xcalloc(1, sizeof *line);
	(void)context;
	bool ok = line_queues_read(value, line, err);
	free(line);
	return ok;
}

static bool check_number(const struct topic_context *context, const char *value, struct error *err)
{
	struct line *line = xcalloc(1, sizeof *line);
	bool ok = line_number_read(context, value, line, err);
	free(line);
	return ok;
}

static bool check_target(const struct topic_context *context, const char *value, struct error *err)
{
	static const char *const shorts[] = { "message", "person", "voicemail" };
	struct callflow_target target;
	(void)context;
	for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++)
		if (strcasecmp(value, shorts[i]) == 0)
			return true;
	return callflow_target_parse(value, &target, err);
}

static bool check_operator(
	const struct topic_context *context, const char *value, struct error *err)
{
	if (value[0] == '\0' || (strchr(value, '@') && !strchr(value, ':')))
		return true;
	return check_target(context, value, err);
}

static bool check_timeout(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return strtol(value, NULL, 10) % 15 == 0 ||
	       error_set(err, ERROR_INPUT, _("%s seconds is not a multiple of 15."), value);
}

static const struct question_choice methods[] = {
	{ "all", N_("all ring at once") },
	{ "serial", N_("one after the other, in their order") },
	{ "round", N_("in turn") },
	{ "idle", N_("who waited longest") },
};
static const struct question_choice files[] = {
	{ "script", N_("the script that makes the line") },
	{ "reseller", N_("the list for a reseller") },
};

static const struct question line_questions[] = {
	{ .id = "name",
		.label = N_("Name"),
		.help = N_("What the attendant is called in lists; callers do not hear it."),
		.rule = 387,
		.standard = "Main line",
		.check = check_name },
	{ .id = "number",
		.label = N_("Number"),
		.help = N_(
			"toll:CITY, toll, tollfree, a service number of yours as +14255550100, or none."),
		.rule = 374,
		.otherwise = line_number_otherwise,
		.check = check_number },
	{ .id = "greeting",
		.label = N_("Greeting"),
		.help = N_(
			"What callers hear first: a text that is read to them, or file:PATH (WAV, MP3, WMA, 5 MB); until you answer, the firm's name."),
		.rule = 390,
		.otherwise = greeting_otherwise,
		.check = check_greeting },
	{ .id = "hours",
		.label = N_("Hours"),
		.help = N_(
			"When the line is open: mon-fri 09:00-17:00; sat 10:00-13:00, or always."),
		.rule = 387,
		.standard = "mon-fri 09:00-17:00",
		.check = check_hours },
	{ .id = "menu",
		.label = N_("Menu"),
		.help = N_(
			"Keys with what is said and where they lead: 1=Sales:queue:Sales; 0=Office:operator. Empty: calls go straight to the first queue."),
		.rule = 387,
		.check = check_menu },
	{ .id = "queue",
		.label = N_("Queues"),
		.help = N_(
			"Names of the queues, parted by semicolons; a queue rings its people until one answers. Empty: none."),
		.rule = 388,
		.standard = "Reception",
		.check = check_queue },
	{ .id = "agents",
		.label = N_("Who answers"),
		.help = N_(
			"all (who call), department:NAME, or user names with commas; for several queues Sales=...; Support=..."),
		.rule = 388,
		.standard = "all" },
	{ .id = "method",
		.label = N_("How it rings"),
		.help = N_("In which order a queue rings its people."),
		.rule = 388,
		.kind = QUESTION_CHOICE,
		CHOICES(methods),
		.standard = "all" },
	{ .id = "overflow",
		.label = N_("Waiting calls"),
		.help = N_("How many calls may wait in a queue, from 0 to 200."),
		.rule = 388,
		.kind = QUESTION_NUMBER,
		.most = 200,
		.standard = "50" },
	{ .id = "overflow_to",
		.label = N_("When it is full"),
		.help = N_(
			"Where more calls go: end, person:UPN, voicemail:UPN, queue:NAME, number:+1425..."),
		.rule = 388,
		.standard = "end",
		.check = check_target },
	{ .id = "timeout",
		.label = N_("Longest wait"),
		.unit = N_("seconds"),
		.help = N_("How long a call may wait, in steps of 15 seconds, 45 minutes at most."),
		.rule = 388,
		.kind = QUESTION_NUMBER,
		.most = 2700,
		.standard = "1200",
		.check = check_timeout },
	{ .id = "timeout_to",
		.label = N_("After it"),
		.help = N_("Where a call goes that waited so long; as when the queue is full."),
		.rule = 388,
		.standard = "end",
		.check = check_target },
	{ .id = "after_hours",
		.label = N_("After hours"),
		.help = N_(
			"message, voicemail (of the operator, else of who answers first), person, or a target such as voicemail:UPN."),
		.rule = 387,
		.standard = "message",
		.check = check_target },
	{ .id = "closed",
		.label = N_("Closed, it says"),
		.help = N_("What callers hear after hours and on holidays: a text, or file:PATH."),
		.rule = 387,
		.check = check_greeting },
	{ .id = "holidays",
		.label = N_("Holidays"),
		.help = N_(
			"Days on which the line is closed: 2026-12-25 Christmas; 2027-01-01 New Year."),
		.rule = 387,
		.check = check_holidays },
	{ .id = "operator",
		.label = N_("Operator"),
		.help = N_(
			"Who takes calls that nobody else does: a user name, queue:NAME or number:+1425...; empty: nobody."),
		.rule = 387,
		.check = check_operator },
	{ .id = "language",
		.label = N_("Language"),
		.help = N_("In which the attendant speaks and listens, such as en-US or fr-CA."),
		.rule = 387,
		.otherwise = language_otherwise,
		.check = check_language },
	{ .id = "time_zone",
		.label = N_("Time zone"),
		.help = N_(
			"Of the hours, by its name in Windows or a place: Romance Standard Time, Europe/Brussels."),
		.rule = 387,
		.otherwise = zone_otherwise,
		.check = check_zone },
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the line is: of its number and its accounts."),
		.rule = 131,
		.kind = QUESTION_COUNTRY },
	{ .id = "file",
		.label = N_("File"),
		.help = N_(
			"What this topic's file holds: the script that makes the line, or the list for a reseller."),
		.rule = 386,
		.kind = QUESTION_CHOICE,
		CHOICES(files),
		.standard = "script" },
	{ .id = "remove",
		.label = N_("Take it away"),
		.help = N_(
			"Yes: planning takes the line away again, with its accounts and licences; the number stays yours."),
		.rule = 389,
		.kind = QUESTION_YES,
		.standard = "no" },
};

const struct topic line_topic = {
	.id = "line",
	.title = N_("Main line"),
	.asks = N_("Who answers when somebody calls the firm?"),
	.help = N_("An auto attendant and call queues for a small firm, as a picture and a plan."),
	.step = PLAN_NUMBERS,
	.questions = line_questions,
	.question_count = (int)(sizeof line_questions / sizeof line_questions[0]),
	.make = line_make,
	.want = line_want,
	.want_label = N_("Plan it"),
	.want_help = N_(
		"Plans the accounts with their licences, the number, the queues and the attendant."),
	.file = line_file,
	.file_name = "main-line.ps1",
};
