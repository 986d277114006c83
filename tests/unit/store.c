/* Proves that a store opens or says why not, keeps what was committed, nests transactions, notices
 * others, copies itself, and lets one process apply. Everything on real files. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/embed.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/store/migration.h"
#include "core/store/store.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-store-XXXXXX";
static char path[128], other[128];

static int remove_one(const char *name, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(name);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	snprintf(path, sizeof(path), "%s/shop.db", folder);
	snprintf(other, sizeof(other), "%s/copy.db", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- helpers ---- */

static struct store *opened(const char *name)
{
	struct error err = { 0 };
	struct store *store = store_open(name, 0, &err);

	if (!store)
		fail_msg("%s: %s", name, err.text);
	return store;
}

static void exec(struct store *store, const char *sql)
{
	struct error err = { 0 };

	if (!store_exec(store, sql, &err))
		fail_msg("%s: %s", sql, err.text);
}

static int64_t number_of(struct store *store, const char *sql)
{
	struct error err = { 0 };
	sqlite3_stmt *stmt = store_statement(store, sql, &err);
	int64_t number = 0;

	if (!stmt || !store_number(stmt, &number, &err))
		fail_msg("%s: %s", sql, err.text);
	return number;
}

static const char *text_of(struct store *store, const char *sql, char *text, size_t size)
{
	struct error err = { 0 };
	sqlite3_stmt *stmt = store_statement(store, sql, &err);

	if (!stmt || store_step(stmt, &err) != 1)
		fail_msg("%s: %s", sql, err.text);
	store_column(stmt, 0, text, size);
	store_done(stmt);
	return text;
}

static void refused(const char *row, enum error_code code, const char *part)
{
	struct error err = { 0 };
	struct store *store = store_open(path, 0, &err);

	if (store)
		fail_msg("%s: it opened", row);
	expect_number(row, err.code, code);
	expect_part(row, err.text, part);
	expect_part(row, err.text, path);
}

static mode_t mode_of(const char *name)
{
	struct stat info;

	assert_int_equal(stat(name, &info), 0);
	return info.st_mode & 0777;
}

static void write_bytes(const char *name, const char *bytes, size_t len)
{
	struct error err = { 0 };

	if (!file_write(name, bytes, len, 0600, &err))
		fail_msg("%s", err.text);
}

/* ---- opening ---- */

static void a_new_store_is_private_whatever_the_umask(void **state)
{
	mode_t before = umask(0);
	struct store *store = opened(path);

	(void)state;
	umask(before);
	exec(store, "UPDATE organization SET name = 'x'");
	assert_int_equal(mode_of(path), 0600);
	char wal[160];
	snprintf(wal, sizeof(wal), "%s-wal", path);
	assert_int_equal(mode_of(wal), 0600);
	store_close(store);
}

static void what_was_committed_is_there_next_time(void **state)
{
	char text[64];
	struct store *store = opened(path);

	(void)state;
	exec(store, "UPDATE organization SET name = 'Contoso Bakery'");
	store_close(store);
	store = opened(path);
	expect_text("name", text_of(store, "SELECT name FROM organization", text, sizeof(text)),
		"Contoso Bakery");
	store_close(store);
}

