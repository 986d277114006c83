/* core/sheet/line.h: the main line as the answers and the profile describe it: an auto attendant,
 * its queues with their people, accounts, number. The topic's sheet, wish and script read this. */
#ifndef CORE_SHEET_LINE_H
#define CORE_SHEET_LINE_H

#include "core/rules/callflow.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "core/tenant/organization.h"

enum {
	LINE_QUEUES = 8,
	LINE_UPN = 256,
	LINE_AGENTS = 201 /* one more than a queue takes: then the number says so */
};

#define LINE_ORDER "main line" /* name of the order of its number */

struct line_agents {
	char (*upns)[LINE_UPN]; /* by name, at most LINE_AGENTS */
	int count;
	struct str names; /* of all of them, ", " between */
};

enum line_number { LINE_NO_NUMBER, LINE_NEW_NUMBER, LINE_OWN_NUMBER };

struct line {
	const struct topic_context *context;
	struct organization organization; /* empty without a profile */
	char country[3];
	struct str greeting, closed;
	struct callflow_attendant attendant;
	struct callflow_queue queues[LINE_QUEUES];
	struct line_agents agents[LINE_QUEUES];
	int queue_count;
	struct callflow flow; /* borrows the attendant and the queues */
	enum line_number number;
	char kind[10];            /* toll | tollfree */
	char e164[17];            /* LINE_OWN_NUMBER */
	char city[128], state[8]; /* LINE_NEW_NUMBER; "" anywhere */
	char plan[96];    /* part number of the Calling Plan for calls outside; "" none is sold */
	char licence[96]; /* part number of the resource account's licence */
	struct str made;  /* what an earlier wish made: "kind\tname\n" each */
};

/* False with a sentence where an answer cannot be read. Always line_fini it. */
bool line_read(const struct topic_context *context, struct line *line, struct error *err);
void line_fini(struct line *line);

/* All that stands against it: what the rules find, and the number, the quota, the country. Refusals
 * first; at most `room`, the count is returned. */
int line_check(const struct line *line, struct callflow_finding *out, int room);

/* The documents of core/tenant/feature.h; the caller frees. */
char *line_attendant_document(const struct line *line);
char *line_queue_document(const struct line *line, int queue);
char *line_account_document(const struct line *line, int queue); /* -1: of the attendant */

/* Account of a queue; -1: of the attendant. */
const struct callflow_account *line_account(const struct line *line, int queue);
/* Did an earlier wish make it? */
bool line_made(const struct line *line, enum feature_kind kind, const char *name);
/* Bytes of a file; -1: it cannot be read. */
int64_t line_file_bytes(const char *path);
/* Does it transfer calls to an outside number? */
bool line_outside(const struct line *line, int queue);
const char *line_name(const struct line *line, int queue);

/* Writes the wish (topic.want), or takes it away where the question "remove" says yes. */
bool line_want(const struct topic_context *context, struct str *said, struct error *err);

/* The whole line as a runbook (core/service/powershell/script.h), or the list that a reseller asks
 * for. */
bool line_script(const struct line *line, struct str *out, struct error *err);
bool line_reseller(const struct topic_context *context, struct str *out, struct error *err);

/* For the questions. "toll:Seattle", "toll", "tollfree", "+14255550100", "none". */
bool line_number_read(
	const struct topic_context *context, const char *text, struct line *out, struct error *err);
bool line_zone_read(struct reference *ref, const char *text, char zone[64], struct error *err);
bool line_queues_read(const char *text, struct line *out, struct error *err);
void line_number_otherwise(const struct topic_context *context, struct str *out);

/* Remembered beside the answers: what the wish made. */
#define LINE_MADE "made"

#endif
