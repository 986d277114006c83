/* The form of one address: the country's own fields in the order in which people write them there.
 * The ids of its fields are the keys of [address NAME] in the answers file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "screens/addresses.h"

#define SUBDIVISIONS 128
#define TAG_PLACES ADDRESS_FIELD_COUNT
#define LINES (ADDRESS_FIELD_COUNT + 1)

struct address_sheet {
	struct addresses *addresses;
	struct address draft;
	struct agreement agreement;
	char places[1000]; /* "Bakery floor, Office" */
	char was[1000];    /* the same when the form was opened */
	char country_name[48];
	struct address_format format;
	struct address_form rules;
	bool known; /* the country's format */
	struct subdivision states[SUBDIVISIONS];
	int state_count; /* those that an address names */
	struct field fields[LINES];
	struct form form;
};

static struct address_sheet *sheet_of(void *ctx)
{
	return addresses_of(ctx)->sheet;
}

void address_sheet_free(struct addresses *addresses)
{
	free(addresses->sheet);
	addresses->sheet = NULL;
}

/* ---- states, provinces, counties ---- */

static int64_t state_count(void *ctx)
{
	return sheet_of(ctx)->state_count;
}

static void state_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct subdivision *state = &sheet_of(ctx)->states[at];
	str_add(id, state->code);
	str_add(label, state->name);
	str_add(note, state->code);
}

static const struct picker state_picker = {
	.title = N_("State, province or county"),
	.count = state_count,
	.item = state_item,
};

static void states_read(struct address_sheet *sheet, struct reference *ref)
{
	int count = reference_subdivisions(ref, sheet->draft.country, sheet->states, SUBDIVISIONS);
	count = count < SUBDIVISIONS ? count : SUBDIVISIONS;
	sheet->state_count = 0;
	for (int i = 0; i < count; i++)
		if (sheet->states[i].in_address)
			sheet->states[sheet->state_count++] = sheet->states[i];
}

/* ---- values ---- */

static const char *column_of(const struct field *field)
{
	return field->id;
}

static void sheet_get(void *ctx, const struct field *field, struct str *out)
{
	const struct address_sheet *sheet = sheet_of(ctx);
	const char *text = field->tag == TAG_PLACES ? sheet->places
						    : address_text(&sheet->draft, column_of(field));
	str_add(out, text ? text : "");
}

static void sheet_show(void *ctx, const struct field *field, struct str *out)
{
	const struct address_sheet *sheet = sheet_of(ctx);
	if (field->tag == ADDRESS_COUNTRY)
		str_addf(out, "%s  %s", sheet->draft.country, sheet->country_name);
	else if (field->tag == ADDRESS_STATE && !sheet->draft.state[0])
		str_add(out, _("(choose)"));
	else
		sheet_get(ctx, field, out);
}

/* A field by itself, as the person leaves it. Empty ones may wait until the end. */
static bool text_check(const struct address_sheet *sheet, enum address_field field,
	const char *value, struct error *err)
{
	struct address_finding found;
	struct str text = { 0 };
	if (!*value)
		return true;
	found = address_check_field(&sheet->rules, field, value);
	if (verdict_ok(found.verdict))
		return true;
	address_say(&text, &found);
	error_set(err, ERROR_INPUT, "%s  R-%03d", str_text(&text), found.verdict.rule);
	str_fini(&text);
	return false;
}

static bool name_check(const struct address_sheet *sheet, const char *value, struct error *err)
{
	struct store *store = sheet->addresses->wizard->profile->store;
	struct address other;
	if (strchr(value, '/'))
		return error_set(err, ERROR_INPUT, "%s",
			_("A slash parts an address from a place inside it: choose a name without."));
	if (address_find(store, value, &other, NULL) && other.id != sheet->draft.id)
		return error_set(err, ERROR_TAKEN,
			_("There is an address %s already. Choose another name."), value);
	return true;
}

