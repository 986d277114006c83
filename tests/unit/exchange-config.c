/* Proves that the configuration knows exactly the keys of its table, says file and line of what is
 * wrong, takes later files over earlier ones whole or not at all, and lets nothing unencrypted
 * leave the machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/path.h"
#include "core/exchange/config.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char home[] = "/tmp/ringup-config-XXXXXX";

static int use_own_home(void **state)
{
	(void)state;
	if (!mkdtemp(home))
		return -1;
	return setenv("XDG_CONFIG_HOME", home, 1);
}

static int remove_home(void **state)
{
	(void)state;
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", home);
	return system(command);
}

static void write_own(const char *name, const char *text)
{
	char *path = path_config(name), *folder = path_folder(path);
	assert_true(path_make(folder, 0700, NULL));
	assert_true(file_write(path, text, strlen(text), 0600, NULL));
	free(folder);
	free(path);
}

static bool read_text(struct config *config, const char *text, struct error *err)
{
	write_own("test.ini", text);
	char *path = path_config("test.ini");
	bool fine = config_read(config, path, err);
	free(path);
	return fine;
}

static void defaults_are_those_of_the_manual(void **state)
{
	(void)state;
	struct config config;
	config_init(&config);
	assert_int_equal(config.tenant.service, CONFIG_SERVICE_GRAPH);
	assert_string_equal(config.tenant.tenant, "");
	assert_int_equal(config.signin.method, CONFIG_METHOD_DEVICE);
	assert_false(config.signin.remember);
	assert_int_equal(config.http.parallel, 8);
	assert_int_equal(config.http.timeout, 60);
	assert_int_equal(config.mail.tls, CONFIG_TLS_REQUIRED);
	assert_int_equal(config.mail.rate, 30);
	assert_string_equal(config.powershell.command, "pwsh");
	assert_string_equal(config.screen.language, "auto");
	assert_int_equal(config.screen.ascii, CONFIG_ASCII_AUTO);
	assert_false(config.screen.mouse);
	config_fini(&config);
}

/* The sample of the design: its keys are fixed. */
static const char sample[] =
	"; Configuration\n[tenant]\nservice = graph ; graph | demo\ntenant = contoso.onmicrosoft.com\n"
	"cloud = usgov\n[signin]\nmethod = certificate\n"
	"client_id = 00000000-0000-0000-0000-000000000000\nsecret_env = RINGUP_CLIENT_SECRET\n"
	"certificate = client.pem\nkey = client.key\nremember = yes\n[endpoints]\n"
	"graph = https://graph.microsoft.com\nlogin = https://login.microsoftonline.com\n"
	"ca_file = /etc/ssl/certs/ca-certificates.crt\n[http]\nparallel = 16\ntimeout = 30\nproxy =\n"
	"[mail]\nurl = smtp://mail.contoso.example:587 ; TLS by STARTTLS\nuser = ringup@contoso.example\n"
	"password_env = RINGUP_SMTP_PASSWORD\ntls = required\nfrom = Contoso IT <it@contoso.example>\n"
	"rate = 60\n[powershell]\ncommand =\n[geocode]\nprovider = azure\nurl =\n"
	"key_env = AZURE_MAPS_KEY\n[screen]\nlanguage = fr\ncolour = never\nascii = yes\nmouse = yes\n";

static void every_key_of_the_sample_is_read(void **state)
{
	(void)state;
	struct config config;
	struct error err = { 0 };
	config_init(&config);
	if (!read_text(&config, sample, &err))
		fail_msg("%s", err.text);
	assert_string_equal(config.tenant.tenant, "contoso.onmicrosoft.com");
	assert_int_equal(config.tenant.cloud, CONFIG_CLOUD_USGOV);
	assert_int_equal(config.signin.method, CONFIG_METHOD_CERTIFICATE);
	assert_true(config.signin.remember);
	assert_string_equal(config.endpoints.graph, "https://graph.microsoft.com");
	assert_int_equal(config.http.parallel, 16);
	assert_string_equal(config.mail.from, "Contoso IT <it@contoso.example>");
	assert_string_equal(config.powershell.command, "");
	assert_int_equal(config.geocode.provider, CONFIG_GEOCODE_AZURE);
	assert_int_equal(config.screen.colour, CONFIG_COLOUR_NEVER);
	assert_int_equal(config.screen.ascii, CONFIG_ASCII_YES);
	assert_true(config.screen.mouse);
	config_fini(&config);
	for (int i = 0;; i++) {
		struct config_row row;
		char line[64];
		if (!config_row(i, &row))
			break;
		snprintf(line, sizeof line, "\n%s =", row.key);
		if (!strstr(sample, line))
			fail_msg("[%s] %s is not in the sample", row.section, row.key);
	}
}

