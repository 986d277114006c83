/* Proves what the topics network, emergency, rooms and carrier answer, what they plan, and that the
 * files they write can be mailed and printed whatever the tenant's names hold. */
#include "core/base/text.h"
#include "core/reference/reference.h"
#include "core/sheet/label.h"
#include "core/sheet/topic.h"
#include "core/tenant/address.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "tests/unit/tenant.h"

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

/* Answers as "id=value id=value"; a value may hold blanks if it is the last. */
struct asked {
	const char *ids[8], *values[8];
	char copy[2000];
	struct topic_context context;
};

static const struct topic_context *ask(
	struct asked *asked, const char *topic, const char *answers, bool with_store)
{
	int count = 0;
	snprintf(asked->copy, sizeof(asked->copy), "%s", answers);
	for (char *at = asked->copy; *at;) {
		char *equals = strchr(at, '='), *next = equals ? strchr(equals, ';') : NULL;
		assert_non_null(equals);
		*equals = '\0';
		asked->ids[count] = at;
		asked->values[count++] = equals + 1;
		at = next ? next + 1 : equals + 1 + strlen(equals + 1);
		if (next)
			*next = '\0';
	}
	asked->context = (struct topic_context){ .topic = topic_of(topic),
		.store = with_store ? store : NULL,
		.ref = ref,
		.now = 1800000000,
		.given_ids = asked->ids,
		.given = asked->values,
		.given_count = count };
	return &asked->context;
}

static const struct sheet_line *line_of(const struct sheet *sheet, const char *id)
{
	for (int i = 0; i < sheet->count; i++)
		if (strcmp(sheet->lines[i].id, id) == 0 && sheet->lines[i].kind != SHEET_TITLE)
			return &sheet->lines[i];
	return NULL;
}

/* The texts of a sheet with rules, wide enough that nothing wraps. */
static const char *text_of(const struct topic_context *context)
{
	static struct str out;
	struct sheet sheet;
	str_clear(&out);
	OK(topic_sheet(context, &sheet, err));
	sheet_print(&sheet, 1000, &out);
	sheet_fini(&sheet);
	return str_text(&out);
}

static const char *file_of(const struct topic_context *context)
{
	static struct str out;
	str_clear(&out);
	OK(topic_file(context, &out, err));
	return str_text(&out);
}

static int times(const char *text, const char *part)
{
	int count = 0;
	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		count++;
	}
	return count;
}

/* A value that the topic's own check refuses, with a part of the sentence. */
static void expect_refused(const char *topic, const char *id, const char *value, const char *part)
{
	struct asked asked;
	struct str out = { 0 };
	const struct topic_context *context = ask(&asked, topic, "", true);
	FAILS(question_check(context, topic_question(context->topic, id), value, &out, err),
		ERROR_INPUT, part);
	str_fini(&out);
}

/* ---- network ---- */

static void the_network_sheet_says_first_whether_the_line_is_enough(void **state)
{
	static const struct {
		const char *name, *answers, *first;
		int64_t up, down;
	} rows[] = {
		{ "R-385: 20 calls need 3.87 Mbit/s", "calls=20", "has not been answered", 3866667,
			3866667 },
		{ "R-385: a line of 3.87 is enough", "calls=20;line_up=3.87;line_down=3.87",
			"The line is enough.", 3866667, 3866667 },
		{ "R-385: one of 3.86 is not", "calls=20;line_up=3.87;line_down=3.86", "too small",
			3866667, 3866667 },
		{ "R-376: one direction is not known", "calls=20;line_up=100",
			"has not been answered", 3866667, 3866667 },
		{ "R-379: minimum", "calls=20;quality=minimum", "", 666667, 666667 },
		{ "R-379: a call with picture", "calls=1;video=1", "", 5193334, 5193334 },
		{ "R-380: two in meetings", "calls=0;meetings=2", "", 17053334, 27053334 },
		{ "R-380: together mode", "calls=0;meetings=1;together=yes", "", 5193334, 8526667 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		struct sheet sheet;
		const struct topic_context *context = ask(&asked, "network", rows[i].answers, true);
		OK(topic_sheet(context, &sheet, err));
		expect_part(rows[i].name, sheet.lines[0].value, rows[i].first);
		expect_number(rows[i].name, line_of(&sheet, "line_up_needed")->number, rows[i].up);
		expect_number(
			rows[i].name, line_of(&sheet, "line_down_needed")->number, rows[i].down);
		sheet_fini(&sheet);
	}
}

static void calls_are_guessed_from_the_callers(void **state)
{
	struct asked asked;
	struct str out = { 0 };
	(void)state;
	sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 51)"
	    " INSERT INTO person (upn, calls) SELECT 'p' || i, 1 FROM n");
	expect_text(
		"51 callers", topic_answer(ask(&asked, "network", "", true), "calls", &out), "11");
	expect_text(
		"no profile", topic_answer(ask(&asked, "network", "", false), "calls", &out), "20");
	str_fini(&out);
}

