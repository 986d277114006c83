/* core/sheet/words.c: commands and answers of a sheet in the wizard's words. */
#include "core/sheet/words.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"

#define ABOUT "ringup about "

static bool of_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t word_length(const char *text)
{
	size_t len = 0;
	while (of_word(text[len]))
		len++;
	return len;
}

/* The topic of "ringup about ID`", which begins after its first backtick; NULL: something else. */
static const struct topic *topic_named(const char *text, size_t len)
{
	size_t before = strlen(ABOUT);
	if (len <= before || strncmp(text, ABOUT, before) != 0)
		return NULL;
	char *id = xstrndup(text + before, len - before);
	const struct topic *topic = topic_of(id);
	free(id);
	return topic;
}

static int topic_keep(const struct topic **to, int count, int most, const struct topic *topic)
{
	for (int i = 0; i < count; i++)
		if (to[i] == topic)
			return count;
	if (count < most)
		to[count++] = topic;
	return count;
}

static const struct question *question_named(
	const struct topic *topic, const char *text, size_t len)
{
	char *id = xstrndup(text, len);
	const struct question *question = topic_question(topic, id);
	free(id);
	return question;
}

/* "yes" as it stands in the form. */
static void answer_add(
	const struct question *question, const char *text, size_t len, struct str *out)
{
	char *value = xstrndup(text, len);
	const char *said = value;
	for (int i = 0; i < question->choice_count; i++)
		if (strcmp(question->choices[i].id, value) == 0)
			said = _(question->choices[i].label);
	if (question->kind == QUESTION_YES)
		said = strcmp(value, "yes") == 0 ? _("yes") : _("no");
	str_add(out, said);
	free(value);
}

/* Appends the question's label for "price=", label and answer for "swap=auto"; gives the bytes that
 * were read, 0: these are no such words. */
static size_t question_add(const struct topic *topic, const char *text, struct str *out)
{
	size_t len = word_length(text), value;
	const struct question *question;
	if (len == 0 || text[len] != '=' || !(question = question_named(topic, text, len)))
		return 0;
	value = word_length(text + len + 1);
	str_addf(out, "\"%s", _(question->label));
	if (value > 0) {
		str_add(out, ": ");
		answer_add(question, text + len + 1, value, out);
	}
	str_addc(out, '"');
	return len + 1 + value;
}

/* What stands between backticks, both of which are in `len`. */
static int quoted_add(const struct topic *topic, const char *text, size_t len,
	const struct topic **to, int count, int most, struct str *out)
{
	const struct topic *named = topic_named(text + 1, len - 2);
	if (named) {
		str_addf(out, _("topic \"%s\""), _(named->title));
		return named == topic ? count : topic_keep(to, count, most, named);
	}
	size_t read = question_add(topic, text + 1, out);
	if (read == 0)
		str_addn(out, text, len);
	else
		str_addn(out, text + 1 + read, len - 2 - read);
	return count;
}

int words_of_wizard(const struct topic *topic, const char *text, const struct topic **to, int count,
	int most, struct str *out)
{
	bool begins = true; /* a word may begin here */
	while (*text) {
		const char *end = *text == '`' ? strchr(text + 1, '`') : NULL;
		size_t read = 0;
		if (end) {
			read = (size_t)(end + 1 - text);
			count = quoted_add(topic, text, read, to, count, most, out);
		} else if (begins) {
			read = question_add(topic, text, out);
		}
		if (read == 0)
			str_addn(out, text, read = 1);
		begins = !of_word(text[read - 1]);
		text += read;
	}
	return count;
}
