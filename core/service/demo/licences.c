/* The simulated shop and licence desk: what is offered to whom, seats that arrive after a while,
 * and licences that take effect after a while. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reference/capability.h"
#include "core/rules/capability.h"
#include "core/service/demo/world.h"

static const char SQL_PRODUCTS[] = "SELECT sku_part FROM product ORDER BY sku_part";
static const char SQL_FILL_PRODUCT[] =
	"UPDATE product SET sku_id = :id, name = :name, plans = :plans, capability = :capability,"
	" cents = iif(:cents < 0, NULL, :cents), as_of = :as_of WHERE sku_part = :part";
/* The suites of the beginning: exactly as many seats as people who draw them, and none of a product
 * nobody has. */
static const char SQL_FIRST_SEATS[] =
	"INSERT INTO seat (sku_part, seats)"
	" SELECT suite.sku_part, sum((people + 19 - draw) / 20) FROM suite, tenant GROUP BY suite.sku_part";
static const char SQL_CURRENCY[] = "SELECT currency FROM tenant";

/* Seats by now: of the beginning, and purchases that have arrived. */
#define SEATS(part)                                                                    \
	"(SELECT coalesce((SELECT seats FROM seat WHERE seat.sku_part = " part "), 0)" \
	" + coalesce((SELECT sum(quantity) FROM purchase b WHERE b.sku_part = " part   \
	" AND b.arrives_at <= :now), 0))"
/* Holders: everybody who drew it less those it was taken from, and those it was given to. */
#define USED(part)                                                                                                \
	"(SELECT coalesce((SELECT sum((people + 19 - draw) / 20) FROM suite, tenant WHERE suite.sku_part = " part \
	"), 0)"                                                                                                   \
	" + (SELECT coalesce(sum(iif(EXISTS (SELECT 1 FROM suite s WHERE s.sku_part = l.sku_part"                 \
	"  AND s.draw = (l.row - 1) % 20), l.held - 1, l.held)), 0) FROM licence l WHERE l.sku_part = " part      \
	"))"

/* the add-ons that build on Phone System are not shown while the tenant owns none; bundles
 * and suites are. */
#define VISIBLE                                                                                                       \
	"(NOT p.standalone OR NOT p.capability & :hidden OR p.capability & :phone OR EXISTS (SELECT 1 FROM product o" \
	" WHERE o.capability & :phone AND " SEATS("o.sku_part") " > 0))"

static const char SQL_OFFERS[] =
	"SELECT json_object('value', json_group_array(json_object('skuPartNumber', p.sku_part, 'skuId', p.sku_id,"
	" 'productName', p.name, 'currency', tenant.currency, 'cents', p.cents, 'asOf', p.as_of, 'source', 'demo',"
	" 'visible', json(iif(" VISIBLE
	", 'true', 'false'))))) FROM product p, tenant WHERE p.sku_id IS NOT NULL";
static const char SQL_VISIBLE[] = "SELECT " VISIBLE " FROM product p WHERE p.sku_part = :part";
static const char SQL_SUBSCRIPTIONS[] =
	"SELECT json_object('value', json_group_array(json_object('skuId', p.sku_id, 'skuPartNumber', p.sku_part,"
	" 'productName', p.name, 'appliesTo', 'User', 'capabilityStatus', 'Enabled', 'consumedUnits', " USED(
		"p.sku_part") ","
			      " 'prepaidUnits', json_object('enabled', " SEATS(
				      "p.sku_part") ", 'warning', 0, 'suspended', 0),"
						    " 'servicePlans', json((SELECT json_group_array(json_object('servicePlanName', value))"
						    "  FROM json_each('[\"' || replace(p.plans, ';', '\",\"') || '\"]') WHERE value <> '')))))"
						    " FROM product p WHERE " SEATS(
							    "p.sku_part") " > 0";
static const char SQL_SEATS[] = "SELECT " SEATS(":part");
static const char SQL_USED[] = "SELECT " USED(":part");
static const char SQL_OWNED_BITS[] =
	"SELECT EXISTS (SELECT 1 FROM product p WHERE p.capability & :bits AND " SEATS(
		"p.sku_part") " > 0)";
static const char SQL_ASSIGNED[] = "SELECT coalesce(sum(" USED(
	"p.sku_part") "), 0) FROM product p WHERE p.capability & :bits";
