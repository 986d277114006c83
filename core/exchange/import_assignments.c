/* Who is to get which number and which emergency address, as a person decided it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/exchange/import_type.h"
#include "core/reference/reference.h"
#include "core/rules/assignment.h"
#include "core/rules/capability.h"
#include "core/rules/e164.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

enum field { UPN, NUMBER, PLACE, FIELD_COUNT };

static const char *const dialects[] = { NULL };

static const struct import_column columns[] = {
	{ "userprincipalname", UPN, 0 },
	{ "upn", UPN, 0 },
	{ "identity", UPN, 0 },
	{ "telephonenumber", NUMBER, 0 },
	{ "phonenumber", NUMBER, 0 },
	{ "lineuri", NUMBER, 0 },
	{ "emergencyaddress", PLACE, 0 },
	{ "address", PLACE, 0 },
	{ "locationid", PLACE, 0 },
	{ NULL, 0, 0 },
};

static const char *const captions[FIELD_COUNT] = { N_("User principal name"),
	N_("Telephone number"), N_("Emergency address") };
static const int limits[FIELD_COUNT] = { 113, 64, 180 };
static const int needed[] = { UPN, NUMBER, -1 };
static const char *const needed_names[] = { "UserPrincipalName", "TelephoneNumber" };

/* What one row wishes. */
struct wish {
	int64_t line, person;
	char e164[E164_SIZE]; /* "" : as it is */
	int64_t place;        /* 0: as it is */
};

struct assignments {
	struct store *store;
	struct reference *ref;
	struct import_seen seen;
	bool own_carrier;
	struct wish *later; /* whose number somebody else has still: people who swap */
	size_t later_count;
};

/* ---- the rules ---- */

static enum address_state state_of(const char *validation)
{
	if (strcmp(validation, "Invalid") == 0)
		return ADDRESS_INVALID;
	/* A planned address is validated before it is given to anybody. */
	return ADDRESS_VALID;
}

/* May this be planned? Licences and ownership follow from the plan, so they count as there. */
static struct verdict judge(struct assignments *assignments, const struct assignment_row *row)
{
	struct country country = { .code = "" };
	struct assignment_facts facts = {
		.person = { .exists = true,
			.usage_location = row->location,
			.capabilities = row->capability_wanted | CAPABILITY_PHONE_SYSTEM |
					CAPABILITY_DOMESTIC | CAPABILITY_RESOURCE_ACCOUNT,
			.resource = row->resource,
			.own_carrier = assignments->own_carrier,
			.licence_age = -1,
			.mailbox = strcmp(row->mailbox, "onprem") == 0
					   ? ASSIGNMENT_MAILBOX_ONPREMISES
					   : ASSIGNMENT_MAILBOX_ONLINE,
			.onpremises_line = row->onprem_line[0] != '\0' },
		.number = { .e164 = row->number,
			.country = row->number_country,
			.kind = strcmp(row->number_kind, "user") == 0 ? ASSIGNMENT_USER_NUMBER
								      : ASSIGNMENT_SERVICE_NUMBER,
			.calling_plan = strcmp(row->number_source, "carrier") != 0,
			.owned = true,
			.blocked = row->number_blocked_until != 0,
			.age = -1,
			.has_location = row->number_place != 0,
			.area = row->number_area },
		.place = { .chosen = row->place_id != 0,
			.exists = true,
			.state = state_of(row->place_validation),
			.country = row->place_country },
	};
	if (assignments->own_carrier)
		facts.number.calling_plan = true;
	if (reference_country(assignments->ref, row->number_country, &country, NULL)) {
		snprintf(facts.country.iso2, sizeof facts.country.iso2, "%s", country.code);
		facts.country.address_to_acquire = country.address_first ? ORDER_NEED_YES
									 : ORDER_NEED_NO;
		facts.country.area_must_match = country.area_code_must_match;
	}
	return assignment_check(&facts);
}

/* ---- one wish ---- */

