/* The wizard: what the frame shows is read here, writes and their undo go through here, the tenant
 * is read here in slices, and a heartbeat notices what happens without a key: another ringup's
 * changes, and reservations that run out. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/apply.h"
#include "core/plan/edit.h"
#include "core/plan/journal.h"
#include "core/plan/licensing.h"
#include "core/plan/quota.h"
#include "core/service/sync.h"
#include "core/tenant/memory.h"
#include "core/tenant/number.h"
#include "core/tenant/person.h"
#include "screens/applying.h"
#include "screens/shell.h"
#include "screens/signin.h"
#include "screens/wizard.h"

#define HEARTBEAT_MS 1000
#define SYNC_SHOW_MS 500 /* the lists follow a sync that often */
#define SYNC_SLICE_MS 15
#define SLOW_MS 80   /* reading the facts took longer: keys come first from now on */
#define PAUSE_MS 300 /* of the keys, before they are read then */

/* ---- facts ---- */

int64_t wizard_now(const struct wizard *wizard)
{
	return profile_now(wizard->profile);
}

#define X(name, id, title)                                               \
	static bool name##_done(void *ctx)                               \
	{                                                                \
		const struct wizard *wizard = ctx;                       \
		for (int i = 0; i < PLAN_STEP_COUNT; i++)                \
			if (wizard->facts.steps[i].step == PLAN_##id)    \
				return step_ok(&wizard->facts.steps[i]); \
		return false;                                            \
	}

/* Nothing is left to decide: what is planned, under way or done is "ok". The review is when there
 * is nothing left to apply. */
static bool step_ok(const struct plan_status *status)
{
	if (status->step == PLAN_REVIEW)
		return status->state == PLAN_DONE;
	return status->state == PLAN_READY || status->state == PLAN_WAITING ||
	       status->state == PLAN_DONE;
}

WIZARD_SCREENS(X)
#undef X

static const struct step all_steps[PLAN_STEP_COUNT] = {
#define X(name, id, text) \
	[PLAN_##id] = { .title = text, .view = &name##_view, .done = name##_done },
	WIZARD_SCREENS(X)
#undef X
};

static int step_place(const struct wizard *wizard, enum plan_step step)
{
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (wizard->facts.steps[i].step == step)
			return i;
	return 0;
}

/* "United States", or "5 countries" when the people who call are of several. */
static bool read_country(struct wizard *wizard, struct frame_facts *facts, struct error *err)
{
	struct person_value values[32];
	int count = person_values(wizard->profile->store, PERSON_CALLER_LOCATION, 32, values, err);
	if (count < 0)
		return false;
	int named = 0;
	for (int i = 0; i < count && i < 32; i++)
		named += values[i].text[0] != '\0';
	if (named > 1)
		snprintf(facts->country_name, sizeof facts->country_name, _("%d countries"), named);
	else if (facts->organization.country[0])
		reference_country_name(wizard->profile->reference, facts->organization.country,
			facts->country_name, sizeof facts->country_name);
	else
		facts->country_name[0] = '\0';
	return true;
}

static bool read_numbers(struct wizard *wizard, struct frame_facts *facts, struct error *err)
{
	struct number_counts numbers;
	struct plan_quota quota;
	struct store *store = wizard->profile->store;
	if (!number_counts(store, "user", &numbers, err) ||
		!plan_quota_wanted(store, "user", wizard_now(wizard), &quota, err))
		return false;
	facts->held_until = numbers.held_until;
	facts->quota = quota.quota.limit;
	facts->owned = quota.quota.used + quota.quota.reserved;
	return true;
}

static bool read_facts(struct wizard *wizard, struct frame_facts *facts, struct error *err)
{
	struct store *store = wizard->profile->store;
	struct change_filter all = { 0 }, conflicts = { .conflicts = true };
	*facts = (struct frame_facts){ .saved_at = 0 };
	if (!organization_get(store, &facts->organization, err) ||
		!plan_steps(store, wizard->profile->reference, facts->steps, err) ||
		!plan_cost(store, &facts->cost, err) || !read_country(wizard, facts, err) ||
		!read_numbers(wizard, facts, err))
		return false;
	facts->changes = change_count(store, &all, err);
	facts->conflicts = facts->changes < 0 ? -1 : change_count(store, &conflicts, err);
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		facts->problems += facts->steps[i].problems;
	facts->saved_at = facts->organization.saved_at;
	return facts->conflicts >= 0;
}

static void set_steps(struct wizard *wizard)
{
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		wizard->step[i] = all_steps[wizard->facts.steps[i].step];
}

/* Reads the facts again. What is on the screen stays when the store says no. */
static bool freshen(struct wizard *wizard, struct error *err)
{
	struct frame_facts facts;
	loop_cancel(wizard->loop, wizard->fresh_timer);
	wizard->fresh_timer = 0;
	wizard->stale = false;
	if (!read_facts(wizard, &facts, err))
		return false;
	int at = wizard->tui && tui_view(wizard->tui) ? tui_step(wizard->tui) : -1;
	enum plan_step open = at >= 0 ? wizard->facts.steps[at].step : PLAN_ORGANIZATION;
	wizard->facts = facts;
	set_steps(wizard);
	if (at >= 0 && step_place(wizard, open) != at)
		tui_step_moved(wizard->tui, step_place(wizard, open));
	return true;
}

static void freshen_and_show(struct wizard *wizard)
{
	struct error err = { 0 };
	int64_t begin = clock_ticks();
	if (!freshen(wizard, &err))
		tui_error(wizard->tui, &err);
	tui_reload(wizard->tui);
	bool was_slow = wizard->slow;
	wizard->slow = clock_ticks() - begin > SLOW_MS;
	if (was_slow && !wizard->sync)
		tui_busy(wizard->tui, NULL, 0, 0);
}

static void on_fresh(void *data)
{
	struct wizard *wizard = data;
	wizard->fresh_timer = 0;
	if (wizard->stale)
		freshen_and_show(wizard);
}

/* After a key the library's turn reads the facts, before it draws; what a timer or a slice changed
 * is read in the next turn of the loop. Both ways once a turn. In a tenant where that takes long
 * the key is answered first, and the counts follow when the keys pause. */
void wizard_changed(struct wizard *wizard)
{
	wizard->stale = true;
	if (wizard->slow)
		loop_cancel(wizard->loop, wizard->fresh_timer);
	if (wizard->slow || wizard->fresh_timer == 0)
		wizard->fresh_timer = loop_after(
			wizard->loop, wizard->slow ? PAUSE_MS : 0, on_fresh, wizard);
	if (wizard->slow && wizard->tui && !wizard->sync)
		tui_busy(wizard->tui, _("counting"), 0, 0);
	if (wizard->tui)
		tui_reload(wizard->tui);
}

/* ---- writes ---- */

bool wizard_write(struct wizard *wizard, const char *label,
	bool (*write)(void *data, struct error *err), void *data, struct error *err)
{
	struct store *store = wizard->profile->store;
	bool kept = true;
	if (!edit_begin(store, label, err))
		return false;
	if (!write(data, err)) {
		edit_cancel(store);
		return false;
	}
	if (!edit_end(store, &kept, err))
		return false;
	wizard_changed(wizard);
	if (!kept)
		tui_message(wizard->tui, ROLE_WARNING,
			_("%s. This was too much at once for u to take it back."), label);
	return organization_saved(store, clock_now(), err);
}

bool wizard_edit(struct wizard *wizard, const char *label,
	bool (*write)(void *data, struct error *err), void *data)
{
	struct error err = { 0 };
	if (wizard_write(wizard, label, write, data, &err))
		return true;
	tui_error(wizard->tui, &err);
	wizard_changed(wizard);
	return false;
}

struct service *wizard_service(struct wizard *wizard)
{
	struct error err = { 0 };
	struct service *service = profile_service(wizard->profile, &err);
	if (!service)
		tui_error(wizard->tui, &err);
	return service;
}

void wizard_status_quota(struct wizard *wizard, struct str *out)
{
	str_addf(out, _("numbers %" PRId64 " of %" PRId64), wizard->facts.owned,
		wizard->facts.quota);
}

void wizard_go(struct wizard *wizard, enum plan_step step)
{
	tui_go(wizard->tui, step_place(wizard, step));
}

/* ---- reading the tenant ---- */

static bool on_sync(void *data);

static void sync_stop(struct wizard *wizard)
{
	loop_work_stop(wizard->loop, on_sync, wizard);
	loop_cancel(wizard->loop, wizard->sync_timer);
	wizard->sync_timer = 0;
	sync_close(wizard->sync);
	wizard->sync = NULL;
	if (wizard->tui)
		tui_busy(wizard->tui, NULL, 0, 0);
}

static void on_sync_due(void *data)
{
	struct wizard *wizard = data;
	wizard->sync_timer = 0;
	loop_work(wizard->loop, on_sync, wizard);
}

/* Who calls may hold other products now than what the plan was made for. */
static void sync_finish(struct wizard *wizard)
{
	struct error err = { 0 };
	void (*then)(struct wizard *) = wizard->sync_then;
	struct sync_progress progress;
	sync_progress(wizard->sync, &progress);
	sync_stop(wizard);
	if (progress.note[0])
		tui_message(wizard->tui, ROLE_WARNING, "%s", progress.note);
	if (!licensing_plan(wizard->profile->store, wizard->profile->reference, NULL, &err))
		tui_error(wizard->tui, &err);
	wizard_changed(wizard);
	if (then)
		then(wizard);
}

static void sync_show(struct wizard *wizard)
{
	struct sync_progress progress;
	char word[120];
	sync_progress(wizard->sync, &progress);
	if (progress.tries > 0)
		snprintf(word, sizeof word, _("reading %s, try %d"),
			progress.doing ? _(progress.doing) : "", progress.tries + 1);
	else
		snprintf(word, sizeof word, _("reading %s %" PRId64),
			progress.doing ? _(progress.doing) : "", progress.rows);
	tui_busy(wizard->tui, word, 0, 0);
	/* Once a try: what the keys say meanwhile is not covered all the time. */
	if (progress.tries > 1 && progress.tries != wizard->sync_tries)
		tui_message(wizard->tui, ROLE_WARNING, "%s", progress.trouble);
	wizard->sync_tries = progress.tries;
	if (clock_ticks() - wizard->sync_shown < SYNC_SHOW_MS * (wizard->slow ? 8 : 1))
		return;
	wizard->sync_shown = clock_ticks();
	wizard_changed(wizard);
}

/* Pages until the slice is over. Nothing is read while an import's transaction is open: its pages
 * would be taken back with it. */
static bool on_sync(void *data)
{
	struct wizard *wizard = data;
	struct error err = { 0 };
	int64_t end = clock_ticks() + SYNC_SLICE_MS;
	bool more = true;
	if (store_in_transaction(wizard->profile->store)) {
		wizard->sync_timer = loop_after(wizard->loop, 100, on_sync_due, wizard);
		return false;
	}
	while (more && clock_ticks() < end && sync_next(wizard->sync) == 0)
		more = sync_turn(wizard->sync, &err);
	if (!more && err.code != ERROR_NONE) {
		sync_stop(wizard);
		tui_error(wizard->tui, &err);
		wizard_changed(wizard);
		return false;
	}
	if (!more) {
		sync_finish(wizard);
		return false;
	}
	sync_show(wizard);
	int64_t wait = sync_next(wizard->sync);
	if (wait == 0)
		return true;
	wizard->sync_timer = loop_after(wizard->loop, wait, on_sync_due, wizard);
	return false;
}

/* The service has an answer: whoever waits for one looks at once. */
static void wizard_woken(void *data)
{
	struct wizard *wizard = data;
	if (wizard->sync) {
		sync_wake(wizard->sync);
		loop_cancel(wizard->loop, wizard->sync_timer);
		wizard->sync_timer = 0;
		loop_work(wizard->loop, on_sync, wizard);
	}
	applying_wake(wizard);
}

void wizard_sync(struct wizard *wizard, void (*then)(struct wizard *wizard))
{
	struct error err = { 0 };
	struct service *service = wizard_service(wizard);
	if (!service)
		return;
	wizard->sync_then = then;
	if (wizard->sync) {
		tui_message(wizard->tui, ROLE_TEXT, _("The tenant is being read already."));
		return;
	}
	wizard->sync = sync_open(wizard->profile->store, service, &err);
	if (!wizard->sync) {
		tui_error(wizard->tui, &err);
		return;
	}
	wizard->sync_shown = clock_ticks();
	loop_work(wizard->loop, on_sync, wizard);
}

/* ---- the heartbeat ---- */

/* Held numbers go back to stock at the end of their hold; an apply that is acquiring them asks the
 * service first, and number_expire leaves those alone. */
static void expire_holds(struct wizard *wizard)
{
	struct error err = { 0 };
	int64_t gone = 0;
	if (wizard->facts.held_until == 0 || wizard_now(wizard) < wizard->facts.held_until)
		return;
	if (!number_expire(wizard->profile->store, wizard_now(wizard), &gone, &err)) {
		tui_error(wizard->tui, &err);
		return;
	}
	wizard_changed(wizard);
	if (gone > 0)
		tui_message(wizard->tui, ROLE_WARNING,
			ngettext("The hold on %" PRId64
				 " number ran out: it is back in stock. s in Numbers searches "
				 "again.  R-219",
				"The hold on %" PRId64
				" numbers ran out: they are back in stock. s in Numbers searches "
				"again.  R-219",
				(unsigned long)gone),
			gone);
}

static void on_beat(void *data)
{
	struct wizard *wizard = data;
	wizard->beat_timer = loop_after(wizard->loop, HEARTBEAT_MS, on_beat, wizard);
	if (store_in_transaction(wizard->profile->store))
		return;
	wizard_signin_changed(wizard);
	if (store_changed(wizard->profile->store))
		wizard_changed(wizard);
	expire_holds(wizard);
	if (wizard->facts.held_until != 0)
		tui_redraw(wizard->tui);
}

/* After each key: what the key changed is read, and the step is remembered. */
void wizard_turn(struct wizard *wizard)
{
	if (wizard->stale && !wizard->slow)
		freshen_and_show(wizard);
	char known[24];
	const char *id = plan_step_id(wizard->facts.steps[tui_step(wizard->tui)].step);
	struct store *store = wizard->profile->store;
	if (!store_in_transaction(store) &&
		strcmp(memory_get(store, "step", known, sizeof known), id) != 0)
		memory_put(store, "step", id, NULL);
}

/* ---- beginning and end ---- */

/* Where the admin stopped, else the first step with something to do. */
static int first_place(struct wizard *wizard)
{
	char id[24];
	int step = plan_step_of(memory_get(wizard->profile->store, "step", id, sizeof id));
	if (step >= 0)
		return step_place(wizard, (enum plan_step)step);
	if (wizard->profile->fresh)
		return 0;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (!step_ok(&wizard->facts.steps[i]))
			return i;
	return 0;
}

/* What an earlier apply left at the service, told once. */
static void tell_open(struct wizard *wizard)
{
	struct error err = { 0 };
	struct journal_filter open = { .state = "open" };
	int64_t count = journal_count(wizard->profile->store, &open, &err);
	if (count > 0)
		tui_message(wizard->tui, ROLE_WARNING,
			ngettext("%" PRId64 " change of an earlier apply is still under way. "
				 "Ctrl-G goes on with it.",
				"%" PRId64 " changes of an earlier apply are still under way. "
				"Ctrl-G goes on with them.",
				(unsigned long)count),
			count);
}

static void on_signin(void *data)
{
	wizard_signin_changed(data);
}

static void on_begin(void *data)
{
	struct wizard *wizard = data;
	if (wizard->profile->signin)
		signin_on_change(wizard->profile->signin, on_signin, wizard);
	if (wizard->profile->partner_signin)
		signin_on_change(wizard->profile->partner_signin, on_signin, wizard);
	wizard->beat_timer = loop_after(wizard->loop, HEARTBEAT_MS, on_beat, wizard);
	tell_open(wizard);
	if (!wizard->profile->service)
		tui_message(wizard->tui, ROLE_WARNING, "%s", wizard->profile->why_no_service);
	if (wizard->profile->service &&
		(wizard->profile->demo || wizard->facts.organization.synced_at == 0))
		wizard_sync(wizard, NULL);
}

static struct tui_options terminal_options(
	const struct profile *profile, const struct wizard_options *options)
{
	static const enum tui_choice asked[] = { TUI_NO, TUI_YES };
	struct tui_options out = { .mouse = profile->config->screen.mouse };
	if (profile->config->screen.ascii != CONFIG_ASCII_AUTO)
		out.ascii = profile->config->screen.ascii == CONFIG_ASCII_YES ? TUI_YES : TUI_NO;
	if (profile->config->screen.colour == CONFIG_COLOUR_NEVER)
		out.colour = TUI_NO;
	if (options->ascii >= 0)
		out.ascii = asked[options->ascii > 0];
	if (options->colour >= 0)
		out.colour = asked[options->colour > 0];
	return out;
}

/* The wizard without its timers, so that nothing wakes up while the terminal is given back. */
static void stop_work(struct wizard *wizard)
{
	if (wizard->profile->service)
		wizard->profile->service->woken = NULL;
	sync_stop(wizard);
	if (wizard->profile->signin)
		signin_on_change(wizard->profile->signin, NULL, NULL);
	if (wizard->profile->partner_signin)
		signin_on_change(wizard->profile->partner_signin, NULL, NULL);
	loop_cancel(wizard->loop, wizard->beat_timer);
	loop_cancel(wizard->loop, wizard->fresh_timer);
	loop_cancel(wizard->loop, wizard->apply_timer);
}

static bool run_terminal(
	struct wizard *wizard, const struct wizard_options *options, struct error *err)
{
	struct tui_options terminal = terminal_options(wizard->profile, options);
	wizard->tui = tui_open(wizard->loop, &terminal, err);
	if (!wizard->tui)
		return false;
	if (wizard->profile->service) {
		wizard->profile->service->woken = wizard_woken;
		wizard->profile->service->woken_data = wizard;
	}
	loop_after(wizard->loop, 0, on_begin, wizard);
	enum tui_end end = tui_run(wizard->tui, &wizard_shell, wizard, first_place(wizard));
	stop_work(wizard);
	struct tui *tui = wizard->tui;
	tui_close(tui);
	wizard->tui = NULL;
	if (end == TUI_QUIT)
		return true;
	return error_set(err, ERROR_CANCELLED,
		_("Ended from outside. Everything is saved; `ringup --profile %s` goes on here."),
		wizard->profile->name);
}

bool wizard_run(struct profile *profile, struct loop *loop, const struct wizard_options *options,
	struct error *err)
{
	struct wizard wizard = { .profile = profile, .loop = loop };
#define X(name, id, title) name##_init(&wizard);
	WIZARD_SCREENS(X)
#undef X
	bool ok = freshen(&wizard, err) && run_terminal(&wizard, options, err);
	/* What an apply has under way stays in the journal, for the next start. */
	apply_end(wizard.apply);
	wizard.apply = NULL;
#define X(name, id, title) name##_fini(&wizard);
	WIZARD_SCREENS(X)
#undef X
	return ok;
}
