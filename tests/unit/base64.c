/* Proves that bytes become the letters of RFC 4648, in both alphabets, with and without padding. */
#include "core/base/base64.h"

#include <string.h>

#include "tests/unit/expect.h"

static void letters_are_those_of_the_standard(void **state)
{
	static const struct {
		const char *text, *plain, *url;
	} rows[] = {
		{ "", "", "" },
		{ "f", "Zg==", "Zg" },
		{ "fo", "Zm8=", "Zm8" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" },
		{ "\xfb\xff\xbe", "+/++", "-_--" },
		{ "\xff", "/w==", "_w" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str plain = { 0 }, url = { 0 };
		base64_add(&plain, rows[i].text, strlen(rows[i].text));
		base64url_add(&url, rows[i].text, strlen(rows[i].text));
		expect_text(rows[i].plain, str_text(&plain), rows[i].plain);
		expect_text(rows[i].plain, str_text(&url), rows[i].url);
		str_fini(&plain);
		str_fini(&url);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_those_of_the_standard),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
