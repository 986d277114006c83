/* core/service/partner/partner.c: a reseller's purchase as a chain of questions: the product, its
 * SKU, what is to be had of it, a cart; then, when the cart's id is in the journal, its checkout.
 *
 * Up to the cart nothing moves money, so that all of it may be asked again. The checkout is only
 * ever sent from a poll, after the cart itself said that it is not ordered yet, and under an id of
 * its own that stays the same; whatever is not certain afterwards stays pending: a second cart
 * would be a second purchase. */
#include "core/service/partner/partner.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/store/json.h"

#define RESOURCE "https://api.partnercenter.microsoft.com"
#define SCOPES "user_impersonation"
#define GUID 40

enum {
	PAGES = 50,           /* of a catalogue */
	AGAIN = 10,           /* seconds: after passing trouble before anything was bought */
	LOOK_AGAIN = 30,      /* seconds: between two looks at a cart whose checkout was sent */
	CART_OLD = 24 * 3600, /* seconds: nobody remembers agreeing to an older one */
	NAMED = 3             /* candidates that are told of */
};

enum stage { PRODUCTS, SKUS, AVAILABILITIES, CART, LOOK, CHECKOUT, LOOK_LAST, STAGE_COUNT, END };

struct chain {
	struct partner *partner;
	struct chain *next;
	int64_t id;
	enum stage stage;
	bool polled, refreshed, done;
	struct partner_customer customer;
	int64_t token_id, flight;
	struct str token; /* of the question under way, to be told if it is refused; wiped */
	/* What is to be bought, by the names that Microsoft has for it; a poll knows the quantity
	 * only. */
	char names[2][112];
	int64_t quantity;
	/* Found on the way: */
	struct str page; /* of the catalogue, where it goes on */
	int pages;
	struct str candidates; /* titles */
	int found;             /* how many of them fit */
	char product[64], product_title[160], sku[64], item[160];
	/* The cart, and the id under which it is ordered. */
	char cart[64], checkout_id[GUID];
	char request_id[GUID]; /* of the cart */
	char words[300];       /* why the checkout was refused */
	struct service_reply reply;
};

struct partner {
	struct service service; /* first: a partner is a service */
	struct http *http;
	struct signin *signin;
	struct reference *ref;
	char *base;
	void (*customer)(void *data, struct partner_customer *out);
	void *data;
	struct json_reader *reader;
	struct chain *chains;
	int64_t next_id;
};

static struct partner *partner_of(struct service *service)
{
	return (struct partner *)service;
}

/* ---- ids ---- */

static void guid_new(char *out)
{
	unsigned char b[16];
	if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
		die("There are no random numbers.");
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(out, GUID, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
		b[13], b[14], b[15]);
}

/* The checkout's id: the request's with another last digit, so that cart and checkout are two
 * requests to Partner Center, and the same two however often they are sent. */
static void checkout_id_of(const char *request_id, char *out)
{
	static const char digits[] = "0123456789abcdef";
	text_copy(out, GUID, request_id);
	size_t len = strlen(out);
	const char *digit = len ? strchr(digits, out[len - 1]) : NULL;
	if (digit)
		out[len - 1] = digits[(digit - digits) ^ 1];
}

