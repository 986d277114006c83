/* Proves that the runner carries each change out once, whatever its child does in the middle, that
 * tokens reach the child by its environment alone, and that nothing of it stays behind. The child
 * is tests/fake-pwsh. */
#include "core/service/powershell/runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/tenant/address.h"
#include "tests/unit/expect.h"

/* ---- a sign-in that always, or never, has a token ---- */

static struct loop *loop;
static bool no_token;
static char asked[600]; /* resource and scopes of each question */

struct question {
	signin_done *done;
	void *data;
};
static struct question question;

static void question_answer(void *data)
{
	static const struct error why = { .code = ERROR_PERSON, .text = "Nobody signed in." };
	struct question now = question;
	(void)data;
	now.done(now.data, no_token ? NULL : "PLANTED-token", no_token ? &why : NULL);
}

int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data)
{
	(void)signin;
	size_t len = strlen(asked);
	snprintf(asked + len, sizeof asked - len, "%s %s\n", resource, scopes);
	question = (struct question){ done, data };
	return loop_after(loop, 0, question_answer, NULL);
}

void signin_forget(struct signin *signin, int64_t id)
{
	(void)signin;
	loop_cancel(loop, (int)id);
}

/* ---- a folder, a tenant, a runner ---- */

static char work[] = "/tmp/ringup-runner-XXXXXX";
static char folder[80], command[80], tenant[80], fault_file[80];
static struct service *runner;

static void file_put(const char *path, const char *text, unsigned mode)
{
	struct error err = { 0 };
	if (!file_write(path, text, strlen(text), mode, &err))
		fail_msg("%s", err.text);
}

static int group_setup(void **state)
{
	const char *python = getenv("PYTHON3"), *top = getenv("TOP_SRCDIR");
	char here[1000], script[1200];
	(void)state;
	if (!mkdtemp(work) || !realpath(top ? top : "..", here))
		return -1;
	snprintf(folder, sizeof folder, "%s/scripts", work);
	snprintf(command, sizeof command, "%s/pwsh", work);
	snprintf(tenant, sizeof tenant, "%s/tenant.json", work);
	snprintf(fault_file, sizeof fault_file, "%s/fault", work);
	snprintf(script, sizeof script, "#!/bin/sh\nexec %s %s/tests/fake-pwsh \"$@\"\n",
		python ? python : "/usr/bin/python3", here);
	file_put(command, script, 0700);
	setenv("FAKE_PWSH_TENANT", tenant, 1);
	setenv("FAKE_PWSH_FAULT", fault_file, 1);
	setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
	unsetenv("RINGUP_NOW");
	return 0;
}

static int group_teardown(void **state)
{
	struct str line = { 0 };
	(void)state;
	str_addf(&line, "rm -rf '%s'", work);
	int failed = system(str_text(&line));
	str_fini(&line);
	return failed;
}

static struct service *runner_new(struct error *err)
{
	struct runner_options options = { .loop = loop,
		.graph = "https://graph.example",
		.command = command,
		.folder = folder,
		.script = { .tenant = "contoso.example", .title = "Contoso ’Bakery’" } };
	return runner_open(&options, err);
}

static int setup(void **state)
{
	struct error err = { 0 };
	struct str line = { 0 };
	(void)state;
	str_addf(&line, "rm -rf '%s' '%s' '%s.audit' '%s'", folder, tenant, tenant, fault_file);
	int failed = system(str_text(&line));
	str_fini(&line);
	loop = loop_new();
	no_token = false;
	asked[0] = '\0';
	runner = runner_new(&err);
	return failed || !runner ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	service_close(runner);
	loop_free(loop);
	return 0;
}

static void audit_is(const char *row, const char *want)
{
	struct str path = { 0 }, text = { 0 };
	str_addf(&path, "%s.audit", tenant);
	file_read(&text, str_text(&path), 1 << 20, NULL);
	expect_text(row, str_text(&text), want);
	str_fini(&path);
	str_fini(&text);
}

/* ---- requests ---- */

static int64_t submit(const struct service_request *request)
{
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	bool search = strcmp(request->kind, "order") == 0;
	assert_true(search ? runner->ops->search(runner, request, &reply, &err)
			   : runner->ops->submit(runner, request, &reply, &err));
	expect_text(request->key, reply.words, "");
	expect_number(request->key, reply.state, SERVICE_FLYING);
	return reply.flight;
}

