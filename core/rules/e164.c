/* core/rules/e164.c: telephone numbers as ITU-T E.164 writes them. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/tr.h"
#include "core/rules/e164.h"

enum { ALLOWED, EMPTY, TEL, LETTERS, EXTENSION, COUNTRY, AMBIGUOUS, LENGTH, NORTH_AMERICA };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[EMPTY] = { VERDICT_NO, 344, N_("There is no number here."),
		N_("Write the number with + and its country code, such as +1 425 555 0100.") },
	[TEL] = { VERDICT_NO, 344,
		N_("The number has \"tel:\" before it, which the service refuses."),
		N_("Leave \"tel:\" out and begin with + and the country code.") },
	[LETTERS] = { VERDICT_NO, 344,
		N_("The number holds something other than digits, spaces, dashes and brackets."),
		N_("Write digits only, with + and the country code, such as +1 425 555 0100.") },
	[EXTENSION] = { VERDICT_NO, 344,
		N_("The number has an extension, which a Calling Plan number does not have."),
		N_("Leave the extension out; give the person a number of their own.") },
	[COUNTRY] = { VERDICT_NO, 344,
		N_("The number does not begin with any country's calling code."),
		N_("Write it with + and the country code, such as +1 425 555 0100.") },
	[AMBIGUOUS] = { VERDICT_NO, 344,
		N_("Without its country code the number could belong to several countries."),
		N_("Write it with + and the country code, such as +1 425 555 0100.") },
	[LENGTH] = { VERDICT_NO, 344,
		N_("The number is too short or too long: with its country code it has 7 to 15 digits."),
		N_("Compare it with its source; a digit is missing or one too many.") },
	[NORTH_AMERICA] = { VERDICT_NO, 344,
		N_("After +1 come 10 digits, and neither area code nor exchange begins with 0 or 1."),
		N_("Compare the number with its source, such as +1 425 555 0100.") },
};

VERDICT_ROWS(e164_verdicts, verdicts)

#define DIGITS_MIN 7
#define DIGITS_MAX 15
#define DIGITS_ROOM (DIGITS_MAX + 4) /* "00" before them, one too many, NUL */

/* Calling codes that ITU-T assigned (E.164.D). A row stands for the codes that begin with `zone`
 * and end in one of `last`; "" is the zone itself. */
static const struct {
	const char *zone, *last;
} calling_codes[] = {
	{ "1", "" },
	{ "7", "" },
	{ "2", "07" },
	{ "3", "0123469" },
	{ "4", "013456789" },
	{ "5", "12345678" },
	{ "6", "0123456" },
	{ "8", "1246" },
	{ "9", "0123458" },
	{ "21", "12368" },
	{ "22", "0123456789" },
	{ "23", "0123456789" },
	{ "24", "0123456789" },
	{ "25", "012345678" },
	{ "26", "0123456789" },
	{ "29", "01789" },
	{ "35", "0123456789" },
	{ "37", "0123456789" },
	{ "38", "01235679" },
	{ "42", "013" },
	{ "50", "0123456789" },
	{ "59", "0123456789" },
	{ "67", "023456789" },
	{ "68", "012356789" },
	{ "69", "012" },
	{ "80", "08" },
	{ "85", "02356" },
	{ "87", "08" },
	{ "88", "012368" },
	{ "96", "012345678" },
	{ "97", "012345679" },
	{ "99", "234568" },
};

#define CODE_COUNT (sizeof(calling_codes) / sizeof(calling_codes[0]))

/* What people put between digits, and marks that come along unseen when a number is copied from a
 * page or an address book: directional marks, no-break spaces, dashes of other kinds. */
