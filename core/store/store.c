/* core/store/store.c: the file of one profile: opening, statements, transactions, lock, copies. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/embed.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/reference/reference.h"
#include "core/store/migration.h"
#include "core/store/store.h"

#define CACHE_KIB 4096 /* of pages; a step in a list of a million rows stays inside it */

struct prepared {
	const char *sql; /* its address is the key */
	sqlite3_stmt *stmt;
};

#define COUNTS 16 /* that a screen asks for at a time, and some more */

struct count {
	char *sql; /* with the values that were bound: what was counted */
	int64_t number;
};

struct store {
	sqlite3 *db;
	char *path;
	bool readonly;
	int depth;       /* of transactions */
	int lock;        /* descriptor of PATH.lock; -1: not locked */
	int locks;       /* how often it was taken and not given back */
	int64_t version; /* PRAGMA data_version as it was last looked at */
	struct prepared *prepared;
	size_t prepared_count, prepared_room;
	struct count counts[COUNTS]; /* of the state `counted` */
	int next_count;
	int64_t counted[3];
	int64_t rollbacks;
};

/* ---- errors ---- */

/* What a file system says when there is no room, whatever SQLite makes of it. */
static bool no_room(int system_errno)
{
	return system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG;
}

static bool failed_constraint(sqlite3 *db, struct error *err)
{
	int extended = sqlite3_extended_errcode(db);

	if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
		return error_set(
			err, ERROR_TAKEN, _("It is there already (%s)."), sqlite3_errmsg(db));
	return error_set(err, ERROR_INPUT, _("The store does not take this value (%s)."),
		sqlite3_errmsg(db));
}

static const char *file_of(sqlite3 *db)
{
	const char *path = sqlite3_db_filename(db, "main");

	return path && *path ? path : _("The store");
}

/* A write that failed for want of room is not always SQLITE_FULL: a quota or a file size limit is
 * an I/O error whose errno SQLite has lost by the time it can be asked for. */
static bool failed_write(sqlite3 *db)
{
	int extended = sqlite3_extended_errcode(db);

	return extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE ||
	       (sqlite3_errcode(db) == SQLITE_IOERR && no_room(sqlite3_system_errno(db)));
}

bool store_failed(sqlite3 *db, const char *what, struct error *err)
{
	const char *path = file_of(db);
	const char *words = sqlite3_errmsg(db);
	int code = failed_write(db) ? SQLITE_FULL : sqlite3_errcode(db);

	switch (code) {
	case SQLITE_CONSTRAINT:
		return failed_constraint(db, err);
	case SQLITE_FULL:
		return error_set(err, ERROR_FULL,
			_("%s could not be written: the disk is full, or fails. Make room, then try again."),
			path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return error_set(err, ERROR_FULL,
			_("%s may not be written. Check the permissions of the file and of its folder."),
			path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_set(err, ERROR_CORRUPT,
			_("%s is damaged, or is not a store of ringup (%s). Put a saved copy in its place, "
			  "or start a new profile with --profile NAME."),
			path, words);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(err, ERROR_BUSY,
			_("%s: another ringup is writing. Try again in a moment."), path);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return error_set(
			err, ERROR_IO, _("%s could not be read or written: %s."), path, words);
	case SQLITE_INTERRUPT:
		return error_set(err, ERROR_CANCELLED, _("Stopped."));
	default:
		return error_set(err, ERROR_STORE, "%s: %s (%.*s)", path, words,
			(int)strcspn(what, "\n"), what);
	}
}

/* ---- functions that SQL sees ---- */

static void sql_fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	struct str folded = { 0 };

	(void)count;
	if (!text)
		return;
	text_fold(&folded, text);
	size_t len = folded.len;
	sqlite3_result_text(context, str_take(&folded), (int)len, free);
}

static void bits_step(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t *bits = sqlite3_aggregate_context(context, sizeof(*bits));

	(void)count;
	if (bits)
		*bits |= sqlite3_value_int64(values[0]);
}

static void bits_end(sqlite3_context *context)
{
	int64_t *bits = sqlite3_aggregate_context(context, 0);

	sqlite3_result_int64(context, bits ? *bits : 0);
}

static bool add_functions(sqlite3 *db, struct error *err)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	if (sqlite3_create_function_v2(db, "fold", 1, flags, NULL, sql_fold, NULL, NULL, NULL) ||
		sqlite3_create_function_v2(
			db, "bit_or", 1, flags, NULL, NULL, bits_step, bits_end, NULL))
		return store_failed(db, "fold, bit_or", err);
	return true;
}

/* ---- opening ---- */

static void on_rollback(void *data)
{
	((struct store *)data)->rollbacks++;
}

