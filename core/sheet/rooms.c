/* core/sheet/rooms.c: licences of meeting rooms, common-area phones and panels, today and as they
 * were in 2018; marks accounts as devices and plans what they need. */
#include "core/rules/room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/sheet/topic.h"
#include "core/store/store.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"

enum { DEVICES_SHOWN = 60, LICENCES_MAX = 40, LIKE_SHOWN = 5, COUNT_MOST = 100000 };

/* ---- questions ---- */

static const struct question_choice editions[] = {
	{ "today", N_("today") },
	{ "2018", N_("2018") },
};

static const struct question_choice scenarios[] = {
	{ "join", N_("join scheduled meetings") },
	{ "adhoc", N_("start meetings of its own") },
	{ "dialout", N_("call phone numbers into meetings") },
	{ "number", N_("have a number of its own") },
};

static const struct question_choice devices[] = {
	{ "room", N_("meeting room") },
	{ "panel", N_("panel beside a door") },
	{ "phone", N_("common-area phone") },
	{ "desk", N_("hot-desk display") },
	{ "person", N_("no device: a person") },
};

static void number_otherwise(const struct topic_context *context, struct str *out)
{
	struct str scenario = { 0 };
	bool number = strcmp(topic_answer(context, "scenario", &scenario), "number") == 0;
	str_add(out, number ? "yes" : "no");
	str_fini(&scenario);
}

static const struct question questions[] = {
	{ .id = "device",
		.label = N_("Device"),
		.help = N_("What stands in the room or hangs on the wall."),
		.rule = 75,
		.kind = QUESTION_CHOICE,
		.choices = devices,
		.choice_count = sizeof(devices) / sizeof(devices[0]),
		.standard = "room" },
	{ .id = "scenario",
		.label = N_("It is to"),
		.help = N_("What people do with it; a number of its own needs most."),
		.rule = 63,
		.kind = QUESTION_CHOICE,
		.choices = scenarios,
		.choice_count = sizeof(scenarios) / sizeof(scenarios[0]),
		.standard = "adhoc" },
	{ .id = "number",
		.label = N_("Own number"),
		.help = N_("Yes: it can be called from outside and call out."),
		.rule = 74,
		.kind = QUESTION_YES,
		.otherwise = number_otherwise },
	{ .id = "count",
		.label = N_("How many"),
		.help = N_("New devices of this kind, beside those that are marked already."),
		.rule = 72,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = COUNT_MOST,
		.standard = "1" },
	{ .id = "accounts",
		.label = N_("Accounts"),
		.help = N_("For the plan: user names of the devices' own accounts, with commas "
			   "between them, or department:NAME."),
		.kind = QUESTION_TEXT },
	{ .id = "edition",
		.label = N_("Rules of"),
		.help = N_("Today's licences, or those of 2018 for old papers."),
		.rule = 69,
		.kind = QUESTION_CHOICE,
		.choices = editions,
		.choice_count = sizeof(editions) / sizeof(editions[0]),
		.standard = "today" },
};

/* ---- what is answered ---- */

struct answers {
	enum room_device device;
	enum room_scenario scenario;
	bool number, edition_2018, own_carrier;
	bool demo; /* a demo's prices and real ones are never mixed */
	int64_t count, basic_before;
	enum eligibility_kind kind;
	char currency[4];
};

/* The choice's value; 0 for another word: "person" is no device. */
static int word_of(const struct topic_context *context, const char *id, int (*of)(const char *))
{
	struct str answer = { 0 };
	int value = of(topic_answer(context, id, &answer));
	str_fini(&answer);
	return value < 0 ? 0 : value;
}

/* Basic licences that are taken: of the tenant now, and planned. */
static int64_t basic_taken(struct store *store, enum eligibility_kind kind)
{
	struct seat seat;
	char sku_id[SKU_ID];
	const char *part = licensing_room_part(ROOM_BASIC, kind);
	if (room_licence_of(part) != ROOM_BASIC || !subscription_find(store, part, sku_id, NULL) ||
		!seat_get(store, sku_id, &seat, NULL))
		return 0;
	return seat.need - seat.spare;
}

