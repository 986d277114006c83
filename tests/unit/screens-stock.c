/* Proves what steps Numbers and Addresses show and refuse, over a store and without a terminal:
 * orders, held and owned numbers in one list, the reasons why none can be had, the form of each
 * country in its own order, the fields' checks, and what a deletion is refused for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/profile/profile.h"
#include "core/tenant/address.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "screens/addresses.h"
#include "screens/numbers.h"
#include "tests/unit/expect.h"

#define NOW 1800000000

struct fixture {
	char folder[64];
	struct profile profile;
	struct loop *loop;
	struct wizard wizard;
};

static int set_up(void **state)
{
	struct fixture *fixture = xcalloc(1, sizeof *fixture);
	struct error err = { 0 };
	struct profile_options options = { .name = "test", .demo = true, .speed = "instant" };
	snprintf(fixture->folder, sizeof fixture->folder, "/tmp/unit-stock-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	setenv("XDG_STATE_HOME", fixture->folder, 1);
	setenv("XDG_CONFIG_HOME", fixture->folder, 1);
	setenv("RINGUP_NOW", "1800000000", 1);
	if (!profile_open(&fixture->profile, &options, &err))
		fail_msg("%s", err.text);
	fixture->loop = loop_new();
	fixture->wizard.profile = &fixture->profile;
	fixture->wizard.loop = fixture->loop;
	snprintf(fixture->wizard.facts.organization.country, 3, "US");
	snprintf(fixture->wizard.facts.organization.verified, 4, "yes");
	numbers_init(&fixture->wizard);
	addresses_init(&fixture->wizard);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm",
		"test.db.lock", "test.demo.db", "test.demo.db-wal", "test.demo.db-shm", "" };
	char path[200];
	numbers_fini(&fixture->wizard);
	addresses_fini(&fixture->wizard);
	loop_free(fixture->loop);
	profile_close(&fixture->profile);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/ringup/%s", fixture->folder, names[i]);
		if (*names[i])
			unlink(path);
		else
			rmdir(path);
	}
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

/* All cells of a row, with a bar between them. */
static const char *row_text(struct fixture *fixture, const struct view *view, int64_t row)
{
	static char text[400];
	struct str out = { 0 };
	for (int column = 0; column < view->column_count; column++) {
		if (column)
			str_addc(&out, '|');
		view->cell(&fixture->wizard, row, column, &out);
	}
	snprintf(text, sizeof text, "%s", str_text(&out));
	str_fini(&out);
	return text;
}

static void show(struct fixture *fixture, const struct view *view, int64_t count)
{
	int64_t got = view->count(&fixture->wizard);
	if (got != count)
		fail_msg("%s shows %d rows, not %d", view->id, (int)got, (int)count);
	if (view->load)
		view->load(&fixture->wizard, 0, (int)got);
}

static void stock(struct fixture *fixture)
{
	struct store *store = fixture->profile.store;
	struct error err = { 0 };
	static const char found[] = "[{\"telephoneNumber\":\"+14255550100\",\"state\":\"WA\","
				    "\"city\":\"Bellevue\",\"areaCode\":\"425\"}]";
	struct number_hold hold = {
		.reservation = "r1", .held_until = NOW + 581, .kind = "user", .country = "US"
	};
	struct number_record owned = { .e164 = "+33465710001",
		.kind = "user",
		.country = "FR",
		.state = "ARA",
		.city = "Lyon",
		.area_code = "4" };
	struct number_order order = { .name = "office",
		.kind = "toll",
		.country = "US",
		.state = "WA",
		.city = "Seattle",
		.quantity = 5 };
	if (!number_hold(store, found, strlen(found), &hold, NULL, &err) ||
		!number_put(store, &owned, NULL, &err) || !number_order_put(store, &order, &err))
		fail_msg("%s", err.text);
}

static void orders_held_and_owned_numbers_are_one_list(void **state)
{
	static const char *const rows[] = {
		"5 wanted in|toll|Seattle, WA|-|ordered|",
		"+1 425 555 0100|user|Bellevue, WA|-|held|9:41",
		"+33 4 65 71 00 01|user|Lyon|-|yours|",
	};
	struct fixture *fixture = *state;
	stock(fixture);
	show(fixture, &numbers_view, 3);
	for (int i = 0; i < 3; i++)
		assert_string_equal(row_text(fixture, &numbers_view, i), rows[i]);
	assert_int_equal(numbers_view.mark(&fixture->wizard, 0), 0);
	assert_int_equal(numbers_view.mark(&fixture->wizard, 1), ' ');
	assert_int_equal(numbers_view.mark(&fixture->wizard, 2), 0);
}