static void what_was_measured_is_judged(void **state)
{
	static const struct {
		const char *answers, *id;
		enum sheet_tone tone;
		int rule;
	} rows[] = {
		{ "round_trip=99.9", "round_trip", SHEET_OK, 381 },
		{ "round_trip=100", "round_trip", SHEET_BAD, 381 },
		{ "jitter=29", "jitter", SHEET_OK, 381 },
		{ "loss=1", "loss", SHEET_BAD, 381 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		struct sheet sheet;
		OK(topic_sheet(ask(&asked, "network", rows[i].answers, false), &sheet, err));
		const struct sheet_line *line = line_of(&sheet, rows[i].id);
		assert_non_null(line);
		expect_number(rows[i].answers, line->tone, rows[i].tone);
		expect_number(rows[i].answers, line->rule, rows[i].rule);
		sheet_fini(&sheet);
	}
	expect_refused("network", "line_up", "fast", "is no number");
	expect_refused("network", "loss", "-1", "is no number");
}

/* somebody who has never heard of ringup can work with it. */
static void the_hand_over_list_is_plain_and_whole(void **state)
{
	static const char *const parts[] = { "20 calls at the same time", "3.87", "TCP       80",
		"443", "UDP       3478-3481", "13.107.64.0/18", "52.112.0.0/14", "52.122.0.0/15",
		"52.238.119.141/32", "52.244.160.207/32", "list of\n  addresses, id 12",
		"50000-50019  DSCP 46 (EF)", "50020-50039  DSCP 34 (AF41)",
		"50040-50059  DSCP 18 (AF21)", "split tunnel", "5 GHz", "under 100 ms",
		"as of 2023-01-24" };
	struct asked asked;
	const char *text = file_of(ask(&asked, "network", "calls=20", false));
	(void)state;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		expect_part("R-377", text, parts[i]);
	assert_null(strstr(text, "R-3"));
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (strcspn(line, "\n") > 72)
			fail_msg("too long: %.80s", line);
}

/* ---- emergency ---- */

static void the_emergency_sheet_speaks_of_the_callers_countries(void **state)
{
	struct asked asked;
	struct sheet sheet;
	(void)state;
	sql("UPDATE organization SET country = 'US';"
	    "INSERT INTO person (upn, calls, usage_location_wanted) VALUES ('a', 1, 'FR'),"
	    " ('b', 1, 'FR'), ('c', 1, 'JP'), ('d', 0, 'DE')");
	OK(topic_sheet(ask(&asked, "emergency", "", true), &sheet, err));
	assert_non_null(line_of(&sheet, "FR"));
	assert_non_null(line_of(&sheet, "US"));
	assert_null(line_of(&sheet, "DE"));
	expect_text("R-312", line_of(&sheet, "FR")->cells[0], "112, 15, 17, 18, 114");
	expect_number("R-312", line_of(&sheet, "FR")->rule, 312);
	expect_number("R-314", line_of(&sheet, "JP")->tone, SHEET_BAD);
	expect_number(
		"R-316: nobody has an address", line_of(&sheet, "without_address")->number, 3);
	expect_text("R-310", line_of(&sheet, "dynamic")->label, "US");
	sheet_fini(&sheet);
}

static void people_with_a_place_are_not_counted_as_lacking_one(void **state)
{
	struct asked asked;
	struct sheet sheet;
	(void)state;
	sql("INSERT INTO person (upn, calls, usage_location_wanted) VALUES ('a', 1, 'US'), ('b', 1, 'US');"
	    "INSERT INTO address (name, country, latitude, longitude, actual) VALUES"
	    " ('hq', 'US', '47.6', '-122.1', 'Valid'), ('store', 'US', '', '', 'NotValidated');"
	    "INSERT INTO assignment (person_id, place_wanted) SELECT p.id, l.id FROM person p, place l"
	    " WHERE p.upn = 'a' AND l.address_id = 1;"
	    "INSERT INTO number (e164, owned_wanted, owned_actual, activation) VALUES"
	    " ('+14255550100', 1, 1, 'Activated'), ('+14255550101', 1, 1, 'AssignmentPending')");
	OK(topic_sheet(ask(&asked, "emergency", "countries=US", true), &sheet, err));
	expect_number("R-316", line_of(&sheet, "without_address")->number, 1);
	expect_number("R-282", line_of(&sheet, "unvalidated")->number, 1);
	expect_number("R-287", line_of(&sheet, "without_coordinates")->number, 1);
	expect_number("R-303", line_of(&sheet, "hanging")->number, 1);
	expect_number("R-322: labels of two addresses", line_of(&sheet, "labels")->number, 2);
	sheet_fini(&sheet);
}

static void what_people_are_told_is_all_there(void **state)
{
	static const struct {
		const char *answers, *part;
	} rows[] = {
		{ "countries=US", "You undertake to tell everybody" },
		{ "countries=US", "R-318" },
		{ "countries=US", "may not know where the caller is" },
		{ "countries=US", "R-319" },
		{ "countries=US", "Without internet or power" },
		{ "countries=US", "R-320" },
		{ "countries=US", "from outside their country" },
		{ "countries=US", "R-321" },
		{ "countries=US", "933" },
		{ "countries=US",
			"At most 350 characters (2026, which counts); documents of 2022 say "
			"250.  R-417" },
		{ "countries=US", "1. A dynamic location that you set for the network.  R-315" },
		{ "countries=US",
			"4. The address registered for the person or the number.  R-315" },
		{ "countries=FR", "Do not rely on dynamic locations there" },
		{ "countries=US", "manual validation request" },
		{ "countries=US", "For more than 150 people" },
		{ "countries=CA", "Editable of yours  CA  R-306" },
		{ "countries=FR", "Editable of yours  none  R-306" },
		{ "countries=FR", "R-428" },
		{ "disclaimer=Call 911 from a mobile", "22 of 350 characters" },
		{ "desk_people=a@x.example, b@x.example", "2 of 50" },
		{ "desk_mails=desk@x.example", "1 of 10" },
		{ "countries=SE", "No document says how calls of this country are routed." },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		expect_part(rows[i].answers,
			text_of(ask(&asked, "emergency", rows[i].answers, false)), rows[i].part);
	}
}

static void limits_of_the_emergency_questions_are_kept(void **state)
{
	char text[400];
	struct str people = { 0 };
	(void)state;
	memset(text, 'x', 351);
	text[351] = '\0';
	expect_refused("emergency", "disclaimer", text, "R-323");
	for (int i = 0; i < 51; i++)
		str_addf(&people, "p%d@x.example,", i);
	expect_refused("emergency", "desk_people", str_text(&people), "R-324");
	expect_refused("emergency", "desk_mails", "a,b,c,d,e,f,g,h,i,j,k", "R-324");
	expect_refused("emergency", "countries", "US, Atlantis", "Atlantis");
	expect_refused("emergency", "language", "tlh", "tlh");
	str_fini(&people);
}

/* Ten-thousandths of an inch of "left:0.1875in;". */
static int inches(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	int whole = 0, part = 0, digits = 0;
	assert_non_null(at);
	at += strlen(name);
	for (; *at >= '0' && *at <= '9'; at++)
		whole = whole * 10 + (*at - '0');
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9'; at++, digits++)
			part = part * 10 + (*at - '0');
	for (; digits < 4; digits++)
		part *= 10;
	expect_part("unit", at, "in;");
	return whole * 10000 + part;
}

/* Avery 5160. */
static void labels_lie_on_their_sheet(void **state)
{
	struct asked asked;
	const char *html = file_of(ask(&asked, "emergency", "countries=US;copies=61", false)), *at;
	int count = 0;
	(void)state;
	expect_number("R-322: 3 x 10", LABEL_A_PAGE, 30);
	expect_number("R-322: width of the sheet", 2 * LABEL_LEFT + 3 * LABEL_WIDTH + 2 * LABEL_GAP,
		LABEL_PAGE_WIDTH);
	expect_number(
		"R-322: height of the sheet", 2 * LABEL_TOP + 10 * LABEL_HEIGHT, LABEL_PAGE_HEIGHT);
	expect_part("page", html, "@page{size:8.5in 11in;margin:0}");
	expect_part("sheet", html, ".sheet{position:relative;width:8.5in;height:11in;");
	expect_part("breaks", html, ".sheet+.sheet{page-break-before:always;");
	expect_part("label", html, ".label{position:absolute;width:2.625in;height:1in;");
	expect_number("61 labels are three sheets", times(html, "<div class=\"sheet\">"), 3);
	expect_number("61 labels", times(html, "<div class=\"label\""), 61);
	expect_number("every box is closed", times(html, "<div"), times(html, "</div>"));
	for (at = html; (at = strstr(at, "<div class=\"label\"")); at++, count++) {
		struct label_spot spot = label_spot(count);
		expect_number("left", inches(at, "left:"), spot.left);
		expect_number("top", inches(at, "top:"), spot.top);
		expect_number("column", spot.left, 1875 + count % 3 * 27500);
		expect_number("row", spot.top, 5000 + count % 30 / 3 * 10000);
		expect_number("page", spot.page, count / 30);
	}
}

static void labels_speak_the_country_s_language(void **state)
{
	static const struct {
		const char *answers, *lang, *text;
	} rows[] = {
		{ "countries=US", "lang=\"en\"", "<b>911</b>No emergency calls without power" },
		{ "countries=FR", "lang=\"fr\"", "<b>112, 15, 17, 18, 114</b>Pas d&#39;appel" },
		{ "countries=DE", "lang=\"de\"", "<b>112, 110</b>Ohne Strom" },
		{ "countries=SE", "lang=\"sv\"", "<b>112</b>Utan" },
		{ "countries=DE;language=en", "lang=\"en\"", "<b>112, 110</b>No emergency calls" },
		{ "countries=JP", "lang=\"en\"", "<b>-</b>No emergency calls with this phone" },
		{ "countries=IN", "", "no emergency number is known: IN" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		const char *html = file_of(ask(&asked, "emergency", rows[i].answers, false));
		expect_part(rows[i].answers, html, rows[i].lang);
		expect_part(rows[i].answers, html, rows[i].text);
	}
}

static void labels_name_each_place(void **state)
{
	struct asked asked;
	(void)state;
	sql("INSERT INTO address (name, country, house_number, street_name, city, postal_code)"
	    " VALUES ('hq', 'US', '500', '108th Ave NE', 'Bellevue', '98004'),"
	    " ('lyon', 'FR', '12', 'rue de la République', 'Lyon', '69002');"
	    "INSERT INTO place (address_id, name) VALUES (1, 'Office')");
	const char *html = file_of(ask(&asked, "emergency", "copies=2", true));
	expect_number("three places, two labels each", times(html, "<div class=\"label\""), 6);
	expect_number("place", times(html, "500 108th Ave NE, Bellevue, 98004, Office</i>"), 2);
	expect_number("address",
		times(html, "12 rue de la République, 69002 Lyon</i>") +
			times(html, "12 rue de la République, Lyon, 69002</i>"),
		2);
	html = file_of(ask(&asked, "emergency", "address=no", true));
	expect_number("without address", times(html, "<i>"), 0);
	expect_number("without address", times(html, "<div class=\"label\""), 3);
}

static void hostile_names_stay_text_on_a_label(void **state)
{
	struct asked asked;
	(void)state;
	sql("INSERT INTO address (name, country, street_name, city) VALUES ('x', 'US',"
	    " '<script>alert(1)</script>', '\"''&' || char(27, 7, 8238, 10) || '</div><img src=x>')");
	const char *html = file_of(ask(&asked, "emergency", "", true));
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "<img"));
	assert_null(strchr(html, 27));
	assert_null(strchr(html, 7));
	assert_null(strstr(html, "\xe2\x80\xae"));
	expect_part("tag", html, "&lt;script&gt;alert(1)&lt;/script&gt;");
	expect_part("signs", html, "&quot;&#39;&amp;");
	expect_part("end", html, "&lt;/div&gt;&lt;img src=x&gt;");
	expect_number("every box is closed", times(html, "<div"), times(html, "</div>"));
}

