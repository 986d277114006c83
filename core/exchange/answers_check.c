/* Checks an answers file whole before anything is written: names, words, references, addresses. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unistr.h>

#include "core/base/csv.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/answers_file.h"
#include "core/exchange/import_type.h"
#include "core/exchange/letters.h"
#include "core/reference/reference.h"
#include "core/rules/address.h"
#include "core/rules/location.h"
#include "core/tenant/address.h"

#define TEXT_MAX 256 /* characters of a value that has no limit of its own */
#define QUANTITY_MAX 100000

/* One value by itself. Fills err in on false; the caller adds file and line. */
typedef bool value_check(struct answers *answers, const char *value, struct error *err);

static value_check check_country, check_sku, check_people_file, check_callers, check_digits,
	check_quantity, check_match, check_language, check_id;

struct key {
	const char *section, *key;
	const char *words;
	value_check *check;
};

static const struct key keys[] = {
	{ "organization", "name", NULL, NULL },
	{ "organization", "country", NULL, check_country },
	{ "organization", "kind", "commercial gcc government education nonprofit 21vianet", NULL },
	{ "organization", "plan", NULL, check_sku },
	{ "organization", "carrier", "microsoft own", NULL },
	{ "organization", "bought_from", "direct godaddy partner", NULL },
	{ "organization", "commitment", "annual monthly", NULL },
	{ "organization", "verified", "yes pending no", NULL },
	{ "people", "file", NULL, check_people_file },
	{ "licences", "callers", NULL, check_callers },
	{ "licences", "calling", "domestic international payg none", NULL },
	{ "licences", "product", "bundle separate", NULL },
	{ "licences", "buy", "missing nothing", NULL },
	{ "address *", "company_name", NULL, NULL },
	{ "address *", "house_number", NULL, NULL },
	{ "address *", "house_number_suffix", NULL, NULL },
	{ "address *", "house_name", NULL, NULL },
	{ "address *", "pre_directional", NULL, NULL },
	{ "address *", "street_name", NULL, NULL },
	{ "address *", "street_suffix", NULL, NULL },
	{ "address *", "post_directional", NULL, NULL },
	{ "address *", "city", NULL, NULL },
	{ "address *", "city_alias", NULL, NULL },
	{ "address *", "state", NULL, NULL },
	{ "address *", "postal_code", NULL, NULL },
	{ "address *", "country", NULL, check_country },
	{ "address *", "company_tax_id", NULL, NULL },
	{ "address *", "latitude", NULL, NULL },
	{ "address *", "longitude", NULL, NULL },
	{ "address *", "elin", NULL, NULL },
	{ "address *", "places", NULL, NULL },
	{ "address *", "location_id", NULL, check_id },
	{ "numbers *", "kind", "user toll tollfree", NULL },
	{ "numbers *", "country", NULL, check_country },
	{ "numbers *", "state", NULL, NULL },
	{ "numbers *", "city", NULL, NULL },
	{ "numbers *", "area_code", NULL, check_digits },
	{ "numbers *", "prefix", NULL, check_digits },
	{ "numbers *", "quantity", NULL, check_quantity },
	{ "numbers *", "address", NULL, NULL },
	{ "assign", "match", NULL, check_match },
	{ "assign", "address", NULL, NULL },
	{ "notify", "method", "files smtp graph none", NULL },
	{ "notify", "folder", NULL, NULL },
	{ "notify", "language", NULL, check_language },
};

#define KEY_COUNT ((int)(sizeof keys / sizeof keys[0]))

bool answers_key(int index, struct answers_key *out)
{
	if (index < 0 || index >= KEY_COUNT)
		return false;
	*out = (struct answers_key){ keys[index].section, keys[index].key, keys[index].words };
	return true;
}

/* ---- helpers ---- */

const char *answers_named(const char *section, const char *kind)
{
	size_t len = strlen(kind);
	if (strncasecmp(section, kind, len) != 0 || section[len] != ' ')
		return NULL;
	section += len;
	section += strspn(section, " \t");
	return *section != '\0' ? section : NULL;
}

const char *answers_get(const struct answers *answers, const char *section, const char *key)
{
	return inifile_get(answers->ini, section, key);
}

void answers_split_place(const char *text, char *address, char *place, size_t size)
{
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	char *parts[] = { xstrndup(text, len), xstrdup(slash ? slash + 1 : "") };
	snprintf(address, size, "%s", text_trim(parts[0]));
	snprintf(place, size, "%s", text_trim(parts[1]));
	free(parts[0]);
	free(parts[1]);
}

