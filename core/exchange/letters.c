/* The letter that tells a person the new number: finds its template, fills it in, names its file.
 */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/embed.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/letters.h"
#include "core/exchange/template.h"
#include "core/rules/e164.h"
#include "core/rules/emergency.h"
#include "core/rules/notice.h"
#include "core/rules/pool.h"

#define TEMPLATE_BYTES 65536 /* more than any letter needs */

struct letters {
	struct template **templates; /* those used so far */
	size_t count;
};

struct letters *letters_new(void)
{
	return xcalloc(1, sizeof(struct letters));
}

void letters_free(struct letters *letters)
{
	if (!letters)
		return;
	for (size_t i = 0; i < letters->count; i++) {
		template_fini(letters->templates[i]);
		free(letters->templates[i]);
	}
	free(letters->templates);
	free(letters);
}

/* ---- language codes ---- */

/* "FR_ca" as "fr-CA". False for what is no language code, so that it never becomes part of a path.
 */
static bool code_of(char code[12], const char *language)
{
	size_t len = 0;
	bool region = false;
	for (; language[len] != '\0'; len++) {
		unsigned char c = (unsigned char)language[len];
		bool dash = c == '-' || c == '_';
		if (len == 11 || (!dash && (c >= 0x80 || !isalnum(c))) || (dash && len < 2))
			return false;
		code[len] = dash ? '-' : (char)(region ? toupper(c) : tolower(c));
		region = region || dash;
	}
	code[len] = '\0';
	return len >= 2;
}

static bool main_language(char main[12], const char *code)
{
	size_t len = strcspn(code, "-");
	snprintf(main, 12, "%.*s", (int)len, code);
	return code[len] == '-';
}

/* ---- templates ---- */

static char *own_path(const char *code)
{
	char name[40];
	snprintf(name, sizeof name, "letters/%s.txt", code);
	return path_config(name);
}

static const char *shipped_text(const char *code, size_t *len)
{
	char name[40];
	snprintf(name, sizeof name, "letters/%s.txt", code);
	return embedded_file(name, len);
}

static bool parse_shipped(struct template *template, const char *code, struct error *err)
{
	size_t len;
	const char *text = shipped_text(code, &len);
	return text && template_parse(template, code, text, len, err);
}

/* An own template is completed by the shipped one of its language, then of its main language. */
static void complete(struct template *template)
{
	char main[12];
	const char *codes[] = { template->code, main };
	main_language(main, template->code);
	for (int i = 0; i < 2; i++) {
		struct template other = { 0 };
		if (parse_shipped(&other, codes[i], NULL))
			template_complete(template, &other);
		template_fini(&other);
	}
}

/* Reads the own template if there is one, else the shipped one. *found stays false if neither. */
static bool read_template(struct template *template, bool *found, struct error *err)
{
	char *path = own_path(template->code);
	struct str text = { 0 };
	struct error reading = { 0 };
	bool fine = true;
	*found = true;
	if (file_read(&text, path, TEMPLATE_BYTES, &reading)) {
		template->own = true;
		fine = template_parse(template, path, str_text(&text), text.len, err);
		if (fine)
			complete(template);
		fine = fine && template_check(template, path, err);
	} else if (shipped_text(template->code, NULL)) {
		fine = parse_shipped(template, template->code, err);
	} else {
		*found = false;
	}
	str_fini(&text);
	free(path);
	return fine;
}

/* The template of exactly this language. NULL with err->code ERROR_NONE: there is none. */
static const struct template *template_of(
	struct letters *letters, const char *code, struct error *err)
{
	error_clear(err);
	for (size_t i = 0; i < letters->count; i++) {
		if (strcmp(letters->templates[i]->code, code) == 0)
			return letters->templates[i];
	}
	struct template *template = xcalloc(1, sizeof *template);
	snprintf(template->code, sizeof template->code, "%s", code);
	bool found;
	if (!read_template(template, &found, err) || !found) {
		template_fini(template);
		free(template);
		return NULL;
	}
	letters->templates = xrealloc(
		letters->templates, letters->count + 1, sizeof *letters->templates);
	letters->templates[letters->count++] = template;
	return template;
}

/* Of the language or its main language. */
static const struct template *near_template(
	struct letters *letters, const char *language, struct error *err)
{
	char code[12], main[12];
	error_clear(err);
	if (!language || !code_of(code, language))
		return NULL;
	const struct template *template = template_of(letters, code, err);
	if (!template && err->code == ERROR_NONE && main_language(main, code))
		template = template_of(letters, main, err);
	return template;
}