/* Ids of Partner Center become parts of addresses and of the journal's operation. */
static bool id_ok(const char *id)
{
	return *id && id[strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_")] == '\0';
}

/* ---- ending a chain ---- */

static enum stage chain_end(struct chain *chain, enum service_state state, enum cause cause)
{
	chain->reply.state = state;
	chain->reply.cause = cause;
	chain->done = true;
	return END;
}

static enum stage fail(struct chain *chain, enum cause cause, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static enum stage fail(struct chain *chain, enum cause cause, const char *format, ...)
{
	struct str words = { 0 }, printable = { 0 };
	va_list args;
	va_start(args, format);
	str_vaddf(&words, format, args);
	va_end(args);
	text_printable(&printable, str_text(&words));
	text_copy(chain->reply.words, sizeof chain->reply.words, str_text(&printable));
	str_fini(&words);
	str_fini(&printable);
	return chain_end(chain, SERVICE_FAILED, cause);
}

/* The cart by which a poll finds it again: it must outlive us. */
static void operation_write(struct chain *chain)
{
	snprintf(chain->reply.operation, sizeof chain->reply.operation, "cart:%s/%s/%" PRId64,
		chain->cart, chain->checkout_id, chain->quantity);
}

/* Later, as it stands: a cart that may have been ordered is looked at for as long as it takes. */
static enum stage later(struct chain *chain, enum cause cause, int64_t seconds)
{
	chain->reply.after = seconds;
	if (!chain->polled)
		return chain_end(chain, SERVICE_RETRY, cause);
	operation_write(chain);
	return chain_end(chain, SERVICE_PENDING, cause);
}

/* ---- reading answers ---- */

static const char *value(
	struct chain *chain, const char *at, const char *name, char *out, size_t size)
{
	char path[200];
	snprintf(path, sizeof path, "%s.%s", at, name);
	return json_get_text(chain->partner->reader, path, out, size);
}

static bool truth(struct chain *chain, const char *at, const char *name)
{
	char path[120];
	snprintf(path, sizeof path, "%s.%s", at, name);
	return json_get_number(chain->partner->reader, path, 0) != 0;
}

static int64_t items(struct chain *chain)
{
	return json_get_count(chain->partner->reader, "$.items");
}

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

/* "code description", of an error's body or of a member of an answer. */
static void error_words(struct chain *chain, const char *at, const char *code_name,
	const char *text_name, char *out, size_t size)
{
	char code[40], text[220];
	struct str words = { 0 };
	value(chain, at, code_name, code, sizeof code);
	value(chain, at, text_name, text, sizeof text);
	str_addf(&words, "%s%s%s", code, *code && *text ? ": " : "", text);
	text_copy(out, size, str_text(&words));
	str_fini(&words);
}

/* ---- the catalogue ---- */

static void products_path(const struct chain *chain, struct str *out)
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

static enum stage products_take(struct chain *chain)
{
	int64_t count = items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], type[40], title[160], id[64];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		value(chain, at, "title", title, sizeof title);
		if (strcmp(value(chain, at, "productType.id", type, sizeof type),
			    "OnlineServicesNCE") != 0 ||
			!named(chain, title) || !id_ok(value(chain, at, "id", id, sizeof id)))
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
		return fail(chain, CAUSE_NOT_VISIBLE,
			_("Nothing was bought: the partner's catalogue for this customer has no product named \"%s\"."),
			chain->names[0]);
	if (chain->found > 1)
		return fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several products have this name: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	candidates_clear(chain);
	return SKUS;
}

static void skus_path(const struct chain *chain, struct str *out)
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
		if (strcasecmp(value(chain, at, list, item, sizeof item), word) == 0)
			return true;
	}
	return count == 0; /* it does not say, so that the cart will */
}

static void sku_take(struct chain *chain, int64_t index)
{
	char at[40], title[160], id[64];
	snprintf(at, sizeof at, "$.items[%" PRId64 "]", index);
	value(chain, at, "title", title, sizeof title);
	if (!id_ok(value(chain, at, "id", id, sizeof id)))
		return;
	if (chain->found == 0)
		text_copy(chain->sku, sizeof chain->sku, id);
	candidate(chain, title, id);
}

/* Those that are sold; of several the one that has the very name. */
static void skus_choose(struct chain *chain, bool by_name)
{
	int64_t count = items(chain);
	candidates_clear(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], title[160];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		bool trial = truth(chain, at, "isTrial");
		value(chain, at, "title", title, sizeof title);
		if (!trial && (!by_name || named(chain, title)))
			sku_take(chain, i);
	}
}

