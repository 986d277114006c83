/* Proves that what goes out comes back unchanged, that spreadsheets run nothing of it, that it
 * comes in slices, and that letters of people in the store say what is true of them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/csv.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/exchange/export.h"
#include "core/exchange/import.h"
#include "core/exchange/letters.h"
#include "core/reference/reference.h"
#include "core/service/service.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-export-XXXXXX";
static struct store *store;
static struct reference *ref;

static void import_text(enum import_kind kind, const char *text, struct import_result *out)
{
	struct error err = { 0 };
	struct import *import = import_open_text(
		store, ref, kind, "text.csv", text, strlen(text), &err);
	if (!import || !import_run(import, &err))
		fail_msg("%s", err.text);
	if (out)
		*out = *import_result(import);
	else if (import_result(import)->bad > 0)
		fail_msg("%s", import_result(import)->kept[0].reason);
	import_close(import);
}

static const char people_file[] =
	"userPrincipalName,displayName,givenName,id,usageLocation,department,preferredLanguage,"
	"accountEnabled,licenses\n"
	"ava@x.example,Ava,Ava,6d0a0d0e-0001-4b7c-9a01-000000000001,US,Office,en-US,True,Office 365 E3\n"
	"ben@x.example,\"=1+1|cmd \"\"x\"\", y\",Ben,,US,\"two\nlines\",fr-CA,False,\n"
	"emi@x.example,田中 恵美,恵美,,US,'@home,ja-JP,True,\n"
	"zoe@x.example,Zoe,Zoe,,US,-,,True,\n";

static const char numbers_file[] =
	"TelephoneNumber,NumberType,Capability,City,IsoCountryCode,IsoSubdivision,AssignedPstnTargetId,"
	"PstnAssignmentStatus\n"
	"+14255550100,CallingPlan,UserAssignment,Bellevue,US,US-WA,6d0a0d0e-0001-4b7c-9a01-000000000001,"
	"UserAssigned\n"
	"+14255550101,CallingPlan,UserAssignment,Bellevue,US,US-WA,,Unassigned\n"
	"+18005550199,CallingPlan,VoiceApplicationAssignment,,US,,,Unassigned\n";

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
	struct address hq = { .name = "hq",
		.country = "US",
		.company_name = "X",
		.house_number = "500",
		.street_name = "108th",
		.street_suffix = "Ave",
		.post_directional = "NE",
		.city = "Bellevue",
		.state = "WA",
		.postal_code = "98004",
		.wanted = true };
	if (!ref || !address_put(store, &hq, &err) ||
		!place_add(store, hq.id, "Office", NULL, &err) ||
		!organization_set(store, ORGANIZATION_NAME, "Contoso", &err) ||
		!organization_set(store, ORGANIZATION_COUNTRY, "US", &err)) {
		print_error("%s\n", err.text);
		return -1;
	}
	import_text(IMPORT_PEOPLE, people_file, NULL);
	import_text(IMPORT_NUMBERS, numbers_file, NULL);
	import_text(IMPORT_ASSIGNMENTS,
		"upn,telephonenumber,emergencyaddress\nben@x.example,+14255550101,hq/Office\n",
		NULL);
	return 0;
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

static char *exported(enum export_kind kind, int rows)
{
	struct error err = { 0 };
	struct str out = { 0 };
	struct export *export = export_open(store, ref, kind, &err);
	enum export_state state;
	do
		state = export_step(export, &out, rows, &err);
	while (state == EXPORT_MORE);
	if (state != EXPORT_DONE)
		fail_msg("%s", err.text);
	export_close(export);
	return str_take(&out);
}

static int64_t id_of(const char *upn)
{
	int64_t id = 0;
	assert_true(person_find(store, upn, &id, NULL));
	return id;
}

static void everything_comes_back_unchanged(void **state)
{
	(void)state;
	static const struct {
		enum export_kind out;
		enum import_kind in;
		int rows;
	} rows[] = {
		{ EXPORT_PEOPLE, IMPORT_PEOPLE, 4 },
		{ EXPORT_NUMBERS, IMPORT_NUMBERS, 3 },
		{ EXPORT_ASSIGNMENTS, IMPORT_ASSIGNMENTS, 2 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct import_result result;
		char *text = exported(rows[i].out, 1000);
		import_text(rows[i].in, text, &result);
		if (result.unchanged != rows[i].rows || result.read != rows[i].rows)
			fail_msg("%s: unchanged %d of %d:\n%s", export_kind_id(rows[i].out),
				(int)result.unchanged, (int)result.read, text);
		free(text);
	}
}

static void people_of_an_export_make_the_same_people(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct import_result result;
	char *text = exported(EXPORT_PEOPLE, 1000), *path = path_join(folder, "other.db");
	reference_close(ref);
	store_close(store);
	store = store_open(path, 0, &err);
	ref = reference_open(store_db(store), &err);
	import_text(IMPORT_PEOPLE, text, &result);
	assert_int_equal(result.added, 4);
	char *again = exported(EXPORT_PEOPLE, 1000);
	assert_string_equal(again, text);
	free(again);
	free(path);
	free(text);
}

static void slices_make_the_same_text(void **state)
{
	(void)state;
	for (int kind = 0; kind < EXPORT_KIND_COUNT; kind++) {
		char *whole = exported(kind, 1000), *sliced = exported(kind, 1);
		expect_text(export_kind_id(kind), sliced, whole);
		free(sliced);
		free(whole);
	}
}

static void assignments_have_the_fixed_columns(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct number_order order = {
		.name = "x", .kind = "user", .country = "US", .city = "Bellevue", .quantity = 1
	};
	assert_true(number_order_put(store, &order, &err));
	assert_true(person_want_calls(store, id_of("emi@x.example"), PERSON_MARK, &err));
	assert_true(assignment_want_order(store, id_of("emi@x.example"), order.id, &err));
	char *text = exported(EXPORT_ASSIGNMENTS, 1000);
	assert_string_equal(text,
		"UserPrincipalName,DisplayName,TelephoneNumber,NumberType,City,EmergencyAddress,State\r\n"
		"ben@x.example,\"'=1+1|cmd \"\"x\"\", y\",+14255550101,CallingPlan,Bellevue,hq/Office,planned\r\n"
		"ava@x.example,Ava,+14255550100,CallingPlan,Bellevue,,assigned\r\n"
		"emi@x.example,田中 恵美,,,,,ordered\r\n");
	free(text);
}

static void nothing_that_a_spreadsheet_would_run(void **state)
{
	(void)state;
	for (int kind = 0; kind <= EXPORT_LETTERS; kind++) {
		char *text = exported(kind, 1000);
		struct csv *csv = csv_open_text(text, strlen(text));
		struct csv_record record;
		struct error err = { 0 };
		while (csv_next(csv, &record, &err)) {
			for (int i = 0; i < record.count; i++) {
				const char *field = record.field[i];
				bool number = field[0] == '+' &&
					      field[1 + strspn(field + 1, "0123456789 ")] == '\0';
				if (strchr("=+-@\t\r", field[0]) && field[0] != '\0' && !number)
					fail_msg("%s: %s", export_kind_id(kind), field);
			}
		}
		assert_int_equal(err.code, ERROR_NONE);
		csv_close(csv);
		free(text);
	}
}

static void letters_make_a_mail_merge(void **state)
{
	(void)state;
	char *text = exported(EXPORT_LETTERS, 1000);
	struct csv *csv = csv_open_text(text, strlen(text));
	struct csv_record record;
	struct error err = { 0 };
	assert_true(csv_next(csv, &record, &err));
	assert_string_equal(record.field[0], "UserPrincipalName");
	int letters = 0;
	while (csv_next(csv, &record, &err)) {
		assert_int_equal(record.count, 13);
		if (strcmp(record.field[0], "ben@x.example") == 0) {
			assert_string_equal(record.field[3], "fr");
			assert_string_equal(record.field[4], "+14255550101");
			assert_string_equal(record.field[5], "Votre nouveau numéro de téléphone");
			expect_part("body", record.field[6], "Office, 500 108th Ave");
			assert_string_equal(record.field[8], "+1 425 555 0101");
			expect_part("address", record.field[9], "Office, 500 108th Ave");
			assert_string_equal(record.field[10], "911");
			assert_string_equal(record.field[12], "False");
		}
		letters++;
	}
	assert_int_equal(letters, 2);
	csv_close(csv);
	free(text);
}

static void streams_and_files_hold_the_same(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct str file_text = { 0 };
	struct stat info;
	char *streamed = NULL, *path = path_join(folder, "out.csv");
	size_t len = 0;
	FILE *stream = open_memstream(&streamed, &len);
	assert_true(export_stream(store, ref, EXPORT_PEOPLE, stream, &err));
	fclose(stream);
	assert_true(export_file(store, ref, EXPORT_PEOPLE, path, &err));
	assert_true(file_read(&file_text, path, 1 << 20, &err));
	assert_string_equal(str_text(&file_text), streamed);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0077, 0);
	assert_false(export_file(store, ref, EXPORT_PEOPLE, "/no/such/folder/x.csv", &err));
	assert_int_equal(err.code, ERROR_IO);
	str_fini(&file_text);
	free(path);
	free(streamed);
}

static void full_disk_is_told(void **state)
{
	(void)state;
	struct error err = { 0 };
	FILE *full = fopen("/dev/full", "w");
	if (!full)
		skip();
	assert_false(export_stream(store, ref, EXPORT_PEOPLE, full, &err));
	assert_int_equal(err.code, ERROR_FULL);
	fclose(full);
}

static void kinds_have_ids(void **state)
{
	(void)state;
	for (int kind = 0; kind < EXPORT_KIND_COUNT; kind++)
		assert_int_equal(export_kind_of(export_kind_id(kind)), kind);
	assert_int_equal(export_kind_of("cats"), -1);
}

/* ---- letters of the store ---- */

