/* The tenant's stock of numbers, as the Teams admin centre and Get-CsPhoneNumberAssignment list it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/exchange/import_type.h"
#include "core/reference/reference.h"
#include "core/rules/e164.h"
#include "core/store/json.h"
#include "core/tenant/address.h"
#include "core/tenant/number.h"
#include "core/tenant/person.h"

enum field {
	NUMBER,
	TYPE,
	CITY,
	COUNTRY,
	SUBDIVISION,
	ACTIVATION,
	STATUS,
	TARGET,
	LOCATION,
	CAPABILITY,
	INVENTORY,
	PORTED,
	BLOCKED_STATE,
	BLOCKED_UNTIL,
	FIELD_COUNT
};

enum dialect { POWERSHELL = 1, ADMIN_CENTRE, EXPORT_ORDER };

static const char *const dialects[] = { "Get-CsPhoneNumberAssignment", N_("Teams admin centre"),
	"Export-CsAcquiredPhoneNumber", NULL };

static const struct import_column columns[] = {
	{ "telephonenumber", NUMBER, 0 },
	{ "phonenumber", NUMBER, ADMIN_CENTRE },
	{ "numbertype", TYPE, 0 },
	{ "city", CITY, 0 },
	{ "location", CITY, ADMIN_CENTRE },
	{ "placename", CITY, EXPORT_ORDER },
	{ "isocountrycode", COUNTRY, 0 },
	{ "isosubdivision", SUBDIVISION, POWERSHELL },
	{ "isosubdivisioncode", SUBDIVISION, EXPORT_ORDER },
	{ "activationstate", ACTIVATION, 0 },
	{ "activationstatus", ACTIVATION, ADMIN_CENTRE },
	{ "pstnassignmentstatus", STATUS, POWERSHELL },
	{ "assignmentstatus", STATUS, 0 },
	{ "assignedpstntargetid", TARGET, POWERSHELL },
	{ "targetid", TARGET, EXPORT_ORDER },
	{ "locationid", LOCATION, 0 },
	{ "capability", CAPABILITY, POWERSHELL },
	{ "acquiredcapabilities", CAPABILITY, EXPORT_ORDER },
	{ "inventorytype", INVENTORY, 0 },
	{ "portinorderstatus", PORTED, 0 },
	{ "assignmentblockedstate", BLOCKED_STATE, POWERSHELL },
	{ "assignmentblockeduntil", BLOCKED_UNTIL, POWERSHELL },
	{ NULL, 0, 0 },
};

static const char *const captions[FIELD_COUNT] = {
	[NUMBER] = N_("Telephone number"),
	[TYPE] = N_("Number type"),
	[CITY] = N_("City"),
	[COUNTRY] = N_("Country"),
	[SUBDIVISION] = N_("State"),
	[ACTIVATION] = N_("Activation state"),
	[STATUS] = N_("Assignment status"),
	[TARGET] = N_("Assigned to"),
	[LOCATION] = N_("Location id"),
	[CAPABILITY] = N_("Capability"),
	[INVENTORY] = N_("Inventory type"),
	[PORTED] = N_("Port order status"),
	[BLOCKED_STATE] = N_("Blocked state"),
	[BLOCKED_UNTIL] = N_("Blocked until"),
};

static const int limits[FIELD_COUNT] = {
	[NUMBER] = 64,
	[TYPE] = 40,
	[CITY] = 120,
	[SUBDIVISION] = 60,
	[ACTIVATION] = 30,
	[TARGET] = 256,
	[LOCATION] = 60,
	[CAPABILITY] = 400,
};

static const int needed[] = { NUMBER, -1 };
static const char *const needed_names[] = { "TelephoneNumber" };

/* Numbers seen in this file: their digits as an integer, in a table of open addressing whose size
 * is a power of two. */
struct digits_set {
	uint64_t *slot; /* 0: free */
	size_t size, used;
};

