/* ringup search: where numbers can be had: the cities and area codes that the facts name. */
#include <strings.h>

#include "core/base/tr.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"

#define AREA_ROOM 512

/* The areas of one country that a word may mean: a city, a state, an area code. */
static int find_areas(
	struct reference *ref, const char *country, const char *word, struct area *out, int room)
{
	if (!word)
		return reference_areas(ref, country, NULL, NULL, NULL, out, room);
	int count = reference_areas(ref, country, NULL, word, NULL, out, room);
	if (count == 0)
		count = reference_areas(ref, country, NULL, NULL, word, out, room);
	if (count == 0)
		count = reference_areas(ref, country, word, NULL, NULL, out, room);
	return count < room ? count : room;
}

static void json_areas(struct session *session, const struct area *areas, int count)
{
	struct json *json = json_new();
	json_array(json, NULL);
	for (int i = 0; i < count; i++) {
		json_object(json, NULL);
		json_text(json, "country", areas[i].country);
		json_text(json, "state", areas[i].state);
		json_text(json, "city", areas[i].city);
		json_text(json, "area_code", areas[i].area_code);
		json_end(json);
	}
	json_end(json);
	str_add(&session->out, json_done(json));
	json_free(json);
}

COMMAND(search)
{
	struct reference *ref = reference_open(NULL, err);
	if (!ref)
		return exit_code_of(err);
	static struct country countries[160];
	static struct area areas[AREA_ROOM];
	int found = 0;
	int all = reference_countries(ref, countries, 160);
	const char *only = session->settings.country;
	for (int i = 0; i < all && found < AREA_ROOM; i++)
		if (!only || strcasecmp(only, countries[i].code) == 0)
			found += find_areas(ref, countries[i].code, argc > 0 ? argv[0] : NULL,
				areas + found, AREA_ROOM - found);
	reference_close(ref);
	/* Nothing found is an empty array as well as an error: what reads the output can read it.
	 */
	if (session->settings.json)
		json_areas(session, areas, found);
	if (found == 0) {
		error_set(err, ERROR_NOT_FOUND,
			_("The facts name no area for \"%s\". Search a larger city nearby, a state, or an area code."),
			argc > 0 ? argv[0]
			: only   ? only
				 : "");
		return EXIT_FAILED;
	}
	if (session->settings.json)
		return EXIT_DONE;
	struct table table = { .columns = 4 };
	TABLE_ROW(&table, _("Country"), _("State"), _("City"), _("Area code"));
	for (int i = 0; i < found; i++)
		TABLE_ROW(&table, areas[i].country, areas[i].state, areas[i].city,
			areas[i].area_code);
	table_print(&table, &session->out, "");
	return EXIT_DONE;
}
