/* Proves what the topics port and ports answer: the newcomer's answer first, a list of numbers
 * checked line by line, the orders it makes, whose numbers they become, the wishes and the file
 * that come of it, and what is said of each state of an order. */
#include "core/base/text.h"
#include "core/reference/reference.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "tests/unit/tenant.h"

#define NOW 1794787200 /* 2026-11-16, a Monday */

static struct reference *ref;

static int set_up(void **state)
{
	if (tenant_set_up(state) != 0)
		return -1;
	ref = reference_open(store_db(store), NULL);
	return ref ? 0 : -1;
}

static int tear_down(void **state)
{
	reference_close(ref);
	return tenant_tear_down(state);
}

/* Answers as "id=value;id=value"; "FILE" and "PEOPLE" in a value are the test's own files. */
struct asked {
	const char *ids[20], *values[20];
	char copy[2000];
	struct topic_context context;
};

static char file_path[100], people_path[100];

static const struct topic_context *ask(
	struct asked *asked, const char *topic, const char *answers, bool with_store)
{
	int count = 0;
	snprintf(asked->copy, sizeof asked->copy, "%s", answers);
	for (char *rest = asked->copy, *word; (word = strsep(&rest, ";")) != NULL && *word;) {
		char *equals = strchr(word, '=');
		assert_non_null(equals);
		*equals = '\0';
		asked->ids[count] = word;
		asked->values[count++] = strcmp(equals + 1, "FILE") == 0     ? file_path
					 : strcmp(equals + 1, "PEOPLE") == 0 ? people_path
									     : equals + 1;
	}
	asked->context = (struct topic_context){ .topic = topic_of(topic),
		.store = with_store ? store : NULL,
		.ref = ref,
		.now = NOW,
		.given_ids = asked->ids,
		.given = asked->values,
		.given_count = count };
	return &asked->context;
}

/* The texts of a sheet, wide enough that nothing wraps. */
static const char *text_of(const char *topic, const char *answers, bool with_store)
{
	static struct str out;
	struct asked asked;
	struct sheet sheet;
	str_clear(&out);
	OK(topic_sheet(ask(&asked, topic, answers, with_store), &sheet, err));
	sheet_print(&sheet, 1000, &out);
	sheet_fini(&sheet);
	return str_text(&out);
}

static const char *want(const char *topic, const char *answers)
{
	static struct str said;
	struct asked asked;
	const struct topic_context *context = ask(&asked, topic, answers, true);
	str_clear(&said);
	OK(context->topic->want(context, &said, err));
	return str_text(&said);
}

static void refused(const char *topic, const char *answers, int code, const char *part)
{
	struct asked asked;
	struct str said = { 0 };
	const struct topic_context *context = ask(&asked, topic, answers, true);
	FAILS(context->topic->want(context, &said, err), code, part);
	str_fini(&said);
}

static const char *file_of(const char *answers)
{
	static struct str out;
	struct asked asked;
	str_clear(&out);
	OK(topic_file(ask(&asked, "port", answers, true), &out, err));
	return str_text(&out);
}

