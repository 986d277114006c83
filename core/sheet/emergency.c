/* core/sheet/emergency.c: where emergency calls go, what to tell people, who has no address, and
 * labels for phones. */
#include "core/rules/emergency.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/letters.h"
#include "core/rules/address.h"
#include "core/sheet/label.h"
#include "core/sheet/topic.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum {
	COUNTRIES_MAX = 40,
	VALUES_MAX = 40,
	STATES_MAX = 16,
	ROWS = 100, /* of addresses and places read at a time */
	COPIES_MOST = 300,
	LABELS_MOST = 30000
};

/* ---- countries ---- */

struct countries {
	char code[COUNTRIES_MAX][3];
	int count;
};

static void countries_add(struct countries *countries, const char *code)
{
	for (int i = 0; i < countries->count; i++)
		if (strcmp(countries->code[i], code) == 0)
			return;
	if (code[0] && countries->count < COUNTRIES_MAX)
		snprintf(countries->code[countries->count++], 3, "%.2s", code);
}

/* "US, fr DE": false and the word where one is no country. */
static bool countries_read(
	struct reference *ref, const char *text, struct countries *countries, char word[32])
{
	static const char parts[] = " ,;";
	while (*(text += strspn(text, parts))) {
		size_t len = strcspn(text, parts);
		struct country country;
		snprintf(word, 32, "%.*s", (int)(len < 31 ? len : 31), text);
		if (!reference_country(ref, word, &country, NULL))
			return false;
		countries_add(countries, country.code);
		text += len;
	}
	return true;
}

static bool countries_check(
	const struct topic_context *context, const char *value, struct error *err)
{
	struct countries countries = { .count = 0 };
	char word[32];
	if (countries_read(context->ref, value, &countries, word))
		return true;
	return error_set(err, ERROR_INPUT,
		_("Nothing is known of the country \"%s\". Write codes such as US, FR."), word);
}

/* Where callers are, then the organization's. */
static void countries_otherwise(const struct topic_context *context, struct str *out)
{
	static struct person_value values[VALUES_MAX];
	struct organization organization;
	struct countries countries = { .count = 0 };
	int count = context->store ? person_values(context->store, PERSON_CALLER_LOCATION,
					     VALUES_MAX, values, NULL)
				   : 0;
	for (int i = 0; i < count; i++)
		countries_add(&countries, values[i].text);
	if (context->store && organization_get(context->store, &organization, NULL))
		countries_add(&countries, organization.country);
	if (countries.count == 0)
		countries_add(&countries, "US");
	for (int i = 0; i < countries.count; i++)
		str_addf(out, "%s%s", i > 0 ? " " : "", countries.code[i]);
}

/* A caller may live where nothing is known (a withdrawn code): such a country is left out. */
static void countries_take(const struct topic_context *context, struct countries *countries)
{
	struct str answer = { 0 };
	char word[32];
	countries->count = 0;
	if (!countries_read(
		    context->ref, topic_answer(context, "countries", &answer), countries, word) &&
		countries->count == 0)
		countries_add(countries, "US");
	str_fini(&answer);
}

/* ---- questions ---- */

static int64_t items_of(const char *list)
{
	int64_t count = 0;
	while (*(list += strspn(list, " ,;"))) {
		list += strcspn(list, ",;");
		count++;
	}
	return count;
}

/* As an error of the command line or the form. */
static bool allowed(struct verdict verdict, struct error *err)
{
	if (verdict_ok(verdict))
		return true;
	return error_set(err, ERROR_INPUT, "%s %s (R-%03d)", _(verdict.why), _(verdict.remedy),
		verdict.rule);
}

static bool disclaimer_check(
	const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return allowed(emergency_check_disclaimer(value), err);
}

static bool people_check(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return allowed(emergency_check_desk(items_of(value), 0), err);
}

static bool mails_check(const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	return allowed(emergency_check_desk(0, items_of(value)), err);
}

static bool language_check(
	const struct topic_context *context, const char *value, struct error *err)
{
	(void)context;
	if (strcmp(value, "auto") == 0 || letter_has_language(value))
		return true;
	return error_set(err, ERROR_INPUT,
		_("There is no letter in the language \"%s\": write auto, or a code such as fr."),
		value);
}

