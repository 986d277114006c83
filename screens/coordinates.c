/* Where an address is: what a map provider found, and which of it to take; or both figures by hand.
 * Nothing here validates: it finds, and says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/point.h"
#include "core/profile/locate.h"
#include "screens/addresses.h"

struct coordinates_page {
	struct addresses *addresses;
	struct address address; /* as it is stored */
	struct address draft;   /* as it would become */
	struct agreement agreement;
	struct locate *locate; /* NULL: it could not be asked */
	struct geocode_place places[GEOCODE_PLACES];
	int count;
	bool asking;
	struct error why; /* why there is no answer */
};

static struct coordinates_page *page_of(void *ctx)
{
	return addresses_of(ctx)->page;
}

static struct reference *ref_of(const struct coordinates_page *page)
{
	return page->addresses->wizard->profile->reference;
}

static const struct geocode_place *place_at(const struct coordinates_page *page, int64_t row)
{
	return row >= 0 && row < page->count ? &page->places[row] : NULL;
}

static struct coordinates_page *page_new(struct addresses *addresses, const struct address *address)
{
	if (!addresses->page)
		addresses->page = xcalloc(1, sizeof *addresses->page);
	struct coordinates_page *page = addresses->page;
	*page = (struct coordinates_page){ .addresses = addresses, .address = *address };
	page->draft = *address;
	agreement_begin(&page->agreement, address);
	return page;
}

void coordinates_free(struct addresses *addresses)
{
	if (addresses->page)
		locate_free(addresses->page->locate);
	free(addresses->page);
	addresses->page = NULL;
}

/* ---- doubts ---- */

static void agreement_text(const struct address *address, char *text, size_t size)
{
	snprintf(text, size, "%s %s %s %s", address->latitude, address->longitude,
		address->postal_code, address->country);
}

void agreement_begin(struct agreement *agreement, const struct address *address)
{
	agreement_text(address, agreement->text, sizeof agreement->text);
}

bool agreement_reached(struct agreement *agreement, struct reference *ref,
	const struct address *address, struct error *err)
{
	struct coordinates_finding found;
	char text[sizeof agreement->text];
	agreement_text(address, text, sizeof text);
	if (strcmp(text, agreement->text) == 0 || !point_check(ref, address, &found) ||
		found.verdict.answer == VERDICT_YES)
		return true;
	memcpy(agreement->text, text, sizeof text);
	return error_set(err, ERROR_INPUT,
		_("%s %s If you know better, save once more and they are kept.  R-%03d"),
		_(found.verdict.why), _(found.verdict.remedy), found.verdict.rule);
}

/* ---- asking ---- */

static void on_found(
	void *data, const struct geocode_place *places, int count, const struct error *why)
{
	struct coordinates_page *page = data;
	page->asking = false;
	page->count = count;
	if (count > 0)
		memcpy(page->places, places, (size_t)count * sizeof *places);
	if (why)
		page->why = *why;
	tui_reload(page->addresses->wizard->tui);
}

static void page_ask(struct coordinates_page *page)
{
	page->why = (struct error){ .code = ERROR_NONE };
	page->count = 0;
	page->asking = page->locate && locate_ask(page->locate, ref_of(page), &page->address,
					       on_found, page, &page->why);
}

/* ---- texts ---- */

static int64_t coordinates_count(void *ctx)
{
	return page_of(ctx)->count;
}

enum { COLUMN_FOUND, COLUMN_MATCH, COLUMN_DISTANCE };

static const char *match_text(const struct geocode_place *place)
{
	if (place->exact)
		return _("exactly");
	return place->house ? _("to the house") : _("roughly");
}

static void distance_text(
	const struct coordinates_page *page, const struct geocode_place *place, struct str *out)
{
	double metres = locate_distance(&page->address, place);
	if (metres < 0)
		str_add(out, "-");
	else
		coordinates_say_distance(out, metres);
}

static void coordinates_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct coordinates_page *page = page_of(ctx);
	const struct geocode_place *place = place_at(page, row);
	if (!place)
		return;
	switch (column) {
	case COLUMN_FOUND:
		str_add(out, place->address);
		break;
	case COLUMN_MATCH:
		str_add(out, match_text(place));
		break;
	case COLUMN_DISTANCE:
		distance_text(page, place, out);
		break;
	}
}

