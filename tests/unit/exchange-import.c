/* Proves that people, numbers and assignments come in from every dialect and encoding, that bad
 * rows are told and left out, that a second import doubles nothing, and that a stop leaves nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/exchange/import.h"
#include "core/exchange/import_type.h"
#include "core/reference/reference.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/licence.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-import-XXXXXX";
static struct store *store;
static struct reference *ref;

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

/* ---- helpers ---- */

static char *data_file(const char *name)
{
	const char *top = getenv("TOP_SRCDIR");
	char *data = path_join(top ? top : ".", "tests/data"), *path = path_join(data, name);
	free(data);
	return path;
}

static struct import_result import_file(enum import_kind kind, const char *name)
{
	struct error err = { 0 };
	char *path = data_file(name);
	struct import *import = import_open(store, ref, kind, path, &err);
	if (!import || !import_run(import, &err))
		fail_msg("%s: %s", name, err.text);
	struct import_result result = *import_result(import);
	import_close(import);
	free(path);
	return result;
}

static struct import_result import_text(enum import_kind kind, const char *text)
{
	struct error err = { 0 };
	struct import *import = import_open_text(
		store, ref, kind, "text.csv", text, strlen(text), &err);
	if (!import || !import_run(import, &err))
		fail_msg("%s", err.text);
	struct import_result result = *import_result(import);
	import_close(import);
	return result;
}

static void expect_counts(const char *row, const struct import_result *result, int added,
	int updated, int unchanged, int bad)
{
	if (result->added != added || result->updated != updated ||
		result->unchanged != unchanged || result->bad != bad ||
		result->read != added + updated + unchanged + bad)
		fail_msg("%s: read %d added %d updated %d unchanged %d bad %d: %s", row,
			(int)result->read, (int)result->added, (int)result->updated,
			(int)result->unchanged, (int)result->bad,
			result->kept_count > 0 ? result->kept[0].reason : "");
}

static struct person person_named(const char *upn)
{
	struct person person = { .id = 0 };
	struct error err = { 0 };
	int64_t id;
	if (!person_find(store, upn, &id, &err) || !person_get(store, id, &person, &err))
		fail_msg("%s: %s", upn, err.text);
	return person;
}

static int64_t people(void)
{
	return person_count(store, &(struct person_filter){ .scope = PERSON_EVERYBODY }, NULL);
}

/* ---- people ---- */

static void every_dialect_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *file, *dialect;
		int added;
		const char *upn, *name;
	} rows[] = {
		{ "people-entra.csv", NULL, 3, "chloe.o'hara@bakery.example", "Chloé O'Hara" },
		{ "people-m365-utf16.csv", "Microsoft 365 admin centre", 3,
			"amelie@atelier.example", "Amélie Durand" },
		{ "people-graph.csv", "Get-MgUser", 2, "omar@bakery.example", "Omar; Reyes" },
		{ "people-teams.csv", "Get-CsOnlineUser", 2, "liam@bakery.example", "Liam Byrne" },
		{ "people-french-1252.csv", "Microsoft 365 admin centre", 1,
			"etienne@atelier.example", "Étienne Roux" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct import_result result = import_file(IMPORT_PEOPLE, rows[i].file);
		expect_counts(rows[i].file, &result, rows[i].added, 0, 0, 0);
		if (rows[i].dialect)
			expect_text(rows[i].file, result.dialect, rows[i].dialect);
		expect_text(rows[i].file, person_named(rows[i].upn).display_name, rows[i].name);
		result = import_file(IMPORT_PEOPLE, rows[i].file);
		expect_counts(rows[i].file, &result, 0, 0, rows[i].added, 0);
	}
	assert_int_equal(people(), 11);
}