/* Waits for its answer; the loop's own timers are the deadline of a run. */
static struct service_reply landed(int64_t flight)
{
	struct error err = { 0 };
	for (;;) {
		struct service_reply reply = { 0 };
		assert_true(runner->ops->land(runner, flight, &reply, &err));
		if (reply.state != SERVICE_FLYING)
			return reply;
		assert_true(loop_turn(loop, true));
	}
}

static void lands(const char *row, int64_t flight, enum service_state state)
{
	struct service_reply reply = landed(flight);
	if (reply.state != state)
		fail_msg("%s: landed as %d (%s), want %d", row, reply.state, reply.words, state);
	service_reply_fini(&reply);
}

static struct service_request assignment(const char *key)
{
	return (struct service_request){ .kind = "assign",
		.key = key,
		.wish = "{\"number\":\"+14255550100\"}",
		.upn = "ava@contoso.example",
		.number = "+14255550100",
		.number_kind = "user" };
}

static const struct service_request order = { .kind = "order",
	.key = "order:2",
	.wish = "{\"quantity\":2}",
	.country = "US",
	.area_code = "425",
	.number_kind = "user",
	.quantity = 2 };

/* ---- claims ---- */

static void submits_that_come_together_are_one_script(void **state)
{
	struct address address = { .name = "hq ’‘‚‛' \"$(id)` ; & é\nend",
		.company_name = "Contoso",
		.country = "US",
		.city = "Bellevue",
		.latitude = "47.6",
		.longitude = "-122.2" };
	struct service_request place = {
		.kind = "address", .key = "address:3", .wish = "{}", .address = &address
	};
	struct service_request one = assignment("assign:1"), two = assignment("assign:2");
	int64_t flights[] = { submit(&place), submit(&one), submit(&two) };
	(void)state;
	struct service_reply reply = landed(flights[0]);
	expect_text("words", reply.words, "");
	expect_number("state", reply.state, SERVICE_DONE);
	expect_text("civic id", reply.civic_id, "00000001-civic");
	expect_text("location", reply.location_id, "00000002-default");
	expect_text("validation", reply.validation, "Valid");
	service_reply_fini(&reply);
	lands("one", flights[1], SERVICE_DONE);
	lands("two", flights[2], SERVICE_DONE);
	audit_is("each once, the name as it is",
		"address hq ’‘‚‛' \"$(id)` ; & é end\nassign assign:1\nassign assign:2\n");
	expect_text("two tokens, of these resources", asked,
		"https://graph.example User.Read.All Group.ReadWrite.All AppCatalog.ReadWrite.All "
		"TeamSettings.ReadWrite.All Channel.Delete.All ChannelSettings.ReadWrite.All "
		"ChannelMember.ReadWrite.All\n"
		"48ac35b8-9aa8-4d74-927d-1f4a14a0b239 user_impersonation\n");
}

static void nothing_stays_behind(void **state)
{
	struct service_request one = assignment("assign:1");
	struct error err = { 0 };
	char path[120];
	(void)state;
	lands("done", submit(&one), SERVICE_DONE);
	service_close(runner);
	snprintf(path, sizeof path, "%s/run.ps1", folder);
	expect_number("script", access(path, F_OK), -1);
	snprintf(path, sizeof path, "%s/results.jsonl", folder);
	expect_number("results", access(path, F_OK), -1);
	runner = runner_new(&err);
	assert_non_null(runner);
}