static void a_store_is_durable_and_marked(void **state)
{
	static const struct {
		const char *sql, *want;
	} rows[] = {
		{ "PRAGMA journal_mode", "wal" },
		{ "PRAGMA synchronous", "2" },
		{ "PRAGMA foreign_keys", "1" },
		{ "PRAGMA application_id", "1919512167" },
		{ "PRAGMA user_version", "3" },
		{ "PRAGMA main.integrity_check", "ok" },
		{ "SELECT fold('\xC3\x89va')", "eva" },
		{ "SELECT bit_or(x) FROM (SELECT 5 AS x UNION SELECT 6)", "7" },
		{ "SELECT count(*) > 0 FROM ref.skus", "1" },
	};
	struct store *store = opened(path);
	char text[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_text(
			rows[i].sql, text_of(store, rows[i].sql, text, sizeof(text)), rows[i].want);
	store_close(store);
}

static void an_existing_store_is_asked_for(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_null(store_open(path, STORE_EXISTING, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_int_equal(access(path, F_OK), -1);
}

static void a_store_for_reading_takes_no_write(void **state)
{
	struct error err = { 0 };

	(void)state;
	store_close(opened(path));
	struct store *store = store_open(path, STORE_READONLY, &err);
	assert_non_null(store);
	assert_true(store_readonly(store));
	assert_false(store_exec(store, "UPDATE organization SET name = 'x'", &err));
	assert_int_equal(err.code, ERROR_FULL);
	store_close(store);
}

static void a_missing_folder_is_told(void **state)
{
	struct error err = { 0 };

	(void)state;
	snprintf(path, sizeof(path), "%s/none/shop.db", folder);
	assert_null(store_open(path, 0, &err));
	assert_int_equal(err.code, ERROR_IO);
	expect_part("message", err.text, path);
}

/* ---- files that are not what they should be ---- */

static void a_newer_store_is_left_alone(void **state)
{
	struct store *store = opened(path);

	(void)state;
	exec(store, "PRAGMA user_version = 99");
	store_close(store);
	refused("newer", ERROR_NEWER, "99");
	refused("newer", ERROR_NEWER, "Install the newer ringup");
}

static void other_files_are_no_store(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len;
	} rows[] = {
		{ "text", "this is a letter, and no store at all\n", 38 },
		{ "zeroes", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 31 },
		{ "header only", "SQLite format 3", 16 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		write_bytes(path, rows[i].bytes, rows[i].len);
		refused(rows[i].name, ERROR_CORRUPT, "--profile NAME");
		struct str now = { 0 };
		assert_true(file_read(&now, path, 4096, NULL));
		assert_memory_equal(str_text(&now), rows[i].bytes, rows[i].len);
		str_fini(&now);
	}
}

static void a_database_of_another_program_is_no_store(void **state)
{
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "CREATE TABLE song (name); PRAGMA user_version = 7;", NULL, NULL, NULL);
	sqlite3_close(db);
	refused("other program", ERROR_CORRUPT, "not a store of ringup");
}

static void damage_is_told_where_it_is_met(void **state)
{
	struct stat info;

	(void)state;
	store_close(opened(path));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(truncate(path, info.st_size / 2), 0);
	refused("cut in half", ERROR_CORRUPT, "saved copy");
}

static void a_damaged_page_is_told_on_reading(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);
	int64_t page = number_of(store, "SELECT rootpage FROM sqlite_schema WHERE name = 'person'");
	char junk[4096];

	(void)state;
	store_close(store);
	memset(junk, 0xA5, sizeof(junk));
	int fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, junk, sizeof(junk), (page - 1) * 4096), 4096);
	close(fd);
	store = opened(path);
	assert_false(store_exec(store, "SELECT * FROM person", &err));
	assert_int_equal(err.code, ERROR_CORRUPT);
	expect_part("message", err.text, path);
	store_close(store);
}

static void a_file_that_may_not_be_written_is_told(void **state)
{
	(void)state;
	store_close(opened(path));
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	pid_t child = fork();
	if (child == 0) {
		struct error err = { 0 };

		/* root may write everything: nobody may not. */
		if (geteuid() == 0 && seteuid(65534) != 0)
			_exit(3);
		struct store *store = store_open(path, 0, &err);
		_exit(store ? 1 : err.code == ERROR_FULL && strstr(err.text, path) ? 0 : 2);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- migrations ---- */

static const struct migration two_steps[] = {
	{ .version = 2, .sql = "ALTER TABLE memory ADD COLUMN at INTEGER NOT NULL DEFAULT 0;" },
	{ .version = 3, .sql = "INSERT INTO memory (name, value, at) VALUES ('moved', 'yes', 3);" },
	{ .version = 0 },
};

static const struct migration broken[] = {
	{ .version = 2, .sql = "ALTER TABLE memory ADD COLUMN at INTEGER NOT NULL DEFAULT 0;" },
	{ .version = 3, .sql = "INSERT INTO nowhere VALUES (1);" },
	{ .version = 0 },
};

static void migrations_follow_each_other(void **state)
{
	(void)state;
	for (int i = 0; migrations[i].version; i++)
		assert_int_equal(migrations[i].version, i + 2);
	for (int i = 0; migrations[i].version; i++)
		assert_true(migrations[i].sql || embedded_file(migrations[i].file, NULL));
}

/* On a connection of its own, as store_open has it before the facts are attached. */
static bool migrated(const struct migration *list, struct error *err)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	bool ok = migration_run(db, path, "", list, err);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return ok;
}

static void an_older_store_is_brought_to_the_present(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);
	char text[16];

	(void)state;
	exec(store, "INSERT INTO memory VALUES ('kept', 'yes'); PRAGMA user_version = 1");
	if (!migrated(two_steps, &err))
		fail_msg("%s", err.text);
	expect_number("version", number_of(store, "PRAGMA user_version"), 3);
	expect_text(
		"moved", text_of(store, "SELECT value FROM memory WHERE at = 3", text, 16), "yes");
	expect_number("kept", number_of(store, "SELECT count(*) FROM memory WHERE at = 0"), 1);
	store_close(store);
}

