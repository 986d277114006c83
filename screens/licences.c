/* Licences: who calls or is called from outside. Marking a person changes the cart and the pools of
 * minutes below at once; the rules decide which products each one gets. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/plan/pools.h"
#include "core/rules/latency.h"
#include "core/tenant/licence.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "screens/common.h"
#include "screens/people-import.h"
#include "screens/wizard.h"
#include "tui/layout.h"

#define CART 8
#define POOLS 32
#define HELD 24
#define MANY 3000 /* people: marking more takes so long that the screen says so first */

/* A way to the same end and what it costs for one person and month. */
struct way_price {
	struct eligibility_way way;
	int64_t cents; /* -1: not known */
};

/* What stands below the list. Read when the list is, never while drawing. */
struct cart {
	struct seat seats[CART];
	int count;
	struct plan_pool pools[POOLS];
	int pool_count;
	struct way_price ways[WAY_COUNT];
	int way_count;
	int64_t callers;
};

/* A mark that somebody asked for. */
struct marking {
	struct wizard *wizard;
	enum mark_change change;
	int64_t person_id;
	int64_t changed; /* of many: whose mark changed */
};

struct licences_screen {
	struct screen_rows rows; /* struct person */
	struct screen_filter filter;
	enum person_scope scope;
	int64_t count;
	struct cart cart;
	struct marking pending; /* waits until the screen said that it takes a while */
	bool marking;
	int mark_timer;
	int64_t person_id; /* whose country is chosen */
};

static struct licences_screen *screen_of(const struct wizard *wizard)
{
	return wizard->state[PLAN_LICENCES];
}

static struct person_filter filter_of(const struct licences_screen *screen)
{
	return (struct person_filter){
		.text = screen_filter_text(&screen->filter),
		.exclude = screen->filter.exclude,
		.scope = screen->scope,
	};
}

/* ---- the cart ---- */

static enum eligibility_kind kind_of(const struct wizard *wizard)
{
	int kind = eligibility_kind_of(wizard->facts.organization.kind);
	return kind < 0 ? KIND_COMMERCIAL : (enum eligibility_kind)kind;
}

/* A month and licence; -1: not known. A demo's prices and real ones are never mixed. */
static int64_t part_cents(const struct wizard *wizard, const char *part)
{
	struct list_price price;
	const char *currency = wizard->facts.cost.currency;
	struct reference *ref = wizard->profile->reference;
	bool found = wizard->profile->demo ? reference_demo_price(ref, part, currency, &price, NULL)
					   : reference_price(ref, part, currency, &price, NULL);
	return found && price.known ? price.cents : -1;
}

static int64_t way_cents(
	const struct wizard *wizard, const struct eligibility_way *way, const char *country)
{
	int64_t sum = 0;
	for (int i = 0; i < way->role_count; i++) {
		char part[96];
		licensing_part(
			wizard->profile->reference, way->roles[i], kind_of(wizard), country, part);
		int64_t cents = part[0] ? part_cents(wizard, part) : -1;
		if (cents < 0)
			return -1;
		sum += cents;
	}
	return sum;
}

static int ways_read(const struct wizard *wizard, const struct licensing_answer *answer,
	struct way_price ways[WAY_COUNT])
{
	for (int i = 0; i < answer->way_count; i++) {
		ways[i].way = answer->ways[i];
		ways[i].cents = way_cents(wizard, &answer->ways[i], answer->location);
	}
	return answer->way_count;
}

/* Those that will be. */
static int pools_read(const struct wizard *wizard, struct plan_pool pools[POOLS], struct error *err)
{
	const struct profile *profile = wizard->profile;
	int count = plan_pools(profile->store, profile->reference, POOLS, pools, err), kept = 0;
	for (int i = 0; i < count; i++)
		if (pools[i].after.licences > 0)
			pools[kept++] = pools[i];
	return count < 0 ? -1 : kept;
}

static bool cart_read(struct wizard *wizard, struct cart *cart, struct error *err)
{
	struct store *store = wizard->profile->store;
	struct person_filter callers = { .scope = PERSON_CALLERS };
	struct licensing_answer answer;
	memset(cart, 0, sizeof *cart);
	cart->count = seat_list(store, SEAT_PHONE, 0, CART, cart->seats, err);
	cart->pool_count = cart->count < 0 ? -1 : pools_read(wizard, cart->pools, err);
	cart->callers = cart->pool_count < 0 ? -1 : person_count(store, &callers, err);
	if (cart->callers < 0 ||
		!licensing_typical(store, wizard->profile->reference, &answer, err))
		return false;
	cart->way_count = ways_read(wizard, &answer, cart->ways);
	return true;
}

static const char *money_text(const struct wizard *wizard, int64_t cents, char *text, size_t size)
{
	if (cents < 0)
		snprintf(text, size, "%s", _("unknown"));
	else
		plan_money_text(cents, wizard->facts.cost.currency, text, (int)size);
	return text;
}

/* ---- below the list ---- */