/* What the child does in the middle, and what becomes of three changes. */
static void each_change_is_made_once_whatever_happens(void **state)
{
	static const struct {
		const char *fault;
		enum service_state first[3];
	} rows[] = {
		{ "die 1", { SERVICE_DOUBT, SERVICE_DOUBT, SERVICE_DOUBT } },
		{ "die 2", { SERVICE_DONE, SERVICE_DOUBT, SERVICE_DOUBT } },
		{ "die 3", { SERVICE_DONE, SERVICE_DONE, SERVICE_DOUBT } },
		{ "cut 2", { SERVICE_DONE, SERVICE_DOUBT, SERVICE_DOUBT } },
		{ "garbage 2", { SERVICE_DONE, SERVICE_DONE, SERVICE_DONE } },
		{ "noise", { SERVICE_DONE, SERVICE_DONE, SERVICE_DONE } },
		{ "fail 2 too bad", { SERVICE_DONE, SERVICE_FAILED, SERVICE_DONE } },
	};
	static const char *const keys[] = { "assign:1", "assign:2", "assign:3" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t flights[3];
		enum service_state states[3];
		teardown(NULL);
		assert_int_equal(setup(NULL), 0);
		file_put(fault_file, rows[i].fault, 0600);
		for (int k = 0; k < 3; k++) {
			struct service_request request = assignment(keys[k]);
			flights[k] = submit(&request);
		}
		for (int k = 0; k < 3; k++) {
			struct service_reply reply = landed(flights[k]);
			states[k] = reply.state;
			expect_number(rows[i].fault, reply.state, rows[i].first[k]);
			if (reply.state == SERVICE_DOUBT)
				expect_part(rows[i].fault, reply.words, "assign: assign:");
			service_reply_fini(&reply);
		}
		/* As apply does: what is in doubt is asked about, what failed is sent again. */
		for (int k = 0; k < 3; k++) {
			struct service_request request = assignment(keys[k]);
			struct service_reply reply = { 0 };
			struct error err = { 0 };
			if (states[k] == SERVICE_DONE)
				continue;
			if (states[k] == SERVICE_DOUBT) {
				runner->ops->ask(runner, &request, &reply, &err);
				expect_number(rows[i].fault, reply.cause, CAUSE_NOT_DONE);
			}
			lands(rows[i].fault, submit(&request), SERVICE_DONE);
		}
		struct str path = { 0 }, text = { 0 };
		str_addf(&path, "%s.audit", tenant);
		file_read(&text, str_text(&path), 1 << 20, NULL);
		for (int k = 0; k < 3; k++) {
			const char *at = strstr(str_text(&text), keys[k]);
			if (!at || strstr(at + 1, keys[k]))
				fail_msg("%s: %s was not made once: %s", rows[i].fault, keys[k],
					str_text(&text));
		}
		if (strstr(str_text(&text), "VIOLATION"))
			fail_msg("%s: %s", rows[i].fault, str_text(&text));
		str_fini(&path);
		str_fini(&text);
	}
}

static void what_the_child_says_is_shown_harmless(void **state)
{
	struct service_request one = assignment("assign:1");
	bool seen = false;
	(void)state;
	file_put(fault_file, "noise", 0600);
	int64_t flight = submit(&one);
	for (;;) {
		struct service_reply reply = { 0 };
		struct error err = { 0 };
		const char *doing = runner_doing(runner);
		seen = seen || doing[0];
		for (const char *at = doing; *at; at++)
			if ((unsigned char)*at < ' ' || *at == 0x7f)
				fail_msg("shown: %s", doing);
		if (strstr(doing, "\u202e"))
			fail_msg("shown: %s", doing);
		assert_true(runner->ops->land(runner, flight, &reply, &err));
		service_reply_fini(&reply);
		if (reply.state != SERVICE_FLYING)
			break;
		loop_turn(loop, true);
	}
	expect_number("something was said", seen, true);
}

static void a_script_that_cannot_begin_says_why_at_once(void **state)
{
	struct service_request one = assignment("assign:1");
	(void)state;
	file_put(fault_file, "nomodule", 0600);
	struct service_reply reply = landed(submit(&one));
	expect_number("state", reply.state, SERVICE_FAILED);
	expect_text("words", reply.words, "The PowerShell module MicrosoftTeams is not installed.");
	service_reply_fini(&reply);
}

static void without_a_token_nothing_runs(void **state)
{
	struct service_request one = assignment("assign:1");
	(void)state;
	no_token = true;
	struct service_reply reply = landed(submit(&one));
	expect_number("state", reply.state, SERVICE_FAILED);
	expect_text("words", reply.words, "Nobody signed in.");
	service_reply_fini(&reply);
	audit_is("nothing", "");
}

static void a_search_holds_and_an_acquire_buys(void **state)
{
	char reservation[64];
	(void)state;
	file_put(tenant, "{\"stock\":[\"+14255550100\",\"+14255550101\",\"+14255550102\"]}", 0600);
	struct service_reply reply = landed(submit(&order));
	expect_number("state", reply.state, SERVICE_DONE);
	expect_text("numbers", str_text(&reply.json),
		"[{\"telephoneNumber\":\"+14255550100\",\"city\":\"\"},"
		"{\"telephoneNumber\":\"+14255550101\",\"city\":\"\"}]");
	expect_number("held", reply.held_until > 0, true);
	snprintf(reservation, sizeof reservation, "%s", reply.reservation);
	service_reply_fini(&reply);
	audit_is("nothing is bought", "search 2\n");
	struct service_request one = { .kind = "acquire",
		.key = "number:+14255550100",
		.wish = "{}",
		.number = "+14255550100",
		.reservation = reservation };
	struct service_request two = { .kind = "acquire",
		.key = "number:+14255550101",
		.wish = "{}",
		.number = "+14255550101",
		.reservation = reservation };
	int64_t flights[] = { submit(&one), submit(&two) };
	lands("one", flights[0], SERVICE_DONE);
	lands("two", flights[1], SERVICE_DONE);
	audit_is("each once", "search 2\nacquire +14255550100\nacquire +14255550101\n");
}