static void a_row_is_found_again_by_its_key(void **state)
{
	struct fixture *fixture = *state;
	stock(fixture);
	show(fixture, &numbers_view, 3);
	for (int i = 0; i < 3; i++) {
		int64_t key = numbers_view.key(&fixture->wizard, i);
		assert_int_equal(numbers_view.find(&fixture->wizard, key), i);
	}
	assert_int_equal(numbers_view.find(&fixture->wizard, 1), -1);
}

static void a_filter_narrows_orders_and_numbers(void **state)
{
	static const struct {
		const char *text;
		bool exclude;
		int rows;
	} cases[] = {
		{ "seattle", false, 1 },
		{ "OFFICE", false, 1 },
		{ "0100", false, 1 },
		{ "lyon", true, 2 },
		{ "nowhere", false, 0 },
		{ "", false, 3 },
	};
	struct fixture *fixture = *state;
	stock(fixture);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		numbers_view.filter(&fixture->wizard, cases[i].text, cases[i].exclude);
		int64_t rows = numbers_view.count(&fixture->wizard);
		if (rows != cases[i].rows)
			fail_msg("\"%s\": %d rows", cases[i].text, (int)rows);
	}
}

static void a_refusal_names_its_rule(void **state)
{
	struct fixture *fixture = *state;
	struct numbers *numbers = fixture->wizard.state[PLAN_NUMBERS];
	static const struct {
		const char *kind, *country, *verified;
		int64_t limit, quantity;
		bool offline;
		int rule; /* -1: allowed */
	} cases[] = {
		{ "user", "US", "yes", 0, 1, false, 187 },
		{ "user", "US", "yes", 15, 5, false, -1 },
		{ "user", "US", "yes", 15, 16, false, 215 },
		{ "user", "US", "no", 15, 5, false, 432 },
		{ "user", "US", "pending", 15, 5, false, 432 },
		{ "user", "FR", "yes", 15, 5, false, 228 },
		{ "toll", "FR", "yes", 5, 1, false, -1 },
		{ "toll", "US", "yes", 0, 1, false, 210 },
		{ "tollfree", "US", "yes", 5, 1, false, 167 },
		{ "user", "US", "yes", 15, 5, true, 0 },
	};
	struct service *service = fixture->profile.service;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct number_order wish = { .quantity = cases[i].quantity };
		struct plan_quota *quota = &numbers->quota[number_kind_of(cases[i].kind)];
		snprintf(wish.kind, sizeof wish.kind, "%s", cases[i].kind);
		snprintf(wish.country, sizeof wish.country, "%s", cases[i].country);
		snprintf(fixture->wizard.facts.organization.verified, 12, "%s", cases[i].verified);
		quota->quota.limit = quota->quota.free = cases[i].limit;
		fixture->profile.service = cases[i].offline ? NULL : service;
		struct verdict verdict = number_may_search(numbers, &wish);
		int rule = verdict_ok(verdict) ? -1 : verdict.rule;
		if (rule != cases[i].rule)
			fail_msg("case %d: rule %d, not %d", (int)i, rule, cases[i].rule);
	}
	fixture->profile.service = service;
}

static const struct field *form_field(const struct form *form, const char *id)
{
	for (int i = 0; i < form->field_count; i++)
		if (strcmp(form->fields[i].id, id) == 0)
			return &form->fields[i];
	fail_msg("the form has no field %s", id);
	return NULL;
}

static void an_address_is_checked_field_by_field(void **state)
{
	static const struct {
		const char *country, *field, *value;
		int rule; /* 0: taken */
	} cases[] = {
		{ "US", "street_name", "108", 300 },
		{ "US", "street_name", "108th", 0 },
		{ "FR", "street_name", "8 mai 1945", 0 },
		{ "US", "postal_code", "9800", 289 },
		{ "US", "postal_code", "98004", 0 },
		{ "FR", "postal_code", "69001", 0 },
		{ "FR", "postal_code", "6900", 289 },
		{ "US", "latitude", "91", 285 },
		{ "US", "latitude", "47.6147", 0 },
		{ "US", "latitude", "47,6147", 0 },
		{ "US", "house_number", "A1", 291 },
	};
	struct fixture *fixture = *state;
	struct addresses *addresses = fixture->wizard.state[PLAN_ADDRESSES];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct form *form = address_sheet_form(addresses, cases[i].country);
		const struct field *field = form_field(form, cases[i].field);
		struct error err = { 0 };
		char rule[8];
		bool taken = field->set(&fixture->wizard, field, cases[i].value, &err);
		snprintf(rule, sizeof rule, "R-%03d", cases[i].rule);
		if (taken != (cases[i].rule == 0) || (!taken && !strstr(err.text, rule)))
			fail_msg("%s %s: %s", cases[i].country, cases[i].value, err.text);
	}
}