static void labels_have_their_letters_also_on_an_ascii_terminal(void **state)
{
	struct asked asked;
	(void)state;
	text_set_ascii(true);
	const char *html = file_of(ask(&asked, "emergency", "countries=FR", false));
	expect_part("ASCII", html, "où vous êtes");
	assert_true(text_ascii());
	text_set_ascii(false);
}

/* ---- rooms ---- */

static void the_rooms_sheet_fills_the_cart(void **state)
{
	static const struct {
		const char *name, *answers;
		int64_t basic, pro, shared, plans;
	} rows[] = {
		{ "R-071: one room", "", 1, 0, 0, 0 },
		{ "R-072: 30 rooms", "count=30", 25, 5, 0, 0 },
		{ "R-074: a number", "count=2;scenario=number", 0, 2, 0, 2 },
		{ "R-074: said apart", "count=2;number=yes", 0, 2, 0, 2 },
		{ "R-075: phones", "device=phone;count=3;number=yes", 0, 0, 3, 3 },
		{ "R-075: a panel", "device=panel", 0, 0, 1, 0 },
		{ "a person", "device=person", 0, 0, 0, 0 },
	};
	static const char *const ids[] = { "basic", "pro", "shared", "calling_plans" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const int64_t want[] = { rows[i].basic, rows[i].pro, rows[i].shared,
			rows[i].plans };
		struct asked asked;
		struct sheet sheet;
		OK(topic_sheet(ask(&asked, "rooms", rows[i].answers, false), &sheet, err));
		for (size_t k = 0; k < COUNT_OF(ids); k++) {
			const struct sheet_line *line = line_of(&sheet, ids[k]);
			expect_number(rows[i].name, line ? line->number : 0, want[k]);
		}
		sheet_fini(&sheet);
	}
}