/* The order that a dead script held is found by the next one, and not held twice. */
static void a_search_goes_on_with_the_same_order(void **state)
{
	(void)state;
	file_put(tenant, "{\"stock\":[\"+14255550100\",\"+14255550101\",\"+14255550102\"]}", 0600);
	file_put(fault_file, "die 1", 0600);
	lands("died", submit(&order), SERVICE_DOUBT);
	lands("again", submit(&order), SERVICE_DONE);
	audit_is("searched once", "search 2\n");
}

static void a_hold_goes_as_a_whole(void **state)
{
	struct service_reply reply;
	struct error err = { 0 };
	(void)state;
	file_put(tenant, "{\"stock\":[\"+14255550100\",\"+14255550101\"]}", 0600);
	reply = landed(submit(&order));
	service_reply_fini(&reply);
	struct service_request one = {
		.kind = "let_go", .number = "+14255550100", .reservation = "00000001-order"
	};
	reply = (struct service_reply){ 0 };
	assert_true(runner->ops->let_go(runner, &one, &reply, &err));
	expect_number("one number", reply.state, SERVICE_FAILED);
	expect_part("one number", reply.words, "whole search");
	one.number = NULL;
	reply = (struct service_reply){ 0 };
	assert_true(runner->ops->let_go(runner, &one, &reply, &err));
	lands("all", reply.flight, SERVICE_DONE);
	audit_is("cleared", "search 2\nclear 00000001-order\n");
}

static void pages_are_read_once_a_sync(void **state)
{
	static const enum service_page pages[] = { SERVICE_ADDRESSES, SERVICE_NUMBERS };
	(void)state;
	file_put(tenant, "{\"numbers\":{\"+14255550100\":{}}}", 0600);
	for (int sync = 0; sync < 2; sync++)
		for (size_t i = 0; i < COUNT_OF(pages); i++) {
			struct str json = { 0 };
			struct service_next next = { 0 };
			struct error err = { 0 };
			while (json.len == 0) {
				if (!runner->ops->sync(runner, pages[i], NULL, &json, &next, &err))
					fail_msg("sync %d: %s", sync, err.text);
				if (json.len == 0)
					loop_turn(loop, true);
			}
			expect_number("one page", (long long)next.from.len, 0);
			expect_part("page", str_text(&json),
				i ? "+14255550100" : "\"read\":\"addresses\"");
			str_fini(&json);
			service_next_fini(&next);
		}
	/* Two syncs asked for two tokens each. */
	int lines = 0;
	for (const char *at = asked; (at = strchr(at, '\n')); at++)
		lines++;
	expect_number("scripts that were run", lines, 4);
	audit_is("nothing was changed", "");
}

static void what_cannot_be_read_stays_as_it_is(void **state)
{
	struct str json = { 0 };
	struct service_next next = { 0 };
	struct error err = { 0 };
	(void)state;
	file_put(fault_file, "nomodule", 0600);
	while (runner->ops->sync(runner, SERVICE_ADDRESSES, NULL, &json, &next, &err))
		loop_turn(loop, true);
	expect_number("code", err.code, ERROR_NOT_FOUND);
	expect_part("says why", err.text, "MicrosoftTeams is not installed");
	expect_number("reads", runner->ops->reads(runner), 0);
	runner->ops->sync_stop(runner);
	error_clear(&err);
	while (json.len == 0 &&
		runner->ops->sync(runner, SERVICE_ADDRESSES, NULL, &json, &next, &err))
		loop_turn(loop, true);
	expect_text("the next sync tries again", err.text, "");
	str_fini(&json);
}

