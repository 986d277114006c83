/* core/sheet/credits.c: Communications Credits: how much to start with, what they pay for, who
 * needs the free licence, what lapses, and who cannot buy them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/credits.h"
#include "core/sheet/minutes.h"
#include "core/tenant/feature.h"
#include "core/tenant/licence.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

#define FEATURE_NAME "credits"

/* What the lines are written from. */
struct purse {
	struct credits_funding funding;
	bool billed_after;
	int64_t spend; /* cents a month; -1: unknown */
	char currency[4];
	char give[8]; /* none | callers | all */
};

static struct purse purse_of(const struct topic_context *context)
{
	struct purse purse = { .spend = minutes_answer_money(context, "spend") };
	struct str answer = { 0 };
	minutes_currency(context, purse.currency);
	purse.funding = (struct credits_funding){
		.amount = minutes_answer_money(context, "amount"),
		.recharge_on = topic_yes(context, "auto"),
		.trigger = minutes_answer_money(context, "trigger"),
		.recharge = minutes_answer_money(context, "recharge"),
		/* The least is known in US dollars only. */
		.minimum = strcmp(purse.currency, "USD") == 0
				   ? reference_value(context->ref, "credits_minimum_cents")
				   : 1,
	};
	purse.billed_after = strcmp(topic_answer(context, "billed", &answer), "after") == 0;
	snprintf(purse.give, sizeof purse.give, "%s", topic_answer(context, "for", &answer));
	str_fini(&answer);
	return purse;
}

/* May the organization sign up, with what it has or is to have? Without a profile: yes. */
static struct verdict prerequisite(const struct topic_context *context)
{
	struct licence_counts counts;
	if (!context->store || !licence_count(context->store, true, &counts, NULL))
		return credits_prerequisite(true, true, false);
	return credits_prerequisite(counts.phone_system > 0,
		counts.domestic + counts.international + counts.payg > 0,
		counts.conferencing + counts.conferencing_basic > 0);
}

/* ---- the answer ---- */

static void say_funding(struct sheet *sheet, const struct purse *purse)
{
	char amount[MONEY_TEXT], trigger[MONEY_TEXT], recharge[MONEY_TEXT];
	struct verdict good = credits_fund(&purse->funding);
	minutes_money(amount, purse->funding.amount, purse->currency);
	minutes_money(trigger, purse->funding.trigger, purse->currency);
	minutes_money(recharge, purse->funding.recharge, purse->currency);
	if (good.answer != VERDICT_NO && purse->funding.recharge_on)
		sheet_text(sheet, 162, SHEET_OK,
			_("Put in %s; whenever less than %s is left, %s is bought again."), amount,
			trigger, recharge);
	else if (good.answer != VERDICT_NO)
		sheet_text(sheet, 161, SHEET_OK, _("Put in %s once."), amount);
	sheet_verdict(sheet, &good);
}

static void say_answer(
	const struct topic_context *context, struct sheet *sheet, const struct purse *purse)
{
	struct credits_buyer buyer = { .billed_after = purse->billed_after };
	struct verdict can = credits_buy(&buyer), base = prerequisite(context);
	sheet_verdict(sheet, &can);
	if (can.answer == VERDICT_NO)
		return;
	sheet_verdict(sheet, &base);
	say_funding(sheet, purse);
}

/* "amount 50.00, recharged with 50.00 below 20.00" of a document; "none" without one. */
static void document_text(const char *document, const char *currency, struct str *out)
{
	static const char *const paths[] = { "$.amount", "$.auto", "$.trigger", "$.recharge" };
	int64_t values[4] = { 0 };
	char amount[MONEY_TEXT], trigger[MONEY_TEXT], recharge[MONEY_TEXT];
	if (!document) {
		str_add(out, _("none"));
		return;
	}
	for (int i = 0; i < 4; i++) {
		struct str value = { 0 };
		if (feature_value(document, paths[i], &value))
			values[i] = minutes_decimal(str_text(&value), 0);
		str_fini(&value);
	}
	minutes_money(amount, values[0], currency);
	minutes_money(trigger, values[2], currency);
	minutes_money(recharge, values[3], currency);
	if (values[1] > 0)
		str_addf(out, _("%s, and %s again below %s"), amount, recharge, trigger);
	else
		str_add(out, amount);
}

