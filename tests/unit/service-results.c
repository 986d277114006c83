/* Proves that a result file is taken for what was asked and for nothing else, whatever its bytes
 * are, and that only what it brought whole is believed. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/service/powershell/script.h"
#include "core/service/results/ledger.h"
#include "core/service/results/results.h"
#include "tests/unit/expect.h"

#define NOW INT64_C(1800000000) /* 2027-01-15T08:00:00Z */

static char path[] = "/tmp/ringup-results-XXXXXX";

static int setup(void **state)
{
	(void)state;
	int fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
	(void)state;
	return unlink(path);
}

/* "@" in a text stands for the digest of the request. */
static void fill(struct str *out, const char *text, const struct service_request *request)
{
	char digest[SCRIPT_DIGEST] = "";
	if (request)
		script_digest(request, digest);
	for (; *text; text++) {
		if (*text == '@')
			str_add(out, digest);
		else
			str_addc(out, *text);
	}
}

static struct service *opened(const char *text, const struct service_request *request,
	struct results_summary *summary, struct error *err)
{
	struct str bytes = { 0 };
	struct error none = { 0 };
	fill(&bytes, text, request);
	assert_true(file_write(path, str_text(&bytes), bytes.len, 0600, &none));
	str_fini(&bytes);
	return results_open(path, summary, err);
}

#define HEAD \
	"{\"schema\":1,\"script\":\"s\",\"started\":\"2027-01-15T07:00:00.1234567Z\",\"tenant\":\"t-1\"}\n"

static const struct service_request address = {
	.kind = "address", .key = "address:3", .wish = "{\"name\":\"hq\"}"
};
static const struct service_request order = {
	.kind = "order", .key = "order:2", .wish = "{\"quantity\":2}"
};
static const struct service_request acquire = {
	.kind = "acquire", .key = "number:+14255550100", .number = "+14255550100", .wish = "{}"
};
static const struct service_request queue = {
	.kind = "queue", .key = "feature:4", .wish = "{}", .document = "{}"
};

