/* Organization: who asks, where, and from whom; and at once what can be had there, which way fits,
 * in which order the steps come and how long they wait. People are read from files here. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/rules/latency.h"
#include "core/rules/pool.h"
#include "core/tenant/person.h"
#include "core/tenant/subscription.h"
#include "screens/common.h"
#include "screens/countries.h"
#include "screens/organization.h"
#include "screens/people-import.h"
#include "screens/wizard.h"

#define COUNTRIES 160
#define PLANS 250

/* What the answers follow from; made again when an answer changed. */
struct advice {
	struct organization from;
	bool known; /* the country has a page of facts */
	struct country country;
	struct licensing_answer way;
	int cities; /* whose conferencing numbers come by themselves */
	int minutes, minutes_abroad;
	int64_t people; /* that are known at all */
};

struct organization_screen {
	struct country *countries;
	int country_count;
	struct sku *plans;
	int plan_count, plan_shown;
	int *plan_at; /* of plan_shown: those for this kind of organization */
	struct advice advice;
};

static struct organization_screen *screen_of(const struct wizard *wizard)
{
	return wizard->state[PLAN_ORGANIZATION];
}

/* ---- advice ---- */

static const char *minutes_plan(const struct organization *answers)
{
	return strcmp(answers->calling, "international") == 0 ? "international" : "domestic";
}

static void advice_make(struct wizard *wizard, struct advice *advice)
{
	struct reference *ref = wizard->profile->reference;
	struct plan_minutes minutes;
	struct city none[1];
	const char *country = wizard->facts.organization.country;
	*advice = (struct advice){ .from = wizard->facts.organization };
	advice->known = reference_country(ref, country, &advice->country, NULL);
	advice->cities = reference_conferencing_cities(ref, country, none, 0);
	if (reference_minutes(ref, country, minutes_plan(&advice->from), &minutes, NULL)) {
		advice->minutes = minutes.domestic;
		advice->minutes_abroad = minutes.international;
	}
	licensing_typical(wizard->profile->store, ref, &advice->way, NULL);
	struct person_filter all = { .scope = PERSON_EVERYBODY };
	advice->people = person_count(wizard->profile->store, &all, NULL);
}

static const struct advice *advice_of(struct wizard *wizard)
{
	struct advice *advice = &screen_of(wizard)->advice;
	if (memcmp(&advice->from, &wizard->facts.organization, sizeof advice->from) != 0)
		advice_make(wizard, advice);
	return advice;
}

/* "3,000 minutes a person and month, to US, PR, CA": what one licence brings. */
static void minutes_text(const struct advice *advice, struct str *out)
{
	static const char *const near[] = { "US", "PR", "CA" };
	if (advice->minutes == 0) {
		str_add(out, _("sold there; its minutes are not known"));
		return;
	}
	screen_number(out, advice->minutes);
	str_add(out, _(" minutes a person and month"));
	const char *gap = _(", also to ");
	for (int i = 0; i < TUI_COUNT(near); i++) {
		if (strcmp(near[i], advice->country.code) == 0 ||
			!pool_domestic(advice->country.code, near[i]))
			continue;
		str_addf(out, "%s%s", gap, near[i]);
		gap = ", ";
	}
	if (advice->minutes_abroad > 0) {
		str_add(out, "; ");
		screen_number(out, advice->minutes_abroad);
		str_add(out, _(" abroad"));
	}
}

static void calling_plan_text(const struct advice *advice, struct str *out)
{
	switch (advice->country.seller) {
	case COUNTRY_SELLER_MICROSOFT:
		str_add(out, _("yes, "));
		minutes_text(advice, out);
		break;
	case COUNTRY_SELLER_TELSTRA:
		str_add(out, _("yes, sold and run by Telstra  R-126"));
		break;
	case COUNTRY_SELLER_SOFTBANK:
		str_add(out, _("yes, sold and run by SoftBank  R-127"));
		break;
	case COUNTRY_SELLER_NONE:
		str_add(out, _("no; take your own carrier: Operator Connect, Direct Routing"));
		break;
	}
}

