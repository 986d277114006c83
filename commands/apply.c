/* ringup apply and sync: carries the plan out, goes on where it was interrupted; reads what the
 * tenant has. */
#include <inttypes.h>
#include <stdio.h>

#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/profile/partner.h"
#include "commands/work.h"

/* Money moves only after its count is given: says which count when purchases are planned, the step
 * (NULL: all) makes them, and none was. */
static bool agreed(struct session *session, const char *step, struct error *err)
{
	struct plan_cost cost;
	char money[160], amount[48];
	if (!plan_cost(session->profile.store, &cost, err))
		return false;
	if (cost.seats_to_buy == 0 || (step && plan_step_of(step) != PLAN_LICENCES) ||
		session->settings.buy >= 0)
		return true;
	if (cost.unknown > 0) /* what is not known is not counted as nothing */
		plan_cost_text(&cost, money, sizeof money);
	else
		snprintf(money, sizeof money, _("%s a month"),
			plan_money_text(cost.added_cents, cost.currency, amount, sizeof amount));
	error_set(err, ERROR_PERSON,
		ngettext("The plan buys %" PRId64 " licence (%s). Say --buy %" PRId64
			 " to agree, or --buy 0 to do the rest.",
			"The plan buys %" PRId64 " licences (%s). Say --buy %" PRId64
			" to agree, or --buy 0 to do the rest.",
			(unsigned long)cost.seats_to_buy),
		cost.seats_to_buy, money, cost.seats_to_buy);
	struct str partner = { 0 };
	partner_say(&session->profile, &partner);
	if (partner.len)
		error_prefix(err, "%s ", str_text(&partner));
	str_fini(&partner);
	return false;
}

COMMAND(apply)
{
	const char *step = argc > 0 ? argv[0] : NULL;
	int number = step ? plan_step_of(step) : PLAN_LICENCES;
	if (number < 0 || number == PLAN_ORGANIZATION || number == PLAN_REVIEW) {
		error_set(err, ERROR_USAGE,
			_("apply takes a step: licences, numbers, addresses, assign or notify, not \"%s\"."),
			step);
		return EXIT_USAGE;
	}
	if (!profile_service(&session->profile, err) || !agreed(session, step, err) ||
		!work_sync(session, err))
		return exit_code_of(err);
	if (session->settings.buy > 0 && session->profile.partner) {
		partner_say(&session->profile, &session->out);
		str_addc(&session->out, '\n');
	}
	return work_apply(
		session, step, session->settings.buy < 0 ? 0 : session->settings.buy, err);
}

COMMAND(sync)
{
	(void)argc;
	(void)argv;
	if (!work_sync(session, err))
		return exit_code_of(err);
	struct change_filter conflicts = { .conflicts = true };
	int64_t count = change_count(session->profile.store, &conflicts, err);
	if (count < 0)
		return exit_code_of(err);
	if (count > 0) {
		str_addf(&session->out,
			ngettext(
				"%" PRId64
				" wish conflicts with what the tenant has now: see `ringup settle`.\n",
				"%" PRId64
				" wishes conflict with what the tenant has now: see `ringup settle`.\n",
				(unsigned long)count),
			count);
		return EXIT_PERSON;
	}
	str_add(&session->out, _("Read.\n"));
	return EXIT_DONE;
}