static void answers_take(const struct topic_context *context, struct answers *answers)
{
	struct organization organization;
	struct str edition = { 0 };
	*answers = (struct answers){ .currency = "USD" };
	answers->device = word_of(context, "device", room_device_of);
	answers->scenario = word_of(context, "scenario", room_scenario_of);
	answers->number = topic_yes(context, "number");
	answers->count = topic_number(context, "count");
	answers->edition_2018 = strcmp(topic_answer(context, "edition", &edition), "2018") == 0;
	str_fini(&edition);
	if (!context->store || !organization_get(context->store, &organization, NULL))
		return;
	int kind = eligibility_kind_of(organization.kind);
	answers->kind = kind < 0 ? KIND_COMMERCIAL : (enum eligibility_kind)kind;
	answers->basic_before = basic_taken(context->store, answers->kind);
	answers->own_carrier = strcmp(organization.carrier, "own") == 0;
	answers->demo = strcmp(organization.service, "demo") == 0;
	snprintf(answers->currency, sizeof(answers->currency), "%s", organization.currency);
}

/* ---- today ---- */

static void price_text(const struct topic_context *context, const struct answers *answers,
	const char *part, char *text, size_t size)
{
	struct list_price price;
	char money[48];
	bool found = answers->demo
			     ? reference_demo_price(
				       context->ref, part, answers->currency, &price, NULL)
			     : reference_price(context->ref, part, answers->currency, &price, NULL);
	if (!found || !price.known)
		snprintf(text, size, "%s", _("price unknown"));
	else if (price.cents == 0)
		snprintf(text, size, "%s", _("free"));
	else if (answers->demo)
		snprintf(text, size, _("%s each a month, a demo price"),
			plan_money_text(price.cents, answers->currency, money, sizeof(money)));
	else
		snprintf(text, size, _("%s each a month, as of %s"),
			plan_money_text(price.cents, answers->currency, money, sizeof(money)),
			price.origin.as_of);
}

static void add_licence(const struct topic_context *context, const struct answers *answers,
	struct sheet *sheet, enum room_licence licence, int64_t count, int rule)
{
	char price[128];
	const char *part = licensing_room_part(licence, answers->kind);
	if (count == 0)
		return;
	price_text(context, answers, part, price, sizeof(price));
	licence = room_licence_of(part);
	sheet_count(sheet, room_licence_id(licence), _(room_licence_name(licence)), rule, count,
		_("%" PRId64 " (%s)"), count, price);
}

static void add_cart(
	const struct topic_context *context, const struct answers *answers, struct sheet *sheet)
{
	struct room_cart cart = room_cart(answers->device, answers->count, answers->number,
		answers->basic_before, answers->own_carrier);
	add_licence(context, answers, sheet, ROOM_BASIC, cart.basic, 71);
	add_licence(context, answers, sheet, ROOM_PRO, cart.pro, 72);
	add_licence(context, answers, sheet, ROOM_SHARED, cart.shared, 75);
	if (cart.calling_plans > 0)
		sheet_count(sheet, "calling_plans", _("Calling Plan in addition"), 74,
			cart.calling_plans, _("%" PRId64 ", of the kind that people have"),
			cart.calling_plans);
	if (answers->device == ROOM_MEETING)
		sheet_count(sheet, "basic_taken", _("Basic taken already"), 71,
			answers->basic_before, _("%" PRId64 " of %d a tenant"),
			answers->basic_before, ROOM_BASIC_MAX);
}

static void add_reasons(const struct answers *answers, struct sheet *sheet)
{
	struct room_need first = room_need(
		answers->device, answers->number, answers->basic_before, answers->own_carrier);
	struct room_need last = room_need(answers->device, answers->number,
		answers->basic_before + answers->count - 1, answers->own_carrier);
	if (answers->device == ROOM_PERSON) {
		sheet_text(sheet, 0, SHEET_PLAIN, "%s",
			_("A person takes no licence of a device: see topic Licences."));
		return;
	}
	sheet_verdict(sheet, &first.reason);
	if (last.licence != first.licence)
		sheet_verdict(sheet, &last.reason);
}

