/* core/sheet/line-script.c: the main line as a script of the Teams PowerShell module, which alone
 * makes accounts, queues and attendants; and the list that a reseller asks for. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/rules/workday.h"
#include "core/sheet/line.h"
#include "core/tenant/holding.h"

/* ---- PowerShell's texts ---- */

/* PowerShell takes the four typographic single quotes for the plain one: all five are doubled.
 * Controls become blanks. */
static void quoted(struct str *out, const char *text)
{
	static const char *const quotes[] = { "'", "\u2018", "\u2019", "\u201a", "\u201b" };
	str_addc(out, '\'');
	while (*text) {
		size_t len = 1;
		for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
			if (strncmp(text, quotes[i], strlen(quotes[i])) != 0)
				continue;
			str_add(out, quotes[i]);
			len = strlen(quotes[i]);
		}
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			str_addc(out, ' ');
		else
			str_addn(out, text, len);
		text += len;
	}
	str_addc(out, '\'');
}

/* "%s" of the form is the quoted text. */
static void line_of(struct str *out, const char *before, const char *text, const char *after)
{
	str_add(out, before);
	quoted(out, text);
	str_add(out, after);
}

static const char head[] =
	"\xef\xbb\xbf# Made by ringup: a main line with its resource accounts, queues and attendant.\n"
	"# Needs the module MicrosoftTeams and the role Teams Administrator. Running it again changes nothing\n"
	"# that is there already.\n"
	"#\n"
	"# 1. Run it: it makes the accounts and stops, because they have no licence yet.\n"
	"# 2. Let ringup give each account its licence and the attendant its number (ringup apply).\n"
	"# 3. Run it again: it makes the queues and the attendant.\n"
	"$ErrorActionPreference = 'Stop'\n"
	"Connect-MicrosoftTeams | Out-Null\n"
	"\n"
	"function Get-Account($Upn, $Name, $Application) {\n"
	"    $account = Get-CsOnlineApplicationInstance -Identity $Upn -ErrorAction SilentlyContinue\n"
	"    if (-not $account) {\n"
	"        $account = New-CsOnlineApplicationInstance -UserPrincipalName $Upn -DisplayName $Name -ApplicationId $Application\n"
	"    }\n"
	"    $account\n"
	"}\n"
	"function Get-Person($Upn) { (Get-CsOnlineUser -Identity $Upn).Identity }\n"
	"function Join-Account($Account, $Id, $Type) {\n"
	"    $there = Get-CsOnlineApplicationInstanceAssociation -Identity $Account.ObjectId -ErrorAction SilentlyContinue\n"
	"    if (-not $there) {\n"
	"        New-CsOnlineApplicationInstanceAssociation -Identities @($Account.ObjectId) -ConfigurationId $Id -ConfigurationType $Type\n"
	"    }\n"
	"}\n"
	"function New-Way($Entity, $Key) {\n"
	"    New-CsAutoAttendantMenuOption -Action TransferCallToTarget -DtmfResponse $Key -CallTarget $Entity\n"
	"}\n"
	"\n";

/* ---- accounts ---- */

static const char attendant_application[] = "ce933385-9390-45d1-9512-c8d228074e07";
static const char queue_application[] = "11cd3e2e-fccb-42ad-ad00-878b93575e07";

/* "$account" is the attendant's, "$account0" that of the first queue. */
static void account_name(int queue, char name[24])
{
	if (queue < 0)
		snprintf(name, 24, "$account");
	else
		snprintf(name, 24, "$account%d", queue);
}

static void write_accounts(const struct line *line, struct str *out)
{
	char name[24];
	str_add(out, "# Accounts. Their sign-in stays off.\n");
	for (int i = -1; i < line->queue_count; i++) {
		account_name(i, name);
		str_addf(out, "%s = Get-Account ", name);
		quoted(out, line_account(line, i)->upn);
		str_addc(out, ' ');
		quoted(out, line_name(line, i));
		str_addf(out, " '%s'\n", i < 0 ? attendant_application : queue_application);
	}
	str_add(out, "foreach ($one in @(");
	for (int i = -1; i < line->queue_count; i++) {
		account_name(i, name);
		str_addf(out, "%s%s", i < 0 ? "" : ", ", name);
	}
	str_add(out,
		")) {\n"
		"    if (-not ((Get-CsOnlineUser -Identity $one.ObjectId).FeatureTypes -match 'VoiceApp|PhoneSystem')) {\n"
		"        Write-Host \"$($one.UserPrincipalName) has no licence yet: let ringup give it one, then run this again.\"\n"
		"        exit 3\n"
		"    }\n"
		"}\n\n");
}

