/* core/sheet/papers.c: When do we have a dial tone, and which papers come first? Papers and
 * technical waits on one timeline, who sends what where, and the marks "to send", "sent",
 * "accepted". */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/latency.h"
#include "core/service/demo/demo.h"
#include "core/sheet/timeline.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "core/tenant/organization.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { HOUR = 3600, DAY = 24 * HOUR };

/* ---- words ---- */

static const char *country_name(struct reference *ref, const char *code, char name[48])
{
	reference_country_name(ref, code, name, 48);
	return name;
}

/* "BE port", "Licences": short, for the bars. */
static void label_of(const struct wait *wait, struct str *out)
{
	static const char *const papers[PAPER_COUNT] = {
		[PAPER_KYC] = N_("Know your customer"),
		[PAPER_FORM] = N_("request form"),
		[PAPER_KYC_FORM] = N_("customer form"),
		[PAPER_BILL] = N_("bill"),
		[PAPER_AGREEMENT] = N_("agreement"),
		[PAPER_AUTHORISATION] = N_("authorisation"),
		[PAPER_LAST_BILL] = N_("last bill"),
		[PAPER_ATTORNEY] = N_("power of attorney"),
		[PAPER_IDENTITY] = N_("identity card"),
		[PAPER_TRANSFER] = N_("transfer letter"),
		[PAPER_PARTNER] = N_("partner's papers"),
	};
	static const char *const kinds[] = {
		[WAIT_PAPER] = NULL,
		[WAIT_LICENCE] = N_("Licences work"),
		[WAIT_NUMBERS] = N_("numbers"),
		[WAIT_ASSIGN] = N_("Dial tone"),
		[WAIT_PORT] = N_("port"),
	};
	if (wait->country[0])
		str_addf(out, "%s ", wait->country);
	str_add(out, _(wait->kind == WAIT_PAPER ? papers[wait->paper] : kinds[wait->kind]));
}

static int rule_of(const struct wait *wait, struct reference *ref)
{
	struct formality formality;
	switch (wait->kind) {
	case WAIT_PAPER:
		return paper_of(wait->paper)->rule;
	case WAIT_LICENCE:
		return 17;
	case WAIT_ASSIGN:
		return 337;
	case WAIT_NUMBERS:
	case WAIT_PORT:
		break;
	}
	return reference_formality(ref, wait->country, &formality, NULL) ? formality.rule : 224;
}

/* "2026-11-24", "2026-11-24 to 11-26", "2026-11-24 or later": the year once where it is one.
 * "by 2026-11-26" where no document names the least. */
static void dates(const struct timeline_span *span, int64_t least, struct str *out)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	clock_date(from, span->end_least);
	if (span->end_most == TIMELINE_UNSAID) {
		str_addf(out, _("%s or later"), from);
		return;
	}
	clock_date(to, span->end_most);
	if (least == TIMELINE_UNSAID)
		str_addf(out, _("by %s"), to);
	else if (strcmp(from, to) == 0)
		str_add(out, from);
	else
		str_addf(out, _("%s to %s"), from, strncmp(from, to, 5) == 0 ? to + 5 : to);
}

/* ---- the answer ---- */

static void write_answer(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	const struct wait *last = &waits->list[waits->count - 1];
	clock_date(from, waits->whole.end_least);
	if (last->step.done)
		sheet_text(sheet, 0, SHEET_OK, "%s",
			_("All who call have their number: nothing is left to wait for."));
	else if (waits->whole.end_most == TIMELINE_UNSAID)
		sheet_text(sheet, 0, SHEET_WARNING,
			_("Dial tone for all who call on %s at the earliest; the latest day is "
			  "unknown: a wait below is named in no document."),
			from);
	else
		sheet_text(sheet, 0, SHEET_OK,
			_("Dial tone for all who call on %s at the earliest, on %s at the latest, "
			  "if everything is sent today."),
			from, clock_date(to, waits->whole.end_most));
	struct verdict kyc = paper_check(PAPER_KYC, waits->list[0].state);
	sheet_verdict(sheet, &kyc);
	if (waits->left_out > 0)
		sheet_text(sheet, 0, SHEET_WARNING,
			ngettext("%d more country is left out here: name it as a word.",
				"%d more countries are left out here: name them as words.",
				(unsigned long)waits->left_out),
			waits->left_out);
	(void)context;
}

/* ---- the line ---- */

