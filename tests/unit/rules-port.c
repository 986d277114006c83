/* Proves which numbers can be brought along, by which way and in which order, what an order's data
 * must look like, and what may be done in each of its states. */
#include "core/rules/port.h"
#include "core/rules/workday.h"
#include "tests/unit/rules-test.h"

static void some_numbers_cannot_come(void **state)
{
	static const struct {
		const char *name;
		enum port_type type;
		const char *country;
		enum verdict_answer answer;
	} rows[] = {
		{ "R-258: landline", PORT_LANDLINE, "BE", VERDICT_YES },
		{ "R-258: toll-free", PORT_TOLL_FREE, "US", VERDICT_YES },
		{ "R-258: service", PORT_SERVICE, "DE", VERDICT_YES },
		{ "R-258: internet telephone provider", PORT_VOIP, "FR", VERDICT_YES },
		{ "R-258: mobile in the US", PORT_MOBILE, "US", VERDICT_YES },
		{ "R-258: mobile in Puerto Rico", PORT_MOBILE, "pr", VERDICT_YES },
		{ "R-258: mobile in Canada", PORT_MOBILE, "CA", VERDICT_NO },
		{ "R-258: mobile in Britain", PORT_MOBILE, "GB", VERDICT_NO },
		{ "R-258: fax as voice only", PORT_FAX, "US", VERDICT_WARN },
		{ "R-258: UIFN", PORT_UIFN, "US", VERDICT_NO },
		{ "R-258: DSL line", PORT_DATA, "GB", VERDICT_NO },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict = port_may(rows[i].type, rows[i].country);
		expect_number(rows[i].name, verdict.answer, rows[i].answer);
		if (rows[i].answer != VERDICT_YES)
			expect_number(rows[i].name, verdict.rule, 258);
	}
}