static const char *const fillers[] = {
	" ",
	"-",
	".",
	"/",
	"(",
	")",
	"\t",
	"\u00a0",
	"\u2007",
	"\u2009",
	"\u202f",
	"\u2010",
	"\u2011",
	"\u2012",
	"\u2013",
	"\u2212",
	"\u200b",
	"\u200e",
	"\u200f",
	"\u202a",
	"\u202b",
	"\u202c",
	"\u202d",
	"\u202e",
	"\u2060",
	"\u2066",
	"\u2067",
	"\u2068",
	"\u2069",
	"\ufeff",
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t filler_size(const char *text)
{
	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++) {
		size_t size = strlen(fillers[i]);

		if (strncmp(text, fillers[i], size) == 0)
			return size;
	}
	return 0;
}

static const char *skip_fillers(const char *text)
{
	size_t size;

	while ((size = filler_size(text)) > 0)
		text += size;
	return text;
}

static bool in_zone(const char *zone, const char *last, const char *digits)
{
	size_t size = strlen(zone);

	if (strncmp(zone, digits, size) != 0)
		return false;
	return !*last || (is_digit(digits[size]) && strchr(last, digits[size]));
}

int e164_calling_code_length(const char *digits)
{
	for (size_t i = 0; i < CODE_COUNT; i++) {
		if (in_zone(calling_codes[i].zone, calling_codes[i].last, digits))
			return (int)strlen(calling_codes[i].zone) +
			       (*calling_codes[i].last != '\0');
	}
	return 0;
}

/* An area code and an exchange of the North American plan begin with 2 to 9. */
static bool north_american(const char *digits)
{
	return strlen(digits) == 11 && digits[1] >= '2' && digits[4] >= '2';
}

static int check_digits(const char *digits)
{
	size_t len = strlen(digits);

	if (len == 0)
		return EMPTY;
	if (e164_calling_code_length(digits) == 0)
		return COUNTRY;
	if (len < DIGITS_MIN || len > DIGITS_MAX)
		return LENGTH;
	if (*digits == '1' && !north_american(digits))
		return NORTH_AMERICA;
	return ALLOWED;
}

static int wrong_sign(const char *text)
{
	static const char *const extensions[] = { ";ext", "ext", "x", "#", ",", "poste" };

	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
		if (strncasecmp(text, extensions[i], strlen(extensions[i])) == 0)
			return EXTENSION;
	}
	return LETTERS;
}

/* "+44 (0)20 ..." shows the 0 that is dialled inside the country and belongs to no number, except
 * in Italy, where it stays. Returns what comes after it. */
static const char *skip_trunk_zero(const char *text, const char *digits, size_t len)
{
	bool italy = len == 2 && strncmp(digits, "39", 2) == 0;

	return len > 0 && !italy && strncmp(text, "(0)", 3) == 0 ? text + 3 : text;
}

/* The digits of text, without what stands between them. Some more digits than E.164 allows are
 * kept, so that a wrong length is found out; the others are only looked at. */
static int collect(char digits[DIGITS_ROOM], const char *text)
{
	size_t len = 0;

	while (*text) {
		const char *next = skip_trunk_zero(text, digits, len);

		next += filler_size(next);
		if (next == text && !is_digit(*text))
			return len > 0 ? wrong_sign(text) : LETTERS;
		if (next == text && len < DIGITS_ROOM - 1)
			digits[len++] = *text;
		text = next == text ? text + 1 : next;
	}
	digits[len] = '\0';
	return ALLOWED;
}

/* Without a plus sign: "00" is most countries' way to dial abroad; else the country that the number
 * is expected in must show, if there is one. */
static int check_bare(char *digits, const char *calling_code)
{
	bool expected = calling_code && *calling_code;

	if (strncmp(digits, "00", 2) == 0)
		memmove(digits, digits + 2, strlen(digits + 2) + 1);
	else if (*digits == '0')
		return AMBIGUOUS;
	if (expected && strncmp(digits, calling_code, strlen(calling_code)) != 0)
		return AMBIGUOUS;
	return check_digits(digits);
}

