/* The page "While it runs": the plan is carried out in turns of the loop, and every group of
 * changes tells its own story. The page may be left: the apply goes on behind the steps, and what
 * waits for the service goes on at the next start. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/exchange/post.h"
#include "core/plan/apply.h"
#include "core/plan/journal.h"
#include "core/service/cause.h"
#include "core/service/powershell/runner.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/profile/partner.h"
#include "screens/applying.h"
#include "screens/common.h"
#include "screens/journal.h"
#include "screens/shell.h"
#include "tui/layout.h"

enum {
	SLICE_MS = 15,
	SHOW_MS = 500,   /* facts and lists behind the page follow that often */
	RETRY_MS = 100,  /* while an import's transaction is open */
	FRESH_FOR = 600, /* seconds: what was read before is old, and is read again first */
	FAILURES = 20,   /* that the page tells; the log has all */
	BAR_COLUMNS = 24,
	EVENT_LINES = 5
};

enum state { IDLE, READING, RUNNING, ENDED };

/* What a scope buys. */
struct purchase {
	int64_t seats;
	int64_t cents;   /* a month, of those whose price is known */
	int64_t unknown; /* seats of unknown price */
};

/* One for the life of the wizard: the views that show it come and go. */
struct applying {
	struct wizard *wizard;
	enum state state;
	struct applying_scope scope;
	struct post *post; /* of this apply; NULL: none runs */

	/* The question that stands before a purchase. */
	struct purchase purchase;
	int64_t agreed; /* the count that was typed; 0: buy nothing */
	char count[16], question[800], type_it[160];
	struct field field;
	struct form form;

	/* What the page shows: copied after each slice, so that it stays when the apply is over. */
	struct apply_progress progress;
	struct apply_group groups[CHANGE_GROUPS];
	struct apply_event events[APPLY_EVENTS];
	int64_t corrected; /* addresses whose correction nobody has read yet */
	bool idle;         /* nothing is left but what waits at the service */
	enum apply_outcome outcome;
	struct error trouble;
	struct journal_row failures[FAILURES];
	int failure_count;
	int64_t ended_at, shown; /* service's clock; clock_ticks() */
};

/* ---- what the page shows ---- */

static void progress_copy(struct applying *applying)
{
	struct apply *apply = applying->wizard->apply;
	struct apply_progress *progress = &applying->progress;
	apply_progress(apply, progress);
	if (progress->group_count > CHANGE_GROUPS)
		progress->group_count = CHANGE_GROUPS;
	if (progress->event_count > APPLY_EVENTS)
		progress->event_count = APPLY_EVENTS;
	memcpy(applying->groups, progress->groups,
		(size_t)progress->group_count * sizeof applying->groups[0]);
	memcpy(applying->events, progress->events,
		(size_t)progress->event_count * sizeof applying->events[0]);
	progress->groups = applying->groups;
	progress->events = applying->events;
	applying->idle = apply_idle(apply);
}

static const struct apply_group *group_at(const struct applying *applying, int64_t row)
{
	return row >= 0 && row < applying->progress.group_count ? &applying->groups[row] : NULL;
}

static int64_t applying_count(void *ctx)
{
	return ((struct applying *)ctx)->progress.group_count;
}

static int64_t applying_key(void *ctx, int64_t row)
{
	(void)ctx;
	return row;
}

static void state_text(const struct apply_group *group, struct str *out)
{
	switch (group->state) {
	case APPLY_GROUP_DONE:
		str_add(out, _("done"));
		break;
	case APPLY_GROUP_FAILED:
		str_addf(out, _("%" PRId64 " failed"), group->failed);
		break;
	case APPLY_GROUP_RUNS:
		str_addf(out, _("%" PRId64 " of %" PRId64), group->done, group->of);
		break;
	default:
		str_add(out, _("waits"));
	}
}

enum { COLUMN_PLACE, COLUMN_CHANGE, COLUMN_STATE, COLUMN_TIME, COLUMN_NOTE };

