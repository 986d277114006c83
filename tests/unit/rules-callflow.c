/* Proves which free licences there are, what stands against a call flow, and that the texts that
 * describe one are read exactly, with a sentence for the piece that is wrong. */
#include "core/rules/callflow.h"

#include <stdio.h>
#include <strings.h>

#include "tests/unit/rules-test.h"

static void expect_part(const char *name, const char *got, const char *part)
{
	if (!strstr(got, part))
		fail_msg("%s: \"%s\" lacks \"%s\"", name, got, part);
}

static void free_licences_follow_the_people(void **state)
{
	static const struct {
		const char *name;
		int64_t people, free;
	} rows[] = {
		{ "R-112: nobody has a phone licence", 0, 0 },
		{ "R-112: one person", 1, 25 },
		{ "R-112: nine people", 9, 25 },
		{ "R-112: ten people", 10, 26 },
		{ "R-113: 600 people", 600, 85 },
		{ "R-112: a negative count is none", -3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name, callflow_free(rows[i].people, 25, 10), rows[i].free);
	expect_number("R-112: no step", callflow_free(600, 25, 0), 25);
}

static void accounts_beyond_the_free_ones_are_bought(void **state)
{
	static const struct {
		const char *name;
		int64_t accounts, free, missing;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-113: 90 of 85", 90, 85, 5, VERDICT_WARN, 113 },
		{ "R-114: 85 of 85", 85, 85, 0, VERDICT_YES, 114 },
		{ "R-114: two", 2, 25, 0, VERDICT_YES, 114 },
		{ "R-113: none is free", 1, 0, 1, VERDICT_WARN, 113 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t missing = -1;

		expect_verdict(rows[i].name,
			callflow_licences(rows[i].accounts, rows[i].free, &missing), rows[i].answer,
			rows[i].rule);
		expect_number(rows[i].name, missing, rows[i].missing);
	}
}

/* ---- a flow, and what is wrong with it ---- */

enum { TODAY = 20800 };

static struct callflow_attendant attendant;
static struct callflow_queue queue;
static struct callflow flow;

static struct callflow_target to(enum callflow_kind kind, const char *name)
{
	struct callflow_target target = { .kind = kind };

	snprintf(target.name, sizeof(target.name), "%s", name);
	return target;
}

/* A bakery's line on which nothing is wrong: hours, two keys, a queue of three. */
static void good_flow(void)
{
	attendant = (struct callflow_attendant){ .name = "Main line",
		.account = { .upn = "aa@x", .licensed = true, .numbered = true },
		.hours = { { 0x1f, 540, 1020 } },
		.hours_count = 1,
		.menu_count = 2,
		.operator= to(CALLFLOW_PERSON, "ava@x"),
		.after_hours = to(CALLFLOW_VOICEMAIL, "ava@x"),
		.holidays = { { TODAY + 5, "Christmas" } },
		.holiday_count = 1,
		.on_holidays = to(CALLFLOW_END, "") };
	attendant.menu[0] = (struct callflow_row){ '1', "Sales", to(CALLFLOW_QUEUE, "Sales") };
	attendant.menu[1] = (struct callflow_row){ '0', "Office", to(CALLFLOW_OPERATOR, "") };
	queue = (struct callflow_queue){ .name = "Sales",
		.account = { .upn = "cq@x", .licensed = true },
		.agents = 3,
		.overflow = to(CALLFLOW_END, ""),
		.timed_out = to(CALLFLOW_PERSON, "ava@x") };
	flow = (struct callflow){ &attendant, 1, &queue, 1, TODAY, 200 };
}

static void no_menu(void)
{
	attendant.menu_count = 0;
}

static void without_account(void)
{
	attendant.account.upn[0] = '\0';
}

static void without_licence(void)
{
	queue.account.licensed = false;
}

static void without_number(void)
{
	attendant.account.numbered = false;
}

static void with_user_number(void)
{
	attendant.account.user_number = true;
}

static void without_agents(void)
{
	queue.agents = 0;
}

static void agents_not_known(void)
{
	queue.agents = 0;
	queue.unknown = true;
}

static void agent_without_phone(void)
{
	queue.voiceless = 1;
}

static void agents_200(void)
{
	queue.agents = 200;
}

static void agents_201(void)
{
	queue.agents = 201;
}

static void queue_number(void)
{
	queue.account.numbered = true;
}

static void outside(void)
{
	attendant.after_hours = to(CALLFLOW_NUMBER, "+14255550100");
}

static void outside_planned(void)
{
	outside();
	attendant.account.calling_plan = true;
}

static void outside_numberless(void)
{
	queue.overflow = to(CALLFLOW_NUMBER, "+14255550100");
	queue.account.calling_plan = true;
}

static void key_twice(void)
{
	attendant.menu[1].key = '1';
}

static void absent_queue(void)
{
	attendant.menu[1].to = to(CALLFLOW_QUEUE, "Nobody");
	attendant.menu[1].to.absent = true;
}

static void queue_of_the_tenant(void)
{
	attendant.menu[0].to = to(CALLFLOW_QUEUE, "Orders");
}

static void tenant_too(void)
{
	attendant.menu[1].to = to(CALLFLOW_QUEUE, "Orders");
}

static void absent_queue_is_planned(void)
{
	attendant.menu[0].to.absent = true; /* not in the tenant yet, and named Sales */
}

static void absent_person(void)
{
	attendant.operator.absent = true;
}

static void voiceless_person(void)
{
	queue.timed_out.voiceless = true;
}

static void voiceless_voicemail(void)
{
	attendant.after_hours.voiceless = true;
}

static void no_operator(void)
{
	attendant.operator.kind = CALLFLOW_NOWHERE;
}

static void leads_nowhere(void)
{
	no_menu();
	flow.queue_count = 0;
}

static void closed_silent(void)
{
	attendant.after_hours.kind = CALLFLOW_NOWHERE;
}

static void always_open(void)
{
	closed_silent();
	attendant.hours_count = 0;
}

static void holiday_past(void)
{
	attendant.holidays[0].day = TODAY - 1;
}

static void holiday_today(void)
{
	attendant.holidays[0].day = TODAY;
}

static void straight(void)
{
	no_menu();
	attendant.straight = to(CALLFLOW_QUEUE, "sales");
}

static void circle(void)
{
	straight();
	queue.timed_out = to(CALLFLOW_ATTENDANT, "Main line");
}

static void circle_of_itself(void)
{
	leads_nowhere();
	attendant.straight = to(CALLFLOW_ATTENDANT, "Main line");
}

static void circle_at_night(void)
{
	attendant.after_hours = to(CALLFLOW_QUEUE, "Sales");
	queue.overflow = to(CALLFLOW_ATTENDANT, "Main line");
}

static void circle_on_holidays(void)
{
	attendant.on_holidays = to(CALLFLOW_ATTENDANT, "Main line");
}

static void back_to_the_menu(void)
{
	queue.timed_out = to(CALLFLOW_ATTENDANT, "Main line");
	attendant.after_hours = to(CALLFLOW_END, "");
}

static void what_is_wrong_is_found(void **state)
{
	static const struct {
		const char *name;
		void (*spoil)(void);
		int rule; /* of the first finding; 0: none */
		enum verdict_answer answer;
		const char *subject;
	} rows[] = {
		{ "R-387: a whole line", NULL, 0, VERDICT_YES, "" },
		{ "R-389: no account", without_account, 389, VERDICT_NO, "Main line" },
		{ "R-370: no licence of its own", without_licence, 370, VERDICT_NO, "cq@x" },
		{ "R-389: no number", without_number, 389, VERDICT_WARN, "Main line" },
		{ "R-374: a number for people", with_user_number, 374, VERDICT_NO, "" },
		{ "R-388: no agents", without_agents, 388, VERDICT_NO, "Sales" },
		{ "R-388: agents that nobody knows", agents_not_known, 0, VERDICT_YES, "" },
		{ "R-388: an agent is not voice-enabled", agent_without_phone, 388, VERDICT_NO,
			"Sales" },
		{ "R-390: 200 agents", agents_200, 0, VERDICT_YES, "" },
		{ "R-390: 201 agents", agents_201, 390, VERDICT_NO, "Sales" },
		{ "R-388: the number stands on the queue", queue_number, 388, VERDICT_WARN,
			"Sales" },
		{ "R-391: outside, no Calling Plan", outside, 391, VERDICT_NO, "+14255550100" },
		{ "R-391: outside, with plan and number", outside_planned, 0, VERDICT_YES, "" },
		{ "R-391: outside, no number", outside_numberless, 391, VERDICT_NO,
			"+14255550100" },
		{ "R-387: a key twice", key_twice, 387, VERDICT_NO, "1" },
		{ "R-387: a queue that is not there", absent_queue, 387, VERDICT_NO, "Nobody" },
		{ "R-388: a queue that nothing leads to", queue_of_the_tenant, 388, VERDICT_WARN,
			"Sales" },
		{ "R-387: another queue, of the tenant", tenant_too, 0, VERDICT_YES, "" },
		{ "R-387: a queue that comes with the line", absent_queue_is_planned, 0,
			VERDICT_YES, "" },
		{ "R-387: a person who is not there", absent_person, 387, VERDICT_NO, "ava@x" },
		{ "R-388: a person without phone", voiceless_person, 388, VERDICT_NO, "ava@x" },
		{ "R-388: voicemail needs none", voiceless_voicemail, 0, VERDICT_YES, "" },
		{ "R-387: no operator", no_operator, 387, VERDICT_NO, "" },
		{ "R-387: neither menu nor queue", leads_nowhere, 387, VERDICT_NO, "Main line" },
		{ "R-387: nothing after hours", closed_silent, 387, VERDICT_NO, "Main line" },
		{ "R-387: always open", always_open, 0, VERDICT_YES, "" },
		{ "R-387: a holiday of yesterday", holiday_past, 387, VERDICT_WARN, "Christmas" },
		{ "R-387: a holiday of today", holiday_today, 0, VERDICT_YES, "" },
		{ "R-387: straight to a queue", straight, 0, VERDICT_YES, "" },
		{ "R-387: queue and attendant in a circle", circle, 387, VERDICT_NO, "Main line" },
		{ "R-387: an attendant that leads to itself", circle_of_itself, 387, VERDICT_NO,
			"Main line" },
		{ "R-387: a circle at night", circle_at_night, 387, VERDICT_NO, "Main line" },
		{ "R-387: a circle on holidays", circle_on_holidays, 387, VERDICT_NO, "Main line" },
		{ "R-387: back to a menu is no circle", back_to_the_menu, 0, VERDICT_YES, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callflow_finding found[CALLFLOW_FINDINGS] = { { .subject = "" } };

		good_flow();
		if (rows[i].spoil)
			rows[i].spoil();
		expect_number(rows[i].name, callflow_check(&flow, found, CALLFLOW_FINDINGS),
			rows[i].rule ? 1 : 0);
		expect_verdict(rows[i].name, found[0].verdict, rows[i].answer, rows[i].rule);
		expect_text(rows[i].name, found[0].subject, rows[i].subject);
	}
}

static void refusals_come_first_and_none_is_lost(void **state)
{
	struct callflow_finding found[2];

	(void)state;
	good_flow();
	holiday_past();
	without_agents();
	without_number();
	expect_number("R-387: three", callflow_check(&flow, found, 2), 3);
	expect_verdict("R-388: the refusal", found[0].verdict, VERDICT_NO, 388);
	expect_verdict("R-389: then warnings", found[1].verdict, VERDICT_WARN, 389);
}

static void a_queue_has_no_hours(void **state)
{
	(void)state;
	expect_verdict(
		"R-388: hours on a queue's number", callflow_hours_of(true, true), VERDICT_NO, 388);
	expect_verdict("R-388: a queue that is always open", callflow_hours_of(true, false),
		VERDICT_YES, 0);
	expect_verdict("R-388: the attendant has the number", callflow_hours_of(false, true),
		VERDICT_YES, 0);
}

static void greetings_are_of_three_kinds_and_small(void **state)
{
	static const struct {
		const char *name, *file;
		int64_t bytes;
		int rule;
	} rows[] = {
		{ "R-390: wav", "/tmp/hello.wav", 5000000, 0 },
		{ "R-390: mp3 in capitals", "HELLO.MP3", 1, 0 },
		{ "R-390: wma", "a.b.wma", 0, 0 },
		{ "R-390: ogg", "hello.ogg", 1, 390 },
		{ "R-390: no ending", "hello", 1, 390 },
		{ "R-390: a folder's dot", "a.wav/hello", 1, 390 },
		{ "R-390: too large", "hello.wav", 5000001, 390 },
		{ "R-390: unreadable", "hello.wav", -1, 390 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name, callflow_file(rows[i].file, rows[i].bytes, 5000000),
			rows[i].rule ? VERDICT_NO : VERDICT_YES, rows[i].rule);
}

static void shared_calling_has_its_conditions(void **state)
{
	static const struct {
		const char *name;
		bool here, payg, credits, place;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-392: all there", true, true, true, true, VERDICT_YES, 0 },
		{ "R-392: not in this country", false, true, true, true, VERDICT_NO, 392 },
		{ "R-392: no Pay-As-You-Go", true, false, true, true, VERDICT_WAIT, 392 },
		{ "R-392: no credits", true, true, false, true, VERDICT_WAIT, 392 },
		{ "R-392: no location", true, true, true, false, VERDICT_WAIT, 392 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			callflow_shared(rows[i].here, rows[i].payg, rows[i].credits, rows[i].place),
			rows[i].answer, rows[i].rule);
}

/* ---- texts ---- */

static void hours_are_read(void **state)
{
	static const struct {
		const char *text, *read; /* as it is written again; NULL: refused */
		const char *said;
	} rows[] = {
		{ "mon-fri 09:00-17:00", "mon-fri 09:00-17:00", NULL },
		{ "mon-fri 9:00-17:00; sat 10-13", "mon-fri 09:00-17:00; sat 10:00-13:00", NULL },
		{ "MONDAY-Friday 09:00-12:00,13:00-17:30", "mon-fri 09:00-12:00,13:00-17:30",
			NULL },
		{ " mon , wed-fri 00:00-24:00 ; ", "mon,wed-fri 00:00-24:00", NULL },
		{ "sat-mon 08:15-09:45", "mon,sat,sun 08:15-09:45", NULL },
		{ "mon 09:00-12:00; mon 12:00-13:00", "mon 09:00-12:00,12:00-13:00", NULL },
		{ "always", "always", NULL },
		{ "Always", "always", NULL },
		{ "", NULL, "No hours" },
		{ ";", NULL, "No hours" },
		{ "mon-fri", NULL, "\"mon-fri\" lacks the time" },
		{ "09:00-17:00", NULL, "names no day" },
		{ "mon-fry 09:00-17:00", NULL, "\"mon-fry\"" },
		{ "monkday 09:00-17:00", NULL, "\"monkday\"" },
		{ "sun 1-2", "sun 01:00-02:00", NULL },
		{ "mo 09:00-17:00", NULL, "\"mo\"" },
		{ "mon 09:00", NULL, "\"09:00\"" },
		{ "mon 09:00-25:00", NULL, "\"09:00-25:00\"" },
		{ "mon 09:00-24:15", NULL, "\"09:00-24:15\"" },
		{ "mon 09:60-17:00", NULL, "\"09:60-17:00\"" },
		{ "mon 9:0-17:00", NULL, "\"9:0-17:00\"" },
		{ "mon 009:00-17:00", NULL, "\"009:00-17:00\"" },
		{ "mon 17:00-09:00", NULL, "ends before it begins" },
		{ "mon 09:00-09:00", NULL, "ends before it begins" },
		{ "mon 09:10-17:00", NULL, "quarter" },
		{ "mon-fri 09:00-17:00; wed 16:00-18:00", NULL, "\"wed 16:00-18:00\" overlaps" },
		{ "mon 9-10 11-12", NULL, "\"9-10 11-12\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callflow_hours hours[CALLFLOW_HOURS];
		struct error err = { 0 };
		struct str text = { 0 };
		int count;
		bool ok = callflow_hours_parse(rows[i].text, hours, &count, &err);

		expect_number(rows[i].text, ok, rows[i].read != NULL);
		if (ok)
			callflow_hours_text(hours, count, &text);
		else
			expect_part(rows[i].text, err.text, rows[i].said);
		expect_text(rows[i].text, str_text(&text), rows[i].read ? rows[i].read : "");
		str_fini(&text);
	}
}

static void too_many_hours_are_refused(void **state)
{
	struct callflow_hours hours[CALLFLOW_HOURS];
	struct error err = { 0 };
	struct str text = { 0 };
	int count;

	(void)state;
	for (int i = 0; i <= CALLFLOW_HOURS; i++)
		str_addf(&text, "mon %d:%02d-%d:%02d;", i / 4, i % 4 * 15, (i + 1) / 4,
			(i + 1) % 4 * 15);
	assert_false(callflow_hours_parse(str_text(&text), hours, &count, &err));
	expect_part("too many", err.text, "28");
	str_fini(&text);
}

static void targets_are_read(void **state)
{
	static const struct {
		const char *text;
		int kind; /* -1: refused */
		const char *name, *said;
	} rows[] = {
		{ "queue:Sales", CALLFLOW_QUEUE, "Sales", NULL },
		{ "Queue:Überall 东京", CALLFLOW_QUEUE, "Überall 东京", NULL },
		{ "person:ava@contoso.com", CALLFLOW_PERSON, "ava@contoso.com", NULL },
		{ "voicemail:ava@contoso.com", CALLFLOW_VOICEMAIL, "ava@contoso.com", NULL },
		{ "attendant:Night", CALLFLOW_ATTENDANT, "Night", NULL },
		{ "number:+14255550100", CALLFLOW_NUMBER, "+14255550100", NULL },
		{ "operator", CALLFLOW_OPERATOR, "", NULL },
		{ "end", CALLFLOW_END, "", NULL },
		{ "", -1, "", "\"\" is none of" },
		{ "queue", -1, "", "\"queue\" is none of" },
		{ "queue:", -1, "", "names nobody" },
		{ "end:now", -1, "", "\"end:now\" is none of" },
		{ "queue:a:b", -1, "", "\"a:b\"" },
		{ "person:ava", -1, "", "\"ava\" is no user principal name" },
		{ "number:4255550100", -1, "", "\"4255550100\" is no number" },
		{ "number:+1 425", -1, "", "\"+1 425\" is no number" },
		{ "somebody:x", -1, "", "\"somebody:x\" is none of" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callflow_target target;
		struct error err = { 0 };
		struct str text = { 0 };
		bool ok = callflow_target_parse(rows[i].text, &target, &err);

		expect_number(rows[i].text, ok, rows[i].kind >= 0);
		if (!ok) {
			expect_part(rows[i].text, err.text, rows[i].said);
			continue;
		}
		expect_number(rows[i].text, target.kind, rows[i].kind);
		expect_text(rows[i].text, target.name, rows[i].name);
		callflow_target_text(&target, &text);
		expect_number(rows[i].text, strcasecmp(str_text(&text), rows[i].text), 0);
		str_fini(&text);
	}
}

static void menus_are_read(void **state)
{
	static const struct {
		const char *text;
		int count; /* -1: refused */
		const char *keys, *said;
	} rows[] = {
		{ "", 0, "", NULL },
		{ "1=Sales:queue:Sales", 1, "1", NULL },
		{ "1=Sales:queue:Sales; 0=Office:operator; #=Bye:end;*=Again:attendant:Main", 4,
			"10#*", NULL },
		{ "1=Sales:queue:Sales; 1=Office:operator", -1, "", "key 1 stands twice" },
		{ "12=Sales:queue:Sales", -1, "", "\"12=Sales:queue:Sales\" does not begin" },
		{ "a=Sales:queue:Sales", -1, "", "does not begin with a key" },
		{ "Sales:queue:Sales", -1, "", "does not begin with a key" },
		{ "1=Sales", -1, "", "\"1=Sales\" lacks" },
		{ "1=:queue:Sales", -1, "", "lacks what is said" },
		{ "1=Sales:cue:Sales", -1, "", "\"cue:Sales\" is none of" },
		{ "1=Sales:queue:Sales; ; 2=", -1, "", "\"2=\" lacks" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callflow_row menu[CALLFLOW_ROWS];
		struct error err = { 0 };
		char keys[CALLFLOW_ROWS + 1] = "";
		int count;
		bool ok = callflow_menu_parse(rows[i].text, menu, &count, &err);

		expect_number(rows[i].text, ok ? count : -1, rows[i].count);
		if (!ok)
			expect_part(rows[i].text, err.text, rows[i].said);
		for (int k = 0; ok && k < count; k++)
			keys[k] = menu[k].key;
		expect_text(rows[i].text, keys, rows[i].keys);
	}
}

static void holidays_are_read(void **state)
{
	static const struct {
		const char *text, *read, *said;
	} rows[] = {
		{ "", "", NULL },
		{ "2026-12-25 Christmas", "20812 Christmas;", NULL },
		{ "2027-01-01 New Year; 2026-12-25 Christmas Day",
			"20812 Christmas Day;20819 New Year;", NULL },
		{ "2028-02-29", "21243 2028-02-29;", NULL },
		{ "2027-02-29 None", NULL, "\"2027-02-29 None\" is no day" },
		{ "2026-13-01 None", NULL, "is no day" },
		{ "25.12.2026 Christmas", NULL, "is no day" },
		{ "Christmas", NULL, "\"Christmas\" is no day" },
		{ "2026-12-25 A; 2026-12-25 B", NULL, "\"2026-12-25 B\" is a day that stands" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callflow_holiday days[CALLFLOW_HOLIDAYS];
		struct error err = { 0 };
		struct str text = { 0 };
		int count;
		bool ok = callflow_holidays_parse(rows[i].text, days, &count, &err);

		expect_number(rows[i].text, ok, rows[i].read != NULL);
		if (!ok)
			expect_part(rows[i].text, err.text, rows[i].said);
		for (int k = 0; ok && k < count; k++)
			str_addf(&text, "%lld %s;", (long long)days[k].day, days[k].name);
		expect_text(rows[i].text, str_text(&text), ok ? rows[i].read : "");
		str_fini(&text);
	}
}

static void languages_have_their_form(void **state)
{
	static const struct {
		const char *text, *read; /* NULL: refused */
	} rows[] = {
		{ "en-US", "en-US" },
		{ "FR-ca", "fr-CA" },
		{ "fil-PH", "fil-PH" },
		{ "zh-hant-tw", "zh-Hant-TW" },
		{ "english", NULL },
		{ "en", NULL },
		{ "en_US", NULL },
		{ "en-USA", NULL },
		{ "en-US-x", NULL },
		{ "", NULL },
		{ "e-US", NULL },
		{ "zh-Hant", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char language[16] = "";
		struct error err = { 0 };

		expect_number(rows[i].text, callflow_language_parse(rows[i].text, language, &err),
			rows[i].read != NULL);
		if (rows[i].read)
			expect_text(rows[i].text, language, rows[i].read);
		else
			expect_part(rows[i].text, err.text, "such as en-US");
	}
}

static void methods_have_their_words(void **state)
{
	(void)state;
	for (int i = CALLFLOW_ALL; i <= CALLFLOW_IDLE; i++) {
		enum callflow_method method = (enum callflow_method)i;

		expect_number(callflow_method_id(method),
			callflow_method_of(callflow_method_id(method)), i);
		assert_true(callflow_method_name(method)[0] && callflow_method_cmdlet(method)[0]);
	}
	expect_number("no method", callflow_method_of("random"), -1);
}

static void names_part_nothing(void **state)
{
	struct error err = { 0 };
	char name[CALLFLOW_NAME + 1];

	(void)state;
	memset(name, 'a', CALLFLOW_NAME);
	name[CALLFLOW_NAME] = '\0';
	assert_false(callflow_name_check("", &err));
	assert_false(callflow_name_check(name, &err));
	name[CALLFLOW_NAME - 1] = '\0';
	assert_true(callflow_name_check(name, &err));
	assert_true(callflow_name_check("Zoë’s 店", &err));
	assert_false(callflow_name_check("a;b", &err));
	expect_part("a;b", err.text, "\"a;b\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(free_licences_follow_the_people),
		cmocka_unit_test(accounts_beyond_the_free_ones_are_bought),
		cmocka_unit_test(what_is_wrong_is_found),
		cmocka_unit_test(refusals_come_first_and_none_is_lost),
		cmocka_unit_test(a_queue_has_no_hours),
		cmocka_unit_test(greetings_are_of_three_kinds_and_small),
		cmocka_unit_test(shared_calling_has_its_conditions),
		cmocka_unit_test(hours_are_read),
		cmocka_unit_test(too_many_hours_are_refused),
		cmocka_unit_test(targets_are_read),
		cmocka_unit_test(menus_are_read),
		cmocka_unit_test(holidays_are_read),
		cmocka_unit_test(languages_have_their_form),
		cmocka_unit_test(methods_have_their_words),
		cmocka_unit_test(names_part_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
