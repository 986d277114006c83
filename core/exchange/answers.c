/* A whole setup in one file: opens it, and writes its wishes in one transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/answers_file.h"
#include "core/plan/edit.h"
#include "core/plan/licensing.h"
#include "core/plan/match.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

/* ---- opening ---- */

static void add_form_problem(struct answers *answers, const struct error *err)
{
	answers->problems = xcalloc(1, sizeof *answers->problems);
	answers->problems[0].text = xstrdup(err->text);
	answers->problem_count = 1;
}

struct answers *answers_open(
	const char *path, struct store *store, struct reference *ref, struct error *err)
{
	struct error own = { 0 };
	struct organization organization;
	if (!organization_get(store, &organization, err))
		return NULL;
	struct inifile *ini = inifile_open(path, &own);
	if (!ini && own.code != ERROR_INPUT) {
		error_set(err, own.code, "%s", own.text);
		return NULL;
	}
	struct answers *answers = xcalloc(1, sizeof *answers);
	answers->path = xstrdup(path);
	answers->folder = path_folder(path);
	answers->store = store;
	answers->ref = ref;
	answers->ini = ini;
	snprintf(answers->country, sizeof answers->country, "%s", organization.country);
	if (ini)
		answers_check(answers);
	else
		add_form_problem(answers, &own);
	return answers;
}

void answers_close(struct answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < answers->problem_count; i++)
		free(answers->problems[i].text);
	free(answers->problems);
	inifile_close(answers->ini);
	free(answers->folder);
	free(answers->path);
	free(answers);
}

int answers_problem_count(const struct answers *answers)
{
	return (int)answers->problem_count;
}

const char *answers_problem(const struct answers *answers, int index)
{
	return answers->problems[index].text;
}

/* ---- applying ---- */

struct applying {
	struct answers *answers;
	struct store *store;
	struct answers_result *result;
	answers_tick *tick;
	void *data;
	struct error *err;
};

static bool tick(struct applying *applying, const char *doing, int64_t done, int64_t total)
{
	return !applying->tick || applying->tick(applying->data, doing, done, total) ||
	       error_set(applying->err, ERROR_CANCELLED, _("Stopped; nothing was written."));
}

/* Which answer is which column of the organization. */
static const struct {
	const char *section, *key;
	enum organization_field field;
} organization_keys[] = {
	{ "organization", "name", ORGANIZATION_NAME },
	{ "organization", "country", ORGANIZATION_COUNTRY },
	{ "organization", "kind", ORGANIZATION_KIND },
	{ "organization", "plan", ORGANIZATION_PLAN },
	{ "organization", "carrier", ORGANIZATION_CARRIER },
	{ "organization", "bought_from", ORGANIZATION_BOUGHT_FROM },
	{ "organization", "commitment", ORGANIZATION_COMMITMENT },
	{ "organization", "verified", ORGANIZATION_VERIFIED },
	{ "people", "file", ORGANIZATION_PEOPLE_FILE },
	{ "licences", "callers", ORGANIZATION_CALLERS },
	{ "licences", "calling", ORGANIZATION_CALLING },
	{ "licences", "product", ORGANIZATION_PRODUCT },
	{ "licences", "buy", ORGANIZATION_BUY },
	{ "assign", "match", ORGANIZATION_MATCH },
	{ "notify", "method", ORGANIZATION_NOTIFY_METHOD },
	{ "notify", "folder", ORGANIZATION_NOTIFY_FOLDER },
	{ "notify", "language", ORGANIZATION_NOTIFY_LANGUAGE },
};

/* A file is kept by its whole path, so that the answer stays true wherever it is exported to. */
static char *whole_value(const struct answers *answers, const char *key, const char *value)
{
	bool people = strcmp(key, "file") == 0 && value[0] != '\0';
	char *path = people ? path_join(answers->folder, value) : answers_file_of(answers, value);
	if (!path)
		return xstrdup(value);
	char *whole = realpath(path, NULL);
	char *kept = people ? xstrdup(whole ? whole : path)
			    : xasprintf("file:%s", whole ? whole : path);
	free(whole);
	free(path);
	return kept;
}