void answers_each(const char *list, void (*item)(void *data, const char *text), void *data)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		char *copy = xstrndup(list, len), *text = text_trim(copy);
		if (*text != '\0')
			item(data, text);
		free(copy);
		list += len + (list[len] == ',');
	}
}

char *answers_file_of(const struct answers *answers, const char *value)
{
	if (strncasecmp(value, "file:", 5) != 0)
		return NULL;
	char *copy = xstrdup(value + 5);
	char *path = path_join(answers->folder, text_trim(copy));
	free(copy);
	return path;
}

static void add_problem(struct answers *answers, int line, const char *text)
{
	answers->problems = xrealloc(
		answers->problems, answers->problem_count + 1, sizeof *answers->problems);
	struct str safe = { 0 };
	text_printable(&safe, text);
	answers->problems[answers->problem_count++] = (struct answers_problem){ line,
		str_take(&safe) };
}

void answers_wrong(
	struct answers *answers, const char *section, const char *key, const char *format, ...)
{
	struct error err = { .code = ERROR_INPUT };
	va_list args;
	va_start(args, format);
	vsnprintf(err.text, sizeof err.text, format, args);
	va_end(args);
	inifile_blame(answers->ini, section, key, &err);
	int line = inifile_line(answers->ini, section, key);
	if (line == 0)
		line = inifile_line(answers->ini, section, NULL);
	add_problem(answers, line, err.text);
}

/* ---- names ---- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* How many letters must change to make one word of the other (Levenshtein), case ignored. */
static int distance(const char *a, const char *b)
{
	int row[64];
	size_t len = strlen(b);
	if (len >= 63)
		return 99;
	for (size_t j = 0; j <= len; j++)
		row[j] = (int)j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		int corner = row[0];
		row[0] = (int)i;
		for (size_t j = 1; j <= len; j++) {
			bool same = tolower((unsigned char)a[i - 1]) ==
				    tolower((unsigned char)b[j - 1]);
			int changed = corner + !same;
			corner = row[j];
			row[j] = least(changed, 1 + least(row[j], row[j - 1]));
		}
	}
	return row[len];
}

/* The nearest candidate so far, for "did you mean". */
struct nearest {
	const char *wrong, *found;
	int distance;
};

static void consider(struct nearest *nearest, const char *candidate)
{
	int found = distance(nearest->wrong, candidate);
	if (found < nearest->distance) {
		nearest->distance = found;
		nearest->found = candidate;
	}
}

/* A guess is worth telling when most of its letters are there. */
static bool is_near(const struct nearest *nearest)
{
	return nearest->found && nearest->distance <= (int)strlen(nearest->found) / 2;
}

/* "address *" for "[address hq]"; NULL when the section is not known. */
static const char *section_kind(const char *section)
{
	for (int i = 0; i < KEY_COUNT; i++) {
		char kind[16];
		snprintf(kind, sizeof kind, "%.*s", (int)strcspn(keys[i].section, " "),
			keys[i].section);
		bool named = strchr(keys[i].section, '*') != NULL;
		if (named ? answers_named(section, kind) != NULL : strcasecmp(section, kind) == 0)
			return keys[i].section;
	}
	return NULL;
}

static void unknown_section(struct answers *answers, const char *section)
{
	struct nearest nearest = { section, NULL, 99 };
	char kinds[KEY_COUNT][16];
	for (int i = 0; i < KEY_COUNT; i++) {
		bool named = strchr(keys[i].section, '*') != NULL;
		snprintf(kinds[i], sizeof kinds[i], "%.*s%s", (int)strcspn(keys[i].section, " "),
			keys[i].section, named ? " NAME" : "");
		consider(&nearest, kinds[i]);
	}
	if (is_near(&nearest))
		answers_wrong(answers, section, NULL,
			_("there is no section [%s]. Did you mean [%s]?"), section, nearest.found);
	else
		answers_wrong(answers, section, NULL,
			_("there is no section [%s]. There are [organization], [people], [licences], "
			  "[address NAME], [numbers NAME], [assign] and [notify]."),
			section);
}

static const struct key *key_of(const char *kind, const char *name)
{
	for (int i = 0; i < KEY_COUNT; i++) {
		if (strcmp(keys[i].section, kind) == 0 && strcasecmp(keys[i].key, name) == 0)
			return &keys[i];
	}
	return NULL;
}

