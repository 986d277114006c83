/* core/plan/letter.c: the letters to people, which no service carries out. */
#include "core/plan/applying.h"

#include <stdlib.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/fault.h"
#include "core/plan/sql.h"
#include "core/store/store.h"
#include "core/tenant/notice.h"

static const char NOTICE_OF_SQL[] =
	"SELECT json_extract(after, '$.number'), json_extract(after, '$.place') FROM journal"
	" WHERE id = :id";

static const char NOTICE_FILES_SQL[] = "SELECT notify_method = 'files' FROM organization";

bool letter_note(struct apply *apply, const struct item *item, const struct apply_letter *letter,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(apply->store, NOTICE_OF_SQL, err);
	char number[17];
	struct notice notice = { .person_id = item->person_id,
		.number = number,
		.method = letter->method,
		.language = letter->language,
		.file = letter->file,
		.message_id = letter->message_id,
		.sent_at = now_of(apply) };

	if (!stmt)
		return false;
	sql_id(stmt, ":id", item->id);
	if (store_step(stmt, err) <= 0)
		return false;
	store_column(stmt, 0, number, sizeof(number));
	notice.place_id = sqlite3_column_int64(stmt, 1);
	store_done(stmt);
	return notice_put(apply->store, &notice, err);
}

bool letter_take(struct apply *apply, struct item *item, struct apply_letter *letter,
	struct service_reply *reply, const struct error *why, struct error *err)
{
	fault_point("submitted", false);
	if (why->code != ERROR_NONE) {
		reply->state = why->code == ERROR_TRANSIENT ? SERVICE_RETRY : SERVICE_FAILED;
		reply->cause = why->code == ERROR_TRANSIENT ? CAUSE_NETWORK : CAUSE_UNKNOWN;
		sql_cut(reply->words, sizeof(reply->words), why->text);
	}
	if (reply->state == SERVICE_DONE)
		return reply_done(apply, item, reply, letter, err);
	if (reply->state == SERVICE_RETRY)
		return reply_retry(apply, item, reply, "", err);
	return reply_fails(apply, item, reply, NULL, err);
}

bool letter_send(struct apply *apply, struct item *item, struct error *err)
{
	struct apply_letter *letter = xcalloc(1, sizeof(*letter));
	struct service_reply reply = { 0 };
	struct error why = { 0 };
	bool ok;

	if (!apply->options.notice_send)
		error_set(&why, ERROR_PERSON, _("Letters are not written here."));
	else if (!apply->options.notice_send(apply->options.notice_data, apply->store,
			 item->person_id, item->request_id, letter, &reply, &why) &&
		 why.code == ERROR_NONE)
		error_set(&why, ERROR_IO, _("The letter could not be written."));
	apply->requests++;
	if (why.code == ERROR_NONE && reply.state == SERVICE_FLYING) {
		ok = flight_add(apply, item, ASK_LETTER, reply.flight, letter, err);
		letter = NULL;
	} else {
		ok = letter_take(apply, item, letter, &reply, &why, err);
	}
	free(letter);
	service_reply_fini(&reply);
	return ok;
}

bool letter_ask(struct apply *apply, struct item *item, struct error *err)
{
	struct apply_letter letter = { 0 };
	struct service_reply reply = { 0 };
	struct error why = { 0 };
	int64_t files = 0;

	if (apply->options.notice_ask &&
		apply->options.notice_ask(apply->options.notice_data, apply->store, item->person_id,
			item->request_id, &letter))
		return letter_take(apply, item, &letter, &reply, &why, err);
	if (!sql_number(store_statement(apply->store, NOTICE_FILES_SQL, err), &files, err))
		return false;
	if (files || apply->options.notice_ask)
		return item_send(apply, item, err);
	reply.state = SERVICE_FAILED;
	reply.cause = CAUSE_MAIL_UNKNOWN;
	sql_cut(reply.words, sizeof(reply.words), _("ringup was stopped while it was being sent."));
	return letter_take(apply, item, &letter, &reply, &why, err);
}
