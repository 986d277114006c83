/* Step Addresses: the list of emergency addresses, and what may be done with them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/point.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "screens/addresses.h"

#define COUNTRIES 160
#define PLACES_MOST 1000
#define USERS_NAMED 5
#define USERS_LOOKED 2000 /* rows that are looked through for names */

struct addresses *addresses_of(void *ctx)
{
	return ((struct wizard *)ctx)->state[PLAN_ADDRESSES];
}

static struct store *store_of(const struct addresses *addresses)
{
	return addresses->wizard->profile->store;
}

static struct reference *ref_of(const struct addresses *addresses)
{
	return addresses->wizard->profile->reference;
}

/* ---- rules ---- */

static enum address_state state_of(const struct address *address)
{
	if (strcmp(address->actual, "Valid") == 0)
		return ADDRESS_VALID;
	return strcmp(address->actual, "Invalid") == 0 ? ADDRESS_INVALID : ADDRESS_UNVALIDATED;
}

struct address_facts address_facts_of(const struct address *address)
{
	return (struct address_facts){ .state = state_of(address),
		.on_service = address->civic_id[0] != '\0',
		.in_use = address->users };
}

bool address_rules(struct addresses *addresses, const char *country, struct address_format *format,
	struct address_form *form)
{
	*form = (struct address_form){ .english = address_english(country),
		.strict_british = strcmp(country, "GB") == 0 };
	memset(format, 0, sizeof *format);
	if (!reference_address_format(ref_of(addresses), country, format, NULL))
		return false;
	form->required = address_fields_of(format->required_fields);
	form->postal_regex = format->postal_code_regex;
	form->coordinates = format->latlong_required == FACT_YES;
	return true;
}

static const char *const field_columns[ADDRESS_FIELD_COUNT] = {
	[ADDRESS_DESCRIPTION] = "name",
	[ADDRESS_COMPANY] = "company_name",
	[ADDRESS_HOUSE_NUMBER] = "house_number",
	[ADDRESS_HOUSE_SUFFIX] = "house_number_suffix",
	[ADDRESS_HOUSE_NAME] = "house_name",
	[ADDRESS_PRE_DIRECTIONAL] = "pre_directional",
	[ADDRESS_STREET] = "street_name",
	[ADDRESS_STREET_SUFFIX] = "street_suffix",
	[ADDRESS_POST_DIRECTIONAL] = "post_directional",
	[ADDRESS_CITY] = "city",
	[ADDRESS_CITY_ALIAS] = "city_alias",
	[ADDRESS_STATE] = "state",
	[ADDRESS_POSTAL_CODE] = "postal_code",
	[ADDRESS_COUNTRY] = "country",
	[ADDRESS_TAX_ID] = "company_tax_id",
	[ADDRESS_LATITUDE] = "latitude",
	[ADDRESS_LONGITUDE] = "longitude",
	[ADDRESS_ELIN] = "elin",
};

int address_findings(struct addresses *addresses, const struct address *address,
	struct address_finding *findings, int room)
{
	struct address_format format;
	struct address_form form;
	struct address_text text = { 0 };
	address_rules(addresses, address->country, &format, &form);
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++)
		text.field[i] = address_text(address, field_columns[i]);
	return address_check(&form, &text, findings, room);
}

/* ---- rows: there are few addresses, so all are in memory ---- */

static bool number_after(struct addresses *addresses, const char *country)
{
	struct address_format format;
	return reference_address_format(ref_of(addresses), country, &format, NULL) &&
	       format.house_number_position == HOUSE_NUMBER_AFTER;
}

static bool address_shown(struct addresses *addresses, const struct address *address)
{
	const char *filter = screen_filter_text(&addresses->filter);
	struct str text = { 0 };
	if (!filter)
		return true;
	str_addf(&text, "%s %s ", address->name, address->company_name);
	address_line(address, number_after(addresses, address->country), &text);
	bool has = text_has(str_text(&text), filter);
	str_fini(&text);
	return has != addresses->filter.exclude;
}

