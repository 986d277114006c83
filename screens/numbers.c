/* Step Numbers: orders, held numbers and owned ones in one list, the quota above them, the last
 * search below. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/rules/e164.h"
#include "core/rules/order.h"
#include "core/rules/reservation.h"
#include "screens/importing.h"
#include "screens/numbers.h"
#include "screens/sheet.h"
#include "tui/layout.h"

const struct choice number_kinds[KIND_COUNT] = {
	[KIND_USER] = { "user", N_("user"), N_("for a person") },
	[KIND_TOLL] = { "toll", N_("toll"), N_("for a service; the caller pays a local call") },
	[KIND_TOLLFREE] = { "tollfree", N_("toll-free"), N_("for a service; you pay the call") },
};

enum number_kind number_kind_of(const char *id)
{
	for (int i = 0; i < KIND_COUNT; i++)
		if (strcmp(number_kinds[i].id, id) == 0)
			return (enum number_kind)i;
	return KIND_USER;
}

struct numbers *numbers_of(void *ctx)
{
	return ((struct wizard *)ctx)->state[PLAN_NUMBERS];
}

static struct store *store_of(const struct numbers *numbers)
{
	return numbers->wizard->profile->store;
}

/* ---- what the store says ---- */

static bool order_open(const struct number_order *order)
{
	return order->quantity > order->acquired + order->held;
}

static bool order_matches(struct numbers *numbers, const struct number_order *order)
{
	const char *filter = screen_filter_text(&numbers->filter);
	struct str text = { 0 };
	if (!filter)
		return true;
	str_addf(&text, "%s ", order->name);
	number_place(numbers, order, &text);
	bool has = text_has(str_text(&text), filter);
	str_fini(&text);
	return has != numbers->filter.exclude;
}

static void orders_read(struct numbers *numbers)
{
	struct number_order batch[50];
	int got = TUI_COUNT(batch);
	numbers->order_count = 0;
	for (int64_t first = 0; got == TUI_COUNT(batch); first += got) {
		got = number_order_list(store_of(numbers), first, TUI_COUNT(batch), batch, NULL);
		for (int i = 0; i < got && numbers->order_count < ORDERS_SHOWN; i++)
			if (order_open(&batch[i]) && order_matches(numbers, &batch[i]))
				numbers->orders[numbers->order_count++] = batch[i];
	}
}

static int64_t held_all(const struct numbers *numbers)
{
	int64_t held = 0;
	for (int i = 0; i < KIND_COUNT; i++)
		held += numbers->counts[i].held;
	return held;
}

static int64_t first_end(const struct numbers *numbers)
{
	int64_t first = 0;
	for (int i = 0; i < KIND_COUNT; i++) {
		int64_t until = numbers->counts[i].held_until;
		if (until && (!first || until < first))
			first = until;
	}
	return first;
}

/* Holds that are gone since the last look because their time was up. */
static void note_lapse(struct numbers *numbers, int64_t held, int64_t end)
{
	int64_t now = held_all(numbers);
	if (end == 0 || end > wizard_now(numbers->wizard) || now >= held)
		return;
	numbers->last.lapsed = held - now;
	numbers->last.lapsed_at = end;
}

static void counts_read(struct numbers *numbers)
{
	int64_t now = wizard_now(numbers->wizard);
	int64_t held = held_all(numbers), end = first_end(numbers);
	for (int i = 0; i < KIND_COUNT; i++) {
		number_counts(store_of(numbers), number_kinds[i].id, &numbers->counts[i], NULL);
		plan_quota(store_of(numbers), number_kinds[i].id, now, &numbers->quota[i], NULL);
	}
	plan_quota_wanted(store_of(numbers), "user", now, &numbers->planned, NULL);
	note_lapse(numbers, held, end);
}

static struct number_filter filter_of(struct numbers *numbers, enum number_scope scope)
{
	return (struct number_filter){ .text = screen_filter_text(&numbers->filter),
		.exclude = numbers->filter.exclude,
		.scope = scope };
}

static int64_t numbers_count(void *ctx)
{
	struct numbers *numbers = numbers_of(ctx);
	struct number_filter filter = filter_of(numbers, NUMBER_ALL);
	struct number_order wish = { .kind = "user", .quantity = 1 };
	struct error err = { 0 };
	orders_read(numbers);
	counts_read(numbers);
	numbers->number_count = number_count(store_of(numbers), &filter, &err);
	if (numbers->number_count < 0) {
		tui_error(numbers->wizard->tui, &err);
		numbers->number_count = 0;
	}
	snprintf(wish.country, sizeof wish.country, "%s",
		numbers->wizard->facts.organization.country);
	numbers->refusal = number_may_search(numbers, &wish);
	return numbers->order_count + numbers->number_count;
}

static void numbers_load(void *ctx, int64_t first, int n)
{
	struct numbers *numbers = numbers_of(ctx);
	struct number_filter filter = filter_of(numbers, NUMBER_ALL);
	int64_t skip = first - numbers->order_count;
	int orders = skip < 0 ? (int)-skip : 0, room = n > orders ? n - orders : 0;
	struct number *rows = screen_rows_room(&numbers->rows, skip < 0 ? 0 : skip, room);
	struct error err = { 0 };
	int got = room > 0 ? number_window(store_of(numbers), &filter, numbers->rows.first, room,
				     rows, &err)
			   : 0;
	if (got < 0)
		tui_error(numbers->wizard->tui, &err);
	numbers->rows.count = got > 0 ? got : 0;
}

