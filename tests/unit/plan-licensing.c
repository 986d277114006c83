/* Proves that callers are planned the products that the rules ask for, from what the organization
 * answered, what they hold and where they are, and that other answers take them back. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/plan/licensing.h"
#include "core/reference/reference.h"
#include "core/store/store.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-licensing-XXXXXX";
static struct store *store;
static struct reference *ref;
static int64_t person;

static int set_up(void **state)
{
	(void)state;
	struct error err = { 0 };
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	char *path = path_join(folder, "test.db");
	store = store_open(path, 0, &err);
	free(path);
	ref = store ? reference_open(store_db(store), &err) : NULL;
	if (!ref)
		print_error("%s\n", err.text);
	return ref ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	reference_close(ref);
	store_close(store);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static void must(bool fine, const struct error *err)
{
	if (!fine)
		fail_msg("%s", err->text);
}

struct row {
	const char *name;
	const char *country, *kind, *plan, *carrier, *calling, *product; /* answers */
	const char *location, *mailbox, *holds;                          /* the person */
	const char *gets; /* part numbers wished, in the order of their names */
};

static void answer(const struct row *row)
{
	const struct {
		enum organization_field field;
		const char *value, *otherwise;
	} answers[] = {
		{ ORGANIZATION_COUNTRY, row->country, "US" },
		{ ORGANIZATION_KIND, row->kind, "commercial" },
		{ ORGANIZATION_PLAN, row->plan, "" },
		{ ORGANIZATION_CARRIER, row->carrier, "microsoft" },
		{ ORGANIZATION_CALLING, row->calling, "domestic" },
		{ ORGANIZATION_PRODUCT, row->product, "bundle" },
	};
	struct error err = { 0 };
	for (size_t i = 0; i < COUNT_OF(answers); i++)
		must(organization_set(store, answers[i].field,
			     answers[i].value ? answers[i].value : answers[i].otherwise, &err),
			&err);
}

