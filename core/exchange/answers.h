/* core/exchange/answers.h: a whole setup in one file: what the wizard would ask, answered.
 *
 * The sections and keys are fixed (doc/formats.md): [organization], [people], [licences],
 * [address NAME]..., [numbers NAME]..., [assign], [notify]. Every key is optional; what is not
 * answered stays as it is. Everything is checked before anything is written, and all that is wrong
 * is told at once. Applying a file twice changes nothing; a changed file updates. */
#ifndef CORE_EXCHANGE_ANSWERS_H
#define CORE_EXCHANGE_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/exchange/import.h"

struct reference;
struct store;
struct answers;

/* Reads and checks a file against itself, the facts and what the store knows (an address may be one
 * that the tenant already has). ref and store stay the caller's and must outlive it. Relative paths
 * in it are relative to its own folder. NULL and ERROR_IO when it cannot be read. What is wrong
 * with its content is in answers_problem. */
struct answers *answers_open(
	const char *path, struct store *store, struct reference *ref, struct error *err);
void answers_close(struct answers *answers); /* NULL is fine */

/* What is wrong, in the order of lines: "bakery.ini line 12: `calling` is `domestik`; ..." Each is
 * one sentence or two, printable. 0: it can be applied. */
int answers_problem_count(const struct answers *answers);
const char *answers_problem(const struct answers *answers, int index);

/* What an apply of answers did. */
struct answers_result {
	struct import_result people;       /* of [people] file; read 0 when there is none */
	int64_t callers;                   /* people who call outside now */
	int64_t licences;                  /* licences wanted that nobody holds yet */
	int64_t addresses, places, orders; /* wanted by the file */
	int64_t matched, unmatched;        /* callers with, and without, a number or an open wish */
};

/* Called now and then with what is being done (N_() text) and how far it is (total -1: not known);
 * false cancels. */
typedef bool answers_tick(void *data, const char *doing, int64_t done, int64_t total);

/* Writes the wishes: organization, people, callers (those without a usage location get the
 * organization's country) and their licences, addresses and places, number orders, assignments by
 * the match rule, the way of notification. One transaction and one edit: on an error nothing of it
 * stays. ERROR_INPUT if there are problems (nothing is written then),
 * ERROR_CANCELLED, or an error of the store. tick may be NULL. */
bool answers_apply(struct answers *answers, answers_tick *tick, void *data,
	struct answers_result *result, struct error *err);

/* Appends the file that would repeat the store's present wishes. `folder` is where it will stand:
 * people_file is written relative to it; NULL: as it is. */
bool answers_export(struct str *out, struct store *store, const char *folder, struct error *err);

#endif
