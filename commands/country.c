/* ringup country: what can be had in a country, with date and source; several side by side as JSON.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/order.h"
#include "core/store/json.h"
#include "commands/command.h"
#include "commands/print.h"

#define COUNTRY_ROOM 160

static const char *const fact_words[] = {
	[FACT_UNKNOWN] = "unknown", [FACT_NO] = "no", [FACT_YES] = "yes", [FACT_CREDITS] = "credits"
};
static const char *const fact_texts[] = {
	[FACT_UNKNOWN] = N_("unknown"),
	[FACT_NO] = N_("no"),
	[FACT_YES] = N_("yes"),
	[FACT_CREDITS] = N_("yes, from Communications Credits"),
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

/* The answers of a country's page: the column's name in the facts, what a person calls it, where it
 * stands. */
static const struct {
	const char *key, *label;
	size_t offset;
} facts[] = {
	{ "audio_conferencing", N_("Audio Conferencing"),
		offsetof(struct country, audio_conferencing) },
	{ "conferencing_auto_numbers", N_("Conferencing numbers by themselves"),
		offsetof(struct country, conferencing_auto_numbers) },
	{ "dial_out_call_me", N_("Dial out, call me"), offsetof(struct country, call_me) },
	{ "phone_system", N_("Phone System"), offsetof(struct country, phone_system) },
	{ "auto_attendants", N_("Auto attendants"), offsetof(struct country, auto_attendants) },
	{ "call_queues", N_("Call queues"), offsetof(struct country, call_queues) },
	{ "voicemail", N_("Voicemail"), offsetof(struct country, voicemail) },
	{ "calling_plans", N_("Calling Plans"), offsetof(struct country, calling_plans) },
	{ "premium_numbers", N_("Calls to premium numbers"),
		offsetof(struct country, premium_numbers) },
	{ "toll_service_numbers", N_("Toll service numbers"),
		offsetof(struct country, toll_numbers) },
	{ "toll_free_service_numbers", N_("Toll-free service numbers"),
		offsetof(struct country, toll_free_numbers) },
	{ "communications_credits", N_("Communications Credits"),
		offsetof(struct country, credits) },
};
#define FACT_COUNT (sizeof facts / sizeof facts[0])

static enum fact fact_of(const struct country *country, size_t i)
{
	return *(const enum fact *)(const void *)((const char *)country + facts[i].offset);
}

/* The order of the steps there: "licences", "addresses", ... */
static struct order order_in(const struct country *country)
{
	struct order_country rule = { .area_must_match = country->area_code_must_match };
	snprintf(rule.iso2, sizeof rule.iso2, "%s", country->code);
	rule.address_to_acquire = order_need_of(fact_words[country->civic_address]);
	return order_of(&rule, 1, false);
}

static void json_minutes(struct json *json, struct reference *ref, const char *code)
{
	struct plan_minutes minutes[16];
	int count = reference_minutes_of(ref, code, minutes, 16);
	json_array(json, "minutes");
	for (int i = 0; i < count && i < 16; i++) {
		json_object(json, NULL);
		json_text(json, "plan", minutes[i].plan);
		json_number(json, "domestic", minutes[i].domestic);
		json_number(json, "international", minutes[i].international);
		json_truth(json, "pooled", minutes[i].pooled);
		json_truth(json, "offered", minutes[i].offered);
		json_text(json, "doubt", minutes[i].origin.doubt);
		json_end(json);
	}
	json_end(json);
}

static void json_formality(struct json *json, struct reference *ref, const char *code)
{
	struct formality papers;
	struct error none = { 0 };
	if (!reference_formality(ref, code, &papers, &none)) {
		json_null(json, "papers");
		return;
	}
	json_object(json, "papers");
	json_text(json, "new_numbers", papers.papers_new);
	json_text(json, "porting", papers.papers_port);
	json_truth(json, "know_your_customer", papers.kyc);
	json_number(json, "rule", papers.rule);
	json_text(json, "as_of", papers.origin.as_of);
	json_end(json);
}

