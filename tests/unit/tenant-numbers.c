/* Proves what numbers, orders, addresses, places, assignments and letters do: holds that end, pages
 * whatever is in them, and wishes that meet what the tenant has. */
#ifndef SQLITE_ENABLE_SESSION /* sqlite3.h shows its changesets only then */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#endif

#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/memory.h"
#include "core/tenant/notice.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "core/tenant/person.h"
#include "core/tenant/sync.h"
#include "tests/unit/tenant.h"

#define N0 "+14255550100"
#define N1 "+14255550101"
#define N7 "+14255550107"

static void people(void)
{
	sql("INSERT INTO person (id, object_id, upn, display_name, usage_location_wanted,"
	    " usage_location_actual, usage_location_base, calls, folded)"
	    " VALUES (1, 'o1', 'ava', 'Ava', 'US', 'US', 'US', 1, 'ava'), (2, 'o2', 'ben', 'Ben', 'US', 'US', 'US', 1, 'ben'),"
	    " (3, 'o3', 'cleo', '', 'US', 'US', 'US', 0, 'cleo')");
}

static void owned(const char *e164)
{
	struct number_record record = { .e164 = e164, .city = "Bellevue", .country = "US" };

	OK(number_put(store, &record, NULL, err));
}

static int64_t address(const char *name)
{
	struct address row = { 0 };

	snprintf(row.name, sizeof(row.name), "%s", name);
	strcpy(row.house_number, "500");
	strcpy(row.street_name, "108th");
	strcpy(row.city, "Bellevue");
	strcpy(row.country, "US");
	OK(address_put(store, &row, err));
	return row.id;
}

static int64_t place(const char *label)
{
	struct place row;

	OK(place_find(store, label, &row, err));
	return row.id;
}

static int64_t order(const char *name, int quantity)
{
	struct number_order row = { .quantity = quantity, .country = "US", .kind = "user" };

	snprintf(row.name, sizeof(row.name), "%s", name);
	OK(number_order_put(store, &row, err));
	return row.id;
}

static void page(const char *json)
{
	OK(number_page(store, json, strlen(json), err));
}

/* ---- numbers ---- */

static void numbers_come_from_files_and_are_ours(void **state)
{
	struct number_record record = {
		.e164 = N0, .city = "Bellevue", .kind = "toll", .usable_at = 5
	};
	struct number number;
	bool added;

	(void)state;
	OK(number_put(store, &record, &added, err));
	assert_true(added);
	record.city = "";
	record.kind = NULL;
	OK(number_put(store, &record, &added, err));
	assert_false(added);
	OK(number_get(store, N0, &number, err));
	expect_text("city", number.city, "Bellevue");
	expect_text("kind", number.kind, "toll");
	assert_true(number.actual && number.wanted);
	assert_int_equal(number.usable_at, 5);
	record.e164 = "0800 CALL";
	FAILS(number_put(store, &record, NULL, err), ERROR_INPUT, "e164");
	FAILS(number_get(store, N1, &number, err), ERROR_NOT_FOUND, N1);
}

static void hold(const char *json, int64_t order_id, bool wanted, int64_t until)
{
	struct number_hold what = { .reservation = "r1",
		.held_until = until,
		.kind = "user",
		.country = "US",
		.order_id = order_id,
		.wanted = wanted };

	OK(number_hold(store, json, strlen(json), &what, NULL, err));
}

#define FOUND                                                              \
	"[{\"telephoneNumber\":\"" N0                                      \
	"\",\"city\":\"Bellevue\"},{\"telephoneNumber\":\"14255550101\"}," \
	"{\"telephoneNumber\":\"none\"},{},7]"

static void what_a_search_found_is_held(void **state)
{
	struct number_counts counts;

	(void)state;
	owned(N1);
	hold(FOUND, 0, true, 600);
	ROWS("SELECT e164, owned_wanted, owned_actual, reservation, held_until FROM number",
		N0 "|1|0|r1|600;" N1 "|1|1||0");
	ROWS("SELECT kind, number FROM change", "acquire|" N0);
	OK(number_counts(store, "user", &counts, err));
	assert_int_equal(counts.acquired, 1);
	assert_int_equal(counts.held, 1);
	assert_int_equal(counts.marked, 1);
	assert_int_equal(counts.held_until, 600);
	FAILS(number_hold(store, "{}", 2, &(struct number_hold){ .reservation = "r" }, NULL, err),
		ERROR_INPUT, "answer");
}

static void a_hold_that_ends_gives_wishes_back_to_their_order(void **state)
{
	int64_t gone;

	(void)state;
	people();
	int64_t office = order("office", 2);
	hold(FOUND, office, true, 600);
	OK(assignment_want_number(store, 1, N0, err));
	ROWS("SELECT kind, quantity FROM change WHERE step = 'numbers' ORDER BY number",
		"acquire|1;acquire|1");
	OK(number_expire(store, 599, &gone, err));
	assert_int_equal(gone, 0);
	OK(number_expire(store, 600, &gone, err));
	assert_int_equal(gone, 2);
	ROWS("SELECT number_wanted, order_wanted FROM assignment", "-|1");
	ROWS("SELECT kind, quantity FROM change WHERE step = 'numbers'", "order|2");
}