static void rows_are_unique_and_helped(void **state)
{
	(void)state;
	struct config_row row, other;
	assert_false(config_row(-1, &row));
	for (int i = 0; config_row(i, &row); i++) {
		assert_non_null(row.help);
		assert_true(row.help[strlen(row.help) - 1] != ' ');
		for (int j = 0; j < i && config_row(j, &other); j++) {
			if (strcmp(row.section, other.section) == 0 &&
				strcmp(row.key, other.key) == 0)
				fail_msg("[%s] %s comes twice", row.section, row.key);
		}
	}
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "[screen]\ncolor = never\n", "line 2" },
		{ "\n[secrets]\npassword = x\n", "line 2" },
		{ "[screen]\ncolour = always\n",
			"line 2: colour is \"always\", but may be one of: auto never" },
		{ "[screen]\nmouse = maybe\n", "line 2" },
		{ "[http]\n\nparallel = 0\n",
			"line 3: parallel is \"0\", but must be a number from 1 to 64" },
		{ "[http]\nparallel = 8x\n", "line 2" },
		{ "[http]\ntimeout = 99999999999999999999\n", "line 2" },
		{ "[endpoints]\ngraph = http://graph.microsoft.com\n", "line 2: graph: http" },
		{ "[endpoints]\nlogin = ftp://localhost\n", "line 2" },
		{ "[endpoints]\nlogin = login.example\n", "line 2" },
		{ "[mail]\nurl = http://mail\n", "line 2" },
		{ "[mail]\nurl = smtp://mail.example\ntls = none\n", "line 3: tls = none" },
		{ "[signin]\nsecret_env = Pa55w-rd!\n",
			"line 2: secret_env: this must be the name" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct config config;
		struct error err = { 0 };
		config_init(&config);
		if (read_text(&config, rows[i].text, &err))
			fail_msg("row %zu was accepted: %s", i, rows[i].text);
		assert_int_equal(err.code, ERROR_INPUT);
		if (!strstr(err.text, "test.ini ") || !strstr(err.text, rows[i].message))
			fail_msg("row %zu: %s", i, err.text);
		assert_null(strstr(err.text, "Pa55w"));
		config_fini(&config);
	}
}

static void plain_http_is_for_this_machine_only(void **state)
{
	(void)state;
	static const struct {
		const char *url;
		bool loopback;
	} rows[] = {
		{ "http://localhost:8080", true },
		{ "http://LOCALHOST/v1.0", true },
		{ "http://127.0.0.1:8080/x", true },
		{ "http://127.1.2.3", true },
		{ "http://[::1]:80/", true },
		{ "smtp://localhost:25", true },
		{ "http://127.0.0.1.example.com", false },
		{ "http://127.example.com", false },
		{ "http://localhost.example.com", false },
		{ "http://localhost@evil.example", false },
		{ "http://evil.example/@localhost", false },
		{ "http://evil.example?@localhost", false },
		{ "http://128.0.0.1", false },
		{ "http://127.0.0.999", false },
		{ "localhost", false },
		{ "", false },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (config_loopback(rows[i].url) != rows[i].loopback)
			fail_msg("%s", rows[i].url);
	}
}

static void a_wrong_file_changes_nothing(void **state)
{
	(void)state;
	struct config config;
	struct error err = { 0 };
	config_init(&config);
	assert_false(read_text(&config, "[http]\nparallel = 3\ntimeout = x\n", &err));
	assert_int_equal(config.http.parallel, 8);
	config_fini(&config);
}

static void later_files_win(void **state)
{
	(void)state;
	struct config config;
	struct error err = { 0 };
	write_own(
		"ringup.ini", "[tenant]\ntenant = a.example\n[http]\nparallel = 2\ntimeout = 5\n");
	write_own("work.ini", "[tenant]\ntenant = b.example\n[http]\nparallel = 4\n");
	config_init(&config);
	if (!config_load(&config, "work", &err) ||
		!config_set(&config, "http", "parallel", "6", &err))
		fail_msg("%s", err.text);
	assert_string_equal(config.tenant.tenant, "b.example");
	assert_int_equal(config.http.parallel, 6);
	assert_int_equal(config.http.timeout, 5);
	config_fini(&config);
}

static void missing_files_and_strange_profiles_are_no_files(void **state)
{
	(void)state;
	static const char *const profiles[] = { NULL, "", "nobody", "../work", "/etc/passwd" };
	write_own("ringup.ini", "[http]\nparallel = 2\n");
	for (size_t i = 0; i < COUNT(profiles); i++) {
		struct config config;
		struct error err = { 0 };
		config_init(&config);
		if (!config_load(&config, profiles[i], &err))
			fail_msg("%s", err.text);
		assert_int_equal(config.http.parallel, 2);
		config_fini(&config);
	}
}

static void options_are_checked_too(void **state)
{
	(void)state;
	struct config config;
	struct error err = { 0 };
	config_init(&config);
	assert_false(config_set(&config, "screen", "shape", "x", &err));
	assert_int_equal(err.code, ERROR_USAGE);
	assert_false(config_set(&config, "endpoints", "graph", "http://example.com", &err));
	assert_int_equal(err.code, ERROR_INPUT);
	assert_true(config_set(&config, "endpoints", "graph", "http://127.0.0.1:1", &err));
	assert_true(config_set(&config, "Screen", "ASCII", "YES", &err));
	assert_int_equal(config.screen.ascii, CONFIG_ASCII_YES);
	config_fini(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_those_of_the_manual),
		cmocka_unit_test(every_key_of_the_sample_is_read),
		cmocka_unit_test(rows_are_unique_and_helped),
		cmocka_unit_test(what_is_wrong_is_told_with_its_line),
		cmocka_unit_test(plain_http_is_for_this_machine_only),
		cmocka_unit_test(a_wrong_file_changes_nothing),
		cmocka_unit_test(later_files_win),
		cmocka_unit_test(missing_files_and_strange_profiles_are_no_files),
		cmocka_unit_test(options_are_checked_too),
	};
	return cmocka_run_group_tests(tests, use_own_home, remove_home);
}