static void applying_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct apply_group *group = group_at(ctx, row);
	char when[CLOCK_TEXT];
	if (!group)
		return;
	switch (column) {
	case COLUMN_PLACE:
		str_addf(out, "%" PRId64, row + 1);
		break;
	case COLUMN_CHANGE:
		str_add(out, group->title);
		break;
	case COLUMN_STATE:
		state_text(group, out);
		break;
	case COLUMN_TIME:
		str_add(out, clock_hm(when, group->ended_at));
		break;
	default:
		str_add(out, group->note);
		if (group->failed > 0 && group->state != APPLY_GROUP_FAILED)
			str_addf(out, _("%s%" PRId64 " failed"), group->note[0] ? ", " : "",
				group->failed);
	}
}

static enum tui_role applying_role(void *ctx, int64_t row, int column)
{
	const struct apply_group *group = group_at(ctx, row);
	if (!group || column != COLUMN_STATE)
		return ROLE_TEXT;
	if (group->failed > 0)
		return ROLE_ERROR;
	return group->state == APPLY_GROUP_DONE ? ROLE_OK : ROLE_TEXT;
}

static const struct column columns[] = {
	{ .title = N_(" "),
		.width = 2,
		.right = true,
		.drop = 3,
		.help = N_("Its place in the plan.") },
	{ .title = N_("Change"),
		.width = 28,
		.grow = 2,
		.narrow = 24,
		.help = N_("What is done to the tenant.") },
	{ .title = N_("State"), .width = 9, .help = N_("How many are done, or that it waits.") },
	{ .title = N_("At"),
		.width = 5,
		.drop = 2,
		.help = N_("When the last one of it was done.") },
	{ .title = N_("Note"),
		.width = 16,
		.grow = 1,
		.drop = 1,
		.help = N_(
			"What it waits for. Waiting is no error: a licence may take 24 hours (R-017).") },
};

static const char *ended_title(const struct applying *applying)
{
	if (applying->trouble.code != ERROR_NONE)
		return _("Stopped");
	switch (applying->outcome) {
	case APPLY_DONE:
		return _("Done");
	case APPLY_CANCELLED:
		return _("Stopped");
	default:
		return _("Ended");
	}
}

static void applying_header(void *ctx, int width, struct str *out)
{
	struct applying *applying = ctx;
	const struct apply_progress *progress = &applying->progress;
	const char *title = applying->state == ENDED ? ended_title(applying)
			    : progress->paused       ? _("Paused")
						     : _("Applying");
	str_addf(out, "%s   ", title);
	layout_bar(out, progress->done, progress->of, width < 76 ? BAR_COLUMNS / 2 : BAR_COLUMNS);
	str_add(out, "  ");
	screen_number(out, progress->done);
	str_add(out, _(" of "));
	screen_number(out, progress->of);
	if (applying->state != ENDED)
		str_addf(out, _("    %d at once"), progress->parallel);
	str_addf(out,
		ngettext("    %" PRId64 " request", "    %" PRId64 " requests",
			(unsigned long)progress->requests),
		progress->requests);
	if (applying->state == RUNNING && progress->per_second >= 0.05)
		str_addf(out, _(", %.1f a second"), progress->per_second);
	/* The child's own words: it works for minutes where all else takes moments. */
	const struct profile *profile = applying->wizard->profile;
	const char *doing = profile->script ? runner_doing(profile->script) : "";
	if (applying->state == RUNNING && doing[0])
		str_addf(out, _("\nPowerShell: %s\n"), doing);
	else
		str_add(out, "\n \n");
}

/* "(press 1)" behind a remedy that names a step: the place of the step is its key. */
static void step_key(
	const struct applying *applying, const struct journal_row *row, struct str *out)
{
	struct change change;
	if (!change_find(applying->wizard->profile->store, row->key, &change, NULL))
		return;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (applying->wizard->facts.steps[i].step == change.step)
			str_addf(out, _("  %d: %s"), i, _(plan_step_title(change.step)));
}

