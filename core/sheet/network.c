/* core/sheet/network.c: the line that the calls of a place need, what the network must let through,
 * and the list that is handed to whoever looks after the network. */
#include "core/rules/network.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/sheet/topic.h"
#include "core/tenant/person.h"

enum { QUALITIES = 3, ROWS_MAX = 16, COUNT_MOST = 100000, FILE_COLUMNS = 72 };

/* ---- questions ---- */

static int64_t callers_of(const struct topic_context *context)
{
	const struct person_filter filter = { .scope = PERSON_CALLERS };
	return context->store ? person_count(context->store, &filter, NULL) : 0;
}

static void calls_otherwise(const struct topic_context *context, struct str *out)
{
	int64_t callers = callers_of(context);
	str_addf(out, "%" PRId64, callers > 0 ? network_calls(callers) : INT64_C(20));
}

static bool number_check(const struct topic_context *context, const char *value, struct error *err)
{
	int64_t thousandths;
	(void)context;
	if (value[0] == '\0' || network_thousandths(value, &thousandths))
		return true;
	return error_set(err, ERROR_INPUT,
		_("\"%s\" is no number such as 50 or 12.5, with three decimals at most."), value);
}

static const struct question_choice qualities[QUALITIES] = {
	{ "minimum", N_("minimum") },
	{ "recommended", N_("recommended") },
	{ "best", N_("best") },
};

static const struct question questions[] = {
	{ .id = "calls",
		.label = N_("Calls at the same time"),
		.help = N_(
			"How many people speak at the busiest moment. Until you answer, one caller "
			"in five is assumed; no document gives a share."),
		.rule = 385,
		.kind = QUESTION_NUMBER,
		.most = COUNT_MOST,
		.otherwise = calls_otherwise },
	{ .id = "video",
		.label = N_("Of them with picture"),
		.help = N_("How many of these calls show a picture as well."),
		.rule = 379,
		.kind = QUESTION_NUMBER,
		.most = COUNT_MOST,
		.standard = "0" },
	{ .id = "sharing",
		.label = N_("Of them, screens"),
		.help = N_("How many of these calls share a screen."),
		.rule = 379,
		.kind = QUESTION_NUMBER,
		.most = COUNT_MOST,
		.standard = "0" },
	{ .id = "meetings",
		.label = N_("People in meetings"),
		.help = N_(
			"How many people of this place are in online meetings at the same time."),
		.rule = 380,
		.kind = QUESTION_NUMBER,
		.most = COUNT_MOST,
		.standard = "0" },
	{ .id = "together",
		.label = N_("Together mode"),
		.help = N_("Yes: meetings show all people in one picture, which has rates of its "
			   "own."),
		.rule = 380,
		.kind = QUESTION_YES,
		.standard = "no" },
	{ .id = "quality",
		.label = N_("Quality"),
		.help = N_("Which of the documents' three qualities to plan for."),
		.rule = 379,
		.kind = QUESTION_CHOICE,
		.choices = qualities,
		.choice_count = QUALITIES,
		.standard = "recommended" },
	{ .id = "line_up",
		.label = N_("Line, up"),
		.help = N_("What the line carries to the internet, such as 20 or 12.5; empty: not "
			   "known."),
		.unit = N_("Mbit/s"),
		.rule = 376,
		.kind = QUESTION_TEXT,
		.check = number_check },
	{ .id = "line_down",
		.label = N_("Line, down"),
		.help = N_("What the line carries from the internet; empty: not known."),
		.unit = N_("Mbit/s"),
		.rule = 376,
		.kind = QUESTION_TEXT,
		.check = number_check },
	{ .id = "round_trip",
		.label = N_("Measured round trip"),
		.help = N_("From a client to Microsoft's edge and back; empty: not measured."),
		.unit = N_("ms"),
		.rule = 381,
		.kind = QUESTION_TEXT,
		.check = number_check },
	{ .id = "jitter",
		.label = N_("Measured jitter"),
		.help = N_("From a client, during 15 seconds; empty: not measured."),
		.unit = N_("ms"),
		.rule = 381,
		.kind = QUESTION_TEXT,
		.check = number_check },
	{ .id = "loss",
		.label = N_("Measured packet loss"),
		.help = N_("From a client, during 15 seconds, in percent; empty: not measured."),
		.unit = N_("%"),
		.rule = 381,
		.kind = QUESTION_TEXT,
		.check = number_check },
};

