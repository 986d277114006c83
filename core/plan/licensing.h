/* core/plan/licensing.h: which products people are to get: the answers (how they call, which way,
 * whose network), what they hold, their country and the rules, brought together.
 *
 * Screens, imports and the answers file call licensing_plan after anything of that changed. */
#ifndef CORE_PLAN_LICENSING_H
#define CORE_PLAN_LICENSING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/rules/eligibility.h"
#include "core/rules/room.h"

struct organization;
struct reference;
struct store;

/* Wishes for everybody who calls, and for rooms and shared devices, the licences that the rules ask
 * for, and takes back what earlier answers asked for and nobody needs any more. What was wished by
 * hand stays. A person whose mailbox is not in the cloud gets none: the licence would be of
 * no use. One whose usage location is missing is planned for as in the organization's country, so
 * that the cart is whole; the problem is told by plan_problems. Whoever has, or is to get, a number
 * of the own carrier gets no Calling Plan, also where others do. The free licence of
 * Communications Credits follows the answer credits_for. *changed (may be NULL): licences
 * whose wish changed. */
bool licensing_plan(
	struct store *store, struct reference *ref, int64_t *changed, struct error *err);

/* A product of what one person needs. */
struct licensing_need {
	enum eligibility_role role;
	struct verdict reason;
	char part[96]; /* part number; "" where a person must choose (another base plan) */
};

struct licensing_answer {
	struct licensing_need needs[ELIGIBILITY_NEEDS]; /* in the order to buy and to assign */
	int need_count;
	struct verdict notes[ELIGIBILITY_NOTES]; /* most serious first */
	int note_count;
	struct eligibility_way
		ways[WAY_COUNT]; /* to compare prices, the chosen one first */
	int way_count;
	char location[3]; /* whose products these are; "" : no country is known at all */
};

/* For the detail of one person: what somebody needs who calls as the answers say, whether or not
 * the person is marked, besides what is held. */
bool licensing_person(struct store *store, struct reference *ref, int64_t person_id,
	struct licensing_answer *out, struct error *err);

/* The same for somebody who has the organization's plan and nothing else, in its country: "your
 * way". */
bool licensing_typical(struct store *store, struct reference *ref, struct licensing_answer *out,
	struct error *err);

/* What the rules ask about an organization and one country: its answers, and what is sold there.
 * `answers` NULL: a commercial one that bought direct. */
struct eligibility_organization licensing_terms(
	struct reference *ref, const struct organization *answers, const char *country);

/* Adds a product (a part number) to what a person holds: its capabilities, and of a base plan the
 * family and what is inside. True if it is a base plan. */
bool licensing_hold(struct reference *ref, struct eligibility_person *person, const char *part);

/* licensing_hold for each part number of "A;B", as licence_group.skus and holding_group.skus are
 * written. */
void licensing_hold_all(struct reference *ref, struct eligibility_person *person, const char *list);

/* The part number that plays a role for people of a country in an organization of this kind; ""
 * when no product does. part holds 96 bytes; returned. */
const char *licensing_part(struct reference *ref, enum eligibility_role role,
	enum eligibility_kind kind, const char *country, char *part);

/* The part number of a room's or shared device's licence; "" for other licences. Borrowed. */
const char *licensing_room_part(enum room_licence licence, enum eligibility_kind kind);

#endif
