/* People from the exports that admins already have. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/import_type.h"
#include "core/reference/reference.h"
#include "core/rules/location.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum field {
	UPN,
	OBJECT_ID,
	DISPLAY_NAME,
	GIVEN_NAME,
	SURNAME,
	MAIL,
	DEPARTMENT,
	JOB_TITLE,
	OFFICE,
	STREET,
	CITY,
	STATE,
	POSTAL_CODE,
	COUNTRY,
	LANGUAGE,
	PHONE,
	USAGE_LOCATION,
	ENABLED,
	BLOCKED,
	USER_TYPE,
	LICENCES,
	ONPREM_LINE,
	FIELD_COUNT
};

enum dialect { ENTRA = 1, MICROSOFT_365, GRAPH, TEAMS };

static const char *const dialects[] = { N_("Entra admin centre"), N_("Microsoft 365 admin centre"),
	"Get-MgUser", "Get-CsOnlineUser", NULL };

/* Entra writes "userPrincipalName", Microsoft 365 "User principal name", PowerShell
 * "UserPrincipalName": folded they are one. A column that only one of them writes tells the
 * dialect. The French and German captions are those of the Microsoft 365 admin centre. */
static const struct import_column columns[] = {
	{ "userprincipalname", UPN, 0 },
	{ "upn", UPN, 0 },
	{ "nomdutilisateurprincipal", UPN, MICROSOFT_365 },
	{ "benutzerprinzipalname", UPN, MICROSOFT_365 },
	{ "id", OBJECT_ID, 0 },
	{ "objectid", OBJECT_ID, 0 },
	{ "identity", OBJECT_ID, TEAMS },
	{ "iddobjet", OBJECT_ID, MICROSOFT_365 },
	{ "objektid", OBJECT_ID, MICROSOFT_365 },
	{ "displayname", DISPLAY_NAME, 0 },
	{ "nomdaffichage", DISPLAY_NAME, MICROSOFT_365 },
	{ "anzeigename", DISPLAY_NAME, MICROSOFT_365 },
	{ "givenname", GIVEN_NAME, 0 },
	{ "firstname", GIVEN_NAME, 0 },
	{ "prenom", GIVEN_NAME, MICROSOFT_365 },
	{ "vorname", GIVEN_NAME, MICROSOFT_365 },
	{ "surname", SURNAME, 0 },
	{ "lastname", SURNAME, 0 },
	{ "nom", SURNAME, MICROSOFT_365 },
	{ "nachname", SURNAME, MICROSOFT_365 },
	{ "mail", MAIL, 0 },
	{ "email", MAIL, 0 },
	{ "emailaddress", MAIL, 0 },
	{ "windowsemailaddress", MAIL, TEAMS },
	{ "department", DEPARTMENT, 0 },
	{ "service", DEPARTMENT, MICROSOFT_365 },
	{ "abteilung", DEPARTMENT, MICROSOFT_365 },
	{ "jobtitle", JOB_TITLE, 0 },
	{ "title", JOB_TITLE, 0 },
	{ "fonction", JOB_TITLE, MICROSOFT_365 },
	{ "position", JOB_TITLE, MICROSOFT_365 },
	{ "officelocation", OFFICE, 0 },
	{ "office", OFFICE, 0 },
	{ "physicaldeliveryofficename", OFFICE, 0 },
	{ "bureau", OFFICE, MICROSOFT_365 },
	{ "buro", OFFICE, MICROSOFT_365 },
	{ "streetaddress", STREET, 0 },
	{ "street", STREET, TEAMS },
	{ "adresse", STREET, MICROSOFT_365 },
	{ "city", CITY, 0 },
	{ "ville", CITY, MICROSOFT_365 },
	{ "ort", CITY, MICROSOFT_365 },
	{ "stadt", CITY, MICROSOFT_365 },
	{ "state", STATE, 0 },
	{ "stateorprovince", STATE, 0 },
	{ "postalcode", POSTAL_CODE, 0 },
	{ "codepostal", POSTAL_CODE, MICROSOFT_365 },
	{ "postleitzahl", POSTAL_CODE, MICROSOFT_365 },
	{ "country", COUNTRY, 0 },
	{ "countryorregion", COUNTRY, 0 },
	{ "countryorregiondisplayname", COUNTRY, TEAMS },
	{ "pays", COUNTRY, MICROSOFT_365 },
	{ "paysouregion", COUNTRY, MICROSOFT_365 },
	{ "land", COUNTRY, MICROSOFT_365 },
	{ "landoderregion", COUNTRY, MICROSOFT_365 },
	{ "preferredlanguage", LANGUAGE, 0 },
	{ "languepreferee", LANGUAGE, MICROSOFT_365 },
	{ "bevorzugtesprache", LANGUAGE, MICROSOFT_365 },
	{ "telephonenumber", PHONE, 0 },
	{ "phonenumber", PHONE, 0 },
	{ "phone", PHONE, TEAMS },
	{ "businessphones", PHONE, GRAPH },
	{ "numerodetelephone", PHONE, MICROSOFT_365 },
	{ "telefonnummer", PHONE, MICROSOFT_365 },
	{ "usagelocation", USAGE_LOCATION, 0 },
	{ "emplacementdutilisation", USAGE_LOCATION, MICROSOFT_365 },
	{ "verwendungsstandort", USAGE_LOCATION, MICROSOFT_365 },
	{ "nutzungsstandort", USAGE_LOCATION, MICROSOFT_365 },
	{ "accountenabled", ENABLED, 0 },
	{ "blockcredential", BLOCKED, MICROSOFT_365 },
	{ "usertype", USER_TYPE, 0 },
	{ "accounttype", USER_TYPE, TEAMS },
	{ "licenses", LICENCES, MICROSOFT_365 },
	{ "licences", LICENCES, MICROSOFT_365 },
	{ "lizenzen", LICENCES, MICROSOFT_365 },
	{ "assignedlicenses", LICENCES, GRAPH },
	{ "onpremlineuri", ONPREM_LINE, TEAMS },
	{ NULL, 0, 0 },
};