static void cart_line(
	const struct wizard *wizard, const struct seat *seat, int name, struct str *out)
{
	char each[48], month[48], have[24], need[24];
	snprintf(have, sizeof have, "%" PRId64, seat->have);
	snprintf(need, sizeof need, "%" PRId64, seat->need);
	money_text(wizard, seat->cents, each, sizeof each);
	money_text(wizard, seat->cents < 0 ? -1 : seat->missing * seat->cents, month, sizeof month);
	str_add(out, "  ");
	screen_pad(out, seat->name, name, false);
	screen_pad(out, each, 11, true);
	screen_pad(out, have, 8, true);
	screen_pad(out, need, 8, true);
	screen_pad(out, seat->missing > 0 ? month : "-", 14, true);
	str_addc(out, '\n');
}

#define CART_LINES 3
#define FIGURES 41 /* columns of the figures at the right of a cart's line */

static void footer_cart(struct wizard *wizard, int columns, struct str *out)
{
	const struct cart *cart = &screen_of(wizard)->cart;
	int name = columns - FIGURES - 3;
	name = name > 50 ? 50 : name;
	if (cart->count == 0)
		return;
	bool buys = cart->seats[0].missing > 0;
	str_add(out, TUI_LINE_TITLE);
	screen_pad(out, buys ? _("To buy") : _("Nothing to buy"), name + 2, false);
	screen_pad(out, _("each"), 11, true);
	screen_pad(out, _("have"), 8, true);
	screen_pad(out, _("need"), 8, true);
	screen_pad(out, _("a month"), 14, true);
	str_addc(out, '\n');
	for (int i = 0; i < cart->count && i < CART_LINES; i++)
		cart_line(wizard, &cart->seats[i], name, out);
	if (cart->count > CART_LINES)
		str_addf(out, _("  and %d more products: d\n"), cart->count - CART_LINES);
}

static void pool_line(struct str *out, const struct plan_pool *pool)
{
	struct str label = { 0 };
	str_addf(&label,
		pool->shared ? _("%s %s, shared by %" PRId64) : _("%s %s, for each of %" PRId64),
		pool->country, _(plan_minutes_name(pool->plan)), pool->after.licences);
	screen_pad(out, str_text(&label), 36, false);
	str_addc(out, ' ');
	screen_number(out, pool->before.domestic);
	str_addf(out, " %s ", layout_arrow());
	screen_number(out, pool->after.domestic);
	str_add(out, _(" a month"));
	if (pool->after.international > 0) {
		str_add(out, " + ");
		screen_number(out, pool->after.international);
		str_add(out, _(" abroad"));
	}
	str_addc(out, '\n');
	str_fini(&label);
}

static void footer_pools(struct wizard *wizard, int most, struct str *out)
{
	const struct cart *cart = &screen_of(wizard)->cart;
	for (int i = 0; i < cart->pool_count && i < most; i++) {
		screen_pad(out, i == 0 ? _("Minutes") : "", 11, false);
		pool_line(out, &cart->pools[i]);
	}
	if (cart->pool_count > most)
		str_addf(out, _("           and %d more pools: d\n"), cart->pool_count - most);
}

static void way_name(
	const struct wizard *wizard, const struct eligibility_way *way, struct str *out)
{
	struct sku suite;
	char part[96];
	struct reference *ref = wizard->profile->reference;
	licensing_part(ref, ROLE_SUITE, kind_of(wizard), "", part);
	bool named = reference_sku(ref, part, &suite, NULL);
	for (int i = 0; i < way->role_count; i++)
		str_addf(out, "%s%s", i > 0 ? " + " : "",
			way->roles[i] == ROLE_SUITE && named
				? suite.name
				: _(eligibility_role_name(way->roles[i])));
}

/* "$110.00 a month   Teams Phone Standard + Domestic Calling Plan": for all, as the cart's last
 * column. */
static void way_line(
	const struct wizard *wizard, const struct way_price *price, int64_t people, struct str *out)
{
	char all[48];
	if (price->cents < 0)
		str_add(out, _("price unknown"));
	else
		str_addf(out, _("%s a month"),
			money_text(wizard, price->cents * people, all, sizeof all));
	str_add(out, "   ");
	way_name(wizard, &price->way, out);
}

/* People who go the chosen way: others hold a part of it already, and cannot be compared. */
static int64_t way_people(const struct wizard *wizard, const struct cart *cart)
{
	char part[96];
	const char *country = wizard->facts.organization.country;
	for (int i = 0; i < cart->way_count; i++) {
		if (!cart->ways[i].way.chosen || cart->ways[i].way.role_count == 0)
			continue;
		licensing_part(wizard->profile->reference, cart->ways[i].way.roles[0],
			kind_of(wizard), country, part);
		for (int k = 0; k < cart->count; k++)
			if (strcmp(cart->seats[k].sku_part, part) == 0)
				return cart->seats[k].missing;
	}
	return 0;
}

