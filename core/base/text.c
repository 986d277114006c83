/* UTF-8 text: its width in columns, its folding for filters, outside text made printable, and the
 * encodings of files.
 *
 * Widths are libunistring's uc_width, which needs no locale, put right where glibc's wcwidth in
 * C.UTF-8 says otherwise (`exceptions` below), because ncurses places what it draws by wcwidth. The
 * two also part on the soft hyphen, signs that enclose Arabic numbers, unassigned characters and
 * line separators, which text_printable never lets through. The width of a cluster is the sum of
 * its characters': so ncurses counts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "core/base/text.h"

/* Set once at the start; see text_set_ascii. */
static bool ascii_only;

#define STAND_IN "\xEF\xBF\xBD"      /* U+FFFD */
#define DOTTED_CIRCLE "\xE2\x97\x8C" /* U+25CC carries a mark that has no letter */

/* ncurses keeps a character and four marks in a cell (CCHARW_MAX). */
#define MARKS_MAX 4

/* Bytes of ASCII at the start of the text, eight at a time. */
static size_t ascii_span(const char *bytes, size_t len)
{
	size_t at = 0;
	uint64_t word;
	for (; at + sizeof word <= len; at += sizeof word) {
		memcpy(&word, bytes + at, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (at < len && (unsigned char)bytes[at] < 0x80)
		at++;
	return at;
}

static bool is_ascii(const char *text)
{
	size_t len = strlen(text);
	return ascii_span(text, len) == len;
}

/* The character at text and its bytes; bytes that are no character are U+FFFD, one at a time. */
static size_t decode_one(const char *text, size_t len, ucs4_t *c)
{
	int used = u8_mbtoucr(c, (const uint8_t *)text, len);
	if (used > 0)
		return (size_t)used;
	*c = 0xFFFD;
	return 1;
}

static void add_character(struct str *out, ucs4_t c)
{
	uint8_t bytes[6];
	int len = u8_uctomb(bytes, c, sizeof bytes);
	if (len > 0)
		str_addn(out, (const char *)bytes, (size_t)len);
	else
		str_add(out, STAND_IN);
}

/* Where glibc 2.36 and libunistring 1.0 differ on characters that may be shown. */
static const struct {
	ucs4_t first, last;
	int width;
} exceptions[] = {
	{ 0x0CBF, 0x0CBF, 0 },
	{ 0x0CC6, 0x0CC6, 0 },
	{ 0x3248, 0x324F, 2 },
	{ 0x4DC0, 0x4DFF, 2 },
	{ 0x11A07, 0x11A08, 0 },
	{ 0x11C3F, 0x11C3F, 0 },
};

static int character_width(ucs4_t c)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++)
		if (c >= exceptions[i].first && c <= exceptions[i].last)
			return exceptions[i].width;
	int width = uc_width(c, "UTF-8");
	return width < 0 ? 0 : width;
}

static int bytes_width(const char *text, size_t len)
{
	int width = 0;
	for (size_t at = 0; at < len;) {
		if (text[at] >= ' ' && text[at] <= '~') {
			width++;
			at++;
			continue;
		}
		ucs4_t c;
		at += decode_one(text + at, len - at, &c);
		width += character_width(c);
	}
	return width;
}

int text_width(const char *text)
{
	return bytes_width(text, strlen(text));
}

#define CLUSTER_MAX 256