static void add_contents(struct sheet *sheet)
{
	static const enum room_licence shown[] = { ROOM_BASIC, ROOM_PRO, ROOM_SHARED,
		ROOM_STANDARD };
	const char *ids[4], *heads[4];
	for (int i = 0; i < 4; i++) {
		ids[i] = room_licence_id(shown[i]);
		heads[i] = _(room_licence_name(shown[i]));
	}
	sheet_title(sheet, "contents", _("What the licences hold"));
	sheet_columns(sheet, _("Holds"), 4, ids, heads);
	for (unsigned part = 1; part < ROOM_PARTS_END; part <<= 1) {
		const char *cells[4];
		for (int i = 0; i < 4; i++)
			cells[i] = room_parts(shown[i]) & part ? _("yes") : "-";
		sheet_cells(sheet, "", _(room_part_name((enum room_part)part)), 0, SHEET_PLAIN, 4,
			cells);
	}
	sheet_item(sheet, 0, 71, SHEET_PLAIN, "%s",
		_("Basic: free, at most 25 a tenant, one device per account, not for panels."));
	sheet_item(sheet, 0, 72, SHEET_PLAIN, "%s",
		_("Pro: paid, without a maximum; the 26th room must have it."));
	sheet_item(sheet, 0, 73, SHEET_PLAIN, "%s",
		_("Since 2023-07-01 a room that signs in with the licence of a person or of a shared "
		  "device no longer works."));
	sheet_item(sheet, 0, 74, SHEET_PLAIN, "%s",
		_("A number of its own needs a Calling Plan besides, unless your own carrier gives the "
		  "number."));
	sheet_item(sheet, 0, 75, SHEET_PLAIN, "%s",
		_("Shared Devices was called Common Area Phone before."));
	sheet_item(sheet, 0, 70, SHEET_PLAIN, "%s",
		_("Standard and Premium were sold until 2022-09-06."));
}

/* ---- 2018 ---- */

static void add_table_2018(const struct answers *answers, struct sheet *sheet)
{
	const char *ids[ROOM_BASE_COUNT], *heads[ROOM_BASE_COUNT];
	for (int base = 0; base < ROOM_BASE_COUNT; base++) {
		ids[base] = room_base_id((enum room_base)base);
		heads[base] = _(room_base_name((enum room_base)base));
	}
	sheet_title(sheet, "table_2018", _("2018: what the room's account got"));
	sheet_columns(sheet, _("To"), ROOM_BASE_COUNT, ids, heads);
	for (int i = 0; i < ROOM_SCENARIO_COUNT; i++) {
		const char *cells[ROOM_BASE_COUNT];
		for (int base = 0; base < ROOM_BASE_COUNT; base++)
			cells[base] = _(room_2018((enum room_scenario)i, (enum room_base)base));
		sheet_cells(sheet, room_scenario_id((enum room_scenario)i),
			_(room_scenario_name((enum room_scenario)i)),
			room_scenario_rule((enum room_scenario)i),
			i == (int)answers->scenario ? SHEET_OK : SHEET_PLAIN, ROOM_BASE_COUNT,
			cells);
	}
	sheet_item(sheet, 0, 69, SHEET_PLAIN, "%s",
		_("E5 holds Phone System but no Calling Plan: a room with a number needed one all the "
		  "same."));
	sheet_item(sheet, 0, 67, SHEET_PLAIN, "%s",
		_("Skype Room Systems v2 was no add-on: it came with these licences."));
	sheet_item(sheet, 0, 68, SHEET_PLAIN, "%s",
		_("To install such devices oneself took Windows 10 Enterprise 1607 or later, which "
		  "only volume licence customers had."));
}

static void add_answer_2018(const struct answers *answers, struct sheet *sheet)
{
	sheet_text(sheet, room_scenario_rule(answers->scenario), SHEET_PLAIN, "%s",
		_("In 2018 the room's own account got, by what the organization had:"));
	sheet_row(sheet, "scenario", _("To"), 0, SHEET_PLAIN, "%s",
		_(room_scenario_name(answers->scenario)));
	for (int base = 0; base < ROOM_BASE_COUNT; base++)
		sheet_row(sheet, room_base_id((enum room_base)base),
			_(room_base_name((enum room_base)base)),
			room_scenario_rule(answers->scenario), SHEET_PLAIN, "%s",
			_(room_2018(answers->scenario, (enum room_base)base)));
	if (room_2018_e5_needs_plan(answers->scenario))
		sheet_text(sheet, 69, SHEET_WARNING, "%s",
			_("With E5 add a Calling Plan: E5 holds Phone System only."));
	sheet_text(sheet, 73, SHEET_WARNING, "%s",
		_("None of this works today: take the licences of edition=today."));
}