static void fallback_read(struct addresses *addresses)
{
	struct organization organization;
	struct place place;
	addresses->fallback[0] = '\0';
	if (organization_get(store_of(addresses), &organization, NULL) &&
		organization.fallback_place &&
		place_get(store_of(addresses), organization.fallback_place, &place, NULL))
		snprintf(addresses->fallback, sizeof addresses->fallback, "%s", place.label);
}

static int64_t addresses_count(void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	struct store *store = store_of(addresses);
	struct error err = { 0 };
	int64_t all = address_count(store, &err);
	int got = 0;
	addresses->count = 0;
	if (all > 0) {
		addresses->rows = xrealloc(addresses->rows, (size_t)all, sizeof *addresses->rows);
		got = address_list(store, 0, (int)all, addresses->rows, &err);
	}
	if (all < 0 || got < 0)
		tui_error(addresses->wizard->tui, &err);
	for (int i = 0; i < got; i++)
		if (address_shown(addresses, &addresses->rows[i]))
			addresses->rows[addresses->count++] = addresses->rows[i];
	plan_order_reason(store, ref_of(addresses), &addresses->order, NULL);
	fallback_read(addresses);
	return addresses->count;
}

static const struct address *row_at(const struct addresses *addresses, int64_t row)
{
	return row >= 0 && row < addresses->count ? &addresses->rows[row] : NULL;
}

static const struct address *selected(struct addresses *addresses)
{
	return row_at(addresses, tui_row(addresses->wizard->tui));
}

static int64_t addresses_key(void *ctx, int64_t row)
{
	const struct address *address = row_at(addresses_of(ctx), row);
	return address ? address->id : -1;
}

static int64_t addresses_find(void *ctx, int64_t key)
{
	const struct addresses *addresses = addresses_of(ctx);
	for (int i = 0; i < addresses->count; i++)
		if (addresses->rows[i].id == key)
			return i;
	return -1;
}

static void addresses_filter(void *ctx, const char *text, bool exclude)
{
	screen_filter_set(&addresses_of(ctx)->filter, text, exclude);
}

/* ---- texts ---- */

static const char *state_text(const struct address *address)
{
	if (!address->wanted)
		return _("to be removed");
	if (address->open_corrections > 0)
		return _("corrected");
	switch (state_of(address)) {
	case ADDRESS_VALID:
		return _("validated");
	case ADDRESS_INVALID:
		return _("refused");
	default:
		return address->civic_id[0] ? _("not validated") : _("planned");
	}
}

enum { COLUMN_NAME, COLUMN_ADDRESS, COLUMN_COUNTRY, COLUMN_PLACES, COLUMN_USERS, COLUMN_STATE };

static void addresses_cell(void *ctx, int64_t row, int column, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = row_at(addresses, row);
	if (!address)
		return;
	switch (column) {
	case COLUMN_NAME:
		str_add(out, address->name);
		break;
	case COLUMN_ADDRESS:
		address_line(address, number_after(addresses, address->country), out);
		break;
	case COLUMN_COUNTRY:
		str_add(out, address->country);
		break;
	case COLUMN_PLACES:
		str_addf(out, "%" PRId64, address->places);
		break;
	case COLUMN_USERS:
		str_addf(out, "%" PRId64, address->users);
		break;
	case COLUMN_STATE:
		str_add(out, state_text(address));
		break;
	}
}

static enum tui_role addresses_role(void *ctx, int64_t row, int column)
{
	const struct address *address = row_at(addresses_of(ctx), row);
	if (!address || column != COLUMN_STATE)
		return ROLE_TEXT;
	if (address->open_corrections > 0)
		return ROLE_WARNING;
	return state_of(address) == ADDRESS_VALID     ? ROLE_OK
	       : state_of(address) == ADDRESS_INVALID ? ROLE_ERROR
						      : ROLE_TEXT;
}

static void line_add(void *data, const char *text, size_t len)
{
	str_addn(data, text, len);
	str_addc(data, '\n');
}

