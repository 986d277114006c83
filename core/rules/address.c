/* core/rules/address.c: what the fields of an emergency address may hold, and what may be done with
 * it in which state. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unistr.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/address.h"

enum {
	ALLOWED,
	REQUIRED,
	COORDINATES_REQUIRED,
	TOO_LONG,
	BAD_SIGN,
	BAD_SIGN_NUMBER,
	BAD_SIGN_PLUS,
	BAD_SIGN_POSTAL,
	BAD_START,
	BAD_START_NUMBER,
	CONTROL,
	ORDINAL,
	POSTAL,
	POSTAL_CASE,
	POSTAL_PATTERN,
	COUNTRY_CODE,
	DEGREES_COMMA,
	DEGREES_LATITUDE,
	DEGREES_LONGITUDE,
	DEGREES_HALF,
	DEGREES_ZERO,
	USE_UNVALIDATED,
	USE_VALIDATING,
	USE_INVALID,
	EDIT_VALID,
	EDIT_VALIDATING,
	DELETE_USED,
	DELETE_DEFAULT,
	VALIDATE_AGAIN,
	VALIDATE_RUNNING,
	CORRECTED,
	VALIDATED,
	REFUSED_US,
	REFUSED
};

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[REQUIRED] = { VERDICT_NO, 289, N_("This field is needed for an address in this country."),
		N_("Fill it in.") },
	[COORDINATES_REQUIRED] = { VERDICT_NO, 285,
		N_("Latitude and longitude are needed for an address in this country."),
		N_("Look the place up on a map and copy both in decimal degrees, such as 47.6147.") },
	[TOO_LONG] = { VERDICT_NO, 290, N_("The text is longer than the service takes."),
		N_("Shorten it.") },
	[BAD_SIGN] = { VERDICT_NO, 293, N_("A sign in this field is not taken by the service."),
		N_("Use letters, digits, spaces and , / - + . ' & \" _ only.") },
	[BAD_SIGN_NUMBER] = { VERDICT_NO, 291,
		N_("A house number holds only digits, letters, - / [ ]."),
		N_("Put other words into the street name or the name of a place inside the address.") },
	[BAD_SIGN_PLUS] = { VERDICT_NO, 290,
		N_("In the United Kingdom a company's name may not hold a plus sign."),
		N_("Write \"and\" or & instead.") },
	[BAD_SIGN_POSTAL] = { VERDICT_NO, 295,
		N_("A postal code holds only letters, digits, spaces and dashes."),
		N_("Write the postal code alone, without city or country.") },
	[BAD_START] = { VERDICT_NO, 293, N_("This field may not begin with a special character."),
		N_("Begin it with a letter or a digit.") },
	[BAD_START_NUMBER] = { VERDICT_NO, 291, N_("A house number begins with a digit."),
		N_("Put a letter behind the digits or into the suffix, and names into the street name.") },
	[CONTROL] = { VERDICT_NO, 293, N_("The field holds a character that cannot be seen."),
		N_("Type the text anew instead of pasting it.") },
	[ORDINAL] = { VERDICT_NO, 300,
		N_("In English a street that is a number needs its ordinal ending, else validation fails."),
		N_("Write the number with its ending, such as 1st, 2nd, 3rd or 108th.") },
	[POSTAL] = { VERDICT_NO, 289,
		N_("The postal code does not have the form of this country's postal codes."),
		N_("Compare it with a letter or bill of this address.") },
	[POSTAL_CASE] = { VERDICT_NO, 289,
		N_("The postal code is right but for spaces or small letters."),
		N_("Write it as shown.") },
	[POSTAL_PATTERN] = { VERDICT_WARN, 289,
		N_("The pattern of this country's postal codes cannot be read, so the code is not checked."),
		N_("Check the postal code yourself.") },
	[COUNTRY_CODE] = { VERDICT_NO, 285, N_("The country is no country code."),
		N_("Write two capital letters of ISO 3166-1, such as US, FR or GB.") },
	[DEGREES_COMMA] = { VERDICT_NO, 285, N_("Degrees are written with a decimal point here."),
		N_("Write a point instead of the comma, such as 47.6147.") },
	[DEGREES_LATITUDE] = { VERDICT_NO, 285,
		N_("A latitude is a number from -90 to 90 in decimal degrees."),
		N_("Copy it from a map, such as 47.6147; latitude comes before longitude.") },
	[DEGREES_LONGITUDE] = { VERDICT_NO, 285,
		N_("A longitude is a number from -180 to 180 in decimal degrees."),
		N_("Copy it from a map, such as -122.1966; longitude comes after latitude.") },
	[DEGREES_HALF] = { VERDICT_NO, 285, N_("Latitude and longitude belong together."),
		N_("Fill in both, or leave both empty where they are not needed.") },
	[DEGREES_ZERO] = { VERDICT_WARN, 285,
		N_("Latitude 0 and longitude 0 lie in the Atlantic Ocean."),
		N_("Look the place up on a map and copy both figures.") },
	[USE_UNVALIDATED] = { VERDICT_NO, 282,
		N_("The address is not validated, and only a validated one can be given to people."),
		N_("Validate the address first, then choose it again.") },
	[USE_VALIDATING] = { VERDICT_WAIT, 282, N_("The address is still being validated."),
		N_("Go on with the rest: this part follows when the address is valid.") },
	[USE_INVALID] = { VERDICT_NO, 282,
		N_("The address was refused and cannot be given to people."),
		N_("Edit it and validate it again, or choose another address.") },
	[EDIT_VALID] = { VERDICT_NO, 304, N_("A validated address cannot be edited."),
		N_("Clone it, change and validate the copy, move people and numbers, delete the old one.") },
	[EDIT_VALIDATING] = { VERDICT_WAIT, 305,
		N_("The address is being validated, and an edit now would not be seen."),
		N_("Wait for the answer; if it is refused, the address can be edited.") },
	[DELETE_USED] = { VERDICT_NO, 308,
		N_("People or numbers have this address or a place inside it, so it cannot be removed."),
		N_("Give them another address first, then remove this one.") },
	[DELETE_DEFAULT] = { VERDICT_NO, 308,
		N_("The default location of an address goes away only together with its address."),
		N_("Remove the whole address, if nobody has it.") },
	[VALIDATE_AGAIN] = { VERDICT_NO, 283, N_("The address is validated already."),
		N_("Use it as it is, or clone it if it must change.") },
	[VALIDATE_RUNNING] = { VERDICT_WAIT, 283, N_("The address is being validated already."),
		N_("Wait for the answer.") },
	[CORRECTED] = { VERDICT_WARN, 298,
		N_("Validation changed the address; your text and the new one are both kept."),
		N_("Read both and take the correction, or keep yours and validate again.") },
	[VALIDATED] = { VERDICT_WARN, 297,
		N_("The address is validated, which does not mean that every word is spelt right."),
		N_("Read it once more before people get it.") },
	[REFUSED_US] = { VERDICT_NO, 302, N_("The address could not be validated."),
		N_("Correct it and try again, or send a manual validation request to Microsoft.") },
	[REFUSED] = { VERDICT_NO, 302, N_("The address could not be validated."),
		N_("Correct it and try again, or open a service request with the whole address.") },
};

VERDICT_ROWS(address_verdicts, verdicts)

/* The signs of beside letters and digits. */
#define SIGNS ",/-+.'&\"_ "
#define SIGNS_NUMBER "-/[]"
#define SIGNS_POSTAL " -"