/* By field: what messages call it, and how many characters Entra ID allows at most. */
static const char *const captions[FIELD_COUNT] = {
	[UPN] = N_("User principal name"),
	[OBJECT_ID] = N_("Object id"),
	[DISPLAY_NAME] = N_("Display name"),
	[GIVEN_NAME] = N_("First name"),
	[SURNAME] = N_("Last name"),
	[MAIL] = N_("Mail"),
	[DEPARTMENT] = N_("Department"),
	[JOB_TITLE] = N_("Title"),
	[OFFICE] = N_("Office"),
	[STREET] = N_("Street address"),
	[CITY] = N_("City"),
	[STATE] = N_("State"),
	[POSTAL_CODE] = N_("Postal code"),
	[COUNTRY] = N_("Country"),
	[LANGUAGE] = N_("Preferred language"),
	[PHONE] = N_("Phone number"),
	[USAGE_LOCATION] = N_("Usage location"),
	[ENABLED] = N_("Account enabled"),
	[BLOCKED] = N_("Block credential"),
	[USER_TYPE] = N_("User type"),
	[LICENCES] = N_("Licences"),
	[ONPREM_LINE] = N_("On-premises line"),
};

static const int limits[FIELD_COUNT] = {
	[UPN] = 113,
	[DISPLAY_NAME] = 256,
	[GIVEN_NAME] = 64,
	[SURNAME] = 64,
	[MAIL] = 254,
	[DEPARTMENT] = 64,
	[JOB_TITLE] = 128,
	[OFFICE] = 128,
	[STREET] = 1024,
	[CITY] = 128,
	[STATE] = 128,
	[POSTAL_CODE] = 40,
	[COUNTRY] = 128,
	[PHONE] = 64,
	[LICENCES] = 4000,
};

static const int needed[] = { UPN, -1 };
static const char *const needed_names[] = { "User principal name" };

/* ---- products ---- */

#define PRODUCTS_MAX 400

/* A name that a file may use for a product, folded as columns are. */
struct product {
	char *name;
	char sku[SKU_PART]; /* its id, or part number */
};