static void what_an_earlier_ringup_left_is_an_answer(void **state)
{
	struct service_request one = assignment("assign:1");
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	char path[120], digest[SCRIPT_DIGEST];
	struct str line = { 0 };
	(void)state;
	service_close(runner);
	script_digest(&one, digest);
	str_addf(&line,
		"{\"key\":\"assign:1\",\"kind\":\"assign\",\"digest\":\"%s\",\"state\":\"done\"}\n{\"ke",
		digest);
	snprintf(path, sizeof path, "%s/results.jsonl", folder);
	file_put(path, str_text(&line), 0600);
	runner = runner_new(&err);
	assert_true(runner->ops->ask(runner, &one, &reply, &err));
	expect_number("done", reply.state, SERVICE_DONE);
	service_reply_fini(&reply);
	/* Sent all the same: its own line answers, not the old one. */
	lands("sent", submit(&one), SERVICE_DONE);
	audit_is("made", "assign assign:1\n");
	str_fini(&line);
}

static void a_script_that_outlived_its_ringup_is_waited_for(void **state)
{
	struct service_request one = assignment("assign:1");
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	char path[120];
	(void)state;
	snprintf(path, sizeof path, "%s/lock", folder);
	int lock = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_true(runner->ops->ask(runner, &one, &reply, &err));
	expect_number("ask", reply.state, SERVICE_RETRY);
	assert_true(runner->ops->submit(runner, &one, &reply, &err));
	expect_number("submit", reply.state, SERVICE_RETRY);
	close(lock);
	lands("then", submit(&one), SERVICE_DONE);
}

static void closing_ends_a_child_that_hangs(void **state)
{
	struct service_request one = assignment("assign:1");
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	(void)state;
	file_put(fault_file, "hang", 0600);
	int64_t flight = submit(&one);
	/* The fault is taken when the child has begun. */
	while (access(fault_file, F_OK) == 0)
		loop_turn(loop, true);
	assert_true(runner->ops->land(runner, flight, &reply, &err));
	expect_number("flies", reply.state, SERVICE_FLYING);
	service_close(runner);
	runner = runner_new(&err);
	reply = (struct service_reply){ 0 };
	assert_true(runner->ops->ask(runner, &one, &reply, &err));
	expect_number("the lock is free", reply.state, SERVICE_FAILED);
}

static void what_a_script_cannot_do_is_refused(void **state)
{
	struct service_request buy = { .kind = "buy_phone", .key = "buy:1", .wish = "{}" };
	struct service_request place = { .kind = "place", .key = "place:1", .wish = "{}" };
	struct service_reply reply = { 0 };
	struct error err = { 0 };
	(void)state;
	expect_number("room", runner->ops->room(runner, "buy_phone"), 0);
	expect_number("way", runner->ops->way(runner, "buy_phone"), SERVICE_BY_HAND);
	expect_number("way", runner->ops->way(runner, "address"), SERVICE_BY_SCRIPT);
	assert_true(runner->ops->submit(runner, &buy, &reply, &err));
	expect_number("a purchase", reply.state, SERVICE_FAILED);
	reply = (struct service_reply){ 0 };
	assert_true(runner->ops->submit(runner, &place, &reply, &err));
	expect_number("a place of nothing", reply.state, SERVICE_FAILED);
	expect_number("says why", reply.words[0] != '\0', true);
}

static void without_pwsh_there_is_no_runner(void **state)
{
	struct error err = { 0 };
	struct runner_options options = { .loop = loop,
		.graph = "https://graph.example",
		.command = "no-such-pwsh",
		.folder = folder };
	(void)state;
	assert_null(runner_open(&options, &err));
	expect_number("code", err.code, ERROR_NOT_FOUND);
	expect_part("names it", err.text, "no-such-pwsh");
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(submits_that_come_together_are_one_script),
		CLAIM(nothing_stays_behind),
		CLAIM(each_change_is_made_once_whatever_happens),
		CLAIM(what_the_child_says_is_shown_harmless),
		CLAIM(a_script_that_cannot_begin_says_why_at_once),
		CLAIM(without_a_token_nothing_runs),
		CLAIM(a_search_holds_and_an_acquire_buys),
		CLAIM(a_search_goes_on_with_the_same_order),
		CLAIM(a_hold_goes_as_a_whole),
		CLAIM(pages_are_read_once_a_sync),
		CLAIM(what_cannot_be_read_stays_as_it_is),
		CLAIM(what_an_earlier_ringup_left_is_an_answer),
		CLAIM(a_script_that_outlived_its_ringup_is_waited_for),
		CLAIM(closing_ends_a_child_that_hangs),
		CLAIM(what_a_script_cannot_do_is_refused),
		CLAIM(without_pwsh_there_is_no_runner),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
