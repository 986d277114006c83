/* The configuration: one table of sections and keys, each with its place in the struct. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/inifile.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/exchange/config.h"

enum setting_type {
	SETTING_TEXT,
	SETTING_NUMBER,
	SETTING_WORD, /* one of `words`; the value is its place */
	SETTING_TRUTH /* yes | no */
};

struct setting {
	const char *section, *key;
	enum setting_type type;
	size_t offset;     /* in struct config */
	const char *words; /* "graph demo", in the order of the enum */
	int least, most;   /* of a number */
	bool (*check)(const char *value, struct error *err);
	const char *initial;
	const char *help; /* N_() */
};

static bool check_url(const char *value, struct error *err);
static bool check_mail_url(const char *value, struct error *err);
static bool check_variable(const char *value, struct error *err);

#define AT(member) offsetof(struct config, member)

static const struct setting settings[] = {
	{ "tenant", "service", SETTING_WORD, AT(tenant.service), .words = "graph demo",
		.initial = "graph",
		.help = N_("Who carries changes out: Microsoft Graph, or the simulated service.") },
	{ "tenant", "tenant", SETTING_TEXT, AT(tenant.tenant), .initial = "",
		.help = N_("A domain of the tenant, or its id.") },
	{ "tenant", "cloud", SETTING_WORD, AT(tenant.cloud), .words = "global usgov dod china",
		.initial = "global", .help = N_("Which of Microsoft's clouds the tenant is in.") },
	{ "signin", "method", SETTING_WORD, AT(signin.method),
		.words = "device browser secret certificate", .initial = "device",
		.help = N_("How ringup signs in.") },
	{ "signin", "client_id", SETTING_TEXT, AT(signin.client_id), .initial = "",
		.help = N_("The application's (client) id.") },
	{ "signin", "secret_env", SETTING_TEXT, AT(signin.secret_env), .check = check_variable,
		.initial = "RINGUP_CLIENT_SECRET",
		.help = N_("The environment variable that holds the application's secret.") },
	{ "signin", "certificate", SETTING_TEXT, AT(signin.certificate), .initial = "",
		.help = N_("A file with the application's certificate (PEM).") },
	{ "signin", "key", SETTING_TEXT, AT(signin.key), .initial = "",
		.help = N_("A file of mode 0600 with the certificate's private key (PEM).") },
	{ "signin", "remember", SETTING_TRUTH, AT(signin.remember), .initial = "no",
		.help = N_("Keep the refresh token in a file of mode 0600.") },
	{ "endpoints", "graph", SETTING_TEXT, AT(endpoints.graph), .check = check_url,
		.initial = "",
		.help = N_("Base address of Microsoft Graph, in place of the cloud's.") },
	{ "endpoints", "login", SETTING_TEXT, AT(endpoints.login), .check = check_url,
		.initial = "",
		.help = N_("Base address of the sign-in, in place of the cloud's.") },
	{ "endpoints", "ca_file", SETTING_TEXT, AT(endpoints.ca_file), .initial = "",
		.help = N_("A file with the certificate authorities to trust.") },
	{ "http", "parallel", SETTING_NUMBER, AT(http.parallel), .least = 1, .most = 64,
		.initial = "8", .help = N_("Requests in flight at once.") },
	{ "http", "timeout", SETTING_NUMBER, AT(http.timeout), .least = 1, .most = 3600,
		.initial = "60",
		.help = N_("Seconds without progress before a request is given up.") },
	{ "http", "proxy", SETTING_TEXT, AT(http.proxy), .initial = "",
		.help = N_("Address of an HTTP proxy.") },
	{ "mail", "url", SETTING_TEXT, AT(mail.url), .check = check_mail_url, .initial = "",
		.help = N_(
			"The mail server: smtp://host:587, or smtps://host for TLS from the start.") },
	{ "mail", "user", SETTING_TEXT, AT(mail.user), .initial = "",
		.help = N_("The name to sign in with at the mail server.") },
	{ "mail", "password_env", SETTING_TEXT, AT(mail.password_env), .check = check_variable,
		.initial = "RINGUP_SMTP_PASSWORD",
		.help = N_("The environment variable that holds the mail server's password.") },
	{ "mail", "tls", SETTING_WORD, AT(mail.tls), .words = "required none",
		.initial = "required",
		.help = N_(
			"Whether mail must be encrypted on its way; none is for this machine only.") },
	{ "mail", "from", SETTING_TEXT, AT(mail.from), .initial = "",
		.help = N_("The sender: Contoso IT <it@contoso.example>") },
	{ "mail", "rate", SETTING_NUMBER, AT(mail.rate), .least = 1, .most = 6000, .initial = "30",
		.help = N_("Messages a minute at most.") },
	{ "powershell", "command", SETTING_TEXT, AT(powershell.command), .initial = "pwsh",
		.help = N_("The PowerShell to run; empty: never run it, hand the script over.") },
	{ "geocode", "provider", SETTING_WORD, AT(geocode.provider),
		.words = "none azure nominatim", .initial = "none",
		.help = N_("Who finds the coordinates of addresses.") },
	{ "geocode", "url", SETTING_TEXT, AT(geocode.url), .check = check_url, .initial = "",
		.help = N_("Base address of the provider, in place of its own.") },
	{ "geocode", "key_env", SETTING_TEXT, AT(geocode.key_env), .check = check_variable,
		.initial = "AZURE_MAPS_KEY",
		.help = N_("The environment variable that holds the provider's key.") },
	{ "screen", "language", SETTING_TEXT, AT(screen.language), .initial = "auto",
		.help = N_("Language of the screens; auto: of the locale.") },
	{ "screen", "colour", SETTING_WORD, AT(screen.colour), .words = "auto never",
		.initial = "auto", .help = N_("Whether the screens use colour.") },
	{ "screen", "ascii", SETTING_WORD, AT(screen.ascii), .words = "auto yes no",
		.initial = "auto", .help = N_("Whether frames and marks are ASCII only.") },
	{ "screen", "mouse", SETTING_TRUTH, AT(screen.mouse), .initial = "no",
		.help = N_("Whether the mouse works; off, so that text can be selected.") },
};

