/* Step Assign: people, numbers and emergency addresses in one table. What auto-match proposes
 * stands there with its reason, what a person decided is locked, and what does not fit says why,
 * with the key that settles it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/export.h"
#include "core/plan/licensing.h"
#include "core/plan/match.h"
#include "core/reference/reference.h"
#include "core/rules/assignment.h"
#include "core/rules/e164.h"
#include "core/rules/match.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "screens/common.h"
#include "screens/importing.h"
#include "screens/wizard.h"

enum {
	ORDERS = 64,  /* open orders that the picker offers */
	PLACES = 512, /* emergency locations that it offers */
	NUMBER_WINDOW = 40,
	COUNTRIES = 130
};

/* A person's row, and what the rules say of it. */
struct assign_row {
	struct assignment_row at;
	struct verdict verdicts[ASSIGNMENT_MAX];
	int verdict_count;
};

struct assign {
	struct wizard *wizard;
	struct screen_rows rows; /* of struct assign_row */
	struct screen_filter filter;
	enum assignment_scope scope;
	struct assignment_counts counts;
	bool own_carrier;

	/* What is being chosen, and for whom. */
	struct assignment_row person;
	struct picker picker;
	char picker_help[300];
	struct number_filter numbers;
	struct str number_text;
	struct number number_window[NUMBER_WINDOW];
	int64_t number_first;
	int number_count; /* of the window; -1: not read */
	int64_t number_total;
	struct number_order orders[ORDERS];
	int order_count;
	struct place *places;
	int place_count;
	struct country *countries;
	int country_count;
	struct importing *importing; /* a file; NULL: never asked for */
};

static struct assign *assign_of(void *ctx)
{
	struct wizard *wizard = ctx;
	return wizard->state[PLAN_ASSIGN];
}

static struct store *store_of(const struct assign *assign)
{
	return assign->wizard->profile->store;
}

void assign_init(struct wizard *wizard)
{
	struct assign *assign = xcalloc(1, sizeof *assign);
	assign->wizard = wizard;
	assign->rows.size = sizeof(struct assign_row);
	wizard->state[PLAN_ASSIGN] = assign;
}

void assign_fini(struct wizard *wizard)
{
	struct assign *assign = wizard->state[PLAN_ASSIGN];
	if (!assign)
		return;
	screen_rows_fini(&assign->rows);
	screen_filter_fini(&assign->filter);
	str_fini(&assign->number_text);
	importing_free(assign->importing);
	free(assign->places);
	free(assign->countries);
	free(assign);
	wizard->state[PLAN_ASSIGN] = NULL;
}

/* ---- the rules ---- */

static enum assignment_mailbox mailbox_of(const char *word)
{
	if (strcmp(word, "cloud") == 0)
		return ASSIGNMENT_MAILBOX_ONLINE;
	return strcmp(word, "onprem") == 0 ? ASSIGNMENT_MAILBOX_ONPREMISES
					   : ASSIGNMENT_MAILBOX_UNKNOWN;
}

static void facts_of_person(const struct assign *assign, const struct assignment_row *row,
	struct assignment_person *person)
{
	*person = (struct assignment_person){
		/* Offline nobody is known to the tenant yet; the sync will tell. */
		.exists = row->present || !assign->wizard->profile->service,
		.usage_location = row->location,
		.capabilities = row->capability_wanted,
		.own_carrier = assign->own_carrier,
		.resource = row->resource,
		.licence_age = -1,
		.mailbox = mailbox_of(row->mailbox),
		.teams_essentials = row->capability_wanted & CAPABILITY_TEAMS_UNMANAGED,
		.onpremises_line = row->onprem_line[0] != '\0',
	};
}

/* The area code of a city; "" where it is not known. */
static const char *area_of(
	const struct assign *assign, const char *country, const char *city, struct area *area)
{
	*area = (struct area){ .national = false };
	if (country[0] && city[0])
		reference_areas(
			assign->wizard->profile->reference, country, NULL, city, NULL, area, 1);
	return area->area_code;
}

/* A wish that is still open is judged by the country and area of its order; the number itself is
 * not known, and the text of any number stands for it. */
static void facts_of_order(const struct assign *assign, const struct assignment_row *row,
	struct assignment_number *number, struct number_order *order, struct area *area)
{
	number->e164 = "+14255550100";
	number->kind = ASSIGNMENT_USER_NUMBER;
	number->calling_plan = true;
	number->country = row->order_country;
	if (!number_order_get(store_of(assign), row->order_id, order, NULL))
		return;
	if (strcmp(order->kind, "user") != 0)
		number->kind = ASSIGNMENT_SERVICE_NUMBER;
	number->has_location = order->place_id != 0;
	number->area = order->area_code[0] ? order->area_code
					   : area_of(assign, order->country, order->city, area);
}

static void facts_of_number(const struct assignment_row *row, struct assignment_number *number)
{
	*number = (struct assignment_number){
		.e164 = row->number,
		.country = row->number_country,
		.kind = strcmp(row->number_kind, "user") == 0 ? ASSIGNMENT_USER_NUMBER
							      : ASSIGNMENT_SERVICE_NUMBER,
		.calling_plan = strcmp(row->number_source, "carrier") != 0,
		.owned = true,
		.blocked = row->number_blocked_until != 0,
		.age = -1,
		.has_location = row->number_place != 0,
		.area = row->number_area,
	};
}