static void a_hold_whose_purchase_is_in_doubt_stays(void **state)
{
	int64_t gone;

	(void)state;
	hold(FOUND, 0, true, 600);
	sql("INSERT INTO run (id, started_at) VALUES (1, 1);"
	    "INSERT INTO journal (run_id, kind, key, number, state, request_id, intent_at)"
	    " VALUES (1, 'acquire', 'number:" N0 "', '" N0 "', 'doubt', 'g1', 1)");
	OK(number_expire(store, 700, &gone, err));
	assert_int_equal(gone, 1);
	ROWS("SELECT e164 FROM number", N0);
}

static void what_is_let_go_is_forgotten_and_what_is_ours_is_not(void **state)
{
	(void)state;
	hold(FOUND, 0, false, 600);
	OK(number_let_go(store, N0, err));
	ROWS("SELECT e164 FROM number", N1);
	OK(number_let_go_all(store, "r1", err));
	ROWS("SELECT count(*) FROM number", "0");
	owned(N0);
	OK(number_let_go(store, N0, err));
	ROWS("SELECT count(*) FROM number", "1");
}

static const char *listed(const struct number_filter *filter)
{
	static char out[256];
	struct number list[10];
	int count = number_window(store, filter, 0, 10, list, NULL);

	assert_true(count >= 0);
	expect_number("count", number_count(store, filter, NULL), count);
	out[0] = '\0';
	for (int i = 0; i < count; i++) {
		struct number one[1];

		strcat(strcat(out, i ? " " : ""), list[i].e164 + strlen(list[i].e164) - 3);
		assert_int_equal(number_window(store, filter, i, 1, one, NULL), 1);
		expect_text("window", one[0].e164, list[i].e164);
	}
	return out;
}

static void lists_of_numbers_show_held_ones_first(void **state)
{
	static const struct {
		const char *name;
		struct number_filter filter;
		const char *want;
	} cases[] = {
		{ "all", { 0 }, "107 100 101 200" },
		{ "digits", { .text = "55501" }, "107 100 101" },
		{ "without", { .text = "55501", .exclude = true }, "200" },
		{ "city, folded", { .text = "zur" }, "200" },
		{ "held", { .scope = NUMBER_HELD }, "107" },
		{ "owned", { .scope = NUMBER_OWNED }, "100 101 200" },
		{ "free", { .scope = NUMBER_FREE }, "101" },
		{ "to be released", { .scope = NUMBER_RELEASED }, "200" },
		{ "country", { .country = "CH" }, "200" },
		{ "kind", { .kind = "toll" }, "" },
	};
	struct number_record swiss = {
		.e164 = "+41445550200", .country = "CH", .city = "Z\xC3\xBCrich"
	};

	(void)state;
	people();
	owned(N0);
	owned(N1);
	OK(number_put(store, &swiss, NULL, err));
	OK(number_want(store, swiss.e164, false, err));
	hold("[{\"telephoneNumber\":\"" N7 "\"}]", 0, false, 600);
	OK(assignment_want_number(store, 1, N0, err));
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_text(cases[i].name, listed(&cases[i].filter), cases[i].want);
	struct number number;
	OK(number_get(store, N0, &number, err));
	expect_text("who", number.person, "Ava");
	assert_false(number.assigned);
}

static void many_numbers_are_wished_at_once(void **state)
{
	struct number_filter held = { .scope = NUMBER_HELD };
	int64_t changed;

	(void)state;
	hold(FOUND, 0, false, 600);
	OK(number_want_of(store, &held, true, &changed, err));
	assert_int_equal(changed, 2);
	FAILS(number_want(store, "+19995550100", true, err), ERROR_NOT_FOUND, "+19995550100");
}

/* ---- pages of numbers ---- */

#define HAS(number, who)                                                        \
	"{\"telephoneNumber\":\"" number                                        \
	"\",\"kind\":\"user\",\"city\":\"Bellevue\",\"isoCountryCode\":\"US\"," \
	"\"activationState\":\"Activated\",\"assignmentTargetId\":" who "}"

static void a_page_says_who_has_which_number(void **state)
{
	(void)state;
	people();
	page("{\"value\":[" HAS(N0, "\"o1\"") "," HAS(N1, "null") "," HAS(
		"14255550107", "\"o3\"") "]}");
	ROWS("SELECT person_id, number_wanted, number_actual, number_base FROM assignment",
		"1|" N0 "|" N0 "|" N0 ";3|" N7 "|" N7 "|" N7);
	ROWS("SELECT calls FROM person WHERE id = 3", "1"); /* who has a number calls */
	ROWS("SELECT kind FROM change WHERE kind <> 'notice'", "");
	page("{\"value\":[" HAS(N0, "\"o1\"") "]}");
	ROWS("SELECT count(*), sum(owned_actual), sum(owned_wanted) FROM number", "3|3|3");
}