struct people {
	struct store *store;
	struct reference *ref;
	struct import_seen seen;
	struct product *products;
	int product_count;
	bool synced;      /* the tenant itself was read: it knows better than a file */
	char location[3]; /* the last one that was found to be a country's */
};

static void add_product(struct people *people, const char *name, const struct sku *sku)
{
	struct str folded = { 0 };
	import_column_fold(&folded, name);
	struct product *product = &people->products[people->product_count++];
	product->name = str_take(&folded);
	if (!product->name)
		product->name = xstrdup("");
	snprintf(product->sku, sizeof product->sku, "%s", sku->id[0] ? sku->id : sku->part_number);
}

/* Products go by three names: today's, that of Microsoft's list, and the part number. */
static void load_products(struct people *people)
{
	int count = reference_skus(people->ref, NULL, NULL, 0);
	struct sku *skus = xcalloc((size_t)count + 1, sizeof *skus);
	reference_skus(people->ref, NULL, skus, count);
	people->products = xcalloc((size_t)count * 3 + 1, sizeof *people->products);
	for (int i = 0; i < count; i++) {
		add_product(people, skus[i].part_number, &skus[i]);
		add_product(people, skus[i].name, &skus[i]);
		add_product(people, skus[i].listed_name, &skus[i]);
	}
	free(skus);
}

/* NULL when no product has the name. */
static const char *product_of(const struct people *people, const char *name)
{
	struct str folded = { 0 };
	const char *found = NULL;
	import_column_fold(&folded, name);
	for (int i = 0; i < people->product_count && !found && folded.len > 0; i++) {
		if (strcmp(people->products[i].name, str_text(&folded)) == 0)
			found = people->products[i].sku;
	}
	str_fini(&folded);
	return found;
}

/* ---- licences of one person ---- */

#define LICENCES_MAX 64

struct holding {
	struct people *people;
	struct import *import;
	const struct import_row *row;
	char sku_id[LICENCES_MAX][SKU_ID];
	int count;
	struct error *err;
	bool failed;
};

/* A product that the facts do not know has nothing to do with phones, or is too new: a warning. */
static void take_product(struct holding *holding, const char *name)
{
	const char *sku = product_of(holding->people, name);
	if (!sku) {
		import_warn(holding->import, holding->row,
			_("the product \"%s\" is not known here and was left out."), name);
		return;
	}
	if (holding->count == LICENCES_MAX)
		return;
	if (subscription_ensure(
		    holding->people->store, sku, holding->sku_id[holding->count], holding->err))
		holding->count++;
	else
		holding->failed = true;
}

/* "Office 365 E3+Microsoft Teams Phone Standard": the names themselves hold no plus sign. */
static void each_product(struct holding *holding, const char *list)
{
	while (*list != '\0' && !holding->failed) {
		size_t len = strcspn(list, "+;");
		char *copy = xstrndup(list, len), *name = text_trim(copy);
		if (*name != '\0' && strcasecmp(name, "Unlicensed") != 0)
			take_product(holding, name);
		free(copy);
		list += len + (list[len] != '\0');
	}
}

static bool is_listed(const struct holding *holding, const char *sku_id)
{
	for (int i = 0; i < holding->count; i++) {
		if (strcmp(holding->sku_id[i], sku_id) == 0)
			return true;
	}
	return false;
}

/* Exactly the listed products are held from now on. */
static bool put_licences(struct holding *holding, int64_t person, bool *changed)
{
	struct store *store = holding->people->store;
	struct licence held[LICENCES_MAX];
	int count = licence_list(store, person, LICENCES_MAX, held, holding->err);
	if (count < 0)
		return false;
	for (int i = 0; i < count && i < LICENCES_MAX; i++) {
		if (!held[i].actual || is_listed(holding, held[i].sku_id))
			continue;
		*changed = true;
		if (!licence_put(store, person, held[i].sku_id, false, holding->err))
			return false;
	}
	for (int i = 0; i < holding->count; i++) {
		bool had = false;
		for (int j = 0; j < count && j < LICENCES_MAX && !had; j++)
			had = held[j].actual && strcmp(held[j].sku_id, holding->sku_id[i]) == 0;
		if (had)
			continue;
		*changed = true;
		if (!licence_put(store, person, holding->sku_id[i], true, holding->err))
			return false;
	}
	return true;
}