static bool apply_organization(struct applying *applying)
{
	for (size_t i = 0; i < sizeof organization_keys / sizeof organization_keys[0]; i++) {
		const char *section = organization_keys[i].section, *key = organization_keys[i].key;
		const char *value = answers_get(applying->answers, section, key);
		if (!value)
			continue;
		char *whole = whole_value(applying->answers, key, value);
		bool fine = organization_set(
			applying->store, organization_keys[i].field, whole, applying->err);
		free(whole);
		if (!fine)
			return inifile_blame(applying->answers->ini, section, key, applying->err);
	}
	return true;
}

static bool run_import(struct applying *applying, enum import_kind kind, const char *path,
	const char *doing, struct import_result *result)
{
	struct import *import = import_open(
		applying->store, applying->answers->ref, kind, path, applying->err);
	if (!import)
		return false;
	enum import_state state;
	bool going = true;
	do {
		state = import_step(import, 1000, applying->err);
		going = state != IMPORT_MORE || tick(applying, doing, import_bytes_read(import),
							import_bytes_total(import));
	} while (state == IMPORT_MORE && going);
	*result = *import_result(import);
	import_close(import);
	return state == IMPORT_DONE;
}

static bool apply_people(struct applying *applying)
{
	const char *file = answers_get(applying->answers, "people", "file");
	if (!file || file[0] == '\0')
		return true;
	char *path = path_join(applying->answers->folder, file);
	bool fine = run_import(
		applying, IMPORT_PEOPLE, path, N_("Reading the people"), &applying->result->people);
	free(path);
	return fine;
}

/* ---- callers ---- */

static bool want_callers(struct applying *applying, const char *callers)
{
	struct answers_names names = { 0 };
	char *path = answers_file_of(applying->answers, callers);
	bool fine;
	if (path)
		fine = answers_read_names(path, &names, applying->err) &&
		       person_want_caller_list(applying->store, (const char *const *)names.name,
			       names.count, &applying->result->callers, applying->err);
	else
		fine = person_want_callers(
			applying->store, callers, &applying->result->callers, applying->err);
	answers_names_fini(&names);
	free(path);
	return fine;
}

/* Names that are not among the people show only now that the people are there. */
static bool apply_callers(struct applying *applying)
{
	const char *callers = answers_get(applying->answers, "licences", "callers");
	struct error refused = { 0 };
	struct error *outer = applying->err;
	if (!callers)
		return true;
	applying->err = &refused;
	bool fine = want_callers(applying, callers);
	applying->err = outer;
	if (fine)
		return true;
	error_set(outer, refused.code == ERROR_NOT_FOUND ? ERROR_INPUT : refused.code, "%s",
		refused.text);
	return inifile_blame(applying->answers->ini, "licences", "callers", outer);
}

/* A caller without a usage location is of the organization's country: the file says that this is
 * the country of the licences. */
static bool apply_locations(struct applying *applying)
{
	struct organization organization;
	struct person_filter callers = { .scope = PERSON_CALLERS };
	return organization_get(applying->store, &organization, applying->err) &&
	       (organization.country[0] == '\0' ||
		       person_want_missing_location(applying->store, &callers, organization.country,
			       NULL, applying->err));
}

/* ---- addresses ---- */

static void set_fields(struct address *address, const struct answers *answers, const char *section)
{
	for (int i = 0; address_column(i); i++) {
		const char *value = answers_get(answers, section, address_column(i));
		if (value && strcmp(address_column(i), "name") != 0)
			address_set_text(address, address_column(i), value);
	}
}

#define CORRECTIONS_MAX 32

/* Was this text of ours corrected by the validation, and the correction taken? */
static bool was_corrected(
	const struct correction *corrections, int count, const char *column, const char *ours)
{
	for (int i = 0; i < count && i < CORRECTIONS_MAX; i++) {
		if (corrections[i].taken == 1 && strcmp(corrections[i].field, column) == 0 &&
			strcmp(corrections[i].ours, ours) == 0)
			return true;
	}
	return false;
}

/* Is every text of the section what the store has already, corrections aside? */
static bool is_same_address(
	struct applying *applying, const struct address *address, const char *section)
{
	struct address other = *address;
	struct correction corrections[CORRECTIONS_MAX];
	int count = correction_list(
		applying->store, address->id, CORRECTIONS_MAX, corrections, NULL);
	set_fields(&other, applying->answers, section);
	for (int i = 0; address_column(i); i++) {
		const char *column = address_column(i), *text = address_text(&other, column);
		if (strcmp(address_text(address, column), text) != 0 &&
			!was_corrected(corrections, count, column, text))
			return false;
	}
	return true;
}