static bool sheet_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct address_sheet *sheet = sheet_of(ctx);
	if (field->tag == TAG_PLACES) {
		snprintf(sheet->places, sizeof sheet->places, "%s", value);
		return true;
	}
	if (field->tag == ADDRESS_LATITUDE || field->tag == ADDRESS_LONGITUDE)
		return coordinates_set(&sheet->draft, column_of(field), value, err);
	if (field->tag == ADDRESS_DESCRIPTION && !name_check(sheet, value, err))
		return false;
	if (!text_check(sheet, (enum address_field)field->tag, value, err))
		return false;
	address_set_text(&sheet->draft, column_of(field), value);
	return true;
}

static void sheet_note(void *ctx, const struct field *field, struct str *out)
{
	const struct address_sheet *sheet = sheet_of(ctx);
	bool degrees = field->tag == ADDRESS_LATITUDE || field->tag == ADDRESS_LONGITUDE;
	const char *text = field->tag == TAG_PLACES ? "x"
						    : address_text(&sheet->draft, column_of(field));
	bool empty = !text || !*text;
	if (empty && (field->required || (degrees && sheet->rules.coordinates)))
		str_add(out, _("needed"));
	else if (field->tag == ADDRESS_POSTAL_CODE && empty && sheet->format.postal_code_example[0])
		str_addf(out, _("such as %s"), sheet->format.postal_code_example);
}

/* ---- all fields that an address may have, in the order of the rules' enum ---- */

#define LINE(line_tag, line_id, line_label, line_help)                                            \
	.id = line_id, .label = line_label, .help = line_help, .tag = line_tag, .get = sheet_get, \
	.set = sheet_set, .note = sheet_note

static const struct field all_fields[LINES] = {
	[ADDRESS_DESCRIPTION] = { LINE(ADDRESS_DESCRIPTION, "name", N_("Short name"),
					  N_("A short name of your own: hq, lyon. People never see it.")),
		.max = 60, .required = true },
	[ADDRESS_COMPANY] = { LINE(ADDRESS_COMPANY, "company_name", N_("Company"),
				      N_("The organization's name as it stands at the door.")),
		.max = 80, .rule = 290 },
	[ADDRESS_HOUSE_NUMBER] = { LINE(ADDRESS_HOUSE_NUMBER, "house_number", N_("House number"),
					   N_("Digits, perhaps with a letter or a dash: 12, 48B, 3-5.")),
		.width = 10, .max = 20, .rule = 291 },
	[ADDRESS_HOUSE_SUFFIX] = { LINE(ADDRESS_HOUSE_SUFFIX, "house_number_suffix",
					   N_("Number suffix"),
					   N_("What follows the number: A, bis, 1/2. Mostly empty.")),
		.width = 10, .max = 20, .rule = 291 },
	[ADDRESS_HOUSE_NAME] = { LINE(ADDRESS_HOUSE_NAME, "house_name", N_("House name"),
					 N_("The building's name, where it has one instead of a number.")),
		.max = 50, .rule = 288 },
	[ADDRESS_PRE_DIRECTIONAL] = { LINE(ADDRESS_PRE_DIRECTIONAL, "pre_directional",
					      N_("Direction before"),
					      N_("N, NE, ... in front of the street's name: NE 8th St. "
						 "Mostly empty.")),
		.width = 10, .max = 20 },
	[ADDRESS_STREET] = { LINE(ADDRESS_STREET, "street_name", N_("Street"),
				     N_("The street's name without its number. In English a number is "
					"written 108th.")),
		.max = 50, .rule = 300 },
	[ADDRESS_STREET_SUFFIX] = { LINE(ADDRESS_STREET_SUFFIX, "street_suffix",
					    N_("Kind of street"),
					    N_("Ave, St, Blvd: what follows the street's name.")),
		.width = 10, .max = 20, .rule = 293 },
	[ADDRESS_POST_DIRECTIONAL] = { LINE(ADDRESS_POST_DIRECTIONAL, "post_directional",
					       N_("Direction after"),
					       N_("N, NE, ... behind the street: 108th Ave NE. Mostly "
						  "empty.")),
		.width = 10, .max = 20 },
	[ADDRESS_CITY] = { LINE(ADDRESS_CITY, "city", N_("City"),
				   N_("The city as the post writes it.")),
		.max = 50, .rule = 294 },
	[ADDRESS_CITY_ALIAS] = { LINE(ADDRESS_CITY_ALIAS, "city_alias", N_("City's other name"),
					 N_("Another name that the city goes by.")),
		.max = 50, .rule = 294 },
	[ADDRESS_STATE] = { LINE(ADDRESS_STATE, "state", N_("State"),
				    N_("The state, province or county of the address.")),
		.max = 60 },
	[ADDRESS_POSTAL_CODE] = { LINE(ADDRESS_POSTAL_CODE, "postal_code", N_("Postal code"),
					  N_("Checked against the form of the country's codes.")),
		.width = 12, .max = 20, .rule = 295 },
	[ADDRESS_COUNTRY] = { LINE(ADDRESS_COUNTRY, "country", N_("Country"),
				      N_("Cannot be changed: its fields differ. Add another address "
					 "instead.")),
		.kind = FIELD_FIXED, .show = sheet_show, .rule = 233 },
	[ADDRESS_TAX_ID] = { LINE(ADDRESS_TAX_ID, "company_tax_id", N_("Company tax id"),
				     N_("Where the country's authorities ask for it.")),
		.max = 60 },
	[ADDRESS_LATITUDE] = { LINE(ADDRESS_LATITUDE, "latitude", N_("Latitude"),
				       N_("Decimal degrees from a map. Both figures may be pasted here: "
					  "45.7657, 4.8363.")),
		.width = 24, .max = 40, .rule = 285 },
	[ADDRESS_LONGITUDE] = { LINE(ADDRESS_LONGITUDE, "longitude", N_("Longitude"),
					N_("Decimal degrees from a map; west of Greenwich with a minus "
					   "sign.")),
		.width = 24, .max = 23, .rule = 285 },
	[ADDRESS_ELIN] = { LINE(ADDRESS_ELIN, "elin", N_("ELIN"),
				   N_("Emergency location number, for own carriers only.")),
		.max = 60 },
	[TAG_PLACES] = { LINE(TAG_PLACES, "places", N_("Places inside"),
				 N_("Floors, rooms, wings; comma separated. People get the nearest one.")),
		.width = 32, .rule = 278 },
};