/* ---- what is answered ---- */

struct answers {
	struct network_load load;
	struct network_rate impact;
	struct network_rate line; /* bit/s; 0: not known */
	int64_t percent;          /* of the line that Teams and phone may take */
	char quality[16];
};

/* Thousandths of the answer; -1: there is none, or it is no number. */
static int64_t thousandths_of(const struct topic_context *context, const char *id)
{
	struct str answer = { 0 };
	int64_t value = -1;
	if (!network_thousandths(topic_answer(context, id, &answer), &value))
		value = -1;
	str_fini(&answer);
	return value;
}

static int64_t line_of(const struct topic_context *context, const char *id)
{
	int64_t thousandths = thousandths_of(context, id);
	return thousandths < 0 ? 0 : thousandths * 1000;
}

static void load_of(const struct topic_context *context, struct network_load *load)
{
	int64_t meetings = topic_number(context, "meetings");
	bool together = topic_yes(context, "together");
	load->count[NETWORK_AUDIO] = topic_number(context, "calls");
	load->count[NETWORK_VIDEO] = topic_number(context, "video");
	load->count[NETWORK_SHARING] = topic_number(context, "sharing");
	load->count[NETWORK_MEETING_AUDIO] = meetings;
	load->count[together ? NETWORK_TOGETHER : NETWORK_MEETING_VIDEO] = meetings;
}

static void rates_of(
	struct reference *ref, const char *quality, struct network_rate rates[NETWORK_MEDIA_COUNT])
{
	struct bandwidth rows[ROWS_MAX];
	int count = reference_bandwidth(ref, quality, rows, ROWS_MAX);
	memset(rates, 0, NETWORK_MEDIA_COUNT * sizeof(rates[0]));
	for (int i = 0; i < count && i < ROWS_MAX; i++) {
		int media = network_media_of(rows[i].media);
		if (media >= 0)
			rates[media] = (struct network_rate){ rows[i].up_kbit * 1000,
				rows[i].down_kbit * 1000 };
	}
}

static void answers_take(const struct topic_context *context, struct answers *answers)
{
	struct network_rate rates[NETWORK_MEDIA_COUNT];
	struct str quality = { 0 };
	*answers = (struct answers){ .percent = reference_value(
					     context->ref, "line_share_percent") };
	snprintf(answers->quality, sizeof(answers->quality), "%s",
		topic_answer(context, "quality", &quality));
	str_fini(&quality);
	load_of(context, &answers->load);
	rates_of(context->ref, answers->quality, rates);
	answers->impact = network_impact(&answers->load, rates);
	answers->line.up = line_of(context, "line_up");
	answers->line.down = line_of(context, "line_down");
}

/* ---- the answer ---- */

static void add_needed(const struct answers *answers, struct sheet *sheet)
{
	int64_t up = network_line(answers->impact.up, answers->percent);
	int64_t down = network_line(answers->impact.down, answers->percent);
	char text_up[NETWORK_TEXT], text_down[NETWORK_TEXT];
	sheet_count(sheet, "line_up_needed", _("Line needed, up"), 385, up, _("%s Mbit/s"),
		network_mbit(up, true, text_up));
	sheet_count(sheet, "line_down_needed", _("Line needed, down"), 385, down, _("%s Mbit/s"),
		network_mbit(down, true, text_down));
}

static void add_verdict(const struct answers *answers, struct sheet *sheet)
{
	struct verdict up = network_check_line(
		answers->line.up, answers->impact.up, answers->percent);
	struct verdict down = network_check_line(
		answers->line.down, answers->impact.down, answers->percent);
	struct verdict worse = up.answer > down.answer ? up : down;
	if (worse.answer == VERDICT_YES)
		sheet_text(sheet, 376, SHEET_OK, "%s", _("The line is enough."));
	else
		sheet_verdict(sheet, &worse);
}

