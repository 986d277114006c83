/* core/service/service.h: who carries a change out. One small interface; `demo` implements all of
 * it on a second SQLite file that plays Microsoft's side, `graph` and the others follow the same
 * shape. No screen knows which one it talks to.
 *
 * Nothing here blocks: a call that cannot be answered at once says SERVICE_PENDING and is polled.
 * The service never touches the store of wishes: it answers in records and in JSON pages, and its
 * callers (sync, apply) write them. */
#ifndef CORE_SERVICE_SERVICE_H
#define CORE_SERVICE_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/service/cause.h"

/* Long enough for the address of an operation of Graph. */
#define SERVICE_OPERATION 512

struct service;
struct address; /* core/tenant/address.h */

/* What sync reads, in this order. Every page is a JSON text in the shape of Microsoft Graph (facts:
 * graph-api.md 6 and 7): {"value":[...]} whose members are listed at each. Unknown members are
 * ignored by the reader. */
enum service_page {
	SERVICE_ORGANIZATION, /* displayName, countryLetterCode, currency, verified
				 (yes|pending|no), verifiedOn, tenantKind, skuPartNumber of the
				 present suite, boughtFrom, commitment, defaultDomain */
	SERVICE_OFFERS, /* skuPartNumber, currency, cents (null: unknown), asOf, source, visible */
	SERVICE_SUBSCRIPTIONS, /* skuId, skuPartNumber, productName, capabilityStatus,
				  consumedUnits, prepaidUnits.enabled, prepaidUnits.warning,
				  servicePlans[].servicePlanName */
	SERVICE_PEOPLE,    /* Graph's user: id, userPrincipalName, displayName, givenName, surname,
			      mail, department,    jobTitle, officeLocation, streetAddress, city,
			      state,    postalCode, country, usageLocation,    preferredLanguage,
			      accountEnabled,    userType, businessPhones[], assignedLicenses[].skuId;
			      and    ours: mailbox,    onPremLine, isResourceAccount, voiceReady (true:
			      phone    licences    effective) */
	SERVICE_VOICE,     /* Graph's teamsUserConfiguration (graph-api.md 7.6): id, accountType,
			      isEnterpriseVoiceEnabled, featureTypes[]: who is ready for a number.
			      The demo says it in its people. */
	SERVICE_ADDRESSES, /* civicAddressId, description, validationStatus, all fields of struct
			      address by column name, locations[]: locationId, location ("" is the
			      default one) */
	SERVICE_NUMBERS,   /* telephoneNumber, kind (user|toll|tollfree), source
			      (plan|ported|carrier), isoCountryCode, state,   city, areaCode,
			      activationState, usableAt, blockedUntil, locationId,   assignmentTargetId
			      (object id or null), targetLocationId (of the person); or Graph's
			      numberAssignment as it is (graph-api.md 7.1): capabilities[],
			      numberType, portInStatus, assignmentStatus */
	SERVICE_FEATURES,  /* kind, name, id, document {}, progress {} (core/tenant/feature.h) */
	SERVICE_PAGE_COUNT
};

/* The ways of design section 5. */
enum service_way { SERVICE_BY_RINGUP, SERVICE_BY_SCRIPT, SERVICE_BY_HAND };

enum service_state {
	SERVICE_DONE,    /* the tenant has it */
	SERVICE_PENDING, /* accepted; poll `operation` not before `after` seconds from now */
	SERVICE_RETRY,   /* passing trouble (throttled, 503): submit again, same request id, after
			    `after` seconds */
	SERVICE_FAILED,  /* it says no: `cause` and `words` say why */
	SERVICE_FLYING,  /* the question is on its way: land(`flight`) when the service woke us */
	SERVICE_DOUBT /* it was sent and the answer was lost: ask, before anything is sent again */
};

/* How apply uses it: an `order` is never submitted: apply searches (which holds), then submits one
 * `acquire` a number. A number that a person has is taken away (`unassign`) before the person gets
 * another. `licence` is DONE when it is assigned; that it is not effective yet shows as
 * CAUSE_NO_PHONE_LICENCE of `assign`. FAILED with CAUSE_NO_PHONE_LICENCE, CAUSE_PERSON_MISSING or
 * CAUSE_PAPERS and `after` > 0 means: time alone will do it, submit again after so many seconds
 * under the same id.
 *
 * A change for the service, as plain text: only the members that the kind needs are set, others are
 * NULL or 0. kind is a row of change_kind (data/schema.sql). request_id is a GUID: a request that
 * is sent twice under one id happens once where the service can tell; where it cannot, service_ask
 * comes before a second try. */
struct service_request {
	const char *kind;
	const char *request_id;
	const char *object_id, *upn;   /* person */
	const char *usage_location;    /* usage_location */
	const char *sku_id, *sku_part; /* buy_* */
	const char *add_skus,
		*remove_skus;    /* licence: sku ids, comma separated, Phone System first */
	int64_t quantity;        /* buy_*, order */
	const char *number;      /* E.164: acquire, release, assign, unassign, number_place */
	const char *number_kind; /* user, toll, tollfree */
	const char *reservation; /* acquire, and clearing a hold */
	const char *location_id; /* assign, number_place; order where the country wants it */
	const char *civic_id;    /* place, address_remove; order */
	const char *place_name;  /* place */
	const struct address *address;                           /* address */
	const char *country, *state, *city, *area_code, *prefix; /* search */
	const char *feature_kind, *name; /* of a feature (core/tenant/feature.h) */
	/* Of a feature: as it is to be; NULL: it is to go. Of a "mail", which is no row of
	 * change_kind: a whole RFC 5322 message with CRLF lines. Accepted is DONE; where the answer
	 * is lost, nobody can ask whether it was sent. */
	const char *document;
	const char *service_id; /* of a feature that the service has */
	/* Of the change (view change): its name, and what is asked for as JSON. A script notes
	 * both, so that its results are taken for what was asked and for nothing else. */
	const char *key, *wish;
	/* The changes whose results bring ids that are not there yet ("address:3", "place:7",
	 * "order:2"); NULL where the id is known, or there is none. */
	const char *address_key, *place_key, *order_key;
};

