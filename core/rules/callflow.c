/* core/rules/callflow.c: what becomes of a call to the main number, and what that needs. */
#include "core/rules/callflow.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/e164.h"
#include "core/rules/workday.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum {
	ALLOWED,
	FREE,
	MORE_THAN_FREE,
	NO_ACCOUNT,
	NO_LICENCE,
	NO_NUMBER,
	USER_NUMBER,
	NO_AGENTS,
	AGENT_VOICELESS,
	TOO_MANY_AGENTS,
	QUEUE_HOURS,
	QUEUE_NUMBER,
	UNREACHED,
	OUTSIDE_NO_PLAN,
	OUTSIDE_NO_NUMBER,
	FILE_TYPE,
	FILE_SIZE,
	FILE_UNREAD,
	TARGET_ABSENT,
	TARGET_VOICELESS,
	NO_OPERATOR,
	LEADS_NOWHERE,
	ROUND_AND_ROUND,
	KEY_TWICE,
	CLOSED_SILENT,
	HOLIDAY_PAST,
	SHARED_NOT_HERE,
	SHARED_NEEDS
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[FREE] = { VERDICT_YES, 114,
		N_("Each account has one resource account licence, and needs no Teams Phone."),
		N_("The licences cost nothing but must be ordered.") },
	[MORE_THAN_FREE] = { VERDICT_WARN, 113,
		N_("The accounts need more licences than the free ones."),
		N_("Buy those that are missing, or have fewer attendants and queues.") },
	[NO_ACCOUNT] = { VERDICT_NO, 389,
		N_("An attendant or a queue works through a resource account, and this has none."),
		N_("Plan the line again: it brings the account.") },
	[NO_LICENCE] = { VERDICT_NO, 370,
		N_("The resource account has no licence of its own, a free one, and is to get none."),
		N_("Give it Teams Phone Resource Account, not Teams Phone Standard.") },
	[NO_NUMBER] = { VERDICT_WARN, 389,
		N_("Without a service number nobody can dial the line: only people inside reach it."),
		N_("Answer the question Number: a new toll number, or one of yours.") },
	[USER_NUMBER] = { VERDICT_NO, 374,
		N_("The firm's main number must be a service number; this one is for people."),
		N_("Take a toll number, or change this one's usage: topic Service numbers.") },
	[NO_AGENTS] = { VERDICT_NO, 388, N_("Nobody answers this queue: it has no agents."),
		N_("Name people or a department in the question Agents.") },
	[AGENT_VOICELESS] = { VERDICT_NO, 388,
		N_("Agents must be voice-enabled, and somebody here has no phone licence."),
		N_("Plan phone licences for them in step Licences, or name other people.") },
	[TOO_MANY_AGENTS] = { VERDICT_NO, 390,
		N_("A queue takes 200 agents, the alphabetically first; others would never ring."),
		N_("Name fewer people, or make several queues.") },
	[QUEUE_HOURS] = { VERDICT_NO, 388,
		N_("A queue knows no hours: it has no routing of its own after hours."),
		N_("Put the number on an auto attendant that leads to the queue.") },
	[QUEUE_NUMBER] = { VERDICT_WARN, 388,
		N_("A call to the queue's own number passes by the attendant's hours and menu."),
		N_("Give the number to the attendant that leads to the queue.") },
	[UNREACHED] = { VERDICT_WARN, 388, N_("Nothing leads to this queue: no call reaches it."),
		N_("Write a key of the menu for it, or leave it out.") },
	[OUTSIDE_NO_PLAN] = { VERDICT_NO, 391,
		N_("The account transfers to an outside number and has no Calling Plan for it."),
		N_("Give the account a Calling Plan, or lead calls to people or voicemail.") },
	[OUTSIDE_NO_NUMBER] = { VERDICT_NO, 391,
		N_("The account transfers to an outside number and has no number of its own."),
		N_("Give the account a number, or lead calls to people or voicemail.") },
	[FILE_TYPE] = { VERDICT_NO, 390,
		N_("A greeting or music is a WAV, MP3 or WMA file; this is another."),
		N_("Save the sound in one of these forms, or type the text instead.") },
	[FILE_SIZE] = { VERDICT_NO, 390,
		N_("The file of a greeting or of music may have 5 MB at most."),
		N_("Save it shorter or as MP3, or type the text instead.") },
	[FILE_UNREAD] = { VERDICT_NO, 390, N_("The file of the greeting cannot be read."),
		N_("Check its path, or type the text instead.") },
	[TARGET_ABSENT] = { VERDICT_NO, 387,
		N_("A call would be led to somebody or something that is not there."),
		N_("Correct the name, or add the person or the queue first.") },
	[TARGET_VOICELESS] = { VERDICT_NO, 388,
		N_("Calls are led to a person who is not voice-enabled: no phone licence."),
		N_("Plan a phone licence in step Licences, or name somebody else.") },
	[NO_OPERATOR] = { VERDICT_NO, 387, N_("Calls are led to the operator, and nobody is."),
		N_("Answer the question Operator.") },
	[LEADS_NOWHERE] = { VERDICT_NO, 387,
		N_("The attendant has neither a menu nor somebody to whom calls go."),
		N_("Name a queue, or write a menu.") },
	[ROUND_AND_ROUND] = { VERDICT_NO, 387,
		N_("A call would go round for ever without a person: nothing ends the circle."),
		N_("Let one of its places lead to a person, voicemail or the end.") },
	[KEY_TWICE] = { VERDICT_NO, 387, N_("A key of the menu stands there twice."),
		N_("Give each choice its own key: 0 to 9, * and #.") },
	[CLOSED_SILENT] = { VERDICT_NO, 387,
		N_("There are hours, and nothing says where calls go outside of them."),
		N_("Answer the question After hours.") },
	[HOLIDAY_PAST] = { VERDICT_WARN, 387,
		N_("A holiday of the list is past: each is a date, and comes once."),
		N_("Write the next year's date.") },
	[SHARED_NOT_HERE] = { VERDICT_NO, 392,
		N_("Shared Calling through a Calling Plan service number does not work in this country."),
		N_("Give each person who calls out a Calling Plan and a number.") },
	[SHARED_NEEDS] = { VERDICT_WAIT, 392,
		N_("Shared Calling needs Pay-As-You-Go, funded credits and an emergency location."),
		N_("Plan these first: topics Credits and Emergency, step Licences.") },
};