/* The end of the line, in hours from now: of the last end that is known, a day at least. */
static int64_t line_hours(const struct waits *waits, int64_t now)
{
	int64_t last = now + DAY;
	for (int i = 0; i < waits->count; i++) {
		const struct timeline_span *span = &waits->list[i].span;
		int64_t end = span->end_most == TIMELINE_UNSAID ? span->end_least + 7 * DAY
								: span->end_most;
		if (end > last)
			last = end;
	}
	return (last - now + HOUR - 1) / HOUR;
}

static int64_t hours(int64_t when, int64_t now, int64_t unsaid)
{
	return when == TIMELINE_UNSAID ? unsaid : when <= now ? 0 : (when - now) / HOUR;
}

static void write_bar(const struct topic_context *context, const struct wait *wait, int64_t whole,
	struct sheet *sheet)
{
	static const char *const kinds[] = { [WAIT_PAPER] = "",
		[WAIT_LICENCE] = "licences",
		[WAIT_NUMBERS] = "numbers",
		[WAIT_ASSIGN] = "assign",
		[WAIT_PORT] = "port" };
	struct str label = { 0 }, value = { 0 }, id = { 0 };
	int64_t now = context->now;
	label_of(wait, &label);
	if (wait->step.done)
		str_add(&value, _("done"));
	else
		dates(&wait->span, wait->step.least, &value);
	str_add(&id, wait->kind == WAIT_PAPER ? paper_of(wait->paper)->id : kinds[wait->kind]);
	if (wait->country[0])
		str_addf(&id, "_%c%c", tolower((unsigned char)wait->country[0]),
			tolower((unsigned char)wait->country[1]));
	sheet_span(sheet, str_text(&id), str_text(&label), rule_of(wait, context->ref),
		hours(wait->span.begin_least, now, whole), hours(wait->span.end_least, now, whole),
		hours(wait->span.end_most, now, whole), whole,
		wait->step.done                          ? SHEET_OK
		: wait->span.end_most == TIMELINE_UNSAID ? SHEET_WARNING
							 : SHEET_PLAIN,
		"%s", str_text(&value));
	str_fini(&label);
	str_fini(&value);
	str_fini(&id);
}

static void write_line(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	char today[CLOCK_TEXT];
	struct str title = { 0 };
	int64_t whole = line_hours(waits, context->now);
	str_addf(&title,
		ngettext("The next %d day, from %s", "The next %d days, from %s",
			(unsigned long)((whole + 23) / 24)),
		(int)((whole + 23) / 24), clock_date(today, context->now));
	sheet_title(sheet, "timeline", str_text(&title));
	str_fini(&title);
	for (int i = 0; i < waits->count; i++)
		/* What takes no time of its own stands in the list of papers. */
		if (waits->list[i].kind != WAIT_PAPER || waits->list[i].step.most != 0 ||
			waits->list[i].step.begun > 0)
			write_bar(context, &waits->list[i], whole, sheet);
	sheet_text(sheet, 0, SHEET_DIM, "%s",
		text_ascii()
			? _("# until the earliest end, . until the latest; dates are ends.")
			: _("Full until the earliest end, light until the latest; dates are ends."));
}

/* ---- papers ---- */

static void write_paper(
	const struct topic_context *context, const struct wait *wait, struct sheet *sheet)
{
	const struct paper_facts *paper = paper_of(wait->paper);
	enum sheet_tone tone = wait->state == PAPER_ACCEPTED ? SHEET_OK : SHEET_WARNING;
	const char *state = _(paper_state_name(wait->state));
	char name[48];
	if (!wait->country[0])
		sheet_item(sheet, 0, paper->rule, tone, _("Everywhere, %s: %s. By %s; where: %s."),
			_(paper->name), state, _(paper->sender), _(paper->receiver));
	else
		sheet_item(sheet, 0, paper->rule, tone,
			wait->porting ? _("%s, for the port, %s: %s. By %s; where: %s.")
				      : _("%s, for new numbers, %s: %s. By %s; where: %s."),
			country_name(context->ref, wait->country, name), _(paper->name), state,
			_(paper->sender), _(paper->receiver));
}

/* What it holds up, once for all papers of a port. */
static void write_holds(const struct wait *wait, const struct wait *before, struct sheet *sheet)
{
	struct verdict verdict = paper_check(wait->paper, wait->state);
	bool said = before->kind == WAIT_PAPER && before->porting && wait->porting &&
		    before->state == wait->state;
	if (wait->country[0] && !said)
		sheet_verdict(sheet, &verdict);
}