static bool say_state(const struct topic_context *context, struct sheet *sheet,
	const struct purse *purse, struct error *err)
{
	struct person_filter callers = { .scope = PERSON_CALLERS };
	struct feature feature = { .kind = FEATURE_CREDITS };
	struct licence_counts counts;
	struct str now = { 0 }, planned = { 0 };
	struct error missing = { 0 };
	int64_t people = person_count(context->store, &callers, err);
	if (people < 0 || !licence_count(context->store, true, &counts, err))
		return false;
	if (!feature_get(context->store, FEATURE_CREDITS, FEATURE_NAME, &feature, &missing) &&
		missing.code != ERROR_NOT_FOUND)
		return error_set(err, missing.code, "%s", missing.text);
	document_text(feature.actual, purse->currency, &now);
	document_text(feature.wanted, purse->currency, &planned);
	sheet_title(sheet, "state", _("Your organization"));
	sheet_row(sheet, "now", _("Credits now"), 0, SHEET_PLAIN, "%s", str_text(&now));
	sheet_row(sheet, "planned", _("With the plan"), 0, SHEET_PLAIN, "%s", str_text(&planned));
	sheet_count(sheet, "callers", _("People who call"), 157, people, "%" PRId64, people);
	sheet_count(sheet, "licences", _("Free licences"), 158, counts.credits, "%" PRId64,
		counts.credits);
	feature_fini(&feature);
	str_fini(&now);
	str_fini(&planned);
	return true;
}

/* ---- what lapses ---- */

enum { AHEAD = 36 };

/* Buys now, and again whenever a month ends below the trigger; *count gets how many purchases. */
static void purchases_make(const struct purse *purse, const int64_t use[AHEAD], int first,
	int expire, struct credits_purchase purchases[AHEAD + 1], int *count,
	struct credits_month months[AHEAD])
{
	purchases[0] = (struct credits_purchase){ first, purse->funding.amount };
	*count = 1;
	for (int i = 1; purse->funding.recharge_on && i < AHEAD; i++) {
		int64_t bought;
		credits_months(purchases, *count, use, first, expire, i, months);
		credits_after(&purse->funding, months[i - 1].balance, 0, &bought);
		if (bought > 0)
			purchases[(*count)++] = (struct credits_purchase){ first + i, bought };
	}
	credits_months(purchases, *count, use, first, expire, AHEAD, months);
}

static void say_reckoning(struct sheet *sheet, const struct purse *purse, int first, int expire)
{
	struct credits_purchase purchases[AHEAD + 1];
	struct credits_month months[AHEAD];
	int64_t use[AHEAD];
	int count;
	char when[CLOCK_TEXT], money[MONEY_TEXT], spend[MONEY_TEXT];
	for (int i = 0; i < AHEAD; i++)
		use[i] = purse->spend;
	purchases_make(purse, use, first, expire, purchases, &count, months);
	minutes_money(spend, purse->spend, purse->currency);
	for (int i = 0; i < AHEAD; i++) {
		if (months[i].lapsed == 0 && months[i].short_of == 0)
			continue;
		clock_month_text(when, months[i].month);
		if (months[i].lapsed > 0)
			sheet_row(sheet, "lost", _("Lost"), 169, SHEET_WARNING,
				_("at %s a month, %s of it lapses in %s"), spend,
				minutes_money(money, months[i].lapsed, purse->currency), when);
		else
			sheet_row(sheet, "empty", _("Empty"), 165, SHEET_BAD,
				_("at %s a month, the balance is 0 in %s"), spend, when);
		return;
	}
	sheet_row(sheet, "lost", _("Lost"), 169, SHEET_OK,
		_("nothing within 36 months, at %s a month"), spend);
}

