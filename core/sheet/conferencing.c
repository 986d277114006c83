/* core/sheet/conferencing.c: dial-in meetings: who needs a licence, what calling out costs, which
 * numbers the bridge has, and what is where it is not sold.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/plan/licensing.h"
#include "core/plan/quota.h"
#include "core/rules/capability.h"
#include "core/rules/conferencing.h"
#include "core/rules/e164.h"
#include "core/sheet/answer.h"
#include "core/sheet/topic.h"
#include "core/store/json.h"
#include "core/tenant/feature.h"
#include "core/tenant/licence.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

#define BRIDGE "bridge" /* name of the one feature of its kind */

enum { COUNTRIES_MAX = 300, CITIES_MAX = 64, NUMBERS_SHOWN = 8, EXAMPLE_LICENCES = 20 };

/* A sentence and its rule. */
struct saying {
	int rule;
	const char *text; /* N_() */
};

#define SAY(sheet, sayings) say(sheet, sayings, (int)(sizeof(sayings) / sizeof((sayings)[0])))

static void say(struct sheet *sheet, const struct saying *sayings, int count)
{
	for (int i = 0; i < count; i++)
		sheet_item(sheet, 0, sayings[i].rule, SHEET_PLAIN, "%s", _(sayings[i].text));
}

/* ---- answers ---- */

struct ask {
	char who[12]; /* none | callers | all | marked */
	char country[3];
	char to[3];                   /* "" : no destination is asked about */
	char toll[24], toll_free[24]; /* of the bridge; "" as it is */
	bool provider, per_minute;
	int64_t minutes; /* of a month, called out */
	int64_t pin;
};

static void ask_read(const struct topic_context *context, struct ask *out)
{
	char terms[12];
	*out = (struct ask){ .provider = topic_yes(context, "provider"),
		.minutes = topic_number(context, "minutes"),
		.pin = topic_number(context, "pin") };
	answer_text(context, "for", out->who, sizeof out->who);
	answer_text(context, "to", out->to, sizeof out->to);
	answer_text(context, "toll", out->toll, sizeof out->toll);
	answer_text(context, "tollfree", out->toll_free, sizeof out->toll_free);
	answer_text(context, "terms", terms, sizeof terms);
	out->per_minute = strcmp(terms, "minute") == 0;
	topic_country(context, out->country);
}

/* Who names hosts means that these are hosts. */
static void who_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = context->store && organization_get(context->store, &organization, NULL);
	const char *who = known ? organization.conferencing_for : "none";
	struct str named = { 0 };
	topic_answer(context, "organizers", &named);
	str_add(out, strcmp(who, "none") == 0 && named.len > 0 ? "marked" : who);
	str_fini(&named);
}

/* What the tenant has or is to have; without a profile an example. */
struct figures {
	struct licence_counts now, then;
	int64_t hosts; /* by the answer */
	bool credits;
};

static int64_t people_in(struct store *store, enum person_scope scope)
{
	struct person_filter filter = { .scope = scope };
	int64_t count = person_count(store, &filter, NULL);
	return count > 0 ? count : 0;
}

static int64_t hosts_of(struct store *store, const char *who)
{
	if (strcmp(who, "all") == 0)
		return people_in(store, PERSON_MEMBERS);
	if (strcmp(who, "callers") == 0)
		return people_in(store, PERSON_CALLERS);
	return strcmp(who, "marked") == 0 ? people_in(store, PERSON_ORGANIZERS) : 0;
}

static void figures_read(
	const struct topic_context *context, const struct ask *ask, struct figures *out)
{
	struct plan_quota quota;
	*out = (struct figures){ .now = { .conferencing = EXAMPLE_LICENCES },
		.then = { .conferencing = EXAMPLE_LICENCES } };
	if (!context->store || !licence_count(context->store, false, &out->now, NULL) ||
		!licence_count(context->store, true, &out->then, NULL))
		return;
	out->hosts = hosts_of(context->store, ask->who);
	out->credits = plan_quota_wanted(context->store, "tollfree", context->now, &quota, NULL) &&
		       quota.credits;
}

