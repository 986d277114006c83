/* core/service/partner/partner.c: a reseller's purchase as a chain of questions: the product, its
 * SKU, what is to be had of it, a cart; then, when the cart's id is in the journal, its checkout.
 *
 * Up to the cart nothing moves money, so that all of it may be asked again. The checkout is only
 * ever sent from a poll, after the cart itself said that it is not ordered yet, and under an id of
 * its own that stays the same; whatever is not certain afterwards stays pending: a second cart
 * would be a second purchase. */
#include "core/service/partner/within.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/base/tr.h"

#define RESOURCE "https://api.partnercenter.microsoft.com"
#define SCOPES "user_impersonation"

enum { AGAIN = 10 /* seconds: after passing trouble before anything was bought */ };

static struct partner *partner_of(struct service *service)
{
	return (struct partner *)service;
}

/* ---- ids ---- */

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

/* ---- stages ---- */

struct stage_row {
	const char *method;
	void (*path)(const struct chain *chain, struct str *out); /* below the customer */
	void (*body)(const struct chain *chain, struct str *out);
	enum stage (*take)(struct chain *chain); /* of an answer of 2xx */
	size_t request_id; /* offset of a text in struct chain; 0: a new one */
};

static const struct stage_row stages[STAGE_COUNT] = {
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
		chain_error(chain, "$", "code", "description", words, sizeof words);
	if (reply->trouble != HTTP_FINE)
		return chain_later(chain, CAUSE_NETWORK, chain->polled ? LOOK_AGAIN : AGAIN);
	if (reply->status == 429)
		return chain_later(chain, CAUSE_THROTTLED, seconds_of(reply, LOOK_AGAIN));
	if (reply->status >= 500 || reply->status == 408)
		return chain_later(chain, CAUSE_UNAVAILABLE, seconds_of(reply, LOOK_AGAIN));
	if (chain->stage == CHECKOUT) {
		snprintf(chain->words, sizeof chain->words,
			_("Partner Center refuses the order: %d %s"), reply->status, words);
		return LOOK_LAST;
	}
	if (chain->stage == LOOK && reply->status == 404)
		return chain_fail(chain, CAUSE_UNKNOWN,
			_("The cart %s is gone. Look in Partner Center whether it was ordered, before you buy again."),
			chain->cart);
	if (chain->polled)
		return chain_later(chain, CAUSE_UNKNOWN, LOOK_AGAIN);
	return chain_fail(chain, CAUSE_UNKNOWN,
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
		next = chain_later(chain, CAUSE_UNAVAILABLE, LOOK_AGAIN);
	chain_go(chain, next);
}

static void send(struct chain *chain)
{
	const struct stage_row *row = &stages[chain->stage];
	struct str url = { 0 }, body = { 0 };
	char id[RANDOM_GUID], request_line[80], correlation_line[80];
	struct error err = { 0 };
	random_guid(id);
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
		chain_go(chain, chain_fail(chain, CAUSE_NETWORK, "%s", err.text));
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
		chain_go(chain, chain_later(chain, CAUSE_NETWORK, LOOK_AGAIN));
	} else {
		chain_go(chain,
			chain_fail(chain, CAUSE_UNKNOWN, _("Nothing was bought: %s"), why->text));
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
	       operation[end] == '\0' && partner_id_ok(chain->cart) &&
	       partner_id_ok(chain->checkout_id) && chain->quantity > 0;
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