static void every_field_finds_its_place(void **state)
{
	(void)state;
	import_file(IMPORT_PEOPLE, "people-entra.csv");
	struct person ava = person_named("ava@bakery.example");
	assert_string_equal(ava.object_id, "6d0a0d0e-0001-4b7c-9a01-000000000001");
	assert_string_equal(ava.given_name, "Ava");
	assert_string_equal(ava.surname, "Lindqvist");
	assert_string_equal(ava.mail, "ava@bakery.example");
	assert_string_equal(ava.department, "Office");
	assert_string_equal(ava.job_title, "Owner");
	assert_string_equal(ava.office, "Office");
	assert_string_equal(ava.street, "500 108th Ave NE\nFloor 2");
	assert_string_equal(ava.city, "Bellevue");
	assert_string_equal(ava.state, "WA");
	assert_string_equal(ava.postal_code, "98004");
	assert_string_equal(ava.country, "United States");
	assert_string_equal(ava.language, "en-US");
	assert_string_equal(ava.location, "US");
	assert_true(ava.enabled);
	assert_false(ava.present);
	assert_string_equal(person_named("chloe.o'hara@bakery.example").location, "");
	struct person hugo = person_named("hugo@bakery.example");
	assert_string_equal(hugo.display_name, "Martins, Hugo");
	assert_string_equal(hugo.kind, "guest");
	assert_string_equal(hugo.location, "US");
	assert_false(hugo.enabled);
	import_file(IMPORT_PEOPLE, "people-teams.csv");
	struct person lobby = person_named("lobby@bakery.example");
	assert_string_equal(lobby.kind, "resource");
	assert_string_equal(lobby.onprem_line, "tel:+14255550199");
	assert_string_equal(lobby.object_id, "6d0a0d0e-0001-4b7c-9a01-000000000020");
	assert_string_equal(person_named("liam@bakery.example").object_id, "");
}

static void blocked_people_are_off_and_lists_of_types_ignored(void **state)
{
	(void)state;
	import_file(IMPORT_PEOPLE, "people-m365-utf16.csv");
	assert_false(person_named("fatou@atelier.example").enabled);
	assert_true(person_named("amelie@atelier.example").enabled);
	assert_string_equal(person_named("fatou@atelier.example").department, "Ventes\r\net stock");
	struct import_result result = import_file(IMPORT_PEOPLE, "people-graph.csv");
	assert_int_equal(result.warnings, 0);
	assert_string_equal(person_named("grace@bakery.example").phone, "");
}

/* The licences of the file are what people hold, as long as no tenant says so itself. */
static void licences_of_the_file_are_held(void **state)
{
	(void)state;
	struct licence held[8];
	import_file(IMPORT_PEOPLE, "people-m365-utf16.csv");
	struct person fatou = person_named("fatou@atelier.example");
	int count = licence_list(store, fatou.id, 8, held, NULL);
	assert_int_equal(count, 2);
	assert_string_equal(held[0].sku_part, "ENTERPRISEPACK");
	assert_string_equal(held[1].sku_part, "MCOEV");
	assert_true(held[0].actual && held[0].wanted);
	assert_int_equal(
		licence_list(store, person_named("helen@atelier.example").id, 8, held, NULL), 0);

	struct import_result result = import_text(IMPORT_PEOPLE,
		"User principal name,Licenses\nfatou@atelier.example,Office 365 E3+Gold Plan\n");
	expect_counts("newer file", &result, 0, 1, 0, 0);
	assert_int_equal(result.warnings, 1);
	expect_part("warning", result.kept[0].reason, "Gold Plan");
	count = licence_list(store, fatou.id, 8, held, NULL);
	assert_int_equal(count, 1);
}

static void bad_rows_are_told_and_the_rest_goes_in(void **state)
{
	(void)state;
	static const struct {
		int line;
		const char *part;
	} rows[] = {
		{ 3, "no user principal name" },
		{ 4, "\"no-at-sign\"" },
		{ 5, "GB may be meant" },
		{ 6, "\"Zzz\"" },
		{ 7, "2 fields, but the header names 4" },
		{ 8, "5 fields" },
		{ 9, "on line 2 already" },
		{ 10, "Department is longer than 64" },
	};
	struct import_result result = import_file(IMPORT_PEOPLE, "people-bad.csv");
	expect_counts("people-bad.csv", &result, 2, 0, 0, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		expect_number(rows[i].part, result.kept[i].line, rows[i].line);
		expect_part(rows[i].part, result.kept[i].reason, rows[i].part);
	}
	assert_string_equal(person_named("last@x.example").display_name, "=cmd|calc");
	assert_int_equal(people(), 2);
}