/* May this be planned? Licences and ownership follow from the plan, so wishes count. */
static void row_judge(const struct assign *assign, struct assign_row *row)
{
	struct country country;
	struct number_order order;
	struct area of_number, of_place;
	const struct assignment_row *at = &row->at;
	struct assignment_facts facts = {
		.place = { .chosen = at->place_id != 0,
			.exists = true,
			.state = strcmp(at->place_validation, "Invalid") == 0 ? ADDRESS_INVALID
									      : ADDRESS_VALID,
			.country = at->place_country,
			.area = area_of(assign, at->place_country, at->place_city, &of_place) },
	};
	facts_of_person(assign, at, &facts.person);
	facts_of_number(at, &facts.number);
	if (at->number[0] == '\0' && at->order_id != 0)
		facts_of_order(assign, at, &facts.number, &order, &of_number);
	if (facts.number.country[0] && reference_country(assign->wizard->profile->reference,
					       facts.number.country, &country, NULL)) {
		snprintf(facts.country.iso2, sizeof facts.country.iso2, "%s", country.code);
		facts.country.address_to_acquire = country.address_first ? ORDER_NEED_YES
									 : ORDER_NEED_NO;
		facts.country.area_must_match = country.area_code_must_match;
	}
	row->verdict_count = assignment_check_all(&facts, row->verdicts, ASSIGNMENT_MAX);
	if (row->verdict_count > ASSIGNMENT_MAX)
		row->verdict_count = ASSIGNMENT_MAX;
}

/* The most serious; NULL: all is fine. */
static const struct verdict *row_verdict(const struct assign_row *row)
{
	const struct verdict *worst = NULL;
	for (int i = 0; row && i < row->verdict_count; i++)
		if (!worst || row->verdicts[i].answer > worst->answer)
			worst = &row->verdicts[i];
	return worst;
}

/* What does not fit, in a word for the column, and the keys that settle it here. */
static const struct fault {
	int rule;
	const char *word; /* N_() */
	const char *keys; /* N_(); NULL: the rule's own remedy */
} faults[] = {
	{ 9, N_("no country"), N_("c sets it.") },
	{ 176, N_("service number"), N_("r chooses another number.") },
	{ 225, N_("no number"), N_("m matches, r chooses one.") },
	{ 232, N_("area"), N_("e chooses another address, r another number.") },
	{ 233, N_("country"), N_("e chooses an address there, c changes the country.") },
	{ 296, N_("bad address"), N_("e chooses another; or correct it in Addresses.") },
	{ 325, N_("not in tenant"), NULL },
	{ 326, N_("no licence"), NULL },
	{ 327, N_("taken"), N_("r chooses another number.") },
	{ 328, N_("country"), N_("r chooses a number there, c changes the country.") },
	{ 329, N_("no address"), N_("e chooses one, m matches.") },
	{ 330, N_("no address"), N_("e chooses another.") },
	{ 331, N_("local number"), NULL },
	{ 332, N_("mailbox"), NULL },
	{ 333, N_("blocked"), N_("r chooses another number.") },
};

static const struct fault *fault_of(const struct verdict *verdict)
{
	static const struct fault other = { 0, N_("does not fit"), NULL };
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		if (faults[i].rule == verdict->rule)
			return &faults[i];
	return &other;
}

/* ---- rows ---- */

static const struct assign_row *row_at(const struct assign *assign, int64_t row)
{
	return screen_rows_at(&assign->rows, row);
}

static const struct assign_row *selected(void *ctx)
{
	struct assign *assign = assign_of(ctx);
	return row_at(assign, tui_row(assign->wizard->tui));
}

static struct assignment_filter filter_of(const struct assign *assign)
{
	return (struct assignment_filter){ .text = screen_filter_text(&assign->filter),
		.exclude = assign->filter.exclude,
		.scope = assign->scope };
}

static int64_t assign_count(void *ctx)
{
	struct assign *assign = assign_of(ctx);
	struct assignment_filter filter = filter_of(assign);
	struct organization organization;
	struct error err = { 0 };
	int64_t count = assignment_count(store_of(assign), &filter, &err);
	if (count < 0 || !assignment_counts(store_of(assign), &assign->counts, &err) ||
		!organization_get(store_of(assign), &organization, &err))
		tui_error(assign->wizard->tui, &err);
	else
		assign->own_carrier = strcmp(organization.carrier, "own") == 0;
	return count < 0 ? 0 : count;
}

static void assign_load(void *ctx, int64_t first, int n)
{
	struct assign *assign = assign_of(ctx);
	struct assignment_filter filter = filter_of(assign);
	struct error err = { 0 };
	struct assignment_row *window = xcalloc((size_t)n, sizeof *window);
	struct assign_row *rows = screen_rows_room(&assign->rows, first, n);
	int count = assignment_window(store_of(assign), &filter, first, n, window, &err);
	if (count < 0)
		tui_error(assign->wizard->tui, &err);
	for (int i = 0; i < count; i++) {
		rows[i].at = window[i];
		row_judge(assign, &rows[i]);
	}
	assign->rows.count = count > 0 ? count : 0;
	free(window);
}

static int64_t assign_key(void *ctx, int64_t at)
{
	const struct assign_row *row = row_at(assign_of(ctx), at);
	return row ? row->at.person_id : -1;
}

static char assign_mark(void *ctx, int64_t at)
{
	const struct assign_row *row = row_at(assign_of(ctx), at);
	return row && row->at.locked ? 'L' : ' ';
}