static void unknown_key(
	struct answers *answers, const char *section, const char *kind, const char *name)
{
	struct nearest nearest = { name, NULL, 99 };
	struct str all = { 0 };
	for (int i = 0; i < KEY_COUNT; i++) {
		if (strcmp(keys[i].section, kind) != 0)
			continue;
		consider(&nearest, keys[i].key);
		str_addf(&all, "%s%s", all.len > 0 ? ", " : "", keys[i].key);
	}
	if (is_near(&nearest))
		answers_wrong(answers, section, name, _("[%s] has no key %s. Did you mean %s?"),
			section, name, nearest.found);
	else
		answers_wrong(answers, section, name, _("[%s] has no key %s. It may have: %s."),
			section, name, str_text(&all));
	str_fini(&all);
}

/* ---- values ---- */

static bool is_word(const char *words, const char *value)
{
	size_t len = strlen(value);
	for (; *words != '\0'; words += strspn(words, " ")) {
		size_t word = strcspn(words, " ");
		if (word == len && strncmp(words, value, len) == 0)
			return true;
		words += word;
	}
	return false;
}

static bool check_word(const struct key *key, const char *value, struct error *err)
{
	if (is_word(key->words, value))
		return true;
	struct str words = { 0 };
	for (const char *at = key->words; *at != '\0'; at++)
		str_addn(&words, *at == ' ' ? ", " : at, *at == ' ' ? 2 : 1);
	error_set(err, ERROR_INPUT, _("%s is \"%s\", but may be: %s."), key->key, value,
		str_text(&words));
	str_fini(&words);
	return false;
}

static bool check_country(struct answers *answers, const char *value, struct error *err)
{
	char guess[3], name[64];
	if (location_shape(value) && reference_country_name(answers->ref, value, name, sizeof name))
		return true;
	if (location_guess(guess, value))
		return error_set(err, ERROR_INPUT,
			_("\"%s\" is no country code. Write %s (ISO 3166-1 alpha-2)."), value,
			guess);
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is no country code. Write two capital letters, such as US or FR "
		  "(ISO 3166-1 alpha-2)."),
		value);
}

static bool check_sku(struct answers *answers, const char *value, struct error *err)
{
	struct sku sku;
	return value[0] == '\0' || reference_sku(answers->ref, value, &sku, NULL) ||
	       error_set(err, ERROR_INPUT,
		       _("no product has the part number %s. `ringup check --json` and the admin "
			 "centre's Licences page name yours, such as O365_BUSINESS_PREMIUM."),
		       value);
}

static bool check_people_file(struct answers *answers, const char *value, struct error *err)
{
	if (value[0] == '\0')
		return true;
	char *path = path_join(answers->folder, value);
	bool fine = import_check(IMPORT_PEOPLE, path, err);
	free(path);
	return fine;
}

static bool is_upn(const char *text)
{
	const char *at = strchr(text, '@');
	return at && at != text && at[1] != '\0' && !strchr(at + 1, '@') && !strchr(text, ' ');
}

static void check_upn(void *data, const char *text)
{
	struct error *err = data;
	if (err->code == ERROR_NONE && !is_upn(text))
		error_set(err, ERROR_INPUT,
			_("callers: \"%s\" is no user principal name. Write all, none, department:NAME, "
			  "city:NAME, file:NAME.csv, or user principal names with commas between."),
			text);
}

/* The column of the names in the file's first record; 0 with *plain when it is no header. */
static int names_column(const struct csv_record *first, bool *plain)
{
	for (int i = 0; i < first->count; i++) {
		struct str folded = { 0 };
		import_column_fold(&folded, first->field[i]);
		bool found = strcmp(str_text(&folded), "userprincipalname") == 0 ||
			     strcmp(str_text(&folded), "upn") == 0 ||
			     strcmp(str_text(&folded), "nomdutilisateurprincipal") == 0 ||
			     strcmp(str_text(&folded), "benutzerprinzipalname") == 0;
		str_fini(&folded);
		if (found)
			return i;
	}
	*plain = is_upn(first->field[0]);
	return *plain ? 0 : -1;
}

