/* ringup version: the version, and what it was built with. */
#include "config.h"
#include "core/base/tr.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "commands/command.h"

COMMAND(version)
{
	(void)argc;
	(void)argv;
	(void)err;
	if (session->settings.json) {
		struct json *json = json_new();
		json_object(json, NULL);
		json_text(json, "name", PACKAGE_NAME);
		json_text(json, "version", PACKAGE_VERSION);
		json_text(json, "sqlite", store_library());
		json_end(json);
		str_add(&session->out, json_done(json));
		json_free(json);
		return EXIT_DONE;
	}
	str_addf(&session->out, "%s %s (SQLite %s)\n", PACKAGE_NAME, PACKAGE_VERSION,
		store_library());
	str_add(&session->out,
		_("Free software under the GNU GPL, version 3 or later. No warranty.\n"));
	return EXIT_DONE;
}
