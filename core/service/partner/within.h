/* core/service/partner/within.h: what the files of core/service/partner share. Private to them.
 *
 * A purchase is a chain of questions to Partner Center: each stage asks one, and its take() reads
 * the answer and says which stage is next, or ends the chain with a reply. */
#ifndef CORE_SERVICE_PARTNER_WITHIN_H
#define CORE_SERVICE_PARTNER_WITHIN_H

#include "core/service/partner/partner.h"
#include "core/store/json.h"

#define GUID 40
#define LOOK_AGAIN 30 /* seconds: between two looks at a cart whose checkout was sent */

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

/* ---- chain.c ---- */

/* They end a chain, and return END. A failure's words are made printable. */
enum stage chain_end(struct chain *chain, enum service_state state, enum cause cause);
enum stage chain_fail(struct chain *chain, enum cause cause, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Later, as it stands: a cart that may have been ordered is looked at for as long as it takes. */
enum stage chain_later(struct chain *chain, enum cause cause, int64_t seconds);
/* Writes the cart into the reply's operation, by which a poll finds it again: it must outlive us.
 */
void chain_operation(struct chain *chain);

/* Of the answer that was read last: the text at "AT.NAME", into out; returned. */
const char *chain_value(
	struct chain *chain, const char *at, const char *name, char *out, size_t size);
bool chain_truth(struct chain *chain, const char *at, const char *name);
int64_t chain_items(struct chain *chain); /* how many items it lists */
/* "code: description" out of two members. */
void chain_error(struct chain *chain, const char *at, const char *code_name, const char *text_name,
	char *out, size_t size);

/* Ids of Partner Center become parts of addresses and of the journal's operation. */
bool partner_id_ok(const char *id);

/* ---- catalogue.c and cart.c: addresses below the customer's, and what answers mean ---- */

void products_path(const struct chain *chain, struct str *out);
enum stage products_take(struct chain *chain);
void skus_path(const struct chain *chain, struct str *out);
enum stage skus_take(struct chain *chain);
void availabilities_path(const struct chain *chain, struct str *out);
enum stage availabilities_take(struct chain *chain);
void cart_path(const struct chain *chain, struct str *out);
void cart_body(const struct chain *chain, struct str *out);
enum stage cart_take(struct chain *chain);
void look_path(const struct chain *chain, struct str *out);
enum stage look_take(struct chain *chain);
void checkout_path(const struct chain *chain, struct str *out);
enum stage checkout_take(struct chain *chain);
enum stage look_last_take(struct chain *chain);

#endif