static void say_money(
	const struct topic_context *context, struct sheet *sheet, const struct purse *purse)
{
	char minimum[MONEY_TEXT], amount[MONEY_TEXT], today[CLOCK_TEXT], month[CLOCK_TEXT];
	int expire = (int)reference_value(context->ref, "credits_expire_months");
	int first = clock_month(context->now);
	minutes_money(minimum, reference_value(context->ref, "credits_minimum_cents"), "USD");
	minutes_money(amount, purse->funding.amount, purse->currency);
	sheet_title(sheet, "money", _("The money"));
	sheet_row(sheet, "minimum", _("At least"), 163, SHEET_PLAIN,
		_("%s at a time; a small organization may start with that"), minimum);
	sheet_row(sheet, "start", _("Start small"), 164, SHEET_PLAIN, "%s",
		_("look at one or two months of the usage report, then adjust trigger and amount"));
	sheet_row(sheet, "kept", _("Carried over"), 168, SHEET_OK, "%s",
		_("what is left at the end of a month stays; the oldest money is used first"));
	clock_month_text(month, first + expire);
	sheet_row(sheet, "lapses", _("Lapses"), 169, SHEET_WARNING,
		_("what is left of the %s bought on %s is lost in %s, %d months later"), amount,
		clock_date(today, context->now), month, expire);
	if (purse->spend >= 0)
		say_reckoning(sheet, purse, first, expire);
	sheet_row(sheet, "conflict", _("Two texts"), 414, SHEET_PLAIN, "%s",
		_("a guide of 2022-03 says that credits are carried over; a page of 2022-11 adds that they are lost after 12 months. The later one is used."));
	sheet_row(sheet, "rates", _("Rates"), 175, SHEET_PLAIN, "%s",
		_("depend on where the call goes, not on where the caller is; they are not in these facts: look them up before you fund"));
}

/* ---- what they pay for, for whom ---- */

static void say_uses(struct sheet *sheet)
{
	static const char *const ids[] = { "at_zero" };
	const char *const heads[] = { _("At a balance of 0") };
	const struct credits_use *use;
	sheet_title(sheet, "uses", _("What they pay for"));
	sheet_columns(sheet, _("By the minute"), 1, ids, heads);
	for (int i = 0; (use = credits_use_at(i)); i++) {
		const char *cells[] = { _(use->at_zero) };
		sheet_cells(sheet, use->id, _(use->what), use->rule, SHEET_PLAIN, 1, cells);
	}
	sheet_text(sheet, 166, SHEET_DIM, "%s",
		_("Credits pay for what no plan covers. Incoming calls of people cost nothing (R-135)."));
	sheet_text(sheet, 167, SHEET_DIM, "%s",
		_("Toll-free numbers need a balance above 0 before one can even be reserved."));
}

static const struct {
	int rule;
	const char *text;
} persons[] = {
	{ 157, N_("Everyone who is to call on credits needs the credits licence; without it the balance is of no use to the person.") },
	{ 158, N_("It costs nothing, there are as many as you like, and all draw from one balance.") },
	{ 159, N_("People with E5 need it too.") },
	{ 160, N_("Conferencing that is paid by the minute needs none for its meetings.") },
	{ 174, N_("Recommended for all with a Calling Plan or Audio Conferencing who must reach any destination: for=all gives it to callers and to organizers.") },
}, buyers[] = {
	{ 156, N_("Who may: organizations with Phone System and a Calling Plan, or with Audio Conferencing.") },
	{ 172, N_("Who cannot: customers of the new commerce agreements. They pay after use; auto-recharge goes off before the move, and the balance that is left is used up first.") },
	{ 155, N_("What replaces them there: billing after use. It is off at first, and the plan then stops at its minutes.") },
	{ 171, N_("Organizations in another region than the address of their Enterprise Agreement: buying may fail; open a support case.") },
	{ 173, N_("Volume-licence customers can pay with the Enterprise Agreement, and choose its number if there are several.") },
	{ 170, N_("Mails go to the administrators: recharge succeeded, recharge failed (such as an expired card), balance reached 0.") },
};

#define ITEMS(sheet, rows)                                            \
	for (size_t i = 0; i < sizeof(rows) / sizeof((rows)[0]); i++) \
	sheet_item((sheet), 0, (rows)[i].rule, SHEET_PLAIN, "%s", _((rows)[i].text))