static const char SQL_PART_OF_ID[] =
	"SELECT sku_part FROM product WHERE sku_id = :id COLLATE NOCASE";
static const char SQL_PART[] = "SELECT sku_part FROM product WHERE sku_part = :part COLLATE NOCASE";
static const char SQL_BUY[] =
	"INSERT OR IGNORE INTO purchase (request_id, sku_part, quantity, at, arrives_at)"
	" VALUES (:request, :part, :quantity, :now, :now + :delay)";
static const char SQL_ARRIVES[] = "SELECT arrives_at FROM purchase WHERE request_id = :request";
static const char SQL_HOLDS[] =
	"SELECT coalesce((SELECT held FROM licence WHERE row = :row AND sku_part = :part),"
	" EXISTS (SELECT 1 FROM suite WHERE draw = (:row - 1) % 20 AND sku_part = :part))";
static const char SQL_GIVE[] =
	"INSERT INTO licence (row, sku_part, held, at, effective_at) VALUES (:row, :part, 1, :now, :now + :delay)"
	" ON CONFLICT (row, sku_part) DO UPDATE SET held = 1, at = :now, effective_at = :now + :delay WHERE held = 0";
static const char SQL_TAKE[] =
	"INSERT INTO licence (row, sku_part, held, at, effective_at) VALUES (:row, :part, 0, :now, :now)"
	" ON CONFLICT (row, sku_part) DO UPDATE SET held = 0, at = :now WHERE held = 1";
/* Standalone Calling Plans of a person, and bundles that contain one. */
static const char SQL_CLASH[] =
	"SELECT total(p.standalone) > 1 OR (total(NOT p.standalone) > 0 AND total(p.standalone AND p.capability & :domestic) > 0)"
	" FROM licence l JOIN product p ON p.sku_part = l.sku_part"
	" WHERE l.row = :row AND l.held = 1 AND p.capability & :plan";
static const char SQL_PLAN_ALONE[] =
	"SELECT (SELECT count(*) FROM licence l JOIN product p ON p.sku_part = l.sku_part"
	"  WHERE l.row = :row AND l.held = 1 AND p.capability & :plan) > 0"
	" AND (SELECT count(*) FROM licence l JOIN product p ON p.sku_part = l.sku_part"
	"  WHERE l.row = :row AND l.held = 1 AND p.capability & :phone) = 0"
	" AND NOT EXISTS (SELECT 1 FROM suite s JOIN product p ON p.sku_part = s.sku_part"
	"  WHERE s.draw = (:row - 1) % 20 AND p.capability & :phone"
	"  AND NOT EXISTS (SELECT 1 FROM licence l WHERE l.row = :row AND l.sku_part = s.sku_part AND l.held = 0))";
static const char SQL_SAVEPOINT[] = "SAVEPOINT change";
static const char SQL_UNDO[] = "ROLLBACK TO change";
static const char SQL_RELEASE[] = "RELEASE change";

static void fill_product(struct world *world, const char *part, const char *currency)
{
	struct sku sku;
	struct list_price price;
	if (!reference_sku(world->ref, part, &sku, NULL))
		return;
	bool known = reference_demo_price(world->ref, part, currency, &price, NULL) && price.known;
	world_run(world, SQL_FILL_PRODUCT,
		BINDS(TEXT(":part", part), TEXT(":id", sku.id), TEXT(":name", sku.name),
			TEXT(":plans", sku.plans),
			NUMBER(":capability", capability_of_list(sku.plans)),
			NUMBER(":cents", known ? price.cents : -1),
			TEXT(":as_of", known ? price.origin.as_of : "")));
}

void licences_begin(struct world *world)
{
	char currency[4];
	world_text(world, SQL_CURRENCY, NO_BINDS, currency, sizeof currency);
	struct str parts = { 0 };
	sqlite3_stmt *stmt = world_query(world, SQL_PRODUCTS, NO_BINDS);
	while (world_row(world, stmt))
		str_addf(&parts, "%s\n", world_column(stmt, 0));
	char *rest = parts.text;
	for (char *part; (part = strsep(&rest, "\n")) != NULL && part[0];)
		fill_product(world, part, currency);
	str_fini(&parts);
	world_run(world, SQL_FIRST_SEATS, NO_BINDS);
}