static void write_papers(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	sheet_title(sheet, "papers", _("Papers, who sends them where"));
	for (int i = 0; i < waits->count; i++)
		if (waits->list[i].kind == WAIT_PAPER) {
			write_paper(context, &waits->list[i], sheet);
			write_holds(&waits->list[i], &waits->list[i > 0 ? i - 1 : 0], sheet);
		}
	for (int i = 0; i < waits->country_count; i++) {
		enum paper papers[PAPERS_OF_COUNTRY];
		struct formality formality;
		char name[48];
		country_name(context->ref, waits->countries[i], name);
		if (!reference_formality(context->ref, waits->countries[i], &formality, NULL))
			sheet_item(sheet, 0, 129, SHEET_BAD,
				_("%s: no Calling Plans are sold there, so no papers are asked."),
				name);
		else if (waits_papers(context->ref, waits->countries[i], false, papers,
				 PAPERS_OF_COUNTRY) == 0)
			sheet_item(sheet, 0, formality.rule, SHEET_PLAIN,
				_("%s: no paper of its own is named for new numbers."), name);
	}
}

/* ---- waits ---- */

static void write_numbers(
	const struct topic_context *context, const char *country, struct sheet *sheet)
{
	struct formality formality;
	char name[48];
	if (!reference_formality(context->ref, country, &formality, NULL))
		return;
	country_name(context->ref, country, name);
	if (formality.numbers_by == NUMBERS_BY_FORM)
		sheet_row(sheet, "numbers", name, formality.rule, SHEET_WARNING, "%s",
			_("by a request form; no document says how long it takes"));
	else if (formality.numbers_by == NUMBERS_BY_PARTNER)
		sheet_row(sheet, "numbers", name, formality.rule, SHEET_WARNING, "%s",
			_("from the partner, which says how long it takes"));
	else if (formality.delivery_days_max >= 0)
		sheet_row(sheet, "numbers", name, formality.rule, SHEET_PLAIN,
			_("hours in the portal; special orders %d to %d days, the check of its "
			  "papers included"),
			formality.delivery_days_min, formality.delivery_days_max);
	else
		sheet_row(sheet, "numbers", name, 224, SHEET_PLAIN, "%s",
			_("hours until a new number can be assigned, a day at most"));
}

static void write_waits(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	char text[CLOCK_TEXT];
	sheet_title(sheet, "waits", _("What takes time"));
	sheet_row(sheet, "papers", _("Papers"), 432, SHEET_PLAIN, "%s",
		_("hours to two working days; blocks getting numbers, not planning; trials too"));
	sheet_row(sheet, "licences", _("Licences"), 17, SHEET_PLAIN,
		_("usually %d minutes, up to %s"), (int)(latency_of(LATENCY_LICENCE)->usual / 60),
		clock_age(text, latency_of(LATENCY_LICENCE)->limit));
	for (int i = 0; i < waits->country_count; i++)
		write_numbers(context, waits->countries[i], sheet);
	sheet_row(sheet, "assign", _("Assignment"), 337, SHEET_PLAIN, _("up to %s"),
		clock_age(text, latency_of(LATENCY_ASSIGNMENT)->limit));
	if (topic_yes(context, "port")) {
		sheet_row(sheet, "port", _("Ports"), 268, SHEET_PLAIN, "%s",
			_("handled on US working days only: federal holidays are left out above"));
		sheet_text(sheet, 373, SHEET_PLAIN, "%s",
			_("Take temporary numbers now and swap them when the old ones are here."));
	}
}

/* ---- what to do ---- */

static void write_next(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	int number = 0;
	sheet_title(sheet, "next", _("What to do"));
	for (int i = 0; i < waits->count; i++) {
		const struct wait *wait = &waits->list[i];
		if (wait->kind != WAIT_PAPER || wait->state != PAPER_NEEDED)
			continue;
		if (wait->country[0])
			sheet_item(sheet, ++number, paper_of(wait->paper)->rule, SHEET_PLAIN,
				_("Send the %s, then `ringup want papers country=%s form=%s "
				  "state=sent`."),
				_(paper_of(wait->paper)->name), wait->country,
				paper_of(wait->paper)->id);
		else
			sheet_item(sheet, ++number, paper_of(wait->paper)->rule, SHEET_PLAIN,
				_("Send the %s, then `ringup want papers form=%s state=sent`; or "
				  "step Organization, question Papers."),
				_(paper_of(wait->paper)->name), paper_of(wait->paper)->id);
	}
	sheet_item(sheet, ++number, 0, SHEET_PLAIN, "%s",
		_("Here e answers which paper and its state, and P takes it into the plan."));
	if (!topic_yes(context, "port"))
		sheet_item(sheet, ++number, 255, SHEET_PLAIN, "%s",
			_("Numbers to bring along? port=yes adds their papers and days; `ringup "
			  "about port` has the rest."));
}

