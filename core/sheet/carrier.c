/* core/sheet/carrier.c: Direct Routing, Operator Connect and the like: what people then need, what
 * must never be assigned, and what stays as for everybody. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/capability.h"
#include "core/rules/eligibility.h"
#include "core/sheet/topic.h"
#include "core/tenant/licence.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

/* ---- questions ---- */

static const struct question_choice carriers[] = {
	{ "microsoft", N_("Microsoft, with Calling Plans") },
	{ "own", N_("our own carrier") },
	{ "mixed", N_("both, by person") },
};

static void carrier_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = context->store && organization_get(context->store, &organization, NULL);
	str_add(out, known ? organization.carrier : "own");
}

static const struct question questions[] = {
	{ .id = "carrier",
		.label = N_("Telephone network"),
		.help = N_("Whose network carries the calls to and from outside."),
		.rule = 10,
		.kind = QUESTION_CHOICE,
		.choices = carriers,
		.choice_count = sizeof(carriers) / sizeof(carriers[0]),
		.otherwise = carrier_otherwise },
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Where the people are: in many countries Calling Plans are not sold."),
		.rule = 82,
		.kind = QUESTION_COUNTRY },
};

enum choice { CHOICE_MICROSOFT, CHOICE_OWN, CHOICE_MIXED };

static enum choice choice_of(const struct topic_context *context)
{
	struct str answer = { 0 };
	const char *word = topic_answer(context, "carrier", &answer);
	enum choice choice = strcmp(word, "mixed") == 0 ? CHOICE_MIXED
			     : strcmp(word, "own") == 0 ? CHOICE_OWN
							: CHOICE_MICROSOFT;
	str_fini(&answer);
	return choice;
}

/* ---- the answer ---- */

static const char *const answers[] = {
	[CHOICE_MICROSOFT] = N_(
		"Microsoft carries the calls: people need Phone System and a Calling "
		"Plan."),
	[CHOICE_OWN] = N_(
		"Your own carrier carries the calls: people need Phone System only, and never "
		"a Calling Plan. None has to be bought."),
	[CHOICE_MIXED] = N_(
		"Both can be mixed in one tenant: whoever has a number of your carrier needs "
		"Phone System only, the others a Calling Plan as well."),
};

static const int answer_rules[] = {
	[CHOICE_MICROSOFT] = 10,
	[CHOICE_OWN] = 10,
	[CHOICE_MIXED] = 13,
};

/* Base plans, by what matters here: is Teams in it, is Phone System in it. */
static const struct base {
	const char *id, *name;
	enum eligibility_family family;
	unsigned capabilities;
	bool teams, phone;
} bases[] = {
	{ "e5", N_("E5, A5, G5"), FAMILY_ENTERPRISE, CAPABILITY_TEAMS | CAPABILITY_PHONE_SYSTEM,
		true, true },
	{ "other", N_("Other plans with Teams"), FAMILY_BUSINESS, CAPABILITY_TEAMS, true, false },
	{ "without_teams", N_("Plans without Teams"), FAMILY_ENTERPRISE, 0, false, false },
};

/* "Teams Phone Standard, Domestic Calling Plan"; the bundle is left to topic Licences. */
static void needs_text(const struct base *base, enum eligibility_carrier carrier, struct str *out)
{
	const struct eligibility_organization organization = { .carrier = carrier,
		.product = PRODUCT_SEPARATE };
	const struct eligibility_person person = { .capabilities = base->capabilities,
		.family = base->family,
		.base_phone_system = base->phone,
		.base_teams = base->teams,
		.usage_location = "US",
		.calling = CALLING_DOMESTIC };
	struct eligibility found = eligibility_of(&organization, &person);
	for (int i = 0; i < found.need_count; i++)
		str_addf(out, "%s%s", i > 0 ? ", " : "",
			_(eligibility_role_name(found.needs[i].role)));
	if (found.need_count == 0)
		str_add(out, _("nothing more"));
}

static void add_needs(struct sheet *sheet)
{
	static const char *const ids[] = { "own", "microsoft" };
	const char *const heads[] = { _("Own carrier"), _("Calling Plan") };
	sheet_title(sheet, "needs", _("What a person needs besides the plan"));
	sheet_columns(sheet, _("Plan"), 2, ids, heads);
	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		struct str own = { 0 }, microsoft = { 0 };
		needs_text(&bases[i], CARRIER_OWN, &own);
		needs_text(&bases[i], CARRIER_MICROSOFT, &microsoft);
		const char *const cells[] = { str_text(&own), str_text(&microsoft) };
		sheet_cells(sheet, bases[i].id, _(bases[i].name), bases[i].phone ? 11 : 10,
			SHEET_PLAIN, 2, cells);
		str_fini(&own);
		str_fini(&microsoft);
	}
	sheet_text(sheet, 11, SHEET_PLAIN, "%s",
		_("E5 needs nothing further with your own carrier, because Phone System is inside it."));
}

/* ---- the tenant ---- */

static bool add_plans(const struct topic_context *context, enum choice choice, struct sheet *sheet,
	struct error *err)
{
	int64_t plans = 0;
	if (choice == CHOICE_MICROSOFT)
		return true;
	if (!licence_carrier_plans(context->store, choice == CHOICE_OWN, &plans, err))
		return false;
	sheet_count(sheet, "calling_plans", _("Calling Plans to take away"), 10, plans,
		ngettext("%lld person", "%lld people", (unsigned long)plans), (long long)plans);
	if (plans > 0)
		sheet_text(sheet, 10, SHEET_WARNING, "%s",
			_("A Calling Plan must not be given to people of your own carrier. Take it away in "
			  "step Licences when its number is no longer used."));
	return true;
}

