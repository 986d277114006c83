/* Proves that the simulated service behaves as the real one does: finite stock, holds that run out,
 * other customers, waits, corrections, refusals whose text names another cause than the true one,
 * and that nothing is done twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/service/demo/demo.h"
#include "core/tenant/address.h"

#define PHONE "e43b5b99-8dfb-405f-9987-dc307f34bcbd"    /* MCOEV */
#define BUNDLE "ae2343d1-0999-43f6-ae18-d816516f6e78"   /* MCOTEAMS_ESSENTIALS */
#define DOMESTIC "0dab259f-bf13-4952-b7f8-7db8f131b28d" /* MCOPSTN1 */
#define WORLD "d3b4fe1f-9992-4930-8acb-ca6ec609365e"    /* MCOPSTN2 */
#define AVA "6d0a0d0e-0001-4b7c-9a01-000000000001"
#define BEN "6d0a0d0e-0001-4b7c-9a01-000000000002"
#define CHLOE "6d0a0d0e-0001-4b7c-9a01-000000000003" /* has no usage location */
#define DMITRI "6d0a0d0e-0001-4b7c-9a01-000000000004"
#define AMELIE "9b1f0c52-0002-4f11-8c02-000000000001"

static char folder[64], path[96];
static struct service *demo;
static struct service_reply reply;
static struct error err;
static sqlite3 *json;

/* ---- helpers ---- */

static void check(bool ok)
{
	if (!ok)
		fail_msg("%s", err.text);
}

static void open_with(struct demo_options options)
{
	service_close(demo);
	demo = demo_open(path, &options, &err);
	check(demo != NULL);
}

static void open_tenant(const char *tenant, const char *speed)
{
	open_with((struct demo_options){
		.tenant = tenant, .speed = speed, .faultless = true, .fresh = true });
}

static enum service_state submit(struct service_request request)
{
	service_reply_fini(&reply);
	check(demo->ops->submit(demo, &request, &reply, &err));
	return reply.state;
}

static enum service_state ask(struct service_request request)
{
	service_reply_fini(&reply);
	check(demo->ops->ask(demo, &request, &reply, &err));
	return reply.state;
}

static enum service_state search(struct service_request request)
{
	service_reply_fini(&reply);
	check(demo->ops->search(demo, &request, &reply, &err));
	return reply.state;
}

/* Submits, and polls until it is done, letting the clock run. */
static void finish(struct service_request request)
{
	submit(request);
	while (reply.state == SERVICE_PENDING) {
		char operation[sizeof reply.operation];
		memcpy(operation, reply.operation, sizeof operation);
		check(demo_clock_skip(demo, reply.after, &err));
		service_reply_fini(&reply);
		check(demo->ops->poll(demo, operation, &reply, &err));
	}
	if (reply.state != SERVICE_DONE)
		fail_msg("%s: %s", cause_word(reply.cause), reply.words);
}

static void later(int64_t seconds)
{
	check(demo_clock_skip(demo, seconds, &err));
}

/* The first column of the first row of a query on `db`; the text is good until the next call. */
static const char *query(sqlite3 *db, const char *sql, const char *argument)
{
	static char text[200];
	sqlite3_stmt *stmt = NULL;
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	if (argument)
		sqlite3_bind_text(stmt, 1, argument, -1, SQLITE_STATIC);
	text[0] = '\0';
	if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0))
		snprintf(text, sizeof text, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return text;
}

/* A whole section that sync reads, asked with SQL over json_each(?1). */
static const char *ask_page(enum service_page page, const char *from, const char *sql)
{
	struct str text = { 0 };
	struct service_next next = { 0 };
	check(demo->ops->sync(demo, page, from, &text, &next, &err));
	const char *answer = query(json, sql, str_text(&text));
	str_fini(&text);
	service_next_fini(&next);
	return answer;
}

static const char *ask_file(const char *sql)
{
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	const char *answer = query(db, sql, NULL);
	sqlite3_close(db);
	return answer;
}

static const char *number_of(int at)
{
	static char sql[80];
	snprintf(sql, sizeof sql, "SELECT ?1 ->> '$[%d].telephoneNumber'", at);
	return query(json, sql, str_text(&reply.json));
}

static int found(void)
{
	return atoi(query(
		json, "SELECT json_array_length(?1)", reply.json.len ? reply.json.text : "[]"));
}

#define EXPECT(request_state, wanted_cause)                                             \
	do {                                                                            \
		assert_int_equal(request_state, SERVICE_FAILED);                        \
		assert_string_equal(cause_word(reply.cause), cause_word(wanted_cause)); \
	} while (0)

static const struct address hq = {
	.name = "hq",
	.company_name = "Contoso Bakery",
	.house_number = "500",
	.street_name = "108th",
	.street_suffix = "Ave",
	.post_directional = "NE",
	.city = "Bellevue",
	.state = "WA",
	.postal_code = "98004",
	.country = "US",
	.latitude = "47.6147",
	.longitude = "-122.1966",
};
static const struct address lyon = {
	.name = "lyon",
	.company_name = "Atelier Dupont",
	.house_number = "12",
	.street_name = "rue de la République",
	.city = "Lyon",
	.postal_code = "69001",
	.country = "FR",
	.latitude = "45.7657",
	.longitude = "4.8363",
};
static const struct address paris = {
	.name = "paris",
	.company_name = "Atelier Dupont",
	.house_number = "48",
	.street_name = "rue de Turenne",
	.city = "Paris",
	.postal_code = "75003",
	.country = "FR",
	.latitude = "48.8594",
	.longitude = "2.3649",
};

static void buy(const char *id, const char *sku, int quantity)
{
	finish((struct service_request){
		.kind = "buy_phone", .request_id = id, .sku_id = sku, .quantity = quantity });
}

static void license(const char *person, const char *skus)
{
	finish((struct service_request){
		.kind = "licence", .request_id = person, .object_id = person, .add_skus = skus });
}

/* Bundles for the first two people of the bakery, effective. */
static void license_office(void)
{
	buy("buy", BUNDLE, 5);
	license(AVA, BUNDLE);
	license(BEN, BUNDLE);
	later(3600);
}

static void address(const struct address *text, char *location, size_t size)
{
	finish((struct service_request){
		.kind = "address", .request_id = text->name, .address = text });
	assert_string_equal(reply.validation, "Valid");
	snprintf(location, size, "%s", reply.location_id);
}

static struct service_request bellevue(const char *id, int quantity)
{
	return (struct service_request){ .kind = "order",
		.request_id = id,
		.country = "US",
		.state = "WA",
		.city = "Bellevue",
		.quantity = quantity };
}

/* One number in Bellevue, acquired and ready. */
static void number(const char *id, char e164[20])
{
	assert_int_equal(search(bellevue(id, 1)), SERVICE_DONE);
	snprintf(e164, 20, "%s", number_of(0));
	finish((struct service_request){ .kind = "acquire",
		.request_id = id,
		.number = e164,
		.reservation = reply.reservation });
	later(3600);
}

static int set_up(void **state)
{
	(void)state;
	setenv("RINGUP_NOW", "1793894400", 1);
	snprintf(folder, sizeof folder, "%s/ringup-demo.XXXXXX",
		getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(folder) || sqlite3_open(":memory:", &json) != SQLITE_OK)
		return -1;
	snprintf(path, sizeof path, "%s/demo.db", folder);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char file[128];
	(void)state;
	service_close(demo);
	demo = NULL;
	service_reply_fini(&reply);
	sqlite3_close(json);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		snprintf(file, sizeof file, "%s%s", path, ends[i]);
		unlink(file);
	}
	return rmdir(folder);
}

/* ---- opening ---- */