enum start { START_ANY, START_LETTER, START_DIGIT };

/* Names: that of address_formats.csv, that of the answers file and the store. */
static const struct limits {
	const char *id, *name, *label;
	int max;           /* characters; 0: none documented */
	int length_rule;   /* where the limit is written */
	const char *signs; /* beside letters and digits; NULL: any printable character */
	int bad_sign;
	enum start start;
} fields[] = {
	[ADDRESS_DESCRIPTION] = { .id = "description",
		.name = "name",
		.label = N_("Name of this address") },
	[ADDRESS_COMPANY] = { .id = "company",
		.name = "company_name",
		.label = N_("Company"),
		.max = 80,
		.length_rule = 290,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_HOUSE_NUMBER] = { .id = "house_number",
		.name = "house_number",
		.label = N_("House number"),
		.max = 20,
		.length_rule = 291,
		.signs = SIGNS_NUMBER,
		.bad_sign = BAD_SIGN_NUMBER,
		.start = START_DIGIT },
	[ADDRESS_HOUSE_SUFFIX] = { .id = "house_suffix",
		.name = "house_number_suffix",
		.label = N_("House number suffix"),
		.max = 20,
		.length_rule = 291,
		.signs = SIGNS_NUMBER,
		.bad_sign = BAD_SIGN_NUMBER },
	[ADDRESS_HOUSE_NAME] = { .id = "house_name",
		.name = "house_name",
		.label = N_("House name"),
		.max = 50,
		.length_rule = 292,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_PRE_DIRECTIONAL] = { .id = "pre_directional",
		.name = "pre_directional",
		.label = N_("Direction before the street") },
	[ADDRESS_STREET] = { .id = "street",
		.name = "street_name",
		.label = N_("Street"),
		.max = 50,
		.length_rule = 293,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_STREET_SUFFIX] = { .id = "street_suffix",
		.name = "street_suffix",
		.label = N_("Street suffix"),
		.max = 50,
		.length_rule = 293,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_POST_DIRECTIONAL] = { .id = "post_directional",
		.name = "post_directional",
		.label = N_("Direction after the street") },
	[ADDRESS_CITY] = { .id = "city",
		.name = "city",
		.label = N_("City"),
		.max = 50,
		.length_rule = 294,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_CITY_ALIAS] = { .id = "city_alias",
		.name = "city_alias",
		.label = N_("Other name of the city"),
		.max = 50,
		.length_rule = 294,
		.signs = SIGNS,
		.bad_sign = BAD_SIGN,
		.start = START_LETTER },
	[ADDRESS_STATE] = { .id = "state", .name = "state", .label = N_("State or province") },
	[ADDRESS_POSTAL_CODE] = { .id = "postal_code",
		.name = "postal_code",
		.label = N_("Postal code"),
		.length_rule = 295,
		.signs = SIGNS_POSTAL,
		.bad_sign = BAD_SIGN_POSTAL },
	[ADDRESS_COUNTRY] = { .id = "country", .name = "country", .label = N_("Country") },
	[ADDRESS_TAX_ID] = { .id = "tax_id",
		.name = "company_tax_id",
		.label = N_("Company tax id") },
	[ADDRESS_LATITUDE] = { .id = "latitude", .name = "latitude", .label = N_("Latitude") },
	[ADDRESS_LONGITUDE] = { .id = "longitude", .name = "longitude", .label = N_("Longitude") },
	[ADDRESS_ELIN] = { .id = "elin", .name = "elin", .label = N_("ELIN") },
};

