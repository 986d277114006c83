/* core/rules/intern.c: texts and groups of texts as small integers: two hash tables with open
 * addressing that double when they are half full. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/rules/intern.h"

struct word {
	char *text; /* NULL: the slot is free */
	uint64_t hash;
	int number;
};

struct group {
	int part[4];
	int number; /* 0: the slot is free */
};

struct intern {
	struct word *words;
	size_t word_room, word_count;
	int last_word;
	struct group *groups;
	size_t group_room;
	int group_count;
};

#define FIRST_ROOM 256

struct intern *intern_new(void)
{
	struct intern *intern = xcalloc(1, sizeof(*intern));

	intern->word_room = FIRST_ROOM;
	intern->words = xcalloc(FIRST_ROOM, sizeof(*intern->words));
	intern->group_room = FIRST_ROOM;
	intern->groups = xcalloc(FIRST_ROOM, sizeof(*intern->groups));
	return intern;
}

void intern_free(struct intern *intern)
{
	if (!intern)
		return;
	for (size_t i = 0; i < intern->word_room; i++)
		free(intern->words[i].text);
	free(intern->words);
	free(intern->groups);
	free(intern);
}

/* FNV-1a. */
static uint64_t hash_bytes(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211);
	return hash ^ (hash >> 29);
}

/* The slot that holds the text, or the free one where it belongs. Rooms are powers of two. */
static struct word *word_slot(const struct intern *intern, const char *text, uint64_t hash)
{
	size_t mask = intern->word_room - 1, at = hash & mask;

	while (intern->words[at].text &&
		(intern->words[at].hash != hash || strcmp(intern->words[at].text, text) != 0))
		at = (at + 1) & mask;
	return &intern->words[at];
}

static void words_grow(struct intern *intern)
{
	struct word *old = intern->words;
	size_t room = intern->word_room;

	intern->word_room = room * 2;
	intern->words = xcalloc(intern->word_room, sizeof(*intern->words));
	for (size_t i = 0; i < room; i++) {
		if (old[i].text)
			*word_slot(intern, old[i].text, old[i].hash) = old[i];
	}
	free(old);
}

static void word_add(struct intern *intern, const char *text, uint64_t hash, int number)
{
	if (intern->word_count * 2 >= intern->word_room)
		words_grow(intern);
	*word_slot(intern, text,
		hash) = (struct word){ .text = xstrdup(text), .hash = hash, .number = number };
	intern->word_count++;
}

static int number_of_folded(struct intern *intern, const char *text)
{
	uint64_t hash = hash_bytes(text, strlen(text));
	const struct word *slot = word_slot(intern, text, hash);

	if (!*text)
		return 0;
	if (slot->text)
		return slot->number;
	word_add(intern, text, hash, ++intern->last_word);
	return intern->last_word;
}

/* A text that was seen before, letter by letter, is not folded again: folding is what costs. */
int intern_text(struct intern *intern, const char *text)
{
	uint64_t hash = text ? hash_bytes(text, strlen(text)) : 0;
	struct str folded = { 0 };
	const struct word *slot;
	const char *plain;
	int number;

	if (!text || !*text)
		return 0;
	slot = word_slot(intern, text, hash);
	if (slot->text)
		return slot->number;
	text_fold(&folded, text);
	plain = folded.text ? text_trim(folded.text) : "";
	number = number_of_folded(intern, plain);
	if (number != 0 && strcmp(plain, text) != 0)
		word_add(intern, text, hash, number);
	str_fini(&folded);
	return number;
}

static struct group *group_slot(const struct intern *intern, const int part[4])
{
	size_t mask = intern->group_room - 1, at = hash_bytes(part, 4 * sizeof(*part)) & mask;

	while (intern->groups[at].number != 0 &&
		memcmp(intern->groups[at].part, part, 4 * sizeof(*part)) != 0)
		at = (at + 1) & mask;
	return &intern->groups[at];
}

static void groups_grow(struct intern *intern)
{
	struct group *old = intern->groups;
	size_t room = intern->group_room;

	intern->group_room = room * 2;
	intern->groups = xcalloc(intern->group_room, sizeof(*intern->groups));
	for (size_t i = 0; i < room; i++) {
		if (old[i].number != 0)
			*group_slot(intern, old[i].part) = old[i];
	}
	free(old);
}

int intern_group(struct intern *intern, const int part[4], bool add)
{
	struct group *slot = group_slot(intern, part);

	if (slot->number != 0 || !add)
		return slot->number;
	if ((size_t)intern->group_count * 2 >= intern->group_room) {
		groups_grow(intern);
		slot = group_slot(intern, part);
	}
	memcpy(slot->part, part, sizeof(slot->part));
	slot->number = ++intern->group_count;
	return slot->number;
}

int intern_groups(const struct intern *intern)
{
	return intern->group_count;
}
