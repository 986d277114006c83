/* The form of a search and of an order for later: they ask the same, but an order has a name. The
 * ids of its fields are the keys of [numbers NAME] in the answers file. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/order.h"
#include "core/tenant/person.h"
#include "screens/numbers.h"

#define AREAS 512     /* of one country: the facts know fewer */
#define COUNTRIES 160 /* likewise */
#define PLACES 200
#define SEARCH_MOST 1000
#define ORDER_MOST 100000

struct number_form {
	struct numbers *numbers;
	bool order;    /* else a search */
	bool narrowed; /* a state was chosen: only its cities are offered */
	struct number_order wish;
	struct country country; /* of the wish */
	struct country countries[COUNTRIES];
	int country_count;
	struct area areas[AREAS]; /* of the country */
	int area_count;
	int states[AREAS], state_count; /* into areas: the first of each state */
	int cities[AREAS], city_count;  /* into areas: each city of the state once */
	struct place places[PLACES];    /* of the country */
	int place_count;
};

enum tag {
	TAG_NAME,
	TAG_KIND,
	TAG_COUNTRY,
	TAG_STATE,
	TAG_CITY,
	TAG_AREA,
	TAG_PREFIX,
	TAG_QUANTITY,
	TAG_ADDRESS
};

static struct number_form *form_of(void *ctx)
{
	return numbers_of(ctx)->form;
}

static struct profile *profile_of(const struct number_form *form)
{
	return form->numbers->wizard->profile;
}

void number_form_free(struct numbers *numbers)
{
	free(numbers->form);
	numbers->form = NULL;
}

/* ---- what there is to choose from ---- */

static void cities_collect(struct number_form *form)
{
	const struct area *area = form->areas;
	form->city_count = 0;
	for (int i = 0; i < form->area_count; i++) {
		bool fits = !form->narrowed || !form->wish.state[0] ||
			    strcmp(area[i].state, form->wish.state) == 0;
		bool again = i > 0 && strcmp(area[i].city, area[i - 1].city) == 0 &&
			     strcmp(area[i].state, area[i - 1].state) == 0;
		if (area[i].city[0] && fits && !again)
			form->cities[form->city_count++] = i;
	}
}

static void states_collect(struct number_form *form)
{
	const struct area *area = form->areas;
	form->state_count = 0;
	for (int i = 0; i < form->area_count; i++)
		if (area[i].state[0] && (i == 0 || strcmp(area[i].state, area[i - 1].state) != 0))
			form->states[form->state_count++] = i;
}

static void places_collect(struct number_form *form)
{
	struct place batch[32];
	int got = TUI_COUNT(batch);
	form->place_count = 0;
	for (int64_t first = 0; got == TUI_COUNT(batch); first += got) {
		got = place_list(profile_of(form)->store, 0, first, TUI_COUNT(batch), batch, NULL);
		for (int i = 0; i < got && form->place_count < PLACES; i++)
			if (strcmp(batch[i].country, form->wish.country) == 0)
				form->places[form->place_count++] = batch[i];
	}
}

static void country_collect(struct number_form *form)
{
	struct reference *ref = profile_of(form)->reference;
	memset(&form->country, 0, sizeof form->country);
	reference_country(ref, form->wish.country, &form->country, NULL);
	int count = reference_areas(ref, form->wish.country, NULL, NULL, NULL, form->areas, AREAS);
	form->area_count = count < AREAS ? count : AREAS;
	states_collect(form);
	cities_collect(form);
	places_collect(form);
}

static int64_t country_count(void *ctx)
{
	return form_of(ctx)->country_count;
}

static void country_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct country *country = &form_of(ctx)->countries[at];
	str_add(id, country->code);
	str_add(label, country->name);
	str_addf(note, "+%s%s", country->calling_code,
		country->address_first ? _("   address first") : "");
}

static int64_t state_count(void *ctx)
{
	return form_of(ctx)->state_count + 1;
}

static void state_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct number_form *form = form_of(ctx);
	if (at == 0) {
		str_add(label, _("anywhere"));
		return;
	}
	const struct area *area = &form->areas[form->states[at - 1]];
	str_add(id, area->state);
	str_add(label, area->state_name[0] ? area->state_name : area->state);
	str_add(note, area->state);
}