static void newer_file_updates_and_never_doubles(void **state)
{
	(void)state;
	import_text(IMPORT_PEOPLE, "upn,id,department\n"
				   "a@x.example,6d0a0d0e-0001-4b7c-9a01-000000000001,Old\n"
				   "b@x.example,,Old\n");
	struct import_result result = import_text(IMPORT_PEOPLE,
		"id,UPN,Department\n"
		"6d0a0d0e-0001-4b7c-9a01-000000000001,renamed@x.example,New\n"
		",B@x.example,Old\n,c@x.example,\n");
	expect_counts("newer", &result, 1, 1, 1, 0);
	assert_int_equal(people(), 3);
	assert_string_equal(person_named("renamed@x.example").department, "New");
}

static void empty_cells_leave_what_is_known(void **state)
{
	(void)state;
	import_text(IMPORT_PEOPLE, "upn,department,usagelocation\na@x.example,Office,US\n");
	struct import_result result = import_text(
		IMPORT_PEOPLE, "upn,department,usagelocation\na@x.example,,\n");
	expect_counts("empty", &result, 0, 0, 1, 0);
	assert_string_equal(person_named("a@x.example").department, "Office");
	assert_string_equal(person_named("a@x.example").location, "US");
}

static void missing_column_is_named_with_those_found(void **state)
{
	(void)state;
	struct error err = { 0 };
	char *path = data_file("people-no-upn.csv");
	assert_null(import_open(store, ref, IMPORT_PEOPLE, path, &err));
	assert_int_equal(err.code, ERROR_INPUT);
	expect_part("needed", err.text, "\"User principal name\"");
	expect_part("found", err.text, "displayName, mail, usageLocation");
	assert_false(import_check(IMPORT_PEOPLE, path, &err));
	free(path);
	assert_false(store_in_transaction(store));
	assert_null(import_open_text(store, ref, IMPORT_PEOPLE, "empty.csv", "", 0, &err));
	expect_part("empty", err.text, "empty.csv is empty");
	assert_null(import_open(store, ref, IMPORT_PEOPLE, "/no/such/file.csv", &err));
	assert_int_equal(err.code, ERROR_IO);
}

static char *many_people(int count)
{
	struct str text = { 0 };
	str_add(&text, "userPrincipalName,displayName,usageLocation\n");
	for (int i = 0; i < count; i++)
		str_addf(&text, "p%d@x.example,Person %d,US\n", i, i);
	return str_take(&text);
}

static void cancelled_import_leaves_nothing(void **state)
{
	(void)state;
	char *text = many_people(50);
	struct error err = { 0 };
	struct import *import = import_open_text(
		store, ref, IMPORT_PEOPLE, "many.csv", text, strlen(text), &err);
	assert_non_null(import);
	assert_int_equal(import_step(import, 20, &err), IMPORT_MORE);
	assert_int_equal(import_result(import)->added, 20);
	assert_true(import_bytes_read(import) > 0);
	import_close(import);
	assert_int_equal(people(), 0);
	assert_false(store_in_transaction(store));
	free(text);
}

struct heard {
	int bad;
	int64_t last;
};

static void hear(void *data, const struct import_bad *bad)
{
	struct heard *heard = data;
	heard->bad++;
	heard->last = bad->line;
}

static void every_bad_row_is_called_though_few_are_kept(void **state)
{
	(void)state;
	struct str text = { 0 };
	struct heard heard = { 0 };
	struct error err = { 0 };
	str_add(&text, "upn\n");
	for (int i = 0; i < IMPORT_BAD_KEPT * 2; i++)
		str_add(&text, "nobody\n");
	struct import *import = import_open_text(
		store, ref, IMPORT_PEOPLE, "bad.csv", text.text, text.len, &err);
	import_watch(import, hear, &heard);
	assert_true(import_run(import, &err));
	assert_int_equal(heard.bad, IMPORT_BAD_KEPT * 2);
	assert_int_equal(heard.last, IMPORT_BAD_KEPT * 2 + 1);
	assert_int_equal(import_result(import)->kept_count, IMPORT_BAD_KEPT);
	import_close(import);
	str_fini(&text);
}

static void hostile_cells_are_safe_in_reasons_and_unchanged_in_the_store(void **state)
{
	(void)state;
	struct import_result result = import_text(IMPORT_PEOPLE,
		"upn,displayName\n\033[2J,x\na@x.example,\"\033]0;x\007 \xE2\x80\xAE"
		"evil\"\n"
		"b@x.example,caf\xC3\xA9\n");
	expect_counts("hostile", &result, 2, 0, 0, 1);
	assert_null(strchr(result.kept[0].reason, '\033'));
	assert_string_equal(person_named("a@x.example").display_name, "\033]0;x\007 \xE2\x80\xAE"
								      "evil");
}