/* The order or the number of a row; NULL: the row is of the other sort. */
static const struct number_order *row_order(const struct numbers *numbers, int64_t row)
{
	return row >= 0 && row < numbers->order_count ? &numbers->orders[row] : NULL;
}

static const struct number *row_number(const struct numbers *numbers, int64_t row)
{
	return row < numbers->order_count
		       ? NULL
		       : screen_rows_at(&numbers->rows, row - numbers->order_count);
}

static const struct number *selected_number(struct numbers *numbers)
{
	return row_number(numbers, tui_row(numbers->wizard->tui));
}

static const struct number_order *selected_order(struct numbers *numbers)
{
	return row_order(numbers, tui_row(numbers->wizard->tui));
}

/* ---- keys of rows: an order's id, or the digits of a number, which are at most 15 ---- */

#define KEY_ORDER (INT64_C(1) << 60)
#define FIND_WINDOW 64
#define FIND_MOST 2048 /* rows that are looked through; beyond, the selection keeps its place */

static int64_t number_key(const struct number *number)
{
	return strtoll(number->e164 + 1, NULL, 10);
}

static int64_t numbers_key(void *ctx, int64_t row)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = row_order(numbers, row);
	const struct number *number = row_number(numbers, row);
	return order ? KEY_ORDER | order->id : number ? number_key(number) : -1;
}

static int64_t find_number(struct numbers *numbers, int64_t key)
{
	struct number_filter filter = filter_of(numbers, NUMBER_ALL);
	static struct number window[FIND_WINDOW];
	int got = FIND_WINDOW;
	for (int64_t first = 0; got == FIND_WINDOW && first < FIND_MOST; first += got) {
		got = number_window(store_of(numbers), &filter, first, FIND_WINDOW, window, NULL);
		for (int i = 0; i < got; i++)
			if (number_key(&window[i]) == key)
				return numbers->order_count + first + i;
	}
	return -1;
}

static int64_t numbers_find(void *ctx, int64_t key)
{
	struct numbers *numbers = numbers_of(ctx);
	if (!(key & KEY_ORDER))
		return find_number(numbers, key);
	for (int i = 0; i < numbers->order_count; i++)
		if ((KEY_ORDER | numbers->orders[i].id) == key)
			return i;
	return -1;
}

/* ---- texts of rows ---- */

/* Where an address names its state, a city is written with it: "Bellevue, WA", but "Lyon". */
static void city_text(struct numbers *numbers, const char *country, const char *city,
	const char *state, struct str *out)
{
	struct address_format format;
	if (strcmp(numbers->state_country, country) != 0) {
		snprintf(numbers->state_country, sizeof numbers->state_country, "%s", country);
		numbers->state_shown = reference_address_format(numbers->wizard->profile->reference,
					       country, &format, NULL) &&
				       strcmp(format.state_label, "none") != 0;
	}
	str_add(out, city);
	if (state[0] && numbers->state_shown)
		str_addf(out, ", %s", state);
}

void number_place(struct numbers *numbers, const struct number_order *wish, struct str *out)
{
	if (wish->city[0]) {
		city_text(numbers, wish->country, wish->city, wish->state, out);
	} else if (wish->area_code[0]) {
		str_addf(out, _("area %s"), wish->area_code);
	} else if (wish->prefix[0]) {
		str_addf(out, "+%s...", wish->prefix);
	} else {
		char name[48];
		if (wish->state[0])
			str_addf(out, "%s, ", wish->state);
		reference_country_name(
			numbers->wizard->profile->reference, wish->country, name, sizeof name);
		str_add(out, name);
	}
}

static void place_of_number(struct numbers *numbers, const struct number *number, struct str *out)
{
	if (number->city[0])
		city_text(numbers, number->country, number->city, number->state, out);
	else
		str_add(out, number->country);
}

static void number_text(const char *e164, const char *area_code, struct str *out)
{
	char text[E164_DISPLAY];
	str_add(out, e164_format(text, e164, (int)strlen(area_code)));
}

static bool number_held(const struct number *number)
{
	return number->held_until > 0 && !number->actual;
}

/* One word where it is narrow, for all states that a number can have. */
static void number_state(const struct number *number, struct str *out)
{
	if (number_held(number))
		str_add(out, _("held"));
	else if (!number->actual)
		str_add(out, number->wanted ? _("ordered") : _("gone"));
	else if (!number->wanted)
		str_add(out, _("to release"));
	else if (number->assigned)
		str_add(out, number->person);
	else if (number->person_id)
		str_addf(out, _("for %s"), number->person);
	else
		str_add(out, _("yours"));
}

static void held_for(struct numbers *numbers, const struct number *number, struct str *out)
{
	char text[CLOCK_TEXT];
	int64_t left = reservation_left(number->held_until, wizard_now(numbers->wizard));
	if (number_held(number))
		str_add(out, left > 0 ? clock_countdown(text, left) : _("over"));
}

enum { COLUMN_NUMBER, COLUMN_KIND, COLUMN_PLACE, COLUMN_ADDRESS, COLUMN_STATE, COLUMN_HELD };

