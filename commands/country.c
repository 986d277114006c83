/* ringup country: what can be had in a country, with date and source; several side by side as JSON.
 */
#include <stddef.h>
#include <stdlib.h>

#include "core/base/tr.h"
#include "core/rules/papers.h"
#include "core/sheet/country.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"
#include "commands/work.h"

/* Columns of the labels, and of one country beside others. */
enum { LABEL_COLUMNS = 24, COUNTRY_COLUMNS = 18 };

static const char *const fact_words[] = {
	[FACT_UNKNOWN] = "unknown", [FACT_NO] = "no", [FACT_YES] = "yes", [FACT_CREDITS] = "credits"
};
static const char *const seller_words[] = {
	[COUNTRY_SELLER_NONE] = "none",
	[COUNTRY_SELLER_MICROSOFT] = "microsoft",
	[COUNTRY_SELLER_TELSTRA] = "telstra",
	[COUNTRY_SELLER_SOFTBANK] = "softbank",
};
static const char *const by_words[] = {
	[NUMBERS_BY_NONE] = "none",
	[NUMBERS_BY_PORTAL] = "portal",
	[NUMBERS_BY_FORM] = "form",
	[NUMBERS_BY_PARTNER] = "partner",
};
static const char *const payg_words[] = {
	[PAYG_NONE] = "none",
	[PAYG_ZONE_1] = "zone_1",
	[PAYG_ZONE_2] = "zone_2",
	[PAYG_ELSEWHERE] = "zone_1_not_sold_in_country",
	[PAYG_OWN] = "own_sku",
	[PAYG_UNKNOWN] = "unknown",
};

/* The answers of a country's page: the column's name in the facts, where it stands. */
static const struct {
	const char *key;
	size_t offset;
} facts[] = {
	{ "audio_conferencing", offsetof(struct country, audio_conferencing) },
	{ "conferencing_auto_numbers", offsetof(struct country, conferencing_auto_numbers) },
	{ "dial_out_call_me", offsetof(struct country, call_me) },
	{ "phone_system", offsetof(struct country, phone_system) },
	{ "auto_attendants", offsetof(struct country, auto_attendants) },
	{ "call_queues", offsetof(struct country, call_queues) },
	{ "voicemail", offsetof(struct country, voicemail) },
	{ "calling_plans", offsetof(struct country, calling_plans) },
	{ "premium_numbers", offsetof(struct country, premium_numbers) },
	{ "toll_service_numbers", offsetof(struct country, toll_numbers) },
	{ "toll_free_service_numbers", offsetof(struct country, toll_free_numbers) },
	{ "communications_credits", offsetof(struct country, credits) },
};
#define FACT_COUNT (sizeof facts / sizeof facts[0])

static enum fact fact_of(const struct country *country, size_t i)
{
	return *(const enum fact *)(const void *)((const char *)country + facts[i].offset);
}

static void json_minutes(struct json *json, const struct country_facts *country)
{
	json_array(json, "minutes");
	for (int i = 0; i < country->minute_count; i++) {
		const struct plan_minutes *minutes = &country->minutes[i];
		json_object(json, NULL);
		json_text(json, "plan", minutes->plan);
		json_number(json, "domestic", minutes->domestic);
		json_number(json, "international", minutes->international);
		json_truth(json, "pooled", minutes->pooled);
		json_truth(json, "offered", minutes->offered);
		json_text(json, "doubt", minutes->origin.doubt);
		json_end(json);
	}
	json_end(json);
}

static void json_cities(struct json *json, const char *key, const struct city *cities, int count)
{
	json_array(json, key);
	for (int i = 0; i < count; i++) {
		json_object(json, NULL);
		json_text(json, "city", cities[i].city);
		json_text(json, "state", cities[i].state);
		json_end(json);
	}
	json_end(json);
}

/* Days that no document names are null. */
static void json_days(struct json *json, const char *key, int days)
{
	if (days < 0)
		json_null(json, key);
	else
		json_number(json, key, days);
}