static void every_tenant_opens_with_its_people(void **state)
{
	static const struct {
		const char *tenant, *country, *people;
	} rows[] = {
		{ "bakery", "US", "15" },
		{ "atelier", "FR", "8" },
		{ "northwind", "DE", "999" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		open_tenant(rows[i].tenant, "instant");
		assert_string_equal(ask_page(SERVICE_ORGANIZATION, NULL,
					    "SELECT ?1 ->> '$.value[0].countryLetterCode'"),
			rows[i].country);
		assert_string_equal(
			ask_page(SERVICE_PEOPLE, NULL, "SELECT json_array_length(?1, '$.value')"),
			rows[i].people);
	}
	for (int i = 0; demo_tenant(i); i++)
		assert_string_equal(demo_tenant(i), rows[i].tenant);
}

static void a_file_keeps_its_tenant_until_it_starts_over(void **state)
{
	struct demo_options bakery = { .tenant = "bakery" }, atelier = { .tenant = "atelier" },
			    any = { 0 };
	(void)state;
	open_with(bakery);
	service_close(demo);
	demo = demo_open(path, &atelier, &err);
	assert_null(demo);
	assert_int_equal(err.code, ERROR_USAGE);
	open_with(any);
	assert_string_equal(ask_file("SELECT name FROM tenant"), "bakery");
	atelier.fresh = true;
	open_with(atelier);
	assert_string_equal(ask_file("SELECT name FROM tenant"), "atelier");
}

static void a_generated_tenant_has_the_size_that_was_asked_for(void **state)
{
	static const struct {
		const char *tenant;
		int64_t people;
		const char *rows; /* the named people are always there */
	} rows[] = {
		{ "northwind", 100, "100" },
		{ "bakery", 40, "40" },
		{ "bakery", 5, "15" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct demo_options options = { .tenant = rows[i].tenant,
			.people = rows[i].people,
			.speed = "instant",
			.faultless = true,
			.fresh = true };
		open_with(options);
		assert_string_equal(
			ask_page(SERVICE_PEOPLE, NULL, "SELECT json_array_length(?1, '$.value')"),
			rows[i].rows);
		options.fresh = false;
		open_with(options); /* the same size again is no contradiction */
	}
}

static void wrong_options_are_refused(void **state)
{
	static const struct {
		const char *name;
		struct demo_options options;
	} rows[] = {
		{ "tenant", { .tenant = "fabrikam" } },
		{ "speed", { .speed = "warp" } },
		{ "people", { .people = -1 } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (demo_open(path, &rows[i].options, &err) || err.code != ERROR_USAGE)
			fail_msg("a wrong %s was accepted", rows[i].name);
}

static void another_programs_file_is_left_alone(void **state)
{
	struct demo_options options = { .fresh = true };
	sqlite3 *db = NULL;
	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA application_id = 7; CREATE TABLE mine (x)", NULL,
				 NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	assert_null(demo_open(path, &options, &err));
	assert_int_equal(err.code, ERROR_CORRUPT);
	assert_string_equal(
		ask_file("SELECT count(*) FROM sqlite_schema WHERE name = 'mine'"), "1");
}

/* ---- people ---- */

static void generated_people_come_page_by_page(void **state)
{
	(void)state;
	open_with((struct demo_options){ .tenant = "northwind",
		.people = 200000,
		.speed = "instant",
		.faultless = true,
		.fresh = true });
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, "199801", "SELECT json_array_length(?1, '$.value')"),
		"200");
	char first[64];
	snprintf(first, sizeof first, "%s",
		ask_page(SERVICE_PEOPLE, "5001", "SELECT ?1 ->> '$.value[0].userPrincipalName'"));
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, "5001", "SELECT ?1 ->> '$.value[0].userPrincipalName'"),
		first);
	/* Nobody was written down for it. */
	assert_string_equal(ask_file("SELECT count(*) FROM person"), "0");
}

static void generated_people_are_all_different_and_mixed(void **state)
{
	(void)state;
	open_tenant("northwind", "instant");
	static const struct {
		const char *what, *sql, *least;
	} rows[] = {
		{ "people",
			"SELECT count(DISTINCT value ->> '$.userPrincipalName') FROM json_each(?1, '$.value')",
			"999" },
		{ "ids", "SELECT count(DISTINCT value ->> '$.id') FROM json_each(?1, '$.value')",
			"999" },
		{ "countries",
			"SELECT count(DISTINCT value ->> '$.country') FROM json_each(?1, '$.value')",
			"5" },
		{ "cities",
			"SELECT count(DISTINCT value ->> '$.city') FROM json_each(?1, '$.value')",
			"7" },
		{ "plans",
			"SELECT count(DISTINCT value ->> '$.assignedLicenses[0].skuId') FROM json_each(?1, '$.value')",
			"4" },
		{ "strict JSON", "SELECT json_valid(?1) * 1", "1" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(ask_page(SERVICE_PEOPLE, NULL, rows[i].sql), rows[i].least) != 0)
			fail_msg("%s: %s, not %s", rows[i].what,
				ask_page(SERVICE_PEOPLE, NULL, rows[i].sql), rows[i].least);
}

static void newcomers_show_up_late(void **state)
{
	(void)state;
	open_tenant("northwind", "brisk");
	int early = atoi(ask_page(SERVICE_PEOPLE, NULL, "SELECT json_array_length(?1, '$.value')"));
	assert_in_range(early, 980, 998);
	static const char late[] = "5e0f0a10-0003-4c00-8a00-000000000035"; /* row 53 */
	struct service_request request = { .kind = "usage_location",
		.request_id = "r",
		.object_id = late,
		.usage_location = "FR" };
	EXPECT(submit(request), CAUSE_PERSON_MISSING);
	assert_true(reply.after > 0); /* it is known to come */
	later(24 * 3600);
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, NULL, "SELECT json_array_length(?1, '$.value')"), "999");
	assert_int_equal(submit(request), SERVICE_DONE);
}

/* ---- buying ---- */

static void calling_plans_are_hidden_until_phone_system_is_owned(void **state)
{
	static const char visible[] =
		"SELECT value ->> '$.visible' FROM json_each(?1, '$.value') WHERE value ->> '$.skuPartNumber' = 'MCOPSTN1'";
	struct service_request plan = {
		.kind = "buy_plan", .request_id = "plan", .sku_part = "MCOPSTN1", .quantity = 8
	};
	(void)state;
	open_tenant("atelier", "brisk");
	assert_string_equal(ask_page(SERVICE_OFFERS, NULL, visible), "0");
	EXPECT(submit(plan), CAUSE_NOT_VISIBLE);
	assert_null(strstr(reply.words, "Phone System")); /* the service does not say why */
	buy("phone", PHONE, 8);
	assert_string_equal(ask_page(SERVICE_OFFERS, NULL, visible), "1");
	finish(plan);
}

/* what licences of rooms and shared devices hold lets them have a Calling Plan. */
static void rooms_and_phones_are_sold_and_take_a_calling_plan(void **state)
{
	static const struct {
		const char *part, *id;
		bool phone_system;
	} rows[] = {
		{ "Microsoft_Teams_Rooms_Basic", "6af4b3d6-14bb-4a2a-960c-6c902aad34f3", false },
		{ "Microsoft_Teams_Rooms_Pro", "4cde982a-ede4-4409-9ae6-b003453c8ea6", true },
		{ "MCOCAP", "295a8eb0-f78d-45c7-8b5b-1eed5ed02dff", true },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char both[100];
		struct service_request plan = { .kind = "licence",
			.request_id = "give",
			.upn = "ava.lindqvist@contosobakery.example",
			.add_skus = both };
		open_tenant("bakery", "instant");
		finish((struct service_request){ .kind = "buy_phone",
			.request_id = rows[i].part,
			.sku_part = rows[i].part,
			.quantity = 1 });
		buy("phone", PHONE, 1);
		finish((struct service_request){ .kind = "buy_plan",
			.request_id = "plan",
			.sku_part = "MCOPSTN1",
			.quantity = 1 });
		snprintf(both, sizeof both, "%s,0dab259f-bf13-4952-b7f8-7db8f131b28d", rows[i].id);
		if (rows[i].phone_system)
			finish(plan);
		else
			EXPECT(submit(plan), CAUSE_LICENCE_ORDER);
	}
}