static void failure_text(
	const struct applying *applying, const struct journal_row *row, struct str *out)
{
	enum cause cause = cause_from_word(row->cause);
	str_addf(out, "%s (%s): %s %s", row->title, row->label, _(cause_why(cause)),
		_(cause_remedy(cause)));
	step_key(applying, row, out);
	str_addc(out, '\n');
}

static void applying_footer(void *ctx, int width, struct str *out)
{
	struct applying *applying = ctx;
	char when[CLOCK_TEXT];
	(void)width;
	if (applying->failure_count > 0) {
		for (int i = 0; i < applying->failure_count && i < 3; i++)
			failure_text(applying, &applying->failures[i], out);
		return;
	}
	for (int i = 0; i < applying->progress.event_count && i < EVENT_LINES; i++)
		str_addf(out, "%-8s  %s  %s\n", i == 0 ? _("Last") : "",
			clock_hm(when, applying->events[i].at), applying->events[i].text);
}

static bool applying_framed(void *ctx, struct str *title)
{
	struct applying *applying = ctx;
	if (applying->failure_count == 0)
		return false;
	str_addf(title, ngettext("%d failed", "%d failed", (unsigned long)applying->failure_count),
		applying->failure_count);
	return true;
}

static void applying_detail(void *ctx, int64_t row, struct str *out)
{
	struct applying *applying = ctx;
	const struct apply_group *group = group_at(applying, row);
	char when[CLOCK_TEXT];
	if (group) {
		str_addf(out, TUI_LINE_TITLE "%s\n", group->title);
		str_addf(out,
			_("%" PRId64 " of %" PRId64 " done, %" PRId64 " waiting, %" PRId64
			  " failed\n"),
			group->done, group->of, group->waiting, group->failed);
		if (group->note[0])
			str_addf(out, " %s\n", group->note);
	}
	for (int i = 0; i < applying->failure_count; i++) {
		str_addc(out, '\n');
		journal_detail_text(&applying->failures[i], out);
	}
	if (applying->progress.event_count > 0)
		str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("What happened last"));
	for (int i = 0; i < applying->progress.event_count; i++)
		str_addf(out, " %s  %s\n", clock_hm(when, applying->events[i].at),
			applying->events[i].text);
}

/* ---- the sentence below ---- */

/* The first step that is not finished, when that is another than the one behind the page and
 * nothing of the apply is left; -1: there is none. */
static int next_step(const struct applying *applying)
{
	const struct wizard *wizard = applying->wizard;
	if (applying->state != ENDED || applying->outcome != APPLY_DONE ||
		applying->trouble.code != ERROR_NONE || applying->progress.failed > 0 ||
		wizard->stale)
		return -1;
	for (int i = 0; i < PLAN_STEP_COUNT; i++) {
		const struct plan_status *status = &wizard->facts.steps[i];
		bool unread = status->step == PLAN_ADDRESSES && applying->corrected > 0;
		if ((status->state != PLAN_DONE || unread) && status->step != PLAN_REVIEW)
			return i == tui_step(wizard->tui) ? -1 : i;
	}
	return -1;
}

/* Says what Enter does only where it does so (the page may have been left), and when it is known.
 */
static void done_sentence(const struct applying *applying, struct str *out)
{
	int64_t done = applying->progress.done;
	int next = next_step(applying);
	str_addf(out,
		ngettext("Done: %" PRId64 " change was carried out. ",
			"Done: %" PRId64 " changes were carried out. ", (unsigned long)done),
		done);
	if (tui_view(applying->wizard->tui) != &applying_view || applying->wizard->stale)
		return;
	if (next < 0 && applying->corrected > 0)
		str_add(out, _("A correction is to be read: Enter goes back."));
	else if (next < 0)
		str_add(out, _("Enter goes back."));
	else
		str_addf(out, _("Enter goes on to %s."),
			_(plan_step_title(applying->wizard->facts.steps[next].step)));
}