static void addresses_header(void *ctx, int columns, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	struct str text = { 0 };
	if (addresses->order.why)
		str_addf(&text, "%s: %s  R-%03d", addresses->wizard->facts.country_name,
			_(addresses->order.why), addresses->order.rule);
	text_wrap(str_text(&text), columns, line_add, out);
	if (addresses->fallback[0])
		str_addf(out, _("People for whom no other place fits get %s (f changes it).\n"),
			addresses->fallback);
	str_add(out, " ");
	str_fini(&text);
}

static void first_finding(
	struct addresses *addresses, const struct address *address, struct str *out)
{
	struct address_finding findings[4];
	if (address_findings(addresses, address, findings, 4) > 0) {
		address_say(out, &findings[0]);
		str_addf(out, "  R-%03d", findings[0].verdict.rule);
	}
}

/* Coordinates that lie elsewhere, when nothing graver is to be said. */
static void doubt_of_point(
	struct addresses *addresses, const struct address *address, struct str *out)
{
	struct coordinates_finding found;
	if (!out->len && point_check(ref_of(addresses), address, &found) &&
		found.doubt > COORDINATES_COARSE)
		screen_verdict(&found.verdict, out);
}

static void addresses_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = row_at(addresses, row);
	struct verdict outcome;
	if (!address)
		return;
	if (!address->wanted) {
		str_add(out, _("It is removed when the plan is applied; D keeps it after all."));
	} else if (address->open_corrections > 0) {
		str_addf(out, _("%s was corrected. Press Enter to read both texts.  R-298"),
			address->name);
		*role = ROLE_WARNING;
	} else if (state_of(address) == ADDRESS_INVALID) {
		outcome = address_outcome(ADDRESS_INVALID, false, address->country);
		*role = screen_verdict(&outcome, out);
	} else if (state_of(address) == ADDRESS_VALID) {
		str_addf(out,
			_("%s is validated, which does not mean that it is spelt right: read it.  "
			  "R-297"),
			address->name);
	} else {
		first_finding(addresses, address, out);
		doubt_of_point(addresses, address, out);
		*role = out->len ? ROLE_WARNING : ROLE_TEXT;
		if (!out->len)
			str_addf(out,
				_("%s is not validated yet. v validates, or Review with the "
				  "rest.  R-282"),
				address->name);
	}
}

static void addresses_empty(void *ctx, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	str_add(out, _("No emergency address yet.\n\n"
		       "Press a to add the place where people work: when they call for help, this "
		       "is where help is sent.\n\n"));
	/* Which step is first matters as long as there are no numbers. */
	if (addresses->order.remedy && addresses->wizard->facts.owned == 0)
		str_addf(out, "%s  R-%03d", _(addresses->order.remedy), addresses->order.rule);
}

static void detail_line(struct str *out, const char *label, const char *value)
{
	if (value && *value)
		str_addf(out, "%s: %s\n", label, value);
}

static void detail_places(
	struct addresses *addresses, const struct address *address, struct str *out)
{
	struct place batch[16];
	int got = TUI_COUNT(batch);
	if (address->places == 0)
		return;
	str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Places inside"));
	for (int64_t first = 0; got == TUI_COUNT(batch); first += got) {
		got = place_list(
			store_of(addresses), address->id, first, TUI_COUNT(batch), batch, NULL);
		for (int i = 0; i < got; i++)
			if (batch[i].name[0])
				str_addf(out,
					ngettext(" %s, %" PRId64 " user\n",
						" %s, %" PRId64 " users\n",
						(unsigned long)batch[i].users),
					batch[i].name, batch[i].users);
	}
}

/* Of one that Microsoft validated, it is no longer ours to judge. */
static void detail_point(
	struct addresses *addresses, const struct address *address, struct str *out)
{
	struct coordinates_finding found;
	if (state_of(address) == ADDRESS_VALID || !point_check(ref_of(addresses), address, &found))
		return;
	str_addf(out, "\n\n%s: ", _("Coordinates"));
	if (found.verdict.answer != VERDICT_YES)
		str_addf(out, "%s ", _(found.verdict.why));
	coordinates_say_checked(out, &found);
}

