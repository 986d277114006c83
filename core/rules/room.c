/* core/rules/room.c: licences of meeting rooms and shared devices. */
#include "core/rules/room.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"

enum {
	ALLOWED,
	WHY_BASIC,
	WHY_PRO_COUNT,
	WHY_PRO_NUMBER,
	WHY_SHARED,
	NOTHING,
	USER_LICENCE,
	SHARED_LICENCE,
	BASIC_NUMBER,
	BASIC_PANEL,
	LEGACY
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	/* Why a licence is chosen. */
	[WHY_BASIC] = { VERDICT_YES, 71,
		N_("A room without a number of its own takes Teams Rooms Basic: free for 25 a tenant."),
		N_("Give it to the room's own account, one device per account.") },
	[WHY_PRO_COUNT] = { VERDICT_YES, 72,
		N_("Teams Rooms Basic is given to 25 rooms of a tenant: the 26th takes Pro."),
		N_("Buy Teams Rooms Pro for the rooms beyond.") },
	[WHY_PRO_NUMBER] = { VERDICT_YES, 74,
		N_("Basic holds no Phone System: a room with a number takes Pro, and a Calling Plan."),
		N_("Buy both; with your own carrier the Calling Plan is left out.") },
	[WHY_SHARED] = { VERDICT_YES, 75,
		N_("Common-area phones, hot-desk displays and panels take Teams Shared Devices."),
		N_("Give it to the device's own account; a number needs a Calling Plan besides.") },
	/* What stands in the way. */
	[NOTHING] = { VERDICT_NO, 73, N_("The device's account holds no licence for devices."),
		N_("Plan the device's licence here, then apply.") },
	[USER_LICENCE] = { VERDICT_NO, 73,
		N_("Since 2023-07-01 a room that signs in with a person's licence does not work."),
		N_("Give the account Teams Rooms Basic or Pro in place of the person's licence.") },
	[SHARED_LICENCE] = { VERDICT_NO, 73,
		N_("Since 2023-07-01 a room with a licence for shared devices does not work."),
		N_("Give the account Teams Rooms Basic or Pro in place of it.") },
	[BASIC_NUMBER] = { VERDICT_NO, 72,
		N_("Teams Rooms Basic holds no Phone System, so the room can have no number."),
		N_("Give the room Teams Rooms Pro.") },
	[BASIC_PANEL] = { VERDICT_NO, 71, N_("Teams Rooms Basic is not for panels."),
		N_("Give the panel Teams Shared Devices.") },
	[LEGACY] = { VERDICT_WARN, 70,
		N_("Teams Rooms Standard and Premium are not sold since 2022-09-06."),
		N_("Keep it until it ends, then take Teams Rooms Basic or Pro.") },
};

VERDICT_ROWS(room_verdicts, verdicts)

/* ---- names ---- */

struct named {
	const char *id, *name;
};

static const struct named devices[] = {
	[ROOM_PERSON] = { "", N_("person") },
	[ROOM_MEETING] = { "room", N_("meeting room") },
	[ROOM_PANEL] = { "panel", N_("panel") },
	[ROOM_PHONE] = { "phone", N_("common-area phone") },
	[ROOM_DESK] = { "desk", N_("hot-desk display") },
};

static const struct named licences[] = {
	[ROOM_NO_LICENCE] = { "none", N_("none") },
	[ROOM_USER] = { "user", N_("licence of a person") },
	[ROOM_BASIC] = { "basic", N_("Teams Rooms Basic") },
	[ROOM_PRO] = { "pro", N_("Teams Rooms Pro") },
	[ROOM_SHARED] = { "shared", N_("Teams Shared Devices") },
	[ROOM_STANDARD] = { "standard", N_("Teams Rooms Standard or Premium") },
};

static const struct named scenarios[] = {
	[ROOM_JOIN] = { "join", N_("join a scheduled meeting") },
	[ROOM_ADHOC] = { "adhoc", N_("start a meeting of its own") },
	[ROOM_DIAL_OUT] = { "dialout", N_("start a meeting and call phone numbers into it") },
	[ROOM_NUMBER] = { "number", N_("have a number, call and be called") },
};