static bool add_name(struct answers_names *names, const struct csv_record *record, int column,
	const char *path, struct error *err)
{
	char *copy = xstrdup(column < record->count ? record->field[column] : "");
	const char *name = text_trim(copy);
	bool fine = is_upn(name);
	if (fine) {
		names->name = xrealloc(names->name, names->count + 1, sizeof *names->name);
		names->name[names->count++] = xstrdup(name);
	} else {
		error_set(err, ERROR_INPUT, _("%s line %lld: \"%s\" is no user principal name."),
			path, (long long)record->line, name);
	}
	free(copy);
	return fine;
}

static bool read_names(
	struct csv *csv, const char *path, struct answers_names *names, struct error *err)
{
	struct csv_record record;
	bool plain = false;
	if (!csv_next(csv, &record, err))
		return err->code == ERROR_NONE
			       ? error_set(err, ERROR_INPUT, _("%s is empty."), path)
			       : error_prefix(err, "%s: ", path);
	int column = names_column(&record, &plain);
	if (column < 0)
		return error_set(err, ERROR_INPUT,
			_("%s has no column \"User principal name\", and its first line is none."),
			path);
	if (plain && !add_name(names, &record, column, path, err))
		return false;
	while (csv_next(csv, &record, err)) {
		if (!add_name(names, &record, column, path, err))
			return false;
	}
	return err->code == ERROR_NONE || error_prefix(err, "%s: ", path);
}

bool answers_read_names(const char *path, struct answers_names *names, struct error *err)
{
	struct error own = { 0 };
	struct csv *csv = csv_open(path, &own);
	bool fine = csv && read_names(csv, path, names, &own);
	csv_close(csv);
	return fine || error_set(err, own.code, "%s", own.text);
}

void answers_names_fini(struct answers_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct answers_names){ 0 };
}

static bool check_callers(struct answers *answers, const char *value, struct error *err)
{
	static const char *const kinds[] = { "department:", "city:" };
	if (is_word("all none", value))
		return true;
	for (int i = 0; i < 2; i++) {
		size_t len = strlen(kinds[i]);
		if (strncasecmp(value, kinds[i], len) == 0)
			return value[len + strspn(value + len, " ")] != '\0' ||
			       error_set(err, ERROR_INPUT, _("callers: a name must follow %s"),
				       kinds[i]);
	}
	char *path = answers_file_of(answers, value);
	if (path) {
		struct answers_names names = { 0 };
		bool fine = answers_read_names(path, &names, err);
		answers_names_fini(&names);
		free(path);
		return fine;
	}
	struct error own = { 0 };
	answers_each(value, check_upn, &own);
	if (own.code == ERROR_NONE && value[strspn(value, " ,")] == '\0')
		check_upn(&own, value);
	return own.code == ERROR_NONE || error_set(err, own.code, "%s", own.text);
}

static bool check_digits(struct answers *answers, const char *value, struct error *err)
{
	(void)answers;
	size_t digits = strspn(value, "0123456789");
	return (digits <= 15 && value[digits] == '\0') ||
	       error_set(err, ERROR_INPUT, _("\"%s\" must be digits only, such as 425."), value);
}

static bool check_quantity(struct answers *answers, const char *value, struct error *err)
{
	(void)answers;
	char *end;
	errno = 0;
	long quantity = strtol(value, &end, 10);
	bool number = isdigit((unsigned char)value[0]) && *end == '\0' && errno == 0;
	return (number && quantity <= QUANTITY_MAX) ||
	       error_set(err, ERROR_INPUT,
		       _("quantity is \"%s\", but must be a number from 0 to %d."), value,
		       QUANTITY_MAX);
}

static bool check_match(struct answers *answers, const char *value, struct error *err)
{
	if (is_word("auto none", value))
		return true;
	char *path = answers_file_of(answers, value);
	if (!path)
		return error_set(err, ERROR_INPUT,
			_("match is \"%s\", but may be: auto, none, file:NAME.csv."), value);
	bool fine = import_check(IMPORT_ASSIGNMENTS, path, err);
	free(path);
	return fine;
}

static bool check_language(struct answers *answers, const char *value, struct error *err)
{
	(void)answers;
	if (strcmp(value, "auto") == 0 || letter_has_language(value))
		return true;
	struct letter_language languages[64];
	int count = letter_languages(languages, 64);
	struct str all = { 0 };
	for (int i = 0; i < count && i < 64; i++)
		str_addf(&all, ", %s", languages[i].code);
	error_set(err, ERROR_INPUT,
		_("there is no letter in the language \"%s\". There are: auto%s."), value,
		str_text(&all));
	str_fini(&all);
	return false;
}