static void addresses_detail(void *ctx, int64_t row, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = row_at(addresses, row);
	char date[CLOCK_TEXT], time[CLOCK_TEXT];
	if (!address) {
		str_add(out, _("No row is selected."));
		return;
	}
	str_addf(out, TUI_LINE_TITLE "%s\n", _("Emergency address"));
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++)
		detail_line(out, _(address_field_label((enum address_field)i)),
			address_text(address, field_columns[i]));
	detail_line(out, _("State"), state_text(address));
	if (address->checked_at)
		str_addf(out, _("Validated: %s %s\n"), clock_date(date, address->checked_at),
			clock_hm(time, address->checked_at));
	if (address->message[0])
		detail_line(out, _("The service says"), _(address->message));
	str_addf(out, _("Used by: %" PRId64 "\n"), address->users);
	detail_places(addresses, address, out);
	str_add(out, "\n");
	correction_checked(addresses, address, out);
	detail_point(addresses, address, out);
}

static void addresses_row_help(void *ctx, int64_t row, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	enum tui_role role = ROLE_TEXT;
	addresses_message(ctx, row, out, &role);
	str_add(out, "\n\n");
	screen_rule(ref_of(addresses), 282, out);
	screen_rule(ref_of(addresses), 297, out);
	if (addresses->order.rule)
		screen_rule(ref_of(addresses), addresses->order.rule, out);
}

/* ---- adding ---- */

static int64_t country_count(void *ctx)
{
	return addresses_of(ctx)->country_count;
}

static void country_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct country *country = &addresses_of(ctx)->countries[at];
	str_add(id, country->code);
	str_add(label, country->name);
	str_add(note, country->address_first ? _("address before numbers") : _("numbers first"));
}

static void country_chosen(struct tui *tui, void *ctx, const char *id)
{
	(void)tui;
	address_sheet_new(addresses_of(ctx), id);
}

static const struct picker country_picker = {
	.title = N_("In which country is the address?"),
	.help = N_("Each country has fields of its own."),
	.count = country_count,
	.item = country_item,
};

static void countries_read(struct addresses *addresses)
{
	if (addresses->countries)
		return;
	addresses->countries = xcalloc(COUNTRIES, sizeof *addresses->countries);
	int count = reference_countries(ref_of(addresses), addresses->countries, COUNTRIES);
	addresses->country_count = 0;
	for (int i = 0; i < count && i < COUNTRIES; i++)
		if (addresses->countries[i].has_address_format)
			addresses->countries[addresses->country_count++] = addresses->countries[i];
}

static void run_add(struct tui *tui, void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	countries_read(addresses);
	tui_choose(tui, &country_picker, addresses->wizard->facts.organization.country,
		country_chosen, ctx);
}

/* ---- editing ---- */

static void clone_answered(struct tui *tui, void *ctx, bool yes)
{
	struct addresses *addresses = addresses_of(ctx);
	struct address address;
	(void)tui;
	if (yes && address_get(store_of(addresses), addresses->subject, &address, NULL))
		address_sheet_clone(addresses, &address);
}

void address_offer_clone(struct addresses *addresses, const struct address *address)
{
	struct address_facts facts = address_facts_of(address);
	struct verdict verdict = address_may(ADDRESS_EDIT, &facts);
	struct str text = { 0 };
	addresses->subject = address->id;
	screen_verdict(&verdict, &text);
	tui_ask(addresses->wizard->tui, _("It cannot be edited"), str_text(&text), _("Clone it"),
		_("Leave it"), clone_answered, addresses->wizard);
	str_fini(&text);
}

static void edit(struct addresses *addresses, const struct address *address)
{
	struct address_facts facts = address_facts_of(address);
	struct address copy = *address;
	if (verdict_ok(address_may(ADDRESS_EDIT, &facts)))
		address_sheet_edit(addresses, &copy);
	else
		address_offer_clone(addresses, &copy);
}

