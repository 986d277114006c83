/* tests/unit/tenant.h: a store in a folder of its own for each test of the tenant, and short ways
 * to look into it. */
#ifndef TESTS_UNIT_TENANT_H
#define TESTS_UNIT_TENANT_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/store/store.h"
#include "tests/unit/expect.h"

static char tenant_folder[64];
static struct store *store;

static int tenant_remove(const char *name, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(name);
}

static int tenant_set_up(void **state)
{
	struct error err = { 0 };
	char path[80];

	(void)state;
	snprintf(tenant_folder, sizeof(tenant_folder), "/tmp/ringup-tenant-XXXXXX");
	if (!mkdtemp(tenant_folder))
		return -1;
	setenv("XDG_CONFIG_HOME", tenant_folder, 1);
	snprintf(path, sizeof(path), "%s/shop.db", tenant_folder);
	store = store_open(path, 0, &err);
	if (!store)
		fprintf(stderr, "%s\n", err.text);
	return store ? 0 : -1;
}

static int tenant_tear_down(void **state)
{
	(void)state;
	store_close(store);
	return nftw(tenant_folder, tenant_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* True, or the test fails with the message. */
#define OK(call)                                                \
	do {                                                    \
		struct error ok_err = { 0 };                    \
		struct error *err = &ok_err;                    \
		if (!(call))                                    \
			fail_msg("%s: %s", #call, ok_err.text); \
	} while (0)

/* False with this code and a message that holds this part. */
#define FAILS(call, want, part)                             \
	do {                                                \
		struct error fails_err = { 0 };             \
		struct error *err = &fails_err;             \
		if (call)                                   \
			fail_msg("%s went well", #call);    \
		expect_number(#call, fails_err.code, want); \
		expect_part(#call, fails_err.text, part);   \
	} while (0)

static inline void sql(const char *text)
{
	OK(store_exec(store, text, err));
}

/* All rows of a query, "a|b;c|d"; NULL is "-". */
static inline const char *rows(const char *text)
{
	static char out[4096];
	sqlite3_stmt *stmt;
	size_t len = 0;

	if (sqlite3_prepare_v2(store_db(store), text, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(store_db(store)));
	out[0] = '\0';
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const char *value = (const char *)sqlite3_column_text(stmt, i);
			len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%s",
				i     ? "|"
				: len ? ";"
				      : "",
				value ? value : "-");
			assert_true(len < sizeof(out));
		}
	}
	sqlite3_finalize(stmt);
	return out;
}

#define ROWS(text, want) expect_text(text, rows(text), want)

#define TENANT_TEST(name) cmocka_unit_test_setup_teardown(name, tenant_set_up, tenant_tear_down)

#endif
