/* What several commands do with a profile: sync it, apply its plan and wait, say how it went. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/service/powershell/runner.h"
#include "core/service/sync.h"
#include "core/store/json.h"
#include "core/tenant/notice.h"
#include "core/tenant/organization.h"
#include "commands/print.h"
#include "commands/work.h"

#define LEFT_ROOM 2000 /* changes that are told of */
#define LEFT_NAMES 3   /* names in a sentence of several that are alike */
#define LANDING_MS 50

void work_progress(const char *format, ...)
{
	if (!isatty(STDERR_FILENO))
		return;
	struct str line = { 0 }, shown = { 0 };
	va_list args;
	va_start(args, format);
	str_vaddf(&line, format, args);
	va_end(args);
	text_printable(&shown, str_text(&line));
	fprintf(stderr, "\r%.*s\033[K", (int)text_fit(str_text(&shown), 78, NULL),
		str_text(&shown));
	str_fini(&shown);
	str_fini(&line);
}

static void note_due(void *data)
{
	*(bool *)data = true;
}

void work_until(struct session *session, const bool *done)
{
	while (!*done && !session_interrupted(session))
		loop_turn(session->loop, true);
}

/* Sleeps until the next turn is due, the service has an answer, a signal comes, or the deadline
 * (clock_ticks; -1: none) is reached. */
static void wait_for_turn(struct session *session, int64_t milliseconds, int64_t deadline)
{
	if (deadline >= 0 && milliseconds > deadline - clock_ticks())
		milliseconds = deadline - clock_ticks();
	if (milliseconds <= 0) {
		loop_turn(session->loop, false); /* what has come is taken in, also in between */
		return;
	}
	struct service *service = session->profile.service;
	bool due = false;
	int timer = loop_after(session->loop, milliseconds, note_due, &due);
	service->woken = note_due;
	service->woken_data = &due;
	work_until(session, &due);
	service->woken = NULL;
	loop_cancel(session->loop, timer);
}

/* What was sent before we were asked to stop may still be answered. */
static void wait_for_landing(struct session *session)
{
	bool due = false;
	int timer = loop_after(session->loop, LANDING_MS, note_due, &due);
	while (!due)
		loop_turn(session->loop, true);
	loop_cancel(session->loop, timer);
}

void work_tell(const char *text)
{
	struct str shown = { 0 };
	work_progress("%s", "");
	text_printable(&shown, text);
	fprintf(stderr, "ringup: %s\n", str_text(&shown));
	str_fini(&shown);
}

void work_tell_trouble(struct session *session, const char *text)
{
	if (!session->told_trouble)
		work_tell(text);
	session->told_trouble = true;
}

bool work_sync(struct session *session, struct error *err)
{
	struct profile *profile = &session->profile;
	struct service *service = profile_service(profile, err);
	struct sync *sync = !service                 ? NULL
			    : session->settings.full ? sync_open_whole(profile->store, service, err)
						     : sync_open(profile->store, service, err);
	if (!sync)
		return false;
	int64_t pages = 0;
	while (sync_turn(sync, err) && !session_interrupted(session)) {
		struct sync_progress progress;
		sync_progress(sync, &progress);
		if (progress.tries > 1) /* the second try comes at once, and mostly does it */
			work_tell_trouble(session, progress.trouble);
		else if (progress.pages > pages)
			session->told_trouble = false;
		pages = progress.pages;
		work_progress(_("Reading %s: %" PRId64), _(progress.doing), progress.rows);
		wait_for_turn(session, sync_next(sync), -1);
		sync_wake(sync);
	}
	struct sync_progress ended;
	sync_progress(sync, &ended);
	work_progress("%s", "");
	if (ended.note[0] && !session->noted)
		fprintf(stderr, "ringup: %s\n", ended.note);
	session->noted = session->noted || ended.note[0];
	sync_close(sync);
	if (session->stopped)
		return error_set(err, ERROR_CANCELLED,
			_("Stopped while reading; the next sync goes on where this one was."));
	return err->code == ERROR_NONE;
}

static void show_progress(struct session *session, struct apply *apply)
{
	struct service *script = session->profile.script;
	const char *doing = script ? runner_doing(script) : "";
	struct apply_progress progress;
	apply_progress(apply, &progress);
	work_progress(_("Applying: %" PRId64 " of %" PRId64 " done, %" PRId64 " waiting, %" PRId64
			" failed   %s"),
		progress.done, progress.of, progress.waiting, progress.failed,
		doing[0]                   ? doing
		: progress.event_count > 0 ? progress.events[0].text
					   : "");
}