static void assign_filter(void *ctx, const char *text, bool exclude)
{
	struct assign *assign = assign_of(ctx);
	screen_filter_set(&assign->filter, text, exclude);
}

/* ---- cells ---- */

static void number_text(const struct assignment_row *row, struct str *out)
{
	char text[E164_DISPLAY];
	if (row->number[0])
		str_add(out, e164_format(text, row->number, (int)strlen(row->number_area)));
	else if (row->order_id)
		str_addf(out, _("1 of %s"), row->order);
	else
		str_add(out, "-");
}

/* The number is to be taken away and none follows. */
static bool is_leaving(const struct assignment_row *row)
{
	return row->number_actual[0] && !row->number[0] && !row->order_id;
}

static void fit_text(const struct assign_row *row, struct str *out)
{
	const struct verdict *verdict = row_verdict(row);
	if (row->at.conflict)
		str_add(out, _("conflict"));
	else if (is_leaving(&row->at))
		str_add(out, _("taken away"));
	else if (verdict && verdict->answer == VERDICT_NO)
		str_add(out, _(fault_of(verdict)->word));
	else if (!row->at.pending && row->at.number_actual[0])
		str_add(out, _("assigned"));
	else if (row->at.locked)
		str_add(out, _("by you"));
	else if (row->at.reason[0])
		str_add(out, _(row->at.reason));
	else
		str_add(out, row->at.pending ? _("planned") : "-");
}

enum { COLUMN_PERSON, COLUMN_SITE, COLUMN_NUMBER, COLUMN_PLACE, COLUMN_FIT };

static void assign_cell(void *ctx, int64_t at, int column, struct str *out)
{
	const struct assign_row *row = row_at(assign_of(ctx), at);
	if (!row)
		return;
	switch (column) {
	case COLUMN_PERSON:
		str_add(out, row->at.name[0] ? row->at.name : row->at.upn);
		break;
	case COLUMN_SITE:
		str_add(out, row->at.city[0]     ? row->at.city
			     : row->at.office[0] ? row->at.office
						 : "-");
		break;
	case COLUMN_NUMBER:
		number_text(&row->at, out);
		break;
	case COLUMN_PLACE:
		str_add(out, row->at.place_id ? row->at.place : "-");
		break;
	default:
		fit_text(row, out);
	}
}

static enum tui_role assign_role(void *ctx, int64_t at, int column)
{
	const struct assign_row *row = row_at(assign_of(ctx), at);
	const struct verdict *verdict = row_verdict(row);
	if (!row || column != COLUMN_FIT)
		return ROLE_TEXT;
	if (row->at.conflict || is_leaving(&row->at))
		return ROLE_WARNING;
	if (verdict && verdict->answer == VERDICT_NO)
		return ROLE_ERROR;
	return !row->at.pending && row->at.number_actual[0] ? ROLE_OK : ROLE_TEXT;
}

static const struct column columns[] = {
	{ .title = N_("Person"),
		.width = 14,
		.grow = 2,
		.help = N_("Who calls, or has a number. [L]: you decided, match leaves it "
			   "alone.") },
	{ .title = N_("Site"),
		.width = 8,
		.grow = 1,
		.drop = 4,
		.help = N_("The city, or the office, as the directory has it.") },
	{ .title = N_("Number"),
		.width = 17,
		.drop = 2,
		.help = N_("The number that the person has or is to get; \"1 of hq\": one that the "
			   "order hq brings.") },
	{ .title = N_("Address"),
		.width = 10,
		.grow = 1,
		.drop = 3,
		.help = N_("The emergency address and the place inside it.") },
	{ .title = N_("Fit"),
		.width = 13,
		.grow = 1,
		.narrow = 14,
		.help = N_("Why it was matched, or what does not fit; d tells all.") },
};

/* ---- texts around the list ---- */

static const char *const scope_texts[] = {
	[ASSIGNMENT_CALLERS] = N_("all who call"),
	[ASSIGNMENT_WITHOUT] = N_("without number or address"),
	[ASSIGNMENT_PENDING] = N_("not carried out yet"),
	[ASSIGNMENT_CONFLICTS] = N_("conflicts"),
	[ASSIGNMENT_LOCKED] = N_("locked"),
};

static int64_t without_number(const struct assign *assign)
{
	int64_t without = assign->counts.people - assign->counts.numbered;
	return without > 0 ? without : 0;
}

static void assign_header(void *ctx, int width, struct str *out)
{
	struct assign *assign = assign_of(ctx);
	const struct assignment_counts *counts = &assign->counts;
	(void)width;
	str_add(out, _("Match: "));
	screen_number(out, counts->numbered < counts->placed ? counts->numbered : counts->placed);
	str_add(out, _(" of "));
	screen_number(out, counts->people);
	str_add(out, ngettext(" person   ", " people   ", (unsigned long)counts->people));
	screen_number(out, counts->locked);
	str_add(out, _(" locked   "));
	screen_number(out, without_number(assign));
	str_add(out, _(" without"));
	if (assign->scope != ASSIGNMENT_CALLERS)
		str_addf(out, _("   shown: %s"), _(scope_texts[assign->scope]));
	str_add(out, "\n \n");
}

