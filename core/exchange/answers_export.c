/* Writes the answers file that would repeat the present wishes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/answers.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number_order.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

#define ROWS 32 /* records asked for at a time */

/* A value as inifile reads it back: one line, in quotes where it needs them. A newline cannot be
 * written and becomes a space. */
static void add_value(struct str *out, const char *value)
{
	size_t len = strlen(value);
	bool quote = len > 0 &&
		     (value[0] == ' ' || value[len - 1] == ' ' || strpbrk(value, ";#\"'=") != NULL);
	const char *mark = !quote ? "" : strchr(value, '"') ? "'" : "\"";
	str_add(out, mark);
	for (; *value != '\0'; value++)
		str_addc(out, *value == '\n' || *value == '\r' || *value == '\t' ? ' ' : *value);
	str_add(out, mark);
}

static void add_key(struct str *out, const char *key, const char *value)
{
	if (value[0] == '\0')
		return;
	str_addf(out, "%s = ", key);
	add_value(out, value);
	str_addc(out, '\n');
}

/* A name in a section's brackets. */
static void add_section(struct str *out, const char *kind, const char *name)
{
	struct str safe = { 0 };
	text_printable(&safe, name);
	str_addf(out, "\n[%s%s%s]\n", kind, name[0] ? " " : "", str_text(&safe));
	str_fini(&safe);
}

/* A path below the folder without it. */
static const char *relative(const char *path, const char *folder)
{
	size_t len = folder ? strlen(folder) : 0;
	return len > 0 && strncmp(path, folder, len) == 0 && path[len] == '/' ? path + len + 1
									      : path;
}

static void add_organization(struct str *out, const struct organization *organization)
{
	add_section(out, "organization", "");
	add_key(out, "name", organization->name);
	add_key(out, "country", organization->country);
	add_key(out, "kind", organization->kind);
	add_key(out, "plan", organization->plan);
	add_key(out, "carrier", organization->carrier);
	add_key(out, "bought_from", organization->bought_from);
	add_key(out, "commitment", organization->commitment);
	add_key(out, "verified", organization->verified);
}

/* ---- callers ---- */

/* Does the answer still say who calls, or were people marked by hand since? */
static bool says_who_calls(struct store *store, const char *answer)
{
	struct person_filter members = { .scope = PERSON_MEMBERS };
	struct person_filter callers = { .scope = PERSON_CALLERS };
	int64_t all = person_count(store, &callers, NULL);
	if (strcmp(answer, "none") == 0)
		return all == 0;
	if (strncmp(answer, "department:", 11) == 0)
		members.department = callers.department = answer + 11;
	else if (strncmp(answer, "city:", 5) == 0)
		members.city = callers.city = answer + 5;
	else if (strcmp(answer, "all") != 0)
		return false;
	return person_count(store, &members, NULL) == all &&
	       person_count(store, &callers, NULL) == all;
}

#define LINE_MAX_BYTES 900 /* inifile takes lines of 1000 */

/* Their names with commas between; false when the line is too long. */
static bool add_names(struct str *out, struct store *store)
{
	struct person_filter callers = { .scope = PERSON_CALLERS };
	struct person people[ROWS];
	int64_t first = 0;
	int count;
	while ((count = person_window(store, &callers, PERSON_BY_NAME, first, ROWS, people, NULL)) >
		0) {
		for (int i = 0; i < count && out->len < LINE_MAX_BYTES; i++)
			str_addf(out, "%s%s", out->len > 0 ? ", " : "", people[i].upn);
		first += count;
		if (out->len >= LINE_MAX_BYTES)
			return false;
	}
	return count == 0;
}

static void add_callers(struct str *out, struct store *store, const char *answer)
{
	struct person_filter callers = { .scope = PERSON_CALLERS };
	struct str names = { 0 };
	if (says_who_calls(store, answer))
		add_key(out, "callers", answer);
	else if (person_count(store, &callers, NULL) == 0)
		add_key(out, "callers", "none");
	else if (add_names(&names, store))
		add_key(out, "callers", str_text(&names));
	else {
		str_add(out,
			_("; More people were marked by hand than fit here: list them in a file, one name a "
			  "line, and write callers = file:NAME\n"));
		add_key(out, "callers", answer);
	}
	str_fini(&names);
}