static void a_migration_that_fails_leaves_the_store_as_it_was(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);

	(void)state;
	exec(store, "PRAGMA user_version = 1");
	assert_false(migrated(broken, &err));
	assert_int_equal(err.code, ERROR_STORE);
	expect_number("version", number_of(store, "PRAGMA user_version"), 1);
	expect_number(
		"columns", number_of(store, "SELECT count(*) FROM pragma_table_info('memory')"), 2);
	store_close(store);
}

/* What SQL says, without its comments and spaces: a column that was added is written in another
 * place of the line than in the schema. */
static void add_bare(struct str *out, const char *sql)
{
	for (; *sql; sql++) {
		if (strncmp(sql, "--", 2) == 0)
			sql += strcspn(sql, "\n");
		if (*sql && !strchr(" \t\n", *sql))
			str_addc(out, *sql);
		if (!*sql)
			break;
	}
	str_addc(out, '\n');
}

/* The shape of a store: every table, view, index and trigger. */
static char *shape(struct store *store)
{
	struct str all = { 0 };
	sqlite3_stmt *stmt = store_statement(store,
		"SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
		" WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
		NULL);

	while (store_step(stmt, NULL) > 0)
		add_bare(&all, (const char *)sqlite3_column_text(stmt, 0));
	return str_take(&all);
}

/* Version 0 is the empty file; tests/unit/store-N.sql is a dump of a store of version N. */
static void every_earlier_version_opens(void **state)
{
	struct store *fresh = opened(other);
	char *want = shape(fresh);

	(void)state;
	store_close(fresh);
	for (int version = 0; version < migration_last(migrations); version++) {
		sqlite3 *db;

		unlink(path);
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		if (version > 0) {
			struct str dump = { 0 };
			char *name = xasprintf(
				"%s/tests/unit/store-%d.sql", getenv("TOP_SRCDIR"), version);
			struct error err = { 0 };
			if (!file_read(&dump, name, 1 << 22, &err))
				fail_msg("%s", err.text);
			assert_int_equal(
				sqlite3_exec(db, str_text(&dump), NULL, NULL, NULL), SQLITE_OK);
			str_fini(&dump);
			free(name);
		}
		sqlite3_close(db);
		struct store *store = opened(path);
		char *got = shape(store);
		expect_text("shape", got, want);
		free(got);
		store_close(store);
	}
	free(want);
}

static void an_earlier_store_keeps_what_it_held(void **state)
{
	static const struct {
		const char *sql, *want;
	} rows[] = {
		{ "SELECT name || '|' || country || '|' || callers FROM organization",
			"Juniper Street Bakery|US|department:Office" },
		{ "SELECT conferencing_for || credits_for FROM organization", "nonenone" },
		{ "SELECT group_concat(upn || ':' || organizes || device) FROM person",
			"ava@x.example:0,zoe@x.example:0" },
		{ "SELECT number_wanted FROM assignment", "+14255550100" },
		{ "SELECT key || ':' || state || ':' || coalesce(feature_id, '') FROM journal",
			"number:+14255550100:done:" },
		{ "SELECT group_concat(kind) FROM change", "address,order,assign,notice" },
		{ "SELECT value FROM memory", "numbers" },
		{ "SELECT '[' || group_concat(used_by) || ']' FROM number", "[]" },
		{ "SELECT count(*) || '' FROM reading", "0" },
	};
	struct str dump = { 0 };
	sqlite3 *db;
	char text[80];

	(void)state;
	char *name = xasprintf("%s/tests/unit/store-1.sql", getenv("TOP_SRCDIR"));
	assert_true(file_read(&dump, name, 1 << 22, NULL));
	free(name);
	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, str_text(&dump), NULL, NULL, NULL), SQLITE_OK);
	str_fini(&dump);
	sqlite3_close(db);
	struct store *store = opened(path);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_text(
			rows[i].sql, text_of(store, rows[i].sql, text, sizeof(text)), rows[i].want);
	store_close(store);
}

static void the_schema_in_the_program_is_the_file(void **state)
{
	struct str file = { 0 };
	char *name = xasprintf("%s/data/schema.sql", getenv("TOP_SRCDIR"));

	(void)state;
	assert_true(file_read(&file, name, 1 << 20, NULL));
	expect_text("schema.sql", embedded_file("schema.sql", NULL), str_text(&file));
	str_fini(&file);
	free(name);
}

