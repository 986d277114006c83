/* core/sheet/country-facts.c: what is known of a country, in words: one table of rows for sheets,
 * tables, lists and the command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/change.h"
#include "core/rules/latency.h"
#include "core/rules/papers.h"
#include "core/sheet/country.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { PAPERS_OF_ONE = 8, DAY_SECONDS = 86400, WEEK = 7 };

/* ---- reading ---- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

static void load_order(struct country_facts *out)
{
	static const char *const words[] = { [FACT_UNKNOWN] = "unknown",
		[FACT_NO] = "no",
		[FACT_YES] = "yes",
		[FACT_CREDITS] = "" };
	const struct country *country = &out->country;
	out->order_facts.area_must_match = country->area_code_must_match;
	snprintf(out->order_facts.iso2, sizeof out->order_facts.iso2, "%s", country->code);
	out->order_facts.address_to_acquire = order_need_of(words[country->civic_address]);
	out->order = order_of(&out->order_facts, 1, false);
}

bool country_facts_load(
	struct reference *ref, const char *code, struct country_facts *out, struct error *err)
{
	struct area none[1];
	*out = (struct country_facts){ .minute_count = 0 };
	if (!reference_country(ref, code, &out->country, err))
		return false;
	out->minute_count = least(
		reference_minutes_of(ref, code, out->minutes, COUNTRY_MINUTES), COUNTRY_MINUTES);
	out->conferencing_count = least(
		reference_conferencing_cities(ref, code, out->conferencing, COUNTRY_CITIES),
		COUNTRY_CITIES);
	out->service_count = least(
		reference_service_cities(ref, code, out->service, COUNTRY_CITIES), COUNTRY_CITIES);
	out->note_count = least(
		reference_country_notes(ref, code, out->notes, COUNTRY_NOTES), COUNTRY_NOTES);
	out->area_count = reference_areas(ref, code, NULL, NULL, NULL, none, 0);
	out->has_papers = reference_formality(ref, code, &out->papers, NULL);
	out->has_format = reference_address_format(ref, code, &out->format, NULL);
	out->emergency = emergency_way(code);
	load_order(out);
	return true;
}

const struct plan_minutes *country_minutes(const struct country_facts *facts, const char *plan)
{
	for (int i = 0; i < facts->minute_count; i++)
		if (strcmp(facts->minutes[i].plan, plan) == 0)
			return &facts->minutes[i];
	return NULL;
}

/* ---- words ---- */

static enum sheet_tone tone_of(enum fact fact)
{
	static const enum sheet_tone tones[] = {
		[FACT_UNKNOWN] = SHEET_WARNING,
		[FACT_NO] = SHEET_DIM,
		[FACT_YES] = SHEET_OK,
		[FACT_CREDITS] = SHEET_OK,
	};
	return tones[fact];
}

static const char *word_of(enum fact fact)
{
	static const char *const words[] = {
		[FACT_UNKNOWN] = N_("unknown"),
		[FACT_NO] = N_("no"),
		[FACT_YES] = N_("yes"),
		[FACT_CREDITS] = N_("with credits"),
	};
	return _(words[fact]);
}

static enum sheet_tone say(enum fact fact, struct str *out)
{
	str_add(out, word_of(fact));
	return tone_of(fact);
}

static const char *seller_name(const struct country_facts *facts)
{
	static const char *const names[] = {
		[COUNTRY_SELLER_NONE] = "",
		[COUNTRY_SELLER_MICROSOFT] = "Microsoft",
		[COUNTRY_SELLER_TELSTRA] = "Telstra",
		[COUNTRY_SELLER_SOFTBANK] = "SoftBank",
	};
	return names[facts->country.seller];
}

/* AU and JP, where a carrier sells and runs the plans. */
static bool by_partner(const struct country_facts *facts)
{
	return facts->country.seller == COUNTRY_SELLER_TELSTRA ||
	       facts->country.seller == COUNTRY_SELLER_SOFTBANK;
}

static void add_cities(struct str *out, const struct city *cities, int count)
{
	for (int i = 0; i < count; i++) {
		str_addf(out, "%s%s", i > 0 ? ", " : "", cities[i].city);
		if (cities[i].state[0])
			str_addf(out, " %s", cities[i].state);
	}
}