/* ---- the answer first ---- */

static bool sold_in(const struct topic_context *context, const char *code, struct country *country)
{
	return !reference_country(context->ref, code, country, NULL) ||
	       country->audio_conferencing != FACT_NO;
}

static void write_sold(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	struct country country = { .code = "" };
	bool sold = sold_in(context, ask->country, &country);
	if (!country.code[0] || country.audio_conferencing == FACT_UNKNOWN) {
		sheet_row(sheet, "sold", _("Sold"), 407, SHEET_WARNING, _("unknown for %s"),
			country.code[0] ? country.name : ask->country);
		return;
	}
	sheet_row(sheet, "sold", _("Sold"), 407, sold ? SHEET_OK : SHEET_BAD,
		sold ? _("in %s") : _("not in %s"), country.name);
}

static void write_hosts(const struct topic_context *context, struct sheet *sheet,
	const struct ask *ask, const struct figures *figures)
{
	struct country country;
	struct conferencing_person person = {
		.organizes = true,
		.sold = sold_in(context, ask->country, &country),
		.provider = ask->provider,
		.terms = ask->per_minute ? CONFERENCING_PER_MINUTE : CONFERENCING_LICENCES,
	};
	struct verdict verdict = conferencing_licence(&person);
	/* That hosts need one is said below; here it counts only where one is missing. */
	if (!conferencing_needs(&person) ||
		figures->hosts > figures->then.conferencing + figures->then.conferencing_basic)
		sheet_verdict(sheet, &verdict);
	if (!context->store)
		return;
	sheet_count(sheet, "hosts", _("Hosts"), 393, figures->hosts,
		ngettext("%" PRId64 " person hosts such meetings, as answered",
			"%" PRId64 " people host such meetings, as answered",
			(unsigned long)figures->hosts),
		figures->hosts);
	sheet_count(sheet, "licences", _("Licences"), 24, figures->now.conferencing,
		_("%" PRId64 " assigned, %" PRId64 " with the plan"), figures->now.conferencing,
		figures->then.conferencing);
	sheet_count(sheet, "free", _("Free ones"), 408, figures->now.conferencing_basic,
		_("%" PRId64 " assigned, %" PRId64 " with the plan"),
		figures->now.conferencing_basic, figures->then.conferencing_basic);
}

/* ---- calls out ---- */

static void write_pool(const struct topic_context *context, struct sheet *sheet,
	const struct ask *ask, const struct figures *figures)
{
	struct constant each;
	int64_t licences = figures->then.conferencing;
	bool known = reference_constant(context->ref, "dial_out_minutes", &each, NULL);
	int64_t pool = conferencing_pool(licences, known ? each.value : 0);
	int64_t warning = reference_value(context->ref, "dial_out_warning_percent");
	int mail = conferencing_mail(ask->minutes, pool, warning);
	sheet_title(sheet, "dial_out", _("Calls out of a meeting"));
	if (!context->store)
		sheet_text(sheet, 398, SHEET_DIM,
			_("No profile is open: an example of %d licences."), EXAMPLE_LICENCES);
	sheet_bar(sheet, "pool", _("Pool"), ask->minutes, pool,
		mail >= 100 ? SHEET_BAD
		: mail > 0  ? SHEET_WARNING
			    : SHEET_PLAIN,
		_("%" PRId64 " of %" PRId64 " minutes a month: %" PRId64 " for each of %" PRId64
		  " assigned licences"),
		ask->minutes, pool, known ? each.value : 0, licences);
	sheet->lines[sheet->count - 1].rule = 398;
	sheet_text(sheet, 401, mail > 0 ? SHEET_WARNING : SHEET_DIM,
		_("The administrators get mails when %d and 100 per cent of it are used up."),
		(int)warning);
	sheet_text(sheet, 400, SHEET_DIM,
		_("Until 2019-12-01 there were %d minutes for each person; older pages still say so."),
		(int)reference_value(context->ref, "dial_out_minutes_earlier"));
	if (known)
		sheet_origin(sheet, &each.origin);
}