static const struct column columns[] = {
	[COLUMN_NUMBER] = { .title = N_("Number"),
		.width = 17,
		.help = N_("The number, or how many are wanted of an order.") },
	[COLUMN_KIND] = { .title = N_("Kind"),
		.width = 9,
		.drop = 2,
		.help = N_(
			"user: for a person. toll, toll-free: for services such as conferences.") },
	[COLUMN_PLACE] = { .title = N_("Place"),
		.width = 12,
		.narrow = 8,
		.grow = 2,
		.help = N_("The city and state of the number's area code.") },
	[COLUMN_ADDRESS] = { .title = N_("Address"),
		.width = 8,
		.drop = 3,
		.grow = 1,
		.help = N_("The emergency location that the number itself carries.") },
	[COLUMN_STATE] = { .title = N_("State"),
		.width = 11,
		.narrow = 7,
		.grow = 2,
		.help = N_("held: yours for some minutes. ordered: acquired at the next apply. "
			   "yours: in your tenant, free. A name: who has it.") },
	[COLUMN_HELD] = { .title = N_("Held"),
		.width = 5,
		.drop = 1,
		.right = true,
		.help = N_("Minutes and seconds until a held number goes back to stock.") },
};

static void order_cell(
	struct numbers *numbers, const struct number_order *order, int column, struct str *out)
{
	struct place place;
	int64_t open = order->quantity - order->acquired - order->held;
	switch (column) {
	case COLUMN_NUMBER:
		str_addf(out, _("%" PRId64 " wanted in"), open);
		break;
	case COLUMN_KIND:
		str_add(out, _(number_kinds[number_kind_of(order->kind)].label));
		break;
	case COLUMN_PLACE:
		number_place(numbers, order, out);
		break;
	case COLUMN_ADDRESS:
		if (order->place_id && place_get(store_of(numbers), order->place_id, &place, NULL))
			str_add(out, place.label);
		else
			str_add(out, "-");
		break;
	case COLUMN_STATE:
		str_add(out, _("ordered"));
		break;
	}
}

static void numbers_cell(void *ctx, int64_t row, int column, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = row_order(numbers, row);
	const struct number *number = row_number(numbers, row);
	if (order)
		order_cell(numbers, order, column, out);
	if (!number)
		return;
	switch (column) {
	case COLUMN_NUMBER:
		number_text(number->e164, number->area_code, out);
		break;
	case COLUMN_KIND:
		str_add(out, _(number_kinds[number_kind_of(number->kind)].label));
		break;
	case COLUMN_PLACE:
		place_of_number(numbers, number, out);
		break;
	case COLUMN_ADDRESS:
		str_add(out, number->place[0] ? number->place : "-");
		break;
	case COLUMN_STATE:
		number_state(number, out);
		break;
	case COLUMN_HELD:
		held_for(numbers, number, out);
		break;
	}
}

static enum tui_role numbers_role(void *ctx, int64_t row, int column)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number *number = row_number(numbers, row);
	if (!number || (column != COLUMN_STATE && column != COLUMN_HELD))
		return ROLE_TEXT;
	if (number_held(number))
		return reservation_check(number->held_until, wizard_now(numbers->wizard), 0)
					       .answer == VERDICT_YES
			       ? ROLE_WARNING
			       : ROLE_ERROR;
	return number->actual && number->wanted ? ROLE_OK : ROLE_TEXT;
}

static void numbers_copy(void *ctx, int64_t row, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number *number = row_number(numbers, row);
	const struct number_order *order = row_order(numbers, row);
	if (number)
		str_add(out, number->e164);
	else if (order)
		str_add(out, order->name);
}

/* ---- marks: a held number is marked when it is wished to be owned ---- */

static char numbers_mark(void *ctx, int64_t row)
{
	const struct number *number = row_number(numbers_of(ctx), row);
	return !number || !number_held(number) ? 0 : number->wanted ? 'x' : ' ';
}

struct want {
	struct numbers *numbers;
	const char *e164; /* NULL: all held ones that the filter shows */
	bool wanted;
};

static bool want_write(void *data, struct error *err)
{
	struct want *want = data;
	struct number_filter filter = filter_of(want->numbers, NUMBER_HELD);
	struct store *store = store_of(want->numbers);
	if (want->e164)
		return number_want(store, want->e164, want->wanted, err);
	return number_want_of(store, &filter, want->wanted, NULL, err);
}

static void numbers_set_mark(struct tui *tui, void *ctx, enum mark_change change, int64_t row)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number *number = row_number(numbers, row);
	struct want want = { .numbers = numbers, .wanted = change != MARK_NONE };
	char e164[NUMBER_E164] = "";
	if (change == MARK_TOGGLE) {
		if (!number || !number_held(number)) {
			tui_message(tui, ROLE_TEXT, "%s",
				_("Only held numbers are marked: those you want to acquire."));
			return;
		}
		snprintf(e164, sizeof e164, "%s", number->e164);
		want.e164 = e164;
		want.wanted = !number->wanted;
	}
	struct str label = { 0 };
	if (want.e164)
		str_addf(&label, want.wanted ? _("%s marked") : _("mark of %s taken away"), e164);
	else
		str_add(&label,
			want.wanted ? _("all held numbers marked") : _("all marks taken away"));
	wizard_edit(numbers->wizard, str_text(&label), want_write, &want);
	str_fini(&label);
}

static void numbers_filter(void *ctx, const char *text, bool exclude)
{
	screen_filter_set(&numbers_of(ctx)->filter, text, exclude);
}

/* ---- the quota ---- */

static void licences_allow(const struct plan_quota *quota, struct str *out)
{
	static const char *const kinds[QUOTA_KIND_COUNT] = {
		[QUOTA_USER] = N_("numbers"),
		[QUOTA_TOLL] = N_("toll numbers"),
		[QUOTA_TOLL_FREE] = N_("toll-free numbers"),
	};
	str_addf(out,
		ngettext("%" PRId64 " licence allows ", "%" PRId64 " licences allow ",
			(unsigned long)quota->licences),
		quota->licences);
	str_addf(out, "%" PRId64 " %s", quota->quota.limit, _(kinds[quota->kind]));
}