static void footer_ways(struct wizard *wizard, struct str *out)
{
	const struct cart *cart = &screen_of(wizard)->cart;
	int64_t people = way_people(wizard, cart);
	if (people == 0)
		return;
	const char *label = _("Instead");
	for (int i = 0; i < cart->way_count; i++) {
		if (cart->ways[i].way.chosen)
			continue;
		screen_pad(out, label, 11, false);
		way_line(wizard, &cart->ways[i], people, out);
		str_addc(out, '\n');
		label = "";
	}
}

static void licences_footer(void *ctx, int columns, struct str *out)
{
	struct wizard *wizard = ctx;
	if (screen_of(wizard)->count == 0 && screen_of(wizard)->cart.callers == 0)
		return;
	footer_cart(wizard, columns, out);
	footer_pools(wizard, 2, out);
	footer_ways(wizard, out);
}

static const char *const scope_names[] = {
	[PERSON_EVERYBODY] = N_("all accounts"),
	[PERSON_MEMBERS] = N_("people whose account is on"),
	[PERSON_ACCOUNTS] = N_("people"),
	[PERSON_CALLERS] = N_("people who call"),
	[PERSON_PROBLEM] = N_("people with a problem"),
	[PERSON_UNLOCATED] = N_("people without a country"),
	[PERSON_UNNUMBERED] = N_("callers without a number"),
};

static void licences_header(void *ctx, int columns, struct str *out)
{
	struct licences_screen *screen = screen_of(ctx);
	(void)columns;
	str_add(out, _("Who calls or is called from outside? "));
	screen_number(out, screen->cart.callers);
	str_add(out, screen->scope == PERSON_ACCOUNTS && screen->filter.text.len == 0
			     ? _(" of ")
			     : _("; shown: "));
	screen_number(out, screen->count);
	str_addf(out, " %s", _(scope_names[screen->scope]));
}

/* ---- rows ---- */

static int64_t licences_count(void *ctx)
{
	struct wizard *wizard = ctx;
	struct licences_screen *screen = screen_of(wizard);
	struct person_filter filter = filter_of(screen);
	struct error err = { 0 };
	screen->count = person_count(wizard->profile->store, &filter, &err);
	if (screen->count < 0 || !cart_read(wizard, &screen->cart, &err))
		tui_error(wizard->tui, &err);
	if (screen->count < 0)
		screen->count = 0;
	return screen->count;
}

static void licences_load(void *ctx, int64_t first, int n)
{
	struct wizard *wizard = ctx;
	struct licences_screen *screen = screen_of(wizard);
	struct person_filter filter = filter_of(screen);
	struct error err = { 0 };
	struct person *people = screen_rows_room(&screen->rows, first, n);
	int count = person_window(
		wizard->profile->store, &filter, PERSON_BY_NAME, first, n, people, &err);
	screen->rows.count = count < 0 ? 0 : count;
	if (count < 0)
		tui_error(wizard->tui, &err);
}

static const struct person *person_at(void *ctx, int64_t row)
{
	return screen_rows_at(&screen_of(ctx)->rows, row);
}

/* Products as they are called over a coffee: the columns are narrow. */
static const struct {
	const char *name, *said;
} short_names[] = {
	{ "Teams Phone with Calling Plan", N_("bundle") },
	{ "Teams Phone Standard", N_("phone") },
	{ "Domestic Calling Plan", N_("domestic") },
	{ "Domestic and International Calling Plan", N_("international") },
	{ "Communications Credits", N_("credits") },
};

static void product_short(const char *name, size_t len, struct str *out)
{
	static const char makers[][16] = { "Microsoft 365 ", "Office 365 ", "Microsoft " };
	for (int i = 0; i < TUI_COUNT(short_names); i++) {
		if (strlen(short_names[i].name) == len &&
			strncmp(short_names[i].name, name, len) == 0) {
			str_add(out, _(short_names[i].said));
			return;
		}
	}
	for (int i = 0; i < TUI_COUNT(makers); i++) {
		size_t maker = strlen(makers[i]);
		if (len > maker && strncmp(name, makers[i], maker) == 0) {
			str_addn(out, name + maker, len - maker);
			return;
		}
	}
	str_addn(out, name, len);
}

static void products_short(const char *names, struct str *out)
{
	while (*names) {
		const char *end = strstr(names, ", ");
		size_t len = end ? (size_t)(end - names) : strlen(names);
		product_short(names, len, out);
		names += len;
		if (end) {
			str_add(out, ", ");
			names += 2;
		}
	}
}

static const char *const state_words[PERSON_STATE_COUNT] = {
	[PERSON_ABSENT] = N_("absent"),
	[PERSON_DISABLED] = N_("account off"),
	[PERSON_NO_LOCATION] = N_("country"),
	[PERSON_QUIET] = N_("-"),
	[PERSON_UNLICENSED] = N_("stuck"),
	[PERSON_PLANNED] = N_("planned"),
	[PERSON_WAITS] = N_("waits"),
	[PERSON_READY] = N_("ready"),
};

