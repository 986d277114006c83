/* core/exchange/config.h: the configuration: ringup.ini of the system, of the person, and NAME.ini
 * of a profile, each over the one before; then options.
 *
 * The struct mirrors the file: [tenant] service is config.tenant.service. No secret is ever read
 * into it: *_env names an environment variable, other members name files. */
#ifndef CORE_EXCHANGE_CONFIG_H
#define CORE_EXCHANGE_CONFIG_H

#include <stdbool.h>

#include "core/base/error.h"

enum config_service { CONFIG_SERVICE_GRAPH, CONFIG_SERVICE_DEMO };
enum config_cloud { CONFIG_CLOUD_GLOBAL, CONFIG_CLOUD_USGOV, CONFIG_CLOUD_DOD, CONFIG_CLOUD_CHINA };
enum config_method {
	CONFIG_METHOD_DEVICE,
	CONFIG_METHOD_BROWSER,
	CONFIG_METHOD_SECRET,
	CONFIG_METHOD_CERTIFICATE
};
enum config_tls { CONFIG_TLS_REQUIRED, CONFIG_TLS_NONE };
enum config_geocode { CONFIG_GEOCODE_NONE, CONFIG_GEOCODE_AZURE, CONFIG_GEOCODE_NOMINATIM };
enum config_colour { CONFIG_COLOUR_AUTO, CONFIG_COLOUR_NEVER };
enum config_ascii { CONFIG_ASCII_AUTO, CONFIG_ASCII_YES, CONFIG_ASCII_NO };

/* Texts are never NULL and owned by the struct. */
struct config {
	struct {
		int service;  /* enum config_service */
		char *tenant; /* domain or id; "" : none is configured */
		int cloud;    /* enum config_cloud */
	} tenant;
	struct {
		int method; /* enum config_method */
		char *client_id, *secret_env, *certificate, *key;
		bool remember;
	} signin;
	struct {
		char *graph, *login,
			*ca_file; /* "" : what the cloud gives; http: only on loopback */
	} endpoints;
	struct {
		int parallel; /* requests in flight, 1..64 */
		int timeout;  /* seconds without progress, 1..3600 */
		char *proxy;
	} http;
	struct {
		char *url, *user, *password_env;
		int tls; /* enum config_tls: NONE only on loopback */
		char *from;
		int rate; /* messages a minute, 1..6000 */
	} mail;
	struct {
		char *command; /* "" : never run it, hand the script over */
	} powershell;
	struct {
		int provider; /* enum config_geocode */
		char *url, *key_env;
	} geocode;
	struct {
		char *language; /* "auto" or a language code */
		int colour;     /* enum config_colour */
		int ascii;      /* enum config_ascii */
		bool mouse;
	} screen;
};

/* The defaults: what the manual's sample file says. */
void config_init(struct config *config);
void config_fini(struct config *config);

/* SYSCONFDIR/ringup.ini, then ringup.ini of the configuration folder, then PROFILE.ini beside it
 * (profile NULL: not that); a file that does not exist is none. ERROR_INPUT names file and line of
 * what is not known or not allowed, and config keeps what the files before it said. */
bool config_load(struct config *config, const char *profile, struct error *err);

/* One file; it must exist. */
bool config_read(struct config *config, const char *path, struct error *err);

/* One setting by its name in the file ("screen", "colour", "never"), for options. */
bool config_set(struct config *config, const char *section, const char *key, const char *value,
	struct error *err);

/* True if the address is http: or smtp: to this machine (localhost, 127.0.0.0/8, ::1). */
bool config_loopback(const char *url);

/* The rows of the table, for the manual and for tests: section, key and N_() help; false at the
 * end. */
struct config_row {
	const char *section, *key, *help;
};
bool config_row(int index, struct config_row *row);

#endif
