/* core/base/mem.h: memory that is there or ends the program, and text that grows. */
#ifndef CORE_BASE_MEM_H
#define CORE_BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

/* Called before the program ends for want of memory or a broken promise, so that the terminal is
 * given back first. NULL: nothing to give back. */
void mem_on_death(void (*hook)(void));

/* Says why on stderr and ends with status 1, after the death hook. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The caller frees what these return with free(); they never return NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t count, size_t size); /* count * size is checked for overflow */
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Text (or bytes) that grows. `{ 0 }` is an empty one. */
struct str {
	char *text; /* NUL after len bytes; NULL while nothing was added */
	size_t len, room;
};

void str_add(struct str *str, const char *text);
void str_addn(struct str *str, const char *bytes, size_t len);
void str_addc(struct str *str, char c);
void str_addf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *str, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
void str_clear(struct str *str);             /* empty, keeps its room */
const char *str_text(const struct str *str); /* "" while nothing was added; borrowed */
char *str_take(struct str *str);             /* the text, now the caller's to free; str is empty */
void str_fini(struct str *str);

#endif