static void json_forms(struct json *json, const char *key, const char *text, bool by_form)
{
	enum paper papers[8];
	int count = papers_for_new(text, by_form, papers, 8);
	json_array(json, key);
	for (int i = 0; i < count; i++)
		json_text(json, NULL, paper_of(papers[i])->id);
	json_end(json);
}

static void json_formality(struct json *json, const struct country_facts *country)
{
	const struct formality *papers = &country->papers;
	if (!country->has_papers) {
		json_null(json, "papers");
		return;
	}
	json_object(json, "papers");
	json_text(json, "new_numbers", papers->papers_new);
	json_text(json, "porting", papers->papers_port);
	json_truth(json, "know_your_customer", papers->kyc);
	json_number(json, "rule", papers->rule);
	json_text(json, "as_of", papers->origin.as_of);
	json_forms(json, "new_forms", papers->papers_new,
		country->country.numbers_by == NUMBERS_BY_FORM);
	json_forms(json, "port_forms", papers->papers_port, false);
	json_truth(json, "form_for_special_wishes", papers->special_form);
	json_days(json, "delivery_days_min", papers->delivery_days_min);
	json_days(json, "delivery_days_max", papers->delivery_days_max);
	json_days(json, "port_days_min", papers->port_days_min);
	json_days(json, "port_days_max", papers->port_days_max);
	json_text(json, "port_note", papers->port_note);
	json_text(json, "ported_conferencing", fact_words[papers->ported_conferencing]);
	json_text(json, "doubt", papers->origin.doubt);
	json_end(json);
}

