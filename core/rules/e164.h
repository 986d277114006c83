/* core/rules/e164.h: telephone numbers as ITU-T E.164 writes them, from and for people. */
#ifndef CORE_RULES_E164_H
#define CORE_RULES_E164_H

#include <stdbool.h>
#include <stddef.h>

#include "core/rules/verdict.h"

#define E164_SIZE 17 /* '+', at most 15 digits, NUL */
#define E164_DISPLAY 32

/* Reads "+1 (425) 555-0100", "14255550100", "0033 4 28 00 01 01" into "+14255550100" form. Spaces,
 * dashes, dots, slashes, round brackets and the invisible marks that come with pasted text are
 * dropped; "tel:", letters, extensions, unknown country codes and lengths that E.164 does not allow
 * are refused. calling_code ("1", "33"; NULL or "" : none) is the country the number is expected
 * in: a number without + must begin with it, because else "2065550100" could be Seattle or Cairo.
 * On NO, out is "". */
struct verdict e164_normalise(char out[E164_SIZE], const char *text, const char *calling_code);

/* True if text is exactly in the form e164_normalise writes, with a known country code. */
bool e164_valid(const char *text);

/* Digits of the calling code that digits (without +) begin with: 1, 2 or 3; 0: none is assigned. */
int e164_calling_code_length(const char *digits);

/* "+1 425 555 0100", "+33 4 28 00 01 01": readable, and e164_normalise brings it back. area_digits:
 * length of the area code after the calling code, 0 where not known. text holds E164_DISPLAY bytes;
 * returned. Text that is no E.164 comes out cut to E164_DISPLAY, otherwise as it was. */
const char *e164_format(char *text, const char *e164, int area_digits);

verdict_rows e164_verdicts;

#endif
