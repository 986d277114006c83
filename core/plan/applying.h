/* core/plan/applying.h: what the files of apply share: the apply, and a change under way. Private
 * to core/plan. */
#ifndef CORE_PLAN_APPLYING_H
#define CORE_PLAN_APPLYING_H

#include "core/plan/apply.h"
#include "core/plan/carry.h"
#include "core/reference/reference.h"
#include "core/service/service.h"
#include "core/store/store.h"

enum {
	ALTERNATIVES = 8, /* next-best area codes of an order */
	WAIT_MOST = 600   /* seconds between two tries, at most */
};

/* An order's searches of this run: once more after an expiry, and once an area when stock is short.
 */
struct search {
	int64_t order_id;
	int alternative, count; /* count: of next; -1: not asked yet */
	int made;
	struct area next[ALTERNATIVES];
};

/* One change under way: a row of the journal. */
struct item {
	int64_t id;
	const struct carry *carry;
	char key[CHANGE_KEY], state[12], request_id[40], operation[SERVICE_OPERATION];
	int64_t person_id, address_id, place_id, order_id, feature_id, quantity;
	char sku_id[40], number[17], label[CHANGE_LABEL], way[8];
	int tries;
	int64_t sent_at;
	int group;
	bool address_first;
};

enum ask { ASK_SUBMIT, ASK_ASK, ASK_SEARCH, ASK_SEARCH_SAME, ASK_POLL, ASK_LETTER };

/* A question that is on its way. While it is, its row of the journal says `sent` (or what it said
 * before: waiting, doubt), so that nothing is lost with us. */
struct flight {
	int64_t id, item_id; /* of the service; of the journal */
	enum ask ask;
	const char *kind;            /* of change */
	struct apply_letter *letter; /* ASK_LETTER; owned */
};

struct apply {
	struct store *store;
	struct service *service;
	struct reference *ref;
	struct apply_options options;
	char step[16], group[CHANGE_LABEL];
	bool chosen;
	int64_t run_id, consent;
	int64_t at;                    /* id of the last todo looked at */
	bool filled, moved;            /* there is a todo; something changed since it was made */
	int64_t fill_ticks, fill_cost; /* when, and how long, in milliseconds */
	int64_t wake;                  /* service time of the next thing due; 0: now */
	int64_t slow_until;            /* the service asked to slow down */
	bool stop, pause, idle;
	int64_t stop_ticks; /* when it was asked to stop */
	struct flight *flights;
	int flight_count, flight_room;
	bool full;                         /* no more of the next change's kind can fly now */
	int64_t rate_ticks, rate_requests; /* of the second that is counted */
	double rate;
	enum apply_outcome outcome;
	struct search *searches;
	int search_count;
	struct apply_group groups[CHANGE_GROUPS];
	char blocks[CHANGE_GROUPS][16]; /* what a group waits for */
	char group_kinds[CHANGE_GROUPS][CHANGE_KIND];
	int group_count;
	struct apply_event events[APPLY_EVENTS];
	int event_count;
	int64_t requests;
};

/* What a reply makes of a journal row. */
struct entry {
	const char *state;
	const char *operation;
	int64_t not_before;
	enum cause cause;
	const char *words;
	int tries;
};

static inline int64_t now_of(const struct apply *apply)
{
	return apply->service->ops->now(apply->service);
}

/* ---- progress.c ---- */