static int64_t city_count(void *ctx)
{
	return form_of(ctx)->city_count + 1;
}

/* A city's id is "WA/Bellevue": some names are those of several cities. */
static void city_id(const char *state, const char *city, struct str *out)
{
	if (city[0])
		str_addf(out, "%s/%s", state, city);
}

static void city_codes(const struct number_form *form, int at, struct str *out)
{
	const struct area *first = &form->areas[at], *area = first;
	for (; area < form->areas + form->area_count && strcmp(area->city, first->city) == 0 &&
		strcmp(area->state, first->state) == 0;
		area++)
		str_addf(out, "%s%s", area == first ? "" : " ", area->area_code);
}

static void city_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct number_form *form = form_of(ctx);
	if (at == 0) {
		str_add(label, _("any city"));
		return;
	}
	const struct area *area = &form->areas[form->cities[at - 1]];
	city_id(area->state, area->city, id);
	str_add(label, area->city);
	if (area->state[0])
		str_addf(label, ", %s", area->state);
	city_codes(form, form->cities[at - 1], note);
}

static int64_t place_items(void *ctx)
{
	return form_of(ctx)->place_count + 1;
}

static void place_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct number_form *form = form_of(ctx);
	if (at == 0) {
		str_add(label, _("none"));
		return;
	}
	const struct place *place = &form->places[at - 1];
	str_add(id, place->label);
	str_add(label, place->label);
	str_addf(note, "%s%s", place->city,
		strcmp(place->validation, "Valid") == 0 ? "" : _(", not validated yet"));
}

static const struct picker country_picker = {
	.title = N_("Country of the numbers"),
	.help = N_("Countries and regions that have Calling Plans."),
	.count = country_count,
	.item = country_item,
};
static const struct picker state_picker = {
	.title = N_("State or region"),
	.count = state_count,
	.item = state_item,
};
static const struct picker city_picker = {
	.title = N_("City"),
	.help = N_("Cities whose area codes are known."),
	.count = city_count,
	.item = city_item,
};
static const struct picker place_picker = {
	.title = N_("Emergency location"),
	.help = N_("Your addresses in this country, and the places inside them."),
	.count = place_items,
	.item = place_item,
};

/* ---- values ---- */

static void place_label(const struct number_form *form, struct str *out)
{
	for (int i = 0; i < form->place_count; i++)
		if (form->places[i].id == form->wish.place_id)
			str_add(out, form->places[i].label);
}

static void form_get(void *ctx, const struct field *field, struct str *out)
{
	const struct number_form *form = form_of(ctx);
	const struct number_order *wish = &form->wish;
	switch ((enum tag)field->tag) {
	case TAG_NAME:
		str_add(out, wish->name);
		break;
	case TAG_KIND:
		str_add(out, wish->kind);
		break;
	case TAG_COUNTRY:
		str_add(out, wish->country);
		break;
	case TAG_STATE:
		str_add(out, wish->state);
		break;
	case TAG_CITY:
		city_id(wish->state, wish->city, out);
		break;
	case TAG_AREA:
		str_add(out, wish->area_code);
		break;
	case TAG_PREFIX:
		str_add(out, wish->prefix);
		break;
	case TAG_QUANTITY:
		if (wish->quantity > 0)
			str_addf(out, "%" PRId64, wish->quantity);
		break;
	case TAG_ADDRESS:
		place_label(form, out);
		break;
	}
}

static const char *state_name(const struct number_form *form)
{
	for (int i = 0; i < form->state_count; i++) {
		const struct area *area = &form->areas[form->states[i]];
		if (strcmp(area->state, form->wish.state) == 0 && area->state_name[0])
			return area->state_name;
	}
	return form->wish.state;
}

static void form_show(void *ctx, const struct field *field, struct str *out)
{
	const struct number_form *form = form_of(ctx);
	const struct number_order *wish = &form->wish;
	switch ((enum tag)field->tag) {
	case TAG_COUNTRY:
		str_add(out, form->country.name[0] ? form->country.name : wish->country);
		break;
	case TAG_STATE:
		str_add(out, wish->state[0] ? state_name(form) : _("anywhere"));
		break;
	case TAG_CITY:
		str_add(out, wish->city[0] ? wish->city : _("any city"));
		break;
	default:
		form_get(ctx, field, out);
		if (field->tag == TAG_ADDRESS && !out->len)
			str_add(out, _("none"));
	}
}