void number_quota(const struct plan_quota *quota, struct str *out)
{
	int64_t used = quota->quota.used + quota->quota.reserved;
	licences_allow(quota, out);
	str_add(out, "   ");
	layout_bar(out, used, quota->quota.limit, 20);
	str_addf(out, _("  %" PRId64 " of %" PRId64), used, quota->quota.limit);
	if (quota->quota.reserved)
		str_addf(out, _(", %" PRId64 " held"), quota->quota.reserved);
}

static void quota_missing(const struct numbers *numbers, struct str *out)
{
	if (numbers->planned.quota.limit == 0) {
		str_add(out, _("No Calling Plan is assigned yet"));
		str_add(out, _(": no numbers for people.  R-187"));
		return;
	}
	str_add(out, _("Planned: "));
	licences_allow(&numbers->planned, out);
	str_addf(out, _(", %" PRId64 " wanted.  R-189"), numbers->planned.planned);
}

static bool kind_matters(const struct numbers *numbers, int kind)
{
	const struct number_counts *counts = &numbers->counts[kind];
	return counts->acquired || counts->held || counts->ordered;
}

static void service_quota(const struct numbers *numbers, struct str *out)
{
	const char *gap = "";
	for (int i = KIND_TOLL; i < KIND_COUNT; i++) {
		const struct plan_quota *quota = &numbers->quota[i];
		if (!kind_matters(numbers, i))
			continue;
		str_addf(out, _("%s%s %" PRId64 " of %" PRId64), gap, _(number_kinds[i].label),
			quota->quota.used + quota->quota.reserved, quota->quota.limit);
		if (i == KIND_TOLLFREE && !quota->credits)
			str_add(out, _(" (needs Communications Credits, R-167)"));
		gap = "   ";
	}
	if (*gap)
		str_add(out, "\n");
}

static void numbers_header(void *ctx, int width, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	(void)width;
	if (numbers->quota[KIND_USER].quota.limit > 0)
		number_quota(&numbers->quota[KIND_USER], out);
	else
		quota_missing(numbers, out);
	str_add(out, "\n");
	service_quota(numbers, out);
	str_add(out, " ");
}

/* ---- the last search ---- */

static void next_text(const struct number_search *last, struct str *out)
{
	str_add(out, _(" Next best (b):"));
	for (int i = 0; i < last->next_count; i++)
		str_addf(
			out, "%s %s %s", i ? "," : "", last->next[i].area_code, last->next[i].city);
}

static void search_text(struct numbers *numbers, struct str *out)
{
	const struct number_search *last = &numbers->last;
	number_place(numbers, &last->wish, out);
	str_addf(out, _(": asked %" PRId64 ", found %" PRId64 "."), last->wish.quantity,
		last->found);
	if (last->next_count > 0)
		next_text(last, out);
	if (last->trouble[0])
		str_addf(out, "\n" TUI_LINE_WARNING "%s", last->trouble);
}

static void numbers_footer(void *ctx, int width, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_search *last = &numbers->last;
	char at[CLOCK_TEXT];
	(void)width;
	if (last->made)
		search_text(numbers, out);
	if (last->lapsed > 0) {
		str_addf(out, "%s" TUI_LINE_WARNING, last->made ? "\n" : "");
		str_addf(out,
			ngettext("At %s, %" PRId64
				 " held number went back to stock. Press s to search again.",
				"At %s, %" PRId64
				" held numbers went back to stock. Press s to search again.",
				(unsigned long)last->lapsed),
			clock_hm(at, last->lapsed_at), last->lapsed);
	}
}

/* ---- why not, and what now ---- */

static struct verdict may_papers(const struct organization *organization)
{
	if (strcmp(organization->verified, "no") == 0)
		return (struct verdict){
			VERDICT_NO, 432,
			N_("No numbers can be had before Microsoft accepts the organization's papers."),
			N_("Send in the know-your-customer papers; planning can go on meanwhile.")
		};
	if (strcmp(organization->verified, "pending") == 0)
		return (struct verdict){ VERDICT_WAIT, 432,
			N_("Microsoft still reads the organization's papers; numbers follow after that."),
			N_("It takes up to two working days. Ctrl-R looks again.") };
	return VERDICT_ALLOWED;
}

/* Is there an address in this country that a number could carry? */
static bool has_valid_address(struct store *store, const char *country)
{
	struct place places[32];
	int got = TUI_COUNT(places);
	for (int64_t first = 0; got == TUI_COUNT(places); first += got) {
		got = place_list(store, 0, first, TUI_COUNT(places), places, NULL);
		for (int i = 0; i < got; i++)
			if (strcmp(places[i].country, country) == 0 &&
				strcmp(places[i].validation, "Valid") == 0)
				return true;
	}
	return false;
}

static struct verdict may_address(struct numbers *numbers, const struct number_order *wish)
{
	struct country country;
	struct order_country facts = { .address_to_acquire = ORDER_NEED_NO };
	if (strcmp(wish->kind, "user") != 0 ||
		!reference_country(
			numbers->wizard->profile->reference, wish->country, &country, NULL))
		return VERDICT_ALLOWED;
	snprintf(facts.iso2, sizeof facts.iso2, "%s", country.code);
	facts.area_must_match = country.area_code_must_match;
	facts.address_to_acquire = country.civic_address == FACT_UNKNOWN ? ORDER_NEED_UNKNOWN
				   : country.address_first               ? ORDER_NEED_YES
									 : ORDER_NEED_NO;
	return order_may_acquire(&facts, has_valid_address(store_of(numbers), wish->country));
}