size_t text_next(const char *text)
{
	if (text[0] == '\0')
		return 0;
	/* Nothing clusters with an ASCII character before an ASCII one, except CR LF. */
	if ((unsigned char)text[0] < 0x80 && (unsigned char)text[1] < 0x80 && text[0] != '\r')
		return 1;
	/* No terminal shows a cluster of more bytes, and looking no further keeps this constant. */
	size_t len = strnlen(text, CLUSTER_MAX);
	if (len == CLUSTER_MAX)
		while (len > CLUSTER_MAX - 4 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	const uint8_t *begin = (const uint8_t *)text;
	const uint8_t *next = u8_grapheme_next(begin, begin + len);
	return next && next > begin ? (size_t)(next - begin) : 1;
}

size_t text_prev(const char *text, size_t at)
{
	if (at == 0)
		return 0;
	const uint8_t *begin = (const uint8_t *)text;
	const uint8_t *previous = u8_grapheme_prev(begin + at, begin);
	return previous && previous < begin + at ? (size_t)(begin + at - previous) : 1;
}

size_t text_fit(const char *text, int columns, int *used)
{
	size_t at = 0;
	int width = 0;
	while (text[at] != '\0') {
		size_t len = text_next(text + at);
		int wide = bytes_width(text + at, len);
		if (width + wide > columns)
			break;
		width += wide;
		at += len;
	}
	if (used)
		*used = width;
	return at;
}

static void add_spaces(struct str *out, int count)
{
	for (; count > 0; count--)
		str_addc(out, ' ');
}

void text_pad(struct str *out, const char *text, int columns, bool right)
{
	if (columns <= 0)
		return;
	int used;
	size_t len = text_fit(text, columns, &used);
	bool cut = text[len] != '\0';
	if (cut) {
		len = text_fit(text, columns - 1, &used);
		used++;
	}
	if (right)
		add_spaces(out, columns - used);
	str_addn(out, text, len);
	if (cut)
		str_add(out, ascii_only ? "~" : "…");
	if (!right)
		add_spaces(out, columns - used);
}

/* --- What may be shown --- */

void text_set_ascii(bool ascii)
{
	ascii_only = ascii;
}

bool text_ascii(void)
{
	return ascii_only;
}

/* ASCII for what no decomposition leads to. Sorted by character; `folds` are letters whose stroke
 * or tail is no mark to Unicode, so that searching "lodz" finds "Łódź" too. */
static const struct likeness {
	ucs4_t character;
	const char *ascii;
	bool folds;
} likenesses[] = {
	{ 0x00A9, "(c)", false },
	{ 0x00AB, "<<", false },
	{ 0x00AD, "-", false },
	{ 0x00AE, "(r)", false },
	{ 0x00B0, "deg", false },
	{ 0x00B1, "+-", false },
	{ 0x00B7, ".", false },
	{ 0x00BB, ">>", false },
	{ 0x00C6, "AE", true },
	{ 0x00D0, "D", true },
	{ 0x00D7, "x", false },
	{ 0x00D8, "O", true },
	{ 0x00DE, "Th", true },
	{ 0x00DF, "ss", true },
	{ 0x00E6, "ae", true },
	{ 0x00F0, "d", true },
	{ 0x00F8, "o", true },
	{ 0x00FE, "th", true },
	{ 0x0110, "D", true },
	{ 0x0111, "d", true },
	{ 0x0126, "H", true },
	{ 0x0127, "h", true },
	{ 0x0131, "i", true },
	{ 0x0141, "L", true },
	{ 0x0142, "l", true },
	{ 0x0152, "OE", true },
	{ 0x0153, "oe", true },
	{ 0x1E9E, "SS", true },
	{ 0x2010, "-", false },
	{ 0x2011, "-", false },
	{ 0x2012, "-", false },
	{ 0x2013, "-", false },
	{ 0x2014, "-", false },
	{ 0x2015, "-", false },
	{ 0x2018, "'", true },
	{ 0x2019, "'", true },
	{ 0x201A, ",", false },
	{ 0x201C, "\"", true },
	{ 0x201D, "\"", true },
	{ 0x201E, "\"", true },
	{ 0x2022, "*", false },
	{ 0x2026, "...", false },
	{ 0x2032, "'", false },
	{ 0x2033, "\"", false },
	{ 0x2039, "<", false },
	{ 0x203A, ">", false },
	{ 0x20AC, "EUR", false },
	{ 0x2190, "<-", false },
	{ 0x2192, "->", false },
	{ 0x2212, "-", false },
	{ 0x2500, "-", false },
	{ 0x2502, "|", false },
	{ 0x25CC, "", false },
};

static const struct likeness *likeness_of(ucs4_t c)
{
	size_t low = 0, high = sizeof likenesses / sizeof likenesses[0];
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (likenesses[middle].character < c)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < sizeof likenesses / sizeof likenesses[0] &&
		     likenesses[low].character == c;
	return found ? &likenesses[low] : NULL;
}

/* The first character of c's compatibility decomposition, if that is ASCII; else 0. */
static char ascii_base(ucs4_t c)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;
	while (c >= 0x80) {
		if (uc_decomposition(c, &tag, parts) <= 0)
			return 0;
		c = parts[0];
	}
	return (char)c;
}