#define POSTAL_MAX 8 /* R-295; where a country's own pattern is known, that decides instead */

int address_field_of(const char *name)
{
	for (int i = 0; name && i < ADDRESS_FIELD_COUNT; i++) {
		if (strcmp(name, fields[i].id) == 0 || strcmp(name, fields[i].name) == 0)
			return i;
	}
	return -1;
}

const char *address_field_id(enum address_field field)
{
	return fields[field].name;
}

const char *address_field_label(enum address_field field)
{
	return fields[field].label;
}

int address_field_max(enum address_field field)
{
	return fields[field].max;
}

unsigned address_fields_of(const char *list)
{
	unsigned bits = 0;

	while (list && *list) {
		size_t len = strcspn(list, "|");
		char name[32];
		int field;

		snprintf(name, sizeof(name), "%.*s", (int)len, list);
		field = address_field_of(name);
		bits |= field >= 0 ? 1U << field : 0;
		list += len + (list[len] == '|');
	}
	return bits;
}

bool address_english(const char *iso2)
{
	static const char *const english[] = { "US", "GU", "GB", "IE", "CA", "AU", "NZ", "SG",
		"ZA" };

	for (size_t i = 0; iso2 && i < sizeof(english) / sizeof(english[0]); i++) {
		if (strcmp(iso2, english[i]) == 0)
			return true;
	}
	return false;
}