static void both_degrees_may_be_pasted_at_once(void **state)
{
	struct fixture *fixture = *state;
	const struct form *form = address_sheet_form(fixture->wizard.state[PLAN_ADDRESSES], "FR");
	const struct field *latitude = form_field(form, "latitude");
	const struct field *longitude = form_field(form, "longitude");
	struct str out = { 0 };
	struct error err = { 0 };
	/* a decimal comma is read, and kept as a point. */
	assert_true(latitude->set(&fixture->wizard, latitude, "45,7657", &err));
	latitude->get(&fixture->wizard, latitude, &out);
	assert_string_equal(str_text(&out), "45.7657");
	str_clear(&out);
	assert_true(latitude->set(&fixture->wizard, latitude, "45.7657, 4.8363", &err));
	latitude->get(&fixture->wizard, latitude, &out);
	str_addc(&out, ' ');
	longitude->get(&fixture->wizard, longitude, &out);
	assert_string_equal(str_text(&out), "45.7657 4.8363");
	str_fini(&out);
}

static void fields_stand_in_the_countrys_order(void **state)
{
	static const struct {
		const char *country, *ids;
	} cases[] = {
		{ "FR", "name company_name house_number house_number_suffix street_name postal_code "
			"city latitude longitude places country" },
		{ "DE", "name company_name street_name house_number house_number_suffix postal_code "
			"city latitude longitude places country" },
		{ "IE", "name company_name house_number house_name street_name city state postal_code "
			"latitude longitude places country" },
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct form *form = address_sheet_form(
			fixture->wizard.state[PLAN_ADDRESSES], cases[i].country);
		struct str ids = { 0 };
		for (int k = 0; k < form->field_count; k++)
			str_addf(&ids, "%s%s", k ? " " : "", form->fields[k].id);
		assert_string_equal(str_text(&ids), cases[i].ids);
		str_fini(&ids);
	}
	assert_string_equal(
		form_field(address_sheet_form(fixture->wizard.state[PLAN_ADDRESSES], "IE"), "state")
			->label,
		"County");
}

static void an_address_says_its_state_in_a_word(void **state)
{
	static const struct {
		const char *actual, *civic_id;
		bool wanted;
		int64_t corrections;
		const char *word;
	} cases[] = {
		{ "None", "", true, 0, "planned" },
		{ "NotValidated", "c", true, 0, "not validated" },
		{ "Valid", "c", true, 0, "validated" },
		{ "Valid", "c", true, 1, "corrected" },
		{ "Invalid", "c", true, 0, "refused" },
		{ "Valid", "c", false, 0, "to be removed" },
	};
	struct fixture *fixture = *state;
	struct addresses *addresses = fixture->wizard.state[PLAN_ADDRESSES];
	struct address address = {
		.name = "hq", .country = "US", .city = "Bellevue", .wanted = true
	};
	struct error err = { 0 };
	if (!address_put(fixture->profile.store, &address, &err))
		fail_msg("%s", err.text);
	show(fixture, &addresses_view, 1);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct address *row = &addresses->rows[0];
		snprintf(row->actual, sizeof row->actual, "%s", cases[i].actual);
		snprintf(row->civic_id, sizeof row->civic_id, "%s", cases[i].civic_id);
		row->wanted = cases[i].wanted;
		row->open_corrections = cases[i].corrections;
		const char *text = strrchr(row_text(fixture, &addresses_view, 0), '|') + 1;
		if (strcmp(text, cases[i].word) != 0)
			fail_msg("case %d: %s, not %s", (int)i, text, cases[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			orders_held_and_owned_numbers_are_one_list, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_row_is_found_again_by_its_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_filter_narrows_orders_and_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_refusal_names_its_rule, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_address_is_checked_field_by_field, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			both_degrees_may_be_pasted_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			fields_stand_in_the_countrys_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_address_says_its_state_in_a_word, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