/* ---- statements ---- */

static const char note_sql[] = "INSERT INTO memory (name, value) VALUES (:name, :value)";
static const char list_sql[] = "SELECT name FROM memory ORDER BY name";

static void note(struct store *store, const char *name)
{
	sqlite3_stmt *stmt = store_statement(store, note_sql, NULL);

	store_bind_text(stmt, ":name", name);
	store_bind_text(stmt, ":value", "x");
	assert_true(store_run(stmt, NULL));
}

static void a_statement_is_prepared_once(void **state)
{
	struct store *store = opened(path);

	(void)state;
	sqlite3_stmt *first = store_statement(store, note_sql, NULL);
	assert_ptr_equal(store_statement(store, note_sql, NULL), first);
	store_close(store);
}

static void a_nested_use_gets_a_statement_of_its_own(void **state)
{
	struct store *store = opened(path);
	int rows = 0;

	(void)state;
	note(store, "a");
	note(store, "b");
	sqlite3_stmt *outer = store_statement(store, list_sql, NULL);
	while (store_step(outer, NULL) > 0) {
		sqlite3_stmt *inner = store_statement(store, list_sql, NULL);
		assert_ptr_not_equal(inner, outer);
		while (store_step(inner, NULL) > 0)
			rows++;
	}
	assert_int_equal(rows, 4);
	store_close(store);
}

static void bindings_do_not_outlive_their_use(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);

	(void)state;
	note(store, "a");
	sqlite3_stmt *stmt = store_statement(store, note_sql, NULL);
	store_bind_text(stmt, ":name", "b");
	assert_false(store_run(stmt, &err)); /* value is NULL again */
	assert_int_equal(err.code, ERROR_INPUT);
	store_close(store);
}

static void errors_have_the_code_that_fits(void **state)
{
	static const struct {
		const char *sql;
		enum error_code code;
		const char *part;
	} rows[] = {
		{ "INSERT INTO memory VALUES ('a', 'b')", ERROR_TAKEN, "memory.name" },
		{ "UPDATE organization SET kind = 'pirates'", ERROR_INPUT, "kind" },
		{ "UPDATE organization SET country = 'USA'", ERROR_INPUT, "country" },
		{ "INSERT INTO licence (person_id, sku_id) VALUES (1, 'x')", ERROR_INPUT,
			"FOREIGN" },
		{ "INSERT INTO number (e164) VALUES ('+1<b>555')", ERROR_INPUT, "e164" },
		{ "SELECT * FROM nowhere", ERROR_STORE, "no such table: nowhere (SELECT" },
	};
	struct store *store = opened(path);

	(void)state;
	note(store, "a");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };

		if (store_exec(store, rows[i].sql, &err))
			fail_msg("%s was taken", rows[i].sql);
		expect_number(rows[i].sql, err.code, rows[i].code);
		expect_part(rows[i].sql, err.text, rows[i].part);
	}
	store_close(store);
}

static void a_column_is_cut_at_a_character(void **state)
{
	static const struct {
		const char *sql;
		size_t size;
		const char *want;
	} rows[] = {
		{ "SELECT 'abc'", 4, "abc" },
		{ "SELECT 'abc'", 3, "ab" },
		{ "SELECT 'a\xC3\xA9'", 3, "a" },
		{ "SELECT 'a\xC3\xA9'", 4, "a\xC3\xA9" },
		{ "SELECT NULL", 4, "" },
		{ "SELECT 12", 4, "12" },
	};
	struct store *store = opened(path);
	char text[8];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_text(
			rows[i].sql, text_of(store, rows[i].sql, text, rows[i].size), rows[i].want);
	store_close(store);
}

/* ---- transactions ---- */

static void an_inner_rollback_takes_back_its_own_only(void **state)
{
	struct store *store = opened(path);

	(void)state;
	assert_true(store_begin(store, NULL));
	note(store, "outer");
	assert_true(store_begin(store, NULL));
	note(store, "inner");
	store_rollback(store);
	assert_true(store_begin(store, NULL));
	note(store, "second");
	assert_true(store_commit(store, NULL));
	assert_true(store_in_transaction(store));
	assert_true(store_commit(store, NULL));
	assert_false(store_in_transaction(store));
	expect_number("rows", number_of(store, "SELECT count(*) FROM memory"), 2);
	store_close(store);
}