static void conferencing_text(const struct advice *advice, struct str *out)
{
	if (advice->country.audio_conferencing == FACT_NO)
		str_add(out, _("no"));
	else if (advice->country.audio_conferencing == FACT_UNKNOWN)
		str_add(out, _("not known"));
	else if (advice->cities > 0)
		str_addf(out,
			ngettext("yes, numbers in %d city come by themselves",
				"yes, numbers in %d cities come by themselves",
				(unsigned long)advice->cities),
			advice->cities);
	else
		str_add(out, _("yes, with numbers of other countries"));
}

static void toll_free_text(const struct advice *advice, struct str *out)
{
	static const char *const texts[] = {
		[FACT_UNKNOWN] = N_("not known"),
		[FACT_NO] = N_("no"),
		[FACT_YES] = N_("yes, after Communications Credits are funded"),
		[FACT_CREDITS] = N_("yes, after Communications Credits are funded"),
	};
	str_add(out, _(texts[advice->country.toll_free_numbers]));
}

static void carrier_text(const struct advice *advice, struct str *out)
{
	str_add(out, advice->country.phone_system == FACT_NO
			     ? _("no")
			     : _("yes, Operator Connect, Direct Routing"));
}

static void way_text(const struct advice *advice, struct str *out)
{
	if (strcmp(advice->from.calling, "none") == 0) {
		str_add(out, _("nobody calls outside: no phone licence is needed"));
		return;
	}
	if (advice->way.need_count == 0) {
		str_add(out, _("the present plan has all that is needed to call"));
		return;
	}
	for (int i = 0; i < advice->way.need_count; i++)
		str_addf(out, "%s%s", i > 0 ? " + " : _("one "),
			_(eligibility_role_name(advice->way.needs[i].role)));
	str_add(out, _(" a person"));
}

static void order_text(const struct wizard *wizard, struct str *out)
{
	for (int i = 1; i < PLAN_STEP_COUNT - 1; i++)
		str_addf(out, "%s%s", i > 1 ? ", " : "",
			_(plan_step_title(wizard->facts.steps[i].step)));
}

static void waits_text(const struct advice *advice, struct str *out)
{
	char age[CLOCK_TEXT];
	const char *verified = advice->from.verified;
	str_addf(out, _("licence up to %s"), clock_age(age, latency_of(LATENCY_LICENCE)->limit));
	if (strcmp(verified, "yes") != 0)
		str_addf(out, _(", papers up to %s before numbers"),
			clock_age(age, latency_of(LATENCY_PAPERS)->limit));
	str_add(out, _(", the rest at once"));
}

/* The note that matters most, NULL: none. What a missing country says is said elsewhere. */
static const struct verdict *warning_of(const struct advice *advice)
{
	for (int i = 0; i < advice->way.note_count; i++)
		if (advice->way.notes[i].rule != 9)
			return &advice->way.notes[i];
	return NULL;
}

static void answer_line(struct str *out, const char *label,
	void (*text)(const struct advice *, struct str *), const struct advice *advice)
{
	str_add(out, "  ");
	screen_pad(out, label, 20, false);
	text(advice, out);
	str_addc(out, '\n');
}

/* The same for a narrow pane. */
static void answer_wrapped(struct str *out, const char *label,
	void (*text)(const struct advice *, struct str *), const struct advice *advice)
{
	str_addf(out, "%s: ", label);
	text(advice, out);
	str_addc(out, '\n');
}

