/* core/rules/location.c: the usage location of a person's licences. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/location.h"

enum { ALLOWED, MISSING, NO_CODE, FREQUENT, DIFFERS };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[MISSING] = { VERDICT_NO, 9,
		N_("The person has no usage location, so no Calling Plan and no number can be assigned."),
		N_("Set the country where the person works, then go on.") },
	[NO_CODE] = { VERDICT_NO, 8, N_("The usage location is no country code."),
		N_("Write two letters as ISO 3166-1 has them, such as US, FR or GB.") },
	[FREQUENT] = { VERDICT_NO, 8,
		N_("The usage location is written in a way that the service does not take."),
		N_("Write it as two capital letters of ISO 3166-1: GB for UK, GR for EL, US for us.") },
	[DIFFERS] = { VERDICT_WARN, 8,
		N_("The person's usage location is another country than the organization's."),
		N_("Leave it if the person works there: plan, number and address come from that country.") },
};

VERDICT_ROWS(location_verdicts, verdicts)

/* What people write for a country that has another code. */
static const struct {
	const char *wrong, *code;
} guesses[] = {
	{ "UK", "GB" },
	{ "EL", "GR" },
	{ "USA", "US" },
	{ "GBR", "GB" },
	{ "FRA", "FR" },
	{ "DEU", "DE" },
	{ "CAN", "CA" },
};

static bool upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool lower(char c)
{
	return c >= 'a' && c <= 'z';
}

bool location_shape(const char *code)
{
	return code && upper(code[0]) && upper(code[1]) && !code[2];
}

static const char *known_mistake(const char *text)
{
	for (size_t i = 0; i < sizeof(guesses) / sizeof(guesses[0]); i++) {
		if (strcasecmp(text, guesses[i].wrong) == 0)
			return guesses[i].code;
	}
	return NULL;
}

static char capital(char c)
{
	return lower(c) ? (char)(c - 'a' + 'A') : c;
}

const char *location_guess(char *code, const char *text)
{
	const char *known = text ? known_mistake(text) : NULL;
	char two[3] = "";

	if (text && strlen(text) == 2) {
		two[0] = capital(text[0]);
		two[1] = capital(text[1]);
	}
	if (!known && !location_shape(two))
		return NULL;
	memcpy(code, known ? known : two, sizeof(two));
	return code;
}

struct verdict location_check(const char *usage_location, const char *organization_country)
{
	char code[3];

	if (!usage_location || !*usage_location)
		return verdicts[MISSING];
	if (!location_guess(code, usage_location))
		return verdicts[NO_CODE];
	if (strcmp(code, usage_location) != 0)
		return verdicts[FREQUENT];
	if (organization_country && *organization_country &&
		strcmp(usage_location, organization_country) != 0)
		return verdicts[DIFFERS];
	return verdicts[ALLOWED];
}
