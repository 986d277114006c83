/* core/plan/apply.h: carries the plan out, in slices.
 *
 * Apply walks the view `change` by rank. Each change is journaled: `intent` is committed before
 * anything is asked of the service, `sent` before it is sent, and `done` is one transaction with
 * actual = what was asked for. What is not ready (a licence that is not effective, an order that is
 * not filled) waits while the rest goes on; what failed holds up only what depends on it. After a
 * crash what was `sent` is in doubt: the service is asked what it has before anything is sent
 * again.
 *
 *     apply = apply_begin(store, service, ref, &options, &err);
 *     while (apply_turn(apply, &err))
 *             loop: apply_next() says when the next turn is due
 *     apply_end(apply);
 *
 * Ages and holds are told by the service's clock (service->ops->now). */
#ifndef CORE_PLAN_APPLY_H
#define CORE_PLAN_APPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/plan/change.h"

struct apply;
struct reference;
struct service;
struct service_reply; /* core/service/service.h */
struct store;

/* What a letter became; written to table notice in the transaction of `done`. */
struct apply_letter {
	char method[8];       /* files | smtp | graph */
	char language[16];    /* of the letter that was used */
	char file[512];       /* path of the letter, relative to the folder; "" if none */
	char message_id[128]; /* of the mail; "" if none */
};

/* Writes or sends the letter of one person, whose number and place are in the store. request_id is
 * a GUID that stays the same when the same letter is tried again: use it in the Message-ID, which
 * thereby is in the journal before anything is sent. The reply is that of a service: DONE; FLYING
 * (then notice_land is asked for its flight); RETRY; FAILED with its words. False: our own trouble,
 * with ERROR_TRANSIENT: again later; with another error: failed. letter is filled in either way. */
typedef bool apply_notice_send(void *data, struct store *store, int64_t person_id,
	const char *request_id, struct apply_letter *letter, struct service_reply *reply,
	struct error *err);

/* The end of a flight: DONE, RETRY, FAILED, or FLYING still. Where it is not known whether a mail
 * was sent: FAILED, and its words say so: it is not sent again by itself. */
typedef bool apply_notice_land(
	void *data, int64_t flight, struct service_reply *reply, struct error *err);

/* After a crash: was it sent? True fills letter in. NULL in the options: letters to files are
 * written again (the same file), mails count as failed until a person decides. */
typedef bool apply_notice_ask(void *data, struct store *store, int64_t person_id,
	const char *request_id, struct apply_letter *letter);

/* How many letters may be begun just now, besides those that fly; 0: none, it is asked again soon.
 * NULL in the options: as many as `parallel`. */
typedef int apply_notice_room(void *data);

struct apply_options {
	const char *step;        /* id of the one step to apply; NULL or "": all */
	const char *group;       /* change_group.id: only this group; NULL: all */
	const char *const *keys; /* only these changes; NULL: all */
	size_t key_count;
	bool alone; /* also of what is under way, nothing but `keys` is touched: for a service that
		       knows nothing else (the results of a script) */
	int parallel;      /* changes in flight at once; 0: 8 */
	int64_t buy_count; /* seats that a person agreed to buy: must equal plan_cost.seats_to_buy,
			      or nothing is bought; 0: nobody agreed, purchases wait for a person */
	bool next_best;    /* an order that is short of stock may take the next-best area codes */
	bool readonly;     /* refuses: ERROR_REFUSED from apply_begin */
	apply_notice_send *notice_send; /* NULL: letters wait for a person */
	apply_notice_land *notice_land; /* NULL: none ever flies */
	apply_notice_ask *notice_ask;
	apply_notice_room *notice_room;
	void *notice_data;
};

/* Takes the store's lock and looks through what an earlier run left open. NULL and ERROR_BUSY when
 * another ringup applies; ERROR_USAGE when buy_count is not 0 and not the seats to buy (the message
 * names both). Nothing to do is no error: the first turn ends it. options and its texts are copied.
 */
struct apply *apply_begin(struct store *store, struct service *service, struct reference *ref,
	const struct apply_options *options, struct error *err);

