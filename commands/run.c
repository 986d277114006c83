/* ringup run: answers the whole wizard from one file, and applies it. */
#include <inttypes.h>
#include <stdio.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/answers.h"
#include "core/plan/change.h"
#include "core/service/demo/demo.h"
#include "commands/work.h"

static bool tell_tick(void *data, const char *doing, int64_t done, int64_t total)
{
	struct session *session = data;
	if (total > 0)
		work_progress("%s: %" PRId64 " / %" PRId64, _(doing), done, total);
	else
		work_progress("%s: %" PRId64, _(doing), done);
	return !session_interrupted(session);
}

/* Everything that is wrong with the file, a sentence each; true if nothing is. */
static bool tell_problems(struct answers *answers, const char *path, struct error *err)
{
	int count = answers_problem_count(answers);
	for (int i = 0; i < count; i++)
		fprintf(stderr, "%s\n", answers_problem(answers, i));
	if (count == 0)
		return true;
	return error_set(err, ERROR_INPUT,
		ngettext("%s has %d problem; nothing was changed. Correct it and run it again.",
			"%s has %d problems; nothing was changed. Correct them and run it again.",
			(unsigned long)count),
		path, count);
}

static void tell_result(struct session *session, const struct answers_result *result)
{
	for (int i = 0; i < result->people.kept_count; i++)
		fprintf(stderr, _("line %" PRId64 ": %s\n"), result->people.kept[i].line,
			result->people.kept[i].reason);
	str_addf(&session->out,
		ngettext("%" PRId64 " person calls outside", "%" PRId64 " people call outside",
			(unsigned long)result->callers),
		result->callers);
	str_addf(&session->out,
		_("; %" PRId64 " have a number or will get one, %" PRId64 " do not.\n"),
		result->matched, result->unmatched);
}

/* Writes the wishes of the file. An empty simulated tenant takes the people of the file as its own.
 */
static bool take_answers(
	struct session *session, const char *path, struct answers_result *result, struct error *err)
{
	struct profile *profile = &session->profile;
	struct answers *answers = answers_open(path, profile->store, profile->reference, err);
	if (!answers)
		return false;
	bool ok = tell_problems(answers, path, err) &&
		  answers_apply(answers, tell_tick, session, result, err);
	work_progress("%s", "");
	answers_close(answers);
	return ok && (!profile->demo || demo_adopt(profile->service, profile->store, err));
}

static void tell_unserved(int64_t people)
{
	fprintf(stderr,
		ngettext("ringup: %" PRId64
			 " person who calls gets no number: raise quantity in a [numbers ...] "
			 "section, or choose fewer callers. `ringup check` names them.\n",
			"ringup: %" PRId64
			" people who call get no number: raise quantity in a [numbers ...] "
			"section, or choose fewer callers. `ringup check` names them.\n",
			(unsigned long)people),
		people);
}

COMMAND(run)
{
	static struct answers_result result;
	struct plan_cost cost;
	if (argc != 1) {
		error_set(err, ERROR_USAGE, _("usage: ringup run FILE.ini [--plan-only]"));
		return EXIT_USAGE;
	}
	bool online = session->profile.service != NULL;
	if (!session->settings.plan_only && !profile_service(&session->profile, err))
		return exit_code_of(err);
	if ((online && !work_sync(session, err)) || !take_answers(session, argv[0], &result, err))
		return exit_code_of(err);
	session->unserved = result.unmatched;
	if (!session->settings.json)
		tell_result(session, &result);
	/* What the file says may change what the service offers: read it again before the plan is
	 * shown. */
	if (online && !work_sync(session, err))
		return exit_code_of(err);
	if (session->settings.plan_only)
		return command_plan(session, 0, NULL, err);
	if (!plan_cost(session->profile.store, &cost, err))
		return exit_code_of(err);
	/* `buy = missing` in the file is the consent: whoever wrote it chose what may be bought. A
	 * partner's purchase is an order at once: its count is given as well. */
	int64_t buy = !session->profile.partner   ? cost.seats_to_buy
		      : session->settings.buy < 0 ? 0
						  : session->settings.buy;
	int code = work_apply(session, NULL, buy, err);
	if (session->unserved > 0 && err->code == ERROR_NONE)
		tell_unserved(session->unserved);
	return code;
}
