/* Proves that the schema keeps its promises: what it refuses, how wishes and truths move, and that
 * the plan shows each kind of change, and nothing where there is none. */
#include "tests/unit/tenant.h"

/* A person, an address with a place, two numbers of ours and one that is held. */
static void furnish(void)
{
	sql("INSERT INTO subscription (sku_id, sku_part, capability, seats_actual) VALUES"
	    " ('phone', 'MCOEV', 4, 1), ('plan', 'MCOPSTN1', 8, 0);"
	    "INSERT INTO offer (sku_part, currency, cents) VALUES ('MCOPSTN1', 'USD', 1200);"
	    "INSERT INTO person (id, upn, usage_location_wanted, usage_location_actual,"
	    " usage_location_base) VALUES (1, 'ava', 'US', 'US', 'US'), (2, 'ben', 'US', 'US', 'US');"
	    "INSERT INTO address (id, name, actual, civic_id) VALUES (1, 'hq', 'Valid', 'c1');"
	    "UPDATE place SET actual = 1, id = 10 WHERE name = '';"
	    "INSERT INTO place (id, address_id, name, actual) VALUES (11, 1, 'Office', 1);"
	    "INSERT INTO number (e164, owned_wanted, owned_actual) VALUES"
	    " ('+14255550100', 1, 1), ('+14255550101', 1, 1);"
	    "INSERT INTO number (e164, reservation, held_until) VALUES ('+14255550107', 'r1', 600);");
}

/* ---- what is refused ---- */

static void values_out_of_range_are_refused(void **state)
{
	static const char *const refused[] = {
		"INSERT INTO organization (id) VALUES (2)",
		"UPDATE organization SET service = 'skype'",
		"UPDATE organization SET country = 'us'",
		"UPDATE organization SET currency = '$'",
		"UPDATE organization SET verified = 'maybe'",
		"UPDATE organization SET notify_method = 'pigeon'",
		"INSERT INTO person (upn, usage_location_wanted) VALUES ('x', 'USA')",
		"INSERT INTO person (upn, kind) VALUES ('x', 'robot')",
		"INSERT INTO person (upn, calls) VALUES ('x', 2)",
		"INSERT INTO person (upn) VALUES ('AVA')",
		"INSERT INTO number (e164) VALUES ('14255550100')",
		"INSERT INTO number (e164) VALUES ('+0425555')",
		"INSERT INTO number (e164) VALUES ('+1425555010099999')",
		"INSERT INTO number (e164) VALUES ('+1425 555 0100')",
		"INSERT INTO number_order (name, country, quantity_wanted) VALUES ('', 'US', 5)",
		"INSERT INTO number_order (name, country, quantity_wanted) VALUES ('x', 'US', -1)",
		"INSERT INTO licence (person_id, sku_id) VALUES (1, 'nowhere')",
		"INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+19995550100')",
		"INSERT INTO assignment (person_id) VALUES (99)",
		"UPDATE subscription SET seats_actual = -1",
		"UPDATE subscription SET seats_actual = 'many'",
		"INSERT INTO offer (sku_part, currency, cents) VALUES ('x', 'USD', -1)",
		"UPDATE address SET actual = 'Fine'",
		"UPDATE change_kind SET way = 'magic'",
		"INSERT INTO address (name) VALUES ('hq')",
		"INSERT INTO feature (kind, name) VALUES ('fax', 'x')",
		"INSERT INTO feature (kind, name) VALUES ('queue', '')",
		"INSERT INTO feature (kind, name, wanted) VALUES ('queue', 'x', 'no JSON')",
		"UPDATE person SET device = 'fridge'",
		"UPDATE organization SET conferencing_for = 'some'",
	};

	(void)state;
	furnish();
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		if (store_exec(store, refused[i], NULL))
			fail_msg("%s was taken", refused[i]);
	}
}

static void a_number_is_wanted_by_one_person_only(void **state)
{
	(void)state;
	furnish();
	sql("INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550100')");
	FAILS(store_exec(store,
		      "INSERT INTO assignment (person_id, number_wanted) VALUES (2, '+14255550100')",
		      err),
		ERROR_TAKEN, "assignment.number_wanted");
}

static void an_address_has_its_default_place(void **state)
{
	(void)state;
	sql("INSERT INTO address (name) VALUES ('hq')");
	ROWS("SELECT name FROM place", "");
	ROWS("SELECT count(*) FROM place", "1");
}