static void numbers_that_change_hands_do_not_meet(void **state)
{
	(void)state;
	people();
	page("{\"value\":[" HAS(N0, "\"o1\"") "," HAS(N1, "\"o2\"") "]}");
	page("{\"value\":[" HAS(N0, "\"o2\"") "," HAS(N1, "\"o1\"") "]}");
	ROWS("SELECT person_id, number_wanted, number_actual FROM assignment",
		"1|" N1 "|" N1 ";2|" N0 "|" N0);
	page("{\"value\":[" HAS(N0, "null") "]}");
	page("{\"value\":[" HAS(N1, "\"o2\"") "]}");
	ROWS("SELECT person_id, number_wanted, number_actual FROM assignment",
		"1|-|-;2|" N1 "|" N1);
}

static void a_number_given_elsewhere_is_a_conflict_and_can_be_settled(void **state)
{
	(void)state;
	people();
	owned(N0);
	OK(assignment_want_number(store, 1, N0, err));
	page("{\"value\":[" HAS(N0, "\"o2\"") "]}");
	ROWS("SELECT key, kind, conflict FROM change WHERE kind <> 'notice' ORDER BY key",
		"assign:1|assign|0;assign:2|unassign|1");
	OK(assignment_settle(store, 2, true, err)); /* keep theirs */
	ROWS("SELECT person_id, number_wanted, number_actual FROM assignment",
		"1|-|-;2|" N0 "|" N0);
	page("{\"value\":[" HAS(N0, "\"o1\"") "]}");
	OK(assignment_want_number(store, 1, "", err));
	OK(assignment_want_number(store, 2, N0, err));
	page("{\"value\":[" HAS(N0, "\"o3\"") "]}");
	ROWS("SELECT key, conflict FROM change WHERE kind = 'unassign'", "assign:3|1");
	OK(assignment_settle(store, 3, false, err)); /* take ours */
	ROWS("SELECT key, kind, conflict FROM change WHERE kind <> 'notice' ORDER BY rank",
		"assign:3|unassign|0;assign:2|assign|0");
}

static void a_held_number_that_became_ours_is_no_longer_held(void **state)
{
	(void)state;
	hold(FOUND, 0, false, 600);
	page("{\"value\":[" HAS(N0, "null") "]}");
	ROWS("SELECT owned_wanted, owned_actual, reservation, held_until FROM number WHERE e164 = '" N0
	     "'",
		"1|1||0");
}

static void a_number_that_is_gone_goes_with_its_assignment(void **state)
{
	(void)state;
	people();
	OK(sync_begin(store, err));
	page("{\"value\":[" HAS(N0, "\"o1\"") "," HAS(N1, "null") "]}");
	OK(sync_begin(store, err));
	page("{\"value\":[" HAS(N1, "null") "]}");
	OK(sync_end(store, SYNC_NUMBERS, 1, err));
	ROWS("SELECT e164 FROM number", N1);
	ROWS("SELECT number_wanted, number_actual FROM assignment", "-|-");
}

