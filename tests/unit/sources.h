/* tests/unit/sources.h: finds definitions in C files as text, so that a test can hold a table to
 * the functions and tests that it names. No compiler: a file is cut into its top-level definitions
 * ("pieces") by counting braces outside comments and literals, which our own layout allows. */
#ifndef TESTS_UNIT_SOURCES_H
#define TESTS_UNIT_SOURCES_H

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/path.h"

#define SOURCE_PIECES_MAX 600

struct piece {
	size_t from, to;  /* of the text, with the comment before it */
	size_t head;      /* end of what stands before the body */
	bool is_function; /* ends with its body */
	bool seen;        /* by the search that is under way */
};

struct source {
	char path[128];
	char *text; /* as it is; NULL: no such file */
	char *code; /* as long, with comments, strings and characters blanked */
	struct piece pieces[SOURCE_PIECES_MAX];
	int count;
};

static inline bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Blanks comments and literals; newlines stay. */
static void source_blank(char *code)
{
	for (char *at = code; *at;) {
		char *end = NULL, quote = *at;
		if (at[0] == '/' && at[1] == '*') {
			end = strstr(at + 2, "*/");
			end = end ? end + 2 : at + strlen(at);
		} else if (quote == '"' || quote == '\'') {
			for (end = at + 1; *end && *end != quote; end++)
				if (*end == '\\' && end[1])
					end++;
			end += *end != '\0';
		}
		if (!end) {
			at++;
			continue;
		}
		for (; at < end; at++)
			if (*at != '\n')
				*at = ' ';
	}
}

static size_t source_line_end(const char *code, size_t at)
{
	while (code[at] && (code[at] != '\n' || code[at - 1] == '\\'))
		at++;
	return at;
}

static void piece_end(struct source *source, struct piece *piece, size_t at)
{
	piece->to = at;
	if (!piece->head)
		piece->head = at;
	if (source->count < SOURCE_PIECES_MAX)
		source->pieces[source->count++] = *piece;
	*piece = (struct piece){ .from = at };
}

/* A definition ends with a semicolon outside all braces, a function with its last brace, a
 * preprocessor line with its line. */
static void source_cut(struct source *source)
{
	struct piece piece = { 0 };
	int depth = 0, round = 0;
	bool rounds = false, assigned = false;
	const char *code = source->code;
	for (size_t i = 0; code[i]; i++) {
		char c = code[i];
		bool ends = false;
		if (c == '#' && (i == 0 || code[i - 1] == '\n')) {
			i = source_line_end(code, i) - 1;
			ends = depth == 0;
		}
		round += (c == '(') - (c == ')');
		if (depth == 0 && c == '(')
			rounds = true;
		if (depth == 0 && c == '=')
			assigned = true;
		if (c == '{' && depth++ == 0 && !piece.head) {
			piece.head = i;
			piece.is_function = rounds && !assigned;
		}
		if (c == '}' && --depth == 0)
			ends = piece.is_function;
		if (ends || (c == ';' && depth == 0 && round == 0)) {
			piece_end(source, &piece, i + 1);
			rounds = assigned = false;
		}
	}
}

/* NULL text when there is no such file below root, or the path leads out of it. */
static void source_read(struct source *source, const char *root, const char *path)
{
	struct str text = { 0 };
	char *whole = path_join(root, path);
	*source = (struct source){ .text = NULL };
	snprintf(source->path, sizeof source->path, "%s", path);
	if (path[0] != '/' && !strstr(path, "..") && file_read(&text, whole, 4u << 20, NULL)) {
		source->text = xstrdup(str_text(&text));
		source->code = xstrdup(str_text(&text));
		source_blank(source->code);
		source_cut(source);
	}
	str_fini(&text);
	free(whole);
}

static void source_free(struct source *source)
{
	free(source->text);
	free(source->code);
	source->text = source->code = NULL;
	source->count = 0;
}

/* The first place of a whole word in code[from..to); -1: none. */
static long find_word(const char *code, size_t from, size_t to, const char *word)
{
	size_t len = strlen(word);
	for (size_t i = from; len && i + len <= to; i++)
		if ((i == 0 || !is_word(code[i - 1])) && strncmp(code + i, word, len) == 0 &&
			!is_word(code[i + len]))
			return (long)i;
	return -1;
}

/* Does the text hold "R-nnn" between from and to? */
static bool cites(const char *text, size_t from, size_t to, int rule)
{
	char word[16];
	int len = snprintf(word, sizeof word, "R-%03d", rule);
	for (const char *at = text + from; (at = strstr(at, word)) && at + len <= text + to; at++)
		if (!isdigit((unsigned char)at[len]))
			return true;
	return false;
}

/* Does the head of the piece name the function as "NAME(" or, through a macro, "MACRO(NAME)"? */
static bool head_names(const struct source *source, const struct piece *piece, const char *name)
{
	const char *code = source->code;
	size_t from = piece->from, len = strlen(name);
	long at;
	while ((at = find_word(code, from, piece->head, name)) >= 0) {
		from = (size_t)at + len;
		if (code[from] == '(' || (code[from] == ')' && at > 0 && code[at - 1] == '('))
			return true;
	}
	return false;
}

static struct piece *source_function(struct source *source, const char *name)
{
	for (int i = 0; i < source->count; i++)
		if (source->pieces[i].is_function && head_names(source, &source->pieces[i], name))
			return &source->pieces[i];
	return NULL;
}

/* The name that a piece defines: the word before the first bracket or sign at its top level. */
static void piece_name(const struct source *source, const struct piece *piece, char name[80])
{
	const char *code = source->code;
	size_t end = piece->from, word = 0, len = 0;
	int depth = 0;
	name[0] = '\0';
	if (find_word(code, piece->from, piece->to, "define") >= 0 && !piece->is_function) {
		end = (size_t)find_word(code, piece->from, piece->to, "define") + 6;
		while (code[end] == ' ')
			end++;
		for (word = end; is_word(code[end]); end++)
			len++;
	}
	for (; len == 0 && end < piece->to; end++) {
		char c = code[end];
		depth += (c == '{') - (c == '}');
		if (depth > 0 || !strchr("([=;", c))
			continue;
		while (end > piece->from && !is_word(code[end - 1]))
			end--;
		for (word = end; word > piece->from && is_word(code[word - 1]);)
			word--;
		len = end - word;
		break;
	}
	if (len > 0 && len < 80)
		snprintf(name, 80, "%.*s", (int)len, code + word);
}

/* Does the piece cite the rule, or any table or function of its file that it uses? */
static bool piece_cites(struct source *source, struct piece *piece, int rule)
{
	piece->seen = true;
	if (cites(source->text, piece->from, piece->to, rule))
		return true;
	for (int i = 0; i < source->count; i++) {
		struct piece *other = &source->pieces[i];
		char name[80];
		if (other->seen)
			continue;
		piece_name(source, other, name);
		if (find_word(source->code, piece->from, piece->to, name) >= 0 &&
			piece_cites(source, other, rule))
			return true;
	}
	return false;
}

/* Is the function of this name named anywhere else in its file, as a test must be to run? */
static bool source_uses(const struct source *source, const struct piece *function, const char *name)
{
	for (int i = 0; i < source->count; i++)
		if (&source->pieces[i] != function &&
			find_word(source->code, source->pieces[i].from, source->pieces[i].to,
				name) >= 0)
			return true;
	return false;
}

#endif