static void write_zone(const struct topic_context *context, struct sheet *sheet)
{
	struct country *list = xcalloc(COUNTRIES_MAX, sizeof *list);
	int count = reference_countries(context->ref, list, COUNTRIES_MAX), inside = 0;
	struct str names = { 0 };
	for (int i = 0; i < count && i < COUNTRIES_MAX; i++) {
		if (!list[i].conferencing_zone_a)
			continue;
		str_addf(&names, "%s%s", inside > 0 ? ", " : "", list[i].name);
		inside++;
	}
	sheet_count(sheet, "zone_a", _("Zone A"), 399, inside,
		ngettext("%d country is included, premium numbers aside",
			"%d countries are included, premium numbers aside", (unsigned long)inside),
		inside);
	sheet_text(sheet, 399, SHEET_DIM, "%s", str_text(&names));
	str_fini(&names);
	free(list);
}

/* One destination of a call out, or of "call me at". */
static void write_destination(const struct topic_context *context, struct sheet *sheet,
	const struct ask *ask, const struct figures *figures)
{
	struct country country = { .code = "" };
	bool known = reference_country(context->ref, ask->to, &country, NULL);
	int64_t pool = conferencing_pool(
		figures->then.conferencing, reference_value(context->ref, "dial_out_minutes"));
	struct conferencing_call call = {
		.standard = figures->then.conferencing > 0,
		.basic = figures->then.conferencing_basic > 0,
		.terms = ask->per_minute ? CONFERENCING_PER_MINUTE : CONFERENCING_LICENCES,
		.zone_a = known && country.conferencing_zone_a,
		.usa_canada = strcmp(ask->to, "US") == 0 || strcmp(ask->to, "CA") == 0,
		.left = pool - ask->minutes,
		.credits = figures->credits,
	};
	struct verdict verdict = conferencing_dial_out(&call);
	sheet_row(sheet, "to", _("Call out to"), verdict.rule, SHEET_PLAIN, "%s",
		known ? country.name : ask->to);
	sheet_verdict(sheet, &verdict);
}

static void write_dial_out(const struct topic_context *context, struct sheet *sheet,
	const struct ask *ask, const struct figures *figures)
{
	static const struct saying sayings[] = {
		{ 397, N_("\"Call me at\" and adding somebody by phone are calls out too: destinations that are not included are paid from Communications Credits.") },
		{ 80, N_("The free licence calls out to the United States and Canada only.") },
	};
	write_pool(context, sheet, ask, figures);
	write_zone(context, sheet);
	SAY(sheet, sayings);
	if (ask->to[0])
		write_destination(context, sheet, ask, figures);
}

/* ---- numbers ---- */

static void write_cities(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	struct city cities[CITIES_MAX];
	struct str names = { 0 };
	int count = reference_conferencing_cities(context->ref, ask->country, cities, CITIES_MAX);
	for (int i = 0; i < count && i < CITIES_MAX; i++)
		str_addf(&names, "%s%s", i > 0 ? ", " : "", cities[i].city);
	sheet_count(sheet, "cities", _("By themselves"), 396, count,
		count > 0 ? ngettext("toll numbers of %d city: %s", "toll numbers of %d cities: %s",
				    (unsigned long)count)
			  : _("%d: none come by themselves in %s"),
		count, count > 0 ? str_text(&names) : ask->country);
	str_fini(&names);
}

/* The tenant's own numbers that a bridge could have. */
static void write_own(const struct topic_context *context, struct sheet *sheet)
{
	static const char *const kinds[] = { "toll", "tollfree" };
	struct str list = { 0 };
	int64_t free_ones = 0;
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		struct number numbers[NUMBERS_SHOWN];
		struct number_filter filter = { .scope = NUMBER_FREE, .kind = kinds[k] };
		int count = number_window(context->store, &filter, 0, NUMBERS_SHOWN, numbers, NULL);
		free_ones += number_count(context->store, &filter, NULL);
		for (int i = 0; i < count; i++)
			str_addf(&list, "%s%s (%s)", list.len ? ", " : "", numbers[i].e164,
				kinds[k]);
	}
	sheet_count(sheet, "dedicated", _("Your own"), 394, free_ones,
		ngettext("%" PRId64 " free service number", "%" PRId64 " free service numbers",
			(unsigned long)free_ones),
		free_ones);
	if (list.len)
		sheet_text(sheet, 394, SHEET_PLAIN, "%s", str_text(&list));
	str_fini(&list);
}