static bool add_digits(struct digits_set *set, uint64_t digits)
{
	if (set->used * 2 >= set->size) {
		struct digits_set larger = { .size = set->size ? set->size * 2 : 1024 };
		larger.slot = xcalloc(larger.size, sizeof *larger.slot);
		for (size_t i = 0; i < set->size; i++) {
			if (set->slot[i] != 0)
				add_digits(&larger, set->slot[i]);
		}
		free(set->slot);
		*set = larger;
	}
	size_t at = (size_t)(digits * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (set->size - 1);
	for (; set->slot[at] != 0; at = (at + 1) & (set->size - 1)) {
		if (set->slot[at] == digits)
			return false;
	}
	set->slot[at] = digits;
	set->used++;
	return true;
}

#define PAGE_ROWS 500

/* Rows are handed to number_page, which also knows whose a number is. */
struct numbers {
	struct store *store;
	struct reference *ref;
	struct digits_set seen;
	struct json *page;
	int page_rows;
};

static void open_page(struct numbers *numbers)
{
	numbers->page = json_new();
	numbers->page_rows = 0;
	json_object(numbers->page, NULL);
	json_array(numbers->page, "value");
}

static bool flush_page(struct numbers *numbers, struct error *err)
{
	json_end(numbers->page);
	json_end(numbers->page);
	const char *text = json_done(numbers->page);
	bool fine = number_page(numbers->store, text, strlen(text), err);
	json_free(numbers->page);
	open_page(numbers);
	return fine;
}

/* ---- what the words mean ---- */

static bool contains(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

/* Toll-free codes of the North American plan. */
static bool is_toll_free(const char *e164)
{
	static const char *const codes[] = { "+1800", "+1833", "+1844", "+1855", "+1866", "+1877",
		"+1888" };
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (strncmp(e164, codes[i], 5) == 0)
			return true;
	}
	return false;
}

/* */
static const char *kind_of(const struct import_row *row, const char *e164)
{
	const char *capability = import_value(row, CAPABILITY), *type = import_value(row, TYPE);
	const char *inventory = import_value(row, INVENTORY);
	if (contains(inventory, "tollfree") || contains(type, "tollfree"))
		return "tollfree";
	bool service = contains(inventory, "service") || contains(type, "toll") ||
		       (capability[0] != '\0' && !contains(capability, "UserAssignment"));
	if (!service)
		return "user";
	return is_toll_free(e164) ? "tollfree" : "toll";
}

static const char *source_of(const struct import_row *row)
{
	const char *type = import_value(row, TYPE);
	if (contains(type, "DirectRouting") || contains(type, "OperatorConnect") ||
		contains(type, "Direct Routing") || contains(type, "Operator Connect"))
		return "carrier";
	const char *ported = import_value(row, PORTED);
	return ported[0] != '\0' && strcasecmp(ported, "None") != 0 ? "ported" : "plan";
}

/* "US-WA" or "WA" as "WA". */
static const char *state_of(const struct import_row *row)
{
	const char *text = import_value(row, SUBDIVISION), *dash = strchr(text, '-');
	return dash ? dash + 1 : text;
}

static int64_t blocked_until(const struct import_row *row)
{
	const char *state = import_value(row, BLOCKED_STATE);
	if (strcasecmp(state, "BlockedForever") == 0)
		return -1;
	int64_t until = clock_parse(import_value(row, BLOCKED_UNTIL));
	return strcasecmp(state, "BlockedUntil") == 0 && until > 0 ? until : 0;
}

/* ---- rows ---- */

struct parsed {
	char e164[E164_SIZE];
	struct area area;
	const char *kind, *source, *country, *state, *city, *location;
	char target[64]; /* object id; "" nobody */
};

/* A target may be written as object id or as user principal name. */
static bool find_target(struct numbers *numbers, struct import *import, struct import_row *row,
	struct parsed *parsed)
{
	const char *target = import_value(row, TARGET);
	struct person person;
	int64_t id;
	if (import_guid(target))
		snprintf(parsed->target, sizeof parsed->target, "%s", target);
	else if (strchr(target, '@') && person_find(numbers->store, target, &id, NULL) &&
		 person_get(numbers->store, id, &person, NULL) && person.object_id[0] != '\0')
		snprintf(parsed->target, sizeof parsed->target, "%s", person.object_id);
	else if (target[strspn(target, "0-")] != '\0')
		import_warn(import, row, _("%s is assigned to %s, who is not among the people."),
			parsed->e164, target);
	return true;
}

static bool parse(struct numbers *numbers, struct import_row *row, struct parsed *parsed)
{
	const char *text = import_value(row, NUMBER);
	if (strncasecmp(text, "tel:", 4) == 0)
		text += 4;
	struct verdict verdict = e164_normalise(parsed->e164, text, NULL);
	if (!verdict_ok(verdict)) {
		import_refuse(row, "\"%s\": %s %s", text, _(verdict.why), _(verdict.remedy));
		return false;
	}
	if (!add_digits(&numbers->seen, strtoull(parsed->e164 + 1, NULL, 10))) {
		import_refuse(row, _("%s is in the file twice."), parsed->e164);
		return false;
	}
	bool known = reference_area_of_number(numbers->ref, parsed->e164, &parsed->area, NULL);
	parsed->kind = kind_of(row, parsed->e164);
	parsed->source = source_of(row);
	parsed->country = import_value(row, COUNTRY);
	parsed->state = state_of(row);
	parsed->city = import_value(row, CITY);
	parsed->location = import_value(row, LOCATION);
	if (parsed->country[0] == '\0' && known)
		parsed->country = parsed->area.country;
	if (parsed->city[0] == '\0' && known)
		parsed->city = parsed->area.city;
	if (parsed->state[0] == '\0' && known)
		parsed->state = parsed->area.state;
	return true;
}

static void add_to_page(
	struct numbers *numbers, const struct import_row *row, const struct parsed *parsed)
{
	struct json *page = numbers->page;
	const char *activation = import_value(row, ACTIVATION);
	json_object(page, NULL);
	json_text(page, "telephoneNumber", parsed->e164);
	json_text(page, "kind", parsed->kind);
	json_text(page, "source", parsed->source);
	json_text(page, "isoCountryCode", parsed->country);
	json_text(page, "state", parsed->state);
	json_text(page, "city", parsed->city);
	json_text(page, "areaCode", parsed->area.area_code);
	json_text(page, "activationState", activation[0] ? activation : "Activated");
	json_number(page, "blockedUntil", blocked_until(row));
	json_text(page, "locationId", import_guid(parsed->location) ? parsed->location : NULL);
	json_text(page, "assignmentTargetId", parsed->target[0] ? parsed->target : NULL);
	json_end(page);
	numbers->page_rows++;
}

/* Does the store say the same already? */
static bool is_same(const struct number *number, const struct parsed *parsed)
{
	return number->actual && strcmp(number->kind, parsed->kind) == 0 &&
	       strcmp(number->source, parsed->source) == 0 &&
	       strcmp(number->country, parsed->country) == 0 &&
	       strcmp(number->city, parsed->city) == 0 &&
	       (parsed->target[0] != '\0') == number->assigned;
}

static bool take(void *state, struct import *import, struct import_row *row,
	enum import_outcome *outcome, struct error *err)
{
	struct numbers *numbers = state;
	struct parsed parsed = { .kind = "" };
	struct error missing = { 0 };
	struct number before;
	if (!parse(numbers, row, &parsed) || !find_target(numbers, import, row, &parsed))
		return true;
	bool there = number_get(numbers->store, parsed.e164, &before, &missing);
	if (!there && missing.code != ERROR_NOT_FOUND)
		return error_set(err, missing.code, "%s", missing.text);
	*outcome = !there                      ? IMPORT_ADDED
		   : is_same(&before, &parsed) ? IMPORT_UNCHANGED
					       : IMPORT_UPDATED;
	add_to_page(numbers, row, &parsed);
	return numbers->page_rows < PAGE_ROWS || flush_page(numbers, err);
}

static bool finish(void *state, struct import *import, struct error *err)
{
	(void)import;
	return flush_page(state, err);
}

static void end(void *state)
{
	struct numbers *numbers = state;
	json_free(numbers->page);
	free(numbers->seen.slot);
	free(numbers);
}

static void *begin(struct store *store, struct reference *ref, struct error *err)
{
	(void)err;
	struct numbers *numbers = xcalloc(1, sizeof *numbers);
	numbers->store = store;
	numbers->ref = ref;
	open_page(numbers);
	return numbers;
}

const struct import_type import_numbers_type = {
	.id = "numbers",
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