static void organization_footer(void *ctx, int columns, struct str *out)
{
	struct wizard *wizard = ctx;
	const struct advice *advice = advice_of(wizard);
	const struct verdict *warning = warning_of(advice);
	struct str date = { 0 };
	if (!advice->from.country[0]) {
		str_add(out, _("Choose the country: what you can have there stands here then."));
		return;
	}
	if (!advice->known) {
		str_addf(out, _("Nothing is known of phones in %s: ask Microsoft or a partner."),
			advice->from.country);
		return;
	}
	str_addf(&date, _("facts of %.7s"), advice->country.origin.as_of);
	str_add(out, TUI_LINE_TITLE);
	screen_pad(out, _("What you can have here"), columns - text_width(str_text(&date)), false);
	str_addf(out, "%s\n", str_text(&date));
	answer_line(out, _("Calling Plan"), calling_plan_text, advice);
	answer_line(out, _("Audio Conferencing"), conferencing_text, advice);
	/* One row for both: what warns comes first. */
	if (warning)
		str_addf(out, TUI_LINE_WARNING "  %s  R-%03d\n", _(warning->why), warning->rule);
	else
		answer_line(out, _("Toll-free numbers"), toll_free_text, advice);
	answer_line(out, _("Your way"), way_text, advice);
	str_add(out, "  ");
	screen_pad(out, _("Your order"), 20, false);
	order_text(wizard, out);
	str_addc(out, '\n');
	answer_line(out, _("Your waits"), waits_text, advice);
	str_fini(&date);
}

/* ---- the text at the right, or behind d ---- */

static void detail_papers(struct wizard *wizard, const char *country, struct str *out)
{
	struct formality papers;
	if (!reference_formality(wizard->profile->reference, country, &papers, NULL))
		return;
	str_addf(out, "\n\n" TUI_LINE_TITLE "%s\n", _("Papers"));
	if (papers.papers_new[0])
		str_addf(out, _("For new numbers: %s\n"), papers.papers_new);
	if (papers.papers_port[0])
		str_addf(out, _("To bring numbers along: %s\n"), papers.papers_port);
	str_addf(out, _("Know-your-customer papers are asked for everywhere.  R-432\n"));
	str_addf(out, _("Source: %s, as of %s.\n"), papers.origin.source, papers.origin.as_of);
}

static void organization_detail(void *ctx, int64_t row, struct str *out)
{
	struct wizard *wizard = ctx;
	const struct advice *advice = advice_of(wizard);
	(void)row;
	if (!advice->known) {
		str_add(out, _("Choose the country first."));
		return;
	}
	str_addf(out, TUI_LINE_TITLE "%s\n", _("What you can have here"));
	answer_wrapped(out, _("Calling Plan"), calling_plan_text, advice);
	answer_wrapped(out, _("Audio Conferencing"), conferencing_text, advice);
	answer_wrapped(out, _("Toll-free numbers"), toll_free_text, advice);
	answer_wrapped(out, _("Your own carrier"), carrier_text, advice);
	str_addf(out, "\n" TUI_LINE_TITLE "%s\n", _("Your way"));
	for (int i = 0; i < advice->way.need_count; i++)
		str_addf(out, "%d. %s: %s  R-%03d\n", i + 1,
			_(eligibility_role_name(advice->way.needs[i].role)),
			_(advice->way.needs[i].reason.why), advice->way.needs[i].reason.rule);
	if (advice->way.need_count == 0)
		way_text(advice, out);
	for (int i = 0; i < advice->way.note_count; i++) {
		str_add(out, "\n" TUI_LINE_WARNING);
		screen_verdict(&advice->way.notes[i], out);
	}
	struct verdict order;
	if (plan_order_reason(wizard->profile->store, wizard->profile->reference, &order, NULL)) {
		str_addf(out, "\n\n" TUI_LINE_TITLE "%s\n", _("Your order"));
		screen_verdict(&order, out);
	}
	detail_papers(wizard, advice->country.code, out);
	str_addf(out, _("\nFacts: %s, as of %s."), advice->country.origin.source,
		advice->country.origin.as_of);
	if (advice->country.origin.doubt[0])
		str_addf(out, _(" In doubt: %s"), advice->country.origin.doubt);
}

/* ---- fields ---- */

