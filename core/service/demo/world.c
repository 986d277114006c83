/* The demo's file: statements, transactions, the clock, and the replies that all parts give. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/service/demo/world.h"

static const char SQL_BEGIN[] = "BEGIN IMMEDIATE";
static const char SQL_COMMIT[] = "COMMIT";
static const char SQL_ROLLBACK[] = "ROLLBACK";
static const char SQL_OFFSET[] = "SELECT clock_offset FROM tenant";
static const char SQL_DELAY[] =
	"SELECT seconds FROM delay WHERE kind = :kind AND speed = (SELECT speed FROM tenant)";

enum error_code world_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
	case SQLITE_READONLY:
		return ERROR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERROR_BUSY;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return ERROR_IO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERROR_CORRUPT;
	default:
		return ERROR_STORE;
	}
}

static void world_fail(struct world *world, const char *sql)
{
	if (world->failure.code != ERROR_NONE)
		return;
	error_set(&world->failure, world_code(sqlite3_extended_errcode(world->db)),
		_("The simulated service's file failed: %s (%.80s)"), sqlite3_errmsg(world->db),
		sql);
}

/* The statement of a literal, prepared once; NULL after a failure. */
static sqlite3_stmt *world_prepare(struct world *world, const char *sql)
{
	if (world->failure.code != ERROR_NONE)
		return NULL;
	for (int i = 0; i < world->prepared_count; i++)
		if (world->prepared[i].sql == sql)
			return world->prepared[i].stmt;
	if (world->prepared_count == WORLD_STATEMENTS)
		die("%s", "the demo prepares more statements than WORLD_STATEMENTS");
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v3(world->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)) {
		world_fail(world, sql);
		return NULL;
	}
	world->prepared[world->prepared_count].sql = sql;
	world->prepared[world->prepared_count++].stmt = stmt;
	return stmt;
}

sqlite3_stmt *world_query(struct world *world, const char *sql, const struct bind *binds)
{
	sqlite3_stmt *stmt = world_prepare(world, sql);
	if (!stmt)
		return NULL;
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	for (; binds->name; binds++) {
		int at = sqlite3_bind_parameter_index(stmt, binds->name);
		if (at == 0)
			die("the demo's statement has no %s: %s", binds->name, sql);
		if (!binds->is_text)
			sqlite3_bind_int64(stmt, at, binds->number);
		else if (binds->text)
			sqlite3_bind_text(stmt, at, binds->text, -1, SQLITE_TRANSIENT);
	}
	return stmt;
}

bool world_row(struct world *world, sqlite3_stmt *stmt)
{
	if (!stmt || world->failure.code != ERROR_NONE)
		return false;
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		world_fail(world, sqlite3_sql(stmt));
	sqlite3_reset(stmt);
	return false;
}

void world_done(sqlite3_stmt *stmt)
{
	if (stmt)
		sqlite3_reset(stmt);
}

const char *world_column(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);
	return text ? (const char *)text : "";
}

bool world_run(struct world *world, const char *sql, const struct bind *binds)
{
	sqlite3_stmt *stmt = world_query(world, sql, binds);
	while (world_row(world, stmt))
		;
	return world->failure.code == ERROR_NONE;
}

int64_t world_number(struct world *world, const char *sql, const struct bind *binds, int64_t none)
{
	sqlite3_stmt *stmt = world_query(world, sql, binds);
	int64_t number = none;
	if (world_row(world, stmt) && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		number = sqlite3_column_int64(stmt, 0);
	world_done(stmt);
	return number;
}

bool world_text(
	struct world *world, const char *sql, const struct bind *binds, char *text, size_t size)
{
	sqlite3_stmt *stmt = world_query(world, sql, binds);
	bool found = world_row(world, stmt);
	snprintf(text, size, "%s", found ? world_column(stmt, 0) : "");
	world_done(stmt);
	return found;
}

void world_add(struct world *world, struct str *out, const char *sql, const struct bind *binds)
{
	sqlite3_stmt *stmt = world_query(world, sql, binds);
	if (world_row(world, stmt))
		str_add(out, world_column(stmt, 0));
	world_done(stmt);
}

bool world_enter(struct world *world, struct error *err)
{
	error_clear(&world->failure);
	if (world_run(world, SQL_BEGIN, NO_BINDS))
		world->now = clock_now() + world_number(world, SQL_OFFSET, NO_BINDS, 0);
	if (world->failure.code == ERROR_NONE)
		return true;
	return world_leave(world, err);
}

void world_abandon(struct world *world)
{
	error_clear(&world->failure);
	if (!sqlite3_get_autocommit(world->db))
		world_run(world, SQL_ROLLBACK, NO_BINDS);
	error_clear(&world->failure);
}

bool world_leave(struct world *world, struct error *err)
{
	if (world->failure.code == ERROR_NONE && world_run(world, SQL_COMMIT, NO_BINDS))
		return true;
	struct error why = world->failure;
	world_abandon(world);
	return error_set(err, why.code, "%s", why.text);
}

int64_t world_delay(struct world *world, const char *kind)
{
	return world_number(world, SQL_DELAY, BINDS(TEXT(":kind", kind)), 0);
}

/* FNV-1a, then mixed, so that neighbours differ in all bits. */
uint64_t world_hash(const char *text, uint64_t start)
{
	uint64_t hash = 14695981039346656037u ^ start;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	hash ^= hash >> 33;
	hash *= 0xff51afd7ed558ccdu;
	return hash ^ hash >> 33;
}

void world_id(char id[37], const char *kind, const char *seed)
{
	uint64_t one = world_hash(seed, world_hash(kind, 1)), two = world_hash(seed, one);
	snprintf(id, 37, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(one >> 32),
		(unsigned)(one >> 16 & 0xffff), (unsigned)(one & 0xfff), (unsigned)(two >> 52),
		(unsigned long long)(two & 0xffffffffffff));
}

bool world_reply_done(struct service_reply *reply)
{
	reply->state = SERVICE_DONE;
	reply->cause = CAUSE_NONE;
	return true;
}

bool world_refuse(struct service_reply *reply, enum cause cause, const char *words)
{
	reply->state = SERVICE_FAILED;
	reply->cause = cause;
	snprintf(reply->words, sizeof reply->words, "%s", words);
	return true;
}

bool world_refusef(struct service_reply *reply, enum cause cause, const char *format, ...)
{
	char words[sizeof reply->words];
	va_list args;
	va_start(args, format);
	vsnprintf(words, sizeof words, format, args);
	va_end(args);
	return world_refuse(reply, cause, words);
}

bool world_pend(struct service_reply *reply, int64_t after, const char *format, ...)
{
	reply->state = SERVICE_PENDING;
	reply->after = after;
	va_list args;
	va_start(args, format);
	vsnprintf(reply->operation, sizeof reply->operation, format, args);
	va_end(args);
	return true;
}