static void write_bridge(const struct topic_context *context, struct sheet *sheet)
{
	static const struct {
		const char *id, *label, *path;
	} rows[] = { { "bridge_toll", N_("Bridge, toll"), "$.toll" },
		{ "bridge_tollfree", N_("Bridge, toll-free"), "$.toll_free" } };
	struct feature bridge;
	if (!feature_get(context->store, FEATURE_BRIDGE, BRIDGE, &bridge, NULL)) {
		sheet_row(sheet, "bridge", _("Bridge"), 404, SHEET_PLAIN, "%s",
			_("has the shared numbers only"));
		return;
	}
	bool done = bridge.actual && bridge.wanted && strcmp(bridge.actual, bridge.wanted) == 0;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str value = { 0 };
		feature_value(bridge.wanted ? bridge.wanted : bridge.actual, rows[i].path, &value);
		sheet_row(sheet, rows[i].id, _(rows[i].label), 404, done ? SHEET_OK : SHEET_WARNING,
			done ? "%s" : _("%s (planned)"), value.len ? str_text(&value) : "-");
		str_fini(&value);
	}
	feature_fini(&bridge);
}

static void write_numbers(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	static const struct saying sayings[] = {
		{ 394, N_("Shared toll numbers come by themselves when the first licence is assigned; toll-free ones and numbers of your own are ordered as service numbers: `ringup about service`.") },
		{ 395, N_("The bridge's default number is of the organization's country, not of the people's: here, unlike with plans, the organization counts.") },
		{ 406, N_("The languages of shared numbers are fixed; those of your own numbers you choose.") },
		{ 405, N_("A new number stands in invitations within 24 hours. Recurring meetings that were planned before keep the old one: their organizers send the invitation again.") },
	};
	struct country country;
	sheet_title(sheet, "numbers", _("Dial-in numbers"));
	sheet_row(sheet, "default", _("Default"), 395, SHEET_PLAIN, _("a number of %s"),
		reference_country(context->ref, ask->country, &country, NULL) ? country.name
									      : ask->country);
	write_cities(context, sheet, ask);
	if (context->store) {
		write_own(context, sheet);
		write_bridge(context, sheet);
	}
	SAY(sheet, sayings);
}

/* ---- what else ---- */

static void write_ways(const struct topic_context *context, struct sheet *sheet)
{
	static const struct saying sayings[] = {
		{ 408, N_("Since 2022 subscribers of Microsoft 365 get it free of charge, with calls out to the United States and Canada; before, all but E5 bought the add-on.") },
		{ 80, N_("The free one is offered in selected countries only.") },
		{ 25, N_("With a licence Microsoft is the person's conferencing provider. Whoever had another one is moved when it is assigned, and can be moved back.") },
		{ 26, N_("With Skype for Business Online Plan 2, or a plan that contains it, another provider's bridge may be used instead of the add-on.") },
		{ 40, N_("Enterprise E5 without Audio Conferencing: where it is sold, change to the E5 that contains it; elsewhere use another provider.") },
		{ 407, N_("Where it is not sold, a third party's conferencing provider hosts the bridge.") },
		{ 402, N_("By the minute: no monthly fee, every minute in and out from credits; for customers with a volume licence only.") },
	};
	sheet_title(sheet, "ways", _("Which licence, or another provider"));
	SAY(sheet, sayings);
	sheet_text(sheet, 211, SHEET_PLAIN,
		_("The free licence brings %d toll number of your own, however many people have it."),
		(int)reference_value(context->ref, "dial_out_variant_toll_numbers"));
}

