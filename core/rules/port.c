/* core/rules/port.c: what can be ported, how, and how far an order is. */
#include "core/rules/port.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/workday.h"

enum row {
	ROW_YES,
	ROW_MOBILE,
	ROW_FAX,
	ROW_UIFN,
	ROW_DATA,
	ROW_GB_SHARED,
	ROW_NOT_SOLD,
	ROW_PARTNER,
	ROW_WIZARD,
	ROW_MANY,
	ROW_OTHER_COUNTRY,
	ROW_SPECIAL,
	ROW_BILLING_FULL,
	ROW_BILLING_PARTIAL,
	ROW_BILLING_NONE,
	ROW_ACCOUNT,
	ROW_ACCOUNT_NONE,
	ROW_ORGANIZATION,
	ROW_ORGANIZATION_NONE,
	ROW_PERSON,
	ROW_PERSON_NONE,
	ROW_ADDRESS_NONE,
	ROW_TOO_SOON,
	ROW_MAY_BE_LATE,
	ROW_PROCESSING,
	ROW_CONTACTING,
	ROW_APPROVED,
	ROW_PENDING,
	ROW_ERROR,
	ROW_COMPLETED,
	ROW_CANCELLED,
	ROW_TOO_LATE,
	ROW_OVER,
	ROW_HEADER,
	ROW_COLUMNS,
	ROW_EMPTY,
	ROW_SPELT,
	ROW_UNREADABLE,
	ROW_ABROAD
};