struct verdict number_may_search(struct numbers *numbers, const struct number_order *wish)
{
	enum number_kind kind = number_kind_of(wish->kind);
	const struct plan_quota *quota = &numbers->quota[kind];
	struct verdict verdict;
	if (!numbers->wizard->profile->service)
		return (struct verdict){ VERDICT_NO, 0,
			N_("There is no connection to a tenant, so no number can be searched."),
			N_("Press o to order numbers for later: they go into the plan.") };
	verdict = quota_more(kind == KIND_USER   ? QUOTA_USER
			     : kind == KIND_TOLL ? QUOTA_TOLL
						 : QUOTA_TOLL_FREE,
		&quota->quota, wish->quantity, quota->credits);
	if (verdict_ok(verdict))
		verdict = may_papers(&numbers->wizard->facts.organization);
	if (verdict_ok(verdict))
		verdict = may_address(numbers, wish);
	return verdict;
}

/* What to press instead; the whole of it stands in the empty list and in the help. */
static const char *refusal_key(const struct verdict *refusal)
{
	if (refusal->rule == 228 || refusal->rule == 229)
		return _("A opens Addresses.");
	return _("o orders numbers for later.");
}

static void refusal_message(const struct verdict *refusal, bool why, struct str *out)
{
	if (why)
		str_addf(out, "%s ", _(refusal->why));
	str_add(out, refusal_key(refusal));
	if (refusal->rule)
		str_addf(out, "  R-%03d", refusal->rule);
}

static int64_t marked_all(const struct numbers *numbers)
{
	int64_t marked = 0;
	for (int i = 0; i < KIND_COUNT; i++)
		marked += numbers->counts[i].marked;
	return marked;
}

/* Whatever the filter shows: all of it is applied. */
static int64_t ordered_all(const struct numbers *numbers)
{
	int64_t ordered = 0;
	for (int i = 0; i < KIND_COUNT; i++)
		ordered += numbers->counts[i].ordered;
	return ordered;
}

static void held_message(struct numbers *numbers, struct str *out, enum tui_role *role)
{
	int64_t held = held_all(numbers), marked = marked_all(numbers);
	int64_t left = reservation_left(
		numbers->wizard->facts.held_until, wizard_now(numbers->wizard));
	if (numbers->wizard->facts.held_until && left < RESERVATION_WARN_SECONDS) {
		str_addf(out, _("%" PRId64 " s left! "), left);
		*role = ROLE_WARNING;
	}
	str_addf(out,
		ngettext("%" PRId64 " number is held. ", "%" PRId64 " numbers are held. ",
			(unsigned long)held),
		held);
	if (marked == 0)
		str_add(out, _("Space marks those you want, Enter acquires them."));
	else
		str_addf(out,
			ngettext("Press Enter to acquire the %" PRId64 " marked one.",
				"Press Enter to acquire the %" PRId64 " marked ones.",
				(unsigned long)marked),
			marked);
	str_add(out, "  R-219");
}

static void numbers_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = row_order(numbers, row);
	const struct number *number = row_number(numbers, row);
	if (number && number->actual && !number->wanted) {
		str_add(out, _("Released when the plan is applied, for ever. r or u keeps it."));
		*role = ROLE_WARNING;
	} else if (held_all(numbers) > 0) {
		held_message(numbers, out, role);
	} else if (!verdict_ok(numbers->refusal)) {
		refusal_message(&numbers->refusal, row >= 0, out);
		*role = ROLE_WARNING;
	} else if (order) {
		str_add(out, _("Enter searches for this order now; Review acquires it as well."));
	} else if (numbers->number_count > 0) {
		str_add(out, _("s searches for more numbers. > goes on to the next step."));
	}
}

static void numbers_empty(void *ctx, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	str_add(out, _("No numbers yet.\n\n"));
	if (!verdict_ok(numbers->refusal)) {
		screen_verdict(&numbers->refusal, out);
		str_add(out, "\n\n");
	} else {
		str_add(out, _("Press s to search for free numbers: they are held for ten minutes "
			       "while you look, and cost nothing until you acquire them.\n\n"));
	}
	str_add(out, _("Press o to order numbers for later: how many, and where. An order needs "
		       "no connection; it is filled when the plan is applied.\n\n"
		       "Press i to read in a list of numbers that you own already."));
}

/* ---- one row in full ---- */

static void detail_line(struct str *out, const char *label, const char *value)
{
	if (value && *value)
		str_addf(out, "%s: %s\n", label, value);
}

static void detail_order(struct numbers *numbers, const struct number_order *order, struct str *out)
{
	struct str place = { 0 };
	struct place address;
	number_place(numbers, order, &place);
	str_addf(out, TUI_LINE_TITLE "%s\n", _("Order"));
	detail_line(out, _("Name"), order->name);
	detail_line(out, _("Kind"), _(number_kinds[number_kind_of(order->kind)].label));
	detail_line(out, _("Place"), str_text(&place));
	detail_line(out, _("Area code"), order->area_code);
	detail_line(out, _("Prefix"), order->prefix);
	if (order->place_id && place_get(store_of(numbers), order->place_id, &address, NULL))
		detail_line(out, _("Address"), address.label);
	str_addf(out,
		_("Wanted: %" PRId64 "\nHeld: %" PRId64 "\nAcquired: %" PRId64
		  "\nPromised to people: %" PRId64 "\n\n"),
		order->quantity, order->held, order->acquired, order->promised);
	str_add(out, _("An order is a wish in the plan. Enter searches for it now, e changes it, "
		       "Delete takes it away. Applying the plan fills what is open."));
	str_fini(&place);
}