/* What the SKU itself says of count and payment, before a cart is made. */
static enum stage sku_check(struct chain *chain)
{
	struct json_reader *reader = chain->partner->reader;
	int64_t count = items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], path[80], id[64];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		if (strcmp(value(chain, at, "id", id, sizeof id), chain->sku) != 0)
			continue;
		snprintf(path, sizeof path, "%s.minimumQuantity", at);
		int64_t least = json_get_number(reader, path, 0);
		snprintf(path, sizeof path, "%s.maximumQuantity", at);
		int64_t most = json_get_number(reader, path, INT64_MAX);
		if (chain->quantity < least || (most > 0 && chain->quantity > most))
			return fail(chain, CAUSE_UNKNOWN,
				_("Nothing was bought: of \"%s\" from %" PRId64 " to %" PRId64
				  " licences can be bought at once."),
				chain->product_title, least, most);
		if (!has_text(chain, at, "supportedBillingCycles", chain->customer.cycle))
			return fail(chain, CAUSE_UNKNOWN,
				_("Nothing was bought: \"%s\" cannot be paid %s."),
				chain->product_title, chain->customer.cycle);
	}
	candidates_clear(chain);
	return AVAILABILITIES;
}

static enum stage skus_take(struct chain *chain)
{
	skus_choose(chain, false);
	if (chain->found > 1)
		skus_choose(chain, true);
	if (chain->found == 1)
		return sku_check(chain);
	if (chain->found > 1)
		return fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several editions have this name: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	skus_choose(chain, false);
	return fail(chain, CAUSE_UNKNOWN,
		_("Nothing was bought: no edition of \"%s\" is sold under its own name. There are: %s."),
		chain->product_title, chain->found ? str_text(&chain->candidates) : "-");
}

static void availabilities_path(const struct chain *chain, struct str *out)
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
		if (strcmp(value(chain, path, "duration", term, sizeof term), customer->term) ==
				0 &&
			strcasecmp(value(chain, path, "billingCycle", cycle, sizeof cycle),
				customer->cycle) == 0)
			return true;
	}
	return false;
}

static bool available(struct chain *chain, const char *at)
{
	char country[8];
	value(chain, at, "country", country, sizeof country);
	return truth(chain, at, "isPurchasable") &&
	       (!*country || !chain->customer.country[0] ||
		       strcasecmp(country, chain->customer.country) == 0) &&
	       has_term(chain, at);
}

static bool item_ok(const char *item)
{
	return *item && item[strspn(item, "0123456789abcdefghijklmnopqrstuvwxyz"
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_:")] == '\0';
}

static enum stage availabilities_take(struct chain *chain)
{
	const struct partner_customer *customer = &chain->customer;
	int64_t count = items(chain);
	for (int64_t i = 0; i < count; i++) {
		char at[40], item[160];
		snprintf(at, sizeof at, "$.items[%" PRId64 "]", i);
		if (!available(chain, at) ||
			!item_ok(value(chain, at, "catalogItemId", item, sizeof item)))
			continue;
		if (chain->found == 0)
			text_copy(chain->item, sizeof chain->item, item);
		candidate(chain, chain->product_title, item);
	}
	if (chain->found == 1)
		return CART;
	if (chain->found > 1)
		return fail(chain, CAUSE_UNKNOWN,
			_("Nothing was bought: several offers fit: %s. Buy the right one in Partner Center."),
			str_text(&chain->candidates));
	return fail(chain, CAUSE_NOT_VISIBLE,
		_("Nothing was bought: \"%s\" is not offered in %s for the term %s, paid %s."),
		chain->product_title, customer->country, customer->term, customer->cycle);
}

/* ---- the cart ---- */

static void cart_path(const struct chain *chain, struct str *out)
{
	(void)chain;
	str_add(out, "/carts");
}

static void cart_body(const struct chain *chain, struct str *out)
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
		error_words(chain, "$.lineItems[0].error", "errorCode", "errorDescription", words,
			size);
		return false;
	}
	if (json_get_count(reader, "$.lineItems") == 1 &&
		json_get_number(reader, "$.lineItems[0].quantity", -1) == chain->quantity)
		return true;
	snprintf(words, size, "%s", _("the cart does not hold what was asked for"));
	return false;
}