static const size_t offsets[ORGANIZATION_FIELD_COUNT] = {
	[ORGANIZATION_NAME] = offsetof(struct organization, name),
	[ORGANIZATION_COUNTRY] = offsetof(struct organization, country),
	[ORGANIZATION_KIND] = offsetof(struct organization, kind),
	[ORGANIZATION_PLAN] = offsetof(struct organization, plan),
	[ORGANIZATION_CARRIER] = offsetof(struct organization, carrier),
	[ORGANIZATION_BOUGHT_FROM] = offsetof(struct organization, bought_from),
	[ORGANIZATION_COMMITMENT] = offsetof(struct organization, commitment),
	[ORGANIZATION_VERIFIED] = offsetof(struct organization, verified),
	[ORGANIZATION_CALLING] = offsetof(struct organization, calling),
	[ORGANIZATION_PRODUCT] = offsetof(struct organization, product),
};

static const char *answer_of(const struct wizard *wizard, int field)
{
	return (const char *)&wizard->facts.organization + offsets[field];
}

static void field_get(void *ctx, const struct field *field, struct str *out)
{
	str_add(out, answer_of(ctx, field->tag));
}

struct answering {
	struct wizard *wizard;
	enum organization_field field;
	const char *value;
};

/* Prices are in the country's currency where no service names them. */
static bool take_currency(struct wizard *wizard, const char *country, struct error *err)
{
	char currency[4];
	struct store *store = wizard->profile->store;
	if (wizard->profile->service ||
		!reference_currency(wizard->profile->reference, country, currency))
		return true;
	return organization_set(store, ORGANIZATION_CURRENCY, currency, err) &&
	       offer_load(store, !wizard->profile->demo, err);
}

/* The simulated Microsoft has no office to send papers to: it takes the answer as the truth, or the
 * next sync would take it back. */
static bool take_papers(struct wizard *wizard, const char *value, struct error *err)
{
	if (wizard->profile->demo && wizard->profile->service &&
		!demo_set_verified(wizard->profile->service, value, err))
		return false;
	return organization_set_number(wizard->profile->store, ORGANIZATION_VERIFIED_ON,
		strcmp(value, "yes") == 0 ? wizard_now(wizard) : 0, err);
}

static bool answer_write(void *data, struct error *err)
{
	struct answering *answering = data;
	struct wizard *wizard = answering->wizard;
	struct store *store = wizard->profile->store;
	if (!organization_set(store, answering->field, answering->value, err))
		return false;
	if (answering->field == ORGANIZATION_COUNTRY &&
		!take_currency(wizard, answering->value, err))
		return false;
	if (answering->field == ORGANIZATION_VERIFIED &&
		!take_papers(wizard, answering->value, err))
		return false;
	return answering->field == ORGANIZATION_NAME ||
	       licensing_plan(store, wizard->profile->reference, NULL, err);
}

static bool field_set(void *ctx, const struct field *field, const char *value, struct error *err)
{
	struct wizard *wizard = ctx;
	struct answering answering = { wizard, (enum organization_field)field->tag, value };
	char label[120];
	snprintf(label, sizeof label, _("%s answered"), _(field->label));
	return wizard_write(wizard, label, answer_write, &answering, err);
}

bool organization_take_country(struct wizard *wizard, const char *code)
{
	struct answering answering = { wizard, ORGANIZATION_COUNTRY, code };
	return wizard_edit(wizard, _("Country of licences answered"), answer_write, &answering);
}

static void country_show(void *ctx, const struct field *field, struct str *out)
{
	struct wizard *wizard = ctx;
	const char *code = answer_of(wizard, field->tag);
	char name[48];
	if (!code[0])
		return;
	reference_country_name(wizard->profile->reference, code, name, sizeof name);
	str_addf(out, "%s %s", code, name);
}

static void plan_show(void *ctx, const struct field *field, struct str *out)
{
	struct wizard *wizard = ctx;
	struct sku sku;
	const char *part = answer_of(wizard, field->tag);
	if (reference_sku(wizard->profile->reference, part, &sku, NULL))
		str_add(out, sku.name);
	else
		str_add(out, part);
}

static void papers_note(void *ctx, const struct field *field, struct str *out)
{
	const struct wizard *wizard = ctx;
	char date[CLOCK_TEXT];
	(void)field;
	if (wizard->facts.organization.verified_on > 0)
		str_addf(out, _("since %s"),
			clock_date(date, wizard->facts.organization.verified_on));
	else
		str_add(out, _("know your customer"));
}

