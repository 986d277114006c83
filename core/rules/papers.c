/* core/rules/papers.c: the papers that numbers and ports want. */
#include <stddef.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/rules/papers.h"

static const struct paper_facts papers[PAPER_COUNT] = {
	[PAPER_KYC] = { "kyc", N_("know-your-customer papers"), N_("an administrator of yours"),
		N_("Microsoft, in the admin center"), 432 },
	[PAPER_FORM] = { "form", N_("request form for numbers"), N_("an administrator of yours"),
		N_("Microsoft's service desk for numbers"), 235 },
	[PAPER_KYC_FORM] = { "kyc_form", N_("know-your-customer form of the country"),
		N_("an administrator of yours"), N_("Microsoft's service desk for numbers"), 238 },
	[PAPER_BILL] = { "bill",
		N_("recent bill of the business address, of a utility or provider"),
		N_("your accounts department"), N_("enclosed with the order or the port"), 236 },
	[PAPER_AGREEMENT] = { "agreement", N_("three-party agreement"),
		N_("who may sign for the organization"),
		N_("Microsoft's service desk, after the order"), 237 },
	[PAPER_AUTHORISATION] = { "loa", N_("letter of authorisation"),
		N_("the authorised person of the present contract"),
		N_("the port order, or Microsoft's service desk"), 256 },
	[PAPER_LAST_BILL] = { "last_bill", N_("last bill of the present provider"),
		N_("your accounts department"), N_("enclosed with the port"), 248 },
	[PAPER_ATTORNEY] = { "attorney", N_("power of attorney"),
		N_("who may sign for the organization"), N_("enclosed with the port"), 249 },
	[PAPER_IDENTITY] = { "identity", N_("identity card of who signs"),
		N_("who may sign for the organization"), N_("enclosed with the port"), 249 },
	[PAPER_TRANSFER] = { "transfer", N_("transfer letter"),
		N_("who may sign for the organization"), N_("enclosed with the port"), 249 },
	[PAPER_PARTNER] = { "partner", N_("what the partner asks"), N_("you and the partner"),
		N_("the partner, Telstra or SoftBank"), 251 },
};

/* As data/formalities.csv calls them. */
static const struct {
	const char *phrase;
	enum paper paper;
} phrases[] = {
	{ "know-your-customer form", PAPER_KYC_FORM },
	{ "recent bill of the business address", PAPER_BILL },
	{ "recent bill", PAPER_BILL },
	{ "three-party agreement, sent after the order", PAPER_AGREEMENT },
	{ "the same three-party agreement", PAPER_AGREEMENT },
	{ "letter of authorisation", PAPER_AUTHORISATION },
	{ "last bill of the provider", PAPER_LAST_BILL },
	{ "last bill", PAPER_LAST_BILL },
	{ "power of attorney", PAPER_ATTORNEY },
	{ "identity card", PAPER_IDENTITY },
	{ "transfer letter", PAPER_TRANSFER },
	{ "as the partner asks", PAPER_PARTNER },
};

enum {
	ALLOWED,
	KYC_NEEDED,
	KYC_SENT,
	FORM_NEEDED,
	FORM_SENT,
	COUNTRY_NEEDED,
	COUNTRY_SENT,
	ENCLOSED,
	AGREEMENT_NEEDED,
	AGREEMENT_SENT,
	PORT_NEEDED,
	PORT_SENT,
	PARTNER_NEEDED,
	PARTNER_SENT
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[KYC_NEEDED] = { VERDICT_WAIT, 432,
		N_("No country gives numbers before Microsoft has checked who you are."),
		N_("Send the papers now: planning goes on meanwhile.") },
	[KYC_SENT] = { VERDICT_WAIT, 432,
		N_("Your papers are being checked, which takes hours to two working days."),
		N_("Plan the rest; numbers follow when the papers are accepted.") },
	[FORM_NEEDED] = { VERDICT_WAIT, 235,
		N_("Here numbers for people are had by a request form only, not in the portal."),
		N_("Fill in the form and send it to the service desk.") },
	[FORM_SENT] = { VERDICT_WAIT, 235,
		N_("The service desk has the request form; no document says how long it takes."),
		N_("Ask the service desk if nothing comes within two weeks.") },
	[COUNTRY_NEEDED] = { VERDICT_WAIT, 238,
		N_("Here a know-your-customer form must be accepted before numbers are given."),
		N_("Send the country's form to the service desk.") },
	[COUNTRY_SENT] = { VERDICT_WAIT, 238,
		N_("The country's form is being checked; numbers follow when it is accepted."),
		N_("Plan the rest meanwhile.") },
	[ENCLOSED] = { VERDICT_WAIT, 236,
		N_("The order is not complete without a recent bill of the business address."),
		N_("Enclose the bill with the order.") },
	[AGREEMENT_NEEDED] = { VERDICT_WAIT, 237,
		N_("After the order a three-party agreement must be signed and sent."),
		N_("Order first, then sign the agreement and send it.") },
	[AGREEMENT_SENT] = { VERDICT_WAIT, 237,
		N_("The agreement was sent; the numbers follow when it is accepted."),
		N_("Plan the rest meanwhile.") },
	[PORT_NEEDED] = { VERDICT_WAIT, 256,
		N_("A port is not begun before its papers are complete."),
		N_("Collect the papers and hand them in with the port order.") },
	[PORT_SENT] = { VERDICT_WAIT, 263,
		N_("The papers of the port were handed in; the present provider answers next."),
		N_("Keep the old contract until the numbers are here.") },
	[PARTNER_NEEDED] = { VERDICT_WAIT, 251,
		N_("Here the partner gives the numbers and says which papers it wants."),
		N_("Ask the partner for its forms.") },
	[PARTNER_SENT] = { VERDICT_WAIT, 251,
		N_("The partner has the papers and says how long it takes."),
		N_("Ask the partner for a date.") },
};