static enum stage cart_take(struct chain *chain)
{
	char words[260], item[160];
	value(chain, "$", "id", chain->cart, sizeof chain->cart);
	value(chain, "$.lineItems[0]", "catalogItemId", item, sizeof item);
	if (!id_ok(chain->cart))
		return fail(chain, CAUSE_UNKNOWN, "%s",
			_("Nothing was bought: Partner Center gave no cart."));
	if (!cart_sound(chain, words, sizeof words))
		return fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s."), words);
	if (strcmp(item, chain->item) != 0)
		return fail(chain, CAUSE_UNKNOWN, "%s",
			_("Nothing was bought: the cart holds another product."));
	operation_write(chain);
	return chain_end(chain, SERVICE_PENDING, CAUSE_NONE);
}

/* ---- the checkout ---- */

static void look_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/carts/%s", chain->cart);
}

static bool cart_ordered(struct chain *chain)
{
	char status[20];
	return strcasecmp(value(chain, "$", "status", status, sizeof status), "Ordered") == 0;
}

/* An old cart is of an evening that nobody remembers: it is agreed to anew. */
static bool cart_old(struct chain *chain)
{
	char when[40];
	value(chain, "$", "creationTimestamp", when, sizeof when);
	if (strlen(when) > 19) /* "2026-11-21T08:00:00.1234567Z" */
		snprintf(when + 19, sizeof when - 19, "Z");
	int64_t made = clock_parse(when);
	return made >= 0 && clock_now() - made > CART_OLD;
}

static enum stage look_take(struct chain *chain)
{
	char words[260];
	if (cart_ordered(chain))
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	if (!cart_sound(chain, words, sizeof words))
		return fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s."), words);
	if (cart_old(chain))
		return fail(chain, CAUSE_NOT_DONE, "%s",
			_("Nothing was bought: the cart is more than a day old. Agree to the purchase again."));
	return CHECKOUT;
}

static void checkout_path(const struct chain *chain, struct str *out)
{
	str_addf(out, "/carts/%s/checkout", chain->cart);
}

static enum stage checkout_take(struct chain *chain)
{
	char words[260];
	struct str error = { 0 };
	bool wrong = json_get(chain->partner->reader, "$.orderErrors[0]", &error);
	str_fini(&error);
	if (!wrong && json_get_count(chain->partner->reader, "$.orders") > 0)
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	if (!wrong) /* it says neither: the cart knows */
		return later(chain, CAUSE_NONE, LOOK_AGAIN);
	error_words(chain, "$.orderErrors[0]", "code", "description", words, sizeof words);
	return fail(chain, CAUSE_UNKNOWN, _("Partner Center did not order it: %s."), words);
}

/* After a checkout that was refused: unless the cart was ordered all the same, that is the end. */
static enum stage look_last_take(struct chain *chain)
{
	if (cart_ordered(chain))
		return chain_end(chain, SERVICE_DONE, CAUSE_NONE);
	return fail(chain, CAUSE_UNKNOWN, "%s", chain->words);
}

static const struct stage_row {
	const char *method;
	void (*path)(const struct chain *chain, struct str *out); /* below the customer */
	void (*body)(const struct chain *chain, struct str *out);
	enum stage (*take)(struct chain *chain); /* of an answer of 2xx */
	size_t request_id; /* offset of a text in struct chain; 0: a new one */
} stages[STAGE_COUNT] = {
	[PRODUCTS] = { "GET", products_path, NULL, products_take, 0 },
	[SKUS] = { "GET", skus_path, NULL, skus_take, 0 },
	[AVAILABILITIES] = { "GET", availabilities_path, NULL, availabilities_take, 0 },
	[CART] = { "POST", cart_path, cart_body, cart_take, offsetof(struct chain, request_id) },
	[LOOK] = { "GET", look_path, NULL, look_take, 0 },
	[CHECKOUT] = { "POST", checkout_path, NULL, checkout_take,
		offsetof(struct chain, checkout_id) },
	[LOOK_LAST] = { "GET", look_path, NULL, look_last_take, 0 },
};

/* ---- one question after the other ---- */

static void chain_ask(struct chain *chain);

static void token_wipe(struct chain *chain)
{
	if (chain->token.text)
		explicit_bzero(chain->token.text, chain->token.room);
	str_clear(&chain->token);
}