static void add_city_count(struct str *out, int count)
{
	str_addf(out, ngettext("%d city", "%d cities", (unsigned long)count), count);
}

/* "2 to 3 weeks", "up to 14 days"; false: no time is named. */
static bool add_days(struct str *out, int from, int to)
{
	bool weeks = to % WEEK == 0 && (from <= 0 || from % WEEK == 0) && to > WEEK;
	int unit = weeks ? WEEK : 1;
	if (to < 0)
		return false;
	if (from <= 0)
		str_addf(out, weeks ? _("up to %d weeks") : _("up to %d days"), to / unit);
	else
		str_addf(out, weeks ? _("%d to %d weeks") : _("%d to %d days"), from / unit,
			to / unit);
	return true;
}

static void add_papers(struct str *out, const enum paper *papers, int count)
{
	for (int i = 0; i < count; i++)
		str_addf(out, "%s%s", i > 0 ? "; " : "", _(paper_of(papers[i])->name));
}

/* ---- the 14 answers ---- */

static enum sheet_tone conferencing_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->country.audio_conferencing == FACT_NO && !brief) {
		str_add(out, _("no; a third-party conferencing provider can be used"));
		return SHEET_DIM;
	}
	return say(facts->country.audio_conferencing, out);
}

static enum sheet_tone auto_numbers_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	enum fact fact = facts->country.conferencing_auto_numbers;
	if (fact != FACT_YES || facts->conferencing_count == 0)
		return say(fact, out);
	str_add(out, _("yes"));
	str_add(out, ", ");
	if (brief)
		add_city_count(out, facts->conferencing_count);
	else
		add_cities(out, facts->conferencing, facts->conferencing_count);
	return SHEET_OK;
}

static enum sheet_tone call_me_text(const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->country.call_me == FACT_CREDITS && !brief) {
		str_add(out, _("yes, paid from Communications Credits"));
		return SHEET_OK;
	}
	return say(facts->country.call_me, out);
}

#define FACT_TEXT(name)                                                         \
	static enum sheet_tone name##_text(                                     \
		const struct country_facts *facts, bool brief, struct str *out) \
	{                                                                       \
		(void)brief;                                                    \
		return say(facts->country.name, out);                           \
	}
FACT_TEXT(phone_system)
FACT_TEXT(auto_attendants)
FACT_TEXT(call_queues)
FACT_TEXT(voicemail)
FACT_TEXT(credits)
FACT_TEXT(toll_free_numbers)

static enum sheet_tone calling_plans_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->country.calling_plans != FACT_YES) {
		if (brief)
			return say(facts->country.calling_plans, out);
		str_add(out, _("no"));
		return SHEET_BAD;
	}
	if (brief)
		str_add(out, seller_name(facts));
	else if (by_partner(facts))
		str_addf(out, _("yes, sold and run by %s"), seller_name(facts));
	else
		str_addf(out, _("yes, sold by %s"), seller_name(facts));
	return SHEET_OK;
}

static int calling_plans_rule(const struct country_facts *facts)
{
	return facts->country.seller == COUNTRY_SELLER_TELSTRA    ? 126
	       : facts->country.seller == COUNTRY_SELLER_SOFTBANK ? 127
								  : 129;
}

static enum sheet_tone minutes_text(const struct country_facts *facts, bool brief, struct str *out)
{
	const struct plan_minutes *domestic = country_minutes(facts, "domestic");
	const struct plan_minutes *international = country_minutes(facts, "international");
	struct str home = { 0 }, near = { 0 }, far = { 0 };
	if (!domestic) {
		if (facts->country.calling_plans == FACT_NO)
			str_add(out, brief ? _("none") : _("none: no Calling Plans are sold"));
		else
			str_addf(out, brief ? _("ask %s") : _("unknown: ask %s"),
				seller_name(facts));
		return facts->country.calling_plans == FACT_NO ? SHEET_DIM : SHEET_WARNING;
	}
	text_number(&home, domestic->domestic);
	text_number(&near, international ? international->domestic : 0);
	text_number(&far, international ? international->international : 0);
	if (brief)
		str_add(out, str_text(&home));
	else if (international)
		str_addf(out,
			_("%s domestic; with the international plan %s domestic and %s abroad, a "
			  "person and month"),
			str_text(&home), str_text(&near), str_text(&far));
	else
		str_addf(out, _("%s domestic a person and month"), str_text(&home));
	str_fini(&home);
	str_fini(&near);
	str_fini(&far);
	return SHEET_PLAIN;
}

