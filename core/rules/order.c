/* core/rules/order.c: in which order the five steps come. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/order.h"

enum {
	ALLOWED,
	NUMBERS_FIRST,
	TIED,
	TIED_SOMEWHERE,
	UNSURE,
	PREFERRED,
	ADDRESS_MISSING,
	ADDRESS_MISSING_UNSURE,
	AREA_UNKNOWN,
	AREA_DIFFERS,
	PARTNER_ONLY
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NUMBERS_FIRST] = { VERDICT_YES, 227,
		N_("Here the emergency address is chosen when a number is given to a person."),
		N_("Get numbers first, then add addresses.") },
	[TIED] = { VERDICT_YES, 227,
		N_("Here a number carries its emergency address: addresses come before numbers."),
		N_("Add and validate an address first, then search for numbers.") },
	[TIED_SOMEWHERE] = { VERDICT_YES, 227,
		N_("In at least one of your countries a number carries its address: addresses come first."),
		N_("Add and validate the addresses first, then search for numbers.") },
	[UNSURE] = { VERDICT_YES, 229,
		N_("No document says whether a number needs its address first here; addresses first is safe."),
		N_("Add and validate an address first, then search for numbers.") },
	[PREFERRED] = { VERDICT_YES, 230,
		N_("You chose to add addresses before numbers, which is allowed everywhere."),
		N_("Add and validate an address first, then search for numbers.") },
	[ADDRESS_MISSING] = { VERDICT_NO, 228,
		N_("In this country a number can only be had together with its emergency address."),
		N_("Add an address in this country and validate it, then search for numbers again.") },
	[ADDRESS_MISSING_UNSURE] = { VERDICT_NO, 229,
		N_("A number in this country may need its emergency address first; that is not documented."),
		N_("Add an address in this country and validate it, then search for numbers again.") },
	[AREA_UNKNOWN] = { VERDICT_WARN, 232,
		N_("Here address and number must be of one area, and the area of one of them is not known."),
		N_("Check that the address lies in the area of the number before you acquire it.") },
	[AREA_DIFFERS] = { VERDICT_NO, 232,
		N_("Here the address must lie in the area of the number, else its activation fails."),
		N_("Choose an address in the number's area, or a number with the address's area code.") },
	[PARTNER_ONLY] = { VERDICT_NO, 254,
		N_("Here addresses and releases of numbers are changed by the partner only."),
		N_("Ask the partner that sells the plan: Telstra or SoftBank.") },
};

VERDICT_ROWS(order_verdicts, verdicts)

static const char *const step_ids[] = {
	[ORDER_LICENCES] = "licences",
	[ORDER_NUMBERS] = "numbers",
	[ORDER_ADDRESSES] = "addresses",
	[ORDER_ASSIGN] = "assign",
	[ORDER_NOTIFY] = "notify",
};

static const enum order_step orders[2][ORDER_STEP_COUNT] = {
	[false] = { ORDER_LICENCES, ORDER_NUMBERS, ORDER_ADDRESSES, ORDER_ASSIGN, ORDER_NOTIFY },
	[true] = { ORDER_LICENCES, ORDER_ADDRESSES, ORDER_NUMBERS, ORDER_ASSIGN, ORDER_NOTIFY },
};

enum order_need order_need_of(const char *word)
{
	if (word && strcasecmp(word, "yes") == 0)
		return ORDER_NEED_YES;
	if (word && strcasecmp(word, "no") == 0)
		return ORDER_NEED_NO;
	return ORDER_NEED_UNKNOWN;
}

bool order_address_to_acquire(const struct order_country *country)
{
	return country->address_to_acquire != ORDER_NEED_NO;
}

bool order_address_at_assignment(const struct order_country *country)
{
	return country->address_to_acquire == ORDER_NEED_NO;
}

/* One "yes" decides before an "unknown": it has the better reason. */
static int reason_of(const struct order_country *countries, int count, bool prefer)
{
	bool unsure = false;

	for (int i = 0; i < count; i++) {
		if (countries[i].address_to_acquire == ORDER_NEED_YES)
			return count > 1 ? TIED_SOMEWHERE : TIED;
		unsure = unsure || countries[i].address_to_acquire == ORDER_NEED_UNKNOWN;
	}
	if (unsure)
		return UNSURE;
	return prefer ? PREFERRED : NUMBERS_FIRST;
}

struct order order_of(const struct order_country *countries, int count, bool prefer_addresses)
{
	int reason = reason_of(countries, count, prefer_addresses);
	struct order order = {
		.addresses_first = reason != NUMBERS_FIRST,
		.reason = verdicts[reason],
	};

	memcpy(order.steps, orders[order.addresses_first], sizeof(order.steps));
	return order;
}

int order_rank(const struct order *order, enum order_step step)
{
	int rank = 0;

	while (rank < ORDER_STEP_COUNT - 1 && order->steps[rank] != step)
		rank++;
	return rank;
}

struct verdict order_may_acquire(const struct order_country *country, bool has_address)
{
	if (has_address || !order_address_to_acquire(country))
		return verdicts[ALLOWED];
	if (country->address_to_acquire == ORDER_NEED_UNKNOWN)
		return verdicts[ADDRESS_MISSING_UNSURE];
	return verdicts[ADDRESS_MISSING];
}

/* An area code without the trunk 0, which some lists write ("04" for Lyon is "4"). Only used to
 * compare, so that Italy's codes, whose 0 belongs to the number, do not suffer. */
static const char *bare(const char *area)
{
	return *area == '0' ? area + 1 : area;
}

struct verdict order_area_check(
	const struct order_country *country, const char *number_area, const char *address_area)
{
	if (!country->area_must_match)
		return verdicts[ALLOWED];
	if (!number_area || !*number_area || !address_area || !*address_area)
		return verdicts[AREA_UNKNOWN];
	if (strcmp(bare(number_area), bare(address_area)) == 0)
		return verdicts[ALLOWED];
	return verdicts[AREA_DIFFERS];
}

struct verdict order_may_change(bool by_partner)
{
	return verdicts[by_partner ? PARTNER_ONLY : ALLOWED];
}

const char *order_step_id(enum order_step step)
{
	return step_ids[step];
}