static const struct question questions[] = {
	{ .id = "countries",
		.label = N_("Countries"),
		.help = N_(
			"Codes of the countries that people call from; until you answer, those of "
			"your callers."),
		.rule = 310,
		.kind = QUESTION_TEXT,
		.otherwise = countries_otherwise,
		.check = countries_check },
	{ .id = "disclaimer",
		.label = N_("Own disclaimer"),
		.help = N_(
			"Text of a banner in the Calls app, at most 350 characters; 250 in documents "
			"of 2022."),
		.rule = 323,
		.kind = QUESTION_TEXT,
		.check = disclaimer_check },
	{ .id = "desk_people",
		.label = N_("Security desk, people"),
		.help = N_(
			"Who is told of each emergency call: user names with commas between them, at "
			"most 50."),
		.rule = 324,
		.kind = QUESTION_TEXT,
		.check = people_check },
	{ .id = "desk_mails",
		.label = N_("Security desk, mail"),
		.help = N_(
			"Mail addresses that are told of each emergency call, with commas between "
			"them, at most 10."),
		.rule = 324,
		.kind = QUESTION_TEXT,
		.check = mails_check },
	{ .id = "copies",
		.label = N_("Labels a place"),
		.help = N_(
			"How many labels are printed for each place, or for each country where there "
			"is none."),
		.rule = 322,
		.kind = QUESTION_NUMBER,
		.least = 1,
		.most = COPIES_MOST,
		.standard = "1" },
	{ .id = "address",
		.label = N_("Address on the label"),
		.help = N_("Yes: each label says where the phone stands."),
		.rule = 322,
		.kind = QUESTION_YES,
		.standard = "yes" },
	{ .id = "language",
		.label = N_("Language of the labels"),
		.help = N_("A language of your letters, such as fr; auto: that of each country."),
		.rule = 322,
		.kind = QUESTION_TEXT,
		.standard = "auto",
		.check = language_check },
};

/* ---- where calls go ---- */

static const char *numbers_of(struct reference *ref, const char *country, char text[64])
{
	struct address_format format;
	size_t len = 0;
	text[0] = '\0';
	if (!reference_address_format(ref, country, &format, NULL))
		return text;
	for (const char *at = format.emergency_numbers; *at && len < 60; at++) {
		if (*at == ' ')
			text[len++] = ',';
		text[len++] = *at;
	}
	text[len] = '\0';
	return text;
}

static void add_countries(
	const struct topic_context *context, const struct countries *countries, struct sheet *sheet)
{
	static const char *const ids[] = { "numbers", "routing" };
	const char *const heads[] = { _("Number"), _("Calls go") };
	sheet_columns(sheet, _("Country"), 2, ids, heads);
	for (int i = 0; i < countries->count; i++) {
		const struct emergency_way *way = emergency_way(countries->code[i]);
		char name[64], numbers[64], label[80];
		const char *const cells[] = { numbers, _(way->words) };
		reference_country_name(context->ref, countries->code[i], name, sizeof(name));
		snprintf(label, sizeof(label), "%s (%s)", name, countries->code[i]);
		if (!numbers_of(context->ref, countries->code[i], numbers)[0])
			snprintf(numbers, sizeof(numbers), "%s", _("unknown"));
		sheet_cells(sheet, countries->code[i], label, way->rule,
			way->routing == EMERGENCY_NONE ? SHEET_BAD : SHEET_PLAIN, 2, cells);
	}
}

/* Each way of routing once, for the countries that are routed so. */
static void add_ways(const struct countries *countries, struct sheet *sheet)
{
	bool told[EMERGENCY_NONE + 1] = { false };
	for (int i = 0; i < countries->count; i++) {
		const struct emergency_way *way = emergency_way(countries->code[i]);
		struct str codes = { 0 };
		if (told[way->routing])
			continue;
		told[way->routing] = true;
		for (int k = i; k < countries->count; k++)
			if (emergency_way(countries->code[k]) == way)
				str_addf(&codes, "%s%s", codes.len > 0 ? ", " : "",
					countries->code[k]);
		sheet_row(sheet, way->id, str_text(&codes), way->rule,
			way->routing == EMERGENCY_NONE ? SHEET_BAD : SHEET_PLAIN, "%s %s",
			_(way->text), _(way->advice));
		str_fini(&codes);
	}
}

/* ---- who lacks what ---- */