#define SETTING_COUNT ((int)(sizeof settings / sizeof settings[0]))

bool config_row(int index, struct config_row *row)
{
	if (index < 0 || index >= SETTING_COUNT)
		return false;
	*row = (struct config_row){ settings[index].section, settings[index].key,
		settings[index].help };
	return true;
}

/* ---- checks ---- */

/* The host of scheme://[user@]host[:port]/..., without the brackets of IPv6. False: there is none.
 */
static bool host_of(char host[64], const char *url)
{
	const char *at = strstr(url, "://");
	if (!at)
		return false;
	at += 3;
	size_t len = strcspn(at, "/?#");
	const char *user = memrchr(at, '@', len);
	if (user) {
		len -= (size_t)(user + 1 - at);
		at = user + 1;
	}
	if (at[0] == '[') {
		at++;
		len = strcspn(at, "]");
	} else {
		size_t colon = strcspn(at, ":");
		len = colon < len ? colon : len;
	}
	if (len == 0 || len >= 64)
		return false;
	snprintf(host, 64, "%.*s", (int)len, at);
	return true;
}

/* Of 127.0.0.0/8; a name that merely begins so ("127.example.com") is none. */
static bool is_loopback_v4(const char *host)
{
	int a, b, c, end = 0;
	return sscanf(host, "127.%3d.%3d.%3d%n", &a, &b, &c, &end) == 3 && host[end] == '\0' &&
	       a >= 0 && b >= 0 && c >= 0 && a < 256 && b < 256 && c < 256;
}

bool config_loopback(const char *url)
{
	char host[64];
	return host_of(host, url) && (strcasecmp(host, "localhost") == 0 ||
					     strcmp(host, "::1") == 0 || is_loopback_v4(host));
}