static void unclosed_quote_is_one_bad_row(void **state)
{
	(void)state;
	struct import_result result = import_text(IMPORT_PEOPLE,
		"upn,displayName\na@x.example,A\nb@x.example,\"open\nc@x.example,C\n");
	expect_counts("unclosed", &result, 2, 0, 0, 1);
	assert_int_equal(result.kept[0].line, 3);
}

/* ---- columns ---- */

static void column_names_are_folded_and_unique(void **state)
{
	(void)state;
	static const struct import_type *const types[] = { &import_people_type,
		&import_numbers_type, &import_assignments_type };
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		for (const struct import_column *column = types[i]->columns; column->name;
			column++) {
			struct str folded = { 0 };
			import_column_fold(&folded, column->name);
			expect_text(types[i]->id, str_text(&folded), column->name);
			str_fini(&folded);
			assert_true(column->field < IMPORT_FIELDS_MAX);
			assert_non_null(types[i]->captions[column->field]);
			for (const struct import_column *other = types[i]->columns; other < column;
				other++)
				assert_string_not_equal(other->name, column->name);
		}
		assert_int_equal(import_kind_of(types[i]->id), i);
		assert_string_equal(import_kind_id(i), types[i]->id);
	}
	assert_int_equal(import_kind_of("cats"), -1);
}

/* ---- numbers ---- */

static struct number number_of(const char *e164)
{
	struct number number = { .order_id = 0 };
	struct error err = { 0 };
	if (!number_get(store, e164, &number, &err))
		fail_msg("%s: %s", e164, err.text);
	return number;
}

static void numbers_come_in_with_kind_source_and_owner(void **state)
{
	(void)state;
	static const struct {
		const char *e164, *kind, *source, *country, *city;
	} rows[] = {
		{ "+14255550100", "user", "plan", "US", "Bellevue" },
		{ "+14255550101", "user", "plan", "US", "Bellevue" },
		{ "+12065550150", "toll", "plan", "US", "Seattle" },
		{ "+18005550199", "tollfree", "plan", "US", NULL },
		{ "+33428000101", "user", "carrier", "FR", NULL },
		{ "+14255550102", "user", "ported", "US", "Bellevue" },
	};
	import_file(IMPORT_PEOPLE, "people-entra.csv");
	struct import_result result = import_file(IMPORT_NUMBERS, "numbers.csv");
	expect_counts("numbers.csv", &result, 6, 0, 0, 2);
	expect_part("twice", result.kept[0].reason, "+14255550101 is in the file twice");
	expect_part("text", result.kept[1].reason, "\"hello\"");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct number number = number_of(rows[i].e164);
		expect_text(rows[i].e164, number.kind, rows[i].kind);
		expect_text(rows[i].e164, number.source, rows[i].source);
		expect_text(rows[i].e164, number.country, rows[i].country);
		if (rows[i].city)
			expect_text(rows[i].e164, number.city, rows[i].city);
		assert_true(number.actual && number.wanted);
	}
	struct number first = number_of("+14255550100");
	assert_true(first.assigned);
	assert_string_equal(first.person, "Ava Lindqvist");
	result = import_file(IMPORT_NUMBERS, "numbers.csv");
	expect_counts("again", &result, 0, 0, 6, 2);
}

/* ---- assignments ---- */

static void plan_two_people(void)
{
	struct error err = { 0 };
	struct address hq = { .name = "hq",
		.country = "US",
		.company_name = "X",
		.house_number = "500",
		.street_name = "108th",
		.city = "Bellevue",
		.state = "WA",
		.postal_code = "98004",
		.wanted = true };
	import_text(IMPORT_PEOPLE, "upn,usagelocation\na@x.example,US\nb@x.example,US\n"
				   "f@x.example,FR\n");
	import_text(IMPORT_NUMBERS, "TelephoneNumber,Capability\n+14255550100,UserAssignment\n"
				    "+14255550101,UserAssignment\n"
				    "+12065550150,VoiceApplicationAssignment\n");
	if (!address_put(store, &hq, &err) || !place_add(store, hq.id, "Office", NULL, &err))
		fail_msg("%s", err.text);
}