static void pages_of_numbers_survive_what_is_in_them(void **state)
{
	static const struct {
		const char *name, *json, *want;
	} cases[] = {
		{ "no objects", "{\"value\":[null,1,\"" N0 "\"]}", "" },
		{ "no E.164",
			"{\"value\":[{\"telephoneNumber\":\"+1<b>4255550100\"},"
			"{\"telephoneNumber\":\"\"},{\"telephoneNumber\":\"+\"},{}]}",
			"" },
		{ "a number typed as one", "{\"value\":[{\"telephoneNumber\":14255550100}]}",
			N0 "|user|plan||0|0" },
		{ "words nobody knows",
			"{\"value\":[{\"telephoneNumber\":\"" N0
			"\",\"kind\":\"fax\",\"source\":\"moon\","
			"\"city\":\"'; DROP\",\"usableAt\":\"soon\",\"blockedUntil\":-1}]}",
			N0 "|user|plan|'; DROP|0|-1" },
		{ "times as text",
			"{\"value\":[{\"telephoneNumber\":\"" N0
			"\",\"usableAt\":\"1970-01-01T00:01:00Z\"}]}",
			N0 "|user|plan||60|0" },
		{ "people and places that are not there",
			"{\"value\":[{\"telephoneNumber\":\"" N0
			"\",\"assignmentTargetId\":\"nobody\","
			"\"locationId\":\"nowhere\"}]}",
			N0 "|user|plan||0|0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		OK(store_begin(store, err));
		page(cases[i].json);
		expect_text(cases[i].name,
			rows("SELECT e164, kind, source, city, usable_at, blocked_until FROM number"),
			cases[i].want);
		store_rollback(store);
	}
}

/* ---- orders ---- */

static void an_order_is_kept_by_its_name(void **state)
{
	struct number_order row, list[4];
	char name[64];

	(void)state;
	int64_t id = order("office", 5);
	OK(number_order_get(store, id, &row, err));
	assert_int_equal(row.quantity, 5);
	row.quantity = 7;
	strcpy(row.city, "Seattle");
	OK(number_order_put(store, &row, err));
	OK(number_order_find(store, "office", &row, err));
	assert_int_equal(row.quantity, 7);
	expect_text("city", row.city, "Seattle");
	row.id = 0;
	FAILS(number_order_put(store, &row, err), ERROR_TAKEN, "office");
	expect_text("free", number_order_free_name(store, "office", name), "office 2");
	expect_text("free", number_order_free_name(store, "shop", name), "shop");
	assert_int_equal(number_order_list(store, 0, 4, list, NULL), 1);
	assert_int_equal(number_order_count(store, NULL), 1);
	FAILS(number_order_find(store, "attic", &row, err), ERROR_NOT_FOUND, "attic");
	row.id = id;
	row.quantity = -1;
	FAILS(number_order_put(store, &row, err), ERROR_INPUT, "quantity");
}

static void an_order_counts_what_was_promised_and_is_removed_with_its_wishes(void **state)
{
	struct number_order row;

	(void)state;
	people();
	int64_t id = order("office", 5);
	OK(assignment_want_order(store, 1, id, err));
	hold(FOUND, id, true, 600);
	OK(number_order_get(store, id, &row, err));
	assert_int_equal(row.promised, 1);
	assert_int_equal(row.held, 2);
	OK(number_order_remove(store, id, err));
	ROWS("SELECT order_wanted FROM assignment", "-");
	ROWS("SELECT count(*) FROM number WHERE order_id IS NULL", "2");
}

/* ---- addresses ---- */

static void an_address_keeps_every_field(void **state)
{
	/* R-284, and the house name of R-288. */
	static const char *const documented[] = { "name", "company_name", "country", "house_number",
		"house_number_suffix", "pre_directional", "street_name", "street_suffix",
		"post_directional", "city", "city_alias", "state", "postal_code", "company_tax_id",
		"latitude", "longitude", "elin", "house_name" };
	struct address row = { 0 }, back;
	int columns = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(documented); i++)
		if (!address_text(&row, documented[i]))
			fail_msg("R-284: no field %s", documented[i]);
	while (address_column(columns))
		columns++;
	expect_number("R-284", columns, COUNT_OF(documented));
	for (int i = 0; address_column(i); i++) {
		if (strcmp(address_column(i), "country") != 0)
			assert_true(address_set_text(&row, address_column(i), address_column(i)));
	}
	strcpy(row.country, "FR");
	OK(address_put(store, &row, err));
	OK(address_get(store, row.id, &back, err));
	for (int i = 0; address_column(i); i++)
		expect_text(address_column(i), address_text(&back, address_column(i)),
			address_text(&row, address_column(i)));
	assert_true(back.wanted);
	expect_text("actual", back.actual, "None");
	assert_null(address_text(&row, "colour"));
	assert_false(address_set_text(&row, "colour", "red"));
	assert_true(address_set_text(&row, "state", "\xC3\xA9\xC3\xA9\xC3\xA9"));
	FAILS(address_find(store, "none", &back, err), ERROR_NOT_FOUND, "none");
}