static void run_edit(struct tui *tui, void *ctx)
{
	const struct address *address = selected(addresses_of(ctx));
	(void)tui;
	if (address)
		edit(addresses_of(ctx), address);
}

static void run_open(struct tui *tui, void *ctx)
{
	const struct address *address = selected(addresses_of(ctx));
	if (address && address->open_corrections > 0)
		correction_open(addresses_of(ctx), address);
	else
		run_edit(tui, ctx);
}

static void run_locate(struct tui *tui, void *ctx)
{
	const struct address *address = selected(addresses_of(ctx));
	(void)tui;
	if (!address)
		return;
	struct address_facts facts = address_facts_of(address);
	struct address copy = *address;
	if (verdict_ok(address_may(ADDRESS_EDIT, &facts)))
		coordinates_open(addresses_of(ctx), &copy);
	else
		address_offer_clone(addresses_of(ctx), &copy);
}

static void run_clone(struct tui *tui, void *ctx)
{
	const struct address *address = selected(addresses_of(ctx));
	(void)tui;
	if (address) {
		struct address copy = *address;
		address_sheet_clone(addresses_of(ctx), &copy);
	}
}

/* ---- validating ---- */

static void run_validate(struct tui *tui, void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = selected(addresses);
	struct address_facts facts;
	struct verdict verdict;
	struct str text = { 0 };
	if (!address)
		return;
	facts = address_facts_of(address);
	verdict = address_may(ADDRESS_VALIDATE, &facts);
	if (!verdict_ok(verdict)) {
		enum tui_role role = screen_verdict(&verdict, &text);
		tui_message(tui, role, "%s", str_text(&text));
	} else {
		first_finding(addresses, address, &text);
		if (text.len)
			tui_message(tui, ROLE_ERROR, _("%s Press e to mend it."), str_text(&text));
		else
			wizard_apply(ctx, "addresses");
	}
	str_fini(&text);
}

/* ---- removing ---- */

/* Does a person's or number's place belong to this address? Its label begins with the name. */
static bool place_of(const char *label, const char *name)
{
	size_t len = strlen(name);
	return strncmp(label, name, len) == 0 && (label[len] == '\0' || label[len] == '/');
}

struct users {
	struct str *out;
	int named;
};

static void user_add(struct users *users, const char *name)
{
	if (users->named < USERS_NAMED)
		str_addf(users->out, "%s%s", users->named ? ", " : "", name);
	users->named++;
}

static void users_people(struct addresses *addresses, const char *name, struct users *users)
{
	static struct assignment_row rows[32];
	struct assignment_filter filter = { .scope = ASSIGNMENT_CALLERS };
	int got = TUI_COUNT(rows);
	for (int64_t first = 0; got == TUI_COUNT(rows) && first < USERS_LOOKED; first += got) {
		got = assignment_window(
			store_of(addresses), &filter, first, TUI_COUNT(rows), rows, NULL);
		for (int i = 0; i < got; i++)
			if (place_of(rows[i].place, name))
				user_add(users, rows[i].name);
	}
}

static void users_numbers(struct addresses *addresses, const char *name, struct users *users)
{
	static struct number rows[32];
	struct number_filter filter = { .scope = NUMBER_ALL };
	int got = TUI_COUNT(rows);
	for (int64_t first = 0; got == TUI_COUNT(rows) && first < USERS_LOOKED; first += got) {
		got = number_window(
			store_of(addresses), &filter, first, TUI_COUNT(rows), rows, NULL);
		for (int i = 0; i < got; i++)
			if (place_of(rows[i].place, name))
				user_add(users, rows[i].e164);
	}
}

/* "Ava Lindqvist, Ben Osei, ... and 3 more" */
static void users_text(struct addresses *addresses, const struct address *address, struct str *out)
{
	struct users users = { .out = out };
	users_people(addresses, address->name, &users);
	users_numbers(addresses, address->name, &users);
	if (address->users > users.named)
		users.named = (int)address->users;
	if (users.named > USERS_NAMED)
		str_addf(out, _(" and %d more"), users.named - USERS_NAMED);
}