static bool set_country(struct number_form *form, const char *value)
{
	struct number_order *wish = &form->wish;
	snprintf(wish->country, sizeof wish->country, "%s", value);
	wish->state[0] = wish->city[0] = wish->area_code[0] = wish->prefix[0] = '\0';
	wish->place_id = 0;
	form->narrowed = false;
	country_collect(form);
	return true;
}

static bool set_state(struct number_form *form, const char *value)
{
	struct number_order *wish = &form->wish;
	if (strcmp(wish->state, value) != 0)
		wish->city[0] = wish->area_code[0] = '\0';
	snprintf(wish->state, sizeof wish->state, "%s", value);
	form->narrowed = wish->state[0] != '\0';
	cities_collect(form);
	return true;
}

static bool set_city(struct number_form *form, const char *value)
{
	struct number_order *wish = &form->wish;
	const char *city = strchr(value, '/');
	wish->area_code[0] = '\0';
	wish->city[0] = '\0';
	if (!city)
		return true;
	snprintf(wish->state, sizeof wish->state, "%.*s", (int)(city - value), value);
	snprintf(wish->city, sizeof wish->city, "%s", city + 1);
	cities_collect(form);
	return true;
}

/* An area code of the country, with or without the zero before it. */
static bool set_area(struct number_form *form, const char *value, struct error *err)
{
	struct number_order *wish = &form->wish;
	struct area area;
	if (value[strspn(value, "0123456789")] || strlen(value) > 7)
		return error_set(
			err, ERROR_INPUT, "%s", _("An area code is digits only, such as 425."));
	if (*value && wish->city[0] &&
		reference_areas(profile_of(form)->reference, wish->country, wish->state, wish->city,
			value, &area, 1) == 0)
		return error_set(err, ERROR_INPUT,
			_("%s is no area code of %s. Choose \"any city\" first, or leave it empty."),
			value, wish->city);
	snprintf(wish->area_code, sizeof wish->area_code, "%s", value);
	return true;
}

/* "+1 425 55" as "142555". */
static bool set_prefix(struct number_form *form, const char *value, struct error *err)
{
	char digits[17];
	size_t len = 0, code = strlen(form->country.calling_code);
	for (const char *at = value; *at; at++) {
		if (strchr("+ -()", *at))
			continue;
		if (*at < '0' || *at > '9' || len >= 15)
			return error_set(err, ERROR_INPUT,
				_("A prefix is the first digits of a number, such as +%s 425."),
				form->country.calling_code);
		digits[len++] = *at;
	}
	digits[len] = '\0';
	if (len && strncmp(digits, form->country.calling_code, len < code ? len : code) != 0)
		return error_set(err, ERROR_INPUT,
			_("Numbers of %s begin with +%s; write the prefix with it."),
			form->country.name, form->country.calling_code);
	snprintf(form->wish.prefix, sizeof form->wish.prefix, "%s", digits);
	return true;
}

static bool set_quantity(struct number_form *form, const char *value, struct error *err)
{
	int most = form->order ? ORDER_MOST : SEARCH_MOST;
	long long quantity = strlen(value) < 8 ? atoll(value) : most + 1;
	if (quantity < 1 || quantity > most)
		return error_set(err, ERROR_INPUT, _("Type how many numbers, from 1 to %d."), most);
	form->wish.quantity = quantity;
	return true;
}

static bool set_name(struct number_form *form, const char *value, struct error *err)
{
	struct number_order other;
	struct number_order *wish = &form->wish;
	if (number_order_find(profile_of(form)->store, value, &other, NULL) && other.id != wish->id)
		return error_set(err, ERROR_TAKEN,
			_("There is an order %s already. Choose another name."), value);
	snprintf(wish->name, sizeof wish->name, "%s", value);
	return true;
}

static bool set_address(struct number_form *form, const char *value)
{
	form->wish.place_id = 0;
	for (int i = 0; i < form->place_count; i++)
		if (strcmp(form->places[i].label, value) == 0)
			form->wish.place_id = form->places[i].id;
	return true;
}