enum { COLUMN_PERSON, COLUMN_DEPARTMENT, COLUMN_HOLDS, COLUMN_GETS, COLUMN_STATE };

static void licences_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct person *person = person_at(ctx, row);
	if (!person)
		return;
	switch (column) {
	case COLUMN_PERSON:
		str_add(out, person->display_name[0] ? person->display_name : person->upn);
		break;
	case COLUMN_DEPARTMENT:
		str_add(out, person->department);
		break;
	case COLUMN_HOLDS:
		products_short(person->holds[0] ? person->holds : "-", out);
		break;
	case COLUMN_GETS:
		products_short(person->gets[0] ? person->gets : "-", out);
		break;
	case COLUMN_STATE:
		str_add(out, _(state_words[person->step]));
		break;
	}
}

static bool is_stuck(const struct person *person)
{
	return person->calls &&
	       (person->step <= PERSON_NO_LOCATION || person->step == PERSON_UNLICENSED);
}

static enum tui_role licences_role(void *ctx, int64_t row, int column)
{
	const struct person *person = person_at(ctx, row);
	if (!person || column != COLUMN_STATE)
		return ROLE_TEXT;
	if (is_stuck(person))
		return ROLE_WARNING;
	return person->step == PERSON_READY ? ROLE_OK : ROLE_TEXT;
}

static int64_t licences_key(void *ctx, int64_t row)
{
	const struct person *person = person_at(ctx, row);
	return person ? person->id : -1;
}

static int64_t licences_find(void *ctx, int64_t key)
{
	struct wizard *wizard = ctx;
	struct person_filter filter = filter_of(screen_of(wizard));
	return person_position(wizard->profile->store, &filter, PERSON_BY_NAME, key, NULL);
}

/* Guests, resource accounts and accounts that are off call nobody; who is marked can be unmarked.
 */
static char licences_mark(void *ctx, int64_t row)
{
	const struct person *person = person_at(ctx, row);
	if (!person)
		return 0;
	if (person->calls)
		return 'x';
	return strcmp(person->kind, "member") == 0 && person->enabled ? ' ' : 0;
}

static void licences_filter(void *ctx, const char *text, bool exclude)
{
	screen_filter_set(&screen_of(ctx)->filter, text, exclude);
}

/* ---- marking ---- */

static bool mark_write(void *data, struct error *err)
{
	static const enum person_mark marks[] = { [MARK_TOGGLE] = PERSON_INVERT,
		[MARK_ALL] = PERSON_MARK,
		[MARK_NONE] = PERSON_UNMARK,
		[MARK_INVERT] = PERSON_INVERT };
	struct marking *marking = data;
	struct profile *profile = marking->wizard->profile;
	struct person_filter filter = filter_of(screen_of(marking->wizard));
	bool ok = marking->change == MARK_TOGGLE
			  ? person_want_calls(
				    profile->store, marking->person_id, PERSON_INVERT, err)
			  : person_want_calls_of(profile->store, &filter, marks[marking->change],
				    &marking->changed, err);
	return ok && licensing_plan(profile->store, profile->reference, NULL, err);
}

static void mark_many(struct wizard *wizard, enum mark_change change)
{
	static const char *const labels[] = { [MARK_TOGGLE] = "",
		[MARK_ALL] = N_("People marked"),
		[MARK_NONE] = N_("People unmarked"),
		[MARK_INVERT] = N_("Marks inverted") };
	struct marking marking = { .wizard = wizard, .change = change };
	if (!wizard_edit(wizard, _(labels[change]), mark_write, &marking))
		return;
	if (marking.changed == 0) {
		tui_message(wizard->tui, ROLE_TEXT, _("Nothing changed: no mark of those shown."));
		return;
	}
	struct str count = { 0 };
	screen_number(&count, marking.changed);
	tui_message(wizard->tui, ROLE_OK, _("%s: %s. u takes it back."), _(labels[change]),
		str_text(&count));
	str_fini(&count);
}

static void mark_one(struct wizard *wizard, const struct marking *one)
{
	struct marking marking = *one;
	struct person person;
	char label[300];
	if (!person_get(wizard->profile->store, one->person_id, &person, NULL))
		return;
	snprintf(label, sizeof label, person.calls ? _("%.120s unmarked") : _("%.120s marked"),
		person.display_name);
	wizard_edit(wizard, label, mark_write, &marking);
}

static void mark_now(struct wizard *wizard, const struct marking *marking)
{
	if (marking->change == MARK_TOGGLE)
		mark_one(wizard, marking);
	else
		mark_many(wizard, marking->change);
}

static void on_mark(void *data)
{
	struct wizard *wizard = data;
	struct licences_screen *screen = screen_of(wizard);
	screen->marking = false;
	tui_busy(wizard->tui, NULL, 0, 0);
	mark_now(wizard, &screen->pending);
}