static const struct verdict verdicts[] = {
	[ROW_YES] = { .answer = VERDICT_YES },
	[ROW_MOBILE] = { VERDICT_NO, 258,
		N_("Mobile numbers can be ported in the United States and Puerto Rico only."),
		N_("Leave them with the mobile carrier, and forward them to the new numbers.") },
	[ROW_FAX] = { VERDICT_WARN, 258,
		N_("A fax number can come along, but only as a voice number."),
		N_("Move the fax machine to another line, or to a fax service, first.") },
	[ROW_UIFN] = { VERDICT_NO, 258,
		N_("A universal international freephone number cannot be ported."),
		N_("Get toll-free numbers of the countries from which you are called.") },
	[ROW_DATA] = { VERDICT_NO, 258, N_("The number of a data or DSL line cannot be ported."),
		N_("Ask the carrier to move the line to another number first.") },
	[ROW_GB_SHARED] = { VERDICT_NO, 258,
		N_("British 0843, 0844, 0845, 0870, 0871 and 0872 numbers cannot be ported."),
		N_("Get a geographic or toll-free number, and forward the old one to it.") },
	[ROW_NOT_SOLD] = { VERDICT_NO, 129,
		N_("Microsoft sells no Calling Plans there, so no number can be brought to it."),
		N_("Leave the numbers with their carrier and connect it to Teams: topic carrier.") },
	[ROW_PARTNER] = { VERDICT_WARN, 251,
		N_("There a partner (Telstra, SoftBank) brings people's numbers along, in its own way."),
		N_("Ask the partner; Microsoft itself takes service numbers only.") },
	[ROW_WIZARD] = { VERDICT_YES, 257,
		N_("The Teams admin center takes this order: Voice, Phone numbers, Port."),
		N_("Have the file of numbers, the account number and the billing number at hand.") },
	[ROW_MANY] = { VERDICT_YES, 256,
		N_("An order of 1,000 numbers or more goes by a signed letter of authorisation."),
		N_("Sign the letter and send it to the service desk, or split the order.") },
	[ROW_OTHER_COUNTRY] = { VERDICT_YES, 257,
		N_("The admin center ports numbers of US, CA and GB only; here a letter does it."),
		N_("Sign the letter of authorisation and send it to the service desk.") },
	[ROW_SPECIAL] = { VERDICT_YES, 256,
		N_("Toll-free and service numbers go by a signed letter of authorisation."),
		N_("Sign the letter and send it to the service desk, one order a kind.") },
	[ROW_BILLING_FULL] = { VERDICT_WARN, 260,
		N_("A full port takes the billing number too, and it is not among the numbers."),
		N_("It is added to the order; say partial if the account is to stay.") },
	[ROW_BILLING_PARTIAL] = { VERDICT_WARN, 260,
		N_("A partial port leaves the billing number out, and it is among the numbers."),
		N_("It is taken out of the order; say full if the whole account is to come.") },
	[ROW_BILLING_NONE] = { VERDICT_NO, 260,
		N_("The order needs the billing telephone number of the account, in E.164 form."),
		N_("It stands on the carrier's bill: the main number of the account.") },
	[ROW_ACCOUNT] = { VERDICT_NO, 261,
		N_("The account number is written without spaces and dashes."),
		N_("Write it as it stands on the bill, but digits and letters only.") },
	[ROW_ACCOUNT_NONE] = { VERDICT_NO, 261,
		N_("The order needs the account number at the present carrier."),
		N_("It stands on the carrier's bill.") },
	[ROW_ORGANIZATION] = { VERDICT_WARN, 261,
		N_("Only the first 25 characters of the organization's name are used."),
		N_("Check that they still name you as the carrier knows you.") },
	[ROW_ORGANIZATION_NONE] = { VERDICT_NO, 261,
		N_("The order needs the organization's name, as the present carrier has it."),
		N_("It stands on the carrier's bill.") },
	[ROW_PERSON] = { VERDICT_WARN, 261,
		N_("Only the first 15 characters of the authorised person's name are used."),
		N_("Check that they still name the person whom the carrier knows.") },
	[ROW_PERSON_NONE] = { VERDICT_NO, 261,
		N_("The order needs the name of the person who may order at the present carrier."),
		N_("Ask the carrier whom it has down as authorised.") },
	[ROW_ADDRESS_NONE] = { VERDICT_NO, 261,
		N_("The order needs the service address: where the carrier delivers the line."),
		N_("It is neither the billing address nor the emergency address; ask the carrier.") },
	[ROW_TOO_SOON] = { VERDICT_NO, 263,
		N_("No order of today can be complete on the wanted day."),
		N_("Choose a later day; take temporary numbers for the time until then.") },
	[ROW_MAY_BE_LATE] = { VERDICT_WARN, 263,
		N_("An order of today may be complete on the wanted day, or later: the carrier decides."),
		N_("Order at once, and take temporary numbers in case it is late.") },
	[ROW_PROCESSING] = { VERDICT_WAIT, 264, N_("Microsoft looks through the order."),
		N_("It can still be cancelled. Do not end the old contract.") },
	[ROW_CONTACTING] = { VERDICT_WAIT, 266, N_("Microsoft asks the present carrier."),
		N_("Use the time: create the emergency addresses that these numbers will need.") },
	[ROW_APPROVED] = { VERDICT_WAIT, 264,
		N_("The carrier agreed; the day of the change is set."),
		N_("It can be cancelled until the last 24 hours. Tell people the day.") },
	[ROW_PENDING] = { VERDICT_WAIT, 264,
		N_("Less than 24 hours to go: no change and no cancelling any more."),
		N_("Wait until the numbers show up, then give them to people.") },
	[ROW_ERROR] = { VERDICT_NO, 264, N_("The order stopped: something in it does not match."),
		N_("Compare it with the carrier's bill, correct it in the admin center, or cancel.") },
	[ROW_COMPLETED] = { VERDICT_YES, 269,
		N_("The numbers are yours; Microsoft is the provider and bills them now."),
		N_("Give them to people, then end the old contract. Trouble: service desk, 48 hours.") },
	[ROW_CANCELLED] = { VERDICT_WARN, 264, N_("The order was cancelled; the numbers stayed."),
		N_("Place a new order when you want them after all.") },
	[ROW_TOO_LATE] = { VERDICT_NO, 264,
		N_("In its last 24 hours an order cannot be changed or cancelled."),
		N_("Let it complete; afterwards the new carrier of your choice can port them back.") },
	[ROW_OVER] = { VERDICT_NO, 264, N_("The order is over: there is nothing to cancel."),
		N_("Numbers that came are let go in the step Numbers.") },
	[ROW_HEADER] = { VERDICT_NO, 262,
		N_("The file begins with exactly one column, and its header is PhoneNumber."),
		N_("Write PhoneNumber in the first line, and one number on each line below.") },
	[ROW_COLUMNS] = { VERDICT_NO, 262, N_("The line has more than one column."),
		N_("One number a line, without commas inside.") },
	[ROW_EMPTY] = { VERDICT_NO, 262, N_("The line holds no number."),
		N_("Take the line out.") },
	[ROW_SPELT] = { VERDICT_WARN, 262,
		N_("Microsoft takes digits or E.164 only: no spaces, dashes or brackets."),
		N_("Upload the file that is written here: there it stands in E.164 form.") },
	[ROW_UNREADABLE] = { VERDICT_NO, 262, N_("The line cannot be read as text."),
		N_("Save the file as \"CSV UTF-8\" again.") },
	[ROW_ABROAD] = { VERDICT_NO, 262, N_("The number is not of the order's country."),
		N_("Put it into an order of its own country.") },
};
VERDICT_ROWS(port_verdicts, verdicts)

