/* Proves that a GUID has the form of version 4, and that no two are the same. */
#include "core/base/random.h"

#include <string.h>

#include "tests/unit/expect.h"

static void a_guid_is_of_version_4(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		char guid[RANDOM_GUID], form[RANDOM_GUID];
		random_guid(guid);
		expect_number(guid, (int64_t)strlen(guid), 36);
		for (int at = 0; at <= 36; at++)
			form[at] = guid[at] && strchr("0123456789abcdef", guid[at]) ? 'x'
										    : guid[at];
		expect_text(guid, form, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
		expect_number(guid, guid[14], '4');
		assert_non_null(strchr("89ab", guid[19]));
	}
}

static void no_two_are_the_same(void **state)
{
	char one[RANDOM_GUID], other[RANDOM_GUID];
	(void)state;
	assert_string_not_equal(random_guid(one), random_guid(other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guid_is_of_version_4),
		cmocka_unit_test(no_two_are_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