const char *address_ordinal_ending(uint64_t n)
{
	static const char *const endings[10] = { "th", "st", "nd", "rd", "th", "th", "th", "th",
		"th", "th" };

	return n % 100 >= 11 && n % 100 <= 13 ? "th" : endings[n % 10];
}

static struct address_finding finding(enum address_field field, int row)
{
	return (struct address_finding){ .field = field, .verdict = verdicts[row] };
}

static bool blank(const char *text)
{
	return !text || text[strspn(text, " \t")] == '\0';
}

static bool letter(ucs4_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

static bool control(ucs4_t c)
{
	return c == '\t' || uc_is_general_category_withtable(c,
				    UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

static bool sign_allowed(const struct limits *limits, ucs4_t c)
{
	return letter(c) || (c < 128 && ((c >= '0' && c <= '9') || strchr(limits->signs, (int)c)));
}

/* Outside the United Kingdom, whose documentation gives the rule, an apostrophe may come first: "'t
 * Hoenstraat", "'s-Hertogenbosch". */
static bool start_allowed(const struct address_form *form, enum start start, ucs4_t c)
{
	if (start == START_ANY || (c >= '0' && c <= '9'))
		return true;
	return start == START_LETTER && (letter(c) || (c == '\'' && !form->strict_british));
}

static int start_row(const struct limits *limits, ucs4_t c)
{
	if (!sign_allowed(limits, c))
		return limits->bad_sign;
	return limits->start == START_DIGIT ? BAD_START_NUMBER : BAD_START;
}

/* What is wrong with the characters of a field; *length gets how many there are. */
static int check_signs(
	const struct address_form *form, const struct limits *limits, const char *text, int *length)
{
	const uint8_t *at = (const uint8_t *)text;
	int row = ALLOWED;
	ucs4_t c;

	for (*length = 0; (at = u8_next(&c, at)) != NULL; ++*length) {
		if (control(c) || c == 0xFFFD)
			return CONTROL;
		if (!limits->signs || row != ALLOWED)
			continue;
		if (*length == 0 && !start_allowed(form, limits->start, c))
			row = start_row(limits, c);
		else if (!sign_allowed(limits, c))
			row = limits->bad_sign;
	}
	return row;
}

static struct address_finding check_text(
	const struct address_form *form, enum address_field field, const char *text)
{
	const struct limits *limits = &fields[field];
	int max = limits->max, length, row;
	struct address_finding found;

	if (!text_valid(text, strlen(text)))
		return finding(field, CONTROL);
	row = check_signs(form, limits, text, &length);
	if (row == ALLOWED && field == ADDRESS_COMPANY && form->strict_british && strchr(text, '+'))
		row = BAD_SIGN_PLUS;
	if (field == ADDRESS_POSTAL_CODE && blank(form->postal_regex))
		max = POSTAL_MAX;
	if (row == ALLOWED && max > 0 && length > max)
		row = TOO_LONG;
	found = finding(field, row);
	if (row == TOO_LONG) {
		found.limit = max;
		found.verdict.rule = limits->length_rule;
	}
	return found;
}

/* Words that may follow a street's number without being its name: with any other word behind it
 * ("12 Main Street") the number is a house number in the wrong field and wants no ending. */
static const char *const street_words[] = { "alley", "aly", "ave", "avenue", "blvd", "boulevard",
	"circle", "cir", "court", "ct", "drive", "dr", "e", "east", "highway", "hwy", "lane", "ln",
	"n", "ne", "north", "northeast", "northwest", "nw", "parkway", "pkwy", "pl", "place", "rd",
	"road", "s", "se", "south", "southeast", "southwest", "sq", "square", "st", "street", "sw",
	"ter", "terrace", "trail", "trl", "w", "way", "west" };

static bool street_word(const char *word, size_t len)
{
	len -= len > 0 && word[len - 1] == '.';
	for (size_t i = 0; i < sizeof(street_words) / sizeof(street_words[0]); i++) {
		if (strlen(street_words[i]) == len && strncasecmp(word, street_words[i], len) == 0)
			return true;
	}
	return false;
}

static bool only_street_words(const char *text)
{
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t len = strcspn(text, " ");

		if (!street_word(text, len))
			return false;
		text += len;
	}
	return true;
}

static bool any_ending(const char *text)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (strncasecmp(text, endings[i], 2) == 0)
			return true;
	}
	return false;
}