/* Why a person cannot be marked; the name stands before. */
static const char *unmarkable(const struct person *person)
{
	if (strcmp(person->kind, "guest") == 0)
		return N_("a guest: the phone comes from the guest's own organization.");
	if (strcmp(person->kind, "member") != 0)
		return N_("a resource account, not a person: it is not marked here.");
	return N_("the account is off, so no phone. Switch it on in the admin centre; Ctrl-R "
		  "looks again.");
}

static void licences_set_mark(struct tui *tui, void *ctx, enum mark_change change, int64_t row)
{
	struct wizard *wizard = ctx;
	struct licences_screen *screen = screen_of(wizard);
	const struct person *person = person_at(wizard, row);
	if (screen->marking || !person)
		return;
	if (change == MARK_TOGGLE && !licences_mark(wizard, row)) {
		tui_message(tui, ROLE_TEXT, "%s: %s", person->display_name, _(unmarkable(person)));
		return;
	}
	screen->pending = (struct marking){ wizard, change, person->id, 0 };
	if (screen->cart.callers < MANY && (change == MARK_TOGGLE || screen->count < MANY)) {
		mark_now(wizard, &screen->pending);
		return;
	}
	screen->marking = true;
	tui_busy(tui, _("planning licences"), 0, 0);
	screen->mark_timer = loop_after(wizard->loop, 20, on_mark, wizard);
}

/* ---- the usage location ---- */

struct locating {
	struct wizard *wizard;
	int64_t person_id; /* 0: all who call and lack one */
	const char *country;
	int64_t changed;
};

static bool locate_write(void *data, struct error *err)
{
	struct locating *locating = data;
	struct profile *profile = locating->wizard->profile;
	struct person_filter callers = { .scope = PERSON_CALLERS };
	bool ok = locating->person_id > 0 ? person_want_location(profile->store,
						    locating->person_id, locating->country, err)
					  : person_want_missing_location(profile->store, &callers,
						    locating->country, &locating->changed, err);
	return ok && licensing_plan(profile->store, profile->reference, NULL, err);
}

static void fix_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	const char *country = wizard->facts.organization.country;
	struct locating locating = { .wizard = wizard, .country = country };
	char label[80];
	if (!country[0]) {
		tui_message(tui, ROLE_WARNING,
			_("Which country? Answer it in Organization first: 0.  R-008"));
		return;
	}
	snprintf(label, sizeof label, _("Usage location %s set"), country);
	if (!wizard_edit(wizard, label, locate_write, &locating))
		return;
	if (locating.changed == 0)
		tui_message(tui, ROLE_TEXT, _("Everybody who calls has a usage location already."));
	else
		tui_message(tui, ROLE_OK,
			ngettext("%" PRId64 " person gets the usage location %s. u takes it back.",
				"%" PRId64 " people get the usage location %s. u takes it back.",
				(unsigned long)locating.changed),
			locating.changed, country);
}

static void country_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct wizard *wizard = ctx;
	struct locating locating = {
		.wizard = wizard, .person_id = screen_of(wizard)->person_id, .country = id
	};
	char label[80];
	snprintf(label, sizeof label, _("Usage location %s set"), id);
	if (wizard_edit(wizard, label, locate_write, &locating))
		tui_message(tui, ROLE_OK, _("%s. u takes it back."), label);
}

static void country_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	const struct person *person = person_at(wizard, tui_row(tui));
	if (!person)
		return;
	screen_of(wizard)->person_id = person->id;
	tui_choose(tui, &usage_location_picker,
		person->location[0] ? person->location : wizard->facts.organization.country,
		country_chosen, wizard);
}

/* ---- how people call ---- */

static const struct choice way_choices[] = {
	{ "domestic bundle", N_("inside the country, one licence"),
		N_("Teams Phone with Calling Plan") },
	{ "domestic separate", N_("inside the country, two"),
		N_("Teams Phone Standard, Domestic Plan") },
	{ "international bundle", N_("abroad too, one and an add-on"),
		N_("the same, and the international one") },
	{ "international separate", N_("abroad too, two licences"),
		N_("Teams Phone Standard, International") },
	{ "payg separate", N_("by the minute"), N_("Pay-As-You-Go, from credits") },
	{ "none separate", N_("nobody calls outside"), N_("no phone licences") },
};

struct way_answer {
	struct wizard *wizard;
	char calling[16], product[12];
};

static bool way_write(void *data, struct error *err)
{
	struct way_answer *answer = data;
	struct profile *profile = answer->wizard->profile;
	return organization_set(profile->store, ORGANIZATION_CALLING, answer->calling, err) &&
	       organization_set(profile->store, ORGANIZATION_PRODUCT, answer->product, err) &&
	       licensing_plan(profile->store, profile->reference, NULL, err);
}

static void way_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct way_answer answer = { .wizard = ctx };
	(void)tui;
	if (sscanf(id, "%15s %11s", answer.calling, answer.product) == 2)
		wizard_edit(ctx, _("Way of calling chosen"), way_write, &answer);
}

