/* Proves what each paper is and what it holds up. */
#include "core/rules/papers.h"
#include "tests/unit/rules-test.h"

static void a_paper_holds_up_until_it_is_accepted(void **state)
{
	static const struct {
		const char *name;
		enum paper paper;
		int needed, sent;
	} rows[] = {
		{ "R-432: know your customer", PAPER_KYC, 432, 432 },
		{ "R-235: the request form", PAPER_FORM, 235, 235 },
		{ "R-238: the country's form", PAPER_KYC_FORM, 238, 238 },
		{ "R-236: a bill goes with the order", PAPER_BILL, 236, 0 },
		{ "R-237: the agreement follows the order", PAPER_AGREEMENT, 237, 237 },
		{ "R-256: the letter of authorisation", PAPER_AUTHORISATION, 256, 263 },
		{ "R-249: the transfer letter", PAPER_TRANSFER, 256, 263 },
		{ "R-251: the partner's", PAPER_PARTNER, 251, 251 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect_verdict(rows[i].name, paper_check(rows[i].paper, PAPER_NEEDED), VERDICT_WAIT,
			rows[i].needed);
		expect_verdict(rows[i].name, paper_check(rows[i].paper, PAPER_SENT),
			rows[i].sent ? VERDICT_WAIT : VERDICT_YES, rows[i].sent);
		expect_verdict(
			rows[i].name, paper_check(rows[i].paper, PAPER_ACCEPTED), VERDICT_YES, 0);
	}
}

static void a_country_s_words_are_papers(void **state)
{
	static const struct {
		const char *name, *text;
		bool form;
		int count;
		enum paper first;
	} rows[] = {
		{ "R-235: only the form", "", true, 1, PAPER_FORM },
		{ "R-250: none", "", false, 0, PAPER_COUNT },
		{ "R-236", "recent bill of the business address", false, 1, PAPER_BILL },
		{ "R-237", "three-party agreement, sent after the order", false, 1,
			PAPER_AGREEMENT },
		{ "R-238", "know-your-customer form", false, 1, PAPER_KYC_FORM },
		{ "R-249",
			"letter of authorisation; power of attorney; identity card; last bill; transfer letter",
			false, 5, PAPER_AUTHORISATION },
		{ "R-251", "as the partner asks", false, 1, PAPER_PARTNER },
		{ "a paper that is not known", "letter of authorisation; a cake", false, -1,
			PAPER_COUNT },
		{ "half a paper", "letter", false, -1, PAPER_COUNT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum paper papers[8];
		int count = papers_for_new(rows[i].text, rows[i].form, papers, 8);

		expect_number(rows[i].name, count, rows[i].count);
		if (count > 0)
			expect_number(rows[i].name, papers[0], rows[i].first);
	}
}

static void papers_and_states_have_their_words(void **state)
{
	(void)state;
	for (int i = 0; i < PAPER_COUNT; i++)
		expect_number(
			paper_of((enum paper)i)->id, paper_named(paper_of((enum paper)i)->id), i);
	expect_number("no paper", paper_named("cake"), -1);
	for (int i = PAPER_NEEDED; i <= PAPER_ACCEPTED; i++)
		expect_number("state", paper_state_of(paper_state_id((enum paper_state)i)), i);
	expect_number("no state", paper_state_of("lost"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_holds_up_until_it_is_accepted),
		cmocka_unit_test(a_country_s_words_are_papers),
		cmocka_unit_test(papers_and_states_have_their_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