VERDICT_ROWS(papers_verdicts, verdicts)

static const struct {
	const char *id, *name;
} states[] = {
	[PAPER_NEEDED] = { "needed", N_("to send") },
	[PAPER_SENT] = { "sent", N_("sent, not accepted yet") },
	[PAPER_ACCEPTED] = { "accepted", N_("accepted") },
};

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

const struct paper_facts *paper_of(enum paper paper)
{
	return &papers[paper];
}

int paper_named(const char *id)
{
	for (int i = 0; id && i < PAPER_COUNT; i++)
		if (strcmp(papers[i].id, id) == 0)
			return i;
	return -1;
}

int paper_state_of(const char *word)
{
	for (int i = 0; word && i < COUNT(states); i++)
		if (strcmp(states[i].id, word) == 0)
			return i;
	return -1;
}

const char *paper_state_id(enum paper_state state)
{
	return states[state].id;
}

const char *paper_state_name(enum paper_state state)
{
	return states[state].name;
}

static int phrase_of(const char *text, size_t len)
{
	for (int i = 0; i < COUNT(phrases); i++)
		if (strlen(phrases[i].phrase) == len && strncmp(phrases[i].phrase, text, len) == 0)
			return (int)phrases[i].paper;
	return -1;
}

int papers_read(const char *text, enum paper *out, int room)
{
	int count = 0;

	while (*text) {
		size_t len = strcspn(text, ";");
		int paper = phrase_of(text, len);

		if (paper < 0)
			return -1;
		if (count < room)
			out[count++] = (enum paper)paper;
		text += len;
		text += strspn(text, "; ");
	}
	return count;
}

int papers_for_new(const char *papers_new, bool by_form, enum paper *out, int room)
{
	int first = by_form && room > 0;

	if (first)
		out[0] = PAPER_FORM;
	int more = papers_read(papers_new, out + first, room - first);
	return more < 0 ? -1 : first + more;
}

struct verdict paper_check(enum paper paper, enum paper_state state)
{
	static const int rows[PAPER_COUNT][2] = {
		[PAPER_KYC] = { KYC_NEEDED, KYC_SENT },
		[PAPER_FORM] = { FORM_NEEDED, FORM_SENT },
		[PAPER_KYC_FORM] = { COUNTRY_NEEDED, COUNTRY_SENT },
		[PAPER_BILL] = { ENCLOSED, ALLOWED },
		[PAPER_AGREEMENT] = { AGREEMENT_NEEDED, AGREEMENT_SENT },
		[PAPER_AUTHORISATION] = { PORT_NEEDED, PORT_SENT },
		[PAPER_LAST_BILL] = { PORT_NEEDED, PORT_SENT },
		[PAPER_ATTORNEY] = { PORT_NEEDED, PORT_SENT },
		[PAPER_IDENTITY] = { PORT_NEEDED, PORT_SENT },
		[PAPER_TRANSFER] = { PORT_NEEDED, PORT_SENT },
		[PAPER_PARTNER] = { PARTNER_NEEDED, PARTNER_SENT },
	};

	return state == PAPER_ACCEPTED ? verdicts[ALLOWED] : verdicts[rows[paper][state]];
}
