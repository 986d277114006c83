/* core/service/partner/catalogue.c: which offer is meant: the product, its SKU, what is to be had
 * of it. Whatever is not exactly one is a refusal that names the candidates. */
#include "core/service/partner/within.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/base/tr.h"

enum {
	PAGES = 50, /* of a catalogue */
	NAMED = 3   /* candidates that are told of */
};

/* ---- names ---- */

/* "Microsoft Teams Phone Standard" and "teams phone standard" are one product. */
static bool same_name(const char *a, const char *b)
{
	static const char maker[] = "microsoft ";
	struct str x = { 0 }, y = { 0 };
	text_fold(&x, a);
	text_fold(&y, b);
	const char *p = str_text(&x), *q = str_text(&y);
	p += strncmp(p, maker, sizeof maker - 1) == 0 ? sizeof maker - 1 : 0;
	q += strncmp(q, maker, sizeof maker - 1) == 0 ? sizeof maker - 1 : 0;
	bool same = *p && strcmp(p, q) == 0;
	str_fini(&x);
	str_fini(&y);
	return same;
}

static bool named(const struct chain *chain, const char *title)
{
	return same_name(title, chain->names[0]) || same_name(title, chain->names[1]);
}

static void candidate(struct chain *chain, const char *title, const char *id)
{
	if (chain->found++ < NAMED)
		str_addf(&chain->candidates, "%s%s (%s)", chain->candidates.len ? ", " : "", title,
			id);
}

static void candidates_clear(struct chain *chain)
{
	str_clear(&chain->candidates);
	chain->found = 0;
}

/* ---- product, SKU, availability ---- */

void products_path(const struct chain *chain, struct str *out)
{
	if (chain->page.len)
		str_add(out, str_text(&chain->page));
	else
		str_add(out, "/products?targetView=OnlineServices");
}

/* The address of the next page, below our own: "/customers/ID/products?...", or whole. */
static bool products_more(struct chain *chain)
{
	struct str next = { 0 };
	bool more = json_get(chain->partner->reader, "$.links.next.uri", &next) && next.len > 0 &&
		    ++chain->pages < PAGES;
	const char *query = more ? strchr(str_text(&next), '?') : NULL;
	str_clear(&chain->page);
	if (query)
		str_addf(&chain->page, "/products%s", query);
	str_fini(&next);
	return query != NULL;
}

enum stage products_take(struct chain *chain)
{
	int64_t count = chain_items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], type[40], title[160], id[64];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		chain_value(chain, at, "title", title, sizeof title);
		if (strcmp(chain_value(chain, at, "productType.id", type, sizeof type),
			    "OnlineServicesNCE") != 0 ||
			!named(chain, title) ||
			!partner_id_ok(chain_value(chain, at, "id", id, sizeof id)))
			continue;
		if (chain->found == 0) {
			text_copy(chain->product, sizeof chain->product, id);
			text_copy(chain->product_title, sizeof chain->product_title, title);
		}
		candidate(chain, title, id);
	}
	if (products_more(chain))
		return PRODUCTS;
	if (chain->found == 0)
		return chain_fail(chain, CAUSE_NOT_VISIBLE,
			_("Nothing was bought: the partner's catalogue for this customer has no product named \"%s\"."),
			chain->names[0]);
	if (chain->found > 1)
		return chain_fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several products have this name: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	candidates_clear(chain);
	return SKUS;
}

void skus_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/products/%s/skus", chain->product);
}

static bool has_text(struct chain *chain, const char *at, const char *name, const char *word)
{
	char list[120], item[60];
	snprintf(list, sizeof list, "%s.%s", at, name);
	int64_t count = json_get_count(chain->partner->reader, list);
	for (int64_t i = 0; i < count; i++) {
		snprintf(list, sizeof list, "%s[%" PRId64 "]", name, i);
		if (strcasecmp(chain_value(chain, at, list, item, sizeof item), word) == 0)
			return true;
	}
	return count == 0; /* it does not say, so that the cart will */
}

static void sku_take(struct chain *chain, int64_t index)
{
	char at[40], title[160], id[64];
	snprintf(at, sizeof at, "$.items[%" PRId64 "]", index);
	chain_value(chain, at, "title", title, sizeof title);
	if (!partner_id_ok(chain_value(chain, at, "id", id, sizeof id)))
		return;
	if (chain->found == 0)
		text_copy(chain->sku, sizeof chain->sku, id);
	candidate(chain, title, id);
}