static void the_table_of_2018_is_shown_beside_today(void **state)
{
	struct asked asked;
	(void)state;
	const char *text = text_of(ask(&asked, "rooms", "edition=2018;scenario=number", false));
	expect_part("R-066", text, "E1 or E3, Phone System and Calling Plan, or E5  R-066");
	expect_part("R-069", text, "With E5 add a Calling Plan");
	expect_part("R-073", text, "None of this works today");
	text = text_of(ask(&asked, "rooms", "", false));
	expect_part("R-063", text, "R-063");
	expect_part("R-067", text, "Skype Room Systems v2 was no add-on");
	expect_part("R-068", text, "Windows 10 Enterprise 1607");
	expect_part("R-070", text, "2022-09-06");
	expect_part("R-073", text, "2023-07-01");
}

static void want(const char *topic, const char *answers, const char *said)
{
	struct asked asked;
	struct str out = { 0 };
	const struct topic_context *context = ask(&asked, topic, answers, true);
	OK(context->topic->want(context, &out, err));
	expect_part(answers, str_text(&out), said);
	str_fini(&out);
}

static const char wishes[] =
	"SELECT p.upn, s.sku_part FROM licence l JOIN person p ON p.id = l.person_id"
	" JOIN subscription s ON s.sku_id = l.sku_id WHERE l.wanted = 1 ORDER BY 1, 2";