/* The address of this name, else a new one with the organization's country and name in it. */
static bool load_address(struct applying *applying, const char *name, struct address *address)
{
	struct organization organization;
	struct error missing = { 0 };
	if (address_find(applying->store, name, address, &missing))
		return true;
	if (missing.code != ERROR_NOT_FOUND)
		return error_set(applying->err, missing.code, "%s", missing.text);
	if (!organization_get(applying->store, &organization, applying->err))
		return false;
	*address = (struct address){ .wanted = true };
	address_set_text(address, "name", name);
	address_set_text(address, "country", organization.country);
	return true;
}

static bool put_places(struct applying *applying, const char *section, int64_t address)
{
	const char *places = answers_get(applying->answers, section, "places");
	return !places || place_set(applying->store, address, places, applying->err);
}

/* One that the tenant has already, given by the id of its default place. */
static bool apply_known_address(
	struct applying *applying, const char *section, const char *id, bool *known)
{
	struct error missing = { 0 };
	struct place place;
	*known = place_find(applying->store, id, &place, &missing);
	if (!*known)
		return missing.code == ERROR_NOT_FOUND ||
		       error_set(applying->err, missing.code, "%s", missing.text);
	return put_places(applying, section, place.address_id);
}

static bool apply_address(struct applying *applying, const char *section, const char *name)
{
	struct address address;
	const char *id = answers_get(applying->answers, section, "location_id");
	bool known = false;
	if (id && !apply_known_address(applying, section, id, &known))
		return false;
	if (known)
		return true;
	if (id && !answers_get(applying->answers, section, "street_name"))
		return error_set(applying->err, ERROR_INPUT,
			_("the tenant has no location %s. Sync first, or write the whole address."),
			id);
	if (!load_address(applying, name, &address))
		return false;
	if (address.id == 0 || !is_same_address(applying, &address, section)) {
		set_fields(&address, applying->answers, section);
		if (!address_put(applying->store, &address, applying->err))
			return false;
	}
	return put_places(applying, section, address.id);
}

static bool apply_addresses(struct applying *applying)
{
	struct inifile *ini = applying->answers->ini;
	for (int i = 0; i < inifile_sections(ini); i++) {
		const char *section = inifile_section(ini, i);
		const char *name = answers_named(section, "address");
		if (name && !apply_address(applying, section, name))
			return inifile_blame(ini, section, NULL, applying->err);
		applying->result->addresses += name != NULL;
	}
	return true;
}

/* "hq/Office", where hq may be a section that stands for one of the tenant's own addresses. */
static bool find_place(struct applying *applying, const char *label, int64_t *id)
{
	char address[96], name[96], section[112];
	struct place place;
	answers_split_place(label, address, name, sizeof address);
	snprintf(section, sizeof section, "address %s", address);
	const char *location = answers_get(applying->answers, section, "location_id");
	char *real = NULL;
	*id = 0;
	if (location && place_find(applying->store, location, &place, NULL))
		real = name[0] ? xasprintf("%s/%s", place.address, name) : xstrdup(place.address);
	bool fine = place_find(applying->store, real ? real : label, &place, applying->err);
	free(real);
	if (fine)
		*id = place.id;
	return fine;
}

/* ---- numbers ---- */

static void copy_value(const struct applying *applying, const char *section, const char *key,
	char *out, size_t size)
{
	const char *value = answers_get(applying->answers, section, key);
	if (value)
		snprintf(out, size, "%s", value);
}

static bool load_order(struct applying *applying, const char *name, struct number_order *order)
{
	struct organization organization;
	struct error missing = { 0 };
	if (number_order_find(applying->store, name, order, &missing))
		return true;
	if (missing.code != ERROR_NOT_FOUND)
		return error_set(applying->err, missing.code, "%s", missing.text);
	if (!organization_get(applying->store, &organization, applying->err))
		return false;
	*order = (struct number_order){ .kind = "user" };
	snprintf(order->name, sizeof order->name, "%s", name);
	snprintf(order->country, sizeof order->country, "%s", organization.country);
	return true;
}