/* ---- where calls go ---- */

/* The account of a queue or attendant: one of the line's, else the tenant's by its name. */
static void write_place(const struct line *line, const struct callflow_target *to, struct str *out)
{
	char name[24];
	for (int i = -1; i < line->queue_count; i++) {
		if ((i < 0) != (to->kind == CALLFLOW_ATTENDANT) ||
			strcmp(line_name(line, i), to->name) != 0)
			continue;
		account_name(i, name);
		str_addf(out, "%s.ObjectId", name);
		return;
	}
	line_of(out,
		to->kind == CALLFLOW_QUEUE ? "((Get-CsCallQueue -NameFilter "
					   : "((Get-CsAutoAttendant -NameFilter ",
		to->name, ").ApplicationInstances | Select-Object -First 1)");
}

/* A person's voicemail is no target of an attendant: the person's phone rings, and the voicemail
 * takes the call when nobody answers. */
static void write_entity(const struct line *line, const struct callflow_target *to, struct str *out)
{
	char tel[32];
	str_add(out, "(New-CsAutoAttendantCallableEntity -Type ");
	switch (to->kind) {
	case CALLFLOW_QUEUE:
	case CALLFLOW_ATTENDANT:
		str_add(out, "ApplicationEndpoint -Identity ");
		write_place(line, to, out);
		break;
	case CALLFLOW_NUMBER:
		snprintf(tel, sizeof tel, "tel:%.20s", to->name);
		line_of(out, "ExternalPstn -Identity ", tel, "");
		break;
	default:
		line_of(out, "User -Identity (Get-Person ", to->name, ")");
		break;
	}
	str_addc(out, ')');
}

static void write_option(
	const struct line *line, const char *key, const struct callflow_target *to, struct str *out)
{
	if (to->kind == CALLFLOW_END || to->kind == CALLFLOW_NOWHERE) {
		str_addf(out,
			"(New-CsAutoAttendantMenuOption -Action DisconnectCall -DtmfResponse %s)",
			key);
	} else if (to->kind == CALLFLOW_OPERATOR) {
		str_addf(out,
			"(New-CsAutoAttendantMenuOption -Action TransferCallToOperator -DtmfResponse %s)",
			key);
	} else {
		str_add(out, "(New-Way ");
		write_entity(line, to, out);
		str_addf(out, " %s)", key);
	}
}

/* ---- queues ---- */

static void write_queue_end(const struct line *line, const char *which, const char *end,
	const struct callflow_target *to, struct str *out)
{
	char tel[32];
	if (to->kind == CALLFLOW_END || to->kind == CALLFLOW_NOWHERE) {
		str_addf(out, "    %sAction = '%s'\n", which, end);
		return;
	}
	str_addf(out, "    %sAction = '%s'\n    %sActionTarget = ", which,
		to->kind == CALLFLOW_VOICEMAIL ? "Voicemail" : "Forward", which);
	if (to->kind == CALLFLOW_NUMBER) {
		snprintf(tel, sizeof tel, "tel:%.20s", to->name);
		quoted(out, tel);
	} else if (to->kind == CALLFLOW_QUEUE || to->kind == CALLFLOW_ATTENDANT) {
		write_place(line, to, out);
	} else {
		line_of(out, "(Get-Person ", to->name, ")");
	}
	str_addc(out, '\n');
}

static void write_queue(const struct line *line, int at, struct str *out)
{
	const struct callflow_queue *queue = &line->queues[at];
	line_of(out, "# Queue\n$settings = @{\n    Name = ", queue->name, "\n");
	str_addf(out, "    UseDefaultMusicOnHold = $true\n    RoutingMethod = '%s'\n    Users = @(",
		callflow_method_cmdlet(queue->method));
	for (int i = 0; i < line->agents[at].count; i++)
		line_of(out, i > 0 ? ",\n        (Get-Person " : "\n        (Get-Person ",
			line->agents[at].upns[i], ")");
	str_addf(out, ")\n    OverflowThreshold = %d\n    TimeoutThreshold = %d\n",
		queue->overflow_at, queue->timeout);
	write_queue_end(line, "Overflow", "DisconnectWithBusy", &queue->overflow, out);
	write_queue_end(line, "Timeout", "Disconnect", &queue->timed_out, out);
	line_of(out, "}\n$queue = Get-CsCallQueue -NameFilter ", queue->name, "");
	line_of(out, " | Where-Object Name -eq ", queue->name, "\n");
	str_addf(out,
		"if (-not $queue) { $queue = New-CsCallQueue @settings }\n"
		"Join-Account $account%d $queue.Identity CallQueue\n\n",
		at);
}