static bool by_microsoft(void *ctx, const struct field *field)
{
	(void)field;
	return strcmp(answer_of(ctx, ORGANIZATION_CARRIER), "own") != 0;
}

static bool by_plan(void *ctx, const struct field *field)
{
	const char *calling = answer_of(ctx, ORGANIZATION_CALLING);
	return by_microsoft(ctx, field) && strcmp(calling, "none") != 0 &&
	       strcmp(calling, "payg") != 0;
}

/* ---- the two long lists ---- */

static int64_t countries_count(void *ctx)
{
	return screen_of(ctx)->country_count;
}

static void countries_item(
	void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	const struct country *country = &screen_of(ctx)->countries[at];
	str_add(id, country->code);
	str_addf(label, "%s %s", country->code, country->name);
	str_add(note, country->calling_plans == FACT_YES ? _("Calling Plans") : "");
}

/* Which of the facts' audiences buy plans as this kind of organization. */
static bool plan_fits(const struct sku *sku, const char *kind)
{
	static const struct {
		const char *kind, *audience;
	} fits[] = { { "commercial", "commercial" }, { "gcc", "gcc" }, { "government", "gcchigh" },
		{ "government", "dod" }, { "education", "education" }, { "nonprofit", "nonprofit" },
		{ "nonprofit", "commercial" }, { "21vianet", "commercial" } };
	for (int i = 0; i < TUI_COUNT(fits); i++)
		if (strcmp(fits[i].kind, kind) == 0 && strcmp(fits[i].audience, sku->audience) == 0)
			return true;
	return kind[0] == '\0';
}

static int64_t plans_count(void *ctx)
{
	struct organization_screen *screen = screen_of(ctx);
	const char *kind = answer_of(ctx, ORGANIZATION_KIND);
	screen->plan_shown = 0;
	for (int i = 0; i < screen->plan_count; i++)
		if (plan_fits(&screen->plans[i], kind))
			screen->plan_at[screen->plan_shown++] = i;
	return screen->plan_shown;
}

static void plans_item(void *ctx, int64_t at, struct str *id, struct str *label, struct str *note)
{
	struct organization_screen *screen = screen_of(ctx);
	const struct sku *sku = &screen->plans[screen->plan_at[at]];
	str_add(id, sku->part_number);
	str_add(label, sku->name);
	str_add(note, sku->capabilities & CAPABILITY_PHONE_SYSTEM ? _("phone inside")
		      : sku->capabilities & CAPABILITY_TEAMS      ? ""
								  : _("without Teams"));
}

const struct picker usage_location_picker = {
	.title = N_("Country of licences"),
	.help = N_("The usage location of your people's licences."),
	.count = countries_count,
	.item = countries_item,
};
static const struct picker plan_picker = {
	.title = N_("Present plan"),
	.help = N_("What most of your people have now."),
	.count = plans_count,
	.item = plans_item,
};

static const struct choice kinds[] = {
	{ "commercial", N_("commercial"), N_("A company.") },
	{ "gcc", N_("government, GCC"), N_("US government, Government Community Cloud.") },
	{ "government", N_("government, GCC High or DoD"), N_("US government, closed clouds.") },
	{ "education", N_("education"), N_("A school or university.") },
	{ "nonprofit", N_("nonprofit"), N_("A nonprofit organization.") },
	{ "21vianet", N_("operated by 21Vianet"), N_("Office 365 in China.") },
};
static const struct choice sources[] = {
	{ "direct", N_("from Microsoft"), N_("Billed by Microsoft.") },
	{ "godaddy", N_("through GoDaddy"), N_("Billed by GoDaddy.") },
	{ "partner", N_("from a partner"), N_("A reseller bills you.") },
};
static const struct choice commitments[] = {
	{ "annual", N_("for a year"), N_("Also when it is paid by the month.") },
	{ "monthly", N_("month by month"), N_("Ends any month.") },
};
static const struct choice carriers[] = {
	{ "microsoft", N_("Microsoft (Calling Plan)"), N_("Microsoft is the telephone company.") },
	{ "own", N_("your own carrier"), N_("Operator Connect or Direct Routing.") },
};
static const struct choice papers[] = {
	{ "yes", N_("accepted"), N_("Numbers can be had.") },
	{ "pending", N_("sent, not accepted yet"), N_("Hours to two working days.") },
	{ "no", N_("not sent yet"), N_("Planning goes on; numbers have to wait.") },
};
static const struct choice callings[] = {
	{ "domestic", N_("inside the country"), N_("A domestic plan.") },
	{ "international", N_("also to other countries"), N_("An international plan.") },
	{ "payg", N_("by the minute"), N_("Pay-As-You-Go: only calls made are paid.") },
	{ "none", N_("nobody calls outside"), N_("No phone licences.") },
};
static const struct choice products[] = {
	{ "bundle", N_("one licence for both"), N_("Teams Phone with Calling Plan.") },
	{ "separate", N_("two licences"), N_("Teams Phone Standard, then the plan.") },
};

