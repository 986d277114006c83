/* core/service/demo/world.h: what the demo's own modules share: the file, its clock, and statements
 * on it.
 *
 * Every call from outside is one transaction between world_enter and world_leave. An SQL failure in
 * between is remembered: the statements after it do nothing, and world_leave rolls back and reports
 * it. So the rules of the simulated service read without error handling between their lines. */
#ifndef CORE_SERVICE_DEMO_WORLD_H
#define CORE_SERVICE_DEMO_WORLD_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/reference/reference.h"
#include "core/service/service.h"

#define WORLD_STATEMENTS 192

struct world {
	struct service service; /* first: a world is a service */
	sqlite3 *db;
	struct reference *ref;
	bool faultless;
	struct error failure; /* of this transaction; ERROR_NONE: none */
	int64_t now;          /* the service's clock at world_enter */
	struct {
		const char *sql; /* borrowed literal: its address is the key */
		sqlite3_stmt *stmt;
	} prepared[WORLD_STATEMENTS];
	int prepared_count;
};

/* Values for the parameters of a statement, by name; ended by a row without one. A NULL text binds
 * NULL. */
struct bind {
	const char *name;
	const char *text;
	int64_t number;
	bool is_text;
};
#define TEXT(parameter, value) \
	((struct bind){ .name = (parameter), .text = (value), .is_text = true })
#define NUMBER(parameter, value) ((struct bind){ .name = (parameter), .number = (value) })
#define BINDS(...) ((const struct bind[]){ __VA_ARGS__, { 0 } })
#define NO_BINDS ((const struct bind[]){ { 0 } })

/* The error code of a result of SQLite. */
enum error_code world_code(int rc);

bool world_enter(struct world *world, struct error *err);
bool world_leave(struct world *world, struct error *err);
void world_abandon(struct world *world); /* takes everything since world_enter back */

/* Runs a statement that gives no rows. `sql` must be a literal. False after a failure. */
bool world_run(struct world *world, const char *sql, const struct bind *binds);

/* The first column of the first row; `none` when there is no row. */
int64_t world_number(struct world *world, const char *sql, const struct bind *binds, int64_t none);

/* The same as text, cut to size; "" when there is no row or it is NULL. True if there was a row. */
bool world_text(
	struct world *world, const char *sql, const struct bind *binds, char *text, size_t size);

/* Appends the text of the first column of the first row. */
void world_add(struct world *world, struct str *out, const char *sql, const struct bind *binds);

/* A query whose rows are read with world_row; it must be read to its end, or ended with world_done.
 */
sqlite3_stmt *world_query(struct world *world, const char *sql, const struct bind *binds);
bool world_row(struct world *world, sqlite3_stmt *stmt);
void world_done(sqlite3_stmt *stmt);
const char *world_column(sqlite3_stmt *stmt, int column); /* "" for NULL */

/* Seconds that this kind of thing takes at the tenant's speed (table delay). */
int64_t world_delay(struct world *world, const char *kind);

/* A new id in the shape of a GUID, the same for the same kind and seed text. id holds 37 bytes. */
void world_id(char id[37], const char *kind, const char *seed);

/* A hash that stays the same from run to run and machine to machine. */
uint64_t world_hash(const char *text, uint64_t start);

/* The reply: done; refused, with what the service says of it and the cause that is true; to
 * be polled. Each returns true, as submit does. */
bool world_reply_done(struct service_reply *reply);
bool world_refuse(struct service_reply *reply, enum cause cause, const char *words);
bool world_refusef(struct service_reply *reply, enum cause cause, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool world_pend(struct service_reply *reply, int64_t after, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- the parts of the simulated service; all run inside a transaction ---- */

typedef void world_act(
	struct world *world, const struct service_request *request, struct service_reply *reply);

/* people.c: the directory, and who holds what. */
struct world_person {
	int64_t row; /* below 0: a resource account */
	char usage_location[3];
	bool phone_system, calling_plan; /* holds it */
	bool resource, resource_licence; /* is a resource account; holds its licence */
	bool effective;                  /* all phone licences work by now */
	int64_t effective_at;
	bool onprem_mailbox, onprem_line;
};
/* False: the tenant does not show this person (yet). object_id counts before upn; either may be
 * NULL. */
bool world_person(
	struct world *world, const char *object_id, const char *upn, struct world_person *out);
/* The same for the person of a request; false after a refusal, whose `after` says when a newcomer
 * will be there. */
bool world_person_or_refuse(struct world *world, const struct service_request *request,
	struct world_person *out, const char *words, struct service_reply *reply);
void people_page(struct world *world, const char *from, struct str *json, struct str *next);
world_act people_usage_location, people_usage_location_ask;

/* licences.c: the price list, purchases, seats, assignment of licences. */
void licences_offers_page(struct world *world, struct str *json);
void licences_subscriptions_page(struct world *world, struct str *json);
/* Licences with any of these capability bits that people hold. */
int64_t licences_assigned(struct world *world, unsigned capability);
int64_t licences_seats(struct world *world, const char *sku_part);
/* The tenant has bought a product with any of these bits. */
bool licences_owned(struct world *world, unsigned capability);
world_act licences_buy, licences_buy_ask, licences_change, licences_change_ask;
/* Fills the products in from the reference, once, when a tenant begins. */
void licences_begin(struct world *world);

/* stock.c: numbers: search, hold, acquire, release. */
void stock_numbers_page(struct world *world, const char *from, struct str *json, struct str *next);
world_act world_search, world_let_go, stock_acquire, stock_acquire_ask, stock_release,
	stock_release_ask, stock_order, stock_order_ask;

/* addresses.c: civic addresses and places. */
void addresses_poll(struct world *world, const char *civic_id, struct service_reply *reply);
void addresses_page(struct world *world, const char *from, struct str *json, struct str *next);
world_act addresses_create, addresses_create_ask, addresses_place, addresses_place_ask,
	addresses_place_remove, addresses_place_remove_ask, addresses_remove, addresses_remove_ask;

enum world_location { WORLD_LOCATION_NONE, WORLD_LOCATION_UNCHECKED, WORLD_LOCATION_VALID };
/* What a location id, or a civic id for its default location, is by now. country holds 3 bytes;
 * area_codes is as in table address; either may be NULL. */
enum world_location world_location(struct world *world, const char *id, char country[3],
	char *area_codes, size_t size, char location_id[64]);

/* features.c: documents by kind and name (core/tenant/feature.h). */
world_act features_make, features_make_ask, features_remove, features_remove_ask;
void features_poll(struct world *world, const char *id, struct service_reply *reply);
void features_page(struct world *world, const char *from, struct str *json, struct str *next);
/* Brings about what is due: the numbers of a port, accepted papers, the usage of a number. */
void features_settle(struct world *world);
/* The number is the conferencing bridge's. */
bool features_bridged(struct world *world, const char *e164);

/* assignments.c */
world_act assignments_assign, assignments_assign_ask, assignments_unassign,
	assignments_unassign_ask, assignments_number_place, assignments_number_place_ask;
void assignments_poll(
	struct world *world, const char *e164, int64_t row, struct service_reply *reply);
/* Takes the number from a person who lost the licence; no number is no error. */
void assignments_drop(struct world *world, int64_t person);

#endif