static bool form_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct number_form *form = form_of(ctx);
	switch ((enum tag)field->tag) {
	case TAG_NAME:
		return set_name(form, value, err);
	case TAG_KIND:
		snprintf(form->wish.kind, sizeof form->wish.kind, "%s", value);
		return true;
	case TAG_COUNTRY:
		return set_country(form, value);
	case TAG_STATE:
		return set_state(form, value);
	case TAG_CITY:
		return set_city(form, value);
	case TAG_AREA:
		return set_area(form, value, err);
	case TAG_PREFIX:
		return set_prefix(form, value, err);
	case TAG_QUANTITY:
		return set_quantity(form, value, err);
	case TAG_ADDRESS:
		return set_address(form, value);
	}
	return true;
}

static bool tollfree(const struct number_form *form)
{
	return strcmp(form->wish.kind, "tollfree") == 0;
}

static bool form_visible(void *ctx, const struct field *field)
{
	const struct number_form *form = form_of(ctx);
	switch ((enum tag)field->tag) {
	case TAG_STATE:
		return !tollfree(form) && form->state_count > 0;
	case TAG_CITY:
	case TAG_AREA:
	case TAG_PREFIX:
		return !tollfree(form);
	default:
		return true;
	}
}

static bool address_needed(const struct number_form *form)
{
	return form->country.address_first && strcmp(form->wish.kind, "user") == 0;
}

static void form_note(void *ctx, const struct field *field, struct str *out)
{
	const struct number_form *form = form_of(ctx);
	struct area area;
	if (field->tag == TAG_ADDRESS && address_needed(form))
		str_addf(out, _("needed in %s"), form->country.name);
	else if (field->tag == TAG_ADDRESS)
		str_add(out, _("not needed here"));
	else if (field->tag == TAG_AREA && form->wish.area_code[0])
		str_add(out, reference_areas(profile_of(form)->reference, form->wish.country, NULL,
				     NULL, form->wish.area_code, &area, 1) > 0
				     ? area.city
				     : _("not among the known ones"));
	else if (field->tag == TAG_CITY && form->wish.city[0])
		for (int i = 0; i < form->city_count; i++)
			if (strcmp(form->areas[form->cities[i]].city, form->wish.city) == 0)
				city_codes(form, form->cities[i], out);
}

#define BOTH .get = form_get, .set = form_set, .visible = form_visible

#define NUMBER_FIELDS                                                                              \
	{ .id = "kind",                                                                            \
		.label = N_("Kind"),                                                               \
		.help = N_("user: a person's number. toll, toll-free: of a service such as a "     \
			   "queue."),                                                              \
		.rule = 176,                                                                       \
		.kind = FIELD_CHOICE,                                                              \
		.tag = TAG_KIND,                                                                   \
		CHOICES(number_kinds),                                                             \
		BOTH },                                                                            \
		{ .id = "country",                                                                 \
			.label = N_("Country"),                                                    \
			.help = N_("Number, person and address must be in one country."),          \
			.rule = 233,                                                               \
			.kind = FIELD_CHOICE,                                                      \
			.tag = TAG_COUNTRY,                                                        \
			.picker = &country_picker,                                                 \
			.show = form_show,                                                         \
			.required = true,                                                          \
			BOTH },                                                                    \
		{ .id = "state",                                                                   \
			.label = N_("State or region"),                                            \
			.help = N_("State, province or region; narrows the list of cities."),      \
			.kind = FIELD_CHOICE,                                                      \
			.tag = TAG_STATE,                                                          \
			.picker = &state_picker,                                                   \
			.show = form_show,                                                         \
			BOTH },                                                                    \
		{ .id = "city",                                                                    \
			.label = N_("City"),                                                       \
			.help = N_("Numbers belong to a city's area code. Type to filter the "     \
				   "list."),                                                       \
			.kind = FIELD_CHOICE,                                                      \
			.tag = TAG_CITY,                                                           \
			.picker = &city_picker,                                                    \
			.show = form_show,                                                         \
			.note = form_note,                                                         \
			BOTH },                                                                    \
		{ .id = "area_code",                                                               \
			.label = N_("Area code"),                                                  \
			.help = N_("Instead of a city, or to choose one of its area codes: 425."), \
			.tag = TAG_AREA,                                                           \
			.width = 8,                                                                \
			.max = 7,                                                                  \
			.note = form_note,                                                         \
			BOTH },                                                                    \
		{ .id = "prefix",                                                                  \
			.label = N_("Prefix"),                                                     \
			.help = N_("The first digits that the numbers must have, with the "        \
				   "country's: +1 425 55."),                                       \
			.tag = TAG_PREFIX,                                                         \
			.width = 18,                                                               \
			.max = 20,                                                                 \
			BOTH },                                                                    \
		{ .id = "quantity",                                                                \
			.label = N_("Quantity"),                                                   \
			.help = N_("How many numbers. Held ones count against the quota."),        \
			.rule = 213,                                                               \
			.unit = N_("numbers"),                                                     \
			.kind = FIELD_NUMBER,                                                      \
			.tag = TAG_QUANTITY,                                                       \
			.width = 7,                                                                \
			.max = 6,                                                                  \
			.required = true,                                                          \
			BOTH },                                                                    \
		{ .id = "address",                                                                 \
			.label = N_("Address"),                                                    \
			.help = N_("The emergency location that the numbers will carry."),         \
			.rule = 228,                                                               \
			.kind = FIELD_CHOICE,                                                      \
			.tag = TAG_ADDRESS,                                                        \
			.picker = &place_picker,                                                   \
			.show = form_show,                                                         \
			.note = form_note,                                                         \
			BOTH },