/* A street whose first word is a number ("108 Ave"), or a number with a wrong ending ("2th"). */
static struct address_finding check_ordinal(const char *street)
{
	struct address_finding found = finding(ADDRESS_STREET, ALLOWED);
	size_t digits = strspn(street, "0123456789"), word = strcspn(street, " ");
	bool bare = word == digits, ended = word == digits + 2 && any_ending(street + digits);
	const char *ending;

	if (digits == 0 || digits > 9 || !(bare || ended) || !only_street_words(street + word))
		return found;
	ending = address_ordinal_ending(strtoull(street, NULL, 10));
	if (ended && strncasecmp(street + digits, ending, 2) == 0)
		return found;
	found = finding(ADDRESS_STREET, ORDINAL);
	snprintf(found.suggestion, sizeof(found.suggestion), "%.*s%s%s", (int)digits, street,
		ending, street + word);
	return found;
}

/* The code as it is written by the book: no spaces at the ends, capital letters. */
static void postal_tidy(char *out, size_t size, const char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (len >= size)
		len = size - 1;
	for (size_t i = 0; i < len; i++)
		out[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
	out[len] = '\0';
}

#define PATTERN_MAX 256
#define POSTAL_ROOM 32

static bool fits(const regex_t *pattern, const char *text)
{
	return regexec(pattern, text, 0, NULL, 0) == 0;
}

/* The other spacing of a British, Dutch, Swedish ... code: with the last three characters apart, or
 * with two, or without any space. False if no spacing fits. */
static bool postal_respace(const regex_t *pattern, char *code)
{
	static const size_t tails[] = { 0, 3, 2, 4 };
	char plain[POSTAL_ROOM], tried[POSTAL_ROOM + 1];
	size_t len = 0;

	for (const char *at = code; *at; at++) {
		if (*at != ' ')
			plain[len++] = *at;
	}
	plain[len] = '\0';
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		if (tails[i] >= len)
			continue;
		snprintf(tried, sizeof(tried), "%.*s%s%s", (int)(len - tails[i]), plain,
			tails[i] ? " " : "", tails[i] ? plain + len - tails[i] : "");
		if (fits(pattern, tried) && strlen(tried) < POSTAL_ROOM) {
			memcpy(code, tried, strlen(tried) + 1);
			return true;
		}
	}
	return false;
}

static struct address_finding match_postal(const regex_t *pattern, const char *text)
{
	struct address_finding found = finding(ADDRESS_POSTAL_CODE, ALLOWED);
	char tidy[POSTAL_ROOM];

	if (fits(pattern, text))
		return found;
	postal_tidy(tidy, sizeof(tidy), text);
	if (strlen(text) >= POSTAL_ROOM || !(fits(pattern, tidy) || postal_respace(pattern, tidy)))
		return finding(ADDRESS_POSTAL_CODE, POSTAL);
	found = finding(ADDRESS_POSTAL_CODE, POSTAL_CASE);
	snprintf(found.suggestion, sizeof(found.suggestion), "%s", tidy);
	return found;
}

/* The patterns are ours, but an admin may have data of their own: one that repeats a thousand times
 * would take all memory to compile. */
static bool pattern_sane(const char *regex)
{
	for (const char *at = strchr(regex, '{'); at; at = strchr(at + 1, '{')) {
		size_t low = strspn(at + 1, "0123456789");
		size_t high = at[1 + low] == ',' ? strspn(at + 2 + low, "0123456789") : 0;

		if (low > 2 || high > 2)
			return false;
	}
	return strlen(regex) <= PATTERN_MAX;
}