static void add_caller(const struct row *row)
{
	struct person_record record = { .upn = "a@x.example",
		.usage_location = row->location,
		.mailbox = row->mailbox,
		.enabled = 1,
		.present = 1 };
	struct error err = { 0 };
	char sku_id[SKU_ID];
	must(person_put(store, &record, &person, NULL, &err), &err);
	must(person_want_calls(store, person, PERSON_MARK, &err), &err);
	if (!row->holds)
		return;
	must(subscription_ensure(store, row->holds, sku_id, &err), &err);
	must(licence_put(store, person, sku_id, true, &err), &err);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* "MCOEV MCOPSTN1" of what is wished and not held, and "-X" of what is held and to go. */
static void wished(char *out, size_t size)
{
	struct licence licences[16];
	char parts[16][SKU_PART + 1];
	int count = licence_list(store, person, 16, licences, NULL), used = 0;
	assert_true(count >= 0);
	for (int i = 0; i < count; i++) {
		if (licences[i].wanted != licences[i].actual)
			snprintf(parts[used++], sizeof parts[0], "%s%s",
				licences[i].wanted ? "" : "-", licences[i].sku_part);
	}
	qsort(parts, (size_t)used, sizeof parts[0], by_text);
	out[0] = '\0';
	for (int i = 0; i < used; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i > 0 ? " " : "", parts[i]);
}

static void expect_wished(const char *row, const char *want)
{
	char got[512];
	wished(got, sizeof got);
	expect_text(row, got, want);
}

static const struct row rows[] = {
	{ "bundle", .plan = "O365_BUSINESS_PREMIUM", .location = "US",
		.gets = "MCOTEAMS_ESSENTIALS" },
	{ "plan held, not answered", .holds = "ENTERPRISEPACK", .location = "US",
		.gets = "MCOTEAMS_ESSENTIALS" },
	{ "separate", .plan = "ENTERPRISEPACK", .product = "separate", .location = "FR",
		.gets = "MCOEV MCOPSTN1" },
	{ "E5 has Phone System inside (R-077)", .holds = "SPE_E5", .location = "US",
		.gets = "MCOPSTN1" },
	{ "international, separate", .plan = "ENTERPRISEPACK", .product = "separate",
		.calling = "international", .location = "US", .gets = "MCOEV MCOPSTN2" },
	{ "international on a bundle (R-081)", .plan = "SPB", .calling = "international",
		.location = "US", .gets = "MCOPSTN2 MCOTEAMS_ESSENTIALS" },
	{ "international takes the place of domestic (R-007)", .plan = "SPE_E5",
		.holds = "MCOPSTN1", .calling = "international", .location = "US",
		.gets = "-MCOPSTN1 MCOPSTN2" },
	{ "pay as you go, zone 1", .plan = "SPE_E5", .calling = "payg", .location = "GB",
		.gets = "MCOPSTNC Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)" },
	{ "pay as you go, zone 2", .plan = "SPE_E5", .calling = "payg", .location = "FR",
		.gets = "MCOPSTNC MCOPSTN_PAYG_2" },
	{ "own carrier (R-010)", .plan = "ENTERPRISEPACK", .carrier = "own", .location = "US",
		.gets = "MCOEV" },
	{ "nothing is asked for", .plan = "ENTERPRISEPACK", .calling = "none", .location = "US",
		.gets = "" },
	{ "mailbox not in the cloud (R-083)", .plan = "ENTERPRISEPACK", .mailbox = "onprem",
		.location = "US", .gets = "" },
	{ "government", .plan = "ENTERPRISEPACK_GOV", .kind = "gcc", .product = "separate",
		.location = "US", .gets = "MCOEV_GOV MCOPSTN_1_GOV" },
	{ "no usage location: as the organization's", .country = "US", .plan = "SPB",
		.gets = "MCOTEAMS_ESSENTIALS" },
	{ "has all already", .plan = "SPB", .holds = "MCOTEAMS_ESSENTIALS", .location = "US",
		.gets = "" },
};

static void callers_get_what_the_rules_ask(void **state)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		answer(&rows[i]);
		add_caller(&rows[i]);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished(rows[i].name, rows[i].gets);
		assert_int_equal(tear_down(state), 0);
		assert_int_equal(set_up(state), 0);
	}
}