static void json_address(struct json *json, struct reference *ref, const char *code)
{
	struct address_format format;
	struct error none = { 0 };
	if (!reference_address_format(ref, code, &format, &none)) {
		json_null(json, "address");
		return;
	}
	struct format_field fields[32];
	int count = reference_address_fields(ref, code, fields, 32);
	json_object(json, "address");
	json_text(json, "postal_code_example", format.postal_code_example);
	json_text(json, "emergency_numbers", format.emergency_numbers);
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

/* One country as an object: the columns of the facts under their names, and what follows from them.
 */
static void json_country(struct json *json, struct reference *ref, const struct country *country)
{
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
	json_text(json, "seller", seller_words[country->seller]);
	json_text(json, "pay_as_you_go", payg_words[country->payg]);
	json_text(json, "new_numbers_by", by_words[country->numbers_by]);
	json_text(json, "civic_address_required_for_number", fact_words[country->civic_address]);
	json_truth(json, "area_code_must_match_address", country->area_code_must_match);
	struct order order = order_in(country);
	json_array(json, "steps");
	for (int i = 0; i < ORDER_STEP_COUNT; i++)
		json_text(json, NULL, order_step_id(order.steps[i]));
	json_end(json);
	json_minutes(json, ref, country->code);
	json_formality(json, ref, country->code);
	json_address(json, ref, country->code);
	json_text(json, "source", country->origin.source);
	json_text(json, "as_of", country->origin.as_of);
	json_text(json, "doubt", country->origin.doubt);
	json_end(json);
}

static void print_minutes(struct table *table, struct reference *ref, const char *code)
{
	struct plan_minutes minutes[16];
	int count = reference_minutes_of(ref, code, minutes, 16);
	for (int i = 0; i < count && i < 16; i++) {
		if (!minutes[i].offered)
			continue;
		char text[120];
		if (minutes[i].international)
			snprintf(text, sizeof text,
				_("%d domestic and %d international a person and month"),
				minutes[i].domestic, minutes[i].international);
		else
			snprintf(text, sizeof text, _("%d domestic a person and month"),
				minutes[i].domestic);
		TABLE_ROW(table, _("Minutes"), text);
	}
}

/* One country as a sheet. */
static void print_country(struct str *out, struct reference *ref, const struct country *country)
{
	struct table table = { .columns = 2 };
	str_addf(out, "%s (%s)   +%s   %s\n", country->name, country->code, country->calling_code,
		country->currency);
	for (size_t i = 0; i < FACT_COUNT; i++)
		TABLE_ROW(&table, _(facts[i].label), _(fact_texts[fact_of(country, i)]));
	print_minutes(&table, ref, country->code);
	struct formality papers;
	struct error none = { 0 };
	if (reference_formality(ref, country->code, &papers, &none) && papers.papers_new[0])
		TABLE_ROW(&table, _("Papers for numbers"), papers.papers_new);
	TABLE_ROW(&table, _("Numbers by"), by_words[country->numbers_by]);
	struct order order = order_in(country);
	struct str steps = { 0 };
	for (int i = 0; i < ORDER_STEP_COUNT; i++)
		str_addf(&steps, "%s%s", i ? ", " : "", order_step_id(order.steps[i]));
	TABLE_ROW(&table, _("Order of steps"), str_text(&steps));
	if (country->calling_plans == FACT_YES)
		TABLE_ROW(&table, "", _(order.reason.why));
	str_fini(&steps);
	struct address_format format;
	if (reference_address_format(ref, country->code, &format, &none))
		TABLE_ROW(&table, _("Emergency numbers"), format.emergency_numbers);
	char source[240];
	snprintf(source, sizeof source, "%s, %s", country->origin.as_of, country->origin.source);
	TABLE_ROW(&table, _("Facts of"), source);
	if (country->origin.doubt[0])
		TABLE_ROW(&table, _("In doubt"), country->origin.doubt);
	table_print(&table, out, "  ");
}

static void print_list(struct str *out, const struct country *list, int count)
{
	struct table table = { .columns = 3 };
	for (int i = 0; i < count; i++)
		TABLE_ROW(&table, list[i].code, list[i].name,
			list[i].calling_plans == FACT_YES ? _("Calling Plans") : "");
	table_print(&table, out, "");
}

/* A code or a name: adds what it means to the list. A word that several names hold gives them all.
 */
static bool add_countries(struct reference *ref, const char *word, struct country *list, int *count,
	struct error *err)
{
	struct country found;
	struct error none = { 0 };
	if (strlen(word) == 2 && reference_country(ref, word, &found, &none)) {
		list[(*count)++] = found;
		return true;
	}
	struct country matches[COUNTRY_ROOM];
	int matched = reference_country_search(ref, word, matches, COUNTRY_ROOM);
	if (matched == 0)
		return error_set(err, ERROR_NOT_FOUND,
			_("No country is called \"%s\". Try a two-letter code, or `ringup country` for the list."),
			word);
	for (int i = 0; i < matched && i < COUNTRY_ROOM && *count < COUNTRY_ROOM; i++)
		list[(*count)++] = matches[i];
	return true;
}

COMMAND(country)
{
	struct reference *ref = reference_open(NULL, err);
	if (!ref)
		return exit_code_of(err);
	static struct country list[COUNTRY_ROOM];
	int count = 0;
	bool ok = true;
	if (argc == 0)
		count = reference_countries(ref, list, COUNTRY_ROOM);
	for (int i = 0; ok && i < argc && count < COUNTRY_ROOM; i++)
		ok = add_countries(ref, argv[i], list, &count, err);
	if (ok && session->settings.json) {
		struct json *json = json_new();
		json_array(json, NULL);
		for (int i = 0; i < count; i++)
			json_country(json, ref, &list[i]);
		json_end(json);
		str_add(&session->out, json_done(json));
		json_free(json);
	} else if (ok && argc == 0) {
		print_list(&session->out, list, count);
	} else if (ok) {
		for (int i = 0; i < count; i++) {
			if (i > 0)
				str_addc(&session->out, '\n');
			print_country(&session->out, ref, &list[i]);
		}
	}
	reference_close(ref);
	return ok ? EXIT_DONE : exit_code_of(err);
}
