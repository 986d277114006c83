/* Three bytes are four letters of six bits. */
#include "core/base/base64.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static void add(
	struct str *out, const unsigned char *bytes, size_t len, const char *letters, int pad)
{
	for (size_t i = 0; i < len; i += 3) {
		unsigned three = (unsigned)bytes[i] << 16 |
				 (i + 1 < len ? (unsigned)bytes[i + 1] << 8 : 0) |
				 (i + 2 < len ? bytes[i + 2] : 0);
		for (size_t j = 0; j < 4; j++) {
			if (i + j <= len)
				str_addc(out, letters[three >> (18 - 6 * j) & 63]);
			else if (pad)
				str_addc(out, (char)pad);
		}
	}
}

void base64_add(struct str *out, const void *bytes, size_t len)
{
	add(out, bytes, len, LETTERS "+/", '=');
}

void base64url_add(struct str *out, const void *bytes, size_t len)
{
	add(out, bytes, len, LETTERS "-_", '\0');
}