static const struct template *choose(struct letters *letters, const char *language,
	const char *otherwise, bool *fallback, struct error *err)
{
	const char *tries[] = { language, otherwise, "en" };
	const struct template *template = NULL;
	int i;
	for (i = 0; i < 3 && !template; i++) {
		template = near_template(letters, tries[i], err);
		if (!template && err->code != ERROR_NONE)
			return NULL;
	}
	*fallback = i > 1 && language && language[0] != '\0';
	if (!template)
		error_set(err, ERROR_INPUT,
			_("No letter is written in any language that was asked for."));
	return template;
}

/* ---- filling in ---- */

struct filling {
	const struct template *template;
	const struct letter_facts *facts;
};

/* Outside text, safe to show, and in its own letters also where the terminal only has ASCII. */
static void add_safe(struct str *out, const char *text)
{
	bool ascii = text_ascii();
	text_set_ascii(false);
	text_printable(out, text ? text : "");
	text_set_ascii(ascii);
}

static bool there(const char *text)
{
	return text && text[0] != '\0';
}

/* "112 15 17" as "112, 15, 17". */
static void add_list(struct str *out, const char *list)
{
	const char *at = there(list) ? list : "";
	for (bool first = true; *at != '\0'; first = false) {
		at += strspn(at, " ;,");
		size_t len = strcspn(at, " ;,");
		if (len == 0)
			break;
		str_add(out, first ? "" : ", ");
		str_addn(out, at, len);
		at += len;
	}
}

/* Japan has emergency numbers, but they cannot be called from Teams. */
static bool can_call_emergency(const struct letter_facts *facts)
{
	return there(facts->emergency_numbers) &&
	       emergency_way(facts->country)->routing != EMERGENCY_NONE;
}

static enum template_block plan_block(const struct letter_facts *facts)
{
	static const struct {
		const char *calling;
		enum template_block block;
	} blocks[] = {
		{ "international", BLOCK_PLAN_INTERNATIONAL },
		{ "payg", BLOCK_PLAN_PAYG },
		{ "none", BLOCK_PLAN_NONE },
	};
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		if (facts->calling && strcmp(facts->calling, blocks[i].calling) == 0)
			return blocks[i].block;
	}
	bool america = there(facts->country) && pool_domestic(facts->country, "CA") &&
		       pool_domestic(facts->country, "US");
	return america ? BLOCK_PLAN_AMERICA : BLOCK_PLAN_DOMESTIC;
}

static void add_value(const struct filling *filling, enum template_place place, struct str *out)
{
	const struct letter_facts *facts = filling->facts;
	char number[E164_DISPLAY];
	switch (place) {
	case PLACE_GIVEN_NAME:
		add_safe(out, there(facts->given_name) ? facts->given_name : facts->display_name);
		break;
	case PLACE_DISPLAY_NAME:
		add_safe(out, facts->display_name);
		break;
	case PLACE_NUMBER:
		if (there(facts->number))
			add_safe(out, e164_format(number, facts->number, facts->area_digits));
		else
			str_add(out, filling->template->block[BLOCK_NUMBER_NONE]);
		break;
	case PLACE_E164:
		add_safe(out, there(facts->number) ? facts->number
						   : filling->template->block[BLOCK_NUMBER_NONE]);
		break;
	case PLACE_ADDRESS:
		add_safe(out, facts->address);
		break;
	case PLACE_EMERGENCY_NUMBERS:
		add_list(out, facts->emergency_numbers);
		break;
	case PLACE_ORGANIZATION:
		add_safe(out, facts->organization);
		break;
	default:
		break;
	}
}

static void fill_value(void *data, enum template_place place, struct str *out)
{
	add_value(data, place, out);
}

static void add_block(struct filling *filling, enum template_block block, struct str *out)
{
	template_fill(out, filling->template->block[block], fill_value, filling);
}

/* The three differences of which everybody must be told. */
static void add_emergency(struct filling *filling, struct str *out)
{
	add_block(filling,
		can_call_emergency(filling->facts) ? BLOCK_EMERGENCY : BLOCK_EMERGENCY_NONE, out);
	for (int block = BLOCK_EMERGENCY_PLACE; block <= BLOCK_EMERGENCY_ABROAD; block++) {
		str_add(out, "\n- ");
		add_block(filling, block, out);
	}
}