static void add_people(const struct topic_context *context, struct sheet *sheet)
{
	struct assignment_counts counts;
	if (!context->store || !assignment_counts(context->store, &counts, NULL))
		return;
	int64_t missing = counts.people - counts.placed;
	struct verdict verdict = emergency_check_person(NULL, missing <= 0);
	sheet_count(sheet, "without_address", _("Callers without address"), 316, missing,
		_("%" PRId64 " of %" PRId64), missing, counts.people);
	sheet_verdict(sheet, &verdict);
}

struct address_counts {
	int64_t all, unvalidated, without_coordinates;
};

static bool addresses_count(struct store *store, struct address_counts *counts, struct error *err)
{
	struct address *rows = xcalloc(ROWS, sizeof(*rows));
	int64_t first = 0;
	int got;
	*counts = (struct address_counts){ .all = 0 };
	while ((got = address_list(store, first, ROWS, rows, err)) > 0) {
		for (int i = 0; i < got; i++) {
			if (!rows[i].wanted)
				continue;
			counts->all++;
			counts->unvalidated += strcmp(rows[i].actual, "Valid") != 0;
			counts->without_coordinates += !rows[i].latitude[0] ||
						       !rows[i].longitude[0];
		}
		first += got;
	}
	free(rows);
	return got == 0;
}

static bool add_addresses(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct address_counts counts;
	if (!context->store)
		return true;
	if (!addresses_count(context->store, &counts, err))
		return false;
	sheet_count(sheet, "unvalidated", _("Addresses not validated"), 282, counts.unvalidated,
		_("%" PRId64 " of %" PRId64), counts.unvalidated, counts.all);
	sheet_count(sheet, "without_coordinates", _("Without coordinates"), 287,
		counts.without_coordinates, _("%" PRId64 ": they cannot be dynamic locations"),
		counts.without_coordinates);
	return true;
}

/* Numbers whose activation hangs on their address. */
static int64_t numbers_hanging(struct store *store)
{
	struct number_activation states[STATES_MAX];
	int count = store ? number_activations(store, states, STATES_MAX, NULL) : 0;
	int64_t hanging = 0;
	for (int i = 0; i < count; i++)
		if (emergency_activation_hangs(states[i].state))
			hanging += states[i].numbers;
	return hanging;
}

static void add_validation(
	const struct topic_context *context, const struct countries *countries, struct sheet *sheet)
{
	int64_t hanging = numbers_hanging(context->store);
	struct verdict one = emergency_ask(countries->code[0], 1);
	struct verdict many = emergency_ask(countries->code[0], EMERGENCY_PHONE_USERS + 1);
	struct verdict other = emergency_ask(
		strcmp(countries->code[0], "US") == 0 ? "FR" : "US", 1);
	sheet_title(sheet, "validation", _("When an address is not validated"));
	if (hanging > 0)
		sheet_count(sheet, "hanging", _("Numbers not activated"), 303, hanging,
			_("%" PRId64 ": their address may be why"), hanging);
	sheet_item(sheet, 1, 299, SHEET_PLAIN, "%s",
		_("Read what validation says, correct the address and validate it again: step "
		  "Addresses."));
	sheet_item(sheet, 2, one.rule, SHEET_PLAIN, "%s %s", _(one.why), _(one.remedy));
	sheet_item(sheet, 0, other.rule, SHEET_DIM, "%s", _(other.why));
	sheet_item(sheet, 3, 303, SHEET_PLAIN, "%s",
		_("If a number's activation is failed, pending, incomplete or updating, ask for its "
		  "address to be validated. Up to 150 people: by phone or mail support."));
	sheet_item(sheet, 0, many.rule, SHEET_DIM, "%s %s", _(many.why), _(many.remedy));
	sheet_item(sheet, 4, 286, SHEET_PLAIN, "%s",
		_("In the admin center the map search validates an address and fills in its "
		  "coordinates; edit it by hand only if it is not found."));
	sheet_item(sheet, 5, 296, SHEET_PLAIN, "%s",
		_("Validation looks at all parts together. A misspelt city may pass if the rest finds "
		  "the right centre (R-297): read every address once more."));
}

/* ---- changing addresses ---- */