static void add_use(const struct answers *answers, struct sheet *sheet, const char *id,
	const char *label, int64_t impact, int64_t line)
{
	int64_t usable = network_usable(line, answers->percent);
	char taken[NETWORK_TEXT], of[NETWORK_TEXT];
	if (line <= 0)
		return;
	sheet_bar(sheet, id, label, impact, usable, impact <= usable ? SHEET_OK : SHEET_BAD,
		_("%s of %s Mbit/s"), network_mbit(impact, true, taken),
		network_mbit(usable, false, of));
}

/* The sum, so that anybody can do it again with a pencil. */
static void add_sum(
	const struct topic_context *context, const struct answers *answers, struct sheet *sheet)
{
	static const char *const ids[] = { "count", "up", "down" };
	const char *const heads[] = { _("At once"), _("Up, kbit/s"), _("Down, kbit/s") };
	struct network_rate rates[NETWORK_MEDIA_COUNT];
	rates_of(context->ref, answers->quality, rates);
	sheet_title(sheet, "sum", _("What is counted"));
	sheet_columns(sheet, _("What"), 3, ids, heads);
	for (int i = 0; i < NETWORK_MEDIA_COUNT; i++) {
		char count[24], up[24], down[24];
		const char *const cells[] = { count, up, down };
		int64_t of = answers->load.count[i];
		if (of == 0)
			continue;
		snprintf(count, sizeof(count), "%" PRId64, of);
		snprintf(up, sizeof(up), "%" PRId64, of * rates[i].up / 1000);
		snprintf(down, sizeof(down), "%" PRId64, of * rates[i].down / 1000);
		sheet_cells(sheet, network_media_id((enum network_media)i),
			_(network_media_name((enum network_media)i)),
			i < NETWORK_MEETING_AUDIO ? 379 : 380, SHEET_PLAIN, 3, cells);
	}
	sheet_text(sheet, 376, SHEET_DIM,
		_("Line needed = sum / %" PRId64
		  " percent, rounded up. A line of 60 Mbit/s leaves 18 "
		  "for calls; 20 calls of 58 kbit/s take 1.16 Mbit/s and need a line of 3.87."),
		answers->percent);
}

/* ---- tables of facts ---- */

static void add_rates(const struct topic_context *context, struct sheet *sheet)
{
	const char *const heads[] = { _("minimum"), _("recommended"), _("best") };
	static const char *const ids[] = { "minimum", "recommended", "best" };
	struct network_rate rates[QUALITIES][NETWORK_MEDIA_COUNT];
	struct bandwidth row;
	for (int q = 0; q < QUALITIES; q++)
		rates_of(context->ref, qualities[q].id, rates[q]);
	sheet_title(sheet, "rates", _("Rates, up / down in kbit/s"));
	sheet_columns(sheet, _("What"), QUALITIES, ids, heads);
	for (int i = 0; i < NETWORK_MEDIA_COUNT; i++) {
		char texts[QUALITIES][48];
		const char *const cells[] = { texts[0], texts[1], texts[2] };
		for (int q = 0; q < QUALITIES; q++)
			snprintf(texts[q], sizeof(texts[q]), "%" PRId64 " / %" PRId64,
				rates[q][i].up / 1000, rates[q][i].down / 1000);
		sheet_cells(sheet, network_media_id((enum network_media)i),
			_(network_media_name((enum network_media)i)),
			i < NETWORK_MEETING_AUDIO ? 379 : 380, SHEET_PLAIN, QUALITIES, cells);
	}
	if (reference_bandwidth(context->ref, qualities[0].id, &row, 1) > 0)
		sheet_origin(sheet, &row.origin);
}

/* Words of the facts, for people. */
static const struct {
	const char *id, *name;
} names[] = {
	{ "sign-in, signalling", N_("sign-in, signalling") },
	{ "sound, picture, sharing", N_("sound, picture, sharing") },
	{ "media and phone", N_("media and phone") },
	{ "audio", N_("sound") },
	{ "video", N_("picture") },
	{ "sharing", N_("shared screen") },
	{ "latency_one_way", N_("Latency, one way") },
	{ "round_trip", N_("Round trip") },
	{ "loss", N_("Packet loss") },
	{ "burst_loss", N_("Packet loss in bursts") },
	{ "jitter", N_("Jitter") },
	{ "reordering", N_("Packets out of order") },
};