static void write_sources(
	const struct topic_context *context, const struct waits *waits, struct sheet *sheet)
{
	struct constant kyc;
	struct formality formality;
	sheet_title(sheet, "sources", _("Sources"));
	if (reference_constant(context->ref, "kyc_days", &kyc, NULL))
		sheet_origin(sheet, &kyc.origin);
	if (waits->country_count > 0 &&
		reference_formality(context->ref, waits->countries[0], &formality, NULL))
		sheet_origin(sheet, &formality.origin);
}

static bool papers_make(const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct waits *waits = xcalloc(1, sizeof *waits);
	bool ok = waits_make(context, waits, err);
	if (ok) {
		write_answer(context, waits, sheet);
		write_line(context, waits, sheet);
		write_papers(context, waits, sheet);
		write_waits(context, waits, sheet);
		write_next(context, waits, sheet);
		write_sources(context, waits, sheet);
	}
	free(waits);
	return ok;
}

/* ---- marking ---- */

/* What is marked: one paper of the organization or of a country. */
struct marking {
	enum paper paper;
	enum paper_state state;
	char country[3]; /* "" for the organization's */
	char name[WAIT_NAME];
};

static bool asked_there(
	const struct topic_context *context, const struct marking *marking, struct error *err)
{
	enum paper papers[2 * PAPERS_OF_COUNTRY];
	struct str words = { 0 };
	int count = waits_papers(context->ref, marking->country, false, papers, PAPERS_OF_COUNTRY);
	count += waits_papers(
		context->ref, marking->country, true, papers + count, PAPERS_OF_COUNTRY);
	for (int i = 0; i < count; i++) {
		if (papers[i] == marking->paper) {
			str_fini(&words);
			return true;
		}
		str_addf(&words, "%s%s", i > 0 ? ", " : "", paper_of(papers[i])->id);
	}
	error_set(err, ERROR_INPUT, _("%s asks no paper \"%s\". It asks: %s."), marking->country,
		paper_of(marking->paper)->id, count > 0 ? str_text(&words) : _("none"));
	str_fini(&words);
	return false;
}

static bool marking_read(
	const struct topic_context *context, struct marking *out, struct error *err)
{
	struct str text = { 0 };
	out->paper = (enum paper)paper_named(topic_answer(context, "form", &text));
	out->state = (enum paper_state)paper_state_of(topic_answer(context, "state", &text));
	out->country[0] = '\0';
	if (out->paper != PAPER_KYC)
		topic_country(context, out->country);
	wait_name(out->paper, out->country, out->name);
	str_fini(&text);
	return out->paper == PAPER_KYC || asked_there(context, out, err);
}

static void document_of(const struct marking *marking, struct str *out)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "country", marking->country);
	json_text(json, "form", marking->paper == PAPER_KYC ? "KYC" : paper_of(marking->paper)->id);
	json_text(json, "note", paper_of(marking->paper)->name);
	json_end(json);
	str_add(out, json_done(json));
	json_free(json);
}

/* The organization's own papers are a question of the step Organization too; the simulated
 * Microsoft takes the answer as the truth, or its next sync would take it back. */
static bool mark_verified(const struct topic_context *context, const struct marking *marking,
	bool demo, struct error *err)
{
	static const char *const words[] = {
		[PAPER_NEEDED] = "no", [PAPER_SENT] = "pending", [PAPER_ACCEPTED] = "yes"
	};
	const char *word = words[marking->state];
	if (marking->paper != PAPER_KYC)
		return true;
	if (demo && context->service && !demo_set_verified(context->service, word, err))
		return false;
	return organization_set(context->store, ORGANIZATION_VERIFIED, word, err) &&
	       organization_set_number(context->store, ORGANIZATION_VERIFIED_ON,
		       marking->state == PAPER_ACCEPTED ? context->now : 0, err);
}

/* What a service reports it would take back at the next sync: there a paper is planned, and apply
 * sends it. */
static bool mark_feature(const struct topic_context *context, const struct marking *marking,
	bool demo, struct error *err)
{
	struct str document = { 0 }, progress = { 0 };
	document_of(marking, &document);
	str_addf(&progress, "{\"state\":\"%s\",\"since\":%" PRId64 "}",
		paper_state_id(marking->state), context->now);
	bool ok = true;
	if (demo && marking->paper != PAPER_KYC && marking->state != PAPER_NEEDED)
		ok = error_set(err, ERROR_INPUT,
			_("The demo accepts this paper itself: plan it with state=needed, and "
			  "`ringup apply` sends it."));
	else if (demo && marking->paper == PAPER_KYC && marking->state != PAPER_NEEDED)
		ok = feature_want(context->store, FEATURE_PAPERS, marking->name, NULL, err);
	else
		ok = feature_want(context->store, FEATURE_PAPERS, marking->name,
			     str_text(&document), err) &&
		     feature_is(context->store, FEATURE_PAPERS, marking->name,
			     marking->state == PAPER_ACCEPTED ? str_text(&document) : NULL,
			     marking->state == PAPER_NEEDED ? "{}" : str_text(&progress), NULL,
			     err);
	str_fini(&document);
	str_fini(&progress);
	return ok;
}