static void end_sentence(const struct applying *applying, struct str *out, enum tui_role *role)
{
	const struct apply_progress *progress = &applying->progress;
	*role = ROLE_TEXT;
	if (applying->trouble.code != ERROR_NONE) {
		str_addf(out, _("%s The journal has what is under way: apply again to go on."),
			applying->trouble.text);
		*role = ROLE_ERROR;
	} else if (applying->outcome == APPLY_CANCELLED) {
		str_addf(out,
			_("Stopped: %" PRId64
			  " done, the rest stays planned. Apply again to go on."),
			progress->done);
	} else if (progress->failed > 0) {
		str_addf(out,
			_("%" PRId64 " done, %" PRId64
			  " failed. The log (l) has the service's own words."),
			progress->done, progress->failed);
		*role = ROLE_ERROR;
	} else if (applying->outcome == APPLY_DONE) {
		done_sentence(applying, out);
		*role = ROLE_OK;
	} else if (applying->purchase.seats > 0 && applying->agreed == 0) {
		str_addf(out,
			_("%" PRId64
			  " done. Nothing was bought, as you wished; what needs the licences waits."),
			progress->done);
	} else if (progress->group_count == 1 && progress->groups[0].note[0]) {
		/* The column may be too narrow for it, and it need not be a person. */
		str_addf(out,
			_("%" PRId64 " done. The rest waits %s: Review shows what comes first."),
			progress->done, progress->groups[0].note);
		*role = ROLE_WARNING;
	} else {
		str_addf(out,
			_("%" PRId64
			  " done. What is left needs a person: Review says what, ! lists the problems."),
			progress->done);
		*role = ROLE_WARNING;
	}
}

static void applying_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct applying *applying = ctx;
	(void)row;
	if (applying->state == ENDED)
		end_sentence(applying, out, role);
	else if (applying->progress.paused)
		str_add(out,
			_("Paused: nothing new is begun, what is under way is watched. p goes on."));
	else if (applying->idle)
		str_add(out,
			_("All that is left waits at the service. Enter leaves; `ringup apply` or the next "
			  "start goes on."));
	else
		str_add(out, _("0 to 6 go to a step while this goes on. Esc stops."));
}

static void applying_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct applying *applying = ctx;
	const struct apply_progress *progress = &applying->progress;
	char age[CLOCK_TEXT];
	struct str unused = { 0 };
	wizard_shell.status(applying->wizard, compact, money, &unused);
	str_fini(&unused);
	str_addf(state, _("%" PRId64 " done"), progress->done);
	if (progress->waiting > 0)
		str_addf(state, _("   %" PRId64 " waiting"), progress->waiting);
	if (progress->waiting > 0 && progress->waiting_since > 0 && !compact)
		str_addf(state, _(" since %s"),
			clock_age(age, wizard_now(applying->wizard) - progress->waiting_since));
	if (progress->failed > 0)
		str_addf(state, _("   %" PRId64 " failed"), progress->failed);
}

static bool applying_tick(void *ctx)
{
	return ((struct applying *)ctx)->state == RUNNING;
}

/* ---- the end ---- */

static void failures_read(struct applying *applying)
{
	struct journal_filter filter = {
		.run_id = apply_run_id(applying->wizard->apply), .state = "failed", .latest = true
	};
	struct error err = { 0 };
	applying->failure_count = 0;
	if (filter.run_id > 0 &&
		!journal_rows(applying->wizard->profile->store, &filter, 0, FAILURES,
			applying->failures, &applying->failure_count, &err))
		applying->failure_count = 0;
}

static void apply_over(struct applying *applying)
{
	struct wizard *wizard = applying->wizard;
	loop_cancel(wizard->loop, wizard->apply_timer);
	wizard->apply_timer = 0;
	progress_copy(applying);
	failures_read(applying);
	applying->outcome = apply_outcome(wizard->apply);
	applying->corrected = correction_open_count(wizard->profile->store, NULL);
	applying->ended_at = wizard_now(wizard);
	applying->state = ENDED;
	apply_end(wizard->apply);
	wizard->apply = NULL;
	post_free(applying->post);
	applying->post = NULL;
	tui_busy(wizard->tui, NULL, 0, 0);
	wizard_changed(wizard);
	if (tui_view(wizard->tui) != &applying_view) {
		struct str text = { 0 };
		enum tui_role role;
		end_sentence(applying, &text, &role);
		tui_message(wizard->tui, role, "%s", str_text(&text));
		str_fini(&text);
	}
}