static void a_purchase_sent_twice_buys_once(void **state)
{
	static const char seats[] =
		"SELECT value ->> '$.prepaidUnits.enabled' FROM json_each(?1, '$.value') WHERE value ->> '$.skuPartNumber' = "
		"'MCOTEAMS_ESSENTIALS'";
	struct service_request request = {
		.kind = "buy_phone", .request_id = "one", .sku_id = BUNDLE, .quantity = 5
	};
	(void)state;
	open_tenant("bakery", "brisk");
	EXPECT(ask(request), CAUSE_NOT_DONE);
	assert_int_equal(submit(request), SERVICE_PENDING);
	assert_int_equal(ask(request), SERVICE_PENDING);
	assert_int_equal(submit(request), SERVICE_PENDING);
	assert_string_equal(ask_page(SERVICE_SUBSCRIPTIONS, NULL, seats), "");
	later(60);
	assert_int_equal(submit(request), SERVICE_DONE);
	assert_int_equal(ask(request), SERVICE_DONE);
	assert_string_equal(ask_page(SERVICE_SUBSCRIPTIONS, NULL, seats), "5");
	assert_string_equal(
		ask_file(
			"SELECT count(*) || ' ' || sum(quantity) FROM audit WHERE what = 'purchase'"),
		"1 5");
}

/* ---- licences ---- */

static void licences_are_refused_for_their_true_cause(void **state)
{
	static const struct {
		const char *name, *person, *add;
		enum cause cause;
	} rows[] = {
		{ "no usage location (R-009)", CHLOE, BUNDLE, CAUSE_NO_USAGE_LOCATION },
		{ "nobody of that id", "6d0a0d0e-0001-4b7c-9a01-0000000000ff", BUNDLE,
			CAUSE_PERSON_MISSING },
		{ "plan without Phone System (R-005)", AVA, DOMESTIC, CAUSE_LICENCE_ORDER },
		{ "two plans (R-007)", AVA, PHONE "," DOMESTIC "," WORLD, CAUSE_LICENCE_CONFLICT },
		{ "bundle and a domestic plan (R-007)", AVA, BUNDLE "," DOMESTIC,
			CAUSE_LICENCE_CONFLICT },
		{ "an unknown product", AVA, "00000000-0000-0000-0000-000000000000",
			CAUSE_UNKNOWN },
		{ "plan after Phone System in one change", AVA, PHONE "," DOMESTIC, CAUSE_NONE },
		{ "bundle with the international add-on (R-081)", BEN, BUNDLE "," WORLD,
			CAUSE_NONE },
		{ "the only seat is taken (R-016)", DMITRI, PHONE, CAUSE_NO_SEATS },
	};
	(void)state;
	open_tenant("bakery", "instant");
	buy("1", PHONE, 1);
	buy("2", BUNDLE, 1);
	buy("3", DOMESTIC, 1);
	buy("4", WORLD, 1);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		submit((struct service_request){ .kind = "licence",
			.request_id = rows[i].name,
			.object_id = rows[i].person,
			.add_skus = rows[i].add });
		if (reply.cause != rows[i].cause)
			fail_msg("%s: %s, not %s (%s)", rows[i].name, cause_word(reply.cause),
				cause_word(rows[i].cause), reply.words);
	}
	/* What was refused left nothing behind. */
	assert_string_equal(ask_file("SELECT count(*) FROM licence WHERE held"), "4");
}

static void a_licence_takes_effect_after_a_while(void **state)
{
	static const char ready[] = "SELECT ?1 ->> '$.value[0].voiceReady'";
	(void)state;
	open_tenant("bakery", "brisk");
	buy("1", BUNDLE, 5);
	license(AVA, BUNDLE);
	assert_string_equal(ask_page(SERVICE_PEOPLE, NULL, ready), "0");
	later(60);
	assert_string_equal(ask_page(SERVICE_PEOPLE, NULL, ready), "1");
	assert_int_equal(ask((struct service_request){
				 .kind = "licence", .object_id = AVA, .add_skus = BUNDLE }),
		SERVICE_DONE);
	EXPECT(ask((struct service_request){
		       .kind = "licence", .object_id = BEN, .add_skus = BUNDLE }),
		CAUSE_NOT_DONE);
}

static void a_usage_location_is_kept(void **state)
{
	struct service_request request = { .kind = "usage_location",
		.request_id = "r",
		.upn = "chloe.o'hara@contosobakery.example",
		.usage_location = "US" };
	(void)state;
	open_tenant("bakery", "instant");
	EXPECT(ask(request), CAUSE_NOT_DONE);
	assert_int_equal(submit(request), SERVICE_DONE);
	assert_int_equal(ask(request), SERVICE_DONE);
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, NULL, "SELECT ?1 ->> '$.value[2].usageLocation'"), "US");
	request.usage_location = "usa";
	EXPECT(submit(request), CAUSE_NO_USAGE_LOCATION);
}

/* ---- numbers ---- */

static void stock_is_finite_and_holds_are_apart(void **state)
{
	(void)state;
	open_tenant("bakery", "brisk");
	license_office();
	assert_int_equal(search(bellevue("a", 5)), SERVICE_DONE);
	assert_int_equal(found(), 5);
	assert_int_equal(reply.held_until, demo->ops->now(demo) + 600);
	char first[20];
	snprintf(first, sizeof first, "%s", number_of(0));
	assert_int_equal(strncmp(first, "+1425555", 8), 0);
	assert_int_equal(search(bellevue("b", 5)), SERVICE_DONE); /* fewer than asked */
	assert_in_range(found(), 1, 2);
	assert_string_not_equal(number_of(0), first);
	EXPECT(search(bellevue("c", 1)), CAUSE_OUT_OF_STOCK);
	/* The same request finds what it holds already, and so does who asks for it after a crash.
	 */
	assert_int_equal(ask(bellevue("a", 5)), SERVICE_DONE);
	assert_int_equal(found(), 5);
	assert_int_equal(search(bellevue("a", 5)), SERVICE_DONE);
	assert_int_equal(found(), 5);
	assert_string_equal(number_of(0), first);
}

static void a_hold_runs_out_after_ten_minutes(void **state)
{
	char e164[20], reservation[64];
	(void)state;
	open_tenant("bakery", "brisk");
	license_office();
	assert_int_equal(search(bellevue("a", 2)), SERVICE_DONE);
	snprintf(e164, sizeof e164, "%s", number_of(0));
	memcpy(reservation, reply.reservation, sizeof reservation);
	struct service_request acquire = {
		.kind = "acquire", .request_id = "q", .number = e164, .reservation = reservation
	};
	later(599);
	assert_int_equal(submit(acquire), SERVICE_DONE);
	later(1);
	EXPECT(ask(bellevue("a", 2)), CAUSE_NOT_DONE);
	snprintf(e164, sizeof e164, "%s", ask_file("SELECT e164 FROM hold"));
	EXPECT(submit(acquire), CAUSE_EXPIRED);
	assert_string_equal(ask_file("SELECT count(*) FROM number"), "1");
}

static void numbers_go_back_to_stock(void **state)
{
	char reservation[64];
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	assert_int_equal(search(bellevue("a", 7)), SERVICE_DONE);
	int all = found();
	memcpy(reservation, reply.reservation, sizeof reservation);
	EXPECT(search(bellevue("b", 1)), CAUSE_OUT_OF_STOCK);
	service_reply_fini(&reply);
	check(demo->ops->let_go(
		demo, &(struct service_request){ .reservation = reservation }, &reply, &err));
	assert_int_equal(search(bellevue("c", 7)), SERVICE_DONE);
	assert_int_equal(found(), all);
	later(601);
	assert_int_equal(search(bellevue("d", 7)), SERVICE_DONE);
}

static void other_customers_take_numbers_but_never_ours(void **state)
{
	char seen[8][20];
	int count = 0, changes = 0;
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	char mine[20];
	number("mine", mine);
	for (int turn = 0; turn < 12; turn++) {
		char id[16];
		snprintf(id, sizeof id, "s%d", turn);
		assert_int_equal(search(bellevue(id, 7)), SERVICE_DONE);
		changes += turn > 0 && found() != count;
		count = found();
		assert_in_range(count, 5, 6);
		for (int i = 0; i < count; i++) {
			snprintf(seen[i], sizeof seen[i], "%s", number_of(i));
			assert_string_not_equal(seen[i], mine);
		}
		later(601);
	}
	assert_true(changes > 0);
	assert_string_equal(
		ask_page(SERVICE_NUMBERS, NULL, "SELECT ?1 ->> '$.value[0].telephoneNumber'"),
		mine);
}