/* ---- kinds of number ---- */

static const struct {
	const char *id, *name;
} types[] = {
	[PORT_LANDLINE] = { "landline", N_("landline number") },
	[PORT_MOBILE] = { "mobile", N_("mobile number") },
	[PORT_TOLL_FREE] = { "toll-free", N_("toll-free number") },
	[PORT_SERVICE] = { "service", N_("service number") },
	[PORT_VOIP] = { "voip", N_("number of an internet telephone provider") },
	[PORT_FAX] = { "fax", N_("fax number") },
	[PORT_UIFN] = { "uifn", N_("universal international freephone number") },
	[PORT_DATA] = { "data", N_("number of a data or DSL line") },
};

const char *port_type_id(enum port_type type)
{
	return types[type].id;
}

const char *port_type_name(enum port_type type)
{
	return types[type].name;
}

int port_type_of(const char *id)
{
	for (int i = 0; i < PORT_TYPE_COUNT; i++)
		if (strcasecmp(types[i].id, id) == 0)
			return i;
	return -1;
}

static bool is_one_of(const char *country, const char *const *list)
{
	for (; *list; list++)
		if (strcasecmp(country, *list) == 0)
			return true;
	return false;
}

struct verdict port_may(enum port_type type, const char *country)
{
	static const char *const mobile[] = { "US", "PR", NULL };
	switch (type) {
	case PORT_MOBILE:
		return verdicts[is_one_of(country, mobile) ? ROW_YES : ROW_MOBILE];
	case PORT_FAX:
		return verdicts[ROW_FAX];
	case PORT_UIFN:
		return verdicts[ROW_UIFN];
	case PORT_DATA:
		return verdicts[ROW_DATA];
	default:
		return verdicts[ROW_YES];
	}
}

struct verdict port_country(enum port_type type, bool sold, bool partner)
{
	if (!sold && !partner)
		return verdicts[ROW_NOT_SOLD];
	return verdicts[partner && type != PORT_SERVICE && type != PORT_TOLL_FREE ? ROW_PARTNER
										  : ROW_YES];
}

static bool begins(const char *text, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (strncmp(text, *prefixes, strlen(*prefixes)) == 0)
			return true;
	return false;
}

struct verdict port_number_may(const char *e164)
{
	static const char *const shared[] = { "+44843", "+44844", "+44845", "+44870", "+44871",
		"+44872", NULL };
	static const char *const universal[] = { "+800", NULL };
	if (begins(e164, universal))
		return verdicts[ROW_UIFN];
	return verdicts[begins(e164, shared) ? ROW_GB_SHARED : ROW_YES];
}

enum port_type port_type_by_prefix(const char *e164, enum port_type said)
{
	static const char *const free_codes[] = { "+1800", "+1844", "+1855", "+1866", "+1877",
		"+1888", NULL };
	return begins(e164, free_codes) ? PORT_TOLL_FREE : said;
}

/* ---- the way ---- */

static enum row way_row(enum port_type type, const char *country, int64_t count)
{
	static const char *const wizard[] = { "US", "CA", "GB", NULL };
	if (type == PORT_TOLL_FREE || type == PORT_SERVICE)
		return ROW_SPECIAL;
	if (!is_one_of(country, wizard))
		return ROW_OTHER_COUNTRY;
	return count > PORT_WIZARD_MOST ? ROW_MANY : ROW_WIZARD;
}

