/* core/plan/carry.h: how each kind of change is carried out: what it waits for, what is noted of it
 * before, and what `done` writes. A row a kind, all of them SQL over the store. Private to
 * core/plan.
 *
 * Parameters of all statements, as far as a statement uses them:
 *     :key :kind :person :sku :number :address :place :order :feature :quantity  of the change
 *     :now                 the service's clock
 *     :address_first       the order's country ties a number to its address
 *     :id                  of the journal row (done)
 *     :civic :location :validation :words :service   of the reply (done)
 *
 * What an order's search found, a letter and an address's corrections are written by the tenant's
 * own modules, which apply calls. */
#ifndef CORE_PLAN_CARRY_H
#define CORE_PLAN_CARRY_H

#define CARRY_DONE 4

struct carry {
	const char *kind;
	const char *blocked; /* one row: NULL when it may be sent, else the id of what it waits for;
				NULL: never waits */
	const char *snapshot; /* one row: before, after (JSON), label */
	const char *done[CARRY_DONE];
};

/* NULL: no such kind. */
const struct carry *carry_of(const char *kind);

/* What a blocked change waits for, in words: N_() text "the licence". */
const char *carry_block_text(const char *block);

#endif