static void way_key(struct tui *tui, void *ctx)
{
	struct wizard *wizard = ctx;
	const struct organization *answers = &wizard->facts.organization;
	char id[32];
	bool plan = strcmp(answers->calling, "domestic") == 0 ||
		    strcmp(answers->calling, "international") == 0;
	snprintf(id, sizeof id, "%s %s", answers->calling, plan ? answers->product : "separate");
	tui_menu(tui, _("How people call"), way_choices, TUI_COUNT(way_choices), id, way_chosen,
		wizard);
}

/* ---- other keys ---- */

static void view_key(struct tui *tui, void *ctx)
{
	static const enum person_scope next[] = { [PERSON_ACCOUNTS] = PERSON_CALLERS,
		[PERSON_CALLERS] = PERSON_PROBLEM,
		[PERSON_PROBLEM] = PERSON_EVERYBODY,
		[PERSON_EVERYBODY] = PERSON_ACCOUNTS };
	struct licences_screen *screen = screen_of(ctx);
	screen->scope = next[screen->scope];
	tui_message(tui, ROLE_TEXT, _("Shown: %s. v goes on."), _(scope_names[screen->scope]));
	tui_reload(tui);
}

static void import_key(struct tui *tui, void *ctx)
{
	(void)tui;
	people_import(ctx);
}

static bool may_buy(void *ctx, struct error *err)
{
	const struct wizard *wizard = ctx;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (wizard->facts.steps[i].step == PLAN_LICENCES &&
			wizard->facts.steps[i].changes > 0)
			return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("Nothing to buy or to assign: mark people first, with Space or a."));
}

static void buy_key(struct tui *tui, void *ctx)
{
	(void)tui;
	if (wizard_service(ctx))
		wizard_apply(ctx, plan_step_id(PLAN_LICENCES));
}

static const struct action licences_actions[] = {
	{ .key = 'f',
		.label = N_("Fix"),
		.run = fix_key,
		.rule = 9,
		.help = N_("Give the organization's country to everybody who calls and has no "
			   "usage location.") },
	{ .key = 'b',
		.label = N_("Buy"),
		.run = buy_key,
		.enabled = may_buy,
		.rule = 16,
		.help = N_("Buy what is missing and assign it. You type the count first.") },
	{ .key = 'c',
		.label = N_("Calling"),
		.run = way_key,
		.rule = 2,
		.help = N_("Choose where people call, and which products that takes.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Country"),
		.run = country_key,
		.rule = 8,
		.needs_row = true,
		.hidden = true,
		.help = N_("Choose this person's usage location.") },
	{ .key = 'v',
		.label = N_("View"),
		.run = view_key,
		.hidden = true,
		.help = N_("Show people, those who call, those with a problem, all accounts.") },
	{ .key = 'I',
		.label = N_("Import people"),
		.run = import_key,
		.hidden = true,
		.help = N_("Read people from a CSV file.") },
};

/* ---- about one person ---- */

static void message_waits(struct wizard *wizard, const struct person *person, struct str *out)
{
	struct licence held[HELD];
	int count = licence_list(wizard->profile->store, person->id, HELD, held, NULL);
	int64_t since = 0;
	for (int i = 0; i < count && i < HELD; i++)
		if (held[i].actual && held[i].since > since)
			since = held[i].since;
	struct verdict verdict = latency_check(
		LATENCY_LICENCE, since > 0 ? wizard_now(wizard) - since : 0);
	screen_verdict(&verdict, out);
	str_add(out, _(" Ctrl-R looks again."));
}

static enum tui_role message_stuck(
	struct wizard *wizard, const struct person *person, struct str *out)
{
	struct licensing_answer answer;
	if (!licensing_person(wizard->profile->store, wizard->profile->reference, person->id,
		    &answer, NULL) ||
		answer.note_count == 0) {
		str_add(out, _("no product fits; d says more"));
		return ROLE_WARNING;
	}
	return screen_verdict(&answer.notes[0], out);
}

static void person_message(
	struct wizard *wizard, const struct person *person, struct str *out, enum tui_role *role)
{
	const char *country = wizard->facts.organization.country;
	str_addf(out, "%s: ", person->display_name);
	*role = ROLE_WARNING;
	switch (person->step) {
	case PERSON_ABSENT:
		str_add(out,
			_("only in a file, the tenant does not show this account. Ctrl-R looks "
			  "again."));
		break;
	case PERSON_DISABLED:
		str_add(out, _("the account is switched off. Unmark it, or switch it on in the "
			       "admin centre."));
		break;
	case PERSON_NO_LOCATION:
		if (country[0])
			str_addf(out,
				_("no usage location. f sets %s for all who call and lack one.  R-009"),
				country);
		else
			str_add(out, _("no usage location. e sets it.  R-009"));
		break;
	case PERSON_WAITS:
		*role = ROLE_TEXT;
		message_waits(wizard, person, out);
		break;
	default:
		*role = message_stuck(wizard, person, out);
	}
}

