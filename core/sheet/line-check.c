/* core/sheet/line-check.c: what stands against a main line that only the profile and the facts
 * know: its number, the quota, the country. */
#include "core/sheet/line.h"

#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/quota.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "core/tenant/number_order.h"
#include "core/tenant/person.h"

enum { NOTES_MAX = 24 };

enum {
	NUMBER_ABSENT,
	NUMBER_TAKEN,
	NOT_IN_COUNTRY,
	NO_TOLL,
	CONFERENCING_ONLY,
	NAME_TAKEN,
};

static const struct verdict verdicts[] = {
	[NUMBER_ABSENT] = { VERDICT_NO, 374, N_("The tenant has no such number."),
		N_("Answer the question Number with toll, or with a number of step Numbers.") },
	[NUMBER_TAKEN] = { VERDICT_NO, 340, N_("Somebody else has the number, or is to get it."),
		N_("Take it away in step Assign first, or take another.") },
	[NOT_IN_COUNTRY] = { VERDICT_NO, 131,
		N_("Auto attendants or call queues are not offered in this country."),
		N_("Choose another country for the line: question Country.") },
	[NO_TOLL] = { VERDICT_NO, 178, N_("Numbers of this kind are not offered in this country."),
		N_("Take the other kind, or bring your number along: topic Port.") },
	[CONFERENCING_ONLY] = { VERDICT_NO, 176,
		N_("Service numbers of this country serve Audio Conferencing only."),
		N_("Bring your number along: topic Port, or use a number of another country.") },
	[NAME_TAKEN] = { VERDICT_WARN, 389,
		N_("There is one of this name already: the wish changes it."),
		N_("Choose another name to keep it as it is.") },
};

struct notes {
	struct callflow_finding *rows;
	int count, room;
	bool refusals; /* which pass this is */
};

static void note(struct notes *notes, const struct verdict *verdict, const char *subject)
{
	if (verdict->answer == VERDICT_YES || (verdict->answer == VERDICT_NO) != notes->refusals)
		return;
	if (notes->count < notes->room) {
		notes->rows[notes->count].verdict = *verdict;
		snprintf(notes->rows[notes->count].subject, CALLFLOW_NAME, "%s", subject);
	}
	notes->count++;
}

/* ---- the number ---- */

static void note_own_number(const struct line *line, struct notes *notes)
{
	struct number number;
	int64_t id = 0;
	if (!line->context->store)
		return;
	if (!number_get(line->context->store, line->e164, &number, NULL) || !number.wanted) {
		note(notes, &verdicts[NUMBER_ABSENT], line->e164);
		return;
	}
	person_find(line->context->store, line->attendant.account.upn, &id, NULL);
	if (number.person_id != 0 && number.person_id != id)
		note(notes, &verdicts[NUMBER_TAKEN], line->e164);
}

/* One more number, unless the order for it stands already or has brought it. */
static int64_t numbers_more(const struct line *line)
{
	struct assignment_row row;
	int64_t id;
	if (line->attendant.account.number[0])
		return 0;
	return !(person_find(line->context->store, line->attendant.account.upn, &id, NULL) &&
		 assignment_get(line->context->store, id, &row, NULL) && row.order_id != 0);
}

static void note_new_number(const struct line *line, struct notes *notes)
{
	struct country country;
	struct plan_quota quota;
	bool free = strcmp(line->kind, "tollfree") == 0;
	int64_t more = line->context->store ? numbers_more(line) : 0;
	if (reference_country(line->context->ref, line->country, &country, NULL) &&
		(free ? country.toll_free_numbers : country.toll_numbers) == FACT_NO)
		note(notes, &verdicts[NO_TOLL], line->country);
	if (more == 0 || !plan_quota_wanted(line->context->store, line->kind, line->context->now,
				 &quota, NULL))
		return;
	quota.quota.free = quota.quota.limit - quota.quota.used - quota.quota.reserved -
			   quota.planned;
	if (quota.quota.free < 0)
		quota.quota.free = 0;
	struct verdict verdict = quota_more(quota.kind, &quota.quota, more, quota.credits);
	note(notes, &verdict, "");
}

/* ---- the country ---- */

static void note_country(const struct line *line, struct notes *notes)
{
	struct country country;
	struct country_note rows[NOTES_MAX];
	if (!reference_country(line->context->ref, line->country, &country, NULL))
		return;
	if (country.auto_attendants == FACT_NO || country.call_queues == FACT_NO)
		note(notes, &verdicts[NOT_IN_COUNTRY], country.name);
	int count = reference_country_notes(line->context->ref, line->country, rows, NOTES_MAX);
	for (int i = 0; i < count && i < NOTES_MAX; i++)
		if (line->number == LINE_NEW_NUMBER &&
			strcmp(rows[i].key, "service_numbers_use") == 0)
			note(notes, &verdicts[CONFERENCING_ONLY], country.name);
}

/* ---- names that stand for something else ---- */

static void note_name(const struct line *line, int queue, struct notes *notes)
{
	enum feature_kind kind = queue < 0 ? FEATURE_ATTENDANT : FEATURE_QUEUE;
	const char *name = line_name(line, queue);
	struct feature feature = { 0 };
	if (line->context->store && feature_get(line->context->store, kind, name, &feature, NULL) &&
		feature.actual && !line_made(line, kind, name))
		note(notes, &verdicts[NAME_TAKEN], name);
	feature_fini(&feature);
}

static void note_greetings(const struct line *line, struct notes *notes)
{
	const char *const texts[] = { line->attendant.greeting, line->attendant.closed };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (!callflow_is_file(texts[i]))
			continue;
		struct verdict verdict = callflow_file(texts[i] + 5, line_file_bytes(texts[i] + 5),
			reference_value(line->context->ref, "greeting_megabytes_max") * 1024 *
				1024);
		note(notes, &verdict, texts[i] + 5);
	}
}

static void note_all(const struct line *line, struct notes *notes)
{
	note_country(line, notes);
	if (line->number == LINE_OWN_NUMBER)
		note_own_number(line, notes);
	if (line->number == LINE_NEW_NUMBER)
		note_new_number(line, notes);
	note_greetings(line, notes);
	for (int i = -1; i < line->queue_count; i++)
		note_name(line, i, notes);
}

int line_check(const struct line *line, struct callflow_finding *out, int room)
{
	struct callflow_finding ruled[CALLFLOW_FINDINGS];
	int count = callflow_check(&line->flow, ruled, CALLFLOW_FINDINGS);
	struct notes notes = { .rows = out, .room = room };
	if (count > CALLFLOW_FINDINGS)
		count = CALLFLOW_FINDINGS;
	for (int pass = 0; pass < 2; pass++) {
		notes.refusals = pass == 0;
		for (int i = 0; i < count; i++)
			note(&notes, &ruled[i].verdict, ruled[i].subject);
		note_all(line, &notes);
	}
	return notes.count;
}