static void fill_body(void *data, enum template_place place, struct str *out)
{
	struct filling *filling = data;
	switch (place) {
	case PLACE_READY_TEXT:
		if (!filling->facts->active)
			add_block(filling, BLOCK_READY_LATER, out);
		break;
	case PLACE_WHERE_TEXT:
		add_block(filling, BLOCK_WHERE, out);
		break;
	case PLACE_PLAN_TEXT:
		add_block(filling, plan_block(filling->facts), out);
		break;
	case PLACE_VOICEMAIL_TEXT:
		add_block(filling, BLOCK_VOICEMAIL, out);
		break;
	case PLACE_EMERGENCY_NOTICE:
		add_emergency(filling, out);
		break;
	case PLACE_ADDRESS_TEXT:
		add_block(filling,
			there(filling->facts->address) ? BLOCK_ADDRESS : BLOCK_ADDRESS_NONE, out);
		break;
	default:
		add_value(filling, place, out);
	}
}

/* ---- layout ---- */

struct layout {
	struct str *out;
	int indent; /* columns of the lines after the first of a paragraph */
	bool first;
};

static void add_line(void *data, const char *text, size_t len)
{
	struct layout *layout = data;
	if (!layout->first)
		str_addf(layout->out, "%*s", layout->indent, "");
	while (len > 0 && text[len - 1] == ' ')
		len--;
	str_addn(layout->out, text, len);
	str_addc(layout->out, '\n');
	layout->first = false;
}

/* Wraps long lines, and leaves one empty line where a text that is not there left several. */
static void lay_out(struct str *out, const char *text)
{
	bool empty = true;
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		char *line = xstrndup(text, len);
		text += len + (text[len] == '\n');
		struct layout layout = { out, strncmp(line, "- ", 2) == 0 ? 2 : 0, true };
		if (line[0] != '\0')
			text_wrap(line, LETTER_COLUMNS - layout.indent, add_line, &layout);
		else if (!empty)
			str_addc(out, '\n');
		empty = line[0] == '\0';
		free(line);
	}
	while (out->len > 1 && out->text[out->len - 1] == '\n' && out->text[out->len - 2] == '\n')
		out->text[--out->len] = '\0';
}

bool letter_render(struct letters *letters, struct letter *letter, const struct letter_facts *facts,
	const char *language, const char *otherwise, struct error *err)
{
	struct error trouble = { 0 };
	const struct template *template = choose(
		letters, language, otherwise, &letter->fallback, &trouble);
	if (!template)
		return error_set(err, trouble.code, "%s", trouble.text);
	struct filling filling = { template, facts };
	str_clear(&letter->label);
	str_clear(&letter->subject);
	str_clear(&letter->body);
	str_clear(&letter->lines);
	snprintf(letter->language, sizeof letter->language, "%s", template->code);
	str_add(&letter->label, template->block[BLOCK_SUBJECT_LABEL]);
	template_fill(&letter->subject, template->subject, fill_value, &filling);
	template_fill(&letter->lines, template->body, fill_body, &filling);
	lay_out(&letter->body, str_text(&letter->lines));
	struct verdict verdict = notice_timing(facts->active, template_says_ready(template));
	if (verdict_ok(verdict))
		return true;
	return error_set(err, ERROR_TRANSIENT, "%s %s", _(verdict.why), _(verdict.remedy));
}

void letter_fini(struct letter *letter)
{
	str_fini(&letter->label);
	str_fini(&letter->subject);
	str_fini(&letter->body);
	str_fini(&letter->lines);
}

void letter_text(const struct letter *letter, struct str *out)
{
	str_addf(out, "%s %s\n\n%s", str_text(&letter->label), str_text(&letter->subject),
		str_text(&letter->body));
}

/* ---- files ---- */

#define FILE_NAME_MAX 120 /* bytes before the checksum: every file system takes them */

/* FNV-1a, 64 bits: tells two names apart that look alike once they are made safe. */
static uint64_t checksum(const char *text)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);
	for (; *text != '\0'; text++) {
		sum ^= (unsigned char)tolower((unsigned char)*text);
		sum *= UINT64_C(0x100000001b3);
	}
	return sum;
}

void letter_file_name(struct str *out, const char *upn, const char *suffix)
{
	bool changed = upn[0] == '\0';
	size_t len = 0;
	for (; len < FILE_NAME_MAX && upn[len] != '\0'; len++) {
		unsigned char c = (unsigned char)upn[len];
		bool safe = c < 0x80 && (isalnum(c) || strchr("@.-_", c)) &&
			    !(len == 0 && c == '.');
		str_addc(out, safe ? (char)tolower(c) : '_');
		changed = changed || !safe;
	}
	if (changed || upn[len] != '\0')
		str_addf(out, "-%016llx", (unsigned long long)checksum(upn));
	str_add(out, suffix);
}