/* ---- turns ---- */

static void on_apply(void *data);

static void apply_later(struct wizard *wizard, int64_t milliseconds)
{
	wizard->apply_timer = loop_after(wizard->loop, milliseconds, on_apply, wizard->applying);
}

static void apply_show(struct applying *applying)
{
	struct wizard *wizard = applying->wizard;
	progress_copy(applying);
	if (tui_view(wizard->tui) == &applying_view)
		tui_busy(wizard->tui, NULL, 0, 0);
	else
		tui_busy(
			wizard->tui, _("applying"), applying->progress.done, applying->progress.of);
	if (clock_ticks() - applying->shown < SHOW_MS)
		return;
	applying->shown = clock_ticks();
	wizard_changed(wizard);
}

/* Turns until the slice is over. While an import's transaction is open nothing is journaled: it
 * would be taken back with it. */
static void on_apply(void *data)
{
	struct applying *applying = data;
	struct wizard *wizard = applying->wizard;
	int64_t end = clock_ticks() + SLICE_MS;
	bool more = true;
	wizard->apply_timer = 0;
	if (store_in_transaction(wizard->profile->store)) {
		apply_later(wizard, RETRY_MS);
		return;
	}
	do {
		more = apply_turn(wizard->apply, &applying->trouble);
	} while (more && apply_next(wizard->apply) == 0 && clock_ticks() < end);
	if (!more) {
		apply_over(applying);
		return;
	}
	apply_show(applying);
	apply_later(wizard, apply_next(wizard->apply));
}

void applying_wake(struct wizard *wizard)
{
	if (!wizard->apply || !wizard->apply_timer)
		return;
	loop_cancel(wizard->loop, wizard->apply_timer);
	apply_later(wizard, 0);
}

/* ---- the beginning ---- */

/* The changes of the scope, where it names some. */
static bool scope_keys(struct applying *applying, struct post_keys *keys,
	struct apply_options *options, struct error *err)
{
	if (applying->scope.key[0]) {
		keys->key = xcalloc(1, sizeof *keys->key);
		keys->key[keys->count++] = xstrdup(applying->scope.key);
	} else if (!applying->scope.failed_letters) {
		return true;
	} else if (!post_failed(applying->wizard->profile->store, keys, err)) {
		return false;
	}
	options->keys = (const char *const *)keys->key;
	options->key_count = keys->count;
	return keys->count > 0 || error_set(err, ERROR_NOT_FOUND, _("No letter failed."));
}

static void apply_start(struct applying *applying)
{
	struct wizard *wizard = applying->wizard;
	struct profile *profile = wizard->profile;
	struct post_setup setup = {
		.loop = wizard->loop,
		.store = profile->store,
		.ref = profile->reference,
		.service = profile->service,
		.config = profile->config,
		.base = ".",
		.demo = profile->demo,
	};
	struct post_keys keys = { NULL, 0 };
	struct error err = { 0 };
	struct apply_options options = {
		.step = applying->scope.step,
		.group = applying->scope.group[0] ? applying->scope.group : NULL,
		.parallel = profile->config->http.parallel,
		.buy_count = applying->agreed,
		.readonly = profile->readonly,
	};
	post_free(applying->post);
	applying->post = post_new(&setup);
	post_use(applying->post, &options);
	if (scope_keys(applying, &keys, &options, &err))
		wizard->apply = apply_begin(
			profile->store, profile->service, profile->reference, &options, &err);
	post_keys_fini(&keys);
	if (!wizard->apply) {
		applying->state = IDLE;
		tui_error(wizard->tui, &err);
		return;
	}
	applying->state = RUNNING;
	applying->failure_count = 0;
	error_clear(&applying->trouble);
	progress_copy(applying);
	if (tui_view(wizard->tui) != &applying_view)
		tui_push(wizard->tui, &applying_view, applying);
	apply_later(wizard, 0);
}