static const struct field search_fields[] = { NUMBER_FIELDS };

static const struct field order_fields[] = {
	{ .id = "name",
		.label = N_("Name"),
		.help = N_("A short name for this order: office. Empty: after its place."),
		.tag = TAG_NAME,
		.max = 40,
		BOTH },
	NUMBER_FIELDS
};

/* ---- the end of the form ---- */

static bool form_placed(const struct number_form *form, struct error *err)
{
	const struct number_order *wish = &form->wish;
	if (tollfree(form) || wish->state[0] || wish->city[0] || wish->area_code[0] ||
		strlen(wish->prefix) > strlen(form->country.calling_code))
		return true;
	return error_set(err, ERROR_INPUT, "%s",
		form->state_count > 0 ? _("Say where: a state, a city, an area code or a prefix.")
				      : _("Say where: a city, an area code or a prefix."));
}

static const struct place *chosen_place(const struct number_form *form)
{
	for (int i = 0; i < form->place_count; i++)
		if (form->places[i].id == form->wish.place_id)
			return &form->places[i];
	return NULL;
}

static bool address_valid(const struct number_form *form)
{
	const struct place *place = chosen_place(form);
	return place && strcmp(place->validation, "Valid") == 0;
}

/* Does any area code of the address's city fit one of the wish? Unknown ones do. */
static struct verdict area_verdict(const struct number_form *form)
{
	struct reference *ref = profile_of(form)->reference;
	const struct number_order *wish = &form->wish;
	const struct place *place = chosen_place(form);
	struct order_country country = { .area_must_match = true };
	struct verdict verdict = VERDICT_ALLOWED;
	static struct area asked[32], there[32];
	if (!form->country.area_code_must_match || !place || !address_needed(form))
		return verdict;
	int a = reference_areas(ref, wish->country, NULL, wish->city, wish->area_code, asked, 32);
	int b = reference_areas(ref, wish->country, NULL, place->city, NULL, there, 32);
	for (int i = 0; i < a && i < 32; i++)
		for (int j = 0; j < b && j < 32; j++) {
			verdict = order_area_check(
				&country, asked[i].area_code, there[j].area_code);
			if (verdict_ok(verdict))
				return verdict;
		}
	return verdict;
}

#define MESSAGE_MOST 150 /* characters that the two rows of a message hold */

static bool verdict_error(const struct verdict *verdict, struct error *err)
{
	struct str text = { 0 };
	screen_verdict(verdict, &text);
	if (text_width(str_text(&text)) > MESSAGE_MOST) {
		struct verdict brief = *verdict;
		brief.remedy = NULL;
		str_clear(&text);
		screen_verdict(&brief, &text);
	}
	error_set(err, ERROR_REFUSED, "%s", str_text(&text));
	str_fini(&text);
	return false;
}