static void add_licences(
	struct str *out, struct store *store, const struct organization *organization)
{
	add_section(out, "licences", "");
	add_callers(out, store, organization->callers);
	add_key(out, "calling", organization->calling);
	add_key(out, "product", organization->product);
	add_key(out, "buy", organization->buy);
}

static bool add_places(struct str *out, struct store *store, int64_t address, struct error *err)
{
	struct place places[ROWS];
	int64_t first = 0;
	int count;
	bool any = false;
	while ((count = place_list(store, address, first, ROWS, places, err)) > 0) {
		for (int i = 0; i < count; i++) {
			if (places[i].name[0] == '\0' || !places[i].wanted)
				continue;
			str_add(out, any ? ", " : "places = ");
			str_add(out, places[i].name);
			any = true;
		}
		first += count;
	}
	str_add(out, any ? "\n" : "");
	return count >= 0;
}

static bool add_address(
	struct str *out, struct store *store, const struct address *address, struct error *err)
{
	add_section(out, "address", address->name);
	for (int i = 0; address_column(i); i++) {
		if (strcmp(address_column(i), "name") != 0)
			add_key(out, address_column(i), address_text(address, address_column(i)));
	}
	return add_places(out, store, address->id, err);
}

static bool add_addresses(struct str *out, struct store *store, struct error *err)
{
	struct address addresses[ROWS];
	int64_t first = 0;
	int count;
	while ((count = address_list(store, first, ROWS, addresses, err)) > 0) {
		for (int i = 0; i < count; i++) {
			if (addresses[i].wanted && !add_address(out, store, &addresses[i], err))
				return false;
		}
		first += count;
	}
	return count >= 0;
}

static bool place_label(struct store *store, int64_t id, struct place *place, struct error *err)
{
	place->label[0] = '\0';
	return id == 0 || place_get(store, id, place, err);
}

static bool add_order(
	struct str *out, struct store *store, const struct number_order *order, struct error *err)
{
	struct place place;
	if (!place_label(store, order->place_id, &place, err))
		return false;
	add_section(out, "numbers", order->name);
	add_key(out, "kind", order->kind);
	add_key(out, "country", order->country);
	add_key(out, "state", order->state);
	add_key(out, "city", order->city);
	add_key(out, "area_code", order->area_code);
	add_key(out, "prefix", order->prefix);
	str_addf(out, "quantity = %lld\n", (long long)order->quantity);
	add_key(out, "address", place.label);
	return true;
}

static bool add_orders(struct str *out, struct store *store, struct error *err)
{
	struct number_order orders[ROWS];
	int64_t first = 0;
	int count;
	while ((count = number_order_list(store, first, ROWS, orders, err)) > 0) {
		for (int i = 0; i < count; i++) {
			if (!add_order(out, store, &orders[i], err))
				return false;
		}
		first += count;
	}
	return count >= 0;
}

bool answers_export(struct str *out, struct store *store, const char *folder, struct error *err)
{
	struct organization organization;
	struct place fallback;
	if (!organization_get(store, &organization, err) ||
		!place_label(store, organization.fallback_place, &fallback, err))
		return false;
	str_add(out, _("; Answers for ringup: `ringup run FILE` repeats this setup.\n"));
	add_organization(out, &organization);
	if (organization.people_file[0] != '\0') {
		add_section(out, "people", "");
		add_key(out, "file", relative(organization.people_file, folder));
	}
	add_licences(out, store, &organization);
	if (!add_addresses(out, store, err) || !add_orders(out, store, err))
		return false;
	struct assignment_counts counts = { 0 };
	if (!assignment_counts(store, &counts, err))
		return false;
	add_section(out, "assign", "");
	if (counts.locked > 0)
		str_addf(out,
			_("; %lld were decided by hand: `ringup export assignments` writes them, and match = "
			  "file:NAME.csv takes them.\n"),
			(long long)counts.locked);
	add_key(out, "match", organization.match);
	add_key(out, "address", fallback.label);
	add_section(out, "notify", "");
	add_key(out, "method", organization.notify_method);
	add_key(out, "folder", organization.notify_folder);
	add_key(out, "language", organization.notify_language);
	return true;
}