static void after_sync(struct wizard *wizard)
{
	struct applying *applying = wizard->applying;
	if (applying->state == READING)
		apply_start(applying);
}

/* What the tenant has may have changed since it was read: a change under a wish is a conflict, and
 * is never overwritten silently. */
static void read_first(struct applying *applying)
{
	struct wizard *wizard = applying->wizard;
	if (!wizard->sync &&
		wizard_now(wizard) - wizard->facts.organization.synced_at < FRESH_FOR) {
		apply_start(applying);
		return;
	}
	applying->state = READING;
	wizard_sync(wizard, after_sync);
}

/* ---- the question before a purchase ---- */

static void count_get(void *ctx, const struct field *field, struct str *out)
{
	(void)field;
	str_add(out, ((struct applying *)ctx)->count);
}

static bool count_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct applying *applying = ctx;
	(void)field;
	(void)err;
	snprintf(applying->count, sizeof applying->count, "%s", value);
	return true;
}

static bool count_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct applying *applying = ctx;
	char wanted[24];
	struct plan_cost cost;
	(void)tui;
	snprintf(wanted, sizeof wanted, "%" PRId64, applying->purchase.seats);
	if (strcmp(applying->count, wanted) != 0 && strcmp(applying->count, "0") != 0)
		return error_set(err, ERROR_INPUT,
			_("Type %s to buy, 0 to do the rest without buying; Esc does nothing."),
			wanted);
	if (!plan_cost(applying->wizard->profile->store, &cost, err))
		return false;
	/* What waits in a cart is in the plan, and not in its cost any more. */
	int64_t seats = cost.seats_to_buy > 0 ? cost.seats_to_buy : applying->purchase.seats;
	applying->agreed = strcmp(applying->count, "0") == 0 ? 0 : seats;
	read_first(applying);
	return true;
}

static void price_text(
	const struct applying *applying, const struct plan_cost *cost, struct str *out)
{
	const struct purchase *purchase = &applying->purchase;
	char money[48];
	if (purchase->cents > 0)
		str_addf(out, _("%s a month"),
			plan_money_text(purchase->cents, cost->currency, money, sizeof money));
	if (purchase->unknown > 0)
		str_addf(out,
			ngettext("%s%" PRId64 " licence of unknown price",
				"%s%" PRId64 " licences of unknown price",
				(unsigned long)purchase->unknown),
			purchase->cents > 0 ? _(", and ") : "", purchase->unknown);
	if (applying->wizard->profile->demo)
		str_add(out, _(" (no money moves)"));
	else if (cost->as_of[0])
		str_addf(out, _(" (price of %s, check before buying)"), cost->as_of);
}

static void question_write(struct applying *applying, const struct plan_cost *cost)
{
	struct str text = { 0 };
	str_addf(&text,
		ngettext("This buys %" PRId64 " licence", "This buys %" PRId64 " licences",
			(unsigned long)applying->purchase.seats),
		applying->purchase.seats);
	str_add(&text, ": ");
	price_text(applying, cost, &text);
	str_add(&text, ".\n");
	if (applying->wizard->profile->partner) {
		partner_say(applying->wizard->profile, &text);
		str_addc(&text, '\n');
	} else if (cost->yearly_commitment > 0)
		str_add(&text, _("A year's commitment cannot be undone.\n"));
	snprintf(applying->type_it, sizeof applying->type_it,
		_("Type %" PRId64 " to buy, 0 to do the rest without buying. Esc does nothing."),
		applying->purchase.seats);
	str_add(&text, applying->type_it);
	snprintf(applying->question, sizeof applying->question, "%s", str_text(&text));
	str_fini(&text);
}