static int read_number(char digits[DIGITS_ROOM], const char *text, const char *calling_code)
{
	bool plus;
	int found;

	text = skip_fillers(text ? text : "");
	if (strncasecmp(text, "tel:", 4) == 0)
		return TEL;
	plus = *text == '+';
	found = collect(digits, text + plus);
	if (found != ALLOWED)
		return found;
	return plus ? check_digits(digits) : check_bare(digits, calling_code);
}

struct verdict e164_normalise(char out[E164_SIZE], const char *text, const char *calling_code)
{
	char digits[DIGITS_ROOM] = "";
	int found = read_number(digits, text, calling_code);

	if (found == ALLOWED)
		snprintf(out, E164_SIZE, "+%.15s", digits);
	else
		out[0] = '\0';
	return verdicts[found];
}

bool e164_valid(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len > 0 && text[0] == '+' && strspn(text + 1, "0123456789") == len - 1 &&
	       check_digits(text + 1) == ALLOWED;
}

/* How the digits after country and area are grouped, by their count. */
static const char *const groupings[] = {
	[4] = "4",
	[5] = "23",
	[6] = "33",
	[7] = "34",
	[8] = "44",
	[9] = "333",
	[10] = "334",
	[11] = "344",
	[12] = "444",
};

/* Pairs, as France writes them: "4 28 00 01 01". */
static const char *const paired[] = {
	[4] = "22",
	[5] = "122",
	[6] = "222",
	[7] = "1222",
	[8] = "2222",
	[9] = "12222",
};

static const struct {
	const char *calling_code;
	const char *const *groups;
	size_t count;
	int area; /* used where the caller does not know the area code's length */
} styles[] = {
	{ "1", groupings, sizeof(groupings) / sizeof(groupings[0]), 3 },
	{ "33", paired, sizeof(paired) / sizeof(paired[0]), 1 },
	{ "45", paired, sizeof(paired) / sizeof(paired[0]), 0 },
	{ "47", paired, sizeof(paired) / sizeof(paired[0]), 0 },
	{ "352", paired, sizeof(paired) / sizeof(paired[0]), 0 },
};

struct layout {
	const char *const *groups;
	size_t count;
	int area;
};

static struct layout layout_of(const char *digits, int code, int area_digits)
{
	struct layout layout = { groupings, sizeof(groupings) / sizeof(groupings[0]), area_digits };

	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		if ((int)strlen(styles[i].calling_code) != code ||
			strncmp(styles[i].calling_code, digits, (size_t)code) != 0)
			continue;
		layout.groups = styles[i].groups;
		layout.count = styles[i].count;
		if (area_digits <= 0)
			layout.area = styles[i].area;
	}
	return layout;
}

/* Copies `size` digits behind a space; returns the end of the text. */
static char *put(char *to, const char *from, size_t size)
{
	*to++ = ' ';
	memcpy(to, from, size);
	to[size] = '\0';
	return to + size;
}

static void put_groups(char *to, const char *digits, const struct layout *layout)
{
	size_t len = strlen(digits);
	const char *groups = len < layout->count ? layout->groups[len] : NULL;

	if (!groups) {
		put(to, digits, len);
		return;
	}
	for (; *groups; groups++) {
		size_t size = (size_t)(*groups - '0');

		to = put(to, digits, size);
		digits += size;
	}
}

const char *e164_format(char *text, const char *e164, int area_digits)
{
	const char *digits = e164 + 1;
	struct layout layout;
	char *to = text;
	int code;

	if (!e164_valid(e164)) {
		snprintf(text, E164_DISPLAY, "%s", e164);
		return text;
	}
	code = e164_calling_code_length(digits);
	layout = layout_of(digits, code, area_digits);
	to += snprintf(text, E164_DISPLAY, "+%.*s", code, digits);
	digits += code;
	if (layout.area > 0 && (size_t)layout.area < strlen(digits)) {
		to = put(to, digits, (size_t)layout.area);
		digits += layout.area;
	}
	put_groups(to, digits, &layout);
	return text;
}