#define ANSWER(key, column) .id = key, .tag = column, .get = field_get, .set = field_set

static const struct field organization_fields[] = {
	{ ANSWER("name", ORGANIZATION_NAME), .label = N_("Name"), .kind = FIELD_TEXT,
		.required = true, .width = 38, .max = 120,
		.help = N_("Your organization, as letters and reports are to call it.") },
	{ ANSWER("country", ORGANIZATION_COUNTRY), .label = N_("Country of licences"),
		.kind = FIELD_CHOICE, .picker = &usage_location_picker, .show = country_show,
		.rule = 8, .width = 28, .unit = N_("not the billing address"),
		.help = N_("Which country gave your people their licences? Not where the bill "
			   "goes.") },
	{ ANSWER("kind", ORGANIZATION_KIND), .label = N_("Kind"), .kind = FIELD_CHOICE,
		CHOICES(kinds), .rule = 61, .width = 28,
		.help = N_("It decides which products you may buy.") },
	{ ANSWER("plan", ORGANIZATION_PLAN), .label = N_("Present plan"), .kind = FIELD_CHOICE,
		.picker = &plan_picker, .show = plan_show, .rule = 76, .width = 44,
		.help = N_("What most of your people have now: it decides what must be added.") },
	{ ANSWER("bought_from", ORGANIZATION_BOUGHT_FROM), .label = N_("Bought"),
		.kind = FIELD_CHOICE, CHOICES(sources), .rule = 52, .width = 28,
		.help = N_("Who bills you decides where phone licences are bought.") },
	{ ANSWER("commitment", ORGANIZATION_COMMITMENT), .label = N_("Commitment"),
		.kind = FIELD_CHOICE, CHOICES(commitments), .rule = 53, .width = 28,
		.help = N_("The commitment counts, not how often you pay.") },
	{ ANSWER("carrier", ORGANIZATION_CARRIER), .label = N_("Carrier"), .kind = FIELD_CHOICE,
		CHOICES(carriers), .rule = 10, .width = 28,
		.help = N_("Who connects your calls? With your own carrier no Calling Plan is "
			   "bought.") },
	{ ANSWER("verified", ORGANIZATION_VERIFIED), .label = N_("Papers"), .kind = FIELD_CHOICE,
		CHOICES(papers), .rule = 432, .width = 28, .note = papers_note,
		.help = N_("Microsoft checks who you are before it gives numbers. Planning does "
			   "not wait for it.") },
	{ ANSWER("calling", ORGANIZATION_CALLING), .label = N_("Calls"), .kind = FIELD_CHOICE,
		CHOICES(callings), .visible = by_microsoft, .rule = 5, .width = 28,
		.help = N_("Where people call: it decides which plan they get.") },
	{ ANSWER("product", ORGANIZATION_PRODUCT), .label = N_("Licence"), .kind = FIELD_CHOICE,
		CHOICES(products), .visible = by_plan, .rule = 79, .width = 28,
		.help = N_("One licence for phone and plan, or two; Licences compares the "
			   "prices.") },
};

