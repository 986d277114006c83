/* Proves that an answers file is checked whole before anything is written, that all that is wrong
 * is told with its line, that applying it twice changes nothing, and that an export repeats it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/exchange/answers.h"
#include "core/exchange/answers_file.h"
#include "core/reference/reference.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "tests/unit/expect.h"

static char folder[] = "/tmp/ringup-answers-XXXXXX";
static struct store *store;
static struct reference *ref;

static void open_store(const char *name)
{
	struct error err = { 0 };
	char *path = path_join(folder, name);
	store = store_open(path, 0, &err);
	free(path);
	ref = store ? reference_open(store_db(store), &err) : NULL;
	if (!ref)
		fail_msg("%s", err.text);
}

static void close_store(void)
{
	reference_close(ref);
	store_close(store);
	ref = NULL;
	store = NULL;
}

static int set_up(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_CONFIG_HOME", folder, 1);
	open_store("test.db");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	close_store();
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

static struct answers *opened(const char *path)
{
	struct error err = { 0 };
	struct answers *answers = answers_open(path, store, ref, &err);
	if (!answers)
		fail_msg("%s: %s", path, err.text);
	return answers;
}

static void write_file(const char *name, const char *text)
{
	char *path = path_join(folder, name);
	assert_true(file_write(path, text, strlen(text), 0600, NULL));
	free(path);
}

static struct answers *opened_text(const char *text)
{
	write_file("test.ini", text);
	char *path = path_join(folder, "test.ini");
	struct answers *answers = opened(path);
	free(path);
	return answers;
}

static struct answers_result applied(struct answers *answers)
{
	struct answers_result result;
	struct error err = { 0 };
	if (!answers_apply(answers, NULL, NULL, &result, &err))
		fail_msg("%s", err.text);
	return result;
}

static struct answers_result apply_file(const char *name)
{
	char *path = data_file(name);
	struct answers *answers = opened(path);
	struct answers_result result = applied(answers);
	answers_close(answers);
	free(path);
	return result;
}

/* Everything that is wished, in one text: two stores that say the same have the same wishes. */
static char *wishes(void)
{
	struct str out = { 0 };
	struct assignment_row row;
	struct person person;
	struct person_filter everybody = { .scope = PERSON_EVERYBODY };
	struct error err = { 0 };
	if (!answers_export(&out, store, NULL, &err))
		fail_msg("%s", err.text);
	for (int64_t i = 0;
		person_window(store, &everybody, PERSON_BY_NAME, i, 1, &person, &err) == 1; i++) {
		str_addf(&out, "%s %s calls %d gets %s", person.upn, person.location, person.calls,
			person.gets);
		if (assignment_get(store, person.id, &row, NULL))
			str_addf(&out, " number %s order %s place %s", row.number, row.order,
				row.place);
		str_addc(&out, '\n');
	}
	return str_take(&out);
}

/* ---- checking ---- */

static void examples_have_no_problems(void **state)
{
	(void)state;
	static const char *const files[] = { "bakery.ini", "atelier.ini" };
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char *path = data_file(files[i]);
		struct answers *answers = opened(path);
		if (answers_problem_count(answers) != 0)
			fail_msg("%s", answers_problem(answers, 0));
		answers_close(answers);
		free(path);
	}
}

#define FRENCH                                                                                               \
	"[address paris]\ncountry = FR\ncompany_name = X\nhouse_number = 48\nstreet_name = rue de Turenne\n" \
	"city = Paris\npostal_code = 75003\nlatitude = 48.8\nlongitude = 2.3\n"