struct address_finding address_check_postal(const char *regex, const char *text)
{
	struct address_finding found;
	regex_t pattern;

	if (blank(regex) || blank(text))
		return finding(ADDRESS_POSTAL_CODE, ALLOWED);
	if (!pattern_sane(regex) || regcomp(&pattern, regex, REG_EXTENDED | REG_NOSUB) != 0)
		return finding(ADDRESS_POSTAL_CODE, POSTAL_PATTERN);
	found = match_postal(&pattern, text);
	regfree(&pattern);
	return found;
}

/* The digits before and after the point, as millionths; -1: too large for any degree. */
static int64_t millionths_of(const char *whole, size_t whole_len, const char *part, size_t part_len)
{
	int64_t value = 0;

	if (whole_len > 4)
		return -1;
	for (size_t i = 0; i < whole_len; i++)
		value = value * 10 + (whole[i] - '0');
	for (size_t i = 0; i < 6; i++)
		value = value * 10 + (i < part_len ? part[i] - '0' : 0);
	return value;
}

bool address_degrees(const char *text, int limit, int32_t *millionths)
{
	bool minus = *text == '-';
	const char *whole = text + (minus || *text == '+');
	size_t whole_len = strspn(whole, "0123456789"), part_len = 0;
	const char *part = whole + whole_len;
	int64_t value;

	if (*part == '.') {
		part++;
		part_len = strspn(part, "0123456789");
		if (part_len == 0)
			return false;
	}
	value = millionths_of(whole, whole_len, part, part_len);
	if (whole_len == 0 || part[part_len] || value < 0 || value > (int64_t)limit * 1000000)
		return false;
	*millionths = (int32_t)(minus ? -value : value);
	return true;
}

static struct address_finding check_degrees(enum address_field field, const char *text)
{
	bool latitude = field == ADDRESS_LATITUDE;
	struct address_finding found = finding(
		field, latitude ? DEGREES_LATITUDE : DEGREES_LONGITUDE);
	const char *comma = strchr(text, ',');
	int32_t value;

	if (address_degrees(text, latitude ? 90 : 180, &value))
		return finding(field, ALLOWED);
	if (comma && strlen(text) < 32) {
		char point[32];

		snprintf(point, sizeof(point), "%s", text);
		point[comma - text] = '.';
		if (address_degrees(point, latitude ? 90 : 180, &value)) {
			found = finding(field, DEGREES_COMMA);
			snprintf(found.suggestion, sizeof(found.suggestion), "%s", point);
		}
	}
	return found;
}

static struct address_finding check_empty(const struct address_form *form, enum address_field field)
{
	bool degrees = field == ADDRESS_LATITUDE || field == ADDRESS_LONGITUDE;

	if (degrees && form->coordinates)
		return finding(field, COORDINATES_REQUIRED);
	if (!degrees && (form->required & (1U << field)))
		return finding(field, REQUIRED);
	return finding(field, ALLOWED);
}

static bool two_letters(const char *text)
{
	return strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' &&
	       text[1] <= 'Z';
}

struct address_finding address_check_field(
	const struct address_form *form, enum address_field field, const char *text)
{
	struct address_finding found;

	if (blank(text))
		return check_empty(form, field);
	if (field == ADDRESS_LATITUDE || field == ADDRESS_LONGITUDE)
		return check_degrees(field, text);
	if (field == ADDRESS_COUNTRY && !two_letters(text))
		return finding(field, COUNTRY_CODE);
	found = check_text(form, field, text);
	if (found.verdict.answer != VERDICT_YES)
		return found;
	if (field == ADDRESS_POSTAL_CODE)
		return address_check_postal(form->postal_regex, text);
	if (field == ADDRESS_STREET && form->english)
		return check_ordinal(text);
	return found;
}

/* One of them alone, or the place where nobody lives. */
static int check_pair(const char *latitude, const char *longitude)
{
	int32_t north, east;

	if (blank(latitude) != blank(longitude))
		return DEGREES_HALF;
	if (blank(latitude) || !address_degrees(latitude, 90, &north) ||
		!address_degrees(longitude, 180, &east))
		return ALLOWED;
	return north == 0 && east == 0 ? DEGREES_ZERO : ALLOWED;
}