static void an_open_transaction_is_lost_with_its_process(void **state)
{
	struct store *store = opened(path);

	(void)state;
	store_close(store);
	pid_t child = fork();
	if (child == 0) {
		store = opened(path);
		note(store, "committed");
		assert_true(store_begin(store, NULL));
		note(store, "open");
		raise(SIGKILL);
	}
	waitpid(child, NULL, 0);
	store = opened(path);
	expect_number("rows", number_of(store, "SELECT count(*) FROM memory"), 1);
	store_close(store);
}

static void a_full_disk_is_told_and_loses_nothing(void **state)
{
	(void)state;
	store_close(opened(path));
	pid_t child = fork();
	if (child == 0) {
		struct error err = { 0 };
		struct store *store = opened(path);
		char *big = xmalloc(1 << 20);

		note(store, "before");
		memset(big, 'x', (1 << 20) - 1);
		big[(1 << 20) - 1] = '\0';
		/* A file that may not grow is how a full disk looks, without needing one. */
		signal(SIGXFSZ, SIG_IGN);
		struct rlimit limit = { 400000, 400000 };
		setrlimit(RLIMIT_FSIZE, &limit);
		sqlite3_stmt *stmt = store_statement(store, note_sql, NULL);
		store_bind_text(stmt, ":name", "big");
		store_bind_text(stmt, ":value", big);
		bool ok = store_run(stmt, &err);
		_exit(ok ? 1 : err.code == ERROR_FULL && strstr(err.text, "room") ? 0 : 2);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	struct store *store = opened(path);
	expect_number("rows", number_of(store, "SELECT count(*) FROM memory"), 1);
	store_close(store);
}

static void a_full_disk_ends_a_transaction_whole(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);

	(void)state;
	exec(store, "PRAGMA max_page_count = 1"); /* of the present size: not one page more */
	assert_true(store_begin(store, &err));
	note(store, "a");
	assert_true(store_begin(store, &err));
	bool ok = store_exec(
		store, "INSERT INTO memory SELECT 'row', hex(randomblob(1000000))", &err);
	assert_false(ok);
	assert_int_equal(err.code, ERROR_FULL);
	assert_false(store_end(store, ok, &err));
	assert_int_equal(err.code, ERROR_FULL);
	store_end(store, false, &err);
	assert_false(store_in_transaction(store));
	expect_number("rows", number_of(store, "SELECT count(*) FROM memory"), 0);
	store_close(store);
}

/* ---- counts ---- */

static const char count_sql[] = "SELECT count(*) FROM memory WHERE name <> :name";

static int64_t counted(struct store *store, const char *name)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql, NULL);
	int64_t number = -1;

	store_bind_text(stmt, ":name", name);
	assert_true(store_count(store, stmt, &number, NULL));
	return number;
}

static void a_count_follows_every_change(void **state)
{
	struct store *store = opened(path), *theirs = opened(path);

	(void)state;
	assert_int_equal(counted(store, "x"), 0);
	note(store, "a");
	assert_int_equal(counted(store, "x"), 1);
	assert_int_equal(counted(store, "a"), 0); /* another value is another count */
	note(theirs, "b");
	assert_int_equal(counted(store, "x"), 2);
	assert_true(store_begin(store, NULL));
	note(store, "c");
	assert_int_equal(counted(store, "x"), 3);
	assert_true(store_begin(store, NULL));
	note(store, "d");
	assert_int_equal(counted(store, "x"), 4);
	store_rollback(store);
	assert_int_equal(counted(store, "x"), 3);
	store_rollback(store);
	assert_int_equal(counted(store, "x"), 2);
	for (int i = 0; i < 40; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(counted(store, name), 2);
	}
	store_close(theirs);
	store_close(store);
}

static void a_count_that_is_known_is_not_counted_again(void **state)
{
	struct store *store = opened(path);
	sqlite3_stmt *stmt;

	(void)state;
	counted(store, "x");
	stmt = store_statement(store, count_sql, NULL);
	sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_RUN, 1);
	counted(store, "x");
	assert_int_equal(sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_RUN, 0), 0);
	store_close(store);
}

/* ---- others ---- */

static void a_change_of_another_is_noticed_once(void **state)
{
	struct store *mine = opened(path), *theirs = opened(path);

	(void)state;
	assert_false(store_changed(mine));
	note(mine, "mine");
	assert_false(store_changed(mine));
	note(theirs, "theirs");
	assert_true(store_changed(mine));
	assert_false(store_changed(mine));
	store_close(theirs);
	store_close(mine);
}

