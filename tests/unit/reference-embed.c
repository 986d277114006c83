/* Proves that the embedded files are the files of data/, byte by byte. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/embed.h"
#include "core/base/path.h"

static void embedded_files_are_those_of_the_source(void **state)
{
	const char *source = getenv("TOP_SRCDIR");
	int count = 0;

	(void)state;
	assert_non_null(source);
	for (const struct embedded *file = embedded_files; file->name; file++, count++) {
		struct error err = { 0 };
		struct str bytes = { 0 };
		char *path = xasprintf("%s/data/%s", source, file->name);

		print_message("%s\n", file->name);
		assert_true(file_read(&bytes, path, 1 << 24, &err));
		assert_int_equal(file->len, bytes.len);
		assert_memory_equal(file->text, str_text(&bytes), bytes.len + 1);
		if (file[1].name)
			assert_true(strcmp(file->name, file[1].name) < 0);
		str_fini(&bytes);
		free(path);
	}
	assert_true(count > 0);
}

static void a_file_is_found_by_its_name(void **state)
{
	size_t len = 0;
	const char *text = embedded_file("schema.sql", &len);

	(void)state;
	assert_non_null(text);
	assert_int_equal(strlen(text), len);
	assert_ptr_equal(embedded_file("schema.sql", NULL), text);
	assert_null(embedded_file("no/such.txt", &len));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(embedded_files_are_those_of_the_source),
		cmocka_unit_test(a_file_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
