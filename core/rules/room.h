/* core/rules/room.h: licences of meeting rooms and shared devices, today (R-070..R-075) and as they
 * were in 2018 (R-063..R-069). */
#ifndef CORE_RULES_ROOM_H
#define CORE_RULES_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* What an account stands for; the ids are the words of person.device. */
enum room_device {
	ROOM_PERSON, /* "": no device */
	ROOM_MEETING,
	ROOM_PANEL, /* beside a meeting room's door */
	ROOM_PHONE, /* common-area phone */
	ROOM_DESK,  /* hot-desk display */
	ROOM_DEVICE_COUNT
};

const char *room_device_id(enum room_device device);
const char *room_device_name(enum room_device device); /* N_(): "meeting room" */
int room_device_of(const char *id);                    /* -1: none */

enum room_licence {
	ROOM_NO_LICENCE,
	ROOM_USER,     /* of a person: E3, Teams Essentials, ... */
	ROOM_BASIC,    /* Teams Rooms Basic */
	ROOM_PRO,      /* Teams Rooms Pro */
	ROOM_SHARED,   /* Teams Shared Devices */
	ROOM_STANDARD, /* Teams Rooms Standard or Premium, sold until 2022-09-06 */
	ROOM_LICENCE_COUNT
};

const char *room_licence_id(enum room_licence licence);
const char *room_licence_name(enum room_licence licence); /* N_(): "Teams Rooms Pro" */

/* The room licence of a part number ("MCOCAP", "MEETING_ROOM_GOV"); ROOM_USER: another product.
 * And of a list "A;B": the best of them; ROOM_NO_LICENCE: the list is empty. */
enum room_licence room_licence_of(const char *part);
enum room_licence room_licence_held(const char *parts);

/* What a licence holds. */
enum room_part {
	ROOM_TEAMS = 1 << 0,
	ROOM_CONFERENCING = 1 << 1,
	ROOM_WHITEBOARD = 1 << 2,
	ROOM_PHONE_SYSTEM = 1 << 3,
	ROOM_INTUNE = 1 << 4,
	ROOM_ENTRA_P1 = 1 << 5, /* Azure AD P1 in its time */
	ROOM_MANAGEMENT = 1 << 6,
	ROOM_VOICEMAIL = 1 << 7, /* Exchange Plan 2, limited to voicemail */
	ROOM_PARTS_END = 1 << 8
};

unsigned room_parts(enum room_licence licence);
const char *room_part_name(enum room_part part); /* N_() */

#define ROOM_BASIC_MAX 25 /* of a tenant */

/* What a device is to get. basic_before: rooms of the tenant that take a Basic licence before this
 * one; own_carrier: numbers come from the organization's own carrier. */
struct room_need {
	enum room_licence licence; /* ROOM_NO_LICENCE: it is no device */
	bool calling_plan;         /* in addition */
	struct verdict reason;     /* answer YES, with rule and text */
};
struct room_need room_need(
	enum room_device device, bool number, int64_t basic_before, bool own_carrier);

/* The same for `count` new devices of a kind. */
struct room_cart {
	int64_t basic, pro, shared, calling_plans;
};
struct room_cart room_cart(enum room_device device, int64_t count, bool number,
	int64_t basic_before, bool own_carrier);

/* Does a device work with what its account holds?. */
struct verdict room_check(enum room_device device, enum room_licence held, bool number);

/* ---- 2018 ---- */

enum room_scenario {
	ROOM_JOIN,  /* join a scheduled meeting */
	ROOM_ADHOC, /* start one */
	ROOM_DIAL_OUT,
	ROOM_NUMBER, /* a number of its own, calls, joining by number */
	ROOM_SCENARIO_COUNT
};

/* Whose licences the organization had. */
enum room_base { ROOM_BUSINESS, ROOM_ENTERPRISE, ROOM_SERVER, ROOM_BASE_COUNT };

const char *room_scenario_id(enum room_scenario scenario);
const char *room_scenario_name(enum room_scenario scenario); /* N_() */
int room_scenario_of(const char *id);                        /* -1: none */
int room_scenario_rule(enum room_scenario scenario);         /* 63 to 66 */
const char *room_base_id(enum room_base base);
const char *room_base_name(enum room_base base); /* N_() */

/* What the room's account got in 2018: N_() text. */
const char *room_2018(enum room_scenario scenario, enum room_base base);

/* The table says "or E5" where a number is wanted; E5 holds Phone System but no Calling Plan, so
 * one was needed all the same. */
bool room_2018_e5_needs_plan(enum room_scenario scenario);

verdict_rows room_verdicts;

#endif