static void an_address_is_one_line(void **state)
{
	static const struct {
		struct address address;
		bool after;
		const char *want;
	} cases[] = {
		{ { .house_number = "500",
			  .street_name = "108th",
			  .street_suffix = "Ave",
			  .post_directional = "NE",
			  .city = "Bellevue",
			  .state = "WA",
			  .postal_code = "98004",
			  .country = "US" },
			false, "500 108th Ave NE, Bellevue, WA 98004" },
		{ { .house_number = "12",
			  .house_number_suffix = "b",
			  .street_name = "Hauptstr.",
			  .city = "Berlin" },
			true, "Hauptstr. 12 b, Berlin" },
		/* a house name is a field of its own and stands before the street. */
		{ { .house_name = "Rose Cottage",
			  .street_name = "Mill Lane",
			  .city = "Reading",
			  .postal_code = "RG1 1AA",
			  .country = "GB" },
			false, "Rose Cottage Mill Lane, Reading, RG1 1AA" },
		{ { .city = "Lyon" }, false, "Lyon" },
		{ { .name = "hq" }, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str line = { 0 };

		address_line(&cases[i].address, cases[i].after, &line);
		expect_text(cases[i].want, str_text(&line), cases[i].want);
		str_fini(&line);
	}
}

static void a_validated_address_cannot_be_edited(void **state)
{
	struct address row;

	(void)state;
	int64_t id = address("hq");
	sql("UPDATE address SET actual = 'Valid', civic_id = 'c1'");
	OK(address_get(store, id, &row, err));
	strcpy(row.name, "head office"); /* its name is ours */
	OK(address_put(store, &row, err));
	strcpy(row.street_name, "109th");
	FAILS(address_put(store, &row, err), ERROR_REFUSED, "R-304");
	sql("UPDATE address SET actual = 'Invalid'");
	OK(address_put(store, &row, err));
	ROWS("SELECT street_name, actual FROM address", "109th|NotValidated");
	row.id = 0;
	FAILS(address_put(store, &row, err), ERROR_TAKEN, "head office");
	row.name[0] = '\0';
	FAILS(address_put(store, &row, err), ERROR_INPUT, "name");
}

static void a_planned_address_is_forgotten_and_a_real_one_is_to_go(void **state)
{
	(void)state;
	int64_t planned = address("planned"), real = address("real");

	sql("UPDATE address SET actual = 'Valid', civic_id = 'c1' WHERE name = 'real'");
	OK(address_want(store, planned, false, err));
	OK(address_want(store, real, false, err));
	ROWS("SELECT name, wanted FROM address", "real|0");
	OK(address_want(store, real, true, err));
	ROWS("SELECT wanted FROM address", "1");
}

static void places_are_found_by_their_label(void **state)
{
	struct place row, list[8];

	(void)state;
	int64_t hq = address("hq");
	OK(place_set(store, hq, "Bakery floor, Office", err));
	sql("UPDATE place SET location_id = 'l1' WHERE name = 'Office'");
	assert_int_equal(place_list(store, hq, 0, 8, list, NULL), 3);
	expect_text("default first", list[0].label, "hq");
	expect_text("label", list[1].label, "hq/Bakery floor");
	assert_int_equal(place_count(store, 0, NULL), 3);
	OK(place_find(store, "HQ/office", &row, err));
	expect_text("by label", row.name, "Office");
	OK(place_find(store, "l1", &row, err));
	expect_text("by id", row.label, "hq/Office");
	expect_text("country", row.country, "US");
	OK(place_find(store, "hq", &row, err));
	FAILS(place_remove(store, row.id, err), ERROR_REFUSED, "R-308");
	FAILS(place_find(store, "hq/Attic", &row, err), ERROR_NOT_FOUND, "no place \"Attic\"");
	FAILS(place_find(store, "shop/Office", &row, err), ERROR_NOT_FOUND,
		"no address named shop");
}

/* an address is a location, and each place inside it is one more. */
static void three_buildings_of_four_floors_are_fifteen_locations(void **state)
{
	static const char *const buildings[] = { "north", "south", "west" };

	(void)state;
	int64_t hq = address("hq");
	assert_int_equal(place_count(store, hq, NULL), 1);
	OK(place_set(store, hq, "Floor 1", err));
	expect_number("R-280: address and floor", place_count(store, hq, NULL), 2);
	sql("DELETE FROM address");
	for (size_t i = 0; i < COUNT_OF(buildings); i++)
		OK(place_set(store, address(buildings[i]), "1, 2, 3, 4", err));
	expect_number("R-281: addresses", address_count(store, NULL), 3);
	expect_number("R-281: locations", place_count(store, 0, NULL), 3 + 3 * 4);
	/* what a label names is an address with, if wanted, a place. */
	ROWS("SELECT count(*) FROM place WHERE name <> ''", "12");
}

static void places_of_a_list_come_and_go(void **state)
{
	int64_t id;

	(void)state;
	int64_t hq = address("hq");
	OK(place_set(store, hq, "A, B , C", err));
	sql("UPDATE place SET actual = 1 WHERE name = 'A'");
	OK(place_set(store, hq, "B", err));
	ROWS("SELECT name, wanted, actual FROM place WHERE name <> '' ORDER BY name",
		"A|0|1;B|1|0");
	OK(place_add(store, hq, "A", &id, err));
	ROWS("SELECT name, wanted FROM place WHERE name <> '' ORDER BY name", "A|1;B|1");
	OK(place_remove(store, id, err));
	ROWS("SELECT wanted FROM place WHERE name = 'A'", "0");
	OK(place_remove(store, place("hq/B"), err));
	ROWS("SELECT count(*) FROM place WHERE name = 'B'", "0");
}

static void corrections_keep_both_texts_and_can_be_decided_again(void **state)
{
	static const char json[] =
		"[{\"field\":\"street_name\",\"theirs\":\"108th Avenue\"},"
		"{\"field\":\"city\",\"theirs\":\"Bellevue\"},"
		"{\"field\":\"postal_code\",\"theirs\":\"98004\"},"
		"{\"field\":\"colour\",\"theirs\":\"red\"},{\"field\":\"id\",\"theirs\":\"9\"},7]";
	struct correction list[8];
	struct address row;

	(void)state;
	int64_t hq = address("hq");
	OK(correction_put(store, hq, json, strlen(json), err));
	assert_int_equal(correction_list(store, hq, 8, list, NULL), 2);
	expect_text("field", list[1].field, "street_name");
	expect_text("ours", list[1].ours, "108th");
	assert_int_equal(list[1].taken, -1);
	OK(address_get(store, hq, &row, err));
	assert_int_equal(row.open_corrections, 2);
	assert_int_equal(correction_open_count(store, NULL), 1);
	expect_text("not yet", row.street_name, "108th");
	OK(correction_decide(store, hq, "street_name", true, err));
	ROWS("SELECT street_name, postal_code FROM address", "108th Avenue|");
	OK(correction_decide(store, hq, NULL, false, err));
	assert_int_equal(correction_open_count(store, NULL), 0);
	ROWS("SELECT street_name, postal_code FROM address", "108th|");
	OK(correction_decide(store, hq, NULL, true, err));
	ROWS("SELECT street_name, postal_code FROM address", "108th Avenue|98004");
}

static void addresses_of_the_tenant_are_recognized(void **state)
{
	static const char json[] =
		"{\"value\":[{\"civicAddressId\":\"c1\",\"description\":\"hq\",\"validationStatus\":\"Valid\","
		"\"house_number\":\"500\",\"street_name\":\"108TH\",\"city\":\"bellevue\",\"country\":\"US\","
		"\"locations\":[{\"locationId\":\"l0\",\"location\":\"\"},{\"locationId\":\"l1\","
		"\"location\":\"Office\"},{\"location\":\"no id\"}]},"
		"{\"civicAddressId\":\"c2-long-id\",\"description\":\"hq\",\"validationStatus\":\"odd\","
		"\"country\":\"France\"},{\"civicAddressId\":\"c3\",\"description\":\"\"},{\"description\":\"x\"}]}";

	(void)state;
	int64_t hq = address("hq");
	OK(place_add(store, hq, "Office", NULL, err));
	for (int i = 0; i < 2; i++) {
		OK(sync_begin(store, err));
		OK(address_page(store, json, strlen(json), err));
		OK(sync_end(store, SYNC_ADDRESSES, 1, err));
		ROWS("SELECT name, civic_id, actual, country FROM address ORDER BY civic_id",
			"hq|c1|Valid|US;hq c2-long-|c2-long-id|NotValidated|;address c3|c3|NotValidated|");
		ROWS("SELECT name, location_id, actual FROM place WHERE address_id = 1 ORDER BY name",
			"|l0|1;Office|l1|1");
	}
	ROWS("SELECT key FROM change WHERE step = 'addresses' ORDER BY key", "address:2;address:3");
}

static void addresses_that_are_gone_leave_unless_they_were_planned(void **state)
{
	static const char json[] =
		"{\"value\":[{\"civicAddressId\":\"c1\",\"description\":\"a\",\"validationStatus\":\"Valid\"},"
		"{\"civicAddressId\":\"c2\",\"description\":\"b\",\"validationStatus\":\"NotValidated\"}]}";

	(void)state;
	address("planned");
	OK(address_page(store, json, strlen(json), err));
	OK(sync_begin(store, err));
	OK(sync_end(store, SYNC_ADDRESSES, 1, err));
	ROWS("SELECT name, civic_id, actual FROM address ORDER BY name", "b|-|None;planned|-|None");
}

/* ---- assignments ---- */

static void a_number_is_wished_for_a_person(void **state)
{
	struct assignment_row row;

	(void)state;
	people();
	owned(N0);
	owned(N1);
	int64_t hq = address("hq");
	OK(number_want(store, N1, false, err));
	OK(assignment_want_number(store, 1, N1, err)); /* to be released: not any more */
	OK(assignment_want_place(store, 1, place("hq"), err));
	OK(assignment_get(store, 1, &row, err));
	expect_text("number", row.number, N1);
	expect_text("place", row.place, "hq");
	assert_true(row.pending && !row.conflict && row.number_owned);
	ROWS("SELECT owned_wanted FROM number WHERE e164 = '" N1 "'", "1");
	FAILS(assignment_want_number(store, 2, N1, err), ERROR_TAKEN, "Ava");
	FAILS(assignment_want_number(store, 2, N7, err), ERROR_NOT_FOUND, N7);
	FAILS(assignment_want_place(store, 2, 99, err), ERROR_INPUT, "FOREIGN");
	OK(assignment_want_number(store, 1, NULL, err));
	ROWS("SELECT number_wanted FROM assignment", "-");
	OK(address_want(store, hq, false, err));
	ROWS("SELECT place_wanted FROM assignment", "-");
	FAILS(assignment_get(store, 99, &row, err), ERROR_NOT_FOUND, "not in the list");
}

static void an_open_wish_and_a_number_exclude_each_other(void **state)
{
	(void)state;
	people();
	owned(N0);
	int64_t office = order("office", 1);
	OK(assignment_want_number(store, 1, N0, err));
	OK(assignment_want_order(store, 1, office, err));
	ROWS("SELECT number_wanted, order_wanted FROM assignment", "-|1");
	OK(assignment_want_number(store, 1, N0, err));
	ROWS("SELECT number_wanted, order_wanted FROM assignment", N0 "|-");
	OK(assignment_want_order(store, 1, 0, err));
	ROWS("SELECT number_wanted, order_wanted FROM assignment", N0 "|-");
}

static void a_match_writes_score_and_reason(void **state)
{
	struct assignment_row row;

	(void)state;
	people();
	owned(N0);
	OK(assignment_match(store, 1, N0, 0, 0, 80, "same city", err));
	OK(assignment_lock(store, 1, true, err));
	OK(assignment_get(store, 1, &row, err));
	expect_text("reason", row.reason, "same city");
	assert_int_equal(row.score, 80);
	assert_true(row.locked);
	OK(assignment_clear(store, 1, err));
	OK(assignment_get(store, 1, &row, err));
	expect_text("number", row.number, "");
	assert_false(row.locked);
	assert_false(row.pending);
}

static void lists_of_assignments_hold_whom_they_mean(void **state)
{
	static const struct {
		const char *name;
		struct assignment_filter filter;
		const char *want;
	} cases[] = {
		{ "callers", { .scope = ASSIGNMENT_CALLERS }, "ava ben" },
		{ "without", { .scope = ASSIGNMENT_WITHOUT }, "ben" },
		{ "pending", { .scope = ASSIGNMENT_PENDING }, "ava" },
		{ "conflicts", { .scope = ASSIGNMENT_CONFLICTS }, "" },
		{ "locked", { .scope = ASSIGNMENT_LOCKED }, "cleo" },
		{ "name", { .text = "be" }, "ben" },
		{ "digits", { .text = "0100" }, "ava" },
		{ "without digits", { .text = "0100", .exclude = true }, "ben" },
	};
	struct assignment_counts counts;

	(void)state;
	people();
	owned(N0);
	address("hq");
	OK(assignment_want_number(store, 1, N0, err));
	OK(assignment_want_place(store, 1, place("hq"), err));
	OK(assignment_lock(store, 3, true, err));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct assignment_row list[4];
		char got[64] = "";
		int count = assignment_window(store, &cases[i].filter, 0, 4, list, NULL);

		for (int j = 0; j < count; j++)
			strcat(strcat(got, j ? " " : ""), list[j].upn);
		expect_text(cases[i].name, got, cases[i].want);
		expect_number(
			cases[i].name, assignment_count(store, &cases[i].filter, NULL), count);
	}
	OK(assignment_counts(store, &counts, err));
	assert_int_equal(counts.people, 2);
	assert_int_equal(counts.numbered, 1);
	assert_int_equal(counts.placed, 1);
	assert_int_equal(counts.pending, 1);
}