static void add_changing(const struct countries *countries, struct sheet *sheet)
{
	struct str editable = { 0 };
	for (int i = 0; i < countries->count; i++)
		if (address_public_edit(countries->code[i]))
			str_addf(&editable, "%s%s", editable.len > 0 ? ", " : "",
				countries->code[i]);
	sheet_title(sheet, "changing", _("When an office moves"));
	sheet_item(sheet, 1, 304, SHEET_PLAIN, "%s",
		_("A validated address is not edited: clone it, change and validate the copy (step "
		  "Addresses)."));
	sheet_item(sheet, 2, 309, SHEET_PLAIN, "%s",
		_("Give people and numbers the new address; numbers move one by one, which ringup "
		  "does for you, assigned or not."));
	sheet_item(sheet, 3, 308, SHEET_PLAIN, "%s",
		_("Remove the old one when nobody has it any more."));
	sheet_row(sheet, "editing", _("Editing"), 428, SHEET_PLAIN, "%s",
		_("Documents of 2018 to 2023 forbid it; since 2026 an interface allows limited edits "
		  "in 22 countries (R-306). ringup clones, which is right in all."));
	sheet_row(sheet, "editable", _("Editable of yours"), 306, SHEET_PLAIN, "%s",
		editable.len > 0 ? str_text(&editable) : _("none"));
	sheet_row(sheet, "person", _("Of a person"), 307, SHEET_PLAIN, "%s",
		_("A note of 2018 that only a validated address can be changed means choosing another "
		  "validated one for a person: step Assign."));
	str_fini(&editable);
}

/* ---- what to tell people ---- */

static void add_telling(const struct countries *countries, struct sheet *sheet)
{
	bool american = false;
	for (int i = 0; i < countries->count; i++)
		american |= strcmp(countries->code[i], "US") == 0;
	sheet_title(sheet, "telling", _("What to tell people"));
	sheet_item(sheet, 1, 318, SHEET_PLAIN, "%s",
		_("You undertake to tell everybody who has a Calling Plan how emergency calls differ. "
		  "The letter of step Notify holds the three differences, in each person's language."));
	sheet_item(sheet, 2, 319, SHEET_PLAIN, "%s",
		_("The service may not know where the caller is: the call may reach the wrong centre, "
		  "or help may go to the wrong place. Say first where you are."));
	sheet_item(sheet, 3, 320, SHEET_PLAIN, "%s",
		_("Without internet or power, or while Teams is offline, there are no emergency "
		  "calls."));
	sheet_item(sheet, 4, 321, SHEET_PLAIN, "%s",
		_("Nobody should make an emergency call from outside their country: it is unlikely to "
		  "be routed right."));
	if (american)
		sheet_row(sheet, "test", _("Test number"), 317, SHEET_PLAIN, "%s",
			_("933 in the United States; never test with 911."));
}

static void add_disclaimer(const struct topic_context *context, struct sheet *sheet)
{
	struct str answer = { 0 };
	const char *text = topic_answer(context, "disclaimer", &answer);
	sheet_title(sheet, "disclaimer", _("A banner of your own in the Calls app"));
	if (text[0]) {
		struct verdict verdict = emergency_check_disclaimer(text);
		sheet_row(sheet, "text", _("Text"), 0, SHEET_PLAIN, "%s", text);
		sheet_count(sheet, "length", _("Length"), 323, emergency_disclaimer_length(text),
			_("%" PRId64 " of %d characters"), emergency_disclaimer_length(text),
			EMERGENCY_DISCLAIMER);
		sheet_verdict(sheet, &verdict);
	}
	sheet_text(sheet, 417, SHEET_PLAIN,
		_("At most %d characters (2026, which counts); documents of 2022 say %d."),
		EMERGENCY_DISCLAIMER, EMERGENCY_DISCLAIMER_EARLIER);
	sheet_text(sheet, 323, SHEET_PLAIN, "%s",
		_("It is set by policy and returns at each restart until the person confirms it."));
	str_fini(&answer);
}