static int minutes_rule(const struct country_facts *facts)
{
	const struct plan_minutes *domestic = country_minutes(facts, "domestic");
	return domestic ? domestic->rule : calling_plans_rule(facts);
}

/* Which prefixes: a note of the country's page. */
static enum sheet_tone premium_text(const struct country_facts *facts, bool brief, struct str *out)
{
	enum fact fact = facts->country.premium_numbers;
	if (brief || fact != FACT_CREDITS)
		return say(fact, out);
	for (int i = 0; i < facts->note_count; i++) {
		if (strcmp(facts->notes[i].key, "premium_prefixes_on_credits") == 0) {
			str_addf(out, _("in part, from Communications Credits: +%s"),
				facts->notes[i].value);
			return SHEET_WARNING;
		}
	}
	str_add(out, _("yes, paid from Communications Credits"));
	return SHEET_OK;
}

static enum sheet_tone destinations_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	int destinations = facts->country.destinations;
	if (destinations < 0) {
		str_add(out, _("unknown"));
		return SHEET_WARNING;
	}
	if (destinations == 0) {
		str_add(out, brief ? _("none") : _("none: no Calling Plans are sold"));
		return SHEET_DIM;
	}
	str_addf(out, brief ? "%d" : _("%d countries and regions with the international plan"),
		destinations);
	return SHEET_PLAIN;
}

static enum sheet_tone toll_cities_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->service_count == 0) {
		if (facts->country.toll_numbers == FACT_YES)
			str_add(out, brief ? _("of no city")
					   : _("none is named: toll numbers belong to no city"));
		else
			str_add(out, _("none"));
		return SHEET_DIM;
	}
	if (brief)
		add_city_count(out, facts->service_count);
	else
		add_cities(out, facts->service, facts->service_count);
	return SHEET_PLAIN;
}

static enum sheet_tone service_numbers_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	static const char *const texts[2][2] = {
		{ N_("none"), N_("toll-free") },
		{ N_("toll"), N_("toll and toll-free") },
	};
	bool toll = facts->country.toll_numbers == FACT_YES;
	bool free = facts->country.toll_free_numbers == FACT_YES;
	str_add(out, _(texts[toll][free]));
	if (free && !brief) {
		str_add(out, "; ");
		str_add(out, _("toll-free after credits are funded"));
	}
	return toll || free ? SHEET_OK : SHEET_DIM;
}

const struct country_row country_answers[COUNTRY_ANSWERS] = {
	{ "audio_conferencing", N_("Audio Conferencing"), 130, NULL, conferencing_text },
	{ "conferencing_numbers", N_("Its numbers come"), 394, NULL, auto_numbers_text },
	{ "call_me", N_("Call me, dial out"), 397, NULL, call_me_text },
	{ "phone_system", N_("Phone System"), 133, NULL, phone_system_text },
	{ "auto_attendants", N_("Auto attendants"), 133, NULL, auto_attendants_text },
	{ "call_queues", N_("Call queues"), 133, NULL, call_queues_text },
	{ "voicemail", N_("Voicemail"), 130, NULL, voicemail_text },
	{ "calling_plans", N_("Calling Plans"), 0, calling_plans_rule, calling_plans_text },
	{ "minutes", N_("Minutes"), 0, minutes_rule, minutes_text },
	{ "premium_numbers", N_("Premium numbers"), 134, NULL, premium_text },
	{ "destinations", N_("Destinations abroad"), 116, NULL, destinations_text },
	{ "toll_cities", N_("Cities of toll numbers"), 253, NULL, toll_cities_text },
	{ "service_numbers", N_("Service numbers"), 178, NULL, service_numbers_text },
	{ "credits", N_("Credits"), 156, NULL, credits_text },
};

/* ---- and more ---- */

static int papers_rule(const struct country_facts *facts)
{
	return facts->has_papers ? facts->papers.rule : 129;
}