/* ---- wishes and truths ---- */

static void an_actual_carries_along_who_had_no_wish(void **state)
{
	(void)state;
	furnish();
	sql("UPDATE person SET usage_location_actual = 'FR' WHERE id = 1");
	ROWS("SELECT usage_location_wanted, usage_location_base FROM person WHERE id = 1", "FR|FR");
	sql("INSERT INTO assignment (person_id) VALUES (1);"
	    "UPDATE assignment SET number_actual = '+14255550100', place_actual = 11");
	ROWS("SELECT number_wanted, number_base, place_wanted, place_base FROM assignment",
		"+14255550100|+14255550100|11|11");
	sql("UPDATE number SET place_actual = 10 WHERE e164 = '+14255550100'");
	ROWS("SELECT place_wanted, place_base FROM number WHERE e164 = '+14255550100'", "10|10");
	ROWS("SELECT kind FROM change WHERE kind <> 'notice'", "");
}

static void an_actual_that_moves_under_a_wish_is_a_conflict(void **state)
{
	static const struct {
		const char *wish, *moved, *key;
	} cases[] = {
		{ "UPDATE person SET usage_location_wanted = 'CA' WHERE id = 1",
			"UPDATE person SET usage_location_actual = 'FR' WHERE id = 1",
			"usage_location:1" },
		{ "UPDATE assignment SET number_wanted = '+14255550101'",
			"UPDATE assignment SET number_actual = '+14255550100'", "assign:1" },
		{ "INSERT INTO feature (id, kind, name, wanted, actual, base) VALUES"
		  " (4, 'queue', 'Orders', '{\"a\":2}', '{\"a\":1}', '{\"a\":1}')",
			"UPDATE feature SET actual = '{\"a\":3}' WHERE id = 4", "feature:4" },
		{ "UPDATE assignment SET place_wanted = 10",
			"UPDATE assignment SET place_actual = NULL", "assign:1" },
		{ "UPDATE number SET place_wanted = 11 WHERE e164 = '+14255550100'",
			"UPDATE number SET place_actual = 10 WHERE e164 = '+14255550100'",
			"number_place:+14255550100" },
	};

	(void)state;
	furnish();
	sql("INSERT INTO assignment (person_id, number_wanted, place_wanted, place_actual, place_base)"
	    " VALUES (1, '+14255550101', 11, 11, 11)");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char query[160];

		sql("SAVEPOINT one");
		sql(cases[i].wish);
		snprintf(query, sizeof(query), "SELECT conflict FROM change WHERE key = '%s'",
			cases[i].key);
		ROWS(query, "0");
		sql(cases[i].moved);
		ROWS(query, "1");
		sql("ROLLBACK TO one; RELEASE one");
	}
}

static void a_wish_made_again_is_made_on_what_is_there(void **state)
{
	(void)state;
	furnish();
	sql("UPDATE person SET usage_location_wanted = 'CA' WHERE id = 1;"
	    "UPDATE person SET usage_location_actual = 'FR' WHERE id = 1;"
	    "UPDATE person SET usage_location_wanted = 'CA' WHERE id = 1");
	ROWS("SELECT usage_location_base FROM person WHERE id = 1", "FR");
	ROWS("SELECT conflict FROM change", "0");
}

static void a_number_done_is_no_conflict_for_a_later_place(void **state)
{
	(void)state;
	furnish();
	sql("INSERT INTO assignment (person_id) VALUES (1);"
	    "UPDATE assignment SET number_wanted = '+14255550100', place_wanted = 10;"
	    "UPDATE assignment SET number_actual = number_wanted, place_actual = place_wanted;"
	    "UPDATE assignment SET place_wanted = 11");
	ROWS("SELECT kind, conflict FROM change WHERE kind <> 'notice'", "assign|0");
}

static void a_number_that_two_claim_stays_with_the_wish(void **state)
{
	(void)state;
	furnish();
	sql("INSERT INTO assignment (person_id) VALUES (1), (2);"
	    "UPDATE assignment SET number_wanted = '+14255550100' WHERE person_id = 1;"
	    "UPDATE assignment SET number_actual = '+14255550100' WHERE person_id = 2");
	ROWS("SELECT number_wanted, number_actual FROM assignment",
		"+14255550100|-;-|+14255550100");
	ROWS("SELECT key, kind, conflict FROM change WHERE kind <> 'notice' ORDER BY key",
		"assign:1|assign|0;assign:2|unassign|1");
}