/* What holds for the whole step, when the row itself has nothing to say. */
static void step_message(const struct assign *assign, struct str *out)
{
	const struct assignment_counts *counts = &assign->counts;
	int64_t without = without_number(assign);
	if (counts->conflicts > 0)
		str_addf(out,
			ngettext(
				"%" PRId64
				" wish conflicts with what the tenant has now: settle it in Review.",
				"%" PRId64
				" wishes conflict with what the tenant has now: settle them in Review.",
				(unsigned long)counts->conflicts),
			counts->conflicts);
	else if (without > 0)
		str_addf(out,
			ngettext("%" PRId64
				 " person has no number. Press m to match, r to choose by hand.",
				"%" PRId64
				" people have no number. Press m to match, r to choose by hand.",
				(unsigned long)without),
			without);
	else if (counts->pending > 0)
		str_addf(out,
			ngettext("%" PRId64 " assignment is planned. Press > to go on.",
				"%" PRId64 " assignments are planned. Press > to go on.",
				(unsigned long)counts->pending),
			counts->pending);
	else
		str_add(out, _("Everybody has a number and an address. Press > to go on."));
}

/* Two rows of 80 columns: the reason, the rule, and the key rather than a long remedy. */
static void fault_message(
	const struct assign_row *row, const struct verdict *verdict, struct str *out)
{
	const char *keys = fault_of(verdict)->keys;
	str_addf(out, "%s: %s  R-%03d  %s", row->at.name[0] ? row->at.name : row->at.upn,
		_(verdict->why), verdict->rule, _(keys ? keys : verdict->remedy));
	if (row->at.locked)
		str_add(out, _(" The row is locked: l unlocks it."));
}

static void assign_message(void *ctx, int64_t at, struct str *out, enum tui_role *role)
{
	struct assign *assign = assign_of(ctx);
	const struct assign_row *row = row_at(assign, at);
	const struct verdict *verdict = row_verdict(row);
	if (!row)
		return;
	if (row->at.conflict) {
		str_addf(out,
			_("The tenant changed under this wish: %s has %s now. Settle it in Review: t theirs, o ours."),
			row->at.name,
			row->at.number_actual[0] ? row->at.number_actual : _("no number"));
		*role = ROLE_WARNING;
	} else if (is_leaving(&row->at)) {
		str_addf(out,
			_("%s loses %s when the plan is applied. x takes this back, r chooses another."),
			row->at.name, row->at.number_actual);
		*role = ROLE_WARNING;
	} else if (verdict && verdict->answer == VERDICT_NO) {
		fault_message(row, verdict, out);
		*role = ROLE_ERROR;
	} else {
		step_message(assign, out);
	}
}

static void detail_line(struct str *out, const char *label, const char *text)
{
	if (text[0])
		str_addf(out, "%s: %s\n", label, text);
}

static void detail_wish(const struct assignment_row *row, struct str *out)
{
	char text[E164_DISPLAY];
	str_addf(out, _("Number: "));
	number_text(row, out);
	str_addc(out, '\n');
	if (row->number_actual[0] && strcmp(row->number, row->number_actual) != 0)
		str_addf(out, _("Has now: %s\n"),
			e164_format(text, row->number_actual, (int)strlen(row->number_area)));
	detail_line(out, _("Number's city"), row->number_city);
	if (row->number[0] && !row->number_owned)
		str_add(out, _("The number is yours once the plan is applied.\n"));
	detail_line(out, _("Emergency address"), row->place_id ? row->place : _("none"));
	if (row->reason[0] && !row->locked)
		str_addf(out, _("Matched by: %s (score %d of 100)\n"), _(row->reason), row->score);
	if (row->locked)
		str_add(out, _("Locked: you decided, match leaves it alone.\n"));
}

static void assign_detail(void *ctx, int64_t at, struct str *out)
{
	const struct assign_row *row = row_at(assign_of(ctx), at);
	if (!row)
		return;
	str_addf(out, "%s%s\n", TUI_LINE_TITLE, row->at.name);
	str_addf(out, " %s\n", row->at.upn);
	detail_line(out, _("Usage location"), row->at.location[0] ? row->at.location : _("none"));
	detail_line(out, _("City"), row->at.city);
	detail_line(out, _("Office"), row->at.office);
	str_addc(out, '\n');
	detail_wish(&row->at, out);
	if (row->verdict_count == 0)
		str_addf(out, "\n%s%s\n", TUI_LINE_OK, _("The rules have nothing against it."));
	for (int i = 0; i < row->verdict_count; i++) {
		str_addf(out, "\n%s",
			row->verdicts[i].answer == VERDICT_NO ? TUI_LINE_ERROR : TUI_LINE_WARNING);
		screen_verdict(&row->verdicts[i], out);
		str_addc(out, '\n');
	}
}

static void assign_row_help(void *ctx, int64_t at, struct str *out)
{
	struct assign *assign = assign_of(ctx);
	const struct assign_row *row = row_at(assign, at);
	const struct verdict *verdict = row_verdict(row);
	if (!verdict)
		return;
	screen_verdict(verdict, out);
	str_addc(out, '\n');
	screen_rule(assign->wizard->profile->reference, verdict->rule, out);
}

static void assign_empty(void *ctx, struct str *out)
{
	struct assign *assign = assign_of(ctx);
	if (assign->scope != ASSIGNMENT_CALLERS)
		str_addf(out, _("Nobody here is \"%s\". Press t to see the others."),
			_(scope_texts[assign->scope]));
	else
		str_add(out,
			_("Nobody calls yet. Go back to Licences and mark the people who call outside: "
			  "they appear here."));
}

