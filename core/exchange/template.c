/* A letter's template: reads it, checks it, fills it in. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/template.h"
#include "core/rules/notice.h"

static const char *const block_names[BLOCK_COUNT] = {
	[BLOCK_SUBJECT_LABEL] = "subject label",
	[BLOCK_READY_LATER] = "ready later",
	[BLOCK_WHERE] = "where",
	[BLOCK_PLAN_DOMESTIC] = "plan domestic",
	[BLOCK_PLAN_AMERICA] = "plan domestic america",
	[BLOCK_PLAN_INTERNATIONAL] = "plan international",
	[BLOCK_PLAN_PAYG] = "plan payg",
	[BLOCK_PLAN_NONE] = "plan none",
	[BLOCK_VOICEMAIL] = "voicemail",
	[BLOCK_EMERGENCY] = "emergency",
	[BLOCK_EMERGENCY_NONE] = "emergency none",
	[BLOCK_EMERGENCY_PLACE] = "emergency place",
	[BLOCK_EMERGENCY_OFFLINE] = "emergency offline",
	[BLOCK_EMERGENCY_ABROAD] = "emergency abroad",
	[BLOCK_LABEL] = "emergency label",
	[BLOCK_LABEL_NONE] = "emergency label none",
	[BLOCK_ADDRESS] = "address",
	[BLOCK_ADDRESS_NONE] = "address none",
	[BLOCK_NUMBER_NONE] = "number none",
};

/* What each placeholder brings into a letter. */
static const struct {
	const char *name;
	unsigned parts;
} places[PLACE_COUNT] = {
	[PLACE_GIVEN_NAME] = { "given_name", NOTICE_NAME },
	[PLACE_DISPLAY_NAME] = { "display_name", NOTICE_NAME },
	[PLACE_NUMBER] = { "number", NOTICE_NUMBER },
	[PLACE_E164] = { "e164", NOTICE_E164 },
	[PLACE_ADDRESS] = { "address", NOTICE_ADDRESS },
	[PLACE_EMERGENCY_NUMBERS] = { "emergency_numbers", 0 },
	[PLACE_ORGANIZATION] = { "organization", 0 },
	[PLACE_READY_TEXT] = { "ready_text", 0 },
	[PLACE_WHERE_TEXT] = { "where_text", NOTICE_WHERE },
	[PLACE_PLAN_TEXT] = { "plan_text", NOTICE_PLAN },
	[PLACE_VOICEMAIL_TEXT] = { "voicemail_text", NOTICE_VOICEMAIL },
	[PLACE_EMERGENCY_NOTICE] = { "emergency_notice", NOTICE_EMERGENCY },
	[PLACE_ADDRESS_TEXT] = { "address_text", NOTICE_ADDRESS },
};

const char *template_block_name(enum template_block block)
{
	return block_names[block];
}

const char *template_place_name(enum template_place place)
{
	return places[place].name;
}

size_t template_place_at(const char *text, int *place)
{
	size_t len = text[0] == '{' ? strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;
	if (len == 0 || text[len + 1] != '}')
		return 0;
	*place = -1;
	for (int i = 0; i < PLACE_COUNT; i++) {
		if (strlen(places[i].name) == len && memcmp(places[i].name, text + 1, len) == 0)
			*place = i;
	}
	return len + 2;
}

/* ---- reading ---- */

struct reader {
	struct template *template;
	const char *name; /* of the file, for messages */
	int line;         /* from 1 */
	int block;        /* the block that is being read; -1: the body */
	struct str part;  /* its text so far */
	struct error *err;
};

static bool wrong(const struct reader *reader, const char *what)
{
	return error_set(
		reader->err, ERROR_INPUT, _("%s line %d: %s"), reader->name, reader->line, what);
}

/* Without the empty lines around it. */
static char *trimmed(struct str *part)
{
	char *text = xstrdup(str_text(part));
	size_t start = strspn(text, "\n"), end = strlen(text);
	while (end > start && isspace((unsigned char)text[end - 1]))
		end--;
	text[end] = '\0';
	memmove(text, text + start, end - start + 1);
	str_clear(part);
	return text;
}

static void end_part(struct reader *reader)
{
	char **part = reader->block < 0 ? &reader->template->body
					: &reader->template->block[reader->block];
	free(*part);
	*part = trimmed(&reader->part);
}

/* The block whose name stands in brackets alone on the line; -1: none; -2: one that nobody knows.
 */
static int block_of(const char *line)
{
	size_t len = strlen(line);
	if (len < 3 || line[0] != '[' || line[len - 1] != ']')
		return -1;
	for (int i = 0; i < BLOCK_COUNT; i++) {
		if (strlen(block_names[i]) == len - 2 &&
			memcmp(block_names[i], line + 1, len - 2) == 0)
			return i;
	}
	return -2;
}