static void detail_time(struct str *out, const char *label, int64_t when)
{
	char date[CLOCK_TEXT], time[CLOCK_TEXT];
	if (when > 0)
		str_addf(out, "%s: %s %s\n", label, clock_date(date, when), clock_hm(time, when));
}

static const char *number_source(const char *source)
{
	if (strcmp(source, "ported") == 0)
		return _("ported; outside the quota (R-212)");
	if (strcmp(source, "carrier") == 0)
		return _("another carrier's; outside the quota (R-212)");
	return _("Calling Plan");
}

static void detail_meaning(const struct number *number, struct str *out)
{
	if (number_held(number))
		str_add(out,
			_("\nHeld for you: nobody else can take it until the time is up, and it "
			  "costs nothing. Then it goes back to stock (R-219). Acquire it before."));
	else if (number->actual && !number->wanted)
		str_add(out, _("\nTo be released at the next apply. Once released it cannot be had "
			       "back for certain. u takes the wish back."));
	else if (number->blocked_until != 0)
		str_add(out, _("\nBlocked: it cannot be assigned for now (R-276)."));
	else if (number->actual && !number->person_id)
		str_add(out, _("\nYours and free: give it to somebody in step Assign."));
}

static void detail_number(struct numbers *numbers, const struct number *number, struct str *out)
{
	struct str text = { 0 };
	number_text(number->e164, number->area_code, out);
	str_add(&text, TUI_LINE_TITLE);
	str_addf(&text, "%s\n", str_text(out));
	str_clear(out);
	str_add(out, str_text(&text));
	str_clear(&text);
	number_state(number, &text);
	detail_line(out, _("State"), str_text(&text));
	str_clear(&text);
	place_of_number(numbers, number, &text);
	detail_line(out, _("Kind"), _(number_kinds[number_kind_of(number->kind)].label));
	detail_line(out, _("Comes from"), number_source(number->source));
	detail_line(out, _("Place"), str_text(&text));
	detail_line(out, _("Country"), number->country);
	detail_line(out, _("Area code"), number->area_code);
	detail_line(out, _("Order"), number->order);
	detail_line(out, _("Address"), number->place);
	detail_line(out, _("Person"), number->person);
	detail_line(out, _("Service says"), number->activation);
	if (number_held(number))
		detail_time(out, _("Held until"), number->held_until);
	detail_time(out, _("Can be assigned from"), number->usable_at);
	detail_time(out, _("Blocked until"), number->blocked_until);
	detail_line(out, _("Written as"), number->e164);
	detail_meaning(number, out);
	str_fini(&text);
}

static void numbers_detail(void *ctx, int64_t row, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = row_order(numbers, row);
	const struct number *number = row_number(numbers, row);
	if (order)
		detail_order(numbers, order, out);
	else if (number)
		detail_number(numbers, number, out);
	else
		str_add(out, _("No row is selected."));
}

static void numbers_row_help(void *ctx, int64_t row, struct str *out)
{
	struct numbers *numbers = numbers_of(ctx);
	struct reference *ref = numbers->wizard->profile->reference;
	const struct number *number = row_number(numbers, row);
	numbers_detail(ctx, row, out);
	str_add(out, "\n\n");
	if (number && number_held(number))
		screen_rule(ref, 219, out);
	if (!verdict_ok(numbers->refusal)) {
		screen_verdict(&numbers->refusal, out);
		str_add(out, "\n");
		screen_rule(ref, numbers->refusal.rule, out);
	}
}

/* ---- actions ---- */

static void run_search(struct tui *tui, void *ctx)
{
	(void)tui;
	number_form_search(numbers_of(ctx), NULL);
}

static void run_order(struct tui *tui, void *ctx)
{
	(void)tui;
	number_form_order(numbers_of(ctx), NULL);
}

static void acquire_typed(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_apply(ctx, "numbers");
}

/* The whole step is applied: what else it does is counted and said before. */
static void acquire(struct tui *tui, struct numbers *numbers)
{
	int64_t marked = marked_all(numbers), ordered = ordered_all(numbers);
	struct change_filter release = { .kind = "release" };
	int64_t releases = change_count(store_of(numbers), &release, NULL);
	struct str text = { 0 };
	char count[24];
	str_addf(&text,
		ngettext("%" PRId64 " marked number will be acquired.",
			"%" PRId64 " marked numbers will be acquired.", (unsigned long)marked),
		marked);
	if (ordered > 0)
		str_addf(&text,
			ngettext(" The open orders ask for %" PRId64
				 " more: it is searched and acquired too.",
				" The open orders ask for %" PRId64
				" more: they are searched and acquired too.",
				(unsigned long)ordered),
			ordered);
	if (releases > 0)
		str_addf(&text,
			ngettext(" %" PRId64 " number is released, which cannot be undone.",
				" %" PRId64 " numbers are released, which cannot be undone.",
				(unsigned long)releases),
			releases);
	snprintf(count, sizeof count, "%" PRId64, marked + ordered);
	str_addf(&text, _("\n\nType %s, the count, to acquire."), count);
	tui_ask_typed(
		tui, _("Acquire numbers"), str_text(&text), count, acquire_typed, numbers->wizard);
	str_fini(&text);
}