static void every_problem_is_told_with_its_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *problem;
	} rows[] = {
		{ "[organisation]\nname = x\n",
			"line 1: there is no section [organisation]. Did you mean [organization]?" },
		{ "[cats]\n", "line 1: there is no section [cats]. There are" },
		{ "[address]\ncity = x\n",
			"line 1: there is no section [address]. Did you mean [address NAME]?" },
		{ "[organization]\n\ncarier = own\n",
			"line 3: [organization] has no key carier. Did you mean carrier?" },
		{ "[people]\nzzzzzzzz = 1\n",
			"line 2: [people] has no key zzzzzzzz. It may have: file." },
		{ "[organization]\nkind = shop\n",
			"line 2: kind is \"shop\", but may be: commercial, gcc, government, education, nonprofit, 21vianet." },
		{ "[licences]\ncalling = domestik\n",
			"but may be: domestic, international, payg, none." },
		{ "[organization]\ncountry = UK\n", "line 2: \"UK\" is no country code. Write GB" },
		{ "[organization]\ncountry = America\n", "line 2: \"America\" is no country code" },
		{ "[organization]\nplan = NO_SUCH_PLAN\n",
			"line 2: no product has the part number NO_SUCH_PLAN" },
		{ "[people]\nfile = missing.csv\n", "line 2" },
		{ "[people]\nfile = bad-people.csv\n", "has no column \"User principal name\"" },
		{ "[licences]\ncallers = everyone\n",
			"line 2: callers: \"everyone\" is no user principal name" },
		{ "[licences]\ncallers = department:\n", "a name must follow department:" },
		{ "[licences]\ncallers = file:missing.csv\n", "line 2" },
		{ "[licences]\ncallers = a@x.example, b\n", "\"b\" is no user principal name" },
		{ "[assign]\nmatch = maybe\n",
			"line 2: match is \"maybe\", but may be: auto, none, file:NAME.csv." },
		{ "[assign]\nmatch = file:missing.csv\n", "line 2" },
		{ "[assign]\naddress = hq/Office\n", "line 2: there is no address \"hq/Office\"" },
		{ "[organization]\ncountry = US\n[numbers a]\nquantity = many\n",
			"line 4: quantity is \"many\"" },
		{ "[organization]\ncountry = US\n[numbers a]\nquantity = -1\n",
			"line 4: quantity" },
		{ "[organization]\ncountry = US\n[numbers a]\nquantity = 100001\n",
			"from 0 to 100000" },
		{ "[organization]\ncountry = US\n[numbers a]\ncity = Bellevue\n",
			"line 3: how many numbers?" },
		{ "[numbers a]\nquantity = 1\n", "line 1: numbers need their country" },
		{ "[organization]\ncountry = US\n[numbers a]\nquantity = 1\narea_code = 42x\n",
			"line 5: \"42x\" must be digits only" },
		{ "[numbers a]\ncountry = FR\nquantity = 1\n",
			"line 1: in France a number carries its emergency address" },
		{ "[numbers a]\ncountry = US\nquantity = 1\naddress = paris\n" FRENCH,
			"the address \"paris\" is in FR, but the numbers are of US" },
		{ "[address hq]\ncity = Bellevue\n", "line 1: an address needs its country" },
		{ "[address hq]\nlocation_id = 123\n", "line 2: \"123\" is no location id" },
		{ "[notify]\nlanguage = tlh\n",
			"line 2: there is no letter in the language \"tlh\". There are: auto, de, en" },
		{ "[notify]\nmethod = pigeon\n", "but may be: files, smtp, graph, none." },
		{ "[people\nfile = x\n", "line 1" },
	};
	write_file("bad-people.csv", "name\nx\n");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct answers *answers = opened_text(rows[i].text);
		if (answers_problem_count(answers) != 1)
			fail_msg("%s: %d problems, the first: %s", rows[i].text,
				answers_problem_count(answers),
				answers_problem_count(answers) ? answers_problem(answers, 0)
							       : "none");
		expect_part(rows[i].text, answers_problem(answers, 0), "test.ini");
		expect_part(rows[i].text, answers_problem(answers, 0), rows[i].problem);
		answers_close(answers);
	}
}

static void address_is_checked_by_its_country(void **state)
{
	(void)state;
	static const char file[] =
		"[address hq]\ncountry = US\ncompany_name = X\nhouse_number = 500\n"
		"street_name = 108\nstreet_suffix = Ave\ncity = Bellevue\n"
		"postal_code = 9800\nlatitude = 47.6\nlongitude = -122.2\n";
	struct answers *answers = opened_text(file);
	assert_int_equal(answers_problem_count(answers), 3);
	expect_part("state is missing", answers_problem(answers, 0), "line 1: ");
	expect_part("108th", answers_problem(answers, 1), "line 5: ");
	expect_part("108th", answers_problem(answers, 1), "108th");
	expect_part("postal code", answers_problem(answers, 2), "line 8: ");
	answers_close(answers);
}