/* ---- the tenant's devices ---- */

/* Part numbers held, "A;B". */
static void parts_held(struct store *store, int64_t id, struct str *out)
{
	struct licence rows[LICENCES_MAX];
	int count = licence_list(store, id, LICENCES_MAX, rows, NULL);
	for (int i = 0; i < count; i++)
		if (rows[i].actual)
			str_addf(out, "%s;", rows[i].sku_part);
}

static void add_device(
	const struct topic_context *context, struct sheet *sheet, const struct person *person)
{
	struct str held = { 0 };
	enum room_device device = (enum room_device)room_device_of(person->device);
	const char *const cells[] = { _(room_device_name(device)),
		person->holds[0] ? person->holds : _("none"), person->gets };
	parts_held(context->store, person->id, &held);
	struct verdict verdict = room_check(
		device, room_licence_held(str_text(&held)), person->calls);
	enum sheet_tone tone = verdict_ok(verdict) ? SHEET_OK
			       : person->gets[0]   ? SHEET_PLAIN
						   : SHEET_BAD;
	sheet_cells(sheet, "", person->display_name[0] ? person->display_name : person->upn,
		verdict.rule, tone, 3, cells);
	str_fini(&held);
}

static bool add_devices(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	static const char *const ids[] = { "device", "holds", "gets" };
	const char *const heads[] = { _("Device"), _("Has"), _("Gets") };
	const struct person_filter filter = { .scope = PERSON_DEVICES };
	struct person *rows = xcalloc(DEVICES_SHOWN, sizeof(*rows));
	int64_t count = person_count(context->store, &filter, err);
	int shown = person_window(
		context->store, &filter, PERSON_BY_NAME, 0, DEVICES_SHOWN, rows, err);
	sheet_title(sheet, "devices", _("Your devices"));
	if (count == 0)
		sheet_text(sheet, 0, SHEET_DIM, "%s", _("No account is marked as a device."));
	else
		sheet_columns(sheet, _("Account"), 3, ids, heads);
	for (int i = 0; i < shown; i++)
		add_device(context, sheet, &rows[i]);
	if (count > shown)
		sheet_text(
			sheet, 0, SHEET_DIM, _("%" PRId64 " more are not shown."), count - shown);
	free(rows);
	return count >= 0 && shown >= 0;
}

/* Names that look like rooms: said, never acted upon. */
static bool looks_like_room(const struct person_name *person)
{
	static const char *const words[] = { "meeting room", "conference room", "conf room",
		"boardroom", "salle ", "besprechung", "konferenz", "sala ", "lobby", "reception" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(person->folded, words[i]))
			return true;
	return false;
}

static bool add_suggestion(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct person_name person;
	struct sqlite3_stmt *walk = person_walk_names(context->store, err);
	struct str names = { 0 };
	int found = 0, got = -1;
	while (walk && (got = person_next_name(walk, &person, err)) > 0) {
		if (looks_like_room(&person) && found++ < LIKE_SHOWN)
			str_addf(&names, "%s%s", names.len > 0 ? ", " : "", person.upn);
	}
	if (found > 0)
		sheet_text(sheet, 0, SHEET_PLAIN,
			ngettext(
				"%d account has a name like a room's: %s. If it is one, name it in "
				"Accounts and plan.",
				"%d accounts have names like rooms': %s. If they are, name them in "
				"Accounts and plan.",
				(unsigned long)found),
			found, str_text(&names));
	str_fini(&names);
	return got == 0;
}

/* ---- the sheet ---- */

static bool rooms_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct answers answers;
	answers_take(context, &answers);
	if (answers.edition_2018) {
		add_answer_2018(&answers, sheet);
		add_table_2018(&answers, sheet);
		return true;
	}
	add_reasons(&answers, sheet);
	add_cart(context, &answers, sheet);
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Next: name the devices' accounts and plan them here: e answers accounts= and device=, P plans; step Licences shows what is bought. A number comes in "
		  "step Assign."));
	if (context->store &&
		(!add_devices(context, sheet, err) || !add_suggestion(context, sheet, err)))
		return false;
	add_contents(sheet);
	add_table_2018(&answers, sheet);
	return true;
}

