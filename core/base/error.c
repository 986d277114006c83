/* How a function that can fail says so. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/error.h"

/* Removes what is left of a character that the end of the buffer cut in two. */
static void cut_at_character(char *text, size_t size)
{
	size_t len = strlen(text);
	if (len + 1 < size)
		return;
	while (len > 0 && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
		len--;
	if (len > 0 && (unsigned char)text[len - 1] >= 0xC0)
		len--;
	text[len] = '\0';
}

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
	if (!err)
		return false;
	/* A caller may pass the old text as an argument. */
	char text[sizeof err->text];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	cut_at_character(text, sizeof text);
	memcpy(err->text, text, sizeof text);
	err->code = code;
	return false;
}

bool error_prefix(struct error *err, const char *format, ...)
{
	if (!err)
		return false;
	char text[sizeof err->text];
	va_list args;
	va_start(args, format);
	int used = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (used >= 0 && (size_t)used < sizeof text)
		snprintf(text + used, sizeof text - (size_t)used, "%s", err->text);
	cut_at_character(text, sizeof text);
	memcpy(err->text, text, sizeof text);
	return false;
}

void error_clear(struct error *err)
{
	err->code = ERROR_NONE;
	err->text[0] = '\0';
}