static enum sheet_tone numbers_by_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	switch (facts->country.numbers_by) {
	case NUMBERS_BY_PORTAL:
		if (brief)
			str_add(out, _("portal"));
		else if (facts->has_papers && facts->papers.special_form)
			str_add(out, _("in the portal; by a form for special wishes"));
		else
			str_add(out, _("in the portal"));
		return SHEET_OK;
	case NUMBERS_BY_FORM:
		str_add(out, brief ? _("form") : _("only by a request form to the service desk"));
		return SHEET_WARNING;
	case NUMBERS_BY_PARTNER:
		str_addf(out, brief ? "%s" : _("from %s, not in the portal"), seller_name(facts));
		return SHEET_WARNING;
	case NUMBERS_BY_NONE:
		break;
	}
	str_add(out, brief ? _("none") : _("none from Microsoft"));
	return SHEET_DIM;
}

static enum sheet_tone papers_text(const char *text, bool form, bool known, struct str *out)
{
	enum paper papers[PAPERS_OF_ONE];
	int count = known ? papers_for_new(text, form, papers, PAPERS_OF_ONE) : 0;
	if (count < 0) /* the facts know a paper that we do not: say it as it stands there */
		str_add(out, text);
	else if (count == 0)
		str_add(out, known ? _("none named") : _("unknown"));
	else
		add_papers(out, papers, count);
	return count == 0 ? SHEET_DIM : SHEET_PLAIN;
}

static enum sheet_tone papers_new_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	(void)brief;
	return papers_text(facts->papers.papers_new, facts->country.numbers_by == NUMBERS_BY_FORM,
		facts->has_papers, out);
}

static enum sheet_tone papers_port_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	(void)brief;
	return papers_text(facts->papers.papers_port, false, facts->has_papers, out);
}

static enum sheet_tone delivery_text(const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->has_papers &&
		add_days(out, facts->papers.delivery_days_min, facts->papers.delivery_days_max)) {
		if (!brief)
			str_add(out, _(", for special orders"));
		return SHEET_PLAIN;
	}
	str_add(out, facts->has_papers ? _("no time named") : _("unknown"));
	return SHEET_DIM;
}

static enum sheet_tone port_time_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	const struct formality *papers = &facts->papers;
	const struct latency *port = latency_of(LATENCY_PORT);
	if (!facts->has_papers) {
		str_add(out, _("unknown"));
		return SHEET_DIM;
	}
	if (!add_days(out, papers->port_days_min, papers->port_days_max)) {
		str_add(out, _("no time named"));
		if (!brief && papers->port_note[0])
			str_addf(out, "; %s", papers->port_note);
		return SHEET_WARNING;
	}
	if (!brief && papers->port_days_max == (int)(port->limit / DAY_SECONDS))
		str_addf(out, _(", mostly within %d"), (int)(port->usual / DAY_SECONDS));
	return SHEET_PLAIN;
}

static enum sheet_tone ported_text(const struct country_facts *facts, bool brief, struct str *out)
{
	(void)brief;
	return say(facts->has_papers ? facts->papers.ported_conferencing : FACT_UNKNOWN, out);
}

/* What a person may do about an unknown: addresses first is always right. */
static enum sheet_tone address_text(const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->country.calling_plans != FACT_YES) {
		str_add(out, _("unknown"));
		return SHEET_DIM;
	}
	switch (facts->country.civic_address) {
	case FACT_NO:
		str_add(out, brief ? _("at assignment")
				   : _("chosen when the number is given to a person"));
		return SHEET_OK;
	case FACT_YES:
		str_add(out, brief ? _("before the number")
				   : _("needed before a number is had or ported"));
		return SHEET_PLAIN;
	default:
		str_add(out, brief ? _("before, unsure")
				   : _("no document says; before the number is safe"));
		return SHEET_WARNING;
	}
}

static int address_rule(const struct country_facts *facts)
{
	return facts->country.civic_address == FACT_UNKNOWN ? 229 : 228;
}

static const char *step_title(enum order_step step)
{
	return _(plan_step_title((enum plan_step)plan_step_of(order_step_id(step))));
}

static enum sheet_tone order_text(const struct country_facts *facts, bool brief, struct str *out)
{
	if (facts->country.calling_plans != FACT_YES) {
		str_add(out, _("unknown"));
		return SHEET_DIM;
	}
	if (brief) {
		str_add(out,
			facts->order.addresses_first ? _("addresses first") : _("numbers first"));
		return SHEET_PLAIN;
	}
	for (int i = 0; i < ORDER_STEP_COUNT; i++)
		str_addf(out, "%s%s", i > 0 ? ", " : "", step_title(facts->order.steps[i]));
	return SHEET_PLAIN;
}

