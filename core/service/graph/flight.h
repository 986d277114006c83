/* core/service/graph/flight.h: a change (or a question about one) on its way: its request's texts,
 * and the calls that it takes, one after the other. Private to the acts of core/service/graph. */
#ifndef CORE_SERVICE_GRAPH_FLIGHT_H
#define CORE_SERVICE_GRAPH_FLIGHT_H

#include "core/service/graph/errors.h"
#include "core/service/graph/within.h"

struct flight;
typedef void flight_step(struct flight *flight, const struct graph_answer *answer);

/* What an assignment that Graph works on is polled with; as text it is the address of Graph's
 * operation, and behind '#' what a later run of ours has to know. */
struct operation {
	char url[SERVICE_OPERATION]; /* ""; none was named: the number itself is read */
	bool give;                   /* assign; else unassign */
	char number[17], person[64]; /* person: "" if nobody is known */
	int64_t since;               /* UTC seconds: sent */
	int wait;                    /* seconds before the poll that comes */
};

struct flight {
	struct flight *next;
	int64_t id;
	struct graph *graph;
	struct service_request request; /* the texts that acts use are owned, others are NULL */
	flight_step *step;              /* takes the answer that comes */
	int64_t call;                   /* under way; 0 */
	struct service *delegate;       /* its flight; NULL: ours */
	int64_t delegate_flight;
	bool landed;
	struct service_reply reply;
	struct operation operation;
	char number_type[32]; /* of the number, as the tenant says it */
	bool send_location;
};

/* Asks, and lets `step` take the answer. */
void flight_call(struct flight *flight, const struct graph_call *call, flight_step *step);
/* Its end, with what its reply holds. */
void flight_land(struct flight *flight, enum service_state state);
void flight_fail(struct flight *flight, enum cause cause, const char *words);
/* Fails for now: the service's time alone will do it. */
void flight_wait(struct flight *flight, enum cause cause, int64_t after);

/* What kind of call it was that got no success. */
enum flight_call_kind {
	FLIGHT_READ,
	FLIGHT_REPEATABLE, /* a write that can be sent twice and happens once */
	FLIGHT_ONCE
};
void flight_refused(
	struct flight *flight, const struct graph_answer *answer, enum flight_call_kind kind);

/* An id or number of our request as it may stand in a path: letters, digits, '-', '+'. False: the
 * flight has failed. */
bool flight_plain(struct flight *flight, const char *text);

/* Acts: how a flight begins, of a change and of a question about it. */
typedef void flight_begin(struct flight *flight);
flight_begin usage_submit, usage_ask, licence_submit, licence_ask; /* licence.c */
flight_begin assign_submit, assign_ask, unassign_submit, unassign_ask, place_submit, place_ask,
	number_poll;                    /* number.c */
flight_begin policy_submit, policy_ask; /* policy.c */
flight_begin mail_submit, mail_ask;     /* mail.c */

/* Text to operation and back; false: it is none of ours. */
void operation_text(const struct operation *operation, char *text, size_t size);
bool operation_read(struct operation *operation, const char *text);

#endif