static void write_limits(
	const struct topic_context *context, struct sheet *sheet, const struct ask *ask)
{
	int least = (int)reference_value(context->ref, "pin_digits_min");
	int most = (int)reference_value(context->ref, "pin_digits_max");
	int people = (int)reference_value(context->ref, "conferencing_participants_max");
	struct verdict pin = conferencing_pin_length(ask->pin, least, most);
	sheet_title(sheet, "limits", _("Limits"));
	sheet_count(sheet, "participants", _("By phone"), 393, people,
		_("%d people in a meeting at most"), people);
	sheet_row(sheet, "pin", _("PIN"), 403, verdict_ok(pin) ? SHEET_OK : SHEET_BAD,
		_("%d digits; %d to %d are allowed, %d unless it is set"), (int)ask->pin, least,
		most, (int)reference_value(context->ref, "pin_digits_default"));
	sheet_verdict(sheet, &pin);
}

static void write_steps(struct sheet *sheet)
{
	static const char *const steps[] = {
		N_("See that it is sold where your people are: `ringup about country`."),
		N_("Say who hosts: here, question Hosts, key P. The licences follow in step Licences; for credits licences: `ringup about credits`."),
		N_("Order service numbers for the bridge, if the shared ones will not do: `ringup about service`."),
		N_("Give them to the bridge: here, questions Toll and Toll-free, key P."),
		N_("Choose the languages of your own numbers: question Languages."),
		N_("Set entry tones, the lobby and the PIN length in the admin center: Meetings, Conference bridges."),
		N_("Choose the default number of people in other countries in the admin center."),
		N_("Write the text of the invitations there: Meeting settings."),
	};
	sheet_title(sheet, "steps", _("What to do, in this order"));
	for (int i = 0; i < (int)(sizeof steps / sizeof steps[0]); i++)
		sheet_item(sheet, i + 1, 404, SHEET_PLAIN, "%s", _(steps[i]));
}

static bool conferencing_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct ask ask;
	struct figures figures;
	(void)err;
	ask_read(context, &ask);
	figures_read(context, &ask, &figures);
	write_sold(context, sheet, &ask);
	write_hosts(context, sheet, &ask, &figures);
	sheet_text(sheet, 24, SHEET_PLAIN, "%s",
		_("One licence for each person who schedules or hosts such meetings; those who take part need none."));
	write_steps(sheet);
	write_dial_out(context, sheet, &ask, &figures);
	write_numbers(context, sheet, &ask);
	write_limits(context, sheet, &ask);
	write_ways(context, sheet);
	return true;
}

/* ---- planning ---- */

static bool refuse(const char *number, const struct verdict *verdict, struct error *err)
{
	return error_set(
		err, ERROR_REFUSED, "%s: %s %s", number, _(verdict->why), _(verdict->remedy));
}

/* A number that is only on its way is fine: the bridge waits for it. */
static bool check_bridge_number(
	const struct topic_context *context, const char *e164, bool toll_free, struct error *err)
{
	struct number number;
	struct plan_quota quota;
	if (!e164[0])
		return true;
	if (!number_get(context->store, e164, &number, err))
		return false;
	struct conferencing_number facts = {
		.service = strcmp(number.kind, toll_free ? "tollfree" : "toll") == 0,
		.toll_free = toll_free,
		.owned = number.actual,
		.taken = number.person_id != 0,
		.credits = plan_quota_wanted(
				   context->store, "tollfree", context->now, &quota, NULL) &&
			   quota.credits,
	};
	struct verdict verdict = conferencing_number(&facts);
	return verdict.answer != VERDICT_NO || refuse(e164, &verdict, err);
}

/* The words of a list, "en-US, fr-FR", as an array. */
static void json_words(struct json *json, const char *key, const char *list)
{
	char *copy = xstrdup(list), *rest = copy, *word;
	json_array(json, key);
	while ((word = strsep(&rest, ","))) {
		word = text_trim(word);
		if (*word)
			json_text(json, NULL, word);
	}
	json_end(json);
	free(copy);
}