/* One bounded piece of work. True: there is more to do, now or later (apply_next). False with
 * err->code ERROR_NONE: ended (apply_outcome); else trouble on our own side (the disk is full): the
 * journal holds what is under way, and a later apply goes on. */
bool apply_turn(struct apply *apply, struct error *err);

/* Milliseconds until the next turn is due: 0: now; -1: it has ended. */
int64_t apply_next(const struct apply *apply);

/* Finishes the change under way, starts no other; turns go on until apply_turn says false. */
void apply_cancel(struct apply *apply);
void apply_pause(struct apply *apply, bool pause); /* paused: polls go on, nothing new starts */

/* Frees all and gives the lock back. What waits at the service goes on there. NULL is fine. */
void apply_end(struct apply *apply);

enum apply_outcome {
	APPLY_RUNNING,
	APPLY_DONE,   /* nothing of the scope is left to do */
	APPLY_PERSON, /* what is left needs a person: failures, conflicts, purchases, papers */
	APPLY_CANCELLED
};

enum apply_outcome apply_outcome(const struct apply *apply);
int64_t apply_run_id(const struct apply *apply); /* table run; 0: nothing was done yet */

/* True when nothing is in flight and all that is left waits at the service (a licence may take a
 * day): a caller with a time limit may end here. */
bool apply_idle(const struct apply *apply);

/* ---- what is left ---- */

enum apply_left_state {
	APPLY_LEFT_FAILED,   /* the service refused it, in this run or an earlier one */
	APPLY_LEFT_CONFLICT, /* the tenant moved under the wish */
	APPLY_LEFT_PERSON,   /* needs a person: consent, papers, a choice */
	APPLY_LEFT_WAITS,    /* time or the service alone will do it */
	APPLY_LEFT_AFTER,    /* waits for another change of the plan: no reason of its own */
	APPLY_LEFT_READY     /* was not begun: the apply was stopped */
};

/* A change that is still in the plan, and why, as whole sentences:
 * "Acquire the number (+14255550100): <why> <remedy>". */
struct apply_left {
	char key[CHANGE_KEY], kind[CHANGE_KIND];
	enum apply_left_state state;
	char title[CHANGE_LABEL];   /* translated */
	char label[CHANGE_LABEL];   /* to whom or what: outside text */
	char why[300], remedy[300]; /* translated */
	char words[300];            /* the service's own, of a failure or a wait; "": none */
};

/* The changes of the apply's scope that are left when its turns are over (or while it waits), in
 * the order of the plan, before apply_end. roots: without APPLY_LEFT_AFTER. first counts the rows
 * that are told of; *count gets how many were written. */
bool apply_left(struct apply *apply, bool roots, int64_t first, int room, struct apply_left *out,
	int *count, struct error *err);

/* ---- for the screen ---- */

enum apply_group_state {
	APPLY_GROUP_WAITS,
	APPLY_GROUP_RUNS,
	APPLY_GROUP_DONE,
	APPLY_GROUP_FAILED
};

struct apply_group {
	char id[CHANGE_LABEL];    /* change_group.id as the run began */
	char title[CHANGE_LABEL]; /* translated */
	enum apply_group_state state;
	int64_t of, done, waiting, failed, running;
	int64_t ended_at;        /* of its last change; 0: none yet */
	char note[CHANGE_LABEL]; /* "effective 3, waits 2", "held 4 of 5, for 8:12", "for 3 and 5"
				  */
};

struct apply_event {
	int64_t at;                  /* UTC seconds, the service's clock */
	char text[CHANGE_LABEL * 2]; /* translated; outside text within */
};

#define APPLY_EVENTS 16

struct apply_progress {
	int64_t of, done, waiting, failed, running; /* changes of this run */
	int64_t requests;                           /* asked of the service */
	double per_second;                          /* of them, lately; 0 where nothing flies */
	int64_t waiting_since; /* UTC seconds of the oldest that waits; 0: none */
	int parallel;
	bool stopping, paused;
	const struct apply_group *groups; /* borrowed until the next turn */
	int group_count;
	const struct apply_event *events; /* newest first */
	int event_count;
};

void apply_progress(struct apply *apply, struct apply_progress *out);

#endif