static bool write_wish(struct assignments *assignments, const struct wish *wish, struct error *err)
{
	struct store *store = assignments->store;
	return (wish->e164[0] == '\0' ||
		       assignment_want_number(store, wish->person, wish->e164, err)) &&
	       (wish->place == 0 || assignment_want_place(store, wish->person, wish->place, err)) &&
	       assignment_lock(store, wish->person, true, err) &&
	       person_want_calls(store, wish->person, PERSON_MARK, err);
}

enum written { WRITTEN, WRITTEN_TAKEN, WRITTEN_BAD, WRITTEN_FAILED };

/* Writes the wish and asks the rules; a refusal takes it back. */
static enum written write_checked(struct assignments *assignments, struct import *import,
	const struct wish *wish, struct import_row *row, struct error *err)
{
	struct store *store = assignments->store;
	struct error refused = { 0 };
	struct assignment_row now;
	if (!store_begin(store, err))
		return WRITTEN_FAILED;
	if (!write_wish(assignments, wish, &refused) ||
		!assignment_get(store, wish->person, &now, &refused)) {
		store_rollback(store);
		import_refuse(row, "%s", refused.text);
		if (refused.code == ERROR_TAKEN)
			return WRITTEN_TAKEN;
		if (refused.code == ERROR_NOT_FOUND || refused.code == ERROR_INPUT)
			return WRITTEN_BAD;
		error_set(err, refused.code, "%s", refused.text);
		return WRITTEN_FAILED;
	}
	struct verdict verdict = judge(assignments, &now);
	if (verdict.answer == VERDICT_NO) {
		store_rollback(store);
		import_refuse(
			row, "%s %s (R-%03d)", _(verdict.why), _(verdict.remedy), verdict.rule);
		return WRITTEN_BAD;
	}
	if (verdict.answer == VERDICT_WARN)
		import_warn(import, row, "%s (R-%03d)", _(verdict.why), verdict.rule);
	return store_commit(store, err) ? WRITTEN : WRITTEN_FAILED;
}

/* ---- rows ---- */

static bool read_person(struct assignments *assignments, struct import_row *row, struct wish *wish,
	struct error *err)
{
	const char *upn = import_value(row, UPN);
	struct error missing = { 0 };
	if (upn[0] == '\0') {
		import_refuse(row, _("it has no user principal name."));
		return true;
	}
	if (person_find(assignments->store, upn, &wish->person, &missing))
		return true;
	wish->person = 0;
	if (missing.code != ERROR_NOT_FOUND)
		return error_set(err, missing.code, "%s", missing.text);
	import_refuse(row, _("%s is not among the people. Import the people first."), upn);
	return true;
}

static bool read_number(struct assignments *assignments, struct import_row *row, struct wish *wish)
{
	const char *text = import_value(row, NUMBER);
	struct number number;
	if (text[0] == '\0')
		return true;
	if (strncasecmp(text, "tel:", 4) == 0)
		text += 4;
	struct verdict verdict = e164_normalise(wish->e164, text, NULL);
	if (!verdict_ok(verdict))
		import_refuse(row, "\"%s\": %s %s", text, _(verdict.why), _(verdict.remedy));
	else if (!number_get(assignments->store, wish->e164, &number, NULL))
		import_refuse(row,
			_("%s is not among the numbers. Import or search the numbers first."),
			wish->e164);
	else
		return true;
	return false;
}

static bool read_place(struct assignments *assignments, struct import_row *row, struct wish *wish)
{
	const char *text = import_value(row, PLACE);
	struct error missing = { 0 };
	struct place place;
	if (text[0] == '\0')
		return true;
	if (!place_find(assignments->store, text, &place, &missing)) {
		import_refuse(row, "%s", missing.text);
		return false;
	}
	wish->place = place.id;
	return true;
}

/* The row says what is wished already, or nothing. */
static bool is_wished(
	struct assignments *assignments, const struct wish *wish, bool *had, struct error *err)
{
	struct error missing = { 0 };
	struct assignment_row now;
	*had = false;
	if (!assignment_get(assignments->store, wish->person, &now, &missing)) {
		if (missing.code != ERROR_NOT_FOUND)
			error_set(err, missing.code, "%s", missing.text);
		return wish->e164[0] == '\0' && wish->place == 0;
	}
	*had = now.number[0] != '\0' || now.order_id != 0 || now.place_id != 0;
	return (wish->e164[0] == '\0' || strcmp(now.number, wish->e164) == 0) &&
	       (wish->place == 0 || now.place_id == wish->place);
}