static void letter_tells_what_is_true_of_the_person(void **state)
{
	(void)state;
	struct letters *letters = letters_new();
	struct letter letter = { .fallback = false };
	struct error err = { 0 };
	if (!letter_of(letters, &letter, store, ref, id_of("emi@x.example"), &err))
		fail_msg("%s", err.text);
	assert_string_equal(letter.language, "en");
	assert_true(letter.fallback);
	expect_part("no number", str_text(&letter.body), "(not chosen yet)");
	assert_true(letter_of(letters, &letter, store, ref, id_of("ben@x.example"), &err));
	assert_string_equal(letter.language, "fr");
	assert_false(letter.fallback);
	expect_part("number", str_text(&letter.body), "+1 425 555 0101");
	expect_part("emergency", str_text(&letter.body), "911");
	expect_part("not active", str_text(&letter.body), "24 heures");
	assert_true(organization_set(store, ORGANIZATION_NOTIFY_LANGUAGE, "de", &err));
	assert_true(letter_of(letters, &letter, store, ref, id_of("ben@x.example"), &err));
	assert_string_equal(letter.language, "de");
	assert_false(letter_of(letters, &letter, store, ref, 4711, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	letter_fini(&letter);
	letters_free(letters);
}

static void letter_goes_to_the_same_file_again(void **state)
{
	(void)state;
	struct letters *letters = letters_new();
	struct letter_sender sender = { letters, ref, folder };
	struct apply_letter out = { .method = "" };
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	struct str text = { 0 };
	for (int i = 0; i < 2; i++) {
		if (!letter_send_file(
			    &sender, store, id_of("ben@x.example"), "request", &out, &reply, &err))
			fail_msg("%s", err.text);
		assert_string_equal(out.method, "files");
		assert_string_equal(out.language, "fr");
		assert_string_equal(out.file, "ben@x.example.txt");
	}
	char *path = path_join(folder, "letters/ben@x.example.txt");
	assert_true(file_read(&text, path, 100000, &err));
	expect_part("file", str_text(&text), "Objet");
	str_fini(&text);
	free(path);
	letters_free(letters);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_comes_back_unchanged),
		TEST(people_of_an_export_make_the_same_people),
		TEST(slices_make_the_same_text),
		TEST(assignments_have_the_fixed_columns),
		TEST(nothing_that_a_spreadsheet_would_run),
		TEST(letters_make_a_mail_merge),
		TEST(streams_and_files_hold_the_same),
		TEST(full_disk_is_told),
		TEST(kinds_have_ids),
		TEST(letter_tells_what_is_true_of_the_person),
		TEST(letter_goes_to_the_same_file_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