/* ---- the plan ---- */

static void nothing_wished_is_an_empty_plan(void **state)
{
	(void)state;
	ROWS("SELECT * FROM change", "");
	furnish();
	ROWS("SELECT * FROM change", "");
}

static void each_wish_is_its_change(void **state)
{
	static const struct {
		const char *name, *wish, *want; /* kind|key|quantity|cents */
	} cases[] = {
		{ "a plan to buy",
			"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, 'plan', 1)",
			"buy_plan|buy:plan|1|1200;licence|licence:1|1|0" },
		{ "phone system first, price not known",
			"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, 'phone', 1), (2, 'phone', 1)",
			"buy_phone|buy:phone|1|-;licence|licence:1|1|0;licence|licence:2|1|0" },
		{ "a spare seat", "UPDATE subscription SET spare_wanted = 2 WHERE sku_id = 'plan'",
			"buy_plan|buy:plan|2|2400" },
		{ "nothing is bought when so answered",
			"UPDATE organization SET buy = 'nothing';"
			"UPDATE subscription SET spare_wanted = 2 WHERE sku_id = 'plan'",
			"" },
		{ "usage location", "UPDATE person SET usage_location_wanted = NULL WHERE id = 2",
			"usage_location|usage_location:2|1|0" },
		{ "an exchange is one change",
			"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'plan', 0, 1),"
			" (1, 'phone', 1, 0)",
			"licence|licence:1|2|0" },
		{ "a removal alone",
			"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'phone', 0, 1)",
			"unlicence|licence:1|1|0" },
		{ "a new address", "INSERT INTO address (id, name) VALUES (2, 'shop')",
			"address|address:2|1|0" },
		{ "an address to go", "UPDATE address SET wanted = 0",
			"address_remove|address:1|1|0" },
		{ "a new place", "INSERT INTO place (id, address_id, name) VALUES (12, 1, 'Shop')",
			"place|place:12|1|0" },
		{ "a place to go", "UPDATE place SET wanted = 0 WHERE id = 11",
			"place_remove|place:11|1|0" },
		{ "an open wish for numbers",
			"INSERT INTO number_order (id, name, country, quantity_wanted, quantity_actual)"
			" VALUES (7, 'office', 'US', 5, 2)",
			"order|order:7|3|0" },
		{ "numbers that are held for it count once",
			"INSERT INTO number_order (id, name, country, quantity_wanted) VALUES (7, 'x', 'US', 5);"
			"UPDATE number SET order_id = 7, owned_wanted = 1 WHERE owned_actual = 0",
			"order|order:7|4|0;acquire|number:+14255550107|1|0" },
		{ "a number to release",
			"UPDATE number SET owned_wanted = 0 WHERE e164 = '+14255550100'",
			"release|number:+14255550100|1|0" },
		{ "a place for a number",
			"UPDATE number SET place_wanted = 11 WHERE e164 = '+14255550100'",
			"number_place|number_place:+14255550100|1|0" },
		{ "a place for a number that is not ours yet waits in acquire",
			"UPDATE number SET place_wanted = 11, owned_wanted = 1 WHERE e164 = '+14255550107'",
			"acquire|number:+14255550107|1|0" },
		{ "a number for a person, and the letter",
			"INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550100')",
			"assign|assign:1|1|0;notice|notice:1|1|0" },
		{ "no letter for who wants none",
			"UPDATE person SET notify = 0;"
			"INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550100')",
			"assign|assign:1|1|0" },
		{ "no letters at all",
			"UPDATE organization SET notify_method = 'none';"
			"INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550100')",
			"assign|assign:1|1|0" },
		{ "one of an order",
			"INSERT INTO number_order (id, name, country, quantity_wanted) VALUES (7, 'x', 'US', 0);"
			"INSERT INTO assignment (person_id, order_wanted) VALUES (1, 7)",
			"assign|assign:1|1|0;notice|notice:1|1|0" },
		{ "a number to take away",
			"INSERT INTO assignment (person_id, number_actual) VALUES (1, '+14255550100')",
			"unassign|assign:1|1|0" },
		{ "another place only",
			"INSERT INTO notice VALUES (1, '+14255550100', 10, 'files', 'en', '', '', 1);"
			"INSERT INTO assignment (person_id, number_wanted, number_actual, number_base,"
			" place_wanted, place_actual, place_base)"
			" VALUES (1, '+14255550100', '+14255550100', '+14255550100', 11, 10, 10)",
			"assign|assign:1|1|0" },
		{ "a feature",
			"INSERT INTO feature (id, kind, name, wanted) VALUES (3, 'queue', 'Orders', '{}')",
			"queue|feature:3|1|0" },
		{ "a feature to go",
			"INSERT INTO feature (id, kind, name, actual) VALUES (3, 'queue', 'Orders', '{}')",
			"feature_remove|feature:3|1|0" },
		{ "an account to go",
			"INSERT INTO feature (id, kind, name, actual) VALUES (3, 'account', 'aa@x', '{}')",
			"account_remove|feature:3|1|0" },
		{ "a new number is a new letter",
			"INSERT INTO notice VALUES (1, '+14255550101', 10, 'files', 'en', '', '', 1);"
			"INSERT INTO assignment (person_id, number_wanted, number_actual)"
			" VALUES (1, '+14255550100', '+14255550100')",
			"notice|notice:1|1|0" },
	};

	(void)state;
	furnish();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sql("SAVEPOINT one");
		sql(cases[i].wish);
		expect_text(cases[i].name,
			rows("SELECT kind, key, quantity, cents FROM change ORDER BY rank, key"),
			cases[i].want);
		sql("ROLLBACK TO one; RELEASE one");
	}
}