static void all_problems_are_told_and_nothing_is_written(void **state)
{
	(void)state;
	struct answers *answers = opened_text("[organization]\nname = Kept out\nkind = shop\n"
					      "[nonsense]\nx = 1\n[licences]\nbuy = all\n");
	struct error err = { 0 };
	struct organization organization;
	assert_int_equal(answers_problem_count(answers), 3);
	expect_part("line 3", answers_problem(answers, 0), "line 3");
	expect_part("line 4", answers_problem(answers, 1), "line 4");
	expect_part("line 7", answers_problem(answers, 2), "line 7");
	assert_false(answers_apply(answers, NULL, NULL, NULL, &err));
	assert_int_equal(err.code, ERROR_INPUT);
	assert_true(organization_get(store, &organization, &err));
	assert_string_equal(organization.name, "");
	answers_close(answers);
}

static void missing_file_is_an_error_of_its_own(void **state)
{
	(void)state;
	struct error err = { 0 };
	assert_null(answers_open("/no/such/file.ini", store, ref, &err));
	assert_int_equal(err.code, ERROR_IO);
}

static void keys_agree_with_the_store(void **state)
{
	(void)state;
	struct answers_key key;
	for (int i = 0; answers_key(i, &key); i++) {
		int field = organization_field_of(key.key);
		if (!key.words || field < 0 || strchr(key.section, '*') ||
			!organization_field_words(field))
			continue;
		char *words = xstrdup(organization_field_words(field));
		for (char *at = words; *at != '\0'; at++)
			*at = *at == '|' ? ' ' : *at;
		expect_text(key.key, words, key.words);
		free(words);
	}
}

/* ---- applying ---- */

static void bakery_becomes_wishes(void **state)
{
	(void)state;
	struct answers_result result = apply_file("bakery.ini");
	struct organization organization;
	struct number_order order;
	struct address hq;
	struct place place;
	struct error err = { 0 };
	assert_int_equal(result.people.added, 15);
	assert_int_equal(result.callers, 5);
	assert_int_equal(result.licences, 5);
	assert_int_equal(result.addresses, 1);
	assert_int_equal(result.orders, 1);
	assert_int_equal(result.matched, 5);
	assert_int_equal(result.unmatched, 0);
	assert_true(organization_get(store, &organization, &err));
	assert_string_equal(organization.name, "Contoso Bakery");
	assert_string_equal(organization.verified, "yes");
	assert_string_equal(organization.callers, "department:Office");
	assert_true(number_order_find(store, "office", &order, &err));
	assert_int_equal(order.quantity, 5);
	assert_int_equal(order.promised, 5);
	assert_true(address_find(store, "hq", &hq, &err));
	assert_string_equal(hq.street_name, "108th");
	assert_string_equal(hq.latitude, "47.6147");
	assert_true(place_get(store, organization.fallback_place, &place, &err));
	assert_string_equal(place.label, "hq/Office");

	/* Her export names no usage location; the file's country is that of the licences. */
	int64_t chloe;
	struct person person;
	assert_true(person_find(store, "chloe.o'hara@contosobakery.example", &chloe, &err));
	assert_true(person_get(store, chloe, &person, &err));
	assert_string_equal(person.location, "US");
	assert_true(person.calls);
}

static void applying_twice_changes_nothing(void **state)
{
	(void)state;
	static const char *const files[] = { "bakery.ini", "atelier.ini" };
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		apply_file(files[i]);
		char *before = wishes();
		struct answers_result result = apply_file(files[i]);
		assert_int_equal(result.people.added + result.people.updated, 0);
		assert_int_equal(result.licences, 0);
		char *after = wishes();
		expect_text(files[i], after, before);
		free(before);
		free(after);
		close_store();
		open_store("next.db");
	}
}

static void export_repeats_the_setup(void **state)
{
	(void)state;
	static const char *const files[] = { "bakery.ini", "atelier.ini" };
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct str text = { 0 };
		struct error err = { 0 };
		char name[16];
		apply_file(files[i]);
		char *before = wishes();
		assert_true(answers_export(&text, store, NULL, &err));
		close_store();
		snprintf(name, sizeof name, "fresh%zu.db", i);
		open_store(name);
		struct answers *answers = opened_text(str_text(&text));
		if (answers_problem_count(answers) > 0)
			fail_msg("%s in:\n%s", answers_problem(answers, 0), str_text(&text));
		applied(answers);
		answers_close(answers);
		char *after = wishes();
		expect_text(files[i], after, before);
		free(before);
		free(after);
		str_fini(&text);
		close_store();
		snprintf(name, sizeof name, "other%zu.db", i);
		open_store(name);
	}
}