static enum sheet_tone emergency_numbers_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	(void)brief;
	str_add(out, facts->has_format ? facts->format.emergency_numbers : _("unknown"));
	return facts->has_format ? SHEET_PLAIN : SHEET_DIM;
}

static enum sheet_tone emergency_routing_text(
	const struct country_facts *facts, bool brief, struct str *out)
{
	if (brief)
		str_add(out, _(facts->emergency->words));
	else
		str_addf(out, "%s %s", _(facts->emergency->text), _(facts->emergency->advice));
	return facts->emergency->routing == EMERGENCY_NONE      ? SHEET_BAD
	       : facts->emergency->routing == EMERGENCY_UNKNOWN ? SHEET_DIM
								: SHEET_PLAIN;
}

static int emergency_rule(const struct country_facts *facts)
{
	return facts->emergency->rule;
}

static enum sheet_tone payg_text(const struct country_facts *facts, bool brief, struct str *out)
{
	static const struct {
		const char *brief, *text;
		enum sheet_tone tone;
	} texts[] = {
		[PAYG_NONE] = { N_("no"), N_("no"), SHEET_DIM },
		[PAYG_ZONE_1] = { N_("zone 1"), N_("yes, zone 1"), SHEET_OK },
		[PAYG_ZONE_2] = { N_("zone 2"), N_("yes, zone 2"), SHEET_OK },
		[PAYG_ELSEWHERE] = { N_("not sold"),
			N_("not sold here, but a zone 1 licence bought elsewhere may be used"),
			SHEET_WARNING },
		[PAYG_OWN] = { N_("own product"), N_("yes, a product of the country's own"),
			SHEET_OK },
		[PAYG_UNKNOWN] = { N_("in doubt"),
			N_("in doubt: on the country's page, but in no zone list"), SHEET_WARNING },
	};
	enum payg payg = facts->country.payg;
	str_add(out, _(brief ? texts[payg].brief : texts[payg].text));
	return texts[payg].tone;
}

static int payg_rule(const struct country_facts *facts)
{
	static const int rules[] = {
		[PAYG_NONE] = 118,
		[PAYG_ZONE_1] = 119,
		[PAYG_ZONE_2] = 120,
		[PAYG_ELSEWHERE] = 119,
		[PAYG_OWN] = 121,
		[PAYG_UNKNOWN] = 424,
	};
	return rules[facts->country.payg];
}

const struct country_row country_more[] = {
	{ "pay_as_you_go", N_("Pay-As-You-Go"), 0, payg_rule, payg_text },
	{ "new_numbers_by", N_("New numbers"), 0, papers_rule, numbers_by_text },
	{ "papers_new", N_("Their papers"), 0, papers_rule, papers_new_text },
	{ "delivery", N_("Their delivery"), 0, papers_rule, delivery_text },
	{ "papers_port", N_("Papers for a port"), 0, papers_rule, papers_port_text },
	{ "port_time", N_("Time of a port"), 0, papers_rule, port_time_text },
	{ "ported_conferencing", N_("Ported for conferencing"), 252, NULL, ported_text },
	{ "address", N_("Emergency address"), 0, address_rule, address_text },
	{ "order", N_("Order of steps"), 227, NULL, order_text },
	{ "emergency_numbers", N_("Emergency numbers"), 317, NULL, emergency_numbers_text },
	{ "emergency_routing", N_("Emergency calls"), 0, emergency_rule, emergency_routing_text },
};
const int country_more_count = COUNT(country_more);

/* Of lists only: the answers say it of toll and toll-free numbers at once. */
static const struct country_row toll_free_row = { "toll_free", N_("Toll-free numbers"), 167, NULL,
	toll_free_numbers_text };

int country_row_rule(const struct country_row *row, const struct country_facts *facts)
{
	return row->rule_of ? row->rule_of(facts) : row->rule;
}

const struct country_row *country_row(const char *id)
{
	for (int i = 0; i < COUNTRY_ANSWERS; i++)
		if (strcmp(country_answers[i].id, id) == 0)
			return &country_answers[i];
	for (int i = 0; i < COUNT(country_more); i++)
		if (strcmp(country_more[i].id, id) == 0)
			return &country_more[i];
	if (strcmp(toll_free_row.id, id) == 0)
		return &toll_free_row;
	die("no row of a country is called %s", id);
}

