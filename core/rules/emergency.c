/* core/rules/emergency.c: where emergency calls go, and what must be set up for them. */
#include "core/rules/emergency.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#include "core/base/tr.h"

enum {
	ALLOWED,
	NOT_SUPPORTED,
	NO_ADDRESS,
	NO_COORDINATES,
	NOT_LOOKED_AT,
	DISCLAIMER_LONG,
	DISCLAIMER_EARLIER,
	DISCLAIMER_BYTES,
	DESK_PEOPLE,
	DESK_MAILS,
	ASK_US,
	ASK_ELSEWHERE,
	ASK_MANY
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NOT_SUPPORTED] = { VERDICT_NO, 314,
		N_("Emergency numbers cannot be called with a number of this country."),
		N_("Tell people so, and keep another telephone at hand.") },
	[NO_ADDRESS] = { VERDICT_NO, 316,
		N_("Whoever has a Calling Plan must have a registered emergency address."),
		N_("Choose one in step Assign, or set a place for people whom no other fits.") },
	[NO_COORDINATES] = { VERDICT_NO, 287,
		N_("An address that is tied to a network needs latitude and longitude."),
		N_("Look the place up on a map and fill in both in step Addresses.") },
	[NOT_LOOKED_AT] = { VERDICT_WARN, 312,
		N_("In this country calls are routed by the number, wherever the caller is."),
		N_("Do not rely on dynamic locations there: keep the number's address right.") },
	[DISCLAIMER_LONG] = { VERDICT_NO, 323,
		N_("The disclaimer is longer than the 350 characters that the service takes."),
		N_("Shorten it.") },
	[DISCLAIMER_EARLIER] = { VERDICT_WARN, 417,
		N_("The disclaimer is longer than the 250 characters of the documents of 2022."),
		N_("The later limit, 350 (2026), counts; stay below 250 if the service refuses it.") },
	[DISCLAIMER_BYTES] = { VERDICT_NO, 323, N_("The disclaimer is not readable text."),
		N_("Type it anew instead of pasting it.") },
	[DESK_PEOPLE] = { VERDICT_NO, 324,
		N_("The security desk has more people than can be told of an emergency call."),
		N_("Name at most 50 people, or a group for them.") },
	[DESK_MAILS] = { VERDICT_NO, 324,
		N_("The security desk has more mail addresses than can be told of a call."),
		N_("Name at most 10, or one address that forwards to the others.") },
	[ASK_US] = { VERDICT_WARN, 302,
		N_("In the United States a manual validation request settles it."),
		N_("State number, street, town, country and postal code in it.") },
	[ASK_ELSEWHERE] = { VERDICT_WARN, 302,
		N_("Outside the United States a service request settles it."),
		N_("State number, street, town, country and postal code in it.") },
	[ASK_MANY] = { VERDICT_WARN, 303,
		N_("For more than 150 people phone and mail support do not take it."),
		N_("Open a service request with number, street, town, country and postal code.") },
};

VERDICT_ROWS(emergency_verdicts, verdicts)

/* ---- routing ---- */

static const struct emergency_way ways[] = {
	[EMERGENCY_UNKNOWN] = { .routing = EMERGENCY_UNKNOWN,
		.id = "unknown",
		.words = N_("not documented"),
		.text = N_("No document says how calls of this country are routed."),
		.advice = N_("Keep the registered address right, and ask the service desk."),
		.rule = 316 },
	[EMERGENCY_DYNAMIC] = { .routing = EMERGENCY_DYNAMIC,
		.id = "dynamic",
		.words = N_("by the caller's place, else screened"),
		.text = N_(
			"With a known dynamic location the call goes straight to the dispatch centre "
			"of that place; else a national centre asks first, and the registered "
			"address decides if the caller cannot say."),
		.advice = N_("Set dynamic locations for your networks."),
		.rule = 310 },
	[EMERGENCY_SCREENED] = { .routing = EMERGENCY_SCREENED,
		.id = "screened",
		.words = N_("screened first"),
		.text = N_("A national centre answers first and asks where the caller is."),
		.advice = N_("Tell people to say at once where they are."),
		.rule = 311 },
	[EMERGENCY_ADDRESS] = { .routing = EMERGENCY_ADDRESS,
		.id = "address",
		.words = N_("by the number's address"),
		.text = N_(
			"The call goes straight to the centre of the address tied to the number, "
			"wherever the caller is."),
		.advice = N_("Give numbers the address where their people work, and tell those who "
			     "travel to say where they are."),
		.rule = 312 },
	[EMERGENCY_AREA_CODE] = { .routing = EMERGENCY_AREA_CODE,
		.id = "area_code",
		.words = N_("by the number's area code"),
		.text = N_(
			"The call goes straight to the centre of the number's area code, wherever "
			"the caller is."),
		.advice = N_("Give people numbers of the area where they work."),
		.rule = 313 },
	[EMERGENCY_PARTNER] = { .routing = EMERGENCY_PARTNER,
		.id = "partner",
		.words = N_("by the carrier partner"),
		.text = N_("The carrier partner keeps the addresses and routes the calls."),
		.advice = N_("Tell the partner when people move: ringup cannot."),
		.rule = 314 },
	[EMERGENCY_NONE] = { .routing = EMERGENCY_NONE,
		.id = "none",
		.words = N_("not supported"),
		.text = N_("Emergency calls are not supported there."),
		.advice = N_("Keep another telephone at hand, and label these phones."),
		.rule = 314 },
};