/* ---- the view ---- */

/* A warning about the field that is selected, else nothing: then the field's help stands there. */
static void organization_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	static const struct {
		enum organization_field field;
		int rule;
	} of_field[] = { { ORGANIZATION_KIND, 61 }, { ORGANIZATION_BOUGHT_FROM, 52 },
		{ ORGANIZATION_BOUGHT_FROM, 54 }, { ORGANIZATION_COMMITMENT, 53 },
		{ ORGANIZATION_COUNTRY, 129 }, { ORGANIZATION_COUNTRY, 126 },
		{ ORGANIZATION_PRODUCT, 82 } };
	struct wizard *wizard = ctx;
	const struct advice *advice = advice_of(wizard);
	int field = row >= 0 && row < TUI_COUNT(organization_fields) ? organization_fields[row].tag
								     : -1;
	for (int i = 0; i < TUI_COUNT(of_field); i++)
		for (int k = 0; k < advice->way.note_count && (int)of_field[i].field == field; k++)
			if (advice->way.notes[k].rule == of_field[i].rule && !out->len)
				*role = screen_verdict(&advice->way.notes[k], out);
	if (!out->len && field == ORGANIZATION_NAME && advice->people == 0 && !wizard->sync)
		str_add(out,
			wizard->profile->service
				? _("No people are known yet: i reads them from a file, Ctrl-R "
				    "from the tenant.")
				: _("No people are known yet: i reads them from a file that an "
				    "admin centre exported."));
	else if (!out->len && field == ORGANIZATION_NAME &&
		 !wizard->facts.organization.country[0] && !wizard->sync)
		str_add(out,
			_("Next, the country of the licences: it decides what you can have. Down, "
			  "then Enter.  R-008"));
}

static void import_key(struct tui *tui, void *ctx)
{
	(void)tui;
	people_import(ctx);
}

static void countries_key(struct tui *tui, void *ctx)
{
	(void)tui;
	countries_open(ctx);
}

static const struct action organization_actions[] = {
	{ .key = 'c',
		.label = N_("Countries"),
		.run = countries_key,
		.rule = 130,
		.help = N_("Can I use this in Belgium? Type the first letters of any country: its "
			   "row answers.") },
	{ .key = 'i',
		.label = N_("Import"),
		.run = import_key,
		.help = N_("Read people from a CSV file that an admin centre or PowerShell "
			   "exported. A newer file updates, nobody is doubled.") },
};

const struct view organization_view = {
	.id = "organization",
	.title = N_("Organization"),
	.help = N_("Questions above, answers below: what can be had in your country, which way "
		   "fits, in which order the steps come. Change an answer and the rest follows."),
	FIELDS(organization_fields),
	ACTIONS(organization_actions),
	.footer = organization_footer,
	.detail = organization_detail,
	.message = organization_message,
};
const struct view *const organization_views[] = { &countries_view, NULL };
const struct form *const organization_forms[] = { NULL };

void organization_init(struct wizard *wizard)
{
	struct reference *ref = wizard->profile->reference;
	struct organization_screen *screen = xcalloc(1, sizeof *screen);
	screen->countries = xcalloc(COUNTRIES, sizeof *screen->countries);
	screen->plans = xcalloc(PLANS, sizeof *screen->plans);
	screen->plan_at = xcalloc(PLANS, sizeof *screen->plan_at);
	int countries = reference_countries(ref, screen->countries, COUNTRIES);
	int plans = reference_skus(ref, "base_plan", screen->plans, PLANS);
	screen->country_count = countries < COUNTRIES ? countries : COUNTRIES;
	screen->plan_count = plans < PLANS ? plans : PLANS;
	wizard->state[PLAN_ORGANIZATION] = screen;
}

void organization_fini(struct wizard *wizard)
{
	struct organization_screen *screen = screen_of(wizard);
	people_import_fini(wizard);
	free(screen->countries);
	free(screen->plans);
	free(screen->plan_at);
	free(screen);
	wizard->state[PLAN_ORGANIZATION] = NULL;
}