static const struct named bases[] = {
	[ROOM_BUSINESS] = { "business", N_("Business or ProPlus") },
	[ROOM_ENTERPRISE] = { "enterprise", N_("Enterprise plan") },
	[ROOM_SERVER] = { "server", N_("Skype Server 2015") },
};

static int named_of(const struct named *rows, int count, const char *id)
{
	for (int i = 0; id && i < count; i++) {
		if (strcasecmp(rows[i].id, id) == 0)
			return i;
	}
	return -1;
}

const char *room_device_id(enum room_device device)
{
	return devices[device].id;
}

const char *room_device_name(enum room_device device)
{
	return devices[device].name;
}

int room_device_of(const char *id)
{
	return named_of(devices, ROOM_DEVICE_COUNT, id);
}

const char *room_licence_id(enum room_licence licence)
{
	return licences[licence].id;
}

const char *room_licence_name(enum room_licence licence)
{
	return licences[licence].name;
}

/* ---- what is held ---- */

static const struct {
	const char *start;
	enum room_licence licence;
} starts[] = {
	{ "Microsoft_Teams_Rooms_Basic", ROOM_BASIC },
	{ "Microsoft_Teams_Rooms_Pro", ROOM_PRO },
	{ "MEETING_ROOM", ROOM_STANDARD },
	{ "MTR_PREM", ROOM_STANDARD },
	{ "MCOCAP", ROOM_SHARED },
};

enum room_licence room_licence_of(const char *part)
{
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strncasecmp(part, starts[i].start, strlen(starts[i].start)) == 0)
			return starts[i].licence;
	}
	return ROOM_USER;
}

/* Of several the one that a room can do most with. */
static int worth(enum room_licence licence)
{
	static const int worths[] = {
		[ROOM_NO_LICENCE] = 0,
		[ROOM_USER] = 1,
		[ROOM_SHARED] = 2,
		[ROOM_BASIC] = 3,
		[ROOM_STANDARD] = 4,
		[ROOM_PRO] = 5,
	};
	return worths[licence];
}

enum room_licence room_licence_held(const char *parts)
{
	enum room_licence best = ROOM_NO_LICENCE;
	while (*parts) {
		size_t len = strcspn(parts, ";");
		enum room_licence licence = len > 0 ? room_licence_of(parts) : ROOM_NO_LICENCE;
		if (worth(licence) > worth(best))
			best = licence;
		parts += len + (parts[len] == ';');
	}
	return best;
}

unsigned room_parts(enum room_licence licence)
{
	static const unsigned parts[ROOM_LICENCE_COUNT] = {
		[ROOM_BASIC] = ROOM_TEAMS | ROOM_CONFERENCING | ROOM_WHITEBOARD,
		[ROOM_PRO] = ROOM_TEAMS | ROOM_CONFERENCING | ROOM_WHITEBOARD | ROOM_PHONE_SYSTEM |
			     ROOM_INTUNE | ROOM_ENTRA_P1 | ROOM_MANAGEMENT,
		[ROOM_SHARED] = ROOM_TEAMS | ROOM_PHONE_SYSTEM | ROOM_INTUNE | ROOM_ENTRA_P1 |
				ROOM_VOICEMAIL,
		[ROOM_STANDARD] = ROOM_TEAMS | ROOM_PHONE_SYSTEM | ROOM_CONFERENCING | ROOM_INTUNE |
				  ROOM_ENTRA_P1,
	};
	return parts[licence];
}

const char *room_part_name(enum room_part part)
{
	static const struct {
		enum room_part part;
		const char *name;
	} names[] = {
		{ ROOM_TEAMS, N_("Teams") },
		{ ROOM_CONFERENCING, N_("Audio Conferencing") },
		{ ROOM_WHITEBOARD, N_("Whiteboard") },
		{ ROOM_PHONE_SYSTEM, N_("Phone System") },
		{ ROOM_INTUNE, N_("Intune") },
		{ ROOM_ENTRA_P1, N_("Entra ID P1") },
		{ ROOM_MANAGEMENT, N_("device management") },
		{ ROOM_VOICEMAIL, N_("mailbox for voicemail") },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].part == part)
			return names[i].name;
	}
	return "";
}

/* ---- today ---- */

static struct room_need need(enum room_licence licence, bool calling_plan, int why)
{
	return (struct room_need){ licence, calling_plan, verdicts[why] };
}

