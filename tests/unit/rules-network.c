/* Proves the arithmetic of the line: every figure and worked example of and
 * R-385, from the facts that are shipped, and the limits of. */
#include <stdio.h>
#include <stdlib.h>

#include "core/reference/reference.h"
#include "core/rules/network.h"
#include "tests/unit/rules-test.h"

static struct reference *ref;

static int facts_open(void **state)
{
	struct error err = { 0 };
	(void)state;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	ref = reference_open(NULL, &err);
	return ref ? 0 : -1;
}

static int facts_close(void **state)
{
	(void)state;
	reference_close(ref);
	return 0;
}

static void rates_of(const char *quality, struct network_rate rates[NETWORK_MEDIA_COUNT])
{
	struct bandwidth rows[NETWORK_MEDIA_COUNT];
	int count = reference_bandwidth(ref, quality, rows, NETWORK_MEDIA_COUNT);
	expect_number(quality, count, NETWORK_MEDIA_COUNT);
	for (int i = 0; i < count; i++) {
		int media = network_media_of(rows[i].media);
		assert_true(media >= 0);
		rates[media] = (struct network_rate){ rows[i].up_kbit * 1000,
			rows[i].down_kbit * 1000 };
	}
}

static void thirty_percent_of_the_line_are_for_calls(void **state)
{
	static const struct {
		const char *name;
		int64_t line, usable;
	} lines[] = {
		{ "R-376: 60 Mbit/s give 18", 60000000, 18000000 },
		{ "R-376: rounded down", 11, 3 },
		{ "R-376: no line", 0, 0 },
	};
	static const struct {
		const char *name;
		int64_t impact, line;
		const char *up;
	} impacts[] = {
		{ "R-376: 4.6875 Mbit/s need 15.6 and a bit", 4687500, 15625000, "15.63" },
		{ "R-385: 1.16 Mbit/s need 3.87", 1160000, 3866667, "3.87" },
		{ "R-376: 18 Mbit/s need 60", 18000000, 60000000, "60" },
		{ "R-376: nothing", 0, 0, "0" },
	};
	char text[NETWORK_TEXT];
	(void)state;
	expect_number("R-376: the share", reference_value(ref, "line_share_percent"), 30);
	for (size_t i = 0; i < COUNT(lines); i++)
		expect_number(lines[i].name, network_usable(lines[i].line, 30), lines[i].usable);
	for (size_t i = 0; i < COUNT(impacts); i++) {
		expect_number(
			impacts[i].name, network_line(impacts[i].impact, 30), impacts[i].line);
		expect_text(
			impacts[i].name, network_mbit(impacts[i].line, true, text), impacts[i].up);
	}
}

/* What a line of the needed size may use is never less than the impact, and a bit less of it is. */
static void the_needed_line_is_the_smallest_that_is_enough(void **state)
{
	(void)state;
	for (int64_t impact = 1; impact < 5000000; impact += 7919) {
		int64_t line = network_line(impact, 30);
		if (network_usable(line, 30) < impact)
			fail_msg("%lld bit/s: %lld is not enough", (long long)impact,
				(long long)line);
		expect_verdict(
			"R-376: enough", network_check_line(line, impact, 30), VERDICT_YES, 0);
		expect_verdict("R-376: one bit less", network_check_line(line - 1, impact, 30),
			line == 1 ? VERDICT_WARN : VERDICT_NO, 376);
	}
	expect_verdict("R-376: not known", network_check_line(0, 1, 30), VERDICT_WARN, 376);
}