static void devices_are_marked_and_get_their_licence(void **state)
{
	(void)state;
	sql("UPDATE organization SET country = 'US', plan = 'SPB';"
	    "INSERT INTO person (upn, display_name, department, usage_location_wanted) VALUES"
	    " ('board@x', 'Board', 'Rooms', 'US'), ('lab@x', 'Lab', 'Rooms', 'US'),"
	    " ('hall@x', 'Hall phone', '', 'US'), ('ada@x', 'Ada', 'Rooms ', 'US')");
	want("rooms", "accounts=department:rooms", "2 accounts are now marked: meeting room");
	want("rooms", "accounts=HALL@x;device=phone;number=yes", "1 account is now marked");
	ROWS("SELECT upn, device, calls FROM person ORDER BY upn",
		"ada@x||0;board@x|room|0;hall@x|phone|1;lab@x|room|0");
	ROWS(wishes, "board@x|Microsoft_Teams_Rooms_Basic;hall@x|MCOCAP;hall@x|MCOPSTN1;"
		     "lab@x|Microsoft_Teams_Rooms_Basic");
	struct asked asked;
	const char *text = text_of(ask(&asked, "rooms", "count=30", true));
	expect_part("R-071: two are taken", text, "23 (free)");
	expect_part("devices", text, "Hall phone");
	want("rooms", "accounts=board@x,lab@x,hall@x;device=person", "3 accounts");
	ROWS("SELECT count(*) FROM person WHERE device <> ''", "0");
}