/* ---- letters and memory ---- */

static void a_letter_counts_for_the_number_it_names(void **state)
{
	struct notice notice = { .person_id = 1,
		.number = N0,
		.method = "files",
		.language = "fr",
		.file = "ava.txt",
		.sent_at = 5 };
	struct notice_filter to_write = { .to_write = true };
	struct notice_row row;

	(void)state;
	people();
	owned(N0);
	owned(N1);
	assert_int_equal(notice_count(store, NULL, NULL), 0);
	OK(assignment_want_number(store, 1, N0, err));
	assert_int_equal(notice_count(store, &to_write, NULL), 1);
	OK(notice_put(store, &notice, err));
	assert_int_equal(notice_window(store, NULL, 0, 1, &row, NULL), 1);
	assert_int_equal(row.state, NOTICE_WRITTEN);
	expect_text("language", row.letter_language, "fr");
	assert_false(row.active);
	OK(assignment_want_number(store, 1, N1, err));
	OK(notice_get(store, 1, &row, err));
	assert_int_equal(row.state, NOTICE_TO_WRITE);
	expect_text("told", row.told, N0);
	OK(person_want_notify(store, 1, false, err));
	OK(notice_get(store, 1, &row, err));
	assert_int_equal(row.state, NOTICE_EXCLUDED);
	assert_int_equal(notice_count(store, &to_write, NULL), 0);
	OK(notice_get(store, 2, &row, err));
	assert_int_equal(row.state, NOTICE_NOTHING);
}