struct removal {
	struct addresses *addresses;
	bool want;
};

static bool removal_write(void *data, struct error *err)
{
	struct removal *removal = data;
	return address_want(
		store_of(removal->addresses), removal->addresses->subject, removal->want, err);
}

static void removal_do(struct addresses *addresses, const struct address *address, bool want)
{
	struct removal removal = { .addresses = addresses, .want = want };
	struct str label = { 0 };
	bool planned = address->civic_id[0] == '\0';
	addresses->subject = address->id;
	str_addf(&label, want ? _("address %s kept") : _("address %s removed"), address->name);
	if (wizard_edit(addresses->wizard, str_text(&label), removal_write, &removal) && !want)
		tui_message(addresses->wizard->tui, ROLE_TEXT, "%s",
			planned ? _("It was only planned, and is gone. u brings it back.")
				: _("In the plan: it is removed when the plan is applied. u takes it "
				    "back."));
	str_fini(&label);
}

static void run_remove(struct tui *tui, void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = selected(addresses);
	struct address_facts facts;
	struct verdict verdict;
	struct str text = { 0 };
	if (!address)
		return;
	facts = address_facts_of(address);
	verdict = address_may(ADDRESS_DELETE, &facts);
	if (!address->wanted || verdict_ok(verdict)) {
		removal_do(addresses, address, !address->wanted);
		return;
	}
	screen_verdict(&verdict, &text);
	str_addf(&text, _("\n\nUsed by: "));
	users_text(addresses, address, &text);
	tui_tell(tui, ROLE_ERROR, _("In use"), str_text(&text));
	str_fini(&text);
}

/* ---- the place for people whom no other fits ---- */

static int64_t place_items(void *ctx)
{
	return addresses_of(ctx)->place_count + 1;
}

static void place_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct addresses *addresses = addresses_of(ctx);
	if (at == 0) {
		str_add(id, "0");
		str_add(label, _("none"));
		return;
	}
	const struct place *place = &addresses->places[at - 1];
	str_addf(id, "%" PRId64, place->id);
	str_add(label, place->label);
	str_add(note, place->city);
}

static bool fallback_write(void *data, struct error *err)
{
	struct addresses *addresses = data;
	return organization_set_number(
		store_of(addresses), ORGANIZATION_FALLBACK_PLACE, addresses->subject, err);
}

static void fallback_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct addresses *addresses = addresses_of(ctx);
	addresses->subject = strtoll(id, NULL, 10);
	if (wizard_edit(addresses->wizard, _("place for people whom no other fits"), fallback_write,
		    addresses))
		tui_message(tui, ROLE_OK, "%s",
			addresses->subject
				? _("Auto-match gives this place to people for whom no "
				    "other fits.")
				: _("People for whom no place fits are left without one."));
}

static const struct picker place_picker = {
	.title = N_("The place for people whom no other fits"),
	.help = N_("Auto-match in step Assign uses it last."),
	.count = place_items,
	.item = place_item,
};

static void run_fallback(struct tui *tui, void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	char now[24];
	if (!addresses->places)
		addresses->places = xcalloc(PLACES_MOST, sizeof *addresses->places);
	int count = place_list(store_of(addresses), 0, 0, PLACES_MOST, addresses->places, NULL);
	addresses->place_count = count > 0 ? count : 0;
	snprintf(now, sizeof now, "%" PRId64, addresses->wizard->facts.organization.fallback_place);
	tui_choose(tui, &place_picker, now, fallback_chosen, ctx);
}

/* ---- the view ---- */

