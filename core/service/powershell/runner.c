/* Runs the runbook with `pwsh` where it is installed, as a service for the script way.
 *
 * Submits of a fifth of a second become one script, because each start of pwsh costs many seconds.
 * One child runs at a time. Its result file stays, with its name, until all that it says was taken
 * over: so a killed ringup finds what its script did, and the next script finds the order that the
 * last one held. Who starts a child holds a lock that the child inherits: where we were killed and
 * it was not, the next ringup waits for its end. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/powershell/runner.h"
#include "core/service/results/ledger.h"

enum {
	GATHER_MS = 200,     /* submits that come together are one script */
	FOLLOW_MS = 200,     /* between two looks at the result file */
	ROOM = 1000,         /* changes of a script, as many as its longest list takes */
	GATHER_MOST = 5000,  /* but no longer than this after the first */
	COULD_NOT_BEGIN = 2, /* the script's exit status */
	DEATHS_MOST = 3,     /* scripts that ended before their first line, one after the other */
	LATER = 5,           /* seconds until the service is asked again */
};

/* The Skype and Teams Tenant Admin API, and what Connect-MicrosoftTeams asks of Graph
 * (powershell.md 6). */
static const char teams_api[] = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";
static const char teams_scopes[] = "user_impersonation";
static const char graph_scopes[] =
	"User.Read.All Group.ReadWrite.All AppCatalog.ReadWrite.All TeamSettings.ReadWrite.All"
	" Channel.Delete.All ChannelSettings.ReadWrite.All ChannelMember.ReadWrite.All";

/* What a script is run for: its orders are shown and held, or what it is told is done. */
enum mode { MODE_TAKE, MODE_SHOW, MODE_READ, MODE_COUNT };

enum leg { LEG_GATHERED, LEG_RUNNING, LEG_LANDED };

/* A change that was submitted. */
struct flight {
	int64_t id;
	enum mode mode;
	enum leg leg;
	bool dropped;              /* nobody asks for it any more */
	char *key, *kind, *number; /* owned, of question */
	struct ledger_question question;
	struct service_reply reply; /* once it has landed */
};

struct runner {
	struct service service; /* first */
	struct loop *loop;
	struct signin *signin;
	char *graph, *command, *script_file, *result_file, *lock_file;
	char *tenant, *environment, *title;
	const char *const *without;          /* names of variables that the child does not get */
	int lock;                            /* -1: not ours yet */
	struct script *gathered[MODE_COUNT]; /* NULL: nothing */
	bool read_wanted;                    /* somebody waits for the tenant's pages */
	int gather_timer, follow_timer;
	int64_t gather_until; /* clock_ticks: not later than then */
	int deaths;
	bool inherited, applied; /* an earlier ringup left results; changes were asked about */
	struct flight **flights;
	int flight_count, flight_room;
	int64_t next_flight, next_search;

	/* The run: */
	bool busy; /* from the first token to the end of the child */
	enum mode mode;
	struct script *script; /* until its text is written */
	int64_t token;         /* under way */
	char *graph_token;
	struct child *child;
	struct ledger *ledger;
	off_t offset;  /* of the result file, up to where it was read */
	int64_t since; /* the first line of this run */
	char doing[200];
	/* The pages of the last run that read: */
	unsigned told;         /* bits of the pages that were given out to their end */
	char read_failed[300]; /* why the last one ended without them; "" */
	bool unreadable;       /* that was said: this sync goes on without them */
};

/* --- Replies --- */

static bool reply_says(
	struct service_reply *reply, enum service_state state, enum cause cause, const char *words)
{
	reply->state = state;
	reply->cause = cause;
	reply->after = state == SERVICE_RETRY ? LATER : 0;
	text_copy(reply->words, sizeof reply->words, words);
	return true;
}

static void flight_free(struct flight *flight)
{
	free(flight->key);
	free(flight->kind);
	free(flight->number);
	service_reply_fini(&flight->reply);
	free(flight);
}

static struct flight *flight_find(struct runner *runner, int64_t id)
{
	for (int i = 0; i < runner->flight_count; i++)
		if (runner->flights[i]->id == id)
			return runner->flights[i];
	return NULL;
}

static void flight_remove(struct runner *runner, struct flight *flight)
{
	int at = 0;
	while (runner->flights[at] != flight)
		at++;
	runner->flight_count--;
	memmove(runner->flights + at, runner->flights + at + 1,
		(size_t)(runner->flight_count - at) * sizeof(struct flight *));
	flight_free(flight);
}