/* Those that are sold; of several the one that has the very name. */
static void skus_choose(struct chain *chain, bool by_name)
{
	int64_t count = chain_items(chain);
	candidates_clear(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], title[160];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		bool trial = chain_truth(chain, at, "isTrial");
		chain_value(chain, at, "title", title, sizeof title);
		if (!trial && (!by_name || named(chain, title)))
			sku_take(chain, i);
	}
}

/* What the SKU itself says of count and payment, before a cart is made. */
static enum stage sku_check(struct chain *chain)
{
	struct json_reader *reader = chain->partner->reader;
	int64_t count = chain_items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], path[80], id[64];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		if (strcmp(chain_value(chain, at, "id", id, sizeof id), chain->sku) != 0)
			continue;
		snprintf(path, sizeof path, "%s.minimumQuantity", at);
		int64_t least = json_get_number(reader, path, 0);
		snprintf(path, sizeof path, "%s.maximumQuantity", at);
		int64_t most = json_get_number(reader, path, INT64_MAX);
		if (chain->quantity < least || (most > 0 && chain->quantity > most))
			return chain_fail(chain, CAUSE_UNKNOWN,
				_("Nothing was bought: of \"%s\" from %" PRId64 " to %" PRId64
				  " licences can be bought at once."),
				chain->product_title, least, most);
		if (!has_text(chain, at, "supportedBillingCycles", chain->customer.cycle))
			return chain_fail(chain, CAUSE_UNKNOWN,
				_("Nothing was bought: \"%s\" cannot be paid %s."),
				chain->product_title, chain->customer.cycle);
	}
	candidates_clear(chain);
	return AVAILABILITIES;
}

enum stage skus_take(struct chain *chain)
{
	skus_choose(chain, false);
	if (chain->found > 1)
		skus_choose(chain, true);
	if (chain->found == 1)
		return sku_check(chain);
	if (chain->found > 1)
		return chain_fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several editions have this name: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	skus_choose(chain, false);
	return chain_fail(chain, CAUSE_UNKNOWN,
		_("Nothing was bought: no edition of \"%s\" is sold under its own name. There are: %s."),
		chain->product_title, chain->found ? str_text(&chain->candidates) : "-");
}

void availabilities_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/products/%s/skus/%s/availabilities", chain->product, chain->sku);
}

static bool has_term(struct chain *chain, const char *at)
{
	const struct partner_customer *customer = &chain->customer;
	char path[80], term[20], cycle[20];
	snprintf(path, sizeof path, "%s.terms", at);
	int64_t count = json_get_count(chain->partner->reader, path);
	for (int64_t i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s.terms[%" PRId64 "]", at, i);
		if (strcmp(chain_value(chain, path, "duration", term, sizeof term),
			    customer->term) == 0 &&
			strcasecmp(chain_value(chain, path, "billingCycle", cycle, sizeof cycle),
				customer->cycle) == 0)
			return true;
	}
	return false;
}

static bool available(struct chain *chain, const char *at)
{
	char country[8];
	chain_value(chain, at, "country", country, sizeof country);
	return chain_truth(chain, at, "isPurchasable") &&
	       (!*country || !chain->customer.country[0] ||
		       strcasecmp(country, chain->customer.country) == 0) &&
	       has_term(chain, at);
}

static bool item_ok(const char *item)
{
	return *item && item[strspn(item, "0123456789abcdefghijklmnopqrstuvwxyz"
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_:")] == '\0';
}

enum stage availabilities_take(struct chain *chain)
{
	const struct partner_customer *customer = &chain->customer;
	int64_t count = chain_items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], item[160];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		if (!available(chain, at) ||
			!item_ok(chain_value(chain, at, "catalogItemId", item, sizeof item)))
			continue;
		if (chain->found == 0)
			text_copy(chain->item, sizeof chain->item, item);
		candidate(chain, chain->product_title, item);
	}
	if (chain->found == 1)
		return CART;
	if (chain->found > 1)
		return chain_fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several offers fit: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	return chain_fail(chain, CAUSE_NOT_VISIBLE,
		_("Nothing was bought: \"%s\" is not offered in %s for the term %s, paid %s."),
		chain->product_title, customer->country, customer->term, customer->cycle);
}