static void chain_go(struct chain *chain, enum stage stage)
{
	if (stage != END) {
		chain->stage = stage;
		chain->refreshed = false;
		chain_ask(chain);
	}
	if (chain->done)
		service_wake(&chain->partner->service);
}

static int64_t seconds_of(const struct http_reply *reply, int64_t otherwise)
{
	return reply->retry_after >= 0 ? (reply->retry_after + 999) / 1000 : otherwise;
}

/* An answer that is no success. What may have been bought stays pending, whatever is said. */
static enum stage refused(struct chain *chain, const struct http_reply *reply)
{
	char words[240] = "";
	if (json_read(chain->partner->reader, reply->body, reply->body_len))
		error_words(chain, "$", "code", "description", words, sizeof words);
	if (reply->trouble != HTTP_FINE)
		return later(chain, CAUSE_NETWORK, chain->polled ? LOOK_AGAIN : AGAIN);
	if (reply->status == 429)
		return later(chain, CAUSE_THROTTLED, seconds_of(reply, LOOK_AGAIN));
	if (reply->status >= 500 || reply->status == 408)
		return later(chain, CAUSE_UNAVAILABLE, seconds_of(reply, LOOK_AGAIN));
	if (chain->stage == CHECKOUT) {
		snprintf(chain->words, sizeof chain->words,
			_("Partner Center refuses the order: %d %s"), reply->status, words);
		return LOOK_LAST;
	}
	if (chain->stage == LOOK && reply->status == 404)
		return fail(chain, CAUSE_UNKNOWN,
			_("The cart %s is gone. Look in Partner Center whether it was ordered, before you buy again."),
			chain->cart);
	if (chain->polled)
		return later(chain, CAUSE_UNKNOWN, LOOK_AGAIN);
	return fail(chain, CAUSE_UNKNOWN,
		_("Nothing was bought: Partner Center says %d %s (request %s)."), reply->status,
		words, chain->request_id);
}

static void on_reply(void *data, const struct http_reply *reply)
{
	struct chain *chain = data;
	enum stage next;
	chain->flight = 0;
	if (reply->status == 401)
		signin_refused(chain->partner->signin, str_text(&chain->token));
	token_wipe(chain);
	if (reply->status == 401 && !chain->refreshed) {
		chain->refreshed = true; /* a 401 did nothing: once more with another token */
		chain_ask(chain);
		return;
	}
	if (reply->trouble != HTTP_FINE || reply->status < 200 || reply->status > 299)
		next = refused(chain, reply);
	else if (json_read(chain->partner->reader, reply->body, reply->body_len))
		next = stages[chain->stage].take(chain);
	else
		next = later(chain, CAUSE_UNAVAILABLE, LOOK_AGAIN);
	chain_go(chain, next);
}

static void send(struct chain *chain)
{
	const struct stage_row *row = &stages[chain->stage];
	struct str url = { 0 }, body = { 0 };
	char id[GUID], request_line[80], correlation_line[80];
	struct error err = { 0 };
	guid_new(id);
	snprintf(request_line, sizeof request_line, "MS-RequestId: %s",
		row->request_id ? (const char *)chain + row->request_id : id);
	snprintf(correlation_line, sizeof correlation_line, "MS-CorrelationId: %s",
		chain->checkout_id);
	str_addf(&url, "%s/v1/customers/", chain->partner->base);
	http_encode(&url, chain->customer.tenant);
	row->path(chain, &url);
	if (row->body)
		row->body(chain, &body);
	struct http_request request = { .method = row->method,
		.url = str_text(&url),
		.bearer = str_text(&chain->token),
		.headers = { "Accept: application/json", request_line, correlation_line,
			"MS-Contract-Version: v1", "MS-PartnerCenter-Application: ringup",
			"Content-Type: application/json" },
		.body = strcmp(row->method, "POST") == 0 ? str_text(&body) : NULL,
		.body_len = body.len };
	chain->flight = http_send(chain->partner->http, &request, on_reply, chain, &err);
	if (!chain->flight)
		chain_go(chain, fail(chain, CAUSE_NETWORK, "%s", err.text));
	str_fini(&url);
	str_fini(&body);
}