/* A member of the bridge's wish as it stands. */
static void bridge_member(struct store *store, const char *path, struct str *out)
{
	struct feature bridge;
	if (!feature_get(store, FEATURE_BRIDGE, BRIDGE, &bridge, NULL))
		return;
	feature_value(bridge.wanted, path, out);
	feature_fini(&bridge);
}

static bool want_bridge(const struct topic_context *context, const struct ask *ask,
	const char *languages, struct error *err)
{
	struct str toll = { 0 }, toll_free = { 0 };
	bridge_member(context->store, "$.toll", &toll);
	bridge_member(context->store, "$.toll_free", &toll_free);
	bool dedicated = ask->toll[0] || ask->toll_free[0] || toll.len || toll_free.len;
	struct verdict chosen = conferencing_languages(dedicated);
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "toll", ask->toll[0] ? ask->toll : str_text(&toll));
	json_text(json, "toll_free", ask->toll_free[0] ? ask->toll_free : str_text(&toll_free));
	json_words(json, "languages", languages);
	json_end(json);
	bool ok = verdict_ok(chosen) ? feature_want(context->store, FEATURE_BRIDGE, BRIDGE,
					       json_done(json), err)
				     : refuse(languages, &chosen, err);
	json_free(json);
	str_fini(&toll);
	str_fini(&toll_free);
	return ok;
}

/* The people who are named host meetings from now on; the others stay as they are. */
static bool want_organizers(const struct topic_context *context, struct error *err)
{
	struct str list = { 0 };
	char *copy = xstrdup(topic_answer(context, "organizers", &list)), *rest = copy, *upn;
	bool ok = true;
	while (ok && (upn = strsep(&rest, ","))) {
		int64_t id;
		upn = text_trim(upn);
		ok = !*upn || (person_find(context->store, upn, &id, err) &&
				      person_want_organizes(context->store, id, PERSON_MARK, err));
	}
	free(copy);
	str_fini(&list);
	return ok;
}

/* The bridge changes only where something is said of it. */
static bool want_numbers(const struct topic_context *context, const struct ask *ask, bool *changed,
	struct error *err)
{
	struct str languages = { 0 };
	topic_answer(context, "languages", &languages);
	*changed = ask->toll[0] || ask->toll_free[0] || languages.len > 0;
	bool ok = check_bridge_number(context, ask->toll, false, err) &&
		  check_bridge_number(context, ask->toll_free, true, err) &&
		  (!*changed || want_bridge(context, ask, str_text(&languages), err));
	str_fini(&languages);
	return ok;
}

static bool conferencing_want(
	const struct topic_context *context, struct str *said, struct error *err)
{
	struct ask ask;
	bool bridge;
	ask_read(context, &ask);
	if (!want_numbers(context, &ask, &bridge, err) || !want_organizers(context, err) ||
		!organization_set(context->store, ORGANIZATION_CONFERENCING_FOR, ask.who, err) ||
		!licensing_plan(context->store, context->ref, NULL, err))
		return false;
	int64_t hosts = hosts_of(context->store, ask.who);
	if (hosts == 0 && !bridge) {
		str_add(said, _("Nobody hosts dial-in meetings, so no licence is planned for them. "
				"Answer Hosts to name who does."));
		return true;
	}
	str_addf(said,
		bridge ? ngettext(
				 "%" PRId64
				 " person hosts dial-in meetings, and the bridge gets its numbers.",
				 "%" PRId64
				 " people host dial-in meetings, and the bridge gets its numbers.",
				 (unsigned long)hosts)
		       : ngettext("%" PRId64
				  " person hosts dial-in meetings: the licences are planned.",
				 "%" PRId64
				 " people host dial-in meetings: the licences are planned.",
				 (unsigned long)hosts),
		hosts);
	return true;
}

/* ---- questions ---- */

static bool check_number(const struct topic_context *context, const char *value, struct error *err)
{
	char e164[E164_SIZE];
	(void)context;
	if (!value[0])
		return true;
	struct verdict verdict = e164_normalise(e164, value, NULL);
	if (verdict.answer == VERDICT_YES && strcmp(e164, value) == 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is no number as the tenant has it: write + and digits, such as "
		  "+14255550100."),
		value);
}

