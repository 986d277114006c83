/* ringup: takes a Microsoft 365 tenant from "no phone" to dial tone, in a terminal. Reads the
 * command line, opens the profile, runs a command of the table. */
#include <errno.h>
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "commands/command.h"
#include "commands/work.h"

const struct command commands[] = {
	{ "demo", N_("demo [bakery|atelier|northwind] [--people N] [--fresh] [--skip-time 24h]"),
		N_("The wizard on a simulated tenant, offline."), false, command_demo },
	{ "run", N_("run FILE.ini [--plan-only] [--wait SECONDS]"),
		N_("Answers the whole wizard from one file, and applies it."), true, command_run },
	{ "status", N_("status [--json]"), N_("How far the setup is, step by step."), true,
		command_status },
	{ "plan", N_("plan [--json]"), N_("What would change, and what it costs."), true,
		command_plan },
	{ "apply", N_("apply [STEP] [--buy COUNT] [--wait SECONDS]"),
		N_("Carries the plan out; goes on where it was interrupted."), true,
		command_apply },
	{ "settle", N_("settle [KEY|all --ours|--theirs] [--json]"),
		N_("Lists wishes that the tenant changed under, or decides: what it has, or the wish."),
		true, command_settle },
	{ "undo", N_("undo [--yes] [--release] [RUN]"),
		N_("Plans the way back from an apply; says first what cannot be undone."), true,
		command_undo },
	{ "notify",
		N_("notify [--test ADDRESS|--failed|--eml -o FOLDER|--txt -o FOLDER|--csv [-o FILE]] [--json]"),
		N_("Who was told of the number; a test to yourself, failures again, letters as files."),
		true, command_notify },
	{ "signin", N_("signin [--json]"),
		N_("Signs in to the tenant, and says whether it works; changes nothing there."),
		true, command_signin },
	{ "signout", N_("signout"), N_("Destroys the sign-in that was kept."), true,
		command_signout },
	{ "sync", N_("sync"), N_("Reads what the tenant has."), true, command_sync },
	{ "search", N_("search CITY|STATE|AREA-CODE [--country CC] [--json]"),
		N_("Where numbers can be had: cities and area codes."), false, command_search },
	{ "import", N_("import people|numbers|assignments|results FILE"),
		N_("Reads a file that an admin centre, PowerShell or a script of ringup wrote."),
		true, command_import },
	{ "done", N_("done KEY..."), N_("Says that a person did changes that nothing can verify."),
		true, command_done },
	{ "export", N_("export people|numbers|assignments|letters|answers [-o FILE]"),
		N_("Writes a file: CSV, or the answers that would repeat the setup."), true,
		command_export },
	{ "script", N_("script [--format ps1|md] [--all] [-o FILE]"),
		N_("Writes what only PowerShell can do as a script, or the whole plan as a page to tick off."),
		true, command_script },
	{ "geocode",
		N_("geocode ADDRESS [--take N [--correct]|--at LATITUDE,LONGITUDE] [--yes] [--json]"),
		N_("Finds the coordinates of an emergency address, or enters them."), true,
		command_geocode },
	{ "country", N_("country [CC|NAME...] [--json]"),
		N_("What can be had in a country, with date and source."), false, command_country },
	{ "about", N_("about [TOPIC [QUESTION=ANSWER...] [WORDS]] [--json] [-o FILE]"),
		N_("What is known of a topic: cost, minutes, credits, rooms, ports, emergency ..."),
		false, command_about },
	{ "want", N_("want TOPIC [QUESTION=ANSWER...]"),
		N_("Plans what a topic proposes: a main line, credits, a port ..."), true,
		command_want },
	{ "check", N_("check [--json]"), N_("What stands in the way, and what to do about it."),
		true, command_check },
	{ "report", N_("report [-o FILE]"),
		N_("How things stand: steps, plan, people and the log, as a text."), true,
		command_report },
	{ "log", N_("log [--json]"), N_("What was done to the tenant, newest first."), true,
		command_log },
	{ "version", N_("version"), N_("The version and what it was built with."), false,
		command_version },
};
const int command_count = sizeof commands / sizeof commands[0];

/* Options may stand before and after the command; each is understood by all. A row says where its
 * value goes. */
enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_NAME };

#define IN(member) offsetof(struct settings, member)

static const struct option_row {
	const char *name;
	const char *value; /* NULL: it takes none */
	enum option_kind kind;
	size_t offset;
	const char *help;
} options[] = {
	{ "profile", "NAME", OPTION_NAME, IN(profile.name),
		N_("The profile to work on (default: \"default\").") },
	{ "demo", NULL, OPTION_FLAG, IN(profile.demo),
		N_("Put a new profile on the simulated service.") },
	{ "speed", "instant|brisk|lifelike", OPTION_TEXT, IN(profile.speed),
		N_("How fast the simulated service works (default: brisk).") },
	{ "people", "N", OPTION_NUMBER, IN(profile.people),
		N_("demo: a generated tenant of N people.") },
	{ "fresh", NULL, OPTION_FLAG, IN(profile.fresh),
		N_("demo: start over instead of going on.") },
	{ "skip-time", "90m|24h|3d", OPTION_TEXT, IN(skip),
		N_("demo: set the simulated service's clock forward.") },
	{ "plan-only", NULL, OPTION_FLAG, IN(plan_only), N_("run: stop before any change.") },
	{ "wait", "SECONDS", OPTION_NUMBER, IN(wait),
		N_("run, apply: how long to wait for what is under way (default: until done).") },
	{ "buy", "COUNT", OPTION_NUMBER, IN(buy),
		N_("apply, and run with --partner: agree to buy exactly COUNT licences.") },
	{ "full", NULL, OPTION_FLAG, IN(full),
		N_("sync: read everything, also what did not change since the last sync.") },
	{ "partner", "TENANT", OPTION_TEXT, IN(profile.partner),
		N_("Buy licences in Partner Center, as the reseller whose tenant this is.") },
	{ "yes", NULL, OPTION_FLAG, IN(yes),
		N_("undo: do it, after showing it. geocode: keep coordinates that look wrong.") },
	{ "release", NULL, OPTION_FLAG, IN(release), N_("undo: let acquired numbers go as well.") },
	{ "test", "ADDRESS", OPTION_TEXT, IN(test),
		N_("notify: send one letter there first, marked as a test.") },
	{ "failed", NULL, OPTION_FLAG, IN(failed),
		N_("notify: send the letters again that failed, and no others.") },
	{ "eml", NULL, OPTION_FLAG, IN(eml),
		N_("notify: the letters as mails, to be opened and sent.") },
	{ "txt", NULL, OPTION_FLAG, IN(txt), N_("notify: the letters as text files.") },
	{ "csv", NULL, OPTION_FLAG, IN(csv),
		N_("notify: the letters as a CSV file for a mail merge.") },
	{ "ours", NULL, OPTION_FLAG, IN(ours), N_("settle: what was wished for stays planned.") },
	{ "theirs", NULL, OPTION_FLAG, IN(theirs), N_("settle: what the tenant has stays.") },
	{ "take", "N", OPTION_NUMBER, IN(take),
		N_("geocode: take the coordinates of the Nth place that was found.") },
	{ "correct", NULL, OPTION_FLAG, IN(correct),
		N_("geocode: with --take, also what is written differently there.") },
	{ "at", "LATITUDE,LONGITUDE", OPTION_TEXT, IN(at),
		N_("geocode: enter these decimal degrees.") },
	{ "country", "CC", OPTION_TEXT, IN(country), N_("search: in this country only.") },
	{ "output", "FILE", OPTION_TEXT, IN(output),
		N_("export, about, notify, script: write there instead of standard output.") },
	{ "format", "ps1|md", OPTION_TEXT, IN(format),
		N_("script: PowerShell (ps1), or a page of Markdown with curl and admin center steps (md).") },
	{ "all", NULL, OPTION_FLAG, IN(all),
		N_("script: also what ringup does itself, as far as a script can.") },
	{ "json", NULL, OPTION_FLAG, IN(json), N_("Print JSON, in the shapes of doc/formats.md.") },
	{ "readonly", NULL, OPTION_FLAG, IN(profile.readonly),
		N_("Refuse every change to the tenant.") },
	{ "ascii", NULL, OPTION_FLAG, IN(ascii), N_("Draw with ASCII only.") },
	{ "no-colour", NULL, OPTION_FLAG, IN(no_colour), N_("Draw without colours.") },
	{ "help", NULL, OPTION_FLAG, IN(help), N_("This text.") },
	{ "version", NULL, OPTION_FLAG, IN(version), N_("As the command version.") },
};
#define OPTION_COUNT (sizeof options / sizeof options[0])