enum port_way port_way_of(enum port_type type, const char *country, int64_t count)
{
	return way_row(type, country, count) == ROW_WIZARD ? PORT_BY_WIZARD : PORT_BY_LETTER;
}

struct verdict port_way_verdict(enum port_type type, const char *country, int64_t count)
{
	return verdicts[way_row(type, country, count)];
}

bool port_same_order(enum port_type a, enum port_type b)
{
	static const bool alone[PORT_TYPE_COUNT] = {
		[PORT_TOLL_FREE] = true,
		[PORT_MOBILE] = true,
		[PORT_SERVICE] = true,
	};
	return a == b || (!alone[a] && !alone[b]);
}

/* ---- the billing number ---- */

struct verdict port_billing(enum port_scope scope, const char *billing, bool within)
{
	if (!e164_valid(billing))
		return verdicts[ROW_BILLING_NONE];
	if (scope == PORT_FULL && !within)
		return verdicts[ROW_BILLING_FULL];
	if (scope == PORT_PARTIAL && within)
		return verdicts[ROW_BILLING_PARTIAL];
	return verdicts[ROW_YES];
}

int64_t port_order_count(enum port_scope scope, int64_t listed, bool within)
{
	if (scope == PORT_FULL)
		return listed + !within;
	return listed - within;
}

/* Digits of the last number that the range names, of `tail` at its end; the plus sign aside. */
int port_range(const char *text, char first[E164_SIZE])
{
	const char *dash = strchr(text, '-'), *last = dash ? dash + 1 : "";
	size_t head = dash ? (size_t)(dash - text) : 0;
	last += last[0] == '+';
	size_t tail = strlen(last);
	bool whole = dash && dash[1] == '+';
	first[0] = '\0';
	if (head == 0 || head >= E164_SIZE || tail == 0 || strspn(last, "0123456789") != tail ||
		(whole ? tail != head - 1 : tail >= head))
		return 0;
	memcpy(first, text, head);
	first[head] = '\0';
	if (!e164_valid(first)) {
		first[0] = '\0';
		return 0;
	}
	int64_t from = strtoll(first + head - tail, NULL, 10), to = strtoll(last, NULL, 10);
	if (to < from || to - from >= PORT_RANGE_MOST)
		return 0;
	return (int)(to - from + 1);
}

const char *port_range_at(const char *first, int at, char number[E164_SIZE])
{
	snprintf(number, E164_SIZE, "+%lld", strtoll(first + 1, NULL, 10) + at);
	return number;
}

/* ---- the data ---- */

struct verdict port_account(const char *account)
{
	if (!account[0])
		return verdicts[ROW_ACCOUNT_NONE];
	return verdicts[strpbrk(account, " \t-") ? ROW_ACCOUNT : ROW_YES];
}

const char *port_used(const char *text, int most, char *used)
{
	size_t at = 0;
	for (int i = 0; i < most && text[at]; i++) {
		size_t len = 1;
		while ((text[at + len] & 0xC0) == 0x80)
			len++;
		at += len;
	}
	memcpy(used, text, at);
	used[at] = '\0';
	return used;
}

static bool longer(const char *text, int most)
{
	char used[4 * PORT_ORGANIZATION_USED + 1];
	return strlen(port_used(text, most, used)) < strlen(text);
}

struct verdict port_organization(const char *organization)
{
	if (!organization[0])
		return verdicts[ROW_ORGANIZATION_NONE];
	return verdicts[longer(organization, PORT_ORGANIZATION_USED) ? ROW_ORGANIZATION : ROW_YES];
}

struct verdict port_person(const char *person)
{
	if (!person[0])
		return verdicts[ROW_PERSON_NONE];
	return verdicts[longer(person, PORT_PERSON_USED) ? ROW_PERSON : ROW_YES];
}

struct verdict port_address(const char *address)
{
	return verdicts[address[0] ? ROW_YES : ROW_ADDRESS_NONE];
}

/* ---- days ---- */