static enum tui_role coordinates_role(void *ctx, int64_t row, int column)
{
	const struct geocode_place *place = place_at(page_of(ctx), row);
	if (!place || column != COLUMN_MATCH)
		return ROLE_TEXT;
	return place->exact ? ROLE_OK : place->house ? ROLE_TEXT : ROLE_WARNING;
}

static void coordinates_header(void *ctx, int columns, struct str *out)
{
	const struct coordinates_page *page = page_of(ctx);
	struct address_format format;
	bool after = reference_address_format(ref_of(page), page->address.country, &format, NULL) &&
		     format.house_number_position == HOUSE_NUMBER_AFTER;
	(void)columns;
	str_addf(out, "%s: ", page->address.name);
	address_line(&page->address, after, out);
	str_add(out, "\n");
	if (page->count > 0)
		str_addf(out, _("Found, not validated. %s\n "), locate_credit(page->locate));
	else
		str_add(out, " \n ");
}

static void differences_say(
	const struct coordinates_page *page, const struct geocode_place *place, struct str *out)
{
	struct locate_difference rows[LOCATE_DIFFERENCES];
	int count = locate_differences(ref_of(page), &page->address, place, rows);
	if (count == 0)
		str_add(out, _("Its text says what yours says.\n"));
	for (int i = 0; i < count; i++)
		str_addf(out, _("%s: yours is \"%s\", found is \"%s\"\n"),
			_(address_field_label((enum address_field)address_field_of(rows[i].field))),
			rows[i].ours, rows[i].theirs);
}

/* What the facts say of the place itself: a provider may be wrong too. */
static bool doubt_say(
	const struct coordinates_page *page, const struct geocode_place *place, struct str *out)
{
	struct coordinates_finding found;
	struct address there = page->address;
	locate_take(ref_of(page), &there, place, false);
	if (!point_check(ref_of(page), &there, &found) || found.doubt <= COORDINATES_COARSE)
		return false;
	str_addf(out, "%s  R-%03d", _(found.verdict.why), found.verdict.rule);
	return true;
}

static void coordinates_detail(void *ctx, int64_t row, struct str *out)
{
	const struct coordinates_page *page = page_of(ctx);
	const struct geocode_place *place = place_at(page, row);
	if (!place) {
		str_add(out, _("No row is selected."));
		return;
	}
	str_addf(out, TUI_LINE_TITLE "%s\n %s\n\n", _("Found"), place->address);
	str_addf(out, _("Latitude %s, longitude %s\n"), place->latitude, place->longitude);
	if (page->address.latitude[0]) {
		str_addf(out, _("Yours: %s, %s; distance "), page->address.latitude,
			page->address.longitude);
		distance_text(page, place, out);
		str_add(out, "\n");
	}
	str_addf(out, _("It fits %s.\n\n"), match_text(place));
	differences_say(page, place, out);
	if (doubt_say(page, place, out))
		str_add(out, "\n");
	str_addf(out, "\n%s\n%s", _("Found is not validated: Microsoft's own validation decides."),
		locate_credit(page->locate));
}

static void coordinates_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	const struct coordinates_page *page = page_of(ctx);
	const struct geocode_place *place = place_at(page, row);
	struct locate_difference rows[LOCATE_DIFFERENCES];
	if (!place)
		return;
	if (doubt_say(page, place, out)) {
		*role = ROLE_WARNING;
		return;
	}
	int count = locate_differences(ref_of(page), &page->address, place, rows);
	if (count > 0)
		str_addf(out,
			ngettext("Enter takes the coordinates, t the text too: %d field differs, "
				 "such as \"%s\".",
				"Enter takes the coordinates, t the text too: %d fields differ, "
				"such as \"%s\".",
				(unsigned long)count),
			count, rows[0].theirs);
	else
		str_add(out, _("Enter takes the coordinates: your text is the same."));
}

static void coordinates_empty(void *ctx, struct str *out)
{
	const struct coordinates_page *page = page_of(ctx);
	if (page->asking)
		str_add(out, _("Asking where this address is. Esc goes back."));
	else if (page->why.code != ERROR_NONE)
		str_addf(out, _("%s\n\ne enters the coordinates by hand, r asks again."),
			page->why.text);
	else
		str_add(out, _("Nothing was found for this address: read it again, it may hold a "
			       "mistake.\n\ne enters the coordinates by hand, from a map."));
}