static const struct {
	char country[3];
	enum emergency_routing routing;
} routings[] = {
	{ "US", EMERGENCY_DYNAMIC },
	{ "CA", EMERGENCY_SCREENED },
	{ "IE", EMERGENCY_SCREENED },
	{ "GB", EMERGENCY_SCREENED },
	{ "FR", EMERGENCY_ADDRESS },
	{ "DE", EMERGENCY_ADDRESS },
	{ "ES", EMERGENCY_ADDRESS },
	{ "NL", EMERGENCY_AREA_CODE },
	{ "AU", EMERGENCY_PARTNER },
	{ "JP", EMERGENCY_NONE },
};

static enum emergency_routing routing_of(const char *country)
{
	for (size_t i = 0; country && i < sizeof(routings) / sizeof(routings[0]); i++) {
		if (strcasecmp(routings[i].country, country) == 0)
			return routings[i].routing;
	}
	return EMERGENCY_UNKNOWN;
}

const struct emergency_way *emergency_way(const char *country)
{
	return &ways[routing_of(country)];
}

static const struct {
	const char *id, *text;
} sources[] = {
	[EMERGENCY_SOURCE_DYNAMIC] = { "dynamic",
		N_("A dynamic location that you set for the network.") },
	[EMERGENCY_SOURCE_PERSON] = { "person",
		N_("An address that the person confirmed or typed for the network.") },
	[EMERGENCY_SOURCE_SYSTEM] = { "system",
		N_("A suggestion of the person's operating system.") },
	[EMERGENCY_SOURCE_STATIC] = { "registered",
		N_("The address registered for the person or the number.") },
	[EMERGENCY_SOURCE_COUNT] = { "none", N_("Nothing is known.") },
};

const char *emergency_source_text(enum emergency_source source)
{
	return sources[source].text;
}

const char *emergency_source_id(enum emergency_source source)
{
	return sources[source].id;
}

enum emergency_source emergency_source_of(unsigned known)
{
	int source = 0;
	while (source < EMERGENCY_SOURCE_COUNT && !(known & (1U << source)))
		source++;
	return (enum emergency_source)source;
}

enum emergency_answer emergency_answer(const char *country, unsigned known)
{
	static const enum emergency_answer answers[] = {
		[EMERGENCY_UNKNOWN] = ANSWER_UNKNOWN,
		[EMERGENCY_DYNAMIC] = ANSWER_SCREENING,
		[EMERGENCY_SCREENED] = ANSWER_SCREENING,
		[EMERGENCY_ADDRESS] = ANSWER_CENTRE_OF_ADDRESS,
		[EMERGENCY_AREA_CODE] = ANSWER_CENTRE_OF_AREA_CODE,
		[EMERGENCY_PARTNER] = ANSWER_PARTNER,
		[EMERGENCY_NONE] = ANSWER_NOBODY,
	};
	enum emergency_routing routing = routing_of(country);
	if (routing == EMERGENCY_DYNAMIC && emergency_source_of(known) == EMERGENCY_SOURCE_DYNAMIC)
		return ANSWER_CENTRE_OF_PLACE;
	return answers[routing];
}

/* ---- what must be there ---- */

struct verdict emergency_check_person(const char *country, bool has_address)
{
	if (routing_of(country) == EMERGENCY_NONE)
		return verdicts[NOT_SUPPORTED];
	return verdicts[has_address ? ALLOWED : NO_ADDRESS];
}

struct verdict emergency_check_dynamic(const char *country, bool has_coordinates)
{
	enum emergency_routing routing = routing_of(country);
	struct verdict verdict = verdicts[NOT_LOOKED_AT];
	if (routing == EMERGENCY_NONE)
		return verdicts[NOT_SUPPORTED];
	if (routing == EMERGENCY_ADDRESS || routing == EMERGENCY_AREA_CODE) {
		verdict.rule = ways[routing].rule;
		return verdict;
	}
	return verdicts[has_coordinates ? ALLOWED : NO_COORDINATES];
}

/* ---- the disclaimer, the security desk ---- */

int64_t emergency_disclaimer_length(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	int64_t length = 0;
	ucs4_t sign;
	if (u8_check(at, strlen(text)))
		return -1;
	while ((at = u8_next(&sign, at)) != NULL)
		length += sign > 0xFFFF ? 2 : 1;
	return length;
}

struct verdict emergency_check_disclaimer(const char *text)
{
	int64_t length = emergency_disclaimer_length(text);
	if (length < 0)
		return verdicts[DISCLAIMER_BYTES];
	if (length > EMERGENCY_DISCLAIMER)
		return verdicts[DISCLAIMER_LONG];
	return verdicts[length > EMERGENCY_DISCLAIMER_EARLIER ? DISCLAIMER_EARLIER : ALLOWED];
}

struct verdict emergency_check_desk(int64_t people, int64_t mails)
{
	if (people > EMERGENCY_DESK_PEOPLE)
		return verdicts[DESK_PEOPLE];
	return verdicts[mails > EMERGENCY_DESK_MAILS ? DESK_MAILS : ALLOWED];
}

/* ---- when something hangs ---- */

bool emergency_activation_hangs(const char *state)
{
	static const char *const words[] = { "failed", "pending", "incomplete", "updating" };
	char folded[64];
	size_t len = 0;
	while (state && state[len] && len < sizeof(folded) - 1) {
		folded[len] = (char)tolower((unsigned char)state[len]);
		len++;
	}
	folded[len] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strstr(folded, words[i]))
			return true;
	}
	return false;
}

struct verdict emergency_ask(const char *country, int64_t people)
{
	if (people > EMERGENCY_PHONE_USERS)
		return verdicts[ASK_MANY];
	return verdicts[country && strcasecmp(country, "US") == 0 ? ASK_US : ASK_ELSEWHERE];
}