/* Turns until the end, or until only waiting is left and the time limit is over. */
static bool run_turns(struct session *session, struct apply *apply, struct error *err)
{
	int64_t deadline = session->settings.wait < 0
				   ? -1
				   : clock_ticks() + session->settings.wait * 1000;
	bool cancelled = false;
	while (apply_turn(apply, err)) {
		show_progress(session, apply);
		if ((session_interrupted(session) || session->nobody) && !cancelled) {
			apply_cancel(apply);
			cancelled = true;
		}
		if (deadline >= 0 && clock_ticks() >= deadline && apply_idle(apply))
			break;
		if (cancelled)
			wait_for_landing(session);
		else
			wait_for_turn(session, apply_next(apply), deadline);
	}
	work_progress("%s", "");
	return err->code == ERROR_NONE;
}

static bool left_alike(const struct apply_left *a, const struct apply_left *b)
{
	return strcmp(a->title, b->title) == 0 && strcmp(a->why, b->why) == 0 &&
	       strcmp(a->remedy, b->remedy) == 0;
}

/* One sentence stands for all that are alike. */
static bool left_told(const struct apply_left *left, int at)
{
	for (int i = 0; i < at; i++)
		if (left_alike(&left[i], &left[at]))
			return true;
	return false;
}

static void left_tell(const struct apply_left *left, int at, int count)
{
	struct str text = { 0 }, line = { 0 };
	int alike = 0;
	str_addf(&text, "%s (", left[at].title);
	for (int i = at; i < count; i++)
		if (left_alike(&left[i], &left[at]) && ++alike <= LEFT_NAMES)
			str_addf(&text, "%s%s", alike > 1 ? ", " : "", left[i].label);
	if (alike > LEFT_NAMES)
		str_addf(&text,
			ngettext(", and %d more", ", and %d more",
				(unsigned long)(alike - LEFT_NAMES)),
			alike - LEFT_NAMES);
	str_addf(&text, "): %s %s", left[at].why, left[at].remedy);
	if (left[at].words[0] && strcmp(left[at].why, _(cause_why(CAUSE_UNKNOWN))) == 0)
		str_addf(&text, _(" It said: %s"), left[at].words);
	text_printable(&line, str_text(&text));
	fprintf(stderr, "ringup: %s\n", str_text(&line));
	str_fini(&line);
	str_fini(&text);
}

/* The cause that was checked, then what to do. */
void work_left(struct apply *apply)
{
	struct apply_left *left = xcalloc(LEFT_ROOM, sizeof *left);
	struct error none = { 0 };
	int count = 0;
	/* What only follows something else is told where nothing else is: of a step that was
	 * applied by itself. */
	if (!apply_left(apply, true, 0, LEFT_ROOM, left, &count, &none) ||
		(count == 0 && !apply_left(apply, false, 0, LEFT_ROOM, left, &count, &none)))
		count = 0;
	for (int i = 0; i < count; i++)
		if (!left_told(left, i))
			left_tell(left, i, count);
	free(left);
}

/* The exit code, and its word for JSON. */
static const struct {
	int code;
	const char *word;
} ends[] = {
	{ EXIT_DONE, "done" },
	{ EXIT_PENDING, "pending" },
	{ EXIT_PERSON, "person" },
	{ EXIT_REFUSED, "refused" },
	{ EXIT_INTERRUPTED, "interrupted" },
};

static int end_code(const struct session *session, const struct apply_progress *progress,
	enum apply_outcome outcome, int64_t left)
{
	if (session->nobody)
		return EXIT_PERSON;
	if (outcome == APPLY_CANCELLED || session->stopped)
		return EXIT_INTERRUPTED;
	if (left == 0)
		return session->unserved > 0 ? EXIT_PERSON : EXIT_DONE;
	if (progress->failed > 0)
		return EXIT_REFUSED;
	return outcome == APPLY_PERSON ? EXIT_PERSON : EXIT_PENDING;
}

static void json_end_of(
	struct session *session, const struct apply_progress *progress, int64_t left, int code)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_number(json, "done", progress->done);
	json_number(json, "waiting", progress->waiting);
	json_number(json, "failed", progress->failed);
	json_number(json, "left", left);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (ends[i].code == code)
			json_text(json, "outcome", ends[i].word);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

