/* Proves that mkreference stops at a broken fact and names its file and line, and that its output
 * is the same for the same input. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "core/base/mem.h"
#include "core/base/path.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define FILE_MAX (1 << 24)

static char folder[] = "/tmp/ringup-facts-XXXXXX";

/* Runs a shell command with the folder as $D; what it printed goes into out. Returns its status. */
static int shell(const char *command, struct str *out)
{
	FILE *pipe;
	char line[1024];

	setenv("D", folder, 1);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		str_add(out, line);
	return WEXITSTATUS(pclose(pipe));
}

static void must(const char *command)
{
	struct str out = { 0 };

	if (shell(command, &out) != 0)
		fail_msg("%s: %s", command, str_text(&out));
	str_fini(&out);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	must("chmod -R u+w \"$D\" && rm -r \"$D\"");
	return 0;
}

static void fresh_copy(void)
{
	must("rm -rf \"$D/data\" && mkdir \"$D/data\" && cp \"$TOP_SRCDIR\"/data/*.csv \"$TOP_SRCDIR\"/data/reference.sql"
	     " \"$D/data\" && chmod -R u+w \"$D/data\"");
}

static const char make_command[] =
	"\"$TOP_BUILDDIR\"/mkreference facts \"$D/data\" \"$D/out.db\" \"$D/out.c\" 2>&1";

static void the_facts_compile_and_give_the_same_bytes_twice(void **state)
{
	(void)state;
	fresh_copy();
	must(make_command);
	must("mv \"$D/out.db\" \"$D/first.db\" && mv \"$D/out.c\" \"$D/first.c\"");
	must(make_command);
	must("cmp \"$D/out.db\" \"$D/first.db\" && cmp \"$D/out.c\" \"$D/first.c\"");
}

/* A row appended to a file, and what mkreference must say of it. */
static const struct broken {
	const char *file, *row, *said;
} broken[] = {
	{ "areas", "US,WA,Tacoma,25x,7,geographic,test,2026-08,", "CHECK" },
	{ "areas", "ZZ,,Nowhere,1,7,geographic,test,2026-08,", "FOREIGN KEY" },
	{ "areas", "US,QQ,Nowhere,1,7,geographic,test,2026-08,", "FOREIGN KEY" },
	{ "areas", "US,WA,Bellevue,425,7,geographic,test,2026-08,", "UNIQUE" },
	{ "areas", "US,WA,Tacoma,253,seven,geographic,test,2026-08,", "INTEGER" },
	{ "areas", "US,WA,Tacoma,253,7,geographic,test,2026-13,", "CHECK" },
	{ "areas", "US,WA,Tacoma,253,7,geographic,test,2026-02-30,", "CHECK" },
	{ "areas", "US,WA,Tacoma,253,7,geographic,,2026-08,", "CHECK" },
	{ "areas", "US,WA,Tacoma,253,7", "5 fields" },
	{ "iso_countries", "us,Lower case,assigned,test,2026-08,", "CHECK" },
	{ "prices", "MCOEV,EUR,-1,test,2026-08,", "CHECK" },
	{ "prices", "MCOEV,EUR,,test,2026-08,", "CHECK" }, /* not known, and no word why */
	{ "prices", "NO_SUCH_PART,USD,100,test,2026-08,", "skus.csv" },
	{ "demo_offers", "MCOEV,JPY,100,P1Y,list price,2026-08", "CHECK" },
	{ "minutes", "AU,domestic,0,0,yes,yes,126,test,2026-08,", "CHECK" },
	{ "minutes", "AU,domestic,100,0,yes,yes,999,test,2026-08,", "FOREIGN KEY" },
	{ "sku_plans", "no-such-id,MCOEV,test,2026-08", "FOREIGN KEY" },
	{ "sku_plans", "MCOPSTN9,NO_SUCH_PLAN,test,2026-08", "FOREIGN KEY" },
	{ "skus", "E43B,PART,Name,Name,other,commercial,yes,test,2026-08,", "CHECK" },
	{ "city_names", "DE,Monaco,Nowhere,test,2026-08,", "areas.csv" },
	{ "service_quota", "60000,,2000,210,test,2026-08", "gap" },
	{ "address_fields", "US,20,planet,no,test,2026-08", "CHECK" },
	{ "rules", "436,Again,This rule is there already.,test,2026-08", "UNIQUE" },
	{ "bandwidth", "audio,minimum,10,10,379,test,2026-08,", "UNIQUE" },
	{ "bandwidth", "smell,minimum,10,10,379,test,2026-08,", "CHECK" },
	{ "locales", "BE,nl-BE,Romance Standard Time,Europe/Brussels,test,2026-08,", "UNIQUE" },
	{ "locales", "BE,Dutch,UTC,Europe/Brussels,test,2026-08,", "CHECK" },
	{ "locales", "ZZ,nl-ZZ,UTC,Europe/Brussels,test,2026-08,", "FOREIGN KEY" },
	{ "network", "range,test,IP,52.112.0.0,,378,test,2026-08,", "CHECK" },
	{ "network", "port,test,TCP,https,,377,test,2026-08,", "CHECK" },
	{ "network", "mark,test,UDP,50100,,383,test,2026-08,", "CHECK" },
	{ "network_targets", "client,jitter,30,ms,,381,test,2026-08,", "UNIQUE" },
	{ "network_targets", "client,echo,30,ms,,381,test,2026-08,", "CHECK" },
	{ "constants", "Bad Name,1,count,1,test,2026-08,", "CHECK" },
	{ "address_formats", "AL,^[0-9]{4}$,not it,none,before,yes,112,test,2026-08,", "CHECK" },
	{ "address_formats", "AL,^[0-9{4}$,1001,none,before,yes,112,test,2026-08,", "pattern" },
};