VERDICT_ROWS(callflow_verdicts, verdicts)

/* ---- licences ---- */

int64_t callflow_free(int64_t people, int64_t base, int64_t each)
{
	if (people <= 0)
		return 0;
	return base + (each > 0 ? people / each : 0);
}

struct verdict callflow_licences(int64_t accounts, int64_t free, int64_t *missing)
{
	int64_t more = accounts > free ? accounts - free : 0;

	if (missing)
		*missing = more;
	return verdicts[more > 0 ? MORE_THAN_FREE : FREE];
}

/* ---- findings ---- */

struct findings {
	struct callflow_finding *rows;
	int count, room;
	enum verdict_answer pass; /* refusals are gathered first, then the rest */
};

static void find(struct findings *findings, int at, const char *subject)
{
	struct callflow_finding *row;

	if ((verdicts[at].answer == VERDICT_NO) != (findings->pass == VERDICT_NO))
		return;
	if (findings->count < findings->room) {
		row = &findings->rows[findings->count];
		row->verdict = verdicts[at];
		snprintf(row->subject, sizeof(row->subject), "%s", subject);
	}
	findings->count++;
}

static const char *label_of(const struct callflow_target *target)
{
	return target->label[0] ? target->label : target->name;
}

static const struct callflow_queue *queue_of(const struct callflow *flow, const char *name)
{
	for (int i = 0; i < flow->queue_count; i++)
		if (strcasecmp(flow->queues[i].name, name) == 0)
			return &flow->queues[i];
	return NULL;
}

static const struct callflow_attendant *attendant_of(const struct callflow *flow, const char *name)
{
	for (int i = 0; i < flow->attendant_count; i++)
		if (strcasecmp(flow->attendants[i].name, name) == 0)
			return &flow->attendants[i];
	return NULL;
}