/* ---- writing ---- */

/* One edit of one person. */
struct wish {
	struct assign *assign;
	int64_t person;
	char number[NUMBER_E164]; /* "" : leave it */
	int64_t order;            /* 0: leave it */
	bool no_number;
	int64_t place;
	char country[3];
	bool lock;
};

static bool edit_person(struct assign *assign, const char *what, const struct assignment_row *row,
	bool (*write)(void *, struct error *), struct wish *wish)
{
	struct str label = { 0 };
	wish->assign = assign;
	wish->person = row->person_id;
	str_addf(&label, "%s: %s", row->name[0] ? row->name : row->upn, what);
	bool fine = wizard_edit(assign->wizard, str_text(&label), write, wish);
	str_fini(&label);
	return fine;
}

static bool write_lock(void *data, struct error *err)
{
	struct wish *wish = data;
	return assignment_lock(store_of(wish->assign), wish->person, wish->lock, err);
}

static void run_lock(struct tui *tui, void *ctx)
{
	const struct assign_row *row = selected(ctx);
	(void)tui;
	if (!row)
		return;
	struct wish wish = { .lock = !row->at.locked };
	edit_person(assign_of(ctx), wish.lock ? _("locked") : _("unlocked"), &row->at, write_lock,
		&wish);
}

/* A wish is taken back; a number that the person has is wished away. */
static bool write_away(void *data, struct error *err)
{
	struct wish *wish = data;
	struct store *store = store_of(wish->assign);
	if (!wish->no_number)
		return assignment_clear(store, wish->person, err);
	return assignment_want_number(store, wish->person, NULL, err) &&
	       assignment_lock(store, wish->person, true, err);
}

static void away_answer(struct tui *tui, void *ctx, bool yes)
{
	struct assign *assign = assign_of(ctx);
	struct wish wish = { .no_number = true };
	(void)tui;
	if (yes)
		edit_person(assign, _("number taken away"), &assign->person, write_away, &wish);
}

static void run_away(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	const struct assign_row *row = selected(ctx);
	struct wish wish = { .no_number = false };
	if (!row)
		return;
	assign->person = row->at;
	if (row->at.pending) {
		edit_person(assign, _("wish taken back"), &row->at, write_away, &wish);
	} else if (row->at.number_actual[0] == '\0') {
		tui_message(tui, ROLE_TEXT,
			_("%s has no number and none is planned: there is nothing to take away."),
			row->at.name);
	} else {
		char *text = xasprintf(
			_("%s has %s now. It is taken away when the plan is applied, and the number is free again."),
			row->at.name, row->at.number_actual);
		tui_ask(tui, _("Take the number away?"), text, _("Take away"), _("Keep"),
			away_answer, ctx);
		free(text);
	}
}

/* ---- match ---- */

struct match_edit {
	struct assign *assign;
	struct automatch_options options;
	struct automatch_result result;
};

static bool write_match(void *data, struct error *err)
{
	struct match_edit *edit = data;
	return automatch_run(store_of(edit->assign), edit->assign->wizard->profile->reference,
		&edit->options, &edit->result, err);
}

static void match_do(struct assign *assign, bool again)
{
	struct match_edit edit = { .assign = assign, .options = { .again = again } };
	if (wizard_edit(assign->wizard, _("People matched"), write_match, &edit))
		tui_message(assign->wizard->tui, ROLE_OK,
			ngettext("%" PRId64 " row was matched. u takes it back.",
				"%" PRId64 " rows were matched. u takes it back.",
				(unsigned long)edit.result.written),
			edit.result.written);
}

static void match_answer(struct tui *tui, void *ctx, bool yes)
{
	(void)tui;
	if (yes)
		match_do(assign_of(ctx), false);
}

static void rematch_answer(struct tui *tui, void *ctx, bool yes)
{
	(void)tui;
	if (yes)
		match_do(assign_of(ctx), true);
}

static void match_line(struct str *out, int64_t count, const char *text)
{
	if (count > 0) {
		screen_number(out, count);
		str_addf(out, " %s\n", text);
	}
}

static void match_text(const struct automatch_result *result, struct str *out)
{
	screen_number(out, result->matched);
	str_add(out, _(" of "));
	screen_number(out, result->people);
	str_add(out, _(" people then have a number and an address.\n"));
	match_line(out, result->written, _("of them change now"));
	match_line(out, result->locked, _("are locked and stay as they are"));
	match_line(
		out, result->no_number, _("find no number of their country: get more in Numbers"));
	match_line(out, result->no_place, _("find no address near them: add one in Addresses"));
	match_line(out, result->no_country, _("have no usage location: c sets it (R-009)"));
}

static void match_preview(struct tui *tui, void *ctx, bool again)
{
	struct assign *assign = assign_of(ctx);
	struct automatch_options options = { .again = again };
	struct automatch_result result;
	struct error err = { 0 };
	struct str text = { 0 };
	if (!automatch_preview(store_of(assign), assign->wizard->profile->reference, &options,
		    &result, &err)) {
		tui_error(tui, &err);
		return;
	}
	match_text(&result, &text);
	if (result.written > 0) {
		tui_ask(tui, again ? _("Match all afresh") : _("Match"), str_text(&text),
			_("Match"), _("Leave it"), again ? rematch_answer : match_answer, ctx);
	} else {
		str_add(&text,
			again ? _("\nNothing would change.")
			      : _("\nNothing would change. R matches all afresh that are not locked; r "
				  "chooses by hand."));
		tui_tell(tui, ROLE_TEXT, _("Match"), str_text(&text));
	}
	str_fini(&text);
}