static void print_help(FILE *file)
{
	fprintf(file, "%s\n\n", _("usage: ringup [OPTIONS] [COMMAND]"));
	fprintf(file, "%s\n\n",
		_("Without a command: the wizard on your tenant. `ringup demo` needs nothing at all."));
	for (int i = 0; i < command_count; i++)
		fprintf(file, "  ringup %s\n      %s\n", commands[i].usage, _(commands[i].help));
	fprintf(file, "\n%s\n", _("Options:"));
	for (size_t i = 0; i < OPTION_COUNT; i++)
		fprintf(file, "  --%s%s%s\n      %s\n", options[i].name,
			options[i].value ? " " : "", options[i].value ? options[i].value : "",
			_(options[i].help));
	fprintf(file, "\n%s\n",
		_("Exit: 0 done, 1 failed, 2 usage, 3 changes pending, 4 needs a person, 5 refused, 6 interrupted."));
}

static bool read_number(const char *text, int64_t *number, const char *option, struct error *err)
{
	char *end;
	errno = 0;
	long long value = strtoll(text, &end, 10);
	if (errno || end == text || *end != '\0' || value < 0 || value > 100000000)
		return error_set(err, ERROR_USAGE,
			_("--%s takes a whole number from 0 to 100000000, not \"%s\"."), option,
			text);
	*number = value;
	return true;
}

/* One option into the settings. */
static bool take_option(struct settings *settings, const struct option_row *row, const char *value,
	struct error *err)
{
	void *place = (char *)settings + row->offset;
	if (row->kind == OPTION_NAME && !profile_name_ok(value))
		return error_set(err, ERROR_USAGE,
			_("A profile's name is made of letters, digits, '-', '_' and '.': \"%s\" is none."),
			value);
	if (row->kind == OPTION_NUMBER)
		return read_number(value, place, row->name, err);
	if (row->kind == OPTION_FLAG)
		*(bool *)place = true;
	else
		*(const char **)place = value;
	return true;
}

/* The row of a short option. */
static int short_option(int letter)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if ((letter == 'o' && strcmp(options[i].name, "output") == 0) ||
			(letter == 'h' && strcmp(options[i].name, "help") == 0))
			return (int)i;
	return -1;
}

/* The whole command line; what is no option stays in argv from *rest on, the command first. */
static bool read_options(
	struct settings *settings, int argc, char **argv, int *rest, struct error *err)
{
	struct option table[OPTION_COUNT + 1] = { 0 };
	int id, row;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		table[i] = (struct option){ options[i].name,
			options[i].value ? required_argument : no_argument, NULL, 256 };
	opterr = 0;
	while ((id = getopt_long(argc, argv, ":o:h", table, &row)) != -1) {
		if (id == ':')
			return error_set(err, ERROR_USAGE,
				_("%s wants a value. See ringup --help."), argv[optind - 1]);
		if (id == '?')
			return error_set(err, ERROR_USAGE,
				_("There is no option %s. See ringup --help."), argv[optind - 1]);
		const struct option_row *found = &options[id == 256 ? row : short_option(id)];
		if (!take_option(settings, found, optarg, err))
			return false;
	}
	*rest = optind;
	return true;
}

int exit_code_of(const struct error *err)
{
	static const enum exit_code codes[ERROR_CODE_COUNT] = {
		[ERROR_USAGE] = EXIT_USAGE,
		[ERROR_REFUSED] = EXIT_REFUSED,
		[ERROR_TAKEN] = EXIT_REFUSED,
		[ERROR_EXPIRED] = EXIT_REFUSED,
		[ERROR_PERSON] = EXIT_PERSON,
		[ERROR_CANCELLED] = EXIT_INTERRUPTED,
	};
	return codes[err->code] ? codes[err->code] : EXIT_FAILED;
}