static void changed_file_updates(void **state)
{
	(void)state;
	struct number_order order;
	struct error err = { 0 };
	struct answers *answers = opened_text(
		"[organization]\nname = A\ncountry = US\n[numbers x]\nquantity = 3\ncity = Seattle\n");
	applied(answers);
	answers_close(answers);
	answers = opened_text("[numbers x]\nquantity = 4\n");
	applied(answers);
	answers_close(answers);
	assert_int_equal(number_order_count(store, &err), 1);
	assert_true(number_order_find(store, "x", &order, &err));
	assert_int_equal(order.quantity, 4);
	assert_string_equal(order.city, "Seattle");
}

static void unknown_caller_takes_everything_back(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct organization organization;
	write_file("people.csv", "upn,department\na@x.example,Office\n");
	static const char *const callers[] = { "department:Nowhere", "b@x.example" };
	for (size_t i = 0; i < COUNT_OF(callers); i++) {
		char text[160];
		snprintf(text, sizeof text,
			"[organization]\nname = Kept out\n[people]\nfile = people.csv\n[licences]\ncallers = %s\n",
			callers[i]);
		struct answers *answers = opened_text(text);
		assert_int_equal(answers_problem_count(answers), 0);
		assert_false(answers_apply(answers, NULL, NULL, NULL, &err));
		assert_int_equal(err.code, ERROR_INPUT);
		expect_part(callers[i], err.text, "line 6");
		answers_close(answers);
		assert_true(organization_get(store, &organization, &err));
		assert_string_equal(organization.name, "");
		assert_int_equal(
			person_count(
				store, &(struct person_filter){ .scope = PERSON_EVERYBODY }, NULL),
			0);
	}
}

static void callers_can_be_a_list_or_a_file(void **state)
{
	(void)state;
	static const struct {
		const char *callers;
		int count;
	} rows[] = {
		{ "all", 3 },
		{ "none", 0 },
		{ "a@x.example , C@x.example", 2 },
		{ "file:plain.txt", 2 },
		{ "file:export.csv", 1 },
		{ "city:Lyon", 1 },
	};
	write_file("people.csv", "upn,city\na@x.example,Lyon\nb@x.example,Paris\nc@x.example,\n");
	write_file("plain.txt", "a@x.example\nb@x.example\n");
	write_file("export.csv", "displayName;User principal name\nB;b@x.example\n");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[160];
		snprintf(text, sizeof text,
			"[people]\nfile = people.csv\n[licences]\ncallers = %s\n", rows[i].callers);
		struct answers *answers = opened_text(text);
		if (answers_problem_count(answers) > 0)
			fail_msg("%s", answers_problem(answers, 0));
		expect_number(rows[i].callers, applied(answers).callers, rows[i].count);
		answers_close(answers);
	}
}

static bool stop(void *data, const char *doing, int64_t done, int64_t total)
{
	(void)done, (void)total;
	assert_non_null(doing);
	return --*(int *)data > 0;
}

static void stopping_leaves_nothing(void **state)
{
	(void)state;
	struct organization organization;
	struct error err = { 0 };
	char *path = data_file("bakery.ini");
	struct answers *answers = opened(path);
	int ticks = 2;
	assert_false(answers_apply(answers, stop, &ticks, NULL, &err));
	assert_int_equal(err.code, ERROR_CANCELLED);
	assert_true(organization_get(store, &organization, &err));
	assert_string_equal(organization.name, "");
	assert_false(store_in_transaction(store));
	answers_close(answers);
	free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(examples_have_no_problems),
		TEST(every_problem_is_told_with_its_line),
		TEST(address_is_checked_by_its_country),
		TEST(all_problems_are_told_and_nothing_is_written),
		TEST(missing_file_is_an_error_of_its_own),
		TEST(keys_agree_with_the_store),
		TEST(bakery_becomes_wishes),
		TEST(applying_twice_changes_nothing),
		TEST(export_repeats_the_setup),
		TEST(changed_file_updates),
		TEST(unknown_caller_takes_everything_back),
		TEST(callers_can_be_a_list_or_a_file),
		TEST(stopping_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