/* What the form itself can mend: the address. */
static bool form_fits(const struct number_form *form, bool valid, struct error *err)
{
	struct verdict verdict = area_verdict(form);
	if (valid && address_needed(form) && !address_valid(form))
		return error_set(err, ERROR_INPUT,
			_("In %s a number carries its address: choose a validated one.  R-228"),
			form->country.name);
	return verdict_ok(verdict) || verdict_error(&verdict, err);
}

/* Refusals that other steps or time put an end to: an order may wait for that. The others want
 * another quantity. */
static bool may_wait(const struct verdict *verdict)
{
	static const int rules[] = { 0, 187, 210, 432, 228, 229 };
	for (int i = 0; i < TUI_COUNT(rules); i++)
		if (rules[i] == verdict->rule)
			return true;
	return false;
}

static void order_instead(struct tui *tui, void *ctx, bool yes)
{
	struct numbers *numbers = numbers_of(ctx);
	(void)tui;
	if (yes)
		number_form_order(numbers, &numbers->last.wish);
}

/* A search that is not allowed now is still a wish: never a dead end. */
static void offer_order(struct tui *tui, void *ctx, const struct verdict *verdict)
{
	struct str text = { 0 };
	screen_verdict(verdict, &text);
	str_addf(&text, "\n\n%s",
		_("Order these numbers for later instead? The order waits in the plan until they "
		  "can be had."));
	tui_ask(tui, _("Not now"), str_text(&text), _("Order"), _("Back"), order_instead, ctx);
	str_fini(&text);
}

static bool search_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct number_form *form = form_of(ctx);
	struct numbers *numbers = form->numbers;
	struct verdict verdict = number_may_search(numbers, &form->wish);
	if (!form_placed(form, err))
		return false;
	numbers->last.wish = form->wish;
	if (verdict_ok(verdict) && !form_fits(form, true, err))
		return false;
	if (verdict_ok(verdict))
		stock_search(numbers, &form->wish);
	else if (form->wish.id || !may_wait(&verdict))
		return verdict_error(&verdict, err);
	else
		offer_order(tui, ctx, &verdict);
	return true;
}

static bool order_write(void *data, struct error *err)
{
	struct number_form *form = data;
	return number_order_put(profile_of(form)->store, &form->wish, err);
}

/* "bellevue", "wa", "425", "toll": letters and digits, as a section of the answers file has it. */
static void order_name(struct number_form *form)
{
	const struct number_order *wish = &form->wish;
	const char *of = wish->city[0]        ? wish->city
			 : wish->state[0]     ? wish->state
			 : wish->area_code[0] ? wish->area_code
			 : wish->prefix[0]    ? wish->prefix
					      : wish->kind;
	struct str folded = { 0 };
	char name[sizeof form->wish.name];
	text_fold(&folded, of);
	snprintf(name, sizeof name, "%.40s", str_text(&folded));
	for (char *at = name; *at; at++)
		*at = *at == ' ' || *at == '\'' ? '-' : *at;
	number_order_free_name(profile_of(form)->store, name, form->wish.name);
	str_fini(&folded);
}

static bool order_accept(struct tui *tui, void *ctx, struct error *err)
{
	struct number_form *form = form_of(ctx);
	struct numbers *numbers = form->numbers;
	struct str place = { 0 }, label = { 0 };
	bool done;
	if (!form_placed(form, err) || !form_fits(form, false, err))
		return false;
	if (!form->wish.name[0])
		order_name(form);
	number_place(numbers, &form->wish, &place);
	str_addf(&label,
		ngettext("%" PRId64 " number ordered in %s", "%" PRId64 " numbers ordered in %s",
			(unsigned long)form->wish.quantity),
		form->wish.quantity, str_text(&place));
	done = wizard_write(numbers->wizard, str_text(&label), order_write, form, err);
	if (done && address_needed(form) && !form->wish.place_id)
		tui_message(tui, ROLE_WARNING,
			_("%s. In %s it needs an address before it can be filled: e chooses one.  R-228"),
			str_text(&label), form->country.name);
	else if (done)
		tui_message(tui, ROLE_OK, _("%s. The plan (p) shows it; u takes it back."),
			str_text(&label));
	str_fini(&place);
	str_fini(&label);
	return done;
}

