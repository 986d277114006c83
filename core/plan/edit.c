/* core/plan/edit.c: records edits with SQLite's session extension and applies their inverse. */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "core/plan/edit.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/sql.h"
#include "core/store/store.h"

/* The tables that hold wishes, children before their parents: so they go, when an edit that made
 * both is taken back. What the service said of prices, notices and the journal are no wishes. */
static const char *const tables[] = { "feature", "assignment", "licence", "correction", "place",
	"number", "number_order", "person", "address", "subscription", "organization" };

static const char ADD_SQL[] =
	"INSERT INTO edit (at, label, changeset) VALUES (:now, :label, :changeset)";
static const char DROP_REDO_SQL[] = "DELETE FROM edit WHERE undone = 1";
static const char TRIM_SQL[] =
	"DELETE FROM edit WHERE id <= (SELECT id FROM edit ORDER BY id DESC LIMIT 1 OFFSET :kept)";
static const char UNDO_SQL[] =
	"SELECT id, label, changeset FROM edit WHERE undone = 0 ORDER BY id DESC LIMIT 1";
static const char REDO_SQL[] =
	"SELECT id, label, changeset FROM edit WHERE undone = 1 ORDER BY id LIMIT 1";
static const char MARK_SQL[] = "UPDATE edit SET undone = :undone WHERE id = :id";

static const char FORGET_SQL[] = "DELETE FROM edit";

enum { STEPS = 2000 }; /* of SQLite's machine between two looks at the memory in use */

/* An edit that is under way. There is one a store, and a store has no place for it. */
struct edit {
	struct store *store;
	sqlite3_session *session;
	char *label;
	int depth;
	bool large; /* too large to be kept: no longer recorded */
	struct edit *next;
};

static struct edit *edits;

static struct edit *edit_of(const struct store *store)
{
	struct edit *edit = edits;

	while (edit && edit->store != store)
		edit = edit->next;
	return edit;
}

bool edit_open(struct store *store)
{
	return edit_of(store) != NULL;
}

/* Stops the recording before it eats the memory; what was recorded is then of no use. */
static int edit_watch(void *data)
{
	struct edit *edit = data;

	if (!edit->large && sqlite3session_memory_used(edit->session) > EDIT_LIMIT) {
		sqlite3session_enable(edit->session, 0);
		edit->large = true;
	}
	return 0;
}

static void edit_free(struct edit *edit)
{
	struct edit **at = &edits;

	while (*at != edit)
		at = &(*at)->next;
	*at = edit->next;
	sqlite3_progress_handler(store_db(edit->store), 0, NULL, NULL);
	if (edit->session)
		sqlite3session_delete(edit->session);
	free(edit->label);
	free(edit);
}

static bool session_begin(struct edit *edit, struct error *err)
{
	sqlite3 *db = store_db(edit->store);

	if (sqlite3session_create(db, "main", &edit->session) != SQLITE_OK)
		return store_failed(db, "session", err);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (sqlite3session_attach(edit->session, tables[i]) != SQLITE_OK)
			return store_failed(db, tables[i], err);
	}
	sqlite3_progress_handler(db, STEPS, edit_watch, edit);
	return true;
}

bool edit_begin(struct store *store, const char *label, struct error *err)
{
	struct edit *edit = edit_of(store);

	if (edit) {
		edit->depth++;
		return true;
	}
	if (!store_begin(store, err))
		return false;
	edit = xcalloc(1, sizeof(*edit));
	*edit = (struct edit){ .store = store, .label = xstrdup(label), .depth = 1, .next = edits };
	edits = edit;
	if (session_begin(edit, err))
		return true;
	edit_free(edit);
	store_rollback(store);
	return false;
}

static bool edit_write(struct edit *edit, const void *bytes, int len, struct error *err)
{
	sqlite3_stmt *stmt;

	if (!sql_run(store_statement(edit->store, DROP_REDO_SQL, err), err))
		return false;
	stmt = store_statement(edit->store, ADD_SQL, err);
	if (!stmt)
		return false;
	sql_int(stmt, ":now", clock_now());
	sql_text(stmt, ":label", edit->label);
	sqlite3_bind_blob(stmt, sqlite3_bind_parameter_index(stmt, ":changeset"),
		bytes ? bytes : "", len, SQLITE_STATIC);
	if (!store_run(stmt, err))
		return false;
	stmt = store_statement(edit->store, TRIM_SQL, err);
	if (!stmt)
		return false;
	sql_int(stmt, ":kept", EDIT_KEPT);
	return store_run(stmt, err);
}

/* An edit that is too large is written without a changeset, so that undo can say so. */
static bool edit_keep(struct edit *edit, bool *kept, struct error *err)
{
	void *bytes = NULL;
	int len = 0;
	bool ok = true;

	edit_watch(edit);
	if (!edit->large) {
		if (sqlite3session_changeset(edit->session, &len, &bytes) != SQLITE_OK)
			return store_failed(store_db(edit->store), "changeset", err);
		edit->large = len > EDIT_LIMIT;
	}
	*kept = !edit->large;
	if (len > 0 || edit->large)
		ok = edit_write(edit, edit->large ? NULL : bytes, edit->large ? 0 : len, err);
	sqlite3_free(bytes);
	return ok;
}

bool edit_end(struct store *store, bool *kept, struct error *err)
{
	struct edit *edit = edit_of(store);
	bool all = true, ok;

	if (kept)
		*kept = true;
	if (!edit)
		return error_set(err, ERROR_STORE, _("No edit is open."));
	if (--edit->depth > 0)
		return true;
	ok = edit_keep(edit, &all, err);
	edit_free(edit);
	if (kept)
		*kept = all;
	return store_end(store, ok, err);
}