static bool papers_want(const struct topic_context *context, struct str *said, struct error *err)
{
	struct marking marking;
	struct organization organization;
	if (!marking_read(context, &marking, err) ||
		!organization_get(context->store, &organization, err))
		return false;
	bool demo = strcmp(organization.service, "demo") == 0;
	if (!mark_verified(context, &marking, demo, err) ||
		!mark_feature(context, &marking, demo, err))
		return false;
	char name[48] = "";
	if (marking.country[0])
		country_name(context->ref, marking.country, name);
	str_addf(said, "%s%s%s: %s.", name, name[0] ? ", " : "", _(paper_of(marking.paper)->name),
		_(paper_state_name(marking.state)));
	return true;
}

/* ---- questions ---- */

/* Numbers come along if a port is planned. */
static void port_otherwise(const struct topic_context *context, struct str *out)
{
	struct feature *ports = NULL;
	int count = 0;
	if (context->store)
		feature_list(context->store, FEATURE_PORT, &ports, &count, NULL);
	str_add(out, count > 0 ? "yes" : "no");
	feature_list_free(ports, count);
}

/* The organization's own paper stands as it is: P without an answer takes nothing back. */
static void state_otherwise(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	struct str form = { 0 };
	enum paper_state state = PAPER_NEEDED;
	bool own = paper_named(topic_answer(context, "form", &form)) == PAPER_KYC;
	if (own && context->store && organization_get(context->store, &organization, NULL))
		state = strcmp(organization.verified, "yes") == 0       ? PAPER_ACCEPTED
			: strcmp(organization.verified, "pending") == 0 ? PAPER_SENT
									: PAPER_NEEDED;
	str_add(out, paper_state_id(state));
	str_fini(&form);
}

static const struct question_choice forms[] = {
	{ "kyc", N_("know your customer, of the organization") },
	{ "form", N_("request form for numbers") },
	{ "kyc_form", N_("know-your-customer form of a country") },
	{ "bill", N_("recent bill") },
	{ "agreement", N_("three-party agreement") },
	{ "loa", N_("letter of authorisation") },
	{ "last_bill", N_("last bill of the provider") },
	{ "attorney", N_("power of attorney") },
	{ "identity", N_("identity card") },
	{ "transfer", N_("transfer letter") },
	{ "partner", N_("what the partner asks") },
};
static const struct question_choice states[] = {
	{ "needed", N_("to send") },
	{ "sent", N_("sent, not accepted yet") },
	{ "accepted", N_("accepted") },
};

static const struct question questions[] = {
	{ .id = "port",
		.label = N_("Numbers come along"),
		.help = N_("Adds the papers and days of a port."),
		.rule = 255,
		.kind = QUESTION_YES,
		.otherwise = port_otherwise },
	{ .id = "form",
		.label = N_("Mark the paper"),
		.help = N_("Which paper P marks. Each country asks its own; know your customer is "
			   "asked of the organization, everywhere."),
		.rule = 432,
		.kind = QUESTION_CHOICE,
		.choices = forms,
		.choice_count = COUNT(forms),
		.standard = "kyc" },
	{ .id = "country",
		.label = N_("of the country"),
		.help = N_("Whose paper it is; of no matter for know your customer."),
		.kind = QUESTION_COUNTRY },
	{ .id = "state",
		.label = N_("as"),
		.help = N_("To send is planned and waits for somebody; sent waits for an answer; "
			   "accepted holds nothing up."),
		.kind = QUESTION_CHOICE,
		.choices = states,
		.choice_count = COUNT(states),
		.otherwise = state_otherwise },
};

const struct topic papers_topic = {
	.id = "papers",
	.title = N_("Papers and waits"),
	.help = N_("Papers and technical steps on one timeline: who sends what where, how long it "
		   "takes, what it holds up."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = COUNT(questions),
	.words = N_("COUNTRY..."),
	.make = papers_make,
	.want = papers_want,
	.want_label = N_("Mark it"),
	.want_help = N_("Marks the chosen paper as to send, sent or accepted."),
};