static bool check_pin(const struct topic_context *context, const char *value, struct error *err)
{
	struct verdict verdict = conferencing_pin_length(strtoll(value, NULL, 10),
		reference_value(context->ref, "pin_digits_min"),
		reference_value(context->ref, "pin_digits_max"));
	return verdict_ok(verdict) ||
	       error_set(err, ERROR_INPUT, "%s %s", _(verdict.why), _(verdict.remedy));
}

static const struct question_choice whos[] = {
	{ "none", N_("nobody") },
	{ "callers", N_("everybody who calls") },
	{ "all", N_("everybody") },
	{ "marked", N_("those who are named") },
};
static const struct question_choice terms[] = {
	{ "licences", N_("a licence for each host") },
	{ "minute", N_("by the minute, from credits") },
};

static const struct question conferencing_questions[] = {
	{ .id = "for",
		.label = N_("Hosts"),
		.help = N_(
			"Who schedules or hosts meetings that people dial into: each needs a licence."),
		.rule = 393,
		.kind = QUESTION_CHOICE,
		CHOICES(whos),
		.otherwise = who_otherwise },
	{ .id = "organizers",
		.label = N_("Name them"),
		.help = N_("User names, commas between them: they are marked as hosts."),
		.rule = 24 },
	{ .id = "country",
		.label = N_("Country"),
		.help = N_("Of the organization: it decides the bridge's default number."),
		.rule = 395,
		.kind = QUESTION_COUNTRY },
	{ .id = "minutes",
		.label = N_("Calls out"),
		.help = N_(
			"Minutes a month that meetings call out, as you guess or as the report says."),
		.unit = N_("minutes"),
		.rule = 398,
		.kind = QUESTION_NUMBER,
		.standard = "0" },
	{ .id = "to",
		.label = N_("Call out to"),
		.help = N_("A country that a meeting is to call: who pays?"),
		.rule = 397,
		.kind = QUESTION_COUNTRY },
	{ .id = "toll",
		.label = N_("Bridge, toll"),
		.help = N_(
			"A toll number of yours for the bridge, as +14255550100; empty: as it is."),
		.rule = 404,
		.check = check_number },
	{ .id = "tollfree",
		.label = N_("Bridge, toll-free"),
		.help = N_("A toll-free number of yours for the bridge; it needs credits."),
		.rule = 167,
		.check = check_number },
	{ .id = "languages",
		.label = N_("Languages"),
		.help = N_("That your own numbers greet in, commas between them: en-US, fr-FR."),
		.rule = 406 },
	{ .id = "provider",
		.label = N_("Other provider"),
		.help = N_("A third party's conferencing provider hosts the bridge now."),
		.rule = 25,
		.kind = QUESTION_YES,
		.standard = "no" },
	{ .id = "terms",
		.label = N_("Paid"),
		.help = N_(
			"By licences, or by the minute, which customers with a volume licence can choose."),
		.rule = 402,
		.kind = QUESTION_CHOICE,
		CHOICES(terms),
		.standard = "licences" },
	{ .id = "pin",
		.label = N_("PIN length"),
		.help = N_("Digits of the PIN with which a host opens a meeting by phone."),
		.unit = N_("digits"),
		.rule = 403,
		.kind = QUESTION_NUMBER,
		.standard = "5",
		.check = check_pin },
};

const struct topic conferencing_topic = {
	.id = "conferencing",
	.title = N_("Audio Conferencing"),
	.help = N_("Dial-in meetings: who needs a licence, which numbers, what calling out costs."),
	.step = PLAN_LICENCES,
	.questions = conferencing_questions,
	.question_count = sizeof conferencing_questions / sizeof conferencing_questions[0],
	.make = conferencing_make,
	.want = conferencing_want,
	.want_label = N_("Plan it"),
	.want_help = N_(
		"Plans the hosts' licences, and the bridge's numbers where they are given."),
};
