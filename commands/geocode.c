/* ringup geocode: where an address is, by the configured provider or as a person says; takes the
 * coordinates that were chosen. It finds and does not validate. */
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/point.h"
#include "core/profile/locate.h"
#include "core/rules/address.h"
#include "core/store/json.h"
#include "core/tenant/organization.h"
#include "commands/command.h"
#include "commands/print.h"
#include "commands/work.h"

/* What the provider answers. */
struct found {
	struct geocode_place places[GEOCODE_PLACES];
	int count;
	struct error why;
	bool done;
};

static void on_found(
	void *data, const struct geocode_place *places, int count, const struct error *why)
{
	struct found *found = data;
	if (count > 0)
		memcpy(found->places, places, (size_t)count * sizeof *places);
	found->count = count;
	if (why)
		found->why = *why;
	found->done = true;
}

static bool find(struct session *session, struct locate *locate, const struct address *address,
	struct found *found, struct error *err)
{
	if (!locate_ask(locate, session->profile.reference, address, on_found, found, err))
		return false;
	work_until(session, &found->done);
	if (!found->done) {
		locate_stop(locate);
		return error_set(err, ERROR_CANCELLED, "%s", _("Stopped; nothing was changed."));
	}
	if (found->why.code != ERROR_NONE) {
		*err = found->why;
		return false;
	}
	return found->count > 0 ||
	       error_set(err, ERROR_NOT_FOUND,
		       _("Nothing was found for %s: read its text again, or enter its coordinates with --at LATITUDE,LONGITUDE."),
		       address->name);
}

/* ---- what was found ---- */

static const char *fits_word(const struct geocode_place *place)
{
	return place->exact ? "exactly" : place->house ? "house" : "roughly";
}

static const char *fits_text(const struct geocode_place *place)
{
	if (place->exact)
		return _("exactly");
	return place->house ? _("to the house") : _("roughly");
}

/* What the facts doubt of a point that an address would get; NULL: nothing. */
static const struct verdict *doubt_of(struct session *session, const struct address *address)
{
	static struct coordinates_finding found;
	bool doubt = point_check(session->profile.reference, address, &found) &&
		     found.doubt > COORDINATES_COARSE;
	return doubt ? &found.verdict : NULL;
}

static const struct verdict *doubt_there(
	struct session *session, const struct address *address, const struct geocode_place *place)
{
	struct address there = *address;
	locate_take(session->profile.reference, &there, place, false);
	return doubt_of(session, &there);
}

static void differences_text(struct session *session, const struct address *address,
	const struct geocode_place *place, struct str *out)
{
	struct locate_difference rows[LOCATE_DIFFERENCES];
	int count = locate_differences(session->profile.reference, address, place, rows);
	for (int i = 0; i < count; i++)
		str_addf(out, "%s%s", i ? ", " : "", rows[i].theirs);
}

static void show_table(struct session *session, const struct address *address,
	const struct found *found, const char *credit)
{
	struct table table = { .columns = 6, .right = { [0] = true, [3] = true } };
	TABLE_ROW(&table, _("No."), _("Found"), _("Fits"), _("Distance"), _("Coordinates"),
		_("Differs"));
	for (int i = 0; i < found->count; i++) {
		const struct geocode_place *place = &found->places[i];
		double metres = locate_distance(address, place);
		struct str distance = { 0 }, differs = { 0 };
		char number[24], point[60];
		if (metres >= 0)
			coordinates_say_distance(&distance, metres);
		differences_text(session, address, place, &differs);
		snprintf(point, sizeof point, "%s, %s", place->latitude, place->longitude);
		TABLE_ROW(&table, number_text(number, i + 1), place->address, fits_text(place),
			metres < 0 ? "-" : str_text(&distance), point,
			differs.len ? str_text(&differs) : "-");
		str_fini(&distance);
		str_fini(&differs);
	}
	table_print(&table, &session->out, "");
	for (int i = 0; i < found->count; i++) {
		const struct verdict *doubt = doubt_there(session, address, &found->places[i]);
		if (doubt)
			str_addf(&session->out, _("%d: %s  R-%03d\n"), i + 1, _(doubt->why),
				doubt->rule);
	}
	str_addf(&session->out,
		_("Found, not validated. %s\n`ringup geocode %s --take N` takes the coordinates, with --correct the text too.\n"),
		credit, address->name);
}

static void json_place(struct session *session, const struct address *address,
	const struct geocode_place *place, struct json *json)
{
	struct locate_difference rows[LOCATE_DIFFERENCES];
	int count = locate_differences(session->profile.reference, address, place, rows);
	const struct verdict *doubt = doubt_there(session, address, place);
	double metres = locate_distance(address, place);
	json_object(json, NULL);
	json_text(json, "address", place->address);
	json_text(json, "latitude", place->latitude);
	json_text(json, "longitude", place->longitude);
	json_text(json, "fits", fits_word(place));
	if (metres < 0)
		json_null(json, "metres");
	else
		json_number(json, "metres", (int64_t)(metres + 0.5));
	json_array(json, "differences");
	for (int i = 0; i < count; i++) {
		json_object(json, NULL);
		json_text(json, "field", rows[i].field);
		json_text(json, "ours", rows[i].ours);
		json_text(json, "theirs", rows[i].theirs);
		json_end(json);
	}
	json_end(json);
	json_text(json, "doubt", doubt ? _(doubt->why) : NULL);
	json_end(json);
}