/* What the quota says, below the fields. */
static void form_footer(void *ctx, int columns, struct str *out)
{
	const struct number_form *form = form_of(ctx);
	enum number_kind kind = number_kind_of(form->wish.kind);
	const struct plan_quota *quota = &form->numbers->quota[kind];
	(void)columns;
	if (quota->quota.limit > 0)
		number_quota(quota, out);
	else
		str_add(out,
			_("No licence allows numbers of this kind yet; an order can wait for it."));
	if (form->country.area_code_must_match && kind == KIND_USER)
		str_add(out, _("\nThe address must lie in the area of the numbers.  R-232"));
}

static const struct form search_form = {
	.title = N_("Search and hold numbers"),
	FIELDS(search_fields),
	.accept_label = N_("Search"),
	.footer = form_footer,
	.accept = search_accept,
};

static const struct form order_form = {
	.title = N_("Order numbers for later"),
	FIELDS(order_fields),
	.accept_label = N_("Order"),
	.footer = form_footer,
	.accept = order_accept,
};

const struct form *const numbers_forms[] = { &search_form, &order_form, NULL };

/* ---- opening ---- */

static int64_t wanted_more(const struct numbers *numbers)
{
	const struct frame_facts *facts = &numbers->wizard->facts;
	int64_t callers = 0, have = numbers->counts[KIND_USER].acquired +
				    numbers->counts[KIND_USER].held +
				    numbers->counts[KIND_USER].ordered;
	for (int i = 0; i < PLAN_STEP_COUNT; i++)
		if (facts->steps[i].step == PLAN_ASSIGN)
			callers = facts->steps[i].of;
	return callers > have ? callers - have : 1;
}

/* The city of the shortage where the facts have its area codes. A city of that name in another
 * state is another city. */
static void wish_city(
	struct numbers *numbers, const struct person_shortage *shortage, struct number_order *wish)
{
	struct area areas[8];
	int count = reference_areas(numbers->wizard->profile->reference, shortage->country, NULL,
		shortage->city, NULL, areas, TUI_COUNT(areas));
	for (int i = 0; i < count && i < TUI_COUNT(areas); i++) {
		if (areas[i].state[0] && shortage->state[0] &&
			strcasecmp(areas[i].state, shortage->state) != 0 &&
			strcasecmp(areas[i].state_name, shortage->state) != 0)
			continue;
		snprintf(wish->state, sizeof wish->state, "%s", areas[i].state);
		snprintf(wish->city, sizeof wish->city, "%s", areas[i].city);
		return;
	}
}

/* Where a search begins: where most callers have no number, with as many as they are; else in the
 * organization's country. */
static void wish_begin(struct numbers *numbers, struct number_order *wish)
{
	const char *country = numbers->wizard->facts.organization.country;
	struct person_shortage shortage;
	*wish = (struct number_order){ .kind = "user", .quantity = wanted_more(numbers) };
	snprintf(wish->country, sizeof wish->country, "%s", country);
	if (!person_shortage(numbers->wizard->profile->store, country, &shortage, NULL))
		return;
	snprintf(wish->country, sizeof wish->country, "%s", shortage.country);
	wish_city(numbers, &shortage, wish);
	if (wish->city[0])
		wish->quantity = shortage.people;
	if (wish->quantity > SEARCH_MOST)
		wish->quantity = SEARCH_MOST;
}

/* A search that found nothing is tried again as it was; after one that found numbers the next
 * begins where they are still short, else in the same place. */
static void search_begin(struct numbers *numbers, struct number_order *wish)
{
	const struct number_search *last = &numbers->last;
	wish_begin(numbers, wish);
	if (!last->wish.country[0] || (last->found > 0 && wish->city[0]))
		return;
	int64_t quantity = last->found > 0 ? wish->quantity : last->wish.quantity;
	*wish = last->wish;
	wish->quantity = quantity;
}

/* The address in the city of the wish, or the only one there is. */
static int64_t place_begin(const struct number_form *form)
{
	for (int i = 0; i < form->place_count; i++)
		if (form->wish.city[0] && strcasecmp(form->places[i].city, form->wish.city) == 0)
			return form->places[i].id;
	return form->place_count == 1 ? form->places[0].id : 0;
}