static int report(
	struct address_finding *findings, int room, int count, const struct address_finding *found)
{
	if (found->verdict.answer == VERDICT_YES)
		return count;
	if (count < room)
		findings[count] = *found;
	return count + 1;
}

int address_check(const struct address_form *form, const struct address_text *text,
	struct address_finding *findings, int room)
{
	const char *latitude = text->field[ADDRESS_LATITUDE];
	const char *longitude = text->field[ADDRESS_LONGITUDE];
	int pair = check_pair(latitude, longitude), count = 0;

	for (int i = 0; i < ADDRESS_FIELD_COUNT; i++) {
		struct address_finding found = address_check_field(
			form, (enum address_field)i, text->field[i]);

		count = report(findings, room, count, &found);
	}
	/* Where both are required, the empty one has been told already. */
	if (pair == DEGREES_ZERO || (pair == DEGREES_HALF && !form->coordinates)) {
		struct address_finding found = finding(
			blank(latitude) ? ADDRESS_LATITUDE : ADDRESS_LONGITUDE, pair);

		count = report(findings, room, count, &found);
	}
	return count;
}

void address_say(struct str *out, const struct address_finding *found)
{
	str_addf(out, "%s: %s", _(fields[found->field].label), _(found->verdict.why));
	if (found->limit > 0) {
		str_addc(out, ' ');
		str_addf(out, _("It may hold %d characters."), found->limit);
	}
	str_addc(out, ' ');
	if (*found->suggestion)
		str_addf(out, _("Write \"%s\"."), found->suggestion);
	else
		str_add(out, _(found->verdict.remedy));
}

/* What stands against an act in a state; ALLOWED where nothing is said. */
static const int acts[][ADDRESS_INVALID + 1] = {
	[ADDRESS_USE] = { [ADDRESS_UNVALIDATED] = USE_UNVALIDATED,
		[ADDRESS_VALIDATING] = USE_VALIDATING,
		[ADDRESS_INVALID] = USE_INVALID },
	[ADDRESS_EDIT] = { [ADDRESS_VALIDATING] = EDIT_VALIDATING, [ADDRESS_VALID] = EDIT_VALID },
	[ADDRESS_DELETE] = { ALLOWED },
	[ADDRESS_CLONE] = { ALLOWED },
	[ADDRESS_VALIDATE] = { [ADDRESS_VALIDATING] = VALIDATE_RUNNING,
		[ADDRESS_VALID] = VALIDATE_AGAIN },
};

struct verdict address_may(enum address_act act, const struct address_facts *facts)
{
	if (act == ADDRESS_DELETE && facts->default_place)
		return verdicts[DELETE_DEFAULT];
	if (act == ADDRESS_DELETE && facts->in_use > 0)
		return verdicts[DELETE_USED];
	if (act == ADDRESS_EDIT && (facts->place || !facts->on_service))
		return verdicts[ALLOWED];
	return verdicts[acts[act][facts->state]];
}

bool address_public_edit(const char *iso2)
{
	static const char *const countries[] = { "AU", "BR", "CA", "HR", "CZ", "EE", "HK", "HU",
		"IL", "JP", "LV", "LT", "MX", "NZ", "PL", "PR", "RO", "SG", "KR", "SI", "ZA",
		"US" };

	for (size_t i = 0; iso2 && i < sizeof(countries) / sizeof(countries[0]); i++) {
		if (strcmp(iso2, countries[i]) == 0)
			return true;
	}
	return false;
}

struct verdict address_outcome(enum address_state state, bool corrected, const char *iso2)
{
	bool american = iso2 && strcmp(iso2, "US") == 0;

	if (state == ADDRESS_VALIDATING)
		return verdicts[VALIDATE_RUNNING];
	if (state == ADDRESS_VALID)
		return verdicts[corrected ? CORRECTED : VALIDATED];
	return verdicts[american ? REFUSED_US : REFUSED];
}