/* ---- the plain answer ---- */

static enum sheet_tone answer_no(const struct country_facts *facts, struct str *out)
{
	const char *name = facts->country.name;
	if (facts->country.phone_system == FACT_YES)
		str_addf(out,
			_("No: no Calling Plans are sold in %s. Take your own carrier with Phone "
			  "System: Operator Connect or Direct Routing."),
			name);
	else
		str_addf(out,
			_("No: no Calling Plans are sold in %s, and Phone System is not either. "
			  "Ask a partner."),
			name);
	return SHEET_BAD;
}

enum sheet_tone country_answer(const struct country_facts *facts, struct str *out)
{
	const char *name = facts->country.name;
	const struct plan_minutes *domestic = country_minutes(facts, "domestic");
	struct str minutes = { 0 };
	switch (facts->country.seller) {
	case COUNTRY_SELLER_TELSTRA:
		str_addf(out,
			_("Yes, from a partner: in %s Telstra sells and runs the Calling Plans."),
			name);
		return SHEET_OK;
	case COUNTRY_SELLER_SOFTBANK:
		str_addf(out,
			_("Yes, from a partner: in %s SoftBank sells and runs the Calling Plans, "
			  "to Japanese tenants only."),
			name);
		return SHEET_WARNING;
	case COUNTRY_SELLER_NONE:
		return answer_no(facts, out);
	case COUNTRY_SELLER_MICROSOFT:
		break;
	}
	text_number(&minutes, domestic ? domestic->domestic : 0);
	if (domestic)
		str_addf(out,
			_("Yes: Calling Plans are sold in %s by Microsoft, %s domestic minutes a "
			  "person and month."),
			name, str_text(&minutes));
	else
		str_addf(out, _("Yes: Calling Plans are sold in %s by Microsoft."), name);
	str_fini(&minutes);
	return SHEET_OK;
}

enum sheet_tone country_answer_brief(const struct country_facts *facts, struct str *out)
{
	const struct plan_minutes *domestic = country_minutes(facts, "domestic");
	struct str minutes = { 0 };
	if (facts->country.calling_plans != FACT_YES)
		return say(facts->country.calling_plans, out);
	text_number(&minutes, domestic ? domestic->domestic : 0);
	if (domestic)
		str_addf(out, _("yes, %s minutes"), str_text(&minutes));
	else
		str_addf(out, _("yes, by %s"), seller_name(facts));
	str_fini(&minutes);
	return SHEET_OK;
}

/* ---- notes ---- */