/* ---- the attendant ---- */

/* Leaves $NAME as a list of one prompt, or of none. */
static void write_greeting(const char *name, const char *text, struct str *out)
{
	if (!text[0]) {
		str_addf(out, "$%s = @()\n", name);
	} else if (callflow_is_file(text)) {
		line_of(out, "$file = ", text + 5, "\n");
		str_addf(out,
			"$audio = Import-CsOnlineAudioFile -ApplicationId OrgAutoAttendant"
			" -FileName (Split-Path $file -Leaf) -Content ([IO.File]::ReadAllBytes($file))\n"
			"$%s = @(New-CsAutoAttendantPrompt -AudioFilePrompt $audio)\n",
			name);
	} else {
		str_addf(out, "$%s = @(New-CsAutoAttendantPrompt -TextToSpeechPrompt ", name);
		quoted(out, text);
		str_add(out, ")\n");
	}
}

static void tone_of(char key, char tone[16])
{
	if (key == '*' || key == '#')
		snprintf(tone, 16, "%s", key == '*' ? "ToneStar" : "TonePound");
	else
		snprintf(tone, 16, "Tone%c", key);
}

static void write_menu(const struct line *line, struct str *out)
{
	const struct callflow_attendant *at = &line->attendant;
	struct str says = { 0 };
	char tone[16];
	str_add(out, "$options = @(");
	for (int i = 0; i < at->menu_count; i++) {
		tone_of(at->menu[i].key, tone);
		str_add(out, i > 0 ? ",\n    " : "\n    ");
		write_option(line, tone, &at->menu[i].to, out);
		str_addf(&says, "%s%s: %c.", i > 0 ? " " : "", at->menu[i].say, at->menu[i].key);
	}
	if (at->menu_count == 0)
		write_option(line, "Automatic", &at->straight, out);
	str_add(out, ")\n");
	write_greeting("says", str_text(&says), out);
	str_add(out,
		"$menu = New-CsAutoAttendantMenu -Name 'Menu' -MenuOptions $options -Prompts $says\n"
		"$open = New-CsAutoAttendantCallFlow -Name 'Open' -Menu $menu -Greetings $greeting\n");
	str_fini(&says);
}

static void write_times(const struct callflow_attendant *at, struct str *out)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
		"Saturday", "Sunday" };
	str_add(out,
		"$hours = @{ Name = 'Hours'; WeeklyRecurrentSchedule = $true; Complement = $true\n");
	for (int day = 0; day < 7; day++) {
		const char *gap = "";
		for (int i = 0; i < at->hours_count; i++) {
			char from[8], to[8];
			if (!(at->hours[i].days & 1u << day))
				continue;
			callflow_time_text(at->hours[i].from, from);
			callflow_time_text(at->hours[i].to, to);
			if (!gap[0])
				str_addf(out, "    %sHours = @(", days[day]);
			str_addf(out, "%s(New-CsOnlineTimeRange -Start %s -End %s)", gap, from,
				strcmp(to, "24:00") == 0 ? "1.00:00" : to);
			gap = ", ";
		}
		if (gap[0])
			str_add(out, ")\n");
	}
	str_add(out, "}\n$hours = New-CsOnlineSchedule @hours\n");
}

/* A flow that leads on by itself, and when: closed, or on holidays. */
static void write_flow(const struct line *line, const char *name, const char *prompt,
	const struct callflow_target *to, struct str *out)
{
	str_addf(out, "$menu = New-CsAutoAttendantMenu -Name '%s' -MenuOptions @(", name);
	write_option(line, "Automatic", to, out);
	str_addf(out,
		")\n$flow = New-CsAutoAttendantCallFlow -Name '%s' -Menu $menu -Greetings $%s\n"
		"$flows += $flow\n",
		name, prompt);
}