static void check_target(const struct callflow *flow, const struct callflow_target *target,
	const struct callflow_target *operator, const struct callflow_account * account,
	struct findings *findings)
{
	bool here = target->kind == CALLFLOW_QUEUE       ? queue_of(flow, target->name) != NULL
		    : target->kind == CALLFLOW_ATTENDANT ? attendant_of(flow, target->name) != NULL
							 : false;

	if (target->absent && !here)
		find(findings, TARGET_ABSENT, label_of(target));
	if (target->voiceless && target->kind == CALLFLOW_PERSON)
		find(findings, TARGET_VOICELESS, label_of(target));
	if (target->kind == CALLFLOW_OPERATOR && (!operator|| operator->kind == CALLFLOW_NOWHERE))
		find(findings, NO_OPERATOR, "");
	if (target->kind != CALLFLOW_NUMBER)
		return;
	if (!account->calling_plan)
		find(findings, OUTSIDE_NO_PLAN, target->name);
	if (!account->numbered)
		find(findings, OUTSIDE_NO_NUMBER, target->name);
}

static void check_account(
	const struct callflow_account *account, const char *name, struct findings *findings)
{
	if (!account->upn[0])
		find(findings, NO_ACCOUNT, name);
	else if (!account->licensed)
		find(findings, NO_LICENCE, account->upn);
	if (account->user_number)
		find(findings, USER_NUMBER, account->number);
}

/* ---- circles ---- */

/* A call goes on by itself where nobody chooses: open, closed, and on holidays. */
enum mode { OPEN, CLOSED, HOLIDAY, MODE_COUNT };

#define STEPS_MAX 64 /* attendants and queues that are followed */

struct walk {
	const struct callflow *flow;
	enum mode mode;
	const void *path[STEPS_MAX];
	int depth;
};

static bool goes_round(struct walk *walk, const struct callflow_target *target);

static const struct callflow_target *next_of(
	const struct callflow_attendant *attendant, enum mode mode)
{
	static const struct callflow_target none = { .kind = CALLFLOW_NOWHERE };

	if (mode == CLOSED && attendant->hours_count > 0)
		return &attendant->after_hours;
	if (mode == HOLIDAY && attendant->holiday_count > 0)
		return &attendant->on_holidays;
	return attendant->menu_count > 0 ? &none : &attendant->straight;
}

static bool enter(struct walk *walk, const void *place)
{
	for (int i = 0; i < walk->depth; i++)
		if (walk->path[i] == place)
			return false;
	if (walk->depth == STEPS_MAX)
		return false;
	walk->path[walk->depth++] = place;
	return true;
}

static bool queue_goes_round(struct walk *walk, const struct callflow_queue *queue)
{
	if (!enter(walk, queue))
		return true;
	bool round = goes_round(walk, &queue->overflow) || goes_round(walk, &queue->timed_out);
	walk->depth--;
	return round;
}

static bool goes_round(struct walk *walk, const struct callflow_target *target)
{
	const struct callflow_queue *queue = NULL;
	const struct callflow_attendant *attendant = NULL;

	if (target->kind == CALLFLOW_QUEUE)
		queue = queue_of(walk->flow, target->name);
	if (queue)
		return queue_goes_round(walk, queue);
	if (target->kind == CALLFLOW_ATTENDANT)
		attendant = attendant_of(walk->flow, target->name);
	if (!attendant)
		return false;
	if (!enter(walk, attendant))
		return true;
	bool round = goes_round(walk, next_of(attendant, walk->mode));
	walk->depth--;
	return round;
}

static bool starts_round(const struct callflow *flow, const struct callflow_target *target)
{
	for (int mode = OPEN; mode < MODE_COUNT; mode++) {
		struct walk walk = { .flow = flow, .mode = (enum mode)mode };

		if (goes_round(&walk, target))
			return true;
	}
	return false;
}

/* ---- checks ---- */

static void check_times(
	const struct callflow *flow, const struct callflow_attendant *at, struct findings *findings)
{
	if (at->hours_count > 0 && at->after_hours.kind == CALLFLOW_NOWHERE)
		find(findings, CLOSED_SILENT, at->name);
	for (int i = 0; i < at->holiday_count; i++)
		if (at->holidays[i].day < flow->today)
			find(findings, HOLIDAY_PAST, at->holidays[i].name);
}