static void flight_landed(struct flight *flight)
{
	flight->leg = LEG_LANDED;
}

/* Those of the run that have not landed get this answer. */
static void flights_say(
	struct runner *runner, enum service_state state, enum cause cause, const char *words)
{
	for (int i = 0; i < runner->flight_count; i++) {
		struct flight *flight = runner->flights[i];
		if (flight->leg != LEG_RUNNING)
			continue;
		reply_says(&flight->reply, state, cause, words);
		flight_landed(flight);
	}
}

/* Whom nobody asks for may go once his change has ended. */
static void flights_sweep(struct runner *runner)
{
	for (int i = runner->flight_count - 1; i >= 0; i--)
		if (runner->flights[i]->dropped && runner->flights[i]->leg == LEG_LANDED)
			flight_remove(runner, runner->flights[i]);
}

/* --- The result file --- */

/* Reads on where we stopped. True: there were new lines. */
static bool results_follow(struct runner *runner)
{
	char bytes[16384];
	int64_t before = ledger_count(runner->ledger);
	int fd = open(runner->result_file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	for (ssize_t got; (got = pread(fd, bytes, sizeof bytes, runner->offset)) > 0;) {
		ledger_add(runner->ledger, bytes, (size_t)got);
		runner->offset += got;
	}
	close(fd);
	return ledger_count(runner->ledger) > before;
}

/* Nothing in it is open: the next script begins a new one. */
static void results_forget(struct runner *runner)
{
	unlink(runner->result_file);
	ledger_free(runner->ledger);
	runner->ledger = ledger_new();
	runner->offset = 0;
}

static bool results_needed(const struct runner *runner)
{
	if (runner->inherited)
		return true;
	for (int i = 0; i < runner->flight_count; i++)
		if (runner->flights[i]->leg == LEG_LANDED)
			return true;
	return ledger_open(runner->ledger);
}

/* A line that a dead script left half written must not swallow the first one of the next. */
static void results_mend(struct runner *runner)
{
	char last = '\n';
	int fd = open(runner->result_file, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return;
	/* If that fails, the line that is lost names only the run. */
	if (runner->offset > 0 && pread(fd, &last, 1, runner->offset - 1) == 1 && last != '\n' &&
		write(fd, "\n", 1) == 1)
		results_follow(runner);
	close(fd);
}

/* Each change whose line is there lands. */
static void results_land(struct runner *runner)
{
	bool landed = false;
	for (int i = 0; i < runner->flight_count; i++) {
		struct flight *flight = runner->flights[i];
		if (flight->leg != LEG_RUNNING)
			continue;
		if (ledger_answer(runner->ledger, &flight->question, runner->since, clock_now(),
			    &flight->reply) != LEDGER_ANSWER)
			continue;
		flight_landed(flight);
		landed = true;
	}
	flights_sweep(runner);
	if (landed)
		service_wake(&runner->service);
}

static void follow(void *data)
{
	struct runner *runner = data;
	runner->follow_timer = loop_after(runner->loop, FOLLOW_MS, follow, runner);
	if (results_follow(runner))
		results_land(runner);
}

/* --- The run --- */

static void gather_later(struct runner *runner);

static void token_wipe(struct runner *runner)
{
	if (runner->graph_token)
		explicit_bzero(runner->graph_token, strlen(runner->graph_token));
	free(runner->graph_token);
	runner->graph_token = NULL;
}

static void run_over(struct runner *runner)
{
	token_wipe(runner);
	script_free(runner->script);
	runner->script = NULL;
	runner->token = 0;
	runner->busy = false;
	runner->doing[0] = '\0';
	unlink(runner->script_file);
	loop_cancel(runner->loop, runner->follow_timer);
	runner->follow_timer = 0;
	flights_sweep(runner);
	gather_later(runner);
	service_wake(&runner->service);
}

/* The run came to nothing: nothing was begun. */
static void run_failed(
	struct runner *runner, enum service_state state, enum cause cause, const char *words)
{
	flights_say(runner, state, cause, words);
	if (runner->mode == MODE_READ)
		text_copy(runner->read_failed, sizeof runner->read_failed, words);
	run_over(runner);
}

static void child_line(void *data, const char *text)
{
	struct runner *runner = data;
	struct str printable = { 0 };
	text_printable(&printable, text);
	char *words = str_take(&printable);
	if (words && text_trim(words)[0])
		text_copy(runner->doing, sizeof runner->doing, text_trim(words));
	free(words);
	service_wake(&runner->service);
}

/* What a script leaves when it has ended without a word on a change: nobody knows, and the service
 * is asked. One that never got to its first line says why itself; one that dies so again and again
 * will not be better the next time. */
static void child_left(struct runner *runner, int status, const char *words)
{
	if (ledger_count(runner->ledger) >= runner->since)
		runner->deaths = 0;
	else
		runner->deaths++;
	if (status == COULD_NOT_BEGIN || runner->deaths >= DEATHS_MOST)
		flights_say(runner, SERVICE_FAILED, CAUSE_UNKNOWN, words);
	else
		flights_say(runner, SERVICE_DOUBT, CAUSE_UNAVAILABLE, words);
}

static void child_ended(void *data, int status)
{
	struct runner *runner = data;
	char words[300];
	if (runner->doing[0])
		text_copy(words, sizeof words, runner->doing);
	else
		snprintf(words, sizeof words, _("The script ended with status %d."), status);
	child_free(runner->child);
	runner->child = NULL;
	results_follow(runner);
	results_land(runner);
	child_left(runner, status, words);
	if (runner->mode == MODE_READ && !ledger_whole(runner->ledger, SERVICE_ADDRESSES) &&
		!ledger_whole(runner->ledger, SERVICE_NUMBERS))
		text_copy(runner->read_failed, sizeof runner->read_failed, words);
	run_over(runner);
}

static bool script_write(struct runner *runner, struct error *err)
{
	struct str text = { 0 };
	script_text(runner->script, &text);
	bool ok = file_write(runner->script_file, str_text(&text), text.len, 0600, err);
	str_fini(&text);
	return ok;
}

/* The tokens stand in the child's environment and nowhere else. */
static bool child_begin(struct runner *runner, const char *teams_token, struct error *err)
{
	char *graph = xasprintf("RINGUP_GRAPH_TOKEN=%s", runner->graph_token);
	char *teams = xasprintf("RINGUP_TEAMS_TOKEN=%s", teams_token);
	const char *const environment[] = { graph, teams, "NO_COLOR=1",
		"POWERSHELL_TELEMETRY_OPTOUT=1", "POWERSHELL_UPDATECHECK=Off", NULL };
	const char *const argv[] = { runner->command, "-NoLogo", "-NoProfile", "-NonInteractive",
		"-File", runner->script_file, "-ResultPath", runner->result_file, "-Numbers",
		runner->mode == MODE_TAKE ? "Take" : "Show", NULL };
	struct child_options options = { .argv = argv,
		.environment = environment,
		.without = runner->without,
		.keep = runner->lock,
		.line = child_line,
		.ended = child_ended,
		.data = runner };
	runner->child = child_start(runner->loop, &options, err);
	explicit_bzero(graph, strlen(graph));
	explicit_bzero(teams, strlen(teams));
	free(graph);
	free(teams);
	return runner->child != NULL;
}

static void run_begin(struct runner *runner, const char *teams_token)
{
	struct error err = { 0 };
	if (results_needed(runner))
		results_mend(runner);
	else
		results_forget(runner);
	runner->since = ledger_count(runner->ledger) + 1;
	bool ok = script_write(runner, &err) && child_begin(runner, teams_token, &err);
	token_wipe(runner);
	if (!ok) {
		run_failed(runner, SERVICE_FAILED, CAUSE_UNKNOWN, err.text);
		return;
	}
	runner->follow_timer = loop_after(runner->loop, FOLLOW_MS, follow, runner);
}

/* --- The tokens, one after the other --- */

static void no_token(struct runner *runner, const struct error *why)
{
	if (why->code == ERROR_TRANSIENT)
		run_failed(runner, SERVICE_RETRY, CAUSE_NETWORK, why->text);
	else
		run_failed(runner, SERVICE_FAILED, CAUSE_UNKNOWN, why->text);
}

static void teams_token_came(void *data, const char *token, const struct error *why)
{
	struct runner *runner = data;
	runner->token = 0;
	if (token)
		run_begin(runner, token);
	else
		no_token(runner, why);
}

static void graph_token_came(void *data, const char *token, const struct error *why)
{
	struct runner *runner = data;
	runner->token = 0;
	if (!token) {
		no_token(runner, why);
		return;
	}
	runner->graph_token = xstrdup(token);
	runner->token = signin_token(
		runner->signin, teams_api, teams_scopes, teams_token_came, runner);
}

/* --- Gathering --- */

/* False: a script that an earlier ringup started still runs. */
static bool lock_take(struct runner *runner)
{
	if (runner->lock >= 0)
		return true;
	int fd = open(runner->lock_file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
		runner->lock = fd;
		results_follow(runner); /* its last lines */
		return true;
	}
	if (fd >= 0)
		close(fd);
	results_follow(runner);
	return false;
}

static struct script *script_for(struct runner *runner, enum mode mode)
{
	struct script_options options = { .tenant = runner->tenant,
		.environment = runner->environment,
		.title = runner->title,
		.tokens = true,
		.reads = mode == MODE_READ,
		.now = clock_now() };
	return script_new(&options);
}

/* Orders first: numbers that are held wait for nobody. */
static bool next_mode(const struct runner *runner, enum mode *mode)
{
	if (runner->gathered[MODE_TAKE])
		*mode = MODE_TAKE;
	else if (runner->gathered[MODE_SHOW])
		*mode = MODE_SHOW;
	else if (runner->read_wanted)
		*mode = MODE_READ;
	else
		return false;
	return true;
}

static void gathered(void *data)
{
	struct runner *runner = data;
	runner->gather_timer = 0;
	if (runner->busy || !next_mode(runner, &runner->mode))
		return;
	runner->busy = true;
	runner->script = runner->mode == MODE_READ ? script_for(runner, MODE_READ)
						   : runner->gathered[runner->mode];
	runner->gathered[runner->mode] = NULL;
	if (runner->mode == MODE_READ)
		runner->read_wanted = false;
	for (int i = 0; i < runner->flight_count; i++)
		if (runner->flights[i]->mode == runner->mode &&
			runner->flights[i]->leg == LEG_GATHERED)
			runner->flights[i]->leg = LEG_RUNNING;
	runner->token = signin_token(
		runner->signin, runner->graph, graph_scopes, graph_token_came, runner);
}

/* A while after the last of those that come together. */
static void gather_later(struct runner *runner)
{
	enum mode mode;
	if (runner->busy || !next_mode(runner, &mode))
		return;
	if (!runner->gather_timer)
		runner->gather_until = clock_ticks() + GATHER_MOST;
	int64_t left = runner->gather_until - clock_ticks();
	int64_t wait = left < 0 ? 0 : left < GATHER_MS ? left : GATHER_MS;
	loop_cancel(runner->loop, runner->gather_timer);
	runner->gather_timer = loop_after(runner->loop, wait, gathered, runner);
}

static int64_t flight_add(
	struct runner *runner, enum mode mode, const struct service_request *request)
{
	struct flight *flight = xcalloc(1, sizeof *flight);
	flight->id = ++runner->next_flight;
	flight->mode = mode;
	flight->key = xstrdup(request->key);
	flight->kind = xstrdup(request->kind);
	flight->number = request->number ? xstrdup(request->number) : NULL;
	ledger_question(request, &flight->question);
	flight->question.key = flight->key;
	flight->question.kind = flight->kind;
	flight->question.number = flight->number;
	if (runner->flight_count == runner->flight_room) {
		runner->flight_room = runner->flight_room ? 2 * runner->flight_room : 32;
		runner->flights = xrealloc(
			runner->flights, (size_t)runner->flight_room, sizeof(struct flight *));
	}
	runner->flights[runner->flight_count++] = flight;
	return flight->id;
}

static bool send(struct runner *runner, enum mode mode, const struct service_request *request,
	struct service_reply *reply)
{
	struct error why = { 0 };
	runner->applied = true;
	if (!lock_take(runner))
		return reply_says(reply, SERVICE_RETRY, CAUSE_UNAVAILABLE,
			_("A script that an earlier ringup started is still at work."));
	if (!runner->gathered[mode])
		runner->gathered[mode] = script_for(runner, mode);
	if (!script_add(runner->gathered[mode], request, &why)) {
		if (script_steps(runner->gathered[mode]) == 0) {
			script_free(runner->gathered[mode]);
			runner->gathered[mode] = NULL;
		}
		return reply_says(reply, SERVICE_FAILED, CAUSE_UNKNOWN, why.text);
	}
	reply->state = SERVICE_FLYING;
	reply->flight = flight_add(runner, mode, request);
	gather_later(runner);
	return true;
}

/* --- The service --- */

static struct runner *runner_of(struct service *service)
{
	return (struct runner *)service;
}

static int64_t now(struct service *service)
{
	(void)service;
	return clock_now();
}

static enum service_way way(struct service *service, const char *kind)
{
	(void)service;
	return script_can(kind) ? SERVICE_BY_SCRIPT : SERVICE_BY_HAND;
}

static int room(struct service *service, const char *kind)
{
	(void)service;
	return script_can(kind) ? ROOM : 0;
}

static bool submit(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)err;
	return send(runner_of(service), MODE_TAKE, request, reply);
}

/* What a search finds is held; nothing is bought by it. A search that no order of the plan asks for
 * gets a key of its own. */
static bool search(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct runner *runner = runner_of(service);
	struct service_request order = *request;
	char key[40];
	(void)err;
	snprintf(key, sizeof key, "search:%lld", (long long)++runner->next_search);
	order.kind = "order";
	order.key = request->key && strncmp(request->key, "order:", 6) == 0 ? request->key : key;
	return send(runner, MODE_SHOW, &order, reply);
}

/* The module takes or clears an order as a whole (powershell.md 9). */
static bool let_go(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct runner *runner = runner_of(service);
	struct service_request clear = *request;
	char key[80];
	(void)err;
	if (request->number || !request->reservation)
		return reply_says(reply, SERVICE_FAILED, CAUSE_UNKNOWN,
			_("A number of a search cannot be let go by itself: let go of the whole search, or wait until its hold ends."));
	snprintf(key, sizeof key, "let_go:%s", request->reservation);
	clear.kind = "let_go";
	clear.key = key;
	return send(runner, MODE_TAKE, &clear, reply);
}

/* After a crash: what the script wrote before it. What it has not written may be sent again, for a
 * step reads before it writes. */
static bool ask(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	struct runner *runner = runner_of(service);
	(void)err;
	struct ledger_question question;
	ledger_question(request, &question);
	runner->applied = true;
	bool ours = lock_take(runner);
	if (ledger_answer(runner->ledger, &question, 0, clock_now(), reply) == LEDGER_ANSWER)
		return true;
	if (!ours)
		return reply_says(reply, SERVICE_RETRY, CAUSE_UNAVAILABLE,
			_("A script that an earlier ringup started is still at work."));
	return reply_says(reply, SERVICE_FAILED, CAUSE_NOT_DONE, "");
}

static bool poll_nothing(struct service *service, const char *operation,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)operation;
	(void)err;
	return reply_says(reply, SERVICE_FAILED, CAUSE_NOT_DONE, "");
}

