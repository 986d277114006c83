/* Proves that no bytes make the INI reader fall, hand out text that is no UTF-8, write on the
 * screen, or fail without a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/inifile.h"
#include "core/base/text.h"
#include "tests/fuzz/mutate.h"

static const char *const samples[] = {
	("; a comment\n[organization]\nname = Contoso Bakery\ncountry = US   ; usage location\n"
	 "[address hq]\nstreet_name = rue de la République\nunit = Suite #200\nplaces = 'a', \"b\"\n"),
	"\xEF\xBB\xBF[endpoints]   ; only to replace\r\ngraph=https://graph.microsoft.com\r\nproxy =\r\n",
	"[a]\rb='c;d' ; e\rf=\"\"\r",
	"[s]\nname = Andr\xE9\\\nother = \"x\\\"\n",
};

static const char *const pieces[] = {
	"\"", "'", ";", " ;", "#", "=", "[", "]", "]\n", "\\", "\\\n", "\r", "\n", "\xE9", "\xC3",
	":", "\x01", "%s%n", "[s]\n", "k=v\n",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
};

static const struct inifile_key table[] = {
	{ "organization", "name" },
	{ "address *", "unit" },
	{ "s", "k" },
};

static void fail(int round, const char *why)
{
	fprintf(stderr, "fuzz-ini: round %d: %s\n", round, why);
	exit(1);
}

static void check_section(const struct inifile *ini, const char *section, int round)
{
	int before = inifile_line(ini, section, NULL);
	if (before < 1)
		fail(round, "a section without a line");
	for (int i = 0; i < inifile_keys(ini, section); i++) {
		const char *key = inifile_key(ini, section, i);
		const char *value = inifile_get(ini, section, key);
		int line = inifile_line(ini, section, key);
		if (line <= before)
			fail(round, "lines do not go forward");
		if (!value || !text_valid(value, strlen(value)) || !text_valid(key, strlen(key)))
			fail(round, "a value is missing, or no UTF-8");
		before = line;
	}
}

static void run(const char *bytes, size_t len, int round)
{
	struct error err = { 0 };
	struct inifile *ini = inifile_parse("f.ini", bytes, len, &err);
	if (!ini && (err.code != ERROR_INPUT || strncmp(err.text, "f.ini line ", 11) != 0))
		fail(round, err.text);
	for (int i = 0; ini && i < inifile_sections(ini); i++)
		check_section(ini, inifile_section(ini, i), round);
	if (ini && !inifile_check(ini, table, sizeof table / sizeof table[0], &err) &&
		strncmp(err.text, "f.ini line ", 11) != 0)
		fail(round, err.text);
	inifile_close(ini);
}

int main(int argc, char **argv)
{
	struct mutate mutate = { 7, samples, sizeof samples / sizeof samples[0], pieces,
		sizeof pieces / sizeof pieces[0] };
	struct str bytes = { 0 };
	int rounds = mutate_rounds(argc, argv, 3000);
	for (int round = 0; round < rounds; round++) {
		mutate_next(&mutate, &bytes);
		char *exact = xmalloc(bytes.len);
		memcpy(exact, bytes.text, bytes.len);
		run(exact, bytes.len, round);
		free(exact);
	}
	str_fini(&bytes);
	return 0;
}