static bool check_id(struct answers *answers, const char *value, struct error *err)
{
	(void)answers;
	return import_guid(value) || error_set(err, ERROR_INPUT,
					     _("\"%s\" is no location id. It has the form "
					       "8-4-4-4-12 hexadecimal digits."),
					     value);
}

static void check_key(
	struct answers *answers, const char *section, const char *kind, const char *name)
{
	const struct key *key = key_of(kind, name);
	if (!key) {
		unknown_key(answers, section, kind, name);
		return;
	}
	const char *value = answers_get(answers, section, name);
	struct error err = { 0 };
	bool fine = true;
	if (key->words)
		fine = check_word(key, value, &err);
	else if (key->check)
		fine = key->check(answers, value, &err);
	else if (u8_mbsnlen((const uint8_t *)value, strlen(value)) > TEXT_MAX)
		fine = error_set(
			&err, ERROR_INPUT, _("%s is longer than %d characters."), name, TEXT_MAX);
	if (!fine)
		answers_wrong(answers, section, name, "%s", err.text);
}

/* ---- sections ---- */

/* The answer of the file, else what the store has: the country of the licences. */
static const char *country_of(const struct answers *answers, const char *section)
{
	const char *country = answers_get(answers, section, "country");
	if (!country)
		country = answers_get(answers, "organization", "country");
	return country ? country : answers->country;
}

/* The key of the file that holds a field; NULL: none does. */
static const char *key_of_field(int field)
{
	for (int i = 0; i < KEY_COUNT; i++) {
		if (strcmp(keys[i].section, "address *") == 0 &&
			address_field_of(keys[i].key) == field)
			return keys[i].key;
	}
	return NULL;
}

/* The fields of an address against the form of its country. */
static void check_fields(struct answers *answers, const char *section, const char *country)
{
	struct address_format format;
	struct address_finding findings[ADDRESS_FIELD_COUNT * 2];
	struct address_text text = { { 0 } };
	if (!reference_address_format(answers->ref, country, &format, NULL))
		return;
	struct address_form form = {
		.required = address_fields_of(format.required_fields),
		.postal_regex = format.postal_code_regex,
		.coordinates = format.latlong_required == FACT_YES,
		.english = address_english(country),
		.strict_british = strcmp(country, "GB") == 0,
	};
	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++)
		text.field[i] = key_of_field(i) ? answers_get(answers, section, key_of_field(i))
						: NULL;
	text.field[ADDRESS_DESCRIPTION] = answers_named(section, "address");
	text.field[ADDRESS_COUNTRY] = country;
	int count = address_check(&form, &text, findings, ADDRESS_FIELD_COUNT * 2);
	for (int i = 0; i < count && i < ADDRESS_FIELD_COUNT * 2; i++) {
		struct str sentence = { 0 };
		if (verdict_ok(findings[i].verdict))
			continue;
		address_say(&sentence, &findings[i]);
		answers_wrong(answers, section, key_of_field(findings[i].field), "%s",
			str_text(&sentence));
		str_fini(&sentence);
	}
}

/* An address that the tenant already has may be given by its id alone. */
static bool is_id_alone(const struct answers *answers, const char *section)
{
	if (!answers_get(answers, section, "location_id"))
		return false;
	for (int i = 0; i < inifile_keys(answers->ini, section); i++) {
		const char *key = inifile_key(answers->ini, section, i);
		if (strcasecmp(key, "location_id") != 0 && strcasecmp(key, "country") != 0 &&
			strcasecmp(key, "places") != 0)
			return false;
	}
	return true;
}

static void check_address(struct answers *answers, const char *section)
{
	const char *country = country_of(answers, section);
	if (is_id_alone(answers, section))
		return;
	if (country[0] == '\0')
		answers_wrong(answers, section, NULL,
			_("an address needs its country. Add country = US, or the like."));
	else
		check_fields(answers, section, country);
}

/* The section whose name, after its kind, is `name`; NULL: the file has none. */
static const char *section_of(const struct answers *answers, const char *kind, const char *name)
{
	for (int i = 0; i < inifile_sections(answers->ini); i++) {
		const char *section = inifile_section(answers->ini, i);
		const char *found = answers_named(section, kind);
		if (found && strcasecmp(found, name) == 0)
			return section;
	}
	return NULL;
}

struct place_search {
	const char *name;
	bool found;
};

static void compare_place(void *data, const char *text)
{
	struct place_search *search = data;
	search->found = search->found || strcasecmp(search->name, text) == 0;
}