static bool check_scheme(const char *value, const char *safe, const char *plain, struct error *err)
{
	char host[64];
	size_t safe_len = strlen(safe), plain_len = strlen(plain);
	if (value[0] == '\0')
		return true;
	bool is_safe = strncasecmp(value, safe, safe_len) == 0;
	if (!host_of(host, value) || (!is_safe && strncasecmp(value, plain, plain_len) != 0))
		return error_set(err, ERROR_INPUT,
			_("%s is no address that begins with %s and a host."), value, safe);
	if (!is_safe && !config_loopback(value))
		return error_set(err, ERROR_INPUT,
			_("%s is not encrypted: %s is allowed to this machine only. Write %s."),
			value, plain, safe);
	return true;
}

static bool check_url(const char *value, struct error *err)
{
	return check_scheme(value, "https://", "http://", err);
}

/* smtp:// is turned into TLS by STARTTLS; whether it may stay plain is the business of `tls`. */
static bool check_mail_url(const char *value, struct error *err)
{
	char host[64];
	bool fine = value[0] == '\0' ||
		    (host_of(host, value) && (strncasecmp(value, "smtp://", 7) == 0 ||
						     strncasecmp(value, "smtps://", 8) == 0));
	return fine ||
	       error_set(err, ERROR_INPUT,
		       _("%s is no mail server. Write smtp://host:587 or smtps://host."), value);
}

/* A secret pasted in place of a variable's name must not get past, nor into the message. */
static bool check_variable(const char *value, struct error *err)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	bool fine = strspn(value, letters) == strlen(value) &&
		    !(value[0] >= '0' && value[0] <= '9');
	return fine ||
	       error_set(err, ERROR_INPUT,
		       _("this must be the name of an environment variable, not the secret itself."));
}

/* ---- values ---- */

/* The place of a word in "graph demo"; -1: it is none of them. */
static int word_of(const char *words, const char *value)
{
	size_t len = strlen(value);
	for (int i = 0; *words != '\0'; i++) {
		size_t word = strcspn(words, " ");
		if (word == len && strncasecmp(words, value, len) == 0)
			return i;
		words += word;
		words += strspn(words, " ");
	}
	return -1;
}

static bool set_word(const struct setting *setting, const char *words, int *place,
	const char *value, struct error *err)
{
	*place = word_of(words, value);
	return *place >= 0 || error_set(err, ERROR_INPUT, _("%s is \"%s\", but may be one of: %s."),
				      setting->key, value, words);
}

static bool set_number(
	const struct setting *setting, int *number, const char *value, struct error *err)
{
	char *end;
	errno = 0;
	long parsed = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno || parsed < setting->least ||
		parsed > setting->most)
		return error_set(err, ERROR_INPUT,
			_("%s is \"%s\", but must be a number from %d to %d."), setting->key, value,
			setting->least, setting->most);
	*number = (int)parsed;
	return true;
}

static bool set_text(
	const struct setting *setting, char **text, const char *value, struct error *err)
{
	if (setting->check && !setting->check(value, err))
		return error_prefix(err, "%s: ", setting->key);
	char *copy = xstrdup(value);
	free(*text);
	*text = copy;
	return true;
}

static bool apply_setting(
	struct config *config, const struct setting *setting, const char *value, struct error *err)
{
	char *at = (char *)config + setting->offset;
	int place;
	switch (setting->type) {
	case SETTING_TEXT:
		return set_text(setting, (char **)at, value, err);
	case SETTING_NUMBER:
		return set_number(setting, (int *)at, value, err);
	case SETTING_WORD:
		if (!set_word(setting, setting->words, &place, value, err))
			return false;
		*(int *)at = place;
		return true;
	case SETTING_TRUTH:
		if (!set_word(setting, "no yes", &place, value, err))
			return false;
		*(bool *)at = place == 1;
		return true;
	}
	return true;
}