static const char *name_of(const char *id)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].id, id) == 0)
			return _(names[i].name);
	return id;
}

static const struct opening_kind {
	const char *id, *title, *label;
} opening_kinds[] = {
	{ "port", N_("Ports to open, outward"), N_("For") },
	{ "range", N_("Addresses of Microsoft's media and phone servers"), N_("For") },
	{ "mark", N_("What comes first on your own network (QoS)"), N_("For") },
};

static void add_openings(const struct topic_context *context, struct sheet *sheet,
	const struct opening_kind *kind, bool rules)
{
	static const char *const ids[] = { "protocol", "value", "mark" };
	bool marks = strcmp(kind->id, "mark") == 0, range = strcmp(kind->id, "range") == 0;
	const char *const heads[] = { _("Protocol"), range ? _("Addresses") : _("Ports"),
		_("Mark") };
	struct network_opening rows[ROWS_MAX];
	int count = reference_network(context->ref, kind->id, rows, ROWS_MAX);
	sheet_title(sheet, kind->id, _(kind->title));
	sheet_columns(sheet, _(kind->label), marks ? 3 : 2, ids, heads);
	for (int i = 0; i < count && i < ROWS_MAX; i++) {
		const char *const cells[] = { rows[i].protocol, rows[i].value, rows[i].mark };
		sheet_cells(sheet, "", name_of(rows[i].name), rules ? rows[i].rule : 0, SHEET_PLAIN,
			marks ? 3 : 2, cells);
	}
	if (count > 0)
		sheet_origin(sheet, &rows[0].origin);
}

static void target_text(const struct network_target *target, char *text, size_t size)
{
	if (target->during[0])
		snprintf(text, size, _("under %s %s in %s"), target->under, target->unit,
			target->during);
	else
		snprintf(text, size, _("under %s %s"), target->under, target->unit);
}

static void add_targets(const struct topic_context *context, struct sheet *sheet, bool rules)
{
	static const char *const ids[] = { "client", "edge" };
	const char *const heads[] = { _("From the client"), _("From your network's edge") };
	struct network_target client[ROWS_MAX], edge[ROWS_MAX];
	int count = reference_network_targets(context->ref, "client", client, ROWS_MAX);
	int other = reference_network_targets(context->ref, "edge", edge, ROWS_MAX);
	sheet_title(sheet, "targets", _("How good the network must be, to Microsoft's edge"));
	sheet_columns(sheet, _("Figure"), 2, ids, heads);
	for (int i = 0; i < count && i < other; i++) {
		char texts[2][64];
		const char *const cells[] = { texts[0], texts[1] };
		target_text(&client[i], texts[0], sizeof(texts[0]));
		target_text(&edge[i], texts[1], sizeof(texts[1]));
		sheet_cells(sheet, client[i].measure, name_of(client[i].measure),
			rules ? client[i].rule : 0, SHEET_PLAIN, 2, cells);
	}
	if (rules)
		sheet_text(sheet, 382, SHEET_DIM, "%s",
			_("The second column is stricter: it is measured behind your own network."));
	if (count > 0)
		sheet_origin(sheet, &client[0].origin);
}

/* What was measured, against the client's limits. */
static void add_measured(const struct topic_context *context, struct sheet *sheet)
{
	static const char *const asked[] = { "round_trip", "jitter", "loss" };
	struct network_target targets[ROWS_MAX];
	int count = reference_network_targets(context->ref, "client", targets, ROWS_MAX);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		int64_t measured = thousandths_of(context, asked[i]), limit;
		for (int k = 0; measured >= 0 && k < count; k++) {
			char under[64];
			if (strcmp(targets[k].measure, asked[i]) != 0 ||
				!network_thousandths(targets[k].under, &limit))
				continue;
			struct verdict verdict = network_check_target(
				NETWORK_CLIENT, measured, limit);
			bool good = verdict.answer == VERDICT_YES;
			target_text(&targets[k], under, sizeof(under));
			sheet_row(sheet, asked[i], name_of(asked[i]), targets[k].rule,
				good ? SHEET_OK : SHEET_BAD, _("%s: must be %s"),
				good ? _("good") : _("not good enough"), under);
			if (!good)
				sheet_verdict(sheet, &verdict);
		}
	}
}