static bool take_licences(struct people *people, struct import *import,
	const struct import_row *row, int64_t person, bool *changed, struct error *err)
{
	struct holding holding = { .people = people, .import = import, .row = row, .err = err };
	if (!row->value[LICENCES])
		return true;
	each_product(&holding, row->value[LICENCES]);
	return !holding.failed && put_licences(&holding, person, changed);
}

/* ---- rows ---- */

static bool is_upn(const char *text)
{
	const char *at = strchr(text, '@');
	if (!at || at == text || at[1] == '\0' || strchr(at + 1, '@'))
		return false;
	for (const char *c = text; *c != '\0'; c++) {
		if ((unsigned char)*c <= ' ' || *c == 0x7F || strchr("<>\",;:\\/|?*", *c))
			return false;
	}
	return strchr(at, '.') != NULL;
}

static const char *kind_of(const char *type)
{
	static const struct {
		const char *word, *kind;
	} kinds[] = { { "member", "member" }, { "guest", "guest" }, { "user", "member" },
		{ "resourceaccount", "resource" } };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcasecmp(type, kinds[i].word) == 0)
			return kinds[i].kind;
	}
	return NULL;
}

static int enabled_of(const struct import_row *row)
{
	int blocked = import_truth(import_value(row, BLOCKED));
	int enabled = import_truth(import_value(row, ENABLED));
	return blocked >= 0 ? !blocked : enabled;
}

/* Empty, or two letters that are some country's; "us" is taken as US. */
static bool read_location(struct people *people, struct import_row *row, char location[3])
{
	const char *text = import_value(row, USAGE_LOCATION);
	char name[64], guess[3];
	location[0] = '\0';
	if (text[0] == '\0')
		return true;
	if (strlen(text) == 2)
		snprintf(location, 3, "%c%c", toupper((unsigned char)text[0]),
			toupper((unsigned char)text[1]));
	if (location[0] != '\0' && strcmp(location, people->location) == 0)
		return true;
	if (location_shape(location) &&
		reference_country_name(people->ref, location, name, sizeof name)) {
		memcpy(people->location, location, sizeof people->location);
		return true;
	}
	if (location_guess(guess, text) && strcmp(guess, location) != 0)
		import_refuse(row, _("\"%s\" is no usage location; %s may be meant."), text, guess);
	else
		import_refuse(row,
			_("\"%s\" is no usage location. It must be a country's two letters."),
			text);
	return false;
}

static bool check_row(struct people *people, struct import_row *row, char location[3])
{
	const char *upn = import_value(row, UPN);
	if (upn[0] == '\0')
		import_refuse(row, _("it has no user principal name."));
	else if (!is_upn(upn))
		import_refuse(row, _("\"%s\" is no user principal name (name@domain)."), upn);
	else
		return read_location(people, row, location);
	return false;
}

static struct person_record record_of(const struct import_row *row, const char *location)
{
	const char *object_id = import_value(row, OBJECT_ID);
	return (struct person_record){
		.object_id = import_guid(object_id) ? object_id : NULL,
		.upn = row->value[UPN],
		.display_name = row->value[DISPLAY_NAME],
		.given_name = row->value[GIVEN_NAME],
		.surname = row->value[SURNAME],
		.mail = row->value[MAIL],
		.department = row->value[DEPARTMENT],
		.job_title = row->value[JOB_TITLE],
		.office = row->value[OFFICE],
		.street = row->value[STREET],
		.city = row->value[CITY],
		.state = row->value[STATE],
		.postal_code = row->value[POSTAL_CODE],
		.country = row->value[COUNTRY],
		.language = row->value[LANGUAGE],
		.phone = row->value[PHONE],
		.usage_location = location,
		.kind = kind_of(import_value(row, USER_TYPE)),
		.onprem_line = row->value[ONPREM_LINE],
		.enabled = enabled_of(row),
		.present = -1,
	};
}