static struct assignment_row assignment_of(const char *upn)
{
	struct assignment_row row = { .person_id = 0 };
	struct error err = { 0 };
	if (!assignment_get(store, person_named(upn).id, &row, &err))
		fail_msg("%s", err.text);
	return row;
}

static void assignments_are_wishes_of_a_person(void **state)
{
	(void)state;
	static const char file[] =
		"UserPrincipalName,DisplayName,TelephoneNumber,NumberType,City,EmergencyAddress,State\n"
		"a@x.example,A,+14255550100,CallingPlan,Bellevue,hq/Office,planned\n"
		"B@x.example,B,+1 (425) 555-0101,CallingPlan,Bellevue,hq,planned\n";
	plan_two_people();
	struct import_result result = import_text(IMPORT_ASSIGNMENTS, file);
	expect_counts("first", &result, 2, 0, 0, 0);
	struct assignment_row row = assignment_of("a@x.example");
	assert_string_equal(row.number, "+14255550100");
	assert_string_equal(row.place, "hq/Office");
	assert_true(row.locked && row.calls && row.pending);
	result = import_text(IMPORT_ASSIGNMENTS, file);
	expect_counts("again", &result, 0, 0, 2, 0);
}

static void people_can_swap_numbers(void **state)
{
	(void)state;
	plan_two_people();
	import_text(IMPORT_ASSIGNMENTS,
		"upn,displayname,telephonenumber,emergencyaddress\n"
		"a@x.example,,+14255550100,hq\nb@x.example,,+14255550101,hq\n");
	struct import_result result = import_text(IMPORT_ASSIGNMENTS,
		"upn,telephonenumber\na@x.example,+14255550101\nb@x.example,+14255550100\n");
	expect_counts("swap", &result, 0, 2, 0, 0);
	assert_string_equal(assignment_of("a@x.example").number, "+14255550101");
	assert_string_equal(assignment_of("b@x.example").number, "+14255550100");
}

static void assignments_that_cannot_be_are_told(void **state)
{
	(void)state;
	plan_two_people();
	struct import_result result = import_text(IMPORT_ASSIGNMENTS,
		"upn,telephonenumber,emergencyaddress\n"
		"a@x.example,+14255550100,hq\n"
		"x@x.example,+14255550101,hq\n"
		"f@x.example,+14255550101,hq\n"
		"b@x.example,+12065550150,hq\n"
		"b@x.example,+14255550199,hq\n"
		"b@x.example,+14255550100,hq\n"
		"a@x.example,+14255550101,hq\n"
		"b@x.example,+14255550101,nowhere\n");
	static const struct {
		int line;
		const char *part;
	} rows[] = {
		{ 3, "x@x.example" },
		{ 4, "R-" },
		{ 5, "R-" },
		{ 6, "+14255550199" },
		{ 8, "line 2 already" },
		{ 9, "nowhere" },
		{ 7, "+14255550100" },
	};
	expect_counts("bad", &result, 1, 0, 0, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		expect_number(rows[i].part, result.kept[i].line, rows[i].line);
		expect_part(rows[i].part, result.kept[i].reason, rows[i].part);
	}
	assert_string_equal(assignment_of("b@x.example").number, "");
	assert_string_equal(assignment_of("f@x.example").number, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_dialect_is_read),
		TEST(every_field_finds_its_place),
		TEST(blocked_people_are_off_and_lists_of_types_ignored),
		TEST(licences_of_the_file_are_held),
		TEST(bad_rows_are_told_and_the_rest_goes_in),
		TEST(newer_file_updates_and_never_doubles),
		TEST(empty_cells_leave_what_is_known),
		TEST(missing_column_is_named_with_those_found),
		TEST(cancelled_import_leaves_nothing),
		TEST(every_bad_row_is_called_though_few_are_kept),
		TEST(hostile_cells_are_safe_in_reasons_and_unchanged_in_the_store),
		TEST(unclosed_quote_is_one_bad_row),
		TEST(column_names_are_folded_and_unique),
		TEST(numbers_come_in_with_kind_source_and_owner),
		TEST(assignments_are_wishes_of_a_person),
		TEST(people_can_swap_numbers),
		TEST(assignments_that_cannot_be_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