/* ---- taking ---- */

static bool draft_write(void *data, struct error *err)
{
	struct coordinates_page *page = data;
	return address_put(page->addresses->wizard->profile->store, &page->draft, err);
}

static void draft_keep(struct tui *tui, struct coordinates_page *page)
{
	struct wizard *wizard = page->addresses->wizard;
	struct str label = { 0 }, name = { 0 };
	str_addf(&label, _("coordinates of %s"), page->draft.name);
	str_add(&name, page->draft.name);
	if (wizard_edit(wizard, str_text(&label), draft_write, page)) {
		tui_pop(tui);
		tui_message(tui, ROLE_OK,
			_("The coordinates of %s are taken: found, not validated. u takes them back."),
			str_text(&name));
	}
	str_fini(&label);
	str_fini(&name);
}

static void doubt_answered(struct tui *tui, void *ctx, bool yes)
{
	if (yes && page_of(ctx))
		draft_keep(tui, page_of(ctx));
}

static void take(struct tui *tui, void *ctx, bool text)
{
	struct coordinates_page *page = page_of(ctx);
	const struct geocode_place *place = place_at(page, tui_row(tui));
	struct str doubt = { 0 };
	if (!place)
		return;
	page->draft = page->address;
	locate_take(ref_of(page), &page->draft, place, text);
	if (doubt_say(page, place, &doubt))
		tui_ask(tui, _("Are you sure?"), str_text(&doubt), _("Take it"), _("Leave it"),
			doubt_answered, ctx);
	else
		draft_keep(tui, page);
	str_fini(&doubt);
}

static void run_take(struct tui *tui, void *ctx)
{
	take(tui, ctx, false);
}

static void run_take_text(struct tui *tui, void *ctx)
{
	take(tui, ctx, true);
}

static void run_again(struct tui *tui, void *ctx)
{
	page_ask(page_of(ctx));
	tui_reload(tui);
}

/* ---- by hand ---- */

static void hand_get(void *ctx, const struct field *field, struct str *out)
{
	const char *text = address_text(&page_of(ctx)->draft, field->id);
	str_add(out, text ? text : "");
}

bool coordinates_set(
	struct address *address, const char *column, const char *value, struct error *err)
{
	bool latitude = strcmp(column, "latitude") == 0;
	char first[24], second[24];
	if (!*value)
		return address_set_text(address, column, "");
	if (latitude && coordinates_pair(value, first, second, sizeof first))
		return address_set_text(address, "latitude", first) &&
		       address_set_text(address, "longitude", second);
	if (coordinates_tidy(value, latitude ? 90 : 180, first, sizeof first, NULL))
		return address_set_text(address, column, first);
	struct address_form form = { .coordinates = true };
	struct address_finding found = address_check_field(
		&form, latitude ? ADDRESS_LATITUDE : ADDRESS_LONGITUDE, value);
	struct str text = { 0 };
	address_say(&text, &found);
	error_set(err, ERROR_INPUT, "%s  R-%03d", str_text(&text), found.verdict.rule);
	str_fini(&text);
	return false;
}

static bool hand_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	return coordinates_set(&page_of(ctx)->draft, field->id, value, err);
}

static bool hand_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct coordinates_page *page = page_of(ctx);
	struct str label = { 0 };
	if (!page->draft.latitude[0] != !page->draft.longitude[0])
		return error_set(err, ERROR_INPUT, "%s",
			_("Latitude and longitude belong together: fill in both."));
	if (!agreement_reached(&page->agreement, ref_of(page), &page->draft, err))
		return false;
	str_addf(&label, _("coordinates of %s"), page->draft.name);
	bool ok = wizard_write(page->addresses->wizard, str_text(&label), draft_write, page, err);
	str_fini(&label);
	if (!ok)
		return false;
	if (tui_view(tui) == &coordinates_view)
		tui_pop(tui);
	tui_message(tui, ROLE_OK,
		_("The coordinates of %s are kept as you typed them, not validated. u takes them back."),
		page->draft.name);
	return true;
}