static void add_desk(const struct topic_context *context, struct sheet *sheet)
{
	struct str people = { 0 }, mails = { 0 };
	int64_t people_count = items_of(topic_answer(context, "desk_people", &people));
	int64_t mail_count = items_of(topic_answer(context, "desk_mails", &mails));
	sheet_title(sheet, "desk", _("Security desk"));
	sheet_count(sheet, "desk_people", _("People"), 324, people_count, _("%" PRId64 " of %d"),
		people_count, EMERGENCY_DESK_PEOPLE);
	sheet_count(sheet, "desk_mails", _("Mail addresses"), 324, mail_count,
		_("%" PRId64 " of %d"), mail_count, EMERGENCY_DESK_MAILS);
	sheet_text(sheet, 324, SHEET_PLAIN, "%s",
		_("They are told of each emergency call by policy: notified only, or joined to the call "
		  "muted or unmuted."));
	str_fini(&people);
	str_fini(&mails);
}

/* ---- whose place counts ---- */

static void add_sources(const struct countries *countries, struct sheet *sheet)
{
	sheet_title(sheet, "sources", _("Which place is used, the first that is known"));
	for (int i = 0; i < EMERGENCY_SOURCE_COUNT; i++)
		sheet_item(sheet, i + 1, 315, SHEET_PLAIN, "%s",
			_(emergency_source_text((enum emergency_source)i)));
	sheet_text(sheet, 287, SHEET_PLAIN, "%s",
		_("A dynamic location ties an address or a place to a part of your network: a subnet, a "
		  "Wi-Fi access point, a switch or its port. Its address must have coordinates."));
	for (int i = 0; i < countries->count; i++) {
		struct verdict verdict = emergency_check_dynamic(countries->code[i], true);
		if (verdict.answer == VERDICT_WARN)
			sheet_row(sheet, "", countries->code[i], verdict.rule, SHEET_WARNING,
				"%s %s", _(verdict.why), _(verdict.remedy));
	}
}

static void add_words(struct sheet *sheet)
{
	sheet_title(sheet, "words", _("Address, place, location"));
	sheet_item(sheet, 0, 277, SHEET_PLAIN, "%s",
		_("An emergency address is the street address of a place of business."));
	sheet_item(sheet, 0, 278, SHEET_PLAIN, "%s",
		_("A place is a floor, wing or office inside it; any number, never validated."));
	sheet_item(sheet, 0, 280, SHEET_PLAIN, "%s",
		_("What people get is a location: the address itself, or one of its places. An address "
		  "with one floor has two."));
	sheet_item(sheet, 0, 281, SHEET_PLAIN, "%s",
		_("Three buildings of four floors are three addresses with four places each."));
	sheet_item(sheet, 0, 279, SHEET_PLAIN, "%s",
		_("In 2017 \"emergency location\" meant the floor or office; since 2020 a location is an "
		  "address with, if wanted, a place."));
}

static void add_labels(const struct topic_context *context, struct sheet *sheet)
{
	int64_t places = context->store ? place_count(context->store, 0, NULL) : 0;
	int64_t copies = topic_number(context, "copies");
	sheet_title(sheet, "labels", _("Labels for phones"));
	sheet_text(sheet, 322, SHEET_PLAIN,
		_("Write the file (labels.html), open it in a browser and print it at 100 percent "
		  "without margins on Avery 5160 sheets: 1 x 2 5/8 inch, %d on a sheet of US "
		  "Letter."),
		LABEL_A_PAGE);
	if (places > 0)
		sheet_count(sheet, "labels", _("Labels"), 322, places * copies,
			_("%" PRId64 ": %" PRId64 " for each of %" PRId64 " places"),
			places * copies, copies, places);
}

static bool emergency_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct countries countries;
	countries_take(context, &countries);
	add_countries(context, &countries, sheet);
	add_people(context, sheet);
	if (!add_addresses(context, sheet, err))
		return false;
	sheet_title(sheet, "routing", _("Where calls go"));
	add_ways(&countries, sheet);
	add_telling(&countries, sheet);
	add_sources(&countries, sheet);
	add_validation(context, &countries, sheet);
	add_changing(&countries, sheet);
	add_disclaimer(context, sheet);
	add_desk(context, sheet);
	add_labels(context, sheet);
	add_words(sheet);
	return true;
}

/* ---- the labels ---- */

struct printing {
	const struct topic_context *context;
	struct letters *letters;
	struct str *out;
	struct str skipped; /* countries without a known number */
	char language[16];  /* asked for; "auto" */
	bool address;
	int64_t copies;
	int count;
};