static void answers_are_of_the_wish_and_no_other(void **state)
{
	static const struct {
		const char *row, *lines;
		const struct service_request *request;
		enum service_state state;
		enum cause cause;
		const char *civic, *location, *validation, *reservation, *service_id, *json, *words;
	} rows[] = {
		{ "done",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\","
			"\"civicAddressId\":\"c-1\",\"locationId\":\"l-1\",\"validationStatus\":\"Validated\"}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "c-1", "l-1", "Valid", "", "", "", "" },
		{ "Valid is Valid",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\","
			"\"state\":\"done\",\"validationStatus\":\"Valid\"}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "", "", "Valid", "", "", "", "" },
		{ "a validation nobody knows is none",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\","
			"\"validationStatus\":\"Splendid\"}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "", "", "" },
		{ "corrections",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\","
			"\"corrections\":[{\"field\":\"city\",\"theirs\":\"Oslo\"}]}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "",
			"[{\"field\":\"city\",\"theirs\":\"Oslo\"}]", "" },
		{ "an id that is none",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\","
			"\"civicAddressId\":\"../x\",\"locationId\":\"l'; rm\"}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "", "", "" },
		{ "another wish",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"0123456789abcdef\","
			"\"state\":\"done\",\"civicAddressId\":\"c-1\"}\n",
			&address, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has a result of another wish than the present one." },
		{ "another kind",
			"{\"key\":\"address:3\",\"kind\":\"place\",\"digest\":\"@\",\"state\":\"done\"}\n",
			&address, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has a result of another wish than the present one." },
		{ "no digest", "{\"key\":\"address:3\",\"kind\":\"address\",\"state\":\"done\"}\n",
			&address, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has a result of another wish than the present one." },
		{ "absent",
			"{\"key\":\"address:4\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\"}\n",
			&address, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has no result of it." },
		{ "only begun",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"started\"}\n",
			&address, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has no result of it." },
		{ "the later line counts",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"failed\"}\n"
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\"}\n",
			&address, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "", "", "" },
		{ "failed, with its words",
			"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"failed\","
			"\"message\":\"Bad \\u001b[31mthing\\nhappened\"}\n",
			&address, SERVICE_FAILED, CAUSE_UNKNOWN, "", "", "", "", "", "",
			"Bad \xef\xbf\xbd[31mthing happened" },
		{ "failed, cause from the code",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"@\",\"state\":\"failed\","
			"\"message\":\"ErrorCode OutOfStock\"}\n",
			&order, SERVICE_FAILED, CAUSE_OUT_OF_STOCK, "", "", "", "", "", "",
			"ErrorCode OutOfStock" },
		{ "failed, cause named",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"@\",\"state\":\"failed\","
			"\"cause\":\"quota\",\"message\":\"no\"}\n",
			&order, SERVICE_FAILED, CAUSE_QUOTA, "", "", "", "", "", "", "no" },
		{ "held",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"@\",\"state\":\"held\",\"orderId\":\"o-1\","
			"\"heldUntil\":\"2027-01-15T08:09:00.0000000Z\",\"numbers\":[{\"telephoneNumber\":\"+14255550100\"}]}\n",
			&order, SERVICE_DONE, CAUSE_NONE, "", "", "", "o-1", "",
			"[{\"telephoneNumber\":\"+14255550100\"}]", "" },
		{ "held no longer",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"@\",\"state\":\"held\","
			"\"orderId\":\"o-1\",\"heldUntil\":\"2027-01-15T07:59:00Z\"}\n",
			&order, SERVICE_FAILED, CAUSE_EXPIRED, "", "", "", "o-1", "", "", "" },
		{ "a number of a completed order",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"0\",\"state\":\"done\","
			"\"numbers\":[{\"telephoneNumber\":\"+14255550100\"}]}\n"
			"{\"key\":\"number:+14255550100\",\"kind\":\"acquire\",\"state\":\"done\"}\n",
			&acquire, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "", "", "" },
		{ "a number of an order that is only held",
			"{\"key\":\"order:2\",\"kind\":\"order\",\"digest\":\"0\",\"state\":\"held\","
			"\"numbers\":[{\"telephoneNumber\":\"+14255550100\"}]}\n"
			"{\"key\":\"number:+14255550100\",\"kind\":\"acquire\",\"state\":\"done\"}\n",
			&acquire, SERVICE_FAILED, CAUSE_NOT_DONE, "", "", "", "", "", "",
			"The file has a result of another wish than the present one." },
		{ "a number by its own wish",
			"{\"key\":\"number:+14255550100\",\"kind\":\"acquire\",\"digest\":\"@\",\"state\":\"done\"}\n",
			&acquire, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "", "", "" },
		{ "a feature",
			"{\"key\":\"feature:4\",\"kind\":\"queue\",\"digest\":\"@\",\"state\":\"done\","
			"\"serviceId\":\"q-1\",\"progress\":{\"state\":\"ready\"}}\n",
			&queue, SERVICE_DONE, CAUSE_NONE, "", "", "", "", "q-1",
			"{\"state\":\"ready\"}", "" },
	};
	(void)state;
	setenv("RINGUP_NOW", "1800000000", 1);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = { 0 };
		struct results_summary summary;
		struct service_reply reply = { 0 };
		struct str text = { 0 };
		str_add(&text, HEAD);
		str_add(&text, rows[i].lines);
		struct service *service = opened(str_text(&text), rows[i].request, &summary, &err);
		expect_text(rows[i].row, err.text, "");
		assert_true(service->ops->submit(service, rows[i].request, &reply, &err));
		expect_number(rows[i].row, reply.state, rows[i].state);
		expect_number(rows[i].row, reply.cause, rows[i].cause);
		expect_text(rows[i].row, reply.civic_id, rows[i].civic);
		expect_text(rows[i].row, reply.location_id, rows[i].location);
		expect_text(rows[i].row, reply.validation, rows[i].validation);
		expect_text(rows[i].row, reply.reservation, rows[i].reservation);
		expect_text(rows[i].row, reply.service_id, rows[i].service_id);
		expect_text(rows[i].row, str_text(&reply.json), rows[i].json);
		expect_text(rows[i].row, reply.words, rows[i].words);
		service_reply_fini(&reply);
		service_close(service);
		str_fini(&text);
	}
}

static void the_summary_counts_the_last_lines(void **state)
{
	struct results_summary summary;
	struct error err = { 0 };
	const char *const *keys;
	(void)state;
	struct service *service = opened(HEAD
		"{\"key\":\"address:3\",\"kind\":\"address\",\"state\":\"started\"}\n"
		"{\"key\":\"order:2\",\"kind\":\"order\",\"state\":\"failed\"}\n"
		"{\"key\":\"address:3\",\"kind\":\"address\",\"state\":\"done\"}\n"
		"{\"ended\":\"2027-01-15T07:30:00Z\",\"exit\":0}\n",
		NULL, &summary, &err);
	expect_text("no error", err.text, "");
	expect_number("steps", summary.steps, 2);
	expect_number("done", summary.done, 1);
	expect_number("failed", summary.failed, 1);
	expect_number("ended", summary.ended, true);
	expect_number("started at", summary.started_at, NOW - 3600);
	expect_number("ended at", summary.ended_at, NOW - 1800);
	expect_text("tenant", summary.tenant, "t-1");
	expect_number("keys", results_keys(service, &keys), 2);
	expect_text("first key", keys[0], "address:3");
	expect_text("second key", keys[1], "order:2");
	service_close(service);
}

static void bytes_are_forgiven_where_a_file_may_have_them(void **state)
{
	static const struct {
		const char *row, *text;
		int64_t steps;
		const char *wrong; /* part of the message; NULL: it is read */
	} rows[] = {
		{ "byte order mark",
			"\xef\xbb\xbf" HEAD
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\n",
			1, NULL },
		{ "carriage returns",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\r\n\r\n", 1,
			NULL },
		{ "a last line without its end",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}", 1, NULL },
		{ "a last line that is cut",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\n{\"key\":\"a:2\",\"ki",
			1, NULL },
		{ "members nobody knows",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\",\"new\":{\"x\":[1]}}\n",
			1, NULL },
		{ "a state nobody knows is no step",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"pondering\"}\n"
			"{\"key\":\"a:2\",\"kind\":\"address\",\"state\":\"done\"}\n",
			1, NULL },
		{ "garbage in the middle",
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\nhello\n{\"ended\":\"x\"}\n",
			0, "line 2" },
		{ "a list", "[1,2]\n{\"ended\":\"x\"}\n", 0, "line 1" },
		{ "nothing", "", 0, "no results" },
		{ "another file", "{\"name\":\"x\"}\n{\"name\":\"y\"}\n", 0, "line 1" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct results_summary summary;
		struct error err = { 0 };
		struct service *service = opened(rows[i].text, NULL, &summary, &err);
		if (rows[i].wrong) {
			if (service)
				fail_msg("%s: it was read", rows[i].row);
			expect_part(rows[i].row, err.text, rows[i].wrong);
			expect_number(rows[i].row, err.code, ERROR_INPUT);
			continue;
		}
		expect_text(rows[i].row, err.text, "");
		expect_number(rows[i].row, summary.steps, rows[i].steps);
		service_close(service);
	}
}

#define ADDRESSES "{\"read\":\"addresses\",\"value\":[],\"last\":true}\n"
#define NUMBERS "{\"read\":\"numbers\",\"value\":[],\"last\":true}\n"
#define NUMBERS_MORE "{\"read\":\"numbers\",\"value\":[],\"last\":false}\n"

static void only_what_was_read_whole_is_a_page(void **state)
{
	static const struct {
		const char *row, *lines;
		bool addresses, numbers;
		int pages; /* of numbers */
	} rows[] = {
		{ "both", ADDRESSES NUMBERS, true, true, 1 },
		{ "numbers cut after a page", ADDRESSES NUMBERS_MORE, true, false, 0 },
		{ "two pages", NUMBERS_MORE NUMBERS, false, true, 2 },
		{ "a second run replaces the first", NUMBERS HEAD ADDRESSES, true, false, 0 },
		{ "nouns nobody knows",
			"{\"read\":\"secrets\",\"value\":[]}\n"
			"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\n",
			false, false, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct results_summary summary;
		struct error err = { 0 };
		struct str json = { 0 };
		struct service_next next = { 0 };
		struct service *service = opened(rows[i].lines, NULL, &summary, &err);
		expect_text(rows[i].row, err.text, "");
		unsigned reads = service->ops->reads(service);
		expect_number(rows[i].row, reads >> SERVICE_ADDRESSES & 1, rows[i].addresses);
		expect_number(rows[i].row, reads >> SERVICE_NUMBERS & 1, rows[i].numbers);
		int pages = 0;
		for (char *from = NULL; rows[i].numbers && pages < 10;) {
			assert_true(service->ops->sync(
				service, SERVICE_NUMBERS, from, &json, &next, &err));
			pages++;
			free(from);
			from = next.from.len ? str_take(&next.from) : NULL;
			if (!from)
				break;
		}
		expect_number(rows[i].row, pages, rows[i].pages);
		str_fini(&json);
		service_next_fini(&next);
		service_close(service);
	}
}

/* A file that grows is read in any pieces. */
static void pieces_make_no_difference(void **state)
{
	static const char text[] = HEAD
		"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"started\"}\n"
		"{\"key\":\"a:1\",\"kind\":\"address\",\"state\":\"done\"}\n"
		"{\"key\":\"a:2\",\"kind\":\"address\",\"state\":\"started\"}\n";
	(void)state;
	for (size_t piece = 1; piece < sizeof text; piece += 7) {
		struct ledger *ledger = ledger_new();
		struct results_summary summary;
		for (size_t at = 0; at < sizeof text - 1; at += piece)
			ledger_add(ledger, text + at,
				piece < sizeof text - 1 - at ? piece : sizeof text - 1 - at);
		ledger_summary(ledger, &summary);
		expect_number("steps", summary.steps, 2);
		expect_number("done", summary.done, 1);
		expect_number("lines", ledger_count(ledger), 4);
		expect_number("begun and not ended", ledger_open(ledger), true);
		expect_number("bad", ledger_bad(ledger), 0);
		ledger_free(ledger);
	}
}

/* What an earlier run said is no answer to a later one. */
static void only_lines_since_the_start_answer(void **state)
{
	struct ledger *ledger = ledger_new();
	struct ledger_question question;
	struct service_reply reply = { 0 };
	struct str line = { 0 };
	(void)state;
	fill(&line,
		"{\"key\":\"address:3\",\"kind\":\"address\",\"digest\":\"@\",\"state\":\"done\"}\n",
		&address);
	ledger_add(ledger, str_text(&line), line.len);
	ledger_question(&address, &question);
	expect_number("of now", ledger_answer(ledger, &question, 1, NOW, &reply), LEDGER_ANSWER);
	expect_number(
		"of before", ledger_answer(ledger, &question, 2, NOW, &reply), LEDGER_NOTHING);
	ledger_add(ledger, str_text(&line), line.len);
	expect_number(
		"said again", ledger_answer(ledger, &question, 2, NOW, &reply), LEDGER_ANSWER);
	service_reply_fini(&reply);
	str_fini(&line);
	ledger_free(ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_of_the_wish_and_no_other),
		cmocka_unit_test(the_summary_counts_the_last_lines),
		cmocka_unit_test(bytes_are_forgiven_where_a_file_may_have_them),
		cmocka_unit_test(only_what_was_read_whole_is_a_page),
		cmocka_unit_test(pieces_make_no_difference),
		cmocka_unit_test(only_lines_since_the_start_answer),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