static void licences_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct wizard *wizard = ctx;
	const struct cart *cart = &screen_of(wizard)->cart;
	const struct person *person = person_at(ctx, row);
	if (person && person->calls && (is_stuck(person) || person->step == PERSON_WAITS)) {
		person_message(wizard, person, out, role);
	} else if (person && person->step == PERSON_DISABLED) {
		str_addf(out, "%s: %s", person->display_name, _(unmarkable(person)));
	} else if (person && cart->callers == 0) {
		str_add(out, _("Mark who calls or is called from outside: Space, or a for all "
			       "that are shown. / filters, also by department and city."));
	} else if (person && cart->count > 0 && cart->seats[0].missing > 0 &&
		   !cart->seats[0].visible && wizard->profile->service) {
		str_addf(out,
			_("%s is not offered before Phone System is bought; ringup keeps the "
			  "order.  R-003"),
			cart->seats[0].name);
	} else if (wizard->facts.cost.seats_to_buy > 0 && wizard->profile->service) {
		str_addf(out,
			ngettext("%" PRId64
				 " licence to buy: b buys and assigns it after you typed "
				 "the count.",
				"%" PRId64 " licences to buy: b buys and assigns them after you "
				"typed the count.",
				(unsigned long)wizard->facts.cost.seats_to_buy),
			wizard->facts.cost.seats_to_buy);
	} else if (person && person->step == PERSON_READY) {
		str_addf(out, _("%s can get a number now: > goes on."), person->display_name);
	}
}

static void licences_help(void *ctx, int64_t row, struct str *out)
{
	static const int rules[PERSON_STATE_COUNT] = {
		[PERSON_NO_LOCATION] = 9,
		[PERSON_QUIET] = 368,
		[PERSON_PLANNED] = 5,
		[PERSON_WAITS] = 17,
		[PERSON_READY] = 326,
	};
	struct wizard *wizard = ctx;
	const struct person *person = person_at(ctx, row);
	struct licensing_answer answer;
	if (!person)
		return;
	str_addf(out, "%s: %s\n", person->display_name, _(state_words[person->step]));
	screen_rule(wizard->profile->reference, rules[person->step], out);
	if (person->step == PERSON_UNLICENSED &&
		licensing_person(wizard->profile->store, wizard->profile->reference, person->id,
			&answer, NULL) &&
		answer.note_count > 0)
		screen_rule(wizard->profile->reference, answer.notes[0].rule, out);
}

static void detail_holds(struct wizard *wizard, const struct person *person, struct str *out)
{
	struct licence held[HELD];
	int count = licence_list(wizard->profile->store, person->id, HELD, held, NULL);
	str_addf(out, "\n\n" TUI_LINE_TITLE "%s\n", _("Licences"));
	for (int i = 0; i < count && i < HELD; i++)
		str_addf(out, "%s: %s%s\n", held[i].name,
			held[i].wanted && held[i].actual ? _("has it")
			: held[i].wanted                 ? _("gets it")
							 : _("is taken away"),
			held[i].by_group ? _(", by a group") : "");
	if (count <= 0)
		str_addf(out, "%s\n", _("none"));
}

static void detail_needs(
	const struct wizard *wizard, const struct licensing_answer *answer, struct str *out)
{
	char text[48];
	str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Why these products"));
	for (int i = 0; i < answer->need_count; i++) {
		const struct licensing_need *need = &answer->needs[i];
		str_addf(out, "%d. %s, %s: %s  R-%03d\n", i + 1,
			_(eligibility_role_name(need->role)),
			money_text(wizard, need->part[0] ? part_cents(wizard, need->part) : -1,
				text, sizeof text),
			_(need->reason.why), need->reason.rule);
	}
	if (answer->need_count == 0 && answer->note_count == 0)
		str_addf(out, "%s\n", _("Nothing is missing to call."));
	for (int i = 0; i < answer->note_count; i++) {
		str_add(out, TUI_LINE_WARNING);
		screen_verdict(&answer->notes[i], out);
		str_addc(out, '\n');
	}
}

static void detail_ways(
	struct wizard *wizard, const struct licensing_answer *answer, struct str *out)
{
	struct way_price ways[WAY_COUNT];
	int count = ways_read(wizard, answer, ways);
	if (count > 1)
		str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Ways compared, a month"));
	for (int i = 0; i < count && count > 1; i++) {
		char text[48];
		str_addf(out, "%s  ", money_text(wizard, ways[i].cents, text, sizeof text));
		way_name(wizard, &ways[i].way, out);
		if (ways[i].way.kind == WAY_SUITE)
			str_add(out, _(" (the present plan is given up)"));
		str_addf(out, "%s\n", ways[i].way.chosen ? _(" (chosen; c changes it)") : "");
	}
}

