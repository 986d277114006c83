/* Proves that the page of a plan tells each change as a call, a line or a way by hand, in the words
 * of today's documentation; that a shell reads its lines as they were meant, whatever a name holds;
 * and that an id which is still to come is said and not left out. */
#include "core/exchange/runbook.h"
#include "core/service/powershell/script.h"
#include "tests/unit/plan-fixture.h"

#define EVIL "a'b\"$(touch pwned)`touch pwned`;\ntouch pwned;\\'\n```\n#"

/* What sh prints for a command, in the fixture's folder. */
static void shell(const char *command, struct str *out)
{
	char path[160], line[200];
	FILE *file;
	int c;

	snprintf(path, sizeof path, "%s/run.sh", fixture_folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "cd '%s' || exit 1\n%s", fixture_folder, command);
	assert_int_equal(fclose(file), 0);
	snprintf(line, sizeof line, "/bin/sh '%s' 2>&1", path);
	file = popen(line, "r");
	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		str_addc(out, (char)c);
	expect_number(command, pclose(file), 0);
}

static void a_shell_reads_a_quoted_text_as_it_was(void **state)
{
	static const struct {
		const char *text, *read;
	} rows[] = {
		{ "", "" },
		{ "O'Brien", "O'Brien" },
		{ "'''", "'''" },
		{ "$(id) `id` $HOME ; & | > x \\ \" * ? [a] ~ # !", NULL },
		{ "a\nb\tc\x1b[2J\x7f", "a b c [2J " },
		{ "-n", "-n" },
		{ "Zo\u00eb \u2019 \u7530", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str command = { 0 }, out = { 0 };

		str_add(&command, "printf '%s|' ");
		shell_quote(&command, rows[i].text);
		str_addc(&command, '\n');
		shell(str_text(&command), &out);
		str_clear(&command);
		str_addf(&command, "%s|", rows[i].read ? rows[i].read : rows[i].text);
		expect_text(rows[i].text, str_text(&out), str_text(&command));
		str_fini(&command);
		str_fini(&out);
	}
}

static void page_of(const char *sql, struct str *out)
{
	static const struct runbook_options options = { .title = "Bakery",
		.tenant = "contoso.example",
		.graph = "https://graph.microsoft.com",
		.now = FIXTURE_NOW };
	struct error err = { 0 };
	struct store *store;

	fixture_fresh();
	store = fixture_open();
	fixture_exec(store, sql);
	if (!runbook_write(store, NULL, &options, out, &err))
		fail_msg("%s: %s", sql, err.text);
	store_close(store);
}

/* A number that is ours, and that Ava is to have; another that she has. */
#define OURS                                                                                        \
	"DELETE FROM assignment; DELETE FROM number_order; INSERT INTO number (e164, owned_wanted," \
	" owned_actual) VALUES ('+14255550100', 1, 1), ('+14255550101', 1, 1);"

static void each_change_is_a_call_a_line_or_a_way_by_hand(void **state)
{
	static const struct {
		const char *name, *sql, *part;
	} rows[] = {
		{ "purchases are by hand", "",
			"Buy exactly the number of seats that stands above" },
		{ "their cost", "", "Licences to buy: 3\n" },
		{ "a usage location", "",
			"printf 'Authorization: Bearer %s' \"$TOKEN\" | curl --fail-with-body -X PATCH 'https://graph.microsoft.com/v1.0/users/o3' \\\n"
			"  -H @- -H 'Content-Type: application/json' \\\n"
			"  --data '{\"usageLocation\":\"US\"}'\n" },
		{ "R-356: licences come and go in one call",
			"INSERT INTO subscription (sku_id, sku_part) VALUES ('old', 'MCOPSTN1');"
			"INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'old', 0, 1)",
			"/users/o1/assignLicense' \\\n"
			"  -H @- -H 'Content-Type: application/json' \\\n"
			"  --data '{\"addLicenses\":[{\"skuId\":\"b\"}],\"removeLicenses\":[\"old\"]}'\n" },
		{ "an address", "",
			"New-CsOnlineLisCivicAddress -Description 'hq' -CountryOrRegion 'US' -City 'Bellevue'"
			" -Latitude '47.6147' -Longitude '-122.1966'\n" },
		{ "a place in an address that is still to come", "",
			"Needs the id that `address:1` brings.\n```powershell\n"
			"New-CsOnlineLisLocation -CivicAddressId 'CIVIC ADDRESS ID OF address:1' -Location 'Office'\n" },
		{ "an order", "UPDATE number_order SET area_code = '425', city = ''",
			"-Country 'US' -NumberType 'UserSubscriber' -Quantity 3 -AreaCode '425'\n" },
		{ "who waits for numbers", "",
			"6 changes wait for numbers that orders are still to bring" },
		{ "R-357: an assignment, with the names of 2026",
			OURS "INSERT INTO assignment (person_id, number_wanted, place_wanted)"
			     " VALUES (1, '+14255550100', 9)",
			"Set-CsPhoneNumberAssignment -Identity 'ava@x' -TelephoneNumber '+14255550100'"
			" -LocationId 'LOCATION ID OF place:9' -NumberType 'CallingPlan'\n" },
		{ "an assignment by Graph",
			OURS
			"INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550100')",
			"--data '{\"telephoneNumber\":\"+14255550100\",\"assignmentTargetId\":\"o1\","
			"\"numberType\":\"callingPlan\",\"assignmentCategory\":\"primary\"}'\n" },
		{ "R-349: somebody's number is taken away",
			OURS "INSERT INTO assignment (person_id, number_actual, number_base)"
			     " VALUES (1, '+14255550101', '+14255550101')",
			"Remove-CsPhoneNumberAssignment -Identity 'ava@x' -TelephoneNumber '+14255550101'"
			" -NumberType 'CallingPlan'\n" },
		{ "R-354: a number is released",
			OURS "UPDATE number SET owned_wanted = 0 WHERE e164 = '+14255550100'",
			"Remove-CsOnlineTelephoneNumber -TelephoneNumber '+14255550100'\n" },
		{ "an attendant's contents",
			"INSERT INTO feature (kind, name, wanted) VALUES ('attendant', 'Main',"
			" '{\"language\":\"en-US\",\"menu\":[{\"key\":\"1\",\"say\":\"x\",\"to\":\"end\"}]}')",
			"            @{ key = '1'; say = 'x'; to = 'end' }\n" },
		{ "an account's end, which PowerShell cannot do",
			"INSERT INTO feature (kind, name, actual, base) VALUES ('account', 'aa@x', '{}', '{}')",
			"-X DELETE 'https://graph.microsoft.com/v1.0/users/aa@x' \\\n"
			"  -H @-\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str out = { 0 };

		page_of(rows[i].sql, &out);
		if (!strstr(str_text(&out), rows[i].part))
			fail_msg("%s: not in\n%s", rows[i].name, str_text(&out));
		str_fini(&out);
	}
}

/* The blocks of sh behind the first one, which only shows how to begin. */
static void blocks_of(const char *page, struct str *out)
{
	const char *at = strstr(page, "\n```sh\n");

	while (at && (at = strstr(at + 7, "\n```sh\n")) != NULL) {
		const char *end = strstr(at + 7, "\n```\n");

		assert_non_null(end);
		str_addn(out, at + 7, (size_t)(end - at - 6));
	}
}

static void no_name_gets_out_of_its_quotes(void **state)
{
	struct str page = { 0 }, command = { 0 }, out = { 0 }, quoted = { 0 }, sql = { 0 };
	char path[160];

	(void)state;
	str_add(&sql,
		"CREATE TEMP TABLE evil AS SELECT 'a''b\"$(touch pwned)`touch pwned`;' || char(10)"
		" || 'touch pwned;\\''' || char(10) || '```' || char(10) || '#' AS text;"
		"UPDATE person SET object_id = (SELECT text FROM temp.evil), display_name ="
		" (SELECT text FROM temp.evil) WHERE id = 3;"
		"UPDATE address SET name = (SELECT text FROM temp.evil), street_name ="
		" (SELECT text FROM temp.evil);"
		"INSERT INTO feature (kind, name, actual, base) VALUES ('account',"
		" (SELECT text FROM temp.evil), '{}', '{}')");
	page_of(str_text(&sql), &page);
	str_add(&command, "curl() { for word; do printf '%s\\n' \"$word\"; done; }\nTOKEN=t\n");
	blocks_of(str_text(&page), &command);
	shell(str_text(&command), &out);
	snprintf(path, sizeof path, "%s/pwned", fixture_folder);
	expect_number("nothing else is run", access(path, F_OK), -1);
	assert_non_null(strstr(str_text(&out),
		"/v1.0/users/a%27b%22%24%28touch%20pwned%29%60touch%20pwned%60%3B%0Atouch%20pwned%3B"
		"%5C%27%0A%60%60%60%0A%23\n"));
	powershell_quote(&quoted, EVIL);
	assert_non_null(strstr(str_text(&page), str_text(&quoted)));
	/* No line of the page begins with what a name holds. */
	assert_null(strstr(str_text(&page), "\ntouch pwned"));
	str_fini(&page);
	str_fini(&command);
	str_fini(&out);
	str_fini(&quoted);
	str_fini(&sql);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shell_reads_a_quoted_text_as_it_was),
		cmocka_unit_test(each_change_is_a_call_a_line_or_a_way_by_hand),
		cmocka_unit_test(no_name_gets_out_of_its_quotes),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