static void run_acquire(struct tui *tui, void *ctx)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = selected_order(numbers);
	const struct number *number = selected_number(numbers);
	if (order)
		number_form_search(numbers, order);
	else if (marked_all(numbers) > 0)
		acquire(tui, numbers);
	else if (number && number_held(number))
		tui_message(tui, ROLE_TEXT, "%s",
			_("Mark the numbers that you want with Space first (a marks all)."));
	else
		tui_message(tui, ROLE_TEXT, "%s",
			_("This number is yours already. s searches for more, d shows all of it."));
}

static bool may_let_go(void *ctx, struct error *err)
{
	return held_all(numbers_of(ctx)) > 0 ||
	       error_set(err, ERROR_USAGE, "%s",
		       _("No number is held now, so there is none to let go. r releases one you own."));
}

static void let_go_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct numbers *numbers = numbers_of(ctx);
	(void)tui;
	if (strcmp(id, "this") == 0)
		stock_let_go(numbers, numbers->subject, 0);
	else
		stock_let_go(numbers, NULL, strcmp(id, "all") == 0);
}

static void run_let_go(struct tui *tui, void *ctx)
{
	static const struct choice ways[] = {
		{ "this", N_("This number"), N_("the selected one") },
		{ "unmarked", N_("Those without a mark"), N_("keeps what you want") },
		{ "all", N_("All held numbers"), NULL },
	};
	struct numbers *numbers = numbers_of(ctx);
	const struct number *number = selected_number(numbers);
	bool this = number && number_held(number);
	if (this)
		snprintf(numbers->subject, sizeof numbers->subject, "%s", number->e164);
	tui_menu(tui, _("Let go: others may take them at once"), this ? ways : ways + 1,
		this ? 3 : 2, NULL, let_go_chosen, ctx);
}

static bool may_next(void *ctx, struct error *err)
{
	return numbers_of(ctx)->last.next_count > 0 ||
	       error_set(err, ERROR_USAGE, "%s",
		       _("The last search found all that was asked for; there is no next best place. "
			 "s searches."));
}

/* The rest of the last search in a place nearby. */
static void next_search(struct numbers *numbers, int at)
{
	const struct number_search *last = &numbers->last;
	const struct area *area = &last->next[at];
	struct number_order wish = last->wish;
	struct verdict verdict;
	wish.quantity = last->wish.quantity - last->found;
	snprintf(wish.state, sizeof wish.state, "%s", area->state);
	snprintf(wish.city, sizeof wish.city, "%s", area->city);
	snprintf(wish.area_code, sizeof wish.area_code, "%s", area->area_code);
	wish.prefix[0] = '\0';
	verdict = number_may_search(numbers, &wish);
	if (verdict_ok(verdict)) {
		stock_search(numbers, &wish);
		return;
	}
	struct str text = { 0 };
	enum tui_role role = screen_verdict(&verdict, &text);
	tui_message(numbers->wizard->tui, role, "%s", str_text(&text));
	str_fini(&text);
}

static int64_t next_count(void *ctx)
{
	return numbers_of(ctx)->last.next_count;
}

static void next_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct area *area = &numbers_of(ctx)->last.next[at];
	str_addf(id, "%d", (int)at);
	str_addf(label, "%s %s", area->area_code, area->city);
	str_add(note, area->state_name);
}

static void next_chosen(struct tui *tui, void *ctx, const char *id)
{
	(void)tui;
	next_search(numbers_of(ctx), atoi(id));
}

static const struct picker next_picker = {
	.title = N_("Search the rest in the next best place"),
	.count = next_count,
	.item = next_item,
};

static void run_next_best(struct tui *tui, void *ctx)
{
	tui_choose(tui, &next_picker, NULL, next_chosen, ctx);
}

static void run_edit(struct tui *tui, void *ctx)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = selected_order(numbers);
	const struct number *number = selected_number(numbers);
	if (order)
		number_form_order(numbers, order);
	else if (number && number->actual)
		number_form_move(numbers, number);
	else
		tui_message(tui, ROLE_TEXT, "%s",
			_("A held number cannot be changed, only acquired or let go. d shows all of it."));
}

static bool order_remove(void *data, struct error *err)
{
	struct numbers *numbers = data;
	return number_order_remove(store_of(numbers), strtoll(numbers->subject, NULL, 10), err);
}

static void release_answered(struct tui *tui, void *ctx, bool yes)
{
	struct numbers *numbers = numbers_of(ctx);
	struct want want = { .numbers = numbers, .e164 = numbers->subject };
	struct str label = { 0 };
	str_addf(&label, _("%s to be released"), numbers->subject);
	if (yes && wizard_edit(numbers->wizard, str_text(&label), want_write, &want))
		tui_message(tui, ROLE_TEXT, "%s",
			_("In the plan: it is released when the plan is applied. u takes it back."));
	str_fini(&label);
}

static void release(struct tui *tui, struct numbers *numbers, const struct number *number)
{
	struct str text = { 0 };
	if (number->assigned || number->person_id) {
		tui_message(tui, ROLE_ERROR,
			_("%s has this number: take it away in step Assign first.  R-270"),
			number->person);
		return;
	}
	snprintf(numbers->subject, sizeof numbers->subject, "%s", number->e164);
	number_text(number->e164, number->area_code, &text);
	str_add(&text, _(" goes back to Microsoft's stock when the plan is applied. That cannot be "
			 "undone: somebody else may take it. Until then u takes the wish back."));
	tui_ask(tui, _("Release this number?"), str_text(&text), _("Release"), _("Keep"),
		release_answered, numbers->wizard);
	str_fini(&text);
}