static void check_keys(const struct callflow_attendant *at, struct findings *findings)
{
	for (int i = 0; i < at->menu_count; i++)
		for (int k = 0; k < i; k++)
			if (at->menu[i].key == at->menu[k].key)
				find(findings, KEY_TWICE, (char[]){ at->menu[i].key, '\0' });
}

static void check_attendant(
	const struct callflow *flow, const struct callflow_attendant *at, struct findings *findings)
{
	struct callflow_target self = { .kind = CALLFLOW_ATTENDANT };

	check_account(&at->account, at->name, findings);
	if (!at->account.numbered)
		find(findings, NO_NUMBER, at->name);
	check_keys(at, findings);
	if (at->menu_count == 0 && at->straight.kind == CALLFLOW_NOWHERE)
		find(findings, LEADS_NOWHERE, at->name);
	for (int i = 0; i < at->menu_count; i++)
		check_target(flow, &at->menu[i].to, &at->operator, & at->account, findings);
	if (at->menu_count == 0)
		check_target(flow, &at->straight, &at->operator, & at->account, findings);
	if (at->hours_count > 0)
		check_target(flow, &at->after_hours, &at->operator, & at->account, findings);
	if (at->holiday_count > 0)
		check_target(flow, &at->on_holidays, &at->operator, & at->account, findings);
	if (at->operator.kind != CALLFLOW_NOWHERE)
		check_target(flow, &at->operator, NULL, &at->account, findings);
	check_times(flow, at, findings);
	snprintf(self.name, sizeof(self.name), "%s", at->name);
	if (starts_round(flow, &self))
		find(findings, ROUND_AND_ROUND, at->name);
}

static bool leads_to(const struct callflow_target *target, const char *queue)
{
	return target->kind == CALLFLOW_QUEUE && strcasecmp(target->name, queue) == 0;
}

static bool attendant_leads_to(const struct callflow_attendant *at, const char *queue)
{
	bool leads = leads_to(&at->operator, queue);

	for (int i = 0; i < at->menu_count; i++)
		leads = leads || leads_to(&at->menu[i].to, queue);
	return leads || (at->menu_count == 0 && leads_to(&at->straight, queue)) ||
	       (at->hours_count > 0 && leads_to(&at->after_hours, queue)) ||
	       (at->holiday_count > 0 && leads_to(&at->on_holidays, queue));
}

static bool is_reached(const struct callflow *flow, const struct callflow_queue *queue)
{
	bool reached = queue->account.numbered;

	for (int i = 0; i < flow->attendant_count; i++)
		reached = reached || attendant_leads_to(&flow->attendants[i], queue->name);
	for (int i = 0; i < flow->queue_count; i++) {
		const struct callflow_queue *other = &flow->queues[i];

		reached = reached ||
			  (other != queue && (leads_to(&other->overflow, queue->name) ||
						     leads_to(&other->timed_out, queue->name)));
	}
	return reached;
}

static void check_queue(
	const struct callflow *flow, const struct callflow_queue *queue, struct findings *findings)
{
	check_account(&queue->account, queue->name, findings);
	if (queue->account.numbered && flow->attendant_count > 0)
		find(findings, QUEUE_NUMBER, queue->name);
	if (!is_reached(flow, queue))
		find(findings, UNREACHED, queue->name);
	if (queue->agents == 0 && !queue->unknown)
		find(findings, NO_AGENTS, queue->name);
	if (queue->voiceless > 0)
		find(findings, AGENT_VOICELESS, queue->name);
	if (queue->agents > flow->agents_max)
		find(findings, TOO_MANY_AGENTS, queue->name);
	check_target(flow, &queue->overflow, NULL, &queue->account, findings);
	check_target(flow, &queue->timed_out, NULL, &queue->account, findings);
}

int callflow_check(const struct callflow *flow, struct callflow_finding *out, int room)
{
	static const enum verdict_answer passes[] = { VERDICT_NO, VERDICT_WARN };
	struct findings findings = { .rows = out, .room = room };

	for (int pass = 0; pass < COUNT(passes); pass++) {
		findings.pass = passes[pass];
		for (int i = 0; i < flow->attendant_count; i++)
			check_attendant(flow, &flow->attendants[i], &findings);
		for (int i = 0; i < flow->queue_count; i++)
			check_queue(flow, &flow->queues[i], &findings);
	}
	return findings.count;
}