static void the_memory_keeps_and_forgets(void **state)
{
	char text[32];

	(void)state;
	expect_text("none", memory_get(store, "step", text, sizeof(text)), "");
	OK(memory_put(store, "step", "numbers", err));
	OK(memory_put(store, "step", "assign", err));
	expect_text("kept", memory_get(store, "step", text, sizeof(text)), "assign");
	assert_int_equal(memory_get_number(store, "step", 7), 7);
	OK(memory_put_number(store, "row", -12, err));
	assert_int_equal(memory_get_number(store, "row", 7), -12);
	OK(memory_put(store, "step", NULL, err));
	ROWS("SELECT name FROM memory", "row");
}

/* Undo replays changesets: everything that a wish writes must go backwards too. */
static int no_conflict(void *data, int kind, sqlite3_changeset_iter *change)
{
	(void)kind, (void)change;
	++*(int *)data;
	return SQLITE_CHANGESET_ABORT;
}

static void wishes_can_be_recorded_and_taken_back(void **state)
{
	sqlite3_session *session;
	void *changes, *back;
	int size, back_size, conflicts = 0;

	(void)state;
	people();
	owned(N0);
	int64_t office = order("office", 2);
	assert_int_equal(sqlite3session_create(store_db(store), "main", &session), SQLITE_OK);
	sqlite3session_attach(session, NULL);
	OK(store_begin(store, err));
	OK(assignment_want_number(store, 1, N0, err));
	OK(assignment_want_order(store, 2, office, err));
	OK(person_want_location(store, 1, "CA", err));
	OK(person_want_calls(store, 3, PERSON_MARK, err));
	hold("[{\"telephoneNumber\":\"" N7 "\"}]", office, true, 600);
	OK(store_commit(store, err));
	assert_int_equal(sqlite3session_changeset(session, &size, &changes), SQLITE_OK);
	sqlite3session_delete(session);
	assert_int_equal(sqlite3changeset_invert(size, changes, &back_size, &back), SQLITE_OK);
	assert_int_equal(sqlite3changeset_apply(
				 store_db(store), back_size, back, NULL, no_conflict, &conflicts),
		SQLITE_OK);
	assert_int_equal(conflicts, 0);
	ROWS("SELECT count(*) FROM assignment", "0");
	ROWS("SELECT sum(calls), min(usage_location_wanted) FROM person", "2|US");
	ROWS("SELECT e164 FROM number", N0);
	sqlite3_free(changes);
	sqlite3_free(back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TENANT_TEST(numbers_come_from_files_and_are_ours),
		TENANT_TEST(what_a_search_found_is_held),
		TENANT_TEST(a_hold_that_ends_gives_wishes_back_to_their_order),
		TENANT_TEST(a_hold_whose_purchase_is_in_doubt_stays),
		TENANT_TEST(what_is_let_go_is_forgotten_and_what_is_ours_is_not),
		TENANT_TEST(lists_of_numbers_show_held_ones_first),
		TENANT_TEST(many_numbers_are_wished_at_once),
		TENANT_TEST(a_page_says_who_has_which_number),
		TENANT_TEST(numbers_that_change_hands_do_not_meet),
		TENANT_TEST(a_number_given_elsewhere_is_a_conflict_and_can_be_settled),
		TENANT_TEST(a_held_number_that_became_ours_is_no_longer_held),
		TENANT_TEST(a_number_that_is_gone_goes_with_its_assignment),
		TENANT_TEST(pages_of_numbers_survive_what_is_in_them),
		TENANT_TEST(an_order_is_kept_by_its_name),
		TENANT_TEST(an_order_counts_what_was_promised_and_is_removed_with_its_wishes),
		TENANT_TEST(an_address_keeps_every_field),
		TENANT_TEST(an_address_is_one_line),
		TENANT_TEST(a_validated_address_cannot_be_edited),
		TENANT_TEST(a_planned_address_is_forgotten_and_a_real_one_is_to_go),
		TENANT_TEST(places_are_found_by_their_label),
		TENANT_TEST(three_buildings_of_four_floors_are_fifteen_locations),
		TENANT_TEST(places_of_a_list_come_and_go),
		TENANT_TEST(corrections_keep_both_texts_and_can_be_decided_again),
		TENANT_TEST(addresses_of_the_tenant_are_recognized),
		TENANT_TEST(addresses_that_are_gone_leave_unless_they_were_planned),
		TENANT_TEST(a_number_is_wished_for_a_person),
		TENANT_TEST(an_open_wish_and_a_number_exclude_each_other),
		TENANT_TEST(a_match_writes_score_and_reason),
		TENANT_TEST(lists_of_assignments_hold_whom_they_mean),
		TENANT_TEST(a_letter_counts_for_the_number_it_names),
		TENANT_TEST(the_memory_keeps_and_forgets),
		TENANT_TEST(wishes_can_be_recorded_and_taken_back),
	};

	return cmocka_run_group_tests_name("tenant-numbers", tests, NULL, NULL);
}