static bool print_label(
	struct printing *printing, const char *country, const char *place, struct error *err)
{
	bool known = strcmp(printing->language, "auto") != 0;
	bool can_call = emergency_way(country)->routing != EMERGENCY_NONE;
	char numbers[64], code[12] = "en";
	struct str warning = { 0 };
	if (!numbers_of(printing->context->ref, country, numbers)[0] && can_call) {
		if (!strstr(str_text(&printing->skipped), country))
			str_addf(&printing->skipped, " %s", country);
		return true;
	}
	if (!letter_label(printing->letters, known ? printing->language : label_language(country),
		    can_call, &warning, code, err))
		return false;
	const struct label label = { .numbers = can_call ? numbers : "-",
		.place = printing->address ? place : "",
		.warning = str_text(&warning),
		.language = code };
	for (int64_t i = 0; i < printing->copies && printing->count < LABELS_MOST; i++)
		label_add(printing->out, printing->count++, &label);
	str_fini(&warning);
	return true;
}

/* "500 108th Ave NE, Bellevue, WA 98004, Office" */
static void place_text(const struct topic_context *context, const struct place *place,
	const struct address *address, struct str *out)
{
	struct address_format format;
	bool after = reference_address_format(context->ref, address->country, &format, NULL) &&
		     format.house_number_position == HOUSE_NUMBER_AFTER;
	address_line(address, after, out);
	if (place->name[0])
		str_addf(out, ", %s", place->name);
}

static bool print_place(struct printing *printing, const struct place *place, struct error *err)
{
	struct address *address = xcalloc(1, sizeof(*address));
	struct str text = { 0 };
	bool ok = address_get(printing->context->store, place->address_id, address, err);
	if (ok) {
		place_text(printing->context, place, address, &text);
		ok = print_label(printing, place->country, str_text(&text), err);
	}
	str_fini(&text);
	free(address);
	return ok;
}

static bool print_places(struct printing *printing, struct error *err)
{
	struct place *rows = xcalloc(ROWS, sizeof(*rows));
	int64_t first = 0;
	int got = 0;
	bool ok = true;
	while (ok && (got = place_list(printing->context->store, 0, first, ROWS, rows, err)) > 0) {
		for (int i = 0; ok && i < got; i++)
			ok = print_place(printing, &rows[i], err);
		first += got;
	}
	free(rows);
	return ok && got == 0;
}

static bool print_all(struct printing *printing, struct error *err)
{
	const struct topic_context *context = printing->context;
	struct countries countries;
	if (context->store && place_count(context->store, 0, NULL) > 0)
		return print_places(printing, err);
	countries_take(context, &countries);
	bool ok = true;
	for (int i = 0; ok && i < countries.count; i++)
		ok = print_label(printing, countries.code[i], "", err);
	return ok;
}

static bool emergency_file(const struct topic_context *context, struct str *out, struct error *err)
{
	struct str labels = { 0 }, answer = { 0 }, note = { 0 };
	struct printing printing = { .context = context,
		.letters = letters_new(),
		.out = &labels,
		.address = topic_yes(context, "address"),
		.copies = topic_number(context, "copies") };
	snprintf(printing.language, sizeof(printing.language), "%s",
		topic_answer(context, "language", &answer));
	bool ok = print_all(&printing, err);
	str_add(&note,
		_("Print at 100 percent, without margins, on Avery 5160 sheets (US Letter)."));
	if (printing.skipped.len > 0) {
		str_addc(&note, ' ');
		str_addf(&note, _("No label, because no emergency number is known:%s."),
			str_text(&printing.skipped));
	}
	if (ok) {
		labels_begin(out, _("Emergency calls"), str_text(&note));
		str_add(out, str_text(&labels));
		labels_end(out, printing.count);
	}
	letters_free(printing.letters);
	str_fini(&printing.skipped);
	str_fini(&labels);
	str_fini(&answer);
	str_fini(&note);
	return ok;
}

const struct topic emergency_topic = {
	.id = "emergency",
	.title = N_("Emergency calls"),
	.asks = N_("Where do emergency calls go?"),
	.help = N_("Where emergency calls go, what to tell people, and labels for phones."),
	.step = PLAN_ADDRESSES,
	.questions = questions,
	.question_count = sizeof(questions) / sizeof(questions[0]),
	.make = emergency_make,
	.file = emergency_file,
	.file_name = "labels.html",
};
