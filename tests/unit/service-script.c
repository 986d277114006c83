/* Proves that texts are quoted for PowerShell as its tokenizer reads them; that a step needs what
 * it needs and says what is missing; that what a script cannot do is refused; that a digest tells
 * wishes apart; and that the plan stands in the constant text once. */
#include <string.h>

#include "core/service/powershell/script.h"
#include "core/tenant/address.h"
#include "tests/unit/expect.h"

static void quotes_of_all_five_kinds_are_doubled_and_nothing_else_is_touched(void **state)
{
	static const struct {
		const char *name, *text, *quoted;
	} rows[] = {
		{ "nothing", "", "''" },
		{ "no text at all", NULL, "''" },
		{ "a plain one", "O'Brien", "'O''Brien'" },
		{ "a typographic one", "O\u2019Brien", "'O\u2019\u2019Brien'" },
		{ "all five", "'\u2018\u2019\u201a\u201b",
			"'''\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b'" },
		{ "double ones", "\"\u201c\u201d\u201e", "'\"\u201c\u201d\u201e'" },
		{ "what acts outside", "$(x) `n ; # <# #> @' {0} -Force | & ,",
			"'$(x) `n ; # <# #> @'' {0} -Force | & ,'" },
		{ "lines", "a\r\nb\tc", "'a  b c'" },
		{ "lines of Unicode",
			"a\u2028b\u2029c\xc2\x85"
			"d",
			"'a b c d'" },
		{ "controls", "a\x1b[2Jb\x7f", "'a [2Jb '" },
		{ "what turns text around", "a\u202eb\u2066c\u2069", "'abc'" },
		{ "a byte order mark", "\ufeffa", "'a'" },
		{ "bytes that are no UTF-8", "a\xff'", "'a\ufffd'''" },
		{ "half a quote", "\xe2\x80'x", "'\ufffd''x'" },
		{ "beyond ASCII", "Zo\u00eb \u7530\U0001f600", "'Zo\u00eb \u7530\U0001f600'" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str out = { 0 };
		powershell_quote(&out, rows[i].text);
		expect_text(rows[i].name, str_text(&out), rows[i].quoted);
		str_fini(&out);
	}
}

static void a_step_says_what_it_lacks(void **state)
{
	static const struct address home = { .id = 1, .country = "US" };
	static const struct {
		const char *name;
		struct service_request request;
		const char *says; /* NULL: it stands */
	} rows[] = {
		{ "a number is assigned",
			{ .kind = "assign", .key = "assign:1", .number = "+1", .upn = "a@b" },
			NULL },
		{ "nobody to assign to", { .kind = "assign", .key = "assign:1", .number = "+1" },
			"assign:1: cannot stand in a script yet, the person is missing." },
		{ "no number", { .kind = "assign", .key = "assign:1", .upn = "a@b" },
			"assign:1: cannot stand in a script yet, the number is missing." },
		{ "an address", { .kind = "address", .key = "address:1", .address = &home }, NULL },
		{ "no address", { .kind = "address", .key = "address:1" },
			"address:1: cannot stand in a script yet, the address is missing." },
		{ "a place in an address that another step makes",
			{ .kind = "place",
				.key = "place:2",
				.place_name = "x",
				.address_key = "address:1" },
			NULL },
		{ "a place in no address", { .kind = "place", .key = "place:2", .place_name = "x" },
			"place:2: cannot stand in a script yet, the address's id is missing." },
		{ "numbers by area code",
			{ .kind = "order",
				.key = "order:1",
				.country = "US",
				.number_kind = "user",
				.quantity = 5,
				.area_code = "425" },
			NULL },
		{ "numbers by a city alone (R-351)",
			{ .kind = "order",
				.key = "order:1",
				.country = "US",
				.number_kind = "user",
				.quantity = 5,
				.city = "Bellevue" },
			"order:1: cannot stand in a script yet, an area code, a prefix or an address to search by is missing." },
		{ "no numbers",
			{ .kind = "order",
				.key = "order:1",
				.country = "US",
				.number_kind = "user",
				.area_code = "425" },
			"order:1: cannot stand in a script yet, how many is missing." },
		{ "a number of an order that another step holds",
			{ .kind = "acquire",
				.key = "number:+1",
				.number = "+1",
				.order_key = "order:1" },
			NULL },
		{ "a number that nothing holds",
			{ .kind = "acquire", .key = "number:+1", .number = "+1" },
			"number:+1: cannot stand in a script yet, the order is missing." },
		{ "a hold to give back",
			{ .kind = "let_go", .key = "let_go:1", .reservation = "x" }, NULL },
		{ "a queue without contents",
			{ .kind = "queue", .key = "feature:1", .name = "Sales" },
			"feature:1: cannot stand in a script yet, what it is to be is missing." },
		{ "an account's end",
			{ .kind = "account_remove", .key = "feature:1", .name = "a@b" },
			"feature:1: a script cannot do this." },
		{ "a licence", { .kind = "licence", .key = "licence:1", .upn = "a@b" },
			"licence:1: a script cannot do this." },
		{ "a queue's end",
			{ .kind = "feature_remove",
				.key = "feature:1",
				.name = "Sales",
				.feature_kind = "queue" },
			NULL },
		{ "a bridge's end",
			{ .kind = "feature_remove",
				.key = "feature:1",
				.name = "bridge",
				.feature_kind = "bridge" },
			"bridge: a script can take away queues and attendants only. Do this in the admin center." },
		{ "a person's number for services (R-355)",
			{ .kind = "usage",
				.key = "feature:1",
				.number = "+1",
				.document = "{\"usage\":\"toll\"}" },
			NULL },
		{ "a service number for people (R-355)",
			{ .kind = "usage",
				.key = "feature:1",
				.number = "+1",
				.document = "{\"usage\":\"user\"}" },
			"+1: a script can turn a person's number into a service number, not back. Ask Microsoft's service desk (R-355)." },
		{ "an attendant that is always open",
			{ .kind = "attendant",
				.key = "feature:1",
				.name = "Main",
				.document = "{\"hours\":[]}" },
			NULL },
		{ "hours that are none",
			{ .kind = "attendant",
				.key = "feature:1",
				.name = "Main",
				.document =
					"{\"hours\":[{\"days\":\"x\",\"from\":\"1\",\"to\":\"2\"}]}" },
			"" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct script *script = script_new(&(struct script_options){ .tenant = "x" });
		struct error err = { 0 };
		bool added = script_add(script, &rows[i].request, &err);
		expect_number(rows[i].name, added, rows[i].says == NULL);
		if (rows[i].says && rows[i].says[0])
			expect_text(rows[i].name, err.text, rows[i].says);
		expect_number(rows[i].name, script_steps(script), added);
		script_free(script);
	}
}

static void steps_stand_in_their_order_under_our_keys(void **state)
{
	static const struct service_request requests[] = {
		{ .kind = "order",
			.key = "order:2",
			.country = "US",
			.number_kind = "user",
			.quantity = 5,
			.city = "Bellevue",
			.area_code = "425" },
		{ .kind = "queue",
			.key = "feature:3",
			.name = "Sales",
			.document =
				"{\"account\":\"q@b\",\"method\":\"all\",\"agents\":[\"a@b\",\"c@d\"],\"overflow_at\":\"9; x\"}" },
	};
	static const char *const rests[] = { "    numberKind = 'user'\n"
					     "    country = 'US'\n"
					     "    city = 'Bellevue'\n"
					     "    areaCode = '425'\n"
					     "    quantity = 5\n"
					     "}\n",
		"    name = 'Sales'\n"
		"    document = @{\n"
		"        account = 'q@b'\n"
		"        language = ''\n"
		"        greeting = ''\n"
		"        music = ''\n"
		"        method = 'Attendant'\n"
		"        agents = @('a@b', 'c@d')\n"
		"        overflow_at = 9\n"
		"        overflow_to = ''\n"
		"        timeout_after = 0\n"
		"        timeout_to = ''\n"
		"    }\n"
		"}\n" };
	struct script *script = script_new(&(struct script_options){ .tenant = "x" });
	struct str want = { 0 };
	struct error err = { 0 };
	char digest[SCRIPT_DIGEST];
	(void)state;
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
		assert_true(script_add(script, &requests[i], &err));
		script_digest(&requests[i], digest);
		str_addf(&want, "@{\n    key = '%s'\n    kind = '%s'\n    digest = '%s'\n%s",
			requests[i].key, requests[i].kind, digest, rests[i]);
	}
	expect_text("steps", script_data(script), str_text(&want));
	str_fini(&want);
	script_free(script);
}

/* The runbook knows no cmdlet of 2017 (R-347 to R-355). */
static void each_job_is_done_by_the_present_cmdlet(void **state)
{
	static const struct {
		const char *rule, *present, *older;
	} rows[] = {
		{ "R-347", "Get-CsPhoneNumberAssignment -Top 1000",
			"Get-CsOnlineTelephoneNumber " },
		{ "R-348", "Set-CsPhoneNumberAssignment @", "Set-CsOnlineVoiceUser" },
		{ "R-349", "Remove-CsPhoneNumberAssignment @", "TelephoneNumber $null" },
		{ "R-351", "New-CsOnlineTelephoneNumberOrder @", "Search-Cs" },
		{ "R-351", "Complete-CsOnlineTelephoneNumberOrder -OrderId", "Search-Cs" },
		{ "R-351", "Clear-CsOnlineTelephoneNumberOrder -OrderId", "Search-Cs" },
		{ "R-352", "New-CsOnlineLisCivicAddress @", "CsOnlineLisWireless" },
		{ "R-353", "New-CsOnlineLisLocation -CivicAddressId", "CsOnlineLisWireless" },
		{ "R-354", "Remove-CsOnlineTelephoneNumber -TelephoneNumber", "Get-CsOnlineVoice" },
		{ "R-355", "New-CsPhoneNumberUsageChangeOrder -TelephoneNumber",
			"Get-CsOnlineVoice" },
	};
	struct script *script = script_new(&(struct script_options){ .tenant = "x" });
	struct str out = { 0 };
	(void)state;
	script_text(script, &out);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		expect_number(rows[i].rule, strstr(str_text(&out), rows[i].present) != NULL, true);
		expect_number(rows[i].rule, strstr(str_text(&out), rows[i].older) != NULL, false);
	}
	/* R-357: whichever name of the two the installed module knows. */
	expect_number("R-357", strstr(str_text(&out), "@('PhoneNumberType', 'NumberType')") != NULL,
		true);
	str_fini(&out);
	script_free(script);
}

