/* core/sheet/find.c: looking rules up by number or word. */
#include "core/sheet/find.h"

#include <ctype.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"

const struct question find_question = {
	.id = "find",
	.label = N_("Number or word"),
	.help = N_(
		"A rule's number such as R-219, several of them, or a word such as reservation."),
	.kind = QUESTION_TEXT,
};

const char *find_text(const struct topic_context *context, struct str *out)
{
	if (context->word_count == 0)
		return topic_answer(context, find_question.id, out);
	str_clear(out);
	for (int i = 0; i < context->word_count; i++)
		str_addf(out, "%s%s", i > 0 ? " " : "", context->words[i]);
	return str_text(out);
}

bool find_asked(const struct topic_context *context)
{
	struct str text = { 0 };
	bool asked = find_text(context, &text)[0] != '\0';
	str_fini(&text);
	return asked;
}

int find_rule(const char *word, size_t len)
{
	size_t at = 0;
	int number = 0;
	if (len > 0 && (word[0] == 'R' || word[0] == 'r'))
		at = len > 1 && word[1] == '-' ? 2 : 1;
	if (at == len || len - at > 3)
		return 0;
	for (; at < len; at++) {
		if (!isdigit((unsigned char)word[at]))
			return 0;
		number = 10 * number + (word[at] - '0');
	}
	return number;
}

/* Is the rule one of the numbers of the text? *numbers: the text holds nothing else. */
static bool numbered(const char *text, int rule, bool *numbers)
{
	bool found = false;
	*numbers = true;
	for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		int number = find_rule(at, len);
		*numbers = *numbers && number > 0;
		found = found || number == rule;
		at += len;
	}
	return found;
}

static bool holds(const char *text, const char *part)
{
	struct str folded = { 0 }, folded_part = { 0 };
	text_fold(&folded, text);
	text_fold(&folded_part, part);
	bool found = strstr(str_text(&folded), str_text(&folded_part)) != NULL;
	str_fini(&folded);
	str_fini(&folded_part);
	return found;
}

bool find_fits(const struct topic_context *context, int rule, const char *const *texts)
{
	struct str asked = { 0 };
	bool numbers;
	const char *text = find_text(context, &asked);
	bool fits = !text[0] || numbered(text, rule, &numbers);
	for (int i = 0; !fits && !numbers && texts[i]; i++)
		fits = holds(texts[i], text);
	str_fini(&asked);
	return fits;
}