static void question_ask(struct applying *applying)
{
	applying->count[0] = '\0';
	applying->field = (struct field){ .id = "count",
		.label = N_("Licences to buy"),
		/* Said in the message row too: in a small window the box shows its beginning only.
		 */
		.help = applying->type_it,
		.kind = FIELD_NUMBER,
		.width = 8,
		.max = 8,
		.get = count_get,
		.set = count_set };
	applying->form = (struct form){ .title = N_("Buy licences?"),
		.help = applying->question,
		.fields = &applying->field,
		.field_count = 1,
		.accept_label = N_("Go on"),
		.accept = count_accept };
	tui_form(applying->wizard->tui, &applying->form, applying);
}

/* ---- what is in the scope ---- */

static void purchase_add(struct purchase *purchase, const struct change *change)
{
	purchase->seats += change->quantity;
	if (change->cents < 0)
		purchase->unknown += change->quantity;
	else
		purchase->cents += change->cents;
}

static bool scope_purchase(struct applying *applying, const char *kind, struct error *err)
{
	const struct applying_scope *scope = &applying->scope;
	struct change_filter filter = { .kind = kind,
		.step = scope->step[0] ? 1 + plan_step_of(scope->step) : 0,
		.group = scope->group[0] ? scope->group : NULL };
	struct change rows[16];
	int count = 16;
	for (int64_t first = 0; count == 16; first += count) {
		if (!change_rows(applying->wizard->profile->store, &filter, first, 16, rows, &count,
			    err))
			return false;
		for (int i = 0; i < count; i++)
			if (!scope->key[0] || strcmp(scope->key, rows[i].key) == 0)
				purchase_add(&applying->purchase, &rows[i]);
	}
	return true;
}

static bool scope_empty(const struct applying *applying, struct error *err)
{
	const struct applying_scope *scope = &applying->scope;
	struct change_filter filter = { .step = scope->step[0] ? 1 + plan_step_of(scope->step) : 0,
		.group = scope->group[0] ? scope->group : NULL };
	int64_t count = change_count(applying->wizard->profile->store, &filter, err);
	if (count == 0)
		error_set(err, ERROR_NOT_FOUND,
			_("Nothing to apply here: the tenant has all that is wanted."));
	return count <= 0;
}

/* Refuses with a sentence, or asks, or begins. */
static bool scope_begin(struct applying *applying, struct error *err)
{
	struct wizard *wizard = applying->wizard;
	struct plan_cost cost;
	if (wizard->profile->readonly)
		return error_set(err, ERROR_REFUSED,
			_("This ringup is read only: it changes nothing at the tenant. Start it without --readonly."));
	if (scope_empty(applying, err))
		return false;
	applying->agreed = 0;
	applying->purchase = (struct purchase){ .seats = 0 };
	if (!scope_purchase(applying, "buy_phone", err) ||
		!scope_purchase(applying, "buy_plan", err))
		return false;
	if (applying->purchase.seats == 0) {
		read_first(applying);
		return true;
	}
	if (!plan_cost(wizard->profile->store, &cost, err))
		return false;
	question_write(applying, &cost);
	question_ask(applying);
	return true;
}

void applying_start(struct wizard *wizard, const struct applying_scope *scope)
{
	struct applying *applying = wizard->applying;
	struct error err = { 0 };
	if (wizard->apply) {
		if (tui_view(wizard->tui) != &applying_view)
			tui_push(wizard->tui, &applying_view, applying);
		return;
	}
	if (!wizard_service(wizard))
		return;
	if (!applying) {
		applying = wizard->applying = xcalloc(1, sizeof *applying);
		applying->wizard = wizard;
	}
	applying->scope = *scope;
	if (!scope_begin(applying, &err))
		tui_error(wizard->tui, &err);
}

void wizard_apply(struct wizard *wizard, const char *step)
{
	struct applying_scope scope = { .step = "" };
	if (step)
		snprintf(scope.step, sizeof scope.step, "%s", step);
	applying_start(wizard, &scope);
}