static void bytes_write(char path[100], const char *name, const char *bytes, size_t len)
{
	snprintf(path, 100, "%s/%s", tenant_folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

/* ---- the answer ---- */

static void the_first_line_answers(void **state)
{
	static const struct {
		const char *name, *answers, *first;
	} cases[] = {
		{ "R-256: Belgium", "country=BE",
			"Yes, most numbers can come along. Belgium: by an order to the service desk, "
			"with these papers: letter of authorisation. It takes 7 to 14 days, up to 30 "
			"depending on the carrier.  R-256" },
		{ "R-257: United States", "country=US",
			"Yes, most numbers can come along. United States: with the wizard of the Teams "
			"admin center. It takes 7 to 14 days" },
		{ "R-256: a thousand", "country=US;count=1000",
			"United States: by an order to the service desk" },
		{ "R-256: toll-free", "country=US;number_type=toll-free",
			"United States: by an order to the service desk" },
		{ "R-238: Czech Republic", "country=CZ", "It takes 14 to 21 days." },
		{ "R-245: Estonia", "country=EE", "It takes up to 21 days." },
		{ "R-249: Mexico's papers", "country=MX", "power of attorney" },
		{ "R-258: mobile in Britain", "country=GB;number_type=mobile",
			"United Kingdom: no, not these numbers.  R-258" },
		{ "R-258: mobile in Puerto Rico", "country=PR;number_type=mobile",
			"Yes, most numbers can come along." },
		{ "R-258: UIFN", "country=US;number_type=uifn", "no, not these numbers" },
		{ "R-258: fax", "country=US;number_type=fax", "only as a voice number" },
		{ "R-251: Japan", "country=JP", "There a partner (Telstra, SoftBank)" },
		{ "R-129: Brazil", "country=BR", "Brazil: no, not these numbers." },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = text_of("port", cases[i].answers, false);
		char first[1200];
		/* The title, an empty line, and up to the next empty line the answer. */
		const char *begin = strstr(text, "\n\n") + 2;
		snprintf(first, sizeof first, "%.*s", (int)(strstr(begin, "\n\n") - begin), begin);
		expect_part(cases[i].name, first, cases[i].first);
	}
}

static void the_sheet_says_what_an_admin_must_know(void **state)
{
	static const struct {
		const char *name, *part;
	} cases[] = {
		{ "R-212", "do not count against your quota (R-212)" },
		{ "R-226", "the ported numbers take their places later.  R-226" },
		{ "R-255", "takes the place of searching and acquiring for these numbers" },
		{ "R-265: contract", "Do not cancel the old service" },
		{ "R-265: frozen", "1 to 3 weeks to unfreeze" },
		{ "R-265: features", "hunt groups and distinctive ring" },
		{ "R-266", "create the emergency addresses that the numbers will need" },
		{ "R-267", "port-out PIN of 10 digits. Set it in the Teams admin center" },
		{ "R-268: days", "working days of the United States only" },
		{ "R-268: desk", "first 24 to 48 hours goes to the service desk" },
		{ "R-269", "Microsoft is the provider now and bills the numbers" },
		{ "R-373", "Take temporary new numbers now, first for the main line" },
		{ "R-261: PIN", "ringup neither asks nor keeps it" },
	};
	const char *text = text_of("port", "country=US", true);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_part(cases[i].name, text, cases[i].part);
}

static void days_are_dates(void **state)
{
	static const struct {
		const char *name, *answers, *part;
	} cases[] = {
		/* 7 days after Monday 16 November, and 30: a Wednesday. */
		{ "R-263: today", "country=US", "complete between 2026-11-23 and 2026-12-16" },
		{ "R-263: too soon", "country=US;wanted_on=2026-11-20",
			"No order of today can be complete on the wanted day." },
		{ "R-263: perhaps", "country=US;wanted_on=2026-12-01",
			"may be complete on the wanted day, or later" },
		{ "R-263: enough", "country=US;wanted_on=2027-01-15", "Order until" },
		{ "R-268: Thanksgiving is no working day", "country=US;wanted_on=2026-11-27",
			"after 2026-11-20 it cannot be in time" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_part(cases[i].name, text_of("port", cases[i].answers, false), cases[i].part);
	if (strstr(text_of("port", "country=JP;number_type=service;wanted_on=2027-01-15", false),
		    "Order until"))
		fail_msg("R-251: a day of Japan is made up");
}

static void temporary_numbers_are_counted(void **state)
{
	(void)state;
	sql("INSERT INTO person (id, upn, calls) VALUES (1, 'ava', 1), (2, 'ben', 1), (3, 'cho', 1);"
	    "INSERT INTO number (e164, owned_wanted) VALUES ('+14255550001', 1);"
	    "INSERT INTO assignment (person_id, number_wanted) VALUES (1, '+14255550001')");
	expect_part("R-373", text_of("port", "country=US;count=25", true),
		"2 more: of 3 people who call 1 have or get a number");
	expect_part("R-373: no more than come", text_of("port", "country=US;count=1", true),
		"1 more: of 3 people");
}

/* ---- the list ---- */

static void a_list_of_which_nothing_can_be_taken_brings_nothing(void **state)
{
	(void)state;
	const char *text = text_of("port", "country=GB;numbers=+448431234567", false);
	expect_part("R-258: the only number stays", text, "0 to come along");
}

static void each_bad_line_of_the_file_is_named(void **state)
{
#define TEXT(text) text, sizeof(text) - 1
	static const struct {
		const char *name, *bytes;
		size_t len;
		const char *part; /* NULL: nothing is wrong */
		const char *file; /* that is written; NULL: none may be */
	} cases[] = {
		{ "R-262: as documented", TEXT("PhoneNumber\n14255550101\n+14255550100\n"), NULL,
			"PhoneNumber\r\n+14255550100\r\n+14255550101\r\n" },
		{ "R-262: CRLF and a byte order mark",
			TEXT("\xEF\xBB\xBFPhoneNumber\r\n14255550100\r\n"), NULL,
			"PhoneNumber\r\n+14255550100\r\n" },
		{ "R-262: UTF-16 with its mark",
			TEXT("\xFF\xFEP\0h\0o\0n\0e\0N\0u\0m\0b\0e\0r\0\n\0"
			     "1\0004\0002\0005\0005\0005\0005\0000\0001\0000\0000\0\n\0"),
			NULL, "PhoneNumber\r\n+14255550100\r\n" },
		{ "R-262: no end of line", TEXT("PhoneNumber\n14255550100"), NULL,
			"PhoneNumber\r\n+14255550100\r\n" },
		{ "R-262: empty lines", TEXT("PhoneNumber\n\n14255550100\n\n"), NULL,
			"PhoneNumber\r\n+14255550100\r\n" },
		{ "R-262: a number twice",
			TEXT("PhoneNumber\n14255550100\n+14255550100\n14255550101\n"),
			"1 line repeats a number and is left out",
			"PhoneNumber\r\n+14255550100\r\n+14255550101\r\n" },
		{ "R-262: spaces and dashes", TEXT("PhoneNumber\n14255550100\n+1 (425) 555-0101\n"),
			"1 number is written otherwise, first on line 3",
			"PhoneNumber\r\n+14255550100\r\n+14255550101\r\n" },
		{ "R-262: another header", TEXT("Number\n14255550100\n"),
			"Line 1, \"Number\": The file begins with exactly one column", NULL },
		{ "R-262: no header", TEXT("14255550100\n14255550101\n"),
			"Line 1, \"14255550100\": The file begins with exactly one column", NULL },
		{ "R-262: two columns", TEXT("PhoneNumber,Name\n14255550100,Ava\n"),
			"Line 2, \"14255550100\": The line has more than one column.", NULL },
		{ "R-262: a second column in one line",
			TEXT("PhoneNumber\n14255550100\n14255550101,Ava\n"),
			"Line 3, \"14255550101\": The line has more than one column.", NULL },
		{ "R-262: blanks", TEXT("PhoneNumber\n14255550100\n   \n"),
			"Line 3, \"   \": The line holds no number.", NULL },
		{ "R-262: another country", TEXT("PhoneNumber\n+3225550100\n"),
			"Line 2, \"+3225550100\": The number is not of the order's country.",
			NULL },
		{ "R-262: Canada in an order of the US", TEXT("PhoneNumber\n+16045550100\n"),
			"Line 2, \"+16045550100\": The number is not of the order's country.",
			NULL },
		{ "R-262: no country code", TEXT("PhoneNumber\n4255550100\n"),
			"Line 2, \"4255550100\"", NULL },
		{ "R-262: bytes that are no text", TEXT("PhoneNumber\n\"14255550100\n"),
			"Line 2, \"\": The line cannot be read as text.", NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str out = { 0 };
		struct error err = { 0 };
		struct asked asked;
		bytes_write(file_path, "numbers.csv", cases[i].bytes, cases[i].len);
		const char *text = text_of("port", "country=US;file=FILE", false);
		if (cases[i].part)
			expect_part(cases[i].name, text, cases[i].part);
		else if (strstr(text, "Line "))
			fail_msg("%s: %s", cases[i].name, strstr(text, "Line "));
		bool wrote = topic_file(
			ask(&asked, "port", "country=US;file=FILE", false), &out, &err);
		expect_number(cases[i].name, wrote, cases[i].file != NULL);
		if (wrote)
			expect_text(cases[i].name, str_text(&out), cases[i].file);
		str_fini(&out);
	}
#undef TEXT
}

static void a_file_that_is_not_there_is_said(void **state)
{
	(void)state;
	expect_part("no file", text_of("port", "country=US;file=/nowhere/n.csv", false),
		"/nowhere/n.csv");
	refused("port", "country=US;file=/nowhere/n.csv", ERROR_REFUSED, "cannot be taken");
}

static void many_bad_lines_are_counted(void **state)
{
	struct str bytes = { 0 };
	(void)state;
	str_add(&bytes, "PhoneNumber\n");
	for (int i = 0; i < 1000; i++)
		str_addf(&bytes, "x%d\xCC\x81\xCC\x81\xCC\x81\n", i);
	bytes_write(file_path, "numbers.csv", bytes.text, bytes.len);
	str_fini(&bytes);
	expect_part("R-262", text_of("port", "country=US;file=FILE", false),
		"980 more lines cannot be taken.");
}

/* ---- orders ---- */

#define DATA ";carrier=Acme;account=A123;organization=Bakery;person=Ava;service_address=1 Main St"

static const char *numbers_of(const char *name)
{
	static struct str text;
	struct feature feature;
	str_clear(&text);
	OK(feature_get(store, FEATURE_PORT, name, &feature, err));
	feature_value(feature.wanted, "$.numbers", &text);
	feature_fini(&feature);
	return str_text(&text);
}

static void the_billing_number_is_in_or_out(void **state)
{
	/* +14255551234 and 25 further numbers. */
	static const struct {
		const char *name, *answers, *said;
		int count;
		const char *first, *last;
	} cases[] = {
		{ "R-260: full, billing number listed",
			"numbers=+14255551234-1259;scope=full;btn=+14255551234",
			"One order of 26 numbers is planned", 26, "+14255551234", "+14255551259" },
		{ "R-260: full, billing number added",
			"numbers=+14255551235-1259;scope=full;btn=+14255551234",
			"One order of 26 numbers is planned", 26, "+14255551234", "+14255551259" },
		{ "R-260: partial for five",
			"numbers=+14255551235-1239;scope=partial;btn=+14255551234",
			"One order of 5 numbers is planned", 5, "+14255551235", "+14255551239" },
		{ "R-260: partial, billing number taken out",
			"numbers=+14255551234-1239;scope=partial;btn=+14255551234",
			"One order of 5 numbers is planned", 5, "+14255551235", "+14255551239" },
		{ "R-260: full, of the billing number alone",
			"numbers=+14255551234;scope=full;btn=+14255551234",
			"One order of 1 number is planned", 1, "+14255551234", "+14255551234" },
	};
	char answers[400], path[40];
	struct str value = { 0 };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		snprintf(
			answers, sizeof answers, "country=US;order=ours;%s" DATA, cases[i].answers);
		expect_part(cases[i].name, want("port", answers), cases[i].said);
		struct feature feature;
		OK(feature_get(store, FEATURE_PORT, "ours", &feature, err));
		expect_number(
			cases[i].name, feature_count(feature.wanted, "$.numbers"), cases[i].count);
		str_clear(&value);
		feature_value(feature.wanted, "$.numbers[0]", &value);
		expect_text(cases[i].name, str_text(&value), cases[i].first);
		str_clear(&value);
		snprintf(path, sizeof path, "$.numbers[%d]", cases[i].count - 1);
		feature_value(feature.wanted, path, &value);
		expect_text(cases[i].name, str_text(&value), cases[i].last);
		feature_fini(&feature);
	}
	str_fini(&value);
}

static void toll_free_numbers_have_their_own_order(void **state)
{
	(void)state;
	expect_part("R-259",
		want("port", "country=US;order=ours;btn=+14255551234;scope=partial;"
			     "numbers=+14255551235,+18005550100,+18885550100,+14255551236" DATA),
		"2 orders of 4 numbers in all are planned");
	expect_text("landlines", numbers_of("ours"), "[\"+14255551235\",\"+14255551236\"]");
	expect_text(
		"toll-free", numbers_of("ours toll-free"), "[\"+18005550100\",\"+18885550100\"]");
	ROWS("SELECT name, wanted ->> '$.number_type' FROM feature ORDER BY name",
		"ours|landline;ours toll-free|tollfree");
	ROWS("SELECT kind, count(*) FROM change GROUP BY kind", "port|2");
	expect_text("the file of the second order",
		file_of("country=US;part=2;numbers=+14255551235,+18005550100"),
		"PhoneNumber\r\n+18005550100\r\n");
	expect_text("a part that is not there: the first",
		file_of("country=US;part=4;numbers=+14255551235,+18005550100"),
		"PhoneNumber\r\n+14255551235\r\n");
}

static void a_document_holds_the_order_and_no_secret(void **state)
{
	(void)state;
	want("port", "country=US;order=ours;btn=+14255551234;scope=partial;numbers=+14255551235;"
		     "wanted_on=2027-01-15" DATA);
	ROWS("SELECT wanted FROM feature",
		"{\"country\":\"US\",\"carrier\":\"Acme\",\"number_type\":\"landline\","
		"\"scope\":\"partial\",\"btn\":\"+14255551234\",\"account\":\"A123\","
		"\"organization\":\"Bakery\",\"person\":\"Ava\",\"service_address\":\"1 Main St\","
		"\"wanted_on\":\"2027-01-15\",\"numbers\":[\"+14255551235\"],\"swap\":[]}");
	for (int i = 0; i < topic_of("port")->question_count; i++)
		if (strstr(topic_of("port")->questions[i].id, "pin"))
			fail_msg("R-267: a PIN is asked and kept");
}

static void what_is_missing_is_said(void **state)
{
	static const struct {
		const char *name, *answers, *part;
	} cases[] = {
		{ "R-262: numbers", "country=US;btn=+14255551234" DATA, "No numbers are given." },
		{ "R-261: account",
			"country=US;numbers=+14255551235;btn=+14255551234;organization=B;person=A;"
			"service_address=S",
			"account number at the present carrier" },
		{ "R-260: billing number", "country=US;numbers=+14255551235" DATA,
			"billing telephone number" },
		{ "R-261: person",
			"country=US;numbers=+14255551235;btn=+14255551234;organization=B;account=1;"
			"service_address=S",
			"who may order" },
		{ "R-261: address",
			"country=US;numbers=+14255551235;btn=+14255551234;organization=B;account=1;"
			"person=A",
			"the service address" },
		{ "R-262: a bad one",
			"country=US;numbers=+14255551235,+3225550100;btn=+14255551234" DATA,
			"lines that cannot be taken" },
		{ "R-258: mobile",
			"country=CA;number_type=mobile;numbers=+16045550100;btn=+16045550101" DATA,
			"Mobile numbers" },
		{ "R-129: Brazil", "country=BR;numbers=+551155550100;btn=+551155550101" DATA,
			"sells no Calling Plans" },
		{ "R-262: Canada in an order of the US",
			"country=US;numbers=+16045550100;btn=+14255551234" DATA,
			"cannot be taken" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		refused("port", cases[i].answers, ERROR_REFUSED, cases[i].part);
		expect_part(cases[i].name, text_of("port", cases[i].answers, true),
			strcmp(cases[i].name, "R-129: Brazil") == 0 ? "Brazil"
								    : "Before it can be planned:");
	}
	ROWS("SELECT count(*) FROM feature", "0");
}

static void answers_are_checked(void **state)
{
	static const struct {
		const char *name, *id, *value, *part;
	} cases[] = {
		{ "R-261: account", "account", "A 12-3", "without spaces and dashes" },
		{ "R-261: billing number", "btn", "(425) 555-1234", "+14255551234" },
		{ "R-263: day", "wanted_on", "next week", "2026-11-30" },
		{ "R-263: month", "wanted_on", "2026-11", "2026-11-30" },
		{ "R-258: kind", "number_type", "pager", "pager" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str out = { 0 };
		struct asked asked;
		const struct topic_context *context = ask(&asked, "port", "", true);
		FAILS(question_check(context, topic_question(context->topic, cases[i].id),
			      cases[i].value, &out, err),
			ERROR_INPUT, cases[i].part);
		str_fini(&out);
	}
}

static void an_order_that_is_under_way_is_not_ordered_again(void **state)
{
	static const char answers[] =
		"country=US;order=ours;btn=+14255551234;scope=partial;numbers=+14255551235" DATA;
	(void)state;
	want("port", answers);
	want("port", answers); /* a wish may be changed */
	ROWS("SELECT count(*) FROM feature", "1");
	sql("UPDATE feature SET actual = wanted, progress = '{\"state\":\"Processing\"}'");
	refused("port", answers, ERROR_TAKEN, "under way");
}

/* ---- who gets them ---- */

static void people_are_found_by_directory_or_file(void **state)
{
	static const char base[] =
		"country=US;order=ours;btn=+14255551234;scope=partial;numbers=+14255551235-1237" DATA;
	static const struct {
		const char *name, *people, *part; /* part NULL: it is taken */
	} files[] = {
		{ "R-373: as documented", "UserPrincipalName,PhoneNumber\nben,+14255551237\n",
			NULL },
		{ "R-373: a semicolon", "UserPrincipalName;PhoneNumber\nben;14255551237\n", NULL },
		{ "R-373: one column", "UserPrincipalName\nben\n", "two columns" },
		{ "R-373: nobody", "UserPrincipalName,PhoneNumber\nzoe,+14255551237\n",
			"nobody of this name" },
		{ "R-373: not coming", "UserPrincipalName,PhoneNumber\nben,+14255559999\n",
			"not among those that come" },
		{ "R-373: a number twice",
			"UserPrincipalName,PhoneNumber\nben,+14255551237\nava,+14255551237\n",
			"stands in the file twice" },
		{ "R-373: a person twice",
			"UserPrincipalName,PhoneNumber\nben,+14255551237\nBEN,+14255551236\n",
			"stands in the file twice" },
	};
	char answers[400];
	(void)state;
	sql("INSERT INTO person (id, upn, phone) VALUES (1, 'ava', '(425) 555-1235'), (2, 'ben', '')");
	snprintf(answers, sizeof answers, "%s;swap=auto", base);
	expect_part("R-373: auto", text_of("port", answers, true), "+14255551235  ava");
	want("port", answers);
	ROWS("SELECT wanted ->> '$.swap' FROM feature",
		"[{\"upn\":\"ava\",\"number\":\"+14255551235\"}]");
	snprintf(answers, sizeof answers, "%s;swap=none", base);
	want("port", answers);
	ROWS("SELECT wanted ->> '$.swap' FROM feature", "[]");
	snprintf(answers, sizeof answers, "%s;swap=file;swap_file=PEOPLE", base);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		bytes_write(people_path, "people.csv", files[i].people, strlen(files[i].people));
		if (!files[i].part) {
			want("port", answers);
			ROWS("SELECT wanted ->> '$.swap' FROM feature",
				"[{\"upn\":\"ben\",\"number\":\"+14255551237\"}]");
			continue;
		}
		expect_part(files[i].name, text_of("port", answers, true), files[i].part);
		refused("port", answers, ERROR_REFUSED, "who gets which number");
	}
	snprintf(answers, sizeof answers, "%s;swap=file;swap_file=/nowhere/p.csv", base);
	expect_part("no file", text_of("port", answers, true), "/nowhere/p.csv");
	refused("port", answers, ERROR_REFUSED, "who gets which number");
}

/* ---- orders under way ---- */

static void order_in(const char *name, const char *progress, bool actual)
{
	OK(feature_want(store, FEATURE_PORT, name,
		"{\"carrier\":\"Acme\",\"number_type\":\"mobile\",\"numbers\":[\"+14255551235\"]}",
		err));
	if (actual)
		OK(feature_is(store, FEATURE_PORT, name,
			"{\"carrier\":\"Acme\",\"number_type\":\"mobile\",\"numbers\":[\"+14255551235\"]}",
			progress, "7", err));
}

static void the_first_line_counts_the_orders(void **state)
{
	(void)state;
	expect_part("none", text_of("ports", "", false), "No order to bring numbers along");
	expect_part("none", text_of("ports", "", true), "No order to bring numbers along");
	expect_part("the states are told", text_of("ports", "", true), "Transfer pending");
	order_in("a", "", false);
	expect_part("planned", text_of("ports", "", true), "1 order is planned; apply places it.");
	order_in("b", "{\"state\":\"Processing\",\"since\":1794700800,\"until\":1795305600}", true);
	expect_part("one", text_of("ports", "", true),
		"1 order is under way; it is to be complete on 2026-11-22.");
	order_in("b", "{\"state\":\"Processing\",\"until\":1794700800}", true);
	expect_part("R-263: late", text_of("ports", "", true), "that day is over");
	order_in("b", "{\"state\":\"Processing\",\"since\":1794700800,\"until\":1795305600}", true);
	order_in("c", "{\"state\":\"Contacting carrier\"}", true);
	order_in("d", "{\"state\":\"Error\",\"note\":\"AccountNumberMismatch\"}", true);
	const char *text = text_of("ports", "", true);
	expect_part(
		"three", text, "3 orders are under way; the next is to be complete on 2026-11-22.");
	expect_part("wrong", text, "1 order stopped with an error");
	expect_part("the service's words", text, "AccountNumberMismatch");
	expect_part("one of them", text_of("ports", "order=c", true), "Microsoft asks the present");
	expect_part("no such", text_of("ports", "order=zzz", true), "no order named \"zzz\"");
}

static void each_state_shows_what_may_be_done(void **state)
{
	static const struct {
		const char *name, *progress, *part;
		bool cancel;
	} cases[] = {
		{ "R-264: Processing", "{\"state\":\"Processing\"}", "Processing, step 1 of 5",
			true },
		{ "R-264: Contacting carrier", "{\"state\":\"Contacting carrier\"}",
			"Contacting carrier, step 2 of 5", true },
		{ "R-264: Transfer approved", "{\"state\":\"Transfer approved\"}",
			"Transfer approved, step 3 of 5", true },
		{ "R-264: Transfer pending", "{\"state\":\"Transfer pending\"}",
			"Transfer pending, step 4 of 5", false },
		{ "R-264: Completed", "{\"state\":\"Completed\"}", "Completed, step 5 of 5",
			false },
		{ "R-264: Error", "{\"state\":\"Error\"}", "The order stopped", true },
		{ "R-264: Cancelled", "{\"state\":\"Cancelled\"}", "The order was cancelled",
			false },
		{ "R-264: a word of tomorrow", "{\"state\":\"Verifying\"}", "Verifying", true },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		order_in("ours", cases[i].progress, true);
		expect_part(cases[i].name, text_of("ports", "", true), cases[i].part);
		if (!cases[i].cancel) {
			refused("ports", "order=ours;do=cancel", ERROR_REFUSED, "");
			continue;
		}
		expect_part(cases[i].name, want("ports", "order=ours;do=cancel"),
			"The cancelling of order \"ours\" is planned.");
		ROWS("SELECT kind FROM change", "feature_remove");
		expect_part(
			cases[i].name, text_of("ports", "", true), "Its cancelling is planned.");
	}
	order_in("wish", "", false);
	expect_part("a wish", want("ports", "order=wish;do=cancel"), "is not planned any more");
	refused("ports", "order=wish;do=cancel", ERROR_NOT_FOUND, "wish");
	refused("ports", "do=cancel", ERROR_INPUT, "order=NAME");
	refused("ports", "", ERROR_INPUT, "do=swap");
}

static void temporary_numbers_are_swapped(void **state)
{
	(void)state;
	sql("INSERT INTO person (id, upn) VALUES (1, 'ava');"
	    "INSERT INTO number (e164, source, owned_wanted, owned_actual) VALUES"
	    " ('+14255550001', 'plan', 1, 1);"
	    "INSERT INTO assignment (person_id, number_wanted, number_actual) VALUES"
	    " (1, '+14255550001', '+14255550001')");
	OK(feature_want(store, FEATURE_PORT, "ours",
		"{\"numbers\":[\"+14255551235\"],\"swap\":[{\"upn\":\"ava\",\"number\":\"+14255551235\"}]}",
		err));
	expect_part("before", text_of("ports", "", true), "the number is not here yet");
	refused("ports", "do=swap", ERROR_REFUSED, "nothing to swap");
	sql("INSERT INTO number (e164, source, owned_wanted, owned_actual) VALUES"
	    " ('+14255551235', 'ported', 1, 1)");
	expect_part("R-373: here", text_of("ports", "", true),
		"1 person has a temporary number and the ported one is here");
	expect_part("R-212: outside of the quota", text_of("ports", "", true),
		"1 number; it does not count against the quota");
	expect_text("R-373: swapped", want("ports", "do=swap"),
		"1 person is to get the ported number. 1 temporary number can be released after "
		"apply: step Numbers, key r.");
	ROWS("SELECT number_wanted, number_actual FROM assignment", "+14255551235|+14255550001");
	expect_part("done", text_of("ports", "", true), "done or planned");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(the_first_line_answers),
		TEST(the_sheet_says_what_an_admin_must_know),
		TEST(days_are_dates),
		TEST(temporary_numbers_are_counted),
		TEST(a_list_of_which_nothing_can_be_taken_brings_nothing),
		TEST(each_bad_line_of_the_file_is_named),
		TEST(a_file_that_is_not_there_is_said),
		TEST(many_bad_lines_are_counted),
		TEST(the_billing_number_is_in_or_out),
		TEST(toll_free_numbers_have_their_own_order),
		TEST(a_document_holds_the_order_and_no_secret),
		TEST(what_is_missing_is_said),
		TEST(answers_are_checked),
		TEST(an_order_that_is_under_way_is_not_ordered_again),
		TEST(people_are_found_by_directory_or_file),
		TEST(the_first_line_counts_the_orders),
		TEST(each_state_shows_what_may_be_done),
		TEST(temporary_numbers_are_swapped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