static void add_ascii(struct str *out, ucs4_t c)
{
	const struct likeness *like = likeness_of(c);
	char base = like ? 0 : ascii_base(c);
	if (like)
		str_add(out, like->ascii);
	else if (base >= ' ' && base <= '~')
		str_addc(out, base);
	else if (!uc_is_general_category(c, UC_CATEGORY_M))
		str_addc(out, '?');
}

#define CATEGORIES_UNSHOWN                                                                       \
	(UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co | \
		UC_CATEGORY_MASK_Cn)
#define CATEGORIES_SPACE (UC_CATEGORY_MASK_Zs | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp)

static bool is_variation_selector(ucs4_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* Zero-width joiners shape letters of Arabic, Indic and a few other scripts: spelling, not a trick.
 * Between Latin, Greek or Cyrillic letters they have no work but to make two names look alike. */
static bool may_join(ucs4_t before)
{
	return before >= 0x0590 &&
	       uc_is_general_category_withtable(before, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M) &&
	       !(before >= 0x1E00 && before <= 0x1FFF);
}

/* What text_printable knows of the characters before this one. */
struct shown {
	ucs4_t before; /* the character that a mark would sit on; 0: none */
	int marks;     /* on it so far */
};

static void show_mark(struct str *out, struct shown *shown, ucs4_t c)
{
	if (ascii_only || shown->marks >= MARKS_MAX)
		return;
	if (shown->before == 0) {
		str_add(out, DOTTED_CIRCLE);
		shown->before = 0x25CC;
	}
	add_character(out, c);
	shown->marks++;
}

static void show_character(struct str *out, struct shown *shown, ucs4_t c)
{
	if (ascii_only)
		add_ascii(out, c);
	else
		add_character(out, c);
	*shown = (struct shown){ .before = c };
}

static void show_plain(struct str *out, struct shown *shown, const char *text)
{
	str_add(out, text);
	*shown = (struct shown){ 0 };
}

/* One character beyond printable ASCII. The order matters: joiners and variation selectors are
 * format characters or marks too. */
static void show_special(struct str *out, struct shown *shown, ucs4_t c)
{
	if (c == 0x200C || c == 0x200D) {
		if (may_join(shown->before))
			show_mark(out, shown, c);
		else if (!uc_is_general_category(shown->before, UC_CATEGORY_So))
			show_plain(out, shown, ascii_only ? "?" : STAND_IN);
		/* Emoji that a joiner would merge stand side by side: terminals disagree on the
		 * width of the merged one. For the same reason variation selectors are left out. */
	} else if (is_variation_selector(c)) {
		return;
	} else if (c == 0xAD) {
		show_plain(out, shown, "-");
	} else if (c == '\t' || c == '\n' || c == '\r' ||
		   uc_is_general_category_withtable(c, CATEGORIES_SPACE)) {
		show_plain(out, shown, " ");
	} else if (uc_is_general_category_withtable(c, CATEGORIES_UNSHOWN) ||
		   uc_is_property_default_ignorable_code_point(c)) {
		show_plain(out, shown, ascii_only ? "?" : STAND_IN);
	} else if (uc_is_general_category(c, UC_CATEGORY_M) || character_width(c) == 0) {
		show_mark(out, shown, c);
	} else {
		show_character(out, shown, c);
	}
}

static size_t printable_span(const char *text)
{
	size_t len = 0;
	while (text[len] >= ' ' && text[len] <= '~')
		len++;
	return len;
}

void text_printable(struct str *out, const char *text)
{
	struct shown shown = { 0 };
	size_t len = strlen(text);
	for (size_t at = 0; at < len;) {
		size_t plain = printable_span(text + at);
		if (plain > 0) {
			str_addn(out, text + at, plain);
			at += plain;
			shown = (struct shown){ .before = (ucs4_t)text[at - 1] };
			continue;
		}
		ucs4_t c;
		at += decode_one(text + at, len - at, &c);
		show_special(out, &shown, c);
	}
}

/* --- Folding --- */

/* Accents, Hebrew points and Arabic vowel marks go. Classes 7, 8 and 9 (nukta, kana voicing,
 * virama) make another letter or syllable of what they follow, so they stay. */
static bool folds_away(ucs4_t c)
{
	int class = uc_combining_class(c);
	return class != 0 && (class < 7 || class > 9);
}

static void fold_ascii(struct str *out, const char *text, size_t len)
{
	str_addn(out, text, len);
	for (char *at = out->text + out->len - len; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
}

static void fold_characters(struct str *out, const uint8_t *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		ucs4_t c;
		at += decode_one((const char *)text + at, len - at, &c);
		const struct likeness *like = c < 0x80 ? NULL : likeness_of(c);
		if (like && like->folds)
			fold_ascii(out, like->ascii, strlen(like->ascii));
		else if (c < 0x80)
			str_addc(out, (char)c);
		else if (!folds_away(c))
			add_character(out, c);
	}
}

void text_fold(struct str *out, const char *text)
{
	size_t len = strlen(text);
	if (ascii_span(text, len) == len) {
		fold_ascii(out, text, len);
		return;
	}
	size_t folded_len;
	uint8_t *folded = u8_casefold(
		(const uint8_t *)text, len, NULL, UNINORM_NFKD, NULL, &folded_len);
	if (folded)
		fold_characters(out, folded, folded_len);
	else /* no memory for it: compared as it is */
		fold_ascii(out, text, len);
	free(folded);
}

bool text_has(const char *text, const char *folded_needle)
{
	if (is_ascii(text))
		return strcasestr(text, folded_needle) != NULL;
	struct str folded = { 0 };
	text_fold(&folded, text);
	bool found = strstr(str_text(&folded), folded_needle) != NULL;
	str_fini(&folded);
	return found;
}

/* --- Encodings --- */

bool text_valid(const char *bytes, size_t len)
{
	size_t plain = ascii_span(bytes, len);
	return plain == len || !u8_check((const uint8_t *)bytes + plain, len - plain);
}

/* Windows-1252, 0x80 to 0x9F (unicode.org, CP1252.TXT). Its five holes are the C1 controls of the
 * same number, as Windows itself reads them. */
static const uint16_t cp1252[32] = {
	0x20AC,
	0x0081,
	0x201A,
	0x0192,
	0x201E,
	0x2026,
	0x2020,
	0x2021,
	0x02C6,
	0x2030,
	0x0160,
	0x2039,
	0x0152,
	0x008D,
	0x017D,
	0x008F,
	0x0090,
	0x2018,
	0x2019,
	0x201C,
	0x201D,
	0x2022,
	0x2013,
	0x2014,
	0x02DC,
	0x2122,
	0x0161,
	0x203A,
	0x0153,
	0x009D,
	0x017E,
	0x0178,
};

static size_t decode_cp1252(struct str *out, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t plain = ascii_span(bytes + at, len - at);
		str_addn(out, bytes + at, plain);
		at += plain;
		for (; at < len && (unsigned char)bytes[at] >= 0x80; at++) {
			unsigned char byte = (unsigned char)bytes[at];
			add_character(out, byte < 0xA0 ? cp1252[byte - 0x80] : byte);
		}
	}
	return len;
}