/* What is under way is in the journal: the next apply asks the service what became of it. */
void applying_fini(struct wizard *wizard)
{
	struct applying *applying = wizard->applying;
	if (!applying)
		return;
	if (wizard->apply)
		apply_cancel(wizard->apply);
	apply_end(wizard->apply);
	wizard->apply = NULL;
	post_free(applying->post);
	free(applying);
	wizard->applying = NULL;
}

/* ---- keys ---- */

static bool is_running(void *ctx, struct error *err)
{
	return ((struct applying *)ctx)->state == RUNNING ||
	       error_set(err, ERROR_NOT_FOUND, _("It has ended. Enter goes back."));
}

/* What waits at the service goes on there, so that leaving then stops nothing. */
static bool applying_back(struct tui *tui, void *ctx)
{
	struct applying *applying = ctx;
	struct wizard *wizard = applying->wizard;
	if (applying->state != RUNNING)
		return true;
	if (applying->idle) {
		apply_cancel(wizard->apply);
		apply_over(applying);
		tui_message(tui, ROLE_TEXT,
			_("What waits goes on with Ctrl-G, `ringup apply` or at the next start."));
		return true;
	}
	apply_cancel(wizard->apply);
	tui_message(tui, ROLE_TEXT, _("Stopping after the change under way."));
	return false;
}

static void run_stop(struct tui *tui, void *ctx)
{
	if (applying_back(tui, ctx))
		tui_pop(tui);
}

/* Esc only closes the page; Enter leads on when this is finished. */
static void run_close(struct tui *tui, void *ctx)
{
	wizard_turn(((struct applying *)ctx)->wizard);
	int next = next_step(ctx);
	if (next >= 0)
		tui_go(tui, next);
	else
		run_stop(tui, ctx);
}

static void run_pause(struct tui *tui, void *ctx)
{
	struct applying *applying = ctx;
	(void)tui;
	apply_pause(applying->wizard->apply, !applying->progress.paused);
	progress_copy(applying);
	tui_redraw(applying->wizard->tui);
}

static void run_log(struct tui *tui, void *ctx)
{
	(void)tui;
	journal_open(((struct applying *)ctx)->wizard, JOURNAL_ALL);
}

static bool may_leave(void *ctx, struct error *err)
{
	struct applying *applying = ctx;
	return applying->state != RUNNING || applying->idle ||
	       error_set(err, ERROR_BUSY,
		       _("It is still running. Esc stops it; 0 to 6 go to a step while it goes on."));
}

static const struct action actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("Go on"),
		.run = run_close,
		.enabled = may_leave,
		.help = N_("Close this page when it has ended, or when all that is left waits; "
			   "when all is done, go to the first step that is not finished.") },
	{ .key = 's',
		.label = N_("Stop"),
		.run = run_stop,
		.enabled = is_running,
		.help = N_(
			"Stop after the change under way, as Esc does. The rest stays planned.") },
	{ .key = 'p',
		.twin = TUI_F(5),
		.label = N_("Pause"),
		.run = run_pause,
		.enabled = is_running,
		.help = N_("Begin nothing new for a while; again: go on.") },
	{ .key = 'l',
		.label = N_("Log"),
		.run = run_log,
		.help = N_("All that was done to the tenant.") },
};

static void applying_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nothing was left to do."));
}

const struct view applying_view = {
	.id = "applying",
	.title = N_("While it runs"),
	.help = N_(
		"The plan is carried out, step by step. What waits is no error: a licence may take 24 hours, "
		"papers two days (R-017). What failed holds up only what depends on it. Leaving is allowed: what "
		"waits goes on with `ringup apply` or at the next start."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = applying_count,
	.cell = applying_cell,
	.role = applying_role,
	.key = applying_key,
	.header = applying_header,
	.footer = applying_footer,
	.framed = applying_framed,
	.detail = applying_detail,
	.message = applying_message,
	.status = applying_status,
	.empty = applying_empty,
	.tick = applying_tick,
	.back = applying_back,
};