static void say_next(struct sheet *sheet, const struct purse *purse)
{
	sheet_title(sheet, "next", _("What to do next"));
	if (purse->billed_after) {
		sheet_item(sheet, 1, 155, SHEET_PLAIN, "%s",
			_("Admin center, billing settings: switch pay-as-you-go on."));
		return;
	}
	sheet_item(sheet, 1, 0, SHEET_PLAIN, "%s",
		_("Key P, or `ringup want credits amount=50 for=callers`, plans the amount and the free licences; amount=0 takes it back."));
	sheet_item(sheet, 2, 157, SHEET_PLAIN, "%s",
		_("By hand: admin center > Billing > Subscriptions > Communications Credits > Add funds, then assign the licences."));
	sheet_item(sheet, 3, 164, SHEET_PLAIN, "%s",
		_("After a month: look at the PSTN usage report."));
}

static bool credits_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct purse purse = purse_of(context);
	say_answer(context, sheet, &purse);
	if (context->store && !say_state(context, sheet, &purse, err))
		return false;
	say_uses(sheet);
	if (!purse.billed_after)
		say_money(context, sheet, &purse);
	sheet_title(sheet, "licence", _("Who needs the free licence"));
	ITEMS(sheet, persons);
	sheet_title(sheet, "buyers", _("Who can buy them"));
	ITEMS(sheet, buyers);
	say_next(sheet, &purse);
	return true;
}

/* ---- the wish ---- */

/* Writes the document; amounts of a recharge that is off are 0, so that equal wishes are equal. */
static bool want_document(const struct topic_context *context,
	const struct credits_funding *funding, struct error *err)
{
	struct json *json = json_new();
	bool on = funding->recharge_on;
	json_object(json, NULL);
	json_number(json, "amount", funding->amount);
	json_number(json, "auto", on);
	json_number(json, "trigger", on ? funding->trigger : 0);
	json_number(json, "recharge", on ? funding->recharge : 0);
	json_end(json);
	bool ok = feature_want(context->store, FEATURE_CREDITS, FEATURE_NAME, json_done(json), err);
	json_free(json);
	return ok;
}

static bool want_licences(const struct topic_context *context, const char *whom, struct error *err)
{
	return organization_set(context->store, ORGANIZATION_CREDITS_FOR, whom, err) &&
	       licensing_plan(context->store, context->ref, NULL, err);
}

/* Money that was paid cannot be wished away: what is left of it is used up or lapses (R-169,
 * R-172), and only its recharge is switched off. */
static bool want_nothing(const struct topic_context *context, bool *bought, struct error *err)
{
	struct feature feature = { .kind = FEATURE_CREDITS };
	struct str amount = { 0 };
	struct credits_funding funding = { .amount = 0 };
	struct error missing = { 0 };
	if (!feature_get(context->store, FEATURE_CREDITS, FEATURE_NAME, &feature, &missing) &&
		missing.code != ERROR_NOT_FOUND)
		return error_set(err, missing.code, "%s", missing.text);
	*bought = feature.actual && feature_value(feature.actual, "$.amount", &amount);
	if (*bought)
		funding.amount = minutes_decimal(str_text(&amount), 0);
	bool ok = (*bought ? want_document(context, &funding, err)
			   : feature_want(
				     context->store, FEATURE_CREDITS, FEATURE_NAME, NULL, err)) &&
		  want_licences(context, "none", err);
	feature_fini(&feature);
	str_fini(&amount);
	return ok;
}

static bool say_nothing(
	const struct topic_context *context, bool billed_after, struct str *said, struct error *err)
{
	bool bought = false;
	if (!want_nothing(context, &bought, err))
		return false;
	if (bought)
		str_add(said,
			_("Planned: no recharge any more. What was bought stays until it is used up or lapses (R-169)."));
	else if (billed_after)
		str_add(said, _("No credits are planned: calls are billed after use."));
	else
		str_add(said, _("No credits are planned any more."));
	return true;
}

