/* core/plan/change.h: the plan: what differs between wanted and actual (view change,
 * data/schema.sql), read for people. Nothing here writes; a plan that is empty means that the setup
 * is finished.
 *
 * Texts in the records are UTF-8, cut at a character where they are too long, and are outside text:
 * text_printable() before they are shown. Texts made here are translated already. */
#ifndef CORE_PLAN_CHANGE_H
#define CORE_PLAN_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/rules/verdict.h"

struct reference;
struct store;

/* The steps of the wizard, in the order of an organization in the United States. */
enum plan_step {
	PLAN_ORGANIZATION,
	PLAN_LICENCES,
	PLAN_NUMBERS,
	PLAN_ADDRESSES,
	PLAN_ASSIGN,
	PLAN_NOTIFY,
	PLAN_REVIEW,
	PLAN_STEP_COUNT
};

const char *plan_step_id(enum plan_step step);    /* "licences": of status, answers, change_kind */
const char *plan_step_title(enum plan_step step); /* N_() text: "Licences" */
int plan_step_of(const char *id);                 /* enum plan_step; -1: no step has this id */

/* ---- changes ---- */

#define CHANGE_KEY 56 /* bytes: "assign:12", "buy:" and a GUID, "number:" and an E.164 */
#define CHANGE_LABEL 160
#define CHANGE_KIND 16

struct change {
	char key[CHANGE_KEY];   /* names the change for ever */
	char kind[CHANGE_KIND]; /* of table change_kind */
	int rank;               /* apply takes lower ranks first */
	enum plan_step step;
	int64_t person_id; /* 0 where the change has none; likewise below */
	int64_t address_id, place_id, order_id, feature_id;
	char sku_id[40], number[17]; /* "" where the change has none */
	int64_t quantity;            /* seats, numbers; else 1 */
	int64_t cents; /* monthly cost that it adds; -1: it adds a cost that is not known */
	bool conflict; /* the tenant moved under the wish: a person settles it first */
	bool undoable;
	char way[8];                /* ringup | script | hand */
	char wait[40];              /* constant of the reference; "": at once */
	char subject[CHANGE_LABEL]; /* to whom or what: "Ava Lindqvist", "hq", "Bellevue, WA" */
	char detail[CHANGE_LABEL];  /* from what to what, in words: "none -> US", "+1425... at
				       hq/Office" */
};

/* Which changes: zeroed, all of them. */
struct change_filter {
	int step;          /* 1 + enum plan_step; 0: any */
	const char *kind;  /* NULL: any */
	int64_t person_id; /* 0: any */
	int64_t order_id;  /* 0: any */
	const char *group; /* change_group.id; NULL: any */
	bool conflicts;    /* only those that are conflicts */
};

/* How many; -1 with err set on trouble with the store. */
int64_t change_count(struct store *store, const struct change_filter *filter, struct error *err);

/* Rows first .. first + room - 1 in the order of rank and key. *count gets how many were written.
 */
bool change_rows(struct store *store, const struct change_filter *filter, int64_t first, int room,
	struct change *out, int *count, struct error *err);

/* One change. ERROR_NOT_FOUND: the plan has none of this key (any more). */
bool change_find(struct store *store, const char *key, struct change *out, struct error *err);

/* ---- groups, for the review ---- */

#define CHANGE_GROUPS 64 /* no more are listed: those of the lowest ranks */
#define CHANGE_AFTER 6

struct change_group {
	char id[CHANGE_LABEL]; /* for change_filter.group and apply: kind and detail,
				  "buy_phone:<sku>" */
	char kind[CHANGE_KIND];
	char title[CHANGE_LABEL]; /* "Buy Teams Phone with Calling Plan", "Acquire numbers in
				     Bellevue, WA" */
	enum plan_step step;
	int64_t count;   /* people, seats, numbers, addresses */
	int64_t changes; /* rows of the plan: one purchase buys many seats */
	int64_t conflicts;
	int64_t cents;   /* a month, of those whose cost is known */
	int64_t unknown; /* seats whose cost is not known */
	bool undoable;
	char way[8];
	char wait[80]; /* "up to 24 h", "until bought", "papers ok", "after 3", "-"; translated */
	int after[CHANGE_AFTER]; /* numbers (from 1) of the groups that come first */
	int after_count;
};

/* The groups in the order of the plan, numbered from 1 by their place. At most `room`; *count gets
 * how many. */