static void accounts_that_are_nobody_s_are_refused(void **state)
{
	static const struct {
		const char *answers, *part;
		enum error_code code;
	} rows[] = {
		{ "accounts=nobody@x", "nobody@x", ERROR_NOT_FOUND },
		{ "accounts=department:Nowhere", "Nowhere", ERROR_NOT_FOUND },
		{ "device=room", "Which accounts?", ERROR_INPUT },
		{ "accounts= , ,", "Which accounts?", ERROR_INPUT },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		struct str said = { 0 };
		const struct topic_context *context = ask(&asked, "rooms", rows[i].answers, true);
		FAILS(context->topic->want(context, &said, err), rows[i].code, rows[i].part);
		str_fini(&said);
	}
}

static void a_name_like_a_room_is_only_said(void **state)
{
	struct asked asked;
	(void)state;
	/* Of the folded text only the name counts, not the department behind it. */
	sql("INSERT INTO person (upn, display_name, folded) VALUES"
	    " ('r@x', 'Conference Room 3', 'conference room 3' || char(10) || 'r@x'),"
	    " ('b@x', 'Bea', 'bea' || char(10) || 'b@x' || char(10) || 'reception')");
	expect_part("said", text_of(ask(&asked, "rooms", "", true)),
		"1 account has a name like a room's: r@x.");
	ROWS("SELECT count(*) FROM person WHERE device <> ''", "0");
	ROWS("SELECT count(*) FROM licence", "0");
}

static void a_room_with_a_person_s_licence_is_told(void **state)
{
	struct asked asked;
	(void)state;
	sql("INSERT INTO person (upn, display_name, device) VALUES ('r@x', 'Board', 'room');"
	    "INSERT INTO subscription (sku_id, sku_part, name) VALUES ('e3', 'ENTERPRISEPACK', 'E3');"
	    "INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'e3', 1, 1)");
	expect_part("R-073", text_of(ask(&asked, "rooms", "", true)), "Board    meeting room  E3");
	expect_part("R-073", text_of(ask(&asked, "rooms", "", true)), "R-073");
}

/* ---- carrier ---- */