static bool add_tenant(const struct topic_context *context, enum choice choice, struct sheet *sheet,
	struct error *err)
{
	const struct person_filter hybrid = { .scope = PERSON_HYBRID };
	int64_t lines = person_count(context->store, &hybrid, err), numbers;
	if (lines < 0 || !number_source_count(context->store, "carrier", &numbers, err))
		return false;
	sheet_title(sheet, "tenant", _("Your people and numbers"));
	sheet_count(
		sheet, "numbers", _("Numbers of your carrier"), 13, numbers, "%" PRId64, numbers);
	if (!add_plans(context, choice, sheet, err))
		return false;
	sheet_count(sheet, "hybrid", _("Lines in the directory"), 331, lines,
		ngettext("%lld person has a number in your own directory (msRTCSIP-Line)",
			"%lld people have a number in your own directory (msRTCSIP-Line)",
			(unsigned long)lines),
		(long long)lines);
	if (lines > 0)
		sheet_text(sheet, 331, SHEET_WARNING, "%s",
			_("Before such a person gets a number here: clear msRTCSIP-Line in the directory "
			  "on your server, synchronise, and read the tenant again."));
	return true;
}

/* ---- ways ---- */

static const struct {
	const char *id, *name, *text;
	int rule;
} ways[] = {
	{ "direct_routing", N_("Direct Routing"),
		N_("Your own certified session border controller connects Teams with any carrier."),
		13 },
	{ "operator_connect", N_("Operator Connect"),
		N_("An operator of Microsoft's programme brings its numbers into the admin center."),
		13 },
	{ "teams_phone_mobile", N_("Teams Phone Mobile"),
		N_("The number of the person's mobile contract is the number in Teams."), 13 },
	{ "cloud_connector", N_("Cloud Connector Edition"),
		N_("The way of 2018: Phone System and the free Cloud Connector. It is gone."), 12 },
};

static void add_ways(struct sheet *sheet)
{
	sheet_title(sheet, "ways", _("Ways to your own carrier"));
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		sheet_row(sheet, ways[i].id, _(ways[i].name), ways[i].rule,
			ways[i].rule == 12 ? SHEET_DIM : SHEET_PLAIN, "%s", _(ways[i].text));
	sheet_text(sheet, 13, SHEET_PLAIN, "%s",
		_("They can be mixed in one tenant, with each other and with Calling Plans."));
}

static void add_country(const struct topic_context *context, struct sheet *sheet)
{
	struct country country;
	char code[3];
	if (!reference_country(context->ref, topic_country(context, code), &country, NULL))
		return;
	bool sold = country.seller == COUNTRY_SELLER_MICROSOFT;
	sheet_row(sheet, "sold", country.name, sold ? 0 : 129, sold ? SHEET_OK : SHEET_WARNING,
		"%s",
		sold ? _("Calling Plans are sold there by Microsoft: both ways are open.")
		: country.seller == COUNTRY_SELLER_NONE
			? _("Calling Plans are not sold there: your own carrier is the way.")
			: _("Calling Plans are sold there by a partner of Microsoft."));
	sheet_text(sheet, 82, SHEET_PLAIN, "%s",
		_("Where the bundle Teams Phone with Calling Plan is not sold, Operator Connect, Direct "
		  "Routing or a reseller take its place."));
}

static const struct {
	const char *text;
	int rule;
} steps[] = {
	{ N_("Connect the carrier: its portal or your session border controller, not ringup."),
		13 },
	{ N_("Step Organization: own carrier, so that no Calling Plan is planned (here: Plan it)."),
		10 },
	{ N_("Step Licences: Phone System for those who lack it."), 10 },
	{ N_("Step Numbers: import your carrier's numbers, from a list whose column NumberType says "
	     "DirectRouting or OperatorConnect."),
		13 },
	{ N_("Steps Addresses and Assign: as for everybody; people need an emergency address too."),
		316 },
	{ N_("Step Notify: the letter says that calls go through your own carrier."), 361 },
};

static void add_steps(struct sheet *sheet)
{
	sheet_title(sheet, "steps", _("What to do"));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		sheet_item(sheet, (int)i + 1, steps[i].rule, SHEET_PLAIN, "%s", _(steps[i].text));
}

static bool carrier_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	enum choice choice = choice_of(context);
	sheet_text(sheet, answer_rules[choice], SHEET_PLAIN, "%s", _(answers[choice]));
	add_country(context, sheet);
	if (context->store && !add_tenant(context, choice, sheet, err))
		return false;
	add_needs(sheet);
	if (choice != CHOICE_MICROSOFT)
		add_steps(sheet);
	add_ways(sheet);
	return true;
}

/* ---- the plan ---- */

/* Where both are mixed the organization stays with Microsoft, and whoever has a number of the own
 * carrier gets no Calling Plan (core/plan/licensing.h). */
static bool carrier_want(const struct topic_context *context, struct str *said, struct error *err)
{
	enum choice choice = choice_of(context);
	int64_t changed;
	if (!organization_set(context->store, ORGANIZATION_CARRIER,
		    choice == CHOICE_OWN ? "own" : "microsoft", err) ||
		!licensing_plan(context->store, context->ref, &changed, err))
		return false;
	str_addf(said, _("%s Licences whose wish changed: %lld."), _(answers[choice]),
		(long long)changed);
	return true;
}

const struct topic carrier_topic = {
	.id = "carrier",
	.title = N_("Your own carrier"),
	.asks = N_("Can we keep our own telephone company?"),
	.help = N_("Direct Routing and Operator Connect: what to get and what never to assign."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = sizeof(questions) / sizeof(questions[0]),
	.make = carrier_make,
	.want = carrier_want,
	.want_label = N_("Plan it"),
	.want_help = N_("Sets the organization's carrier and plans the licences anew."),
};