static void counts_forget(struct store *store)
{
	for (int i = 0; i < COUNTS; i++) {
		sqlite3_free(store->counts[i].sql);
		store->counts[i].sql = NULL;
	}
}

/* Makes the file before SQLite does, so that nobody else can read it for a moment; SQLite gives its
 * -wal and -shm files the same mode. */
static bool file_make(const char *path, unsigned flags, struct error *err)
{
	int fd;

	if (flags & (STORE_EXISTING | STORE_READONLY)) {
		if (access(path, F_OK) == 0)
			return true;
		return error_set(err, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO,
			_("There is no store %s: %s."), path, strerror(errno));
	}
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		fchmod(fd, 0600);
		close(fd);
		return true;
	}
	if (errno == EEXIST)
		return true;
	return error_set(err,
		no_room(errno) || errno == EROFS || errno == EACCES ? ERROR_FULL : ERROR_IO,
		_("%s cannot be made: %s."), path, strerror(errno));
}

static bool writable(struct store *store, unsigned flags, struct error *err)
{
	store->readonly = sqlite3_db_readonly(store->db, "main") == 1;
	if (!store->readonly || flags & STORE_READONLY)
		return true;
	return error_set(err, ERROR_FULL,
		_("%s may not be written. Check the permissions of the file and of its folder."),
		store->path);
}

/* A store for reading must be of this version: it cannot be brought to it. */
static bool migrate(struct store *store, struct error *err)
{
	const char *schema = embedded_file("schema.sql", NULL);

	assert(schema);
	if (!migration_run(store->db, store->path, schema, migrations, err))
		return false;
	return true;
}

static bool configure(struct store *store, unsigned flags, struct error *err)
{
	char sql[256];

	sqlite3_extended_result_codes(store->db, 0);
	sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
	if (!add_functions(store->db, err))
		return false;
	if (!writable(store, flags, err))
		return false;
	/* The first look at a file that is no store fails here, before anything is written to it.
	 */
	if (!store_exec(store, "PRAGMA user_version; SELECT count(*) FROM sqlite_schema;", err))
		return false;
	if (!migrate(store, err))
		return false;
	if (!store->readonly && !store_exec(store, "PRAGMA journal_mode = WAL;", err))
		return false;
	snprintf(sql, sizeof(sql),
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		"PRAGMA cache_size = -%d;",
		CACHE_KIB);
	if (!store_exec(store, sql, err) || !reference_attach(store->db, err))
		return false;
	store_changed(store);
	sqlite3_rollback_hook(store->db, on_rollback, store);
	return true;
}

/* ringup has one thread: SQLite's locks and its books on memory are a tenth of an import's time.
 * Once SQLite is in use it refuses this, and stays as it is. */
static void use_one_thread(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct store *store_open(const char *path, unsigned flags, struct error *err)
{
	struct store *store;
	int mode = flags & STORE_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

	if (!file_make(path, flags, err))
		return NULL;
	use_one_thread();
	store = xcalloc(1, sizeof(*store));
	store->lock = -1;
	store->path = xstrdup(path);
	if (sqlite3_open_v2(path, &store->db, mode, NULL) != SQLITE_OK) {
		if (store->db)
			store_failed(store->db, path, err);
		else
			die("out of memory");
	} else if (configure(store, flags, err)) {
		return store;
	}
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store->locks = 1;
	store_unlock(store);
	counts_forget(store);
	for (size_t i = 0; i < store->prepared_count; i++)
		sqlite3_finalize(store->prepared[i].stmt);
	free(store->prepared);
	/* Whoever left a statement open has a bug; the file is given back all the same. */
	int left = sqlite3_close(store->db);
	assert(left == SQLITE_OK);
	if (left != SQLITE_OK)
		sqlite3_close_v2(store->db);
	free(store->path);
	free(store);
}

sqlite3 *store_db(struct store *store)
{
	return store->db;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

bool store_readonly(const struct store *store)
{
	return store->readonly;
}

/* ---- statements ---- */

static sqlite3_stmt *remember(struct store *store, const char *sql, struct error *err)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
		SQLITE_OK) {
		store_failed(store->db, sql, err);
		return NULL;
	}
	if (store->prepared_count == store->prepared_room) {
		store->prepared_room = store->prepared_room ? 2 * store->prepared_room : 64;
		store->prepared = xrealloc(
			store->prepared, store->prepared_room, sizeof(*store->prepared));
	}
	store->prepared[store->prepared_count++] = (struct prepared){ sql, stmt };
	return stmt;
}