static void the_carrier_sheet_says_what_to_assign(void **state)
{
	static const struct {
		const char *name, *answers, *part;
	} rows[] = {
		{ "R-010: own", "carrier=own", "Phone System only, and never a Calling Plan" },
		{ "R-011: E5", "carrier=own", "E5, A5, G5              nothing more" },
		{ "R-010: others", "carrier=own", "Other plans with Teams  Teams Phone Standard" },
		{ "R-012: 2018", "carrier=own", "It is gone.  R-012" },
		{ "R-013: ways", "carrier=own", "Operator Connect" },
		{ "R-013: mixed", "carrier=mixed", "Both can be mixed in one tenant" },
		{ "R-082: no bundle", "carrier=own", "or a reseller take its place.  R-082" },
		{ "R-129: no plans", "carrier=own;country=IN", "your own carrier is the way" },
		{ "R-010: Microsoft", "carrier=microsoft", "Phone System and a Calling Plan" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		expect_part(rows[i].name, text_of(ask(&asked, "carrier", rows[i].answers, false)),
			rows[i].part);
	}
}

static void the_carrier_sheet_counts_what_stands_in_the_way(void **state)
{
	static const struct {
		const char *name, *answers, *id;
		int64_t number;
	} rows[] = {
		{ "R-331: lines in the directory", "carrier=own", "hybrid", 1 },
		{ "R-010: all Calling Plans go", "carrier=own", "calling_plans", 2 },
		{ "R-013: those of carrier people", "carrier=mixed", "calling_plans", 1 },
		{ "R-013: numbers of the carrier", "carrier=mixed", "numbers", 1 },
	};
	(void)state;
	sql("INSERT INTO person (upn, calls, onprem_line) VALUES ('a@x', 1, 'tel:+1425'), ('b@x', 1, '');"
	    "INSERT INTO subscription (sku_id, sku_part, capability) VALUES ('p', 'MCOPSTN1', 8);"
	    "INSERT INTO licence (person_id, sku_id, wanted, actual) VALUES (1, 'p', 1, 1), (2, 'p', 1, 1);"
	    "INSERT INTO number (e164, source, owned_wanted, owned_actual) VALUES"
	    " ('+14255550100', 'carrier', 1, 1), ('+14255550101', 'plan', 1, 1);"
	    "INSERT INTO assignment (person_id, number_actual, number_wanted) VALUES"
	    " (1, '+14255550100', '+14255550100'), (2, '+14255550101', '+14255550101')");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asked asked;
		struct sheet sheet;
		OK(topic_sheet(ask(&asked, "carrier", rows[i].answers, true), &sheet, err));
		assert_non_null(line_of(&sheet, rows[i].id));
		expect_number(rows[i].name, line_of(&sheet, rows[i].id)->number, rows[i].number);
		sheet_fini(&sheet);
	}
}

static void the_carrier_is_planned_with_its_licences(void **state)
{
	(void)state;
	sql("UPDATE organization SET country = 'US', plan = 'ENTERPRISEPACK';"
	    "INSERT INTO person (upn, calls, usage_location_wanted) VALUES ('a@x', 1, 'US')");
	want("carrier", "carrier=own", "never a Calling Plan");
	ROWS("SELECT carrier FROM organization", "own");
	ROWS(wishes, "a@x|MCOEV");
	want("carrier", "carrier=mixed", "Both can be mixed");
	ROWS("SELECT carrier FROM organization", "microsoft");
	ROWS(wishes, "a@x|MCOTEAMS_ESSENTIALS");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_network_sheet_says_first_whether_the_line_is_enough),
		TEST(calls_are_guessed_from_the_callers),
		TEST(what_was_measured_is_judged),
		TEST(the_hand_over_list_is_plain_and_whole),
		TEST(the_emergency_sheet_speaks_of_the_callers_countries),
		TEST(people_with_a_place_are_not_counted_as_lacking_one),
		TEST(what_people_are_told_is_all_there),
		TEST(limits_of_the_emergency_questions_are_kept),
		TEST(labels_lie_on_their_sheet),
		TEST(labels_speak_the_country_s_language),
		TEST(labels_name_each_place),
		TEST(hostile_names_stay_text_on_a_label),
		TEST(labels_have_their_letters_also_on_an_ascii_terminal),
		TEST(the_rooms_sheet_fills_the_cart),
		TEST(the_table_of_2018_is_shown_beside_today),
		TEST(devices_are_marked_and_get_their_licence),
		TEST(accounts_that_are_nobody_s_are_refused),
		TEST(a_name_like_a_room_is_only_said),
		TEST(a_room_with_a_person_s_licence_is_told),
		TEST(the_carrier_sheet_says_what_to_assign),
		TEST(the_carrier_sheet_counts_what_stands_in_the_way),
		TEST(the_carrier_is_planned_with_its_licences),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