/* ---- the country's form ---- */

static const char *state_label(const char *word)
{
	static const struct {
		const char *word, *label;
	} labels[] = {
		{ "province", N_("Province") },
		{ "county", N_("County") },
		{ "prefecture", N_("Prefecture") },
	};
	for (int i = 0; i < TUI_COUNT(labels); i++)
		if (strcmp(labels[i].word, word) == 0)
			return labels[i].label;
	return N_("State");
}

static bool has_line(const struct address_sheet *sheet, int count, int tag)
{
	for (int i = 0; i < count; i++)
		if (sheet->fields[i].tag == tag)
			return true;
	return false;
}

static void add_line(struct address_sheet *sheet, int *count, int tag, bool required)
{
	struct field *field = &sheet->fields[*count];
	if (*count >= LINES || has_line(sheet, *count, tag))
		return;
	*field = all_fields[tag];
	field->required = field->required || required;
	if (tag == ADDRESS_STREET && !sheet->rules.english) {
		field->help = N_("The street's name without its number.");
		field->rule = 293;
	}
	if (tag == ADDRESS_STATE) {
		field->label = state_label(sheet->format.state_label);
		field->kind = sheet->state_count > 0 ? FIELD_CHOICE : FIELD_TEXT;
		field->picker = sheet->state_count > 0 ? &state_picker : NULL;
		field->show = sheet->state_count > 0 ? sheet_show : NULL;
	}
	++*count;
}

/* Of a country whose format is not known: what nearly all have. */
static const enum address_field common_fields[] = { ADDRESS_COMPANY, ADDRESS_HOUSE_NUMBER,
	ADDRESS_STREET, ADDRESS_POSTAL_CODE, ADDRESS_CITY, ADDRESS_STATE };