bool session_flush(struct session *session, struct error *err)
{
	struct str *out = &session->out;
	bool ok = true;
	if (session->settings.output)
		ok = file_write(session->settings.output, str_text(out), out->len, 0600, err);
	else if (out->len > 0 &&
		 (fwrite(out->text, 1, out->len, stdout) != out->len || fflush(stdout) != 0))
		ok = error_set(
			err, ERROR_IO, _("Cannot write to standard output: %s."), strerror(errno));
	str_clear(out);
	return ok;
}

bool session_interrupted(struct session *session)
{
	int signal_number;
	while ((signal_number = loop_signal(session->loop)) != 0)
		if (signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP)
			session->stopped = true;
	return session->stopped;
}

bool session_open(struct session *session, struct error *err)
{
	if (!profile_open(&session->profile, &session->settings.profile, err))
		return false;
	const char *language = session->profile.config->screen.language;
	if (strcmp(language, "auto") != 0) {
		setenv("LANGUAGE", language, 1);
		textdomain("ringup"); /* gettext looks at LANGUAGE again */
	}
	session_show_signin(session);
	return true;
}

static const struct command *command_find(const char *name)
{
	static const struct command wizard = { "", "", "", true, command_wizard };
	if (!name)
		return &wizard;
	for (int i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* Opens what the command needs, runs it, writes what it has to say. */
static int run_command(struct session *session, const struct command *command, int argc,
	char **argv, struct error *err)
{
	if (command->profile && !session_open(session, err))
		return exit_code_of(err);
	int code = command->run(session, argc, argv, err);
	struct error late = { 0 };
	if (err->code != ERROR_NONE && session->out.len == 0)
		session->settings.output = NULL; /* a file that stood there stays as it was */
	if (!session_flush(session, &late) && err->code == ERROR_NONE) {
		*err = late;
		code = exit_code_of(err);
	}
	if (session->profile.store)
		profile_close(&session->profile);
	return code;
}

static int run_session(struct session *session, int argc, char **argv, struct error *err)
{
	int rest = argc;
	if (!read_options(&session->settings, argc, argv, &rest, err))
		return EXIT_USAGE;
	if (session->settings.help) {
		print_help(stdout);
		return EXIT_DONE;
	}
	const char *name = rest < argc ? argv[rest] : NULL;
	const struct command *command = command_find(session->settings.version ? "version" : name);
	if (!command) {
		error_set(err, ERROR_USAGE, _("There is no command \"%s\". See ringup --help."),
			name);
		return EXIT_USAGE;
	}
	session->loop = loop_new();
	session->settings.profile.loop = session->loop;
	loop_catch(session->loop, SIGINT);
	loop_catch(session->loop, SIGTERM);
	loop_catch(session->loop, SIGHUP);
	int left = name ? argc - rest - 1 : 0;
	int code = run_command(session, command, left, argv + (argc - left), err);
	loop_free(session->loop);
	return code;
}

/* Translations lie beside an uninstalled program (build/po), else where make install put them. */
static void find_translations(void)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
	if (len > 0) {
		path[len] = '\0';
		char *folder = path_folder(path);
		char *po = path_join(folder, "po");
		char *config_file = path_join(folder, "config.status");
		if (access(config_file, F_OK) == 0 && access(po, F_OK) == 0)
			bindtextdomain("ringup", po);
		else
			bindtextdomain("ringup", LOCALEDIR);
		free(config_file);
		free(po);
		free(folder);
	}
	bind_textdomain_codeset("ringup", "UTF-8");
	textdomain("ringup");
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	find_translations();
	text_set_ascii(strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
	umask(077);
	/* A crash leaves no picture of the memory: tokens may stand in it. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a full disk, not an end */
	struct session session = { .settings = { .wait = -1, .buy = -1 } };
	struct error err = { 0 };
	int code = run_session(&session, argc, argv, &err);
	if (err.code != ERROR_NONE) {
		struct str text = { 0 };
		text_printable(&text, err.text);
		fprintf(stderr, "ringup: %s\n", str_text(&text));
		str_fini(&text);
	}
	str_fini(&session.out);
	return code;
}