static int lines_of(const char *path)
{
	struct str bytes = { 0 };
	int lines = 0;

	assert_true(file_read(&bytes, path, FILE_MAX, NULL));
	for (size_t i = 0; i < bytes.len; i++)
		lines += bytes.text[i] == '\n';
	str_fini(&bytes);
	return lines;
}

static void append_row(const char *path, const char *row)
{
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	fprintf(file, "%s\n", row);
	assert_int_equal(fclose(file), 0);
}

static void a_broken_fact_stops_the_build_with_its_file_and_line(void **state)
{
	(void)state;
	for (int i = 0; i < COUNT(broken); i++) {
		char *path = xasprintf("%s/data/%s.csv", folder, broken[i].file);
		struct str out = { 0 };
		char *where;

		fresh_copy();
		where = xasprintf("data/%s.csv line %d: ", broken[i].file, lines_of(path) + 1);
		append_row(path, broken[i].row);
		must("rm -f \"$D/out.c\"");
		if (shell(make_command, &out) != 1)
			fail_msg("%s accepted: %s", broken[i].file, broken[i].row);
		if (!strstr(str_text(&out), where) || !strstr(str_text(&out), broken[i].said))
			fail_msg("said \"%s\", not \"%s\" and \"%s\"", str_text(&out), where,
				broken[i].said);
		must("test ! -e \"$D/out.c\"");
		str_fini(&out);
		free(where);
		free(path);
	}
}

static void a_missing_file_an_open_quote_and_a_strange_column_are_named(void **state)
{
	struct str out = { 0 };

	(void)state;
	fresh_copy();
	must("rm \"$D/data/minutes.csv\"");
	assert_int_equal(shell(make_command, &out), 1);
	assert_true(strstr(str_text(&out), "minutes.csv"));
	str_clear(&out);
	fresh_copy();
	must("echo 'US,\"unclosed' >> \"$D/data/subdivisions.csv\"");
	assert_int_equal(shell(make_command, &out), 1);
	assert_true(strstr(str_text(&out), "subdivisions.csv: Line 535"));
	str_clear(&out);
	fresh_copy();
	must("sed -i 1s/plan/paln/ \"$D/data/minutes.csv\"");
	assert_int_equal(shell(make_command, &out), 1);
	assert_true(
		strstr(str_text(&out), "minutes.csv line 1: ") && strstr(str_text(&out), "paln"));
	str_fini(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_facts_compile_and_give_the_same_bytes_twice),
		cmocka_unit_test(a_broken_fact_stops_the_build_with_its_file_and_line),
		cmocka_unit_test(a_missing_file_an_open_quote_and_a_strange_column_are_named),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