static ucs4_t utf16_unit(const char *bytes, bool big)
{
	unsigned char first = (unsigned char)bytes[0], second = (unsigned char)bytes[1];
	return big ? (ucs4_t)(first << 8 | second) : (ucs4_t)(second << 8 | first);
}

/* Half a surrogate pair, or half a unit at the end, is U+FFFD. */
static size_t decode_utf16(struct str *out, const char *bytes, size_t len, bool big, bool last)
{
	size_t at = 0;
	while (at + 2 <= len) {
		ucs4_t unit = utf16_unit(bytes + at, big);
		if (unit >= 0xD800 && unit < 0xDC00 && at + 4 > len && !last)
			return at;
		at += 2;
		if (unit < 0x80) {
			str_addc(out, (char)unit);
			continue;
		}
		if (unit >= 0xD800 && unit < 0xDC00 && at + 2 <= len) {
			ucs4_t low = utf16_unit(bytes + at, big);
			if (low >= 0xDC00 && low < 0xE000) {
				unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
				at += 2;
			}
		}
		add_character(out, unit);
	}
	if (last && at < len) {
		str_add(out, STAND_IN);
		at = len;
	}
	return at;
}

static bool looks_utf16le(const char *bytes, size_t len)
{
	size_t look = len < 64 ? len & ~(size_t)1 : 64;
	for (size_t at = 0; at < look; at += 2)
		if (bytes[at] == '\0' || bytes[at + 1] != '\0')
			return false;
	return look >= 4;
}