static const struct column columns[] = {
	[COLUMN_NAME] = { .title = N_("Name"),
		.width = 9,
		.narrow = 8,
		.grow = 1,
		.help = N_("Your own short name of the address.") },
	[COLUMN_ADDRESS] = { .title = N_("Address"),
		.width = 32,
		.narrow = 14,
		.grow = 4,
		.help = N_("The address in one line.") },
	[COLUMN_COUNTRY] = { .title = N_("In"),
		.width = 2,
		.drop = 3,
		.help = N_("The country's code.") },
	[COLUMN_PLACES] = { .title = N_("Places"),
		.width = 6,
		.drop = 2,
		.right = true,
		.help = N_("Places inside it: floors, rooms.") },
	[COLUMN_USERS] = { .title = N_("Used by"),
		.width = 7,
		.drop = 1,
		.right = true,
		.help = N_("People and numbers that have it, or are to get it.") },
	[COLUMN_STATE] = { .title = N_("State"),
		.width = 13,
		.narrow = 12,
		.help = N_(
			"planned, not validated, validated, corrected, refused or to be removed.") },
};

static const struct action actions[] = {
	{ .key = 'a',
		.label = N_("Add"),
		.run = run_add,
		.rule = 284,
		.help = N_("Add an address. The form has the fields of its country.") },
	{ .key = TUI_ENTER,
		.label = N_("Open"),
		.run = run_open,
		.needs_row = true,
		.help = N_("Read a correction, or edit the address.") },
	{ .key = 'v',
		.label = N_("Validate"),
		.run = run_validate,
		.needs_row = true,
		.rule = 282,
		.help = N_("Have the addresses of the plan validated now. Only a validated one can "
			   "be given to people.") },
	{ .key = 'c',
		.label = N_("Clone"),
		.run = run_clone,
		.needs_row = true,
		.rule = 304,
		.help = N_(
			"Copy the address, to change the copy: a validated one cannot be edited.") },
	{ .key = 'D',
		.twin = TUI_DELETE,
		.label = N_("Delete"),
		.run = run_remove,
		.needs_row = true,
		.rule = 308,
		.help = N_("Remove the address, if nobody has it; or keep it after all.") },
	{ .key = 'l',
		.label = N_("Locate"),
		.run = run_locate,
		.needs_row = true,
		.hidden = true,
		.rule = 285,
		.help = N_("Find the coordinates of the address, or enter them. Microsoft wants "
			   "them nearly everywhere.") },
	{ .key = 'f',
		.label = N_("Fallback"),
		.run = run_fallback,
		.hidden = true,
		.help = N_("Choose the place of people for whom no other place fits.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Edit"),
		.run = run_edit,
		.needs_row = true,
		.hidden = true,
		.rule = 304,
		.help = N_("Change the address. A validated one is cloned instead.") },
};

const struct view addresses_view = {
	.id = "addresses",
	.title = N_("Addresses"),
	.help = N_(
		"Emergency addresses tell where help is sent when somebody calls for it. Add one "
		"for each building, name the places inside it, and have it validated. A "
		"validated address cannot be edited, and one that is used cannot be removed."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = addresses_count,
	.cell = addresses_cell,
	.role = addresses_role,
	.key = addresses_key,
	.find = addresses_find,
	.filter = addresses_filter,
	.header = addresses_header,
	.detail = addresses_detail,
	.row_help = addresses_row_help,
	.message = addresses_message,
	.empty = addresses_empty,
};

const struct view *const addresses_views[] = { &correction_view, &coordinates_view, NULL };

void addresses_init(struct wizard *wizard)
{
	struct addresses *addresses = xcalloc(1, sizeof *addresses);
	addresses->wizard = wizard;
	wizard->state[PLAN_ADDRESSES] = addresses;
}

void addresses_fini(struct wizard *wizard)
{
	struct addresses *addresses = wizard->state[PLAN_ADDRESSES];
	if (!addresses)
		return;
	address_sheet_free(addresses);
	coordinates_free(addresses);
	screen_filter_fini(&addresses->filter);
	free(addresses->rows);
	free(addresses->places);
	free(addresses->countries);
	free(addresses);
	wizard->state[PLAN_ADDRESSES] = NULL;
}