void edit_cancel(struct store *store)
{
	struct edit *edit = edit_of(store);

	if (!edit)
		return;
	edit_free(edit);
	store_rollback(store);
}

/* ---- undo and redo ---- */

/* Rows that are not as the edit left them. */
struct clash {
	int64_t count;
	char table[32];
};

static int clash_found(void *data, int kind, sqlite3_changeset_iter *iter)
{
	struct clash *clash = data;
	const char *table = "";
	int columns, op, indirect;

	if (kind == SQLITE_CHANGESET_FOREIGN_KEY) {
		clash->count++;
		return SQLITE_CHANGESET_OMIT;
	}
	sqlite3changeset_op(iter, &table, &columns, &op, &indirect);
	/* It went with its parent. */
	if (kind == SQLITE_CHANGESET_NOTFOUND && op == SQLITE_DELETE)
		return SQLITE_CHANGESET_OMIT;
	/* Its row also says when the last answer was saved: that never stands in the way. */
	if (kind == SQLITE_CHANGESET_DATA && strcmp(table, "organization") == 0)
		return SQLITE_CHANGESET_REPLACE;
	clash->count++;
	sql_cut(clash->table, sizeof(clash->table), table);
	return SQLITE_CHANGESET_OMIT;
}

static const struct {
	const char *table, *text;
} nouns[] = {
	{ "subscription", N_("licences") },
	{ "person", N_("people") },
	{ "licence", N_("licences of people") },
	{ "address", N_("addresses") },
	{ "correction", N_("corrections of addresses") },
	{ "place", N_("places") },
	{ "number_order", N_("orders of numbers") },
	{ "number", N_("numbers") },
	{ "assignment", N_("assignments") },
	{ "feature", N_("attendants, queues, ports and papers") },
};

static bool clash_say(const struct clash *clash, const char *label, struct error *err)
{
	const char *noun = N_("rows");

	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		if (strcmp(nouns[i].table, clash->table) == 0)
			noun = nouns[i].text;
	}
	return error_set(err, ERROR_TAKEN,
		_("\"%s\" cannot be taken back: it changed since (%s, %lld in all). Nothing was done; "
		  "change it by hand."),
		label, _(noun), (long long)clash->count);
}

static bool changeset_apply(struct store *store, const void *bytes, int len, bool invert,
	const char *label, struct error *err)
{
	struct clash clash = { 0 };
	sqlite3 *db = store_db(store);
	void *inverse = NULL;
	int inverse_len = 0, rc = SQLITE_OK;

	if (invert)
		rc = sqlite3changeset_invert(len, bytes, &inverse_len, &inverse);
	/* What triggers wrote stands in the changeset: they are not to write it again. */
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3changeset_apply(db, invert ? inverse_len : len,
			invert ? inverse : (void *)(uintptr_t)bytes, NULL, clash_found, &clash);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
	sqlite3_free(inverse);
	if (clash.count > 0)
		return clash_say(&clash, label, err);
	return rc == SQLITE_OK || store_failed(db, label, err);
}

static bool edit_mark(struct store *store, int64_t id, bool undone, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, MARK_SQL, err);

	if (!stmt)
		return false;
	sql_int(stmt, ":undone", undone);
	sql_int(stmt, ":id", id);
	return store_run(stmt, err);
}

static bool edit_move(struct store *store, bool undo, char *label, size_t size, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, undo ? UNDO_SQL : REDO_SQL, err);
	char name[200];
	int64_t id;
	int got, len;
	void *bytes;
	bool ok;

	got = stmt ? store_step(stmt, err) : -1;
	if (got < 0)
		return false;
	if (got == 0)
		return error_set(err, ERROR_NOT_FOUND,
			undo ? _("There is nothing to take back.")
			     : _("There is nothing to do again."));
	id = sqlite3_column_int64(stmt, 0);
	store_text(stmt, 1, name);
	len = sqlite3_column_bytes(stmt, 2);
	bytes = xmalloc((size_t)len + 1);
	if (len > 0)
		memcpy(bytes, sqlite3_column_blob(stmt, 2), (size_t)len);
	store_done(stmt);
	if (label)
		sql_cut(label, size, name);
	if (len == 0)
		ok = error_set(err, ERROR_REFUSED,
			_("\"%s\" was too large to be kept, and cannot be taken back."), name);
	else
		ok = store_begin(store, err) &&
		     store_end(store,
			     changeset_apply(store, bytes, len, undo, name, err) &&
				     edit_mark(store, id, undo, err),
			     err);
	free(bytes);
	return ok;
}

bool edit_undo(struct store *store, char *label, size_t size, struct error *err)
{
	return edit_move(store, true, label, size, err);
}

bool edit_redo(struct store *store, char *label, size_t size, struct error *err)
{
	return edit_move(store, false, label, size, err);
}

bool edit_forget(struct store *store, struct error *err)
{
	return sql_run(store_statement(store, FORGET_SQL, err), err);
}

static const char *edit_label(struct store *store, const char *sql, char *text, size_t size)
{
	sqlite3_stmt *stmt = store_statement(store, sql, NULL);

	text[0] = '\0';
	if (stmt && store_step(stmt, NULL) > 0) {
		store_column(stmt, 1, text, size);
		store_done(stmt);
	}
	return text;
}

const char *edit_undo_label(struct store *store, char *text, size_t size)
{
	return edit_label(store, UNDO_SQL, text, size);
}

const char *edit_redo_label(struct store *store, char *text, size_t size)
{
	return edit_label(store, REDO_SQL, text, size);
}