static void json_address(
	struct json *json, struct reference *ref, const struct country_facts *country)
{
	if (!country->has_format) {
		json_null(json, "address");
		return;
	}
	struct format_field fields[32];
	int count = reference_address_fields(ref, country->country.code, fields, 32);
	json_object(json, "address");
	json_text(json, "postal_code_example", country->format.postal_code_example);
	json_text(json, "emergency_numbers", country->format.emergency_numbers);
	json_array(json, "fields");
	for (int i = 0; i < count && i < 32; i++) {
		json_object(json, NULL);
		json_text(json, "id", fields[i].field);
		json_truth(json, "required", fields[i].required);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void json_notes(struct json *json, const struct country_facts *country)
{
	json_array(json, "notes");
	for (int i = 0; i < country->note_count; i++) {
		json_object(json, NULL);
		json_text(json, "key", country->notes[i].key);
		json_text(json, "value", country->notes[i].value);
		json_text(json, "doubt", country->notes[i].origin.doubt);
		json_end(json);
	}
	json_end(json);
}

/* One country as an object: the columns of the facts under their names, and what follows from them.
 */
static void json_country(
	struct json *json, struct reference *ref, const struct country_facts *facts_of)
{
	const struct country *country = &facts_of->country;
	json_object(json, NULL);
	json_text(json, "iso2", country->code);
	json_text(json, "name_en", country->name);
	json_text(json, "name_fr", country->name_fr);
	json_text(json, "calling_code", country->calling_code);
	json_text(json, "currency", country->currency);
	for (size_t i = 0; i < FACT_COUNT; i++)
		json_text(json, facts[i].key, fact_words[fact_of(country, i)]);
	if (country->destinations < 0)
		json_text(json, "outbound_destinations", "unknown");
	else
		json_number(json, "outbound_destinations", country->destinations);
	json_text(json, "source_page", country->page);
	json_text(json, "source_commit", country->page_version);
	json_text(json, "seller", seller_words[country->seller]);
	json_text(json, "pay_as_you_go", payg_words[country->payg]);
	json_text(json, "new_numbers_by", by_words[country->numbers_by]);
	json_text(json, "civic_address_required_for_number", fact_words[country->civic_address]);
	json_truth(json, "area_code_must_match_address", country->area_code_must_match);
	json_array(json, "steps");
	for (int i = 0; i < ORDER_STEP_COUNT; i++)
		json_text(json, NULL, order_step_id(facts_of->order.steps[i]));
	json_end(json);
	json_minutes(json, facts_of);
	json_cities(
		json, "conferencing_cities", facts_of->conferencing, facts_of->conferencing_count);
	json_cities(json, "service_cities", facts_of->service, facts_of->service_count);
	json_formality(json, facts_of);
	json_address(json, ref, facts_of);
	json_text(json, "emergency_routing", facts_of->emergency->id);
	json_notes(json, facts_of);
	json_text(json, "source", country->origin.source);
	json_text(json, "as_of", country->origin.as_of);
	json_text(json, "doubt", country->origin.doubt);
	json_end(json);
}

static bool print_json(struct str *out, struct reference *ref, const struct country *list,
	int count, struct error *err)
{
	struct country_facts *facts_of = xcalloc(1, sizeof *facts_of);
	struct json *json = json_new();
	bool ok = true;
	json_array(json, NULL);
	for (int i = 0; ok && i < count; i++) {
		ok = country_facts_load(ref, list[i].code, facts_of, err);
		if (ok)
			json_country(json, ref, facts_of);
	}
	json_end(json);
	str_add(out, json_done(json));
	json_free(json);
	free(facts_of);
	return ok;
}

/* All countries, a line each: the plain answer, how numbers are had, in which order. */
static bool print_list(struct str *out, struct reference *ref, const struct country *list,
	int count, struct error *err)
{
	struct country_facts *facts_of = xcalloc(1, sizeof *facts_of);
	struct table table = { .columns = 6 };
	bool ok = true;
	TABLE_ROW(&table, "", _("Country"), _("Calling Plans"), _("Audio"), _("Toll-free"),
		_("Numbers"));
	for (int i = 0; ok && i < count; i++) {
		struct str texts[4] = { 0 };
		ok = country_facts_load(ref, list[i].code, facts_of, err);
		if (ok) {
			country_answer_brief(facts_of, &texts[0]);
			country_row("audio_conferencing")->text(facts_of, true, &texts[1]);
			country_row("toll_free")->text(facts_of, true, &texts[2]);
			country_row("new_numbers_by")->text(facts_of, true, &texts[3]);
			TABLE_ROW(&table, list[i].code, list[i].name, str_text(&texts[0]),
				str_text(&texts[1]), str_text(&texts[2]), str_text(&texts[3]));
		}
		for (int k = 0; k < 4; k++)
			str_fini(&texts[k]);
	}
	table_print(&table, out, "");
	free(facts_of);
	return ok;
}

/* As many beside one another as the terminal is wide. */
static bool print_sheet(const struct session *session, struct str *out, struct reference *ref,
	const struct country *list, int count, struct error *err)
{
	int columns = work_columns(session);
	struct sheet sheet;
	sheet_init(&sheet, "");
	bool ok = country_sheet(
		ref, list, count, (columns - LABEL_COLUMNS) / COUNTRY_COLUMNS, &sheet, err);
	if (ok)
		sheet_print(&sheet, columns, out);
	sheet_fini(&sheet);
	return ok;
}

COMMAND(country)
{
	struct reference *ref = reference_open(NULL, err);
	struct country *list = xcalloc(COUNTRY_LIST, sizeof *list);
	int count = 0;
	bool ok = ref != NULL;
	if (ok && argc == 0)
		count = reference_countries(ref, list, COUNTRY_LIST);
	for (int i = 0; ok && i < argc; i++)
		ok = country_pick(ref, argv[i], list, &count, err);
	if (ok && session->settings.json)
		ok = print_json(&session->out, ref, list, count, err);
	else if (ok && argc == 0)
		ok = print_list(&session->out, ref, list, count, err);
	else if (ok)
		ok = print_sheet(session, &session->out, ref, list, count, err);
	free(list);
	reference_close(ref);
	return ok ? EXIT_DONE : exit_code_of(err);
}