static bool land(
	struct service *service, int64_t id, struct service_reply *reply, struct error *err)
{
	struct runner *runner = runner_of(service);
	struct flight *flight = flight_find(runner, id);
	(void)err;
	if (!flight)
		return reply_says(reply, SERVICE_DOUBT, CAUSE_UNAVAILABLE, "");
	if (flight->leg != LEG_LANDED) {
		reply->state = SERVICE_FLYING;
		reply->flight = id;
		return true;
	}
	*reply = flight->reply;
	flight->reply = (struct service_reply){ 0 };
	flight_remove(runner, flight);
	return true;
}

/* What was gathered is run all the same: its step is in the script. */
static void drop(struct service *service, int64_t id)
{
	struct runner *runner = runner_of(service);
	struct flight *flight = flight_find(runner, id);
	if (flight && flight->leg == LEG_LANDED)
		flight_remove(runner, flight);
	else if (flight)
		flight->dropped = true;
}

static unsigned reads(struct service *service)
{
	return runner_of(service)->unreadable ? 0 : 1u << SERVICE_ADDRESSES | 1u << SERVICE_NUMBERS;
}

/* The next sync tries again what this one could not read, and reads anew what it could. */
static void sync_stop(struct service *service)
{
	struct runner *runner = runner_of(service);
	runner->read_wanted = false;
	runner->read_failed[0] = '\0';
	runner->unreadable = false;
	runner->told = ~0u;
}