static void on_token(void *data, const char *token, const struct error *why)
{
	struct chain *chain = data;
	chain->token_id = 0;
	if (token) {
		str_add(&chain->token, token);
		send(chain);
	} else if (chain->polled || why->code == ERROR_TRANSIENT) {
		chain_go(chain, later(chain, CAUSE_NETWORK, LOOK_AGAIN));
	} else {
		chain_go(chain, fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s"), why->text));
	}
}

static void chain_ask(struct chain *chain)
{
	chain->token_id = signin_token(chain->partner->signin, RESOURCE, SCOPES, on_token, chain);
}

/* ---- chains of a service ---- */

static struct chain *chain_new(struct partner *partner)
{
	struct chain *chain = xcalloc(1, sizeof *chain);
	chain->partner = partner;
	chain->id = ++partner->next_id;
	chain->next = partner->chains;
	partner->chains = chain;
	partner->customer(partner->data, &chain->customer);
	return chain;
}

static void chain_free(struct chain *chain)
{
	if (chain->token_id)
		signin_forget(chain->partner->signin, chain->token_id);
	if (chain->flight)
		http_cancel(chain->partner->http, chain->flight);
	token_wipe(chain);
	str_fini(&chain->token);
	str_fini(&chain->page);
	str_fini(&chain->candidates);
	service_reply_fini(&chain->reply);
	free(chain);
}

static struct chain **chain_find(struct partner *partner, int64_t id)
{
	struct chain **at = &partner->chains;
	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

static void drop(struct service *service, int64_t flight)
{
	struct chain **at = chain_find(partner_of(service), flight);
	struct chain *chain = *at;
	if (!chain)
		return;
	*at = chain->next;
	chain_free(chain);
}

static bool land(
	struct service *service, int64_t flight, struct service_reply *reply, struct error *err)
{
	struct chain *chain = *chain_find(partner_of(service), flight);
	(void)err;
	*reply = (struct service_reply){ .state = SERVICE_FLYING, .flight = flight };
	if (!chain) { /* nobody asked this; to go on waiting would be for ever */
		reply->flight = 0;
		reply->state = SERVICE_RETRY;
	} else if (chain->done) {
		*reply = chain->reply;
		chain->reply = (struct service_reply){ .state = SERVICE_DONE };
		drop(service, flight);
	}
	return true;
}

static bool fly(struct chain *chain, enum stage stage, struct service_reply *reply)
{
	*reply = (struct service_reply){ .state = SERVICE_FLYING, .flight = chain->id };
	chain->stage = stage;
	chain_ask(chain);
	return true;
}

/* ---- the interface ---- */

static bool buys(const char *kind)
{
	return strncmp(kind, "buy_", 4) == 0;
}

static bool refuse(struct service_reply *reply, enum cause cause, const char *words)
{
	*reply = (struct service_reply){ .state = SERVICE_FAILED, .cause = cause };
	text_copy(reply->words, sizeof reply->words, words);
	return true;
}

static bool submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct partner *partner = partner_of(service);
	struct sku sku;
	(void)err;
	if (!buys(request->kind))
		return refuse(
			reply, CAUSE_UNKNOWN, _("Partner Center sells licences, nothing else."));
	if (request->quantity <= 0 || !request->request_id || !*request->request_id)
		return refuse(reply, CAUSE_UNKNOWN, _("There is nothing to buy."));
	if (!(request->sku_id && reference_sku(partner->ref, request->sku_id, &sku, NULL)) &&
		!(request->sku_part && reference_sku(partner->ref, request->sku_part, &sku, NULL)))
		return refuse(reply, CAUSE_UNKNOWN,
			_("Nothing was bought: what Microsoft calls this product is not known. Buy it in Partner Center."));
	struct chain *chain = chain_new(partner);
	text_copy(chain->names[0], sizeof chain->names[0], sku.name);
	text_copy(chain->names[1], sizeof chain->names[1], sku.listed_name);
	text_copy(chain->request_id, sizeof chain->request_id, request->request_id);
	checkout_id_of(request->request_id, chain->checkout_id);
	chain->quantity = request->quantity;
	if (!chain->customer.tenant[0]) {
		drop(service, chain->id);
		return refuse(reply, CAUSE_UNKNOWN,
			_("Nothing was bought: the customer's tenant id is not known yet. Read the tenant first (ringup sync)."));
	}
	return fly(chain, PRODUCTS, reply);
}

/* "cart:ID/GUID/10", as cart_take wrote it. */
static bool operation_read(const char *operation, struct chain *chain)
{
	int end = 0;
	return sscanf(operation, "cart:%63[^/]/%39[^/]/%" SCNd64 "%n", chain->cart,
		       chain->checkout_id, &chain->quantity, &end) == 3 &&
	       operation[end] == '\0' && id_ok(chain->cart) && id_ok(chain->checkout_id) &&
	       chain->quantity > 0;
}

static bool poll(struct service *service, const char *operation, struct service_reply *reply,
	struct error *err)
{
	struct chain *chain = chain_new(partner_of(service));
	(void)err;
	chain->polled = true;
	bool known = operation_read(operation, chain);
	if (known && chain->customer.tenant[0])
		return fly(chain, LOOK, reply);
	drop(service, chain->id);
	if (known) { /* the tenant is read first; the cart may have been ordered */
		*reply = (struct service_reply){ .state = SERVICE_PENDING, .after = LOOK_AGAIN };
		text_copy(reply->operation, sizeof reply->operation, operation);
		return true;
	}
	return refuse(reply, CAUSE_UNKNOWN,
		_("The cart cannot be told from the journal. Look in Partner Center before you buy again."));
}

/* Only a cart that is in the journal is ever ordered, and then it is polled: who asks has none. */
static bool ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)request;
	(void)err;
	return refuse(reply, CAUSE_NOT_DONE, "");
}