static void run_match(struct tui *tui, void *ctx)
{
	match_preview(tui, ctx, false);
}

static void run_rematch(struct tui *tui, void *ctx)
{
	match_preview(tui, ctx, true);
}

/* ---- choosing a place ---- */

static int64_t place_items(void *ctx)
{
	return assign_of(ctx)->place_count + 1;
}

static void place_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	struct assign *assign = assign_of(ctx);
	if (at == assign->place_count) {
		str_add(id, "0");
		str_add(label, _("none"));
		str_add(note, _("the number's own address, if it carries one"));
		return;
	}
	const struct place *place = &assign->places[at];
	str_addf(id, "%" PRId64, place->id);
	str_add(label, place->label);
	str_addf(note, "%s %s%s", place->postal_code, place->city,
		strcmp(place->validation, "Valid") == 0 ? "" : _(", not validated yet"));
}

static bool write_place(void *data, struct error *err)
{
	struct wish *wish = data;
	struct store *store = store_of(wish->assign);
	return assignment_want_place(store, wish->person, wish->place, err) &&
	       assignment_lock(store, wish->person, true, err);
}

static void place_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct assign *assign = assign_of(ctx);
	struct wish wish = { .place = strtoll(id, NULL, 10) };
	(void)tui;
	edit_person(assign, _("address chosen"), &assign->person, write_place, &wish);
}

/* Those of the person's country; returns how many there are of others. Invalid ones are left out
 * too. */
static int places_read(struct assign *assign)
{
	struct error err = { 0 };
	int hidden = 0;
	free(assign->places);
	assign->places = xcalloc(PLACES, sizeof *assign->places);
	int count = place_list(store_of(assign), 0, 0, PLACES, assign->places, &err), kept = 0;
	if (count < 0)
		tui_error(assign->wizard->tui, &err);
	for (int i = 0; i < count; i++) {
		if (strcmp(assign->places[i].country, assign->person.location) == 0 &&
			strcmp(assign->places[i].validation, "Invalid") != 0)
			assign->places[kept++] = assign->places[i];
		else
			hidden++;
	}
	assign->place_count = kept;
	return hidden;
}

/* Where the list begins: at what the person has, else at the place that fits best. */
static int64_t place_likely(const struct assign *assign)
{
	const struct assignment_row *row = &assign->person;
	struct match_person person = { .id = row->person_id,
		.country = row->location,
		.state = row->state,
		.city = row->city,
		.postal_code = row->postal_code,
		.office = row->office };
	int64_t best = row->place_id;
	int score = -1;
	for (int i = 0; i < assign->place_count && row->place_id == 0; i++) {
		const struct place *at = &assign->places[i];
		struct match_place place = { .id = at->id,
			.country = at->country,
			.state = at->state,
			.city = at->city,
			.postal_code = at->postal_code,
			.name = at->name,
			.address_name = at->address };
		struct match fit = match_fit(&person, NULL, &place);
		if (match_reason_score(fit.place_reason) > score) {
			score = match_reason_score(fit.place_reason);
			best = at->id;
		}
	}
	return best;
}

static void place_choose(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	char id[24];
	int hidden = places_read(assign);
	if (assign->place_count == 0) {
		tui_message(tui, ROLE_WARNING,
			_("There is no usable address in %s, the country of %s: add one in Addresses.  R-233"),
			assign->person.location[0] ? assign->person.location : "-",
			assign->person.name);
		return;
	}
	snprintf(assign->picker_help, sizeof assign->picker_help, "%s",
		_("Where the person sits: emergency calls are sent there."));
	if (hidden > 0)
		snprintf(assign->picker_help, sizeof assign->picker_help,
			ngettext("%d address of another country, or not usable, is hidden.  R-233",
				"%d addresses of other countries, or not usable, are hidden.  R-233",
				(unsigned long)hidden),
			hidden);
	assign->picker = (struct picker){ .title = N_("Emergency address"),
		.help = assign->picker_help,
		.count = place_items,
		.item = place_item };
	snprintf(id, sizeof id, "%" PRId64, place_likely(assign));
	tui_choose(tui, &assign->picker, id, place_chosen, ctx);
}

static bool needs_country(struct tui *tui, const struct assign_row *row)
{
	if (row->at.location[0])
		return false;
	tui_message(tui, ROLE_WARNING,
		_("%s has no usage location, so no number fits. Press c to set it.  R-009"),
		row->at.name);
	return true;
}

static void run_place(struct tui *tui, void *ctx)
{
	const struct assign_row *row = selected(ctx);
	if (!row || needs_country(tui, row))
		return;
	assign_of(ctx)->person = row->at;
	place_choose(tui, ctx);
}

/* ---- choosing a number ---- */

static int64_t number_items(void *ctx)
{
	struct assign *assign = assign_of(ctx);
	struct error err = { 0 };
	assign->numbers.text = assign->number_text.len ? str_text(&assign->number_text) : NULL;
	assign->number_total = number_count(store_of(assign), &assign->numbers, &err);
	assign->number_count = -1;
	if (assign->number_total < 0)
		assign->number_total = 0;
	return (assign->number_text.len ? 0 : assign->order_count) + assign->number_total;
}