/* What happened, for the screen: printf, translated. */
void event_add(struct apply *apply, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Index of the group with this id, else of the first of its kind; -1: none. */
int group_named(struct apply *apply, const char *id, const char *kind);
/* A journal row of an earlier run belongs to the group of its kind; one that the plan does not show
 * any more gets a group of its own. */
int group_of_item(struct apply *apply, const struct item *item);
/* Counts a change in its group under its new state (of table journal), and notes the state in the
 * item. */
void group_move(struct apply *apply, struct item *item, const char *state);
/* The groups of the plan within the scope, as the apply begins. */
bool groups_read(struct apply *apply, struct error *err);

/* ---- item.c ---- */

/* The columns of a change, as `named` and `todo` have them, from `first` on:
 * ITEM_COLUMNS. */
#define ITEM_COLUMNS                                                                           \
	"kind, key, person_id, sku_id, number, address_id, place_id, order_id, quantity, way," \
	" feature_id"
enum { ITEM_COLUMN_COUNT = 11 };
void item_read(sqlite3_stmt *stmt, int first, struct item *item);

/* Binds what carry.h names, and :label, :way. */
void item_bind(struct apply *apply, sqlite3_stmt *stmt, const struct item *item);
/* Commits a new state of a row; with `reply`, actual = what was asked for in the same transaction.
 */
bool item_commit(struct apply *apply, struct item *item, const struct entry *entry,
	const struct service_reply *reply, const struct apply_letter *letter, struct error *err);
/* What the service says of a feature's progress, while it works on it. */
bool item_progress(struct apply *apply, const struct item *item, const struct service_reply *reply,
	struct error *err);
/* Fills item from a row of the journal. */
bool item_load(struct apply *apply, int64_t id, struct item *item, struct error *err);
/* Notes the intent. *there is false when the wish has gone meanwhile. */
bool item_intend(struct apply *apply, struct item *item, bool *there, struct error *err);
/* This run does not try the change again. */
bool item_settle(struct apply *apply, const char *key, struct error *err);

/* ---- stock.c ---- */

/* The order's searches of this run; made when first asked for. Valid until the next call. */
struct search *search_of(struct apply *apply, int64_t order_id);
/* The order is in a country that ties a number to its address. False without an order. */
bool order_address_first(struct apply *apply, int64_t order_id);
/* *yes: the licences allow as many numbers more as the order asks for. */
bool order_allowed(struct apply *apply, const struct item *item, bool *yes, struct error *err);
/* What a search found is held and wished for: each number is then a change of its own. It carries
 * the order's place where the country asks for it, and also elsewhere once the service has it. */
bool order_write(struct apply *apply, const struct item *item, const struct service_reply *reply,
	struct error *err);
/* The order stays open with the rest, and says so; another area is tried if that is allowed. */
bool order_short(struct apply *apply, struct item *item, struct service_reply *reply, int64_t found,
	struct error *err);
/* What a search found: all that was asked for, or short stock. */
bool reply_order(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err);
/* A number that is gone is forgotten; its order then searches once more, for all that are gone. */
bool number_gone(struct apply *apply, struct item *item, struct error *err);
/* The hold ran out: the very same number may still be free. */
bool number_hold_again(struct apply *apply, struct item *item, struct error *err);
/* What that search says: held, and sent again; or gone for good. */
bool number_held(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err);

/* ---- request.c ---- */

/* NULL where it is NULL; valid until the next step. */
const char *request_text(sqlite3_stmt *stmt, int column);
/* Makes the request of a change and has it used; its texts are valid during the use. */
typedef bool request_use(void *data, struct service_request *request, struct error *err);
bool request_make(struct apply *apply, const struct item *item, request_use *use, void *data,
	struct error *err);
/* Asks the service about a change: reply is the receiver's, service_reply_fini() it. What flies is
 * noted among the flights. */
bool service_call(struct apply *apply, struct item *item, enum ask ask, struct service_reply *reply,
	struct error *err);

/* ---- flight.c ---- */

/* How many changes of this kind the service can carry out at once; 0: none, a person does them. */
int kind_room(struct apply *apply, const char *kind, const char *way);
/* Flights of a kind of question; ASK_POLL for polls, else of changes of `kind`. */
int flight_count(const struct apply *apply, enum ask ask, const char *kind);
/* The reply said FLYING: remembers whose it is. letter: owned from now on; NULL: none. */
bool flight_add(struct apply *apply, const struct item *item, enum ask ask, int64_t id,
	struct apply_letter *letter, struct error *err);
/* Takes in what has landed. *did: something had. */
bool flights_land(struct apply *apply, bool *did, struct error *err);
/* Forgets all: what was sent stays sent in the journal, and is in doubt for the next apply. */
void flights_drop(struct apply *apply);

/* ---- send.c ---- */

/* What the service says of a change in doubt. */
bool ask_take(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err);

/* ---- reply.c ---- */

/* Doubles with each try, spread so that many changes do not come back at once. */
int64_t reply_backoff(const struct item *item, int64_t first, int64_t most);
/* Failed, for this run. written: a reply whose ids are kept all the same; NULL: none. */
bool reply_fails(struct apply *apply, struct item *item, const struct service_reply *reply,
	const struct service_reply *written, struct error *err);
/* Failed, and a number that is gone for good is forgotten. */
bool reply_gone(
	struct apply *apply, struct item *item, struct service_reply *reply, struct error *err);
/* Waits, and is sent again, or polled when there is an operation, after so many seconds. */
bool reply_waits(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, int64_t after, struct error *err);
/* actual = what was asked for. letter: NULL, except of a notice. */
bool reply_done(struct apply *apply, struct item *item, struct service_reply *reply,
	const struct apply_letter *letter, struct error *err);
/* Passing trouble: again later, TRIES times at most. operation: "" or that of a poll. */
bool reply_retry(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err);
/* The answer was lost: asked about again, later and later, and never sent before it is known. */
bool reply_doubt(struct apply *apply, struct item *item, const struct service_reply *reply,
	struct error *err);
/* Asked about after a doubt, and not done: sent again, but not for ever. */
bool reply_undone(struct apply *apply, struct item *item, const struct service_reply *reply,
	struct error *err);
/* Takes a reply for what it is. operation: of the poll that it answers; "": of none. */
bool reply_take(struct apply *apply, struct item *item, struct service_reply *reply,
	const char *operation, struct error *err);

/* ---- letter.c ---- */

/* Notes in table notice what the person was told. */
bool letter_note(struct apply *apply, const struct item *item, const struct apply_letter *letter,
	struct error *err);
/* What became of a letter. `why`: our own trouble, or nothing. */
bool letter_take(struct apply *apply, struct item *item, struct apply_letter *letter,
	struct service_reply *reply, const struct error *why, struct error *err);
/* Has the letter written, and takes the answer. */
bool letter_send(struct apply *apply, struct item *item, struct error *err);
/* In doubt: a letter to a file may be written again, it is the same file; a mail may not. */
bool letter_ask(struct apply *apply, struct item *item, struct error *err);

/* ---- send.c ---- */

/* Commits `sent`, then sends. */
bool item_send(struct apply *apply, struct item *item, struct error *err);
/* Asks how far the operation of a change is. */
bool item_poll(struct apply *apply, struct item *item, struct error *err);
/* A change that waits to be sent again is sent only if it is still what the admin wants. */
bool item_again(struct apply *apply, struct item *item, struct error *err);
/* In doubt: does the service have it? Sends it only if not. */
bool item_ask(struct apply *apply, struct item *item, struct error *err);

/* ---- ready.c ---- */

/* block: the id of what it waits for (carry_block_text); "": it may be sent. */
bool item_blocked(struct apply *apply, struct item *item, char block[16], struct error *err);
/* *open: an earlier row of the journal is still under way for it. */
bool item_open(struct apply *apply, const struct item *item, bool *open, struct error *err);
/* A number that the person has goes first, also where two people change theirs round. */
bool item_unassign(
	struct apply *apply, struct item *item, const char *block, bool *first, struct error *err);

/* ---- turn.c ---- */

/* Binds :step, :group and :chosen, the scope of the apply. */
void scope_bind(struct apply *apply, sqlite3_stmt *stmt);

/* ---- apply.c ---- */

/* Closes the run. False, so that a turn can end with it. */
bool apply_ended(struct apply *apply, enum apply_outcome outcome, struct error *err);

#endif