static void a_prefix_tells_what_cannot_come(void **state)
{
	static const struct {
		const char *name, *e164;
		bool may;
	} rows[] = {
		{ "R-258: London", "+442079460000", true },
		{ "R-258: 0843", "+448431234567", false },
		{ "R-258: 0844", "+448441234567", false },
		{ "R-258: 0845", "+448451234567", false },
		{ "R-258: 0870", "+448701234567", false },
		{ "R-258: 0871", "+448711234567", false },
		{ "R-258: 0872", "+448721234567", false },
		{ "R-258: 0800 is free and can come", "+448001234567", true },
		{ "R-258: universal freephone", "+80012345678", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name, verdict_ok(port_number_may(rows[i].e164)), rows[i].may);
}

static void an_order_goes_by_wizard_or_by_letter(void **state)
{
	static const struct {
		const char *name;
		enum port_type type;
		const char *country;
		int64_t count;
		enum port_way way;
		int rule;
	} rows[] = {
		{ "R-256: 999 landlines", PORT_LANDLINE, "US", 999, PORT_BY_WIZARD, 257 },
		{ "R-256: 1,000 landlines", PORT_LANDLINE, "US", 1000, PORT_BY_LETTER, 256 },
		{ "R-257: Canada", PORT_VOIP, "CA", 1, PORT_BY_WIZARD, 257 },
		{ "R-257: Britain", PORT_LANDLINE, "gb", 1, PORT_BY_WIZARD, 257 },
		{ "R-257: Belgium", PORT_LANDLINE, "BE", 1, PORT_BY_LETTER, 257 },
		{ "R-256: toll-free", PORT_TOLL_FREE, "US", 1, PORT_BY_LETTER, 256 },
		{ "R-256: service", PORT_SERVICE, "US", 1, PORT_BY_LETTER, 256 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect_number(rows[i].name,
			port_way_of(rows[i].type, rows[i].country, rows[i].count), rows[i].way);
		expect_number(rows[i].name,
			port_way_verdict(rows[i].type, rows[i].country, rows[i].count).rule,
			rows[i].rule);
	}
}

static void special_numbers_have_orders_of_their_own(void **state)
{
	static const struct {
		const char *name, *e164;
		enum port_type said, is;
	} rows[] = {
		{ "R-259: 800", "+18005550100", PORT_LANDLINE, PORT_TOLL_FREE },
		{ "R-259: 844", "+18445550100", PORT_LANDLINE, PORT_TOLL_FREE },
		{ "R-259: 855", "+18555550100", PORT_VOIP, PORT_TOLL_FREE },
		{ "R-259: 866", "+18665550100", PORT_LANDLINE, PORT_TOLL_FREE },
		{ "R-259: 877", "+18775550100", PORT_LANDLINE, PORT_TOLL_FREE },
		{ "R-259: 888", "+18885550100", PORT_LANDLINE, PORT_TOLL_FREE },
		{ "R-259: Bellevue", "+14255550100", PORT_LANDLINE, PORT_LANDLINE },
		{ "R-259: a German number stays what was said", "+498001234567", PORT_SERVICE,
			PORT_SERVICE },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(
			rows[i].name, port_type_by_prefix(rows[i].e164, rows[i].said), rows[i].is);
	expect_number("R-259: landline with voip", port_same_order(PORT_LANDLINE, PORT_VOIP), 1);
	expect_number("R-259: landline with toll-free",
		port_same_order(PORT_LANDLINE, PORT_TOLL_FREE), 0);
	expect_number(
		"R-259: mobile with landline", port_same_order(PORT_MOBILE, PORT_LANDLINE), 0);
	expect_number(
		"R-259: service with service", port_same_order(PORT_SERVICE, PORT_SERVICE), 1);
}

static void the_billing_number_goes_with_the_whole_account(void **state)
{
	/* +14255551234 with 25 further numbers 1235-1259. */
	static const struct {
		const char *name;
		enum port_scope scope;
		const char *billing;
		int64_t listed;
		bool within;
		enum verdict_answer answer;
		int64_t count;
	} rows[] = {
		{ "R-260: full, 1234-1259", PORT_FULL, "+14255551234", 26, true, VERDICT_YES, 26 },
		{ "R-260: full without its billing number", PORT_FULL, "+14255551234", 25, false,
			VERDICT_WARN, 26 },
		{ "R-260: partial, 1235-1239", PORT_PARTIAL, "+14255551234", 5, false, VERDICT_YES,
			5 },
		{ "R-260: partial with the billing number", PORT_PARTIAL, "+14255551234", 6, true,
			VERDICT_WARN, 5 },
		{ "R-261: no billing number", PORT_FULL, "", 5, false, VERDICT_NO, 6 },
		{ "R-261: not E.164", PORT_PARTIAL, "4255551234", 5, false, VERDICT_NO, 5 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict = port_billing(
			rows[i].scope, rows[i].billing, rows[i].within);
		expect_number(rows[i].name, verdict.answer, rows[i].answer);
		expect_number(rows[i].name,
			port_order_count(rows[i].scope, rows[i].listed, rows[i].within),
			rows[i].count);
	}
}

static void a_range_is_its_numbers(void **state)
{
	/* the 26 of a full port, the five of a partial one. */
	static const struct {
		const char *name, *text;
		int count;
		const char *first, *last;
	} rows[] = {
		{ "R-260: 1234-1259", "+14255551234-1259", 26, "+14255551234", "+14255551259" },
		{ "R-260: 1235-1239", "+14255551235-1239", 5, "+14255551235", "+14255551239" },
		{ "R-260: the last one whole", "+14255551235-+14255551239", 5, "+14255551235",
			"+14255551239" },
		{ "R-260: one", "+3225550100-0100", 1, "+3225550100", "+3225550100" },
		{ "R-260: across a hundred", "+3225550199-0201", 3, "+3225550199", "+3225550201" },
		{ "R-260: backwards", "+14255551239-1235", 0, "", "" },
		{ "R-260: no plus sign", "14255551235-1239", 0, "", "" },
		{ "R-260: a number with a dash", "+1425555-0100", 0, "", "" },
		{ "R-260: nothing behind", "+14255551235-", 0, "", "" },
		{ "R-260: letters behind", "+14255551235-12x9", 0, "", "" },
		{ "R-260: another length", "+14255551235-+1425555123", 0, "", "" },
		{ "R-260: too many", "+14255551235-+14255591235", 0, "", "" },
		{ "R-260: a single number", "+14255551235", 0, "", "" },
		{ "R-260: none", "", 0, "", "" },
	};
	char first[E164_SIZE], last[E164_SIZE];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int count = port_range(rows[i].text, first);
		expect_number(rows[i].name, count, rows[i].count);
		if (count > 0) {
			expect_text(rows[i].name, port_range_at(first, 0, last), rows[i].first);
			expect_text(
				rows[i].name, port_range_at(first, count - 1, last), rows[i].last);
		}
	}
}

static void a_country_takes_numbers_or_not(void **state)
{
	static const struct {
		const char *name;
		enum port_type type;
		bool sold, partner;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-129: Belgium", PORT_LANDLINE, true, false, VERDICT_YES, 0 },
		{ "R-129: Brazil", PORT_LANDLINE, false, false, VERDICT_NO, 129 },
		{ "R-251: Japan, people", PORT_LANDLINE, false, true, VERDICT_WARN, 251 },
		{ "R-251: Japan, service", PORT_SERVICE, false, true, VERDICT_YES, 0 },
		{ "R-251: Australia, toll-free", PORT_TOLL_FREE, true, true, VERDICT_YES, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict = port_country(rows[i].type, rows[i].sold, rows[i].partner);
		expect_number(rows[i].name, verdict.answer, rows[i].answer);
		expect_number(rows[i].name, verdict.rule, rows[i].rule);
	}
}

static void days_are_counted_from_both_ends(void **state)
{
	/* 7 to 30 days; R-268: begun and ended on US working days. 2026-11-26 is
	 * Thanksgiving, a Thursday. */
	static const struct {
		const char *name;
		int today[2], wanted[2]; /* month, day of 2026 */
		int least, most;
		int first[2], last[2], order_by[2], order_hope[2];
		enum verdict_answer answer;
	} rows[] = {
		{ "R-263: no day is wanted", { 11, 2 }, { 0 }, 7, 30, { 11, 9 }, { 12, 2 }, { 0 },
			{ 0 }, VERDICT_YES },
		{ "R-268: begun on a Saturday", { 10, 31 }, { 0 }, 7, 14, { 11, 9 }, { 11, 16 },
			{ 0 }, { 0 }, VERDICT_YES },
		{ "R-268: ends on Thanksgiving", { 11, 19 }, { 0 }, 7, 14, { 11, 27 }, { 12, 3 },
			{ 0 }, { 0 }, VERDICT_YES },
		{ "R-263: enough time", { 11, 2 }, { 12, 4 }, 7, 30, { 11, 9 }, { 12, 2 },
			{ 11, 4 }, { 11, 27 }, VERDICT_YES },
		{ "R-263: perhaps", { 11, 2 }, { 11, 20 }, 7, 30, { 11, 9 }, { 12, 2 }, { 10, 21 },
			{ 11, 13 }, VERDICT_WARN },
		{ "R-263: the first day of all", { 11, 2 }, { 11, 9 }, 7, 30, { 11, 9 }, { 12, 2 },
			{ 10, 9 }, { 11, 2 }, VERDICT_WARN },
		{ "R-263: too soon", { 11, 2 }, { 11, 6 }, 7, 30, { 11, 9 }, { 12, 2 }, { 10, 7 },
			{ 10, 30 }, VERDICT_NO },
		{ "R-268: a Sunday is wanted", { 11, 2 }, { 11, 29 }, 7, 14, { 11, 9 }, { 11, 16 },
			{ 11, 13 }, { 11, 20 }, VERDICT_YES },
	};
	(void)state;
#define DAY(of) ((of)[0] ? workday_from(2026, (of)[0], (of)[1]) : 0)
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct port_days days = port_days(
			DAY(rows[i].today), DAY(rows[i].wanted), rows[i].least, rows[i].most);
		expect_number(rows[i].name, days.first, DAY(rows[i].first));
		expect_number(rows[i].name, days.last, DAY(rows[i].last));
		expect_number(rows[i].name, days.order_by, DAY(rows[i].order_by));
		expect_number(rows[i].name, days.order_hope, DAY(rows[i].order_hope));
		expect_number(rows[i].name,
			port_wanted(DAY(rows[i].today), DAY(rows[i].wanted), rows[i].least,
				rows[i].most)
				.answer,
			rows[i].answer);
	}
#undef DAY
}

static void temporary_numbers_are_for_who_has_none(void **state)
{
	static const struct {
		const char *name;
		int64_t coming, people, numbered, take;
	} rows[] = {
		{ "R-373: nobody has one", 25, 10, 0, 10 },
		{ "R-373: some have", 25, 10, 4, 6 },
		{ "R-226: no more than will be replaced", 3, 10, 0, 3 },
		{ "R-373: all have", 25, 10, 10, 0 },
		{ "R-373: more numbers than people", 25, 10, 12, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number(rows[i].name,
			port_temporary(rows[i].coming, rows[i].people, rows[i].numbered),
			rows[i].take);
}

static void order_data_are_as_the_carrier_knows_them(void **state)
{
	char used[4 * PORT_ORGANIZATION_USED + 1];
	static const struct {
		const char *name, *account;
		bool ok;
	} accounts[] = {
		{ "R-261: digits and letters", "A1234567", true },
		{ "R-261: a space", "A123 4567", false },
		{ "R-261: a dash", "A123-4567", false },
		{ "R-261: none", "", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(accounts); i++)
		expect_number(accounts[i].name, verdict_ok(port_account(accounts[i].account)),
			accounts[i].ok);
	expect_number("R-261: an organization", port_organization("").answer, VERDICT_NO);
	expect_number("R-261: a person", port_person("").answer, VERDICT_NO);
	expect_number("R-261: a service address", port_address("").answer, VERDICT_NO);
	expect_number("R-261: is there", port_address("1 Main St").answer, VERDICT_YES);
	expect_number("R-261: 25 characters fit",
		port_organization("1234567890123456789012345").answer, VERDICT_YES);
	expect_number("R-261: 26 do not", port_organization("12345678901234567890123456").answer,
		VERDICT_WARN);
	expect_number(
		"R-261: 15 characters fit", port_person("123456789012345").answer, VERDICT_YES);
	expect_number("R-261: 16 do not", port_person("1234567890123456").answer, VERDICT_WARN);
	expect_text("R-261: characters, not bytes",
		port_used("Boulangerie Lévêque et fils de Liège", PORT_ORGANIZATION_USED, used),
		"Boulangerie Lévêque et fi");
	expect_text("R-261: shorter", port_used("Ava", PORT_PERSON_USED, used), "Ava");
}

static void each_state_says_what_may_be_done(void **state)
{
	static const struct {
		const char *name;
		enum port_state state;
		enum verdict_answer answer;
		bool cancel, over;
	} rows[] = {
		{ "R-264: Processing", PORT_PROCESSING, VERDICT_WAIT, true, false },
		{ "R-264: Contacting carrier", PORT_CONTACTING, VERDICT_WAIT, true, false },
		{ "R-264: Transfer approved", PORT_APPROVED, VERDICT_WAIT, true, false },
		{ "R-264: Transfer pending", PORT_PENDING, VERDICT_WAIT, false, false },
		{ "R-264: Error", PORT_ERROR, VERDICT_NO, true, false },
		{ "R-264: Completed", PORT_COMPLETED, VERDICT_YES, false, true },
		{ "R-264: Cancelled", PORT_CANCELLED, VERDICT_WARN, false, true },
	};
	(void)state;
	assert_int_equal(COUNT(rows), PORT_STATE_COUNT);
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect_number(
			rows[i].name, port_state_verdict(rows[i].state).answer, rows[i].answer);
		expect_number(rows[i].name, verdict_ok(port_cancel(rows[i].state)), rows[i].cancel);
		expect_number(rows[i].name, port_over(rows[i].state), rows[i].over);
		expect_number(
			rows[i].name, port_state_of(port_state_id(rows[i].state)), rows[i].state);
	}
	expect_number("unknown state", port_state_of("Lost"), -1);
}

static void the_file_has_one_column_of_one_country(void **state)
{
	static const struct {
		const char *name, *fields[2];
		int count;
		bool ok;
	} headers[] = {
		{ "R-262: as documented", { "PhoneNumber" }, 1, true },
		{ "R-262: case aside", { "phonenumber" }, 1, true },
		{ "R-262: another name", { "Number" }, 1, false },
		{ "R-262: two columns", { "PhoneNumber", "Name" }, 2, false },
	};
	static const struct {
		const char *name, *fields[2];
		int count;
		const char *calling_code, *number;
		enum verdict_answer answer;
	} lines[] = {
		{ "R-262: digits", { "14255550100" }, 1, "1", "+14255550100", VERDICT_YES },
		{ "R-262: E.164", { "+14255550100" }, 1, "1", "+14255550100", VERDICT_YES },
		{ "R-262: spaces and dashes", { "+1 (425) 555-0100" }, 1, "1", "+14255550100",
			VERDICT_WARN },
		{ "R-262: two columns", { "+14255550100", "Ava" }, 2, "1", "", VERDICT_NO },
		{ "R-262: empty", { "" }, 1, "1", "", VERDICT_NO },
		{ "R-262: blanks", { " \t" }, 1, "1", "", VERDICT_NO },
		{ "R-262: of another country", { "+33428000101" }, 1, "1", "", VERDICT_NO },
		{ "R-262: letters", { "425-BAKERY" }, 1, "1", "", VERDICT_NO },
		{ "R-262, R-258: cannot come", { "+448451234567" }, 1, "44", "+448451234567",
			VERDICT_NO },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++)
		expect_number(headers[i].name,
			verdict_ok(port_file_header(headers[i].fields, headers[i].count)),
			headers[i].ok);
	for (size_t i = 0; i < COUNT(lines); i++) {
		char number[E164_SIZE];
		struct verdict verdict = port_file_line(
			lines[i].fields, lines[i].count, lines[i].calling_code, number);
		expect_number(lines[i].name, verdict.answer, lines[i].answer);
		expect_text(lines[i].name, number, lines[i].number);
	}
	expect_number("R-262: +1 604 in a US order", port_file_abroad().rule, 262);
	expect_number("R-262: bytes", port_file_unreadable().answer, VERDICT_NO);
}

static void every_kind_has_its_word(void **state)
{
	(void)state;
	for (int i = 0; i < PORT_TYPE_COUNT; i++) {
		assert_int_equal(port_type_of(port_type_id((enum port_type)i)), i);
		assert_non_null(port_type_name((enum port_type)i));
	}
	assert_int_equal(port_type_of("pager"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_numbers_cannot_come),
		cmocka_unit_test(a_prefix_tells_what_cannot_come),
		cmocka_unit_test(an_order_goes_by_wizard_or_by_letter),
		cmocka_unit_test(special_numbers_have_orders_of_their_own),
		cmocka_unit_test(the_billing_number_goes_with_the_whole_account),
		cmocka_unit_test(a_range_is_its_numbers),
		cmocka_unit_test(a_country_takes_numbers_or_not),
		cmocka_unit_test(days_are_counted_from_both_ends),
		cmocka_unit_test(temporary_numbers_are_for_who_has_none),
		cmocka_unit_test(order_data_are_as_the_carrier_knows_them),
		cmocka_unit_test(each_state_says_what_may_be_done),
		cmocka_unit_test(the_file_has_one_column_of_one_country),
		cmocka_unit_test(every_kind_has_its_word),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