static void put_off(struct assignments *assignments, const struct wish *wish)
{
	assignments->later = xrealloc(
		assignments->later, assignments->later_count + 1, sizeof *assignments->later);
	assignments->later[assignments->later_count++] = *wish;
}

static bool take(void *state, struct import *import, struct import_row *row,
	enum import_outcome *outcome, struct error *err)
{
	struct assignments *assignments = state;
	struct wish wish = { .line = row->line };
	bool had;
	if (!read_person(assignments, row, &wish, err))
		return false;
	if (wish.person == 0 || !read_number(assignments, row, &wish) ||
		!read_place(assignments, row, &wish))
		return true;
	int64_t first = import_seen(&assignments->seen, wish.person);
	if (first != 0) {
		*outcome = import_refuse(row, _("%s is on line %lld already."),
			import_value(row, UPN), (long long)first);
		return true;
	}
	if (is_wished(assignments, &wish, &had, err)) {
		import_see(&assignments->seen, wish.person, row->line);
		*outcome = IMPORT_UNCHANGED;
		return true;
	}
	switch (write_checked(assignments, import, &wish, row, err)) {
	case WRITTEN:
		import_see(&assignments->seen, wish.person, row->line);
		*outcome = had ? IMPORT_UPDATED : IMPORT_ADDED;
		return true;
	case WRITTEN_TAKEN:
		import_see(&assignments->seen, wish.person, row->line);
		put_off(assignments, &wish);
		*outcome = IMPORT_LATER;
		return true;
	case WRITTEN_BAD:
		return true;
	default:
		return false;
	}
}

/* ---- people who swap ---- */

/* Clears the numbers of all that were put off, then writes their wishes in turn. Stops at the first
 * that cannot be written: `refused` is its index. */
static enum written swap(struct assignments *assignments, struct import *import, size_t *refused,
	struct import_row *row, struct error *err)
{
	for (size_t i = 0; i < assignments->later_count; i++) {
		const struct wish *wish = &assignments->later[i];
		if (!assignment_want_number(assignments->store, wish->person, NULL, err))
			return WRITTEN_FAILED;
	}
	for (size_t i = 0; i < assignments->later_count; i++) {
		row->line = assignments->later[i].line;
		enum written written = write_checked(
			assignments, import, &assignments->later[i], row, err);
		if (written != WRITTEN) {
			*refused = i;
			return written;
		}
	}
	return WRITTEN;
}

/* All that was put off at once; whoever still cannot have the number is told, and the rest tried
 * again without. */
static bool finish(void *state, struct import *import, struct error *err)
{
	struct assignments *assignments = state;
	while (assignments->later_count > 0) {
		struct import_row row = { 0 };
		size_t refused = 0;
		if (!store_begin(assignments->store, err))
			return false;
		enum written written = swap(assignments, import, &refused, &row, err);
		if (written == WRITTEN) {
			for (size_t i = 0; i < assignments->later_count; i++)
				import_settle(
					import, assignments->later[i].line, IMPORT_UPDATED, "");
			return store_commit(assignments->store, err);
		}
		store_rollback(assignments->store);
		if (written == WRITTEN_FAILED)
			return false;
		import_settle(import, row.line, IMPORT_BAD, row.reason);
		assignments->later[refused] = assignments->later[--assignments->later_count];
	}
	return true;
}

static void end(void *state)
{
	struct assignments *assignments = state;
	import_seen_fini(&assignments->seen);
	free(assignments->later);
	free(assignments);
}

static void *begin(struct store *store, struct reference *ref, struct error *err)
{
	struct organization organization;
	if (!organization_get(store, &organization, err))
		return NULL;
	struct assignments *assignments = xcalloc(1, sizeof *assignments);
	assignments->store = store;
	assignments->ref = ref;
	assignments->own_carrier = strcmp(organization.carrier, "own") == 0;
	return assignments;
}

const struct import_type import_assignments_type = {
	.id = "assignments",
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
