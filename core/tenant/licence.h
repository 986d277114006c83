/* core/tenant/licence.h: who holds, and who is to hold, which product (table licence). */
#ifndef CORE_TENANT_LICENCE_H
#define CORE_TENANT_LICENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/tenant/subscription.h"

struct store;
struct person_filter;

struct licence {
	char sku_id[SKU_ID];
	char sku_part[SKU_PART];
	char name[112];
	unsigned capability;
	bool wanted, actual, by_group;
	bool derived;   /* the wish comes from the answers, see licence_plan_callers */
	int64_t since;  /* UTC seconds; 0: not known */
	char state[32]; /* the service's word */
};

/* A person's licences, held or wished: phone products last. At most `room`; -1 on an error. */
int licence_list(
	struct store *store, int64_t person_id, int room, struct licence *out, struct error *err);

/* Wishes for one person, or for all of a filter, a product that has its row (subscription_ensure);
 * with want false: not to have it. */
bool licence_want(
	struct store *store, int64_t person_id, const char *sku_id, bool want, struct error *err);
bool licence_want_of(struct store *store, const struct person_filter *filter, const char *sku_id,
	bool want, int64_t *changed, struct error *err);

/* What the tenant, or a file, says: the person has it. Wishes follow where there was none. */
bool licence_put(
	struct store *store, int64_t person_id, const char *sku_id, bool actual, struct error *err);

/* ---- what callers, devices and organizers need ----
 *
 * Which products they need is the rules' business, and depends on the country and on what they
 * hold: the store asks once for each such combination, not for each person. */

struct licence_group {
	char location[3];    /* usage location, wished; "" none */
	unsigned capability; /* bits of what they hold and what was wished by hand */
	char skus[1024];     /* part numbers of it, sorted, ';' between them */
	char mailbox[8];     /* cloud | onprem | unknown */
	char device[8];      /* room | panel | phone | desk; "" people */
	bool calls;          /* calls outside, or of a device: has a number of its own */
	bool organizes;      /* hosts meetings that are dialled into */
	bool beyond;  /* rooms after the first 25 without a number of their own; the
			 first are those that hold Teams Rooms Basic, then by user name */
	bool carrier; /* has, or is to get, a number of the organization's own carrier */
	int64_t people;
	int64_t person_id; /* one of them */
};

#define LICENCE_CHOICES 8

struct licence_choice {
	char add[LICENCE_CHOICES][SKU_PART]; /* ids or part numbers to have */
	int add_count;
	char remove[LICENCE_CHOICES]
		   [SKU_PART]; /* held ones that must go in the same change */
	int remove_count;
};

/* Fills choice (zeroed before) for the people of a group. False ends the planning with its error.
 */
typedef bool licence_choose(void *data, const struct licence_group *group,
	struct licence_choice *choice, struct error *err);

/* (Re)computes the wishes that follow from the answers: callers, devices and organizers get what
 * choose says; wishes of earlier answers that nobody asks for any more are taken back. What a
 * person holds already, and what was wished by hand, stays. One transaction. *changed (may be
 * NULL): licences whose wish changed. */
bool licence_plan_callers(struct store *store, licence_choose *choose, void *data, int64_t *changed,
	struct error *err);

/* ---- figures ---- */

/* Licences by what they give, for the quota: assigned now, or as they will be. */
struct licence_counts {
	int64_t domestic, international, payg;
	int64_t phone_system, conferencing, conferencing_basic;
	int64_t credits; /* of the organization: seats that are there or to be bought count as well
			  */
};
bool licence_count(struct store *store, bool wanted, struct licence_counts *out, struct error *err);

/* People who have, or are to have, a Calling Plan: of everybody, or of those who have, or are to
 * get, a number of the own carrier, which makes it unnecessary. */
bool licence_carrier_plans(struct store *store, bool everybody, int64_t *people, struct error *err);

/* Licences that give minutes, by country and plan of the facts' table minutes (R-136..R-144). */
struct licence_pool {
	char country[3]; /* usage location */
	char plan[20];   /* domestic, domestic_120, international, payg, ... */
	int64_t actual, wanted;
};
int licence_pools(struct store *store, int room, struct licence_pool *out, struct error *err);

#endif