static bool refuse(struct verdict verdict, struct error *err)
{
	return error_set(err, ERROR_REFUSED, "%s %s (R-%03d)", _(verdict.why), _(verdict.remedy),
		verdict.rule);
}

static bool credits_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct purse purse = purse_of(context);
	struct verdict base = prerequisite(context), good = credits_fund(&purse.funding);
	struct licence_counts counts;
	char amount[MONEY_TEXT];
	if (purse.billed_after || purse.funding.amount == 0)
		return say_nothing(context, purse.billed_after, said, err);
	if (base.answer == VERDICT_NO)
		return refuse(base, err);
	if (good.answer == VERDICT_NO)
		return refuse(good, err);
	if (!want_document(context, &purse.funding, err) ||
		!want_licences(context, purse.give, err) ||
		!licence_count(context->store, true, &counts, err))
		return false;
	str_addf(said,
		ngettext("Planned: %s of credits, and %" PRId64 " free licence for them.",
			"Planned: %s of credits, and %" PRId64 " free licences for them.",
			(unsigned long)counts.credits),
		minutes_money(amount, purse.funding.amount, purse.currency), counts.credits);
	return true;
}

/* ---- the questions ---- */

static void for_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	if (context->store && organization_get(context->store, &organization, NULL) &&
		strcmp(organization.credits_for, "none") != 0)
		str_add(out, organization.credits_for);
	else
		str_add(out, "callers");
}

static const struct question_choice whom[] = {
	{ "none", N_("nobody") },
	{ "callers", N_("people who call") },
	{ "all", N_("callers and organizers") },
};

static const struct question_choice billings[] = {
	{ "before", N_("from credits") },
	{ "after", N_("after use") },
};

static const struct question questions[] = {
	{ .id = "amount",
		.label = N_("Amount"),
		.help = N_(
			"What is put in now, in the organization's currency; 0 plans no credits."),
		.rule = 163,
		.kind = QUESTION_TEXT,
		.standard = "50",
		.check = minutes_check_money },
	{ .id = "auto",
		.label = N_("Auto-recharge"),
		.help = N_(
			"Buys again by itself, which is recommended; else the amount is all there is."),
		.rule = 161,
		.kind = QUESTION_YES,
		.standard = "yes" },
	{ .id = "trigger",
		.label = N_("Trigger"),
		.help = N_("When the balance falls below this, it is recharged."),
		.rule = 162,
		.kind = QUESTION_TEXT,
		.standard = "20",
		.check = minutes_check_money },
	{ .id = "recharge",
		.label = N_("Recharge"),
		.help = N_("What a recharge buys."),
		.rule = 162,
		.kind = QUESTION_TEXT,
		.standard = "50",
		.check = minutes_check_money },
	{ .id = "for",
		.label = N_("For"),
		.help = N_("Who gets the free licence that opens the balance."),
		.rule = 157,
		.kind = QUESTION_CHOICE,
		.choices = whom,
		.choice_count = sizeof whom / sizeof whom[0],
		.otherwise = for_otherwise },
	{ .id = "billed",
		.label = N_("Billed"),
		.help = N_("New commerce agreements bill calls after use and have no credits."),
		.rule = 155,
		.kind = QUESTION_CHOICE,
		.choices = billings,
		.choice_count = sizeof billings / sizeof billings[0],
		.standard = "before" },
	{ .id = "spend",
		.label = N_("Spent a month"),
		.help = N_(
			"Your guess of what calls take from the balance a month; empty: unknown."),
		.rule = 169,
		.kind = QUESTION_TEXT,
		.check = minutes_check_money },
};

const struct topic credits_topic = {
	.id = "credits",
	.title = N_("Communications Credits"),
	.help = N_("What they pay for, how much to start with, and who cannot buy them."),
	.step = PLAN_LICENCES,
	.questions = questions,
	.question_count = sizeof questions / sizeof questions[0],
	.make = credits_make,
	.want = credits_want,
	.want_label = N_("Plan credits"),
	.want_help = N_(
		"Plans the amount, the recharge, and the free licence for those who need it."),
};