struct service_reply {
	enum service_state state;
	char operation[SERVICE_OPERATION]; /* handle to poll; "" unless pending */
	int64_t flight;                    /* handle to land; 0 unless flying */
	int64_t after;                     /* seconds */
	enum cause cause;                  /* CAUSE_NONE unless failed or retried */
	char words[300]; /* the service's own text and request ids; "" if none. May lie. */
	char civic_id[64], location_id[64]; /* address, place */
	char validation[16]; /* address: Valid, Invalid, NotValidated: saved is DONE, and only Valid
				can be used */
	char reservation[64]; /* search */
	char service_id[64];  /* feature; account: its object id */
	int64_t held_until;   /* search: by the service's clock */
	struct str json; /* search: [{"telephoneNumber","state","city","areaCode"}, ...]; address:
			    [{"field","theirs"}, ...] of what validation changed; feature: its
			    progress, an object. Freed by service_reply_fini. */
};

void service_reply_fini(struct service_reply *reply);

/* Where the reading of a kind of page goes on. */
struct service_next {
	struct str from;  /* the next page; empty: this was the last */
	struct str delta; /* with the last page: what to begin the next sync with, so that it brings
			     only what changed; empty: it cannot */
};

void service_next_fini(struct service_next *next);

struct service_ops {
	const char *name;  /* "demo" */
	const char *title; /* N_() text for people: "demo tenant, simulated" */
	void (*close)(struct service *service);
	/* The service's clock: UTC seconds. The demo's can be set; others give clock_now(). */
	int64_t (*now)(struct service *service);
	/* One page of what the tenant has. `from` is NULL for the first page, else what next->from
	 * was, or the next->delta of an earlier sync. Appends the page's JSON; true with none: it
	 * is on its way, call again with the same arguments when the service woke us.
	 * ERROR_TRANSIENT: call again later. ERROR_EXPIRED: `from` is too old, begin this kind
	 * again with NULL. ERROR_NOT_FOUND: this kind cannot be read here after all (reads no
	 * longer names it until sync_stop): it stays as it is. */
	bool (*sync)(struct service *service, enum service_page page, const char *from,
		struct str *json, struct service_next *next, struct error *err);
	/* Nobody waits for pages any more: those that are on their way are forgotten. NULL: none
	 * ever are. */
	void (*sync_stop)(struct service *service);
	/* Bits 1 << page: what it can read at all. What it cannot read stays as it is. NULL: all
	 * but SERVICE_VOICE. */
	unsigned (*reads)(struct service *service);
	/* Who does this kind of change here; NULL: whoever did it (results of a script). */
	enum service_way (*way)(struct service *service, const char *kind);
	/* How many changes of a kind it can carry out at once: 0: none, a person does (the way says
	 * how); NULL: as many as one likes. */
	int (*room)(struct service *service, const char *kind);
	/* The reply is always filled in on true; false is for trouble on our own side (the demo's
	 * file cannot be written). */
	bool (*submit)(struct service *service, const struct service_request *request,
		struct service_reply *reply, struct error *err);
	bool (*poll)(struct service *service, const char *operation, struct service_reply *reply,
		struct error *err);
	/* After a crash or a lost reply: does the tenant have what this request asked for? DONE:
	 * yes (ids filled in); PENDING: it is being worked on; FAILED with CAUSE_NOT_DONE: no, it
	 * may be sent. */
	bool (*ask)(struct service *service, const struct service_request *request,
		struct service_reply *reply, struct error *err);
	/* Searches free numbers by place, area code or prefix, and holds what it found
	 * (R-216..R-223): quantity, country, state, city, area_code, prefix, number_kind, civic_id.
	 * Finding fewer than asked is DONE with fewer; none is FAILED with CAUSE_OUT_OF_STOCK. */
	bool (*search)(struct service *service, const struct service_request *request,
		struct service_reply *reply, struct error *err);
	/* Lets numbers of a hold go: `number`, or all of `reservation` when number is NULL. Gone
	 * already is DONE. */
	bool (*let_go)(struct service *service, const struct service_request *request,
		struct service_reply *reply, struct error *err);
	/* The answer to what flies: that of the call that said FLYING, or FLYING still. A flight
	 * lands once, and drop forgets one that nobody waits for any more. NULL where nothing ever
	 * flies. */
	bool (*land)(struct service *service, int64_t flight, struct service_reply *reply,
		struct error *err);
	void (*drop)(struct service *service, int64_t flight);
};

struct service {
	const struct service_ops *ops;
	/* Called from the loop when an answer has come, so that whoever waits takes his turn; NULL:
	 * nobody waits. Set by screens and commands. */
	void (*woken)(void *data);
	void *woken_data;
	/* A person agreed, in this apply, to what it buys: also what was begun earlier may be
	 * ordered. Set by apply; false outside. */
	bool may_buy;
};

/* For services: something has landed. */
void service_wake(struct service *service);

/* The way's word: "ringup", "script", "by hand" (N_). */
const char *service_way_text(enum service_way way);
enum service_way service_way_of(const char *id);  /* by ringup: any other word */
const char *service_way_id(enum service_way way); /* "ringup", "script", "hand": change_kind.way */

void service_close(struct service *service); /* NULL is fine */

#endif