static int country_lines(struct address_sheet *sheet, struct reference *ref)
{
	struct format_field list[LINES];
	int got = reference_address_fields(ref, sheet->draft.country, list, LINES), count = 0;
	add_line(sheet, &count, ADDRESS_DESCRIPTION, true);
	for (int i = 0; i < got && i < LINES; i++) {
		int tag = address_field_of(list[i].field);
		if (tag >= 0 && tag != ADDRESS_COUNTRY)
			add_line(sheet, &count, tag, list[i].required);
	}
	for (int i = 0; got <= 0 && i < TUI_COUNT(common_fields); i++)
		add_line(sheet, &count, common_fields[i], false);
	return count;
}

static void lines_build(struct address_sheet *sheet, struct reference *ref)
{
	int count = country_lines(sheet, ref);
	add_line(sheet, &count, ADDRESS_LATITUDE, false);
	add_line(sheet, &count, ADDRESS_LONGITUDE, false);
	add_line(sheet, &count, TAG_PLACES, false);
	/* What an address from elsewhere has besides, is shown too. */
	for (int tag = 0; tag < ADDRESS_FIELD_COUNT; tag++) {
		const char *text = address_text(&sheet->draft, all_fields[tag].id);
		if (tag != ADDRESS_COUNTRY && text && *text)
			add_line(sheet, &count, tag, false);
	}
	add_line(sheet, &count, ADDRESS_COUNTRY, false);
	sheet->form.fields = sheet->fields;
	sheet->form.field_count = count;
}

/* ---- the end of it ---- */

static bool sheet_write(void *data, struct error *err)
{
	struct address_sheet *sheet = data;
	struct store *store = sheet->addresses->wizard->profile->store;
	return address_put(store, &sheet->draft, err) &&
	       (strcmp(sheet->places, sheet->was) == 0 ||
		       place_set(store, sheet->draft.id, sheet->places, err));
}

/* What is merely missing may come later; what is wrong is told now. */
static bool finding_stops(const struct address_sheet *sheet, const struct address_finding *finding)
{
	const char *text = address_text(&sheet->draft, all_fields[finding->field].id);
	return finding->verdict.answer == VERDICT_NO && text && *text;
}

/* The list says what else there is to know of it. */
static void missing_say(
	const struct address_sheet *sheet, const struct address_finding *finding, struct str *out)
{
	if (finding->verdict.answer == VERDICT_NO)
		str_addf(out, _("%s is saved, but lacks this: %s. e goes on with it."),
			sheet->draft.name, _(address_field_label(finding->field)));
	else
		address_say(out, finding);
}

static bool sheet_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct address_sheet *sheet = sheet_of(ctx);
	struct address_finding findings[LINES];
	struct str label = { 0 }, missing = { 0 };
	int count = address_findings(sheet->addresses, &sheet->draft, findings, LINES);
	bool ok = true;
	for (int i = 0; ok && i < count && i < LINES; i++) {
		if (!finding_stops(sheet, &findings[i])) {
			if (!missing.len)
				missing_say(sheet, &findings[i], &missing);
			continue;
		}
		address_say(&label, &findings[i]);
		ok = error_set(err, ERROR_INPUT, "%s", str_text(&label));
	}
	ok = ok && agreement_reached(&sheet->agreement,
			   sheet->addresses->wizard->profile->reference, &sheet->draft, err);
	if (ok) {
		str_addf(&label, _("address %s"), sheet->draft.name);
		ok = wizard_write(
			sheet->addresses->wizard, str_text(&label), sheet_write, sheet, err);
	}
	if (ok && missing.len)
		tui_message(tui, ROLE_WARNING, "%s", str_text(&missing));
	else if (ok)
		tui_message(tui, ROLE_OK, _("%s is saved. v validates it."), sheet->draft.name);
	str_fini(&label);
	str_fini(&missing);
	return ok;
}

static void sheet_footer(void *ctx, int columns, struct str *out)
{
	const struct address_sheet *sheet = sheet_of(ctx);
	(void)columns;
	if (!sheet->known)
		str_add(out,
			_("The form of addresses of this country is not known: only lengths are "
			  "checked."));
	else if (sheet->rules.english)
		str_add(out, _("Streets that are numbers: 1st, 2nd, 3rd, 108th.  R-300"));
}