static void a_copy_holds_everything_and_replaces_nothing(void **state)
{
	struct error err = { 0 };
	struct store *store = opened(path);

	(void)state;
	note(store, "a");
	assert_true(store_begin(store, NULL));
	note(store, "not committed");
	assert_true(store_backup(store, other, &err));
	assert_true(store_commit(store, NULL));
	assert_int_equal(mode_of(other), 0600);
	assert_false(store_backup(store, other, &err));
	assert_int_equal(err.code, ERROR_TAKEN);
	store_close(store);
	store = opened(other);
	expect_number("rows", number_of(store, "SELECT count(*) FROM memory"), 1);
	store_close(store);
}

static void a_copy_that_fails_leaves_no_file(void **state)
{
	(void)state;
	struct store *store = opened(path);
	store_close(store);
	pid_t child = fork();
	if (child == 0) {
		struct error err = { 0 };
		store = opened(path);
		signal(SIGXFSZ, SIG_IGN);
		struct rlimit limit = { 8192, 8192 };
		setrlimit(RLIMIT_FSIZE, &limit);
		bool ok = store_backup(store, other, &err);
		_exit(ok ? 1 : err.code != ERROR_FULL ? 2 : access(other, F_OK) == 0 ? 3 : 0);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void one_process_applies_at_a_time(void **state)
{
	struct error err = { 0 };
	struct store *mine = opened(path);
	int ready[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct store *theirs = opened(path);
		if (!store_lock(theirs, NULL) || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_false(store_lock(mine, &err));
	assert_int_equal(err.code, ERROR_BUSY);
	char pid[32];
	snprintf(pid, sizeof(pid), "process %ld", (long)child);
	expect_part("holder", err.text, pid);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_true(store_lock(mine, &err));
	assert_true(store_lock(mine, &err));
	store_unlock(mine);
	assert_true(store_locked(mine));
	store_unlock(mine);
	assert_false(store_locked(mine));
	assert_true(store_lock(mine, &err));
	store_close(mine);
	close(ready[0]);
	close(ready[1]);
}

static void a_writer_that_takes_too_long_is_told(void **state)
{
	struct error err = { 0 };
	struct store *mine = opened(path), *theirs = opened(path);

	(void)state;
	assert_true(store_begin(theirs, NULL));
	sqlite3_busy_timeout(store_db(mine), 0);
	assert_false(store_begin(mine, &err));
	assert_int_equal(err.code, ERROR_BUSY);
	store_rollback(theirs);
	assert_true(store_begin(mine, &err));
	store_rollback(mine);
	store_close(theirs);
	store_close(mine);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_store_is_private_whatever_the_umask),
		TEST(what_was_committed_is_there_next_time),
		TEST(a_store_is_durable_and_marked),
		TEST(an_existing_store_is_asked_for),
		TEST(a_store_for_reading_takes_no_write),
		TEST(a_missing_folder_is_told),
		TEST(a_newer_store_is_left_alone),
		TEST(other_files_are_no_store),
		TEST(a_database_of_another_program_is_no_store),
		TEST(damage_is_told_where_it_is_met),
		TEST(a_damaged_page_is_told_on_reading),
		TEST(a_file_that_may_not_be_written_is_told),
		TEST(migrations_follow_each_other),
		TEST(an_older_store_is_brought_to_the_present),
		TEST(a_migration_that_fails_leaves_the_store_as_it_was),
		TEST(every_earlier_version_opens),
		TEST(an_earlier_store_keeps_what_it_held),
		TEST(the_schema_in_the_program_is_the_file),
		TEST(a_statement_is_prepared_once),
		TEST(a_nested_use_gets_a_statement_of_its_own),
		TEST(bindings_do_not_outlive_their_use),
		TEST(errors_have_the_code_that_fits),
		TEST(a_column_is_cut_at_a_character),
		TEST(an_inner_rollback_takes_back_its_own_only),
		TEST(an_open_transaction_is_lost_with_its_process),
		TEST(a_full_disk_is_told_and_loses_nothing),
		TEST(a_full_disk_ends_a_transaction_whole),
		TEST(a_count_follows_every_change),
		TEST(a_count_that_is_known_is_not_counted_again),
		TEST(a_change_of_another_is_noticed_once),
		TEST(a_copy_holds_everything_and_replaces_nothing),
		TEST(a_copy_that_fails_leaves_no_file),
		TEST(one_process_applies_at_a_time),
		TEST(a_writer_that_takes_too_long_is_told),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