static bool no_sync(struct service *service, enum service_page page, const char *from,
	struct str *json, struct service_next *next, struct error *err)
{
	(void)service, (void)page, (void)from, (void)json, (void)next;
	return error_set(
		err, ERROR_REFUSED, "%s", _("Partner Center is not read, only bought from."));
}

static unsigned reads(struct service *service)
{
	(void)service;
	return 0;
}

static enum service_way way(struct service *service, const char *kind)
{
	(void)service;
	return buys(kind) ? SERVICE_BY_RINGUP : SERVICE_BY_HAND;
}

/* One purchase after the other. */
static int room(struct service *service, const char *kind)
{
	(void)service;
	return buys(kind) ? 1 : 0;
}

static bool no_search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service, (void)request, (void)err;
	return refuse(reply, CAUSE_UNKNOWN, _("Partner Center sells licences, nothing else."));
}

static int64_t now(struct service *service)
{
	(void)service;
	return clock_now();
}

static void partner_close(struct service *service)
{
	struct partner *partner = partner_of(service);
	while (partner->chains)
		drop(service, partner->chains->id);
	json_reader_free(partner->reader);
	free(partner->base);
	free(partner);
}

static const struct service_ops partner_ops = {
	.name = "partner",
	.title = N_("Partner Center"),
	.close = partner_close,
	.now = now,
	.sync = no_sync,
	.reads = reads,
	.way = way,
	.room = room,
	.submit = submit,
	.poll = poll,
	.ask = ask,
	.search = no_search,
	.let_go = no_search,
	.land = land,
	.drop = drop,
};

struct service *partner_open(const struct partner_options *options, struct error *err)
{
	const char *base = options->base && *options->base ? options->base : RESOURCE;
	if (!http_address_ok(base, err))
		return NULL;
	struct partner *partner = xcalloc(1, sizeof *partner);
	partner->service.ops = &partner_ops;
	partner->http = options->http;
	partner->signin = options->signin;
	partner->ref = options->ref;
	partner->base = xstrdup(base);
	for (size_t len = strlen(partner->base); len > 0 && partner->base[len - 1] == '/'; len--)
		partner->base[len - 1] = '\0';
	partner->customer = options->customer;
	partner->data = options->data;
	partner->reader = json_reader_new();
	return &partner->service;
}