/* One run reads all; a kind that was given out to its end is read anew for the next sync. */
static bool pages_begin(struct runner *runner, struct error *err)
{
	if (runner->read_failed[0]) {
		runner->unreadable = true;
		return error_set(err, ERROR_NOT_FOUND,
			_("Emergency addresses were not read, they stay as they are here: %s"),
			runner->read_failed);
	}
	if (runner->busy && runner->mode == MODE_READ)
		return true;
	if (!lock_take(runner))
		return error_set(err, ERROR_TRANSIENT,
			_("A script that an earlier ringup started is still at work."));
	runner->read_wanted = true;
	runner->told = 0;
	gather_later(runner);
	return true;
}

static bool sync_page(struct service *service, enum service_page page, const char *from,
	struct str *json, struct service_next *next, struct error *err)
{
	struct runner *runner = runner_of(service);
	struct str more = { 0 };
	int index = from ? atoi(from) : 0;
	bool there = !(runner->busy && runner->mode == MODE_READ) && !runner->read_wanted &&
		     !(runner->told & 1u << page) && ledger_whole(runner->ledger, page) &&
		     ledger_page(runner->ledger, page, index, json);
	if (!there && from)
		return error_set(err, ERROR_EXPIRED, _("What the script read is gone."));
	if (!there)
		return pages_begin(runner, err);
	if (ledger_page(runner->ledger, page, index + 1, &more))
		str_addf(&next->from, "%d", index + 1);
	else
		runner->told |= 1u << page;
	str_fini(&more);
	return true;
}