void licences_offers_page(struct world *world, struct str *json)
{
	world_add(world, json, SQL_OFFERS,
		BINDS(NUMBER(":now", world->now), NUMBER(":phone", CAPABILITY_PHONE_SYSTEM),
			NUMBER(":hidden", CAPABILITY_CALLING_PLAN)));
}

void licences_subscriptions_page(struct world *world, struct str *json)
{
	world_add(world, json, SQL_SUBSCRIPTIONS, BINDS(NUMBER(":now", world->now)));
}

int64_t licences_seats(struct world *world, const char *sku_part)
{
	return world_number(
		world, SQL_SEATS, BINDS(TEXT(":part", sku_part), NUMBER(":now", world->now)), 0);
}

bool licences_owned(struct world *world, unsigned capability)
{
	return world_number(world, SQL_OWNED_BITS,
		BINDS(NUMBER(":bits", capability), NUMBER(":now", world->now)), 0);
}

int64_t licences_assigned(struct world *world, unsigned capability)
{
	return world_number(world, SQL_ASSIGNED, BINDS(NUMBER(":bits", capability)), 0);
}

/* The product that an id or a part number names; false: the shop has none. part holds 96 bytes. */
static bool product_find(struct world *world, const char *id, const char *name, char *part)
{
	return (id && id[0] &&
		       world_text(world, SQL_PART_OF_ID, BINDS(TEXT(":id", id)), part, 96)) ||
	       (name && name[0] &&
		       world_text(world, SQL_PART, BINDS(TEXT(":part", name)), part, 96)) ||
	       (id && id[0] && world_text(world, SQL_PART, BINDS(TEXT(":part", id)), part, 96));
}

void licences_buy_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	int64_t at = world_number(
		world, SQL_ARRIVES, BINDS(TEXT(":request", request->request_id)), -1);
	if (at < 0)
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else if (at > world->now)
		world_pend(reply, at - world->now, "purchase:%s", request->request_id);
	else
		world_reply_done(reply);
}

void licences_buy(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	char part[96];
	if (!product_find(world, request->sku_id, request->sku_part, part)) {
		world_refuse(reply, CAUSE_UNKNOWN, "The offer does not exist.");
		return;
	}
	if (request->quantity < 1 || request->quantity > 1000000) {
		world_refuse(reply, CAUSE_UNKNOWN, "InvalidRequest: The quantity is out of range.");
		return;
	}
	/* The service's words say nothing of the reason. */
	if (!world_number(world, SQL_VISIBLE,
		    BINDS(TEXT(":part", part), NUMBER(":now", world->now),
			    NUMBER(":phone", CAPABILITY_PHONE_SYSTEM),
			    NUMBER(":hidden", CAPABILITY_CALLING_PLAN)),
		    1)) {
		world_refuse(reply, CAUSE_NOT_VISIBLE,
			"The product is not available for your organization.");
		return;
	}
	world_run(world, SQL_BUY,
		BINDS(TEXT(":request", request->request_id), TEXT(":part", part),
			NUMBER(":quantity", request->quantity), NUMBER(":now", world->now),
			NUMBER(":delay", world_delay(world, "purchase"))));
	licences_buy_ask(world, request, reply);
}

static bool licence_held(struct world *world, int64_t row, const char *part)
{
	return world_number(world, SQL_HOLDS, BINDS(NUMBER(":row", row), TEXT(":part", part)), 0);
}

/* Gives one licence; false after a refusal. A licence that is held already is fine (assignLicense
 * is idempotent). */
static bool licence_give(
	struct world *world, int64_t row, const char *part, struct service_reply *reply)
{
	if (licence_held(world, row, part))
		return true;
	int64_t seats = licences_seats(world, part);
	if (world_number(world, SQL_USED, BINDS(TEXT(":part", part)), 0) >= seats) { /* */
		world_refusef(reply, CAUSE_NO_SEATS,
			"Request_BadRequest: Subscription with SKU %.60s does not have any available licenses.",
			part);
		return false;
	}
	return world_run(world, SQL_GIVE,
		BINDS(NUMBER(":row", row), TEXT(":part", part), NUMBER(":now", world->now),
			NUMBER(":delay", world_delay(world, "licence"))));
}

