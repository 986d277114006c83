/* Proves that no bytes make the CSV reader fall, run on for ever, hand out text that is no UTF-8,
 * or report a line that is not there; and that what it reads survives being written and read again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/csv.h"
#include "tests/fuzz/mutate.h"

static const char *const samples[] = {
	("UserPrincipalName,DisplayName,City\r\nann@contoso.example,\"Lee, Ann\",Bellevue\r\n"
	 "bob@contoso.example,\"Bob \"\"B\"\" Ng\",Seattle\r\n"),
	"\xEF\xBB\xBFName;Ville\r\nÉva Kovács;\"Saint-\r\nÉtienne\"\r\n東京;👍\r\n",
	"sep=;\na;b;c\n\n1;2;3\n",
	"#TYPE Selected.User\n\"a\",\"b\"\n\"1\",\"2\"\n",
	"a\tb\tc\r1\t\t\r\r\n",
	"name\nAndr\xE9\nRen\xE9\n",
};

static const char *const pieces[] = { "\"", "\"\"", "\"\n", ",", ";", "\t", "\r", "\n", "\r\n",
	"\xE9", "\xC3", "\xEF\xBB\xBF", "\xFF\xFE", "sep=", "#TYPE ", "\xF0\x9F\x91\x8D", "=",
	",,,,,,,,,,\n" };

static void fail(int round, const char *why)
{
	fprintf(stderr, "fuzz-csv: round %d: %s\n", round, why);
	exit(1);
}

static void check_record(const struct csv_record *record, int64_t *line, int round)
{
	if (record->line <= *line)
		fail(round, "lines do not go forward");
	if (record->count < 1)
		fail(round, "a record without fields");
	for (int i = 0; i < record->count; i++)
		if (!text_valid(record->field[i], strlen(record->field[i])))
			fail(round, "a field is not UTF-8");
	*line = record->line;
}

/* Writes the record and reads it back. */
static void check_round_trip(const struct csv_record *record, int round)
{
	struct str out = { 0 };
	struct csv_record back;
	/* Fields that would make the line another one, were they the first of a file. */
	str_add(&out, "first,second\r\n");
	for (int i = 0; i < record->count; i++)
		csv_put(&out, record->field[i], i == 0, false);
	csv_end(&out);
	struct csv *csv = csv_open_text(out.text, out.len);
	csv_next(csv, &back, NULL);
	bool empty = record->count == 1 && record->field[0][0] == '\0';
	if (csv_next(csv, &back, NULL) == empty || (!empty && back.count != record->count))
		fail(round, "a written record has other fields");
	for (int i = 0; i < back.count; i++)
		if (strcmp(back.field[i], record->field[i]) != 0)
			fail(round, "a written field came back changed");
	csv_close(csv);
	str_fini(&out);
}

static void run(const char *bytes, size_t len, int round)
{
	struct csv *csv = csv_open_text(bytes, len);
	struct csv_record record;
	struct error err;
	int64_t line = 0;
	for (size_t turns = 0; !csv_ended(csv); turns++) {
		if (turns > len + 2)
			fail(round, "it does not end");
		if (csv_next(csv, &record, &err)) {
			check_record(&record, &line, round);
			check_round_trip(&record, round);
		} else if (err.code != ERROR_NONE && err.code != ERROR_INPUT) {
			fail(round, err.text);
		}
	}
	csv_close(csv);
}

int main(int argc, char **argv)
{
	struct mutate mutate = { 42, samples, sizeof samples / sizeof samples[0], pieces,
		sizeof pieces / sizeof pieces[0] };
	struct str bytes = { 0 };
	int rounds = mutate_rounds(argc, argv, 3000);
	for (int round = 0; round < rounds; round++) {
		mutate_next(&mutate, &bytes);
		char *exact = xmalloc(bytes.len); /* so that a sanitizer sees a step too far */
		memcpy(exact, bytes.text, bytes.len);
		run(exact, bytes.len, round);
		free(exact);
	}
	str_fini(&bytes);
	return 0;
}
