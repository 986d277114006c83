/* ringup and ringup demo: the wizard. Without a terminal it says so, and names what works without
 * one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/tr.h"
#include "core/service/demo/demo.h"
#include "screens/wizard.h"
#include "commands/command.h"

/* "90m", "24h", "3d", "600" (seconds). */
static bool read_span(const char *text, int64_t *seconds, struct error *err)
{
	static const struct {
		char unit;
		int seconds;
	} units[] = { { '\0', 1 }, { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	char *end;
	long long number = strtoll(text, &end, 10);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (end == text || *end != units[i].unit || (*end && end[1]) || number < 0 ||
			number > 1000000)
			continue;
		*seconds = number * units[i].seconds;
		return true;
	}
	return error_set(err, ERROR_USAGE,
		_("--skip-time takes a span such as 90m, 24h or 3d, not \"%s\"."), text);
}

static bool skip_time(struct session *session, struct error *err)
{
	int64_t seconds = 0;
	if (!session->settings.skip)
		return true;
	return read_span(session->settings.skip, &seconds, err) &&
	       demo_clock_skip(session->profile.service, seconds, err);
}

COMMAND(wizard)
{
	(void)argc;
	(void)argv;
	struct wizard_options options = {
		.ascii = session->settings.ascii ? 1 : -1,
		.colour = session->settings.no_colour ? 0 : -1,
	};
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		error_set(err, ERROR_USAGE,
			_("The wizard needs a terminal, and there is none here. `ringup run FILE.ini` does the whole setup without one (try it with --demo)."));
		return EXIT_USAGE;
	}
	if (!wizard_run(&session->profile, session->loop, &options, err))
		return exit_code_of(err);
	return EXIT_DONE;
}

static bool is_tenant(const char *name)
{
	for (int i = 0; demo_tenant(i); i++)
		if (strcmp(demo_tenant(i), name) == 0)
			return true;
	return false;
}

COMMAND(demo)
{
	struct profile_options *options = &session->settings.profile;
	options->demo = true;
	options->demo_first = "bakery";
	options->demo_tenant = argc > 0 ? argv[0] : options->name ? NULL : "bakery";
	if (argc > 1 || (argc == 1 && !is_tenant(argv[0]))) {
		error_set(err, ERROR_USAGE,
			_("demo takes bakery, atelier or northwind, not \"%s\"."), argv[argc - 1]);
		return EXIT_USAGE;
	}
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (!terminal && !session->settings.skip)
		return command_wizard(session, 0, NULL, err);
	if (!session_open(session, err) || !skip_time(session, err))
		return exit_code_of(err);
	return terminal ? command_wizard(session, 0, NULL, err) : EXIT_DONE;
}