size_t text_decoder_init(struct text_decoder *decoder, const char *bytes, size_t len)
{
	static const struct {
		const char *mark;
		size_t len;
		enum text_encoding encoding;
	} marks[] = {
		{ "\xEF\xBB\xBF", 3, TEXT_UTF8_BOM },
		{ "\xFF\xFE", 2, TEXT_UTF16LE },
		{ "\xFE\xFF", 2, TEXT_UTF16BE },
	};
	*decoder = (struct text_decoder){ .encoding = TEXT_UTF8 };
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (len >= marks[i].len && memcmp(bytes, marks[i].mark, marks[i].len) == 0) {
			*decoder = (struct text_decoder){ marks[i].encoding, true };
			return marks[i].len;
		}
	if (looks_utf16le(bytes, len))
		*decoder = (struct text_decoder){ TEXT_UTF16LE, true };
	return 0;
}

/* The first character beyond ASCII tells whether a file without a mark is UTF-8. False: it is cut
 * by the end of what is there, and more will come. */
static bool decide(struct text_decoder *decoder, const char *bytes, size_t len, bool last)
{
	ucs4_t c;
	int used = u8_mbtoucr(&c, (const uint8_t *)bytes, len);
	if (used == -2 && !last)
		return false;
	*decoder = (struct text_decoder){ used > 0 ? TEXT_UTF8 : TEXT_CP1252, true };
	return true;
}

size_t text_decoder_add(
	struct text_decoder *decoder, struct str *out, const char *bytes, size_t len, bool last)
{
	size_t plain = 0;
	if (!decoder->decided) {
		plain = ascii_span(bytes, len);
		str_addn(out, bytes, plain);
		if (plain == len || !decide(decoder, bytes + plain, len - plain, last))
			return plain;
	}
	bytes += plain;
	len -= plain;
	switch (decoder->encoding) {
	case TEXT_UTF16LE:
	case TEXT_UTF16BE:
		return plain +
		       decode_utf16(out, bytes, len, decoder->encoding == TEXT_UTF16BE, last);
	case TEXT_CP1252:
		return plain + decode_cp1252(out, bytes, len);
	case TEXT_UTF8:
	case TEXT_UTF8_BOM:
		break;
	}
	str_addn(out, bytes, len);
	return plain + len;
}