/* Accounts of rooms and shared devices; a device that calls has a number of its own. */
static void devices_get_their_own_licence(void **state)
{
	static const struct {
		struct row row;
		const char *device;
		bool calls;
	} cases[] = {
		{ { "R-071: a room takes Basic", .plan = "SPB", .location = "US",
			  .gets = "Microsoft_Teams_Rooms_Basic" },
			"room", false },
		{ { "R-074: a room's number takes Pro and a plan", .plan = "SPB", .location = "US",
			  .gets = "MCOPSTN1 Microsoft_Teams_Rooms_Pro" },
			"room", true },
		{ { "R-074: no plan with the own carrier", .carrier = "own", .location = "US",
			  .gets = "Microsoft_Teams_Rooms_Pro" },
			"room", true },
		{ { "R-072: Basic gives way to Pro", .holds = "Microsoft_Teams_Rooms_Basic",
			  .location = "US",
			  .gets = "-Microsoft_Teams_Rooms_Basic MCOPSTN1 Microsoft_Teams_Rooms_Pro" },
			"room", true },
		{ { "R-073: a person's licence is no good", .holds = "ENTERPRISEPACK",
			  .location = "US", .gets = "Microsoft_Teams_Rooms_Basic" },
			"room", false },
		{ { "R-070: Standard stays", .holds = "MEETING_ROOM", .location = "US",
			  .gets = "" },
			"room", false },
		{ { "R-075: a phone", .location = "FR", .gets = "MCOCAP MCOPSTN1" }, "phone",
			true },
		{ { "R-075: a hot desk", .location = "FR", .gets = "MCOCAP" }, "desk", false },
		{ { "R-071: Basic is not for panels", .holds = "Microsoft_Teams_Rooms_Basic",
			  .location = "FR", .gets = "MCOCAP" },
			"panel", false },
		{ { "R-074: international", .calling = "international", .location = "FR",
			  .gets = "MCOPSTN2 Microsoft_Teams_Rooms_Pro" },
			"room", true },
		{ { "R-075: education", .kind = "education", .location = "US",
			  .gets = "MCOCAP_FACULTY" },
			"phone", false },
		{ { "R-083 is for people", .mailbox = "onprem", .location = "US",
			  .gets = "Microsoft_Teams_Rooms_Basic" },
			"room", false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error err = { 0 };
		answer(&cases[i].row);
		add_caller(&cases[i].row);
		must(person_want_device(store, person, cases[i].device, &err), &err);
		if (!cases[i].calls)
			must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished(cases[i].row.name, cases[i].row.gets);
		must(person_want_device(store, person, "", &err), &err);
		must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished("no device any more", "");
		assert_int_equal(tear_down(state), 0);
		assert_int_equal(set_up(state), 0);
	}
}

static int64_t number_of(const char *sql)
{
	sqlite3_stmt *stmt;
	assert_int_equal(sqlite3_prepare_v2(store_db(store), sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	int64_t number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

/* Basic goes to 25 rooms of the tenant; the others take Pro. */
static void the_26th_room_takes_pro(void **state)
{
	(void)state;
	static const struct {
		const char *name, *sql;
		int64_t basic, pro;
	} steps[] = {
		{ "R-071: 25 rooms", "DELETE FROM person WHERE upn > 'r25'", 25, 0 },
		{ "R-072: 30 rooms", "SELECT 1", 25, 5 },
		{ "R-072: a room with a number leaves Basic to another",
			"UPDATE person SET calls = 1 WHERE upn = 'r01'", 25, 5 },
		{ "R-072: Basic of an unmarked account counts",
			"UPDATE person SET calls = 0 WHERE upn = 'r01';"
			"INSERT INTO person (upn) VALUES ('z');"
			"INSERT INTO licence (person_id, sku_id, wanted, actual) SELECT p.id, s.sku_id, 1, 1"
			" FROM person p, subscription s WHERE p.upn = 'z'"
			" AND s.sku_part = 'Microsoft_Teams_Rooms_Basic'",
			25, 6 },
		{ "R-070: one that holds Premium needs none",
			"INSERT INTO licence (person_id, sku_id, wanted, actual) SELECT p.id, s.sku_id, 1, 1"
			" FROM person p, subscription s WHERE p.upn = 'r02' AND s.sku_part = 'MTR_PREM'",
			25, 5 },
	};
	static const struct row row = { "rooms", .plan = "SPB" };
	struct error err = { 0 };
	char sku_id[SKU_ID];
	answer(&row);
	must(subscription_ensure(store, "MTR_PREM", sku_id, &err), &err);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		must(store_exec(store,
			     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
			     " WHERE i < 30) INSERT OR IGNORE INTO person (upn, device,"
			     " usage_location_wanted) SELECT printf('r%02d', i), 'room', 'US' FROM n",
			     &err),
			&err);
		must(store_exec(store, steps[i].sql, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_number(steps[i].name,
			number_of("SELECT count(*) FROM licence l JOIN subscription s"
				  " ON s.sku_id = l.sku_id WHERE l.wanted = 1"
				  " AND s.sku_part = 'Microsoft_Teams_Rooms_Basic'"),
			steps[i].basic);
		expect_number(steps[i].name,
			number_of("SELECT count(*) FROM licence l JOIN subscription s"
				  " ON s.sku_id = l.sku_id WHERE l.wanted = 1"
				  " AND s.sku_part = 'Microsoft_Teams_Rooms_Pro'"),
			steps[i].pro);
	}
}

/* Options can be mixed in one tenant: a number of the own carrier needs no plan. */
static void people_of_the_own_carrier_get_no_calling_plan(void **state)
{
	(void)state;
	static const struct row row = { "mixed", .plan = "SPB", .location = "US" };
	struct error err = { 0 };
	answer(&row);
	add_caller(&row);
	must(store_exec(store,
		     "INSERT INTO number (e164, source, country, owned_wanted, owned_actual)"
		     " VALUES ('+14255550100', 'carrier', 'US', 1, 1);"
		     "INSERT INTO assignment (person_id, number_wanted) SELECT id, '+14255550100'"
		     " FROM person",
		     &err),
		&err);
	must(licensing_plan(store, ref, NULL, &err), &err);
	expect_wished("R-010: Phone System only", "MCOEV");
	must(store_exec(store, "UPDATE number SET source = 'plan'", &err), &err);
	must(licensing_plan(store, ref, NULL, &err), &err);
	expect_wished("R-013: beside people with Calling Plans", "MCOTEAMS_ESSENTIALS");
}

/* Communications Credits: the free licence follows the answer credits_for. */
static void credits_open_for_those_who_need_them(void **state)
{
	static const struct {
		struct row row;
		const char *credits_for;
		bool calls, organizes;
	} cases[] = {
		{ { "R-157: nobody, if nobody is to", .plan = "SPB", .location = "US",
			  .gets = "MCOTEAMS_ESSENTIALS" },
			"none", true, false },
		{ { "R-157: who calls", .plan = "SPB", .location = "US",
			  .gets = "MCOPSTNC MCOTEAMS_ESSENTIALS" },
			"callers", true, false },
		{ { "R-159: E5 as well", .holds = "SPE_E5", .location = "FR",
			  .gets = "MCOPSTN1 MCOPSTNC" },
			"callers", true, false },
		{ { "R-157: who has a plan already", .plan = "SPB", .holds = "MCOTEAMS_ESSENTIALS",
			  .location = "US", .gets = "MCOPSTNC" },
			"callers", true, false },
		{ { "R-158: one is enough", .plan = "SPE_E5", .holds = "MCOPSTNC", .location = "US",
			  .gets = "MCOPSTN1" },
			"callers", true, false },
		{ { "R-118: Pay-As-You-Go asks for it anyhow", .plan = "SPE_E5", .calling = "payg",
			  .location = "FR", .gets = "MCOPSTNC MCOPSTN_PAYG_2" },
			"all", true, false },
		{ { "R-174: who hosts meetings", .plan = "SPE_E5", .holds = "SPE_E5",
			  .location = "US", .gets = "MCOPSTNC" },
			"all", false, true },
		{ { "R-157: hosts only if all", .plan = "SPE_E5", .holds = "SPE_E5",
			  .location = "US", .gets = "" },
			"callers", false, true },
		{ { "R-010: not on the own carrier", .plan = "ENTERPRISEPACK", .carrier = "own",
			  .location = "US", .gets = "MCOEV" },
			"all", true, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error err = { 0 };
		answer(&cases[i].row);
		must(organization_set(store, ORGANIZATION_CREDITS_FOR, cases[i].credits_for, &err),
			&err);
		add_caller(&cases[i].row);
		if (!cases[i].calls)
			must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
		if (cases[i].organizes)
			must(person_want_organizes(store, person, PERSON_MARK, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished(cases[i].row.name, cases[i].row.gets);
		assert_int_equal(tear_down(state), 0);
		assert_int_equal(set_up(state), 0);
	}
}

/* Audio Conferencing follows the answer conferencing_for. */
static void organizers_get_the_conferencing_licence(void **state)
{
	static const struct {
		struct row row;
		const char *conferencing_for;
		bool calls, organizes;
	} cases[] = {
		{ { "R-393: nobody, if nobody is to", .plan = "ENTERPRISEPACK", .location = "US",
			  .gets = "" },
			"none", false, true },
		{ { "R-393: who is marked", .plan = "ENTERPRISEPACK", .location = "US",
			  .gets = "MCOMEETADV" },
			"marked", false, true },
		{ { "R-024: who is not marked", .plan = "ENTERPRISEPACK", .location = "US",
			  .gets = "" },
			"marked", false, false },
		{ { "R-393: callers", .plan = "SPB", .location = "US",
			  .gets = "MCOMEETADV MCOTEAMS_ESSENTIALS" },
			"callers", true, false },
		{ { "R-393: everybody", .plan = "ENTERPRISEPACK", .location = "US",
			  .gets = "MCOMEETADV" },
			"all", false, false },
		{ { "R-024: E5 contains it", .plan = "SPE_E5", .holds = "SPE_E5", .location = "US",
			  .gets = "" },
			"all", false, true },
		{ { "R-408: the free variant is enough", .plan = "ENTERPRISEPACK",
			  .holds = "Microsoft_Teams_Audio_Conferencing_select_dial_out",
			  .location = "US", .gets = "" },
			"all", false, true },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct error err = { 0 };
		answer(&cases[i].row);
		must(organization_set(
			     store, ORGANIZATION_CONFERENCING_FOR, cases[i].conferencing_for, &err),
			&err);
		add_caller(&cases[i].row);
		if (!cases[i].calls)
			must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
		if (cases[i].organizes)
			must(person_want_organizes(store, person, PERSON_MARK, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished(cases[i].row.name, cases[i].row.gets);
		must(organization_set(store, ORGANIZATION_CONFERENCING_FOR, "none", &err), &err);
		must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
		must(licensing_plan(store, ref, NULL, &err), &err);
		expect_wished(cases[i].row.name, "");
		assert_int_equal(tear_down(state), 0);
		assert_int_equal(set_up(state), 0);
	}
}

static void other_answers_take_it_back(void **state)
{
	(void)state;
	static const struct row bundle = { "bundle", .plan = "SPB", .location = "US" };
	static const struct row separate = { "separate", .plan = "SPB", .product = "separate" };
	struct error err = { 0 };
	int64_t changed;
	answer(&bundle);
	add_caller(&bundle);
	must(licensing_plan(store, ref, &changed, &err), &err);
	assert_int_equal(changed, 1);
	must(licensing_plan(store, ref, &changed, &err), &err);
	assert_int_equal(changed, 0);
	answer(&separate);
	must(licensing_plan(store, ref, &changed, &err), &err);
	expect_wished("separate", "MCOEV MCOPSTN1");
	must(person_want_calls(store, person, PERSON_UNMARK, &err), &err);
	must(licensing_plan(store, ref, &changed, &err), &err);
	expect_wished("calls no more", "");
}

static void one_person_is_told_why(void **state)
{
	(void)state;
	static const struct row row = { "why", .plan = "SPB", .product = "separate" };
	struct licensing_answer told;
	struct error err = { 0 };
	answer(&row);
	add_caller(&row);
	must(licensing_person(store, ref, person, &told, &err), &err);
	assert_int_equal(told.need_count, 2);
	assert_string_equal(told.needs[0].part, "MCOEV");
	assert_string_equal(told.needs[1].part, "MCOPSTN1");
	assert_non_null(told.needs[0].reason.why);
	assert_string_equal(told.location, "US");
	assert_true(told.note_count > 0);
	assert_int_equal(told.notes[0].rule, 9);
	assert_true(told.way_count >= 2 && told.ways[0].chosen);
	assert_false(licensing_person(store, ref, person + 1, &told, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
}

/* Every product that may be planned is one that the facts know. */
static void parts_are_known_products(void **state)
{
	(void)state;
	static const char *const countries[] = { "US", "FR", "GB", "MX", "" };
	for (int role = 0; role < ELIGIBILITY_ROLE_COUNT; role++) {
		for (int kind = 0; kind < KIND_COUNT; kind++) {
			for (size_t i = 0; i < COUNT_OF(countries); i++) {
				char part[96];
				struct sku sku;
				licensing_part(ref, role, kind, countries[i], part);
				if (part[0] != '\0' && !reference_sku(ref, part, &sku, NULL))
					fail_msg("%s is no product", part);
			}
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(callers_get_what_the_rules_ask),
		TEST(devices_get_their_own_licence),
		TEST(the_26th_room_takes_pro),
		TEST(people_of_the_own_carrier_get_no_calling_plan),
		TEST(credits_open_for_those_who_need_them),
		TEST(organizers_get_the_conferencing_licence),
		TEST(other_answers_take_it_back),
		TEST(one_person_is_told_why),
		TEST(parts_are_known_products),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
