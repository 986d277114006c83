/* Reads INI files with iniparser, kept away from what it gets wrong.
 *
 * iniparser 4.1 splits lines of 1024 bytes, refuses a comment behind "[section]", cuts values at
 * every ; and #, takes 'tis for an open quote, joins lines that end in a backslash, forgets line
 * numbers and lets the last of two equal keys win. So each line is looked at here first: what it
 * is, where it stands, whether it is well formed. iniparser then gets a text of our own making (a
 * memory file) in which every value is quoted, and gives the values back. Quotes and backslashes
 * inside values travel as control characters, which no file may hold: versions differ in what they
 * make of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#if __has_include(<iniparser/iniparser.h>)
#include <iniparser/iniparser.h>
#else
#include <iniparser.h>
#endif

#include "core/base/inifile.h"
#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"

#define FILE_MAX 1048576
#define LINE_MAX_BYTES 1000
#define NAME_MAX_BYTES 200 /* "section:key" must fit iniparser's 1024 */
#define ENTRIES_MAX 4096   /* iniparser looks at every key for every key */

#define QUOTE_SAFE '\001'
#define BACKSLASH_SAFE '\002'

/* A key with its value, or (key NULL) the beginning of a section. */
struct entry {
	char *section, *key, *value;
	int line;
};

struct inifile {
	char *path;
	struct entry *entries;
	size_t count, room;
};

/* --- Messages --- */

static char *shown(const char *text)
{
	struct str out = { 0 };
	text_printable(&out, text);
	return str_take(&out);
}

static bool blame_line(const struct inifile *ini, int line, struct error *err)
{
	char *path = shown(ini->path);
	if (line > 0)
		error_prefix(err, _("%s line %d: "), path, line);
	else
		error_prefix(err, "%s: ", path);
	free(path);
	return false;
}

bool inifile_blame(
	const struct inifile *ini, const char *section, const char *key, struct error *err)
{
	int line = key ? inifile_line(ini, section, key) : 0;
	return blame_line(ini, line ? line : inifile_line(ini, section, NULL), err);
}

/* --- Entries --- */

