/* core/service/powershell/script.h: a runbook in PowerShell for what only the MicrosoftTeams module
 * can do (facts: powershell.md; rules R-340..R-357).
 *
 * A runbook is constant text (data/runbook.ps1) and a list of steps, one a change: data stands in
 * single-quoted strings only, written by the one function here. It runs as it is on Linux, macOS
 * and Windows with PowerShell 7, reads before it writes, and appends a line of JSON a step to its
 * result file (doc/formats.md), which results.h reads back. A step that finds its work done says
 * so. */
#ifndef CORE_SERVICE_POWERSHELL_SCRIPT_H
#define CORE_SERVICE_POWERSHELL_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/service/service.h"

/* Appends text as a PowerShell literal: 'O''Brien'. Each of the five characters that PowerShell
 * takes for a single quote is written twice; control characters, line separators and bidirectional
 * controls become spaces or go (powershell.md 3). The only place where data enters a script. */
void powershell_quote(struct str *out, const char *text);

struct script;

struct script_options {
	const char *tenant;      /* domain or id the script must have reached */
	const char *environment; /* -TeamsEnvironmentName; NULL: none is named */
	const char *title;       /* of the plan, for people: "Contoso Bakery" */
	bool tokens;             /* signs in with the tokens of the environment (RINGUP_GRAPH_TOKEN,
				    RINGUP_TEAMS_TOKEN): ringup runs it; else a device code, or what the person
				    who	     runs it chooses */
	bool reads;              /* reads all addresses, places and numbers of the tenant first */
	int64_t now;             /* UTC seconds: when it was written */
};

struct script *script_new(const struct script_options *options);
void script_free(struct script *script);

/* True for the kinds of change that a script can carry out, and for "let_go", which gives back the
 * hold of `reservation`. It cannot remove an account: the module has no cmdlet for that. */
bool script_can(const char *kind);

/* Adds the step of a change; the request's texts are copied. False with ERROR_REFUSED: a script
 * cannot do this kind, or a value that it needs is missing (the sentence says which). Call it in
 * the order of the plan: a step may use what earlier ones brought. */
bool script_add(struct script *script, const struct service_request *request, struct error *err);
int script_steps(const struct script *script);

/* The steps alone, as they stand in the script: for people who read what is to be. Borrowed. */
const char *script_data(const struct script *script);

/* The whole text: UTF-8 with a byte order mark when it needs one (powershell.md 3). */
void script_text(const struct script *script, struct str *out);

/* What a result line carries of a change, so that its result is taken for nothing else: 16
 * hexadecimal digits of kind, wish and what else the change asks for (not of ids, which may come
 * between the script and its results). */
#define SCRIPT_DIGEST 17
void script_digest(const struct service_request *request, char digest[SCRIPT_DIGEST]);

#endif