/* A value NULL stands for any, which the sentence may name; "said" is said by a row above. */
static const struct {
	const char *key, *value, *text;
	int rule;
} notes[] = {
	{ "audio_conferencing_mode", "pay_per_minute_only",
		N_("Audio Conferencing is paid by the minute only."), 402 },
	{ "audio_conferencing_mode", "users_outside_country_only",
		N_("Audio Conferencing is for people outside the country only."), 130 },
	{ "audio_conferencing_partner", NULL, N_("Audio Conferencing is run by %s."), 130 },
	{ "auto_numbers", "non_geographic",
		N_("The conferencing numbers that come by themselves belong to no city."), 394 },
	{ "auto_numbers", "not_applicable", N_("No conferencing numbers come by themselves here."),
		394 },
	{ "auto_numbers_limit", "organizations_in_country_only",
		N_("Conferencing numbers come by themselves only to organizations of the country."),
		394 },
	{ "call_me_limit", "not_if_bought_in_country",
		N_("Call me does not work with licences bought in the country."), 130 },
	{ "calling_plan_minutes_conflict", "page_2022-08_says_1200",
		N_("The country's page of 2022-08 says 1,200 minutes; the later list counts."),
		421 },
	{ "calling_plan_seller", NULL, NULL, 0 },
	{ "calling_plan_sku", "country_specific",
		N_("The plans are products of the country's own: the usual ones give no numbers "
		   "here."),
		121 },
	{ "domestic_includes", NULL, N_("Calls to %s count as domestic."), 144 },
	{ "minutes_shared_with", NULL, N_("People here share their minutes with those of %s."),
		143 },
	{ "nanp_area_code", NULL, N_("Area codes in the North American numbering plan: %s."), 0 },
	{ "pay_as_you_go", NULL, NULL, 0 },
	{ "premium_prefixes_on_credits", NULL, NULL, 0 },
	{ "premium_prefixes_refused", NULL,
		N_("Calls to numbers that begin with +%s are never possible."), 134 },
	{ "service_numbers_use", "audio_conferencing_only",
		N_("Service numbers serve Audio Conferencing only."), 176 },
	{ "shared_calling", "no",
		N_("Shared Calling through a Calling Plan service number does not work here."),
		392 },
	{ "toll_city_on_request", NULL, N_("Toll numbers of %s are had on request."), 253 },
	{ "toll_free_numbers", "on_request", N_("Toll-free numbers are had on request."), 178 },
	{ "toll_free_numbers_limit", "not_if_bought_in_country",
		N_("Toll-free numbers do not work with licences bought in the country."), 178 },
	{ "toll_numbers", "non_geographic", N_("Toll numbers belong to no city."), 253 },
	{ "toll_numbers", "on_request", N_("Toll numbers are had on request."), 253 },
	{ "toll_numbers_conflict", "available_but_no_city_listed",
		N_("The page says that toll numbers are available, yet lists no city."), 253 },
	{ "toll_numbers_conflict", "not_available_but_city_listed",
		N_("The page says that toll numbers are not available, yet lists a city."), 253 },
	{ "toll_numbers_limit", "organizations_in_country_only",
		N_("Toll numbers are for organizations of the country only."), 178 },
	{ "toll_numbers_limit", "reachable_in_country_only",
		N_("Toll numbers can be called inside the country only."), 185 },
	{ "toll_other_cities", "on_request", N_("Toll numbers of other cities are had on request."),
		253 },
};

static int note_at(const struct country_note *note)
{
	for (int i = 0; i < COUNT(notes); i++)
		if (strcmp(notes[i].key, note->key) == 0 &&
			(!notes[i].value || strcmp(notes[i].value, note->value) == 0))
			return i;
	return -1;
}

bool country_note_known(const struct country_note *note)
{
	return note_at(note) >= 0;
}

/* The sentence with the value in the place of its %s. */
static void put_into(struct str *out, const char *text, const char *value)
{
	const char *place = strstr(text, "%s");
	if (!place) {
		str_add(out, text);
		return;
	}
	str_addn(out, text, (size_t)(place - text));
	str_add(out, value);
	str_add(out, place + 2);
}

bool country_note_text(
	struct reference *ref, const struct country_note *note, struct str *out, int *rule)
{
	int at = note_at(note);
	char name[64];
	*rule = 0;
	if (at < 0) { /* newer facts than words: better raw than left out */
		str_addf(out, "%s: %s", note->key, note->value);
		return true;
	}
	if (!notes[at].text)
		return false;
	*rule = notes[at].rule;
	if (notes[at].value) {
		str_add(out, _(notes[at].text));
		return true;
	}
	/* A country is named, anything else stands for itself. */
	if (strlen(note->value) != 2 ||
		!reference_country_name(ref, note->value, name, sizeof name))
		snprintf(name, sizeof name, "%s", note->value);
	put_into(out, _(notes[at].text), name);
	return true;
}

/* ---- which countries ---- */

static void pick_add(struct country *list, int *count, const struct country *country)
{
	for (int i = 0; i < *count; i++)
		if (strcmp(list[i].code, country->code) == 0)
			return;
	if (*count < COUNTRY_LIST)
		list[(*count)++] = *country;
}

bool country_pick(struct reference *ref, const char *word, struct country *list, int *count,
	struct error *err)
{
	struct country found;
	if (strlen(word) == 2 && reference_country(ref, word, &found, NULL)) {
		pick_add(list, count, &found);
		return true;
	}
	struct country *matches = xcalloc(COUNTRY_LIST, sizeof *matches);
	int matched = reference_country_search(ref, word, matches, COUNTRY_LIST);
	for (int i = 0; i < matched && i < COUNTRY_LIST; i++)
		pick_add(list, count, &matches[i]);
	free(matches);
	if (matched > 0)
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("No country is called \"%s\". Try a two-letter code, or `ringup country` for the list."),
		word);
}