static void write_holidays(const struct line *line, struct str *out)
{
	const struct callflow_attendant *at = &line->attendant;
	int year, month, day;
	write_flow(line, "Holidays", "closed", &at->on_holidays, out);
	for (int i = 0; i < at->holiday_count; i++) {
		line_of(out, "$schedule = New-CsOnlineSchedule -FixedSchedule -Name ",
			at->holidays[i].name, " -DateTimeRanges @(");
		workday_date(at->holidays[i].day, &year, &month, &day);
		str_addf(out, "New-CsOnlineDateTimeRange -Start '%d/%d/%d'", day, month, year);
		workday_date(at->holidays[i].day + 1, &year, &month, &day);
		str_addf(out,
			" -End '%d/%d/%d')\n"
			"$when += New-CsAutoAttendantCallHandlingAssociation -Type Holiday -ScheduleId $schedule.Id -CallFlowId $flow.Id\n",
			day, month, year);
	}
}

static void write_attendant(const struct line *line, struct str *out)
{
	const struct callflow_attendant *at = &line->attendant;
	line_of(out, "# Attendant\n$attendant = Get-CsAutoAttendant -NameFilter ", at->name, "");
	line_of(out, " | Where-Object Name -eq ", at->name, "\nif (-not $attendant) {\n");
	str_add(out, "$flows = @()\n$when = @()\n");
	write_greeting("greeting", at->greeting, out);
	write_greeting("closed", at->closed, out);
	write_menu(line, out);
	if (at->hours_count > 0) {
		write_times(at, out);
		write_flow(line, "Closed", "closed", &at->after_hours, out);
		str_add(out,
			"$when += New-CsAutoAttendantCallHandlingAssociation -Type AfterHours -ScheduleId $hours.Id -CallFlowId $flow.Id\n");
	}
	if (at->holiday_count > 0)
		write_holidays(line, out);
	line_of(out, "$settings = @{ Name = ", at->name, "");
	line_of(out, "; LanguageId = ", at->language, "");
	line_of(out, "; TimeZoneId = ", at->time_zone, "; DefaultCallFlow = $open }\n");
	str_add(out,
		"if ($flows) { $settings.CallFlows = $flows; $settings.CallHandlingAssociations = $when }\n");
	if (at->operator.kind != CALLFLOW_NOWHERE) {
		str_add(out, "$settings.Operator = ");
		write_entity(line, &at->operator, out);
		str_addc(out, '\n');
	}
	str_add(out, "$attendant = New-CsAutoAttendant @settings\n}\n"
		     "Join-Account $account $attendant.Identity AutoAttendant\n");
}

void line_script(const struct line *line, struct str *out)
{
	str_add(out, head);
	write_accounts(line, out);
	for (int i = 0; i < line->queue_count; i++)
		write_queue(line, i, out);
	write_attendant(line, out);
}

/* ---- for a reseller ---- */

static void count_or_unknown(struct str *out, const char *label, int64_t count)
{
	if (count < 0)
		str_addf(out, "- %s: %s\n", label, _("unknown"));
	else
		str_addf(out, "- %s: %" PRId64 "\n", label, count);
}

bool line_reseller(const struct topic_context *context, struct str *out, struct error *err)
{
	struct holding_counts counts = { .people = -1, .callers = -1, .lines_onprem = -1 };
	struct organization organization = { .name = "" };
	if (context->store && (!holding_count(context->store, &counts, err) ||
				      !organization_get(context->store, &organization, err)))
		return false;
	str_addf(out, "%s\n\n", _("What a reseller or partner needs to know (R-386)"));
	str_addf(out, "- %s: %s\n", _("Organization"),
		organization.name[0] ? organization.name : _("unknown"));
	count_or_unknown(out, _("People"), counts.people);
	count_or_unknown(out, _("People who call, or are called from, outside"), counts.callers);
	count_or_unknown(out, _("Numbers in the local directory"), counts.lines_onprem);
	static const char *const blanks[] = {
		N_("Telephones and devices with calls outside, such as lobby phones and fax"),
		N_("The present phone system, its maker and age"),
		N_("Lines to the public network: kind, number, carrier, end of the contract"),
		N_("The internet line: provider, Mbit/s down and up (topic Network)"),
		N_("Special features: call centre, menus, kiosks, door phones"),
		N_("Sites, with their addresses"),
	};
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		str_addf(out, "- %s: ________\n", _(blanks[i]));
	str_addf(out, "\n%s\n",
		_("It can supply licences, explain what is required, talk to the old carrier, connect local hardware and set up features."));
	return true;
}
