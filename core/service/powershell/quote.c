/* core/service/powershell/quote.c: text as a PowerShell literal. */
#include <string.h>
#include <unistr.h>

#include "core/service/powershell/script.h"

/* What PowerShell takes for a single quote: any of them ends a single-quoted text, and of two that
 * stand together the second one is kept, so that doubling keeps the text (powershell.md 3). */
static bool is_quote(ucs4_t c)
{
	return c == '\'' || (c >= 0x2018 && c <= 0x201b);
}

/* A newline or its like, which would make two lines of one in logs and prompts. */
static bool is_break(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Turns what follows it around on a screen, so that a script reads other than it runs. */
static bool is_bidi(ucs4_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void powershell_quote(struct str *out, const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t left = text ? strlen(text) : 0;

	str_addc(out, '\'');
	while (left > 0) {
		ucs4_t c;
		int len = u8_mbtouc(&c, at, left);
		if (c == 0xfffd)
			str_add(out, "\xef\xbf\xbd"); /* also for bytes that are no UTF-8 */
		else if (is_break(c))
			str_addc(out, ' ');
		else if (!is_bidi(c))
			str_addn(out, (const char *)at, (size_t)len);
		if (is_quote(c))
			str_addn(out, (const char *)at, (size_t)len);
		at += len;
		left -= (size_t)len;
	}
	str_addc(out, '\'');
}