static void show_json(struct session *session, const struct address *address,
	const struct found *found, const char *credit)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "address", address->name);
	json_text(json, "latitude", address->latitude);
	json_text(json, "longitude", address->longitude);
	json_truth(json, "validated", false);
	json_text(json, "credit", credit);
	json_array(json, "found");
	for (int i = 0; i < found->count; i++)
		json_place(session, address, &found->places[i], json);
	json_end(json);
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

/* ---- taking ---- */

static bool keep(struct session *session, struct address *address, struct error *err)
{
	struct store *store = session->profile.store;
	struct str label = { 0 };
	str_addf(&label, _("coordinates of %s"), address->name);
	bool ok = edit_begin(store, str_text(&label), err);
	str_fini(&label);
	if (!ok)
		return false;
	if (!address_put(store, address, err)) {
		edit_cancel(store);
		return false;
	}
	return edit_end(store, NULL, err) && organization_saved(store, clock_now(), err);
}

static void say_kept(struct session *session, const struct address *address)
{
	struct coordinates_finding found;
	str_addf(&session->out, _("%s: %s, %s. "), address->name, address->latitude,
		address->longitude);
	if (point_check(session->profile.reference, address, &found)) {
		if (found.verdict.answer != VERDICT_YES)
			str_addf(&session->out, "%s ", _(found.verdict.why));
		coordinates_say_checked(&session->out, &found);
	}
	str_addc(&session->out, '\n');
}

/* What is doubted is kept when a person says so a second time. */
static int accept(struct session *session, struct address *address, struct error *err)
{
	const struct verdict *doubt = doubt_of(session, address);
	if (doubt && !session->settings.yes) {
		error_set(err, ERROR_PERSON, _("%s %s If you know better, add --yes.  R-%03d"),
			_(doubt->why), _(doubt->remedy), doubt->rule);
		return exit_code_of(err);
	}
	if (!keep(session, address, err))
		return exit_code_of(err);
	say_kept(session, address);
	return EXIT_DONE;
}

static int enter(struct session *session, struct address *address, struct error *err)
{
	if (!coordinates_pair(session->settings.at, address->latitude, address->longitude,
		    sizeof address->latitude)) {
		error_set(err, ERROR_USAGE,
			_("\"%s\" is no pair of decimal degrees: write latitude, then longitude, such as --at 47.6147,-122.1966."),
			session->settings.at);
		return EXIT_USAGE;
	}
	return accept(session, address, err);
}

static int ask(struct session *session, struct address *address, struct error *err)
{
	static struct found found;
	const struct settings *settings = &session->settings;
	struct locate *locate = locate_new(&session->profile, session->loop, err);
	int code = EXIT_DONE;
	found = (struct found){ .done = false };
	if (!locate || !find(session, locate, address, &found, err)) {
		code = exit_code_of(err);
	} else if (settings->take > found.count || settings->take < 0) {
		error_set(err, ERROR_USAGE, _("--take is a number from 1 to %d."), found.count);
		code = EXIT_USAGE;
	} else if (settings->take > 0) {
		locate_take(session->profile.reference, address, &found.places[settings->take - 1],
			settings->correct);
		code = accept(session, address, err);
	} else if (settings->json) {
		show_json(session, address, &found, locate_credit(locate));
	} else {
		show_table(session, address, &found, locate_credit(locate));
	}
	locate_free(locate);
	return code;
}

/* the text of a validated address is settled. */
static bool may_change(const struct address *address, struct error *err)
{
	struct address_facts facts = { .state = strcmp(address->actual, "Valid") == 0
							? ADDRESS_VALID
							: ADDRESS_UNVALIDATED,
		.on_service = address->civic_id[0] != '\0',
		.in_use = address->users };
	struct verdict verdict = address_may(ADDRESS_EDIT, &facts);
	return verdict_ok(verdict) ||
	       error_set(err, ERROR_REFUSED, "%s: %s %s  R-%03d", address->name, _(verdict.why),
		       _(verdict.remedy), verdict.rule);
}

COMMAND(geocode)
{
	static struct address address;
	const struct settings *settings = &session->settings;
	if (argc != 1 || (settings->at && settings->take)) {
		error_set(err, ERROR_USAGE,
			_("usage: ringup geocode ADDRESS [--take N [--correct] | --at LATITUDE,LONGITUDE] [--yes]"));
		return EXIT_USAGE;
	}
	if (!address_find(session->profile.store, argv[0], &address, err))
		return exit_code_of(err);
	bool changes = settings->at || settings->take;
	if (changes && !may_change(&address, err))
		return exit_code_of(err);
	return settings->at ? enter(session, &address, err) : ask(session, &address, err);
}