bool letter_write(const struct letter *letter, const char *folder, const char *upn,
	struct str *file, struct error *err)
{
	if (!path_make(folder, 0700, err))
		return false;
	struct str name = { 0 }, text = { 0 };
	letter_file_name(&name, upn, ".txt");
	letter_text(letter, &text);
	char *path = path_join(folder, str_text(&name));
	bool written = file_write(path, str_text(&text), text.len, 0600, err);
	if (written && file)
		str_add(file, str_text(&name));
	free(path);
	str_fini(&text);
	str_fini(&name);
	return written;
}

/* ---- labels ---- */

bool letter_label(struct letters *letters, const char *language, bool can_call, struct str *out,
	char *code, struct error *err)
{
	enum template_block block = can_call ? BLOCK_LABEL : BLOCK_LABEL_NONE;
	struct error trouble = { 0 };
	bool fallback;
	const struct template *template = choose(letters, language, "", &fallback, &trouble);
	if (template && !there(template->block[block]))
		template = choose(letters, "en", "", &fallback, &trouble);
	if (!template)
		return error_set(err, trouble.code, "%s", trouble.text);
	add_safe(out, template->block[block]);
	if (code)
		snprintf(code, 12, "%s", template->code);
	return true;
}

/* ---- which there are ---- */

#define LANGUAGES_MAX 128 /* more than anybody writes letters in */

struct language_list {
	struct letter_language row[LANGUAGES_MAX];
	int count;
};

/* Keeps them sorted, each code once. */
static void add_language(struct language_list *list, const char *code, bool own)
{
	int at = 0;
	while (at < list->count && strcmp(list->row[at].code, code) < 0)
		at++;
	struct letter_language *row = &list->row[at];
	if (at < list->count && strcmp(row->code, code) == 0) {
		row->own = row->own || own;
		return;
	}
	if (list->count == LANGUAGES_MAX)
		return;
	memmove(row + 1, row, (size_t)(list->count - at) * sizeof *row);
	snprintf(row->code, sizeof row->code, "%s", code);
	row->own = own;
	list->count++;
}

/* "dir/letters/fr.txt" as "fr"; false for other files. */
static bool code_of_file(char code[12], const char *path)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	size_t len = strlen(name);
	if (len <= 4 || len - 4 >= 12 || strcmp(name + len - 4, ".txt") != 0)
		return false;
	char stem[12], canonical[12];
	snprintf(stem, sizeof stem, "%.*s", (int)(len - 4), name);
	snprintf(code, 12, "%s", stem);
	return code_of(canonical, stem) && strcmp(canonical, stem) == 0;
}

int letter_languages(struct letter_language *out, int room)
{
	struct language_list list = { .count = 0 };
	char code[12];
	for (const struct embedded *file = embedded_files; file->name; file++) {
		if (strncmp(file->name, "letters/", 8) == 0 && code_of_file(code, file->name))
			add_language(&list, code, false);
	}
	char *folder = path_config("letters");
	DIR *dir = opendir(folder);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (code_of_file(code, entry->d_name))
			add_language(&list, code, true);
	}
	if (dir)
		closedir(dir);
	free(folder);
	for (int i = 0; i < list.count && i < room; i++)
		out[i] = list.row[i];
	return list.count;
}

static bool has_template(const char *code)
{
	struct str text = { 0 };
	bool found = shipped_text(code, NULL);
	if (!found) {
		char *path = own_path(code);
		found = file_read(&text, path, TEMPLATE_BYTES, NULL);
		free(path);
	}
	str_fini(&text);
	return found;
}

bool letter_has_language(const char *language)
{
	char code[12], main[12];
	if (!language || !code_of(code, language))
		return false;
	return has_template(code) || (main_language(main, code) && has_template(main));
}

bool letter_template(const char *language, struct str *out, struct error *err)
{
	char code[12];
	if (!code_of(code, language))
		return error_set(err, ERROR_NOT_FOUND, _("%s is no language code, such as \"fr\"."),
			language);
	char *path = own_path(code);
	size_t len = 0;
	const char *text = shipped_text(code, &len);
	bool found = file_read(out, path, TEMPLATE_BYTES, NULL);
	free(path);
	if (found)
		return true;
	if (!text)
		return error_set(
			err, ERROR_NOT_FOUND, _("There is no letter in the language %s."), code);
	str_addn(out, text, len);
	return true;
}

bool letter_check(const char *name, const char *code, const char *text, struct verdict *advice,
	struct error *err)
{
	struct template template = { 0 };
	bool fine = code_of(template.code, code) ||
		    error_set(err, ERROR_INPUT, _("%s is no language code, such as \"fr\"."), code);
	fine = fine && template_parse(&template, name, text, strlen(text), err);
	if (fine)
		complete(&template);
	fine = fine && template_check(&template, name, err);
	if (fine && advice)
		*advice = notice_check(template_parts(&template));
	template_fini(&template);
	return fine;
}