static void sheet_prepare(struct addresses *addresses)
{
	struct address_sheet *sheet = addresses->sheet;
	agreement_begin(&sheet->agreement, &sheet->draft);
	struct reference *ref = addresses->wizard->profile->reference;
	memset(&sheet->format, 0, sizeof sheet->format);
	sheet->known = address_rules(
		addresses, sheet->draft.country, &sheet->format, &sheet->rules);
	reference_country_name(
		ref, sheet->draft.country, sheet->country_name, sizeof sheet->country_name);
	states_read(sheet, ref);
	sheet->form = (struct form){ .title = sheet->draft.id ? N_("Edit an emergency address")
							      : N_("New emergency address"),
		.footer = sheet_footer,
		.accept = sheet_accept };
	lines_build(sheet, ref);
}

static void sheet_open(struct addresses *addresses)
{
	sheet_prepare(addresses);
	tui_form(addresses->wizard->tui, &addresses->sheet->form, addresses->wizard);
}

static struct address_sheet *sheet_begin(struct addresses *addresses)
{
	struct address_sheet *sheet = addresses->sheet;
	if (!sheet)
		sheet = addresses->sheet = xcalloc(1, sizeof *sheet);
	sheet->addresses = addresses;
	memset(&sheet->draft, 0, sizeof sheet->draft);
	sheet->places[0] = sheet->was[0] = '\0';
	return sheet;
}

const struct form *address_sheet_form(struct addresses *addresses, const char *country)
{
	struct address_sheet *sheet = sheet_begin(addresses);
	snprintf(sheet->draft.country, sizeof sheet->draft.country, "%s", country);
	snprintf(sheet->draft.company_name, sizeof sheet->draft.company_name, "%.80s",
		addresses->wizard->facts.organization.name);
	sheet->draft.wanted = true;
	sheet_prepare(addresses);
	return &sheet->form;
}

void address_sheet_new(struct addresses *addresses, const char *country)
{
	const struct form *form = address_sheet_form(addresses, country);
	tui_form(addresses->wizard->tui, form, addresses->wizard);
}

static void places_read(struct address_sheet *sheet, int64_t address_id)
{
	struct store *store = sheet->addresses->wizard->profile->store;
	struct place batch[32];
	struct str names = { 0 };
	int got = TUI_COUNT(batch);
	for (int64_t first = 0; got == TUI_COUNT(batch); first += got) {
		got = place_list(store, address_id, first, TUI_COUNT(batch), batch, NULL);
		for (int i = 0; i < got; i++)
			if (batch[i].name[0] && batch[i].wanted)
				str_addf(&names, "%s%s", names.len ? ", " : "", batch[i].name);
	}
	snprintf(sheet->places, sizeof sheet->places, "%s", str_text(&names));
	str_fini(&names);
}

void address_sheet_edit(struct addresses *addresses, const struct address *address)
{
	struct address_sheet *sheet = sheet_begin(addresses);
	sheet->draft = *address;
	places_read(sheet, address->id);
	memcpy(sheet->was, sheet->places, sizeof sheet->was);
	sheet_open(addresses);
}

void address_sheet_clone(struct addresses *addresses, const struct address *address)
{
	struct store *store = addresses->wizard->profile->store;
	struct address_sheet *sheet = sheet_begin(addresses);
	struct address other;
	sheet->draft = *address;
	places_read(sheet, address->id);
	sheet->draft.id = 0;
	sheet->draft.civic_id[0] = sheet->draft.message[0] = '\0';
	sheet->draft.checked_at = 0;
	sheet->draft.wanted = true;
	snprintf(sheet->draft.actual, sizeof sheet->draft.actual, "None");
	for (int n = 2; address_find(store, sheet->draft.name, &other, NULL); n++)
		snprintf(sheet->draft.name, sizeof sheet->draft.name, "%.50s %d", address->name, n);
	sheet_open(addresses);
}

/* All lines at once, for the test that walks the declarations; the country chooses of them. */
static const struct form all_form = {
	.title = N_("Emergency address"),
	FIELDS(all_fields),
	.footer = sheet_footer,
	.accept = sheet_accept,
};

const struct form *const addresses_forms[] = { &all_form, &coordinates_form, NULL };