struct room_need room_need(
	enum room_device device, bool number, int64_t basic_before, bool own_carrier)
{
	bool plan = number && !own_carrier;
	if (device == ROOM_PERSON)
		return need(ROOM_NO_LICENCE, false, ALLOWED);
	if (device != ROOM_MEETING)
		return need(ROOM_SHARED, plan, WHY_SHARED);
	if (number)
		return need(ROOM_PRO, plan, WHY_PRO_NUMBER);
	if (basic_before >= ROOM_BASIC_MAX)
		return need(ROOM_PRO, false, WHY_PRO_COUNT);
	return need(ROOM_BASIC, false, WHY_BASIC);
}

struct room_cart room_cart(
	enum room_device device, int64_t count, bool number, int64_t basic_before, bool own_carrier)
{
	struct room_need first = room_need(device, number, 0, own_carrier);
	int64_t left = basic_before < ROOM_BASIC_MAX ? ROOM_BASIC_MAX - basic_before : 0;
	struct room_cart cart = { .calling_plans = first.calling_plan ? count : 0 };
	if (first.licence == ROOM_SHARED)
		cart.shared = count;
	else if (first.licence == ROOM_PRO)
		cart.pro = count;
	else if (first.licence == ROOM_BASIC)
		cart.basic = count < left ? count : left;
	if (first.licence == ROOM_BASIC)
		cart.pro = count - cart.basic;
	return cart;
}

static int check_room(enum room_licence held, bool number)
{
	static const int rows[ROOM_LICENCE_COUNT] = {
		[ROOM_NO_LICENCE] = NOTHING,
		[ROOM_USER] = USER_LICENCE,
		[ROOM_SHARED] = SHARED_LICENCE,
		[ROOM_STANDARD] = LEGACY,
	};
	return held == ROOM_BASIC && number ? BASIC_NUMBER : rows[held];
}

struct verdict room_check(enum room_device device, enum room_licence held, bool number)
{
	if (device == ROOM_MEETING)
		return verdicts[check_room(held, number)];
	if (device == ROOM_PERSON || held == ROOM_SHARED || held == ROOM_PRO)
		return verdicts[ALLOWED];
	if (held == ROOM_STANDARD)
		return verdicts[LEGACY];
	if (held == ROOM_BASIC && device == ROOM_PANEL)
		return verdicts[BASIC_PANEL];
	return verdicts[NOTHING];
}

/* ---- 2018 ---- */

const char *room_scenario_id(enum room_scenario scenario)
{
	return scenarios[scenario].id;
}

const char *room_scenario_name(enum room_scenario scenario)
{
	return scenarios[scenario].name;
}

int room_scenario_of(const char *id)
{
	return named_of(scenarios, ROOM_SCENARIO_COUNT, id);
}

int room_scenario_rule(enum room_scenario scenario)
{
	return 63 + (int)scenario;
}

const char *room_base_id(enum room_base base)
{
	return bases[base].id;
}

const char *room_base_name(enum room_base base)
{
	return bases[base].name;
}

static const char *const cells[ROOM_SCENARIO_COUNT][ROOM_BASE_COUNT] = {
	[ROOM_JOIN] = { N_("Skype for Business Online Plan 1"), N_("E1, E3, E4 or E5"),
		N_("Standard CAL") },
	[ROOM_ADHOC] = { N_("Skype for Business Online Plan 2"), N_("E1, E3, E4 or E5"),
		N_("Standard CAL and Enterprise CAL") },
	[ROOM_DIAL_OUT] = { N_("Plan 2 and Audio Conferencing; credits if wanted"),
		N_("E1 or E3 and Audio Conferencing, or E5"),
		N_("Standard CAL and Enterprise CAL") },
	[ROOM_NUMBER] = { N_("Plan 2, Phone System and Calling Plan; credits if wanted"),
		N_("E1 or E3, Phone System and Calling Plan, or E5"),
		N_("Standard CAL and Plus CAL") },
};

const char *room_2018(enum room_scenario scenario, enum room_base base)
{
	return cells[scenario][base];
}

bool room_2018_e5_needs_plan(enum room_scenario scenario)
{
	return scenario == ROOM_NUMBER;
}