/* The label in the store of "hq/Office", where the section of hq may stand for one of the tenant's
 * own addresses by its id. The caller frees it. */
static char *own_place(
	const struct answers *answers, const char *section, const char *text, const char *name)
{
	const char *id = section ? answers_get(answers, section, "location_id") : NULL;
	struct place place;
	if (!id || !place_find(answers->store, id, &place, NULL))
		return xstrdup(text);
	return name[0] ? xasprintf("%s/%s", place.address, name) : xstrdup(place.address);
}

/* Is there "hq/Office", in the file or in the store? *section gets the file's, NULL for a store's.
 */
static bool has_place(
	struct answers *answers, const char *text, const char **section, char country[3])
{
	char address[96], name[96];
	struct place place;
	answers_split_place(text, address, name, sizeof address);
	*section = section_of(answers, "address", address);
	country[0] = '\0';
	if (*section) {
		const char *places = answers_get(answers, *section, "places");
		struct place_search search = { name, name[0] == '\0' };
		answers_each(places ? places : "", compare_place, &search);
		if (!is_id_alone(answers, *section))
			snprintf(country, 3, "%s", country_of(answers, *section));
		if (search.found)
			return true;
	}
	char *real = own_place(answers, *section, text, name);
	bool found = place_find(answers->store, real, &place, NULL);
	free(real);
	if (found)
		snprintf(country, 3, "%s", place.country);
	return found;
}

/* A reference to an address: it must be there, and in the country of what it is for. */
static void check_place(
	struct answers *answers, const char *section, const char *key, const char *country)
{
	const char *value = answers_get(answers, section, key), *found;
	char there[3];
	if (!value || value[0] == '\0')
		return;
	if (!has_place(answers, value, &found, there))
		answers_wrong(answers, section, key,
			_("there is no address \"%s\". Add a section [address NAME], or write the name "
			  "of one, with /PLACE for a place inside it."),
			value);
	else if (country && there[0] != '\0' && country[0] != '\0' && strcmp(there, country) != 0)
		answers_wrong(answers, section, key,
			_("the address \"%s\" is in %s, but the numbers are of %s. Both must be of one "
			  "country (R-233)."),
			value, there, country);
}

static bool has_value(const struct answers *answers, const char *section, const char *key)
{
	const char *value = answers_get(answers, section, key);
	return value && value[0] != '\0';
}

static void check_numbers(struct answers *answers, const char *section)
{
	const char *country = country_of(answers, section);
	struct country facts;
	if (country[0] == '\0') {
		answers_wrong(answers, section, NULL,
			_("numbers need their country. Add country = US, or the like."));
		return;
	}
	if (!has_value(answers, section, "quantity"))
		answers_wrong(answers, section, NULL,
			_("how many numbers? Add quantity = 5, or the like."));
	check_place(answers, section, "address", country);
	const char *kind = answers_get(answers, section, "kind");
	bool of_people = !kind || strcmp(kind, "user") == 0;
	if (of_people && !has_value(answers, section, "address") &&
		reference_country(answers->ref, country, &facts, NULL) && facts.address_first)
		answers_wrong(answers, section, NULL,
			_("in %s a number carries its emergency address. Add address = NAME and a section "
			  "[address NAME] (R-227)."),
			facts.name);
}

/* What one section's keys mean together. */
static void check_section(struct answers *answers, const char *section)
{
	if (answers_named(section, "address"))
		check_address(answers, section);
	else if (answers_named(section, "numbers"))
		check_numbers(answers, section);
	else if (strcasecmp(section, "assign") == 0)
		check_place(answers, section, "address", NULL);
}

static int by_line(const void *a, const void *b)
{
	const struct answers_problem *one = a, *two = b;
	return one->line != two->line ? (one->line < two->line ? -1 : 1)
				      : strcmp(one->text, two->text);
}

void answers_check(struct answers *answers)
{
	for (int i = 0; i < inifile_sections(answers->ini); i++) {
		const char *section = inifile_section(answers->ini, i);
		const char *kind = section_kind(section);
		if (!kind) {
			unknown_section(answers, section);
			continue;
		}
		for (int j = 0; j < inifile_keys(answers->ini, section); j++)
			check_key(answers, section, kind, inifile_key(answers->ini, section, j));
		check_section(answers, section);
	}
	if (answers->problem_count > 1)
		qsort(answers->problems, answers->problem_count, sizeof *answers->problems,
			by_line);
}