static const struct entry *entry_of(const struct inifile *ini, const char *section, const char *key)
{
	for (size_t i = 0; i < ini->count; i++) {
		const struct entry *entry = &ini->entries[i];
		if (!key != !entry->key || strcasecmp(entry->section, section) != 0)
			continue;
		if (!key || strcasecmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

static bool entry_add(
	struct inifile *ini, const char *section, const char *key, int line, struct error *err)
{
	const struct entry *same = entry_of(ini, section, key);
	char *name = shown(key ? key : section);
	if (same && key)
		error_set(err, ERROR_INPUT,
			_("\"%s\" was set in line %d already. Remove one of them."), name,
			same->line);
	else if (same)
		error_set(err, ERROR_INPUT,
			_("[%s] begins in line %d already. Put its keys together there."), name,
			same->line);
	else if (ini->count >= ENTRIES_MAX)
		error_set(err, ERROR_INPUT, _("a file may have %d sections and keys at the most."),
			ENTRIES_MAX);
	bool ok = !same && ini->count < ENTRIES_MAX;
	free(name);
	if (!ok)
		return false;
	if (ini->count == ini->room) {
		ini->room = ini->room ? ini->room * 2 : 32;
		ini->entries = xrealloc(ini->entries, ini->room, sizeof *ini->entries);
	}
	ini->entries[ini->count++] = (struct entry){
		.section = xstrdup(section), .key = key ? xstrdup(key) : NULL, .line = line
	};
	return true;
}

/* --- Lines --- */

/* Where the comment of a value begins, or its end. */
static char *comment_at(char *text)
{
	char before = ' ';
	for (; *text != '\0'; before = *text++)
		if (*text == ';' && (before == ' ' || before == '\t'))
			break;
	return text;
}

/* Cuts the quotes off a value that is wholly in quotes, and whatever comment follows them. NULL: it
 * is not, as in 'tis or "a" and "b". */
static char *unquote(char *value)
{
	if (*value != '"' && *value != '\'')
		return NULL;
	char *end = strchr(value + 1, *value);
	if (!end)
		return NULL;
	const char *rest = end + 1 + strspn(end + 1, " \t");
	if (*rest != '\0' && *rest != ';')
		return NULL;
	*end = '\0';
	return value + 1;
}

static char *value_of(char *text)
{
	text += strspn(text, " \t");
	char *quoted = unquote(text);
	if (quoted)
		return quoted;
	*comment_at(text) = '\0';
	return text_trim(text);
}

static void add_value(struct str *out, const char *value)
{
	for (; *value != '\0'; value++)
		str_addc(out, *value == '"'    ? QUOTE_SAFE
			      : *value == '\\' ? BACKSLASH_SAFE
					       : *value);
}

static bool name_is_good(const char *name, struct error *err)
{
	if (*name == '\0')
		return error_set(err, ERROR_INPUT, _("a name is missing here."));
	if (strlen(name) > NAME_MAX_BYTES)
		return error_set(err, ERROR_INPUT, _("a name may have %d bytes at the most."),
			NAME_MAX_BYTES);
	if (strchr(name, ':'))
		return error_set(err, ERROR_INPUT,
			_("a name must not hold a colon. Write \"key = value\"."));
	return true;
}

/* What reading a file keeps from line to line. */
struct reading {
	struct inifile *ini;
	const char *section; /* the last entry's that began one; NULL: none yet */
	struct str clean;    /* for iniparser */
};

static bool read_section(struct reading *in, char *text, int line, struct error *err)
{
	char *end = strchr(text, ']');
	if (!end)
		return error_set(err, ERROR_INPUT, _("the closing ] is missing."));
	const char *rest = end + 1 + strspn(end + 1, " \t");
	if (*rest != '\0' && *rest != ';' && *rest != '#')
		return error_set(err, ERROR_INPUT,
			_("text follows the ]. Put it into the next line, or a ; before it."));
	*end = '\0';
	char *name = text_trim(text + 1);
	if (!name_is_good(name, err) || !entry_add(in->ini, name, NULL, line, err))
		return false;
	in->section = in->ini->entries[in->ini->count - 1].section;
	str_addf(&in->clean, "[%s]\n", name);
	return true;
}

static bool read_key(struct reading *in, char *text, int line, struct error *err)
{
	char *equals = strchr(text, '=');
	if (!equals)
		return error_set(err, ERROR_INPUT,
			_("this is neither [section] nor \"key = value\"; "
			  "a comment begins with a semicolon."));
	if (!in->section)
		return error_set(err, ERROR_INPUT,
			_("a key stands before the first section. Write a [section] line above it."));
	*equals = '\0';
	char *key = text_trim(text);
	if (!name_is_good(key, err) || !entry_add(in->ini, in->section, key, line, err))
		return false;
	str_addf(&in->clean, "%s = \"", key);
	add_value(&in->clean, value_of(equals + 1));
	str_add(&in->clean, "\"\n");
	return true;
}

static bool has_controls(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == '\177')
			return true;
	return false;
}

static bool read_line(
	struct reading *in, const char *bytes, size_t len, int line, struct error *err)
{
	if (len > LINE_MAX_BYTES)
		return error_set(err, ERROR_INPUT,
			_("the line is %zu bytes long; %d is the most. Shorten it, or put a long "
			  "list into a file."),
			len, LINE_MAX_BYTES);
	if (has_controls(bytes, len))
		return error_set(err, ERROR_INPUT,
			_("the line holds a control character. Remove it, or save the file as "
			  "plain text."));
	char copy[LINE_MAX_BYTES + 1];
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	char *text = text_trim(copy);
	if (*text == '\0' || *text == ';' || *text == '#')
		return true;
	return *text == '[' ? read_section(in, text, line, err) : read_key(in, text, line, err);
}

/* Bytes of the line that begins at text, without its newline. */
static size_t line_span(const char *text, size_t len)
{
	size_t at = 0;
	while (at < len && text[at] != '\n' && text[at] != '\r')
		at++;
	return at;
}

static bool read_lines(struct reading *in, const char *text, size_t len, struct error *err)
{
	for (int line = 1; len > 0; line++) {
		size_t used = line_span(text, len);
		if (!read_line(in, text, used, line, err))
			return blame_line(in->ini, line, err);
		if (used + 1 < len && text[used] == '\r' && text[used + 1] == '\n')
			used++;
		used += used < len;
		text += used;
		len -= used;
	}
	return true;
}

/* --- iniparser --- */

/* It would write on stderr, over the screen. There is nothing to lose: every mistake was found
 * above. */
static int be_quiet(const char *format, ...)
{
	(void)format;
	return 0;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

/* iniparser reads by name only. NULL: no memory file could be had. */
static dictionary *load(const char *text, size_t len)
{
	int fd = memfd_create("ringup.ini", MFD_CLOEXEC);
	if (fd < 0)
		return NULL;
	char name[32];
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	iniparser_set_error_callback(be_quiet);
	dictionary *parsed = write_all(fd, text, len) ? iniparser_load(name) : NULL;
	iniparser_set_error_callback(NULL);
	close(fd);
	return parsed;
}

static void restore(char *value)
{
	for (; *value != '\0'; value++)
		*value = *value == QUOTE_SAFE ? '"' : *value == BACKSLASH_SAFE ? '\\' : *value;
}

static bool take_values(struct inifile *ini, const dictionary *parsed)
{
	for (size_t i = 0; i < ini->count; i++) {
		struct entry *entry = &ini->entries[i];
		if (!entry->key)
			continue;
		char *name = xasprintf("%s:%s", entry->section, entry->key);
		const char *value = iniparser_getstring(parsed, name, NULL);
		free(name);
		if (!value)
			return false;
		entry->value = xstrdup(value);
		restore(entry->value);
	}
	return true;
}

static bool parse_clean(struct inifile *ini, const struct str *clean, struct error *err)
{
	dictionary *parsed = load(str_text(clean), clean->len);
	bool ok = parsed && take_values(ini, parsed);
	if (!ok) {
		error_set(err, ERROR_IO,
			_("the INI parser could not read it (it needs /proc and a little memory)."));
		blame_line(ini, 0, err);
	}
	if (parsed)
		iniparser_freedict(parsed);
	return ok;
}

/* --- Opening --- */

struct inifile *inifile_parse(const char *path, const char *bytes, size_t len, struct error *err)
{
	struct inifile *ini = xcalloc(1, sizeof *ini);
	ini->path = xstrdup(path);
	struct reading in = { .ini = ini };
	struct str decoded = { 0 }, text = { 0 };
	text_decode(&decoded, bytes, len);
	text_nfc(&text, str_text(&decoded), decoded.len);
	bool ok = read_lines(&in, str_text(&text), text.len, err) &&
		  parse_clean(ini, &in.clean, err);
	str_fini(&in.clean);
	str_fini(&decoded);
	str_fini(&text);
	if (ok)
		return ini;
	inifile_close(ini);
	return NULL;
}

struct inifile *inifile_open(const char *path, struct error *err)
{
	struct str bytes = { 0 };
	struct inifile *ini = NULL;
	if (file_read(&bytes, path, FILE_MAX, err))
		ini = inifile_parse(path, str_text(&bytes), bytes.len, err);
	str_fini(&bytes);
	return ini;
}

void inifile_close(struct inifile *ini)
{
	if (!ini)
		return;
	for (size_t i = 0; i < ini->count; i++) {
		free(ini->entries[i].section);
		free(ini->entries[i].key);
		free(ini->entries[i].value);
	}
	free(ini->entries);
	free(ini->path);
	free(ini);
}

/* --- Asking --- */

const char *inifile_path(const struct inifile *ini)
{
	return ini->path;
}

/* The i-th entry that begins a section (section NULL), or that is a key of `section`; NULL: there
 * are
 * `*count` only. */
static const struct entry *entry_at(
	const struct inifile *ini, const char *section, int i, int *count)
{
	*count = 0;
	for (size_t at = 0; at < ini->count; at++) {
		const struct entry *entry = &ini->entries[at];
		if (!section ? !!entry->key
			     : !entry->key || strcasecmp(entry->section, section) != 0)
			continue;
		if ((*count)++ == i)
			return entry;
	}
	return NULL;
}

int inifile_sections(const struct inifile *ini)
{
	int count;
	entry_at(ini, NULL, -1, &count);
	return count;
}

const char *inifile_section(const struct inifile *ini, int i)
{
	int count;
	const struct entry *entry = entry_at(ini, NULL, i, &count);
	return entry ? entry->section : NULL;
}

int inifile_keys(const struct inifile *ini, const char *section)
{
	int count;
	entry_at(ini, section, -1, &count);
	return count;
}

const char *inifile_key(const struct inifile *ini, const char *section, int i)
{
	int count;
	const struct entry *entry = entry_at(ini, section, i, &count);
	return entry ? entry->key : NULL;
}

const char *inifile_get(const struct inifile *ini, const char *section, const char *key)
{
	const struct entry *entry = entry_of(ini, section, key);
	return entry ? entry->value : NULL;
}

int inifile_line(const struct inifile *ini, const char *section, const char *key)
{
	const struct entry *entry = entry_of(ini, section, key);
	return entry ? entry->line : 0;
}

/* --- Checking --- */

static bool section_fits(const char *pattern, const char *section)
{
	size_t len = strlen(pattern);
	if (len == 0 || pattern[len - 1] != '*')
		return strcasecmp(pattern, section) == 0;
	return strncasecmp(pattern, section, len - 1) == 0 && section[len - 1] != '\0';
}

/* How many letters must be put in, left out or changed to make b of a, as far as that is below
 * `limit`; names of more than 31 bytes are never close. ASCII case does not count. */
static int distance(const char *a, const char *b, int limit)
{
	int row[32];
	size_t a_len = strlen(a), b_len = strlen(b);
	if (a_len > 31 || b_len > 31)
		return limit;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		int diagonal = row[0];
		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			int change = diagonal + (strncasecmp(a + i - 1, b + j - 1, 1) != 0);
			int move = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			diagonal = row[j];
			row[j] = change < move ? change : move;
		}
	}
	return row[b_len];
}

/* The same between a section and a pattern: "adress hq" is one letter from "address *". */
static int kind_distance(const char *section, const char *pattern, int limit)
{
	size_t len = strlen(pattern);
	if (len < 2 || pattern[len - 1] != '*')
		return distance(section, pattern, limit);
	char *kind = xstrndup(section, strcspn(section, " \t"));
	char *known = xstrndup(pattern, len - 2);
	int far = distance(kind, known, limit);
	free(kind);
	free(known);
	return far;
}

/* The table's text (key, or section if `keys` is false) nearest to name; NULL: none is near. */
static const char *nearest(const struct inifile_key *table, size_t count, const char *section,
	const char *name, bool keys)
{
	int best = strlen(name) < 4 ? 2 : 3;
	const char *near = NULL;
	for (size_t i = 0; i < count; i++) {
		if (keys && !section_fits(table[i].section, section))
			continue;
		const char *known = keys ? table[i].key : table[i].section;
		int far = keys ? distance(name, known, best) : kind_distance(name, known, best);
		if (far < best) {
			best = far;
			near = known;
		}
	}
	return near;
}

/* "name, country, kind": the keys of a section, or all sections once each. */
static void list_known(
	struct str *out, const struct inifile_key *table, size_t count, const char *section)
{
	const char *last = "";
	for (size_t i = 0; i < count; i++) {
		if (section && !section_fits(table[i].section, section))
			continue;
		const char *known = section ? table[i].key : table[i].section;
		if (strcmp(known, last) == 0)
			continue;
		str_addf(out, "%s%s", out->len ? ", " : "", known);
		last = known;
	}
}

static bool unknown_key(const struct inifile *ini, const struct entry *entry,
	const struct inifile_key *table, size_t count, struct error *err)
{
	char *key = shown(entry->key), *section = shown(entry->section);
	const char *near = nearest(table, count, entry->section, entry->key, true);
	struct str known = { 0 };
	list_known(&known, table, count, entry->section);
	if (near)
		error_set(err, ERROR_INPUT, _("unknown key \"%s\" in [%s]. Did you mean \"%s\"?"),
			key, section, near);
	else
		error_set(err, ERROR_INPUT,
			_("unknown key \"%s\" in [%s]. Remove it, or use one of: %s."), key,
			section, str_text(&known));
	str_fini(&known);
	free(key);
	free(section);
	return blame_line(ini, entry->line, err);
}

static bool unknown_section(const struct inifile *ini, const struct entry *entry,
	const struct inifile_key *table, size_t count, struct error *err)
{
	char *section = shown(entry->section);
	const char *near = nearest(table, count, NULL, entry->section, false);
	struct str known = { 0 };
	list_known(&known, table, count, NULL);
	if (near && near[strlen(near) - 1] == '*')
		error_set(err, ERROR_INPUT,
			_("unknown section [%s]. Write [%s] with a name of your own in place of the *."),
			section, near);
	else if (near)
		error_set(err, ERROR_INPUT, _("unknown section [%s]. Did you mean [%s]?"), section,
			near);
	else
		error_set(err, ERROR_INPUT,
			_("unknown section [%s]. Remove it, or use one of: %s."), section,
			str_text(&known));
	str_fini(&known);
	free(section);
	return blame_line(ini, entry->line, err);
}

bool inifile_check(
	const struct inifile *ini, const struct inifile_key *table, size_t count, struct error *err)
{
	for (size_t at = 0; at < ini->count; at++) {
		const struct entry *entry = &ini->entries[at];
		bool section_known = false, key_known = false;
		for (size_t i = 0; i < count; i++) {
			if (!section_fits(table[i].section, entry->section))
				continue;
			section_known = true;
			key_known = key_known ||
				    (entry->key && strcasecmp(table[i].key, entry->key) == 0);
		}
		if (!section_known)
			return unknown_section(ini, entry, table, count, err);
		if (entry->key && !key_known)
			return unknown_key(ini, entry, table, count, err);
	}
	return true;
}