bool callflow_is_file(const char *text)
{
	return strncasecmp(text, "file:", 5) == 0;
}

struct verdict callflow_file(const char *name, int64_t bytes, int64_t most)
{
	static const char *const types[] = { ".wav", ".mp3", ".wma" };
	const char *dot = strrchr(name, '.');
	bool known = false;

	for (int i = 0; dot && i < COUNT(types); i++)
		known = known || strcasecmp(dot, types[i]) == 0;
	if (!known)
		return verdicts[FILE_TYPE];
	if (bytes < 0)
		return verdicts[FILE_UNREAD];
	return verdicts[bytes > most ? FILE_SIZE : ALLOWED];
}

struct verdict callflow_hours_of(bool queue_has_number, bool hours_wanted)
{
	return verdicts[queue_has_number && hours_wanted ? QUEUE_HOURS : ALLOWED];
}

struct verdict callflow_shared(bool works_here, bool payg, bool credits, bool place)
{
	if (!works_here)
		return verdicts[SHARED_NOT_HERE];
	return verdicts[payg && credits && place ? ALLOWED : SHARED_NEEDS];
}

/* ---- pieces of texts ---- */

/* The next piece of a text up to one of `ends`, without blanks at both sides; false: there is no
 * more. A piece that does not fit is cut, and refused by whoever reads it. */
static bool piece_next(const char **at, const char *ends, char *out, size_t size)
{
	size_t len;

	while (**at && (isspace((unsigned char)**at) || strchr(ends, **at)))
		(*at)++;
	if (!**at)
		return false;
	len = strcspn(*at, ends);
	snprintf(out, size, "%.*s", (int)len, *at);
	*at += len;
	for (len = strlen(out); len > 0 && isspace((unsigned char)out[len - 1]);)
		out[--len] = '\0';
	return true;
}

bool callflow_name_check(const char *name, struct error *err)
{
	if (!name[0] || strlen(name) >= CALLFLOW_NAME)
		return error_set(err, ERROR_INPUT,
			_("A name has 1 to %d bytes, and \"%s\" has not."), CALLFLOW_NAME - 1,
			name);
	if (strpbrk(name, ";:=\r\n\t"))
		return error_set(err, ERROR_INPUT,
			_("The name \"%s\" holds one of ; : = or a tab, which part the answers."),
			name);
	return true;
}

/* ---- targets ---- */

static const struct {
	const char *word;
	enum callflow_kind kind;
	bool named;
} targets[] = {
	{ "queue", CALLFLOW_QUEUE, true },
	{ "person", CALLFLOW_PERSON, true },
	{ "attendant", CALLFLOW_ATTENDANT, true },
	{ "number", CALLFLOW_NUMBER, true },
	{ "voicemail", CALLFLOW_VOICEMAIL, true },
	{ "operator", CALLFLOW_OPERATOR, false },
	{ "end", CALLFLOW_END, false },
};

static bool target_named(
	const char *text, const char *name, struct callflow_target *out, struct error *err)
{
	if (!name[0])
		return error_set(
			err, ERROR_INPUT, _("\"%s\" names nobody behind its colon."), text);
	if (out->kind == CALLFLOW_NUMBER) {
		snprintf(out->name, sizeof(out->name), "%s", name);
		return e164_valid(name) ||
		       error_set(err, ERROR_INPUT,
			       _("\"%s\" is no number in the form +14255550100."), name);
	}
	if (!callflow_name_check(name, err))
		return false;
	if ((out->kind == CALLFLOW_PERSON || out->kind == CALLFLOW_VOICEMAIL) && !strchr(name, '@'))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no user principal name, such as ava@contoso.com."), name);
	snprintf(out->name, sizeof(out->name), "%s", name);
	return true;
}