/* Is it the tenant that knows this person? */
static bool is_from_tenant(struct people *people, int64_t id, struct error *err, bool *from_tenant)
{
	struct person person;
	*from_tenant = false;
	if (!people->synced || id == 0)
		return true;
	if (!person_get(people->store, id, &person, err))
		return false;
	*from_tenant = person.present;
	return true;
}

/* 0 when nobody has the name yet. */
static bool find(struct people *people, const char *upn, int64_t *id, struct error *err)
{
	struct error missing = { 0 };
	*id = 0;
	if (person_find(people->store, upn, id, &missing) || missing.code == ERROR_NOT_FOUND)
		return true;
	return error_set(err, missing.code, "%s", missing.text);
}

/* Of somebody whom the tenant knows a newer file tells who it is and where; what the service acts
 * by (usage location, licences, may sign in) only the tenant itself says. The next sync has the
 * last word on both. */
static void record_keep_tenant(struct person_record *record)
{
	record->object_id = record->usage_location = record->kind = record->onprem_line = NULL;
	record->enabled = -1;
}

/* named: who has the row's user name already. */
static bool put(struct people *people, struct import *import, struct import_row *row,
	const char *location, int64_t named, bool from_tenant, enum import_outcome *outcome,
	struct error *err)
{
	struct person_record record = record_of(row, location);
	struct error refused = { 0 };
	enum person_outcome done;
	bool changed = false;
	int64_t id;
	record.named = &named;
	if (from_tenant)
		record_keep_tenant(&record);
	if (!person_put(people->store, &record, &id, &done, &refused)) {
		if (refused.code != ERROR_TAKEN && refused.code != ERROR_INPUT)
			return error_set(err, refused.code, "%s", refused.text);
		*outcome = import_refuse(row, "%s", refused.text);
		return true;
	}
	import_see(&people->seen, id, row->line);
	if (!from_tenant && !take_licences(people, import, row, id, &changed, err))
		return false;
	*outcome = done == PERSON_ADDED                ? IMPORT_ADDED
		   : done == PERSON_UPDATED || changed ? IMPORT_UPDATED
						       : IMPORT_UNCHANGED;
	return true;
}

static bool take(void *state, struct import *import, struct import_row *row,
	enum import_outcome *outcome, struct error *err)
{
	struct people *people = state;
	char location[3];
	int64_t id;
	bool from_tenant;
	if (!check_row(people, row, location))
		return true;
	if (!find(people, row->value[UPN], &id, err) ||
		!is_from_tenant(people, id, err, &from_tenant))
		return false;
	int64_t first = import_seen(&people->seen, id);
	if (first != 0) {
		*outcome = import_refuse(
			row, _("%s is on line %lld already."), row->value[UPN], (long long)first);
		return true;
	}
	return put(people, import, row, location, id, from_tenant, outcome, err);
}

/* The answers file names the export that the people came from. */
static bool finish(void *state, struct import *import, struct error *err)
{
	struct people *people = state;
	const char *path = import_path(import);
	char *whole = path ? realpath(path, NULL) : NULL;
	bool fine = !whole || organization_set(people->store, ORGANIZATION_PEOPLE_FILE, whole, err);
	free(whole);
	return fine;
}

static void end(void *state)
{
	struct people *people = state;
	for (int i = 0; i < people->product_count; i++)
		free(people->products[i].name);
	free(people->products);
	import_seen_fini(&people->seen);
	free(people);
}

static void *begin(struct store *store, struct reference *ref, struct error *err)
{
	struct organization organization;
	if (!organization_get(store, &organization, err))
		return NULL;
	struct people *people = xcalloc(1, sizeof *people);
	people->store = store;
	people->ref = ref;
	people->synced = organization.synced_at != 0;
	load_products(people);
	return people;
}

const struct import_type import_people_type = {
	.id = "people",
	.columns = columns,
	.dialects = dialects,
	.needed = needed,
	.needed_names = needed_names,
	.captions = captions,
	.limits = limits,
	.begin = begin,
	.end = end,
	.take = take,
	.finish = finish,
};