static void detail_cart(struct wizard *wizard, struct str *out)
{
	const struct cart *cart = &screen_of(wizard)->cart;
	str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("All phone products"));
	for (int i = 0; i < cart->count; i++) {
		const struct seat *seat = &cart->seats[i];
		char text[48];
		str_addf(out,
			_("%s: %s each, %" PRId64 " bought, %" PRId64 " in use, %" PRId64
			  " to buy"),
			seat->name, money_text(wizard, seat->cents, text, sizeof text), seat->have,
			seat->used, seat->missing);
		if (strcmp(seat->source, "demo") == 0)
			str_add(out, _("; a demo price"));
		else if (seat->as_of[0])
			str_addf(out, _("; price of %s, check before buying"), seat->as_of);
		if (seat->doubt[0])
			str_addf(out, _("; in doubt: %s"), seat->doubt);
		str_addc(out, '\n');
	}
	footer_pools(wizard, POOLS, out);
}

static void licences_detail(void *ctx, int64_t row, struct str *out)
{
	struct wizard *wizard = ctx;
	const struct person *person = person_at(ctx, row);
	struct licensing_answer answer;
	if (!person) {
		detail_cart(wizard, out);
		return;
	}
	str_addf(out, TUI_LINE_TITLE "%s\n %s\n", person->display_name, person->upn);
	str_addf(out, _(" usage location %s%s"), person->location[0] ? person->location : "-",
		strcmp(person->location, person->location_actual) != 0 ? _(" (planned)") : "");
	if (person->city[0])
		str_addf(out, "\n %s %s", person->office, person->city);
	detail_holds(wizard, person, out);
	if (licensing_person(wizard->profile->store, wizard->profile->reference, person->id,
		    &answer, NULL)) {
		detail_needs(wizard, &answer, out);
		detail_ways(wizard, &answer, out);
	}
	detail_cart(wizard, out);
}

static void licences_empty(void *ctx, struct str *out)
{
	struct wizard *wizard = ctx;
	if (screen_of(wizard)->scope == PERSON_CALLERS)
		str_add(out, _("Nobody is marked to call yet. v shows everybody."));
	else if (screen_of(wizard)->scope == PERSON_PROBLEM)
		str_add(out, _("Nobody who calls has a problem. v shows everybody."));
	else if (wizard->sync)
		str_add(out, _("The people of the tenant are being read."));
	else
		str_add(out, _("No people are known yet. I imports them from a CSV file that an "
			       "admin centre exported; Ctrl-R reads them from the tenant."));
}

static const struct column licences_columns[] = {
	[COLUMN_PERSON] = { .title = N_("Person"),
		.width = 17,
		.grow = 2,
		.help = N_("Name in the directory.") },
	[COLUMN_DEPARTMENT] = { .title = N_("Department"),
		.width = 10,
		.grow = 1,
		.drop = 3,
		.help = N_("Also found by /.") },
	[COLUMN_HOLDS] = { .title = N_("Holds now"),
		.width = 17,
		.grow = 2,
		.drop = 2,
		.help = N_("Products that are assigned.") },
	[COLUMN_GETS] = { .title = N_("Gets"),
		.width = 7,
		.grow = 2,
		.drop = 1,
		.help = N_("Products that the plan assigns; \"bundle\" is Teams Phone with "
			   "Calling Plan.") },
	[COLUMN_STATE] = { .title = N_("State"),
		.width = 11,
		.help = N_("planned, waits (the licence is not effective yet), ready; country: the "
			   "usage location is missing; stuck: no product fits; account off: "
			   "nobody signs in with it.") },
};

const struct view licences_view = {
	.id = "licences",
	.title = N_("Licences"),
	.help = N_("Mark everybody who calls or is called from outside. Those who only use Teams "
		   "among themselves need no phone licence. What must be bought stands below, "
		   "with its price, and nothing is bought before you type the count."),
	COLUMNS(licences_columns),
	ACTIONS(licences_actions),
	.count = licences_count,
	.load = licences_load,
	.cell = licences_cell,
	.role = licences_role,
	.key = licences_key,
	.find = licences_find,
	.mark = licences_mark,
	.set_mark = licences_set_mark,
	.filter = licences_filter,
	.header = licences_header,
	.footer = licences_footer,
	.detail = licences_detail,
	.row_help = licences_help,
	.message = licences_message,
	.empty = licences_empty,
};
const struct view *const licences_views[] = { NULL };
const struct form *const licences_forms[] = { NULL };

void licences_init(struct wizard *wizard)
{
	struct licences_screen *screen = xcalloc(1, sizeof *screen);
	screen->rows.size = sizeof(struct person);
	screen->scope = PERSON_ACCOUNTS;
	wizard->state[PLAN_LICENCES] = screen;
}

void licences_fini(struct wizard *wizard)
{
	struct licences_screen *screen = screen_of(wizard);
	loop_cancel(wizard->loop, screen->mark_timer);
	screen_rows_fini(&screen->rows);
	screen_filter_fini(&screen->filter);
	free(screen);
	wizard->state[PLAN_LICENCES] = NULL;
}