bool change_groups(
	struct store *store, struct change_group *out, int room, int *count, struct error *err);

/* ---- cost ---- */

struct plan_cost {
	char currency[4];
	int64_t monthly_cents; /* of all phone add-on seats wanted, those owned included, as far as
				  known */
	int64_t added_cents;   /* of what the plan buys, as far as known */
	int64_t unknown; /* seats (of monthly_cents) whose price is not known: shown, never 0 */
	int64_t unknown_added;     /* of them, seats that the plan buys */
	int64_t seats_to_buy;      /* the count that is typed before money moves */
	int64_t yearly_commitment; /* of them, seats with a year's commitment: cannot be given back
				    */
	char as_of[12]; /* oldest date of a price that was used: "2026-08"; "": today's offer */
	char source[8]; /* of that price: demo | admin | list */
};

bool plan_cost(struct store *store, struct plan_cost *out, struct error *err);

/* "$75.00 a month (demo prices)", "96.00 EUR a month, 3 seats of unknown price": for the money row.
 * Returns text. */
const char *plan_cost_text(const struct plan_cost *cost, char *text, int size);

/* "$15.00", "96.00 EUR": cents in a currency. Returns text. */
const char *plan_money_text(int64_t cents, const char *currency, char *text, int size);

/* ---- steps ---- */

enum plan_state {
	PLAN_TODO,    /* nothing there yet */
	PLAN_READY,   /* planned: wishes that no apply has carried out yet */
	PLAN_PROBLEM, /* something stands in the way: see the problems of the step */
	PLAN_WAITING, /* the service works on it */
	PLAN_DONE     /* the tenant has all that this step wants */
};

struct plan_status {
	enum plan_step step;
	enum plan_state state;
	int64_t done, of; /* people, numbers or addresses of this step */
	int64_t changes;  /* of the plan */
	int64_t problems, waiting, failed;
};

const char *plan_state_id(
	enum plan_state state); /* "todo", "ready", "problem", "waiting", "done" */
const char *plan_state_text(enum plan_state state); /* N_() text */

/* The seven steps in the order of the organization's country and those of its callers
 * (R-227..R-233). ref tells which countries want the address first; NULL: as in the United States.
 */
bool plan_steps(struct store *store, struct reference *ref, struct plan_status out[PLAN_STEP_COUNT],
	struct error *err);

/* Why the steps come in this order: a verdict whose answer is yes, with rule and sentence. */
bool plan_order_reason(
	struct store *store, struct reference *ref, struct verdict *out, struct error *err);

/* ---- problems ---- */

struct plan_problem {
	enum plan_step step;      /* where it is settled */
	struct verdict verdict;   /* rule, why, remedy; answer NO, WAIT or WARN */
	char id[24];              /* of the kind of problem: "no-usage-location" */
	char subject[CHANGE_KEY]; /* what it is about: "person:12", "order:3", "address:2",
				     "sku:GUID" */
	int64_t person_id, address_id, order_id; /* 0 where it has none */
	char label[CHANGE_LABEL];                /* name of the subject */
	int64_t figure; /* seats or numbers that are missing; 0 where it has none */
};

/* What stands in the way of the plan, step by step. step: 1 + enum plan_step, 0: all. */
int64_t plan_problem_count(struct store *store, struct reference *ref, int step, struct error *err);
bool plan_problems(struct store *store, struct reference *ref, int step, int64_t first, int room,
	struct plan_problem *out, int *count, struct error *err);

/* ---- what cannot be undone ---- */

struct plan_final {
	char kind[CHANGE_KIND];
	int64_t count;   /* seats, numbers, letters */
	int rule;        /* 0: none */
	const char *why; /* N_() text: "a year's commitment" */
};

/* At most `room`; returned through *count. */
bool plan_finals(
	struct store *store, struct plan_final *out, int room, int *count, struct error *err);

/* ---- conflicts ---- */

/* What the tenant has now where the change is a conflict: a country, or a number and a place,
 * "+14255550100, hq/Office"; "" where it has nothing. Returns text. */
const char *change_theirs_text(
	struct store *store, const struct change *change, char *text, int size);

/* Settles one conflict: theirs takes over what the tenant has, ours keeps the wish and makes it on
 * what the tenant has now. One edit, which `u` takes back. ERROR_NOT_FOUND: no such conflict. */
bool change_keep_theirs(struct store *store, const char *key, struct error *err);
bool change_take_ours(struct store *store, const char *key, struct error *err);

#endif
