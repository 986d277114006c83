/* Proves which licence a meeting room or a shared device takes today, what stops working, and the
 * table of 2018 cell by cell. */
#include <stdio.h>

#include "core/rules/room.h"
#include "tests/unit/rules-test.h"

static void a_device_takes_the_licence_of_its_kind(void **state)
{
	static const struct {
		const char *name;
		enum room_device device;
		bool number;
		int64_t before;
		bool own;
		enum room_licence licence;
		bool plan;
		int rule;
	} rows[] = {
		{ "R-071: first room", ROOM_MEETING, false, 0, false, ROOM_BASIC, false, 71 },
		{ "R-071: 25th room", ROOM_MEETING, false, 24, false, ROOM_BASIC, false, 71 },
		{ "R-072: 26th room", ROOM_MEETING, false, 25, false, ROOM_PRO, false, 72 },
		{ "R-074: a room's number", ROOM_MEETING, true, 0, false, ROOM_PRO, true, 74 },
		{ "R-074: own carrier", ROOM_MEETING, true, 0, true, ROOM_PRO, false, 74 },
		{ "R-075: common-area phone", ROOM_PHONE, false, 0, false, ROOM_SHARED, false, 75 },
		{ "R-075: its number", ROOM_PHONE, true, 0, false, ROOM_SHARED, true, 75 },
		{ "R-075: its own carrier", ROOM_PHONE, true, 0, true, ROOM_SHARED, false, 75 },
		{ "R-075: hot desk", ROOM_DESK, false, 0, false, ROOM_SHARED, false, 75 },
		{ "R-075: panel", ROOM_PANEL, false, 0, false, ROOM_SHARED, false, 75 },
		{ "a person is no device", ROOM_PERSON, true, 0, false, ROOM_NO_LICENCE, false, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct room_need need = room_need(
			rows[i].device, rows[i].number, rows[i].before, rows[i].own);
		expect_number(rows[i].name, need.licence, rows[i].licence);
		expect_number(rows[i].name, need.calling_plan, rows[i].plan);
		expect_verdict(rows[i].name, need.reason, VERDICT_YES, rows[i].rule);
	}
}

static void a_cart_splits_at_25(void **state)
{
	static const struct {
		const char *name;
		enum room_device device;
		int64_t count;
		bool number;
		int64_t before;
		struct room_cart cart;
	} rows[] = {
		{ "R-071: 25 rooms", ROOM_MEETING, 25, false, 0, { .basic = 25 } },
		{ "R-072: 26 rooms", ROOM_MEETING, 26, false, 0, { .basic = 25, .pro = 1 } },
		{ "R-072: 30 rooms beside 20", ROOM_MEETING, 30, false, 20,
			{ .basic = 5, .pro = 25 } },
		{ "R-072: all Basic given", ROOM_MEETING, 2, false, 30, { .pro = 2 } },
		{ "R-074: 3 with numbers", ROOM_MEETING, 3, true, 0,
			{ .pro = 3, .calling_plans = 3 } },
		{ "R-075: 4 phones", ROOM_PHONE, 4, true, 0, { .shared = 4, .calling_plans = 4 } },
		{ "R-075: panels", ROOM_PANEL, 2, false, 0, { .shared = 2 } },
		{ "none", ROOM_MEETING, 0, false, 0, { 0 } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct room_cart cart = room_cart(
			rows[i].device, rows[i].count, rows[i].number, rows[i].before, false);
		expect_number(rows[i].name, cart.basic, rows[i].cart.basic);
		expect_number(rows[i].name, cart.pro, rows[i].cart.pro);
		expect_number(rows[i].name, cart.shared, rows[i].cart.shared);
		expect_number(rows[i].name, cart.calling_plans, rows[i].cart.calling_plans);
	}
}

/* The cart is nothing but the needs one by one. */
static void a_cart_is_the_sum_of_its_devices(void **state)
{
	(void)state;
	for (int device = ROOM_MEETING; device < ROOM_DEVICE_COUNT; device++) {
		for (int64_t count = 0; count < 60; count += 7) {
			struct room_cart sum = { 0 }, cart;
			for (int64_t i = 0; i < count; i++) {
				struct room_need need = room_need(
					device, count % 2, 3 + sum.basic, false);
				sum.basic += need.licence == ROOM_BASIC;
				sum.pro += need.licence == ROOM_PRO;
				sum.shared += need.licence == ROOM_SHARED;
				sum.calling_plans += need.calling_plan;
			}
			cart = room_cart(device, count, count % 2, 3, false);
			expect_number("R-072: Basic", cart.basic, sum.basic);
			expect_number("R-072: Pro", cart.pro, sum.pro);
			expect_number("R-075: shared", cart.shared, sum.shared);
			expect_number("R-074: plans", cart.calling_plans, sum.calling_plans);
		}
	}
}

static void a_device_works_only_with_its_licence(void **state)
{
	static const struct {
		const char *name;
		enum room_device device;
		enum room_licence held;
		bool number;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-071: Basic", ROOM_MEETING, ROOM_BASIC, false, VERDICT_YES, 0 },
		{ "R-072: Basic with a number", ROOM_MEETING, ROOM_BASIC, true, VERDICT_NO, 72 },
		{ "R-072: Pro with a number", ROOM_MEETING, ROOM_PRO, true, VERDICT_YES, 0 },
		{ "R-073: a person's licence", ROOM_MEETING, ROOM_USER, false, VERDICT_NO, 73 },
		{ "R-073: shared devices' licence", ROOM_MEETING, ROOM_SHARED, false, VERDICT_NO,
			73 },
		{ "R-073: none", ROOM_MEETING, ROOM_NO_LICENCE, false, VERDICT_NO, 73 },
		{ "R-070: Standard", ROOM_MEETING, ROOM_STANDARD, true, VERDICT_WARN, 70 },
		{ "R-070: Standard on a phone", ROOM_PHONE, ROOM_STANDARD, true, VERDICT_WARN, 70 },
		{ "R-071: Basic on a panel", ROOM_PANEL, ROOM_BASIC, false, VERDICT_NO, 71 },
		{ "R-075: shared on a panel", ROOM_PANEL, ROOM_SHARED, false, VERDICT_YES, 0 },
		{ "R-075: shared on a phone", ROOM_PHONE, ROOM_SHARED, true, VERDICT_YES, 0 },
		{ "R-073: a person's on a phone", ROOM_PHONE, ROOM_USER, false, VERDICT_NO, 73 },
		{ "a person", ROOM_PERSON, ROOM_USER, true, VERDICT_YES, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name,
			room_check(rows[i].device, rows[i].held, rows[i].number), rows[i].answer,
			rows[i].rule);
}

static void licences_are_known_by_their_part_numbers(void **state)
{
	static const struct {
		const char *parts;
		enum room_licence licence;
	} rows[] = {
		{ "", ROOM_NO_LICENCE },
		{ "ENTERPRISEPACK", ROOM_USER },
		{ "Microsoft_Teams_Rooms_Basic", ROOM_BASIC },
		{ "Microsoft_Teams_Rooms_Basic_FAC", ROOM_BASIC },
		{ "Microsoft_Teams_Rooms_Pro_GCC", ROOM_PRO },
		{ "MEETING_ROOM_GOV_NOAUDIOCONF", ROOM_STANDARD },
		{ "MTR_PREM", ROOM_STANDARD },
		{ "MCOCAP_FACULTY", ROOM_SHARED },
		{ "ENTERPRISEPACK;Microsoft_Teams_Rooms_Basic", ROOM_BASIC },
		{ "MCOCAP;Microsoft_Teams_Rooms_Pro;MCOPSTN1", ROOM_PRO },
		{ ";;", ROOM_NO_LICENCE },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].parts, room_licence_held(rows[i].parts), rows[i].licence);
}

static void licences_hold_what_the_documents_say(void **state)
{
	static const struct {
		const char *name;
		enum room_licence licence;
		unsigned with, without;
	} rows[] = {
		{ "R-070: Standard", ROOM_STANDARD,
			ROOM_TEAMS | ROOM_PHONE_SYSTEM | ROOM_CONFERENCING | ROOM_INTUNE |
				ROOM_ENTRA_P1,
			ROOM_VOICEMAIL },
		{ "R-071: Basic", ROOM_BASIC, ROOM_TEAMS | ROOM_CONFERENCING | ROOM_WHITEBOARD,
			ROOM_PHONE_SYSTEM | ROOM_INTUNE },
		{ "R-072: Pro", ROOM_PRO,
			ROOM_TEAMS | ROOM_CONFERENCING | ROOM_PHONE_SYSTEM | ROOM_INTUNE |
				ROOM_ENTRA_P1 | ROOM_MANAGEMENT,
			ROOM_VOICEMAIL },
		{ "R-075: shared", ROOM_SHARED,
			ROOM_TEAMS | ROOM_PHONE_SYSTEM | ROOM_INTUNE | ROOM_ENTRA_P1 |
				ROOM_VOICEMAIL,
			ROOM_CONFERENCING },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned parts = room_parts(rows[i].licence);
		expect_number(rows[i].name, parts & rows[i].with, rows[i].with);
		expect_number(rows[i].name, parts & rows[i].without, 0);
	}
	for (unsigned part = 1; part < ROOM_PARTS_END; part <<= 1)
		assert_true(room_part_name(part)[0] != '\0');
}

static void the_table_of_2018_is_whole(void **state)
{
	static const struct {
		const char *name, *scenario;
		int rule;
		const char *cells[ROOM_BASE_COUNT];
		bool e5_plan;
	} rows[] = {
		{ "R-063", "join", 63,
			{ "Skype for Business Online Plan 1", "E1, E3, E4 or E5", "Standard CAL" },
			false },
		{ "R-064", "adhoc", 64,
			{ "Skype for Business Online Plan 2", "E1, E3, E4 or E5",
				"Standard CAL and Enterprise CAL" },
			false },
		{ "R-065", "dialout", 65,
			{ "Plan 2 and Audio Conferencing; credits if wanted",
				"E1 or E3 and Audio Conferencing, or E5",
				"Standard CAL and Enterprise CAL" },
			false },
		{ "R-066 and R-069: E5 holds no Calling Plan", "number", 66,
			{ "Plan 2, Phone System and Calling Plan; credits if wanted",
				"E1 or E3, Phone System and Calling Plan, or E5",
				"Standard CAL and Plus CAL" },
			true },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int scenario = room_scenario_of(rows[i].scenario);
		expect_number(rows[i].name, scenario, (int64_t)i);
		expect_number(rows[i].name, room_scenario_rule(scenario), rows[i].rule);
		expect_number(rows[i].name, room_2018_e5_needs_plan(scenario), rows[i].e5_plan);
		for (int base = 0; base < ROOM_BASE_COUNT; base++)
			expect_text(rows[i].name, room_2018(scenario, base), rows[i].cells[base]);
	}
}

static void words_lead_back_to_their_values(void **state)
{
	(void)state;
	for (int i = 0; i < ROOM_DEVICE_COUNT; i++)
		expect_number("device", room_device_of(room_device_id(i)), i);
	for (int i = 0; i < ROOM_SCENARIO_COUNT; i++)
		expect_number("scenario", room_scenario_of(room_scenario_id(i)), i);
	expect_number("no device", room_device_of("toaster"), -1);
	expect_number("no text", room_scenario_of(NULL), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_takes_the_licence_of_its_kind),
		cmocka_unit_test(a_cart_splits_at_25),
		cmocka_unit_test(a_cart_is_the_sum_of_its_devices),
		cmocka_unit_test(a_device_works_only_with_its_licence),
		cmocka_unit_test(licences_are_known_by_their_part_numbers),
		cmocka_unit_test(licences_hold_what_the_documents_say),
		cmocka_unit_test(the_table_of_2018_is_whole),
		cmocka_unit_test(words_lead_back_to_their_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