static const struct number *number_item_at(struct assign *assign, int64_t at)
{
	struct error err = { 0 };
	if (assign->number_count < 0 || at < assign->number_first ||
		at >= assign->number_first + assign->number_count) {
		assign->number_first = at - at % NUMBER_WINDOW;
		assign->number_count = number_window(store_of(assign), &assign->numbers,
			assign->number_first, NUMBER_WINDOW, assign->number_window, &err);
	}
	at -= assign->number_first;
	return at < assign->number_count ? &assign->number_window[at] : NULL;
}

static void order_item(
	const struct number_order *order, struct str *id, struct str *label, struct str *note)
{
	str_addf(id, "order:%" PRId64, order->id);
	str_addf(label, _("one of the order %s"), order->name);
	str_addf(note, _("%s, when it has come"), order->city[0] ? order->city : order->country);
}

static void number_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	struct assign *assign = assign_of(ctx);
	char text[E164_DISPLAY];
	int orders = assign->number_text.len ? 0 : assign->order_count;
	if (at < orders) {
		order_item(&assign->orders[at], id, label, note);
		return;
	}
	const struct number *number = number_item_at(assign, at - orders);
	if (!number)
		return;
	str_add(id, number->e164);
	str_add(label, e164_format(text, number->e164, (int)strlen(number->area_code)));
	str_addf(note, "%s%s", number->city, number->actual ? "" : _(", held for you"));
}

static void number_narrow(void *ctx, const char *text)
{
	struct assign *assign = assign_of(ctx);
	str_clear(&assign->number_text);
	text_fold(&assign->number_text, text);
	assign->number_count = -1;
}

static bool write_number(void *data, struct error *err)
{
	struct wish *wish = data;
	struct store *store = store_of(wish->assign);
	return (wish->order ? assignment_want_order(store, wish->person, wish->order, err)
			    : assignment_want_number(store, wish->person, wish->number, err)) &&
	       assignment_lock(store, wish->person, true, err);
}

static void number_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct assign *assign = assign_of(ctx);
	struct wish wish = { .order = 0 };
	if (strncmp(id, "order:", 6) == 0)
		wish.order = strtoll(id + 6, NULL, 10);
	else
		snprintf(wish.number, sizeof wish.number, "%s", id);
	if (edit_person(assign, _("number chosen"), &assign->person, write_number, &wish))
		place_choose(tui, ctx);
}

/* Open orders of the person's country that have numbers left which nobody was promised. */
static void orders_read(struct assign *assign)
{
	struct error err = { 0 };
	int count = number_order_list(store_of(assign), 0, ORDERS, assign->orders, &err), kept = 0;
	for (int i = 0; i < count; i++) {
		const struct number_order *order = &assign->orders[i];
		if (strcmp(order->country, assign->person.location) == 0 &&
			strcmp(order->kind, "user") == 0 &&
			order->quantity - order->acquired > order->promised)
			assign->orders[kept++] = *order;
	}
	assign->order_count = kept;
}

static int64_t hidden_numbers(struct assign *assign)
{
	struct number_filter all = { .scope = NUMBER_FREE, .kind = "user" };
	struct error err = { 0 };
	int64_t everywhere = number_count(store_of(assign), &all, &err);
	return everywhere > assign->number_total ? everywhere - assign->number_total : 0;
}

static void run_choose(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	const struct assign_row *row = selected(ctx);
	if (!row || needs_country(tui, row))
		return;
	assign->person = row->at;
	str_clear(&assign->number_text);
	assign->numbers = (struct number_filter){
		.scope = NUMBER_FREE, .kind = "user", .country = assign->person.location
	};
	orders_read(assign);
	int64_t items = number_items(ctx), hidden = hidden_numbers(assign);
	if (items == 0) {
		tui_message(tui, ROLE_WARNING,
			hidden > 0 ? _("Free numbers are of other countries than %s, where %s is. "
				       "Get some in Numbers.  R-328")
				   : _("No number of %s is free for %s, and no order has one left. "
				       "Get more in Numbers."),
			assign->person.location, assign->person.name);
		return;
	}
	snprintf(assign->picker_help, sizeof assign->picker_help,
		_("Type digits or a city. Enter chooses."));
	if (hidden > 0)
		snprintf(assign->picker_help, sizeof assign->picker_help,
			ngettext(
				"%" PRId64
				" free number is hidden: its country is not %s, where %s is.  R-328",
				"%" PRId64
				" free numbers are hidden: their country is not %s, where %s is.  R-328",
				(unsigned long)hidden),
			hidden, assign->person.location, assign->person.name);
	assign->picker = (struct picker){ .title = N_("Number"),
		.help = assign->picker_help,
		.count = number_items,
		.item = number_item,
		.filter = number_narrow };
	tui_choose(tui, &assign->picker, assign->person.number[0] ? assign->person.number : NULL,
		number_chosen, ctx);
}

/* ---- the person's country ---- */

static int64_t country_items(void *ctx)
{
	return assign_of(ctx)->country_count;
}

static void country_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct country *country = &assign_of(ctx)->countries[at];
	str_add(id, country->code);
	str_add(label, country->name);
	str_add(note, country->code);
}

static bool write_country(void *data, struct error *err)
{
	struct wish *wish = data;
	struct profile *profile = wish->assign->wizard->profile;
	return person_want_location(profile->store, wish->person, wish->country, err) &&
	       licensing_plan(profile->store, profile->reference, NULL, err);
}