static void rates_are_those_of_the_documents(void **state)
{
	static const struct {
		const char *name;
		enum network_media media;
		const char *quality;
		int64_t up, down;
	} rows[] = {
		{ "R-379: audio minimum", NETWORK_AUDIO, "minimum", 10, 10 },
		{ "R-379: audio recommended", NETWORK_AUDIO, "recommended", 58, 58 },
		{ "R-379: audio best", NETWORK_AUDIO, "best", 76, 76 },
		{ "R-379: video minimum", NETWORK_VIDEO, "minimum", 150, 150 },
		{ "R-379: video recommended", NETWORK_VIDEO, "recommended", 1500, 1500 },
		{ "R-379: video best", NETWORK_VIDEO, "best", 4000, 4000 },
		{ "R-379: sharing minimum", NETWORK_SHARING, "minimum", 200, 200 },
		{ "R-379: sharing recommended", NETWORK_SHARING, "recommended", 1500, 1500 },
		{ "R-379: sharing best", NETWORK_SHARING, "best", 4000, 4000 },
		{ "R-380: audio minimum", NETWORK_MEETING_AUDIO, "minimum", 10, 10 },
		{ "R-380: audio recommended", NETWORK_MEETING_AUDIO, "recommended", 58, 58 },
		{ "R-380: audio best", NETWORK_MEETING_AUDIO, "best", 76, 76 },
		{ "R-380: video minimum", NETWORK_MEETING_VIDEO, "minimum", 150, 200 },
		{ "R-380: video recommended", NETWORK_MEETING_VIDEO, "recommended", 2500, 4000 },
		{ "R-380: video best", NETWORK_MEETING_VIDEO, "best", 4000, 4000 },
		{ "R-380: screen minimum", NETWORK_MEETING_SHARING, "minimum", 250, 250 },
		{ "R-380: screen recommended", NETWORK_MEETING_SHARING, "recommended", 2500, 2500 },
		{ "R-380: screen best", NETWORK_MEETING_SHARING, "best", 4000, 4000 },
		{ "R-380: together minimum", NETWORK_TOGETHER, "minimum", 1000, 1500 },
		{ "R-380: together recommended", NETWORK_TOGETHER, "recommended", 1500, 2500 },
		{ "R-380: together best", NETWORK_TOGETHER, "best", 2500, 4000 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct network_rate rates[NETWORK_MEDIA_COUNT] = { { 0, 0 } };
		rates_of(rows[i].quality, rates);
		expect_number(rows[i].name, rates[rows[i].media].up, rows[i].up * 1000);
		expect_number(rows[i].name, rates[rows[i].media].down, rows[i].down * 1000);
	}
}

static void loads_add_up(void **state)
{
	static const struct {
		const char *name, *quality;
		int64_t calls, video, meetings;
		int64_t up, down;
		const char *line;
	} rows[] = {
		{ "R-385: 20 calls", "recommended", 20, 0, 0, 1160000, 1160000, "3.87" },
		{ "R-385: one call", "recommended", 1, 0, 0, 58000, 58000, "0.2" },
		{ "R-379: 20 calls, minimum", "minimum", 20, 0, 0, 200000, 200000, "0.67" },
		{ "R-379: 20 calls, best", "best", 20, 0, 0, 1520000, 1520000, "5.07" },
		{ "R-379: a call with picture", "recommended", 1, 1, 0, 1558000, 1558000, "5.2" },
		{ "R-380: two people in meetings", "recommended", 0, 0, 2, 5116000, 8116000,
			"27.06" },
		{ "nothing", "recommended", 0, 0, 0, 0, 0, "0" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct network_rate rates[NETWORK_MEDIA_COUNT] = { { 0, 0 } };
		struct network_load load = { .count = { [NETWORK_AUDIO] = rows[i].calls,
						     [NETWORK_VIDEO] = rows[i].video,
						     [NETWORK_MEETING_AUDIO] = rows[i].meetings,
						     [NETWORK_MEETING_VIDEO] = rows[i].meetings } };
		char text[NETWORK_TEXT];
		rates_of(rows[i].quality, rates);
		struct network_rate impact = network_impact(&load, rates);
		expect_number(rows[i].name, impact.up, rows[i].up);
		expect_number(rows[i].name, impact.down, rows[i].down);
		expect_text(rows[i].name, network_mbit(network_line(impact.down, 30), true, text),
			rows[i].line);
	}
}

static void numbers_are_read_to_thousandths(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} rows[] = {
		{ "60", true, 60000 },
		{ "12.5", true, 12500 },
		{ "12,5", true, 12500 },
		{ "0.05", true, 50 },
		{ "4.688", true, 4688 },
		{ "1000000", true, 1000000000 },
		{ "1000000.001", false, 0 },
		{ "4.6875", false, 0 },
		{ "", false, 0 },
		{ ".5", false, 0 },
		{ "5.", false, 0 },
		{ "-5", false, 0 },
		{ "5 Mbit/s", false, 0 },
		{ "99999999999999999999", false, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t value = 0;
		expect_number(
			rows[i].text, network_thousandths(rows[i].text, &value), rows[i].good);
		if (rows[i].good)
			expect_number(rows[i].text, value, rows[i].value);
	}
}

static void rates_are_written_to_hundredths(void **state)
{
	static const struct {
		int64_t bits;
		bool up;
		const char *text;
	} rows[] = {
		{ 1160000, true, "1.16" },
		{ 3866667, true, "3.87" },
		{ 3866667, false, "3.86" },
		{ 18000000, true, "18" },
		{ 58000, true, "0.06" },
		{ 58000, false, "0.05" },
		{ 1, true, "0.01" },
		{ 0, true, "0" },
		{ 100000000, false, "100" },
		{ 2500000, false, "2.5" },
	};
	char text[NETWORK_TEXT];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_text(
			rows[i].text, network_mbit(rows[i].bits, rows[i].up, text), rows[i].text);
}

static void figures_must_be_under_their_limits(void **state)
{
	static const struct {
		const char *name, *segment, *measure, *measured;
		enum verdict_answer answer;
	} rows[] = {
		{ "R-381: one way 49 ms", "client", "latency_one_way", "49", VERDICT_YES },
		{ "R-381: one way 50 ms", "client", "latency_one_way", "50", VERDICT_NO },
		{ "R-381: round trip 99.9 ms", "client", "round_trip", "99.9", VERDICT_YES },
		{ "R-381: round trip 100 ms", "client", "round_trip", "100", VERDICT_NO },
		{ "R-381: loss 0.9 %", "client", "loss", "0.9", VERDICT_YES },
		{ "R-381: loss 1 %", "client", "loss", "1", VERDICT_NO },
		{ "R-381: burst loss 10 %", "client", "burst_loss", "10", VERDICT_NO },
		{ "R-381: jitter 29 ms", "client", "jitter", "29", VERDICT_YES },
		{ "R-381: jitter 30 ms", "client", "jitter", "30", VERDICT_NO },
		{ "R-381: reordering 0.05 %", "client", "reordering", "0.05", VERDICT_NO },
		{ "R-382: one way 30 ms", "edge", "latency_one_way", "30", VERDICT_NO },
		{ "R-382: round trip 59 ms", "edge", "round_trip", "59", VERDICT_YES },
		{ "R-382: round trip 60 ms", "edge", "round_trip", "60", VERDICT_NO },
		{ "R-382: loss 0.1 %", "edge", "loss", "0.1", VERDICT_NO },
		{ "R-382: loss 0.099 %", "edge", "loss", "0.099", VERDICT_YES },
		{ "R-382: burst loss 0.9 %", "edge", "burst_loss", "0.9", VERDICT_YES },
		{ "R-382: jitter 15 ms", "edge", "jitter", "15", VERDICT_NO },
		{ "R-382: reordering 0.009 %", "edge", "reordering", "0.009", VERDICT_YES },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool edge = strcmp(rows[i].segment, "edge") == 0;
		struct network_target targets[8];
		int count = reference_network_targets(ref, rows[i].segment, targets, 8), at = 0;
		int64_t measured, limit;
		expect_number(rows[i].name, count, 6);
		while (at < count && strcmp(targets[at].measure, rows[i].measure) != 0)
			at++;
		assert_true(at < count && network_thousandths(targets[at].under, &limit));
		assert_true(network_thousandths(rows[i].measured, &measured));
		expect_verdict(rows[i].name,
			network_check_target(edge ? NETWORK_EDGE : NETWORK_CLIENT, measured, limit),
			rows[i].answer,
			rows[i].answer == VERDICT_YES ? 0
			: edge                        ? 382
						      : 381);
	}
}

static void openings_are_those_of_the_documents(void **state)
{
	static const struct {
		const char *name, *kind, *values;
		int rule;
	} rows[] = {
		{ "R-377: ports", "port", "TCP 80;TCP 443;UDP 3478-3481;", 377 },
		{ "R-378: ranges", "range",
			"IP 13.107.64.0/18;IP 52.112.0.0/14;IP 52.122.0.0/15;IP 52.238.119.141/32;"
			"IP 52.244.160.207/32;",
			378 },
		{ "R-383: marks", "mark",
			"UDP 50000-50019 DSCP 46 (EF);UDP 50020-50039 DSCP 34 (AF41);"
			"UDP 50040-50059 DSCP 18 (AF21);",
			383 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct network_opening openings[8];
		char text[400] = "";
		int count = reference_network(ref, rows[i].kind, openings, 8);
		for (int k = 0; k < count; k++) {
			size_t len = strlen(text);
			snprintf(text + len, sizeof(text) - len, "%s %s%s%s;", openings[k].protocol,
				openings[k].value, openings[k].mark[0] ? " " : "",
				openings[k].mark);
			expect_number(rows[i].name, openings[k].rule, rows[i].rule);
		}
		expect_text(rows[i].name, text, rows[i].values);
	}
}

static void one_caller_in_five_calls_at_a_time(void **state)
{
	static const struct {
		int64_t callers, calls;
	} rows[] = { { 0, 1 }, { 1, 1 }, { 5, 1 }, { 6, 2 }, { 100, 20 }, { 101, 21 } };
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_number("callers", network_calls(rows[i].callers), rows[i].calls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirty_percent_of_the_line_are_for_calls),
		cmocka_unit_test(the_needed_line_is_the_smallest_that_is_enough),
		cmocka_unit_test(rates_are_those_of_the_documents),
		cmocka_unit_test(loads_add_up),
		cmocka_unit_test(numbers_are_read_to_thousandths),
		cmocka_unit_test(rates_are_written_to_hundredths),
		cmocka_unit_test(figures_must_be_under_their_limits),
		cmocka_unit_test(openings_are_those_of_the_documents),
		cmocka_unit_test(one_caller_in_five_calls_at_a_time),
	};
	return cmocka_run_group_tests(tests, facts_open, facts_close);
}