static void run_release(struct tui *tui, void *ctx)
{
	struct numbers *numbers = numbers_of(ctx);
	const struct number_order *order = selected_order(numbers);
	const struct number *number = selected_number(numbers);
	struct want keep = { .numbers = numbers, .wanted = true };
	if (order) {
		snprintf(numbers->subject, sizeof numbers->subject, "%" PRId64, order->id);
		wizard_edit(numbers->wizard, _("order taken away"), order_remove, numbers);
	} else if (number && number_held(number)) {
		snprintf(numbers->subject, sizeof numbers->subject, "%s", number->e164);
		stock_let_go(numbers, numbers->subject, 0);
	} else if (number && !number->wanted) {
		snprintf(numbers->subject, sizeof numbers->subject, "%s", number->e164);
		keep.e164 = numbers->subject;
		wizard_edit(numbers->wizard, _("number kept"), want_write, &keep);
	} else if (number) {
		release(tui, numbers, number);
	}
}

static void run_import(struct tui *tui, void *ctx)
{
	(void)tui;
	importing_open(&numbers_of(ctx)->importing, ctx, IMPORT_NUMBERS);
}

static void run_addresses(struct tui *tui, void *ctx)
{
	(void)tui;
	wizard_go(ctx, PLAN_ADDRESSES);
}

static void run_keep(struct tui *tui, void *ctx)
{
	(void)tui;
	sheet_open(ctx, "port", NULL, 0);
}

static const struct action actions[] = {
	{ .key = 's',
		.label = N_("Search"),
		.run = run_search,
		.rule = 219,
		.help = N_("Find free numbers by place, area code or prefix, and hold them for ten "
			   "minutes. Search in as many places as you like before you acquire.") },
	{ .key = TUI_ENTER,
		.label = N_("Acquire"),
		.run = run_acquire,
		.needs_row = true,
		.rule = 219,
		.help = N_("Acquire the marked numbers; you type their count first. On an order: "
			   "search for it.") },
	{ .key = 'l',
		.label = N_("Let go"),
		.run = run_let_go,
		.enabled = may_let_go,
		.rule = 222,
		.help = N_("Give held numbers back to stock before their time is up.") },
	{ .key = 'o',
		.label = N_("Order"),
		.run = run_order,
		.rule = 225,
		.help = N_("Say how many numbers you want and where, without holding any. Works "
			   "without a connection, and before licences are bought.") },
	{ .key = 'b',
		.label = N_("Next best"),
		.run = run_next_best,
		.enabled = may_next,
		.hidden = true,
		.help = N_("Search the rest of the last search in the nearest other area code.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Edit"),
		.run = run_edit,
		.needs_row = true,
		.hidden = true,
		.help = N_("Change the selected order, or the emergency location of a number that "
			   "carries one.") },
	{ .key = 'r',
		.twin = TUI_DELETE,
		.label = N_("Release"),
		.run = run_release,
		.needs_row = true,
		.hidden = true,
		.rule = 270,
		.help = N_(
			"Give a number that nobody has back, or keep it after all; take an order "
			"away; let a held number go.") },
	{ .key = 'i',
		.label = N_("Import"),
		.run = run_import,
		.hidden = true,
		.help = N_(
			"Read in a list of your numbers: an export of the Teams admin centre or of "
			"Get-CsPhoneNumberAssignment.") },
	{ .key = 'A',
		.label = N_("Addresses"),
		.run = run_addresses,
		.hidden = true,
		.rule = 227,
		.help = N_("Go to step Addresses: in many countries a number needs its address "
			   "first.") },
	{ .key = 'P',
		.label = N_("Keep numbers"),
		.run = run_keep,
		.hidden = true,
		.rule = 255,
		.help = N_(
			"Bring numbers along from another carrier: which can come, how, with which "
			"papers, and until when.") },
};

static bool numbers_tick(void *ctx)
{
	return held_all(numbers_of(ctx)) > 0;
}

const struct view numbers_view = {
	.id = "numbers",
	.title = N_("Numbers"),
	.help = N_("Get telephone numbers. A search holds numbers for ten minutes; mark those you "
		   "want and press Enter to acquire them. An order says how many you want and "
		   "where, and is filled when the plan is applied."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = numbers_count,
	.load = numbers_load,
	.cell = numbers_cell,
	.role = numbers_role,
	.key = numbers_key,
	.find = numbers_find,
	.mark = numbers_mark,
	.set_mark = numbers_set_mark,
	.filter = numbers_filter,
	.copy = numbers_copy,
	.header = numbers_header,
	.footer = numbers_footer,
	.detail = numbers_detail,
	.row_help = numbers_row_help,
	.message = numbers_message,
	.empty = numbers_empty,
	.tick = numbers_tick,
};

const struct view *const numbers_views[] = { NULL };

void numbers_init(struct wizard *wizard)
{
	struct numbers *numbers = xcalloc(1, sizeof *numbers);
	numbers->wizard = wizard;
	numbers->rows.size = sizeof(struct number);
	wizard->state[PLAN_NUMBERS] = numbers;
	counts_read(numbers);
}

void numbers_fini(struct wizard *wizard)
{
	struct numbers *numbers = wizard->state[PLAN_NUMBERS];
	if (!numbers)
		return;
	stock_stop(numbers);
	number_form_free(numbers);
	importing_free(numbers->importing);
	screen_rows_fini(&numbers->rows);
	screen_filter_fini(&numbers->filter);
	free(numbers);
	wizard->state[PLAN_NUMBERS] = NULL;
}