/* Where the letters of this run are, if it wrote some. */
static void tell_letters(struct session *session, const struct apply_progress *progress)
{
	struct organization organization;
	struct error none = { 0 };
	int64_t letters = 0;
	for (int i = 0; i < progress->group_count; i++)
		if (strncmp(progress->groups[i].id, "notice", 6) == 0)
			letters += progress->groups[i].done;
	if (letters == 0 || !organization_get(session->profile.store, &organization, &none) ||
		strcmp(organization.notify_method, "files") != 0)
		return;
	str_addf(&session->out,
		ngettext("%" PRId64 " letter is in the folder %s.\n",
			"%" PRId64 " letters are in the folder %s.\n", (unsigned long)letters),
		letters, organization.notify_folder);
}

/* What is left when the turns are over. */
static int tell_end(struct session *session, const struct apply_progress *progress,
	enum apply_outcome outcome, struct error *err)
{
	struct change_filter all = { 0 };
	int64_t left = change_count(session->profile.store, &all, err);
	if (left < 0)
		return exit_code_of(err);
	int code = end_code(session, progress, outcome, left);
	if (session->settings.json) {
		json_end_of(session, progress, left, code);
	} else {
		str_addf(&session->out,
			ngettext("%" PRId64 " change done", "%" PRId64 " changes done",
				(unsigned long)progress->done),
			progress->done);
		str_addf(&session->out,
			_(", %" PRId64 " waiting, %" PRId64 " failed, %" PRId64
			  " left in the plan.\n"),
			progress->waiting, progress->failed, left);
		tell_letters(session, progress);
	}
	if (code == EXIT_INTERRUPTED)
		error_set(err, ERROR_CANCELLED, _("Stopped; `ringup apply` goes on where it was."));
	return code;
}

struct post *work_post(struct session *session)
{
	const struct profile *profile = &session->profile;
	struct post_setup setup = {
		.loop = session->loop,
		.store = profile->store,
		.ref = profile->reference,
		.service = profile->service,
		.config = profile->config,
		.base = ".",
		.demo = profile->demo,
	};
	return post_new(&setup);
}

/* Where letters are to go out: why they will wait for a person, and what is to be known of the
 * sender. */
static void tell_post(struct session *session, struct post *post, const char *step)
{
	struct notice_filter to_write = { .to_write = true };
	struct error why = { 0 };
	struct str warning = { 0 };
	if ((step && plan_step_of(step) != PLAN_NOTIFY) ||
		notice_count(session->profile.store, &to_write, NULL) <= 0)
		return;
	if (!post_ready(post, &why))
		fprintf(stderr, "ringup: %s\n", why.text);
	else
		post_warning(post, &warning);
	if (warning.len > 0)
		fprintf(stderr, "ringup: %s\n", str_text(&warning));
	str_fini(&warning);
}

/* What is applied: options but for what is the same for all. */
static int apply_scope(struct session *session, struct apply_options *options, struct error *err)
{
	struct profile *profile = &session->profile;
	struct service *service = profile_service(profile, err);
	if (!service)
		return exit_code_of(err);
	struct post *post = work_post(session);
	options->parallel = profile->config->http.parallel;
	options->readonly = profile->readonly;
	tell_post(session, post, options->step);
	post_use(post, options);
	int code = EXIT_FAILED;
	struct apply *apply = apply_begin(
		profile->store, service, profile->reference, options, err);
	if (apply && run_turns(session, apply, err)) {
		struct apply_progress progress;
		apply_progress(apply, &progress);
		work_left(apply);
		code = tell_end(session, &progress, apply_outcome(apply), err);
	} else {
		code = exit_code_of(err);
	}
	apply_end(apply);
	post_free(post);
	return code;
}

int work_apply(struct session *session, const char *step, int64_t buy, struct error *err)
{
	struct apply_options options = { .step = step, .buy_count = buy };
	return apply_scope(session, &options, err);
}

int work_apply_keys(
	struct session *session, const char *const *keys, size_t count, struct error *err)
{
	struct apply_options options = { .keys = keys, .key_count = count };
	return apply_scope(session, &options, err);
}

enum { COLUMNS_LEAST = 40, COLUMNS_USUAL = 80, COLUMNS_MOST = 160 };

int work_columns(const struct session *session)
{
	struct winsize size;
	const char *named = getenv("COLUMNS");
	long columns = named ? strtol(named, NULL, 10) : 0;
	if (columns <= 0 && !session->settings.output && isatty(STDOUT_FILENO) &&
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		columns = size.ws_col;
	if (columns <= 0)
		return COLUMNS_USUAL;
	return columns < COLUMNS_LEAST  ? COLUMNS_LEAST
	       : columns > COLUMNS_MOST ? COLUMNS_MOST
					: (int)columns;
}
