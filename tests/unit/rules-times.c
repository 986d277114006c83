/* Proves when a reservation is over, and when waiting turns into a fault. */
#include "core/rules/latency.h"
#include "core/rules/notice.h"
#include "core/rules/reservation.h"
#include "tests/unit/rules-test.h"

#define HOUR 3600
#define DAY (24 * HOUR)
#define NOON 1800000000 /* some instant */

static void ten_minutes_are_the_rule_and_the_service_may_say_more(void **state)
{
	(void)state;
	expect_number("R-219", reservation_until(NOON, 0), NOON + 600);
	expect_number("R-220: the cmdlet's 16", reservation_until(NOON, 961), NOON + 961);
}

static void a_reservation_ends_at_its_last_second(void **state)
{
	static const struct {
		const char *name;
		int64_t now, left;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-221: at its start", NOON, 600, VERDICT_YES, 0 },
		{ "the picture's 9 minutes", NOON + 60, 540, VERDICT_YES, 0 },
		{ "a minute left", NOON + 540, 60, VERDICT_YES, 0 },
		{ "R-221: less than a minute", NOON + 541, 59, VERDICT_WARN, 221 },
		{ "one second left", NOON + 599, 1, VERDICT_WARN, 221 },
		{ "R-219: the end", NOON + 600, 0, VERDICT_NO, 219 },
		{ "R-219: long after", NOON + DAY, 0, VERDICT_NO, 219 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect_number(
			rows[i].name, reservation_left(NOON + 600, rows[i].now), rows[i].left);
		expect_number(rows[i].name, reservation_expired(NOON + 600, rows[i].now),
			rows[i].left == 0);
		expect_verdict(rows[i].name, reservation_check(NOON + 600, rows[i].now, 0),
			rows[i].answer, rows[i].rule);
	}
}

static void the_service_words_are_understood(void **state)
{
	static const struct {
		const char *word, *code;
		enum reservation_state state;
		enum verdict_answer answer;
	} rows[] = {
		{ "Reserved", "NoError", RESERVATION_RESERVED, VERDICT_YES },
		{ "reserved", NULL, RESERVATION_RESERVED, VERDICT_YES },
		{ "Completed", "NoError", RESERVATION_COMPLETED, VERDICT_NO },
		{ "Cancelled", "NoError", RESERVATION_CANCELLED, VERDICT_NO },
		{ "Expired", "NoError", RESERVATION_EXPIRED, VERDICT_NO },
		{ "Error", "OutOfStock", RESERVATION_ERROR, VERDICT_NO },
		{ "PendingTelcoCallback", NULL, RESERVATION_UNKNOWN, VERDICT_WARN },
		{ NULL, NULL, RESERVATION_UNKNOWN, VERDICT_WARN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *name = rows[i].word ? rows[i].word : "no word";

		expect_number(name, reservation_state_of(rows[i].word), rows[i].state);
		expect_number(name, reservation_outcome(rows[i].state, rows[i].code).answer,
			rows[i].answer);
	}
	expect_number("expired", reservation_outcome(RESERVATION_EXPIRED, NULL).rule, 219);
}

static void waiting_is_a_state_until_its_limit(void **state)
{
	static const struct {
		const char *name;
		enum latency_kind kind;
		int64_t age;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-435: just now", LATENCY_LICENCE, 0, VERDICT_WAIT, 435 },
		{ "R-435: half an hour", LATENCY_LICENCE, HOUR / 2, VERDICT_WAIT, 435 },
		{ "R-017: an hour", LATENCY_LICENCE, HOUR, VERDICT_WAIT, 17 },
		{ "R-017: 24 hours", LATENCY_LICENCE, DAY, VERDICT_WAIT, 17 },
		{ "R-017: a fault after 24 hours", LATENCY_LICENCE, DAY + 1, VERDICT_WARN, 17 },
		{ "R-435: three days have been seen", LATENCY_LICENCE, 3 * DAY, VERDICT_WARN, 17 },
		{ "a clock that went back", LATENCY_LICENCE, -5, VERDICT_WAIT, 435 },
		{ "R-336: several hours", LATENCY_PERSON, 3 * HOUR, VERDICT_WAIT, 336 },
		{ "R-337: more", LATENCY_PERSON, 20 * HOUR, VERDICT_WAIT, 337 },
		{ "R-337: too much", LATENCY_PERSON, 25 * HOUR, VERDICT_WARN, 337 },
		{ "R-224: new number", LATENCY_NUMBER, 2 * HOUR, VERDICT_WAIT, 224 },
		{ "R-224: a day", LATENCY_NUMBER, DAY + HOUR, VERDICT_WARN, 224 },
		{ "R-337: number given", LATENCY_ASSIGNMENT, HOUR, VERDICT_WAIT, 337 },
		{ "R-432: papers", LATENCY_PAPERS, DAY, VERDICT_WAIT, 432 },
		{ "R-432: papers over a weekend", LATENCY_PAPERS, 3 * DAY, VERDICT_WAIT, 432 },
		{ "R-432: papers late", LATENCY_PAPERS, 5 * DAY, VERDICT_WARN, 432 },
		{ "R-263: port", LATENCY_PORT, 10 * DAY, VERDICT_WAIT, 263 },
		{ "R-263: up to 30 days", LATENCY_PORT, 30 * DAY, VERDICT_WAIT, 263 },
		{ "R-263: late", LATENCY_PORT, 31 * DAY, VERDICT_WARN, 263 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(rows[i].name, latency_check(rows[i].kind, rows[i].age),
			rows[i].answer, rows[i].rule);
}

static void every_kind_has_a_sentence_for_each_age(void **state)
{
	(void)state;
	for (int kind = 0; kind < LATENCY_KIND_COUNT; kind++) {
		const struct latency *latency = latency_of((enum latency_kind)kind);

		assert_true(0 < latency->usual && latency->usual < latency->limit);
		assert_non_null(latency_check((enum latency_kind)kind, 0).why);
		assert_non_null(latency_check((enum latency_kind)kind, latency->limit).why);
		assert_int_equal(latency_check((enum latency_kind)kind, latency->limit + 1).answer,
			VERDICT_WARN);
		expect_number(
			"at the limit", latency_left((enum latency_kind)kind, latency->limit), 0);
		expect_number("at once", latency_left((enum latency_kind)kind, -1), latency->limit);
	}
}

static void another_clock_brings_its_own_limits(void **state)
{
	(void)state;
	expect_verdict("demo", latency_check_within(LATENCY_LICENCE, 11, 5, 10), VERDICT_WARN, 17);
	expect_verdict("demo", latency_check_within(LATENCY_LICENCE, 10, 5, 10), VERDICT_WAIT, 17);
}

static void a_letter_cannot_leave_the_emergency_notice_out(void **state)
{
	static const struct {
		const char *name;
		unsigned parts;
		enum verdict_answer answer;
		int rule;
	} rows[] = {
		{ "R-361: whole", NOTICE_WHOLE, VERDICT_YES, 0 },
		{ "R-362: none of it", NOTICE_WHOLE & ~(unsigned)NOTICE_EMERGENCY, VERDICT_NO,
			362 },
		{ "R-318: R-319 missing", NOTICE_WHOLE & ~(unsigned)NOTICE_EMERGENCY_PLACE,
			VERDICT_NO, 318 },
		{ "R-318: R-320 missing", NOTICE_WHOLE & ~(unsigned)NOTICE_EMERGENCY_OFFLINE,
			VERDICT_NO, 318 },
		{ "R-318: R-321 missing", NOTICE_WHOLE & ~(unsigned)NOTICE_EMERGENCY_ABROAD,
			VERDICT_NO, 318 },
		{ "R-361: no number", NOTICE_WHOLE & ~(unsigned)(NOTICE_NUMBER | NOTICE_E164),
			VERDICT_NO, 361 },
		{ "R-361: no voicemail", NOTICE_WHOLE & ~(unsigned)NOTICE_VOICEMAIL, VERDICT_WARN,
			361 },
		{ "nothing at all", 0, VERDICT_NO, 362 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_verdict(
			rows[i].name, notice_check(rows[i].parts), rows[i].answer, rows[i].rule);
}

static void a_letter_waits_for_the_number_or_names_the_24_hours(void **state)
{
	(void)state;
	expect_verdict("active", notice_timing(true, false), VERDICT_YES, 0);
	expect_verdict("says so", notice_timing(false, true), VERDICT_YES, 0);
	expect_verdict("R-366", notice_timing(false, false), VERDICT_WAIT, 366);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_minutes_are_the_rule_and_the_service_may_say_more),
		cmocka_unit_test(a_reservation_ends_at_its_last_second),
		cmocka_unit_test(the_service_words_are_understood),
		cmocka_unit_test(waiting_is_a_state_until_its_limit),
		cmocka_unit_test(every_kind_has_a_sentence_for_each_age),
		cmocka_unit_test(another_clock_brings_its_own_limits),
		cmocka_unit_test(a_letter_cannot_leave_the_emergency_notice_out),
		cmocka_unit_test(a_letter_waits_for_the_number_or_names_the_24_hours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
