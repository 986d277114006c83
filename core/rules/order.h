/* core/rules/order.h: in which order the five steps come, country by country (R-227..R-234, R-254,
 *
 * What is true of a country comes from data/ and is given by the caller. */
#ifndef CORE_RULES_ORDER_H
#define CORE_RULES_ORDER_H

#include <stdbool.h>

#include "core/rules/verdict.h"

enum order_step {
	ORDER_LICENCES,
	ORDER_NUMBERS,
	ORDER_ADDRESSES,
	ORDER_ASSIGN,
	ORDER_NOTIFY,
	ORDER_STEP_COUNT
};

/* Column civic_address_required_for_number of address_formats.csv. */
enum order_need { ORDER_NEED_UNKNOWN, ORDER_NEED_NO, ORDER_NEED_YES };

struct order_country {
	char iso2[3];
	enum order_need address_to_acquire; /* unknown counts as yes */
	bool area_must_match;               /* BE DE ES FR IE NL */
};

struct order {
	enum order_step steps[ORDER_STEP_COUNT];
	bool addresses_first;
	struct verdict reason; /* answer YES, with the rule and the sentence the screen shows */
};

/* "yes", "no", anything else is unknown. */
enum order_need order_need_of(const char *word);

/* An order in which a number cannot be got before its address: true for yes and unknown. */
bool order_address_to_acquire(const struct order_country *country);

/* The address is chosen when the number is given to a person (US, CA, PR: ). */
bool order_address_at_assignment(const struct order_country *country);

/* The order for an organization in these countries: addresses come before numbers if any of them
 * needs it, or if the admin prefers it (always allowed: ). No country: as in the US. */
struct order order_of(const struct order_country *countries, int count, bool prefer_addresses);

/* Where a step comes in it, from 0. */
int order_rank(const struct order *order, enum order_step step);

/* May a number be got in this country? NO when the country wants an address first and there is no
 * validated one there. */
struct verdict order_may_acquire(const struct order_country *country, bool has_address);

/* Does the address fit the number's area? `number_area` and `address_area` are area codes without
 * trunk 0 ("4" for Lyon); NULL or "" where not known: WARN in a country that wants them equal. */
struct verdict order_area_check(
	const struct order_country *country, const char *number_area, const char *address_area);

/* May addresses be changed and user numbers be let go here? Where a partner runs the Calling Plans
 * (AU, JP) only by the partner. */
struct verdict order_may_change(bool by_partner);

/* The id of a step in status and answers: "licences", "numbers", ... */
const char *order_step_id(enum order_step step);

verdict_rows order_verdicts;

#endif