/* The day on which an order that is placed on `day` is complete after so many calendar days. */
static int64_t complete_on(int64_t day, int days)
{
	return workday_next(workday_next(day, WORKDAY_US) + days, WORKDAY_US);
}

/* The last working day whose order is complete by `wanted`. */
static int64_t order_for(int64_t wanted, int days)
{
	int64_t day = wanted - days;
	while (!workday_is(day, WORKDAY_US) || complete_on(day, days) > wanted)
		day--;
	return day;
}

struct port_days port_days(int64_t today, int64_t wanted, int least, int most)
{
	return (struct port_days){ .first = complete_on(today, least),
		.last = complete_on(today, most),
		.order_by = wanted ? order_for(wanted, most) : 0,
		.order_hope = wanted ? order_for(wanted, least) : 0 };
}

struct verdict port_wanted(int64_t today, int64_t wanted, int least, int most)
{
	struct port_days days = port_days(today, wanted, least, most);
	if (wanted && wanted < days.first)
		return verdicts[ROW_TOO_SOON];
	return verdicts[wanted && wanted < days.last ? ROW_MAY_BE_LATE : ROW_YES];
}

/* ---- states ---- */

static const struct {
	const char *id;
	enum row row, cancel;
	bool over;
} states[] = {
	[PORT_PROCESSING] = { N_("Processing"), ROW_PROCESSING, ROW_YES, false },
	[PORT_CONTACTING] = { N_("Contacting carrier"), ROW_CONTACTING, ROW_YES, false },
	[PORT_APPROVED] = { N_("Transfer approved"), ROW_APPROVED, ROW_YES, false },
	[PORT_PENDING] = { N_("Transfer pending"), ROW_PENDING, ROW_TOO_LATE, false },
	[PORT_ERROR] = { N_("Error"), ROW_ERROR, ROW_YES, false },
	[PORT_COMPLETED] = { N_("Completed"), ROW_COMPLETED, ROW_OVER, true },
	[PORT_CANCELLED] = { N_("Cancelled"), ROW_CANCELLED, ROW_OVER, true },
};

const char *port_state_id(enum port_state state)
{
	return states[state].id;
}

const char *port_state_name(enum port_state state)
{
	return states[state].id;
}

int port_state_of(const char *id)
{
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		if (strcasecmp(states[i].id, id) == 0)
			return i;
	return -1;
}

struct verdict port_state_verdict(enum port_state state)
{
	return verdicts[states[state].row];
}

struct verdict port_cancel(enum port_state state)
{
	return verdicts[states[state].cancel];
}

bool port_over(enum port_state state)
{
	return states[state].over;
}

/* ---- the file ---- */

struct verdict port_file_header(const char *const *fields, int count)
{
	return verdicts[count == 1 && strcasecmp(fields[0], "PhoneNumber") == 0 ? ROW_YES
										: ROW_HEADER];
}

struct verdict port_file_line(
	const char *const *fields, int count, const char *calling_code, char number[E164_SIZE])
{
	number[0] = '\0';
	if (count != 1)
		return verdicts[ROW_COLUMNS];
	if (strspn(fields[0], " \t") == strlen(fields[0]))
		return verdicts[ROW_EMPTY];
	struct verdict verdict = e164_normalise(number, fields[0], calling_code);
	if (!verdict_ok(verdict))
		return verdict;
	if (strncmp(number + 1, calling_code, strlen(calling_code)) != 0) {
		number[0] = '\0';
		return verdicts[ROW_ABROAD];
	}
	verdict = port_number_may(number);
	if (verdict.answer != VERDICT_YES)
		return verdict;
	const char *text = fields[0] + (fields[0][0] == '+');
	return verdicts[strspn(text, "0123456789") == strlen(text) ? ROW_YES : ROW_SPELT];
}

struct verdict port_file_unreadable(void)
{
	return verdicts[ROW_UNREADABLE];
}

struct verdict port_file_abroad(void)
{
	return verdicts[ROW_ABROAD];
}

/* ---- temporary numbers ---- */

int64_t port_temporary(int64_t coming, int64_t people, int64_t numbered)
{
	int64_t without = people > numbered ? people - numbered : 0;
	return without < coming ? without : coming;
}
