/* The catalogue of causes, from the one list in cause.h. */
#include <stddef.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/service/cause.h"

static const struct {
	const char *word, *why, *remedy;
} causes[CAUSE_COUNT] = {
#define X(id, word, why, remedy) [CAUSE_##id] = { word, why, remedy },
	CAUSES(X)
#undef X
};

const char *cause_word(enum cause cause)
{
	return causes[cause].word;
}

enum cause cause_from_word(const char *word)
{
	for (int i = 0; word && i < CAUSE_COUNT; i++)
		if (strcmp(word, causes[i].word) == 0)
			return (enum cause)i;
	return CAUSE_UNKNOWN;
}

const char *cause_why(enum cause cause)
{
	return causes[cause].why;
}

const char *cause_remedy(enum cause cause)
{
	return causes[cause].remedy;
}