void config_init(struct config *config)
{
	memset(config, 0, sizeof *config);
	for (int i = 0; i < SETTING_COUNT; i++) {
		if (!apply_setting(config, &settings[i], settings[i].initial, NULL))
			die("The setting %s has no valid default.", settings[i].key);
	}
}

void config_fini(struct config *config)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		if (settings[i].type == SETTING_TEXT)
			free(*(char **)((char *)config + settings[i].offset));
	}
	memset(config, 0, sizeof *config);
}

static void copy_config(struct config *to, const struct config *from)
{
	*to = *from;
	for (int i = 0; i < SETTING_COUNT; i++) {
		char **text = (char **)((char *)to + settings[i].offset);
		if (settings[i].type == SETTING_TEXT)
			*text = xstrdup(*text);
	}
}

static const struct setting *setting_of(const char *section, const char *key)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		if (strcasecmp(settings[i].section, section) == 0 &&
			strcasecmp(settings[i].key, key) == 0)
			return &settings[i];
	}
	return NULL;
}

bool config_set(struct config *config, const char *section, const char *key, const char *value,
	struct error *err)
{
	const struct setting *setting = setting_of(section, key);
	if (!setting)
		return error_set(
			err, ERROR_USAGE, _("There is no setting %s in [%s]."), key, section);
	return apply_setting(config, setting, value, err);
}

/* ---- files ---- */

static bool check_names(const struct inifile *ini, struct error *err)
{
	struct inifile_key table[SETTING_COUNT];
	for (int i = 0; i < SETTING_COUNT; i++)
		table[i] = (struct inifile_key){ settings[i].section, settings[i].key };
	return inifile_check(ini, table, SETTING_COUNT, err);
}

/* Plain mail is for this machine, whichever of the two keys came from which file. */
static bool check_mail(const struct config *config, const struct inifile *ini, struct error *err)
{
	if (config->mail.tls != CONFIG_TLS_NONE || config->mail.url[0] == '\0' ||
		config_loopback(config->mail.url))
		return true;
	error_set(err, ERROR_INPUT,
		_("tls = none sends passwords in the open to %s: it is allowed to this machine only."),
		config->mail.url);
	return inifile_blame(ini, "mail", inifile_get(ini, "mail", "tls") ? "tls" : "url", err);
}

static bool apply_file(struct config *config, const struct inifile *ini, struct error *err)
{
	if (!check_names(ini, err))
		return false;
	for (int i = 0; i < SETTING_COUNT; i++) {
		const struct setting *setting = &settings[i];
		const char *value = inifile_get(ini, setting->section, setting->key);
		if (value && !apply_setting(config, setting, value, err))
			return inifile_blame(ini, setting->section, setting->key, err);
	}
	return check_mail(config, ini, err);
}

bool config_read(struct config *config, const char *path, struct error *err)
{
	struct inifile *ini = inifile_open(path, err);
	if (!ini)
		return false;
	struct config next;
	copy_config(&next, config);
	bool fine = apply_file(&next, ini, err);
	inifile_close(ini);
	if (fine) {
		config_fini(config);
		*config = next;
	} else {
		config_fini(&next);
	}
	return fine;
}

/* A file that is not there is none; one that may not be read is an error. */
static bool read_if_there(struct config *config, const char *path, struct error *err)
{
	if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	return config_read(config, path, err);
}

static bool read_own(struct config *config, const char *name, struct error *err)
{
	char *path = path_config(name);
	bool fine = read_if_there(config, path, err);
	free(path);
	return fine;
}

bool config_load(struct config *config, const char *profile, struct error *err)
{
	if (!read_if_there(config, SYSCONFDIR "/ringup.ini", err) ||
		!read_own(config, "ringup.ini", err))
		return false;
	if (!profile || profile[0] == '\0' || strchr(profile, '/'))
		return true;
	char *name = xasprintf("%s.ini", profile);
	bool fine = read_own(config, name, err);
	free(name);
	return fine;
}