static bool apply_order(struct applying *applying, const char *section, const char *name)
{
	struct number_order order, before;
	const char *quantity = answers_get(applying->answers, section, "quantity");
	const char *address = answers_get(applying->answers, section, "address");
	if (!load_order(applying, name, &order))
		return false;
	before = order;
	copy_value(applying, section, "kind", order.kind, sizeof order.kind);
	copy_value(applying, section, "country", order.country, sizeof order.country);
	copy_value(applying, section, "state", order.state, sizeof order.state);
	copy_value(applying, section, "city", order.city, sizeof order.city);
	copy_value(applying, section, "area_code", order.area_code, sizeof order.area_code);
	copy_value(applying, section, "prefix", order.prefix, sizeof order.prefix);
	order.quantity = quantity ? strtol(quantity, NULL, 10) : order.quantity;
	if (address && address[0] == '\0')
		order.place_id = 0;
	else if (address && !find_place(applying, address, &order.place_id))
		return false;
	return (order.id != 0 && memcmp(&order, &before, sizeof order) == 0) ||
	       number_order_put(applying->store, &order, applying->err);
}

static bool apply_orders(struct applying *applying)
{
	struct inifile *ini = applying->answers->ini;
	for (int i = 0; i < inifile_sections(ini); i++) {
		const char *section = inifile_section(ini, i);
		const char *name = answers_named(section, "numbers");
		if (name && !apply_order(applying, section, name))
			return inifile_blame(ini, section, NULL, applying->err);
		applying->result->orders += name != NULL;
	}
	return true;
}

/* ---- assignments ---- */

static bool apply_fallback(struct applying *applying)
{
	const char *address = answers_get(applying->answers, "assign", "address");
	int64_t place = 0;
	if (!address)
		return true;
	if (address[0] != '\0' && !find_place(applying, address, &place))
		return inifile_blame(applying->answers->ini, "assign", "address", applying->err);
	return organization_set_number(
		applying->store, ORGANIZATION_FALLBACK_PLACE, place, applying->err);
}

/* Rows of the file that are bad stop it: an answers file says exactly what is wanted. */
static bool match_file(struct applying *applying, const char *path)
{
	struct import_result result;
	if (!run_import(applying, IMPORT_ASSIGNMENTS, path, N_("Reading the assignments"), &result))
		return false;
	return result.bad == 0 || error_set(applying->err, ERROR_INPUT, _("%s line %lld: %s"), path,
					  (long long)result.kept[0].line, result.kept[0].reason);
}

static bool apply_match(struct applying *applying)
{
	struct organization organization;
	struct automatch_options options = { 0 };
	struct automatch_result matched = { 0 };
	if (!organization_get(applying->store, &organization, applying->err))
		return false;
	char *path = answers_file_of(applying->answers, organization.match);
	bool fine = !path || match_file(applying, path);
	free(path);
	if (!fine || strcmp(organization.match, "none") == 0)
		return fine;
	options.fallback_place = organization.fallback_place;
	if (!tick(applying, N_("Matching people to numbers"), 0, -1) ||
		!automatch_run(
			applying->store, applying->answers->ref, &options, &matched, applying->err))
		return false;
	applying->result->matched = matched.matched;
	applying->result->unmatched = matched.people - matched.matched;
	return true;
}

/* The order is that of the steps: people before callers, callers before licences, addresses before
 * the numbers that carry them, all before the match. */
static bool apply_all(struct applying *applying)
{
	return apply_organization(applying) && apply_people(applying) && apply_callers(applying) &&
	       apply_locations(applying) && tick(applying, N_("Choosing licences"), 0, -1) &&
	       licensing_plan(applying->store, applying->answers->ref, &applying->result->licences,
		       applying->err) &&
	       apply_addresses(applying) && apply_orders(applying) && apply_fallback(applying) &&
	       apply_match(applying);
}

bool answers_apply(struct answers *answers, answers_tick *on_tick, void *data,
	struct answers_result *result, struct error *err)
{
	struct answers_result own_result;
	struct error own = { 0 };
	struct applying applying = { answers, answers->store, result ? result : &own_result,
		on_tick, data, &own };
	*applying.result = (struct answers_result){ .callers = 0 };
	if (answers->problem_count > 0)
		return error_set(err, ERROR_INPUT, "%s", answers->problems[0].text);
	if (!edit_begin(answers->store, _("Answers of a file"), &own))
		return error_set(err, own.code, "%s", own.text);
	bool fine = apply_all(&applying);
	if (fine)
		fine = edit_end(answers->store, NULL, &own);
	else
		edit_cancel(answers->store);
	return fine || error_set(err, own.code, "%s", own.text);
}