static void country_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct assign *assign = assign_of(ctx);
	struct wish wish = { .order = 0 };
	char what[64];
	(void)tui;
	snprintf(wish.country, sizeof wish.country, "%.2s", id);
	snprintf(what, sizeof what, _("country set to %s"), wish.country);
	edit_person(assign, what, &assign->person, write_country, &wish);
}

static void run_country(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	const struct assign_row *row = selected(ctx);
	if (!row)
		return;
	assign->person = row->at;
	if (!assign->countries) {
		assign->countries = xcalloc(COUNTRIES, sizeof *assign->countries);
		int count = reference_countries(
			assign->wizard->profile->reference, assign->countries, COUNTRIES);
		assign->country_count = count < COUNTRIES ? count : COUNTRIES;
	}
	assign->picker = (struct picker){ .title = N_("Usage location"),
		.help = N_("The country where the person is licensed and calls from.  R-009"),
		.count = country_items,
		.item = country_item };
	tui_choose(tui, &assign->picker,
		row->at.location[0] ? row->at.location : assign->wizard->facts.organization.country,
		country_chosen, ctx);
}

/* ---- files ---- */

static bool path_given(void *ctx, const char *value, struct error *err)
{
	(void)ctx;
	return value[0] || error_set(err, ERROR_INPUT,
				   _("Type the path of a file, for example assignments.csv."));
}

static void run_import(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	(void)tui;
	importing_open(&assign->importing, assign->wizard, IMPORT_ASSIGNMENTS);
}

static void export_done(struct tui *tui, void *ctx, const char *path)
{
	struct profile *profile = assign_of(ctx)->wizard->profile;
	struct error err = { 0 };
	if (export_file(profile->store, profile->reference, EXPORT_ASSIGNMENTS, path, &err))
		tui_message(tui, ROLE_OK, _("Written to %s."), path);
	else
		tui_error(tui, &err);
}

static const struct prompt export_prompt = {
	.title = N_("Export assignments"),
	.label = N_("CSV file"),
	.help = N_("Everybody who has or is to get a number. A file that is there is replaced."),
	.max = 500,
	.check = path_given,
	.done = export_done,
};

static void run_export(struct tui *tui, void *ctx)
{
	tui_prompt(tui, &export_prompt, "assignments.csv", ctx);
}

static void run_scope(struct tui *tui, void *ctx)
{
	struct assign *assign = assign_of(ctx);
	assign->scope = assign->scope == ASSIGNMENT_LOCKED ? ASSIGNMENT_CALLERS : assign->scope + 1;
	tui_reload(tui);
	tui_message(tui, ROLE_TEXT, _("Shown: %s."), _(scope_texts[assign->scope]));
}

static const struct action actions[] = {
	{ .key = 'm',
		.label = N_("Match"),
		.run = run_match,
		.rule = 233,
		.help = N_(
			"Give numbers and addresses to all who have none; first shows what would happen.") },
	{ .key = 'r',
		.twin = TUI_ENTER,
		.label = N_("Choose"),
		.run = run_choose,
		.needs_row = true,
		.rule = 328,
		.help = N_("Choose number and address by hand, of the person's country only.") },
	{ .key = 'l',
		.twin = TUI_SPACE,
		.label = N_("Lock"),
		.run = run_lock,
		.needs_row = true,
		.help = N_("Keep this row as it is when matching; again: give it free.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Address"),
		.run = run_place,
		.needs_row = true,
		.rule = 329,
		.help = N_("Choose the emergency address alone.") },
	{ .key = 'x',
		.twin = TUI_DELETE,
		.label = N_("Take away"),
		.run = run_away,
		.needs_row = true,
		.hidden = true,
		.help = N_(
			"Take the wish back; or plan to take away a number that the person has.") },
	{ .key = 'c',
		.label = N_("Country"),
		.hidden = true,
		.run = run_country,
		.needs_row = true,
		.rule = 9,
		.help = N_("Change the person's usage location.") },
	{ .key = 't',
		.label = N_("Show"),
		.hidden = true,
		.run = run_scope,
		.help = N_(
			"Show in turn: all who call, those without, planned, conflicts, locked.") },
	{ .key = 'w',
		.twin = TUI_F(2),
		.label = N_("CSV"),
		.hidden = true,
		.run = run_export,
		.help = N_("Write the table to a CSV file.") },
	{ .key = 'i',
		.label = N_("Import"),
		.run = run_import,
		.hidden = true,
		.help = N_("Read who gets what from a CSV file; each row is checked.") },
	{ .key = 'R',
		.label = N_("Match afresh"),
		.run = run_rematch,
		.hidden = true,
		.help = N_("Match again all who are not locked and have no number yet.") },
};

const struct view assign_view = {
	.id = "assign",
	.title = N_("Assign"),
	.help = N_(
		"Who gets which number and which emergency address. A person, the number and the address are "
		"always in one country (R-233). Match proposes, you decide: what you choose by hand is locked. "
		"Nothing is sent before you apply it."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = assign_count,
	.load = assign_load,
	.cell = assign_cell,
	.role = assign_role,
	.key = assign_key,
	.mark = assign_mark,
	.filter = assign_filter,
	.header = assign_header,
	.detail = assign_detail,
	.row_help = assign_row_help,
	.message = assign_message,
	.empty = assign_empty,
};

const struct view *const assign_views[] = { NULL };
const struct form *const assign_forms[] = { NULL };
