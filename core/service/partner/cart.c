/* core/service/partner/cart.c: the cart, which costs nothing, and its checkout, which is the order.
 */
#include "core/service/partner/within.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"

enum {
	CART_OLD = 24 * 3600, /* seconds: nobody remembers agreeing to an older one */
	CONSENT_AGAIN = 3600
};

/* ---- the cart ---- */

void cart_path(const struct chain *chain, struct str *out)
{
	(void)chain;
	str_add(out, "/carts");
}

void cart_body(const struct chain *chain, struct str *out)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_truth(json, "PartnerOnRecordAttestationAccepted", true);
	json_array(json, "lineItems");
	json_object(json, NULL);
	json_number(json, "id", 0);
	json_text(json, "catalogItemId", chain->item);
	json_text(json, "friendlyName", chain->product_title);
	json_number(json, "quantity", chain->quantity);
	json_text(json, "billingCycle", chain->customer.cycle);
	json_text(json, "termDuration", chain->customer.term);
	json_end(json);
	json_end(json);
	json_end(json);
	str_add(out, json_done(json));
	json_free(json);
}

/* The cart holds one line, of what was asked for, without an error: only then may it be ordered. */
static bool cart_sound(struct chain *chain, char *words, size_t size)
{
	struct json_reader *reader = chain->partner->reader;
	struct str error = { 0 };
	bool wrong = json_get(reader, "$.lineItems[0].error", &error);
	str_fini(&error);
	if (wrong) {
		chain_error(chain, "$.lineItems[0].error", "errorCode", "errorDescription", words,
			size);
		return false;
	}
	if (json_get_count(reader, "$.lineItems") == 1 &&
		json_get_number(reader, "$.lineItems[0].quantity", -1) == chain->quantity)
		return true;
	snprintf(words, size, "%s", _("the cart does not hold what was asked for"));
	return false;
}

enum stage cart_take(struct chain *chain)
{
	char words[260], item[160];
	chain_value(chain, "$", "id", chain->cart, sizeof chain->cart);
	chain_value(chain, "$.lineItems[0]", "catalogItemId", item, sizeof item);
	if (!partner_id_ok(chain->cart))
		return chain_fail(chain, CAUSE_UNKNOWN, "%s",
			_("Nothing was bought: Partner Center gave no cart."));
	if (!cart_sound(chain, words, sizeof words))
		return chain_fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s."), words);
	if (strcmp(item, chain->item) != 0)
		return chain_fail(chain, CAUSE_UNKNOWN, "%s",
			_("Nothing was bought: the cart holds another product."));
	chain_operation(chain);
	return chain_end(chain, SERVICE_PENDING, CAUSE_NONE);
}

/* ---- the checkout ---- */

void look_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/carts/%s", chain->cart);
}

static bool cart_ordered(struct chain *chain)
{
	char status[20];
	return strcasecmp(chain_value(chain, "$", "status", status, sizeof status), "Ordered") == 0;
}

/* An old cart is of an evening that nobody remembers: it is agreed to anew. */
static bool cart_old(struct chain *chain)
{
	char when[40];
	chain_value(chain, "$", "creationTimestamp", when, sizeof when);
	if (strlen(when) > 19) /* "2026-11-21T08:00:00.1234567Z" */
		snprintf(when + 19, sizeof when - 19, "Z");
	int64_t made = clock_parse(when);
	return made >= 0 && clock_now() - made > CART_OLD;
}

enum stage look_take(struct chain *chain)
{
	char words[260];
	if (cart_ordered(chain))
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	if (!cart_sound(chain, words, sizeof words))
		return chain_fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s."), words);
	if (cart_old(chain))
		return chain_fail(chain, CAUSE_NOT_DONE, "%s",
			_("Nothing was bought: the cart is more than a day old. Agree to the purchase again."));
	if (!chain->partner->service.may_buy) /* an earlier run's consent is not this one's */
		return chain_later(chain, CAUSE_CONSENT, CONSENT_AGAIN);
	return CHECKOUT;
}

void checkout_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/carts/%s/checkout", chain->cart);
}

enum stage checkout_take(struct chain *chain)
{
	char words[260];
	struct str error = { 0 };
	bool wrong = json_get(chain->partner->reader, "$.orderErrors[0]", &error);
	str_fini(&error);
	if (!wrong && json_get_count(chain->partner->reader, "$.orders") > 0)
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	if (!wrong) /* it says neither: the cart knows */
		return chain_later(chain, CAUSE_NONE, LOOK_AGAIN);
	chain_error(chain, "$.orderErrors[0]", "code", "description", words, sizeof words);
	return chain_fail(chain, CAUSE_UNKNOWN, _("Partner Center did not order it: %s."), words);
}

/* After a checkout that was refused: unless the cart was ordered all the same, that is the end. */
enum stage look_last_take(struct chain *chain)
{
	if (cart_ordered(chain))
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	return chain_fail(chain, CAUSE_UNKNOWN, "%s", chain->words);
}