static void hand_footer(void *ctx, int columns, struct str *out)
{
	struct coordinates_page *page = page_of(ctx);
	struct coordinates_finding found;
	struct str text = { 0 };
	(void)columns;
	if (point_check(ref_of(page), &page->draft, &found))
		coordinates_say_checked(&text, &found);
	else
		str_add(&text,
			_("Decimal degrees from a map, with at least four decimals. Both may "
			  "be pasted into the first line: 45.7657, 4.8363."));
	str_add(out, str_text(&text));
	str_fini(&text);
}

static const struct field hand_fields[] = {
	{ .id = "latitude",
		.label = N_("Latitude"),
		.help = N_("Decimal degrees: north of the equator without a sign. Both figures may "
			   "be pasted here."),
		.width = 24,
		.max = 40,
		.rule = 285,
		.get = hand_get,
		.set = hand_set },
	{ .id = "longitude",
		.label = N_("Longitude"),
		.help = N_("Decimal degrees; west of Greenwich with a minus sign."),
		.width = 24,
		.max = 40,
		.rule = 285,
		.get = hand_get,
		.set = hand_set },
};

const struct form coordinates_form = {
	.title = N_("Coordinates of the address"),
	.help = N_("Microsoft wants them in every country but Australia and Japan, so that help "
		   "finds the house."),
	FIELDS(hand_fields),
	.footer = hand_footer,
	.accept = hand_accept,
};

static void run_hand(struct tui *tui, void *ctx)
{
	struct coordinates_page *page = page_of(ctx);
	page->draft = page->address;
	tui_form(tui, &coordinates_form, ctx);
}

/* ---- the view ---- */

static void coordinates_close(struct tui *tui, void *ctx)
{
	struct coordinates_page *page = page_of(ctx);
	(void)tui;
	if (page)
		locate_free(page->locate);
	if (page)
		page->locate = NULL;
}

static const struct column columns[] = {
	[COLUMN_FOUND] = { .title = N_("Found"),
		.width = 30,
		.narrow = 20,
		.grow = 1,
		.help = N_("The address as the provider writes it.") },
	[COLUMN_MATCH] = { .title = N_("Fits"),
		.width = 12,
		.help = N_("exactly: one certain house with your postal code; to the house; or "
			   "roughly, a street or a town.") },
	[COLUMN_DISTANCE] = { .title = N_("Distance"),
		.width = 9,
		.drop = 1,
		.right = true,
		.help = N_("From the coordinates that the address has now.") },
};

static const struct action actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("Take"),
		.run = run_take,
		.needs_row = true,
		.rule = 285,
		.help = N_("Take these coordinates; the text stays yours.") },
	{ .key = 't',
		.label = N_("Take text too"),
		.run = run_take_text,
		.needs_row = true,
		.rule = 297,
		.help = N_("Take the coordinates and what the provider writes differently.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("By hand"),
		.run = run_hand,
		.rule = 285,
		.help = N_("Type latitude and longitude yourself, from a map.") },
	{ .key = 'r',
		.label = N_("Ask again"),
		.run = run_again,
		.hidden = true,
		.help = N_("Ask the provider once more.") },
};

const struct view coordinates_view = {
	.id = "coordinates",
	.title = N_("Coordinates"),
	.help = N_("What the configured map provider found for this address. It proposes, you "
		   "take; Microsoft's own validation comes later and decides."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = coordinates_count,
	.cell = coordinates_cell,
	.role = coordinates_role,
	.header = coordinates_header,
	.detail = coordinates_detail,
	.row_help = coordinates_detail,
	.message = coordinates_message,
	.empty = coordinates_empty,
	.close = coordinates_close,
};

void coordinates_open(struct addresses *addresses, const struct address *address)
{
	struct wizard *wizard = addresses->wizard;
	coordinates_free(addresses);
	struct coordinates_page *page = page_new(addresses, address);
	if (!locate_on(wizard->profile)) {
		tui_form(wizard->tui, &coordinates_form, wizard);
		return;
	}
	page->locate = locate_new(wizard->profile, wizard->loop, &page->why);
	if (page->locate)
		page_ask(page);
	tui_push(wizard->tui, &coordinates_view, wizard);
}
