/* Proves who is guessed to have a number by the directory, which pairs of a port can be swapped,
 * and that a swap keeps the emergency location and takes nobody's number away. */
#include <stdlib.h>

#include "core/tenant/feature.h"
#include "core/tenant/swap.h"
#include "tests/unit/tenant.h"

/* "ava +14255551235;ben +14255551236" of the swaps, by number. */
static const char *pairs(const struct swap *swaps, int count)
{
	static char text[1000];
	int len = 0;

	text[0] = '\0';
	for (int i = 0; i < count; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, "%s%s %s", i ? ";" : "",
			swaps[i].upn, swaps[i].number);
	return text;
}

static void a_phone_of_the_directory_tells_whose_a_number_is(void **state)
{
	static const struct {
		const char *name, *phone, *line, *code, *number;
		bool found;
	} cases[] = {
		{ "as E.164", "+14255551235", "", "1", "+14255551235", true },
		{ "with brackets", "+1 (425) 555-1235", "", "1", "+14255551235", true },
		{ "without a code", "425.555.1235", "", "1", "+14255551235", true },
		{ "with the code, without plus", "1 425 555 1235", "", "1", "+14255551235", true },
		{ "with 00", "0044 20 7946 0000", "", "44", "+442079460000", true },
		{ "with a trunk 0", "020 7946 0000", "", "44", "+442079460000", true },
		{ "with (0)", "+44 (0)20 7946 0000", "", "44", "+442079460000", true },
		{ "with the 0 that Italy keeps", "06 1234 5678", "", "39", "+390612345678", true },
		{ "with a space of a web page", "+32\u00a02\u00a0555\u00a001\u00a000", "", "32",
			"+3225550100", true },
		{ "the local directory's line", "", "tel:+14255551235;ext=7", "1", "+14255551235",
			true },
		{ "both say it", "+14255551235", "tel:+14255551235", "1", "+14255551235", true },
		{ "with an extension", "+14255551235 x7", "", "1", "+14255551235", false },
		{ "another one", "+14255551236", "", "1", "+14255551235", false },
		{ "none", "", "", "1", "+14255551235", false },
	};
	char numbers[40];
	struct swap *swaps;
	int count;

	(void)state;
	sql("INSERT INTO person (id, upn) VALUES (1, 'ava')");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sqlite3_stmt *stmt = store_statement(
			store, "UPDATE person SET phone = :phone, onprem_line = :line", NULL);
		store_bind_text(stmt, ":phone", cases[i].phone);
		store_bind_text(stmt, ":line", cases[i].line);
		assert_true(store_run(stmt, NULL));
		snprintf(numbers, sizeof(numbers), "[\"%s\"]", cases[i].number);
		OK(swap_guess(store, numbers, cases[i].code, &swaps, &count, err));
		expect_number(cases[i].name, count, cases[i].found);
		free(swaps);
	}
}

static void what_is_not_plain_is_left_out(void **state)
{
	struct swap *swaps;
	int count;

	(void)state;
	sql("INSERT INTO person (upn, phone, onprem_line, kind) VALUES"
	    " ('ava', '+14255551235', '', 'member'), ('ben', '+14255551236', '', 'member'),"
	    " ('bob', '4255551236', '', 'member')," /* the same as ben's */
	    " ('two', '+14255551237', 'tel:+14255551238', 'member'),"
	    " ('main', '+14255551239', '', 'resource')");
	OK(swap_guess(store,
		"[\"+14255551235\",\"+14255551236\",\"+14255551237\",\"+14255551238\","
		"\"+14255551239\"]",
		"1", &swaps, &count, err));
	expect_text("guessed", pairs(swaps, count), "ava +14255551235");
	free(swaps);
	OK(swap_guess(store, "[]", "1", &swaps, &count, err));
	assert_int_equal(count, 0);
	assert_null(swaps);
}

static void world(void)
{
	sql("INSERT INTO person (id, upn) VALUES (1, 'ava'), (2, 'ben'), (3, 'cho'), (4, 'dan');"
	    "INSERT INTO address (id, name, country) VALUES (1, 'hq', 'US');"
	    "INSERT INTO place (id, address_id, name) VALUES (9, 1, 'Office');"
	    "INSERT INTO number (e164, source, owned_wanted, owned_actual) VALUES"
	    " ('+14255550001', 'plan', 1, 1), ('+14255551235', 'ported', 1, 1),"
	    " ('+14255551236', 'ported', 1, 1), ('+14255551237', 'plan', 1, 1);"
	    "INSERT INTO assignment (person_id, number_wanted, number_actual, place_wanted, place_actual)"
	    " VALUES (1, '+14255550001', '+14255550001', 9, 9), (4, '+14255551236', NULL, NULL, NULL)");
	OK(feature_want(store, FEATURE_PORT, "ours",
		"{\"numbers\":[],\"swap\":[{\"upn\":\"AVA\",\"number\":\"+14255551235\"},"
		"{\"upn\":\"ben\",\"number\":\"+14255551236\"},"
		"{\"upn\":\"cho\",\"number\":\"+14255551237\"},"
		"{\"upn\":\"gone\",\"number\":\"+14255551238\"},7,{\"upn\":\"x\"}]}",
		err));
}

static void pairs_say_what_can_be_done(void **state)
{
	struct swap *swaps;
	int count;

	(void)state;
	world();
	OK(swap_list(store, NULL, &swaps, &count, err));
	expect_text("pairs", pairs(swaps, count),
		"ava +14255551235;ben +14255551236;cho +14255551237;gone +14255551238");
	expect_text("the temporary one", swaps[0].has, "+14255550001");
	assert_true(swaps[0].here && !swaps[0].taken && !swaps[0].wished);
	assert_true(swaps[1].here && swaps[1].taken);
	assert_false(swaps[2].here); /* owned, but not as a ported one */
	assert_int_equal(swaps[3].person_id, 0);
	expect_text("of which order", swaps[3].order, "ours");
	free(swaps);
	OK(swap_list(store, "another", &swaps, &count, err));
	assert_int_equal(count, 0);
}

static void a_swap_keeps_the_place_and_takes_nobodys_number(void **state)
{
	int64_t wished, freed;

	(void)state;
	world();
	OK(swap_want(store, "ours", &wished, &freed, err));
	assert_int_equal(wished, 1);
	assert_int_equal(freed, 1);
	ROWS("SELECT person_id, number_wanted, number_actual, place_wanted, locked FROM assignment"
	     " ORDER BY 1",
		"1|+14255551235|+14255550001|9|1;4|+14255551236|-|-|0");
	OK(swap_want(store, NULL, &wished, NULL, err));
	assert_int_equal(wished, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TENANT_TEST(a_phone_of_the_directory_tells_whose_a_number_is),
		TENANT_TEST(what_is_not_plain_is_left_out),
		TENANT_TEST(pairs_say_what_can_be_done),
		TENANT_TEST(a_swap_keeps_the_place_and_takes_nobodys_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