sqlite3_stmt *store_statement(struct store *store, const char *sql, struct error *err)
{
	for (size_t i = 0; i < store->prepared_count; i++) {
		struct prepared *row = &store->prepared[i];

		if (row->sql == sql && !sqlite3_stmt_busy(row->stmt)) {
			store_done(row->stmt);
			return row->stmt;
		}
	}
	return remember(store, sql, err);
}

static int parameter(sqlite3_stmt *stmt, const char *name)
{
	int index = sqlite3_bind_parameter_index(stmt, name);

	if (index == 0)
		die("the statement has no parameter %s: %s", name, sqlite3_sql(stmt));
	return index;
}

void store_bind_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
	sqlite3_bind_text(stmt, parameter(stmt, name), text, -1, SQLITE_STATIC);
}

void store_bind_bytes(sqlite3_stmt *stmt, const char *name, const char *text, size_t len)
{
	sqlite3_bind_text64(stmt, parameter(stmt, name), text, len, SQLITE_STATIC, SQLITE_UTF8);
}

void store_bind_number(sqlite3_stmt *stmt, const char *name, int64_t number)
{
	sqlite3_bind_int64(stmt, parameter(stmt, name), number);
}

void store_bind_id(sqlite3_stmt *stmt, const char *name, int64_t id)
{
	if (id)
		store_bind_number(stmt, name, id);
	else
		sqlite3_bind_null(stmt, parameter(stmt, name));
}

int store_step(sqlite3_stmt *stmt, struct error *err)
{
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		return 1;
	if (code != SQLITE_DONE)
		store_failed(sqlite3_db_handle(stmt), sqlite3_sql(stmt), err);
	store_done(stmt);
	return code == SQLITE_DONE ? 0 : -1;
}

bool store_run(sqlite3_stmt *stmt, struct error *err)
{
	int got;

	do {
		got = store_step(stmt, err);
	} while (got > 0);
	return got == 0;
}

bool store_number(sqlite3_stmt *stmt, int64_t *number, struct error *err)
{
	int got = store_step(stmt, err);

	*number = got > 0 ? sqlite3_column_int64(stmt, 0) : 0;
	store_done(stmt);
	return got >= 0;
}

/* ---- counts ---- */

static const char version_sql[] = "PRAGMA data_version";

static int64_t data_version(struct store *store)
{
	sqlite3_stmt *stmt = store_statement(store, version_sql, NULL);
	int64_t version;

	return stmt && store_number(stmt, &version, NULL) ? version : -1;
}

/* Our own writes, those of others, and what was taken back. */
static void counts_check(struct store *store)
{
	int64_t now[] = { sqlite3_total_changes64(store->db), data_version(store),
		store->rollbacks };

	if (memcmp(now, store->counted, sizeof(now)) == 0)
		return;
	counts_forget(store);
	memcpy(store->counted, now, sizeof(now));
}

bool store_count(struct store *store, sqlite3_stmt *stmt, int64_t *number, struct error *err)
{
	char *sql = sqlite3_expanded_sql(stmt);
	struct count *count;

	counts_check(store);
	for (int i = 0; sql && i < COUNTS; i++) {
		count = &store->counts[i];
		if (count->sql && strcmp(count->sql, sql) == 0) {
			*number = count->number;
			store_done(stmt);
			sqlite3_free(sql);
			return true;
		}
	}
	if (!store_number(stmt, number, err)) {
		sqlite3_free(sql);
		return false;
	}
	count = &store->counts[store->next_count];
	store->next_count = (store->next_count + 1) % COUNTS;
	sqlite3_free(count->sql);
	*count = (struct count){ sql, *number };
	return true;
}

void store_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	if (stmt)
		sqlite3_clear_bindings(stmt);
}

int64_t store_changes(struct store *store)
{
	return sqlite3_changes64(store->db);
}

const char *store_column(sqlite3_stmt *stmt, int column, char *text, size_t size)
{
	const char *value = (const char *)sqlite3_column_text(stmt, column);

	return text_copy(text, size, value ? value : "");
}

bool store_exec(struct store *store, const char *sql, struct error *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return store_failed(store->db, sql, err);
}

/* ---- transactions ---- */

/* Takes the right to write at once: a transaction that could not write would only find out
 * half-way. BEGIN IMMEDIATE would want it of the facts too, which are read-only. */
static const char begin_sql[] = "BEGIN; DELETE FROM main.memory WHERE 0;";

static bool transaction(
	struct store *store, const char *outer, const char *inner, int level, struct error *err)
{
	char sql[96];

	if (level == 0)
		return store_exec(store, outer, err);
	snprintf(sql, sizeof(sql), inner, level, level);
	return store_exec(store, sql, err);
}