/* ---- the plan ---- */

struct accounts {
	int64_t *ids;
	int count, room;
};

static void accounts_add(struct accounts *accounts, int64_t id)
{
	if (accounts->count == accounts->room) {
		accounts->room = accounts->room ? 2 * accounts->room : 32;
		accounts->ids = xrealloc(
			accounts->ids, (size_t)accounts->room, sizeof(*accounts->ids));
	}
	accounts->ids[accounts->count++] = id;
}

static bool accounts_of_department(
	struct store *store, const char *department, struct accounts *accounts, struct error *err)
{
	const struct person_filter filter = { .scope = PERSON_ACCOUNTS, .department = department };
	struct person *person = xcalloc(1, sizeof(*person));
	struct sqlite3_stmt *walk = person_walk(store, &filter, err);
	int got = -1;
	while (walk && (got = person_next(walk, person, err)) > 0)
		accounts_add(accounts, person->id);
	free(person);
	if (got == 0 && accounts->count == 0)
		return error_set(err, ERROR_NOT_FOUND,
			_("Nobody is in the department \"%s\". Check its spelling."), department);
	return got == 0;
}

static bool accounts_of_names(
	struct store *store, const char *names, struct accounts *accounts, struct error *err)
{
	char *copy = xstrdup(names), *rest = copy, *name;
	bool ok = true;
	while (ok && (name = strsep(&rest, ",")) != NULL) {
		int64_t id;
		name = text_trim(name);
		if (!name[0])
			continue;
		ok = person_find(store, name, &id, err);
		if (ok)
			accounts_add(accounts, id);
	}
	free(copy);
	return ok;
}

static bool accounts_take(
	const struct topic_context *context, struct accounts *accounts, struct error *err)
{
	static const char prefix[] = "department:";
	struct str answer = { 0 };
	const char *text = topic_answer(context, "accounts", &answer);
	bool ok;
	text += strspn(text, " ");
	if (strncasecmp(text, prefix, sizeof(prefix) - 1) == 0) {
		text += sizeof(prefix) - 1;
		ok = accounts_of_department(
			context->store, text + strspn(text, " "), accounts, err);
	} else {
		ok = accounts_of_names(context->store, text, accounts, err);
	}
	if (ok && accounts->count == 0)
		ok = error_set(err, ERROR_INPUT,
			_("Which accounts? Answer accounts with user names or department:NAME."));
	str_fini(&answer);
	return ok;
}

static bool rooms_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct accounts accounts = { 0 };
	struct answers answers;
	int64_t changed = 0;
	bool ok = accounts_take(context, &accounts, err);
	answers_take(context, &answers);
	enum person_mark mark = answers.number && answers.device != ROOM_PERSON ? PERSON_MARK
										: PERSON_UNMARK;
	for (int i = 0; ok && i < accounts.count; i++)
		ok = person_want_device(context->store, accounts.ids[i],
			     room_device_id(answers.device), err) &&
		     (answers.device == ROOM_PERSON ||
			     person_want_calls(context->store, accounts.ids[i], mark, err));
	ok = ok && licensing_plan(context->store, context->ref, &changed, err);
	if (ok)
		str_addf(said,
			ngettext("%d account is now marked: %s. Licences whose wish changed: %lld.",
				"%d accounts are now marked: %s. Licences whose wish changed: "
				"%lld.",
				(unsigned long)accounts.count),
			accounts.count, _(room_device_name(answers.device)), (long long)changed);
	free(accounts.ids);
	return ok;
}

const struct topic rooms_topic = {
	.id = "rooms",
	.title = N_("Rooms and shared devices"),
	.asks = N_("Which licence does a meeting room need?"),
	.help = N_("Licences of meeting rooms, common-area phones and panels."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof(questions) / sizeof(questions[0]),
	.make = rooms_make,
	.want = rooms_want,
	.want_label = N_("Mark them"),
	.want_help = N_("Marks the accounts as devices and plans the licences they need."),
};