static void a_digest_tells_kinds_and_wishes_apart(void **state)
{
	static const struct service_request requests[] = {
		{ .kind = "assign", .wish = "{\"number\":\"+1\"}" },
		{ .kind = "assign", .wish = "{\"number\":\"+2\"}" },
		{ .kind = "unassign", .wish = "{\"number\":\"+1\"}" },
		{ .kind = "assign" },
		{ .kind = "assignn", .wish = "" },
	};
	char digests[sizeof requests / sizeof requests[0]][SCRIPT_DIGEST];
	char again[SCRIPT_DIGEST];
	(void)state;
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
		script_digest(&requests[i], digests[i]);
		expect_number("digits", (int64_t)strspn(digests[i], "0123456789abcdef"), 16);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(digests[i], digests[k]);
	}
	script_digest(&requests[0], again);
	expect_text("the same wish", again, digests[0]);
}

static void the_plan_stands_in_the_constant_text_once(void **state)
{
	static const struct {
		const char *title;
		bool tokens, reads, mark;
		const char *holds;
	} rows[] = {
		{ "Contoso", false, false, false, "\n    tokens = $false\n    reads = $false\n" },
		{ "Contoso", true, false, false, "\n    tokens = $true\n    reads = $false\n" },
		{ "Zo\u00eb", false, true, true, "\n    title = 'Zo\u00eb'\n" },
		{ "#=plan=", false, true, false, "\n    title = '#=plan='\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct script *script = script_new(&(struct script_options){ .tenant = "t.example",
			.title = rows[i].title,
			.tokens = rows[i].tokens,
			.reads = rows[i].reads,
			.now = 1800000000 });
		struct str out = { 0 };
		script_text(script, &out);
		const char *text = str_text(&out), *plan = strstr(text, "\n$Plan = @{\n");
		expect_number(rows[i].title, strncmp(text, "\xef\xbb\xbf", 3) == 0, rows[i].mark);
		assert_non_null(strstr(text, rows[i].holds));
		assert_non_null(strstr(text, "\n    written = '2027-01-15T08:00:00Z'\n"));
		assert_non_null(plan);
		assert_null(strstr(plan + 1, "\n$Plan = @{\n"));
		assert_null(strstr(text, "\n#=plan=\n"));
		str_fini(&out);
		script_free(script);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_of_all_five_kinds_are_doubled_and_nothing_else_is_touched),
		cmocka_unit_test(a_step_says_what_it_lacks),
		cmocka_unit_test(steps_stand_in_their_order_under_our_keys),
		cmocka_unit_test(each_job_is_done_by_the_present_cmdlet),
		cmocka_unit_test(a_digest_tells_kinds_and_wishes_apart),
		cmocka_unit_test(the_plan_stands_in_the_constant_text_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
