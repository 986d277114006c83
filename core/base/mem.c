/* Memory that is there or ends the program, and text that grows. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"

static void (*death_hook)(void);

void mem_on_death(void (*hook)(void))
{
	death_hook = hook;
}

_Noreturn void die(const char *format, ...)
{
	void (*hook)(void) = death_hook;
	death_hook = NULL; /* a hook that dies must not come back here */
	if (hook)
		hook();
	va_list args;
	va_start(args, format);
	fputs("ringup: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

void *xmalloc(size_t size)
{
	void *new = malloc(size ? size : 1);
	if (!new)
		die("out of memory (%zu bytes)", size);
	return new;
}

void *xcalloc(size_t count, size_t size)
{
	void *new = calloc(count ? count : 1, size ? size : 1);
	if (!new)
		die("out of memory (%zu times %zu bytes)", count, size);
	return new;
}

void *xrealloc(void *old, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		die("out of memory (%zu times %zu bytes)", count, size);
	void *new = realloc(old, bytes ? bytes : 1);
	if (!new)
		die("out of memory (%zu bytes)", bytes);
	return new;
}

char *xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t len)
{
	char *new = xmalloc(len + 1);
	memcpy(new, text, len);
	new[len] = '\0';
	return new;
}

char *xasprintf(const char *format, ...)
{
	struct str str = { 0 };
	va_list args;
	va_start(args, format);
	str_vaddf(&str, format, args);
	va_end(args);
	return str_take(&str);
}

static void make_room(struct str *str, size_t more)
{
	size_t need = str->len + more + 1;
	if (need <= str->room)
		return;
	size_t room = str->room ? str->room : 64;
	while (room < need)
		room += room / 2 + 64;
	str->text = xrealloc(str->text, room, 1);
	str->room = room;
}

void str_addn(struct str *str, const char *bytes, size_t len)
{
	make_room(str, len);
	if (len)
		memcpy(str->text + str->len, bytes, len);
	str->len += len;
	str->text[str->len] = '\0';
}

void str_add(struct str *str, const char *text)
{
	str_addn(str, text, strlen(text));
}

void str_addc(struct str *str, char c)
{
	str_addn(str, &c, 1);
}

void str_vaddf(struct str *str, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		die("a format string is broken: %s", format);
	make_room(str, (size_t)len);
	vsnprintf(str->text + str->len, (size_t)len + 1, format, again);
	va_end(again);
	str->len += (size_t)len;
}

void str_addf(struct str *str, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	str_vaddf(str, format, args);
	va_end(args);
}

void str_clear(struct str *str)
{
	str->len = 0;
	if (str->text)
		str->text[0] = '\0';
}

const char *str_text(const struct str *str)
{
	return str->text ? str->text : "";
}

char *str_take(struct str *str)
{
	char *text = str->text ? str->text : xstrdup("");
	*str = (struct str){ 0 };
	return text;
}

void str_fini(struct str *str)
{
	free(str->text);
	*str = (struct str){ 0 };
}