static void searches_go_by_place_area_code_and_prefix(void **state)
{
	static const struct {
		const char *name;
		struct service_request request;
		const char *start; /* of every number */
	} rows[] = {
		{ "city", { .country = "US", .city = "Seattle", .quantity = 2 }, "+1206" },
		{ "city without its accents",
			{ .country = "FR", .city = "saint-etienne", .quantity = 1 }, "+334" },
		{ "state", { .country = "US", .state = "WY", .quantity = 2 }, "+1307" },
		{ "area code", { .country = "US", .area_code = "253", .quantity = 2 }, NULL },
		{ "area code of the facts", { .country = "GB", .area_code = "20", .quantity = 2 },
			"+44207946" },
		{ "prefix", { .country = "US", .prefix = "1212", .quantity = 2 }, "+1212" },
		{ "prefix of another country", { .country = "US", .prefix = "33", .quantity = 2 },
			NULL },
		{ "a country without plans", { .country = "VA", .quantity = 2 }, NULL },
	};
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct service_request request = rows[i].request;
		request.request_id = rows[i].name;
		enum service_state got = search(request);
		if ((got == SERVICE_DONE) != (rows[i].start != NULL) ||
			(got == SERVICE_FAILED && reply.cause != CAUSE_OUT_OF_STOCK))
			fail_msg("%s: %s %s", rows[i].name, cause_word(reply.cause), reply.words);
		for (int n = 0; got == SERVICE_DONE && n < found(); n++)
			if (strncmp(number_of(n), rows[i].start, strlen(rows[i].start)) != 0)
				fail_msg("%s: %s", rows[i].name, number_of(n));
	}
}

static void the_quota_is_kept(void **state)
{
	(void)state;
	open_tenant("bakery", "instant");
	EXPECT(search(bellevue("none", 1)), CAUSE_QUOTA); /* no licence, no number */
	license_office();                                 /* 2 licences: 12 numbers */
	struct service_request seattle = {
		.request_id = "s", .country = "US", .city = "Seattle", .quantity = 12
	};
	assert_int_equal(search(seattle), SERVICE_DONE);
	assert_int_equal(found(), 12);
	EXPECT(search(bellevue("more", 1)), CAUSE_QUOTA); /* what is held counts */
}

static void toll_free_numbers_need_credits(void **state)
{
	struct service_request free_call = {
		.request_id = "t", .country = "US", .number_kind = "tollfree", .quantity = 1
	};
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	EXPECT(search(free_call), CAUSE_QUOTA);
	finish((struct service_request){
		.kind = "buy_plan", .request_id = "c", .sku_part = "MCOPSTNC", .quantity = 1 });
	assert_int_equal(search(free_call), SERVICE_DONE);
	assert_int_equal(strncmp(number_of(0), "+1800", 5), 0);
}

static void papers_come_before_numbers(void **state)
{
	char e164[20], reservation[64];
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	check(demo_set_verified(demo, "pending", &err));
	assert_int_equal(search(bellevue("a", 1)), SERVICE_DONE);
	snprintf(e164, sizeof e164, "%s", number_of(0));
	memcpy(reservation, reply.reservation, sizeof reservation);
	struct service_request acquire = {
		.kind = "acquire", .request_id = "q", .number = e164, .reservation = reservation
	};
	EXPECT(submit(acquire), CAUSE_PAPERS);
	check(demo_set_verified(demo, "yes", &err));
	assert_int_equal(submit(acquire), SERVICE_DONE);
}

static void an_order_sent_twice_orders_once(void **state)
{
	(void)state;
	open_tenant("bakery", "brisk");
	license_office();
	EXPECT(ask(bellevue("o", 5)), CAUSE_NOT_DONE);
	assert_int_equal(submit(bellevue("o", 5)), SERVICE_DONE);
	assert_int_equal(found(), 5);
	assert_int_equal(ask(bellevue("o", 5)), SERVICE_DONE);
	assert_int_equal(found(), 5);
	assert_int_equal(submit(bellevue("o", 5)), SERVICE_DONE);
	assert_string_equal(ask_file("SELECT count(*) FROM audit WHERE what = 'acquisition'"), "5");
	assert_string_equal(ask_file("SELECT count(*) FROM hold"), "0");
}

static void france_ties_a_number_to_its_address(void **state)
{
	char at_lyon[64], at_paris[64], e164[20], reservation[64];
	(void)state;
	open_tenant("atelier", "instant");
	buy("1", PHONE, 8);
	buy("2", DOMESTIC, 8);
	license(AMELIE, PHONE "," DOMESTIC);
	address(&lyon, at_lyon, sizeof at_lyon);
	address(&paris, at_paris, sizeof at_paris);
	assert_int_equal(
		search((struct service_request){
			.request_id = "s", .country = "FR", .city = "Lyon", .quantity = 5 }),
		SERVICE_DONE);
	assert_int_equal(found(), 5);
	snprintf(e164, sizeof e164, "%s", number_of(0));
	memcpy(reservation, reply.reservation, sizeof reservation);
	struct service_request acquire = {
		.kind = "acquire", .request_id = "q", .number = e164, .reservation = reservation
	};
	EXPECT(submit(acquire), CAUSE_ADDRESS_NEEDED);
	acquire.location_id = at_paris;
	EXPECT(submit(acquire), CAUSE_ADDRESS_AREA);
	acquire.location_id = at_lyon;
	assert_int_equal(submit(acquire), SERVICE_DONE);
	/* The number brings its address along. */
	finish((struct service_request){
		.kind = "assign", .request_id = "a", .object_id = AMELIE, .number = e164 });
}