bool callflow_target_parse(const char *text, struct callflow_target *out, struct error *err)
{
	size_t len = strcspn(text, ":");

	*out = (struct callflow_target){ .kind = CALLFLOW_NOWHERE };
	for (int i = 0; i < COUNT(targets); i++) {
		if (strlen(targets[i].word) != len || strncasecmp(text, targets[i].word, len) != 0)
			continue;
		if (targets[i].named != (text[len] == ':'))
			break;
		out->kind = targets[i].kind;
		return !targets[i].named || target_named(text, text + len + 1, out, err);
	}
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is none of queue:NAME, person:UPN, attendant:NAME, number:+1425..., voicemail:UPN, operator, end."),
		text);
}

void callflow_target_text(const struct callflow_target *target, struct str *out)
{
	for (int i = 0; i < COUNT(targets); i++)
		if (targets[i].kind == target->kind)
			str_addf(out, targets[i].named ? "%s:%s" : "%s", targets[i].word,
				target->name);
}

/* ---- hours ---- */

#define DAYS 7

static const char *const day_words[DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
static const char *const day_names[DAYS] = { "monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday", "sunday" };

static int day_of(const char *word, size_t len)
{
	for (int i = 0; i < DAYS; i++)
		if ((len == 3 || len == strlen(day_names[i])) &&
			strncasecmp(word, day_names[i], len) == 0)
			return i;
	return -1;
}

/* "mon", "wed-fri", "sat-mon" (over the week's end). */
static bool days_range(const char *text, unsigned *days)
{
	const char *dash = strchr(text, '-');
	int from = day_of(text, dash ? (size_t)(dash - text) : strlen(text));
	int to = dash ? day_of(dash + 1, strlen(dash + 1)) : from;

	if (from < 0 || to < 0)
		return false;
	for (int day = from;; day = (day + 1) % DAYS) {
		*days |= 1u << day;
		if (day == to)
			return true;
	}
}

static bool days_parse(const char *text, unsigned *days, struct error *err)
{
	char piece[40];

	*days = 0;
	for (const char *at = text; piece_next(&at, ",", piece, sizeof(piece));)
		if (!days_range(piece, days))
			return error_set(err, ERROR_INPUT,
				_("\"%s\" names no day: mon, tue, wed, thu, fri, sat or sun."),
				piece);
	return *days != 0 || error_set(err, ERROR_INPUT, _("\"%s\" names no day."), text);
}

/* "9:00", "09:00", "17", "24:00": minutes; -1: no time. */
static int time_of(const char *text, size_t len)
{
	int parts[2] = { 0, 0 }, digits[2] = { 0, 0 }, part = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == ':' && part == 0) {
			part = 1;
			continue;
		}
		if (!isdigit((unsigned char)text[i]) || ++digits[part] > 2)
			return -1;
		parts[part] = parts[part] * 10 + (text[i] - '0');
	}
	if (digits[0] == 0 || (part == 1 && digits[1] != 2) || parts[1] > 59)
		return -1;
	int minutes = parts[0] * 60 + parts[1];
	return minutes <= 24 * 60 ? minutes : -1;
}

static bool range_parse(const char *text, int *from, int *to, struct error *err)
{
	const char *dash = strchr(text, '-');

	*from = dash ? time_of(text, (size_t)(dash - text)) : -1;
	*to = dash ? time_of(dash + 1, strlen(dash + 1)) : -1;
	if (*from < 0 || *to < 0)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no time from and to, such as 09:00-17:00."), text);
	if (*from >= *to)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" ends before it begins: hours over midnight are two, until 24:00 and from 00:00."),
			text);
	if (*from % CALLFLOW_STEP || *to % CALLFLOW_STEP)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is not on a quarter of an hour, as the service keeps hours."),
			text);
	return true;
}

static bool hours_add(struct callflow_hours *out, int *count, struct callflow_hours hours,
	const char *piece, struct error *err)
{
	for (int i = 0; i < *count; i++)
		if ((out[i].days & hours.days) && hours.from < out[i].to && out[i].from < hours.to)
			return error_set(err, ERROR_INPUT,
				_("\"%s\" overlaps other hours of the same day."), piece);
	if (*count == CALLFLOW_HOURS)
		return error_set(
			err, ERROR_INPUT, _("More than %d spans of hours."), CALLFLOW_HOURS);
	out[(*count)++] = hours;
	return true;
}