static const char *const habits[] = {
	N_("Let media go around the VPN (split tunnel): Teams is encrypted already."),
	N_("Let media go around proxies; they delay it and break UDP."),
	N_("Prefer Wi-Fi at 5 GHz, or a cable for desk phones and rooms."),
};

static void add_habits(struct sheet *sheet, int rule)
{
	sheet_title(sheet, "habits", _("VPN, proxies and Wi-Fi"));
	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++)
		sheet_item(sheet, 0, rule, SHEET_PLAIN, "%s", _(habits[i]));
}

/* ---- the sheet ---- */

static bool network_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct answers answers;
	int64_t callers = callers_of(context);
	(void)err;
	answers_take(context, &answers);
	add_verdict(&answers, sheet);
	add_needed(&answers, sheet);
	add_use(&answers, sheet, "use_up", _("Of its share, up"), answers.impact.up,
		answers.line.up);
	add_use(&answers, sheet, "use_down", _("Of its share, down"), answers.impact.down,
		answers.line.down);
	add_measured(context, sheet);
	if (callers > 0)
		sheet_count(sheet, "callers", _("People who call"), 0, callers,
			_("%" PRId64 ": one in %d at a time unless you answer otherwise"), callers,
			NETWORK_CALLERS_A_CALL);
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("Write this sheet to a file (network.txt) and mail it to whoever looks after the "
		  "network."));
	add_sum(context, &answers, sheet);
	for (size_t i = 0; i < sizeof(opening_kinds) / sizeof(opening_kinds[0]); i++)
		add_openings(context, sheet, &opening_kinds[i], true);
	add_habits(sheet, 384);
	add_targets(context, sheet, true);
	add_rates(context, sheet);
	return true;
}

/* ---- the hand-over list ----
 *
 * For somebody who has never heard of ringup: no rule numbers, no keys, first what is asked. */

static void hand_over_ask(const struct answers *answers, struct sheet *sheet)
{
	char up[NETWORK_TEXT], down[NETWORK_TEXT];
	sheet_text(sheet, 0, SHEET_PLAIN, "%s",
		_("We are moving our telephones to Microsoft Teams. Please check the points below and "
		  "tell us which of them are not met."));
	sheet_title(sheet, "line", _("Line"));
	sheet_text(sheet, 0, SHEET_PLAIN,
		_("%" PRId64
		  " calls at the same time need an internet line of at least %s Mbit/s up "
		  "and %s Mbit/s down: calls should take %" PRId64 " percent of a line at most."),
		answers->load.count[NETWORK_AUDIO],
		network_mbit(network_line(answers->impact.up, answers->percent), true, up),
		network_mbit(network_line(answers->impact.down, answers->percent), true, down),
		answers->percent);
	if (answers->load.count[NETWORK_MEETING_AUDIO] > 0)
		sheet_text(sheet, 0, SHEET_PLAIN,
			_("That counts %" PRId64 " people in online meetings as well."),
			answers->load.count[NETWORK_MEETING_AUDIO]);
}

static bool network_file(const struct topic_context *context, struct str *out, struct error *err)
{
	struct answers answers;
	struct sheet sheet;
	(void)err;
	answers_take(context, &answers);
	sheet_init(&sheet, _("Network for telephone calls with Microsoft Teams"));
	hand_over_ask(&answers, &sheet);
	for (size_t i = 0; i < sizeof(opening_kinds) / sizeof(opening_kinds[0]); i++)
		add_openings(context, &sheet, &opening_kinds[i], false);
	add_habits(&sheet, 0);
	add_targets(context, &sheet, false);
	sheet_print(&sheet, FILE_COLUMNS, out);
	sheet_fini(&sheet);
	return true;
}

const struct topic network_topic = {
	.id = "network",
	.title = N_("Network readiness"),
	.asks = N_("Is our internet line good enough?"),
	.help = N_("The line that your calls need, and the ports to open."),
	.step = PLAN_ORGANIZATION,
	.questions = questions,
	.question_count = sizeof(questions) / sizeof(questions[0]),
	.make = network_make,
	.file = network_file,
	.file_name = "network.txt",
};