static void both_examples_find_their_numbers(void **state)
{
	static const struct {
		const char *tenant, *country, *city;
		int quantity;
	} rows[] = {
		{ "bakery", "US", "Bellevue", 5 },
		{ "atelier", "FR", "Lyon", 5 },
		{ "atelier", "FR", "Paris", 3 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int hours = 0; hours < 12; hours++) {
			open_tenant(rows[i].tenant, "instant");
			buy("1", PHONE, 1);
			buy("2", DOMESTIC, 1);
			license(rows[i].country[0] == 'U' ? AVA : AMELIE, PHONE "," DOMESTIC);
			later(hours * 600);
			search((struct service_request){ .request_id = "s",
				.country = rows[i].country,
				.city = rows[i].city,
				.quantity = rows[i].quantity });
			if (found() != rows[i].quantity)
				fail_msg("%s, turn %d: %d", rows[i].city, hours, found());
		}
}

/* ---- addresses ---- */

static void addresses_are_corrected_or_refused(void **state)
{
	static const struct {
		const char *name;
		struct address address;
		const char *validation, *field, *theirs; /* field NULL: nothing is corrected */
	} rows[] = {
		{ "as it should be",
			{ .name = "a",
				.company_name = "C",
				.house_number = "500",
				.street_name = "108th",
				.city = "Bellevue",
				.state = "WA",
				.postal_code = "98004",
				.country = "US",
				.latitude = "47.6",
				.longitude = "-122.2" },
			"Valid", NULL, NULL },
		{ "spelled state",
			{ .name = "b",
				.company_name = "C",
				.house_number = "500",
				.street_name = "108th",
				.city = "Bellevue",
				.state = "WA - Washington",
				.postal_code = "98004",
				.country = "US",
				.latitude = "47.6",
				.longitude = "-122.2" },
			"Valid", "state", "WA" },
		{ "state by name",
			{ .name = "b2",
				.company_name = "C",
				.house_number = "500",
				.street_name = "108th",
				.city = "Bellevue",
				.state = "washington",
				.postal_code = "98004",
				.country = "US",
				.latitude = "47.6",
				.longitude = "-122.2" },
			"Valid", "state", "WA" },
		{ "no such state",
			{ .name = "b3",
				.company_name = "C",
				.house_number = "500",
				.street_name = "108th",
				.city = "Bellevue",
				.state = "ZZ",
				.postal_code = "98004",
				.country = "US",
				.latitude = "47.6",
				.longitude = "-122.2" },
			"Invalid", NULL, NULL },
		{ "bare number as a street (R-300)",
			{ .name = "c",
				.company_name = "C",
				.house_number = "500",
				.street_name = "108",
				.city = "Bellevue",
				.state = "WA",
				.postal_code = "98004",
				.country = "US",
				.latitude = "47.6",
				.longitude = "-122.2" },
			"Invalid", NULL, NULL },
		{ "bare number of a French street",
			{ .name = "c2",
				.company_name = "C",
				.house_number = "5",
				.street_name = "Rue 108",
				.city = "Lyon",
				.postal_code = "69001",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Valid", NULL, NULL },
		{ "case and accents",
			{ .name = "d",
				.company_name = "C",
				.house_number = "12",
				.street_name = "rue de la Republique",
				.city = "Lyon",
				.postal_code = "69001",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Valid", "street_name", "Rue de la République" },
		{ "city",
			{ .name = "e",
				.company_name = "C",
				.house_number = "20",
				.street_name = "Leopoldstraße",
				.city = "Munich",
				.postal_code = "80802",
				.country = "DE",
				.latitude = "48.1",
				.longitude = "11.6" },
			"Valid", "city", "München" },
		{ "postal code spacing, GB",
			{ .name = "f",
				.company_name = "C",
				.house_number = "30",
				.street_name = "High Holborn",
				.city = "London",
				.postal_code = "wc1v6az",
				.country = "GB",
				.latitude = "51.5",
				.longitude = "-0.1" },
			"Valid", "postal_code", "WC1V 6AZ" },
		{ "postal code spacing, CA",
			{ .name = "g",
				.company_name = "C",
				.house_number = "100",
				.street_name = "King",
				.street_suffix = "Street",
				.city = "Toronto",
				.state = "ON",
				.postal_code = "M5X1A1",
				.country = "CA",
				.latitude = "43.6",
				.longitude = "-79.3" },
			"Valid", "postal_code", "M5X 1A1" },
		{ "postal code of another form",
			{ .name = "h",
				.company_name = "C",
				.house_number = "12",
				.street_name = "Rue X",
				.city = "Lyon",
				.postal_code = "6900",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Invalid", NULL, NULL },
		{ "no coordinates (R-285)",
			{ .name = "i",
				.company_name = "C",
				.house_number = "12",
				.street_name = "Rue X",
				.city = "Lyon",
				.postal_code = "69001",
				.country = "FR" },
			"NotValidated", NULL, NULL },
		{ "no company (R-285)",
			{ .name = "j",
				.house_number = "12",
				.street_name = "Rue X",
				.city = "Lyon",
				.postal_code = "69001",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Invalid", NULL, NULL },
		{ "no house number",
			{ .name = "k",
				.company_name = "C",
				.street_name = "Rue X",
				.city = "Lyon",
				.postal_code = "69001",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Invalid", NULL, NULL },
		{ "misspelt city (R-297)",
			{ .name = "l",
				.company_name = "C",
				.house_number = "12",
				.street_name = "Rue X",
				.city = "Lyyon",
				.postal_code = "69001",
				.country = "FR",
				.latitude = "45.7",
				.longitude = "4.8" },
			"Valid", NULL, NULL },
	};
	(void)state;
	open_tenant("bakery", "instant");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		submit((struct service_request){ .kind = "address",
			.request_id = rows[i].name,
			.address = &rows[i].address });
		if (strcmp(reply.validation, rows[i].validation) != 0)
			fail_msg("%s: %s (%s)", rows[i].name, reply.validation, reply.words);
		if (reply.state != SERVICE_DONE ||
			(reply.words[0] != '\0') != (strcmp(rows[i].validation, "Valid") != 0))
			fail_msg("%s: state %d, %s", rows[i].name, reply.state, reply.words);
		if (found() != (rows[i].field != NULL))
			fail_msg("%s: corrections %s", rows[i].name, str_text(&reply.json));
		if (!rows[i].field)
			continue;
		assert_string_equal(
			query(json, "SELECT ?1 ->> '$[0].field'", reply.json.text), rows[i].field);
		assert_string_equal(query(json, "SELECT ?1 ->> '$[0].theirs'", reply.json.text),
			rows[i].theirs);
	}
}

static void a_refused_address_may_be_edited_and_a_valid_one_not(void **state)
{
	char civic[64];
	struct address text = lyon;
	(void)state;
	open_tenant("atelier", "instant");
	snprintf(text.postal_code, sizeof text.postal_code, "6900");
	struct service_request request = { .kind = "address", .request_id = "1", .address = &text };
	assert_int_equal(submit(request), SERVICE_DONE);
	assert_string_equal(reply.validation, "Invalid");
	memcpy(civic, reply.civic_id, sizeof civic);
	request.request_id = "2";
	request.address = &lyon;
	assert_int_equal(submit(request), SERVICE_DONE);
	assert_string_equal(reply.civic_id, civic);
	assert_int_equal(submit(request), SERVICE_DONE); /* the same again */
	assert_string_equal(ask_file("SELECT count(*) FROM address"), "1");
	snprintf(text.postal_code, sizeof text.postal_code, "69002");
	request = (struct service_request){
		.kind = "address", .request_id = "3", .address = &text, .civic_id = civic
	};
	EXPECT(submit(request), CAUSE_ADDRESS_FIXED);
}

static void validation_answers_after_a_while(void **state)
{
	struct service_request request = { .kind = "address", .request_id = "1", .address = &hq };
	(void)state;
	open_tenant("bakery", "brisk");
	EXPECT(ask(request), CAUSE_NOT_DONE);
	assert_int_equal(submit(request), SERVICE_PENDING);
	assert_string_equal(
		ask_page(SERVICE_ADDRESSES, NULL, "SELECT ?1 ->> '$.value[0].validationStatus'"),
		"NotValidated");
	later(5);
	assert_int_equal(ask(request), SERVICE_DONE);
	assert_string_equal(
		ask_page(SERVICE_ADDRESSES, NULL, "SELECT ?1 ->> '$.value[0].validationStatus'"),
		"Valid");
	assert_string_equal(
		ask_page(SERVICE_ADDRESSES, NULL, "SELECT ?1 ->> '$.value[0].street_name'"),
		"108th");
}

static void what_is_in_use_cannot_be_removed(void **state)
{
	char location[64], civic[64], place[64], e164[20];
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	address(&hq, location, sizeof location);
	memcpy(civic, reply.civic_id, sizeof civic);
	struct service_request floor = {
		.kind = "place", .request_id = "p", .civic_id = civic, .place_name = "Bakery floor"
	};
	EXPECT(ask(floor), CAUSE_NOT_DONE);
	finish(floor);
	memcpy(place, reply.location_id, sizeof place);
	finish(floor);
	assert_string_equal(reply.location_id, place);
	number("n", e164);
	finish((struct service_request){ .kind = "assign",
		.request_id = "a",
		.object_id = AVA,
		.number = e164,
		.location_id = place });
	struct service_request remove_place = {
		.kind = "place_remove", .request_id = "x", .location_id = place
	};
	struct service_request remove_address = {
		.kind = "address_remove", .request_id = "y", .civic_id = civic
	};
	struct service_request release = { .kind = "release", .request_id = "z", .number = e164 };
	EXPECT(submit(remove_place), CAUSE_ADDRESS_IN_USE);
	EXPECT(submit(remove_address), CAUSE_ADDRESS_IN_USE);
	EXPECT(submit(release), CAUSE_NUMBER_IN_USE);
	EXPECT(ask(release), CAUSE_NOT_DONE);
	finish((struct service_request){
		.kind = "unassign", .request_id = "u", .object_id = AVA, .number = e164 });
	finish(remove_place);
	finish(remove_address);
	finish(release);
	assert_int_equal(ask(remove_place), SERVICE_DONE);
	assert_int_equal(ask(remove_address), SERVICE_DONE);
	assert_int_equal(ask(release), SERVICE_DONE);
	assert_string_equal(
		ask_page(SERVICE_NUMBERS, NULL, "SELECT json_array_length(?1, '$.value')"), "0");
}

/* ---- assignments ---- */

static void assignments_are_refused_for_their_true_cause(void **state)
{
	char location[64], bad[64], e164[20], second[20], toll[20];
	struct address unfinished = hq;
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	address(&hq, location, sizeof location);
	memcpy(unfinished.name, "bad", 4);
	unfinished.latitude[0] = '\0';
	submit((struct service_request){
		.kind = "address", .request_id = "bad", .address = &unfinished });
	memcpy(bad, reply.location_id, sizeof bad);
	number("n1", e164);
	number("n2", second);
	assert_int_equal(search((struct service_request){ .request_id = "toll",
				 .country = "US",
				 .city = "Seattle",
				 .number_kind = "toll",
				 .quantity = 1 }),
		SERVICE_DONE);
	snprintf(toll, sizeof toll, "%s", number_of(0));
	finish((struct service_request){ .kind = "acquire", .request_id = "t", .number = toll });
	finish((struct service_request){ .kind = "assign",
		.request_id = "ben",
		.object_id = BEN,
		.number = second,
		.location_id = location });
	const struct {
		const char *name, *person, *number, *location;
		enum cause cause;
		const char *words; /* what the service says, true or not */
	} rows[] = {
		{ "nobody", "6d0a0d0e-0001-4b7c-9a01-0000000000ff", e164, location,
			CAUSE_PERSON_MISSING, "not found" },
		{ "no usage location", CHLOE, e164, location, CAUSE_NO_USAGE_LOCATION, "licensed" },
		{ "no licence", DMITRI, e164, location, CAUSE_NO_PHONE_LICENCE,
			"on-premises number" },
		{ "no such number", AVA, "+14255559999", location, CAUSE_NUMBER_TAKEN,
			"not found" },
		{ "a service number", AVA, toll, location, CAUSE_NUMBER_KIND, "not found" },
		{ "somebody else's number", AVA, second, location, CAUSE_NUMBER_TAKEN,
			"another user" },
		{ "no address", AVA, e164, NULL, CAUSE_ADDRESS_NEEDED, "location is required" },
		{ "no such address", AVA, e164, "nowhere", CAUSE_ADDRESS_NEEDED, "not found" },
		{ "an address that is not valid", AVA, e164, bad, CAUSE_ADDRESS_INVALID,
			"not validated" },
		{ "all is well", AVA, e164, location, CAUSE_NONE, "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		submit((struct service_request){ .kind = "assign",
			.request_id = rows[i].name,
			.object_id = rows[i].person,
			.number = rows[i].number,
			.location_id = rows[i].location });
		if (reply.cause != rows[i].cause || !strstr(reply.words, rows[i].words))
			fail_msg("%s: %s (%s)", rows[i].name, cause_word(reply.cause), reply.words);
	}
}

static void waits_come_before_an_assignment(void **state)
{
	char location[64], e164[20], reservation[64];
	(void)state;
	open_tenant("bakery", "brisk");
	buy("1", BUNDLE, 5);
	license(AVA, BUNDLE);
	address(&hq, location, sizeof location);
	assert_int_equal(search(bellevue("n", 1)), SERVICE_DONE);
	snprintf(e164, sizeof e164, "%s", number_of(0));
	memcpy(reservation, reply.reservation, sizeof reservation);
	struct service_request assign = { .kind = "assign",
		.request_id = "a",
		.object_id = AVA,
		.number = e164,
		.location_id = location };
	finish((struct service_request){
		.kind = "acquire", .request_id = "n", .number = e164, .reservation = reservation });
	EXPECT(submit(assign), CAUSE_NO_PHONE_LICENCE);
	assert_true(reply.after > 0);
	license(BEN, BUNDLE);
	later(reply.after + 60);
	assert_int_equal(submit(assign), SERVICE_PENDING);
	static const char holder[] =
		"SELECT coalesce(?1 ->> '$.value[0].assignmentTargetId', 'nobody')";
	assert_string_equal(ask_page(SERVICE_NUMBERS, NULL, holder), "nobody");
	assert_int_equal(ask(assign), SERVICE_PENDING);
	later(60);
	assert_int_equal(ask(assign), SERVICE_DONE);
	assert_string_equal(ask_page(SERVICE_NUMBERS, NULL, holder), AVA);
	/* A number that was acquired just now is not ready, and "not found" is what the service
	 * says of it. */
	finish(bellevue("late", 1));
	snprintf(e164, sizeof e164, "%s", number_of(0));
	assign.object_id = BEN;
	EXPECT(submit(assign), CAUSE_NUMBER_NOT_READY);
	assert_non_null(strstr(reply.words, "not found"));
}

static void a_person_has_one_number_whatever_is_repeated(void **state)
{
	char location[64], e164[20], second[20];
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	address(&hq, location, sizeof location);
	number("n1", e164);
	number("n2", second);
	struct service_request assign = { .kind = "assign",
		.request_id = "a",
		.object_id = AVA,
		.number = e164,
		.location_id = location };
	finish(assign);
	finish(assign);
	assert_string_equal(ask_file("SELECT count(*) FROM audit WHERE what = 'assign'"), "1");
	assign.number = second; /* another number replaces the first */
	finish(assign);
	assert_string_equal(ask_file("SELECT count(*) FROM number WHERE person IS NOT NULL"), "1");
	assert_string_equal(ask_file("SELECT group_concat(what) FROM assignment_log"),
		"assign,unassign,assign");
}

/* the number stays the tenant's, and is nobody's. */
static void taking_the_licence_takes_the_number(void **state)
{
	char location[64], e164[20];
	struct service_request unlicence = {
		.kind = "unlicence", .request_id = "u", .object_id = AVA, .remove_skus = BUNDLE
	};
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	address(&hq, location, sizeof location);
	number("n", e164);
	finish((struct service_request){ .kind = "assign",
		.request_id = "a",
		.object_id = AVA,
		.number = e164,
		.location_id = location });
	EXPECT(ask(unlicence), CAUSE_NOT_DONE);
	finish(unlicence);
	assert_int_equal(ask(unlicence), SERVICE_DONE);
	assert_string_equal(ask_page(SERVICE_NUMBERS, NULL,
				    "SELECT ?1 ->> '$.value[0].assignmentTargetId' IS NULL"),
		"1");
}

/* A swap in one save keeps the number. */
static void swapping_licences_in_one_change_keeps_the_number(void **state)
{
	char location[64], e164[20];
	(void)state;
	open_tenant("bakery", "instant");
	license_office();
	buy("p", PHONE, 1);
	buy("d", DOMESTIC, 1);
	address(&hq, location, sizeof location);
	number("n", e164);
	finish((struct service_request){ .kind = "assign",
		.request_id = "a",
		.object_id = AVA,
		.number = e164,
		.location_id = location });
	finish((struct service_request){ .kind = "licence",
		.request_id = "s",
		.object_id = AVA,
		.add_skus = PHONE "," DOMESTIC,
		.remove_skus = BUNDLE });
	assert_string_equal(
		ask_page(SERVICE_NUMBERS, NULL, "SELECT ?1 ->> '$.value[0].assignmentTargetId'"),
		AVA);
}

/* Sends until the service takes it, polls until it is done, and then sends it once more: a program
 * that is killed after every reply and knows nothing of what it did before. */
static void do_twice(struct service_request request)
{
	for (int i = 0; i < 2; i++) {
		while (submit(request) == SERVICE_RETRY)
			;
		if (reply.state == SERVICE_FAILED)
			fail_msg("%s: %s: %s", request.kind, cause_word(reply.cause), reply.words);
		later(reply.after);
	}
}

static void a_whole_setup_done_twice_has_everything_once(void **state)
{
	static const char *const people[] = { AVA, BEN, CHLOE, DMITRI,
		"6d0a0d0e-0001-4b7c-9a01-000000000005" };
	char location[64], numbers[5][20], id[16];
	(void)state;
	open_with((struct demo_options){ .tenant = "bakery", .speed = "brisk", .fresh = true });
	do_twice((struct service_request){
		.kind = "buy_phone", .request_id = "buy", .sku_id = BUNDLE, .quantity = 5 });
	for (int i = 0; i < 5; i++) {
		snprintf(id, sizeof id, "u%d", i);
		do_twice((struct service_request){ .kind = "usage_location",
			.request_id = id,
			.object_id = people[i],
			.usage_location = "US" });
		snprintf(id, sizeof id, "l%d", i);
		do_twice((struct service_request){ .kind = "licence",
			.request_id = id,
			.object_id = people[i],
			.add_skus = BUNDLE });
	}
	do_twice((struct service_request){ .kind = "address", .request_id = "hq", .address = &hq });
	snprintf(location, sizeof location, "%s", reply.location_id);
	do_twice(bellevue("order", 5));
	for (int i = 0; i < 5; i++)
		snprintf(numbers[i], sizeof numbers[i], "%s", number_of(i));
	later(60);
	for (int i = 0; i < 5; i++) {
		snprintf(id, sizeof id, "a%d", i);
		do_twice((struct service_request){ .kind = "assign",
			.request_id = id,
			.object_id = people[i],
			.number = numbers[i],
			.location_id = location });
	}
	assert_string_equal(
		ask_file(
			"SELECT group_concat(what || ' ' || n) FROM (SELECT what, count(*) AS n FROM audit"
			" GROUP BY what ORDER BY what)"),
		"acquisition 5,assign 5,purchase 1");
	assert_string_equal(
		ask_file("SELECT count(DISTINCT person) || ' of ' || count(*) FROM number"),
		"5 of 5");
	assert_string_equal(ask_file("SELECT count(*) FROM address"), "1");
	assert_string_equal(ask_file("SELECT count(*) FROM licence"), "5");
}

/* ---- trouble ---- */

static int troubles(int64_t seed)
{
	int met = 0;
	open_with((struct demo_options){
		.tenant = "bakery", .speed = "instant", .seed = seed, .fresh = true });
	for (int i = 0; i < 118; i++) {
		struct service_request request = { .kind = "usage_location",
			.request_id = "r",
			.object_id = AVA,
			.usage_location = "US" };
		if (submit(request) != SERVICE_RETRY)
			continue;
		met++;
		assert_int_equal(reply.after, 0);
		assert_true(reply.cause == CAUSE_THROTTLED || reply.cause == CAUSE_UNAVAILABLE);
		assert_int_equal(
			submit(request), SERVICE_DONE); /* the same request, a moment later */
	}
	return met;
}

static void passing_trouble_passes(void **state)
{
	(void)state;
	int met = troubles(0);
	assert_in_range(met, 6, 8);
	assert_int_equal(troubles(0), met);
	assert_in_range(troubles(7), 6, 8);
}

static void trouble_meets_sync_too(void **state)
{
	int met = 0;
	struct str text = { 0 };
	struct service_next next = { 0 };
	(void)state;
	open_with((struct demo_options){ .tenant = "bakery", .speed = "instant", .fresh = true });
	for (int i = 0; i < 60; i++) {
		str_clear(&text);
		if (demo->ops->sync(demo, SERVICE_OFFERS, NULL, &text, &next, &err))
			continue;
		assert_int_equal(err.code, ERROR_TRANSIENT);
		assert_int_equal(text.len, 0);
		met++;
	}
	assert_in_range(met, 2, 4);
	str_fini(&text);
	service_next_fini(&next);
}

static void two_handles_share_one_tenant(void **state)
{
	struct demo_options options = { .faultless = true };
	(void)state;
	open_tenant("bakery", "instant");
	struct service *first = demo, *second = demo_open(path, &options, &err);
	check(second != NULL);
	buy("1", BUNDLE, 5);
	demo = second;
	license(AVA, BUNDLE);
	later(100);
	demo = first;
	assert_int_equal(first->ops->now(first), second->ops->now(second));
	assert_string_equal(ask_page(SERVICE_PEOPLE, NULL,
				    "SELECT json_array_length(?1, '$.value[0].assignedLicenses')"),
		"2");
	service_close(second);
}

static void hostile_text_comes_back_as_it_was(void **state)
{
	struct address odd = hq;
	(void)state;
	open_tenant("bakery", "instant");
	snprintf(odd.name, sizeof odd.name, "a'b\"c");
	snprintf(odd.company_name, sizeof odd.company_name, "O'Neil & \"Sons\"");
	finish((struct service_request){
		.kind = "address", .request_id = "x'--", .address = &odd });
	assert_string_equal(
		ask_page(SERVICE_ADDRESSES, NULL, "SELECT ?1 ->> '$.value[0].company_name'"),
		"O'Neil & \"Sons\"");
	assert_string_equal(
		ask_page(SERVICE_ADDRESSES, NULL, "SELECT ?1 ->> '$.value[0].description'"),
		"a'b\"c");
	EXPECT(submit((struct service_request){
		       .kind = "assign", .request_id = "1", .upn = "x' OR 1=1 --", .number = "'" }),
		CAUSE_PERSON_MISSING);
	EXPECT(submit((struct service_request){ .kind = "no such kind", .request_id = "2" }),
		CAUSE_UNKNOWN);
}

/* ---- features ---- */

#define RESOURCE "440eaaa8-b3e0-484b-a8be-62870b9ba70a" /* PHONESYSTEM_VIRTUALUSER */
#define MAIN "main@contoso.example"

static struct service_request feature(const char *kind, const char *name, const char *document)
{
	return (struct service_request){ .kind = document ? kind : "feature_remove",
		.request_id = name,
		.feature_kind = kind,
		.name = name,
		.document = document };
}

/* The account of an attendant, with its licence. */
static void account_licensed(void)
{
	finish(feature("account", MAIN,
		"{\"display_name\":\"Main\",\"serves\":\"attendant\",\"usage_location\":\"US\"}"));
	buy("resource", RESOURCE, 2);
	finish((struct service_request){
		.kind = "licence", .request_id = MAIN, .upn = MAIN, .add_skus = RESOURCE });
}

static void execute(const char *sql)
{
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void features_are_refused_for_their_true_cause(void **state)
{
	char e164[20];
	(void)state;
	open_tenant("bakery", "instant");
	/* */
	EXPECT(submit(feature("credits", "credits", "{\"amount\":5000}")), CAUSE_NO_CREDITS_BASE);
	license_office();
	execute("UPDATE tenant SET billing = 'after_use'"); /* */
	EXPECT(submit(feature("credits", "credits", "{\"amount\":5000}")), CAUSE_BILLED_AFTER_USE);
	execute("UPDATE tenant SET billing = 'credits'");
	finish(feature("credits", "credits", "{\"amount\":5000}"));
	/* */
	EXPECT(submit(feature("attendant", "Main", "{\"account\":\"" MAIN "\"}")),
		CAUSE_FEATURE_MISSING);
	finish(feature("account", MAIN, "{\"display_name\":\"Main\",\"usage_location\":\"US\"}"));
	EXPECT(submit(feature("attendant", "Main", "{\"account\":\"" MAIN "\"}")),
		CAUSE_NO_ACCOUNT_LICENCE);
	account_licensed();
	EXPECT(submit(feature("attendant", "Main",
		       "{\"account\":\"" MAIN "\",\"operator\":\"queue:Orders\"}")),
		CAUSE_FEATURE_MISSING);
	/* Chloé has no phone licence. */
	EXPECT(submit(feature("queue", "Orders",
		       "{\"account\":\"" MAIN "\",\"agents\":[\"nobody@contoso.example\"]}")),
		CAUSE_PERSON_MISSING);
	finish(feature("queue", "Orders", "{\"account\":\"" MAIN "\",\"agents\":[]}"));
	finish(feature(
		"attendant", "Main", "{\"account\":\"" MAIN "\",\"operator\":\"queue:Orders\"}"));
	EXPECT(submit(feature("queue", "Orders", NULL)), CAUSE_ADDRESS_IN_USE);
	/* */
	number("one", e164);
	EXPECT(submit((struct service_request){
		       .kind = "assign", .request_id = "a", .upn = MAIN, .number = e164 }),
		CAUSE_NUMBER_KIND);
	char bridge[60];
	snprintf(bridge, sizeof bridge, "{\"toll\":\"%s\"}", e164);
	EXPECT(submit(feature("bridge", "bridge", bridge)), CAUSE_NUMBER_KIND);
	finish(feature("usage", e164, "{\"usage\":\"toll\"}"));
	assert_string_equal(
		ask_page(SERVICE_NUMBERS, NULL, "SELECT ?1 ->> '$.value[0].kind'"), "toll");
	finish(feature("bridge", "bridge", bridge));
	EXPECT(submit(feature("usage", e164, "{\"usage\":\"user\"}")), CAUSE_NUMBER_ASSIGNED);
	EXPECT(submit((struct service_request){
		       .kind = "release", .request_id = "r", .number = e164 }),
		CAUSE_NUMBER_IN_USE); /* */
	EXPECT(submit((struct service_request){
		       .kind = "assign", .request_id = "a", .upn = MAIN, .number = e164 }),
		CAUSE_NUMBER_TAKEN);
	/* */
	EXPECT(submit(feature("port", "x", "{\"country\":\"US\",\"numbers\":[\"+4930123456\"]}")),
		CAUSE_COUNTRY);
	EXPECT(submit(feature("port", "x", "{\"country\":\"US\",\"numbers\":[]}")),
		CAUSE_FEATURE_MISSING);
	EXPECT(submit(feature("port", "x", "no JSON")), CAUSE_UNKNOWN);
}

static void a_resource_account_is_one_and_takes_service_numbers(void **state)
{
	char e164[20];
	(void)state;
	open_tenant("bakery", "brisk");
	license_office();
	account_licensed();
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, NULL, "SELECT ?1 ->> '$.value[0].isResourceAccount'"),
		"0");
	assert_string_equal(
		ask_page(SERVICE_PEOPLE, "-5",
			"SELECT (?1 ->> '$.value[0].userPrincipalName') || (?1 ->> '$.value[0].isResourceAccount')"
			" || (?1 ->> '$.value[0].accountEnabled')"),
		MAIN "10");
	number("one", e164);
	finish(feature("usage", e164, "{\"usage\":\"toll\"}"));
	later(3600);
	EXPECT(submit((struct service_request){
		       .kind = "assign", .request_id = "a", .object_id = AVA, .number = e164 }),
		CAUSE_NUMBER_KIND);
	finish((struct service_request){
		.kind = "assign", .request_id = "b", .upn = MAIN, .number = e164 });
	struct service_request gone = {
		.kind = "account_remove", .request_id = "c", .feature_kind = "account", .name = MAIN
	};
	EXPECT(submit(gone), CAUSE_ADDRESS_IN_USE);
	finish((struct service_request){
		.kind = "licence", .request_id = "d", .upn = MAIN, .remove_skus = RESOURCE });
	finish(gone); /* the licence took the number with it */
	assert_int_equal(ask(gone), SERVICE_DONE);
	assert_string_equal(ask_file("SELECT count(*) FROM account"), "0");
	assert_string_equal(
		ask_page(SERVICE_SUBSCRIPTIONS, NULL,
			"SELECT value ->> '$.consumedUnits' FROM json_each(?1, '$.value')"
			" WHERE value ->> '$.skuPartNumber' = 'PHONESYSTEM_VIRTUALUSER'"),
		"0");
}

/* the states come by the clock, and the numbers with the last of them. */
static void a_port_goes_through_its_states(void **state)
{
	static const char *const states[] = { "Processing", "Contacting carrier",
		"Transfer approved", "Transfer pending", "Completed" };
	struct service_request port = feature("port", "to us",
		"{\"country\":\"US\",\"numbers\":[\"+14255550190\",\"+14255550191\"]}");
	(void)state;
	open_tenant("bakery", "lifelike");
	assert_int_equal(submit(port), SERVICE_PENDING);
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		bool last = i + 1 == sizeof states / sizeof states[0];
		assert_string_equal(ask_page(SERVICE_FEATURES, NULL,
					    "SELECT ?1 ->> '$.value[0].progress.state'"),
			states[i]);
		assert_int_equal(ask(port), last ? SERVICE_DONE : SERVICE_PENDING);
		assert_string_equal(
			query(json, "SELECT ?1 ->> '$.state'", str_text(&reply.json)), states[i]);
		assert_string_equal(
			ask_page(SERVICE_NUMBERS, NULL, "SELECT json_array_length(?1, '$.value')"),
			last ? "2" : "0");
		later(120);
	}
	assert_string_equal(
		ask_page(SERVICE_NUMBERS, NULL, "SELECT ?1 ->> '$.value[0].source'"), "ported");
	finish(port);
	assert_string_equal(ask_file("SELECT count(*) FROM number"), "2");
	assert_string_equal(ask_file("SELECT count(*) FROM feature_log"), "1");
}

/* */
static void papers_that_are_accepted_verify_the_organization(void **state)
{
	(void)state;
	open_tenant("bakery", "lifelike");
	check(demo_set_verified(demo, "no", &err));
	assert_int_equal(
		submit(feature("papers", "KYC US", "{\"country\":\"US\"}")), SERVICE_PENDING);
	assert_string_equal(
		ask_page(SERVICE_ORGANIZATION, NULL, "SELECT ?1 ->> '$.value[0].verified'"), "no");
	later(180);
	assert_string_equal(
		ask_page(SERVICE_ORGANIZATION, NULL, "SELECT ?1 ->> '$.value[0].verified'"), "yes");
}

static void a_file_of_the_first_version_is_brought_along(void **state)
{
	(void)state;
	open_tenant("bakery", "instant");
	service_close(demo);
	demo = NULL;
	execute("DROP VIEW audit; DROP TABLE feature; DROP TABLE stage; DROP TABLE account; DROP TABLE feature_log;"
		"ALTER TABLE tenant DROP COLUMN billing; DELETE FROM delay WHERE kind IN ('account', 'bridge', 'queue',"
		" 'attendant', 'usage', 'credits', 'papers', 'port'); CREATE VIEW audit AS SELECT 1;"
		"PRAGMA user_version = 1");
	open_with((struct demo_options){ .speed = "instant", .faultless = true });
	finish(feature("port", "x", "{\"country\":\"US\",\"numbers\":[\"+14255550190\"]}"));
	assert_string_equal(ask_file("SELECT count(*) FROM audit"), "2");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_tenant_opens_with_its_people),
		TEST(a_file_keeps_its_tenant_until_it_starts_over),
		TEST(a_generated_tenant_has_the_size_that_was_asked_for),
		TEST(wrong_options_are_refused),
		TEST(another_programs_file_is_left_alone),
		TEST(generated_people_come_page_by_page),
		TEST(generated_people_are_all_different_and_mixed),
		TEST(newcomers_show_up_late),
		TEST(calling_plans_are_hidden_until_phone_system_is_owned),
		TEST(rooms_and_phones_are_sold_and_take_a_calling_plan),
		TEST(a_purchase_sent_twice_buys_once),
		TEST(licences_are_refused_for_their_true_cause),
		TEST(a_licence_takes_effect_after_a_while),
		TEST(a_usage_location_is_kept),
		TEST(stock_is_finite_and_holds_are_apart),
		TEST(a_hold_runs_out_after_ten_minutes),
		TEST(numbers_go_back_to_stock),
		TEST(other_customers_take_numbers_but_never_ours),
		TEST(searches_go_by_place_area_code_and_prefix),
		TEST(the_quota_is_kept),
		TEST(toll_free_numbers_need_credits),
		TEST(papers_come_before_numbers),
		TEST(an_order_sent_twice_orders_once),
		TEST(france_ties_a_number_to_its_address),
		TEST(both_examples_find_their_numbers),
		TEST(addresses_are_corrected_or_refused),
		TEST(a_refused_address_may_be_edited_and_a_valid_one_not),
		TEST(validation_answers_after_a_while),
		TEST(what_is_in_use_cannot_be_removed),
		TEST(assignments_are_refused_for_their_true_cause),
		TEST(waits_come_before_an_assignment),
		TEST(a_person_has_one_number_whatever_is_repeated),
		TEST(taking_the_licence_takes_the_number),
		TEST(swapping_licences_in_one_change_keeps_the_number),
		TEST(a_whole_setup_done_twice_has_everything_once),
		TEST(passing_trouble_passes),
		TEST(trouble_meets_sync_too),
		TEST(two_handles_share_one_tenant),
		TEST(hostile_text_comes_back_as_it_was),
		TEST(features_are_refused_for_their_true_cause),
		TEST(a_resource_account_is_one_and_takes_service_numbers),
		TEST(a_port_goes_through_its_states),
		TEST(papers_that_are_accepted_verify_the_organization),
		TEST(a_file_of_the_first_version_is_brought_along),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
