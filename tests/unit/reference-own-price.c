/* Proves that an admin's own prices.csv wins over the shipped prices, and that a bad row is named.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/path.h"
#include "core/reference/reference.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static char folder[] = "/tmp/ringup-prices-XXXXXX";

static int make_folder(void **state)
{
	char *file, *config;
	bool ok;

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	file = path_config("prices.csv");
	config = path_folder(file);
	ok = path_make(config, 0700, NULL);
	free(file);
	free(config);
	return ok ? 0 : -1;
}

static int remove_folder(void **state)
{
	char *file = path_config("prices.csv"), *config = path_folder(file);

	(void)state;
	unlink(file);
	rmdir(config);
	rmdir(folder);
	free(file);
	free(config);
	return 0;
}

static void write_prices(const char *text)
{
	char *path = path_config("prices.csv");

	assert_true(file_write(path, text, strlen(text), 0600, NULL));
	free(path);
}

static void own_prices_win_and_the_others_stay(void **state)
{
	struct error err = { 0 };
	struct reference *ref;
	struct list_price row;

	(void)state;
	write_prices("sku_part_number,currency,price,as_of,note\n"
		     "MCOEV,USD,9.25,2026-10-01,our agreement\n"
		     "mcopstn1,EUR,\"6,5\",2026-10,\n"
		     "SPE_E5,USD,,2026-10,\n");
	ref = reference_open(NULL, &err);
	assert_string_equal(err.text, "");
	assert_non_null(ref);
	assert_true(reference_price(ref, "MCOEV", "USD", &row, &err));
	assert_true(row.own && row.known);
	assert_int_equal(row.cents, 925);
	assert_string_equal(row.origin.source, "our agreement");
	assert_string_equal(row.origin.as_of, "2026-10-01");
	assert_true(reference_price(ref, "MCOPSTN1", "EUR", &row, &err));
	assert_int_equal(row.cents, 650);
	assert_true(
		reference_price(ref, "SPE_E5", "USD", &row, &err)); /* the admin says: not known */
	assert_true(row.own && !row.known);
	assert_true(reference_price(ref, "SPE_E3", "USD", &row, &err));
	assert_true(!row.own && row.known);
	reference_close(ref);
}

static void columns_may_come_in_any_order_and_some_may_be_missing(void **state)
{
	struct reference *ref;
	struct list_price row;

	(void)state;
	write_prices("as_of;Price;SKU_part_number\r\n2026-11;12;MCOEV\r\n");
	ref = reference_open(NULL, NULL);
	assert_non_null(ref);
	assert_true(reference_price(ref, "MCOEV", "USD", &row, NULL));
	assert_int_equal(row.cents, 1200);
	reference_close(ref);
}

static void an_empty_file_changes_nothing(void **state)
{
	struct reference *ref;
	struct list_price row;

	(void)state;
	write_prices("");
	ref = reference_open(NULL, NULL);
	assert_non_null(ref);
	assert_true(reference_price(ref, "MCOEV", "USD", &row, NULL));
	assert_int_equal(row.cents, 1000);
	reference_close(ref);
}

static const struct bad_case {
	const char *text, *said[2];
} bad_cases[] = {
	{ "sku_part_number,price,as_of\nMCOEV,1,2026-10\nMCOPSTN1,twelve,2026-10\n",
		{ "prices.csv line 3", "twelve" } },
	{ "sku_part_number,price,as_of\nMCOEV,1.234,2026-10\n", { "line 2", "1.234" } },
	{ "sku_part_number,price,as_of\nMCOEV,-1,2026-10\n", { "line 2", "-1" } },
	{ "sku_part_number,price,as_of\nMCOEV,12345678901,2026-10\n", { "line 2", "12345678901" } },
	{ "sku_part_number,price,as_of\nMCOEV,1,yesterday\n", { "line 2", "yesterday" } },
	{ "sku_part_number,price,as_of\nMCOEV,1,2026-13\n", { "line 2", "2026-13" } },
	{ "sku_part_number,price,as_of\n,1,2026-10\n", { "line 2", "part number" } },
	{ "sku_part_number,price,as_of,currency\nMCOEV,1,2026-10,euro\n", { "line 2", "euro" } },
	{ "sku_part_number,price,as_of\nMCOEV,1,2026-10\nmcoev,2,2026-10\n",
		{ "line 3", "already" } },
	{ "sku_part_number,price\nMCOEV,1\n", { "line 1", "as_of" } },
	{ "sku_part_number,price,as_of,colour\nMCOEV,1,2026-10,red\n", { "line 1", "colour" } },
	{ "sku_part_number,price,as_of\nMCOEV,\"1,2026-10\n", { "prices.csv: Line 2", "quote" } },
};

static void a_bad_row_is_named_and_nothing_stays_attached(void **state)
{
	(void)state;
	for (int i = 0; i < COUNT(bad_cases); i++) {
		struct error err = { 0 };
		sqlite3 *db;

		print_message("case %d\n", i);
		write_prices(bad_cases[i].text);
		assert_int_equal(sqlite3_open(":memory:", &db), 0);
		assert_false(reference_attach(db, &err));
		assert_int_equal(err.code, ERROR_INPUT);
		for (int k = 0; k < 2; k++) {
			if (!strstr(err.text, bad_cases[i].said[k]))
				fail_msg("\"%s\" does not say \"%s\"", err.text,
					bad_cases[i].said[k]);
		}
		assert_int_equal(sqlite3_txn_state(db, "ref"), -1);
		write_prices("");
		assert_true(reference_attach(db, &err));
		assert_int_equal(sqlite3_close(db), SQLITE_OK);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_prices_win_and_the_others_stay),
		cmocka_unit_test(columns_may_come_in_any_order_and_some_may_be_missing),
		cmocka_unit_test(an_empty_file_changes_nothing),
		cmocka_unit_test(a_bad_row_is_named_and_nothing_stays_attached),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
