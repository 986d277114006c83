/* core/exchange/runbook.h: the plan as a Markdown page for a person who carries it out, or reads
 * what would be done: for each change the call of Microsoft Graph as a curl line, the line of
 * PowerShell, or the way through an admin center with what is to be entered there. */
#ifndef CORE_EXCHANGE_RUNBOOK_H
#define CORE_EXCHANGE_RUNBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct reference;
struct store;

struct runbook_options {
	const char *title;  /* of the plan: "Contoso Bakery" */
	const char *tenant; /* domain or id; "": not known */
	const char *graph;  /* base address: "https://graph.microsoft.com" */
	int64_t now;        /* UTC seconds: when it was written */
};

/* Appends the page. What comes from outside stands in quoted texts only: shell_quote for sh,
 * powershell_quote for PowerShell. */
bool runbook_write(struct store *store, struct reference *ref,
	const struct runbook_options *options, struct str *out, struct error *err);

/* Appends text as one word of sh: 'O'\''Brien'. Controls become spaces. */
void shell_quote(struct str *out, const char *text);

#endif