static void close_runner(struct service *service)
{
	struct runner *runner = runner_of(service);
	if (runner->token)
		signin_forget(runner->signin, runner->token);
	token_wipe(runner);
	child_free(runner->child);
	loop_cancel(runner->loop, runner->gather_timer);
	loop_cancel(runner->loop, runner->follow_timer);
	/* What is in it was taken over, unless a step or its answer still is on its way, or no
	 * apply has looked at what an earlier one left. */
	if (runner->lock >= 0) {
		results_follow(runner);
		unlink(runner->script_file);
		runner->inherited = runner->inherited && !runner->applied;
		if (!results_needed(runner))
			unlink(runner->result_file);
		close(runner->lock);
	}
	while (runner->flight_count > 0)
		flight_remove(runner, runner->flights[0]);
	for (int mode = 0; mode < MODE_COUNT; mode++)
		script_free(runner->gathered[mode]);
	script_free(runner->script);
	ledger_free(runner->ledger);
	free(runner->flights);
	free(runner->graph);
	free(runner->command);
	free(runner->script_file);
	free(runner->result_file);
	free(runner->lock_file);
	free(runner->tenant);
	free(runner->environment);
	free(runner->title);
	free(runner);
}

static const struct service_ops ops = {
	.name = "powershell",
	.title = N_("the MicrosoftTeams PowerShell module"),
	.close = close_runner,
	.now = now,
	.sync = sync_page,
	.sync_stop = sync_stop,
	.reads = reads,
	.way = way,
	.room = room,
	.submit = submit,
	.poll = poll_nothing,
	.ask = ask,
	.search = search,
	.let_go = let_go,
	.land = land,
	.drop = drop,
};

static char *copied(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

struct service *runner_open(const struct runner_options *options, struct error *err)
{
	char *command = child_find(options->command);
	if (!command) {
		error_set(err, ERROR_NOT_FOUND,
			_("There is no %s here: scripts are written to be run elsewhere."),
			options->command);
		return NULL;
	}
	if (!path_make(options->folder, 0700, err)) {
		free(command);
		return NULL;
	}
	struct runner *runner = xcalloc(1, sizeof *runner);
	runner->service.ops = &ops;
	runner->loop = options->loop;
	runner->signin = options->signin;
	runner->graph = xstrdup(options->graph);
	runner->without = options->without;
	runner->command = command;
	runner->script_file = path_join(options->folder, "run.ps1");
	runner->result_file = path_join(options->folder, "results.jsonl");
	runner->lock_file = path_join(options->folder, "lock");
	runner->tenant = copied(options->script.tenant);
	runner->environment = copied(options->script.environment);
	runner->title = copied(options->script.title);
	runner->lock = -1;
	runner->ledger = ledger_new();
	runner->inherited = results_follow(runner);
	return &runner->service;
}

const char *runner_doing(struct service *service)
{
	return runner_of(service)->doing;
}