static struct number_form *form_ready(struct numbers *numbers)
{
	if (!numbers->form)
		numbers->form = xcalloc(1, sizeof *numbers->form);
	numbers->form->numbers = numbers;
	numbers->form->narrowed = false;
	return numbers->form;
}

static void form_open(struct numbers *numbers, const struct number_order *wish, bool order)
{
	struct number_form *form = form_ready(numbers);
	form->order = order;
	if (wish)
		form->wish = *wish;
	else if (!order)
		search_begin(numbers, &form->wish);
	else
		wish_begin(numbers, &form->wish);
	if (form->country_count == 0) {
		int count = reference_countries(
			profile_of(form)->reference, form->countries, COUNTRIES);
		for (int i = 0; i < count && i < COUNTRIES; i++)
			if (form->countries[i].calling_plans == FACT_YES)
				form->countries[form->country_count++] = form->countries[i];
	}
	country_collect(form);
	if (!form->wish.place_id && address_needed(form))
		form->wish.place_id = place_begin(form);
	tui_form(numbers->wizard->tui, order ? &order_form : &search_form, numbers->wizard);
}

void number_form_search(struct numbers *numbers, const struct number_order *wish)
{
	struct number_order rest;
	if (!wish) {
		form_open(numbers, NULL, false);
		return;
	}
	rest = *wish;
	rest.quantity = wish->quantity - wish->acquired - wish->held;
	form_open(numbers, &rest, false);
}

void number_form_order(struct numbers *numbers, const struct number_order *wish)
{
	form_open(numbers, wish, true);
}

/* ---- the address of a number that is owned ---- */

static int64_t moved_count(void *ctx)
{
	return form_of(ctx)->place_count;
}

static void moved_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	place_item(ctx, at + 1, id, label, note);
}

static const struct picker moved_picker = {
	.title = N_("Emergency location of the number"),
	.help = N_("Your addresses in the number's country, and the places inside them."),
	.count = moved_count,
	.item = moved_item,
};

static bool moved_write(void *data, struct error *err)
{
	struct number_form *form = data;
	return number_want_place(
		profile_of(form)->store, form->numbers->subject, form->wish.place_id, err);
}

static void moved_chosen(struct tui *tui, void *ctx, const char *id)
{
	struct number_form *form = form_of(ctx);
	const char *e164 = form->numbers->subject;
	int64_t before = form->wish.place_id;
	struct str label = { 0 };
	struct error err = { 0 };
	set_address(form, id);
	if (form->wish.place_id == before) {
		tui_message(tui, ROLE_TEXT, _("%s has %s already."), e164, id);
		return;
	}
	if (!form_fits(form, false, &err)) {
		tui_error(tui, &err);
		return;
	}
	str_addf(&label, _("%s to carry %s"), e164, id);
	if (wizard_edit(form->numbers->wizard, str_text(&label), moved_write, form))
		tui_message(tui, ROLE_OK,
			_("%s is to carry %s. The plan (p) shows it; u takes it back."), e164, id);
	str_fini(&label);
}

void number_form_move(struct numbers *numbers, const struct number *number)
{
	struct number_form *form = form_ready(numbers);
	struct tui *tui = numbers->wizard->tui;
	form->wish = (struct number_order){ .place_id = number->place_id };
	snprintf(form->wish.kind, sizeof form->wish.kind, "%s", number->kind);
	snprintf(form->wish.country, sizeof form->wish.country, "%s", number->country);
	snprintf(form->wish.city, sizeof form->wish.city, "%s", number->city);
	snprintf(form->wish.area_code, sizeof form->wish.area_code, "%s", number->area_code);
	snprintf(numbers->subject, sizeof numbers->subject, "%s", number->e164);
	country_collect(form);
	if (!address_needed(form))
		tui_message(tui, ROLE_TEXT,
			_("Here the address goes with the person, not with the number: e in Assign "
			  "changes it.  R-227"));
	else if (form->place_count == 0)
		tui_message(tui, ROLE_WARNING,
			_("There is no address in %s yet. A opens Addresses.  R-228"),
			form->country.name);
	else
		tui_choose(tui, &moved_picker, number->place, moved_chosen, numbers->wizard);
}