/* "mon-fri 09:00-12:00,13:00-17:00" */
static bool hours_piece(
	const char *piece, struct callflow_hours *out, int *count, struct error *err)
{
	size_t at = strcspn(piece, "0123456789");
	struct callflow_hours hours;
	char days[80], range[40];

	snprintf(days, sizeof(days), "%.*s", (int)at, piece);
	if (!piece[at])
		return error_set(err, ERROR_INPUT,
			_("\"%s\" lacks the time, such as mon-fri 09:00-17:00."), piece);
	if (!days_parse(days, &hours.days, err))
		return false;
	for (const char *rest = piece + at; piece_next(&rest, ",", range, sizeof(range));)
		if (!range_parse(range, &hours.from, &hours.to, err) ||
			!hours_add(out, count, hours, piece, err))
			return false;
	return true;
}

bool callflow_hours_parse(
	const char *text, struct callflow_hours out[CALLFLOW_HOURS], int *count, struct error *err)
{
	char piece[160];

	*count = 0;
	if (strcasecmp(text, "always") == 0)
		return true;
	for (const char *at = text; piece_next(&at, ";", piece, sizeof(piece));)
		if (!hours_piece(piece, out, count, err))
			return false;
	return *count > 0 ||
	       error_set(err, ERROR_INPUT, _("No hours: write always, or mon-fri 09:00-17:00."));
}

void callflow_days_text(unsigned days, struct str *out)
{
	const char *gap = "";

	for (int from = 0; from < DAYS; from++) {
		int to = from;

		if (!(days & 1u << from))
			continue;
		while (to + 1 < DAYS && days & 1u << (to + 1))
			to++;
		str_addf(out, to > from ? "%s%s%s%s" : "%s%s", gap, day_words[from],
			to > from + 1 ? "-" : ",", day_words[to]);
		gap = ",";
		from = to;
	}
}

void callflow_time_text(int minutes, char text[8])
{
	snprintf(text, 8, "%02d:%02d", minutes / 60 % 25, minutes % 60);
}

void callflow_hours_text(const struct callflow_hours *hours, int count, struct str *out)
{
	char from[8], to[8];

	if (count == 0)
		str_add(out, "always");
	for (int i = 0; i < count; i++) {
		if (i > 0 && hours[i].days == hours[i - 1].days) {
			str_addc(out, ',');
		} else {
			str_add(out, i > 0 ? "; " : "");
			callflow_days_text(hours[i].days, out);
			str_addc(out, ' ');
		}
		callflow_time_text(hours[i].from, from);
		callflow_time_text(hours[i].to, to);
		str_addf(out, "%s-%s", from, to);
	}
}

/* ---- menu ---- */

static bool menu_piece(const char *piece, struct callflow_row *row, struct error *err)
{
	const char *equals = strchr(piece, '='), *colon = equals ? strchr(equals, ':') : NULL;
	struct str say = { 0 };

	if (!equals || equals != piece + 1 ||
		!(isdigit((unsigned char)*piece) || *piece == '*' || *piece == '#'))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" does not begin with a key (0-9, *, #) and =, such as 1=Sales:queue:Sales."),
			piece);
	if (!colon || colon == equals + 1)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" lacks what is said or where it leads: 1=Sales:queue:Sales."),
			piece);
	row->key = *piece;
	str_addn(&say, equals + 1, (size_t)(colon - equals - 1));
	bool fits = say.len < sizeof(row->say);
	snprintf(row->say, sizeof(row->say), "%s", fits ? str_text(&say) : "");
	str_fini(&say);
	if (!fits)
		return error_set(err, ERROR_INPUT, _("\"%s\" says more than %d bytes for one key."),
			piece, CALLFLOW_SAY - 1);
	return callflow_target_parse(colon + 1, &row->to, err);
}

bool callflow_menu_parse(
	const char *text, struct callflow_row out[CALLFLOW_ROWS], int *count, struct error *err)
{
	char piece[400];

	*count = 0;
	for (const char *at = text; piece_next(&at, ";", piece, sizeof(piece));) {
		struct callflow_row row = { .key = '\0' };

		if (!menu_piece(piece, &row, err))
			return false;
		for (int i = 0; i < *count; i++)
			if (out[i].key == row.key)
				return error_set(err, ERROR_INPUT,
					_("The key %c stands twice in the menu."), row.key);
		out[(*count)++] = row;
	}
	return true;
}