/* Placeholders must be known, and inside a block they must be plain values. */
static bool check_places(const struct reader *reader, const char *line)
{
	for (const char *at = line; *at != '\0'; at++) {
		int place;
		size_t len = template_place_at(at, &place);
		if (len == 0)
			continue;
		if (place >= 0 && (reader->block < 0 || place < PLACE_VALUES))
			continue;
		char what[160], token[60];
		snprintf(token, sizeof token, "%.*s", (int)(len < 50 ? len : 50), at);
		snprintf(what, sizeof what,
			place < 0
				? _("%s is no placeholder. See doc/formats.md for those there are.")
				: _("%s may stand in the letter's body only, not inside a block."),
			token);
		return wrong(reader, what);
	}
	return true;
}

static bool read_subject(struct reader *reader, const char *line)
{
	static const char key[] = "Subject:";
	if (strncmp(line, key, sizeof key - 1) != 0)
		return wrong(
			reader, _("a letter's first line must be \"Subject: \" and the subject."));
	char *copy = xstrdup(line + sizeof key - 1);
	free(reader->template->subject);
	reader->template->subject = xstrdup(text_trim(copy));
	free(copy);
	if (reader->template->subject[0] == '\0')
		return wrong(reader, _("the subject is empty."));
	/* A subject is one line: blocks have no place in it. */
	reader->block = BLOCK_SUBJECT_LABEL;
	bool fine = check_places(reader, reader->template->subject);
	reader->block = -1;
	return fine;
}

static bool read_line(struct reader *reader, char *line)
{
	reader->line++;
	if (reader->line == 1)
		return read_subject(reader, line);
	int block = block_of(line);
	if (block == -2)
		return wrong(reader,
			_("no block has this name. See doc/formats.md for those there are."));
	if (block >= 0) {
		end_part(reader);
		reader->block = block;
		return true;
	}
	if (!check_places(reader, line))
		return false;
	str_add(&reader->part, line);
	str_addc(&reader->part, '\n');
	return true;
}

/* The text's lines, each without its end and what trails before it. */
static bool read_lines(struct reader *reader, const char *text)
{
	bool fine = true;
	while (fine && *text != '\0') {
		size_t len = strcspn(text, "\n"), keep = len;
		while (keep > 0 && isspace((unsigned char)text[keep - 1]))
			keep--;
		char *line = xstrndup(text, keep);
		fine = read_line(reader, line);
		free(line);
		text += len + (text[len] == '\n');
	}
	return fine;
}

bool template_parse(struct template *template, const char *name, const char *text, size_t len,
	struct error *err)
{
	struct str decoded = { 0 };
	text_decode(&decoded, text, len);
	struct reader reader = { .template = template, .name = name, .block = -1, .err = err };
	bool fine = read_lines(&reader, str_text(&decoded));
	if (fine && reader.line == 0) {
		reader.line = 1;
		fine = wrong(&reader, _("the file is empty."));
	}
	if (fine)
		end_part(&reader);
	str_fini(&reader.part);
	str_fini(&decoded);
	return fine;
}

void template_fini(struct template *template)
{
	free(template->subject);
	free(template->body);
	for (int i = 0; i < BLOCK_COUNT; i++)
		free(template->block[i]);
	memset(template, 0, sizeof *template);
}

void template_complete(struct template *template, const struct template *other)
{
	for (int i = 0; i < BLOCK_COUNT; i++) {
		if (!template->block[i] && other->block[i])
			template->block[i] = xstrdup(other->block[i]);
	}
}

/* ---- what it holds ---- */

static bool has_place(const struct template *template, enum template_place wanted)
{
	for (const char *at = template->body; at && *at != '\0'; at++) {
		int place;
		if (template_place_at(at, &place) > 0 && place == (int)wanted)
			return true;
	}
	return false;
}

unsigned template_parts(const struct template *template)
{
	unsigned parts = 0;
	for (int i = 0; i < PLACE_COUNT; i++) {
		if (has_place(template, i))
			parts |= places[i].parts;
	}
	return parts;
}

bool template_says_ready(const struct template *template)
{
	return has_place(template, PLACE_READY_TEXT);
}

bool template_check(const struct template *template, const char *name, struct error *err)
{
	for (int i = 0; i < BLOCK_COUNT; i++) {
		/* Labels are no part of a letter: without their text the English one is printed. */
		if (i == BLOCK_LABEL || i == BLOCK_LABEL_NONE)
			continue;
		if (!template->block[i] || template->block[i][0] == '\0')
			return error_set(err, ERROR_INPUT,
				_("%s: the block [%s] is missing or empty. Add it with its text."),
				name, block_names[i]);
	}
	struct verdict verdict = notice_check(template_parts(template));
	if (verdict_ok(verdict))
		return true;
	return error_set(err, ERROR_INPUT, "%s: %s %s (R-%03d)", name, _(verdict.why),
		_(verdict.remedy), verdict.rule);
}

void template_fill(struct str *out, const char *text, template_value *value, void *data)
{
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		str_addn(out, text, plain);
		text += plain;
		int place;
		size_t len = template_place_at(text, &place);
		if (len > 0 && place >= 0)
			value(data, place, out);
		else if (*text != '\0')
			str_addn(out, text, len = 1);
		text += len;
	}
}