bool store_begin(struct store *store, struct error *err)
{
	if (!transaction(store, begin_sql, "SAVEPOINT level%d", store->depth, err)) {
		if (store->depth == 0 && !sqlite3_get_autocommit(store->db))
			store_exec(store, "ROLLBACK", NULL);
		return false;
	}
	store->depth++;
	return true;
}

bool store_commit(struct store *store, struct error *err)
{
	assert(store->depth > 0);
	/* A full disk makes SQLite roll everything back by itself. */
	if (sqlite3_get_autocommit(store->db)) {
		store->depth--;
		return error_set(err, ERROR_STORE,
			_("Nothing was saved: an earlier error took everything back."));
	}
	if (transaction(store, "COMMIT", "RELEASE level%d", store->depth - 1, err)) {
		store->depth--;
		return true;
	}
	store_rollback(store);
	return false;
}

void store_rollback(struct store *store)
{
	assert(store->depth > 0);
	store->depth--;
	store->rollbacks++;
	if (!sqlite3_get_autocommit(store->db))
		transaction(store, "ROLLBACK", "ROLLBACK TO level%d; RELEASE level%d", store->depth,
			NULL);
}

bool store_end(struct store *store, bool ok, struct error *err)
{
	if (ok)
		return store_commit(store, err);
	store_rollback(store);
	return false;
}

bool store_in_transaction(const struct store *store)
{
	return store->depth > 0;
}

/* ---- others ---- */

bool store_changed(struct store *store)
{
	int64_t now = data_version(store), before = store->version;

	if (now >= 0)
		store->version = now;
	return store->version != before;
}

static bool copy_pages(sqlite3 *from, sqlite3 *to, struct error *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	if (!backup)
		return store_failed(to, "backup", err);
	sqlite3_backup_step(backup, -1);
	/* Errors of both sides end up in the one that is written. */
	if (sqlite3_backup_finish(backup) != SQLITE_OK)
		return store_failed(to, "backup", err);
	return true;
}

static bool copy_file(const char *from, const char *to, struct error *err)
{
	sqlite3 *source = NULL, *copy = NULL;
	bool ok = false;

	if (sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		store_failed(source, from, err);
	else if (sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		store_failed(copy, to, err);
	else
		ok = sqlite3_busy_timeout(source, STORE_BUSY_MS) == SQLITE_OK &&
		     copy_pages(source, copy, err);
	sqlite3_close(source);
	if (sqlite3_close(copy) != SQLITE_OK && ok)
		ok = error_set(err, ERROR_IO, _("%s could not be written whole."), to);
	return ok;
}

bool store_backup(struct store *store, const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return error_set(
			err, ERROR_TAKEN, _("%s is there already. Choose another name."), path);
	if (fd < 0)
		return error_set(err, no_room(errno) ? ERROR_FULL : ERROR_IO,
			_("%s cannot be made: %s."), path, strerror(errno));
	close(fd);
	if (copy_file(store->path, path, err))
		return true;
	unlink(path);
	return false;
}

/* ---- the lock of an apply and of a sync ---- */

static bool lock_held(int fd, const char *path, struct error *err)
{
	char text[32] = "";
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);
	long pid = got > 0 ? strtol(text, NULL, 10) : 0;

	if (pid > 0)
		return error_set(err, ERROR_BUSY,
			_("Another ringup (process %ld) applies to this profile or reads the tenant. Wait "
			  "until it has ended, or end it first."),
			pid);
	return error_set(err, ERROR_BUSY,
		_("Another ringup applies to this profile or reads the tenant (it holds %s). Wait until "
		  "it has ended."),
		path);
}

static int lock_open(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		error_set(err,
			no_room(errno) || errno == EROFS || errno == EACCES ? ERROR_FULL : ERROR_IO,
			_("%s cannot be made: %s."), path, strerror(errno));
	return fd;
}

bool store_lock(struct store *store, struct error *err)
{
	if (store->lock >= 0) {
		store->locks++;
		return true;
	}
	char *path = xasprintf("%s.lock", store->path);
	int fd = lock_open(path, err);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
		/* Who holds it is only told to people: a full disk does not matter. */
		if (ftruncate(fd, 0) == 0)
			dprintf(fd, "%ld\n", (long)getpid());
		store->lock = fd;
		store->locks = 1;
	} else if (fd >= 0) {
		lock_held(fd, path, err);
		close(fd);
	}
	free(path);
	return store->lock >= 0;
}

void store_unlock(struct store *store)
{
	if (store->lock < 0 || --store->locks > 0)
		return;
	close(store->lock);
	store->lock = -1;
}

bool store_locked(const struct store *store)
{
	return store->lock >= 0;
}

const char *store_library(void)
{
	return sqlite3_libversion();
}