/* ---- holidays ---- */

/* Days since 1970-01-01; -1: there is no such day. */
static int64_t day_parse(const char *text)
{
	int year, month, day, length = 0, again[3];
	int64_t count;

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || length != 10 ||
		month < 1 || month > 12)
		return -1;
	count = workday_from(year, month, day);
	workday_date(count, &again[0], &again[1], &again[2]);
	return again[0] == year && again[1] == month && again[2] == day ? count : -1;
}

static bool holiday_piece(const char *piece, struct callflow_holiday *holiday, struct error *err)
{
	char date[16];
	size_t len = strcspn(piece, " \t");

	snprintf(date, sizeof(date), "%.*s", (int)(len < 15 ? len : 15), piece);
	holiday->day = day_parse(date);
	if (holiday->day < 0)
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no day, such as 2026-12-25 Christmas."), piece);
	piece += len + strspn(piece + len, " \t");
	if (strlen(piece) >= sizeof(holiday->name))
		return error_set(
			err, ERROR_INPUT, _("The name of the holiday %s is too long."), date);
	snprintf(holiday->name, sizeof(holiday->name), "%s", *piece ? piece : date);
	return true;
}

bool callflow_holidays_parse(const char *text, struct callflow_holiday out[CALLFLOW_HOLIDAYS],
	int *count, struct error *err)
{
	char piece[200];

	*count = 0;
	for (const char *at = text; piece_next(&at, ";", piece, sizeof(piece));) {
		struct callflow_holiday holiday;
		int place = *count;

		if (!holiday_piece(piece, &holiday, err))
			return false;
		if (*count == CALLFLOW_HOLIDAYS)
			return error_set(
				err, ERROR_INPUT, _("More than %d holidays."), CALLFLOW_HOLIDAYS);
		while (place > 0 && out[place - 1].day > holiday.day)
			place--;
		if (place > 0 && out[place - 1].day == holiday.day)
			return error_set(err, ERROR_INPUT,
				_("\"%s\" is a day that stands there already."), piece);
		memmove(&out[place + 1], &out[place], (size_t)(*count - place) * sizeof(out[0]));
		out[place] = holiday;
		(*count)++;
	}
	return true;
}

/* ---- language ---- */

static size_t letters(const char *text)
{
	size_t len = 0;

	while (isalpha((unsigned char)text[len]))
		len++;
	return len;
}

bool callflow_language_parse(const char *text, char language[16], struct error *err)
{
	size_t first = letters(text), script = 0, at = first;
	bool good = (first == 2 || first == 3) && text[first] == '-';

	if (good && letters(text + first + 1) == 4 && text[first + 5] == '-') {
		script = first + 1;
		at = first + 5;
	}
	if (!good || letters(text + at + 1) != 2 || text[at + 3] != '\0')
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no language with its country, such as en-US or fr-CA."), text);
	for (size_t i = 0; i <= at + 3; i++)
		language[i] = (char)(i > at || (script && i == script)
					     ? toupper((unsigned char)text[i])
					     : tolower((unsigned char)text[i]));
	return true;
}

/* ---- methods ---- */

static const struct {
	const char *id, *name, *cmdlet;
} methods[] = {
	[CALLFLOW_ALL] = { "all", N_("all ring at once"), "Attendant" },
	[CALLFLOW_SERIAL] = { "serial", N_("one after the other, in their order"), "Serial" },
	[CALLFLOW_ROUND] = { "round", N_("in turn"), "RoundRobin" },
	[CALLFLOW_IDLE] = { "idle", N_("who waited longest"), "LongestIdle" },
};

int callflow_method_of(const char *word)
{
	for (int i = 0; i < COUNT(methods); i++)
		if (strcasecmp(methods[i].id, word) == 0)
			return i;
	return -1;
}

const char *callflow_method_id(enum callflow_method method)
{
	return methods[method].id;
}

const char *callflow_method_name(enum callflow_method method)
{
	return methods[method].name;
}

const char *callflow_method_cmdlet(enum callflow_method method)
{
	return methods[method].cmdlet;
}
