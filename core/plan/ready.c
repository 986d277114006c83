/* core/plan/ready.c: what a change waits for before it may be sent. */
#include "core/plan/applying.h"

#include <string.h>

#include "core/plan/carry.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

static const char JOURNAL_OPEN_SQL[] =
	"SELECT 1 FROM journal WHERE key = :key"
	" AND state IN ('intent', 'sent', 'doubt', 'waiting') LIMIT 1";

static const char PERSON_HOLDS_SQL[] =
	"SELECT number_actual FROM assignment WHERE person_id = :person"
	" AND number_actual IS NOT NULL AND number_actual IS NOT number_wanted";

/* A letter about this very number whose end nobody knows. */
static const char LETTER_UNKNOWN_SQL[] =
	"SELECT j.state = 'failed' AND j.cause = 'mail-unknown' AND json_extract(j.after, '$.number') IS"
	" (SELECT number_wanted FROM assignment WHERE person_id = :person)"
	" FROM journal j WHERE j.key = :key ORDER BY j.id DESC LIMIT 1";

/* It may have been sent: it is sent again only when a person chose this very letter. */
static bool letter_unknown(
	struct apply *apply, const struct item *item, bool *unknown, struct error *err)
{
	sqlite3_stmt *stmt;
	int64_t yes = 0;

	*unknown = false;
	if (strcmp(item->carry->kind, "notice") != 0 || apply->chosen)
		return true;
	stmt = store_statement(apply->store, LETTER_UNKNOWN_SQL, err);
	if (!stmt)
		return false;
	sql_text(stmt, ":key", item->key);
	sql_id(stmt, ":person", item->person_id);
	if (!store_number(stmt, &yes, err))
		return false;
	*unknown = yes != 0;
	return true;
}

/* What C knows beyond the kind's statement: consent, quota, letters, what a person does. */
static bool item_held_up(struct apply *apply, struct item *item, char block[16], struct error *err)
{
	bool yes = true, unknown;

	if (!letter_unknown(apply, item, &unknown, err))
		return false;
	if (kind_room(apply, item->carry->kind, item->way) == 0)
		sql_cut(block, 16, strcmp(item->way, "script") == 0 ? "script" : "hand");
	else if (strncmp(item->carry->kind, "buy", 3) == 0 && item->quantity > apply->consent)
		sql_cut(block, 16, "consent");
	else if (strcmp(item->carry->kind, "notice") == 0 && !apply->options.notice_send)
		sql_cut(block, 16, "letters");
	else if (strcmp(item->carry->kind, "order") == 0 && !order_allowed(apply, item, &yes, err))
		return false;
	if (unknown && !block[0])
		sql_cut(block, 16, "resend");
	if (!yes)
		sql_cut(block, 16, "quota");
	return true;
}

bool item_blocked(struct apply *apply, struct item *item, char block[16], struct error *err)
{
	sqlite3_stmt *stmt;
	int got;

	block[0] = '\0';
	/* Results of what somebody has done already: whether it could be done is no question. */
	if (!apply->service->ops->way)
		return true;
	if (item->carry->blocked) {
		stmt = store_statement(apply->store, item->carry->blocked, err);
		if (!stmt)
			return false;
		item_bind(apply, stmt, item);
		got = store_step(stmt, err);
		if (got > 0)
			store_column(stmt, 0, block, 16);
		store_done(stmt);
		if (got < 0)
			return false;
	}
	return block[0] || item_held_up(apply, item, block, err);
}

bool item_open(struct apply *apply, const struct item *item, bool *open, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, JOURNAL_OPEN_SQL, err);
	int64_t one;

	if (!stmt)
		return false;
	sql_text(stmt, ":key", item->key);
	if (!store_number(stmt, &one, err))
		return false;
	*open = one != 0;
	return true;
}

bool item_unassign(
	struct apply *apply, struct item *item, const char *block, bool *first, struct error *err)
{
	sqlite3_stmt *stmt;

	*first = false;
	if (strcmp(item->carry->kind, "assign") != 0 || (block[0] && strcmp(block, "taken") != 0))
		return true;
	stmt = store_statement(apply->store, PERSON_HOLDS_SQL, err);
	if (!stmt)
		return false;
	sql_id(stmt, ":person", item->person_id);
	switch (store_step(stmt, err)) {
	case 1:
		*first = true;
		item->carry = carry_of("unassign");
		store_column(stmt, 0, item->number, sizeof(item->number));
		item->place_id = 0;
		break;
	case -1:
		return false;
	}
	store_done(stmt);
	return true;
}