static void the_plan_knows_order_step_and_what_is_final(void **state)
{
	(void)state;
	ROWS("SELECT group_concat(kind, ' ') FROM (SELECT kind FROM change_kind ORDER BY rank)",
		"papers buy_phone buy_plan credits usage_location account licence address place order "
		"acquire usage port number_place feature_remove unassign assign bridge queue attendant "
		"notice unlicence release place_remove address_remove account_remove");
	ROWS("SELECT group_concat(kind, ' ') FROM (SELECT kind FROM change_kind WHERE undoable = 0"
	     " ORDER BY rank)",
		"papers buy_phone buy_plan credits port notice release");
}

static void seats_count_adds_removals_and_spares(void **state)
{
	static const struct {
		const char *name, *wish, *want; /* needed|missing */
	} cases[] = {
		{ "nothing", "", "0|0" },
		{ "used elsewhere", "UPDATE subscription SET used_actual = 1", "1|0" },
		{ "one more",
			"UPDATE subscription SET used_actual = 1;"
			"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, 'phone', 1)",
			"2|1" },
		{ "one given back pays for another",
			"UPDATE subscription SET used_actual = 1;"
			"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'phone', 1, 0),"
			" (2, 'phone', 0, 1)",
			"1|0" },
		{ "a spare one", "UPDATE subscription SET used_actual = 1, spare_wanted = 1",
			"2|1" },
	};

	(void)state;
	furnish();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sql("SAVEPOINT one");
		sql(cases[i].wish);
		expect_text(cases[i].name,
			rows("SELECT seats_needed, missing FROM seat WHERE sku_id = 'phone'"),
			cases[i].want);
		sql("ROLLBACK TO one; RELEASE one");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TENANT_TEST(values_out_of_range_are_refused),
		TENANT_TEST(a_number_is_wanted_by_one_person_only),
		TENANT_TEST(an_address_has_its_default_place),
		TENANT_TEST(an_actual_carries_along_who_had_no_wish),
		TENANT_TEST(an_actual_that_moves_under_a_wish_is_a_conflict),
		TENANT_TEST(a_wish_made_again_is_made_on_what_is_there),
		TENANT_TEST(a_number_done_is_no_conflict_for_a_later_place),
		TENANT_TEST(a_number_that_two_claim_stays_with_the_wish),
		TENANT_TEST(nothing_wished_is_an_empty_plan),
		TENANT_TEST(each_wish_is_its_change),
		TENANT_TEST(the_plan_knows_order_step_and_what_is_final),
		TENANT_TEST(seats_count_adds_removals_and_spares),
	};

	return cmocka_run_group_tests_name("tenant-schema", tests, NULL, NULL);
}