/* UTF-8 whose bad bytes become U+FFFD. */
static void add_repaired(struct str *out, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ucs4_t c;
		at += decode_one(bytes + at, len - at, &c);
		add_character(out, c);
	}
}

enum text_encoding text_decode(struct str *out, const char *bytes, size_t len)
{
	struct text_decoder decoder;
	size_t mark = text_decoder_init(&decoder, bytes, len);
	bytes += mark;
	len -= mark;
	bool utf16 = decoder.encoding == TEXT_UTF16LE || decoder.encoding == TEXT_UTF16BE;
	if (utf16) {
		text_decoder_add(&decoder, out, bytes, len, true);
	} else if (text_valid(bytes, len)) {
		str_addn(out, bytes, len);
	} else if (decoder.encoding == TEXT_UTF8_BOM) {
		add_repaired(out, bytes, len);
	} else {
		decoder.encoding = TEXT_CP1252;
		decode_cp1252(out, bytes, len);
	}
	return decoder.encoding;
}

void text_nfc(struct str *out, const char *text, size_t len)
{
	if (ascii_span(text, len) == len) {
		str_addn(out, text, len);
		return;
	}
	struct str repaired = { 0 };
	if (!text_valid(text, len)) {
		add_repaired(&repaired, text, len);
		text = repaired.text;
		len = repaired.len;
	}
	size_t composed_len;
	uint8_t *composed = u8_normalize(
		UNINORM_NFC, (const uint8_t *)text, len, NULL, &composed_len);
	if (!composed)
		die("out of memory (%zu bytes of text)", len);
	str_addn(out, (const char *)composed, composed_len);
	free(composed);
	str_fini(&repaired);
}

/* --- Lines --- */

/* Bytes of the white space character at text: ASCII's, or U+00A0; 0: none. */
static size_t space_at(const char *text)
{
	if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))
		return 1;
	return memcmp(text, "\xC2\xA0", text[0] ? 2 : 1) == 0 ? 2 : 0;
}

void text_number(struct str *out, int64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%" PRId64, number);
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
			str_addc(out, ',');
		str_addc(out, digits[i]);
	}
}

char *text_copy(char *out, size_t size, const char *text)
{
	size_t len = strnlen(text, size);
	if (len == size) {
		len--;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memmove(out, text, len);
	out[len] = '\0';
	return out;
}

char *text_trim(char *text)
{
	size_t len;
	while ((len = space_at(text)) > 0)
		text += len;
	char *end = text + strlen(text);
	for (;;) {
		if (end > text && space_at(end - 1) == 1)
			end--;
		else if (end >= text + 2 && space_at(end - 2) == 2)
			end -= 2;
		else
			break;
	}
	*end = '\0';
	return text;
}

/* Bytes of the next line of one paragraph of `len` bytes, which is longer than `columns`: up to its
 * last space if it has one, else as much as fits, and at least one cluster. */
static size_t wrap_one(const char *text, size_t len, int columns)
{
	size_t fits = text_fit(text, columns, NULL);
	if (fits >= len)
		return len;
	for (size_t at = fits; at > 0; at--)
		if (text[at] == ' ' && text[at - 1] != ' ')
			return at;
	return fits > 0 ? fits : text_next(text);
}

int text_wrap(const char *text, int columns, void (*line)(void *data, const char *text, size_t len),
	void *data)
{
	int lines = 0;
	while (*text != '\0') {
		size_t left = strcspn(text, "\n");
		do {
			size_t len = wrap_one(text, left, columns);
			if (line)
				line(data, text, len);
			lines++;
			text += len;
			left -= len;
			for (; left > 0 && *text == ' '; left--)
				text++;
		} while (left > 0);
		if (*text == '\n')
			text++;
	}
	return lines;
}