/* Calls one with each product of a comma-separated list of ids; false after a refusal. */
static bool each_product(struct world *world, const char *list, int64_t row,
	struct service_reply *reply,
	bool (*one)(struct world *, int64_t, const char *, struct service_reply *))
{
	char *ids = xstrdup(list ? list : ""), *rest = ids, part[96];
	bool ok = true;
	for (char *id; ok && (id = strsep(&rest, ", ")) != NULL;) {
		if (!id[0])
			continue;
		if (product_find(world, id, NULL, part))
			ok = one(world, row, part, reply);
		else
			ok = !world_refusef(reply, CAUSE_UNKNOWN,
				"Request_BadRequest: License %.40s does not correspond to a valid company License.",
				id);
	}
	free(ids);
	return ok;
}

static bool licence_take(
	struct world *world, int64_t row, const char *part, struct service_reply *reply)
{
	(void)reply;
	if (licence_held(world, row, part))
		world_run(world, SQL_TAKE,
			BINDS(NUMBER(":row", row), TEXT(":part", part),
				NUMBER(":now", world->now)));
	return true;
}

/* What the whole change would leave the person with; false after a refusal. */
static bool licences_fit(struct world *world, int64_t row, struct service_reply *reply)
{
	/* one Calling Plan, except an international add-on to the bundle. */
	if (world_number(world, SQL_CLASH,
		    BINDS(NUMBER(":row", row), NUMBER(":plan", CAPABILITY_CALLING_PLAN),
			    NUMBER(":domestic", CAPABILITY_DOMESTIC)),
		    0))
		return !world_refuse(reply, CAUSE_LICENCE_CONFLICT,
			"Request_BadRequest: License assignment failed because service plans are mutually exclusive.");
	if (world_number(world, SQL_PLAN_ALONE,
		    BINDS(NUMBER(":row", row), NUMBER(":plan", CAPABILITY_CALLING_PLAN),
			    NUMBER(":phone",
				    CAPABILITY_PHONE_SYSTEM | CAPABILITY_RESOURCE_ACCOUNT)),
		    0)) /* R-005; a resource account's own licence serves as well */
		return !world_refuse(reply, CAUSE_LICENCE_ORDER,
			"Request_BadRequest: License assignment failed because service plan MCOPSTN1 depends on the service"
			" plan(s) MCOEV.");
	return true;
}

void licences_change(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	if (!world_person_or_refuse(world, request, &person,
		    "Request_ResourceNotFound: Resource does not exist.", reply)) /* */
		return;
	if (request->add_skus && request->add_skus[0] && !person.usage_location[0]) { /* */
		world_refuse(reply, CAUSE_NO_USAGE_LOCATION,
			"Request_BadRequest: License assignment cannot be done for user with invalid usage location.");
		return;
	}
	/* All or nothing, as one save is. Removals come first, so that a swap needs no seat
	 * twice; no removal drops the number before it is known that the new licences keep it. */
	world_run(world, SQL_SAVEPOINT, NO_BINDS);
	bool ok = each_product(world, request->remove_skus, person.row, reply, licence_take) &&
		  each_product(world, request->add_skus, person.row, reply, licence_give) &&
		  (!request->add_skus || !request->add_skus[0] ||
			  licences_fit(world, person.row, reply));
	if (!ok)
		world_run(world, SQL_UNDO, NO_BINDS);
	world_run(world, SQL_RELEASE, NO_BINDS);
	if (!ok)
		return;
	world_person(world, request->object_id, request->upn, &person);
	if (person.resource ? !person.resource_licence
			    : !person.calling_plan || !person.phone_system) /* */
		assignments_drop(world, person.row);
	world_reply_done(reply);
}

static bool is_held(struct world *world, int64_t row, const char *part, struct service_reply *reply)
{
	(void)reply;
	return licence_held(world, row, part);
}

static bool is_not_held(
	struct world *world, int64_t row, const char *part, struct service_reply *reply)
{
	return !is_held(world, row, part, reply);
}

void licences_change_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	if (world_person(world, request->object_id, request->upn, &person) &&
		each_product(world, request->add_skus, person.row, reply, is_held) &&
		each_product(world, request->remove_skus, person.row, reply, is_not_held))
		world_reply_done(reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}
